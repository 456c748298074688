"""Fill what is untranslated through any program, for translators to review.

What the program answers to a batch is written when the batch is done, so that whatever happens to
it, or to us, costs one batch.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ebpf_glossary import config as configuration
from ebpf_glossary import lint, rules, workflow
from ebpf_glossary.config import Config
from ebpf_glossary.entries import Term
from ebpf_glossary.errors import GlossaryError, quote
from ebpf_glossary.glossary import Glossary
from ebpf_glossary.locales import SOURCE_LANGUAGE, parse
from ebpf_glossary.merging import is_translated, merge
from ebpf_glossary.occurrences import find
from ebpf_glossary.po import FUZZY, dump_po, read_po
from ebpf_glossary.protection import Protected, protect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polib

    from ebpf_glossary.translator import Program

BATCH = 20
"""Messages that a program gets at once."""
MOST_FAILURES = 3
"""Batches in a row without an answer, after which it is not asked again."""

MACHINE = "Pretranslated by"  # translators read English in comments, whatever their language


@dataclass
class Done:
    """What became of a batch.

    Attributes:
        path: of the catalog.
        asked: how many messages the program got.
        filled: how many of them are now translated.
        failure: why there are fewer, or None.
    """

    path: str
    asked: int
    filled: int = 0
    failure: GlossaryError | None = None


@dataclass(frozen=True)
class _Project:
    """What is known of a project.

    Attributes:
        template: its messages.
        config: its settings, with its own names.
        glossary: that it is, if it is one.
    """

    template: polib.POFile
    config: Config
    glossary: Glossary | None


def _project(root: str) -> _Project:
    template = read_po(workflow.template_path(root))
    path = configuration.find(Path(root))
    config = configuration.load(path, rules.known_names()) if path else Config()
    if not os.path.isdir(os.path.join(root, "data", "projects")):
        return _Project(template, config, None)
    config = replace(config, glossaries=(*config.glossaries, root))
    return _Project(template, config, Glossary.load(root))


def pretranslate(
    root: str, program: Program, languages: Sequence[str] = (), *, batch: int = BATCH
) -> Iterator[Sequence[Done]]:
    """Fill what is untranslated in a project's catalogs, a batch at a time.

    What was translated, by whomever, is left as it is, and a catalog that somebody edits meanwhile
    keeps the edits: it is read again before each batch is written.

    Args:
        root: the folder that holds `locale/`.
        program: that translates.
        languages: which; none are all there are but English.
        batch: how many messages the program gets at once.

    Yields:
        First all batches to come, then each after it is written.

    Raises:
        CatalogError: a catalog or the template is missing, wrong, or cannot be written.
        ConfigError: the settings of the project are wrong.
        DataError: the glossary that it is, is wrong.
        GlossaryError: there is no catalog of one of the languages, or the program cannot be
            started.
    """
    project = _project(root)
    found = workflow.sources(root, languages)
    work: list[tuple[str, str, list[polib.POEntry]]] = []
    for language, path in found.items():
        if language != SOURCE_LANGUAGE:
            todo = [e for e in merge(read_po(path), project.template) if _is_open(e)]
            starts = range(0, len(todo), batch)
            work += ((language, path, todo[start : start + batch]) for start in starts)
    yield [Done(path, len(entries)) for _, path, entries in work]
    failures = 0
    for language, path, entries in work:
        done = _batch(program, language, path, entries, project)
        yield [done]
        failures = 0 if done.filled else failures + 1
        if failures >= MOST_FAILURES:
            return


def _is_open(entry: polib.POEntry) -> bool:
    return not entry.obsolete and not is_translated(entry)


def _batch(
    program: Program,
    language: str,
    path: str,
    entries: Sequence[polib.POEntry],
    project: _Project,
) -> Done:
    hidden = {
        number: (entry, protect(_english(entry), format="po", config=project.config))
        for number, entry in enumerate(entries, 1)
    }
    answers = program.ask(
        [
            _question(number, entry, protected, language, project.glossary)
            for number, (entry, protected) in hidden.items()
        ]
    )
    made = {}
    for number, text in answers.texts.items():
        entry, protected = hidden[number]
        key = (entry.msgctxt, entry.msgid)
        made[key] = _translation(_english(entry), protected, text, language, project.config)
    done = Done(path, len(entries), failure=answers.failure)
    if made:
        catalog = merge(read_po(path), project.template)
        for entry in filter(_is_open, catalog):
            if (entry.msgctxt, entry.msgid) in made:
                _fill(entry, *made[entry.msgctxt, entry.msgid], program.name)
                done.filled += 1
        workflow.Change(path, dump_po(catalog).encode(), current=not done.filled).write()
    return done


def _english(entry: polib.POEntry) -> str:
    text: str = entry.msgid_plural or entry.msgid
    return text


def _question(
    number: int,
    entry: polib.POEntry,
    protected: Protected,
    language: str,
    glossary: Glossary | None,
) -> dict[str, Any]:
    question = {
        "id": number,
        "text": protected.text,
        "source": SOURCE_LANGUAGE,
        "target": language,
        "terms": _terms(_english(entry), language, glossary),
    }
    if entry.msgctxt:
        question["context"] = entry.msgctxt
    if entry.comment:
        question["note"] = entry.comment
    return question


def _terms(english: str, language: str, glossary: Glossary | None) -> dict[str, str]:
    """Return the terms of a text with their translations, its own glossary's before ours."""
    found = find(english, language)
    if glossary is not None:
        found += find(english, language, glossary=glossary)
    return {
        each.entry.name: each.entry.label
        for each in found
        if isinstance(each.entry, Term) and _is_translated_into(language, each.entry)
    }


def _is_translated_into(language: str, term: Term) -> bool:
    wanted, found = parse(language), parse(term.language)
    is_same = (wanted.language, wanted.likely_script) == (found.language, found.likely_script)
    return is_same and not term.keep and "label" not in term.untranslated


def _translation(
    english: str, protected: Protected, answer: str, language: str, config: Config
) -> tuple[str, list[str]]:
    """Return the text to put into a message, and what translators should look at."""
    restored = protected.restore(answer)
    notes = [
        f'{p.kind}: "{quote(p.content or p.token)}"' for p in restored.problems if not p.mended
    ]
    text = _with_ends(restored.text, english)
    if parse(language).language == "zh":
        fixed = lint.fix(text, source=english, config=config)
        text = _with_ends(fixed.text, english)
        notes += (f"{each.rule}: {each.message}" for each in fixed.remaining)
    return text, notes


def _with_ends(text: str, english: str) -> str:
    """Return a translation that begins and ends with line ends where its English does."""
    text = text.strip("\n")
    body = english.strip("\n")
    at = english.find(body) if body else 0
    return english[:at] + text + english[at + len(body) :]


def _fill(entry: polib.POEntry, text: str, notes: list[str], origin: str) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural or [0], text)
    else:
        entry.msgstr = text
    entry.flags = [FUZZY, *(flag for flag in entry.flags if flag != FUZZY)]
    head = f"{MACHINE} {origin}; remove this and the fuzzy mark when it is right."
    lines = [head, *(" ".join(f"- {note}".split()) for note in dict.fromkeys(notes))]
    entry.tcomment = "\n".join(filter(None, (entry.tcomment, *lines)))
