"""Another script in Simplified Chinese: Traditional, Japanese, Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.residue import in_source
from ebpf_glossary.rules.traditional import FOREIGN, SIMPLIFIED, TAIWAN
from ebpf_glossary.rules.unusual import UNUSUAL, unusual_characters
from ebpf_glossary.segments import BREAK, HAN, Applicability, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "text"

_KANA = "\u3041-\u3096\u30a1-\u30fa"
_HANGUL = "\uac00-\ud7a3"
_CHARACTERS = f"[{''.join(FOREIGN)}]"
_TRADITIONAL = regex(f"[{''.join(SIMPLIFIED)}]")
_ALL_WORDS = "|".join(sorted(TAIWAN, key=len, reverse=True))
_WORDS = regex(_ALL_WORDS)
# All that is looked at more closely.
_FOREIGN = regex(f"[{''.join(FOREIGN)}{_KANA}{_HANGUL}]")
_IN_SIMPLIFIED = tuple(sorted(word for word in TAIWAN if not _TRADITIONAL.search(word)))
_TAIWAN_IN_SIMPLIFIED = regex("|".join(_IN_SIMPLIFIED))
_MIXED = regex(f"(?:{_ALL_WORDS}|{_CHARACTERS})+")
# Words in which what looks like one of Taiwan is none: 方程式, 软体动物.
_SHIELDS = regex("[方过過流线工编模單单]程式|程式化|软体(?:动物|机器人|家具)|伺服器电机")
_NAMES_OF_SCRIPTS = regex(
    "[繁正][體体](?:中文|字|漢字)?|中文[（(]?[繁正臺台][體体灣湾]?|臺灣|香港繁體|日本語|廣東話|臺語"
)
_QUOTED = regex(
    f"“[^“”\n{BREAK}]*”|「[^「」\n{BREAK}]*」|『[^『』\n{BREAK}]*』|《[^《》\n{BREAK}]*》"
)
# The author of a book, before its title: a family name and at most two more characters.
_AUTHOR = regex(
    f"(?<![{HAN}])[陳張劉黃趙吳孫鄭謝許鄧馮蕭葉蘇呂盧鍾譚陸範賴龔萬錢嚴賀湯聶莊華顏齊龍關楊羅韓馬"
    f"林李王何高郭曾彭周洪江余杜侯邱][{HAN}]{{1,2}}(?=(?:[、，, ][{HAN}]{{2,3}}){{0,3}}"
    r"(?:等|編?著|编?著|譯|译)?[，,：: .．]{0,2}《)"
)
_KEPT = (_SHIELDS, _NAMES_OF_SCRIPTS, _QUOTED, _AUTHOR)
_SIMPLIFY = str.maketrans(FOREIGN)
_MOSTLY = 0.2
_ANY_HAN = regex(f"[{HAN}]")


@rule("mixed-script", fix=Applicability.SAFE, needs=Needs(UNUSUAL, _IN_SIMPLIFIED))
def mixed_script(document: Document) -> Iterator[Hit]:
    """Traditional or Japanese characters, Korean, or words of Taiwan stand in Simplified Chinese.

    Models that are trained on several languages mix them. Quotations, titles and their authors, the
    names of scripts and languages, and texts that are written in Traditional Chinese or Japanese
    throughout are left alone. Kana and Hangul are only shown, because they have to be translated.

    Bad:  验证器會檢查每条路径。
    Good: 验证器会检查每条路径。

    Bad:  该程式运行在内核中。
    Good: 该程序运行在内核中。

    Bad:  加载之后変量不再改变。
    Good: 加载之后变量不再改变。
    """
    shape = document.shape
    unusual = unusual_characters(document)
    has_foreign = bool(unusual) and any(_FOREIGN.match(shape, place) for place in unusual)
    if not has_foreign and not _TAIWAN_IN_SIMPLIFIED.search(shape):
        return
    if has_foreign and _is_traditional(shape):
        return
    kept = sorted(m.span() for pattern in _KEPT for m in pattern.finditer(shape))
    if has_foreign:
        yield from _other_languages(document)
    position = 0
    for match in _MIXED.finditer(shape):
        start, end = match.span()
        while position < len(kept) and kept[position][1] <= start:
            position += 1
        if position < len(kept) and kept[position][0] < end:
            continue
        if in_source(document, start, match[0]) or _is_japanese(shape, start, end):
            continue
        right, words = _WORDS.subn(lambda word: TAIWAN[word[0]], match[0])
        trust = Applicability.UNSAFE if words else Applicability.SAFE
        yield Hit(start, end, right.translate(_SIMPLIFY), applicability=trust)


def _is_traditional(shape: str) -> bool:
    """Tell whether a text is written in Traditional Chinese; a few words do not tell."""
    han, traditional = len(_ANY_HAN.findall(shape)), len(_TRADITIONAL.findall(shape))
    return han >= 30 and traditional > _MOSTLY * han


_LETTERS = regex(f"[{_KANA}ー]+|[{_HANGUL}]+")
_ANY_LETTER = regex(f"[{_KANA}{_HANGUL}]")
_ABOUT_LANGUAGES = regex("日[文语語本]|假名|[韩韓][文语国國]|朝鲜|谚文|字符|字母|编码|の")
_NEAR = 20


def _other_languages(document: Document) -> Iterator[Hit]:
    """Yield kana and Hangul that are part of a Chinese sentence."""
    shape = document.shape
    for match in _LETTERS.finditer(shape):
        start, end = match.span()
        if not _ANY_HAN.search(shape[max(start - 1, 0) : start] + shape[end : end + 1]):
            continue
        around = shape[max(start - _NEAR, 0) : end + _NEAR]
        # Most of a Japanese sentence is kana.
        if len(_ANY_LETTER.findall(around)) * 2 > len(_ANY_HAN.findall(around)):
            continue
        if not _ABOUT_LANGUAGES.search(around) and not in_source(document, start, match[0]):
            yield Hit(start, end)


def _is_japanese(shape: str, start: int, end: int) -> bool:
    """Tell whether kana stand beside, as they do in Japanese."""
    around = shape[max(start - 3, 0) : end + 3]
    return any("\u3041" <= character <= "\u30fa" for character in around)
