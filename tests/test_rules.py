"""Every rule is documented, translated and true to its examples."""

from __future__ import annotations

import pytest

from ebpf_glossary import check, fix, rules
from ebpf_glossary.cli.messages import Translator
from ebpf_glossary.config import Config
from ebpf_glossary.rules import Example, Rule

RULES = list(rules.load().values())
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
each_example = pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.name}-{e.bad[:20]!r}" for rule, e in EXAMPLES]
)

# What the checker is asked for by name.
REQUIRED = (
    "extra-space space-beside-punctuation space-between-han missing-space "
    "invisible-character halfwidth-punctuation repeated-punctuation unbalanced-pair "
    "fullwidth-alphanumeric repeated-word repeated-sentence repetition-loop split-sentence "
    "untranslated-text copied-source mixed-script html-entity translator-chatter "
    "replacement-character changed-placeholder changed-url changed-number changed-code "
    "broken-markup translated-directive wrong-plural-forms duplicated-name "
).split()

FAMILIES = ("spacing", "punctuation", "text", "markup", "structure", "catalog", "names", "terms")


def test_all_that_is_required_is_there() -> None:
    assert set(REQUIRED) <= {rule.name for rule in RULES}


@each_rule
def test_it_is_documented(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert len(rule.explanation) > 60
    assert rule.examples
    assert rule.family in FAMILIES


@each_rule
def test_it_is_translated(rule: Rule) -> None:
    chinese = Translator("zh")
    for text in (rule.summary, *rule.explanation.split("\n\n")):
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese(text)), text


@each_example
def test_a_bad_text_is_found(rule: Rule, example: Example) -> None:
    config = Config(select=(rule.name,))
    found = check(example.bad, source=example.source, format=example.format, config=config)
    assert rule.name in {finding.rule for finding in found}


@each_example
def test_the_fix_of_the_bad_is_the_good(rule: Rule, example: Example) -> None:
    if rule.fix is None:
        pytest.skip("the rule has no fix")
    config = Config(select=(rule.name,))
    fixed = fix(
        example.bad, source=example.source, format=example.format, unsafe=True, config=config
    )
    assert fixed.text == example.good


@each_example
def test_no_rule_finds_anything_in_the_good(rule: Rule, example: Example) -> None:
    found = check(example.good, source=example.source, format=example.format)
    assert [(finding.rule, finding.message) for finding in found] == []
