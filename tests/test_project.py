"""The project as a whole: its tools have nothing to say, and its documents say what is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import BIN, ROOT, run

READMES = ("README.md", "README.zh_CN.md")


@pytest.mark.parametrize(
    "command",
    ["ruff check .", "ruff format --check .", "mypy", "lint-imports"],
)
def test_tools_have_nothing_to_say(command: str) -> None:
    program, *arguments = command.split()
    run(BIN / program, *arguments, cwd=ROOT)


def shell_blocks(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_both_readmes_have_the_same_commands() -> None:
    assert shell_blocks(READMES[0]) == shell_blocks(READMES[1])


def test_ci_runs_the_readmes_test_command() -> None:
    [command] = [block.strip() for block in shell_blocks("README.md") if "pytest" in block]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", READMES)
def test_examples_of_the_readmes_are_true(name: str) -> None:
    import doctest

    text = (ROOT / name).read_text(encoding="utf-8")
    assert doctest.DocTestParser().get_examples(text)
    failed, _ = doctest.testfile(str(ROOT / name), module_relative=False, encoding="utf-8")
    assert failed == 0


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/*.md")))
def test_links_of_documents_lead_somewhere(path: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_the_architecture_names_every_module() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "ebpf_glossary"
    for path in package.rglob("*.py"):
        if path.name not in ("__init__.py", "__main__.py"):
            assert path.name in text, path.name


def test_no_module_is_large() -> None:
    for path in ROOT.glob("src/**/*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 420, path


@pytest.mark.parametrize(("name", "lang"), [("rules.md", "en"), ("rules.zh_CN.md", "zh")])
def test_the_page_of_the_rules_is_up_to_date(name: str, lang: str) -> None:
    command = ("ebpf-glossary", "rule", "--all", "--format", "markdown", "--lang", lang)
    page = run(BIN / command[0], *command[1:])
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page


def test_the_page_of_the_renderings_is_up_to_date() -> None:
    command = ("ebpf-glossary", "lexicon", "--all", "--format", "markdown", "--lang", "en")
    page = run(BIN / command[0], *command[1:])
    assert (ROOT / "docs" / "renderings.md").read_text(encoding="utf-8") == page


def test_our_own_texts_pass_the_checker() -> None:
    """With nothing ignored."""
    texts = [
        ROOT / name for name in ("locale", "docs", "CONTRIBUTING.md", "CHANGELOG.md", *READMES)
    ]
    run(BIN / "ebpf-glossary", "check", *texts)
