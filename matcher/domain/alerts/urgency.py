"""How soon somebody must look: where a rule starts, what raises it, what caps it, each step in words (domain 5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.alerts.rule import ABOVE_SOURCE_CAP, MAY_SPEAK_OF_REISSUE, PRESENT_DANGER, Effect, Rule, Variant
from matcher.domain.alerts.vocabulary import Fact, Sheet
from matcher.domain.match import Grade, TimeRelation
from matcher.domain.screening import EpisodeStatus, Urgency

_LEVELS = tuple(Urgency)

#: What an urgency asks for (domain 7).
CLOCKS = {
    Urgency.P1: "P1: acknowledged within 15 minutes and looked at by a person within 60 minutes, day and night.",
    Urgency.P2: "P2: looked at in the same shift, and before the next daily threat, risk and harm meeting.",
    Urgency.P3: "P3: looked at before the return home interview, within 72 hours at most.",
    Urgency.P4: "P4: looked at in the weekly upkeep of the line list or the next fortnightly meeting.",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """An urgency and how it came about."""

    urgency: Urgency
    steps: tuple[str, ...]


def variant_of(rule: Rule, sheet: Sheet) -> Variant | None:
    """Choose the variant a rule speaks by, or None. Of a possible reissue only the rules speak that inform the owning unit."""
    if sheet.word(Fact.GRADE) == Grade.D and rule.effect is Effect.ALERT and rule.id not in MAY_SPEAK_OF_REISSUE:
        return None
    return rule.variant_for(sheet)


def say_of(rule: Rule, sheet: Sheet) -> str:
    """Say what one rule alone makes of a sheet after the caps: an urgency, `raised`, `suppressed` or `none`."""
    if not rule.speaks(sheet):
        return "none"
    match rule.effect:
        case Effect.RAISE_LEVEL:
            return "raised"
        case Effect.SUPPRESS:
            return "suppressed"
        case _:
            variant = variant_of(rule, sheet)
            return judge(rule, variant, sheet).urgency.value if variant else "none"


def judge(rule: Rule, variant: Variant, sheet: Sheet, modifiers: Sequence[Rule] = ()) -> Judged:
    """Start from the variant, raise by one level for each modifier (at most to P1), then cap. Caps win over modifiers."""
    urgency = variant.urgency
    steps = [f"{rule.id} starts at {urgency}{f': {variant.because}' if variant.because else ''}."]
    for modifier in modifiers:
        if modifier.id in variant.contains:
            steps.append(f"{modifier.id} ({modifier.title}) is already counted in this urgency.")
            continue
        raised = _one_level_up(urgency)
        change = f"raised from {urgency} to {raised}" if raised != urgency else f"stays at {urgency}, the highest"
        steps.append(f"{modifier.id} ({modifier.title}): {change}.")
        urgency = raised
    # An owner's decision on a restricted line is a route, not a claim about a child: no doubt about dates or source makes it wait.
    # What a possible reissue asks for, the rule's own variant says.
    caps = () if rule.effect is Effect.WITHHOLD else (_grade_cap(rule, variant, sheet), _source_cap(rule, sheet))
    for cap, reason in caps:
        if cap > urgency:
            steps.append(f"Capped at {cap}: {reason}.")
            urgency = cap
    return Judged(urgency, (*steps, CLOCKS[urgency]))


def _one_level_up(urgency: Urgency) -> Urgency:
    return _LEVELS[max(0, _LEVELS.index(urgency) - 1)]


def _grade_cap(rule: Rule, variant: Variant, sheet: Sheet) -> tuple[Urgency, str]:
    grade = sheet.word(Fact.GRADE)
    if grade == Grade.D:
        return Urgency.P4, "grade D, the number may have been reissued; information for the owning unit only"
    if variant.ignores_grade:
        return Urgency.P1, ""
    if grade == Grade.C:
        return Urgency.P3, "grade C, outside the dates; the number may have changed hands"
    if grade == Grade.B and rule.id not in PRESENT_DANGER:
        is_dated = sheet.word(Fact.TIME_RELATION) in {TimeRelation.OVERLAPS, TimeRelation.NEAR}
        why = "the number had to be repaired" if is_dated else "undated"
        return Urgency.P2, f"grade B, {why}, and this is no present-danger rule"
    return Urgency.P1, ""


def _source_cap(rule: Rule, sheet: Sheet) -> tuple[Urgency, str]:
    if sheet.word(Fact.SOURCE_GRADE) != "3":
        return Urgency.P1, ""
    if rule.id in ABOVE_SOURCE_CAP:
        return Urgency.P2, f"the source is graded not reliable (3); {rule.id} keeps P2"
    if sheet.word(Fact.STATUS) == EpisodeStatus.MISSING:
        return Urgency.P2, "the source is graded not reliable (3), and the person is missing"
    return Urgency.P3, "the source is graded not reliable (3)"
