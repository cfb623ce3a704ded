"""Alerts from one screening: which rule speaks, how soon somebody must look, who is told, and what is never said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import AT, a_line, a_number_set, a_sighting, an_entry, number_lists
from config.door import FOLDER
from matcher.domain.alerts.facts import LawfulState, is_same_area
from matcher.domain.alerts.raising import SAFE_CONTACT, Evaluation, held_back, raise_alerts
from matcher.domain.alerts.vocabulary import FileHash, LegalBasis, Notice
from matcher.domain.line import LineStatus, Marker, Visibility
from matcher.domain.match import Association, Contact, Grade, Lead, Match, Strength, Thresholds, TimeRelation
from matcher.domain.screening import Alert, Counts, EpisodeStatus, ListFacts, Screening, Subject
from matcher.domain.sighting import Role
from matcher.service.load_rules import load_rules

RULES = load_rules(FOLDER)

MISSING = Subject(age=15, status=EpisodeStatus.MISSING)
FOUND = Subject(age=15, status=EpisodeStatus.FOUND)
AWAY = Subject(age=15, status=EpisodeStatus.FOUND, home_area="Estmoor", found_area="Vale of Tarn")


def a_match(
    grade: Grade = Grade.A,
    *,
    label: str | None = "Jay",
    entry: dict[str, Any] | None = None,
    contact: Contact = Contact.TWO_WAY,
    **line: Any,
) -> Match:
    """A match on Larkspur, or on the line described."""
    the_line = a_line(**line)
    the_entry = an_entry(line_id=the_line.id, **(entry or {}))
    sighting = a_sighting(label=label, e164=the_entry.e164)
    return Match(
        line=the_line,
        entry=the_entry,
        number=the_entry.e164,
        grade=grade,
        strength=Strength.MODERATE,
        time_relation=TimeRelation.OVERLAPS,
        contact=contact,
        sightings=(sighting,),
        cautions=(),
        explanation="One sentence.",
    )


def another(grade: Grade = Grade.A, **changes: Any) -> Match:
    """A match on a second line."""
    return a_match(grade, **{"id": "L-0050", "name": "Kettle", "entry": {"e164": "+447700900124", "raw": "07700 900124"}, **changes})


def a_screening(*matches: Match, subject: Subject = FOUND, **changes: Any) -> Screening:
    """An answer with these matches."""
    usual: dict[str, Any] = {
        "at": AT,
        "tool": "linewatch 0",
        "normaliser": "1",
        "phone_metadata": "0",
        "line_list": ListFacts("lines.csv", "0" * 64, None, 1, 1),
        "sources": (),
        "counts": Counts(),
        "statement": "",
        "subject": subject,
        "matches": matches,
    }
    return Screening(**{**usual, **changes})


def alerts_of(*matches: Match, subject: Subject = FOUND, handset: bool = False, **changes: Any) -> dict[str, Alert]:
    """Alerts by rule."""
    alerts = raise_alerts(Evaluation(a_screening(*matches, subject=subject, **changes), is_line_handset=handset), RULES)
    by_rule = {alert.rule: alert for alert in alerts}
    assert len(by_rule) == len(alerts)
    return by_rule


def urgencies(*matches: Match, **changes: Any) -> dict[str, str]:
    """Urgency by rule."""
    return {rule: alert.urgency.value for rule, alert in alerts_of(*matches, **changes).items()}


CLOSED = {"status": LineStatus.CLOSED_TYPE1}
WEAK = {"source_grade": "3"}
OWN = {"contact": Contact.OWN_NUMBER}


@pytest.mark.parametrize(
    ("match", "subject", "expected"),
    [
        pytest.param(a_match(), FOUND, {}, id="a plain match of a found 15-year-old raises nothing"),
        pytest.param(a_match(), Subject(age=40), {}, id="a plain match of an adult raises nothing"),
        pytest.param(a_match(), MISSING, {"AR-01": "P1"}, id="missing, grade A"),
        pytest.param(a_match(Grade.B), MISSING, {"AR-01": "P1"}, id="missing, grade B is present danger"),
        pytest.param(a_match(Grade.C), MISSING, {"AR-09": "P3"}, id="missing, grade C"),
        pytest.param(a_match(Grade.D), MISSING, {"AR-09": "P4"}, id="missing, grade D"),
        pytest.param(a_match(**CLOSED), MISSING, {"AR-09": "P4"}, id="missing, closed line"),
        pytest.param(a_match(Grade.C, **CLOSED), FOUND, {"AR-09": "P3"}, id="grade C on a closed line"),
        pytest.param(a_match(entry=WEAK), MISSING, {"AR-01": "P2"}, id="missing, source not reliable"),
        pytest.param(a_match(Grade.B), AWAY, {"AR-02": "P1"}, id="found where the line sells, still away"),
        pytest.param(a_match(), replace(AWAY, returned=True), {"AR-02": "P2"}, id="found there, and home again"),
        pytest.param(a_match(), replace(AWAY, status=EpisodeStatus.OTHER), {"AR-02": "P2"}, id="found there, status not known"),
        pytest.param(a_match(), replace(AWAY, found_area="  vale of  TARN "), {"AR-02": "P1"}, id="area in other case and spaces"),
        pytest.param(a_match(), replace(AWAY, found_area="Beckford"), {}, id="found where the line does not sell"),
        pytest.param(a_match(), replace(AWAY, home_area="VALE OF TARN"), {}, id="found at home"),
        pytest.param(a_match(), replace(AWAY, home_area=None), {}, id="home not stated"),
        pytest.param(a_match(), replace(AWAY, home_area=" "), {}, id="home of nothing but blanks"),
        pytest.param(a_match(entry=WEAK), AWAY, {"AR-02": "P3"}, id="source not reliable holds AR-02 at P3"),
        pytest.param(a_match(Grade.B), replace(FOUND, age=12), {"AR-03": "P1"}, id="12 years old"),
        pytest.param(a_match(), replace(FOUND, age=13), {}, id="13 years old"),
        pytest.param(a_match(), replace(FOUND, age=15, age_uncertain=True), {"AR-03": "P1"}, id="15, and may be 12"),
        pytest.param(a_match(), replace(FOUND, age=16, age_uncertain=True), {}, id="16, and may be 13"),
        pytest.param(a_match(Grade.C), replace(FOUND, age=12), {"AR-09": "P3"}, id="12, grade C"),
        pytest.param(a_match(Grade.C), replace(FOUND, age=9), {"AR-03": "P1", "AR-09": "P3"}, id="9, grade C does not wait"),
        pytest.param(a_match(Grade.D), replace(FOUND, age=9), {"AR-09": "P4"}, id="9, grade D is no child alert"),
        pytest.param(a_match(entry=WEAK), replace(FOUND, age=9), {"AR-03": "P2"}, id="9, source not reliable"),
        pytest.param(a_match(**OWN), FOUND, {"AR-08": "P1"}, id="own number"),
        pytest.param(a_match(Grade.B, **OWN), FOUND, {"AR-08": "P1"}, id="own number, undated"),
        pytest.param(a_match(Grade.D, **OWN), FOUND, {"AR-09": "P4"}, id="own number, possible reissue"),
        pytest.param(a_match(), replace(FOUND, own_numbers=frozenset({"+447700900123"})), {"AR-08": "P1"}, id="own number as stated"),
        pytest.param(a_match(Grade.B), Subject(status=EpisodeStatus.CUSTODY), {"AR-12": "P1"}, id="custody"),
        pytest.param(a_match(Grade.C), Subject(status=EpisodeStatus.CUSTODY), {"AR-09": "P3"}, id="custody, grade C"),
        pytest.param(a_match(), Subject(age=40, adult_at_risk=True), {"AR-14": "P2"}, id="adult at risk"),
        pytest.param(a_match(Grade.C), Subject(age=40, home_takeover=True), {"AR-14": "P3", "AR-09": "P3"}, id="home takeover, grade C"),
        pytest.param(a_match(markers=frozenset({Marker.PRISON_RUN})), FOUND, {"AR-20": "P3"}, id="run from prison"),
        pytest.param(
            a_match(markers=frozenset({Marker.PRISON_RUN, Marker.RIVALRY})), FOUND, {"AR-20": "P2"}, id="prison, rival counted once"
        ),
        pytest.param(a_match(markers=frozenset({Marker.PRISON_RUN, Marker.FIREARM})), FOUND, {"AR-20": "P2"}, id="prison, firearm"),
        pytest.param(a_match(markers=frozenset({Marker.FIREARM})), FOUND, {}, id="a modifier alone raises nothing"),
        pytest.param(a_match(label="Mum"), FOUND, {"AR-22": "P2"}, id="saved as mum"),
        pytest.param(a_match(label="Mumbles Cafe"), FOUND, {}, id="saved as a word that begins alike"),
        pytest.param(a_match(), replace(FOUND, household_numbers=frozenset({"+447700900123"})), {"AR-22": "P2"}, id="household number"),
        pytest.param(a_match(visibility=Visibility.COVERT), MISSING, {"AR-17": "P1"}, id="covert line, and no other alert"),
        pytest.param(a_match(Grade.B, visibility=Visibility.OWNER_UNIT_ONLY), FOUND, {"AR-17": "P1"}, id="owner-only line, undated"),
    ],
)
def test_one_match_raises(match: Match, subject: Subject, expected: dict[str, str]):
    """On one match and one person exactly these rules speak, at these urgencies."""
    assert urgencies(match, subject=subject) == expected


def test_a_number_of_the_owner_role_is_an_own_number():
    """A number read as the owner's counts as the phone's own."""
    match = replace(a_match(), sightings=(a_sighting(role=Role.ACCOUNT),))

    assert urgencies(match) == {"AR-08": "P1"}


class TestSeveralLines:
    """AR-04."""

    def test_two_lines_are_p2(self):
        """Two lines on one phone raise AR-04 at P2."""
        assert urgencies(a_match(), another()) == {"AR-04": "P2"}

    def test_two_numbers_of_one_line_are_one_line(self):
        """Two numbers of one line raise no AR-04."""
        second = a_match(entry={"e164": "+447700900124"})

        assert urgencies(a_match(), second) == {}

    def test_a_possible_reissue_does_not_count(self):
        """A match of grade D is no second line."""
        assert urgencies(a_match(), another(Grade.D)) == {"AR-09": "P4"}

    def test_a_restricted_line_does_not_count(self):
        """A covert line is no second line: the alert would give it away."""
        assert urgencies(a_match(), another(visibility=Visibility.COVERT)) == {"AR-17": "P1"}

    def test_two_old_matches_are_p3(self):
        """Two matches of grade C stay at P3."""
        assert urgencies(a_match(Grade.C), another(Grade.C))["AR-04"] == "P3"


class TestWhoIsTold:
    """What is for the owning unit only reaches nobody beside it, whatever else the same rule has to say (domain 5.2 and S3)."""

    def test_a_possible_reissue_is_told_apart_from_an_old_match(self):
        """Of an old match and a possible reissue the coordinator hears of the first only, the owning unit of each apart."""
        old, reissued = a_match(Grade.C), another(Grade.D)
        alerts = raise_alerts(Evaluation(a_screening(old, reissued, subject=MISSING)), RULES)

        assert [(alert.rule, alert.urgency, alert.recipients) for alert in alerts] == [
            ("AR-09", "P3", ("missing-person coordinator", "intelligence unit that owns the line")),
            ("AR-09", "P4", ("intelligence unit that owns the line",)),
        ]
        assert [[old.line.id in fact, reissued.line.id in fact] for alert in alerts for fact in alert.facts] == [
            [True, False],
            [False, True],
        ]

    def test_a_closed_line_and_a_possible_reissue_are_one_alert(self):
        """What goes to the same people in the same way is one alert of the rule."""
        alerts = alerts_of(a_match(Grade.B, **CLOSED), another(Grade.D), subject=FOUND)

        assert (alerts["AR-09"].urgency, len(alerts["AR-09"].facts)) == ("P4", 2)


class TestModifiers:
    """AR-05 and AR-13 raise by one level each, and caps win."""

    @pytest.mark.parametrize(
        "marker",
        [
            pytest.param(each, id=each)
            for each in (Marker.FIREARM, Marker.KIDNAP, Marker.SERIOUS_ASSAULT, Marker.SEXUAL_VIOLENCE, Marker.RIVALRY)
        ],
    )
    def test_serious_violence_raises_one_level(self, marker: Marker):
        """A marker of serious violence raises the alert on that line from P2 to P1."""
        armed = a_match(markers=frozenset({marker}))

        assert urgencies(armed, another()) == {"AR-04": "P1"}

    def test_other_markers_raise_nothing(self):
        """Knife, cuckooing and debt do not raise."""
        marked = a_match(markers=frozenset({Marker.KNIFE, Marker.CUCKOOING, Marker.DEBT_BONDAGE}))

        assert urgencies(marked, another()) == {"AR-04": "P2"}

    def test_the_level_is_raised_only_where_the_match_carries_the_marker(self):
        """A marker of one line does not raise an alert that rests on another."""
        armed = another(Grade.C, markers=frozenset({Marker.FIREARM}))

        assert urgencies(a_match(label="Mum"), armed)["AR-22"] == "P2"

    def test_care_raises_one_level(self):
        """A looked-after child's alert goes from P2 to P1."""
        assert urgencies(a_match(label="Mum"), subject=replace(FOUND, looked_after=True)) == {"AR-22": "P1"}

    def test_two_modifiers_raise_two_levels(self):
        """Care and a firearm raise P3 to P1."""
        armed = a_match(markers=frozenset({Marker.PRISON_RUN, Marker.FIREARM}))

        assert urgencies(armed, subject=replace(FOUND, looked_after=True)) == {"AR-20": "P1"}

    @pytest.mark.parametrize(
        ("match", "capped"),
        [
            pytest.param(a_match(Grade.B, label="Mum"), {"AR-22": "P2"}, id="grade B"),
            pytest.param(a_match(Grade.C, label="Mum"), {"AR-22": "P3", "AR-09": "P3"}, id="grade C"),
            pytest.param(a_match(Grade.D, label="Mum"), {"AR-09": "P4"}, id="grade D"),
            pytest.param(a_match(label="Mum", entry=WEAK), {"AR-22": "P3"}, id="source not reliable"),
        ],
    )
    def test_caps_win_over_modifiers(self, match: Match, capped: dict[str, str]):
        """A cap holds whatever raised the alert before."""
        assert urgencies(match, subject=replace(FOUND, looked_after=True)) == capped

    def test_a_missing_person_lifts_the_source_cap_to_p2(self):
        """While the person is missing, a source that is not reliable holds an alert at P2."""
        assert urgencies(a_match(entry=WEAK), another(entry={**WEAK, "e164": "+447700900124"}), subject=MISSING)["AR-04"] == "P2"

    def test_the_steps_say_what_happened(self):
        """Start, modifier and cap are told in words, then what the urgency asks for."""
        steps = alerts_of(a_match(Grade.B, label="Mum"), subject=replace(FOUND, looked_after=True))["AR-22"].urgency_steps

        assert [step.split(":")[0].split(" (")[0] for step in steps] == ["AR-22 starts at P2", "AR-13", "Capped at P2", "P2"]

    def test_a_cap_on_another_line_is_told(self):
        """Where a modifier raised what rests on another line and a cap held it, the steps say so."""
        armed = another(Grade.B, markers=frozenset({Marker.FIREARM}))
        alert = alerts_of(a_match(), armed)["AR-04"]

        assert alert.urgency == "P2"
        assert alert.urgency_steps[1] == (
            "For line L-0050 'Kettle': AR-05 (the line is linked to serious violence): raised from P2 to P1. "
            "Capped at P2: grade B, the number had to be repaired, and this is no present-danger rule."
        )

    @pytest.mark.parametrize(
        ("subject", "urgency"),
        [
            pytest.param(Subject(age=17, looked_after=True), "P1", id="a child"),
            pytest.param(Subject(age=18, looked_after=True), "P2", id="an adult"),
            pytest.param(Subject(age=18, age_uncertain=True, looked_after=True), "P1", id="perhaps a child"),
            pytest.param(Subject(looked_after=True), "P1", id="no age stated"),
        ],
    )
    def test_care_of_an_adult_raises_nothing(self, subject: Subject, urgency: str):
        """AR-13 is about children: who is 18 for certain is not raised by it."""
        assert urgencies(a_match(label="Mum"), subject=subject) == {"AR-22": urgency}

    def test_a_modifier_adds_what_to_do(self):
        """The threat assessment of AR-05 stands among the actions of an alert that was at P1 already."""
        alert = alerts_of(a_match(markers=frozenset({Marker.FIREARM})), subject=MISSING)["AR-01"]

        assert any("threat to life" in action for action in alert.actions)
        assert "supervisor" in alert.recipients

    def test_information_for_the_owner_is_not_raised(self):
        """A possible reissue stays P4 and tells no council."""
        alert = alerts_of(a_match(Grade.D), subject=replace(FOUND, looked_after=True))["AR-09"]

        assert alert.urgency == "P4"
        assert alert.recipients == ("intelligence unit that owns the line",)

    def test_a_closed_line_is_information_whatever_hangs_on_it(self):
        """A dated match on a closed line says the same with a firearm and in care as without (AR-09)."""
        armed = a_match(markers=frozenset({Marker.FIREARM}), **CLOSED)

        assert alerts_of(armed, subject=replace(FOUND, looked_after=True))["AR-09"] == alerts_of(a_match(**CLOSED))["AR-09"]


class TestOneAlertPerRule:
    """Several matches of one rule make one alert."""

    def test_the_facts_name_every_match(self):
        """Both numbers stand in the facts of the one alert."""
        facts = " ".join(alerts_of(a_match(), another(), subject=MISSING)["AR-01"].facts)

        assert "+447700900123" in facts
        assert "+447700900124" in facts

    def test_the_most_urgent_match_decides(self):
        """Of a match capped at P2 and one at P1 the alert is P1."""
        assert urgencies(a_match(entry=WEAK), another(), subject=MISSING)["AR-01"] == "P1"

    def test_alerts_stand_in_order(self):
        """The most urgent stand first, then by rule."""
        subject = Subject(age=12, status=EpisodeStatus.CUSTODY)
        screening = a_screening(a_match(), another(Grade.C, status=LineStatus.CLOSED_TYPE1), subject=subject)
        alerts = raise_alerts(Evaluation(screening), tuple(reversed(RULES)))

        assert [(alert.urgency, alert.rule) for alert in alerts] == [("P1", "AR-03"), ("P1", "AR-12"), ("P2", "AR-04"), ("P3", "AR-09")]

    def test_every_alert_says_that_nobody_rings(self):
        """The sentence about safe contact stands under every alert."""
        subject = Subject(age=9, status=EpisodeStatus.MISSING, looked_after=True, adult_at_risk=True)
        alerts = alerts_of(a_match(label="Mum"), another(Grade.D, visibility=Visibility.COVERT), subject=subject)

        assert {"AR-01", "AR-03", "AR-14", "AR-17", "AR-22"} <= alerts.keys()
        assert all(alert.actions[-1] == SAFE_CONTACT for alert in alerts.values())

    def test_no_recipient_is_a_parent(self):
        """Parents and carers are nobody's default recipients."""
        subject = Subject(age=9, status=EpisodeStatus.CUSTODY, looked_after=True)
        recipients = {each for alert in alerts_of(a_match(label="Mum"), another(), subject=subject).values() for each in alert.recipients}

        assert not any(word in each for each in recipients for word in ("parent", "carer", "family", "mother", "father"))

    def test_conditions_on_sharing_are_told(self):
        """An entry with handling code C adds what may be passed on."""
        actions = alerts_of(a_match(entry={"handling": "C"}), subject=MISSING)["AR-01"].actions

        assert any("under conditions" in action for action in actions)


class TestRestrictedLines:
    """AR-17: the owner is told, and nothing else is."""

    def test_it_names_neither_line_nor_number(self):
        """No text of the alert holds the name, the id or the number."""
        alert = alerts_of(a_match(visibility=Visibility.COVERT), subject=MISSING)["AR-17"]
        text = " ".join((alert.title, *alert.facts, alert.assessment, *alert.actions, *alert.urgency_steps))

        assert not any(trace in text for trace in ("Larkspur", "L-0043", "900123", "Estmoor", "Tarn"))

    @pytest.mark.parametrize(
        ("subject", "words"), [pytest.param(MISSING, "60 minutes", id="missing"), pytest.param(FOUND, "4 hours", id="not missing")]
    )
    def test_it_says_by_when_the_owner_decides(self, subject: Subject, words: str):
        """A missing person leaves an hour, anybody else four."""
        assert any(words in fact for fact in alerts_of(a_match(visibility=Visibility.COVERT), subject=subject)["AR-17"].facts)

    def test_it_goes_to_the_owning_unit_only(self):
        """The alert is restricted and has one recipient."""
        alert = alerts_of(a_match(visibility=Visibility.OWNER_UNIT_ONLY), subject=MISSING)["AR-17"]

        assert alert.restricted
        assert alert.recipients == ("intelligence unit that owns the line",)

    def test_safeguarding_goes_ahead_whatever_the_owner_decides(self):
        """MASH gets a sanitised concern even if the unit withholds (story S6), and both clocks are said to be the unit's."""
        alert = alerts_of(a_match(visibility=Visibility.COVERT), subject=MISSING)["AR-17"]

        assert any("MASH" in action and "even if the unit withholds" in action for action in alert.actions)
        assert any("acknowledges this alert within 15 minutes" in fact and "within 60 minutes" in fact for fact in alert.facts)

    def test_a_possible_reissue_sets_no_clock(self):
        """A number that may have been reissued is information for the owner, without an hour to decide in."""
        alert = alerts_of(a_match(Grade.D, visibility=Visibility.COVERT), subject=MISSING)["AR-17"]

        assert alert.urgency == "P4"
        assert not any("minutes" in fact for fact in alert.facts)

    @pytest.mark.parametrize("subject", [pytest.param(MISSING, id="missing"), pytest.param(FOUND, id="not missing")])
    @pytest.mark.parametrize("grade", [Grade.A, Grade.B, Grade.C])
    def test_no_doubt_about_dates_or_source_makes_the_owner_wait(self, grade: Grade, subject: Subject):
        """The owner is told at P1 (domain section 6) of a line graded 3B, and of one outside its dates."""
        alert = alerts_of(a_match(grade, entry=WEAK, visibility=Visibility.COVERT), subject=subject)["AR-17"]

        assert alert.urgency == "P1"
        assert not any("Capped" in step for step in alert.urgency_steps)

    def test_it_stands_first_among_equals(self):
        """The owning unit's decision is told before every other alert of its urgency."""
        subject = Subject(age=9, status=EpisodeStatus.CUSTODY, looked_after=True)
        alerts = raise_alerts(Evaluation(a_screening(another(visibility=Visibility.COVERT), a_match(**OWN), subject=subject)), RULES)

        assert [(alert.rule, alert.urgency) for alert in alerts][:2] == [("AR-17", "P1"), ("AR-03", "P1")]
        assert [alert.urgency for alert in alerts] == sorted(alert.urgency for alert in alerts)

    def test_other_alerts_are_those_of_a_phone_without_it(self):
        """Beside a covert match, every other alert is what it would be without."""
        within = alerts_of(a_match(), another(visibility=Visibility.COVERT), subject=MISSING)
        without = alerts_of(a_match(), subject=MISSING)

        assert {rule: alert for rule, alert in within.items() if rule != "AR-17"} == without

    def test_a_label_of_a_covert_line_is_told_apart(self):
        """A brand lead on a covert line is an alert of its own, restricted."""
        leads = (a_lead(), a_lead(id="L-9", name="Quill", visibility=Visibility.COVERT))
        alerts = raise_alerts(Evaluation(a_screening(leads=leads)), RULES)

        assert [(alert.rule, alert.rests_on_restricted) for alert in alerts] == [("AR-10", False), ("AR-10", True)]


def a_lead(kind: str = "brand_label", **line: Any) -> Lead:
    """A contact saved under the name of a line."""
    return Lead(kind, a_line(**line), a_sighting(e164="+447700900555"), f"It reads like {a_line(**line).name}.")


class TestLeads:
    """AR-10: a label is a lead and nothing about a child."""

    @pytest.mark.parametrize("kind", [pytest.param("brand_label", id="equal"), pytest.param("near_brand_label", id="one letter apart")])
    def test_a_brand_label_is_p4(self, kind: str):
        """A label like a line's name goes to the owning unit at P4, whoever the person is."""
        subject = Subject(age=9, status=EpisodeStatus.MISSING, looked_after=True)
        alerts = alerts_of(subject=subject, leads=(a_lead(kind),))

        assert {rule: alert.urgency.value for rule, alert in alerts.items()} == {"AR-10": "P4"}
        assert alerts["AR-10"].recipients == ("intelligence unit that owns the line",)

    def test_a_partial_number_raises_nothing(self):
        """A number with digits missing is a lead without an alert."""
        assert urgencies(subject=MISSING, leads=(a_lead("partial_number"),)) == {}


class TestHousehold:
    """AR-22 also for people the list names."""

    def test_a_named_person_saved_as_a_parent(self):
        """A person of the list whose number is saved as dad raises AR-22, restricted."""
        person = Association(
            "Alex Example", "+447700900456", a_line(), "holder", (a_sighting(label="Dad", e164="+447700900456"),), "One sentence."
        )
        alert = alerts_of(associates=(person,))["AR-22"]

        assert (alert.urgency, alert.restricted) == ("P2", True)

    def test_the_conditions_of_a_persons_row_are_told(self):
        """A person recorded under handling code C raises an alert that says so among its actions (domain 4.3)."""
        dad = a_sighting(label="Dad", e164="+447700900456")
        person = Association("Alex Example", "+447700900456", a_line(), None, (dad,), "One sentence.", handling="C")

        assert any("shared under conditions" in action for action in alerts_of(associates=(person,))["AR-22"].actions)

    def test_a_parent_and_a_covert_line_are_told_apart(self):
        """What its rule holds back and what rests on a covert line are two alerts, and each says which it is."""
        lines = (a_line(), a_line(id="L-9", name="Quill", visibility=Visibility.COVERT))
        dad = a_sighting(label="Dad", e164="+447700900456")
        people = tuple(Association("Alex Example", "+447700900456", line, None, (dad,), "One sentence.") for line in lines)
        alerts = raise_alerts(Evaluation(a_screening(associates=people)), RULES)

        assert [(alert.rule, alert.restricted, alert.rests_on_restricted) for alert in alerts] == [
            ("AR-22", True, False),
            ("AR-22", True, True),
        ]

    def test_a_named_person_under_another_name(self):
        """A person of the list saved under any other name raises nothing."""
        person = Association(
            "Alex Example", "+447700900456", a_line(), None, (a_sighting(label="Al", e164="+447700900456"),), "One sentence."
        )

        assert urgencies(associates=(person,)) == {}


class TestAge:
    """AR-03 and the way of an adult's alert."""

    def test_a_doubtful_age_is_told_once_and_only_where_it_differs(self):
        """The second half of the sentence stands only where the child may be younger than stated."""
        certain = alerts_of(a_match(), subject=replace(FOUND, age=12))["AR-03"]
        doubtful = alerts_of(a_match(), subject=replace(FOUND, age=14, age_uncertain=True))["AR-03"]

        assert certain.facts[0] == "The child is 12 by what was stated."
        assert not any("in doubt" in fact for fact in certain.facts)
        assert doubtful.facts[:2] == ("The child is 14 by what was stated.", "That age is in doubt; the child may be 11.")

    @pytest.mark.parametrize(
        ("grade", "expected"),
        [(Grade.A, {"AR-03": "P1"}), (Grade.B, {"AR-03": "P1"}), (Grade.C, {"AR-09": "P3"}), (Grade.D, {"AR-09": "P4"})],
    )
    def test_doubt_without_an_age_may_be_a_child_under_13(self, grade: Grade, expected: dict[str, str]):
        """Where the age is in doubt and none is stated AR-03 speaks of grade A and B, and not as of a child under ten."""
        alerts = alerts_of(a_match(grade), subject=Subject(age_uncertain=True))

        assert {rule: alert.urgency.value for rule, alert in alerts.items()} == expected
        assert not any("under ten" in step for alert in alerts.values() for step in alert.urgency_steps)

    @pytest.mark.parametrize(
        ("subject", "is_adult"),
        [
            pytest.param(replace(MISSING, age=30), True, id="an adult"),
            pytest.param(replace(MISSING, age=None, adult_at_risk=True), True, id="an adult at risk of no stated age"),
            pytest.param(MISSING, False, id="a child"),
            pytest.param(replace(MISSING, age=18, age_uncertain=True), False, id="perhaps a child"),
            pytest.param(replace(MISSING, age=None), False, id="nothing stated"),
        ],
    )
    def test_an_adults_alert_goes_to_adult_safeguarding(self, subject: Subject, is_adult: bool):
        """No alert about an adult goes the way of a child's (domain 3.3, row 38); in doubt the child's way is taken."""
        recipients = alerts_of(a_match(), subject=subject)["AR-01"].recipients

        assert ("adult safeguarding" in recipients) is is_adult
        assert any("MASH" in each for each in recipients) is not is_adult


class TestLineHandset:
    """S11: the contacts of a line handset are customers."""

    def test_one_lead_pack_stands_for_all_alerts(self):
        """Alerts on single contacts give way to one P4 for the owning unit."""
        subject = Subject(age=12, status=EpisodeStatus.CUSTODY, looked_after=True)

        assert urgencies(a_match(label="Mum"), another(), subject=subject, handset=True, leads=(a_lead(),)) == {"LH-01": "P4"}

    def test_an_own_number_still_speaks(self):
        """A listed number that is the phone's own is told at P1."""
        assert urgencies(a_match(**OWN), another(), handset=True) == {"AR-08": "P1", "LH-01": "P4"}

    def test_a_restricted_line_still_speaks(self):
        """The owner of a covert line is told."""
        assert urgencies(a_match(), another(visibility=Visibility.COVERT), handset=True) == {"AR-17": "P1", "LH-01": "P4"}

    def test_what_was_held_back_is_what_the_persons_own_phone_would_raise(self):
        """The alerts held back are those of the same phone without the suspicion; what stands anyway is not among them."""
        screening = a_screening(a_match(**OWN), another(), subject=MISSING)
        as_handset, as_own = Evaluation(screening, is_line_handset=True), Evaluation(screening)
        held = held_back(as_handset, RULES, raise_alerts(as_handset, RULES))

        assert [alert.rule for alert in held] == ["AR-01", "AR-04"]
        assert held_back(as_own, RULES, raise_alerts(as_own, RULES)) == ()

    def test_nothing_found_raises_nothing(self):
        """A large address book without a match is no alert."""
        assert urgencies(handset=True) == {}


class TestBlock:
    """AR-24: nothing is said on an unlawful basis."""

    @pytest.mark.parametrize(
        "lawful",
        [
            pytest.param(LawfulState(LegalBasis.MISSING), id="no basis"),
            pytest.param(LawfulState(LegalBasis.EXPIRED), id="run out"),
            pytest.param(LawfulState(LegalBasis.COMPLETE, Notice.MISSING), id="no notice"),
            pytest.param(LawfulState(LegalBasis.COMPLETE, Notice.RECORDED, FileHash.DIFFERS), id="another file"),
        ],
    )
    def test_it_is_the_only_alert(self, lawful: LawfulState):
        """A block leaves no other alert, not even on a covert line."""
        screening = a_screening(a_match(), another(visibility=Visibility.COVERT), subject=MISSING)
        alerts = raise_alerts(Evaluation(screening, lawful=lawful), RULES)

        assert [alert.rule for alert in alerts] == ["AR-24"]

    def test_what_is_not_stated_does_not_block(self):
        """The command line states nothing, and is not blocked."""
        assert "AR-24" not in urgencies(a_match(), subject=MISSING)


def test_a_protected_number_raises_nothing():
    """A match on a protected number gives no alert and is counted by no rule."""
    lists = number_lists(protected=a_number_set(numbers=["+447700900123"]))
    screening = a_screening(a_match(), subject=MISSING)

    assert raise_alerts(Evaluation(screening, lists=lists), RULES) == ()


def test_without_matches_there_is_no_alert():
    """A phone without matches and leads raises nothing, whoever the person is."""
    assert urgencies(subject=Subject(age=9, status=EpisodeStatus.MISSING, looked_after=True, adult_at_risk=True)) == {}


def test_the_age_margin_is_a_threshold():
    """How much younger a child may be is the operator's figure."""
    screening = a_screening(a_match(), subject=replace(FOUND, age=14, age_uncertain=True))

    assert raise_alerts(Evaluation(screening, Thresholds(age_uncertainty_years=1)), RULES) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Estmoor", "estmoor", True, id="other case"),
        pytest.param("Vale  of Tarn", "Vale of Tarn.", True, id="spaces and a full stop"),
        pytest.param("Tarn", "Tarn, Westshire", True, id="with its county"),
        pytest.param("Westshire", "Tarn, Westshire", True, id="the county of a town"),
        pytest.param("Tarn, Westshire", "Beck, Westshire", False, id="two towns of one county"),
        pytest.param("Tarn", "Tarnford", False, id="a longer name"),
        pytest.param("", "Tarn", False, id="nothing"),
    ],
)
def test_areas_are_compared_as_names(one: str, other: str, same: bool):
    """Two names mean one area when they say the same in any case, or one is a part of the other."""
    assert is_same_area(one, other) is same


_SUBJECTS = st.builds(
    Subject,
    age=st.one_of(st.none(), st.integers(5, 30)),
    age_uncertain=st.booleans(),
    status=st.sampled_from(EpisodeStatus),
    looked_after=st.booleans(),
    placed_out_of_area=st.booleans(),
    adult_at_risk=st.booleans(),
    home_takeover=st.booleans(),
    home_area=st.sampled_from([None, "Estmoor"]),
    found_area=st.sampled_from([None, "Vale of Tarn"]),
    returned=st.booleans(),
)
_MATCHES = st.builds(
    a_match,
    st.sampled_from([Grade.A, Grade.B, Grade.C, Grade.D]),
    label=st.sampled_from(["Jay", "Mum"]),
    entry=st.fixed_dictionaries({"source_grade": st.sampled_from([None, "1", "2", "3"])}),
    contact=st.sampled_from([Contact.SAVED_ONLY, Contact.OWN_NUMBER]),
    id=st.sampled_from(["L-1", "L-2"]),
    status=st.sampled_from([LineStatus.ACTIVE, LineStatus.CLOSED_TYPE2]),
    markers=st.frozensets(st.sampled_from(Marker), max_size=3),
    visibility=st.sampled_from(Visibility),
)
_PHONES = st.lists(_MATCHES, max_size=3).map(tuple)


def _raised(matches: tuple[Match, ...], subject: Subject) -> tuple[Alert, ...]:
    return raise_alerts(Evaluation(a_screening(*matches, subject=subject)), RULES)


@given(_PHONES, _SUBJECTS, st.sampled_from(["female", "male", "other"]), st.sampled_from(["one", "another"]))
def test_sex_and_ethnicity_change_nothing(matches: tuple[Match, ...], subject: Subject, sex: str, ethnicity: str):
    """Whatever sex and ethnicity are recorded, the alerts are the same."""
    assert _raised(matches, replace(subject, sex=sex, ethnicity=ethnicity)) == _raised(matches, subject)


def _first_words(alert: Alert) -> tuple[str, bool, str]:
    # AR-09 may speak twice: of what is looked at before an interview, and of what waits for the upkeep of the list.
    return alert.rule, alert.rests_on_restricted, alert.facts[0]


@given(_PHONES, _SUBJECTS)
def test_care_status_changes_what_ar_13_says_and_nothing_else(matches: tuple[Match, ...], subject: Subject):
    """With care status the same rules speak, at most one level sooner, and every difference names AR-13."""
    without = {_first_words(alert): alert for alert in _raised(matches, replace(subject, looked_after=False, placed_out_of_area=False))}
    in_care = _raised(matches, replace(subject, looked_after=True))

    assert sorted(map(_first_words, in_care)) == sorted(without)
    for alert in in_care:
        other = without[_first_words(alert)]
        assert 0 <= int(other.urgency[1]) - int(alert.urgency[1]) <= 1
        assert alert == other or any(step.startswith("AR-13") for step in alert.urgency_steps)


@given(_PHONES, _SUBJECTS)
def test_no_alert_is_above_what_its_best_match_allows(matches: tuple[Match, ...], subject: Subject):
    """Without a match of grade A or B nothing stands above P3 but a child under ten, and a line that is restricted."""
    old = tuple(match for match in matches if match.grade in {Grade.C, Grade.D} and not match.line.visibility.is_restricted)
    allowed = {"AR-03"} if subject.age is not None and subject.age < 10 else set()

    assert {alert.rule for alert in _raised(old, subject) if alert.urgency < "P3"} <= allowed


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        pytest.param(FOUND, "not known and has to be checked", id="by its label"),
        pytest.param(
            replace(FOUND, household_numbers=frozenset({"+447700900123"})), "was stated as a number of the household", id="stated"
        ),
    ],
)
def test_ar_22_never_repeats_what_a_child_calls_a_parent(subject, words: str):
    """The sentence about a number of the household quotes no label, and claims a household number only where one was stated."""
    alert = alerts_of(a_match(label="Mum"), subject=subject)["AR-22"]

    assert any(words in fact for fact in alert.facts)
    assert not any("Mum" in text or "saved" in text for text in (*alert.facts, alert.title, alert.assessment, *alert.urgency_steps))
