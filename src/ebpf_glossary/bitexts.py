"""Pairs of English and Chinese from what is translated already: PO files, or two trees of pages."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary import files, readers
from ebpf_glossary.errors import N_, TextError
from ebpf_glossary.segments import MASKS, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ebpf_glossary.segments import Document, Segment

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
        source: the English file, or the folder whose files have the same paths.

    Raises:
        TextError: a file cannot be read, or there is no English for any.
        CatalogError: a PO file is none.
    """
    is_found = False
    for name in files.walk([path]):
        file = files.read(name)
        english = _english(path, name, source)
        document = readers.read(file.text, file.format)
        if document.pairs:
            found = _in_document(document, file.text, name)
        elif english is not None:
            found = _between(document, _document(english), name)
        else:
            continue
        for bitext in found:
            is_found = True
            yield bitext
    if not is_found:
        template = N_("There is no text whose English is known. Give the English with --source.")
        raise TextError(path, None, template)


def _english(top: str, name: str, source: str | None) -> str | None:
    """Return the path of the English of a file, None where there is none."""
    if source is None:
        return None
    path = os.path.join(source, os.path.relpath(name, top)) if os.path.isdir(top) else source
    return path if os.path.isfile(path) or not os.path.isdir(top) else None


def _document(path: str) -> Document:
    file = files.read(path)
    return readers.read(file.text, file.format)


def _in_document(document: Document, text: str, path: str) -> Iterator[Bitext]:
    ends = [match.end() for match in re.finditer("\n", text)]
    for start, end, source_start, source_end, _ in document.pairs:
        place = document.in_file(Edit(start, start, "")).start
        yield Bitext(
            _bare(document.source_shape[source_start:source_end]),
            _bare(document.shape[start:end]),
            path,
            bisect_right(ends, place) + 1,
        )


def _between(document: Document, source: Document, path: str) -> Iterator[Bitext]:
    """Pair the segments of two documents that stand in the same order of kinds."""
    ends = [match.end() for match in re.finditer("\n", document.text)]
    ours, theirs = _keys(document), _keys(source)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for start, other, size in matcher.get_matching_blocks():
        for ours_at, theirs_at in zip(
            document.segments[start : start + size],
            source.segments[other : other + size],
            strict=True,
        ):
            yield Bitext(
                _bare(source.shape[theirs_at.start : theirs_at.end]),
                _bare(document.shape[ours_at.start : ours_at.end]),
                path,
                bisect_right(ends, ours_at.start) + 1,
            )


def _keys(document: Document) -> Sequence[tuple[str, str]]:
    """Return of each segment its kind, and what in it is the same in every language."""
    return [(segment.kind, _fixed_part(document, segment)) for segment in document.segments]


def _fixed_part(document: Document, segment: Segment) -> str:
    spans = _MASKED.finditer(document.shape, segment.start, segment.end)
    kept = (document.text[span.start() : span.end()] for span in spans)
    return "".join("".join(kept).split()) if segment.kind == "heading" else ""


def _bare(shape: str) -> str:
    return _MASKED.sub("\n", shape)
