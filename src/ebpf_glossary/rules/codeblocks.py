"""Where a block of code is not that of the English page."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ebpf_glossary.alignment import couples
from ebpf_glossary.page import Line, lines_of_code
from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import has_han
from ebpf_glossary.segments import Applicability, Edit, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.page import Unit
    from ebpf_glossary.segments import Document

FAMILY = "structure"

MOST_LINES = 500
"""Of longer blocks of code, lines are not compared one by one."""


@rule("changed-code-block", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs())
def changed_code_block(document: Document) -> Iterator[Hit]:
    r"""A block of code is not that of the source.

    Lines with Chinese are left alone, because comments and messages are translated; so are empty
    ones. A line can differ in its indentation only. Code that was changed on purpose can be
    ignored.

    Format: markdown
    Source: Run it:\n\n```sh\nbpftool prog show\n```
    Bad:  运行：\n\n```sh\nbpftool prog shwo\n```
    Good: 运行：\n\n```sh\nbpftool prog show\n```
    """
    for ours, theirs in couples(document):
        if ours.kind == theirs.kind == "code":
            yield from _changed_lines(document, ours, theirs)


def _changed_lines(document: Document, ours: Unit, theirs: Unit) -> Iterator[Hit]:
    """Yield the lines of a block that the source has otherwise, or not at all."""
    here, there = lines_of_code(document.text, ours), lines_of_code(document.source, theirs)
    if any(has_han(line.body) for line in here):  # a comment may take more lines, or fewer
        here, there = (
            [line for line in each if not _COMMENT.match(line.body)] for each in (here, there)
        )
    others = [line.body for line in there]
    bodies = _as_in_english([line.body for line in here], others)
    if bodies == others:
        yield from _moved_lines(here, there)
        return
    if len(here) > MOST_LINES or len(there) > MOST_LINES:
        yield Hit(ours.at, ours.end, message=Message("The source has another block of code here."))
        return
    steps = SequenceMatcher(None, bodies, others, autojunk=False).get_opcodes()
    for step, start, end, source_start, source_end in steps:
        is_chinese = any(map(has_han, bodies[start:end]))
        if step == "equal" or (is_chinese and end - start != source_end - source_start):
            continue
        if end - start == source_end - source_start:
            pairs = zip(here[start:end], others[source_start:source_end], strict=True)
            yield from (_changed_line(*pair) for pair in pairs if not has_han(pair[0].body))
        elif start < end:
            yield Hit(here[start].start, _end(here[end - 1]))
        else:
            place = _end(here[start - 1]) if start else ours.at
            lost = others[source_start]
            yield Hit(place, place, message=Message("The line {line} is lost.", line=lost))


def _changed_line(line: Line, right: str) -> Hit:
    edit = Edit(line.start, _end(line), right)
    return Hit(line.start, _end(line), edits=() if has_han(right) else (edit,))


def _moved_lines(here: list[Line], there: list[Line]) -> Iterator[Hit]:
    """Yield the lines whose indentation says something else than in the source."""
    for ours, theirs in zip(here, there, strict=True):
        if ours.depth != theirs.depth:
            message = Message("This line is indented otherwise in the source.")
            yield Hit(ours.start, _end(ours), message=message)


def _end(line: Line) -> int:
    return line.start + len(line.body)


_COMMENT = regex(r"#(?![!a-z])|//|/?\*|--\s|;|<!--")
_SAID = regex(r"//|#|/\*|--|;|[\"'“‘]|[^\x00-\x7f]")


def _as_in_english(bodies: list[str], others: list[str]) -> list[str]:
    """Return lines of code, those with Chinese as the source has them, where it has the same code.

    What stands before the comment or the string is the code.
    """
    kept = {*bodies} & {*others}
    left: dict[str, list[str]] = {}
    for line in reversed(others):
        if line not in kept:
            left.setdefault(_code(line), []).append(line)
    found: list[str] = []
    for body in bodies:
        same = left.get(_code(body)) if has_han(body) and body not in kept else None
        found.append(same.pop() if same else body)
    return found


def _code(line: str) -> str:
    return _SAID.split(line, maxsplit=1)[0].strip()
