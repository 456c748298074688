"""Gather what a glossary holds, or the part of it that a text needs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polib

from ebpf_glossary import catalogs
from ebpf_glossary.entries import Project
from ebpf_glossary.errors import N_, CatalogError
from ebpf_glossary.exchange.units import DEFINITIONS, Concept, Content, Left, Translation, Wording
from ebpf_glossary.glossary import Glossary
from ebpf_glossary.lexicon import lexicon_of, of_folder
from ebpf_glossary.locales import SOURCE_LANGUAGE, negotiate, parse
from ebpf_glossary.matching import lower
from ebpf_glossary.occurrences import find
from ebpf_glossary.po import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ebpf_glossary.entries import Term
    from ebpf_glossary.renderings import NameRecord, TermRecord


def catalog_of(directory: str | None, lang: str) -> tuple[str, str]:
    """Return the language and the path of a glossary's catalog.

    Args:
        directory: of the glossary, as in `Glossary.load`.
        lang: a language tag.

    Raises:
        CatalogError: there are no translations into that language.
        UnknownLanguageError: `lang` is no language tag.
    """
    locale = catalogs.LOCALE_DIR if directory is None else os.path.join(directory, "locale")
    paths = catalogs.find(locale)
    paths.pop(SOURCE_LANGUAGE, None)
    language = negotiate(lang, paths)
    if language not in paths:
        raise CatalogError(
            locale, None, N_('There are no translations into "{language}".'), language=lang
        )
    return language, paths[language]


def gather(directory: str | None, lang: str) -> Content:
    """Return the terms, names and translations of a glossary.

    Args:
        directory: of the glossary; None is this package's own.
        lang: the language of the translations.

    Raises:
        CatalogError: there are none into that language, or the catalog is wrong.
        DataError: a file of the glossary is wrong.
    """
    language, path = catalog_of(directory, lang)
    left: list[Left] = []
    translations = tuple(_translations(path, left))
    concepts = tuple(_concepts(directory, language, {t.key: t for t in translations}))
    return Content(language, concepts, translations, tuple(left))


def needed_by(text: str, content: Content, directory: str | None = None) -> Content:
    """Return the part of a glossary that a text needs, in the order in which the text has it.

    Of the aliases of a term only those count that the text has.

    Args:
        text: in English or in the language of the translations; markup is not looked at.
        content: of the glossary.
        directory: of the glossary, as in `gather`.
    """
    glossary = None if directory is None else Glossary.load(directory)
    found = (occurrence.entry for occurrence in find(text, glossary=glossary))
    ids = dict.fromkeys(f"{kind_of(entry)}.{entry.id}" for entry in found)
    known = {concept.id: concept for concept in content.concepts}
    return content._replace(
        concepts=tuple(_shortened(known[id_], lower(text)) for id_ in ids if id_ in known),
        translations=tuple(t for t in content.translations if t.key.rpartition(".")[0] in ids),
        left=(),
    )


def _shortened(concept: Concept, lowered: str) -> Concept:
    """Return a concept without the aliases that a text does not have."""
    aliases = tuple(each for each in concept.source.admitted if lower(each) in lowered)
    return concept._replace(source=concept.source._replace(admitted=aliases))


def kind_of(entry: Project | Term) -> str:
    """Return the kind of an entry, as keys begin."""
    return "project" if isinstance(entry, Project) else "term"


def _translations(path: str, left: list[Left]) -> Iterator[Translation]:
    """Yield the messages of a catalog, but for those with plural forms, which no format holds."""
    if path.endswith(".mo"):
        catalogs.load(path)  # says what is wrong with it, which polib does not
        catalog: Any = polib.mofile(path)
    else:
        catalog = read_po(path)
    for entry in catalog:
        if not entry.obsolete and entry.msgid_plural:
            left.append(Left(entry.msgctxt or entry.msgid, N_("It has plural forms.")))
        elif not entry.obsolete:
            yield Translation(
                key=entry.msgctxt or "",
                source=entry.msgid,
                target=entry.msgstr,
                fuzzy=bool(getattr(entry, "fuzzy", False)),
                note=entry.comment,
                comment=entry.tcomment,
            )


def _concepts(
    directory: str | None, language: str, texts: dict[str, Translation]
) -> Iterator[Concept]:
    glossary = Glossary.load(directory)
    names: dict[str, NameRecord] = {}
    terms: dict[str, TermRecord] = {}
    # Renderings beside the preferred are known in Simplified Chinese.
    if parse(language).likely_script == "Hans":
        lexicon = lexicon_of() if directory is None else of_folder(directory)
        names = {record.name: record for record in lexicon.names}
        terms = {record.term: record for record in lexicon.terms}
    for english, translated in zip(glossary.terms(), glossary.terms(language), strict=True):
        term = terms.get(english.name)
        target = Wording(
            preferred=_translated(translated, "label"),
            admitted=() if term is None else term.accept,
            deprecated=() if term is None else tuple(each.zh for each in term.wrong),
            definition=_translated(translated, "definition"),
        )
        yield _concept(english, english.definition, target, texts)
    for project, in_target in zip(glossary.projects(), glossary.projects(language), strict=True):
        name = names.get(project.name)
        target = Wording(
            preferred=project.name,
            admitted=() if name is None else name.own,
            deprecated=() if name is None else tuple(each.zh for each in name.wrong),
            definition=_translated(in_target, "summary"),
        )
        yield _concept(project, project.summary, target, texts)


def _translated(entry: Project | Term, field: str) -> str:
    """Return a text of an entry, nothing where it fell back to English."""
    text: str = getattr(entry, field)
    return "" if field in entry.untranslated else text


def _concept(
    entry: Project | Term, definition: str, target: Wording, texts: dict[str, Translation]
) -> Concept:
    kind = kind_of(entry)
    # Translators had the English of the catalog's message; the English catalog may have better.
    message = texts.get(f"{kind}.{entry.id}.{DEFINITIONS[kind]}")
    english = definition if message is None else message.source
    return Concept(
        id=f"{kind}.{entry.id}",
        subject=entry.category_label,
        source=Wording(entry.name, entry.aliases, definition=english),
        target=target,
    )
