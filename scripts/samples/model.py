"""What the samples are made from: phones and a line list, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from scripts.samples.numbers import Spelling

#: The moment every answer is judged at.
AT = datetime(2026, 4, 20, 12, 0, tzinfo=UTC)

#: An id of Telegram: ten digits, and no telephone number. Formats that keep applications apart hold a contact with it.
TELEGRAM_ID = "5000900123"


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of the phone book."""

    name: str
    numbers: tuple[Spelling, ...] = ()
    email: str | None = None
    #: A sentence with a number in it.
    note: Spelling | None = None
    created: datetime | None = None
    contacted: datetime | None = None
    #: Recovered after it was deleted.
    is_deleted: bool = False
    #: Kept by WhatsApp, not by the phone: shown where a format tells applications apart.
    is_whatsapp: bool = False
    #: Kind of lead the name must give, and the line it reads like.
    lead: tuple[str, str] | None = None

    @property
    def given(self) -> str:
        """First word of the name."""
        return self.name.partition(" ")[0]

    @property
    def family(self) -> str:
        """The rest of the name."""
        return self.name.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    who: Spelling
    name: str
    is_incoming: bool
    at: datetime
    seconds: int
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One SMS."""

    who: Spelling
    name: str
    is_incoming: bool
    at: datetime
    body: str
    #: Keys of numbers in the body.
    mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a chat, by key."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a chat. `sender` is None for the phone's own user."""

    sender: Member | None
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Chat:
    """A WhatsApp chat: with one other, or a group."""

    id: str
    name: str
    members: tuple[Member, ...]
    said: tuple[Said, ...]

    @property
    def is_group(self) -> bool:
        """Whether more than one other takes part."""
        return len(self.members) > 1


@dataclass(frozen=True, slots=True)
class Phone:
    """Everything on one phone."""

    reference: str
    #: Key of the number of the SIM.
    own: str
    #: Key of the WhatsApp account.
    account: str
    imei: str
    people: tuple[Person, ...]
    calls: tuple[Call, ...]
    texts: tuple[Text, ...]
    chats: tuple[Chat, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A number of a line."""

    key: str
    #: As the list writes it.
    text: str
    first: date | None = None
    last: date | None = None
    precision: str = "exact"
    role: str = "deal_line"
    #: `2BP`: source, intelligence, handling.
    grading: str = "2BP"
    conditions: str = ""
    closed_on: date | None = None
    closure_type: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A person the list links to a line."""

    name: str
    key: str
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line."""

    id: str
    name: str
    numbers: tuple[Listed, ...]
    aliases: tuple[str, ...] = ()
    status: str = "active"
    exporting: str = "Estmoor"
    importing: tuple[str, ...] = ("Vale of Tarn",)
    visibility: str = "open_to_force"
    markers: tuple[str, ...] = ()
    owner: str = "Estmoor Intelligence"
    review_due: date = date(2026, 9, 1)
    named: tuple[Named, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, by arrest or by cutting its number off."""
        return self.status.startswith("closed")
