"""Blocks of HTML in Markdown: what stands between their tags is prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from ebpf_glossary.readers.inline import COMMENT, TAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Stretch = tuple[int, int]

_COMMENT = re.compile(COMMENT)
_VERBATIM = re.compile(r"[ \t>]*<(?:\?|![^-]|(?:pre|script|style|textarea)\b)", re.IGNORECASE)
_BEGINS_COMMENT = re.compile(r"[ \t>]*<!--")
_INLINE = (
    "a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|img|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup"
    "|time|tt|u|var|wbr"
)
_BETWEEN = re.compile(
    rf"{COMMENT}|<(?P<tag>pre|script|style|textarea)\b(?:[^<]++|<(?!/?(?P=tag)\b))*+</(?P=tag)>"
    rf"|(?!</?(?:{_INLINE})\b){TAG}",
    re.IGNORECASE,
)
_LINE = re.compile(r"[ \t>]*([^\r\n]*)")


def comments(text: str, code: list[Stretch]) -> Iterator[re.Match[str]]:
    """Yield the comments of a text that do not begin in code, whose stretches are in order."""
    starts = [start for start, _ in code]
    for match in _COMMENT.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or match.start() >= code[index][1]:
            yield match


def prose(text: str, start: int, end: int) -> Iterator[list[Stretch]]:
    """Yield the pieces of prose in a block of HTML, each as its stretches line by line."""
    if _VERBATIM.match(text, start, end):
        return
    position = start
    if opening := _BEGINS_COMMENT.match(text, start, end):
        close = text.find("-->", opening.end(), end)
        if close < 0:
            return
        position = close + 3
    for match in _BETWEEN.finditer(text, position, end):
        yield from _piece(text, position, match.start())
        position = match.end()
    yield from _piece(text, position, end)


def _piece(text: str, start: int, end: int) -> Iterable[list[Stretch]]:
    stretches: list[Stretch] = []
    for match in _LINE.finditer(text, start, end):
        line = match[1].rstrip(" \t")
        if line:
            stretches.append((match.start(1), match.start(1) + len(line)))
    return [stretches] if stretches else []
