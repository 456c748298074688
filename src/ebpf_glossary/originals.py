"""Which English each block of a translated page was made from: from a page, or from a catalog."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.entries import fold
from ebpf_glossary.outline import Block, Item, Outline, read
from ebpf_glossary.po import parse_po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


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


def from_catalog(path: str, content: bytes, page: Outline) -> Original:
    """Return the English of a page whose texts are the translations of a PO file.

    Raises:
        CatalogError: it is no PO file.
    """
    messages = [entry for entry in parse_po(path, content) if entry.msgstr and not entry.obsolete]
    by_text = {_squeezed(entry.msgstr): entry.msgid for entry in messages}
    blocks = {
        block: by_text[key]
        for block in blocks_of(page)
        if (key := _squeezed(block.text)) in by_text
    }
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
    unused = (block for block in blocks_of(source) if block not in used)
    return Original(blocks, tuple(sorted(set(unused))))


def blocks_of(page: Outline) -> Iterator[Block]:
    """Yield every block of a page that has text."""
    for item in page.items:
        if item.category:
            yield item.category
        yield item.name
        yield from item.paragraphs
    yield from page.rest


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _texts(item: Item, original: Item) -> Iterator[tuple[Block, str]]:
    texts = [block.text for block in original.paragraphs]
    if len(texts) == len(item.paragraphs):
        yield from zip(item.paragraphs, texts, strict=True)
    elif item.paragraphs and texts:
        yield item.paragraphs[0], "\n\n".join(texts)


def _paired(items: Sequence[Item], originals: Sequence[Item]) -> list[tuple[Item, Item]]:
    pairs: dict[int, int] = {}
    by_name = {fold(original.name.text): n for n, original in enumerate(originals)}
    by_url = {a.url: n for n, original in enumerate(originals) for a in original.addresses}
    for number, item in enumerate(items):
        # A name may stand beside its translation.
        names = (item.name.text, *item.name.text.split())
        candidates = [by_name.get(fold(name)) for name in names]
        candidates += [by_url.get(address.url) for address in item.addresses]
        for candidate in candidates:
            if candidate is not None and candidate not in pairs.values():
                pairs[number] = candidate
                break
    return [
        (items[number], originals[pairs[number]])
        for number in sorted(_with_gaps(pairs, len(items), len(originals)))
    ]


def _with_gaps(pairs: dict[int, int], count: int, originals: int) -> dict[int, int]:
    """Pair what stands between two pairs where it is as much on either side."""
    known = [(-1, -1), *sorted(pairs.items()), (count, originals)]
    for (left, first), (right, last) in pairwise(known):
        free = [n for n in range(first + 1, last) if n not in pairs.values()]
        if right - left - 1 == len(free):
            pairs.update(zip(range(left + 1, right), free, strict=True))
    return pairs


def _in_order(blocks: Sequence[Block], originals: Sequence[Block]) -> Iterable[tuple[Block, Block]]:
    """Pair blocks of one kind that stand in the same order."""
    kinds = [block.kind for block in blocks], [block.kind for block in originals]
    for start, other, size in SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks():
        yield from zip(blocks[start : start + size], originals[other : other + size], strict=True)
