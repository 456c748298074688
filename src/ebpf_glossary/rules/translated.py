"""Names that a machine has translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary import index
from ebpf_glossary.lexicon import lexicon_of
from ebpf_glossary.patterns import regex
from ebpf_glossary.renderings import NameRecord
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.segments import HAN, Applicability, Message
from ebpf_glossary.senses import sightings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.renderings import Lexicon
    from ebpf_glossary.segments import Document
    from ebpf_glossary.senses import Sighting

FAMILY = "names"

_HAN = regex(f"[{HAN}]")
_LATIN = regex(r"[A-Za-z0-9]")


def lexicon(document: Document) -> Lexicon:
    """Return the names and terms that hold for a document."""
    config = document.memo.get("config")
    return lexicon_of(config.glossaries if config else ())


def known_words(document: Document) -> index.Found:
    """Return what a document has of the words of the lexicon that holds for it."""
    found: index.Found | None = document.memo.get("translated: words")
    if found is None:
        found = document.memo["translated: words"] = index.find(document, lexicon(document))
    return found


def wrong_words(document: Document) -> object:
    """Tell whether there may be wrong renderings."""
    return known_words(document).wrong


def seen(document: Document) -> list[Sighting]:
    """Return the wrong renderings of a document, but those that its user allows."""
    found: list[Sighting] | None = document.memo.get("translated: seen")
    if found is None:
        found = sightings(document, lexicon(document))
        config = document.memo.get("config")
        if found and config and config.allow:
            found = [each for each in found if each.rendering.zh not in config.allow]
        document.memo["translated: seen"] = found
    return found


@rule("translated-name", fix=Applicability.SAFE, needs=Needs(signs=(wrong_words,)))
def translated_name(document: Document) -> Iterator[Hit]:
    """A name was translated.

    Names stay as they are: nobody finds a project by the meaning of its name. A rendering that is
    an ordinary word too is reported only where something tells that the name is meant: the source
    has it, a link leads to it, or words of its field stand near.

    Bad:  苏里卡塔可以用 XDP 丢弃数据包。
    Good: Suricata 可以用 XDP 丢弃数据包。
    Source: Hubble shows which services talk to each other.
    Bad:  哈勃会显示哪些服务在相互通信。
    Good: Hubble 会显示哪些服务在相互通信。
    """
    for each in seen(document):
        if isinstance(each.record, NameRecord) and each.record.kind == "name" and not each.beside:
            yield replaced(document, each, Message("This is {name}, translated.", name=each.right))


def replaced(document: Document, sighting: Sighting, message: Message) -> Hit:
    """Return a hit that puts what is right in the place of a wrong rendering."""
    start, end = sighting.start, sighting.end
    right = spaced(document, start, sighting.right, end) if sighting.trust else None
    return Hit(start, end, right, message, sighting.evidence, sighting.trust)


def spaced(document: Document, start: int, right: str, end: int) -> str:
    """Return what is to stand from `start` to `end`, with spaces where Chinese meets Latin.

    A document that has none there gets none.
    """
    text = document.text
    if _is_unspaced(document):
        return right
    first = " " if _meet(text[start - 1 : start], right[:1]) else ""
    last = " " if _meet(right.rstrip("*_`")[-1:], text[end : end + 1]) else ""
    return first + right + last


_SPACED = regex(f"[{HAN}] (?=[A-Za-z])|[A-Za-z] (?=[{HAN}])")
_UNSPACED = regex(f"[{HAN}](?=[A-Za-z])|[A-Za-z](?=[{HAN}])")
ENOUGH = 3
"""Places without a space that show that a document has none, if it has fewer with one."""


def _is_unspaced(document: Document) -> bool:
    key = "translated: unspaced"
    if key not in document.memo:
        config = document.memo.get("config")
        style = config.spacing if config else None
        without = len(_UNSPACED.findall(document.shape))
        habit = without >= ENOUGH and without > len(_SPACED.findall(document.shape))
        document.memo[key] = style == "unspaced" or (style is None and habit)
    unspaced: bool = document.memo[key]
    return unspaced


def _meet(left: str, right: str) -> bool:
    return bool(
        (_HAN.match(left) and _LATIN.match(right)) or (_LATIN.match(left) and _HAN.match(right))
    )
