"""`init` and `import`: a glossary of one's own."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import polib
import pytest
from conftest import environ

import ebpf_glossary as eg
from ebpf_glossary import importer, originals, outline, scaffold, workflow
from ebpf_glossary.cli import main
from ebpf_glossary.lexicon import lexicon_of
from ebpf_glossary.po import read_po

PAGE = """\
---
title: 工具
---
# 工具列表

下面是几个工具。

- 跟踪

  - **alpha 阿尔法/alpha**

    alpha 是一个  跟踪工具。它很小。

    https://github.com/example/alpha

    ```sh
    alpha --help
    ```

  - [beta](https://beta.example.org/) - beta 用于调试，参见[文档](docs/beta.md)。

- 网络
  - **Alpha**: 同一个工具，又出现一次。 <https://alpha.example.org>
  - **gamma**
"""

SOURCE = """\
# A list of tools

Some tools follow.

- Tracing

  - **alpha**

    alpha is a tracing tool. It is small.

    https://github.com/example/alpha

  - [beta](https://beta.example.org/) - beta is for debugging, see [the docs](docs/beta.md).

- Networking
  - **delta**

    Nobody has translated this.

    https://delta.example.org
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(list(map(str, arguments)))
    out, err = capsys.readouterr()
    return code, out, err


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def catalog_of(folder: Path, language: str = "zh_CN") -> dict[str, polib.POEntry]:
    catalog = read_po(str(folder / "locale" / language / "LC_MESSAGES" / "ebpf_glossary.po"))
    return {entry.msgctxt: entry for entry in catalog}


# A new glossary.


def test_i18nspector_has_nothing_to_say(tmp_path: Path) -> None:
    scaffold.create(str(tmp_path / "new"), scaffold.example()[0], {"zh_CN": scaffold.example()[1]})
    for path in tmp_path.rglob("*.po"):
        try:
            done = subprocess.run(["i18nspector", path], capture_output=True, text=True)
        except FileNotFoundError:
            pytest.skip("i18nspector is not installed")
        assert done.stdout == ""


def test_init_makes_what_every_command_works_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "glossary"
    assert run(capsys, "init", folder)[0] == 0
    glossary = eg.Glossary.load(folder)
    assert glossary.languages() == ("en", "zh_CN")
    assert not glossary.project("extool", "zh").untranslated
    assert not glossary.term("glossary", "zh").untranslated
    assert run(capsys, "catalog", "update", "--check", folder)[0] == 0
    assert run(capsys, "catalog", "update", "--check", "--glossary", folder)[0] == 0
    for command in (["list"], ["describe", "术语表"], ["search", "example"], ["list", "terms"]):
        code, out, _ = run(capsys, *command, "--glossary", folder, "--lang", "zh")
        assert code == 0
        assert "演示" in out or "术语" in out
    _, out, _ = run(capsys, "describe", "glossary", "--glossary", folder, "--lang", "en")
    assert "词汇表" in out
    assert "光泽表" in out
    assert (
        eg.check(
            (folder / "locale/zh_CN/LC_MESSAGES/ebpf_glossary.po").read_text("utf-8"), format="po"
        )
        == []
    )


def test_the_checker_knows_a_glossary_by_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "glossary"
    scaffold.create(str(folder), scaffold.example()[0], {"zh_CN": scaffold.example()[1]})
    config = eg.Config(glossaries=(str(folder),))
    found = eg.check("用示例工具查看光泽表", config=config)
    assert {finding.rule for finding in found} >= {"translated-name", "wrong-term"}
    known = {record.head: record for record in lexicon_of((str(folder),)).records}
    assert known["glossary"].right == ("术语表", "词汇表")


def test_init_fills_an_empty_folder_but_replaces_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert run(capsys, "init", tmp_path)[0] == 0
    before = files_of(tmp_path)
    assert before["notes.txt"] == b"mine"
    code, _, err = run(
        capsys,
        "init",
        tmp_path,
    )
    assert code == 2
    assert "babel.cfg" in err
    assert files_of(tmp_path) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_init_where_no_folder_can_be(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")
    code, _, err = run(capsys, "init", tmp_path / place)
    assert (code, len(err.splitlines())) == (2, 1)
    assert files_of(tmp_path) == {"file": b"mine"}


def test_look_ups_say_what_is_wrong_with_a_glossary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "list", "--glossary", tmp_path / "none")
    assert (code, len(err.splitlines())) == (2, 1)
    run(capsys, "init", tmp_path / "new")
    path = tmp_path / "new" / "data" / "projects" / "tools.yaml"
    path.write_text(path.read_text("utf-8").replace("    name:", "    nmae:"), "utf-8")
    code, _, err = run(capsys, "describe", "glossary", "--glossary", tmp_path / "new")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "tools.yaml:9" in err


# A page.


def test_outline_of_a_page() -> None:
    page = outline.read(PAGE)
    assert [(item.name.text, item.name.line) for item in page.items] == [
        ("alpha 阿尔法/alpha", 10),
        ("beta", 20),
        ("Alpha", 23),
        ("gamma", 24),
    ]
    assert [item.category.text for item in page.items if item.category] == [
        *("跟踪", "跟踪"),
        *("网络", "网络"),
    ]
    assert [block.text for block in page.items[0].others] == [
        "    ```sh\n    alpha --help\n    ```"
    ]
    assert [block.line for block in page.rest] == [1, 4, 6]
    urls = [address.url for address in page.items[1].addresses]
    assert urls == ["https://beta.example.org/", "docs/beta.md"]


def test_headings_can_be_entries() -> None:
    page = outline.read(
        "# 工具\n\n介绍，见[主页](https://example.org)。\n\n## 跟踪\n\n### alpha\n\n工具。\n\n<https://a.example.org>\n"
    )
    [item] = page.items
    assert (item.name.text, item.category and item.category.text) == ("alpha", "跟踪")
    assert [block.text for block in page.rest] == ["工具", "介绍，见[主页](https://example.org)。"]


def names_of(page: str) -> list[tuple[str, str]]:
    """Return the entries of a page, each with its category."""
    return [
        (item.name.text, item.category.text if item.category else "")
        for item in outline.read(page).items
    ]


def test_a_heading_with_an_address_that_is_introduced() -> None:
    page = (
        "## 工具\n\n### alpha {#alpha}\n\n工具：\n\n- 跟踪\n- 调试\n\n官网：<https://alpha.example.org>。\n"
        "\n### beta\n\n见[这里](https://beta.example.org)的说明。\n"
        "\n### 参与\n\n请到 https://example.org/issues 反馈。\n"
        "\n## [链接](#links)\n"
    )
    assert names_of(page) == []
    page = page.replace("。\n", "\n", 1)
    assert names_of(page) == [("alpha", "工具"), ("beta", "工具")]
    texts = [block.text for block in outline.read(page).items[0].paragraphs]
    assert texts == ["工具：", "- 跟踪", "- 调试", "官网：<https://alpha.example.org>"]


def test_what_stands_beside_entries_needs_less() -> None:
    page = """\
- **跟踪**：
  * [alpha](https://alpha.example.org) - 跟踪工具。
    * [alpha 文档](https://alpha.example.org/docs) - 用法。
  * `beta`：调试工具 https://beta.example.org
  * gamma - 另一个 https://gamma.example.org
  * 见 https://example.org
  * **delta**: <https://delta.example.org>
"""
    names = ("alpha", "beta", "gamma", "delta")
    assert names_of(page) == [(name, "跟踪") for name in names]
    alpha, beta, *_ = outline.read(page).items
    assert [block.text for block in alpha.paragraphs] == [
        "跟踪工具。",
        "* [alpha 文档](https://alpha.example.org/docs) - 用法。",
    ]
    assert [block.text for block in beta.paragraphs] == ["调试工具 https://beta.example.org"]


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("工具。它很小。", "工具"),
        ("工具 https://a.example.org/x?u=http://b", "工具"),
        ("工具：<https://a.example.org>。", "工具"),
        ("见 https://a.example.org 的文档", "见 https://a.example.org 的文档"),
        ("https://a.example.org", "https://a.example.org"),
        ("." * 9 + "甲", "." * 9 + "甲"),
    ],
)
def test_a_summary_is_the_first_sentence(text: str, summary: str) -> None:
    page = f"- **alpha**\n\n  {text}\n\n  文\n\n  https://alpha.example.org\n"
    imported = importer.read("p", page)
    [entry] = imported.entries
    assert entry.chinese[0] != text or entry.summary == summary


def test_items_do_not_stand_beside_headings() -> None:
    page = "- **注意**：内容很多。\n\n# alpha\n\n工具。[]()[空]()\n\nhttps://alpha.example.org\n"
    assert names_of(page) == [("alpha", "")]
    assert [block.text for block in outline.read(page).rest] == ["**注意**：内容很多。"]


def test_links_that_are_defined_elsewhere() -> None:
    page = """\
## [alpha][home]

基于 [eBPF] 和 `[eBPF]`，见[文档][docs]、[无][none]。

[home]: https://alpha.example.org "官网"
[ebpf]: https://ebpf.example.org
[docs]: https://docs.example.org/手册
[spare]: https://spare.example.org
"""
    found = outline.read(page)
    [item] = found.items
    assert item.name.text == "alpha"
    assert item.addresses[0] == ("https://alpha.example.org", "官网", 1)
    [text] = item.paragraphs
    assert text.text == (
        "基于 [eBPF](https://ebpf.example.org) 和 `[eBPF]`，"
        "见[文档](https://docs.example.org/手册)、[无][none]。"
    )
    assert [(block.line, block.text) for block in found.rest] == [
        (8, "[spare]: https://spare.example.org")
    ]


def test_links_and_pictures_beside_a_name() -> None:
    page = """\
- **alpha** ([源码](https://git.example.org "a")) – 工具，见 https://example.org/a_(b)。

  [![build](https://ci.example.org/a.svg)](https://ci.example.org)

  ![图](https://alpha.example.org/a.png) https://alpha.example.org
"""
    [item] = outline.read(page).items
    assert [(url, label) for url, label, _ in item.addresses] == [
        ("https://git.example.org", '源码 "a"'),
        ("https://example.org/a_(b)", ""),
        ("https://alpha.example.org", ""),
    ]
    assert [block.text for block in item.paragraphs] == ["工具，见 https://example.org/a_(b)。"]
    assert [block.line for block in item.others] == [3, 5]


def test_a_fix_that_takes_a_text_away_does_not_hinder_the_others() -> None:
    page = "- **Hubble** 哈勃\n\n  Hubble 是一个  工具。\n\n  https://github.com/cilium/hubble\n"
    source = "- **Hubble**\n\n  Hubble is a tool.\n\n  https://github.com/cilium/hubble\n"
    imported = importer.read("p", page, lambda o, _: originals.from_page(source, o))
    assert imported.translations()["project.hubble.description"] == ("Hubble 是一个工具。", ())
    assert [(noted.line, noted.rule) for noted in imported.fixed] == [
        (1, "bilingual-name"),
        (3, "extra-space"),
    ]
    assert not imported.doubtful


def test_a_name_twice_on_both_pages() -> None:
    page = "- **巢 nest**: 一。 <https://a.example.org>\n- **nest**: 二。 <https://b.example.org>\n"
    source = page.replace("巢 nest", "nest").replace("一。", "One.").replace("二。", "Two.")
    imported = importer.read("p", page, lambda o, _: originals.from_page(source, o))
    [entry] = imported.entries
    assert entry.english == ["One. <https://a.example.org>", "Two. <https://b.example.org>"]
    assert not imported.untranslated


def test_a_finding_marks_only_the_messages_that_it_is_in() -> None:
    page = "- **sysdig**\n\n  sysdig 抓取数据。它可以监视打开、读取和写入调用。\n\n  https://sysdig.com/\n"
    source = (
        "- **sysdig**\n\n  sysdig captures data. It can watch the open, read and write calls.\n"
        "\n  https://sysdig.com/\n"
    )
    imported = importer.read("p", page, lambda o, _: originals.from_page(source, o))
    made = imported.translations()
    assert not made["project.sysdig.summary"].doubts
    assert "open、read 和 write" in made["project.sysdig.description"].doubts[0]
    # A first sentence of its own is told of as well.
    imported = importer.read(
        "p", page.replace("。它", "，它"), lambda o, _: originals.from_page(source, o)
    )
    assert "The first sentence is not that of the English." in [n.reason for n in imported.doubtful]
    assert len(imported.translations()["project.sysdig.summary"].doubts) == 2


def test_a_source_in_rst(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, source = tmp_path / "zh.md", tmp_path / "en.rst"
    page.write_text(
        "# 项目\n\n## 跟踪\n\n- **alpha 甲**\n\n  工具。\n\n  https://alpha.example.org\n", "utf-8"
    )
    source.write_text(
        "~~~~~~~~\nProjects\n~~~~~~~~\n\nTracing\n*******\n\n- **alpha**\n\n"
        "  A tool, ``alpha``.\n\n  https://alpha.example.org\n\n  .. note:: Mind.\n",
        "utf-8",
    )
    output = tmp_path / "out"
    assert run(capsys, "import", page, "--source", source, "--output", output)[0] == 0
    [project] = eg.Glossary.load(output).projects()
    assert (project.name, project.category_label) == ("alpha", "Tracing")
    assert project.description.startswith("A tool, ``alpha``.")
    assert originals.as_markdown("A\n===\n\nB\n---\n\nC\n===\n") == "\n# A\n\n\n## B\n\n\n# C\n"


def test_line_ends_of_windows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("zh.md", PAGE), ("en.md", SOURCE)):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
        (tmp_path / f"unix-{name}").write_text(text, "utf-8")
    for prefix in ("", "unix-"):
        arguments = ("import", tmp_path / f"{prefix}zh.md", "--source", tmp_path / f"{prefix}en.md")
        assert run(capsys, *arguments, "--output", tmp_path / f"{prefix}out")[0] == 0
    made, unix = files_of(tmp_path / "out"), files_of(tmp_path / "unix-out")
    assert {path for path in made if made[path] != unix[path]} == {"import-report.md"}
    assert b"\r" not in b"".join(made.values())


def test_nothing_of_a_page_is_lost() -> None:
    page = outline.read(PAGE)
    imported = importer.read("page.md", PAGE)
    kept = [
        *(text for entry in imported.entries for text in (entry.name, *entry.chinese)),
        *(url for entry in imported.entries for url in entry.links),
        *(text.text for _, text in imported.categories.values()),
        *(left.text for left in imported.left),
        *(name for _, name in imported.merged),
    ]
    for block in page.blocks():
        clean = "".join(block.text.replace("阿尔法/alpha", "").split())
        assert any(clean in "".join(text.split()) for text in kept), block
    assert "alpha --help" in "".join(kept)
    assert {url for item in page.items for url, _, _ in item.addresses} <= {*kept} | {
        left.text for left in imported.left
    }


def test_what_stands_there_twice_is_one_entry() -> None:
    imported = importer.read("page.md", PAGE)
    assert [entry.id for entry in imported.entries] == ["alpha", "beta", "gamma"]
    assert imported.merged == [(23, "Alpha")]
    assert [*imported.entries[0].links] == [
        "https://github.com/example/alpha",
        "https://alpha.example.org",
    ]
    assert len(imported.entries[0].chinese) == 2


def test_a_page_with_its_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, source = tmp_path / "zh.md", tmp_path / "en.md"
    page.write_text(PAGE, "utf-8")
    source.write_text(SOURCE, "utf-8")
    output = tmp_path / "out"
    arguments = ("import", page, "--source", source, "--lang", "zh_CN", "--output", output)
    code, out, _ = run(capsys, *arguments, "--format", "json")
    assert code == 0
    told = json.loads(out)
    glossary = eg.Glossary.load(output)
    assert [category.label for category in glossary.categories()] == ["Tracing", "Category 2"]
    assert glossary.describe("beta") == "beta is for debugging, see [the docs](docs/beta.md)."
    assert glossary.describe("beta", "zh") == "beta 用于调试，参见[文档](docs/beta.md)。"
    # Two paragraphs in Chinese, one in English: somebody must look.
    doubtful = catalog_of(output)["project.alpha.description"]
    assert doubtful.fuzzy
    assert "1" in doubtful.tcomment
    assert {"line": 18, "text": "Nobody has translated this."} in told["untranslated"]
    assert told["without_english"] == ["网络", "gamma"]
    assert (output / "import-report.md").is_file()
    assert run(capsys, "catalog", "update", "--check", output)[0] == 0


def test_names_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.yaml").write_text("names: {Gamma: [伽马]}\n", "utf-8")
    page = tmp_path / "page.md"
    page.write_text("- **alpha**: 伽马的工具。 https://alpha.example.org\n", "utf-8")
    arguments = ("import", page, "--output", tmp_path / "out", "--glossary", tmp_path / "own.yaml")
    assert run(capsys, *arguments)[0] == 0
    assert catalog_of(tmp_path / "out")["project.alpha.summary"].msgstr == "Gamma 的工具"


def test_a_page_without_english_is_readable_in_chinese(tmp_path: Path) -> None:
    imported = importer.read("page.md", PAGE)
    scaffold.create(str(tmp_path / "out"), imported.files(), {"zh_CN": imported.translations()})
    glossary = eg.Glossary.load(tmp_path / "out")
    assert glossary.describe("beta", "zh").startswith("beta 用于调试")
    assert "missing" in glossary.describe("beta")


def test_odd_characters_do_not_reach_the_yaml(tmp_path: Path) -> None:
    page = "- **a\u00a0b**\n\n  文\u200b本\u2028二\ufeff。: # \"x\" 'y' {z}\n\n  https://a.example.org/\u200b\n"
    source = (
        "- **a\u00a0b**\n\n  Te\u200bxt\u2028two: # \"x\" 'y' {z}\n\n  https://a.example.org/\n"
    )
    imported = importer.read("p", page, lambda o, _: originals.from_page(source, o))
    scaffold.create(str(tmp_path / "out"), imported.files(), {"zh_CN": imported.translations()})
    [project] = eg.Glossary.load(tmp_path / "out").projects()
    assert (project.id, project.name) == ("a-b", "a b")
    assert project.description == "Text two: # \"x\" 'y' {z}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# nothing\n", "no entry"),
        (b"", "no entry"),
        (b"- **a** https://a.example.org\n\n\x1b[1m\n", ":3:"),
        (b"\xff\xfe", "UTF-8"),
        (b"a\0b", "binary"),
    ],
)
def test_a_bad_page(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(content)
    code, out, err = run(capsys, "import", page, "--output", tmp_path / "out")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert str(page) in err
    assert said in err
    assert not (tmp_path / "out").exists()


def test_bad_arguments_of_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, "utf-8")
    bad = tmp_path / "bad.po"
    bad.write_text("nonsense", "utf-8")
    for arguments in (
        ("--source", tmp_path / "none.md"),
        ("--source", bad),
        ("--lang", "en"),
    ):
        code, out, err = run(capsys, "import", page, "--output", tmp_path / "out", *arguments)
        assert (code, out, len(err.splitlines())) == (2, "", 1), err
        assert not (tmp_path / "out").exists()


# The page that the project grew from.

MECHANICAL = ("extra-space", "space-beside-punctuation", "missing-space")


@pytest.fixture(scope="module")
def page(seed: Path) -> Path:
    [path] = seed.glob("*.txt")
    return path


def english_page(page: Path, seed: Path) -> str:
    """Return the page with every text in English."""
    text = page.read_text("utf-8")
    for entry in sorted(polib.pofile(str(seed / "pairs.po")), key=lambda e: -len(e.msgstr)):
        for mark in ("**{}**", "    {}\n", "- {}\n", "# {}\n", "{}\n"):
            text = text.replace(
                mark.format(entry.msgstr), mark.format(entry.msgid.replace("``", "`"))
            )
    return text


@pytest.fixture(scope="module", params=["catalog", "page"])
def seed_glossary(
    request: pytest.FixtureRequest,
    page: Path,
    seed: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, dict[str, object]]:
    """The page as a glossary, its English from a catalog or a page; and the report."""
    folder = tmp_path_factory.mktemp("seed")
    source = seed / "pairs.po"
    if request.param == "page":
        source = folder / "en.md"
        source.write_text(english_page(page, seed), "utf-8")
    program = [sys.executable, "-m", "ebpf_glossary", "import", str(page), "--source", str(source)]
    done = subprocess.run(
        [*program, "--lang", "zh_CN", "--output", str(folder / "out"), "--format", "json"],
        capture_output=True,
        check=True,
        env=environ(LANG="C.UTF-8"),
    )
    return folder / "out", json.loads(done.stdout)


def test_all_17_projects(
    seed_glossary: tuple[Path, dict[str, object]], page: Path, seed: Path
) -> None:
    glossary = eg.Glossary.load(seed_glossary[0])
    pairs = {entry.msgstr: entry.msgid for entry in polib.pofile(str(seed / "pairs.po"))}
    known = {project.name: project for project in glossary.projects("zh")}
    assert len(known) == 17
    items = outline.read(page.read_text("utf-8")).items
    for item in items:
        project = known[pairs[item.name.text]]
        english = glossary.project(project.id)
        assert item.category
        assert english.category_label == pairs[item.category.text]
        assert [link.url for link in project.links] == [address.url for address in item.addresses]
        texts = [pairs[block.text].replace("``", "`") for block in item.paragraphs]
        assert english.description.replace("``", "`") == "\n\n".join(texts)
        # In Chinese nothing but the findings' places is different.
        message = catalog_of(seed_glossary[0])[f"project.{project.id}.description"]
        assert len(message.msgstr.split("\n\n")) == len(item.paragraphs)
        assert message.fuzzy or project.description == message.msgstr
        assert message.fuzzy == bool(message.tcomment)
    assert {project.category_label for project in known.values()} == {"追踪类", "网络类", "其他"}


def test_the_artifacts_are_resolved_or_marked(
    seed_glossary: tuple[Path, dict[str, object]], page: Path
) -> None:
    folder, told = seed_glossary
    fixed: list[dict[str, object]] = told["fixed"]  # type: ignore[assignment]
    doubtful: list[dict[str, object]] = told["doubtful"]  # type: ignore[assignment]
    mechanical = [noted for noted in fixed if noted["rule"] in MECHANICAL]
    assert len(mechanical) == 26
    lines = page.read_text("utf-8").splitlines()
    for noted in fixed + doubtful:
        assert isinstance(noted["line"], int)
        if noted in mechanical:
            assert str(noted["before"]) in lines[noted["line"] - 1]
    chinese = "\n".join(entry.msgstr for entry in catalog_of(folder).values())
    left = "\n".join(each["text"] for each in told["left"])  # type: ignore[attr-defined]
    for text in (chinese, left):
        assert "  " not in text
        assert "。 " not in text
    assert "使用 BPF 的项目" in left
    assert "perf脚本" not in chinese
    assert {"bilingual-name", "duplicated-name"} <= {e["rule"] for e in fixed}
    assert "translated-command" in {e["rule"] for e in doubtful}  # `perf script` may be a noun
    assert "translated-identifier" in {noted["rule"] for noted in doubtful}
    marked = catalog_of(folder)["project.weave-scope.description"]
    assert marked.fuzzy
    assert "connect、accept 和 close" in marked.tcomment
    written = (folder / "import-report.md").read_text("utf-8")
    for noted in fixed + doubtful:
        rule = f"[{noted['rule']}] " if noted["rule"] else ""
        assert f"{noted['line']}: {rule}{noted['before']}" in written


def test_the_rest_of_the_page_is_in_the_report(
    seed_glossary: tuple[Path, dict[str, object]], page: Path
) -> None:
    folder, told = seed_glossary
    left = {each["line"]: each["text"] for each in told["left"]}  # type: ignore[attr-defined]
    rest = outline.read(page.read_text("utf-8")).rest
    assert {*left} == {block.line for block in rest}
    written = (folder / "import-report.md").read_text("utf-8")
    catalog = "\n".join(entry.msgstr for entry in catalog_of(folder).values())
    assert "略，去看原文去" in written
    kept = "".join((written + catalog).split())
    changed = {noted["line"] for noted in told["fixed"]}  # type: ignore[attr-defined]
    for block in outline.read(page.read_text("utf-8")).blocks():
        assert block.line in changed or "".join(block.text.split()) in kept


def test_other_tools_read_the_catalogs(seed_glossary: tuple[Path, dict[str, object]]) -> None:
    folder = str(seed_glossary[0])
    assert all(change.current for change in workflow.changes(folder))
    for path in seed_glossary[0].rglob("*.po"):
        try:
            done = subprocess.run(
                ["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True
            )
        except FileNotFoundError:
            pytest.skip("gettext is not installed")
        assert (done.returncode, done.stderr) == (0, "")


# Whatever happens.

KILLED = """\
import os, signal, sys
from ebpf_glossary.cli import main
left = int(sys.argv.pop(1))
def counting(function):
    def counted(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)
    return counted
for name in ("replace", "rename", "mkdir", "chmod"):
    setattr(os, name, counting(getattr(os, name)))
sys.exit(main(sys.argv[1:]))
"""


def whole(folder: Path) -> bool:
    """Tell whether a glossary is complete."""
    glossary = eg.Glossary.load(folder)
    assert [project.id for project in glossary.projects("zh")] == ["alpha", "beta", "gamma"]
    assert all(change.current for change in workflow.changes(str(folder)))
    return (folder / "import-report.md").is_file() and (folder / "pyproject.toml").is_file()


@pytest.fixture
def import_page(tmp_path: Path) -> list[str]:
    """The arguments that import the page to `out`."""
    (tmp_path / "page.md").write_text(PAGE, "utf-8")
    return ["import", str(tmp_path / "page.md"), "--output", str(tmp_path / "out")]


@pytest.mark.parametrize("call", [1, 9, 19, 22, 24, 25, 26])
def test_killed_at_any_step_all_or_nothing(
    call: int, tmp_path: Path, import_page: list[str]
) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(call), *import_page], check=False)
    assert done.returncode in (0, -signal.SIGKILL)
    out = tmp_path / "out"
    is_made = out.exists()
    assert whole(out) if is_made else done.returncode
    # What is left over is in nobody's way.
    assert main(import_page) == (2 if is_made else 0)


def test_killed_at_random_moments_all_or_nothing(tmp_path: Path, import_page: list[str]) -> None:
    program = [sys.executable, "-m", "ebpf_glossary", *import_page]
    started = time.monotonic()
    assert subprocess.run(program, capture_output=True, check=False).returncode == 0
    duration = time.monotonic() - started
    chance = random.Random(20)
    for number in range(5):
        out = tmp_path / f"out-{number}"
        with subprocess.Popen([*program[:-1], str(out)], stdout=subprocess.DEVNULL) as process:
            time.sleep(duration * chance.uniform(0.5, 1.05))
            process.kill()
        assert not out.exists() or whole(out)


def test_interrupted_nothing_is_left_over(
    tmp_path: Path, import_page: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workflow, "extract", interrupt)
    assert main(import_page) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]
