r"""What language models say around a translation, as data for the rule `translator-chatter`.

Patterns are joined to one; `~` in their classes stands for the end of a line or message. They are
tried only at the beginning and the end of a document or message.
"""

from __future__ import annotations

import re

from ebpf_glossary.patterns import regex
from ebpf_glossary.segments import BREAK

_TRANSLATION = (
    "(?:翻译|译文|译本|中译文?|中文(?:版本?|译文|翻译))(?:后|好|[成为](?:简体)?中文)?的?"
    "(?:内容|文本|文字|结果|版本|文档|文章|译文|中文)?"
)
_MODEL = (
    "(?:我[^。，~]{0,6})?(?:作为|是)一?[个名款位]? ?"
    "(?:人工智能|AI|大?语言模型|大模型)[^。，~]{0,12}[，。]"
)
# Most of these are a line of their own.
_HEADING = "(?:译文|翻译(?:结果|内容)?|中文(?:翻译|译文|版本)?)"

# What is said of the whole translation. Of a word, of the original, of who may print it, people
# write notes themselves.
_NOTE_ON_ALL = (
    "[（(【*]{0,3}(?:(?:译者|译文|翻译)(?:说明|备注|附注|提示)"
    "(?=[^~]{0,80}(?:译文|翻译|术语|保留|直译|意译))"
    "|译者?注(?=[：:][^~]{0,40}(?:(?:以上|本|全)[次篇]?(?:译文|翻译|文翻译)"
    "|译文(?:已|保留|采用|遵循|力求|尽量|尽可能|中?的?(?:术语|专有名词)))))"
    r"(?![^~]{0,100}(?:授权|转载|许可|出处|链接|作者|版权))[】*]{0,3}[：:]\*{0,2}[^~]{1,150}"
)

# Each is followed by a colon.
_ANNOUNCEMENTS = (
    # 以下是您要的中文翻译
    f"(?:以下|下面|下方|这|这里|如下)(?:内容)?[是为][^。，：:~]{{0,20}}?{_TRANSLATION}",
    # 以下是按您的要求翻译的文档
    "(?:以下|下面|这)(?:内容)?[是为](?:根据|按照?|应)?[您你]?[^。，：:~]{0,10}?"
    "翻译(?:好|完)?的[^。，：:~]{0,15}",
    "(?:我来|我将|我会|让我)[^。：:~]{0,8}翻译[^。：:~]{0,10}",
    f"(?:我|您|你)[^。：:~]{{0,25}}{_TRANSLATION}",  # 您提供的内容翻译
    f"{_TRANSLATION}如下",
    "翻译结果",
    r"译文(?![：:]\s*(?:http|\[))",
    r"(?:中文)?翻译(?=[：:]\*{0,2}[ \t]*\n)",  # 翻译：somebody is a credit
    rf"[【\[]{_HEADING}[】\]](?=[：:])",
)
_BEGINNINGS = (
    r"(?:(?:好的|好|当然|当然可以|可以|没问题|明白了?|收到|了解)[，,！!。.\s]{1,3})?"
    "(?:根据[您你]?的?(?:要求|请求)，)?"
    f"(?:{'|'.join(_ANNOUNCEMENTS)})(?:如下)?(?:，供您?参考)?[：:]",
    r"(?:(?:Sure|Certainly|Of course|Okay|OK)[,.!]\s*)?"
    r"(?:[Hh]ere(?:'s|’s| is| are)|[Bb]elow (?:is|are))\s[^~]{0,60}?"
    r"(?:[Tt]ranslat|Chinese)[^:：~]{0,60}[:：]",
    r"(?:Chinese )?[Tt]ranslation(?: \([^()\n]{1,30}\))?:",
    # 【译文】, and the English before it
    r"【(?:原文|英文)】.{0,2000}?【(?:译文|翻译|中文)】[：:]?",
    rf"【{_HEADING}】|\[{_HEADING}\][ \t]*(?=\n)|\*\*{_HEADING}\*\*[ \t]*(?=\n)",
    "<(?:translation|translated_text|译文)>",
    rf"(?=[（(【]){_NOTE_ON_ALL}(?<=[）)】])(?=[ \t]*\n)",
    rf"(?:(?:请注意|很?抱歉|对不起)，)?(?=[^。~]{{0,60}}我){_MODEL}[^。~]{{0,200}}。?",
    "(?:很?抱歉|对不起)，我(?:无法|不能)(?:翻译|提供翻译|协助|满足您|完成您|处理您|访问该)[^。~]{0,80}。?",
    r"(?:I(?:'|’)m sorry, (?:but )?)?[Aa]s an AI (?:language )?(?:model|assistant), I [^~]{0,200}",
    r"I(?:'|’)m sorry, but I (?:can(?:'|’)t|cannot) (?:assist|help|translate)[^~]{0,100}",
)
_ENDINGS = (
    "希望[^。！!~]{0,12}(?:翻译|译文|译本|回答|解答)[^。！!~]{0,12}"
    "(?:有所?帮助|满意|满足|符合)[^。！!~]{0,20}[。！!]?",
    "(?:如果?|若)(?=[^。！!~]{0,40}(?:译|修改|调整|润色|进一步|其他|更多|帮助))[^。！!~]{0,40}"
    "(?:告诉我|告知我|联系我|与我联系|让我知道|发(?:送)?给我)(?!们)[^。！!~]{0,10}[。！!]?",
    f"以上(?:就?是|为)[^。！!：:~]{{0,15}}{_TRANSLATION}[^。！!~]{{0,12}}[。！!]",
    "[（(]?(?:请注意，)?以上(?:为|就?是)?(?:翻译|译文)(?:内容|结果)?[^。）~]{0,30}[。）)]",
    "(?:如果?|若)[^。！!~]{0,30}欢迎(?:继续|随时)(?:提问|提出)[。！!]?",
    r"[（(*]?(?:注|注意|备注|翻译说明|说明)[：:][^~]{0,150}"
    "(?:不译|不翻译|未翻译|未作翻译|保留[^。，~]{0,4}(?:原文|英文)|专有名词)[^~]{0,60}",
    rf"(?:请注意，)?(?=[^。~]{{0,60}}我){_MODEL}[^~]{{0,200}}",
    # （已按要求保留原文的格式）
    r"[*_]{0,3}[（(](?:已(?:经|按|根据|依照|遵照)?|译文已|格式已?)(?:[^（）()~]{0,20}"
    r"(?:要求|翻译|译|保留|保持)[^（）()~]{0,40})[）)][*_]{0,3}",
    _NOTE_ON_ALL,
    "</(?:translation|translated_text|译文)>",
    "I hope this [^~]{0,40}helps[^~]{0,20}",
    "[Ll]et me know if [^~]{0,100}",
    r"\(?Note: [^~]{0,150}(?:[Tt]ranslat|in English)[^~]{0,80}",
)
# At the end of a blog these are human: only where the English is known not to say so.
_DOUBTFUL_ENDINGS = (
    "希望[^。！!~]{0,20}(?:有所?帮助|满意)[^。！!~]{0,10}[。！!]?",
    "[（(]?(?:注|注意|备注|说明|译注|译者注)[：:][^~]{0,150}(?:译为|译作|翻译[为成])[^~]{0,60}",
)
_MARK = r"(?:\*\*|#+ )?"


def _compile(pattern: str) -> re.Pattern[str]:
    return regex(pattern.replace("~", f"\n{BREAK}"), re.DOTALL)


def _ending(*alternatives: str) -> re.Pattern[str]:
    # It begins after a sentence or a line, and the mark before it is no part of it.
    talk = rf"\s*(?:---+\s+)?{_MARK}(?:{'|'.join(alternatives)})"
    return _compile(rf"[。！？.!?）)`\n]({talk}(?:{talk}){{0,3}})\s*\Z")


BEGINNING = _compile(
    rf"\s*(?:<think>.*?</think>\s*|{_MARK}(?:{'|'.join(_BEGINNINGS)})\*{{0,2}}\s*)"
)
# The mark at its end stands alone on a line.
REASONING = regex(r"\s*.*?[。！？.!?…\n][ \t]*</think>[ \t]*(?:\n\s*|\Z)", re.DOTALL)
# 翻译说明： and a list
NOTES = _compile(
    rf"(\n\s*(?:---+\s+)?{_MARK}(?:翻译|译文|术语)(?:说明|备注|注释|要点|思路|策略|注意事项)"
    r"(?:\*\*)?[：:](?:\*\*)?[^\n~]*(?:\n+[ \t]*(?:\d+[.、)]|[-*•])[^\n]*)*)\s*\Z"
)
ENDING = _ending(*_ENDINGS)
ENDING_WITH_SOURCE = _ending(*_ENDINGS, *_DOUBTFUL_ENDINGS)
# The English says something like it.
IN_ENGLISH = regex(r"translat|\bhope\b|\bnote\b|let me know|language model|sorry", re.IGNORECASE)
FENCE = regex(r"\s*(`{3,}|~{3,})(markdown|md|text|plaintext|)[ \t]*\n")
# One of these stands in whatever the patterns match; English from a rare letter on, which is
# quicker to search for.
TRIGGERS = (
    "译",
    "我",
    "中文版",
    "中文】",
    "欢迎",
    "帮助",
    "保留",
    "专有名词",
    "（已按",
    "k>",  # <think>
    "ranslat",
    "Chinese ",
    "hope",
    "know",
    "AI ",
    "rry",  # sorry
    "```",
    "~~~",
)
TRIGGER = regex("|".join(TRIGGERS))
