"""How fast the checker is, always beside a peer in the same run.

    python benchmarks/throughput.py ../shared/corpus/human/cpython-docs-zh_CN

PO: reading and all default rules, against polib's own parsing of the same files (limit 2.5 times).
Plain text: message by message, against pangu and autocorrect (limit: twice pangu's MB/s).
Scaling: the time for twice the input, adversarial ones included (limit 2.5 times); see scaling.py.
Medians of interleaved rounds; exits with 1 where a limit is broken.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import peers
import polib
import scaling

import ebpf_glossary as eg
from ebpf_glossary import files
from ebpf_glossary.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable

PARSE_LIMIT = 2.5
PANGU_LIMIT = 2.0


def seconds(run: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def medians(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each, measured in turn."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            times[name].append(seconds(run))
    return {name: statistics.median(each) for name, each in times.items()}


def po_rows(folder: Path, rounds: int) -> list[tuple[str, str, str, bool]]:
    """Return the rows on PO files."""
    paths = [path for path in files.walk([str(folder)]) if path.endswith(".po")]
    texts = [files.read(path).text for path in paths]
    measured = medians(
        {
            "polib": lambda: [polib.pofile(path) for path in paths],
            "read": lambda: [read(text, "po") for text in texts],
            "check": lambda: [eg.check(text, format="po") for text in texts],
        },
        rounds,
    )
    floor = measured["polib"]
    ratio = measured["check"] / floor
    return [
        (f"polib parses {len(paths)} files", f"{floor:.2f} s", "", True),
        ("reading alone", f"{measured['read'] / floor:.2f} × polib", "", True),
        ("reading and all rules", f"{ratio:.2f} × polib", f"{PARSE_LIMIT} ×", ratio <= PARSE_LIMIT),
    ]


def plain_rows(folder: Path, rounds: int, every: int) -> list[tuple[str, str, str, bool]]:
    """Return the rows on plain text, message by message."""
    messages: list[str] = []
    for path in files.walk([str(folder)]):
        document = read(files.read(path).text, files.read(path).format)
        messages += (document.text[s.start : s.end] for s in document.segments)
    messages = messages[::every]
    size = sum(len(message.encode()) for message in messages) / 1e6
    runs: dict[str, Callable[[], object]] = {
        "ebpf-glossary": lambda: [eg.check(message) for message in messages]
    }
    for name, fix in peers.fixers().items():
        runs[name] = lambda fix=fix: [fix(message) for message in messages]  # type: ignore[misc]
    measured = medians(runs, rounds)
    rows = [
        (f"{name}, plain text", f"{size / s:.2f} MB/s", "", True) for name, s in measured.items()
    ]
    if "pangu" in measured:
        ratio = measured["pangu"] / measured["ebpf-glossary"]
        limit = f"at least {PANGU_LIMIT} ×"
        rows.append(("against pangu", f"{ratio:.2f} ×", limit, ratio >= PANGU_LIMIT))
    return rows


def scaling_rows() -> list[tuple[str, str, str, bool]]:
    """Return the worst growth when an input is doubled, by format."""
    measured = scaling.measure()
    rows = []
    for format_ in scaling.FORMATS:
        ratio, _, case = next(each for each in measured if each[2].format == format_)
        said = f"{ratio:.2f} × ({case.name})"
        limit = f"{scaling.LIMIT} ×"
        rows.append((f"doubling {format_}", said, limit, ratio <= scaling.LIMIT))
    return rows


def main() -> None:
    """Print the table; exit with 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=4, metavar="N", help="take each Nth message")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"{options.folder} is not here: give a folder of PO files")
    rows = po_rows(options.folder, options.rounds)
    rows += plain_rows(options.folder, options.rounds, options.every)
    rows += scaling_rows()
    print("| figure | measured | limit | |")
    print("|---|--:|--:|---|")
    for figure, measured, limit, is_fine in rows:
        print(f"| {figure} | {measured} | {limit} | {'ok' if is_fine else 'OVER'} |")
    sys.exit(0 if all(row[3] for row in rows) else 1)


if __name__ == "__main__":
    main()
