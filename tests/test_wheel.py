"""What is installed answers as the checkout does."""

from __future__ import annotations

import json
import os
import re
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, run

ANSWERS = """
import json, sys
import ebpf_glossary as e
from ebpf_glossary.advice import advice_on
languages = [None, *e.languages(), "zh-TW", "fr"]
kinds = "project", "term", "reading"
queries = "bpf", "跟踪", "bpftol", "cilium", "映射", "verifer", "tc", "cilium/ebpf 纤毛", "播客"
answers = {
    "languages": e.languages(),
    "projects": [p.as_dict() for lang in languages for p in e.projects(lang)],
    "terms": [t.as_dict() for lang in languages for t in e.terms(lang)],
    "reading": [r.as_dict() for lang in languages for r in e.reading(lang)],
    "categories": [
        c.as_dict() for lang in languages for kind in kinds for c in e.categories(lang, kind=kind)
    ],
    "search": [[p.id for p in e.search(q, "zh", limit=None)] for q in queries],
    "search of a kind": [[p.id for p in e.search(q, kind=k)] for q in queries for k in kinds],
    "descriptions": [
        e.describe(name, "zh", kind=kind)
        for kind, names in {
            None: ("tc", "验证器", "eXpress Data Path", "libbpf/bpftool"),
            "project": ("tc", "perf"),
            "term": ("tc", "perf event"),
        }.items()
        for name in names
    ],
    "advice": [advice_on(t.id).as_dict() for t in e.terms()],
}
json.dump(answers, sys.stdout)
"""


def test_the_same_answers_compiled_and_from_source(wheel_python: str) -> None:
    compiled = json.loads(run(wheel_python, "-c", ANSWERS))
    source = json.loads(run(sys.executable, "-c", ANSWERS))
    assert compiled == source
    assert len(source["projects"]) >= 150 * 5


TEXTS_TO_CHECK = """
import json, sys
import ebpf_glossary as e
from ebpf_glossary.lexicon import lexicon_of
known = lexicon_of()
records = [repr(record) for record in (*known.cues, *(r.without(()) for r in known.records))]
texts = json.load(sys.stdin)
found = [[str(f) for f in e.check(zh, source=en or None, format="markdown")] for zh, en in texts]
places = [[(o.start, o.end, o.entry.id) for o in e.find(zh)] for zh, _ in texts]
lists = known.commands, known.words, known.syscalls
json.dump([e.__file__, records, found, places, lists], sys.stdout)
"""


def test_the_same_findings_compiled_and_from_source(wheel_python: str) -> None:
    """Over the examples of the lexicon, which are not in the wheel themselves."""
    from ebpf_glossary.lexicon import lexicon_of

    wrong = [rendering for record in lexicon_of().records for rendering in record.wrong]
    texts = [text for rendering in wrong for text in (rendering.bad, rendering.ok) if text]
    [packages] = Path(wheel_python).parent.parent.glob("lib/*/site-packages")
    results = []
    for path in (str(packages), str(ROOT / "src")):
        # Our own interpreter has the dependencies.
        command = [sys.executable, "-P", "-c", TEXTS_TO_CHECK]
        result = json.loads(
            run(*command, env=os.environ | {"PYTHONPATH": path}, input=json.dumps(texts))
        )
        assert result.pop(0).startswith(path)
        results.append(result)
    compiled, source = results
    examples = re.compile(r", bad=(Sentence\(.*?\)|None), ok=(Sentence\(.*?\)|None)\)(?=[,)])")
    assert compiled[0] == [examples.sub(", bad=None, ok=None)", each) for each in source[0]]
    assert compiled[1:] == source[1:]
    assert sum(map(bool, compiled[1])) > len(texts) // 3


def test_the_wheel_holds_what_is_compiled_and_no_source_of_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for module in ("project", "term", "reading", "category", "names", "advice", "lexicon", "index"):
        assert f"ebpf_glossary/_compiled/{module}.py" in names
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
    assert "不要译为：" in run(command, "describe", "verifier", "--lang", "zh")
    assert run(command, "list", "terms", "--lang", "zh").count("\n") > 300
    assert "Cilium" in run(command, "search", "cilium")
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
