"""`describe`, `list` and `search`."""

from __future__ import annotations

from argparse import ArgumentTypeError

from ebpf_glossary import glossary
from ebpf_glossary.cli.messages import add_output_options
from ebpf_glossary.entries import KINDS, Reading, Term
from ebpf_glossary.errors import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from typing import Any

    from ebpf_glossary.cli.entry import Entry
    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal

CSV_FIELDS = {
    "projects": ("id", "name", "category", "status", "summary", "url"),
    "terms": ("id", "name", "label", "category", "since", "definition"),
    "reading": ("id", "title", "category", "type", "authors", "date", "venue", "summary", "url"),
}
"""What can be listed, and the columns that it has as CSV."""


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
            "entries",
            metavar="ENTRIES",
            nargs="?",
            choices=[*CSV_FIELDS],
            default="projects",
            help=_("projects, terms or reading (default: projects)"),
        )
        parser.add_argument(
            "--category", metavar="CATEGORY", help=_("only this category: its id or its label")
        )
    if command != "list":
        parser.add_argument(
            "--kind", metavar="KIND", choices=KINDS, help=_("only a project, term or reading")
        )
    add_output_options(parser, formats, _)
    parser.set_defaults(run={"describe": describe, "list": list_, "search": search}[command])


def _count(text: str, _: Translator) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise ArgumentTypeError(_('"{value}" is not a whole number').format(value=quote(text)))


def describe(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Show one entry."""
    entry = glossary.entry(options.name, options.language, kind=options.kind)
    if options.format == "json":
        _write_json(terminal, _whole(entry))
    else:
        from ebpf_glossary.cli.entry import show

        show(entry, terminal, _)
    return 0


def _whole(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain values; a term with what the lexicon says of it."""
    if not isinstance(entry, Term):
        return entry.as_dict()
    from ebpf_glossary.advice import advice_on

    return entry.as_dict() | advice_on(entry.id).as_dict()


def list_(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """List the entries of a kind."""
    kind, language, category = options.entries, options.language, options.category
    found: tuple[Entry, ...]
    if kind == "reading":
        found = glossary.reading(language, section=category)
    elif kind == "terms":
        found = glossary.terms(language, category=category)
    else:
        found = glossary.projects(language, category=category)
    if options.format == "json":
        _write_json(terminal, [entry.as_dict() for entry in found])
    elif options.format == "csv":
        _write_csv(terminal, found, CSV_FIELDS[kind])
    else:
        _write_table(terminal, found, _)
    return 0


def search(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """List the entries that fit a query, best first."""
    query = " ".join(options.query)
    found = glossary.search(query, options.language, limit=options.limit, kind=options.kind)
    if options.format == "json":
        _write_json(terminal, [{"kind": entry.kind} | entry.as_dict() for entry in found])
    elif found:
        _write_table(terminal, found, _, with_kind=True)
    else:
        terminal.complain(_("Nothing found."))
    return 0 if found else 1


def _write_table(
    terminal: Terminal, entries: Iterable[Entry], _: Translator, *, with_kind: bool = False
) -> None:
    from ebpf_glossary.cli.entry import KINDS, headwords, summary

    rows = [(_("Name"), _("Kind"), _("Category"), _("Summary"))]
    for entry in entries:
        kind, category = _(KINDS[entry.kind]), entry.category_label
        rows.append((headwords(entry), kind, category, summary(entry)))
    terminal.table(row if with_kind else (row[0], *row[2:]) for row in rows)


def _write_json(terminal: Terminal, value: object) -> None:
    import json

    terminal.write(json.dumps(value, ensure_ascii=not terminal.is_unicode, indent=2))


def _write_csv(terminal: Terminal, entries: Iterable[Entry], columns: tuple[str, ...]) -> None:
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for entry in entries:
        fields = entry.as_dict() | {"url": _first_url(entry)}
        values = (fields[name] for name in columns)
        writer.writerow("; ".join(v) if isinstance(v, list) else v for v in values)
    terminal.write(buffer.getvalue().rstrip("\n"))


def _first_url(entry: Entry) -> str:
    if isinstance(entry, Term) or not entry.links:
        return ""
    return entry.links[0] if isinstance(entry, Reading) else entry.links[0].url
