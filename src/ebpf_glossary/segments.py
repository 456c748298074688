"""What a checker works on: a document's text, its shape, what was found in it, and edits.

A document is two strings of equal length. `text` is what stands there; in `shape` every character
of something that is not prose is one private-use character of its kind, so that a rule which
searches the shape never touches code, and an offset means the same in both. Offsets are code
points.
"""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

S = TypeVar("S", "Segment", "Pair")

# Chinese characters, as ranges of a class: the common ones, and all.
HAN = "\u4e00-\u9fff"
ANY_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"

# Private-use characters of the shape, by kind. Prose that holds one of them is masked as OTHER.
BREAK = "\ue000"  # between segments
CODE = "\ue001"  # inline code, code blocks
URL = "\ue002"  # addresses, link targets
PLACEHOLDER = "\ue003"  # %s, {name}, ${NAME}
MARKUP = "\ue004"  # emphasis marks, brackets of links, tags, bars of tables
ROLE = "\ue005"  # :ref:`...`, |substitution|
STRUCTURE = "\ue006"  # indentation, list marks, directives, front matter, comments
OTHER = "\ue007"
PROTECTED = CODE + URL + PLACEHOLDER + MARKUP + ROLE + STRUCTURE + OTHER
MASKS = BREAK + PROTECTED


class Applicability(enum.StrEnum):
    """How far a fix can be trusted."""

    SAFE = "safe"
    """Nothing is lost but what is there twice, or wrong in that very place."""
    UNSAFE = "unsafe"
    """Probably right; somebody should look."""


class Message(str):
    """An English sentence that can be said in other languages.

    Args:
        template: the sentence, with `{names}` for its values.
        values: the values.

    >>> Message("{n} spaces", n=2)
    '2 spaces'
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Message:  # noqa: D102
        message = super().__new__(cls, template.format(**values) if values else template)
        message.template = template
        message.values = values
        return message

    def render(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language into which `translate` takes a template."""
        template = translate(self.template)
        return template.format(**self.values) if self.values else template


class Edit(NamedTuple):
    """Put `text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together.

    Attributes:
        edits: in order, without overlap.
        applicability: how far they can be trusted.
        mends_markup: they are meant to change what is protected, such as a broken code mark.
    """

    edits: tuple[Edit, ...]
    applicability: Applicability
    mends_markup: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule found.

    Attributes:
        rule: name of the rule.
        start: first code point.
        end: one past the last.
        message: why, in English; it can be rendered in other languages.
        evidence: what speaks for it, and against it.
        fix: or None where there is only a suspicion.
    """

    rule: str
    start: int
    end: int
    message: Message
    evidence: tuple[Message, ...] = ()
    fix: Fix | None = None


class Segment(NamedTuple):
    """A piece of prose in a document: a paragraph, a heading, a table cell, a message.

    Attributes:
        start: first code point in the document's text.
        end: one past the last.
        kind: "paragraph", "heading", "item", "cell" or "message".
    """

    start: int
    end: int
    kind: str = "paragraph"


class Pair(NamedTuple):
    """A stretch of a document whose English is known.

    Attributes:
        start: first code point in the document's text.
        end: one past the last.
        source_start: first code point in the document's source.
        source_end: one past the last.
        flags: of a PO message, such as "python-format".
    """

    start: int
    end: int
    source_start: int
    source_end: int
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Document:
    """A text while it is checked.

    Attributes:
        text: what is checked; for Markdown, RST and plain text, the file itself.
        shape: the text with what is not prose masked.
        segments: its pieces of prose, in order.
        source: the English, as far as it is known.
        source_shape: the English with what is not prose masked.
        pairs: which stretch of the text translates which of the source, in order, no overlap.
        format: name of the format.
        comments: from where to where they go, in order; None is where the shape tells.
        code: from where to where blocks of code go, fences too, where the format is Markdown.
        memo: what rules found out about the document and share.
    """

    text: str
    shape: str
    segments: list[Segment]
    source: str = ""
    source_shape: str = ""
    pairs: list[Pair] = field(default_factory=list)
    format: str = "plain"
    comments: list[tuple[int, int]] | None = None
    code: list[tuple[int, int]] = field(default_factory=list)
    memo: dict[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str | None:
        """The language that the file says it is in, None where it says none."""
        return None

    def segment_at(self, offset: int) -> Segment | None:
        """Return the segment in which `offset` lies, None where it lies in none."""
        return _covering(self.segments, self._starts("segments"), offset)

    def pair_at(self, offset: int) -> Pair | None:
        """Return the pair in which `offset` lies, None where its English is not known."""
        return _covering(self.pairs, self._starts("pairs"), offset)

    def source_of(self, offset: int) -> str | None:
        """Return the English of what stands at `offset`, None where it is not known."""
        pair = self.pair_at(offset)
        return None if pair is None else self.source[pair.source_start : pair.source_end]

    def _starts(self, name: str) -> list[int]:
        key = f"starts of {name}"
        if key not in self.memo:
            self.memo[key] = [each.start for each in getattr(self, name)]
        starts: list[int] = self.memo[key]
        return starts

    def protected(self) -> list[tuple[str, str]]:
        """Return what must survive a safe fix: the masked spans in order, with their kinds."""
        return protected_spans(self.text, self.shape)

    def ignores(self, pattern: re.Pattern[str]) -> Iterable[tuple[int, int, int, str]]:
        """Return the requests to ignore something: from where, to where, its place, its words.

        A request in a comment holds for the segment in which or before which it stands.
        """
        return self._requests(pattern) if "ebpf-glossary:" in self.text else ()

    def _requests(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int, str]]:
        ends = [segment.end for segment in self.segments]
        for match in pattern.finditer(self.text):
            place = match.start()
            if not self._is_comment(place):
                continue  # prose or code that speaks of it
            index = bisect_right(ends, place)
            if index < len(ends):
                segment = self.segments[index]
                yield min(place, segment.start), segment.end, place, match[1]
            else:
                yield place, len(self.text), place, match[1]

    def _is_comment(self, place: int) -> bool:
        if self.comments is not None:
            index = bisect_right(self.comments, (place, len(self.text))) - 1
            return index >= 0 and place < self.comments[index][1]
        opened = _OPENS_COMMENT.search(self.text, max(0, place - 80), place)
        return self.shape[place] in STRUCTURE + MARKUP and opened is not None

    def in_file(self, edit: Edit) -> Edit:
        """Return an edit of the text as an edit of the file; a place is an edit to nothing."""
        return edit


def _covering(stretches: list[S], starts: list[int], offset: int) -> S | None:
    index = bisect_right(starts, offset) - 1
    if index < 0 or offset >= stretches[index].end:
        return None
    return stretches[index]


_OPENS_COMMENT = re.compile(r"(?:<!--|^(?:[ \t]*\.\.)?)[ \t]*\Z", re.MULTILINE)
_PROTECTED_RUN = re.compile(f"([{PROTECTED}])\\1*+")


def protected_spans(text: str, shape: str) -> list[tuple[str, str]]:
    """Return the masked spans of a text that are more than white space, with their kinds."""
    return [
        (match[1], content)
        for match in _PROTECTED_RUN.finditer(shape)
        if (content := "".join(text[match.start() : match.end()].split()))
    ]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with edits applied that do not overlap.

    >>> apply("a  b", [Edit(1, 3, " ")])
    'a b'
    """
    parts: list[str] = []
    position = 0
    for edit in sorted(edits):
        parts += text[position : edit.start], edit.text
        position = edit.end
    parts.append(text[position:])
    return "".join(parts)


def origin(place: int, edits: Iterable[Edit]) -> int:
    """Return where that stood in a text which stands at `place` after the edits.

    >>> [origin(place, [Edit(1, 3, " ")]) for place in (0, 1, 2, 3)]
    [0, 1, 3, 4]
    """
    shift = 0
    for edit in sorted(edits):
        start = edit.start + shift
        if place <= start:
            break
        if place < start + len(edit.text):
            return min(edit.start + place - start, edit.end)
        shift += len(edit.text) - (edit.end - edit.start)
    return place - shift
