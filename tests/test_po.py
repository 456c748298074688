"""We read PO as polib does, but for what it forgets, and write it as msgcat does."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from conftest import CATALOGS, SHARED
from hypothesis import given
from hypothesis import strategies as st

from ebpf_glossary.errors import CatalogError
from ebpf_glossary.po import dump_po, parse_po, read_po

FIELDS = (
    "msgctxt msgid msgid_plural msgstr msgstr_plural obsolete comment flags occurrences "
    "previous_msgctxt previous_msgid previous_msgid_plural"
).split()
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def fields(catalog: polib.POFile) -> list[list[object]]:
    return [[getattr(entry, name) for name in FIELDS] for entry in catalog]


def files() -> list[Path]:
    return [*CATALOGS, *sorted(SHARED.rglob("*.po"))[::25]]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_we_read_what_polib_reads(path: Path) -> None:
    theirs = polib.pofile(str(path), wrapwidth=0)
    ours = read_po(str(path))
    assert fields(ours) == fields(theirs)
    assert ours.metadata == theirs.metadata
    assert ours.metadata_is_fuzzy == bool(theirs.metadata_is_fuzzy)


texts = st.text(alphabet='a"\\\n\t\u2028\x85中 #', max_size=8)
entries = st.builds(
    polib.POEntry,
    msgctxt=st.none() | texts,
    msgid=texts.filter(bool),
    msgstr=texts.map(lambda text: text.replace("\x85", "")),
    tcomment=st.text(alphabet="a# .,:|\n", max_size=6).map(str.strip),
    flags=st.lists(st.sampled_from(["fuzzy", "python-format", "no-wrap"]), unique=True),
    previous_msgid=st.none() | texts,
    obsolete=st.booleans(),
)


@given(st.lists(entries, max_size=5, unique_by=lambda e: (e.msgctxt, e.msgid)))
def test_what_is_written_is_read(made: list[polib.POEntry]) -> None:
    catalog = polib.POFile()
    catalog.metadata = {"Content-Type": "text/plain; charset=UTF-8", "X-Empty": ""}
    catalog.extend(sorted(made, key=lambda entry: entry.obsolete))
    text = dump_po(catalog)
    again = parse_po("x.po", text.encode())
    keys = ("msgctxt", "msgid", "msgstr", "previous_msgid", "obsolete")
    for old, new in zip(catalog, again, strict=True):
        assert [getattr(old, key) for key in keys] == [getattr(new, key) for key in keys]
    assert again.metadata == catalog.metadata
    assert dump_po(again) == text


def test_what_an_obsolete_message_was_translated_from() -> None:
    text = f'{HEAD}#, fuzzy\n#~| msgid "old"\n#~ msgid "new"\n#~ msgstr "旧"\n'
    [entry] = catalog = parse_po("x.po", text.encode())
    assert (entry.obsolete, entry.previous_msgid) == (True, "old")
    assert dump_po(catalog) == text


def test_escapes_in_numbers() -> None:
    [entry] = parse_po("x.po", f'{HEAD}msgid "a"\nmsgstr "\\344\\270\\255\\x41"\n'.encode())
    assert entry.msgstr == "中A"


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ('msgid "a"', 4),
        ('msgid "a"\nmsgid "b"\nmsgstr ""', 5),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"', 6),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"', 6),
        ('msgid "a"\nmsgstr[0] "c"', 5),
        ('msgid "a"\nmsgctxt "b"\nmsgstr ""', 5),
        ('msgid "a"\n#| msgid "b"\nmsgstr ""', 5),
        ('msgstr "a"', 4),
        ('#. x\n"a"', 5),
        ('msgid "a\nmsgstr ""', 4),
        ('msgid "a"\nmsgstr "\\e"', 5),
        ('msgid "a"\nmsgstr "\\377"', 5),
        ("#| old", 4),
        ("msgid a", 4),
        ('#| msgstr "a"', 4),
    ],
)
def test_what_is_no_po(lines: str, line: int) -> None:
    with pytest.raises(CatalogError) as caught:
        parse_po("x.po", f"{HEAD}{lines}\n".encode())
    assert caught.value.line == line
    assert "not a PO file" in str(caught.value)
