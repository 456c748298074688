"""What plain text must hold so that a rule can find something in it.

Most messages are short and hold little of it: so most rules need not be asked. What several rules
need is looked for once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.segments import ANY_HAN, BREAK, CODE, Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ebpf_glossary.rules import Rule

Sign = Callable[[Document], object] | re.Pattern[str]
"""Tells whether a document holds something: a pattern, whether its shape does, which is quicker to
ask; of the answer of anything else, truth is all that counts."""


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


def has(word: str) -> re.Pattern[str]:
    """Return a sign: that a word stands in the shape."""
    return re.compile(re.escape(word))


# A space between two Chinese characters.
GAP_IN_HAN = re.compile(f" (?<=[{ANY_HAN}] )(?=[{ANY_HAN}])")
# Chinese that touches a word, code, or a mark within words.
TOUCHING = re.compile(f"[{ANY_HAN}](?:(?=[A-Za-z0-9{CODE}/_-])|(?<=[A-Za-z0-9{CODE}/_-].))")
SEVERAL_LINES = has(BREAK)
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
        rare = {needs: _in_text([needs]) for needs in stated if needs.characters or needs.words}
        self._is_rare = _in_text(rare)
        self._rare = tuple(rare.values())
        signs = dict.fromkeys(sign for needs in stated for sign in needs.signs)
        patterns = [sign for sign in signs if not callable(sign)]
        self._searches = [pattern.search for pattern in patterns]
        self._tests = [sign for sign in signs if callable(sign)]
        self._signs: tuple[Sign, ...] = (*patterns, *self._tests, *self._rare)
        self._wanted = [
            (None,)
            if rule.needs is None
            else (*rule.needs.signs, *([rare[rule.needs]] if rule.needs in rare else ()))
            for rule in self.rules
        ]
        self._asked: dict[tuple[bool, ...], tuple[Rule, ...]] = {}

    def asked(self, document: Document) -> tuple[Rule, ...]:
        """Return the rules that can find something in plain text whose English is not known."""
        shape = document.shape
        seen = [search(shape) is not None for search in self._searches]
        seen += [bool(test(document)) for test in self._tests]
        if self._is_rare(document):  # hardly ever
            seen += [bool(sign(document)) for sign in self._rare]
        key = tuple(seen)
        if key not in self._asked:
            present = {None, *compress(self._signs, seen)}
            self._asked[key] = tuple(
                rule
                for rule, wanted in zip(self.rules, self._wanted, strict=True)
                if not present.isdisjoint(wanted)
            )
        return self._asked[key]


def _in_text(stated: Iterable[Needs]) -> Callable[[Document], object]:
    """Return the sign that there is any of the characters or words that are needed."""
    characters = re.compile(f"[{''.join(needs.characters for needs in stated)}\0]").search
    words = sorted(re.escape(word) for needs in stated for word in needs.words)
    word = re.compile("|".join(words) if words else r"(?!)").search
    return lambda document: characters(document.text) or word(document.text)
