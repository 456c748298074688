"""Finding the words of a lexicon: every one of them, where it stands, and as whole words."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ebpf_glossary.matching import Matcher, is_whole, lower, spellings

ALPHABET = "ab地图 图纤毛İK"


@given(st.text())
def test_lower_case_keeps_every_place(text: str) -> None:
    lowered = lower(text)
    assert len(lowered) == len(text)
    ascii_letters = [(a, b) for a, b in zip(text, lowered, strict=True) if a.isascii()]
    assert all(a.lower() == b for a, b in ascii_letters)


@settings(deadline=None)
@given(st.lists(st.text(ALPHABET, min_size=1, max_size=3), max_size=6), st.text(ALPHABET))
def test_the_first_and_of_those_the_longest(words: list[str], text: str) -> None:
    words = [lower(word) for word in words]
    found = [(start, end) for start, end, _ in Matcher(dict.fromkeys(words, 1)).find(lower(text))]
    longest = sorted(set(words), key=len, reverse=True)
    expected = []
    if longest:
        pattern = re.compile("|".join(map(re.escape, longest)))
        expected = [match.span() for match in pattern.finditer(lower(text))]
    assert found == expected


def test_no_words() -> None:
    assert list(Matcher[int]({}).find("text")) == []


def test_spaces_where_chinese_meets_latin() -> None:
    assert set(spellings("用 perf 脚本")) == {
        "用perf脚本",
        "用 perf脚本",
        "用perf 脚本",
        "用 perf 脚本",
    }
    assert list(spellings("perf script")) == ["perf script"]
    assert len(set(spellings("a中b中c中d中e中"))) == 2  # not a thousand of them


def test_parts_of_words() -> None:
    text = "mapper map地图 bpf_map"
    assert not is_whole(text, 0, 3)
    assert is_whole(text, 7, 10)
    assert not is_whole(text, 17, 20)
    assert is_whole("地图", 0, 2)
