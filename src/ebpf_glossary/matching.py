"""Where the words of a lexicon stand in a text: all of them in one pass.

Case counts for nothing here, and a space where Chinese meets Latin neither: what that means is for
those to say who know the record. Of words that overlap, the one that starts first counts, and the
longest of those, so that 地被 is not found in 本地被 if that is a word too.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Generic, TypeVar

from ebpf_glossary.renderings import squeeze
from ebpf_glossary.segments import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T = TypeVar("T")

MOST_GAPS = 4
"""Places in a word where Chinese meets Latin; beyond them a space is as it is written."""

_LATIN = re.compile(r"[A-Za-z0-9_]")
_GAP = re.compile(rf"(?<=[A-Za-z0-9_.)+#-])(?=[{HAN}])|(?<=[{HAN}])(?=[A-Za-z0-9_(/-])")


def lower(text: str) -> str:
    """Return a text in lower case, of the same length: `İ` alone would become two characters.

    >>> lower("İP 地址")
    'İp 地址'
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def spellings(word: str) -> Iterator[str]:
    """Yield a word in lower case, with and without a space where Chinese meets Latin.

    >>> sorted(spellings("BPF 地图"))
    ['bpf 地图', 'bpf地图']
    """
    pieces = _GAP.split(lower(squeeze(word)))
    if len(pieces) - 1 > MOST_GAPS:
        yield from {lower(word), "".join(pieces), " ".join(pieces)}
        return
    for gaps in product(("", " "), repeat=len(pieces) - 1):
        yield pieces[0] + "".join(map(str.__add__, gaps, pieces[1:]))


class Matcher(Generic[T]):
    """Finds words, each of which means something.

    Args:
        meanings: by word, spelled as texts in lower case have it.
    """

    def __init__(self, meanings: Mapping[str, T]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind  # only who looks for words needs it

        self._meanings = list(meanings.values())
        kind = MatchKind.LeftmostLongest
        words = list(meanings)
        self._automaton = AhoCorasick(words, kind, store_patterns=False) if words else None

    def find(self, lowered: str) -> list[tuple[int, int, T]]:
        """Return where a word starts, where it ends, and what it means.

        Args:
            lowered: a text, as `lower` returns it.
        """
        if self._automaton is None:
            return []
        meanings, found = self._meanings, self._automaton.find_matches_as_indexes(lowered)
        return [(start, end, meanings[index]) for index, start, end in found]


def is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a match is not a part of a longer word in Latin letters.

    >>> is_whole("perform", 0, 4), is_whole("perf 脚本", 0, 4)
    (False, True)
    """
    return not (
        (start and _LATIN.match(text, start) and _LATIN.match(text, start - 1))
        or (_LATIN.match(text, end - 1) and _LATIN.match(text, end))
    )
