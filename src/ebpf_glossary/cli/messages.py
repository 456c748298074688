"""What the command line says, in the reader's language."""

from __future__ import annotations

import argparse
import re

from ebpf_glossary.catalogs import LOCALE_DIR, find, load
from ebpf_glossary.errors import N_
from ebpf_glossary.locales import negotiate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ebpf_glossary.catalogs import Messages
    from ebpf_glossary.glossary import Glossary
    from ebpf_glossary.locales import Language

# What argparse says, for the template: its own texts are in no catalog of ours otherwise.
ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("expected %s argument"),
    N_("expected %s arguments"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)


def add_format_option(parser: argparse.ArgumentParser, formats: list[str], _: Translator) -> None:
    """Tell `parser` the option for the output's format; the first of `formats` is the default."""
    parser.add_argument(
        "--format", choices=formats, default=formats[0], help=_("output format (default: text)")
    )


def add_output_options(parser: argparse.ArgumentParser, formats: list[str], _: Translator) -> None:
    """Tell `parser` the options that most commands share."""
    add_format_option(parser, formats, _)
    parser.add_argument(
        "--lang",
        metavar="LANG",
        help=_("output language, such as zh or en (default: from the environment)"),
    )


def add_glossary_option(parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the option for another glossary than this package's own."""
    parser.add_argument(
        "--glossary",
        metavar="DIR",
        help=_("a glossary of your own, as init makes it (default: the one of this program)"),
    )


def add_own_terms_option(parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the option for names and terms beside this package's own."""
    parser.add_argument(
        "--glossary",
        metavar="FILE",
        action="append",
        default=[],
        help=_("names and terms of your own; can be given more than once"),
    )


def glossary_of(options: argparse.Namespace) -> Glossary:
    """Return the glossary that `add_glossary_option` asked for.

    Raises:
        DataError, CatalogError: it is missing, unreadable or wrong.
    """
    from ebpf_glossary.glossary import DEFAULT, Glossary

    return DEFAULT if options.glossary is None else Glossary.load(options.glossary)


FIELD = re.compile(r"\{[^{}]*\}|[{}]|%\([^)]*\).?|%.?", re.DOTALL)


def fields(message: str) -> list[str]:
    """Return the places that are filled in: a translation with others would fail, or worse."""
    return sorted(FIELD.findall(message))


class Translator:
    """Takes a message of the program into one language.

    Args:
        lang: as in `Glossary.describe`.

    Raises:
        UnknownLanguageError: `lang` is no language tag.
        CatalogError: the catalog is missing or broken.
    """

    def __init__(self, lang: Language) -> None:
        paths = find(LOCALE_DIR)
        self.language = negotiate(lang, paths)
        path = paths.get(self.language)
        self._messages: Messages = {} if path is None else load(path)

    def __call__(self, message: str) -> str:
        """Return the message in the language, or as it is where it is not translated."""
        translation = self._messages.get(message)
        return translation if translation and fields(translation) == fields(message) else message


def translate_argparse(translator: Translator) -> None:
    """Have argparse speak the language: it looks its texts up through names of its module.

    The `gettext` functions that it has imported would parse the whole catalog to answer.
    """

    def translate(message: str | None) -> str | None:
        return translator(message) if message else message

    def choose(singular: str, plural: str, number: int) -> str:
        return translator(singular if number == 1 else plural)

    vars(argparse).update(_=translate, ngettext=choose)
