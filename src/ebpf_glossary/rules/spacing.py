"""Spaces: too many, too few, and those that nobody sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.clauses import is_deliberate
from ebpf_glossary.rules.needs import GAP_IN_HAN, TOUCHING, Needs, has
from ebpf_glossary.rules.style import (
    CLOSERS,
    FEW,
    HAN,
    INLINE,
    LATIN,
    OPENERS,
    STOPS,
    habit,
    is_quoted,
    is_slip,
    line_at,
    wants_spaces,
)
from ebpf_glossary.segments import BREAK, CODE, MASKS, STRUCTURE, URL, Applicability, Edit, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Document

FAMILY = "spacing"

_CLOSING = f"{STOPS}{CLOSERS}"
_FULL_WIDTH = f"{STOPS}{OPENERS}{CLOSERS}“”"
_WORD = f"{LATIN}{INLINE}"

_SPACES = regex("   *")
_RUN = regex("(?:  | \u00a0| \u3000| \t|\u00a0|\u3000|\t)[ \u00a0\u3000\t]*")
_LINE_ENDS = f"\n{BREAK}"
_NO_PROSE = regex(f"[\\s{BREAK}{STRUCTURE}]")
WIDEST = 4
"""Spaces beyond which nobody's hand has slipped: they align something."""
_WIDE = regex("\\S {2,}(?=\\S)")
_LOOSE = regex(f" (?:(?<=[{HAN}] )(?=[{LATIN}])|(?<=[{LATIN}] )(?=[{HAN}]))")
_IS_HAN = re.compile(f"[{HAN}]").match
_IS_FULL_WIDTH = re.compile(f"[{_FULL_WIDTH}]").match
_IS_INLINE = re.compile(f"[{INLINE}]").match
_OPTION = regex(r"\s*(?:-{1,2}|/)[A-Za-z?]")


@rule("extra-space", fix=Applicability.SAFE, needs=Needs("\u00a0\u3000\t", signs=(has("  "),)))
def extra_space(document: Document) -> Iterator[Hit]:
    """More than one space in a sentence.

    Two spaces in a row, a full-width space or a tab are left over where a translation was put
    together from pieces. Between Chinese characters and beside full-width punctuation there
    should be no space, elsewhere one. Indentation, hard line breaks, aligned columns and code
    are left alone, and so is what a document does on purpose between Chinese and code.

    Where the configuration wants no spaces between Chinese and Latin, a single one is too many.

    Bad:  借助  BTF 移植。
    Good: 借助 BTF 移植。
    Bad:  验证器  拒绝了程序。
    Good: 验证器拒绝了程序。
    Bad:  加载\u3000XDP 程序
    Good: 加载 XDP 程序
    """
    shape = document.shape
    has_odd = "\u3000" in shape or "\u00a0" in shape or "\t" in shape
    if has_odd or "  " in shape:
        for match in (_RUN if has_odd else _SPACES).finditer(shape):
            start, end = match.span()
            if _is_within_line(document, start, end) and not (
                _is_meant_tab(document, start, end)
                if "\t" in match[0]
                else _is_usual(document, start, end) or _is_column(document, start, end)
            ):
                between = _between(document, shape[start - 1], shape[end])
                if match[0] != "\u00a0" or not between:  # alone it keeps words on one line
                    yield Hit(start, end, between)
    if wants_spaces(document) is False:
        for match in _LOOSE.finditer(shape):
            yield Hit(*match.span(), "", Message("This project writes no space here."))


def _is_within_line(document: Document, start: int, end: int) -> bool:
    """Tell whether spaces are neither indentation nor the end of a line."""
    shape = document.shape
    if start == 0 or end == len(shape) or end - start > WIDEST:
        return False
    if _NO_PROSE.match(shape[start - 1]) or _NO_PROSE.match(shape[end]):
        return False
    return document.text[start:end].isspace()  # and no escaped bar in a table


# Words that lean on what follows them, and on what stands before them.
_LEANS = regex(f"[在是将把被和与或为用从对到向由了的以可请][\\s]|[{STOPS}][^\t]*[{HAN}]\\s")
_LEANT_ON = regex("[的了着过中上下里内时后前是将会可能和与或]")


def _is_meant_tab(document: Document, start: int, end: int) -> bool:
    """Tell whether a tab may align something: all but one in the middle of a sentence."""
    shape = document.shape
    left, right = line_at(shape, start, end)
    line = shape[left:right]
    if line.count("\t") > 1 or not _HAS_HAN(line) or not any(stop in line for stop in STOPS):
        return True
    if "\t" in _line_before(document, left) or "\t" in _line_after(document, right):
        return True
    leans = _LEANS.search(shape, max(left, start - 40), start + 1)
    return not (leans and leans.end() == start + 1) and not _LEANT_ON.match(shape, end)


def _between(document: Document, left: str, right: str) -> str:
    """Return what should stand between two characters that spaces separate."""
    if _IS_FULL_WIDTH(left) or _IS_FULL_WIDTH(right) or (_IS_HAN(left) and _IS_HAN(right)):
        return ""
    if wants_spaces(document) is False and (_IS_HAN(left) or _IS_HAN(right)):
        return ""
    return " "


def _is_column(document: Document, start: int, end: int) -> bool:
    """Tell whether spaces align something: columns, options with their help, comments."""
    shape = document.shape
    if shape[end] in "#/\\|" or shape[start - 1] in "|\\":
        return True
    left, right = line_at(shape, start, end)
    line = shape[left:right]
    if _OPTION.match(line) or " |" in line:
        return True
    runs = [m.end() - m.start() - 1 for m in _WIDE.finditer(line)]
    if max(runs, default=0) > 2 and len(runs) > 1:
        return True
    return any(
        end - start > 2 or _is_row_beside(line, end - left, other)
        for other in (_line_before(document, left), _line_after(document, right))
        if "  " in other
    )


def _line_before(document: Document, left: int) -> str:
    shape = document.shape
    if document.format == "po" and shape[left - 1 : left] == BREAK:  # another message
        return ""
    if left < 2 or shape[left - 1] not in _LINE_ENDS:  # the line is longer than anybody looks
        return ""
    return shape[slice(*line_at(shape, left - 1, left - 1))]


def _line_after(document: Document, right: int) -> str:
    shape = document.shape
    if document.format == "po" and shape[right : right + 1] == BREAK:
        return ""
    if right + 1 >= len(shape) or shape[right] not in _LINE_ENDS:
        return ""
    return shape[slice(*line_at(shape, right + 1, right + 1))]


def _is_row_beside(line: str, column: int, other: str) -> bool:
    """Tell whether two lines that hold wide gaps look like rows of a table."""
    ends = [match.end() for match in _WIDE.finditer(other)]
    if not ends:
        return False
    return column in ends or not any(stop in line + other for stop in STOPS)


def _is_usual(document: Document, start: int, end: int) -> bool:
    """Tell whether a document may mean the spaces that it has here."""
    shape = document.shape
    left, right = shape[start - 1], shape[end]
    if _IS_HAN(left) and _IS_HAN(right):
        return is_deliberate(document, start, end)
    if _IS_FULL_WIDTH(left) or _IS_FULL_WIDTH(right):
        return _is_habit_beside(document, start, end)
    if left in MASKS or right in MASKS:
        return not (_IS_HAN(left) or _IS_HAN(right)) or _is_habit_beside_inline(document, start)
    if _IS_HAN(left) or _IS_HAN(right):
        if document.format not in ("rst", "po"):
            return False
        # Beside a half-width mark two are hardly seen, and on the page they are one.
        is_word = _IS_WORD(right if _IS_HAN(left) else left)
        return not is_word or habit(document, "one space, inline").is_repeated
    # English keeps two spaces after a full stop, and code as many as it likes.
    source = document.source_of(start)
    if source and document.text[start - 1 : end + 1] in source:
        return True
    line = shape[slice(*line_at(shape, start, end))]
    return left in ".?!:;," or not _IS_ASCII_WORD(left + right) or not _HAS_HAN(line)


def _is_habit_beside_inline(document: Document, start: int) -> bool:
    """Tell whether a document may mean two spaces beside inline markup.

    In reStructuredText two look like one on the page, so few authors mind them: what happens
    more than once or twice in a document is no slip there, nor what happens in a large catalog.
    """
    slip = is_slip(document, "one space, inline", start)
    if document.format == "po" and slip is not None:
        return True
    if document.format in ("rst", "po") and habit(document, "one space, inline").is_repeated:
        return True
    return slip is False


_IS_ASCII_WORD = re.compile(f"[{LATIN}]{{2}}").match
_IS_WORD = re.compile(f"[{LATIN}]").match
_HAS_HAN = re.compile(f"[{HAN}]").search

_NOT_AFTER_STOP = (
    f" (?:(?<=[{OPENERS}] )(?=[{HAN}{_WORD}{OPENERS}])"
    f"|(?=[{STOPS}{CLOSERS}])(?<=[{HAN}{_WORD}{CLOSERS}] )"
    f"|(?=[（《「])(?<=[{HAN}] )|(?<=[）》」] )(?=[{HAN}])"
)
_BESIDE = regex(f"{_NOT_AFTER_STOP}|(?<=[{STOPS}] )(?=[{HAN}{_WORD}{OPENERS}]))")
_BESIDE_BUT_AFTER_STOP = regex(f"{_NOT_AFTER_STOP})")
_IN_QUOTES = regex(f" (?:(?=”)(?<=[{HAN}{LATIN}] )|(?<=“ )(?=[{HAN}{LATIN}]))")


_SITES = regex(f" (?:(?=[{STOPS}{OPENERS}{CLOSERS}”])|(?<=[{STOPS}{OPENERS}{CLOSERS}“] ))")


@rule("space-beside-punctuation", fix=Applicability.SAFE, needs=Needs(signs=(_SITES,)))
def space_beside_punctuation(document: Document) -> Iterator[Hit]:
    """A space before or after full-width punctuation.

    Full-width punctuation brings its own room, so no space belongs beside it. A document that
    puts spaces there again and again has a style of its own, and is left alone; so is a space
    that ends an address, and one beside inline markup in reStructuredText, which may need it.
    Where a document there does so again and again, one after a Latin word is left alone as well.
    In a catalog, so are spaces between sentences and around brackets, which are some translators'
    habit. Outside curly quotation marks a space is a matter of style, inside it is wrong.

    Bad:  程序加载成功， 随后附加到接口。
    Good: 程序加载成功，随后附加到接口。
    Bad:  请使用较新的版本 。
    Good: 请使用较新的版本。
    """
    shape = document.shape
    sites = len(_SITES.findall(shape))
    if not sites:  # most messages
        return
    may_be_style = sites > FEW
    is_style_after_stop = may_be_style and habit(document, "after stop").is_style(document)
    pattern = _BESIDE_BUT_AFTER_STOP if is_style_after_stop else _BESIDE
    for match in pattern.finditer(shape):
        start, end = match.span()
        if may_be_style and _is_style_beside(document, start, end):
            continue
        if _is_item_label(shape, start):
            continue
        if not _is_habit_beside(document, start, end):
            yield Hit(start, end, "")
    if "“ " in shape or " ”" in shape:
        for match in _IN_QUOTES.finditer(shape):
            start, end = match.span()
            left, _ = line_at(shape, start, end)
            before = shape[left:start]
            # Some authors take one mark for the other.
            if before.count("“") - before.count("”") == 1:
                yield Hit(start, end, "")


def _is_style_beside(document: Document, start: int, end: int) -> bool:
    """Tell whether a document has so many such spaces that this one need not be looked at."""
    name = _class_of(document.shape, start, end)
    # Before a stop, after a Chinese character, it is wrong whatever the habit.
    return name != "before stop" and habit(document, name).is_style(document)


_ITEM_LABEL = regex("[ #]*[（(]?[一二三四五六七八九十0-9]{1,3}[）)]?、?$")
_LABEL_ENDS = frozenset("一二三四五六七八九十0123456789）)、")


def _is_item_label(shape: str, start: int) -> bool:
    """Tell whether what stands before a space is the number of an item, as in 一、 and （1）."""
    if shape[start - 1] not in _LABEL_ENDS:  # most often
        return False
    left, _ = line_at(shape, start, start)
    return start - left < 10 and bool(_ITEM_LABEL.match(shape[left:start].lstrip(STRUCTURE)))


_HOST = regex(r"[A-Za-z0-9]\.(?:cn|com|dev|edu|gov|io|net|org)$")


def _is_habit_beside(document: Document, start: int, end: int) -> bool:
    """Tell whether a document may mean a space beside full-width punctuation."""
    left, right = document.shape[start - 1], document.shape[end]
    if left == URL or (_IS_WORD(left) and _HOST.search(document.shape, max(0, start - 20), start)):
        return True
    name = _class_of(document.shape, start, end)
    if _IS_INLINE(left) or _IS_INLINE(right):
        if document.format in ("rst", "po"):
            return True  # it may be needed there
    elif _IS_WORD(left) and right in _CLOSING and _is_spaced_for_markup(document):
        return True
    elif name == "before stop" and _IS_HAN(left):
        return False
    elif name == "outside brackets" and document.format in ("rst", "po"):
        inner = document.shape[start - 2] if left in CLOSERS else document.shape[end + 1 : end + 2]
        if _IS_INLINE(inner):
            return True  # the space was put for the markup's sake
    is_catalog = document.format == "po"  # each message may have another author
    if is_catalog and (name == "outside brackets" or (name == "after stop" and left in "。？！")):
        return True  # as some write between sentences, others around brackets
    slip = is_slip(document, name, start)
    if slip is None:
        is_catalog_style = is_catalog and name == "after stop"
        return is_catalog_style or name == "outside brackets" or habit(document, name).is_repeated
    return not slip


def _is_spaced_for_markup(document: Document) -> bool:
    """Tell whether a document sets inline markup apart from the punctuation after it.

    reStructuredText may need that, and who does it does the same with Latin words.
    """
    is_markup = document.format in ("rst", "po")
    return is_markup and habit(document, "before stop, inline").is_repeated


def _class_of(shape: str, start: int, end: int) -> str:
    left, right = shape[start - 1], shape[end]
    if right in STOPS:
        return "before stop"
    if left in STOPS or (left in CLOSERS and shape[start - 2] in STOPS):
        return "after stop"
    return "brackets" if left in OPENERS or right in CLOSERS else "outside brackets"


_GAP = regex(f" (?<=[{HAN}] )(?=[{HAN}])")


@rule("space-between-han", fix=Applicability.SAFE, needs=Needs(signs=(GAP_IN_HAN,)))
def space_between_han(document: Document) -> Iterator[Hit]:
    """A space between two Chinese characters.

    Chinese does not separate its words; such a space stems from the English, or from a line
    break. It is right after the number of a section, between key words, between the parts of an
    address and between the names of people, and those are left alone. So are words that begin as
    Latin ones, such as f-字符串, and what may be the translated arguments of a command.

    Bad:  辅助函数 可以读取 内核数据。
    Good: 辅助函数可以读取内核数据。
    """
    for match in _GAP.finditer(document.shape):
        if not is_deliberate(document, *match.span()):
            yield Hit(*match.span(), "")


# What everybody writes without a space: T恤, U盘, X光, 第3层, 5月, 4核8G.
_SOLID = regex(
    "(?<![A-Za-z])[A-Za-z](?:恤|盘|站|歌|光|轮|型|形|字|键|级|座|区|面|股|照|类|罩|项)"
    "|第[0-9]+|[年月第][0-9]+[年月日号]"
    f"|[0-9]+(?:年|月|日|号|时|点|分|秒|小时|天|周|岁|元|核|位|倍|[层章节次版](?![{HAN}]))"
)
# A word with a space on one side and none on the other, Chinese on both.
_WORD_SITE = r"[A-Za-z](?:[A-Za-z0-9_.+/-]{0,30}[A-Za-z0-9_])?"
_LOPSIDED_LEFT = regex(f"{_WORD_SITE} [{HAN}]")
_LOPSIDED_RIGHT = regex(f"[{HAN}] {_WORD_SITE}$")


_TOUCH = re.compile(f"[{LATIN}{CODE}](?:(?=[{HAN}])|(?<=[{HAN}].))").search


@rule("missing-space", fix=Applicability.SAFE, needs=Needs(signs=(TOUCHING,)))
def missing_space(document: Document) -> Iterator[Hit]:
    """No space between Chinese and Latin where the document has one everywhere else.

    Whether Chinese and Latin are set apart by a space is a matter of style. It is reported only
    where the configuration asks for spaces, where at least 98 of 100 such places in the document
    have one, or, in a short text and in a catalog, where a word has a space on one side and none
    on the other. Fixed words such as U盘, dates, numbers with their units, titles and quotations
    are left as they are.

    Bad:  先调用Clang 生成目标文件。
    Good: 先调用 Clang 生成目标文件。
    """
    if not _TOUCH(document.shape):  # most messages: nothing could be missing
        return
    spaced = wants_spaces(document)
    if spaced is False:
        return
    for name in ("letter", "digit", "code"):
        if name == "code" and document.format in ("rst", "po"):
            continue
        for before in habit(document, name).broken:
            wanted = spaced or _is_unlike_the_rest(document, name, before)
            if wanted and not _is_solid(document.shape, before + 1):
                yield Hit(before, before + 2, edits=(Edit(before + 1, before + 1, " "),))


def _is_unlike_the_rest(document: Document, name: str, before: int) -> bool:
    """Tell whether a document, or in a short one the word itself, has spaces elsewhere."""
    shape = document.shape
    slip = is_slip(document, name, before)
    # In a catalog each message is a short text, and may have another author.
    if name == "letter" and (slip is None or (slip and document.format == "po")):
        at = before + 1
        if _IS_HAN(shape[at]):
            return bool(_LOPSIDED_RIGHT.search(shape[max(0, at - 34) : at]))
        return bool(_LOPSIDED_LEFT.match(shape, at))
    segment = document.segment_at(before)
    if slip and segment and document.format == "po":
        return bool(_LOOSE.search(shape, segment.start, segment.end))
    return bool(slip)


def _is_solid(shape: str, at: int) -> bool:
    """Tell whether what meets at a place is written without a space, or quoted."""
    first = max(0, at - 6)
    near = shape[first : at + 6]
    if any(m.start() < at - first <= m.end() for m in _SOLID.finditer(near)):
        return True
    left, _ = line_at(shape, at, at)
    before = shape[left:at]
    return is_quoted(before) or before.count("《") > before.count("》")
