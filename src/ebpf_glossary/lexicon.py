"""The lexicon in use: this project's own, and those of its users."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from ebpf_glossary import catalogs
from ebpf_glossary.packing import unpacked
from ebpf_glossary.renderings import Lexicon, NameRecord, TermRecord


def lexicon_of(glossaries: tuple[str, ...] = ()) -> Lexicon:
    """Return this project's lexicon with those of a user merged into it; it is read once.

    Args:
        glossaries: paths of files and of folders of glossaries; of two that disagree, the later is
            right.

    Raises:
        DataError: as `load` of `lexicon_file` does.
        CatalogError: as `of_folder` does.
    """
    return _with_users(glossaries) if glossaries else _own()


def forget_users() -> None:
    """Read the glossaries of users again when they are next asked for."""
    _with_users.cache_clear()


@lru_cache(maxsize=8)
def _with_users(glossaries: tuple[str, ...]) -> Lexicon:
    return lexicon_of(glossaries[:-1]).merged(_of_user(glossaries[-1]))


@lru_cache(maxsize=1)
def _own() -> Lexicon:
    try:
        from ebpf_glossary._compiled.lexicon import LEXICON  # type: ignore[import-not-found]
    except ImportError:
        return build()
    return unpacked(LEXICON)


def _of_user(path: str) -> Lexicon:
    from ebpf_glossary.lexicon_file import load  # with its YAML

    return of_folder(path) if os.path.isdir(path) else load(path)


def build() -> Lexicon:
    """Return this project's lexicon from its sources: entries, catalog and renderings."""
    directory = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
    return _build(directory, catalogs.LOCALE_DIR, own=True)


def of_folder(directory: str) -> Lexicon:
    """Return the lexicon of a glossary: its names and terms, and its file of renderings if any.

    Args:
        directory: as for `Glossary.load`; renderings stand in `data/renderings/zh.yaml`.

    Raises:
        DataError: an entry or a rendering is wrong.
        CatalogError: a catalog is.
    """
    return _build(os.path.join(directory, "data"), os.path.join(directory, "locale"))


def _build(directory: str, locale_dir: str, *, own: bool = False) -> Lexicon:
    from ebpf_glossary import data
    from ebpf_glossary.lexicon_file import load

    facts = data.read(directory)
    path = catalogs.find(locale_dir).get(LANGUAGE)
    chinese: catalogs.Messages = {} if path is None else catalogs.load(path)
    entries = Lexicon(
        names=tuple(
            NameRecord(fields["name"], aliases=fields["aliases"])
            for fields in facts["project"].values()
        ),
        terms=tuple(_entry(id_, fields, chinese) for id_, fields in facts["term"].items()),
    )
    renderings = os.path.join(directory, "renderings", "zh.yaml")
    if not own and not os.path.exists(renderings):
        return entries
    return entries.merged(load(renderings, own=own))


LANGUAGE = "zh_CN"
"""The language of the renderings."""


def _entry(id_: str, fields: dict[str, Any], chinese: catalogs.Messages) -> TermRecord:
    """Return the record of a term as its entry and its translation have it."""
    name, keep = fields["name"], fields["keep"]
    zh = None if keep else chinese.get(catalogs.key(f"term.{id_}.label", name))
    return TermRecord(name, zh=zh, keep=keep, aliases=fields["aliases"])
