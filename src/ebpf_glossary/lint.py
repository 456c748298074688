"""Check a text and fix it: read it, run the rules, honour ignores, apply fixes through the gate."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ebpf_glossary.config import Config
from ebpf_glossary.errors import N_
from ebpf_glossary.readers import read
from ebpf_glossary.rules import load
from ebpf_glossary.rules.needs import Sieve
from ebpf_glossary.segments import (
    HAN,
    Applicability,
    Document,
    Edit,
    Finding,
    Fix,
    Message,
    apply,
    origin,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ebpf_glossary.rules import Rule

MOST_PASSES = 12
"""Rounds of fixing: a fix can show what another hid."""
MOST_TRIES = 100
"""Readings of the text, in a round, to find the fixes that change what is protected."""

FEW = 600
SAMPLE = 20_000
LEAST_SHARE = 0.1
"""Code points: below FEW nobody can tell; in a SAMPLE, Chinese ones to Latin ones."""

_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile("[A-Za-z]")

_FENCE = re.compile(r"(?m)^[ \t]*(`{3,}|~{3,})(te?xt)?[ \t]*$")

WORDS = frozenset({"names", "terms"})
"""Families whose findings are words."""

_DEFAULTS = Config()

UNUSED_IGNORE = "unused-ignore"
_IGNORE = re.compile(r"ebpf-glossary:[ \t]*ignore[ \t]+([a-z][a-z0-9 ,-]*[a-z0-9])")


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after fixing.

    Attributes:
        text: the whole, with the fixes.
        applied: the findings whose fixes are in it; places are those of the text as it was given,
            also of what only showed after another fix.
        remaining: what is still found in it.
    """

    text: str
    applied: tuple[Finding, ...]
    remaining: tuple[Finding, ...]


def check(
    text: str,
    *,
    source: str | None = None,
    format: str = "plain",
    config: Config | None = None,
) -> list[Finding]:
    """Return what is wrong with a text, in the order in which it stands there.

    Args:
        text: Chinese technical text.
        source: the English that it is a translation of, in the same format; a PO file has its own.
        format: "plain", "markdown", "rst" or "po".
        config: settings; None is the defaults.

    Returns:
        Findings, whose places are code points of `text`.

    Raises:
        ValueError: no such format.
        CatalogError: the text is no PO file.

    >>> [(f.rule, f.start, f.end) for f in check("借助  BTF 移植")]
    [('extra-space', 2, 4)]
    """
    document = read(text, format, source)
    return _all_in_file(document, find(document, config or _DEFAULTS))


def fix(
    text: str,
    *,
    source: str | None = None,
    format: str = "plain",
    unsafe: bool = False,
    config: Config | None = None,
    keep: Callable[[str, list[Finding]], list[Finding]] | None = None,
) -> Fixed:
    """Fix what can be fixed, and change nothing else.

    Args:
        text: as for `check`.
        source: as for `check`.
        format: as for `check`.
        unsafe: apply unsafe fixes too.
        config: as for `check`.
        keep: tells which findings of a text may be fixed; places are those of the file.

    Raises:
        As `check` does.

    >>> fix("借助  BTF 移植").text
    '借助 BTF 移植'
    """
    config = config or _DEFAULTS
    applied: list[Finding] = []
    history: list[list[Edit]] = []

    def again(new: str) -> Document:
        return read(new, format, source)

    for _ in range(MOST_PASSES):
        document = again(text)
        found = find(document, config)
        wanted = [f for f in found if _is_wanted(f, unsafe)]
        if keep and wanted:
            wanted = _kept(text, document, wanted, keep)
        mends = [finding for finding in wanted if finding.fix and finding.fix.mends_markup]
        plain = [finding for finding in wanted if finding.fix and not finding.fix.mends_markup]
        chosen = _gated(text, document, _apart(plain), again) or _apart(mends)
        if not chosen:  # what was found is what remains
            return Fixed(text, tuple(applied), tuple(_all_in_file(document, found)))
        edits = _edits(document, chosen)
        applied += (_as_given(_in_file(document, finding), history) for finding in chosen)
        text = apply(text, edits)
        history.append(edits)
    remaining = check(text, source=source, format=format, config=config)
    return Fixed(text, tuple(applied), tuple(remaining))


@lru_cache(maxsize=64)
def selected(config: Config) -> tuple[Rule, ...]:
    """Return the rules that a configuration wants, in the order in which they run."""

    def is_wanted(rule: Rule) -> bool:
        names = {rule.name, rule.family}
        asked = names & {*config.select} if config.select else rule.default
        return bool(asked) and not names & {*config.ignore}

    return tuple(filter(is_wanted, load().values()))


@lru_cache(maxsize=64)
def _sieve(config: Config) -> Sieve:
    """Return the rules that a configuration wants, and what tells which of them to ask."""
    return Sieve(selected(config))


def find(document: Document, config: Config) -> list[Finding]:
    """Return what the rules find in a document; places are those of the document's text."""
    if not is_chinese(document):
        return []
    document.memo["config"] = config
    sieve = _sieve(config)
    # Who states a style of spaces is told of more of them than rules say that they need.
    is_bare = document.format == "plain" and not document.pairs and config.spacing is None
    asked = sieve.asked(document) if is_bare else sieve.rules
    found = [rule.finding(hit) for rule in asked for hit in rule.find(document)]
    if found:
        found = _outside_examples(document, found)
        if config.allow:
            found = [each for each in found if not _is_allowed(document, each, config)]
        found.sort(key=_place)
    return _without_ignored(document, found, sieve.rules)


def _place(finding: Finding) -> tuple[int, int]:
    """Return what findings are sorted by."""
    return finding.start, -finding.end


def _is_allowed(document: Document, finding: Finding, config: Config) -> bool:
    """Tell whether what was found is a word that the user calls right."""
    is_word = load()[finding.rule].family in WORDS
    return is_word and document.text[finding.start : finding.end] in config.allow


def _outside_examples(document: Document, found: list[Finding]) -> list[Finding]:
    """Return the findings that are not in a fenced block of plain text, where examples stand."""
    if document.format != "markdown" or document.pairs:
        return found
    starts, ends = [0], [0]
    fence = ""
    for match in _FENCE.finditer(document.text):
        if not fence and match[2]:
            fence = match[1]
            starts.append(match.start())
        elif match[1] == fence and not match[2]:
            fence = ""
            ends.append(match.end())
    if fence:
        ends.append(len(document.text))
    return [f for f in found if f.start >= ends[bisect_right(starts, f.start) - 1]]


def is_chinese(document: Document) -> bool:
    """Tell whether a document is Chinese, and so the checker's: not a page or catalog in English.

    A short text is taken for Chinese, and so is one whose English is known.
    """
    if document.language is not None:
        return document.language.lower().startswith(("zh", "cmn", "yue"))
    if document.pairs or len(document.text) < FEW:
        return True
    sample = document.shape[:SAMPLE]
    return len(_HAN.findall(sample)) > LEAST_SHARE * len(_LETTER.findall(sample))


def _kept(
    text: str,
    document: Document,
    found: list[Finding],
    keep: Callable[[str, list[Finding]], list[Finding]],
) -> list[Finding]:
    """Return the findings that are kept when they are seen as those of the file."""
    in_file = [_in_file(document, finding) for finding in found]
    kept = {*map(id, keep(text, in_file))}
    return [each for each, seen in zip(found, in_file, strict=True) if id(seen) in kept]


def _is_wanted(finding: Finding, unsafe: bool) -> bool:
    return finding.fix is not None and (unsafe or finding.fix.applicability == Applicability.SAFE)


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings whose fixes do not overlap.

    What is left out is found again in the next round, if it is still there.
    """
    chosen: list[Finding] = []
    reached = -1
    for start, end, finding in sorted(map(_extent, findings), key=lambda each: each[0]):
        if start > reached:
            reached = end
            chosen.append(finding)
    return chosen


def _extent(finding: Finding) -> tuple[int, int, Finding]:
    assert finding.fix is not None
    return finding.fix.edits[0].start, finding.fix.edits[-1].end, finding


def _gated(
    text: str, document: Document, findings: list[Finding], again: Callable[[str], Document]
) -> list[Finding]:
    """Return those of the findings whose fixes leave alone what is protected."""
    if not findings:
        return []
    before = document.protected()
    tries = MOST_TRIES

    def is_harmless(findings: list[Finding]) -> bool:
        nonlocal tries
        tries -= 1
        return again(apply(text, _edits(document, findings))).protected() == before

    def harmless(findings: list[Finding]) -> list[Finding]:
        if tries <= 0:
            return []
        if is_harmless(findings):
            return findings
        if len(findings) == 1:
            return []
        half = len(findings) // 2
        first, second = harmless(findings[:half]), harmless(findings[half:])
        if first and second and not is_harmless(first + second):
            return first  # the others get their chance in the next round
        return first + second

    return harmless(findings)


def _edits(document: Document, findings: Iterable[Finding]) -> list[Edit]:
    return [document.in_file(edit) for f in findings if f.fix for edit in f.fix.edits]


def _in_file(document: Document, finding: Finding) -> Finding:
    """Return the finding with the places of the file instead of those of the text."""
    start, end, _ = document.in_file(Edit(finding.start, finding.end, ""))
    fix = finding.fix
    if fix is not None:
        edits = tuple(document.in_file(edit) for edit in fix.edits)
        fix = Fix(edits, fix.applicability, fix.mends_markup)
    return replace(finding, start=start, end=end, fix=fix)


def _as_given(finding: Finding, history: list[list[Edit]]) -> Finding:
    """Return the finding with the places that it had before the rounds of edits."""
    if not history or finding.fix is None:
        return finding

    def back(place: int) -> int:
        for edits in reversed(history):
            place = origin(place, edits)
        return place

    edits = tuple(Edit(back(start), back(end), text) for start, end, text in finding.fix.edits)
    fix = replace(finding.fix, edits=edits)
    return replace(finding, start=back(finding.start), end=back(finding.end), fix=fix)


def _all_in_file(document: Document, found: list[Finding]) -> list[Finding]:
    """Return findings with the places of the file, in the order of the file."""
    if document.format != "po":  # they are those of the text
        return found
    return sorted((_in_file(document, finding) for finding in found), key=_place)


def _without_ignored(
    document: Document, found: list[Finding], ran: Iterable[Rule]
) -> list[Finding]:
    """Return the findings that nobody asked to ignore, and the requests that ignored nothing.

    Args:
        document: it has the requests.
        found: sorted by their places.
        ran: the rules that looked for them; a request for another one has nothing to ignore yet.
    """
    requests = [*document.ignores(_IGNORE)]
    if not requests:
        return found
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        by_rule.setdefault(finding.rule, []).append(finding)
    rested = load().keys() - {rule.name for rule in ran}
    ignored: set[int] = set()
    unused: list[Finding] = []
    for start, end, place, names in requests:
        for name in re.split(r"[ ,]+", names):
            candidates = by_rule.get(name, [])
            first = bisect_left(candidates, start, key=lambda finding: finding.start)
            last = bisect_left(candidates, end, key=lambda finding: finding.start)
            ignored.update(map(id, candidates[first:last]))
            if first == last and name not in rested:
                message = Message(N_("Nothing is found here that {rule} could ignore."), rule=name)
                unused.append(Finding(UNUSED_IGNORE, place, place, message))
    kept = [finding for finding in found if id(finding) not in ignored]
    if UNUSED_IGNORE in document.memo["config"].ignore:
        return kept
    return sorted(kept + unused, key=_place)
