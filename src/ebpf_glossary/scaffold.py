"""The files of a glossary of one's own, such that every command works on them from the start.

DIR/pyproject.toml   the checker's settings: it knows this glossary's names and terms
DIR/babel.cfg        what `catalog update` extracts
DIR/data/            projects/, terms/ and reading/, a file a category; renderings/zh.yaml
DIR/locale/          the template and the catalogs
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import polib
import yaml

from ebpf_glossary import catalogs, workflow
from ebpf_glossary.atomic import new_folder, write_text
from ebpf_glossary.errors import N_, DataError, FileError
from ebpf_glossary.locales import SOURCE_LANGUAGE
from ebpf_glossary.merging import merge
from ebpf_glossary.po import dump_po

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

WIDTH = 100
"""Columns of YAML, where a text can be broken."""

SETTINGS = """\
# What stands in the headers of new catalogs: the name, and where to tell what is wrong.
[project]
name = "glossary"
version = "0"
urls = { issues = "https://example.org/glossary/issues" }

# The checker knows the names and terms of this glossary: `ebpf-glossary check` in this folder.
[tool.ebpf-glossary]
glossaries = ["."]
"""

MAPPING = """\
# What `ebpf-glossary catalog update` extracts: the English texts of the entries.
[ebpf_glossary: data/projects/**.yaml]
[ebpf_glossary: data/terms/**.yaml]
[ebpf_glossary: data/reading/**.yaml]
"""

EXAMPLE = {
    "data/projects/tools.yaml": """\
# A file is a category; its name is the category's id.
category:
  order: 1
  label: Tools

projects:
  # An id never changes, because translations are found by it.
  example-tool:
    name: Example Tool
    aliases: [extool]
    links:
      - source: https://example.org/example-tool
    summary: Shows what an entry of a project looks like
    description: >-
      Example Tool does nothing. Replace it with a project of yours, then bring the catalogs up to
      date with `ebpf-glossary catalog update`.
""",
    "data/terms/basics.yaml": """\
category:
  order: 2
  label: Basics

terms:
  glossary:
    name: glossary
    definition: >-
      A list of the names and terms of a field, each with what it means and how it is rendered in
      other languages.
""",
    "data/renderings/zh.yaml": """\
# What is wrong in Chinese, for the checker: names that machines translate, renderings of terms.
names:
  Example Tool: [示例工具]

terms:
  glossary:
    zh: 术语表
    accept: [词汇表]
    wrong: [光泽表]
""",
}

EXAMPLE_CHINESE = {
    "category.tools.label": "工具",
    "project.example-tool.summary": "演示项目条目的写法",
    "project.example-tool.description": (
        "Example Tool 没有任何功能。请把它换成自己的项目，"
        "再用 `ebpf-glossary catalog update` 更新翻译目录。"
    ),
    "category.basics.label": "基础",
    "term.glossary.label": "术语表",
    "term.glossary.definition": (
        "一个领域的名称和术语清单，说明每一条的含义，以及在其他语言中的译法。"
    ),
}


class Translation(NamedTuple):
    """A text in another language.

    Attributes:
        text: the translation.
        doubts: what a translator should look at; where there are any, it is fuzzy.
    """

    text: str
    doubts: tuple[str, ...] = ()


def example() -> tuple[dict[str, str], dict[str, Translation]]:
    """Return the files of a small glossary, and its Chinese by key."""
    return dict(EXAMPLE), {key: Translation(text) for key, text in EXAMPLE_CHINESE.items()}


def create(
    directory: str,
    files: Mapping[str, str],
    translations: Mapping[str, Mapping[str, Translation]],
) -> None:
    """Write a glossary: all of it or nothing.

    Args:
        directory: to make, or to add the files to.
        files: texts by path; what every glossary has is added.
        translations: by language and key.

    Raises:
        DataError: something of it is in the folder already, or it cannot be written.
    """
    folder = directory
    try:
        with new_folder(directory) as folder:
            for path, text in {"pyproject.toml": SETTINGS, "babel.cfg": MAPPING, **files}.items():
                place = os.path.join(folder, *path.split("/"))
                os.makedirs(os.path.dirname(place), exist_ok=True)
                write_text(place, text)
            _write_catalogs(folder, {SOURCE_LANGUAGE: {}, **translations})
    except FileError as error:  # one of the files is wrong: say which it would have been
        error.path = error.path.replace(folder, directory)
        raise
    except FileExistsError as error:
        path = error.filename2 or error.filename
        raise DataError(path, None, N_("This is there already; choose another folder.")) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(
            directory, None, N_("Cannot be written: {reason}."), reason=reason
        ) from None


def _write_catalogs(folder: str, translations: Mapping[str, Mapping[str, Translation]]) -> None:
    path = workflow.template_path(folder)
    os.makedirs(os.path.dirname(path))
    template = workflow.extract(folder)
    write_text(path, dump_po(template))
    for language, texts in translations.items():
        catalog = _translated(workflow.header(language, template), template, texts)
        merged = merge(catalog, template, is_source=language == SOURCE_LANGUAGE)
        path = os.path.join(folder, "locale", language, "LC_MESSAGES", f"{catalogs.DOMAIN}.po")
        os.makedirs(os.path.dirname(path))
        write_text(path, dump_po(merged))


def _translated(
    catalog: polib.POFile, messages: polib.POFile, texts: Mapping[str, Translation]
) -> polib.POFile:
    for message in messages:
        if translation := texts.get(message.msgctxt or ""):
            catalog.append(
                polib.POEntry(
                    msgctxt=message.msgctxt,
                    msgid=message.msgid,
                    msgstr=translation.text,
                    tcomment="\n".join(translation.doubts),
                    flags=["fuzzy"] if translation.doubts else [],
                )
            )
    return catalog


class _Dumper(yaml.SafeDumper):
    """Writes long texts folded, and lists indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    is_prose = " " in text and (len(text) > WIDTH // 2 or "\n" in text)
    style = ">" if is_prose else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent)


def as_yaml(value: Any) -> str:
    """Return plain values as YAML, in their order."""
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return text


def unique(wanted: str, taken: Container[str]) -> str:
    """Return an id like the one wanted that is not taken.

    >>> unique("bcc", {"bcc", "bcc-2"})
    'bcc-3'
    """
    number, id_ = 1, wanted
    while id_ in taken:
        number += 1
        id_ = f"{wanted}-{number}"
    return id_
