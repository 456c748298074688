"""Read a format: a text to a document of segments, whose offsets are the file's own."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ebpf_glossary.segments import Document

# Formats, and the modules that read them: none is loaded before there is something to read.
READERS = {"plain": "plain", "markdown": "markdown", "rst": "rst", "po": "po"}

IN_BLOCKS = ("markdown", "rst")
"""Formats whose English is aligned block by block."""

EXTENSIONS = {
    ".txt": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".rst": "rst",
    ".po": "po",
}


def read(text: str, format: str, source: str | None = None) -> Document:
    """Read a text.

    Args:
        text: of the file, without a byte-order mark.
        format: "plain", "markdown", "rst" or "po".
        source: the English that the whole is a translation of, in the same format. A PO file has
            its own.

    Raises:
        ValueError: no such format.
        CatalogError: the text is no PO file.
    """
    if format not in READERS:
        raise ValueError(f"no format is called {format!r}; there are {', '.join(READERS)}")
    if source is None or format not in IN_BLOCKS:
        return _reader(format)(text, source)
    from ebpf_glossary.alignment import align

    document = _reader(format)(text, None)
    align(document, _reader(format)(source, None))
    return document


@cache
def _reader(format: str) -> Callable[[str, str | None], Document]:
    module = import_module(f"{__name__}.{READERS[format]}")
    reader: Callable[[str, str | None], Document] = module.read
    return reader
