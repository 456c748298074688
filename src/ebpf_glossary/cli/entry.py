"""How an entry is shown: whole, and as a line of a list."""

from __future__ import annotations

from ebpf_glossary.entries import Project, Reading, Term
from ebpf_glossary.errors import N_
from ebpf_glossary.locales import SOURCE_LANGUAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.glossary import Glossary

    Entry = Project | Term | Reading

KINDS = {"project": N_("Project"), "term": N_("Term"), "reading": N_("Reading")}
LINK_KINDS = {
    "homepage": N_("Homepage"),
    "source": N_("Source"),
    "documentation": N_("Documentation"),
    "article": N_("Article"),
}
STATUSES = {"archived": N_("archived"), "moved": N_("repository moved")}
TYPES = {
    "article": N_("article"),
    "book": N_("book"),
    "course": N_("course"),
    "documentation": N_("documentation"),
    "newsletter": N_("newsletter"),
    "paper": N_("paper"),
    "podcast": N_("podcast"),
    "talk": N_("talk"),
    "thread": N_("thread"),
    "tutorial": N_("tutorial"),
    "video": N_("video"),
}


def show(entry: Entry, glossary: Glossary, terminal: Terminal, _: Translator) -> None:
    """Show an entry: its heading, its text, and what else there is to know, a line each."""
    heading, facts, lines = _parts(entry, glossary, _)
    template = _("{name} ({facts})")
    terminal.write(template.format(name=terminal.bold(heading), facts=_(", ").join(facts)))
    terminal.paragraphs(f"\n{entry.text}\n")
    for label, values in lines:
        if shown := _(", ").join(value for value in values if value):
            write = terminal.write if "://" in shown else terminal.paragraphs
            write(_(label) + _(": ") + shown)


Line = tuple[str, "Sequence[str]"]


def _parts(
    entry: Entry, glossary: Glossary, _: Translator
) -> tuple[str, list[str], Iterator[Line]]:
    """Return the heading of an entry, what stands beside it, and the lines below its text."""
    if isinstance(entry, Project):
        status = [_(STATUSES[entry.status])] if entry.status in STATUSES else []
        return entry.name, [entry.category_label, *status], _of_project(entry)
    if isinstance(entry, Reading):
        return entry.title, [entry.category_label, _(TYPES[entry.type])], _of_reading(entry)
    kept = [_("stays English")] if entry.keep else []
    return headwords(entry, glossary), [entry.category_label, *kept], _of_term(entry, glossary, _)


def _of_project(project: Project) -> Iterator[Line]:
    yield N_("Also called"), project.aliases
    yield N_("Written in"), project.written_in
    yield N_("Licence"), [project.license]
    yield N_("Successor"), [project.successor]
    for link in project.links:
        yield LINK_KINDS[link.kind], [link.url]


def _of_term(term: Term, glossary: Glossary, _: Translator) -> Iterator[Line]:
    from ebpf_glossary.advice import advice_on

    advice = advice_on(term.id, glossary.directory)
    yield N_("Stands for"), [term.expansion]
    yield N_("Also called"), term.aliases
    yield N_("Since"), [f"Linux {term.since}" if term.since else ""]
    yield N_("Accepted in Chinese"), advice.accepted
    yield N_("Avoid in Chinese"), advice.avoid
    related = (glossary.entry(id_, term.language) for id_ in term.see)
    yield N_("See also"), [_short(entry, glossary, _) for entry in related]


def _of_reading(reading: Reading) -> Iterator[Line]:
    yield N_("By"), reading.authors
    yield N_("Published in"), [reading.venue]
    yield N_("Date"), [reading.date]
    yield N_("Language"), [reading.written_in]
    yield N_("Chinese edition"), [reading.chinese]
    for url in reading.links:
        yield N_("Link"), [url]


def headwords(entry: Entry, glossary: Glossary) -> str:
    """Return the name of an entry; of a term, its headword in every language, this one first."""
    return " ".join(_names(entry, glossary))


def _names(entry: Entry, glossary: Glossary) -> list[str]:
    """Return the name of an entry; of a term, its headword in every language, this one first."""
    if not isinstance(entry, Term) or entry.keep:
        return [entry.name]
    known = {entry.language: entry.label, SOURCE_LANGUAGE: entry.name}
    for language in glossary.languages():
        if language not in known:
            known[language] = glossary.term(entry.id, language).label
    return list(dict.fromkeys([entry.label, *known.values()]))


def _short(entry: Entry, glossary: Glossary, _: Translator) -> str:
    """Return the name of an entry; of a term with that in the other language."""
    first, *others = _names(entry, glossary)
    template = _("{name} ({facts})")
    return template.format(name=first, facts=_(", ").join(others)) if others else first


def summary(entry: Entry) -> str:
    """Return what an entry is, in a line."""
    if not isinstance(entry, Term):
        return entry.summary
    return _first_sentence(entry.definition)


def _first_sentence(text: str) -> str:
    for end in ("。", ". "):
        text = text.partition(end)[0]
    return text.removesuffix(".")
