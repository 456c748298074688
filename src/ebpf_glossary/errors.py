"""What can go wrong, and the sentence that says so.

GlossaryError
├── UnknownEntryError (LookupError)     no entry has that name
├── AmbiguousNameError (LookupError)    two entries have that name
├── UnknownCategoryError (LookupError)  no category has that name
├── UnknownLanguageError (ValueError)   that is no language tag
├── DataError (ValueError)              an entry's source file is wrong
├── CatalogError (ValueError)           a translation file is wrong
├── ConfigError (ValueError)            the checker's settings are wrong
├── BaselineError (ValueError)          a file of known findings is wrong
└── TextError (ValueError)              a file to check cannot be read or written

A message is a template with named values, so that the command line can say it in the reader's
language: ``str(error)`` is English, ``error.render(translate)`` any other.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

LONGEST_QUOTE = 60


def N_(message: str) -> str:  # noqa: N802 (the name gettext tools know)
    """Mark a message for extraction and leave it as it is."""
    return message


def quote(text: str, longest: int = LONGEST_QUOTE) -> str:
    r"""Return `text` fit for one line of a message: short, and no control characters.

    >>> quote("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def has_control(text: str) -> bool:
    r"""Tell whether `text` has a control character other than line end and tab.

    >>> has_control("a\x1b[1m"), has_control("a\tb\n")
    (True, False)
    """
    if text.replace("\n", "").replace("\t", "").isprintable():
        return False
    return any((c < " " and c not in "\n\t") or "\x7f" <= c < "\xa0" for c in text)


class GlossaryError(Exception):
    """Base of every error that this package raises on purpose.

    Args:
        template: the English sentence, with `{names}` for its values.
        values: the values; strings come quoted, tuples as a list of words.
    """

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template)
        self.template = template
        self.values = values

    def render(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language into which `translate` takes a template."""
        # Translators: what stands between the items of a list.
        comma = translate(N_(", "))
        shown = {
            name: comma.join(value) if isinstance(value, tuple) else quote(str(value))
            for name, value in self.values.items()
        }
        return translate(self.template).format(**shown)

    def __str__(self) -> str:
        return self.render(str)


class UnknownEntryError(GlossaryError, LookupError):
    """No entry is called that; `suggestions` are the nearest names, best first."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        if suggestions:
            template = N_('No entry is called "{name}". Did you mean {suggestions}?')
        else:
            template = N_('No entry is called "{name}".')
        super().__init__(template, name=name, suggestions=suggestions)
        self.args = (name, suggestions)
        self.name = name
        self.suggestions = suggestions


class AmbiguousNameError(GlossaryError, LookupError):
    """Several entries share the name; `candidates` are their ids."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        template = N_('Several entries are called "{name}": {candidates}. Use one of these ids.')
        super().__init__(template, name=name, candidates=candidates)
        self.args = (name, candidates)
        self.name = name
        self.candidates = candidates


class UnknownCategoryError(GlossaryError, LookupError):
    """No category is called that; `categories` are the ids there are."""

    def __init__(self, name: str, categories: tuple[str, ...]) -> None:
        template = N_('No category is called "{name}". Choose from {categories}.')
        super().__init__(template, name=name, categories=categories)
        self.args = (name, categories)
        self.name = name
        self.categories = categories


class UnknownLanguageError(GlossaryError, ValueError):
    """What was given is no language tag, such as zh_CN or zh-Hans."""

    def __init__(self, tag: object) -> None:
        super().__init__(
            N_('"{tag}" is not a language tag. Write one like zh_CN, zh-Hans or en.'), tag=tag
        )
        self.args = (tag,)
        self.tag = tag


class FileError(GlossaryError, ValueError):
    """Base of errors in a file; `path` says which, `line` where (1 is the first) or None."""

    def __init__(self, path: str, line: int | None, reason: str, /, **values: object) -> None:
        super().__init__(reason, **values)
        self.args = (path, line, reason)
        self.path = path
        self.line = line

    @classmethod
    def unreadable(cls, path: str, error: Exception) -> Self:
        """Return the error of a file or folder that the system does not open."""
        # A path with a NUL or half a character is a ValueError.
        reason = getattr(error, "strerror", None) or getattr(error, "reason", None) or error
        return cls(path, None, N_("Cannot be read: {reason}."), reason=reason)

    def render(self, translate: Callable[[str], str]) -> str:
        """Return the place and the sentence."""
        place = (
            quote_path(self.path) if self.line is None else f"{quote_path(self.path)}:{self.line}"
        )
        return f"{place}: {super().render(translate)}"


def quote_path(path: str) -> str:
    """Return `path` whole, without control characters."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)


class DataError(FileError):
    """A YAML file of entries is missing, unreadable or wrong."""


class CatalogError(FileError):
    """A catalog, or the folder of catalogs, is missing, unreadable or wrong."""


class ConfigError(FileError):
    """The settings of the checker are unreadable or wrong."""


class BaselineError(FileError):
    """A file of known findings is missing, unreadable, wrong, or cannot be written."""


class TextError(FileError):
    """A file to check is missing, unreadable, no text, or cannot be written."""
