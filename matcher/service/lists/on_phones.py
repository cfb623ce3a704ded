"""What came of the numbers of a line on phones. Shared by the use cases that show a line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from matcher.domain.register import RecordKind, is_number
from matcher.domain.register.to_list import effective
from matcher.domain.upkeep.entry_figures import EntryFigures, Met, figures_of
from matcher.service.lists.list_looks import Look
from matcher.store.key_ring import Keys


def figures_of_entries(
    keys: Keys, seen: Look, line_id: str, met: Collection[tuple[bytes, Met]], *, only: Collection[str] | None = None
) -> dict[str, EntryFigures]:
    """Give the figures of numbers of a line, by id of the entry; those that cannot be read are left out.

    Args:
        keys: Make tokens of numbers.
        seen: The list, as somebody may see it.
        line_id: Which line.
        met: The matches on it, each with the token of its number.
        only: Ids of the entries that are wanted; None where all.
    """
    by_token: dict[bytes, list[Met]] = {}
    for token, each in met:
        by_token.setdefault(token, []).append(each)
    records = (each for each in seen.register.of_line(line_id) if each.kind is RecordKind.NUMBER)
    numbers = [each for each in records if only is None or each.id in only]
    fields, found = fields_of_line(seen, line_id), {}
    for record, key in zip(numbers, seen.conventions.keys_of([each.get("number") for each in numbers]), strict=True):
        if is_number(key):
            of_it = [each for token in keys.every_token(key) for each in by_token.get(token, ())]
            found[record.id] = figures_of(of_it, closed_on=day_of(effective(record, fields).get("closed_on", "")))
    return found


def fields_of_line(seen: Look, line_id: str) -> Mapping[str, str]:
    """Give what the list says of a line itself."""
    line = seen.register.line(line_id)
    return {} if line is None else line.fields


def day_of(text: str) -> date | None:
    """Read a day of the list; None where there is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
