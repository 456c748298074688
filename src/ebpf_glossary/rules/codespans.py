"""What a translation must keep of its English: code, in a sentence and in blocks."""

from __future__ import annotations

import operator
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs, odd_code
from ebpf_glossary.rules.pairing import HALF_WIDTH, HAN, LONGEST, counterparts, differing, has_han
from ebpf_glossary.rules.translated import spaced
from ebpf_glossary.segments import CODE, STRUCTURE, URL, Applicability, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Document, Pair

FAMILY = "markup"

MOST = 50
"""Of more lost code than this only the first is looked for."""

_SPANS = regex(f"{CODE}{CODE}*")  # quicker to search for than with a plus
# Within code these can be in Chinese: what stands for a value, what is printed, comments, dots.
_FREE = regex(
    r"<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}|(?<![\w)])\([^()]*\)|\"[^\"]*\"|'[^']*'|“[^”]*”"
    r"|(?<!\S)#.*|//.*|/\*.*|<!--.*|--\s.*"
)
_ALIKE = regex(rf"\s*[{HAN}]+\s*[:=]\s*\S+\s*")  # key: value, in Chinese on both sides
_ENGLISH = regex(r"\b(?:of|the|by|is|are|this|with)\b")
_PROSE = regex("[，。；、！？]")
_FULL_WIDTH = regex("[\uff01-\uff5e]")
# What is code even without marks around it.
_IDENTIFIER = regex(r"[A-Za-z]\w*[_(:/.=]+\w*|--?[a-z]|[a-z][A-Z]|[A-Z]{2,}_|^[A-Z]{2,}$")
# Spaces within its marks.
_LOOSE = regex(r"`(?: [^`\n]*[^`\s] ?|[^`\s][^`\n]* )`")
_QUOTES = frozenset("‘’“”'\"「」`")


class _Span(NamedTuple):
    """Code in a sentence, with its marks."""

    raw: str
    start: int
    end: int

    @property
    def content(self) -> str:
        """What stands between the marks."""
        return " ".join(self.raw.strip("`").split())


@rule(
    "changed-code",
    fix=Applicability.UNSAFE,
    mends_markup=True,
    needs=Needs(signs=(odd_code,)),
)
def changed_code(document: Document) -> Iterator[Hit]:
    r"""Code is not that of the source.

    Code is typed, copied and searched for: a translated word, a full-width mark or lost backticks
    make it useless. Names that stand for a value, printed text and comments can be translated.

    Format: markdown
    Source: Set `BPF_F_NO_PREALLOC` first.
    Bad:  先设置 `BPF_F_无预分配`。
    Good: 先设置 `BPF_F_NO_PREALLOC`。
    Format: markdown
    Source: Write `SEC("tc")` before it.
    Bad:  在它前面写上 SEC("tc")。
    Good: 在它前面写上 `SEC("tc")`。
    Format: markdown
    Source: First call `bpf_tail_call()`.
    Bad:  先调用 ` bpf_tail_call() `。
    Good: 先调用 `bpf_tail_call()`。
    Format: markdown
    Bad:  先调用 `bpf_get_prandom_u32（）`。
    Good: 先调用 `bpf_get_prandom_u32()`。
    Format: markdown
    Source: ```c\nreturn 0;\n```
    Bad:  ```c\n返回 0;\n```
    Good: ```c\nreturn 0;\n```
    """
    if CODE in document.shape or CODE in document.source_shape:
        yield from _inline(document)
    if document.pairs and document.format in ("markdown", "rst"):
        yield from _blocks(document)


def _inline(document: Document) -> Iterator[Hit]:
    seen: set[int] = set()
    pairs = changed_pairs(document)
    for pair in pairs:
        for hit in _code(document, pair):
            seen.add(hit.start)
            yield hit
    for start, end in suspected(document):
        yield from (hit for hit in _full_width(document, start, end) if hit.start not in seen)


def changed_pairs(document: Document) -> list[Pair]:
    """Return the pairs whose code is not the same on both sides."""
    if not document.pairs:
        return []
    pairs: list[Pair] | None = document.memo.get("codespans: changed pairs")
    if pairs is None:
        pairs = document.memo["codespans: changed pairs"] = differing(document, _SPANS, operator.ne)
    return pairs


def suspected(document: Document) -> list[tuple[int, int]]:
    """Return where code can be wrong in itself: in a catalog not where it is as in the source."""
    if document.format == "po":
        return [(pair.start, pair.end) for pair in changed_pairs(document)]
    return [(0, len(document.text))]


def _spans(text: str, shape: str, start: int, end: int) -> list[_Span]:
    spans = (match.span() for match in _SPANS.finditer(shape, start, end))
    return [_Span(text[start:end], start, end) for start, end in spans]


def _code(document: Document, pair: Pair) -> Iterator[Hit]:
    ours = _spans(document.text, document.shape, pair.start, pair.end)
    theirs = _spans(document.source, document.source_shape, pair.source_start, pair.source_end)
    names = {span.content: span.raw for span in reversed(theirs)}
    for span in ours:
        right = names.get(span.content, span.raw)
        if _LOOSE.fullmatch(span.raw) and not _LOOSE.fullmatch(right):
            yield Hit(span.start, span.end, right)
    lost = Counter(s.content for s in theirs) - Counter(s.content for s in ours)
    if not lost:
        return
    halves = [hit for name in [*lost][:MOST] for hit in _half_marked(document, pair, names[name])]
    if halves:
        yield halves[0]  # the rest looks otherwise when it is mended
        return
    strange = [span for span in ours if span.content not in names]
    if document.format == "po":  # several lines are a block, in which what is printed is free
        strange = [span for span in strange if "\n" not in span.raw]
    wrong = [span for span in strange if _is_translated(span.content, lost)]
    if wrong:
        yield from _restored(wrong, list(lost), names)
    elif not strange:
        for name in list(lost)[:MOST]:
            yield from _bare(document, pair, name, names[name])


_CLAUSE = regex(f"[{HAN}，。；、“”]")


def _half_marked(document: Document, pair: Pair, marked: str) -> Iterator[Hit]:
    """Yield code that has lost its mark on one side."""
    content = marked.strip("`")
    mark = marked[: len(marked) - len(marked.lstrip("`"))]
    if not mark or not content.strip() or len(content) > LONGEST:
        return
    if document.text.find(content, pair.start, pair.end) < 0:
        return
    alone = re.compile(rf"(`*)(?<![\w-]){re.escape(content)}(?![\w-]|\.\w)(`*)", re.ASCII)
    found = [
        match
        for match in alone.finditer(document.text, pair.start, pair.end)
        if not document.shape.startswith(STRUCTURE, match.start(2))
    ]
    if len(found) != 1 or {*found[0].groups()} != {mark, ""}:
        return
    start, end = found[0].span()
    beyond = document.text[end : end + 1] if found[0][1] else document.text[start - 1 : start]
    if beyond.isspace() or not beyond.isascii() or not beyond:
        around = _SPANS.match(document.shape, found[0].start(2))
        if around is None or _CLAUSE.search(_FREE.sub("", document.text[end : around.end()])):
            yield Hit(start, end, marked)


def _is_translated(content: str, lost: Counter[str]) -> bool:
    """Tell whether code has Chinese or full-width marks where there should be none."""
    if _straight(content) in lost:
        return True
    return has_han(_FREE.sub("", content)) and not _ALIKE.fullmatch(content)


_DASHED = regex(r"(?<!\S)(?:[—–]{2}|[—–](?=\w{2}))(?=[A-Za-z])")


def _straight(code: str) -> str:
    """Return code with the marks that it has on a keyboard."""
    return _DASHED.sub("--", code).translate(HALF_WIDTH)


def _restored(wrong: list[_Span], names: list[str], marked: dict[str, str]) -> Iterator[Hit]:
    """Yield translated code with that of the source, where it is clear which."""
    broken = Message("The marks of code do not belong together here.")
    aligned = len(wrong) == len(names)
    pairs = counterparts([span.content for span in wrong], names)
    for span, (name, alike) in zip(wrong, pairs, strict=False):
        if _ENGLISH.search(name):
            continue  # prose that is marked as code
        if _PROSE.search(span.content):
            yield Hit(span.start, span.end, message=broken)
        else:
            yield Hit(span.start, span.end, marked[name] if aligned or alike >= 0.5 else None)


def _bare(document: Document, pair: Pair, name: str, marked: str) -> Iterator[Hit]:
    """Yield the place where code of the source stands without its marks, or in quotes."""
    if len(name) > LONGEST or document.text.find(name, pair.start, pair.end) < 0:
        return
    bare = re.compile(rf"(?<![\w`*./-]){re.escape(name)}(?![\w`*/-]|\.\w)", re.ASCII)
    text = document.text[pair.start : pair.end]
    shape = document.shape[pair.start : pair.end]
    found = [
        m.span() for m in bare.finditer(text) if shape[m.start()] not in CODE + URL + STRUCTURE
    ]
    if len(found) != 1 or bare.search(document.source_shape, pair.source_start, pair.source_end):
        return
    start, end = found[0]
    if start and {text[start - 1], text[end : end + 1]} <= _QUOTES:
        start, end = start - 1, end + 1
        # The quotation marks brought their own room.
        begin, stop = pair.start + start, pair.start + end
        marked = spaced(document, begin, "x", stop).replace("x", marked)
    elif not _IDENTIFIER.search(name):
        return  # a word that can do without
    yield Hit(pair.start + start, pair.start + end, marked)


def _full_width(document: Document, start: int, end: int) -> Iterator[Hit]:
    """Yield code with full-width marks beside half-width letters, and no Chinese."""
    for match in _SPANS.finditer(document.shape, start, end):
        code = document.text[match.start() : match.end()]
        if code.isascii() or has_han(code) or not re.search(r"[A-Za-z]{2}", code):
            continue
        half = _DASHED.sub("--", _FULL_WIDTH.sub(lambda m: m[0].translate(HALF_WIDTH), code))
        if half != code:
            yield Hit(match.start(), match.end(), half)


_FENCE = regex(r"[ \t>]*(`{3,}|~{3,})")
_LITERAL = regex(r"(?!\s*\.\.\s).*::\s*$|\s*\.\. (?:code|code-block|sourcecode|parsed-literal)::")
_DRAWING = regex(r"[|│─└├┌+]\s|<-+|-+>|=+>|→")
_QUIET = regex(r"\s*(?:#|//|/\*|\*|--|;|%|\"\"\")")


def _blocks(document: Document) -> Iterator[Hit]:
    """Yield lines of code blocks that were translated, where both sides have as many lines."""
    find = fenced if document.format == "markdown" else _literal
    for pair in document.pairs:
        source = document.source[pair.source_start : pair.source_end]
        text = document.text[pair.start : pair.end]
        if _is_literal(document.source, pair.source_start) and _is_literal(
            document.text, pair.start
        ):
            theirs, ours = _lines_of(source), _lines_of(text)
        elif theirs := find(source):
            ours = find(text)
        else:
            continue
        if len(ours) != len(theirs) or _is_sentence(" ".join(source[a:b] for a, b in theirs)):
            continue
        for (start, end), (source_start, source_end) in zip(ours, theirs, strict=True):
            line, right = text[start:end], source[source_start:source_end]
            if _is_translated_line(line, right):
                yield Hit(pair.start + start, pair.start + end, right)


# English and nothing else, and the words of it that no language of programs or queries has.
_WORDS = regex(
    r"\s*[\"'(]?[A-Za-z][A-Za-z'’-]*+(?:[,:]?\s+[A-Za-z(][A-Za-z'’)-]*+){3,}[.!?:]?[\"')]?\s*"
)
_SMALL = regex(r"(?i)\b(?:the|an?|this|these|your|its|of|are|will|must|should|before|after)\b")


def _is_sentence(line: str) -> bool:
    """Tell whether what is set as code is prose: an example of what is said, a note."""
    if not _WORDS.fullmatch(line):
        return False
    small = len(_SMALL.findall(line))
    return small > 1 or (small > 0 and line.rstrip("\"') ")[-1:] in ".!?")


def _is_literal(text: str, start: int) -> bool:
    """Tell whether an indented block after a double colon begins there, as RST writes code."""
    before = text[max(0, start - LONGEST) : start].rstrip().rpartition("\n")[2]
    return text[start : start + 1] in (" ", "\t") and _LITERAL.match(before) is not None


def _lines_of(text: str) -> list[tuple[int, int]]:
    """Return the places of lines, without their indentation, but for blank ones."""
    lines = (match for match in re.finditer(r"[^\n]+", text) if match[0].strip())
    return [(m.end() - len(m[0].lstrip()), m.end()) for m in lines]


def _is_translated_line(line: str, right: str) -> bool:
    if line == right or not has_han(line) or has_han(right):
        return False
    if _QUIET.match(right) or _DRAWING.search(right) or _is_sentence(right):
        return False
    return has_han(_FREE.sub("", line))


def fenced(text: str) -> list[tuple[int, int]]:
    """Return the places of the lines in fenced code that are not blank."""
    lines: list[tuple[int, int]] = []
    fence = ""
    for match in re.finditer(r"[^\n]+", text):
        mark = _FENCE.match(match[0])
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not match[0][mark.end() :].strip():
            fence = ""
        elif fence and match[0].strip():
            lines.append(match.span())
    return lines


def _literal(text: str) -> list[tuple[int, int]]:
    """Return the places of the lines in literal blocks that are not blank."""
    lines: list[tuple[int, int]] = []
    indent: int | None = None
    for match in re.finditer(r"[^\n]+", text):
        bare = match[0].lstrip()
        here = len(match[0]) - len(bare)
        if not bare:
            continue
        if indent is not None and here > indent:
            if not bare.startswith(":"):
                lines.append((match.start() + here, match.end()))
            continue
        indent = here if _LITERAL.match(match[0]) else None
    return lines
