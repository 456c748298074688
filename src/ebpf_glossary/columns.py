"""How wide text is on a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NEVER_FIRST = "，。、；：？！）》」』】”’…—％ "
NEVER_LAST = "（《「『【“‘"


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes: a Chinese character takes two.

    >>> width("BPF 程序")
    8
    """
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shorten(text: str, columns: int) -> str:
    """Return `text` cut to at most `columns`, with an ellipsis where it was cut.

    >>> shorten("内核跟踪工具", 7)
    '内核跟…'
    """
    if width(text) <= columns:
        return text
    taken = 1  # the ellipsis
    for position, character in enumerate(text):
        taken += _character_width(character)
        if taken > columns:
            return text[:position].rstrip() + "…"
    return text


def wrap(text: str, columns: int) -> list[str]:
    """Return the lines of at most `columns` into which `text` falls.

    Lines break at spaces and beside Chinese characters, but not before closing punctuation or
    after opening punctuation.

    >>> wrap("跟踪 BPF 程序（及映射）。", 14)
    ['跟踪 BPF 程序', '（及映射）。']
    """
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width(lines[-1]) + width(piece.rstrip()) > columns:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Yield the pieces of `text` between which a line may break."""
    start = 0
    for position in range(1, len(text)):
        before, after = text[position - 1], text[position]
        wide = _character_width(before) == 2 or _character_width(after) == 2
        if (before == " " and after != " ") or (
            wide and after not in NEVER_FIRST and before not in NEVER_LAST
        ):
            yield text[start:position]
            start = position
    yield text[start:]
