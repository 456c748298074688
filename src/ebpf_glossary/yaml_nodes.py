"""YAML files as nodes, and nodes as the types that are wanted of them.

A node knows its line, so that every error can say where it is. Whatever the file holds, what is
raised is a `DataError`: nodes are built from the parser's events, because PyYAML's own composer
recurses and lets a file of a hundred thousand brackets kill the process.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import yaml

from ebpf_glossary.entries import LONGEST_NAME
from ebpf_glossary.errors import N_, DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LARGEST = 16 * 1024 * 1024
"""Bytes of a source file: far more than anybody writes by hand."""

DEEPEST = 20
"""Collections within collections."""

MOST_COMPARED = 1000

NOT_YAML = N_("This is not YAML: {reason}.")
NO_ID = N_('"{id}" is not a valid id: only a to z, 0 to 9 and single hyphens.')

LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def is_id(text: str) -> bool:
    """Tell whether `text` is made of a to z and 0 to 9, in parts joined by single hyphens."""
    return text.isascii() and text == text.lower() and all(map(str.isalnum, text.split("-")))


def nearest(word: str, words: Collection[str]) -> str | None:
    """Return the one of `words` that `word` was probably meant to be; not among thousands."""
    if len(word) > LONGEST_NAME or len(words) > MOST_COMPARED:
        return None
    return next(iter(get_close_matches(word, words, 1)), None)


class Node:
    """What stands at a place of a file; `line` says at which, 1 is the first."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        self.line = line


class Scalar(Node):
    """A text, which is all that a number or a date is too."""

    __slots__ = ("value",)

    def __init__(self, line: int, value: str) -> None:
        self.line = line
        self.value = value


class Sequence(Node):
    """A list."""

    __slots__ = ("value",)

    def __init__(self, line: int) -> None:
        self.line = line
        self.value: list[Node] = []


class Mapping(Node):
    """Keys and values, in order."""

    __slots__ = ("value",)

    def __init__(self, line: int) -> None:
        self.line = line
        self.value: list[tuple[Node, Node]] = []


class YamlFile:
    """A YAML file while it is read.

    Args:
        path: of the file.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    def error(self, node: Node | None, reason: str, /, **values: object) -> DataError:
        """Return an error at the line of a node."""
        line = None if node is None else node.line
        return DataError(self.path, line, reason, **values)

    def parse(self, stream: Any = None, *, aliases: bool = True, most: int | None = None) -> Node:
        """Return the file's root node.

        Args:
            stream: a file open for reading in the stead of the one at the path.
            aliases: whether ``*name`` may repeat a node. Repeated nodes can repeat others: what is
                then made of a short file is not bounded by its length.
            most: how many nodes there may be.

        Raises:
            DataError: the file is missing, too large, not UTF-8, not YAML or empty.
        """
        text = self._read(stream)
        try:
            node = self._compose(text, aliases, most)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = None if mark is None else mark.line + 1
            reason = error.problem or error
            raise DataError(self.path, place, NOT_YAML, reason=reason) from None
        except yaml.reader.ReaderError as error:
            # A character that YAML forbids: the line is that where it stands first.
            place = text.count("\n", 0, max(0, text.find(chr(error.character)))) + 1
            raise DataError(self.path, place, NOT_YAML, reason=error.reason) from None
        if node is None:
            raise self.error(None, N_("The file is empty."))
        return node

    def _read(self, stream: Any) -> str:
        try:
            if stream is None:
                with open(self.path, "rb") as file:
                    content = file.read(LARGEST + 1)
            else:
                content = stream.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            raise DataError.unreadable(self.path, error) from None
        if len(content) > LARGEST:
            raise self.error(None, N_("Larger than {limit} bytes."), limit=LARGEST)
        try:
            return content.decode() if isinstance(content, bytes) else str(content)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise DataError(self.path, line, N_("This is not UTF-8.")) from None

    def _compose(self, text: str, aliases: bool, most: int | None) -> Node | None:
        """Return the root node of a text, None if it is empty."""
        top: list[Node] = []
        anchors: dict[str, Node] = {}
        unclosed: list[tuple[Node, list[Node]]] = [(Node(1), top)]
        count = 0
        for event in _events(text):
            if isinstance(event, yaml.NodeEvent):
                count += 1
                node = self._node(event, anchors, aliases)
                unclosed[-1][1].append(node)
                if most is not None and count > most:
                    raise self.error(node, N_("More than {limit} values."), limit=most)
                if isinstance(event, yaml.CollectionStartEvent):
                    unclosed.append((node, []))
                    if len(unclosed) > DEEPEST + 1:
                        raise self.error(node, N_("Nested too deeply."))
            elif isinstance(event, yaml.CollectionEndEvent):
                _close(*unclosed.pop())
            elif isinstance(event, yaml.DocumentStartEvent) and top:
                raise self.error(Node(_line(event)), NOT_YAML, reason="but found another document")
        return top[0] if top else None

    def _node(self, event: yaml.NodeEvent, anchors: dict[str, Node], aliases: bool) -> Node:
        """Return the node that an event starts, or the one that an alias repeats."""
        if event.anchor and not aliases:
            template = N_("Anchors and aliases (&name, *name) cannot be used here.")
            raise self.error(Node(_line(event)), template)
        line = _line(event)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(line, event.value)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence(line)
        elif isinstance(event, yaml.MappingStartEvent):
            node = Mapping(line)
        elif event.anchor in anchors:
            return anchors[event.anchor]
        else:
            raise self.error(Node(line), NOT_YAML, reason="found undefined alias")
        if event.anchor:
            anchors[event.anchor] = node
        return node

    # What YAML holds, as the types that are wanted of it.

    def keyed(self, node: Node) -> list[tuple[str, Node, Node]]:
        """Return the keys of a mapping, each with its node and that of its value."""
        if not isinstance(node, Mapping):
            raise self.error(node, N_("Expected a mapping of keys to values."))
        items: dict[str, tuple[str, Node, Node]] = {}
        for key_node, value in node.value:
            key = self.string(key_node)
            if key in items:
                raise self.error(key_node, N_('Duplicate key "{key}".'), key=key)
            items[key] = key, key_node, value
        return list(items.values())

    def mapping(
        self,
        node: Node,
        required: tuple[str, ...] = (),
        optional: tuple[str, ...] | None = None,
    ) -> dict[str, Node]:
        """Return a mapping's items; with `optional` not None, other keys are errors."""
        items: dict[str, Node] = {}
        for key, key_node, value in self.keyed(node):
            if optional is not None and key not in required + optional:
                raise self._unknown_key(key_node, key, required + optional)
            items[key] = value
        for key in required:
            if key not in items:
                raise self.missing(node, key)
        return items

    def missing(self, node: Node, key: str) -> DataError:
        """Return the error of a mapping without a key that it needs."""
        return self.error(node, N_('The key "{key}" is missing.'), key=key)

    def twice(self, node: Node, text: str) -> DataError:
        """Return the error of a list, or what is one, with a text that it has already."""
        return self.error(node, N_('"{text}" is there twice.'), text=text)

    def _unknown_key(self, node: Node, key: str, keys: tuple[str, ...]) -> DataError:
        if meant := nearest(key, keys):
            template = N_('Unknown key "{key}". The nearest is "{nearest}".')
            return self.error(node, template, key=key, nearest=meant)
        return self.error(node, N_('Unknown key "{key}". Choose from {keys}.'), key=key, keys=keys)

    def string(self, node: Node) -> str:
        """Return a text without the space around it."""
        text = node.value.strip() if isinstance(node, Scalar) else ""
        if not text:
            raise self.error(node, N_("Expected text."))
        if not text.isprintable() and not all(c.isprintable() or c in "\n\t" for c in text):
            raise self.error(node, N_("The text has a control character."))
        return text

    def line(self, node: Node) -> str:
        """Return a text of one line."""
        text = self.string(node)
        if not text.isprintable():
            raise self.error(node, N_("Expected a single line."))
        return text

    def short(self, node: Node) -> str:
        """Return a text of one line that is no longer than a name."""
        text = self.line(node)
        if len(text) > LONGEST_NAME:
            template = N_("Longer than {limit} characters.")
            raise self.error(node, template, limit=LONGEST_NAME)
        return text

    def words(self, node: Node) -> tuple[str, ...]:
        """Return a list of short texts, no two the same."""
        found: dict[str, None] = {}
        for item in self.items(node):
            word = self.short(item)
            if word in found:
                raise self.twice(item, word)
            found[word] = None
        return tuple(found)

    def strings(self, node: Node) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self.string(item) for item in self.items(node))

    def items(self, node: Node) -> list[Node]:
        """Return the nodes of a list."""
        if not isinstance(node, Sequence):
            raise self.error(node, N_("Expected a list."))
        return list(node.value)

    def choice(self, node: Node, choices: tuple[str, ...]) -> str:
        """Return one of some words."""
        value = self.string(node)
        if value not in choices:
            raise self.error(
                node,
                N_('Unknown value "{value}". Choose from {choices}.'),
                value=value,
                choices=choices,
            )
        return value

    def flag(self, node: Node) -> bool:
        """Return a truth value."""
        return self.choice(node, ("true", "false")) == "true"

    def integer(self, node: Node) -> int:
        """Return a whole number, zero or more."""
        value = self.string(node)
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise self.error(node, N_("Expected a whole number."))
        return int(value)

    def id(self, node: Node) -> str:
        """Return an id, as in `is_id`."""
        value = self.string(node)
        if not is_id(value):
            raise self.error(node, NO_ID, id=value)
        return value


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield what the parser finds; `yaml.parse` looks at each event twice."""
    loader = LOADER(text)
    try:
        yield from iter(loader.get_event, None)
    finally:
        loader.dispose()


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _close(node: Node, children: list[Node]) -> None:
    """Give a list or mapping what stands in it."""
    if isinstance(node, Mapping):
        node.value = list(zip(children[::2], children[1::2], strict=True))
    elif isinstance(node, Sequence):
        node.value = children
