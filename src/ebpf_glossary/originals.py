"""Which English each block of a translated page was made from: from a page, or from a catalog."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.entries import fold
from ebpf_glossary.outline import Item, Outline, read
from ebpf_glossary.pages import Block
from ebpf_glossary.po import parse_po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


MOST_COUPLES = 1_000_000
"""Blocks outside the entries, times those of the English, that are compared."""

_HEADING = re.compile(
    r"""(?m)^(?:([=\-~^*"'+#`.:_])\1{2,}[ ]*\n)?[ ]?(\S.*)\n([=\-~^*"'+#`.:_])\3{2,}[ ]*$"""
)
_LATIN = re.compile(r"[A-Za-z0-9][\w.+/-]*+(?: [A-Za-z0-9][\w.+/-]*+)*+", re.ASCII)


class Original(NamedTuple):
    """The English of a page.

    Attributes:
        blocks: English texts by the block of the page. Of an entry's texts, the first has all the
            English where it has not as many texts as the page.
        unused: English blocks that nothing of the page translates.
    """

    blocks: dict[Block, str]
    unused: tuple[Block, ...]


NOTHING = Original({}, ())


def from_catalog(path: str, content: bytes, page: Outline, before: Outline) -> Original:
    """Return the English of a page whose texts are the translations of a PO file.

    Args:
        path: of the catalog.
        content: of the catalog.
        page: the page, fixed.
        before: the page as its translations have it.

    Raises:
        CatalogError: it is no PO file.
    """
    messages = [entry for entry in parse_po(path, content) if entry.msgstr and not entry.obsolete]
    by_text = {_squeezed(entry.msgstr): entry.msgid for entry in messages}
    stood = {place: block.text for place, block in _places(before)}
    blocks: dict[Block, str] = {}
    for place, block in _places(page):
        for text in (stood.get(place, block.text), block.text):
            if key := by_text.get(_squeezed(text)):
                blocks.setdefault(block, key)
    used = {*map(_squeezed, blocks.values())}
    addresses = {address.url for item in page.items for address in item.addresses}
    unused = tuple(
        Block(entry.linenum or 1, entry.linenum or 1, "paragraph", entry.msgid)
        for entry in messages
        if _squeezed(entry.msgid) not in used and entry.msgid not in addresses
    )
    return Original(blocks, unused)


def from_page(text: str, page: Outline) -> Original:
    """Return the English of a page from the page that it translates.

    Entries belong together by their names, then by their addresses, then by their order between
    those that do.
    """
    source = read(text)
    blocks: dict[Block, str] = {}
    categories: defaultdict[Block, Counter[str]] = defaultdict(Counter)
    used: set[Block] = set()
    for item, original in _paired(page.items, source.items):
        blocks[item.name] = original.name.text
        used |= {original.name, *original.paragraphs}
        blocks |= _texts(item, original)
        if item.category and original.category:
            categories[item.category][original.category.text] += 1
            used.add(original.category)
    for category, counts in categories.items():
        blocks[category] = counts.most_common(1)[0][0]
    for block, original_block in _in_order(page.rest, source.rest):
        blocks[block] = original_block.text
        used.add(original_block)
    unused = (block for block in source.blocks() if block not in used)
    return Original(blocks, tuple(sorted(unused)))


def as_markdown(text: str) -> str:
    """Return a page in RST with headings as Markdown has them; lists are the same in both."""
    levels: dict[tuple[str | None, str], int] = {}

    def heading(match: re.Match[str]) -> str:
        level = levels.setdefault((match[1], match[3]), len(levels) + 1)
        return "\n" * match[0].count("\n") + "#" * min(level, 6) + " " + match[2]

    return _HEADING.sub(heading, text.replace("\r\n", "\n"))


def spellings(name: str) -> Iterator[str]:
    """Yield a name, and what in it is in Latin letters: it may stand beside its translation."""
    yield name
    if not name.isascii():
        yield from _LATIN.findall(name)


def _places(page: Outline) -> Iterator[tuple[tuple[int, int], Block]]:
    """Yield the blocks of a page, each with its line and which it is there."""
    numbers: Counter[int] = Counter()
    for block in page.blocks():
        yield (block.line, numbers[block.line]), block
        numbers[block.line] += 1


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _texts(item: Item, original: Item) -> Iterator[tuple[Block, str]]:
    texts = [block.text for block in original.paragraphs]
    if len(texts) == len(item.paragraphs):
        yield from zip(item.paragraphs, texts, strict=True)
    elif item.paragraphs and texts:
        yield item.paragraphs[0], "\n\n".join(texts)


def _paired(items: Sequence[Item], originals: Sequence[Item]) -> list[tuple[Item, Item]]:
    known: defaultdict[str, list[int]] = defaultdict(list)
    for number, original in enumerate(originals):
        for key in (fold(original.name.text), *(address.url for address in original.addresses)):
            known[key].append(number)
    pairs: dict[int, int] = {}
    free = {*range(len(originals))}
    for number, item in enumerate(items):
        keys = [*map(fold, spellings(item.name.text)), *(a.url for a in item.addresses)]
        for candidate in (each for key in keys for each in known[key]):
            if candidate in free:
                pairs[number] = candidate
                free.remove(candidate)
                break
    return [
        (items[number], originals[pairs[number]])
        for number in sorted(_with_gaps(pairs, len(items), len(originals)))
    ]


def _with_gaps(pairs: dict[int, int], count: int, originals: int) -> dict[int, int]:
    """Pair what stands between two pairs where it is as much on either side."""
    known = [(-1, -1), *sorted(pairs.items()), (count, originals)]
    taken = {*pairs.values()}
    for (left, first), (right, last) in pairwise(known):
        free = [n for n in range(first + 1, last) if n not in taken]
        if right - left - 1 == len(free):
            pairs.update(zip(range(left + 1, right), free, strict=True))
            taken.update(free)
    return pairs


def _in_order(blocks: Sequence[Block], originals: Sequence[Block]) -> Iterable[tuple[Block, Block]]:
    """Pair blocks of one kind that stand in the same order."""
    kinds = [block.kind for block in blocks], [block.kind for block in originals]
    if kinds[0] == kinds[1]:
        yield from zip(blocks, originals, strict=True)
    elif len(blocks) * len(originals) <= MOST_COUPLES:
        matcher = SequenceMatcher(None, *kinds, autojunk=False)
        for start, other, size in matcher.get_matching_blocks():
            ours, theirs = blocks[start : start + size], originals[other : other + size]
            yield from zip(ours, theirs, strict=True)
