"""What stands around a place in a text: its sentence, its words, a link, a mention."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.matching import is_whole, lower
from ebpf_glossary.segments import BREAK, HAN

if TYPE_CHECKING:
    from ebpf_glossary.renderings import CueSet

BEFORE = 8
"""Code points before a word that tell whether it begins a sentence."""
REACH = 200
"""Code points of a sentence, on either side of a place, that are looked at."""

_OPENS_MENTION = frozenset("“‘\"'《『")
_CLOSES_MENTION = frozenset("”’\"'》』")
_MENTIONED = re.compile(
    r"(?:指(?![标定向令示南针])|意为|意即|意思是|本义[是为]?|原[意义][是为]?|译作|译为|(?<!编)译成|直译|翻译成|翻译为|字面|读作|谐音)"
    rf"[{HAN}：:，]{{0,3}}[“「『\"]?\Z"
)
_SENTENCE_END = re.compile(rf"[。！？!?\n{BREAK}]")


def is_mentioned(text: str, start: int, end: int) -> bool:
    """Tell whether a word is only spoken of: in quotation marks, or after 意为."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before in _OPENS_MENTION and after in _CLOSES_MENTION:
        return True
    return bool(_MENTIONED.search(text, max(0, start - 12), start))


def sentence(lowered: str, start: int, end: int) -> str:
    """Return what stands around a word in its sentence, without the word, wherever it stands."""
    first = max(0, start - REACH)
    for match in _SENTENCE_END.finditer(lowered, first, start):
        first = match.end()
    stop = _SENTENCE_END.search(lowered, end, end + REACH)
    last = stop.start() if stop else end + REACH
    word = lowered[start:end]
    return f"{lowered[first:start]}{BREAK}{lowered[end:last]}".replace(word, BREAK)


def is_linked(text: str, end: int, names: tuple[str, ...]) -> bool:
    """Tell whether a link around what ends at `end` leads to one of some names."""
    target = _TARGET.match(text, end)
    return target is not None and any(leads_to(target[1], name) for name in names)


_TARGET = re.compile(r"[^\]\[()<>\n]{0,60}(?:\]\(|[ \t]<)([^()<>\s]{1,300})")
_NOT_BARE = re.compile(r"[^a-z0-9]+")


def leads_to(target: str, name: str) -> bool:
    """Tell whether a link leads to a name; a short one has to be a whole part of it."""
    wanted = _bare(name)
    if len(wanted) > 2:
        return wanted in _bare(target)
    return wanted in _NOT_BARE.split(target.lower())


def _bare(name: str) -> str:
    """Return a name's letters and digits, in lower case."""
    return _NOT_BARE.sub("", name.lower())


class Beside(NamedTuple):
    """A name directly beside its rendering: where it is, and where the marks between them end."""

    start: int
    end: int
    before: bool
    closes: int


_BEFORE = re.compile(r"[*_`]{0,3}(?: ?(?P<open>[（(「【\[])| ?/ ?| ?[—–·|-] ?| )[*_`]{0,3}\Z")
_AFTER = re.compile(r"[*_`]{0,3}(?: ?(?P<open>[（(「【\[])| ?/ ?| ?[—–·|-] ?| )?[*_`]{0,3}")
_CLOSE = re.compile(r"[*_`]{0,3}[）)」】\]]")


def beside(text: str, lowered: str, start: int, end: int, names: tuple[str, ...]) -> Beside | None:
    """Return where one of some names stands, if it stands directly beside a word.

    Args:
        text: a document's.
        lowered: the same in lower case.
        start: first code point of the word.
        end: one past its last.
        names: as they are written.
    """
    if between := _BEFORE.search(text, max(0, start - 8), start):
        at = between.start()
        for name in names:
            first = at - len(name)
            if lowered.startswith(lower(name), first) and is_whole(text, first, at):
                if not between["open"]:
                    return Beside(first, at, True, end)
                if close := _CLOSE.match(text, end):
                    return Beside(first, at, True, close.end())
    between = _AFTER.match(text, end)
    if not between:
        return None
    at = between.end()
    for name in names:
        stop = at + len(name)
        if lowered.startswith(lower(name), at) and is_whole(text, at, stop):
            if not between["open"]:
                return Beside(at, stop, False, stop)
            if close := _CLOSE.match(text, stop):
                return Beside(at, stop, False, close.end())
    return None


def words_in(cue: CueSet, lowered: str) -> list[str]:
    """Return the words of a cue that stand in a text, Latin ones as whole words."""
    return [
        word for word, low in lowered_words(cue.words) if low in lowered and has_word(lowered, low)
    ]


@lru_cache(maxsize=4096)
def lowered_words(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return words, each beside itself in lower case."""
    return tuple((word, lower(word)) for word in words)


def has_word(lowered: str, word: str) -> bool:
    """Tell whether a text has a word, a Latin one whole; both are in lower case."""
    at = lowered.find(word)
    while at >= 0:
        if not word.isascii() or is_whole(lowered, at, at + len(word)):
            return True
        at = lowered.find(word, at + 1)
    return False


def only_begins_sentences(name: str, text: str) -> bool:
    """Tell whether a word may owe its capital to its place: it stands nowhere else.

    >>> only_begins_sentences("Rust", "Rust covers it."), only_begins_sentences("Rust", "In Rust.")
    (True, False)
    """
    if not (name.isalpha() and name[1:].islower()):
        return False
    places = [each.start() for each in alternatives((name,)).finditer(text)]
    before = (text[max(0, place - BEFORE) : place].rstrip(" ") for place in places)
    return bool(places) and all(not each or each[-1] in ".!?\n" for each in before)


def count(names: tuple[str, ...], text: str) -> int:
    """Return how often names stand in a text, in their own case; the longest counts."""
    return len(alternatives(names).findall(text))


def count_words(words: tuple[str, ...], text: str) -> int:
    """Return how often words stand in a text, in any case, in the singular or plural."""
    return len(alternatives(words, True).findall(text))


@lru_cache(maxsize=1024)
def alternatives(words: tuple[str, ...], english: bool = False) -> re.Pattern[str]:
    """Return what finds whole words, the longest first; as English ones in any case or number."""
    longest = sorted(words, key=len, reverse=True)
    if english:
        either = "|".join(map(re.escape, longest))
        either = re.sub(r"y(?=\||\Z)", "(?:y|ie)", either)
        return re.compile(rf"(?i)(?<![A-Za-z0-9_])(?:{either})(?:e?s)?(?![A-Za-z0-9_])")
    # Who says that perf records something does not speak of the command perf record.
    either = "|".join(re.escape(w) + "(?!s)" * (" " in w and w.islower()) for w in longest)
    # Who reacts to something, or goes to it, does not speak of React or Go.
    return re.compile(rf"(?<![A-Za-z0-9_])(?:{either})(?=s?(?![A-Za-z0-9_])(?! to ))")
