"""What stands above the header of a table: titles, facts about the phone, the case or the examiner, and rows somebody put there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.decode.columns import Layout, Shape
from ingest.decode.contact_rows import ContactRows
from ingest.decode.header_words import Column, classify, is_phone_word
from ingest.decode.number_shape import has_digit, is_prose, looks_like_number, mentions_number
from ingest.decode.row_stream import NumberedRow
from ingest.decode.table_task import Tally, Task
from ingest.records import Item, Mention, Record, Role, Scope, Written

#: Facts about the phone or the case that are numbers of the network or of those who examined it.
_NOT_OWN = re.compile(
    r"imei|smsc|service cent|examin|department|unit|office|agency|\blab|case|investigat|voice ?mail|company", re.IGNORECASE
)
_OWN_FACT = re.compile(r"\b(?:own|handset|subject|device|subscriber)\b.*\b(?:number|no)\b", re.IGNORECASE)
#: Digits of the count of a row, which some tools put in front.
_LONGEST_ORDINAL = 6


def read_above(rows: Sequence[NumberedRow], layout: Layout, task: Task, tally: Tally) -> Iterator[Item]:
    """Yield what stands between the top and the header: titles, facts about the phone, the case or the examiner, and rows put there."""
    for number, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not any(looks_like_number(cell) or mentions_number(cell) for cell in filled):
            continue
        place = task.place.row(number)
        item = own_number(filled, place)
        if item is None and Scope.CONTACTS in task.scopes:
            item = _contact_above(number, cells, layout, task)
            if item is None:
                name = _name_beside(filled)
                told = tuple(Mention(cell, Role.NOTE, name, None, None, Written.PROSE) for cell in filled if is_prose(cell))
                item = Record(place, told) if told else None
        if item is not None:
            tally.records += 1
            yield item


def _contact_above(number: int, cells: Sequence[str], layout: Layout, task: Task) -> Record | None:
    """Read a row above the header as those below it, where a name and a number stand in the columns for them."""
    names, phones = layout.all_of(Column.NAME, Column.GIVEN, Column.FAMILY), layout.all_of(Column.PHONE)
    if layout.shape is not Shape.CONTACTS or layout.is_prose or task.is_own:
        return None
    cells = [*cells, *[""] * (layout.width - len(cells))]
    if not any(looks_like_number(cells[at]) for at in phones):
        return None
    if not any(_is_name(cells[at]) for at in names):
        return None
    item = ContactRows(layout, task.place).read(number, cells)
    return item if isinstance(item, Record) else None


def _name_beside(filled: Sequence[str]) -> str | None:
    """The only words in a row beside its numbers, when they may name somebody."""
    words = [cell for cell in filled if not looks_like_number(cell)]
    return words[0] if len(words) == 1 and len(filled) > 1 and _is_name(words[0]) else None


def _is_name(cell: str) -> bool:
    """Whether a cell above a header may name somebody; what ends in a colon, or speaks of the examination, names a fact."""
    text = cell.strip()
    is_fact = text.endswith(":") or _NOT_OWN.search(text) or classify(text) is not Column.OTHER
    return bool(text) and not has_digit(text) and "@" not in text and not is_fact


def own_number(filled: Sequence[str], place: str) -> Record | None:
    """Read a fact about the phone itself, a name and its value, when it gives the phone's own number."""
    if filled and filled[0].isdecimal() and len(filled[0]) <= _LONGEST_ORDINAL:
        filled = filled[1:]
    if len(filled) < 2 or not (is_phone_word(filled[0]) or _OWN_FACT.search(filled[0])) or _NOT_OWN.search(filled[0]):
        return None
    value = next((cell for cell in filled[1:] if looks_like_number(cell)), None)
    return None if value is None else Record(place, (Mention(value, Role.OWNER),))
