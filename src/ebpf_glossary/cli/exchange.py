"""`export`, which is `exchange export` too, and `exchange import`: to other tools and back."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING

from ebpf_glossary import exchange
from ebpf_glossary.catalogs import LARGEST
from ebpf_glossary.cli import COMMANDS
from ebpf_glossary.cli.messages import add_glossary_option
from ebpf_glossary.errors import N_, CatalogError, quote, quote_path
from ebpf_glossary.exchange.content import catalog_of, gather, needed_by
from ebpf_glossary.exchange.merge import merge
from ebpf_glossary.po import read_po
from ebpf_glossary.workflow import Change

if TYPE_CHECKING:
    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.exchange.units import Left

LANGUAGE = "zh_CN"
STDIN = "-"


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the arguments of `export`, or the actions of `exchange`."""
    if command == "export":
        _configure_export(parser, _)
        return
    actions = parser.add_subparsers(
        title=_("actions"), metavar="ACTION", dest="action", required=True
    )
    said = COMMANDS["export"][1]
    summary = _(said)
    export_parser = actions.add_parser("export", help=summary, description=summary, translator=_)
    _configure_export(export_parser, _)
    summary = _("take translations from another tool into the catalog")
    import_parser = actions.add_parser("import", help=summary, description=summary, translator=_)
    import_parser.add_argument("path", metavar="FILE", help=_("- is standard input"))
    import_parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=exchange.READABLE,
        help=_("one of {formats} (default: as the file's name says)").format(
            formats=_(", ").join(exchange.READABLE)
        ),
    )
    import_parser.add_argument(
        "--only-missing", action="store_true", help=_("leave translations that there are")
    )
    import_parser.add_argument(
        "--check",
        action="store_true",
        help=_("change nothing; exit with 1 where something would change"),
    )
    _add_glossary(import_parser, _)
    import_parser.set_defaults(run=import_)


def _configure_export(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.epilog = _formats(_)
    parser.add_argument(
        "format",
        metavar="FORMAT",
        nargs="?",
        choices=list(exchange.FORMATS),
        default="prompt",
        help=_("one of {formats} (default: prompt)").format(formats=_(", ").join(exchange.FORMATS)),
    )
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--for", metavar="TEXT", dest="text", help=_("only what this text needs"))
    part.add_argument(
        "--for-file", metavar="FILE", dest="file", help=_("only what the text in a file needs")
    )
    parser.add_argument("--output", metavar="FILE", help=_("write here (default: standard output)"))
    _add_glossary(parser, _)
    parser.set_defaults(run=export)


def _formats(_: Translator) -> str:
    """Return what the formats are, as a sentence."""
    # Translators: what stands between a format and the next one.
    semicolon = _("; ")
    said = _("{name} ({facts})")
    formats = (said.format(name=n, facts=_(f.summary)) for n, f in exchange.FORMATS.items())
    return _("Formats: {formats}.").format(formats=semicolon.join(formats))


def _add_glossary(parser: argparse.ArgumentParser, _: Translator) -> None:
    add_glossary_option(parser, _)
    parser.add_argument(
        "--lang",
        metavar="LANG",
        default=LANGUAGE,
        help=_("language of the translations (default: {language})").format(language=LANGUAGE),
    )


def export(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Write the glossary, or the part of it that a text needs."""
    content = gather(options.glossary, options.lang)
    text = options.text
    if options.file is not None:
        text = _decoded(options.file)
    if text is not None:
        content = needed_by(text, content, options.glossary)
    written, left = exchange.write(content, options.format)
    if options.output is not None:
        Change(options.output, written.encode(), current=False).write()
    elif not terminal.is_unicode and not written.isascii():
        reason = N_("It has no room for all characters; use --output.")
        raise CatalogError(_("standard output"), None, reason)
    else:
        terminal.write_raw(written)
    # What a text needs is a choice, and no loss.
    if text is None or options.format != "prompt":
        _summarise(left, terminal, _)
    return 0


def _summarise(left: list[Left], terminal: Terminal, _: Translator) -> None:
    """Say how many were left out for each reason, and which was the first."""
    firsts = {each.render(_): quote(each.what) for each in reversed(left)}
    for reason, count in Counter(each.render(_) for each in left).items():
        said = _("{count} left out, such as {name}: {reason}")
        terminal.complain(said.format(count=count, name=firsts[reason], reason=reason))


def import_(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Take what a file holds into the catalog, and report on it."""
    name = options.format or exchange.format_of(options.path)
    language, path = catalog_of(options.glossary, options.lang)
    if not path.endswith(".po"):
        reason = N_("Only a .po file can take translations. Name a glossary with --glossary.")
        raise CatalogError(path, None, reason)
    given = exchange.read(options.path, _bytes(options.path), name, language)
    catalog = read_po(path)
    known = gather(options.glossary, language)
    merged = merge(catalog, known, given, only_missing=options.only_missing)
    if merged.changed and not options.check:
        Change(path, merged.text.encode(), current=False).write()
    for each in merged.left:
        place = f"{quote_path(options.path)}:{each.line}" if each.line else quote_path(options.path)
        terminal.write(f"{place}: {quote(each.what)}{_(': ')}{each.render(_)}")
    said = _("{changed} changed, {same} as they were, {left} left.")
    counts = {"changed": len(merged.changed), "same": merged.same, "left": len(merged.left)}
    terminal.write(said.format(**counts))
    return 1 if merged.left or (options.check and merged.changed) else 0


def _bytes(path: str) -> bytes:
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(LARGEST + 1)
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise CatalogError.unreadable(path, error) from None
    if len(content) > LARGEST:
        raise CatalogError(path, None, N_("Larger than {limit} bytes."), limit=LARGEST)
    return content


def _decoded(path: str) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CatalogError(path, None, N_("This is not UTF-8.")) from None
