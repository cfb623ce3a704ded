"""Whole answers made by hand, for the tests of what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from builders import AT, a_call, a_line, a_list, a_partial, a_sighting, an_associate, an_entry, number_lists
from matcher.domain.answers.statement import state_result
from matcher.domain.line import LineList, Visibility
from matcher.domain.match import Thresholds
from matcher.domain.matching.associates import find_associates
from matcher.domain.matching.grading import find_matches
from matcher.domain.matching.leads import find_leads
from matcher.domain.screening import Alert, Counts, Screening, SkippedRow, SourceFacts, Subject, Urgency, facts_of
from matcher.domain.sighting import Sighting

#: What an attacker may save on a phone: markup for terminals and pages, escapes, line breaks, direction marks, a formula.
HOSTILE_LABEL = "=1+1 [red]<script>alert(1)</script>\x1b[31m\r\n{{7*7}}\u202e\"'"

#: What stands beside everything a restricted line gave.
MARKS = {
    Visibility.COVERT: "COVERT LINE – owning unit only",
    Visibility.OWNER_UNIT_ONLY: "RESTRICTED LINE – owning unit only",
}


def an_alert(**changes: Any) -> Alert:
    """A P1 alert of AR-01."""
    alert = Alert(
        rule="AR-01",
        rule_version="1",
        urgency=Urgency.P1,
        title="Missing now",
        facts=("The person is missing now.",),
        assessment="The person may be exploited.",
        actions=("Tell the duty inspector.",),
        urgency_steps=("AR-01 starts at P1.",),
        recipients=("duty inspector",),
    )
    return replace(alert, **changes)


def an_answer(sightings: Sequence[Sighting] | None = None, line_list: LineList | None = None, **changes: Any) -> Screening:
    """An answer with a match, an associate, a brand label, a doubtful number and an alert, unless told otherwise."""
    if sightings is None:
        sightings = (
            a_call("2026-03-20", label=HOSTILE_LABEL),
            a_sighting(raw="07700 900456", e164="+447700900456", label="Ax", place="contacts.vcf:30"),
            a_sighting(raw="07700 900555", e164="+447700900555", label="Larkspur", place="contacts.vcf:40"),
            a_partial("07700 9001", place="contacts.vcf:50"),
        )
    listed = line_list or a_list(associates=[an_associate()])
    usable = [sighting for sighting in sightings if sighting.e164 is not None]
    unusable = tuple(sighting for sighting in sightings if sighting.e164 is None)
    matches = find_matches(usable, listed, at=AT, lists=number_lists(), thresholds=Thresholds())
    answer = Screening(
        at=AT,
        tool="linewatch 1.2.0",
        normaliser="3",
        phone_metadata="9.0.43",
        line_list=facts_of(listed),
        sources=(SourceFacts("contacts.vcf", "ab" * 32, 1234, "vcard", ("contacts",), records=5, skipped=1),),
        counts=Counts(records=5, sightings=4, numbers=3, matched_numbers=len(matches), unusable=len(unusable), skipped=1),
        statement="",
        subject=Subject(age=15, sex="female", ethnicity="not stated"),
        matches=matches,
        leads=find_leads(sightings, listed, Thresholds()),
        associates=find_associates(usable, listed),
        alerts=(an_alert(), an_alert(rule="AR-09", urgency=Urgency.P3, title="An old match")),
        unusable=unusable,
        skipped=(SkippedRow("no phone number in this row", "contacts.vcf:60"),),
        warnings=("contacts.vcf ends too early.",),
    )
    answer = replace(answer, **changes)
    return replace(answer, statement=state_result(answer)) if not answer.statement else answer


def a_miss(**changes: Any) -> Screening:
    """An answer without anything found."""
    sightings = (a_sighting(raw="01632 960111", e164="+441632960111", label="Nan"),)
    return an_answer(sightings, a_list([an_entry()], [a_line()]), **{"alerts": (), "warnings": (), "skipped": (), **changes})


def a_hidden_answer(visibility: Visibility) -> Screening:
    """A match, a named person and a lead, all of one restricted line."""
    sightings = (
        a_sighting(),
        a_sighting(raw="07700 900456", e164="+447700900456", label="Ax", place="contacts.vcf:30"),
        a_sighting(raw="07700 900555", e164="+447700900555", label="Larkspur", place="contacts.vcf:40"),
    )
    return an_answer(sightings, a_list(lines=[a_line(visibility=visibility)], associates=[an_associate()]), alerts=())
