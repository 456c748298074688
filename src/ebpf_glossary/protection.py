"""Hide from a machine translator what it must not touch, and put it back afterwards.

What is hidden stands as tokens such as `[X1BX]`: brackets and capital letters are what machine
translators keep best.
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
from ebpf_glossary.tokens import TOKEN, Numbering, find_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.config import Config

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


@dataclass(frozen=True, slots=True)
class Protected:
    """A text whose names, code, placeholders and addresses are hidden.

    Attributes:
        text: what to translate.
        tokens: what stands in it for what is hidden, in order.
    """

    text: str
    tokens: tuple[Token, ...]
    _seed: int

    def restore(self, translated: str) -> Restored:
        """Return a translation of `text` with what is hidden put back.

        Tokens that were re-spaced, widened, put in other brackets or in lower case, or whose number
        was changed, are recognised. One that stands twice in a row counts once. A mark that was
        lost at the very beginning or end is put back there.

        Args:
            translated: what the translator made of `text`.
        """
        numbering = Numbering(len(self.tokens), self._seed)
        problems: list[Problem] = []
        parts: list[str] = []
        counts: Counter[int] = Counter()
        position, previous = 0, -1
        for place in find_tokens(translated, self.text, numbering):
            between = translated[position : place.start]
            position = place.end
            if place.which < 0:
                debris = translated[place.start : place.end]
                problems.append(Problem("unknown", debris, "", False))
                parts += between, debris
                continue
            token = self.tokens[place.which]
            if not place.is_exact:
                problems.append(Problem("altered", token.text, token.content, True))
            if previous == place.which and not between.strip():
                problems.append(Problem("doubled", token.text, token.content, True))
            else:
                parts += between, place.before, token.content, place.after
                counts[place.which] += 1
            previous = place.which
        parts.append(translated[position:])
        for index, token in enumerate(self.tokens):
            if counts[index] > 1:
                problems.append(Problem("doubled", token.text, token.content, False))
        return self._with_lost("".join(parts), counts, problems)

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
    seed = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    numbering = Numbering(len(spans), seed)
    tokens = []
    parts: list[str] = []
    position = 0
    for index, (start, end) in enumerate(spans):
        is_markup = not shape[start:end].strip(MARKUP + STRUCTURE + " \n\t")
        tokens.append(Token(numbering.token(index), text[start:end], is_markup))
        parts += text[position:start], tokens[-1].text
        position = end
    parts.append(text[position:])
    return Protected("".join(parts), tuple(tokens), seed)


def _spans(text: str, shape: str, config: Config | None) -> Iterator[tuple[int, int]]:
    """Yield what to hide, in any order."""
    for match in _PROTECTED_RUN.finditer(shape):
        content = match[0] and text[match.start() : match.end()]
        start = match.start() + len(content) - len(content.lstrip())
        if content.strip() and shape[start] != OTHER:
            yield start, start + len(content.strip())
    for match in TOKEN.finditer(text):  # what a text has that looks like ours
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
