from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ebpf_glossary as eg


def ids(query: str, limit: int | None = 10) -> list[str]:
    return [project.id for project in eg.search(query, limit=limit)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("bpftool", "bpftool"),
        ("BPF-TOOL", "bpftool"),
        ("clang", "llvm"),
        ("ebpf-go", "cilium-ebpf"),
        ("cilium/cilium", "cilium"),
        ("bpftol", "bpftool"),
        ("weave", "weave-scope"),
        ("ebpf_asm ebpf_asm", "ebpf-asm"),
        ("cilium/ebpf 纤毛/ebpf", "cilium-ebpf"),
        ("入侵检测", "suricata"),
        ("intrusion", "suricata"),
        ("P4 compiler", "p4c-xdp"),
        ("汇编器 Intel", "ebpf-asm"),
    ],
)
def test_the_first_is_the_one_meant(query: str, first: str) -> None:
    assert ids(query)[0] == first


def test_exact_before_prefix_before_inside_before_text() -> None:
    found = ids("bpf", None)
    assert found.index("bpftool") < found.index("libbpf")  # starts with it; holds it
    assert found.index("libbpf") < found.index("ply")  # holds it; its text does
    assert ids("perf")[:2] == ["perf", "pcp"]  # is it; starts with it


def test_both_languages_whatever_the_answer_is_in() -> None:
    for lang in ("en", "zh"):
        assert {"cilium", "suricata"} <= {p.id for p in eg.search("负载均衡", lang)}
        assert {"cilium", "suricata"} <= {p.id for p in eg.search("load balancing", lang)}
    assert eg.search("负载均衡", "en")[0].language == "en"


def test_a_category_is_found_by_its_label() -> None:
    assert {p.id for p in eg.projects(category="tracing")} <= set(ids("跟踪", None))


@pytest.mark.parametrize("query", ["", " ", "\n", "\x00", "x" * 201, "b" * 1_000_000])
def test_what_finds_nothing(query: str) -> None:
    assert eg.search(query) == ()


def test_limits() -> None:
    assert len(eg.search("bpf", limit=3)) == 3
    assert eg.search("bpf", limit=0) == ()
    assert len(eg.search("bpf", limit=None)) == len(eg.search("bpf", limit=100))
    with pytest.raises(ValueError, match="cannot be negative"):
        eg.search("bpf", limit=-1)


@given(st.text(max_size=250), st.integers(0, 20))
def test_any_query_finds_at_most_the_limit_each_once(query: str, limit: int) -> None:
    found = ids(query, limit)
    assert len(found) == len(set(found)) <= limit
    assert found == ids(query, None)[:limit]
