"""What looks wrong and is a habit, or not worth anybody's while; beside it, what is wrong."""

from __future__ import annotations

import pytest

import ebpf_glossary as eg

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def po(*messages: str, source: str = "Text") -> str:
    """Return a catalog of translations."""
    return HEADER + "\n".join(
        f'msgid "{source} {number}"\nmsgstr "{message}"\n'
        for number, message in enumerate(messages)
    )


# A document that sets its markup apart from the marks after it, as reStructuredText may need.
APART = "先看 ``{}`` ，再说。"
PLAIN = ["探针已经附加，程序开始运行。"] * 20


@pytest.mark.parametrize(
    ("rule", "format_", "text"),
    [
        ("space-beside-punctuation", "po", po(*map(APART.format, "abc"), "它依赖 LLVM 。")),
        ("space-beside-punctuation", "po", po(*map(APART.format, "abc"), "它（又称 verifier ）")),
        ("space-beside-punctuation", "po", po(*PLAIN, "映射已经创建。 程序随后加载。")),
        ("space-beside-punctuation", "po", po(*PLAIN, "（环形）缓冲区", "缓冲区 （环形）已满。")),
        ("space-beside-punctuation", "plain", "程序见 ebpf.example.org 。"),
        ("extra-space", "po", po("见  ``a`` 处", "见  ``b`` 处", "见  ``c`` 处", "由  Clang 编译")),
        ("extra-space", "po", po("名为 Ada  Fox 的人", source="A man named Ada  Fox")),
        ("missing-space", "po", po(*["使用 BTF 时"] * 20, "使用BTF时请看 BTF 一章")),
        ("halfwidth-punctuation", "po", po(*PLAIN, "程序的输出如下:")),
        ("halfwidth-punctuation", "plain", "支持 attach, detach, 或 pin 操作，其余暂不支持。"),
        ("space-between-han", "plain", "我们用 f-字符串 来拼接名称。"),
        ("space-between-han", "plain", "请先停用 和/或 卸载旧程序。"),
        ("space-between-han", "plain", "请执行 bpftool 程序表 列出 已加载的程序。"),
        ("space-between-han", "markdown", "| 表头 列1 | 表头 列2 |\n|---|---|\n| 甲 | 乙 |\n"),
        ("repeated-word", "plain", "不妨拿来用用。"),
        ("repeated-sentence", "plain", "它可以读取映射。它不可以读取所有映射。"),
        ("repeated-sentence", "plain", "程序读取第一个值。程序读取第二个值。"),
        ("translator-chatter", "plain", "先部署边车。（译者注：原文如此。）"),
        ("translator-chatter", "plain", "先部署它。\n\n译者说明：本译文已获作者授权，转载请注明。"),
        ("translator-chatter", "plain", "先部署它。\n\n译者说明：原文的图已失效，换成了存档。"),
        ("broken-markup", "markdown", "#发布 今天发布了新版本。\n\n##发布##\n"),
        ("broken-markup", "markdown", "| 甲 | — |\n|---|---|\n| — | — |\n| 无 | — |\n"),
        ("changed-code", "markdown", "分隔符是 ` `` ` 本身。"),
        ("repeated-sentence", "markdown", "- 待定\n- 待定\n- 编译\n"),
        ("repeated-sentence", "markdown", "- 编译\n- 编译\n\n  再编译一次\n"),
        ("repeated-sentence", "markdown", "| 时 | 事 |\n|-|-|\n| 9:00 | 丢 |\n| 9:00 | 丢 |\n"),
        ("repeated-sentence", "markdown", "1. 重启\n2. 重启\n"),
        ("repeated-sentence", "markdown", "| 值 | 否 |\n|--|--|\n| 0 | 成功 |\n| 0 | 成功 |\n"),
        ("untranslated-text", "po", HEADER + 'msgid "{0}"\nmsgstr "{0}"\n'.format(
            "Frames (most recent one last):")),
    ],
)  # fmt: skip
def test_a_habit_is_left_alone(rule: str, format_: str, text: str) -> None:
    config = eg.Config(select=(rule,))
    assert eg.check(text, format=format_, config=config) == []


@pytest.mark.parametrize(
    ("rule", "format_", "text"),
    [
        ("space-beside-punctuation", "po", po(*map(APART.format, "abc"), "它依赖编译器 。")),
        ("space-beside-punctuation", "po", po(*PLAIN, "它依赖 LLVM 。")),
        ("space-beside-punctuation", "po", po(*PLAIN, "映射已经创建， 程序随后加载。")),
        ("space-beside-punctuation", "plain", "程序见 main.bpf.c 。"),
        ("extra-space", "po", po("由  Clang 编译")),
        ("extra-space", "po", po("名为 Ada  Fox 的人", source="A man named Ada Fox")),
        ("missing-space", "po", po(*["使用 BTF 时"] * 20, "使用BTF 时")),
        ("halfwidth-punctuation", "po", po(*PLAIN, "程序的输出如下: 首先是时间。")),
        ("halfwidth-punctuation", "plain", "先装 Clang, 然后编译，最后用 bpftool, 检查结果。"),
        ("space-between-han", "plain", "我们用 字符串 来拼接名称。"),
        ("space-between-han", "plain", "请执行 bpftool 工具 列出已加载的程序。"),
        ("space-between-han", "markdown", "| 程序 类型 |\n|---|\n| 辅助 函数。 |\n"),
        ("repeated-word", "plain", "不妨用用于测试的程序。"),
        ("halfwidth-punctuation", "markdown", "- **甲**\n\n  它会读取程序.它的依赖很少。\n"),
        ("html-entity", "plain", "名字写成 &quot;xdp&quot; 的程序。"),
        ("broken-markup", "markdown", "# 标题\n\n##2. 安装步骤\n"),
        ("broken-markup", "markdown", "| 字段 | 类型 |\n|：—|—|\n| key | 键 |\n"),
        ("duplicated-name", "plain", "先查 bpf_loop() bpf_loop() 的返回值。"),
        ("duplicated-name", "plain", "加上 --pin-maps --pin-maps 参数。"),
        ("duplicated-name", "plain", "访问 https://ebpf.example https://ebpf.example。"),
        ("duplicated-name", "plain", "用 Cilium Cilium 替换它！"),
        ("repeated-sentence", "plain", "每个任务都有一个栈。每一个任务都拥有一个栈。"),
        ("repeated-word", "plain", "必须先先加载程序。"),
        ("repeated-word", "plain", "内核和和用户空间共享内存。"),
        ("repeated-word", "plain", "他们把把数据写入文件。"),
        ("repeated-word", "plain", "这些参数数有三个。"),
        ("repeated-word", "plain", "网络并不并不可靠。"),
        ("repeated-word", "plain", "它也可以也可以卸载。"),
    ],
)  # fmt: skip
def test_a_slip_is_found(rule: str, format_: str, text: str) -> None:
    config = eg.Config(select=(rule,))
    assert {finding.rule for finding in eg.check(text, format=format_, config=config)} == {rule}


# With its English, or None.
CUT = [
    ("虽然内核支持这种映射。但并非所有驱动都支持。", None),
    ("为了减少拷贝。程序直接写入环形缓冲区。", None),
    ("随着内核不断演进。越来越多的钩子得到支持。", None),
    ("如果缓冲区已满。事件会丢失。", "Events are lost if the buffer is full."),
    ("加载失败。由于缺少权限。", "Loading fails for lack of permissions."),
    ("对于大多数用户来说。默认值就够了。", "For most users the defaults are enough."),
    ("代理运行在每个节点上。以避免跨节点的流量。", "It runs on every node to avoid such traffic."),
    ("它支持多种事件源。如 kprobe 和 uprobe。", "It supports sources such as kprobes and uprobes."),
]
WHOLE = [
    ("它总会返回。并非所有调用都如此。", "It always returns, but not all calls do."),
    ("程序会验证参数。并发访问由锁保护。", "A lock protects what the program checks."),
    ("先看结果。如图所示。", "See the result as shown."),
    ("以太网帧会被解析。以下是示例。", "Ethernet frames are parsed as below."),
    ("先验证参数。并把结果写入映射。", "First check it. Then write the result."),
    ("为什么失败？因为没有权限。", None),
    ("这样做有两个目的。为了安全。为了性能。", None),
    ("如果失败返回 -1。程序随即退出。", None),
    ("即使失败也会返回。程序不会退出。", None),
    ("为了兼容旧内核才保留它。请不要使用。", None),
]


@pytest.mark.parametrize(("text", "source"), CUT)
def test_a_sentence_cut_in_two_is_found(text: str, source: str | None) -> None:
    assert {finding.rule for finding in eg.check(text, source=source)} == {"split-sentence"}


@pytest.mark.parametrize(("text", "source"), WHOLE)
def test_a_short_sentence_is_none_that_was_cut(text: str, source: str | None) -> None:
    assert eg.check(text, source=source) == []


HEADINGS = [
    ("## 兼容性 Known Issues", None, "## 兼容性"),
    ("## 概述 Overview", "## Overview", "## 概述"),
    ("## Prerequisites 准备工作", "## Prerequisites", "## 准备工作"),
    ("## 使用 Open vSwitch", "## Open vSwitch", None),
    ("## 认识 Cilium", "## Cilium", None),
    ("## 什么是 Service Mesh", "## Service Mesh", None),
    ("## Rust 教程", "## Rust", None),
    ("## 更新说明（Release Notes）", None, None),
    ("## 环形缓冲区（Ring Buffer）", "## Ring Buffer", None),
]


@pytest.mark.parametrize(("text", "source", "right"), HEADINGS)
def test_of_a_heading_in_two_languages_the_chinese_stays(
    text: str, source: str | None, right: str | None
) -> None:
    fixed = eg.fix(text, source=source, format="markdown", unsafe=True)
    assert fixed.text == (right or text)
    assert eg.fix(text, source=source, format="markdown").text == text


ENGLISH = [
    ("- Hot reload\n- 热重载", "- Hot reload", "- 热重载"),
    ("- 支持 VLAN\n- Supports VLAN", "- Supports VLAN", "- 支持 VLAN"),
    ("- Red Hat\n- 其他", "- Red Hat\n- Others", None),
    ("- bpftool usage\n- 译者补充：用法和选项都列在附录的第二张表里", "- bpftool usage", None),
    ("## Open source\n\n开源很好。", "## Open source\n\nOpen source is good.", None),
]


@pytest.mark.parametrize(("text", "source", "right"), ENGLISH)
def test_a_short_line_beside_its_translation_is_a_copy(
    text: str, source: str, right: str | None
) -> None:
    config = eg.Config(select=("copied-source",))
    fixed = eg.fix(text, source=source, format="markdown", unsafe=True, config=config)
    assert fixed.text == (right or text)


MEASURED = [
    ("耗时 2.5 秒。", "It takes 2,500 ms.", False),
    ("上限为 4 GiB。", "The limit is 4096 MB.", False),
    ("超时为 250 毫秒。", "The timeout is 0.25 s.", False),
    ("超时为 3 分钟。", "The timeout is 180 seconds.", False),
    ("超时为 3 分钟。", "The timeout is 120 seconds.", True),
    ("上限为 40 MB。", "The limit is 400 MB.", True),
]


@pytest.mark.parametrize(("text", "source", "is_changed"), MEASURED)
def test_as_much_in_another_unit_is_the_same(text: str, source: str, is_changed: bool) -> None:
    assert [finding.rule for finding in eg.check(text, source=source)] == (
        ["changed-number"] if is_changed else []
    )


def test_a_number_is_not_put_before_another_unit() -> None:
    text = "超时为 3 分钟。"
    assert eg.fix(text, source="The timeout is 120 seconds.", unsafe=True).text == text


def test_a_comment_after_a_number_sign_is_no_command() -> None:
    source = "```bash\n# bpftool usage\n# load a map\n```\n"
    text = "```bash\n# bpftool 用法\n# 加载 一个 映射\n```\n"
    config = eg.Config(select=("translated-command", "changed-code"))
    assert eg.check(text, source=source, format="markdown", config=config) == []


def test_a_sentence_in_a_literal_block_is_no_code() -> None:
    source = "Say::\n\n    Unload the module before the upgrade.\n"
    text = "这样说::\n\n    升级前先卸载模块。\n"
    assert eg.check(text, source=source, format="rst") == []
    code = eg.check("运行::\n\n    make 安装\n", source="Run::\n\n    make install\n", format="rst")
    assert "changed-code" in {finding.rule for finding in code}
