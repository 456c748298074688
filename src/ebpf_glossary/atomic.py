"""Write files whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def write_text(path: str, text: str) -> None:
    """Replace a file's content at once, in UTF-8 with the line ends that the text has."""
    write_bytes(path, text.encode())


def write_bytes(path: str, content: bytes) -> None:
    """Replace a file's content at once: a reader sees the old or the new, never a part.

    The file keeps its mode and, where that is allowed, its owner; a new one gets the usual mode.
    """
    folder = os.path.dirname(os.path.abspath(path))
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".new")
    try:
        with open(handle, "wb") as file:
            file.write(content)
        _take_after(path, temporary)
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):  # it may have been put in its place just before
            os.unlink(temporary)
        raise


def _take_after(path: str, temporary: str) -> None:
    try:
        old = os.stat(path)
    except FileNotFoundError:
        os.chmod(temporary, 0o644)
        return
    with suppress(OSError):  # only root gives files away
        os.chown(temporary, old.st_uid, old.st_gid)
    os.chmod(temporary, old.st_mode & 0o7777)


@contextmanager
def new_folder(path: str) -> Iterator[str]:
    """Make a folder whose content is there all at once, or not at all.

    What is to be in it is written to another folder, which takes its place at the end. If the
    folder is there already, each thing is put into it at once, but nothing is replaced.

    Yields:
        The folder to write to.

    Raises:
        FileExistsError: something of that name is in the folder already.
        OSError: it cannot be made.
    """
    path = os.path.abspath(path)
    is_new = not os.path.lexists(path)
    parent = os.path.dirname(path) if is_new else path
    os.makedirs(parent, exist_ok=True)
    temporary = tempfile.mkdtemp(dir=parent, prefix=".", suffix=".new")
    try:
        yield temporary
        os.chmod(temporary, 0o755)
        if is_new:
            os.rename(temporary, path)
        else:
            _move_all(temporary, path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _move_all(source: str, target: str) -> None:
    names = sorted(os.listdir(source))
    for name in names:
        if os.path.lexists(os.path.join(target, name)):
            raise FileExistsError(
                errno.EEXIST, os.strerror(errno.EEXIST), os.path.join(target, name)
            )
    for name in names:
        os.rename(os.path.join(source, name), os.path.join(target, name))
