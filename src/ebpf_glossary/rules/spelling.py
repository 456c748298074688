"""Names that are spelled otherwise than they spell themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ebpf_glossary import index
from ebpf_glossary.context import only_begins_sentences
from ebpf_glossary.matching import lower
from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.translated import known_words, lexicon
from ebpf_glossary.rules.typed import typed_of
from ebpf_glossary.segments import Applicability, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Document

FAMILY = "names"

# What makes a word part of an address, a path, an option, an identifier.
_PART_OF = regex(r"[A-Za-z0-9_/.@:=$#&%+~\\-]")
# After a name in lower case, or before it: here it is a command, a package, a label.
_TYPED = (
    "CLI API namespace pod Pod 一词 二进制 仓库 函数 分支 前缀 包 参数 后缀 名字 命令 命名空间 "
    "域名 字段 字符串 子命令 容器 工具 库 接口 插件 文件 服务 标签 模块 目录 目标 程序包 组 "
    "脚本 账号 账户 软件包 进程 选项 镜像 用户"
)
_TYPED_AFTER = regex(rf"[ ]?(?:{'|'.join(_TYPED.split())}|这个名字|[=(（])")
_TYPED_BEFORE = regex(
    rf"(?:{'|'.join(_TYPED.split())}|执行|运行|名为|叫做|叫作|键入|输入|导入|import|install|包名|进程名)"
    r"(?:是|为|显示为|：)?[ ]?\Z"
)
_USED = regex(r"[用过助]\s?\Z")
# A word is spoken of: flannel 也指法兰绒.
_IS_MENTIONED = regex(
    "[ ]?(?:一词|这个词|[也原本又])?(?:指(?![标定向令示])|意为|意思是|的本义|的原[意义])"
)
_LATIN_BEFORE = regex(r"[A-Za-z0-9]+ \Z")
_LATIN_AFTER = regex(r" [A-Za-z0-9]")

# The second half of a name behind a space, or a hyphen between two.
_SECOND = regex(
    r" (?:(?<=[A-Za-z0-9] )|-(?<=[A-Za-z0-9] -) )(?P<two>[A-Za-z0-9]++)"
    r"(?![A-Za-z0-9_/@]|[-.][A-Za-z0-9_]| [A-Za-z0-9])"
)


LONGEST_ACRONYM = 4
"""Letters of what is often written in capitals, as if they were the first ones of words: UNIX."""

LONGEST_TITLE = 40
"""Code points of a book's title before a name in it."""


def _has_names(document: Document) -> object:
    """Tell whether there are names in another spelling."""
    return known_words(document).names


@rule("misspelled-name", fix=Applicability.SAFE, needs=Needs(signs=(_has_names, _SECOND)))
def misspelled_name(document: Document) -> Iterator[Hit]:
    """A name is not spelled as it spells itself.

    Upper and lower case are part of a name, and so is that it is one word: text that is searched,
    and readers who search for what they read, find it only so. Commands, packages and labels of the
    same name are written as they are typed, and so is what the source writes that way.

    Bad:  Github 上有全部示例。
    Good: GitHub 上有全部示例。
    Bad:  lib bpf 会加载目标文件。
    Good: libbpf 会加载目标文件。
    Source: Hubble shows the flows.
    Bad:  HUBBLE 显示各条流。
    Good: Hubble 显示各条流。
    """
    for start, end, right in known_words(document).names:
        yield from _in_case(document, start, end, right)
    yield from _split(document)


def _in_case(document: Document, start: int, end: int, right: tuple[str, ...]) -> Iterator[Hit]:
    text = document.text
    spelled = text[start:end]
    if _is_part(text, start, end) or _is_alone(text, start, end) or _IS_MENTIONED.match(text, end):
        return
    name = min(right, key=lambda each: (each.islower(), each))
    source = document.source_of(start)
    if _is_in_title(text, start):
        return
    if spelled.isupper() and (source is None or name not in source or len(name) <= LONGEST_ACRONYM):
        return
    if source is not None:
        is_used = _USED.search(text, max(0, start - 4), start)
        commands = typed_of(lexicon(document)).commands
        if is_used and spelled in commands and only_begins_sentences(name, source):
            return  # the command may be meant
        if re.search(rf"(?<![A-Za-z0-9]){re.escape(spelled)}(?![A-Za-z0-9])", source):
            return
        name = next((each for each in sorted(right) if each in source), name)
    elif _is_in_english(text, start, end) or (spelled.islower() and _is_typed(text, start, end)):
        return
    sure = source is not None and name in source
    message = Message("The name is {name}.", name=name)
    yield Hit(start, end, name, message, (), Applicability.SAFE if sure else Applicability.UNSAFE)


def _is_in_title(text: str, at: int) -> bool:
    """Tell whether a place is in the title of a book, which is spelled as it is."""
    first = max(0, at - LONGEST_TITLE)
    return text.rfind("《", first, at) > text.rfind("》", first, at)


def _is_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a word in lower case is all there is in a line, as the names of files are."""
    before = text[max(0, start - 8) : start].rpartition("\n")[2]
    after = text[end : end + 8].partition("\n")[0]
    return text[start].islower() and not before.strip(" \t*-#") and not after.strip(" \t\r")


def _is_part(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if _PART_OF.match(before):
        return True
    if after == ".":  # that of a sentence, or of a file's name
        return text[end + 1 : end + 2].isalnum()
    return bool(_PART_OF.match(after))


def _is_in_english(text: str, start: int, end: int) -> bool:
    """Tell whether a word stands among English ones."""
    before = _LATIN_BEFORE.search(text, max(0, start - 40), start)
    return bool(before or _LATIN_AFTER.match(text, end))


def _is_typed(text: str, start: int, end: int) -> bool:
    """Tell whether a name in lower case may be what is typed: a command, a package, a label."""
    return bool(
        _TYPED_AFTER.match(text, end) or _TYPED_BEFORE.search(text, max(0, start - 12), start)
    )


_FIRST = regex(r"(?<![A-Za-z0-9_./@$-])(?<![A-Za-z0-9] )[A-Za-z][A-Za-z0-9]*+\Z")
_LONGEST = 40
"""Letters of half a name."""


def _split(document: Document) -> Iterator[Hit]:
    """Yield names with a space in them that they do not have."""
    shape = document.shape
    for match in _SECOND.finditer(shape):
        one = _FIRST.search(shape, max(0, match.start() - _LONGEST), match.start())
        if one and (hit := _joined(document, one[0], match)):
            yield hit


def _joined(document: Document, one: str, second: re.Match[str]) -> Hit | None:
    names = index.index_of(lexicon(document))
    two, start = second["two"], second.start() - len(one)
    name = names.solid.get(lower(one + two))
    written = one + second[0]
    if name is None or len(name) < index.SHORTEST or lower(written) in names.spaced:
        return None
    is_hyphened = "-" in second[0]
    if is_hyphened != ("-" in name) or lower(written) == lower(name):
        return None
    source = document.source_of(start)
    if source is not None and written in source:
        return None
    if is_hyphened or _is_one_word(one, two, name, source):
        return Hit(start, second.end(), name, Message("The name is {name}.", name=name))
    return None


def _is_one_word(one: str, two: str, name: str, source: str | None) -> bool:
    """Tell whether two words are halves of a name, and not two words that say what it does."""
    if source is not None:
        return name in source
    return one + two == name
