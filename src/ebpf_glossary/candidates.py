"""What in an English text could be a name or a term: words, and runs of a few."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ebpf_glossary.rules.vocabulary import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_WORD = 60
MOST_WORDS = 3
"""English words of a name or a term."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[-./+][A-Za-z0-9_]+)*\+{0,2}")

_GENERAL = FUNCTION_WORDS | frozenset(
    """
    able above across add added additional allow allowed allows another appropriate associated
    available back become best better bring cause certain change changed check choose come
    common complete consider contain corresponding create created current currently
    describe described detail different discuss done during easy end enough ensure entire
    equivalent exact example existing explicit few find first follow following full further
    future get give given go good great help high ignored important include included including
    keep kind know known large last later least leave less let like likely long longer
    look low main make many mean meaning mind multiple must name necessary need never new next
    nothing now number obtain occur old one open original own part particular people point
    possible present previous provide provided put read reason recommended refer relate related
    remain required result run running second see set several show similar simple simplest since
    single small something special specific specified specify start still support supported
    suppose take thing think three time try two typical underlying useful usual various version
    want way well whole work write wrong
    """.split()
)
"""Words of English that belong to no field."""
_NO_ADVERBS = frozenset("anomaly apply assembly family poly reply supply".split())


def candidates(texts: Iterable[str]) -> dict[str, list[int]]:
    """Return what could be a name or a term, with the numbers of the texts that have it."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for phrase in {_headword(phrase) for phrase in phrases(text, is_english=True)}:
            if phrase not in _GENERAL:
                where[phrase].append(number)
    return where


def phrases(text: str, *, is_english: bool = False) -> Iterator[str]:
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
            if not is_english or _is_candidate(phrase):
                yield " ".join(phrase)


def _is_candidate(phrase: list[str]) -> bool:
    """Tell whether a run of English words could be a name or a term, and not half of each."""
    if len({*map(is_name_like, phrase)}) > 1:
        return False
    return not any(word.endswith("ly") and word not in _NO_ADVERBS for word in phrase)


def is_name_like(word: str) -> bool:
    """Tell whether a word is spelled as names are."""
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
