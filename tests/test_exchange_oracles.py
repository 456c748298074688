"""translate-toolkit, with which Weblate reads files, reads ours to the same units."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import CATALOGS, ROOT

from ebpf_glossary import exchange
from ebpf_glossary.exchange.content import gather
from ebpf_glossary.exchange.units import Content, Translation


def storage(name: str) -> ModuleType:
    return import_module(f"translate.storage.{name}")  # it has no types


@pytest.fixture(scope="module")
def ours() -> Content:
    return gather(None, "zh_CN")


def written(content: Content, name: str) -> bytes:
    return exchange.write(content, name)[0].encode()


HARD = tuple(
    Translation(f"term.x{number}.label", *pair, number % 2 == 0, "a note, with a comma", "评论\n二")
    for number, pair in enumerate(
        [
            ('say "map"', '说“映射” "map"'),
            ("C:\\dir\\", "路径\\"),
            ("two\n\nparagraphs", "第一段\n\n第二段"),
            ("<b>&amp;</b> ]]>", "<b>&</b> ]]>"),
            ("tab\tand, comma; semicolon", "制表\t符，逗号,"),
            ("  spaces  around ", "  空格　 "),
        ]
    )
)


@pytest.mark.parametrize("hard", [False, True], ids=["ours", "hard"])
def test_csv_of_weblate(ours: Content, hard: bool) -> None:
    content = Content("zh_CN", (), HARD) if hard else ours
    store = storage("csvl10n").csvfile.parsestring(written(content, "weblate"))
    assert [
        (u.context, u.source, u.target, u.isfuzzy(), u.developer_comments, u.translator_comments)
        for u in store.units
    ] == [(t.key, t.source, t.target, t.fuzzy, t.note, t.comment) for t in content.translations]


@pytest.mark.parametrize("hard", [False, True], ids=["ours", "hard"])
def test_tmx(ours: Content, hard: bool) -> None:
    content = Content("zh_CN", (), tuple(t._replace(fuzzy=False) for t in HARD)) if hard else ours
    store = storage("tmx").tmxfile.parsestring(written(content, "tmx"))
    store.settargetlanguage("zh-CN")
    finished = [t for t in content.translations if t.target and not t.fuzzy]
    assert [(u.getcontext(), u.source, u.target) for u in store.units] == [
        (t.key, t.source, t.target) for t in finished
    ]
    assert all(u.getid() == t.key for u, t in zip(store.units, finished, strict=True) if t.key)
    for unit, text in zip(store.units, finished, strict=True):
        assert unit.getnotes() == "\n".join(filter(None, (text.note, text.comment)))


def test_tbx(ours: Content) -> None:
    store = storage("tbx").tbxfile.parsestring(written(ours, "tbx"), "en", "zh-CN")
    assert len(store.units) == len(ours.concepts)
    for unit, concept in zip(store.units, ours.concepts, strict=True):
        source, target = concept.source, concept.target
        assert unit.getid() == concept.id
        assert (unit.source, unit.target) == (source.preferred, target.right[0])
        assert [term.text for term in unit.get_source_terms()] == list(source.right)
        assert [(term.text, term.deprecated) for term in unit.get_target_terms()] == [
            *((text, False) for text in target.right),
            *((text, True) for text in target.deprecated),
        ]
        described = unit.getnotes("definition").split("\n")
        assert described[0] == concept.subject
        # What repeats, it gives once.
        shown = dict.fromkeys(text for text in (source.definition, target.definition) if text)
        assert " ".join(described[1:]).split() == " ".join(shown).split()


STRUCTURE = {
    "tbx": """
        <!ELEMENT martif (martifHeader, text)>
        <!ATTLIST martif type CDATA #REQUIRED xml:lang CDATA #REQUIRED>
        <!ELEMENT martifHeader (fileDesc, encodingDesc?)>
        <!ELEMENT fileDesc (titleStmt?, sourceDesc+)>
        <!ELEMENT titleStmt (title)> <!ELEMENT title (#PCDATA)>
        <!ELEMENT sourceDesc (p+)> <!ELEMENT encodingDesc (p+)>
        <!ELEMENT p (#PCDATA)> <!ATTLIST p type (XCSURI) #IMPLIED>
        <!ELEMENT text (body)> <!ELEMENT body (termEntry+)>
        <!ELEMENT termEntry ((descrip | descripGrp)*, langSet+)>
        <!ATTLIST termEntry id ID #IMPLIED>
        <!ELEMENT langSet ((descrip | descripGrp)*, tig+)>
        <!ATTLIST langSet xml:lang CDATA #REQUIRED>
        <!ELEMENT descripGrp (descrip)>
        <!ELEMENT descrip (#PCDATA)>
        <!ATTLIST descrip type (definition | subjectField) #REQUIRED>
        <!ELEMENT tig (term, termNote*)> <!ELEMENT term (#PCDATA)>
        <!ELEMENT termNote (#PCDATA)> <!ATTLIST termNote type (administrativeStatus) #REQUIRED>
    """,
    "tmx": """
        <!ELEMENT tmx (header, body)> <!ATTLIST tmx version (1.4) #REQUIRED>
        <!ELEMENT header EMPTY>
        <!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
          segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED
          adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
        <!ELEMENT body (tu*)>
        <!ELEMENT tu ((note | prop)*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED>
        <!ELEMENT note (#PCDATA)>
        <!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
        <!ELEMENT tuv ((note | prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
        <!ELEMENT seg (#PCDATA)>
    """,
}


@pytest.mark.parametrize("name", STRUCTURE)
def test_the_structure_is_what_the_standard_allows(ours: Content, name: str) -> None:
    etree = import_module("lxml.etree")  # translate-toolkit brings it
    structure = etree.DTD(io.StringIO(STRUCTURE[name]))
    assert structure.validate(etree.fromstring(written(ours, name))), structure.error_log


def test_glossary_of_omegat(ours: Content) -> None:
    store = storage("omegat").OmegaTFile()
    store.parse(written(ours, "omegat"))
    back = exchange.read("x", written(ours, "omegat"), "omegat", "zh_CN")
    assert [(u.source, u.target, u.getnotes()) for u in store.units] == [
        (c.source.preferred, c.target.preferred, c.target.definition) for c in back.concepts
    ]
    assert len(store.units) > len(ours.concepts)


@pytest.mark.parametrize("name", ["deepl", "google"])
def test_pairs(ours: Content, name: str) -> None:
    store = storage("csvl10n").csvfile(fieldnames=["source", "target", "x", "y"])
    store.parse(written(ours, name))
    rows = list(csv.reader(io.StringIO(written(ours, name).decode(), newline="")))
    assert [(u.source, u.target) for u in store.units] == [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_a_catalog_that_weblate_saves_is_the_same(path: Path) -> None:
    """With the line wrapping that docs/weblate.md sets."""
    store: Any = storage("pypo").pofile()
    store.wrapper.width = component()["file_format_params"]["po_line_wrap"]
    store.parse(path.read_bytes())
    assert bytes(store) == path.read_bytes()


def component() -> dict[str, Any]:
    text = (ROOT / "docs" / "weblate.md").read_text(encoding="utf-8")
    match = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert match
    value: dict[str, Any] = json.loads(match[1])
    return value


def test_the_component_of_the_documentation_fits_the_project() -> None:
    settings = component()
    assert (ROOT / settings["new_base"]).is_file()
    assert (settings["file_format"], settings["template"]) == ("po", "")
    language = re.compile(settings["language_regex"])
    found = {path.parent.parent.name for path in ROOT.glob(settings["filemask"])}
    assert {name for name in found if language.match(name)} == found - {"en"}
    assert "zh_CN" in found
