from __future__ import annotations

import argparse
import ast
import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, environ, on_a_terminal
from hypothesis import given
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary.cli import COMMANDS, main
from ebpf_glossary.cli.messages import ARGPARSE
from ebpf_glossary.columns import shorten, width, wrap
from ebpf_glossary.locales import ENVIRONMENT


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ENVIRONMENT, "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_describe(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = say(capsys, "describe", "cilium/ebpf", "--lang", "zh")
    project = eg.project("cilium/ebpf", "zh")
    assert (code, err) == (0, "")
    heading = f"cilium/ebpf（{project.category_label}）"
    assert out.startswith(f"{heading}\n\n{project.description}\n")
    assert all(link.url in out for link in project.links)
    assert f"许可证：{project.license}\n" in out
    assert f"实现语言：{'、'.join(project.written_in)}\n" in out


def test_describe_a_project_that_has_come_to_an_end(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, "describe", "weave scope")
    assert code == 0
    assert out.startswith("Weave Scope (Tracing, archived)\n")


def test_describe_a_term(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = say(capsys, "describe", "verifier", "--lang", "zh")
    assert (code, err) == (0, "")
    heading, _, definition, *_ = out.split("\n")
    assert heading.startswith("验证器 verifier（")
    assert definition == eg.term("verifier", "zh").definition
    [accepted] = re.findall("^也可译为：(.*)$", out, re.M)
    assert "校验器" in accepted.split("、")
    [avoid] = re.findall("^不要译为：(.*)$", out, re.M)
    assert "验证者" in avoid.split("、")
    assert re.search(r"^参见：.*寄存器（register）", out, re.M)
    assert "始于：Linux 3.18\n" in out
    assert say(capsys, "describe", "验证器", "--lang", "zh")[1] == out


def test_describe_a_term_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = say(capsys, "describe", "XDP", "--lang", "en")
    assert re.match(r"XDP \(.*, stays English\)\n", out)
    assert "Stands for: eXpress Data Path\n" in out
    _, out, _ = say(capsys, "describe", "map", "--lang", "en")
    assert out.startswith("map 映射 (")
    assert re.search("^Avoid in Chinese: .*地图", out, re.M)


def test_describe_of_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert say(capsys, "describe", "tc")[1].startswith("tc (")
    assert say(capsys, "describe", "tc", "--kind", "project")[1].startswith("iproute2 (")
    code, out, err = say(capsys, "describe", "cilium", "--kind", "term")
    assert (code, out) == (1, "")
    assert 'No entry is called "cilium"' in err


def test_describe_something_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    for reading in eg.reading("zh")[::10]:
        code, out, err = say(capsys, "describe", reading.id, "--lang", "zh")
        assert (code, err) == (0, "")
        assert out.startswith(f"{reading.title}（{reading.category_label}、")
        for fact in (reading.summary, reading.date, *reading.authors, *reading.links):
            assert fact in out
        _, out, _ = say(capsys, "describe", reading.id, "--kind=reading", "--format=json")
        assert json.loads(out) == eg.entry(reading.id).as_dict()


def test_describe_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, "describe", "bpftool", "--lang=zh", "--format=json")
    assert code == 0
    assert json.loads(out) == eg.project("bpftool", "zh").as_dict()
    assert "内核" in out
    _, out, _ = say(capsys, "describe", "map", "--lang=zh", "--format=json")
    term = json.loads(out)
    assert term.items() >= eg.term("map", "zh").as_dict().items()
    assert "地图" in term["avoid"]
    assert len(term["avoid"]) == len(term["reasons"])


def test_list_in_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = say(capsys, "list", "--lang", "zh")
    assert len(text.splitlines()) == 1 + len(eg.projects())
    _, out, _ = say(capsys, "list", "--lang", "zh", "--format", "json")
    assert json.loads(out) == [p.as_dict() for p in eg.projects("zh")]
    _, out, _ = say(capsys, "list", "--lang", "zh", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(r["id"], r["summary"]) for r in rows] == [(p.id, p.summary) for p in eg.projects("zh")]
    urls = {row["id"]: row["url"] for row in rows}
    assert urls["bcc"] == "https://github.com/iovisor/bcc"


@pytest.mark.parametrize("kind", ["terms", "reading"])
def test_list_of_other_kinds(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    entries = eg.terms("zh") if kind == "terms" else eg.reading("zh")
    command = ("list", kind, "--lang", "zh")
    code, text, err = say(capsys, *command)
    assert (code, len(text.splitlines()), err) == (0, 1 + len(entries), "")
    _, out, _ = say(capsys, *command, "--format", "json")
    assert json.loads(out) == [entry.as_dict() for entry in entries]
    _, out, _ = say(capsys, *command, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["id"] for row in rows] == [entry.id for entry in entries]
    assert all(isinstance(value, str) for row in rows for value in row.values())
    for category in eg.categories(kind="term" if kind == "terms" else "reading"):
        _, out, _ = say(capsys, *command, "--category", category.label, "--format", "json")
        assert {entry["category"] for entry in json.loads(out)} == {category.id}
    assert say(capsys, "list", kind, "--category", "gardening")[0] == 2


def test_terms_are_listed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for lang, headwords in (("zh", "验证器 verifier  "), ("en", "verifier 验证器  ")):
        _, out, _ = say(capsys, "list", "terms", "--lang", lang)
        assert [line for line in out.splitlines() if line.startswith(headwords)]


def test_columns_line_up(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = say(capsys, "list", "--lang", "zh")
    summaries = [p.summary for p in eg.projects("zh")]
    heading, *lines = out.splitlines()
    starts = {width(line[: line.index(s)]) for line, s in zip(lines, summaries, strict=True)}
    assert starts == {width(heading[: heading.index("简介")])}


def test_list_of_a_category(capsys: pytest.CaptureFixture[str]) -> None:
    count = len(eg.projects(category="networking"))
    for category in ("networking", "网络", "NETWORKING"):
        code, out, _ = say(capsys, "list", "--category", category, "--format", "csv")
        assert code == 0
        assert out.count(",networking,") == count
    code, out, err = say(capsys, "list", "--category", "gardening")
    assert (code, out) == (2, "")
    assert err.startswith('ebpf-glossary: No category is called "gardening".')
    assert "networking, " in err


def test_search(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, "search", "load", "balancing", "--lang", "zh")
    assert code == 0
    heading, first, *others = out.splitlines()
    assert heading.split() == ["名称", "类型", "类别", "简介"]
    assert first.startswith("负载均衡 load balancing  ")
    assert [line.split()[1:3] for line in others if line.startswith("Cilium")] == [["项目", "网络"]]
    code, out, _ = say(capsys, "search", "tc", "--kind", "project", "--format", "json")
    assert (json.loads(out)[0]["id"], json.loads(out)[0]["kind"]) == ("iproute2", "project")
    _, out, _ = say(capsys, "search", "bpf", "--format", "json", "--limit", "1000")
    assert {entry["kind"] for entry in json.loads(out)} >= {"project", "term"}
    code, out, err = say(capsys, "search", "zzzzqqqq")
    assert (code, out, err) == (1, "", "Nothing found.\n")
    code, out, _ = say(capsys, "search", "zzzzqqqq", "--format", "json")
    assert (code, json.loads(out)) == (1, [])
    code, out, _ = say(capsys, "search", "bpf", "--limit", "2", "--format", "json")
    assert len(json.loads(out)) == 2


def test_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert say(capsys, "describe", "clium", "--lang", "zh") == (
        1,
        "",
        "ebpf-glossary: 没有名为“clium”的条目。是不是想找 Cilium？\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["describe"],
        ["describe", "bpftool", "more"],
        ["frobnicate"],
        ["frobnicate", "list"],
        ["--nonsense", "list"],
        ["list", "--format", "xml"],
        ["list", "plants"],
        ["list", "terms", "projects"],
        ["describe", "tc", "--kind", "plant"],
        ["search", "tc", "--kind", ""],
        ["describe", "tc", "--format", "csv"],
        ["describe", "bpftool", "--lang"],
        ["describe", "bpftool", "--lang", "klingonish"],
        ["search", "x", "--limit", "-3"],
        ["search", "x", "--limit", "many"],
        ["list", "--cat", "other"],
        ["--nonsense"],
        ["catalog"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh_CN.UTF-8"])
def test_wrong_usage_is_one_sentence(
    arguments: list[str],
    lang: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", lang)
    code, out, err = say(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("ebpf-glossary")
    assert err.count("\n") == 1
    assert any("\u4e00" <= c <= "\u9fff" for c in err) == (lang != "en")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert say(capsys, "--version") == (0, f"ebpf-glossary {eg.__version__}\n", "")


@pytest.mark.parametrize("command", [None, *COMMANDS, "catalog update"])
def test_help_in_both_languages(
    command: str | None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = [*(command or "").split(), "--help"]
    code, english, err = say(capsys, *arguments)
    assert (code, err) == (0, "")
    assert english.isascii()
    assert english.startswith("usage: ebpf-glossary")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    code, chinese, err = say(capsys, *arguments)
    assert (code, err) == (0, "")
    assert chinese.startswith("用法：ebpf-glossary")
    assert "选项：" in chinese
    assert "show this help" not in chinese
    assert len(chinese.splitlines()) == pytest.approx(len(english.splitlines()), abs=6)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANGUAGE": "zh", "LC_ALL": "en_US"}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US"}, "zh"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US"}, "zh"),
        ({"LANG": "zh_SG.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "not/a/tag"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_environment(
    environ: dict[str, str],
    expected: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    _, out, _ = say(capsys, "describe", "perf")
    assert eg.describe("perf", expected) in out
    _, out, _ = say(capsys, "describe", "perf", "--lang", "en")
    assert eg.describe("perf") in out


def test_what_argparse_says_is_in_the_template() -> None:
    """All of it that a user of ours can come to read."""
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))
    said = {
        argument.value
        for call in calls
        if call.func.id in ("_", "ngettext")  # type: ignore[attr-defined]
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    programmers = (
        "%(prog)s|can't open|subparser|mutually|unknown parser|dest=|(default|conflict|callable"
        "|is an invalid argument|merge actions|with mode|deprecated|%(heading)s"
        "|one of the arguments|subcommands|option string|.__call__"
    )
    to_users = {m for m in said if not any(word in m for word in programmers.split("|"))}
    assert to_users - {"optional arguments"} <= set(ARGPARSE)


# Real processes, pipes and terminals.

COMMAND = [sys.executable, "-m", "ebpf_glossary"]


def test_a_c_locale_writes_utf_8() -> None:
    done = subprocess.run(
        [*COMMAND, "describe", "ply", "--lang", "zh"],
        capture_output=True,
        env=environ(LC_ALL="C"),
        check=True,
    )
    assert eg.describe("ply", "zh") in done.stdout.decode()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-16"])
def test_an_encoding_that_cannot_say_everything(encoding: str) -> None:
    for more in (["--format", "text"], ["--format", "json"]):
        done = subprocess.run(
            [*COMMAND, "describe", "ply", "--lang", "zh", *more],
            capture_output=True,
            env=environ(PYTHONIOENCODING=encoding),
            check=True,
        )
        assert done.stderr == b""
        out = done.stdout.decode(encoding)
        assert "DTrace" in out
        if more[1] == "json":
            assert json.loads(out)["summary"] == eg.project("ply", "zh").summary
        elif encoding in ("gbk", "utf-16"):
            assert eg.describe("ply", "zh") in out


def test_a_reader_that_leaves() -> None:
    program = "import ebpf_glossary.cli as c, sys; sys.exit(c.main(['list', '--format', 'json']))"
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def shown_on_a_terminal(columns: int, *arguments: str, **changes: str) -> str:
    """Return what the command shows on a terminal of that width."""
    settings = {"LANG": "zh_CN.UTF-8"} | changes
    code, shown = on_a_terminal(*arguments, program=COMMAND, columns=columns, **settings)
    assert code == 0
    return shown


def test_a_terminal_gets_bold_unless_no_color() -> None:
    assert "\x1b[1m" in shown_on_a_terminal(80, "list")
    assert "\x1b" not in shown_on_a_terminal(80, "list", NO_COLOR="1")
    assert "\x1b" not in shown_on_a_terminal(80, "list", TERM="dumb")


def test_a_narrow_terminal_is_not_overrun() -> None:
    commands = ["list", "list terms", "list reading", "describe cilium/ebpf", "describe verifier"]
    for command in map(str.split, [*commands, "search bpf"]):
        shown = shown_on_a_terminal(60, *command, NO_COLOR="1")
        texts = [line for line in shown.splitlines() if "://" not in line]
        assert max(map(width, texts)) <= 60
    assert "…" in shown_on_a_terminal(60, "list", NO_COLOR="1")


text = st.text(alphabet="ab 中文，（）。-\u0301", max_size=60)


@given(text, st.integers(4, 40))
def test_wrapping_loses_nothing_and_fits(words: str, columns: int) -> None:
    lines = wrap(words, columns)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    for line in lines:
        assert width(line) <= columns or " " not in line.strip()
        first = line[:1]
        assert first not in "，。）" or line == lines[0] or f" {first}" in words


@given(text, st.integers(2, 40))
def test_shortening_fits(words: str, columns: int) -> None:
    assert width(shorten(words, columns)) <= columns or width(words) <= columns


def test_the_catalog_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert say(capsys, "catalog", "update", "--check", str(ROOT)) == (0, "", "")


def test_the_catalog_command_where_there_is_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = say(capsys, "catalog", "update", str(tmp_path))
    assert (code, out) == (2, "")
    assert (
        err == f"ebpf-glossary: {tmp_path}/babel.cfg: Cannot be read: No such file or directory.\n"
    )
