"""Look entries up: by name, by category, by what they say."""

from __future__ import annotations

import os

from ebpf_glossary.catalogs import LOCALE_DIR
from ebpf_glossary.entries import KINDS, LONGEST_NAME, NAME, fold, without_owners
from ebpf_glossary.errors import AmbiguousNameError, UnknownCategoryError, UnknownEntryError
from ebpf_glossary.locales import SOURCE_LANGUAGE, negotiate
from ebpf_glossary.store import Store, own_facts, read_facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self

    from ebpf_glossary.entries import Category, Project, Reading, Term
    from ebpf_glossary.locales import Language
    from ebpf_glossary.ranking import Ranking
    from ebpf_glossary.store import NameIndex

MOST_REMEMBERED = 4096
"""Descriptions kept for repeated look-ups: one name has endlessly many spellings."""

LABEL = NAME * len(KINDS) + KINDS.index("term")
"""The rank of a headword in another language, as in `data.Names`."""

SUGGESTIONS = 3
"""Names offered for an unknown one."""


class Glossary:
    """Entries and their translations.

    Look-ups are functions of their arguments: no current language is kept anywhere.

    Attributes:
        directory: that it was loaded from, None where it is this package's own.
    """

    def __init__(self, store: Store, names: NameIndex) -> None:
        self._store = store
        self._names = names
        self._described: dict[tuple[Any, ...], str] = {}
        self._labelled: dict[str, tuple[str, ...]] | None = None
        self._searcher: Ranking | None = None
        self.directory: str | None = None

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
        facts, names = own_facts() if data_dir is None else read_facts(os.fspath(data_dir))
        texts = LOCALE_DIR if locale_dir is None else os.fspath(locale_dir)
        loaded = cls(Store(facts, texts), names)
        loaded.directory = None if directory is None else os.fspath(directory)
        return loaded

    def languages(self) -> tuple[str, ...]:
        """Return the languages that texts can be had in, English among them.

        >>> Glossary.load().languages()
        ('en', 'zh_CN')
        """
        return self._store.languages

    def describe(self, name: str, lang: Language = None, *, kind: str | None = None) -> str:
        """Return the description of an entry: its paragraphs, with empty lines between.

        Args:
            name: id, name or alias, in any case, width and hyphenation, with or without its owner
                as in ``cilium/cilium``. A term's Chinese will do, too.
            lang: a language tag, several in order of preference, or None for English. Where a
                text is not translated, its English is returned.
            kind: "project", "term" or "reading". Without it an id comes before a name, that before
                an alias, and the title of something to read last; where that leaves two kinds, the
                first of the three is meant.

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
        return self._store.entry(found, id_, language)

    def project(self, name: str, lang: Language = None) -> Project:
        """Return a project, its texts in the nearest language there is.

        Args and errors are those of `describe`.

        >>> Glossary.load().project("ebpf-go").name
        'cilium/ebpf'
        """
        return self._store.project(self._find(name, "project")[1], self._language(lang))

    def term(self, name: str, lang: Language = None) -> Term:
        """Return a term, its texts in the nearest language there is.

        Args and errors are those of `describe`.

        >>> Glossary.load().term("verifier", "zh").label
        '验证器'
        """
        return self._store.term(self._find(name, "term")[1], self._language(lang))

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
        return tuple(self._store.project(id_, language) for id_ in self._ids("project", category))

    def terms(self, lang: Language = None, *, category: str | None = None) -> tuple[Term, ...]:
        """Return all terms, or those of a category, by category and id.

        Args and errors are those of `projects`.

        >>> "数组映射" in [term.label for term in Glossary.load().terms("zh", category="maps")]
        True
        """
        language = self._language(lang)
        return tuple(self._store.term(id_, language) for id_ in self._ids("term", category))

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
        return tuple(self._store.reading(id_, language) for id_ in self._ids("reading", section))

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
        return tuple(self._store.category(id_, language) for id_ in self._categories(_kind(kind)))

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
        entries = ((self._store.kind_of(id_), id_) for id_ in found)
        wanted = [(each, id_) for each, id_ in entries if each in kinds]
        return tuple(self._store.entry(each, id_, language) for each, id_ in wanted[:limit])

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
            for rank, id_ in self._names.get(folded)
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
            for id_, fields in self._store.facts["term"].items():
                texts = {
                    self._store.text("term", id_, "label", each)[0]
                    for each in self._store.languages
                }
                for label in sorted(texts - {fields["label"]}):
                    folded = fold(label)
                    self._labelled[folded] = (*self._labelled.get(folded, ()), id_)
        return self._labelled

    def _language(self, lang: Language) -> str:
        return negotiate(lang, self._store.paths)

    def _ids(self, kind: str, category: str | None) -> list[str]:
        wanted = None if category is None else self._category_id(category, kind)
        entries = self._store.facts[kind].items()
        return [id_ for id_, fields in entries if wanted in (None, fields["category"])]

    def _categories(self, kind: str) -> list[str]:
        used = {fields["category"] for fields in self._store.facts[kind].values()}
        return [id_ for id_ in self._store.facts["category"] if id_ in used]

    def _category_id(self, name: str, kind: str) -> str:
        _require_text(name)
        wanted = fold(name)
        for id_ in self._categories(kind):
            texts = (
                self._store.text("category", id_, "label", each)[0] for each in self.languages()
            )
            if wanted in map(fold, (id_, *texts)):
                return id_
        raise UnknownCategoryError(name, tuple(self._categories(kind)))

    def _suggestions(self, name: str) -> tuple[str, ...]:
        near = self._ranking().nearest(name)[:SUGGESTIONS]
        language = SOURCE_LANGUAGE
        entries = (self._store.entry(self._store.kind_of(id_), id_, language) for id_ in near)
        return tuple(dict.fromkeys(entry.name for entry in entries))

    def _ranking(self) -> Ranking:
        if self._searcher is None:
            from ebpf_glossary.ranking import Ranking

            names = dict(self._names.items())
            for label, ids_ in self._labels().items():
                names[label] = (*names.get(label, ()), *((LABEL, id_) for id_ in ids_))
            ids = [id_ for kind in KINDS for id_ in self._store.facts[kind]]
            self._searcher = Ranking(names, ids, self._search_texts)
        return self._searcher

    def _search_texts(self, id_: str) -> tuple[list[str], list[str]]:
        """Return the short texts of an entry and its long ones, in every language."""
        kind = self._store.kind_of(id_)
        entries = [self._store.entry(kind, id_, language) for language in self.languages()]
        names = [entries[0].name, *getattr(entries[0], "aliases", ())]
        short = [getattr(e, field, "") for e in entries for field in ("summary", "category_label")]
        return [*names, *short], [entry.text for entry in entries]


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"no kind of entry is called {kind!r}; there are {', '.join(KINDS)}")
    return kind


def _require_text(name: object) -> None:
    if not isinstance(name, str):
        raise TypeError(f"a name is a str, not {type(name).__name__}")


DEFAULT = Glossary.load()
"""This package's own."""

describe = DEFAULT.describe
entry = DEFAULT.entry
project = DEFAULT.project
term = DEFAULT.term
projects = DEFAULT.projects
terms = DEFAULT.terms
reading = DEFAULT.reading
categories = DEFAULT.categories
search = DEFAULT.search
languages = DEFAULT.languages
