"""What a reader may yield, and nothing else: raw text with the place it stood in.

A reader never normalises, judges or matches. One `Record` is one record of the file (a contact, a call, a message, a spreadsheet row) and
holds every number that record mentions. What cannot be used is a `Skipped` with a reason; what a person should know about the file as a
whole is a `Remark`. Tuples rather than dataclasses, because a large file makes millions of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Scope(StrEnum):
    """The parts of an extraction a person may ask for; what is outside the scope is not read at all."""

    CONTACTS = "contacts"
    CALLS = "calls"
    #: The parties of messages, never their words.
    MESSAGES = "messages"
    #: Numbers inside message bodies.
    TEXTS = "texts"


DEFAULT_SCOPES = frozenset({Scope.CONTACTS, Scope.CALLS, Scope.MESSAGES})


class Role(StrEnum):
    """What a number was in the record that held it (contract section 2)."""

    CONTACT = "contact"
    SHARED_CONTACT = "shared_contact"
    CALL = "call"
    MESSAGE = "message"
    TEXT = "text"
    CHAT = "chat"
    GROUP = "group"
    NOTE = "note"
    OWNER = "owner"
    ACCOUNT = "account"


class Direction(StrEnum):
    """Seen from the owner of the phone."""

    IN = "in"
    OUT = "out"


class Written(StrEnum):
    """How the raw text is to be taken; the reader knows it from the field it stood in."""

    #: One field meant for a number; may hold several, a label, an extension.
    NUMBER = "number"
    #: A messenger id such as 447700900123@s.whatsapp.net.
    MESSENGER_ID = "messenger_id"
    #: Prose that may mention numbers (a note, a message body). The prose itself goes no further than the search for numbers; a short note
    #: on somebody with other numbers is given without any, for it may say whom to keep out.
    PROSE = "prose"
    #: A field for a number inside of which the file ends: its last digits may be missing.
    CUT = "cut"
    #: A field for a number of which the record says that it is one of another country than the United Kingdom.
    FOREIGN = "foreign"


class Mention(NamedTuple):
    """One number as the file holds it."""

    #: Exactly the text of the field, untouched.
    raw: str
    role: Role = Role.CONTACT
    #: The name the phone stores for the other party, if any.
    label: str | None = None
    #: The application the record came from; None for the phone itself.
    app: str | None = None
    direction: Direction | None = None
    written: Written = Written.NUMBER
    #: What else the record says of the person or the number: organisation, job title, group, nickname, the label of the number. Only to
    #: tell whom to keep out; never shown. No free notes: what somebody writes of others there is not said of the person.
    about: str | None = None


class Record(NamedTuple):
    """One record of the file with at least one mention."""

    #: Source name and position, e.g. `contacts.vcf:12`, `report.xlsx:Contacts!C7`, `phone.ufdr:report.xml#a1`.
    place: str
    mentions: tuple[Mention, ...]
    #: Earliest and latest time the record gives. Aware means the format says the zone; naive means "as written, zone unknown".
    first: datetime | None = None
    last: datetime | None = None
    deleted: bool = False


class Skipped(NamedTuple):
    """One record of the file that gave no number. The reason is a plain sentence without any content of the record."""

    reason: str
    place: str


class Remark(NamedTuple):
    """Something a person must know about the file as a whole, e.g. that it was cut short.

    `code` is stable; `remark_codes.py` says what each means.
    """

    code: str
    sentence: str
    place: str


Item = Record | Skipped | Remark


class Rows(NamedTuple):
    """Many records at once that differ in nothing but row, number, name and a few words: the rows of a plain table of contacts.

    Large tables consist of little else, and a million of them would otherwise be made one by one.
    """

    #: What a place begins with; the number of the row follows: `contacts.csv:`.
    before_row: str
    numbers: Sequence[int]
    #: Exactly the text of the field that held the number, one for each row.
    raws: Sequence[str]
    #: The name in the row, never empty.
    labels: Sequence[str]
    #: What each row says of its person (`Mention.about`), empty where it says nothing; no texts at all where no row does.
    abouts: Sequence[str] = ()
    #: Columns of short notes on the person, which go with what the row says of them, and of other words that may say who somebody is: each
    #: as long as the others, with an empty text where a row has none.
    notes: Sequence[Sequence[str]] = ()
    words: Sequence[Sequence[str]] = ()

    def record(self, at: int) -> Record:
        """Give one of the records by itself."""
        label, about = self.labels[at], (self.abouts[at] or None) if self.abouts else None
        mentions = [Mention(self.raws[at], Role.CONTACT, label, None, None, Written.NUMBER, about)]
        mentions += (Mention(note[at], Role.NOTE, label, None, None, Written.PROSE, about) for note in self.notes if note[at])
        mentions += (Mention(note[at], Role.NOTE, label, None, None, Written.PROSE) for note in self.words if note[at])
        return Record(f"{self.before_row}{self.numbers[at]}", tuple(mentions))

    def records(self) -> Iterator[Record]:
        """Yield the records one by one."""
        return map(self.record, range(len(self.raws)))

    def between(self, start: int, end: int) -> Rows:
        """Give those from one place to before another."""
        part = slice(start, end)
        beside = [tuple(column[part] for column in columns) for columns in (self.notes, self.words)]
        return Rows(self.before_row, self.numbers[part], self.raws[part], self.labels[part], self.abouts[part], *beside)


#: What a reader yields: items, and runs of records for those who can take them at once.
Part = Item | Rows
