"""English that was not translated."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.copies import copies
from ebpf_glossary.rules.english import (
    TRIGGER,
    WORD,
    functions,
    is_phrase,
    is_prose,
    key,
    runs,
    source_at,
)
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import HAN, has_han, within
from ebpf_glossary.rules.vocabulary import FUNCTION_WORDS, HEADING_WORDS, PLAIN_WORDS
from ebpf_glossary.segments import BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ebpf_glossary.rules.english import Run
    from ebpf_glossary.segments import Document, Segment

FAMILY = "text"

MOST = 20
"""Of more runs of English in a segment without Chinese only the first are looked at."""

_INSIDE = regex('(?:《[^》]*|[“「『][^”」』]*|（[^）]*|\\([^)]*|"[^"]*"?[^"]*)$')
_NAMED = regex(
    "(?:题为|题目|标题|名为|论文|译作|意为|全称|简称|缩写|字样)[^。]{0,6}$"
    "|(?:错误|报错|异常|提示|消息|信息|显示|输出)(?:信息|消息|为|是)?[：:]?[ ]?$"
)
_MEANS = regex("[ ]?(?:表示|意味着|是指|意为|意思是|指的是|一词|字样|这个错误|错误)")
_LICENCE = regex(r"(?i)licen[sc]e|copyright|warrant|rights reserved|SPDX")
_QUOTATION = "\"“'‘「>"


@rule("untranslated-text", needs=Needs(signs=(TRIGGER,)))
def untranslated_text(document: Document) -> Iterator[Hit]:
    r"""English prose was left in a Chinese text.

    A sentence, a heading or a table cell that equals the source, some English words within a
    Chinese sentence, or a single one that is no term: readers who know no English are lost there.

    Names, titles, commands, licences and quotations stay as they are, and a
    document without any Chinese is not looked at unless its source is known.

    Source: Pin the map so that it outlives the loader.
    Bad:  固定该映射，so that it outlives the loader。
    Good: 固定该映射，使它在加载器退出后仍然存在。
    Format: markdown
    Source: - Fast startup\n- Small memory footprint\n- Hot reload
    Bad:  - 启动速度快\n- Small memory footprint\n- 热重载
    Good: - 启动速度快\n- 内存占用小\n- 热重载
    Source: The probe is removed when the process exits.
    Bad:  The probe is removed when the process exits.
    Good: 进程退出时探针会被移除。
    """
    if not document.pairs and (not runs(document) or not has_han(document.text)):
        return
    in_copy = within((hit.start, hit.end) for hit in copies(document))
    at, judged, tries, is_chinese = -1, -1, 0, False
    for run in runs(document):
        segment = document.segment_at(run.start)
        if segment is None or run.start < at:
            continue
        if in_copy(run.start):
            continue
        if segment.start != judged:
            judged, tries = segment.start, MOST
            is_chinese = has_han(document.shape[segment.start : segment.end])
        if is_chinese:
            if _is_left_over(document, segment, run):
                yield Hit(run.start, run.end)
            continue
        tries -= 1
        if tries >= 0 and _is_untranslated(document, segment, run):
            at = segment.end
            yield Hit(segment.start, segment.end)
    if document.pairs:
        yield from _single(document)
        if document.format == "markdown":
            yield from _headings(document, in_copy)


def _is_left_over(document: Document, segment: Segment, run: Run) -> bool:
    """Tell whether a run within a Chinese sentence should have been translated."""
    words, small = run.words, functions(run.words)
    if not small:
        return False
    source = _source_pairs(document, run.start)
    if source is None:
        is_long = len(words) >= 6 and small >= 3 and is_prose(words)
        return is_long and not _is_mentioned(document, segment, run)
    if not all(pair in source for pair in _neighbours(words)):
        return False
    if _is_mentioned(document, segment, run):
        return False
    if small == len(words):
        return len(words) >= 2 and (words[0].istitle() or len(words) >= 3)
    is_clause = words[0].lower() in FUNCTION_WORDS or (len(words) >= 4 and small >= 2)
    return len(words) >= 3 and is_clause and is_prose(words)


def _is_mentioned(document: Document, segment: Segment, run: Run) -> bool:
    """Tell whether a run is quoted, in brackets, or named as a title."""
    before = document.text[max(segment.start, run.start - 300) : run.start]
    after = document.text[run.end : run.end + 1]
    if _INSIDE.search(before) or _NAMED.search(before) or after in ("”", "》", "）", ")"):
        return True
    return bool(_MEANS.match(document.text, run.end)) or _is_quoted(document, run)


def _is_quoted(document: Document, run: Run) -> bool:
    """Tell whether the words of a run are quoted in the source: a message, a saying."""
    source = source_at(document, run.start)
    return source is not None and key(run.words) in source.quoted


def _neighbours(words: list[str]) -> Iterator[tuple[str, str]]:
    return pairwise(word.lower() for word in words)


def _source_pairs(document: Document, at: int) -> set[tuple[str, str]] | None:
    """Return which words stand beside each other in the English of what stands at a place."""
    pair = document.pair_at(at)
    if pair is None:
        return None
    cache: dict[int, set[tuple[str, str]]] = document.memo.setdefault(
        "untranslated: neighbours", {}
    )
    if pair.source_start not in cache:
        words = WORD.findall(document.source_shape, pair.source_start, pair.source_end)
        cache[pair.source_start] = set(_neighbours(words))
    return cache[pair.source_start]


_CODE = regex(r"\w\(|[={}$]|--\w|\w\.\w+\(|;$|</?code")


def _is_untranslated(document: Document, segment: Segment, run: Run) -> bool:
    """Tell whether a segment without Chinese is English prose that has to be translated."""
    text = document.text[segment.start : segment.end]
    if text[0] in _QUOTATION or _LICENCE.search(text) or not is_prose(run.words):
        return False
    if _CODE.search(document.shape, segment.start, segment.end):
        return False
    known = source_at(document, segment.start)
    small = functions(run.words)
    if known is None:
        if document.text[max(0, segment.start - 2) : segment.start] in ("> ", "* "):
            return False
        ends = text.rstrip()[-1:] in ".!?"
        return ends and text[0].isupper() and len(run.words) >= 8 and small >= 3
    words = WORD.findall(document.shape, segment.start, segment.end)
    if key(words) not in known.whole:
        return False
    in_row = segment.kind in ("heading", "cell", "item")
    if in_row and len(words) >= (4 if small else 3) and is_phrase(words):
        return True
    if (
        segment.kind == "item"
        and _is_sentence_like(words)
        and _has_chinese_beside(document, segment)
    ):
        return True
    if not small or not text.strip("*_")[:1].isupper():
        return False
    is_sentence = text.rstrip()[-1:] in ".!?" and len(run.words) >= 3
    if "(" in text and not is_sentence:  # a name with an address, the output of a program
        return False
    return is_sentence or len(words) > 4 or (small > 1 and len(words) > 3)


def _is_sentence_like(words: list[str]) -> bool:
    """Tell whether words begin as a sentence does, and at least two of them are plain."""
    return len(words) > 2 and words[0].istitle() and sum(map(str.islower, words)) > 1


def _has_chinese_beside(document: Document, segment: Segment) -> bool:
    """Tell whether the item before or after one is translated."""
    index = bisect_left(document.segments, segment)
    beside = document.segments[max(0, index - 1) : index + 2]
    return any(
        other.kind == segment.kind and has_han(document.shape[other.start : other.end])
        for other in beside
    )


# What can be a plain word before Chinese: an adverb, a word alone, one at the head of a sentence.
_PLAIN = (
    re.compile(f"ly(?= ?[{HAN}])"),
    re.compile(f" [a-z]{{3,}}(?= [{HAN}])"),
    re.compile(f",(?<=[a-z],) ?(?=[{HAN}])"),
)
_ADVERB = regex("(?!finally)[A-Za-z]{2,}(?:[aeiou]l|[eiu]d|n[gt]|te|se|re|ve|us|ic|ful)ly")
_LAST_WORD = regex(f"(?:^|[{HAN}，。；：、\n{BREAK}] ?)([A-Za-z]{{3,20}})$")


def _single(document: Document) -> Iterator[Hit]:
    """Yield plain words, such as an adverb, that stand alone in a Chinese sentence."""
    shape = document.shape
    seen: set[int] = set()
    for pattern in _PLAIN:
        for match in pattern.finditer(shape):
            end = match.end() if match[0][-1].isalpha() else match.start()
            word = _LAST_WORD.search(shape, max(0, end - 24), end)
            if word is None or not (word[1].lower() in PLAIN_WORDS or _ADVERB.fullmatch(word[1])):
                continue
            source = source_at(document, end - 1)
            if end not in seen and source is not None and word[1].lower() in source.words:
                seen.add(end)
                yield Hit(word.start(1), end)


def _headings(document: Document, in_copy: Callable[[int], bool]) -> Iterator[Hit]:
    """Yield headings and table heads of a word or two that every document has."""
    if not has_han(document.text):
        return
    for segment in document.segments:
        if segment.kind not in ("heading", "cell"):
            continue
        shape = document.shape[segment.start : segment.end].strip()
        if not shape.isascii() or not 3 < len(shape) < 60:
            continue
        words = WORD.findall(shape)
        is_common = all(w.lower() in HEADING_WORDS | FUNCTION_WORDS for w in words)
        if not words or not is_common or (len(words) >= 4 and functions(words)):
            continue
        known = source_at(document, segment.start)
        if (
            words[0].istitle()
            and known
            and key(words) in known.whole
            and not in_copy(segment.start)
        ):
            yield Hit(segment.start, segment.end)
