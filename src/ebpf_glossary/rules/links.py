"""Where a page has lost a link of its English."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.alignment import groups
from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.segments import CODE, STRUCTURE, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Document

FAMILY = "structure"

PLACE = "#"
"""What a link is known by that leads to a place on a page: its name may be translated."""

_MARKDOWN = regex(
    r"\]\(\s*+<?(?P<target>[^()\s<>]++)[^()\n]*+\)"
    r"|<[a-z]+\s[^<>]*\b(?:href|src)\s*=\s*[\"']?(?P<html>[^\s\"'<>{}]+)"
    r"|\[(?P<name>[^\[\]\n]+)\](?:\[\]|\[(?P<label>[^\[\]\n]+)\])?(?![\[(:])"
)
_MARKDOWN_DEFINITION = regex(r"(?m)^[> \t]*\[([^\[\]\n]+)\]:\s*<?([^\s<>]+)")
_RST = regex(
    r"`[^`<>]*<(?P<target>[^`<>]+)>`_"
    r"|:(?:doc|download):`(?:[^`<>]*<)?(?P<doc>[^`<>]+)>?`"
    r"|:(?P<role>ref|term|numref):`[^`]+`"
    r"|(?<![`:\w])`(?P<name>[^`<>]+)`_(?![A-Za-z])"
)
_RST_DEFINITION = regex(r"(?m)^[ \t]*\.\.[ \t]+_`?([^`:\n]+)`?:[ \t]+(\S+)")
_ADDRESS = regex(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NO_NAME = regex(r"(?:_?index|readme)?(?:\.[a-z]+)?", re.IGNORECASE)
_CODE = r"(?:en|zh|cn)(?:[-_](?:us|gb|cn|hans|hant|tw|hk))?"
_LANGUAGE = regex(_CODE, re.IGNORECASE)
_ENDING = regex(rf"(?:[._-]{_CODE})?(?:\.[a-z]+)?$", re.IGNORECASE)


class _Link(NamedTuple):
    """A link.

    Attributes:
        start: where it stands.
        key: what it is known by again in another language.
        target: where it leads.
        is_address: nobody else looks after it.
    """

    start: int
    key: str
    target: str
    is_address: bool


@rule("lost-link", needs=Needs())
def lost_link(document: Document) -> Iterator[Hit]:
    r"""A link of the source to another page or place is lost.

    The page that it leads to may be the one in Chinese, and an anchor may follow a translated
    heading. Complete addresses are looked after by changed-url.

    Format: markdown
    Source: # Maps\n\nSee [types](types.md).
    Bad:  # 映射\n\n参见类型。
    Good: # 映射\n\n参见 [类型](types.md)。
    """
    if document.format not in ("markdown", "rst") or not groups(document):
        return
    ours = _links(document.text, document.shape, document.format)
    theirs = _links(document.source, document.source_shape, document.format)
    lost = Counter(link.key for link in theirs) - Counter(link.key for link in ours)
    for pair in document.pairs if lost else ():
        kept = _within(ours, pair.start, pair.end)
        wanted = _within(theirs, pair.source_start, pair.source_end)
        here = Counter(link.key for link in kept)
        for link in wanted:
            here[link.key] -= 1
            if link.key == PLACE and len(kept) >= len(wanted):
                continue  # its name is translated, and may be defined elsewhere
            if here[link.key] < 0 < lost[link.key] and not link.is_address:
                lost[link.key] -= 1
                end = pair.start + len(document.text[pair.start : pair.end].rstrip())
                message = Message("The link to {target} is lost.", target=link.target)
                yield Hit(end, end, message=message)


def _within(links: list[_Link], start: int, end: int) -> list[_Link]:
    first, last = (bisect_left(links, place, key=lambda link: link.start) for place in (start, end))
    return links[first:last]


def _links(text: str, shape: str, format: str) -> list[_Link]:
    """Return the links of a text in order."""
    pattern, definition = {
        "markdown": (_MARKDOWN, _MARKDOWN_DEFINITION),
        "rst": (_RST, _RST_DEFINITION),
    }[format]
    defined = {_label(match[1]): match[2] for match in definition.finditer(text)}
    found: list[_Link] = []
    for match in pattern.finditer(text):
        if shape[match.start()] in CODE + STRUCTURE:
            continue
        parts = match.groupdict()
        target = parts["target"] or parts.get("html") or parts.get("doc")
        if target:
            is_address = _ADDRESS.match(target) is not None
            found.append(_Link(match.start(), _key(target), target, is_address))
        elif label := parts.get("label") or parts["name"]:
            target = defined.get(_label(label), "")
            if target or format == "rst":
                found.append(_Link(match.start(), _key(target), target or label, False))
        else:
            found.append(_Link(match.start(), PLACE, match[0], False))
    return found


def _key(target: str) -> str:
    """Return what a page is known by in any language and folder: the last part of its path."""
    if _ADDRESS.match(target):
        return target
    path = target.partition("#")[0].partition("?")[0]
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    names = [part for part in parts if not (_NO_NAME.fullmatch(part) or _LANGUAGE.fullmatch(part))]
    return _ENDING.sub("", names[-1], count=1) if names else "/" if parts else PLACE


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
