"""Living with old text: settings by path, what a change touched, findings that are known."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import environ, write
from hypothesis import given, settings
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary.baseline import Baseline, OnlyNew, fingerprint
from ebpf_glossary.cli import main
from ebpf_glossary.git import OnlyTouched, Stretch
from ebpf_glossary.report import Lines

BAD, GOOD = "程序程序可以运行。\n", "程序可以运行。\n"
OTHER = "内核内核加载了它。\n"
CONFIG = eg.Config(select=("repeated-word",))


pytestmark = pytest.mark.usefixtures("here")


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    """Return the exit code, the places of findings and standard error."""
    code = main(["check", "--select", "repeated-word", "--format", "json", *arguments])
    out, err = capsys.readouterr()
    found = json.loads(out) if out else []
    return code, [f"{os.path.normpath(each['path'])}:{each['line']}" for each in found], err


# By path.


def test_rules_are_ignored_by_path(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.md", "news/a.md", "news/old/b.md", "docs/c.md"):
        write(name, BAD)
    ignores = '"news/**" = ["text"]\n"docs" = ["repeated-word"]\n'
    write("pyproject.toml", "[tool.ebpf-glossary.per-file-ignores]\n" + ignores)
    assert check(capsys, ".")[1] == ["a.md:1"]
    assert check(capsys, "news/a.md")[1] == []


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("per-file-ignores = []\n", 2, "per-file-ignores is a table of paths."),
        ('per-file-ignores = {a = "spacing"}\n', 2, "a is a list of strings."),
        (
            '[tool.ebpf-glossary.per-file-ignores]\n"x" = []\n"docs/**" = ["spacin"]\n',
            4,
            'No rule or family is called "spacin". Did you mean spacing?',
        ),
        ("baseline = 1\n", 2, "baseline is a string."),
    ],
)
def test_what_is_wrong_with_settings(
    capsys: pytest.CaptureFixture[str], text: str, line: int, sentence: str
) -> None:
    write("pyproject.toml", "[tool.ebpf-glossary]\n" + text)
    code, _, err = check(capsys, ".")
    assert (code, err.count("\n")) == (2, 1)
    assert f"pyproject.toml:{line}: {sentence}" in err


def test_programs_give_every_file(capsys: pytest.CaptureFixture[str]) -> None:
    write("docs/a.md", BAD)
    write("pyproject.toml", '[tool.ebpf-glossary]\nexclude = ["docs"]\n')
    assert check(capsys, "docs/a.md")[1] == ["docs/a.md:1"]
    assert check(capsys, "docs/a.md", "--force-exclude")[:2] == (0, [])


# What a change touched.


def git(*arguments: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *who, *arguments], capture_output=True, text=True, check=True, env=environ()
    )
    return done.stdout


@pytest.fixture
def repository(here: Path) -> Path:
    git("init", "-q", "-b", "main", ".")
    git("config", "core.autocrlf", "false")
    return here


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "x", "--allow-empty")


def test_only_what_changed_is_shown(capsys: pytest.CaptureFixture[str], repository: Path) -> None:
    write("old.md", BAD)
    write('中 文/\t"b.md', f"{BAD}\n一。\n\n{OTHER}")
    write("moved.md", f"{BAD}\n" + "一二三。\n\n" * 9)
    write("gone.md", OTHER)
    commit()
    write('中 文/\t"b.md', f"{BAD}\n一。\n\n数据数据很多。\n\n{OTHER}")
    git("mv", "moved.md", "new.md")
    Path("gone.md").unlink()
    write("untracked.md", BAD)
    git("add", "-A")
    git("reset", "-q", "untracked.md")
    code, found, _ = check(capsys, ".", "--changed-since", "HEAD")
    assert (code, found) == (1, ["untracked.md:1", '中 文/\t"b.md:5'])
    os.chdir("中 文")
    assert check(capsys, ".", "--changed-since", "HEAD")[1] == ['\t"b.md:5']
    os.chdir("..")
    commit()
    assert check(capsys, ".", "--changed-since", "HEAD~1")[1] == found
    assert check(capsys, ".", "--changed-since", "HEAD")[:2] == (0, [])


@pytest.mark.parametrize(
    "setting",
    [
        "diff.interHunkContext=50",
        "diff.context=50",
        "diff.noprefix=true",
        "diff.mnemonicPrefix=true",
        "diff.relative=true",
        "diff.external=false",
        "color.ui=always",
        "core.quotePath=false",
        "diff.wordRegex=.",
    ],
)
def test_settings_of_git_change_nothing(
    capsys: pytest.CaptureFixture[str], repository: Path, setting: str
) -> None:
    """Nor does a file count as binary for us because its changes are not to be shown."""
    git("config", *setting.split("=", 1))
    write(".gitattributes", "*.md -diff\n")
    write("目录/a.md", f"{BAD}\n一。\n\n二。\n\n{BAD}\n三。\n")
    commit()
    write("目录/a.md", f"{BAD}\n一一。\n\n二。\n\n{BAD}\n{OTHER}")
    os.chdir("目录")
    assert check(capsys, ".", "--changed-since", "HEAD")[1] == ["a.md:9"]


def test_what_others_changed_is_not_ours(
    capsys: pytest.CaptureFixture[str], repository: Path
) -> None:
    write("a.md", f"{GOOD}\n一。\n")
    write("b.md", f"{BAD}\n一。\n")
    commit()
    git("switch", "-q", "-c", "branch")
    write("a.md", f"{GOOD}\n一。\n\n{OTHER}")
    commit()
    git("switch", "-q", "main")
    write("b.md", f"{GOOD}\n一。\n")
    commit()
    git("switch", "-q", "branch")
    assert check(capsys, ".", "--changed-since", "main")[1] == ["a.md:5"]


def test_lines_that_look_like_a_diff(capsys: pytest.CaptureFixture[str], repository: Path) -> None:
    write("a.md", "-- a/b.md\n++ b/b.md\n@@ -1 +1 @@\n" + GOOD.strip())
    write("b.md", BAD)
    commit()
    write("a.md", "++ b/b.md\n@@ -1 +1,9 @@\n\n" + BAD.strip())
    assert check(capsys, ".", "--changed-since", "HEAD")[1] == ["a.md:4"]


def test_fixes_stay_within_the_change(capsys: pytest.CaptureFixture[str], repository: Path) -> None:
    write("a.md", f"{BAD}\n一。\n\n{OTHER}")
    commit()
    path = write("a.md", f"{BAD}\n一。\n\n数据数据很多。\n\n{OTHER}")
    assert check(capsys, ".", "--changed-since", "HEAD", "--fix")[0] == 0
    assert path.read_text(encoding="utf-8") == f"{BAD}\n一。\n\n数据很多。\n\n{OTHER}"


@pytest.mark.parametrize("ref", ["nowhere", "", "-x", "--help", "HEAD\0", "a b", "HEAD:a.md"])
def test_what_git_does_not_know(
    capsys: pytest.CaptureFixture[str], repository: Path, ref: str
) -> None:
    write("a.md", BAD)
    commit()
    code, _, err = check(capsys, ".", f"--changed-since={ref}", "--fix")
    if ref:
        assert (code, err.count("\n")) == (2, 1)
        assert Path("a.md").read_text(encoding="utf-8") == BAD


def test_without_a_repository_or_git(
    capsys: pytest.CaptureFixture[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", BAD)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    code, _, err = check(capsys, ".", "--changed-since", "HEAD")
    assert (code, err.count("\n")) == (2, 1)
    assert "not a git repository" in err
    monkeypatch.setenv("PATH", "")
    code, _, err = check(capsys, ".", "--changed-since", "HEAD")
    assert (code, err.count("\n")) == (2, 1)


paragraph = st.sampled_from(
    ["一。", "程序程序可以运行。", "内核内核加载了它。", "数据数据很多。", "# 二"]
)
paragraphs = st.lists(paragraph, max_size=8)


@settings(deadline=None)
@given(paragraphs, st.sets(st.integers(1, 20)))
def test_touched_lines_move_with_the_text(lines: list[str], touched: set[int]) -> None:
    """Fixes on touched lines leave the same lines touched, wherever others are added above."""
    text = "\n\n".join(lines)
    scope = OnlyTouched(tuple(Stretch(n, n) for n in sorted(touched)), text)
    fixed = eg.fix(text, format="markdown", config=CONFIG)
    kept = scope.keep(text, eg.check(text, format="markdown", config=CONFIG))
    places = Lines(text)
    assert {places.place(each.start).line for each in kept} <= touched
    assert scope.keep(text, kept) == kept
    assert scope.keep(fixed.text, []) == []


# What is known.


@settings(deadline=None)
@given(paragraphs, paragraphs, st.data())
def test_known_findings_move(old: list[str], added: list[str], data: st.DataObject) -> None:
    """Wherever paragraphs are added or moved, exactly the findings of the new ones are shown."""
    text = "\n\n".join(old)
    found = eg.check(text, format="markdown", config=CONFIG)
    baseline = Baseline("baseline.json")
    baseline.update("a.md", text, found, frozenset({"repeated-word"}))
    assert baseline.of("a.md").keep(text, found) == []
    new = "\n\n".join(data.draw(st.permutations(old + added)))
    now = eg.check(new, format="markdown", config=CONFIG)
    extra = len(eg.check("\n\n".join(added), format="markdown", config=CONFIG))
    assert len(baseline.of("a.md").keep(new, now)) == extra
    assert baseline.of("b.md").keep(new, now) == now


def test_a_line_may_change_elsewhere() -> None:
    text = "内核里有一个很长很长很长很长很长的故事，程序程序移植到很多很多的内核上去。"
    [found] = eg.check(text, config=CONFIG)
    known = OnlyNew({"repeated-word": [fingerprint(text, found)]})
    for new in ("前言。" + text, "  " + text, text + "后来又有了很多。", text + "\r\n"):
        assert not known.keep(new, eg.check(new, config=CONFIG)), new
    other = text.replace("故事", "传说")
    assert known.keep(other, eg.check(other, config=CONFIG))


def test_what_is_lost_at_one_place_is_told_apart() -> None:
    english = "# Maps\n\nSee [hash](hash.md) and [array](array.md).\n"
    config = eg.Config(select=("lost-link",))

    def lost(text: str) -> list[eg.Finding]:
        return eg.check(text, source=english, format="markdown", config=config)

    text, other = (
        "# 映射\n\n见 [一](hash.md)，以及其他各种类型的映射。\n",
        "# 映射\n\n见 [一](array.md)，以及其他各种类型的映射。\n",
    )
    baseline = Baseline("b.json")
    baseline.update("a.md", text, lost(text), frozenset())
    assert baseline.of("a.md").keep(text, lost(text)) == []
    assert baseline.of("a.md").keep(other, lost(other)) == lost(other) != []


def test_a_project_adopts_the_checker(capsys: pytest.CaptureFixture[str]) -> None:
    write("docs/a.md", f"{BAD}\n{BAD}")
    write("b.md", OTHER)
    update = ("--baseline", "known.json", "--update-baseline")
    assert check(capsys, ".", *update) == (0, [], "")
    content = Path("known.json").read_bytes()
    assert check(capsys, ".", *update)[0] == 0
    assert Path("known.json").read_bytes() == content
    assert check(capsys, ".", "--baseline", "known.json")[:2] == (0, [])
    write("docs/a.md", f"一。\n\n{BAD}\n{OTHER}\n{BAD}\n{BAD}")
    assert check(capsys, ".", "--baseline", "known.json")[1] == ["docs/a.md:5", "docs/a.md:9"]
    os.chdir("docs")
    assert check(capsys, "a.md", "--baseline", "../known.json")[1] == ["a.md:5", "a.md:9"]
    os.chdir("..")
    write("pyproject.toml", '[tool.ebpf-glossary]\nbaseline = "known.json"\n')
    assert check(capsys, ".", "--fix")[0] == 0
    assert Path("docs/a.md").read_text(encoding="utf-8").count("程序程序") == 2
    assert Path("b.md").read_text(encoding="utf-8") == OTHER


def test_what_was_not_looked_for_stays_known(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", BAD + "\n借助  BTF 移植。\n")
    write("b.md", OTHER)
    write("c.md", OTHER)
    options = ("--baseline", "known.json", "--update-baseline")
    assert main(["check", ".", *options]) == 0
    write("a.md", GOOD + "\n借助  BTF 移植。\n")
    Path("c.md").unlink()
    check(capsys, "a.md", *options)
    known = json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"]
    assert known.keys() == {"a.md", "b.md"}
    assert known["a.md"].keys() == {"extra-space"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"version": 2, "findings": {}}',
        '{"version": 1, "findings": []}',
        '{"version": 1, "findings": {"a": {"b": "c"}}}',
        '{"version": 1, "findings": {"a": [1]}}',
    ],
)
def test_what_is_no_baseline(capsys: pytest.CaptureFixture[str], content: str) -> None:
    write("a.md", BAD)
    write("known.json", content)
    for extra in ((), ("--update-baseline",)):
        code, _, err = check(capsys, ".", "--baseline", "known.json", "--fix", *extra)
        assert (code, err.count("\n")) == (2, 1)
        assert "known.json" in err
    assert Path("a.md").read_text(encoding="utf-8") == BAD
    assert Path("known.json").read_text(encoding="utf-8") == content


def test_baselines_that_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", BAD)
    for arguments in (
        ("--baseline", "none.json"),
        ("--update-baseline",),
        ("--update-baseline", "--baseline", "no/folder.json"),
        ("--update-baseline", "--baseline", "x.json", "--changed-since", "HEAD"),
    ):
        code, _, err = check(capsys, ".", *arguments)
        assert (code, err.count("\n")) == (2, 1), arguments
    assert not Path("x.json").exists()
