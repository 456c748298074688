"""PO: one pass over a file gives the values of its messages, and where they stand in it.

polib would give the values, but not where they stand, and its parsing alone takes longer than
everything that is done with them here. The tests hold both against each other; what is a fault,
they ask msgfmt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ebpf_glossary.errors import N_, CatalogError

_STRING = r'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"'
_VALUE = rf"({_STRING}(?:[ \t]*+[\r\n]\s*+{_STRING})*+)[ \t]*+(?![^\r\n])"
_GAP = r"(?:\s++|#[^\r\n]*+)*+"  # white space and comments
_FORM = rf"msgstr\[[0-9]++\]\s*+{_VALUE}"
_ENTRY = re.compile(
    rf"({_GAP})(?:msgctxt\s*+{_VALUE}\s*+)?msgid\s*+{_VALUE}\s*+"
    rf"(?:msgid_plural\s*+{_VALUE}\s*+)?"
    rf"(?:msgstr\s*+{_VALUE}|({_FORM}(?:\s*+{_FORM})*+))"
)
_INDEX = re.compile(r"msgstr\[([0-9]++)\]")
_REST = re.compile(_GAP)
_FORMS = re.compile(_FORM)
_PART = re.compile(rf"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]++\])?)\s*+{_VALUE}\s*+")
_LINE = re.compile(r"[^\r\n]+")
_SILENT = re.compile(r"\s*+(?:#~\s*+)?(?:#(?![~|])|(?:#~?\|\s*+)?\Z)")  # comments, and nothing
# What begins a line of an obsolete message, of a message's former English, and of its comments.
_OBSOLETE = re.compile(r"(?<![^\r\n])([ \t]*+)#~(\|?)")
_FORMER = re.compile(r"(?<![^\r\n])[ \t]*+#\|(?=[ \t]*+[^\s])")
_FORMER_MARK = re.compile(r"(?<![^\r\n])([ \t]*+)#\|")
_FORMER_ENTRY = re.compile(
    rf"\s*+(?:msgctxt\s*+{_VALUE}\s*+)?msgid\s*+{_VALUE}\s*+(?:msgid_plural\s*+{_VALUE}\s*+)?"
)

STRINGS = re.compile(_STRING)
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
CHARACTER = re.compile(rf"{_ESCAPE.pattern}|.", re.DOTALL)


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
    plain = _uncovered(text)
    position = 0
    while match := _ENTRY.match(plain, position):
        position = match.end()
        message = _message(plain, match)
        context, source = message.context, message.source
        key = (context.text if context else None, source.text)
        if key in seen:
            line = _line(text, source.start)
            raise CatalogError("", line, N_("This message is defined twice."))
        seen.add(key)
        if not _has_forms(message, match[6] or ""):
            raise CatalogError("", _line(text, source.start), N_("The plural forms are wrong."))
        fault = _bad_former(plain, match)
        if plain is not text and fault < 0:
            fault = _mixed(text, *match.span())
        if fault >= 0:
            raise _unreadable(text, fault)
        if plain is text or not _is_obsolete(text, *match.span(1)):
            messages.append(message)
    if messages and not _is_utf_8(messages[0]):
        raise CatalogError("", _line(text, messages[0].start), N_("This is not UTF-8."))
    fault = _fault(plain, position)
    if fault < 0:
        fault = _bad_escape(plain)
    if fault < 0 and (former := _FORMER.search(plain, position)):
        fault = former.start()  # of what message?
    if fault >= 0:
        raise _unreadable(text, fault)
    return messages


def _unreadable(text: str, fault: int) -> CatalogError:
    return CatalogError("", _line(text, fault), N_("This is not a PO file that can be read."))


def _uncovered(text: str) -> str:
    """Return a file with obsolete messages as if they were none, every character in its place.

    They must be sound as well: no tool of gettext reads on after a fault.
    """
    if "#~" not in text:
        return text
    return _OBSOLETE.sub(lambda match: match[1] + (" #|" if match[2] else "  "), text)


def _is_obsolete(text: str, start: int, end: int) -> bool:
    """Tell whether the message is that begins where its comments end."""
    line = max(text.rfind("\n", start, end), text.rfind("\r", start, end), start - 1) + 1
    return _OBSOLETE.match(text, line) is not None


def _mixed(text: str, start: int, end: int) -> int:
    """Return where a message stops, or begins, to be obsolete in its middle; -1 if nowhere."""
    if text.find("#~", start, end) < 0:
        return -1
    kinds = [
        (start + line.start(), _OBSOLETE.match(line[0]) is not None)
        for line in _LINE.finditer(text[start:end])
        if not _SILENT.match(line[0])
    ]
    return next((at for at, is_obsolete in kinds if is_obsolete != kinds[0][1]), -1)


def _bad_former(text: str, match: re.Match[str]) -> int:
    """Return where a message's former English cannot be read, -1 if nowhere.

    It stands right before the message, after all other comments.
    """
    head = match[1]
    former = _FORMER.search(head) if "#|" in head else None
    if former is None:
        return -1
    plain = _FORMER_MARK.sub(r"\1  ", head[former.start() :])
    entry = _FORMER_ENTRY.match(plain)
    sound = entry.end() if entry else 0
    if sound == len(plain):
        sound = _bad_escape(plain)
        if sound < 0:
            return -1
    return match.start(1) + former.start() + sound


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
            Value(unquote(form[1]), *form.span(1)) for form in _FORMS.finditer(text, *match.span(6))
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
    rest = _REST.match(text, position)
    position = rest.end() if rest else position
    while part := _PART.match(text, position):
        rank = order.index(part[1].partition("[")[0])
        if rank <= last or (last < 1 < rank):
            return position
        last, last_at, position = rank, position, part.end()
    return position if position < len(text) else last_at


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
            text = "".join([each[1:-1] for each in STRINGS.findall(raw)])
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
