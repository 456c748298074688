"""What is installed answers as the checkout does."""

from __future__ import annotations

import json
import os
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, run

ANSWERS = """
import json, sys
import ebpf_glossary as e
languages = [None, *e.languages(), "zh-TW", "fr"]
answers = {
    "languages": e.languages(),
    "projects": [p.as_dict() for lang in languages for p in e.projects(lang)],
    "categories": [c.as_dict() for lang in languages for c in e.categories(lang)],
    "search": [[p.id for p in e.search(q, "zh")] for q in ("bpf", "跟踪", "bpftol", "cilium")],
}
json.dump(answers, sys.stdout)
"""


def test_the_same_answers_compiled_and_from_source(wheel_python: str) -> None:
    compiled = json.loads(run(wheel_python, "-c", ANSWERS))
    source = json.loads(run(sys.executable, "-c", ANSWERS))
    assert compiled == source
    assert len(source["projects"]) == 17 * 5


def test_the_wheel_holds_what_is_compiled_and_no_source_of_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "ebpf_glossary/_compiled.py" in names
    assert "ebpf_glossary/py.typed" in names
    for language in ("en", "zh_CN"):
        assert f"ebpf_glossary/locale/{language}/LC_MESSAGES/ebpf_glossary.mo" in names
    assert not [name for name in names if name.endswith((".yaml", ".po", ".pot"))]
    assert not [name for name in names if name.startswith(("tests/", "locale/", "docs/"))]


def test_the_wheel_comes_from_the_sdist_alone(wheel: Path) -> None:
    [sdist] = wheel.parent.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"hatch_build.py", "locale/ebpf_glossary.pot", "tests/test_wheel.py", "LICENSE"} <= names
    assert not [name for name in names if name.endswith((".mo", ".pyc"))]


def test_twice_to_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    environ = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path, ROOT)
    run(*command, env=environ)
    for first in sorted(wheel.parent.iterdir()):
        assert (tmp_path / first.name).read_bytes() == first.read_bytes()


def test_the_command_in_a_bare_environment(wheel_python: str) -> None:
    command = Path(wheel_python).with_name("ebpf-glossary")
    assert "内核社区" in run(command, "describe", "libbpf", "--lang", "zh")
    assert run(wheel_python, "-m", "ebpf_glossary", "--version").startswith("ebpf-glossary 0.")


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_plain_gettext_reads_the_installed_catalogs(wheel_python: str, lang: str) -> None:
    program = (
        "import gettext, ebpf_glossary as e;"
        f"t = gettext.translation(e.DOMAIN, e.LOCALE_DIR, ['{lang}']);"
        f"print(t.pgettext('project.bcc.summary', e.project('bcc').summary) =="
        f" e.project('bcc', '{lang}').summary)"
    )
    assert run(wheel_python, "-c", program) == "True\n"
