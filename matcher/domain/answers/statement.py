"""The fixed wording of an answer: what was found, what that does not mean, and what a person must read first (domain 1.5, 10.9, 14.14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.match import Match, Thresholds
from matcher.domain.matching.explanation import say_moment
from matcher.domain.screening import Alert, EpisodeStatus, ListFacts, Screening

#: Said with every match, on every page.
LIMITS = (
    "A match is about a number; it is not proof of use, ownership, knowledge or offending. The number may have been reissued, and the "
    "contact may belong to a customer, a victim, a relative or a synced address book."
)

#: Said wherever nothing is shown.
NO_ABSENCE = "this does not indicate absence of exploitation."

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
        return f"No releasable match in {where}; {NO_ABSENCE}"
    return f"{_count(matches)} in {where}. {LIMITS}"


def _count(matches: Sequence[Match]) -> str:
    numbers = len({match.number for match in matches})
    lines = len({match.line.id for match in matches})
    return say_count(numbers, lines)


def say_count(numbers: int, lines: int) -> str:
    """Say how many numbers match how many lines."""
    counted = "1 number matches" if numbers == 1 else f"{numbers} numbers match"
    return f"{counted} {'1 line' if lines == 1 else f'{lines} lines'}"


@dataclass(frozen=True, slots=True)
class Remarks:
    """What only the making of an answer knows, and a reader must be told."""

    #: For every unread file of the answer, in the same order, the sentence that says why.
    unread: Sequence[str] = ()
    #: The alerts a suspected line handset held back.
    held_back: Sequence[Alert] = ()
    #: Whether a rule spoke of an open match; None where no rule was asked.
    rules_spoke: bool | None = None


#: The scope that holds the names a number is saved under.
_CONTACTS = "contacts"


def warn_of(screening: Screening, thresholds: Thresholds, remarks: Remarks) -> tuple[str, ...]:
    """Say what a person must know before reading the result, most serious first."""
    return tuple(_warnings(screening, thresholds, remarks))


def _warnings(screening: Screening, thresholds: Thresholds, remarks: Remarks) -> Iterator[str]:
    # The sentence of a file names it.
    yield from (f"A file could not be read and is not part of this answer: {sentence}" for sentence in remarks.unread)
    if any(lead.kind == "line_handset" for lead in screening.leads):
        yield _of_handset(remarks)
    for source in screening.sources:
        if source.truncated:
            yield f"{source.name} ends too early: what was complete was read, and a match may stand in the part that is missing."
    for source in screening.sources:
        if source.records == source.skipped:
            yield f"No number could be read from {source.name}; that is not the same as a phone without matches."
    yield from _of_scope(screening)
    yield from _of_unusable(screening, thresholds)
    yield from _of_meaning(screening, remarks)
    for source in screening.sources:
        for remark in source.remarks:
            yield f"{source.name}: {remark}"


def _of_scope(screening: Screening) -> Iterator[str]:
    """What is not read cannot say whose a number is (docs/decisions/0039)."""
    for source in screening.sources:
        if source.scope and _CONTACTS not in source.scope:
            yield (
                f"The contacts of {source.name} were left out: where only the name of a contact says that a number is that of a lawyer, "
                "a doctor or somebody else who is to be kept out, it is shown."
            )


def _of_handset(remarks: Remarks) -> str:
    said = "This phone is taken for a handset that serves a line: no alert is raised for single contacts, and its carrier may be a victim."
    way_out = "If it is the person's own phone, run it again with --device child"
    if remarks.rules_spoke is None:
        return f"{said} {way_out}."
    held = remarks.held_back
    if not held:
        return f"{said} {way_out}: no alert was held back this time."
    urgency = min(alert.urgency for alert in held)
    if len(held) == 1:
        return f"{said} {way_out}: 1 alert, {urgency}, was held back."
    return f"{said} {way_out}: {len(held)} alerts, the most urgent {urgency}, were held back."


def _of_meaning(screening: Screening, remarks: Remarks) -> Iterator[str]:
    if screening.associates and not screening.matches:
        yield warn_of_people(len({person.name for person in screening.associates}))
    if remarks.rules_spoke is None:
        return
    subject = screening.subject
    if any(not match.line.visibility.is_restricted for match in screening.matches) and not remarks.rules_spoke:
        yield warn_of_silence(is_adult=subject.is_adult)
    is_unstated = subject.age is None and not subject.age_uncertain and subject.status is EpisodeStatus.OTHER
    if is_unstated and (screening.matches or screening.associates):
        yield UNSTATED


#: Said where alerts could not be judged.
UNSTATED = "Neither age nor status of the person was stated, and alerts depend on them: run it again with --subject-age and --status."

#: How the other two sentences about what an answer means begin.
OF_PEOPLE, OF_SILENCE = "No listed number of a line was met, but", "No alert rule applies to what was stated, which"


def warn_of_people(people: int) -> str:
    """Say that no number of a line was met, but people the list names."""
    return (
        f"{OF_PEOPLE} {'1 person' if people == 1 else f'{people} people'} whom the list links to a line "
        f"{'stands' if people == 1 else 'stand'} on the phone: read who before you put this answer aside."
    )


def warn_of_silence(*, is_adult: bool) -> str:
    """Say that a match stands there of which no rule speaks."""
    referral = (
        ""
        if is_adult
        else ", and whether a referral to the National Referral Mechanism is considered, since the person is or may be under 18"
    )
    return (
        f"{OF_SILENCE} does not mean that all is well: a person still decides what the match means "
        f"for the {'person' if is_adult else 'child'}{referral}. Record the decision and the reason."
    )


def _of_unusable(screening: Screening, thresholds: Thresholds) -> Iterator[str]:
    counts = screening.counts
    if counts.records and counts.doubtful_records / counts.records > thresholds.unusable_share_warning:
        yield (
            f"{counts.doubtful_records} of {counts.records} records hold a number that could not be read, so a match may be hidden among "
            "them: look at the reasons, and export the file again with numbers as text if you can."
        )
    if 0 < counts.skipped < counts.records and counts.skipped / counts.records > _MANY_SKIPPED:
        yield f"{counts.skipped} of {counts.records} records held no number that could be read: look at the reasons."
