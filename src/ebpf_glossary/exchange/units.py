"""What is exchanged: terms with their renderings, and translations of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ebpf_glossary.errors import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEFINITIONS = {"term": "definition", "project": "summary"}
"""Which text of an entry says what it is, by the kind of entry."""


class Wording(NamedTuple):
    """What stands for a concept in one language, in the words of ISO 30042.

    Attributes:
        preferred: the term to use; nothing where it is not translated.
        admitted: others that are right.
        deprecated: those that are wrong.
        definition: paragraphs, or nothing.
    """

    preferred: str = ""
    admitted: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    definition: str = ""

    @property
    def right(self) -> tuple[str, ...]:
        """Everything that may stand for the concept, the best first."""
        return ((self.preferred,) if self.preferred else ()) + self.admitted


class Concept(NamedTuple):
    """A term or the name of a project, in two languages.

    Attributes:
        id: kind and id of the entry, as `term.verifier`; nothing where a file does not tell.
        subject: the category, as text.
        source: the English.
        target: the translation.
        line: where it was read.
    """

    id: str
    subject: str
    source: Wording
    target: Wording
    line: int = 0


class Translation(NamedTuple):
    """A text with its translation: a message of a catalog.

    Attributes:
        key: its `msgctxt`, or nothing.
        source: the English.
        target: the translation, or nothing.
        fuzzy: the translation is to be looked at again.
        note: for translators.
        comment: of translators.
        line: where it was read.
    """

    key: str
    source: str
    target: str
    fuzzy: bool = False
    note: str = ""
    comment: str = ""
    line: int = 0


class Left(NamedTuple):
    """Something that was not exchanged, and why.

    Attributes:
        what: it is about.
        reason: a sentence, to be translated.
        values: of the fields in the sentence.
        line: where it was read.
    """

    what: str
    reason: str
    values: tuple[tuple[str, str], ...] = ()
    line: int = 0

    def render(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language into which `translate` takes it."""
        shown = {name: quote(value) for name, value in self.values}
        return translate(self.reason).format(**shown)


class Content(NamedTuple):
    """What a file holds, or a glossary.

    Attributes:
        language: of the translations, as `zh_CN`; the source is English.
        concepts: terms and names.
        translations: texts.
        left: what a glossary holds beside them.
    """

    language: str
    concepts: tuple[Concept, ...] = ()
    translations: tuple[Translation, ...] = ()
    left: tuple[Left, ...] = ()


def messages_of(concept: Concept) -> Iterator[Translation]:
    """Yield the messages of a catalog that a concept holds: its headword and its definition."""
    kind = concept.id.partition(".")[0]
    source, target, line = concept.source, concept.target, concept.line
    if kind == "term":
        yield Translation(f"{concept.id}.label", source.preferred, target.preferred, line=line)
    if kind in DEFINITIONS:
        key = f"{concept.id}.{DEFINITIONS[kind]}"
        yield Translation(key, source.definition, target.definition, line=line)
