"""Characters that nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.style import INLINE, line_at
from ebpf_glossary.rules.unusual import UNUSUAL, unusual_characters
from ebpf_glossary.segments import CODE, MARKUP, OTHER, PLACEHOLDER, ROLE, STRUCTURE, Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Document

FAMILY = "spacing"

# Zero-width spaces and joiners, soft hyphen, direction marks, byte-order mark.
_INVISIBLE = regex(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+"
)
# Scripts that need joiners or direction marks: Hebrew, Arabic, those of India and its neighbours.
_NEEDS_JOINERS = regex("[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefe]")
_EMOJI = regex("[\u2190-\u2bff\ufe0f\U0001f000-\U0001ffff\U000e0020-\U000e007f]")
_ESCAPABLE = frozenset("*_`~{}[]<>|\\@#:.")
"""Marks between which somebody puts an invisible character so that they do not mean markup."""


_KEPT = MARKUP + OTHER + PLACEHOLDER + ROLE
"""Kinds of markup that an invisible character may be needed in."""


@rule("invisible-character", fix=Applicability.SAFE, mends_markup=True, needs=Needs(UNUSUAL))
def invisible_character(document: Document) -> Iterator[Hit]:
    """A character that nobody sees: a zero-width space, a soft hyphen, a direction mark.

    It comes along when text is copied from a web page, and then words are not found, names do
    not match and code does not run. Joiners within emoji and within scripts that need them are
    right, and so is what keeps marks from being taken for markup; in code that holds an
    invisible character in quotation marks it is only shown.

    Bad:  使用 bpf\u200btool 查看。
    Good: 使用 bpftool 查看。
    Format: markdown
    Bad:  运行 `bpf\u200btool prog` 查看。
    Good: 运行 `bpftool prog` 查看。
    """
    text, shape = document.text, document.shape
    done = 0
    for start in unusual_characters(document):
        if start < done or not (match := _INVISIBLE.match(text, start)):
            continue
        done = end = match.end()
        if _is_needed(document, start, end):
            continue
        is_shown = shape[start] == CODE and _is_literal(text, start, end)
        yield Hit(start, end, None if is_shown or shape[start] in _KEPT else "")


def _is_literal(text: str, start: int, end: int) -> bool:
    """Tell whether code means the invisible characters: they stand in quotation marks."""
    return text[start - 1 : start] in ("'", '"') and text[end : end + 1] in ("'", '"')


def _is_needed(document: Document, start: int, end: int) -> bool:
    """Tell whether emoji, a script or markup needs invisible characters."""
    text, shape = document.text, document.shape
    left, right = text[max(0, start - 1) : start], text[end : end + 1]
    if shape[start] == STRUCTURE and start:
        return True
    if text[start:end] == "\u200d" and _EMOJI.match(left) and _EMOJI.match(right):
        return True
    if shape[start] != CODE and _separates_markup(document, start, end):
        return True
    first, last = line_at(shape, start, end)
    return bool(_NEEDS_JOINERS.search(text[first:start] + text[end:last]))


def _separates_markup(document: Document, start: int, end: int) -> bool:
    """Tell whether invisible characters end inline markup, or keep marks from being markup."""
    text, shape = document.text, document.shape
    beside = shape[max(0, start - 1) : start] + shape[end : end + 1]
    inline = INLINE if document.format in ("rst", "po") else MARKUP
    if any(character in inline for character in beside):
        return True
    left, right = text[max(0, start - 1) : start], text[end : end + 1]
    return left == "@" or (left in _ESCAPABLE and right in _ESCAPABLE)
