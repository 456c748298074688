"""How well the checker does on the artifact cases, beside other tools.

    python benchmarks/accuracy.py ../shared/artifacts [--half mechanical] [--misses]

The folder holds `cases.jsonl` and `score.py`. Figures: recall over all artifact cases, false alarms
on clean ones, span F1, exact fixes of the fixable (unsafe ones allowed), and harm.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path
from typing import Any

import peers

import ebpf_glossary as eg

# The kinds that need no knowledge of names and terms.
MECHANICAL = [
    "extra-space",
    "cjk-inner-space",
    "punctuation-width",
    "duplicated-punctuation",
    "fullwidth-letters",
    "zero-width",
    "html-entity",
    "duplicated-word",
    "duplicated-sentence",
    "repetition-loop",
    "llm-chatter",
    "missplit-sentence",
    "mixed-script",
    "broken-markup",
    "broken-inline-code",
    "lost-placeholder",
    "changed-number",
    "changed-url",
    "untranslated",
    "copied-source",
    "translated-directive",
]

# Our names for the kinds of the cases, where they differ.
ALIASES = {
    "space-beside-punctuation": ["extra-space", "cjk-inner-space"],
    "space-between-han": ["cjk-inner-space", "extra-space"],
    "extra-space": ["extra-space", "cjk-inner-space"],
    "invisible-character": "zero-width",
    "halfwidth-punctuation": "punctuation-width",
    "fullwidth-punctuation": ["punctuation-width", "changed-url"],
    "repeated-punctuation": "duplicated-punctuation",
    "fullwidth-alphanumeric": ["fullwidth-letters", "homoglyph"],
    "repeated-word": "duplicated-word",
    "repeated-sentence": "duplicated-sentence",
    "split-sentence": "missplit-sentence",
    "untranslated-text": "untranslated",
    "translator-chatter": "llm-chatter",
    "changed-placeholder": "lost-placeholder",
    "changed-code": "broken-inline-code",
    "changed-url": ["changed-url", "translated-url-path", "lost-url"],
}


def scorer(folder: Path) -> Any:
    """Return the module `score.py` of the folder."""
    path = folder / "score.py"
    if not path.is_file():
        sys.exit(f"{path} is not here: give the folder that holds cases.jsonl and score.py")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(*, unsafe: bool) -> Any:
    """Return the checker as a predictor."""

    def predict(case: dict[str, Any]) -> dict[str, Any]:
        given = {"source": case["source"], "format": case["format"]}
        found = eg.check(case["target"], **given)
        return {
            "spans": [[f.start, f.end, f.rule] for f in found],
            "fixed": eg.fix(case["target"], unsafe=unsafe, **given).text,
        }

    return predict


def tools(cases: list[dict[str, Any]]) -> dict[str, Any]:
    """Return predictors by name, ours first."""
    found = {"ebpf-glossary": ours(unsafe=True), "ebpf-glossary, safe only": ours(unsafe=False)}
    for name, fix in peers.fixers().items():
        found[name] = lambda case, fix=fix: fix(case["target"])
    results = peers.zhlint(case["target"] for case in cases)
    if results is not None:
        by_text = dict(zip((case["target"] for case in cases), results, strict=True))
        found["zhlint"] = lambda case: by_text[case["target"]] or case["target"]
    if run := peers.pofilter():
        found["pofilter"] = lambda case: bool(
            case["source"] and run(case["source"], case["target"])
        )
    return found


def row(name: str, result: dict[str, Any]) -> str:
    """Return a tool's figures as a row of the table."""

    def number(value: float | None, factor: float = 1) -> str:
        return "–" if value is None else f"{factor * value:.3g}"

    cells = (
        name,
        number(result["recall"]),
        str(
            round(
                result["fp_per_1000_without_style_variants"]
                / 1000
                * result["cases"]["clean_without_style_variants"]
            )
        ),
        number(result["span_f1"]),
        number(result["exact_fix"]),
        str(result["clean_changed"]),
        str(result["artifact_worse"]),
    )
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["mechanical", "all"], default="all")
    parser.add_argument("--kinds", action="store_true", help="figures of ours by kind")
    options = parser.parse_args()
    score = scorer(options.folder)
    cases = score.load([options.folder / "cases.jsonl"])
    only = MECHANICAL if options.half == "mechanical" else None
    print("| tool | recall | clean flagged | span F1 | exact fix | clean changed | made worse |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, predict in tools(cases).items():
        result = score.score(cases, predict, {"missing-space"}, ALIASES, only)
        print(row(name, result))
        if name == "ebpf-glossary":
            mine = result
    if options.kinds:
        print()
        score.show(mine)


if __name__ == "__main__":
    main()
