"""Tables of reStructuredText: where their cells are.

docutils takes a table by its columns, in which a wide character counts twice. A row that does not
fit the borders is no prose here: so no fix is accepted that would shift a cell out of its table.
"""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import east_asian_width

Stretch = tuple[int, int]

_SIMPLE = re.compile(r"=+(?:[ \t]+=+)+")
_SIMPLE_COLUMN = re.compile(r"=+")
_SIMPLE_SPAN = re.compile(r"-+(?:[ \t]+-+)*")  # below cells that reach over several columns
_GRID = re.compile(r"\+[-=+]+\+")
_GRID_LINE = re.compile(r"[-=+]*")
_WHITE = " \t\f\v"


def read_table(text: str, lines: list[Stretch], number: int) -> tuple[int, list[Stretch]]:
    """Read the table that begins with a line.

    Returns:
        The number of the line after it, and its cells, line by line; the number that was given
        where none begins.
    """
    border = text[slice(*lines[number])].strip(_WHITE)
    if _SIMPLE.fullmatch(border):
        return _simple_table(text, lines, number)
    if _GRID.fullmatch(border):
        return _grid_table(text, lines, number)
    return number, []


def columns(line: str) -> list[int]:
    """Return the column at which each character of a line begins, and at which the last one ends.

    >>> columns("a中b")
    [0, 1, 3, 4]
    """
    if line.isascii() and "\t" not in line:
        return list(range(len(line) + 1))
    found = [0]
    for character in line:
        width = 2 if east_asian_width(character) in "WF" else 1
        found.append(found[-1] + (8 - found[-1] % 8 if character == "\t" else width))
    return found


def _simple_table(text: str, lines: list[Stretch], number: int) -> tuple[int, list[Stretch]]:
    last = _last_border(text, lines, number)
    cells: list[Stretch] = []
    if not last:
        return number + 1, cells
    border = text[slice(*lines[number])]
    at = columns(border)
    bounds = [(at[m.start()], at[m.end()]) for m in _SIMPLE_COLUMN.finditer(border)]
    for start, end in lines[number + 1 : last]:
        line = text[start:end]
        if not _SIMPLE.fullmatch(line.strip(_WHITE)) and not _SIMPLE_SPAN.fullmatch(line.strip()):
            cells += _trimmed(text, start, _simple_row(line, bounds))
    return last + 1, cells


def _last_border(text: str, lines: list[Stretch], number: int) -> int:
    """Return the number of the line that ends a simple table, 0 where none does."""
    length = len(text[slice(*lines[number])].strip(_WHITE))
    found = 0
    for index in range(number + 1, len(lines)):
        line = text[slice(*lines[index])].strip(_WHITE)
        if _SIMPLE.fullmatch(line):
            if len(line) != length:
                return 0
            found += 1
            after = lines[index + 1 : index + 2]
            if found == 2 or not after or not text[slice(*after[0])].strip(_WHITE):
                return index
    return 0


def _simple_row(line: str, bounds: list[Stretch]) -> list[Stretch]:
    """Return the cells of a row; none where a character stands between two columns."""
    at = columns(line)
    inks = [index for index, character in enumerate(line) if character not in _WHITE]
    cells: list[Stretch] = []
    column = 0
    for index in inks:
        while column + 1 < len(bounds) and at[index] >= bounds[column + 1][0]:
            column += 1
        left, right = bounds[column]
        is_last = column + 1 == len(bounds)
        if at[index] < left or (at[index + 1] > right and not is_last):
            return []
        if cells and at[cells[-1][0]] >= left:
            cells[-1] = cells[-1][0], index + 1
        else:
            cells.append((index, index + 1))
    return cells


def _grid_table(text: str, lines: list[Stretch], number: int) -> tuple[int, list[Stretch]]:
    cells: list[Stretch] = []
    corners: set[int] = set()  # columns
    width = columns(text[slice(*lines[number])].rstrip(_WHITE))[-1]
    while number < len(lines):
        start, end = lines[number]
        line = text[start:end].rstrip(_WHITE)
        if line.lstrip(_WHITE)[:1] not in ("+", "|"):
            break
        at = columns(line)
        if _GRID.fullmatch(line.lstrip(_WHITE)):
            corners |= {at[index] for index, character in enumerate(line) if character == "+"}
        elif at[-1] == width and width - 1 in corners:
            cells += _trimmed(text, start, _grid_row(line, at, corners))
        number += 1
    return number, cells


def _grid_row(line: str, at: list[int], corners: set[int]) -> list[Stretch]:
    """Return the cells of a row; none where a bar stands below no corner."""
    bars = [i for i, character in enumerate(line) if character in "|+" and at[i] in corners]
    if line.count("|") > sum(line[bar] == "|" for bar in bars):
        return []
    return [
        (left + 1, right)
        for left, right in pairwise(bars)
        if not _GRID_LINE.fullmatch(line, left + 1, right)
    ]


def _trimmed(text: str, start: int, cells: list[Stretch]) -> list[Stretch]:
    """Return places in the text for those in a line that starts there, without white space."""
    found: list[Stretch] = []
    for left, right in cells:
        cell = text[start + left : start + right]
        if content := cell.strip():
            at = start + left + cell.index(content)
            found.append((at, at + len(content)))
    return found
