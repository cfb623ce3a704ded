"""One submission that a later version of the list touches: what is known of it, what the list makes of it, and what is written of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from matcher.domain.access.actor import Role
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.alerts.watch import Touched
from matcher.domain.answers.live_grounds import REJECTED
from matcher.domain.answers.role_view import Audience, facts_of_line
from matcher.domain.legal.standing_basis import end_of_basis
from matcher.domain.looking_back.earlier_verdict import Pairing, Verdict, standings
from matcher.domain.looking_back.graver_match import is_graver
from matcher.domain.looking_back.later_concern import CONCERN
from matcher.domain.looking_back.later_match import RULE_BASIS, Ground, LaterMatch, Phone, basis_note, later_matches
from matcher.domain.looking_back.misdated_match import is_more_than_reissue, is_reissue
from matcher.domain.looking_back.told_again import sightings_of, subject_of
from matcher.domain.match import Grade
from matcher.domain.sighting import Sighting
from matcher.domain.submissions.submission import Metadata, SubmissionStatus
from matcher.render.json_answer import match_object
from matcher.service.lists.line_lists import PublishedList
from matcher.service.screening.holding_again import hold_again
from matcher.service.screening.jailed_screening import ScreeningMeans
from matcher.service.screening.later_alerts import LaterAlerts, To, alert_of
from matcher.service.screening.later_told import ToldOf, told_of
from matcher.service.screening.moved_numbers import Heard, heard_under_other_lines
from matcher.store.alerts import alerts_of, write_alerts
from matcher.store.audit import put_on_record
from matcher.store.earlier_verdicts import verdicts_before
from matcher.store.ids import new_id
from matcher.store.key_ring import Keys
from matcher.store.matches import BY_RETRO_MATCH, StoredMatch, matches_of
from matcher.store.moments import to_text
from matcher.store.recalls import restore_matches
from matcher.store.results import read_answers
from matcher.store.retro import LaterRow, forget_tokens, later_of, later_submissions, write_later
from matcher.store.submissions import StoredSubmission, find_submission
from matcher.store.vault import Connection
from matcher.store.watch_alerts import fire_watches

Json = dict[str, Any]

_ORIGIN = "worker"
#: Of what nothing was told nothing is taken back.
_UNTOLD = {"grade": Grade.D.value}

#: Line and number of a match.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LaterCase:
    """One submission, as it was read."""

    submission: StoredSubmission
    metadata: Metadata
    #: Number -> the lines it is new or changed for.
    wanted: Mapping[str, AbstractSet[str]]
    open: Json
    whole: Json
    #: The matches that are there.
    known: Mapping[Key, StoredMatch]
    #: The same as they were told of, by their ids.
    told: Mapping[str, Json] = field(default_factory=dict)
    #: Whether the person was found by what was handed in later.
    is_found_since: bool = False
    #: What reviewers found of other phones of the same person.
    verdicts: tuple[Verdict, ...] = ()
    #: Number -> the lines it had matched, where it is looked for because it is no longer set apart as protected.
    set_free: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    #: What had been told of numbers by lines that the list has them for no more.
    heard: Mapping[str, Heard] = field(default_factory=dict)
    #: Whether they are looked for because a version takes them off one line, and has them for these.
    is_moving: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What a later version makes of a submission."""

    version_id: str
    number: int
    rows: tuple[LaterRow, ...] = ()
    #: Matches that were taken back and hold again as they were found.
    again: tuple[StoredMatch, ...] = ()
    #: What they tell, and whom.
    told: ToldOf | None = None
    #: Tokens of numbers that stand with their matches from now on.
    tokens: tuple[bytes, ...] = ()
    touched: Touched | None = None
    #: What a supervisor hears where nothing is made.
    note: Json | None = None


async def read_case(
    connection: Connection, keys: Keys, submission_id: str, wanted: Mapping[str, AbstractSet[str]], published: PublishedList
) -> LaterCase | None:
    """Read a submission, to be judged by the list as it is; None where it has no answer."""
    found = await find_submission(connection, submission_id)
    if found is None or found.erased_at is not None or found.status is not SubmissionStatus.DONE:
        return None
    answers = await read_answers(connection, keys, submission_id, [Audience.OPEN, Audience.WHOLE])
    if Audience.OPEN not in answers:
        return None
    opened = answers[Audience.OPEN]
    later = [each.metadata(keys) for each in await later_submissions(connection, found.organisation_id, submission_id)]
    known = await known_matches(connection, keys, submission_id, wanted)
    return LaterCase(
        found,
        found.metadata(keys),
        wanted,
        opened,
        answers.get(Audience.WHOLE, opened),
        known,
        await _told(connection, keys, submission_id, answers.values()) if known else {},
        is_found_since=any(each.episode.is_person_found for each in later),
        verdicts=tuple(await verdicts_before(connection, keys, submission_id)),
        heard=await heard_under_other_lines(connection, keys, submission_id, known, published.whole),
    )


async def known_matches(connection: Connection, keys: Keys, submission_id: str, wanted: Iterable[str]) -> dict[Key, StoredMatch]:
    """Give the matches of some numbers that a submission has, whether they hold or not, by line and number."""
    numbers = {token: number for number in wanted for token in keys.every_token(number)}
    rows = await matches_of(connection, [submission_id], with_restricted=True)
    return {(row.line_id, numbers[row.number_token]): row for row in rows if row.number_token in numbers}


async def _told(connection: Connection, keys: Keys, submission_id: str, answers: Iterable[Json]) -> dict[str, Json]:
    """Give the matches of a submission as they were told of when they were found."""
    told = {each["id"]: each for answer in answers for each in answer["matches"]}
    later = await later_of(connection, keys, submission_id, with_restricted=True)
    return told | {each.row.id: each.told["match"] for each in later}


def compose(keys: Keys, case: LaterCase, published: PublishedList, means: ScreeningMeans, *, now: datetime) -> Made | None:
    """Judge a submission by the list as it is; None where that brings nothing. It blocks for as long as that takes."""
    ground, phone = _ground(published, means, now), _phone(case)
    judged, less = later_matches(ground, phone, _seen(case, case.wanted)), misdated(case, published, means)
    found = [each for each in judged if _is_new(case, each, less)]
    on = [each for each in judged if each not in found and _goes_on(case, each, published.version_id)]
    if not (found or on):
        return None
    ended = end_of_basis(case.metadata, handed_in=case.submission.created_at, now=now, is_found_since=case.is_found_since)
    again = {each.key: before for each in found if (before := _again(case, each, is_judged_anew=ended is None)) is not None}
    left = [each for each in found if ended is not None and each.key not in again and not _had_matched(case, each)]
    # Of a restricted line not even a supervisor hears that it would have matched.
    is_noted = any(not each.is_restricted for each in left)
    note = basis_note(ended, case.submission.created_at) if ended is not None and is_noted else None
    anew = [each for each in found if each.key not in again and each not in left]
    if ended is not None and not (anew or on):
        return Made(published.version_id, published.number, again=tuple(again.values()), note=note) if note or again else None
    rows = [_row(keys, case, each, published, now) for each in anew]
    made = _made(
        published,
        list(zip(rows, anew, strict=True)),
        keys,
        told_of(ground, phone, [*((row.row, each) for row, each in zip(rows, anew, strict=True)), *_rows_of(case, on)], case.heard),
    )
    return replace(
        made,
        again=tuple(again.values()),
        note=note,
        touched=_touched(case, [each for each in found if each not in left and not _stays_rejected(case, each)]),
    )


def misdated(case: LaterCase, published: PublishedList, means: ScreeningMeans) -> frozenset[Key]:
    """Give the matches, whether they hold or not, of which more was told than the list held of them by now when the phone was handed in.

    What reviewers rejected is not among them. It blocks for as long as that takes.
    """
    more = {key for key, row in case.known.items() if row.state != REJECTED and is_more_than_reissue(case.told.get(row.id, _UNTOLD))}
    asked = {key for key in more if key[0] in case.wanted[key[1]]}
    if not asked:
        return frozenset()
    ground = _ground(published, means, case.submission.created_at)
    judged = later_matches(ground, _phone(case), _seen(case, {number for _, number in asked}))
    return frozenset(each.key for each in judged if each.key in asked and is_reissue(each.match))


def _ground(published: PublishedList, means: ScreeningMeans, at: datetime) -> Ground:
    return Ground(published.open, published.whole, published.guards.lists, means.rules, means.thresholds, at, published.own)


def _phone(case: LaterCase) -> Phone:
    return Phone(
        case.submission.created_at,
        subject_of(case.open["screening"]["subject"]),
        is_line_handset=any(each["kind"] == "line_handset" for each in case.open["leads"]),
        set_free=frozenset(case.set_free),
    )


def _seen(case: LaterCase, numbers: Iterable[str]) -> dict[str, tuple[Sequence[Sighting], Sequence[Sighting]]]:
    return {number: (sightings_of(case.open, number), sightings_of(case.whole, number)) for number in sorted(numbers)}


def _had_matched(case: LaterCase, found: LaterMatch) -> bool:
    """Whether it was told of before its number was set apart by mistake or moved to another line.

    To put that right is no new finding (DPA 2018 s.38).
    """
    line_id, number = found.key
    return line_id in case.set_free.get(number, ()) or (case.is_moving and not found.is_restricted and bool(_lines_before(case, number)))


def _lines_before(case: LaterCase, number: str) -> tuple[str, ...]:
    """Give the lines everybody might know of with which a number had been told of, and that the list has it for no more."""
    return case.heard[number].lines if number in case.heard else ()


def _goes_on(case: LaterCase, found: LaterMatch, version_id: str) -> bool:
    """Whether it is there since an earlier version, and what was told of its number by the line that loses it goes on with it."""
    before = case.known.get(found.key)
    is_there = before is not None and before.is_live and before.found_by == BY_RETRO_MATCH and before.list_version_id != version_id
    return case.is_moving and is_there and not found.is_restricted and found.match.number in case.heard


def _is_new(case: LaterCase, found: LaterMatch, less: AbstractSet[Key]) -> bool:
    line_id, number = found.key
    # By other dates than were told of it nothing comes back: what it said does not hold.
    if line_id not in case.wanted[number] or found.key in less:
        return False
    before = case.known.get(found.key)
    return before is None or before.recall_id is not None or _is_graver(case, before, found)


def _is_graver(case: LaterCase, before: StoredMatch, found: LaterMatch) -> bool:
    """Whether it holds, and the list makes more of it by now than whoever was told of it knows."""
    told = case.told.get(before.id)
    is_same = before.is_live and before.is_restricted == found.is_restricted
    return is_same and told is not None and is_graver(told, match_object(found.match))


def _rows_of(case: LaterCase, found: Iterable[LaterMatch]) -> list[tuple[StoredMatch, LaterMatch]]:
    return [(case.known[each.key], each) for each in found]


def _stays_rejected(case: LaterCase, found: LaterMatch) -> bool:
    """Whether a reviewer rejected it. The list has it again all the same, which is no news: nothing is told before somebody confirms it."""
    before = case.known.get(found.key)
    return before is not None and before.state == REJECTED


#: How and where the list writes a number says nothing else of it; each row has another place in the whole list than in its open part.
_WRITTEN = {"raw": None, "row": None}


def _again(case: LaterCase, found: LaterMatch, *, is_judged_anew: bool) -> StoredMatch | None:
    """Give the match that holds again as it was found: the list says of the number what it said. None where it is judged anew.

    Where the basis carries no further nothing is judged anew. That the list has the number all the same is no new finding: what was told
    of it is put right (DPA 2018 s.38).
    """
    before = case.known.get(found.key)
    if before is None or before.recall_id is None:
        return None
    # What everybody knew of does not come back to them by a line that they may not know of by now.
    if before.is_restricted < found.is_restricted:
        return None
    told, says = case.told.get(before.id), match_object(found.match)["list_entry"]
    is_said = told is not None and {**told["list_entry"], **_WRITTEN} == {**says, **_WRITTEN}
    # What more was told of, and is a possible reissue only because time went by, holds as it was told.
    is_by_time = told is not None and is_more_than_reissue(told) and is_reissue(found.match)
    is_as_told = is_said or before.state == REJECTED or is_by_time
    is_same = before.is_restricted == found.is_restricted and is_as_told
    return before if is_same or not is_judged_anew else None


def _row(keys: Keys, case: LaterCase, found: LaterMatch, published: PublishedList, now: datetime) -> LaterRow:
    before = case.known.get(found.key)
    match_id = new_id("mat") if before is None else before.id
    row = StoredMatch(
        id=match_id,
        submission_id=case.submission.id,
        organisation_id=case.submission.organisation_id,
        line_id=found.match.line.id,
        number_token=keys.token(found.match.number),
        grade=found.match.grade.value,
        is_restricted=found.is_restricted,
        list_version_id=published.version_id,
    )
    told_match = match_object(found.match)
    pairing = Pairing(match_id, row.line_id, frozenset(keys.every_token(found.match.number)), told_match["list_entry"])
    standing = standings([pairing], case.verdicts).get(match_id)
    if before is not None and (before.state == REJECTED or before.recall_id is None):
        row = replace(row, state=before.state, earlier_id=before.earlier_id)
    elif standing is not None:
        row = replace(row, state=standing.state, earlier_id=standing.earlier_id)
    told = {"version": published.number, "found_at": to_text(now), "match": told_match}
    return LaterRow(row, found.match.number, told)


def _made(published: PublishedList, found: Sequence[tuple[LaterRow, LaterMatch]], keys: Keys, told: ToldOf) -> Made:
    brought: dict[str, list[Json]] = {}
    for match_id, alert in told.again.concern:
        brought.setdefault(match_id, []).append(alert)
    rows = [row._replace(told={**row.told, CONCERN: brought[row.row.id]}) if row.row.id in brought else row for row, _ in found]
    opened = [each for _, each in found if not each.is_restricted]
    return Made(
        published.version_id,
        published.number,
        tuple(rows),
        told=told,
        tokens=tuple(token for each in opened for token in keys.every_token(each.match.number)),
    )


def _touched(case: LaterCase, found: Collection[LaterMatch]) -> Touched:
    """Give what watches are told of."""
    owner = case.submission.organisation_id
    return Touched(
        case.submission.id,
        owner,
        case.submission.unit_id,
        # That a number is on a restricted line is told to nobody who watches the number.
        numbers=frozenset(each.match.number for each in found if not each.is_restricted),
        lines={each.match.line.id: facts_of_line(each.match.line, owner) for each in found},
    )


async def write_case(connection: Connection, keys: Keys, case: LaterCase, made: Made, *, now: datetime, is_reviewed_first: bool) -> bool:
    """Write what was made; False where the submission has become another one since it was read.

    Args:
        connection: The transaction.
        keys: Seal.
        case: As it was read.
        made: What the list makes of it.
        now: The moment.
        is_reviewed_first: Whether nobody hears of a match by its name before a reviewer confirmed it.
    """
    found = await find_submission(connection, case.submission.id, locked=True)
    if found is None or found.erased_at is not None:
        return True
    if await known_matches(connection, keys, found.id, case.wanted) != case.known:
        return False
    known = {each.id: each for each in case.known.values()}
    await write_later(connection, keys, made.rows, known=known)
    await restore_matches(connection, [each.id for each in made.again])
    deeds = await hold_again(connection, keys, found, matches=[*made.again, *_changed(made, known)], version_id=made.version_id, now=now)
    await forget_tokens(connection, found.id, made.tokens)
    writer = LaterAlerts(connection, keys, found, made.version_id, now, is_reviewed_first)
    raised = await writer.write(*made.told) if made.told is not None else []
    raised += await _leave_note(connection, keys, found, made, now)
    deeds += [Deed(now, found.organisation_id, None, AuditAction.ALERT_RAISED, "alert", each, origin=_ORIGIN) for each in raised]
    if any(not each.row.is_restricted for each in made.rows):
        action = AuditAction.SUBMISSION_MATCHED_LATER
        deeds.insert(0, Deed(now, found.organisation_id, None, action, "submission", found.id, origin=_ORIGIN))
    if made.touched is not None:
        deeds += await fire_watches(connection, keys, made.touched, now=now, origin=_ORIGIN)
    await put_on_record(connection, keys, deeds)
    return True


def _changed(made: Made, known: Mapping[str, StoredMatch]) -> list[StoredMatch]:
    """Give the matches, as they were, that had been taken back and hold again in another way, for those who knew of them."""
    met = [(known[each.row.id], each.row) for each in made.rows if each.row.id in known]
    return [before for before, row in met if before.recall_id is not None and before.is_restricted >= row.is_restricted]


async def _leave_note(connection: Connection, keys: Keys, found: StoredSubmission, made: Made, now: datetime) -> list[str]:
    """Tell the supervisors once that a phone was left aside, however many versions follow; give the alert that tells it."""
    if made.note is None or any(each.rule == RULE_BASIS and each.for_role for each in await alerts_of(connection, keys, found.id)):
        return []
    alert = alert_of(found, {**made.note, "version_id": made.version_id}, now, To(for_role=Role.SUPERVISOR))
    await write_alerts(connection, keys, [alert])
    return [alert.id]
