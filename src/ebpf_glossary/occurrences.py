"""Which entries a text speaks of, and where."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary import glossary as own
from ebpf_glossary.lexicon import lexicon_of
from ebpf_glossary.matching import Matcher, is_whole, lower, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.entries import Project, Term
    from ebpf_glossary.glossary import Glossary
    from ebpf_glossary.locales import Language

SHORTEST = 4
"""Letters of a name that may be in any case; a shorter one, such as `Go`, is in its own."""

_LETTER = re.compile("[A-Za-z0-9_]")
_COMMON = re.compile("[a-z]+")
# A word in lower case among English ones is no command of that name.
_ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,]$"), re.compile(r"[ ,][a-z]{2,}")


class Occurrence(NamedTuple):
    """An entry that a text speaks of.

    Attributes:
        start: first code point.
        end: one past the last.
        entry: the project or term, its texts in the language that was asked for.
    """

    start: int
    end: int
    entry: Project | Term


class _Word(NamedTuple):
    """What a word stands for.

    Attributes:
        kind: of the entry.
        id: of the entry.
        spelled: as which alone it counts, or nothing where case does not matter.
        is_common: it is a word in lower case, which English may have in another sense.
    """

    kind: str
    id: str
    spelled: str
    is_common: bool


def find(text: str, lang: Language = None, *, glossary: Glossary | None = None) -> list[Occurrence]:
    """Return the names and terms of the glossary that stand in a text, in order.

    The text can be in English or Chinese, or both. Aliases count, and so do the accepted Chinese
    renderings of terms. Of those that overlap, the one that starts first counts, and the longest of
    those. Names of up to three letters count in their own case only.

    Args:
        text: any text; markup is not looked at.
        lang: the language of the entries, as in `describe`.
        glossary: whose names and terms; None is this package's own.

    Returns:
        Occurrences, whose places are code points of `text`.

    Raises:
        UnknownLanguageError: `lang` is no language tag.

    >>> [(o.start, o.end, o.entry.id) for o in find("验证器检查 Cilium 的程序。")]
    [(0, 3, 'verifier'), (6, 12, 'cilium'), (14, 16, 'program')]
    """
    found: list[Occurrence] = []
    entries: dict[str, Project | Term] = {}
    source = own if glossary is None else glossary
    for start, end, word in _whole(text, _words(glossary)):
        if word.spelled and text[start:end] != word.spelled:
            continue
        if word.is_common and _is_english(text, start, end):
            continue
        entry = entries.get(word.id)
        if entry is None:
            look_up = source.project if word.kind == "project" else source.term
            entry = entries[word.id] = look_up(word.id, lang)
        found.append(Occurrence(start, end, entry))
    return found


def _whole(text: str, words: Matcher[_Word]) -> Iterator[tuple[int, int, _Word]]:
    """Yield the words of the glossary that are whole words of a text.

    Of several words the last may go on, as in "tail callback": then the others count.
    """
    lowered = lower(text)
    for start, end, word in words.find(lowered):
        if is_whole(text, start, end):
            yield start, end, word
        elif " " in lowered[start:end]:
            shorter = lowered[start : lowered.rfind(" ", start, end)]
            for first, last, other in words.find(shorter):
                if is_whole(text, start + first, start + last):
                    yield start + first, start + last, other


def _is_english(text: str, start: int, end: int) -> bool:
    before, after = _ENGLISH
    return bool(before.search(text, max(0, start - 20), start) or after.match(text, end))


@lru_cache(maxsize=2)
def _words(glossary: Glossary | None) -> Matcher[_Word]:
    words: dict[str, _Word] = {}
    for project in (own if glossary is None else glossary).projects():
        for name in (project.name, *project.aliases):
            common = _COMMON.fullmatch(name) is not None and name != project.name
            exact = name if len(name) < SHORTEST else ""
            words.setdefault(lower(name), _Word("project", project.id, exact, common))
    for text, id_, exact in _of_terms(glossary):
        for spelling in spellings(text):
            words.setdefault(spelling, _Word("term", id_, exact, False))
    return Matcher(words)


def _of_terms(glossary: Glossary | None) -> Iterator[tuple[str, str, str]]:
    """Yield everything that may stand for a term, its id, and the only way it is spelled."""
    for term, renderings in _renderings(glossary):
        for text in (term.name, *term.aliases, *renderings):
            is_short = text.isascii() and len(text) < SHORTEST
            yield text, term.id, text if is_short and not text.islower() else ""
            if text.isascii() and text[-1].islower():
                yield f"{text}s", term.id, ""


def _renderings(glossary: Glossary | None) -> Iterator[tuple[Term, tuple[str, ...]]]:
    """Yield the terms, with what is right for them in other languages."""
    if glossary is None:
        records = {record.term: record for record in lexicon_of().terms}
        yield from ((term, records[term.name].right) for term in own.terms())
        return
    languages = glossary.languages()
    for term in glossary.terms():
        yield term, tuple(glossary.term(term.id, language).label for language in languages)
