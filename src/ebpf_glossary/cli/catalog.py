"""`catalog update`: bring the template and the catalogs up to date with the sources."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the actions of the command."""
    actions = parser.add_subparsers(
        title=_("actions"), metavar="ACTION", dest="action", required=True
    )
    summary = _("bring the template and the catalogs up to date with the sources")
    update_parser = actions.add_parser("update", help=summary, description=summary, translator=_)
    update_parser.add_argument(
        "directory",
        metavar="DIR",
        nargs="?",
        default=".",
        help=_("holds babel.cfg and locale/ (default: the current folder)"),
    )
    update_parser.add_argument(
        "--glossary", metavar="DIR", help=_("the same, as other commands have it")
    )
    update_parser.add_argument(
        "--check",
        action="store_true",
        help=_("change nothing; exit with 1 where something is out of date"),
    )
    update_parser.set_defaults(run=update)


def update(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Rewrite what is out of date, or only say what it is."""
    from ebpf_glossary import workflow

    directory = options.glossary or options.directory
    stale = [change for change in workflow.changes(directory) if not change.current]
    for change in stale:
        if not options.check:
            change.write()
        said = _("{path}: out of date") if options.check else _("{path}: updated")
        terminal.write(said.format(path=change.path))
    return 1 if stale and options.check else 0
