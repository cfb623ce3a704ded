"""The law of numbers that become protected: an answer that is freed of them is the answer of a phone that was read with them protected.

Where each contact is a record of its own, that holds to the last count. Only how soon a person must look may be kept from before: an alert
that is left is not judged anew, because the phone is gone.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import a_line, a_list, an_associate, an_entry
from matcher.bootstrap import TOOL, Services, build
from matcher.domain.answers.guarded_answer import ONCE, KeptOut, presences, without
from matcher.domain.guarding.guard_number import Guard, GuardEntry, alone, guarded, without_guarded
from matcher.domain.line import LineList, Visibility
from matcher.domain.screening import EpisodeStatus, Subject
from matcher.render.json_answer import screening_object
from matcher.service.screening.screen_extraction import Knowledge, ScreenRequest, screen_extraction

AT = datetime(2026, 4, 20, 12, tzinfo=UTC)
NUMBERS = [f"+4477009001{at:02d}" for at in range(8)]
LINES = [
    a_line(id="L-1", name="Larkspur"),
    a_line(id="L-2", name="Heron", visibility=Visibility.COVERT),
    a_line(id="L-3", name="Kettle"),
]
PEOPLE = [an_associate(line_id="L-1", e164=NUMBERS[6], raw=NUMBERS[6]), an_associate(line_id="L-3", e164=NUMBERS[7], raw=NUMBERS[7])]

#: Number of the list -> line and grading: two numbers of one line, one that stands on two lines, one that is suspected false.
ROWS = [(0, "L-1", "B"), (1, "L-1", "C"), (2, "L-2", "B"), (3, "L-3", "D"), (3, "L-1", "B"), (4, "L-3", "E")]


@cache
def the_services() -> Services:
    """Give what answers rest on, as shipped."""
    return build()


@cache
def the_list() -> LineList:
    """Give the list."""
    rows = [
        an_entry(line_id=line, e164=NUMBERS[at], raw=NUMBERS[at], row=row, intel_grade=grade, last_seen=date(2026, 4, 19))
        for row, (at, line, grade) in enumerate(ROWS, 2)
    ]
    return a_list(rows, lines=LINES, associates=PEOPLE)


def answered(numbers: list[int], subject: Subject, entry: GuardEntry | None) -> dict[str, Any]:
    """Read a phone book with these numbers, each a contact of its own."""
    services = the_services()
    lists = services.lists if entry is None else guarded(services.lists, [entry])
    line_list = the_list() if entry is None else without_guarded(the_list(), [entry])
    knowledge = Knowledge(line_list, lists, services.rules, services.thresholds, TOOL)
    cards = (f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person {at}\r\nTEL:{NUMBERS[at]}\r\nEND:VCARD\r\n" for at in numbers)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.vcf"
        path.write_bytes("".join(cards).encode())
        screening = screen_extraction([path], ScreenRequest(AT, subject=subject), knowledge).screening
    assert screening is not None
    return screening_object(replace(screening, line_list=replace(screening.line_list, numbers=0)))


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """Give an answer without how soon a person must look, by which its alerts are ordered too."""
    alerts = [{key: value for key, value in each.items() if key not in {"urgency", "urgency_steps"}} for each in answer["alerts"]]
    return {**answer, "alerts": sorted(alerts, key=lambda each: (each["rule"], each["restricted"], each["facts"]))}


SUBJECTS = st.builds(
    Subject,
    age=st.sampled_from([None, 12, 15, 30]),
    status=st.sampled_from(EpisodeStatus),
    looked_after=st.booleans(),
    returned=st.booleans(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 7), min_size=1, max_size=8, unique=True), st.integers(0, 7), SUBJECTS)
def test_an_answer_freed_of_a_number_is_that_of_a_phone_read_without_it(numbers, protected, subject):
    """Matches, people, leads, counts, sentences and alerts are those of the phone read with the number protected; twice changes nothing."""
    e164 = NUMBERS[protected]
    entry = GuardEntry(Guard.PROTECTED, "health", e164, e164, "x", "y", "z")
    before = answered(numbers, subject, None)
    known = presences([before], entry.covers)
    if protected in numbers:
        known.setdefault(e164, ONCE)

    freed = without(before, KeptOut(known, alone(entry)))

    assert told(freed) == told(answered(numbers, subject, entry))
    assert without(freed, KeptOut(presences([freed], entry.covers), alone(entry))) is freed
