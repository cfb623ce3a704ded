"""The rules and their vocabulary in words, for the reference pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from matcher.domain.alerts.facts import PLACEHOLDERS
from matcher.domain.alerts.rule import (
    ABOVE_SOURCE_CAP,
    MAY_SPEAK_OF_REISSUE,
    PRESENT_DANGER,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Rule,
)
from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.alerts.vocabulary import COMPARERS, FACTS, Comparer, Fact, FactKind, Scope


def describe_rules(rules: Iterable[Rule]) -> str:
    """Write every rule, what caps it, and every fact a rule may read, as Markdown."""
    return "\n\n".join((*_order_of_evaluation(), *(_describe(rule) for rule in sorted(rules, key=lambda each: each.id)), *_vocabulary()))


def say_condition(condition: Condition) -> str:
    """Write a condition in words."""
    match condition:
        case Comparison():
            return _say_comparison(condition)
        case AllOf(()):
            return "always"
        case AllOf(parts):
            return " **and** ".join(_in_brackets(part) for part in parts)
        case AnyOf(parts):
            return " **or** ".join(_in_brackets(part) for part in parts)
        case Not(part):
            return f"**not** {_in_brackets(part)}"
        case _:
            assert_never(condition)


def _in_brackets(part: Condition) -> str:
    words = say_condition(part)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words


def _say_comparison(question: Comparison) -> str:
    operand = question.operand
    values = operand if isinstance(operand, tuple) else (operand,)
    said = ", ".join(("yes" if value else "no") if isinstance(value, bool) else str(value) for value in values)
    return f"`{question.fact}` {question.comparer.value.replace('_', ' ')} {said}"


def _order_of_evaluation() -> Iterator[str]:
    yield (
        "An urgency says how soon a person must look, never how bad a child is. Order of evaluation: `block` rules, `suppress` rules, "
        "`withhold` rules (matches on restricted lines go there and nowhere else), then `alert` and `lead` rules; `raise_level` rules "
        "raise an alert by one level, at most to P1; caps come last and win."
    )
    yield "\n".join(f"- {clock}" for clock in CLOCKS.values())
    yield "\n".join(
        (
            "| cap | up to |",
            "|---|---|",
            "| grade A | P1 |",
            f"| grade B | P2; P1 under {', '.join(sorted(PRESENT_DANGER))} and for a decision on a restricted line |",
            "| grade C | P3; none where a rule leaves the grade aside (a child under ten) |",
            f"| grade D | P4, to the owning unit only, by {', '.join(sorted(MAY_SPEAK_OF_REISSUE))} or on a restricted line |",
            "| grade E | never an alert: a lead only |",
            f"| source graded 3 | P3; P2 while the person is missing, and under {', '.join(sorted(ABOVE_SOURCE_CAP))} |",
        )
    )


def _describe(rule: Rule) -> str:
    return "\n\n".join(_parts(rule))


def _parts(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}: {rule.title}"
    looks_at = ", ".join(rule.scopes)
    flags = (", restricted" if rule.restricted else "") + (", also on a line handset" if rule.stands_on_line_handset else "")
    yield f"Version {rule.version}. Owner: {rule.owner}. Effect: `{rule.effect}`. Looks at: {looks_at}{flags}."
    yield f"When {say_condition(rule.when)}."
    if rule.variants:
        rows = [
            f"| {variant.urgency} | {say_condition(variant.when)} | {variant.because}"
            f"{' (leaves the grade aside)' if variant.ignores_grade else ''} |"
            for variant in rule.variants
        ]
        yield "\n".join(("| urgency | when | because |", "|---|---|---|", *rows))
    yield f"Assessment: {rule.assessment}"
    yield "A person may decide to:\n\n" + "\n".join(f"- {action}" for action in rule.actions)
    if rule.recipients:
        yield f"Recipients by default: {'; '.join(rule.recipients)}."
    yield f"Why: {rule.rationale} Source: {rule.source}."


def _vocabulary() -> Iterator[str]:
    yield "## Facts a rule may read"
    yield "A fact that is unknown answers no to every comparison but `is_known: false`. Sex and ethnicity are no facts."
    rows = [_fact_row(fact) for fact in Fact]
    yield "\n".join(("| fact | meaning | value | known of |", "|---|---|---|---|", *rows))
    yield "## Comparisons"
    rows = [f"| {kind} | {', '.join(f'`{each}`' for each in Comparer if each in COMPARERS[kind])} |" for kind in FactKind]
    yield "\n".join(("| value | comparisons |", "|---|---|", *rows))
    yield "## What a sentence may name"
    rows = [f"| {scope} | {', '.join(f'`{{{name}}}`' for name in sorted(PLACEHOLDERS[scope]))} |" for scope in Scope]
    yield "\n".join(("| scope | placeholders |", "|---|---|", *rows))


def _fact_row(fact: Fact) -> str:
    about = FACTS[fact]
    value = ", ".join(f"`{word}`" for word in about.words) or about.kind.value
    readers = f" (only {', '.join(sorted(about.readers))})" if about.readers else ""
    known = "everything" if about.scopes == frozenset(Scope) else ", ".join(scope for scope in Scope if scope in about.scopes)
    return f"| `{fact}` | {about.meaning}{readers} | {value} | {known} |"
