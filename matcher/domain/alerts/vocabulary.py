"""The closed vocabulary of alert rules: every fact, what may be asked of it, and what its values may be.

What a fact means is said here once and rendered into the reference; how it is found stands in `facts.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from matcher.domain.line import LineStatus, Marker, NumberRole, Visibility
from matcher.domain.match import Contact, TimeRelation
from matcher.domain.screening import EpisodeStatus


class Scope(StrEnum):
    """What a rule looks at, one after the other."""

    SCREENING = "screening"
    MATCH = "match"
    ASSOCIATE = "associate"
    LEAD = "lead"


class LegalBasis(StrEnum):
    """Whether the power the phone was examined under is on record."""

    NOT_STATED = "not_stated"
    COMPLETE = "complete"
    MISSING = "missing"
    EXPIRED = "expired"


class Notice(StrEnum):
    """Whether the written notice to the person is on record."""

    NOT_STATED = "not_stated"
    RECORDED = "recorded"
    MISSING = "missing"


class FileHash(StrEnum):
    """Whether a file is the one that was announced."""

    NOT_STATED = "not_stated"
    MATCHES = "matches"
    DIFFERS = "differs"


class LeadKind(StrEnum):
    """Kinds of lead a rule may tell apart."""

    BRAND_LABEL = "brand_label"
    NEAR_BRAND_LABEL = "near_brand_label"
    PARTIAL_NUMBER = "partial_number"
    ENTRY_SUSPECTED_FALSE = "entry_suspected_false"
    LINE_HANDSET = "line_handset"


class Fact(StrEnum):
    """Everything a rule can look at. Sex and ethnicity are not facts."""

    STATUS = "status"
    RETURNED = "returned"
    AGE = "age"
    YOUNGEST_AGE = "youngest_age"
    LOOKED_AFTER = "looked_after"
    PLACED_OUT_OF_AREA = "placed_out_of_area"
    ADULT_AT_RISK = "adult_at_risk"
    HOME_TAKEOVER = "home_takeover"
    FOUND_AWAY = "found_away"
    MATCHES = "matches"
    DISTINCT_LINES = "distinct_lines"
    BRAND_LEADS = "brand_leads"
    LINE_HANDSET = "line_handset"
    LEGAL_BASIS = "legal_basis"
    NOTICE = "notice"
    FILE_HASH = "file_hash"
    FOUND_LATER = "found_later"
    DAYS_SINCE = "days_since"
    GRADE = "grade"
    TIME_RELATION = "time_relation"
    CONTACT = "contact"
    OWN_NUMBER = "own_number"
    LINE_STATUS = "line_status"
    LINE_CLOSED = "line_closed"
    MARKERS = "markers"
    VISIBILITY = "visibility"
    NUMBER_ROLE = "number_role"
    SOURCE_GRADE = "source_grade"
    INTEL_GRADE = "intel_grade"
    HANDLING = "handling"
    SUPPLIES_FOUND_AREA = "supplies_found_area"
    PROTECTED_NUMBER = "protected_number"
    HOUSEHOLD_NUMBER = "household_number"
    LABELS = "labels"
    LEAD_KIND = "lead_kind"


class FactKind(StrEnum):
    """What the value of a fact is, and with it what may be asked of it."""

    YES_NO = "yes or no"
    COUNT = "whole number"
    WORD = "one word of a list"
    WORDS = "several words of a list"
    TEXTS = "labels as written"


class Comparer(StrEnum):
    """Everything that can be asked of a fact. A fact that is unknown answers no to all but `is_known: false`."""

    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BELOW = "below"
    INCLUDES = "includes"
    INCLUDES_ANY = "includes_any"
    SAYS_ANY = "says_any"
    IS_KNOWN = "is_known"


COMPARERS: Mapping[FactKind, frozenset[Comparer]] = {
    FactKind.YES_NO: frozenset({Comparer.IS, Comparer.IS_KNOWN}),
    FactKind.COUNT: frozenset({Comparer.IS, Comparer.AT_LEAST, Comparer.AT_MOST, Comparer.BELOW, Comparer.IS_KNOWN}),
    FactKind.WORD: frozenset({Comparer.IS, Comparer.IS_NOT, Comparer.ONE_OF, Comparer.IS_KNOWN}),
    FactKind.WORDS: frozenset({Comparer.INCLUDES, Comparer.INCLUDES_ANY}),
    FactKind.TEXTS: frozenset({Comparer.SAYS_ANY}),
}


@dataclass(frozen=True, slots=True)
class FactMeaning:
    """What a fact is, for people and for the check at load."""

    kind: FactKind
    scopes: frozenset[Scope]
    meaning: str
    words: tuple[str, ...] = ()
    #: Ids of the only rules that may read it; empty when every rule may.
    readers: frozenset[str] = frozenset()


_ALL = frozenset(Scope)
_MATCH = frozenset({Scope.MATCH})
_CARE = frozenset({"AR-13"})


def _words(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(each.value for each in kind)


FACTS: Mapping[Fact, FactMeaning] = {
    Fact.STATUS: FactMeaning(FactKind.WORD, _ALL, "where the person is", _words(EpisodeStatus)),
    Fact.RETURNED: FactMeaning(FactKind.YES_NO, _ALL, "the person is known to be back home"),
    Fact.AGE: FactMeaning(FactKind.COUNT, _ALL, "stated age in years"),
    Fact.YOUNGEST_AGE: FactMeaning(
        FactKind.COUNT,
        _ALL,
        "the youngest the person may be: the stated age when that is certain, 0 when it is in doubt and none was stated",
    ),
    Fact.LOOKED_AFTER: FactMeaning(FactKind.YES_NO, _ALL, "the child is looked after by a council", readers=_CARE),
    Fact.PLACED_OUT_OF_AREA: FactMeaning(FactKind.YES_NO, _ALL, "the child is placed outside the area of that council", readers=_CARE),
    Fact.ADULT_AT_RISK: FactMeaning(FactKind.YES_NO, _ALL, "the person is an adult at risk"),
    Fact.HOME_TAKEOVER: FactMeaning(FactKind.YES_NO, _ALL, "the address is flagged as a possible home takeover"),
    Fact.FOUND_AWAY: FactMeaning(FactKind.YES_NO, _ALL, "found or arrested in another area than home; unknown unless both are stated"),
    Fact.MATCHES: FactMeaning(FactKind.COUNT, _ALL, "matches on lines that are not restricted"),
    Fact.DISTINCT_LINES: FactMeaning(FactKind.COUNT, _ALL, "different lines, not restricted, with a match of grade A, B or C"),
    Fact.BRAND_LEADS: FactMeaning(FactKind.COUNT, _ALL, "labels that read like the name of a line"),
    Fact.LINE_HANDSET: FactMeaning(FactKind.YES_NO, _ALL, "the phone is taken for a handset that serves a line"),
    Fact.LEGAL_BASIS: FactMeaning(FactKind.WORD, _ALL, "the power the phone was examined under", _words(LegalBasis)),
    Fact.NOTICE: FactMeaning(FactKind.WORD, _ALL, "the written notice to the person", _words(Notice)),
    Fact.FILE_HASH: FactMeaning(FactKind.WORD, _ALL, "the file against the hash it was announced with", _words(FileHash)),
    Fact.FOUND_LATER: FactMeaning(FactKind.YES_NO, _ALL, "a later version of the list found it, when the phone had been answered already"),
    Fact.DAYS_SINCE: FactMeaning(FactKind.COUNT, _ALL, "days since the phone was handed in, where a later version of the list found it"),
    Fact.GRADE: FactMeaning(FactKind.WORD, _MATCH, "how well the match is dated", ("A", "B", "C", "D")),
    Fact.TIME_RELATION: FactMeaning(FactKind.WORD, _MATCH, "how the phone's times lie to those of the list", _words(TimeRelation)),
    Fact.CONTACT: FactMeaning(FactKind.WORD, _MATCH, "what passed between the phone and the number", _words(Contact)),
    Fact.OWN_NUMBER: FactMeaning(FactKind.YES_NO, _MATCH, "the number is the phone's own"),
    Fact.LINE_STATUS: FactMeaning(FactKind.WORD, _MATCH, "where the line stands", _words(LineStatus)),
    Fact.LINE_CLOSED: FactMeaning(FactKind.YES_NO, _MATCH, "the line is closed (type 1 or 2)"),
    Fact.MARKERS: FactMeaning(FactKind.WORDS, _MATCH, "harm linked to the line", _words(Marker)),
    Fact.VISIBILITY: FactMeaning(FactKind.WORD, _MATCH, "who may know of the line", _words(Visibility)),
    Fact.NUMBER_ROLE: FactMeaning(FactKind.WORD, _MATCH, "what the line uses the number for", _words(NumberRole)),
    Fact.SOURCE_GRADE: FactMeaning(FactKind.WORD, _MATCH, "source evaluation of the entry", ("1", "2", "3")),
    Fact.INTEL_GRADE: FactMeaning(FactKind.WORD, _MATCH, "intelligence assessment of the entry", ("A", "B", "C", "D")),
    Fact.HANDLING: FactMeaning(
        FactKind.WORD, frozenset({Scope.MATCH, Scope.ASSOCIATE}), "handling code of the entry, the strictest of several", ("P", "C")
    ),
    Fact.SUPPLIES_FOUND_AREA: FactMeaning(FactKind.YES_NO, _MATCH, "the line supplies the area the person was found in"),
    Fact.PROTECTED_NUMBER: FactMeaning(FactKind.YES_NO, _MATCH, "the number is a protected one"),
    Fact.HOUSEHOLD_NUMBER: FactMeaning(
        FactKind.YES_NO, frozenset({Scope.MATCH, Scope.ASSOCIATE}), "the number is stated as one of a parent, carer or the household"
    ),
    Fact.LABELS: FactMeaning(FactKind.TEXTS, frozenset({Scope.MATCH, Scope.ASSOCIATE}), "what the number is saved as"),
    Fact.LEAD_KIND: FactMeaning(FactKind.WORD, frozenset({Scope.LEAD}), "what the lead rests on", _words(LeadKind)),
}

FactValue = bool | int | str | frozenset[str] | tuple[str, ...] | None
Operand = bool | int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The facts about one thing a rule looks at. A fact that is not on the sheet is unknown."""

    values: Mapping[Fact, FactValue] = field(default_factory=dict)

    def __getitem__(self, fact: Fact) -> FactValue:
        return self.values.get(fact)

    def word(self, fact: Fact) -> str | None:
        """Give a fact that is a word."""
        value = self.values.get(fact)
        return value if isinstance(value, str) else None


def fault_of(fact: Fact, comparer: Comparer, operand: object) -> str | None:
    """Say what is wrong with a comparison, or None. Values are never quoted."""
    about = FACTS[fact]
    if comparer not in COMPARERS[about.kind]:
        allowed = ", ".join(each.value for each in Comparer if each in COMPARERS[about.kind])
        return f"'{comparer}' cannot be asked of '{fact}' ({about.kind}); it takes {allowed}"
    match comparer:
        case Comparer.ONE_OF | Comparer.INCLUDES_ANY | Comparer.SAYS_ANY:
            if not isinstance(operand, tuple) or not operand or not all(isinstance(each, str) for each in operand):
                return f"'{comparer}' takes a list of words"
            given: tuple[object, ...] = operand
        case Comparer.AT_LEAST | Comparer.AT_MOST | Comparer.BELOW:
            return None if _is_count(operand) else f"'{comparer}' takes a whole number from 0"
        case Comparer.IS_KNOWN:
            return None if isinstance(operand, bool) else f"'{comparer}' takes true or false"
        case _:
            given = (operand,)
    return next((fault for each in given if (fault := fault_of_value(fact, each)) is not None), None)


def fault_of_value(fact: Fact, value: object) -> str | None:
    """Say why something cannot be a value of a fact, or None."""
    about = FACTS[fact]
    match about.kind:
        case FactKind.YES_NO:
            return None if isinstance(value, bool) else f"'{fact}' is true or false"
        case FactKind.COUNT:
            return None if _is_count(value) else f"'{fact}' is a whole number from 0"
        case FactKind.WORD | FactKind.WORDS:
            if value in about.words and isinstance(value, str):
                return None
            return f"'{fact}' is one of: {', '.join(about.words)}"
        case FactKind.TEXTS:
            return None if isinstance(value, str) and value.strip() else f"'{fact}' is text"
        case _:
            assert_never(about.kind)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
