from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ebpf_glossary as eg


def ids(query: str, limit: int | None = 10) -> list[str]:
    return [entry.id for entry in eg.search(query, limit=limit)]


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
        ("tc", "tc"),
        ("映射", "map"),
        ("verifer", "verifier"),
        ("验证气", "verifier"),
        ("eXpress Data Path", "xdp"),
        ("入侵检测 IPS", "suricata"),
        ("P4 compiler", "p4c-xdp"),
        ("汇编器 Intel", "ebpf-asm"),
    ],
)
def test_the_first_is_the_one_meant(query: str, first: str) -> None:
    assert ids(query)[0] == first


def test_exact_before_prefix_before_inside_before_text() -> None:
    found = ids("bpf", None)
    assert found[0] == "bpf"  # is it
    assert found.index("bpftool") < found.index("libbpf")  # starts with it; holds it
    assert found.index("libbpf") < found.index("ply")  # holds it; its text does
    assert found.index("bpftool") < found.index("bcc")  # its name does; an alias does
    found = ids("perf", None)
    assert found[0] == "perf"
    assert found.index("perf-buffer") < found.index("pcp") < found.index("rbperf")
    assert ids("verifer", None)[0] == "verifier"  # is similar, and nothing else fits


def test_the_chinese_of_terms_are_names() -> None:
    terms = [entry for entry in eg.search("跟踪", "zh", limit=None) if isinstance(entry, eg.Term)]
    fits = [2 - entry.label.startswith("跟踪") - (entry.label == "跟踪") for entry in terms]
    named = [fit for fit, entry in zip(fits, terms, strict=True) if "跟踪" in entry.label]
    assert named == sorted(fits[: len(named)])
    assert set(named) == {0, 1, 2}


def test_what_is_found_is_of_the_kind() -> None:
    for kind, record in (("project", eg.Project), ("term", eg.Term), ("reading", eg.Reading)):
        found = eg.search("bpf", "zh", kind=kind, limit=None)
        assert all(isinstance(entry, record) for entry in found)
        everything = eg.search("bpf", "zh", limit=None)
        # What is similar is looked for until there is enough of the kind.
        assert set(everything) >= {each for each in found if isinstance(each, record)}
    assert eg.search("tc", kind="project")[0].id == "iproute2"
    assert len(eg.search("map", kind="term", limit=3)) == 3
    with pytest.raises(ValueError, match="no kind of entry"):
        eg.search("tc", kind="plant")


def test_both_languages_whatever_the_answer_is_in() -> None:
    for lang in ("en", "zh"):
        assert {"cilium", "suricata"} <= {p.id for p in eg.search("负载均衡", lang, limit=None)}
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
    assert len(eg.search("bpf", limit=None)) == len(eg.search("bpf", limit=10_000))
    with pytest.raises(ValueError, match="cannot be negative"):
        eg.search("bpf", limit=-1)


@given(st.text(max_size=250), st.integers(0, 20))
def test_any_query_finds_at_most_the_limit_each_once(query: str, limit: int) -> None:
    found = ids(query, limit)
    assert len(found) == len(set(found)) <= limit
    assert found == ids(query, None)[:limit]
