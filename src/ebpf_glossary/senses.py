"""Which wrong renderings of names and terms stand in a document, and what tells that they are.

Most wrong renderings are right words for something else: 地图 is wrong for a BPF map and right for
one of places. So evidence is gathered, strongest first:

1. against it: the rendering is only mentioned, in quotation marks or after 意为; a word of the
   other sense stands in the sentence; the source is known and has neither the name nor an alias;
2. source: it has the name more often than the translation, by as much as is claimed at most;
3. structure: a link around it leads to the name, or the name stands directly beside it;
4. cues: words of the sense, in the sentence or directly around it;
5. document: the name stands elsewhere in it, or the rendering certainly means it elsewhere.

2 or 3 is enough, and so are two cues, or one and 5: then the fix is safe. One cue makes an unsafe
one, and so does 5 if the name stands there often; else 5 alone is only shown. The source has a
term, such as `map`, whatever sense is meant; so that it has one counts as a cue only together with
another, or if it is a compound, or if the sentence is about computers, which the cue `computing`
tells.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary import context, index
from ebpf_glossary.errors import N_
from ebpf_glossary.matching import is_whole, lower
from ebpf_glossary.renderings import CueSet, NameRecord, TermRecord
from ebpf_glossary.segments import Applicability, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.context import Beside
    from ebpf_glossary.renderings import Lexicon, Rendering, Slot
    from ebpf_glossary.segments import Document, Pair

ALWAYS = N_("{zh} is wrong for {name} wherever it stands.")
BESIDE_IT = N_("{name} stands beside it.")
LINKED = N_("A link around it leads to {name}.")
IN_SOURCE = N_("The source has {name} there.")
DIRECTLY = N_("{word} stands directly beside it.")
IN_SENTENCE = N_("{word} stands in the sentence.")
ELSEWHERE = N_("{name} stands elsewhere in the text.")
MEANT_ELSEWHERE = N_("It stands for {name} elsewhere in the text.")

COMPUTING = "computing"
SHORT = 3
"""Letters of a name that stands in most texts of the field: `Go`, `tc`, `BCC`."""
OFTEN = 3
"""A document that has a name so often speaks of it."""


class Claim(NamedTuple):
    """A record says that a rendering is wrong."""

    record: NameRecord | TermRecord
    rendering: Rendering
    place: index.Place


@dataclass(frozen=True, slots=True)
class Sighting:
    """A wrong rendering in a document.

    Attributes:
        start: first code point.
        end: one past the last.
        record: what it should have been.
        rendering: what the lexicon says of it.
        trust: how far its correction can be trusted; None if it is only to be shown.
        evidence: what speaks for it.
        right: what to write instead.
        beside: where the name itself stands, if it stands beside it.
    """

    start: int
    end: int
    record: NameRecord | TermRecord
    rendering: Rendering
    trust: Applicability | None
    evidence: tuple[Message, ...]
    right: str
    beside: Beside | None = None


class _Weighed(NamedTuple):
    """A claim about a place, with what speaks for it."""

    start: int
    end: int
    claim: Claim
    evidence: tuple[tuple[int, Message], ...]
    beside: Beside | None

    @property
    def weight(self) -> int:
        return sum(weight for weight, _ in self.evidence)


def sightings(document: Document, lexicon: Lexicon) -> list[Sighting]:
    """Return the wrong renderings of a document, in order, with what speaks for each."""
    key = "senses: sightings"
    if key not in document.memo:
        document.memo[key] = [*_sightings(document, lexicon)]
    found: list[Sighting] = document.memo[key]
    return found


def _sightings(document: Document, lexicon: Lexicon) -> Iterator[Sighting]:
    wrong = index.find(document, lexicon).wrong
    if not wrong:
        return
    judge = _Judge(document, index.lowered(document), _computing(lexicon))
    weighed: list[list[_Weighed]] = []
    for start, end, found in wrong:
        if is_whole(document.text, start, end):
            claims = [_claim(lexicon, place) for place in found]
            weighed.append(judge.weighed(start, end, claims))
    settled = _settled(document, weighed)
    for each in weighed:
        found_here = [s for w in each if (s := judge.sighting(w, settled))]
        if found_here:
            yield max(found_here, key=_rank)


@lru_cache(maxsize=4)
def _computing(lexicon: Lexicon) -> CueSet:
    """Return the words of the field that are hardly ever met outside it."""
    named = (cue for cue in lexicon.cues if cue.name == COMPUTING)
    return next(named, CueSet(COMPUTING, ()))


def _claim(lexicon: Lexicon, place: index.Place) -> Claim:
    number, own = place
    record = lexicon.record(number)
    return Claim(record, record.wrong[own], place)


def _settled(document: Document, weighed: list[list[_Weighed]]) -> Counter[index.Place]:
    """Return how often the document certainly means the names and terms of some renderings.

    Who writes 纤毛 for Cilium once does not write of cells in the next sentence. A catalog is the
    work of many, and each of its messages has its source.
    """
    if document.format == "po":
        return Counter()
    return Counter(w.claim.place for each in weighed for w in each if w.weight >= _SURE)


@dataclass
class _Judge:
    """Weighs what speaks for and against the renderings of one document."""

    document: Document
    lowered: str
    computing: CueSet
    claimed: dict[tuple[str, int], int] = field(default_factory=dict)
    elsewhere: dict[str, int] = field(default_factory=dict)
    doubtful: dict[tuple[str, int], bool] = field(default_factory=dict)
    names: dict[tuple[str, int], str] = field(default_factory=dict)
    senses: dict[str, bool] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    mentioned: dict[str, int] = field(default_factory=dict)

    def weighed(self, start: int, end: int, claims: list[Claim]) -> list[_Weighed]:
        """Return the claims against which nothing speaks, with what speaks for them."""
        if self._is_mentioned(start, end):
            return []
        found: list[_Weighed] = []
        for claim in claims:
            record = claim.record
            beside = self._beside(start, end, record)
            evidence = self._evidence(start, end, claim, beside, self.document.pair_at(start))
            if evidence is not None:
                found.append(_Weighed(start, end, claim, tuple(evidence), beside))
        return found

    def _is_mentioned(self, start: int, end: int) -> bool:
        """Tell whether a word is spoken of, here or before: who does so means it thereafter too."""
        word = self.lowered[start:end]
        if word not in self.mentioned and context.is_mentioned(self.document.text, start, end):
            self.mentioned[word] = self._paragraph(start)
        return self.mentioned.get(word) == self._paragraph(start)

    def _paragraph(self, at: int) -> int:
        segment = self.document.segment_at(at)
        return segment.start if segment else -1

    def _beside(self, start: int, end: int, record: NameRecord | TermRecord) -> Beside | None:
        if not isinstance(record, NameRecord):
            return None
        names = (record.name, *record.aliases)
        return context.beside(self.document.text, self.lowered, start, end, names)

    def sighting(self, weighed: _Weighed, settled: Counter[index.Place]) -> Sighting | None:
        """Return what is made of a claim, None where there is not enough evidence."""
        start, end, claim, evidence, beside = weighed
        record, rendering, place = claim
        weight = weighed.weight
        if weight < _SURE and not rendering.needs and settled[place]:
            evidence += ((_CUE + _HINT, Message(MEANT_ELSEWHERE, name=record.head)),)
            weight += _CUE + (settled[place] > 1)
        if not weight or (weight <= _CUE and self._is_of_both_senses(rendering)):
            return None
        if weight == _HINT and len(record.head) <= SHORT:
            return None
        right = rendering.right or self._right(record, self.document.pair_at(start))
        messages = tuple(message for _, message in evidence)
        return Sighting(
            start, end, record, rendering, _trust(weight, rendering), messages, right, beside
        )

    def _is_of_both_senses(self, rendering: Rendering) -> bool:
        """Tell whether the document has words of the other sense, wherever."""
        if rendering.zh not in self.senses:
            found = (context.words_in(cue, self.lowered) for cue in rendering.against)
            words = {word for each in found for word in each}
            self.senses[rendering.zh] = any(word not in rendering.zh for word in words)
        return self.senses[rendering.zh]

    # Evidence: its weight, and how to say it. None is a veto.

    def _evidence(
        self, start: int, end: int, claim: Claim, beside: Beside | None, pair: Pair | None
    ) -> list[tuple[int, Message]] | None:
        record, rendering, _ = claim
        if not rendering.ordinary:
            always = Message(ALWAYS, zh=rendering.zh, name=record.head)
            return [(_SURE, always)]
        # What stands beside it may be a word that is like the name: a tracee is no Tracee.
        is_name = beside and self.document.text[beside.start : beside.end] in record.right
        if pair is not None and not is_name and not self._in_source(record, pair):
            return None
        if rendering.zh[0].isascii() and _NOUN.match(self.document.text, end):
            return None
        sentence = context.sentence(self.lowered, start, end)
        if any(context.words_in(cue, sentence) for cue in rendering.against):
            return None
        evidence: list[tuple[int, Message]] = []
        if beside:
            evidence.append((_SURE, Message(BESIDE_IT, name=record.head)))
        if isinstance(record, NameRecord) and context.is_linked(
            self.document.text, end, record.right
        ):
            evidence.append((_SURE, Message(LINKED, name=record.head)))
        missing = pair is not None and self._is_missing(record, pair)
        if missing and pair and (isinstance(record, NameRecord) or "source" in rendering.needs):
            # At the beginning of a sentence Rust can be rust.
            weight = _CUE if self._only_begins_sentences(record, pair) else _SURE
            evidence.append((weight, Message(IN_SOURCE, name=record.head)))
        if rendering.needs:
            return evidence
        cues = [*self._cues(start, end, rendering, sentence, pair)]
        if missing and isinstance(record, TermRecord):
            if (right := record.preferred) and lower(right) in sentence:
                cues.append((_CUE, Message(IN_SENTENCE, word=right)))
            is_compound = " " in record.term or "-" in record.term
            if cues or is_compound or self._is_of_the_field(rendering, sentence):
                cues.append((_CUE, Message(IN_SOURCE, name=record.head)))
        evidence += cues
        if isinstance(record, NameRecord) and (times := self._elsewhere(record)):
            weight = _CUE if times >= OFTEN else _HINT
            message = Message(ELSEWHERE, name=record.head)
            evidence.append((weight, message))
        return evidence

    def _is_of_the_field(self, rendering: Rendering, sentence: str) -> bool:
        """Tell whether a sentence is about computers, where this word is never right.

        That is so of a word for which the field's words in general speak, and against which none
        of them does: 恶魔, but not 本机 or 单位, which are right in other texts about computers.
        """
        general = self.computing.words
        against = {word for cue in rendering.against for word in cue.words}
        return (
            against.isdisjoint(general)
            and any(len({*cue.words} & {*general}) > 1 for cue in rendering.near)
            and bool(context.words_in(self.computing, sentence) or _CODE.search(sentence))
        )

    def _cues(
        self, start: int, end: int, rendering: Rendering, sentence: str, pair: Pair | None
    ) -> Iterator[tuple[int, Message]]:
        for slot in rendering.slots:
            if word := self._in_slot(start, end, slot):
                yield _CUE, Message(DIRECTLY, word=word)
        words = _near(rendering, sentence)
        if not words and pair is not None:
            words = _near(rendering, lower(self._source(pair, 5 * context.REACH)))
        for word in words[:2]:
            yield _CUE, Message(IN_SENTENCE, word=word)

    def _in_slot(self, start: int, end: int, slot: Slot) -> str | None:
        """Return what stands around a rendering as a slot wants it."""
        before, after = self.lowered[max(0, start - 40) : start], self.lowered[end : end + 40]
        found: list[str] = []
        for cue in reversed(slot.before):
            before = before.rstrip(" *_`")
            word = next(
                (w for w, low in context.lowered_words(cue.words) if before.endswith(low)), None
            )
            if word is None or not is_whole(before, len(before) - len(word), len(before)):
                return None
            before = before[: len(before) - len(word)]
            found.insert(0, word)
        for cue in slot.after:
            after = after.lstrip(" *_`")
            word = next(
                (w for w, low in context.lowered_words(cue.words) if after.startswith(low)), None
            )
            if word is None:
                return None
            after = after[len(word) :]
            found.append(word)
        return " ".join(found)

    # The source.

    def _source(self, pair: Pair, most: int | None = None) -> str:
        """Return the source of a pair, or its beginning."""
        end = pair.source_end if most is None else min(pair.source_end, pair.source_start + most)
        return self.document.source[pair.source_start : end]

    def _only_begins_sentences(self, record: NameRecord | TermRecord, pair: Pair) -> bool:
        key = (record.head, pair.start)
        if key not in self.doubtful:
            only = context.only_begins_sentences(record.head, self._source(pair))
            self.doubtful[key] = only
        return self.doubtful[key]

    def _in_source(self, record: NameRecord | TermRecord, pair: Pair) -> bool:
        return self._count(record, pair) > 0

    def _is_missing(self, record: NameRecord | TermRecord, pair: Pair) -> bool:
        """Tell whether the source has more of it than the translation, and claim one."""
        key = (record.head, pair.start)
        if key not in self.claimed:
            translation = self.document.text[pair.start : pair.end]
            rights = (
                record.right if isinstance(record, NameRecord) else (record.term, *record.right)
            )
            self.claimed[key] = self._count(record, pair) - context.count(rights, translation)
        self.claimed[key] -= 1
        return self.claimed[key] >= 0

    def _count(self, record: NameRecord | TermRecord, pair: Pair) -> int:
        key = (record.head, pair.start)
        if key not in self.counts:
            source = self._source(pair)
            if isinstance(record, NameRecord):
                self.counts[key] = context.count((record.name, *record.aliases), source)
            else:
                english = [each for each in (*record.aliases, *record.right) if each.isascii()]
                self.counts[key] = context.count_words((record.term, *english), source)
        return self.counts[key]

    def _elsewhere(self, record: NameRecord) -> int:
        """Return how often the document has a name in its prose, up to as often as matters."""
        if record.name not in self.elsewhere:
            name = context.alternatives((record.name,))
            found = islice(name.finditer(self.document.shape), OFTEN)
            times = sum(1 for _ in found)
            if not times and context.has_word(self.lowered, lower(record.name)):
                times = 1  # in code or an address
            self.elsewhere[record.name] = times
        return self.elsewhere[record.name]

    def _right(self, record: NameRecord | TermRecord, pair: Pair | None) -> str:
        """Return what to write: as the source has it, else as it is preferred."""
        if not isinstance(record, NameRecord):
            return record.preferred or record.term
        if pair is None:
            return record.name
        key = (record.name, pair.start)
        if key not in self.names:
            source = self._source(pair)
            written = (n for n in (record.name, *record.aliases) if context.count((n,), source))
            self.names[key] = next(written, record.name)
        return self.names[key]


# With these a noun ends, of which the name of a program is the first part.
_NOUN = re.compile("(?:功能|数据|信息|结果|工具|子系统)")
# An identifier, or a call, which only texts about computers have.
_CODE = re.compile(r"[a-z0-9]_[a-z]|[a-z]\(\)")
_SURE = 4
_CUE = 2
_HINT = 1


def _trust(weight: int, rendering: Rendering) -> Applicability | None:
    if rendering.fix == "show" or weight < _CUE:
        return None
    sure = weight > _CUE and rendering.fix == "safe"
    return Applicability.SAFE if sure else Applicability.UNSAFE


def _rank(sighting: Sighting) -> int:
    return {None: 0, Applicability.UNSAFE: 1, Applicability.SAFE: 2}[sighting.trust]


def _near(rendering: Rendering, lowered: str) -> list[str]:
    """Return the words of a rendering's cues that stand in a text, one of those that overlap."""
    found = {word for cue in rendering.near for word in context.words_in(cue, lowered)}
    taken: list[str] = []
    for word in sorted(found, key=lambda each: (-len(each), each)):
        if not any(lower(word) in lower(longer) for longer in taken):
            taken.append(word)
    return taken
