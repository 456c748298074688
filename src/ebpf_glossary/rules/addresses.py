"""Addresses, which a translation must keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules import Hit, rule
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.rules.pairing import (
    HALF_WIDTH,
    HAN,
    Matched,
    by_pair,
    counterparts,
    has_han,
    is_aligned,
    trimmed,
    within,
)
from ebpf_glossary.segments import Applicability, Document, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "markup"

MOST = 50
"""Of more lost addresses than these only the first are reported."""

_BODY = rf"[A-Za-z0-9\-._~:/?#@!$&*+,;=%]|(?<=[/\-_.])[{HAN}]+|\([^()\s\ue000-\ue007{HAN}]*\)"
_ADDRESS = regex(rf"https?[ ]?[:：][ ]?[/／]{{2}}(?:{_BODY})*")
_WIDE_ADDRESS = regex(
    r"https?[ ]?[:：][ ]?[/／]{2}(?=\w)(?:[A-Za-z0-9._~%?=&#/+@-]"
    r"|[／．－＿＝＆＃](?=[A-Za-z0-9])|：(?=[0-9]{2,5}(?![0-9]))|？(?=[A-Za-z_]+[=＝]))*"
)
_BAD_HOST = regex(r"://([A-Za-z0-9-]+(?:[。．.][A-Za-z0-9-]+){1,5})(?=[/\s]|$)")
_BAD_LINK = regex(r"(?<=\]\()[^()\s\ue000]*[A-Za-z0-9/_#-]([。，；、！？：]+)(?=\))")
_BAD_AUTOLINK = regex(r"<https?://[A-Za-z0-9][^<>\s\ue000]*?([。，；、！？：]+)>")
_RELATIVE = regex(r"\]\((?![a-z]+:)([^()\s#\ue000]+)(#[^()\s\ue000]*)?\)")
_TORN = regex(r"[ \n][a-z0-9/]")
_ZH = regex(
    r"(?<![A-Za-z])(?:zh|cn|chinese|tw)(?:[-_](?:cn|hans|hant|tw))?(?![A-Za-z])", re.IGNORECASE
)


@rule("changed-url", fix=Applicability.UNSAFE, mends_markup=True, needs=Needs(words=("http", "](")))
def changed_url(document: Document) -> Iterator[Hit]:
    """An address is lost, or is no longer that of the source.

    Full-width marks, a translated path or a swapped letter break a link. An address of the same
    page in Chinese, an anchor that follows a translated heading, and a relative link that only
    gains a language are fine.

    Source: The code is at https://github.com/iovisor/bcc
    Bad:  代码位于 https：//github.com/iovisor/bcc
    Good: 代码位于 https://github.com/iovisor/bcc
    Source: Read https://docs.cilium.io/en/stable/
    Bad:  请阅读 https://docs.cilium.io/en/稳定/
    Good: 请阅读 https://docs.cilium.io/en/stable/
    Format: markdown
    Bad:  见 [示例](https://ebpf.io/labs。)
    Good: 见 [示例](https://ebpf.io/labs)
    """
    if "http" not in document.text and "](" not in document.text and not document.source:
        return
    known: list[Hit] = []
    if "://" in document.source or "](" in document.source:
        known = list(_compared_addresses(document))
        yield from known
    inside = within((hit.start, hit.end) for hit in known)
    yield from (hit for hit in _broken_addresses(document) if not inside(hit.start))


def _broken_addresses(document: Document) -> Iterator[Hit]:
    """Yield addresses that cannot be right, whatever the source."""
    text = document.text
    for match in _WIDE_ADDRESS.finditer(text):
        right = match[0].translate(HALF_WIDTH).replace(" ", "")
        if right != match[0]:
            yield Hit(match.start(), match.end(), right)
    if "://" in text and ("。" in text or "．" in text):
        for match in _BAD_HOST.finditer(text):
            if re.search("[。．][a-z]{2,}$", match[1]):
                yield Hit(match.start(1), match.end(1), re.sub("[。．]", ".", match[1]))
    if "<http" in text and document.format in ("markdown", "rst"):
        for match in _BAD_AUTOLINK.finditer(text):
            is_named = text[match.end() : match.end() + 1] in ("`", match[1][-1])
            yield Hit(match.start(1), match.end(), ">" if is_named else ">" + match[1])
    if "](" in text:
        for match in _BAD_LINK.finditer(text):
            yield Hit(match.start(1), match.end(1), "")


def _compared_addresses(document: Document) -> Iterator[Hit]:
    ours, theirs = _ADDRESS.finditer(document.text), _ADDRESS.finditer(document.source)
    for matched in by_pair(document, ours, theirs):
        if [match[0] for match in matched.here] != [match[0] for match in matched.there]:
            yield from _addresses(document, matched)
    if "](" in document.source:
        ours, theirs = _RELATIVE.finditer(document.text), _RELATIVE.finditer(document.source)
        for matched in by_pair(document, ours, theirs):
            yield from _relative_links(matched)


def _bare_address(address: str) -> str:
    """Return an address without the marks of the sentence around it."""
    return address.rstrip(".,;:!?*_'&")


def _same(address: str) -> str:
    """Return what must agree of an address: all but scheme and anchor."""
    return re.sub(r"^https?://(?:www\.)?|#.*$", "", address.lower()).rstrip("/")


def _addresses(document: Document, matched: Matched) -> Iterator[Hit]:
    known = {_same(address): address for m in matched.there if (address := _bare_address(m[0]))}
    given = [(m, _bare_address(m[0])) for m in matched.here]
    strange = [(m, a) for m, a in given if _known_start(a, known) is None]
    kept = {_known_start(a, known) for _, a in given}
    lost = [address for same, address in known.items() if same not in kept]
    pairs = zip(strange, counterparts([a for _, a in strange], lost), strict=False)
    for (match, address), (best, alike) in pairs:
        if _ZH.search(address) or alike < 0.6:
            continue  # another page, on purpose
        end = _end_of(document.text, match.start(), address, best)
        is_torn = best.startswith(address) and _TORN.match(document.text, end)
        yield Hit(match.start(), end, None if is_torn else best)
    if lost and not strange and is_aligned(matched.pair):
        text = document.text[matched.pair.start : matched.pair.end].lower()
        for address in lost[:MOST]:
            path = _same(address).partition("/")[2]
            if path and path in text:
                continue  # it has become a relative link
            message = Message("The address {address} is lost.", address=address)
            yield Hit(*trimmed(document, matched.pair), message=message)


def _known_start(address: str, known: dict[str, str]) -> str | None:
    """Return the address of the source which this is, Chinese that follows it not counted."""
    same = _same(address)
    if same in known:
        return same
    without = _same(re.sub(rf"[{HAN}].*$", "", address).rstrip("-_."))
    return without if without in known and re.search(rf"[{HAN}]+$", address) else None


def _end_of(text: str, start: int, address: str, right: str) -> int:
    """Return where an address ends: further on, if it is right but for width or spaces."""
    stretch = text[start : start + len(right) + 2].translate(HALF_WIDTH)
    for spaces in range(3):
        if stretch[: len(right) + spaces].replace(" ", "") == right:
            return start + len(right) + spaces
    return start + len(address)


def _relative_links(matched: Matched) -> Iterator[Hit]:
    """Yield link targets within the project that were translated."""
    wanted = {match[1] for match in matched.there}
    strange = [m for m in matched.here if has_han(m[1]) and m[1] not in wanted]
    if not strange:
        return
    given = {match[1] for match in matched.here}
    wrong = {match.start() for match in strange}
    lost = [m[1] for m in matched.there if m[1] not in given and not has_han(m[1])]
    if len(matched.here) == len(matched.there):
        for ours, theirs in zip(matched.here, matched.there, strict=True):
            if ours.start() in wrong and theirs[1] not in given and not has_han(theirs[1]):
                yield Hit(ours.start(1), ours.end(1), theirs[1])
    elif len(lost) == len(strange) == 1:
        yield Hit(strange[0].start(1), strange[0].end(1), lost[0])
