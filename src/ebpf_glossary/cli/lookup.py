"""`describe`, `list` and `search`."""

from __future__ import annotations

from argparse import ArgumentTypeError

from ebpf_glossary import glossary
from ebpf_glossary.cli.messages import add_output_options
from ebpf_glossary.errors import N_, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.entries import Project

LINK_KINDS = {
    "homepage": N_("Homepage"),
    "source": N_("Source"),
    "documentation": N_("Documentation"),
    "article": N_("Article"),
}
STATUSES = {"archived": N_("archived"), "moved": N_("repository moved")}
CSV_FIELDS = ("id", "name", "category", "status", "summary", "url")


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the arguments of one of the commands."""
    formats = ["text", "json"]
    if command == "describe":
        parser.add_argument("name", metavar="NAME", help=_("an id, a name or an alias"))
    elif command == "search":
        parser.add_argument("query", metavar="QUERY", nargs="+", help=_("words in any language"))
        parser.add_argument(
            "--limit",
            metavar="N",
            type=lambda text: _count(text, _),
            default=10,
            help=_("how many at most (default: 10)"),
        )
    else:
        formats.append("csv")
        parser.add_argument(
            "--category", metavar="CATEGORY", help=_("only this category: its id or its label")
        )
    add_output_options(parser, formats, _)
    parser.set_defaults(run={"describe": describe, "list": list_, "search": search}[command])


def _count(text: str, _: Translator) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise ArgumentTypeError(_('"{value}" is not a whole number').format(value=quote(text)))


def describe(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Show one entry."""
    project = glossary.project(options.name, options.language)
    if options.format == "json":
        _write_json(terminal, project.as_dict())
        return 0
    facts = [project.category_label]
    if project.status in STATUSES:
        facts.append(_(STATUSES[project.status]))
    heading = _("{name} ({facts})")
    terminal.write(heading.format(name=terminal.bold(project.name), facts=_(", ").join(facts)))
    terminal.paragraphs(f"\n{project.description}\n")
    for link in project.links:
        terminal.write(_(LINK_KINDS[link.kind]) + _(": ") + link.url)
    return 0


def list_(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """List the projects."""
    _show(glossary.projects(options.language, category=options.category), options, terminal, _)
    return 0


def search(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """List the entries that fit a query, best first."""
    query = " ".join(options.query)
    found = glossary.search(query, options.language, limit=options.limit)
    if not found and options.format == "text":
        terminal.complain(_("Nothing found."))
    else:
        _show(found, options, terminal, _)
    return 0 if found else 1


def _show(
    projects: Iterable[Project], options: argparse.Namespace, terminal: Terminal, _: Translator
) -> None:
    if options.format == "json":
        _write_json(terminal, [project.as_dict() for project in projects])
    elif options.format == "csv":
        _write_csv(terminal, projects)
    else:
        heading = (_("Name"), _("Category"), _("Summary"))
        terminal.table([heading, *((p.name, p.category_label, p.summary) for p in projects)])


def _write_json(terminal: Terminal, value: object) -> None:
    import json

    terminal.write(json.dumps(value, ensure_ascii=not terminal.is_unicode, indent=2))


def _write_csv(terminal: Terminal, projects: Iterable[Project]) -> None:
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_FIELDS)
    for project in projects:
        fields = project.as_dict() | {"url": project.links[0].url if project.links else ""}
        writer.writerow(fields[name] for name in CSV_FIELDS)
    terminal.write(buffer.getvalue().rstrip("\n"))
