"""Which block of a page translates which of its English: two documents aligned block by block.

Blocks that hold the same code or addresses, once on each side, are anchors. Between two of them the
cheapest alignment is chosen by the kinds, the lengths and the words that both languages share. A
block can stand for two of the other side, or for none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.segments import BREAK, CODE, STRUCTURE, URL, Document, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ebpf_glossary.segments import Segment

MOST_CELLS = 60_000
"""Couples of blocks between two anchors that are compared: of more, all stay together."""
BAND = 20
"""Blocks by which two sides may be apart, beside the difference of their numbers."""
ALIGNMENT = "alignment"
"""Under this name a document remembers how it was aligned."""

_HEADING = re.compile(r"[> \t]*(#{1,6})[ \t]")
_FENCE = re.compile(r"(?m)^([> \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)(`{3,}|~{3,})([^\r\n`]*)$")
_DIRECTIVE = re.compile(
    r"(?m)^([ \t]*)\.\.[ \t]+(?:code-block|sourcecode|code|literalinclude|parsed-literal)::(.*)$"
)
_LITERAL = re.compile(r"(?m)^([ \t]*)(?!\.\.[ \t])\S.*::[ \t]*$|^([ \t]*)::[ \t]*$")
_MARK = re.compile(r"(?P<indent>[> \t]*)(?:(?P<point>[-*+•])|\(?(?:#|\d+|[A-Za-z])[.)])[ \t]")
_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*[A-Za-z0-9_]|[0-9]")
_PROTECTED = re.compile(f"[{CODE}{URL}]+")
_SPACE = re.compile(r"\s+")
_LINE_END = re.compile(r"\r\n?|\n")


class Unit(NamedTuple):
    """A block as it is aligned.

    Attributes:
        kind: "heading", "paragraph", "item", "row" or "code".
        start: of its first line.
        end: of what it says.
        at: where its own text begins.
        level: of a heading from 1; of an item, how deep; of a row, how many cells.
        mark: of an item, whether it is a point or a number; of a heading, what makes it one.
        words: in Latin letters and digits.
        anchor: what can be found again in another language, such as its code.
        size: characters without white space.
    """

    kind: str
    start: int
    end: int
    at: int
    level: int = 0
    mark: str = ""
    words: frozenset[str] = frozenset()
    anchor: tuple[str, ...] = ()
    size: int = 0


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
    if len(ours) < 2 and len(theirs) < 2:
        document.pairs = [Pair(0, len(document.text), 0, len(english.text))]
        return
    groups = list(_groups(ours, theirs))
    document.memo[ALIGNMENT] = groups
    document.pairs = list(_pairs(groups, len(document.text), len(english.text)))


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


def units(document: Document) -> list[Unit]:
    """Return the blocks of a document in order; a row of a table is one."""
    found = [*_code(document)]
    spans = [(each.start, each.end) for each in found]
    begins = [0, *(match.end() for match in _LINE_END.finditer(document.text))]
    styles: dict[str, int] = {}
    depths: list[int] = []
    for segment in document.segments:
        line = begins[bisect_right(begins, segment.start) - 1]
        if _is_within(spans, segment.start):
            continue
        last = found[-1] if found else None
        if segment.kind == "cell" and last and last.kind == "row" and last.start == line:
            found[-1] = last._replace(end=segment.end, level=last.level + 1)
        else:
            found.append(_read(document, segment, line, styles, depths))
    found = [_filled(document, unit) for unit in found]
    found.sort(key=lambda unit: (unit.start, unit.at))
    return [u for n, u in enumerate(found) if not n or u.start > found[n - 1].start]


def _read(
    document: Document, segment: Segment, line: int, styles: dict[str, int], depths: list[int]
) -> Unit:
    """Return a block without its words.

    Args:
        document: it is in this one.
        segment: that it is.
        line: where its first line begins.
        styles: of headings so far, with their levels.
        depths: where the items that are open begin.
    """
    kind, level, mark = segment.kind, 0, ""
    if kind == "heading":
        mark, level = _heading(document.text, line, segment.start, segment.end, styles)
    elif kind == "cell":
        kind, level = "row", 1
    elif kind == "item":
        opened = _MARK.match(document.text, line)
        if opened:
            indent = len(opened["indent"].expandtabs(4))
            while depths and depths[-1] >= indent:
                depths.pop()
            depths.append(indent)
            level, mark = len(depths), "point" if opened["point"] else "number"
        else:
            kind = "paragraph"  # another one of the item above
    elif segment.start == line:
        depths.clear()
    return Unit(kind, line, segment.end, segment.start, level, mark)


def _is_within(spans: list[tuple[int, int]], at: int) -> bool:
    index = bisect_left(spans, (at + 1, 0))
    return index > 0 and at < spans[index - 1][1]


def _filled(document: Document, unit: Unit) -> Unit:
    """Return a block with its words."""
    text = document.text[unit.at : unit.end]
    if unit.kind == "code":
        anchor: tuple[str, ...] = (" ".join(_inner(text, document.format).split()),)
    else:
        spans = _PROTECTED.finditer(document.shape, unit.at, unit.end)
        anchor = tuple(document.text[s.start() : s.end()] for s in spans)
    size = len(_SPACE.sub("", text))
    return unit._replace(words=frozenset(_WORD.findall(text)), anchor=anchor, size=size)


def _inner(text: str, format: str) -> str:
    """Return a block of code without the line that closes it."""
    return text.rstrip().rpartition("\n")[0] if format == "markdown" else text


def _heading(text: str, line: int, start: int, end: int, styles: dict[str, int]) -> tuple[str, int]:
    """Return what makes a heading one, and its level: of RST, that of the style so far."""
    if match := _HEADING.match(text, line, start):
        return match[1], len(match[1])
    below = text.find("\n", end) + 1
    mark = text[below : below + 1] if below else ""
    above = text.rfind("\n", 0, max(0, line - 1)) + 1
    over = "over" if line and text[above : above + 2] == mark * 2 else ""
    return "", styles.setdefault(mark + over, len(styles) + 1)


def _code(document: Document) -> Iterator[Unit]:
    """Yield the blocks of code."""
    if document.format == "markdown":
        yield from _fenced(document)
    elif document.format == "rst":
        yield from _indented(document)


def _fenced(document: Document) -> Iterator[Unit]:
    text = document.text
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if document.shape[match.start(2)] not in STRUCTURE + CODE + BREAK:
            continue
        if opened is None:
            opened = match
        elif match[2].startswith(opened[2]) and not match[3].strip():
            yield Unit("code", opened.start(), match.end(), opened.end() + 1)
            opened = None


def _indented(document: Document) -> Iterator[Unit]:
    text = document.text
    done = 0
    heads = [*_DIRECTIVE.finditer(text), *_LITERAL.finditer(text)]
    for head in sorted(heads, key=lambda each: each.start()):
        if head.start() < done:
            continue
        indent = len((head[1] or "").expandtabs())
        start, end = _block(text, head.end() + 1, indent)
        if start < end:
            done = end
            yield Unit("code", start, end, start)


def _block(text: str, position: int, indent: int) -> tuple[int, int]:
    """Return from where to where lines go that stand deeper than `indent`, after an empty one."""
    start = end = position
    is_open = False
    while position < len(text):
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop
        line = text[position:stop]
        body = line.strip()
        if body:
            if len(line.expandtabs()) - len(line.expandtabs().lstrip()) <= indent:
                break
            if is_open or not body.startswith(":"):
                start = start if is_open else position
                is_open, end = True, stop
        position = stop + 1
    return (start, end) if is_open else (position, position)


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
        if not unit.anchor or unit.anchor == ("",):
            continue
        key = ("code" if unit.kind == "code" else "", *unit.anchor)
        if key in found:
            twice.add(key)
        found[key] = number
    return {key: number for key, number in found.items() if key not in twice}


GAP = 2.0
"""What a block costs that has no counterpart."""
JOINED = 0.8
"""What it costs that two blocks are one on the other side."""
EASY = 0.7
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


_STEPS = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1))


def _band(ours: list[Unit], theirs: list[Unit]) -> int:
    return min(BAND + abs(len(ours) - len(theirs)), len(theirs))


def _cheapest(ours: list[Unit], theirs: list[Unit]) -> Iterator[Group]:
    """Yield the alignment that costs least, of those that do not go too far apart."""
    band = _band(ours, theirs)
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for here in range(len(ours) + 1):
        middle = here * len(theirs) // len(ours)
        for there in range(max(0, middle - band), min(len(theirs), middle + band) + 1):
            steps = [
                (
                    before[0] + _step(ours[here - a : here], theirs[there - b : there]),
                    a,
                    b,
                )
                for a, b in _STEPS
                if (before := best.get((here - a, there - b)))
            ]
            if steps:
                best[here, there] = min(steps)
    here, there = len(ours), len(theirs)
    groups: list[Group] = []
    while here or there:
        _, a, b = best[here, there]
        groups.append(Group(tuple(ours[here - a : here]), tuple(theirs[there - b : there])))
        here, there = here - a, there - b
    yield from reversed(groups)


def _step(ours: Sequence[Unit], theirs: Sequence[Unit]) -> float:
    if not ours or not theirs:
        return GAP
    if len(ours) == len(theirs):
        return _cost(ours[0], theirs[0])
    kinds = {unit.kind for unit in (*ours, *theirs)}
    if len(kinds) > 1 or kinds & {"heading", "row", "code"}:
        return 3 * GAP  # more than to leave them alone
    return JOINED + _cost(_joined(ours), _joined(theirs))


def _joined(blocks: Sequence[Unit]) -> Unit:
    first, last = blocks[0], blocks[-1]
    words = frozenset[str]().union(*(unit.words for unit in blocks))
    return first._replace(end=last.end, words=words, size=sum(unit.size for unit in blocks))


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
    # English takes about twice as many characters.
    ratio = abs(log2((2.2 * one.size + 8) / (other.size + 8)))
    cost += 0.5 * max(0.0, ratio - 0.5)
    if one.words or other.words:
        strange = len(one.words - other.words)
        if one.words:
            cost += 1.5 * strange / len(one.words)
        if len(one.words) > strange:
            cost -= 0.5
    return max(cost, 0.0)
