"""Merge a catalog with a template, by context alone, and lose nothing that translators wrote."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import polib

from ebpf_glossary import catalogs
from ebpf_glossary.po import FUZZY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

FORMER = "Former translation: "
"""In a translator's comment, before a translation that no message could hold."""

_FORM_COUNT = re.compile(r"nplurals\s*=\s*([0-9]{1,2})")


def identities(catalog: Iterable[polib.POEntry]) -> set[tuple[str | None, str, str]]:
    """Return what tells messages of a catalog apart, without obsolete ones."""
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalog if not entry.obsolete
    }


def is_translated(entry: polib.POEntry) -> bool:
    """Tell whether a translator wrote anything, fuzzy and obsolete included."""
    return bool(entry.msgstr) or any(entry.msgstr_plural.values())


def merge(
    catalog: polib.POFile, template: polib.POFile, *, is_source: bool = False
) -> polib.POFile:
    """Return a catalog with the messages of the template and every translation it had.

    A message is known by its context, or by its English where it has none or shares it; likeness
    counts for nothing, because similar projects have similar texts. Where the English of a context
    changed, the translation is kept and marked fuzzy, with the English that it was made from;
    where that English comes back, so does the translation. What the template no longer has is kept
    as obsolete.

    Args:
        catalog: the translations; not changed.
        template: the messages as they should be; not changed.
        is_source: this is the English catalog, which says of each text what it says itself unless
            somebody improved it.
    """
    merged = _with_header(catalog, template)
    count = _FORM_COUNT.search(catalog.metadata.get("Plural-Forms", ""))
    forms = int(count[1]) if count else 1
    entries: dict[tuple[str | None, str], polib.POEntry] = {}
    taken = set()
    for message, old in _matched(template, catalog):
        taken.add(id(old))
        entry = _merged_entry(old, message, forms, is_source)
        if is_source and not is_translated(entry):
            _complete(entry, forms)
        entries[entry.msgctxt, entry.msgid] = entry
    for entry in catalog:
        if id(entry) not in taken and (is_translated(entry) or _former(entry)):
            _keep(entries, entry)
    for entry in entries.values():
        list.append(merged, entry)  # polib's own looks for duplicates, one by one
    return merged


def _with_header(catalog: polib.POFile, template: polib.POFile) -> polib.POFile:
    """Return a catalog of no messages; its date is the template's where the messages are."""
    merged = polib.POFile(wrapwidth=0)
    merged.header = catalog.header
    merged.metadata = dict(catalog.metadata)
    merged.metadata_is_fuzzy = catalog.metadata_is_fuzzy
    if identities(catalog) != identities(template):
        for field in ("Project-Id-Version", "POT-Creation-Date"):
            if field in template.metadata:
                merged.metadata[field] = template.metadata[field]
    return merged


def _matched(
    template: polib.POFile, catalog: polib.POFile
) -> Iterator[tuple[polib.POEntry, polib.POEntry | None]]:
    """Yield each message of the template with the one of the catalog that it was, if any."""
    shared = _shared_contexts(template)
    by_key: dict[str, list[polib.POEntry]] = {}
    for entry in catalog:
        by_key.setdefault(_key(entry, shared), []).append(entry)
    for message in template:
        known = by_key.get(_key(message, shared), ())
        yield message, max(known, key=lambda each: _fitness(each, message), default=None)


def _shared_contexts(template: polib.POFile) -> set[str]:
    """Return the contexts of several messages: such as "menu" are the key of none of them."""
    counts = Counter(message.msgctxt for message in template)
    return {context for context, count in counts.items() if context is not None and count > 1}


def _key(entry: polib.POEntry, shared: Collection[str]) -> str:
    if entry.msgctxt is None or entry.msgctxt in shared:
        return catalogs.key(entry.msgctxt or "", entry.msgid)
    return entry.msgctxt


def _fitness(old: polib.POEntry, message: polib.POEntry) -> tuple[bool, ...]:
    """Return how well an old message fits; other tools leave several of a context."""
    is_same = old.msgid == message.msgid
    return is_translated(old), is_same and not old.fuzzy, not old.obsolete, is_same


def _copy(entry: polib.POEntry) -> polib.POEntry:
    copy = polib.POEntry()
    vars(copy).update(vars(entry))
    copy.msgstr_plural = dict(entry.msgstr_plural)
    copy.flags = list(entry.flags)
    copy.occurrences = list(entry.occurrences)
    return copy


def _merged_entry(
    old: polib.POEntry | None, message: polib.POEntry, forms: int, is_source: bool
) -> polib.POEntry:
    entry = _copy(message)
    if old is None:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(range(forms), "")
        return entry
    entry.tcomment = old.tcomment
    _take_translation(entry, old, forms)
    is_changed = (old.msgid, old.msgid_plural) != (message.msgid, message.msgid_plural)
    entry.flags = _flags(old, message, is_changed)
    if not is_translated(entry):
        _set_fuzzy(entry, False)
    elif old.fuzzy:
        entry.previous_msgctxt = old.previous_msgctxt
        entry.previous_msgid = old.previous_msgid
        entry.previous_msgid_plural = old.previous_msgid_plural
    if is_changed and is_source and _says_english(old):
        entry.msgstr, entry.msgstr_plural = "", {}
        _set_fuzzy(entry, False)
    elif is_changed and is_translated(entry):
        _follow(entry, old)
    return entry


def _says_english(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        return {*entry.msgstr_plural.values()} <= {entry.msgid, entry.msgid_plural}
    return bool(entry.msgstr == entry.msgid)


def _take_translation(entry: polib.POEntry, old: polib.POEntry, forms: int) -> None:
    """Take over a translation, also where the message got a plural or lost it."""
    written = [text for _, text in sorted(old.msgstr_plural.items())]
    if not entry.msgid_plural:
        entry.msgstr = old.msgstr or next(filter(None, written), "")
        for text in dict.fromkeys(written):
            if text and text != entry.msgstr:
                _note(entry, text)
        return
    if not written:
        written = [old.msgstr] * forms
    while len(written) > forms and not written[-1]:
        written.pop()
    written += [""] * (forms - len(written))
    entry.msgstr_plural = dict(enumerate(written))


def _note(entry: polib.POEntry, text: str) -> None:
    line = FORMER + text.replace("\n", "\\n")
    if line not in entry.tcomment.split("\n"):
        entry.tcomment = f"{entry.tcomment}\n{line}".lstrip("\n")


def _former(entry: polib.POEntry) -> list[str]:
    lines = entry.tcomment.split("\n")
    return [text for line in lines if line.startswith(FORMER) and (text := line[len(FORMER) :])]


def _flags(old: polib.POEntry, message: polib.POEntry, is_changed: bool) -> list[str]:
    """Return the flags of a message: the translators', and what its English now is."""
    kept = [
        flag
        for flag in old.flags
        if not is_changed or not flag.endswith("-format") or flag.startswith("no-")
    ]
    new = [flag for flag in message.flags if flag not in kept and f"no-{flag}" not in kept]
    return kept + new


def _set_fuzzy(entry: polib.POEntry, is_fuzzy: bool) -> None:
    entry.flags = [FUZZY] * is_fuzzy + [flag for flag in entry.flags if flag != FUZZY]


def _follow(entry: polib.POEntry, old: polib.POEntry) -> None:
    """Follow a change of the English.

    A translation that was in doubt before it changed stays so when the English comes back; what
    tells is that its former English has its context.
    """
    known = old.fuzzy and old.previous_msgid is not None
    former = (old.previous_msgid, old.previous_msgid_plural or "")
    if known and former == (entry.msgid, entry.msgid_plural):
        _set_fuzzy(entry, old.previous_msgctxt is not None)
        _forget_former(entry)
        return
    _set_fuzzy(entry, True)
    if not known:
        entry.previous_msgctxt = old.msgctxt if old.fuzzy else None
        entry.previous_msgid = old.msgid
        entry.previous_msgid_plural = old.msgid_plural or None


def _forget_former(entry: polib.POEntry) -> None:
    entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None


def _complete(entry: polib.POEntry, forms: int) -> None:
    """Have a message of the English catalog say what its English says."""
    if entry.msgid_plural:
        texts = [entry.msgid] + [entry.msgid_plural] * (forms - 1)
        entry.msgstr_plural = dict(enumerate(texts))
    else:
        entry.msgstr = entry.msgid


def _keep(entries: dict[tuple[str | None, str], polib.POEntry], entry: polib.POEntry) -> None:
    """Keep what the template has no more as obsolete, or in a comment of what takes its place."""
    other = entries.get((entry.msgctxt, entry.msgid))
    if other is not None:
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            if text and text not in (other.msgstr, *other.msgstr_plural.values()):
                _note(other, text)
        return
    entry = _copy(entry)
    entry.obsolete = True
    _begin_with_text(entry)
    entry.occurrences = []
    entry.comment = ""
    if not (entry.fuzzy and is_translated(entry)):
        _forget_former(entry)
    entries[entry.msgctxt, entry.msgid] = entry


def _begin_with_text(entry: polib.POEntry) -> None:
    """Have the first form of an obsolete message say something: other tools drop it otherwise."""
    if entry.msgstr or entry.msgstr_plural.get(0):
        return
    text = next(filter(None, (*entry.msgstr_plural.values(), *_former(entry))))
    if entry.msgid_plural:
        entry.msgstr_plural[0] = text
    else:
        entry.msgstr = text
    _set_fuzzy(entry, True)
