"""The records of names and terms, their right and wrong renderings, and how two lexicons merge.

`lexicon_file.py` says what each field means and reads them from files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

KINDS = ("name", "command", "identifier", "syscall")
NEEDS = ("source", "link", "beside")
FIXES = ("safe", "unsafe", "show")


class CueSet(NamedTuple):
    """Words that tell the same thing about a text.

    Attributes:
        name: by which records use it; empty for a single word that stands in a record.
        words: one or more.
    """

    name: str
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        """As records write it."""
        return self.name or self.words[0]


class Slot(NamedTuple):
    """What stands directly around a rendering.

    Attributes:
        text: as it is written, `_` for the rendering.
        before: one word of each, in this order, stand before it.
        after: one word of each, in this order, stand after it.
    """

    text: str
    before: tuple[CueSet, ...]
    after: tuple[CueSet, ...]


class Sentence(NamedTuple):
    """An example: Chinese in Markdown, and its English source or nothing."""

    zh: str
    en: str = ""


class Rendering(NamedTuple):
    """Wrong Chinese for a name or a term.

    Attributes:
        zh: the text.
        ordinary: it is a right word for something else.
        near: words in the sentence that speak for the name or term.
        slots: surroundings that do (`with`).
        needs: the only evidence that will do; empty where all does.
        against: words in the sentence that speak for the other sense (`not`).
        shields: longer words in which it does not count.
        fix: one of `FIXES`.
        right: what to write instead, if it is not what the record prefers.
        why: what went wrong, or nothing.
        bad: where it is wrong.
        ok: where it is not.
    """

    zh: str
    ordinary: bool = False
    near: tuple[CueSet, ...] = ()
    slots: tuple[Slot, ...] = ()
    needs: tuple[str, ...] = ()
    against: tuple[CueSet, ...] = ()
    shields: tuple[str, ...] = ()
    fix: str = "safe"
    right: str = ""
    why: str = ""
    bad: Sentence | None = None
    ok: Sentence | None = None

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it, as it is written."""
        return (*(cue.label for cue in self.near), *(slot.text for slot in self.slots))


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A name, what else is right for it, and what is wrong; `kind` is one of `KINDS`."""

    name: str
    kind: str = "name"
    own: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    wrong: tuple[Rendering, ...] = ()

    @property
    def head(self) -> str:
        """What the record is about."""
        return self.name

    @property
    def right(self) -> tuple[str, ...]:
        """Everything that may stand for it."""
        return (self.name, *self.aliases, *self.own)

    def without(self, keys: Container[str]) -> NameRecord:
        """Return the record with these, squeezed, no longer right."""
        return replace(self, own=_less(self.own, keys), aliases=_less(self.aliases, keys))

    def updated(self, new: NameRecord) -> NameRecord:
        """Return the record with what a newer one adds."""
        own = _union(self.own, new.own)
        return NameRecord(
            name=self.name,
            kind=self.kind if new.kind == "name" else new.kind,
            own=own,
            aliases=_less(_union(self.aliases, new.aliases), _squeezed(own)),
            wrong=(*self.wrong, *new.wrong),
        )


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A term with its renderings.

    Attributes:
        term: the English headword.
        zh: the preferred rendering, None where it is the headword or the catalog has it.
        keep: the preferred rendering is the headword.
        aliases: other English for it.
        accept: other right renderings.
        wrong: the wrong ones.
    """

    term: str
    zh: str | None = None
    keep: bool = False
    aliases: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    wrong: tuple[Rendering, ...] = ()

    @property
    def head(self) -> str:
        """What the record is about."""
        return self.term

    @property
    def preferred(self) -> str | None:
        """The rendering to use, None where only the catalog knows."""
        return self.term if self.keep else self.zh

    @property
    def right(self) -> tuple[str, ...]:
        """Everything that may stand for it, as far as it is known here."""
        return self.accept if self.preferred is None else (self.preferred, *self.accept)

    def without(self, keys: Container[str]) -> TermRecord:
        """Return the record with these, squeezed, no longer right."""
        zh = self.zh if self.zh and squeeze(self.zh) not in keys else None
        return replace(self, zh=zh, accept=_less(self.accept, keys))

    def updated(self, new: TermRecord) -> TermRecord:
        """Return the record with what a newer one adds; what was preferred stays right."""
        chosen = self if new.preferred is None else new
        return TermRecord(
            term=self.term,
            zh=chosen.zh,
            keep=chosen.keep,
            aliases=_union(self.aliases, new.aliases),
            accept=_less(_union(self.right, new.accept), {squeeze(chosen.preferred or "")}),
            wrong=(*self.wrong, *new.wrong),
        )


@dataclass(frozen=True)
class Lexicon:
    """What is right and wrong, in the order of the file.

    Attributes:
        cues: words that tell what a text is about.
        names: what is never translated.
        terms: what is.
        commands: commands with the words that can follow them.
        words: what is typed, and how machines translate it.
        syscalls: system calls, and how machines translate them.
    """

    cues: Sequence[CueSet] = ()
    names: Sequence[NameRecord] = ()
    terms: Sequence[TermRecord] = ()
    commands: Lists = ()
    words: Lists = ()
    syscalls: Lists = ()

    def __hash__(self) -> int:  # that of thousands of records takes too long
        return id(self)

    @cached_property
    def records(self) -> tuple[NameRecord | TermRecord, ...]:
        """Names, then terms."""
        return (*self.names, *self.terms)

    def record(self, number: int) -> NameRecord | TermRecord:
        """Return one of `records`, without a look at the others."""
        names = len(self.names)
        return self.names[number] if number < names else self.terms[number - names]

    def merged(self, other: Lexicon) -> Lexicon:
        """Return both together; where they disagree, `other` is right.

        What `other` calls always wrong is right for nobody, and wrong for nobody else. What it
        calls right, or wrong at times, is no longer always wrong. Two records of a name or a term
        become one, and what `other` says of a rendering there counts. Different names and terms may
        claim one ordinary rendering: the evidence in the text decides.
        """
        verdict = _Verdict.of(other)
        cues = {cue.name: cue for cue in (*self.cues, *other.cues)}
        return Lexicon(
            cues=tuple(cues.values()),
            names=_merged(self.names, other.names, verdict),
            terms=_merged(self.terms, other.terms, verdict),
            commands=_joined(self.commands, other.commands),
            words=_joined(self.words, other.words),
            syscalls=_joined(self.syscalls, other.syscalls),
        )


Lists = tuple[tuple[str, tuple[str, ...]], ...]


def _joined(old: Lists, new: Lists) -> Lists:
    """Return two mappings of lists as one."""
    both = dict(old)
    for key, items in new:
        both[key] = tuple(dict.fromkeys((*both.get(key, ()), *items)))
    return tuple(both.items())


class _Verdict(NamedTuple):
    """What a lexicon says of texts, squeezed: always wrong, or something else."""

    always: set[str]
    otherwise: set[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> _Verdict:
        wrong = [rendering for record in lexicon.records for rendering in record.wrong]
        at_times = _squeezed(rendering.zh for rendering in wrong if rendering.ordinary)
        return cls(
            always=_squeezed(rendering.zh for rendering in wrong if not rendering.ordinary),
            otherwise=at_times | _squeezed(text for r in lexicon.records for text in r.right),
        )


R = TypeVar("R", NameRecord, TermRecord)


def _merged(old: Sequence[R], new: Sequence[R], verdict: _Verdict) -> tuple[R, ...]:
    newer: dict[str, R] = {record.head: record for record in new}
    merged: list[R] = [
        _revised(record, newer.pop(record.head, None), verdict)
        for record in old
        if squeeze(record.head) not in verdict.always
    ]
    return tuple(merged + list(newer.values()))


def _revised(record: R, update: R | None, verdict: _Verdict) -> R:
    """Return a record as a verdict leaves it, with what a newer one of its own adds."""
    rejected = _squeezed(r.zh for r in update.wrong) if update else set()
    decided = rejected | (_squeezed(update.right) if update else set())
    wrong: list[Rendering] = []
    for rendering in record.wrong:
        key = squeeze(rendering.zh)
        stale = key in verdict.otherwise and not rendering.ordinary
        if not stale and key not in verdict.always and key not in decided:
            wrong.append(rendering)
    revised = replace(record, wrong=tuple(wrong)).without(verdict.always).without(rejected)
    return revised.updated(update) if update else revised


_SPACE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def squeeze(text: str) -> str:
    """Return a text without the spaces that may stand, or not, where Chinese meets Latin.

    >>> squeeze("用 perf script 分析")
    '用perf script分析'
    """
    return _SPACE.sub("", text) if " " in text else text


def _squeezed(texts: Iterable[str]) -> set[str]:
    return {squeeze(text) for text in texts}


def _union(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({squeeze(word): word for word in (*old, *new)}.values())


def _less(words: tuple[str, ...], keys: Container[str]) -> tuple[str, ...]:
    return tuple(word for word in words if squeeze(word) not in keys)
