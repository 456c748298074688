"""A document's own habits: what it does nearly always is its style, and what differs a slip.

A habit is about a class of site, such as what stands between full-width punctuation and Chinese.
Every site is either kept (as most style guides have it) or broken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.segments import ANY_HAN, BREAK, CODE, MARKUP, PLACEHOLDER, ROLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ebpf_glossary.segments import Document

HAN = ANY_HAN
LATIN = "A-Za-z0-9"
INLINE = CODE + PLACEHOLDER + MARKUP + ROLE
"""Masked characters that stand in a sentence as words do."""
STOPS = "，。、；：？！"
OPENERS = "（《「『【〈〔"
CLOSERS = "）》」』】〉〕"

ENOUGH = 20
"""Sites below which a document has no habit that could be told."""
FEW = 2
"""Sites that may all be slips of one hand."""
AGREEING = 49
"""Sites that must agree for each that differs: 98 of 100."""
AGREEING_IN_CATALOG = 399
"""The same in a PO file, where the messages of many translators stand together."""


def _spaces(left: str, right: str, *, wide: bool = False) -> str:
    """Return a pattern of one space, or of more, between two sets of characters."""
    if wide:
        return f"  (?<=[{left}]  ) *(?=[{right}])"
    return f" (?<=[{left}] )(?=[{right}])"


def _beside(word: str, *, wide: bool = False) -> str:
    """Return a pattern of spaces between Chinese and `word`, either way round."""
    if wide:
        return _spaces(HAN, word, wide=wide) + "|" + _spaces(word, HAN, wide=wide)
    return f" (?:(?<=[{HAN}] )(?=[{word}])|(?<=[{word}] )(?=[{HAN}]))"


# Every pattern begins with a character or a set, so that `re` can skip ahead.
_KEPT_BROKEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "after stop": (f"[{STOPS}](?=[{HAN}])", (f" (?<=[{STOPS}] ) *(?=[{HAN}])",)),
    "after stop, inline": (f"[{STOPS}](?=[{INLINE}])", (f" (?<=[{STOPS}] ) *(?=[{INLINE}])",)),
    "before stop": (f"[{STOPS}](?<=[{LATIN}].)", (_spaces(LATIN, STOPS),)),
    "before stop, inline": (f"[{STOPS}](?<=[{INLINE}].)", (_spaces(INLINE, STOPS),)),
    "outside brackets": (
        f"[（《「）》」](?:(?<=[{HAN}][（《「])|(?<=[）》」])(?=[{HAN}]))",
        (_spaces(HAN, "（《「"), _spaces("）》」", HAN)),
    ),
    "brackets": (
        f"[{OPENERS}{CLOSERS}](?:(?<=[{OPENERS}])(?=[{LATIN}])|(?<=[{LATIN}][{CLOSERS}]))",
        (_spaces(OPENERS, LATIN), _spaces(LATIN, CLOSERS)),
    ),
    "one space, inline": (_beside(INLINE), (_beside(INLINE, wide=True),)),
    "letter": (_beside("A-Za-z"), ()),  # for the broken see _joints
    "digit": (_beside("0-9"), ()),
    "code": (_beside(CODE), (f"[{HAN}](?={CODE})", f"{CODE}(?=[{HAN}])")),
}
ROUND = (
    f"\\((?=[{HAN}])(?<=[{HAN}].)[^()\n]{{3,60}}(?<=[{HAN}])\\)(?=[{HAN}，。；：、\n{BREAK}]|\\Z)"
)
"""Chinese in half-width brackets, with Chinese around them."""
_KEPT_BROKEN["round brackets"] = ("（[^（）\n]{2,60}）", (ROUND,))
for _half, _full in zip(",;:!?.", "，；：！？。", strict=True):
    _after = rf"(?= *[{HAN}]|[\n{BREAK}]|\Z)"
    _mark = re.escape(_half)
    _KEPT_BROKEN[_half] = (f"{_full}(?<=[{HAN}].)", (f"{_mark}(?<=[{HAN}].){_after}",))
_COMPILED = {
    name: (regex(kept), [regex(each) for each in broken])
    for name, (kept, broken) in _KEPT_BROKEN.items()
}


class Habit(NamedTuple):
    """How a document writes a class of site.

    Attributes:
        kept: how many sites are as style guides have them, counted as far as it matters.
        broken: where those begin that are not, in order; where there are too many, the first.
    """

    kept: int
    broken: list[int]

    @property
    def is_repeated(self) -> bool:
        """Whether a document too short for a habit still does it more than once or twice."""
        return len(self.broken) > FEW

    def is_slip(self, document: Document, offset: int) -> bool | None:
        """Tell whether what stands at `offset` departs from a settled habit.

        A suspect is not asked: it supplies up to two sites of its segment, one on either side.
        None is returned where there are too few sites to tell.
        """
        if self.kept + len(self.broken) < ENOUGH:  # most messages
            return None
        own = 0
        if segment := document.segment_at(offset):
            first = bisect_left(self.broken, segment.start)
            own = bisect_left(self.broken, segment.end) - first
        others = len(self.broken) - min(own, FEW)
        if self.kept + others < ENOUGH:
            return None
        return self.kept >= _agreeing(document) * others

    def is_style(self, document: Document) -> bool:
        """Tell whether no site can be a slip, so that none need be asked about."""
        others = len(self.broken) - FEW
        return self.kept + others >= ENOUGH and self.kept < _agreeing(document) * others


def _agreeing(document: Document) -> int:
    """Return how many sites must speak against one that differs."""
    return AGREEING_IN_CATALOG if document.format == "po" else AGREEING


def habit(document: Document, name: str) -> Habit:
    """Return the habit of a document in a class of site, counted once."""
    key = f"habit: {name}"
    found: Habit | None = document.memo.get(key)
    if found is None:
        found = document.memo[key] = _count(document, name)
    return found


_JOINT = regex(f"[{LATIN}](?:(?=[{HAN}])|(?<=[{HAN}].))")
_IS_HAN = re.compile(f"[{HAN}]").match


def _joints(document: Document) -> dict[str, list[int]]:
    """Return where Chinese touches letters and digits: the places of what stands before."""
    if "joints" not in document.memo:
        shape = document.shape
        joints: dict[str, list[int]] = {"letter": [], "digit": []}
        for match in _JOINT.finditer(shape):
            at = match.start()
            places = joints["digit" if shape[at].isdigit() else "letter"]
            if at and _IS_HAN(shape, at - 1):
                places.append(at - 1)
            if _IS_HAN(shape, at + 1):
                places.append(at)
        document.memo["joints"] = joints
    found: dict[str, list[int]] = document.memo["joints"]
    return found


def _count(document: Document, name: str) -> Habit:
    shape = document.shape
    kept, broken = _COMPILED[name]
    # No more sites can be kept than there are spaces: with too many broken, it is no habit.
    most = shape.count(" ") if kept.pattern.startswith(" ") else len(shape) // 2
    limit = max(most // _agreeing(document), ENOUGH + FEW) + 1
    if wants_spaces(document):
        limit = len(shape)
    found: Iterable[int] = (m.start() for pattern in broken for m in pattern.finditer(shape))
    if not broken:
        found = _joints(document)[name]
    places = sorted(islice(found, limit))
    # Without enough sites nobody asks how many are kept.
    if not places or len(places) == limit or most + len(places) < ENOUGH:
        return Habit(0, places)
    needed = _agreeing(document) * len(places)
    needed = max(needed, ENOUGH)
    return Habit(sum(1 for _ in islice(kept.finditer(shape), needed)), places)


def is_slip(document: Document, name: str, offset: int) -> bool | None:
    """Tell whether `offset` departs from the document's habit; None where it has none yet."""
    return habit(document, name).is_slip(document, offset)


def wants_spaces(document: Document) -> bool | None:
    """Return what the configuration says about spaces between Chinese and Latin."""
    config = document.memo.get("config")
    spacing = getattr(config, "spacing", None)
    return None if spacing is None else spacing == "spaced"


REACH = 160
"""How far a line is looked at on either side, so that long lines stay cheap."""
_LINE_END = regex(f"[\n{BREAK}]")


def line_at(shape: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the line, within its segment, around a stretch."""
    first = max(0, start - REACH)
    left = max(shape.rfind("\n", first, start), shape.rfind(BREAK, first, start), first - 1) + 1
    match = _LINE_END.search(shape, end, end + REACH)
    return left, match.start() if match else min(len(shape), end + REACH)


def is_quoted(before: str) -> bool:
    """Tell whether a quotation is open at the end of what stands before."""
    return before.count("“") > before.count("”") or before.count("「") > before.count("」")


_SPEAKS_OF_WIDTH = regex("[全半][角形宽]|全宽|半宽|[Ff]ull-?width|[Hh]alf-?width")


def speaks_of_width(document: Document, start: int, end: int) -> bool:
    """Tell whether the line around a stretch is about the width of characters."""
    left, right = line_at(document.shape, start, end)
    return bool(_SPEAKS_OF_WIDTH.search(document.text, left, right))
