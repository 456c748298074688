"""Tokens that stand for what is hidden from a translator, and how to know them again.

A token such as `[X1BX]` says twice which it is, by number and by letter, so that one whose number
was changed is noticed, and known by its letter. What translators make of it is looked for in three
steps, each in what the former left: the token itself; its core between two X, whatever brackets
are around it; anything in brackets that has the number or the letter of a token that is missing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LETTERS = "BCDFGHJKLMNPQRSTVWZ"  # no X, and nothing that makes a word
STEP = 7  # so that letters do not follow each other as numbers do

TOKEN = re.compile(rf"\[X([0-9]+)([{LETTERS}]+)X\]")

_POINTS = ".,:;!?。，：；！？、…"
"""Punctuation that translators move into a token."""
_JUNK = (
    r"[\s\u00ad\u200b-\u200f\u2010-\u2015\u2028-\u202e\u2060-\u2069\ufeff"
    rf"""_'"`“”‘’*\\/{re.escape(_POINTS)}-]"""
)
# In text that is folded: in upper case, with square brackets.
_OPENING = r"(?:\\{0,3}\[|&(?:\#0*+(?:91|60)|\#X0*+(?:5B|3C)|LSQB|LBRACK|LT);|%5B|\\U005B)"
_CLOSING = r"(?:\\{0,3}\]|&(?:\#0*+(?:93|62)|\#X0*+(?:5D|3E)|RSQB|RBRACK|GT);|%5D|\\U005D)"
_CORE = re.compile(
    rf"(?:{_OPENING}{{1,3}}({_JUNK}*+)|(?<![A-Z0-9]))"
    rf"X([^\[\]A-Z]{{0,12}}+)((?:[{LETTERS}]{_JUNK}*+){{1,4}})X"
    rf"(?:({_JUNK}*){_CLOSING}{{1,3}}|(?![A-Z0-9]))"
)
_CHUNK = re.compile(rf"{_OPENING}{{1,3}}({_JUNK}*+)([^\[\]\n]{{1,24}}?)({_JUNK}*){_CLOSING}{{1,3}}")
_SQUARE = re.compile(r"\\*[\[［【〔〖⟦&%\\]")

# What translators put in the place of a token's characters.
_FOLDED = {ord(wide): "X" for wide in "×✕✖⨯叉ХхΧχ"}
_FOLDED |= dict(zip(map(ord, "ВСНКМРТвснкмрт"), "BCHKMPT" * 2, strict=True))  # Cyrillic
_FOLDED |= dict(zip(map(ord, "ΒΗΚΜΝΡΤΖ"), "BHKMNPTZ", strict=True))  # Greek
_FOLDED |= dict.fromkeys(map(ord, "［【〔〖⟦「『（(｛{〈《<＜"), "[")
_FOLDED |= dict.fromkeys(map(ord, "］】〕〗⟧」』）)｝}〉》>＞"), "]")
_FOLDED |= {0xFEE0 + ord(c): c.upper() for c in map(chr, range(0x21, 0x7F)) if c.isalnum()}
_FOLDED |= {ord(c): c.upper() for c in map(chr, range(0x61, 0x7B))}

_QUOTES = "\"'“”‘’「」『』«»"
_WRAPPERS = (
    *((mark, mark) for mark in ('"', "'", "`", "&quot;", "&#39;", "&apos;")),
    *(("[", "]"), ("{", "}"), ("<", ">"), ("【", "】"), ("［", "］")),
    ("<code>", "</code>"),
    ("]", "["),
)
"""What translators put around a token."""


class Place(NamedTuple):
    """Where a token stands in a translation.

    Attributes:
        start: of it.
        end: of it.
        which: of the tokens it is, -1 for an unknown one.
        is_exact: it is as it was.
        before: punctuation that was moved into it, and belongs before it.
        after: the same, behind it.
    """

    start: int
    end: int
    which: int
    is_exact: bool
    before: str = ""
    after: str = ""


class _Candidate(NamedTuple):
    """What may be a token.

    Attributes:
        place: where.
        meant: which of the tokens it may be, the likeliest first.
        is_ours: it must be some token, if not one that is missing.
    """

    place: Place
    meant: tuple[int, ...]
    is_ours: bool = True


class Numbering:
    """Which token a number and letters tell.

    Args:
        count: of the tokens.
        seed: tells texts apart, so that a token of one is none of another.
    """

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        self.width = 1
        while len(LETTERS) ** self.width < count:
            self.width += 1
        self._most = len(LETTERS) ** self.width
        self._offset = seed % self._most

    def token(self, index: int) -> str:
        """Return the text of a token."""
        value, letters = (index * STEP + self._offset) % self._most, ""
        for _ in range(self.width):
            value, rest = divmod(value, len(LETTERS))
            letters = LETTERS[rest] + letters
        return f"[X{index + 1}{letters}X]"

    def by_number(self, text: str) -> int:
        """Return the token that the digits in a text tell, or -1."""
        digits = "".join(str(unicodedata.digit(c)) for c in text if c.isdigit())
        number = int(digits) - 1 if 0 < len(digits) < 10 else -1
        return number if number < self.count else -1

    def by_letters(self, text: str) -> int:
        """Return the token that the letters in a text tell, the last of them, or -1."""
        letters = [LETTERS.index(c) for c in text if c in LETTERS][-self.width :]
        if len(letters) < self.width:
            return -1
        value = 0
        for letter in letters:
            value = value * len(LETTERS) + letter
        index = (value - self._offset) * pow(STEP, -1, self._most) % self._most
        return index if index < self.count else -1


def find_tokens(translated: str, source: str, numbering: Numbering) -> list[Place]:
    """Return where tokens stand in a translation, in order.

    Args:
        translated: what a translator made of the source.
        source: the text with its tokens.
        numbering: of the tokens.
    """
    places = [*_exact(translated, numbering)]
    prose = TOKEN.sub("\n", source)
    missing = {*range(numbering.count)} - {place.which for place in places}
    for search in (_cores, _chunks):
        found = [
            each
            for start, end in _gaps(places, len(translated))
            for each in search(translated, start, end, numbering)
            if translated[each.place.start : each.place.end] not in prose
        ]
        for place, meant, is_ours in sorted(found, key=lambda each: len(each.meant) > 1):
            index = next((each for each in meant if each in missing), None)
            if index is None and is_ours:
                index = meant[0] if meant else -1
            if index is not None:
                missing.discard(index)
                places.append(place._replace(which=index))
        places.sort()
    rest = "".join(translated[start:end] for start, end in _gaps(places, len(translated)))
    added = [
        (opening, closing) for opening, closing in _WRAPPERS if _is_added(opening, rest, prose)
    ]
    return [*_unwrapped(translated, places, added)]


def _exact(translated: str, numbering: Numbering) -> Iterator[Place]:
    for match in TOKEN.finditer(translated):
        index = numbering.by_number(match[1])
        if index >= 0 and numbering.token(index) == match[0]:
            yield Place(*match.span(), index, True)


def _gaps(places: Sequence[Place], end: int) -> Iterator[tuple[int, int]]:
    position = 0
    for place in places:
        yield position, place.start
        position = place.end
    yield position, end


def _cores(translated: str, start: int, end: int, numbering: Numbering) -> Iterator[_Candidate]:
    for match in _CORE.finditer(translated[start:end].translate(_FOLDED)):
        before, number, letters, after = match.groups()
        meant = _meant(number, letters, numbering)
        is_sure = _is_said_twice(number, letters, numbering)
        if is_sure or before is not None or after is not None:
            yield _Candidate(_place(match, start, before, after), meant)


def _chunks(translated: str, start: int, end: int, numbering: Numbering) -> Iterator[_Candidate]:
    for match in _CHUNK.finditer(translated[start:end].translate(_FOLDED)):
        before, body, after = match.groups()
        letters = "".join(c for c in body if "A" <= c <= "Z" and c != "X")
        others = [c for c in body if c.isalpha() and not c.isascii()]
        if len(letters) > numbering.width + 1 or len(others) > len("占位符"):
            continue  # words
        meant = _meant(body, letters, numbering)
        is_square = _SQUARE.match(translated, start + match.start()) is not None
        if is_square or "X" in body or _is_said_twice(body, letters, numbering):
            yield _Candidate(_place(match, start, before, after), meant, is_ours=False)


def _meant(number: str, letters: str, numbering: Numbering) -> tuple[int, ...]:
    both = (numbering.by_letters(letters), numbering.by_number(number))
    return tuple(dict.fromkeys(each for each in both if each >= 0))


def _is_said_twice(number: str, letters: str, numbering: Numbering) -> bool:
    return numbering.by_number(number) == numbering.by_letters(letters) != -1


def _place(match: re.Match[str], start: int, before: str | None, after: str | None) -> Place:
    """Return where a token is, with the punctuation that was moved into it."""
    moved = ("".join(c for c in edge or "" if c in _POINTS) for edge in (before, after))
    return Place(start + match.start(), start + match.end(), -1, False, *moved)


def _is_added(mark: str, rest: str, prose: str) -> bool:
    """Tell whether a mark is not the source's; quotes are as good as each other."""
    marks = _QUOTES if mark in _QUOTES else (mark,)
    return sum(map(rest.count, marks)) > sum(map(prose.count, marks))


def _unwrapped(
    translated: str, places: Sequence[Place], wrappers: Sequence[tuple[str, str]]
) -> Iterator[Place]:
    """Yield places with the quotes and brackets that a translator put around them."""
    least = 0
    for number, place in enumerate(places):
        most = places[number + 1].start if number + 1 < len(places) else len(translated)
        while wrapped := _wrapped(translated, place, least, most, wrappers):
            place = wrapped
        yield place
        least = place.end


def _wrapped(
    translated: str, place: Place, least: int, most: int, wrappers: Sequence[tuple[str, str]]
) -> Place | None:
    for opening, closing in wrappers:
        start, end = place.start - len(opening), place.end + len(closing)
        if (
            least <= start
            and end <= most
            and translated[start : place.start] == opening
            and translated[place.end : end] == closing
        ):
            return place._replace(start=start, end=end, is_exact=False)
    return None
