"""`lexicon`: what is right and wrong for a name or a term, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary import report
from ebpf_glossary.cli.messages import add_output_options, add_own_terms_option
from ebpf_glossary.errors import N_, UnknownEntryError
from ebpf_glossary.lexicon import lexicon_of
from ebpf_glossary.matching import lower
from ebpf_glossary.renderings import NameRecord, squeeze

if TYPE_CHECKING:
    import argparse

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal
    from ebpf_glossary.renderings import Lexicon, Rendering, TermRecord

PAGE = "ebpf-glossary lexicon --all --format markdown"

NEEDS = {
    "source": N_("the English has the name"),
    "link": N_("a link around it leads to the name"),
    "beside": N_("the name stands beside it"),
}


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the arguments of the command."""
    parser.add_argument(
        "word", metavar="WORD", nargs="?", help=_("a name, a term or a rendering, in any language")
    )
    parser.add_argument("--all", action="store_true", help=_("show everything"))
    add_own_terms_option(parser, _)
    add_output_options(parser, ["text", "markdown"], _)
    parser.set_defaults(run=show)


def show(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Show what the lexicon says of a word, or of all; without a word, count."""
    known = lexicon_of(tuple(options.glossary))
    if options.word is None and not options.all:
        wrong = sum(len(record.wrong) for record in known.records)
        said = _("{names} names, {terms} terms, {wrong} wrong renderings.")
        counts = said.format(names=len(known.names), terms=len(known.terms), wrong=wrong)
        terminal.write(counts)
        return 0
    found = [record for record in known.records if options.all or _is(record, options.word)]
    if not found:
        raise UnknownEntryError(options.word, ())
    if options.format == "markdown":
        terminal.write(_page(known, [record for record in found if record.wrong], _))
        return 0
    for number, record in enumerate(found):
        if number:
            terminal.write("")
        _show(record, terminal, _)
    return 0


def _is(record: NameRecord | TermRecord, word: str) -> bool:
    """Tell whether a word is one of a record's, right or wrong."""
    texts = (record.head, *record.aliases, *record.right, *(r.zh for r in record.wrong))
    return squeeze(lower(word)) in {squeeze(lower(text)) for text in texts}


def _right(record: NameRecord | TermRecord, _: Translator) -> str:
    rights = (record.name, *record.own) if isinstance(record, NameRecord) else record.right
    return _(", ").join(rights)


def _show(record: NameRecord | TermRecord, terminal: Terminal, _: Translator) -> None:
    terminal.write(terminal.bold(record.head) + _(": ") + _right(record, _))
    for rendering in record.wrong:
        when = _when(rendering, _)
        terminal.write(f"  ✗ {rendering.zh}" + (_(": ") + when if when else ""))
        if rendering.why:
            terminal.paragraphs(f"    {rendering.why}")
        if rendering.bad:
            terminal.write("    " + _("Bad:  ") + report.visible(rendering.bad.zh))
        if rendering.ok:
            terminal.write("    " + _("Good: ") + report.visible(rendering.ok.zh))


def _when(rendering: Rendering, _: Translator) -> str:
    """Return on what conditions a rendering is wrong, nothing if always."""
    if not rendering.ordinary:
        return ""
    if rendering.needs:
        needs = _(", ").join(_(NEEDS[need]) for need in rendering.needs)
        return _("only if {conditions}").format(conditions=needs)
    cues = [*(cue.label for cue in rendering.near), *(slot.text for slot in rendering.slots)]
    return _("near {words}").format(words=_(", ").join(cues))


def _page(known: Lexicon, records: list[NameRecord | TermRecord], _: Translator) -> str:
    """Return the page; wrong renderings and examples stand in blocks that no rule reads."""
    parts = [
        "# " + _("Wrong renderings"),
        _("This page is made by `{command}`.").format(command=PAGE),
        _(
            "Wherever it stands, a rendering without a condition is wrong. The others are right"
            " words for something else: they are reported only where something tells which sense is"
            " meant, such as words of these groups."
        ),
        "```text\n" + "\n".join(f"{c.name}: {' '.join(c.words)}" for c in known.cues) + "\n```",
    ]
    for record in records:
        lines: list[str] = []
        for rendering in record.wrong:
            when = _when(rendering, _)
            lines.append(f"✗ {rendering.zh}" + (f"  ({when})" if when else ""))
            lines += [f"  {rendering.why}"] if rendering.why else []
            for label, sentence in ((_("Bad:  "), rendering.bad), (_("Good: "), rendering.ok)):
                if sentence:
                    lines.append(f"  {label}{report.visible(sentence.zh)}")
        heading = f"## {record.head}"
        parts += [heading, "```text\n✓ " + _right(record, _) + "\n" + "\n".join(lines) + "\n```"]
    return "\n\n".join(parts)
