"""Catalogs: what is wrong with a PO file as such, where gettext's own tools say nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.readers.po import PoDocument
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.segments import Applicability, Document, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "catalog"

_PLURAL_FORMS = regex(r"(?m)^Plural-Forms:[ \t]*(.*)$")
_LANGUAGE = regex(r"(?m)^Language:[ \t]*(\S*)$")
_CHINESE_FORMS = "nplurals=1; plural=0;"


@rule("wrong-plural-forms", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs())
def wrong_plural_forms(document: Document) -> Iterator[Hit]:
    r"""A catalog has more plural forms than Chinese has, or says so.

    Chinese has one form for all numbers: `nplurals=1; plural=0;`. A machine copies the header of
    English or of Russian, and every second form is then shown for some numbers and never reviewed.
    A message is also wrong where it has more translations than the header has forms.

    Format: po
    Bad:  msgid ""\nmsgstr "Language: zh_CN\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n
    Good: msgid ""\nmsgstr "Language: zh_CN\\nPlural-Forms: nplurals=1; plural=0;\\n"\n
    """
    if not isinstance(document, PoDocument):
        return
    is_chinese = True
    forms = 1
    if document.segments and document.segments[-1].kind == "header":
        segment = document.segments[-1]
        header = document.text[segment.start : segment.end]
        language = _LANGUAGE.search(header)
        is_chinese = (
            language is None
            or language[1].lower().startswith(("zh", "yue", "cmn"))
            or not language[1]
        )
        declared = _PLURAL_FORMS.search(header)
        if declared and is_chinese and re.sub(r"\s", "", declared[1]) != "nplurals=1;plural=0;":
            start, end = (segment.start + at for at in declared.span(1))
            if "EXPRESSION" not in declared[1]:
                yield Hit(start, end, _CHINESE_FORMS)
        elif declared and (number := re.search(r"nplurals\s*=\s*(\d+)", declared[1])):
            forms = int(number[1])
    if not is_chinese:
        return
    for segment, owner, value in zip(
        document.segments, document.owners, document.values, strict=True
    ):
        if owner.plural is not None and owner.translations.index(value) >= forms:
            yield Hit(
                segment.start,
                segment.end,
                message=Message(
                    "The header has {forms} plural forms; this is one more.", forms=forms
                ),
            )


@rule("unmatched-line-break", fix=Applicability.SAFE, needs=Needs())
def unmatched_line_break(document: Document) -> Iterator[Hit]:
    r"""A translation begins or ends with a line break and its English does not, or the reverse.

    Programs put such texts together and count on their line breaks, so `msgfmt` makes no catalog
    of a file where they differ. Fuzzy and empty translations are not looked at: no program shows
    them.

    Format: po
    Bad:  msgid "Loaded.\\n"\nmsgstr "已加载。"\n
    Good: msgid "Loaded.\\n"\nmsgstr "已加载。\\n"\n
    Format: po
    Bad:  msgid "Loaded."\nmsgstr "\\n已加载。"\n
    Good: msgid "Loaded."\nmsgstr "已加载。"\n
    """
    if not isinstance(document, PoDocument):
        return
    text = document.text
    for (start, end, kind), owner in zip(document.segments, document.owners, strict=True):
        english = owner.source.text
        begins = text.startswith("\n", start, end)
        ends = text.endswith("\n", start, end)
        if (english[:1] == "\n") is begins and (english[-1:] == "\n") is ends:
            continue
        if kind == "header" or "fuzzy" in owner.flags:
            continue
        if (english[:1] == "\n") is not begins:
            yield Hit(start, start + begins, "" if begins else "\n")
        if (english[-1:] == "\n") is not ends:
            yield Hit(end - ends, end, "" if ends else "\n")
