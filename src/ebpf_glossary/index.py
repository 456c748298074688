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
        words: all of them, by what they mean, as `_line` writes it.
        solid: names without a space, by their letters and digits alone.
        spaced: names with a space, in lower case.
    """

    words: Matcher[str]
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
            return unpacked(INDEX)
    words, solid, spaced = build(lexicon)
    lines = {word: _line(meaning) for word, meaning in words.items()}
    return Index(Matcher(lines), solid, frozenset(spaced))


def packed(lexicon: Lexicon) -> tuple[str, str, str, str]:
    """Return an index as texts, which Python loads faster than thousands of tuples."""
    words, solid, spaced = build(lexicon)
    lines = map(_line, words.values())
    solids = (f"{key}\t{name}" for key, name in solid.items())
    return "\n".join(words), "\n".join(lines), "\n".join(solids), "\n".join(sorted(spaced))


def unpacked(texts: tuple[str, str, str, str]) -> Index:
    """Return the index that was packed."""
    words, lines, solids, spaced = (text.split("\n") for text in texts)
    solid = dict(each.split("\t") for each in solids)
    return Index(Matcher(dict(zip(words, lines, strict=True))), solid, frozenset(spaced))


def _line(meaning: Meaning) -> str:
    """Return a meaning as text; most of a lexicon's words are never met, and so never read."""
    wrong, right, variant = meaning
    places = " ".join(f"{record} {own}" for record, own in wrong)
    return "\t".join([places, str(variant), *right])


@lru_cache(maxsize=4096)
def _meaning(line: str) -> Meaning:
    places, variant, *right = line.split("\t")
    numbers = [int(each) for each in places.split()]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True)), tuple(right), int(variant)


def build(lexicon: Lexicon) -> tuple[dict[str, Meaning], dict[str, str], set[str]]:
    """Return what an index is made of."""
    wrong, shields = _wrong(lexicon)
    right, solid, spaced = _names(lexicon)
    variants, longer = _variants(lexicon)
    words = {
        word: (wrong.get(word, ()), right.get(word, ()), variants.get(word, -1))
        for word in sorted({*wrong, *shields, *right, *variants, *longer})
    }
    return words, solid, spaced


def find(document: Document, lexicon: Lexicon) -> Found:
    """Return what a document has of a lexicon's words; it is looked for once."""
    found: Found | None = document.memo.get("index: found")
    if found is None:
        found = document.memo["index: found"] = _find(document, index_of(lexicon).words)
    return found


def _find(document: Document, words: Matcher[str]) -> Found:
    text, shape = document.text, document.shape
    wrongs: list[tuple[int, int, tuple[Place, ...]]] = []
    names: list[tuple[int, int, tuple[str, ...]]] = []
    variants: list[tuple[int, int, int]] = []
    for start, end, line in words.find(lowered(document)):
        wrong, right, variant = _meaning(line)
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
            # A command or a package is often the name in lower case.
            aliases = (each for each in record.aliases if lower(each) != lower(record.name))
            yield record.name, (*filter(_is_distinct, aliases), *filter(str.isascii, record.own))
    for term in lexicon.terms:
        if term.keep and _is_distinct(term.term):
            yield term.term, ()


def _is_distinct(name: str) -> bool:
    """Tell whether a name shows by its letters that it is no word, with or without a capital."""
    is_word = name.isalpha() and (name.islower() or name[1:].islower())
    return name.isascii() and "/" not in name and " " not in name and not is_word


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


# Characters that make two renderings of one term: 跟踪 and 追踪, 验证器 and 校验器.
_ALIKE = frozenset(
    map(
        frozenset,
        "跟追 验校 证验 命名 名字 名称 字称 定计 衡平 加装 采抽 查阅 内自 储贮 拷复 贝制 头首 "
        "控测 控视 测视 测察 据证 错故 误障 辅帮".split(),
    )
)


def _alike(record: TermRecord) -> list[str]:
    """Return the renderings of a term that are the preferred one but for such characters."""
    preferred = record.preferred
    if preferred is None or preferred.isascii() or len(preferred) < 2:
        return []
    alike = [text for text in record.accept if _is_alike(text, preferred)]
    return [preferred, *alike] if alike else []


def _is_alike(one: str, other: str) -> bool:
    if len(one) != len(other) or one == other:
        return False
    pairs = zip(one, other, strict=True)
    return all(a == b or frozenset((a, b)) in _ALIKE for a, b in pairs)
