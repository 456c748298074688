"""Characters that a Chinese text hardly has: several rules need to look nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules.traditional import FOREIGN

if TYPE_CHECKING:
    from ebpf_glossary.segments import Document

# Invisible ones, Greek and Cyrillic letters, ligatures, mathematical letters, and full-width forms
# other than the marks of Chinese sentences; Traditional and Japanese characters, kana and Hangul;
# what a wrong encoding makes.
UNUSUAL = (
    "\u00ad\u034f\u0370-\u052f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufb00-\ufb06\ufeff"
    "\uff02-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff65\U0001d400-\U0001d7ff"
    f"{''.join(FOREIGN)}\u3041-\u30fa\uac00-\ud7a3\u00c2-\u00ef\ufffd锟烫屯"
)
_UNUSUAL = regex(f"[{UNUSUAL}]")


def unusual_characters(document: Document) -> list[int]:
    """Return where they stand in the text, found once."""
    found: list[int] | None = document.memo.get("unusual")
    if found is None:
        text = document.text
        found = [] if text.isascii() else [match.start() for match in _UNUSUAL.finditer(text)]
        document.memo["unusual"] = found
    return found
