"""What tells that a rendering is wrong, and how far that is trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ebpf_glossary import Applicability, Config, Finding, check, fix

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE

GLOSSARY = """
cues:
  pets: [猫粮, 兽医, vet]
names:
  Tabby:
    aliases: [tabbyd]
    wrong:
      - zh: 虎斑
        ordinary: true
        near: [Daemon, 节点, 端口]
        with: [_守护进程]
        not: [pets]
        shield: [虎斑贝]
      - 塔比
  Kitten Net:
    own: [小猫网]
    wrong: [{zh: 幼猫网, ordinary: true, needs: [source, link]}]
terms:
  pin:
    zh: 固定
    wrong: [{zh: 大头针, ordinary: true, near: [映射, 描述符]}, 图钉住]
  tail run:
    zh: 尾运行
    aliases: [tail-run]
    wrong: [{zh: 尾跑, ordinary: true, needs: [source]}, {zh: 大尾跑, right: 大的尾运行}]
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    path = tmp_path_factory.mktemp("glossary") / "terms.yaml"
    path.write_text(GLOSSARY, encoding="utf-8")
    return Config(select=("names", "wrong-term"), glossaries=(str(path),))


def only(text: str, config: Config, source: str | None = None, format: str = "plain") -> Finding:
    found = check(text, source=source, format=format, config=config)
    assert len(found) == 1, found
    return found[0]


def trust(finding: Finding) -> Applicability | None:
    return finding.fix.applicability if finding.fix else None


def test_what_is_always_wrong(config: Config) -> None:
    found = only("塔比很快。", config)
    assert (found.rule, found.start, found.end, trust(found)) == ("translated-name", 0, 2, SAFE)
    assert fix("用塔比。", config=config).text == "用 Tabby。"


def test_an_ordinary_word_alone_is_right(config: Config) -> None:
    assert check("虎斑很好看。大头针也是。", config=config) == []


def test_one_cue_is_unsafe_and_two_are_safe(config: Config) -> None:
    assert trust(only("虎斑监听端口。", config)) == UNSAFE
    assert trust(only("每个节点的虎斑都监听端口。", config)) == SAFE
    assert trust(only("虎斑守护进程在节点上运行。", config)) == SAFE


def test_a_cue_of_another_sentence_is_none(config: Config) -> None:
    assert check("这个端口是新的。虎斑很好看。", config=config) == []


def test_a_latin_cue_is_a_whole_word_in_any_case(config: Config) -> None:
    assert check("虎斑和 daemons1 无关。", config=config) == []
    assert trust(only("虎斑是 daemon。", config)) == UNSAFE


def test_the_other_sense(config: Config) -> None:
    assert check("兽医说，节点和端口旁边的虎斑要换猫粮。", config=config) == []
    assert check("节点的端口旁有一只虎斑贝。", config=config) == []


def test_a_mention(config: Config) -> None:
    assert check("Tabby 在英语里指“虎斑”，塔比是它的音译。"[:17], config=config) == []
    assert check("它意为虎斑，节点和端口都用它。", config=config) == []


def test_a_source_without_the_name(config: Config) -> None:
    source = "The cat on the node listens to port 1."
    assert check("节点上的虎斑监听端口 1。", source=source, config=config) == []


def test_a_source_with_the_name(config: Config) -> None:
    assert trust(only("虎斑很快。", config, "Here Tabby is fast.")) == SAFE
    assert trust(only("虎斑很快。", config, "Tabby is fast.")) == UNSAFE  # a cat, perhaps
    assert check("虎斑很快。", source="A tabby is fast.", config=config) == []


def test_no_more_than_the_source_has(config: Config) -> None:
    source = "Both Tabby and the cat are fast."
    assert trust(only("Tabby 和虎斑很快。", config, source)) is None
    found = check("虎斑和虎斑很快。", source=source, config=config)
    assert [trust(each) for each in found] == [SAFE, UNSAFE]  # the second by the first


def test_an_alias_of_the_source_is_what_to_write(config: Config) -> None:
    source = "The command tabbyd is fast."
    assert fix("虎斑很快。", source=source, config=config).text == "tabbyd 很快。"


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("Tabby 虎斑很快。", "Tabby 很快。"),
        ("虎斑 Tabby 很快。", "Tabby 很快。"),
        ("Tabby（虎斑）很快。", "Tabby 很快。"),
        ("虎斑（Tabby）很快。", "Tabby 很快。"),
        ("用 Tabby/虎斑。", "用 Tabby。"),
        ("**Tabby** 虎斑很快。", "**Tabby** 很快。"),
        ("**Tabby 虎斑** 很快。", "**Tabby** 很快。"),
        ("- [Tabby 虎斑](https://example.org/a)", "- [Tabby](https://example.org/a)"),
    ],
)
def test_a_name_beside_it(text: str, fixed: str, config: Config) -> None:
    found = only(text, config, format="markdown")
    assert (found.rule, trust(found)) == ("bilingual-name", SAFE)
    assert fix(text, format="markdown", config=config).text == fixed


def test_a_link_to_it(config: Config) -> None:
    text = "[虎斑](https://example.org/tabby/) 很快。"
    assert trust(only(text, config, format="markdown")) == SAFE
    assert check("[虎斑](https://example.org/cats/) 很快。", format="markdown", config=config) == []


def test_what_needs_the_source_or_a_link(config: Config) -> None:
    assert check("节点上的幼猫网。", config=config) == []
    assert trust(only("幼猫网很快。", config, "Kitten Net is fast.")) == SAFE
    assert check("小猫网（Kitten Net）很快。", config=config) == []
    text = "[幼猫网](https://example.org/kitten-net)"
    assert trust(only(text, config, format="markdown")) == SAFE


def test_the_name_elsewhere(config: Config) -> None:
    text = "Tabby 很快。\n\n虎斑很好看。"
    assert trust(only(text, config, format="markdown")) is None
    assert trust(only("虎斑监听端口。\n\n" + text[:9], config, format="markdown")) == SAFE


def test_it_means_the_name_elsewhere(config: Config) -> None:
    text = "[虎斑](https://example.org/tabby/) 很快。\n\n虎斑很好看。"
    found = check(text, format="markdown", config=config)
    assert [trust(each) for each in found] == [SAFE, SAFE]
    assert "elsewhere" in found[1].evidence[-1]


def test_both_senses_in_one_document(config: Config) -> None:
    assert check("Tabby 很快。\n\n兽医来了。\n\n虎斑很好看。", config=config) == []


def test_a_term_in_the_source_is_no_evidence_alone(config: Config) -> None:
    assert check("用大头针。", source="Use a pin.", config=config) == []
    assert trust(only("用映射和大头针。", config, "Use a map and a pin.")) == SAFE
    assert trust(only("用映射和大头针。", config)) == UNSAFE


def test_unless_that_is_what_it_needs(config: Config) -> None:
    assert fix("尾跑。", source="Tail runs.", config=config).text == "尾运行。"
    assert check("尾跑。", source="The tail.", config=config) == []
    assert check("尾跑。", config=config) == []


def test_what_is_right_for_a_compound(config: Config) -> None:
    assert fix("大尾跑。", config=config).text == "大的尾运行。"


def test_code_is_left_alone(config: Config) -> None:
    assert check("`塔比` 和 [x](https://example.org/塔比)", format="markdown", config=config) == []


def test_the_style_of_the_document(config: Config) -> None:
    text = "用BPF写，用XDP跑，用Go调，再用塔比看。"
    assert fix(text, config=config).text == text.replace("塔比", "Tabby")


def test_allowed_words(config: Config) -> None:
    allowing = Config(select=config.select, glossaries=config.glossaries, allow=("塔比",))
    assert check("塔比很快，图钉住它。", config=allowing)[0].start == 5


def test_long_texts_take_no_longer_than_they_are_long(config: Config) -> None:
    text = "虎斑的节点端口" * 20_000  # one sentence
    assert len(check(text, config=config)) == 20_000


def test_evidence_can_be_said(config: Config) -> None:
    [found] = check("虎斑守护进程在节点上运行。", config=config)
    assert [str(each) for each in found.evidence] == [
        "守护进程 stands directly beside it.",
        "节点 stands in the sentence.",
    ]


def test_a_glossary_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("names:\n  A: [A]\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.yaml:2: "):
        check("x", config=Config(glossaries=(str(path),)))


@pytest.mark.parametrize(
    ("source", "text", "fixed"),
    [
        (
            "A daemon writes the log to the disk.",
            "恶魔把日志写入磁盘。",
            "守护进程",
        ),
        ("The second argument is a file descriptor.", "第二个争论是文件描述符。", "参数"),
        ("The key of the map is a port.", "这个映射的关键是端口。", "键"),
        ("The route is advertised over BGP.", "这条路由通过 BGP 广告出去。", "通告"),
    ],
)
def test_a_term_in_a_source_about_computers(source: str, text: str, fixed: str) -> None:
    assert fixed in fix(text, source=source, unsafe=True).text
    assert fix(text, source=source).text == fix(text).text  # it is not sure


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The units of measure are bytes.", "计量单位是字节。"),
        ("Their argument was about names.", "他们的争论与名字有关。"),
        ("The pod of a bean has four seeds.", "豆荚的本义是豆类的果实，一个豆荚里有四粒种子。"),
    ],
)
def test_a_term_in_a_source_of_another_sense(source: str, text: str) -> None:
    assert check(text, source=source) == []


def test_who_speaks_of_a_word_does_so_in_the_whole_paragraph() -> None:
    text = "英语里 pod 的本义是豆荚，Pod 得名于此：豆荚里有几颗豆子，Pod 里有几个容器。"
    assert check(text) == []
