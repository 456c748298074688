"""A few words a line, for somebody or something that translates a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.errors import N_
from ebpf_glossary.exchange.units import Concept, Content, Left, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_WRONG = 3
"""Wrong renderings that are shown for a concept."""


def write(content: Content) -> tuple[str, list[Left]]:
    """Return a line for each concept: the English = what is right ≠ what is wrong."""
    left = [
        Left(concept.source.preferred, N_("It is not translated."))
        for concept in content.concepts
        if not _says_anything(concept.target)
    ]
    told = (concept for concept in content.concepts if _says_anything(concept.target))
    return "".join(f"{_line(concept)}\n" for concept in told), left


def _says_anything(target: Wording) -> bool:
    return bool(target.right or target.deprecated)


def _line(concept: Concept) -> str:
    line, target = _words(concept.source.right), concept.target
    if target.right:
        line += f" = {_words(target.right)}"
    if target.deprecated:
        line += f" ≠ {_words(target.deprecated[:MOST_WRONG])}"
    return line


def _words(words: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(words))
