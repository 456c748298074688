"""How much of a project is translated, by language and kind of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ebpf_glossary import workflow
from ebpf_glossary.locales import SOURCE_LANGUAGE
from ebpf_glossary.merging import is_translated, merge
from ebpf_glossary.po import read_po

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import polib

PROGRAM = "program"
"""The kind of messages without a context: those of the program, not of an entry."""


class Coverage(NamedTuple):
    """Messages of one kind in one language.

    Attributes:
        language: of the catalog.
        kind: "project", "term", "reading", "category", "program", or whatever its contexts begin
            with; "" where all are counted.
        translated: how many are.
        fuzzy: how many are, but of doubtful worth.
        untranslated: how many are not.
    """

    language: str
    kind: str
    translated: int
    fuzzy: int
    untranslated: int

    @property
    def total(self) -> int:
        """How many messages there are."""
        return self.translated + self.fuzzy + self.untranslated

    @property
    def percent(self) -> float:
        """How many of a hundred are translated, rounded down: 100 only where all are."""
        return self.translated * 1000 // self.total / 10 if self.total else 100.0

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON wants it."""
        return {**self._asdict(), "total": self.total, "percent": self.percent}


def coverage(root: str, languages: Collection[str] = ()) -> list[list[Coverage]]:
    """Return for each language all its messages, then those of each kind.

    What counts is the template: a message that a catalog lacks is untranslated.

    Args:
        root: the folder that holds `locale/`.
        languages: which; none are all there are.

    Raises:
        CatalogError: the template or a catalog is missing or cannot be read.
        GlossaryError: there is no catalog of one of the languages.
    """
    template = read_po(workflow.template_path(root))
    found = []
    for language, path in workflow.sources(root, languages).items():
        catalog = merge(read_po(path), template, is_source=language == SOURCE_LANGUAGE)
        found.append(_counted(language, [entry for entry in catalog if not entry.obsolete]))
    return found


def _counted(language: str, entries: Iterable[polib.POEntry]) -> list[Coverage]:
    counts: dict[str, list[int]] = {"": [0, 0, 0]}
    for entry in entries:
        kind = PROGRAM if entry.msgctxt is None else entry.msgctxt.partition(".")[0]
        if not is_translated(entry) or not all(entry.msgstr_plural.values()):
            state = 2
        else:
            state = 1 if entry.fuzzy else 0
        for each in ("", kind):
            counts.setdefault(each, [0, 0, 0])[state] += 1
    return [Coverage(language, kind, *states) for kind, states in sorted(counts.items())]
