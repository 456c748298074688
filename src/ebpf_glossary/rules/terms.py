"""Terms: one sense, one rendering, and the right one."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.matching import Matcher, is_whole, lower, spellings
from ebpf_glossary.patterns import regex
from ebpf_glossary.renderings import TermRecord
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.translated import known_words, lexicon, replaced, seen, wrong_words
from ebpf_glossary.segments import Applicability, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.renderings import Lexicon
    from ebpf_glossary.segments import Document, Pair

FAMILY = "terms"

SHORT = 2
"""Code points of words that may differ in sense, as 动作 and 操作 do: only the source can tell."""

RARE = 5
"""A document that writes a term otherwise at most every so many times has slipped."""


@rule("wrong-term", fix=Applicability.SAFE, needs=Needs(signs=(wrong_words,)))
def wrong_term(document: Document) -> Iterator[Hit]:
    """A term is rendered in a sense that it does not have here.

    A machine that does not know the field takes a word in its everyday sense, or renders a compound
    word by word. What is an ordinary word too is reported only where something tells which sense is
    meant.

    Bad:  程序把结果写入 BPF 地图。
    Good: 程序把结果写入 BPF 映射。
    """
    for each in seen(document):
        if isinstance(each.record, TermRecord):
            term, right = each.record.term, each.right
            message = Message(
                "This is not what {term} means here: {right}.", term=term, right=right
            )
            yield replaced(document, each, message)


class _Use(NamedTuple):
    """A rendering of a term where it stands."""

    start: int
    end: int
    text: str


def _has_variants(document: Document) -> object:
    """Tell whether there are renderings of which a term has several."""
    return known_words(document).variants


@rule("inconsistent-term", fix=Applicability.UNSAFE, needs=Needs(signs=(_has_variants,)))
def inconsistent_term(document: Document) -> Iterator[Hit]:
    """A term is rendered in two ways.

    Readers take two words for two things. Of renderings that differ in a character or two, such as
    跟踪点 and 追踪点, both may be right, but not in one message; and in a document, the one that is
    hardly used is a slip. Where the source has different words, or the text says that both are
    used, nothing is reported.

    Bad:  跟踪点很稳定，内核版本之间追踪点很少变化。
    Good: 跟踪点很稳定，内核版本之间跟踪点很少变化。
    """
    known = lexicon(document)
    uses: dict[int, list[_Use]] = {}
    for start, end, term in known_words(document).variants:
        uses.setdefault(term, []).append(_Use(start, end, document.text[start:end]))
    for term, found in uses.items():
        if len({use.text for use in found}) > 1:
            yield from _differing(document, known.terms[term], found)


def _differing(document: Document, record: TermRecord, found: list[_Use]) -> Iterator[Hit]:
    seen_at: set[int] = set()
    by_segment: dict[int, list[_Use]] = {}
    for use in found:
        if segment := document.segment_at(use.start):
            by_segment.setdefault(segment.start, []).append(use)
    for uses in by_segment.values():
        if len({use.text for use in uses}) > 1:
            for hit in _slips(document, record, uses, len(uses)):
                seen_at.add(hit.start)
                yield hit
    if document.format != "po":
        yield from (
            hit
            for hit in _slips(document, record, found, len(found) // RARE)
            if hit.start not in seen_at
        )


def _slips(document: Document, record: TermRecord, uses: list[_Use], most: int) -> Iterator[Hit]:
    """Yield the uses of renderings that are not the usual one, unless there are too many."""
    counts = Counter(use.text for use in uses)
    usual = max(counts, key=lambda text: (counts[text], text == record.preferred))
    slips = [use for use in uses if use.text != usual]
    if len(slips) > most or any(_is_meant(document, record, use, uses) for use in slips):
        return
    for use in slips:
        message = Message("{term} is {usual} elsewhere.", term=record.term, usual=usual)
        yield Hit(use.start, use.end, usual, message)


_MENTION = regex(
    r"(?:也|又|亦|或|旧|俗|简|译|称|叫|即|指)[译称作为名叫]{0,2}[“「\"]?\Z|[“「\"（(]\Z"
)


def _is_meant(document: Document, record: TermRecord, use: _Use, uses: list[_Use]) -> bool:
    """Tell whether another rendering stands there on purpose."""
    if _MENTION.search(document.text, max(0, use.start - 8), use.start):
        return True
    pair = document.pair_at(use.start)
    if pair is None:
        return len(use.text) <= SHORT
    source = lower(document.source[pair.source_start : pair.source_end])
    here = [each for each in uses if pair.start <= each.start < pair.end]
    words = (lower(word) for word in (record.term, *record.aliases))
    return max(map(source.count, words)) < len(here)


@rule("missing-term", default=False, needs=Needs())
def missing_term(document: Document) -> Iterator[Hit]:
    """The source has a term, the translation none of its renderings.

    Perhaps the term was rendered by another word, perhaps it was left out, perhaps the sentence
    does without. So this is only shown, and only to those who ask for it.

    Source: Pin the map before the loader exits.
    Bad:  在加载器退出之前将它固定。
    Good: 在加载器退出之前将映射固定。
    """
    known = lexicon(document)
    if not document.pairs or not known.terms:
        return
    headwords, rights = _headwords(known), _rights(known)
    for pair in document.pairs:
        source = document.source_shape[pair.source_start : pair.source_end]
        wanted = {
            record.term: record
            for start, end, record in headwords.find(lower(source))
            if is_whole(source, start, end)
        }
        if wanted:
            yield from _missing(document, pair, wanted, rights)


def _missing(
    document: Document,
    pair: Pair,
    wanted: dict[str, TermRecord],
    rights: dict[str, tuple[str, ...]],
) -> Iterator[Hit]:
    translation = lower(document.text[pair.start : pair.end])
    if not translation.strip():
        return
    for term, record in wanted.items():
        if not any(right in translation for right in rights[term]):
            message = Message(
                "{term} is not rendered: {right}.", term=term, right=record.preferred or term
            )
            yield Hit(pair.start, pair.end, message=message)


@lru_cache(maxsize=4)
def _headwords(known: Lexicon) -> Matcher[TermRecord]:
    words: dict[str, TermRecord] = {}
    for record in known.terms:
        for word in (record.term, *record.aliases):
            words.setdefault(lower(word), record)
            words.setdefault(lower(word) + "s", record)
    return Matcher(words)


@lru_cache(maxsize=4)
def _rights(known: Lexicon) -> dict[str, tuple[str, ...]]:
    return {
        record.term: tuple(
            {
                each
                for right in (record.term, *record.aliases, *record.right)
                for each in spellings(right)
            }
        )
        for record in known.terms
    }
