"""Plain text: each line is a segment."""

from __future__ import annotations

import re

from ebpf_glossary.readers.inline import mask
from ebpf_glossary.segments import BREAK, OTHER, Document, Pair, Segment

_LINE = re.compile(f"[^{BREAK}]+")


def read(text: str, source: str | None = None) -> Document:
    """Read plain text."""
    shape = _shape(text)
    if BREAK in shape:
        segments = [Segment(*match.span()) for match in _LINE.finditer(shape)]
    else:  # a message, most often
        segments = [Segment(0, len(text))] if text else []
    document = Document(text, shape, segments)
    if source is not None:
        document.source, document.source_shape = source, _shape(source)
        document.pairs = [Pair(0, len(text), 0, len(source))]
    return document


def _shape(text: str) -> str:
    text = text.replace(BREAK, OTHER).replace("\r", BREAK).replace("\n", BREAK)
    return mask(text, "plain")
