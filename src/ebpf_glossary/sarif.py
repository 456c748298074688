"""Findings as SARIF 2.1.0, which code hosts and editors read.

Columns are code points, which the log says (`columnKind`); lines end where `report.Lines` ends
them. A byte-order mark counts neither here nor there.
"""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ebpf_glossary import __version__, rules
from ebpf_glossary.baseline import fingerprint
from ebpf_glossary.errors import N_
from ebpf_glossary.report import APPLICABILITY, Lines, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ebpf_glossary.errors import FileError
    from ebpf_glossary.files import TextFile
    from ebpf_glossary.segments import Finding, Fix

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
BASE = "%SRCROOT%"
FINGERPRINT = "ebpfGlossary/v1"


def as_sarif(
    found: Sequence[tuple[TextFile, Lines, Finding]],
    errors: Sequence[FileError],
    translate: Callable[[str], str],
    language: str,
) -> dict[str, Any]:
    """Return a log of one run, as plain values.

    Args:
        found: findings with the files and the lines in which they are.
        errors: what could not be checked.
        translate: takes a message into the reader's language.
        language: which that is.
    """
    known = list(rules.load().values())
    numbers = {rule.name: number for number, rule in enumerate(known)}
    driver = {
        "name": "ebpf-glossary",
        "semanticVersion": __version__,
        "rules": [_rule(rule, translate) for rule in known],
    }
    run = {
        "tool": {"driver": driver},
        "language": language.replace("_", "-"),
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
        "invocations": [
            {
                "executionSuccessful": not errors,
                "toolExecutionNotifications": [_notification(e, translate) for e in errors],
            }
        ],
        "results": [_result(*each, numbers, translate) for each in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: rules.Rule, translate: Callable[[str], str]) -> dict[str, Any]:
    summary = translate(rule.summary)
    paragraphs = [summary, *map(translate, filter(None, rule.explanation.split("\n\n")))]
    labels = translate(N_("Bad:  ")), translate(N_("Good: "))
    examples = "\n\n".join(
        f"{labels[0]}{visible(each.bad)}\n{labels[1]}{visible(each.good)}" for each in rule.examples
    )
    text = "\n\n".join(paragraphs)
    return {
        "id": rule.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": text},
        "help": {
            "text": f"{text}\n\n{examples}".strip(),
            "markdown": f"{text}\n\n```text\n{examples}\n```",
        },
        "defaultConfiguration": {"enabled": rule.default, "level": "warning"},
        "properties": {"tags": [rule.family]},
    }


def _result(
    file: TextFile,
    lines: Lines,
    finding: Finding,
    numbers: dict[str, int],
    translate: Callable[[str], str],
) -> dict[str, Any]:
    location = _location(file.path)
    region = _region(lines, finding.start, finding.end)
    snippet = lines.text[finding.start : finding.end]
    if snippet:
        region["snippet"] = {"text": snippet}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": "warning",
        "message": {"text": _sentences(finding, translate)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {FINGERPRINT: fingerprint(lines.text, finding)},
    }
    if finding.rule in numbers:
        result["ruleIndex"] = numbers[finding.rule]
    if finding.fix:
        result["fixes"] = [_fix(finding.fix, lines, location, translate)]
    return result


def _sentences(finding: Finding, translate: Callable[[str], str]) -> str:
    """Return the message and its evidence."""
    said = [finding.message.render(translate), *(e.render(translate) for e in finding.evidence)]
    return "\n".join(map(visible, said))


def _fix(
    fix: Fix, lines: Lines, location: dict[str, Any], translate: Callable[[str], str]
) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(lines, edit.start, edit.end),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    said = translate(APPLICABILITY[fix.applicability])
    return {
        "description": {"text": translate(N_("fix: {applicability}")).format(applicability=said)},
        "artifactChanges": [{"artifactLocation": location, "replacements": replacements}],
    }


def _region(lines: Lines, start: int, end: int) -> dict[str, Any]:
    first, last = lines.place(start), lines.place(end)
    return {
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
        "charOffset": start,
        "charLength": end - start,
    }


def _location(path: str) -> dict[str, Any]:
    """Return where a file is: relative to where the program runs, if it is there."""
    relative = PurePath(os.path.normpath(path))
    if relative.is_absolute():
        return {"uri": relative.as_uri()}
    uri = quote(os.fsencode(relative.as_posix()))
    if ":" in uri.partition("/")[0]:  # which would be a scheme
        uri = f"./{uri}"
    return {"uri": uri} if uri.startswith("../") else {"uri": uri, "uriBaseId": BASE}


def _notification(error: FileError, translate: Callable[[str], str]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": _location(error.path)}
    if error.line:
        location["region"] = {"startLine": error.line}
    return {
        "level": "error",
        "message": {"text": error.render(translate)},
        "locations": [{"physicalLocation": location}],
    }
