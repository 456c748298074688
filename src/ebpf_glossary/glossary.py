"""Look entries up: by name, by category, by what they say."""

from __future__ import annotations

import os

from ebpf_glossary import catalogs
from ebpf_glossary.entries import LONGEST_NAME, Category, Link, Project, fold, without_owners
from ebpf_glossary.errors import AmbiguousNameError, UnknownCategoryError, UnknownEntryError
from ebpf_glossary.locales import SOURCE_LANGUAGE, negotiate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self

    from ebpf_glossary.data import Facts, Names
    from ebpf_glossary.locales import Language
    from ebpf_glossary.ranking import Ranking

MOST_REMEMBERED = 4096
"""Descriptions kept for repeated look-ups: one name has endlessly many spellings."""

SUGGESTIONS = 3
"""Names offered for an unknown one."""


class Glossary:
    """Entries and their translations.

    Look-ups are functions of their arguments: no current language is kept anywhere.
    """

    def __init__(self, facts: Facts, names: Names, locale_dir: str) -> None:
        self._facts = facts
        self._names = names
        self._paths = catalogs.find(locale_dir)
        self._catalogs: dict[str, catalogs.Messages] = {}
        self._described: dict[tuple[Any, Any], str] = {}
        self._projects: dict[tuple[str, str], Project] = {}
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
            data_dir: where the entries are instead, as `projects/*.yaml`.
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

    def describe(self, name: str, lang: Language = None) -> str:
        """Return the description of an entry: its paragraphs, with empty lines between.

        Args:
            name: id, name or alias, in any case, width and hyphenation, with or without its owner
                as in ``cilium/cilium``.
            lang: a language tag, several in order of preference, or None for English. Where a
                text is not translated, its English is returned.

        Raises:
            UnknownEntryError: no entry is called that; has `.suggestions`.
            AmbiguousNameError: several are; has `.candidates`.
            UnknownLanguageError: `lang` is no language tag.

        >>> Glossary.load().describe("BPF_Tool", lang="en").startswith("bpftool ")
        True
        """
        try:
            return self._described[name, lang]
        except (KeyError, TypeError):  # not asked before, or a list of languages
            pass
        description = self.project(name, lang).description
        if lang is None or isinstance(lang, str):
            if len(self._described) >= MOST_REMEMBERED:
                self._described.clear()
            self._described[name, lang] = description
        return description

    def project(self, name: str, lang: Language = None) -> Project:
        """Return a project, its texts in the nearest language there is.

        Args and errors are those of `describe`.

        >>> Glossary.load().project("ebpf-go").name
        'cilium/ebpf'
        """
        language = self._language(lang)
        return self._project(self._id(name), language)

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

        >>> [project.id for project in Glossary.load().projects(category="tracing")][:2]
        ['bcc', 'bpftrace']
        """
        language = self._language(lang)
        wanted = None if category is None else self._category_id(category)
        return tuple(
            self._project(id_, language)
            for id_, fields in self._facts["project"].items()
            if wanted in (None, fields["category"])
        )

    def categories(self, lang: Language = None) -> tuple[Category, ...]:
        """Return the categories in their order.

        Args:
            lang: as in `describe`.

        Raises:
            UnknownLanguageError: `lang` is no language tag.

        >>> [category.label for category in Glossary.load().categories("zh")]
        ['跟踪', '网络', '其他']
        """
        language = self._language(lang)
        return tuple(
            Category(id=id_, **self._texts("category", id_, Category.TEXTS, language))
            for id_ in self._facts["category"]
        )

    def search(
        self, query: str, lang: Language = None, *, limit: int | None = 10
    ) -> tuple[Project, ...]:
        """Return the entries that fit a query, best first.

        A name that is the query comes before one that starts with it, one that holds it, a text
        that holds all its words (the texts of every language are searched, whatever `lang` is),
        and a name that is only similar.

        Args:
            query: words in any language. What is empty or over 200 code points finds nothing.
            lang: the language of what is returned, as in `describe`.
            limit: how many at most; None is all.

        Raises:
            ValueError: `limit` is negative.
            UnknownLanguageError: `lang` is no language tag.

        >>> [project.id for project in Glossary.load().search("bpftol", limit=1)]
        ['bpftool']
        """
        if limit is not None and limit < 0:
            raise ValueError(f"limit is {limit}; it cannot be negative")
        _require_text(query)
        language = self._language(lang)
        found = self._ranking().rank(query, limit)
        return tuple(self._project(id_, language) for id_ in found[:limit])

    # Names.

    def _id(self, name: str) -> str:
        """Return the id of the one entry that is called `name`."""
        _require_text(name)
        if len(name) <= LONGEST_NAME:
            for spelling in without_owners(name):
                for ids in self._names.get(fold(spelling), ()):
                    if len(ids) > 1:
                        raise AmbiguousNameError(name, ids)
                    if ids:
                        return ids[0]
        raise UnknownEntryError(name, self._suggestions(name))

    def _category_id(self, name: str) -> str:
        _require_text(name)
        wanted = fold(name)
        for id_ in self._facts["category"]:
            texts = (self._text("category", id_, "label", each)[0] for each in self.languages())
            if wanted in map(fold, (id_, *texts)):
                return id_
        raise UnknownCategoryError(name, tuple(self._facts["category"]))

    def _suggestions(self, name: str) -> tuple[str, ...]:
        near = self._ranking().nearest(name)[:SUGGESTIONS]
        return tuple(self._facts["project"][id_]["name"] for id_ in near)

    def _ranking(self) -> Ranking:
        if self._searcher is None:
            from ebpf_glossary.ranking import Ranking

            self._searcher = Ranking(self._names, self._facts["project"], self._search_texts)
        return self._searcher

    def _search_texts(self, id_: str) -> tuple[list[str], list[str]]:
        """Return the short texts of an entry and its long ones, in every language."""
        projects = [self._project(id_, language) for language in self.languages()]
        short = [text for p in projects for text in (p.summary, p.category_label)]
        return [projects[0].name, *projects[0].aliases, *short], [p.description for p in projects]

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

    def _project(self, id_: str, language: str) -> Project:
        project = self._projects.get((id_, language))
        if project is None:
            fields = self._facts["project"][id_]
            values = fields | self._texts("project", id_, Project.TEXTS, language)
            values["links"] = tuple(map(Link.of, fields["links"]))
            label = self._text("category", fields["category"], "label", language)[0]
            project = Project(id=id_, category_label=label, **values)
            self._projects[id_, language] = project
        return project


def _require_text(name: object) -> None:
    if not isinstance(name, str):
        raise TypeError(f"a name is a str, not {type(name).__name__}")


def _own_facts() -> tuple[Facts, Names]:
    """Return this package's own entries: compiled in a wheel, from their sources in a checkout."""
    try:
        from ebpf_glossary._compiled import FACTS, NAMES  # type: ignore[import-not-found]
    except ImportError:
        return _read_facts(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data"))
    return FACTS, NAMES


def _read_facts(directory: str) -> tuple[Facts, Names]:
    from ebpf_glossary import data

    facts = data.read(directory)
    return facts, data.names(facts)


_default = Glossary.load()

describe = _default.describe
project = _default.project
projects = _default.projects
categories = _default.categories
search = _default.search
languages = _default.languages
