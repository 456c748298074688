"""PO: one pass over the file gives the values of messages, and on demand their places in it.

polib would give the values, but not where they stand, and its parsing alone takes longer than
everything that is done with them here. The tests hold both against each other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ebpf_glossary.errors import N_, CatalogError
from ebpf_glossary.readers.inline import mask, overlay
from ebpf_glossary.segments import BREAK, CODE, HAN, OTHER, STRUCTURE, Document, Edit, Pair, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGE = re.compile(r"(?m)^Language:[ \t]*([A-Za-z]+)")
_STRING = r'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"'
_VALUE = rf"({_STRING}(?:[ \t]*+[\r\n]\s*+{_STRING})*+)[ \t]*+(?![^\r\n])"
_GAP = r"(?:\s++|#[^\r\n]*+)*+"  # white space and comments
_FORM = rf"msgstr\[[0-9]++\]\s*+{_VALUE}"
_ENTRY = re.compile(
    rf"({_GAP})(?:msgctxt\s*+{_VALUE}{_GAP})?msgid\s*+{_VALUE}{_GAP}"
    rf"(?:msgid_plural\s*+{_VALUE}{_GAP})?"
    rf"(?:msgstr\s*+{_VALUE}|({_FORM}(?:{_GAP}{_FORM})*+))"
)
_INDEX = re.compile(r"msgstr\[([0-9]++)\]")
_REST = re.compile(_GAP)
_FORMS = re.compile(rf"#[^\r\n]*+|{_FORM}")
_PART = re.compile(rf"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]++\])?)\s*+{_VALUE}")
_LINE = re.compile(r"[^\r\n]+")
_OBSOLETE = re.compile(r"^[ \t]*#~[^\r\n]*", re.MULTILINE)

_STRINGS = re.compile(_STRING)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f"}
_UNESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})
_ESCAPE = re.compile(r'\\([\\"ntrvbf])')
_ANY_ESCAPE = re.compile(r'\\(?:[\\"abfnrtv0-7]|x[0-9A-Fa-f]|([^\r\n]))')  # a group: no escape
_CHARSET = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)
_UTF_8 = (
    "utf-8",
    "utf8",
    "us-ascii",
    "ascii",
    "charset",
)  # and parts of it; "CHARSET" is a template's
_CHARACTER = re.compile(rf"{_ESCAPE.pattern}|.", re.DOTALL)

# What makes a message of several lines code: indentation, prompts, comments.
_CODE = re.compile(r"^(?:[ \t]+\S|>>>|[$#] )| # ", re.MULTILINE)
_HAN = re.compile(f"[{HAN}]")


@dataclass(slots=True)
class Value:
    """A string of the file: what it says, and from where to where it stands there."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Message:
    """An entry of the file that is not obsolete.

    Attributes:
        start: where it begins in the file, after its comments.
        head: its comments.
        flags: such as "fuzzy".
        context: its msgctxt.
        source: its msgid.
        plural: its msgid_plural.
        translations: its msgstr, or several.
    """

    start: int
    head: str
    flags: tuple[str, ...]
    context: Value | None
    source: Value
    plural: Value | None
    translations: tuple[Value, ...]

    @property
    def comments(self) -> list[tuple[int, str]]:
        """Its comments with their places in the file, but for the flags."""
        begin = self.start - len(self.head)
        return [
            (begin + match.start(), match[0])
            for match in _LINE.finditer(self.head)
            if match[0].startswith("#") and not match[0].startswith("#,")
        ]


def scan(text: str) -> list[Message]:
    """Return the messages of a PO file in order, the header first if there is one.

    Raises:
        CatalogError: the text is no PO file; its path is empty, its line that of the fault.
    """
    messages: list[Message] = []
    seen: set[tuple[str | None, str]] = set()
    position = 0
    while match := _ENTRY.match(text, position):
        position = match.end()
        message = _message(text, match)
        messages.append(message)
        context, source = message.context, message.source
        key = (context.text if context else None, source.text)
        if key in seen:
            line = _line(text, source.start)
            raise CatalogError("", line, N_("This message is defined twice."))
        seen.add(key)
        if not _has_forms(message, match[6] or ""):
            raise CatalogError("", _line(text, source.start), N_("The plural forms are wrong."))
    if messages and not _is_utf_8(messages[0]):
        raise CatalogError("", _line(text, messages[0].start), N_("This is not UTF-8."))
    fault = _fault(text, position)
    if fault < 0:
        fault = _bad_escape(text)
    if fault >= 0:
        raise CatalogError("", _line(text, fault), N_("This is not a PO file that can be read."))
    return messages


def _has_forms(message: Message, forms: str) -> bool:
    """Tell whether there are plural forms, counted from 0, just where there is a plural."""
    indexes = [int(index) for index in _INDEX.findall(forms)]
    return indexes == list(range(len(message.translations))) if message.plural else not forms


def _is_utf_8(header: Message) -> bool:
    """Tell whether the header says so, or nothing: what says otherwise, others would garble."""
    if header.source.text or header.context:
        return True
    charset = _CHARSET.search(header.translations[0].text)
    return charset is None or charset[1].lower() in _UTF_8


def _bad_escape(text: str) -> int:
    """Return where something is escaped that nobody would unescape, -1 if nowhere."""
    passed = 0  # where a comment ends
    for match in _ANY_ESCAPE.finditer(text):
        at = match.start()
        if match[1] is not None and at >= passed:
            line = max(passed, *(text.rfind(end, passed, at) + 1 for end in "\r\n"))
            if not text[line:at].lstrip().startswith("#"):
                return at
            comment = _LINE.match(text, at)
            passed = comment.end() if comment else at
    return -1


def _message(text: str, match: re.Match[str]) -> Message:
    head, context, source, plural, translation, *_ = match.groups()
    flags: tuple[str, ...] = ()
    if "#~" in head:  # flags and comments before it are those of what is obsolete
        end = 0
        for obsolete in _OBSOLETE.finditer(head):
            end = obsolete.end()
        head = head[end:]
    if "#," in head:
        lines = (line.strip() for line in _LINE.findall(head))
        flags = tuple(
            flag.strip() for line in lines if line[:2] == "#," for flag in line[2:].split(",")
        )
        flags = tuple(filter(None, flags))
    if translation is not None:
        values: tuple[Value, ...] = (Value(unquote(translation), *match.span(5)),)
    else:
        values = tuple(
            Value(unquote(form[1]), *form.span(1))
            for form in _FORMS.finditer(text, *match.span(6))
            if form[1] is not None
        )
    return Message(
        match.end(1),
        head,
        flags,
        None if context is None else Value(unquote(context), *match.span(2)),
        Value(unquote(source), *match.span(3)),
        None if plural is None else Value(unquote(plural), *match.span(4)),
        values,
    )


def _fault(text: str, position: int) -> int:
    """Return where it stops being a PO file after its last whole message, -1 if nowhere."""
    order = ("msgctxt", "msgid", "msgid_plural", "msgstr")
    last, last_at = -1, -1
    while True:
        rest = _REST.match(text, position)
        position = rest.end() if rest else position
        part = _PART.match(text, position)
        if part is None:
            return position if position < len(text) else last_at
        rank = order.index(part[1].partition("[")[0])
        if rank <= last or (last < 1 < rank):
            return position
        last, last_at, position = rank, position, part.end()


def _line(text: str, position: int) -> int:
    return len(re.findall(r"\r\n?|\n", text[:position])) + 1


def unquote(raw: str) -> str:
    r"""Return what quoted strings say.

    >>> unquote('"a\\n"\n"b"')
    'a\nb'
    """
    text = raw[1:-1]
    if "\n" in text or "\r" in text:
        text = text.replace('"\n"', "")
        if "\n" in text or "\r" in text:
            text = "".join([each[1:-1] for each in _STRINGS.findall(raw)])
    if "\\" not in text:
        return text
    if "\\\\" not in text:
        text = text.replace('\\"', '"').replace("\\n", "\n")
        if "\\" not in text:
            return text
    return _ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[1], match[1])


def escape(text: str) -> str:
    r"""Return `text` as it is written between quotes.

    >>> escape('say "a"\n')
    'say \\"a\\"\\n'
    """
    return text.translate(_UNESCAPES)


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
        character = _CHARACTER.match(self.content, place)
        return character.end() if character else place

    def _is_bare(self, place: int) -> bool:
        """Tell whether a backslash stands there that escapes nothing, but may after an edit."""
        return self.content[place] == "\\" and self._end(place) == place + 1


def _places(content: str, value: Value) -> list[int]:
    """Return where in the file each character of a value begins, and where the last one ends."""
    places: list[int] = []
    end = value.start + 1
    for string in _STRINGS.finditer(content, value.start, value.end):
        end = string.end() - 1
        places += (m.start() for m in _CHARACTER.finditer(content, string.start() + 1, end))
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
