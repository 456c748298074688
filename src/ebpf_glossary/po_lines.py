"""Read the messages of a PO file, line by line, and refuse what is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polib

from ebpf_glossary.errors import N_, CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_PO = N_("This is not a PO file that can be read.")
_LINE = re.compile(
    r"\s*+(?:"
    r"(#~\|?|#\|)?\s*+(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[([0-9]{1,3})\])?\s*+)?"
    r'"((?:[^"\\]|\\.)*+)"\s*+'
    r"|#(?![~|])(.*)|#~?)?\s*+"
)
_ORDER = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}
_ESCAPED = re.compile(r"(?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{2}))++|\\(.)")
UNESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "v": "\v", "b": "\b", "f": "\f"}
UNESCAPES |= {'"': '"', "\\": "\\"}


class Reader:
    """Reads a PO file line by line.

    Args:
        path: for error messages.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._line = 0
        self._start()

    def _start(self) -> None:
        self._entry = polib.POEntry()
        self._reached = -1  # in _ORDER
        self._field = ""
        self._parts: list[str] = []
        self._notes: list[str] = []
        self._extracted: list[str] = []

    def entries(self, text: str) -> Iterator[polib.POEntry]:
        """Yield the messages of a file, the header and obsolete ones included."""
        for self._line, line in enumerate(text.split("\n"), 1):
            match = _LINE.fullmatch(line)
            if match is None:
                raise self._error()
            mark, keyword, index, raw, comment = match.groups()
            if self._reached == 3 and (
                comment is not None or (keyword is not None and keyword != "msgstr")
            ):
                yield self._finished()
            if comment is not None:
                self._comment(comment)
            elif raw is not None:
                if keyword is not None:
                    self._begin(mark or "", keyword, index)
                elif not self._field:
                    raise self._error()
                self._parts.append(self._unescaped(raw) if "\\" in raw else raw)
        if self._reached == 3:
            yield self._finished()
        elif self._reached >= 0:  # the file ends in the middle of a message
            self._line = self._entry.linenum or self._line
            raise self._error()

    def _error(self) -> CatalogError:
        return CatalogError(self.path, self._line, NOT_PO)

    def _finished(self) -> polib.POEntry:
        self._end()
        entry = self._entry
        entry.tcomment = "\n".join(self._notes)
        entry.comment = "\n".join(self._extracted)
        self._start()
        return entry

    def _begin(self, mark: str, keyword: str, index: str | None) -> None:
        """Begin a string of the message, which must be in its place."""
        self._end()
        entry = self._entry
        if mark.endswith("|"):
            if self._reached >= 0 or keyword == "msgstr":
                raise self._error()
            self._field = f"previous_{keyword}"
            return
        rank = _ORDER[keyword]
        is_next_form = index is not None and int(index) == len(entry.msgstr_plural)
        if keyword == "msgstr":
            is_first = self._reached in (1, 2)
            is_plural = self._reached == 2 or len(entry.msgstr_plural) > 0
            fits = (is_first or is_plural) and (is_next_form if is_plural else index is None)
        else:
            fits = index is None and self._reached < rank and (rank < 2 or self._reached == 1)
        if not fits:
            raise self._error()
        self._reached = rank
        self._field = keyword if index is None else "msgstr_plural"
        if keyword == "msgid":
            entry.linenum = self._line
            entry.obsolete = mark == "#~"

    def _end(self) -> None:
        """Keep the string that was begun."""
        text = self._parts[0] if len(self._parts) == 1 else "".join(self._parts)
        if self._field == "msgstr_plural":
            self._entry.msgstr_plural[len(self._entry.msgstr_plural)] = text
        elif self._field:
            setattr(self._entry, self._field, text)
        self._field = ""
        self._parts = []

    def _unescaped(self, raw: str) -> str:
        try:
            return _ESCAPED.sub(_unescape, raw)
        except (KeyError, UnicodeDecodeError):
            raise self._error() from None

    def _comment(self, text: str) -> None:
        entry = self._entry
        text = text.removesuffix("\r")
        kind, rest = text[:1], text[1:].removeprefix(" ")
        if kind == ":":
            entry.occurrences += map(_reference, rest.split())
        elif kind == ",":
            entry.flags += (flag for each in rest.split(",") if (flag := each.strip()))
        elif kind == ".":
            self._extracted.append(rest)
        else:
            self._notes.append(text.removeprefix(" "))


def _reference(text: str) -> tuple[str, str]:
    path, _, line = text.rpartition(":")
    return (path, line) if path and line.isdigit() else (text, "")


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return UNESCAPES[match[1]]
    numbers = match[0].split("\\")[1:]
    return bytes(
        int(each[1:], 16) if each[0] == "x" else int(each, 8) & 0xFF for each in numbers
    ).decode()
