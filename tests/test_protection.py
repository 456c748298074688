"""What is hidden comes back, whatever the translator does, or is reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary.errors import CatalogError
from ebpf_glossary.protection import Protected
from ebpf_glossary.readers import EXTENSIONS, read

TEXT = """\
## Tracing with **bpftool**

- Run `bpftool prog` as root, then call bpf_map_lookup_elem() with --json.
- Cilium and [Hubble](https://example.org/hubble) need {count} of %s nodes, see /sys/fs/bpf.
"""
TOKEN = re.compile(r"\[X[0-9]+[A-Z]X\]")
formats = pytest.mark.parametrize("format", ["plain", "markdown", "rst", "po"])


def hidden() -> Protected:
    return eg.protect(TEXT, format="markdown")


def test_what_is_hidden() -> None:
    contents = [token.content for token in hidden().tokens]
    for content in (
        "**bpftool**",
        "`bpftool prog`",
        "bpf_map_lookup_elem()",
        "--json",
        "Cilium",
        "{count}",
        "%s",
        "/sys/fs/bpf",
    ):
        assert content in contents
    assert not [word for word in ("bpf", "https", "{", "`") if word in hidden().text]
    assert "Tracing with" in hidden().text


@formats
@given(text=st.text(alphabet="ab X1B[]`*_{}%s\n:/<>Cilium中、\ue000\ue001\\", max_size=40))
def test_to_hide_and_restore_is_the_identity(format: str, text: str) -> None:
    protected = eg.protect(text, format=format)
    assert protected.restore(protected.text) == eg.Restored(text)


def test_tokens_in_the_text_itself_are_hidden() -> None:
    protected = eg.protect("[X1BX] and `ls` [X2CX]")
    assert protected.restore(protected.text).text == "[X1BX] and `ls` [X2CX]"
    assert [token.content for token in protected.tokens] == ["[X1BX]", "`ls`", "[X2CX]"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpora are not here")
def test_the_identity_in_the_corpora() -> None:
    paths = sorted(p for p in (SHARED / "corpus").rglob("*") if p.suffix in EXTENSIONS)
    for path in paths[::40]:
        for format_, piece in segments(path):
            protected = eg.protect(piece, format=format_)
            assert protected.restore(protected.text) == eg.Restored(piece), (path, piece)


def segments(path: Path) -> list[tuple[str, str]]:
    format_ = EXTENSIONS[path.suffix]
    try:
        document = read(path.read_text(encoding="utf-8-sig"), format_)
    except CatalogError:
        return []
    pieces = [document.text[each.start : each.end] for each in document.segments]
    pieces += [document.source[each.source_start : each.source_end] for each in document.pairs]
    return [(format_, piece) for piece in pieces]


# Hostile translators: what they do to one token.


def wide(token: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in token)


def chinese_brackets(token: str) -> str:
    return token.replace("[", "【").replace("]", "】")


def round_brackets(token: str) -> str:
    return token.replace("[", "（").replace("]", "）")


def spaced(token: str) -> str:
    return " ".join(token)


def ideographic(token: str) -> str:
    return "\u3000".join(token)


def lowered(token: str) -> str:
    return token.lower()


def unbracketed(token: str) -> str:
    return token.strip("[]")


def halved(token: str) -> str:
    return token.rstrip("]")


def escaped(token: str) -> str:
    return token.replace("[", "\\[").replace("]", "\\]")


def renumbered(token: str) -> str:
    return re.sub("[0-9]+", lambda match: str(int(match[0]) + 1), token)


def in_arabic(token: str) -> str:
    return token.translate({ord(str(n)): chr(0x660 + n) for n in range(10)})


def in_chinese(token: str) -> str:
    return token.translate(dict(zip(map(ord, "0123456789"), "零一二三四五六七八九", strict=True)))


def relettered(token: str) -> str:
    return re.sub("[B-Z](?=X)", lambda match: "C" if match[0] == "B" else "B", token)


def times(token: str) -> str:
    return token.replace("X", "×")


def quoted(token: str) -> str:
    return f'"{token}"'


def as_code(token: str) -> str:
    return f"``{token}``"


def as_html(token: str) -> str:
    return f"<code>{token.replace('[', '&#91;').replace(']', '&rsqb;')}</code>"


def percent_encoded(token: str) -> str:
    return token.replace("[", "%5B").replace("]", "%5D")


def twice_bracketed(token: str) -> str:
    return f"[{{{token}}}]"


def reversed_brackets(token: str) -> str:
    return f"]{token.strip('[]')}["


def over_two_lines(token: str) -> str:
    return re.sub("([0-9]+)", r"\1\n", token)


def soft_hyphens(token: str) -> str:
    return "\u00ad".join(token)


def dashes(token: str) -> str:
    return "–".join(token[1:-1]).join("[]")


def homoglyphs(token: str) -> str:
    return token.translate(dict(zip(map(ord, "BCHKMPT"), "ВСНКМРТ", strict=True)))


def circled(token: str) -> str:
    return token.translate({ord(str(n)): chr(0x245F + n) for n in range(1, 10)})


def without_letter(token: str) -> str:
    return re.sub("[B-WYZ]", "", token)


def without_x(token: str) -> str:
    return token.replace("X", "")


def translated(token: str) -> str:
    return re.sub("X([0-9]+).*", r"占位符 \1]", token)


mendable = [
    quoted,
    as_code,
    as_html,
    percent_encoded,
    twice_bracketed,
    reversed_brackets,
    over_two_lines,
    soft_hyphens,
    dashes,
    circled,
    without_letter,
    without_x,
    translated,
    wide,
    chinese_brackets,
    round_brackets,
    spaced,
    ideographic,
    lowered,
    unbracketed,
    halved,
    escaped,
    renumbered,
    in_arabic,
    in_chinese,
    times,
]


@pytest.mark.parametrize("hostile", mendable, ids=lambda each: each.__name__)
def test_altered_tokens_are_noticed_and_mended(hostile: Callable[[str], str]) -> None:
    protected = hidden()
    for which in (None, *range(len(protected.tokens))):
        mangled = each_token(protected.text, hostile, which)
        restored = protected.restore(mangled)
        assert restored.text == TEXT
        assert restored.is_whole
        expected = [t.content for i, t in enumerate(protected.tokens) if which in (None, i)]
        assert sorted(restored.altered) == sorted(expected)


def each_token(text: str, hostile: Callable[[str], str], which: int | None) -> str:
    number = -1

    def changed(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return hostile(match[0]) if which in (None, number) else match[0]

    return TOKEN.sub(changed, text)


def test_letters_of_another_script_are_noticed_and_mended() -> None:
    protected = hidden()
    mangled = each_token(protected.text, homoglyphs, None)
    assert mangled != protected.text
    assert protected.restore(mangled).text == TEXT


def test_punctuation_that_was_moved_into_a_token_is_moved_out() -> None:
    protected = eg.protect("Run `ls`, or `cat`.")
    first, second = (token.text[:-1] for token in protected.tokens)
    restored = protected.restore(f"运行 {first}，] 或 {second}。]")
    assert restored.text == "运行 `ls`， 或 `cat`。"
    assert restored.altered == ("`ls`", "`cat`")


def test_what_is_in_brackets_is_no_token_where_none_is_missing() -> None:
    protected = eg.protect("Run `ls` on the M1 chip")
    [token] = protected.tokens
    for said in ("（M1）", "[1]", "（其他的 X 个）", "(X)", "“M1”", "'M1'"):
        text = f"在 {said} 上运行 {token.text}"
        assert protected.restore(text) == eg.Restored(f"在 {said} 上运行 `ls`")


def test_a_text_that_looks_like_its_tokens() -> None:
    for letter in "BCDFGHJKLMNPQRSTVWZ":
        protected = eg.protect(f"`ls` and X1{letter}X and (x 1 {letter} x)")
        assert protected.restore(protected.text).problems == ()


def test_a_changed_letter_is_noticed_and_mended_by_the_number() -> None:
    protected = hidden()
    for which, token in enumerate(protected.tokens):
        restored = protected.restore(each_token(protected.text, relettered, which))
        assert token.content in restored.altered
        assert restored.text == TEXT


def test_lost_tokens_are_noticed() -> None:
    protected = hidden()
    for which, token in enumerate(protected.tokens):
        restored = protected.restore(each_token(protected.text, lambda _: "", which))
        assert restored.lost == (token.content,)
        assert restored.is_whole == (which == 0)  # the mark of the heading is put back
        assert not restored.is_whole or restored.text == TEXT


def test_doubled_tokens_are_noticed_and_those_in_a_row_mended() -> None:
    protected = hidden()
    for which, token in enumerate(protected.tokens):
        for between in ("", " "):
            twice = each_token(protected.text, lambda t, b=between: t + b + t, which)  # type: ignore[misc]
            restored = protected.restore(twice)
            assert (restored.text, restored.doubled) == (TEXT, (token.content,))
            assert restored.is_whole
        restored = protected.restore(f"{protected.text}, {token.text}")
        assert restored.doubled == (token.content,)
        assert not restored.is_whole
        assert restored.text == f"{TEXT}, {token.content}"


def test_tokens_may_change_places() -> None:
    protected = eg.protect("`a` before `b`")
    first, second = (token.text for token in protected.tokens)
    assert protected.restore(f"{second} after {first}") == eg.Restored("`b` after `a`")


def test_a_token_of_nowhere_is_reported() -> None:
    [problem] = eg.protect("no code").restore("[X7QX] 没有代码").problems
    assert (problem.kind, problem.token, problem.mended) == ("unknown", "[X7QX]", False)


@given(st.text(alphabet="[]Xx0123456789BCDFGHZ【】 ×\\中", max_size=60))
def test_no_translation_is_too_strange(translated: str) -> None:
    protected = hidden()
    restored = protected.restore(translated)
    seen = {*restored.lost}
    for token in protected.tokens:
        assert token.content in restored.text or token.content in seen


def test_many_tokens() -> None:
    text = " ".join(f"`{n}` is" for n in range(500))
    protected = eg.protect(text)
    assert len({token.text for token in protected.tokens}) == 500
    assert protected.restore(protected.text).text == text
    shifted = re.sub(r"X([0-9]+)", lambda match: f"X{int(match[1]) + 1}", protected.text)
    restored = protected.restore(shifted)
    assert restored.text == text
    assert len(restored.altered) == 500


def test_an_unknown_format() -> None:
    with pytest.raises(ValueError, match="no format is called 'html'"):
        eg.protect("", format="html")
