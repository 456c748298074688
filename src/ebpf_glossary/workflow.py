"""Keep the catalogs up to date with the sources, and lose nothing that translators wrote."""

from __future__ import annotations

import configparser
import io
import os
import tokenize
from typing import TYPE_CHECKING, NamedTuple

import polib
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from ebpf_glossary import __version__, catalogs
from ebpf_glossary.atomic import write_text
from ebpf_glossary.errors import N_, CatalogError
from ebpf_glossary.locales import SOURCE_LANGUAGE
from ebpf_glossary.po import dump_po, read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = "ebpf-glossary"
BUGS = "https://pypi.org/project/ebpf-glossary/"
COMMENT_TAG = "Translators:"
MAPPING = "babel.cfg"


class Change(NamedTuple):
    """What a file should hold, and whether it holds it already."""

    path: str
    text: str
    current: bool

    def write(self) -> None:
        """Bring the file up to date."""
        if self.current:
            return
        try:
            write_text(self.path, self.text)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CatalogError(
                self.path, None, N_("Cannot be written: {reason}."), reason=reason
            ) from None


def changes(root: str) -> Iterator[Change]:
    """Yield the template and the catalogs of a project as its sources want them.

    Args:
        root: the folder that holds `babel.cfg` and `locale/`.

    Raises:
        CatalogError: a catalog, or `babel.cfg`, is missing or cannot be read.
        DataError: a source file is wrong.
    """
    template_path = os.path.join(root, "locale", f"{catalogs.DOMAIN}.pot")
    template = extract(root, template_path)
    yield _change(template_path, template)
    messages = polib.pofile(template, wrapwidth=0)
    for language, path in catalogs.find(os.path.join(root, "locale")).items():
        if path.endswith(".po"):
            catalog = merge(read_po(path), messages, is_source=language == SOURCE_LANGUAGE)
            yield _change(path, dump_po(catalog))


def _change(path: str, text: str) -> Change:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            current = file.read() == text
    except (OSError, UnicodeDecodeError):
        current = False
    return Change(path, text, current)


def extract(root: str, template_path: str) -> str:
    """Return the template: every message of the sources, with the places where it stands.

    Args:
        root: as in `changes`.
        template_path: of the template that there may be already. Its creation date is kept where
            no message changed.
    """
    mapping = os.path.join(root, MAPPING)
    try:
        with open(mapping, encoding="utf-8") as file:
            methods, options = parse_mapping_cfg(file, mapping)  # type: ignore[no-untyped-call]
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError.unreadable(mapping, error) from None
    except configparser.Error as error:
        said = ValueError(str(error).partition("\n")[0].rstrip("."))
        raise CatalogError.unreadable(mapping, said) from None
    catalog = Catalog(
        project=PROJECT, version=__version__, msgid_bugs_address=BUGS, copyright_holder=PROJECT
    )
    try:
        for filename, line, message, comments, context in extract_from_dir(
            root, methods, options, comment_tags=(COMMENT_TAG,), strip_comment_tags=True
        ):
            catalog.add(message, None, [(filename, line)], auto_comments=comments, context=context)
    except (SyntaxError, tokenize.TokenError, LookupError, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0]
        message = N_("A source file is no Python: {reason}.")
        raise CatalogError(mapping, None, message, reason=reason) from None
    text = _po_text(catalog)
    if os.path.exists(template_path):
        old = read_po(template_path)
        if _messages(old) == _messages(polib.pofile(text)):
            new_date = polib.pofile(text).metadata["POT-Creation-Date"]
            text = text.replace(new_date, old.metadata.get("POT-Creation-Date", new_date), 1)
    return text


def _po_text(catalog: Catalog) -> str:
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0)
    return buffer.getvalue().decode()


def _messages(catalog: polib.POFile) -> list[tuple[str | None, str]]:
    return [(entry.msgctxt, entry.msgid) for entry in catalog]


def merge(
    catalog: polib.POFile, template: polib.POFile, *, is_source: bool = False
) -> polib.POFile:
    """Return a catalog with the messages of the template and every translation it had.

    A message is known by its context, or by its English where it has none; likeness counts for
    nothing, because similar projects have similar texts. Where the English of a context changed,
    the translation is kept and marked fuzzy, with the English that it was made from; where that
    English comes back, so does the translation. What the template no longer has is kept as
    obsolete.

    Args:
        catalog: the translations; not changed.
        template: the messages as they should be; not changed.
        is_source: this is the English catalog, which says of each text what it says itself unless
            somebody improved it.
    """
    merged = polib.POFile(wrapwidth=0)
    merged.header = catalog.header
    merged.metadata = dict(catalog.metadata)
    merged.metadata_is_fuzzy = catalog.metadata_is_fuzzy
    if _messages(catalog) != _messages(template):
        for field in ("Project-Id-Version", "POT-Creation-Date"):
            if field in template.metadata:
                merged.metadata[field] = template.metadata[field]
    old = {_key(entry): entry for entry in reversed(catalog)}
    for message in template:
        merged.append(_merged_entry(old.pop(_key(message), None), message, is_source))
    for entry in catalog:
        if old.get(_key(entry)) is entry and (entry.msgstr or entry.msgstr_plural):
            entry = _copy(entry)
            entry.obsolete = True
            entry.occurrences = []
            entry.comment = ""
            merged.append(entry)
    return merged


def _key(entry: polib.POEntry) -> str:
    return catalogs.key("", entry.msgid) if entry.msgctxt is None else entry.msgctxt


def _copy(entry: polib.POEntry) -> polib.POEntry:
    fields = (
        "msgid",
        "msgid_plural",
        "msgctxt",
        "comment",
        "tcomment",
        "previous_msgctxt",
        "previous_msgid",
        "previous_msgid_plural",
        "obsolete",
        "msgstr",
    )
    copy = polib.POEntry(**{name: getattr(entry, name) for name in fields})
    copy.msgstr_plural = dict(entry.msgstr_plural)
    copy.flags = list(entry.flags)
    copy.occurrences = list(entry.occurrences)
    return copy


def _merged_entry(
    old: polib.POEntry | None, message: polib.POEntry, is_source: bool
) -> polib.POEntry:
    entry = _copy(message)
    if old is not None:
        entry.tcomment = old.tcomment
        entry.msgstr = old.msgstr
        entry.msgstr_plural = dict(old.msgstr_plural)
        entry.flags += [flag for flag in old.flags if flag not in entry.flags]
        entry.previous_msgid = old.previous_msgid
        if old.msgid != message.msgid:
            _follow(entry, old, is_source)
    if is_source and not entry.msgstr:
        entry.msgstr = entry.msgid
    return entry


def _follow(entry: polib.POEntry, old: polib.POEntry, is_source: bool) -> None:
    """Follow a change of the English from `old.msgid` to `entry.msgid`."""
    if is_source and old.msgstr == old.msgid:
        entry.msgstr = entry.msgid
    elif entry.msgid == old.previous_msgid:
        entry.previous_msgid = None
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    elif old.msgstr:
        entry.previous_msgid = old.previous_msgid or old.msgid
        if "fuzzy" not in entry.flags:
            entry.flags.insert(0, "fuzzy")
