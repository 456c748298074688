"""A page as a glossary: its entries, its files, and the report of how it was imported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ebpf_glossary.scaffold import Translation, as_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

_SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")
_ADDRESS_END = re.compile(r"(?<![\w./:=?&%<-])<?https?://[^\s<>]++>?\Z", re.ASCII)
_ENDS = "。.：: \t"


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


class Doubt(NamedTuple):
    """What a translator should look at: a comment, and the words that it is about, if any."""

    comment: str
    about: str = ""


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
    doubts: list[Doubt] = field(default_factory=list)
    summary_doubts: list[Doubt] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """What its summary is in Chinese."""
        return _summary(self.chinese[0])

    @property
    def sentences_differ(self) -> bool:
        """Whether the first sentence may say something else than that of the English."""
        return len(_sentences(self.english[0])) != len(_sentences(self.chinese[0]))


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
        without_english: lines and names of entries and categories whose English is not known.
        untranslated: the English that nothing of the page translates, with its lines.
    """

    categories: dict[str, tuple[str, Translation]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    fixed: list[Noted] = field(default_factory=list)
    doubtful: list[Noted] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    merged: list[tuple[int, str]] = field(default_factory=list)
    without_english: list[tuple[int, str]] = field(default_factory=list)
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

    def translations(self) -> dict[str, Translation]:
        """Return the Chinese texts by key."""
        made = {f"category.{id_}.label": text for id_, (_, text) in self.categories.items()}
        for entry in self.entries:
            if entry.chinese:
                key, doubts = f"project.{entry.id}", entry.doubts
                summary = entry.summary
                about = (doubt for doubt in doubts if doubt.about in summary)
                made[f"{key}.summary"] = _translation(summary, [*about, *entry.summary_doubts])
                made[f"{key}.description"] = _translation("\n\n".join(entry.chinese), doubts)
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
            "without_english": [name for _, name in self.without_english],
            "untranslated": [{"line": line, "text": text} for line, text in self.untranslated],
        }


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def _summary(text: str) -> str:
    """Return the first sentence of a text, without what ends it, nor an address there."""
    first = text.partition("\n")[0]
    sentence = next(iter(_sentences(first)), first).strip().rstrip(_ENDS)
    return _ADDRESS_END.sub("", sentence).rstrip(_ENDS) or first


def _translation(text: str, doubts: Iterable[Doubt]) -> Translation:
    return Translation(text, tuple(doubt.comment for doubt in doubts))
