"""A Markdown page as a tree: sections and list items, and the blocks that stand in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference

from ebpf_glossary.segments import ANY_HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

NESTING = 40

_LINE_END = re.compile(rf"(?<=[{ANY_HAN}，。；：、！？）])\n\s*(?=[{ANY_HAN}（])")
_BREAK = re.compile(r"[ \t]*+\\?\n[ \t]*+")
_ANCHOR = re.compile(r"\s*\{#[^{}\s]*\}\Z")
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_REFERENCE = re.compile(
    r"(?P<code>`++[^`\n]++`++)"
    r"|(?P<words>\[(?:[^\[\]]|!?\[[^\[\]]*+\])*+\])(?:\[(?P<label>[^\[\]]*+)\])?+(?!\()"
)


class Block(NamedTuple):
    """A piece of a page.

    Attributes:
        line: at which it begins; 1 is the first.
        last: at which it ends.
        kind: "heading", "paragraph", or "other" for code, tables, HTML and front matter.
        text: without what marks the block itself; lines of a paragraph are joined, and links have
            their addresses beside them.
    """

    line: int
    last: int
    kind: str
    text: str


class Node:
    """A section or a list item: its first block, and what is in it.

    Attributes:
        head: the heading, or the first paragraph of an item.
        level: of a heading; 0 for an item, and for the page.
        mark: what an item begins with.
        parts: what is in it, in order.
    """

    def __init__(self, head: Block | None = None, level: int = 0, mark: str = "") -> None:
        self.head = head
        self.level = level
        self.mark = mark
        self.parts: list[Block | Node] = []

    @property
    def blocks(self) -> list[Block]:
        """What stands in it directly."""
        return [part for part in self.parts if isinstance(part, Block)]

    @property
    def nodes(self) -> list[Node]:
        """The sections or items in it."""
        return [part for part in self.parts if isinstance(part, Node)]

    def walk(self) -> Iterator[Block]:
        """Yield its head and all that is in it, in order; items in it keep their marks."""
        if self.head:
            yield self.head
        for part in self.parts:
            if isinstance(part, Block):
                yield part
            elif part.mark and part.head:
                head, *others = part.walk()
                yield head._replace(text=f"{part.mark} {head.text}")
                yield from others
            else:
                yield from part.walk()


def read(text: str) -> Node:
    """Return the tree of a page.

    Args:
        text: Markdown.
    """
    text = text.replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    skipped = front[0].count("\n") if front else 0
    lines = text.split("\n")[skipped:]
    tokens, definitions = _parsed("\n".join(lines))
    tree = _Tree()
    if front:
        tree.add(Block(1, skipped, "other", front[0].strip()))
    links = _Links(definitions)
    for token, kind in _blocks(tokens):
        if token.type == "list_item_open":
            tree.open_item(token.info + token.markup)
        elif token.type == "list_item_close":
            tree.close_item()
        elif token.map:
            first, end = token.map
            # Of what markdown-it gives no content, the lines are the content.
            content = token.content if token.type == "inline" else "\n".join(lines[first:end])
            content = _joined(content, kind) if kind != "other" else content.strip("\n")
            if kind != "other":
                content = links.beside(content)
            block = Block(first + skipped + 1, end + skipped, kind, content)
            tree.add(block, int(token.meta.get("level", 0)))
    for first, end in links.unused():
        content = "\n".join(lines[first:end]).strip("\n")
        tree.root.parts.append(Block(first + skipped + 1, end + skipped, "other", content))
    return tree.root


class _Tree:
    """A tree that grows as the page is read."""

    def __init__(self) -> None:
        self.root = Node()
        self._sections = [self.root]  # open ones, by level
        self._nodes = [self.root]  # the section, and the items that are open in it

    def open_item(self, mark: str) -> None:
        item = Node(mark=mark)
        self._nodes[-1].parts.append(item)
        self._nodes.append(item)

    def close_item(self) -> None:
        self._nodes.pop()

    def add(self, block: Block, level: int = 0) -> None:
        node = self._nodes[-1]
        if level and len(self._nodes) == 1:
            self._open_section(block, level)
        elif len(self._nodes) > 1 and node.head is None and not node.parts:
            node.head = block
        else:
            node.parts.append(block)

    def _open_section(self, head: Block, level: int) -> None:
        while self._sections[-1].level >= level:
            self._sections.pop()
        section = Node(head, level)
        self._sections[-1].parts.append(section)
        self._sections.append(section)
        self._nodes = [section]


def _parsed(text: str) -> tuple[list[Token], dict[str, Any]]:
    """Return the tokens of a page, and where its links are defined, by label."""
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING})
    parser.enable("table").disable("inline")
    # Addresses are taken as they stand.
    parser.normalizeLink = str  # type: ignore[method-assign, assignment]
    parser.validateLink = bool  # type: ignore[method-assign, assignment]
    found: dict[str, Any] = {}
    return parser.parse(text, found), found.get("references", {})


def _blocks(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """Yield the tokens that matter, each with the kind of block that it is."""
    kind = "paragraph"
    in_table = 0
    for token in tokens:
        if token.type in ("table_open", "table_close"):
            in_table += token.nesting
            if token.nesting == 1:
                yield token, "other"
        elif in_table:
            continue
        elif token.type == "heading_open":
            kind, level = "heading", int(token.tag[1:])
        elif token.type == "inline":
            if kind == "heading":
                token.meta["level"] = level
            yield token, kind
            kind = "paragraph"
        elif token.type in ("fence", "code_block", "html_block"):
            yield token, "other"
        elif token.type in ("list_item_open", "list_item_close"):
            yield token, ""


def _joined(content: str, kind: str) -> str:
    content = _BREAK.sub(" ", _LINE_END.sub("", content)).strip()
    return _ANCHOR.sub("", content) if kind == "heading" else content


class _Links:
    """Puts addresses that are defined elsewhere, as in `[words][label]`, beside their words."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        self._used: set[str] = set()

    def beside(self, text: str) -> str:
        """Return a text whose links need no definition."""
        return _REFERENCE.sub(self._written, text) if self._definitions else text

    def unused(self) -> Iterator[tuple[int, int]]:
        """Yield the lines of definitions that no link needs."""
        for label, definition in self._definitions.items():
            if label not in self._used:
                first, end = definition["map"]
                yield first, end

    def _written(self, match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        words = "[" + self.beside(match["words"][1:-1]) + "]"
        label = normalizeReference(match["label"] or match["words"][1:-1])
        if label not in self._definitions:
            return words + match[0][len(match["words"]) :]
        self._used.add(label)
        definition = self._definitions[label]
        title = f' "{definition["title"]}"' if definition["title"] else ""
        return f"{words}({definition['href']}{title})"
