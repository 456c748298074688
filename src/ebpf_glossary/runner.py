"""Check many files: what is known already from the cache, the others by one process or several."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ebpf_glossary import files
from ebpf_glossary.errors import N_, CatalogError, FileError, GlossaryError
from ebpf_glossary.segments import Applicability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

    from ebpf_glossary.cache import Cache
    from ebpf_glossary.config import Config
    from ebpf_glossary.segments import Finding

FEWEST = 8
"""Files for which it is worth while to begin other processes."""
PARTS = 32
"""Into which the work of a process is cut at least."""
LARGEST_PART = 32
"""Files in one of them."""
NOT_IN_KEY = ("exclude", "allow_in", "ignore_in", "glossaries", "baseline")
"""Settings that change no answer, or whose part in it stands elsewhere in the key."""


class Scope(Protocol):
    """Keeps some of the findings of a text, such as the new ones."""

    def keep(self, text: str, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings of a text that are wanted."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to check.

    Attributes:
        path: of the file, or "-".
        config: the settings that hold for it.
        format: of the file; None is what its name says.
        source: path of its English, None where that is not known.
        fix: apply fixes.
        unsafe: unsafe ones too.
        scopes: what keeps the findings that count, given the path and the text of the file.
    """

    path: str
    config: Config
    format: str | None = None
    source: str | None = None
    fix: bool = False
    unsafe: bool = False
    scopes: tuple[Callable[[str, str], Scope], ...] = ()


class Checked(NamedTuple):
    """A file after it was checked.

    Attributes:
        file: what was there.
        findings: what was found, and counts.
        fixed: the text that fixing made of it.
        applied: how many fixes are in it.
        all: what was found, whether it counts or not.
    """

    file: files.TextFile
    findings: tuple[Finding, ...]
    fixed: str
    applied: int
    all: tuple[Finding, ...]


class Failed(NamedTuple):
    """A file that could not be checked, and why."""

    path: str
    error: FileError


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process needs to check a text."""

    text: str
    format: str
    source: str | None
    config: Config
    fix: bool
    unsafe: bool
    scopes: tuple[Scope, ...]


class _Answer(NamedTuple):
    """What it found: in the text that fixing made, or, where that is None, in the text itself."""

    found: tuple[Finding, ...]
    fixed: str | None = None
    applied: int = 0

    def text(self, task: _Task) -> str:
        return task.text if self.fixed is None else self.fixed


@dataclass(slots=True)
class _Read:
    """A file that was read, the task that it is, and the answer as soon as there is one."""

    job: Job
    file: files.TextFile
    task: _Task
    answer: _Answer | None = field(default=None)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover


def run(jobs: Iterable[Job], cache: Cache | None, processes: int = 1) -> Iterator[Checked | Failed]:
    """Check files, and yield what came of each, in order.

    Args:
        jobs: the files.
        cache: has answers of earlier runs, and takes those of this one.
        processes: how many check at once.
    """
    read = (_read(job, cache) for job in jobs)
    answered = _one_by_one(read) if processes == 1 else _by_several(list(read), processes)
    for each, answer in answered:
        if isinstance(each, Failed):
            yield each
        elif isinstance(answer, FileError):
            yield Failed(each.job.path, answer)
        else:
            if cache and not each.answer:
                cache.keep(_key(cache, each.task, answer.text(each.task)), answer.found)
            yield _checked(each, answer)


_Each = tuple["_Read | Failed", "_Answer | FileError"]


def _checked(read: _Read, answer: _Answer) -> Checked:
    text = answer.text(read.task)
    kept = list(answer.found)
    for scope in read.task.scopes:
        kept = scope.keep(text, kept)
    return Checked(read.file, tuple(kept), text, answer.applied, answer.found)


def _read(job: Job, cache: Cache | None) -> _Read | Failed:
    path = job.path
    try:
        file = files.read(path)
        path = job.source or path
        source = files.read(path).text if job.source else None
    except FileError as error:
        return Failed(path, error)
    scopes = tuple(scope(job.path, file.text) for scope in job.scopes)
    format_ = job.format or file.format
    task = _Task(file.text, format_, source, job.config, job.fix, job.unsafe, scopes)
    read = _Read(job, file, task)
    found = cache.findings(_key(cache, task, file.text)) if cache else None
    if found is not None and not (task.fix and any(_may_be_applied(f, task) for f in found)):
        read.answer = _Answer(found)
    return read


def _may_be_applied(finding: Finding, task: _Task) -> bool:
    fix = finding.fix
    return fix is not None and (task.unsafe or fix.applicability == Applicability.SAFE)


def _key(cache: Cache, task: _Task, text: str) -> str:
    settings = {k: v for k, v in asdict(task.config).items() if k not in NOT_IN_KEY}
    return cache.key(json.dumps(settings, sort_keys=True), task.format, task.source, text)


def _answer(task: _Task) -> _Answer | FileError:
    """Check a text; this runs in any process."""
    from ebpf_glossary import lint  # which is loaded only where there is something to check
    from ebpf_glossary.lexicon import lexicon_of

    lexicon_of(task.config.glossaries)  # for its errors
    try:
        if task.fix:
            fixed = lint.fix(
                task.text,
                source=task.source,
                format=task.format,
                unsafe=task.unsafe,
                config=task.config,
                keep=_keep(task.scopes),
            )
            text = fixed.text if fixed.applied else None
            return _Answer(fixed.remaining, text, len(fixed.applied))
        found = lint.check(task.text, source=task.source, format=task.format, config=task.config)
        return _Answer(tuple(found))
    except CatalogError as error:
        return error


def _answers(tasks: list[_Task]) -> list[_Answer | FileError]:
    return [_answer(task) for task in tasks]


def _keep(
    scopes: tuple[Scope, ...],
) -> Callable[[str, list[Finding]], list[Finding]] | None:
    def keep(text: str, findings: list[Finding]) -> list[Finding]:
        for scope in scopes:
            findings = scope.keep(text, findings)
        return findings

    return keep if scopes else None


def _one_by_one(read: Iterable[_Read | Failed]) -> Iterator[_Each]:
    is_loaded = False
    for each in read:
        if isinstance(each, Failed):
            yield each, each.error
        elif each.answer:
            yield each, each.answer
        else:
            if not is_loaded:
                is_loaded = True
                _load(each.task.config, ())
            yield each, _answer(each.task)


def _by_several(read: list[_Read | Failed], processes: int) -> Iterator[_Each]:
    pending = [each.task for each in read if isinstance(each, _Read) and not each.answer]
    if len(pending) < FEWEST:
        yield from _one_by_one(read)
        return
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

    _load(pending[0].config, {task.format for task in pending})
    pool = ProcessPoolExecutor(min(processes, len(pending)), _context(), _end_with_parent)
    try:
        asked: dict[int, tuple[Future[list[_Answer | FileError]], int]] = {}
        for tasks in _dealt(pending, processes):
            answers = pool.submit(_answers, tasks)
            asked.update((id(task), (answers, place)) for place, task in enumerate(tasks))
        for each in read:
            if isinstance(each, Failed):
                yield each, each.error
            elif each.answer:
                yield each, each.answer
            else:
                answers, place = asked[id(each.task)]
                yield each, answers.result()[place]
    except BrokenProcessPool:
        raise GlossaryError(N_("A process that checks files has died.")) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _dealt(tasks: list[_Task], processes: int) -> Iterator[list[_Task]]:
    """Yield tasks in parts of similar size: few, for each is sent to a process and back.

    The longest come first, so that none keeps all others waiting at the end.
    """
    longest_first = sorted(tasks, key=lambda task: len(task.text), reverse=True)
    parts = max(PARTS * processes, len(tasks) // LARGEST_PART)
    for first in range(min(parts, len(tasks))):
        yield longest_first[first::parts]


def _context() -> BaseContext | None:
    """Return how processes begin: as copies of this one, where that is sound."""
    import multiprocessing

    is_sound = sys.platform == "linux"  # what macOS's own libraries run in threads is not copied
    return multiprocessing.get_context("fork") if is_sound else None


def _end_with_parent() -> None:
    """Let this process end when the one that began it does: killed, it cannot tell us."""
    from multiprocessing import parent_process
    from threading import Thread

    def wait() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _load(config: Config, formats: Iterable[str]) -> None:
    """Load what checking needs, before there is anything to check or processes copy it."""
    import gc

    from ebpf_glossary import lint, readers
    from ebpf_glossary.lexicon import lexicon_of

    # Hundreds of thousands of objects that stay: the collector would look through all of them
    # again and again, here and in every copy.
    gc.disable()
    try:
        lexicon_of(config.glossaries)
        lint.check("好", config=config)
        for format_ in formats:
            readers.read("", format_)
    finally:
        gc.enable()
        gc.freeze()
