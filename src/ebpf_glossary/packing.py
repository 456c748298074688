"""A lexicon as a few texts, of which a process unpacks what it needs.

Most texts meet a few of its thousands of records. To make objects of all of them takes longer than
to check such a text; so a record is a line, which is read when the record is first asked for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ebpf_glossary.renderings import CueSet, Lexicon, NameRecord, Rendering, Slot, TermRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from ebpf_glossary.renderings import Lists

T = TypeVar("T")

Packed = tuple[str, str, str, str, "Lists", "Lists", "Lists"]
"""Cues with a name, single words, names and terms, a line each; then the lists of a lexicon."""


class Lines(Sequence[T]):
    """A sequence whose items are read from their lines when they are first asked for."""

    def __init__(self, text: str, read: Callable[[str], T]) -> None:
        self._lines: list[Any] = text.split("\n") if text else []
        self._read = read
        self._known: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        if index not in self._known:
            self._known[index] = self._read(self._lines[index])
        return self._known[index]


def packed(lexicon: Lexicon) -> Packed:
    """Return a lexicon as texts, without examples, which only its tests need.

    A cue is named by its number: first those with a name, then single words.
    """
    named = [cue for cue in lexicon.cues if cue.name]
    numbers: dict[CueSet, int] = {cue: number for number, cue in enumerate(named)}

    def cues(sets: tuple[CueSet, ...]) -> list[int]:
        return [numbers.setdefault(cue, len(numbers)) for cue in sets]

    def wrong(rendering: Rendering) -> list[Any]:
        slots = [(slot.text, cues(slot.before), cues(slot.after)) for slot in rendering.slots]
        zh, ordinary, near, _, needs, against, shields, fix, right, why, _, _ = rendering
        fields = [zh, ordinary, cues(near), slots, needs, cues(against), shields, fix, right, why]
        while fields[-1] == _DEFAULTS[len(fields) - 1]:
            fields.pop()
        return fields

    def record(each: NameRecord | TermRecord) -> list[Any]:
        *fields, renderings = (getattr(each, name) for name in each.__slots__)
        return [*fields, [wrong(rendering) for rendering in renderings]]

    names, terms = _lines(map(record, lexicon.names)), _lines(map(record, lexicon.terms))
    singles = "\n".join(cue.words[0] for cue in list(numbers)[len(named) :])
    lists = lexicon.commands, lexicon.words, lexicon.syscalls
    return (_lines(named), singles, names, terms, *lists)


_DEFAULTS: list[Any] = ["", False, [], [], (), [], (), "safe", "", ""]
"""Of the fields of a rendering; those at its end need not be written."""


def unpacked(facts: Packed) -> Lexicon:
    """Return the lexicon that was packed.

    >>> lexicon = Lexicon(terms=(TermRecord("map", "映射", wrong=(Rendering("地图"),)),))
    >>> unpacked(packed(lexicon)).terms[0] == lexicon.terms[0]
    True
    """
    named_text, single_text, names, terms, commands, words, syscalls = facts
    named = Lines(named_text, lambda line: CueSet(*_frozen(json.loads(line))))
    singles = single_text.split("\n")

    def cues(numbers: list[int]) -> tuple[CueSet, ...]:
        count = len(named)
        return tuple(named[n] if n < count else CueSet("", (singles[n - count],)) for n in numbers)

    def rendering(fields: list[Any]) -> Rendering:
        fields += _DEFAULTS[len(fields) :]
        zh, ordinary, near, slots, needs, against, shields, *rest = fields
        around = tuple(Slot(text, cues(before), cues(after)) for text, before, after in slots)
        needs, shields = tuple(needs), tuple(shields)
        return Rendering(zh, ordinary, cues(near), around, needs, cues(against), shields, *rest)

    def record(line: str) -> tuple[Any, ...]:
        *fields, wrong = json.loads(line)
        return (*_frozen(fields), tuple(map(rendering, wrong)))

    return Lexicon(
        cues=named,
        names=Lines(names, lambda line: NameRecord(*record(line))),
        terms=Lines(terms, lambda line: TermRecord(*record(line))),
        commands=commands,
        words=words,
        syscalls=syscalls,
    )


def _lines(items: Any) -> str:
    return "\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items)


def _frozen(fields: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(field) if isinstance(field, list) else field for field in fields)
