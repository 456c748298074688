from __future__ import annotations

import gettext
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import write_entries, write_glossary, write_po

import ebpf_glossary as eg

NAMES = {
    "bcc": ["BCC", "bcc-tools", "bpfcc-tools", "BPF Compiler Collection", "iovisor/bcc"],
    "bpftool": ["bpftool", "BPFTOOL", "ｂｐｆｔｏｏｌ", "bpf-tool", "bpf tool", " bpftool "],
    "bpftrace": ["bpftrace", "ajor/bpftrace", "iovisor/bpftrace", "bpftrace/bpftrace"],
    "cilium": ["Cilium", "cilium/cilium", "CILIUM", "github.com/cilium/cilium"],
    "cilium-ebpf": ["cilium/ebpf", "ebpf-go", "Cilium-eBPF", "github.com/cilium/ebpf", "bpf2go"],
    "ebpf-asm": [
        "ebpf_asm",
        "ebpf-asm",
        "eBPF ASM",
        "Xilinx-CNS/ebpf_asm",
        "solarflarecom/ebpf_asm",
    ],
    "iproute2": ["iproute2", "tc", "ip", "ss"],
    "libbpf": ["libbpf", "libbpf/libbpf", "tools/lib/bpf"],
    "llvm": ["LLVM", "clang", "llvm/llvm-project"],
    "p4c-xdp": ["p4c-xdp", "vmware/p4c-xdp", "p4c_xdp", "vmware-archive/p4c-xdp"],
    "pcp": ["PCP", "Performance Co-Pilot", "performance copilot", "performancecopilot/pcp"],
    "perf": ["perf", "torvalds/perf", "perf_events"],
    "ply": ["ply", "wkz/ply"],
    "suricata": ["Suricata", "OISF/suricata", "oisf/Suricata"],
    "systemd": ["systemd", "systemd/systemd"],
    "systemtap": ["systemtap", "SystemTap", "stap", "stapbpf"],
    "weave-scope": ["Weave Scope", "weaveworks/scope", "weavescope", "Weave　Scope"],
}


@pytest.mark.parametrize(
    ("id_", "name"), [(i, n) for i, names in NAMES.items() for n in (i, *names)]
)
def test_names(id_: str, name: str) -> None:
    assert eg.project(name).id == id_
    assert eg.describe(name, "zh", kind="project") == eg.project(id_, lang="zh").description


@pytest.mark.parametrize("id_", NAMES)
def test_both_languages(id_: str) -> None:
    english, chinese = eg.project(id_), eg.project(id_, lang="zh")
    assert (english.language, chinese.language) == ("en", "zh_CN")
    assert english.untranslated == chinese.untranslated == ()
    assert english.summary != chinese.summary
    assert len(english.description.split("\n\n")) == len(chinese.description.split("\n\n"))
    assert (english.name, english.links, english.status) == (
        chinese.name,
        chinese.links,
        chinese.status,
    )


def test_describe_is_paragraphs_alone() -> None:
    paragraphs = eg.describe("cilium/ebpf", lang="zh").split("\n\n")
    assert len(paragraphs) == 3
    assert all(text and text == text.strip() and "\n" not in text for text in paragraphs)


def test_none_is_english() -> None:
    assert eg.describe("bpftool") == eg.describe("bpftool", lang="en")


def test_a_list_of_preferences() -> None:
    assert eg.describe("bpftool", lang=["fr", "zh"]) == eg.describe("bpftool", lang="zh")


def test_remembered_answers_do_not_run_away() -> None:
    glossary = eg.Glossary.load()
    for number in range(5000):
        name = "bpftool" + " " * (number % 70) + "-" * (number // 70)
        assert glossary.describe(name, "zh").startswith("bpftool")
    assert len(glossary._described) <= 4096


def test_languages() -> None:
    assert eg.languages() == ("en", "zh_CN")


def test_categories() -> None:
    labels = {c.id: c.label for c in eg.categories()}
    assert labels.items() >= {"tracing": "Tracing", "networking": "Networking"}.items()
    assert {c.language for c in eg.categories("zh-Hans")} == {"zh_CN"}


def test_categories_of_a_kind() -> None:
    for kind, entries in (("project", eg.projects()), ("term", eg.terms())):
        used = list(dict.fromkeys(entry.category for entry in entries))
        assert [c.id for c in eg.categories(kind=kind)] == used
    with pytest.raises(ValueError, match="there are project, term, reading"):
        eg.categories(kind="gardens")


def test_entries_of_a_category() -> None:
    for category in eg.categories("zh"):
        by_id = eg.projects("zh", category=category.id)
        assert by_id == eg.projects("zh", category=category.label)
        assert {p.category_label for p in by_id} == {category.label}
    assert sum(len(eg.projects(category=c.id)) for c in eg.categories()) == len(eg.projects())
    assert {t.category for t in eg.terms(category="Maps")} == {"maps"}
    for section in eg.categories(kind="reading"):
        assert {r.category for r in eg.reading(section=section.id)} == {section.id}


def test_an_unknown_category_says_which_there_are() -> None:
    with pytest.raises(eg.UnknownCategoryError, match=r", networking, .*, other"):
        eg.projects(category="gardening")
    with pytest.raises(eg.UnknownCategoryError, match=r"language, .*maps"):
        eg.terms(category="profiling")


def test_terms() -> None:
    term = eg.term("BPF verifier", "zh")
    assert (term.id, term.name, term.label) == ("verifier", "verifier", "验证器")
    assert term == eg.entry("验证器", "zh") == eg.entry("verifier", "zh", kind="term")
    assert eg.describe("验证器") == eg.term("verifier").definition
    assert eg.term("verifier").label == "verifier"
    assert eg.term("eXpress Data Path") == eg.term("xdp")
    assert all(eg.term(each.id) == each for each in eg.terms())


def test_what_stays_english_is_its_own_label() -> None:
    kfunc = eg.term("kfunc", "zh")
    assert (kfunc.keep, kfunc.label) == (True, "kfunc")
    assert "label" not in kfunc.untranslated


def test_a_kind_says_which() -> None:
    assert eg.entry("tc").id == "tc"
    assert eg.entry("tc", kind="project") == eg.project("tc") == eg.project("iproute2")
    assert eg.describe("tc", kind="project") != eg.describe("tc", kind="term") == eg.describe("tc")
    for look_up in (eg.describe, eg.entry):
        with pytest.raises(eg.UnknownEntryError):
            look_up("Suricata", kind="term")
        with pytest.raises(ValueError, match="no kind of entry is called 'plant'"):
            look_up("Suricata", kind="plant")
    with pytest.raises(eg.UnknownEntryError):
        eg.term("Suricata")
    with pytest.raises(eg.UnknownEntryError):
        eg.project("verifier")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("bpftol", "bpftool"),
        ("bfptrace", "bpftrace"),
        ("clium", "Cilium"),
        ("sytemd", "systemd"),
        ("weave", "Weave Scope"),
        ("surricata", "Suricata"),
        ("libpbf", "libbpf"),
    ],
)
def test_an_unknown_name_offers_the_nearest(wrong: str, right: str) -> None:
    with pytest.raises(eg.UnknownEntryError) as caught:
        eg.describe(wrong)
    assert isinstance(caught.value, LookupError)
    assert caught.value.suggestions[0] == right
    assert right in str(caught.value)
    assert wrong in str(caught.value)


def test_a_name_must_be_text() -> None:
    with pytest.raises(TypeError, match="a name is a str, not NoneType"):
        eg.describe(None)  # type: ignore[arg-type]


def test_an_alias_of_two_entries_is_ambiguous(tmp_path: Path) -> None:
    glossary = eg.Glossary.load(
        write_glossary(tmp_path, bpfman=("bpfman", "bpfd"), bpfd_tracer=("bpfd-tracer", "bpfd"))
    )
    with pytest.raises(eg.AmbiguousNameError, match="bpfd-tracer, bpfman") as caught:
        glossary.describe("bpfd")
    assert caught.value.candidates == ("bpfd-tracer", "bpfman")
    assert isinstance(caught.value, LookupError)


def test_id_before_name_before_alias(tmp_path: Path) -> None:
    glossary = eg.Glossary.load(
        write_glossary(
            tmp_path, scope=("Alpha", "gamma"), beta=("Scope", ""), gamma=("Delta", "alpha")
        )
    )
    assert glossary.project("scope").id == "scope"
    assert glossary.project("alpha").id == "scope"
    assert glossary.project("gamma").id == "gamma"


def test_kinds_of_one_name(tmp_path: Path) -> None:
    """Project before term before reading; but an id before a name, and a name before an alias."""
    write_glossary(tmp_path, scope=("Scope", "probe"), alpha=("ring", "loop"))
    write_entries(tmp_path, "terms", "name", lens=("scope", "loop"), probe=("hook", "ring"))
    write_entries(tmp_path, "reading", "title", book=("Scope", None), paper=("Loop", None))
    glossary = eg.Glossary.load(tmp_path)

    def of(name: str) -> list[str]:
        kinds: list[str | None] = [None, "project", "term", "reading"]
        found = []
        for kind in kinds:
            try:
                found.append(glossary.entry(name, kind=kind).id)
            except eg.UnknownEntryError:
                found.append("")
        return found

    assert of("scope") == ["scope", "scope", "lens", "book"]
    assert of("probe") == ["probe", "scope", "probe", ""]
    assert of("ring") == ["alpha", "alpha", "probe", ""]
    assert of("loop") == ["alpha", "alpha", "lens", "paper"]
    assert of("book") == ["book", "", "", "book"]
    assert glossary.describe("Scope", kind="reading") == "About Scope"
    assert [each.id for each in glossary.search("scope")] == ["scope", "lens", "book"]
    assert [each.id for each in glossary.search("scope", kind="reading")] == ["book"]


def test_one_rendering_of_two_terms_is_ambiguous(tmp_path: Path) -> None:
    write_glossary(tmp_path, one=("One", ""))
    write_entries(tmp_path, "terms", "name", agent=("agent", ""), proxy=("proxy", ""))
    labels = {("term.agent.label", "agent"): "代理", ("term.proxy.label", "proxy"): "代理"}
    write_po(tmp_path, "zh_CN", labels)
    glossary = eg.Glossary.load(tmp_path)
    assert glossary.term("proxy", "zh").label == "代理"
    for call in (glossary.describe, glossary.entry, glossary.term):
        with pytest.raises(eg.AmbiguousNameError, match="agent, proxy"):
            call("代理")
    assert [each.id for each in glossary.search("代理")] == ["agent", "proxy"]
    with pytest.raises(eg.UnknownEntryError):
        glossary.project("代理")


def test_what_is_untranslated_is_english_and_says_so(tmp_path: Path) -> None:
    write_glossary(tmp_path, one=("One", ""))
    write_po(tmp_path, "zh_CN", {("project.one.summary", "About One"): "关于 One"})
    project = eg.Glossary.load(tmp_path).project("one", lang="zh")
    assert project.summary == "关于 One"
    assert project.description == "One does something."
    assert project.language == "zh_CN"
    assert project.untranslated == ("description",)
    assert project.category_label == "Tools"


def test_a_translation_of_other_english_is_not_used(tmp_path: Path) -> None:
    write_glossary(tmp_path, one=("One", ""))
    write_po(tmp_path, "zh_CN", {("project.one.summary", "About Two"): "关于 Two"})
    assert eg.Glossary.load(tmp_path).project("one", lang="zh").summary == "About One"


def test_english_can_be_improved_without_its_source(tmp_path: Path) -> None:
    write_glossary(tmp_path, one=("One", ""))
    write_po(tmp_path, "en", {("project.one.summary", "About One"): "All about One"})
    glossary = eg.Glossary.load(tmp_path)
    assert glossary.project("one").summary == "All about One"
    assert glossary.project("one", lang="fr").summary == "All about One"


def test_data_and_catalogs_can_be_apart(tmp_path: Path) -> None:
    write_glossary(tmp_path / "a", one=("One", ""))
    (tmp_path / "b").mkdir()
    write_po(tmp_path / "b", "zh_TW", {("project.one.summary", "About One"): "關於 One"})
    glossary = eg.Glossary.load(
        data_dir=tmp_path / "a" / "data", locale_dir=str(tmp_path / "b" / "locale")
    )
    assert glossary.languages() == ("en", "zh_TW")
    assert glossary.project("one", lang="zh").summary == "關於 One"


def test_plain_gettext_reads_the_catalogs(tmp_path: Path) -> None:
    from ebpf_glossary.po import read_po

    source = Path(eg.LOCALE_DIR, "zh_CN", "LC_MESSAGES", f"{eg.DOMAIN}.po")
    target = tmp_path / "zh_CN" / "LC_MESSAGES" / f"{eg.DOMAIN}.mo"
    target.parent.mkdir(parents=True)
    read_po(str(source)).save_as_mofile(str(target))
    translation = gettext.translation(eg.DOMAIN, tmp_path, ["zh_CN"])
    for id_ in NAMES:
        key = f"project.{id_}.description"
        assert translation.pgettext(key, eg.describe(id_)) == eg.describe(id_, "zh")


def test_everything_public_is_there_and_documented() -> None:
    for name in eg.__all__:
        value = getattr(eg, name)
        if name not in ("DOMAIN", "LOCALE_DIR", "__version__"):
            assert inspect.getdoc(value), name
    assert set(eg.__all__) <= set(dir(eg))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = eg.nonsense  # type: ignore[attr-defined]


def test_what_is_public_is_loaded_from_where_type_checkers_look() -> None:
    homes = {name for names in eg._MODULES.values() for name in names}
    assert homes | {"__version__"} == set(eg.__all__)


@pytest.mark.parametrize(
    "statement",
    [
        "pass",
        "e.describe('bpftool')",
        "e.search('bpf', 'zh')",
        "e.projects(category='other')",
        "e.terms('zh')",
        "e.reading('zh')",
        "e.entry('验证器')",
        "from ebpf_glossary.advice import advice_on; advice_on('verifier')",
    ],
)
def test_a_compiled_look_up_imports_no_dependency(statement: str, wheel_python: str) -> None:
    names = "ahocorasick_rs babel polib yaml re typing dataclasses pathlib json"
    heavy = set(names.split())
    program = f"import sys, ebpf_glossary as e; {statement}; print({heavy} & set(sys.modules))"
    out = subprocess.run([wheel_python, "-c", program], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "set()"


def test_importing_loads_nothing_else() -> None:
    program = (
        "import sys; before = set(sys.modules); import ebpf_glossary;"
        "print(sorted(set(sys.modules) - before - {'__future__'}))"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "['ebpf_glossary']"
