"""A few words a line, for somebody or something that translates a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.exchange.units import Concept, Content, Left

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_WRONG = 3
"""Wrong renderings that are shown for a concept."""


def write(content: Content) -> tuple[str, list[Left]]:
    """Return a line for each concept: the English = what is right ≠ what is wrong."""
    return "".join(f"{_line(concept)}\n" for concept in content.concepts), []


def _line(concept: Concept) -> str:
    english, translated = concept.source, concept.target
    # Nothing on the right would say to leave the word out.
    line = f"{_words(english.right)} = {_words(translated.right or (english.preferred,))}"
    if translated.deprecated:
        line += f" ≠ {_words(translated.deprecated[:MOST_WRONG])}"
    return line


def _words(words: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(words))
