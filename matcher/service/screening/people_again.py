"""Has people hold again whom the list names again for their line: with the alerts they carry, told to whoever heard that they did not.

Part of the job that looks back for a version (`retro_match`); killed at any moment it is gone on with, and each phone is written once.
People are looked for where they were met before and nowhere else: of what matched nothing their numbers are not told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from matcher.domain.answers.role_view import each_answer
from matcher.domain.line import NamedAssociate
from matcher.errors import SealBroken
from matcher.service.lists.line_lists import PublishedList
from matcher.service.screening.holding_again import hold_again
from matcher.service.screening.looking_back import ChangedAllTheTime, Look
from matcher.store import steps
from matcher.store.alert_grounds import read_grounds
from matcher.store.audit import put_on_record
from matcher.store.line_lists import ListVersion
from matcher.store.people import StoredPerson, mark_person, people_met
from matcher.store.submissions import find_submission
from matcher.store.vault import Connection

_TRIES = 6


async def bring_people_back(look: Look, version: ListVersion, brought: Mapping[str, AbstractSet[str]]) -> None:
    """Have everybody hold again whom a version brought back.

    Args:
        look: The job this is a part of.
        version: Which version.
        brought: Numbers of people that lines name anew or again, each with these lines.
    """
    numbers = {token: number for number in brought for token in look.vault.keys.every_token(number)}
    async with look.vault.db.read() as connection:
        lines = {token: brought[number] for token, number in numbers.items()}
        found = await people_met(connection, version.organisation_id, lines, are_recalled=True)
    for person in sorted(found, key=lambda each: each.id):
        try:
            await _bring_back(look, person, numbers[person.number_token])
        except SealBroken:
            await look.leave_aside(version.organisation_id, person.submission_id)
        steps.reached("people-again:one-looked-at")


async def _bring_back(look: Look, person: StoredPerson, number: str) -> None:
    for _ in range(_TRIES):
        async with look.vault.db.read() as connection:
            published = await look.lists.latest(connection, person.organisation_id)
        if published is None or not (named := _named(published, person, number)):
            return
        async with look.strides.write() as connection:
            await look.stay_alive(connection)
            if not await look.is_as_read(connection, person.organisation_id, published.version_id, published.guards.edition):
                continue
            await _write(connection, look, person, number, named, published.version_id)
            steps.reached("people-again:within-transaction")
            return
    raise ChangedAllTheTime


def _named(published: PublishedList, person: StoredPerson, number: str) -> list[NamedAssociate]:
    """Give whom the line names by the number. Nobody, where the line is one that those who were told may not know of by now."""
    line = published.whole.lines.get(person.line_id)
    if line is None or (line.visibility.is_restricted and not person.is_restricted):
        return []
    return [each for each in published.whole.associates.get(number, ()) if each.line_id == person.line_id]


async def _write(
    connection: Connection, look: Look, person: StoredPerson, number: str, named: list[NamedAssociate], version_id: str
) -> None:
    submission = await find_submission(connection, person.submission_id, locked=True)
    if submission is None or submission.erased_at is not None:
        return
    keys = look.vault.keys
    answers = (await read_grounds(connection, keys, submission.id)).answers
    told = {
        each["name"]
        for answer in each_answer(answers)
        for each in answer["associates"]
        if (each["line"]["id"], each["number"]) == (person.line_id, number)
    }
    if told.isdisjoint(each.name for each in named):
        # Somebody else has the number by now: what was told was of another person.
        return
    tokens = keys.every_token(number)
    before = await mark_person(connection, submission.id, person.line_id, tokens, recall_id=None)
    if before is not None:
        deeds = await hold_again(connection, keys, submission, matches=[before], version_id=version_id, now=look.now())
        await put_on_record(connection, keys, deeds)
