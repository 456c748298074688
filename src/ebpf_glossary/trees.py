"""Documentation in two trees: which page of English a page in Chinese translates, by its path."""

from __future__ import annotations

import os
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from ebpf_glossary import files
from ebpf_glossary.errors import N_, TextError
from ebpf_glossary.readers import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What a page in Chinese has at the end of its name, where the tree does not say it.
_CHINESE = re.compile(r"[._-](?:zh|cn|chinese)(?:[-_](?:cn|hans|hant|sg|tw|hk))?$", re.IGNORECASE)


class SourceTree:
    """The English pages.

    Args:
        source: a folder, or the one page.
        paths: files and folders to check; a page is looked for at the same path below `source` as
            it has below the folder that is given, else where a tree beside `source` has it.

    Raises:
        TextError: `source` is missing, or a page for more than one.
    """

    def __init__(self, source: str, paths: Sequence[str]) -> None:
        self.source = source
        self._is_folder = os.path.isdir(source)
        folders = [os.path.abspath(path) for path in paths if os.path.isdir(path)]
        # What holds the English tree too is not the other one.
        above = os.path.join(os.path.abspath(source), "")
        self._roots = [each for each in folders if not above.startswith(os.path.join(each, ""))]
        self._translated: set[str] = set()
        self._is_whole = self._is_folder and bool(self._roots)
        if not os.path.lexists(source):
            raise TextError(source, None, N_("There is no such file or folder."))
        if not self._is_folder and (folders or len(paths) != 1):
            raise TextError(source, None, N_("One page can be the English of one file only."))

    def has(self, path: str) -> bool:
        """Tell whether a file is itself one of the English pages."""
        if path == files.STDIN:
            return False
        own, source = os.path.realpath(path), os.path.realpath(self.source)
        return own == source or (self._is_folder and own.startswith(os.path.join(source, "")))

    def of(self, path: str) -> str | None:
        """Return the path of a page's English, None where there is none."""
        if EXTENSIONS.get(os.path.splitext(path)[1].lower()) == "po":  # which has its own
            return None
        if not self._is_folder:
            return self.source
        if path == files.STDIN:
            return None
        own = os.path.abspath(path)
        if page := self._page(self._below_root(own)):
            self._translated.add(os.path.realpath(page))
            return page
        if page := self._page(self._beside(own)):
            self._is_whole = False
            return page
        return None

    def _page(self, relative: str) -> str | None:
        """Return the page of English at a path, or under another name that it can have there."""
        for name in _names(os.path.basename(relative)) if relative else ():
            page = os.path.join(self.source, os.path.dirname(relative), name)
            if os.path.isfile(page):
                return page
        return None

    def untranslated(self, exclude: Sequence[str], root: str) -> list[str]:
        """Return the pages that were the English of none, where a whole tree was asked for.

        Args:
            exclude: patterns of paths that do not count.
            root: the folder that these are relative to.
        """
        if not self._is_whole:
            return []
        return [
            page
            for page in files.walk([self.source], exclude, root)
            if os.path.realpath(page) not in self._translated and not page.endswith(".po")
        ]

    def _below_root(self, path: str) -> str:
        """Return the path that a page has below the folder that was given, nothing without one."""
        for root in self._roots:
            if path.startswith(os.path.join(root, "")):
                return os.path.relpath(path, root)
        return ""

    def _beside(self, path: str) -> str:
        """Return the path that a page has in a tree beside the English one, nothing in no such.

        `zh-cn/docs` lies beside `en/docs`.
        """
        source = os.path.abspath(self.source)
        common = os.path.commonpath([path, source])
        ours = PurePath(path).relative_to(common).parts[1:]
        theirs = PurePath(source).relative_to(common).parts[1:]
        is_beside = ours[: len(theirs)] == theirs
        return os.path.join("", *ours[len(theirs) :]) if is_beside else ""


def _names(name: str) -> Iterator[str]:
    """Yield the names that the English of a page can have."""
    stem, extension = os.path.splitext(name)
    bare = _CHINESE.sub("", stem)
    stems = [stem] if bare == stem else [stem, bare, f"{bare}.en"]
    format_ = EXTENSIONS.get(extension.lower())
    others = [each for each, its in EXTENSIONS.items() if its == format_ and each != extension]
    for each in stems:
        yield from (each + end for end in (extension, *others))
