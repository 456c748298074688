"""YAML sources to facts, every error with its file and line.

A file in `projects/`, `terms/` or `reading/` is a category: its order, its label, and its entries
by id. Two files of one name in two folders share a category, which one of them describes. What
comes out is plain Python values, so that a wheel can hold them as modules (see `hatch_build.py`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from ebpf_glossary.entries import ALIAS, ID, KINDS, NAME, TITLE, Link, Project, Reading, fold
from ebpf_glossary.errors import N_, DataError
from ebpf_glossary.yaml_nodes import NO_ID, YamlFile, is_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.yaml_nodes import Node

Facts = dict[str, dict[str, dict[str, Any]]]
"""Entries by kind and id: their fields, texts in English."""

Ranked = tuple[tuple[int, str], ...]
"""Ids of entries, each with its rank, the lowest first."""

Names = dict[str, Ranked]
"""Folded names: the ids of the entries that have them.

Ids come before names, names before aliases and these before titles; of each, kinds come in the
order of `KINDS`."""

FOLDERS = {"project": "projects", "term": "terms", "reading": "reading"}
"""The folders of the sources, and the keys of the entries in them, by kind."""


class Message(NamedTuple):
    """A text for translators: its key, its English, its line and the note for them."""

    context: str
    text: str
    line: int
    note: str


def read(directory: str) -> Facts:
    """Read the sources of a glossary.

    Args:
        directory: holds `projects/*.yaml`, and may hold `terms/*.yaml` and `reading/*.yaml`.

    Raises:
        DataError: a file is missing, unreadable or wrong; says which, where and how.
    """
    sources = [_Source(path) for path in source_files(directory)]
    categories = _categories(sources)
    facts: Facts = {"category": categories, **{kind: {} for kind in KINDS}}
    owners: dict[str, _Source] = {}
    for source in sorted(sources, key=lambda each: ([*categories].index(each.stem), each.path)):
        for id_, fields in source.entries.items():
            if id_ in owners:
                line = source.lines[id_]
                raise DataError(
                    source.path, line, N_("{id} is defined in another file too."), id=id_
                )
            owners[id_] = source
            facts[source.kind][id_] = fields
    for id_, source in owners.items():
        for other in source.entries[id_].get("see", ()):
            if other not in owners or other == id_:
                template = N_('"see" has "{id}", which is no other entry.')
                raise DataError(source.path, source.lines[id_], template, id=other)
    return facts


def _categories(sources: list[_Source]) -> dict[str, dict[str, Any]]:
    """Return the categories in their order."""
    described: dict[str, _Source] = {}
    for source in sources:
        if source.order is None:
            continue
        if source.stem in described:
            raise DataError(
                source.path, 1, N_("{id} is defined in another file too."), id=source.stem
            )
        described[source.stem] = source
    for source in sources:
        if source.stem not in described:
            raise DataError(source.path, 1, N_('"{key}" is missing.'), key="category")
    ordered = sorted(described.values(), key=lambda each: (each.order, each.path))
    return {source.stem: {"label": source.label} for source in ordered}


def source_files(directory: str) -> list[str]:
    """Return the paths of the YAML files of entries below `directory`, sorted."""
    found: list[str] = []
    for folder in FOLDERS.values():
        path = os.path.join(directory, folder)
        if folder != FOLDERS["project"] and not os.path.isdir(path):
            continue
        try:
            names = sorted(name for name in os.listdir(path) if name.endswith(".yaml"))
        except (OSError, ValueError) as error:
            raise DataError.unreadable(path, error) from None
        if not names:
            raise DataError(path, None, N_("There is no .yaml file in this folder."))
        found += (os.path.join(path, name) for name in names)
    return found


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
    """Return the index of all names of entries.

    An id outranks a name, so that it always means its entry; and a name outranks an alias of
    another kind: the term tc is what `tc` means, not the project that has a command of that name.
    """
    index: dict[str, set[tuple[int, str]]] = {}
    for order, kind in enumerate(KINDS):
        for id_, fields in facts[kind].items():
            for level, name in _called(id_, fields):
                index.setdefault(fold(name), set()).add((level * len(KINDS) + order, id_))
    return {name: tuple(sorted(ranked)) for name, ranked in index.items()}


def _called(id_: str, fields: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the names of an entry; what an abbreviation stands for is an alias of it."""
    yield ID, id_
    if "title" in fields:
        yield TITLE, fields["title"]
        return
    yield NAME, fields["name"]
    for alias in (*fields["aliases"], fields.get("expansion")):
        if alias:
            yield ALIAS, alias


class _Source(YamlFile):
    """One source file while it is read.

    Attributes:
        kind: of its entries.
        stem: of its path, which is the id of its category.
        order: of its category, None where another file describes that.
        label: of its category.
        messages: its texts, in order.
        lines: where its entries begin.
        entries: by id.
    """

    def __init__(self, path: str, stream: Any = None) -> None:
        super().__init__(path)
        folder = os.path.basename(os.path.dirname(os.path.abspath(path)))
        self.kind = next((kind for kind, name in FOLDERS.items() if name == folder), KINDS[0])
        self.stem = os.path.splitext(os.path.basename(path))[0]
        self.order: int | None = None
        self.label = ""
        self.messages: list[Message] = []
        self.lines: dict[str, int] = {}
        self.entries: dict[str, dict[str, Any]] = {}
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
        key = FOLDERS[self.kind]
        top = self.mapping(root, (key,), ("category",))
        if not is_id(self.stem):
            raise self.error(None, NO_ID, id=self.stem)
        if "category" in top:
            category = self.mapping(top["category"], ("order", "label"), ("note",))
            self.order = self.integer(category["order"])
            note = self.string(category["note"]) if "note" in category else ""
            self.label = self._text(f"category.{self.stem}.label", category["label"], note)
        read = {"project": self._project, "term": self._term, "reading": self._reading}[self.kind]
        for id_, node in self._keyed(top[key]):
            self.entries[id_] = read(id_, node)

    def _keyed(self, node: Node) -> Iterator[tuple[str, Node]]:
        for id_, key_node, value in self.keyed(node):
            self.id(key_node)  # for its error
            self.lines[id_] = key_node.line
            yield id_, value

    def _project(self, id_: str, node: Node) -> dict[str, Any]:
        required = ("name", "links", "summary", "description")
        optional = ("aliases", "status", "successor", "written_in", "license", "note")
        fields = self.mapping(node, required, optional)
        note = self._optional(fields, "note")
        status = self.choice(fields["status"], Project.STATUSES) if "status" in fields else "active"
        key = f"project.{id_}"
        return {
            "name": self.string(fields["name"]),
            "aliases": self._aliases(fields),
            "category": self.stem,
            "status": status,
            "successor": self._optional(fields, "successor"),
            "written_in": self.strings(fields["written_in"]) if "written_in" in fields else (),
            "license": self._optional(fields, "license"),
            "links": tuple(self._link(link) for link in self.items(fields["links"])),
            "summary": self._text(f"{key}.summary", fields["summary"], note),
            "description": self._text(
                f"{key}.description", fields["description"], note, paragraphs=True
            ),
        }

    def _term(self, id_: str, node: Node) -> dict[str, Any]:
        required = ("name", "definition")
        optional = ("aliases", "keep", "expansion", "since", "see", "source", "note")
        fields = self.mapping(node, required, optional)
        note = self._optional(fields, "note")
        keep = "keep" in fields and self.flag(fields["keep"])
        name = self.string(fields["name"])
        key = f"term.{id_}"
        return {
            "name": name,
            "aliases": self._aliases(fields),
            "category": self.stem,
            "keep": keep,
            "expansion": self._optional(fields, "expansion"),
            "since": self._optional(fields, "since"),
            "see": self.strings(fields["see"]) if "see" in fields else (),
            "source": self._optional(fields, "source"),
            # What is never translated is no message: there is nothing to decide.
            "label": name if keep else self._text(f"{key}.label", fields["name"], note),
            "definition": self._text(
                f"{key}.definition", fields["definition"], note, paragraphs=True
            ),
        }

    def _reading(self, id_: str, node: Node) -> dict[str, Any]:
        required = ("title", "kind", "links", "summary")
        optional = ("authors", "date", "written_in", "venue", "chinese", "note")
        fields = self.mapping(node, required, optional)
        note = self._optional(fields, "note")
        written_in = self.string(fields["written_in"]) if "written_in" in fields else "en"
        return {
            "title": self.string(fields["title"]),
            "category": self.stem,
            "type": self.choice(fields["kind"], Reading.TYPES),
            "authors": self.strings(fields["authors"]) if "authors" in fields else (),
            "date": self._optional(fields, "date"),
            "written_in": written_in,
            "venue": self._optional(fields, "venue"),
            "links": tuple(self._url(link) for link in self.items(fields["links"])),
            "chinese": self._optional(fields, "chinese"),
            "summary": self._text(f"reading.{id_}.summary", fields["summary"], note),
        }

    def _optional(self, fields: dict[str, Node], key: str) -> str:
        return self.string(fields[key]) if key in fields else ""

    def _aliases(self, fields: dict[str, Node]) -> tuple[str, ...]:
        aliases = self.strings(fields["aliases"]) if "aliases" in fields else ()
        return tuple(sorted(aliases, key=lambda alias: (fold(alias), alias)))

    def _link(self, node: Node) -> tuple[str, str, tuple[str, ...]]:
        fields = self.mapping(node, (), (*Link.KINDS, "formerly"))
        formerly = fields.pop("formerly", None)
        if len(fields) != 1:
            raise self.error(node, N_("A link needs exactly one of {kinds}."), kinds=Link.KINDS)
        [(kind, url)] = fields.items()
        old = () if formerly is None else tuple(self._url(item) for item in self.items(formerly))
        return kind, self._url(url), old
