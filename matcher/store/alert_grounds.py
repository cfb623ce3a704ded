"""What the alerts of a submission rest on by now: read when the list takes a number back, has it again, or would take it back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.alerts.watch import RULES, WatchKind
from matcher.domain.answers.concern import carries_concern
from matcher.domain.answers.live_grounds import Grounds, LineNumber, grounds_of, labels_of, stands_by, still_stands
from matcher.domain.answers.reviewed_view import CONFIRMED
from matcher.domain.answers.role_view import Audience, each_answer
from matcher.domain.looking_back.later_alert import matches_of as matches_in
from matcher.domain.looking_back.told_already import Claim, Ground
from matcher.store.alerts import CLOSED, SETTLED, StoredAlert, alerts_of
from matcher.store.key_ring import Keys
from matcher.store.matches import StoredMatch, matches_of
from matcher.store.people import StoredPerson, by_place
from matcher.store.people import people_of as people_met_in
from matcher.store.results import read_answers
from matcher.store.watches import Fired, watches_that_fired

Json = dict[str, Any]


class Saying(NamedTuple):
    """What the sentences of an alert tell of an answer: all that takes long to read of it."""

    grounds: Grounds
    #: Sentences that tell of a label and of no match or person.
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class AlertGrounds:
    """The alerts of one submission, and what there is for them to rest on."""

    alerts: tuple[StoredAlert, ...]
    #: Every match, whether it holds or not.
    rows: tuple[StoredMatch, ...]
    answers: Mapping[Audience, Json]
    #: By the alert it raised.
    fired: Mapping[str, Fired]
    #: People lines name, by line and number, whether they hold or not.
    people: Mapping[LineNumber, StoredPerson]
    #: What alerts of answers say, by `said_key`, where that was read before. The answers are trimmed then, and nothing may be asked
    #: but what one of these alerts rests on, what it claims and whether it stands.
    said: Mapping[str, Saying] | None = None

    def saying_of(self, alert: StoredAlert) -> Saying:
        """Give what the sentences of an alert of an answer tell of it."""
        if self.said is not None:
            return self.said[said_key(alert)]
        told = self._told(alert)
        return Saying(grounds_of(alert.body, told), labels_of(alert.body, told))

    def rests_on(self, alert: StoredAlert) -> frozenset[str]:
        """Give the matches and the people an alert rests on, by their ids, whether they hold or not."""
        if alert.rule in RULES:
            return watched_matches(self.fired.get(alert.id), self.rows)
        if found := matches_in(alert.body):
            return found
        return self._ids_of(self.saying_of(alert).grounds)

    def claim_of(self, alert: StoredAlert, *, is_of_file: bool = False) -> Claim:
        """Give what an alert of an answer says, to be held against another.

        Args:
            alert: One of these.
            is_of_file: Whether it was told with the very file that is looked at.
        """
        resting, live = self.rests_on(alert), self._live((), with_restricted=alert.is_restricted)
        held = [ground_of(each) for each in self.rows if each.id in resting & live]
        named = [ground_of(each) for each in self.people.values() if each.id in resting and each.recall_id is None]
        return Claim(
            alert.id,
            alert.rule,
            alert.urgency,
            audience=self._audience_of(alert),
            recipients=frozenset(alert.body["recipients"]),
            facts=frozenset(alert.body["facts"]),
            grounds=frozenset((*held, *named)),
            labels=self.saying_of(alert).labels,
            is_closed=alert.state == CLOSED,
            is_of_file=is_of_file,
        )

    def ids_of(self, grounds: Collection[Ground]) -> frozenset[str]:
        """Give the matches and people that are among some grounds, by their ids."""
        rows = [each.id for each in self.rows if ground_of(each) in grounds]
        return frozenset((*rows, *(each.id for each in self.people.values() if ground_of(each) in grounds)))

    def _audience_of(self, alert: StoredAlert) -> frozenset[str]:
        if not alert.is_restricted:
            return frozenset({Audience.OPEN.value})
        apart = {f"{Audience.OWN.value} {unit}": own for unit, own in self.answers.get(Audience.OWN, {}).items() if own}
        told = {Audience.WHOLE.value: self.answers.get(Audience.WHOLE, {"alerts": ()}), **apart}
        return frozenset(name for name, answer in told.items() if any(each["id"] == alert.id for each in answer["alerts"]))

    def concern_rests_on(self, ground_id: str) -> bool:
        """Whether the concern that partners see of this submission rests on a match or a person, by its id.

        Of an open line that a later version found whoever handed the phone in hears, and no partner.
        """
        if any(each.is_of_concern and ground_id in self.rests_on(each) for each in self.alerts if _is_told(each)):
            return True
        told = self._both()
        return any(ground_id in self._resting(each, told) for each in self._carrying(lambda stored: not _is_told(stored)))

    def has_concern(self) -> bool:
        """Whether partners have a concern of this submission by now."""
        if any(each.is_of_concern and self.stands(each) for each in self.alerts if each.state != SETTLED):
            return True
        told, live, gone = self._both(), self._live(()), self._gone(())
        return any(still_stands(each, told, live, gone) for each in self._carrying(lambda stored: stored.state == SETTLED))

    def fallen_with(self, alert: StoredAlert) -> str | None:
        """Give the newest recall of a match or a person that an alert rests on; None where the list took none of them back."""
        resting = self.rests_on(alert)
        there: list[StoredMatch | StoredPerson] = [*self.rows, *self.people.values()]
        recalls = (each.recall_id for each in there if each.id in resting and each.recall_id)
        return max(recalls, default=None)

    def is_confirmed(self, line_id: str) -> bool:
        """Whether a reviewer confirmed a match of a line."""
        return any(row.line_id == line_id and row.state == CONFIRMED for row in self.rows)

    def concern_by(self, ground_ids: Collection[str]) -> Json | None:
        """Give the most urgent alert that brought the case to partners because of some matches, whether it stands or not."""
        told, asked = self._both(), frozenset(ground_ids)
        brought = [each.body for each in self.alerts if each.is_of_concern and each.state != SETTLED and self.rests_on(each) & asked]
        brought += [each for each in self._carrying(lambda stored: stored.state == SETTLED) if self._resting(each, told) & asked]
        return min(brought, key=lambda body: str(body["urgency"]), default=None)

    def owner_of(self, match_id: str) -> str | None:
        """Give the unit that owns the line of a match, as it was told; None where it has none."""
        told = (each["line"]["owner_unit"] for answer in self._both() for each in answer["matches"] if each["id"] == match_id)
        later = (each.body.get("owner_unit") for each in self.alerts if match_id in matches_in(each.body))
        return next(told, None) or next(filter(None, later), None)

    def _carrying(self, is_out: Callable[[StoredAlert], bool]) -> Iterator[Json]:
        """Yield the alerts of the answer that carry a concern, without some that were raised."""
        out, told = {each.id for each in self.alerts if is_out(each)}, self._both()
        # That of the same file again raised no alerts of its own, and has them in its answer all the same (S12).
        return (each for each in (told[-1]["alerts"] if told else []) if each["id"] not in out and carries_concern(each))

    def _resting(self, body: Json, told: list[Json]) -> frozenset[str]:
        return self._ids_of(grounds_of(body, told))

    def _ids_of(self, grounds: Grounds) -> frozenset[str]:
        return grounds.matches | frozenset(self.people[each].id for each in grounds.people if each in self.people)

    def stands(self, alert: StoredAlert, *, without: Collection[str] = ()) -> bool:
        """Whether an alert has what it rests on.

        Args:
            alert: One of these.
            without: Ids of matches and people that are to count as if they did not hold.
        """
        # What everybody may know of rests on nothing that not everybody may know of.
        live = self._live(without, with_restricted=alert.is_restricted)
        if rests_by_itself(alert):
            resting = self.rests_on(alert)
            return not resting or bool(resting & live)
        return stands_by(self.saying_of(alert).grounds, alert.body, self._told(alert), live, self._gone(without))

    def _live(self, without: Collection[str], *, with_restricted: bool = True) -> frozenset[str]:
        shown = (row for row in self.rows if with_restricted or not row.is_restricted)
        return frozenset(row.id for row in shown if row.is_live and row.id not in without)

    def _gone(self, without: Collection[str]) -> frozenset[LineNumber]:
        return frozenset(place for place, each in self.people.items() if each.recall_id is not None or each.id in without)

    def _told(self, alert: StoredAlert) -> list[Json]:
        if not alert.is_restricted:
            return [self.answers[Audience.OPEN]] if Audience.OPEN in self.answers else []
        for own in filter(None, self.answers.get(Audience.OWN, {}).values()):
            if any(each["id"] == alert.id for each in own["alerts"]) and not self._is_in_whole(alert):
                # What is told to one unit alone rests on nothing that this unit may not know of.
                return [own]
        return self._both()

    def _both(self) -> list[Json]:
        return [self.answers[each] for each in (Audience.OPEN, Audience.WHOLE) if each in self.answers]

    def _is_in_whole(self, alert: StoredAlert) -> bool:
        return any(each["id"] == alert.id for each in self.answers[Audience.WHOLE]["alerts"])


def rests_by_itself(alert: StoredAlert) -> bool:
    """Whether an alert says itself what it rests on, and not by its sentences."""
    return alert.rule in RULES or bool(matches_in(alert.body))


def said_key(alert: StoredAlert) -> str:
    """Give what tells an alert and its sentences from every other one."""
    said = json.dumps([alert.id, alert.is_restricted, alert.body["rule"], alert.body["facts"]])
    return hashlib.sha256(said.encode()).hexdigest()


def trimmed(answers: Mapping[Audience, Json]) -> dict[Audience, Json]:
    """Give of answers which alerts, matches and people stand in them, and nothing that they say."""
    return {
        audience: {unit: own and _bare(own) for unit, own in answer.items()} if audience is Audience.OWN else _bare(answer)
        for audience, answer in answers.items()
    }


def _bare(answer: Json) -> Json:
    return {
        "alerts": [{"id": each["id"]} for each in answer["alerts"]],
        "matches": [{"id": each["id"], "line": {"id": each["line"]["id"]}} for each in answer["matches"]],
        "associates": [{"line": {"id": each["line"]["id"]}, "number": each["number"]} for each in answer["associates"]],
    }


def ground_of(row: StoredMatch | StoredPerson) -> Ground:
    """Give a match or a person as what alerts of several phones may rest on alike."""
    return Ground(isinstance(row, StoredPerson), row.line_id, row.number_token)


def watched_matches(fired: Fired | None, rows: Iterable[StoredMatch]) -> frozenset[str]:
    """Give the matches an alert of a watch rests on, by their ids: those of the line it is on. A number or a subject rests on none."""
    return frozenset(row.id for row in rows if fired is not None and fired.kind is WatchKind.LINE and row.line_id == fired.value)


def _is_told(alert: StoredAlert) -> bool:
    return alert.recall_id is None and alert.state != SETTLED


#: In which answers alerts stand.
ANSWERS = (Audience.OPEN, Audience.WHOLE, Audience.OWN)


async def read_grounds(connection: AsyncConnection, keys: Keys, submission_id: str) -> AlertGrounds:
    """Read what the alerts of a submission rest on, as it is in this transaction."""
    return await grounds_with(connection, keys, submission_id, await read_answers(connection, keys, submission_id, ANSWERS))


async def grounds_with(
    connection: AsyncConnection, keys: Keys, submission_id: str, answers: Mapping[Audience, Json], said: Mapping[str, Saying] | None = None
) -> AlertGrounds:
    """Read the same where the answers are open already, whole, or trimmed with what the alerts say of them."""
    return AlertGrounds(
        tuple(await alerts_of(connection, keys, submission_id)),
        tuple(await matches_of(connection, [submission_id], with_restricted=True)),
        answers,
        {each.alert_id: each for each in await watches_that_fired(connection, keys, submission_id)},
        by_place(keys, await people_met_in(connection, submission_id, with_restricted=True), each_answer(answers)),
        said,
    )
