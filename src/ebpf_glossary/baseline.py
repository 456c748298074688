"""Findings that are known: a project with thousands of them sees only what is new.

A finding is known again by its fingerprint: its rule, what was found, and what stands around it on
its line. So it may move to another line, and the line may change elsewhere; of two that are the
same in all this, each counts once.

The file says for each path, relative to its own folder, the fingerprints by rule:

    {"version": 1, "findings": {"docs/a.md": {"extra-space": ["0f3a…", "0f3a…"]}}}
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ebpf_glossary.errors import N_, BaselineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ebpf_glossary.segments import Finding

VERSION = 1
AROUND = 12
"""Code points on either side that belong to a fingerprint,"""
REACH = 4 * AROUND
"""which are looked for among these: a line can be megabytes long."""
LARGEST = 256 * 1024 * 1024

Known = dict[str, list[str]]
"""Fingerprints by rule."""


def fingerprint(text: str, finding: Finding) -> str:
    """Return what a finding is known by again, wherever its line moves.

    White space around it does not count, because a line can be indented anew.
    """
    start, end = finding.start, finding.end
    before = text[max(0, start - REACH) : start].rpartition("\n")[2].split()
    after = text[end : end + REACH].partition("\n")[0].split()
    found = text[start:end].replace("\r\n", "\n")
    parts = (
        finding.rule,
        " ".join(before)[-AROUND:],
        found or finding.message,  # which says what is lost there
        " ".join(after)[:AROUND],
    )
    content = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class OnlyNew:
    """Keeps the findings of a file that are not known.

    Attributes:
        known: what is known of the file.
    """

    known: Known

    def keep(self, text: str, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings of a text that are new."""
        left = {rule: Counter(prints) for rule, prints in self.known.items()}
        return [each for each in findings if not _is_left(left, text, each)]


def _is_left(left: dict[str, Counter[str]], text: str, finding: Finding) -> bool:
    """Tell whether a finding is among those that are left, and take it from them."""
    prints = left.get(finding.rule)
    if not prints:
        return False
    own = fingerprint(text, finding)
    prints[own] -= 1
    return prints[own] >= 0


@dataclass(slots=True)
class Baseline:
    """The findings that are known, by file.

    Attributes:
        path: of the file that has them.
        known: what is known, by path.
    """

    path: str
    known: dict[str, Known] = field(default_factory=dict)

    @classmethod
    def load(cls, path: str) -> Baseline:
        """Read a baseline.

        Raises:
            BaselineError: it is missing, unreadable or wrong; says where.
        """
        try:
            with open(path, "rb") as file:
                content = file.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            raise BaselineError.unreadable(path, error) from None
        try:
            data = json.loads(content)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", None)
            raise BaselineError(path, line, N_("This is not JSON.")) from None
        if not _is_baseline(data):
            raise BaselineError(path, None, N_("This is no baseline of this program."))
        return cls(path, data["findings"])

    def of(self, path: str) -> OnlyNew:
        """Return what keeps the new findings of a file."""
        return OnlyNew(self.known.get(self._name(path), {}))

    def update(
        self, path: str, text: str, findings: Iterable[Finding], ran: frozenset[str]
    ) -> None:
        """Take the findings of a file for known.

        Args:
            path: of the file.
            text: what it holds.
            findings: all that was found in it.
            ran: the rules that looked; what is known of others stays.
        """
        name = self._name(path)
        known = {r: each for r, each in self.known.get(name, {}).items() if r not in ran}
        for finding in findings:
            known.setdefault(finding.rule, []).append(fingerprint(text, finding))
        if known:
            self.known[name] = known
        else:
            self.known.pop(name, None)

    def forget_lost(self) -> None:
        """Forget the files that are no more."""
        folder = os.path.dirname(os.path.abspath(self.path))
        for name in [*self.known]:
            if not os.path.lexists(os.path.join(folder, name)):
                del self.known[name]

    def write(self) -> None:
        """Write the file, sorted, a fingerprint a line, so that two changes can be merged.

        Raises:
            BaselineError: it cannot be written.
        """
        from ebpf_glossary.atomic import write_bytes

        findings = {
            name: {rule: sorted(prints) for rule, prints in sorted(known.items())}
            for name, known in sorted(self.known.items())
        }
        data = {"version": VERSION, "findings": findings}
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        try:
            write_bytes(os.path.realpath(self.path), text.encode("utf-8", "surrogatepass"))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            template = N_("Cannot be written: {reason}.")
            raise BaselineError(self.path, None, template, reason=reason) from None

    def _name(self, path: str) -> str:
        """Return the path as the file has it: relative, the same on every system."""
        folder = os.path.dirname(os.path.abspath(self.path))
        return PurePath(os.path.relpath(os.path.abspath(path), folder)).as_posix()


def _is_baseline(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and data.get("version") == VERSION
        and isinstance(data.get("findings"), dict)
        and all(
            isinstance(known, dict)
            and all(
                isinstance(prints, list) and all(isinstance(each, str) for each in prints)
                for prints in known.values()
            )
            for known in data["findings"].values()
        )
    )
