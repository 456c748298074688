"""Words of the markup itself, which are not to be translated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule, vocabulary
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import HAN, has_han
from ebpf_glossary.segments import STRUCTURE, Applicability, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "markup"


@rule(
    "translated-directive", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs(words=(".. ",))
)
def translated_directive(document: Document) -> Iterator[Hit]:
    r"""A word of the markup itself was translated.

    Names of directives, their options, roles and the keys of front matter belong to the program
    that reads them. The fields at the head of a document, such as `:翻译:`, and the names of link
    targets are the author's own.

    Format: rst
    Bad:  .. 警告::\n\n   此接口可能变化。
    Good: .. warning::\n\n   此接口可能变化。
    Format: rst
    Source: .. image:: a.svg\n   :width: 80%
    Bad:  .. 图片:: a.svg\n   :宽度: 80%
    Good: .. image:: a.svg\n   :width: 80%
    Format: markdown
    Bad:  ---\n标题: 内核探针\n---
    Good: ---\ntitle: 内核探针\n---
    """
    if ".. " in document.text:
        yield from _directives(document)
        yield from _licences(document)
    if document.format == "markdown":
        yield from _front_matter(document)
        yield from _alerts(document)
        yield from _blocks(document)
    elif document.format in ("rst", "po"):
        yield from _roles(document)


_DIRECTIVE = regex(
    rf"\.\.[ ](?:\|[^|\n]{{1,80}}\|[ ])?([\w{HAN}][\w{HAN}:+.-]{{0,40}}?)[ ]?"
    r"(::|：：|:：|：:)(?![:：])"
)
_OPTION = regex(rf"[ \t]*\n[ \t]+[:：]([\w{HAN}][\w{HAN} -]{{0,30}})([:：])")


def _opens_line(text: str, at: int) -> bool:
    before = text[max(0, at - 200) : at].rstrip(" \t")
    return before[-1:] in ("\n", "\ue000") if before else at < 200


def _found_directives(text: str) -> list[re.Match[str]]:
    return [m for m in _DIRECTIVE.finditer(text) if _opens_line(text, m.start())]


def _options(text: str, directive: re.Match[str]) -> list[re.Match[str]]:
    """Return the options of a directive, which follow it line by line."""
    options: list[re.Match[str]] = []
    at = directive.end()
    while True:
        end = text.find("\n", at, at + 400)
        match = _OPTION.match(text, end) if end >= 0 else None
        if not match:
            return options
        options.append(match)
        at = match.end()


def _directives(document: Document) -> Iterator[Hit]:
    ours = _found_directives(document.text)
    theirs = _found_directives(document.source) if document.source else []
    aligned = len(ours) == len(theirs) and document.format != "po"
    for index, directive in enumerate(ours):
        theirs_here = theirs[index] if aligned else None
        name, marks = directive[1], directive[2]
        if has_han(name):
            right = theirs_here[1] if theirs_here else vocabulary.DIRECTIVES.get(name)
            replacement = f"{right}::" if right else None
            yield Hit(directive.start(1), directive.end(2), replacement)
        elif marks != "::":
            yield Hit(directive.start(2), directive.end(2), "::")
        yield from _translated_options(document, directive, theirs_here)


def _translated_options(
    document: Document, directive: re.Match[str], theirs: re.Match[str] | None
) -> Iterator[Hit]:
    options = _options(document.text, directive)
    if not any(has_han(option[1]) for option in options):
        return
    originals = _options(document.source, theirs) if theirs else []
    for index, option in enumerate(options):
        if has_han(option[1]):
            name = vocabulary.OPTIONS.get(option[1].strip())
            if len(originals) == len(options):
                name = originals[index][1]
            yield Hit(option.start(1) - 1, option.end(2), f":{name}:" if name else None)


_SPDX = regex(rf"(?:\.\.|<!--|//)[ ](SPDX[- ]?[{HAN}][{HAN} -]{{1,14}}[:：])")


def _licences(document: Document) -> Iterator[Hit]:
    if "SPDX" in document.text:
        for match in _SPDX.finditer(document.text):
            if _opens_line(document.text, match.start()):
                yield Hit(match.start(1), match.end(1), "SPDX-License-Identifier:")


_MATTER = regex(r"\A(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_KEY = regex(rf"^([\w{HAN}][\w{HAN} -]{{0,30}}?)[ ]?([:：])(?=\s|\S)[ ]?", re.MULTILINE)


def _keys(text: str) -> list[re.Match[str]]:
    matter = _MATTER.match(text)
    return list(_KEY.finditer(text, matter.start(2), matter.end(2))) if matter else []


def _front_matter(document: Document) -> Iterator[Hit]:
    ours = _keys(document.text)
    if not any(has_han(key[1]) or key[2] == "：" for key in ours):
        return
    theirs = _keys(document.source)
    for index, key in enumerate(ours):
        name: str | None = key[1]
        if has_han(key[1]):
            name = vocabulary.FRONT_MATTER.get(key[1])
            if len(theirs) == len(ours):
                name = theirs[index][1]
        elif key[2] == ":":
            continue
        space = " " if document.text[key.end() : key.end() + 1] not in ("\n", "") else ""
        yield Hit(key.start(), key.end(), f"{name}:{space}" if name else None)


_ALERT = regex(
    rf"^(?:> ?\[[!！]([\w{HAN}]{{1,10}})\]|(?::::|：：：)[ ]?([{HAN}]{{1,6}})(?=\s|$))",
    re.MULTILINE,
)


def _alerts(document: Document) -> Iterator[Hit]:
    """Yield the words that open a note in Markdown: `> [!NOTE]`, `:::note`."""
    if "[!" not in document.text and "[！" not in document.text and ":::" not in document.text:
        return
    for match in _ALERT.finditer(document.text):
        word = match[1] or match[2]
        name = vocabulary.ALERTS.get(word, word if word.isascii() else None)
        if word.isascii() and "！" not in match[0]:
            continue
        shown = None if not name else f"> [!{name.upper()}]" if match[1] else f":::{name}"
        yield Hit(match.start(), match.end(), shown)


_BLOCKS = (
    # What opens a note, its translated word; the same with any word.
    ("!!!", re.compile(rf"^[ \t]*!!! ?([{HAN}]{{1,6}})(?=[ \t\"“]|$)", re.MULTILINE)),
    ("！！！", re.compile(rf"^[ \t]*！！！ ?([{HAN}]{{1,6}}|[a-z]+)(?=[ \t\"“]|$)", re.MULTILINE)),
    ("???", re.compile(rf"^[ \t]*\?\?\?\+? ?([{HAN}]{{1,6}})(?=[ \t\"“]|$)", re.MULTILINE)),
    (
        "{{",
        re.compile(rf"\{{\{{[<%][ ]?/?[ ]?([{HAN}]{{1,8}})(?=[ ][^{{}}\n]*[>%]\}}\}}|[>%]\}}\}})"),
    ),
)
_ANY_BLOCK = regex(
    r"^[ \t]*(?:!!!|\?\?\?\+?)[ ]?([\w-]+)|\{\{[<%][ ]?/?[ ]?([\w/-]+)", re.MULTILINE
)


def _blocks(document: Document) -> Iterator[Hit]:
    """Yield translated words that open a note of MkDocs or a shortcode of Hugo."""
    text = document.text
    if not any(mark in text for mark, _ in _BLOCKS):
        return
    ours = [
        (match.start(1), match[1]) if match[1] else (match.start(2), match[2])
        for match in _ANY_BLOCK.finditer(text)
    ]
    theirs = [match[1] or match[2] for match in _ANY_BLOCK.finditer(document.source)]
    named = dict(zip((at for at, _ in ours), theirs, strict=False))
    for mark, pattern in _BLOCKS:
        for match in pattern.finditer(text) if mark in text else ():
            name = vocabulary.ALERTS.get(match[1])
            if len(theirs) == len(ours):
                name = named.get(match.start(1), name)
            if mark == "！！！":
                word = name or (match[1] if match[1].isascii() else None)
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                yield Hit(start, match.end(), f"!!! {word}" if word else None)
            elif document.shape[match.start(1)] != STRUCTURE:
                yield Hit(match.start(1), match.end(1), name)


_TRANSLATED_ROLE = regex(rf":([{HAN}]{{1,6}}):(?=`)")


def _roles(document: Document) -> Iterator[Hit]:
    for match in _TRANSLATED_ROLE.finditer(document.text):
        if match[1] in vocabulary.ROLES:
            yield Hit(match.start(), match.end(), f":{vocabulary.ROLES[match[1]]}:")
