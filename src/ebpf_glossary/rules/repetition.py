"""Repetition: words and clauses that stand twice or many times in a row.

Backreferences reach over a few characters only; whatever is longer is looked at only where a short
one has matched, so that the time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import SEVERAL_LINES, Needs
from ebpf_glossary.rules.repeated import repeated_lines, source_repeats
from ebpf_glossary.rules.words import (
    CERTAIN,
    ENDING,
    FUNCTION,
    GRAMMAR,
    HEADS,
    LONGER,
    NOUN_AND_VERB,
    NOUNS,
    SPOKEN,
    SUFFIXES,
)
from ebpf_glossary.segments import BREAK, HAN, Applicability, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "text"

_ANY_HAN = regex(f"[{HAN}]")
# A character that stands again within a few; and one that stands twice, or with the next one again:
# cheap to find, and nothing is doubled without them.
_NEAR = regex(f"([{HAN}])(?=[{HAN}]{{0,5}}\\1)")
_AGAIN = regex(f"([{HAN}])(?=\\1|([{HAN}])[{HAN}]{{0,4}}?\\1\\2)")
_CHARACTER = regex(f"([{''.join(FUNCTION)}{''.join(ENDING)}])\\1++")
_WORD = regex(f"([{HAN}]{{2,6}}?)\\1++")

# With these at its ends a unit is no word but a piece of a phrase, or counts on purpose (一步一步).
_GLUE = frozenset(
    "的一二两三四五六七八九十几半每不是了和与或及在将把被从对以到为我你您他她它这那其个之所也又就都"
)
# After these a verb is expected, before those none: a second copy is an error.
_MODALS = frozenset("可会能要须将来并以再去需应")
_STARTS = frozenset(("", BREAK, *"，。；、：！？（"))
_NO_OBJECT = frozenset("，。；、：！？）的中里和与或是会可将" + BREAK)
# A noun and a verb that meet: 单元测试 + 测试的是.
_CLEFT = frozenset("的" + character for character in "是都就不也正并只")


class _Copies(NamedTuple):
    """What stands at least twice in a row in a document; the first group is what it is."""

    characters: list[re.Match[str]]
    words: list[re.Match[str]]


def _copies(document: Document) -> _Copies:
    """Return the characters and words that stand at least twice; two rules look at them."""
    found: _Copies | None = document.memo.get("copies")
    if found is None:
        shape, found = document.shape, _Copies([], [])
        seen = seen_character = 0
        for near in _NEAR.finditer(shape):
            start = near.start()
            if not (again := _AGAIN.match(shape, start)):
                continue
            if start >= seen and (match := _WORD.match(shape, start)):
                seen = match.end()
                found.words.append(match)
            is_double = shape[start + 1] == again[1] and start >= seen_character
            if is_double and (match := _CHARACTER.match(shape, start)):
                seen_character = match.end()
                found.characters.append(match)
        document.memo["copies"] = found
    return found


def _has_copies(document: Document) -> bool:
    """Tell whether anything stands twice in a row."""
    return any(_copies(document))


@rule("repeated-word", fix=Applicability.SAFE, needs=Needs(signs=(_has_copies,)))
def repeated_word(document: Document) -> Iterator[Hit]:
    """A word stands twice in a row.

    Machine translation and hasty editing leave words twice. Reduplication (看看, 讨论讨论) and two
    words that meet (`返回` and `回调`, `测试` and `测试用例`) are no errors and are left alone.

    Bad:  这是内核的的一部分。
    Good: 这是内核的一部分。

    Bad:  驱动程序程序会先收到该帧。
    Good: 驱动程序会先收到该帧。
    """
    shape = document.shape
    copies = _copies(document)
    for match in copies.characters:
        yield from _repeated_character(shape, match)
    for match in copies.words:
        start, end = match.span()
        if _is_loop(match):
            continue
        if trust := _trust(match[1], shape[start - 1 : start], shape[end : end + 2]):
            yield Hit(start, end, match[1], applicability=trust)


def _repeated_character(shape: str, match: re.Match[str]) -> Iterator[Hit]:
    """Yield a run of a character that is longer than the words that meet in it can explain."""
    start, end = match.span()
    character = match[1]
    before, after = shape[start - 1 : start], shape[end : end + 1]
    if character in FUNCTION:
        endings, beginnings = FUNCTION[character]
        # Of the others nobody can list all the words that they end or begin.
        applicability = Applicability.SAFE if character in CERTAIN else Applicability.UNSAFE
    else:
        endings, beginnings = ENDING[character]
        applicability = Applicability.UNSAFE
        if end - start > 2 or not _is_han(before):
            return
    if (
        shape[end : end + 1] == shape[end + 1 : end + 2] != ""
        or before == shape[start - 2 : start - 1] != ""
    ):
        return  # 上上下下
    words = 1 + (
        (before != "" and before in endings)
        or (after != "" and after in beginnings)
        or shape.endswith(LONGER, 0, start + 1)
    )
    if end - start > words:
        yield Hit(start, end, character * words, applicability=applicability)


def _trust(unit: str, before: str, after: str) -> Applicability | None:
    """Return how sure it is that a unit stands twice by mistake, None where it may be right."""
    if unit in GRAMMAR:
        return None if unit + after[:1] == "使用户" else Applicability.SAFE
    if unit in SPOKEN or after[:1] in SUFFIXES:
        return None
    if after in HEADS and (_is_han(before) or unit in NOUN_AND_VERB):
        return None
    if unit in NOUNS:
        return Applicability.SAFE
    if unit in NOUN_AND_VERB:
        is_error = (
            (after[:1] in _NO_OBJECT and not (after in _CLEFT and _is_han(before)))
            or not after
            or before in _MODALS
            or (before in _STARTS and not _is_han(after[0]))
        )
        return Applicability.UNSAFE if is_error else None
    ends = {unit[0], unit[-1]} if len(unit) > 2 else {*unit}
    return None if ends & _GLUE or unit[0] == unit[1] else Applicability.UNSAFE


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_loop(match: re.Match[str]) -> bool:
    """Tell whether there are more than two copies of the first group."""
    return match.end() - match.start() > 2 * len(match[1])


_MARKS = "。！？，；："
_LOOP = regex(
    f"([、，；。,]) ?([^{_MARKS}、,{BREAK}\\n]{{2,40}}+)(?:\\1 ?\\2)+"
    f"(?=[{_MARKS}、,）{BREAK}\\n]|$)"
)
_LETTER = regex(f"[A-Za-z{HAN}]")


@rule(
    "repetition-loop",
    fix=Applicability.SAFE,
    mends_markup=True,
    needs=Needs(signs=(_has_copies, _LOOP, SEVERAL_LINES)),
)
def repetition_loop(document: Document) -> Iterator[Hit]:
    r"""A phrase, or a line of a list or table, stands many times in a row.

    A model that generates text can fall into a loop. What is said three times for emphasis, digits
    and what stands several times in one row of a table are left alone.

    Bad:  返回值为负，表示失败，表示失败，表示失败，表示失败。
    Good: 返回值为负，表示失败。

    Bad:  这里记录映射的映射的映射的映射的大小。
    Good: 这里记录映射的大小。

    Format: markdown
    Bad:  - 支持热更新\n- 支持限速\n- 支持限速\n- 支持限速
    Good: - 支持热更新\n- 支持限速
    """
    shape, text = document.shape, document.text
    for match in _copies(document).words:
        unit = match[1]
        if not _is_loop(match) or unit[0] == unit[1] or unit[0] == "一":
            continue
        if unit not in SPOKEN or match.end() - match.start() > 3 * len(unit):
            yield Hit(match.start(), match.end(), unit)
    for match in _LOOP.finditer(shape):
        start, end = match.span()
        mark, unit = match[1], text[match.start(2) : match.end(2)]
        copies = text.count(unit, start, end)
        if text[start:end].replace(" ", "") != (mark + unit.replace(" ", "")) * copies:
            continue
        has_first = text.endswith(unit, 0, start)
        # Three times can be rhetoric, but not where it is long or the English says it once.
        enough = 3 if len(unit) > 4 or document.pair_at(start) else 4
        if copies + has_first < enough or not (_ANY_HAN if mark == "," else _LETTER).search(unit):
            continue
        if not source_repeats(document, start):
            kept = "" if has_first else text[start : match.end(2)]
            yield Hit(start, end, kept)
    for lines in repeated_lines(document):
        if lines.copies > 2:
            yield Hit(lines.start, lines.end, "")
