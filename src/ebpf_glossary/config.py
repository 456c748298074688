"""What a project wants of the checker: `[tool.ebpf-glossary]` of its pyproject.toml.

[tool.ebpf-glossary]
select = ["spacing", "duplicated-name"]   # rules and families; without it, the default ones
ignore = ["missing-space"]
exclude = ["docs/old/**"]                 # paths not to check, relative to this file
spacing = "spaced"                        # or "unspaced"; without it, each document's habit
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ebpf_glossary.errors import N_, ConfigError

FILE = "pyproject.toml"
TABLE = "ebpf-glossary"
SPACINGS = ("spaced", "unspaced")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of the checker.

    Attributes:
        select: rules and families to use; empty is those that are on by default.
        ignore: rules and families not to use.
        exclude: patterns of paths not to check, relative to the configuration's folder.
        spacing: "spaced" or "unspaced" between Chinese and Latin; None is the document's own habit.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    spacing: str | None = None


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
    def error(key: str, reason: str, /, *, item: str = "", **values: object) -> ConfigError:
        return ConfigError(os.fspath(path), _line(text, key, item), reason, **values)

    if not isinstance(table, dict):
        raise error("", N_("Expected a table."))
    names = [field.name for field in fields(Config)]
    for key, value in table.items():
        if key not in names:
            if near := difflib.get_close_matches(key, names, 1, 0.5):
                raise error(
                    key,
                    N_('Unknown key "{key}". Did you mean {nearest}?'),
                    key=key,
                    nearest=near[0],
                )
            choices = tuple(names)
            raise error(key, N_('Unknown key "{key}". Choose from {keys}.'), key=key, keys=choices)
        if key == "spacing":
            if value not in SPACINGS:
                raise error(key, N_("{key} is one of {choices}."), key=key, choices=SPACINGS)
        elif not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise error(key, N_("{key} is a list of strings."), key=key)
    for key in ("select", "ignore"):
        for name in table.get(key, ()):
            if name not in known:
                reason, values = unknown_rule(name, known)
                raise error(key, reason, item=name, **values)
    settings: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    return Config(**settings)


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
