"""PO: the translations of a catalog as one document, whose edits are edits of the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ebpf_glossary.readers.inline import mask, overlay
from ebpf_glossary.readers.po_scan import CHARACTER, STRINGS, Message, Value, escape, scan
from ebpf_glossary.segments import BREAK, CODE, HAN, OTHER, STRUCTURE, Document, Edit, Pair, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGE = re.compile(r"(?m)^Language:[ \t]*([A-Za-z]+)")

# What makes a message of several lines code: indentation, prompts, comments.
_CODE = re.compile(r"^(?:[ \t]+\S|>>>|[$#] )| # ", re.MULTILINE)
_HAN = re.compile(f"[{HAN}]")


@dataclass
class PoDocument(Document):
    """The translations of a PO file, joined.

    Attributes:
        content: the file.
        messages: all of the file, the header and what is not translated included.
        values: the translations that are joined, with their places in the file.
        owners: the messages that these belong to.
    """

    content: str = ""
    messages: list[Message] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    owners: list[Message] = field(default_factory=list)
    _places: dict[int, list[int]] = field(default_factory=dict)

    @property
    def language(self) -> str | None:
        """The language of the header."""
        header = self.header.translations[0].text if self.header else ""
        match = _LANGUAGE.search(header)
        return match[1] if match else None

    @property
    def header(self) -> Message | None:
        """The message that holds the header, None where there is none."""
        first = self.messages[0] if self.messages else None
        is_header = first is not None and not first.source.text and first.context is None
        return first if is_header else None

    def ignores(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int, str]]:
        """Yield the requests in translators' comments; each holds for its message."""
        if "ebpf-glossary:" not in self.content:
            return
        ends: dict[int, int] = {}  # of messages, by where they begin: one may have several forms
        for segment, message in zip(self.segments, self.owners, strict=True):
            ends[message.start] = segment.end
        for segment, message in zip(self.segments, self.owners, strict=True):
            end = ends.pop(message.start, -1)
            for _, comment in message.comments if end >= 0 else ():
                for match in pattern.finditer(comment):
                    yield segment.start, end, segment.start, match[1]

    def in_file(self, edit: Edit) -> Edit:
        """Return an edit of the joined translations as an edit of the file."""
        index = max(bisect_right(self._starts("segments"), edit.start) - 1, 0)
        first, last, _ = self.segments[index]
        if index not in self._places:
            self._places[index] = _places(self.content, self.values[index])
        places = self._places[index]
        start = end = places[edit.start - first]
        if edit.start < (stop := min(edit.end, last)):  # not over the end of a line of the file
            end = self._end(places[stop - first - 1])
        text = escape(edit.text)
        if first < edit.start and self._is_bare(before := places[edit.start - first - 1]):
            return Edit(before, end, "\\\\" + text)
        return Edit(start, end, text)

    def _end(self, place: int) -> int:
        character = CHARACTER.match(self.content, place)
        return character.end() if character else place

    def _is_bare(self, place: int) -> bool:
        """Tell whether a backslash stands there that escapes nothing, but may after an edit."""
        return self.content[place] == "\\" and self._end(place) == place + 1


def _places(content: str, value: Value) -> list[int]:
    """Return where in the file each character of a value begins, and where the last one ends."""
    places: list[int] = []
    end = value.start + 1
    for string in STRINGS.finditer(content, value.start, value.end):
        end = string.end() - 1
        places += (m.start() for m in CHARACTER.finditer(content, string.start() + 1, end))
    places.append(end)
    return places


def read(text: str, source: str | None = None) -> PoDocument:
    """Read PO; every message has its own English, so `source` is not used."""
    document = PoDocument("", "", [], format="po", content=text, messages=scan(text))
    texts: list[str] = []
    sources: list[str] = []
    code: list[tuple[int, int, str]] = []
    source_code: list[tuple[int, int, str]] = []
    at = source_at = 0
    for message in document.messages:
        if not message.source.text and message.context is None:
            continue  # the header
        english = (message.plural or message.source).text
        source_end = source_at + len(english)
        values = [value for value in message.translations if value.text]
        is_paired = bool(values) and "fuzzy" not in message.flags
        is_code = bool(values) and _is_code(english, values[0].text)
        for value in values:
            end = at + len(value.text)
            document.segments.append(Segment(at, end, "message"))
            document.values.append(value)
            document.owners.append(message)
            if is_paired:
                document.pairs.append(Pair(at, end, source_at, source_end, message.flags))
            if is_code:
                code.append((at, end, CODE))
            texts.append(value.text)
            at = end + 1
        if is_paired:
            sources.append(english)
            if is_code:
                source_code.append((source_at, source_end, CODE))
            source_at = source_end + 1
    header = document.header
    if header is not None and header.translations[0].text:
        end = at + len(header.translations[0].text)
        document.segments.append(Segment(at, end, "header"))
        document.values.append(header.translations[0])
        document.owners.append(header)
        code.append((at, end, STRUCTURE))  # rules on catalogs look there, all others do not
        texts.append(header.translations[0].text)
    document.text, document.shape = _joined(texts, code)
    document.source, document.source_shape = _joined(sources, source_code)
    return document


def _joined(texts: list[str], code: list[tuple[int, int, str]]) -> tuple[str, str]:
    """Return texts as one, and its shape."""
    text = BREAK.join(texts)
    plain = text
    if text.count(BREAK) >= max(len(texts), 1):  # one in a text
        plain = BREAK.join([each.replace(BREAK, OTHER) for each in texts])
    shape = mask(plain, "rst")
    return text, overlay(shape, code) if code else shape


def _is_code(english: str, translation: str) -> bool:
    """Tell whether a message is a block of code, which documents can have translated as well."""
    if english.startswith((">>> ", "$ ")):
        return True
    if "\n" not in english.strip("\n"):
        return False
    return bool(_CODE.search(english)) or (english == translation and not _HAN.search(english))
