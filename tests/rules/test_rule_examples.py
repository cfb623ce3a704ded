"""Every shipped rule keeps its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.door import FOLDER
from matcher.domain.alerts.rule import Example, Rule
from matcher.domain.alerts.urgency import say_of
from matcher.service.load_rules import load_rules

RULES = {rule.id: rule for rule in load_rules(FOLDER)}

#: The rules that one screening can give the facts of, as issue 2 and section 6 of the domain name them.
NEEDED = [f"AR-{number:02d}" for number in (1, 2, 3, 4, 5, 8, 9, 10, 12, 13, 14, 17, 18, 20, 22, 24)]

EXAMPLES = [pytest.param(rule, example, id=f"{rule.id}-{at}") for rule in RULES.values() for at, example in enumerate(rule.examples, 1)]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_rule_says_what_its_example_expects(rule: Rule, example: Example):
    """On the facts of an example the rule alone, with the caps, says what the example expects."""
    assert say_of(rule, example.given) == example.expect


@pytest.mark.parametrize("rule_id", NEEDED)
def test_the_rule_is_shipped_and_switched_on(rule_id: str):
    """Every rule whose facts one screening can give is there and on."""
    assert rule_id in RULES


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES.values()])
def test_a_rule_has_examples_both_ways(rule: Rule):
    """Every rule shows a case where it speaks and one where it does not."""
    assert {example.expect == "none" for example in rule.examples} == {True, False}


def test_every_file_is_one_rule():
    """No file of the folder is left unread."""
    assert sorted(path.name for path in Path(FOLDER, "rules").iterdir()) == [f"{rule_id}.yaml" for rule_id in sorted(RULES)]
