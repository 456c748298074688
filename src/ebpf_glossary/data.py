"""YAML sources to facts, every error with its file and line.

A file in `projects/` is a category: its order, its label, and its projects by id. What comes out
is plain Python values, so that a wheel can hold them as a module (see `hatch_build.py`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from ebpf_glossary.entries import Link, Project, fold
from ebpf_glossary.errors import N_, DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

Facts = dict[str, dict[str, dict[str, Any]]]
"""Entries by kind and id: their fields, texts in English."""

Names = dict[str, tuple[tuple[str, ...], ...]]
"""Folded names: the ids of the entries with this id, with this name, with this alias."""

DEEPEST = 20
LARGEST = 16 * 1024 * 1024
"""Bytes of a source file: far more than anybody writes by hand."""


class Message(NamedTuple):
    """A text for translators: its key, its English, its line and the note for them."""

    context: str
    text: str
    line: int
    note: str


def read(directory: str) -> Facts:
    """Read the sources of a glossary.

    Args:
        directory: holds `projects/*.yaml`.

    Raises:
        DataError: a file is missing, unreadable or wrong; says which, where and how.
    """
    facts: Facts = {"category": {}, "project": {}}
    sources = [_Source(path) for path in source_files(directory)]
    for source in sorted(sources, key=lambda source: (source.order, source.path)):
        for kind, entries in source.facts.items():
            for id_, fields in entries.items():
                if id_ in facts[kind]:
                    line = source.lines[id_]
                    raise DataError(
                        source.path, line, N_("{id} is defined in another file too."), id=id_
                    )
                facts[kind][id_] = fields
    return facts


def source_files(directory: str) -> list[str]:
    """Return the paths of the YAML files below `directory`, sorted."""
    folder = os.path.join(directory, "projects")
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".yaml"))
    except (OSError, ValueError) as error:
        raise _unreadable(folder, error) from None
    if not names:
        raise DataError(folder, None, N_("There is no .yaml file in this folder."))
    return [os.path.join(folder, name) for name in names]


def is_id(text: str) -> bool:
    """Tell whether `text` is made of a to z and 0 to 9, in parts joined by single hyphens."""
    return text.isascii() and text == text.lower() and all(map(str.isalnum, text.split("-")))


def messages(path: str, stream: Any = None) -> list[Message]:
    """Return the texts of one source file, in the order in which they stand.

    Args:
        path: of the file.
        stream: a file open for reading in its stead.

    Raises:
        DataError: as in `read`.
    """
    return _Source(path, stream).messages


def names(facts: Facts) -> Names:
    """Return the index of all names of projects."""
    index: dict[str, tuple[list[str], list[str], list[str]]] = {}
    for id_, fields in facts["project"].items():
        ranked = (0, id_), (1, fields["name"]), *((2, alias) for alias in fields["aliases"])
        for rank, name in ranked:
            ids = index.setdefault(fold(name), ([], [], []))[rank]
            if id_ not in ids:
                ids.append(id_)
    return {name: tuple(map(tuple, ranks)) for name, ranks in index.items()}


def _unreadable(path: str, error: Exception) -> DataError:
    reason = getattr(error, "strerror", None) or error
    return DataError(path, None, N_("Cannot be read: {reason}."), reason=reason)


class _Source:
    """One source file while it is read."""

    def __init__(self, path: str, stream: Any = None) -> None:
        self.path = path
        self.messages: list[Message] = []
        self.lines: dict[str, int] = {}
        self.facts: Facts = {"category": {}, "project": {}}
        self._read_category_file(self._parse(stream))

    def _parse(self, stream: Any) -> yaml.Node:
        try:
            if stream is None:
                with open(self.path, "rb") as file:
                    content = file.read(LARGEST + 1)
            else:
                content = stream.read(LARGEST + 1)
        except OSError as error:
            raise _unreadable(self.path, error) from None
        if len(content) > LARGEST:
            raise self._error(None, N_("Larger than {limit} bytes."), limit=LARGEST)
        try:
            text = content.decode() if isinstance(content, bytes) else content
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise DataError(self.path, line, N_("This is not UTF-8.")) from None
        try:
            loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
            depth = 0
            for event in yaml.parse(text, Loader=loader):  # composing recurses, in C
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth > DEEPEST:
                    start = event.start_mark.line + 1 if event.start_mark else None
                    raise DataError(self.path, start, N_("Nested too deeply."))
            node = yaml.compose(text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = None if mark is None else mark.line + 1
            raise DataError(
                self.path, place, N_("This is not YAML: {reason}."), reason=error.problem or error
            ) from None
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, text.find(chr(error.character))) + 1
            reason = error.reason
            raise DataError(
                self.path, line, N_("This is not YAML: {reason}."), reason=reason
            ) from None
        if node is None:
            raise self._error(None, N_("The file is empty."))
        return node

    def _error(self, node: yaml.Node | None, reason: str, /, **values: object) -> DataError:
        line = None if node is None else node.start_mark.line + 1
        return DataError(self.path, line, reason, **values)

    # What YAML holds, as the types that are wanted of it.

    def _mapping(
        self,
        node: yaml.Node,
        required: tuple[str, ...] = (),
        optional: tuple[str, ...] | None = None,
    ) -> dict[str, yaml.Node]:
        """Return a mapping's items; with `optional` not None, other keys are errors."""
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, N_("Expected a mapping of keys to values."))
        items: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self._string(key_node)
            if key in items:
                raise self._error(key_node, N_('Duplicate key "{key}".'), key=key)
            if optional is not None and key not in required + optional:
                raise self._error(
                    key_node,
                    N_('Unknown key "{key}". Choose from {keys}.'),
                    key=key,
                    keys=required + optional,
                )
            items[key] = value
        for key in required:
            if key not in items:
                raise self._error(node, N_('The key "{key}" is missing.'), key=key)
        return items

    def _string(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self._error(node, N_("Expected text."))
        text = str(node.value).strip()
        if not all(c.isprintable() or c in "\n\t" for c in text):
            raise self._error(node, N_("The text has a control character."))
        return text

    def _strings(self, node: yaml.Node) -> tuple[str, ...]:
        return tuple(self._string(item) for item in self._items(node))

    def _items(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, N_("Expected a list."))
        return list(node.value)

    def _choice(self, node: yaml.Node, choices: tuple[str, ...]) -> str:
        value = self._string(node)
        if value not in choices:
            raise self._error(
                node,
                N_('Unknown value "{value}". Choose from {choices}.'),
                value=value,
                choices=choices,
            )
        return value

    def _integer(self, node: yaml.Node) -> int:
        value = self._string(node)
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise self._error(node, N_("Expected a whole number."))
        return int(value)

    def _id(self, node: yaml.Node) -> str:
        value = self._string(node)
        if not is_id(value):
            raise self._error(
                node,
                N_('"{id}" is not a valid id: only a to z, 0 to 9 and single hyphens.'),
                id=value,
            )
        return value

    def _url(self, node: yaml.Node) -> str:
        value = self._string(node)
        scheme, _, rest = value.partition("://")
        if scheme not in ("http", "https") or "." not in rest or any(c.isspace() for c in value):
            raise self._error(node, N_('"{url}" is not a web address.'), url=value)
        return value

    def _text(self, key: str, node: yaml.Node, note: str, *, paragraphs: bool = False) -> str:
        """Return a text for translators and remember its message.

        Each line is a paragraph: YAML's folded style (``>-``) joins the lines of one.
        """
        lines = [line.strip() for line in self._string(node).splitlines() if line.strip()]
        if len(lines) > 1 and not paragraphs:
            raise self._error(node, N_("Expected a single line."))
        text = "\n\n".join(lines)
        self.messages.append(Message(key, text, node.start_mark.line + 1, note))
        return text

    # The schema.

    def _read_category_file(self, root: yaml.Node) -> None:
        top = self._mapping(root, ("category", "projects"), ())
        category = self._mapping(top["category"], ("order", "label"), ("note",))
        stem = os.path.splitext(os.path.basename(self.path))[0]
        if not is_id(stem):
            raise self._error(
                None,
                N_('"{id}" is not a valid id: only a to z, 0 to 9 and single hyphens.'),
                id=stem,
            )
        self.order = self._integer(category["order"])
        note = self._string(category["note"]) if "note" in category else ""
        label = self._text(f"category.{stem}.label", category["label"], note)
        self.facts["category"][stem] = {"label": label}
        for key, node in self._keyed(top["projects"]):
            self.facts["project"][key] = self._project(key, node, stem)

    def _keyed(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        self._mapping(node)  # for its errors
        for key_node, value in node.value:
            id_ = self._id(key_node)
            self.lines[id_] = key_node.start_mark.line + 1
            yield id_, value

    def _project(self, id_: str, node: yaml.Node, category: str) -> dict[str, Any]:
        required = ("name", "links", "summary", "description")
        fields = self._mapping(node, required, ("aliases", "status", "note"))
        name = self._string(fields["name"])
        note = self._string(fields["note"]) if "note" in fields else ""
        status = (
            self._choice(fields["status"], Project.STATUSES) if "status" in fields else "active"
        )
        aliases = self._strings(fields["aliases"]) if "aliases" in fields else ()
        key = f"project.{id_}"
        return {
            "name": name,
            "aliases": tuple(sorted(aliases, key=lambda alias: (fold(alias), alias))),
            "category": category,
            "status": status,
            "links": tuple(self._link(link) for link in self._items(fields["links"])),
            "summary": self._text(f"{key}.summary", fields["summary"], note),
            "description": self._text(
                f"{key}.description", fields["description"], note, paragraphs=True
            ),
        }

    def _link(self, node: yaml.Node) -> tuple[str, str, tuple[str, ...]]:
        fields = self._mapping(node, (), (*Link.KINDS, "formerly"))
        formerly = fields.pop("formerly", None)
        if len(fields) != 1:
            raise self._error(node, N_("A link needs exactly one of {kinds}."), kinds=Link.KINDS)
        [(kind, url)] = fields.items()
        old = () if formerly is None else tuple(self._url(item) for item in self._items(formerly))
        return kind, self._url(url), old
