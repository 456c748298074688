"""Comments that ask to ignore a rule: what they reach, and those that reach nothing."""

from __future__ import annotations

import pytest

import ebpf_glossary as eg
from ebpf_glossary.cli import main

CONFIG = eg.Config(select=("extra-space", "duplicated-name"))
ASK = "ebpf-glossary: ignore extra-space"
ONE, TWO = "借助  BTF 移植。", "加载程序时  使用映射。"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def found(text: str, format_: str, config: eg.Config = CONFIG) -> list[tuple[str, str]]:
    """Return the rules that found something, each with the line in which it did."""
    return [
        (
            finding.rule,
            text[: finding.start].rpartition("\n")[2] + text[finding.start :].split("\n")[0],
        )
        for finding in eg.check(text, format=format_, config=config)
    ]


def spaces(text: str, format_: str) -> list[str]:
    """Return the lines in which spaces are found; nothing else may be."""
    each = found(text, format_)
    assert {rule for rule, _ in each} <= {"extra-space"}
    return [line for _, line in each]


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        (f"<!-- {ASK} -->\n\n{ONE}\n\n{TWO}\n", "markdown"),
        (f"<!-- {ASK} -->\n{ONE}\n\n{TWO}\n", "markdown"),
        (f"<!--{ASK}-->\n\n\n{ONE}\n\n{TWO}\n", "markdown"),
        (f"<!--\n{ASK}\n-->\n\n{ONE}\n\n{TWO}\n", "markdown"),
        (f"好。\n\n<!-- {ASK}, duplicated-word -->\n\n{ONE}\n\n{TWO}\n".replace(", dup", " (dup"),
         "markdown"),
        (f"<!-- ebpf-glossary:ignore extra-space -->\r\n\r\n{ONE}\r\n\r\n{TWO}\r\n", "markdown"),
        (f"{ONE} <!-- {ASK} -->\n\n{TWO}\n", "markdown"),
        (f"# {ONE} <!-- {ASK} -->\n\n{TWO}\n", "markdown"),
        (f"- 好。\n\n  <!-- {ASK} -->\n\n  {ONE}\n\n{TWO}\n", "markdown"),
        (f"> <!-- {ASK} -->\n>\n> {ONE}\n\n{TWO}\n", "markdown"),
        (f".. {ASK}\n\n{ONE}\n\n{TWO}\n", "rst"),
        (f"..\n   {ASK}\n\n{ONE}\n\n{TWO}\n", "rst"),
        (f"好。\n\n..  {ASK}\n\n{ONE}\n\n{TWO}\n", "rst"),
        (f"* 好。\n\n  .. {ASK}\n\n  {ONE}\n\n{TWO}\n", "rst"),
    ],
)  # fmt: skip
def test_a_comment_reaches_the_next_paragraph_and_no_further(text: str, format_: str) -> None:
    assert spaces(text, format_) == [TWO] or spaces(text, format_) == [TWO + "\r"]
    assert eg.fix(text, format=format_, config=CONFIG).text == text.replace(
        TWO, TWO.replace("  ", "")
    )


def test_a_comment_reaches_all_lines_of_a_paragraph() -> None:
    text = f"<!-- {ASK} -->\n\n好。\n{ONE}\n好。\n"
    assert spaces(text, "markdown") == []


def test_a_comment_in_a_cell_reaches_the_cell() -> None:
    text = f"| 甲 | 乙 |\n|---|---|\n| {ONE} <!-- {ASK} --> | {TWO} |\n"
    found = eg.check(text, format="markdown", config=CONFIG)
    assert [(f.rule, text[f.start - 1]) for f in found] == [("extra-space", "时")]


def test_several_rules_and_several_comments() -> None:
    both = "用 pwru pwru  跟踪  数据包。"
    for ask in (
        "<!-- ebpf-glossary: ignore extra-space, duplicated-name -->",
        "<!-- ebpf-glossary: ignore extra-space duplicated-name -->",
        "<!-- ebpf-glossary: ignore extra-space,duplicated-name: it is a test -->",
        f"<!-- {ASK} -->\n<!-- ebpf-glossary: ignore duplicated-name -->",
        f"<!-- {ASK} -->\n\n<!-- ebpf-glossary: ignore duplicated-name -->",
    ):
        assert found(f"{ask}\n\n{both}\n", "markdown") == []
    assert [rule for rule, _ in found(f"<!-- {ASK} -->\n\n{both}\n", "markdown")] == [
        "duplicated-name"
    ]


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        (f"写 {ASK} 即可。\n\n{TWO}\n", "markdown"),
        (f"写 `{ASK}` 即可。\n\n{TWO}\n", "markdown"),
        (f"```\n{ASK}\n```\n\n{TWO}\n", "markdown"),
        (f"```html\n<!-- {ASK} -->\n```\n\n{TWO}\n", "markdown"),
        (f"    <!-- {ASK} -->\n\n{TWO}\n", "markdown"),
        (f"~~~\n<!-- {ASK} -->\n~~~\n\n{TWO}\n", "markdown"),
        (f"- 好。\n\n  ```markdown\n  <!-- {ASK} -->\n  ```\n\n{TWO}\n", "markdown"),
        (f"写 `<!-- {ASK} -->` 即可。\n\n{TWO}\n", "markdown"),
        (f"写 ``{ASK}`` 即可。\n\n{TWO}\n", "rst"),
        (f"写法如下::\n\n    .. {ASK}\n\n{TWO}\n", "rst"),
        (f"写法如下：\n\n::\n\n  ..\n     {ASK}\n\n{TWO}\n", "rst"),
        (f"写法如下::\n\n> .. {ASK}\n\n{TWO}\n", "rst"),
        (f".. 说明\n\n写法如下::\n\n> {ASK}\n\n{TWO}\n", "rst"),
        (f".. code-block:: rst\n\n   .. {ASK}\n\n{TWO}\n", "rst"),
        (f">>> 1\n.. {ASK}\n\n{TWO}\n", "rst"),
        (f".. note:: {ASK}\n\n{TWO}\n", "rst"),
        (f"写 {ASK} 即可。\n{TWO}\n", "plain"),
        ("<!-- ebpf-glossary: ignore -->\n\n" + TWO, "markdown"),
        ("<!-- ebpf-glossary: 多余空格 -->\n\n" + TWO, "markdown"),
        ("<!-- 注释 -->\n\n" + TWO, "markdown"),
        ("<!-- ignore extra-space -->\n\n" + TWO, "markdown"),
    ],
)
def test_what_only_speaks_of_it_is_no_request(text: str, format_: str) -> None:
    assert spaces(text, format_) == [TWO]


def po(*entries: str) -> str:
    return HEADER + "\n\n".join(entries) + "\n"


def entry(name: str, text: str, *comments: str) -> str:
    return "".join(comment + "\n" for comment in comments) + f'msgid "{name}"\nmsgstr "{text}"'


@pytest.mark.parametrize(
    "comments",
    [
        (f"# {ASK}",),
        (f"#{ASK}",),
        ("# 说明", f"# {ASK}", "# 再说"),
        (f"# {ASK}", "#: a.rst:1", "#, fuzzy", '#| msgid "x"'),
    ],
)
def test_a_comment_of_a_message_reaches_the_message(comments: tuple[str, ...]) -> None:
    text = po(entry("b", TWO), entry("a", ONE, *comments), entry("c", TWO))
    assert spaces(text, "po") == [f'msgstr "{TWO}"'] * 2
    fixed = eg.fix(text, format="po", config=CONFIG).text
    assert fixed == text.replace(TWO, TWO.replace("  ", ""))


def test_a_comment_reaches_all_plural_forms() -> None:
    plural = f'# {ASK}\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "{{}}"\nmsgstr[1] "{{}}"'
    for forms in ((ONE, "好。"), ("好。", ONE)):
        assert found(po(plural.format(*forms), entry("c", TWO)), "po") == [
            ("extra-space", f'msgstr "{TWO}"')
        ]
    assert [rule for rule, _ in found(po(plural.format("好。", "好。")), "po")] == ["unused-ignore"]


def test_an_untranslated_message_has_nothing_to_ignore() -> None:
    assert found(po(entry("a", "", f"# {ASK}"), entry("c", TWO)), "po") == [
        ("extra-space", f'msgstr "{TWO}"')
    ]


@pytest.mark.parametrize(
    ("text", "format_", "line"),
    [
        (f"好。\n\n<!-- {ASK} -->\n\n好。\n\n{TWO}\n", "markdown", f"<!-- {ASK} -->"),
        (f"{TWO}\n\n<!-- {ASK} -->\n", "markdown", f"<!-- {ASK} -->"),
        (f"好。\n\n.. {ASK}\n\n好。\n\n{TWO}\n", "rst", f".. {ASK}"),
        (f"{TWO}\n\n.. {ASK}\n", "rst", f".. {ASK}"),
        (po(entry("a", "好。", f"# {ASK}"), entry("b", TWO)), "po", 'msgstr "好。"'),
    ],
)
def test_a_comment_that_reaches_nothing_is_reported(text: str, format_: str, line: str) -> None:
    unused = [(rule, at) for rule, at in found(text, format_) if rule != "extra-space"]
    assert unused == [("unused-ignore", line)]
    [one] = [f for f in eg.check(text, format=format_, config=CONFIG) if f.rule == "unused-ignore"]
    assert str(one.message) == "Nothing is found here that extra-space could ignore."
    assert one.fix is None
    assert len(found(text, format_)) == 2  # and the spaces that it does not reach


def test_a_name_that_no_rule_has_is_reported() -> None:
    text = f"<!-- ebpf-glossary: ignore extra-spaces -->\n\n{TWO}\n"
    assert sorted(rule for rule, _ in found(text, "markdown")) == ["extra-space", "unused-ignore"]


def test_a_rule_that_did_not_look_may_have_something_to_ignore() -> None:
    text = f"<!-- {ASK} -->\n\n好。\n"
    assert found(text, "markdown", eg.Config(select=("duplicated-name",))) == []
    assert found(text, "markdown", eg.Config(ignore=("extra-space",))) == []


def test_the_comment_is_no_english_of_what_follows() -> None:
    """Markdown has its English in comments before the translation."""
    text = f"<!-- {ASK} 5 files -->\n\n加载 7 个  文件，见 `ls`。\n"
    rules = {finding.rule for finding in eg.check(text, format="markdown")}
    assert "changed-number" not in rules
    assert "changed-code" not in rules


def test_many_comments() -> None:
    text = "<!-- ebpf-glossary: ignore duplicated-name -->\n\n用 pwru pwru 跟踪。\n\n" * 2000
    assert found(text, "markdown") == []


def test_the_command_reports_them(
    tmp_path: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    path = f"{tmp_path}/a.md"
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"<!-- {ASK} -->\n\n好。\n")
    assert main(["check", path]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{path}:1:6: unused-ignore: Nothing is found here")
    assert "0 can be fixed" in err
