"""Lines that somebody typed below a table, which stand where the name of a row does: each is called after whoever it names."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.decode.values.number_shape import has_digit
from ingest.decode.values.people_in_cell import LONGEST_FIELD, named_in_note
from ingest.decode.values.person import with_label
from ingest.decode.values.typed_lines import phrases_of
from ingest.records import Mention, Role, Written

#: Longer lines say more than of whom they are.
_LONGEST_LINE = 4 * LONGEST_FIELD


def note_in_name(cell: str, row: Sequence[str], label: str | None, app: str | None, about: str | None) -> Mention:
    """Give a text with a number that stands in the column of names as a note of its row, or of whom it names where it is the whole row.

    Args:
        cell: the text.
        row: the row it stands in.
        label: what the row is called.
        app: the application of the row.
        about: what the row says of its person.
    """
    words = cell.split()
    # A number right against the words of a name is saved as a part of it.
    if len(words) > 1 and not has_digit(words[0]) and all(each == cell for each in row if each):
        # Whom a line calls confidential is kept out by its words, whether or not they are a name.
        said = "; ".join(phrases_of(cell)) if len(cell) <= _LONGEST_LINE else ""
        label, about = named_in_note(cell), with_label(about, said or None)
    return Mention(cell, Role.NOTE, label, app, None, Written.PROSE, about)
