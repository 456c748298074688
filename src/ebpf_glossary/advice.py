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


def advice_on(id_: str) -> Advice:
    """Return what there is to know about rendering the term with this id.

    >>> advice_on("verifier").accepted
    ('校验器', '检验器')
    """
    accepted, avoid, reasons = (tuple(text.split(ITEM)[:-1]) for text in _fields(id_))
    return Advice(accepted=accepted, avoid=avoid, reasons=reasons)


def _fields(id_: str) -> list[str]:
    text, start = _all(), f"\n{id_}\t"
    place = text.find(start)
    if place < 0:
        return ["", "", ""]
    place += len(start)
    return text[place : text.index("\n", place)].split("\t")


def _all() -> str:
    try:
        from ebpf_glossary._compiled.advice import ADVICE  # type: ignore[import-not-found]
    except ImportError:
        from ebpf_glossary import glossary, lexicon

        return packed(lexicon.lexicon_of(), {term.id: term.name for term in glossary.terms()})
    advice: str = ADVICE
    return advice


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
