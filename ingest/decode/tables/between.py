"""What stands between two tables of one sheet, or begins one without a header: a fact or a title with a number, no row of either."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.decode.columns.layout import Layout
from ingest.decode.owners.titles import may_be_own_by_title, own_by_title
from ingest.decode.tables.above import Fact, fact_in
from ingest.decode.values.number_shape import has_digit, is_mobile_alone, mentions_number
from ingest.decode.values.person import label_of_number
from ingest.decode.words.kinds import Shape
from ingest.decode.words.own import Whose
from ingest.records import Mention, Record, Role, Scope, Skipped, Written


def is_wordy(item: Record | Skipped) -> bool:
    """Whether a row gave nothing with a digit in it, as no header does."""
    return isinstance(item, Skipped) or not any(has_digit(mention.raw) for mention in item.mentions)


def is_titled(rows: Sequence[Sequence[str]], layout: Layout) -> bool:
    """Whether the first row of a list without a header is a title that may give the phone's own number: `Blocked numbers on 07…`."""
    filled = [cell.strip() for cell in (rows[0] if rows else ()) if cell.strip()]
    if layout.header or layout.shape is not Shape.CONTACTS or len(filled) != 1 or is_mobile_alone(filled[0]):
        return False
    return bool(own_by_title(filled, layout, rows[1:])) or may_be_own_by_title(filled, layout, rows[1:])


def as_title(cells: Sequence[str], item: Record | Skipped, place: str, scopes: frozenset[Scope]) -> Record | Skipped:
    """Read a row that has one cell alone as a title where that gives more than reading it as a row did: `Owner number: 07…`.

    Args:
        cells: the row, without words that somebody wrote in a message or note.
        item: what the row gave as one of the table above it.
        place: where it stands.
        scopes: what was asked for; a number in a title is read with contacts, as one above the first table is.
    """
    if sum(map(bool, cells)) != 1:
        return item
    text = next(filter(None, cells)).strip()
    if not mentions_number(text):
        return item
    fact = fact_in([text])
    if fact is not None and fact.whose is Whose.OWN:
        return item if _is_entry(fact, text, item) else fact.own(place) or item
    if isinstance(item, Record) or Scope.CONTACTS not in scopes:
        return item
    if fact is not None and fact.is_telephone:
        return fact.note(place)
    return Record(place, (Mention(text, Role.NOTE, None, None, None, Written.NUMBER if is_mobile_alone(text) else Written.PROSE),))


def _is_entry(fact: Fact, text: str, item: Record | Skipped) -> bool:
    """Whether a row gave the number of a person as one of its telephones, with no word of whose it is: `Phone-Mobile: 07…`."""
    told = item.mentions if isinstance(item, Record) else ()
    is_read = any(mention.raw in {fact.number, text} and mention.role is Role.CONTACT for mention in told)
    return is_read and label_of_number(fact.name) is None
