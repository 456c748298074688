"""Sentences that stand twice, and sentences cut in two."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import SEVERAL_LINES, Needs, has
from ebpf_glossary.rules.repetition import is_prose, repeated_lines, source_repeats
from ebpf_glossary.segments import BREAK, HAN, STRUCTURE, Applicability, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "text"

_SENTENCE_MARKS = "。！？"
_CLAUSE_MARKS = "，；"
_MARKS = _SENTENCE_MARKS + _CLAUSE_MARKS + "："
_LONGEST = 400


# A clause after which stands another with the same beginning.
_CLAUSES = regex(
    f"[{_MARKS}{BREAK}{STRUCTURE}][ \n]?([^{_MARKS}{BREAK}{STRUCTURE}\n]{{4}})"
    f"[^{_MARKS}{BREAK}]{{1,{_LONGEST}}}+(?=[{_CLAUSE_MARKS}][ \n]?\\1)"
)


def _clauses(document: Document) -> list[tuple[int, int]]:
    """Return from where to where clauses go after which one begins in the same way."""
    found: list[tuple[int, int]] | None = document.memo.get("clauses")
    if found is None:
        shape, found = document.shape, []
        if "，" in shape or "；" in shape:
            # The first is to have something before it as well.
            found = [(m.start(1) - 1, m.end() - 1) for m in _CLAUSES.finditer(BREAK + shape)]
        document.memo["clauses"] = found
    return found


# Where one sentence follows another.
_JOINT = regex(f"[{_SENTENCE_MARKS}][ \\n]?(?=[^\\s{BREAK}{STRUCTURE}{_SENTENCE_MARKS}])")
_SEVERAL_SENTENCES = regex(f"[{_SENTENCE_MARKS}](?! ?(?:{BREAK}|\\Z))")
_LEAD = regex(f"[ \\n{STRUCTURE}]+")
_SENTENCE_END = regex("[。！？\n]")
_ENDS = frozenset((*_MARKS, "）", "”", "」", BREAK, ""))
# What one sentence may have more than its neighbour and still say the same.
_LIGHT = frozenset("的了一个会将是也都就可以能这该它其在对为被把上中所而则还又")
# How much two sentences have in common that say the same in other words.
_ALIKE = 0.75
# Where they differ in one of these they do not say the same, nor where they do in a name.
_OPPOSITE = frozenset(
    "真假启禁开关读写输入出上下前后左右大小增减加删成败高低正负是非有无不未同异内外新旧长短首末源请响一二三四"
)
_NO_WORDS = regex(rf"[\u3000-\u303f{HAN}\uff00-\uffef\s]+")


@rule(
    "repeated-sentence",
    fix=Applicability.SAFE,
    mends_markup=True,
    needs=Needs(signs=(_SEVERAL_SENTENCES, _clauses, SEVERAL_LINES)),
)
def repeated_sentence(document: Document) -> Iterator[Hit]:
    r"""A clause, a sentence, a list item or a table row stands twice in a row.

    A copy tells the reader nothing. Where the English says a thing twice as well, it is meant so.
    Sentences that say the same in slightly other words are shown without a fix, because only a
    reader can tell which is better.

    Bad:  映射会保留到最后，映射会保留到最后，除非它被删除。
    Good: 映射会保留到最后，除非它被删除。

    Bad:  加载时需要特权。加载时需要特权。
    Good: 加载时需要特权。

    Format: markdown
    Bad:  - 支持热更新\n- 支持热更新\n- 支持限速
    Good: - 支持热更新\n- 支持限速

    Format: markdown
    Bad:  | 值 | 含义 |\n| --- | --- |\n| 1 | 丢弃数据包 |\n| 1 | 丢弃数据包 |
    Good: | 值 | 含义 |\n| --- | --- |\n| 1 | 丢弃数据包 |
    """
    seen, shape = 0, document.shape
    for start, end in _clauses(document):
        if start < seen or not is_prose(shape, start, end):
            continue
        copies, seen = _run(document, start, end, _MARKS)
        if copies == 2 and not source_repeats(document, start):  # more are a loop
            yield Hit(end, seen, "")
    if _joints(document):
        yield from _repeated(document)
    for lines in repeated_lines(document):
        if lines.copies == 2:
            yield Hit(lines.start, lines.end, "")


# Two sentences that follow one another: where the first begins and ends, where the second begins.
_Joint = tuple[int, int, int]


def _joints(document: Document) -> list[_Joint]:
    """Return where a sentence follows another in the same segment; two rules look at them."""
    joints: list[_Joint] | None = document.memo.get("sentence joints")
    if joints is None:
        shape, joints, start = document.shape, [], 0
        for match in _JOINT.finditer(shape):
            end, after = match.span()
            start = max(start, shape.rfind(BREAK, start, end) + 1)
            if lead := _LEAD.match(shape, start, end):
                start = lead.end()
            joints.append((start, end, after))
            start = after
        document.memo["sentence joints"] = joints
    return joints


def _repeated(document: Document) -> Iterator[Hit]:
    """Yield sentences that stand again after themselves."""
    shape, seen = document.shape, 0
    for start, end, after in _joints(document):
        if not shape.startswith(shape[start : start + 4], after):
            continue
        if start < seen or not 4 < end - start < _LONGEST or not is_prose(shape, start, end):
            continue
        copies, seen = _run(document, start, end, _SENTENCE_MARKS)
        if copies == 1:
            found = _is_near(document, start, end)
        else:  # what stands there more than twice is a loop, which cannot have several clauses
            found = copies == 2 or bool({*_CLAUSE_MARKS} & {*shape[start:end]})
        if found and not source_repeats(document, start):
            yield Hit(end, seen, "") if copies > 1 else Hit(start, _next_end(document, end))


def _run(document: Document, start: int, end: int, marks: str) -> tuple[int, int]:
    """Return how often what stands from `start` to `end` stands there, and where the last ends."""
    text, shape = document.text, document.shape
    piece, copies = text[start:end], 1
    while end < len(shape) and shape[end] in marks:
        at = end + 1 + (shape[end + 1 : end + 2] in (" ", "\n"))
        last = at + len(piece)
        if not text.startswith(piece, at) or shape[last : last + 1] not in _ENDS:
            break
        end, copies = last, copies + 1
    return copies, end


def _next_end(document: Document, end: int) -> int:
    """Return where the sentence after the one that ends at `end` ends."""
    match = _SENTENCE_END.search(document.text, end + 3, end + _LONGEST)
    return match.start() if match else min(end + _LONGEST, len(document.text))


def _is_near(document: Document, start: int, end: int) -> bool:
    """Tell whether the sentence after the given one says the same in slightly other words."""
    piece, other = document.text[start:end], document.text[end + 1 : _next_end(document, end)]
    short, long = sorted((piece, other.lstrip()), key=len)
    if len(short) < 6 or len(long) - len(short) > 8:
        return False
    same = next((i for i, each in enumerate(long) if short[i : i + 1] != each), len(short))
    more = len(long) - len(short)
    if 0 < more < 4 and long.endswith(short[same:]) and _LIGHT.issuperset(long[same : same + more]):
        return True
    # Other words are as good a reason to say a thing again, unless the English says it once.
    common = (Counter(short) & Counter(long)).total()
    different = {*(Counter(short) - Counter(long)), *(Counter(long) - Counter(short))}
    return (
        document.pair_at(start) is not None
        and not different & _OPPOSITE
        and _NO_WORDS.sub("", short) == _NO_WORDS.sub("", long)
        and len(short) >= 10
        and common >= _ALIKE * len(long)
        and _has_fewer(document, start, _ENGLISH_STOP, _CHINESE_STOP)
    )


# What cannot begin a Chinese sentence, or be one, after the sentence that it belongs to.
_FRAGMENT = regex(
    "。[ \\n]?(?:"
    "(而不是|而非|以便|以及|以避免|以确保|以防|以免|使得|从而|进而|通过|借助|[和与或及]"
    "|前提是|条件是|分别是|分别为"
    "|例如|比如|诸如|包括|除非|因为|直到|如果|当|用于|在)"
    f"([^。！？：；\\n{BREAK}]{{1,60}}+))(?=[。\\n{BREAK}]|$)"
)
# These can begin a sentence: it is one too many where the English has fewer.
_SUSPICIOUS = frozenset(
    ("例如", "比如", "诸如", "包括", "除非", "因为", "直到", "如果", "当", "用于", "在")
)
_SUBORDINATE = regex(
    "(?:当|在)[^，会将应可能需是被则就请了都让]*(?:时|后|前|中|上|里|下|内|期间)"
    "|(?:如果|除非|因为|直到)[^，则就会将可应能需请是（]*"
    "|(?:例如|比如|诸如|包括|用于)[^，会将应可能需是被则就:]{4,}(?<!等)"
)
_MEANS = regex("等(?:方式|方法|手段|途径|机制|工具|技术|形式)$")
_PREDICATE = regex(
    "[，是会能有需将被了可应]|一样|不同|类似|相[比反似同]|之[前后间]|[者此平谐时格其许]"
)
# A clause that needs a main clause, as a sentence of its own with another after it.
_FIRST = frozenset("当在由因如假若一只除虽尽即")
_STOPS = frozenset("，；：！？“”（）\n")
_TIME = regex(
    "当(?![前然作做成地年日今初中]|且仅)[^就请]*(?:(?<![超实延定计同小临耗历平按及用准届])时"
    "|之[前后]|期间|的情况下|以后|以前)。"
    "|在[^会将应可能需是被则就请了都让它这该]*(?:(?<![超实延定计同小临耗历平按及用准届])时"
    "|之[前后]|期间|的情况下|以后|以前)。"
)
_CAUSE = regex("由于(?!此)[^，会将应可能需则就请因而所才]{3,}。")
_ANSWERS = {
    "如果": ("则", "就", "那么", "那就"),
    "假如": ("则", "就", "那么", "那就"),
    "若": ("则", "就", "那么", "那就"),
    "一旦": ("则", "就", "便"),
    "只要": ("则", "就", "便"),
    "除非": ("否则",),
    "虽然": ("但", "然而", "不过", "却", "仍"),
    "尽管": ("但", "然而", "不过", "却", "仍"),
    "即使": ("也", "仍", "依然"),
    "由于": ("所以", "因此", "因而", "故"),
    "因为": ("所以", "因此", "因而", "故"),
}
# A name after the colon of "以下方式：", and the rest of the sentence after the name.
_HAS_COLON = has("以下")
_COLON = regex(
    "以下(?:方式|方法|途径|手段|形式|人员|公司|团队|组织|社区|项目)"
    f"[^，。；：:、\\n{BREAK}]{{0,8}}[：:] ?[A-Za-z][A-Za-z0-9 /._+-]{{0,60}}+"
    f"(?:并|(?=([。和与及或\\n{BREAK}]|$)))"
)
_ENGLISH_STOP = regex(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.!?][\"')\]`*]*\s+(?=\S)")
_ENGLISH_COLON = regex(":")
_CHINESE_COLON = regex("[：:]")
_CHINESE_STOP = regex(f"[。！？][”」）]?\\s*(?=[^\\s{BREAK}])")


@rule("split-sentence", needs=Needs(signs=(_SEVERAL_SENTENCES, _HAS_COLON)))
def split_sentence(document: Document) -> Iterator[Hit]:
    """A part of a sentence stands as a sentence of its own, or after a colon.

    Machine translation that works sentence by sentence cuts long English sentences and leaves a
    piece that cannot stand alone, such as a condition without what follows from it. Only a reader
    can join them again. Where the English has as many sentences, it is left alone.

    Bad:  程序运行在内核中。而不是用户空间。
    Good: 程序运行在内核中，而不是用户空间。

    Bad:  当映射被写满时。更新会失败。
    Good: 当映射被写满时，更新会失败。

    Bad:  事件可以导出到磁盘。通过环形缓冲区等方式。
    Good: 事件可以通过环形缓冲区等方式导出到磁盘。

    Bad:  源码可以通过以下方式编译：clang 并加载到内核中。
    Good: 源码可以由 clang 编译并加载到内核中。
    """
    shape = document.shape
    for match in _FRAGMENT.finditer(shape):
        if _is_fragment(document, match) and _is_cut(document, match.start()):
            yield Hit(match.start(1), match.end())
    for start, end, after in _joints(document):
        if (
            shape[start] in _FIRST
            and end - start < 64
            and shape[start - 1 : start] != "？"  # it is an answer
            and _is_cut_off(shape[start : end + 1], shape[after : after + 3])
            and _is_cut(document, start)
        ):
            yield Hit(start, end + 1)
    for match in _COLON.finditer(shape):
        if match[1] is not None and document.pair_at(match.start()) is None:
            continue  # a list of one
        if _has_fewer(document, match.start(), _ENGLISH_COLON, _CHINESE_COLON):
            yield Hit(match.start(), match.end())


def _is_fragment(document: Document, match: re.Match[str]) -> bool:
    """Tell whether a sentence is the end of the one before."""
    word, rest = match.groups()
    if word in _SUSPICIOUS:
        is_known = document.pair_at(match.start()) is not None
        return is_known and _SUBORDINATE.fullmatch(word + rest) is not None
    if word in ("通过", "借助"):
        return "，" not in rest and _MEANS.search(rest) is not None
    return len(word) > 1 or (len(rest) < 20 and not _PREDICATE.search(rest))


def _is_cut_off(clause: str, after: str) -> bool:
    """Tell whether a sentence is only the beginning of one that the next finishes."""
    if _STOPS & {*clause}:
        return False
    if _TIME.fullmatch(clause) or _CAUSE.fullmatch(clause):
        return True
    answers = _ANSWERS.get(clause[:2]) or _ANSWERS.get(clause[:1], ())
    return after.startswith(answers)


def _is_cut(document: Document, offset: int) -> bool:
    return _has_fewer(document, offset, _ENGLISH_STOP, _CHINESE_STOP)


def _has_fewer(
    document: Document, offset: int, english: re.Pattern[str], chinese: re.Pattern[str]
) -> bool:
    """Tell whether the English of a place has fewer of something, or is not known."""
    pair = document.pair_at(offset)
    if pair is None:
        return True
    key = f"fewer {english.pattern} at {pair.start}"
    if key not in document.memo:
        here = sum(1 for _ in chinese.finditer(document.shape, pair.start, pair.end))
        there = english.finditer(document.source_shape, pair.source_start, pair.source_end)
        document.memo[key] = sum(1 for _ in there) < here
    fewer: bool = document.memo[key]
    return fewer
