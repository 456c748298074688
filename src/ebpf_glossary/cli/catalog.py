"""`catalog`: the template and the catalogs, from extraction to how much is translated."""

from __future__ import annotations

from argparse import SUPPRESS

from ebpf_glossary.errors import N_, GlossaryError, quote, quote_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.coverage import Coverage
    from ebpf_glossary.workflow import Change

BAR = 20
MARKS = ("█▒·", "#~.")
"""Of what is translated, fuzzy and untranslated in a bar, with and without Unicode."""

ACTIONS = {
    "extract": N_("bring the template up to date with the sources"),
    "update": N_("bring the template and the catalogs up to date with the sources"),
    "new": N_("make the catalog of a language"),
    "compile": N_("compile the catalogs, as gettext reads them"),
    "status": N_("show how much is translated"),
    "pretranslate": N_("fill what is untranslated through a program, for translators to review"),
}
CHECK = N_("change nothing; exit with 1 where something is out of date")


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the actions of the command."""
    actions = parser.add_subparsers(
        title=_("actions"), metavar="ACTION", dest="action", required=True
    )
    runs = dict(zip(ACTIONS, (extract, update, new, compile_, status, pretranslate), strict=True))
    for name, summary in ACTIONS.items():
        action = actions.add_parser(name, help=_(summary), description=_(summary), translator=_)
        if name == "new":
            action.add_argument("tag", metavar="LANG", help=_("a language tag, such as zh_TW"))
        action.add_argument(
            "directory",
            metavar="DIR",
            nargs="?",
            default=SUPPRESS,  # that of --glossary
            help=_("holds babel.cfg and locale/ (default: the current folder)"),
        )
        action.add_argument(
            "--glossary",
            metavar="DIR",
            dest="directory",
            default=".",
            help=_("the same, as other commands have it"),
        )
        if name not in ("extract", "new"):
            action.add_argument(
                "--lang",
                metavar="LANG",
                action="append",
                default=[],
                help=_("only this language; can be given more than once (default: all)"),
            )
        if name == "pretranslate":
            _configure_pretranslate(action, _)
        else:
            text = (
                N_("exit with 1 where something is not translated") if name == "status" else CHECK
            )
            action.add_argument("--check", action="store_true", help=_(text))
        if name == "status":
            _configure_status(action, _)
        action.set_defaults(run=runs[name])


def _configure_status(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.add_argument(
        "--format",
        choices=["text", "json"],
        default="text",
        help=_("output format (default: text)"),
    )
    parser.add_argument(
        "--fail-under",
        metavar="PERCENT",
        type=float,
        help=_("exit with 1 where less than this of a language is translated"),
    )


def extract(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Bring the template up to date, or say whether it is."""
    from itertools import islice

    from ebpf_glossary import workflow

    return _carry_out(islice(workflow.changes(options.directory), 1), options, terminal, _)


def update(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Rewrite what is out of date, or only say what it is."""
    from ebpf_glossary import workflow

    return _carry_out(workflow.changes(options.directory, options.lang), options, terminal, _)


def new(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Make the catalog of a language; with `--check`, say whether there is one."""
    from ebpf_glossary import workflow

    if options.check:
        from ebpf_glossary.locales import parse

        is_there = str(parse(options.tag)) in workflow.sources(options.directory)
        return 0 if is_there else 1
    return _carry_out(workflow.created(options.directory, options.tag), options, terminal, _)


def compile_(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Compile the catalogs, or say which are not."""
    from ebpf_glossary import workflow

    return _carry_out(workflow.compiled(options.directory, options.lang), options, terminal, _)


def _carry_out(
    changes: Iterable[Change], options: argparse.Namespace, terminal: Terminal, _: Translator
) -> int:
    stale = [change for change in changes if not change.current]
    for change in stale:
        if not options.check:
            change.write()
        said = _("{path}: out of date") if options.check else _("{path}: updated")
        terminal.write(said.format(path=quote_path(change.path)))
    return 1 if stale and options.check else 0


def status(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Show how much is translated; with a limit, say whether it is enough."""
    from ebpf_glossary.coverage import coverage

    limit = 100.0 if options.check else options.fail_under or 0.0
    if not 0 <= limit <= 100:
        raise GlossaryError(N_("--fail-under takes a number from 0 to 100."))
    found = coverage(options.directory, options.lang)
    shares = [share for language in found for share in language]
    if options.format == "json":
        from ebpf_glossary import report

        data = [share.as_data() for share in shares]
        terminal.write(report.as_json(data, is_ascii=not terminal.is_unicode))
    else:
        heading = [_("Language"), _("Kind"), _("Translated"), _("Fuzzy"), _("Untranslated"), "%"]
        heading += [""] * terminal.is_terminal
        terminal.table([heading, *(_row(share, terminal, _) for share in shares)])
    return int(any(language[0].percent < limit for language in found))


def _row(share: Coverage, terminal: Terminal, _: Translator) -> list[str]:
    counts = (share.translated, share.fuzzy, share.untranslated)
    kind = quote(share.kind) or _("all")
    row = [share.language, kind, *map(str, counts), f"{share.percent:.1f}"]
    if terminal.is_terminal:
        marks = MARKS[0] if terminal.is_unicode else MARKS[1]
        translated, fuzzy = (BAR * count // max(share.total, 1) for count in counts[:2])
        rest = BAR - translated - fuzzy
        row.append(marks[0] * translated + marks[1] * fuzzy + marks[2] * rest)
    return row


def _configure_pretranslate(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.add_argument(
        "--command",
        metavar="CMD",
        dest="program",
        required=True,
        help=_("the program and its arguments; it gets JSON lines and answers with JSON lines"),
    )
    parser.add_argument(
        "--origin",
        metavar="NAME",
        default="",
        help=_("what translators are told of it (default: its name)"),
    )
    parser.add_argument(
        "--batch",
        metavar="N",
        type=int,
        default=20,
        help=_("messages that it gets at once (default: 20)"),
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=float,
        default=300.0,
        help=_("how long it may take for them (default: 300)"),
    )


def pretranslate(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Fill what is untranslated, batch by batch, and say what could not be filled."""
    import shlex

    from ebpf_glossary import pretranslation
    from ebpf_glossary.translator import Program

    try:
        command = shlex.split(options.program)
    except ValueError:
        command = []
    if not command or options.batch < 1 or not 0 < options.timeout < 1e6:
        raise GlossaryError(N_("--command, --batch or --timeout is not usable."))
    program = Program(command, options.origin, options.timeout)
    batches = pretranslation.pretranslate(
        options.directory, program, options.lang, batch=options.batch
    )
    wanted = sum(done.asked for done in next(batches))
    asked = filled = 0
    failures = []
    terminal.progress(0, wanted)
    try:
        for [done] in batches:
            asked += done.asked
            filled += done.filled
            if done.failure:
                failures.append(done.failure)
            terminal.progress(asked, wanted)
    finally:
        terminal.end_progress()
    for failure in failures:
        terminal.complain(failure.render(_))
    said = _("{filled} of {wanted} messages filled, and marked fuzzy for review.")
    terminal.write(said.format(filled=filled, wanted=wanted))
    return 0 if filled == wanted else 1
