"""What plain text must hold so that a rule can find something in it.

Most messages are short and hold little of it: so most rules need not be asked. What several rules
need is looked for once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.segments import ANY_HAN, BREAK, CODE, MASKS, Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ebpf_glossary.rules import Rule

Sign = Callable[[Document], object]
"""Tells whether a document holds something; truth is all that counts of its answer."""


class Needs(NamedTuple):
    """What a rule needs of plain text whose English is not known; any of it is enough.

    Attributes:
        characters: any of these, as within the brackets of a regular expression.
        words: any of these.
        signs: any of these is true.
    """

    characters: str = ""
    words: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()


def has(word: str) -> Sign:
    """Return a sign: that a word stands in the shape."""
    return lambda document: word in document.shape


def in_shape(pattern: str) -> Sign:
    """Return a sign: that a pattern matches somewhere in the shape."""
    search = re.compile(pattern).search
    return lambda document: search(document.shape)


# A space between two Chinese characters.
gap_in_han = in_shape(f" (?<=[{ANY_HAN}] )(?=[{ANY_HAN}])")
# A space between two words, or what stands in a sentence as words do.
word_space = in_shape(f" (?<=[ !-~{MASKS}] )(?=[ !-~{MASKS}])")
# Chinese that touches a word, code, or a mark within words.
touching = in_shape(f"[{ANY_HAN}](?:(?=[A-Za-z0-9{CODE}/_-])|(?<=[A-Za-z0-9{CODE}/_-].))")
several_lines = has(BREAK)
_MARK = "[，、；：。！？,;:.!?“”《》「」『』【】（）)]"
two_marks = in_shape(f"{_MARK}(?= ?{_MARK})")

_CODE_RUN = re.compile(f"{CODE}{CODE}*")  # quicker to search for than with a plus


def odd_code(document: Document) -> bool:
    """Tell whether there is code with more than ASCII in it."""
    text, shape = document.text, document.shape
    if CODE in shape:
        for match in _CODE_RUN.finditer(shape):
            if not text[match.start() : match.end()].isascii():
                return True
    return False


class Sieve:
    """Tells which of some rules can find something.

    Args:
        rules: in the order in which they run.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        stated = [rule.needs for rule in self.rules if rule.needs]
        rare = _rare(stated)
        self._signs = list(
            dict.fromkeys((rare, *(sign for needs in stated for sign in needs.signs)))
        )
        self._wanted = [_signs(rule, rare) for rule in self.rules]
        self._known: dict[tuple[bool, ...], tuple[Rule, ...]] = {}

    def asked(self, document: Document) -> tuple[Rule, ...]:
        """Return the rules that can find something in plain text whose English is not known."""
        seen = tuple([bool(sign(document)) for sign in self._signs])
        asked = self._known.get(seen)
        if asked is None:
            present = {None, *compress(self._signs, seen)}
            asked = self._known[seen] = tuple(
                rule
                for rule, wanted in zip(self.rules, self._wanted, strict=True)
                if not present.isdisjoint(wanted)
            )
        return asked


def _signs(rule: Rule, rare: Sign) -> tuple[Sign | None, ...]:
    """Return the signs of which a rule needs any; None is always there."""
    if rule.needs is None:
        return (None,)
    is_rare = rule.needs.characters or rule.needs.words
    return (rare, *rule.needs.signs) if is_rare else rule.needs.signs


def _rare(stated: list[Needs]) -> Sign:
    """Return the sign that there is any of the characters or words that are needed."""
    characters = re.compile(f"[{''.join(needs.characters for needs in stated)}\0]").search
    words = sorted(re.escape(word) for needs in stated for word in needs.words)
    word = re.compile("|".join(words) if words else r"(?!)").search
    return lambda document: characters(document.text) or word(document.text)
