"""A submission goes its way and no other."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.screening import EpisodeStatus, Subject
from matcher.domain.submissions.episode import AgeCertainty, Device, Episode, SubjectDetails
from matcher.domain.submissions.submission import ImpossibleStep, Metadata, Submission, SubmissionStatus, step, to_subject

AT = datetime(2026, 4, 1, 12, tzinfo=UTC)

#: Written out a second time: from each status, every status that may follow.
ALLOWED = {
    "received": {"reading", "refused", "failed"},
    "reading": {"received", "matching", "refused", "failed"},
    "matching": {"received", "done", "failed"},
    "done": set(),
    "refused": set(),
    "failed": set(),
}


def a_submission(**changes):
    """A file that has just come in."""
    submission = Submission("sub-1", "org-1", "unit-1", "usr-1", SubmissionStatus.RECEIVED, AT, AT, Metadata(), "phone.vcf", "0" * 64, 10)
    return replace(submission, **changes)


def code_for(status):
    """The code a status has to have."""
    return "damaged-extraction" if status in {"refused", "failed"} else None


@pytest.mark.parametrize("start", list(SubmissionStatus))
@pytest.mark.parametrize("end", list(SubmissionStatus))
def test_a_status_follows_where_the_table_says_so(start, end):
    """Each of the 36 steps is taken or refused as the table says."""
    submission = a_submission(status=start)

    if end in ALLOWED[start]:
        assert step(submission, end, at=AT, code=code_for(end)).status is end
    else:
        with pytest.raises(ImpossibleStep):
            step(submission, end, at=AT, code=code_for(end))


@given(st.lists(st.sampled_from(SubmissionStatus), max_size=40))
def test_no_walk_leaves_the_table(walk):
    """Whatever is tried in whatever order, only allowed steps are taken, and nothing follows an end."""
    submission, way = a_submission(), ["received"]
    for number, status in enumerate(walk):
        try:
            submission = step(submission, status, at=AT + timedelta(seconds=number), code=code_for(status))
        except ImpossibleStep:
            continue
        way.append(status.value)

    assert all(after in ALLOWED[before] for before, after in itertools.pairwise(way))
    assert not any(ALLOWED[status] == set() for status in way[:-1])
    assert submission.status == way[-1]
    assert (submission.code is not None) is (submission.status in {"refused", "failed"})


def test_the_contract_names_the_statuses():
    """The words are those of the contract."""
    assert [status.value for status in SubmissionStatus] == ["received", "reading", "matching", "done", "refused", "failed"]


@pytest.mark.parametrize(("status", "code"), [("failed", None), ("refused", ""), ("reading", "damaged-extraction")])
def test_a_reason_stands_where_one_is_needed_and_nowhere_else(status, code):
    """Refused and failed carry a code, the others none."""
    with pytest.raises(ImpossibleStep):
        step(a_submission(), SubmissionStatus(status), at=AT, code=code)


def test_a_worker_that_died_leaves_a_submission_to_begin_anew():
    """Back at the start nothing counts as read."""
    reading = replace(step(a_submission(), SubmissionStatus.READING, at=AT), progress=700)

    again = step(reading, SubmissionStatus.RECEIVED, at=AT)

    assert (again.status, again.progress) == (SubmissionStatus.RECEIVED, 0)


def test_the_areas_of_a_case_are_home_missing_from_and_found_at():
    """Who may see a case by area follows from all three."""
    metadata = Metadata(subject=SubjectDetails(home_area="Estmoor"), episode=Episode(missing_from="Vale of Tarn", found_at="Kettle Bay"))

    assert a_submission(metadata=metadata).areas == {"Estmoor", "Vale of Tarn", "Kettle Bay"}


def test_the_person_is_screened_as_stated():
    """Every fact a rule may look at arrives, and nothing is guessed."""
    metadata = Metadata(
        subject=SubjectDetails(
            reference="S-17",
            age=15,
            age_certainty=AgeCertainty.ESTIMATED,
            sex="male",
            looked_after=True,
            placed_out_of_area=True,
            home_area="Estmoor",
            adult_at_risk=False,
            home_takeover=True,
        ),
        episode=Episode(status=EpisodeStatus.FOUND, found_at="Vale of Tarn", returned=True),
        device=Device(own_numbers=("07700 900999",)),
    )

    subject = to_subject(metadata, own_numbers=["+447700900999"], household_numbers=["+447700900111"])

    assert subject == Subject(
        age=15,
        age_uncertain=True,
        status=EpisodeStatus.FOUND,
        looked_after=True,
        placed_out_of_area=True,
        home_takeover=True,
        home_area="Estmoor",
        found_area="Vale of Tarn",
        returned=True,
        sex="male",
        own_numbers=frozenset({"+447700900999"}),
        household_numbers=frozenset({"+447700900111"}),
    )


@pytest.mark.parametrize(
    ("age", "certainty", "is_adult", "in_doubt"),
    [
        (18, AgeCertainty.KNOWN, True, False),
        (17, AgeCertainty.KNOWN, False, False),
        (30, None, True, False),
        (19, AgeCertainty.ESTIMATED, False, True),
        (19, AgeCertainty.DISPUTED, False, True),
        (None, AgeCertainty.UNKNOWN, False, True),
        (None, None, False, False),
    ],
)
def test_whoever_may_be_under_18_is_treated_as_a_child(age, certainty, is_adult, in_doubt):
    """Modern Slavery Act 2015 s.51: in doubt the person is a child."""
    person = SubjectDetails(age=age, age_certainty=certainty)

    assert (person.is_adult, to_subject(Metadata(subject=person)).age_uncertain) == (is_adult, in_doubt)
