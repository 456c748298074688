"""A page as a glossary: its entries, its files, and the report of how it was imported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ebpf_glossary.errors import N_
from ebpf_glossary.scaffold import Translation, as_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCES_DIFFER = N_("The first sentence is not that of the English.")

_SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")


class Noted(NamedTuple):
    """Something that was found in the page.

    Attributes:
        line: of the page.
        entry: the name of the entry that it stands in, or nothing.
        rule: that found it.
        before: what stands there, with a little around it.
        after: what stands there now, or nothing where it was left.
        reason: in the reader's language.
    """

    line: int
    entry: str
    rule: str
    before: str
    after: str
    reason: str


class Left(NamedTuple):
    """Something of the page that is in no entry; `text` is fixed."""

    line: int
    reason: str
    text: str


@dataclass(slots=True)
class Entry:
    """An entry as it will be written; texts of paragraphs in both languages."""

    id: str
    name: str
    category: str
    line: int
    links: dict[str, str] = field(default_factory=dict)
    english: list[str] = field(default_factory=list)
    chinese: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Imported:
    """A page as a glossary.

    Attributes:
        categories: label in English and the translation, by id.
        entries: in the order of the page.
        fixed: what was wrong and is right now.
        doubtful: what is still to be looked at.
        left: what is in no entry.
        merged: lines and names of entries that were there before.
        without_english: names of entries and categories whose English is not known.
        untranslated: the English that nothing of the page translates, with its lines.
    """

    categories: dict[str, tuple[str, Translation]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    fixed: list[Noted] = field(default_factory=list)
    doubtful: list[Noted] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    merged: list[tuple[int, str]] = field(default_factory=list)
    without_english: list[str] = field(default_factory=list)
    untranslated: list[tuple[int, str]] = field(default_factory=list)

    def files(self) -> dict[str, str]:
        """Return the YAML files of the entries, by path."""
        made: dict[str, str] = {}
        for order, (category, (label, _)) in enumerate(self.categories.items(), 1):
            entries = {
                entry.id: {
                    "name": entry.name,
                    "links": [{kind: url} for url, kind in entry.links.items()],
                    "summary": _summary(entry.english[0]),
                    "description": "\n".join(entry.english),
                }
                for entry in self.entries
                if entry.category == category
            }
            content = {"category": {"order": order, "label": label}, "projects": entries}
            made[f"data/projects/{category}.yaml"] = as_yaml(content)
        return made

    def translations(self, translate: Callable[[str], str] = str) -> dict[str, Translation]:
        """Return the Chinese texts by key."""
        made = {f"category.{id_}.label": text for id_, (_, text) in self.categories.items()}
        for entry in self.entries:
            if not entry.chinese:
                continue
            key, doubts = f"project.{entry.id}", tuple(entry.doubts)
            made[f"{key}.description"] = Translation("\n\n".join(entry.chinese), doubts)
            english, chinese = (_sentences(texts[0]) for texts in (entry.english, entry.chinese))
            if (
                not doubts
                and len(english) != len(chinese)
                and entry.name not in self.without_english
            ):
                doubts = (translate(SENTENCES_DIFFER),)
            made[f"{key}.summary"] = Translation(_summary(entry.chinese[0]), doubts)
        return made

    def report(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "entries": [
                {
                    "id": e.id,
                    "name": e.name,
                    "category": e.category,
                    "line": e.line,
                    "links": [*e.links],
                }
                for e in self.entries
            ],
            "fixed": [noted._asdict() for noted in self.fixed],
            "doubtful": [noted._asdict() for noted in self.doubtful],
            "left": [left._asdict() for left in self.left],
            "merged": [{"line": line, "name": name} for line, name in self.merged],
            "without_english": self.without_english,
            "untranslated": [{"line": line, "text": text} for line, text in self.untranslated],
        }


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def _summary(text: str) -> str:
    """Return the first sentence of a text, without what ends it."""
    first = text.partition("\n")[0]
    sentence = next(iter(_sentences(first)), first).strip()
    return sentence.rstrip("。.：:").strip() or first
