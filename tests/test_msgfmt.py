"""msgfmt is the judge of what is a catalog: what it cannot read, we do not read either."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ebpf_glossary as eg
from ebpf_glossary.readers import po_scan

if TYPE_CHECKING:
    from pathlib import Path

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'  # three lines
LINE_BREAKS = "do not both (?:begin|end) with"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a file for msgfmt is written; without msgfmt there is nothing to compare with."""
    if shutil.which("msgfmt") is None:
        pytest.skip("msgfmt is not installed (Debian: apt-get install gettext)")
    return tmp_path_factory.mktemp("msgfmt") / "a.po"


def complaints(path: Path, text: str) -> str:
    """Return why msgfmt makes no catalog of a text, nothing where it does."""
    path.write_text(text, encoding="utf-8", newline="")
    command = ["msgfmt", "--output-file=/dev/null", str(path)]
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": ""}
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return result.stderr if result.returncode else ""


# Each with the line of its fault; the header has three lines.
FAULTS = {
    "a comment before msgstr": ('msgid "a"\n# 说明\nmsgstr "b"\n', 5),
    "a reference before msgstr": ('msgid "a"\n#: a.c:1\nmsgstr "b"\n', 5),
    "a flag before msgstr": ('msgid "a"\n#, fuzzy\nmsgstr "b"\n', 5),
    "a comment after msgctxt": ('msgctxt "c"\n# 说明\nmsgid "a"\nmsgstr "b"\n', 5),
    "a comment before the plural": ('msgid "a"\n# 说明\nmsgid_plural "as"\nmsgstr[0] "b"\n', 5),
    "a comment before the forms": ('msgid "a"\nmsgid_plural "as"\n# 说明\nmsgstr[0] "b"\n', 6),
    "a comment between the forms": (
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\n# 说明\nmsgstr[1] "c"\n',
        8,
    ),
    "a comment between the strings": ('msgid "a"\n# 说明\n"a"\nmsgstr "b"\n', 5),
    "what is gone, without msgstr": ('#~ msgid "a"\n', 4),
    "what is gone, without msgid": ('#~ msgstr "b"\n', 4),
    "what is gone, not closed": ('#~ msgid "a\n#~ msgstr "b"\n', 4),
    "what is gone, a word": ('#~ 说明\n#~ msgid "a"\n#~ msgstr "b"\n', 4),
    "what is gone, a string": ('msgid "a"\nmsgstr "b"\n\n#~ "c"\n', 7),
    "what is gone, escaped": ('#~ msgid "\\q"\n#~ msgstr "b"\n', 4),
    "what is gone, a comment": ('#~ msgid "a"\n# 说明\n#~ msgstr "b"\n', 5),
    "what is gone, its forms": ('#~ msgid "a"\n#~ msgid_plural "as"\n#~ msgstr[1] "b"\n', 4),
    "what is half gone": ('#~ msgid "a"\nmsgstr "b"\n', 5),
    "what is half there": ('msgid "a"\n#~ msgstr "b"\n', 5),
    "what is gone, in one string": ('#~ msgid ""\n"a"\n#~ msgstr "b"\n', 5),
    "what is gone twice": ('#~ msgid "a"\n#~ msgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', 7),
    "what is there and gone": ('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', 7),
    "what is gone and there": ('#~ msgid "a"\n#~ msgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 7),
    "what was, not closed": ('#| msgid "z\nmsgid "a"\nmsgstr "b"\n', 4),
    "what was, a word": ('#| 说明\nmsgid "a"\nmsgstr "b"\n', 4),
    "what was, a string": ('#| "z"\nmsgid "a"\nmsgstr "b"\n', 4),
    "what was, escaped": ('#| msgid "\\q"\nmsgid "a"\nmsgstr "b"\n', 4),
    "what was, a translation": ('#| msgstr "z"\nmsgid "a"\nmsgstr "b"\n', 4),
    "what was, only a context": ('#| msgctxt "z"\nmsgid "a"\nmsgstr "b"\n', 4),
    "what was, only a plural": ('#| msgid_plural "z"\nmsgid "a"\nmsgstr "b"\n', 4),
    "what was, the context last": (
        '#| msgid "z"\n#| msgctxt "y"\nmsgid "a"\nmsgstr "b"\n',
        5,
    ),
    "what was, a comment": ('#| msgid "z"\n# 说明\nmsgid "a"\nmsgstr "b"\n', 5),
    "what was, twice": ('#| msgid "z"\n#| msgid "y"\nmsgid "a"\nmsgstr "b"\n', 5),
    "what was, of nothing": ('msgid "a"\nmsgstr "b"\n\n#| msgid "z"\n', 7),
    "what was, of what is gone": ('#| msgid "z"\n#~ msgid "a"\n#~ msgstr "b"\n', 5),
    "what was and is gone, of what is there": ('#~| msgid "z"\nmsgid "a"\nmsgstr "b"\n', 5),
}
SOUND = (
    '#~ msgid "a"\n#~ msgstr "b"\n',
    '#~msgid "a"\n#~msgstr "b"\n',
    '  #~ msgctxt "c"\n  #~ msgid ""\n  #~ "a"\n  #~ msgstr "b"\n',
    '#~ msgid "a"\n\n#~\n#~ msgstr "b"\n',
    '#~ # 说明\n# 说明\n#, fuzzy\n#~ msgid "a"\n#~ msgid_plural "as"\n#~ msgstr[0] "b"\n',
    '#~| msgid "z"\n#~ msgid "a"\n#~ msgstr "b"\n',
    '#~\nmsgid "a"\nmsgstr "b"\n',
    '#|\nmsgid "a"\nmsgstr "b"\n',
    '#, fuzzy\n#| msgctxt "z"\n#| msgid ""\n#| "y"\n#| msgid_plural "x"\n\nmsgid "a"\nmsgstr "b"\n',
    '# #~ 说明\n#  | 说明\n##~ 说明\nmsgid "#~ a"\nmsgstr "#| b"\n',
    '#~ msgctxt "c"\n#~ msgid "a"\n#~ msgstr "b"\n\nmsgid "a"\nmsgstr "b"\n',
    'msgid "a"\nmsgstr "b"\n\n# 说明\n',
)


def ends(text: str) -> list[str]:
    return [text, text.replace("\n", "\r\n"), text.rstrip("\n")]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_it_cannot_read_is_one_error_with_its_line(path: Path, fault: str) -> None:
    body, line = FAULTS[fault]
    for text in ends(HEADER + body):
        assert complaints(path, text)
        with pytest.raises(eg.CatalogError) as raised:
            eg.check(text, format="po")
        assert raised.value.line == line


@pytest.mark.parametrize("body", SOUND)
def test_what_it_reads_we_read(path: Path, body: str) -> None:
    for text in ends(HEADER + body):
        assert not complaints(path, text)
        assert all(message.source.text != "z" for message in po_scan.scan(text))


ENTRIES = (
    """
    msgid "{}"
    msgstr "甲"
    """,
    """
    msgid "{}"
    msgid_plural "as"
    msgstr[0] "甲"
    """,
    """
    # 说明
    #, fuzzy
    #| msgid "z"
    #| "y"
    msgctxt "c"
    msgid "{}"
    msgstr "甲"
    """,
    """
    #~ msgid "{}"
    #~ msgstr "甲"
    #~ "乙"
    """,
    """
    #~| msgid "z"
    #~ msgid "{}"
    #~ msgid_plural "as"
    #~ msgstr[0] "甲"
    """,
)
# Not an empty `#|` within a message: msgfmt takes it for no comment at all, and nobody writes it.
LINES = sorted(
    {line.strip() for entry in ENTRIES for line in entry.splitlines()}
    | {"#: a.c:1", "#~", "#~ # 说明", '"乙"', '#~ msgctxt "c"', '#| msgctxt "c"'}
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Make files of sound entries, with up to two lines too many or too few."""
    lines: list[str] = []
    for entry in draw(st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=3)):
        lines += [*dedent(entry).strip().split("\n"), *draw(st.sampled_from([[], [""]]))]
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(lines)))
        if draw(st.booleans()):
            lines.insert(place, draw(st.sampled_from(LINES)))
        else:
            del lines[place : place + 1]
    body = "\n".join(line.replace("{}", f"a{n}") for n, line in enumerate(lines))
    return HEADER + body + "\n"


@settings(max_examples=150, deadline=None)
@given(text=files())
def test_we_read_what_it_reads_and_nothing_else(path: Path, text: str) -> None:
    try:
        po_scan.scan(text)
    except eg.CatalogError:
        assert complaints(path, text)
    else:
        assert not complaints(path, text)


@pytest.mark.parametrize(
    "body",
    [
        'msgid "a\\n"\nmsgstr "甲"\n',
        'msgid "a"\nmsgstr "甲\\n"\n',
        'msgid "\\na"\nmsgstr "甲"\n',
        'msgid "a"\nmsgstr ""\n"\\n"\n"甲"\n',
        'msgid "\\na\\n"\nmsgstr "甲"\n',
        'msgid "a\\n"\nmsgid_plural "as\\n"\nmsgstr[0] "甲"\n',
        '#, fuzzy\nmsgid "a\\n"\nmsgstr "甲"\n',
        'msgid "a\\n"\nmsgstr ""\n',
        '#~ msgid "a\\n"\n#~ msgstr "甲"\n',
        'msgid "a\\n"\nmsgstr "甲\\n"\n',
        'msgctxt "c\\n"\nmsgid "a"\nmsgstr "甲"\n',
    ],
)
def test_line_breaks_at_the_ends_are_found_and_mended(path: Path, body: str) -> None:
    config = eg.Config(select=("unmatched-line-break",))
    text = HEADER + body
    found = eg.check(text, format="po", config=config)
    assert bool(found) is bool(re.search(LINE_BREAKS, complaints(path, text)))
    assert not complaints(path, eg.fix(text, format="po", config=config).text)
