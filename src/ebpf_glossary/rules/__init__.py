r"""The rules, in modules by family.

A rule is a function that takes a document and yields hits. Its docstring is its documentation, in
the command, on the page and in the tests:

    @rule("extra-space", fix=Applicability.SAFE)
    def extra_space(document: Document) -> Iterator[Hit]:
        r\"\"\"More than one space in a sentence.

        Why it is wrong, and when it is not.

        Bad:  借助  BTF
        Good: 借助 BTF
        \"\"\"

Each Bad is found by its rule and fixed to the Good after it; no rule finds anything in a Good.
`Source:` and `Format:` lines before a Bad give its English and its format. In the three, ``\n``,
``\t``, ``\uXXXX`` and a doubled backslash stand for the characters.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.patterns import regex
from ebpf_glossary.rules.needs import Needs
from ebpf_glossary.segments import Applicability, Document, Edit, Finding, Fix, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Modules in the order in which their rules run; the family of a rule is its module's FAMILY.
MODULES = (
    "spacing",
    "invisible",
    "punctuation",
    "width",
    "repetition",
    "sentences",
    "residue",
    "scripts",
    "untranslated",
    "copies",
    "comparison",
    "placeholders",
    "addresses",
    "codespans",
    "markup",
    "directives",
    "structure",
    "codeblocks",
    "links",
    "catalog",
    "names",
    "translated",
    "bilingual",
    "spelling",
    "commands",
    "identifiers",
    "terms",
    "ignores",
)


class Hit(NamedTuple):
    """What a rule yields: a place, and what to do about it.

    Attributes:
        start: first code point in the document's text.
        end: one past the last.
        replacement: what should stand there instead, or None.
        message: what is wrong, where the rule's summary does not say it well enough.
        evidence: what speaks for it, and against it.
        applicability: how far the replacement can be trusted, where it is not as the rule says.
        edits: where more than the place itself must change: instead of `replacement`.
        mends_markup: the fix is meant to change what is protected, as others of the rule are not.
    """

    start: int
    end: int
    replacement: str | None = None
    message: Message | None = None
    evidence: tuple[Message, ...] = ()
    applicability: Applicability | None = None
    edits: tuple[Edit, ...] = ()
    mends_markup: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A bad text and what is right in its place."""

    bad: str
    good: str
    source: str | None
    format: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its documentation.

    Attributes:
        name: says the bad thing.
        family: the FAMILY of its module.
        summary: one sentence.
        explanation: paragraphs.
        examples: what it finds and what it leaves.
        find: yields what is wrong with a document.
        fix: how far its fixes can be trusted, None where it has none.
        default: whether it is used where nobody asks for it.
        mends_markup: its fixes are meant to change what is protected.
        needs: what it needs of plain text; None where that cannot be told so easily.
    """

    name: str
    family: str
    summary: str
    explanation: str
    examples: tuple[Example, ...]
    find: Callable[[Document], Iterator[Hit]]
    fix: Applicability | None
    default: bool
    mends_markup: bool
    needs: Needs | None = None

    def finding(self, hit: Hit) -> Finding:
        """Return a hit of the rule as a finding."""
        edits = hit.edits
        if hit.replacement is not None:
            edits = (Edit(hit.start, hit.end, hit.replacement),)
        applicability = hit.applicability or self.fix
        mends = self.mends_markup or hit.mends_markup
        fix = Fix(edits, applicability, mends) if edits and applicability else None
        message = hit.message or Message(self.summary)
        return Finding(self.name, hit.start, hit.end, message, hit.evidence, fix)


RULES: dict[str, Rule] = {}


def rule(
    name: str,
    *,
    fix: Applicability | None = None,
    default: bool = True,
    mends_markup: bool = False,
    needs: Needs | None = None,
) -> Callable[[Callable[[Document], Iterator[Hit]]], Callable[[Document], Iterator[Hit]]]:
    """Register a function as a rule.

    Args:
        name: says the bad thing in the field's words.
        fix: how far its fixes can be trusted.
        default: whether it is used where nobody asks for it: at least nine in ten of what it finds
            in human text must be right.
        mends_markup: its fixes are meant to change what is protected.
        needs: what it needs of plain text; an empty one is that it needs another format, or the
            English. In a check of plain text that states a style of spaces it is not looked at.
    """

    def register(
        find: Callable[[Document], Iterator[Hit]],
    ) -> Callable[[Document], Iterator[Hit]]:
        family: str = find.__globals__["FAMILY"]
        summary, explanation, examples = parse(inspect.getdoc(find) or "")
        RULES[name] = Rule(
            name,
            family,
            summary,
            explanation,
            examples,
            find,
            fix,
            default,
            mends_markup,
            needs,
        )
        return find

    return register


_LABEL = regex(r"^(Source|Format|Bad|Good):[ ]*(.*)$")
_ESCAPE = regex(r"\\(?:\\|n|t|u[0-9a-fA-F]{4})")


def parse(docstring: str) -> tuple[str, str, tuple[Example, ...]]:
    """Return the summary, the explanation and the examples of a docstring."""
    prose: list[str] = []
    examples: list[Example] = []
    given: dict[str, str] = {}
    for line in docstring.splitlines():
        match = _LABEL.match(line)
        if not match:
            prose.append(line)
            continue
        given[match[1]] = _ESCAPE.sub(lambda m: m[0].encode().decode("unicode_escape"), match[2])
        if match[1] == "Good":
            source, format_ = given.get("Source"), given.get("Format", "plain")
            examples.append(Example(given["Bad"], given["Good"], source, format_))
            given = {}
    summary, _, explanation = "\n".join(prose).strip().partition("\n")
    paragraphs = [" ".join(p.split()) for p in explanation.strip().split("\n\n") if p.strip()]
    return summary, "\n\n".join(paragraphs), tuple(examples)


def load() -> dict[str, Rule]:
    """Return all rules by name, in the order in which they run."""
    for module in MODULES:
        import_module(f"{__name__}.{module}")
    return RULES


def known_names() -> frozenset[str]:
    """Return what rules can be called: their own names and those of their families."""
    return frozenset(name for each in load().values() for name in (each.name, each.family))
