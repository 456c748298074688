"""What a page is built of: its headings, paragraphs, items, rows and blocks of code."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.segments import CODE, HAN, URL, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Segment

_HEADING = regex(r"[> \t]*(#{1,6})[ \t]")
_FENCE = regex(r"[> \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}|~{3,})")
_DIRECTIVE = regex(
    r"(?m)^([ \t]*)\.\.[ \t]+(?:code-block|sourcecode|code|literalinclude|parsed-literal)::(.*)$"
)
_LITERAL = regex(r"(?m)^([ \t]*)(?!\.\.[ \t])\S.*::[ \t]*(?=\r?$)|^([ \t]*)::[ \t]*(?=\r?$)")
_MARK = regex(r"(?P<indent>[> \t]*)(?:(?P<point>[-*+•])|\(?(?:#|\d+|[A-Za-z])[.)])[ \t]")
_BAR = regex(r"(?<!\\)\|")
_BEFORE_ROW = regex(r"[> \t]*(?:[-*+][ \t]+)?\|?")
_WORD = regex(r"[A-Za-z0-9_][A-Za-z0-9_./-]*[A-Za-z0-9_]|[0-9]")
_PROTECTED = regex(f"[{CODE}{URL}]+")
_SPACE = regex(r"\s+|\{#[^{}\s]*\}")  # and anchors, which only a translation needs
_HAN = regex(f"[{HAN}]")
_LINE_END = regex(r"\r\n?|\n")


LETTERS = 2.8
"""How many letters of English a Chinese character stands for."""


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
        size: how many characters it would have in English, without white space.
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
            level = last.level + (document.format != "markdown")
            found[-1] = last._replace(end=segment.end, level=level)
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
        mark, level = _heading(document, line, segment, styles)
    elif kind == "cell":
        kind, level = "row", _cells(document.text, line) if document.format == "markdown" else 1
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
        anchor: tuple[str, ...] = tuple(each.body for each in lines_of_code(document.text, unit))
    else:
        spans = _PROTECTED.finditer(document.shape, unit.at, unit.end)
        anchor = tuple(document.text[s.start() : s.end()] for s in spans)
    bare = _SPACE.sub("", text)
    size = len(bare) + round((LETTERS - 1) * len(_HAN.findall(bare)))
    return unit._replace(words=frozenset(_WORD.findall(text)), anchor=anchor, size=size)


class Line(NamedTuple):
    """A line of code.

    Attributes:
        start: of what it says.
        body: what that is, without white space around it.
        depth: how many lines it stands below, by their indentation.
    """

    start: int
    body: str
    depth: int


def lines_of_code(text: str, unit: Unit) -> list[Line]:
    """Return the lines of a block of code that are not empty, without its fence."""
    found: list[Line] = []
    indents: list[int] = []
    at = unit.at
    for line in text[unit.at : unit.end].split("\n"):
        body = line.strip()
        if body:
            start = line.index(body)
            indent = len(line[:start].expandtabs())
            while indents and indents[-1] >= indent:
                indents.pop()
            found.append(Line(at + start, body, len(indents)))
            indents.append(indent)
        at += len(line) + 1
    return found[:-1] if found and _closes(text, unit, found[-1].body) else found


def _closes(text: str, unit: Unit, line: str) -> bool:
    """Tell whether the last line of a block of code is the other half of its fence."""
    opened = _FENCE.match(text, unit.start)
    return (
        opened is not None
        and line.lstrip("> \t").startswith(opened[1])
        and not line.strip("> \t" + opened[1][0])
    )


def _heading(
    document: Document, line: int, segment: Segment, styles: dict[str, int]
) -> tuple[str, int]:
    """Return what makes a heading one, and its level: of RST, that of the style so far."""
    text = document.text
    if match := _HEADING.match(text, line, segment.start):
        return match[1], len(match[1])
    below = text.find("\n", segment.end) + 1
    mark = text[below:].lstrip("> \t")[:1] if below else ""
    if document.format == "markdown":
        return "", 1 if mark == "=" else 2
    above = text.rfind("\n", 0, max(0, line - 1)) + 1
    over = "over" if line and text[above : above + 2] == mark * 2 else ""
    return "", styles.setdefault(mark + over, len(styles) + 1)


def _cells(text: str, line: int) -> int:
    """Return how many cells a row of Markdown has, empty ones too."""
    end = text.find("\n", line)
    row = text[line : end if end >= 0 else len(text)].rstrip()
    before = _BEFORE_ROW.match(row)
    bars = _BAR.findall(row, before.end() if before else 0)
    return len(bars) + (not row.endswith("|") or row.endswith("\\|"))


def _code(document: Document) -> Iterator[Unit]:
    """Yield the blocks of code."""
    if document.format == "markdown":
        for start, end in document.code:
            yield _fenced(document.text, start, end)
    elif document.format == "rst":
        yield from _indented(document.text)


def _fenced(text: str, start: int, end: int) -> Unit:
    """Return a block of code of Markdown: between fences, or indented."""
    at = start
    if _FENCE.match(text, start):
        at = text.find("\n", start, end) + 1 or end
    return Unit("code", start, at + len(text[at:end].rstrip()), at)


def _indented(text: str) -> Iterator[Unit]:
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
                is_open, end = True, position + len(line.rstrip())
        position = stop + 1
    return (start, end) if is_open else (position, position)
