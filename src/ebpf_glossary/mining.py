"""Names, terms and their renderings as what is translated already has them.

What a name or a term is rendered as is not said in the text; it is counted. A rendering is the
Chinese that stands in the pairs whose English has the word, and hardly anywhere else.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.rules.vocabulary import FUNCTION_WORDS
from ebpf_glossary.segments import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ebpf_glossary.bitexts import Bitext

LONGEST = 6
"""Chinese characters of a rendering."""

LONGEST_WORD = 60
MOST_WORDS = 3
"""English words of a name or a term."""

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
MOST_RENDERINGS = 4
PLACES = 3

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[-./+][A-Za-z0-9_]+)*\+{0,2}")
_HAN_RUN = re.compile(f"[{HAN}]+")
# In Chinese: what belongs to no term, and what none begins or ends with.
_LOOSE = re.compile("[的了和或与及是也都很这那些吗呢吧被把]")
_EDGE = frozenset(
    "在对从将为以到并而且其某各每所个种时后前中上下里则可能会要不有使用于由向给让请您你我它他"
)


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


def suggest(pairs: Iterable[Bitext], *, least: int = 2, most: int = 200) -> list[Suggestion]:
    """Return the words that belong in a glossary of some texts, the most frequent first.

    Args:
        pairs: the texts.
        least: pairs that a word, and a rendering, must stand in.
        most: how many words of each sort, names and terms, at most.
    """
    return _Miner([*islice(pairs, MOST_PAIRS)], least).suggestions(most)


class _Miner:
    def __init__(self, pairs: list[Bitext], least: int) -> None:
        self._pairs = pairs
        self._least = least
        self._latin = [frozenset(_phrases(pair.chinese)) for pair in pairs]
        step = max(1, len(pairs) // SAMPLE)
        sample = pairs[::step]
        self._weight = len(pairs) / max(1, len(sample))
        self._common = Counter(gram for pair in sample for gram in _grams(pair.chinese))
        self._grams: dict[int, frozenset[str]] = {}

    def suggestions(self, most: int) -> list[Suggestion]:
        """Return the names, then the terms."""
        where = _where(self._pairs)
        ordered = sorted(where.items(), key=lambda each: (-len(each[1]), each[0]))
        frequent = [(word, found) for word, found in ordered if len(found) >= self._least]
        names: list[Suggestion] = []
        terms: list[Suggestion] = []
        for word, found in frequent:
            made = self._suggestion(word, found)
            if made is None:
                continue
            (names if made.is_name else terms).append(made)
            if len(names) >= most and len(terms) >= most:
                break
        return _without_parts(names[:most]) + _without_parts(terms[:most])

    def _suggestion(self, word: str, found: list[int]) -> Suggestion | None:
        kept = [number for number in found if word in self._latin[number]]
        is_name = _is_name_like(word) or len(kept) >= KEPT * len(found)
        others = sorted({*found} - {*kept})
        renderings = tuple(self._renderings(others))
        # A name that is neither kept nor rendered is a plural, or a part of something longer.
        if not renderings and not (is_name and len(kept) >= KEPT * len(found)):
            return None
        places = tuple(self._pairs[number].place for number in found[:PLACES])
        return Suggestion(word, is_name, len(found), len(kept), renderings, places)

    def _renderings(self, found: list[int]) -> Iterator[Rendering]:
        """Yield what stands in the Chinese of pairs more than elsewhere, each in its own pairs."""
        rest, least = found[:: max(1, len(found) // LOOKED_AT)], ALIKE
        chosen: list[str] = []
        while len(rest) >= self._least and len(chosen) < MOST_RENDERINGS:
            counts = Counter(gram for number in rest for gram in self._grams_of(number))
            gram = max(
                (g for g, n in counts.items() if n >= self._least and not _overlaps(g, chosen)),
                key=lambda g: (round(self._likeness(g, counts[g], len(rest)), 2), len(g), g),
                default=None,
            )
            if gram is None:
                return
            # Few pairs agree by chance.
            needed = least + DOUBT / counts[gram]
            if self._likeness(gram, counts[gram], len(rest)) < needed:
                return
            gram = self._longer(gram, counts, rest)
            having = [number for number in found if gram in self._pairs[number].chinese]
            places = tuple(self._pairs[number].place for number in having[:PLACES])
            yield Rendering(gram, len(having), places)
            chosen.append(gram)
            rest = [number for number in rest if gram not in self._pairs[number].chinese]
            least = ALIKE_TOO

    def _longer(self, gram: str, counts: Counter[str], found: list[int]) -> str:
        """Return the rendering of which a piece is only what several have in common, as in 踪点."""
        enough = max(self._least, PART * counts[gram])
        longer = [
            each
            for each, count in counts.items()
            if count >= enough
            and gram in each
            and each != gram
            and count >= ITS_OWN * self._common[each] * self._weight
        ]
        texts = [self._pairs[n].chinese for n in found if gram in self._pairs[n].chinese]
        covered = sum(any(each in text for each in longer) for text in texts)
        if covered < COVERED * len(texts):
            return gram
        return max(longer, key=lambda each: (counts[each], len(each), each))

    def _likeness(self, gram: str, together: int, found: int) -> float:
        """Return Dice's coefficient of a piece of Chinese and a word."""
        return 2 * together / (found + max(together, self._common[gram] * self._weight))

    def _grams_of(self, number: int) -> frozenset[str]:
        if number not in self._grams:
            self._grams[number] = _grams(self._pairs[number].chinese)
        return self._grams[number]


def _where(pairs: list[Bitext]) -> dict[str, list[int]]:
    """Return the numbers of the pairs that have each word or phrase of English."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        for phrase in {_headword(phrase) for phrase in _phrases(pair.english, is_english=True)}:
            where[phrase].append(number)
    return where


def _phrases(text: str, *, is_english: bool = False) -> Iterator[str]:
    """Yield the words of a text, and the runs of a few that could be a name or a term."""
    run: list[str] = []
    end = -2
    is_first = True
    for match in _WORD.finditer(text):
        word, before = match[0], text[end : match.start()] if end >= 0 else "\n"
        if before != " ":
            run = []
            is_first = not before.strip() or bool(re.search(r"[.!?:\n]", before))
        end = match.end()
        if is_english and (
            len(word) > LONGEST_WORD
            or word.lower() in FUNCTION_WORDS
            or (len(word) == 1 and word.islower())
        ):
            run, is_first = [], False
            continue
        # The first word of a sentence has its capital from there.
        if is_english and is_first and word[:1].isupper() and not _is_spelled(word):
            run, is_first = [], False
            continue
        is_first = False
        run = [*run, word][-MOST_WORDS:]
        for size in range(1, len(run) + 1):
            phrase = run[-size:]
            if not is_english or size == 1 or len({*map(_is_name_like, phrase)}) == 1:
                yield " ".join(phrase)


def _is_name_like(word: str) -> bool:
    return word[:1].isupper() or _is_spelled(word)


def _is_spelled(word: str) -> bool:
    """Tell whether a word is spelled as none is: with capitals, digits or underscores in it."""
    return any(c.isupper() or c.isdigit() or c == "_" for c in word[1:])


def _headword(phrase: str) -> str:
    """Return the singular of a common word, roughly: a phrase in its most usual form."""
    last = phrase.rpartition(" ")[2]
    if last.islower() and len(last) > 3 and last.endswith("s") and last[-2] not in "suxi":
        if last.endswith("ies"):
            return phrase[:-3] + "y"
        return phrase[: -2 if last.endswith(("sses", "xes", "ches", "shes")) else -1]
    return phrase


def _grams(text: str) -> frozenset[str]:
    """Return the pieces of Chinese that could be a rendering."""
    return frozenset(
        gram
        for run in _HAN_RUN.finditer(text)
        for piece in _LOOSE.split(run[0])
        for start in range(len(piece) - 1)
        if piece[start] not in _EDGE
        for end in range(start + 2, min(len(piece), start + LONGEST) + 1)
        if piece[end - 1] not in _EDGE
        for gram in [piece[start:end]]
    )


def _overlaps(gram: str, chosen: list[str]) -> bool:
    return any(gram in other or other in gram for other in chosen)


def _without_parts(found: list[Suggestion]) -> list[Suggestion]:
    """Leave out what is only ever a part of something longer."""
    wholes: dict[str, int] = {}
    for each in found:
        words = each.english.split()
        for size in range(1, len(words)):
            for start in range(len(words) - size + 1):
                part = " ".join(words[start : start + size])
                wholes[part] = max(wholes.get(part, 0), each.found)
    return [each for each in found if wholes.get(each.english, 0) < each.found]
