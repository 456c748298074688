"""Regular expressions that are compiled when they are first used.

Rules have hundreds of them, and those with Chinese take a millisecond each: all together longer
than it takes to check a page, which needs a few.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Deferred:
    """Stands for a pattern, whose methods it takes over when one is first asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # of copies and the like
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "pattern")


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what can be used as the compiled pattern is.

    >>> regex("[0-9]+").sub("#", "5.15")
    '#.#'
    """
    return cast("re.Pattern[str]", _Deferred(pattern, flags))
