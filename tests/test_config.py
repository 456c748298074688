"""The settings in pyproject.toml: where they are found, what they do, and what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

import ebpf_glossary as eg
from ebpf_glossary import config
from ebpf_glossary.cli import main
from ebpf_glossary.config import Config
from ebpf_glossary.locales import ENVIRONMENT

KNOWN = frozenset({"extra-space", "missing-space", "spacing", "names"})


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str | bytes, name: str = "pyproject.toml") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def wrong(text: str | bytes) -> str:
    """Return what is wrong with settings."""
    with pytest.raises(eg.ConfigError) as caught:
        config.load(write(text), KNOWN)
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert sentence.endswith((".", "?"))
    return sentence


def test_every_setting() -> None:
    path = write(
        "[tool.ebpf-glossary]\n"
        'select = ["spacing"]\nignore = ["missing-space"]\n'
        'exclude = ["old/**"]\nspacing = "unspaced"\n'
    )
    assert config.load(path, KNOWN) == Config(
        ("spacing",), ("missing-space",), ("old/**",), "unspaced"
    )


@pytest.mark.parametrize("text", ["", "[tool]\n", "tool = 3\n", "[project]\nname = 'x'\n"])
def test_no_settings(text: str) -> None:
    assert config.load(write(text), KNOWN) == Config()
    assert config.find(Path.cwd()) is None


@pytest.mark.parametrize(
    "text",
    [
        "[tool.ebpf-glossary]\n",
        "[ tool . ebpf-glossary ]\n",
        '[tool."ebpf-glossary"]\n',
        "[tool]\nebpf-glossary = {}\n",
        "tool.ebpf-glossary.select = []\n",
        "[tool.ebpf-glossary\n",  # to be complained about
        "[tool]\nebpf-glossary = 3\n",
        "\ufeff[tool.ebpf-glossary]\n",
    ],
)
def test_the_nearest_file_with_the_table_is_found(text: str, here: Path) -> None:
    path = write(text).resolve()
    Path("a/b").mkdir(parents=True)
    assert config.find(Path("a/b")) == path
    write("[project]\nname = 'ebpf-glossary'\n[tool.ebpf-glossary-x]\n", "a/pyproject.toml")
    assert config.find(Path("a/b")) == path
    nearer = write("[tool.ebpf-glossary]\n", "a/b/pyproject.toml").resolve()
    assert config.find(Path("a/b")) == nearer


def test_a_folder_of_that_name_is_passed_over() -> None:
    Path("pyproject.toml").mkdir()
    assert config.find(Path.cwd()) is None


T = "[tool.ebpf-glossary]\n"
OTHER = (
    '[project.scripts]\nebpf-glossary = "x"\n'
    '[tool.ruff]\nselect = ["nonsense"]\nexclude = 3\nspacing = "wide"\n'
)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (T + "selct = []\n", 2, 'Unknown key "selct". Did you mean select?'),
        (T + "\n\n'exclued' = []\n", 4, 'Unknown key "exclued". Did you mean exclude?'),
        (
            T + "xyz = 1\n",
            2,
            'Unknown key "xyz". Choose from select, ignore, exclude, spacing, glossaries, allow, '
            "baseline, per-file-ignores.",
        ),
        (T + '"" = 1\n', 1, 'Unknown key "". Choose from'),
        (T + '"a\\u001bb" = 1\n', 1, 'Unknown key "a\\x1bb". Choose from'),
        (T + "\n[tool.ebpf-glossary.rules]\nx = 1\n", 3, 'Unknown key "rules". Choose from'),
        (T + 'select = "spacing"\n', 2, "select is a list of strings."),
        (T + "ignore = [3]\n", 2, "ignore is a list of strings."),
        (T + "exclude = true\n", 2, "exclude is a list of strings."),
        (T + "spacing = 3\n", 2, "spacing is one of spaced, unspaced."),
        (T + "spacing = []\n", 2, "spacing is one of spaced, unspaced."),
        (T + 'spacing = "wide"\n', 2, "spacing is one of spaced, unspaced."),
        (T + 'ignore = []\nselect = ["spacin"]\n', 3, 'called "spacin". Did you mean spacing?'),
        (T + 'select = [\n  "spacing",\n  "nmes",\n]\n', 4, 'called "nmes". Did you mean names?'),
        (T + 'ignore = ["zzzz"]\n', 2, 'No rule or family is called "zzzz".'),
        (OTHER + T + 'select = ["zzzz"]\n', 8, 'No rule or family is called "zzzz".'),
        (OTHER + T + "exclude = 3\n", 8, "exclude is a list of strings."),
        (OTHER + T + 'spacing = "wide"\n', 8, "spacing is one of"),
        ("[tool]\n\nebpf-glossary = 3\n", 3, "Expected a table."),
        ("[tool]\nebpf-glossary = {\n}\n", 2, "This is not TOML: "),
        ("[tool]\nebpf-glossary = {selct = []}\n", 2, 'Unknown key "selct".'),
        ("\ntool.ebpf-glossary.selct = []\n", 2, 'Unknown key "selct".'),
        (T.replace("\n", "\r\n") + "\r\nselct = []\r\n", 3, 'Unknown key "selct".'),
        ("a = 1\n" + T[:-2] + "\n", 2, "This is not TOML: "),
        (T + "select = [\n\n", 2, "This is not TOML: "),
        (T + "select = 1\nselect = 2\n", 3, "This is not TOML: Cannot overwrite a value."),
        (T + "x = \x1b\n", 2, "This is not TOML: "),
        (b"a = 1\n\n# \xff\n", 3, "This is not UTF-8."),
    ],
)
def test_what_is_wrong_and_where(text: str | bytes, line: int, sentence: str) -> None:
    said = wrong(text)
    assert said.startswith(f"pyproject.toml:{line}: ")
    assert sentence in said


def test_what_the_toml_library_fails_on() -> None:
    assert "This is not TOML" in wrong(T + f"x = {'[' * 20000}\n")
    assert "This is not TOML" in wrong(T + f"x = {'1' * 20000}\n")
    assert main(["check"]) == 2


@pytest.mark.parametrize("path", ["none.toml", ".", "nul\0", "\ud800", "x" * 300])
def test_a_file_that_cannot_be_read(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(eg.ConfigError, match="Cannot be read: "):
        config.load(Path(path), KNOWN)
    assert main(["check", "--config", path]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "Cannot be read: " in err


# What settings do to the command.


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["check", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_wrong_setting_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    write("借助  BTF 移植\n", "a.md")
    path = write(T + "selct = []\n").resolve()
    code, out, err = check(capsys, "a.md")
    assert (code, out) == (2, "")
    assert err == f'ebpf-glossary: {path}:2: Unknown key "selct". Did you mean select?\n'
    assert check(capsys, "--config", str(write("", "empty.toml")), "a.md")[0] == 1


@pytest.mark.parametrize(
    ("settings", "arguments", "found"),
    [
        ('select = ["extra-space"]', [], True),
        ('select = ["spacing"]', [], True),
        ('select = ["duplicated-name"]', [], False),
        ('select = ["names"]', ["--select", "extra-space"], True),
        ('select = ["extra-space"]', ["--select", "names"], False),
        ('select = ["spacing"]\nignore = ["extra-space"]', [], False),
        ('ignore = ["extra-space"]', ["--select", "spacing"], False),
        ('select = ["spacing"]', ["--ignore", "names, extra-space"], False),
        ('select = ["spacing"]', ["--ignore", "names", "--ignore", "spacing"], False),
    ],
)
def test_rules_are_selected_and_ignored(
    settings: str, arguments: list[str], found: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    write("借助  BTF 移植\n", "a.md")
    write(T + settings)
    code, out, _ = check(capsys, *arguments)
    assert (code, "extra-space" in out) == (int(found), found)


def test_patterns_are_relative_to_the_settings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("docs/a.md", "docs/old/b.md", "old/c.md"):
        write("借助  BTF 移植\n", name)
    write(T + 'select = ["extra-space"]\nexclude = ["docs/old"]')
    _, out, _ = check(capsys)
    assert [line.split(":")[0] for line in out.splitlines() if ".md" in line] == [
        "./docs/a.md",
        "./old/c.md",
    ]
    monkeypatch.chdir("docs")
    assert check(capsys)[1].count(".md:") == 1
    assert check(capsys, "--config", "../pyproject.toml", "..")[1].count(".md:") == 2
    assert check(capsys, "old/b.md")[0] == 1


def test_an_unknown_rule_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    sentence = 'ebpf-glossary: No rule or family is called "{}".'
    for option in ("--select", "--ignore"):
        code, out, err = check(capsys, option, "spacing,extra-spce")
        assert (code, out) == (2, "")
        assert err == sentence.format("extra-spce") + " Did you mean extra-space?\n"
        assert check(capsys, option, "\x1b[31m")[2] == sentence.format("\\x1b[31m") + "\n"
