"""A translated page that lists projects, made into a glossary.

What is doubtful in it is fuzzy in the catalog, with the finding as a comment; what belongs to no
entry is in the report.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ebpf_glossary.entries import fold
from ebpf_glossary.errors import N_, TextError, has_control
from ebpf_glossary.imported import Doubt, Entry, Imported, Left, Noted
from ebpf_glossary.originals import NOTHING, Original, spellings
from ebpf_glossary.proofreading import Proofreader
from ebpf_glossary.scaffold import Translation, unique
from ebpf_glossary.segments import ANY_HAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ebpf_glossary.config import Config
    from ebpf_glossary.outline import Address, Item, Outline
    from ebpf_glossary.pages import Block

LONGEST_ID = 60

_HAN = re.compile(f"[{ANY_HAN}]")
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

SENTENCES_DIFFER = N_("The first sentence is not that of the English.")

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
    original: Callable[[Outline, Outline], Original] | None = None,
    translate: Callable[[str], str] = str,
    config: Config | None = None,
) -> Imported:
    """Read a page.

    Args:
        path: of the page, for error messages.
        text: Markdown in Chinese.
        original: finds the English of each block of the page that it is given, which is followed by
            the page before it was fixed; None where it is not known.
        translate: takes a message into the language of reasons and comments.
        config: settings of the checker; None is the defaults.

    Raises:
        TextError: there is no entry in it, or it has a control character.
    """
    text = text.replace("\r\n", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if has_control(line):
            raise TextError(path, number, N_("The text has a control character."))
    proofreader = Proofreader(text, translate, config)
    if not proofreader.page.items:
        template = N_(
            "There is no entry: a list item with a name in bold, or a link, and an address."
        )
        raise TextError(path, None, template)
    english = original(proofreader.page, proofreader.before) if original else NOTHING
    return _Importer(proofreader, english, translate).run()


class _Importer:
    """Makes one page into entries.

    Attributes:
        result: what came of it.
    """

    def __init__(
        self, proofreader: Proofreader, english: Original, translate: Callable[[str], str]
    ) -> None:
        self.result = Imported(fixed=proofreader.fixed, doubtful=proofreader.doubtful)
        self._proofreader = proofreader
        self._page = proofreader.page
        self._english = english.blocks
        self._unused = english.unused
        self._translate = translate
        self._category_ids: dict[str, str] = {}
        self._entry_ids: set[str] = set()
        self._by_name: dict[str, Entry] = {}

    def run(self) -> Imported:
        """Take everything, in the order of the page."""
        for item in self._page.items:
            self._take(item)
        for entry in self.result.entries:
            self._compare(entry)
        for block in self._page.rest:
            [text], _ = self._proofreader.read("", [block], self._english)
            self.result.left.append(Left(block.line, self._reason(block), text))
        self.result.untranslated = [(block.line, block.text) for block in self._unused]
        result = self.result
        for noted in (result.left, result.fixed, result.doubtful, result.without_english):
            noted.sort()
        return self.result

    def _take(self, item: Item) -> None:
        name = self._name(item)
        entry = self._entry(name, self._category(item.category), item)
        chinese, doubts = self._proofreader.read(name, item.paragraphs, self._english)
        entry.chinese += chinese
        entry.doubts += doubts
        entry.english += (
            _printable(self._english[block]) for block in item.paragraphs if block in self._english
        )
        entry.links |= self._links(item.addresses)
        self.result.left += (
            Left(block.line, self._translate(LEFT["other"]), block.text) for block in item.others
        )

    def _compare(self, entry: Entry) -> None:
        """Doubt texts that cannot be those of the English, by their number."""
        if not entry.english:
            self.result.without_english.append((entry.line, entry.name))
            entry.english = [NO_ENGLISH.format(name=entry.name)]
            return
        here, there = len(entry.chinese), "\n\n".join(entry.english).count("\n\n") + 1
        if here != there:
            reason = self._translate(PARAGRAPHS_DIFFER).format(here=here, there=there)
            entry.doubts.append(self._doubt(entry, entry.name, reason))
        elif entry.sentences_differ:
            reason = self._translate(SENTENCES_DIFFER)
            entry.summary_doubts.append(self._doubt(entry, entry.summary, reason))

    def _doubt(self, entry: Entry, text: str, reason: str) -> Doubt:
        self.result.doubtful.append(Noted(entry.line, entry.name, "", text, "", reason))
        return Doubt(reason)

    def _entry(self, name: str, category: str, item: Item) -> Entry:
        """Return the entry of a name: a new one, or the one that has it already."""
        if entry := self._by_name.get(fold(name)):
            self.result.merged.append((item.name.line, name))
            return entry
        urls = [address.url for address in item.addresses]
        tails = [url.rstrip("/").rpartition("/")[2] for url in urls]
        wanted = next((id_ for id_ in map(_slug, [name, *tails]) if id_), "entry")
        id_ = unique(wanted, self._entry_ids)
        entry = Entry(id_, name, category, item.name.line)
        self._entry_ids.add(id_)
        self._by_name[fold(name)] = entry
        self.result.entries.append(entry)
        return entry

    def _name(self, item: Item) -> str:
        """Return the name of an entry: the English one where it is known."""
        line, before = item.name.line, item.name.text
        is_known = item.name in self._english
        name = _printable(self._english[item.name] if is_known else _own_name(item))
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
            self._proofreader.read(name, [item.name], {})
        return name

    def _category(self, block: Block | None) -> str:
        """Return the id of the category with that label."""
        label = _printable(block.text) if block else ""
        if label in self._category_ids:
            return self._category_ids[label]
        english = self._english.get(block) if block else "Projects"
        if english is None:
            self.result.without_english.append((block.line if block else 1, label))
            english = f"Category {len(self.result.categories) + 1}"
        chinese, comments = "项目", tuple[str, ...]()
        if block:
            [chinese], doubts = self._proofreader.read("", [block], self._english)
            comments = tuple(doubt.comment for doubt in doubts)
        id_ = unique(_slug(english) or "category", self.result.categories)
        self._category_ids[label] = id_
        self.result.categories[id_] = _printable(english), Translation(chinese, comments)
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

    def _reason(self, block: Block) -> str:
        """Return why a block is in no entry."""
        if block.kind != "heading":
            return self._translate(LEFT[block.kind])
        below = min((each for each in self._page.blocks() if each.line > block.line), default=None)
        is_empty = below is None or below.kind == "heading"
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
    return next((each for each in spellings(name) if fold(each) in ends), name)


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
