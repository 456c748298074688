"""How the checker's time grows when an input is doubled, adversarial inputs included.

    python benchmarks/scaling.py [--fix] [--all] [--only NAME] [--worst 10]

Every unit is repeated until checking it takes long enough to be measured; then twice as much of it
may take at most 2.5 times as long. It is tried in each format, in PO with English beside it, with
--all everywhere with and without. A ratio is over the limit if it is so at two sizes: others on the
machine, and its caches, make single ones jump. Needs no corpus; `throughput.py` runs it as well.
Exits with 1 where the limit is broken.
"""

from __future__ import annotations

import argparse
import functools
import math
import signal
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import ebpf_glossary as eg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 2.5
ENOUGH = 0.015
"""Seconds of processor time that can be told from noise."""
FIRST, LAST = 1_000, 512_000
"""Characters, where the doubling begins and where it ends at the latest."""
FORMATS = ("plain", "markdown", "rst", "po")
TRIES = 7
"""At most, while the limit seems to be broken."""
TIMEOUT = 4.0
"""Seconds of processor time for one unit in one format."""

UNITS = {
    # One character, or nothing but marks
    "one Chinese character": "的",
    "one letter": "a",
    "digits": "1",
    "spaces": " ",
    "ideographic spaces": "\u3000",
    "empty lines": "\n",
    "tabs": "\t",
    "round brackets": "(",
    "wide brackets": "（",
    "closing brackets": "）",
    "both brackets": "（）",
    "book title marks": "《",
    "corner brackets": "「",
    "square brackets": "[",
    "closed square brackets": "]",
    "empty links": "[](",
    "images": "![](",
    "references": "[a][",
    "footnotes": "[^1]",
    "angle brackets": "<",
    "closing tags": "</a",
    "comments": "<!--",
    "comments in pieces": "<!-- a -->",
    "backticks": "`",
    "pairs of backticks": "`` ",
    "backticks of all lengths": "` `` ``` ",
    "asterisks": "*",
    "asterisks and Chinese": "*中",
    "strong": "**中",
    "underscores": "_",
    "underscored words": "a_",
    "tildes": "~",
    "equal signs": "=",
    "hyphens": "-",
    "long dashes": "—",
    "dots": ".",
    "ellipses": "…",
    "backslashes": "\\",
    "entities": "&amp;",
    "wide commas": "，",
    "commas": ",",
    "wide marks": "，。；：",
    "wide digits": "１",
    "invisible characters": "\u200b",
    "combining marks": "\u0301",
    "straight quotes": '"',
    "apostrophes": "'",
    "curly quotes": "“",
    "closing quotes": "”",
    # Placeholders, code, addresses
    "braces": "{",
    "closed braces": "{}",
    "dollars": "$",
    "shell variables": "${",
    "percent signs": "%",
    "printf": "%s",
    "printf with a name": "%(a",
    "double colons": "::",
    "roles": ":a:`",
    "closed roles": ":ref:`a <b>` ",
    "substitutions": "|a| ",
    "bars": "|",
    "addresses": "https://",
    "whole addresses": "https://a.b/c ",
    "paths": "/a",
    "dotted names": "a.",
    "options": "--a ",
    "calls": "f() ",
    "addresses of mail": "a@",
    # Words and sentences
    "one word": "word ",
    "one letter and spaces": "a ",
    "English": "the word ",
    "long Latin words": "abcdefghij" * 30 + " ",
    "Chinese and spaces": "的 ",
    "Chinese and Latin": "中a",
    "Chinese and digits": "第1",
    "Chinese and full stops": "对象.方法可以",
    "Chinese in half-width brackets": "中(中中中)中",
    "half-translated names": "BPF_F_中 ",
    "half-translated options": "--中 ",
    "titles of books": "《LINUX》",
    "terms of two senses": "恶魔",
    "numbers": "1.5 ",
    "numbers with commas": "1,",
    "pairs": "数据",
    "a line that is repeated": "数据包进入内核。\n",
    "a sentence that is repeated": "内核在加载程序之前会先检查它是否安全。",
    "a clause that is repeated": "表示成功，",
    "a half that is repeated": "内核先检查程序，内核先检查",
    "names": "eBPF Cilium ",
    "names in brackets": "Cilium（Cilium）",
    "other names in brackets": "x{n}（X{n}）",
    "names in code": "`bpf`bpf",
    "other names in code": "`x{n}` x{n} ",
    "traditional characters": "網絡",
    "chatter": "好的，以下是翻译：",
    "unknown characters": "\ufffd",
    # Lines
    "lines": "中文。\n",
    "lines of one letter": "a\n",
    "paragraphs": "中文。\n\n",
    "quotations": "> ",
    "lines of quotations": "> 中\n",
    "items": "- ",
    "lines of items": "- 中\n",
    "lines with wide marks": "》中\n",
    "numbered items": "1. 中\n",
    "items deeper and deeper": None,
    "quotations deeper and deeper": None,
    "headings": "# 中\n",
    "underlined headings": "中\n==\n",
    "rules": "---\n",
    "fences": "```\n",
    "tables": "| 中 | a |\n|---|---|\n",
    "rows of a table": "| 中 | a |\n",
    "a wide row of a table": "| 中 ",
    "grid tables": "+--+\n|中|\n",
    "simple tables": "== ==\n中 a\n",
    "directives": ".. note:: 中\n",
    "targets": ".. _a: b\n",
    "definitions": "[a]: b\n",
    "literal blocks": "中::\n\n  a\n",
    "fields": ":a: 中\n",
    "line blocks": "| 中\n",
    "tags": "<b>",
    "blocks of HTML": "<div>\n",
    "ignores": "<!-- ebpf-glossary: ignore extra-space -->\n\n中  文\n\n",
    "blocks of text": "```text\n中\n```\n中  文\n",
    "open blocks of text": "```text\n",
    "ignores of one paragraph": "<!-- ebpf-glossary: ignore extra-space -->\n",
    "pairs of comments and paragraphs": "<!--\nthe word\n-->\n中文。\n\n",
}
"""What is repeated, `{n}` being another number each time; None is made by `deeper`."""

LINES = {  # of a PO file
    "many messages": 'msgid "the word {n}"\nmsgstr "这个词"\n\n',
    "obsolete messages before a message": '#~ msgid "a {n}"\n#~ msgstr "中"\n\n',
    "escapes in a comment": "\\q",
    "many plurals": 'msgid "a {n}"\nmsgid_plural "b"\nmsgstr[0] "中"\nmsgstr[1] "文"\n\n',
    "comments of a message": "# 中\n",
    "references of a message": "#: a.c:1\n",
    "flags of a message": "#, c-format\n",
    "obsolete messages": '#~ msgid "a {n}"\n#~ msgstr "中"\n\n',
    "ignores of messages": (
        '# ebpf-glossary: ignore extra-space\nmsgid "a {n}"\nmsgstr "中  文"\n\n'
    ),
    "lines of a message": '"中文"\n',
    "lines with escapes": '"\\"\\t\\n"\n',
    "empty lines of a message": '""\n',
}

CHINESE = "".join(f"第{n}个程序加载之后，内核会  检查它。\n" for n in range(120))
"""Without it, a text with Latin letters is taken for English, and not checked; and a finding."""


class Case(NamedTuple):
    """An input that can be made as long as one wishes, and how it is checked."""

    name: str
    format: str
    has_source: bool

    def __str__(self) -> str:
        return f"{self.name}, {self.format}{' with source' if self.has_source else ''}"

    def make(self, size: int) -> tuple[str, str | None]:
        """Return a text and its source."""
        if self.name in LINES:
            return self._catalog(size), None
        body = self._body(size)
        if self.format == "po":
            source = body if self.has_source else "a"
            return f'{_HEADER}msgid "{_escaped(source)}"\nmsgstr "{_escaped(body)}"\n', None
        if self.has_source:
            return body, body
        return f"{CHINESE}\n{body}", None

    def _body(self, size: int) -> str:
        unit = UNITS[self.name]
        if unit is None:
            return deeper("> " if "quotations" in self.name else "  ", size)
        return repeated(unit, size)

    def _catalog(self, size: int) -> str:
        unit = LINES[self.name]
        lines = repeated(unit, size)
        if "before" not in self.name and "msgid" in unit:
            return _HEADER + lines
        if "\n" not in unit:
            lines = f"# {lines}\n"
        if lines.startswith("#"):
            return f'{_HEADER}{lines}msgid "a"\nmsgstr "中"\n'
        return f'{_HEADER}msgid "a"\n{lines}msgstr ""\n{lines}'


_HEADER = """msgid ""
msgstr ""
"Language: zh_CN\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""


def _escaped(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return "".join(escapes.get(character, character) for character in text)


def repeated(unit: str, size: int) -> str:
    """Return a unit again and again, at least as long as asked for."""
    times = size // len(unit) + 1
    if "{n}" not in unit:
        return unit * times
    return "".join(unit.replace("{n}", str(n)) for n in range(times))


def deeper(prefix: str, size: int) -> str:
    """Return lists or quotations nested in each other, about as long as asked for."""
    depth = int(math.sqrt(2 * size / len(prefix)))
    mark = "" if prefix == "> " else "- "
    return "".join(f"{prefix * n}{mark}中\n" for n in range(depth))


class TooSlowError(Exception):
    """The time for a case is up."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlowError when a block takes longer; regular expressions are interrupted as well."""

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def growth(prepare: Callable[[int], Callable[[], object]]) -> tuple[float, int]:
    """Return how much longer twice the size takes, and the size.

    Args:
        prepare: takes a size, and returns what is to be measured.
    """
    size = FIRST
    try:
        with time_limit(TIMEOUT):
            prepare(size)()  # compiles what it needs
            short = cpu(prepare(size))
            while short < ENOUGH and size < LAST:
                size *= 4 if short < ENOUGH / 8 else 2
                short = cpu(prepare(size))
            ratio = doubled(prepare, size, short)
            if ratio > LIMIT:  # what grows too fast does so from there on
                ratio = min(ratio, doubled(prepare, 2 * size))
    except TooSlowError:
        return math.inf, size
    return ratio, size


def doubled(
    prepare: Callable[[int], Callable[[], object]], size: int, short: float = math.inf
) -> float:
    """Return how much longer twice the size takes, as the ratio of the best tries."""
    once, twice = prepare(size), prepare(2 * size)
    short, long = min(short, cpu(once)), cpu(twice)
    for _ in range(TRIES - 1):
        if long <= LIMIT * short:
            break
        short, long = min(short, cpu(once)), min(long, cpu(twice))
    return long / short


def cpu(run: Callable[[], object]) -> float:
    """Return the seconds of processor time, which others on the machine do not take."""
    start = time.process_time()
    run()
    return time.process_time() - start


def cases(every: bool) -> Iterator[Case]:
    """Yield every unit in every format; PO with source, and with `every` both ways."""
    for name in UNITS:
        for format_ in FORMATS:
            for has_source in (False, True):
                if every or has_source == (format_ == "po"):
                    yield Case(name, format_, has_source)
    for name in LINES:
        yield Case(name, "po", True)


def prepared(case: Case, fixing: bool, size: int) -> Callable[[], object]:
    """Return what checks or fixes a case of a size."""
    text, source = case.make(size)
    if fixing:
        return lambda: eg.fix(text, source=source, format=case.format, unsafe=True)
    return lambda: eg.check(text, source=source, format=case.format)


def measure(
    only: str = "", *, fixing: bool = False, every: bool = False
) -> list[tuple[float, int, Case]]:
    """Return growth and size of each case, worst first."""
    wanted = (case for case in cases(every) if only in str(case))
    measured = [(*growth(functools.partial(prepared, case, fixing)), case) for case in wanted]
    return sorted(measured, key=lambda each: each[0], reverse=True)


def main() -> None:
    """Print the worst; exit with 1 where the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--all", action="store_true", help="each format with and without source")
    parser.add_argument("--fix", action="store_true", help="fix instead of checking")
    parser.add_argument("--only", default="", metavar="NAME", help="cases that have it in theirs")
    parser.add_argument("--worst", type=int, default=10, metavar="N")
    options = parser.parse_args()
    start = time.perf_counter()
    measured = measure(options.only, fixing=options.fix, every=options.all)
    over = sum(ratio > LIMIT for ratio, _, _ in measured)
    print("| case | characters | twice as many take |")
    print("|---|--:|--:|")
    for ratio, size, case in measured[: max(options.worst, over)]:
        said = f"{ratio:.2f} ×" if math.isfinite(ratio) else f"over {TIMEOUT:.0f} s in all"
        print(f"| {case} | {size} | {said} |")
    print(f"\n{len(measured)} cases, {over} over {LIMIT} ×, {time.perf_counter() - start:.0f} s")
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
