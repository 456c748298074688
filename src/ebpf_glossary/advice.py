"""How else a term may be rendered, and how not: what the lexicon says, for those who look it up.

The lexicon takes longer to load than a look-up may, and reads its sources with a dependency; so a
wheel has this apart.
"""

from __future__ import annotations

from ebpf_glossary.entries import Record
from ebpf_glossary.glossary import DEFAULT, Glossary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Plain = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
"""The accepted renderings, and the wrong ones, each with what went wrong."""


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
    accepted, wrong = _all(directory).get(id_, ((), ()))
    avoid, reasons = zip(*wrong, strict=True) if wrong else ((), ())
    return Advice(accepted=accepted, avoid=avoid, reasons=reasons)


def _all(directory: str | None) -> dict[str, Plain]:
    if directory is not None:
        return _read((directory,), Glossary.load(directory))
    try:
        from ebpf_glossary._compiled.advice import ADVICE  # type: ignore[import-not-found]
    except ImportError:
        return _read((), DEFAULT)
    advice: dict[str, Plain] = ADVICE
    return advice


def _read(glossaries: tuple[str, ...], glossary: Glossary) -> dict[str, Plain]:
    from ebpf_glossary.lexicon import lexicon_of

    return plain(lexicon_of(glossaries), {term.id: term.name for term in glossary.terms()})


def plain(known: Any, terms: dict[str, str]) -> dict[str, Plain]:
    """Return as plain values what a lexicon says of some terms.

    Args:
        known: the lexicon.
        terms: the English headwords, by id.
    """
    records = {record.term: record for record in known.terms}
    return {
        id_: (record.accept, tuple((wrong.zh, wrong.why) for wrong in record.wrong))
        for id_, name in terms.items()
        if (record := records.get(name)) is not None
    }
