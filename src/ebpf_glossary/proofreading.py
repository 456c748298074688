"""What the checker finds in a page: fixed where that is safe, noted where it is doubtful.

The page is fixed as a whole, because its style is known from all of it, and then text by text
against its English.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from ebpf_glossary import lint, outline
from ebpf_glossary.imported import Doubt, Noted
from ebpf_glossary.segments import Edit, apply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ebpf_glossary.config import Config
    from ebpf_glossary.pages import Block
    from ebpf_glossary.segments import Finding

AROUND = 8
"""Code points shown on either side of what was found."""


class Proofreader:
    """Fixes one page.

    Attributes:
        before: the page as it was.
        page: the page, fixed; its lines are the same.
        fixed: what was found and put right.
        doubtful: what was found and left.
    """

    def __init__(self, text: str, translate: Callable[[str], str], config: Config | None) -> None:
        self.fixed: list[Noted] = []
        self.doubtful: list[Noted] = []
        self._translate = translate
        self._config = config
        done = lint.fix(text, format="markdown", config=config, keep=_within_lines)
        self.before = outline.read(text)
        self.page = outline.read(done.text)
        self._left = _by_line(done.text, done.remaining)
        owners = self._owners()
        for line, found in _by_line(text, done.applied).items():
            for _, finding in found:
                noted = self._noted(line, owners.get(line, ""), text, finding, is_fixed=True)
                self.fixed.append(noted)

    def read(
        self, entry: str, blocks: Sequence[Block], english: dict[Block, str]
    ) -> tuple[list[str], list[Doubt]]:
        """Return texts fixed against their English, and what is still doubtful in them.

        Args:
            entry: that they are of.
            blocks: of the page.
            english: theirs, where it is known.
        """
        texts: list[str] = []
        doubts: list[Doubt] = []
        is_known = english.keys() >= {*blocks}
        for block in blocks:
            text = block.text
            if is_known:
                done = lint.fix(text, source=english[block], format="markdown", config=self._config)
                self.fixed += (
                    self._noted(block.line, entry, text, finding, is_fixed=True)
                    for finding in done.applied
                )
                text, found = done.text, [(done.text, finding) for finding in done.remaining]
            else:
                lines = range(block.line, block.last + 1)
                found = [each for line in lines for each in self._left.get(line, ())]
                found = [each for each in found if _found(*each) in text]
            texts.append(text)
            doubts += (self._doubt(block.line, entry, *each) for each in found)
        return texts, list(dict.fromkeys(doubts))

    def _doubt(self, line: int, entry: str, text: str, finding: Finding) -> Doubt:
        noted = self._noted(line, entry, text, finding)
        self.doubtful.append(noted)
        found = _found(text, finding)
        return Doubt(f"{finding.rule}: {found}: {noted.reason}", found)

    def _noted(
        self, line: int, entry: str, text: str, finding: Finding, *, is_fixed: bool = False
    ) -> Noted:
        """Return what the report says of a finding."""
        start = max(0, text.rfind("\n", 0, finding.start) + 1, finding.start - AROUND)
        end = min(len(text), finding.end + AROUND)
        end = text.find("\n", finding.end, end) if "\n" in text[finding.end : end] else end
        before, after = text[start:end], ""
        if is_fixed and finding.fix:
            edits = [Edit(*(e.start - start, e.end - start), e.text) for e in finding.fix.edits]
            after = apply(before, [e for e in edits if 0 <= e.start <= e.end <= end - start])
        reason = finding.message.render(self._translate)
        return Noted(line, entry, finding.rule, before, after, reason)

    def _owners(self) -> dict[int, str]:
        """Return the names of the entries in which lines stand."""
        return {
            line: item.name.text
            for item in reversed(self.page.items)
            for block in (item.name, *item.paragraphs, *item.others)
            for line in range(block.line, block.last + 1)
        }


def _within_lines(text: str, findings: list[Finding]) -> list[Finding]:
    """Return the findings whose fixes leave the lines as they are."""
    return [
        finding
        for finding in findings
        if finding.fix
        and not any("\n" in text[e.start : e.end] + e.text for e in finding.fix.edits)
    ]


def _found(text: str, finding: Finding) -> str:
    return " ".join(text[finding.start : finding.end].split("\n"))


def _by_line(text: str, findings: Iterable[Finding]) -> dict[int, list[tuple[str, Finding]]]:
    ends = [match.end() for match in re.finditer("\n", text)]
    found: dict[int, list[tuple[str, Finding]]] = {}
    for finding in findings:
        found.setdefault(bisect_right(ends, finding.start) + 1, []).append((text, finding))
    return found
