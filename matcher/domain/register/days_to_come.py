"""Days in changes on which nothing can have been seen or closed yet: taken as they are, and told to whoever proposes and decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from matcher.domain.line import DatePrecision
from matcher.domain.line_list.period import widen
from matcher.domain.register.change import Change
from matcher.domain.register.record import Key, Record

#: Columns that tell of something that has been.
SEEN = ("first_seen", "last_seen")
CLOSED = "closed_on"
#: Where it is a later day first.
_AHEAD = timedelta(hours=14)
#: So many are named; the others are counted.
_MOST_NAMED = 20
_NONE: Mapping[Key, int] = {}
_SEVERAL = "Days that are still to come are none on which anything was seen or closed"


def say_days_to_come(changes: Iterable[Change], now: datetime, rows: Mapping[Key, int] = _NONE) -> tuple[str, ...]:
    """Say which days that the changes write are still to come; nothing where none is.

    Args:
        changes: To the register.
        now: The moment to judge at.
        rows: Record -> row of the file it comes from.
    """
    today = (now + _AHEAD).date()
    places = [_place(change, column, rows) for change in changes for column in _of(change, today)]
    if not places:
        return ()
    more = f"; and {len(places) - _MOST_NAMED} more" if len(places) > _MOST_NAMED else ""
    told = "A day that is still to come is none on which anything was seen or closed" if len(places) == 1 else _SEVERAL
    return (f"{told}. Correct {'; '.join(places[:_MOST_NAMED])}{more}.",)


def _of(change: Change, today: date) -> Iterator[str]:
    if change.after.removed is None:
        before = change.before
        for column in columns_to_come(change.after, today):
            if before is None or before.removed is not None or before.get(column) != change.after.get(column):
                yield column


def columns_to_come(record: Record, today: date) -> tuple[str, ...]:
    """Give the columns of a record that tell of a day that has not begun."""
    text = today.isoformat()
    late = [column for column in SEEN if record.get(column) > text]
    if late:
        precision = DatePrecision(record.get("date_precision") or DatePrecision.EXACT)
        late = [column for column in late if widen(date.fromisoformat(record.get(column)), precision).start > today]
    # A closure has a day of its own, whatever precision the sightings have.
    return (*late, *((CLOSED,) if record.get(CLOSED) > text else ()))


def _place(change: Change, column: str, rows: Mapping[Key, int]) -> str:
    row = rows.get(change.key)
    return f"row {row}, column {column}" if row is not None else f"{column} of {change.kind.value} {change.id} on line {change.line_id}"
