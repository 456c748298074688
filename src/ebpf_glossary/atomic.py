"""Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress


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
