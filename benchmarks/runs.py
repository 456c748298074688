"""Checks of many files: two processes beside one, and a second run beside the first.

    python benchmarks/runs.py FOLDER [--files 500] [--rounds 5]

Takes so many of the Chinese files below a folder, at random but always the same, and runs the whole
command over them, start-up included. `--jobs 2` is to be 1.6 times as fast as one job, and a run
over what has not changed 8 times as fast as the first. Rounds alternate, and the shortest counts.
Two processes need two processors that nobody else uses. What the machine has to give shows in how
much more two programs that only count get done than one does, measured in each round.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

SUFFIXES = (".md", ".po", ".rst")
LIMIT_JOBS = 1.6
LIMIT_CACHE = 8.0


class Time(NamedTuple):
    """Seconds that a run took: on the clock, and of the processors."""

    clock: float
    processors: float


def chosen(folder: Path, count: int) -> list[Path]:
    """Return some of the files below a folder, but no English ones."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and "en" not in path.relative_to(folder).parts
    )
    return random.Random(count).sample(found, min(count, len(found)))


def run(folder: str, *options: str, cache: str) -> Time:
    """Check a folder, and return how long it took."""
    command = [str(Path(sys.executable).parent / "ebpf-glossary"), "check", folder, *options]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(
        command,
        env={**os.environ, "XDG_CACHE_HOME": cache},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    clock = time.perf_counter() - started
    if done.returncode not in (0, 1):
        sys.stderr.buffer.write(done.stderr)
        raise SystemExit(done.returncode)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Time(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


COUNT = "for number in range(12_000_000): pass"


def counted(processes: int) -> float:
    """Return the seconds that so many programs take which count, side by side."""
    started = time.perf_counter()
    running = [subprocess.Popen([sys.executable, "-c", COUNT]) for _ in range(processes)]
    for each in running:
        each.wait()
    return time.perf_counter() - started


def main() -> int:
    """Run the benchmark; return 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        tree = Path(made) / "tree"
        tree.mkdir()
        for number, path in enumerate(chosen(options.folder, options.files)):
            shutil.copyfile(path, tree / f"{number:03}-{path.name}")
        cache = str(Path(made) / "cache")
        times: dict[str, list[Time]] = {"one": [], "two": [], "again": []}
        floors = []
        for _ in range(options.rounds):
            shutil.rmtree(cache, ignore_errors=True)
            times["one"].append(run(str(tree), "--jobs", "1", "--no-cache", cache=cache))
            times["two"].append(run(str(tree), "--jobs", "2", cache=cache))
            times["again"].append(run(str(tree), "--jobs", "1", cache=cache))
            floors.append(2 * counted(1) / counted(2))
    best = {name: min(each) for name, each in times.items()}
    for name, each in best.items():
        print(f"{name:6} {each.clock:6.2f} s on the clock, {each.processors:6.2f} s of processors")
    jobs = best["one"].clock / best["two"].clock
    again = best["one"].clock / best["again"].clock
    print(f"two jobs {jobs:.2f} times as fast (limit {LIMIT_JOBS})")
    print(f"two programs that count {min(floors):.2f} to {max(floors):.2f} times as fast as one")
    print(f"second run {again:.1f} times as fast (limit {LIMIT_CACHE})")
    return int(jobs < LIMIT_JOBS or again < LIMIT_CACHE)


if __name__ == "__main__":
    sys.exit(main())
