r"""Masks what is not prose within a line: code, addresses, placeholders, marks of markup.

Each format has a grammar: patterns, and the kinds of what they match, which together are one
regular expression. `re` finds quickly where one of them can begin if each begins with a literal
character; so what must not stand before it is looked for behind that character, and an empty group
at the end says which of them matched.

None may need more than linear time, in whatever text: quantifiers are possessive, and the end of
something is searched no further than where the next of its kind begins.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ebpf_glossary.segments import (
    BREAK,
    CODE,
    HAN,
    MARKUP,
    OTHER,
    PLACEHOLDER,
    PROTECTED,
    ROLE,
    STRUCTURE,
    URL,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_LINK = ""  # in place of a kind: its text is prose

# `%%`, `%s`, `%(name)s`; but not the sign of "50%d".
_PRINTF = (
    r"%(?:(?<![0-9%]%)(?:\([A-Za-z0-9_.]++\)|[0-9]++\$)?[-+#0]*+(?:[0-9]++|\*)?"
    r"(?:\.(?:[0-9]++|\*))?(?:hh?|ll?|[zjtL])?[diouxXeEfFgGcrsa](?![A-Za-z])|%)"
)
_PLACEHOLDERS = [
    (PLACEHOLDER, r"\{\{[^{}]*+\}\}"),
    (PLACEHOLDER, r"\{%[^{}]*+\}(?<=%\})"),
    (PLACEHOLDER, rf"\{{[A-Za-z0-9_.\[\]]*+(?:![rsa])?(?::[^{{}}\n{HAN}]*+)?\}}"),
    (PLACEHOLDER, r"\$(?:\{[^{}\n]*+\}|\([A-Za-z0-9_ ./-]++\)|[A-Za-z_][A-Za-z0-9_]*+)"),
    (PLACEHOLDER, _PRINTF),
]
COMMENT = r"<!--(?:[^<-]++|-(?!->)|<(?!!--))*+-->"
# A tag of HTML or JSX: the values of its attributes can hold a `>`.
TAG = (
    r"</?[A-Za-z][A-Za-z0-9_.:-]*+(?:\s(?:[^<>\"'{}]++|\"[^\"]*+\"|'[^']*+'"
    r"|\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\})*+)?/?>"
)
_TAGS = [(MARKUP, COMMENT), (MARKUP, TAG)]

_PLAIN = [
    (CODE, r"`(?<!``)(?P<more>`?+)(?!`)[^`\n]++`(?P=more)(?!`)"),
    *_TAGS,
    *_PLACEHOLDERS,
]
_RST = [
    (CODE, r"``(?:[^`\n]++|`(?!`(?!`))|\n(?![ \t]*\n))++``"),
    (ROLE, r":[A-Za-z][\w+.-]*+(?::[\w+.-]++){0,3}:`[^`]++`"),
    (MARKUP, r"::(?![^\n])"),  # a literal block follows
    (_LINK, r"`[^`<>]*+<[^`<>]++>`__?"),
    (ROLE, r"`[^`]++`__?"),
    (CODE, r"`[^`\n]++`"),
    (ROLE, r"\|(?![\s|])[^|\n]*+(?<!\s)\|_{0,2}"),
    (ROLE, r"\[(?:[#*]|[#*]?[\w.-]++)\]_(?!\w)"),
    (MARKUP, r"\\[^\n]"),
    (MARKUP, r"\*(?:\*|(?<!\w\*)(?=[^\s])|(?<=[^\s]\*)(?![\w*]))"),
    *_TAGS,
    *_PLACEHOLDERS,
]
_MARKDOWN = [
    (
        CODE,
        r"`(?<!``)(?P<more>`{0,7}+)(?!`)"
        r"(?:[^`\n]++|\n(?![ \t]*\n)|(?!`(?P=more)(?!`))`++)++`(?P=more)",
    ),
    (CODE, r"\$\$[^$]++\$\$"),
    (MARKUP, r"\\(?:[!-/:-@\[-`{-~]|(?=\n))"),
    (
        CODE,
        r"<(?P<tag>code|kbd|samp|tt|var|pre)(?:\s[^<>]*+)?>"
        r"(?:[^<]++|<(?!/?(?P=tag)\b))*+</(?P=tag)>",
    ),
    (URL, r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*+|[A-Za-z0-9.+_-]++@[A-Za-z0-9.-]++)>"),
    *_TAGS,
    (MARKUP, r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"),
    (STRUCTURE, r"\{[ ]?[#.:][^{}\n]*+\}"),  # an anchor, a class
    (STRUCTURE, r"\[(?:\^[^\[\]\s]++\]:?|![A-Za-z]++\]|(?<![^\n]\[)[ xX]\](?=[ \t]))"),
    (STRUCTURE, r":(?<![^\n]:)::++[ \t]*+[\w-]*+"),  # an admonition
    (STRUCTURE, r"\{/\*(?:[^*{]++|\*(?!/\})|\{(?!/\*))*+\*/\}"),
    *_PLACEHOLDERS,
    (STRUCTURE, rf"\{{[^{{}}`\n{HAN}]*+\}}"),  # an expression of JSX
    (MARKUP, r"\*{1,3}"),
    (MARKUP, r"_(?:(?<!\w_)_{0,2}+(?=[^\s])|(?<=[^\s_]_)_{0,2}+(?!\w))"),
    (MARKUP, r"~~"),
]


def _compile(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that never matches over a break between segments."""
    return re.compile(pattern.replace("[^", f"[^{BREAK}"))


_GRAMMARS = {"plain": _PLAIN, "rst": _RST, "markdown": _MARKDOWN}


@cache  # compiled when it is needed
def _masker(name: str) -> Callable[[str], str]:
    """Return a function that masks what a grammar matches."""
    grammar = _GRAMMARS[name]
    pattern = _compile("|".join(f"{each}(?P<_{n}>)" for n, (_, each) in enumerate(grammar)))
    kinds = [_LINK] * (pattern.groups + 1)
    for number, (kind, _) in enumerate(grammar):
        kinds[pattern.groupindex[f"_{number}"]] = kind

    def masked(match: re.Match[str]) -> str:
        kind = kinds[match.lastindex or 0]
        return kind * len(match[0]) if kind else link(match[0])

    def link(whole: str) -> str:
        text = whole[1 : whole.rindex("<")].rstrip()
        return MARKUP + masker(text) + URL * (len(whole) - 1 - len(text))

    def masker(text: str) -> str:
        return pattern.sub(masked, text)

    return masker


_IS_PROTECTED = re.compile(f"[{PROTECTED}]").search
_AS_OTHER = str.maketrans(dict.fromkeys(PROTECTED, OTHER))

# Addresses have no first character by which to find them: their middle is looked for, then what
# stands before it. They end where Chinese or a closing mark begins, but Chinese after a slash is
# part of them. So is what was masked in them, such as `%20` or `{name}`.
_ADDRESSES = [
    (
        "://",
        _compile(
            rf"://(?:[!*,.:;?{MARKUP}]*+(?:[#$&+/0-9=@A-Z_a-z~%{PLACEHOLDER}-]"
            rf"|(?<=[/_-])[{HAN}]++|\([^()\s]*+\)))++"
        ),
        re.compile(r"[A-Za-z][A-Za-z0-9+]+\Z"),
    ),
    (
        "@",
        re.compile(r"@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++"),
        re.compile(r"[A-Za-z0-9.+_-]+\Z"),
    ),
]
_LONGEST = 64  # what stands before the middle

_BRACKET = _compile(
    r"!\[|\[|\](?:\([ \t\n]*+(?:[^()\s]++|\([^()\s]*+\))*+"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?\s*+\)|\[[^\[\]]*+\])?"
    rf"|{BREAK}"
)


def mask(text: str, grammar: str) -> str:
    """Return `text` with every character of what is not prose replaced by that of its kind.

    Args:
        text: prose with inline markup; no block structure. A BREAK in it stays, and nothing is
            recognised across it.
        grammar: "plain", "markdown" or "rst"; messages of a PO file are taken for RST.

    >>> mask("用 `ls` 查看", "plain") == "用 " + 4 * CODE + " 查看"
    True
    """
    if _IS_PROTECTED(text):
        text = text.translate(_AS_OTHER)
    text = _masker(grammar)(text)
    if grammar == "markdown" and ("](" in text or "][" in text):
        text = _without_links(text)
    for middle, rest, before in _ADDRESSES:
        if middle in text:
            text = _without_addresses(text, rest, before)
    return text


def _without_addresses(text: str, rest: re.Pattern[str], before: re.Pattern[str]) -> str:
    masked: list[tuple[int, int, str]] = []
    position = 0
    for match in rest.finditer(text):
        at = match.start()
        if name := before.search(text, max(position, at - _LONGEST), at):
            position = match.end()
            masked.append((name.start(), position, URL))
    return overlay(text, masked)


def _without_links(text: str) -> str:
    """Mask brackets and targets of Markdown's links, whose text is prose.

    What binds closer than brackets, such as code, is masked already.
    """
    opened: list[re.Match[str]] = []
    masked: list[tuple[int, int, str]] = []
    for match in _BRACKET.finditer(text):
        bracket = match[0]
        if bracket == BREAK:
            opened.clear()
        elif bracket[0] != "]":
            opened.append(match)
        elif opened:
            opening = opened.pop()
            if len(bracket) > 1:
                masked += (*opening.span(), MARKUP), (*match.span(), URL)
    return overlay(text, sorted(masked))


def overlay(shape: str, masked: list[tuple[int, int, str]]) -> str:
    """Return a shape in which stretches, given in order, are masked with a kind."""
    parts: list[str] = []
    position = 0
    for start, end, kind in masked:
        parts += shape[position:start], kind * (end - start)
        position = end
    parts.append(shape[position:])
    return "".join(parts)
