"""Markdown and MDX: markdown-it-py says which lines are prose, the masker what in them is not."""

from __future__ import annotations

import re
from functools import cache
from textwrap import dedent
from typing import TYPE_CHECKING

from ebpf_glossary.readers import html
from ebpf_glossary.readers.blocks import Block, Stretch, assemble, lines
from ebpf_glossary.readers.inline import overlay
from ebpf_glossary.segments import BREAK, CODE, HAN, MARKUP, URL, Document, Pair

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

NESTING = 40
"""How deep blocks can be nested; a list has two levels. What lies deeper is no prose."""

# What str.strip() takes for white space, but Markdown does not.
_ODD_SPACE = re.compile(r"[^\S \t\r\n]|\0")
_MODULE = re.compile(
    r"import\s+(?:[^'\"]*\sfrom\s+)?['\"]"
    r"|export\s+(?:default|const|let|var|function|class|async|type|interface|[{*])"
)
_DEFINITION = re.compile(
    r"\[(?!\^)((?:[^\[\]\\]|\\.)++)\]:\s*+(?:<[^<>\n]*+>|[^\s<]\S*+)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\))(?![^\n]))?[ \t]*+(?:\n|\Z)"
)
_REFERENCE = re.compile(r"\[([^\[\]]++)\](?:\[\]|(?![\[(]))")
_BEFORE_ROW = re.compile(r"[ \t]*+(?:(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))[ \t]*+)*+")
_CELL = re.compile(r"(?:[^|]|(?<=\\)\|)++")

_ENGLISH = re.compile(r"[A-Za-z]{2}")
_HAN = re.compile(f"[{HAN}]")
_NO_SOURCE = re.compile(r"<!--\s*(?:ebpf-glossary:|TODO|FIXME|markdownlint-|prettier-)")
# A comment of this kind ends what the one before it is the source of, but is itself no source:
# `<!-- body -->`, and front matter.
_MARKER = re.compile(
    r"<!--(?:[ \t]*[\w-]+[ \t]*-->[ \t]*(?![^\r\n])|\s*(?:title|reviewers|content_type|weight):)"
)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # slow to import, and other formats do without

    # Only blocks: what stands in a line is the masker's. So are definitions of links, because the
    # parser would take a footnote of one word for one.
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING})
    return parser.enable("table").disable(["inline", "reference"])


def read(text: str, source: str | None = None) -> Document:
    """Read Markdown; English in comments before its translation is taken as its source."""
    reader = _Reader(text)
    shape, segments = assemble(text, reader.blocks, "markdown")
    document = Document(text, reader.without_references(shape), segments, format="markdown")
    document.code = reader.code
    if source is not None:
        document.source, document.source_shape = source, _shape(source)
        document.pairs = [Pair(0, len(text), 0, len(source))]
    elif reader.comments:
        _pair_comments(document, reader.comments)
    document.comments = [
        comment.span() for comment in reader.comments if document.shape[comment.start()] != CODE
    ]
    return document


def _shape(text: str) -> str:
    reader = _Reader(text)
    return reader.without_references(assemble(text, reader.blocks, "markdown")[0])


def _pair_comments(document: Document, comments: list[re.Match[str]]) -> None:
    """Pair what stands between comments of English with the comment before it."""
    text = document.text
    english = [comment for comment in comments if _is_english(comment[0])]
    ends = [comment.start() for comment in english[1:]] + [len(text)]
    sources: list[str] = []
    at = 0
    for comment, end in zip(english, ends, strict=False):
        start = comment.end()
        if text[start:end].strip() and not _MARKER.match(text, comment.start()):
            words = dedent(comment[0][4:-3]).strip()
            document.pairs.append(Pair(start, end, at, at + len(words)))
            sources.append(words)
            at += len(words) + 1
    document.source = BREAK.join(sources)
    document.source_shape = BREAK.join(map(_shape, sources))


def _is_english(comment: str) -> bool:
    return bool(
        _ENGLISH.search(comment) and not _HAN.search(comment) and not _NO_SOURCE.match(comment)
    )


class _Reader:
    """Reads one text.

    Attributes:
        blocks: its prose.
        code: its blocks of code.
        comments: its comments.
    """

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self._text = text
        self._parsed = _ODD_SPACE.sub("\ufffd", text)
        self._lines = lines(text)
        self._labels: set[str] = set()
        first = self._front_matter()
        start = self._lines[first][0] if first < len(self._lines) else len(text)
        kinds = ["paragraph"]  # of what is open
        self.code: list[Stretch] = []
        for token in _parser().parse(self._parsed[start:]):
            if token.nesting == 1:
                kinds.append(_KINDS.get(token.type, kinds[-1]))
            elif token.nesting == -1:
                kinds.pop()
            if not token.map:
                continue
            rows = self._lines[first + token.map[0] : first + token.map[1]]
            if token.type == "tr_open":
                self._row(*rows[0])
            elif token.type == "inline" and kinds[-1] != "table":
                self._prose(token.content, rows, kinds[-1])
            elif token.type in ("fence", "code_block"):
                self.code.append((rows[0][0], rows[-1][1]))
            elif token.type == "html_block":
                pieces = html.prose(text, rows[0][0], rows[-1][1])
                self.blocks += (Block(kinds[-1], piece) for piece in pieces)
        self.comments = list(html.comments(text, self.code)) if "<!--" in text else []
        if self.comments:
            self._leave_out_comments()

    def _leave_out_comments(self) -> None:
        """Leave out the lines of comments, in which Markdown goes on after an empty line."""
        comments = iter([*(comment.span() for comment in self.comments), 2 * (len(self._text),)])
        start, stop = next(comments)
        blocks: list[Block] = []
        for kind, stretches in self.blocks:
            kept: list[Stretch] = []
            for begin, end in stretches:
                while stop <= begin:
                    start, stop = next(comments)
                if not start <= begin < end <= stop:
                    kept.append((begin, end))
            if kept:
                blocks.append(Block(kind, kept))
        self.blocks = blocks

    def without_references(self, shape: str) -> str:
        """Mask the links that are `[label]` and nothing else: another label would be no link."""
        if not self._labels:
            return shape
        masked = [
            (*match.span(), URL)
            for match in _REFERENCE.finditer(self._text)
            if shape[match.start()] in "[" + MARKUP and _label(match[1]) in self._labels
        ]
        return overlay(shape, masked)

    def _front_matter(self) -> int:
        """Return how many lines the front matter has."""
        marks = (self._text[start:end].rstrip() for start, end in self._lines)
        mark = next(marks, "")
        if mark in ("---", "+++"):
            for number, line in enumerate(marks, 2):
                if line == mark:
                    return number
        return 0

    def _prose(self, content: str, rows: list[Stretch], kind: str) -> None:
        """Take the lines of a paragraph or a heading, without what stands before their prose."""
        if not content or _MODULE.match(content):
            return
        stretches: list[Stretch] = []
        for (start, end), line in zip(rows, content.split("\n"), strict=False):
            prose = line.strip(" \t")
            at = self._parsed.rfind(prose, start, end)
            stretches.append((at, at + len(prose)))
        stretches = stretches[self._definitions(content) :]
        if stretches:
            self.blocks.append(Block(kind, stretches))

    def _definitions(self, content: str) -> int:
        """Return how many lines of definitions of links a paragraph begins with."""
        position = 0
        while match := _DEFINITION.match(content, position):
            self._labels.add(_label(match[1]))
            position = match.end()
        return content.count("\n", 0, position) + (0 < position == len(content))

    def _row(self, start: int, end: int) -> None:
        """Take a row of a table: each cell is a block, bars and padding are structure."""
        before = _BEFORE_ROW.match(self._text, start, end)
        for match in _CELL.finditer(self._text, before.end() if before else start, end):
            cell = match[0].strip(" \t")
            if cell:
                at = match.start() + match[0].index(cell)
                self.blocks.append(Block("cell", [(at, at + len(cell))]))


_KINDS = {"heading_open": "heading", "list_item_open": "item", "table_open": "table"}


def _label(text: str) -> str:
    """Return the label of a link as it is compared."""
    return " ".join(text.split()).casefold()
