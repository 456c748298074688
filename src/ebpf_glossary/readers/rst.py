"""reStructuredText: a scanner of lines says which are prose, the masker what in them is not.

docutils has no positions within a line, and stops at what Sphinx knows and it does not.
"""

from __future__ import annotations

import re
import string

from ebpf_glossary.readers.blocks import Block, Stretch, assemble, lines
from ebpf_glossary.readers.rst_tables import columns, read_table
from ebpf_glossary.segments import Document, Pair

_EXPLICIT = re.compile(r"(?:\.\.|__)(?:[ \t]+|$)")
_DIRECTIVE = re.compile(r"\.\.[ \t]+([^\s:|]+(?::[^\s:]+)*)[ \t]?::(?:[ \t]+|$)")
_FOOTNOTE = re.compile(r"\.\.[ \t]+\[[^\]]+\](?:[ \t]+|$)")
_FIELD = re.compile(r":(?![\s:`])[^:`]*:(?:[ \t]+|$)")
_ADORNMENTS = frozenset(string.punctuation)
_LIST = re.compile(r"(?:[-*+•‣⁃]|(?:#|\d+|[A-Za-z])[.)]|\((?:#|\d+|[A-Za-z])\))(?:[ \t]+|$)")
_QUOTES = ">|$#%"
_LINE_BLOCK = re.compile(r"\|(?:[ \t]+|$)")
_OPTION = re.compile(
    r"{0}(?:, {0})*(?: {{2,}}|$)".format(
        r"(?:--?|/)[A-Za-z][\w-]*(?:[ =](?:<[^>]+>|[A-Za-z][\w-]*))?"
    )
)
_WHITE = " \t\f\v"

# Directives whose content is prose from the line of their name on.
_TITLED = re.compile(
    "note|warning|tip|important|caution|danger|attention|hint|error|seealso|admonition|topic"
    "|sidebar|rubric|centered|versionadded|versionchanged|deprecated|versionremoved|glossary"
    "|list-table|flat-table|table|epigraph|highlights|pull-quote|compound"
)
# Directives whose content is prose after an empty line. That of all others is left alone.
_PROSE = re.compile(
    "figure|class|container|impl-detail|availability|only|function|method|attribute|exception"
    "|data|module|describe|option|envvar|cmdoption|program"
    "|c:(?:function|type|macro|member|struct|union|enum|var)"
    "|py:(?:function|class|method|attribute|data|exception|module)"
)


def read(text: str, source: str | None = None) -> Document:
    """Read reStructuredText."""
    reader = _Reader(text)
    shape, segments = assemble(text, reader.blocks, "rst")
    document = Document(text, shape, segments, format="rst", comments=reader.comments)
    if source is not None:
        document.source = source
        document.source_shape = assemble(source, _Reader(source).blocks, "rst")[0]
        document.pairs = [Pair(0, len(text), 0, len(source))]
    return document


class _Reader:
    """Reads one text line by line; what a line is depends on what stands above it.

    Columns are counted as docutils counts them; -1 is none.

    Attributes:
        blocks: the prose.
        comments: from where to where each comment goes.
    """

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self.comments: list[Stretch] = []
        self._text = text
        self._lines = lines(text)
        self._open: list[tuple[int, int]] = []  # the stretches of a paragraph
        self._kind = "paragraph"
        self._margin = -1  # column of its lines; none while its second line may say so,
        self._floor = -1  # which then stands right of this column
        self._base = -1  # right of this column stands a literal block that belongs to it
        self._literal = -1  # right of this column a literal block is expected
        self._quote = ""  # begins each line of a literal block that is not indented
        self._hidden = -1  # what stands at this column or right of it is no prose,
        self._hidden_to_blank = False  # up to an empty line
        self._hides_comment = False
        self._directive = -1  # right of this column stand options of a directive
        number = 0
        while number < len(self._lines):
            number = self._line(number)
        self._close()

    def _line(self, number: int) -> int:
        """Read a line, or a table, and return the number of the next line."""
        start, end = self._lines[number]
        line = self._text[start:end]
        body = line.strip(_WHITE)
        if not body:
            self._blank()
            return number + 1
        indent = line.index(body)
        column = columns(line[:indent])[-1]
        if self._is_hidden(column, body):
            if self._hides_comment:
                self.comments[-1] = (self.comments[-1][0], end)
            return number + 1
        if self._open and not self._continues(column, body):
            self._close("heading" if _is_adornment(body) else self._kind)
        if self._is_literal(column, body):
            return number + 1
        if not self._open and body[0] in "=+":
            after, cells = read_table(self._text, self._lines, number)
            if after > number:
                self.blocks += (Block("cell", [cell]) for cell in cells)
                return after
        at, end = start + indent, start + indent + len(body)
        if not self._open:
            at = self._begin(number, at, end, column)
        if at < end:
            self._open.append((at, end))
        return number + 1

    def _blank(self) -> None:
        self._close()
        self._directive, self._quote = -1, ""
        if self._hidden_to_blank:
            self._hidden, self._hidden_to_blank = -1, False

    def _hide(self, column: int, *, to_blank: bool = False) -> None:
        self._hidden, self._hidden_to_blank, self._hides_comment = column, to_blank, False

    def _is_hidden(self, column: int, body: str) -> bool:
        """Tell whether a line belongs to something above it that is no prose."""
        if 0 <= self._hidden <= column or (self._quote and body.startswith(self._quote)):
            return True
        self._hide(-1)
        self._quote = ""
        if 0 <= self._directive < column and _FIELD.match(body):
            return True
        self._directive = -1
        return False

    def _continues(self, column: int, body: str) -> bool:
        """Tell whether a line continues the open paragraph."""
        if _EXPLICIT.match(body) or _LIST.match(body) or self._is_underline(body):
            return False
        if self._margin >= 0:
            return column == self._margin
        if column <= self._floor or (column > self._base and self._expects_literal()):
            return False
        self._margin = column
        return True

    def _is_underline(self, body: str) -> bool:
        if not _is_adornment(body):
            return False
        title = self._text[slice(*self._open[-1])]
        return len(body) >= 4 or len(body) >= columns(title)[-1]

    def _expects_literal(self) -> bool:
        start, end = self._open[-1]
        return self._text.endswith("::", start, end)

    def _is_literal(self, column: int, body: str) -> bool:
        """Tell whether a line begins a literal block; none can begin after it."""
        if self._open:
            return False
        if body == "::":
            self._literal = column
            return True
        expected, self._literal = self._literal, -1
        if 0 <= expected < column:
            self._hide(expected + 1)
            return True
        if expected == column and body[0] in _QUOTES:
            self._quote = body[0]
            return True
        return False

    def _begin(self, number: int, at: int, end: int, column: int) -> int:
        """Begin with what a line begins with, and return where its prose does."""
        text = self._text
        self._kind, self._margin, self._floor, self._base = "paragraph", -1, column, column
        if _LIST.match(text, at, end):
            self._kind = "item"
            start = self._lines[number][0]
            places = columns(text[start:end])
            while match := _LIST.match(text, at, end):
                self._floor = places[at - start]
                at = match.end()
            column = self._base = places[at - start]
        if _EXPLICIT.match(text, at, end):
            return self._explicit(number, at, end, column)
        if text.startswith(">>>", at, end):
            self._hide(0, to_blank=True)
            return end
        for pattern in (_LINE_BLOCK, _FIELD, _OPTION):
            if match := pattern.match(text, at, end):
                return match.end()
        if _is_adornment(text[at:end]):
            return end
        if self._kind == "paragraph":
            self._margin = column
        return at

    def _explicit(self, number: int, at: int, end: int, column: int) -> int:
        """Begin with a directive, a footnote, a target or a comment."""
        text = self._text
        self._floor = self._base = column
        if match := _DIRECTIVE.match(text, at, end):
            name = match[1]
            if _TITLED.fullmatch(name):
                self._directive = column
                return match.end()
            self._hide(column + 1, to_blank=bool(_PROSE.fullmatch(name)))
        elif match := _FOOTNOTE.match(text, at, end):
            return match.end()
        elif text.startswith(("__", ".. _"), at, end):
            self._hide(column + 1, to_blank=True)
        elif end - at > 2 or self._is_followed(number):  # a comment, or an empty one
            self._hide(column + 1)
            self._hides_comment = True
            self.comments.append((at, end))
        return end

    def _is_followed(self, number: int) -> bool:
        after = self._lines[number + 1 : number + 2]
        return bool(after and self._text[slice(*after[0])].strip(_WHITE))

    def _close(self, kind: str = "") -> None:
        """End the open paragraph."""
        if self._open:
            if self._expects_literal():
                self._literal = self._base
            self.blocks.append(Block(kind or self._kind, self._open))
            self._open = []


def _is_adornment(body: str) -> bool:
    """Tell whether a line is one mark again and again: `re` would remember every repetition."""
    return body[:1] in _ADORNMENTS and body == body[0] * len(body)
