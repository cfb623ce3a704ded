"""Columns of times whose headers say so only where dates stand below: `Sent`, `Wann`, `Day`, or a word that nobody knows.

`Sent` may count what was sent, and `Day` may be a Monday: without dates below, such headers mean what they meant before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Final

from ingest.decode.columns.ways import has_ways, is_list_of_requests
from ingest.decode.values.moments import TimeStyle, lacks_year, names_clock, read_moment, style_of_header
from ingest.decode.values.number_shape import are_mostly_numbers, is_nothing
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, words_of
from ingest.decode.words.sets import set_of
from ingest.decode.words.times import Stage, may_be_time, stage_of

#: Share of filled cells that are dates, below a header that may mean dates, and below one that says nothing.
_MOST: Final = 0.8
_NEARLY_ALL: Final = 0.9
#: What a header with a word for times may be taken for as well.
_MAYBE: Final = frozenset({Column.OTHER, Column.DIRECTION, Column.TYPE})
#: Counts of seconds that are meant for times, and digits of a day.
_FIRST_YEAR: Final = 2005
_LAST_YEAR: Final = 2040
_LONGEST_DAY: Final = 8
#: Which of them a column has is settled by all of its cells, once it is one of times.
_ORDERS: Final = (TimeStyle(), TimeStyle(day_first=False))
#: Figures of an hour, with its minutes or without.
_LONGEST_HOUR: Final = 4
#: What makes calls or messages of rows, so that dates in them are those of calls and messages.
_OF_LOGS: Final = frozenset({Column.DIRECTION, Column.DURATION, Column.BODY, Column.PARTY})
_SIDES: Final = frozenset({Column.FROM, Column.TO})
#: Words of dates that are none of a call or message.
_OTHER_DATES: Final = set_of(
    "birth birthday born dob anniversary expiry expires expired expiration valid until till due created creation modified updated changed"
    " exported export imported import printed downloaded extracted extraction acquired synced backup joined added registered activated"
    " activation signed closed review court hearing arrest arrested bail release released custody billed billing bill invoice statement"
    " paid payment period deadline reminder geburtstag geburt geboren erstellt geändert gültig exportiert naissance né née créé modifié"
    " exporté nacimiento creado modificado exportado urodzenia urodzin utworzono zmodyfikowano"
)
#: Words of headers that say when somebody was a member of a group, and of those of groups.
_OF_MEMBERS: Final = set_of(
    "joined join left leave member membership added removed invited beigetreten hinzugefügt rejoint ajouté dołączył dodano"
)
_GROUPS: Final = set_of("group groups member members membership gruppe groupe grupo grupa")


def find_times(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take columns for those of times whose header may mean one, if dates stand below and no other header is known to mean times.

    Dates below `Sent` are looked for beside a `Read date`, too: what is known says only what happened later. Times of day have no day.

    Args:
        columns: what the columns hold so far; changed.
        samples: the filled cells of each.
        header: their headers.
    """
    known = min((stage_of(header[at]) for at in _times(columns, samples) if not _are_hours(samples[at], header[at])), default=None)
    if known is Stage.MADE:
        return
    numbered = [column in NUMBER_COLUMNS or are_mostly_numbers(samples[at]) for at, column in enumerate(columns)]
    for at, column in enumerate(columns):
        is_before = known is None or stage_of(header[at]) < known
        if column in _MAYBE and is_before and any(numbered[:at] + numbered[at + 1 :]) and _may_be_times(header[at], samples[at]):
            columns[at] = Column.TIME


def find_untold_times(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> int | None:
    """Take the first column of dates for the times of calls or messages where no header at all says when they were; give its place."""
    is_log = not _OF_LOGS.isdisjoint(columns) or _SIDES.issubset(columns) or has_ways(columns, samples, header)
    if not is_log or _times(columns, samples) or is_list_of_requests(columns, header):
        return None
    for at, column in enumerate(columns):
        if column is Column.OTHER and _OTHER_DATES.isdisjoint(words_of(header[at])) and _share(samples[at], _is_date) >= _NEARLY_ALL:
            columns[at] = Column.TIME
            if _are_clocks_of(columns, samples, at):
                columns[at + 1] = Column.TIME
            return at
    return None


def find_clocks(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take a column for that of the times of day where the known ones give only days: `Hour`, `HH:MM`, or one without a header beside it.

    Hours that are not understood are told then, and no call is taken for one of midnight. How long it took is written alike, and says so.

    Args:
        columns: what the columns hold so far; changed.
        samples: the filled cells of each.
        header: their headers.
    """
    times = _times(columns, samples)
    if not times or any(_has_clock(cell) or _is_clock(cell) for at in times for cell in samples[at]):
        return
    for at, column in enumerate(columns):
        is_named = column in _MAYBE and names_clock(header[at]) and _are_hours(samples[at], header[at])
        is_beside = at - 1 in times and not header[at].strip() and _are_clocks_of(columns, samples, at - 1)
        if is_named or is_beside:
            columns[at] = Column.TIME
            return


def _are_hours(sample: Sequence[str], header: str) -> bool:
    """Whether what stands below a header is times of day, or figures of hours that may be none: `930`."""
    style = style_of_header(header)
    return _share(sample, lambda cell: _is_short(cell) or isinstance(read_moment(cell, style), time)) >= _MOST


def _is_short(cell: str) -> bool:
    return cell.strip().isdecimal() and len(cell.strip()) <= _LONGEST_HOUR


def _are_clocks_of(columns: Sequence[Column], samples: Sequence[Sequence[str]], at: int) -> bool:
    """Whether the times of day of a column of days stand in the one beside it; how long it took is written alike."""
    beside = samples[at + 1] if at + 1 < len(columns) and columns[at + 1] is Column.OTHER else ()
    return _share(beside, _is_clock) >= _NEARLY_ALL and not any(map(_has_clock, samples[at]))


def without_times_of_groups(columns: list[Column], header: Sequence[str]) -> None:
    """Take the dates of groups for none of their members, unless they say when somebody was one: nobody called or wrote then."""
    if not is_list_of_members(columns, header):
        return
    for at, column in enumerate(columns):
        if column is Column.TIME and _OF_MEMBERS.isdisjoint(words_of(header[at])):
            columns[at] = Column.OTHER


def is_list_of_members(columns: Sequence[Column], header: Sequence[str]) -> bool:
    """Whether the columns are those of groups and their members, and nothing tells of calls and messages."""
    is_log = not (_OF_LOGS | _SIDES | {Column.TYPE}).isdisjoint(columns)
    return Column.PARTICIPANTS in columns and not is_log and any(not _GROUPS.isdisjoint(words_of(text)) for text in header)


def _times(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> list[int]:
    """Give the columns that are known to be those of times, but empty ones."""
    return [at for at, column in enumerate(columns) if column is Column.TIME and any(samples[at])]


def _may_be_times(header: str, sample: Sequence[str]) -> bool:
    if not may_be_time(header):
        return False
    # When it was answered or read may be told by how long that took.
    has_clocks = stage_of(header) < Stage.DELIVERED
    return _share(sample, lambda cell: _is_date(cell) or lacks_year(cell) or (has_clocks and _is_clock(cell))) >= _MOST


def _share(sample: Sequence[str], is_one: Callable[[str], bool]) -> float:
    """Give the share of the cells that are such, of those that say anything."""
    told = [cell for cell in sample if not is_nothing(cell)]
    return sum(map(is_one, told)) / len(told) if told else 0.0


def _is_date(cell: str) -> bool:
    """Whether a cell is a date, perhaps with a time of day; a count of seconds is one of a time in which phones made such records."""
    found = next((read for style in _ORDERS if (read := read_moment(cell, style)) is not None), None)
    is_count = cell.strip().removesuffix(".0").isdecimal() and len(cell.strip()) > _LONGEST_DAY
    return isinstance(found, date) and (not is_count or _FIRST_YEAR <= found.year <= _LAST_YEAR)


def _has_clock(cell: str) -> bool:
    found = read_moment(cell, TimeStyle())
    return isinstance(found, datetime) and found.time() != time()


def _is_clock(cell: str) -> bool:
    return isinstance(read_moment(cell, TimeStyle()), time)
