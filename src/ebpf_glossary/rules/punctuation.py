"""Punctuation: of the wrong width, twice, without its other half."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import counted
from ebpf_glossary.rules.style import (
    HAN,
    INLINE,
    REACH,
    ROUND,
    habit,
    is_slip,
    line_at,
    speaks_of_width,
)
from ebpf_glossary.rules.unusual import unusual_characters
from ebpf_glossary.segments import BREAK, Applicability, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Document

FAMILY = "punctuation"

LONGEST = 800
"""Segments in which the halves of pairs are counted."""

_FULL_WIDTH_OF = dict(zip(",;:!?.", "，；：！？。", strict=True))
# The marks among the half-width katakana, and what they are among Chinese.
_KATAKANA_MARKS = dict(zip("｡｢｣､･", "。「」、·", strict=True))
_IS_KATAKANA = re.compile("[\uff66-\uff9f]").match
_HALF_WIDTH = regex(
    f"[,;:!?.](?<=[{HAN}）》」”].)(?![,;:!?.)\\]'\"-])(?: *(?=[{HAN}（《「“])|(?=[\n{BREAK}]|\\Z))"
)
# Chinese on one side and Latin on the other.
_HALF_CHINESE = regex(
    f"[,;](?: ?(?<=[{HAN}）》」”][,;])| (?<=[{HAN}）》」”][,;] ))(?=[A-Za-z])"
    f"|[,;](?<=[A-Za-z0-9].) ?(?=[{HAN}])"
)
# A half-width mark beside Chinese: what is rare in both.
_HALF_BESIDE = regex(f"[,;:!?.](?:(?<=[{HAN}）》」”].)|(?= ?[{HAN}])|(?<![,;:!?.]))")
_LIST_LABEL = regex(f"\\s*(?:第?[一二三四五六七八九十]{{1,3}}|[甲乙丙丁戊己]|:[{HAN}]{{1,6}})$")
_ENTITY = regex("&(?:[A-Za-z]{2,8}|#[0-9A-Fa-fxX]{2,6})\\Z")
_OPEN_HALF = regex("[(\\[{<]")
_CLOSE_HALF = regex("[)\\]}>]")
_SENTENCE = regex("[。！？；，]")

_LATIN_LIST = regex(f"[A-Za-z0-9{INLINE}], ?[A-Za-z0-9{INLINE}][^，。；：！？（）、\n{BREAK}]*$")
_NEXT_ITEM = regex(f"[A-Za-z0-9{INLINE}]|[或和及与]|以及")
_LONGEST_LIST = 60


_ROUND = regex(ROUND)


def _has_half(document: Document) -> bool:
    """Tell whether there is a half-width mark between Chinese characters."""
    shape = document.shape
    if "(" in shape and _ROUND.search(shape):
        return True
    return bool(
        _HALF_BESIDE.search(shape) and (_HALF_WIDTH.search(shape) or _HALF_CHINESE.search(shape))
    )


@rule(
    "halfwidth-punctuation",
    fix=Applicability.SAFE,
    needs=Needs("".join(_KATAKANA_MARKS), signs=(_has_half,)),
)
def halfwidth_punctuation(document: Document) -> Iterator[Hit]:
    """A half-width mark between Chinese characters.

    Chinese sentences take full-width punctuation. Half-width marks are right within code, numbers
    and Latin text, in tuples such as (键, 值), in lists of Latin words, and after the label of a
    list item. Where a document uses the half-width mark as often as not, it has a habit of its own
    and is left alone. The half-width marks of Japanese are wrong anywhere but beside half-width
    katakana.

    Bad:  先验证, 再即时编译。
    Good: 先验证，再即时编译。
    Bad:  程序会先被验证.然后才能运行。
    Good: 程序会先被验证。然后才能运行。
    Bad:  验证器会拒绝它.
    Good: 验证器会拒绝它。
    Bad:  映射(一种键值存储)由内核维护。
    Good: 映射（一种键值存储）由内核维护。
    Source: The agent collects metrics. Storage is up to you.
    Bad:  代理负责采集指标.存储由你决定。
    Good: 代理负责采集指标。存储由你决定。
    """
    shape = document.shape
    for match in _HALF_WIDTH.finditer(shape):
        start, end = match.span()
        if _is_half_width_right(document, start, end) or _is_habit(document, start, end):
            continue
        yield Hit(start, end, _FULL_WIDTH_OF[shape[start]])
    for match in _HALF_CHINESE.finditer(shape):
        start, end = match.span()
        if _is_in_sentence(shape, start, end) and not (
            _is_half_width_right(document, start, end)
            or _is_in_latin_list(shape, start, end)
            or _is_habit(document, start, end)
        ):
            yield Hit(start, end, _FULL_WIDTH_OF[shape[start]])
    yield from _round_brackets(document)
    for at in unusual_characters(document):
        full = _KATAKANA_MARKS.get(shape[at])
        if not full or any(map(_IS_KATAKANA, shape[max(0, at - 1) : at + 2])):
            continue
        if not speaks_of_width(document, at, at + 1):
            yield Hit(at, at + 1, full)


def _round_brackets(document: Document) -> Iterator[Hit]:
    """Yield half-width brackets around Chinese, where they are no habit."""
    if "(" not in document.shape or document.format == "po":  # many translators write them so
        return
    for match in _ROUND.finditer(document.shape):
        start, end = match.span()
        slip = is_slip(document, "round brackets", start)
        if slip or (slip is None and not habit(document, "round brackets").is_repeated):
            yield Hit(start, end, edits=(Edit(start, start + 1, "（"), Edit(end - 1, end, "）")))


def _is_in_sentence(shape: str, start: int, end: int) -> bool:
    """Tell whether a line has full-width marks, so that its sentences are Chinese."""
    left, right = line_at(shape, start, end)
    return bool(_SENTENCE.search(shape, left, right))


def _is_in_latin_list(shape: str, start: int, end: int) -> bool:
    """Tell whether a comma continues a list whose items before it are Latin: read, get, 或 set."""
    left, _ = line_at(shape, start, end)
    before = _LATIN_LIST.search(shape, max(left, start - _LONGEST_LIST), start)
    return shape[start] == "," and bool(before) and bool(_NEXT_ITEM.match(shape, end))


def _is_habit(document: Document, start: int, end: int) -> bool:
    """Tell whether a document may mean the half-width mark that it has here."""
    mark = document.shape[start]
    is_lead_in = mark == ":" and document.shape[end : end + 1] in ("", "\n", BREAK)
    if is_lead_in and document.format == "po":
        return True  # the label of a field, or of what the next message says
    slip = is_slip(document, mark, start)
    if slip is not None or document.format not in ("rst", "po"):
        return slip is False
    return is_lead_in or habit(document, mark).is_repeated  # a colon before a literal block


def _is_half_width_right(document: Document, start: int, end: int) -> bool:
    """Tell whether a half-width mark belongs where it stands."""
    shape = document.shape
    left, right = line_at(shape, start, end)
    before, mark = shape[left:start], shape[start]
    if mark == "." and end < right and end == start + 1:
        is_end = _ends_sentence(shape, start, left) or _is_end_in_source(document, start)
        return not is_end  # 约翰.史密斯, 对象.方法
    if mark in ".:" and _LIST_LABEL.match(before):
        return True
    if mark == ";" and _ENTITY.search(shape, max(left, start - 10), start):
        return True
    if len(_OPEN_HALF.findall(before)) > len(_CLOSE_HALF.findall(before)):
        return True
    # A list of words, such as an entry of an index: 模式, 捕获
    longest = 40 if document.format in ("rst", "po") else 24
    is_short = right - left < longest
    return mark in ",;" and is_short and not _SENTENCE.search(before + shape[end:right])


# With these a sentence begins, and no half of a name.
_BEGINNING = regex(
    "[它这该你您但每]|其[他它中次余]|[我他]们|因[此为而]|如果|当[前然]?|此[外时]?|然[后而]|同[时样]|所[以有]|为[了此]"
    "|通[过常]|请|对于|由[于此]|没有|并且|而[且是]|否则|需要|不[过能会要需]|另外|首先|最[后终]|例如|随[后着]"
    "|一旦|除[非了]|只[有要需]|在|可以|必须|使用|如[上下需]|用户|现在|目前"
)
_BEFORE_STOP = regex(f"[{HAN}{INLINE}A-Za-z0-9 ]{{4,}}\\Z")


def _ends_sentence(shape: str, at: int, left: int) -> bool:
    """Tell whether a full stop directly between two Chinese characters is one."""
    return bool(
        _BEGINNING.match(shape, at + 1) and _BEFORE_STOP.search(shape, max(left, at - 20), at)
    )


_STOP = regex(r"[.!?][\"')\]*_`]*\s+(?=[A-Z`*])")
_FULL_STOP = regex(f"[。！？](?=[^\\s{BREAK}])")


def _is_end_in_source(document: Document, at: int) -> bool:
    """Tell whether the English has one sentence more than the Chinese has with this full stop."""
    pair = document.pair_at(at)
    if pair is None:
        return False
    there, here = counted(document, pair, _STOP, _FULL_STOP)
    return there == here + 1


_REPEATED = regex(
    "[，、；：。！？,;:.](?:"
    "(?<=[，、；：。]) ?[，、；：。]"
    "|(?<=[？！])。"
    "|(?<=[，、；：。！？])[,;:.!?](?![A-Za-z0-9,;:.!?'\"()*/<>|-])|(?<=[，、；])[,;](?=[A-Za-z])"
    "|(?<=,)(?<![,;:],)[，、]|(?<=;)(?<![,;:];)；|(?<=:)(?<![,;:]:)："
    f"|(?<=[{HAN}）》」”][,;:.])[，、；：。])"
)
_EQUIVALENT = {",": "，、", ";": "；", ":": "：", ".": "。", "!": "！", "?": "？"}


# Of round brackets the width is another matter: one may close what the other opened.
_OPENER_OF = {"）": "（", ")": "（", "」": "「", "』": "『", "”": "“", "》": "《", "】": "【"}
_CLOSER_OF = {opener: closer for closer, opener in _OPENER_OF.items() if closer != ")"}
_WIDE_BRACKETS = str.maketrans("()", "（）")
_DOUBLED = regex(
    "[“”《》「」『』【】（）)](?:(?<=“)“|(?<=”)”|(?<=《)《|(?<=》)》|(?<=「)「|(?<=」)」|(?<=『)『|(?<=』)』"
    "|(?<=【)【|(?<=】)】|(?<=（)（|(?<=）)[）)]|(?<=\\))）)"
)


_ANY_MARK = "[，、；：。！？,;:.!?“”《》「」『』【】（）)]"
_TWO_MARKS = regex(f"{_ANY_MARK}(?= ?{_ANY_MARK})")


def _has_two(document: Document) -> bool:
    """Tell whether there are two marks in a row where one may be meant."""
    shape = document.shape
    return bool(_TWO_MARKS.search(shape) and (_REPEATED.search(shape) or _DOUBLED.search(shape)))


@rule("repeated-punctuation", fix=Applicability.SAFE, needs=Needs(signs=(_has_two,)))
def repeated_punctuation(document: Document) -> Iterator[Hit]:
    """Two marks in a row where one is meant.

    The mark of the original was translated and kept as well, or two pieces of a sentence met.
    Ellipses, dashes and strings of ！ and ？ are meant as they are, and so are the two colons of
    reStructuredText. Where the two marks differ, which one is right is a guess. A bracket or a
    quotation mark is one too many where it has no counterpart.

    Bad:  程序已经加载，，随后附加。
    Good: 程序已经加载，随后附加。
    Bad:  附加完成。.
    Good: 附加完成。
    Bad:  钩子（见上文））有多种。
    Good: 钩子（见上文）有多种。
    """
    shape = document.shape
    for match in _REPEATED.finditer(shape):
        start, end = match.span()
        first, second = shape[start], shape[end - 1]
        if _is_longer(shape, start, end) or (
            {first, second} <= {"：", ":"} and document.format in ("rst", "po")
        ):
            continue
        if first == second or second in _EQUIVALENT.get(first, ""):
            yield Hit(start, end, second)
        elif first in _EQUIVALENT.get(second, "") or first in "？！":
            yield Hit(start, end, first)
        else:
            kept = _stronger(shape, end, first, second)
            yield Hit(start, end, kept, applicability=Applicability.UNSAFE)
    for match in _DOUBLED.finditer(shape):
        start, end = match.span()
        if not _is_longer(shape, start, end) and _is_one_too_many(document, start, end):
            yield Hit(start, end, shape[start])


def _is_one_too_many(document: Document, start: int, end: int) -> bool:
    """Tell whether two brackets in a row have only one counterpart in their segment."""
    shape, segment = document.shape, document.segment_at(start)
    if segment is None or segment.end - segment.start > LONGEST:
        return False
    if _SMILEY.search(shape, max(0, start - 2), start):
        return False
    mark = shape[start]
    if opener := _OPENER_OF.get(mark):
        between = shape[segment.start : start]
        counterpart, own = opener, mark
    else:
        between = shape[end : segment.end][::-1]
        counterpart, own = _CLOSER_OF[mark], mark
    if mark in "（）)":
        between, counterpart, own = (
            between.translate(_WIDE_BRACKETS),
            *(each.translate(_WIDE_BRACKETS) for each in (counterpart, own)),
        )
    open_ = 0
    for each in between:
        open_ = max(0, open_ + (each == counterpart) - (each == own))
    if open_ == 2 and mark not in "（）)":
        return counterpart * 2 in between  # both are doubled
    return open_ == 1


def _is_longer(shape: str, start: int, end: int) -> bool:
    """Tell whether two marks are part of a longer row of the same one, which is meant."""
    return shape[end : end + 1] == shape[end - 1] or (
        start > 0 and shape[start - 1] == shape[start]
    )


def _stronger(shape: str, end: int, first: str, second: str) -> str:
    """Return the mark to keep of two: the full stop where the line ends, else not."""
    at_end = end >= len(shape) or shape[end] in f"\n{BREAK}”」）"
    first, second = _FULL_WIDTH_OF.get(first, first), _FULL_WIDTH_OF.get(second, second)
    if "。" in (first, second):
        other = second if first == "。" else first
        return "。" if at_end else other
    return first


_PAIRED = regex(f"[（()）「」『』“”《》【】{BREAK}]")
# A label such as 1) or a), or an interval such as [0, n).
_LABEL_END = regex(
    "(?:^|[^A-Za-z0-9])(?:[0-9]{1,3}|[A-Za-z]|[ivxIVX]{1,4}|[一二三四五六七八九十]{1,3})$"
    "|\\[[^][]{1,60}$"
)
_SMILEY = regex("[:;=][-o^']?$")


@rule("unbalanced-pair", default=False)
def unbalanced_pair(document: Document) -> Iterator[Hit]:
    """A bracket or quotation mark without its other half.

    A half gets lost where a sentence is cut or put together, or it is replaced by the wrong one.
    Labels such as 1) and a) and smileys need no other half, and a quotation of several
    paragraphs may open in each. It is only shown: where the other half belongs is not known.

    Bad:  内核（从 5.8 版起支持它。
    Good: 内核（从 5.8 版起）支持它。
    """
    opened: dict[str, list[int]] = {}
    for match in _PAIRED.finditer(document.shape):
        mark, at = match[0], match.start()
        if mark == BREAK:
            if opened:
                yield from _left_open(document, opened)
                opened = {}
        elif mark == ")" and _SMILEY.search(document.shape, max(0, at - 2), at):
            continue
        elif opener := _OPENER_OF.get(mark):
            if not opened.get(opener):
                yield from _left_over(document, mark, at)
            else:
                opened[opener].pop()
        else:
            opened.setdefault("（" if mark == "(" else mark, []).append(at)
    yield from _left_open(document, opened)


def _left_over(document: Document, mark: str, at: int) -> Iterator[Hit]:
    if mark in ")）" and _LABEL_END.search(document.shape, max(0, at - 62), at):
        return
    if _is_prose(document, at):
        yield Hit(at, at + 1)


def _left_open(document: Document, opened: dict[str, list[int]]) -> Iterator[Hit]:
    for at in sorted(at for places in opened.values() for at in places):
        if document.shape[at] == "“" and _begins_segment(document, at):
            continue
        if _is_prose(document, at):
            yield Hit(at, at + 1)


def _begins_segment(document: Document, at: int) -> bool:
    segment = document.segment_at(at)
    if segment is None or at - segment.start > 8:
        return False
    return not document.text[segment.start : at].strip("*_ \n")


def _is_prose(document: Document, at: int) -> bool:
    """Tell whether a line is a Chinese sentence: elsewhere a bracket means anything."""
    if document.shape[at] not in "()":
        return True
    segment = document.segment_at(at)
    if segment is None:
        return False
    shape = document.shape
    line = shape[slice(*line_at(shape, at, at + 1))]
    around = shape[max(segment.start, at - REACH) : min(segment.end, at + REACH)]
    return len(_HAN_RUN.findall(line)) > 5 and "\n" not in around


_HAN_RUN = regex(f"[{HAN}]")
