"""What is typed, in Chinese: which words a stretch of Chinese was made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ebpf_glossary.matching import Matcher

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ebpf_glossary.renderings import Lexicon

MOST = 8
"""Words of a command line that are read."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The words that are typed, and how machines translate them.

    Attributes:
        commands: the words that can follow a command.
        words: the renderings of a word, longest first.
        english: the words that a rendering stands for.
        starts: finds where command lines begin.
        syscalls: the renderings of a system call.
    """

    commands: dict[str, frozenset[str]]
    words: dict[str, tuple[str, ...]]
    english: dict[str, tuple[str, ...]]
    starts: Matcher[str]
    syscalls: dict[str, tuple[str, ...]]

    def readings(self, chinese: str, expected: Collection[str] = ()) -> Iterator[tuple[str, ...]]:
        """Yield the words of which Chinese can be made, in whole; those that are expected first.

        >>> from ebpf_glossary.lexicon import lexicon_of
        >>> next(typed_of(lexicon_of()).readings("显示", {"show"}))
        ('show',)
        """
        if not chinese:
            yield ()
            return
        for size in range(min(len(chinese), MOST), 0, -1):
            words = self.english.get(chinese[:size], ())
            for word in sorted(words, key=lambda each: each not in expected):
                for rest in self.readings(chinese[size:], expected):
                    yield (word, *rest)


@lru_cache(maxsize=4)
def typed_of(lexicon: Lexicon) -> Typed:
    """Return the words that are typed, of a lexicon."""
    english: dict[str, list[str]] = {}
    for word, renderings in lexicon.words:
        for rendering in renderings:
            english.setdefault(rendering, []).append(word)
    return Typed(
        {command: frozenset(words) for command, words in lexicon.commands},
        {word: tuple(sorted(each, key=len, reverse=True)) for word, each in lexicon.words},
        {rendering: tuple(words) for rendering, words in english.items()},
        Matcher({f"{command} ": command for command, _ in lexicon.commands}),
        dict(lexicon.syscalls),
    )


def rendered(typed: Typed, words: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds words in Chinese, one after another, or None if one is not known."""
    parts: list[str] = []
    for word in words:
        if word not in typed.words:
            return None
        either = "|".join(map(re.escape, typed.words[word]))
        parts.append(f"(?:{either}|{re.escape(word)})")
    return re.compile(r"[ 的]?".join(parts)) if parts else None
