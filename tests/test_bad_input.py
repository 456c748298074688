"""Bad input: each gets one sentence, the right error and exit code, and nothing worse."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import polib
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary import catalogs
from ebpf_glossary.cli import main

YAML = """category:\n  order: 1\n  label: Tools
projects:\n  tool:\n    name: Tool\n    links:\n      - source: https://example.org/
    summary: A tool\n    description: It helps.\n"""
ENTRY = '\nmsgctxt "project.tool.summary"\nmsgid "A tool"\nmsgstr "一个工具"\n'
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n' + ENTRY
KEY, CHINESE = "project.tool.summary\x04A tool", "一个工具"
SOURCE, PLACE = Path("data/projects/tools.yaml"), Path("locale/zh_CN/LC_MESSAGES")
HUGE = "é" * 1_000_000


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def glossary(root: Path, yaml: str | bytes = YAML, **catalog: str | bytes) -> Path:
    """Write a glossary with a Chinese catalog of `po=` or `mo=`; return its folder."""
    write(root / SOURCE, yaml)
    write(root / "babel.cfg", "[ebpf_glossary: data/**.yaml]\n")
    (root / "locale").mkdir(exist_ok=True)
    for extension, content in catalog.items():
        write(root / PLACE / f"ebpf_glossary.{extension}", content)
    return root


def summary(root: Path, lang: str = "zh") -> str:
    return eg.Glossary.load(root).project("tool", lang).summary


def mo(translation: bytes = CHINESE.encode(), order: str = "<", charset: str = "UTF-8") -> bytes:
    header = f"Content-Type: text/plain; charset={charset}\n".encode()
    table, pool = b"", b""
    for text in (b"", KEY.encode(), header, translation):
        table += struct.pack(order + "2I", len(text), 60 + len(pool))
        pool += text + b"\0"
    return struct.pack(order + "7I", 0x950412DE, 0, 2, 28, 44, 0, 60) + table + pool


def one_sentence(text: str) -> str:
    text = text.removesuffix("\n")
    assert text.isprintable()
    assert len(text) < 1000
    assert text.endswith((".", "。", "?", "？"))
    return text


def fails(kind: type[eg.GlossaryError], call: Callable[[], object], *place: object) -> str:
    """Return the sentence of the error that `call` must raise, of that file and line."""
    with pytest.raises(kind) as caught:
        call()
    error: Any = caught.value
    assert type(caught.value) is kind
    assert not place or (error.path, error.line) == (str(place[0]), place[1])
    return one_sentence(str(error))


def complaint(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> str:
    """Return the one line with which the command ends as it must."""
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    return one_sentence(err)


def run(arguments: str, stdout: int = -1, /, **changes: str) -> tuple[int, str, str]:
    """Run the command in a process of its own, in an environment with these changes."""
    own = ("LANG", "LC_", "PYTHONI", "PYTHONU")
    env = {k: v for k, v in os.environ.items() if not k.startswith(own)} | changes
    command = [sys.executable, "-m", "ebpf_glossary", *arguments.split(" ")]
    done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=env, check=False)
    encoding = changes.get("PYTHONIOENCODING", "utf-8")
    out, err = (done.stdout or b"").decode(encoding), done.stderr.decode(encoding)
    assert "Traceback" not in err
    assert all(character.isprintable() or character == "\n" for character in out + err)
    return done.returncode, out, err


def cases(*rows: object) -> pytest.MarkDecorator:
    """Return parameters that are known by number: some have a million characters."""
    return pytest.mark.parametrize("case", rows, ids=range(len(rows)))


@cases("", " ", "\0", "\x1b[31m", HUGE, "\udcff\ud800", "\n\t", "/", "-", "\u202e", "{0}%s")
def test_unknown_names(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in (None, "zh"):
        assert "No entry " in fails(eg.UnknownEntryError, partial(eg.describe, case, lang))
    assert ", other." in fails(eg.UnknownCategoryError, partial(eg.projects, category=case))
    assert 'No entry is called "' in complaint(capsys, 1, "describe", case)
    assert 'No category is called "' in complaint(capsys, 2, "list", "--category", case)
    if case not in ("/", "-"):  # these stand in texts
        assert eg.search(case) == eg.search(case, "zh", limit=None) == ()
        assert complaint(capsys, 1, "search", case) == "Nothing found."
        assert "ebpf-glossary --help" in complaint(capsys, 2, case)
    assert "list --help" in complaint(capsys, 2, "list", f"--format={case}")
    assert "search --help" in complaint(capsys, 2, "search", "x", f"--limit={case}")


def test_no_work_is_done_for_a_huge_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("unicodedata.normalize", lambda *_: 1 / 0)
        assert eg.search(HUGE) == ()
        assert "No entry" in fails(eg.UnknownEntryError, partial(eg.describe, HUGE))


NO_TAGS = ["../../etc", "../zh_CN", "", " ", "zh_", "/", "zh/../..", "zh.../x", "zh_CN/LC_MESSAGES"]
NO_TAGS += ["..", "z", "zh.", "zh\0", "zh\n", "\x1b[31m", "\udcff", "{0}%s", HUGE]


@cases(*NO_TAGS, 5, b"zh", b"", ["zh", "/"], ["zh", 5], [b"zh"], [["zh"]], [None])
def test_what_is_no_language(case: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for call in (eg.projects, eg.categories, partial(eg.search, ""), partial(eg.describe, "bcc")):
        assert " language tag. " in fails(eg.UnknownLanguageError, partial(call, case))
    if isinstance(case, str):
        for arguments in (["describe", "bcc"], ["search", "zzzz"], ["list"]):
            assert " language tag. " in complaint(capsys, 2, *arguments, f"--lang={case}")


def test_no_language_leads_out_of_the_folder(tmp_path: Path) -> None:
    root = glossary(tmp_path / "mine", po=PO)
    for name in ("etc", "mine/zh_CN", "mine/locale/zh_CN/LC_MESSAGES/zh_CN", "mine/locale/x.y"):
        write(tmp_path / name / "LC_MESSAGES" / "ebpf_glossary.po", PO.replace("一个", "外面"))
    own = eg.Glossary.load(root)
    for lang in ("../../etc", "../zh_CN", "zh_CN/LC_MESSAGES/zh_CN", str(tmp_path / "etc"), "x.y"):
        fails(eg.UnknownLanguageError, partial(own.project, "tool", lang))
    for lang, text in {"fr": "A tool", "etc": "A tool", "zh.x.y": CHINESE, "zh@x": CHINESE}.items():
        assert summary(root, lang) == text
    assert own.languages() == ("en", "zh_CN")


@cases("none\x1b\n", "nul\0", "\ud800", __file__, "x" * 300)
def test_a_locale_folder_that_cannot_be_read(case: str) -> None:
    load = partial(eg.Glossary.load, locale_dir=case)
    assert "Cannot be read: " in fails(eg.CatalogError, load, case, None)


@cases("po", "mo")
def test_a_catalog_that_cannot_be_read(case: str, tmp_path: Path) -> None:
    path = glossary(tmp_path) / PLACE / f"ebpf_glossary.{case}"
    path.mkdir(parents=True)
    assert "Is a directory." in fails(eg.CatalogError, partial(summary, tmp_path), path, None)
    assert summary(tmp_path, "fr") == "A tool"


def outcome(path: Path, content: bytes) -> str | None:
    """Return what a catalog has for KEY, or "error" for one of this file, in one sentence."""
    try:
        return catalogs.load(str(write(path, content))).get(KEY)
    except eg.CatalogError as error:
        found = error
    assert found.path == str(path)
    assert found.line is None or 1 <= found.line <= len(content.splitlines()) + 1
    assert one_sentence(str(found))
    return "error"


@cases(("x.po", PO.encode()), ("x.mo", mo()))
def test_a_truncated_catalog(case: tuple[str, bytes], tmp_path: Path) -> None:
    path, content = tmp_path / case[0], case[1]
    cuts = [content[:length] for length in range(len(content) - 1)]
    assert {outcome(path, cut) for cut in cuts} <= {CHINESE, None, "error"}
    assert outcome(path, content) == CHINESE


def test_a_mo_file_with_one_bit_wrong(tmp_path: Path) -> None:
    content = mo()

    def flipped(places: Iterable[int]) -> set[str | None]:
        bits = [(place, bit) for place in places for bit in range(8)]
        wrong = [bytes(b ^ (i == p) << n for i, b in enumerate(content)) for p, n in bits]
        return {outcome(tmp_path / "x.mo", each) for each in wrong}

    known = {CHINESE, None, "error"}
    assert flipped(range(60, content.index(b"Content"))) <= known  # the keys
    others = flipped(range(len(content))) - known  # characters that are others now
    assert others
    assert not [text for text in others if min(str(text).replace("\n", "~")) < " "]


def changed(place: int, number: int) -> bytes:
    return mo()[:place] + struct.pack("<I", number) + mo()[place + 4 :]


@cases(
    *(("mo", None, "compiled", c) for c in (b"", mo()[:3], b"GIF89a", PO, changed(4, 9**7))),
    *(("mo", None, "damaged", changed(8, count)) for count in (100, 0x80000000, 0xFFFFFFFF)),
    *(("mo", None, "damaged", changed(p, 0xFFFFFFF0)) for p in (12, 16, *range(28, 60, 4))),
    *(("mo", None, "damaged", c) for c in (mo()[:4], *(changed(p, 200) for p in range(28, 60, 8)))),
    *(("mo", None, "not UTF-8", mo(c)) for c in (b"\xff", CHINESE.encode("gbk"), b"\xed\xa0\x80")),
    *(("mo", None, "not UTF-8", mo(charset=charset)) for charset in ("GBK", "big5", "utf-16")),
    *(("po", 1, "not a PO", c) for c in ("garbage", "/etc/passwd", "/", "\0" * 99)),
    *(("po", 8, "not a PO", f"{PO}\n{c}\n") for c in ("?", 'msgid "a"b"', 'msgid "a', "msgid a")),
    ("po", 10, "not a PO", PO + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[x] "b"\n'),
    ("po", 9, "not a PO", "\ufeff# (line 99)\r\n" + PO.replace("\n", "\r\n") + "\r\nhello"),
    ("po", None, "not UTF-8", PO.replace("UTF-8", "GBK")),
    *(("po", line, "not UTF-8", PO.encode(c)) for line, c in ((6, "gbk"), (1, "utf-16"))),
    ("po", 5, "not UTF-8", PO.encode().replace(b"A tool", b"\xed\xa0\x80")),
)
def test_a_corrupt_catalog(case: tuple[str, int | None, str, bytes], tmp_path: Path) -> None:
    extension, line, reason, content = case
    path = glossary(tmp_path, **{extension: content}) / PLACE / f"ebpf_glossary.{extension}"
    assert reason in fails(eg.CatalogError, partial(summary, tmp_path), path, line)


def test_catalogs_of_any_machine_and_editor(tmp_path: Path) -> None:
    for po in (PO, "\ufeff" + PO, PO.replace("\n", "\r\n"), PO[:-1]):
        assert summary(glossary(tmp_path / "po", po=po)) == CHINESE
    for order in "<>":
        assert summary(glossary(tmp_path / "mo", mo=mo(order=order))) == CHINESE
    twice = PO + ENTRY.replace("一个", "两个")
    assert outcome(tmp_path / "x.po", twice.encode()) in (CHINESE, "两个工具", "error")


def test_a_po_file_that_is_a_path_is_not_followed(tmp_path: Path) -> None:
    for name in ("outside", "outside\n", "outside\n\n"):
        path = str(write(tmp_path / name, PO))
        for content in (path, path.rstrip(), os.path.relpath(path)):
            assert outcome(tmp_path / "x.po", content.encode()) == "error"


NUMBERS = st.one_of(st.integers(0, 64), st.sampled_from([0x7FFFFFFF, 0xFFFFFFFF]))
FIELDS = st.lists(NUMBERS).map(lambda numbers: struct.pack(f"<{len(numbers)}I", *numbers))
PIECES = st.sampled_from(["msgid ", "msgstr ", 'msgctxt "', "msgstr[0] ", '"', "\n", "#~ ", "#, "])


@given(FIELDS, st.binary())
def test_any_mo(tmp_path_factory: pytest.TempPathFactory, fields: bytes, rest: bytes) -> None:
    content = mo()[:4] + fields + rest
    assert outcome(tmp_path_factory.getbasetemp() / "x.mo", content) in (None, "error")


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=20).map("".join))
def test_any_po(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assert outcome(tmp_path_factory.getbasetemp() / "x.po", text.encode()) in (None, "error")


NESTED = ", ".join(f"&a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 60))
NAME, A_URL, A_LINK = "    name: Tool", "https://example.org/", "- source: https://example.org/"


@cases(
    (6, "not YAML", NAME, "\tname: Tool"),
    (11, "not YAML", "A tool", '"A tool'),
    *((9, "not YAML", "A tool", text) for text in ("*unknown", "`", "a: b", '"\\UFFFFFFFF"')),
    (7, '"name"', NAME, f"{NAME}\n{NAME}"),
    (6, '"tool"', "projects:", "projects:\n  tool: {}"),
    (7, 'Unknown key "naem"', NAME, f"{NAME}\n    naem: Tool"),
    (6, '"name" is missing', f"{NAME}\n", ""),
    (6, "text", NAME, "    ? [a]\n    : b"),
    *((9, "text", " A tool", text) for text in (" {a: b}", "", " '  '", " &a [*a]")),
    (9, "text", " A tool", " !!python/object/apply:os.mkdir [pwned]"),
    (6, "text", NAME, f"    aliases: [&a0 [x, x], {NESTED}]\n{NAME}"),
    (3, "a single line", " Tools\n", ' "a\\nb"\n'),
    (7, "a list", f"\n      {A_LINK}", " none"),
    (5, "a mapping", "  tool:\n", "  - tool:\n"),
    (6, 'Unknown value "dead"', NAME, f"    status: dead\n{NAME}"),
    *((2, "whole number", " 1\n", f" {n}\n") for n in ("-1", "1.5", "9" * 20, "٣", "x")),
    *((5, "single hyphens", "  tool:", f"  {i}:") for i in ("A", "a_b", "a--b", "../x", "é", "²")),
    *((8, "web address", A_URL, url) for url in ("file:///etc/x", "https://", "a.b")),
    *((9, "control", "A tool", f'"{c}"') for c in ("\\e[31m", "\\0", "\\a", "\\x9b", "\u202e")),
    *((9, "control characters", "A tool", c) for c in ("\0", "中\x1b", "\x7f")),
    *((None, "empty", YAML, content) for content in ("", "\n", "# nothing\n")),
    *((1, "a mapping", YAML, content) for content in ("- a\n", "hello", "/etc/passwd")),
    (9, "not UTF-8", "A tool", CHINESE.encode("gbk")),
)
def test_a_wrong_source(case: tuple[Any, str, str, str | bytes], tmp_path: Path) -> None:
    line, reason, old, new = case
    before, after = YAML.encode().split(old.encode())
    glossary(tmp_path, before + (new.encode() if isinstance(new, str) else new) + after)
    load, path = partial(eg.Glossary.load, tmp_path), tmp_path / SOURCE
    assert reason in fails(eg.DataError, load, path, line)
    assert not Path("pwned").exists()  # os.mkdir was not called


def test_folders_of_sources(tmp_path: Path) -> None:
    folder = tmp_path / SOURCE.parent
    said = partial(fails, eg.DataError, partial(eg.Glossary.load, tmp_path))
    assert "No such file" in said(folder, None)
    folder.mkdir(parents=True)
    assert "There is no .yaml file" in said(folder, None)
    assert '"Bad_Name"' in said(write(folder / "Bad_Name.yaml", YAML), None)
    (folder / "Bad_Name.yaml").rename(folder / "a.yaml")
    assert "tool is " in said(write(folder / "b.yaml", YAML), 5)
    (folder / "c.yaml").mkdir()
    assert "Is a directory" in said(folder / "c.yaml", None)
    fails(eg.DataError, partial(eg.Glossary.load, "nul\0"), "nul\0/data/projects", None)


@cases("[" * 100_000, "[" * 100_000 + "]" * 100_000, "- " * 100_000)
def test_a_source_nested_too_deeply(case: str, tmp_path: Path) -> None:
    code, out, err = run(f"catalog update {glossary(tmp_path, case)}")
    assert (code, out, f"{tmp_path / SOURCE}:" in one_sentence(err)) == (2, "", True)


@cases(
    (SOURCE, YAML.replace("A tool", "'A tool"), ":11: This is not YAML"),
    (PLACE / "ebpf_glossary.po", PO + "\nhello\n", ":8: This is not a PO file"),
    (Path("locale/ebpf_glossary.pot"), "hello", ":1: This is not a PO file"),
    *((Path("babel.cfg"), content, ":") for content in ("garbage", b"\xff\xfe")),
)
def test_a_broken_update(case: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(glossary(tmp_path, po=PO) / case[0], case[1])
    assert f"{path}{case[2]}" in complaint(capsys, 2, "catalog", "update", str(tmp_path))


@cases(
    {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LANG": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"},
    {"LANGUAGE": "garbage"},
    {"LANGUAGE": "../../etc:%s{0}:\x1b[31m:"},
    {"NO_COLOR": "\x1b", "COLUMNS": "x", "TERM": "\x1b"},
)
def test_odd_environments(case: dict[str, str]) -> None:
    code, out, err = run("describe zz\x1b跟踪", **case)
    assert (code, out, "没有" in err) == (1, "", "GBK" in str(case))
    assert "zz\\x1b" in one_sentence(err)
    for command in ("describe bcc", "describe bcc --lang zh"):
        code, out, err = run(command, **case)
        assert (code, out[:3], err) == (0, "BCC", "")
    assert run("list --lang ../../etc", **case)[:2] == (2, "")


@cases("list", "--help", "describe bcc")
def test_a_closed_pipe(case: str) -> None:
    for unbuffered in ("", "1"):
        read, end = os.pipe()
        os.close(read)
        assert run(case, end, PYTHONUNBUFFERED=unbuffered) == (0, "", "")
        os.close(end)


def installed(root: Path, **catalog: str | bytes) -> dict[str, str]:
    """Copy the package, with other entries and catalogs; return the environment to run it in."""
    package = Path(catalogs.__file__).parent
    others = shutil.ignore_patterns("data", "locale", "_compiled*", "__pycache__")
    shutil.copytree(package, root / "ebpf_glossary", ignore=others)
    glossary(root / "ebpf_glossary", **catalog)
    return {"PYTHONPATH": str(root), "PYTHONSAFEPATH": "1", "LANGUAGE": "zh"}


@cases({"po": "hello"}, {"po": PO.encode("gbk")}, {"mo": b""}, {"mo": mo()[:99]})
def test_broken_catalogs_of_the_command(case: dict[str, bytes], tmp_path: Path) -> None:
    settings = installed(tmp_path, **case)
    for command in ("list", "--help", "nonsense", "list --lang /"):
        code, out, err = run(command, **settings)
        assert (code, out, str(PLACE) in one_sentence(err)) == (2, "", True)
    assert run("list --lang en", **settings)[0] == 0
    shutil.rmtree(tmp_path / "ebpf_glossary" / "locale")
    assert "locale: Cannot be read" in run("list", **settings)[2]


COMMANDS = {"list": 0, "describe tool": 0, "list --help": 0, "describe @@": 1, "search @@": 1}
COMMANDS |= {"nonsense": 2, "list --nope": 2, "search x --limit x": 2, "list --category @@": 2}


@cases("好", "坏", "{nope}", "{0}%d", "{%", "{name.__class__}%(x)s", "{name:>9999}", "\x1b", "\r")
def test_hostile_translations_of_messages(case: str, tmp_path: Path) -> None:
    messages = [m for m in polib.pofile(str(ROOT / "locale/ebpf_glossary.pot")) if not m.msgctxt]
    po = "".join(str(polib.POEntry(msgid=m.msgid, msgstr=case)) + "\n" for m in messages)
    po = PO.replace(CHINESE, case) + "\n" + po
    broken = polib.pofile(po).to_binary().replace("坏".encode(), b"\xff\xff\xff")
    settings = installed(tmp_path, **({"mo": broken} if case == "坏" else {"po": po}))
    for command, code in COMMANDS.items():
        ended, out, err = run(command, **settings)
        assert ended in (code, 2)
        assert err.count("\n") == (ended > 0)
        assert "<class" not in err
        assert len(err) < 1000
        assert case != "好" or (ended == code and ("好" in out or code))
