"""`rule`: what the checker looks for, why it is wrong, and what is right instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebpf_glossary import config as configuration
from ebpf_glossary import report, rules
from ebpf_glossary.cli.messages import add_output_options
from ebpf_glossary.errors import GlossaryError

if TYPE_CHECKING:
    import argparse

    from ebpf_glossary.cli.messages import Translator
    from ebpf_glossary.cli.terminal import Terminal


PAGE = "ebpf-glossary rule --all --format markdown"


def configure(command: str, parser: argparse.ArgumentParser, _: Translator) -> None:
    """Tell `parser` the arguments of the command."""
    parser.add_argument("name", metavar="NAME", nargs="?", help=_("name of a rule or a family"))
    parser.add_argument("--all", action="store_true", help=_("explain all rules"))
    add_output_options(parser, ["text", "markdown"], _)
    parser.set_defaults(run=explain)


def explain(options: argparse.Namespace, terminal: Terminal, _: Translator) -> int:
    """Explain a rule, a family of rules or all; without a name, list them."""
    known = list(rules.load().values())
    if options.name is None and not options.all:
        heading = (_("Rule"), _("Family"), _("Fix"), _("Meaning"))
        terminal.table([heading, *(_row(rule, _) for rule in known)])
        return 0
    wanted = [r for r in known if options.name in (None, r.name, r.family)]
    if not wanted:
        reason, fields = configuration.unknown_rule(options.name, rules.known_names())
        raise GlossaryError(reason, **fields)
    if options.format == "markdown":
        terminal.write(_page(wanted, _))
        return 0
    for number, rule in enumerate(wanted):
        if number:
            terminal.write("")
        _explain(rule, terminal, _)
    return 0


def _row(rule: rules.Rule, _: Translator) -> tuple[str, str, str, str]:
    fix = _(report.APPLICABILITY[rule.fix]) if rule.fix else ""
    return rule.name, rule.family, fix, _(rule.summary)


def _facts(rule: rules.Rule, _: Translator) -> str:
    state = _("on by default") if rule.default else _("off by default")
    fix = _("fix: {applicability}").format(
        applicability=_(report.APPLICABILITY[rule.fix]) if rule.fix else _("none")
    )
    return _(", ").join((rule.family, state, fix))


def _examples(rule: rules.Rule, _: Translator) -> list[str]:
    """Return the examples, each as lines."""
    made: list[str] = []
    for example in rule.examples:
        lines = [_("English: ") + report.visible(example.source)] if example.source else []
        lines.append(_("Bad:  ") + report.visible(example.bad))
        lines.append(_("Good: ") + report.visible(example.good))
        made.append("\n".join(lines))
    return made


def _explain(rule: rules.Rule, terminal: Terminal, _: Translator) -> None:
    head = _("{name} ({facts})")
    terminal.write(head.format(name=terminal.bold(rule.name), facts=_facts(rule, _)))
    terminal.paragraphs(_(rule.summary))
    for paragraph in filter(None, rule.explanation.split("\n\n")):
        terminal.paragraphs("\n" + _(paragraph))
    for example in _examples(rule, _):
        terminal.write("")
        terminal.write("\n".join(report.INDENT + line for line in example.splitlines()))


def _page(wanted: list[rules.Rule], _: Translator) -> str:
    """Return the documentation page; examples of artifacts stand in blocks no rule reads."""
    title = _("Rules")
    parts = [f"# {title}", _("This page is made by `{command}`.").format(command=PAGE)]
    for rule in wanted:
        parts += [f"## {rule.name}", f"*{_facts(rule, _)}*", _(rule.summary)]
        parts += (_(paragraph) for paragraph in filter(None, rule.explanation.split("\n\n")))
        parts.append("```text\n" + "\n\n".join(_examples(rule, _)) + "\n```")
    return "\n\n".join(parts)
