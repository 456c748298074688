from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebpf_glossary.errors import UnknownLanguageError
from ebpf_glossary.locales import negotiate, parse, preferred

OURS = ["en", "zh_CN"]


@pytest.mark.parametrize(
    "tag",
    [
        "zh",
        "zh-CN",
        "zh_CN",
        "zh_CN.UTF-8",
        "zh_CN.utf8@pinyin",
        "zh-Hans",
        "zh-Hans-CN",
        "zh_SG",
        "ZH_cn",
        "zh-TW",
        "zh_Hant",
        "zh-HK",
        "zh-cmn-Hans-CN",
        "zh-CN-u-nu-latn",
        "zh-Hans-CN-x-mine",
    ],
)
def test_chinese_however_it_is_written(tag: str) -> None:
    assert negotiate(tag, OURS) == "zh_CN"


@pytest.mark.parametrize("tag", ["en", "en_GB", "en-US", "EN", "C", "POSIX", "C.UTF-8", None])
def test_english(tag: str | None) -> None:
    assert negotiate(tag, OURS) == "en"


@pytest.mark.parametrize("tag", ["fr", "de_DE.UTF-8", "sr@latin", "es-419", "ja", "yue"])
def test_a_language_without_a_catalog_gets_english(tag: str) -> None:
    assert negotiate(tag, OURS) == "en"


@pytest.mark.parametrize(
    "tag",
    [
        "",
        " ",
        "x",
        "../../etc",
        "zh_",
        "_CN",
        "zh__CN",
        "zh CN",
        "中文",
        "chinese",
        "zh-CN-",
        "12",
        "zh-u",
        "zh_CN.",
        "zh_CN@",
        "zh_CN.../../etc",
        "zh\x00",
        "en/../zh",
        "zh-toolongsubtag",
    ],
)
def test_what_is_no_tag(tag: str) -> None:
    with pytest.raises(UnknownLanguageError, match="is not a language tag"):
        negotiate(tag, OURS)
    with pytest.raises(UnknownLanguageError):
        negotiate(["zh", tag], OURS)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["fr", "zh"], "zh_CN"),
        (("en_GB", "zh"), "en"),
        (["fr", "de"], "en"),
        ([], "en"),
        (["zh_TW", "en"], "zh_CN"),
    ],
)
def test_preferences(wanted: list[str], expected: str) -> None:
    assert negotiate(wanted, OURS) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("zh", "zh_CN"),
        ("zh_SG", "zh_CN"),
        ("zh_HK", "zh_TW"),
        ("zh-Hant", "zh_TW"),
        ("zh-Hant-CN", "zh_TW"),
        ("zh_Hans_TW", "zh_CN"),
        ("pt", "pt"),
        ("pt_PT", "pt"),
        ("pt_BR", "pt_BR"),
        ("sr_Latn", "sr_Latn"),
        ("sr", "sr"),
    ],
)
def test_script_counts_more_than_region(wanted: str, expected: str) -> None:
    available = ["en", "pt", "pt_BR", "sr", "sr_Latn", "zh_CN", "zh_TW"]
    assert negotiate(wanted, available) == expected


@given(st.text(max_size=30) | st.from_regex(r"[a-zA-Z0-9_.@/-]{0,20}", fullmatch=True))
def test_any_text_is_a_tag_or_an_error(text: str) -> None:
    try:
        tag = parse(text)
    except UnknownLanguageError:
        return
    assert str(parse(str(tag))) == str(tag)
    assert not set(str(tag)) - set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
    )
    assert negotiate(text, OURS) in OURS


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANGUAGE": "zh_CN:en", "LC_ALL": "fr_FR"}, ["zh_CN", "en"]),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "fr_FR"}, ["zh_CN.UTF-8"]),
        ({"LC_MESSAGES": "zh_CN", "LANG": "fr_FR"}, ["zh_CN"]),
        ({"LANG": "zh_CN.UTF-8"}, ["zh_CN.UTF-8"]),
        ({"LANGUAGE": "", "LANG": "zh"}, ["zh"]),
        ({"LANG": "../../etc"}, []),
        ({"LANGUAGE": "???:zh"}, ["zh"]),
        ({}, []),
    ],
)
def test_the_environment(environ: dict[str, str], expected: list[str]) -> None:
    assert preferred(environ) == expected
