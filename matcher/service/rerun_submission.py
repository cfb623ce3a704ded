"""Answers a submission once more against the version of the list it was answered from, and says whether it comes to the same bytes.

The answer that is kept is not touched. It takes the original, so it can be done as long as that is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO, cast

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Form, absent, may
from matcher.domain.answers.findings import find
from matcher.domain.answers.own_part import EVERY_UNIT
from matcher.domain.answers.role_view import Audience, Sight, each_answer, sight_of
from matcher.errors import NotDone, OriginalGone
from matcher.service.lists.line_lists import LineLists, PublishedList
from matcher.service.screening.jailed_screening import FileFacts, Progress, ScreeningMeans, answer_file, read_file
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.ids import new_id
from matcher.store.results import answer_hash, answer_hashes, answered_at, read_answers
from matcher.store.submissions import StoredSubmission, find_submission
from matcher.store.vault import Vault

Json = dict[str, Any]

_ACTION = Action.SUBMISSION_READ_RESULT
_AUDIENCES = (Audience.OPEN, Audience.WHOLE, Audience.OWN)


@dataclass(frozen=True, slots=True)
class Rerun:
    """A submission that was answered once more."""

    submission_id: str
    #: The version it was answered from, both times.
    list_version: int
    #: SHA-256 of each kept answer that whoever asked may read, and of the same answer made anew.
    kept: dict[str, str]
    anew: dict[str, str]

    @property
    def is_same(self) -> bool:
        """Whether every answer came out byte for byte as it is kept."""
        return self.kept == self.anew


async def rerun_submission(  # noqa: PLR0913 - all but the first four are named
    vault: Vault, actor: Actor, lists: LineLists, submission_id: str, *, means: ScreeningMeans, now: datetime, origin: str
) -> Rerun:
    """Answer a submission once more, for whoever may read its answer, and tell the hashes of what they may read of it.

    Raises:
        IngestError: the original cannot be read any more.
        NotAllowed: the role reads no answers, or numbers and names of lines alone.
        NotDone: it was not answered.
        NotFound: there is no submission of this id that they may know of.
        OriginalGone: the original was not kept.
    """
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_submission(connection, submission_id, organisation_id=actor.organisation_id)
        decision = absent(standing, _ACTION) if found is None else may(standing, _ACTION, found.facts)
        if decision.form is not Form.FULL:
            decision = replace(decision, allowed=False)
        if found is not None and decision.allowed:
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.SUBMISSION_RERUN, "submission", found.id, origin=origin)
            await put_on_record(connection, vault.keys, [deed])
    if found is None or not decision.allowed:
        raise await denied(vault, actor, Refused(_ACTION, decision, "submission", submission_id), now=now, origin=origin)
    async with vault.db.read() as connection:
        kept = await answer_hashes(connection, found.id)
        answers = await read_answers(connection, vault.keys, found.id, _AUDIENCES)
        if not answers or found.list_version_id is None:
            raise NotDone("There is no answer to make anew.")
        # Both lists as they were: what was added or taken off since changes later answers only, but for what was taken out of this one.
        at = await answered_at(connection, found.id) or found.judged_at
        published = await lists.as_of(connection, found.list_version_id, at)
        means = replace(means, lists=published.guards.lists)
    anew = await asyncio.to_thread(_anew, vault, found, published, means, answers)
    mine = _readable(standing, answers)
    hashes = {each.value: kept[each] if mine[each] is answers[each] else answer_hash(mine[each]) for each in mine}
    return Rerun(found.id, published.number, hashes, {each.value: answer_hash(told) for each, told in _readable(standing, anew).items()})


def _readable(reader: Actor, answers: dict[Audience, Json]) -> dict[Audience, Json]:
    """Give the answers somebody may read, in their order: that there are others tells of restricted lines, and so does a hash of them."""
    sight = sight_of(reader)
    if sight is Sight.ALL:
        return {each: answers[each] for each in _AUDIENCES if each in answers}
    units = {reader.unit_name, EVERY_UNIT} if sight is Sight.OWN_UNIT else set()
    own = {unit: told for unit, told in answers.get(Audience.OWN, {}).items() if unit in units and told is not None}
    return {Audience.OPEN: answers[Audience.OPEN]} | ({Audience.OWN: own} if own else {})


def _anew(
    vault: Vault, found: StoredSubmission, published: PublishedList, means: ScreeningMeans, answers: dict[Audience, Json]
) -> dict[Audience, Json]:
    if found.original_key is None:
        raise OriginalGone(
            "The upload was not kept, so it cannot be answered once more.",
            hint="Originals are kept from then on where `LINEWATCH_KEEP_ORIGINALS` is true.",
        )
    file = FileFacts(found.file_name(vault.keys) or "file", found.file_size, found.file_sha256, found.metadata(vault.keys), found.judged_at)
    with vault.originals.open(found.id, found.original_key) as given:
        read = read_file(cast("BinaryIO", given), file, published, means, with_bare=False, progress=Progress())
    made = answer_file(read)
    resting = [alert.rests_on_restricted for alert in made.whole_screening.alerts]
    again = find(made.open, made.whole, resting, _Ids(answers).next, made.own)
    told: dict[Audience, Json] = {Audience.OPEN: again.open, Audience.WHOLE: again.whole, Audience.OWN: dict(again.own)}
    return {each: told[each] for each in _AUDIENCES if each in answers}


class _Ids:
    """Gives out the ids an answer was made with once more, in their order: they are drawn, and nothing of what was found."""

    def __init__(self, answers: dict[Audience, Json]) -> None:
        """Take them from the answers that are kept."""
        self._left = {kind: iter(list(_ids_of(answers, part))) for kind, part in (("mat", "matches"), ("alr", "alerts"))}

    def next(self, kind: str) -> str:
        """Give the next id of a kind; a new one where the answers hold none more, so that they differ."""
        return next(self._left[kind], None) or new_id(kind)


def _ids_of(answers: dict[Audience, Json], part: str) -> Iterator[str]:
    in_order = {audience: answers[audience] for audience in _AUDIENCES if audience in answers}
    return iter(dict.fromkeys(each["id"] for answer in each_answer(in_order) for each in answer[part]))
