"""Measure what looking an entry up costs, and compare it with its limits and with peers.

    .venv/bin/python benchmarks/lookup.py [--runs N]

Everything measured is a wheel of this checkout, installed in an environment of its own: whole
processes, repeated calls, memory, and the third-party modules that a look-up imports. The peers
are gettext and argparse of the standard library and, where the registry has it, pycountry, which
also is names with gettext catalogs; it searches some 5000 of them, more than there are here.

Prints a Markdown table; exits with 1 if a limit is broken. Needs Linux and the extra `dev`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import timeit
import unicodedata
import venv
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

HERE = Path(__file__).resolve()
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
REPEATS = 15
"""Of what is measured within a process, and of memory."""

DESCRIBE = "import ebpf_glossary as e; e.describe('bpftool', lang='zh')"
DESCRIBE_TERM = "import ebpf_glossary as e; e.describe('verifier', lang='zh')"
EVERYTHING = (
    "import ebpf_glossary as e; e.describe('bpftool', lang='zh'); e.search('map', 'zh'); "
    "e.projects('zh'); e.terms('zh'); e.reading('zh')"
)
COUNTRY = (
    "import gettext, pycountry; name = pycountry.countries.get(alpha_2='CN').name; "
    "gettext.translation('iso3166-1', pycountry.LOCALES_DIR, languages=['zh_CN']).gettext(name)"
)

FLOOR = "python -c pass"
COMMAND = "ebpf-glossary describe bpftool --lang zh"
COMMAND_TERM = "ebpf-glossary describe verifier --lang zh"
CODE = {
    FLOOR: "pass",
    "import ebpf_glossary": "import ebpf_glossary",
    "import and describe in Chinese": DESCRIBE,
    "import and describe a term": DESCRIBE_TERM,
    "peer: import gettext": "import gettext",
    "peer: import argparse": "import argparse",
}
PROCESS_LIMITS = {
    "import ebpf_glossary": 1.6,
    "import and describe in Chinese": 2.6,
    "import and describe a term": 2.6,
    COMMAND: 3.1,
    COMMAND_TERM: 3.1,
}
"""Times the floor."""

OWN = "from ebpf_glossary import describe, search"
BOUND = """
import gettext, ebpf_glossary as e
translate = gettext.translation(e.DOMAIN, e.LOCALE_DIR, ['zh_CN']).gettext
assert translate('Nothing found.') != 'Nothing found.', 'a miss costs something else'
"""
PEER = "from pycountry import countries"

DESCRIBE_CALL = "describe('bpftool', lang='zh')"
SEARCH_CALLS = ("search('bpftol')", "search('load balancing')", "search('跟踪')")
GETTEXT_CALL = "translate('Nothing found.')"
GET_CALL = "countries.get(alpha_2='CN')"
FUZZY_CALL = "countries.search_fuzzy('Cina')"

# Not ru_maxrss: Linux starts it with the peak of the process that has started this one.
PEAK = "print(next(line.split()[1] for line in open('/proc/self/status') if 'VmHWM' in line))"
LEXICON = """
from time import process_time
import ebpf_glossary
from ebpf_glossary import index, lexicon
assert "site-packages" in ebpf_glossary.__file__
begin = process_time()
index.index_of(lexicon.lexicon_of())
print(process_time() - begin)
"""
FOREIGN = """
import sys
before = set(sys.modules)
{code}
new = {{name.partition('.')[0] for name in set(sys.modules) - before}}
print(*sorted(new - sys.stdlib_module_names - {{'ebpf_glossary'}}))
"""


class Row(NamedTuple):
    """A line of the table; `within` is None where nothing can be broken."""

    figure: str
    measured: str
    limit: str = "-"
    within: bool | None = None


def run(*command: str | Path, **changes: str) -> str:
    """Run a command that must succeed, in an environment with changes; return what it prints."""
    done = subprocess.run(
        command, env=ENVIRONMENT | changes, stdout=subprocess.PIPE, check=True, encoding="utf-8"
    )
    return done.stdout


def install(folder: Path) -> tuple[Path, bool]:
    """Install a wheel of the checkout; return its Python, and whether pycountry is there too."""
    checkout = folder / "checkout"  # a copy, so that the build leaves nothing in the real one
    unwanted = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "*.mo", "dist")
    shutil.copytree(HERE.parent.parent, checkout, ignore=unwanted)
    pip = (sys.executable, "-m", "pip", "-qq")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, checkout)
    venv.create(folder / "bare", symlinks=True)
    python = folder / "bare" / "bin" / "python"
    # pip compiles what it installs, unless its configuration says no.
    into_bare = (*pip, "--python", python, "install", "--no-deps", "--compile")
    run(*into_bare, *folder.glob("*.whl"))
    try:
        run(*into_bare, "pycountry")
    except subprocess.CalledProcessError:
        print("The peer pycountry is absent: it could not be installed.", file=sys.stderr)
        return python, False
    return python, True


def measure_processes(python: Path, peer: bool, runs: int) -> list[Row]:
    """Measure whole processes."""
    code = CODE | ({"peer: pycountry, a name in Chinese": COUNTRY} if peer else {})
    commands = {figure: [str(python), "-c", each] for figure, each in code.items()}
    for command in (COMMAND, COMMAND_TERM):
        commands[command] = [str(python.with_name("ebpf-glossary")), *command.split()[1:]]
    seconds = time_processes(commands, runs)
    rows = []
    for figure, median_ in seconds.items():
        ratio, limit = median_ / seconds[FLOOR], PROCESS_LIMITS.get(figure)
        row = Row(figure, f"{median_ * 1e3:.1f} ms, {ratio:.2f}x floor")
        if limit is not None:
            row = row._replace(limit=f"{limit}x floor", within=ratio <= limit)
        rows.append(row)
    return rows


def time_processes(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Return the median seconds of each command, run in turn so that noise meets all alike."""
    taken: dict[str, list[float]] = {figure: [] for figure in commands}
    order = list(commands)
    shuffle = random.Random(1).shuffle
    for _ in range(1 + runs):
        shuffle(order)
        for figure in order:
            begin = perf_counter()
            subprocess.run(commands[figure], env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
            taken[figure].append(perf_counter() - begin)
    # The first round has only warmed the caches of the system up.
    return {figure: median(each[1:]) for figure, each in taken.items()}


def measure_calls(python: Path, peer: bool) -> list[Row]:
    """Measure repeated calls, all in one process."""
    calls = {DESCRIBE_CALL: OWN, GETTEXT_CALL: BOUND} | dict.fromkeys(SEARCH_CALLS, OWN)
    if peer:
        calls |= {GET_CALL: PEER, FUZZY_CALL: PEER}
    seconds = json.loads(run(python, "-I", HERE, "--inside", json.dumps(calls)))
    rows = [Row(f"peer: {call}", in_ns(seconds[call])) for call in calls if calls[call] != OWN]
    rows.append(compare(seconds, DESCRIBE_CALL, GETTEXT_CALL, 3, "gettext"))
    rows.append(compare(seconds, DESCRIBE_CALL, GET_CALL, 1, "pycountry"))
    return rows + [compare(seconds, call, FUZZY_CALL, 0.1, "pycountry") for call in SEARCH_CALLS]


def time_calls(calls: dict[str, str]) -> dict[str, float]:
    """Return the median seconds of each statement, given with its setup."""
    timers = {call: timeit.Timer(call, setup) for call, setup in calls.items()}
    # A tenth of what autorange finds takes some 20 ms; finding it has warmed the call up.
    numbers = {call: max(1, timer.autorange()[0] // 10) for call, timer in timers.items()}
    taken: dict[str, list[float]] = {call: [] for call in calls}
    for _ in range(REPEATS):
        for call, timer in timers.items():
            taken[call].append(timer.timeit(numbers[call]) / numbers[call])
    return {call: median(each) for call, each in taken.items()}


def compare(seconds: dict[str, float], call: str, peer: str, limit: float, name: str) -> Row:
    """Return the line for a call that may take `limit` times as long as that of a peer."""
    if peer not in seconds:
        return Row(call, f"{in_ns(seconds[call])}, no {name}", f"{limit}x {name}")
    ratio = seconds[call] / seconds[peer]
    measured = f"{in_ns(seconds[call])}, {ratio:.2g}x {name}"
    return Row(call, measured, f"{limit}x {name}", ratio <= limit)


def in_ns(seconds: float) -> str:
    """Return a duration as text."""
    return f"{seconds * 1e9:,.0f} ns"


def measure_memory(python: Path) -> list[Row]:
    """Measure the peak memory of look-ups above that of the bare interpreter."""
    code = ("pass", DESCRIBE, EVERYTHING)
    runs = [[int(run(python, "-c", f"{each}; {PEAK}")) for each in code] for _ in range(REPEATS)]
    bare, one, all_ = (median(each) * 1024 / 1e6 for each in zip(*runs, strict=True))
    return [
        Row(f"peak memory of {figure}", f"{bare:.1f} + {peak - bare:.1f} MB", "+ 12 MB", within)
        for figure, peak in (("describe", one), ("everything that can be looked up", all_))
        for within in [peak - bare <= 12]
    ]


def measure_lexicon(python: Path) -> Row:
    """Measure the CPU time of loading the lexicon, with our own interpreter's dependencies."""
    [packages] = python.parent.parent.glob("lib/*/site-packages")
    command = (sys.executable, "-P", "-c", LEXICON)
    taken = [
        float(run(*command, PYTHONPATH=str(packages), PYTHONDONTWRITEBYTECODE="1"))
        for _ in range(REPEATS)
    ]
    # At best, as this is no ratio: other work on the machine only adds to it.
    milliseconds = min(taken) * 1e3
    figure = "loading the lexicon and its index"
    return Row(figure, f"{milliseconds:.1f} ms", "30 ms", milliseconds <= 30)


def find_foreign(python: Path, folder: Path) -> list[Row]:
    """Find the modules imported that are neither ours nor Python's."""
    # Empty ones stand for those not installed, so that even an import that may fail is seen.
    for name in ("babel", "polib", "yaml"):
        (folder / f"{name}.py").touch()
    rows = []
    codes = {"import": "import ebpf_glossary", "describe": DESCRIBE, "everything": EVERYTHING}
    for figure, code in codes.items():
        found = run(python, "-c", FOREIGN.format(code=code)).split()
        figure = f"third-party modules after {figure}"
        rows.append(Row(figure, ", ".join(found) or "none", "none", not found))
    return rows


def print_table(rows: list[Row]) -> None:
    """Print the lines as an aligned Markdown table."""
    verdicts = {None: "-", True: "ok", False: "OVER"}
    lines = [("figure", "measured", "limit", "verdict")]
    lines += [(*row[:3], verdicts[row.within]) for row in rows]
    widths = [max(map(columns, cells)) for cells in zip(*lines, strict=True)]
    lines.insert(1, ("-" * widths[0], "-" * widths[1], "-" * widths[2], "-" * widths[3]))
    for line in lines:
        cells = zip(line, widths, strict=True)
        print("|", " | ".join(cell + " " * (width - columns(cell)) for cell, width in cells), "|")


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", metavar="N", type=int, default=30, help="of each process (30)")
    parser.add_argument("--inside", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(time_calls(options.inside)))
        return 0
    if sys.platform != "linux" or options.runs < 20:
        parser.error("this needs Linux, and at least 20 runs for a median to say something")
    # The folder is the current one too, so that nothing is imported from where this was started.
    with tempfile.TemporaryDirectory() as temporary, contextlib.chdir(temporary):
        python, peer = install(Path(temporary))
        rows = measure_processes(python, peer, options.runs) + measure_calls(python, peer)
        rows += [*measure_memory(python), *find_foreign(python, Path(temporary))]
        rows.append(measure_lexicon(python))
    print_table(rows)
    return 1 if any(row.within is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
