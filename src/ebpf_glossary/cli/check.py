"""`check`: what is wrong with texts, and what can be done about it."""

from __future__ import annotations

import sys
import time
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

from ebpf_glossary import files, report
from ebpf_glossary.cli import findings
from ebpf_glossary.cli.messages import add_output_options, add_own_terms_option
from ebpf_glossary.cli.plan import plan
from ebpf_glossary.errors import N_, FileError
from ebpf_glossary.readers import READERS
from ebpf_glossary.runner import Checked, Failed, processors, run

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from ebpf_glossary.baseline import Baseline
    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.plan import Plan
    from ebpf_glossary.cli.terminal import Terminal

PATIENCE = 0.7
"""Seconds before a progress bar is shown."""
PAUSE = 0.1
"""Seconds before it is shown anew."""


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the arguments of the command."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help=_("files, folders, or - for standard input (default: the current folder)"),
    )
    _configure_switches(parser, _)
    _configure_lists(parser, _)
    add_own_terms_option(parser, _)
    parser.add_argument(
        "--input-format",
        choices=list(READERS),
        help=_("format of the files (default: by name; input is plain)"),
    )
    values = {
        ("--source", "PATH"): _("the English of it: a folder or a page"),
        ("--config", "FILE"): _("a pyproject.toml (default: the nearest with settings)"),
        ("--changed-since", "REF"): _("show only what changed since a commit of git"),
        ("--baseline", "FILE"): _("show only findings that are not in this file"),
    }
    for (option, name), text in values.items():
        parser.add_argument(option, metavar=name, help=text)
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=int,
        default=1,
        help=_("number of processes; 0 is one a processor (default: 1)"),
    )
    parser.set_defaults(run=check)
    add_output_options(parser, ["text", "json", "sarif", "github", "rdjson"], _)


def _configure_switches(parser: argparse.ArgumentParser, _: Translator) -> None:
    switches = {
        "--fix": _("apply safe fixes"),
        "--unsafe-fixes": _("apply unsafe fixes too; implies --fix"),
        "--diff": _("show what fixing would change, and change nothing"),
        "--explain": _("show the evidence of each finding"),
        "--statistics": _("count the findings by rule"),
        "--update-baseline": _("take what is found into the file of --baseline"),
        "--force-exclude": _("pass over what is excluded even where it is given"),
        "--no-cache": _("neither use nor keep the answers of other runs"),
    }
    for option, text in switches.items():
        parser.add_argument(option, action="store_true", help=text)


def _configure_lists(parser: argparse.ArgumentParser, _: Translator) -> None:
    lists = {
        "--select": ("RULES", _("rules or families to use, separated by commas")),
        "--ignore": ("RULES", _("rules or families not to use, separated by commas")),
    }
    for option, (name, text) in lists.items():
        parser.add_argument(option, metavar=name, action="append", default=[], help=text)


def check(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Check files, and fix them where that is asked for."""
    planned = plan(options)
    is_fixing = (options.fix or options.unsafe_fixes) and not options.diff
    checked: list[Checked] = []
    for each in _with_progress(_run(planned, options), len(planned.jobs), terminal):
        try:
            if isinstance(each, Failed):
                raise each.error
            path = each.file.path
            if is_fixing and path != files.STDIN and each.fixed != each.file.text:
                each.file.write(each.fixed)
        except FileError as error:
            error.path = findings.name_of(each, _)
            planned.errors.append(error)
        else:
            checked.append(each)
    if options.update_baseline and planned.baseline:
        checked = _as_known(planned.baseline, checked, planned)
    return _tell(checked, planned, options, terminal, _)


def _tell(
    checked: list[Checked],
    planned: Plan,
    options: argparse.Namespace,
    terminal: Terminal,
    _: Translator,
) -> int:
    """Say what was found, and return the exit code."""
    for failure in planned.errors:
        terminal.complain(failure.render(_))
    if not (planned.jobs or planned.errors):
        terminal.complain(_("No files to check."))
    lonely, untranslated = planned.one_sided()
    for paths, said in (
        (lonely, N_("{count} files have no English in {source}, such as {path}.")),
        (untranslated, N_("{count} pages of {source} have no translation, such as {path}.")),
    ):
        if paths:
            fields = {"source": options.source, "path": paths[0]}
            shown = {name: report.visible(value) for name, value in fields.items()}
            terminal.complain(_(said).format(count=len(paths), **shown))
    if options.diff:
        would_change = findings.show_diffs(checked, terminal, _)
        return 2 if planned.errors else int(would_change)
    is_fixing = options.fix or options.unsafe_fixes
    texts = [e.file.encode(e.fixed) for e in checked if is_fixing and e.file.path == files.STDIN]
    for text in texts:
        findings.pour(text, terminal)
    # A fixed text has standard output for itself.
    with redirect_stdout(sys.stderr if texts else sys.stdout):
        findings.show(checked, planned.errors, options, terminal, _)
    return 2 if planned.errors else int(any(each.findings for each in checked))


def _as_known(baseline: Baseline, checked: list[Checked], planned: Plan) -> list[Checked]:
    """Take what was found for known, and return the files without it."""
    from ebpf_glossary.lint import UNUSED_IGNORE, selected

    settings = {job.path: job.config for job in planned.jobs}
    for each in checked:
        path = each.file.path
        if path != files.STDIN:
            ran = frozenset({rule.name for rule in selected(settings[path])} | {UNUSED_IGNORE})
            baseline.update(path, each.fixed, each.all, ran)
    baseline.forget_lost()
    baseline.write()
    return [
        each._replace(findings=()) if each.file.path != files.STDIN else each for each in checked
    ]


def _run(planned: Plan, options: argparse.Namespace) -> Iterator[Checked | Failed]:
    """Check the files; without any, names and terms of the user are read all the same."""
    if not planned.jobs:
        from ebpf_glossary.lexicon import lexicon_of

        lexicon_of(planned.config.glossaries)  # for its errors
    return run(planned.jobs, planned.cache, options.jobs or processors())


def _with_progress(
    results: Iterator[Checked | Failed], count: int, terminal: Terminal
) -> Iterator[Checked | Failed]:
    """Yield the results, and show how far it is where somebody is waiting."""
    due = time.monotonic() + PATIENCE
    try:
        for number in range(count):
            if number == 1:  # what had to be loaded for the first says nothing of the others
                due = time.monotonic() + PATIENCE
            if time.monotonic() > due:
                terminal.progress(number, count)
                due = time.monotonic() + PAUSE
            yield next(results)
    finally:
        terminal.end_progress()
