"""Commands of which a word was translated."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs, gap_in_han, has, odd_code
from ebpf_glossary.rules.pairing import by_pair
from ebpf_glossary.rules.translated import lexicon, seen, spaced, wrong_words
from ebpf_glossary.rules.typed import MOST, rendered, typed_of
from ebpf_glossary.rules.vocabulary import FUNCTION_WORDS
from ebpf_glossary.segments import CODE, HAN, Applicability, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.rules.typed import Typed
    from ebpf_glossary.segments import Document, Pair

FAMILY = "names"

THIS_IS = "This is {command}, translated; commands are typed as they are."

_HAN = re.compile(f"[{HAN}]")
_CODE = re.compile(f"{CODE}+")
# A line of code that begins with words, up to an option, a path, a quote, a comment.
_LINE = re.compile(
    r"(?m)^[ \t`]*(?:[$#>] )?(?:sudo )?"
    r"(?P<head>[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_.-]*"
    r"(?: [A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_-]*)*+)(?P<rest>[^\n`]*)"
)
_WORDS = re.compile(r"[a-z][a-z0-9_-]*+(?: [a-z][a-z0-9_-]*+)+")
_NO_WORD = re.compile(r"[A-Za-z0-9_./-]")
_APART = re.compile(r" (?<=[\u4e00-\u9fff] )(?=[\u4e00-\u9fff])")
# Chinese words behind a command, and an option after them.
_PROSE = re.compile(
    r"(?P<words> (?<=[a-z0-9_-] )[\u4e00-\u9fff]{1,6}(?: [\u4e00-\u9fff]{1,6})*+)"
    r"(?P<rest>(?: -{1,2}[a-z])?)"
)
_COMMAND = re.compile(r"(?<![A-Za-z0-9_./-])[a-z][a-z0-9_-]*+\Z")
_LONGEST = 40
"""Letters of a command."""


@rule(
    "translated-command",
    fix=Applicability.SAFE,
    mends_markup=True,
    needs=Needs(signs=(wrong_words, odd_code, gap_in_han, has(" -"))),
)
def translated_command(document: Document) -> Iterator[Hit]:
    """A word of a command was translated.

    What is typed works only as it is: subcommands and arguments stay English. In a sentence a
    command is followed by ordinary words, so there the source has to have it, or an option must
    follow.

    Format: markdown
    Bad:  先运行 `bpftool 程序 显示`。
    Good: 先运行 `bpftool prog show`。
    Source: Then run perf report to see the result.
    Bad:  然后运行 perf 报告查看结果。
    Good: 然后运行 perf report 查看结果。
    """
    shape = document.shape
    if CODE in shape:
        yield from _in_code(document, typed_of(lexicon(document)))
    if document.pairs or " -" in shape or _APART.search(shape):
        yield from _in_prose(document, typed_of(lexicon(document)))
    for each in seen(document):
        if getattr(each.record, "kind", "") == "command" and not each.beside:
            right = spaced(document, each.start, each.right, each.end) if each.trust else None
            message = Message(THIS_IS, command=each.right)
            yield Hit(each.start, each.end, right, message, each.evidence, each.trust)


def _in_code(document: Document, typed: Typed) -> Iterator[Hit]:
    text = document.text
    for match in _CODE.finditer(document.shape):
        if not _HAN.search(text, match.start(), match.end()):
            continue
        for line in _LINE.finditer(text, match.start(), match.end()):
            if words := _command(line["head"], line["rest"], typed):
                start = line.start("head")
                message = Message(THIS_IS, command=words)
                yield Hit(start, line.end("head"), words, message)


def _command(head: str, rest: str, typed: Typed) -> str | None:
    """Return the words of a command line that is partly in Chinese."""
    if not _HAN.search(head) or _HAN.search(rest.partition("#")[0]):
        return None
    words: list[str] = []
    for token in head.split():
        expected = typed.commands.get(words[0], frozenset()) if words else typed.commands.keys()
        if not _HAN.search(token):
            words.append(token)
            continue
        if len(token) > MOST:
            return None
        readings = islice(typed.readings(token, expected), 20)
        reading = next((each for each in readings if _fits(words, each, typed)), None)
        if reading is None:
            return None
        words += reading
    return " ".join(words) if words[0] in typed.commands else None


def _fits(words: list[str], more: tuple[str, ...], typed: Typed) -> bool:
    """Tell whether words can follow those of a command line."""
    line = [*words, *more]
    known = typed.commands.get(line[0])
    return known is not None and all(word in known for word in more if word is not line[0])


def _in_prose(document: Document, typed: Typed) -> Iterator[Hit]:
    found: set[int] = set()
    for hit in _by_source(document, typed):
        found.add(hit.start)
        yield hit
    if document.format != "po":
        yield from _by_words(document, typed, found)


def _by_words(document: Document, typed: Typed, found: set[int]) -> Iterator[Hit]:
    """Yield commands with two words in Chinese, or one and an option, where no source tells."""
    for match in _PROSE.finditer(document.shape):
        tokens = match["words"].split()
        if not match["rest"] and len(tokens) < 2:
            continue
        end = match.start()
        command = _COMMAND.search(document.shape, max(0, end - _LONGEST), end)
        if command is None or command.start() in found or document.pair_at(end):
            continue
        known = typed.commands.get(command[0], frozenset())
        words = [next(typed.readings(token, known), ()) for token in tokens]
        if all(len(each) == 1 and each[0] in known for each in words):
            line = " ".join((command[0], *(each[0] for each in words)))
            message = Message(THIS_IS, command=line)
            unsafe = Applicability.UNSAFE
            yield Hit(command.start(), match.end("words"), line, message, (), unsafe)


def _by_source(document: Document, typed: Typed) -> Iterator[Hit]:
    """Yield what the English has as a command, and the translation in Chinese."""
    source = document.source
    if not source or not typed.commands:
        return
    lines = (
        match
        for start, _, _ in typed.starts.find(source)
        if not (start and _NO_WORD.match(source, start - 1))
        and (match := _WORDS.match(source, start))
    )
    for pair, _, matches in by_pair(document, (), lines):
        for match in matches:
            if hit := _line(document, pair, typed, match[0].split()):
                yield hit


def _line(document: Document, pair: Pair, typed: Typed, words: list[str]) -> Hit | None:
    """Return where the translation has a command line of the source in Chinese."""
    known = typed.commands[words[0]]
    count = next((n for n, word in enumerate(words[1:], 1) if word not in known), len(words))
    if count < len(words) and words[count] not in FUNCTION_WORDS:
        return None  # the cargo build directory
    for size in range(min(count, MOST), 1, -1):
        line = words[:size]
        if " ".join(line) in document.text[pair.start : pair.end]:
            return None
        if hit := _rendered(document, pair, typed, line):
            return hit
    return None


def _rendered(document: Document, pair: Pair, typed: Typed, words: list[str]) -> Hit | None:
    pattern = rendered(typed, words[1:])
    if pattern is None:
        return None
    begin = re.compile(rf"(?<![\w./-]){re.escape(words[0])} ?(?=[\u4e00-\u9fff])")
    for start in begin.finditer(document.shape, pair.start, pair.end):
        end = pattern.match(document.shape, start.end())
        if end and _HAN.search(end[0]):
            line = " ".join(words)
            right = spaced(document, start.start(), line, end.end())
            message = Message(THIS_IS, command=line)
            return Hit(start.start(), end.end(), right, message)
    return None
