"""Where a page is not built as its English is: headings, lists, tables, what is lost.

These rules want the English in blocks, as `check zh/ --source en/` gives it.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from ebpf_glossary.alignment import couples, groups
from ebpf_glossary.errors import N_
from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.segments import Applicability, Edit, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ebpf_glossary.page import Unit
    from ebpf_glossary.segments import Document

FAMILY = "structure"

_NOTE = regex(r"[\s>*_(（【\[]*(?:译者?[注按]|注[：:]|说明[：:])")


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
    headings = [(o, t) for o, t in couples(document) if "heading" in (o.kind, t.kind)]
    moved = _moved([(o, t) for o, t in headings if o.kind == t.kind])
    for ours, theirs in headings:
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


def _moved(headings: list[tuple[Unit, Unit]]) -> int:
    """Return by how many levels all headings of a page are moved."""
    shifts = Counter(ours.level - theirs.level for ours, theirs in headings)
    [(shift, count)] = shifts.most_common(1) or [(0, 0)]
    return shift if count >= 3 and count == len(headings) else 0


@rule("changed-list", needs=Needs())
def changed_list(document: Document) -> Iterator[Hit]:
    r"""A list is not built as in the source: points are numbers, or stand at another depth.

    Where a step loses its number, or an item becomes a paragraph, all numbers after it change.

    Format: markdown
    Source: Steps:\n\n1. Load it.\n2. Attach it.
    Bad:  步骤：\n\n1. 加载它。\n\n附加它。
    Good: 步骤：\n\n1. 加载它。\n2. 附加它。
    """
    for ours, theirs in groups(document):
        message = _list_message(ours, theirs)
        if message:
            yield Hit(ours[0].at, ours[-1].end, message=message)


def _list_message(ours: Sequence[Unit], theirs: Sequence[Unit]) -> Message | None:
    count, source_count = (sum(unit.kind == "item" for unit in each) for each in (ours, theirs))
    if len(ours) == len(theirs) == 1:
        return _item_message(ours[0], theirs[0])
    if ours and theirs and len(ours) + len(theirs) == 3 and count != source_count:
        return Message("The source has {count} items of a list here.", count=source_count)
    return None


def _item_message(ours: Unit, theirs: Unit) -> Message | None:
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
    r"""A row of a table has more or fewer cells than in the source, or is one on one side only.

    Cells without a heading are not shown at all, and those that follow stand in the wrong column.

    Format: markdown
    Source: | Map | Key |\n|---|---|\n| hash | any |
    Bad:  | 映射 | 键 |\n|---|---|\n| 哈希 |
    Good: | 映射 | 键 |\n|---|---|\n| 哈希 | 任意 |
    """
    for ours, theirs in couples(document):
        kinds = {ours.kind, theirs.kind}
        if kinds == {"row"} and ours.level != theirs.level:
            message = Message("This row has {count} cells in the source.", count=theirs.level)
            yield Hit(ours.at, ours.end, message=message)
        elif "row" in kinds and kinds & {"paragraph", "item"}:
            lost = Message("This is a row of a table in the source.")
            new = Message("This is no row of a table in the source.")
            yield Hit(ours.at, ours.end, message=new if ours.kind == "row" else lost)


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
    for is_lost, run in groupby(groups(document), key=lambda group: not group.ours):
        alike = list(run)
        if not is_lost:
            place = alike[-1].ours[-1].end
            continue
        lost = alike[0].theirs[0]
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
    for ours, theirs in groups(document):
        for unit in () if theirs else ours:
            if not _NOTE.match(document.text, unit.at):
                yield Hit(unit.at, unit.end)
