"""Placeholders, which a translation must keep."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import HALF_WIDTH, HAN, by_pair, has_han, is_aligned, trimmed
from ebpf_glossary.segments import (
    CODE,
    PLACEHOLDER,
    STRUCTURE,
    URL,
    Applicability,
    Document,
    Message,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.segments import Pair

FAMILY = "markup"

MOST = 50
"""Of more lost placeholders than these only the first are looked for."""

# A placeholder as it should be, or spaced out, with full-width marks or a translated name in it.
_FIELDS = regex(
    r"[{｛$＄%％](?:"
    r"(?<=[{｛$＄])(?:(?<=[$＄])[ ]?[{｛])?[{｛]?[^{}｛｝\n\ue000]{0,60}[}｝]{1,2}"
    r"|(?<=[%％])(?<![0-9%].)[ ]?(?:[(（][^()（）\n\ue000]{1,40}[)）]|[0-9]{1,2}[ ]?\$)?[ ]?"
    r"[-+#0]{0,3}(?:[0-9]{1,4}|\*)?(?:\.(?:[0-9]{1,4}|\*))?[ ]?(?:hh|ll|[hlzjtL])?"
    r"[diouxXeEfFgGcrsa](?![A-Za-z])"
    rf"|(?<=[$＄])(?:[A-Z_][A-Z_0-9]+|[{HAN}]{{1,12}}(?![{HAN}])))"
)
_MASKED = regex(f"{PLACEHOLDER}{PLACEHOLDER}*")  # quicker to search for than with a plus
_INNER = regex(r"[A-Za-z_0-9]+")
_FORMATS = {"python-format": "%", "c-format": "%", "python-brace-format": "{"}


@rule("changed-placeholder", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs("｛％＄"))
def changed_placeholder(document: Document) -> Iterator[Hit]:
    """A placeholder of the source is lost, doubled, translated or altered.

    The program that prints the text puts values in the place of placeholders, be they those of
    printf, of braces or of the shell. When
    one is missing the value is lost, and when one is spelled otherwise the program shows it as it
    stands, or stops. Those with a number or a name can stand in another order than in the source.

    Source: Loaded %d.%d programs
    Bad:  已加载 % d.% d 个程序
    Good: 已加载 %d.%d 个程序
    Source: The node ${HOST_NAME} is down
    Bad:  节点 ${ 主机名 } 已宕机
    Good: 节点 ${HOST_NAME} 已宕机
    Source: Owner: {}, size: {}
    Bad:  所有者：{}{}，大小：{}
    Good: 所有者：{}，大小：{}
    """
    if document.pairs and "{" in document.source:
        yield from _choices(document)
    if "｛" in document.text or "％" in document.text or "＄" in document.text:
        yield from _wide(document)
    if PLACEHOLDER not in document.source_shape:
        return
    for pair, _, _ in by_pair(document, (), _MASKED.finditer(document.source_shape)):
        theirs = list(_FIELDS.finditer(document.source, pair.source_start, pair.source_end))
        ours = list(_FIELDS.finditer(document.text, pair.start, pair.end))
        wanted = [
            field
            for field in theirs
            if document.source_shape[field.start()] == PLACEHOLDER and _counts(field[0], pair.flags)
        ]
        given = [
            field
            for field in ours
            if document.shape[field.start()] not in CODE + URL + STRUCTURE
            and _counts(field[0], pair.flags)
        ]
        given = _in_source_order(wanted, given)
        if [field[0] for field in wanted] != [field[0] for field in given]:
            everywhere = Counter(field[0] for field in theirs)
            lost = Counter(field[0] for field in wanted)
            lost -= Counter(field[0] for field in ours)  # some may stand in code now
            yield from _placeholders(document, pair, lost, given, everywhere)
            yield from _swapped(wanted, given)


_WIDE = regex(
    r"(?=[^}｝\n]{0,41}｝|｛|[％＄])(?:[$＄]?[{｛]{1,2}[A-Za-z0-9_.]{0,40}[}｝]{1,2}"
    r"|％(?:[(（][A-Za-z0-9_]{1,40}[)）])?[sd](?![A-Za-z]))"
)


def _wide(document: Document) -> Iterator[Hit]:
    """Yield placeholders in full-width marks where the source does not say which are meant."""
    for match in _WIDE.finditer(document.text):
        straight = match[0].translate(HALF_WIDTH)
        if straight == match[0] or document.shape[match.start()] in CODE + URL + STRUCTURE:
            continue
        if document.pair_at(match.start()) is None and _is_balanced(straight):
            yield Hit(match.start(), match.end(), straight)


def _is_balanced(field: str) -> bool:
    return field.count("{") == field.count("}") and (field[0] != "$" or "{" in field)


_NUMBERED = regex(r"%([0-9]{1,2})\$(.*)")


def _in_source_order(
    wanted: list[re.Match[str]], given: list[re.Match[str]]
) -> list[re.Match[str]]:
    """Return placeholders in the order of the source, where numbers say which is which.

    `%2$s` is the second argument of a source that has `%s` and `%s`: a translation may need
    another order, and then it has to number them.
    """
    arguments, others = _arguments(wanted)
    named, rest = _arguments(given)
    numbers = [_NUMBERED.fullmatch(field[0]) for field in named]
    if not named or not all(numbers) or any(_NUMBERED.match(field[0]) for field in arguments):
        return given
    chosen = {int(match[1]): "%" + match[2] for match in numbers if match}
    if chosen != {number: field[0] for number, field in enumerate(arguments, 1)}:
        return given
    return wanted if Counter(f[0] for f in rest) == Counter(f[0] for f in others) else given


def _arguments(fields: list[re.Match[str]]) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Return the placeholders of printf that stand for a value, and the other ones."""
    values = [field for field in fields if field[0][0] == "%" and field[0] != "%%"]
    return values, [field for field in fields if field[0][0] != "%" or field[0] == "%%"]


def _counts(field: str, flags: tuple[str, ...]) -> bool:
    """Tell whether a catalog's flags let a field count as a placeholder."""
    kinds = [kind for flag, kind in _FORMATS.items() if flag in flags]
    refused = [kind for flag, kind in _FORMATS.items() if f"no-{flag}" in flags]
    if field.startswith(("{{<", "{{%")):
        return False  # a shortcode of Hugo, which has texts to translate
    if field[0] == "{" and "," in field and ":" not in field:
        return False  # a set or a pair, {key,value}
    kind = "%" if field[0] in "%％" else "{" if field[0] in "{｛" else "$"
    return kind == "$" or (kind not in refused and (not kinds or kind in kinds))


def _placeholders(
    document: Document,
    pair: Pair,
    lost: Counter[str],
    given: list[re.Match[str]],
    everywhere: Counter[str],
) -> Iterator[Hit]:
    strange: list[re.Match[str]] = []
    for field in given:
        straight = _straight(field[0])
        if field[0] in everywhere:
            continue
        if lost[straight] > 0:  # the same when put straight
            lost[straight] -= 1
            yield Hit(field.start(), field.end(), straight)
        elif _is_masked(document, field) or has_han(field[0]):
            strange.append(field)
    names = list(lost.elements())
    if names and strange:
        if len(names) == len(strange) == 1 and _are_alike(names[0], strange[0][0]):
            yield Hit(strange[0].start(), strange[0].end(), names[0])
            return
        for field in strange:
            yield Hit(field.start(), field.end(), message=_NO_SUCH)
        return
    yield from _lost(document, pair, [*dict.fromkeys(names)][:MOST])
    yield from _doubled(document, given, everywhere)


_NO_SUCH = Message("The source has no such placeholder.")


def _straight(field: str) -> str:
    return re.sub(r"\s+", "", field.translate(HALF_WIDTH))


def _is_masked(document: Document, field: re.Match[str]) -> bool:
    return document.shape[field.start()] == PLACEHOLDER


def _are_alike(name: str, field: str) -> bool:
    """Tell whether both are of one kind: braces, printf, or of the shell."""
    field = field.translate(HALF_WIDTH)
    return name[0] == field[0] or (name[0] in "${" and field[0] in "${")


def _lost(document: Document, pair: Pair, names: list[str]) -> Iterator[Hit]:
    """Yield placeholders that are not there, where their bare names stand instead."""
    source = document.source_shape[pair.source_start : pair.source_end]
    shape = document.shape[pair.start : pair.end]
    for name in names:
        inner = _INNER.search(name)
        if inner and name[0] != "%" and not _bare(inner[0]).search(source):
            places = [m.span() for m in _bare(inner[0]).finditer(shape)]
            if len(places) == 1:
                start, end = places[0]
                yield Hit(pair.start + start, pair.start + end, name)
                continue
        if is_aligned(pair):
            message = Message("The placeholder {name} is lost.", name=name)
            yield Hit(*trimmed(document, pair), message=message)


def _bare(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.{{$]){re.escape(name)}(?![\w.}}])", re.ASCII)


def _doubled(
    document: Document, given: list[re.Match[str]], everywhere: Counter[str]
) -> Iterator[Hit]:
    """Yield placeholders that stand more often than in the source; the last one is too many.

    One with a name can be needed twice in a Chinese sentence, but not twice in a row.
    """
    message = Message("This placeholder is there twice.")
    totals = Counter(field[0] for field in given)
    for before, field in zip([None, *given], given, strict=False):
        name = field[0]
        if not 0 < everywhere[name] < totals[name]:
            continue
        between = document.text[before.end() : field.start()] if before else ""
        if before and before[0] == name and not between.strip():
            yield Hit(before.start(), field.end(), name, message)
            return
    for field in reversed(given):
        name = field[0]
        if _IN_ORDER.fullmatch(name) and 0 < everywhere[name] < totals[name]:
            yield Hit(field.start(), field.end(), message=message)
            return


_IN_ORDER = regex(r"%[^($]*[A-Za-z]|\{\}|\{[:!][^{}]*\}")


def _swapped(wanted: list[re.Match[str]], given: list[re.Match[str]]) -> Iterator[Hit]:
    """Yield a placeholder without number or name that takes the value of another."""
    there = [field[0] for field in wanted if _IN_ORDER.fullmatch(field[0])]
    here = [field for field in given if _IN_ORDER.fullmatch(field[0])]
    if len(here) == len(there) and {f[0] for f in here} == set(there):
        for name, field in zip(there, here, strict=True):
            if field[0] != name:
                message = Message("Here the program puts the value for {name}.", name=name)
                yield Hit(field.start(), field.end(), message=message)
                return


_ICU = regex(rf"\{{\s*\w+\s*[,，]\s*([\w{HAN}]+)\s*[,，](?=[^{{}}]*\{{)")
_ICU_KINDS = ("plural", "selectordinal", "select")
_SELECTOR = regex(rf"(?<=[,，}}]\s)([{HAN}]+)(?=\s*\{{)")
_SELECTORS = dict.fromkeys(("其他", "其它", "其余", "另一个", "复数"), "other")
_SELECTORS |= {"一个": "one", "一": "one", "单数": "one", "零": "zero", "两个": "two", "二": "two"}


def _choices(document: Document) -> Iterator[Hit]:
    """Yield words of ICU's grammar, as in `{n, plural, other {# maps}}`, that were translated."""
    for matched in by_pair(document, _ICU.finditer(document.text), _ICU.finditer(document.source)):
        kinds = [match[1] for match in matched.there if match[1] in _ICU_KINDS]
        for match in matched.here:
            if not kinds:
                break
            if match[1] not in _ICU_KINDS and has_han(match[1]):
                yield Hit(match.start(1), match.end(1), kinds[0] if len(set(kinds)) == 1 else None)
            for word in _SELECTOR.finditer(document.text, match.end() - 1, matched.pair.end):
                yield Hit(word.start(), word.end(), _SELECTORS.get(word[1]))
