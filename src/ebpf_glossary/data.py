"""YAML sources to facts, every error with its file and line.

A file in `projects/` is a category: its order, its label, and its projects by id. What comes out
is plain Python values, so that a wheel can hold them as a module (see `hatch_build.py`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from ebpf_glossary.entries import Link, Project, fold
from ebpf_glossary.errors import N_, DataError
from ebpf_glossary.yaml_nodes import NO_ID, YamlFile, is_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.yaml_nodes import Node

Facts = dict[str, dict[str, dict[str, Any]]]
"""Entries by kind and id: their fields, texts in English."""

Names = dict[str, tuple[tuple[str, ...], ...]]
"""Folded names: the ids of the entries with this id, with this name, with this alias."""


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
        raise DataError.unreadable(folder, error) from None
    if not names:
        raise DataError(folder, None, N_("There is no .yaml file in this folder."))
    return [os.path.join(folder, name) for name in names]


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


class _Source(YamlFile):
    """One source file while it is read."""

    def __init__(self, path: str, stream: Any = None) -> None:
        super().__init__(path)
        self.messages: list[Message] = []
        self.lines: dict[str, int] = {}
        self.facts: Facts = {"category": {}, "project": {}}
        self._read_category_file(self.parse(stream))

    # Facts as they stand in YAML.

    def _url(self, node: Node) -> str:
        value = self.string(node)
        scheme, _, rest = value.partition("://")
        if scheme not in ("http", "https") or "." not in rest or any(c.isspace() for c in value):
            raise self.error(node, N_('"{url}" is not a web address.'), url=value)
        return value

    def _text(self, key: str, node: Node, note: str, *, paragraphs: bool = False) -> str:
        """Return a text for translators and remember its message.

        Each line is a paragraph: YAML's folded style (``>-``) joins the lines of one.
        """
        lines = [line.strip() for line in self.string(node).splitlines() if line.strip()]
        if len(lines) > 1 and not paragraphs:
            raise self.error(node, N_("Expected a single line."))
        text = "\n\n".join(lines)
        self.messages.append(Message(key, text, node.line, note))
        return text

    # The schema.

    def _read_category_file(self, root: Node) -> None:
        top = self.mapping(root, ("category", "projects"), ())
        category = self.mapping(top["category"], ("order", "label"), ("note",))
        stem = os.path.splitext(os.path.basename(self.path))[0]
        if not is_id(stem):
            raise self.error(None, NO_ID, id=stem)
        self.order = self.integer(category["order"])
        note = self.string(category["note"]) if "note" in category else ""
        label = self._text(f"category.{stem}.label", category["label"], note)
        self.facts["category"][stem] = {"label": label}
        for key, node in self._keyed(top["projects"]):
            self.facts["project"][key] = self._project(key, node, stem)

    def _keyed(self, node: Node) -> Iterator[tuple[str, Node]]:
        for id_, key_node, value in self.keyed(node):
            self.id(key_node)  # for its error
            self.lines[id_] = key_node.line
            yield id_, value

    def _project(self, id_: str, node: Node, category: str) -> dict[str, Any]:
        required = ("name", "links", "summary", "description")
        fields = self.mapping(node, required, ("aliases", "status", "note"))
        name = self.string(fields["name"])
        note = self.string(fields["note"]) if "note" in fields else ""
        status = self.choice(fields["status"], Project.STATUSES) if "status" in fields else "active"
        aliases = self.strings(fields["aliases"]) if "aliases" in fields else ()
        key = f"project.{id_}"
        return {
            "name": name,
            "aliases": tuple(sorted(aliases, key=lambda alias: (fold(alias), alias))),
            "category": category,
            "status": status,
            "links": tuple(self._link(link) for link in self.items(fields["links"])),
            "summary": self._text(f"{key}.summary", fields["summary"], note),
            "description": self._text(
                f"{key}.description", fields["description"], note, paragraphs=True
            ),
        }

    def _link(self, node: Node) -> tuple[str, str, tuple[str, ...]]:
        fields = self.mapping(node, (), (*Link.KINDS, "formerly"))
        formerly = fields.pop("formerly", None)
        if len(fields) != 1:
            raise self.error(node, N_("A link needs exactly one of {kinds}."), kinds=Link.KINDS)
        [(kind, url)] = fields.items()
        old = () if formerly is None else tuple(self._url(item) for item in self.items(formerly))
        return kind, self._url(url), old
