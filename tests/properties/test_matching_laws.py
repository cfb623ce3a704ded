"""Laws of matching that hold for every phone and every list, and an obvious oracle beside the real thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from builders import AT, a_line, a_list, a_number_set, a_sighting, number_lists
from matcher.domain.line import DatePrecision, LineStatus, ListEntry, Visibility
from matcher.domain.match import Grade, Match, Thresholds
from matcher.domain.matching.associates import find_associates
from matcher.domain.matching.grading import find_matches
from matcher.domain.matching.leads import find_leads
from matcher.domain.matching.sighting_book import Occurrence, SightingBook
from matcher.domain.numbers.reading import Certainty, Kind, Number, Status
from matcher.domain.sighting import Role, Sighting

NUMBERS = [f"+4477009001{index:02d}" for index in range(6)]
PROTECTED = NUMBERS[5]
LISTS = number_lists(protected=a_number_set(numbers=[PROTECTED]))

_DAYS = st.dates(date(2024, 6, 1), date(2026, 6, 1))
_MOMENTS = st.one_of(st.none(), st.datetimes(datetime(2003, 1, 1), datetime(2027, 1, 1), timezones=st.just(AT.tzinfo)))  # noqa: DTZ001
_PAIRS = st.one_of(
    st.just((None, None)),
    _DAYS.map(lambda day: (day, None)),
    _DAYS.map(lambda day: (None, day)),
    st.tuples(_DAYS, _DAYS).map(lambda both: tuple(sorted(both))),
)


@st.composite
def entries(draw, row: int = 2) -> ListEntry:
    """Any row of a list."""
    first, last = draw(_PAIRS)
    number = draw(st.sampled_from(NUMBERS))
    return ListEntry(
        line_id=draw(st.sampled_from(["L-1", "L-2", "L-3"])),
        raw=number,
        e164=number,
        row=row,
        first_seen=first,
        last_seen=last,
        date_precision=draw(st.sampled_from(DatePrecision)),
        source_grade=draw(st.sampled_from([None, "1", "2", "3"])),
        intel_grade=draw(st.sampled_from([None, "A", "B", "C", "D", "E"])),
        closed_on=draw(st.one_of(st.none(), _DAYS)),
        closure_type=draw(st.sampled_from([None, "type1", "type2", "ddtro"])),
        repaired=draw(st.booleans()),
    )


_LISTS = st.lists(entries(), max_size=8).map(lambda rows: [replace(entry, row=at) for at, entry in enumerate(rows, start=2)])
_LINES = st.lists(
    st.builds(
        a_line, id=st.sampled_from(["L-1", "L-2", "L-3"]), status=st.sampled_from(LineStatus), visibility=st.sampled_from(Visibility)
    ),
    unique_by=lambda line: line.id,
    max_size=3,
)


@st.composite
def sightings(draw) -> Sighting:
    """Any sighting of one of a few numbers, or of none."""
    first = draw(_MOMENTS)
    certainty = draw(st.sampled_from([Certainty.EXACT, Certainty.INFERRED, Certainty.REPAIRED]))
    is_usable = draw(st.booleans()) or draw(st.booleans())
    return a_sighting(
        e164=draw(st.sampled_from(NUMBERS)) if is_usable else None,
        status=(Status.OK_REPAIRED if certainty is Certainty.REPAIRED else Status.OK) if is_usable else Status.PARTIAL,
        certainty=certainty if is_usable else Certainty.PARTIAL,
        raw=draw(st.sampled_from(["07700 900101", "+447700900102", "0770090010"])),
        role=draw(st.sampled_from([Role.CONTACT, Role.CALL, Role.MESSAGE, Role.OWNER, Role.GROUP])),
        label=draw(st.sampled_from([None, "Jay", "Larkspur", "Mum"])),
        app=draw(st.sampled_from([None, "chat"])),
        calls_in=draw(st.integers(0, 2)),
        messages_out=draw(st.integers(0, 2)),
        first_seen=first,
        last_seen=first and first + timedelta(days=draw(st.integers(0, 60))),
        deleted=draw(st.booleans()),
        place=f"phone.csv:{draw(st.integers(1, 20))}",
    )


_PHONES = st.lists(sightings(), max_size=8)


def matched(phone: Sequence[Sighting], rows: Sequence[ListEntry], lines: Sequence = ()) -> tuple[Match, ...]:
    """The matches of a phone against a list."""
    return find_matches(phone, a_list(rows, lines), at=AT, lists=LISTS, thresholds=Thresholds())


def pairs(matches: Sequence[Match]) -> set[tuple[str, str]]:
    """Which number met which line."""
    return {(match.number, match.line.id) for match in matches}


@given(_PHONES, _LISTS, _LINES)
def test_the_obvious_oracle_agrees(phone: list[Sighting], rows: list[ListEntry], lines: list):
    """Exactly the usable, unprotected numbers of the phone that equal a number of a line not suspected false are matches."""
    obvious = {
        (sighting.e164, entry.line_id)
        for sighting in phone
        for entry in rows
        if sighting.e164 == entry.e164 and entry.intel_grade != "E" and entry.e164 != PROTECTED
    }
    found = matched(phone, rows, lines)

    assert pairs(found) == obvious
    assert len(found) == len(obvious)


@given(_PHONES, _LISTS, _LINES, st.randoms())
def test_the_order_of_the_phone_changes_nothing(phone: list[Sighting], rows: list[ListEntry], lines: list, chance):
    """The same sightings in another order give the same matches, leads and associates, in the same order."""
    distinct = list({(each.role, each.place, each.app, each.label, each.raw): each for each in phone}.values())
    shuffled = list(distinct)
    chance.shuffle(shuffled)
    line_list = a_list(rows, lines)

    assert matched(shuffled, rows, lines) == matched(distinct, rows, lines)
    assert find_leads(shuffled, line_list, Thresholds()) == find_leads(distinct, line_list, Thresholds())
    assert find_associates(shuffled, line_list) == find_associates(distinct, line_list)


@given(_PHONES, _LISTS, _LINES, entries(row=99))
def test_adding_to_the_list_never_removes_a_match(phone: list[Sighting], rows: list[ListEntry], lines: list, more: ListEntry):
    """Whatever is added to the list, every match stays, and no grade becomes worse."""
    before, after = matched(phone, rows, lines), matched(phone, [*rows, more], lines)
    grades = {(match.number, match.line.id): match.grade for match in after}

    assert pairs(before) <= pairs(after)
    assert all(grades[match.number, match.line.id] <= match.grade for match in before)


@given(_PHONES, _LISTS, _LINES, st.integers(0, 7))
def test_removing_a_sighting_never_adds_a_match(phone: list[Sighting], rows: list[ListEntry], lines: list, at: int):
    """A phone of which less was read matches no more."""
    assert pairs(matched(phone[:at] + phone[at + 1 :], rows, lines)) <= pairs(matched(phone, rows, lines))


@given(_PHONES, _LISTS, _LINES)
def test_no_match_says_more_than_its_grade_allows(phone: list[Sighting], rows: list[ListEntry], lines: list):
    """Grade A needs a good spelling on both sides and dates on both sides; E is never a match."""
    for match in matched(phone, rows, lines):
        assert match.grade is not Grade.E
        if match.grade is Grade.A:
            assert not match.entry.repaired
            assert any(each.certainty is not Certainty.REPAIRED for each in match.sightings)
            assert any(each.first_seen or each.last_seen for each in match.sightings)
            assert match.entry.first_seen or match.entry.last_seen


@given(_PHONES, _LISTS, _LINES)
def test_every_match_explains_itself(phone: list[Sighting], rows: list[ListEntry], lines: list):
    """Every match quotes what stands on the phone and in the list, and always says that it may be a customer or a victim."""
    for match in matched(phone, rows, lines):
        assert f"'{match.sightings[0].raw}'" in match.explanation
        assert f"'{match.entry.raw}'" in match.explanation
        assert "customer or another victim" in match.cautions[0]
        assert all(sighting.e164 == match.number for sighting in match.sightings)


@given(_PHONES, _LISTS, _LINES, st.booleans())
def test_what_nobody_listed_changes_no_match(phone: list[Sighting], rows: list[ListEntry], lines: list, is_saved: bool):
    """A number that is on no list changes no match, whatever it is saved as."""
    other = a_sighting(e164="+441632960001", raw="01632 960001", label="Larkspur" if is_saved else None)

    assert matched([*phone, other], rows, lines) == matched(phone, rows, lines)


_OCCURRENCES = st.builds(
    Occurrence,
    st.sampled_from([Role.CONTACT, Role.CALL]),
    st.sampled_from(["p:1", "p:2", "p:3"]),
    label=st.sampled_from([None, "Jay"]),
    direction=st.sampled_from([None, "in", "out"]),
    first=_MOMENTS,
    deleted=st.booleans(),
)


def _booked(occurrences: Sequence[Occurrence]) -> list[Sighting]:
    book = SightingBook("phone.csv")
    for occurrence in occurrences:
        book.add(Number("07700 900101", NUMBERS[1], Status.OK, Certainty.EXACT, Kind.MOBILE), occurrence)
    return list(book.sightings())


@given(st.lists(_OCCURRENCES, min_size=1, max_size=8), _LISTS, _LINES, st.randoms())
def test_the_order_of_records_changes_no_judgement(occurrences: list[Occurrence], rows: list[ListEntry], lines: list, chance):
    """Records in another order give the same grades, strength, contact and cautions; only the place named first may differ."""
    shuffled = list(occurrences)
    chance.shuffle(shuffled)

    def judged(several: Sequence[Occurrence]) -> list[tuple]:
        found = matched(_booked(several), rows, lines)
        return [(each.number, each.line.id, each.grade, each.strength, each.time_relation, each.contact, each.cautions) for each in found]

    assert judged(shuffled) == judged(occurrences)


@given(st.lists(_OCCURRENCES, min_size=1, max_size=8), _LISTS, _LINES, st.integers(0, 7))
def test_a_record_given_twice_counts_once(occurrences: list[Occurrence], rows: list[ListEntry], lines: list, at: int):
    """A record that stands twice in a file makes no sighting, match or grade that it did not make once."""
    again = [*occurrences, occurrences[at % len(occurrences)]]
    once, twice = matched(_booked(occurrences), rows, lines), matched(_booked(again), rows, lines)

    assert len(_booked(again)) == len(_booked(occurrences))
    assert [(each.number, each.line.id, each.grade, each.strength, each.contact, each.cautions, each.explanation) for each in twice] == [
        (each.number, each.line.id, each.grade, each.strength, each.contact, each.cautions, each.explanation) for each in once
    ]
