"""Where a page is not built as its English is: headings, lists, tables, blocks of code.

These rules want the English in blocks, as `check zh/ --source en/` gives it.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

from ebpf_glossary.alignment import ALIGNMENT
from ebpf_glossary.errors import N_
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import has_han
from ebpf_glossary.segments import Applicability, Edit, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.alignment import Group, Unit
    from ebpf_glossary.segments import Document

FAMILY = "structure"

MOST_LINES = 500
"""Of longer blocks of code, lines are not compared one by one."""
_NOTE = re.compile(r"[\s>*_(（【\[]*(?:译者?[注按]|注[：:]|说明[：:])")


def _groups(document: Document) -> list[Group]:
    groups: list[Group] = document.memo.get(ALIGNMENT, [])
    return groups


def _couples(document: Document) -> Iterator[tuple[Unit, Unit]]:
    """Yield the blocks that are one on either side."""
    for ours, theirs in _groups(document):
        if len(ours) == len(theirs) == 1:
            yield ours[0], theirs[0]


@rule("changed-heading", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs())
def changed_heading(document: Document) -> Iterator[Hit]:
    r"""A heading has another level than in the source, or is one on one side only.

    Contents and links follow the levels. Where all headings of a page are moved alike, that is no
    error.

    Format: markdown
    Source: # Maps\n\n## Types\n\nEach map has a type.
    Bad:  # 映射\n\n### 类型\n\n每个映射都有类型。
    Good: # 映射\n\n## 类型\n\n每个映射都有类型。
    """
    couples = [(o, t) for o, t in _couples(document) if "heading" in (o.kind, t.kind)]
    moved = _moved([(o, t) for o, t in couples if o.kind == t.kind])
    for ours, theirs in couples:
        if ours.kind != theirs.kind:
            lost = Message("This is a heading in the source.")
            new = Message("This is no heading in the source.")
            message = new if ours.kind == "heading" else lost
            yield Hit(ours.at, ours.end, message=message)
        elif ours.level != theirs.level + moved:
            level = theirs.level + moved
            message = Message("This heading has level {level} in the source.", level=theirs.level)
            at = document.text.find("#", ours.start, ours.at)
            edits = (Edit(at, at + ours.level, "#" * level),) if ours.mark and level > 0 else ()
            yield Hit(ours.at, ours.end, message=message, edits=edits)


def _moved(couples: list[tuple[Unit, Unit]]) -> int:
    """Return by how many levels all headings of a page are moved."""
    shifts = Counter(ours.level - theirs.level for ours, theirs in couples)
    [(shift, count)] = shifts.most_common(1) or [(0, 0)]
    return shift if count >= 3 and count == len(couples) else 0


@rule("changed-list", needs=Needs())
def changed_list(document: Document) -> Iterator[Hit]:
    r"""A list is not built as in the source: points are numbers, or stand at another depth.

    Where a step loses its number, or an item becomes a paragraph, all numbers after it change.

    Format: markdown
    Source: Steps:\n\n1. Load it.\n2. Attach it.
    Bad:  步骤：\n\n1. 加载它。\n\n附加它。
    Good: 步骤：\n\n1. 加载它。\n2. 附加它。
    """
    for ours, theirs in _couples(document):
        message = _list_message(ours, theirs)
        if message:
            yield Hit(ours.at, ours.end, message=message)


def _list_message(ours: Unit, theirs: Unit) -> Message | None:
    if {ours.kind, theirs.kind} == {"item", "paragraph"}:
        if ours.kind == "item":
            return Message("This is no item of a list in the source.")
        return Message("This is an item of a list in the source.")
    if ours.kind != "item" or theirs.kind != "item":
        return None
    if ours.level != theirs.level:
        return Message("This item has depth {depth} in the source.", depth=theirs.level)
    if ours.mark != theirs.mark:
        if theirs.mark == "number":
            return Message("This item has a number in the source.")
        return Message("This item has no number in the source.")
    return None


@rule("changed-table", needs=Needs())
def changed_table(document: Document) -> Iterator[Hit]:
    r"""A row of a table has more or fewer cells than in the source.

    Cells without a heading are not shown at all, and those that follow stand in the wrong column.

    Format: markdown
    Source: | Map | Key |\n|---|---|\n| hash | any |
    Bad:  | 映射 | 键 |\n|---|---|\n| 哈希 |
    Good: | 映射 | 键 |\n|---|---|\n| 哈希 | 任意 |
    """
    for ours, theirs in _couples(document):
        if ours.kind == theirs.kind == "row" and ours.level != theirs.level:
            message = Message("This row has {count} cells in the source.", count=theirs.level)
            yield Hit(ours.at, ours.end, message=message)


@rule("changed-code-block", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs())
def changed_code_block(document: Document) -> Iterator[Hit]:
    r"""A block of code is not that of the source.

    Lines with Chinese are left alone, because comments and messages are translated; so are empty
    ones. Code that was changed on purpose can be ignored.

    Format: markdown
    Source: Run it:\n\n```sh\nbpftool prog show\n```
    Bad:  运行：\n\n```sh\nbpftool prog shwo\n```
    Good: 运行：\n\n```sh\nbpftool prog show\n```
    """
    for ours, theirs in _couples(document):
        if ours.kind == theirs.kind == "code" and ours.anchor != theirs.anchor:
            yield from _changed_lines(document, ours, theirs)


def _changed_lines(document: Document, ours: Unit, theirs: Unit) -> Iterator[Hit]:
    """Yield the lines of a block that the source has otherwise, or not at all."""
    here = _lines(document.text, ours)
    there = _lines(document.source, theirs)
    if len(here) > MOST_LINES or len(there) > MOST_LINES:
        yield Hit(ours.at, ours.end, message=Message("The source has another block of code here."))
        return
    others = [line.strip() for _, line in there]
    bodies = _as_in_english([line.strip() for _, line in here], others)
    steps = SequenceMatcher(None, bodies, others, autojunk=False).get_opcodes()
    for step, start, end, source_start, source_end in steps:
        is_chinese = any(map(has_han, bodies[start:end]))
        if step == "equal" or (is_chinese and end - start != source_end - source_start):
            continue
        if end - start == source_end - source_start:
            for (at, line), right in zip(
                here[start:end], others[source_start:source_end], strict=True
            ):
                body = line.strip()
                if has_han(body):
                    continue
                first = at + line.index(body)
                edit = Edit(first, first + len(body), right)
                yield Hit(first, first + len(body), edits=() if has_han(right) else (edit,))
        elif start < end:
            at, line = here[end - 1]
            yield Hit(here[start][0], at + len(line))
        else:
            place = here[start - 1][0] + len(here[start - 1][1]) if start else ours.at
            lost = others[source_start]
            yield Hit(place, place, message=Message("The line {line} is lost.", line=lost))


_SAID = re.compile(r"//|#|/\*|--|;|[\"'“‘]|[^\x00-\x7f]")


def _as_in_english(bodies: list[str], others: list[str]) -> list[str]:
    """Return lines of code, those with Chinese as the source has them, where it has the same code.

    What stands before the comment or the string is the code.
    """
    left: dict[str, list[str]] = {}
    for line in reversed(others):
        left.setdefault(_SAID.split(line, maxsplit=1)[0].strip(), []).append(line)
    found: list[str] = []
    for body in bodies:
        same = left.get(_SAID.split(body, maxsplit=1)[0].strip()) if has_han(body) else None
        found.append(same.pop() if same else body)
    return found


def _lines(text: str, unit: Unit) -> list[tuple[int, str]]:
    """Return the lines of a block that are not empty, and where they begin."""
    found: list[tuple[int, str]] = []
    at = unit.at
    for line in text[unit.at : unit.end].split("\n"):
        if line.strip():
            found.append((at, line.rstrip("\r")))
        at += len(line) + 1
    is_fence = found and re.match(r"[> \t]*(?:`{3,}|~{3,})", found[-1][1])
    return found[:-1] if is_fence else found


# Targets of links that lead to other pages or places; complete addresses are those of changed-url.
_TARGETS = {
    "markdown": re.compile(r"\]\((?![a-z]+:)<?([^()\s#<>\ue000]+)[^()\n\ue000]*\)"),
    "rst": re.compile(r"`[^`<>]*<(?![a-z]+:)([^`<>#]+)(?:#[^`<>]*)?>`"),
}
_LANGUAGE = re.compile(
    r"(?<![A-Za-z])(?:en|zh|cn)(?:[-_](?:us|gb|cn|hans|hant|tw|hk))?(?![A-Za-z])/?", re.IGNORECASE
)


@rule("lost-link", needs=Needs())
def lost_link(document: Document) -> Iterator[Hit]:
    r"""A link of the source to another page is lost.

    The page that it leads to may be the one in Chinese, and an anchor may follow a translated
    heading. Complete addresses are looked after by changed-url.

    Format: markdown
    Source: # Maps\n\nSee [types](types.md).
    Bad:  # 映射\n\n参见类型。
    Good: # 映射\n\n参见 [类型](types.md)。
    """
    targets = _TARGETS.get(document.format)
    if targets is None or not _groups(document):
        return
    here = {_page(match[1]) for match in targets.finditer(document.text)}
    for pair in document.pairs:
        for match in targets.finditer(document.source, pair.source_start, pair.source_end):
            if _page(match[1]) not in here:
                end = pair.start + len(document.text[pair.start : pair.end].rstrip())
                message = Message("The link to {target} is lost.", target=match[1])
                yield Hit(end, end, message=message)


def _page(target: str) -> str:
    """Return what a target leads to, whatever the language of the page."""
    return _LANGUAGE.sub("", re.sub(r"^(?:\.{0,2}/)+", "", target)).removesuffix("/")


NAMES = {
    "heading": N_("The source has a heading here: {text}."),
    "paragraph": N_("The source has a paragraph here: {text}."),
    "item": N_("The source has an item here: {text}."),
    "row": N_("The source has a row of a table here: {text}."),
    "code": N_("The source has a block of code here: {text}."),
}
"""What is said of a lost block, by its kind."""
SHOWN = 40


@rule("missing-block", needs=Needs())
def missing_block(document: Document) -> Iterator[Hit]:
    r"""A paragraph, a heading, an item, a row or a block of code of the source is lost.

    It was left out, or the source has grown since. Several that follow each other are shown as one.

    Format: markdown
    Source: # Maps\n\nA map holds data.\n\n```c\nint key;\n```
    Bad:  # 映射\n\n映射保存数据。
    Good: # 映射\n\n映射保存数据。\n\n```c\nint key;\n```
    """
    place = 0
    for is_lost, run in groupby(_groups(document), key=lambda group: not group.ours):
        groups = list(run)
        if not is_lost:
            place = groups[-1].ours[-1].end
            continue
        lost = groups[0].theirs[0]
        text = " ".join(document.source[lost.at : lost.end].split())
        text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
        yield Hit(place, place, message=Message(NAMES[lost.kind], text=text))


@rule("extra-block", default=False, needs=Needs())
def extra_block(document: Document) -> Iterator[Hit]:
    r"""The source has no such paragraph, heading, item, row or block of code.

    It was added, or the source no longer has it. Notes that translators mark as theirs are fine.

    Format: markdown
    Source: # Maps\n\nA map holds data.
    Bad:  # 映射\n\n映射保存数据。\n\n```c\nint key;\n```
    Good: # 映射\n\n映射保存数据。
    """
    for ours, theirs in _groups(document):
        for unit in () if theirs else ours:
            if not _NOTE.match(document.text, unit.at):
                yield Hit(unit.at, unit.end)
