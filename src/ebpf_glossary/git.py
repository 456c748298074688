"""What a change touched: the lines that are not as they were where a branch began, from git."""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.errors import N_, GlossaryError
from ebpf_glossary.report import Lines, changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ebpf_glossary.segments import Finding

_HASH = re.compile(rb"[0-9a-f]{40,64}")
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_DIFF = (
    "-c",
    "core.quotePath=true",
    "diff",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--find-renames",
    "--text",
    "--unified=0",
    "--inter-hunk-context=0",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)


class Stretch(NamedTuple):
    """Lines from the first to the last, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class OnlyTouched:
    """Keeps the findings that lie on lines which a change touched.

    Attributes:
        stretches: these lines, in order; None is all.
        original: the text in which they are counted. Of a text made of it by fixes, those lines
            count that come from them, and those that the fixes made.
    """

    stretches: tuple[Stretch, ...] | None
    original: str

    def keep(self, text: str, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings of a text that lie on such lines."""
        if self.stretches is None:
            return [*findings]
        touched = {line for first, last in self.stretches for line in range(first, last + 1)}
        if text != self.original:
            touched = _carried(touched, self.original.split("\n"), text.split("\n"))
        lines = Lines(text)

        def is_touched(finding: Finding) -> bool:
            first = lines.place(finding.start).line
            last = lines.place(max(finding.start, finding.end - 1)).line
            return any(line in touched for line in range(first, last + 1))

        return [finding for finding in findings if is_touched(finding)]


def _carried(touched: set[int], old: list[str], new: list[str]) -> set[int]:
    """Return the lines that `touched` are in a text whose other changes are its as well."""
    carried: set[int] = set()
    position = shift = 0
    for change in (*changes(old, new), None):
        end = len(old) if change is None else change.start
        carried |= {n + shift for n in range(position + 1, end + 1) if n in touched}
        if change is not None:
            carried |= {*range(change.new_start + 1, change.new_end + 1)}
            position, shift = change.end, change.new_end - change.end
    return carried


class Touched:
    """What differs from where the current branch left another.

    Args:
        ref: a commit, or what leads to one. Where the histories have parted since, what others did
            after that is no change of ours.

    Raises:
        GlossaryError: git does not know it, is not there, or this is no repository.
    """

    def __init__(self, ref: str) -> None:
        self._ref = ref
        commit = self._git("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").strip()
        if not _HASH.fullmatch(commit):
            raise GlossaryError(N_("git knows no commit {ref}."), ref=ref)
        with suppress(GlossaryError):  # histories without a common beginning, or one cut off
            commit = self._git("merge-base", commit.decode(), "HEAD").strip()
        top = os.fsdecode(self._git("rev-parse", "--show-toplevel").removesuffix(b"\n"))
        diff = self._git("-C", top, *_DIFF, commit.decode(), "--")
        tracked = self._git("-C", top, "ls-files", "-z").split(b"\0")
        self._top = top
        self._stretches = dict(_stretches(diff.split(b"\n")))
        self._tracked = frozenset(tracked)

    def of(self, path: str) -> tuple[Stretch, ...] | None:
        """Return the lines of a file that were touched; None is all: git does not know it."""
        # A link's folder is real, the link itself is what git knows.
        folder, name = os.path.split(os.path.abspath(path))
        real = os.path.join(os.path.realpath(folder), name)
        for each in (real, os.path.realpath(path)):
            own = os.fsencode(os.path.relpath(each, os.path.realpath(self._top)))
            own = own.replace(os.sep.encode(), b"/")
            if own in self._stretches or own in self._tracked:
                return tuple(self._stretches.get(own, ()))
        return None

    def _git(self, *arguments: str) -> bytes:
        environment = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        try:
            done = subprocess.run(
                ["git", *arguments], capture_output=True, check=False, env=environment
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise self._failed(reason) from None
        if done.returncode == 0:
            return done.stdout
        said = done.stderr.decode(errors="replace").strip().split("\n")[0]
        if not said:
            raise GlossaryError(N_("git knows no commit {ref}."), ref=self._ref)
        raise self._failed(said.removeprefix("fatal: ").rstrip("."))

    def _failed(self, reason: str) -> GlossaryError:
        template = N_("git cannot tell what changed since {ref}: {reason}.")
        return GlossaryError(template, ref=self._ref, reason=reason)


def _stretches(diff: list[bytes]) -> Iterator[tuple[bytes, list[Stretch]]]:
    """Yield the files of a diff without context, and their lines that are new."""
    number = 0
    own: list[Stretch] = []
    while number < len(diff):
        line = diff[number]
        number += 1
        if line.startswith(b"+++ "):
            own = []
            yield _name(line[4:]), own
        elif hunk := _HUNK.match(line):
            removed, start, added = (int(n) if n else 1 for n in hunk.groups())
            if added:
                own.append(Stretch(start, start + added - 1))
            left = removed + added  # lines that can look like anything
            while left and number < len(diff):
                left -= not diff[number].startswith(b"\\")  # "No newline at end of file"
                number += 1


def _name(name: bytes) -> bytes:
    """Return the path of a file of a diff; git quotes what is not plain."""
    name = name.removesuffix(b"\t")
    if name.startswith(b'"'):
        name = name[1:-1].decode("unicode_escape").encode("latin-1")
    return name.removeprefix(b"b/")
