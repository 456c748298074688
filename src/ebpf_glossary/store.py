"""Where a glossary's facts and texts come from: sources in a checkout, compiled in a wheel."""

from __future__ import annotations

import os

from ebpf_glossary import catalogs
from ebpf_glossary.entries import KINDS, Category, Link, Project, Reading, Term
from ebpf_glossary.locales import SOURCE_LANGUAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ebpf_glossary.data import Names, Ranked

RECORDS: dict[str, type[Project] | type[Term] | type[Reading]] = {
    "project": Project,
    "term": Term,
    "reading": Reading,
}


class Store:
    """Facts by kind and id, and catalogs by language; makes records of them.

    Args:
        facts: as `data.read` returns them.
        locale_dir: the folder of the catalogs.

    Raises:
        CatalogError: the folder is missing or unreadable.
    """

    def __init__(self, facts: Mapping[str, Mapping[str, Any]], locale_dir: str) -> None:
        self.facts = facts
        self.paths = catalogs.find(locale_dir)
        self.languages = tuple(sorted({SOURCE_LANGUAGE, *self.paths}))
        self._catalogs: dict[str, catalogs.Messages] = {}
        self._entries: dict[tuple[str, str], Project | Term | Reading] = {}

    def kind_of(self, id_: str) -> str:
        """Return the kind of the entry with this id."""
        return next(kind for kind in KINDS if id_ in self.facts[kind])

    def text(self, kind: str, id_: str, field: str, language: str) -> tuple[str, bool]:
        """Return a text, and whether it is in the language that was asked for."""
        english: str = self.facts[kind][id_][field]
        if field == "label" and self.facts[kind][id_].get("keep"):
            return english, True
        key = catalogs.key(f"{kind}.{id_}.{field}", english)
        if translation := self._catalog(language).get(key):
            return translation, True
        if language == SOURCE_LANGUAGE:
            return english, True
        return self.text(kind, id_, field, SOURCE_LANGUAGE)[0], False

    def entry(self, kind: str, id_: str, language: str) -> Project | Term | Reading:
        """Return the record of an entry."""
        entry = self._entries.get((id_, language))
        if entry is None:
            record = RECORDS[kind]
            fields: dict[str, Any] = self.facts[kind][id_]
            values = fields | self._texts(kind, id_, record.TEXTS, language)
            label, _ = self.text("category", fields["category"], "label", language)
            values["category_label"] = label
            if kind == "project":
                values["links"] = tuple(map(Link.of, values["links"]))
            entry = self._entries[id_, language] = record(id=id_, **values)
        return entry

    def project(self, id_: str, language: str) -> Project:
        """Return the record of a project."""
        return self.entry("project", id_, language)  # type: ignore[return-value]

    def term(self, id_: str, language: str) -> Term:
        """Return the record of a term."""
        return self.entry("term", id_, language)  # type: ignore[return-value]

    def reading(self, id_: str, language: str) -> Reading:
        """Return the record of something to read."""
        return self.entry("reading", id_, language)  # type: ignore[return-value]

    def category(self, id_: str, language: str) -> Category:
        """Return the record of a category."""
        return Category(id=id_, **self._texts("category", id_, Category.TEXTS, language))

    def _texts(self, kind: str, id_: str, fields: tuple[str, ...], language: str) -> dict[str, Any]:
        """Return an entry's texts with the fields that say how they came about."""
        texts = {field: self.text(kind, id_, field, language) for field in fields}
        untranslated = tuple(field for field in fields if not texts[field][1])
        values: dict[str, Any] = {field: text for field, (text, _) in texts.items()}
        return values | {"language": language, "untranslated": untranslated}

    def _catalog(self, language: str) -> catalogs.Messages:
        if language not in self._catalogs:
            path = self.paths.get(language)
            self._catalogs[language] = {} if path is None else catalogs.load(path)
        return self._catalogs[language]


class NameIndex:
    """Which entries have a name; one text, as Python loads that faster than thousands of tuples.

    >>> NameIndex(packed({"tc": ((1, "tc"), (6, "iproute2"))})).get("tc")
    ((1, 'tc'), (6, 'iproute2'))
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def get(self, folded: str) -> Ranked:
        """Return the ids of the entries with this name, folded, each with its rank."""
        name = f"\n{folded}\t"
        start = self._text.find(name)
        if start < 0:
            return ()
        start += len(name)
        return _ranked(self._text[start : self._text.index("\n", start)])

    def items(self) -> Iterator[tuple[str, Ranked]]:
        """Yield each name with what `get` returns for it."""
        for line in self._text.split("\n")[1:-1]:
            name, _, ranked = line.partition("\t")
            yield name, _ranked(ranked)


def packed(names: Names) -> str:
    """Return names as the text for a `NameIndex`: neither a tab nor a line end is in one."""
    lines = (
        f"{name}\t" + " ".join(f"{rank} {id_}" for rank, id_ in ranked)
        for name, ranked in names.items()
    )
    return "\n".join(["", *lines, ""])


def _ranked(text: str) -> Ranked:
    words = text.split(" ")
    return tuple(zip(map(int, words[::2]), words[1::2], strict=True))


class _Compiled(dict[str, "Mapping[str, Any]"]):
    """Compiled entries by kind, each loaded when it is first asked for."""

    def __missing__(self, kind: str) -> Mapping[str, Any]:
        module = __import__(f"ebpf_glossary._compiled.{kind}", fromlist=["FACTS"])
        self[kind] = module.FACTS
        return self[kind]


def own_facts() -> tuple[Mapping[str, Mapping[str, Any]], NameIndex]:
    """Return this package's own entries, and the index of their names."""
    try:
        from ebpf_glossary._compiled.names import NAMES  # type: ignore[import-not-found]
    except ImportError:
        return read_facts(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data"))
    return _Compiled(), NameIndex(NAMES)


def read_facts(directory: str) -> tuple[Mapping[str, Mapping[str, Any]], NameIndex]:
    """Return the entries of a folder of sources, and the index of their names."""
    from ebpf_glossary import data

    facts = data.read(directory)
    return facts, NameIndex(packed(data.names(facts)))
