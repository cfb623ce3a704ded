"""What the cells of a column may be."""

from __future__ import annotations

from enum import Enum, auto


class Column(Enum):
    """What the cells of a column are."""

    #: A field for a number: any cell with a digit in it.
    PHONE = auto()
    #: A field that may hold numbers: only cells that look like one.
    MAYBE_PHONE = auto()
    #: Lines of `<kind>-<label>: <value>` (Cellebrite contacts).
    ENTRIES = auto()
    #: Identifiers of a messenger, some of which are numbers with a suffix.
    MESSENGER_ID = auto()
    FROM = auto()
    TO = auto()
    #: The other party of a call or message.
    PARTY = auto()
    PARTICIPANTS = auto()
    #: A number of the phone's own.
    OWN = auto()
    NAME = auto()
    GIVEN = auto()
    MIDDLE = auto()
    FAMILY = auto()
    NICKNAME = auto()
    ORGANISATION = auto()
    #: What a person is to the owner or to the world: a job, a relationship, a group.
    ABOUT = auto()
    #: What everybody listed does for a living.
    LIVELIHOOD = auto()
    FROM_NAME = auto()
    TO_NAME = auto()
    TIME = auto()
    DURATION = auto()
    DIRECTION = auto()
    #: Kind of call, folder or state of a message; may tell the direction.
    TYPE = auto()
    APP = auto()
    DELETED = auto()
    NOTE = auto()
    BODY = auto()
    #: Where on the phone or SIM the row was stored; may hold names of SIM files.
    STORAGE = auto()
    REFERENCE = auto()
    #: The country, dialling code or area code of the number beside it.
    COUNTRY = auto()
    #: A count of the rows, or numbers: only the content tells.
    COUNT = auto()
    #: How many calls or messages went one way, in a summary of contacts.
    COUNTED = auto()
    OTHER = auto()


#: Columns whose cells may become numbers of others.
NUMBER_COLUMNS = frozenset(
    {
        Column.PHONE,
        Column.MAYBE_PHONE,
        Column.ENTRIES,
        Column.MESSENGER_ID,
        Column.FROM,
        Column.TO,
        Column.PARTY,
        Column.PARTICIPANTS,
    }
)

#: Columns that name a person.
NAMES = frozenset({Column.NAME, Column.GIVEN, Column.FAMILY})
#: Columns with a name of somebody, whole or in part, or what they are called.
NAMING = (Column.NAME, Column.GIVEN, Column.MIDDLE, Column.FAMILY, Column.NICKNAME)
