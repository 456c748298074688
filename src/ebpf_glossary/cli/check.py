"""`check`: what is wrong with texts, and what can be done about it."""

from __future__ import annotations

import sys
import time
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary import config as configuration
from ebpf_glossary import files, lint, report, rules
from ebpf_glossary.cli.messages import add_output_options
from ebpf_glossary.errors import CatalogError, FileError, GlossaryError, TextError
from ebpf_glossary.lexicon import lexicon_of
from ebpf_glossary.readers import READERS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.config import Config
    from ebpf_glossary.segments import Finding

PATIENCE = 0.7
"""Seconds before a progress bar is shown."""
PAUSE = 0.1
"""Seconds before it is shown anew."""
BAR = 30


class Checked(NamedTuple):
    """A file after it was checked: what was found, and what fixing made of it."""

    file: files.TextFile
    findings: tuple[Finding, ...]
    fixed: str
    applied: int


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the arguments of the command."""
    _configure_check(parser, _)
    parser.set_defaults(run=check)
    add_output_options(parser, ["text", "json"], _)


def _configure_check(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help=_("files, folders, or - for standard input (default: the current folder)"),
    )
    switches = {
        "--fix": _("apply safe fixes"),
        "--unsafe-fixes": _("apply unsafe fixes too; implies --fix"),
        "--diff": _("show what fixing would change, and change nothing"),
        "--explain": _("show the evidence of each finding"),
        "--statistics": _("count the findings by rule"),
    }
    for option, text in switches.items():
        parser.add_argument(option, action="store_true", help=text)
    lists = {
        "--select": _("rules or families to use, separated by commas"),
        "--ignore": _("rules or families not to use, separated by commas"),
    }
    for option, text in lists.items():
        parser.add_argument(option, metavar="RULES", action="append", default=[], help=text)
    parser.add_argument(
        "--glossary",
        metavar="FILE",
        action="append",
        default=[],
        help=_("names and terms of your own; can be given more than once"),
    )
    parser.add_argument(
        "--input-format",
        choices=list(READERS),
        help=_("format of the files (default: by their names; plain for standard input)"),
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        help=_("a pyproject.toml (default: the nearest one that has settings)"),
    )


def check(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Check files, and fix them where that is asked for."""
    config, root = _settings(options)
    errors: list[FileError] = []
    paths = list(files.walk(options.paths or ["."], config.exclude, root, errors.append))
    is_fixing = (options.fix or options.unsafe_fixes) and not options.diff
    checked: list[Checked] = []
    for path in _with_progress(paths, terminal):
        try:
            each = _checked(path, options, _at(path, config, root))
            if is_fixing and path != files.STDIN and each.fixed != each.file.text:
                each.file.write(each.fixed)
        except (TextError, CatalogError) as error:
            error.path = _name(path, _)
            errors.append(error)
        else:
            checked.append(each)
    for failure in errors:
        terminal.complain(failure.render(_))
    if not (paths or errors):
        terminal.complain(_("No files to check."))
    if options.diff:
        would_change = _show_diffs(checked, terminal, _)
        return 2 if errors else int(would_change)
    texts = [e.file.encode(e.fixed) for e in checked if is_fixing and e.file.path == files.STDIN]
    for text in texts:
        _pour(text, terminal)
    # A fixed text has standard output for itself.
    with redirect_stdout(sys.stderr if texts else sys.stdout):
        _show(checked, options, terminal, _)
    return 2 if errors else int(any(each.findings for each in checked))


def _settings(options: argparse.Namespace) -> tuple[Config, str]:
    """Return the settings of the file and the command line, and the folder of the file."""
    known = _names_of(rules.load().values())
    path = Path(options.config) if options.config else configuration.find(Path.cwd())
    config = configuration.load(path, known) if path else configuration.Config()
    select = _names(options.select, known)
    config = replace(
        config,
        select=select or config.select,
        ignore=config.ignore + _names(options.ignore, known),
        glossaries=config.glossaries + tuple(options.glossary),
    )
    lexicon_of(config.glossaries)  # for its errors
    return config, str(path.parent) if path else "."


def _at(path: str, config: Config, root: str) -> Config:
    """Return the settings that hold for a path."""
    words = [
        word
        for pattern, words in config.allow_in
        if files.matcher((pattern,), root)(path)
        for word in words
    ]
    return replace(config, allow=(*config.allow, *words)) if words else config


def _names_of(known: Iterable[rules.Rule]) -> frozenset[str]:
    """Return what rules can be called: their own names and those of their families."""
    return frozenset(name for rule in known for name in (rule.name, rule.family))


def _names(values: list[str], known: frozenset[str]) -> tuple[str, ...]:
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    for name in names:
        if name not in known:
            reason, fields = configuration.unknown_rule(name, known)
            raise GlossaryError(reason, **fields)
    return tuple(names)


def _checked(path: str, options: argparse.Namespace, config: Config) -> Checked:
    file = files.read(path)
    format_ = options.input_format or file.format
    if options.fix or options.unsafe_fixes or options.diff:
        fixed = lint.fix(file.text, format=format_, unsafe=options.unsafe_fixes, config=config)
        return Checked(file, fixed.remaining, fixed.text, len(fixed.applied))
    found = lint.check(file.text, format=format_, config=config)
    return Checked(file, tuple(found), file.text, 0)


def _name(path: str, _: Translator) -> str:
    return _("standard input") if path == files.STDIN else path


def _show(
    checked: list[Checked], options: argparse.Namespace, terminal: Terminal, _: Translator
) -> None:
    found = [finding for each in checked for finding in each.findings]
    counts = report.statistics(found) if options.statistics else []
    if options.format == "json":
        data: list[dict[str, Any]] = [{"rule": r, "found": n, "fixable": f} for r, n, f in counts]
        if not options.statistics:
            data = [report.as_data(e.file.path, lines, f) for e, lines, f in _in_lines(checked)]
        terminal.write(report.as_json(data, is_ascii=not terminal.is_unicode))
        return
    if counts:
        rows = [(_("Rule"), _("Found"), _("Fixable"))]
        rows += [(name, str(n), str(fixable)) for name, n, fixable in counts]
        terminal.table(rows)
    elif not options.statistics:
        for each, lines, finding in _in_lines(checked):
            terminal.write(
                report.as_text(
                    _name(each.file.path, _),
                    lines,
                    finding,
                    _,
                    emphasise=terminal.bold,
                    explain=options.explain,
                    columns=terminal.columns,
                )
            )
    applied = sum(each.applied for each in checked)
    if applied:
        terminal.complain(_("{count} fixed.").format(count=applied))
    if found:
        fixable = sum(1 for finding in found if finding.fix)
        said = _("{count} found in {files} files; {fixable} can be fixed.")
        terminal.complain(said.format(count=len(found), files=len(checked), fixable=fixable))


def _in_lines(checked: list[Checked]) -> Iterator[tuple[Checked, report.Lines, Finding]]:
    for each in checked:
        lines = report.Lines(each.fixed)
        for finding in each.findings:
            yield each, lines, finding


def _show_diffs(checked: list[Checked], terminal: Terminal, _: Translator) -> bool:
    """Show what fixing would change; return whether it would change anything."""
    changed = [each for each in checked if each.fixed != each.file.text]
    for each in changed:
        file = each.file
        texts = (file.encode(text).decode() for text in (file.text, each.fixed))
        _pour("".join(report.diff(_name(file.path, _), *texts)).encode(), terminal)
    return bool(changed)


def _pour(content: bytes, terminal: Terminal) -> None:
    """Write what is data: byte for byte, but to a terminal nothing that controls it."""
    binary = getattr(sys.stdout, "buffer", None)
    if terminal.is_terminal or binary is None:
        lines = content.decode().split("\n")
        terminal.write_raw("\n".join(report.visible(line.removesuffix("\r")) for line in lines))
    else:
        terminal.flush()
        binary.write(content)


def _with_progress(paths: list[str], terminal: Terminal) -> Iterator[str]:
    """Yield the paths, and show how far it is where somebody is waiting."""
    due = time.monotonic() + PATIENCE
    is_shown = False
    try:
        for number, path in enumerate(paths):
            if terminal.shows_progress and time.monotonic() > due:
                done = number * BAR // len(paths)
                terminal.progress(f"[{'#' * done}{'.' * (BAR - done)}] {number}/{len(paths)}")
                due, is_shown = time.monotonic() + PAUSE, True
            yield path
    finally:
        if is_shown:
            terminal.progress("")
