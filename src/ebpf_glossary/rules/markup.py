"""Marks of Markdown and reStructuredText that no longer are any.

Translated words of the markup are in `directives`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, lines, rule, vocabulary
from ebpf_glossary.rules.codespans import suspected
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import has_han
from ebpf_glossary.segments import CODE, MARKUP, STRUCTURE, URL, Applicability, Document, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Segment

FAMILY = "markup"


@rule("broken-markup", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs())
def broken_markup(document: Document) -> Iterator[Hit]:
    r"""A mark of Markdown or reStructuredText has lost its shape.

    Spaces within emphasis, full-width number signs, brackets and bars, a space between the text of
    a link and its target, or a translated language of a code block: each shows as plain text.
    Multiplication signs, and spaces outside of emphasis, are fine.

    Format: markdown
    Bad:  ** 警告 **：请先卸载旧版本。
    Good: **警告**：请先卸载旧版本。
    Format: markdown
    Bad:  ＃ 快速入门
    Good: # 快速入门
    Format: markdown
    Bad:  ##环境要求
    Good: ## 环境要求
    Format: markdown
    Bad:  - [ x ] 支持限速
    Good: - [x] 支持限速
    Format: markdown
    Bad:  请看 [变更记录] (CHANGELOG.md)。
    Good: 请看 [变更记录](CHANGELOG.md)。
    Format: markdown
    Bad:  ```蟒蛇\nimport bcc\n```
    Good: ```python\nimport bcc\n```
    Format: rst
    Bad:  执行 `` make install `` 即可。
    Good: 执行 ``make install`` 即可。
    """
    for check in _CHECKS.get(document.format, ()):
        yield from check(document)


def _is_code(document: Document, at: int) -> bool:
    return document.shape[at] in CODE + STRUCTURE + URL


_LOOSE = regex(r"\*\*(?:(?=[ \t])|(?<=[ \t]\*\*))")
_LINE_END = regex("[\n\ue000]")
_STRONG = regex(r"(?<![*\\])\*\*(?!\*)")
_OPERAND = regex(r"[A-Za-z0-9_)\]]\s*$")


def _loose_strong(document: Document) -> Iterator[Hit]:
    """Yield strong emphasis with spaces within its marks."""
    text = document.text
    done = 0
    for loose in _LOOSE.finditer(text):
        at = loose.start()
        if at < done:
            continue
        start = max(done, text.rfind("\n", done, at) + 1, text.rfind("\ue000", done, at) + 1)
        end = _LINE_END.search(text, at)
        done = end.start() if end else len(text)
        if "***" not in text[start:done]:
            yield from _loose_in_line(document, start, done)


def _loose_in_line(document: Document, start: int, end: int) -> Iterator[Hit]:
    text = document.text
    marks = [m for m in _STRONG.finditer(text, start, end) if not _is_code(document, m.start())]
    if len(marks) % 2:
        return
    for first, last in zip(marks[::2], marks[1::2], strict=True):
        content = text[first.end() : last.start()]
        bare = content.strip()
        if bare == content or not has_han(bare) or len(bare) > 100:
            continue
        if not _OPERAND.search(text, max(start, first.start() - 20), first.start()):
            yield Hit(first.start(), last.end(), f"**{bare}**")


_TORN = regex(r"(?<![*\\])(\*[ ]?\*)[ ]?(?![\s*])([^*\n\ue000]{1,80}?)[ ]?(\*[ ]?\*)(?!\*)")
_WIDE = regex(r"＊＊([^＊*\n\ue000]{1,100}?)＊＊")


def _torn_strong(document: Document) -> Iterator[Hit]:
    """Yield strong emphasis whose marks were torn apart, or are full-width."""
    text = document.text
    if "* *" in text:
        for match in _TORN.finditer(text):
            content = match[2].strip()
            if "* *" not in (match[1], match[3]) or not has_han(content):
                continue
            follows, leads = (
                text[match.end() : match.end() + 1],
                text[max(0, match.start() - 1) : match.start()],
            )
            if follows.isalnum() and not has_han(leads):
                continue  # perhaps the beginning of another emphasis
            is_product = _OPERAND.search(text, max(0, match.start() - 3), match.start())
            if not is_product and not _is_code(document, match.start(2)):
                yield Hit(match.start(), match.end(), f"**{content}**")
    if "＊＊" in text:
        for match in _WIDE.finditer(text):
            if not _is_code(document, match.start()):
                yield Hit(match.start(), match.end(), f"**{match[1].strip()}**")


_OPENED = regex(r"\*\*([^*\n：:]{1,30}?)([：:])")
_LEAD = r"(?:[> \t#]|[-*+] |[0-9]{1,3}\. )*+"
_SPOKEN = regex(rf"^{_LEAD}\*\*[^*\n]{{1,60}}(?::\*\*|\*\*:)", re.MULTILINE)
_ALL = regex(rf"\s*+{_LEAD}\*\*[^*]++\*\*\s*\Z")
_TAIL = regex(r"([^*\n：:]{1,30}?)\*\*[：:]")


class _Emphasis(NamedTuple):
    """What of a source is emphasised."""

    marks: int
    leads: bool
    """Words before a colon."""
    all: bool


def _emphasis(source: str) -> _Emphasis:
    marks = source.count("**")
    return _Emphasis(marks, bool(_SPOKEN.search(source)), marks == 2 and bool(_ALL.match(source)))


def _single_strong(document: Document) -> Iterator[Hit]:
    """Yield marks of strong emphasis that stand alone in a segment, such as `**Note: ...`."""
    if "**" not in document.text:
        return
    marks: dict[int, list[int]] = {}
    for match in _STRONG.finditer(document.text):
        segment = document.segment_at(match.start())
        if segment is not None and document.shape[match.start()] == MARKUP:
            marks.setdefault(segment.start, []).append(match.start())
    sources: dict[int, _Emphasis] = {}
    for start, places in marks.items():
        segment = document.segment_at(start)
        if len(places) != 1 or segment is None:
            continue
        text = document.text[segment.start : segment.end]
        if text.count("*") != 2:
            continue
        pair = document.pair_at(start)
        if pair and pair.source_start not in sources:
            source = document.source[pair.source_start : pair.source_end]
            sources[pair.source_start] = _emphasis(source)
        yield from _closed(text, segment, places[0], pair and sources[pair.source_start])


def _closed(text: str, segment: Segment, at: int, source: _Emphasis | None) -> Iterator[Hit]:
    """Yield a lone mark with what is emphasised: all, or what stands before a colon."""
    if source and (source.marks % 2 or not source.marks):
        return
    start, end = segment.start, segment.end
    edit: Edit | None = None
    if at == start and not text[2:3].isspace():
        label = _OPENED.match(text)
        if label and (source is None or source.leads):
            edit = Edit(at + label.end(1), at + label.end(1), "**")
        elif source and source.all:
            edit = Edit(end, end, "**")
    elif at + 2 == end and source and source.all:
        edit = Edit(start, start, "**")
    elif source and source.leads and not _OPERAND.search(text[: at - start]):
        label = _TAIL.match(text)
        if label and label.end(1) == at - start:
            edit = Edit(start, start, "**")
    elif source is None or _OPERAND.search(text[: at - start]):
        return  # perhaps a power
    if edit or source:
        yield Hit(at, at + 2, edits=(edit,) if edit else ())


_IMAGE = regex(r"(?:！ ?|! )(?=\[[^\[\]\n]{0,200}\]\(([^()\s]{1,300})\))")
_PICTURE = regex(r"\.(?:png|jpe?g|gif|svg|webp|avif)\b", re.IGNORECASE)
_TARGETS = (
    re.compile(r"\][ ]?(?:（([^（）()\s\ue000]{1,300})[）)]|\(([^（）()\s\ue000]{1,300})）)"),
    re.compile(r"(?<!\[[ xX])\][ ]\(([^()\s\ue000]{1,300})\)"),
)
_WIDE_TEXT = regex(r"【([^【】\[\]\n]{1,100})】[（(]([^（）()\s\ue000]{1,300})[）)]")
_TARGET = regex(
    r"(?:https?://|mailto:|\.{0,2}/|#[A-Za-z])|[^\s]*\.(?:mdx?|rst|html?|txt|pdf|png|jpe?g|gif|svg"
    r"|webp|ya?ml|json|toml|sh|py|go|rs|c|h)(?:#\S*)?$|[\w.-]+/[\w./-]+$",
    re.ASCII,
)


def _links(document: Document) -> Iterator[Hit]:
    """Yield links and images whose brackets are torn apart or full-width."""
    text = document.text
    if "！" in text or "! [" in text:
        for match in _IMAGE.finditer(text):
            opens = match.start() == 0 or text[match.start() - 1] == "\n"
            is_image = (opens and match[0] == "！") or _PICTURE.search(match[1])
            if is_image and not _is_code(document, match.start()):
                yield Hit(match.start(), match.end(), "!")
    if "]" in text:
        for pattern in _TARGETS:
            for match in pattern.finditer(text):
                target = match[1] or match[match.re.groups]
                if _TARGET.match(target) and not _is_code(document, match.start()):
                    yield Hit(match.start(), match.end(), f"]({target})")
    if "】" in text:
        for match in _WIDE_TEXT.finditer(text):
            if _TARGET.match(match[2]) and not _is_code(document, match.start()):
                yield Hit(match.start(), match.end(), f"[{match[1]}]({match[2]})")


_SPANS = regex(f"{CODE}{CODE}*")
_CODE_SPACE = regex(r"``(?:[ \t]+[^`]*|[^`]*[ \t]+)``")


def _loose_literals(document: Document) -> Iterator[Hit]:
    """Yield literals with spaces within their marks, which are none then."""
    if CODE not in document.shape:
        return
    for span in (
        s for place in suspected(document) for s in _SPANS.finditer(document.shape, *place)
    ):
        literal = document.text[span.start() : span.end()]
        if (literal[2:3] == " " or literal[-3:-2] == " ") and _CODE_SPACE.fullmatch(literal):
            content = literal.strip("`").strip()
            if content and not re.search("[，。；]", content):
                yield Hit(span.start(), span.end(), f"``{content}``")


_ROLE = regex(r"[:：]([a-z][a-z:]{1,14})$")
_LOOSE_ROLES = (re.compile(": `(?!`)"), re.compile("：`(?!`)"), re.compile("： `(?!`)"))


def _loose_roles(document: Document) -> Iterator[Hit]:
    """Yield roles with a space before their text, or with full-width colons."""
    text = document.text
    for match in (match for pattern in _LOOSE_ROLES for match in pattern.finditer(text)):
        before = _ROLE.search(text, max(0, match.start() - 16), match.start())
        if before and before[1] in vocabulary.KNOWN_ROLES:
            yield Hit(before.start(), match.end(), f":{before[1]}:`")


_LOOSE_REFERENCE = regex(r">`[ ](__?)(?![\w`])")
_PARAGRAPH = regex("\n[ \t]*\n|\ue000")
_TIGHT_ADDRESS = regex(r"<(?=https?://[^<>`\s\ue000]{1,300}>`__?(?!\w))")


def _references(document: Document) -> Iterator[Hit]:
    """Yield links of reStructuredText that lack a space, or have one too many."""
    text = document.text
    for match in _LOOSE_REFERENCE.finditer(text):
        yield Hit(match.start(), match.end(), ">`" + match[1])
    for match in _TIGHT_ADDRESS.finditer(text):
        at = match.start()
        mark = text.rfind("`", max(0, at - 200), at)
        if mark >= 0 and text[at - 1] not in " \n`" and not _PARAGRAPH.search(text, mark, at):
            yield Hit(at, at + 1, " <")


_MARKDOWN_CHECKS = (
    lines.fences,
    lines.quoted_fences,
    lines.line_starts,
    lines.tables,
    _loose_strong,
    _torn_strong,
    _single_strong,
    _links,
)
_PO_CHECKS = (_loose_strong, _loose_literals, _loose_roles, _references)
_CHECKS = {"markdown": _MARKDOWN_CHECKS, "rst": (lines.titles, *_PO_CHECKS), "po": _PO_CHECKS}
