"""Tables, comma or tab between their columns, in the shapes that others take.

DeepL, Google and OmegaT take pairs of terms; Weblate takes translations, in the columns that
translate-toolkit has given them.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from ebpf_glossary.errors import N_, CatalogError
from ebpf_glossary.exchange.languages import nearest, tag
from ebpf_glossary.exchange.units import Concept, Content, Left, Translation, Wording
from ebpf_glossary.locales import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Rows = Iterator[tuple[int, list[str]]]

DEEPL_LONGEST = 1024
"""Bytes of a phrase."""

WEBLATE = (
    "location",
    "source",
    "target",
    "id",
    "fuzzy",
    "context",
    "translator_comments",
    "developer_comments",
)
FORMULA = re.compile(r"[=+@|%-]")
QUOTED_FORMULA = re.compile(r"'(?=[=+@|%-]|\\\|)")
"""With what a cell begins that a spreadsheet would compute: Weblate puts quotes around it."""
TRUE = ("1", "x", "true", "yes", "fuzzy")


def _csv(rows: Iterable[Iterable[str]], quoting: int = csv.QUOTE_MINIMAL) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n", quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return buffer.getvalue()


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CatalogError(path, line, N_("This is not UTF-8.")) from None


def _rows(path: str, content: bytes) -> Rows:
    """Yield the rows of a file that are not empty, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(_text(path, content), newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        message = N_("This is not CSV: {reason}.")
        raise CatalogError(path, line, message, reason=error) from None


def _require_columns(path: str, line: int, row: list[str], least: int) -> None:
    if len(row) < least:
        message = N_("This row has {count} columns instead of {wanted}.")
        raise CatalogError(path, line, message, count=len(row), wanted=least)


def _pairs(content: Content, left: list[Left]) -> Iterator[tuple[Concept, str, str]]:
    """Yield each English word for a concept with its translation; no word twice."""
    owners: dict[str, int] = {}
    for number, concept in enumerate(content.concepts):
        if concept.target.preferred:  # a name comes before an alias of another
            owners.setdefault(concept.source.preferred, number)
    for number, concept in enumerate(content.concepts):
        target = concept.target.preferred
        if not target:
            left.append(Left(concept.source.preferred, N_("It is not translated.")))
            continue
        for source in dict.fromkeys(concept.source.right):
            if owners.setdefault(source, number) != number:
                left.append(Left(source, N_("Another entry has this name.")))
            else:
                yield concept, source, target


def write_deepl(content: Content) -> tuple[str, list[Left]]:
    """Return CSV for DeepL: phrase, translation, and the languages of both."""
    left: list[Left] = []
    languages = [each.partition("_")[0].upper() for each in (SOURCE_LANGUAGE, content.language)]
    rows = []
    for _, source, target in _pairs(content, left):
        if reason := _refused_by_deepl(source) or _refused_by_deepl(target):
            left.append(Left(source, reason))
        else:
            rows.append([source, target, *languages])
    return _csv(rows), left


def _refused_by_deepl(text: str) -> str:
    if not text.isprintable():
        return N_("It has a line break or another control character.")
    if text != text.strip():
        return N_("It begins or ends with a space.")
    if len(text.encode()) > DEEPL_LONGEST:
        return N_("It is too long.")
    return ""


def read_deepl(path: str, content: bytes, language: str) -> Content:
    """Return the pairs in a file of DeepL's."""
    concepts = []
    for line, row in _rows(path, content):
        _require_columns(path, line, row, 2)
        languages = row[2:4]
        if len(languages) == 2 and not (
            nearest(SOURCE_LANGUAGE, languages[:1]) and nearest(language, languages[1:])
        ):
            message = N_("This row is not from English into {language}.")
            raise CatalogError(path, line, message, language=language)
        concepts.append(_pair(row[0], row[1], "", line))
    return Content(language, tuple(concepts))


def _pair(source: str, target: str, definition: str, line: int) -> Concept:
    return Concept("", "", Wording(source), Wording(target, definition=definition), line)


def write_google(content: Content) -> tuple[str, list[Left]]:
    """Return CSV of equivalent terms for Google's Cloud Translation, with their definitions."""
    left: list[Left] = []
    rows = [[SOURCE_LANGUAGE, tag(content.language), "pos", "description"]]
    for concept, source, target in _pairs(content, left):
        is_head = source == concept.source.preferred
        rows.append([source, target, "", concept.target.definition if is_head else ""])
    return _csv(rows), left


def read_google(path: str, content: bytes, language: str) -> Content:
    """Return the pairs in a file of Google's."""
    rows = _rows(path, content)
    _, heading = next(rows, (1, []))
    columns = {name: at for at, name in enumerate(heading)}
    languages = [name for name in heading if name not in ("pos", "description")]
    source = columns.get(nearest(SOURCE_LANGUAGE, languages) or "")
    target = columns.get(nearest(language, languages) or "")
    if source is None or target is None:
        message = N_("The first row has to name the columns en and {language}.")
        raise CatalogError(path, 1, message, language=tag(language))
    definition = columns.get("description")
    concepts = []
    for line, row in rows:
        _require_columns(path, line, row, max(source, target) + 1)
        has_definition = definition is not None and len(row) > definition
        text = row[definition] if has_definition and definition is not None else ""
        concepts.append(_pair(row[source], row[target], text, line))
    return Content(language, tuple(concepts))


def write_omegat(content: Content) -> tuple[str, list[Left]]:
    """Return tab-separated text for OmegaT: word, translation, definition."""
    left: list[Left] = []
    lines = []
    for concept, source, target in _pairs(content, left):
        is_head = source == concept.source.preferred
        definition = concept.target.definition if is_head else ""
        if not _is_cell(definition):
            left.append(Left(source, N_("Its definition has a line break or a tab.")))
            definition = ""
        if _is_cell(source) and _is_cell(target) and not source.startswith("#"):
            lines.append(f"{source}\t{target}\t{definition}\n")
        else:
            left.append(Left(source, N_("It has a line break, a tab, or # at the beginning.")))
    return "".join(lines), left


def _is_cell(text: str) -> bool:
    """Tell whether a text stays as it is in a cell that cannot be quoted."""
    return len(text.splitlines()) < 2 and "\t" not in text and not text.endswith(("\n", "\r"))


def read_omegat(path: str, content: bytes, language: str) -> Content:
    """Return the pairs in a glossary of OmegaT's."""
    concepts = []
    for line, text in enumerate(_text(path, content).split("\n"), 1):
        text = text.removesuffix("\r")
        if not text or text.startswith("#"):
            continue
        row = text.split("\t")
        _require_columns(path, line, row, 2)
        concepts.append(_pair(row[0], row[1], row[2] if len(row) > 2 else "", line))
    return Content(language, tuple(concepts))


def write_weblate(content: Content) -> tuple[str, list[Left]]:
    """Return CSV for Weblate: every translation, with its state, context and comments."""
    rows = [list(WEBLATE)]
    left = []
    for each in content.translations:
        if each.source != _unquoted(each.source) or each.target != _unquoted(each.target):
            left.append(Left(each.key or each.source, N_("Weblate would take its quotes away.")))
        fuzzy = str(each.fuzzy)
        rows.append(
            ["", each.source, each.target, "", fuzzy, each.key, each.comment, each.note],
        )
    return _csv(rows, csv.QUOTE_ALL), left


def _unquoted(text: str) -> str:
    r"""Return a text without the quotes that keep it from being a formula.

    >>> _unquoted("'-x \\| y'"), _unquoted("'-x"), _unquoted("'x'")
    ('-x | y', '-x', "'x'")
    """
    if QUOTED_FORMULA.match(text) is None:
        return text
    return text[1:-1].replace("\\|", "|") if text[2:].endswith("'") else text[1:]


def read_weblate(path: str, content: bytes, language: str) -> Content:
    """Return the translations in a file of Weblate's, whatever the order of its columns."""
    rows = _rows(path, content)
    _, heading = next(rows, (1, []))
    columns = {name.strip().lower(): at for at, name in enumerate(heading)}
    if not {"source", "target"} <= columns.keys():
        raise CatalogError(path, 1, N_("The first row has to name the columns source and target."))
    units = []
    for line, row in rows:
        _require_columns(path, line, row, len(heading))
        units.append((line, {name: row[at] for name, at in columns.items()}))
    texts = [cells[name] for _, cells in units for name in ("source", "target")]
    # A file has quotes around all that could be a formula, or around nothing.
    is_quoted = not any(map(FORMULA.match, texts))
    clean = _unquoted if is_quoted else str
    translations = []
    for line, cells in units:
        translations.append(
            Translation(
                key=cells.get("context", ""),
                source=clean(cells["source"]),
                target=clean(cells["target"]),
                fuzzy=cells.get("fuzzy", "").strip().lower() in TRUE,
                note=cells.get("developer_comments", ""),
                comment=cells.get("translator_comments", ""),
                line=line,
            )
        )
    return Content(language, (), tuple(translations))
