"""Fill what is untranslated through any program, for translators to review.

The program gets JSON on its standard input, a line for a message, and answers with a line for each:

    {"id": 1, "text": "...", "source": "en", "target": "zh_CN", "terms": {"map": "映射"}, ...}
    {"id": 1, "text": "..."}

It is started for each batch. What it answers is written when the batch is done, so that whatever
happens to the program, or to us, costs one batch.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from ebpf_glossary import lint, workflow
from ebpf_glossary.entries import Term
from ebpf_glossary.errors import N_, GlossaryError, has_control, quote
from ebpf_glossary.locales import SOURCE_LANGUAGE, parse
from ebpf_glossary.merging import is_translated, merge
from ebpf_glossary.occurrences import find
from ebpf_glossary.po import FUZZY, dump_po, read_po
from ebpf_glossary.protection import Protected, protect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polib

BATCH = 20
"""Messages that a program gets at once."""
PATIENCE = 300.0
"""Seconds that it may take for them."""
MOST_FAILURES = 3
"""Batches in a row without an answer, after which it is not asked again."""
LONGEST = 1 << 24
"""Bytes of an answer."""

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


@dataclass
class Answers:
    """What a program said.

    Attributes:
        texts: by the number of the message.
        failure: what went wrong, or None.
    """

    texts: dict[int, str] = field(default_factory=dict)
    failure: GlossaryError | None = None


@dataclass(frozen=True)
class Program:
    """A program that translates.

    Attributes:
        command: it and its arguments.
        origin: what translators are told of it; its arguments may hold a password.
        patience: seconds that it may take for a batch.
    """

    command: Sequence[str]
    origin: str = ""
    patience: float = PATIENCE

    @property
    def name(self) -> str:
        """What translators are told."""
        return " ".join((self.origin or os.path.basename(self.command[0])).split())

    def ask(self, questions: Sequence[dict[str, Any]]) -> Answers:
        """Return what it answers.

        Raises:
            GlossaryError: it cannot be started.
        """
        said, failure = self._run("".join(json.dumps(each) + "\n" for each in questions))
        answers = _read(said, {each["id"] for each in questions})
        if answers.failure is None or failure is not None:
            answers.failure = failure
        return answers

    def _run(self, lines: str) -> tuple[bytes, GlossaryError | None]:
        """Return the output of the program, and why it may not be whole."""
        with tempfile.TemporaryFile() as questions:
            questions.write(lines.encode())
            questions.seek(0)
            try:
                process = subprocess.Popen(
                    list(self.command),
                    stdin=questions,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    start_new_session=True,
                )
            except (OSError, ValueError) as error:
                template = N_('"{program}" cannot be started: {reason}.')
                reason = getattr(error, "strerror", None) or error
                program = self.command[0]
                raise GlossaryError(template, program=program, reason=reason) from None
        output, complaint = (_Listener(stream) for stream in _streams(process))
        failure: GlossaryError | None = None
        try:
            code = process.wait(self.patience)
            if code:
                last = complaint.heard().decode(errors="replace").strip().rpartition("\n")[2]
                template = N_('"{program}" failed with code {code}: {reason}')
                failure = GlossaryError(template, program=self.name, code=code, reason=last)
        except subprocess.TimeoutExpired:
            template = N_('"{program}" took longer than {limit} seconds.')
            failure = GlossaryError(template, program=self.name, limit=f"{self.patience:g}")
        finally:
            _end(process)
        return output.heard(), failure


def _streams(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdout
    assert process.stderr
    return process.stdout, process.stderr


class _Listener:
    """Reads a stream to its end, and keeps no more of it than an answer may be long."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._heard = bytearray()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with self._stream as stream, suppress(OSError, ValueError):
            while chunk := os.read(stream.fileno(), 65536):
                self._heard += chunk
                if len(self._heard) > LONGEST:
                    return  # who writes on is told that nobody reads

    def heard(self) -> bytes:
        """Return what was said."""
        self._thread.join(1)
        return bytes(self._heard)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it has started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _read(said: bytes, wanted: set[int]) -> Answers:
    """Return the answers in what a program said; lines that are none are passed over."""
    answers = Answers()
    for line in said.split(b"\n"):
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            answer = None
        number, text = _numbered(answer)
        if number in wanted and number not in answers.texts:
            answers.texts[number] = text
        elif line.strip():
            template = N_("Not an answer: {line}")
            shown = quote(line.decode(errors="replace"))
            answers.failure = answers.failure or GlossaryError(template, line=shown)
    if answers.failure is None and len(answers.texts) < len(wanted):
        template = N_("{count} of {wanted} messages were not answered.")
        count = len(wanted) - len(answers.texts)
        answers.failure = GlossaryError(template, count=count, wanted=len(wanted))
    return answers


def _numbered(answer: object) -> tuple[int, str]:
    """Return the number of the message and its text; 0 where it is no answer."""
    if isinstance(answer, dict):
        number, text = answer.get("id"), answer.get("text")
        if type(number) is int and isinstance(text, str) and _is_text(text):
            return number, text
    return 0, ""


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character
        return False
    return bool(text.strip()) and not has_control(text)


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
        GlossaryError: there is no catalog of one of the languages, or the program cannot be
            started.
    """
    template = read_po(workflow.template_path(root))
    found = workflow.sources(root, languages)
    work: list[tuple[str, str, list[polib.POEntry]]] = []
    for language, path in found.items():
        if language != SOURCE_LANGUAGE:
            todo = [e for e in merge(read_po(path), template) if _is_open(e)]
            starts = range(0, len(todo), batch)
            work += ((language, path, todo[start : start + batch]) for start in starts)
    yield [Done(path, len(entries)) for _, path, entries in work]
    failures = 0
    for language, path, entries in work:
        done = _batch(program, language, path, entries, template)
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
    template: polib.POFile,
) -> Done:
    hidden = [protect(entry.msgid_plural or entry.msgid, format="po") for entry in entries]
    questions = [
        _question(number, entry, protected, language)
        for number, (entry, protected) in enumerate(zip(entries, hidden, strict=True), 1)
    ]
    answers = program.ask(questions)
    made = {
        (entry.msgctxt, entry.msgid): _translation(entry, protected, text, language)
        for number, (entry, protected) in enumerate(zip(entries, hidden, strict=True), 1)
        if (text := answers.texts.get(number)) is not None
    }
    done = Done(path, len(entries), failure=answers.failure)
    if made:
        catalog = merge(read_po(path), template)
        for entry in filter(_is_open, catalog):
            if (entry.msgctxt, entry.msgid) in made:
                _fill(entry, *made[entry.msgctxt, entry.msgid], program.name)
                done.filled += 1
        workflow.Change(path, dump_po(catalog).encode(), current=not done.filled).write()
    return done


def _question(
    number: int, entry: polib.POEntry, protected: Protected, language: str
) -> dict[str, Any]:
    english = entry.msgid_plural or entry.msgid
    terms = (each.entry for each in find(english, language) if isinstance(each.entry, Term))
    question = {
        "id": number,
        "text": protected.text,
        "source": SOURCE_LANGUAGE,
        "target": language,
        "terms": {term.name: term.label for term in terms if not term.keep},
    }
    if entry.msgctxt:
        question["context"] = entry.msgctxt
    if entry.comment:
        question["note"] = entry.comment
    return question


def _translation(
    entry: polib.POEntry, protected: Protected, answer: str, language: str
) -> tuple[str, list[str]]:
    """Return the text to put into a message, and what translators should look at."""
    english = entry.msgid_plural or entry.msgid
    restored = protected.restore(answer)
    notes = [
        f'{p.kind}: "{quote(p.content or p.token)}"' for p in restored.problems if not p.mended
    ]
    text = _with_ends(restored.text, english)
    if parse(language).language == "zh":
        fixed = lint.fix(text, source=english)
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
