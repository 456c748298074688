"""Read and write PO: catalogs of polib, in the one form that everything here writes.

The form is what `msgcat --no-wrap` makes, so that a translator's tool changes only what the
translator changed. polib has the records; its own parser forgets what an obsolete message was
translated from and takes broken files for sound ones, and what it writes is not that form. The
tests hold both against each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polib

from ebpf_glossary.errors import N_, CatalogError, has_control

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE_WIDTH = 80
FUZZY = "fuzzy"
# Flags in the order in which gettext writes them.
FLAGS = (
    "fuzzy c-format objc-format c++-format python-format python-brace-format java-format "
    "java-printf-format csharp-format javascript-format scheme-format lisp-format elisp-format "
    "librep-format ruby-format sh-format awk-format lua-format object-pascal-format "
    "smalltalk-format qt-format qt-plural-format kde-format kde-kuit-format boost-format "
    "tcl-format perl-format perl-brace-format php-format gcc-internal-format gfc-internal-format "
    "ycp-format wrap no-wrap"
).split()
_RANKS = {flag: rank for rank, flag in enumerate(FLAGS)}

NOT_PO = N_("This is not a PO file that can be read.")
_LINE = re.compile(
    r"\s*+(?:"
    r"(#~\|?|#\|)?\s*+(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[([0-9]{1,3})\])?\s*+)?"
    r'"((?:[^"\\]|\\.)*+)"\s*+'
    r"|#(?![~|])(.*)|#~?)?\s*+"
)
_ORDER = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}
_ESCAPED = re.compile(r"(?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{2}))++|\\(.)")
_UNESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "v": "\v", "b": "\b", "f": "\f"}
_UNESCAPES |= {'"': '"', "\\": "\\"}
_ESCAPES = str.maketrans({text: f"\\{name}" for name, text in _UNESCAPES.items()})


def read_po(path: str) -> polib.POFile:
    """Read a PO file.

    Raises:
        CatalogError: it is missing, unreadable, not UTF-8 or not PO.
    """
    try:
        with open(path, "rb") as file:
            return parse_po(path, file.read())
    except OSError as error:
        raise CatalogError.unreadable(path, error) from None


def parse_po(path: str, content: bytes) -> polib.POFile:
    """Read the content of a PO file.

    Args:
        path: for error messages; nothing is opened.
        content: of the file, UTF-8 with or without a byte-order mark.

    Raises:
        CatalogError: it is not UTF-8 or not PO, with the line.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CatalogError(path, line, N_("This is not UTF-8.")) from None
    catalog = polib.POFile(wrapwidth=0)
    seen = set()
    for entry in _Reader(path).entries(text):
        key = (entry.msgctxt, entry.msgid, entry.obsolete)
        if key in seen:
            raise CatalogError(path, entry.linenum, N_("This message is defined twice."))
        seen.add(key)
        if entry.msgid == "" and entry.msgctxt is None and not entry.obsolete:
            _take_header(catalog, entry)
        else:
            list.append(catalog, entry)  # polib's own looks for duplicates
        if has_control(entry.msgstr) or any(map(has_control, entry.msgstr_plural.values())):
            raise CatalogError(path, entry.linenum, N_("The text has a control character."))
    charset = catalog.metadata.get("Content-Type", "").lower().partition("charset=")[2].strip()
    if charset not in ("", "charset", "utf-8", "utf8", "us-ascii", "ascii"):
        raise CatalogError(path, None, N_("This is not UTF-8."))
    return catalog


def _take_header(catalog: polib.POFile, entry: polib.POEntry) -> None:
    catalog.header = entry.tcomment
    catalog.metadata_is_fuzzy = FUZZY in entry.flags
    name = ""
    for line in entry.msgstr.split("\n"):
        before, colon, after = line.partition(":")
        if colon:
            name = before
            catalog.metadata[name] = after.strip()
        elif name and line:
            catalog.metadata[name] += "\n" + line.strip()


class _Reader:
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
        return _UNESCAPES[match[1]]
    numbers = match[0].split("\\")[1:]
    return bytes(
        int(each[1:], 16) if each[0] == "x" else int(each, 8) & 0xFF for each in numbers
    ).decode()


def dump_po(catalog: polib.POFile) -> str:
    """Return the text of a catalog in canonical form."""
    header = polib.POEntry(msgid="", tcomment=catalog.header)
    header.msgstr = "".join(f"{name}: {value}\n" for name, value in catalog.metadata.items())
    if catalog.metadata_is_fuzzy:
        header.flags = [FUZZY]
    active = (entry for entry in catalog if not entry.obsolete)
    obsolete = (entry for entry in catalog if entry.obsolete)
    return "\n".join(map(_dumped, (header, *active, *obsolete)))


def _dumped(entry: polib.POEntry) -> str:
    lines = [f"# {line}" if line else "#" for line in entry.tcomment.split("\n") if entry.tcomment]
    if entry.comment:
        lines += [f"#. {line}" if line else "#." for line in entry.comment.split("\n")]
    if entry.occurrences:
        lines += _references(entry.occurrences)
    if entry.flags:
        lines.append("#, " + ", ".join(sorted(dict.fromkeys(entry.flags), key=_rank)))
    mark = "#~ " if entry.obsolete else ""
    former = "#~| " if entry.obsolete else "#| "
    if entry.previous_msgid is not None:  # no tool reads the others without it
        if entry.previous_msgctxt is not None:
            lines += _string(former + "msgctxt", entry.previous_msgctxt, former)
        lines += _string(former + "msgid", entry.previous_msgid, former)
        if entry.previous_msgid_plural is not None:
            lines += _string(former + "msgid_plural", entry.previous_msgid_plural, former)
    if entry.msgctxt is not None:
        lines += _string(mark + "msgctxt", entry.msgctxt, mark)
    lines += _string(mark + "msgid", entry.msgid, mark)
    if entry.msgid_plural:
        lines += _string(mark + "msgid_plural", entry.msgid_plural, mark)
        for index, text in sorted(entry.msgstr_plural.items()) or [(0, ""), (1, "")]:
            lines += _string(f"{mark}msgstr[{index}]", text, mark)
    else:
        lines += _string(mark + "msgstr", entry.msgstr, mark)
    lines.append("")
    return "\n".join(lines)


def _string(keyword: str, text: str, mark: str) -> list[str]:
    lines = text.split("\n")
    if len(lines) == 1:
        return [f'{keyword} "{_escaped(text)}"']
    last = lines.pop()
    quoted = [f'"{_escaped(line)}\\n"' for line in lines] + [f'"{_escaped(last)}"'] * bool(last)
    if len(quoted) == 1:
        return [f"{keyword} {quoted[0]}"]
    return [f'{keyword} ""', *(mark + line for line in quoted)]


def _escaped(text: str) -> str:
    return (
        text
        if text.isprintable() and '"' not in text and "\\" not in text
        else (text.translate(_ESCAPES))
    )


def _rank(flag: str) -> int:
    return _RANKS.get(flag, _RANKS.get(flag.removeprefix("no-"), len(FLAGS) - 2))


def _references(occurrences: Iterable[tuple[str, str]]) -> list[str]:
    """Return lines of references, which msgcat wraps even where it wraps nothing else."""
    lines = ["#:"]
    for path, line in occurrences:
        reference = f"{path}:{line}" if line else path
        if lines[-1] != "#:" and len(lines[-1]) + 1 + len(reference) >= PAGE_WIDTH:
            lines.append("#:")
        lines[-1] += " " + reference
    return lines
