"""English words in a Chinese text, and the English of which it is a translation."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules.vocabulary import FUNCTION_WORDS
from ebpf_glossary.segments import BREAK, STRUCTURE

if TYPE_CHECKING:
    from ebpf_glossary.segments import Document, Pair, Segment

WORD = regex(r"[A-Za-z][A-Za-z'’-]*")
# Words with nothing between them but spaces, commas and what is masked.
_RUN = regex(r"[A-Za-z][A-Za-z'’-]*+(?:[ ,;:\n]{1,2}[A-Za-z0-9_'’.\ue001-\ue005\ue007-]++)++")
# Two small words in a row, or one that ends no name: quicker to search for than runs.
TRIGGER = regex(
    r" (?=[a-z])(?:[a-z]++ [a-z]"
    r"|(?:that|this|also|as|if|when|the|is|are|of|to|and|or|for|in|with|by)\b)"
)


class Run(NamedTuple):
    """English words in a row."""

    start: int
    end: int
    words: list[str]


def runs(document: Document) -> list[Run]:
    """Return the runs of two English words or more, in segments where they could be prose."""
    found: list[Run] | None = document.memo.get("english: runs")
    if found is None:
        found = document.memo["english: runs"] = _runs(document)
    return found


def _runs(document: Document) -> list[Run]:
    found: list[Run] = []
    seen = -1
    for trigger in TRIGGER.finditer(document.shape):
        at = trigger.start() + 1
        segment = document.segment_at(at) if at >= seen else None
        if segment is None:
            continue
        seen = segment.end
        if not _is_block(document, segment):
            found += (
                Run(match.start(), match.end(), WORD.findall(match[0]))
                for match in _RUN.finditer(document.shape, segment.start, segment.end)
            )
    return found


def _is_block(document: Document, segment: Segment) -> bool:
    """Tell whether a message has several lines: code and what programs print."""
    return document.format == "po" and "\n" in document.text[segment.start : segment.end].strip()


def functions(words: list[str]) -> int:
    """Return how many of some words are such that only sentences have."""
    return sum(word.lower() in FUNCTION_WORDS for word in words)


def is_prose(words: list[str]) -> bool:
    """Tell whether words make a sentence: no name, no title, no list of names."""
    rest = [word for word in words if word.lower() not in FUNCTION_WORDS]
    plain = sum(word.islower() for word in rest)
    return plain > 0 and 2 * plain >= len(rest)


def is_phrase(words: list[str]) -> bool:
    """Tell whether words are written like a sentence: the first alone with a capital."""
    return words[0].istitle() and "".join(words[1:]).islower()


def key(words: list[str]) -> str:
    """Return what English is compared by."""
    return " ".join(words).lower()


_PIECE = regex(f"[^{BREAK}{STRUCTURE}]+")
_QUOTED = regex("\"([^\"\n]{3,200})\"|“([^”\n]{3,200})”|(?<![a-zA-Z])'([a-zA-Z][^'\n]{3,200})'")
MOST = 20
"""Quotations of a source that are looked at."""
_SENTENCE = regex(r"(?<=[.!?])\s+(?=[A-Z])|\n")


class Source(NamedTuple):
    """The English of a pair, as keys."""

    pieces: list[str]
    """Paragraphs, headings, items, cells."""
    whole: frozenset[str]
    """The same, to look something up."""
    known: frozenset[str]
    """These, and the sentences and lines of paragraphs."""
    sentences: int
    """How many sentences it has."""
    words: frozenset[str]
    """All words."""
    quoted: str
    """What it has in quotation marks."""


def source_of(document: Document, pair: Pair) -> Source:
    """Return the English of a pair."""
    cache: dict[int, Source] = document.memo.setdefault("english: sources", {})
    source = cache.get(pair.source_start)
    if source is None:
        source = cache[pair.source_start] = _source(document, pair)
    return source


def _source(document: Document, pair: Pair) -> Source:
    shape = document.source_shape[pair.source_start : pair.source_end]
    pieces: list[str] = []
    parts: list[str] = []
    for piece in _PIECE.findall(shape):
        whole = key(WORD.findall(piece))
        if whole:
            pieces.append(whole)
            parts += filter(None, (key(WORD.findall(part)) for part in _SENTENCE.split(piece)))
    words = frozenset(word for piece in pieces for word in piece.split())
    english = document.source[pair.source_start : pair.source_end]
    quoted = islice(_QUOTED.finditer(english), MOST)
    said = "\n".join(key(WORD.findall(match[match.lastindex or 0])) for match in quoted)
    return Source(pieces, frozenset(pieces), frozenset(pieces + parts), len(parts), words, said)


def source_at(document: Document, at: int) -> Source | None:
    """Return the English of what stands at a place, None where it is not known."""
    pair = document.pair_at(at)
    return None if pair is None else source_of(document, pair)
