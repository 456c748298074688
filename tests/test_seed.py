"""The page that the project grew from, held against the product."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

import ebpf_glossary as eg

CATEGORIES = {"追踪类": "tracing", "联网类": "networking", "其他": "other"}
# Two headings stand beside a repetition or a translation of themselves.
HEADINGS = {"cilium/ebpf 纤毛/ebpf": "cilium/ebpf", "ebpf_asm ebpf_asm": "ebpf_asm"}


@pytest.fixture(scope="module")
def page(seed: Path) -> list[tuple[str, str, list[str], str]]:
    """The page's projects: category, heading, addresses and text of each."""
    [path] = seed.glob("*.txt")
    text = path.read_text(encoding="utf-8")
    found = []
    for section in re.split(r"^- ", text, flags=re.MULTILINE)[1:]:
        category, *projects = re.split(r"^  - \*\*(.+)\*\*$", section, flags=re.MULTILINE)
        for heading, body in zip(projects[::2], projects[1::2], strict=True):
            body = body.partition("\n## ")[0]
            urls = re.findall(r"^    (https?://\S+)$", body, re.MULTILINE)
            found.append((CATEGORIES[category.strip()], heading, urls, body))
    return found


def test_all_of_it_was_read(page: list[tuple[str, str, list[str], str]]) -> None:
    assert len(page) == 17
    assert sum(len(urls) for _, _, urls, _ in page) == 19


def test_headings_categories_and_addresses(page: list[tuple[str, str, list[str], str]]) -> None:
    for category, heading, urls, _ in page:
        for lang in ("en", "zh"):
            project = eg.project(HEADINGS.get(heading, heading), lang)
            assert project.category == category
            assert not project.untranslated
            known = {url for link in project.links for url in (link.url, *link.formerly)}
            assert set(urls) <= known, heading
            assert eg.search(heading, lang)[0] == project


def test_no_sentence_is_taken_over(page: list[tuple[str, str, list[str], str]], seed: Path) -> None:
    ours = [eg.describe(p.id, "zh") for p in eg.projects()]
    for text in (body for *_, body in page):
        for sentence in re.split(r"[。！？\n]", text):
            if len(sentence.strip()) > 15 and "://" not in sentence:
                assert not [mine for mine in ours if sentence.strip() in mine], sentence
    english = "\n".join(eg.describe(p.id) for p in eg.projects())
    for entry in polib.pofile(str(seed / "pairs.po")):
        for sentence in re.split(r"(?<=[.:]) ", entry.msgid):
            if len(sentence) > 30 and "://" not in sentence:
                assert sentence not in english


def test_no_paragraph_shares_long_runs_with_the_page(
    page: list[tuple[str, str, list[str], str]],
) -> None:
    for _, heading, _, body in page:
        ours = eg.describe(HEADINGS.get(heading, heading), "zh")
        runs = {body[i : i + 24] for i in range(len(body) - 24)}
        assert not [run for run in runs if run in ours and "\n" not in run], heading
