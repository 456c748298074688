"""What stands in both languages, one beside the other: names and headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ebpf_glossary.errors import N_
from ebpf_glossary.patterns import regex
from ebpf_glossary.renderings import NameRecord
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import TOUCHING, Needs
from ebpf_glossary.rules.translated import lexicon, seen, spaced, wrong_words
from ebpf_glossary.rules.vocabulary import FUNCTION_WORDS, HEADING_WORDS
from ebpf_glossary.segments import BREAK, HAN, MARKUP, STRUCTURE, Applicability, Message
from ebpf_glossary.transliteration import CHARACTERS, sounds_like

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.context import Beside
    from ebpf_glossary.segments import Document
    from ebpf_glossary.senses import Sighting

FAMILY = "names"

TRANSLATED = N_("{name} stands beside its own translation.")

_WORD = r"[A-Za-z0-9][A-Za-z0-9.+-]*+"
# Half of a name in Chinese, the other as it was: 纤毛/ebpf, ebpf_汇编. The mark between is rare.
_AFTER_HAN = regex(rf"[/_-](?<=[{HAN}].)(?P<rest>{_WORD}(?:[/_-]{_WORD})*+)(?![A-Za-z0-9/_-])")
_BEFORE_HAN = regex(rf"[/_-](?<=[A-Za-z0-9].)(?=[{HAN}])[{HAN}]{{1,8}}+(?![{HAN}])")
_HAN_ENDS = regex(rf"[{HAN}]{{1,6}}\Z")
_WORD_ENDS = regex(rf"(?<![A-Za-z0-9_/.-]){_WORD}(?:[/_-]{_WORD})*+\Z")
# The same without a mark: 库bpf after libbpf, 红BPF after RedBPF, Kube装甲 after KubeArmor.
_FUSED = regex(
    rf" (?<=[A-Za-z`*)] )(?:[{HAN}]{{1,2}}(?P<after>[A-Za-z]{{3,}}+)(?![A-Za-z0-9_/.-])"
    rf"|(?P<before>[A-Z]?[a-z]{{2,}}|[A-Z]{{2,}})[{HAN}]{{1,4}}(?![{HAN}A-Za-z0-9_/.-]))"
)
_NAME_BEFORE = regex(
    r"(?<![A-Za-z0-9_/.-])(?P<name>[A-Za-z][A-Za-z0-9_.+-]*+(?:/[A-Za-z0-9_.+-]++)*+)"
    r"(?P<marks>[`*]*)(?: /? ?|/)[`*]*\Z"
)
# A name and characters that are used for their sound.
_SOUND = regex(rf"[ /](?<=[A-Za-z*`][ /])/? ?[*`]*(?P<sound>[{CHARACTERS}]{{2,8}})")
_LONGEST = 80


@rule(
    "bilingual-name",
    fix=Applicability.SAFE,
    needs=Needs(signs=(wrong_words, TOUCHING, _SOUND)),
)
def bilingual_name(document: Document) -> Iterator[Hit]:
    """A name stands beside its own literal translation.

    Some machines keep a name and translate it too, in whole or by half, or write its sound in
    Chinese. That tells nobody anything. A project's own Chinese name may stand beside it, and so
    may an explanation in brackets of what a name means.

    Bad:  Cilium 纤毛用 eBPF 实现网络策略。
    Good: Cilium 用 eBPF 实现网络策略。
    Bad:  纤毛（Cilium）代理运行在每个节点上。
    Good: Cilium 代理运行在每个节点上。
    Bad:  example/agent 示例/agent 用 Go 编写。
    Good: example/agent 用 Go 编写。
    Bad:  Marvon 马尔冯支持 eBPF。
    Good: Marvon 支持 eBPF。
    """
    taken: set[int] = set()
    for find in (_halves, _beside, _sounds, _labels):
        for hit in find(document):
            if hit.end not in taken:
                taken.add(hit.end)
                yield hit


def _beside(document: Document) -> Iterator[Hit]:
    """Yield names beside a rendering that the lexicon knows."""
    for each in seen(document):
        if isinstance(each.record, NameRecord) and each.beside:
            yield _alone(document, each, each.beside)


def _alone(document: Document, sighting: Sighting, beside: Beside) -> Hit:
    """Return a hit that leaves a name alone where its translation stood beside it."""
    text = document.text
    name = text[beside.start : beside.end]
    if beside.before:
        between = text[beside.end : sighting.start]
        start, kept = beside.start, name + between[: len(between) - len(between.lstrip("*_`"))]
    else:
        between = text[sighting.end : beside.start]
        start, kept = sighting.start, between.lstrip(" /—–·|-（(「【[") + name
        kept += text[beside.end : beside.closes].rstrip("）)」】]")
    message = Message(TRANSLATED, name=name)
    replacement = spaced(document, start, kept, beside.closes) if sighting.trust else None
    return Hit(start, beside.closes, replacement, message, sighting.evidence, sighting.trust)


def _halves(document: Document) -> Iterator[Hit]:
    """Yield names beside themselves with a half translated; no lexicon has to know them."""
    shape = document.shape
    if "/" in shape or "_" in shape or "-" in shape:
        yield from _marked_halves(document)
    for match in _FUSED.finditer(shape):
        after, before = match["after"] or "", match["before"] or ""
        yield from _half(document, match.start() + 1, match.end(), before=before, after=after)


def _marked_halves(document: Document) -> Iterator[Hit]:
    shape = document.shape
    for match in _AFTER_HAN.finditer(shape):
        han = _HAN_ENDS.search(shape, max(0, match.start() - 6), match.start())
        if han:
            yield from _half(document, han.start(), match.end(), after=match[0])
    for match in _BEFORE_HAN.finditer(shape):
        word = _WORD_ENDS.search(shape, max(0, match.start() - _LONGEST), match.start())
        if word:
            yield from _half(document, word.start(), match.end(), before=f"{word[0]}{match[0][0]}")


def _half(
    document: Document, start: int, end: int, *, before: str = "", after: str = ""
) -> Iterator[Hit]:
    """Yield the name before a half of it, which begins or ends as the name does."""
    name = _NAME_BEFORE.search(document.text, max(0, start - _LONGEST), start)
    if not name:
        return
    whole, size = name["name"].lower(), len(before + after)
    fits = whole.startswith(before.lower()) and whole.endswith(after.lower())
    if fits and 1 < size < len(whole):
        yield _without(document, name, end)


def _sounds(document: Document) -> Iterator[Hit]:
    """Yield names beside their own sound."""
    text = document.text
    for match in _SOUND.finditer(document.shape):
        start = match.start("sound")
        name = _NAME_BEFORE.search(text, max(0, start - _LONGEST), start)
        if not name or not name["name"][0].isupper():
            continue
        last = name["name"].rpartition("/")[2]
        for end in range(match.end("sound"), start + 1, -1):
            if sounds_like(text[start:end], last):
                yield _without(document, name, end)
                break


# What stands alone as a label: in a mark, in a heading, in a cell, before a colon.
_LABEL = regex(
    rf"[ /](?<=[A-Za-z0-9][ /])[{HAN}]{{1,8}}(?=[：:]|[\n{BREAK}{MARKUP}{STRUCTURE}]|\Z)"
)
# What a translator adds to a name to say what it is, or what is said of it.
_SAYS_WHAT = regex(
    "(?:的|编程|语言|教程|工具|项目|简介|插件|代理|平台|文档|指南|示例|网络|社区|程序|框架|版本?|支持|用法|使用|安装|配置|入门|介绍"
    "|概[述览]|服务[端器]?|模块|组件|命令行?|引擎|客户端|接口|协议|格式|函数|类型|模式|集群|环境|系统|软件|生态|参考|详解|实战"
    "|篇|部分|相关|说明|脚本|部署|集成|扩展|方案|库|等)+"
)
# How a label begins in the source, and how one ends that is a name alone.
_BEGINS = r"(?m)(?:^[ \t]*(?:(?:[-+*#>|]+|\d+\.)[ \t]+)*|\| |[*\[])"
_ENDS = r"[ ]*(?=[*\]|:：\n]|\Z)"


def _labels(document: Document) -> Iterator[Hit]:
    """Yield labels that are a name and more, where the source has nothing but the name."""
    if not document.pairs or document.format not in ("markdown", "rst"):
        return
    for match in _LABEL.finditer(document.shape):
        text, start = document.text, match.start()
        name = _NAME_BEFORE.search(text, max(0, start - _LONGEST), start + 1)
        source = document.source_of(start)
        if not name or _SAYS_WHAT.fullmatch(match[0].strip()):
            continue
        if _is_heading_word(document, start, name["name"]):
            continue
        if source and document.shape[name.start()] == text[name.start()]:
            label = _BEGINS + re.escape(name["name"])
            alone = re.compile(label + _ENDS)
            if (
                len(re.findall(label, source))
                == len(alone.findall(source))
                > len(alone.findall(text))
            ):
                hit = _without(document, name, match.end())
                yield hit._replace(applicability=Applicability.UNSAFE)


def _is_heading_word(document: Document, at: int, name: str) -> bool:
    """Tell whether what stands as a label is a word that was to be translated, and no name."""
    if not name.istitle() or _is_known(document, name):
        return False
    segment = document.segment_at(at)
    is_heading = segment is not None and segment.kind == "heading"
    return is_heading or name.lower() in HEADING_WORDS


def _is_known(document: Document, name: str) -> bool:
    return any(name == record.name for record in lexicon(document).names)


def _without(document: Document, name: re.Match[str], end: int) -> Hit:
    kept = name["name"] + name["marks"]
    message = Message(TRANSLATED, name=name["name"])
    return Hit(name.start(), end, spaced(document, name.start(), kept, end), message)


_ENGLISH = "(?P<english>[A-Z][A-Za-z'’-]*+(?: [A-Za-z][A-Za-z'’-]*+)*+)"
_JOIN = "(?: ?[|/—–-] ?| |(?=[（(]))(?P<open>[（(])?"
_ENGLISH_FIRST = regex(rf"{_ENGLISH}{_JOIN}(?P<chinese>[{HAN}][^\n]*?)(?(open)[）)])[ \t]*+\Z")
_CHINESE_FIRST = regex(
    rf"(?P<chinese>[{HAN}](?:[^\nA-Za-z]*[{HAN}])?){_JOIN}{_ENGLISH}(?(open)[）)])[ \t]*+\Z"
)
# Chinese to which the English after it belongs: 什么是 Service Mesh.
_IS_ABOUT = regex(
    "[是的用在对与和于为从把让]$|^(?:什么|如何|为什么|怎[样么]|认识|了解|使用|安装|配置|关于|介绍|部署|运行)"
)
_SHORT = 6
"""Code points of the translation of one word."""
_LONG = 7
"""Letters of a word that says by itself that it was the heading: not "API" or "Type"."""


@rule("bilingual-heading", fix=Applicability.UNSAFE, needs=Needs())
def bilingual_heading(document: Document) -> Iterator[Hit]:
    """A heading stands in English and in Chinese.

    A machine that keeps the original prints both; contents and links then show it twice. A heading
    that begins with a name is no such heading, nor one that explains a term in brackets.

    Format: markdown
    Bad:  ## Getting Started 开始使用
    Good: ## 开始使用
    Format: markdown
    Source: ## Upgrade Notes
    Bad:  ## 升级说明（Upgrade Notes）
    Good: ## 升级说明
    """
    for segment in document.segments:
        if segment.kind != "heading":
            continue
        heading, start = document.text[segment.start : segment.end], segment.start
        if match := _ENGLISH_FIRST.match(heading):
            is_twice = _is_translated(document, start, match["english"], match["chinese"])
        elif match := _CHINESE_FIRST.match(heading):
            is_twice = _is_repeated(document, start, match)
        if match and is_twice:
            yield Hit(start, start + match.end(), match["chinese"])


def _is_translated(document: Document, start: int, english: str, chinese: str) -> bool:
    """Tell whether the English of a heading is all there was to translate."""
    source = document.source_of(start)
    if source is not None:
        is_all = english in {line.strip("# \t=-") for line in source.splitlines()}
        return is_all and not _is_known(document, english)  # else it is the name that stays
    if not _is_plain(english):
        return False
    return " " in english or (len(english) >= _LONG and len(chinese) <= _SHORT)


def _is_repeated(document: Document, start: int, match: re.Match[str]) -> bool:
    """Tell whether the English after a heading is its original, and neither name nor term."""
    english = match["english"]
    is_plain = _is_plain(english)
    if match["open"] or " " not in english:
        return (
            is_plain
            and document.pair_at(start) is not None
            and _is_translated(document, start, english, match["chinese"])
        )
    if not is_plain and _IS_ABOUT.search(match["chinese"]):
        return False
    if not is_plain and any(_is_known(document, name) for name in (english, *english.split())):
        return False
    return _is_translated(document, start, english, match["chinese"])


def _is_plain(english: str) -> bool:
    """Tell whether all words are such as stand in any document's headings."""
    return {word.lower() for word in english.split()} <= HEADING_WORDS | FUNCTION_WORDS
