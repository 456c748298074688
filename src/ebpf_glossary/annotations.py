"""Findings as notes beside the lines of a change: for GitHub's log, and for reviewdog."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ebpf_glossary.files import BOM
from ebpf_glossary.report import Lines, replacement, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ebpf_glossary.files import TextFile
    from ebpf_glossary.segments import Finding

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def as_github(
    file: TextFile, lines: Lines, finding: Finding, translate: Callable[[str], str]
) -> str:
    """Return a finding as a command of GitHub's workflows, one line.

    Columns are left out where a finding goes over several lines: they would count in the first.
    """
    start = lines.place(finding.start)
    end = lines.place(max(finding.start, finding.end - 1))
    places: dict[str, object] = {"file": os.path.normpath(file.path), "line": start.line}
    places["endLine"] = end.line
    if start.line == end.line:
        places |= {"col": start.column, "endColumn": end.column}
    places["title"] = finding.rule
    said = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in places.items())
    message = visible(finding.message.render(translate))
    return f"::warning {said}::{message.translate(_DATA)}"


def as_rdjson(
    found: Iterable[tuple[TextFile, Lines, Finding]], translate: Callable[[str], str]
) -> dict[str, Any]:
    """Return findings in reviewdog's format, as plain values; its columns are bytes."""
    return {
        "source": {"name": "ebpf-glossary"},
        "severity": "WARNING",
        "diagnostics": [_diagnostic(*each, translate) for each in found],
    }


def _diagnostic(
    file: TextFile, lines: Lines, finding: Finding, translate: Callable[[str], str]
) -> dict[str, Any]:
    place = {
        "path": os.path.normpath(file.path),
        "range": _range(file, lines, finding.start, finding.end),
    }
    diagnostic: dict[str, Any] = {
        "message": visible(finding.message.render(translate)),
        "location": place,
        "severity": "WARNING",
        "code": {"value": finding.rule},
    }
    if finding.fix:
        # Several suggestions would be alternatives: so one that goes from first to last.
        edits = finding.fix.edits
        span = _range(file, lines, edits[0].start, edits[-1].end)
        text = replacement(lines.text, finding.fix)[1]
        diagnostic["suggestions"] = [{"range": span, "text": text}]
    return diagnostic


def _range(file: TextFile, lines: Lines, start: int, end: int) -> dict[str, Any]:
    return {"start": _position(file, lines, start), "end": _position(file, lines, end)}


def _position(file: TextFile, lines: Lines, offset: int) -> dict[str, int]:
    line, column = lines.place(offset)
    before = lines.text[offset - column + 1 : offset].encode("utf-8", "surrogatepass")
    mark = len(BOM) if file.bom and line == 1 else 0
    return {"line": line, "column": len(before) + mark + 1}
