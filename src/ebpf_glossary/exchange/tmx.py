"""TMX 1.4b: a memory of translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary.errors import N_
from ebpf_glossary.exchange.languages import nearest, require, tag
from ebpf_glossary.exchange.units import Content, Left, Translation
from ebpf_glossary.exchange.xml_nodes import Node, element, is_xml, opening, parse_xml
from ebpf_glossary.locales import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTEXT = "x-context"  # where translate-toolkit looks for it
HEADER = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="ebpf-glossary" creationtoolversion="{version}" segtype="paragraph"\
 o-tmf="PO" adminlang="en" srclang="en" datatype="plaintext"/>
<body>
"""
FOOTER = "</body>\n</tmx>\n"


def write(content: Content) -> tuple[str, list[Left]]:
    """Return the finished translations as TMX, and what it does not hold."""
    from ebpf_glossary import __version__

    left: list[Left] = []
    units = []
    for each in content.translations:
        name = each.key or each.source
        if not each.target:
            left.append(Left(name, N_("It is not translated.")))
        elif each.fuzzy:
            left.append(Left(name, N_("Its translation is fuzzy, which the format cannot say.")))
        elif not all(map(is_xml, (each.key, each.source, each.target, each.note, each.comment))):
            left.append(Left(name, N_("A character in it is not allowed in XML.")))
        else:
            units.append(_unit(each, content.language))
    return HEADER.format(version=__version__) + "".join(units) + FOOTER, left


def _unit(each: Translation, language: str) -> str:
    identity = {"tuid": each.key} if each.key and not set(each.key) & set(" \t\r\n") else {}
    lines = [opening("tu", **identity)]
    if each.note:
        lines.append(element("note", each.note))
    if each.key:
        lines.append(element("prop", each.key, type=CONTEXT))
    lines.append(_variant(SOURCE_LANGUAGE, each.source, ""))
    lines.append(_variant(language, each.target, each.comment))
    return "\n".join([*lines, "</tu>\n"])


def _variant(language: str, text: str, comment: str) -> str:
    note = element("note", comment) if comment else ""
    return f"{opening('tuv', lang=tag(language))}{note}{element('seg', text)}</tuv>"


def read(path: str, content: bytes, language: str) -> Content:
    """Return the translations in a file.

    Raises:
        CatalogError: it is no XML, or has nothing in the language.
    """
    units = list(parse_xml(path, content).find_all("tu"))
    require(path, language, (v.language for unit in units for v in unit.find_all("tuv")))
    return Content(language, (), tuple(_translations(units, language)))


def _translations(units: list[Node], language: str) -> Iterator[Translation]:
    for unit in units:
        variants = {each.language: each for each in unit.children if each.name == "tuv"}
        source = variants.get(nearest(SOURCE_LANGUAGE, variants) or "")
        target = variants.get(nearest(language, variants) or "")
        if source is None or target is None:
            continue
        contexts = (p.text for p in unit.children if p.attributes.get("type") == CONTEXT)
        yield Translation(
            key=next(contexts, unit.attributes.get("tuid", "")),
            source=_text(source, "seg"),
            target=_text(target, "seg"),
            note=_text(unit, "note"),
            comment=_text(target, "note"),
            line=unit.line,
        )


def _text(node: Node, name: str) -> str:
    return next((child.text for child in node.children if child.name == name), "")
