from __future__ import annotations

from pathlib import Path

import polib
import pytest
from conftest import write_glossary

from ebpf_glossary import CatalogError, workflow


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_glossary(tmp_path, one=("One", ""))
    (tmp_path / "babel.cfg").write_text("[ebpf_glossary: data/**.yaml]\n", encoding="utf-8")
    return tmp_path


def write_all(root: Path) -> list[str]:
    stale = [change for change in workflow.changes(str(root)) if not change.current]
    for change in stale:
        change.write()
    return [Path(change.path).name for change in stale]


def test_a_project_of_ones_own(project: Path) -> None:
    target = project / "locale" / "zh_CN" / "LC_MESSAGES" / "ebpf_glossary.po"
    assert write_all(project) == ["ebpf_glossary.pot"]
    target.parent.mkdir(parents=True)
    target.write_text(str(polib.POFile()) + "\n", encoding="utf-8")
    assert write_all(project) == ["ebpf_glossary.po"]
    assert write_all(project) == []
    assert 'msgctxt "project.one.summary"' in target.read_text(encoding="utf-8")


def test_the_creation_date_moves_only_with_a_message(project: Path) -> None:
    write_all(project)
    template = project / "locale" / "ebpf_glossary.pot"
    text = template.read_text(encoding="utf-8")
    date = next(line for line in text.splitlines() if "POT-Creation-Date" in line)
    template.write_text(
        text.replace(date, '"POT-Creation-Date: 2020-01-01 00:00+0000\\n"'), encoding="utf-8"
    )
    source = project / "data" / "projects" / "tools.yaml"
    source.write_text("# moves every line\n" + source.read_text(encoding="utf-8"), encoding="utf-8")
    assert write_all(project) == ["ebpf_glossary.pot"]
    assert "2020-01-01" in template.read_text(encoding="utf-8")
    source.write_text(
        source.read_text(encoding="utf-8").replace("About", "Around"), encoding="utf-8"
    )
    write_all(project)
    assert "2020-01-01" not in template.read_text(encoding="utf-8")


def test_a_link_stays_one(project: Path) -> None:
    write_all(project)
    template, real = project / "locale" / "ebpf_glossary.pot", project / "real.pot"
    template.rename(real)
    template.symlink_to(real)
    source = project / "data" / "projects" / "tools.yaml"
    source.write_text(source.read_text("utf-8").replace("About", "Around"), encoding="utf-8")
    assert write_all(project) == ["ebpf_glossary.pot"]
    assert template.is_symlink()
    assert "Around" in real.read_text(encoding="utf-8")


def test_a_project_without_babel_cfg(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"babel\.cfg: Cannot be read"):
        list(workflow.changes(str(tmp_path)))
