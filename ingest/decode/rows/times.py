"""The times of a row: the earliest and the latest, and how many cells for times say something that is not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from ingest.decode.columns.layout import Layout
from ingest.decode.values.moments import TimeStyle, hides_clock, is_unread, read_moment
from ingest.decode.words.times import Stage, stage_of


class Times(NamedTuple):
    """Earliest and latest time of a row."""

    first: datetime | None
    last: datetime | None


_NONE = Times(None, None)


class RowTimes:
    """Reads the times of rows of one layout."""

    def __init__(self, layout: Layout) -> None:
        """Ask the layout once."""
        self._columns = _by_stages(layout)
        #: Cells so far that say something else than a time; whoever judges a match by its time must know that there was one.
        self.unread = 0

    def of(self, cells: Sequence[str]) -> Times:
        """Give the earliest and the latest time of a row; a day and a time of day in two columns make one moment."""
        if not self._columns:
            return _NONE
        moments: list[datetime] = []
        days: list[date] = []
        clocks: list[time] = []
        unread = 0
        for stage, columns in self._columns:
            if moments or (days and clocks):
                break
            if stage is Stage.READ and days:
                # The day is known, and nobody knows when on it: it was read later than it was sent.
                break
            unread += _read(cells, columns, moments, days, clocks)
        # A time of day of no day is no moment.
        is_of_no_day = not days and not moments and any(clock != time() for clock in clocks)
        self.unread += unread or is_of_no_day or (bool(days) and not moments and not clocks and self._hide_clock(cells))
        return _span(moments, days, clocks)

    def _hide_clock(self, cells: Sequence[str]) -> bool:
        """Whether a day has more behind it that says when on it: it was at midnight for nobody."""
        return any(hides_clock(cells[at]) for _, columns in self._columns for at, _ in columns)


def unread_in(layout: Layout, cells: Sequence[str]) -> int:
    """Count the cells of one row that say something else than the time they are meant for."""
    times = RowTimes(layout)
    times.of(cells)
    return times.unread


def _by_stages(layout: Layout) -> tuple[tuple[Stage, tuple[tuple[int, TimeStyle], ...]], ...]:
    """Give the columns of times, those first that say when something was sent: when it was received or read says less of it."""
    header = layout.header
    stages = [(stage_of(header[at]) if at < len(header) else Stage.MADE, at, style) for at, style in layout.times]
    groups = ((stage, tuple((at, style) for each, at, style in stages if each is stage)) for stage in Stage)
    return tuple((stage, group) for stage, group in groups if group)


def _read(
    cells: Sequence[str], columns: Iterable[tuple[int, TimeStyle]], moments: list[datetime], days: list[date], clocks: list[time]
) -> int:
    """Add what the cells of some columns say to what is known of a row; give how many say something that is not understood."""
    known, told = frozenset(days), len(clocks)
    unread = 0
    is_another_day = False
    for at, style in columns:
        found = read_moment(cells[at], style)
        if found is None:
            unread += bool(cells[at]) and is_unread(cells[at], style)
        elif isinstance(found, time):
            clocks.append(found)
        elif known and (found.date() if isinstance(found, datetime) else found) not in known:
            # The day on which it was sent is known.
            is_another_day = True
        elif isinstance(found, datetime):
            moments.append(found)
        elif found not in known:
            days.append(found)
    if is_another_day:
        # The time of day goes with that day.
        del clocks[told:]
    return unread


def _span(moments: list[datetime], days: list[date], clocks: list[time]) -> Times:
    if clocks and not days and len(moments) in {1, len(clocks)} and all(moment.time() == time() for moment in moments):
        # Days, to which a spreadsheet or program added midnight.
        zone = moments[0].tzinfo
        clocks = [clock if clock.tzinfo else clock.replace(tzinfo=zone) for clock in clocks]
        days, moments = [moment.date() for moment in moments], []
    if len(days) in {1, len(clocks)} and clocks:
        joined = [datetime.combine(day, clock) for day, clock in zip(days, clocks, strict=False)]
        moments.extend(moment.astimezone(UTC) if moment.tzinfo else moment for moment in joined)
    else:
        moments.extend(datetime.combine(day, time()) for day in days)
    if not moments:
        return _NONE
    if len(moments) > 1 and any(moment.tzinfo for moment in moments):
        # A time without a zone cannot be put before or after one that has a zone.
        moments = [moment for moment in moments if moment.tzinfo]
    if len(moments) > 1:
        # A column with the day alone stands beside one with the whole moment.
        exact = {moment.date() for moment in moments if moment.time() != time()}
        moments = [moment for moment in moments if moment.time() != time() or moment.date() not in exact]
    return Times(min(moments), max(moments))
