"""Answers of the checker, kept for the next run under the hash of all that they depend on.

What was found in a text follows from the text, its English, its format, the settings, the names and
terms, and the code. The key of an answer is the hash of all these, so that an answer is never
changed, only no longer asked for: a stale one cannot be found. Nothing in an entry is run, and one
that is damaged counts as missing. A cache that cannot be read or written is no error.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
import time
from contextlib import suppress
from copy import copy
from typing import TYPE_CHECKING, Any

from ebpf_glossary.catalogs import LOCALE_DIR
from ebpf_glossary.segments import Applicability, Edit, Finding, Fix, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NAME = "ebpf-glossary"
VERSION = b"1"
"""Of the entries."""
PACKAGES = ("ahocorasick_rs", "markdown_it", "yaml")
"""What a finding depends on beside this package and Python."""
DAY = 24 * 60 * 60
KEPT = 30 * DAY
"""Seconds for which an entry is kept that nobody asks for."""
TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n"
"""Says that the folder is a cache: bford.info/cachedir."""


def folder() -> str:
    """Return the folder of the cache, below that of the platform."""
    if sys.platform == "win32":  # pragma: no cover
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
    elif sys.platform == "darwin":  # pragma: no cover
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):  # the standard says to ignore it
            base = os.path.expanduser("~/.cache")
    if not os.path.isabs(base):  # a user without a home, whose cache would be in the current folder
        base = os.devnull
    return os.path.join(base, NAME)


class Cache:
    """Answers by key.

    Args:
        directory: where entries are; None is the platform's cache folder.
    """

    def __init__(self, directory: str | None = None) -> None:
        self.directory = folder() if directory is None else directory
        self._setup = _setup()
        self._is_pruned = False

    def beside(self, files: Iterable[str]) -> Cache:
        """Return the cache of answers that depend on the contents of some files too."""
        other = copy(self)
        contents = [part for root in files for part in (b"/", *_contents(root))]
        other._setup = _digest((self._setup, *contents)).encode()
        return other

    def key(self, *parts: str | None) -> str:
        """Return the key of what follows from these strings in order."""
        return _digest((self._setup, *(b"" if p is None else b"=" + _bytes(p) for p in parts)))

    def get(self, key: str) -> Any:
        """Return the plain value that was put under a key, None where there is none."""
        path = self._path(key)
        try:
            with open(path, "rb") as file:
                digest, _, content = file.read().partition(b"\n")
                age = time.time() - os.fstat(file.fileno()).st_mtime
            if digest.decode() != _digest((key.encode(), content)):
                return None
            value = json.loads(content)
        except (OSError, ValueError, RecursionError):
            return None
        if age > DAY:  # so that it is not taken for forgotten
            with suppress(OSError):
                os.utime(path)
        return value

    def put(self, key: str, value: object) -> None:
        """Keep a plain value, if that is possible."""
        from ebpf_glossary.atomic import write_bytes  # only who writes needs it

        content = json.dumps(value).encode()
        path = self._path(key)
        with suppress(OSError):
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            write_bytes(path, _digest((key.encode(), content)).encode() + b"\n" + content)
            if not self._is_pruned:
                self._is_pruned = True
                _prune(self.directory, write_bytes)

    def findings(self, key: str) -> tuple[Finding, ...] | None:
        """Return the findings that were kept under a key."""
        rows = self.get(key)
        try:
            return None if rows is None else tuple(map(_finding, rows))
        except (TypeError, ValueError, KeyError, IndexError):
            return None

    def keep(self, key: str, findings: Sequence[Finding]) -> None:
        """Keep findings."""
        try:
            rows = [_row(finding) for finding in findings]
        except TypeError:  # something in them could not be told from something else
            return
        self.put(key, rows)

    def _path(self, key: str) -> str:
        return os.path.join(self.directory, key[:2], key[2:] + ".json")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _digest(parts: Iterable[bytes]) -> str:
    """Return the hash of byte strings, which tells where each of them ends."""
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.hexdigest()


def _setup() -> bytes:
    """Return the hash of what holds for all texts: code, data, packages."""
    package = os.path.dirname(os.path.abspath(__file__))
    parts = [VERSION, sys.version.encode(), *map(_package, PACKAGES)]
    for root in (package, LOCALE_DIR):
        parts.append(b"/")
        parts += _contents(root)
    return _digest(parts).encode()


def _package(name: str) -> bytes:
    """Return which release of a package is installed, as far as its files tell."""
    found = importlib.util.find_spec(name)
    if not (found and found.origin):
        return b"none"
    root = os.path.dirname(found.origin)
    with suppress(OSError):
        beside = os.listdir(os.path.dirname(root))
        releases = [each for each in beside if each.endswith(".dist-info")]
        own = [each for each in releases if each.lower().startswith(_STARTS[name])]
        return "\0".join([root, *sorted(own)]).encode(errors="surrogatepass")
    return b"unknown"


_STARTS = {"ahocorasick_rs": "ahocorasick", "markdown_it": "markdown_it", "yaml": "pyyaml"}


def _contents(root: str) -> Iterator[bytes]:
    """Yield names and contents of a file, or of all files below a folder, through links too."""
    if not os.path.isdir(root):
        yield _content(root)
        return
    seen: set[str] = set()
    for top, folders, names in os.walk(root, followlinks=True):
        if os.path.realpath(top) in seen:  # links can lead in circles
            folders.clear()
            continue
        seen.add(os.path.realpath(top))
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(names):
            path = os.path.join(top, name)
            yield os.fsencode(os.path.relpath(path, root))
            yield _content(path)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return b"=" + file.read()
    except (OSError, ValueError):  # whoever reads it will say so
        return b"unreadable"


def _prune(directory: str, write: Any) -> None:
    """Remove, once a day, what nobody has asked for in a while."""
    tag = os.path.join(directory, "CACHEDIR.TAG")
    now = time.time()
    if os.path.exists(tag) and now - os.stat(tag).st_mtime < DAY:
        return
    write(tag, TAG)
    for top, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(top, name)
            with suppress(OSError):
                # The others are what was being written when a run was killed.
                if name.endswith((".json", ".new")) and now - os.stat(path).st_mtime > KEPT:
                    os.unlink(path)


def _row(finding: Finding) -> list[Any]:
    fix = finding.fix
    return [
        finding.rule,
        finding.start,
        finding.end,
        _said(finding.message),
        [_said(each) for each in finding.evidence],
        fix and [[*map(list, fix.edits)], str(fix.applicability), fix.mends_markup],
    ]


def _said(message: Message) -> list[Any]:
    for value in message.values.values():
        if type(value) not in (str, int, bool, float, type(None)):
            raise TypeError(type(value).__name__)
    return [message.template, message.values]


def _finding(row: list[Any]) -> Finding:
    rule, start, end, message, evidence, fix = row
    if fix is not None:
        edits, applicability, mends = fix
        fix = Fix(tuple(Edit(*edit) for edit in edits), Applicability(applicability), mends)
    return Finding(rule, start, end, _message(*message), tuple(_message(*e) for e in evidence), fix)


def _message(template: str, values: dict[str, Any]) -> Message:
    return Message(template, **values)
