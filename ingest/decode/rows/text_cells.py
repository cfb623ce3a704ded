"""Which cells of a row are searched for numbers like prose: those that are no field for them, and no reference, time or address either.

People write numbers wherever there is room: behind a name, under an address, beside the next of kin.
"""

from __future__ import annotations

import re

from ingest.decode.columns.layout import Layout
from ingest.decode.values.number_shape import looks_like_number, mentions_number
from ingest.decode.values.parties import is_written_as_number
from ingest.decode.words.column_kinds import NAMING
from ingest.decode.words.headers import NUMBER_COLUMNS, RELATIONS, Column, is_worded, may_hold_text, words_of
from ingest.decode.words.of_rows import PLACES, RECORDERS
from ingest.decode.words.sets import set_of

#: Other columns of known use in which words stand.
_WORDED = (Column.ORGANISATION, Column.ABOUT, Column.LIVELIHOOD, Column.FROM_NAME, Column.TO_NAME)
#: Columns of known use in which no number belongs; dates are written in too many ways to say what is a number among them.
_NEVER_READ = (Column.REFERENCE, Column.DURATION, Column.DIRECTION, Column.TYPE, Column.DELETED, Column.STORAGE)
#: Words of headers of columns whose numbers are those of the network and stand in every row.
_OF_EXCHANGES = frozenset({"smsc", "centre", "center", "voicemail"})
#: Columns of a list of no known use, or of none that is sure: `Details`, `Text`.
_MAYBE_WORDED = (Column.OTHER, Column.MAYBE_PHONE, Column.BODY)
#: Words of headers of columns that say nothing of who somebody is: `Added by`, `City`, `Where met`, `Agency involved`, `Force`, `Gender`.
_OF_ELSE = (RECORDERS | PLACES) | set_of(
    "initials areas beat ward force sector grade team unit base placement station priority sensitivity gender sex ethnicity"
    # Of the network; then of those who work with somebody.
    " bts lac cid ssid imei imsi mcc mnc cell site mast tower network operator"
    " to with service services agencies support supported interviewed safe trusted appropriate education rhi"
)
_CODED = re.compile(r"(?!WHO|REL|ORG|JOB|TAG|OBS|INF)[A-Z]{2,3}", re.ASCII)
#: A British mobile that lost its zero or its plus.
_BARE_MOBILE = re.compile(r"(?:44)?7\d{9}(?:\.0)?", re.ASCII)


def name_columns(layout: Layout) -> tuple[int, ...]:
    """Columns with names of people."""
    return layout.all_of(*NAMING)


def text_columns(layout: Layout) -> tuple[int, ...]:
    """Columns of any use in which words may stand, but the names of people."""
    free = (at for at in layout.all_of(Column.OTHER) if at >= len(layout.header) or may_hold_text(layout.header[at]))
    return (*free, *layout.all_of(*_WORDED))


def said_columns(layout: Layout) -> tuple[int, ...]:
    """Columns of a list read for no notes, which may say in a few words who somebody is all the same, whatever they are called: `Info`."""
    worded = [at for at in layout.all_of(*_MAYBE_WORDED) if at < len(layout.header) and _may_say_who(layout.header[at])]
    # Of several names beside one number the first is the one of the row.
    more_names = layout.all_of(Column.NAME)[1:] if len(layout.all_of(*NUMBER_COLUMNS)) == 1 else ()
    return (*worded, *more_names)


def coded_columns(layout: Layout) -> frozenset[int]:
    """Those of the same columns in which letters are codes: below an abbreviation beside headers of words.

    The state `MP` of a licence is no member of parliament; a `Solicitor` below the same header is one (`in_words`).
    """
    if all(map(str.isupper, filter(None, map(str.strip, layout.header)))):
        return frozenset()
    return frozenset(at for at, header in enumerate(layout.header) if _CODED.fullmatch(header.strip()) is not None)


def in_words(cell: str) -> str:
    """Give a cell of such a column where it is written in words, and nothing otherwise."""
    return "" if cell.isupper() else cell


def _may_say_who(header: str) -> bool:
    # What is said of somebody's mother or worker is not said of them.
    return may_hold_text(header) and (is_worded(header) or (_OF_ELSE | RELATIONS).isdisjoint(words_of(header)))


def may_be_unread(cell: str) -> bool:
    """Whether a cell that is not searched may be a number: it mentions one, or begins as numbers do."""
    return mentions_number(cell) or is_unmentioned(cell)


def is_unmentioned(cell: str) -> bool:
    """Whether a cell may be a number that nobody finds who searches it like a text: as many references look the same."""
    return (is_written_as_number(cell) or _BARE_MOBILE.fullmatch(cell.strip()) is not None) and (
        looks_like_number(cell) and not mentions_number(cell)
    )


def unread_columns(layout: Layout) -> tuple[int, ...]:
    """Columns that are not searched because their header names a reference, a code or an account; those of the network are nobody's."""
    never = (at for at in layout.all_of(Column.OTHER) if at < len(layout.header) and not may_hold_text(layout.header[at]))
    found = (*layout.all_of(*_NEVER_READ), *never)
    return tuple(at for at in found if at >= len(layout.header) or _OF_EXCHANGES.isdisjoint(words_of(layout.header[at])))
