"""Puts a shape together: a format says which stretches are prose, all else is structure."""

from __future__ import annotations

import re
from typing import NamedTuple

from ebpf_glossary.readers.inline import mask
from ebpf_glossary.segments import BREAK, OTHER, STRUCTURE, Segment

_LINE_END = re.compile(r"\r\n?|\n")
_NO_LINE_END = re.compile(r"[^\r\n]")


Stretch = tuple[int, int]


class Block(NamedTuple):
    """A piece of prose: its kind, and the stretch of it that stands in each of its lines.

    Stretches are not empty, and there is at least one character between two blocks.
    """

    kind: str
    stretches: list[Stretch]


def lines(text: str) -> list[Stretch]:
    r"""Return from where to where each line of a text goes, without what ends it.

    >>> lines("a\r\n\nb")
    [(0, 1), (3, 3), (4, 5)]
    """
    found: list[Stretch] = []
    position = 0
    for match in _LINE_END.finditer(text):
        found.append((position, match.start()))
        position = match.end()
    if position < len(text):
        found.append((position, len(text)))
    return found


def assemble(text: str, blocks: list[Block], grammar: str) -> tuple[str, list[Segment]]:
    """Return the shape of a text, and a segment for each of its blocks, which are in order.

    All blocks are masked at once, each as a whole, because code may span its lines. In the shape a
    block is followed by a BREAK, and line ends within it are those of the text.
    """
    text = text.replace(BREAK, OTHER)
    prose = BREAK.join(
        ["\n".join([text[start:end] for start, end in block.stretches]) for block in blocks]
    )
    masked = mask(prose, grammar)
    parts: list[str] = []
    position = offset = 0
    for block in blocks:
        gap = block.stretches[0][0] - position
        parts.append(BREAK + STRUCTURE * (gap - 1) if parts else STRUCTURE * gap)
        position = block.stretches[0][0]
        for start, end in block.stretches:
            parts.append(_NO_LINE_END.sub(STRUCTURE, text[position:start]))
            parts.append(masked[offset : offset + end - start])
            offset += end - start + 1
            position = end
    gap = len(text) - position
    parts.append(BREAK + STRUCTURE * (gap - 1) if parts and gap else STRUCTURE * gap)
    segments = [
        Segment(block.stretches[0][0], block.stretches[-1][1], block.kind) for block in blocks
    ]
    return "".join(parts), segments
