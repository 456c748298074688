"""Commands of which a word was translated."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ebpf_glossary.errors import N_
from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.codespans import fenced
from ebpf_glossary.rules.needs import GAP_IN_HAN, Needs, has, odd_code
from ebpf_glossary.rules.pairing import by_pair
from ebpf_glossary.rules.translated import lexicon, replaced, seen, spaced, wrong_words
from ebpf_glossary.rules.typed import MOST, rendered, typed_of
from ebpf_glossary.rules.vocabulary import COMMAND_NOUNS, FUNCTION_WORDS
from ebpf_glossary.segments import CODE, HAN, Applicability, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.rules.typed import Typed
    from ebpf_glossary.segments import Document, Pair

FAMILY = "names"

THIS_IS = N_("This is {command}, translated; commands are typed as they are.")

_HAN = regex(f"[{HAN}]")
_CODE = regex(f"{CODE}+")
# A line of code that begins with words, up to an option, a path, a quote, a comment.
_LINE = regex(
    r"(?m)^[ \t`]*(?:[$>] )?(?:sudo )?"
    rf"(?P<head>[A-Za-z{HAN}][A-Za-z0-9{HAN}_.-]*"
    rf"(?: [A-Za-z{HAN}][A-Za-z0-9{HAN}_-]*)*+)(?P<rest>[^\n`]*)"
)
_WORDS = regex(r"[a-z][a-z0-9_-]*+(?: [a-z][a-z0-9_-]*+){1,8}")
_NO_WORD = regex(r"[A-Za-z0-9_./-]")
_APART = regex(rf" (?<=[{HAN}] )(?=[{HAN}])")
# Chinese words behind a command, and an option after them.
_PROSE = regex(
    rf"(?P<words> (?<=[a-z0-9_-] )[{HAN}]{{1,6}}(?: [{HAN}]{{1,6}})*+)"
    r"(?P<rest>(?: -{1,2}[a-z])?)"
)
_COMMAND = regex(r"(?<![A-Za-z0-9_./-])[a-z][a-z0-9_-]*+\Z")
MOST_LINES = 100
"""Commands of a message that are looked for in its translation."""
_LONGEST = 40
"""Letters of a command."""


@rule(
    "translated-command",
    fix=Applicability.SAFE,
    mends_markup=True,
    needs=Needs(signs=(wrong_words, odd_code, GAP_IN_HAN, has(" -"))),
)
def translated_command(document: Document) -> Iterator[Hit]:
    r"""A word of a command was translated.

    What is typed works only as it is: subcommands and arguments stay English. In a sentence a
    command is followed by ordinary words, so there the source has to have it, or an option must
    follow.

    Format: markdown
    Bad:  先运行 `bpftool 程序 显示`。
    Good: 先运行 `bpftool prog show`。
    Format: markdown
    Source: ```console\n# tc qdisc add dev eth1 clsact\n```
    Bad:  ```console\n# tc 队列 添加 dev eth1 clsact\n```
    Good: ```console\n# tc qdisc add dev eth1 clsact\n```
    Source: Then run perf report to see the result.
    Bad:  然后运行 perf 报告查看结果。
    Good: 然后运行 perf report 查看结果。
    """
    shape = document.shape
    if CODE in shape or "```" in document.text:
        yield from _in_code(document, typed_of(lexicon(document)))
    if document.pairs and "# " in document.text and document.format == "markdown":
        yield from _of_root(document, typed_of(lexicon(document)))
    if document.pairs or " -" in shape or _APART.search(shape):
        yield from _in_prose(document, typed_of(lexicon(document)))
    for each in seen(document):
        if getattr(each.record, "kind", "") == "command" and not each.beside:
            yield replaced(document, each, Message(THIS_IS, command=each.right))


def _in_code(document: Document, typed: Typed) -> Iterator[Hit]:
    text = document.text
    stretches = [match.span() for match in _CODE.finditer(document.shape)]
    if document.format == "markdown" and not document.pairs:  # else the source tells
        stretches += fenced(text)
    for begin, end in stretches:
        if not _HAN.search(text, begin, end):
            continue
        for line in _LINE.finditer(text[begin:end]):
            if words := _command(line["head"], line["rest"], typed):
                start = begin + line.start("head")
                message = Message(THIS_IS, command=words)
                yield Hit(start, begin + line.end("head"), words, message)


# After the prompt of the superuser, which is how comments begin as well.
_OF_ROOT = regex(r"# [a-z][^\n]*")


def _of_root(document: Document, typed: Typed) -> Iterator[Hit]:
    """Yield commands of the superuser of which words were translated, where the source has them."""
    text, right = document.text, _OF_ROOT.findall(document.source)
    for start, end in fenced(text) if right else ():
        line = _OF_ROOT.match(text, start, end)
        if not line or not _HAN.search(line[0]):
            continue
        tokens = line[0].split()
        same = [each for each in right if _are_same(tokens, each.split())]
        is_typed = not _HAN.search(tokens[-1]) or _read(tokens[1:], (), typed) is not None
        if tokens[1] in typed.commands and is_typed and len(same) == 1:
            message = Message(THIS_IS, command=same[0].removeprefix("# "))
            yield Hit(start, line.end(), same[0], message)


def _are_same(ours: list[str], theirs: list[str]) -> bool:
    """Tell whether two lines are the same, word for word, but for the Chinese in one of them."""
    return len(ours) == len(theirs) and all(
        one == other or _HAN.search(one) for one, other in zip(ours, theirs, strict=True)
    )


def _command(head: str, rest: str, typed: Typed) -> str | None:
    """Return the words of a command line that is partly in Chinese."""
    if not _HAN.search(head) or _HAN.search(rest.partition("#")[0]):
        return None
    tokens = head.split()
    if len(tokens) == 1 and not rest.strip(" `"):
        return None  # a word in code may be anything
    line = _read(tokens, (), typed)
    return " ".join(line) if line and line[0] in typed.commands else None


def _read(tokens: list[str], line: tuple[str, ...], typed: Typed) -> tuple[str, ...] | None:
    """Return the words that tokens stand for, behind those that were read."""
    if not tokens:
        return line
    token, rest = tokens[0], tokens[1:]
    if not _HAN.search(token):
        return _read(rest, (*line, token), typed)
    if len(token) > MOST:
        return None
    expected = typed.commands.get(line[0], frozenset()) if line else typed.commands.keys()
    for reading in islice(typed.readings(token, expected), MOST):
        if _fits(line, reading, typed) and (whole := _read(rest, (*line, *reading), typed)):
            return whole
    return None


def _fits(line: tuple[str, ...], more: tuple[str, ...], typed: Typed) -> bool:
    """Tell whether words can follow those of a command line."""
    whole = (*line, *more)
    known = typed.commands.get(whole[0]) if whole else None
    return known is not None and all(word in known for word in whole[max(1, len(line)) :])


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
        for match in matches[:MOST_LINES]:
            hit = _line(document, pair, typed, match[0].split())
            if hit and (_is_told(source, match, hit) or not _is_noun(hit)):
                yield hit


# What somebody is told to type.
_TOLD = regex(r"(?i)\b(?:run|runs|running|execute|executes|executing|type|enter|issue)s? [`*]*\Z")


def _is_told(source: str, match: re.Match[str], hit: Hit) -> bool:
    """Tell whether the source has a command that is to be typed, with an option or without."""
    told = _TOLD.search(source, max(0, match.start() - 20), match.start())
    return told is not None or source.startswith((" -", "` ", " '", ' "'), match.end())


def _is_noun(hit: Hit) -> bool:
    """Tell whether the words behind a command can be a noun, as in the kubectl proxy."""
    words = (hit.replacement or "").split()
    return len(words) == 2 and words[1] in COMMAND_NOUNS


def _line(document: Document, pair: Pair, typed: Typed, words: list[str]) -> Hit | None:
    """Return where the translation has a command line of the source in Chinese."""
    known = typed.commands[words[0]]
    count = next((n for n, word in enumerate(words[1:], 1) if word not in known), len(words))
    if count < len(words) and words[count].isalpha() and words[count] not in FUNCTION_WORDS:
        return None  # the cargo build directory; but a version is an argument
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
    begin = re.compile(rf"(?<![\w./-]){re.escape(words[0])} ?(?=[{HAN}])")
    for start in begin.finditer(document.shape, pair.start, pair.end):
        end = pattern.match(document.shape, start.end())
        if end and _HAN.search(end[0]):
            line = " ".join(words)
            right = spaced(document, start.start(), line, end.end())
            message = Message(THIS_IS, command=line)
            return Hit(start.start(), end.end(), right, message)
    return None
