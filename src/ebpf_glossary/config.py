"""What a project wants of the checker: `[tool.ebpf-glossary]` of its pyproject.toml.

[tool.ebpf-glossary]
select = ["spacing", "duplicated-name"]   # rules and families; without it, the default ones
ignore = ["missing-space"]
exclude = ["docs/old/**"]                 # paths not to check, relative to this file
spacing = "spaced"                        # or "unspaced"; without it, each document's habit
glossaries = ["docs/terms.yaml"]          # names and terms of your own, relative to this file
allow = ["地图"]                           # Chinese that is right here, whatever the lexicon says
baseline = "baseline.json"                # findings that are known and not shown, by this file

[tool.ebpf-glossary.allow]                # the same, by paths
"docs/biology/**" = ["纤毛"]

[tool.ebpf-glossary.per-file-ignores]     # rules and families not to use, by paths
"docs/news/**" = ["spacing", "untranslated-text"]
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebpf_glossary.errors import N_, ConfigError

FILE = "pyproject.toml"
TABLE = "ebpf-glossary"
SPACINGS = ("spaced", "unspaced")
KEYS = (
    "select",
    "ignore",
    "exclude",
    "spacing",
    "glossaries",
    "allow",
    "baseline",
    "per-file-ignores",
)


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of the checker.

    Attributes:
        select: rules and families to use; empty is those that are on by default.
        ignore: rules and families not to use.
        exclude: patterns of paths not to check, relative to the configuration's folder.
        spacing: "spaced" or "unspaced" between Chinese and Latin; None is the document's own habit.
        glossaries: paths of files of names and terms (see `lexicon_file.py`) and of folders of
            glossaries; the last one is right.
        allow: words that the rules for names and terms leave alone.
        allow_in: patterns of paths, and the words that are left alone there.
        ignore_in: patterns of paths, and the rules and families not to use there.
        baseline: path of the file of findings that are known.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    spacing: str | None = None
    glossaries: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    allow_in: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ignore_in: tuple[tuple[str, tuple[str, ...]], ...] = ()
    baseline: str | None = None


def find(start: Path) -> Path | None:
    """Return the configuration file for what is in `start`, or None.

    It is the nearest pyproject.toml, in this folder or one above, that has the table.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        path = folder / FILE
        if path.is_file() and _has_table(path):
            return path
    return None


def _has_table(path: Path) -> bool:
    text = _read(path)
    if TABLE not in text:
        return False
    try:
        return TABLE in tomllib.loads(text).get("tool", {})
    except (ValueError, RecursionError, TypeError):
        return True  # loading it will say what is wrong


def load(path: Path, known: frozenset[str]) -> Config:
    """Read a configuration.

    Args:
        path: of a pyproject.toml.
        known: names of all rules and families.

    Raises:
        ConfigError: the file is unreadable or wrong, with the line.
    """
    text = _read(path)
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers can be too long, too
        raise _no_toml(path, text, str(error)) from None
    tools = document.get("tool", {})
    table = tools.get(TABLE, {}) if isinstance(tools, dict) else {}
    return _checked(path, text, table, known)


def _no_toml(path: Path, text: str, message: str) -> ConfigError:
    reason, _, place = message.partition(" (at ")
    match = re.match(r"line (\d+)", place)
    end = text.rstrip().count("\n") + 1 if place else None
    line = int(match[1]) if match else end
    return ConfigError(
        os.fspath(path), line, N_("This is not TOML: {reason}."), reason=reason.rstrip(".")
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(os.fspath(path), line, N_("This is not UTF-8.")) from None
    except (OSError, ValueError) as error:  # some strings cannot be paths
        raise ConfigError.unreadable(os.fspath(path), error) from None


def _checked(path: Path, text: str, table: Any, known: frozenset[str]) -> Config:
    return _Table(path, text, known).config(table)


class _Table:
    """The table of settings while it is read."""

    def __init__(self, path: Path, text: str, known: frozenset[str]) -> None:
        self.path = path
        self.text = text
        self.known = known

    def config(self, table: Any) -> Config:
        """Return the settings of a table."""
        if not isinstance(table, dict):
            raise self._error("", N_("Expected a table."))
        settings: dict[str, Any] = {}
        for key, value in table.items():
            if key not in KEYS:
                raise self._unknown(key)
            if key == "spacing":
                if value not in SPACINGS:
                    template = N_("{key} is one of {choices}.")
                    raise self._error(key, template, key=key, choices=SPACINGS)
                settings[key] = value
            elif key == "allow" and isinstance(value, dict):
                settings["allow_in"] = self._by_path(key, value)
            elif key == "per-file-ignores":
                settings["ignore_in"] = self._by_path(key, value)
            elif key == "baseline":
                if not isinstance(value, str):
                    raise self._error(key, N_("{key} is a string."), key=key)
                settings[key] = os.fspath(self.path.parent / value)
            else:
                settings[key] = self._strings(key, value)
        for key in ("select", "ignore"):
            self._check_names(key, settings.get(key, ()))
        for pattern, names in settings.get("ignore_in", ()):
            self._check_names(pattern, names)
        if "glossaries" in settings:
            folder = self.path.parent
            files = (os.fspath(folder / file) for file in settings["glossaries"])
            settings["glossaries"] = tuple(files)
        return Config(**settings)

    def _check_names(self, key: str, names: tuple[str, ...]) -> None:
        for name in names:
            if name not in self.known:
                reason, values = unknown_rule(name, self.known)
                raise self._error(key, reason, item=name, **values)

    def _by_path(self, key: str, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not isinstance(value, dict):
            raise self._error(key, N_("{key} is a table of paths."), key=key)
        return tuple((pattern, self._strings(pattern, words)) for pattern, words in value.items())

    def _strings(self, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise self._error(key, N_("{key} is a list of strings."), key=key)

    def _unknown(self, key: str) -> ConfigError:
        if near := difflib.get_close_matches(key, KEYS, 1, 0.5):
            template = N_('Unknown key "{key}". Did you mean {nearest}?')
            return self._error(key, template, key=key, nearest=near[0])
        return self._error(key, N_('Unknown key "{key}". Choose from {keys}.'), key=key, keys=KEYS)

    def _error(self, key: str, reason: str, /, *, item: str = "", **values: object) -> ConfigError:
        line = _line(self.text, key, item)
        return ConfigError(os.fspath(self.path), line, reason, **values)


def _line(text: str, key: str, item: str) -> int | None:
    """Return the line of an item of the table's key, or of the nearest that can be found."""
    # Other tables have such keys as well: look behind the name of this one.
    headers = (rf"(?m)^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*[\"']?{TABLE}(?![\w-])", TABLE)
    table = re.search(headers[0], text) or re.search(headers[1], text)
    if not table:
        return None
    position = table.end()
    found = re.compile(rf"(?:^|[\s{{,.\"']){re.escape(key)}[\"']?[ \t]*[=.\]]").search(
        text, position
    )
    if key and found:
        position = found.end()
        position = max(position, text.find(item, position))
    return text.count("\n", 0, position) + 1


def unknown_rule(name: str, known: frozenset[str]) -> tuple[str, dict[str, str]]:
    """Return the sentence, and its values, that says there is no such rule or family."""
    if near := difflib.get_close_matches(name, known, 1, 0.5):
        template = N_('No rule or family is called "{name}". Did you mean {nearest}?')
        return template, {"name": name, "nearest": near[0]}
    return N_('No rule or family is called "{name}".'), {"name": name}
