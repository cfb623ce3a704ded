"""What an alert rule is: conditions over the closed vocabulary, an urgency, an effect, and texts. There is no expression language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import assert_never

from matcher.domain.alerts.vocabulary import Comparer, Fact, FactValue, Operand, Scope, Sheet
from matcher.domain.guarding.protection import Listing, NumberSet
from matcher.domain.match import Grade
from matcher.domain.screening import Urgency


class Effect(StrEnum):
    """What a rule does where its conditions hold."""

    #: A safeguarding alert.
    ALERT = "alert"
    #: Information for the unit that owns the line, never about a child.
    LEAD = "lead"
    #: Raises the urgency of the alerts that rest on the same match by one level.
    RAISE_LEVEL = "raise_level"
    #: Restricted lines: their matches are offered to rules of this effect and to no other.
    WITHHOLD = "withhold"
    #: Leaves the match out of everything.
    SUPPRESS = "suppress"
    #: Stands in place of the alerts that rest on single contacts.
    REPLACE = "replace"
    #: Nothing else is said.
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question to one fact. Made only from what `fault_of` found nothing wrong with."""

    fact: Fact
    comparer: Comparer
    operand: Operand


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; true when there is none."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Comparison | AllOf | AnyOf | Not


def holds(condition: Condition, sheet: Sheet) -> bool:
    """Decide a condition on a sheet of facts."""
    match condition:
        case Comparison():
            return _compare(condition, sheet[condition.fact])
        case AllOf(parts):
            return all(holds(part, sheet) for part in parts)
        case AnyOf(parts):
            return any(holds(part, sheet) for part in parts)
        case Not(part):
            return not holds(part, sheet)
        case _:
            assert_never(condition)


def _compare(question: Comparison, value: FactValue) -> bool:
    operand = question.operand
    if question.comparer is Comparer.IS_KNOWN:
        return (value is not None) is operand
    if value is None:
        return False
    match question.comparer:
        case Comparer.IS:
            return value == operand
        case Comparer.IS_NOT:
            return value != operand
        case Comparer.ONE_OF:
            return isinstance(operand, tuple) and value in operand
        case Comparer.AT_LEAST | Comparer.AT_MOST | Comparer.BELOW:
            return _compare_count(question.comparer, value, operand)
        case Comparer.INCLUDES | Comparer.INCLUDES_ANY:
            wanted = operand if isinstance(operand, tuple) else (operand,)
            return isinstance(value, frozenset) and any(each in value for each in wanted)
        case Comparer.SAYS_ANY:
            return isinstance(value, tuple) and isinstance(operand, tuple) and _says_any(value, operand)
        case _:
            assert_never(question.comparer)


def _compare_count(comparer: Comparer, value: FactValue, operand: Operand) -> bool:
    if not isinstance(value, int) or not isinstance(operand, int):
        return False
    if comparer is Comparer.AT_LEAST:
        return value >= operand
    return value <= operand if comparer is Comparer.AT_MOST else value < operand


def _says_any(labels: tuple[str, ...], phrases: tuple[str, ...]) -> bool:
    words = _words_of(phrases)
    return any(words.find_label(label) is not None for label in labels)


@cache
def _words_of(phrases: tuple[str, ...]) -> NumberSet:
    """Prepare the words of a rule; there are as many as rules have such questions."""
    # The number lists already know how people write such words: any case, accents, plural, possessive, beside digits.
    reason = Listing("rule", "words of a rule", "the rule")
    return NumberSet(words={tuple(phrase.casefold().split()): reason for phrase in phrases})


class Recipient(StrEnum):
    """Who may get an alert by default. Parents and carers are not among them: a person decides that after a safe-contact check."""

    DUTY_INSPECTOR = "duty inspector and missing-person lead"
    MISSING_COORDINATOR = "missing-person coordinator"
    SUPERVISOR = "supervisor"
    CUSTODY_SERGEANT = "custody sergeant"
    SAFEGUARDING = "MASH in hours, emergency duty team out of hours"
    SOCIAL_WORKER = "allocated social worker, where there is one"
    HOST_AND_HOME_AREAS = "police and social care of the host area and of the home area"
    PLACING_AND_HOST_COUNCILS = "placing council and host council"
    ADULT_SAFEGUARDING = "adult safeguarding"
    OWNER_UNIT = "intelligence unit that owns the line"
    PRISON_INTELLIGENCE = "prison intelligence, through the regional unit"
    #: Never by default: who did is told of what came to light afterwards.
    HANDED_IN = "whoever handed the phone in"


@dataclass(frozen=True, slots=True)
class Variant:
    """An urgency, and when it applies. The first variant of a rule whose condition holds decides."""

    urgency: Urgency
    when: Condition = AllOf()
    #: Why this urgency, in words; shown as the first step.
    because: str = ""
    #: Sentences that only this variant adds.
    facts: tuple[str, ...] = ()
    #: Replaces the recipients of the rule; empty keeps them.
    recipients: tuple[Recipient, ...] = ()
    #: Ids of modifiers this urgency already takes into account.
    contains: frozenset[str] = frozenset()
    #: Whether the grade of the match leaves the urgency alone.
    ignores_grade: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """Facts about one thing, and what the rule alone says of it after the caps."""

    given: Sheet
    #: An urgency, `none`, `raised` or `suppressed`.
    expect: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One alert rule: when it speaks, how soon somebody must look, and what a person may then decide to do."""

    id: str
    version: str
    owner: str
    title: str
    effect: Effect
    scopes: tuple[Scope, ...]
    when: Condition
    variants: tuple[Variant, ...]
    #: Sentences with closed placeholders; one that speaks of a match is said for each match.
    facts: tuple[str, ...]
    assessment: str
    actions: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    restricted: bool
    #: Whether it is raised beside a `replace` rule.
    stands_on_line_handset: bool
    source: str
    rationale: str
    examples: tuple[Example, ...] = ()

    def speaks(self, sheet: Sheet) -> bool:
        """Whether the rule's condition holds; a rule without variants needs no more."""
        return holds(self.when, sheet) and (not self.variants or self.variant_for(sheet) is not None)

    def variant_for(self, sheet: Sheet) -> Variant | None:
        """Choose the first variant that holds, or None when the rule does not speak."""
        if not holds(self.when, sheet):
            return None
        return next((variant for variant in self.variants if holds(variant.when, sheet)), None)


#: The present-danger rules: they alone may give P1 on a match without usable dates (domain 5.2).
PRESENT_DANGER = frozenset({"AR-01", "AR-02", "AR-03", "AR-08", "AR-12"})

#: The rules a source that is not reliable holds at P2, not at P3 (domain 5.2).
ABOVE_SOURCE_CAP = frozenset({"AR-01", "AR-03"})

#: The only rules a variant of which may leave the grade aside: a child under ten cannot be criminally responsible.
MAY_IGNORE_GRADE = frozenset({"AR-03"})

#: Rules that are the law's and not the operator's, with what they do: they cannot be switched off (docs/decisions/0012). What they say is
#: also kept where a file is read, before there is anything a rule could look at.
ALWAYS_ON: Mapping[str, Effect] = {"AR-18": Effect.SUPPRESS, "AR-24": Effect.BLOCK}

#: Grades a child alert may rest on; D is information for the owning unit only, and E is never a match.
ALERT_GRADES = frozenset({Grade.A, Grade.B, Grade.C})

#: The only alert rules that are told of a number that may have been reissued (grade D).
MAY_SPEAK_OF_REISSUE = frozenset({"AR-09"})
