"""What may travel: an answer as if restricted lines were not on the list (docs/decisions/0006)."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from matcher.domain.alerts.rule import Recipient
from matcher.domain.line import Line, LineList, ListEntry, NamedAssociate, Visibility
from matcher.domain.matching.explanation import say_line
from matcher.domain.screening import Alert, ListFacts, Screening, facts_of

Listed = TypeVar("Listed", ListEntry, NamedAssociate)

#: Said of every list as the open part of it, whether it holds restricted lines or not: a row number that counted them would tell of them.
ROWS_COUNTED = (
    "Rows of the list are counted without restricted lines, as if it held none: find an entry in the file by its line and by the number "
    "as it is written there."
)

#: How a note begins that is about the header alone. Notes about rows and sheets would tell of restricted ones among them.
_OF_THE_HEADER = "The column "


def open_part(line_list: LineList) -> LineList:
    """Give the list without its restricted lines and everything that hangs on them; itself when there are none.

    A screening against this part is the answer of a list on which those lines never stood: no count, caution or lead can tell of them.
    """
    lines = {line_id: line for line_id, line in line_list.lines.items() if not line.visibility.is_restricted}
    if len(lines) == len(line_list.lines):
        return line_list
    hidden = _rows_of_others(line_list, lines)
    return replace(
        line_list,
        lines=lines,
        entries=_without(line_list.entries, lines, hidden),
        associates=_without(line_list.associates, lines, hidden),
        hidden_rows=(),
    )


def restricted_rows(line_list: LineList) -> list[int]:
    """Give the rows of restricted lines, ascending: where they are not counted, no row tells of them."""
    return _rows_of_others(line_list, {each.id: each for each in line_list.lines.values() if not each.visibility.is_restricted})


def part_about(line_list: LineList, numbers: Iterable[str], lines: Collection[str], hidden: Sequence[int]) -> LineList:
    """Give what a list says of some numbers for some lines, and nothing else of it.

    Args:
        line_list: The whole list.
        numbers: As E.164.
        lines: Ids of the lines that may be known.
        hidden: Rows, ascending, that are not counted.
    """
    several = tuple(numbers)
    return replace(
        line_list,
        entries=_without({each: line_list.entries[each] for each in several if each in line_list.entries}, lines, hidden),
        associates=_without({each: line_list.associates[each] for each in several if each in line_list.associates}, lines, hidden),
        hidden_rows=(),
    )


def _rows_of_others(line_list: LineList, lines: Mapping[str, Line]) -> list[int]:
    """Give the rows, ascending, that are of none of these lines."""
    rows = set(line_list.hidden_rows)
    rows.update(each.row for several in line_list.entries.values() for each in several if each.line_id not in lines)
    rows.update(each.row for several in line_list.associates.values() for each in several if each.line_id not in lines)
    return sorted(rows)


def _without(listed: Mapping[str, tuple[Listed, ...]], lines: Collection[str], hidden: Sequence[int]) -> dict[str, tuple[Listed, ...]]:
    """Give what is of these lines, in the order and with the row numbers it has in a file that never held the hidden rows.

    A row number is printed; one that counts hidden rows above it would tell of them.
    """
    kept = ((e164, tuple(moved_up(each, hidden) for each in several if each.line_id in lines)) for e164, several in listed.items())
    # A number that a hidden row names first would stand before its turn.
    return dict(sorted((pair for pair in kept if pair[1]), key=lambda pair: pair[1][0].row))


def moved_up(listed: Listed, hidden: Sequence[int]) -> Listed:
    """Give something that is listed with the row it has where the hidden rows, ascending, are not counted."""
    rows = bisect_left(hidden, listed.row)
    return replace(listed, row=listed.row - rows) if rows else listed


def open_facts(line_list: LineList) -> ListFacts:
    """Say which open entries were used, by a fingerprint of them instead of the hash of the file.

    The hash of the file would change with every restricted row, and rows say nothing about what an entry is: both are left out.
    """
    part = open_part(line_list)
    told = hashlib.sha256()
    for line_id in sorted(part.lines):
        line = part.lines[line_id]
        told.update(repr(replace(line, markers=frozenset())).encode("utf-8", "surrogatepass"))
        told.update(repr(sorted(line.markers)).encode())
    for e164 in sorted(part.entries):
        told.update(repr(tuple(replace(entry, row=0) for entry in part.entries[e164])).encode("utf-8", "surrogatepass"))
    for e164 in sorted(part.associates):
        told.update(repr(tuple(replace(person, row=0) for person in part.associates[e164])).encode("utf-8", "surrogatepass"))
    notes = tuple(note for note in part.notes if note.startswith(_OF_THE_HEADER))
    return replace(facts_of(part), sha256=told.hexdigest(), notes=(*notes, ROWS_COUNTED))


def release(screening: Screening, line_list: LineList) -> Screening:
    """Make an answer given on the open part of a list fit to travel: nothing in it is for the owning unit only.

    An alert that is to be handled with care (AR-22) stays: it rests on open lines, and whoever holds the document must know of it.
    """
    return replace(
        screening,
        line_list=open_facts(line_list),
        leads=tuple(lead for lead in screening.leads if not lead.restricted),
        alerts=tuple(alert for alert in screening.alerts if not is_for_owner_only(alert)),
    )


def is_for_owner_only(alert: Alert) -> bool:
    """Whether an alert may go to the unit that owns the line and to nobody else."""
    return alert.restricted and set(alert.recipients) <= {Recipient.OWNER_UNIT.value}


def needs_care(alert: Alert) -> bool:
    """Whether an alert goes to several people, parents and carers never among them."""
    return alert.restricted and not is_for_owner_only(alert)


def hidden_line_of(alert: Alert, screening: Screening) -> Visibility | None:
    """Find the restricted line of the answer that an alert names, if it names one; of several, a covert one."""
    if not alert.rests_on_restricted:
        return None
    lines = [match.line for match in screening.matches] + [person.line for person in screening.associates]
    lines += [lead.line for lead in screening.leads if lead.line is not None]
    named = {line.visibility for line in lines if line.visibility.is_restricted and any(say_line(line) in fact for fact in alert.facts)}
    return Visibility.COVERT if Visibility.COVERT in named else next(iter(named), None)


def holds_restricted(screening: Screening) -> bool:
    """Whether an answer says anything that is for the owning unit only."""
    return (
        any(match.line.visibility.is_restricted for match in screening.matches)
        or any(person.line.visibility.is_restricted for person in screening.associates)
        or any(lead.restricted or (lead.line is not None and lead.line.visibility.is_restricted) for lead in screening.leads)
        or any(is_for_owner_only(alert) for alert in screening.alerts)
    )
