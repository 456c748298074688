"""Whether fixing leaves alone what it should: every file of folders of real text, safe and unsafe.

    python benchmarks/faithful.py ../shared/corpus [--every N]

For each file:

- fixing what was fixed changes nothing, with safe fixes as with all;
- after safe fixes, what is protected (code, literals, roles, addresses, placeholders, link targets)
  is the same, character for character, but where the fix was meant to mend it;
- in each round of fixing, lines without a finding that has a safe fix stay as they are: a later
  round can find more, when what was fixed has made the style of the document clear;
- in a PO file, messages without a finding in the first round are as they were after the last, and
  so are all msgids, contexts, comments and flags;
- a file in which nothing is fixed is written with the same bytes;
- the values of a PO file are those that polib reads, before and after.

Prints a table and each violation; exits with 1 if there is one.
"""

from __future__ import annotations

import argparse
import sys
import time
from bisect import bisect_left
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import polib

import ebpf_glossary as eg
from ebpf_glossary import files, lint
from ebpf_glossary.readers import po_scan, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ebpf_glossary.lint import Fixed

CHECKS = ("fixed point", "fixed point, unsafe", "protected", "untouched", "bytes", "polib")


def violations(path: str) -> Iterator[tuple[str, str]]:
    """Yield which check a file fails, and how."""
    content = Path(path).read_bytes()
    file = files.decode(path, content)
    text, format_ = file.text, file.format
    safe = eg.fix(text, format=format_)
    yield from not_fixed(safe, text, format_, unsafe=False)
    yield from not_fixed(eg.fix(text, format=format_, unsafe=True), text, format_, unsafe=True)
    if not any(finding.fix and finding.fix.mends_markup for finding in safe.applied):
        before, after = (read(each, format_).protected() for each in (text, safe.text))
        if before != after:
            yield "protected", first_difference(before, after)
    if not safe.applied and file.encode(safe.text) != content:
        yield "bytes", "nothing was fixed, but the bytes are others"
    last = text
    for each, last in rounds(text, format_):
        yield from touched_lines(each, last, places_to_fix(each, format_))
    if last != safe.text:
        yield "untouched", "round by round, something else comes out"
    if format_ == "po":
        yield from touched(text, safe, places_to_fix(text, format_))
        for each in (text, safe.text):
            yield from disagreements(each)


def not_fixed(fixed: Fixed, text: str, format_: str, *, unsafe: bool) -> Iterator[tuple[str, str]]:
    """Yield what is fixed when what was fixed is fixed again."""
    name = CHECKS[unsafe]
    if fixed.text == text and fixed.applied:
        yield name, "fixes that change nothing"
    again = eg.fix(fixed.text, format=format_, unsafe=unsafe)
    if again.text != fixed.text:
        rules = Counter(finding.rule for finding in again.applied)
        yield name, f"fixed again: {dict(rules)}"


def places_to_fix(text: str, format_: str) -> list[int]:
    """Return where safe fixes begin to edit a text, in order."""
    safe = [f.fix for f in eg.check(text, format=format_) if f.fix]
    return sorted(
        e.start for f in safe if f.applicability == eg.Applicability.SAFE for e in f.edits
    )


def rounds(text: str, format_: str) -> Iterator[tuple[str, str]]:
    """Yield the text before and after each round of fixing."""
    most = lint.MOST_PASSES
    lint.MOST_PASSES = 1
    try:
        while (fixed := eg.fix(text, format=format_)).applied:
            yield text, fixed.text
            text = fixed.text
    finally:
        lint.MOST_PASSES = most


def touched_lines(text: str, fixed: str, places: list[int]) -> Iterator[tuple[str, str]]:
    """Yield lines that have changed though nothing is found there, where none came or went."""
    before, after = text.split("\n"), fixed.split("\n")
    if len(before) != len(after):
        return
    start = 0
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        if old != new and not has_place(places, start, start + len(old)):
            yield "untouched", f"line {number} has no finding, but was changed"
        start += len(old) + 1


def has_place(places: list[int], start: int, end: int) -> bool:
    """Tell whether one of the places lies in a stretch, its end included."""
    index = bisect_left(places, start)
    return index < len(places) and places[index] <= end


def touched(text: str, fixed: Fixed, places: list[int]) -> Iterator[tuple[str, str]]:
    """Yield what of a PO file was changed though nothing was fixed there."""
    before, after = po_scan.scan(text), po_scan.scan(fixed.text)
    if len(before) != len(after):
        yield "untouched", f"{len(before)} messages became {len(after)}"
        return
    for old, new in zip(before, after, strict=True):
        if kept(text, old) != kept(fixed.text, new):
            yield "untouched", f"not only the translation of {old.source.text[:40]!r}"
        is_found = any(has_place(places, value.start, value.end) for value in old.translations)
        if raw(text, old) != raw(fixed.text, new) and not is_found:
            yield "untouched", f"no finding in {old.source.text[:40]!r}, but it was changed"


def kept(text: str, message: po_scan.Message) -> tuple[object, ...]:
    """Return what stands in the file for all of a message but its translation."""
    parts = (message.context, message.source, message.plural)
    return (message.head, *(text[part.start : part.end] if part else None for part in parts))


def raw(text: str, message: po_scan.Message) -> list[str]:
    """Return what stands in the file for a message's translations."""
    return [text[value.start : value.end] for value in message.translations]


def disagreements(text: str) -> Iterator[tuple[str, str]]:
    """Yield where polib reads another value."""
    theirs = polib.pofile(text)
    expected = [
        (entry.msgctxt, entry.msgid, [*entry.msgstr_plural.values()] or [entry.msgstr])
        for entry in theirs
        if not entry.obsolete
    ]
    found = [
        (m.context and m.context.text, m.source.text, [value.text for value in m.translations])
        for m in po_scan.scan(text)
        if m.source.text or m.context
    ]
    if found != expected:
        yield "polib", first_difference(expected, found)


def first_difference(before: Sequence[object], after: Sequence[object]) -> str:
    """Say where two lists begin to differ."""
    for old, new in zip(before, after, strict=False):
        if old != new:
            return f"{old!r:.80} became {new!r:.80}"
    return f"{len(before)} became {len(after)}"


def main() -> None:
    """Print the table; exit with 1 on a violation."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each Nth file")
    options = parser.parse_args()
    for folder in options.folders:
        if not folder.is_dir():
            sys.exit(f"{folder} is not here: give folders of Chinese PO, Markdown or RST files")
    start = time.perf_counter()
    paths = list(files.walk(map(str, options.folders)))[:: options.every]
    failed: dict[str, set[str]] = {check: set() for check in CHECKS}
    for path in paths:
        for check, how in violations(path):
            failed[check].add(path)
            print(f"{path}: {check}: {how}", file=sys.stderr, flush=True)
    print("| check | files | violated in |")
    print("|---|--:|--:|")
    catalogs = sum(path.endswith(".po") for path in paths)
    for check, which in failed.items():
        of = catalogs if check == "polib" else len(paths)
        print(f"| {check} | {of} | {len(which)} |")
    print(f"\n{time.perf_counter() - start:.0f} s")
    sys.exit(any(failed.values()))


if __name__ == "__main__":
    main()
