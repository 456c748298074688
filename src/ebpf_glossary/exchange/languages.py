"""Languages in files of others: how they are written, and which of them is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.errors import N_, CatalogError, UnknownLanguageError
from ebpf_glossary.locales import negotiate, parse

if TYPE_CHECKING:
    from collections.abc import Iterable


def tag(language: str) -> str:
    """Return a language as BCP 47 writes it.

    >>> tag("zh_CN")
    'zh-CN'
    """
    return language.replace("_", "-")


def nearest(wanted: str, offered: Iterable[str]) -> str | None:
    """Return the one of the languages in a file that is meant, None where none is.

    >>> nearest("zh_CN", ["en-US", "zh-TW", "zh-Hans"]), nearest("zh_CN", ["en", "de"])
    ('zh-Hans', None)
    """
    meant = parse(wanted)
    known = {
        str(given): each
        for each in offered
        if _is_tag(each)
        and (given := parse(each)).language == meant.language
        and given.likely_script == meant.likely_script
    }
    return known.get(negotiate(wanted, known))


def require(path: str, wanted: str, offered: Iterable[str]) -> None:
    """Make sure that a file has texts in a language.

    Raises:
        CatalogError: it has not.
    """
    offered = sorted({each for each in offered if each})
    if offered and nearest(wanted, offered) is None:
        reason = N_('There is nothing in "{language}" here, only in {offered}.')
        raise CatalogError(path, None, reason, language=wanted, offered=tuple(offered))


def _is_tag(text: str) -> bool:
    try:
        parse(text)
    except UnknownLanguageError:
        return False
    return True
