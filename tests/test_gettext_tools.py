"""The tools of translators accept our catalogs, and would write them as we do."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import polib
import pytest
from conftest import BIN, CATALOGS, ROOT, run

from ebpf_glossary import workflow

TEMPLATE = ROOT / "locale" / "ebpf_glossary.pot"

catalogs = pytest.mark.parametrize("path", CATALOGS, ids=lambda path: str(path.relative_to(ROOT)))


def tool(name: str) -> str:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed (Debian: apt-get install gettext i18nspector)")
    return name


def test_there_are_both_languages() -> None:
    assert [path.parent.parent.name for path in CATALOGS] == ["en", "zh_CN"]


@catalogs
def test_msgfmt_accepts_it(path: Path) -> None:
    run(tool("msgfmt"), "--check", "--output-file=/dev/null", path)


@catalogs
def test_i18nspector_has_nothing_to_say(path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if k != "XDG_CACHE_HOME"}  # it needs one
    assert run(tool("i18nspector"), path, env=environ) == ""


@pytest.mark.parametrize("path", [TEMPLATE, *CATALOGS], ids=lambda path: path.name)
def test_msgcat_leaves_it_as_it_is(path: Path) -> None:
    assert run(tool("msgcat"), "--no-wrap", path) == path.read_text(encoding="utf-8")


@catalogs
def test_msgcmp_finds_all_messages_of_the_template(path: Path) -> None:
    run(tool("msgcmp"), path, TEMPLATE)


@catalogs
def test_translate_toolkit_counts_as_we_do(path: Path) -> None:
    header, counts = run(BIN / "pocount", "--csv", path).splitlines()[:2]
    counted = dict(zip(header.split(","), counts.rsplit(",", header.count(",")), strict=True))
    messages = str(len(polib.pofile(str(path))))
    assert counted["Translated Messages"] == counted["Total Message"] == messages


@catalogs
def test_translate_toolkit_finds_nothing_broken(path: Path) -> None:
    filters = ("untranslated", "isfuzzy", "variables", "urls", "emails", "tabs", "newlines")
    tests = [f"--test={each}" for each in filters]
    assert run(BIN / "pofilter", "--progress=none", *tests, path, "-").count("(pofilter)") == 0


@catalogs
def test_it_is_complete(path: Path) -> None:
    catalog = polib.pofile(str(path))
    assert catalog.percent_translated() == 100
    assert not catalog.fuzzy_entries()
    assert not catalog.obsolete_entries()


def test_everything_is_up_to_date() -> None:
    stale = [change.path for change in workflow.changes(str(ROOT)) if not change.current]
    assert not stale, "run: ebpf-glossary catalog update"


def contributing_command() -> list[str]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    match = re.search(r"^pybabel (extract (?:.*\\\n)*.*)$", text, re.MULTILINE)
    assert match
    return match[1].replace("\\\n", " ").split()


def test_pybabel_extract_reproduces_the_template(tmp_path: Path) -> None:
    command = contributing_command()
    output = tmp_path / "new.pot"
    command[command.index("locale/ebpf_glossary.pot")] = str(output)
    run(Path(sys.executable).with_name("pybabel"), "-q", *command, cwd=ROOT)
    date = re.compile(r'"POT-Creation-Date: .*\n')
    new, old = (date.sub("", path.read_text(encoding="utf-8")) for path in (output, TEMPLATE))
    assert new.rstrip("\n") == old.rstrip("\n")


def test_references_are_true() -> None:
    for entry in polib.pofile(str(TEMPLATE)):
        for path, line in entry.occurrences:
            if path.endswith(".yaml"):
                kind, _, key = entry.msgctxt.split(".")
                key = "name" if (kind, key) == ("term", "label") else key
                text = (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
                assert text.strip().startswith(f"{key}:"), (path, line, text)


def test_notes_reach_translators() -> None:
    catalog = polib.pofile(str(CATALOGS[1]))
    entry = catalog.find("project.weave-scope.description", by="msgctxt")
    assert entry is not None
    assert "keep them as they are" in entry.comment
