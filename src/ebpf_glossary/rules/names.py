"""Names: what machine translation does to them that shows without knowing them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import SEVERAL_LINES, Needs
from ebpf_glossary.segments import BREAK, CODE, HAN, MARKUP, MASKS, URL, Applicability, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Pair

FAMILY = "names"

_WORD = r"[A-Za-z][A-Za-z0-9_]*+(?:[./+-][A-Za-z0-9_]++)*+"
_NO_WORD_BEFORE = r"(?<![A-Za-z0-9_./+@%$#&\\-])"
_NO_WORD_AFTER = r"(?![A-Za-z0-9_/+%-]|\.[A-Za-z0-9])"
# What follows in running English, or after the name of a person.
_ENGLISH_AFTER = regex(r" (?:[a-z]+[ .,]|<)")
_HAN = regex(f"[{HAN}]")

# The same one to three words again, emphasised or linked or not.
_TWICE = regex(
    rf"{_NO_WORD_BEFORE}(?P<name>{_WORD}(?: {_WORD}){{0,2}}?)(?P<marks>[{MARKUP}{URL}]*)"
    rf"(?:[ \u00a0]+(?P<again>(?i:(?P=name)))){_NO_WORD_AFTER}"
)
# A space between two words or spans of code: most messages have none.
_BETWEEN_WORDS = regex(
    f"[ \u00a0](?=[A-Za-z{CODE}{MARKUP}])(?<=[A-Za-z0-9_ \u00a0{CODE}{MARKUP}{URL}].)"
)
_BEFORE_MARKED = regex(
    rf"{_NO_WORD_BEFORE}(?P<name>{_WORD}) +[{MARKUP}]+(?P<again>(?i:(?P=name)))(?=[{MARKUP}])"
)
_BRACKETED = regex(
    rf"(?P<name>(?:{_NO_WORD_BEFORE}{_WORD}(?: {_WORD}){{0,2}}?)|[{HAN}]{{2,8}}) ?"
    r"(?:（(?P<a>(?i:(?P=name)))）|\((?P<b>(?i:(?P=name)))\)|「(?P<c>(?i:(?P=name)))」)"
)
# What is rare in the patterns above and below, to be looked for first.
_MARKED = regex(rf" [{MARKUP}]++({_WORD})(?=[{MARKUP}])")
_IN_BRACKETS = regex(rf"[（(「]([^（）()「」\n{MASKS}]{{2,{80}}}+)[）)」]")
_CODE_AFTER_SPACE = regex(rf" (?<=[A-Za-z0-9_)] ) *({CODE}++)")
_CODE_TWICE = regex(
    rf"(?P<code>{CODE}(?<!{CODE}.){CODE}*+) +(?P<again>{CODE}++|{_WORD}(?:\(\))?{_NO_WORD_AFTER})"
)
_WORD_CODE = regex(rf"{_NO_WORD_BEFORE}(?P<again>{_WORD}(?:\(\))?) +(?P<code>{CODE}++)")
# A space beside what is typed and no name alone: a call, a path, an option, a setting, an address.
_BETWEEN_TYPED = regex(f" (?<=[!-~{URL}] )(?=[!-~{URL}])")
_TOKEN = regex(f"[!-~]++(?= ?(?:[{HAN}，。；：、！？（）“”「」\n{BREAK}]|\\Z))")
_NO_TOKEN = regex(rf"{_WORD}|-[A-Za-z]|[0-9].*|.*[\[\]{{}}<>*`].*|[^A-Za-z]*|.{{0,2}}")
_ASCII = regex("[!-~]")
# What takes the same thing twice, or is a call in a quotation.
_TAKES_TWO = regex(
    r"(?:(?<![\w-])(?:cp|mv|ln|ld|cmp|diff|comm|join|scp|rsync|mount|bind)(?: -\S+)* |[“\"「])\Z"
)
# Lines of their own; in plain text each line is a segment.
_LINES = rf"(?<![^\n{MASKS}])({_WORD})SEPARATOR\1(?=[\n{MASKS}]|\Z)"
_LINE_TWICE = regex(_LINES.replace("SEPARATOR", "\n"))
_PLAIN_LINE_TWICE = regex(_LINES.replace("SEPARATOR", BREAK))

# Words that English and C double on purpose.
_DOUBLED = frozenset(
    "long very so no bye ha bla blah that had far more foo bar really knock yes".split()
)
_GAP = regex(r"[`*\]\s(]++")
_EDGES = "`*]( \t\r\n\u00a0\u3000"
LONGEST = 80
"""Code points of a name that is looked for twice."""


@rule(
    "duplicated-name",
    fix=Applicability.SAFE,
    needs=Needs(signs=(_BETWEEN_WORDS, _BETWEEN_TYPED, _IN_BRACKETS, SEVERAL_LINES)),
)
def duplicated_name(document: Document) -> Iterator[Hit]:
    """A name stands twice in a row.

    A translator that keeps the original beside its translation prints a name that it did not
    translate twice: in a heading, in a link, in brackets, as code and as text, or in another case.
    What is typed, such as a path or an option, is doubled in the same way. A name is not doubled
    where the English doubles it, where the second is part of a longer name, or where punctuation
    stands between them.

    Bad:  用 pwru pwru 跟踪数据包。
    Good: 用 pwru 跟踪数据包。
    Bad:  先挂载 /sys/fs/bpf /sys/fs/bpf。
    Good: 先挂载 /sys/fs/bpf。
    Format: markdown
    Bad:  **Hubble** Hubble 展示流量。
    Good: **Hubble** 展示流量。
    Format: markdown
    Bad:  `bpf_printk()` bpf_printk() 写入日志。
    Good: `bpf_printk()` 写入日志。
    Bad:  运行 retsnoop（retsnoop）排查错误。
    Good: 运行 retsnoop 排查错误。
    """
    shape = document.shape
    stretches = [*_stretches(document)]
    for start, end in stretches:
        for match in _TWICE.finditer(shape, start, end):
            yield from _plain(document, match)
    if stretches and MARKUP in shape:
        for match in _where(document, _MARKED, _BEFORE_MARKED):
            yield from _plain(document, match)
    if "（" in shape or "(" in shape or "「" in shape:
        for match in _where(document, _IN_BRACKETS, _BRACKETED):
            yield from _bracketed(document, match)
    if stretches and CODE in shape:
        for match in _CODE_TWICE.finditer(shape):
            yield from _beside_code(document, match)
        for match in _where(document, _CODE_AFTER_SPACE, _WORD_CODE):
            yield from _beside_code(document, match)
    yield from _typed(document)
    yield from _lines(document)


def _stretches(document: Document) -> Iterator[tuple[int, int]]:
    """Yield from where to where the segments go in which a word follows a word."""
    at = 0
    while match := _BETWEEN_WORDS.search(document.shape, at):
        segment = document.segment_at(match.start())
        at = segment.end if segment else match.end()
        if segment:
            yield segment.start, segment.end


def _where(
    document: Document, rare: re.Pattern[str], whole: re.Pattern[str]
) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern whose second half is rare enough to look for that first."""
    shape, text = document.shape, document.text
    for match in rare.finditer(shape):
        name = text[match.start(1) : match.end(1)].strip("`").lower()
        before = text[max(0, match.start() - LONGEST - 1) : match.start()].rstrip().lower()
        if name and before.endswith(name):
            start = max(0, match.start() - len(name) - 2)
            if found := whole.search(shape, start, match.end() + 1):
                yield found


def _lines(document: Document) -> Iterator[Hit]:
    """Yield names that stand alone on two lines in a row, as bilingual plugins print them."""
    if document.format == "po" or not ("\n" in document.shape or BREAK in document.shape):
        return
    pattern = _PLAIN_LINE_TWICE if document.format == "plain" else _LINE_TWICE
    for match in pattern.finditer(document.shape):
        if len(match[1]) > 1 and not _is_doubled_in_source(document, match.start(), match[1]):
            yield Hit(match.start(1), match.end(), match[1])


def _typed(document: Document) -> Iterator[Hit]:
    """Yield what is typed and stands twice among Chinese: after a command it may be meant so."""
    text, shape = document.text, document.shape
    for gap in _BETWEEN_TYPED.finditer(shape):
        at = gap.start()
        again = _TOKEN.match(text, at + 1)
        name = again[0].rstrip(".,;:!?") if again else ""
        start, end = at - len(name), at + 1 + len(name)
        if not name or not text.endswith(name, 0, at) or _NO_TOKEN.fullmatch(name):
            continue
        is_address = shape[start:end] == URL * len(name) + " " + URL * len(name)
        if not is_address and shape[start:end] != text[start:end]:
            continue
        is_whole = name.count("(") == name.count(")")
        if not is_whole or _ASCII.search(text, max(0, start - 2), start):
            continue
        if _TAKES_TWO.search(text, max(0, start - LONGEST), start):
            continue
        if not _is_doubled_in_source(document, start, name):
            yield Hit(start, end, name, mends_markup=is_address)


def _plain(document: Document, match: re.Match[str]) -> Iterator[Hit]:
    name, again = match["name"], match["again"]
    if len(name) < 2 or name.lower() in _DOUBLED or _goes_on_in_english(document, match.end()):
        return
    if _is_doubled_in_source(document, match.start(), name) or _is_slogan(document, match):
        return
    if name.islower() and _TAKES_TWO.search(
        document.text, max(0, match.start() - 20), match.start()
    ):
        return
    start, end = match.span()
    kept, applicability = _right_spelling(document, start, name, again)
    text = document.text
    if match.re is _BEFORE_MARKED:
        yield Hit(
            start,
            match.start("again"),
            text[match.end("name") : match.start("again")].lstrip(),
            applicability=applicability,
        )
    elif match["marks"]:
        yield Hit(
            start,
            end,
            kept + text[match.start("marks") : match.end("marks")],
            applicability=applicability,
        )
    else:
        yield Hit(start, end, kept, applicability=applicability)


def _is_slogan(document: Document, match: re.Match[str]) -> bool:
    """Tell whether there is nothing but a word, over and over, in an exclamation."""
    shape, (start, end), more = document.shape, match.span(), " " + match["name"]
    longest = end + LONGEST
    while shape.startswith(more, end) and end < longest:
        end += len(more)
    copies = (end - start + 1) // len(more)
    return shape[end : end + 1] in ("！", "!") and (copies > 2 or not start)


def _bracketed(document: Document, match: re.Match[str]) -> Iterator[Hit]:
    name = match["name"]
    again = match["a"] or match["b"] or match["c"]
    start, end = match.span()
    if len(name) < 2 or (match["b"] and (_HAN.match(name) or name != again)):
        return
    if _is_doubled_in_source(document, start, name):
        return
    kept, applicability = _right_spelling(document, start, name, again)
    after = document.shape[end : end + 1]
    gap = " " if after and _HAN.match(after) and not _HAN.match(name[-1]) else ""
    yield Hit(start, end, kept + gap, applicability=applicability)


def _beside_code(document: Document, match: re.Match[str]) -> Iterator[Hit]:
    text = document.text
    code = text[match.start("code") : match.end("code")]
    again = text[match.start("again") : match.end("again")]
    if _goes_on_in_english(document, match.end()):
        return
    if code.strip("`") != again.strip("`") or not code.startswith("`") or "\n" in code:
        return
    if not _is_doubled_in_source(document, match.start(), code.strip("`")):
        # One of two code spans goes: that is what the gate would not let pass.
        yield Hit(match.start(), match.end(), code, mends_markup=again.startswith("`"))


def _goes_on_in_english(document: Document, offset: int) -> bool:
    return _ENGLISH_AFTER.match(document.text, offset) is not None


def _is_doubled_in_source(document: Document, offset: int, name: str) -> bool:
    """Tell whether the English has the name twice in a row too."""
    pair = document.pair_at(offset)
    if pair is None:
        return False
    source, gaps, _ = _known(document, pair)
    bare = name.lower().strip(_EDGES)
    return not bare or any(
        source.startswith(bare, end) and source.endswith(bare, 0, start)
        for start, end in gaps.get((bare[-2:], bare[:2]), ())
    )


class _Known(NamedTuple):
    """What is known about a source, so that it is not searched for every name.

    Attributes:
        source: in lower case.
        gaps: between two words, by what stands before and after them: one character or two.
        words: as they are spelled.
    """

    source: str
    gaps: dict[tuple[str, str], list[tuple[int, int]]]
    words: set[str]


def _known(document: Document, pair: Pair) -> _Known:
    known: dict[int, _Known] = document.memo.setdefault("names: sources", {})
    if pair.source_start not in known:
        source = document.source[pair.source_start : pair.source_end]
        lower = source.lower()
        gaps: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for match in _GAP.finditer(lower):
            start, end = match.span()
            for size in (1, 2):
                beside = lower[max(0, start - size) : start], lower[end : end + size]
                gaps.setdefault(beside, []).append((start, end))
        known[pair.source_start] = _Known(lower, gaps, {*re.findall(r"\w+", source)})
    return known[pair.source_start]


def _right_spelling(
    document: Document, offset: int, first: str, second: str
) -> tuple[str, Applicability]:
    """Return which of two spellings to keep, and how sure that is."""
    if first == second:
        return first, Applicability.SAFE
    pair = document.pair_at(offset)
    if pair is not None:
        words = _known(document, pair).words
        for spelling in (first, second):
            if spelling in words:
                return spelling, Applicability.SAFE
            if spelling.isidentifier() or not words.issuperset(re.findall(r"\w+", spelling)):
                continue
            source = document.source[pair.source_start : pair.source_end]
            if re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", source):
                return spelling, Applicability.SAFE
    return first, Applicability.UNSAFE
