"""Find translations on disk and load them: `.po` in a checkout, `.mo` in a wheel."""

from __future__ import annotations

import os
import struct

from ebpf_glossary.errors import N_, CatalogError, UnknownLanguageError, has_control
from ebpf_glossary.locales import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Messages(Protocol):
        """Translations by key, where the key is as in a `.mo`: context, U+0004, English."""

        def get(self, key: str, /) -> str | None:
            """Return the translation, None where there is none."""


DOMAIN = "ebpf_glossary"
"""The gettext domain of the catalogs."""

_HERE = os.path.dirname(os.path.abspath(__file__))
_INSTALLED = os.path.join(_HERE, "locale")

LOCALE_DIR = (
    _INSTALLED
    if os.path.isdir(_INSTALLED)
    else os.path.join(os.path.dirname(os.path.dirname(_HERE)), "locale")
)
"""The folder of the catalogs, as plain gettext takes it."""

CONTEXT_END = "\x04"
LARGEST = 64 * 1024 * 1024
"""Bytes of a catalog."""


def find(directory: str, domain: str = DOMAIN) -> dict[str, str]:
    """Return the paths of the catalogs in a folder, by language.

    Args:
        directory: laid out as gettext wants it: `zh_CN/LC_MESSAGES/DOMAIN.po` or `.mo`. The `.po`
            wins where there are both: it is what people edit.
        domain: name of the files.

    Raises:
        CatalogError: the folder is missing or unreadable.
    """
    try:
        names = sorted(os.listdir(directory))
    except (OSError, ValueError) as error:
        raise CatalogError.unreadable(directory, error) from None
    found: dict[str, str] = {}
    for name in names:
        try:
            language = str(parse(name))
        except UnknownLanguageError:
            continue
        for extension in (".po", ".mo"):
            path = os.path.join(directory, name, "LC_MESSAGES", domain + extension)
            if os.path.exists(path):
                found.setdefault(language, path)
    return found


def load(path: str) -> Messages:
    """Return the translations of a `.po` or `.mo` file, without fuzzy and obsolete ones.

    A file of this package is read once: the command has its messages and its entries there.

    Raises:
        CatalogError: it is unreadable, truncated or otherwise wrong; says which file, and where.
    """
    if path not in _own:
        messages = _load(path)
        if not path.startswith(LOCALE_DIR):
            return messages
        _own[path] = messages
    return _own[path]


_own: dict[str, Messages] = {}


def _load(path: str) -> Messages:
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise CatalogError.unreadable(path, error) from None
    if len(content) > LARGEST:
        raise CatalogError(path, None, N_("Larger than {limit} bytes."), limit=LARGEST)
    return MoFile(path, content) if path.endswith(".mo") else _load_po(path, content)


def key(context: str, english: str) -> str:
    """Return the key of a message with a context."""
    return context + CONTEXT_END + english


def _load_po(path: str, content: bytes) -> dict[str, str]:
    from ebpf_glossary.po import parse_po

    return {
        entry.msgid if entry.msgctxt is None else key(entry.msgctxt, entry.msgid): entry.msgstr
        for entry in parse_po(path, content)
        if entry.translated() and not entry.obsolete and entry.msgstr
    }


class MoFile:
    """A compiled catalog, searched in place: most look-ups want one message of thousands.

    Args:
        path: for error messages.
        content: of the file.

    Raises:
        CatalogError: a table or a text does not lie within the file, or it is not UTF-8.
    """

    def __init__(self, path: str, content: bytes) -> None:
        self._path = path
        self._content = content
        magic = content[:4]
        if magic not in (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"):
            raise self._error(N_("This is not a compiled gettext catalog."))
        order = "<" if magic[0] == 0xDE else ">"
        try:
            revision, self._count, ids, texts = struct.unpack_from(order + "4I", content, 4)
            if revision >> 16 > 1:
                raise self._error(N_("This is not a compiled gettext catalog."))
            self._ids = self._table(order, ids)
            self._texts = self._table(order, texts)
        except (struct.error, OverflowError):
            raise self._error(
                N_("The file is damaged: it is shorter than its header says.")
            ) from None
        header = (self.get("") or "").lower()
        _, declared, charset = header.partition("charset=")
        if declared and not charset.startswith(("utf-8", "utf8", "us-ascii", "ascii")):
            raise self._error(N_("This is not UTF-8."))

    def get(self, key: str, /) -> str | None:
        """Return the translation of `key`, None where there is none."""
        wanted = key.encode("utf-8", "surrogatepass")
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            found = self._bytes(self._ids, middle)
            if found < wanted:
                low = middle + 1
            elif found > wanted:
                high = middle
            else:
                try:
                    text = self._bytes(self._texts, middle).decode()
                except UnicodeDecodeError:
                    raise self._error(N_("This is not UTF-8.")) from None
                if has_control(text):
                    raise self._error(N_("The text has a control character."))
                return text or None
        return None

    def _table(self, order: str, start: int) -> tuple[int, ...]:
        """Return lengths and offsets in turn, every one of which ends within the file."""
        if self._count > len(self._content):  # before unpack makes room for them
            raise struct.error
        table = struct.unpack_from(f"{order}{2 * self._count}I", self._content, start)
        if max(map(int.__add__, table[::2], table[1::2]), default=0) > len(self._content):
            raise struct.error
        return table

    def _bytes(self, table: tuple[int, ...], index: int) -> bytes:
        length, offset = table[2 * index : 2 * index + 2]
        return self._content[offset : offset + length]

    def _error(self, reason: str) -> CatalogError:
        return CatalogError(self._path, None, reason)
