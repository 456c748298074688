"""What cannot be a Chinese sentence by itself, for the rule `split-sentence`: an end, a beginning.

Much of it is a guess: it counts only where the English is known to have fewer sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.segments import BREAK

if TYPE_CHECKING:
    import re

# What cannot begin a Chinese sentence, or be one, after the sentence that it belongs to.
FRAGMENT = regex(
    "。[ \\n]?(?:"
    "(?P<word>而不是|而非|以便|以及|以避免|以确保|以防|以免|使得|从而|进而|通过|借助|[和与或及]"
    "|前提是|条件是|分别是|分别为"
    "|例如|比如|诸如|包括|除非|因为|由于|直到|如果|当|用于|在"
    "|如|尤其是|特别是|以|并)"
    f"(?P<rest>[^。！？：；\\n{BREAK}]{{1,60}}+))(?=[。\\n{BREAK}]|$)"
)
# These can begin a sentence: it is one too many where the English has fewer.
_SUSPICIOUS = frozenset(
    (
        *(
            "例如",
            "比如",
            "诸如",
            "包括",
            "除非",
            "因为",
            "由于",
            "直到",
            "如果",
            "当",
            "用于",
            "在",
        ),
        *("如", "尤其是", "特别是", "以", "并"),
    )
)
# A reason alone, in which 因为 is not followed by what comes of it.
_ALONE = "因为(?!如此|这样)[^，而则就才所故因导使（]{4,}"
_REASON = regex(_ALONE)
_SUBORDINATE = regex(
    "(?:当|在)[^，会将应可能需是被则就请了都让]*(?:时|后|前|中|上|里|下|内|期间)"
    "|由于[^，会将应可能需则就请因而所才（]{3,}"
    f"|{_ALONE}|(?:如果|除非|直到)[^，则就会将可应能需请是（]*"
    "|(?:例如|比如|诸如|包括|用于)[^，会将应可能需是被则就:]{4,}(?<!等)"
    # examples that are names, and no 如下, 如图
    "|如(?![果何下上图前此今同表需有要无若是愿实期法约其意能会可])[^，会将应可能需是被则就了示述见]*"
    "|(?:尤其是|特别是)[^，会将应可能需被则就了更]*"
    "|以(?:提高|提升|避免|防止|确保|减少|降低|保证|实现|获取|获得|支持|提供|检测|验证|保护|满足|节省"
    "|加快|改善|增强|简化|帮助|允许|使|让)[^，]*"
    # 并且 can begin a sentence, as can 并非 and 并发
    "|并(?![且非不无没未行发排列存联购查网])[^，]*"
)
_MEANS = regex("等(?:方式|方法|手段|途径|机制|工具|技术|形式)$")
_PREDICATE = regex(
    "[，是会能有需将被了可应]|一样|不同|类似|相[比反似同]|之[前后间]|[者此平谐时格其许]"
)


def is_end(match: re.Match[str], *, is_known: bool) -> bool:
    """Tell whether a sentence is the end of the one before.

    Args:
        match: of FRAGMENT.
        is_known: whether the English is known, and has fewer sentences.
    """
    word, rest = match.groups()
    if word in _SUSPICIOUS:
        if match.string.startswith("\n", match.end()):
            return False  # it goes on
        pattern = _SUBORDINATE if is_known else _REASON
        return pattern.fullmatch(word + rest) is not None
    if word in ("通过", "借助"):
        return "，" not in rest and _MEANS.search(rest) is not None
    return len(word) > 1 or (len(rest) < 20 and not _PREDICATE.search(rest))


# A clause that needs a main clause, as a sentence of its own with another after it.
FIRST = frozenset("当在由因如假倘若一只除对虽尽即随为")
_STOPS = frozenset("，；：！？“”（）\n")
_TIME = regex(
    "当(?![前然作做成地年日今初中]|且仅)[^就请]*(?:(?<![超实延定计同小临耗历平按及用准届])时"
    "|之[前后]|期间|的情况下|以后|以前)。"
    "|在[^会将应可能需是被则就请了都让它这该]*(?:(?<![超实延定计同小临耗历平按及用准届])时"
    "|之[前后]|期间|的情况下|以后|以前)。"
)
_CAUSE = regex("由于(?!此)[^，会将应可能需则就请因而所才]{3,}。")
# A clause in which nothing says that its main clause has begun. A condition may hold that without
# a word for it (如果失败返回 -1), so there the English has to tell.
_CONDITION = regex(
    "(?:如果|倘若|假如|若(?!干)|只要|一旦|除了|对于)(?!如此|这样|上述)[^则就会将可应能需请都也才便仍否]{4,}。"
)
_CONCESSION = regex(
    "(?:虽然|尽管|即使|即便|为了|随着)(?!如此|这样|上述)[^则就会将可应能需请都也才便仍否已很]{4,}。"
)
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


def is_beginning(clause: str, after: str, *, is_known: bool, is_first: bool) -> bool:
    """Tell whether a sentence is only the beginning of one that the next finishes.

    Args:
        clause: the sentence, with its mark.
        after: how the next one begins.
        is_known: whether the English is known, and has fewer sentences.
        is_first: whether there is no sentence before it whose end it could be.
    """
    if _STOPS & {*clause}:
        return False
    if _TIME.fullmatch(clause) or _CAUSE.fullmatch(clause):
        return True
    if (is_known or is_first) and _CONCESSION.fullmatch(clause):
        return True
    if is_known and _CONDITION.fullmatch(clause):
        return True
    answers = _ANSWERS.get(clause[:2]) or _ANSWERS.get(clause[:1], ())
    return after.startswith(answers)
