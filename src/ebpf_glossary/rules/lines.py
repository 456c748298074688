"""Marks of Markdown and reStructuredText that open or rule lines, and are none any more.

Marks within a line are in `markup`, whose rule uses what is here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, vocabulary
from ebpf_glossary.rules.pairing import has_han
from ebpf_glossary.segments import CODE, HAN, STRUCTURE, Document, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = regex(r"^[ \t>]*(`{3,}|~{3,})[ \t]*([^\s`]*)(.*)$", re.MULTILINE)


def _opened(text: str) -> list[re.Match[str]]:
    """Return the lines that open a code block."""
    opened: list[re.Match[str]] = []
    fence = ""
    for match in _FENCE.finditer(text):
        if not fence:
            opened.append(match)
            fence = match[1]
        elif match[1].startswith(fence) and not match[2]:
            fence = ""
    return opened


def fences(document: Document) -> Iterator[Hit]:
    """Yield languages of code blocks that were translated."""
    if "```" not in document.text and "~~~" not in document.text:
        return
    ours = _opened(document.text)
    if not any(has_han(match[2]) for match in ours):
        return
    theirs = _opened(document.source)
    for index, match in enumerate(ours):
        if has_han(match[2]):
            language = vocabulary.LANGUAGES.get(match[2])
            if len(theirs) == len(ours):
                language = theirs[index][2] or language
            yield Hit(match.start(2), match.end(2), language)


_HEADING = regex(r"^([＃#]{1,6})([ \u3000]?)(?=[^\s＃#!])", re.MULTILINE)
_LEADS = {
    # What opens a line, as it should be in the source, and what it becomes.
    r"[＞》〉][ ]?(?=\S)": (r"^> ?\S", "> "),
    rf"[－＊·•](?:[ ]|(?=[{HAN}]))": (r"^[-*+] ", "- "),
    r"([0-9]{1,2})。[ ]?(?=\S)": (r"^[0-9]+\. ", r"\1. "),
    r"- (?:【([xX ]?)】|［([xX ]?)］|\[(?:(?: ([xX]) ?|([xX]) +)|\u3000?)\])(?=[ \w])": (
        r"^[-*+] \[[ xX]\]",
        "- [{}]",
    ),
}
_LINES = [
    (re.compile("^" + wrong, re.MULTILINE), re.compile(right, re.MULTILINE), instead)
    for wrong, (right, instead) in _LEADS.items()
]


def line_starts(document: Document) -> Iterator[Hit]:
    """Yield headings, quotations and lists whose marks are full-width or lack their space."""
    text, source = document.text, document.source
    if "＃" in text or "#" in source or "#\u3000" in text or "##" in text:
        levels = {len(m[1]) for m in _HEADING.finditer(source) if m[2]}
        for match in _HEADING.finditer(text):
            marks = match[1]
            is_wide = "＃" in marks or match[2] == "\u3000"
            is_bare = not match[2] and _is_title(text, match, levels)
            if (is_wide or is_bare) and not _is_fenced(document, match.end()):
                yield Hit(match.start(), match.end(), "#" * len(marks) + " ")
    for wrong, right, instead in _LINES:
        is_in_source: bool | None = None
        for match in wrong.finditer(text):
            if _is_fenced(document, match.end()):
                continue
            if is_in_source is None:
                is_in_source = right.search(source) is not None
            if "[{}]" in instead:
                box = next(filter(None, match.groups()), " ")
                if match[0][2] != "[" or box != " " or is_in_source:
                    yield Hit(match.start(), match.end(), instead.format(box))
            elif is_in_source:
                yield Hit(match.start(), match.end(), match.expand(instead))


# One mark without its space can be a hashtag, and so can what is closed by the same marks.
_TITLE = regex(rf"(?:[0-9.、]++ ?)?[{HAN}][^\n#]*+(?=\n|\Z)")


def _is_title(text: str, match: re.Match[str], levels: set[int]) -> bool:
    """Tell whether marks without a space before Chinese are those of a heading."""
    if len(match[1]) in levels and has_han(text[match.end()]):
        return True
    return len(match[1]) > 1 and _TITLE.match(text, match.end()) is not None


def _is_fenced(document: Document, at: int) -> bool:
    return at < len(document.shape) and document.shape[at] == STRUCTURE


_ROWS = regex(r"(?:^[^\n]*[|｜][^\n]*(?:\n|\Z))+", re.MULTILINE)
_CELL = r"[ \t]*+[:：]?(?:[-—－–ー]{2,}|[—－–ー])[:：]?[ \t]*"
_RULER = regex(
    rf"(?<=\n)[ \t]*+(?=[^\n]*[|｜])[|｜]?{_CELL}(?:[|｜]{_CELL})*[|｜]?[ \t]*$", re.MULTILINE
)
_RULED = regex(r"^[ \t>]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$", re.MULTILINE)
_DASHES = regex(r"[-—－–ー]+|：")
_ODD_RULER = regex("[|｜][ \t]*(?:[:：]?[—－–ー]|：-)")


def tables(document: Document) -> Iterator[Hit]:
    """Yield full-width bars and dashes of tables."""
    text = document.text
    if "｜" not in text and not _ODD_RULER.search(text):
        return
    for rows in _ROWS.finditer(text):
        ruler = _RULER.search(text, rows.start(), rows.end())
        if not ruler or rows[0].isascii():
            continue
        if right := _ruler_of_source(document, ruler):
            yield Hit(ruler.start(), ruler.end(), right)
        else:
            yield from _dashes(text, ruler)
        for bar in re.finditer("｜", rows[0]):
            at = rows.start() + bar.start()
            if document.shape[at] != CODE and not (right and ruler.start() <= at < ruler.end()):
                yield Hit(at, at + 1, "|")


def _dashes(text: str, ruler: re.Match[str]) -> Iterator[Hit]:
    for dashes in _DASHES.finditer(text, ruler.start(), ruler.end()):
        if not dashes[0].isascii():
            yield Hit(dashes.start(), dashes.end(), ":" if dashes[0] == "：" else "---")


def _ruler_of_source(document: Document, ruler: re.Match[str]) -> str | None:
    """Return the row of dashes of the source, if it has one only, with as many cells as ours."""
    rulers = [match[0] for match in _RULED.finditer(document.source)]
    if ruler[0].isascii() or len(rulers) != 1:
        return None
    bars = ruler[0].replace("｜", "|").count("|")
    return rulers[0].strip() if rulers[0].count("|") == bars else None


_QUOTED_FENCE = regex(
    r"^[ \t]*('{3}|[‘’]{3}|[“”]{3}|｀{3}|·{3}|、{3})([A-Za-z+#]{0,15})[ \t]*$", re.MULTILINE
)


def quoted_fences(document: Document) -> Iterator[Hit]:
    """Yield fences of code blocks whose backticks have become other marks, in pairs."""
    found = [
        match
        for match in _QUOTED_FENCE.finditer(document.text)
        if document.shape[match.start(1)] not in CODE + STRUCTURE
    ]
    pairs = zip(found[::2], found[1::2], strict=False)
    if any(second[2] or second[1][0] != first[1][0] for first, second in pairs) or len(found) % 2:
        return
    if document.source and "```" not in document.source:
        return
    for match in found:
        yield Hit(match.start(1), match.end(1), "```")


_RULE = regex(r"\n([=~^\"'`#*+.:_-])\1{2,}+[ \t]*+(?=\n|\Z)")
_TITLE_WIDTH = 200


def titles(document: Document) -> Iterator[Hit]:
    """Yield the lines under titles that are shorter than these, each Chinese character two wide."""
    text = document.text
    for rule in _RULE.finditer(text):
        end = rule.start()
        start = text.rfind("\n", max(0, end - _TITLE_WIDTH), end) + 1
        title = text[start:end].rstrip()
        if not start and end > _TITLE_WIDTH:
            continue
        under = rule[0].strip()
        width = sum(2 if east_asian_width(c) in "WF" else 1 for c in title)
        if len(under) + 2 > width or not has_han(title) or title != title.lstrip():
            continue
        over_start = text.rfind("\n", max(0, start - _TITLE_WIDTH), max(0, start - 1)) + 1
        over = text[over_start : start - 1].strip() if start else ""
        if document.shape[start] in CODE + STRUCTURE:
            continue
        line = rule[1] * width
        at = rule.start() + 1
        if not over:
            yield Hit(at, at + len(under), line)
        elif over == under:
            edits = (
                Edit(over_start, over_start + len(over), line),
                Edit(at, at + len(under), line),
            )
            yield Hit(at, at + len(under), edits=edits)
