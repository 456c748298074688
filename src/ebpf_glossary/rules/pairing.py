"""Which matches of a translation belong together with which of its English."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ebpf_glossary.patterns import regex
from ebpf_glossary.segments import ANY_HAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ebpf_glossary.segments import Document, Pair

T = TypeVar("T")

HAN = ANY_HAN
_HAN = regex(f"[{HAN}]")
# Full-width letters, digits and marks, and the Chinese full stop, as the marks of code.
HALF_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {ord("。"): ".", ord("　"): " "}
HALF_WIDTH |= dict(zip(map(ord, "“”‘’、"), "\"\"'',", strict=True))


LONGEST = 400
"""Longer strings are not compared by likeness, which takes time."""


class Matched(NamedTuple):
    """A pair with what was found on its two sides."""

    pair: Pair
    here: list[re.Match[str]]
    there: list[re.Match[str]]


def by_pair(
    document: Document, here: Iterable[re.Match[str]], there: Iterable[re.Match[str]]
) -> Iterator[Matched]:
    """Yield the pairs that have a match in the text or in the source, with their matches.

    One pass over each side: a catalog has tens of thousands of pairs, most of them without any.
    """
    starts, ends, source_starts, source_ends = _index(document)
    ours = _distributed(here, starts, ends)
    theirs = _distributed(there, source_starts, source_ends)
    _share(theirs, source_starts, source_ends)
    for index in sorted(ours.keys() | theirs.keys()):
        yield Matched(document.pairs[index], ours.get(index, []), theirs.get(index, []))


def differing(
    document: Document, pattern: re.Pattern[str], differ: Callable[[list[str], list[str]], bool]
) -> list[Pair]:
    """Return the pairs with matches in their shapes whose texts differ between the two sides.

    Most are the same: so no match is kept, only what it says.
    """
    starts, ends, source_starts, source_ends = _index(document)
    ours = _texts(pattern.finditer(document.shape), document.text, starts, ends)
    theirs = _texts(
        pattern.finditer(document.source_shape), document.source, source_starts, source_ends
    )
    _share(theirs, source_starts, source_ends)
    none: list[str] = []
    both = ours.keys() | theirs.keys()
    wanted = [i for i in both if differ(ours.get(i, none), theirs.get(i, none))]
    return [document.pairs[index] for index in sorted(wanted)]


_Index = tuple[list[int], list[int], list[int], list[int]]


def _index(document: Document) -> _Index:
    """Return where the pairs begin and end on both sides."""
    index: _Index | None = document.memo.get("pairing: index")
    if index is None:
        pairs = document.pairs
        index = (
            [pair[0] for pair in pairs],
            [pair[1] for pair in pairs],
            [pair[2] for pair in pairs],
            [pair[3] for pair in pairs],
        )
        document.memo["pairing: index"] = index
    return index


def _share(found: dict[int, list[T]], starts: list[int], ends: list[int]) -> None:
    """Give the plural forms of a message, which share their source, what was found in it."""
    for index in [*found]:
        one = index
        while one and starts[one - 1] == starts[index] and ends[one - 1] == ends[index]:
            one -= 1
            found[one] = found[index]


def _distributed(
    matches: Iterable[re.Match[str]], starts: list[int], ends: list[int]
) -> dict[int, list[re.Match[str]]]:
    """Return the matches by the number of the pair in which they are."""
    found: dict[int, list[re.Match[str]]] = {}
    end = -1
    own: list[re.Match[str]] = []
    for match in matches:
        at = match.start()
        if at >= end:
            index = bisect_right(starts, at) - 1
            if index < 0 or at >= ends[index]:
                continue
            end = ends[index]
            own = found[index] = []
        own.append(match)
    return found


def _texts(
    matches: Iterable[re.Match[str]], text: str, starts: list[int], ends: list[int]
) -> dict[int, list[str]]:
    """Return what stands in a text where the matches are, by the number of the pair."""
    found: dict[int, list[str]] = {}
    end = -1
    own: list[str] = []
    for match in matches:
        at, done = match.span()
        if at >= end:
            index = bisect_right(starts, at) - 1
            if index < 0 or at >= ends[index]:
                continue
            end = ends[index]
            own = found[index] = []
        own.append(text[at:done])
    return found


def has_han(text: str) -> bool:
    """Tell whether there is Chinese in a text."""
    return _HAN.search(text) is not None


def trimmed(document: Document, pair: Pair) -> tuple[int, int]:
    """Return where the translation of a pair begins and ends, without white space around it."""
    text = document.text[pair.start : pair.end]
    start = pair.start + len(text) - len(text.lstrip())
    return start, max(pair.start + len(text.rstrip()), start)


def is_aligned(pair: Pair) -> bool:
    """Tell whether both sides are about as long as a translation and its original are.

    In Markdown a pair is a comment of English and all that follows it, which can be much more.
    """
    here, there = pair.end - pair.start, pair.source_end - pair.source_start
    return here <= 1.3 * there + 20 and there <= 6 * here + 40


def likeness(one: str, other: str) -> float:
    """Return how alike two short strings are, from 0 to 1."""
    if len(one) > LONGEST or len(other) > LONGEST:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def counterparts(strange: Iterable[str], names: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Yield for each strange string the name that it should be, and how alike they are.

    Each name is taken once: the most alike of the next twenty, else the next in order.
    """
    left = deque(names)
    for each in strange:
        near = list(islice(left, 20))
        if not near:
            return
        alike = [likeness(name, each) for name in near]
        best = max(range(len(near)), key=alike.__getitem__)
        if alike[best] < 0.3:
            best = 0
        yield near[best], alike[best]
        del left[best]


def within(stretches: Iterable[tuple[int, int]]) -> Callable[[int], bool]:
    """Return a function that tells whether an offset lies in one of some stretches."""
    spans = sorted(stretches)
    starts = [start for start, _ in spans]

    def inside(offset: int) -> bool:
        index = bisect_right(starts, offset) - 1
        return index >= 0 and offset < spans[index][1]

    return inside


def counted(
    document: Document, pair: Pair, english: re.Pattern[str], chinese: re.Pattern[str]
) -> tuple[int, int]:
    """Return how often patterns match in the English of a pair and in its Chinese; counted once."""
    key = f"counted {english.pattern} {chinese.pattern} {pair.start}"
    if key not in document.memo:
        there = english.finditer(document.source_shape, pair.source_start, pair.source_end)
        here = chinese.finditer(document.shape, pair.start, pair.end)
        document.memo[key] = sum(1 for _ in there), sum(1 for _ in here)
    counts: tuple[int, int] = document.memo[key]
    return counts
