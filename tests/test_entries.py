from __future__ import annotations

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary.entries import fold


def test_records_are_frozen() -> None:
    project = eg.project("bcc")
    with pytest.raises(AttributeError, match="frozen"):
        project.name = "bcc"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del project.name
    with pytest.raises(AttributeError):
        project.colour = "red"


def test_records_are_values() -> None:
    project = eg.project("bcc", lang="zh")
    twin = pickle.loads(pickle.dumps(project))
    assert twin == project
    assert hash(twin) == hash(project)
    assert copy.deepcopy(project) == project
    assert project != eg.project("bcc", lang="en")
    assert project != "bcc"
    assert len({project, twin}) == 1


def test_a_record_shows_itself() -> None:
    link = eg.Link(kind="source", url="https://example.org", formerly=())
    assert repr(link) == "Link(kind='source', url='https://example.org', formerly=())"
    assert eval(repr(link), {"Link": eg.Link}) == link


def test_a_record_takes_its_fields_and_no_other() -> None:
    with pytest.raises(TypeError, match="colour"):
        eg.Link(kind="source", url="", formerly=(), colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="url"):
        eg.Link(kind="source", formerly=())  # type: ignore[call-arg]


def test_a_record_is_json() -> None:
    project = eg.project("bpftrace", lang="zh")
    plain = json.loads(json.dumps(project.as_dict()))
    assert plain["name"] == "bpftrace"
    assert plain["links"][0]["formerly"][0] == "https://github.com/ajor/bpftrace"
    assert list(plain) == list(eg.Project.__slots__)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(alphabet="abcXYZ019", min_size=1, max_size=12), st.sampled_from("-_ "))
def test_separators_and_case_do_not_count(name: str, separator: str) -> None:
    assert fold(separator.join(name)) == fold(name.swapcase())
