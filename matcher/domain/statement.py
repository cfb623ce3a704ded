"""The fixed wording of an answer: what was found, what that does not mean, and what a person must read first (domain 1.5, 10.9, 14.14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from matcher.domain.explanation import say_moment
from matcher.domain.match import Match, Thresholds
from matcher.domain.screening import ListFacts, Screening

#: Said with every match, on every page.
LIMITS = (
    "A match is about a number; it is not proof of use, ownership, knowledge or offending. The number may have been reissued, and the "
    "contact may belong to a customer, a victim, a relative or a synced address book."
)

#: Share of records without any usable number from which the answer says so; contacts without a number are ordinary up to a point.
_MANY_SKIPPED = 0.5


def state_result(screening: Screening) -> str:
    """Say in the fixed words what was found; a withheld match reads exactly like none."""
    return state_matches(screening.matches, screening.line_list, screening.at)


def state_matches(matches: Sequence[Match], line_list: ListFacts, at: datetime) -> str:
    """Say in the fixed words how many numbers of a list were met."""
    version = f" version {line_list.version}" if line_list.version else ""
    where = f"{line_list.name}{version} at {say_moment(at)}"
    if not matches:
        return f"No releasable match in {where}; this does not indicate absence of exploitation."
    return f"{_count(matches)} in {where}. {LIMITS}"


def _count(matches: Sequence[Match]) -> str:
    numbers = len({match.number for match in matches})
    lines = len({match.line.id for match in matches})
    counted = "1 number matches" if numbers == 1 else f"{numbers} numbers match"
    return f"{counted} {'1 line' if lines == 1 else f'{lines} lines'}"


def warn_of(screening: Screening, thresholds: Thresholds) -> tuple[str, ...]:
    """Say what a person must know before reading the result, most serious first."""
    return tuple(_warnings(screening, thresholds))


def _warnings(screening: Screening, thresholds: Thresholds) -> Iterator[str]:
    for source in screening.sources:
        if source.truncated:
            yield f"{source.name} ends too early: what was complete was read, and a match may stand in the part that is missing."
    for source in screening.sources:
        if source.records == source.skipped:
            yield f"No number could be read from {source.name}; that is not the same as a phone without matches."
    yield from _of_unread(screening, thresholds)
    if any(lead.kind == "line_handset" for lead in screening.leads):
        yield "This phone looks like a handset that serves a line: no alert is raised for single contacts, and its carrier may be a victim."
    for source in screening.sources:
        for remark in source.remarks:
            yield f"{source.name}: {remark}"


def _of_unread(screening: Screening, thresholds: Thresholds) -> Iterator[str]:
    counts = screening.counts
    if counts.records and counts.doubtful_records / counts.records > thresholds.unusable_share_warning:
        yield (
            f"{counts.doubtful_records} of {counts.records} records hold a number that could not be read, so a match may be hidden among "
            "them: look at the reasons, and export the file again with numbers as text if you can."
        )
    if 0 < counts.skipped < counts.records and counts.skipped / counts.records > _MANY_SKIPPED:
        yield f"{counts.skipped} of {counts.records} records held no number that could be read: look at the reasons."
