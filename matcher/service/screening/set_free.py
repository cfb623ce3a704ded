"""Numbers that are protected no more: what had been told of them is told again, at once or when the list has them again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from matcher.domain.line import LineList
from matcher.domain.upkeep.list_effects import lines_of
from matcher.store.key_ring import Keys
from matcher.store.set_aside import Kept, find_set_aside
from matcher.store.vault import Connection


async def kept_by_phone(connection: Connection, keys: Keys, organisation_id: str, numbers: Collection[str]) -> dict[str, list[Kept]]:
    """Give what is kept of numbers by the submission, of those too that are protected still.

    Args:
        connection: A transaction.
        keys: Open it.
        organisation_id: Whose.
        numbers: As E.164.
    """
    by_phone: dict[str, list[Kept]] = {}
    for each in await find_set_aside(connection, keys, organisation_id, lambda number: number in numbers):
        by_phone.setdefault(each.what.submission_id, []).append(each)
    return by_phone


def lines_before(several: Iterable[Kept]) -> Mapping[str, frozenset[str]]:
    """Give the lines that numbers had matched."""
    matched: dict[str, frozenset[str]] = {}
    for each in several:
        matched[each.what.e164] = matched.get(each.what.e164, frozenset()) | frozenset(each.what.lines)
    return matched


def is_settled(kept: Kept, listed: LineList) -> bool:
    """Whether nothing is left to be told of a number that is protected no more: the list has it for each line it had matched."""
    return frozenset(kept.what.lines) <= lines_of(listed, kept.what.e164)
