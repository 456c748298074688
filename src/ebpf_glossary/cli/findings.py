"""What `check` found, shown: as text or a diff for people, in other formats for programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ebpf_glossary import files, report
from ebpf_glossary.runner import Checked, Failed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.errors import FileError
    from ebpf_glossary.segments import Finding


def name_of(result: Checked | Failed, _: Translator) -> str:
    """Return the path of a file as it is shown."""
    path = result.path if isinstance(result, Failed) else result.file.path
    return _("standard input") if path == files.STDIN else path


def show(
    checked: list[Checked],
    errors: list[FileError],
    options: argparse.Namespace,
    terminal: Terminal,
    _: Translator,
) -> None:
    """Show what was found in the format that is asked for."""
    is_ascii = not terminal.is_unicode
    if options.format == "json":
        terminal.write(report.as_json(_data(checked, options), is_ascii=is_ascii))
    elif options.format == "sarif":
        from ebpf_glossary.sarif import as_sarif

        log = as_sarif([*_in_lines(checked)], errors, _, _.language)
        terminal.write(report.as_json(log, is_ascii=is_ascii))
    elif options.format == "rdjson":
        from ebpf_glossary.annotations import as_rdjson

        terminal.write(report.as_json(as_rdjson([*_in_lines(checked)], _), is_ascii=is_ascii))
    elif options.format == "github":
        from ebpf_glossary.annotations import as_github

        for file, lines, finding in _in_lines(checked):
            terminal.write(as_github(file, lines, finding, _))
    else:
        _show_text(checked, options, terminal, _)


def _data(checked: list[Checked], options: argparse.Namespace) -> list[dict[str, Any]]:
    if options.statistics:
        found = [finding for each in checked for finding in each.findings]
        counts = report.statistics(found)
        return [{"rule": r, "found": n, "fixable": f} for r, n, f in counts]
    return [report.as_data(f.path, lines, found) for f, lines, found in _in_lines(checked)]


def _show_text(
    checked: list[Checked], options: argparse.Namespace, terminal: Terminal, _: Translator
) -> None:
    found = [finding for each in checked for finding in each.findings]
    counts = report.statistics(found) if options.statistics else []
    if counts:
        rows = [(_("Rule"), _("Found"), _("Fixable"))]
        rows += [(name, str(n), str(fixable)) for name, n, fixable in counts]
        terminal.table(rows)
    elif not options.statistics:
        for each in checked:
            lines = report.Lines(each.fixed)
            for finding in each.findings:
                said = report.as_text(
                    name_of(each, _),
                    lines,
                    finding,
                    _,
                    emphasise=terminal.bold,
                    explain=options.explain,
                    columns=terminal.columns,
                )
                terminal.write(said)
    _count(checked, found, terminal, _)


def _count(checked: list[Checked], found: list[Finding], terminal: Terminal, _: Translator) -> None:
    applied = sum(each.applied for each in checked)
    if applied:
        terminal.complain(_("{count} fixed.").format(count=applied))
    if found:
        fixable = sum(1 for finding in found if finding.fix)
        said = _("{count} found in {files} files; {fixable} can be fixed.")
        terminal.complain(said.format(count=len(found), files=len(checked), fixable=fixable))
    passed = sum(len(each.all) for each in checked) - len(found)
    if passed:
        terminal.complain(_("{count} others are not shown.").format(count=passed))


def _in_lines(checked: list[Checked]) -> Iterator[tuple[files.TextFile, report.Lines, Finding]]:
    for each in checked:
        lines = report.Lines(each.fixed)
        for finding in each.findings:
            yield each.file, lines, finding


def show_diffs(checked: list[Checked], terminal: Terminal, _: Translator) -> bool:
    """Show what fixing would change; return whether it would change anything."""
    changed = [each for each in checked if each.fixed != each.file.text]
    for each in changed:
        file = each.file
        texts = (file.encode(text).decode() for text in (file.text, each.fixed))
        pour("".join(report.diff(name_of(each, _), *texts)).encode(), terminal)
    return bool(changed)


def pour(content: bytes, terminal: Terminal) -> None:
    """Write what is data: byte for byte, but to a terminal nothing that controls it."""
    binary = getattr(sys.stdout, "buffer", None)
    if terminal.is_terminal or binary is None:
        lines = content.decode().split("\n")
        terminal.write_raw("\n".join(report.visible(line.removesuffix("\r")) for line in lines))
    else:
        terminal.flush()
        binary.write(content)
