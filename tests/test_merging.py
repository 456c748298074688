"""Merging loses nothing, whatever happens to the English and whoever saves the file between."""

from __future__ import annotations

import copy
import shutil
import subprocess
from collections.abc import Callable

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebpf_glossary.merging import merge
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
    new = merge(old, catalog(entry("a", "A", comment="a note", occurrences=[("f", "3")])))
    [merged] = new
    assert (merged.msgstr, merged.tcomment, merged.flags) == ("甲", "checked", ["no-wrap"])
    assert (merged.comment, merged.occurrences) == ("a note", [("f", "3")])
    assert not merged.fuzzy


def test_changed_english_keeps_the_translation_fuzzy() -> None:
    [merged] = merge(catalog(entry("a", "A", "甲")), catalog(entry("a", "A, better")))
    assert (merged.msgid, merged.msgstr, merged.previous_msgid) == ("A, better", "甲", "A")
    assert merged.fuzzy


def test_changed_twice_remembers_what_was_translated() -> None:
    once = merge(catalog(entry("a", "A", "甲")), catalog(entry("a", "B")))
    [merged] = merge(once, catalog(entry("a", "C")))
    assert (merged.msgid, merged.msgstr, merged.previous_msgid) == ("C", "甲", "A")


def test_english_that_comes_back_brings_its_translation() -> None:
    changed = merge(catalog(entry("a", "A", "甲")), catalog(entry("a", "B")))
    [merged] = merge(changed, catalog(entry("a", "A")))
    assert (merged.msgstr, merged.previous_msgid, merged.fuzzy) == ("甲", None, False)


def test_likeness_counts_for_nothing() -> None:
    old = catalog(entry("a", "A tool for tracing", "一种跟踪工具"))
    new = merge(old, catalog(entry("a", "A tool for tracing"), entry("b", "A tool for tracing.")))
    assert [e.msgstr for e in new] == ["一种跟踪工具", ""]


def test_what_is_gone_is_obsolete_and_comes_back() -> None:
    gone = merge(catalog(entry("a", "A", "甲"), entry("b", "B")), catalog())
    assert [(e.msgctxt, e.obsolete) for e in gone] == [("a", True)]
    read_again = parse_po("x.po", dump_po(gone).encode())
    [back] = merge(read_again, catalog(entry("a", "A")))
    assert (back.msgstr, back.obsolete, back.fuzzy) == ("甲", False, False)


def test_english_follows_itself() -> None:
    old = catalog(entry("a", "A", "A"), entry("b", "B", "B, improved"))
    template = catalog(entry("a", "A2"), entry("b", "B2"), entry("c", "C"))
    new = merge(old, template, is_source=True)
    assert [(e.msgstr, e.fuzzy) for e in new] == [
        ("A2", False),
        ("B, improved", True),
        ("C", False),
    ]


def test_merging_changes_neither_argument() -> None:
    old, template = catalog(entry("a", "A", "甲")), catalog(entry("a", "B"))
    before = copy.deepcopy((str(old), str(template)))
    merge(old, template)
    assert (str(old), str(template)) == before


def test_english_that_comes_back_does_not_make_a_doubtful_translation_sure() -> None:
    doubtful = catalog(entry("a", "A", "甲", flags=["fuzzy"]))
    [changed] = once = merge(doubtful, catalog(entry("a", "B")))
    assert (changed.previous_msgid, changed.fuzzy) == ("A", True)
    [back] = merge(once, catalog(entry("a", "A")))
    assert (back.msgstr, back.fuzzy, back.previous_msgid) == ("甲", True, None)


def test_a_former_english_that_an_editor_left_there_is_none() -> None:
    edited = catalog(entry("a", "B", "乙", previous_msgid="A"))
    [same] = merge(edited, catalog(entry("a", "B")))
    assert (same.previous_msgid, same.fuzzy) == (None, False)
    [back] = merge(edited, catalog(entry("a", "A")))
    assert (back.msgstr, back.previous_msgid, back.fuzzy) == ("乙", "B", True)


def test_obsolete_beside_untranslated_as_msgmerge_leaves_it() -> None:
    old = catalog(entry("a", "B"), entry("a", "A", "甲", obsolete=True))
    [merged] = merge(old, catalog(entry("a", "B")))
    assert (merged.msgstr, merged.previous_msgid, merged.fuzzy) == ("甲", "A", True)


def test_two_translations_of_a_context_are_both_kept() -> None:
    old = catalog(entry("a", "B", "乙"), entry("a", "A", "甲", obsolete=True))
    current, obsolete = merge(old, catalog(entry("a", "A")))
    assert (current.msgstr, current.fuzzy) == ("甲", False)
    assert (obsolete.msgid, obsolete.msgstr, obsolete.obsolete) == ("B", "乙", True)
    twice = catalog(entry("a", "A", "甲"), entry("a", "A", "乙", obsolete=True))
    [merged] = merge(twice, catalog(entry("a", "A")))
    assert (merged.msgstr, merged.tcomment) == ("甲", "Former translation: 乙")
    assert dump_po(merge(catalog(merged), catalog(entry("a", "A")))) == dump_po(catalog(merged))


def test_a_plural_that_comes_and_goes() -> None:
    plural = entry("a", "A", msgid_plural="As")
    [many] = once = merge(catalog(entry("a", "A", "甲")), catalog(plural))
    assert (many.msgstr_plural, many.fuzzy) == ({0: "甲"}, True)
    [one] = merge(once, catalog(entry("a", "A")))
    assert (one.msgstr, one.msgid_plural, one.fuzzy) == ("甲", "", False)
    two = catalog(entry("a", "A", msgid_plural="As", msgstr_plural={0: "甲", 1: "乙"}))
    [one] = merge(two, catalog(entry("a", "A")))
    assert (one.msgstr, one.tcomment) == ("甲", "Former translation: 乙")
    english = catalog()
    english.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    [complete] = merge(english, catalog(plural), is_source=True)
    assert complete.msgstr_plural == {0: "A", 1: "As"}


def test_format_flags_are_those_of_the_english() -> None:
    old = catalog(entry("a", "{x}", "{x} 甲", flags=["no-wrap", "python-brace-format"]))
    assert merge(old, catalog(entry("a", "x")))[0].flags == ["fuzzy", "no-wrap"]
    quiet = catalog(entry("a", "{x}", "甲", flags=["no-python-brace-format"]))
    new = catalog(entry("a", "{x}", flags=["python-brace-format"]))
    assert merge(quiet, new)[0].flags == ["no-python-brace-format"]


def test_a_message_has_as_many_forms_as_the_language() -> None:
    polish = catalog(entry("b", "B", msgid_plural="Bs", msgstr_plural={0: "", 1: ""}))
    polish.metadata["Plural-Forms"] = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 ? 1 : 2);"
    template = catalog(entry("a", "A", msgid_plural="As"), entry("b", "B", msgid_plural="Bs"))
    assert [e.msgstr_plural for e in merge(polish, template)] == [{0: "", 1: "", 2: ""}] * 2
    polish.metadata["Plural-Forms"] = "nplurals=1; plural=0;"
    assert [e.msgstr_plural for e in merge(polish, template)] == [{0: ""}] * 2


def test_a_context_of_several_messages_is_the_key_of_none() -> None:
    template = catalog(entry("menu", "Open"), entry("menu", "Close"))
    old = catalog(entry("menu", "Close", "关闭"))
    assert [(e.msgid, e.msgstr, e.fuzzy) for e in merge(old, template)] == [
        ("Open", "", False),
        ("Close", "关闭", False),
    ]


def test_what_is_obsolete_is_what_other_tools_keep() -> None:
    """They drop an obsolete message whose first form says nothing."""
    old = catalog(
        entry("a", "A", tcomment="what is it?"),
        entry("b", "B", msgid_plural="Bs", msgstr_plural={0: "", 1: "乙"}),
        entry("c", "C", tcomment="Former translation: 丙"),
    )
    plural, single = merge(old, catalog())
    assert (plural.msgstr_plural, plural.fuzzy) == ({0: "乙", 1: "乙"}, True)
    assert (single.msgstr, single.fuzzy) == ("丙", True)


# Histories.

keys = st.sampled_from([None, *"abcde"])
texts = st.text(alphabet='ab"\\\n\t中。 ', min_size=1, max_size=4)
versions = st.lists(st.tuples(keys, texts), max_size=6, unique_by=lambda each: each[0] or each)


def by_msgcat(text: str) -> str:
    done = subprocess.run(
        ["msgcat", "--no-wrap", "--force-po", "-"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "warning" not in done.stderr
    return done.stdout


def by_polib(text: str) -> str:
    return str(polib.pofile(text + "\n", wrapwidth=40))


def as_it_is(text: str) -> str:
    return text


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="msgcat is not installed")
@settings(max_examples=60, deadline=None)
@given(st.lists(versions, min_size=1, max_size=6), st.data())
def test_no_translation_is_ever_lost(
    history: list[list[tuple[str | None, str]]], data: st.DataObject
) -> None:
    """Whatever the English does, what translators wrote is current, fuzzy or obsolete.

    And it is current only for the English that it was written for.
    """
    text = dump_po(catalog())
    written: dict[str, str] = {}
    made_for: dict[str, str] = {}
    for number, version in enumerate(history):
        template = catalog(*(entry_of(key, english) for key, english in version))
        current = merge(parse_po("x.po", text.encode()), template)
        assert {key_of(e): e.msgstr for e in current if e.msgstr} == written
        for each in current:
            if each.msgstr and not (each.obsolete or each.fuzzy):
                assert made_for[each.msgstr] == each.msgid
        assert [(e.msgctxt, e.msgid) for e in current if not e.obsolete] == version
        assert dump_po(merge(current, template)) == dump_po(current)
        for each in current:
            if data.draw(st.booleans()):
                each.msgstr = written[key_of(each)] = f"{each.msgid} 译 {number}"
                made_for[each.msgstr] = each.msgid
                each.flags = []
                if data.draw(st.booleans()):  # some editors leave it there
                    each.previous_msgid = None
        text = dump_po(current)
        assert by_msgcat(text) == text
        saves: list[Callable[[str], str]] = [as_it_is, by_msgcat, by_polib]
        text = data.draw(st.sampled_from(saves))(text)


def entry_of(key: str | None, english: str) -> polib.POEntry:
    return polib.POEntry(msgctxt=key, msgid=english)


def key_of(entry: polib.POEntry) -> str:
    return f"\0{entry.msgid}" if entry.msgctxt is None else str(entry.msgctxt)


paths = st.text(alphabet="ab-/.", min_size=1, max_size=90)


@given(st.lists(st.lists(st.tuples(paths, st.just("7")), max_size=8), max_size=4))
def test_references_are_wrapped_as_msgcat_does(references: list[list[tuple[str, str]]]) -> None:
    made = catalog(*(entry(str(n), "x", "y", occurrences=o) for n, o in enumerate(references)))
    text = dump_po(made)
    assert all(
        len(line) < 80 or len(line.split()) == 2 for line in text.splitlines() if line[:2] == "#:"
    )
    assert dump_po(parse_po("x.po", text.encode())) == text
