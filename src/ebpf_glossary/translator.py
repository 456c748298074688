"""Ask any program for translations, whatever it does.

The program gets JSON on its standard input, a line for a message, and answers with a line for each:

    {"id": 1, "text": "...", "source": "en", "target": "zh_CN", "terms": {"map": "映射"}, ...}
    {"id": 1, "text": "..."}

It is started for each batch, and has a limited time for it.
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

from ebpf_glossary.errors import N_, GlossaryError, has_control, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 300.0
"""Seconds that it may take for a batch."""
LONGEST = 1 << 24
"""Bytes of an answer."""


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
                failure = _failed(self.name, code, complaint.heard())
        except subprocess.TimeoutExpired:
            template = N_('"{program}" took longer than {limit} seconds.')
            failure = GlossaryError(template, program=self.name, limit=f"{self.patience:g}")
        finally:
            _end(process)
        return output.heard(), failure


def _failed(name: str, code: int, complaint: bytes) -> GlossaryError:
    if code < 0:
        return GlossaryError(
            N_('"{program}" was ended by signal {code}.'), program=name, code=-code
        )
    last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
    template = N_('"{program}" failed with code {code}: {reason}')
    return GlossaryError(template, program=name, code=code, reason=last or "?")


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
