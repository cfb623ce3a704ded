"""Takes a number that became protected out of everything the store keeps of a submission, in one transaction; twice changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.alerts.routing import roles_for
from matcher.domain.alerts.watch import WatchKind
from matcher.domain.answers.guarded_answer import ONCE, Json, KeptOut, Presence, presences, without
from matcher.domain.answers.live_grounds import REJECTED
from matcher.domain.answers.role_view import Audience, each_answer
from matcher.domain.guarding.guard_number import GuardEntry, alone
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.looking_back.later_alert import left_of
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.store.alert_grounds import read_grounds
from matcher.store.alerts import alerts_of, is_for_owners, rewrite_alert
from matcher.store.audit_reasons import erase_reasons
from matcher.store.guard_numbers import StoredGuard
from matcher.store.key_ring import Keys
from matcher.store.people import forget_people
from matcher.store.recalls import forget_told, restore_alerts, retract_alerts
from matcher.store.results import read_answers, replace_answers
from matcher.store.schema.answers import alerts, checks, matches, outbox, repeated_alerts, submissions, unmatched_numbers
from matcher.store.schema.lists import recall_notices, watch_hits
from matcher.store.schema.trail import audit_events
from matcher.store.set_aside import SetAside, set_aside
from matcher.store.submissions import routed_text, update_submission
from matcher.store.tokens import watch_token
from matcher.store.watches import Fired, watches_that_fired

#: What found a match that stands in an answer.
_SCREENING = "screening"
#: How long it can be undone that a number was protected: what was taken out is kept sealed until then, and by nothing but the seal.
UNDONE_WITHIN = timedelta(days=30)
#: Values of one question.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Protecting:
    """What is taken out."""

    #: Id of the entry.
    entry_id: str
    organisation_id: str
    entry: GuardEntry
    #: Token -> E.164, under every key that is in the file.
    tokens: Mapping[bytes, str]
    #: Lists that hold it alone.
    lists: NumberLists
    region: str
    test_numbers: bool
    #: The last day on which that can be undone.
    undone_until: date

    def out(self, numbers: Mapping[str, Presence]) -> KeptOut:
        """Give it as answers are freed of it."""
        return KeptOut(numbers, self.lists, self.region, self.test_numbers)


def protecting(keys: Keys, guard: StoredGuard, *, region: str, test_numbers: bool) -> Protecting:
    """Prepare to take the numbers of an entry out."""
    entry = guard.entry
    tokens = {token: e164 for e164 in entry.numbers() for token in keys.every_token(e164)}
    return Protecting(
        guard.id, guard.organisation_id, entry, tokens, alone(entry), region, test_numbers, (guard.added_at + UNDONE_WITHIN).date()
    )


async def page_of_answered(connection: AsyncConnection, organisation_id: str, *, after: str, limit: int) -> list[str]:
    """Give the submissions of an organisation that have an answer, by their ids."""
    wanted = sa.select(submissions.c.id).where(
        submissions.c.organisation_id == organisation_id,
        submissions.c.status == SubmissionStatus.DONE.value,
        submissions.c.erased_at.is_(None),
        submissions.c.id > after,
    )
    return list(await connection.scalars(wanted.order_by(submissions.c.id).limit(limit)))


async def found_by_token(connection: AsyncConnection, what: Protecting) -> dict[str, set[bytes]]:
    """Give the submissions that have the numbers by a token, each with these tokens."""
    found: dict[str, set[bytes]] = {}
    for table, column in ((matches, matches.c.number_token), (unmatched_numbers, unmatched_numbers.c.token)):
        for part in _parts(list(what.tokens)):
            wanted = sa.select(table.c.submission_id, column).where(table.c.organisation_id == what.organisation_id, column.in_(part))
            for submission_id, token in await connection.execute(wanted):
                found.setdefault(submission_id, set()).add(bytes(token))
    return found


async def tells_of_any(connection: AsyncConnection, keys: Keys, submission_id: str, what: Protecting) -> bool:
    """Whether the answers of a submission tell of anything that is taken out."""
    answers = list(each_answer(await read_answers(connection, keys, submission_id, list(Audience))))
    out = what.out(presences(answers, what.entry.covers))
    return any(without(answer, out) is not answer for answer in answers)


async def keep_out(connection: AsyncConnection, keys: Keys, submission_id: str, what: Protecting, tokens: Collection[bytes]) -> None:
    """Take everything out of one submission, which is locked. What is left reads as if the numbers had never stood on the phone.

    Args:
        connection: The transaction.
        keys: Open and seal.
        submission_id: Which submission.
        what: What is taken out.
        tokens: Those under which it has some of it.
    """
    stored = await read_answers(connection, keys, submission_id, list(Audience))
    answers = list(each_answer(stored))
    numbers = presences(answers, what.entry.covers)
    forgotten = await _forget_matches(connection, submission_id, tokens)
    people = await forget_people(connection, submission_id, what.tokens)
    recalls = await forget_told(connection, submission_id, [*(each.id for each in forgotten), *people])
    # A number that a later version of the list found is counted in the answer as one that matched nothing.
    removed_tokens = await _forget_tokens(connection, submission_id, tokens)
    for token in (*removed_tokens, *(each.token for each in forgotten if each.is_later)):
        numbers.setdefault(what.tokens[token], ONCE)
    await _set_aside(connection, keys, submission_id, what, forgotten, removed_tokens)
    out = what.out(numbers)
    opened = {audience: _without(audience, answer, out) for audience, answer in stored.items()}
    if Audience.OWN in opened:
        # One that tells no more than everybody is told by now is kept as such, as if the number had never stood on the phone.
        opened[Audience.OWN] = {unit: None if told == opened[Audience.OPEN] else told for unit, told in opened[Audience.OWN].items()}
    await replace_answers(connection, keys, submission_id, {each: told for each, told in opened.items() if told != stored[each]})
    left = await _lines_left(connection, submission_id)
    removed = frozenset(each.id for each in forgotten)
    change = _Change(answers, list(each_answer(opened)), out, left, removed)
    gone = await _settle_alerts(connection, keys, submission_id, change)
    await _settle_recalls(connection, keys, submission_id, recalls)
    about = audit_events.c.object_id.in_([*(each.id for each in forgotten), *gone])
    await erase_reasons(connection, keys, about, because_of=what.entry_id)
    await _settle_routes(connection, keys, submission_id, opened)


def _without(audience: Audience, answer: Json, out: KeptOut) -> Json:
    if audience is Audience.OWN:
        return {unit: told and without(told, out) for unit, told in answer.items()}
    return without(answer, out)


@dataclass(frozen=True, slots=True)
class _Change:
    before: Sequence[Json]
    after: Sequence[Json]
    out: KeptOut
    #: Ids of lines that still match.
    lines: frozenset[str]
    #: Ids of the matches that were removed.
    matches: frozenset[str] = frozenset()


async def _forget_tokens(connection: AsyncConnection, submission_id: str, tokens: Collection[bytes]) -> dict[bytes, str]:
    """Remove the kept tokens and say which there were, with their last days."""
    table = unmatched_numbers
    is_it = sa.and_(table.c.submission_id == submission_id, table.c.token.in_(sorted(tokens)))
    removed = await connection.execute(sa.delete(table).where(is_it).returning(table.c.token, table.c.expires_on))
    return {bytes(row.token): row.expires_on for row in removed}


async def _set_aside(
    connection: AsyncConnection,
    keys: Keys,
    submission_id: str,
    what: Protecting,
    forgotten: Sequence[_Forgotten],
    tokens: Mapping[bytes, str],
) -> None:
    """Keep sealed for a while what was taken out, so that it can be looked for again where that was a mistake.

    What a reviewer rejected does not come back.
    """
    # A match has no last day of its own; as long as it can be undone is long enough to look for it again.
    until = {each.token: what.undone_until.isoformat() for each in forgotten if not each.is_rejected} | dict(tokens)
    several = {what.tokens[token]: last_day for token, last_day in until.items()}
    lines: dict[str, list[str]] = {}
    for each in sorted(forgotten):
        if not each.is_rejected:
            lines.setdefault(what.tokens[each.token], []).append(each.line_id)
    kept = [SetAside(submission_id, e164, last_day, lines.get(e164, [])) for e164, last_day in sorted(several.items())]
    await set_aside(connection, keys, what.organisation_id, kept, expires_on=what.undone_until)


class _Forgotten(NamedTuple):
    """A match that was removed."""

    id: str
    line_id: str
    token: bytes
    #: Whether a later version of the list had found it, so that no answer tells of it.
    is_later: bool
    is_rejected: bool


async def _forget_matches(connection: AsyncConnection, submission_id: str, tokens: Collection[bytes]) -> list[_Forgotten]:
    """Remove the matches and say which there were."""
    table = matches
    is_it = sa.and_(table.c.submission_id == submission_id, table.c.number_token.in_(sorted(tokens)))
    removed = sa.delete(table).where(is_it).returning(table.c.id, table.c.line_id, table.c.number_token, table.c.found_by, table.c.state)
    return [
        _Forgotten(row.id, row.line_id, bytes(row.number_token), row.found_by != _SCREENING, row.state == REJECTED)
        for row in await connection.execute(removed)
    ]


async def _lines_left(connection: AsyncConnection, submission_id: str) -> frozenset[str]:
    return frozenset(await connection.scalars(sa.select(matches.c.line_id).where(matches.c.submission_id == submission_id)))


async def _settle_alerts(connection: AsyncConnection, keys: Keys, submission_id: str, change: _Change) -> list[str]:
    """Rewrite or remove the alerts of a submission as its answers have them now, and say which were removed."""
    stood = {each["id"] for answer in change.before for each in answer["alerts"]}
    stand = {each["id"]: each for answer in change.after for each in answer["alerts"]}
    fired = {each.alert_id: each for each in await watches_that_fired(connection, keys, submission_id)}
    gone = []
    for alert in await alerts_of(connection, keys, submission_id):
        told = stand.get(alert.id) if alert.id in stood else left_of(alert.body, change.matches)
        # What stands in no answer says of which matches it speaks, and has lost those by now; or was told by a watch, or names no number.
        if alert.id in fired and _is_over(fired[alert.id], change):
            told = None
        if told is None:
            gone.append(alert.id)
        elif told != alert.body:
            await rewrite_alert(connection, keys, alert.id, told)
    await _remove_alerts(connection, [*gone, *(stood - stand.keys())])
    return gone


async def _settle_recalls(connection: AsyncConnection, keys: Keys, submission_id: str, recalls: Collection[str]) -> None:
    """Have alerts that fell with a match that was removed be retracted by what else they rest on, as if that had fallen last."""
    left = [each for each in await alerts_of(connection, keys, submission_id) if each.recall_id in recalls] if recalls else []
    grounds = await read_grounds(connection, keys, submission_id) if left else None
    for alert in left:
        recall_id = grounds.fallen_with(alert) if grounds is not None else None
        if recall_id is None:
            await restore_alerts(connection, [alert.id])
        else:
            await retract_alerts(connection, [alert.id], recall_id)


def _is_over(fired: Fired, change: _Change) -> bool:
    """Whether what a watch told rests on what is taken out."""
    is_number = fired.kind is WatchKind.NUMBER and fired.value in change.out.numbers
    return is_number or (fired.kind is WatchKind.LINE and fired.value not in change.lines)


async def _remove_alerts(connection: AsyncConnection, gone: Sequence[str]) -> None:
    for table, column in (
        (recall_notices, recall_notices.c.alert_id),
        (watch_hits, watch_hits.c.alert_id),
        # Those that it stood for stay, and are raised when they hold: they may rest on something else that is rejected by now.
        (repeated_alerts, repeated_alerts.c.id),
        (outbox, outbox.c.alert_id),
        (alerts, alerts.c.id),
    ):
        await connection.execute(sa.delete(table).where(column.in_(gone)))


async def _settle_routes(connection: AsyncConnection, keys: Keys, submission_id: str, opened: Mapping[Audience, Json]) -> None:
    """Leave the submission with no role that no alert goes to any more."""
    if Audience.WHOLE not in opened:
        return
    standing = await connection.scalar(sa.select(submissions.c.routed_to).where(submissions.c.id == submission_id)) or ""
    later = [each.body for each in await alerts_of(connection, keys, submission_id) if is_for_owners(each) or each.is_of_concern]
    raised = [*opened[Audience.WHOLE]["alerts"], *(part["alert"] for body in later for part in body["about"])]
    wanted = {role.value for each in raised for role in roles_for(each["rule"], each["recipients"], each["urgency"])}
    left = {role for role in standing.split(",") if role} & wanted
    await update_submission(connection, submission_id, {"routed_to": routed_text(left)})


async def forget_checked(connection: AsyncConnection, keys: Keys, what: Protecting) -> None:
    """Forget that the numbers were asked for: a typed number that is protected has no token."""
    tokens = [watch_token(keys, what.organisation_id, WatchKind.NUMBER.value, e164) for e164 in what.entry.numbers()]
    for part in _parts(tokens):
        is_it = sa.and_(checks.c.organisation_id == what.organisation_id, checks.c.number_token.in_(part))
        await connection.execute(sa.update(checks).where(is_it).values(number_token=None))


def _parts(values: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
