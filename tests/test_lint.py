"""Checking and fixing: places, harmlessness, fixed points, on made texts and on real ones."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import polib
import pytest
from conftest import SHARED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary import files
from ebpf_glossary.readers import read
from ebpf_glossary.readers.po_scan import escape

FORMATS = ("plain", "markdown", "rst", "po")

# What texts are made of, artifacts among it.
PIECES = [
    "内核", "程序", "的", "进行", "看看", "数据包", "BPF", "cilium/ebpf", "kprobe", "XDP_PASS", " ",
    "  ", "\u3000", "，", "。", "：", ",", ".", ":", "!", "（", "）", "(", ")", "“", "”", "`a b`",
    "``lit``", "**", "*", "_", "%s", "{name}", "${X}", "https://ebpf.io/a", "１２", "Ａ", "\u200b",
    "&nbsp;", "<br/>", "網路", "10", "5.10", "\n", "\n\n", "- ", "# ", "> ", "| a | b |\n", "::",
    "\\", '"', ":ref:`x`", ".. note::\n\n   ", "以下是翻译：", "the kernel may reject it", "\ufffd",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def as_po(*messages: tuple[str, str]) -> str:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = (
        f'\nmsgctxt "{number}"\nmsgid "{escape(source)}"\nmsgstr "{escape(target)}"\n'
        for number, (source, target) in enumerate(messages)
    )
    return header + "".join(entries)


def document_of(text: str, format_: str) -> str:
    return as_po(("English", text)) if format_ == "po" else text


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=texts)
def test_places_lie_in_the_text(format_: str, text: str) -> None:
    text = document_of(text, format_)
    for finding in eg.check(text, format=format_):
        assert 0 <= finding.start <= finding.end <= len(text)
        for edit in finding.fix.edits if finding.fix else ():
            assert 0 <= edit.start <= edit.end <= len(text)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("unsafe", [False, True])
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=texts)
def test_fixing_twice_is_fixing_once(format_: str, unsafe: bool, text: str) -> None:
    once = eg.fix(document_of(text, format_), format=format_, unsafe=unsafe).text
    assert eg.fix(once, format=format_, unsafe=unsafe).text == once


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=texts)
def test_without_a_fixable_finding_nothing_changes(format_: str, text: str) -> None:
    text = document_of(text, format_)
    fixable = [f for f in eg.check(text, format=format_) if f.fix]
    if not fixable:
        assert eg.fix(text, format=format_, unsafe=True).text == text


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(messages=st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_checking_the_joined_is_joining_the_checks(messages: list[tuple[str, str]]) -> None:
    # What is judged by the habits of the whole catalog differs, and is meant to.
    config = eg.Config(ignore=("spacing", "punctuation"))
    joined = [f.rule for f in eg.check(as_po(*messages), format="po", config=config)]
    apart = [f.rule for m in messages for f in eg.check(as_po(m), format="po", config=config)]
    assert joined == apart


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(messages=st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_fixes_of_a_catalog_are_those_of_its_messages(messages: list[tuple[str, str]]) -> None:
    fixed = eg.fix(as_po(*messages), format="po", unsafe=True).text
    after = {entry.msgctxt: entry for entry in polib.pofile(fixed)}
    for number, (source, target) in enumerate(messages):
        alone = polib.pofile(eg.fix(as_po((source, target)), format="po", unsafe=True).text)
        assert after[str(number)].msgid == source
        assert after[str(number)].msgstr == alone[0].msgstr


def corpus(*parts: str, most: int) -> list[Path]:
    folder = SHARED.joinpath("corpus", *parts)
    found = [Path(path) for path in files.walk([str(folder)])] if folder.is_dir() else []
    return sorted(random.Random(3).sample(found, min(most, len(found))))


REAL = [
    *corpus("human", "cpython-docs-zh_CN", most=14),
    *corpus("human", "kernel-zh_CN", most=14),
    *corpus("human", "kubernetes-zh", most=10),
    *corpus("machine", "thenewstack-zh", most=14),
]
real = pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)


@pytest.mark.skipif(not REAL, reason=f"the corpora are not here: {SHARED}/corpus")
def test_the_corpora_are_used() -> None:
    assert len(REAL) > 40


@real
def test_safe_fixes_do_no_harm(path: Path) -> None:
    file = files.read(str(path))
    fixed = eg.fix(file.text, format=file.format)
    assert eg.fix(fixed.text, format=file.format).text == fixed.text
    before, after = read(file.text, file.format), read(fixed.text, file.format)
    if not any(f.fix and f.fix.mends_markup for f in fixed.applied):
        assert before.protected() == after.protected()
    if not fixed.applied:
        assert fixed.text == file.text
    if file.format == "po":
        old, new = polib.pofile(file.text), polib.pofile(fixed.text)
        assert [(e.msgid, e.msgctxt, e.flags) for e in old] == [
            (e.msgid, e.msgctxt, e.flags) for e in new
        ]


def test_the_seed_page(seed: Path) -> None:
    """Safe fixes mend what is mechanical, and the names; nothing is flagged that is not wrong."""
    [path] = seed.glob("*.txt")
    text = path.read_text(encoding="utf-8")
    found = eg.check(text, format="markdown")
    assert Counter(finding.rule for finding in found) == {
        "extra-space": 11,
        "space-beside-punctuation": 11,
        "missing-space": 4,
        "split-sentence": 2,
        "duplicated-name": 1,
        "bilingual-name": 1,
        "wrong-term": 2,  # 整个堆栈 and 探测器
    }
    fixed = eg.fix(text, format="markdown")
    assert "  基" not in fixed.text
    assert "**ebpf_asm**" in fixed.text
    assert "**cilium/ebpf**" in fixed.text
    assert "使用 BPF 的项目" in fixed.text
    assert len(fixed.applied) == 28
    assert {finding.rule for finding in fixed.remaining} == {"split-sentence", "wrong-term"}


def test_the_seed_page_beside_its_english(seed: Path) -> None:
    text = (seed / "pairs.po").read_text(encoding="utf-8")
    found = {
        text[finding.start : finding.end]
        for finding in eg.check(text, format="po", config=eg.Config(select=("names", "terms")))
    }
    assert found >= {
        "cilium/ebpf 纤毛/ebpf",
        "ebpf_asm ebpf_asm",
        "perf脚本",
        "连接、接受和关闭",
        "博客",
        "会谈",
        "本机 BCC",
        "整个堆栈",
        "计费",
        "联网",
    }


def test_code_that_lost_its_marks_at_the_end_of_a_text() -> None:
    assert eg.fix("先运行 ls", source="Run `ls` first", unsafe=True).text == "先运行 ls"


def test_an_open_block_of_text_goes_on_to_the_end() -> None:
    text = "内核会检查程序。\n\n```text\n网络｜数据  包\n"
    assert eg.check(text, format="markdown") == []
