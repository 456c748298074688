"""Full-width characters where half-width ones are meant, and letters that only look right."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs, odd_code
from ebpf_glossary.rules.style import FEW, HAN, line_at, speaks_of_width
from ebpf_glossary.rules.unusual import UNUSUAL, unusual_characters
from ebpf_glossary.segments import CODE, URL, Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Document

FAMILY = "punctuation"

_LABEL = "[A-Za-z0-9-]{1,40}"
_HOST_BEFORE = regex(
    rf"(?<![A-Za-z0-9])(?:localhost|(?:[0-9]{{1,3}}\.){{3}}[0-9]{{1,3}}|{_LABEL}(?:\.{_LABEL}){{1,5}})$"
)
_SCHEME_BEFORE = regex(
    "(?<![A-Za-z0-9])(?:https?|ftp|ssh|git|file|tcp|udp|unix|grpc|wss?|s3|oci|docker)$"
)
_ODD = regex("[＂＃＄＆＇＊＋－．／＜＝＞＠［＼］＾＿｀｛｜｝]+")
_COLON = regex("：(?:(?P<port>[0-9]{1,5}(?![0-9A-Za-z]))|(?P<slashes>[/／]{2}))")
_BEFORE_ASCII = regex("[：。，](?=[0-9A-Za-z/／])")
_BEFORE_ODD = regex(f"[A-Za-z0-9{URL}]")
_BEFORE_OPTION = regex(f"[{HAN} ]")
_AFTER_ODD = regex("[A-Za-z0-9]")
_OPTION_OR_PATH = regex("－{1,2}[A-Za-z]|／[A-Za-z][A-Za-z0-9_.-]*[/／]")
_CODE_RUN = regex(f"{CODE}{CODE}*")  # quicker to search for than with a plus
_IN_CODE = regex(
    "[＂＃＄＆＇＊＋－．／＜＝＞＠［＼］＾＿｀｛｜｝～％]|[，：；！？（）“”‘’](?=[ -~])(?<=[ -~].)"
)
_HALF_WIDTH = str.maketrans("“”‘’。", "\"\"''.")  # what NFKC leaves as it is

# A time, a version or the name of a file, a number of four digits or more.
_HOUR_BEFORE = regex("(?<![0-9：:.])(?:[01]?[0-9]|2[0-4])$")
_MINUTE = regex(
    "：[0-5][0-9](?:：[0-5][0-9])?(?![0-9A-Za-z：]| ?(?:个|条|秒|天|分钟|小时|行|次|字节))"
)
_NO_TIME = regex("比|步骤?|[图表例节章第]|:")
_EXTENSION = (
    "(?:js|ts|io|com|org|cn|py|yaml|yml|json|toml|md|rst|log|conf|cfg|ini|txt|sh|html?|css|xml"
    "|so|dll|exe|jar|csv|sql|zip|tar|gz)(?![A-Za-z0-9])"
)
_DOT = regex(f"。(?:[0-9]|{_EXTENSION})")
_VERSION_BEFORE = regex("(?:(?<![A-Za-z0-9])[vV]?[0-9]{1,4}|[A-Za-z][A-Za-z0-9_-]*)$")
_THOUSANDS = regex("，[0-9]{3}(?:，[0-9]{3})*(?![0-9，,.])")
_COUNTED = regex(
    " ?[多余]?(?:个|名|条|次|台|行|家|人|倍|项|种|位|字节|[毫微纳]?秒|分钟|小时|天|年|美?元)"
)
_BEFORE_THOUSANDS = regex("(?<![0-9，.])[1-9][0-9]{0,2}$")


@rule(
    "fullwidth-punctuation",
    fix=Applicability.SAFE,
    mends_markup=True,
    needs=Needs(UNUSUAL, signs=(_BEFORE_ASCII, odd_code)),
)
def fullwidth_punctuation(document: Document) -> Iterator[Hit]:
    """A full-width mark within an address, a path, an option, a number, a time or code.

    Programs know only the half-width marks, so what is copied from the page does not work.
    Code that holds Chinese, and text that speaks about full-width characters, are left alone.

    Bad:  服务监听 127.0.0.1：8080 端口。
    Good: 服务监听 127.0.0.1:8080 端口。
    Bad:  打开 /sys／fs/bpf 目录。
    Good: 打开 /sys/fs/bpf 目录。
    Bad:  会议在 14：05 开始。
    Good: 会议在 14:05 开始。
    Format: markdown
    Bad:  运行 `bpftool －j prog` 查看。
    Good: 运行 `bpftool -j prog` 查看。
    """
    if document.text.isascii():
        return
    text, shape = document.text, document.shape
    if unusual_characters(document) or _BEFORE_ASCII.search(document.shape):
        for start, end in (*_in_prose(document), *_in_numbers(shape)):
            if not speaks_of_width(document, start, end):
                yield Hit(start, end, _narrow(text[start:end]))
    for run in _CODE_RUN.finditer(shape) if CODE in shape else ():
        first, last = run.span()
        if text[first:last].isascii():
            continue
        for match in _IN_CODE.finditer(text, first, last):
            start, end = match.span()
            if _is_plain_code(document, start):
                yield Hit(start, end, _narrow(match[0]) + _space_after(document, start))


def _narrow(marks: str) -> str:
    return unicodedata.normalize("NFKC", marks.translate(_HALF_WIDTH))


def _space_after(document: Document, at: int) -> str:
    """Return the space that the English has after a comma that took it away."""
    text = document.text
    source = document.source_of(at) if text[at] == "，" else None
    return " " if source and f"{text[at - 1]}, {text[at + 1]}" in source else ""


def _in_prose(document: Document) -> Iterator[tuple[int, int]]:
    """Yield full-width marks within addresses, paths and options, and those after numbers."""
    shape = document.shape
    done = 0
    for at in unusual_characters(document):
        if shape[at] == "％":
            if _is_percent(document, at):
                yield at, at + 1
        elif at >= done and (match := _ODD.match(shape, at)):
            done = match.end()
            if _is_technical(shape, *match.span()):
                yield match.span()
    for match in _COLON.finditer(shape):
        start, end = match.span()
        if match["slashes"]:
            if _SCHEME_BEFORE.search(shape[max(0, start - 8) : start]):
                yield start, end
        elif _HOST_BEFORE.search(shape[max(0, start - 80) : start]):
            yield start, start + 1


def _is_technical(shape: str, start: int, end: int) -> bool:
    """Tell whether full-width marks stand within an address, a path or an option."""
    left, right = shape[max(0, start - 1) : start], shape[end : end + 1]
    if _BEFORE_ODD.match(left) and _AFTER_ODD.match(right):
        mark = shape[start:end]
        is_range = mark == "－" and left.isdigit() and right.isdigit()
        return not is_range and mark != "＋"  # 2020－2021, Ctrl＋C
    return bool((not left or _BEFORE_OPTION.match(left)) and _OPTION_OR_PATH.match(shape, start))


def _is_percent(document: Document, at: int) -> bool:
    """Tell whether a full-width percent sign follows a number, and is no habit."""
    shape = document.shape
    if not at or not shape[at - 1].isascii() or not shape[at - 1].isdigit():
        return False
    pair = document.pair_at(at)
    if pair and any(flag.endswith("-format") for flag in pair.flags):
        return False  # a half-width one would be a placeholder
    if "wide percents" not in document.memo:
        count = sum(1 for each in unusual_characters(document) if shape[each] == "％")
        document.memo["wide percents"] = count > max(FEW, shape.count("%"))
    return not document.memo["wide percents"] and not _AFTER_ODD.match(shape, at + 1)


def _in_numbers(shape: str) -> Iterator[tuple[int, int]]:
    """Yield full-width marks within times, versions, names of files and large numbers."""
    for match in _MINUTE.finditer(shape):
        start, end = match.span()
        if _HOUR_BEFORE.search(shape[max(0, start - 3) : start]):
            left, _ = line_at(shape, start, start)
            before = shape[max(left, start - 12) : start].rstrip(" 0123456789")
            if not _NO_TIME.search(before):
                yield from ((at, at + 1) for at in range(start, end, 3))
    for match in _DOT.finditer(shape):
        start = match.start()
        word = _VERSION_BEFORE.search(shape[max(0, start - 40) : start])
        if word and _is_inner_dot(word[0], shape[start + 1 : start + 5]):
            yield start, start + 1
    for match in _THOUSANDS.finditer(shape):
        start, end = match.span()
        first = _BEFORE_THOUSANDS.search(shape[max(0, start - 4) : start])
        if first and _is_one_number(shape, first[0], match):
            yield from ((at, at + 1) for at in range(start, end, 4))


def _is_one_number(shape: str, first: str, match: re.Match[str]) -> bool:
    """Tell whether groups of three digits are one large number, not a list of numbers."""
    if match[0].endswith("，000"):
        return True
    is_short = len(first) < 3 or len(match[0]) == len("，000")
    return is_short and bool(_COUNTED.match(shape, match.end()))


def _is_inner_dot(before: str, after: str) -> bool:
    """Tell whether a full stop is the dot of a version or of a file's name, not a sentence's end.

    What follows a number that ends a sentence seldom is a number too, but 80 and 443 may be.
    """
    if not after[0].isdigit():
        return True
    if before[0] in "vV" and before[1:].isdigit():
        return True
    return before.isdigit() and len(before) < 3 and not after[:3].isdigit()


def _is_plain_code(document: Document, at: int) -> bool:
    """Tell whether the code around a place has no Chinese of its own, and is not about marks."""
    shape, text = document.shape, document.text
    first, last = max(0, at - 200), min(len(shape), at + 200)
    start, end = at, at
    while start > first and shape[start - 1] == CODE:
        start -= 1
    while end < last and shape[end] == CODE:
        end += 1
    code = text[start:end]
    if not _HAS_ASCII_WORD(code) or _HAS_CJK(code):
        return False
    return not speaks_of_width(document, start, end)


_HAS_ASCII_WORD = re.compile("[A-Za-z0-9]").search
_HAS_CJK = re.compile(f"[{HAN}\u3040-\u30ff\uac00-\ud7a3]").search


# Full-width letters and digits, and what joins them; the rest of the block is punctuation.
_WIDE_WORD = regex("[－＋]?[０-９Ａ-Ｚａ-ｚ][０-９Ａ-Ｚａ-ｚ．－／＿：％]*")
_TRAILING = regex("[．－／：]+$")
_LOOK_ALIKES = dict(
    zip(
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹοϲАВЕКМНОРСТХЅІЈУаеорсухіјѕһԁԛԝ",
        "ABEZHIKMNOPTYXCocABEKMHOPCTXSIJYaeopcyxijshdqw",
        strict=True,
    )
)
_LOOK_ALIKE_RUN = regex(f"[{''.join(_LOOK_ALIKES)}]+")
_LIGATURE = regex("[\ufb00-\ufb06]")
_STYLED_WORD = regex("[\U0001d400-\U0001d7ff]{3,}")  # 𝑥 and 𝑥𝑦 are mathematics
_NOT_LATIN = regex("[\u0370-\u052f]")
_LATIN_LETTER = regex("[A-Za-z]")
_SPEAKS_OF_LETTERS = regex(
    "希腊|西里尔|俄文|俄语|同形|形近|相似字|连字|合字|数学字母|Unicode|Greek|Cyrillic|homoglyph|ligature"
)
_QUOTED_BEFORE = regex("[“‘\"'「『《（(]\\s?$")


@rule("fullwidth-alphanumeric", fix=Applicability.SAFE, needs=Needs(UNUSUAL))
def fullwidth_alphanumeric(document: Document) -> Iterator[Hit]:
    """Full-width letters or digits, or letters of another alphabet within a Latin word.

    They look nearly right, but programs and searches do not find them. So do ligatures, and
    words in the letters of mathematics. They are left alone in quotation marks and where the
    sentence speaks about such characters; circled and Roman numerals, single mathematical letters
    and Greek letters that are meant, as in μs or λ, are never touched.

    Bad:  内核须为 ６．１ 以上。
    Good: 内核须为 6.1 以上。
    Bad:  Сilium 使用 eBPF。
    Good: Cilium 使用 eBPF。
    Bad:  打开 con\ufb01g 目录。
    Good: 打开 config 目录。
    """
    shape = document.shape
    done = 0
    for at in unusual_characters(document):
        if at < done:
            continue
        if match := _WIDE_WORD.match(shape, at):
            done = match.end()
            end = done - (len(trailing[0]) if (trailing := _TRAILING.search(match[0])) else 0)
            if not _is_quoted_word(shape, at) and not speaks_of_width(document, at, end):
                yield Hit(at, end, unicodedata.normalize("NFKC", shape[at:end]))
        elif match := _LOOK_ALIKE_RUN.match(shape, at):
            done = match.end()
            if _is_within_latin(shape, at, done) and not _speaks_of_letters(document, at, done):
                yield Hit(at, done, "".join(_LOOK_ALIKES[letter] for letter in match[0]))
        elif match := _LIGATURE.match(shape, at) or _STYLED_WORD.match(shape, at):
            done = match.end()
            plain = unicodedata.normalize("NFKC", match[0])
            if not plain.isascii() or _is_quoted_word(shape, at):
                continue
            is_word = len(match[0]) > 1 or _is_within_latin(shape, at, done)
            if is_word and not _speaks_of_letters(document, at, done):
                yield Hit(at, done, plain)


def _is_quoted_word(shape: str, at: int) -> bool:
    return bool(_QUOTED_BEFORE.search(shape[max(0, at - 2) : at]))


def _is_within_latin(shape: str, start: int, end: int) -> bool:
    """Tell whether look-alikes touch Latin letters, and no letter of their own script."""
    around = shape[max(0, start - 1) : start], shape[end : end + 1]
    if any(_NOT_LATIN.match(character) for character in around):
        return False
    return any(_LATIN_LETTER.match(character) for character in around)


def _speaks_of_letters(document: Document, start: int, end: int) -> bool:
    left, right = line_at(document.shape, start, end)
    return bool(_SPEAKS_OF_LETTERS.search(document.text, left, right))
