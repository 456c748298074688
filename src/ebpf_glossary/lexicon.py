"""The lexicon in use: this project's own, and those of its users."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from ebpf_glossary import catalogs
from ebpf_glossary.packing import unpacked
from ebpf_glossary.renderings import Lexicon, NameRecord, TermRecord


@lru_cache(maxsize=8)
def lexicon_of(glossaries: tuple[str, ...] = ()) -> Lexicon:
    """Return this project's lexicon with those of a user merged into it.

    Args:
        glossaries: paths of files; of two that disagree, the later is right.

    Raises:
        DataError: as `load` of `lexicon_file` does.
    """
    if glossaries:
        from ebpf_glossary.lexicon_file import load  # with its YAML

        return lexicon_of(glossaries[:-1]).merged(load(glossaries[-1]))
    try:
        from ebpf_glossary._compiled.lexicon import LEXICON  # type: ignore[import-not-found]
    except ImportError:
        return build()
    return unpacked(LEXICON)


def build() -> Lexicon:
    """Return this project's lexicon from its sources: entries, catalog and renderings."""
    from ebpf_glossary import data
    from ebpf_glossary.lexicon_file import load

    directory = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
    facts = data.read(directory)
    chinese = catalogs.load(catalogs.find(catalogs.LOCALE_DIR)[LANGUAGE])
    entries = Lexicon(
        names=tuple(
            NameRecord(fields["name"], aliases=fields["aliases"])
            for fields in facts["project"].values()
        ),
        terms=tuple(_entry(id_, fields, chinese) for id_, fields in facts["term"].items()),
    )
    return entries.merged(load(os.path.join(directory, "renderings", "zh.yaml"), own=True))


LANGUAGE = "zh_CN"
"""The language of the renderings."""


def _entry(id_: str, fields: dict[str, Any], chinese: catalogs.Messages) -> TermRecord:
    """Return the record of a term as its entry and its translation have it."""
    name, keep = fields["name"], fields["keep"]
    zh = None if keep else chinese.get(catalogs.key(f"term.{id_}.label", name))
    return TermRecord(name, zh=zh, keep=keep, aliases=fields["aliases"])
