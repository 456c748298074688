"""`catalog`: each action, and its `--check`, which changes nothing."""

from __future__ import annotations

import gettext
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ROOT, on_a_terminal, run, write_glossary

from ebpf_glossary import cli
from ebpf_glossary.catalogs import MoFile
from ebpf_glossary.po import dump_po, read_po

PROGRAM = [str(Path(sys.executable).with_name("ebpf-glossary"))]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_glossary(tmp_path, one=("One", ""), two=("Two", ""))
    (tmp_path / "babel.cfg").write_text("[ebpf_glossary: data/**.yaml]\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "ours"\nversion = "3"\nurls = {Issues = "https://bugs.example.net"}\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C")
    return tmp_path


def catalog(*arguments: str) -> int:
    return cli.main(["catalog", *arguments])


def po(project: Path, language: str) -> Path:
    return project / "locale" / language / "LC_MESSAGES" / "ebpf_glossary.po"


def contents(project: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in project.rglob("*.*o*") if path.is_file()}


def change_english(project: Path) -> None:
    source = project / "data" / "projects" / "tools.yaml"
    source.write_text(source.read_text("utf-8").replace("About", "Around"), encoding="utf-8")


@pytest.mark.parametrize(
    ("action", "before"),
    [
        (["extract"], []),
        (["update"], [["new", "zh_CN"]]),
        (["new", "zh_CN"], [["extract"]]),
        (["compile"], [["new", "zh_CN"]]),
    ],
    ids=lambda action: action[0] if action and isinstance(action[0], str) else "",
)
def test_check_changes_nothing(
    project: Path, action: list[str], before: Sequence[list[str]]
) -> None:
    for each in before:
        assert catalog(*each) == 0
    if action == ["update"]:
        change_english(project)
    was = contents(project)
    assert catalog(*action, "--check") == 1
    assert contents(project) == was
    assert catalog(*action) == 0
    assert contents(project) != was
    was = contents(project)
    assert catalog(*action, "--check") == 0
    assert contents(project) == was


def test_a_new_language(project: Path) -> None:
    for language, forms in {
        "zh_CN": "nplurals=1; plural=0;",
        "de": "nplurals=2; plural=(n != 1);",
        "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
        "(n%100<10 || n%100>=20) ? 1 : 2);",
    }.items():
        assert catalog("new", language) == 0
        made = read_po(str(po(project, language)))
        assert made.metadata["Plural-Forms"] == forms
        assert made.metadata["Language"] == language
        assert made.metadata["Project-Id-Version"] == "ours 3"
        assert [entry.msgstr for entry in made] == [""] * 5
        if shutil.which("msgfmt") and shutil.which("i18nspector"):
            run("msgfmt", "--check", "--output-file=/dev/null", po(project, language))
            assert run("i18nspector", po(project, language)) == ""
            text = po(project, language).read_text(encoding="utf-8")
            assert run("msgcat", "--no-wrap", po(project, language)) == text


def test_a_language_that_cannot_be_new(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert catalog("new", "zh-CN") == 0
    was = contents(project)
    for tag, said in {
        "zh_CN": "There is a catalog already.",
        "xq": 'Babel knows no language "xq".',
        "../x": "is not a language tag",
    }.items():
        assert catalog("new", tag) == 2
        assert said in capsys.readouterr().err
    assert contents(project) == was


def test_what_is_new_is_up_to_date(project: Path) -> None:
    (project / "babel.cfg").write_text("[python: a.py]\n", encoding="utf-8")
    (project / "a.py").write_text('ngettext("a file", "files", n)\n', encoding="utf-8")
    for language, forms in {"pl": 3, "ar": 6, "ja": 1, "pt_BR": 2}.items():
        assert catalog("new", language) == 0
        [message] = read_po(str(po(project, language)))
        assert message.msgstr_plural == dict.fromkeys(range(forms), "")
    assert catalog("update", "--check") == 0


def test_a_script_stands_where_gettext_looks_for_it(project: Path) -> None:
    assert catalog("new", "sr@latin") == 0
    assert read_po(str(po(project, "sr@latin"))).metadata["Language"] == "sr@latin"
    assert catalog("new", "sr") == 0
    assert catalog("update", "--lang", "sr_Latn", "--check") == 0


def test_a_project_without_an_address(project: Path) -> None:
    (project / "pyproject.toml").unlink()
    assert catalog("new", "de") == 0
    assert "EMAIL@ADDRESS" not in po(project, "de").read_text("utf-8")


def test_an_empty_catalog_gets_a_header(project: Path) -> None:
    assert catalog("new", "ja") == 0
    whole = read_po(str(po(project, "ja"))).metadata
    po(project, "ja").write_bytes(b"")
    assert catalog("update") == 0
    assert read_po(str(po(project, "ja"))).metadata.keys() == whole.keys()


def test_english_is_complete_at_once(project: Path) -> None:
    assert catalog("new", "en") == 0
    assert all(entry.msgstr == entry.msgid for entry in read_po(str(po(project, "en"))))


def test_only_one_language(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [catalog("new", language) for language in ("zh_CN", "zh_TW")] == [0, 0]
    capsys.readouterr()
    change_english(project)
    assert catalog("update", "--lang", "zh_TW") == 0
    said = capsys.readouterr().out.splitlines()  # in English: --lang is no output language here
    assert [Path(line).name for line in said] == [
        "ebpf_glossary.pot: updated",
        "ebpf_glossary.po: updated",
    ]
    assert "Around" in po(project, "zh_TW").read_text("utf-8")
    assert "Around" not in po(project, "zh_CN").read_text("utf-8")
    for tag in ("fr", "no language"):
        assert catalog("update", "--lang", tag) == 2


def test_what_is_compiled_is_what_was_translated(project: Path) -> None:
    assert catalog("new", "zh_CN") == 0
    path = po(project, "zh_CN")
    translated = read_po(str(path))
    for number, entry in enumerate(translated):
        entry.msgstr = f"译 {number}"
        entry.flags = ["fuzzy"] * (number == 0)
    path.write_text(dump_po(translated), encoding="utf-8")
    assert catalog("compile") == 0
    compiled = path.with_suffix(".mo")
    messages = MoFile(str(compiled), compiled.read_bytes())
    with compiled.open("rb") as file:
        theirs = gettext.GNUTranslations(file)
    for entry in translated:
        key = f"{entry.msgctxt}\x04{entry.msgid}"
        assert messages.get(key) == (None if entry.fuzzy else entry.msgstr)
        expected = entry.msgid if entry.fuzzy else entry.msgstr
        assert theirs.pgettext(entry.msgctxt, entry.msgid) == expected


def test_status(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert catalog("new", "zh_CN") == 0
    path = po(project, "zh_CN")
    half = read_po(str(path))
    for number, entry in enumerate(half):
        entry.msgstr = "译" if number < 4 else ""
        entry.flags = ["fuzzy"] * (number == 3)
    del half[-1:]  # a catalog that lacks a message is not complete
    path.write_text(dump_po(half), encoding="utf-8")
    capsys.readouterr()
    assert catalog("status", "--format", "json") == 0
    every, category, projects = json.loads(capsys.readouterr().out)
    assert every == {
        "language": "zh_CN",
        "kind": "",
        "translated": 3,
        "fuzzy": 1,
        "untranslated": 1,
        "total": 5,
        "percent": 60.0,
    }
    assert (category["kind"], category["percent"]) == ("category", 100.0)
    assert (projects["kind"], projects["percent"]) == ("project", 50.0)
    assert catalog("status", "--fail-under", "60") == 0
    assert catalog("status", "--fail-under", "60.1") == 1
    assert [catalog("status", "--fail-under", wrong) for wrong in ("nan", "101", "-1")] == [2] * 3
    assert catalog("status", "--check") == 1
    code, shown = on_a_terminal("catalog", "status", program=PROGRAM)
    assert code == 0
    assert "60.0   ████████████▒▒▒▒····" in shown
    assert catalog("status", "--lang", "fr") == 2


def test_status_of_our_own() -> None:
    assert catalog("status", str(ROOT), "--lang", "en", "--check") == 0
