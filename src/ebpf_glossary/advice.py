"""How else a term may be rendered, and how not: what the lexicon says, for those who look it up.

The lexicon takes longer to load than a look-up may, and reads its sources with a dependency; so a
wheel has this apart.
"""

from __future__ import annotations

from ebpf_glossary.entries import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

Plain = tuple[str, str, str]
"""The fields of an `Advice`, a line an item, which loads faster than tuples."""


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


def advice_on(id_: str) -> Advice:
    """Return what there is to know about rendering the term with this id.

    >>> advice_on("verifier").accepted
    ('校验器', '检验器')
    """
    lines = (tuple(text.split("\n")[:-1]) for text in _all().get(id_, ("", "", "")))
    accepted, avoid, reasons = lines
    return Advice(accepted=accepted, avoid=avoid, reasons=reasons)


def _all() -> dict[str, Plain]:
    try:
        from ebpf_glossary._compiled.advice import ADVICE  # type: ignore[import-not-found]
    except ImportError:
        from ebpf_glossary import glossary, lexicon

        return plain(lexicon.lexicon_of(), {term.id: term.name for term in glossary.terms()})
    advice: dict[str, Plain] = ADVICE
    return advice


def plain(known: Any, terms: dict[str, str]) -> dict[str, Plain]:
    """Return as plain values what a lexicon says of some terms.

    Args:
        known: the lexicon.
        terms: the English headwords, by id.
    """
    records = {record.term: record for record in known.terms}
    return {
        id_: (
            _lines(record.accept),
            _lines(wrong.zh for wrong in record.wrong),
            _lines(" ".join(wrong.why.split()) for wrong in record.wrong),
        )
        for id_, name in terms.items()
        if (record := records.get(name)) is not None
    }


def _lines(texts: Iterable[str]) -> str:
    return "".join(f"{text}\n" for text in texts)
