"""Where output goes: a terminal or a pipe, with or without colour, of whatever encoding."""

from __future__ import annotations

import os
import sys

from ebpf_glossary.columns import shorten, width, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

BOLD = "\x1b[1m"
PLAIN = "\x1b[0m"
GAP = "  "
NARROWEST = 10
BAR = 30
"""Marks of a progress bar."""


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
        self._has_bar = False

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

    def write_raw(self, text: str) -> None:
        """Write text as it is."""
        sys.stdout.write(text)

    @property
    def shows_progress(self) -> bool:
        """Whether somebody is watching standard error."""
        return sys.stderr.isatty() and _knows_bold()

    def progress(self, done: int, count: int) -> None:
        """Show how far it is, in the place of what was shown before, where somebody watches."""
        if self.shows_progress:
            filled = BAR * done // max(count, 1)
            self._in_place(f"[{'#' * filled}{'.' * (BAR - filled)}] {done}/{count}")
            self._has_bar = True

    def end_progress(self) -> None:
        """Remove what was shown."""
        if self._has_bar:
            self._in_place("")
            self._has_bar = False

    def _in_place(self, line: str) -> None:
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()

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

        Where a terminal is too narrow for them, the widest are cut.
        """
        rows = list(rows)
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        if self.columns is not None:
            _narrow(widths, self.columns - len(GAP) * (len(widths) - 1))
        for number, row in enumerate(rows):
            cells = [shorten(cell, w) for cell, w in zip(row, widths, strict=True)]
            padded = (cell + " " * (w - width(cell)) for cell, w in zip(cells, widths, strict=True))
            line = GAP.join(padded).rstrip()
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


def _narrow(widths: list[int], room: int) -> None:
    """Take from the widest columns until they fit, or none can be narrower."""
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1


def _silence(stream: TextIO) -> None:
    try:  # noqa: SIM105 (contextlib takes 4 ms to import)
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        pass


def _knows_bold() -> bool:
    return os.environ.get("TERM", "dumb") != "dumb"
