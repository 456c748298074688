"""Which block of a page translates which of its English: two documents aligned block by block.

Blocks that hold the same code or addresses, once on each side, are anchors. Between two of them the
cheapest alignment is chosen by the kinds, the lengths and the words that both languages share. A
block can stand for two of the other side, or for none.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from math import inf, log2
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.page import Unit, units
from ebpf_glossary.segments import Document, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CELLS = 60_000
"""Couples of blocks between two anchors that are compared: of more, all stay together."""
BAND = 20
"""Blocks by which two sides may be apart, beside the difference of their numbers."""
ALIGNMENT = "alignment"
"""Under this name a document remembers how it was aligned."""


class Group(NamedTuple):
    """Blocks of a page, and those of its English that they translate; one side can be empty."""

    ours: tuple[Unit, ...]
    theirs: tuple[Unit, ...]


def align(document: Document, english: Document) -> None:
    """Give a document its English, block by block.

    Where either has no more than one block, the whole of one is the whole of the other.
    """
    document.source, document.source_shape = english.text, english.shape
    ours, theirs = units(document), units(english)
    found = document.memo[ALIGNMENT] = list(_groups(ours, theirs))
    if len(ours) < 2 and len(theirs) < 2:
        document.pairs = [Pair(0, len(document.text), 0, len(english.text))]
    else:
        document.pairs = list(_pairs(found, len(document.text), len(english.text)))


def groups(document: Document) -> list[Group]:
    """Return how a document was aligned; nothing where it was not."""
    found: list[Group] = document.memo.get(ALIGNMENT, [])
    return found


def couples(document: Document) -> Iterator[tuple[Unit, Unit]]:
    """Yield the blocks that are one on either side."""
    for ours, theirs in groups(document):
        if len(ours) == len(theirs) == 1:
            yield ours[0], theirs[0]


def _pairs(groups: list[Group], end: int, source_end: int) -> Iterator[Pair]:
    """Yield the groups that have two sides, each up to where the next begins."""
    found: list[Pair] = []
    for group in reversed(groups):
        start = group.ours[0].start if group.ours else end
        source_start = group.theirs[0].start if group.theirs else source_end
        if group.ours and group.theirs:
            found.append(Pair(start, end, source_start, source_end))
        end, source_end = start, source_start
    if found:  # what stands before the first block belongs to it
        first = found[-1]
        if groups[0].ours and groups[0].theirs:
            found[-1] = first._replace(start=0, source_start=0)
    yield from reversed(found)


def _groups(ours: list[Unit], theirs: list[Unit]) -> Iterator[Group]:
    """Yield what belongs together: what lies between anchors is aligned by its cost."""
    position = source = 0
    for here, there in (*_anchors(ours, theirs), (len(ours), len(theirs))):
        yield from _between(ours[position:here], theirs[source:there])
        if here < len(ours):
            yield Group((ours[here],), (theirs[there],))
        position, source = here + 1, there + 1


def _anchors(ours: list[Unit], theirs: list[Unit]) -> list[tuple[int, int]]:
    """Return the blocks with the same code or addresses, once on each side, in one order."""
    once, source_once = _once(ours), _once(theirs)
    ties = [(n, source_once[key]) for key, n in once.items() if key in source_once]
    ties.sort()
    # The longest run that is in order on both sides.
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(ties):
        place = bisect_left(ends, there)
        before.append(at[place - 1] if place else -1)
        ends[place : place + 1] = [there]
        at[place : place + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = at[-1] if at else -1
    while number >= 0:
        chain.append(ties[number])
        number = before[number]
    return chain[::-1]


def _once(blocks: list[Unit]) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    for number, unit in enumerate(blocks):
        if not unit.anchor:
            continue
        key = ("code" if unit.kind == "code" else "", *unit.anchor)
        if key in found:
            twice.add(key)
        found[key] = number
    return {key: number for key, number in found.items() if key not in twice}


GAP = 1.5
"""What a block costs that has no counterpart."""
JOINED = 1.4
"""What it costs that two blocks are one on the other side."""
NOWHERE = (inf, 0, 0)
COPIED = 0.2
"""What it costs that the English stands beside its translation."""
USUAL = 0.3
"""How far the sizes of nine translations in ten are from those of their English, in powers of 2."""
FEW = 15
"""Characters that say little of a size."""
EASY = 0.3
"""Cost of a block up to which it is sure that it is the same on the other side."""


def _between(ours: list[Unit], theirs: list[Unit]) -> Iterator[Group]:
    if not ours or not theirs:
        yield from (Group((unit,), ()) for unit in ours)
        yield from (Group((), (unit,)) for unit in theirs)
        return
    if len(ours) == len(theirs):
        costs = [_cost(one, other) for one, other in zip(ours, theirs, strict=True)]
        if sum(costs) <= EASY * len(costs):
            yield from (Group((a,), (b,)) for a, b in zip(ours, theirs, strict=True))
            return
    if len(ours) * 2 * _band(ours, theirs) > MOST_CELLS:
        yield Group(tuple(ours), tuple(theirs))
        return
    yield from _cheapest(ours, theirs)


def _band(ours: list[Unit], theirs: list[Unit]) -> int:
    return min(BAND + abs(len(ours) - len(theirs)), len(theirs))


_Step = tuple[float, int, int]
"""What an alignment costs up to here, and how many blocks of either side its last group has."""


def _cheapest(ours: list[Unit], theirs: list[Unit]) -> Iterator[Group]:
    """Yield the alignment that costs least, of those that do not go too far apart."""
    band = _band(ours, theirs)
    ours_joined, theirs_joined = _joined(ours), _joined(theirs)
    best: dict[tuple[int, int], _Step] = {(0, 0): (0.0, 0, 0)}

    def steps(here: int, there: int) -> Iterator[_Step]:
        if before := best.get((here - 1, there - 1)):
            yield before[0] + _cost(ours[here - 1], theirs[there - 1]), 1, 1
        if before := best.get((here - 1, there)):
            yield before[0] + GAP, 1, 0
        if before := best.get((here, there - 1)):
            yield before[0] + GAP, 0, 1
        if before := best.get((here - 1, there - 2)):
            yield before[0] + _cost_of_joined(ours[here - 1], theirs_joined[there - 2]), 1, 2
        if before := best.get((here - 2, there - 1)):
            english = theirs[there - 1]
            cost = _cost_of_joined(ours_joined[here - 2], english)
            if copied := _beside_copy(ours[here - 2], ours[here - 1], english):
                cost = min(cost, COPIED + _cost(copied, english))
            yield before[0] + cost, 2, 1

    for here in range(len(ours) + 1):
        middle = here * len(theirs) // len(ours)
        for there in range(max(0, middle - band), min(len(theirs), middle + band) + 1):
            if here or there:
                best[here, there] = min(steps(here, there), default=NOWHERE)
    yield from _groups_of(best, ours, theirs)


def _groups_of(
    best: dict[tuple[int, int], _Step], ours: list[Unit], theirs: list[Unit]
) -> Iterator[Group]:
    """Yield the groups of the cheapest alignment, which are found from the end."""
    here, there = len(ours), len(theirs)
    found: list[Group] = []
    while here or there:
        _, a, b = best[here, there]
        found.append(Group(tuple(ours[here - a : here]), tuple(theirs[there - b : there])))
        here, there = here - a, there - b
    yield from reversed(found)


def _joined(blocks: list[Unit]) -> list[Unit | None]:
    """Return each block with the next one, None where they cannot be one on the other side.

    An item can have more paragraphs than one.
    """
    return [
        first._replace(words=first.words | second.words, size=first.size + second.size)
        if first.kind in ("paragraph", "item") and second.kind in ("paragraph", first.kind)
        else None
        for first, second in pairwise(blocks)
    ]


def _cost_of_joined(ours: Unit | None, theirs: Unit | None) -> float:
    if ours is None or theirs is None or ours.kind != theirs.kind:
        return 3 * GAP  # more than to leave them alone
    return JOINED + _cost(ours, theirs)


def _beside_copy(first: Unit, second: Unit, english: Unit) -> Unit | None:
    """Return the one of two blocks beside which the English itself stands, as it was."""
    copied = [u.kind == english.kind and u.words == english.words for u in (first, second)]
    if copied[0] == copied[1] or not english.words:
        return None
    return second if copied[0] else first


def _cost(one: Unit, other: Unit) -> float:
    """Return how unlike two blocks are: from 0, which is a translation as it should be."""
    cost = 0.0
    if one.kind != other.kind:
        is_code = "code" in (one.kind, other.kind)
        cost += 4 * GAP if is_code else 1.2
    elif one.level != other.level:
        cost += 0.3 * min(abs(one.level - other.level), 3)
    if one.kind == "code" and other.kind == "code":
        both = one.words | other.words
        return cost + (1.5 * (1 - len(one.words & other.words) / len(both)) if both else 0.0)
    ratio = abs(log2((one.size + FEW) / (other.size + FEW)))
    cost += min(3 * max(0.0, ratio - USUAL), 3.0)
    if one.words or other.words:
        strange = len(one.words - other.words)
        if one.words:
            cost += 1.5 * strange / len(one.words)
        if len(one.words) > strange:
            cost -= 0.5
    return max(cost, 0.0)
