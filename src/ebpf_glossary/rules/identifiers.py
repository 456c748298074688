"""Identifiers, options and paths that a machine has translated or torn apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ebpf_glossary.errors import N_
from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs, has
from ebpf_glossary.rules.pairing import by_pair
from ebpf_glossary.rules.translated import lexicon, replaced, seen, spaced, wrong_words
from ebpf_glossary.rules.typed import rendered, typed_of
from ebpf_glossary.segments import HAN, Applicability, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.rules.typed import Typed
    from ebpf_glossary.segments import Document, Pair

FAMILY = "names"

THIS_IS = N_("This is {identifier}.")

MOST = 100
"""Identifiers of a message that are looked for in its translation: each costs a look through it."""
LONGEST = 80
"""Characters of an identifier; there is none that is longer."""

_HAN = regex(f"[{HAN}]")

# What cannot be anything else, whatever the source says.
_TORN = regex(r"(?<![A-Za-z0-9_-])[A-Za-z0-9]++(?:(?: _ ?|_ )[A-Za-z0-9]++)+(?![A-Za-z0-9_-])")
_BRACKETS = regex("（ ?）")
_CALLED = regex(r"(?<![A-Za-z0-9_-])[A-Za-z0-9]*_[A-Za-z0-9_]*+\Z")
_DASHES = regex(r"(?P<dashes>－{1,2}|——?|–)(?P<name>[a-z][a-z0-9-]*)")

# What is an identifier in the source: its rarest character, and what stands before that.
_IDENTIFIER = regex(
    r"[/_-](?:(?<=[A-Za-z0-9]_)[A-Za-z0-9]{1,40}+(?:_[A-Za-z0-9]{1,40}+){0,8}+"
    r"|(?<=-)(?<![A-Za-z0-9_/.-]-)-[a-z][a-z0-9]{0,40}+(?:-[a-z0-9]{1,40}+){0,8}+"
    r"|(?<=/)(?<![A-Za-z0-9_/.-]/)(?:[A-Za-z0-9_.-]{1,40}+/){1,8}+[A-Za-z0-9_-]{1,40}+)"
    r"(?![A-Za-z0-9/_-])"
)
_BEGINS = regex(r"(?<![A-Za-z0-9_/.-])[A-Za-z][A-Za-z0-9]*+\Z")
_SETTING = regex(r": (?<=[a-z0-9_-]: )(?P<value>[0-9]++|true|false)(?![A-Za-z0-9_-])")
_KEY = regex(r"(?<![A-Za-z0-9_/.-])[a-z][a-z0-9_-]*+\Z")
_TYPE = regex(
    r"(?:struct|enum|union) (?<![A-Za-z0-9_/.-]struct )(?<![A-Za-z0-9_/.-]enum )"
    r"(?<![A-Za-z0-9_/.-]union )[a-z][a-z0-9]*+_[A-Za-z0-9_]++"
)
_TYPES = {"struct": "结构", "enum": "枚举", "union": "联合"}
_CANDIDATE = regex(r"[A-Za-z][A-Za-z0-9_]*+")
# A name or an option that is Latin in part, and where it ends in Chinese has none after it.
_MIXED = regex(
    rf"(?<![A-Za-z0-9_.-])[A-Za-z0-9]++(?:_(?:[A-Za-z0-9]++|[{HAN}]{{1,8}}))++(?![{HAN}])"
)
_MIXED_OPTION = regex(
    rf"(?<![A-Za-z0-9_-])--(?=[a-z0-9-]*[{HAN}])(?:-?(?:[a-z0-9]++|[{HAN}]{{1,10}}))++(?![{HAN}])"
)
_EVENT = regex(r":(?<=[a-z0-9_]:)(?P<event>[a-z0-9]++_[a-z0-9_]++)(?![A-Za-z0-9_:(])")
_PATH = regex(rf"/(?:[A-Za-z0-9_.{HAN}-]++/)++[A-Za-z0-9_.{HAN}-]++")


@rule(
    "translated-identifier",
    fix=Applicability.UNSAFE,
    mends_markup=True,
    needs=Needs("－", signs=(wrong_words, has(" _ "), _BRACKETS)),
)
def translated_identifier(document: Document) -> Iterator[Hit]:
    """An identifier, an option or a path was translated or torn apart.

    Compilers, shells and searches know them only as they are. Spaces around underscores and
    full-width brackets or dashes show without the source; what was put into Chinese, or into
    another spelling, only by it.

    Bad:  类型是 BPF _ MAP _ TYPE _ ARRAY。
    Good: 类型是 BPF_MAP_TYPE_ARRAY。
    Source: Set max_entries first.
    Bad:  先设置最大条目数。
    Good: 先设置 max_entries。
    Source: The lock is under /sys/fs/bpf.
    Bad:  锁位于 /系统/fs/bpf 下。
    Good: 锁位于 /sys/fs/bpf 下。
    Source: Set BPF_F_REUSE_STACKID and try again.
    Bad:  设置 BPF_F_重用_栈编号 后重试。
    Good: 设置 BPF_F_REUSE_STACKID 后重试。
    Source: Pass --map-size to the tool.
    Bad:  把 --映射大小 传给这个工具。
    Good: 把 --map-size 传给这个工具。
    Source: Trace irq:irq_handler_entry.
    Bad:  跟踪 中断：irq_handler_entry。
    Good: 跟踪 irq:irq_handler_entry。
    """
    for each in seen(document):
        if getattr(each.record, "kind", "") in ("identifier", "syscall") and not each.beside:
            yield replaced(document, each, Message(THIS_IS, identifier=each.right))
    yield from _torn(document)
    if not document.pairs:
        return
    typed = typed_of(lexicon(document))
    for pair, _, matches in by_pair(document, (), _IDENTIFIER.finditer(document.source_shape)):
        for match in matches[:MOST]:
            identifier = _before(document, match, _BEGINS) if match[0][0] == "_" else match[0]
            if not identifier or document.source[match.end() : match.end() + 1] == "*":
                continue  # what is emphasised stands for something, and can be translated
            if hit := _changed(document, pair, identifier, typed):
                yield hit
    yield from _written(document)
    yield from _calls(document, typed)


def _before(document: Document, match: re.Match[str], begins: re.Pattern[str]) -> str:
    """Return a match in the source with what it continues, nothing if that is not there."""
    start = match.start()
    begun = begins.search(document.source_shape, max(0, start - LONGEST), start)
    return begun[0] + match[0] if begun else ""


def _torn(document: Document) -> Iterator[Hit]:
    """Yield identifiers whose marks are not those that are typed."""
    shape = document.shape
    if " _ " in shape:
        for match in _TORN.finditer(shape):
            yield _hit(document, *match.span(), match[0].replace(" ", ""), Applicability.SAFE)
    for match in _BRACKETS.finditer(shape) if "_" in shape else ():
        end = match.start() - (shape[match.start() - 1 : match.start()] == " ")
        if name := _CALLED.search(shape, max(0, end - LONGEST), end):
            right = f"{name[0]}()"
            yield _hit(document, name.start(), match.end(), right, Applicability.SAFE)
    if "－" in shape:
        for match in _DASHES.finditer(shape):
            if "－" in match["dashes"]:
                right = "-" * len(match["dashes"]) + match["name"]
                yield _hit(document, *match.span(), right, Applicability.SAFE)


def _changed(document: Document, pair: Pair, identifier: str, typed: Typed) -> Hit | None:
    """Return where a translation has an identifier of its source in another form."""
    if len(identifier) > LONGEST or identifier in document.text[pair.start : pair.end]:
        return None
    find = _path if identifier[0] == "/" else _option if identifier[0] == "-" else _name
    place = find(identifier, document.shape[pair.start : pair.end], typed)
    if place is None:
        return None
    return _hit(document, pair.start + place[0], pair.start + place[1], identifier)


def _written(document: Document) -> Iterator[Hit]:
    """Yield settings and types that are written otherwise than in the source."""
    source = document.source_shape
    for pair, _, matches in by_pair(document, (), _SETTING.finditer(source)):
        for match in matches[:MOST]:
            if setting := _before(document, match, _KEY):
                key, _, value = map(re.escape, setting.partition(": "))
                yield from _otherwise(document, pair, setting, f"{key}[：:] ?{value}")
    for pair, _, matches in by_pair(document, (), _EVENT.finditer(source)):
        for match in matches[:MOST]:
            if event := _before(document, match, _KEY):
                event_name = re.escape(match["event"])
                yield from _otherwise(document, pair, event, f"[{HAN}]{{1,6}}[：:] ?{event_name}")
    for pair, _, matches in by_pair(document, (), _TYPE.finditer(source)):
        for match in matches[:MOST]:
            word, _, name = match[0].partition(" ")
            yield from _otherwise(document, pair, match[0], f"{_TYPES[word]} ?{re.escape(name)}")


# "connect, accept, and close calls", "the connect system call"
_CALL = regex(r" (?P<kind>call|system call|syscall)s?(?![A-Za-z])")
_LISTED = regex(r"(?:[a-z0-9_]{3,20}, ){0,8}[a-z0-9_]{3,20}(?:,? (?:and|or) [a-z0-9_]{3,20})?\Z")
_NAMES = regex("[a-z0-9_]+")


def _calls(document: Document, typed: Typed) -> Iterator[Hit]:
    """Yield system calls that were translated: 连接、接受和关闭调用."""
    source = document.source_shape
    for pair, _, matches in by_pair(document, (), _CALL.finditer(source)):
        for match in matches[:MOST]:
            listed = _LISTED.search(source, max(0, match.start() - 2 * LONGEST), match.start())
            words = _NAMES.findall(listed[0]) if listed else []
            names = [name for name in words if name not in ("and", "or", "the")]
            known = [name for name in names if name in typed.syscalls]
            if not names or known != names or (len(names) == 1 and match["kind"] == "call"):
                continue
            if hit := _listed(document, pair, names, typed):
                yield hit


def _listed(document: Document, pair: Pair, names: list[str], typed: Typed) -> Hit | None:
    parts = (f"({'|'.join(map(re.escape, (*typed.syscalls[name], name)))})" for name in names)
    pattern = re.compile(
        " ?(?:、|，|和|与|及|以及|或) ?".join(parts) + "(?= ?(?:等 ?)?(?:系统)?调用)"
    )
    place = pattern.search(document.shape, pair.start, pair.end)
    if place is None or not _HAN.search("".join(place.groups())):
        return None
    edits = [(place.span(n), name) for n, name in enumerate(names, 1)]
    right, at = "", place.start()
    for (start, end), name in edits:
        right += document.text[at:start].strip() + name
        at = end
    for mark in "和与及或":
        right = right.replace(mark, f" {mark} ")
    return _hit(document, *place.span(), right)


def _otherwise(document: Document, pair: Pair, right: str, wrong: str) -> Iterator[Hit]:
    if right not in document.text[pair.start : pair.end]:
        other = re.compile(rf"(?<![A-Za-z0-9_/.-]){wrong}(?![A-Za-z0-9_])")
        if place := other.search(document.shape, pair.start, pair.end):
            yield _hit(document, *place.span(), right)


def _hit(
    document: Document, start: int, end: int, right: str, trust: Applicability | None = None
) -> Hit:
    message = Message(THIS_IS, identifier=right)
    return Hit(start, end, spaced(document, start, right, end), message, (), trust)


def _path(path: str, text: str, typed: Typed) -> tuple[int, int] | None:
    """Return where a path stands of which a part was translated."""
    parts = path.split("/")
    for match in _PATH.finditer(text):
        theirs = match[0].split("/")
        same = sum(map(str.__eq__, parts, theirs)) - 1  # both begin with a slash
        if _HAN.search(match[0]) and len(theirs) == len(parts) and same:
            return match.span()
    return None


def _option(option: str, text: str, typed: Typed) -> tuple[int, int] | None:
    """Return where an option stands of which the name was translated, or the dashes changed."""
    name = option[2:]
    for match in _DASHES.finditer(text):
        if match["name"] == name:
            return match.span()
    words = rendered(typed, name.split("-"))
    if words and (match2 := re.search(rf"(?:--|－－|—|–) ?(?:{words.pattern})", text)):
        return match2.span()
    mixed = [match.span() for match in _MIXED_OPTION.finditer(text)]
    return mixed[0] if len(mixed) == 1 else None


def _name(name: str, text: str, typed: Typed) -> tuple[int, int] | None:
    """Return where a name stands in Chinese, or in another spelling."""
    bare = name.replace("_", "").lower()
    for match in _CANDIDATE.finditer(text):
        if match[0].replace("_", "").lower() == bare and len(bare) > 4:
            if match[0] == name[0].lower() + name[1:]:
                return None  # the source begins a sentence with it
            return match.span()
    words = rendered(typed, name.lower().split("_"))
    match2 = words and re.search(rf"(?:{words.pattern})数?", text)
    if match2 and _HAN.search(match2[0]):
        return match2.span()
    return _half_translated(name, text)


def _half_translated(name: str, text: str) -> tuple[int, int] | None:
    """Return where the one name stands of which some parts are those of another, some Chinese."""
    found = []
    parts = name.lower().split("_")
    for match in _MIXED.finditer(text):
        theirs = match[0].lower().split("_")
        is_han = [bool(_HAN.match(part)) for part in theirs]
        if any(is_han) and len(theirs) <= len(parts):
            first, last = is_han.index(True), is_han[::-1].index(True)
            if (
                theirs[:first] == parts[:first]
                and theirs[len(theirs) - last :] == parts[len(parts) - last :]
            ):
                found.append(match.span())
    return found[0] if len(found) == 1 else None
