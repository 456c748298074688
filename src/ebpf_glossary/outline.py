"""What a page that lists projects holds: the entries, and everything that belongs to none.

Categories are list items or headings, and an entry is an item (or a heading) that begins with a
name, in bold or as a link, and has an address:

    - Tracing
      - **BCC**

        A paragraph or more.

        https://github.com/iovisor/bcc

What stands beside entries needs less to be one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary import pages
from ebpf_glossary.segments import ANY_HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.pages import Block, Node

LONGEST_PLAIN_NAME = 60
"""Code points of a name that is neither in bold nor a link."""

_STOP = r"\s<>()（）\[\]，。；、！？：“”‘’《》"
_URL = re.compile(
    rf"<?\b[a-z][a-z0-9+.-]{{0,20}}://[^{_STOP}]*(?:\([^\s()]*\)[^{_STOP}]*)?>?",
)
_LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\(<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)?)>?([^()]*)\)"
)
_PICTURE = re.compile(
    r"\[!\[[^\[\]]*+\]\([^()]*+\)\]\([^()]*+\)|!\[[^\[\]]*+\]\([^()]*+\)|<img\b[^<>]*+>"
)
_BOLD = r"(?:\*\*(?P<b1>[^*\n]+)\*\*|__(?P<b2>[^_\n]+)__)"
_LINKED = r"\[(?P<label%d>[^\[\]\n]+)\]\((?P<url%d>[^\s()<>]+)(?:\s(?P<title%d>[^()\n]*))?\)"
_MARKED = re.compile(rf"(?:\*\*{_LINKED % (1, 1, 1)}\*\*|{_LINKED % (2, 2, 2)}|{_BOLD})")
# Beside entries: a name before a dash or a colon.
_PLAIN = re.compile(
    r"`?(?P<b1>[A-Za-z0-9][\w.+/-]*+(?: [\w.+/-]++){0,3}?)`?(?=\s*(?:[:：]|[-–—]+\s))", re.ASCII
)
_SEPARATOR = re.compile(r"\s*(?:<br\s*/?>|[:：,，]|[-–—]+(?=\s|[^\w-]))?\s*")
_IN_BRACKETS = re.compile(r"\s*[(（]([^()（）]*\([^()（）]*\)[^()（）]*)[)）]")
_SENTENCE = re.compile(r"[。！？；，:：]|[.!?](?:\s|\Z)")
_ADDRESS_LABEL = re.compile(r"[^。！？；，,;.!?]{0,20}[:：]\s*|\s*[(（][^()（）]{0,20}[)）]\s*")
_HAN = re.compile(f"[{ANY_HAN}]")
_EMPHASIS = re.compile(r"\*\*|__|`")


class Address(NamedTuple):
    """An address, and the words that belong to it where no text has them."""

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
        others: code, tables, pictures and the like that stand in it.
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

    def blocks(self) -> Iterator[Block]:
        """Yield every block that has text, each once."""
        found: dict[Block, None] = {}
        for item in self.items:
            if item.category:
                found[item.category] = None
            found[item.name] = None
            found |= dict.fromkeys(item.paragraphs)
        yield from found | dict.fromkeys(self.rest)


def read(text: str) -> Outline:
    """Read a page.

    Args:
        text: Markdown.
    """
    collector = _Collector()
    collector.collect(pages.read(text), None, is_listed=False)
    return Outline(tuple(collector.items), tuple(sorted(collector.rest)))


class _Collector:
    """Sorts the blocks of a tree into entries and the rest."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.rest: list[Block] = []
        self._entries: dict[Node, bool] = {}
        self._listing: dict[Node, bool] = {}

    def collect(self, node: Node, category: Block | None, *, is_listed: bool) -> bool:
        """Take what is in a node; return whether it, or its head as a category, was used up.

        Args:
            node: it and all that is in it.
            category: that it stands in.
            is_listed: what stands beside it are entries.
        """
        if self._is_entry(node) or (is_listed and self._is_entry_too(node)):
            self.items.append(_item(node, category))
            return True
        # Headings stand beside headings, items beside items.
        listing = {bool(inner.level) for inner in node.nodes if self._is_entry(inner)}
        inner = _category(node.head) if node.head else category
        is_used = False
        for part in node.parts:
            if isinstance(part, pages.Block):
                self.rest.append(part)
            elif self.collect(part, inner, is_listed=bool(part.level) in listing):
                is_used = True
        if node.head and (not is_used or _head(node.head)[1:] != ("", "", "")):
            self.rest.append(node.head)
        return is_used and node.head is None

    def _has_entries(self, node: Node) -> bool:
        """Tell whether a section or item in a node is an entry."""
        if node not in self._listing:
            self._listing[node] = any(
                self._is_entry(inner) or self._has_entries(inner) for inner in node.nodes
            )
        return self._listing[node]

    def _is_entry(self, node: Node) -> bool:
        """Tell whether a node has a name and an address, and no entries in it."""
        if node not in self._entries:
            self._entries[node] = bool(
                node.head and not self._has_entries(node) and _is_complete(node, node.head)
            )
        return self._entries[node]

    def _is_entry_too(self, node: Node) -> bool:
        """Tell whether a node that stands beside entries is another."""
        head = node.head
        if head is None:
            return False
        has_address = any(_has_address(block.text) for block in node.walk())
        if head.kind == "heading":
            is_last = not any(inner.level for inner in node.nodes)
            is_name = not _HAN.search(head.text)
            return has_address and is_last and is_name and not self._has_entries(node)
        if _name(head):
            found = _head(head)
            return bool(found.url and found.more) or not self._has_entries(node)
        is_plain = bool(_PLAIN.match(head.text))
        return is_plain and has_address and not self._has_entries(node)


def _is_complete(node: Node, head: Block) -> bool:
    """Tell whether a node has all that makes an entry, wherever it stands."""
    has_own_address = any(_is_address(block.text) for block in node.blocks)
    if head.kind == "heading":
        is_last = not any(inner.level or _name(inner.head) for inner in node.nodes)
        is_link = bool(_LINK.fullmatch(head.text)) and _has_address(head.text)
        return is_link or (has_own_address and is_last)
    if _name(head):
        return any(_has_address(block.text) for block in node.walk())
    is_plain_name = len(head.text) <= LONGEST_PLAIN_NAME and not _SENTENCE.search(head.text)
    return is_plain_name and has_own_address and not node.nodes


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
    return match if is_apart or _IN_BRACKETS.match(rest) else None


class _Head(NamedTuple):
    """What a block begins with: a name, its address and the title of that, and what follows."""

    name: str
    url: str = ""
    title: str = ""
    more: str = ""


def _head(head: Block) -> _Head:
    match = _name(head)
    if match is None:
        is_heading = head.kind == "heading"
        match = _MARKED.fullmatch(head.text) if is_heading else _PLAIN.match(head.text)
    if match is None:
        return _Head(head.text)
    found = {key.rstrip("12"): text for key, text in match.groupdict().items() if text}
    name = found.get("label") or found["b"]
    rest = head.text[match.end() :]
    more = rest[_SEPARATOR.match(rest).end() :]  # type: ignore[union-attr]
    return _Head(name, found.get("url", ""), found.get("title", "").strip("\"' "), more)


def _category(head: Block) -> Block:
    """Return the label of a category: without emphasis, and what follows it."""
    label = _EMPHASIS.sub("", _head(head).name).strip().rstrip(":：")
    return head._replace(text=label)


def _item(node: Node, category: Block | None) -> Item:
    head, *blocks = node.walk()
    name, url, title, more = _head(head)
    addresses = [Address(url, title, head.line)] if url else []
    # Links in brackets that follow the name, as (source).
    while (match := _IN_BRACKETS.match(more)) and not _prose(match[1]):
        addresses += _addresses(head._replace(text=match[1]))
        more = more[match.end() :]
        more = more[_SEPARATOR.match(more).end() :]  # type: ignore[union-attr]
    if more:
        blocks.insert(0, head._replace(kind="paragraph", text=more))
    texts: list[Block] = []
    others: list[Block] = []
    for block in blocks:
        found = list(_addresses(block)) if block.kind != "other" else []
        if block.kind == "other":
            others.append(block)
        elif _prose(block.text) or not (found or _PICTURE.search(block.text)):
            texts.append(block)
            found = [address._replace(label="") for address in found]
        elif _PICTURE.search(block.text):
            others.append(block)
        addresses += found
    return Item(
        category,
        head._replace(text=name.strip().strip("`").strip()),
        tuple(texts),
        tuple({(each.url, each.label): each for each in addresses}.values()),
        tuple(others),
    )


def _prose(text: str) -> str:
    """Return what there is in a text beside addresses, nothing if that is only punctuation."""
    rest = _URL.sub("", _LINK.sub("", _PICTURE.sub("", text)))
    return rest if re.search(r"\w", rest) else ""


def _has_address(text: str) -> bool:
    return bool(_URL.search(_PICTURE.sub("", text)))


def _is_address(text: str) -> bool:
    """Tell whether a text is an address and nothing else but words that say what it is of."""
    prose = _prose(text)
    return _has_address(text) and (not prose or bool(_ADDRESS_LABEL.fullmatch(prose)))


def _addresses(block: Block) -> Iterator[Address]:
    text = _PICTURE.sub(lambda match: " " * len(match[0]), block.text)
    position = 0
    for match in _LINK.finditer(text):
        yield from _bare(text[position : match.start()], block.line)
        yield Address(match[2], (match[1] + match[3]).strip(), block.line)
        position = match.end()
    yield from _bare(text[position:], block.line)


def _bare(text: str, line: int) -> Iterator[Address]:
    for match in _URL.finditer(text):
        yield Address(match[0].strip("<>").rstrip(".,;:!?'\"*_"), "", line)
