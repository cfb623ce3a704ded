"""Raises alerts from one screening, in the order of domain 5.2.

Legal-basis block, protected numbers, restricted lines, rules, modifiers, caps, one alert for each rule and those it is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from matcher.domain.alerts.facts import PLACEHOLDER, Evaluation, Unit, associate_units, fill, lead_units, match_units, screening_unit
from matcher.domain.alerts.rule import Effect, Recipient, Rule, Variant
from matcher.domain.alerts.urgency import Judged, judge, variant_of
from matcher.domain.alerts.vocabulary import Fact, Scope
from matcher.domain.match import Grade
from matcher.domain.screening import Alert, Urgency

__all__ = ["SAFE_CONTACT", "AlertPart", "Evaluation", "held_back", "parts_of", "raise_alerts"]

#: Stands under every alert.
SAFE_CONTACT = (
    "Nobody rings or messages any number of this phone, the person's own included. Parents and carers are spoken to only after a "
    "check that contact is safe."
)

#: An adult's match goes no child's way (domain 3.3, row 38, and 7).
_FOR_ADULTS = {Recipient.SAFEGUARDING: Recipient.ADULT_SAFEGUARDING}

_CONDITIONS = "The list entry is shared under conditions: pass on nothing but the fact of a concern unless they allow more."


def raise_alerts(evaluation: Evaluation, rules: Iterable[Rule]) -> tuple[Alert, ...]:
    """Apply the rules and give the alerts: the most urgent first, then what the owning unit must decide, then by rule."""
    by_effect = _by_effect(rules)
    whole = screening_unit(evaluation)
    if blocked := _alerts(by_effect[Effect.BLOCK], (whole,), ()):
        return _ordered(blocked)
    matches = [unit for unit in match_units(evaluation, whole) if not _speaks(by_effect[Effect.SUPPRESS], unit)]
    open_units = (
        whole,
        *(unit for unit in matches if not unit.is_restricted),
        *associate_units(evaluation, whole),
        *lead_units(evaluation, whole),
    )
    raised = _alerts(by_effect[Effect.WITHHOLD], [unit for unit in matches if unit.is_restricted], ())
    replacing = _alerts(by_effect[Effect.REPLACE], open_units, ())
    standing = [rule for rule in (*by_effect[Effect.ALERT], *by_effect[Effect.LEAD]) if rule.stands_on_line_handset or not replacing]
    return _in_order(raised, (*replacing, *_alerts(standing, open_units, by_effect[Effect.RAISE_LEVEL])))


class AlertPart(NamedTuple):
    """What one match, or one person a line names, gives by itself to an alert that may stand for several."""

    line_id: str
    #: E.164.
    number: str
    #: As if it were about nothing else.
    alert: Alert


def parts_of(evaluation: Evaluation, rules: Iterable[Rule]) -> tuple[AlertPart, ...]:
    """Give what each match and each named person of lines that everybody may know of gives to the alerts of an answer, in its order.

    How many lines there are is counted over the whole answer, as in its alerts.
    """
    by_effect, screening = _by_effect(rules), evaluation.screening
    whole = screening_unit(evaluation)
    about = [(each.line, each.number) for each in screening.matches]
    about += [(each.line, each.number) for each in screening.associates]
    units = [*match_units(evaluation, whole), *associate_units(evaluation, whole)]
    speaking = (*by_effect[Effect.REPLACE], *by_effect[Effect.ALERT])
    return tuple(
        AlertPart(line.id, number, alert)
        for (line, number), unit in zip(about, units, strict=True)
        if not unit.is_restricted and not _speaks(by_effect[Effect.SUPPRESS], unit)
        for alert in _alerts(speaking, (unit,), by_effect[Effect.RAISE_LEVEL])
    )


def _by_effect(rules: Iterable[Rule]) -> dict[Effect, list[Rule]]:
    by_effect: dict[Effect, list[Rule]] = {effect: [] for effect in Effect}
    for rule in sorted(rules, key=lambda each: each.id):
        by_effect[rule.effect].append(rule)
    return by_effect


def held_back(evaluation: Evaluation, rules: Iterable[Rule], raised: Iterable[Alert]) -> tuple[Alert, ...]:
    """Give the alerts that are not among those `raised` only because the phone is taken for a line handset, the most urgent first."""
    known = {(alert.rule, alert.rests_on_restricted) for alert in raised}
    as_own_phone = raise_alerts(replace(evaluation, is_line_handset=False), rules)
    return tuple(alert for alert in as_own_phone if (alert.rule, alert.rests_on_restricted) not in known)


def _ordered(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    return tuple(sorted(alerts, key=lambda alert: (alert.urgency, alert.rule, alert.rests_on_restricted)))


def _in_order(withheld: Iterable[Alert], others: Iterable[Alert]) -> tuple[Alert, ...]:
    """Order by urgency; among equals the owning unit's decision stands first, because everything else may depend on it."""
    return tuple(sorted((*_ordered(withheld), *_ordered(others)), key=lambda alert: alert.urgency))


def _speaks(rules: Iterable[Rule], unit: Unit) -> bool:
    return any(unit.scope in rule.scopes and rule.speaks(unit.sheet) for rule in rules)


@dataclass(frozen=True, slots=True)
class _Case:
    """One rule met by one thing it looks at."""

    unit: Unit
    variant: Variant
    modifiers: tuple[Rule, ...]
    judged: Judged

    @property
    def modifiers_by_id(self) -> frozenset[str]:
        """The ids of the modifiers that apply."""
        return frozenset(modifier.id for modifier in self.modifiers)


def _alerts(rules: Iterable[Rule], units: Sequence[Unit], modifiers: Sequence[Rule]) -> list[Alert]:
    return [alert for rule in rules for alert in _alerts_of(rule, units, modifiers)]


def _alerts_of(rule: Rule, units: Sequence[Unit], modifiers: Sequence[Rule]) -> Iterator[Alert]:
    # What rests on a restricted line is told apart, so that the rest can be handed on; and so is what goes to others: a sentence for the
    # owning unit only must not reach a coordinator beside one that is for both.
    groups: dict[tuple[bool, tuple[Recipient, ...]], list[_Case]] = {}
    for case in _cases(rule, units, modifiers):
        groups.setdefault((case.unit.is_restricted, case.variant.recipients or rule.recipients), []).append(case)
    for (is_restricted, recipients), cases in groups.items():
        yield _alert(rule, cases, recipients, is_restricted=is_restricted)


def _cases(rule: Rule, units: Sequence[Unit], modifiers: Sequence[Rule]) -> Iterator[_Case]:
    for unit in units:
        if unit.scope not in rule.scopes or (variant := variant_of(rule, unit.sheet)) is None:
            continue
        # What starts at P4 is a note for the owning unit: it gets no sooner, and no council or supervisor hears of it.
        is_information = variant.urgency is Urgency.P4 or unit.sheet.word(Fact.GRADE) == Grade.D
        applying = () if rule.effect is not Effect.ALERT or is_information else _applying(modifiers, unit)
        yield _Case(unit, variant, applying, judge(rule, variant, unit.sheet, applying))


def _applying(modifiers: Sequence[Rule], unit: Unit) -> tuple[Rule, ...]:
    # A modifier about the person applies to whatever the alert rests on: every sheet holds the facts of the whole screening.
    return tuple(
        modifier
        for modifier in modifiers
        if (unit.scope in modifier.scopes or Scope.SCREENING in modifier.scopes) and modifier.speaks(unit.sheet)
    )


def _alert(rule: Rule, cases: Sequence[_Case], usual: Sequence[Recipient], *, is_restricted: bool) -> Alert:
    # Stable: of equally urgent ones the first match of the answer decides.
    decisive = min(cases, key=lambda case: case.judged.urgency)
    modifiers = _modifiers(cases)
    has_conditions = any(case.unit.sheet.word(Fact.HANDLING) == "C" for case in cases)
    actions = [*rule.actions, *(action for modifier in modifiers for action in modifier.actions)]
    if has_conditions:
        actions.append(_CONDITIONS)
    recipients = [*usual, *(each for modifier in modifiers for each in modifier.recipients)]
    if decisive.unit.is_about_adult:
        recipients = [_FOR_ADULTS.get(each, each) for each in recipients]
    return Alert(
        rule=rule.id,
        rule_version=rule.version,
        urgency=decisive.judged.urgency,
        title=rule.title,
        facts=tuple(dict.fromkeys(_facts(rule, cases))),
        assessment=rule.assessment,
        actions=tuple(dict.fromkeys((*actions, SAFE_CONTACT))),
        urgency_steps=_steps(decisive, cases),
        recipients=tuple(dict.fromkeys(each.value for each in recipients)),
        restricted=rule.restricted or is_restricted,
        rests_on_restricted=is_restricted,
    )


def _steps(decisive: _Case, cases: Sequence[_Case]) -> tuple[str, ...]:
    """Tell how the urgency came about, and what became of a modifier that speaks of another line only."""
    *steps, clock = decisive.judged.steps
    told = set(decisive.modifiers_by_id)
    for case in cases:
        if not told.issuperset(case.modifiers_by_id):
            told.update(case.modifiers_by_id)
            # The first step is where the rule starts, the last is the clock; between them stand what raised and what capped.
            steps.append(f"For {case.unit.words['line']}: {' '.join(case.judged.steps[1:-1])}")
    return (*steps, clock)


def _modifiers(cases: Iterable[_Case]) -> tuple[Rule, ...]:
    return tuple({modifier.id: modifier for case in cases for modifier in case.modifiers}.values())


def _facts(rule: Rule, cases: Sequence[_Case]) -> Iterator[str]:
    for template in rule.facts:
        yield from _said(template, cases)
    for variant in rule.variants:
        for template in variant.facts:
            yield from _said(template, [case for case in cases if case.variant is variant])
    for modifier in _modifiers(cases):
        for template in modifier.facts:
            yield from _said(template, [case for case in cases if any(each is modifier for each in case.modifiers)])


def _said(template: str, cases: Sequence[_Case]) -> Iterator[str]:
    if not PLACEHOLDER.search(template):
        if cases:
            yield template
        return
    for case in cases:
        if (sentence := fill(template, case.unit.words)) is not None:
            yield sentence
