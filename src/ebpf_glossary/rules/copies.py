"""English that is printed beside its translation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.english import WORD, functions, is_phrase, is_prose, key, runs, source_of
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import HAN, has_han
from ebpf_glossary.rules.vocabulary import IMPERATIVES
from ebpf_glossary.segments import BREAK, STRUCTURE, Applicability, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.rules.english import Source
    from ebpf_glossary.segments import Pair

FAMILY = "text"


@rule("copied-source", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs(words=(".\n",)))
def copied_source(document: Document) -> Iterator[Hit]:
    r"""The English is printed before or after its translation.

    Machines translate a sentence and leave the original beside it, so that readers meet everything
    twice. Sentences, and whole items, cells and labels of a source, are found.

    The English of a term or a name, in brackets or beside it, is a help and stays. Where the
    translation is missing, the English is not a copy but was left untranslated.

    Source: Remove the probe when it is no longer needed.
    Bad:  Remove the probe when it is no longer needed. 不再需要探针时请将其移除。
    Good: 不再需要探针时请将其移除。
    Source: Reload the program
    Bad:  重新加载程序 / Reload the program
    Good: 重新加载程序
    Format: markdown
    Source: - Supports IPv6
    Bad:  - Supports IPv6\n- 支持 IPv6
    Good: - 支持 IPv6
    Format: markdown
    Source: > This option is slow.
    Bad:  > This option is slow.\n>\n> 该选项较慢。
    Good: > 该选项较慢。
    """
    if document.pairs or _has_sentences(document):
        yield from copies(document)


def copies(document: Document) -> list[Hit]:
    """Return the English of a document that stands beside its translation."""
    hits: list[Hit] | None = document.memo.get("copies: hits")
    if hits is None:
        hits = document.memo["copies: hits"] = [*_copies(document)]
    return hits


# A line like a sentence in English, and one in Chinese.
_ALTERNATE = regex(
    rf"^([A-Z][a-z]*+ [^\n{BREAK}\"“{HAN}]{{8,300}}[.!?]\n)(?=[^\n{BREAK}]*[{HAN}])", re.MULTILINE
)
# Some words before Chinese, or after it and a stroke, or alone in a line.
_SHORT = (
    re.compile(rf"[A-Z][a-z]++ (?:[a-z]++ ){{1,5}}(?=[{HAN}])"),
    re.compile(r" [/|—–-] [A-Z][a-z]++ [a-z]"),
    re.compile(
        rf"(?<![^\n{BREAK}{STRUCTURE}])[A-Z][a-z]++ [A-Za-z][A-Za-z0-9 /.,-]*+(?![^\n{BREAK}])"
    ),
)


def _copies(document: Document) -> Iterator[Hit]:
    if not document.pairs:
        if _has_sentences(document):
            yield from _alternate(document)
        return
    seen = -1
    for at in _candidates(document):
        pair = document.pair_at(at) if at >= seen else None
        if pair is not None:
            seen = pair.end
            yield from _copied(document, pair)


def _has_sentences(document: Document) -> bool:
    """Tell whether lines end as sentences in English do."""
    return ".\n" in document.text and document.format != "po"


def _candidates(document: Document) -> list[int]:
    """Return where English could stand beside Chinese."""
    sentences = [run.start for run in runs(document) if len(run.words) >= 3 and is_prose(run.words)]
    if document.format == "po":
        return sentences
    labels = [match.start() for pattern in _SHORT for match in pattern.finditer(document.shape)]
    return sorted(sentences + labels)


def _alternate(document: Document) -> Iterator[Hit]:
    """Yield sentences in English before a Chinese line of about that length."""
    for match in _ALTERNATE.finditer(document.text):
        words = WORD.findall(document.shape, match.start(), match.end())
        if len(words) < 5 or not functions(words) or not is_prose(words):
            continue
        segment = document.segment_at(match.start())
        if segment is None or (
            segment.start < match.start() and document.text[match.start() - 2] not in "。！？："
        ):
            continue
        end = document.text.find("\n", match.end())
        line = document.text[match.end() : end if end >= 0 else len(document.text)]
        if len(words) <= len(line) <= 6 * len(words):
            yield Hit(match.start(), match.end(), "")


class _Line(NamedTuple):
    """A line that is not blank: where it begins, where its prose begins and ends."""

    start: int
    prose: int
    end: int


_LINE = regex("[^\n]+")
_PREFIX = regex(f"[{STRUCTURE} \t]*")
_BARS = regex(f"[{STRUCTURE}]+")
_ENDS = frozenset(".!?:")
_CHINESE = regex(f"[{HAN}，。；：！？、（）“”]")
_STOPS = regex("[。！？]")


def _lines(document: Document, pair: Pair) -> list[_Line]:
    lines: list[_Line] = []
    for match in _LINE.finditer(document.text, pair.start, pair.end):
        shape = document.shape[match.start() : match.end()].rstrip(f"{STRUCTURE} \t{BREAK}")
        prefix = _PREFIX.match(shape)
        assert prefix
        if prefix.end() < len(shape):
            lines.append(
                _Line(match.start(), match.start() + prefix.end(), match.start() + len(shape))
            )
    return lines


def _copied(document: Document, pair: Pair) -> Iterator[Hit]:
    """Yield what stands in a pair in English and in Chinese."""
    source = source_of(document, pair)
    lines = _lines(document, pair)
    chinese = [has_han(document.shape[line.prose : line.end]) for line in lines]
    english = {
        index
        for index, line in enumerate(lines)
        if not chinese[index]
        and (
            _is_copy(document, line.prose, line.end, source)
            or _is_short_copy(document, lines, index, source)
        )
    }
    if len(english) + sum(chinese) > len(source.pieces):
        for index in sorted(english):
            line = lines[index]
            if index + 1 < len(lines) and chinese[index + 1]:
                yield Hit(line.start, lines[index + 1].start, "")
            elif index and chinese[index - 1]:
                yield Hit(lines[index - 1].end, line.end, "")
    for index, line in enumerate(lines):
        if chinese[index]:
            for cell in _cells(document, line):
                yield from _within(document, cell, source)


def _cells(document: Document, line: _Line) -> Iterator[_Line]:
    """Yield the cells of a line with Chinese in them; most lines are one."""
    start = line.prose
    for bar in _BARS.finditer(document.shape, line.prose, line.end):
        yield from _cell(document, start, bar.start())
        start = bar.end()
    yield from _cell(document, start, line.end)


def _cell(document: Document, start: int, end: int) -> Iterator[_Line]:
    shape = document.shape[start:end]
    if has_han(shape):
        start += len(shape) - len(shape.lstrip())
        yield _Line(start, start, end - len(shape) + len(shape.rstrip()))


def _is_copy(document: Document, start: int, end: int, source: Source) -> bool:
    """Tell whether a stretch is a sentence of the source; a name or a term is none."""
    words = WORD.findall(document.shape, start, end)
    if len(words) < 3 or key(words) not in source.known or not is_prose(words):
        return False
    if "<code" in document.text[start:end]:
        return False
    ends = document.text[start:end].rstrip("*_ \t\"')）")[-1:]
    return ends in _ENDS or (len(words) >= 5 and functions(words) > 0)


def _is_short_copy(document: Document, lines: list[_Line], index: int, source: Source) -> bool:
    """Tell whether a line is a whole piece of the source that the line beside it translates.

    The names in it stand there as well, and the word with which it begins does not.
    """
    line = lines[index]
    words = WORD.findall(document.shape, line.prose, line.end)
    if len(words) < 2 or not words[0].istitle() or key(words) not in source.whole:
        return False
    names = [word for word in words[1:] if not word.islower()]
    beside = (*lines[index + 1 : index + 2], *lines[max(0, index - 1) : index])
    return any(
        has_han(text) and words[0] not in text and all(name in text for name in names)
        for other in beside
        if _kind(document, other) == _kind(document, line)
        and len(text := document.text[other.prose : other.end]) <= 8 * len(words)
    )


def _kind(document: Document, line: _Line) -> str:
    segment = document.segment_at(line.prose)
    return segment.kind if segment else ""


def _is_label(document: Document, start: int, end: int, source: Source) -> bool:
    """Tell whether a stretch is a whole item, cell or label of the source, and no term."""
    words = WORD.findall(document.shape, start, end)
    if len(words) < 2 or not document.shape[start:end].isascii() or not is_phrase(words):
        return False
    if key(words) not in source.whole:
        return False
    return len(words) >= 3 or words[0].lower() in IMPERATIVES or len(source.pieces) > 1


_GAP = " \t/|—–-"
_BRACKETED = regex(r"[ ]?[（(]([^（）()]+)[)）](?=[。.]?$)")
_STROKE = regex(r"[ ]?[/|—–-][ ]")


def _within(document: Document, line: _Line, source: Source) -> Iterator[Hit]:
    """Yield English before or after the Chinese of one line, or in brackets at its end."""
    shape = document.shape
    first = _CHINESE.search(shape, line.prose, line.end)
    last = line.end
    while last > line.prose and not _CHINESE.match(shape, last - 1):
        last -= 1
    assert first
    before = document.text[line.prose : first.start()].rstrip(_GAP)
    after = document.text[last : line.end].rstrip("*_\"' ")
    if before and _is_before(document, line, first.start(), before, source):
        yield Hit(line.prose, first.start(), "")
    elif after and _is_after(document, line, last, after, source):
        yield Hit(last, line.end, "")
    elif shape[line.prose : line.end].rstrip("。.")[-1:] in (")", "）"):
        bracketed = _BRACKETED.search(shape, max(line.prose, line.end - 1000), line.end)
        is_sentence = bracketed and bracketed[1].rstrip()[-1:] in _ENDS
        if bracketed and is_sentence and _is_copy(document, *bracketed.span(1), source):
            yield Hit(bracketed.start(), bracketed.end(), "")


def _is_before(document: Document, line: _Line, first: int, before: str, source: Source) -> bool:
    end = line.prose + len(before)
    if before[-1] in _ENDS:
        is_copy = _is_copy(document, line.prose, end, source)
        return is_copy and _is_extra(document, line, line.prose, end, source)
    return document.shape[first] not in "（(" and _is_label(document, line.prose, end, source)


def _is_after(document: Document, line: _Line, last: int, after: str, source: Source) -> bool:
    end = last + len(after)
    if after[-1] in _ENDS:
        is_copy = _is_copy(document, last, end, source)
        return is_copy and _is_extra(document, line, last, end, source)
    return bool(_STROKE.match(after)) and _is_label(document, last, end, source)


def _is_extra(document: Document, line: _Line, start: int, end: int, source: Source) -> bool:
    """Tell whether English is not in the place of a translation that is missing."""
    if key(WORD.findall(document.shape, start, end)) in source.whole:
        return True
    rest = document.text[line.prose : start] + document.text[end : line.end]
    return len(_STOPS.findall(rest)) >= source.sentences
