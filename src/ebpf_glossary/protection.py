"""Hide from a machine translator what it must not touch, and put it back afterwards.

What is hidden stands as tokens such as `[X1BX]`: brackets and capital letters are what machine
translators keep best. A token says twice which it is, by number and by letter, so that one whose
number was changed is noticed, and known by its letter.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.entries import Term
from ebpf_glossary.lexicon import lexicon_of
from ebpf_glossary.matching import Matcher, is_whole, lower
from ebpf_glossary.occurrences import find
from ebpf_glossary.readers import READERS, read
from ebpf_glossary.readers.inline import mask
from ebpf_glossary.segments import MARKUP, OTHER, PROTECTED, STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.config import Config

LETTERS = "BCDFGHJKLMNPQRSTVWZ"  # no X, and nothing that makes a word
STEP = 7  # so that letters do not follow each other as numbers do

_TOKEN = re.compile(rf"\[X([0-9]+)([{LETTERS}]+)X\]")
_JUNK = r"[\s\u200b-\u200f\u2060\ufeff.,:;_'\"*\\/-]"
_ALMOST = re.compile(
    rf"(?:\\?(\[){_JUNK}*+)?(?<![A-Z0-9])X([^\[\]A-Z\n]{{0,12}}+)"
    rf"((?:[{LETTERS}]{_JUNK}*+){{1,4}})X(?![A-Z0-9])(?:{_JUNK}*+(\]))?"
)
# Characters that translators put in the place of a token's.
_FOLDED = {ord(wide): narrow for wide, narrow in zip("×ХхΧχ", "XXXXX", strict=True)}
_FOLDED |= dict.fromkeys(map(ord, "［【〔〖⟦「『（(｛{〈《<＜"), "[")
_FOLDED |= dict.fromkeys(map(ord, "］】〕〗⟧」』）)｝}〉》>＞"), "]")
_FOLDED |= {0xFEE0 + ord(c): c.upper() for c in map(chr, range(0x21, 0x7F)) if c.isalnum()}
_FOLDED |= {ord(c): c.upper() for c in map(chr, range(0x61, 0x7B))}

_PROTECTED_RUN = re.compile(f"[{PROTECTED}]+")
_IDENTIFIER = re.compile(
    r"(?<![A-Za-z0-9_/.-])(?:--?[a-z][a-z0-9]*+(?:-[a-z0-9]++)*+|(?:/[A-Za-z0-9_.-]*[A-Za-z0-9_]){2,}"
    r"|[A-Za-z0-9]*(?:_+[A-Za-z0-9]+)+(?:\(\))?|[A-Za-z][A-Za-z0-9]*+\(\))(?![A-Za-z0-9_])"
)
_COMMON = re.compile("[a-z ]+")


class Token(NamedTuple):
    """What stands for something hidden.

    Attributes:
        text: of the token.
        content: what it hides.
        is_markup: it hides marks and structure, nothing that is read.
    """

    text: str
    content: str
    is_markup: bool


class Problem(NamedTuple):
    """What a translator did to a token.

    Attributes:
        kind: "lost", "doubled", "altered", or "unknown" for what looks like a token and is none.
        token: as it was; what stands there, for an unknown one.
        content: what it hides.
        mended: the text is now as if nothing had happened.
    """

    kind: str
    token: str
    content: str
    mended: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """A translation with everything that was hidden back in its place, as far as it can be.

    Attributes:
        text: the translation.
        problems: what the translator did to tokens, mended or not.
    """

    text: str
    problems: tuple[Problem, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything that was hidden is back, once."""
        return all(problem.mended for problem in self.problems)

    @property
    def lost(self) -> tuple[str, ...]:
        """What was hidden and is not in the translation."""
        return self._contents("lost")

    @property
    def doubled(self) -> tuple[str, ...]:
        """What was hidden and stands in the translation more than once."""
        return self._contents("doubled")

    @property
    def altered(self) -> tuple[str, ...]:
        """What was hidden by tokens that came back changed."""
        return self._contents("altered")

    def _contents(self, kind: str) -> tuple[str, ...]:
        return tuple(each.content for each in self.problems if each.kind == kind)


class _Place(NamedTuple):
    """Where a token stands in a translation, and which it is, -1 for an unknown one."""

    start: int
    end: int
    which: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Protected:
    """A text whose names, code, placeholders and addresses are hidden.

    Attributes:
        text: what to translate.
        tokens: what stands in it for what is hidden, in order.
    """

    text: str
    tokens: tuple[Token, ...]
    _offset: int

    def restore(self, translated: str) -> Restored:
        """Return a translation of `text` with what is hidden put back.

        Tokens that were re-spaced, widened, put in other brackets or in lower case, or whose number
        was changed, are recognised. One that stands twice in a row counts once. A mark that was
        lost at the very beginning or end is put back there.

        Args:
            translated: what the translator made of `text`.
        """
        places = sorted([*self._exact(translated)])
        places = sorted([*places, *self._almost(translated, places)])
        problems: list[Problem] = []
        parts: list[str] = []
        position = 0
        for number, place in enumerate(places):
            previous = places[number - 1] if number else None
            between = translated[position : place.start]
            if place.which < 0:
                debris = translated[place.start : place.end]
                problems.append(Problem("unknown", debris, "", False))
                parts += between, debris
            else:
                token = self.tokens[place.which]
                if not place.is_exact:
                    problems.append(Problem("altered", token.text, token.content, True))
                if previous and previous.which == place.which and not between.strip():
                    problems.append(Problem("doubled", token.text, token.content, True))
                else:
                    parts += between, token.content
            position = place.end
        parts.append(translated[position:])
        text = "".join(parts)
        counts = Counter(place.which for place in self._apart(translated, places))
        for index, token in enumerate(self.tokens):
            if counts[index] > 1:
                problems.append(Problem("doubled", token.text, token.content, False))
        return self._with_lost(text, counts, problems)

    def _apart(self, translated: str, places: list[_Place]) -> Iterator[_Place]:
        """Yield places of tokens, those that stand twice in a row once."""
        previous: _Place | None = None
        for place in places:
            is_again = previous is not None and previous.which == place.which
            if not (previous and is_again and not translated[previous.end : place.start].strip()):
                yield place
            previous = place

    def _with_lost(self, text: str, counts: Counter[int], problems: list[Problem]) -> Restored:
        """Return the text with lost marks at its beginning and end, and all problems."""
        lost = [index for index in range(len(self.tokens)) if not counts[index]]
        for index in lost:
            token = self.tokens[index]
            at = self.text.find(token.text)
            before, after = self.text[:at], self.text[at + len(token.text) :]
            is_edge = token.is_markup and not (before.strip() and after.strip())
            if is_edge and not before.strip():
                gap = after[: len(after) - len(after.lstrip())]
                text = before + token.content + gap + text.lstrip()
            elif is_edge:
                gap = before[len(before.rstrip()) :]
                text = text.rstrip() + gap + token.content + after
            problems.append(Problem("lost", token.text, token.content, is_edge))
        return Restored(text, tuple(problems))

    def _exact(self, translated: str) -> Iterator[_Place]:
        for match in _TOKEN.finditer(translated):
            number = int(match[1]) - 1 if len(match[1]) < 9 else -1
            if 0 <= number < len(self.tokens) and self.tokens[number].text == match[0]:
                yield _Place(*match.span(), number, True)

    def _almost(self, translated: str, exact: list[_Place]) -> Iterator[_Place]:
        """Yield what must be tokens, by what else is missing."""
        missing = {*range(len(self.tokens))} - {place.which for place in exact}
        sure: list[_Place] = []
        unsure: list[tuple[int, int, list[int]]] = []
        for start, end in _between(exact, len(translated)):
            folded = translated[start:end].translate(_FOLDED)
            for match in _ALMOST.finditer(folded):
                number, letter = self._number(match[2]), self._by_letters(match[3])
                span = start + match.start(), start + match.end()
                if number == letter != -1:
                    sure.append(_Place(*span, letter, False))
                elif match[1] or match[4]:
                    unsure.append((*span, [n for n in (letter, number) if n >= 0]))
        yield from sure
        missing -= {place.which for place in sure}
        for start, end, meant in unsure:
            index = next((n for n in meant if n in missing), meant[0] if meant else -1)
            if index >= 0 or translated[start:end] not in self.text:
                missing.discard(index)
                yield _Place(start, end, index, False)

    def _number(self, text: str) -> int:
        digits = "".join(c for c in text if c.isdecimal())
        number = int(digits) - 1 if digits else -1
        return number if 0 <= number < len(self.tokens) else -1

    def _by_letters(self, text: str) -> int:
        value = 0
        letters = [c for c in text if c in LETTERS]
        width = _width(len(self.tokens))
        if len(letters) != width:
            return -1
        for letter in letters:
            value = value * len(LETTERS) + LETTERS.index(letter)
        most = len(LETTERS) ** width
        number = (value - self._offset) * pow(STEP, -1, most) % most
        return number if number < len(self.tokens) else -1


def _between(places: list[_Place], end: int) -> Iterator[tuple[int, int]]:
    position = 0
    for place in places:
        yield position, place.start
        position = place.end
    yield position, end


def protect(text: str, *, format: str = "plain", config: Config | None = None) -> Protected:
    """Hide what a machine translator must not touch: names, code, placeholders, addresses, marks.

    Args:
        text: English, or any other language.
        format: "plain", "markdown" or "rst"; "po" for a message of a catalog.
        config: settings; its glossaries bring names of their own.

    Returns:
        The text to translate, and what puts back the rest: `protect(t).restore(protect(t).text)`
        is `t`.

    Raises:
        ValueError: no such format.

    >>> hidden = protect("Run `ls` before Cilium starts.")
    >>> hidden.text
    'Run [X1PX] before [X2ZX] starts.'
    >>> hidden.restore("在 [X2ZX] 启动之前运行【 x1px 】。").text
    '在 Cilium 启动之前运行`ls`。'
    """
    if format not in READERS:
        raise ValueError(f"no format is called {format!r}; there are {', '.join(READERS)}")
    shape = mask(text, "rst") if format == "po" else read(text, format).shape
    spans = _merged(text, _spans(text, shape, config))
    width = _width(len(spans))
    most = len(LETTERS) ** width
    offset = zlib.crc32(text.encode("utf-8", "surrogatepass")) % most
    tokens = []
    parts: list[str] = []
    position = 0
    for number, (start, end) in enumerate(spans):
        letters = _letters((number * STEP + offset) % most, width)
        is_markup = not shape[start:end].strip(MARKUP + STRUCTURE + " \n\t")
        tokens.append(Token(f"[X{number + 1}{letters}X]", text[start:end], is_markup))
        parts += text[position:start], tokens[-1].text
        position = end
    parts.append(text[position:])
    return Protected("".join(parts), tuple(tokens), offset)


def _width(count: int) -> int:
    """Return how many letters tell that many tokens apart."""
    width = 1
    while len(LETTERS) ** width < count:
        width += 1
    return width


def _letters(value: int, width: int) -> str:
    letters = ""
    for _ in range(width):
        value, rest = divmod(value, len(LETTERS))
        letters = LETTERS[rest] + letters
    return letters


def _spans(text: str, shape: str, config: Config | None) -> Iterator[tuple[int, int]]:
    """Yield what to hide, in any order."""
    for match in _PROTECTED_RUN.finditer(shape):
        content = match[0] and text[match.start() : match.end()]
        start = match.start() + len(content) - len(content.lstrip())
        if content.strip() and shape[start] != OTHER:
            yield start, start + len(content.strip())
    for match in _TOKEN.finditer(text):  # what a text has that looks like ours
        yield match.span()
    for match in _IDENTIFIER.finditer(shape):
        yield match.span()
    for occurrence in find(text):
        entry = occurrence.entry
        if not isinstance(entry, Term) or entry.keep:
            yield occurrence.start, occurrence.end
    for start, end, name in _names(config.glossaries if config else ()).find(lower(text)):
        if text[start:end] == name and is_whole(text, start, end):
            yield start, end


def _merged(text: str, spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=4)
def _names(glossaries: tuple[str, ...]) -> Matcher[str]:
    """Return a matcher of the lexicon's names, but for those that are common English words."""
    known = lexicon_of(glossaries)
    names = (name for record in known.names for name in (record.name, *record.aliases))
    return Matcher({lower(name): name for name in names if not _COMMON.fullmatch(name)})
