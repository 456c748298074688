"""`suggest`: the names and terms of what is translated already, and what they are rendered as."""

from __future__ import annotations

import json
import os
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

from ebpf_glossary.cli.messages import add_output_options
from ebpf_glossary.errors import quote

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.mining import Suggestion

LEAST = 3
MOST = 100


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the arguments of the command."""
    parser.add_argument(
        "path",
        metavar="ZH",
        help=_("a PO file, a file or a folder of Chinese texts, or of PO files"),
    )
    parser.add_argument(
        "--source",
        metavar="EN",
        help=_("their English, with the same names (PO files have their own)"),
    )

    def number(text: str) -> int:
        return _number(text, _)

    parser.add_argument(
        "--least",
        metavar="N",
        type=number,
        default=LEAST,
        help=_("in how many texts a word must stand (default: 3)"),
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=number,
        default=MOST,
        help=_("how many names and how many terms at most (default: 100)"),
    )
    parser.add_argument(
        "--glossary",
        metavar="DIR",
        action="append",
        default=[],
        help=_("leave out what is in this glossary already; can be given more than once"),
    )
    add_output_options(parser, ["text", "json", "yaml"], _)
    parser.set_defaults(run=suggest)


def _number(text: str, _: Translator) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text[:10]) < 10**9:
        return int(text)
    raise ArgumentTypeError(_('"{value}" is not a whole number').format(value=quote(text)))


def suggest(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Show what belongs in a glossary of the texts."""
    from ebpf_glossary import bitexts, mining

    known = {*_known(options.glossary)}
    pairs = bitexts.read(options.path, options.source)
    found = mining.suggest(pairs, least=options.least, most=options.limit, known=known)
    if options.format == "json":
        data = [_as_data(each) for each in found]
        terminal.write(json.dumps(data, ensure_ascii=not terminal.is_unicode, indent=2))
    elif options.format == "yaml":
        terminal.write_raw(_as_glossary(found, _))
    else:
        from ebpf_glossary.report import visible

        for heading, rows in _sections(found, _):
            terminal.write(terminal.bold(heading))
            for row in rows:
                terminal.write("  " + visible(row))
    return 0 if found else 1


def _known(glossaries: list[str]) -> Iterator[str]:
    """Yield the names and terms of glossaries, folded."""
    from ebpf_glossary import lexicon, lexicon_file
    from ebpf_glossary.entries import fold

    for path in glossaries:
        load = lexicon.of_folder if os.path.isdir(path) else lexicon_file.load
        for record in load(path).records:
            yield from map(fold, (record.head, *record.aliases))


def _as_data(each: Suggestion) -> dict[str, Any]:
    renderings = [rendering._asdict() for rendering in each.renderings]
    return each._asdict() | {"renderings": renderings, "competes": each.competes}


def _sections(found: list[Suggestion], _: Translator) -> Iterator[tuple[str, list[str]]]:
    """Yield the sorts of suggestions: a heading with a number, and a line for each."""
    sorts = {
        _("Names that are kept"): [e for e in found if e.is_name and not e.renderings],
        _("Names that are translated"): [e for e in found if e.is_name and e.renderings],
        _("Renderings that compete"): [e for e in found if not e.is_name and e.competes],
        _("Terms"): [e for e in found if not e.is_name and not e.competes],
    }
    for heading, some in sorts.items():
        if some:
            counted = _("{heading}: {count}").format(heading=heading, count=len(some))
            yield counted, [_row(each, _) for each in some]


def _row(each: Suggestion, _: Translator) -> str:
    """Return a suggestion as a line: how often each rendering stands for it, and where first."""
    shares: list[tuple[str, int, tuple[str, ...]]] = [*each.renderings]
    if each.kept:
        shares.insert(0, (each.english, each.kept, each.places))
    parts = [f"{text} {found} ({places[0]})" for text, found, places in shares]
    return f"{each.english} {each.found}" + _(": ") + _(", ").join(parts)


def _as_glossary(found: list[Suggestion], _: Translator) -> str:
    """Return a file that `--glossary` takes; what competes is accepted, for people to decide."""
    from ebpf_glossary.scaffold import as_yaml

    names: dict[str, list[str]] = {each.english: [] for each in found if each.is_name and each.kept}
    terms: dict[str, dict[str, Any]] = {}
    for each in found:
        if each.is_name:
            continue
        renderings = [rendering.zh for rendering in each.renderings]
        if each.competes and each.kept and each.english not in renderings:
            renderings.append(each.english)
        terms[each.english] = {"zh": renderings[0]}
        if renderings[1:]:
            terms[each.english]["accept"] = renderings[1:]
    content = {key: value for key, value in (("names", names), ("terms", terms)) if value}
    comment = "# " + _("Found in what is translated: look at each before you use it.")
    return f"{comment}\n{as_yaml(content)}" if content else f"{comment}\n"
