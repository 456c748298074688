"""How else a term may be rendered, and how not: what the lexicon says, for those who look it up.

The lexicon takes longer to load than a look-up may, and reads its sources with a dependency; so a
wheel has this apart.
"""

from __future__ import annotations

from ebpf_glossary.entries import Record
from ebpf_glossary.glossary import DEFAULT, Glossary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

ITEM = "\x1f"
"""Between the items of a field; fields stand between tabs, and terms on lines of their own."""


class Advice(Record):
    """What to know before rendering a term in Chinese.

    Attributes:
        accepted: right renderings beside the preferred one.
        avoid: wrong ones, and those that are wrong in this sense.
        reasons: what went wrong, for each of `avoid`; nothing where it is plain.
    """

    __slots__ = ("accepted", "avoid", "reasons")

    accepted: tuple[str, ...]
    avoid: tuple[str, ...]
    reasons: tuple[str, ...]


def advice_on(id_: str, directory: str | None = None) -> Advice:
    """Return what there is to know about rendering the term with this id.

    Args:
        id_: of the term.
        directory: of the glossary that has it; None is this package's own.

    >>> advice_on("verifier").accepted
    ('校验器', '检验器')
    """
    known = _all(directory)
    accepted, avoid, reasons = (tuple(text.split(ITEM)[:-1]) for text in _fields(known, id_))
    return Advice(accepted=accepted, avoid=avoid, reasons=reasons)


def _fields(text: str, id_: str) -> list[str]:
    start = f"\n{id_}\t"
    place = text.find(start)
    if place < 0:
        return ["", "", ""]
    place += len(start)
    return text[place : text.index("\n", place)].split("\t")


def _all(directory: str | None) -> str:
    if directory is not None:
        return _read((directory,), Glossary.load(directory))
    try:
        from ebpf_glossary._compiled.advice import ADVICE  # type: ignore[import-not-found]
    except ImportError:
        return _read((), DEFAULT)
    advice: str = ADVICE
    return advice


def _read(glossaries: tuple[str, ...], glossary: Glossary) -> str:
    from ebpf_glossary.lexicon import lexicon_of

    return packed(lexicon_of(glossaries), {term.id: term.name for term in glossary.terms()})


def packed(known: Any, terms: dict[str, str]) -> str:
    """Return as one text, which loads faster than anything else, what a lexicon says of terms.

    Args:
        known: the lexicon.
        terms: the English headwords, by id.
    """
    records = {record.term: record for record in known.terms}
    lines = [""]
    for id_, name in terms.items():
        if record := records.get(name):
            whys = (" ".join(wrong.why.split()) for wrong in record.wrong)
            fields = (record.accept, (wrong.zh for wrong in record.wrong), whys)
            lines.append("\t".join([id_, *map(_field, fields)]))
    return "\n".join([*lines, ""])


def _field(items: Iterable[str]) -> str:
    return "".join(f"{item}{ITEM}" for item in items)
