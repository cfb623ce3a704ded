"""Values with sensible defaults, so that a test names only what it is about. All numbers lie in the drama ranges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from matcher.domain.guarding.protection import ListedRange, Listing, NumberLists, NumberSet
from matcher.domain.line import Line, LineList, ListEntry, NamedAssociate
from matcher.domain.numbers.reading import Certainty, Kind, Status
from matcher.domain.sighting import Role, Sighting

#: The moment most tests judge at.
AT = datetime(2026, 4, 1, 12, tzinfo=UTC)

NUMBER = "+447700900123"


def a_moment(day: str) -> datetime:
    """Noon UTC of an ISO day."""
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def a_line(**changes: Any) -> Line:
    """An active, open line called Larkspur."""
    line = Line(
        id="L-0043", name="Larkspur", exporting_area="Estmoor", importing_areas=("Vale of Tarn",), owner_unit="Estmoor Intelligence"
    )
    return replace(line, **changes)


def an_entry(**changes: Any) -> ListEntry:
    """A number of Larkspur, seen from 1 February to 31 March 2026, graded 2B, shareable."""
    entry = ListEntry(
        line_id="L-0043",
        raw="07700 900123",
        e164=NUMBER,
        row=2,
        first_seen=date(2026, 2, 1),
        last_seen=date(2026, 3, 31),
        source_grade="2",
        intel_grade="B",
        handling="P",
    )
    return replace(entry, **changes)


def an_associate(**changes: Any) -> NamedAssociate:
    """A person the list links to Larkspur."""
    person = NamedAssociate(line_id="L-0043", name="Alex Example", raw="07700 900456", e164="+447700900456", row=9, role="holder")
    return replace(person, **changes)


def a_sighting(**changes: Any) -> Sighting:
    """A contact of a phone book without times."""
    sighting = Sighting(
        source="contacts.vcf",
        raw="07700900123",
        e164=NUMBER,
        status=Status.OK,
        certainty=Certainty.EXACT,
        kind=Kind.MOBILE,
        role=Role.CONTACT,
        label="Jay",
        app=None,
        calls_in=0,
        calls_out=0,
        messages_in=0,
        messages_out=0,
        first_seen=None,
        last_seen=None,
        zone_known=True,
        deleted=False,
        place="contacts.vcf:12",
        steps=(),
    )
    return replace(sighting, **changes)


def a_call(day: str, **changes: Any) -> Sighting:
    """One incoming call on a day."""
    moment = a_moment(day)
    return a_sighting(**{"role": Role.CALL, "calls_in": 1, "first_seen": moment, "last_seen": moment, "place": "report.xml:7", **changes})


def a_partial(raw: str, **changes: Any) -> Sighting:
    """A number with digits missing."""
    doubtful = {
        "raw": raw,
        "e164": None,
        "status": Status.PARTIAL,
        "certainty": Certainty.PARTIAL,
        "label": None,
        "reason": "digits are missing",
    }
    return a_sighting(**{**doubtful, **changes})


def a_list(
    entries: Iterable[ListEntry] | None = None,
    lines: Iterable[Line] | None = None,
    associates: Iterable[NamedAssociate] = (),
    **changes: Any,
) -> LineList:
    """A list of one line with one number, unless told otherwise. Lines that entries name and nobody gave are made up."""
    rows = [an_entry()] if entries is None else list(entries)
    people = list(associates)
    known = {line.id: line for line in (lines if lines is not None else (a_line(),))}
    for named in (*rows, *people):
        known.setdefault(named.line_id, a_line(id=named.line_id, name=None))
    by_number: dict[str, tuple[ListEntry, ...]] = {}
    for entry in rows:
        by_number[entry.e164] = (*by_number.get(entry.e164, ()), entry)
    by_person: dict[str, tuple[NamedAssociate, ...]] = {}
    for person in people:
        by_person[person.e164] = (*by_person.get(person.e164, ()), person)
    made = LineList(name="lines.csv", sha256="0" * 64, lines=known, entries=by_number, associates=by_person)
    return replace(made, **changes)


def a_listing(group: str = "test", name: str = "a test entry") -> Listing:
    """A reason to treat a number apart."""
    return Listing(group, name, source="made for a test")


def a_number_set(
    numbers: Sequence[str] = (), ranges: Sequence[tuple[int, int]] = (), codes: Sequence[str] = (), words: Sequence[str] = ()
) -> NumberSet:
    """Numbers, ranges, codes and phrases, all for one reason."""
    listing = a_listing()
    return NumberSet(
        numbers=dict.fromkeys(numbers, listing),
        ranges=tuple(ListedRange(first, last, listing) for first, last in ranges),
        codes=dict.fromkeys(codes, listing),
        words={tuple(phrase.split()): listing for phrase in words},
    )


def number_lists(*, protected: NumberSet | None = None, warning: NumberSet | None = None, family: NumberSet | None = None) -> NumberLists:
    """Number lists that hold nothing unless told otherwise."""
    return NumberLists(protected or NumberSet(), warning or NumberSet(), family or NumberSet())
