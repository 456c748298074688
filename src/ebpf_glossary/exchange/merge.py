"""Take translations that come from elsewhere into a catalog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.errors import N_, has_control
from ebpf_glossary.exchange.units import Concept, Content, Left, Translation, messages_of
from ebpf_glossary.po import dump_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polib

FIELD = re.compile(r"\{[^{}]*\}|%\([^)]*\).?|%\S")


class Merged(NamedTuple):
    """A catalog with what was taken into it.

    Attributes:
        text: of the catalog.
        changed: keys, or English, of the messages that changed.
        same: how many translations the catalog had already.
        left: what could not be taken.
    """

    text: str
    changed: tuple[str, ...]
    same: int
    left: tuple[Left, ...]


def merge(
    catalog: polib.POFile, known: Content, given: Content, *, only_missing: bool = False
) -> Merged:
    """Take translations into a catalog.

    A message is known by its key, else by its English; a term by its id, else by its names. A
    translation that was made from other English than the catalog's is taken only where there is
    none, and marked fuzzy. Where a message is given several translations, the one counts that
    says something new. An empty translation says nothing.

    Args:
        catalog: is changed.
        known: what the glossary holds.
        given: what to take.
        only_missing: leave translations that there are.
    """
    left: list[Left] = []
    messages = _Messages(catalog)
    proposals: dict[int, tuple[polib.POEntry, list[Translation]]] = {}
    terms = _Terms(known)
    texts = [*given.translations, *(t for c in given.concepts for t in terms.texts(c, left))]
    for text in texts:
        entry = messages.find(text, left) if text.target else None
        if entry is not None:
            proposals.setdefault(id(entry), (entry, []))[1].append(text)
    changed, same = [], 0
    for entry, proposed in proposals.values():
        chosen = _chosen(entry, proposed, left)
        if chosen is None:
            continue
        if _take(entry, chosen, left, only_missing=only_missing):
            changed.append(entry.msgctxt or entry.msgid)
        else:
            same += chosen.target == entry.msgstr
    return Merged(dump_po(catalog), tuple(changed), same, tuple(left))


class _Messages:
    """The messages of a catalog, by key and by English."""

    def __init__(self, catalog: polib.POFile) -> None:
        self._by_key: dict[str, polib.POEntry] = {}
        self._by_english: dict[str, list[polib.POEntry]] = {}
        for entry in catalog:
            if not entry.obsolete and not entry.msgid_plural:
                if entry.msgctxt is not None:
                    self._by_key[entry.msgctxt] = entry
                self._by_english.setdefault(entry.msgid, []).append(entry)

    def find(self, text: Translation, left: list[Left]) -> polib.POEntry | None:
        """Return the message that a translation is of."""
        if entry := self._by_key.get(text.key):
            return entry
        found = self._by_english.get(text.source, [])
        if same := [entry for entry in found if entry.msgstr == text.target]:
            return same[0]
        # What has no key is most likely a translation of what has none.
        found = [entry for entry in found if (entry.msgctxt is None) == (not text.key)] or found
        if len(found) == 1:
            return found[0]
        reason = (
            N_("Several messages have this English.")
            if found
            else N_("No message has this key or this English.")
        )
        left.append(Left(text.key or text.source, reason, line=text.line))
        return None


class _Terms:
    """The terms and names of a glossary, by id and by English name."""

    def __init__(self, known: Content) -> None:
        self._by_id = {concept.id: concept for concept in known.concepts}
        self._keys = {text.key for text in known.translations}
        self._ids: dict[str, str] = {}
        for concept in known.concepts:
            self._ids.setdefault(concept.source.preferred, concept.id)
        for concept in known.concepts:
            for alias in concept.source.admitted:
                self._ids.setdefault(alias, concept.id)

    def texts(self, given: Concept, left: list[Left]) -> Iterator[Translation]:
        """Yield what a concept says of the messages of the catalog."""
        name = given.source.preferred
        own = self._by_id.get(given.id) or self._by_id.get(self._ids.get(name, ""))
        if own is None:
            left.append(Left(name or given.id, N_("No entry has this name."), line=given.line))
            return
        left += _news_for_the_lexicon(own, given)
        is_kept = f"{own.id}.label" not in self._keys
        if is_kept and given.target.preferred not in ("", own.source.preferred):
            left.append(Left(name, N_("It is kept as it is in every language."), line=given.line))
        # An alias, or a file without definitions, says nothing about what was translated.
        source = given.source._replace(
            preferred=own.source.preferred if name in own.source.right else name,
            definition=given.source.definition or own.source.definition,
        )
        for text in messages_of(given._replace(id=own.id, source=source)):
            if text.key in self._keys:
                yield text


def _news_for_the_lexicon(own: Concept, given: Concept) -> Iterator[Left]:
    """Yield renderings that no catalog holds."""
    pairs = (
        (own.target.right, given.target.admitted),
        (own.target.deprecated, given.target.deprecated),
    )
    for has, renderings in pairs:
        for rendering in renderings:
            if rendering not in has:
                reason = N_('"{rendering}" is for the lexicon, not for the catalog.')
                values = (("rendering", rendering),)
                yield Left(own.source.preferred, reason, values, given.line)


def _chosen(
    entry: polib.POEntry, proposed: list[Translation], left: list[Left]
) -> Translation | None:
    """Return the one translation that says something new, or any where none does."""
    new = {text.target: text for text in proposed if text.target != entry.msgstr}
    if len(new) > 1:
        reason = N_("It is translated in different ways: {translations}.")
        shown = (("translations", " | ".join(new)),)
        line = max(text.line for text in proposed)
        left.append(Left(entry.msgctxt or entry.msgid, reason, shown, line))
        return None
    return next(iter(new.values()), proposed[0])


def _take(entry: polib.POEntry, text: Translation, left: list[Left], *, only_missing: bool) -> bool:
    """Take a translation into a message; tell whether that changed it."""
    name = entry.msgctxt or entry.msgid
    is_stale = text.source != entry.msgid
    is_new = text.target != entry.msgstr
    reason = ""
    if has_control(text.target):
        reason = N_("The translation has a control character.")
    elif has_control(text.comment):
        reason = N_("The comment has a control character.")
    elif only_missing and entry.msgstr and is_new:
        reason = N_("There is a translation already.")
    elif is_stale and entry.msgstr and is_new:
        reason = N_("It is a translation of other English.")
    if reason:
        left.append(Left(name, reason, line=text.line))
        return False
    before = (entry.msgstr, entry.fuzzy, entry.tcomment)
    if is_new or not is_stale:  # the same words for other English prove nothing
        # What stands there already and is not doubted is not doubted now either.
        is_doubtful = (is_new or entry.fuzzy) and (is_stale or not _fits(entry, text.target))
        entry.msgstr = text.target
        _mark(entry, fuzzy=text.fuzzy or is_doubtful)
        if is_stale:
            entry.previous_msgid = text.source
    if comment := _comment(text.comment):
        entry.tcomment = comment
    return before != (entry.msgstr, entry.fuzzy, entry.tcomment)


def _comment(text: str) -> str:
    """Return a comment as a PO file keeps it: no space around its lines."""
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _mark(entry: polib.POEntry, *, fuzzy: bool) -> None:
    if fuzzy and not entry.fuzzy:
        entry.flags.insert(0, "fuzzy")
    elif not fuzzy:
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = None


def _fits(entry: polib.POEntry, translation: str) -> bool:
    """Tell whether `msgfmt` would take a translation: its fields and the line breaks around it."""
    english = entry.msgid
    has_fields = any(flag.endswith("-format") and flag[:3] != "no-" for flag in entry.flags)
    return (
        english.startswith("\n") == translation.startswith("\n")
        and english.endswith("\n") == translation.endswith("\n")
        and (not has_fields or sorted(FIELD.findall(english)) == sorted(FIELD.findall(translation)))
    )
