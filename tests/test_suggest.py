"""`suggest`: names and terms of what is translated already."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from ebpf_glossary import bitexts, lexicon_file, mining, outline
from ebpf_glossary.cli import main

ENGLISH = (
    "The loader opens a file and Tracee reads the map.",
    "Each map has a loader, which Tracee starts.",
    "Use Tracee to look at a map.",
    "A loader fills the map with values.",
    "When the loader stops, the map is closed.",
    "Our loader needs a namespace.",
    "Another namespace has no loader.",
    "Every namespace is listed here.",
    "Join the namespace of the process.",
)
CHINESE = (
    "加载器打开文件，Tracee 读取映射。",
    "每个映射都有加载器，由 Tracee 启动。",
    "用 Tracee 查看映射。",
    "加载程序把值填入映射。",
    "加载程序停止后，映射关闭。",
    "我们的加载器需要命名空间。",
    "另一个名字空间没有加载程序。",
    "这里列出所有名字空间。",
    "加入进程的命名空间。",
)


def po(folder: Path) -> Path:
    header = 'msgid ""\nmsgstr "Language: zh_CN\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
    entries = (
        f'\nmsgid "{english}"\nmsgstr "{chinese}"\n'
        for english, chinese in zip(ENGLISH, CHINESE, strict=True)
    )
    path = folder / "zh.po"
    path.write_text(header + "".join(entries), "utf-8")
    return path


def trees(folder: Path) -> tuple[Path, Path]:
    for name, texts in (("zh", CHINESE), ("en", ENGLISH)):
        (folder / name / "docs").mkdir(parents=True)
        for part in (0, 1):
            body = "\n\n".join(texts[part::2])
            path = folder / name / "docs" / f"{part}.md"
            path.write_text(f"# {texts[0]}\n\n{body}\n\n```sh\nmap\n```\n", "utf-8")
    return folder / "zh", folder / "en"


def renderings(found: list[mining.Suggestion]) -> dict[str, set[str]]:
    return {each.english: {rendering.zh for rendering in each.renderings} for each in found}


def test_a_catalog(tmp_path: Path) -> None:
    found = mining.suggest(bitexts.read(str(po(tmp_path))))
    known = {each.english: each for each in found}
    assert (known["Tracee"].is_name, known["Tracee"].kept, known["Tracee"].found) == (True, 3, 3)
    assert renderings(found)["map"] == {"映射"}
    # What they have in common, 加载 and 空间, is no rendering.
    assert renderings(found)["loader"] == {"加载器", "加载程序"}
    assert renderings(found)["namespace"] == {"命名空间", "名字空间"}
    assert known["loader"].competes
    assert not known["map"].competes
    counts = {rendering.zh: rendering.found for rendering in known["loader"].renderings}
    assert counts == {"加载器": 3, "加载程序": 3}
    assert known["map"].places[0] == f"{tmp_path / 'zh.po'}:5"


def test_two_trees_and_two_files(tmp_path: Path) -> None:
    chinese, english = trees(tmp_path)
    pairs = list(bitexts.read(str(chinese), str(english)))
    assert {(pair.english, pair.chinese) for pair in pairs} == {*zip(ENGLISH, CHINESE, strict=True)}
    assert renderings(mining.suggest(pairs))["namespace"] == {"命名空间", "名字空间"}
    one = bitexts.read(str(chinese / "docs" / "1.md"), str(english / "docs" / "1.md"))
    assert [pair.line for pair in one] == [1, 3, 5, 7, 9]


def test_what_is_only_in_one_tree_is_passed_over(tmp_path: Path) -> None:
    chinese, english = trees(tmp_path)
    (english / "docs" / "0.md").unlink()
    assert {pair.path for pair in bitexts.read(str(chinese), str(english))} == {
        str(chinese / "docs" / "1.md")
    }


def test_names_that_are_translated() -> None:
    texts = [
        ("We run Cilium here.", "我们在此运行纤毛。"),
        ("See Cilium for more.", "更多请看纤毛。"),
    ]
    texts += [("This is Cilium.", "这是 Cilium。"), ("Nothing at all.", "什么都没有。")] * 2
    pairs = [bitexts.Bitext(en, zh, "f", n) for n, (en, zh) in enumerate(texts, 1)]
    [name] = [each for each in mining.suggest(pairs) if each.english == "Cilium"]
    assert (name.found, name.kept) == (4, 2)
    assert [(each.zh, each.found, each.places) for each in name.renderings] == [
        ("纤毛", 2, ("f:1", "f:2"))
    ]


def found_in(texts: list[tuple[str, str]]) -> dict[str, mining.Suggestion]:
    pairs = [bitexts.Bitext(en, zh, "f", n) for n, (en, zh) in enumerate(texts, 1)]
    return {each.english: each for each in mining.suggest(pairs)}


def test_a_word_in_very_many_texts() -> None:
    texts = [
        (f"The object {n} is here.", f"对象{'甲乙丙丁戊己庚'[n % 7]}在此。") for n in range(400)
    ]
    texts += [("Nothing of that sort.", f"其他内容{n}。") for n in range(400)]
    assert renderings([*found_in(texts).values()])["object"] == {"对象"}


def test_a_rendering_is_whole() -> None:
    """Characters that no term should begin or end with are common inside of one."""
    many = ("甲", "乙", "丙", "丁", "戊", "己")
    texts = [(f"A context manager for {n}.", f"{zh}的上下文管理器。") for n, zh in enumerate(many)]
    texts += [(f"An iterable of {n}.", f"{zh}，可迭代对象。") for n, zh in enumerate(many)]
    texts += [(f"Each user has {n}.", f"{zh}用户都有。") for n, zh in enumerate(many)]
    texts += [(f"Our runtime is {n}.", f"{zh}运行时。") for n, zh in enumerate(many)]
    known = renderings([*found_in(texts).values()])
    assert known["context manager"] == {"上下文管理器"}
    assert known["iterable"] == {"可迭代对象"}
    assert known["user"] == {"用户"}
    assert known["runtime"] == {"运行时"}


def test_what_is_said_again_and_again_counts_once() -> None:
    same = [("As the flag says.", "如标志所言，其余内容概不负责。")] * 9
    texts = [(f"This flag is set in {n}.", f"标志，{zh}。") for n, zh in enumerate("甲乙丙丁")]
    others = [(f"Nothing {n}.", f"没有{zh}。") for n, zh in enumerate("甲乙丙丁")]
    flag = found_in([*same, *texts, *others])["flag"]
    assert (flag.found, [each.zh for each in flag.renderings]) == (13, ["标志"])
    # A part of a sentence is no rendering.
    texts = [(f"Use the zone {n}.", f"{n}号必须先行登录系统界面方能查看。") for n in range(5)]
    assert "zone" not in found_in([*texts, *others])


def test_words_of_no_field() -> None:
    texts = [
        (f"They mean nothing, possibly {n}.", f"{zh}意味着没有。") for n, zh in enumerate("甲乙丙")
    ]
    texts += [(f"The time zone of {n}.", f"{zh}的时区。") for n, zh in enumerate("甲乙丙")]
    texts += [(f"Nothing {n}.", f"没有{zh}。") for n, zh in enumerate("甲乙丙丁")]
    known = found_in(texts)
    assert not {"mean", "means", "possibly", "time"} & {*known}
    assert "time zone" in known


def test_what_a_glossary_has_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("names: {tracee: []}\nterms: {pad: {zh: 映射, aliases: [Map]}}\n", "utf-8")
    assert main(["suggest", str(po(tmp_path)), "--format", "json", "--glossary", str(own)]) == 0
    found = {each["english"] for each in json.loads(capsys.readouterr().out)}
    assert {"loader", "namespace"} <= found
    assert not {"Tracee", "map"} & found
    assert main(["suggest", str(po(tmp_path)), "--glossary", str(tmp_path / "none")]) == 2


def test_pages_that_do_not_stand_as_their_english_does(tmp_path: Path) -> None:
    english = "# A map\n\nOnly here.\n\n`map` holds keys.\n\n- A loader\n- One more\n"
    chinese = "# 映射\n\n`map` 存放键。\n\n- 加载器\n- 另外一个\n"
    for name, text in (("en.rst", english), ("page.zh-cn.md", chinese), ("page.md", english)):
        (tmp_path / name).write_text(text, "utf-8")
    pairs = bitexts.read(str(tmp_path / "page.zh-cn.md"), str(tmp_path / "page.md"))
    assert [(pair.english, pair.chinese, pair.line) for pair in pairs] == [
        ("A map", "映射", 1),
        ("holds keys.", "存放键。", 3),
        ("A loader", "加载器", 5),
        ("One more", "另外一个", 6),
    ]


@pytest.mark.parametrize("format_", ["text", "json", "yaml"])
def test_the_command(format_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["suggest", str(po(tmp_path)), "--format", format_, "--lang", "en"]
    assert main([*arguments, "--least", "2"]) == 0
    out = capsys.readouterr().out
    if format_ == "json":
        assert {each["english"] for each in json.loads(out)} >= {"Tracee", "map", "loader"}
    elif format_ == "yaml":
        path = tmp_path / "terms.yaml"
        path.write_text(out, "utf-8")
        records = {record.head: record for record in lexicon_file.load(str(path)).records}
        assert {*records["loader"].right} == {"加载器", "加载程序"}
        assert "Tracee" in records
    else:
        assert "Renderings that compete: 2" in out
        assert f"loader 6: 加载程序 3 ({tmp_path / 'zh.po'}:14), 加载器 3" in out


def test_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chinese, english = trees(tmp_path)
    (tmp_path / "bad.po").write_text("nonsense", "utf-8")
    for arguments in (
        [chinese],
        [tmp_path / "none"],
        [tmp_path / "bad.po"],
        [chinese, "--source", tmp_path / "none"],
        [chinese / "docs" / "0.md", "--source", tmp_path / "none.md"],
        [chinese, "--source", english, "--least", "0"],
    ):
        assert main(["suggest", *map(str, arguments)]) == 2
        out, err = capsys.readouterr()
        assert (out, len(err.splitlines())) == ("", 1), err


def test_long_texts_take_no_time_without_bound() -> None:
    hostile = ["[" * 50_000, "a-" * 25_000, "A " * 25_000, "映射" * 25_000, "**" * 25_000]
    started = time.monotonic()
    for text in (*hostile, "[a](" * 10_000, "- " * 20_000, "- **a\n" * 5_000):
        outline.read(f"[a]: https://a.example.org\n\n{text}")
    mining.suggest([bitexts.Bitext(text, text, "f", 1) for text in hostile] * 2)
    assert time.monotonic() - started < 10
