"""`init`, `import` and `suggest`: a glossary of one's own, from nothing or from what there is."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

from ebpf_glossary.cli.messages import add_format_option, add_own_terms_option
from ebpf_glossary.errors import N_, GlossaryError
from ebpf_glossary.locales import parse

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.imported import Imported, Noted
    from ebpf_glossary.originals import Original
    from ebpf_glossary.outline import Outline

LANGUAGE = "zh_CN"
REPORT = "import-report.md"

Section = tuple[str, "Sequence[str]"]


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the arguments of one of the commands."""
    if command == "init":
        parser.add_argument("directory", metavar="DIR", help=_("the folder to make"))
        parser.set_defaults(run=init)
        return
    if command == "import":
        parser.add_argument(
            "page", metavar="PAGE", help=_("a page in Markdown that lists projects, in Chinese")
        )
        parser.add_argument(
            "--source",
            metavar="PAGE",
            help=_("the page that it was translated from, or a PO file of its texts"),
        )
        parser.add_argument("--output", metavar="DIR", required=True, help=_("the folder to make"))
        add_own_terms_option(parser, _)
        parser.add_argument(
            "--lang",
            metavar="LANG",
            default=LANGUAGE,
            help=_("language of the page (default: {language})").format(language=LANGUAGE),
        )
        add_format_option(parser, ["text", "json"], _)
        parser.set_defaults(run=import_)


def init(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Make a small glossary that works."""
    from ebpf_glossary import scaffold

    made, chinese = scaffold.example()
    scaffold.create(options.directory, made, {LANGUAGE: chinese})
    terminal.write(_("{path}: made").format(path=options.directory))
    commands = ("list --glossary {path}", "catalog update {path}", "check {path}")
    for command in commands:
        terminal.write("  ebpf-glossary " + command.format(path=options.directory))
    return 0


def import_(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Make a glossary of a page."""
    from ebpf_glossary import files, importer, report, scaffold
    from ebpf_glossary.config import Config

    language = _chinese(options.lang)
    page = files.read(options.page)
    imported = importer.read(
        options.page,
        page.text,
        _original(options.source),
        translate=_,
        config=Config(glossaries=tuple(options.glossary)),
    )
    sections = list(_sections(imported, _))
    made = {**imported.files(), REPORT: _as_page(options.page, sections, _)}
    scaffold.create(options.output, made, {language: imported.translations()})
    if options.format == "json":
        is_ascii = not terminal.is_unicode
        terminal.write(json.dumps(imported.report(), ensure_ascii=is_ascii, indent=2))
        return 0
    for heading, lines in sections:
        terminal.write(terminal.bold(heading))
        for line in lines:
            terminal.write("  " + report.visible(line))
    terminal.write(_("{path}: made").format(path=options.output))
    return 0


def _chinese(lang: str) -> str:
    """Return the language of a page: the checker knows Chinese only."""
    language = parse(lang)
    if language.language != "zh":
        raise GlossaryError(N_('"{language}" is not Chinese.'), language=lang)
    return LANGUAGE if str(language) == "zh" else str(language)


def _original(path: str | None) -> Callable[[Outline, Outline], Original] | None:
    """Return what finds the English of a page in a file."""
    from ebpf_glossary import files, originals

    if path is None:
        return None
    file = files.read(path)
    if os.path.splitext(path)[1].lower() in (".po", ".pot"):
        content = file.text.encode()
        return lambda page, before: originals.from_catalog(path, content, page, before)
    text = originals.as_markdown(file.text) if file.format == "rst" else file.text
    return lambda page, _: originals.from_page(text, page)


def _sections(imported: Imported, _: Translator) -> Iterator[Section]:
    """Yield the parts of the report: a heading with a number, and its lines."""
    parts = {
        _("Entries"): [
            f"{e.line}: {e.category}/{e.id}: {e.name}  {' '.join(e.links)}".rstrip()
            for e in imported.entries
        ],
        _("Fixed"): [_noted(noted) for noted in imported.fixed],
        _("Doubtful, and fuzzy in the catalog"): [_noted(noted) for noted in imported.doubtful],
        _("In no entry"): [f"{line}: {why}: {text}" for line, why, text in imported.left],
        _("There before, and put together"): [f"{n}: {name}" for n, name in imported.merged],
        _("Without English"): [f"{line}: {name}" for line, name in imported.without_english],
        _("In the English only"): [f"{line}: {text}" for line, text in imported.untranslated],
    }
    for heading, lines in parts.items():
        if lines:
            flat = [" ".join(line.split("\n")) for line in lines]
            yield _("{heading}: {count}").format(heading=heading, count=len(lines)), flat


def _noted(noted: Noted) -> str:
    change = f"{noted.before} → {noted.after}" if noted.after else noted.before
    rule = f"[{noted.rule}] " if noted.rule else ""
    return f"{noted.line}: {rule}{change}  ({noted.reason})"


def _as_page(path: str, sections: Sequence[Section], _: Translator) -> str:
    """Return the report as a page; its lines stand in blocks that no rule reads."""
    title = _("How {path} was imported").format(path=os.path.basename(path))
    parts = [f"# {title}", _("Each line begins with the line of the page.")]
    for heading, lines in sections:
        longest = max(len(run) for run in ["``", *re.findall("`+", "\n".join(lines))])
        fence = "`" * (longest + 1)
        parts += [f"## {heading}", "\n".join((f"{fence}text", *lines, fence))]
    return "\n\n".join(parts) + "\n"
