"""TBX-Basic (ISO 30042): a concept with its terms in each language, and which of them to use.

The edition of 2008 is written, because it is what translate-toolkit, Weblate and OmegaT read; that
of 2019 is read as well, in both of its styles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.errors import N_
from ebpf_glossary.exchange.languages import nearest, require, tag
from ebpf_glossary.exchange.units import Concept, Content, Left, Wording
from ebpf_glossary.exchange.xml_nodes import element, is_xml, opening, parse_xml
from ebpf_glossary.locales import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebpf_glossary.exchange.xml_nodes import Node

TITLE = "Glossary of the eBPF ecosystem"
STATUSES = {
    "preferredTerm-admn-sts": "preferred",
    "preferred": "preferred",
    "admittedTerm-admn-sts": "admitted",
    "admitted": "admitted",
    "deprecatedTerm-admn-sts": "deprecated",
    "supersededTerm-admn-sts": "deprecated",
    "deprecated": "deprecated",
    "superseded": "deprecated",
    "forbidden": "deprecated",  # as Weblate says it
    "obsolete": "deprecated",
}
HEADER = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
<martifHeader>
<fileDesc>
<titleStmt><title>{title}</title></titleStmt>
<sourceDesc><p>ebpf-glossary</p></sourceDesc>
</fileDesc>
<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc>
</martifHeader>
<text>
<body>
"""
FOOTER = "</body>\n</text>\n</martif>\n"


def write(content: Content) -> tuple[str, list[Left]]:
    """Return the concepts as TBX, and what of them it does not hold."""
    left: list[Left] = []
    entries = []
    for concept in content.concepts:
        source = _held(concept, concept.source, left)
        target = _held(concept, concept.target, left)
        lines = [opening("termEntry", **({"id": concept.id} if concept.id else {}))]
        if concept.subject and is_xml(concept.subject):
            lines.append(element("descrip", concept.subject, type="subjectField"))
        lines += _section(SOURCE_LANGUAGE, source)
        lines += _section(content.language, target)
        if len(lines) > 2:
            entries.append("\n".join([*lines, "</termEntry>\n"]))
    return HEADER.format(title=TITLE) + "".join(entries) + FOOTER, left


def _held(concept: Concept, wording: Wording, left: list[Left]) -> Wording:
    """Return what of a wording can be written."""
    name = concept.source.preferred or concept.id

    def holds(text: str) -> bool:
        if not is_xml(text):
            left.append(Left(name, N_("A character in it is not allowed in XML."), ()))
        elif text != text.strip():
            left.append(Left(name, N_("It begins or ends with a space."), ()))
        else:
            return True
        return False

    held = Wording(
        preferred=wording.preferred if holds(wording.preferred) else "",
        admitted=tuple(text for text in wording.admitted if holds(text)),
        deprecated=tuple(text for text in wording.deprecated if holds(text)),
        definition=wording.definition if holds(wording.definition) else "",
    )
    if held.definition and not (held.right or held.deprecated):
        left.append(Left(name, N_("It has a definition and no term in that language."), ()))
        return held._replace(definition="")
    return held


def _section(language: str, wording: Wording) -> Iterator[str]:
    groups = (
        ("preferred", (wording.preferred,) if wording.preferred else ()),
        ("admitted", wording.admitted),
        ("deprecated", wording.deprecated),
    )
    if not any(texts for _, texts in groups):
        return
    yield opening("langSet", lang=tag(language))
    if wording.definition:
        descrip = element("descrip", wording.definition, type="definition")
        yield f"<descripGrp>{descrip}</descripGrp>"
    for status, texts in groups:
        note = element("termNote", f"{status}Term-admn-sts", type="administrativeStatus")
        for text in texts:
            yield f"<tig>{element('term', text)}{note}</tig>"
    yield "</langSet>"


def read(path: str, content: bytes, language: str) -> Content:
    """Return the concepts in a file.

    Raises:
        CatalogError: it is no XML, or has nothing in the language.
    """
    entries = list(parse_xml(path, content).find_all("termEntry", "conceptEntry"))
    sections = [list(entry.find_all("langSet", "langSec")) for entry in entries]
    require(path, language, (each.language for group in sections for each in group))
    concepts = []
    for entry, group in zip(entries, sections, strict=True):
        by_tag = {section.language: section for section in group}
        source, target = (
            _wording(by_tag.get(nearest(wanted, by_tag) or ""))
            for wanted in (SOURCE_LANGUAGE, language)
        )
        own = [node for node in entry.content if node not in group]
        if not source.definition:
            source = source._replace(definition=_described("definition", own))
        subject = _described("subjectField", own)
        concepts.append(
            Concept(entry.attributes.get("id", ""), subject, source, target, entry.line)
        )
    return Content(language, tuple(concepts))


def _described(what: str, content: list[Node | str]) -> str:
    """Return a description among nodes: an element that says its type, or is named after it."""
    for node in content:
        if isinstance(node, str):
            continue
        if what in (node.attributes.get("type"), node.name):
            return node.text.strip()
        if found := _described(what, node.content):
            return found
    return ""


def _wording(section: Node | None) -> Wording:
    if section is None:
        return Wording()
    terms: dict[str, list[str]] = {"preferred": [], "admitted": [], "deprecated": []}
    groups = list(section.find_all("tig", "ntig", "termSec"))
    unmarked: list[str] = []
    for group in groups:
        term = group.find("term")
        text = "" if term is None else term.text.strip()
        status = STATUSES.get(_described("administrativeStatus", group.content), "")
        (terms[status] if status else unmarked).append(text)
    # Without a mark, the first is the one to use.
    ranked = [text for text in (*terms["preferred"], *unmarked) if text]
    return Wording(
        preferred=ranked[0] if ranked else "",
        admitted=tuple(text for text in (*ranked[1:], *terms["admitted"]) if text),
        deprecated=tuple(text for text in terms["deprecated"] if text),
        definition=_described("definition", section.content),
    )
