"""The entries themselves: complete, sorted, in house style, without the artifacts they came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import CATALOGS, ROOT

import ebpf_glossary as eg
from ebpf_glossary import data
from ebpf_glossary.entries import KINDS, fold
from ebpf_glossary.po import read_po

HAN = "\u3400-\u9fff"
MARKS = "，。；：！？、（）《》“”"
DATA = ROOT / "src" / "ebpf_glossary" / "data"
SOURCES = [Path(path) for path in data.source_files(str(DATA))]

Entry = eg.Project | eg.Term | eg.Reading


def entries(lang: str) -> list[Entry]:
    return [*eg.projects(lang), *eg.terms(lang), *eg.reading(lang)]


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield the key of each text of each kind with its Chinese and its English."""
    for chinese, english in zip(entries("zh"), entries("en"), strict=True):
        for field in chinese.TEXTS:
            key = f"{chinese.kind}.{chinese.id}.{field}"
            yield key, getattr(chinese, field), getattr(english, field)
    for kind in KINDS:
        categories = zip(eg.categories("zh", kind=kind), eg.categories(kind=kind), strict=True)
        for section, named in categories:
            yield f"category.{section.id}.label", section.label, named.label


TEXTS = {key: (chinese, english) for key, chinese, english in texts()}
CHINESE = {key: chinese for key, (chinese, english) in TEXTS.items() if chinese != english}


def with_match(pattern: str) -> dict[str, list[str]]:
    """Return what a pattern finds in the Chinese texts, by their keys."""
    return {key: found for key, text in CHINESE.items() if (found := re.findall(pattern, text))}


# Completeness.


def test_there_is_enough() -> None:
    assert len(eg.projects()) >= 150
    assert len(eg.terms()) >= 300
    assert len(eg.reading()) >= 120
    assert len(eg.categories(kind="reading")) >= 8


def test_every_text_is_translated() -> None:
    assert [entry.id for entry in entries("zh") if entry.untranslated] == []
    assert [entry.id for entry in entries("en") if entry.untranslated] == []
    for path in CATALOGS:
        catalog = read_po(str(path))
        bad = (*catalog.untranslated_entries(), *catalog.fuzzy_entries())
        assert not [entry.msgctxt for entry in bad if entry.msgctxt]


def test_what_is_english_in_both_languages_is_meant_to_be() -> None:
    """Terms that stay English are marked as such; categories and texts have Chinese."""
    assert [key for key, (chinese, _) in TEXTS.items() if not re.search(f"[{HAN}]", chinese)] == [
        f"term.{term.id}.label" for term in eg.terms("zh") if not re.search(f"[{HAN}]", term.label)
    ]
    assert [term.id for term in eg.terms("zh") if not term.keep and term.label == term.name] == []


# Ids, names and links.


def test_ids_are_unique_across_kinds() -> None:
    counts = Counter(entry.id for entry in entries("en"))
    assert [id_ for id_, count in counts.items() if count > 1] == []


def test_an_id_means_its_entry() -> None:
    for entry in entries("en"):
        assert eg.entry(entry.id) == entry


def test_a_name_means_one_entry_of_its_kind() -> None:
    for project in eg.projects():
        for name in (project.name, *project.aliases):
            assert eg.project(name) == project, name
    for term in eg.terms():
        for name in (term.name, *term.aliases, term.expansion or term.name):
            assert eg.term(name) == term, name


def test_the_chinese_of_a_term_means_it() -> None:
    shared = Counter(fold(term.label) for term in eg.terms("zh"))
    for term in eg.terms("zh"):
        if shared[fold(term.label)] == 1:
            assert eg.term(term.label, "zh") == term
        else:
            with pytest.raises(eg.AmbiguousNameError, match=rf"\b{term.id}\b"):
                eg.term(term.label)


def test_see_also_resolves() -> None:
    by_id = {entry.id for entry in entries("en")}
    for term in eg.terms():
        assert set(term.see) <= by_id - {term.id}, term.id
        assert len(term.see) == len(set(term.see)), term.id


def addresses(entry: Entry) -> list[str]:
    if isinstance(entry, eg.Project):
        return [link.url for link in entry.links]
    return [*entry.links] if isinstance(entry, eg.Reading) else []


@pytest.mark.parametrize("kind", ["project", "reading"])
def test_links_are_well_formed_and_unique(kind: str) -> None:
    found = [url for entry in entries("en") if entry.kind == kind for url in addresses(entry)]
    assert [url for url, count in Counter(found).items() if count > 1] == []
    for url in found:
        parts = urlsplit(url)
        assert parts.scheme in ("http", "https"), url
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?", parts.netloc), url
        assert re.fullmatch(r"[!-~]+", url), url
    assert all(addresses(entry) for entry in entries("en") if entry.kind == kind)


def test_facts_are_written_alike() -> None:
    for reading in eg.reading():
        assert re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", reading.date), reading.id
        assert re.fullmatch(r"[a-z]{2}(-[A-Z][A-Za-z]+)?", reading.written_in), reading.id
    for term in eg.terms():
        assert re.fullmatch(r"(\d+\.\d+(\.\d+)?)?", term.since), term.id
    for project in eg.projects():
        assert project.status in eg.Project.STATUSES
        assert not re.search(r"[\s,]$|^\s", project.license), project.id


def test_sources_are_sorted() -> None:
    for path in SOURCES:
        _, _, listed = path.read_text(encoding="utf-8").rpartition(f"\n{path.parent.name}:\n")
        found = re.findall(r"^  ([a-z0-9-]+):$", listed, re.MULTILINE)
        assert found == sorted(found), path
        assert found, path


# Texts.


def test_a_space_between_chinese_and_latin() -> None:
    assert with_match(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]") == {}


def test_no_other_space() -> None:
    assert with_match(rf"  |[{HAN}] [{HAN}]| [{MARKS}]|[{MARKS}] |\n(?!\n)[^\n]* $") == {}


def test_full_width_marks() -> None:
    assert with_match(rf"[{HAN}] ?(?:[,;:!?()]|\.(?![A-Za-z]))|[,;:!?(] ?[{HAN}]") == {}


def test_only_whole_sentences_end_with_a_mark() -> None:
    for key, text in CHINESE.items():
        is_whole = key.endswith(("description", "definition"))
        assert text.endswith(("。", "）")) if is_whole else not text.endswith("。"), key
    for key, (_, english) in TEXTS.items():
        is_whole = key.endswith(("description", "definition"))
        assert english.endswith(".") == is_whole or english.endswith((".)", "etc.")), key


def test_names_as_their_entries_spell_them() -> None:
    """But for commands and packages, in lower case, and for who has another in their name."""
    by_fold: dict[str, set[str]] = {fold("Sysdig"): {"Sysdig"}}
    named: list[eg.Project | eg.Term] = [*eg.projects(), *(t for t in eg.terms() if t.keep)]
    for entry in named:
        by_fold.setdefault(fold(entry.name), set()).update((entry.name, *entry.aliases))
    wrong = {
        key: words
        for key, text in CHINESE.items()
        if (
            words := [
                word
                for word in re.findall(r"[A-Za-z][A-Za-z0-9_/+-]*", text)
                if word not in by_fold.get(fold(word), {word}) and not word.islower()
            ]
        )
    }
    assert wrong == {}


def test_summaries_are_short_and_say_something() -> None:
    for key, (chinese, english) in TEXTS.items():
        if key.endswith(".summary"):
            assert len(chinese) <= 80, key
            assert "\n" not in chinese + english, key
    for entry in entries("en"):
        if not isinstance(entry, eg.Term):
            said = re.sub(r"^(an?|the) ", "", entry.summary, flags=re.IGNORECASE)
            assert fold(said) != fold(entry.name), entry.id


def test_our_checker_finds_nothing() -> None:
    """Spelling of names and renderings of terms among the rest, with the English at hand."""
    wrong = [
        (key, found.rule, chinese[found.start : found.end])
        for key, (chinese, english) in TEXTS.items()
        for found in eg.check(chinese, source=english)
    ]
    assert wrong == []


def test_no_text_stands_twice() -> None:
    long = Counter(text for key, text in CHINESE.items() if len(text) > 20)
    assert [text for text, count in long.items() if count > 1] == []


# Every fact of the page's paragraphs, by the words in which it survives: English, then Chinese.
FACTS = {
    "bcc": (
        "BPF Compiler Collection|more than a hundred|easy to use|efficient|built on BPF|hook|kprobes|kretprobes|tracepoints|uprobes|uretprobes|USDT|applications|libraries|subsystems|performs|wrong|API|library",
        "编译器集合|一百多个|易用|高效|以 BPF 程序为核心|kprobe|kretprobe|跟踪点|uprobe|uretprobe|USDT|应用程序|系统库|子系统|性能特征|问题|API|库",
    ),
    "bpftrace": (
        "DTrace|dynamic|LLVM|back end|bytecode|BCC|libbpf|infrastructure|higher level",
        "DTrace|动态跟踪|LLVM|后端|字节码|BCC|libbpf|基础设施|高于",
    ),
    "perf": (
        "kernel community|source tree|perf record|aggregated|perf.data|perf script|other means",
        "内核社区|源码树|perf record|聚合|perf.data|事后|perf script|等工具",
    ),
    "ply": (
        "little language|kprobes|tracepoints|resembles C|DTrace|awk|few|flex|bison|libc",
        "小语言|kprobe|跟踪点|类似 C|DTrace|awk|最少|flex|bison|libc|构建|运行",
    ),
    "systemtap": (
        "scripting language|extract|filter|summarise|diagnose|analyse|stapbpf|directly|compiler|injected|probes|stap |external dependency|kernel module",
        "脚本语言|提取|过滤|汇总|诊断|分析|stapbpf|编译器|注入内核|探针|stap |外部依赖|内核模块",
    ),
    "pcp": (
        "(PCP)|agents|metrics|history|pmdabcc|performance metrics domain agent|BCC|kernel",
        "（PCP）|代理|指标|实时|历史数据|pmdabcc|性能指标域代理|BCC|内核",
    ),
    "weave-scope": (
        "cloud|processes|network connections|kprobes|gobpf|ELF|tcptracer-bpf|connect, accept and close"
        "|TCP events|deprecated|2024",
        "云监控|进程|网络连接|kprobe|gobpf|ELF|tcptracer-bpf|connect、accept 和 close|TCP 事件|弃用|2024",
    ),
    "cilium": (
        "workloads|containers|processes|connects|balances load|transparently|layers 3 and 4|layer 7|HTTP|gRPC|Kafka|Kubernetes|orchestration|data path",
        "工作负载|容器|进程|网络连接|负载均衡|透明|第 3、4 层|第 7 层|HTTP|gRPC|Kafka|Kubernetes|编排|数据路径",
    ),
    "suricata": (
        "IDS|IPS|NSM|filter|bypass|load balancer|programmable|XDP|drop|high packet rates",
        "IDS|IPS|NSM|过滤器|绕过|负载均衡器|可以编程|XDP|丢弃|速率",
    ),
    "systemd": (
        "IPv4|IPv6|units|access|cgroup|ingress|egress|packets|bytes|prefixes|allow|deny|article",
        "IPv4|IPv6|单元|访问控制|cgroup|入口|出口|数据包|字节|地址前缀|允许|拒绝|文章",
    ),
    "iproute2": (
        "ELF|LLVM|XDP programs|tc programs|same BPF loader back end|tc and| ip|load and inspect",
        "ELF|LLVM|XDP 程序|tc 程序|加载器后端|tc 和 ip|加载|内省",
    ),
    "p4c-xdp": (
        "P4 compiler|XDP|domain-specific|data plane|programmable|NIC|appliance|switch|clang / LLVM|XDP layer|performance|archived",
        "P4 编译器|XDP|领域特定语言|数据平面|可编程|网卡|专用网络设备|交换机|clang / LLVM|XDP 层|很高的性能|归档",
    ),
    "llvm": (
        "back end|in C|instructions|ELF|hand in hand|one community|centre|toolchain",
        "后端|C 编写|指令|ELF|齐头并进|同一个社区|关键|工具链",
    ),
    "libbpf": (
        "generic|kernel community|source tree|ELF|LLVM|loads|attaches|perf|bpftool",
        "通用|内核社区|源码树|ELF|LLVM|加载|附加|perf|bpftool",
    ),
    "bpftool": (
        "main tool|looking into|debugging|maps|libbpf|kernel community|dumps|active|disassembles|JIT|manipulate|BPF file system|object file|types|much else",
        "主要|内省|调试|映射|libbpf|内核社区|转储|活动状态|反汇编|JIT|增删改查|BPF 文件系统|目标文件|类型",
    ),
    "cilium-ebpf": (
        "ebpf-go|pure Go|load|compile|debug|hardly any external dependencies|long time|bpf2go|embeds|attaches|hooks|kprobes|uprobes|user space|complete assembler|run time|ELF object|modify",
        "ebpf-go|纯 Go|加载|编译|调试|外部依赖|长时间运行|bpf2go|嵌入|附加|钩子|kprobe|uprobe|用户空间|完整的汇编器|运行时|ELF 目标文件",
    ),
    "ebpf-asm": (
        "assembler|Intel|short and simple|directly in assembly|clang / LLVM toolchain",
        "汇编器|Intel|短小简单|汇编语言|clang / LLVM 工具链",
    ),
}


# Renderings that another rendering was chosen over, and what machines made of the page.
REJECTED = [
    "追踪",
    "联网",
    "本机",
    "堆栈",
    "负载平衡",
    "记账",
    "计费",
    "加载程序",
    "自省",
    "旁路",
    "纤毛",
    "会谈",
    "博客",
    "操作系统中的",
    "JITed",
    "数据的数据",
    "分别为",
    "在gobpf",
    "连接、接受",
    "扩展awk",
    "领域语言",
    "挂钩",
    "探测器",
    "映射表",
    "校验器",
]


@pytest.mark.parametrize("id_", FACTS)
def test_the_page_is_not_repeated(id_: str) -> None:
    text = eg.describe(id_, "zh", kind="project")
    assert [word for word in REJECTED if word in text.replace(" ", "") or word in text] == []


@pytest.mark.parametrize("id_", FACTS)
def test_every_fact_of_the_page_is_there(id_: str) -> None:
    for facts, lang in zip(FACTS[id_], ("en", "zh"), strict=True):
        text = eg.describe(id_, lang, kind="project")
        assert [fact for fact in facts.split("|") if fact not in text] == []
