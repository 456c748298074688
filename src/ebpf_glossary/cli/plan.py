"""What `check` is asked to do: the files, the settings of each, and which findings count."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ebpf_glossary import config as configuration
from ebpf_glossary import files
from ebpf_glossary.baseline import Baseline
from ebpf_glossary.cache import Cache
from ebpf_glossary.errors import N_, FileError, GlossaryError, TextError
from ebpf_glossary.runner import Job
from ebpf_glossary.trees import SourceTree

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

    from ebpf_glossary.config import Config
    from ebpf_glossary.runner import Scope


@dataclass(slots=True)
class Plan:
    """What a run is to do.

    Attributes:
        config: the settings.
        root: the folder that their paths are relative to.
        cache: of answers, None where that is not wanted.
        english: the pages of English.
        baseline: what is known, None where that does not matter.
        jobs: the files.
        errors: what went wrong so far.
    """

    config: Config
    root: str
    cache: Cache | None
    english: SourceTree | None
    baseline: Baseline | None
    jobs: list[Job] = field(default_factory=list)
    errors: list[FileError] = field(default_factory=list)

    def one_sided(self) -> tuple[list[str], list[str]]:
        """Return the files that have no English, and the English pages that have no translation."""
        if not self.english:
            return [], []
        lonely = [j.path for j in self.jobs if not (j.source or j.path.endswith(".po"))]
        return lonely, self.english.untranslated(self.config.exclude, self.root)


def plan(options: argparse.Namespace) -> Plan:
    """Return what the options and the settings ask for.

    Raises:
        GlossaryError: they cannot be followed.
    """
    if options.jobs < 0:
        raise GlossaryError(N_("--jobs is a number from 0."))
    if options.update_baseline and options.changed_since:
        raise GlossaryError(
            N_("--update-baseline takes all findings for known: leave out --changed-since.")
        )
    if options.statistics and options.format not in ("text", "json"):
        raise GlossaryError(N_("--statistics has the formats text and json."))
    config, root, cache = _settings(options)
    paths = options.paths or ["."]
    english = SourceTree(options.source, paths) if options.source else None
    planned = Plan(config, root, cache, english, _baseline(options, config))
    scopes = tuple(_scopes(options, planned.baseline))
    on_error: Callable[[TextError], None] = planned.errors.append
    for path in files.walk(paths, config.exclude, root, on_error, force=options.force_exclude):
        if english and english.has(path):
            continue
        job = Job(
            path,
            _at(path, config, root),
            options.input_format,
            english.of(path) if english else None,
            fix=options.fix or options.unsafe_fixes or options.diff,
            unsafe=options.unsafe_fixes,
            scopes=scopes,
        )
        planned.jobs.append(job)
    return planned


def _scopes(
    options: argparse.Namespace, baseline: Baseline | None
) -> Iterator[Callable[[str, str], Scope]]:
    """Yield what keeps the findings that are asked for."""
    if options.changed_since:
        from ebpf_glossary.git import OnlyTouched, Touched  # which runs programs

        touched = Touched(options.changed_since)
        yield lambda path, text: OnlyTouched(touched.of(path), text)
    if baseline and not options.update_baseline:
        yield lambda path, text: baseline.of(path)


def _baseline(options: argparse.Namespace, config: Config) -> Baseline | None:
    path = options.baseline or config.baseline
    if not path:
        if options.update_baseline:
            raise GlossaryError(N_("Say where known findings are kept: --baseline FILE."))
        return None
    if options.update_baseline and not os.path.lexists(path):
        return Baseline(path)
    return Baseline.load(path)


def _settings(options: argparse.Namespace) -> tuple[Config, str, Cache | None]:
    """Return the settings of the file and the command line, the folder of the file, the cache."""
    path = Path(options.config) if options.config else configuration.find(Path.cwd())
    cache = None if options.no_cache else Cache()
    known = _known(cache)
    config = configuration.load(path, known) if path else configuration.Config()
    select = _names(options.select, known)
    config = replace(
        config,
        select=select or config.select,
        ignore=config.ignore + _names(options.ignore, known),
        glossaries=config.glossaries + tuple(options.glossary),
    )
    if cache and config.glossaries:
        cache = cache.beside(_sources(config.glossaries))
        if lexicon := sys.modules.get("ebpf_glossary.lexicon"):
            lexicon.forget_users()  # what an earlier run of this process has read
    return config, str(path.parent) if path else ".", cache


def _sources(glossaries: Iterable[str]) -> Iterator[str]:
    """Yield what is read of glossaries: of a folder, not what else is there, such as `.git`."""
    for path in glossaries:
        if os.path.isdir(path):
            yield from (os.path.join(path, part) for part in ("data", "locale"))
        else:
            yield path


def _known(cache: Cache | None) -> frozenset[str]:
    """Return what rules can be called; to load them all takes longer than to read it."""
    key = cache.key("names of rules") if cache else ""
    kept = cache.get(key) if cache else None
    if isinstance(kept, list):
        return frozenset(map(str, kept))
    from ebpf_glossary import rules

    names = rules.known_names()
    if cache:
        cache.put(key, sorted(names))
    return names


def _at(path: str, config: Config, root: str) -> Config:
    """Return the settings that hold for a path."""
    words = _there(path, config.allow_in, root)
    rules = _there(path, config.ignore_in, root)
    if not (words or rules):
        return config
    return replace(config, allow=(*config.allow, *words), ignore=(*config.ignore, *rules))


def _there(path: str, by_path: Iterable[tuple[str, tuple[str, ...]]], root: str) -> list[str]:
    """Return what holds for a path of what stands by patterns of paths."""
    return [
        value
        for pattern, values in by_path
        if files.matcher((pattern,), root)(path)
        for value in values
    ]


def _names(values: list[str], known: frozenset[str]) -> tuple[str, ...]:
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    for name in names:
        if name not in known:
            reason, fields = configuration.unknown_rule(name, known)
            raise GlossaryError(reason, **fields)
    return tuple(names)
