"""How quiet the checker is on text that people wrote: findings by rule on a folder.

    python benchmarks/silence.py ../shared/corpus/human/cpython-docs-zh_CN [--sample 100]

Prints, for each rule, how much it found and in how many of the segments (messages of a PO file,
paragraphs of others); with --sample, that many random findings with their places, to be judged by
hand.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

import peers

import ebpf_glossary as eg
from ebpf_glossary import files, report
from ebpf_glossary.readers import read


def main() -> None:
    """Print the table, and the sample."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="pofilter and the fixers beside it")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"{options.folder} is not here: give a folder of Chinese text")
    paths = list(files.walk([str(options.folder)]))
    segments = 0
    flagged: set[tuple[str, int]] = set()
    rules: dict[str, set[tuple[str, int]]] = {}
    found: Counter[str] = Counter()
    places: list[str] = []
    alarms: Counter[str] = Counter()
    for path in paths:
        file = files.read(path)
        document = read(file.text, file.format)
        segments += len(document.segments)
        lines = report.Lines(file.text)
        starts = sorted(
            document.in_file(eg.Edit(s.start, s.start, "")).start for s in document.segments
        )
        for finding in eg.check(file.text, format=file.format):
            segment = sum(1 for start in starts if start <= finding.start)
            found[finding.rule] += 1
            flagged.add((path, segment))
            rules.setdefault(finding.rule, set()).add((path, segment))
            places.append(report.as_text(path, lines, finding, str))
        if options.peers:
            alarms += peer_alarms(document)
    print("| rule | findings | segments | per 100 segments |")
    print("|---|--:|--:|--:|")
    for rule, count in found.most_common():
        print(
            f"| {rule} | {count} | {len(rules[rule])} | {100 * len(rules[rule]) / segments:.3f} |"
        )
    total = (
        f"| all | {sum(found.values())} | {len(flagged)} | {100 * len(flagged) / segments:.3f} |"
    )
    print(total)
    for name, count in alarms.most_common():
        print(f"| {name} | | {count} | {100 * count / segments:.3f} |")
    print(f"\n{segments} segments in {len(paths)} files")
    for place in random.Random(options.seed).sample(places, min(options.sample, len(places))):
        print("\n" + place)


def peer_alarms(document: object) -> Counter[str]:
    """Return in how many segments each peer finds or changes something."""
    from ebpf_glossary.segments import Document

    assert isinstance(document, Document)
    alarms: Counter[str] = Counter()
    filter_ = peers.pofilter()
    for segment in document.segments:
        text = document.text[segment.start : segment.end]
        for name, fix in peers.fixers().items():
            alarms[name] += fix(text) != text
        source = document.source_of(segment.start)
        if filter_ and source:
            alarms["pofilter"] += bool(filter_(source, text))
    return alarms


if __name__ == "__main__":
    main()
