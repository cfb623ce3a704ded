"""Gives what came of a line on phones: of each of its numbers, and of the line as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from matcher.domain.actor import Actor
from matcher.domain.entry_figures import EntryFigures, Met, figures_of
from matcher.domain.register import RecordKind, is_number
from matcher.domain.register.to_list import effective
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.list_looks import Asking, Look, knows_line, look
from matcher.store.vault import Vault
from matcher.store.verdict_figures import met_of_line


@dataclass(frozen=True, slots=True)
class LineFigures:
    """What came of a line."""

    line: EntryFigures
    #: By id of the entry; those whose number cannot be read are left out.
    entries: Mapping[str, EntryFigures]

    __hash__ = None  # type: ignore[assignment] # a mapping has none


async def read_line_figures(  # noqa: PLR0913 - all but the first four are named
    vault: Vault, actor: Actor, lists: LineLists, line_id: str, *, now: datetime, origin: str, only: Collection[str] | None = None
) -> LineFigures:
    """Give the figures of a line.

    Args:
        vault: Holds the matches.
        actor: Who asks.
        lists: Give the list.
        line_id: Which line.
        now: The moment.
        origin: Where it is asked from.
        only: Ids of the entries whose figures are wanted; None where those of all.

    Raises:
        NotAllowed: the role reads no list.
        NotFound: there is no line of this id that they may know of.
    """
    seen = await look(Asking(vault, actor, lists, now, origin), lambda standing, register: knows_line(standing, register, line_id))
    async with vault.db.read() as connection:
        met = await met_of_line(connection, actor.organisation_id, line_id)
    line = seen.register.line(line_id)
    fields: Mapping[str, str] = line.fields if line is not None else {}
    closed_on = _day(fields.get("closed_on", ""))
    return LineFigures(figures_of((each for _, each in met), closed_on=closed_on), _by_entry(vault, seen, line_id, only, met, fields))


def _by_entry(
    vault: Vault, seen: Look, line_id: str, only: Collection[str] | None, met: list[tuple[bytes, Met]], line: Mapping[str, str]
) -> dict[str, EntryFigures]:
    by_token: dict[bytes, list[Met]] = {}
    for token, each in met:
        by_token.setdefault(token, []).append(each)
    records = (each for each in seen.register.of_line(line_id) if each.kind is RecordKind.NUMBER)
    numbers = [each for each in records if only is None or each.id in only]
    keys = seen.conventions.keys_of([each.get("number") for each in numbers])
    found = {}
    for record, key in zip(numbers, keys, strict=True):
        if not is_number(key):
            continue
        of_it = [each for token in vault.keys.every_token(key) for each in by_token.get(token, ())]
        found[record.id] = figures_of(of_it, closed_on=_day(effective(record, line).get("closed_on", "")))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
