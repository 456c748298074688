"""Documentation in two trees: pages are paired by path, and aligned block by block."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from conftest import write
from hypothesis import given, settings
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary.alignment import groups
from ebpf_glossary.cli import main
from ebpf_glossary.readers import read
from ebpf_glossary.trees import SourceTree

pytestmark = pytest.mark.usefixtures("here")


# Paths.


@pytest.mark.parametrize(
    ("page", "given", "english"),
    [
        ("zh/a/b.md", "zh", "en/a/b.md"),
        ("zh/a/b.md", "zh/", "en/a/b.md"),
        ("zh/a/b.md", "zh/a/b.md", "en/a/b.md"),
        ("zh/a/b.md", "zh/a", "en/b.md"),
        ("zh/a/b.md", "zh/a", "en/a/b.md"),
        ("zh/a/b.zh-CN.md", "zh", "en/a/b.md"),
        ("zh/b_zh.rst", "zh", "en/b.rst"),
        ("zh/a/b.zh.md", "zh", "en/a/b.en.md"),
        ("zh/a/b.mdx", "zh", "en/a/b.md"),
        ("zh/a/b.md", "zh", "en/a/c.md"),
        ("zh/a.po", "zh", "en/a.po"),
        ("zh/new/b.md", "zh", "en/b.md"),
        ("zh/new/b.md", "zh/new/b.md", "en/b.md"),
    ],
)
def test_pages_are_paired_by_path(page: str, given: str, english: str) -> None:
    write(page)
    write(english)
    tree = SourceTree("en", [given])
    path = os.path.join(given, os.path.relpath(page, given)) if given != page else page
    found = tree.of(path)
    if english.endswith(("c.md", ".po")) or "new" in page:
        assert found is None
    else:
        assert found is not None
        assert os.path.samefile(found, english)
    assert tree.has(english)
    assert not tree.has(page)


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    code = main(["check", "--format", "json", *arguments])
    out, err = capsys.readouterr()
    rows = json.loads(out) if out else []
    return code, [f"{each['path']}:{each['line']}:{each['rule']}" for each in rows], err


def test_a_tree(capsys: pytest.CaptureFixture[str]) -> None:
    write("docs/en/a.md", "# Maps\n\nThe queue holds 64 entries.\n\nThe end.\n")
    write("docs/zh/a.md", "# 映射\n\n队列可容纳 46 个条目。\n\n完。\n")
    write("docs/zh/b.md", "# 映射\n")
    code, rows, err = found(capsys, "docs/zh", "--source", "docs/en")
    assert (code, rows) == (1, ["docs/zh/a.md:3:changed-number"])
    assert err == "1 files have no English in docs/en, such as docs/zh/b.md.\n"
    assert found(capsys, "docs", "--source", "docs/en")[1] == rows
    for path in ("docs/zh/a.md", "./docs/zh/a.md"):
        _, again, err = found(capsys, path, "--source", "docs/en/a.md")
        assert [os.path.normpath(each) for each in again] == rows
    main(["check", "docs/zh", "--source", "docs/en", "--fix", "--unsafe-fixes"])
    assert "64" in Path("docs/zh/a.md").read_text(encoding="utf-8")
    assert Path("docs/en/a.md").read_text(encoding="utf-8").startswith("# Maps\n\nThe queue")


def test_pages_that_are_on_one_side_only(capsys: pytest.CaptureFixture[str]) -> None:
    for page in ("en/a.md", "en/b.md", "en/c/d.rst", "en/x.png", "zh/a.md", "zh/e.md"):
        write(page, "好\n")
    code, rows, err = found(capsys, "zh", "--source", "en")
    assert (code, rows) == (0, [])
    assert err == (
        "1 files have no English in en, such as zh/e.md.\n"
        "2 pages of en have no translation, such as en/b.md.\n"
    )
    assert found(capsys, "zh/a.md", "--source", "en")[2] == ""
    write("zh/c/d.rst", "好\n")
    assert found(capsys, "zh/c", "--source", "en")[2] == ""
    Path("zh/c/d.rst").unlink()
    write("pyproject.toml", '[tool.ebpf-glossary]\nexclude = ["en/b.md", "c"]\n')
    assert found(capsys, "zh", "--source", "en")[2].count("en/c/d.rst") == 1
    write("pyproject.toml", '[tool.ebpf-glossary]\nexclude = ["en/b.md", "en/c"]\n')
    assert "no translation" not in found(capsys, "zh", "--source", "en")[2]


def test_the_english_of_the_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    english = write("en.md", "# Maps\n\nThe queue holds 64 entries.\n")
    monkeypatch.setattr(
        "sys.stdin", io.TextIOWrapper(io.BytesIO("# 映射\n\n队列有 46 项。\n".encode()))
    )
    code, rows, err = found(capsys, "-", "--input-format", "markdown", "--source", str(english))
    assert (code, rows, err) == (1, ["-:3:changed-number"], "")


def test_what_cannot_be_paired(capsys: pytest.CaptureFixture[str]) -> None:
    write("zh/a.md")
    write("en/a.md")
    for arguments in (
        ("zh", "--source", "none"),
        ("zh", "--source", "en/a.md"),
        ("zh/a.md", "zh/b.md", "--source", "en/a.md"),
    ):
        code, _, err = found(capsys, *arguments)
        assert (code, err.count("\n")) == (2, 1), arguments
    Path("en/a.md").write_bytes(b"\n\xff")
    code, _, err = found(capsys, "zh", "--source", "en")
    assert (code, err) == (2, "en/a.md:2: This is not UTF-8.\n")


# Blocks.

ENGLISH = """\
# Maps

A map holds data, see [the docs](https://docs.kernel.org/bpf/maps.html) and [next](next.md).

## Types

- hash
  - per CPU
- array

| Type | Use |
|---|---|
| hash | any |
| array | `u32` |

```c
int x = 1; // one
int y;
```

Map memory is counted for the whole control group.

The last paragraph has `code` in it.

    bpftool map show

See [the list][list] and [the types](#types).

[list]: list.md
"""
CHINESE = """\
# 映射

映射保存数据，见 [文档](https://docs.kernel.org/bpf/maps.html) 和 [下一页](next.md)。

## 类型

- 哈希
  - 每 CPU
- 数组

| 类型 | 用途 |
|---|---|
| 哈希 | 任意 |
| 数组 | `u32` |

```c
int x = 1; // 一
int y;
```

映射占用的内存计入整个控制组。

最后一段含有 `code`。

    bpftool map show

见 [列表][list] 和 [类型](#类型)。

[list]: list.md
"""
RST = """\
Maps
====

A map holds data, see `next <next.rst>`_.

Types
-----

#. hash
#. array

.. code-block:: c

   int x;

The end::

   int y;

.. note::

   Be careful: see :ref:`hash <hash>`, :doc:`/maps/array` and `types`_.

=====  =====
Type   Use
=====  =====
hash   any
array  fast
=====  =====

Over.
"""
RST_CHINESE = """\
映射
====

映射保存数据，见 `下一页 <next.rst>`_。

类型
----

#. 哈希
#. 数组

.. code-block:: c

   int x;

结尾::

   int y;

.. note::

   小心：见 :ref:`哈希 <hash>`、:doc:`/maps/array` 和 `类型`_。

=====  =====
类型   用途
=====  =====
哈希   任意
数组   快
=====  =====

完。
"""
STRUCTURE = eg.Config(select=("structure",))
CHANGES = [
    ("## 类型", "### 类型", "changed-heading"),
    ("## 类型", "类型", "changed-heading"),
    ("- 数组", "1. 数组", "changed-list"),
    ("  - 每 CPU", "- 每 CPU", "changed-list"),
    ("| 哈希 | 任意 |", "| 哈希 | 任意 | 三 |", "changed-table"),
    ("int y;", "int z;", "changed-code-block"),
    ("int y;\n", "", "changed-code-block"),
    ("int y;\n", "int y;\nint z;\n", "changed-code-block"),
    (" 和 [下一页](next.md)", "", "lost-link"),
    ("| 哈希 | 任意 |\n", "", "missing-block"),
    ("最后一段含有 `code`。\n", "", "missing-block"),
    ("映射占用的内存计入整个控制组。\n\n", "", "missing-block"),
    ("    bpftool map show\n", "", "missing-block"),
    ("    bpftool map show", "    bpftool map list", "changed-code-block"),
    ("int x = 1; // 一\nint y;", "int x = 1; // 一\n    int y;", "changed-code-block"),
    ("- 哈希\n  - 每 CPU\n- 数组", "- 哈希\n  - 每 CPU", "changed-list"),
    ("- 数组\n\n| 类型 | 用途 |\n|---|---|\n", "- 数组\n\n", "changed-table"),
    ("[列表][list]", "列表", "lost-link"),
    ("[list]: list.md", "", "lost-link"),
    ("[类型](#类型)", "类型", "lost-link"),
    (CHINESE[CHINESE.index("```c") : CHINESE.index("最后")], "", "missing-block"),
    ("最后一段", "新的一段文字，原文没有。\n\n最后一段", "extra-block"),
]
RST_CHANGES = [
    ("类型\n----", "类型\n====", "changed-heading"),
    ("#. 哈希\n#. 数组", "- 哈希\n- 数组", "changed-list"),
    ("int x;", "int z;", "changed-code-block"),
    ("int y;", "int z;", "changed-code-block"),
    ("，见 `下一页 <next.rst>`_", "", "lost-link"),
    ("完。\n", "", "missing-block"),
    (":ref:`哈希 <hash>`", "哈希", "lost-link"),
    (":doc:`/maps/array`", "数组", "lost-link"),
    ("`类型`_", "类型", "lost-link"),
    ("数组   快\n", "", "missing-block"),
    ("哈希   任意", "哈希", "changed-table"),
    ("#. 数组\n", "", "changed-list"),
]


@pytest.mark.parametrize(
    ("english", "chinese", "format"), [(ENGLISH, CHINESE, "markdown"), (RST, RST_CHINESE, "rst")]
)
def test_a_page_as_it_should_be(english: str, chinese: str, format: str) -> None:
    document = read(chinese, format, english)
    assert all(len(ours) == len(theirs) == 1 for ours, theirs in groups(document))
    config = eg.Config(select=("structure", "extra-block"))
    assert eg.check(chinese, source=english, format=format, config=config) == []
    assert eg.check(chinese, format=format, config=config) == []
    assert eg.check(chinese, source=english, format=format) == []


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("source_ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("old", "new", "rule", "format"),
    [(*each, "markdown") for each in CHANGES] + [(*each, "rst") for each in RST_CHANGES],
)
def test_each_difference_is_found(
    old: str, new: str, rule: str, format: str, ends: str, source_ends: str
) -> None:
    english, chinese = {"markdown": (ENGLISH, CHINESE), "rst": (RST, RST_CHINESE)}[format]
    assert old in chinese
    text = chinese.replace(old, new, 1).replace("\n", ends)
    english = english.replace("\n", source_ends)
    config = eg.Config(select=("structure",))
    assert rule in {f.rule for f in eg.check(text, source=english, format=format, config=config)}
    chinese = chinese.replace("\n", ends)
    assert not eg.check(chinese, source=english, format=format, config=config)


ALIKE = [
    ("Maps\n----\n\nA map.\n", "## 映射\n\n一个映射。\n"),
    ("# A\n\n| a | b |\n|---|---|\n| one | |\n", "# 甲\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n"),
    ("# A\n\na | b\n--|--\n1 | 2\n", "# 甲\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"),
    ("# A\n\n- one\n    - two\n", "# 甲\n\n* 一\n\n  * 二\n"),
    ("# A\n\n- one\n  goes on.\n", "# 甲\n\n- 一\n\n  接着说。\n"),
    ("# A\n\nSee [b](../b/c.md).\n", "# 甲\n\n见 [乙](/zh-cn/c/)。\n"),
    ("# A\n\n![b](img/b.svg)\n", "# 甲\n\n![乙](../zh/img/b.zh-cn.svg)\n"),
    ('# A\n\nSee <a href="b.md">b</a>.\n', "# 甲\n\n见 [乙](b.md)。\n"),
    (
        "# A\n\n```sh\n# one\n# two\nls  # three\n# four\nps\n```\n",
        "# 甲\n\n```sh\n# 一二\nls  # 三\n# 四\n# 又四\nps\n```\n",
    ),
    ("# A\n\n```c\nint a;\n\nint b;\n```\n", "# 甲\n\n  ```c\n  int a;\n  int b;\n  ```\n"),
]


@pytest.mark.parametrize(("english", "chinese"), ALIKE)
def test_what_says_the_same_is_no_difference(english: str, chinese: str) -> None:
    assert not eg.check(chinese, source=english, format="markdown", config=STRUCTURE)


def test_code_beyond_what_is_compared() -> None:
    english = "# A\n\n```\n" + "ls\n" * 600 + "```\n"
    same, other = english.replace("A", "甲"), english.replace("A", "甲").replace("ls\n`", "l\n`")
    assert not eg.check(same, source=english, format="markdown", config=STRUCTURE)
    assert len(eg.check(other, source=english, format="markdown", config=STRUCTURE)) == 1


def test_alike_moved_headings_are_no_error() -> None:
    english = "# A\n\nOne.\n\n## B\n\nTwo.\n\n## C\n\nThree.\n"
    chinese = "## 甲\n\n一。\n\n### 乙\n\n二。\n\n### 丙\n\n三。\n"
    assert not eg.check(chinese, source=english, format="markdown", config=STRUCTURE)


def test_each_block_has_its_own_english() -> None:
    document = read(CHINESE, "markdown", ENGLISH)
    source = document.source_of(CHINESE.index("最后一段"))
    assert source is not None
    assert source.strip() == "The last paragraph has `code` in it."
    # A number that stands elsewhere on the page is no excuse.
    english = "There are 64 maps.\n\nThe queue holds 46 entries.\n"
    chinese = "有 46 个映射。\n\n队列可容纳 46 个条目。\n"
    rules = [f.rule for f in eg.check(chinese, source=english, format="markdown")]
    assert rules == ["changed-number"]


block = st.sampled_from(
    [
        "# 一",
        "## 二",
        "段落。",
        "用 `ls` 查看。",
        "- 甲\n- 乙",
        "1. 甲",
        "| a | b |\n|---|---|\n| c |",
        "```c\nint x;\n```",
        "> 引文",
        "<!-- x -->",
        "标题\n===",
        "> - 甲\n>   ```\n>   x\n>   ```",
        "",
    ]
)
page = st.lists(block | st.text("#-*|`>:. \n一a1=", max_size=20), max_size=9).map("\n\n".join)


@settings(deadline=None)
@given(page, page, st.sampled_from(["markdown", "rst"]))
def test_pairs_are_in_order(chinese: str, english: str, format: str) -> None:
    document = read(chinese, format, english)
    end = source_end = 0
    for pair in document.pairs:
        assert end <= pair.start <= pair.end <= len(chinese)
        assert source_end <= pair.source_start <= pair.source_end <= len(english)
        end, source_end = pair.end, pair.source_end
    for rule in eg.check(chinese, source=english, format=format, config=STRUCTURE):
        assert 0 <= rule.start <= rule.end <= len(chinese)


@settings(deadline=None)
@given(page, st.sampled_from(["markdown", "rst"]))
def test_a_page_is_built_as_itself(text: str, format: str) -> None:
    config = eg.Config(select=("structure", "extra-block"))
    assert not eg.check(text, source=text, format=format, config=config)


def test_long_pages_take_time_in_proportion() -> None:
    import time

    for body in ("段落。\n\n", "- 甲\n", "| 甲 | 乙 |\n", "# 一\n\n二。\n\n"):
        start = time.process_time()
        read(body * 4000, "markdown", body * 4100 + "The end.\n")
        assert time.process_time() - start < 20
