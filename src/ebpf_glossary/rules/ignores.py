"""Requests to ignore something: the one finding that is about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Document

FAMILY = "markup"


@rule("unused-ignore", needs=Needs())
def unused_ignore(document: Document) -> Iterator[Hit]:
    r"""A comment asks to ignore something that is not found.

    The text was mended, or the rule has another name; in either case the comment only misleads
    whoever reads it next. A request for a rule that is not in use is left alone. Whether a request
    is used shows only after all other rules have run, so the checker itself reports this.

    Format: markdown
    Bad:  <!-- ebpf-glossary: ignore extra-spaces -->\n\n程序已经加载。
    Good: <!-- 说明 -->\n\n程序已经加载。
    """
    yield from ()
