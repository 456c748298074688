"""What goes out in a format of others comes back the same, as far as the format can hold it."""

from __future__ import annotations

import itertools
from contextlib import suppress
from pathlib import Path

import polib
import pytest
from conftest import write_glossary, write_po
from hypothesis import assume, given
from hypothesis import strategies as st

from ebpf_glossary import CatalogError, exchange
from ebpf_glossary.catalogs import LOCALE_DIR
from ebpf_glossary.exchange.content import gather, needed_by
from ebpf_glossary.exchange.languages import nearest
from ebpf_glossary.exchange.merge import Merged, merge
from ebpf_glossary.exchange.units import Concept, Content, Translation, Wording
from ebpf_glossary.po import parse_po, read_po

PO = Path(LOCALE_DIR, "zh_CN", "LC_MESSAGES", "ebpf_glossary.po")

texts = st.text(alphabet="aB1\"'\\\n\t\r,;<&>]#=%{ 中。\u3000\u0085\u2028\x1b\ufffe😀", max_size=6)
words = texts.filter(bool)
wordings = st.builds(
    Wording,
    texts,
    st.lists(words, max_size=2).map(tuple),
    st.lists(words, max_size=2).map(tuple),
    texts,
)
sources = st.builds(Wording, words, st.lists(words, max_size=2).map(tuple), st.just(()), texts)
ids = st.sampled_from(["term.a", "term.b-c", "project.a", ""])
concepts = st.lists(st.builds(Concept, ids, texts, sources, wordings, st.just(0)), max_size=4).map(
    tuple
)
translations = st.lists(
    st.builds(Translation, texts, words, texts, st.booleans(), texts, texts, st.just(0)), max_size=4
).map(tuple)


def through(name: str, content: Content) -> tuple[Content, set[str]]:
    """Return what comes back through a format, without places, and what was left out."""
    text, left = exchange.write(content, name)
    back = exchange.read("x", text.encode(), name, content.language)
    return Content(
        back.language,
        tuple(each._replace(line=0) for each in back.concepts),
        tuple(each._replace(line=0) for each in back.translations),
    ), {each.what for each in left}


@given(concepts, translations)
def test_json_loses_nothing(concepts: tuple[Concept, ...], texts: tuple[Translation, ...]) -> None:
    content = Content("zh_CN", concepts, texts)
    assert through("json", content) == (content, set())


@given(translations)
def test_weblate_loses_nothing(texts: tuple[Translation, ...]) -> None:
    content = Content("zh_CN", (), texts)
    back, left = through("weblate", content)
    assert left or back == content
    assert left <= {each.key or each.source for each in texts if "'" in each.source + each.target}


def test_weblate_puts_quotes_around_what_could_be_a_formula() -> None:
    rows = ["source,target", "'-h shows help','-h 显示帮助'", "'\\| or |','\\| 或 |'", "'a','b'"]
    content = exchange.read("x.csv", "\n".join(rows).encode(), "weblate", "zh_CN")
    pairs = [(each.source, each.target) for each in content.translations]
    assert pairs == [("-h shows help", "-h 显示帮助"), ("| or |", "| 或 |"), ("'a'", "'b'")]
    rows += ["-v says more,-v 多说"]  # it would have quotes, too
    content = exchange.read("x.csv", "\n".join(rows).encode(), "weblate", "zh_CN")
    assert content.translations[0].source == "'-h shows help'"
    texts = (Translation("k", "a", "'=b'"),)
    [left] = exchange.write(Content("zh_CN", (), texts), "weblate")[1]
    assert (left.what, left.reason) == ("k", "Weblate would take its quotes away.")


@given(translations)
def test_tmx_says_what_it_leaves(texts: tuple[Translation, ...]) -> None:
    back, left = through("tmx", Content("zh_CN", (), texts))
    kept = [each for each in texts if (each.key or each.source) not in left]
    assert [each for each in back.translations if each in kept] == kept
    for each in texts:
        plain = not any(c in "".join(each[:3] + each[4:6]) for c in "\x1b\ufffe")
        assert (each in back.translations) is bool(each.target and not each.fuzzy and plain)


@given(concepts)
def test_tbx_says_what_it_leaves(concepts: tuple[Concept, ...]) -> None:
    named = tuple(
        each._replace(source=each.source._replace(preferred=f"name{number}"))
        for number, each in enumerate(concepts)
    )
    assume(any(each.target.right or each.target.deprecated for each in named))
    try:
        back, left = through("tbx", Content("zh_CN", named))
    except CatalogError:  # nothing in Chinese was fit for XML
        assume(False)
    by_name = {each.source.preferred: each for each in back.concepts}
    for each in named:
        if each.source.preferred not in left:
            subject = by_name[each.source.preferred].subject
            assert by_name[each.source.preferred] == each._replace(subject=subject)


def flat(content: Content) -> list[tuple[str, str]]:
    return [
        (source, concept.target.preferred)
        for concept in content.concepts
        for source in concept.source.right
    ]


@pytest.mark.parametrize("name", ["deepl", "google", "omegat"])
@given(concepts=concepts)
def test_pairs_say_what_they_leave(name: str, concepts: tuple[Concept, ...]) -> None:
    content = Content("zh_CN", concepts)
    back, left = through(name, content)
    pairs = flat(back)
    assert len({source for source, _ in pairs}) == len(pairs)
    assert set(pairs) <= set(flat(content))
    assert {source for source, _ in flat(content)} <= {s for s, _ in pairs} | left | {
        alias
        for concept in concepts
        if not concept.target.preferred
        for alias in concept.source.right
    }
    for concept in back.concepts:
        given = {c.target.definition for c in concepts if c.source.preferred in concept.source}
        assert concept.target.definition in {"", *given}


@pytest.fixture(scope="module")
def ours() -> Content:
    return gather(None, "zh_CN")


@pytest.mark.parametrize("name", exchange.READABLE)
def test_our_own_translations_come_back(name: str, ours: Content) -> None:
    """Into a catalog without any, but for what was said to be left out."""
    text, left = exchange.write(ours, name)
    given = exchange.read("x", text.encode(), name, "zh_CN")
    catalog = read_po(str(PO))
    for entry in catalog:
        entry.msgstr = ""
    merged = merge(catalog, ours, given)
    assert merged.left == ()
    back = {(entry.msgctxt or "", entry.msgid): entry.msgstr for entry in catalog}
    names = {concept.id: concept.source.preferred for concept in ours.concepts}
    lost = {each.what for each in left if "no accepted" not in each.reason}
    for each in ours.translations:
        words = {each.key or each.source, each.source, names.get(each.key.rpartition(".")[0])}
        assert back[each.key, each.source] == each.target or words & lost, each
    assert sum(map(bool, back.values())) == len(merged.changed) > 250


@pytest.mark.parametrize("name", exchange.READABLE)
def test_coming_back_changes_nothing(name: str, ours: Content) -> None:
    text, _ = exchange.write(ours, name)
    given = exchange.read("x", text.encode(), name, "zh_CN")
    catalog = read_po(str(PO))
    before = str(catalog)
    merged = merge(catalog, ours, given)
    assert (merged.changed, merged.left, str(catalog)) == ((), (), before)


# What is taken into a catalog, and what is not.


def take(*given: Translation | Concept, po: str = "", only_missing: bool = False) -> Merged:
    """Take into a catalog of a few messages."""
    po = po or 'msgctxt "term.map.label"\nmsgid "map"\nmsgstr "映射"\n'
    catalog = parse_po("x.po", po.encode())
    known = Content(
        "zh_CN",
        (
            Concept(
                "term.map", "", Wording("map", ("BPF map",)), Wording("映射", ("map",), ("地图",))
            ),
            Concept("term.xdp", "", Wording("XDP"), Wording("XDP")),
            Concept("project.bcc", "", Wording("BCC"), Wording("BCC")),
        ),
        (Translation("term.map.label", "map", "映射"),),
    )
    content = Content(
        "zh_CN",
        tuple(each for each in given if isinstance(each, Concept)),
        tuple(each for each in given if isinstance(each, Translation)),
    )
    return merge(catalog, known, content, only_missing=only_missing)


def reasons(merged: Merged) -> list[str]:
    return [each.render(str) for each in merged.left]


def test_a_new_translation_is_taken() -> None:
    merged = take(Translation("term.map.label", "map", "映射表", comment="better"))
    assert merged.changed == ("term.map.label",)
    assert '# better\nmsgctxt "term.map.label"\nmsgid "map"\nmsgstr "映射表"' in merged.text


def test_without_a_key_the_english_tells() -> None:
    assert take(Translation("", "map", "映射表")).changed == ("term.map.label",)
    assert take(Translation("1", "map", "映射表")).changed == ("term.map.label",)
    assert reasons(take(Translation("", "Map", "映射表"))) == [
        "No message has this key or this English."
    ]


def test_english_of_several_messages_tells_nothing() -> None:
    po = "".join(f'msgctxt "{key}"\nmsgid "map"\nmsgstr ""\n\n' for key in "ab")
    merged = take(Translation("", "map", "映射"), po=po)
    assert (merged.changed, reasons(merged)) == ((), ["Several messages have this English."])


def test_english_of_several_messages_is_that_of_the_same_translation() -> None:
    po = 'msgid "thread"\nmsgstr "讨论帖"\n\nmsgctxt "term"\nmsgid "thread"\nmsgstr "线程"\n'
    both = [Translation("", "thread", zh) for zh in ("讨论帖", "线程")]
    assert take(*both, po=po).changed == ()
    merged = take(Translation("", "thread", "帖子"), po=po)
    assert 'msgid "thread"\nmsgstr "帖子"' in merged.text


def test_an_empty_translation_says_nothing() -> None:
    merged = take(Translation("term.map.label", "map", ""))
    assert (merged.changed, merged.left) == ((), ())


def test_a_translation_of_other_english_fills_a_gap_and_is_fuzzy() -> None:
    po = 'msgctxt "term.map.label"\nmsgid "map"\nmsgstr ""\n'
    merged = take(Translation("term.map.label", "old map", "旧映射"), po=po)
    assert '#, fuzzy\n#| msgid "old map"\n' in merged.text
    merged = take(Translation("term.map.label", "old map", "旧映射"))
    assert (merged.changed, reasons(merged)) == ((), ["It is a translation of other English."])


def test_the_same_words_for_other_english_prove_nothing() -> None:
    po = '#, fuzzy\n#| msgid "old"\nmsgctxt "term.map.label"\nmsgid "map"\nmsgstr "映射"\n'
    assert take(Translation("term.map.label", "old", "映射"), po=po).changed == ()
    merged = take(Translation("term.map.label", "map", "映射"), po=po)
    assert merged.changed
    assert "fuzzy" not in merged.text
    assert "#|" not in merged.text


def test_a_translation_that_msgfmt_would_refuse_is_fuzzy() -> None:
    po = '#, python-brace-format\nmsgid "{count} maps, {size}"\nmsgstr ""\n'
    assert (
        "fuzzy" not in take(Translation("", "{count} maps, {size}", "{size}，{count}"), po=po).text
    )
    assert "fuzzy" in take(Translation("", "{count} maps, {size}", "{数量}，{size}"), po=po).text
    assert "fuzzy" in take(Translation("", "map", "映射\n"), po='msgid "map"\nmsgstr ""\n').text


def test_only_missing_leaves_what_there_is() -> None:
    merged = take(Translation("term.map.label", "map", "图"), only_missing=True)
    assert (merged.changed, reasons(merged)) == ((), ["There is a translation already."])


def test_control_characters_stay_out() -> None:
    for text in (Translation("", "map", "\x1b[1m"), Translation("", "map", "图", comment="\x07")):
        merged = take(text)
        assert merged.changed == ()
        assert "control character" in reasons(merged)[0]


def test_of_several_the_new_one_counts() -> None:
    same, new, other = (Translation("term.map.label", "map", zh) for zh in ("映射", "图", "表"))
    for order in itertools.permutations([same, new]):
        assert 'msgstr "图"' in take(*order).text
    merged = take(new, other)
    assert merged.changed == ()
    assert "图 | 表" in reasons(merged)[0]


def pair(source: str, target: str) -> Concept:
    return Concept("", "", Wording(source), Wording(target))


def test_a_term_is_known_by_its_names() -> None:
    assert take(pair("BPF map", "映射表")).changed == ("term.map.label",)
    assert reasons(take(pair("car", "车"))) == ["No entry has this name."]


def test_names_are_kept() -> None:
    for name in ("BCC", "XDP"):
        merged = take(pair(name, "密件抄送"))
        assert reasons(merged) == ["It is kept as it is in every language."]
        assert take(pair(name, name)).left == ()


def test_renderings_are_for_the_lexicon() -> None:
    given = Concept("term.map", "", Wording("map"), Wording("映射", ("图",), ("地图", "贴图")))
    assert [each.values for each in take(given).left] == [
        (("rendering", "图"),),
        (("rendering", "贴图"),),
    ]


@given(texts, texts)
def test_a_catalog_holds_what_was_taken(target: str, comment: str) -> None:
    merged = take(Translation("term.map.label", "map", target, comment=comment))
    [entry] = parse_po("x.po", merged.text.encode())
    if merged.changed:
        assert entry.msgstr == target
        assert entry.tcomment.split() == comment.split()
        again = take(Translation("term.map.label", "map", target, comment=comment), po=merged.text)
        assert again.changed == ()
    else:
        assert entry.msgstr == "映射"
        assert merged.left or target == ""


# Files of others.

TBX_2019 = """\
<?xml version='1.0'?>
<tbx type="TBX-Basic" style="{style}" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
  <text><body>
    <conceptEntry id="c1">
      {subject}
      <langSec xml:lang="en-US">
        <termSec>
          <term>map</term>
        </termSec>
      </langSec>
      <langSec xml:lang="zh-Hans">
        {definition}
        <termSec>
          <term>地图</term>
          {deprecated}
        </termSec>
        <termSec><term>映射</term></termSec>
        <termSec><term>映像</term></termSec>
      </langSec>
    </conceptEntry>
  </body></text>
</tbx>
"""
DCA = {
    "style": "dca",
    "subject": '<descrip type="subjectField">Maps</descrip>',
    "definition": '<descrip type="definition">存放数据。</descrip>',
    "deprecated": '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>',
}
DCT = {
    "style": "dct",
    "subject": "<min:subjectField>Maps</min:subjectField>",
    "definition": "<basic:definition>存放数据。</basic:definition>",
    "deprecated": "<min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus>",
}


@pytest.mark.parametrize("style", [DCA, DCT], ids=["dca", "dct"])
def test_tbx_of_2019(style: dict[str, str]) -> None:
    content = exchange.read("x.tbx", TBX_2019.format(**style).encode(), "tbx", "zh_CN")
    target = Wording("映射", ("映像",), ("地图",), "存放数据。")
    assert content.concepts == (Concept("c1", "Maps", Wording("map"), target, 5),)


def test_tmx_of_others() -> None:
    text = """<?xml version="1.0" encoding="utf-16"?><!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1"><header srclang="EN-US"/><body>
<tu><tuv lang="EN-US"><seg>load <bpt i="1">&lt;b&gt;</bpt>it</seg></tuv>
<tuv lang="ZH-CN"><seg>加载 <bpt i="1">&lt;b&gt;</bpt>它</seg></tuv></tu></body></tmx>"""
    content = exchange.read("x.tmx", text.encode("utf-16"), "tmx", "zh_CN")
    assert content.translations == (Translation("", "load <b>it", "加载 <b>它", line=3),)


def test_columns_of_weblate_in_any_order() -> None:
    text = "\ufeffTarget,source\r\n映射,map\r\n"
    content = exchange.read("x.csv", text.encode(), "weblate", "zh_CN")
    assert content.translations == (Translation("", "map", "映射", line=2),)


def test_a_traditional_file_is_not_simplified() -> None:
    assert nearest("zh_CN", ["zh-TW", "en"]) is None
    with pytest.raises(CatalogError, match=r'nothing in "zh_CN" here, only in en, zh-TW'):
        exchange.read("x", tmx_in("zh-TW"), "tmx", "zh_CN")


def tmx_in(language: str) -> bytes:
    return (
        '<tmx><body><tu><tuv xml:lang="en"><seg>map</seg></tuv>'
        f'<tuv xml:lang="{language}"><seg>x</seg></tuv></tu></body></tmx>'
    ).encode()


BOMB = b'<!DOCTYPE tmx [\n<!ENTITY a "aaaa">\n<!ENTITY b "&a;&a;">]>\n<tmx>&b;</tmx>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tbx", b"", "x:1: This is not XML"),
        ("tbx", b"<a>\n<b></a>", "x:2: This is not XML: mismatched tag."),
        ("tmx", BOMB, "x:2: The file has XML entities of its own"),
        ("tmx", b'<!DOCTYPE a SYSTEM "a.dtd">\n<a>&nbsp;</a>', "x:2: The file has XML entities"),
        ("tmx", b"<a>" * 200, "x:1: Elements are nested too deep."),
        ("tmx", b'<?xml version="1.0" encoding="klingon"?><a/>', "x"),
        ("json", b"{\n,", "x:2: This is not JSON"),
        ("json", b"[" * 100_000, "x: This is not JSON"),
        ("json", b"\xff", "x: This is not UTF-8."),
        ("json", b"[]", "x: the file is not what this program writes."),
        ("json", b'{"concepts": 1}', "x: concepts is not what"),
        (
            "json",
            b'{"concepts": [{"source": {"admitted": [1]}}]}',
            r"concepts\[0\].source.admitted",
        ),
        ("json", b'{"translations": [{"key": "\\ud800"}]}', "key is not what"),
        ("json", b'{"translations": [{"key": null}]}', r"translations\[0\].key is not what"),
        ("json", b'{"target": "de", "concepts": []}', 'nothing in "zh_CN" here'),
        ("weblate", b"a,b\n", "x:1: The first row has to name the columns source and target."),
        ("weblate", b'source,target\na,b\n"c\n', "x:3: This is not CSV"),
        ("weblate", b"source,target\na\n", "x:2: This row has 1 columns instead of 2."),
        ("weblate", b"source,target\n\xff", "x:2: This is not UTF-8."),
        ("deepl", b"a,b,EN,DE\n", "x:1: This row is not from English into zh_CN."),
        ("deepl", b"a\n", "x:1: This row has 1 columns instead of 2."),
        ("google", b"", "x:1: The first row has to name the columns en and zh-CN."),
        ("google", b"en,zh-TW\n", "x:1: The first row has to name the columns en and zh-CN."),
        ("omegat", b"a\tb\nc\n", "x:2: This row has 1 columns instead of 2."),
    ],
)
def test_bad_files_are_told_by_line(name: str, content: bytes, said: str) -> None:
    with pytest.raises(CatalogError, match=said):
        exchange.read("x", content, name, "zh_CN")


@given(st.binary(max_size=40), st.sampled_from(exchange.READABLE))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    with suppress(CatalogError):
        exchange.read("x", content, name, "zh_CN")


# What a text needs.


def test_what_a_text_needs(ours: Content) -> None:
    part = needed_by("The verifier rejects it; ebpf-go and Cilium do not, says the verifier.", ours)
    assert [concept.id for concept in part.concepts] == [
        "term.verifier",
        "project.cilium-ebpf",
        "project.cilium",
    ]
    assert part.concepts[1].source.admitted == ("ebpf-go",)
    assert {text.key.rpartition(".")[0] for text in part.translations} == {
        concept.id for concept in part.concepts
    }
    lines = exchange.write(part, "prompt")[0].splitlines()
    assert lines[0].startswith("verifier = 验证器")
    assert lines[1].startswith("cilium/ebpf | ebpf-go = cilium/ebpf ≠ ")


def test_what_a_chinese_text_needs(ours: Content) -> None:
    part = needed_by("验证器会拒绝它。", ours)
    assert [concept.id for concept in part.concepts] == ["term.verifier"]
    assert needed_by("", ours).concepts == ()


def test_a_glossary_of_ones_own(tmp_path: Path) -> None:
    write_glossary(tmp_path, ours=("Ours", "our-tool"))
    write_po(tmp_path, "zh_CN", {("project.ours.summary", "About Ours"): "关于 Ours"})
    content = gather(str(tmp_path), "zh")
    [concept] = content.concepts
    assert concept.target == Wording("Ours", definition="关于 Ours")
    part = needed_by("Cilium beside our-tool", content, str(tmp_path))
    assert part.concepts == (concept,)
    assert needed_by("Cilium", content, str(tmp_path)).concepts == ()
    with pytest.raises(CatalogError, match="no translations into"):
        gather(str(tmp_path), "de")


def test_renderings_of_ones_own(tmp_path: Path) -> None:
    write_glossary(tmp_path, ours=("Ours", ""))
    write_po(tmp_path, "zh_CN", {})
    write_po(tmp_path, "zh_TW", {})
    renderings = tmp_path / "data" / "renderings" / "zh.yaml"
    renderings.parent.mkdir()
    renderings.write_text("names:\n  Ours: [我们的]\n", encoding="utf-8")
    [concept] = gather(str(tmp_path), "zh_CN").concepts
    assert concept.target.deprecated == ("我们的",)
    [concept] = gather(str(tmp_path), "zh_TW").concepts
    assert concept.target.deprecated == ()


def test_plural_forms_are_said_to_be_left(tmp_path: Path) -> None:
    write_glossary(tmp_path, ours=("Ours", ""))
    path = write_po(tmp_path, "zh_CN", {})
    plural = '\nmsgid "a map"\nmsgid_plural "maps"\nmsgstr[0] "映射"\n'
    path.write_text(path.read_text(encoding="utf-8") + plural, encoding="utf-8")
    content = gather(str(tmp_path), "zh_CN")
    assert ("a map", "It has plural forms.") in [
        (each.what, each.render(str)) for each in exchange.write(content, "json")[1]
    ]


def test_a_prompt_does_not_keep_what_nobody_translated() -> None:
    wordings = [Wording(), Wording(deprecated=("地图",)), Wording("映射")]
    concepts = tuple(Concept("", "", Wording(f"map{n}"), each) for n, each in enumerate(wordings))
    text, left = exchange.write(Content("zh_CN", concepts), "prompt")
    assert text == "map1 ≠ 地图\nmap2 = 映射\n"
    assert [(each.what, each.reason) for each in left] == [("map0", "It is not translated.")]


def test_a_compiled_catalog_is_exported_too(tmp_path: Path) -> None:
    write_glossary(tmp_path, ours=("Ours", ""))
    path = write_po(tmp_path, "zh_CN", {("project.ours.summary", "About Ours"): "关于 Ours"})
    before = gather(str(tmp_path), "zh")
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    path.unlink()
    assert gather(str(tmp_path), "zh") == before
