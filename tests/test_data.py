"""The entries themselves: complete, sorted, in house style, without the artifacts they came from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

import ebpf_glossary as eg
from ebpf_glossary import data
from ebpf_glossary.entries import fold

HAN = "\u3400-\u9fff"
MARKS = "，。；：！？、（）《》“”"
DATA = ROOT / "src" / "ebpf_glossary" / "data"

CHINESE = [
    (f"{p.id}.{field}", getattr(p, field))
    for p in eg.projects("zh")
    for field in ("summary", "description", "category_label")
]
chinese = pytest.mark.parametrize("text", [t for _, t in CHINESE], ids=[k for k, _ in CHINESE])


@chinese
def test_a_space_between_chinese_and_latin(text: str) -> None:
    assert not re.findall(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]", text)


@chinese
def test_no_other_space(text: str) -> None:
    assert not re.findall(rf"  |[{HAN}] [{HAN}]| [{MARKS}]|[{MARKS}] |\n(?!\n)[^\n]* $", text)


@chinese
def test_full_width_marks(text: str) -> None:
    assert not re.findall(rf"[{HAN}] ?[,.;:!?()]|[,;:!?(] ?[{HAN}]", text)


@chinese
def test_chinese_begins_and_ends_a_description(text: str) -> None:
    if "\n" in text or len(text) > 100:
        assert text.endswith("。")
    else:
        assert not text.endswith("。")


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


@chinese
def test_one_rendering_per_term(text: str) -> None:
    assert [word for word in REJECTED if word in text.replace(" ", "") or word in text] == []


@chinese
def test_names_as_their_entries_spell_them(text: str) -> None:
    latin = re.findall(r"[A-Za-z][A-Za-z0-9_/+-]*", text)
    by_fold = {fold(p.name): p.name for p in eg.projects()}
    assert [word for word in latin if by_fold.get(fold(word), word) != word] == []


def test_summaries_are_short_and_say_something() -> None:
    for project in eg.projects("zh"):
        assert len(project.summary) <= 80, project.id
    for project in eg.projects():
        assert fold(project.summary) != fold(project.name)
        assert not project.summary.endswith(".")


def test_sources_are_sorted() -> None:
    for path in data.source_files(str(DATA)):
        found = re.findall(
            r"^  ([a-z0-9-]+):\n    name:", Path(path).read_text(encoding="utf-8"), re.M
        )
        assert found == sorted(found)
        assert found


def test_links_are_unique() -> None:
    urls = [link.url for project in eg.projects() for link in project.links]
    assert len(urls) == len(set(urls))
    assert all(project.links for project in eg.projects())


def test_no_two_projects_share_a_name() -> None:
    for name, ranks in data.names(data.read(str(DATA))).items():
        assert len({id_ for ids in ranks for id_ in ids}) == 1, name


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


@pytest.mark.parametrize("id_", sorted(p.id for p in eg.projects()))
def test_every_fact_of_the_page_is_there(id_: str) -> None:
    for facts, lang in zip(FACTS[id_], ("en", "zh"), strict=True):
        text = eg.describe(id_, lang)
        assert [fact for fact in facts.split("|") if fact not in text] == []
