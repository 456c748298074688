"""All that is looked for in a text on behalf of a lexicon, in one pass.

A text has wrong renderings, names that may be misspelled, and renderings that may compete with
others; and words in which one of these is only a part of something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ebpf_glossary.lexicon import lexicon_of
from ebpf_glossary.matching import Matcher, lower, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ebpf_glossary.renderings import Lexicon, TermRecord
    from ebpf_glossary.segments import Document

SHORTEST = 4
SHORTEST_LOWER = 5
"""Letters of a name whose case is looked at, and of one in lower case: `Go`, `tc` and `kind` are
too much like other words."""

Place = tuple[int, int]
"""A wrong rendering: the number of its record, and its own number in it."""

Meaning = tuple[tuple[Place, ...], tuple[str, ...], int]
"""What is wrong about a word, how a name is spelled, and the number of the term that it is one of
several renderings of, or -1."""


class Found(NamedTuple):
    """What a document has of a lexicon's words, in its prose.

    Attributes:
        wrong: where there may be wrong renderings: start, end, which.
        names: where names are in another spelling: start, end, the right ones.
        variants: where there are renderings of which a term has several: start, end, which term.
    """

    wrong: Sequence[tuple[int, int, tuple[Place, ...]]]
    names: Sequence[tuple[int, int, tuple[str, ...]]]
    variants: Sequence[tuple[int, int, int]]


NOTHING = Found((), (), ())


@dataclass(frozen=True, slots=True)
class Index:
    """The words of a lexicon.

    Attributes:
        words: all of them, by what they mean.
        solid: names without a space, by their letters and digits alone.
        spaced: names with a space, in lower case.
    """

    words: Matcher[Meaning]
    solid: dict[str, str]
    spaced: frozenset[str]


@lru_cache(maxsize=4)
def index_of(lexicon: Lexicon) -> Index:
    """Return the index of a lexicon; that of our own is compiled in a wheel."""
    if lexicon is lexicon_of():
        try:
            from ebpf_glossary._compiled.index import INDEX  # type: ignore[import-not-found]
        except ImportError:
            pass
        else:
            return _made(INDEX)
    return _made(build(lexicon))


def _made(facts: tuple[Any, ...]) -> Index:
    words, solid, spaced = facts
    return Index(Matcher(words), solid, frozenset(spaced))


def build(lexicon: Lexicon) -> tuple[dict[str, Meaning], dict[str, str], tuple[str, ...]]:
    """Return what an index is made of, in plain values."""
    wrong, shields = _wrong(lexicon)
    right, solid, spaced = _names(lexicon)
    variants, longer = _variants(lexicon)
    words = {
        word: (wrong.get(word, ()), right.get(word, ()), variants.get(word, -1))
        for word in sorted({*wrong, *shields, *right, *variants, *longer})
    }
    return words, solid, tuple(sorted(spaced))


def find(document: Document, lexicon: Lexicon) -> Found:
    """Return what a document has of a lexicon's words; it is looked for once."""
    found: Found | None = document.memo.get("index: found")
    if found is None:
        found = document.memo["index: found"] = _find(document, index_of(lexicon).words)
    return found


def _find(document: Document, words: Matcher[Meaning]) -> Found:
    text, shape = document.text, document.shape
    wrongs: list[tuple[int, int, tuple[Place, ...]]] = []
    names: list[tuple[int, int, tuple[str, ...]]] = []
    variants: list[tuple[int, int, int]] = []
    for start, end, (wrong, right, variant) in words.find(lowered(document)):
        spelled = text[start:end]
        if spelled in right or shape[start:end] != spelled:
            continue
        if wrong:
            wrongs.append((start, end, wrong))
        elif right:
            names.append((start, end, right))
        if variant >= 0:
            variants.append((start, end, variant))
    return Found(wrongs, names, variants) if wrongs or names or variants else NOTHING


def lowered(document: Document) -> str:
    """Return the text of a document in lower case; it is made once."""
    text: str | None = document.memo.get("index: lowered")
    if text is None:
        text = document.memo["index: lowered"] = lower(document.text)
    return text


def _wrong(lexicon: Lexicon) -> tuple[dict[str, tuple[Place, ...]], set[str]]:
    """Return what is wrong, and the longer words in which that is only a part."""
    wrong: dict[str, list[Place]] = {}
    shields: set[str] = set()
    for number, record in enumerate(lexicon.records):
        for own, rendering in enumerate(record.wrong):
            for spelling in spellings(rendering.zh):
                wrong.setdefault(spelling, []).append((number, own))
            for shield in rendering.shields:
                shields.update(spellings(shield))
    rights = (text for record in lexicon.records for text in record.right if not text.isascii())
    shields.update(_longer(rights, wrong))
    return {spelling: tuple(each) for spelling, each in wrong.items()}, shields


def _longer(texts: Iterator[str], words: dict[str, Any]) -> Iterator[str]:
    """Yield the texts that have a word in them, in every spelling."""
    matcher = Matcher(dict.fromkeys(words, True))
    for text in texts:
        if matcher.find(lower(text)):
            yield from spellings(text)


def _names(lexicon: Lexicon) -> tuple[dict[str, tuple[str, ...]], dict[str, str], set[str]]:
    """Return right spellings by lower case, and what else an index has of names."""
    right: dict[str, set[str]] = {}
    solid: dict[str, str] = {}
    spaced: set[str] = set()
    for name, aliases in _spelled(lexicon):
        right.setdefault(lower(name), set()).add(name)
        for alias in aliases:
            if lower(alias) != lower(name):  # as a command or a package has it
                right.setdefault(lower(alias), set()).add(alias)
        spaced.update(lower(each) for each in (name, *aliases) if " " in each)
        if " " not in name:
            solid.setdefault(re.sub(r"[-_./]", "", lower(name)), name)
    whole = {
        name: tuple(sorted(each))
        for name, each in right.items()
        if len(name) >= (SHORTEST_LOWER if each == {name} else SHORTEST)
    }
    return whole, solid, spaced


def _spelled(lexicon: Lexicon) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what has a spelling of its own: names, and terms that are never translated."""
    for record in lexicon.names:
        if record.name.isascii() and "/" not in record.name:
            aliases = (alias for alias in record.aliases if alias.isascii() and "/" not in alias)
            yield record.name, tuple(aliases)
    for term in lexicon.terms:
        if term.keep and not term.term.islower():  # a word in lower case may begin a title
            yield term.term, term.aliases


def _variants(lexicon: Lexicon) -> tuple[dict[str, int], set[str]]:
    """Return the renderings that differ little, and the longer words with one in them."""
    found: dict[str, int] = {}
    for number, record in enumerate(lexicon.terms):
        found.update((each, number) for text in _alike(record) for each in spellings(text))
    known = (
        text
        for record in lexicon.terms
        for text in (*record.right, *(wrong.zh for wrong in record.wrong))
    )
    return found, set(_longer(known, found))


def _alike(record: TermRecord) -> list[str]:
    """Return the renderings of a term that are as long as the preferred one and much like it.

    Those that end otherwise may be of another kind: 服务端 is not the same as 服务器.
    """
    preferred = record.preferred
    if preferred is None or preferred.isascii() or len(preferred) < 2:
        return []
    alike = [
        text
        for text in record.accept
        if len(text) == len(preferred)
        and text[-1] == preferred[-1]
        and 2 * sum(map(str.__eq__, text, preferred)) >= len(preferred)
    ]
    return [preferred, *alike] if alike else []
