"""The tools that the checker is held against; those that are not installed are left out.

autocorrect-py, pangu and translate-toolkit come from PyPI; zhlint runs through Node.js and is
looked for in the folder that the variable ZHLINT names (`npm install zhlint` there).
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ZHLINT = """
const { run } = require('zhlint');
const lines = require('fs').readFileSync(0, 'utf8').split('\\n').filter(Boolean);
for (const line of lines) {
  let result;
  try { result = run(JSON.parse(line), { rules: { preset: 'default' } }).result; }
  catch (error) { result = null; }
  console.log(JSON.stringify(result));
}
"""


def fixers() -> dict[str, Callable[[str], str]]:
    """Return the tools that take a text and return it fixed, by name."""
    found: dict[str, Callable[[str], str]] = {}
    if importlib.util.find_spec("autocorrect_py"):
        import autocorrect_py  # type: ignore[import-not-found,unused-ignore]

        found["autocorrect"] = autocorrect_py.format
    if importlib.util.find_spec("pangu"):
        import pangu  # type: ignore[import-not-found,import-untyped,unused-ignore]

        found["pangu"] = pangu.space_text
    return found


def zhlint(texts: Iterable[str]) -> list[str] | None:
    """Return what zhlint makes of texts, None where it is not installed."""
    folder = os.environ.get("ZHLINT")
    if not folder or not shutil.which("node"):
        return None
    lines = "\n".join(json.dumps(text) for text in texts)
    done = subprocess.run(
        ["node", "-e", ZHLINT], input=lines, capture_output=True, text=True, cwd=folder, check=True
    )
    results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith(('"', "n"))]
    return [result or "" for result in results]


def pofilter() -> Callable[[str, str], list[str]] | None:
    """Return a function of source and target that names pofilter's failures, None if absent."""
    if not importlib.util.find_spec("translate"):
        return None
    from translate.filters import checks  # type: ignore[import-not-found,unused-ignore]
    from translate.storage import pypo  # type: ignore[import-not-found,unused-ignore]

    checker = checks.StandardChecker(checks.CheckerConfig(targetlanguage="zh_CN"))

    def run(source: str, target: str) -> list[str]:
        unit = pypo.pounit(source)
        unit.target = target
        return list(checker.run_filters(unit))

    return run
