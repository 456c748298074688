"""Lines, list items and table rows that stand several times in a row, which two rules look at."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.segments import HAN, STRUCTURE, Document, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENGLISH_PIECES = regex(r"[.,;:!?]\s"), re.compile(r"[.!?][\"')\]`*]*\s+(?=\S)|\n")


def source_repeats(document: Document, offset: int) -> bool:
    """Tell whether the English of a place says something twice in a row as well."""
    pair = document.pair_at(offset)
    if pair is None:
        return False
    known: dict[int, bool] = document.memo.setdefault("source repeats", {})
    if pair.start not in known:
        source = document.source[pair.source_start : pair.source_end].casefold()
        known[pair.start] = any(
            a == b
            for pieces in _ENGLISH_PIECES
            for a, b in pairwise(
                " ".join(piece.split()).strip(".!?") for piece in pieces.split(source)
            )
            if len(a) > 3
        )
    return known[pair.start]


class Lines(NamedTuple):
    """The copies of a paragraph, list item or table row that follow it.

    Attributes:
        start: where the first ends that is right.
        end: where the last copy ends.
        copies: how often it stands there in all.
    """

    start: int
    end: int
    copies: int


# All that may stand between list items that follow one another.
_BULLETS = " \t\r\n-*+•>#.)0123456789"
_ROW = regex(r"(?:\A|\n)([ \t]*\|[^\n]++)(?:\n\1(?=\n|\Z))+")
_BELOW = regex(r"\s*\n([ \t]*)(?=\S)")
_PROSE = regex(f"[{HAN}][^{HAN}]*[{HAN}][^{HAN}]*[{HAN}]")
_LETTERS = f"[^A-Za-z{HAN}]*[A-Za-z{HAN}]"
# What is too short to be prose, and yet something that nobody would list twice.
_SAYS = regex(f"[{HAN}][^{HAN}|]*[{HAN}]|[A-Za-z]{{2}}")
_ANSWERS = regex(
    "(?:[是否有无略]|同上|待定|暂无|未知|成功|失败|通过|不?支持|TODO|TBD|N/A|None|true|false|yes|no|ok"
    "|[-\\s|:.…0-9])*",
    re.IGNORECASE,
)
_LETTER = regex(f"[A-Za-z{HAN}]")
_WORDS = regex(f"[{HAN}]{_LETTERS}{_LETTERS}{_LETTERS}")


def is_prose(text: str, start: int, end: int) -> bool:
    """Tell whether there are three Chinese characters at least."""
    return _PROSE.search(text, start, end) is not None


def repeated_lines(document: Document) -> list[Lines]:
    """Return the lines that stand several times in a row; two rules look at them."""
    is_single = len(document.segments) < 2 and "|" not in document.text
    if is_single or document.format == "po":
        return []
    if "repeated lines" not in document.memo:
        found = [
            lines
            for lines in (*_repeated_rows(document), *_repeated_segments(document))
            if not source_repeats(document, lines.start - 1)
        ]
        document.memo["repeated lines"] = found
    known: list[Lines] = document.memo["repeated lines"]
    return known


def _repeated_rows(document: Document) -> Iterator[Lines]:
    if "\n" not in document.text or "|" not in document.text:
        return
    for match in _ROW.finditer(document.text):
        start, end = match.span(1)
        if document.shape[end - 1] != STRUCTURE:
            continue
        if is_prose(document.shape, start, end) or _is_named_row(match[1]):
            yield Lines(end, match.end(), 1 + (match.end() - end) // (end - start + 1))


def _repeated_segments(document: Document) -> Iterator[Lines]:
    """Yield the copies of a paragraph or list item that stands several times in a row."""
    text = document.text
    first, end, copies = Segment(0, 0), 0, 0  # where the last copy ends, and how many there are
    for segment in (*document.segments, Segment(0, 0, "end")):
        if _is_copy(text, first, end, segment):
            end, copies = segment.end, copies + 1
            continue
        pattern = _PROSE if copies == 2 else _WORDS  # what stands there thrice can be shorter
        if copies > 1 and (
            pattern.search(text, first.start, first.end) or _is_line_again(text, first, end)
        ):
            yield Lines(first.end, end, copies)
        first, end, copies = segment, segment.end, 1


def _says_something(text: str) -> bool:
    return _SAYS.search(text) is not None and not _ANSWERS.fullmatch(text)


def _is_named_row(row: str) -> bool:
    """Tell whether a short row begins with words: what begins with a number or a time is data."""
    head = row.strip(" \t|").partition("|")[0]
    return _LETTER.search(head) is not None and _says_something(row)


def _is_line_again(text: str, first: Segment, end: int) -> bool:
    """Tell whether the line of a short list item stands again, with its mark, and no more of it."""
    if first.kind != "item" or not _says_something(text[first.start : first.end]):
        return False
    start = text.rfind("\n", 0, first.start) + 1
    line = text[start : first.end]
    below = _BELOW.match(text, end)
    indent = len(line) - len(line.lstrip(" \t"))
    if below and len(below[1]) > indent:
        return False
    return {*filter(None, text[first.end : end].splitlines())} == {line}


def _is_copy(text: str, first: Segment, end: int, other: Segment) -> bool:
    return (
        other.kind == first.kind
        and other.kind not in ("cell", "heading")
        and other.end - other.start == first.end - first.start
        and text[first.start : first.end] == text[other.start : other.end]
        and not text[end : other.start].strip(_BULLETS)
    )
