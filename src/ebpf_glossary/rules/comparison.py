"""Numbers, which a translation must keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, numerals, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import differing, is_aligned
from ebpf_glossary.segments import Applicability, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Pair

FAMILY = "markup"

# Digits with what makes them more, to see soon which pairs have the same on both sides.
_DIGITS = regex(
    r"[0-9](?:[0-9.,]*[0-9])?(?:[ -]?(?:[百千万亿]|(?:m|b|tr)illion|thousand|hundred))?"
)


@rule("changed-number", fix=Applicability.UNSAFE, needs=Needs())
def changed_number(document: Document) -> Iterator[Hit]:
    """A number of the source has become another one.

    Numbers can be written otherwise: 10 million as 一千万 or 1000 万, 15:00 as 下午 3 点, March as
    3 月, 1500 ms as 1.5 秒. But a number that the source has in no way, beside one of the source
    that is missing, is an error; 5.1 is not the version 5.10.

    Source: The queue holds 64 entries.
    Bad:  队列可容纳 46 个条目。
    Good: 队列可容纳 64 个条目。
    Source: There are 20 million samples.
    Bad:  共有 200 万个样本。
    Good: 共有 2000 万个样本。
    """
    if not document.pairs:
        return
    for pair in differing(document, _DIGITS, _are_others):
        yield from _numbers(document, pair)


def _are_others(here: list[str], there: list[str]) -> bool:
    return here != there and bool(here and there) and {*here} != {*there}


# "1.5 or earlier" can be called "before 1.6".
_BEFORE = regex("[ ]?(?:版本?)?[ ]?(?:以前|之前|以下|以后|之后|以上)")


def _numbers(document: Document, pair: Pair) -> Iterator[Hit]:
    text = document.text[pair.start : pair.end]
    source = document.source[pair.source_start : pair.source_end]
    there = numerals.all_in_english(source, text)
    numbers = numerals.CHINESE.finditer(document.shape, pair.start, pair.end)
    strange = [match for match in numbers if not numerals.keys(match) & there]
    if not strange or not is_aligned(pair):
        return
    here = numerals.all_in_chinese(text)
    numbers = numerals.ENGLISH.finditer(document.source_shape, pair.source_start, pair.source_end)
    missing = [match for match in numbers if not numerals.keys(match) & here]
    strange, missing = _but_converted(strange, missing)
    lost = [numerals.keys(match) for match in missing]
    lost += [{number} for number in numerals.months(source) if number not in here]
    if len(strange) != len(lost):
        return
    for match in strange:
        if _BEFORE.match(document.text, match.end()) and _is_next(match["digits"], lost):
            continue
        # March is missing without a match.
        is_same_unit = {*map(numerals.unit_of, (match, *missing))} <= {numerals.unit_of(match), ()}
        replacement = _in_units(match, lost[0]) if len(lost) == 1 and is_same_unit else None
        start = match.start("digits")
        yield Hit(start, match.end("digits"), replacement)


_Matches = list[re.Match[str]]


def _but_converted(strange: _Matches, missing: _Matches) -> tuple[_Matches, _Matches]:
    """Return the numbers but those that are as much in another unit: 1.5 秒 for 1500 ms."""
    ours = [numerals.measures(match) for match in strange]
    theirs = [numerals.measures(match) for match in missing]
    return (
        [m for m, own in zip(strange, ours, strict=True) if own.isdisjoint(set().union(*theirs))],
        [m for m, own in zip(missing, theirs, strict=True) if own.isdisjoint(set().union(*ours))],
    )


def _is_next(digits: str, lost: list[set[str]]) -> bool:
    head, _, last = numerals.written(digits).rpartition(".")
    return len(last) < 9 and any(
        f"{head}.{int(last) + step}".lstrip(".") in keys for keys in lost for step in (1, -1)
    )


def _in_units(match: re.Match[str], wanted: set[str]) -> str | None:
    """Return the number as it is written before the unit that stands there."""
    if len(wanted) != 1:
        return None
    (number,) = wanted
    unit = match["unit"]
    if not unit:
        return number
    if not number.isdigit() or len(number) > 30 or int(number) % numerals.factor(unit):
        return None
    return str(int(number) // numerals.factor(unit))
