"""What continuous integration needs: formats for programs, processes, the cache, pre-commit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import BAD, GOOD, ROOT, environ, write, write_glossary
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary import cache as caching
from ebpf_glossary import lint, runner
from ebpf_glossary.cache import Cache
from ebpf_glossary.cli import main
from ebpf_glossary.errors import CatalogError
from ebpf_glossary.runner import Failed, Job
from ebpf_glossary.segments import Applicability, Edit, Finding, Fix, Message

TEXT = "😀\r\n\r\n# 好，世界\r\n\r\n😀 借助  BTF 移植，程序程序可以运行。\r\n"


pytestmark = pytest.mark.usefixtures("here")


def shown(
    capsys: pytest.CaptureFixture[str], *arguments: str, code: int | None = 1
) -> tuple[str, str]:
    """Return what a check writes to standard output and error."""
    returned = main(["check", *arguments])
    out, err = capsys.readouterr()
    assert code in (None, returned), err
    return out, err


# SARIF.

TEXT_MESSAGE = {"text": str}
ARTIFACT = {"uri": str, "uriBaseId?": str}
REGION = {
    "startLine": int,
    "startColumn?": int,
    "endLine?": int,
    "endColumn?": int,
    "charOffset?": int,
    "charLength?": int,
    "snippet?": TEXT_MESSAGE,
}
LOCATION = {"physicalLocation": {"artifactLocation": ARTIFACT, "region?": REGION}}
RULE = {
    "id": str,
    "shortDescription": TEXT_MESSAGE,
    "fullDescription": TEXT_MESSAGE,
    "help": {"text": str, "markdown": str},
    "defaultConfiguration": {"enabled": bool, "level": str},
    "properties": {"tags": [str]},
}
FIX = {
    "description": TEXT_MESSAGE,
    "artifactChanges": [
        {
            "artifactLocation": ARTIFACT,
            "replacements": [{"deletedRegion": REGION, "insertedContent": TEXT_MESSAGE}],
        }
    ],
}
SARIF = {
    "$schema": str,
    "version": str,
    "runs": [
        {
            "tool": {"driver": {"name": str, "semanticVersion": str, "rules": [RULE]}},
            "language": str,
            "columnKind": str,
            "newlineSequences": [str],
            "invocations": [
                {
                    "executionSuccessful": bool,
                    "toolExecutionNotifications": [
                        {"level": str, "message": TEXT_MESSAGE, "locations": [LOCATION]}
                    ],
                }
            ],
            "results": [
                {
                    "ruleId": str,
                    "ruleIndex": int,
                    "level": str,
                    "message": TEXT_MESSAGE,
                    "locations": [LOCATION],
                    "partialFingerprints": {"ebpfGlossary/v1": str},
                    "fixes?": [FIX],
                }
            ],
        }
    ],
}
"""The part of the schema that we use: nothing else may stand there; `?` may be absent."""


def fits(value: Any, shape: Any, where: str = "log") -> None:
    """Compare a value with a shape."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        names = {name.removesuffix("?"): each for name, each in shape.items()}
        assert value.keys() <= names.keys(), where
        assert {name for name in shape if not name.endswith("?")} <= value.keys(), where
        for name, each in value.items():
            fits(each, names[name], f"{where}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for number, each in enumerate(value):
            fits(each, shape[0], f"{where}[{number}]")
    else:
        assert type(value) is shape, where


def is_valid(log: Any) -> None:
    """Compare a log with what the standard says, and with its schema where that is at hand."""
    fits(log, SARIF)
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
    for region in regions(run):
        assert region["startLine"] >= 1
        assert region.get("startColumn", 1) >= 1
    schema = os.environ.get("SARIF_SCHEMA")
    if schema:
        import jsonschema

        jsonschema.validate(log, json.loads(Path(schema).read_text(encoding="utf-8")))


def regions(value: Any) -> list[dict[str, Any]]:
    found = []
    if isinstance(value, dict):
        found += [value] if "startLine" in value else []
        value = list(value.values())
    if isinstance(value, list):
        found += [region for each in value for region in regions(each)]
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sarif(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    write("中 文/a.md", b"\xef\xbb\xbf" + TEXT.encode())
    write("b.md", b"\n\xff")
    out, _ = shown(capsys, ".", "--format", "sarif", "--lang", lang, code=2)
    log = json.loads(out)
    is_valid(log)
    [run] = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["language"] == {"en": "en", "zh": "zh-CN"}[lang]
    [invocation] = run["invocations"]
    [failure] = invocation["toolExecutionNotifications"]
    assert not invocation["executionSuccessful"]
    assert failure["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}
    assert {each["ruleId"] for each in run["results"]} >= {"extra-space", "repeated-word"}
    lines = TEXT.split("\n")
    fixed = TEXT
    for result in reversed(run["results"]):
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == "中 文/a.md"
        assert place["artifactLocation"]["uri"].isascii()
        region = place["region"]
        line = lines[region["startLine"] - 1]
        assert region["startLine"] == region["endLine"]
        said = line[region["startColumn"] - 1 : region["endColumn"] - 1]
        assert said == region["snippet"]["text"]
        for fix in result.get("fixes", []):
            for each in fix["artifactChanges"][0]["replacements"]:
                start = each["deletedRegion"]["charOffset"]
                end = start + each["deletedRegion"]["charLength"]
                fixed = fixed[:start] + each["insertedContent"]["text"] + fixed[end:]
    assert fixed == eg.fix(TEXT, format="markdown", unsafe=True).text


def test_sarif_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", GOOD)
    log = json.loads(shown(capsys, "a.md", "--format", "sarif", code=0)[0])
    is_valid(log)
    assert log["runs"][0]["results"] == []


@pytest.mark.parametrize("name", ["a:b.md", "../up.md", "100%.md", "a b#c?.md"])
def test_addresses_of_files(capsys: pytest.CaptureFixture[str], here: Path, name: str) -> None:
    (here / "in").mkdir()
    os.chdir(here / "in")
    write(name)
    for path in (name, str((Path.cwd() / name).resolve())):
        log = json.loads(shown(capsys, path, "--format", "sarif", "--select=spacing")[0])
        is_valid(log)
        [result] = log["runs"][0]["results"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote(uri).removeprefix("file://").removeprefix("./") == path
        assert ":" not in uri.removeprefix("file:").partition("/")[0]


# Notes beside lines.


def test_github(capsys: pytest.CaptureFixture[str]) -> None:
    write("a,b:%.md", "# 好\n\n" + BAD)
    out, _ = shown(capsys, ".", "--format", "github", "--select", "extra-space")
    assert out == (
        "::warning file=a%2Cb%3A%25.md,line=3,endLine=3,col=3,endColumn=4,title=extra-space"
        "::More than one space in a sentence.\n"
    )


def test_what_a_file_says_is_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    write("a\n::error::b.md", "# 好\n\n" + BAD)
    out, _ = shown(capsys, ".", "--format", "github", "--select", "extra-space")
    assert out.count("\n") == 1


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_rdjson(capsys: pytest.CaptureFixture[str], bom: bytes) -> None:
    content = bom + "😀 借助  BTF 移植\r\n\r\n验证器  拒绝了程序。\n".encode()
    write("a.md", content)
    out, _ = shown(capsys, "./a.md", "--format", "rdjson", "--select", "extra-space")
    data = json.loads(out)
    assert data["source"] == {"name": "ebpf-glossary"}
    rows = content.split(b"\n")
    for found, line, right in zip(data["diagnostics"], (1, 3), (" ", ""), strict=True):
        assert found["location"]["path"] == "a.md"
        assert found["code"] == {"value": "extra-space"}
        start, end = (found["location"]["range"][name] for name in ("start", "end"))
        assert start["line"] == end["line"] == line
        assert rows[line - 1][start["column"] - 1 : end["column"] - 1] == b"  "
        assert found["suggestions"] == [{"range": found["location"]["range"], "text": right}]


def test_statistics_have_two_formats(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md")
    for name in ("sarif", "github", "rdjson"):
        _, err = shown(capsys, "a.md", "--format", name, "--statistics", code=2)
        assert err.count("\n") == 1


# Processes.


def cli(*arguments: str, **changes: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "ebpf_glossary", "check", *arguments]
    done = subprocess.run(
        command, capture_output=True, check=False, text=True, env=environ(**changes)
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("mode", [[], ["--fix"], ["--diff"], ["--format=json"]])
def test_several_processes_say_what_one_says(mode: list[str]) -> None:
    said = []
    for jobs in ("1", "2"):
        for number in range(30):
            write(f"{number}.md", f"{number}。\n\n{BAD}")
        write("b.md", b"\n\xff")
        write("c.po", 'msgid "a"\nmsgstr')
        said.append(cli(".", "--jobs", jobs, *mode))
        assert Path("1.md").read_text(encoding="utf-8").endswith(GOOD if "--fix" in mode else BAD)
    assert said[0] == said[1]
    assert said[0][0] == 2
    assert said[0][2].count("\n") >= 2


def test_numbers_of_processes(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.md", GOOD)
    assert shown(capsys, "a.md", "--jobs", "0", code=0) == ("", "")
    assert "--jobs" in shown(capsys, "a.md", "--jobs", "-1", code=2)[1]


def test_a_process_that_dies() -> None:
    for number in range(30):
        write(f"{number}.md")
    program = """
import os, sys
from ebpf_glossary import runner
from ebpf_glossary.cli import main
def die(task):
    os._exit(1)
die.__module__, die.__qualname__ = runner.__name__, "_answer"
runner._answer = die
sys.exit(main(["check", ".", "--jobs", "2", "--fix"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, text=True, env=environ()
    )
    assert done.returncode == 2
    assert done.stderr == "ebpf-glossary: A process that checks files has died.\n"
    assert all(path.read_text(encoding="utf-8") == BAD for path in Path().glob("*.md"))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_a_run_that_is_killed(how: signal.Signals) -> None:
    for number in range(30):
        write(f"{number}.md")
    program = """
import os, sys, time
from ebpf_glossary import runner
from ebpf_glossary.cli import main
def wait(task):
    os.write(1, b".")
    time.sleep(600)
wait.__module__, wait.__qualname__ = runner.__name__, "_answer"
runner._answer = wait
sys.exit(main(["check", ".", "--jobs", "2"]))
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.read(1) == b"."
    process.send_signal(how)
    # Whoever is left holds the other end.
    assert process.communicate(timeout=60)[0] in (b"", b".")
    assert process.returncode == -how


# The cache.


@pytest.fixture
def kept(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a cache in use."""
    folder = here / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "ebpf-glossary"


message = st.builds(
    lambda template, values: Message(template, **values),
    st.just("{a} and {b}"),
    st.fixed_dictionaries({"a": st.text(), "b": st.integers() | st.text() | st.none()}),
) | st.builds(Message, st.text(st.characters(exclude_characters="{}")))
edit = st.builds(Edit, st.integers(0), st.integers(0), st.text())
finding = st.builds(
    Finding,
    st.text(),
    st.integers(0),
    st.integers(0),
    message,
    st.lists(message, max_size=2).map(tuple),
    st.none()
    | st.builds(
        Fix,
        st.lists(edit, min_size=1, max_size=3).map(tuple),
        st.sampled_from(Applicability),
        st.booleans(),
    ),
)
quietly = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@quietly
@given(st.lists(finding, max_size=3), st.text())
def test_findings_are_kept_as_they_are(here: Path, found: list[Finding], text: str) -> None:
    cache = Cache(str(here / "c"))
    cache.keep(cache.key(text), found)
    again = cache.findings(cache.key(text))
    assert again == tuple(found)
    for one, other in zip(found, again, strict=True):
        for said, kept in zip(
            (one.message, *one.evidence), (other.message, *other.evidence), strict=True
        ):
            assert (said.template, said.values) == (kept.template, kept.values)


def test_what_cannot_be_told_apart_is_not_kept(here: Path) -> None:
    cache = Cache(str(here / "c"))
    cache.keep("0" * 40, [Finding("a", 0, 0, Message("{a}", a=("b",)))])
    assert cache.findings("0" * 40) is None


@quietly
@given(st.lists(st.text() | st.none(), max_size=3), st.lists(st.text() | st.none(), max_size=3))
def test_keys_tell_all_parts_apart(here: Path, one: list[str], other: list[str]) -> None:
    cache = Cache.__new__(Cache)
    cache._setup = b"x"
    assert (cache.key(*one) == cache.key(*other)) == (one == other)


texts = st.lists(
    st.sampled_from(
        [BAD, GOOD, "程序程序运行。\n", "# 标题\n", "用 `ls  -l`，好\n", "见 BPF 地图\n"]
    ),
    max_size=4,
).map("\n".join)
english = st.none() | st.sampled_from(["With  BTF\n", "The map runs.\n", "# Title\n\nSee 7.\n"])
setups = st.builds(
    eg.Config,
    select=st.sampled_from([(), ("spacing",), ("extra-space", "repeated-word")]),
    ignore=st.sampled_from([(), ("spacing",)]),
    spacing=st.sampled_from([None, "spaced", "unspaced"]),
    allow=st.sampled_from([(), ("地图",)]),
)
formats = st.sampled_from(["markdown", "plain", "rst", "po"])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(st.lists(st.tuples(texts, english, setups, formats, st.booleans()), max_size=8))
def test_the_cache_is_never_stale(here: Path, history: list[Any]) -> None:
    """Whatever changes between runs, a run with the cache says what one without it says."""
    cache = Cache(str(here / "c"))
    for text, source, config, format_, fix in history:
        write("a.md", text)
        if source is not None:
            write("en.md", source)
        job = Job("a.md", config, format_, source and "en.md", fix=fix)
        [cached], [fresh] = (list(runner.run([job], each)) for each in (cache, None))
        if isinstance(fresh, Failed):
            assert isinstance(cached, Failed)
            assert str(cached.error) == str(fresh.error)
            assert isinstance(fresh.error, CatalogError)
        else:
            assert cached == fresh


def test_the_second_run_asks_nobody(
    capsys: pytest.CaptureFixture[str], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", TEXT)
    first = shown(capsys, "a.md")
    asked: list[str] = []
    check = lint.check

    def noted(text: str, **how: Any) -> list[Finding]:
        asked.append(text)
        return check(text, **how)

    monkeypatch.setattr(lint, "check", noted)
    assert shown(capsys, "a.md") == first
    assert not asked
    assert shown(capsys, "a.md", "--no-cache") == first
    assert asked[-1] == TEXT
    assert (kept / "CACHEDIR.TAG").exists()


@pytest.mark.parametrize("change", ["code", "data", "locale", "release", "glossary"])
def test_what_all_answers_depend_on(
    change: str, here: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("package/rules/a.py", "package/data/a.yaml", "locale/zh/a.po", "terms.yaml"):
        write(name, "1")
    write("site/ahocorasick_rs-1.0.dist-info/x")
    monkeypatch.setattr(caching, "__file__", str(here / "package" / "cache.py"))
    monkeypatch.setattr(caching, "LOCALE_DIR", str(here / "locale"))
    spec = type("Spec", (), {"origin": str(here / "site" / "ahocorasick_rs" / "__init__.py")})
    monkeypatch.setattr("importlib.util.find_spec", lambda name: spec)
    old = Cache().beside(["terms.yaml"]).key("text")
    assert Cache().beside(["terms.yaml"]).key("text") == old
    changed = {
        "code": "package/rules/a.py",
        "data": "package/data/a.yaml",
        "locale": "locale/zh/a.po",
        "release": "site/ahocorasick_rs-1.1.dist-info/x",
        "glossary": "terms.yaml",
    }
    path = write(changed[change], "2")
    os.utime(path, (0, 0))  # neither time nor size tells
    assert Cache().beside(["terms.yaml"]).key("text") != old


def test_own_terms_count(capsys: pytest.CaptureFixture[str], kept: Path) -> None:
    write("a.md", "酷炫工具可以跟踪程序。\n")
    write("terms.yaml", "names:\n  CoolTool: [炫酷工具]\n")
    shown(capsys, "a.md", "--glossary", "terms.yaml", code=0)
    write("terms.yaml", "names:\n  CoolTool: [酷炫工具]\n")
    assert "CoolTool" in shown(capsys, "a.md", "--glossary", "terms.yaml")[0]
    write("terms.yaml", "names: 1\n")
    _, err = shown(capsys, "a.md", "--glossary", "terms.yaml", code=2)
    assert "terms.yaml:1" in err
    Path("empty").mkdir()
    assert "terms.yaml:1" in shown(capsys, "--glossary", "terms.yaml", "empty", code=2)[1]


def test_terms_behind_a_link_count(capsys: pytest.CaptureFixture[str], kept: Path) -> None:
    write("a.md", "用 foobar 工具。用 FooBar 跟踪，fooBAR 很好。\n")
    write_glossary(Path("own"), foo=("Other", ""))
    Path("own/data/projects").rename("linked")
    Path("own/data/projects").symlink_to(Path("linked").resolve())
    Path("linked/circle").symlink_to(Path("linked").resolve())
    shown(capsys, "a.md", "--glossary", "own", "--select", "names", code=0)
    [path] = Path("linked").glob("*.yaml")
    write(str(path), path.read_text(encoding="utf-8").replace("Other", "FooBar"))
    assert "FooBar" in shown(capsys, "a.md", "--glossary", "own", "--select", "names")[0]


@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "folder", "swapped", "nested"])
def test_damage_is_no_answer(damage: str, capsys: pytest.CaptureFixture[str], kept: Path) -> None:
    write("a.md", TEXT)
    first = shown(capsys, "a.md")
    entries = sorted(kept.rglob("*.json"))
    contents = [path.read_bytes() for path in entries]
    for path, content in zip(entries, contents, strict=True):
        path.unlink()
        if damage == "folder":
            path.mkdir()
        elif damage == "swapped":
            path.write_bytes(contents[entries.index(path) - 1])
        else:
            made = {
                "cut": content[:-1],
                "empty": b"",
                "changed": content.replace(b"extra-space", b"extra_space") + b" ",
                "nested": b"0\n" + b"[" * 100_000,
            }
            path.write_bytes(made[damage])
    assert shown(capsys, "a.md") == first


def test_fixing_with_the_cache(capsys: pytest.CaptureFixture[str], kept: Path) -> None:
    path = write("a.md", BAD)
    for _ in range(2):
        shown(capsys, "a.md", "--select", "extra-space")
    assert shown(capsys, "a.md", "--select", "extra-space", "--fix", code=0)[1] == "1 fixed.\n"
    assert path.read_text(encoding="utf-8") == GOOD
    assert shown(capsys, "a.md", "--select", "extra-space", "--fix", code=0) == ("", "")


def test_a_cache_that_cannot_be_written_is_no_error(
    capsys: pytest.CaptureFixture[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", TEXT)
    first = shown(capsys, "a.md")
    write("file", "")
    for folder in (here / "file", Path(os.devnull), Path("/proc/none")):
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
        assert shown(capsys, "a.md") == first
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # nobody knows the user
    assert shown(capsys, "a.md") == first
    assert sorted(os.listdir()) == ["a.md", "file"]


def test_old_entries_are_removed(capsys: pytest.CaptureFixture[str], kept: Path) -> None:
    write("a.md")
    shown(capsys, "a.md")
    old = [write(str(kept / "00" / name)) for name in ("old.json", ".killed.new")]
    for path in old:
        os.utime(path, (0, 0))
    write("a.md", GOOD)
    shown(capsys, "a.md", code=0)
    assert all(path.exists() for path in old)
    os.utime(kept / "CACHEDIR.TAG", (0, 0))
    write("a.md", TEXT)
    shown(capsys, "a.md")
    assert not any(path.exists() for path in old)
    assert len(list(kept.rglob("*.json"))) == 4


# pre-commit.

CONFIG = """
repos:
- repo: {repo}
  rev: {rev}
  hooks:
  - id: ebpf-glossary
"""


def git(*arguments: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *who, *arguments], capture_output=True, text=True, check=True, env=environ()
    )
    return done.stdout


def test_the_hooks_are_well_formed() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib")
    hooks = clientlib.load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    assert [hook["id"] for hook in hooks] == ["ebpf-glossary", "ebpf-glossary-fix"]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no checkout")
def test_pre_commit_try_repo(here: Path) -> None:
    """A small repository is checked and fixed by the hooks of this one."""
    pytest.importorskip("pre_commit")
    git("init", "-q", ".")
    write("a.md", BAD)
    write("docs/old.md", BAD)
    write("pyproject.toml", '[tool.ebpf-glossary]\nexclude = ["docs"]\nselect = ["extra-space"]\n')
    write("b.py", "# " + BAD)
    git("add", ".")
    said = []
    for hook in ("ebpf-glossary", "ebpf-glossary-fix", "ebpf-glossary"):
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), hook, "--all-files"],
            capture_output=True,
            text=True,
            check=False,
            env=environ(PRE_COMMIT_HOME=str(here.parent / "pre-commit")),
        )
        said.append((done.returncode, done.stdout + done.stderr))
    if "pip" in said[0][1] and "ebpf-glossary check" not in said[0][1] and said[0][0] not in (0, 1):
        pytest.skip(f"packages cannot be installed here: {said[0][1][-300:]}")
    assert [code for code, _ in said] == [1, 1, 0], said
    assert "a.md:1:3: extra-space" in said[0][1]
    assert "old.md" not in said[0][1]
    assert Path("a.md").read_text(encoding="utf-8") == GOOD
    assert Path("docs/old.md").read_text(encoding="utf-8") == BAD
