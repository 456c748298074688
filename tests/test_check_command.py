"""`check` and `rule`: what they say, what they change, and how they end.

Most of it is shown with the one rule `extra-space`, so that it holds whatever the others find.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import BAD, GOOD, environ, on_a_terminal, write
from hypothesis import given
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary import files, report, rules
from ebpf_glossary.cli import check as command
from ebpf_glossary.cli import main
from ebpf_glossary.cli.terminal import Terminal
from ebpf_glossary.columns import width
from ebpf_glossary.segments import Applicability, Document, Edit, Finding, Fix, Message

BOM = "\ufeff"
PO_HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


pytestmark = pytest.mark.usefixtures("here")


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return the exit code, standard output and standard error of a check for spaces."""
    code = main(["check", "--select", "extra-space", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def check_input(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    *arguments: str,
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    return check(capsys, "-", *arguments)


# What is shown.


def test_a_finding_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", "# 好\n\n" + BAD)
    assert check(capsys, "a.md") == (
        1,
        "a.md:3:3: extra-space: More than one space in a sentence.\n"
        "    借助  BTF 移植\n"
        "        ^^\n"
        '    fix (safe): "  " → " "\n',
        "1 found in 1 files; 1 can be fixed.\n",
    )


def test_nothing_found(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", GOOD)
    assert check(capsys, "a.md") == (0, "", "")
    assert check(capsys, "a.md", "--statistics") == (0, "", "")
    assert check(capsys, "a.md", "--format", "json") == (0, "[]\n", "")
    assert check(capsys, "a.md", "--fix") == (0, "", "")
    assert check(capsys, "a.md", "--diff") == (0, "", "")


def test_nothing_to_check(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.py")
    assert check(capsys) == (0, "", "No files to check.\n")
    assert check(capsys, "a.py")[0] == 1


def finding(start: int, end: int, *edits: Edit, message: str = "It is wrong.") -> Finding:
    fix = Fix(edits, Applicability.SAFE) if edits else None
    evidence = (Message("Because of {it}.", it="\x1b[31m"),)
    return Finding("some-rule", start, end, Message(message), evidence, fix)


def shown(text: str, found: Finding, columns: int | None = None) -> list[str]:
    lines = report.Lines(text)
    return report.as_text("x.md", lines, found, str, explain=True, columns=columns).splitlines()


line = st.text(alphabet="ab 中，😀\x1b\u200b\u0301\u3000\t\x9b\u202e", max_size=200)


@given(line, line, line, st.integers(0, 200))
def test_marks_stand_below_what_was_found(
    before: str, marked: str, after: str, columns: int
) -> None:
    text = f"前\n{before}{marked}{after}\r\n后"
    start = 2 + len(before)
    _, line, marks, _ = shown(text, finding(start, start + len(marked)), columns)
    assert line.startswith("    ")
    assert (line + marks).isprintable() or "\u3000" in line
    room = max(min(columns or 200, report.LONGEST_LINE), 24)
    assert max(width(line), width(marks)) <= room + 1
    blank, carets = re.fullmatch("( +)(\\^+)", marks).groups()  # type: ignore[union-attr]
    ends = {width(line[:n]): n for n in range(len(line) + 1)}
    assert len(blank) in ends
    if width(report.visible(before + marked + after)) <= room - 4:
        assert line == "    " + report.visible(before + marked + after)
        assert len(blank) == 4 + width(report.visible(before))
        assert len(carets) == max(width(report.visible(marked)), 1)
    elif marked:
        first = next(n for n in range(len(line) + 1) if width(line[:n]) == len(blank))
        assert line[first:][:1] in (*report.visible(marked)[:1], "…", "\u0301")


def test_a_long_line_is_shown_around_the_place() -> None:
    text = "一" * 5000 + "\x1b错误" + "二" * 5000
    _, line, marks, _ = shown(text, finding(5000, 5003), 80)
    assert line.startswith("    …一")
    assert line.endswith("二…")
    assert "\\x1b错误" in line
    assert marks.strip() == "^" * 8
    _, line, marks, _ = shown(text, finding(9, 9000), 80)
    assert line.startswith("    一一一一一一一一一一")
    assert line.endswith("…")
    assert len(marks) == width(line) <= 80


def test_a_finding_over_several_lines() -> None:
    _, line, marks, fix, _ = shown("一二\r\n三四", finding(1, 5, Edit(1, 5, "\n")))
    assert (line, marks) == ("    一二", "      ^^")
    assert fix == '    fix (safe): "二\\r\\n三" → "\\n"'


def test_a_finding_at_the_end() -> None:
    assert shown("一", finding(1, 1))[1:3] == ["    一", "      ^"]
    assert shown("", finding(0, 0))[1:3] == ["    ", "    ^"]
    assert shown("一\n", finding(2, 2))[0].startswith("x.md:2:1: ")


def test_what_a_file_says_never_controls_the_terminal() -> None:
    text = "一\x1b[31m二\x9b\u202e三\x07"
    found = finding(0, 5, Edit(0, 5, "\x1b]0;x\x07"), message="It is \x1b[1m\r\nwrong.")
    said = report.as_text("\x1b\n.md", report.Lines(text), found, str, explain=True)
    assert said.replace("\n", "").isprintable()
    assert said.count("\n") == 4


def test_a_huge_replacement_is_cut() -> None:
    *_, fix, _ = shown("一" * 9999, finding(0, 9999, Edit(0, 9999, "二" * 9999)))
    assert width(fix) < 300


def test_evidence_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown("一", finding(0, 1))[-1] == "    - Because of \\x1b[31m."
    write("a.md")
    assert check(capsys, "a.md", "--explain")[0] == 1


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    text = "😀\r\n\r\n# 好\r\n\r\n😀 借助  BTF\x9b\u202e 移植"
    write("a.md", (BOM + text).encode())
    code, out, err = check(capsys, "a.md", "--format", "json")
    assert (code, err) == (1, "")
    assert out.replace("\n", "").isprintable()
    [found] = json.loads(out)
    assert found["path"] == "a.md"
    assert found["rule"] == "extra-space"
    assert text[found["start"] : found["end"]] == found["text"] == "  "
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (5, 5, 5, 7)
    [edit] = found["fix"]["edits"]
    assert (edit["start"], edit["end"], edit["text"]) == (found["start"], found["end"], " ")
    assert found["fix"]["applicability"] == "safe"


def test_json_of_what_a_terminal_would_obey(capsys: pytest.CaptureFixture[str]) -> None:
    data = ["\x00\x1b\x7f\x9b\u200b\u202e\u2028\ufeff\ud800\U000e0001", "中文😀"]
    said = report.as_json(data, is_ascii=False)
    assert said.replace("\n", "").isprintable()
    assert json.loads(said) == data
    assert "中文😀" in said
    assert report.as_json(data, is_ascii=True).isascii()


def test_json_is_whole_whatever_fails(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md")
    write("b.md", b"\xff")
    code, out, err = check(capsys, ".", "--format", "json")
    assert code == 2
    assert [found["path"] for found in json.loads(out)] == ["./a.md"]
    assert err == "./b.md:1: This is not UTF-8.\n"


def test_statistics(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", BAD + "\n验证器  拒绝了程序。\n")
    code, out, err = check(capsys, "a.md", "--statistics")
    assert (code, out) == (1, "Rule         Found  Fixable\nextra-space  2      2\n")
    assert err == "2 found in 1 files; 2 can be fixed.\n"
    code, out, err = check(capsys, "a.md", "--statistics", "--format", "json")
    assert json.loads(out) == [{"rule": "extra-space", "found": 2, "fixable": 2}]


# Fixing.


@pytest.mark.parametrize(
    "template",
    [
        "{}",
        BOM + "{}",
        "# 好\r\n\r\n{}",
        "{}\r\n\r\n好\n",
        "```\n中  文\r```\n\n{}",
        "\n\n{}\n\n\x0c",
    ],
)
def test_fixing_changes_nothing_else(
    template: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (template.format(text.strip()).encode() for text in (BAD, GOOD))
    path = write("a.md", bad)
    path.chmod(0o640)
    assert check(capsys, "a.md", "--fix") == (0, "", "1 fixed.\n")
    assert path.read_bytes() == good
    assert path.stat().st_mode & 0o777 == 0o640
    code, out, err = check_input(capsys, monkeypatch, bad, "--fix", "--input-format", "markdown")
    assert (code, out.encode(), err) == (0, good, "1 fixed.\n")


@pytest.mark.parametrize("mode", [[], ["--fix"], ["--unsafe-fixes"], ["--diff"]])
def test_a_file_without_findings_is_left_alone(
    mode: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    content = (BOM + "好\r\n\n# 好\r" + GOOD.strip()).encode()
    path = write("a.md", content)
    os.utime(path, ns=(1_000_000_007, 2_000_000_009))
    before = path.stat()
    assert check(capsys, "a.md", *mode) == (0, "", "")
    after = path.stat()
    assert path.read_bytes() == content
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_without_fix_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    path = write("a.md")
    for mode in ([], ["--diff"], ["--diff", "--fix"], ["--statistics"], ["--explain"]):
        assert check(capsys, "a.md", *mode)[0] == 1
        assert path.read_text(encoding="utf-8") == BAD


def test_what_is_left_after_fixing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    text = BAD + "\n这是 (一个括号。\n"
    path = write("a.md", text)
    code = main(["check", "a.md", "--select", "extra-space,unbalanced-pair", "--fix"])
    out, err = capsys.readouterr()
    assert path.read_text(encoding="utf-8") == text.replace(BAD, GOOD)
    assert (code, out.count(".md:")) == (1, 1)
    assert out.startswith("a.md:3:4: unbalanced-pair")
    assert err == "1 fixed.\n1 found in 1 files; 0 can be fixed.\n"


def add_rule(
    monkeypatch: pytest.MonkeyPatch,
    bad: str,
    good: str,
    name: str = "bad",
    applicability: Applicability = Applicability.SAFE,
    mends: bool = False,
) -> None:
    """Add a rule that replaces one string by another."""

    def find(document: Document) -> Iterator[rules.Hit]:
        for match in re.finditer(re.escape(bad), document.text):
            yield rules.Hit(*match.span(), good)

    rules.load()
    rule = rules.Rule(name, "some", "Bad.", "", (), find, applicability, True, mends)
    monkeypatch.setitem(rules.RULES, name, rule)


def test_a_fix_that_is_refused_keeps_no_other_from_its_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_rule(monkeypatch, "`", "", "harmful")
    add_rule(monkeypatch, "坏", "好", "harmless")
    add_rule(monkeypatch, "\\*", "*", "mending", mends=True)
    text = "用 `ls` 查看。\n\n" + "坏东西。\n\n" * 300 + "\\*好\\*\n"
    path = write("a.md", text)
    assert main(["check", "--select=harmful,harmless,mending", "a.md", "--fix"]) == 1
    assert path.read_text(encoding="utf-8") == text.replace("坏", "好").replace("\\*", "*")
    assert capsys.readouterr().err.startswith("302 fixed.\n2 found")


def test_unsafe_fixes_are_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.md", "坏东西\n")
    add_rule(monkeypatch, "坏", "好", applicability=Applicability.UNSAFE)
    assert main(["check", "--select=bad", "a.md", "--fix"]) == 1
    assert "fix (unsafe)" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == "坏东西\n"
    assert main(["check", "--select=bad", "a.md", "--diff"]) == 0
    assert main(["check", "--select=bad", "a.md", "--diff", "--unsafe-fixes"]) == 1
    assert "+好东西\n" in capsys.readouterr().out
    assert main(["check", "--select=bad", "a.md", "--unsafe-fixes"]) == 0
    assert path.read_text(encoding="utf-8") == "好东西\n"


def test_links_stay_links(capsys: pytest.CaptureFixture[str]) -> None:
    target = write("real/a.md")
    Path("link.md").symlink_to("real/a.md")
    assert check(capsys, "link.md", "--fix")[0] == 0
    assert Path("link.md").is_symlink()
    assert target.read_text(encoding="utf-8") == GOOD


def test_a_file_is_fixed_once_whatever_leads_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md")
    Path("b.md").symlink_to("a.md")
    assert check(capsys, ".", "a.md", "b.md")[1].count("extra-space") == 1
    assert check(capsys, ".", "a.md", "--diff")[1].count("---") == 1
    assert check(capsys, ".", "a.md", "b.md", "--fix") == (0, "", "1 fixed.\n")


def test_a_file_called_like_the_input(capsys: pytest.CaptureFixture[str]) -> None:
    path, dash = write("standard input"), write("-")
    assert check(capsys, "standard input", "./-", "--fix") == (0, "", "2 fixed.\n")
    assert path.read_text(encoding="utf-8") == dash.read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize("count", [1, 2, 3])
def test_killing_leaves_old_or_new(count: int) -> None:
    paths = [write(f"{name}.md", f"{BAD}\n{name}。\n" + "内核程序。\n\n" * 1_000) for name in "abc"]
    program = f"""
import os, sys
from ebpf_glossary.cli import main
replace, calls = os.replace, []
def dying(*paths):
    calls.append(paths)
    if len(calls) == {count}:
        os.kill(os.getpid(), 9)
    replace(*paths)
os.replace = dying
main(["check", "--select=extra-space", "--fix", "."])
"""
    before = {path.name: path.read_text(encoding="utf-8") for path in paths}
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert done.returncode == -9
    after = [path.read_text(encoding="utf-8") for path in paths]
    expected = [
        eg.fix(text, format="markdown", config=eg.Config(select=("extra-space",))).text
        for text in before.values()
    ]
    assert after == expected[: count - 1] + list(before.values())[count - 1 :]


# Bad input.


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("b.md", b"\n\xff", "b.md:2: This is not UTF-8."),
        ("b.md", BAD.encode()[:-2], "b.md:1: This is not UTF-8."),
        ("b.md", BAD.encode("gbk"), "b.md:1: This is not UTF-8."),
        ("b.md", BAD.encode("utf-16"), "b.md:1: This is binary, not text."),
        ("b.md", b"\x89PNG\r\n\x1a\n\0", "b.md:3: This is binary, not text."),
        ("b.md", b"ELF\n\0", "b.md:2: This is binary, not text."),
        ("b.po", 'msgid "a"\nmsgstr "b\n', "b.po:2: This is not a PO file that can be read."),
        ("b.po", PO_HEADER + "<<<<\n", "b.po:4: This is not a PO file that can be read."),
        ("b.po", PO_HEADER + PO_HEADER, "b.po:4: This message is defined twice."),
        ("b.po", PO_HEADER + BAD, "b.po:4: This is not a PO file that can be read."),
        ("b\x1b[31m.md", b"\xff", "b\\x1b[31m.md:1: This is not UTF-8."),
    ],
)
@pytest.mark.parametrize("mode", [[], ["--fix"], ["--diff"]])
def test_bad_input_is_one_sentence_and_the_others_are_checked(
    mode: list[str],
    name: str,
    content: str | bytes,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, path, last = write("a.md"), write(name, content), write("c.md")
    before = path.read_bytes()
    code, out, err = check(capsys, ".", *mode)
    assert code == 2
    assert err.splitlines()[0] == f"./{sentence}"
    assert path.read_bytes() == before
    fixed = GOOD if mode == ["--fix"] else BAD
    assert first.read_text(encoding="utf-8") == last.read_text(encoding="utf-8") == fixed
    assert out.count("./") == (0 if mode == ["--fix"] else 4 if mode else 2)
    assert sorted(os.listdir()) == sorted(["a.md", name, "c.md"])


def test_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md")
    Path("dangling.md").symlink_to("nowhere")
    Path("loop.md").symlink_to("loop.md")
    Path("folder").mkdir()
    Path("folder/up").symlink_to("..")
    code, out, err = check(capsys, ".", "none.md", "")
    assert (code, out.count("extra-space")) == (2, 1)
    assert err.splitlines() == [
        "./dangling.md: Cannot be read: No such file or directory.",
        "./loop.md: Cannot be read: Too many levels of symbolic links.",
        "none.md: Cannot be read: No such file or directory.",
        ": Cannot be read: No such file or directory.",
        "1 found in 1 files; 1 can be fixed.",
    ]


@pytest.mark.parametrize("path", ["nul\0.md", "x" * 300, "\ud800.md", "\x1b.md", "a\nb.md"])
def test_what_can_hardly_be_a_path(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = check(capsys, path)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err[:-1].isprintable()


def test_a_read_only_target(capsys: pytest.CaptureFixture[str]) -> None:
    path, other = write("a.md"), write("b.md")
    path.chmod(0o444)
    assert check(capsys, ".", "--fix") == (2, "", "./a.md: The file is read-only.\n1 fixed.\n")
    assert path.read_text(encoding="utf-8") == BAD
    assert other.read_text(encoding="utf-8") == GOOD
    path.write_text(GOOD, encoding="utf-8")
    assert check(capsys, ".", "--fix") == (0, "", "")


def test_a_full_disk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = write("a.md")
    monkeypatch.setattr(os, "replace", refuse)
    code, out, err = check(capsys, "a.md", "--fix")
    assert (code, out) == (2, "")
    assert err == "a.md: Cannot be written: No space left on device.\n"
    assert path.read_text(encoding="utf-8") == BAD
    assert os.listdir() == ["a.md"]


def test_megabytes_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", "内核 BPF 程序，" * 500_000 + BAD + "\n" + "a" * 3_000_000)
    code, out, _ = check(capsys, "a.md")
    assert code == 1
    assert out.startswith("a.md:1:5000003: extra-space")
    assert max(map(width, out.splitlines())) < 200


@pytest.mark.parametrize(
    "character", ["(", "的", "*", "`", "<!--", ">", "- ", "|", "[", "\\", "::"]
)
@pytest.mark.parametrize("extension", ["md", "rst", "txt"])
def test_one_thing_without_end(
    character: str, extension: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(f"a.{extension}", character * 20_000)
    write(f"b.{extension}", (character + "\n") * 2_000)
    assert check(capsys, ".", "--fix") == (0, "", "")


# Standard input.


def test_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = check_input(capsys, monkeypatch, BAD.encode())
    assert (code, err) == (1, "1 found in 1 files; 1 can be fixed.\n")
    assert out.startswith("standard input:1:3: extra-space")
    code, out, _ = check_input(capsys, monkeypatch, BAD.encode(), "--format=json")
    assert (code, json.loads(out)[0]["path"]) == (1, "-")
    assert check_input(capsys, monkeypatch, GOOD.encode()) == (0, "", "")
    bad = check_input(capsys, monkeypatch, b"\n\xff")
    assert bad == (2, "", "standard input:2: This is not UTF-8.\n")
    bad = check_input(capsys, monkeypatch, b'msgid "', "--input-format", "po", "--fix")
    assert bad == (2, "", "standard input:1: This is not a PO file that can be read.\n")
    code, out, _ = check_input(capsys, monkeypatch, BAD.encode(), "--diff")
    assert (code, out.splitlines()[0]) == (1, "--- standard input")


def test_the_fixed_input_has_standard_output_for_itself(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = BAD + "\n这是 (一个括号。\n"
    for more in ([], ["--statistics"], ["--format", "json"], ["--explain"]):
        arguments = ["--fix", "--select", "unbalanced-pair", *more]
        code, out, err = check_input(capsys, monkeypatch, text.encode(), *arguments)
        assert (code, out) == (1, text.replace(BAD, GOOD))
        assert "unbalanced-pair" in err
    assert check_input(capsys, monkeypatch, GOOD.encode(), "--fix") == (0, GOOD, "")
    assert check_input(capsys, monkeypatch, b"", "--fix") == (0, "", "")


COMMAND = [sys.executable, "-m", "ebpf_glossary", "check", "--select", "extra-space"]


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-16"])
def test_data_is_utf_8_whatever_the_terminal_speaks(encoding: str) -> None:
    bad, good = (BOM + text.replace("\n", "\r\n") + "\u2028é" for text in (BAD, GOOD))
    env = environ(PYTHONIOENCODING=encoding)
    done = subprocess.run(
        [*COMMAND, "-", "--fix"], input=bad.encode(), capture_output=True, env=env, check=True
    )
    assert done.stdout == good.encode()
    done = subprocess.run(
        [*COMMAND, "-", "--diff"], input=bad.encode(), capture_output=True, env=env, check=False
    )
    assert f"-{bad[:-4]}\r\n+{good[:-4]}\r\n" in done.stdout.decode()
    done = subprocess.run(
        [*COMMAND, "-", "--format", "json"],
        input=bad.encode(),
        capture_output=True,
        env=env,
        check=False,
    )
    assert json.loads(done.stdout.decode(encoding))[0]["text"] == "  "


def test_a_closed_standard_input() -> None:
    shell = " ".join(COMMAND) + " - <&-"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, env=environ(), check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"standard input: Cannot be read: Bad file descriptor.\n"


# Diffs.

PATCH = shutil.which("patch")
diff_lines = st.lists(
    st.sampled_from(
        ["甲\n", "乙\n", "\n", "a\x0cb\u2028c\n", "d\r\n", *(f"{n}\n" for n in range(9))]
    ),
    max_size=30,
).map("".join)


def patched(before: str, diff: str) -> str:
    """Return what a diff makes of a text."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", before)
    result: list[str] = []
    position = 0
    hunk = re.compile(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n")
    parts = re.findall(r"[^\n]*\n", diff)[2:]
    for number, part in enumerate(parts):
        if match := hunk.match(part):
            start, length, new_start, _ = map(int, match.groups())
            begin = start - 1 if length else start
            result += lines[position:begin]
            position = begin
            assert len(result) == (new_start - 1 if int(match[4]) else new_start)
            continue
        if part.startswith("\\"):
            continue
        is_last = number + 1 < len(parts) and parts[number + 1].startswith("\\")
        content = part[1:-1] if is_last else part[1:]
        if part[0] in " -":
            assert lines[position] == content
            position += 1
        if part[0] in " +":
            result.append(content)
    return "".join(result + lines[position:])


@given(diff_lines, diff_lines, st.booleans(), st.booleans())
def test_a_diff_says_what_has_changed(before: str, after: str, cut: bool, new_cut: bool) -> None:
    before = before.rstrip("\n") if cut else before
    after = after.rstrip("\n") if new_cut else after
    assert patched(before, "".join(report.diff("x", before, after))) == after


@pytest.mark.skipif(PATCH is None, reason="patch is not here")
@pytest.mark.parametrize(
    "text", [BAD * 3 + "好\n" * 20 + BAD, BOM + BAD.replace("\n", "\r\n") + "好"]
)
def test_patch_takes_a_diff(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("a.md", text)
    arguments = ["check", "--select=extra-space", "a.md"]
    assert main([*arguments, "--diff"]) == 1
    out = capsys.readouterr().out
    assert path.read_bytes() == text.encode()
    subprocess.run(["patch", "--binary", "-s", "a.md"], input=out.encode(), check=True)
    patched = path.read_bytes()
    path.write_bytes(text.encode())
    main([*arguments, "--fix"])
    assert path.read_bytes() == patched != text.encode()


def test_a_diff_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", "".join(f"第{n}行\n\n" for n in range(50)) + BAD + "\n好\n")
    _, out, err = check(capsys, "a.md", "--diff")
    assert out.splitlines() == [
        "--- a.md",
        "+++ a.md",
        "@@ -98,6 +98,6 @@",
        " ",
        " 第49行",
        " ",
        "-" + BAD.strip(),
        "+" + GOOD.strip(),
        " ",
        " 好",
    ]
    assert err == ""


# Terminals.


EVIL = "借助  BTF\x1b[31m\x07\x9b\u202e 移植\r\x1b]0;x\x07\n"


@pytest.mark.parametrize("mode", [[], ["--diff"], ["--format=json"], ["--explain"]])
def test_a_terminal_is_not_controlled(mode: list[str]) -> None:
    write("a\x1b[31m.md", EVIL)
    write("b\x1b[31m.md", b"\xff")
    code, shown = on_a_terminal(".", *mode, NO_COLOR="1", program=COMMAND)
    assert code == 2
    assert shown.replace("\n", "").isprintable()
    assert ("text" if "json" in "".join(mode) else "BTF") in shown


def test_a_fixed_input_does_not_control_a_terminal() -> None:
    write("a.txt", EVIL)
    shell = ["sh", "-c", " ".join(COMMAND) + " - --fix < a.txt"]
    code, shown = on_a_terminal(program=shell, NO_COLOR="1")
    assert code == 0
    assert shown.startswith("借助 BTF\\x1b[31m\\x07\\x9b\\u202e 移植")
    assert shown.replace("\n", "").isprintable()


def test_lines_fit_the_terminal() -> None:
    write("a.md", "中文" * 40 + BAD)
    for columns in (40, 80, 100):
        _, shown = on_a_terminal("a.md", columns=columns, NO_COLOR="1", program=COMMAND)
        line, marks = shown.splitlines()[1:3]
        assert width(line) <= columns
        place = line.index("  BTF")
        assert width(line[:place]) == marks.index("^")


def test_the_place_is_bold_on_a_terminal() -> None:
    write("a.md")
    assert "\x1b[1ma.md:1:3: extra-space\x1b[0m: " in on_a_terminal("a.md", program=COMMAND)[1]
    assert "\x1b" not in on_a_terminal("a.md", NO_COLOR="1", program=COMMAND)[1]
    assert "\x1b" not in on_a_terminal("a.md", TERM="dumb", program=COMMAND)[1]


IMPATIENT = """
import sys
from ebpf_glossary.cli import check, main
check.PATIENCE = check.PAUSE = -1
sys.exit(main(["check", "--select=extra-space", *sys.argv[1:]]))
"""


def test_progress_is_shown_on_a_terminal_and_removed() -> None:
    for name in "abc":
        write(f"{name}.md", GOOD)
    write("d.md", b"\xff")
    code, shown = on_a_terminal(".", program=[sys.executable, "-c", IMPATIENT])
    assert code == 2
    *bars, last, rest = shown.split("\r\x1b[K")
    bars = [*bars, last]
    assert bars[1:] == [f"[{'#' * (n * 30 // 4):.<30}] {n}/4" for n in range(4)]
    assert rest == "./d.md:1: This is not UTF-8.\n"
    code, shown = on_a_terminal(".", program=COMMAND)
    assert shown == "./d.md:1: This is not UTF-8.\n"


def test_no_progress_where_nobody_watches(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "PATIENCE", -1)
    write("a.md", GOOD)
    assert check(capsys, ".") == (0, "", "")


def test_progress_is_removed_whatever_happens(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "PATIENCE", -1)
    monkeypatch.setattr(Terminal, "shows_progress", property(lambda _: True))
    monkeypatch.setattr(files, "read", interrupt)
    write("a.md")
    code, out, err = check(capsys, ".")
    assert (code, out) == (130, "")
    assert err.endswith("0/1\r\x1b[K")


def test_a_reader_that_leaves() -> None:
    for number in range(400):
        write(f"{number}.md", "好" * 50 + BAD)
    for mode in ("", "--diff", "--format=json"):
        shell = " ".join(COMMAND) + f" . {mode} | head -c 10"
        done = subprocess.run(["sh", "-c", shell], capture_output=True, env=environ(), check=False)
        assert len(done.stdout) == 10
        assert b"Traceback" not in done.stderr
        assert b"Exception" not in done.stderr


# Usage.


@pytest.mark.parametrize(
    "arguments",
    [["--format", "xml"], ["--input-format", "html"], ["--fixx"], ["--select"], ["--lang", "/"]],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md")
    code, out, err = check(capsys, "a.md", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("ebpf-glossary")
    assert err.count("\n") == 1


def test_formats_of_input(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", "```\n借助  BTF 移植\n```\n")
    assert check(capsys, "a.txt")[0] == 1
    assert check(capsys, "a.txt", "--input-format", "markdown")[0] == 0
    write("b.po", PO_HEADER + f'msgid "a"\nmsgstr "{BAD.strip()}"\n')
    code, out, _ = check(capsys, "b.po")
    assert (code, out.splitlines()[0].split(" ")[0]) == (1, "b.po:5:11:")
    assert check(capsys, "b.po", "--fix")[0] == 0


# `rule`.


def test_the_list_of_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    out, err = capsys.readouterr()
    heading, *lines = out.splitlines()
    assert heading.split() == ["Rule", "Family", "Fix", "Meaning"]
    assert [line.split()[0] for line in lines] == list(rules.load())
    assert err == ""


def test_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "duplicated-name"]) == 0
    out, _ = capsys.readouterr()
    rule = rules.load()["duplicated-name"]
    assert out.startswith("duplicated-name (names, on by default, fix: safe)\n" + rule.summary)
    for example in rule.examples:
        assert f"\n    Bad:  {report.visible(example.bad)}\n" in out
        assert f"\n    Good: {report.visible(example.good)}\n" in out
    assert not out.endswith("\n\n")


def test_a_family_and_all_rules(capsys: pytest.CaptureFixture[str]) -> None:
    known = rules.load()
    for arguments, names in {
        ("rule", "spacing"): [r.name for r in known.values() if r.family == "spacing"],
        ("rule", "--all"): list(known),
    }.items():
        assert main(arguments) == 0
        out, _ = capsys.readouterr()
        heads = re.findall(
            r"^([a-z-]+) \(\w+, o(?:n|ff) by default, fix: \w+\)$", out, re.MULTILINE
        )
        assert heads == names
        assert out.replace("\n", "").replace("\u3000", "").isprintable()


def test_an_unknown_rule(capsys: pytest.CaptureFixture[str]) -> None:
    for name, sentence in {
        "extra-spce": 'called "extra-spce". Did you mean extra-space?',
        "spacng": 'called "spacng". Did you mean spacing?',
        "\x1b" * 99: 'called "\\x1b',
        "": 'No rule or family is called "".',
        "多余空格": 'No rule or family is called "多余空格".',
    }.items():
        assert main(["rule", name]) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert sentence in err


def test_explanations_are_wrapped_on_a_terminal() -> None:
    program = [sys.executable, "-m", "ebpf_glossary", "rule", "duplicated-name"]
    code, shown = on_a_terminal(program=program, columns=60, NO_COLOR="1")
    assert code == 0
    assert max(map(width, shown.splitlines())) <= 60
    example = rules.load()["duplicated-name"].examples[0]
    assert f"\n    Bad:  {example.bad}\n    Good: {example.good}\n" in shown
