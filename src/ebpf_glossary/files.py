"""Files to check: find them, read them, write them back as they were but for the fixes."""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import PurePath
from typing import TYPE_CHECKING

from ebpf_glossary.atomic import write_bytes
from ebpf_glossary.errors import N_, TextError
from ebpf_glossary.readers import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STDIN = "-"
BOM = b"\xef\xbb\xbf"
LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's text, and what it takes to write it back to the same bytes."""

    path: str
    text: str
    bom: bool

    @property
    def format(self) -> str:
        """The format that the name says; plain text where it says none."""
        return EXTENSIONS.get(os.path.splitext(self.path)[1].lower(), "plain")

    def encode(self, text: str) -> bytes:
        """Return what the file would hold if `text` were its text."""
        return (BOM if self.bom else b"") + text.encode()

    def write(self, text: str) -> None:
        """Replace the file's text at once.

        Raises:
            TextError: it cannot be written.
        """
        try:
            # A folder that can be written to would let us replace what is not ours to change; and
            # root may write to everything, but a file without the permission is so on purpose.
            if not (os.stat(self.path).st_mode & 0o222 and os.access(self.path, os.W_OK)):
                raise TextError(self.path, None, N_("The file is read-only."))
            # A link stays a link.
            write_bytes(os.path.realpath(self.path), self.encode(text))
        except OSError as error:
            reason = error.strerror or str(error)
            raise TextError(
                self.path, None, N_("Cannot be written: {reason}."), reason=reason
            ) from None


def read(path: str) -> TextFile:
    """Read a file, or standard input.

    Raises:
        TextError: it is missing, unreadable, too large, binary or not UTF-8; says where.
    """
    try:
        content = _content(path)
    except (OSError, ValueError) as error:
        raise TextError.unreadable(path, error) from None
    return decode(path, content)


def _content(path: str) -> bytes:
    if path != STDIN:
        with open(path, "rb") as file:
            return file.read(LARGEST + 1)
    if sys.stdin is None:  # closed by whoever started us
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer.read(LARGEST + 1)


def decode(path: str, content: bytes) -> TextFile:
    """Return bytes as a text; `path` is for error messages.

    Raises:
        TextError: they are too many, binary or not UTF-8; says where.
    """
    if len(content) > LARGEST:
        raise TextError(path, None, N_("Larger than {limit} bytes."), limit=LARGEST)
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise TextError(path, line, N_("This is binary, not text."))
    bom = content.startswith(BOM)
    try:
        text = content.removeprefix(BOM).decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise TextError(path, line, N_("This is not UTF-8.")) from None
    return TextFile(path, text, bom)


def walk(
    paths: Iterable[str],
    exclude: Iterable[str] = (),
    root: str = ".",
    on_error: Callable[[TextError], None] | None = None,
    *,
    force: bool = False,
) -> Iterator[str]:
    """Yield the files to check: files as they are given, folders with what is in them.

    Each file comes once, whatever names and links lead to it.

    Args:
        paths: files and folders. In folders, only files of known formats count; hidden ones and
            linked folders are passed over.
        exclude: patterns of paths, relative to `root`, that are passed over in folders; that of a
            folder covers all that is in it.
        root: the folder that patterns are relative to.
        on_error: is told of folders that cannot be read.
        force: pass over what is excluded even where it is given: programs give every file.
    """

    def tell(error: OSError) -> None:
        if on_error:
            on_error(TextError.unreadable(error.filename, error))

    is_excluded = matcher(tuple(exclude), root)
    seen: set[str] = set()
    for path in paths:
        if force and path != STDIN and is_excluded(path):
            continue
        is_folder = path != STDIN and os.path.isdir(path)
        for found in _below(path, is_excluded, tell) if is_folder else [path]:
            file = found if found == STDIN else _resolved(found)
            if file not in seen:
                seen.add(file)
                yield found


def _below(
    top: str, is_excluded: Callable[[str], bool], on_error: Callable[[OSError], None]
) -> Iterator[str]:
    """Yield the files of known formats in a folder and those in it."""
    for folder, folders, names in os.walk(top, onerror=on_error):
        folders[:] = [
            name
            for name in sorted(folders)
            if not name.startswith(".") and not is_excluded(os.path.join(folder, name))
        ]
        for name in sorted(names):
            path = os.path.join(folder, name)
            is_known = os.path.splitext(name)[1].lower() in EXTENSIONS
            if not is_known or name.startswith(".") or is_excluded(path):
                continue
            # A dangling link is an error; a pipe or a device is nothing to wait for.
            if os.path.isfile(path) or os.path.islink(path):
                yield path


def _resolved(path: str) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # it cannot be a path; reading it will say so
        return path


def matcher(patterns: tuple[str, ...], root: str) -> Callable[[str], bool]:
    """Return what tells whether a path, or a folder that it is in, matches one of the patterns."""
    # `**/name` means the top folder too, `folder/` is the folder, and `./name` the name.
    tidy = [pattern.removeprefix("./").rstrip("/") for pattern in patterns]
    tidy += [pattern.removeprefix("**/") for pattern in tidy]

    def matches(path: str) -> bool:
        if not tidy:
            return False
        relative = PurePath(os.path.relpath(path, root))
        candidates = [each.as_posix() for each in (relative, *relative.parents)]
        return any(fnmatch(each, pattern) for pattern in tidy for each in candidates[:-1])

    return matches
