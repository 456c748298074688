"""What a program translates is protected, checked, fuzzy; what it does wrong costs one batch."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import polib
import pytest
from conftest import write_entries, write_glossary
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebpf_glossary import cli, workflow
from ebpf_glossary.po import dump_po, parse_po, read_po

PROGRAMS = Path(__file__).with_name("programs.py")
NAMES = ("One", "Two", "Three", "Four", "Five")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_glossary(tmp_path, **{name.lower(): (name, "") for name in NAMES})
    (tmp_path / "babel.cfg").write_text("[ebpf_glossary: data/**.yaml]\n", encoding="utf-8")
    for change in workflow.created(str(tmp_path), "zh_CN"):
        change.write()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C")
    return tmp_path


def path_of(project: Path) -> Path:
    return project / "locale" / "zh_CN" / "LC_MESSAGES" / "ebpf_glossary.po"


def command(way: str) -> str:
    return shlex.join([sys.executable, str(PROGRAMS), way])


def run(way: str, *more: str) -> int:
    arguments = ["--batch", "2", "--timeout", "2", *more]
    return cli.main(["catalog", "pretranslate", "--command", command(way), *arguments])


def test_everything_is_filled(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("well", "--origin", "a  machine") == 0
    assert capsys.readouterr().out.startswith("11 of 11 messages filled")
    catalog = read_po(str(path_of(project)))
    assert all(entry.fuzzy and entry.msgstr for entry in catalog)
    [entry] = [each for each in catalog if each.msgctxt == "project.two.summary"]
    assert entry.msgstr == "译文 About Two 完"
    assert entry.tcomment.startswith("Pretranslated by a machine;")
    assert run("well") == 0
    assert capsys.readouterr().out.startswith("0 of 0 messages filled")


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("dies", "failed with code 3: out of memory"),
        ("crashes", "was ended by signal 9."),
        ("hangs", "took longer than 2 seconds"),
        ("chatters", "failed with code"),
        ("raves", "Not an answer: no json"),
    ],
)
def test_a_bad_program_costs_its_batches(
    project: Path, capsys: pytest.CaptureFixture[str], way: str, said: str
) -> None:
    assert run(way) == 1
    assert said in capsys.readouterr().err
    catalog = read_po(str(path_of(project)))
    missing = [entry.msgid for entry in catalog if not entry.msgstr]
    assert {text for text in missing if "Three" in text}
    assert len(missing) <= 4  # two batches of two are asked about it
    assert run("well") == 0
    assert all(entry.msgstr for entry in read_po(str(path_of(project))))


def test_what_translators_wrote_meanwhile_is_kept(project: Path) -> None:
    path = path_of(project)
    editor = project / "editor.py"
    editor.write_text(
        f"import sys; sys.path.insert(0, {str(PROGRAMS.parent)!r})\n"
        "import programs\n"
        f"path = {str(path)!r}\n"
        "text = open(path, encoding='utf-8').read()\n"
        'new = text.replace(\'msgid "About Five"\\nmsgstr ""\', '
        '\'msgid "About Five"\\nmsgstr "由人翻译"\')\n'
        "open(path, 'w', encoding='utf-8').write(new)\n"
        "programs.main('well')\n",
        encoding="utf-8",
    )
    edited = shlex.join([sys.executable, str(editor)])
    cli.main(["catalog", "pretranslate", "--command", edited, "--batch", "4"])
    [entry] = [each for each in read_po(str(path)) if each.msgid == "About Five"]
    assert (entry.msgstr, entry.fuzzy) == ("由人翻译", False)


def test_what_is_hidden_comes_back_or_is_noted(project: Path) -> None:
    source = project / "data" / "projects" / "tools.yaml"
    text = source.read_text(encoding="utf-8").replace("About Two", "Run `two` on Cilium")
    source.write_text(text, encoding="utf-8")
    for change in workflow.changes(str(project)):
        change.write()
    path = path_of(project)
    before = path.read_text(encoding="utf-8")
    assert run("well") == 0
    assert 'msgstr "译文 Run `two` on Cilium 完"' in path.read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    assert run("strips") == 0
    [entry] = [each for each in read_po(str(path)) if each.msgid == "Run `two` on Cilium"]
    assert '- lost: "`two`"' in entry.tcomment.split("\n")


def test_what_the_glossary_itself_says_is_kept(project: Path) -> None:
    """Its names are hidden, its terms told to the program, its settings those of the check."""
    write_entries(project, "terms", "name", ring=("ring", None))
    (project / "pyproject.toml").write_text(
        '[tool.ebpf-glossary]\nignore = ["missing-space"]\n', encoding="utf-8"
    )
    source = project / "data" / "projects" / "tools.yaml"
    text = source.read_text(encoding="utf-8").replace("name: Two", "name: Twobuf")
    source.write_text(text.replace("About Two", "The ring of Twobuf"), encoding="utf-8")
    for change in workflow.changes(str(project)):
        change.write()
    catalog = read_po(str(path_of(project)))
    for entry in catalog:
        if entry.msgctxt == "term.ring.label":
            entry.msgstr = "环"
    path_of(project).write_text(dump_po(catalog), encoding="utf-8")
    assert run("shows") == 0
    [entry] = [e for e in read_po(str(path_of(project))) if e.msgid == "The ring of Twobuf"]
    assert entry.msgstr == "{'ring': '环'} The ring of Twobuf"
    assert "missing-space" not in entry.tcomment


def test_the_program_is_not_told_what_is_not_translated(project: Path) -> None:
    path = path_of(project)
    for change in workflow.created(str(project), "pl"):
        change.write()
    path.unlink()
    source = project / "data" / "projects" / "tools.yaml"
    text = source.read_text(encoding="utf-8").replace("About Two", "About the verifier")
    source.write_text(text, encoding="utf-8")
    for change in workflow.changes(str(project)):
        change.write()
    assert run("shows") == 0
    polish = read_po(str(path_of(project)).replace("zh_CN", "pl"))
    [entry] = [each for each in polish if each.msgid == "About the verifier"]
    assert entry.msgstr == "{} About the verifier"


@pytest.mark.parametrize("wrong", [["--batch", "0"], ["--timeout", "nan"], ["--timeout", "0"]])
def test_wrong_options(project: Path, wrong: list[str]) -> None:
    assert run("well", *wrong) == 2


def test_no_such_program(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("/no/such/program", "'"):
        assert cli.main(["catalog", "pretranslate", "--command", name]) == 2
    assert "cannot be started" in capsys.readouterr().err
    assert cli.main(["catalog", "pretranslate", "--lang", "fr", "--command", "true"]) == 2


def test_a_program_that_never_answers_is_not_asked_forever(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["--command", "false", "--batch", "1"]
    assert cli.main(["catalog", "pretranslate", *said]) == 1
    assert capsys.readouterr().err.count("failed with code 1") == 3


# Killed at any moment.

moments = st.floats(0.0, 1.0)
killing = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def killed_after(seconds: float, *arguments: str) -> None:
    program = [sys.executable, "-m", "ebpf_glossary", "catalog", *arguments]
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


@killing
@given(moment=moments)
def test_pretranslate_killed_at_any_moment(project: Path, moment: float) -> None:
    path = path_of(project)
    was = {e.msgid: e.msgstr for e in parse_po("x.po", path.read_bytes())}
    killed_after(
        moment * 1.5, "pretranslate", "--batch", "1", "--command", command("well"), str(project)
    )
    content = path.read_bytes()
    catalog = parse_po("x.po", content)
    assert dump_po(catalog).encode() == content
    assert len(catalog) == len(was)
    for entry in catalog:
        assert not was[entry.msgid] or entry.msgstr == was[entry.msgid]
        assert not entry.msgstr or (entry.fuzzy and entry.msgstr.endswith("完"))


@killing
@given(moment=moments, number=st.integers(0, 10**9))
def test_update_killed_at_any_moment(project: Path, moment: float, number: int) -> None:
    path = path_of(project)
    catalog = read_po(str(path))
    for entry in catalog:
        entry.msgstr, entry.flags = f"{entry.msgid} 译", []
        entry.previous_msgid = None
    path.write_text(dump_po(catalog), encoding="utf-8")
    source = project / "data" / "projects" / "tools.yaml"
    lines = source.read_text(encoding="utf-8").split("\n")
    lines = [f"    summary: Of {number}" if "summary:" in line else line for line in lines]
    source.write_text("\n".join(lines), encoding="utf-8")
    files = [project / "locale" / "ebpf_glossary.pot", path]
    old = [file.read_bytes() for file in files]
    killed_after(moment * 0.8, "update", str(project))
    now = [file.read_bytes() for file in files]
    new = [change.content for change in workflow.changes(str(project))]
    for before, after, whole in zip(old, now, new, strict=True):
        assert after == before or without_date(after) == without_date(whole)


def without_date(content: bytes) -> list[bytes]:
    return [line for line in content.split(b"\n") if b"POT-Creation-Date" not in line]


def test_plurals_and_line_ends(project: Path) -> None:
    files = (project / "locale" / "ebpf_glossary.pot", path_of(project))
    for path in files:
        catalog = read_po(str(path))
        forms = {0: ""} if path.suffix == ".po" else {0: "", 1: ""}
        catalog.append(polib.POEntry(msgid="a\n", msgid_plural="b\n", msgstr_plural=forms))
        path.write_text(dump_po(catalog), encoding="utf-8")
    assert run("well") == 0
    [entry] = [each for each in read_po(str(path_of(project))) if each.msgid_plural]
    assert entry.msgstr_plural == {0: "译文 b\n 完\n"}
