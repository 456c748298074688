"""Where output goes: a terminal or a pipe, with or without colour, of whatever encoding."""

from __future__ import annotations

import os
import sys
import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

BOLD = "\x1b[1m"
PLAIN = "\x1b[0m"
GAP = "  "
NARROWEST = 10
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


class Terminal:
    """Standard output and error, made safe to write any text to."""

    def __init__(self) -> None:
        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:  # closed by whoever started us
                setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # not where a test or a program put its own
                stream.reconfigure(errors="replace")
        self.is_terminal = sys.stdout.isatty()
        self._bold = self.is_terminal and not os.environ.get("NO_COLOR") and _knows_bold()

    @property
    def columns(self) -> int | None:
        """How wide the terminal is; None where output is no terminal and need not fit."""
        if not self.is_terminal:
            return None
        try:
            return os.get_terminal_size(sys.stdout.fileno()).columns or None
        except OSError:
            return None

    @property
    def is_unicode(self) -> bool:
        """Whether every character can be written."""
        return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")

    def write(self, text: str) -> None:
        """Write a line, or lines."""
        sys.stdout.write(text + "\n")

    def paragraphs(self, text: str) -> None:
        """Write text, broken into lines where a terminal would break it anywhere."""
        if self.columns is None:
            self.write(text)
        else:
            for paragraph in text.split("\n"):
                self.write("\n".join(wrap(paragraph, self.columns)))

    def bold(self, text: str) -> str:
        """Return `text` so that it stands out where that is possible."""
        return f"{BOLD}{text}{PLAIN}" if self._bold and text else text

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """Write rows whose columns line up; the first is the heading.

        The last column is cut where a terminal is too narrow for it.
        """
        rows = list(rows)
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        room = (
            None
            if self.columns is None
            else self.columns - sum(widths[:-1]) - len(GAP) * (len(widths) - 1)
        )
        for number, row in enumerate(rows):
            cells = [cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True)]
            cells[-1] = row[-1] if room is None else shorten(row[-1], max(room, NARROWEST))
            line = GAP.join(cells).rstrip()
            self.write(self.bold(line) if number == 0 else line)

    def complain(self, sentence: str) -> None:
        """Write a sentence to standard error, if anybody hears it."""
        try:
            sys.stdout.flush()
            sys.stderr.write(sentence + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            _silence(sys.stderr)

    def flush(self) -> None:
        """Send what was written on its way.

        Raises:
            BrokenPipeError: nobody reads it any more.
        """
        sys.stdout.flush()

    def close_quietly(self) -> None:
        """Give up on standard output, so that Python does not complain about it at exit."""
        _silence(sys.stdout)


def _silence(stream: TextIO) -> None:
    try:  # noqa: SIM105 (contextlib takes 4 ms to import)
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        pass


def _knows_bold() -> bool:
    return os.environ.get("TERM", "dumb") != "dumb"
