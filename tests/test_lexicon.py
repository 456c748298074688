"""The lexicon: its format, what is wrong with a file, how two merge, and our own records."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary import Config, check, lexicon, lexicon_file, packing, renderings, senses
from ebpf_glossary.entries import fold
from ebpf_glossary.errors import DataError
from ebpf_glossary.lexicon_file import load
from ebpf_glossary.renderings import (
    CueSet,
    Lexicon,
    NameRecord,
    Rendering,
    Sentence,
    TermRecord,
    squeeze,
)

OWN = ROOT / "src" / "ebpf_glossary" / "data" / "renderings" / "zh.yaml"
OURS = load(str(OWN), own=True)
RENDERINGS = [(r.head, each) for r in OURS.records for each in r.wrong if each.ordinary]

EXAMPLE = """\
cues:
  bpf: [eBPF, BPF, XDP, kprobe, 验证器]
  cni: [CNI, Kubernetes, Pod, 网络策略]
names:
  Claude Code: [克劳德代码]
  Cilium:
    wrong: [{zh: 纤毛, ordinary: true, near: [bpf, Hubble], not: [细胞, cni], shield: [纤毛虫]}]
  groundcover:
    wrong: [{zh: 地被, ordinary: true, needs: [source, link], shield: [本地被, 地被植物]}]
  eCapture: {own: [旁观者]}
  perf script:
    kind: command
    aliases: [perf-script]
    wrong: [{zh: perf 脚本, ordinary: true, near: [perf record, perf.data], fix: unsafe}]
terms:
  map:
    zh: 映射
    accept: [map]
    wrong:
      - 图谱
      - {zh: 地图, ordinary: true, with: ["{bpf}_", "哈希 {cni}_的 值"], why: A place.,
         bad: eBPF 地图, ok: {zh: 地图册, en: An atlas}}
  eBPF: {keep: true}
"""


def write(folder: Path, text: str | bytes) -> str:
    path = folder / "lexicon.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def parse(folder: Path, text: str, *, own: bool = False) -> Lexicon:
    return load(write(folder, text), own=own)


def test_every_key(tmp_path: Path) -> None:
    found = parse(tmp_path, EXAMPLE)
    bpf, cni = found.cues
    assert bpf == CueSet("bpf", ("eBPF", "BPF", "XDP", "kprobe", "验证器"))
    claude, cilium, groundcover, ecapture, perf = found.names
    assert claude == NameRecord("Claude Code", wrong=(Rendering("克劳德代码"),))
    assert cilium.wrong == (
        Rendering(
            "纤毛",
            ordinary=True,
            near=(bpf, CueSet("", ("Hubble",))),
            against=(CueSet("", ("细胞",)), cni),
            shields=("纤毛虫",),
        ),
    )
    assert groundcover.wrong[0].needs == ("source", "link")
    assert ecapture == NameRecord("eCapture", own=("旁观者",))
    assert ecapture.right == ("eCapture", "旁观者")
    assert (perf.kind, perf.aliases, perf.wrong[0].fix) == ("command", ("perf-script",), "unsafe")
    assert perf.wrong[0].evidence == ("perf record", "perf.data")
    map_, ebpf = found.terms
    assert (map_.zh, map_.preferred, map_.accept) == ("映射", "映射", ("map",))
    always, atlas = map_.wrong
    assert always == Rendering("图谱")
    before, around = atlas.slots
    assert (before.text, before.before, before.after) == ("{bpf}_", (bpf,), ())
    assert around.before == (CueSet("", ("哈希",)), cni)
    assert around.after == (CueSet("", ("的 值",)),)
    assert atlas.why == "A place."
    assert (atlas.bad, atlas.ok) == (Sentence("eBPF 地图"), Sentence("地图册", "An atlas"))
    assert ebpf == TermRecord("eBPF", keep=True)
    assert (ebpf.preferred, ebpf.right) == ("eBPF", ("eBPF",))


@pytest.mark.parametrize("text", ["cues: {}", "names: {}", "terms: {}", "names: {A: [], B: {}}"])
def test_what_may_be_left_out(text: str, tmp_path: Path) -> None:
    assert parse(tmp_path, text).terms == ()


def test_records_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        OURS.names[0].name = "x"  # type: ignore[misc]
    assert len({OURS, Lexicon()}) == 2


# What is wrong with a file: its line, words of the sentence, and the file.

ORDINARY = "names:\n  A:\n    wrong:\n      - {zh: 甲, ordinary: true, %s}\n"
CUED = "cues:\n  bpf: [BPF]\n  cni: [CNI]\n"
TWO = "names:\n  A:\n    - %s\n  B:\n    - %s\n"
OWN_WORD = "near: [BPF], why: w, bad: 甲, ok: 甲"

WRONG: list[tuple[int | None, str, str]] = [
    # Keys and types.
    (1, 'Unknown key "nam". The nearest is "names".', "nam: {}"),
    (1, 'Unknown key "glossary". Choose from cues, names, terms,', "glossary: {}"),
    (3, 'Unknown key "wrnog". The nearest is "wrong"', "names:\n  A:\n    wrnog: [甲]\n"),
    (2, "Unknown key", "terms:\n  a: {zh: 甲, own: [乙]}\n"),
    (4, 'Unknown key "naer". The nearest is "near"', ORDINARY % "naer: [BPF]"),
    (1, "a mapping", "- names"),
    (1, "a mapping", "names"),
    (1, "a mapping", "names: [A]"),
    (2, "a mapping", "names:\n  A: 甲\n"),
    (2, "a mapping", "terms:\n  a: [甲]\n"),
    (None, "empty", "# nothing\n"),
    (2, "list", "names:\n  A: {wrong: 甲}\n"),
    (2, "list", "cues:\n  bpf: BPF\n"),
    (2, "one word or more", "cues:\n  bpf: []\n"),
    (2, "single hyphens", "cues:\n  BPF: [BPF]\n"),
    (3, "text", "names:\n  A:\n    - ''\n"),
    (3, "a mapping", "names:\n  A:\n    - [甲]\n"),
    (3, '"zh" is missing', "names:\n  A:\n    - {ordinary: true}\n"),
    (3, "single line", 'names:\n  A:\n    - "甲\\n乙"\n'),
    (3, "control character", 'names:\n  A:\n    - "甲\\e[31m"\n'),
    (3, "control character", 'names:\n  A:\n    - "\ue001"\n'),
    (3, "Longer than 200 characters", f"names:\n  A:\n    - {'甲' * 201}\n"),
    (2, "Longer than 200 characters", f"names:\n  {'A' * 201}: []\n"),
    (2, 'Unknown value "verb". Choose from name, command', "names:\n  A: {kind: verb}\n"),
    (4, "true, false", ORDINARY.replace("true", "yes") % "near: [BPF]"),
    (4, "source, link, beside", ORDINARY % "needs: [title]"),
    (4, "safe, unsafe, show", ORDINARY % "near: [BPF], fix: never"),
    (3, "Anchors and aliases", "names:\n  A: [甲]\n  B: &b [乙]\n"),
    (2, "Anchors and aliases", "names:\n  A: *b\n"),
    (1, "Nested too deeply", "[" * 100_000),
    # Listed twice.
    (3, 'Duplicate key "A"', "names:\n  A: [甲]\n  A: [乙]\n"),
    (4, '"甲" is there twice', "names:\n  A:\n    - 甲\n    - 甲\n"),
    (4, '"A甲" is there twice', "names:\n  A:\n    - A 甲\n    - A甲\n"),
    (2, '"BPF" is there twice', "cues:\n  bpf: [BPF, BPF]\n"),
    (4, '"BPF" is there twice', ORDINARY % "near: [BPF, BPF]"),
    (4, '"link" is there twice', ORDINARY % "needs: [link, link]"),
    (2, '"甲" is there twice', "names:\n  A: {own: [甲], aliases: [甲]}\n"),
    (2, '"甲" is there twice', "terms:\n  a: {zh: 甲, accept: [甲]}\n"),
    # Right and wrong.
    (3, 'both right and wrong for "A"', "names:\n  A:\n    - A\n"),
    (2, 'both right and wrong for "A"', "names:\n  A: {own: [甲], wrong: [甲]}\n"),
    (2, 'both right and wrong for "a"', "terms:\n  a: {zh: 甲, wrong: [甲]}\n"),
    (2, 'both right and wrong for "a"', "terms:\n  a: {zh: 甲, accept: [乙 B], wrong: [乙B]}\n"),
    (2, 'both right and wrong for "a"', "terms:\n  a: {zh: 甲, wrong: [a]}\n"),
    (3, 'right for "a"', "terms:\n  a: {zh: 甲}\n  b: {zh: 乙, wrong: [甲]}\n"),
    (2, 'right for "b"', "terms:\n  a: {zh: 甲, wrong: [丙]}\n  b: {zh: 乙, accept: [丙]}\n"),
    (3, 'right for "A"', "names:\n  A: {own: [甲]}\n  B: [甲]\n"),
    (3, 'right for "A"', "names:\n  A: []\n  B: [A]\n"),
    # Two that claim one rendering.
    (5, '"甲" is claimed by "A" in line 3 too', TWO % ("甲", "甲")),
    (5, "always wrong", TWO % ("甲", "{zh: 甲, ordinary: true, near: [BPF]}")),
    (5, "always wrong", TWO % ("{zh: 甲, ordinary: true, needs: [link]}", "甲")),
    (
        3,
        'is claimed by "B" in line 5 too: each needs something of its own',
        TWO % (("{zh: 甲, ordinary: true, near: [BPF]}",) * 2),
    ),
    (
        8,
        'is claimed by "A" in line 6',
        CUED
        + TWO
        % (
            "{zh: 甲, ordinary: true, near: [bpf, cni]}",
            "{zh: 甲, ordinary: true, near: [bpf]}",
        ),
    ),
    # Evidence.
    (4, "needs evidence: one of near, with, needs", ORDINARY % "not: [乙]"),
    (4, "needs evidence", ORDINARY % "near: []"),
    (4, 'add "ordinary: true"', ORDINARY.replace("true", "false") % "near: [BPF]"),
    (3, 'add "ordinary: true"', "names:\n  A:\n    - {zh: 甲, with: [BPF_]}\n"),
    (4, '"near" cannot stand beside "needs"', ORDINARY % "near: [BPF], needs: [link]"),
    (4, '"with" cannot stand beside "needs"', ORDINARY % "with: [BPF_], needs: [link]"),
    (4, '"BPF" cannot speak both for and against "甲"', ORDINARY % "near: [BPF], not: [BPF]"),
    (7, 'no cue "pbf". The nearest is "bpf"', CUED + ORDINARY % "near: [pbf]"),
    (7, 'no cue "etcd". List its words in "cues", or write', CUED + ORDINARY % "near: [etcd]"),
    (7, 'no cue "etcd"', CUED + ORDINARY % "near: [bpf], not: [etcd]"),
    (7, 'no cue "bfp"', CUED + ORDINARY % "with: ['{bfp}_']"),
    *((4, 'one "_"', ORDINARY % f"with: ['{slot}']") for slot in ("BPF", "_", "a_b_", "{b_f}_x")),
    *((7, "brace", CUED + ORDINARY % f"with: ['{s}']") for s in ("{bpf_", "}_", "_{{bpf}}")),
    # Shields and sentences.
    *((4, "a longer word", ORDINARY % f"near: [BPF], shield: [{word}]") for word in ("甲", "乙丙")),
    (4, "does not stand in this sentence", ORDINARY % "near: [BPF], bad: 乙"),
    (4, "does not stand in this sentence", ORDINARY % "near: [BPF], ok: {zh: 乙, en: 甲}"),
    (4, '"en" is missing', ORDINARY % "near: [BPF], bad: {zh: 甲}"),
    (4, "Only the source can tell", ORDINARY % "needs: [source], bad: 甲"),
]


@pytest.mark.parametrize(("line", "said", "text"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_file(line: int | None, said: str, text: str, tmp_path: Path) -> None:
    found = complaint(write(tmp_path, text))
    assert said in str(found)
    assert found.line == line


def complaint(path: str, *, own: bool = False) -> DataError:
    """Return the error of a file: of that file, and one sentence."""
    with pytest.raises(DataError) as caught:
        load(path, own=own)
    assert caught.value.path == path
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert sentence.endswith(".")
    assert len(sentence) < 1000
    assert caught.value.line is None or caught.value.line >= 1
    return caught.value


@pytest.mark.parametrize("path", ["/none", "nul\0", "\ud800", "/"])
def test_a_path_that_cannot_be_read(path: str) -> None:
    with pytest.raises(DataError, match="Cannot be read") as caught:
        load(path)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("key", ["why", "bad", "ok"])
def test_our_own_file_explains_ordinary_words(key: str, tmp_path: Path) -> None:
    assert parse(tmp_path, ORDINARY % OWN_WORD, own=True)
    less = ", ".join(part for part in OWN_WORD.split(", ") if not part.startswith(key))
    assert parse(tmp_path, ORDINARY % less)
    error = complaint(write(tmp_path, ORDINARY % less), own=True)
    assert (error.line, f'"{key}" is missing' in str(error)) == (4, True)


def test_only_our_own_file_leaves_the_preferred_rendering_out(tmp_path: Path) -> None:
    for text in ("terms:\n  a: {accept: [甲]}\n", "terms:\n  a: {keep: false}\n"):
        assert parse(tmp_path, text, own=True).terms[0].preferred is None
        assert '"zh" is missing' in str(complaint(write(tmp_path, text)))
    both = write(tmp_path, "terms:\n  a: {zh: 甲, keep: true}\n")
    assert "cannot stand beside" in str(complaint(both, own=True))


def test_evidence_that_tells_two_claims_apart(tmp_path: Path) -> None:
    near = "{zh: 甲, ordinary: true, near: [%s]}"
    for first, second in (
        (near % "BPF", near % "CNI"),
        (near % "BPF, X", near % "BPF, Y"),
        ("{zh: 甲, ordinary: true, needs: [link]}",) * 2,
        ("{zh: 甲, ordinary: true, needs: [source]}", near % "BPF"),
        ("{zh: 甲, ordinary: true, with: [A_]}", "{zh: 甲, ordinary: true, with: [_A]}"),
    ):
        assert len(parse(tmp_path, TWO % (first, second)).names) == 2


def test_an_ordinary_word_may_be_right_elsewhere(tmp_path: Path) -> None:
    word = "{zh: 甲, ordinary: true, near: [BPF]}"
    assert parse(tmp_path, f"terms:\n  a: {{zh: 甲}}\n  b: {{zh: 乙, wrong: [{word}]}}\n")


# Limits.


def test_a_hundred_thousand_records(tmp_path: Path) -> None:
    records = "".join(f"  Name {i}: [名字{i}]\n" for i in range(lexicon_file.MOST_RECORDS))
    path = write(tmp_path, f"names:\n{records}")
    start = time.perf_counter()
    assert len(load(path).names) == lexicon_file.MOST_RECORDS
    assert time.perf_counter() - start < 30
    error = complaint(write(tmp_path, f"names:\n{records}terms: {{a: {{zh: 甲}}}}\n"))
    assert "More than 100000 names and terms" in str(error)


def test_too_many_values(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lexicon_file, "MOST_VALUES", 5)
    assert parse(tmp_path, "names:\n  A: []\n")
    assert complaint(write(tmp_path, "names:\n  A:\n    - 甲\n    - 乙\n")).line == 3


def test_rivals_are_counted_in_linear_time(tmp_path: Path) -> None:
    cue = f"cues:\n  many: [{', '.join(f'W{i}' for i in range(2000))}]\n"
    word = "{zh: 甲, ordinary: true, near: [many, Own %s], not: [Not %s]}"
    records = "".join(f"  Name {i}: [{word % (i, i)}]\n" for i in range(2000))
    start = time.perf_counter()
    found = parse(tmp_path, f"{cue}names:\n{records}")
    assert found.merged(found) == found
    assert time.perf_counter() - start < 10


def test_metacharacters_are_characters(tmp_path: Path) -> None:
    for text in (".*", "(", "[甲", "\\", "a|b", "^$", "(?i)x", "{0}", "%s", "甲++"):
        name = yaml.safe_dump({"names": {"A": [text]}}, allow_unicode=True)
        assert parse(tmp_path, name).names[0].wrong == (Rendering(text),)
        twice = yaml.safe_dump({"names": {"A": [text], "B": [text]}}, allow_unicode=True)
        assert complaint(write(tmp_path, twice)).line == 5


# Laws.

WORD = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1)
WORD = WORD.filter(lambda word: len(word) < 50 and squeeze(word) == word)


def file_of(found: Lexicon) -> dict[str, Any]:
    """Return what a file says that holds a lexicon."""

    def cue(cues: tuple[CueSet, ...]) -> list[str]:
        return [each.label for each in cues]

    def rendering(each: Rendering) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "zh": each.zh,
            "ordinary": each.ordinary,
            "near": cue(each.near),
            "with": [slot.text for slot in each.slots],
            "needs": each.needs,
            "not": cue(each.against),
            "shield": each.shields,
            "fix": each.fix,
            "right": each.right,
            "why": each.why,
        }
        for key, sentence in (("bad", each.bad), ("ok", each.ok)):
            if sentence:
                en = {"en": sentence.en} if sentence.en else {}
                fields[key] = {"zh": sentence.zh, **en} if en else sentence.zh
        return plain(fields)

    def plain(fields: dict[str, Any]) -> dict[str, Any]:
        return {k: list(v) if isinstance(v, tuple) else v for k, v in fields.items() if v}

    def lists(items: renderings.Lists) -> dict[str, list[str]]:
        return {key: list(words) for key, words in items}

    def wrong(record: NameRecord | TermRecord) -> list[dict[str, Any]]:
        return [rendering(each) for each in record.wrong]

    return {
        "cues": {each.name: list(each.words) for each in found.cues},
        "names": {
            r.name: plain(
                {"kind": r.kind, "own": r.own, "aliases": r.aliases, "wrong": wrong(r)},
            )
            for r in found.names
        },
        "terms": {
            r.term: plain(
                {
                    "zh": r.zh,
                    "keep": r.keep,
                    "aliases": r.aliases,
                    "accept": r.accept,
                    "wrong": wrong(r),
                }
            )
            for r in found.terms
        },
        "commands": lists(found.commands),
        "words": lists(found.words),
        "syscalls": lists(found.syscalls),
    }


def again(found: Lexicon, folder: Path, *, own: bool = True) -> Lexicon:
    """Write a lexicon and read it."""
    text = yaml.safe_dump(file_of(found), allow_unicode=True, sort_keys=False)
    return load(write(folder, text), own=own)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


def test_our_own_file_and_the_example_survive_being_written(folder: Path) -> None:
    assert again(OURS, folder) == OURS
    example = parse(folder, EXAMPLE)
    assert again(example, folder, own=False) == example


@settings(deadline=None)
@given(st.dictionaries(WORD, st.lists(WORD, unique=True), max_size=5))
def test_any_short_names_survive(folder: Path, names: dict[str, list[str]]) -> None:
    wrong = [word for words in names.values() for word in words]
    text = yaml.safe_dump({"names": names}, allow_unicode=True, sort_keys=False)
    path = write(folder, text)
    if len(set(wrong)) < len(wrong) or set(wrong) & names.keys():
        complaint(path)
        return
    found = load(path)
    assert {n.name: [rendering.zh for rendering in n.wrong] for n in found.names} == names
    assert found == Lexicon(
        names=tuple(
            NameRecord(name, wrong=tuple(map(Rendering, words))) for name, words in names.items()
        )
    )
    assert again(found, folder) == found


HEADS, TEXTS = st.sampled_from(["A", "B", "C"]), st.sampled_from(["甲", "乙", "丙", "丁", "A 甲"])
TEXT_LISTS = st.lists(TEXTS, unique=True, max_size=3).map(tuple)


@st.composite
def wrong_renderings(draw: st.DrawFn) -> tuple[Rendering, ...]:
    return tuple(
        Rendering(text, ordinary=True, needs=("link",)) if draw(st.booleans()) else Rendering(text)
        for text in draw(TEXT_LISTS)
    )


NAMES = st.builds(NameRecord, HEADS, own=TEXT_LISTS, aliases=TEXT_LISTS, wrong=wrong_renderings())
TERMS = st.one_of(
    st.builds(TermRecord, HEADS, zh=st.none() | TEXTS, accept=TEXT_LISTS, wrong=wrong_renderings()),
    st.builds(TermRecord, HEADS, keep=st.just(True), accept=TEXT_LISTS, wrong=wrong_renderings()),
)
ANY = st.builds(
    Lexicon,
    names=st.lists(NAMES, unique_by=lambda r: r.name, max_size=3).map(tuple),
    terms=st.lists(TERMS, unique_by=lambda r: r.term, max_size=3).map(tuple),
)


def valid(found: Lexicon, folder: Path) -> bool:
    try:
        return again(found, folder) == found
    except DataError:
        return False


@settings(deadline=None)
@given(ANY, ANY)
def test_two_lexicons_that_hold_together_do_so_merged(
    folder: Path, ours: Lexicon, theirs: Lexicon
) -> None:
    if not (valid(ours, folder) and valid(theirs, folder)):
        return
    merged = ours.merged(theirs)
    assert again(merged, folder) == merged
    assert ours.merged(Lexicon()) == Lexicon().merged(ours) == ours.merged(ours) == ours
    assert merged.merged(theirs) == merged
    said = {r.head: r for r in merged.names}
    for record in theirs.names:
        assert set(record.wrong) <= set(said[record.name].wrong)
        assert set(record.right) <= set(said[record.name].right)
    for term in theirs.terms:
        [found] = [r for r in merged.terms if r.term == term.term]
        assert term.preferred in (None, found.preferred)
        assert set(term.right) <= set(found.right)


def test_a_users_file_is_right(tmp_path: Path) -> None:
    theirs = parse(
        tmp_path,
        """\
cues: {bpf: [XDP]}
names:
  Calico: [{zh: 印花布, ordinary: true, near: [bpf]}]
  Atlas: [{zh: 地图, ordinary: true, near: [Terraform]}]
  Kubernetes: {own: [库伯内特]}
  Mine: [苏里卡塔]
terms:
  map: {zh: 地图}
  driver: {zh: 驱动, wrong: [socket]}
""",
    )
    merged = OURS.merged(theirs)
    names, terms = {n.name: n for n in merged.names}, {t.term: t for t in merged.terms}
    assert [c.words for c in merged.cues if c.name == "bpf"] == [("XDP",)]
    assert theirs.names[0].wrong[0] in names["Calico"].wrong
    assert names["Cilium"] in OURS.names
    wrong = {head: [r.zh for r in record.wrong] for head, record in (names | terms).items()}
    assert "库伯内特" in names["Kubernetes"].right
    assert "库伯内特" not in wrong["Kubernetes"]
    assert "库伯内特斯" in wrong["Kubernetes"]
    assert "苏里卡塔" not in wrong["Suricata"]
    assert terms["map"].zh == "地图"
    assert "map" in terms["map"].accept
    assert "地图" not in wrong["map"]
    assert {"司机", "socket"} <= {*wrong["driver"]}
    assert "socket" not in terms  # its headword is what they call always wrong
    old = parse(tmp_path, "names: {p: {kind: command}}\nterms: {a: {zh: 甲}, b: {keep: true}}\n")
    new = parse(tmp_path, "names: {p: [错]}\nterms: {a: {zh: 乙}, b: {zh: 丙}}\n")
    both = old.merged(new)
    assert both.names[0] == NameRecord("p", kind="command", wrong=(Rendering("错"),))
    assert both.terms[0] == TermRecord("a", zh="乙", accept=("甲",))
    assert both.terms[1] == TermRecord("b", zh="丙", accept=("b",))


# Anything at all.

PIECES = ["cues:", "names:", "terms:", "wrong:", "zh:", "near:", "with:", "ordinary: true", "keep:"]
PIECES += ["not:", "needs: [link]", "bad:", "甲", "[", "]", "{", "}", ",", ": ", "- ", "\n", "\n  "]
PIECES += ["\n    ", "bpf", "A", "'", '"', "&a", "*a", "!!x ", "{bpf}_", "_", "---", "|", ">-", "#"]


def load_or_complain(path: str, *, own: bool) -> None:
    try:
        load(path, own=own)
    except DataError as error:
        found = error
    else:
        return
    assert found.path == path
    assert str(found).isprintable()
    assert str(found).endswith(".")


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30), st.booleans())
def test_any_text(folder: Path, pieces: list[str], own: bool) -> None:
    content = "".join(pieces).encode("utf-8", "surrogatepass")
    load_or_complain(write(folder, content), own=own)


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes(folder: Path, content: bytes) -> None:
    load_or_complain(write(folder, content), own=False)


KEYS = st.sampled_from(["zh", "ordinary", "near", "with", "needs", "not", "shield", "fix", "why"])
KEYS |= st.sampled_from(["bad", "ok", "wrong", "own", "aliases", "kind", "keep", "accept", "A"])
LEAVES = st.sampled_from(["甲", "甲乙", "bpf", "{bpf}_", "true", "link", "A", "safe", "x y"])
TREES = st.recursive(
    LEAVES | st.booleans() | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
SECTIONS = st.dictionaries(st.sampled_from(["A", "甲", "bpf"]), TREES, max_size=3)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["cues", "names", "terms"]), SECTIONS | TREES))
def test_any_tree(folder: Path, tree: dict[str, Any]) -> None:
    text = yaml.safe_dump({"cues": {"bpf": ["BPF"]}} | tree, allow_unicode=True, sort_keys=False)
    load_or_complain(write(folder, text), own=False)


# Our own records.

HAN = "\u3400-\u9fff"
rendering_ids = [f"{head}-{rendering.zh}" for head, rendering in RENDERINGS]
each_rendering = pytest.mark.parametrize(("head", "rendering"), RENDERINGS, ids=rendering_ids)


def test_our_own_records_are_sorted() -> None:
    for heads in (
        [cue.name for cue in OURS.cues],
        [record.name for record in OURS.names],
        [record.term for record in OURS.terms],
    ):
        assert heads == sorted(heads, key=lambda head: (fold(head), head))
        assert len(set(map(fold, heads))) == len(heads)
    for cue in OURS.cues:
        assert list(cue.words) == sorted(cue.words), cue.name


def test_all_our_cues_are_used() -> None:
    used = set()
    for _, rendering in RENDERINGS:
        sides = [side for slot in rendering.slots for side in (*slot.before, *slot.after)]
        used |= {cue.name for cue in (*rendering.near, *rendering.against, *sides)}
    assert {cue.name for cue in OURS.cues} - used == {senses.COMPUTING}


def test_our_names_have_their_own_chinese() -> None:
    own = {record.name: record.own for record in OURS.names if record.own}
    assert own["eCapture"] == ("旁观者",)
    assert own["HUATUO"] == ("华佗",)


@each_rendering
def test_no_single_character_is_always_wrong(head: str, rendering: Rendering) -> None:
    assert rendering.ordinary or len(rendering.zh) > 1


@each_rendering
def test_examples_are_in_house_style(head: str, rendering: Rendering) -> None:
    for sentence in filter(None, (rendering.bad, rendering.ok)):
        text = re.sub(r"\]\([^)]*\)", "]", sentence.zh)
        assert not re.search(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]", text)
        assert not re.search(
            rf"[{HAN}] ?(?:[,;:!?()]|\.(?![a-z]))|[,;:!?(] ?[{HAN}]|  |[{HAN}] [{HAN}]", text
        )
        assert text.endswith("。")
    assert rendering.why == "" or re.fullmatch(r"[^\n]+\.", rendering.why)


WORDS = Config(select=("names", "terms"), ignore=("missing-term",))


@each_rendering
def test_the_bad_is_found_and_the_ok_is_not(head: str, rendering: Rendering) -> None:
    bad, ok = rendering.bad, rendering.ok
    if bad is None or ok is None:
        assert not rendering.ordinary
        return
    found = check(bad.zh, source=bad.en or None, format="markdown", config=WORDS)
    spans = [squeeze(bad.zh[each.start : each.end]) for each in found]
    assert any(squeeze(rendering.zh) in span for span in spans), found
    assert check(ok.zh, source=ok.en or None, format="markdown") == []


def test_sentences_about_other_things_are_clean() -> None:
    path = Path(__file__).parent / "clean_sentences.txt"
    sentences = path.read_text(encoding="utf-8").splitlines()
    assert len(sentences) >= 80
    assert {s: [f.rule for f in found] for s in sentences if (found := check(s))} == {}


def test_every_term_has_a_preferred_rendering_in_one_place() -> None:
    own = {record.term: record for record in OURS.terms}
    entries = {term.name for term in eg.terms()}
    for record in lexicon.lexicon_of().terms:
        assert record.preferred, record.term
        if record.term in own:  # the catalog has that of an entry
            assert (own[record.term].preferred is None) == (record.term in entries), record.term


def test_packed_and_unpacked_it_is_the_same() -> None:
    known = lexicon.lexicon_of()
    again = packing.unpacked(packing.packed(known))
    assert [*again.cues] == [*known.cues]
    assert (again.commands, again.words, again.syscalls) == (
        known.commands,
        known.words,
        known.syscalls,
    )
    for number, one in enumerate(known.records):
        other = again.record(number)
        wrong = tuple(rendering._replace(bad=None, ok=None) for rendering in one.wrong)
        assert other == replace(one, wrong=wrong)
    assert [*again.records] == [again.record(number) for number in range(len(again.records))]
    assert again.names[:2] == again.records[:2]
    merged = again.merged(Lexicon())
    assert merged.records == again.records
