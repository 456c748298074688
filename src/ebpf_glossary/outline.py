"""What a page that lists projects holds: the entries, and everything that belongs to none.

A page is Markdown: categories are list items or headings, and an entry is an item (or a heading)
that begins with a name, in bold or as a link, and has an address:

    - Tracing
      - **BCC**

        A paragraph or more.

        https://github.com/iovisor/bcc
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from ebpf_glossary.segments import ANY_HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

NESTING = 40
LONGEST_PLAIN_NAME = 60
"""Code points of a name that is neither in bold nor a link."""

_URL = re.compile(
    r"<?\b[a-z][a-z0-9+.-]{0,20}://[^\s<>()（）\[\]，。；、]*(?:\([^\s()]*\)[^\s<>()]*)?>?"
)
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\(<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)?)>?[^()]*\)"
)
_BOLD = r"(?:\*\*(?P<b1>[^*\n]+)\*\*|__(?P<b2>[^_\n]+)__)"
_LINKED = r"\[(?P<label%d>[^\[\]\n]+)\]\((?P<url%d>[^\s()<>]+)\)"
_MARKED = re.compile(rf"(?:\*\*{_LINKED % (1, 1)}\*\*|{_LINKED % (2, 2)}|{_BOLD})")
_SEPARATOR = re.compile(r"\s*(?:[:：,，]|[-–—]+(?=\s|[^\w-]))?\s*")
_SENTENCE = re.compile(r"[。！？；，:：]|[.!?](?:\s|\Z)")
_LINE_END = re.compile(rf"(?<=[{ANY_HAN}，。；：、！？）])\n\s*(?=[{ANY_HAN}（])")
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?\n\1[ \t]*(?:\n|\Z)", re.DOTALL)


class Block(NamedTuple):
    """A piece of a page.

    Attributes:
        line: at which it begins; 1 is the first.
        last: at which it ends.
        kind: "heading", "paragraph", or "other" for code, tables, HTML and front matter.
        text: without what marks the block itself; lines of a paragraph are joined.
    """

    line: int
    last: int
    kind: str
    text: str


class Address(NamedTuple):
    """An address, and the words that it is linked from, if any."""

    url: str
    label: str
    line: int


class Item(NamedTuple):
    """An entry of a page.

    Attributes:
        category: the heading or list item that it stands under, None where there is none.
        name: as it stands there, without marks of emphasis.
        paragraphs: its texts.
        addresses: its links, in order.
        others: code, tables and the like that stand in it.
    """

    category: Block | None
    name: Block
    paragraphs: tuple[Block, ...]
    addresses: tuple[Address, ...]
    others: tuple[Block, ...]


class Outline(NamedTuple):
    """What a page holds: its entries, and the blocks that belong to none of them, in order."""

    items: tuple[Item, ...]
    rest: tuple[Block, ...]

    def shape(self) -> list[tuple[int, int]]:
        """Return how many texts and addresses each entry has: equal for two of the same shape."""
        shape = [(len(item.paragraphs), len(item.addresses)) for item in self.items]
        return [*shape, (len(self.rest), 0)]


class _Node:
    """A section or a list item: its first block, and what is in it."""

    def __init__(self, head: Block | None, level: int) -> None:
        self.head = head
        self.level = level
        self.parts: list[Block | _Node] = []

    @property
    def blocks(self) -> list[Block]:
        """What stands in it directly."""
        return [part for part in self.parts if isinstance(part, Block)]

    @property
    def nodes(self) -> list[_Node]:
        """The sections or items in it."""
        return [part for part in self.parts if isinstance(part, _Node)]

    @cached_property
    def has_entries(self) -> bool:
        """Whether a section or item in it is an entry."""
        return any(inner.is_entry or inner.has_entries for inner in self.nodes)

    @cached_property
    def is_entry(self) -> bool:
        """Whether it is an entry: it has a name and an address, and no entries in it."""
        head = self.head
        if head is None or self.has_entries:
            return False
        has_address = any(
            not _prose(block.text) and _URL.search(block.text) for block in self.blocks
        )
        if head.kind == "heading":
            return bool(_LINK.fullmatch(head.text)) or (has_address and not self.nodes)
        if _name(head):
            return any(_URL.search(block.text) for block in self.walk())
        is_plain_name = len(head.text) <= LONGEST_PLAIN_NAME and not _SENTENCE.search(head.text)
        return is_plain_name and has_address and not self.nodes

    def walk(self) -> Iterator[Block]:
        """Yield its head and all that is in it, in order."""
        if self.head:
            yield self.head
        for part in self.parts:
            if isinstance(part, Block):
                yield part
            else:
                yield from part.walk()


def read(text: str) -> Outline:
    """Read a page.

    Args:
        text: Markdown.
    """
    collector = _Collector()
    collector.collect(_tree(text), None, is_listed=False)
    return Outline(tuple(collector.items), tuple(sorted(collector.rest)))


def _tree(text: str) -> _Node:
    root = _Node(None, 0)
    sections = [root]  # open ones, by level
    nodes = [root]  # the section, and the items that are open in it
    front = _FRONT_MATTER.match(text)
    skipped = 0
    if front:
        skipped = front[0].count("\n")
        root.parts.append(Block(1, skipped, "other", front[0].strip()))
    lines = text.split("\n")[skipped:]
    for token, kind in _blocks("\n".join(lines)):
        if token.type == "list_item_open":
            item = _Node(None, 0)
            nodes[-1].parts.append(item)
            nodes.append(item)
        elif token.type == "list_item_close":
            nodes.pop()
        elif token.map:
            first, end = token.map
            # Of what markdown-it gives no content, the lines are the content.
            content = token.content if token.type == "inline" else "\n".join(lines[first:end])
            block = Block(first + skipped + 1, end + skipped, kind, _joined(content, kind))
            if kind == "heading" and len(nodes) == 1:
                level = int(token.meta["level"])
                while sections[-1].level >= level:
                    sections.pop()
                section = _Node(block, level)
                sections[-1].parts.append(section)
                sections.append(section)
                nodes = [section]
            elif len(nodes) > 1 and nodes[-1].head is None and not nodes[-1].parts:
                nodes[-1].head = block
            else:
                nodes[-1].parts.append(block)
    return root


def _blocks(text: str) -> Iterator[tuple[Token, str]]:
    """Yield the tokens that matter, each with the kind of block that it is."""
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING})
    parser.enable("table").disable(["inline", "reference"])
    kind = "paragraph"
    in_table = 0
    for token in parser.parse(text):
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
    if kind == "other":
        return content.strip("\n")
    return " ".join(_LINE_END.sub("", content).split("\n")).strip()


class _Collector:
    """Sorts the blocks of a tree into entries and the rest."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.rest: list[Block] = []

    def collect(self, node: _Node, category: Block | None, *, is_listed: bool) -> bool:
        """Take what is in a node; return whether it, or its head as a category, was used up.

        Args:
            node: it and all that is in it.
            category: that it stands in.
            is_listed: what stands beside it are entries, so a name alone makes one of it.
        """
        if node.is_entry or (is_listed and _name(node.head) and not node.has_entries):
            self.items.append(_item(node, category))
            return True
        lists_entries = any(inner.is_entry for inner in node.nodes)
        inner = node.head or category
        is_used = False
        for part in node.parts:
            if isinstance(part, Block):
                self.rest.append(part)
            elif self.collect(part, inner, is_listed=lists_entries):
                is_used = True
        if node.head and not is_used:
            self.rest.append(node.head)
        return is_used and node.head is None


def _name(head: Block | None) -> re.Match[str] | None:
    """Return what a block begins with if it is marked as a name."""
    if head is None or head.kind != "paragraph":
        return None
    match = _MARKED.match(head.text)
    if match is None:
        return None
    rest = head.text[match.end() :]
    # A sentence that begins with a word in bold, or a link, is no name and its description.
    is_apart = not rest or _SEPARATOR.match(rest).end() > 0  # type: ignore[union-attr]
    return match if is_apart else None


def _item(node: _Node, category: Block | None) -> Item:
    assert node.head is not None
    head, *blocks = node.walk()
    name, url, more = head.text, "", ""
    if match := _name(head) or (_MARKED.fullmatch(head.text) if head.kind == "heading" else None):
        found = match.groupdict()
        name = next(found[key] for key in ("label1", "label2", "b1", "b2") if found[key])
        url = found["url1"] or found["url2"] or ""
        rest = head.text[match.end() :]
        more = rest[_SEPARATOR.match(rest).end() :]  # type: ignore[union-attr]
    addresses = [Address(url, "", head.line)] if url else []
    texts: list[Block] = []
    if more:
        blocks.insert(0, head._replace(text=more))
    for block in blocks:
        if block.kind != "other":
            found_here = list(_addresses(block))
            addresses += found_here
            if _prose(block.text) or not found_here:
                texts.append(block)
    return Item(
        category,
        head._replace(text=name.strip().strip("`").strip()),
        tuple(texts),
        tuple({address.url: address for address in reversed(addresses)}.values())[::-1],
        tuple(block for block in blocks if block.kind == "other"),
    )


def _prose(text: str) -> str:
    """Return what there is in a text beside addresses, nothing if that is only punctuation."""
    rest = _URL.sub("", _LINK.sub("", text))
    return rest if re.search(r"\w", rest) else ""


def _addresses(block: Block) -> Iterator[Address]:
    position = 0
    for match in _LINK.finditer(block.text):
        yield from _bare(block, position, match.start())
        yield Address(match[2], match[1], block.line)
        position = match.end()
    yield from _bare(block, position, len(block.text))


def _bare(block: Block, start: int, end: int) -> Iterator[Address]:
    for match in _URL.finditer(block.text, start, end):
        yield Address(match[0].strip("<>").rstrip(".,;:!?'\"*_"), "", block.line)
