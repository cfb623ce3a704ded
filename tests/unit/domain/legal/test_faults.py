"""A basis that the law does not carry is refused, each time with the field and the reason; one that it carries is not (domain 9, AR-24)."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

import pytest

from legal_metadata import ADULT, FALLBACK, NO_AGREEMENT, NOW, OTHER, PACE, REVIEWED, S40, WARRANT, metadata
from matcher.domain.legal.faults import faults_of, open_tasks, review_reasons
from matcher.domain.legal.powers import POWERS
from matcher.domain.legal.rules import RULES
from matcher.domain.submissions.legal_basis import Power
from matcher.domain.submissions.metadata_reading import read_metadata

B = "legal_basis"
A = "legal_basis.agreement"

#: Everything years ago, with the episode.
LONG_AGO = {
    "episode.started": "2021-04-01T06:00:00Z",
    "device.extracted": "2021-04-01T12:00:00Z",
    f"{B}.authorised": "2021-04-01T11:00:00Z",
    f"{B}.agreement.given": "2021-04-01T10:00:00Z",
    f"{B}.notice_served": "2021-04-01T09:50:00Z",
}
#: An adult who is missing, and whose own agreement the search for them rests on.
SOUGHT = {**ADULT, f"{B}.purpose": "locate-missing-person", "episode.type": "missing", "episode.status": "missing"}
EARLY_NOTICE = {f"{B}.notice_served": "2026-04-01T04:50:00Z"}

COMPLETE = [
    pytest.param((), id="the example of the contract"),
    pytest.param(({f"{A}.by": "guardian", f"{A}.relationship": "aunt"},), id="a guardian"),
    pytest.param(
        ({f"{A}.by": "council", f"{A}.relationship": "social worker", "subject.looked_after": True},), id="council, child in care"
    ),
    pytest.param((FALLBACK,), id="another responsible adult"),
    pytest.param((FALLBACK, {f"{A}.parent_told": "done", f"{A}.parent_told_at": "2026-04-01T18:00:00Z"}), id="a parent was told"),
    pytest.param(
        (FALLBACK, {f"{A}.parent_told": "inappropriate", f"{A}.why_not_told": "A parent may be exploiting the child."}),
        id="telling a parent would be inappropriate",
    ),
    pytest.param(({f"{B}.child_views": None, f"{B}.why_no_child_views": "The child is missing."},), id="views could not be sought"),
    pytest.param(({"episode.status": "found", "episode.found_at": "Vale of Tarn"},), id="found after the extraction"),
    pytest.param(({f"{B}.notice_served": "2026-04-01T10:00:00Z"},), id="notice and agreement at one moment"),
    pytest.param(
        ({f"{B}.confidential_material": "possible", f"{B}.confidential_assessment": "A solicitor may be among the contacts."},),
        id="confidential, assessed",
    ),
    pytest.param(({f"{B}.confirmation.form": "written", f"{B}.confirmation.given": "2026-04-01T10:05:00Z"},), id="confirmed in writing"),
    pytest.param(
        (
            {
                f"{B}.confirmation.form": "oral",
                f"{B}.confirmation.why_oral": "She cannot write at present.",
                f"{B}.confirmation.given": "2026-04-01T10:05:00Z",
            },
        ),
        id="confirmed orally, with the reason",
    ),
    pytest.param(({f"{A}.possible_exploiter": True}, REVIEWED), id="possible exploiter, reviewed by a supervisor"),
    pytest.param(({f"{B}.purpose": "protect-child-or-adult"},), id="to protect the child"),
    pytest.param(({f"{B}.purpose": "prevent-detect-crime"},), id="to prevent crime"),
    pytest.param(({"subject.age": None, "subject.age_certainty": "unknown"},), id="age unknown, treated as a child"),
    pytest.param(({"subject.age": 19, "subject.age_certainty": "disputed"},), id="age disputed, treated as a child"),
    pytest.param((S40,), id="section 40, the missing person used the phone"),
    pytest.param((S40, {f"{B}.risk_ground": "child-at-risk", f"{B}.authoriser_rank": "superintendent"}), id="section 40, child at risk"),
    pytest.param(
        (S40, {f"{B}.risk_ground": "adult-without-capacity-at-risk", "subject.age": 40, "subject.lacks_capacity": True}),
        id="section 40, adult without capacity",
    ),
    pytest.param((S40, {"episode.status": "found"}, REVIEWED), id="section 40, found, reviewed"),
    pytest.param((PACE,), id="seized on arrest"),
    pytest.param((PACE, {f"{B}.purpose": "protect-child-or-adult", "subject.age": 12}), id="seized, to protect a child of 12"),
    pytest.param((WARRANT,), id="warrant"),
    pytest.param((WARRANT, {f"{B}.warrant_issued": "2026-03-30T09:00:00Z"}), id="warrant with its day"),
    pytest.param((ADULT,), id="an adult's own phone"),
    pytest.param((ADULT, {f"{B}.power": "pcsc-s37"}), id="an adult under section 37"),
    pytest.param(
        (ADULT, {f"{B}.power": "pcsc-s37", "subject.lacks_capacity": True, f"{A}.by": "deputy", f"{A}.relationship": "deputy"}),
        id="adult without capacity, a deputy agrees",
    ),
    pytest.param((OTHER,), id="another power"),
    pytest.param(({"device.extracted": None, "episode.started": None},), id="times that nobody has to state"),
    # What was lawfully taken from a phone may be used again, and of a child who is missing again there is often nothing else (DPA s.36).
    pytest.param(({"episode.started": "2026-04-02T06:00:00Z"},), id="examined in an earlier episode, to find a child missing again"),
    pytest.param(
        (S40, {f"{B}.risk_ground": "child-at-risk", "episode.started": "2026-04-02T06:00:00Z"}), id="section 40, at risk before missing"
    ),
    pytest.param((S40, {"episode.started": "2026-04-02T06:00:00Z"}, REVIEWED), id="section 40, missing again, reviewed"),
    pytest.param((PACE, LONG_AGO), id="seized before the Act of 2022"),
    pytest.param((ADULT, LONG_AGO), id="volunteered by an adult before the Act of 2022"),
    pytest.param((LONG_AGO, {"device.extracted": "2022-11-08T00:00:00Z"}), id="examined on the first day of sections 37 and 40"),
    pytest.param((PACE, REVIEWED, {f"{B}.supervisor_review.at": "2026-04-01T08:00:00Z"}), id="a seizure reviewed before its examination"),
    pytest.param(({f"{A}.possible_exploiter": True}, REVIEWED, {f"{B}.supervisor_review.at": "2026-04-01T10:30:00Z"}), id="reviewed first"),
    pytest.param((SOUGHT, {f"{A}.given": "2026-04-01T05:00:00Z"}, EARLY_NOTICE), id="an adult agreed before going missing"),
    pytest.param((SOUGHT, {"episode.status": "found"}), id="an adult agreed, and has been found"),
]


@pytest.mark.parametrize("changes", COMPLETE)
def test_what_the_law_carries_is_without_fault(changes):
    """A complete and possible basis is not held up."""
    read, unreadable = read_metadata(metadata(*changes))

    assert unreadable == ()
    assert faults_of(read, NOW) == ()


FAULTY = [
    # Missing, by power.
    pytest.param(({f"{B}.power": None},), f"{B}.power", id="no power"),
    *(
        pytest.param(({f"{B}.{field}": None},), f"{B}.{field}", id=f"section 37 without {field}")
        for field in (
            "purpose",
            "belief",
            "necessity",
            "proportionality",
            "other_means",
            "confidential_material",
            "agreement",
            "notice_served",
            "child_views",
            "authorised_by",
            "authorised",
        )
    ),
    *(
        pytest.param(({f"{A}.{field}": None},), f"{A}.{field}", id=f"agreement without {field}")
        for field in ("by", "relationship", "given")
    ),
    *(
        pytest.param((S40, {f"{B}.{field}": None}), f"{B}.{field}", id=f"section 40 without {field}")
        for field in ("risk", "risk_ground", "authoriser_rank", "authorised_by", "authorised", "necessity", "other_means")
    ),
    pytest.param((PACE, {f"{B}.seized_under": None}), f"{B}.seized_under", id="seizure without its provision"),
    pytest.param((PACE, {f"{B}.necessity": None}), f"{B}.necessity", id="seizure without necessity"),
    pytest.param((WARRANT, {f"{B}.warrant_reference": " "}), f"{B}.warrant_reference", id="warrant without reference"),
    pytest.param((ADULT, {f"{B}.notice_served": None}), f"{B}.notice_served", id="adult without notice"),
    pytest.param((ADULT, {f"{B}.agreement": None}), f"{B}.agreement", id="adult without agreement"),
    pytest.param((OTHER, {f"{B}.other_power": None}), f"{B}.other_power", id="another power without a name"),
    pytest.param((OTHER, {f"{B}.purpose": None}), f"{B}.purpose", id="another power without purpose"),
    pytest.param(({"episode.reference": None},), "episode.reference", id="S8: no reference of the episode"),
    pytest.param((PACE, {"episode.reference": "  "}), "episode.reference", id="S8: a blank reference"),
    # Too little.
    *(
        pytest.param(({f"{B}.{field}": text},), f"{B}.{field}", id=f"{field}: {text!r}")
        for field in ("belief", "necessity", "proportionality")
        for text in ("needed", "n/a", "-", "...", "a b", "12 34 56 78 90")
    ),
    pytest.param((S40, {f"{B}.risk": "high"}), f"{B}.risk", id="a risk in one word"),
    pytest.param(({f"{B}.other_means": "-"},), f"{B}.other_means", id="other means: a dash"),
    # Who agrees.
    pytest.param(({f"{A}.by": "child"},), f"{A}.by", id="the child agrees"),
    pytest.param(({f"{A}.by": "user"},), f"{A}.by", id="the user of 15 agrees"),
    pytest.param(({f"{A}.by": "user", "subject.age": None},), f"{A}.by", id="a user of unknown age agrees"),
    pytest.param(
        ({f"{A}.by": "user", "subject.age": 18, "subject.age_certainty": "estimated"},), f"{A}.by", id="a user who may be 17 agrees"
    ),
    pytest.param(({f"{A}.by": "council"},), f"{A}.by", id="the council, for a child not in care"),
    *(pytest.param(({f"{A}.by": by},), f"{A}.by", id=f"{by} for a child") for by in ("deputy", "attorney", "social-worker")),
    pytest.param(({"subject.age": 34},), f"{A}.by", id="a parent, for an adult"),
    pytest.param(({"subject.age": 34, f"{A}.by": "child"},), f"{A}.by", id="a child, for an adult"),
    pytest.param((ADULT, {f"{B}.power": "pcsc-s37", "subject.lacks_capacity": True}), f"{A}.by", id="an adult without capacity agrees"),
    pytest.param(({f"{B}.refused": True},), f"{B}.refused", id="it was refused"),
    *(
        pytest.param((FALLBACK, {f"{A}.{field}": value}), f"{A}.{field}", id=f"fall-back adult: {field} {value}")
        for field, value in (
            ("why_no_parent", None),
            ("why_no_parent", "busy"),
            ("is_18_or_over", None),
            ("is_18_or_over", False),
            ("is_authorised_person", None),
            ("is_authorised_person", True),
            ("parent_told", None),
            ("relationship", None),
        )
    ),
    pytest.param((FALLBACK, {f"{A}.parent_told": "done"}), f"{A}.parent_told_at", id="a parent was told, no day"),
    pytest.param((FALLBACK, {f"{A}.parent_told": "inappropriate"}), f"{A}.why_not_told", id="not told, no reason"),
    pytest.param(({f"{A}.possible_exploiter": True},), f"{B}.supervisor_review", id="possible exploiter, no review"),
    pytest.param(
        ({f"{A}.possible_exploiter": True}, REVIEWED, {f"{B}.supervisor_review.by": "sergeant  ON duty"}),
        f"{B}.supervisor_review",
        id="possible exploiter, reviewed by the authoriser",
    ),
    pytest.param(
        ({f"{A}.possible_exploiter": True}, REVIEWED, {f"{B}.supervisor_review.reason": "fine"}),
        f"{B}.supervisor_review",
        id="possible exploiter, reviewed without a reason",
    ),
    # Power and person, power and purpose.
    pytest.param((ADULT, {"subject.age": 17}), f"{B}.power", id="volunteered by somebody of 17"),
    pytest.param((ADULT, {"subject.age_certainty": "estimated"}), f"{B}.power", id="volunteered by somebody who may be under 18"),
    pytest.param((ADULT, {"subject.lacks_capacity": True}), f"{B}.power", id="volunteered without capacity"),
    pytest.param((S40, {f"{B}.purpose": "prevent-detect-crime"}), f"{B}.purpose", id="section 40 for crime"),
    pytest.param(
        (PACE, {f"{B}.purpose": "locate-missing-person", "episode.status": "missing"}), f"{B}.purpose", id="seizure to find somebody"
    ),
    pytest.param(
        (WARRANT, {f"{B}.purpose": "locate-missing-person", "episode.status": "missing"}), f"{B}.purpose", id="warrant to find somebody"
    ),
    pytest.param((ADULT, {f"{B}.purpose": "locate-missing-person"}), f"{B}.purpose", id="to find somebody, nobody missing"),
    pytest.param(({"episode.ended": "2026-04-01T10:30:00Z"},), f"{B}.purpose", id="to find somebody found before"),
    pytest.param(({f"{B}.confidential_material": "likely"},), f"{B}.confidential_assessment", id="confidential, not assessed"),
    # Section 40.
    pytest.param(
        (S40, {A: {"by": "parent", "relationship": "mother", "given": "2026-04-01T10:00:00Z"}}), A, id="section 40 with agreement"
    ),
    *(
        pytest.param((S40, {f"{B}.authoriser_rank": rank}), f"{B}.authoriser_rank", id=f"section 40 by a {rank}")
        for rank in ("constable", "sergeant")
    ),
    pytest.param((S40, {f"{B}.risk_ground": "child-at-risk", "subject.age": 40}), f"{B}.risk_ground", id="child at risk, an adult"),
    pytest.param((S40, {f"{B}.risk_ground": "adult-without-capacity-at-risk"}), f"{B}.risk_ground", id="adult without capacity, a child"),
    pytest.param((S40, {"episode.type": "voluntary", "episode.status": "other"}), f"{B}.risk_ground", id="missing user, nobody missing"),
    pytest.param((S40, {"episode.status": "found"}), f"{B}.power", id="section 40, found"),
    pytest.param((S40, {"episode.found_at": "Vale of Tarn"}), f"{B}.power", id="section 40, found by place"),
    pytest.param((S40, {"episode.returned": True}), f"{B}.power", id="section 40, back home"),
    # Order and time.
    pytest.param(({f"{B}.notice_served": "2026-04-01T10:01:00Z"},), f"{B}.notice_served", id="notice after agreement"),
    pytest.param(({f"{A}.given": "2026-04-01T11:30:00Z"},), f"{A}.given", id="agreement after authorisation"),
    pytest.param(
        ({f"{A}.given": "2026-04-01T12:30:00Z", f"{B}.authorised": "2026-04-01T12:30:00Z"},), f"{A}.given", id="agreement after extraction"
    ),
    pytest.param(({f"{B}.authorised": "2026-04-01T12:30:00Z"},), f"{B}.authorised", id="authorised after extraction"),
    pytest.param((S40, {f"{B}.authorised": "2026-04-01T12:30:00Z"}), f"{B}.authorised", id="section 40 authorised after extraction"),
    pytest.param((WARRANT, {f"{B}.warrant_issued": "2026-04-01T12:30:00Z"}), f"{B}.warrant_issued", id="warrant after extraction"),
    pytest.param(({"episode.ended": "2026-04-01T05:00:00Z"},), "episode.ended", id="ended before it started"),
    pytest.param(({"episode.ended": "2026-04-02T05:00:00Z"},), "episode.ended", id="missing, and the episode has ended"),
    pytest.param(({"episode.returned": True},), "episode.returned", id="missing, and back home"),
    pytest.param((SOUGHT,), f"{A}.by", id="a missing adult agreed while missing"),
    pytest.param((LONG_AGO,), f"{B}.power", id="section 37 before it was in force"),
    pytest.param((LONG_AGO, {"device.extracted": None}), f"{B}.power", id="section 37 before it was in force, examined nobody says when"),
    pytest.param((S40, {"episode.started": "2026-04-02T06:00:00Z"}), f"{B}.power", id="section 40 of an earlier episode"),
    pytest.param(
        (S40, {"episode.status": "found"}, REVIEWED, {f"{B}.supervisor_review.at": "2026-03-02T10:00:00Z"}),
        f"{B}.supervisor_review.at",
        id="reviewed before it was authorised",
    ),
    pytest.param(
        ({f"{A}.possible_exploiter": True}, REVIEWED, {f"{B}.supervisor_review.at": "2026-04-01T09:00:00Z"}),
        f"{B}.supervisor_review.at",
        id="reviewed before anybody agreed",
    ),
    *(
        pytest.param((changes, {path: "2026-04-02T12:06:00Z"}), path, id=f"in the future: {path}")
        for changes, path in (
            ({}, "episode.started"),
            ({}, "episode.ended"),
            ({}, "device.extracted"),
            ({}, f"{B}.notice_served"),
            ({}, f"{B}.authorised"),
            ({}, f"{A}.given"),
            (FALLBACK, f"{A}.parent_told_at"),
            (WARRANT, f"{B}.warrant_issued"),
            ({f"{B}.confirmation.form": "written"}, f"{B}.confirmation.given"),
            ({f"{B}.confirmation.form": "written"}, f"{B}.confirmation.copy_given"),
            (REVIEWED, f"{B}.supervisor_review.at"),
        )
    ),
    # Confirmation.
    pytest.param(({f"{B}.confirmation.given": "2026-04-01T10:05:00Z"},), f"{B}.confirmation.form", id="confirmed, nobody knows how"),
    pytest.param(({f"{B}.confirmation.form": "oral"},), f"{B}.confirmation.why_oral", id="oral without a reason"),
    pytest.param(
        ({f"{B}.confirmation.form": "written", f"{B}.confirmation.given": "2026-04-01T09:00:00Z"},),
        f"{B}.confirmation.given",
        id="confirmed before it was given",
    ),
    pytest.param(
        (
            {
                f"{B}.confirmation.form": "written",
                f"{B}.confirmation.given": "2026-04-01T10:05:00Z",
                f"{B}.confirmation.copy_given": "2026-04-01T10:01:00Z",
            },
        ),
        f"{B}.confirmation.copy_given",
        id="a copy before the confirmation",
    ),
    pytest.param(({"subject.age": -1},), "subject.age", id="an age below nothing"),
    pytest.param(({"subject.age": 150},), "subject.age", id="an age of 150"),
]


@pytest.mark.parametrize(("changes", "field"), FAULTY)
def test_what_the_law_does_not_carry_is_told_with_its_field(changes, field):
    """A missing or impossible answer is a fault at its field, and beside it nothing is held up that has nothing to do with it."""
    read, unreadable = read_metadata(metadata(*changes))

    told = {fault.field for fault in faults_of(read, NOW)}

    assert unreadable == ()
    assert field in told
    assert len(told) <= 4


def test_an_empty_basis_is_told_in_full_for_its_power():
    """All that is missing is told at once: everything the table asks of the power."""
    for power, terms in POWERS.items():
        read, _ = read_metadata({"legal_basis": {"power": power.value}})

        told = {fault.field for fault in faults_of(read, NOW)}

        assert {f"legal_basis.{asked.field}" for asked in terms.asks} <= told


def test_every_power_has_its_terms_and_asks_for_what_no_other_does():
    """Each power of the contract stands in the table; each rests on the purposes of s.37."""
    assert set(POWERS) == set(Power)
    assert {power.value for power in Power} == {"pcsc-s37", "pcsc-s40", "pace-seizure", "warrant", "adult-volunteered", "other"}
    assert all(terms.purposes for terms in POWERS.values())


@pytest.mark.parametrize("power", Power)
def test_whoever_is_asked_for_the_purpose_is_told_of_as_many_as_the_power_allows(power):
    """A purpose that was left out is asked for by the number of those that may be stated (section 37, section 40, seized evidence)."""
    terms = POWERS[power]
    (asked,) = [each for each in terms.asks if each.field == "purpose"]

    assert f" {('two', 'three')[len(terms.purposes) - 2]} purposes" in asked.missing


def test_every_rule_says_one_sentence_and_names_its_source():
    """A rule reads as a sentence, names a field of the metadata, and says where it comes from."""
    sentences = [rule.sentence for rule in RULES] + [asked.missing for terms in POWERS.values() for asked in terms.asks]

    assert all(re.fullmatch(r"[A-Z][^.]+\.", sentence) for sentence in sentences)
    assert all(rule.source and re.fullmatch(r"(?:legal_basis|episode|subject|device)(?:\.\w+)+", rule.field) for rule in RULES)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=f"{rule.field}: {rule.sentence[:50]}") for rule in RULES])
def test_every_rule_has_a_case(rule):
    """No rule stands in the table that none of the cases above breaks."""
    assert (rule.field, rule.sentence) in _broken()


@cache
def _broken() -> set[tuple[str, str]]:
    """Give the rules that the cases above break, by field and sentence: each case is read once, not for every rule."""
    read = [read_metadata(metadata(*param.values[0]))[0] for param in FAULTY]
    return {(fault.field, fault.sentence) for each in read for fault in faults_of(each, NOW)}


def test_clocks_may_differ_by_minutes():
    """A time up to five minutes ahead is another computer's clock and no fault."""
    read, _ = read_metadata(metadata({"device.extracted": (NOW + timedelta(minutes=4)).isoformat()}))

    assert faults_of(read, NOW) == ()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ((), {"confirm-in-writing"}),
        (({f"{B}.confirmation.form": "written", f"{B}.confirmation.given": "2026-04-01T10:05:00Z"},), {"give-copy"}),
        (
            (
                {
                    f"{B}.confirmation.form": "written",
                    f"{B}.confirmation.given": "2026-04-01T10:05:00Z",
                    f"{B}.confirmation.copy_given": "2026-04-01T10:06:00Z",
                },
            ),
            set(),
        ),
        ((FALLBACK,), {"tell-parent", "confirm-in-writing"}),
        ((FALLBACK, {f"{A}.parent_told": "done", f"{A}.parent_told_at": "2026-04-01T18:00:00Z"}), {"confirm-in-writing"}),
        ((S40,), {"review-urgent-path"}),
        ((PACE,), set()),
        (({f"{B}.power": None},), set()),
    ],
)
def test_what_remains_to_be_done_is_told(changes, codes):
    """A basis that is good enough to go on may still ask for something afterwards."""
    read, _ = read_metadata(metadata(*changes))

    assert {task.code for task in open_tasks(read)} == codes


@pytest.mark.parametrize(
    ("changes", "raised", "reasons"),
    [
        ((), {"AR-01"}, 0),
        ((), {"AR-01", "AR-22"}, 1),
        (({f"{A}.possible_exploiter": True}, REVIEWED), set(), 1),
        (({f"{A}.by": "council", f"{A}.relationship": "social worker", "subject.looked_after": True},), {"AR-22"}, 0),
        ((S40, {"episode.status": "found"}, REVIEWED), set(), 1),
        ((S40,), {"AR-22"}, 0),
        ((NO_AGREEMENT,), {"AR-22"}, 0),
    ],
)
def test_a_basis_is_looked_at_again_where_the_answer_casts_doubt_on_it(changes, raised, reasons):
    """S2: a parent agreed, and a number of the household is listed: a supervisor looks at the basis again."""
    read, _ = read_metadata(metadata(*changes))

    assert len(review_reasons(read, raised)) == reasons
