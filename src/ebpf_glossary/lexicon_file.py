"""Names and terms with their right and wrong Chinese: the records, and the file they come from.

A file has up to six keys, each a mapping. The same format serves `data/renderings/zh.yaml`, which
is our own, and a user's glossary.

    cues:
      bpf: [eBPF, BPF, 内核态]
    names:
      Istio: [伊斯蒂奥]
      Cilium:
        wrong: [{zh: 纤毛, ordinary: true, near: [bpf, Kubernetes], not: [细胞], shield: [纤毛虫]}]
    terms:
      map:
        zh: 映射
        wrong: [{zh: 地图, ordinary: true, with: ["{bpf}_", "_项"]}]

`cues` gives a name, written like an id, to a list of words that tell what a text is about. Latin
words count as whole words in either case, Chinese ones wherever they stand.

`names` are never translated; upper and lower case matter. A name has a list of wrong renderings, or
    own      its own Chinese names, and other spellings, as right as the name;
    aliases  what else it is called, such as its command;
    kind     name (the default); command, identifier or syscall is something that is typed;
    wrong    its wrong renderings.

`terms` are translated. A term has
    zh       the preferred rendering. Our own file leaves it to the catalog; a user's must have it,
             unless the term is kept;
    keep     true if the English is the preferred rendering. It excludes `zh`;
    aliases  other English for it;
    accept   other right renderings, English ones included;
    wrong    its wrong renderings.

`commands` gives a command the list of words that can follow it, its subcommands above all; `words`
gives a word that is typed the list of what machines translate it by; and `syscalls` does the same
for system calls, whose names are as ordinary as `connect` and `close`.

    commands:
      bpftool: [map, net, prog, show]
    words:
      show: [显示, 展示]

A wrong rendering is a text that is wrong wherever it stands, or a mapping:
    zh       the text;
    ordinary true if it is also a right word for something else. It is then never wrong by itself,
             only where something tells that the other sense is meant: what the next two keys list,
             or, for a name, that the source has it, a link leads to it or it stands beside the
             rendering. (That the source has a term tells little: `map` is as ordinary as 地图);
    near     words in the same sentence: names of cues, or words. What is written like an id must
             be the name of a cue, everything else is a word: `Etcd`, as case does not count;
    with     what stands directly before or after, where spaces and marks of emphasis do not count:
             one `_` for the rendering, `{bpf}` for any word of a cue, everything else literally;
    needs    nothing else will do: of source (the English has the name), link (a link around the
             rendering leads to it) and beside (the name stands next to it, as in `Name 名字`,
             `名字（Name）` or `Name/名字`) one must be there. It excludes `near` and `with`;
    not      words in the same sentence, written as in `near`, that speak for the other sense: then
             it is not wrong, whatever else stands there;
    shield   longer words in which the rendering is only a part of something else;
    fix      how far its correction is trusted at most: safe (the default), unsafe, or show for not
             correcting at all;
    right    what to write instead, where that is not the preferred rendering, as for a compound;
    why      what went wrong, in English, for those who see the finding;
    bad, ok  a sentence in Markdown where it is wrong, and one where it is not. Each has it in it. A
             mapping of `zh` and `en` gives the English source too.

`near`, `with` and `needs` are evidence, which only an ordinary word needs. How much each weighs is
not said here. Words count outside the rendering only. Where Chinese meets Latin, a space more or
less makes no difference (`squeeze`): `perf 脚本` is also `perf脚本`. Of renderings and shields that
overlap, the one that starts first counts, and the longest of those.

Text from these files is compared, never run: who makes a regular expression of it must escape it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ebpf_glossary.errors import N_
from ebpf_glossary.renderings import (
    FIXES,
    KINDS,
    NEEDS,
    CueSet,
    Lexicon,
    NameRecord,
    Rendering,
    Sentence,
    Slot,
    TermRecord,
    squeeze,
)
from ebpf_glossary.yaml_nodes import Mapping, Node, Scalar, Sequence, YamlFile, is_id, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from ebpf_glossary.errors import DataError

MOST_RECORDS = 100_000
"""Names and terms in a file."""

MOST_VALUES = 1_000_000
"""Keys, words, lists and mappings in a file."""

SECTIONS = ("cues", "names", "terms", "commands", "words", "syscalls")
EVIDENCE = ("near", "with", "needs")
RENDERING = ("ordinary", *EVIDENCE, "not", "shield", "fix", "right", "why", "bad", "ok")

NO_CUE = N_('There is no cue "{cue}". List its words in "cues", or write a word as "{word}".')

Fields = dict[str, Node]
T = TypeVar("T")


def load(path: str, *, own: bool = False) -> Lexicon:
    """Read a file of names and terms.

    Args:
        path: of the file.
        own: it is this project's: preferred renderings may be left to the catalog, and every
            ordinary word must come with `why`, `bad` and `ok`.

    Raises:
        DataError: the file is missing, unreadable or wrong; says where and how.
    """
    return _Source(path, own).read()


class _Claim(NamedTuple):
    """A record's claim that a rendering is wrong, and where it is made."""

    head: str
    rendering: Rendering
    node: Node


class _Source(YamlFile):
    """One file while it is read."""

    def __init__(self, path: str, own: bool) -> None:
        super().__init__(path)
        self.own = own
        self.cues: dict[str, CueSet] = {}
        self.claims: dict[str, list[_Claim]] = {}

    def read(self) -> Lexicon:
        """Return what the file holds."""
        top = self.mapping(self.parse(aliases=False, most=MOST_VALUES), (), SECTIONS)
        cues, names, terms, *lists = (
            self.keyed(top[key]) if key in top else [] for key in SECTIONS
        )
        commands, words, syscalls = (
            tuple((self.short(key), self.words(node)) for _, key, node in each) for each in lists
        )
        if len(names) + len(terms) > MOST_RECORDS:
            raise self.error(None, N_("More than {limit} names and terms."), limit=MOST_RECORDS)
        for _, key, node in cues:
            self.cues[self.id(key)] = self._cue(self.id(key), node)
        lexicon = Lexicon(
            cues=tuple(self.cues.values()),
            names=tuple(self._name(self.short(key), node) for _, key, node in names),
            terms=tuple(self._term(self.short(key), node) for _, key, node in terms),
            commands=commands,
            words=words,
            syscalls=syscalls,
        )
        self._check_claims(lexicon)
        return lexicon

    # The schema.

    def _cue(self, name: str, node: Node) -> CueSet:
        words = self.words(node)
        if not words:
            raise self.error(node, N_("Expected a list of one word or more."))
        return CueSet(name, words)

    def _name(self, name: str, node: Node) -> NameRecord:
        if isinstance(node, Sequence):
            fields: Fields = {"wrong": node}
        else:
            fields = self.mapping(node, (), ("own", "aliases", "kind", "wrong"))
        wrong = self._wrong(fields)
        record = NameRecord(
            name=name,
            kind=self.choice(fields["kind"], KINDS) if "kind" in fields else KINDS[0],
            own=self._each(fields, "own", self.short),
            aliases=self._each(fields, "aliases", self.short),
            wrong=tuple(rendering for rendering, _ in wrong),
        )
        self._claim(record, node, wrong)
        return record

    def _term(self, term: str, node: Node) -> TermRecord:
        fields = self.mapping(node, (), ("zh", "keep", "aliases", "accept", "wrong"))
        keep = "keep" in fields and self.flag(fields["keep"])
        if keep and "zh" in fields:
            raise self.error(fields["zh"], N_('"zh" cannot stand beside "keep: true".'))
        if not (keep or self.own or "zh" in fields):
            raise self.missing(node, "zh")
        wrong = self._wrong(fields)
        record = TermRecord(
            term=term,
            zh=self.short(fields["zh"]) if "zh" in fields else None,
            keep=keep,
            aliases=self._each(fields, "aliases", self.short),
            accept=self._each(fields, "accept", self.short),
            wrong=tuple(rendering for rendering, _ in wrong),
        )
        self._claim(record, node, wrong)
        return record

    def _wrong(self, fields: Fields) -> list[tuple[Rendering, Node]]:
        items = self.items(fields["wrong"]) if "wrong" in fields else ()
        return [(self._rendering(item), item) for item in items]

    def _rendering(self, node: Node) -> Rendering:
        if isinstance(node, Scalar):
            return Rendering(self.short(node))
        fields = self.mapping(node, ("zh",), RENDERING)
        zh = self.short(fields["zh"])
        rendering = Rendering(
            zh=zh,
            ordinary="ordinary" in fields and self.flag(fields["ordinary"]),
            near=self._each(fields, "near", self._cue_or_word),
            slots=self._each(fields, "with", self._slot),
            needs=self._each(fields, "needs", lambda item: self.choice(item, NEEDS)),
            against=self._each(fields, "not", self._cue_or_word),
            shields=self._each(fields, "shield", lambda item: self._shield(item, zh)),
            fix=self.choice(fields["fix"], FIXES) if "fix" in fields else FIXES[0],
            right=self.short(fields["right"]) if "right" in fields else "",
            why=self.string(fields["why"]) if "why" in fields else "",
            bad=self._sentence(fields["bad"], zh) if "bad" in fields else None,
            ok=self._sentence(fields["ok"], zh) if "ok" in fields else None,
        )
        self._check_evidence(rendering, node, fields)
        return rendering

    def _each(self, fields: Fields, key: str, read: Callable[[Node], T]) -> tuple[T, ...]:
        """Return what `read` makes of each item of a list of different texts."""
        if key not in fields:
            return ()
        self.words(fields[key])  # for its errors
        return tuple(map(read, self.items(fields[key])))

    def _cue_or_word(self, node: Node) -> CueSet:
        text = self.string(node)
        return self._cue_named(node, text) if is_id(text) else CueSet("", (text,))

    def _cue_named(self, node: Node, name: str) -> CueSet:
        if name in self.cues:
            return self.cues[name]
        if meant := nearest(name, self.cues):
            template = N_('There is no cue "{cue}". The nearest is "{nearest}".')
            raise self.error(node, template, cue=name, nearest=meant)
        raise self.error(node, NO_CUE, cue=name, word=name.capitalize())

    def _slot(self, node: Node) -> Slot:
        text = self.string(node)
        before, _, after = text.partition("_")
        if text.count("_") != 1 or text == "_":
            template = N_('Expected words and one "_" for the rendering, as in "{example}".')
            raise self.error(node, template, example="{cue}_")
        return Slot(text, self._parts(node, before), self._parts(node, after))

    def _parts(self, node: Node, text: str) -> tuple[CueSet, ...]:
        """Return what stands on one side of a slot, cues and words in their order."""
        parts: list[CueSet] = []
        for index, piece in enumerate(re.split(r"\{([^{}]*)\}", text)):
            if index % 2:
                parts.append(self._cue_named(node, piece))
            elif "{" in piece or "}" in piece:
                raise self.error(node, N_("A brace without the other."))
            elif piece.strip():
                parts.append(CueSet("", (piece.strip(),)))
        return tuple(parts)

    def _shield(self, node: Node, zh: str) -> str:
        shield = self.short(node)
        if squeeze(zh) == squeeze(shield) or squeeze(zh) not in squeeze(shield):
            template = N_('"{shield}" is not a longer word with "{rendering}" in it.')
            raise self.error(node, template, shield=shield, rendering=zh)
        return shield

    def _sentence(self, node: Node, zh: str) -> Sentence:
        """Return an example: a text, or a mapping of both languages."""
        if isinstance(node, Mapping):
            texts = self.mapping(node, ("zh", "en"), ())
            sentence = Sentence(self.string(texts["zh"]), self.string(texts["en"]))
        else:
            sentence = Sentence(self.string(node))
        if squeeze(zh) not in squeeze(sentence.zh):
            template = N_('"{rendering}" does not stand in this sentence.')
            raise self.error(node, template, rendering=zh)
        return sentence

    # What does not fit together.

    def _claim(
        self, record: NameRecord | TermRecord, node: Node, wrong: list[tuple[Rendering, Node]]
    ) -> None:
        """Check that a record does not contradict itself, and remember what it claims."""
        right: set[str] = set()
        for text in record.right:
            if (key := squeeze(text)) in right:
                raise self.twice(node, text)
            right.add(key)
        right.add(squeeze(record.head))
        found: set[str] = set()
        for rendering, item in wrong:
            key = squeeze(rendering.zh)
            if key in found:
                raise self.twice(item, rendering.zh)
            if key in right:
                template = N_('"{rendering}" cannot be both right and wrong for "{entry}".')
                raise self.error(item, template, rendering=rendering.zh, entry=record.head)
            found.add(key)
            self.claims.setdefault(key, []).append(_Claim(record.head, rendering, item))

    def _check_evidence(self, rendering: Rendering, node: Node, fields: Fields) -> None:
        """Check that an ordinary word, and no other, has evidence, and that it fits together."""
        evidence = zip(EVIDENCE, (rendering.near, rendering.slots, rendering.needs), strict=True)
        given = [key for key, items in evidence if items]
        if rendering.ordinary and not given:
            template = N_('"{rendering}" is ordinary, so it needs evidence: one of {keys}.')
            raise self.error(node, template, rendering=rendering.zh, keys=EVIDENCE)
        if given and not rendering.ordinary:
            template = N_('"{key}" is for ordinary words: add "ordinary: true".')
            raise self.error(fields[given[0]], template, key=given[0])
        if rendering.needs and len(given) > 1:
            template = N_('"{key}" cannot stand beside "needs", which lets nothing else count.')
            raise self.error(fields[given[0]], template, key=given[0])
        both = {cue.label for cue in rendering.near} & {cue.label for cue in rendering.against}
        if both:
            template = N_('"{word}" cannot speak both for and against "{rendering}".')
            raise self.error(fields["not"], template, word=min(both), rendering=rendering.zh)
        if self.own and rendering.ordinary:
            for key in ("why", "bad", "ok"):
                if key not in fields:
                    raise self.missing(node, key)
        if rendering.needs == ("source",) and rendering.bad and not rendering.bad.en:
            template = N_('Only the source can tell: give this sentence as "zh" and "en".')
            raise self.error(fields["bad"], template)

    def _check_claims(self, lexicon: Lexicon) -> None:
        """Check what records say of each other's renderings."""
        right = {squeeze(text): r.head for r in lexicon.records for text in r.right}
        for zh, claims in self.claims.items():
            always = any(not claim.rendering.ordinary for claim in claims)
            if always and zh in right:
                template = N_('"{rendering}" is right for "{other}": it is not always wrong.')
                raise self.error(claims[0].node, template, rendering=zh, other=right[zh])
            if len(claims) > 1:
                self._check_rivals(claims, always)

    def _check_rivals(self, claims: list[_Claim], always: bool) -> None:
        """Check that something tells apart the records that claim one rendering."""
        if always:
            template = N_(
                '"{rendering}" is claimed by "{other}" in line {line} too,'
                " and one of the two calls it always wrong."
            )
            raise self._rivals(claims[1], claims[0], template)
        uses = Counter(token for claim in claims for token in claim.rendering.evidence)
        for index, claim in enumerate(claims):
            # What needs the name itself is told apart by the name.
            apart = claim.rendering.needs
            if not apart and all(uses[token] > 1 for token in claim.rendering.evidence):
                template = N_(
                    '"{rendering}" is claimed by "{other}" in line {line} too:'
                    ' each needs something of its own in "near" or "with".'
                )
                raise self._rivals(claim, claims[0 if index else 1], template)

    def _rivals(self, claim: _Claim, other: _Claim, template: str) -> DataError:
        line = other.node.line
        values = {"rendering": claim.rendering.zh, "other": other.head, "line": line}
        return self.error(claim.node, template, **values)
