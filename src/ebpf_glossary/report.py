"""Say what was found: as text with the place underlined, as JSON, or as a diff."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from ebpf_glossary.columns import shorten, width
from ebpf_glossary.errors import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ebpf_glossary.segments import Finding, Fix

INDENT = "    "
LONGEST_LINE = 120
"""Columns of a line that is shown; of a longer one, the part around the place is."""
CONTEXT = 3
"""Lines that a diff shows around a change."""

APPLICABILITY = {"safe": N_("safe"), "unsafe": N_("unsafe")}


class Place(NamedTuple):
    """Line and column, both from 1; columns are code points."""

    line: int
    column: int


class Lines:
    """The lines of a text, and where in them an offset lies.

    Args:
        text: of a file; lines end at line feeds, as every editor counts them.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Offsets at which lines start; most files have nothing found in them that asks."""
        *ended, _ = self.text.split("\n")
        return [*accumulate((len(line) + 1 for line in ended), initial=0)]

    def place(self, offset: int) -> Place:
        """Return the place of an offset."""
        line = bisect_right(self.starts, offset)
        return Place(line, offset - self.starts[line - 1] + 1)

    def span(self, number: int) -> tuple[int, int]:
        """Return where a line begins, and where it stops, before its end."""
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return start, end - (self.text[start:end][-1:] == "\r")


def as_text(
    path: str,
    lines: Lines,
    finding: Finding,
    translate: Callable[[str], str],
    *,
    emphasise: Callable[[str], str] = str,
    explain: bool = False,
    columns: int | None = None,
) -> str:
    """Return a finding as lines of text: where, what, the line with the place underlined.

    Args:
        path: of the file, as it is to be shown.
        lines: of the file.
        finding: its places are those of the file.
        translate: takes a message into the reader's language.
        emphasise: makes the head stand out.
        explain: show the evidence too.
        columns: of the terminal; None is where there is none.
    """
    room = max(min(LONGEST_LINE, columns or LONGEST_LINE) - len(INDENT), 20)
    place = lines.place(finding.start)
    head = f"{visible(path)}:{place.line}:{place.column}: {finding.rule}"
    shown = [f"{emphasise(head)}{translate(': ')}{visible(finding.message.render(translate))}"]
    shown += (INDENT + line for line in _underlined(lines, finding, place, room))
    if finding.fix is not None:
        said = translate(N_('fix ({applicability}): "{before}" → "{after}"'))
        applicability = translate(APPLICABILITY[finding.fix.applicability])
        before, after = (_brief(t, room) for t in replacement(lines.text, finding.fix))
        fields = {"applicability": applicability, "before": before, "after": after}
        shown.append(INDENT + said.format(**fields))
    if explain:
        shown += (f"{INDENT}- {visible(each.render(translate))}" for each in finding.evidence)
    return "\n".join(shown)


def _underlined(lines: Lines, finding: Finding, place: Place, room: int) -> tuple[str, str]:
    """Return the line in which a finding begins, and marks below what was found."""
    text = lines.text
    begin, end = lines.span(place.line)
    stop = max(min(finding.end, end), finding.start)
    # Of a line that is not broken for megabytes, look only at what there may be room for.
    before = visible(text[max(begin, finding.start - room) : finding.start])
    marked = visible(text[finding.start : min(stop, finding.start + room)])
    after = visible(text[stop : min(end, stop + room)])
    if width(before + marked + after) > room:
        before = shorten(before[::-1], room // 4)[::-1]
        rest = shorten(marked + after, room - width(before))
        marked, after = rest[: len(marked)], rest[len(marked) :]
    return before + marked + after, " " * width(before) + "^" * max(1, width(marked))


def replacement(text: str, fix: Fix) -> tuple[str, str]:
    """Return what stands where the fix changes something, and what would stand there."""
    edits = fix.edits
    start, end = edits[0].start, edits[-1].end
    parts: list[str] = []
    position = start
    for edit in edits:
        parts += text[position : edit.start], edit.text
        position = edit.end
    return text[start:end], "".join(parts)


def _brief(text: str, room: int) -> str:
    return shorten(visible(text[: room + 1]), room)


def visible(text: str) -> str:
    r"""Return `text` on one line, with control and invisible characters written out.

    >>> print(visible("a\u200bb\n"))
    a\u200bb\n
    """
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c == "\u3000" else ascii(c)[1:-1] for c in text.replace("\t", " ")
    )


def as_data(path: str, lines: Lines, finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values that `json.dumps` takes.

    Offsets and columns are code points; lines and columns start at 1.
    """
    start, end = lines.place(finding.start), lines.place(finding.end)
    fix = finding.fix and {
        "applicability": str(finding.fix.applicability),
        "edits": [edit._asdict() for edit in finding.fix.edits],
    }
    return {
        "path": path,
        "rule": finding.rule,
        "message": str(finding.message),
        "evidence": [str(each) for each in finding.evidence],
        "start": finding.start,
        "end": finding.end,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "text": lines.text[finding.start : finding.end],
        "fix": fix,
    }


def statistics(findings: Sequence[Finding]) -> list[tuple[str, int, int]]:
    """Return each rule that found something with how often, and how often it has a fix."""
    counts: dict[str, list[int]] = {}
    for finding in findings:
        count = counts.setdefault(finding.rule, [0, 0])
        count[0] += 1
        count[1] += finding.fix is not None
    return sorted(((r, n, f) for r, (n, f) in counts.items()), key=lambda row: (-row[1], row[0]))


def as_json(data: object, *, is_ascii: bool) -> str:
    """Return plain values as JSON in which no character controls a terminal.

    Args:
        data: lists, dictionaries, strings and numbers.
        is_ascii: write out all that is not ASCII.
    """
    text = json.dumps(data, ensure_ascii=is_ascii, indent=2)
    return text if text.isascii() else _CONTROL.sub(lambda m: json.dumps(m[0])[1:-1], text)


# What JSON may have as it is: C1 controls, marks that nobody sees, halves of characters.
_CONTROL = re.compile(
    "[\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)


class Change(NamedTuple):
    """Lines of the old text, and those of the new that stand in their place."""

    start: int
    end: int
    new_start: int
    new_end: int


def diff(path: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff, each with its end, as `patch` takes them.

    `difflib` takes minutes for a file of 100,000 lines.
    """
    old, new = _lines(before), _lines(after)
    yield f"--- {visible(path)}\n"
    yield f"+++ {visible(path)}\n"
    for hunk in _hunks(changes(old, new)):
        first, last = hunk[0], hunk[-1]
        lead = min(first.start, CONTEXT)
        tail = min(len(old) - last.end, CONTEXT)
        yield (
            f"@@ -{_range(first.start - lead, last.end + tail)}"
            f" +{_range(first.new_start - lead, last.new_end + tail)} @@\n"
        )
        position = first.start - lead
        for change in hunk:
            yield from _marked(" ", old[position : change.start])
            yield from _marked("-", old[change.start : change.end])
            yield from _marked("+", new[change.new_start : change.new_end])
            position = change.end
        yield from _marked(" ", old[position : last.end + tail])


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _range(start: int, end: int) -> str:
    return f"{start + 1 if end > start else start},{end - start}"


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line if line[-1] == "\n" else f"{mark}{line}\n\\ No newline at end of file\n"


def _hunks(found: Iterator[Change]) -> Iterator[list[Change]]:
    """Yield changes in groups, such that those whose context would meet are together."""
    hunk: list[Change] = []
    for change in found:
        if hunk and change.start - hunk[-1].end > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def changes(old: list[str], new: list[str]) -> Iterator[Change]:
    """Yield what differs: lines that stand once in both texts tie these together."""
    counts, new_counts = Counter(old), Counter(new)
    once = {line: number for number, line in enumerate(new) if new_counts[line] == 1}
    ties = [(n, once[line]) for n, line in enumerate(old) if line in once and counts[line] == 1]
    start = new_start = 0
    for number, place in [*ties, (len(old), len(new))]:
        if place >= new_start:
            yield from _between(old, new, Change(start, number, new_start, place))
            start, new_start = number + 1, place + 1


def _between(old: list[str], new: list[str], gap: Change) -> Iterator[Change]:
    """Yield what differs between two ties: line by line, or all in one."""
    start, end, new_start, new_end = gap
    if end - start == new_end - new_start:
        shift = new_start - start
        for number in range(start, end + 1):
            if number == end or old[number] == new[number + shift]:
                if start < number:
                    yield Change(start, number, start + shift, number + shift)
                start = number + 1
        return
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    yield Change(start, end, new_start, new_end)
