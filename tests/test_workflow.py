from __future__ import annotations

import copy
from pathlib import Path

import polib
import pytest
from conftest import write_glossary
from hypothesis import given
from hypothesis import strategies as st

from ebpf_glossary import CatalogError, workflow
from ebpf_glossary.po import dump_po, parse_po


def catalog(*entries: polib.POEntry) -> polib.POFile:
    made = polib.POFile(wrapwidth=0)
    made.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "zh_CN"}
    made.extend(entries)
    return made


def entry(key: str, english: str, text: str = "", **more: object) -> polib.POEntry:
    return polib.POEntry(msgctxt=key, msgid=english, msgstr=text, **more)


def test_an_unchanged_message_keeps_its_translation_and_comments() -> None:
    old = catalog(entry("a", "A", "甲", tcomment="checked", flags=["no-wrap"]))
    new = workflow.merge(old, catalog(entry("a", "A", comment="a note", occurrences=[("f", "3")])))
    [merged] = new
    assert (merged.msgstr, merged.tcomment, merged.flags) == ("甲", "checked", ["no-wrap"])
    assert (merged.comment, merged.occurrences) == ("a note", [("f", "3")])
    assert not merged.fuzzy


def test_changed_english_keeps_the_translation_fuzzy() -> None:
    [merged] = workflow.merge(catalog(entry("a", "A", "甲")), catalog(entry("a", "A, better")))
    assert (merged.msgid, merged.msgstr, merged.previous_msgid) == ("A, better", "甲", "A")
    assert merged.fuzzy


def test_changed_twice_remembers_what_was_translated() -> None:
    once = workflow.merge(catalog(entry("a", "A", "甲")), catalog(entry("a", "B")))
    [merged] = workflow.merge(once, catalog(entry("a", "C")))
    assert (merged.msgid, merged.msgstr, merged.previous_msgid) == ("C", "甲", "A")


def test_english_that_comes_back_brings_its_translation() -> None:
    changed = workflow.merge(catalog(entry("a", "A", "甲")), catalog(entry("a", "B")))
    [merged] = workflow.merge(changed, catalog(entry("a", "A")))
    assert (merged.msgstr, merged.previous_msgid, merged.fuzzy) == ("甲", None, False)


def test_likeness_counts_for_nothing() -> None:
    old = catalog(entry("a", "A tool for tracing", "一种跟踪工具"))
    new = workflow.merge(
        old, catalog(entry("a", "A tool for tracing"), entry("b", "A tool for tracing."))
    )
    assert [e.msgstr for e in new] == ["一种跟踪工具", ""]


def test_what_is_gone_is_obsolete_and_comes_back() -> None:
    gone = workflow.merge(catalog(entry("a", "A", "甲"), entry("b", "B")), catalog())
    assert [(e.msgctxt, e.obsolete) for e in gone] == [("a", True)]
    read_again = parse_po("x.po", dump_po(gone).encode())
    [back] = workflow.merge(read_again, catalog(entry("a", "A")))
    assert (back.msgstr, back.obsolete, back.fuzzy) == ("甲", False, False)


def test_english_follows_itself() -> None:
    old = catalog(entry("a", "A", "A"), entry("b", "B", "B, improved"))
    template = catalog(entry("a", "A2"), entry("b", "B2"), entry("c", "C"))
    new = workflow.merge(old, template, is_source=True)
    assert [(e.msgstr, e.fuzzy) for e in new] == [
        ("A2", False),
        ("B, improved", True),
        ("C", False),
    ]


def test_merging_changes_neither_argument() -> None:
    old, template = catalog(entry("a", "A", "甲")), catalog(entry("a", "B"))
    before = copy.deepcopy((str(old), str(template)))
    workflow.merge(old, template)
    assert (str(old), str(template)) == before


keys = st.sampled_from("abcdef")
texts = st.text(alphabet='x"\\\n中。 ', max_size=4)
versions = st.dictionaries(keys, texts.filter(bool), max_size=6)


@given(st.lists(versions, min_size=1, max_size=6), st.data())
def test_no_translation_is_ever_lost(history: list[dict[str, str]], data: st.DataObject) -> None:
    """Whatever the English does, what translators wrote is current, fuzzy or obsolete."""
    current = catalog()
    written: dict[str, str] = {}
    for version in history:
        template = catalog(*(entry(key, english) for key, english in version.items()))
        current = parse_po("x.po", dump_po(workflow.merge(current, template)).encode())
        for each in current:
            if not each.obsolete and data.draw(st.booleans()):
                each.msgstr = written[each.msgctxt] = f"{each.msgid} 译"
                each.flags, each.previous_msgid = [], None
        assert {e.msgctxt: e.msgstr for e in current if e.msgstr} == written
        assert [e.msgctxt for e in current if not e.obsolete] == list(version)
    text = dump_po(current)
    assert dump_po(parse_po("x.po", text.encode())) == text


paths = st.text(alphabet="ab-/.", min_size=1, max_size=90)


@given(st.lists(st.lists(st.tuples(paths, st.just("7")), max_size=8), max_size=4))
def test_references_are_wrapped_as_msgcat_does(references: list[list[tuple[str, str]]]) -> None:
    made = catalog(*(entry(str(n), "x", "y", occurrences=o) for n, o in enumerate(references)))
    text = dump_po(made)
    assert all(
        len(line) < 80 or len(line.split()) == 2 for line in text.splitlines() if line[:2] == "#:"
    )
    assert dump_po(parse_po("x.po", text.encode())) == text


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_glossary(tmp_path, one=("One", ""))
    (tmp_path / "babel.cfg").write_text("[ebpf_glossary: data/**.yaml]\n", encoding="utf-8")
    return tmp_path


def write_all(root: Path) -> list[str]:
    stale = [change for change in workflow.changes(str(root)) if not change.current]
    for change in stale:
        change.write()
    return [Path(change.path).name for change in stale]


def test_a_project_of_ones_own(project: Path) -> None:
    target = project / "locale" / "zh_CN" / "LC_MESSAGES" / "ebpf_glossary.po"
    assert write_all(project) == ["ebpf_glossary.pot"]
    target.parent.mkdir(parents=True)
    target.write_text(str(catalog()) + "\n", encoding="utf-8")
    assert write_all(project) == ["ebpf_glossary.po"]
    assert write_all(project) == []
    assert 'msgctxt "project.one.summary"' in target.read_text(encoding="utf-8")


def test_the_creation_date_moves_only_with_a_message(project: Path) -> None:
    write_all(project)
    template = project / "locale" / "ebpf_glossary.pot"
    text = template.read_text(encoding="utf-8")
    date = next(line for line in text.splitlines() if "POT-Creation-Date" in line)
    template.write_text(
        text.replace(date, '"POT-Creation-Date: 2020-01-01 00:00+0000\\n"'), encoding="utf-8"
    )
    source = project / "data" / "projects" / "tools.yaml"
    source.write_text("# moves every line\n" + source.read_text(encoding="utf-8"), encoding="utf-8")
    assert write_all(project) == ["ebpf_glossary.pot"]
    assert "2020-01-01" in template.read_text(encoding="utf-8")
    source.write_text(
        source.read_text(encoding="utf-8").replace("About", "Around"), encoding="utf-8"
    )
    write_all(project)
    assert "2020-01-01" not in template.read_text(encoding="utf-8")


def test_a_project_without_babel_cfg(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"babel\.cfg: Cannot be read"):
        list(workflow.changes(str(tmp_path)))
