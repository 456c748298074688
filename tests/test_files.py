"""Files to check: found once, read strictly, written back whole, as they were but for the fixes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebpf_glossary import atomic, files
from ebpf_glossary.errors import TextError
from ebpf_glossary.files import BOM, TextFile, decode, read, walk

# Reading.


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.booleans())
def test_what_is_read_is_written_back(text: str, bom: bool) -> None:
    content = (BOM if bom else b"") + text.encode()
    file = decode("x.md", content)
    assert file.encode(file.text) == content


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (BOM, ""),
        (BOM + BOM + b"a", "\ufeffa"),
        (b"a\r\nb\rc\nd\x0ce\xe2\x80\xa8f", "a\r\nb\rc\nd\x0ce\u2028f"),
    ],
)
def test_nothing_but_the_bom_is_taken_away(content: bytes, text: str) -> None:
    assert decode("x.md", content).text == text


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b"a\n\xff", 2, "This is not UTF-8."),
        (BOM + b"\n\xff", 2, "This is not UTF-8."),
        (BOM + b"a\n\n\xff", 3, "This is not UTF-8."),
        ("中".encode()[:-1], 1, "This is not UTF-8."),
        ("a\n\n中文".encode("gbk"), 3, "This is not UTF-8."),
        (b"\xed\xa0\x80", 1, "This is not UTF-8."),  # half of a surrogate pair
        (b"a\nb\0c", 2, "This is binary, not text."),
        ("中文".encode("utf-16"), 1, "This is not UTF-8."),
        ("abc".encode("utf-16"), 1, "This is binary, not text."),
    ],
)
def test_what_is_no_text(content: bytes, line: int, sentence: str) -> None:
    with pytest.raises(TextError) as caught:
        decode("x\x1b.md", content)
    assert str(caught.value) == f"x\\x1b.md:{line}: {sentence}"


def test_there_is_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 3)
    path = tmp_path / "x.md"
    path.write_bytes(b"abc")
    assert read(str(path)).text == "abc"
    path.write_bytes(b"abcd")
    with pytest.raises(TextError, match="Larger than 3 bytes"):
        read(str(path))


@pytest.mark.parametrize("name", ["none.md", "folder", "nul\0.md", "", "x" * 300, "\ud800.md"])
def test_what_cannot_be_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    with pytest.raises(TextError, match=r"Cannot be read: .+\."):
        read(name)


def test_formats_by_name() -> None:
    names = {"a.MD": "markdown", "a.rst": "rst", "b/a.po": "po", "a.txt": "plain", "md": "plain"}
    assert {name: TextFile(name, "", False).format for name in names} == names


# Finding.


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("好\n", encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths: str, exclude: tuple[str, ...] = ()) -> list[str]:
    def fail(error: TextError) -> None:
        raise error

    return [os.path.normpath(path) for path in walk(paths, exclude, ".", fail)]


def test_folders_give_known_formats_in_order(here: Path) -> None:
    tree(here, "b/z.md", "b/a.rst", "a.PO", "c.txt", "x.py", "y", ".hidden.md", ".git/a.md")
    assert found(".") == ["a.PO", "c.txt", "b/a.rst", "b/z.md"]
    assert found("b", "x.py", ".hidden.md", ".git") == [
        "b/a.rst",
        "b/z.md",
        "x.py",
        ".hidden.md",
        ".git/a.md",
    ]
    assert found("none.md") == ["none.md"]


def test_each_file_comes_once(here: Path) -> None:
    tree(here, "a.md", "b/c.md")
    (here / "link.md").symlink_to("a.md")
    (here / "folder").symlink_to("b")
    assert found("a.md", "./a.md", ".", str(here), "link.md") == ["a.md", "b/c.md"]
    assert found("link.md", ".") == ["link.md", "b/c.md"]
    assert found("folder", "b") == ["folder/c.md"]


def test_links_that_lead_nowhere_or_round(here: Path) -> None:
    tree(here, "b/a.md")
    (here / "dangling.md").symlink_to("nowhere")
    (here / "loop.md").symlink_to("loop.md")
    (here / "b" / "up").symlink_to("..")
    (here / "folder.md").symlink_to("b")
    assert found(".") == ["dangling.md", "loop.md", "b/a.md"]
    for name, reason in {"dangling": "No such file", "loop": "Too many levels"}.items():
        with pytest.raises(TextError, match=reason):
            read(f"{name}.md")


def test_pipes_in_a_folder_are_passed_over(here: Path) -> None:
    tree(here, "a.md")
    os.mkfifo("b.md")
    assert found(".") == ["a.md"]
    writer = threading.Thread(target=lambda: Path("b.md").write_text("好", encoding="utf-8"))
    writer.start()
    assert read("b.md").text == "好"  # who names one means it
    writer.join()


def test_standard_input_is_no_file(here: Path) -> None:
    tree(here, "-/a.md")
    assert found("-", "-", ".") == ["-", "-/a.md"]
    assert found("./-") == ["-/a.md"]


def test_a_folder_that_cannot_be_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(here, "a/x.md", "b/x.md")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) == "a":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    errors: list[TextError] = []
    assert list(walk(["."], on_error=errors.append)) == ["./b/x.md"]
    assert [str(error) for error in errors] == ["./a: Cannot be read: Permission denied."]
    assert list(walk(["."])) == ["./b/x.md"]


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        ("docs", ["a.md", "x/docs.md", "x/old/c.md"]),
        ("./docs", ["a.md", "x/docs.md", "x/old/c.md"]),
        ("docs/", ["a.md", "x/docs.md", "x/old/c.md"]),
        ("docs/**", ["a.md", "x/docs.md", "x/old/c.md"]),
        ("docs/*.md", ["a.md", "x/docs.md", "x/old/c.md"]),
        ("**/old", ["a.md", "docs/b.md", "x/docs.md"]),
        ("**/old/**", ["a.md", "docs/b.md", "x/docs.md"]),
        ("**/a.md", ["docs/b.md", "docs/old/c.md", "x/docs.md", "x/old/c.md"]),
        ("a.md", ["docs/b.md", "docs/old/c.md", "x/docs.md", "x/old/c.md"]),
        ("?.md", ["docs/b.md", "docs/old/c.md", "x/docs.md", "x/old/c.md"]),
        ("doc", ["a.md", "docs/b.md", "docs/old/c.md", "x/docs.md", "x/old/c.md"]),
        ("*", []),
    ],
)
def test_patterns_exclude(pattern: str, kept: list[str], here: Path) -> None:
    tree(here, "a.md", "docs/b.md", "docs/old/c.md", "x/docs.md", "x/old/c.md")
    assert found(".", exclude=(pattern,)) == kept
    assert found(str(here), exclude=(pattern,)) == [str(here / name) for name in kept]
    assert found("docs/old/c.md", exclude=(pattern,)) == ["docs/old/c.md"]


# Writing.


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o640])
def test_writing_keeps_mode_bom_and_ends(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(BOM + "一\r\n二\n三".encode())
    path.chmod(mode)
    file = read(str(path))
    file.write(file.text.replace("二", "两"))
    assert path.read_bytes() == BOM + "一\r\n两\n三".encode()
    assert path.stat().st_mode & 0o7777 == mode
    assert os.listdir(tmp_path) == ["x.md"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away")
def test_writing_keeps_the_owner(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("一", encoding="utf-8")
    os.chown(path, 12, 34)
    read(str(path)).write("二")
    assert (path.stat().st_uid, path.stat().st_gid) == (12, 34)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "real" / "x.md"
    target.parent.mkdir()
    target.write_text("一", encoding="utf-8")
    middle, link = tmp_path / "middle.md", tmp_path / "link.md"
    middle.symlink_to("real/x.md")
    link.symlink_to(middle)
    read(str(link)).write("二")
    assert link.is_symlink()
    assert middle.is_symlink()
    assert not target.is_symlink()
    assert target.read_text(encoding="utf-8") == "二"


def refused(file: TextFile, text: str) -> str:
    with pytest.raises(TextError) as caught:
        file.write(text)
    return str(caught.value)


def test_what_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("x.md")
    path.write_text("一", encoding="utf-8")
    file = read("x.md")
    path.chmod(0o444)
    assert refused(file, "二") == "x.md: The file is read-only."
    path.chmod(0o644)
    with monkeypatch.context() as patch:  # it belongs to somebody else
        patch.setattr(os, "access", lambda *_: False)
        assert refused(file, "二") == "x.md: The file is read-only."
    for name in ("replace", "chmod"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, full_disk)
            assert refused(file, "二") == "x.md: Cannot be written: No space left on device."
    assert path.read_text(encoding="utf-8") == "一"
    assert os.listdir() == ["x.md"]
    path.unlink()
    assert refused(file, "二") == "x.md: Cannot be written: No such file or directory."
    assert os.listdir() == []


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_an_interrupt_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.md"
    path.write_text("一", encoding="utf-8")
    replace = os.replace

    def after(*arguments: str) -> None:
        replace(*arguments)
        raise KeyboardInterrupt

    def before(*_: str) -> None:
        raise KeyboardInterrupt

    for interrupt, left in ((before, "一"), (after, "二")):
        monkeypatch.setattr(os, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            atomic.write_text(str(path), "二")
        assert path.read_text(encoding="utf-8") == left
        assert os.listdir(tmp_path) == ["x.md"]


KILLED = """
import os, sys
from ebpf_glossary import atomic
def die(*_):
    os.kill(os.getpid(), 9)
os.{function} = die
atomic.write_text(sys.argv[1], "二" * 1000000)
"""


@pytest.mark.parametrize("function", ["stat", "chmod", "replace"])
def test_killing_leaves_the_old(function: str, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("一", encoding="utf-8")
    program = KILLED.format(function=function)
    done = subprocess.run([sys.executable, "-c", program, path], check=False)
    assert done.returncode == -9
    assert path.read_text(encoding="utf-8") == "一"
    assert list(walk([str(tmp_path)])) == [str(path)]  # what is left of the new one is hidden


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    atomic.write_text(str(tmp_path / "new"), "一\r\n")
    assert (tmp_path / "new").read_bytes() == "一\r\n".encode()
    assert (tmp_path / "new").stat().st_mode & 0o7777 == 0o644
