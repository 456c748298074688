"""What is prose in a document, and where it stands."""

from __future__ import annotations

import gc
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from conftest import SHARED
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ebpf_glossary.errors import CatalogError
from ebpf_glossary.readers import READERS, po_scan, read
from ebpf_glossary.readers.inline import mask
from ebpf_glossary.segments import (
    BREAK,
    CODE,
    MARKUP,
    MASKS,
    OTHER,
    PLACEHOLDER,
    ROLE,
    STRUCTURE,
    URL,
    Document,
    Edit,
    apply,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS = str.maketrans(
    {
        BREAK: "¶",
        CODE: "C",
        URL: "U",
        PLACEHOLDER: "P",
        MARKUP: "M",
        ROLE: "R",
        STRUCTURE: "S",
        OTHER: "O",
    }
)
HAN = re.compile(r"[\u4e00-\u9fff]")
CORPORA = {
    "human/kubernetes-zh": ("md", "markdown"),
    "human/ebpf.io": ("md", "markdown"),
    "machine/thenewstack-zh": ("md", "markdown"),
    "human/kernel-zh_CN": ("rst", "rst"),
    "human/cpython-docs-zh_CN": ("po", "po"),
}


def corpus(name: str) -> list[Path]:
    """Return the files of a corpus."""
    files = sorted((SHARED / "corpus" / name).rglob(f"*.{CORPORA[name][0]}"))
    if not files:
        pytest.skip(f"the corpus is not here: {SHARED / 'corpus' / name}")
    return [file for file in files if file.name != "README.md"]


def drawn(shape: str) -> str:
    """Return a shape with a letter in place of each stretch that is masked."""
    return re.sub(f"([{MASKS}])\\1*", lambda match: match[1].translate(LETTERS), shape)


def prose(text: str, format: str) -> list[str]:
    """Return the pieces of prose of a text, with letters for what is masked in them."""
    document = read(text, format)
    return [drawn(document.shape[segment.start : segment.end]) for segment in document.segments]


def is_sound(document: Document) -> None:
    """Fail unless a document is what is promised of each, but for PO."""
    text, shape = document.text, document.shape
    assert len(text) == len(shape)
    for character, masked in zip(text, shape, strict=True):
        assert masked in MASKS or (masked == character and character not in MASKS)
    end = 0
    between: list[str] = []
    for segment in document.segments:
        assert end <= segment.start < segment.end <= len(text)
        assert BREAK not in shape[segment.start : segment.end]
        between.append(shape[end : segment.start])
        end = segment.end
    assert all(BREAK in gap for gap in between[1:])
    assert {*"".join(between), *shape[end:]} <= {BREAK, STRUCTURE}
    for pair in document.pairs:
        assert 0 <= pair.start <= pair.end <= len(text)
        assert 0 <= pair.source_start <= pair.source_end <= len(document.source)
    assert len(document.source) == len(document.source_shape)


MARKS = [
    *"`*_[]()<>{}|\\-+=#:.!~$%'\"/@&^ \t中a1",
    *("``", "```", "~~~", "**", "](", "![", "<!--", "-->", "{{<", ">}}", "{%", "%}", "{/*", "*/}"),
    *("\n", "\n\n", "\r\n", "\r", "\n    ", "\n  ", "- ", "1. ", "> ", "# ", "===", "---", "+++"),
    *("http://", "a@b.cc", "%s", "%(", "${", "$$", ":ref:`", "`_", "`__", "::", ".. ", "__ ", "\\"),
    *(".. note::", ".. code::", ">>> ", "+--+", "| a |", "== ==", "=====", "[^1]: ", "[a]: b"),
    *("[a]", "{#x}", '<a href="x">', "</a>", "<div>", "<pre>", "<td>", "import x", "---|---"),
    *("\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u3000", "\u200b", "\ufeff", "𠀀"),
    *(BREAK, CODE, OTHER, "\ue008"),
]
TEXTS = st.lists(st.sampled_from(MARKS), max_size=30).map("".join) | st.text(max_size=40)


@settings(max_examples=1500, deadline=None)
@given(text=TEXTS, format=st.sampled_from(["plain", "markdown", "rst"]))
def test_every_text_has_a_sound_shape(text: str, format: str) -> None:
    document = read(text, format)
    assert document.text == text
    is_sound(document)
    is_sound(read(text, format, source=text))


@pytest.mark.parametrize("format", ["plain", "markdown", "rst"])
@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\r\n", "\t", "中", "\ufeff", "\0"])
def test_little_texts(text: str, format: str) -> None:
    is_sound(read(text, format))


@settings(max_examples=1000, deadline=None)
@given(
    texts=st.lists(TEXTS.map(lambda text: text.replace(BREAK, "")), min_size=2, max_size=4),
    grammar=st.sampled_from(["plain", "markdown", "rst"]),
)
def test_nothing_is_recognised_across_a_break(texts: list[str], grammar: str) -> None:
    assert mask(BREAK.join(texts), grammar) == BREAK.join(mask(text, grammar) for text in texts)


@settings(max_examples=1000, deadline=None)
@given(
    text=TEXTS.map(lambda text: text.replace("a", "汉字")),
    format=st.sampled_from(["plain", "markdown", "rst"]),
    place=st.integers(min_value=0),
)
def test_another_word_changes_nothing_protected(text: str, format: str, place: int) -> None:
    document = read(text, format)
    places = [match.start() for match in HAN.finditer(document.shape)]
    if places:
        at = places[place % len(places)]
        edited = read(apply(text, [Edit(at, at + 1, "词")]), format)
        assert edited.protected() == document.protected()


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("用 `ls` 和 ``a`b`` 看", "用 C 和 ``a`b`` 看"),
        ("见 https://a.cc/b_(c)。", "见 U。"),
        ("见 https://a.cc/中文路径/x，", "见 U，"),
        ("见https://a.cc。另见", "见U。另见"),
        ("写信给 a.b+c@d.org。", "写信给 U。"),
        ("共 %d 个，%(name)s，%-5.2f，50%，100%d", "共 P 个，P，P，50%，100%d"),
        ("{} {0} {name!r:>5} ${HOME} $HOME目录 {{ .x }} {% if %}", "P P P P P目录 P P"),
        ("<pid> 和 <a href='>'>字</a> 与 a < b", "M 和 M字M 与 a < b"),
        ("一\r\n二\r三\n", "一¶二¶三¶"),
        ("<!-- ebpf-glossary: ignore x -->字", "M字"),
        (f"字{CODE}{BREAK}{OTHER}", "字O"),
        ("占位 {名称} 不是", "占位 {名称} 不是"),
    ],
)
def test_plain_text(text: str, shape: str) -> None:
    assert drawn(read(text, "plain").shape) == shape


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("# 标题 {#id} #\n\n段落\n第二行\n", ["标题 S", "段落\n第二行"]),
        ("标题\n===\n段落", ["标题", "段落"]),
        ("- 一\n- [x] 二\n  三\n\n1. 四\n\n   五", ["一", "S 二\nS三", "四", "五"]),
        ("> 一\n> > 二\n> > 三", ["一", "二\nS三"]),
        ("一  \n二\\\n三", ["一S\n二M\n三"]),
        ("一\r\n二\r\n\r\n三", ["一\r\n二", "三"]),
        ("一\r二", ["一\r二"]),
        ("---\ntitle: 一\n---\n二", ["二"]),
        ("+++\ntitle = '一'\n+++\n二", ["二"]),
        ("---\r\na: 一\r\n---\r\n二", ["二"]),
        ("---\n\n一\n", ["一"]),
        ("```sh\n一\n```\n二\n\n    三\n\n~~~\n四\n", ["二"]),
        ("用 `一` 和 ``二`三`` 看", ["用 C 和 C 看"]),
        ("`一\n二` 三", ["C\nC 三"]),
        ('[一](b "c")与[二](<d e>)、![三](f.png)', ["M一U与M二U、M三U"]),
        ("[![一](a)](b)和[二][三]、[四]", ["M一U和M二U、[四]"]),
        ("[一] 与 [二][] 和 [三](#x)\n\n[一]: x\n[二]: y", ["U 与 U 和 M三U"]),
        ("字[^1]\n\n[^1]: 注释", ["字S", "S 注释"]),
        ("<https://a.cc> <a@b.cc> https://c.dd", ["U U U"]),
        ("**一**、_二_、~~三~~、a_b_c", ["M一M、M二M、M三M、a_b_c"]),
        ("**https://a.cc**", ["MUM"]),
        ("<b>一</b><!-- 二 -->三<br/>", ["M一M三M"]),
        ("<kbd>一</kbd>二", ["C二"]),
        ("<!--\n一\n\n二\n-->\n三", ["三"]),
        ("<div>\n一\n</div>", ["一"]),
        ("<!-- a -->一<!-- b -->二", ["一", "二"]),
        ("<!-- a\n\n一", []),
        ("<!-- a <!-- b -->一", ["一"]),
        ("<?a 一 ?>\n", []),
        ("<pre>\n一\n\n二</pre>\n", []),
        ("<tr><td>一</td><td><b>二</b></td></tr>", ["一", "M二M"]),
        ("<p>\n<!--\na\n\nb\n-->\n一\n</p>", ["一"]),
        ('{{< tab "一" >}}二{{% x %}}三{% y %}', ["P二P三P"]),
        ("import A from 'b'\n\n一 {props.x} {/* 二 */}", ["一 P S"]),
        ("export const a = 1\n\n一", ["一"]),
        ("import 语句 从这里", ["import 语句 从这里"]),
        ("| 一 | 二 |\n|---|:--|\n| 三\\|四 | `五` |\n|六||", ["一", "二", "三M四", "C", "六"]),
        ("> 一 | 二\n> --|--\n> `三 | 四`", ["一", "二", "`三", "四`"]),
        ("- | 一 |\n  |---|\n  | 二 |", ["一", "二"]),
        ("\\*一\\* \\[二\\]", ["M一M M二M"]),
        ("$$一$$ 和 %s、{0}", ["C 和 P、P"]),
        ("> [!NOTE]\n> 一", ["S\nS一"]),
        (":::tip 一\n二\n:::", ["S 一\n二\nS"]),
        ("一&nbsp;二", ["一M二"]),
        ("\u3000\u3000一", ["\u3000\u3000一"]),
        ("一\x85二\u2028三", ["一\x85二\u2028三"]),
        ("一\x00二", ["一\x00二"]),
        ("一 ` 二", ["一 ` 二"]),
        (f"一{BREAK}二", ["一O二"]),
    ],
)
def test_markdown(text: str, pieces: list[str]) -> None:
    assert prose(text, "markdown") == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("====\n标题\n====\n\n小节\n----\n段落\n第二行\n", ["标题", "小节", "段落\n第二行"]),
        ("- 一\n  二\n* 三\n\n#. 四\n1. 五\n\n   六", ["一\nS二", "三", "四", "五", "六"]),
        ("- - 一\n\n术语\n  解释", ["一", "术语", "解释"]),
        ("一::\n\n  二\n\n 三\n\n四", ["一M", "四"]),
        ("- 一::\n\n    二\n\n  三", ["一M", "三"]),
        ("一：\n\n::\n\n  二\n\n三", ["一：", "三"]),
        ("一::\n\n> 二\n> 三\n\n四", ["一M", "四"]),
        (">>> 一\n二\n\n三", ["三"]),
        (".. note:: 一\n   二\n\n   三\n\n四", ["一\nS二", "三", "四"]),
        (".. note::\n   :class: 一\n\n   二", ["二"]),
        (".. figure:: 一.png\n   :alt: 二\n\n   三", ["三"]),
        (".. code-block:: c\n   :caption: 一\n\n   二\n\n三", ["三"]),
        (".. toctree::\n\n   一\n\n二", ["二"]),
        (".. 注意::\n\n   一\n\n二", ["二"]),
        (".. 一\n   二\n\n三", ["三"]),
        ("..\n\n  一", ["一"]),
        (".. _一:\n.. _二: http://x\n__ 三\n.. |四| image:: 五\n\n六", ["六"]),
        (".. [1] 一\n   二\n.. [#a] 三", ["一\nS二", "三"]),
        (":作者: 一\n:日期:\n  二", ["一", "二"]),
        ("| 一\n| 二", ["一", "二"]),
        ("-a, --all=<x>  一\n-b\n    二\n--c 三", ["一", "二", "--c 三"]),
        ("用 ``一`二`` 和 :ref:`三 <四>`、:doc:`五`", ["用 C 和 R、R"]),
        ("`一 <http://a>`_、`二`_、`三`、|四|、[1]_", ["M一U、R、C、R、R"]),
        ("**一** *二* a*b 三\\ *四*", ["M一M M二M a*b 三M四M"]),
        ("``一\n二`` 三", ["C\nC 三"]),
        ("+--+----+\n|一|`a` |\n+==+====+\n|二|三  |\n+--+----+", ["一", "C", "二", "三"]),
        ("+--+----+\n|一二|三|\n+--+----+", []),
        ("+----+\n| 一|\n+----+", []),
        (
            "====  ====\n一    二\n====  ====\na     三\n\n四\n====  ====\n",
            ["一", "二", "a", "三", "四"],
        ),
        ("====  ====\n一二三 四\n====  ====\n", []),
        ("== ==\n一 二\n", ["一 二"]),
        ("\t一\n\t二\n        三", ["一\nS二\nS三"]),
        ("一\r\n==\r\n\r\n二\r\n三", ["一", "二\r\n三"]),
        ("", []),
    ],
)
def test_rst(text: str, pieces: list[str]) -> None:
    assert prose(text, "rst") == pieces


@pytest.mark.parametrize(
    ("format", "text", "kinds"),
    [
        ("markdown", "# 一\n\n二\n\n- 三\n\n|四|\n|-|\n", ["heading", "paragraph", "item", "cell"]),
        (
            "rst",
            "一\n==\n\n二\n\n- 三\n\n+--+\n|四|\n+--+",
            ["heading", "paragraph", "item", "cell"],
        ),
        ("plain", "一\n二", ["paragraph", "paragraph"]),
        ("po", 'msgid "a"\nmsgstr "一"\n', ["message"]),
    ],
)
def test_kinds_of_segments(format: str, text: str, kinds: list[str]) -> None:
    assert [segment.kind for segment in read(text, format).segments] == kinds


def test_a_whole_source_is_the_source_of_the_whole() -> None:
    for format in ("plain", "markdown", "rst"):
        document = read("用 `ls`", format, source="Use `ls`")
        assert document.source_of(0) == "Use `ls`"
        assert document.source_shape.startswith("Use ")
        assert "ls" not in document.source_shape


def test_english_in_comments_is_the_source_of_what_follows() -> None:
    text = (
        "<!--\ntitle: A\n-->\n<!-- body -->\n\n<!--\nOne `x`\n-->\n一\n\n一续\n\n"
        "<!-- ebpf-glossary: ignore y -->\n<!-- 译注 -->\n再续\n\n"
        "- a\n\n  <!--\n  Two\n\n  Three\n  -->\n  二\n\n```\n<!-- no -->\n```\n三\n\n"
        "<!-- steps -->\n四\n"
    )
    document = read(text, "markdown")

    def source_of(words: str) -> str | None:
        return document.source_of(text.index(words))

    assert [source_of(words) for words in ("一", "一续", "再续")] == 3 * ["One `x`"]
    assert [source_of(words) for words in ("二", "三\n")] == 2 * ["Two\n\nThree"]
    assert source_of("四") is None
    assert source_of("<!--\nOne") is None
    assert "x" not in document.source_shape
    is_sound(document)


def test_an_ignored_rule_in_each_format() -> None:
    pattern = re.compile(r"ebpf-glossary: ignore ([a-z-]+)")
    for format, text in (
        ("markdown", "一\n\n<!-- ebpf-glossary: ignore x -->\n二\n"),
        ("rst", "一\n\n.. ebpf-glossary: ignore x\n\n二\n"),
        ("plain", "一\n<!-- ebpf-glossary: ignore x -->二\n"),
    ):
        [(start, end, _, names)] = read(text, format).ignores(pattern)
        assert (start <= text.index("二") < end, names) == (True, "x")
        assert end > start > text.index("一")
    text = 'msgid "a"\nmsgstr "一"\n\n# ebpf-glossary: ignore x\nmsgid "b"\nmsgstr "二"\n'
    document = read(text, "po")
    [(start, end, _, names)] = document.ignores(pattern)
    assert (document.text[start:end], names) == ("二", "x")


# PO


def quoted(text: str, cuts: list[int], end: str) -> str:
    """Return a text as the strings of a PO file, cut at some places."""
    pieces: list[str] = []
    start = 0
    for cut in sorted({cut % (len(text) + 1) for cut in cuts}):
        pieces.append(text[start:cut])
        start = cut
    pieces.append(text[start:])
    escapes = {"\x0b": "\\v", "\x08": "\\b", "\x0c": "\\f"}
    return end.join(
        '"' + "".join(escapes.get(c, po_scan.escape(c)) for c in piece) + '"' for piece in pieces
    )


WORDS = st.lists(
    st.sampled_from([*'ab\\"\n\t\r\x0b\x08\x0c 中文，%#`*~|n1', "msgid", "msgstr ", BREAK]),
    max_size=12,
).map("".join)
CUTS = st.lists(st.integers(0, 20), max_size=3)
COMMENTS = st.lists(
    st.sampled_from(
        [
            "# by hand",
            "#",
            "#. extracted",
            "#: a.c:1 b.c:2",
            "#, fuzzy",
            "#, c-format, no-wrap",
            '#| msgid "old"\n#| "er"',
            '#, fuzzy\n#~ msgid "gone"\n#~ msgstr "没了"\n',
            '#~ msgid "gone"\n#~ "too"\n#~ msgstr ""\n#~ "也"\n',
        ]
    ),
    max_size=3,
    unique=True,
)


@st.composite
def po_files(draw: st.DrawFn) -> str:
    """Make PO files as msgcat, people and machines write them."""
    end = draw(st.sampled_from(["\n", "\r\n"]))
    gap = draw(st.sampled_from(["\n", "\n  ", "\n\n"]))
    parts = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    for number in range(draw(st.integers(0, 4))):
        # Messages that are gone come first, and former English last: msgfmt reads no other order.
        lines = sorted(draw(COMMENTS), key=lambda line: ("#~" not in line, line.startswith("#|")))
        lines = [line.replace("gone", f"gone{number}") for line in lines]
        values = {"msgid": f"{number}{draw(WORDS)}"}
        if draw(st.booleans()):
            values = {"msgctxt": draw(WORDS), **values}
        if draw(st.booleans()):
            values["msgid_plural"] = draw(WORDS)
            values |= {f"msgstr[{n}]": draw(WORDS) for n in range(draw(st.integers(1, 2)))}
        else:
            values["msgstr"] = draw(WORDS)
        lines += [f"{name} {quoted(text, draw(CUTS), gap)}" for name, text in values.items()]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts).replace("\n", end) if draw(st.booleans()) else "\n".join(parts).strip()


def by_polib(text: str, folder: Path) -> list[tuple[object, ...]]:
    """Return what polib says of the messages of a file that are not obsolete."""
    path = folder / "a.po"
    path.write_text(text, encoding="utf-8", newline="")
    return [
        (
            entry.msgctxt,
            entry.msgid,
            entry.msgid_plural or None,
            list(entry.msgstr_plural.values()) or [entry.msgstr],
            entry.flags,
            entry.fuzzy,
        )
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    ]


def by_us(text: str) -> list[tuple[object, ...]]:
    """Return what we say of them."""
    return [
        (
            message.context.text if message.context else None,
            message.source.text,
            (message.plural.text or None) if message.plural else None,
            [value.text for value in message.translations],
            list(message.flags),
            "fuzzy" in message.flags,
        )
        for message in po_scan.scan(text)
        if message.source.text
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for files that nobody looks at."""
    return tmp_path_factory.mktemp("po")


@settings(max_examples=500, deadline=None)
@given(text=po_files())
def test_we_read_what_polib_reads(folder: Path, text: str) -> None:
    assert by_us(text) == by_polib(text, folder)


def test_we_read_what_polib_reads_in_the_corpus(folder: Path) -> None:
    for file in corpus("human/cpython-docs-zh_CN"):
        text = file.read_text(encoding="utf-8")
        assert by_us(text) == by_polib(text, folder), file


@settings(max_examples=500, deadline=None)
@given(text=po_files())
def test_places_of_values(text: str) -> None:
    document = read(text, "po")
    assert len(document.text) == len(document.shape)
    assert len(document.source) == len(document.source_shape)
    for message in po_scan.scan(text):
        values = [message.context, message.source, message.plural, *message.translations]
        assert all(po_scan.unquote(text[v.start : v.end]) == v.text for v in values if v)
    for segment in document.segments:
        assert BREAK not in document.shape[segment.start : segment.end]
        start, end, _ = document.in_file(Edit(segment.start, segment.end, ""))
        assert text[start - 1] == '"' or text[start - 1] == "\\" or start == end
        assert text[end] == '"'


@settings(max_examples=1000, deadline=None)
@given(text=po_files(), data=st.data(), new=st.text(max_size=4) | WORDS)
def test_an_edit_of_a_value_is_the_edit_in_the_file(
    text: str, data: st.DataObject, new: str
) -> None:
    document = read(text, "po")
    if not document.segments:
        return
    index = data.draw(st.integers(0, len(document.segments) - 1))
    first, last, kind = document.segments[index]
    assume(kind != "header" or "charset" not in document.text[first:last])  # it must stay UTF-8
    start = data.draw(st.integers(first, last))
    end = data.draw(st.integers(start, last))
    edited = apply(text, [document.in_file(Edit(start, end, new))])
    wanted = [[value.text for value in message.translations] for message in po_scan.scan(text)]
    at = [value.start for message in po_scan.scan(text) for value in message.translations]
    place = at.index(document.values[index].start)  # type: ignore[attr-defined]
    flat = [each for values in wanted for each in values]
    flat[place] = document.text[first:start] + new + document.text[end:last]
    assert [v.text for m in po_scan.scan(edited) for v in m.translations] == flat
    if "\r\n" in text:
        assert not re.search(r"(?<!\r)\n", edited)


def test_an_edit_behind_an_escape_that_means_nothing() -> None:
    text = 'msgid "a"\nmsgstr "一\\1二"\n'
    document = read(text, "po")
    assert document.text == "一\\1二"
    for start in range(len(document.text) + 1):
        for end in range(start, len(document.text) + 1):
            edited = apply(text, [document.in_file(Edit(start, end, "n2"))])
            assert read(edited, "po").text == document.text[:start] + "n2" + document.text[end:]


def test_only_translations_are_prose() -> None:
    text = (
        '# 头\nmsgid ""\nmsgstr "Language: zh\\n"\n\n'
        '#, fuzzy\nmsgid "a"\nmsgstr "甲"\n\nmsgid "b"\nmsgstr ""\n\n'
        '#, python-format\nmsgid "%d c"\nmsgid_plural "%d cs"\nmsgstr[0] "%d 丙"\n\n'
        '#~ msgid "d"\n#~ msgstr "丁"\n'
    )
    document = read(text, "po")
    header = "Language: zh\n"
    assert document.text == f"甲{BREAK}%d 丙{BREAK}{header}"
    assert document.shape == f"甲{BREAK}{2 * PLACEHOLDER} 丙{BREAK}{len(header) * STRUCTURE}"
    assert [segment.kind for segment in document.segments] == ["message", "message", "header"]
    assert document.source == "%d cs"
    assert document.source_of(0) is None
    assert document.source_of(2) == "%d cs"
    assert document.source_of(len(document.text) - 1) is None
    pair = document.pair_at(2)
    assert pair is not None
    assert pair.flags == ("python-format",)


@pytest.mark.parametrize(
    ("english", "chinese", "is_code"),
    [
        (">>> f()\\n1", ">>> f()  # 注释\\n1", True),
        ("$ ls\\nfile", "$ ls\\n文件", True),
        ("if x:\\n    y()", "if x:\\n    y()  # 说明", True),
        ("# Set x.\\nx = 1", "# 设置 x。\\nx = 1", True),
        ("a = 1\\nb = 2", "a = 1\\nb = 2", True),
        (">>> f()", ">>> f()", True),
        ("One.\\nTwo.", "一。\\n二。", False),
        ("eBPF", "eBPF", False),
        ("Not translated.\\n", "Not translated.\\n", False),
    ],
)
def test_code_in_po(english: str, chinese: str, is_code: bool) -> None:
    document = read(f'msgid "a"\nmsgstr "甲"\n\nmsgid "{english}"\nmsgstr "{chinese}"\n', "po")
    _, segment = document.segments
    assert (set(document.shape[segment.start :]) == {CODE}) is is_code
    assert (set(document.source_shape[2:]) == {CODE}) is is_code
    assert document.shape[:2] == f"甲{BREAK}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("hello", 1),
        ("\n\nhello\n", 3),
        ('msgid "a"\nmsgstr "b', 2),
        ('msgid "a"\nmsgstr "b\n', 2),
        ('msgid "a"\nmsgstr ""\n"b"\n"c\n', 4),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "c"\n', 4),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "c"\n\nmsgid "d"\nmsgstr "e"\n', 6),
        ('msgstr "b"\n', 1),
        ('msgid "a"\r\nmsgstr "b"\r\n\r\nmsgid c\r\n', 4),
        ('msgid "a"\nmsgstr "b" "c"\n', 2),
        ('msgid "a"\nmsgstr "b"c"\n', 2),
        ('msgctxt "x"\nmsgctxt "y"\n', 2),
        ('msgid "a"\nmsgstr "b"\n"c"\ngarbage\n', 4),
        ('msgid "a"\nmsgstr "b\\', 2),
        ('msgid "a"\nmsgstr "b"\n\n# c\nmsgid "a"\nmsgstr "d"\n', 5),
        ('msgid "a"\nmsgid_plural "b"\nmsgid_plural "b"\nmsgstr[0] "c"\n', 3),
    ],
)
def test_what_is_no_po_file(text: str, line: int) -> None:
    with pytest.raises(CatalogError) as raised:
        read(text, "po")
    assert raised.value.line == line


@settings(max_examples=500, deadline=None)
@given(text=st.lists(st.sampled_from([*'"\\\n#~, a', "msgid ", "msgstr ", '"a"']), max_size=20))
def test_no_po_file_makes_another_error(text: list[str]) -> None:
    with suppress(CatalogError):
        read("".join(text), "po")


def test_a_file_of_comments_or_nothing_is_a_po_file() -> None:
    for text in ("", "\n", "# a\n", '#~ msgid "a"\n#~ msgstr "b"'):
        assert read(text, "po").segments == []


def test_no_such_format() -> None:
    with pytest.raises(ValueError, match="no format is called 'docx'"):
        read("", "docx")


# The corpora


@pytest.mark.parametrize("name", [name for name in CORPORA if "cpython" not in name])
def test_corpora_are_read(name: str) -> None:
    for file in corpus(name):
        text = file.read_text(encoding="utf-8")
        for format in ("plain", "markdown", "rst"):
            is_sound(read(text, format))


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("human/kubernetes-zh", 0.95),  # the rest is comments in code, front matter, short codes
        ("human/ebpf.io", 0.99),
        ("machine/thenewstack-zh", 0.99),
        ("human/kernel-zh_CN", 0.97),
        ("human/cpython-docs-zh_CN", 0.97),
    ],
)
def test_most_chinese_is_prose(name: str, least: float) -> None:
    all_of_it = visible = 0
    for file in corpus(name):
        document = read(file.read_text(encoding="utf-8"), CORPORA[name][1])
        all_of_it += len(HAN.findall(document.text))
        visible += len(HAN.findall(document.shape))
    assert visible / all_of_it >= least


# Time

LONG = [
    *("`", "``", "` ", "`` ` ", "[", "[a", "](", "![a](", "[a][b]", "<", "<a ", '"<a ', "<a x=\"'"),
    *("<!--", "<!-- ", "*", "**a", "_", "_a", "{", "{{", "{{<", "{%", "{/*", "${", "$$", "|", "|a"),
    *(
        "|-",
        "> ",
        ">",
        "- ",
        "1. ",
        "> - ",
        "\\",
        "%(",
        "%0",
        "http://",
        "http://!",
        "a@",
        "a.b@c.",
    ),
    *(":a", ":a:`", "`a", "`a <b", "`_", "|a ", "a", "a ", " ", "中", "\n", "\n\n", "a\n", "\t"),
    *(
        "a|b\n",
        "|-|\n",
        "a|b\n-|-\n",
        "- a\n",
        "> a\n",
        "- a\n\n",
        "[a]: b\n",
        "[a]: 'b\n",
        "# a\n",
    ),
    *("<div>\n", "<td>", "<a>\n", "<pre>", "<!--\n", "```\n", "    a\n", "a\n==\n", "a::\n\n b\n"),
    *(".. a\n", ".. note::\n", "| a\n", "+--+\n", "|a|\n", "== ==\n", "=== ==\n\n", ":a: b\n"),
    *(":a:", ":::a\n", "&a", "[^a]", "<code>", "<code><kbd>", "(", "](()", "'", '](a "', "{a"),
]


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    gc.disable()  # it would look at what other tests have left
    start = time.process_time()
    work()
    end = time.process_time()
    gc.enable()
    return end - start


def grows_with_the_text(what: str, work: Callable[[int], object]) -> None:
    """Fail if doubling the size of something three times takes more than 2.5³ times as long."""
    short = long = float("inf")
    for _ in range(6):  # the machine may be busy
        short, long = min(short, seconds(lambda: work(1))), min(long, seconds(lambda: work(8)))
        if long <= 2.5**3 * short + 0.005:
            return
    pytest.fail(f"{what!r}: {short:.3f} s, eight times as much {long:.3f} s")


@pytest.mark.parametrize("format", ["plain", "markdown", "rst"])
def test_time_grows_with_the_text(format: str) -> None:
    for unit in LONG:
        for before, after in (("", ""), ("a ", "\n")):
            part = unit * (2500 // len(unit))
            grows_with_the_text(
                before + unit + after,
                lambda times: read(before + part * times + after, format),  # noqa: B023
            )


def test_a_long_line() -> None:
    for format in READERS.keys() - {"po"}:
        assert seconds(lambda: read("映射 `a` 和" * 125_000, format)) < 5  # noqa: B023


def test_time_grows_with_the_messages() -> None:
    def work(times: int) -> None:
        numbers = range(500 * times)
        entries = (f'#: a.c:{n}\nmsgid "{n} %s"\nmsgstr ""\n"第 {n} 个\\n"\n' for n in numbers)
        document = read("\n".join(entries), "po")
        for segment in document.segments:
            document.in_file(Edit(segment.start, segment.end, ""))

    grows_with_the_text("messages", work)


def test_many_edits_of_a_long_message() -> None:
    document = read('msgid "a"\nmsgstr "' + 100_000 * "的" + '"\n', "po")
    assert seconds(lambda: [document.in_file(Edit(n, n + 1, "")) for n in range(100_000)]) < 2
