"""Names that are spelled otherwise than they spell themselves."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.matching import Matcher, lower
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.translated import lexicon
from ebpf_glossary.segments import Applicability, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.renderings import Lexicon
    from ebpf_glossary.segments import Document

FAMILY = "names"

SHORTEST = 4
SHORTEST_LOWER = 5
"""Letters of a name whose case is looked at, and of one in lower case: `Go`, `tc` and `kind` are
too much like other words."""

# What makes a word part of an address, a path, an option, an identifier.
_PART_OF = re.compile(r"[A-Za-z0-9_/.@:=$#&%+~\\-]")
# After a name in lower case, or before it: here it is a command, a package, a label.
_TYPED = (
    "CLI API namespace pod Pod 一词 二进制 仓库 函数 分支 前缀 包 参数 后缀 名字 命令 命名空间 "
    "域名 字段 字符串 子命令 容器 工具 库 接口 插件 文件 服务 标签 模块 目录 目标 程序包 组 "
    "脚本 账号 账户 软件包 进程 选项 镜像 用户"
)
_TYPED_AFTER = re.compile(rf"[ ]?(?:{'|'.join(_TYPED.split())}|这个名字|[=(（])")
_TYPED_BEFORE = re.compile(
    rf"(?:{'|'.join(_TYPED.split())}|执行|运行|名为|叫做|叫作|键入|输入|导入|import|install|包名|进程名)"
    r"(?:是|为|显示为|：)?[ ]?\Z"
)
_LATIN_BEFORE = re.compile(r"[A-Za-z0-9]+ \Z")
_LATIN_AFTER = re.compile(r" [A-Za-z0-9]")


class _Names(NamedTuple):
    """Names by how they are compared."""

    whole: Matcher[frozenset[str]]  # right spellings, by lower case
    solid: dict[str, str]  # names without a space, by letters and digits alone
    spaced: frozenset[str]  # names with a space, in lower case


@lru_cache(maxsize=4)
def _names(known: Lexicon) -> _Names:
    right: dict[str, set[str]] = {}
    solid: dict[str, str] = {}
    spaced: set[str] = set()
    for name, aliases in _spelled(known):
        right.setdefault(lower(name), set()).add(name)
        for alias in aliases:
            if lower(alias) != lower(name):  # as a command or a package has it
                right.setdefault(lower(alias), set()).add(alias)
        spaced.update(lower(each) for each in (name, *aliases) if " " in each)
        if " " not in name:
            solid.setdefault(re.sub(r"[-_./]", "", lower(name)), name)
    whole = {
        name: frozenset(each)
        for name, each in right.items()
        if len(name) >= (SHORTEST_LOWER if each == {name} else SHORTEST)
    }
    return _Names(Matcher(whole), solid, frozenset(spaced))


def _spelled(known: Lexicon) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what has a spelling of its own: names, and terms that are never translated."""
    for record in known.names:
        if record.name.isascii() and "/" not in record.name:
            aliases = (alias for alias in record.aliases if alias.isascii() and "/" not in alias)
            yield record.name, tuple(aliases)
    for term in known.terms:
        if term.keep and not term.term.islower():  # a word in lower case may begin a title
            yield term.term, term.aliases


@rule("misspelled-name", fix=Applicability.SAFE)
def misspelled_name(document: Document) -> Iterator[Hit]:
    """A name is not spelled as it spells itself.

    Upper and lower case are part of a name, and so is that it is one word: text that is searched,
    and readers who search for what they read, find it only so. Commands, packages and labels of the
    same name are written as they are typed, and so is what the source writes that way.

    Bad:  Github 上有全部示例。
    Good: GitHub 上有全部示例。
    Bad:  lib bpf 会加载目标文件。
    Good: libbpf 会加载目标文件。
    """
    names = _names(lexicon(document))
    text, shape = document.text, document.shape
    for start, end, right in names.whole.find(lower(text)):
        spelled = text[start:end]
        if spelled not in right and shape[start:end] == spelled:
            yield from _in_case(document, start, end, right)
    yield from _split(document, names)


def _in_case(document: Document, start: int, end: int, right: frozenset[str]) -> Iterator[Hit]:
    text = document.text
    spelled = text[start:end]
    if _is_part(text, start, end) or (spelled.isupper() and not spelled.islower()):
        return
    name = min(right, key=lambda each: (each.islower(), each))
    source = document.source_of(start)
    if source is not None:
        if re.search(rf"(?<![A-Za-z0-9]){re.escape(spelled)}(?![A-Za-z0-9])", source):
            return
        name = next((each for each in sorted(right) if each in source), name)
    elif _is_in_english(text, start, end) or (spelled.islower() and _is_typed(text, start, end)):
        return
    sure = source is not None and name in source
    message = Message("The name is {name}.", name=name)
    yield Hit(start, end, name, message, (), Applicability.SAFE if sure else Applicability.UNSAFE)


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


_PIECES = re.compile(
    r"(?<![A-Za-z0-9_./@$-])(?<![A-Za-z0-9] )(?P<one>[A-Za-z][A-Za-z0-9]*+)"
    r"(?P<gap> ?- | -| )(?P<two>[A-Za-z0-9]++)"
    r"(?![\w/@]|-\w|\.\w| [A-Za-z0-9])"
)


def _split(document: Document, names: _Names) -> Iterator[Hit]:
    """Yield names with a space in them that they do not have."""
    for match in _PIECES.finditer(document.shape):
        one, gap, two = match["one"], match["gap"], match["two"]
        name = names.solid.get(lower(one + two))
        if name is None or len(name) < SHORTEST or lower(match[0]) in names.spaced:
            continue
        if ("-" in gap) != ("-" in name) or lower(match[0]) == lower(name):
            continue
        source = document.source_of(match.start())
        if source is not None and match[0] in source:
            continue
        if "-" in gap or _is_one_word(one, two, name, source):
            yield Hit(*match.span(), name, Message("The name is {name}.", name=name))


def _is_one_word(one: str, two: str, name: str, source: str | None) -> bool:
    """Tell whether two words are halves of a name, and not two words that say what it does."""
    if source is not None:
        return name in source
    return one + two == name
