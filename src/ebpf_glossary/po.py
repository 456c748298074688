"""Read and write PO through polib, in the one form that everything here writes.

The form is what `msgcat --no-wrap` makes, so that a translator's tool changes only what the
translator changed.
"""

from __future__ import annotations

import re

import polib

from ebpf_glossary.errors import N_, CatalogError, has_control

PAGE_WIDTH = 80
STRING = r'"(?:[^"\\]|\\.)*"'
LINE = re.compile(
    rf"\s*(?:#(?!~).*|#~\|.*|(?:#~\s*)?(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?{STRING}|#~)?\s*"
)
"""What a line of a PO file may be. polib drops the end of a text whose quote is missing."""


class _Lines(list[str]):
    """Lines for polib, which opens any string that happens to be a path."""

    def splitlines(self) -> list[str]:
        return self


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
    lines = _Lines(text.split("\n"))
    for number, each in enumerate(lines, 1):
        if not LINE.fullmatch(each):
            raise CatalogError(path, number, N_("This is not a PO file that can be read."))
    try:
        catalog: polib.POFile = polib.pofile(lines, wrapwidth=0, encoding="utf-8")  # type: ignore[call-overload]
    except Exception as error:  # polib lets its own slips through, such as IndexError
        match = re.search(r"\(line (\d+)\)", str(error))
        place = int(match[1]) if match else None
        raise CatalogError(path, place, N_("This is not a PO file that can be read.")) from None
    charset = catalog.metadata.get("Content-Type", "").lower().partition("charset=")[2].strip()
    if charset not in ("", "charset", "utf-8", "utf8", "us-ascii", "ascii"):
        raise CatalogError(path, None, N_("This is not UTF-8."))
    seen = set()
    for entry in catalog:
        key = (entry.msgctxt, entry.msgid, entry.obsolete)
        if key in seen:
            raise CatalogError(path, entry.linenum, N_("This message is defined twice."))
        seen.add(key)
        if has_control(entry.msgstr):
            raise CatalogError(path, entry.linenum, N_("The text has a control character."))
    return catalog


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


def dump_po(catalog: polib.POFile) -> str:
    """Return the text of a catalog in canonical form.

    polib writes it but for the references, which msgcat wraps even where it wraps nothing else.
    """
    lines = str(catalog).rstrip("\n").split("\n")  # U+2028 in a text ends no line of the file
    return (
        "\n".join(
            part
            for line in lines
            for part in (_wrapped(line) if line.startswith("#: ") else [line])
        )
        + "\n"
    )


def _wrapped(references: str) -> list[str]:
    lines = ["#:"]
    for reference in references.split()[1:]:
        if lines[-1] != "#:" and len(lines[-1]) + 1 + len(reference) >= PAGE_WIDTH:
            lines.append("#:")
        lines[-1] += " " + reference
    return lines
