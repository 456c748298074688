"""`check`: what is wrong with texts, and what can be done about it."""

from __future__ import annotations

import os
import sys
import time
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ebpf_glossary import config as configuration
from ebpf_glossary import files, report
from ebpf_glossary.baseline import Baseline
from ebpf_glossary.cache import Cache
from ebpf_glossary.cli import findings
from ebpf_glossary.cli.messages import add_output_options
from ebpf_glossary.errors import N_, FileError, GlossaryError, TextError
from ebpf_glossary.readers import READERS
from ebpf_glossary.runner import Checked, Failed, Job, processors, run
from ebpf_glossary.trees import SourceTree

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.config import Config
    from ebpf_glossary.runner import Scope

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
        "--glossary": ("FILE", _("names and terms of your own; can be given more than once")),
    }
    for option, (name, text) in lists.items():
        parser.add_argument(option, metavar=name, action="append", default=[], help=text)


@dataclass(slots=True)
class _Plan:
    """What a run is to do.

    Attributes:
        config: the settings.
        root: the folder that their paths are relative to.
        cache: of answers, None where that is not wanted.
        english: the pages of English.
        baseline: what is known, None where that does not matter.
        jobs: the files.
        errors: what went wrong so far.
        lonely: the files that have no English where others have.
    """

    config: Config
    root: str
    cache: Cache | None
    english: SourceTree | None
    baseline: Baseline | None
    jobs: list[Job]
    errors: list[FileError]
    lonely: list[str]


def check(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Check files, and fix them where that is asked for."""
    plan = _plan(options)
    is_fixing = (options.fix or options.unsafe_fixes) and not options.diff
    checked: list[Checked] = []
    for each in _with_progress(_run(plan, options), len(plan.jobs), terminal):
        try:
            if isinstance(each, Failed):
                raise each.error
            path = each.file.path
            if is_fixing and path != files.STDIN and each.fixed != each.file.text:
                each.file.write(each.fixed)
        except FileError as error:
            error.path = findings.name_of(each, _)
            plan.errors.append(error)
        else:
            checked.append(each)
    if options.update_baseline and plan.baseline:
        checked = _as_known(plan.baseline, checked, plan)
    return _tell(checked, plan, options, terminal, _)


def _tell(
    checked: list[Checked],
    plan: _Plan,
    options: argparse.Namespace,
    terminal: Terminal,
    _: Translator,
) -> int:
    """Say what was found, and return the exit code."""
    for failure in plan.errors:
        terminal.complain(failure.render(_))
    if not (plan.jobs or plan.errors):
        terminal.complain(_("No files to check."))
    if plan.lonely:
        said = _("{count} files have no English in {source}, such as {path}.")
        fields = {"source": options.source, "path": plan.lonely[0]}
        shown = {name: report.visible(value) for name, value in fields.items()}
        terminal.complain(said.format(count=len(plan.lonely), **shown))
    if options.diff:
        would_change = findings.show_diffs(checked, terminal, _)
        return 2 if plan.errors else int(would_change)
    is_fixing = options.fix or options.unsafe_fixes
    texts = [e.file.encode(e.fixed) for e in checked if is_fixing and e.file.path == files.STDIN]
    for text in texts:
        findings.pour(text, terminal)
    # A fixed text has standard output for itself.
    with redirect_stdout(sys.stderr if texts else sys.stdout):
        findings.show(checked, plan.errors, options, terminal, _)
    return 2 if plan.errors else int(any(each.findings for each in checked))


def _plan(options: argparse.Namespace) -> _Plan:
    """Return what the options and the settings ask for.

    Raises:
        GlossaryError: they cannot be followed.
    """
    if options.jobs < 0:
        raise GlossaryError(N_("--jobs is a number from 0."))
    if options.update_baseline and options.changed_since:
        raise GlossaryError(
            N_("--update-baseline takes all findings for known: leave out --changed-since.")
        )
    if options.statistics and options.format not in ("text", "json"):
        raise GlossaryError(N_("--statistics has the formats text and json."))
    config, root, cache = _settings(options)
    paths = options.paths or ["."]
    english = SourceTree(options.source, paths) if options.source else None
    baseline = _baseline(options, config)
    plan = _Plan(config, root, cache, english, baseline, [], [], [])
    scopes = tuple(_scopes(options, plan))
    on_error: Callable[[TextError], None] = plan.errors.append
    for path in files.walk(paths, config.exclude, root, on_error, force=options.force_exclude):
        if english and path != files.STDIN and english.has(path):
            continue
        source = english.of(path) if english and path != files.STDIN else None
        if english and not source and not path.endswith(".po"):
            plan.lonely.append(path)
        job = Job(
            path,
            _at(path, config, root),
            options.input_format,
            source,
            fix=options.fix or options.unsafe_fixes or options.diff,
            unsafe=options.unsafe_fixes,
            scopes=scopes,
        )
        plan.jobs.append(job)
    return plan


def _scopes(options: argparse.Namespace, plan: _Plan) -> Iterator[Callable[[str, str], Scope]]:
    """Yield what keeps the findings that are asked for."""
    if options.changed_since:
        from ebpf_glossary.git import OnlyTouched, Touched  # which runs programs

        touched = Touched(options.changed_since)
        yield lambda path, text: OnlyTouched(touched.of(path), text)
    baseline = plan.baseline
    if baseline and not options.update_baseline:
        yield lambda path, text: baseline.of(path)


def _baseline(options: argparse.Namespace, config: Config) -> Baseline | None:
    path = options.baseline or config.baseline
    if not path:
        if options.update_baseline:
            raise GlossaryError(N_("Say where known findings are kept: --baseline FILE."))
        return None
    if options.update_baseline and not os.path.lexists(path):
        return Baseline(path)
    return Baseline.load(path)


def _as_known(baseline: Baseline, checked: list[Checked], plan: _Plan) -> list[Checked]:
    """Take what was found for known, and return the files without it."""
    from ebpf_glossary.lint import UNUSED_IGNORE, selected

    settings = {job.path: job.config for job in plan.jobs}
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


def _run(plan: _Plan, options: argparse.Namespace) -> Iterator[Checked | Failed]:
    """Check the files; without any, names and terms of the user are read all the same."""
    if not plan.jobs:
        from ebpf_glossary.lexicon import lexicon_of

        lexicon_of(plan.config.glossaries)  # for its errors
    return run(plan.jobs, plan.cache, options.jobs or processors())


def _settings(options: argparse.Namespace) -> tuple[Config, str, Cache | None]:
    """Return the settings of the file and the command line, the folder of the file, the cache."""
    path = Path(options.config) if options.config else configuration.find(Path.cwd())
    cache = None if options.no_cache else Cache()
    known = _known(cache)
    config = configuration.load(path, known) if path else configuration.Config()
    select = _names(options.select, known)
    config = replace(
        config,
        select=select or config.select,
        ignore=config.ignore + _names(options.ignore, known),
        glossaries=config.glossaries + tuple(options.glossary),
    )
    if cache and config.glossaries:
        cache = cache.beside(_sources(config.glossaries))
        if lexicon := sys.modules.get("ebpf_glossary.lexicon"):
            lexicon.forget_users()  # what an earlier run of this process has read
    return config, str(path.parent) if path else ".", cache


def _sources(glossaries: Iterable[str]) -> Iterator[str]:
    """Yield what is read of glossaries: of a folder, not what else is there, such as `.git`."""
    for path in glossaries:
        if os.path.isdir(path):
            yield from (os.path.join(path, part) for part in ("data", "locale"))
        else:
            yield path


def _known(cache: Cache | None) -> frozenset[str]:
    """Return what rules can be called; to load them all takes longer than to read it."""
    key = cache.key("names of rules") if cache else ""
    kept = cache.get(key) if cache else None
    if isinstance(kept, list):
        return frozenset(map(str, kept))
    from ebpf_glossary import rules

    # Their own names and those of their families.
    names = frozenset(n for rule in rules.load().values() for n in (rule.name, rule.family))
    if cache:
        cache.put(key, sorted(names))
    return names


def _at(path: str, config: Config, root: str) -> Config:
    """Return the settings that hold for a path."""
    words = _there(path, config.allow_in, root)
    rules = _there(path, config.ignore_in, root)
    if not (words or rules):
        return config
    return replace(config, allow=(*config.allow, *words), ignore=(*config.ignore, *rules))


def _there(path: str, by_path: Iterable[tuple[str, tuple[str, ...]]], root: str) -> list[str]:
    """Return what holds for a path of what stands by patterns of paths."""
    return [
        value
        for pattern, values in by_path
        if files.matcher((pattern,), root)(path)
        for value in values
    ]


def _names(values: list[str], known: frozenset[str]) -> tuple[str, ...]:
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    for name in names:
        if name not in known:
            reason, fields = configuration.unknown_rule(name, known)
            raise GlossaryError(reason, **fields)
    return tuple(names)


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
