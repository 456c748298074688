"""Exchange with other tools: write the glossary in their formats, and read what comes back.

A format is a module, or a pair of functions in `tables`: `write` makes text of a `Content` and says
what it left out, `read` makes a `Content` of a file's bytes. `content` gathers what there is to
write; `merge` takes what was read into a catalog.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.errors import N_, CatalogError
from ebpf_glossary.exchange.units import Content, Left, messages_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


class Format(NamedTuple):
    """What others take.

    Attributes:
        module: that writes and reads it.
        suffix: of its functions.
        holds: what it has room for.
        summary: for people.
    """

    module: str
    suffix: str
    holds: tuple[str, ...]
    summary: str


_TERMS = ("terms",)
_DEFINED = ("terms", "definitions")
_TEXTS = ("translations", "definitions")
_ALL = ("terms", "definitions", "renderings", "translations")

FORMATS = {
    "prompt": Format("prompt", "", _ALL, N_("a line for each term, for a prompt")),
    "tbx": Format("tbx", "", _ALL[:3], N_("terms: TBX-Basic of ISO 30042")),
    "tmx": Format("tmx", "", _TEXTS, N_("translations: TMX 1.4b")),
    "json": Format("json_file", "", _ALL, N_("everything, as JSON")),
    "deepl": Format("tables", "_deepl", _TERMS, N_("terms: CSV for DeepL")),
    "google": Format("tables", "_google", _DEFINED, N_("terms: CSV for Google Cloud Translation")),
    "omegat": Format("tables", "_omegat", _DEFINED, N_("terms: tab-separated, for OmegaT")),
    "weblate": Format("tables", "_weblate", _TEXTS, N_("translations: CSV for Weblate")),
}
READABLE = tuple(name for name in FORMATS if name != "prompt")
"""Formats that can be read: a prompt is only for its reader."""

EXTENSIONS = {".tbx": "tbx", ".tmx": "tmx", ".json": "json", ".utf8": "omegat"}


def write(content: Content, name: str) -> tuple[str, list[Left]]:
    """Return the content in a format, and what was left out of it.

    Args:
        content: what to write.
        name: one of `FORMATS`.
    """
    format_ = FORMATS[name]
    text, left = _function(format_, "write")(content)
    beside = content.left if "translations" in format_.holds else ()
    return text, [*left, *_without_room(content, format_.holds), *beside]


def read(path: str, content: bytes, name: str, language: str) -> Content:
    """Return what a file holds.

    Args:
        path: for error messages.
        content: of the file.
        name: one of `READABLE`.
        language: of the translations.

    Raises:
        CatalogError: it is not in the format, or has nothing in the language.
    """
    result: Content = _function(FORMATS[name], "read")(path, content, language)
    return result


def format_of(path: str) -> str:
    """Return the format that a file's name tells.

    Raises:
        CatalogError: it tells none; tables look alike.
    """
    for extension, name in EXTENSIONS.items():
        if path.lower().endswith(extension):
            return name
    raise CatalogError(path, None, N_("Its name does not tell the format; give --format."))


def _function(format_: Format, verb: str) -> Callable[..., Any]:
    module = importlib.import_module(f"{__name__}.{format_.module}")
    function: Callable[..., Any] = getattr(module, verb + format_.suffix)
    return function


def _without_room(content: Content, holds: tuple[str, ...]) -> Iterator[Left]:
    """Yield what a format has no room for at all."""
    for concept in content.concepts:
        name, target = concept.source.preferred, concept.target
        if "renderings" not in holds and (target.admitted or target.deprecated):
            yield Left(name, N_("The format holds no accepted and wrong renderings."))
        if "definitions" not in holds and target.definition:
            yield Left(name, N_("The format holds no definitions."))
    if "translations" not in holds:
        held = {message.key for concept in content.concepts for message in messages_of(concept)}
        for each in content.translations:
            if each.target and each.key not in held:
                yield Left(each.key or each.source, N_("The format holds terms only."))
