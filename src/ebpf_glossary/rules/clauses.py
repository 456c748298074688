"""Spaces between Chinese characters: the few that are meant, and the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules.style import CLOSERS, OPENERS, STOPS, is_quoted, line_at
from ebpf_glossary.segments import HAN, MASKS

if TYPE_CHECKING:
    from ebpf_glossary.segments import Document

_CLAUSE_END = regex(f"[{STOPS}{OPENERS}{CLOSERS}“”,;:!?.\\n{MASKS}]")
_NUMBER = "[0-9一二三四五六七八九十百零〇两]+"
_LABEL = regex(
    f"(?:第{_NUMBER}(?:部分|单元|阶段|小节|[章节部篇条课讲步卷回幕集期版届次层])"
    "|(?:步骤|阶段|方案|方法|案例|部分)[一二三四五六七八九十0-9]+"
    "|附录[甲乙丙丁戊一二三四五六七八九十]?|[一二三四五六七八九十甲乙丙丁戊己庚辛]+"
    "|[图表例]|关键[词字]|主题词|标签|分类|类别|标题|作者|译者|校对|校译|翻译|审校|编辑|维护者|贡献者"
    "|注意?|警告|提示|说明|重要|示例|问题?|答案?|上午|下午)$"
)
_LONGEST_LABEL = 12
_LONGEST_COMMAND = 60
_PROSE_TOKEN = regex("[的了着过在和与是将被对把从由为或及并]$|^[的了在和与是将被把]|^.$")
_WEEKDAY = regex("(?:星期|周)[一二三四五六日天]|[上下]午|凌晨|晚上")
_SURNAME = regex(
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱江尹薛闫段雷侯龙史陶贺顾毛郝龚邵万钱严武戴莫孔"
    f"向汤司甄吉时][{HAN}]{{1,2}}$"
)
# Arguments of a command that were translated as words: joined they would be lost for good.
_COMMAND = regex(
    "(?:运行|执行|输入|键入|敲入|命令|sudo|[$#]) ?[a-z][a-z0-9_-]{0,30}"
    f"(?: (?!(?:命令|工具|程序|脚本|服务|测试|可以|以|来|后|时|并)(?![{HAN}]))"
    f"[{HAN}]{{1,4}}){{1,4}}$"
)
# A word that begins as a Latin one is spaced like it: f-字符串. So is what leaves a choice: 和/或,
# and an identifier, an option or an event of which a part was translated: BPF_F_无预分配.
_SPACED_WORD = regex(f"(?:[A-Za-z0-9][_-]|--)[{HAN}]{{1,8}}$|[和与及]/或$")
_SPACED_EVENT = regex(f"[{HAN}]{{1,6}}[：:][a-z0-9]+_")
_NUMBERED = regex(f"[{HAN}]{{1,2}}[0-9]{{1,3}}$")
_PROVINCE = regex("[省市县]|自治[区州]")
_PLACE = regex("[省市区县州镇乡村]$|(?:街道|路|街|巷|弄)(?:[0-9]+[号弄]?)?$")


class _Clause(NamedTuple):
    """A stretch without a mark in which Chinese characters are set apart.

    Attributes:
        start: its first character.
        end: one past its last.
        is_meant: whether all of its spaces are; None where it is for the words beside each.
        is_sentence: whether it is part of one.
        has_place: whether it may be an address.
    """

    start: int
    end: int
    is_meant: bool | None
    is_sentence: bool
    has_place: bool


def is_deliberate(document: Document, start: int, end: int) -> bool:
    """Tell whether spaces between Chinese characters separate what belongs apart."""
    shape = document.shape
    clause = _clause_at(document, start, end)
    if start - clause.start <= _LONGEST_LABEL and _LABEL.match(
        shape[clause.start : start].replace(" ", "")
    ):
        return True
    before = shape[max(clause.start, shape.rfind(" ", clause.start, start) + 1) : start]
    after = shape[end : clause.end].split(" ", 1)[0]
    if _WEEKDAY.match(after) or _SPACED_WORD.search(before) or _SPACED_WORD.match(after):
        return True
    if _SPACED_EVENT.match(shape, end):
        return True
    if _COMMAND.search(shape, max(clause.start, start - _LONGEST_COMMAND), start):
        return True
    if clause.has_place and _PLACE.search(before) and _PLACE.search(after):
        return True
    if clause.is_sentence and clause.is_meant is None:
        return bool(_SURNAME.match(before) and _SURNAME.match(after))
    return bool(clause.is_meant)


def _clause_at(document: Document, start: int, end: int) -> _Clause:
    """Return the clause around spaces; those of one clause are asked for in turn."""
    clause: _Clause | None = document.memo.get("clause")
    if clause is None or not clause.start < start < clause.end:
        clause = document.memo["clause"] = _read_clause(document, start, end)
    return clause


def _read_clause(document: Document, start: int, end: int) -> _Clause:
    shape = document.shape
    left, right = line_at(shape, start, end)
    first = left
    for mark in _CLAUSE_END.finditer(shape, left, start):
        first = mark.end()
    match = _CLAUSE_END.search(shape, end, right)
    last = match.start() if match else right
    lead, tokens = shape[left:first], shape[first:last].split()
    is_sentence = match is not None and match[0] in "。，；？！"
    is_meant: bool | None = None
    if tokens[0][0] in "#@" or is_quoted(lead):
        is_meant = True
    elif not is_sentence:
        is_head = document.format == "plain" and shape[start:end] == " "
        is_meant = _is_list(lead, tokens) or (
            # The head of two columns in plain text: 命令 说明
            is_head and len(tokens) == 2 and all(len(token) == 2 for token in tokens)
        )
    return _Clause(first, last, is_meant, is_sentence, bool(_PROVINCE.search(shape, first, last)))


def _is_list(lead: str, tokens: list[str]) -> bool:
    """Tell whether the tokens of a clause are a list of words, not a sentence."""
    if "：" in lead and len(tokens) > 3 and _are_words(tokens):
        return True
    if any(map(_PROSE_TOKEN.search, tokens)):
        return False
    if len(tokens) == 2 and len(tokens[0]) <= 4 and _NUMBERED.match(tokens[1]):
        return True  # 表头 列1
    return len(tokens) > 2 or all(map(_SURNAME.match, tokens)) or "：" in lead


def _are_words(tokens: list[str]) -> bool:
    """Tell whether tokens are as long as words: a sentence cut into its words."""
    return max(map(len, tokens)) <= 4 and sum(map(len, tokens)) >= 1.5 * len(tokens)
