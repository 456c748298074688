"""What processing left behind: escapes, talk of a model, broken characters."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.talk import (
    BEGINNING,
    ENDING,
    ENDING_WITH_SOURCE,
    FENCE,
    IN_ENGLISH,
    NOTES,
    REASONING,
    TRIGGER,
    TRIGGERS,
)
from ebpf_glossary.rules.unusual import UNUSUAL, unusual_characters
from ebpf_glossary.segments import BREAK, CODE, HAN, URL, Applicability, Document, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "text"

# Marks between which something is mentioned, not used; they look at the character before and after.
_QUOTES = "“‘「『《'\"`"

# The semicolon may have been widened with the punctuation around it.
_NAMED = "nbsp|lt|gt|amp|quot|apos|[lr][ds]quo|[nm]dash|hellip|times|middot|copy|reg"
_ENTITY = regex(
    "&(?:amp;)*(?:nbsp[;；](?:&(?:amp;)*nbsp[;；])*"
    f"|(?:{_NAMED}|#\\d{{2,5}}|#[xX][0-9a-fA-F]{{2,4}})[;；])"
)
_ESCAPES = regex(r"(?:\\u[0-9a-fA-F]{4})+")
_CHINESE = regex(rf"[\u2010-\u2026\u3000-\u303f{HAN}\uff00-\uffef]+")
# What JSON for a page in HTML escapes.
_FOR_HTML = regex("[<>&'\"]+")
_BREAK_TAG = regex(rf"<[Bb][Rr] ?/?>(?=[{HAN}A-Za-z0-9])")
_BEFORE_BREAK = regex(f"[{HAN}，。；：！？）]")
_CLOSING_TAG = regex(
    "</(span|div|p|b|i|u|em|strong|font|code|pre|a|sup|sub|li|ul|ol|td|tr|table|small|h[1-6])>"
)
_ABOUT_ESCAPES = regex("转义|实体|写成|写作|替换|编码|表示|字符|HTML|XML")
# The same around two escapes that enclose a word: that is written so, and not how to write it.
_ABOUT_BOTH = regex("转义|实体|替换|编码|字符|HTML|XML")
_MARK = "&(?:amp;)*(?:quot|apos|[lr][ds]quo|[lg]t|#3[49])[;；]"
_ENCLOSED = regex(f"{_MARK}[^&\\n{BREAK}]{{1,40}}{_MARK}")
_FAR = 2000
# Marks that are two in Chinese.
_DOUBLE = {"—": "——", "…": "……"}


@rule(
    "html-entity",
    fix=Applicability.SAFE,
    mends_markup=True,
    needs=Needs("&", ("\\u", "</", "<b", "<B")),
)
def html_entity(document: Document) -> Iterator[Hit]:
    r"""An escape of HTML or JSON, or a lone tag, stands where its character belongs.

    Tools that translate pages or JSON leave escapes and tags behind. In Markdown an entity means
    its character, so that there, and in code, it is reported only where the English has the
    character instead. What the English writes as an entity too is left alone, and so is a sentence
    about escapes, and a closing tag whose opening tag stands somewhere before.

    Bad:  当 n &gt; 5 时停止。
    Good: 当 n > 5 时停止。

    Bad:  名字写作 &quot;pwru&quot;。
    Good: 名字写作 "pwru"。

    Bad:  \u005cu5185\u005cu6838会发送信号。
    Good: 内核会发送信号。

    Bad:  加载程序后</span>，内核会验证它。
    Good: 加载程序后，内核会验证它。
    """
    text = document.text
    if "&" in text:
        for match in _ENTITY.finditer(text):
            if _is_left_over(document, match):
                yield Hit(match.start(), match.end(), _character(document, match))
    if "\\u" in text:
        for match in _ESCAPES.finditer(text):
            if hit := _json_escape(document, match):
                yield hit
    if "<" not in text:
        return
    if document.format != "markdown":
        for match in _BREAK_TAG.finditer(text):
            start, end = match.span()
            is_tight = _BEFORE_BREAK.match(text, max(start - 1, 0)) is not None
            if is_tight and document.shape[start] != CODE and not in_source(document, start, "<br"):
                yield Hit(start, end)
    if "</" in text:
        for match in _CLOSING_TAG.finditer(text):
            if _is_lone(document, match):
                yield Hit(match.start(), match.end(), "", applicability=Applicability.UNSAFE)


def _is_lone(document: Document, match: re.Match[str]) -> bool:
    """Tell whether a closing tag in Chinese prose closes nothing."""
    start, end = match.span()
    beside = document.text[max(start - 1, 0) : start] + document.text[end : end + 1]
    if document.shape[start] == CODE or not _CHINESE.search(beside):
        return False
    opened: dict[str, int] = document.memo.setdefault("opened", {})
    if match[1] not in opened:
        opened[match[1]] = document.text.find("<" + match[1])
    if 0 <= opened[match[1]] < start:
        segment = document.segment_at(start)
        if document.format != "po" or segment is None:
            return False
        # In a catalog what stands in another message opens nothing here.
        if document.text.find("<" + match[1], max(segment.start, start - _FAR), start) >= 0:
            return False
    return document.pair_at(start) is None or not in_source(document, start, "</")


def in_source(document: Document, offset: int, words: str) -> bool:
    """Tell whether the English of a place is known and has some words."""
    pair = document.pair_at(offset)
    if pair is None:
        return False
    known: dict[tuple[int, str], bool] = document.memo.setdefault("in source", {})
    key = pair.start, words
    if key not in known:
        known[key] = document.source.find(words, pair.source_start, pair.source_end) >= 0
    return known[key]


def _unescaped(entity: str) -> str:
    entity = entity.replace("；", ";")
    while (plain := unescape(entity)) != entity:
        entity = plain
    return " " if entity.strip("\xa0") == "" else entity


def _character(document: Document, match: re.Match[str]) -> str:
    """Return what an entity means in the Chinese in which it stands."""
    plain, (start, end) = _unescaped(match[0]), match.span()
    beside = document.text[max(start - 1, 0) : start] + document.text[end : end + 1]
    return _DOUBLE.get(plain, plain) if _CHINESE.search(beside) else plain


def _is_left_over(document: Document, match: re.Match[str]) -> bool:
    start, end = match.span()
    if in_source(document, start, match[0]):
        return False
    kind = document.shape[start]
    if kind == CODE:
        return in_source(document, start, _unescaped(_code(document, start)))
    if kind != "&" or (document.format == "markdown" and document.pair_at(start) is None):
        return False
    return not _is_quoted(document, start) and not _speaks_of_escapes(document, start, end)


def _speaks_of_escapes(document: Document, start: int, end: int) -> bool:
    enclosed: dict[int, tuple[int, int]] | None = document.memo.get("enclosed")
    if enclosed is None:
        both = [match.span() for match in _ENCLOSED.finditer(document.text)]
        enclosed = {at: span for span in both for at in span}
        document.memo["enclosed"] = enclosed
    about = _ABOUT_ESCAPES
    if span := enclosed.get(start) or enclosed.get(end):
        (start, end), about = span, _ABOUT_BOTH
    return about.search(document.text, max(start - 10, 0), end + 6) is not None


def _is_quoted(document: Document, start: int) -> bool:
    return start > 0 and document.text[start - 1] in _QUOTES


def _code(document: Document, offset: int) -> str:
    """Return the code, without its marks, in which `offset` lies; no more than 200 characters."""
    shape, start, end = document.shape, offset, offset
    while start > max(offset - 100, 0) and shape[start - 1] == CODE:
        start -= 1
    while end < min(offset + 100, len(shape)) and shape[end] == CODE:
        end += 1
    return document.text[start:end].strip("` ")


def _json_escape(document: Document, match: re.Match[str]) -> Hit | None:
    text, (start, end) = document.text, match.span()
    plain = "".join(chr(int(code, 16)) for code in match[0].split("\\u")[1:])
    if document.shape[start + 2] in (CODE, URL):
        return None
    if _is_quoted(document, start) or in_source(document, start, match[0]):
        return None
    if _FOR_HTML.fullmatch(plain):
        around = text[max(start - 10, 0) : end + 6]
        return None if _ABOUT_ESCAPES.search(around) else Hit(start, end, plain)
    beside = text[max(start - 1, 0) : start] + text[end : end + 1]
    is_single = len(plain) == 1 and not _CHINESE.search(beside)
    return None if is_single or not _CHINESE.fullmatch(plain) else Hit(start, end, plain)


@rule(
    "translator-chatter", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs(words=TRIGGERS)
)
def translator_chatter(document: Document) -> Iterator[Hit]:
    r"""A model talks about its translation.

    What a language model says to the person who asked it, before or after the translation, is no
    part of the text. Only the beginning and the end of a document or a message are looked at, and
    not where the English says such a thing itself.

    Bad:  好的，以下是中文翻译：\n\n映射保存在内核中。
    Good: 映射保存在内核中。

    Bad:  映射保存在内核中。\n\n（译者说明：译文保留了原文的术语。）
    Good: 映射保存在内核中。

    Bad:  映射保存在内核中。\n\n希望这个翻译对您有帮助！
    Good: 映射保存在内核中。
    """
    for start, end in _units(document):
        source = document.source_of(start)
        yield from _chatter(document, start, end, source)
        yield from _fence(document.text, start, end, source)


def _units(document: Document) -> Iterator[tuple[int, int]]:
    """Yield what may be a whole answer: a document, or each message of a catalog."""
    text = document.text
    if document.format != "po":
        if TRIGGER.search(text):
            yield 0, len(text)
        return
    seen = -1
    while (trigger := TRIGGER.search(text, seen + 1)) and (
        segment := document.segment_at(trigger.start())
    ):
        yield segment.start, segment.end
        seen = segment.end


def _chatter(document: Document, start: int, end: int, source: str | None) -> Iterator[Hit]:
    text = document.text
    begin = _reasoning(document, start, end) or BEGINNING.match(text, start, end)
    if begin and not (source and IN_ENGLISH.search(source[:200])):
        # Where a model said nothing else, there is no text to keep.
        yield Hit(start, begin.end(), "" if begin.end() < end else None)
        start = begin.end()
    pattern = ENDING if source is None else ENDING_WITH_SOURCE
    tail = pattern.search(text, max(start, end - 400), end) or NOTES.search(
        text, max(start, end - 1000), end
    )
    if tail and not (source and IN_ENGLISH.search(source[-300:])):
        yield Hit(tail.start(1), tail.end(1), "")


def _reasoning(document: Document, start: int, end: int) -> re.Match[str] | None:
    """Return what a model thought before it answered; its first mark may be lost."""
    place = document.text.find("</think>", start, end)
    if place < 0 or document.shape[place] == CODE:
        return None
    return REASONING.match(document.text, start, end)


def _fence(text: str, start: int, end: int, source: str | None) -> Iterator[Hit]:
    """Yield the fence that encloses the whole of an answer."""
    match = FENCE.match(text, start, end)
    if not match or (source is None and match[2] not in ("markdown", "md")):
        return
    if source is not None and source.lstrip().startswith(match[1]):
        return
    inside = text[match.end() : end].rstrip()
    if not inside.endswith("\n" + match[1]) or inside.count("\n" + match[1]) % 2 == 0:
        return
    last = match.end() + len(inside)
    edits = (Edit(start, match.end(), ""), Edit(last - len(match[1]) - 1, last, ""))
    yield Hit(start, last, edits=edits)


_BROKEN = regex("\ufffd+|锟斤拷(?:锟斤拷)*|烫{3,}|屯{3,}")
_MOJIBAKE = regex(
    "(?:[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]"
    "|[\u00e2-\u00ef][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]{2})+"
)


@rule("replacement-character", fix=Applicability.UNSAFE, needs=Needs(UNUSUAL))
def replacement_character(document: Document) -> Iterator[Hit]:
    """Characters were lost or read in the wrong encoding.

    U+FFFD stands for what could not be decoded; in GBK it becomes 锟斤拷. The text must
    be fetched again. Where UTF-8 was read as Windows-1252, the characters can be restored. A text
    about such characters is left alone.

    Bad:  内核不会donâ€™t 这样做。
    Good: 内核不会don’t 这样做。
    """
    shape, seen = document.shape, 0
    for place in unusual_characters(document):
        if place < seen:
            continue
        if broken := _BROKEN.match(shape, place):
            seen = broken.end()
            around = document.text[max(place - 15, 0) : seen + 15]
            if "乱码" not in around and "字符" not in around and not _is_meant(document, broken):
                yield Hit(place, seen)
        elif garbled := _MOJIBAKE.match(shape, place):
            seen = garbled.end()
            right = _decoded(garbled[0])
            if right is not None and not _is_meant(document, garbled):
                yield Hit(place, seen, right)


def _decoded(mojibake: str) -> str | None:
    try:
        return b"".join(map(_byte, mojibake)).decode()
    except UnicodeError:
        return None


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _is_meant(document: Document, match: re.Match[str]) -> bool:
    """Tell whether something stands in quotation marks, or in the English as well."""
    return _is_quoted(document, match.start()) or in_source(document, match.start(), match[0])
