"""How long `catalog update` takes, beside msgmerge and pybabel update on the same files.

    python benchmarks/update.py [--messages 5000] [--changed 1000]

A glossary of so many messages, all translated, of which so many change in English. The whole
command, from the sources to the catalog, over the same command for a glossary of one project (limit
1 second); then what it does with the two files that the others get. Times are those of the
processor, so that what else runs on the machine does not count. pybabel compares each changed
message with all others: it is stopped after a minute.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from ebpf_glossary import merging
from ebpf_glossary.po import dump_po, read_po

LIMIT = 1.0
PATIENCE = 60.0
A_CATEGORY = 100
"""Projects of a category, each with two messages."""
BIN = Path(sys.executable).parent


def write_sources(root: Path, messages: int, changed: int) -> None:
    """Write a glossary; the first `changed` of its messages say something else."""
    folder = root / "data" / "projects"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "babel.cfg").write_text("[ebpf_glossary: data/**.yaml]\n", encoding="utf-8")
    lines: list[str] = []
    for number in range(messages // 2):
        if number % A_CATEGORY == 0:
            place = number // A_CATEGORY
            lines = [f"category:\n  order: {place + 1}\n  label: Tools {place}\nprojects:\n"]
        new = ", and of files" if number < changed // 2 else ""
        lines.append(
            f"  p{number}:\n    name: P{number}\n    links:\n"
            f"      - source: https://example.org/{number}\n"
            f"    summary: A tool for {number} kinds of system calls{new}\n"
            f"    description: >-\n      It traces calls of kind {number}{new}, and shows their\n"
            "      stacks and how long each took. It uses BPF, and runs without a compiler.\n"
        )
        path = folder / f"c{number // A_CATEGORY}.yaml"
        if number % A_CATEGORY == A_CATEGORY - 1 or number == messages // 2 - 1:
            path.write_text("".join(lines), encoding="utf-8")


def best(run: Callable[[], object], times: int = 3) -> float:
    """Return the shortest processor time of several."""
    measured = []
    for _ in range(times):
        started = used()
        run()
        measured.append(used() - started)
    return min(measured)


def used() -> float:
    """Return the seconds of a processor that this process and those it started have used."""
    return sum(os.times()[:4])


def command(*arguments: object) -> None:
    """Run a command quietly."""
    words = [str(each) for each in arguments]
    subprocess.run(words, check=True, timeout=PATIENCE, capture_output=True)


def main() -> int:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--changed", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        glossary = BIN / "ebpf-glossary"
        write_sources(root, options.messages, 0)
        command(glossary, "catalog", "new", "zh_CN", root)
        po = root / "locale" / "zh_CN" / "LC_MESSAGES" / "ebpf_glossary.po"
        catalog = read_po(str(po))
        for entry in catalog:
            entry.msgstr = f"译文：{entry.msgid}"
        po.write_text(dump_po(catalog), encoding="utf-8")
        old = po.read_bytes()
        write_sources(root, options.messages, options.changed)
        pot = root / "locale" / "ebpf_glossary.pot"
        first = pot.read_bytes()

        def update() -> None:
            po.write_bytes(old)
            pot.write_bytes(first)
            command(glossary, "catalog", "update", root)

        small = root / "small"
        write_sources(small, 2, 0)
        command(glossary, "catalog", "new", "zh_CN", small)
        start = best(lambda: command(glossary, "catalog", "update", small))
        whole = best(update) - start
        fuzzy = sum(1 for entry in read_po(str(po)) if entry.fuzzy)
        assert fuzzy == options.changed, f"{fuzzy} messages are fuzzy"
        po.write_bytes(old)
        merge = best(lambda: dump_po(merging.merge(read_po(str(po)), read_po(str(pot)))))
        rows = [
            (
                "`catalog update`, sources to catalog, over start-up",
                f"{whole:.2f} s",
                f"{LIMIT} s",
                whole <= LIMIT,
            ),
            ("reading, merging and writing alone", f"{merge:.2f} s", "", True),
        ]
        rows += [
            (name, taken, "", True)
            for name, taken in (
                (
                    "msgmerge --previous",
                    peer("msgmerge", "--previous", "-q", po, pot, "-o", root / "a.po"),
                ),
                (
                    "msgmerge --no-fuzzy-matching",
                    peer("msgmerge", "-N", "-q", po, pot, "-o", root / "a.po"),
                ),
                (
                    "pybabel update",
                    peer(BIN / "pybabel", "-q", "update", "-i", pot, "-o", po, "-l", "zh_CN"),
                ),
            )
        ]
    print("| figure | measured | limit | |")
    print("|---|--:|--:|---|")
    for figure, measured, limit, is_fine in rows:
        print(f"| {figure} | {measured} | {limit} | {'ok' if is_fine else 'OVER'} |")
    return 0 if all(row[3] for row in rows) else 1


def peer(program: str | Path, *arguments: object) -> str:
    """Return how long another program takes, in words."""
    if shutil.which(str(program)) is None:
        return "not installed"
    try:
        return f"{best(lambda: command(program, *arguments), times=1):.2f} s"
    except subprocess.TimeoutExpired:
        return f"more than {PATIENCE:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
