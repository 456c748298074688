"""Read and write PO: catalogs of polib, in the one form that everything here writes.

The form is what `msgcat --no-wrap` makes, so that a translator's tool changes only what the
translator changed. polib has the records; its own parser forgets what an obsolete message was
translated from and takes broken files for sound ones, and what it writes is not that form. The
tests hold both against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polib

from ebpf_glossary.errors import N_, CatalogError, has_control
from ebpf_glossary.po_lines import UNESCAPES, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

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

_ESCAPES = str.maketrans({text: f"\\{name}" for name, text in UNESCAPES.items()})


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
    for entry in Reader(path).entries(text):
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
