"""Pairs of English and Chinese from what is translated already: PO files, or two trees of pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary import files, readers
from ebpf_glossary.alignment import align
from ebpf_glossary.errors import N_, TextError
from ebpf_glossary.segments import MASKS, Edit
from ebpf_glossary.trees import SourceTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Document

_MASKED = re.compile(f"[{MASKS}]+")


class Bitext(NamedTuple):
    """A piece of text in both languages, without code, addresses and markup.

    Attributes:
        english: the source.
        chinese: its translation.
        path: of the file of the translation.
        line: at which it begins there.
    """

    english: str
    chinese: str
    path: str
    line: int

    @property
    def place(self) -> str:
        """Where it stands, as editors take it."""
        return f"{self.path}:{self.line}"


def read(path: str, source: str | None = None) -> Iterator[Bitext]:
    """Yield the pairs of a file or of a folder.

    Args:
        path: of the translations: PO files, Markdown whose English stands in comments, or any
            format with a `source`.
        source: the English file, or the folder of the pages that these translate.

    Raises:
        TextError: a file cannot be read, or there is no English for any.
        CatalogError: a PO file is none.
    """
    tree = None if source is None else SourceTree(source, [path])
    is_found = False
    for name in files.walk([path]):
        if tree and tree.has(name):
            continue
        file = files.read(name)
        document = readers.read(file.text, file.format)
        english = tree.of(name) if tree else None
        if english is not None and not document.pairs:
            align(document, _document(english))
        for bitext in _in_document(document, file.text, name):
            is_found = True
            yield bitext
    if not is_found:
        template = N_("There is no text whose English is known. Give the English with --source.")
        raise TextError(path, None, template)


def _document(path: str) -> Document:
    file = files.read(path)
    return readers.read(file.text, file.format)


def _in_document(document: Document, text: str, path: str) -> Iterator[Bitext]:
    ends = [match.end() for match in re.finditer("\n", text)]
    for start, end, source_start, source_end, _ in document.pairs:
        english = _bare(document.source_shape[source_start:source_end])
        chinese = _bare(document.shape[start:end])
        if english and chinese:
            place = document.in_file(Edit(start, start, "")).start
            yield Bitext(english, chinese, path, bisect_right(ends, place) + 1)


def _bare(shape: str) -> str:
    return _MASKED.sub("\n", shape).strip()
