"""The records that a look-up answers with, and how their names are compared.

Records are not dataclasses because importing `dataclasses` alone takes longer than a whole
look-up may.
"""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, ClassVar, Self, dataclass_transform
else:

    def dataclass_transform(**_):  # noqa: D103 (what type checkers see is the other)
        return lambda cls: cls


LONGEST_NAME = 200
"""Code points; what is longer names nothing."""

KINDS = ("project", "term", "reading")
"""Kinds of entries; a name that two kinds have means the first."""

ID, NAME, ALIAS, TITLE = range(4)
"""How names rank. The title of something to read comes last: most are about an entry so called."""

# What people leave out, double or swap in a name. NFKC has made ordinary ones of the others.
SEPARATORS = dict.fromkeys(map(ord, "-_ \t\n\r\u2010\u2013\u2014"))


def fold(name: str) -> str:
    """Return what `name` has in common with its spellings: no case, width or separators.

    >>> fold("Performance Co-Pilot") == fold("ｐｅｒｆｏｒｍａｎｃｅ_copilot")
    True
    """
    folded = fold_text(name).translate(SEPARATORS)
    # What a separator stood between may combine now.
    return folded if folded.isascii() else unicodedata.normalize("NFKC", folded)


def without_owners(name: str) -> Iterator[str]:
    """Yield a name as it is, then without each of the owners before a slash.

    >>> list(without_owners("github.com/cilium/ebpf"))
    ['github.com/cilium/ebpf', 'cilium/ebpf', 'ebpf']
    """
    name = name.strip(" /")
    yield name
    while "/" in name:
        name = name.partition("/")[2]
        yield name


def fold_text(text: str) -> str:
    """Return `text` without differences of case and width."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=True)
class Record:
    """A frozen bundle of named values, equal to another with the same ones.

    A subclass lists its fields in `__slots__`; all are given by keyword.
    """

    __slots__: tuple[str, ...] = ()

    def __init__(self, **fields: Any) -> None:
        if fields.keys() != set(self.__slots__):
            wrong = ", ".join(sorted(fields.keys() ^ set(self.__slots__)))
            raise TypeError(f"{type(self).__name__}: missing or unknown fields: {wrong}")
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self._values())

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as plain values that `json.dumps` takes."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def _rebuild(cls: type[Record], values: tuple[Any, ...]) -> Record:
    return cls(**dict(zip(cls.__slots__, values, strict=True)))


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.as_dict()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


class Link(Record):
    """An address on the web.

    Attributes:
        kind: one of `Link.KINDS`.
        url: where it is now.
        formerly: where it used to be, for those who hold an old address.
    """

    __slots__ = ("kind", "url", "formerly")
    KINDS: ClassVar = ("homepage", "source", "documentation", "article")

    kind: str
    url: str
    formerly: tuple[str, ...]

    @classmethod
    def of(cls, facts: tuple[str, str, tuple[str, ...]]) -> Self:
        """Make a link of the (kind, url, formerly) that the data hold."""
        kind, url, formerly = facts
        return cls(kind=kind, url=url, formerly=formerly)


class Category(Record):
    """A group of entries.

    Attributes:
        id: such as ``tracing``.
        label: what to show for it.
        language: the language of the label, as ``zh_CN``.
        untranslated: ``("label",)`` where it fell back to English, else ``()``.
    """

    __slots__ = ("id", "label", "language", "untranslated")
    TEXTS: ClassVar = ("label",)

    id: str
    label: str
    language: str
    untranslated: tuple[str, ...]


class Project(Record):
    """A project of the eBPF ecosystem, its texts in one language.

    Attributes:
        id: unique among all entries, lower case with hyphens, never changes.
        name: exactly as the project spells it; never translated.
        aliases: other names that people use for it, sorted.
        category: the id of its category.
        category_label: the category as text.
        status: one of `Project.STATUSES`; ``moved`` is alive at another address than the one it
            became known under, ``archived`` is given up by its authors.
        successor: what to use instead, or nothing.
        written_in: the languages of its implementation.
        license: SPDX, or nothing where it is not known.
        links: addresses, the most important first.
        summary: one line, no more.
        description: paragraphs, separated by an empty line.
        language: the language of the texts, as ``zh_CN``.
        untranslated: names of the texts that fell back to English.
    """

    __slots__ = (
        "id",
        "name",
        "aliases",
        "category",
        "category_label",
        "status",
        "successor",
        "written_in",
        "license",
        "links",
        "summary",
        "description",
        "language",
        "untranslated",
    )
    kind: ClassVar = "project"
    TEXTS: ClassVar = ("summary", "description")
    STATUSES: ClassVar = ("active", "archived", "moved")

    id: str
    name: str
    aliases: tuple[str, ...]
    category: str
    category_label: str
    status: str
    successor: str
    written_in: tuple[str, ...]
    license: str
    links: tuple[Link, ...]
    summary: str
    description: str
    language: str
    untranslated: tuple[str, ...]

    @property
    def text(self) -> str:
        """What `describe` returns."""
        return self.description


class Term(Record):
    """A term of the field, its texts in one language.

    Attributes:
        id: unique among all entries, lower case with hyphens, never changes.
        name: the English headword.
        label: the headword in the language of the texts.
        aliases: other English for it, sorted.
        expansion: what an abbreviation stands for, in English, or nothing.
        keep: the English is used in every language.
        category: the id of its category.
        category_label: the category as text.
        since: the version of Linux in which it arrived, or nothing.
        see: ids of related entries.
        source: where the Chinese headword is attested.
        definition: paragraphs, separated by an empty line.
        language: the language of the texts, as ``zh_CN``.
        untranslated: names of the texts that fell back to English.
    """

    __slots__ = (
        "id",
        "name",
        "label",
        "aliases",
        "expansion",
        "keep",
        "category",
        "category_label",
        "since",
        "see",
        "source",
        "definition",
        "language",
        "untranslated",
    )
    kind: ClassVar = "term"
    TEXTS: ClassVar = ("label", "definition")

    id: str
    name: str
    label: str
    aliases: tuple[str, ...]
    expansion: str
    keep: bool
    category: str
    category_label: str
    since: str
    see: tuple[str, ...]
    source: str
    definition: str
    language: str
    untranslated: tuple[str, ...]

    @property
    def text(self) -> str:
        """What `describe` returns."""
        return self.definition


class Reading(Record):
    """Something to read, watch or hear.

    Attributes:
        id: unique among all entries, lower case with hyphens, never changes.
        title: as published.
        category: the id of its section.
        category_label: the section as text.
        type: one of `Reading.TYPES`.
        authors: as published.
        date: of its publication, as ``2021-05-18`` or less of it, or nothing.
        written_in: the language that it is in, as a tag.
        venue: where it was published or held, or nothing.
        links: addresses, the most important first.
        chinese: a Chinese edition: its address or its title, or nothing.
        summary: one line.
        language: the language of the texts, as ``zh_CN``.
        untranslated: names of the texts that fell back to English.
    """

    __slots__ = (
        "id",
        "title",
        "category",
        "category_label",
        "type",
        "authors",
        "date",
        "written_in",
        "venue",
        "links",
        "chinese",
        "summary",
        "language",
        "untranslated",
    )
    kind: ClassVar = "reading"
    TEXTS: ClassVar = ("summary",)
    TYPES: ClassVar = (
        "article",
        "book",
        "course",
        "documentation",
        "newsletter",
        "paper",
        "podcast",
        "talk",
        "thread",
        "tutorial",
        "video",
    )

    id: str
    title: str
    category: str
    category_label: str
    type: str
    authors: tuple[str, ...]
    date: str
    written_in: str
    venue: str
    links: tuple[str, ...]
    chinese: str
    summary: str
    language: str
    untranslated: tuple[str, ...]

    @property
    def name(self) -> str:
        """The title, by which it is looked up."""
        return self.title

    @property
    def text(self) -> str:
        """What `describe` returns."""
        return self.summary
