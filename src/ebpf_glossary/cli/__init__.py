"""The command `ebpf-glossary`: what it is told, in which language, and how it ends.

Exit codes: 0 fine; 1 not found, or something to do; 2 wrong usage or unreadable input.
A command group is a module with one function per command, named after it, and a `configure`
that tells argparse its arguments. Only the module of the command in use is imported.
"""

from __future__ import annotations

import argparse
import os
import sys

from ebpf_glossary.cli.messages import Translator, translate_argparse
from ebpf_glossary.cli.terminal import Terminal
from ebpf_glossary.columns import wrap
from ebpf_glossary.errors import (
    N_,
    AmbiguousNameError,
    GlossaryError,
    UnknownEntryError,
    UnknownLanguageError,
    quote,
)
from ebpf_glossary.locales import preferred

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

    from ebpf_glossary.locales import Language

PROGRAM = "ebpf-glossary"
HELP_WIDTH = 80

# Commands by name: the module that has them, and what `--help` says of them.
COMMANDS = {
    "describe": ("lookup", N_("describe an entry")),
    "list": ("lookup", N_("list the projects, the terms or what there is to read")),
    "search": ("lookup", N_("find entries by name or content")),
    "check": ("check", N_("check Chinese text, and fix it")),
    "rule": ("rule", N_("explain a rule of the checker")),
    "lexicon": ("lexicon", N_("show what is right and wrong for names and terms")),
    "init": ("create", N_("make a glossary of your own")),
    "import": ("create", N_("make a glossary of a page that lists projects")),
    "suggest": ("suggest", N_("find names and terms in what is translated already")),
    "catalog": ("catalog", N_("keep the translations up to date")),
    "export": ("exchange", N_("write terms and translations for another tool")),
    "exchange": ("exchange", N_("exchange terms and translations with other tools")),
}

# Commands whose --lang says which translations they work on, not in which language they speak.
LANG_OF_CATALOGS = frozenset({"catalog", "exchange", "export", "import"})


class Formatter(argparse.HelpFormatter):
    """Breaks lines where Chinese can be broken, which argparse does not know."""

    def __init__(self, prog: str, **options: Any) -> None:
        # Without a width argparse imports shutil to ask for it, for every argument anew.
        super().__init__(prog, width=HELP_WIDTH, **options)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrap(text, width - len(indent)))


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence."""

    def __init__(self, *, translator: Translator, **options: Any) -> None:
        super().__init__(formatter_class=Formatter, allow_abbrev=False, **options)
        self._colon = translator(": ").rstrip()

    def format_help(self) -> str:
        """Return the help, its headings ending as the language wants it."""
        lines = super().format_help().splitlines()
        ends = (line[:-1] + self._colon if line[-1:] == ":" else line for line in lines)
        return "\n".join(ends) + "\n"

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and exit with 2."""
        raise UsageError(message, self.prog)


class UsageError(Exception):
    """The arguments are wrong; its text is a sentence in the reader's language."""

    def __init__(self, message: str, program: str) -> None:
        super().__init__(message)
        self.program = program


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments without the program's name; None takes those of the process.

    Returns:
        The exit code.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    terminal = Terminal()
    try:
        code = _run(arguments, terminal)
        terminal.flush()
    except BrokenPipeError:  # whoever read us has seen enough
        terminal.close_quietly()
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:  # such as a full disk behind standard output
        terminal.complain(f"{PROGRAM}: {error.strerror or error}.")
        terminal.close_quietly()
        return 2
    return code


def _run(arguments: list[str], terminal: Terminal) -> int:
    try:
        return _run_translated(arguments, terminal)
    except GlossaryError as error:  # a broken catalog: say so in plain English
        return _fail(terminal, PROGRAM, str(error), 2)


def _run_translated(arguments: list[str], terminal: Terminal) -> int:
    language = _language(arguments)
    try:
        _ = Translator(language)
    except UnknownLanguageError as error:
        _ = Translator(preferred(os.environ))
        return _fail(terminal, PROGRAM, error.render(_), 2)
    translate_argparse(_)
    try:
        options = _parser(arguments, _).parse_args(arguments)
        options.language = language
        return int(options.run(options, terminal, _))
    except UsageError as error:
        # What was typed is part of argparse's message.
        message = quote(str(error), longest=300)
        sentence = _('{message}. Try "{command}".')
        command = f"{error.program} --help"
        return _fail(terminal, error.program, sentence.format(message=message, command=command), 2)
    except (UnknownEntryError, AmbiguousNameError) as error:
        return _fail(terminal, PROGRAM, error.render(_), 1)
    except GlossaryError as error:
        return _fail(terminal, PROGRAM, error.render(_), 2)
    except SystemExit as stop:  # --help and --version
        return int(stop.code or 0)


def _fail(terminal: Terminal, program: str, sentence: str, code: int) -> int:
    terminal.complain(f"{program}: {sentence}")
    return code


def _language(arguments: list[str]) -> Language:
    """Return the language asked for; it is needed before the arguments can be parsed."""
    asked: Language = preferred(os.environ)
    if arguments[:1] and arguments[0] in LANG_OF_CATALOGS:
        return asked
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        if argument.startswith("--lang="):
            asked = argument.partition("=")[2]
    return asked


def _parser(arguments: list[str], _: Translator) -> Parser:
    """Return a parser with all commands, or with the one in use, which is faster to make.

    Only that one gets its arguments: the others' modules may need what is not installed.
    """
    from ebpf_glossary import __version__

    parser = Parser(
        prog=PROGRAM,
        description=_("The eBPF ecosystem in Chinese and English."),
        epilog=_("Exit codes: 0 fine; 1 not found, or something to do; 2 wrong usage or input."),
        translator=_,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"{PROGRAM} {__version__}",
        help=_("show program's version number and exit"),
    )
    commands = parser.add_subparsers(
        title=_("commands"), metavar="COMMAND", dest="command", required=True
    )
    used = next((argument for argument in arguments if argument in COMMANDS), None)
    for name, (module, summary) in COMMANDS.items():
        if name == used or arguments[:1] != [used]:
            command = commands.add_parser(
                name, help=_(summary), description=_(summary), translator=_
            )
            if name == used:
                _configure(module, name, command, _)
    return parser


def _configure(module: str, name: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    # importlib itself takes longer to import than some of our modules.
    group = __import__(f"{__name__}.{module}", fromlist=["configure"])
    group.configure(name, parser, _)
