"""`ebpf-glossary exchange`."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import polib
import pytest
from conftest import write_glossary, write_po

from ebpf_glossary.cli import main


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    write_glossary(tmp_path, one=("One", "uno"), two=("Two", ""))
    texts = {
        ("project.one.summary", "About One"): "关于 One",
        ("project.two.summary", "About Two"): "",
    }
    write_po(tmp_path, "zh_CN", texts)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["exchange", *map(str, arguments)])
    return code, *capsys.readouterr()


def po(glossary: Path) -> Path:
    return glossary / "locale" / "zh_CN" / "LC_MESSAGES" / "ebpf_glossary.po"


def test_what_a_text_needs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, said = run(capsys, "export", "--for", "The verifier of bpftool", "--lang", "zh")
    lines = [line.partition(" ≠ ")[0] for line in out.splitlines()]
    assert (code, said) == (0, "")
    assert lines[0].startswith("verifier = 验证器")
    assert lines[1] == "bpftool = bpftool"
    path = tmp_path / "page.md"
    path.write_text("The verifier of bpftool", encoding="utf-8")
    assert run(capsys, "export", "--for-file", path, "--lang", "zh") == (0, out, "")
    code, out, _ = run(capsys, "export", "deepl", "--for-file", path)
    assert out.splitlines() == ["verifier,验证器,EN,ZH", "bpftool,bpftool,EN,ZH"]


def test_there_and_back(capsys: pytest.CaptureFixture[str], glossary: Path) -> None:
    path = glossary / "out.csv"
    common = ("--glossary", glossary, "--lang", "zh")
    assert run(capsys, "export", "weblate", "--output", path, *common) == (0, "", "")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"About Two",""', '"About Two","关于 Two"'), encoding="utf-8")
    before = po(glossary).read_bytes()
    arguments = ("import", path, "--format", "weblate", *common)
    code, out, _ = run(capsys, *arguments, "--check")
    assert (code, po(glossary).read_bytes()) == (1, before)
    code, out, _ = run(capsys, *arguments)
    assert (code, out) == (0, "1 changed, 1 as they were, 0 left.\n")
    assert 'msgstr "关于 Two"' in po(glossary).read_text(encoding="utf-8")
    assert run(capsys, *arguments)[:2] == (0, "0 changed, 2 as they were, 0 left.\n")


def test_what_is_left_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], glossary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    path = glossary / "in.csv"
    path.write_text("One,一,EN,ZH\nThree,三,EN,ZH\n", encoding="utf-8")
    code, out, _ = run(capsys, "import", path, "--format", "deepl", "--glossary", glossary)
    assert code == 1
    assert out.splitlines() == [
        f"{path}:1: One: It is kept as it is in every language.",
        f"{path}:2: Three: No entry has this name.",
        "0 changed, 0 as they were, 2 left.",
    ]


def test_what_a_format_cannot_hold_is_told(
    capsys: pytest.CaptureFixture[str], glossary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    _, out, said = run(capsys, "export", "deepl", "--glossary", glossary)
    assert out == "One,One,EN,ZH\r\nuno,One,EN,ZH\r\nTwo,Two,EN,ZH\r\n"
    assert said == "1 left out, such as One: The format holds no definitions.\n"


def test_standard_input(
    capsys: pytest.CaptureFixture[str], glossary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO("source,target\nAbout Two,关于 Two\n".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    code, _, _ = run(capsys, "import", "-", "--format", "weblate", "--glossary", glossary)
    assert code == 0
    assert "关于 Two" in po(glossary).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "x.csv"), "Its name does not tell the format; give --format."),
        (("import", "missing.tmx"), "missing.tmx: Cannot be read"),
        (("import", "bad.tmx"), "bad.tmx:2: This is not XML: mismatched tag."),
        (("import", "bad.tmx", "--lang", "de"), 'There are no translations into "de".'),
        (("import", "bad.tmx", "--lang", "??"), '"??" is not a language tag.'),
        (("export", "xlsx"), "invalid choice"),
        (("export", "--for", "a", "--for-file", "b"), "not allowed with argument"),
        (("export", "--for-file", "missing"), "missing: Cannot be read"),
        (("export", "--glossary", "no"), "no"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    capsys: pytest.CaptureFixture[str],
    glossary: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.chdir(glossary)
    Path("bad.tmx").write_text("<tmx>\n<tu></tmx>", encoding="utf-8")
    before = po(glossary).read_bytes()
    where = () if "--glossary" in arguments else ("--glossary", str(glossary))
    code, out, complaint = run(capsys, *arguments, *where)
    assert (code, out) == (2, "")
    assert said in complaint
    assert len(complaint.splitlines()) == 1
    assert po(glossary).read_bytes() == before


def test_a_compiled_catalog_takes_nothing(
    capsys: pytest.CaptureFixture[str], glossary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    path = po(glossary)
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    path.unlink()
    code, _, said = run(capsys, "import", "x.tmx", "--glossary", glossary)
    assert (code, said.count("Only a .po file can take translations.")) == (2, 1)


def test_killed_at_any_moment_it_leaves_the_old_or_the_new(glossary: Path) -> None:
    path = glossary / "in.csv"
    path.write_text("source,target\nAbout Two,关于 Two\n", encoding="utf-8")
    arguments = ("import", path, "--format", "weblate", "--glossary", glossary)
    command = [sys.executable, "-m", "ebpf_glossary", "exchange", *map(str, arguments)]
    old = po(glossary).read_bytes()
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    took = time.monotonic() - started
    new = po(glossary).read_bytes()
    assert old != new
    for share in (0.6, 0.8, 0.9, 1.0):
        po(glossary).write_bytes(old)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            time.sleep(took * share)
            process.kill()
        assert po(glossary).read_bytes() in (old, new)


def test_a_pipe_without_chinese(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    out = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["exchange", "export", "tbx"]) == 2
    out.flush()
    assert out.buffer.getvalue() == b""


def test_export_is_a_command_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for command in (["export"], ["exchange", "export"]):
        assert main([*command, "--for", "The verifier rejects programs."]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] != ""
