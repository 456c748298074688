"""Sentences that stand twice, and sentences cut in two."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.fragments import FIRST, FRAGMENT, is_beginning, is_end
from ebpf_glossary.rules.needs import SEVERAL_LINES, Needs, has
from ebpf_glossary.rules.pairing import counted
from ebpf_glossary.rules.repeated import is_prose, repeated_lines, source_repeats
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
    f"[^{_MARKS}{BREAK}]{{0,{_LONGEST}}}+(?=[{_CLAUSE_MARKS}][ \n]?\\1)"
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
_LIGHT = frozenset("的了一个会将是也都就可以能这该它其在对为被把上中所而则还又拥")
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
    Bad:  1. 编译\n2. 测试\n2. 测试\n3. 发布
    Good: 1. 编译\n2. 测试\n3. 发布

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
        if shape[start] != shape[after]:
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
    more = len(long) - len(short)
    if 0 < more < 4 and _LIGHT.issuperset(_added(short, long)):
        return True
    # Other words are as good a reason to say a thing again, unless the English says it once.
    common = (Counter(short) & Counter(long)).total()
    different = {*(Counter(short) - Counter(long)), *(Counter(long) - Counter(short))}
    return (
        document.pair_at(start) is not None
        and short[:4] == long[:4]
        and not different & _OPPOSITE
        and _NO_WORDS.sub("", short) == _NO_WORDS.sub("", long)
        and len(short) >= 10
        and common >= _ALIKE * len(long)
        and _has_fewer(document, start, _ENGLISH_STOP, _CHINESE_STOP)
    )


def _added(short: str, long: str) -> list[str]:
    """Return what a sentence has more than a shorter one; all of it where that is no part of it."""
    rest = iter(short)
    due = next(rest, "")
    added = []
    for character in long:
        if character == due:
            due = next(rest, "")
        else:
            added.append(character)
    return added if not due else [*long]


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

    Bad:  加载会失败。因为程序没有许可证。
    Good: 加载会失败，因为程序没有许可证。

    Source: The program checks its arguments and writes the result to the map.
    Bad:  程序先校验参数。并把结果写入映射。
    Good: 程序先校验参数，并把结果写入映射。

    Bad:  事件可以导出到磁盘。通过环形缓冲区等方式。
    Good: 事件可以通过环形缓冲区等方式导出到磁盘。

    Bad:  源码可以通过以下方式编译：clang 并加载到内核中。
    Good: 源码可以由 clang 编译并加载到内核中。
    """
    shape = document.shape
    for match in FRAGMENT.finditer(shape):
        is_known = document.pair_at(match.start()) is not None
        if is_end(match, is_known=is_known) and _is_cut(document, match.start()):
            yield Hit(match.start("word"), match.end())
    for start, end, after in _joints(document):
        if shape[start] not in FIRST or end - start > 63 or shape[start - 1 : start] == "？":
            continue  # that is an answer
        is_piece = is_beginning(
            shape[start : end + 1],
            shape[after : after + 3],
            is_known=document.pair_at(start) is not None,
            is_first=_opens_paragraph(document, start),
        )
        if is_piece and _is_cut(document, start):
            yield Hit(start, end + 1)
    for match in _COLON.finditer(shape):
        if match[1] is not None and document.pair_at(match.start()) is None:
            continue  # a list of one
        if _has_fewer(document, match.start(), _ENGLISH_COLON, _CHINESE_COLON):
            yield Hit(match.start(), match.end())


def _opens_paragraph(document: Document, start: int) -> bool:
    segment = document.segment_at(start)
    return segment is not None and segment.kind == "paragraph" and segment.start == start


def _is_cut(document: Document, offset: int) -> bool:
    return _has_fewer(document, offset, _ENGLISH_STOP, _CHINESE_STOP)


def _has_fewer(
    document: Document, offset: int, english: re.Pattern[str], chinese: re.Pattern[str]
) -> bool:
    """Tell whether the English of a place has fewer of something, or is not known."""
    pair = document.pair_at(offset)
    if pair is None:
        return True
    there, here = counted(document, pair, english, chinese)
    return there < here
