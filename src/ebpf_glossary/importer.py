"""A translated page that lists projects, made into a glossary.

The page is fixed as a whole, because its style is known from all of it, and then text by text
against its English. What is still doubtful is fuzzy in the catalog, with the finding as a comment;
what belongs to no entry is in the report.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

from ebpf_glossary import lint, outline
from ebpf_glossary.entries import fold
from ebpf_glossary.errors import N_, TextError, has_control
from ebpf_glossary.imported import Entry, Imported, Left, Noted
from ebpf_glossary.originals import NOTHING, Original
from ebpf_glossary.scaffold import Translation, unique
from ebpf_glossary.segments import ANY_HAN, Edit, apply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ebpf_glossary.outline import Address, Block, Item, Outline
    from ebpf_glossary.segments import Finding

AROUND = 8
"""Code points shown on either side of what was found."""

LONGEST_ID = 60

_HAN = re.compile(f"[{ANY_HAN}]")
_LATIN = re.compile(r"[A-Za-z0-9][\w.+/-]*(?: [A-Za-z0-9][\w.+/-]*)*", re.ASCII)
_KINDS = (
    ("documentation", re.compile(r"readthedocs|//docs?\.|/docs?/|\.rst\b|man7\.org|/wiki\b")),
    ("article", re.compile(r"//blog\.|/blog|/posts?/|lwn\.net/Articles|medium\.com|/articles?/")),
    (
        "source",
        re.compile(r"//(?:www\.)?(?:github|gitlab|codeberg|bitbucket)\.|//git[.\w-]*\.|/git/"),
    ),
)

NO_ENGLISH = "{name} (its English is missing)"

PARAGRAPHS_DIFFER = N_("description: {here} paragraphs here, {there} in the English.")

EMPTY_HEADING = N_("heading with nothing under it")
LEFT = {
    "heading": N_("heading"),
    "paragraph": N_("text outside the entries"),
    "other": N_("code, a table or markup"),
}
NO_WEB_ADDRESS = N_("no web address")
LINK_WORDS = N_("words of a link")


def read(
    path: str,
    text: str,
    original: Callable[[Outline], Original] | None = None,
    translate: Callable[[str], str] = str,
) -> Imported:
    """Read a page.

    Args:
        path: of the page, for error messages.
        text: Markdown in Chinese.
        original: finds the English of each block, None where it is not known.
        translate: takes a message into the language of reasons and comments.

    Raises:
        TextError: there is no entry in it, or it has a control character.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if has_control(line.rstrip("\r")):
            raise TextError(path, number, N_("The text has a control character."))
    page = outline.read(text)
    if not page.items:
        template = N_(
            "There is no entry: a list item with a name in bold, or a link, and an address."
        )
        raise TextError(path, None, template)
    english = original(page) if original else NOTHING
    return _Importer(text, page, english, translate).run()


class _Importer:
    """Makes one page into entries.

    Attributes:
        result: what came of it.
    """

    def __init__(
        self, text: str, page: Outline, english: Original, translate: Callable[[str], str]
    ) -> None:
        self.result = Imported()
        self._page = page
        self._english = english
        self._translate = translate
        self._category_ids: dict[str, str] = {}
        self._labels: dict[Block, tuple[str, Translation]] = {}
        fixed = lint.fix(text, format="markdown")
        self._clean = outline.read(fixed.text)
        if self._clean.shape() != page.shape():  # nothing is worth losing a text
            fixed = lint.Fixed(text, (), tuple(lint.check(text, format="markdown")))
            self._clean = page
        self._ends = _line_ends(text)
        self._left_in_page = _by_line(fixed.text, fixed.remaining)
        self._names = [(item.name.line, item.name.text) for item in self._clean.items]
        for finding in fixed.applied:
            line = bisect_right(self._ends, finding.start) + 1
            self._note(line, self._owner(line), text, finding, is_fixed=True)

    def run(self) -> Imported:
        """Take everything, in the order of the page."""
        for item, clean in zip(self._page.items, self._clean.items, strict=True):
            self._take(item, clean)
        for entry in self.result.entries:
            self._compare(entry)
        for block, clean_block in zip(self._page.rest, self._clean.rest, strict=True):
            text, _ = self._examined("", [block], [clean_block])
            self.result.left.append(Left(block.line, self._reason(block), text[0]))
        self.result.left.sort()
        self.result.untranslated = [(block.line, block.text) for block in self._english.unused]
        self.result.fixed.sort()
        self.result.doubtful.sort()
        return self.result

    # Entries.

    def _take(self, item: Item, clean: Item) -> None:
        name = self._name(item, clean)
        category = self._category(item.category, clean.category)
        chinese, doubts = self._examined(name, item.paragraphs, clean.paragraphs)
        english = [
            _printable(self._english.blocks[block])
            for block in item.paragraphs
            if block in self._english.blocks
        ]
        entry = self._entry(name, category, item)
        entry.links |= self._links(item.addresses)
        entry.english += english
        entry.chinese += chinese
        entry.doubts += doubts
        for block in item.others:
            left = Left(block.line, self._translate(LEFT["other"]), block.text)
            self.result.left.append(left)

    def _compare(self, entry: Entry) -> None:
        """Doubt texts of which there are not as many in both languages."""
        if not entry.english:
            self.result.without_english.append(entry.name)
            entry.english = [NO_ENGLISH.format(name=entry.name)]
            return
        here, there = len(entry.chinese), "\n\n".join(entry.english).count("\n\n") + 1
        if here != there:
            reason = self._translate(PARAGRAPHS_DIFFER).format(here=here, there=there)
            entry.doubts.append(reason)
            self.result.doubtful.append(Noted(entry.line, entry.name, "", entry.name, "", reason))

    def _entry(self, name: str, category: str, item: Item) -> Entry:
        """Return the entry of a name: a new one, or the one that has it already."""
        for entry in self.result.entries:
            if fold(entry.name) == fold(name):
                self.result.merged.append((item.name.line, name))
                return entry
        urls = [address.url for address in item.addresses]
        tails = [url.rstrip("/").rpartition("/")[2] for url in urls]
        wanted = next((id_ for id_ in map(_slug, [name, *tails]) if id_), "entry")
        id_ = unique(wanted, (entry.id for entry in self.result.entries))
        entry = Entry(id_, name, category, item.name.line)
        self.result.entries.append(entry)
        return entry

    def _name(self, item: Item, clean: Item) -> str:
        """Return the name of an entry: the English one where it is known."""
        line, before = item.name.line, clean.name.text
        is_known = item.name in self._english.blocks
        name = _printable(self._english.blocks[item.name] if is_known else _own_name(clean))
        if name != before:
            reason = (
                N_("The English has this name.") if is_known else N_("Its address has this name.")
            )
            noted = Noted(line, name, "name", before, name, self._translate(reason))
            self.result.fixed.append(noted)
        elif not is_known and _HAN.search(name):
            reason = self._translate(N_("The name has Chinese in it."))
            self.result.doubtful.append(Noted(line, name, "name", name, "", reason))
        if not is_known:
            self._examined(name, [item.name], [clean.name])
        return name

    def _category(self, block: Block | None, clean: Block | None) -> str:
        """Return the id of the category with that label."""
        label = _printable(clean.text) if clean else ""
        if label in self._category_ids:
            return self._category_ids[label]
        english = self._english.blocks.get(block) if block else "Projects"
        if english is None:
            self.result.without_english.append(label)
            english = f"Category {len(self.result.categories) + 1}"
        if block and clean:
            [chinese], doubts = self._examined("", [block], [clean])
        else:
            chinese, doubts = "项目", []
        id_ = unique(_slug(english) or "category", self.result.categories)
        self._category_ids[label] = id_
        self.result.categories[id_] = english, Translation(chinese, tuple(doubts))
        return id_

    def _links(self, addresses: Iterable[Address]) -> dict[str, str]:
        links: dict[str, str] = {}
        for url, label, line in addresses:
            scheme, _, rest = url.partition("://")
            if scheme in ("http", "https") and "." in rest and url.isprintable():
                links[url] = link_kind(url)
            else:
                self.result.left.append(Left(line, self._translate(NO_WEB_ADDRESS), url))
            if label:
                self.result.left.append(Left(line, self._translate(LINK_WORDS), label))
        return links

    # Findings.

    def _examined(
        self, entry: str, blocks: Sequence[Block], clean: Sequence[Block]
    ) -> tuple[list[str], list[str]]:
        """Return texts fixed against their English, and what is still doubtful in them."""
        texts: list[str] = []
        doubts: list[str] = []
        whole = len({*blocks} & self._english.blocks.keys()) == len(blocks)
        for block, text in zip(blocks, (each.text for each in clean), strict=True):
            english = self._english.blocks.get(block)
            if english is None or not whole:
                lines = range(block.line, block.last + 1)
                found = [each for line in lines for each in self._left_in_page.get(line, ())]
                found = [each for each in found if each[0][each[1].start : each[1].end] in text]
            else:
                fixed = lint.fix(text, source=english, format="markdown")
                for finding in fixed.applied:
                    self._note(block.line, entry, text, finding, is_fixed=True)
                found = [(fixed.text, finding) for finding in fixed.remaining]
                text = fixed.text
            texts.append(text)
            doubts += [self._note(block.line, entry, *each) for each in found]
        return texts, list(dict.fromkeys(doubts))

    def _note(
        self, line: int, entry: str, text: str, finding: Finding, *, is_fixed: bool = False
    ) -> str:
        """Put a finding into the report; return it as a comment for translators."""
        start = max(0, text.rfind("\n", 0, finding.start) + 1, finding.start - AROUND)
        end = min(len(text), finding.end + AROUND)
        end = text.find("\n", finding.end, end) if "\n" in text[finding.end : end] else end
        before, after = text[start:end], ""
        if is_fixed and finding.fix:
            edits = [Edit(*(e.start - start, e.end - start), e.text) for e in finding.fix.edits]
            after = apply(before, [e for e in edits if 0 <= e.start <= e.end <= end - start])
        reason = finding.message.render(self._translate)
        noted = Noted(line, entry, finding.rule, before, after, reason)
        (self.result.fixed if is_fixed else self.result.doubtful).append(noted)
        return f"{finding.rule}: {text[finding.start : finding.end]}: {reason}"

    def _owner(self, line: int) -> str:
        """Return the name of the entry in which a line stands."""
        items = zip(self._page.items, self._clean.items, strict=True)
        for item, clean in items:
            blocks = (item.name, *item.paragraphs)
            if any(block.line <= line <= block.last for block in blocks):
                return clean.name.text
        return ""

    def _reason(self, block: Block) -> str:
        if block.kind != "heading":
            return self._translate(LEFT[block.kind])
        below = [item.name for item in self._page.items if item.name.line > block.line]
        below += [each for each in self._page.rest if each.line > block.line]
        below += [
            i.category for i in self._page.items if i.category and i.category.line > block.line
        ]
        following = min(below, default=None)
        is_empty = following is None or following.kind == "heading"
        return self._translate(EMPTY_HEADING if is_empty else LEFT["heading"])


def link_kind(url: str) -> str:
    """Return what an address leads to, as far as it shows.

    >>> link_kind("https://github.com/iovisor/bcc"), link_kind("https://llvm.org/")
    ('source', 'homepage')
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(url)), "homepage")


def _own_name(item: Item) -> str:
    """Return the name of an entry without its Chinese, where an address tells which part it is."""
    name = item.name.text
    if not _HAN.search(name):
        return name
    paths = [address.url.rstrip("/").partition("://")[2] for address in item.addresses]
    ends = {fold("/".join(path.split("/")[-n:])) for path in paths for n in (1, 2)}
    return next((each for each in _LATIN.findall(name) if fold(each) in ends), name)


def _printable(text: str) -> str:
    """Return a text that YAML can hold: any space is a space, what cannot be seen goes."""
    if text.isprintable():
        return text
    kept = (c if c.isprintable() or c == "\n" else " " * c.isspace() for c in text)
    return "".join(kept)


def _slug(text: str) -> str:
    """Return an id made of a text, nothing where it has no Latin letters."""
    plain = unicodedata.normalize("NFKD", text).lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:LONGEST_ID].strip("-")


def _line_ends(text: str) -> list[int]:
    return [match.end() for match in re.finditer("\n", text)]


def _by_line(text: str, findings: Iterable[Finding]) -> dict[int, list[tuple[str, Finding]]]:
    ends = _line_ends(text)
    found: dict[int, list[tuple[str, Finding]]] = {}
    for finding in findings:
        found.setdefault(bisect_right(ends, finding.start) + 1, []).append((text, finding))
    return found
