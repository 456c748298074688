"""Names, terms and their renderings as what is translated already has them.

What a name or a term is rendered as is not said in the text; it is counted. A rendering is the
Chinese that stands in the pairs whose English has the word, and hardly anywhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.candidates import candidates, is_name_like, phrases
from ebpf_glossary.entries import fold
from ebpf_glossary.segments import HAN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ebpf_glossary.bitexts import Bitext

LONGEST = 6
"""Chinese characters of a rendering."""


SAMPLE = 5000
"""Pairs from which it is told how common a piece of Chinese is."""
LOOKED_AT = 120
"""Pairs of a word in which its renderings are looked for."""
MOST_PAIRS = 200_000

RARELY = 0.1
"""Share of the pairs in which keeping a word is a slip, not a rendering of its own."""
KEPT = 0.5
"""Share of the pairs in which a name is kept as it is."""
ALIKE = 0.45
"""How well a rendering and its word must go together (Dice's coefficient)."""
ALIKE_TOO = 0.3
"""The same for a rendering beside the first, in the pairs that do not have that."""
DOUBT = 0.5
"""How much better they must go together the fewer pairs there are: this, by their number."""
PART, ITS_OWN, COVERED = 0.15, 0.5, 0.8
"""A piece of Chinese is a part of longer renderings where those with at least PART of its pairs,
which stand for the word at least ITS_OWN of the time, cover most of them."""
ALWAYS, LEAST_TO_GROW, LONGEST_WHOLE = 0.9, 3, 8
"""A piece is only a part where in this share of its pairs, and at least so many, the same character
stands beside it; with more characters than the last it is no rendering."""
MOST_RENDERINGS, MOST_TRIES = 4, 16
SHARE = 0.025
"""Share of a word's pairs of which a rendering must have more, or it is chance."""
WITHIN = 0.9
"""Share of a word's pairs that have a phrase with it, so that it is only a part of that."""
PLACES = 3

_HAN_RUN = re.compile(f"[{HAN}]+")
# In Chinese: what belongs to no term, what none begins or ends with, what is never added to one.
_LOOSE = "的了和或与及是也都很这那些吗呢吧被把"
_NO_START = frozenset("在从将到而且某各每则给让请您你我它他为由于里")
_NO_END = frozenset("在对从将以到而且其某各每所则不使于给让请您你我它他个种里中上下")
_JOINING = "在对从将为以到并而且其某各每所则会要不有使用于由向给让请您你我它他"
_BETWEEN_LOOSE = re.compile(f"[{_LOOSE}]")
_WITHIN = re.compile(f"(?![{_LOOSE}{_JOINING}])[{HAN}]")


class Rendering(NamedTuple):
    """Chinese for a word: in how many pairs it stands for it, and the first places."""

    zh: str
    found: int
    places: tuple[str, ...]


class Suggestion(NamedTuple):
    """A word that belongs in a glossary.

    Attributes:
        english: the name or the term.
        is_name: it is kept as it is, or spelled as names are.
        found: pairs whose English has it.
        kept: those of them whose Chinese has it as it is.
        renderings: what it is rendered as, the most frequent first.
        places: the first ones where it stands.
    """

    english: str
    is_name: bool
    found: int
    kept: int
    renderings: tuple[Rendering, ...]
    places: tuple[str, ...]

    @property
    def competes(self) -> bool:
        """Whether it is rendered in more than one way; keeping it is one."""
        return len(self.renderings) + (self.kept > RARELY * self.found) > 1


def suggest(
    pairs: Iterable[Bitext], *, least: int = 2, most: int = 200, known: Collection[str] = ()
) -> list[Suggestion]:
    """Return the words that belong in a glossary of some texts, the most frequent first.

    Args:
        pairs: the texts.
        least: pairs that a word, and a rendering, must stand in.
        most: how many words of each sort, names and terms, at most.
        known: words that are in a glossary already, folded.
    """
    return _Miner([*islice(pairs, MOST_PAIRS)], least).suggestions(most, known)


class _Miner:
    def __init__(self, pairs: list[Bitext], least: int) -> None:
        self._pairs = pairs
        self._least = least
        self._latin = [frozenset(phrases(pair.chinese)) for pair in pairs]
        # What stands there again and again, word for word, tells no more than once.
        distinct = {(pair.english, pair.chinese): n for n, pair in enumerate(pairs)}
        self._distinct = frozenset(distinct.values())
        sample = [pairs[n] for n in sorted(self._distinct)]
        sample = sample[:: max(1, len(sample) // SAMPLE)]
        self._weight = len(self._distinct) / max(1, len(sample))
        self._common = Counter(gram for pair in sample for gram in _grams(pair.chinese))
        self._grams: dict[int, frozenset[str]] = {}

    def suggestions(self, most: int, known: Collection[str]) -> list[Suggestion]:
        """Return the names, then the terms."""
        where = candidates(pair.english for pair in self._pairs)
        ordered = sorted(where.items(), key=lambda each: (-len(each[1]), each[0]))
        frequent = [(word, found) for word, found in ordered if len(found) >= self._least]
        names: list[Suggestion] = []
        terms: list[Suggestion] = []
        for word, found in frequent:
            made = None if fold(word) in known else self._suggestion(word, found)
            if made is None:
                continue
            (names if made.is_name else terms).append(made)
            if len(names) >= most and len(terms) >= most:
                break
        return _without_parts(names[:most]) + _without_parts(terms[:most])

    def _suggestion(self, word: str, found: list[int]) -> Suggestion | None:
        kept = [number for number in found if word in self._latin[number]]
        is_name = is_name_like(word) or len(kept) >= KEPT * len(found)
        others = sorted({*found} - {*kept})
        renderings = tuple(islice(self._renderings(others), MOST_RENDERINGS))
        # A name that is neither kept nor rendered is a plural, or a part of something longer.
        if not renderings and not (is_name and len(kept) >= KEPT * len(found)):
            return None
        places = tuple(self._pairs[number].place for number in found[:PLACES])
        return Suggestion(word, is_name, len(found), len(kept), renderings, places)

    def _renderings(self, found: list[int]) -> Iterator[Rendering]:
        """Yield what stands in the Chinese of pairs more than elsewhere, each in its own pairs."""
        rest = [number for number in found if number in self._distinct]
        step, least = max(1, len(rest) // LOOKED_AT), ALIKE
        rest = rest[::step]
        tried: list[str] = []
        while len(rest) >= self._least and len(tried) < MOST_TRIES:
            counts = Counter(gram for number in rest for gram in self._grams_of(number))
            gram = max(
                (g for g, n in counts.items() if n >= self._least and not _overlaps(g, tried)),
                key=lambda g: (round(self._likeness(g, counts[g], len(rest), step), 2), len(g), g),
                default=None,
            )
            if gram is None:
                return
            # Few pairs agree by chance.
            needed = least + DOUBT / counts[gram]
            if self._likeness(gram, counts[gram], len(rest), step) < needed:
                return
            gram = self._longer(gram, counts, rest, step)
            tried.append(gram)
            whole = _whole(gram, [self._pairs[number].chinese for number in rest])
            if len(whole) > LONGEST_WHOLE:  # a part of a sentence that is used again and again
                continue
            tried.append(whole)
            having = [number for number in found if whole in self._pairs[number].chinese]
            places = tuple(self._pairs[number].place for number in having[:PLACES])
            if len(having) > SHARE * len(found):
                yield Rendering(whole, len(having), places)
            rest = [number for number in rest if whole not in self._pairs[number].chinese]
            least = ALIKE_TOO

    def _longer(self, gram: str, counts: Counter[str], found: list[int], step: int) -> str:
        """Return the rendering of which a piece is only what several have in common, as in 踪点."""
        enough = max(self._least, PART * counts[gram])
        longer = [
            each
            for each, count in counts.items()
            if count >= enough
            and gram in each
            and each != gram
            and count * step >= ITS_OWN * self._common[each] * self._weight
        ]
        texts = [self._pairs[n].chinese for n in found if gram in self._pairs[n].chinese]
        covered = sum(any(each in text for each in longer) for text in texts)
        if covered < COVERED * len(texts):
            return gram
        return max(longer, key=lambda each: (counts[each], len(each), each))

    def _likeness(self, gram: str, together: int, found: int, step: int) -> float:
        """Return Dice's coefficient of a piece of Chinese and a word.

        Args:
            gram: the piece.
            together: pairs that have both, of those looked at.
            found: pairs that have the word, of those looked at.
            step: one in so many was looked at.
        """
        everywhere = self._common[gram] * self._weight / step
        return 2 * together / (found + max(together, everywhere))

    def _grams_of(self, number: int) -> frozenset[str]:
        if number not in self._grams:
            self._grams[number] = _grams(self._pairs[number].chinese)
        return self._grams[number]


def _grams(text: str) -> frozenset[str]:
    """Return the pieces of Chinese that could be a rendering."""
    return frozenset(
        gram
        for run in _HAN_RUN.finditer(text)
        for piece in _BETWEEN_LOOSE.split(run[0])
        for start in range(len(piece) - 1)
        if piece[start] not in _NO_START
        for end in range(start + 2, min(len(piece), start + LONGEST) + 1)
        if piece[end - 1] not in _NO_END
        for gram in [piece[start:end]]
    )


def _whole(gram: str, texts: list[str]) -> str:
    """Return a piece of Chinese with what nearly always stands beside it, as in 上下文管理器."""
    texts = [text for text in texts if gram in text]
    while len(texts) >= LEAST_TO_GROW and len(gram) <= LONGEST_WHOLE:
        before = Counter(text[: text.index(gram)][-1:] for text in texts)
        after = Counter(text[text.index(gram) + len(gram) :][:1] for text in texts)
        (first, its_number), (last, number) = before.most_common(1)[0], after.most_common(1)[0]
        if its_number >= ALWAYS * len(texts) and _WITHIN.fullmatch(first):
            gram = first + gram
        elif number >= ALWAYS * len(texts) and _WITHIN.fullmatch(last):
            gram += last
        else:
            break
        texts = [text for text in texts if gram in text]
    return gram


def _overlaps(gram: str, tried: list[str]) -> bool:
    return any(gram in other or other in gram for other in tried)


def _without_parts(found: list[Suggestion]) -> list[Suggestion]:
    """Leave out what is only ever a part of something longer."""
    wholes: dict[str, int] = {}
    for each in found:
        words = each.english.split()
        for size in range(1, len(words)):
            for start in range(len(words) - size + 1):
                part = " ".join(words[start : start + size])
                wholes[part] = max(wholes.get(part, 0), each.found)
    return [each for each in found if wholes.get(each.english, 0) < WITHIN * each.found]
