"""Where the tests find things."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from ebpf_glossary.locales import ENVIRONMENT

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
"""Programs of this environment."""
CATALOGS = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of caches in which ours cannot be: a file has its name."""
    folder = tmp_path_factory.mktemp("caches")
    (folder / "ebpf-glossary").touch()
    return folder


@pytest.fixture(autouse=True)
def no_cache(caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep no answers of the checker: tests put rules of their own in the place of ours."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(caches))


@pytest.fixture(scope="session")
def seed() -> Path:
    """The folder of the page that the project grew from."""
    folder = SHARED / "seed"
    if not folder.is_dir():
        pytest.skip(f"the seed page is not here: {folder}")
    return folder


BAD, GOOD = "借助  BTF 移植\n", "借助 BTF 移植\n"
"""A text with two spaces, and with one."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the test runs, whatever the environment says."""
    for name in (*ENVIRONMENT, "NO_COLOR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str | bytes = BAD) -> Path:
    """Write a file and the folders that it is in."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def run(*command: object, **options: object) -> str:
    """Return what a command prints; an error if it fails."""
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, **options
    )  # type: ignore[call-overload]
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the source distribution, which is built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def wheel_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of a virtual environment that holds the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = str(folder / "bin" / "python")
    install = ("install", "--quiet", "--no-deps", "--no-index", wheel)
    run(sys.executable, "-m", "pip", "--python", python, *install)
    return python


PROJECT = """\
    name: {name}
    aliases: [{aliases}]
    links:
      - source: https://example.org/{id}
    summary: About {name}
    description: >-
      {name} does
      something.
"""


def write_glossary(folder: Path, **projects: tuple[str, str]) -> Path:
    """Write a glossary of projects, each an id with its name and its aliases (one string)."""
    entries = "".join(
        f"  {id_.replace('_', '-')}:\n" + PROJECT.format(id=id_, name=name, aliases=aliases)
        for id_, (name, aliases) in projects.items()
    )
    data = folder / "data" / "projects"
    data.mkdir(parents=True)
    text = f"category:\n  order: 1\n  label: Tools\nprojects:\n{entries}"
    (data / "tools.yaml").write_text(text, encoding="utf-8")
    (folder / "locale").mkdir(exist_ok=True)
    return folder


ENTRY = {
    "terms": "    definition: About {name}\n",
    "reading": "    kind: book\n    links: [https://example.org/{id}]\n    summary: About {name}\n",
}


def write_entries(folder: Path, kind: str, key: str, **entries: tuple[str, str | None]) -> None:
    """Write terms or things to read, each an id with its name and, for a term, its aliases."""
    text = f"category:\n  order: 2\n  label: {kind.title()}\n{kind}:\n"
    for id_, (name, aliases) in entries.items():
        text += f"  {id_}:\n    {key}: {name}\n" + ENTRY[kind].format(id=id_, name=name)
        text += "" if aliases is None else f"    aliases: [{aliases}]\n"
    path = folder / "data" / kind / f"{kind}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def write_po(folder: Path, language: str, messages: dict[tuple[str, str], str]) -> Path:
    """Write a catalog of translations by context and English."""
    path = folder / "locale" / language / "LC_MESSAGES" / "ebpf_glossary.po"
    path.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = "".join(
        f'\nmsgctxt "{context}"\nmsgid "{english}"\nmsgstr "{text}"\n'
        for (context, english), text in messages.items()
    )
    path.write_text(header + entries, encoding="utf-8")
    return path


def environ(**changes: str) -> dict[str, str]:
    """Return the environment without what tells a language, and with changes."""
    kept = {k: v for k, v in os.environ.items() if k not in ENVIRONMENT and k != "PYTHONUTF8"}
    return kept | changes


def on_a_terminal(
    *arguments: str, program: list[str], columns: int = 80, **changes: str
) -> tuple[int, str]:
    """Return the exit code of a program and all it shows on a terminal of that width."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = environ(**{"TERM": "xterm", "LANG": "C.UTF-8"} | changes)
    with subprocess.Popen(
        [*program, *arguments], stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, env=env
    ) as process:
        os.close(slave)
        shown = b""
        try:
            while chunk := os.read(master, 65536):
                shown += chunk
        except OSError:  # what Linux says when the other end is closed
            pass
        os.close(master)
    return process.returncode, shown.decode().replace("\r\n", "\n")
