"""Look entries up: by name, by category, by what they say."""

from __future__ import annotations

import os

from ebpf_glossary import catalogs
from ebpf_glossary.entries import (
    ALIAS,
    KINDS,
    LONGEST_NAME,
    Category,
    Link,
    Project,
    Reading,
    Term,
    fold,
    without_owners,
)
from ebpf_glossary.errors import AmbiguousNameError, UnknownCategoryError, UnknownEntryError
from ebpf_glossary.locales import SOURCE_LANGUAGE, negotiate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Self

    from ebpf_glossary.data import Facts, Names
    from ebpf_glossary.locales import Language
    from ebpf_glossary.ranking import Ranking

MOST_REMEMBERED = 4096
"""Descriptions kept for repeated look-ups: one name has endlessly many spellings."""

LABEL = (ALIAS + 1) * len(KINDS)
"""The rank of a headword in another language, as in `data.Names`."""

SUGGESTIONS = 3
"""Names offered for an unknown one."""


class Glossary:
    """Entries and their translations.

    Look-ups are functions of their arguments: no current language is kept anywhere.
    """

    def __init__(
        self, facts: Mapping[str, Mapping[str, Any]], names: Names, locale_dir: str
    ) -> None:
        self._facts = facts
        self._names = names
        self._paths = catalogs.find(locale_dir)
        self._catalogs: dict[str, catalogs.Messages] = {}
        self._described: dict[tuple[Any, ...], str] = {}
        self._entries: dict[tuple[str, str], Project | Term | Reading] = {}
        self._labelled: dict[str, tuple[str, ...]] | None = None
        self._searcher: Ranking | None = None

    @classmethod
    def load(
        cls,
        directory: str | os.PathLike[str] | None = None,
        *,
        data_dir: str | os.PathLike[str] | None = None,
        locale_dir: str | os.PathLike[str] | None = None,
    ) -> Self:
        """Load a glossary: this package's own, or one of yours.

        Args:
            directory: of your glossary, with its entries in `data/` and its catalogs in `locale/`;
                None is this package's own.
            data_dir: where the entries are instead, as `projects/*.yaml`, `terms/*.yaml` and
                `reading/*.yaml`.
            locale_dir: where the catalogs are instead, as `zh_CN/LC_MESSAGES/ebpf_glossary.po`
                or `.mo`.

        Raises:
            DataError: an entry's file is missing, unreadable or wrong.
            CatalogError: the folder of catalogs is missing or unreadable. A catalog is read when
                its language is first asked for; the error of a broken one comes then.

        >>> Glossary.load().describe("bpftool", lang="zh").split(" ")[0]
        'bpftool'
        """
        if directory is not None:
            data_dir = os.path.join(directory, "data") if data_dir is None else data_dir
            locale_dir = os.path.join(directory, "locale") if locale_dir is None else locale_dir
        facts, names = _own_facts() if data_dir is None else _read_facts(os.fspath(data_dir))
        return cls(
            facts, names, catalogs.LOCALE_DIR if locale_dir is None else os.fspath(locale_dir)
        )

    def languages(self) -> tuple[str, ...]:
        """Return the languages that texts can be had in, English among them.

        >>> Glossary.load().languages()
        ('en', 'zh_CN')
        """
        return tuple(sorted({SOURCE_LANGUAGE, *self._paths}))

    def describe(self, name: str, lang: Language = None, *, kind: str | None = None) -> str:
        """Return the description of an entry: its paragraphs, with empty lines between.

        Args:
            name: id, name or alias, in any case, width and hyphenation, with or without its owner
                as in ``cilium/cilium``. A term's Chinese will do, too.
            lang: a language tag, several in order of preference, or None for English. Where a
                text is not translated, its English is returned.
            kind: "project", "term" or "reading". Without it an id comes before a name, and a name
                before an alias; where two kinds have the name, the first of the three is meant.

        Raises:
            UnknownEntryError: no entry is called that; has `.suggestions`.
            AmbiguousNameError: several are; has `.candidates`.
            UnknownLanguageError: `lang` is no language tag.
            ValueError: there is no such kind.

        >>> Glossary.load().describe("BPF_Tool", lang="en").startswith("bpftool ")
        True
        """
        key = (name, lang) if kind is None else (name, lang, kind)
        try:
            return self._described[key]
        except (KeyError, TypeError):  # not asked before, or a list of languages
            pass
        description = self.entry(name, lang, kind=kind).text
        if lang is None or isinstance(lang, str):
            if len(self._described) >= MOST_REMEMBERED:
                self._described.clear()
            self._described[key] = description
        return description

    def entry(
        self, name: str, lang: Language = None, *, kind: str | None = None
    ) -> Project | Term | Reading:
        """Return an entry, its texts in the nearest language there is.

        Args and errors are those of `describe`.

        >>> Glossary.load().entry("验证器").id
        'verifier'
        """
        language = self._language(lang)
        found, id_ = self._find(name, kind)
        return self._entry(found, id_, language)

    def project(self, name: str, lang: Language = None) -> Project:
        """Return a project, its texts in the nearest language there is.

        Args and errors are those of `describe`.

        >>> Glossary.load().project("ebpf-go").name
        'cilium/ebpf'
        """
        return self._project(self._find(name, "project")[1], self._language(lang))

    def term(self, name: str, lang: Language = None) -> Term:
        """Return a term, its texts in the nearest language there is.

        Args and errors are those of `describe`.

        >>> Glossary.load().term("verifier", "zh").label
        '验证器'
        """
        return self._term(self._find(name, "term")[1], self._language(lang))

    def projects(
        self, lang: Language = None, *, category: str | None = None
    ) -> tuple[Project, ...]:
        """Return all projects, or those of a category, by category and id.

        Args:
            lang: as in `describe`.
            category: its id, or its label in any language.

        Raises:
            UnknownCategoryError: there is no such category.
            UnknownLanguageError: `lang` is no language tag.

        >>> {project.category for project in Glossary.load().projects(category="跟踪")}
        {'tracing'}
        """
        language = self._language(lang)
        return tuple(self._project(id_, language) for id_ in self._ids("project", category))

    def terms(self, lang: Language = None, *, category: str | None = None) -> tuple[Term, ...]:
        """Return all terms, or those of a category, by category and id.

        Args and errors are those of `projects`.

        >>> "数组映射" in [term.label for term in Glossary.load().terms("zh", category="maps")]
        True
        """
        language = self._language(lang)
        return tuple(self._term(id_, language) for id_ in self._ids("term", category))

    def reading(self, lang: Language = None, *, section: str | None = None) -> tuple[Reading, ...]:
        """Return everything to read, watch and hear, or a section of it, by section and id.

        Args:
            lang: as in `describe`.
            section: its id, or its label in any language.

        Raises:
            UnknownCategoryError: there is no such section.
            UnknownLanguageError: `lang` is no language tag.

        >>> all(each.links for each in Glossary.load().reading())
        True
        """
        language = self._language(lang)
        return tuple(self._reading(id_, language) for id_ in self._ids("reading", section))

    def categories(self, lang: Language = None, *, kind: str = "project") -> tuple[Category, ...]:
        """Return the categories that have entries of a kind, in their order.

        Args:
            lang: as in `describe`.
            kind: "project", "term" or "reading", whose categories are its sections.

        Raises:
            UnknownLanguageError: `lang` is no language tag.
            ValueError: there is no such kind.

        >>> "网络" in [category.label for category in Glossary.load().categories("zh")]
        True
        """
        language = self._language(lang)
        return tuple(
            Category(id=id_, **self._texts("category", id_, Category.TEXTS, language))
            for id_ in self._categories(_kind(kind))
        )

    def search(
        self,
        query: str,
        lang: Language = None,
        *,
        limit: int | None = 10,
        kind: str | None = None,
    ) -> tuple[Project | Term | Reading, ...]:
        """Return the entries that fit a query, best first.

        A name that is the query comes before one that starts with it, one that holds it, a text
        that holds all its words (the texts of every language are searched, whatever `lang` is),
        and a name that is only similar. The Chinese of a term is a name of it.

        Args:
            query: words in any language. What is empty or over 200 code points finds nothing.
            lang: the language of what is returned, as in `describe`.
            limit: how many at most; None is all.
            kind: only "project", "term" or "reading".

        Raises:
            ValueError: `limit` is negative, or there is no such kind.
            UnknownLanguageError: `lang` is no language tag.

        >>> [entry.id for entry in Glossary.load().search("bpftol", limit=1)]
        ['bpftool']
        """
        if limit is not None and limit < 0:
            raise ValueError(f"limit is {limit}; it cannot be negative")
        _require_text(query)
        language = self._language(lang)
        kinds = KINDS if kind is None else (_kind(kind),)
        found = self._ranking().rank(query, None if kind else limit)
        entries = ((self._kind_of(id_), id_) for id_ in found)
        wanted = [(each, id_) for each, id_ in entries if each in kinds]
        return tuple(self._entry(each, id_, language) for each, id_ in wanted[:limit])

    # Names.

    def _find(self, name: str, kind: str | None) -> tuple[str, str]:
        """Return the kind and the id of the one entry that is called `name`."""
        _require_text(name)
        wanted = None if kind is None else _kind(kind)
        if len(name) <= LONGEST_NAME:
            for spelling in without_owners(name):
                if found := self._named(name, fold(spelling), wanted):
                    return found
            if found := self._rendered(name, wanted):
                return found
        raise UnknownEntryError(name, self._suggestions(name))

    def _named(self, name: str, folded: str, kind: str | None) -> tuple[str, str] | None:
        ranked = [
            (rank, id_)
            for rank, id_ in self._names.get(folded, ())
            if kind in (None, KINDS[rank % len(KINDS)])
        ]
        if not ranked:
            return None
        best = ranked[0][0]
        ids = tuple(id_ for rank, id_ in ranked if rank == best)
        if len(ids) > 1:
            raise AmbiguousNameError(name, ids)
        return KINDS[best % len(KINDS)], ids[0]

    def _rendered(self, name: str, kind: str | None) -> tuple[str, str] | None:
        """Return the term whose headword in another language is `name`."""
        if kind not in (None, "term") or name.isascii():
            return None
        ids = self._labels().get(fold(name), ())
        if len(ids) > 1:
            raise AmbiguousNameError(name, ids)
        return ("term", ids[0]) if ids else None

    def _labels(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the terms by their headwords in other languages, folded."""
        if self._labelled is None:
            self._labelled = {}
            for id_, fields in self._facts["term"].items():
                texts = {self._text("term", id_, "label", each)[0] for each in self._paths}
                for label in sorted(texts - {fields["label"]}):
                    folded = fold(label)
                    self._labelled[folded] = (*self._labelled.get(folded, ()), id_)
        return self._labelled

    def _ids(self, kind: str, category: str | None) -> list[str]:
        wanted = None if category is None else self._category_id(category, kind)
        entries = self._facts[kind].items()
        return [id_ for id_, fields in entries if wanted in (None, fields["category"])]

    def _kind_of(self, id_: str) -> str:
        return next(kind for kind in KINDS if id_ in self._facts[kind])

    def _categories(self, kind: str) -> list[str]:
        used = {fields["category"] for fields in self._facts[kind].values()}
        return [id_ for id_ in self._facts["category"] if id_ in used]

    def _category_id(self, name: str, kind: str) -> str:
        _require_text(name)
        wanted = fold(name)
        for id_ in self._categories(kind):
            texts = (self._text("category", id_, "label", each)[0] for each in self.languages())
            if wanted in map(fold, (id_, *texts)):
                return id_
        raise UnknownCategoryError(name, tuple(self._categories(kind)))

    def _suggestions(self, name: str) -> tuple[str, ...]:
        near = self._ranking().nearest(name)[:SUGGESTIONS]
        language = SOURCE_LANGUAGE
        return tuple(self._entry(self._kind_of(id_), id_, language).name for id_ in near)

    def _ranking(self) -> Ranking:
        if self._searcher is None:
            from ebpf_glossary.ranking import Ranking

            names = dict(self._names)
            for label, ids_ in self._labels().items():
                names[label] = (*names.get(label, ()), *((LABEL, id_) for id_ in ids_))
            ids = [id_ for kind in KINDS for id_ in self._facts[kind]]
            self._searcher = Ranking(names, ids, self._search_texts)
        return self._searcher

    def _search_texts(self, id_: str) -> tuple[list[str], list[str]]:
        """Return the short texts of an entry and its long ones, in every language."""
        kind = self._kind_of(id_)
        entries = [self._entry(kind, id_, language) for language in self.languages()]
        names = [entries[0].name, *getattr(entries[0], "aliases", ())]
        short = [getattr(e, field, "") for e in entries for field in ("summary", "category_label")]
        return [*names, *short], [entry.text for entry in entries]

    # Texts.

    def _language(self, lang: Language) -> str:
        return negotiate(lang, self._paths)

    def _catalog(self, language: str) -> catalogs.Messages:
        if language not in self._catalogs:
            path = self._paths.get(language)
            self._catalogs[language] = {} if path is None else catalogs.load(path)
        return self._catalogs[language]

    def _text(self, kind: str, id_: str, field: str, language: str) -> tuple[str, bool]:
        """Return a text, and whether it is in the language that was asked for."""
        english: str = self._facts[kind][id_][field]
        if field == "label" and self._facts[kind][id_].get("keep"):
            return english, True
        key = catalogs.key(f"{kind}.{id_}.{field}", english)
        if translation := self._catalog(language).get(key):
            return translation, True
        if language == SOURCE_LANGUAGE:
            return english, True
        return self._text(kind, id_, field, SOURCE_LANGUAGE)[0], False

    def _texts(self, kind: str, id_: str, fields: tuple[str, ...], language: str) -> dict[str, Any]:
        """Return an entry's texts with the fields that say how they came about."""
        texts = {field: self._text(kind, id_, field, language) for field in fields}
        untranslated = tuple(field for field in fields if not texts[field][1])
        values: dict[str, Any] = {field: text for field, (text, _) in texts.items()}
        return values | {"language": language, "untranslated": untranslated}

    def _entry(self, kind: str, id_: str, language: str) -> Project | Term | Reading:
        if kind == "project":
            return self._project(id_, language)
        return self._term(id_, language) if kind == "term" else self._reading(id_, language)

    def _project(self, id_: str, language: str) -> Project:
        entry = self._entries.get((id_, language))
        if not isinstance(entry, Project):
            values = self._values("project", id_, Project.TEXTS, language)
            values["links"] = tuple(map(Link.of, values["links"]))
            entry = self._entries[id_, language] = Project(id=id_, **values)
        return entry

    def _term(self, id_: str, language: str) -> Term:
        entry = self._entries.get((id_, language))
        if not isinstance(entry, Term):
            values = self._values("term", id_, Term.TEXTS, language)
            entry = self._entries[id_, language] = Term(id=id_, **values)
        return entry

    def _reading(self, id_: str, language: str) -> Reading:
        entry = self._entries.get((id_, language))
        if not isinstance(entry, Reading):
            values = self._values("reading", id_, Reading.TEXTS, language)
            entry = self._entries[id_, language] = Reading(id=id_, **values)
        return entry

    def _values(self, kind: str, id_: str, texts: tuple[str, ...], language: str) -> dict[str, Any]:
        fields: dict[str, Any] = self._facts[kind][id_]
        label = self._text("category", fields["category"], "label", language)[0]
        return fields | self._texts(kind, id_, texts, language) | {"category_label": label}


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"no kind of entry is called {kind!r}; there are {', '.join(KINDS)}")
    return kind


def _require_text(name: object) -> None:
    if not isinstance(name, str):
        raise TypeError(f"a name is a str, not {type(name).__name__}")


def _own_facts() -> tuple[Mapping[str, Mapping[str, Any]], Names]:
    """Return this package's own entries: compiled in a wheel, from their sources in a checkout."""
    try:
        from ebpf_glossary._compiled.names import NAMES  # type: ignore[import-not-found]
    except ImportError:
        return _read_facts(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data"))
    return _Compiled(), NAMES


class _Compiled(dict[str, "Mapping[str, Any]"]):
    """Compiled entries by kind, each loaded when it is first asked for."""

    def __missing__(self, kind: str) -> Mapping[str, Any]:
        module = __import__(f"ebpf_glossary._compiled.{kind}", fromlist=["FACTS"])
        self[kind] = module.FACTS
        return self[kind]


def _read_facts(directory: str) -> tuple[Facts, Names]:
    from ebpf_glossary import data

    facts = data.read(directory)
    return facts, data.names(facts)


_default = Glossary.load()

describe = _default.describe
entry = _default.entry
project = _default.project
term = _default.term
projects = _default.projects
terms = _default.terms
reading = _default.reading
categories = _default.categories
search = _default.search
languages = _default.languages
