"""Bad input: each gets one sentence, the right error and exit code, and nothing worse."""

from __future__ import annotations

import builtins
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary import catalogs
from ebpf_glossary.cli import main

YAML = """\
category:
  order: 1
  label: Tools
projects:
  tool:
    name: Tool
    links:
      - source: https://example.org/
    summary: A tool
    description: It helps.
"""
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
ENTRY = '\nmsgctxt "project.tool.summary"\nmsgid "A tool"\nmsgstr "一个工具"\n'
PO = HEADER + ENTRY
KEY, ENGLISH, CHINESE = "project.tool.summary\x04A tool", "A tool", "一个工具"
PLACE = Path("locale", "zh_CN", "LC_MESSAGES")
SOURCE = Path("data", "projects", "tools.yaml")
BABEL = "[ebpf_glossary: data/**.yaml]\n"
HUGE = "a" * 1_000_000
ENVIRONMENT = ("LANG", "LC_", "PYTHON", "NO_COLOR")


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(content))
    return path


def glossary(root: Path, yaml: str | bytes = YAML, **catalog: str | bytes) -> Path:
    """Write a glossary with a Chinese catalog of `po=` or `mo=`; return its folder."""
    write(root / SOURCE, yaml)
    (root / "locale").mkdir(exist_ok=True)
    for extension, content in catalog.items():
        write(root / PLACE / f"ebpf_glossary.{extension}", content)
    return root


def summary(root: Path, lang: Any = "zh") -> str:
    return eg.Glossary.load(root).project("tool", lang).summary


def mo(translation: bytes = CHINESE.encode(), order: str = "<", charset: str = "UTF-8") -> bytes:
    header = f"Content-Type: text/plain; charset={charset}\n".encode()
    texts = [b"", KEY.encode(), header, translation]
    start, table, pool = 28 + 8 * len(texts), b"", b""
    for text in texts:
        table += struct.pack(order + "2I", len(text), start + len(pool))
        pool += text + b"\0"
    return struct.pack(order + "7I", 0x950412DE, 0, 2, 28, 44, 0, start) + table + pool


def catalog_error(root: Path, line: int | None = None) -> str:
    """Return the sentence of the CatalogError that the Chinese catalog must cause."""
    with pytest.raises(eg.CatalogError) as caught:
        summary(root)
    [path] = (root / PLACE).iterdir()
    assert type(caught.value) is eg.CatalogError
    assert (caught.value.path, caught.value.line) == (str(path), line)
    return one_sentence(str(caught.value))


def data_error(root: Path, line: int | None, path: Path = SOURCE) -> str:
    """Return the sentence of the DataError that loading must cause."""
    with pytest.raises(eg.DataError) as caught:
        eg.Glossary.load(root)
    assert type(caught.value) is eg.DataError
    assert (caught.value.path, caught.value.line) == (str(root / path), line)
    return one_sentence(str(caught.value))


def one_sentence(text: str) -> str:
    assert text.isprintable()
    assert len(text) < 1000
    assert "Traceback" not in text
    assert text.endswith(".")
    return text


def complaint(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> str:
    """Return the one line with which the command ends as it must."""
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n")
    return one_sentence(err[:-1])


def environ(**changes: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ENVIRONMENT)}
    return kept | changes


def run(*arguments: str, **changes: str) -> tuple[int, bytes, bytes]:
    """Run the command in a process of its own, in an environment with these changes."""
    command = [sys.executable, "-m", "ebpf_glossary", *arguments]
    done = subprocess.run(
        command, capture_output=True, env=environ(**changes), timeout=60, check=False
    )
    return done.returncode, done.stdout, done.stderr


# Names, queries, categories and languages.

NO_NAMES = ["", " ", "\0", "\x1b[31m", HUGE, "\udcff\ud800", "/", "-", "\u202e", "\n\n", "{0}%s"]


@pytest.mark.parametrize("name", NO_NAMES, ids=range(len(NO_NAMES)))
def test_unknown_names(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in (None, "zh"):
        with pytest.raises(eg.UnknownEntryError) as unknown:
            eg.describe(name, lang)
        assert (type(unknown.value), unknown.value.name) == (eg.UnknownEntryError, name)
        assert one_sentence(str(unknown.value)).startswith('No entry is called "')
    with pytest.raises(eg.UnknownCategoryError) as no_category:
        eg.projects(category=name)
    said = one_sentence(str(no_category.value))
    assert said.endswith('". Choose from tracing, networking, other.')
    assert "No entry is called" in complaint(capsys, 1, "describe", name)
    assert "No category is called" in complaint(capsys, 2, "list", "--category", name)


@pytest.mark.parametrize("query", NO_NAMES[:6], ids=range(6))
def test_queries_that_find_nothing(query: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert eg.search(query) == eg.search(query, "zh", limit=None) == ()
    assert complaint(capsys, 1, "search", query) == "Nothing found."
    assert main(["search", query, "--format", "json"]) == 1
    assert capsys.readouterr() == ("[]\n", "")


def test_a_huge_name_is_compared_with_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise AssertionError("this is work for nothing")

    own = eg.Glossary.load()
    monkeypatch.setattr("ebpf_glossary.entries.fold_text", fail)
    assert own.search(HUGE) == ()
    with pytest.raises(eg.UnknownEntryError):
        own.describe(HUGE)


NO_TAGS: list[Any] = [
    *("../../etc", "../zh_CN", "", " ", "zh_", "/", "zh/../..", "zh.../x", "zh_CN/LC_MESSAGES"),
    *("zh\0", "zh\n", "\x1b[31m", HUGE, "\udcff", "..", "z", "zh_CN.", "{0}%s", "/etc"),
]
NOT_TEXT: list[Any] = [5, b"zh", b"", ["zh", "/"], ["zh", 5], [b"zh"], [["zh"]], [None]]


@pytest.mark.parametrize("lang", [*NO_TAGS, *NOT_TEXT], ids=range(len(NO_TAGS) + len(NOT_TEXT)))
def test_what_is_no_language(lang: Any) -> None:
    calls: list[Callable[[], object]] = [
        lambda: eg.describe("bcc", lang),
        lambda: eg.project("bcc", lang),
        lambda: eg.projects(lang),
        lambda: eg.categories(lang),
        lambda: eg.search("bcc", lang),
    ]
    for call in calls:
        with pytest.raises(eg.UnknownLanguageError) as caught:
            call()
        assert type(caught.value) is eg.UnknownLanguageError
        assert '" is not a language tag' in one_sentence(str(caught.value))


@pytest.mark.parametrize("lang", NO_TAGS, ids=range(len(NO_TAGS)))
def test_what_is_no_language_for_the_command(
    lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments in (["describe", "bcc"], ["search", "zzzz"], ["list"]):
        said = complaint(capsys, 2, *arguments, f"--lang={lang}")
        assert '" is not a language tag' in said
    if "\0" not in lang and len(lang) < 1000:  # nobody typed what the environment holds
        monkeypatch.setenv("LANGUAGE", lang)
        assert "No entry is called" in complaint(capsys, 1, "describe", "zzzz")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The paths of the files that are opened."""
    paths: list[Path] = []
    real = builtins.open

    def spy(path: Any, *args: Any, **options: Any) -> Any:
        paths.append(Path(path).resolve())
        return real(path, *args, **options)

    monkeypatch.setattr(builtins, "open", spy)
    yield paths


def test_no_language_leads_out_of_the_folder(tmp_path: Path, opened: list[Path]) -> None:
    root = glossary(tmp_path / "mine", po=PO)
    for name in ("etc", "mine/zh_CN", "mine/locale/zh_CN/LC_MESSAGES/zh_CN", "mine/locale/x.y"):
        write(tmp_path / name / "LC_MESSAGES" / "ebpf_glossary.po", PO.replace("一个", "外面"))
    own = eg.Glossary.load(root)
    del opened[:]
    for lang in ("../../etc", "../zh_CN", "zh_CN/LC_MESSAGES/zh_CN", str(tmp_path / "etc"), "x.y"):
        with pytest.raises(eg.UnknownLanguageError):
            own.project("tool", lang)
    assert opened == []
    for lang in ("fr", "etc", "en", "zh.x.y", "zh@x"):
        expected = CHINESE if lang.startswith("zh") else ENGLISH
        assert own.project("tool", lang).summary == expected
    assert own.languages() == ("en", "zh_CN")
    assert opened == [(root / PLACE / "ebpf_glossary.po").resolve()]


def test_wrong_usage_repeats_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    for argument in ("\x1b[31m", "a\nb", "\udcff", HUGE, "--\x1b"):
        assert "ebpf-glossary --help" in complaint(capsys, 2, argument)
        assert "--help" in complaint(capsys, 2, "list", "--format", argument)
        assert "--help" in complaint(capsys, 2, "search", "x", f"--limit={argument}")


# Catalogs.


def test_a_locale_folder_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = glossary(tmp_path)

    def said(folder: str) -> str:
        with pytest.raises(eg.CatalogError) as caught:
            eg.Glossary.load(root, locale_dir=folder)
        assert (caught.value.path, caught.value.line) == (folder, None)
        return one_sentence(str(caught.value))

    assert "No such file" in said(str(tmp_path / "none\x1b\n"))
    assert "Not a directory" in said(str(root / SOURCE))
    assert "Cannot be read" in said("nul\0")
    assert "Cannot be read" in said("\ud800")

    def refuse(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "listdir", refuse)
    assert said("locale") == "locale: Cannot be read: Permission denied."


@pytest.mark.parametrize("extension", ["po", "mo"])
def test_a_catalog_that_cannot_be_read(
    extension: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = glossary(tmp_path)
    path = root / PLACE / f"ebpf_glossary.{extension}"
    path.mkdir(parents=True)
    assert "Cannot be read: Is a directory." in catalog_error(root)
    assert summary(root, "en") == ENGLISH
    real = builtins.open

    def refuse(file: Any, *args: Any, **options: Any) -> Any:
        if file == str(path):
            raise PermissionError(13, "Permission denied", file)
        return real(file, *args, **options)

    monkeypatch.setattr(builtins, "open", refuse)
    assert catalog_error(root) == f"{path}: Cannot be read: Permission denied."


def results(root: Path, extension: str, contents: Iterator[bytes]) -> set[str]:
    """Return what comes of these catalogs; errors are those of the file, in one sentence."""
    found = set()
    for content in contents:
        glossary(root, **{extension: content})
        try:
            found.add(summary(root))
        except eg.CatalogError as error:
            assert error.path == str(root / PLACE / f"ebpf_glossary.{extension}")
            one_sentence(str(error))
            found.add("CatalogError")
    return found


@pytest.mark.parametrize(("extension", "content"), [("po", PO.encode()), ("mo", mo())])
def test_a_truncated_catalog(extension: str, content: bytes, tmp_path: Path) -> None:
    cuts = (content[:length] for length in range(len(content)))
    assert results(tmp_path, extension, cuts) <= {CHINESE, ENGLISH, "CatalogError"}


def test_a_mo_file_with_one_bit_wrong(tmp_path: Path) -> None:
    content = mo()

    def flips(start: int, end: int) -> Iterator[bytes]:
        for place in range(start, end):
            for bit in range(8):
                flipped = content[place] ^ 1 << bit
                yield content[:place] + bytes([flipped]) + content[place + 1 :]

    texts = content.index(b"Content-Type")
    known = {CHINESE, ENGLISH, "CatalogError"}
    assert results(tmp_path, "mo", flips(content.index(KEY.encode()), texts)) <= known
    anything = results(tmp_path, "mo", flips(0, len(content)))
    assert known < anything
    assert not any(c < " " for text in anything for c in text if text != KEY)


def test_a_mo_file_of_either_byte_order(tmp_path: Path) -> None:
    assert summary(glossary(tmp_path, mo=mo())) == CHINESE
    assert summary(glossary(tmp_path, mo=mo(order=">"))) == CHINESE


def with_number(place: int, number: int) -> bytes:
    return mo()[:place] + struct.pack("<I", number) + mo()[place + 4 :]


DAMAGED = "shorter than its header says"
BAD_MO = [
    (b"", "not a compiled gettext catalog"),
    (b"\xde\x12\x04", "not a compiled gettext catalog"),
    (b"GIF89a" + mo()[6:], "not a compiled gettext catalog"),
    (PO.encode(), "not a compiled gettext catalog"),
    (with_number(4, 0x00020000), "not a compiled gettext catalog"),
    (mo()[:4], DAMAGED),
    *((with_number(8, count), DAMAGED) for count in (100, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)),
    *((with_number(place, 0xFFFFFFF0), DAMAGED) for place in range(12, 20, 4)),
    *((with_number(place, 0xFFFFFFFF), DAMAGED) for place in range(28, 60, 4)),
    *((with_number(place, len(mo())), DAMAGED) for place in range(28, 60, 8)),
    (mo(b"\xff\xfe"), "not UTF-8"),
    (mo(CHINESE.encode("gbk")), "not UTF-8"),
    (mo(b"\xed\xa0\x80"), "not UTF-8"),
    (mo(charset="GBK"), "not UTF-8"),
    (mo(b"ascii", charset="big5"), "not UTF-8"),
]


@pytest.mark.parametrize(("content", "reason"), BAD_MO, ids=range(len(BAD_MO)))
def test_a_corrupt_mo_file(content: bytes, reason: str, tmp_path: Path) -> None:
    assert reason in catalog_error(glossary(tmp_path, mo=content))


numbers = st.one_of(st.integers(0, 64), st.sampled_from([0x7FFFFFFF, 0xFFFFFFFF]))


@given(st.sampled_from("<>"), st.lists(numbers, max_size=14), st.binary(max_size=80))
def test_any_bytes_after_the_magic(order: str, fields: list[int], rest: bytes) -> None:
    content = struct.pack(f"{order}{len(fields) + 1}I", 0x950412DE, *fields) + rest
    try:
        messages = catalogs.MoFile("x.mo", content)
        assert all(isinstance(messages.get(key), str | None) for key in ("", "a", KEY, "\ud800"))
    except eg.CatalogError as error:
        assert (error.path, error.line) == ("x.mo", None)


GARBLED = "not a PO file"
BAD_PO = [
    ("garbage", 1, GARBLED),
    ("/etc/passwd", 1, GARBLED),
    ("/", 1, GARBLED),
    (PO + "\nhello\n", 8, GARBLED),
    (PO + '\nmsgid "a"b"\nmsgstr ""\n', 8, GARBLED),
    (PO + '\nmsgid "a\nmsgstr ""\n', 8, GARBLED),
    (PO + "\nmsgid a\nmsgstr b\n", 8, GARBLED),
    (PO + '\nmsgstr "a"\nmsgstr[x] "b"\n', 8, GARBLED),
    (PO + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[x] "b"\n', 10, GARBLED),
    (PO.replace("\n", "\r\n") + "\r\nhello", 8, GARBLED),
    ("\ufeff" + PO + "\nhello", 8, GARBLED),
    ("# (line 99)\n" + PO + "\nhello", 9, GARBLED),
    ("\0" * 99, 1, GARBLED),
    (PO.replace("UTF-8", "GBK"), None, "not UTF-8"),
    (PO.encode("gbk"), 6, "not UTF-8"),
    (PO.replace("UTF-8", "GBK").encode("gbk"), 6, "not UTF-8"),
    (PO.encode("utf-16"), 1, "not UTF-8"),
    (PO.encode().replace(b"A tool", b"\xed\xa0\x80"), 5, "not UTF-8"),
]


@pytest.mark.parametrize(("content", "line", "reason"), BAD_PO, ids=range(len(BAD_PO)))
def test_a_corrupt_po_file(
    content: str | bytes, line: int | None, reason: str, tmp_path: Path
) -> None:
    assert reason in catalog_error(glossary(tmp_path, po=content), line)


@pytest.mark.parametrize("content", [PO, "\ufeff" + PO, PO.replace("\n", "\r\n"), PO[:-1]])
def test_a_po_file_of_any_editor(content: str, tmp_path: Path) -> None:
    assert summary(glossary(tmp_path, po=content)) == CHINESE


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_po_file_that_is_a_path_is_not_followed(
    end: str, tmp_path: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = write(tmp_path / f"outside{end}", PO)
    monkeypatch.chdir(tmp_path)
    for path in ("outside", str(tmp_path / "outside")):
        for written in {path, path + end}:
            glossary(tmp_path / "mine", po=written)
            assert GARBLED in catalog_error(tmp_path / "mine", 1)
    assert outside.resolve() not in opened


def test_a_po_file_with_an_entry_twice(tmp_path: Path) -> None:
    twice = PO + ENTRY.replace("一个", "两个")
    assert results(tmp_path, "po", iter([twice.encode()])) <= {CHINESE, "两个工具", "CatalogError"}


pieces = st.sampled_from(["msgid ", "msgstr ", 'msgctxt "', "msgstr[0] ", '"', "\n", "#~ ", "#, "])


@given(st.lists(st.one_of(pieces, st.text(max_size=5)), max_size=20).map("".join))
def test_any_text_as_a_po_file(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.po"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        assert catalogs.load(str(path)).get(KEY) is None
    except eg.CatalogError as error:
        assert error.path == str(path)
        assert error.line is None or 1 <= error.line <= text.count("\n") + 1
        one_sentence(str(error))


# The sources of entries.

NOT_ID, NOT_URL, CONTROL = "is not a valid id", "is not a web address", "control character"
NESTED = ", ".join(f"&a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 60))
CHANGES = [
    ("    name: Tool", "\tname: Tool", 6, "not YAML"),
    ("A tool", '"A tool', 11, "not YAML"),
    ("A tool", "'A tool", 11, "not YAML"),
    ("A tool", "*unknown", 9, "not YAML"),
    ("A tool", "`", 9, "not YAML"),
    ("category:", "%YAML 9.9\n---\ncategory:", 1, "not YAML"),
    ("It helps.", "It helps.\n---\n", 11, "not YAML"),
    ("    name: Tool", "    name: Tool\n    name: Tool", 7, 'key "name" Duplicate key'),
    ("projects:", "projects:\n  tool: {}", 6, 'key "tool" Duplicate key'),
    ("    name: Tool", "    name: Tool\n    naem: Tool", 7, 'Unknown key "naem"'),
    ("  order: 1", "  order: 1\n  colour: red", 3, 'Unknown key "colour"'),
    ("category:", "version: 1\ncategory:", 1, 'Unknown key "version"'),
    ("    name: Tool", "    <<: {name: Tool}", 6, 'Unknown key "<<"'),
    ("    name: Tool\n", "", 6, 'key "name" is missing'),
    ("  label: Tools\n", "", 2, 'key "label" is missing'),
    ("    name: Tool", "    ? [a]\n    : b", 6, "should be a text"),
    (" Tool\n", " [Tool]\n", 6, "should be a text"),
    (" A tool", " {a: tool}", 9, "should be a text"),
    (" A tool", "", 9, "should be a text"),
    (" A tool", " '  '", 9, "should be a text"),
    (" A tool", " &a [*a]", 9, "should be a text"),
    (" A tool", " !!python/object/apply:os.mkdir [pwned]", 9, "should be a text"),
    (" A tool", " !!python/object/new:os.mkdir {args: [pwned]}", 9, "should be a text"),
    ("    name:", f"    aliases: [&a0 [x, x], {NESTED}]\n    name:", 6, "should be a text"),
    (" Tools\n", ' "a\\nb"\n', 3, "should be a single line"),
    ("    name:", "    aliases: me\n    name:", 6, "should be a list"),
    ("\n      - source: https://example.org/", " none", 7, "should be a list"),
    ("  tool:\n", "  - tool:\n", 5, "should be a mapping"),
    ("source: https", "https", 8, "Unknown key"),
    ("- source: https://example.org/", "- {}", 8, "A link has one kind"),
    ("    name:", "    status: dead\n    name:", 6, 'Unknown value "dead"'),
    *((" 1\n", f" {order}\n", 2, "whole number") for order in ("-1", "1.5", "9" * 20, "٣", "x")),
    *(("  tool:", f"  {id_}:", 5, NOT_ID) for id_ in ("A", "a_b", "a--b", "-a", "../x", "é", "²")),
    *(("https://example.org/", url, 8, NOT_URL) for url in ("javascript:x", "file:///etc/passwd")),
    *(("https://example.org/", url, 8, NOT_URL) for url in ("https://", "https://a b.c", "a.b")),
    *(("A tool", f'"{text}"', 9, CONTROL) for text in ("\\e[31m", "\\0", "\\a", "\\x9b", "\u202e")),
    *(
        ("A tool", text, 9, "control characters are not allowed")
        for text in ("\0", "中\x1b", "\x7f")
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "reason"), CHANGES, ids=range(len(CHANGES)))
def test_a_wrong_source(
    old: str, new: str, line: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert YAML.count(old) == 1
    monkeypatch.chdir(tmp_path)
    assert reason in data_error(glossary(tmp_path, YAML.replace(old, new)), line)
    assert not Path("pwned").exists()


WHOLES = [
    (b"", None, "The file is empty"),
    (b"# nothing\n", None, "The file is empty"),
    (b"- a\n", 1, "should be a mapping"),
    (b"hello", 1, "should be a mapping"),
    (YAML.encode() + b"# \xff\n", 11, "not UTF-8"),
    (YAML.replace("A tool", CHINESE).encode("gbk"), 9, "not UTF-8"),
    (YAML.encode("utf-16"), 1, "not UTF-8"),
    (b"a: &a [x]\nb: " + b"*a, " * 9, 2, "not YAML"),
]


@pytest.mark.parametrize(("content", "line", "reason"), WHOLES, ids=range(len(WHOLES)))
def test_a_source_that_is_wrong_as_a_whole(
    content: bytes, line: int | None, reason: str, tmp_path: Path
) -> None:
    assert reason in data_error(glossary(tmp_path, content), line)


def test_folders_of_sources(tmp_path: Path) -> None:
    folder = SOURCE.parent
    assert "No such file" in data_error(tmp_path, None, folder)
    (tmp_path / folder).mkdir(parents=True)
    assert "There is no .yaml file" in data_error(tmp_path, None, folder)
    wrong = write(tmp_path / folder / "Bad_Name.yaml", YAML)
    assert '"Bad_Name" is not a valid id' in data_error(tmp_path, None, folder / wrong.name)
    wrong.unlink()
    glossary(tmp_path)
    write(tmp_path / folder / "zebra.yaml", YAML)
    assert "tool is defined in another file too" in data_error(tmp_path, 5, folder / "zebra.yaml")
    (tmp_path / folder / "zebra.yaml").unlink()
    (tmp_path / folder / "a.yaml").mkdir()
    assert "Is a directory" in data_error(tmp_path, None, folder / "a.yaml")
    with pytest.raises(eg.DataError, match="Cannot be read"):
        eg.Glossary.load("nul\0")


@given(st.text(max_size=60))
def test_any_text_as_a_source(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.getbasetemp() / "any"
    with pytest.raises(eg.DataError) as caught:
        eg.Glossary.load(glossary(root, text.encode("utf-8", "surrogatepass")))
    assert caught.value.path == str(root / SOURCE)
    one_sentence(str(caught.value))


@pytest.mark.parametrize("text", ["[" * 100_000, "[" * 100_000 + "]" * 100_000, "- " * 100_000])
def test_a_source_nested_too_deeply(text: str, tmp_path: Path) -> None:
    program = f"""if True:
        import ebpf_glossary as eg
        try:
            eg.Glossary.load({str(glossary(tmp_path, text))!r})
        except eg.DataError as error:
            print(error)"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith(str(tmp_path / SOURCE))


# The command with a project of one's own.

BAD_PROJECTS = [
    (SOURCE, YAML.replace("A tool", "'A tool"), ":11: This is not YAML"),
    (SOURCE, YAML.replace("name:", "naem:"), ':6: Unknown key "naem"'),
    (PLACE / "ebpf_glossary.po", PO + "\nhello\n", ":8: This is not a PO file"),
    (PLACE / "ebpf_glossary.po", PO.encode("gbk"), ":6: This is not UTF-8."),
    (Path("locale/ebpf_glossary.pot"), "hello", ":1: This is not a PO file"),
    (Path("babel.cfg"), "garbage", ": "),
    (Path("babel.cfg"), b"\xff\xfe", ": "),
]


@pytest.mark.parametrize(("path", "content", "said"), BAD_PROJECTS, ids=range(len(BAD_PROJECTS)))
@pytest.mark.parametrize("check", [[], ["--check"]])
def test_catalog_update_of_what_is_broken(
    path: Path,
    content: str | bytes,
    said: str,
    check: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    glossary(tmp_path, po=PO)
    write(tmp_path / "babel.cfg", BABEL)
    write(tmp_path / path, content)
    assert f"{tmp_path / path}{said}" in complaint(
        capsys, 2, "catalog", "update", str(tmp_path), *check
    )
    assert (tmp_path / path).read_bytes() == as_bytes(content)


# The command as it is installed: processes, environments, and catalogs that came with it.


@pytest.mark.parametrize(
    "changes",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
        {"LANG": "zh_CN.GBK", "LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"},
        {"LANGUAGE": "garbage"},
        {"LANGUAGE": "../../etc:%s{0}:\x1b[31m:"},
        {"NO_COLOR": "\x1b", "COLUMNS": "x", "TERM": "\x1b"},
    ],
    ids=str,
)
def test_odd_environments(changes: dict[str, str]) -> None:
    encoding = changes.get("PYTHONIOENCODING", "utf-8")
    code, out, err = run("describe", "zz\x1b跟踪", **changes)
    assert (code, out) == (1, b"")
    said = one_sentence(err.decode(encoding).removesuffix("\n").replace("。", "."))
    assert said.startswith("ebpf-glossary: ")
    code, out, err = run("describe", "bcc", **changes)
    assert (code, err) == (0, b"")
    assert out.startswith(b"BCC ") or "跟踪" in out.decode(encoding)
    assert run("describe", "bcc", "--lang", "zh", **changes)[::2] == (0, b"")
    assert run("list", "--lang", "../../etc", **changes)[:2] == (2, b"")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["list"], 0), (["--help"], 0), (["describe", "bcc"], 0), (["describe", "zzzz"], 1)],
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe(arguments: list[str], code: int, unbuffered: str) -> None:
    read, end = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "ebpf_glossary", *arguments],
        stdout=end,
        stderr=end if code else subprocess.PIPE,
        env=environ(PYTHONUNBUFFERED=unbuffered),
        check=False,
    )
    os.close(end)
    assert (done.returncode, done.stderr or b"") == (code, b"")


def installed(root: Path, **catalog: str | bytes) -> dict[str, str]:
    """Copy the package, with other entries and catalogs, and return how it is to be run."""
    shutil.copytree(
        Path(catalogs.__file__).parent,
        root / "ebpf_glossary",
        ignore=shutil.ignore_patterns("data", "locale", "_compiled*", "__pycache__"),
    )
    glossary(root / "ebpf_glossary", **catalog)
    return {"PYTHONPATH": str(root), "PYTHONSAFEPATH": "1", "LANGUAGE": "zh"}


def program_po(english: str, chinese: str) -> str:
    return PO + f'\nmsgid "{english}"\nmsgstr "{chinese}"\n'.replace("\\", "\\\\")


def clean(said: bytes) -> str:
    text = said.decode()
    assert "Traceback" not in text
    assert all(character.isprintable() or character == "\n" for character in text)
    return text


def test_the_copy_is_what_runs(tmp_path: Path) -> None:
    settings = installed(tmp_path, po=program_po("Summary", "摘要"))
    code, out, err = run("list", **settings)
    assert (code, err) == (0, b"")
    assert "摘要" in clean(out)
    assert CHINESE in clean(out)


@pytest.mark.parametrize(
    ("extension", "content"),
    [("po", "hello"), ("po", PO.encode("gbk")), ("mo", b""), ("mo", mo()[:99])],
    ids=range(4),
)
def test_a_broken_catalog_of_the_command(
    extension: str, content: str | bytes, tmp_path: Path
) -> None:
    settings = installed(tmp_path, **{extension: content})
    for arguments in (["list"], ["describe", "tool"], ["--help"], ["frobnicate"]):
        code, out, err = run(*arguments, **settings)
        assert (code, out) == (2, b"")
        said = one_sentence(err.decode().removesuffix("\n"))
        assert f"zh_CN/LC_MESSAGES/ebpf_glossary.{extension}:" in said
    assert run("list", "--lang", "en", **settings)[::2] == (0, b"")


def test_the_command_without_its_locale_folder(tmp_path: Path) -> None:
    settings = installed(tmp_path)
    (tmp_path / "ebpf_glossary" / "locale").rmdir()
    code, out, err = run("list", **settings)
    assert (code, out) == (2, b"")
    assert "locale: Cannot be read" in one_sentence(err.decode().removesuffix("\n"))


@pytest.mark.parametrize("extension", ["po", "mo"])
def test_control_characters_in_a_translation(extension: str, tmp_path: Path) -> None:
    evil = "\x1b]0;pwned\x07\x00\x9b31m坏"
    content = PO.replace(CHINESE, evil) if extension == "po" else mo(evil.encode())
    settings = installed(tmp_path, **{extension: content})
    for form in ("text", "json", "csv"):
        code, out, err = run("list", "--format", form, **settings)
        clean(out)
        clean(err)
        assert (code, err == b"") in ((0, True), (2, False))


UNKNOWN, SHOWN = r"No entry is called \"{name}\".", "{name} ({category}, {status})"
CHOICE = "invalid choice: %(value)r (choose from %(choices)s)"
HOSTILE = [
    *(
        (UNKNOWN, text, ["describe", "@@"], 1)
        for text in ("{nope}", "{0}", "{", "{name:>99999999}")
    ),
    *((UNKNOWN, text, ["describe", "@@"], 1) for text in ("{name.__class__}", "\x1b[31m{name}")),
    (SHOWN, "{x}", ["describe", "tool"], 0),
    *((CHOICE, text, ["frobnicate"], 2) for text in ("%d", "%(nope)s", "%", "%(value)999999d")),
    ("unrecognized arguments: %s", "%d", ["list", "--nope"], 2),
    ("default: text", "100% %(nope)s", ["list", "--help"], 0),
]


@pytest.mark.parametrize(("english", "chinese", "arguments", "code"), HOSTILE, ids=str)
def test_a_hostile_translation_of_a_message(
    english: str, chinese: str, arguments: list[str], code: int, tmp_path: Path
) -> None:
    po = PO + f'\nmsgid "{english}"\nmsgstr "{chinese}"\n'
    ended, out, err = run(*arguments, **installed(tmp_path, po=po))
    said = clean(err)
    clean(out)
    assert "<class" not in said
    assert len(said) < 1000
    assert ended in (code, 2)
    assert said.count("\n") == (ended > 0)
