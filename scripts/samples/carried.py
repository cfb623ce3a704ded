"""What of the phone a file of a certain format carries: its records, each with the numbers it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from scripts.samples.model import Call, Chat, Person, Phone, Text
from scripts.samples.numbers import Spelling

#: Gives a number as a format can hold it; None where it cannot.
Respell = Callable[[Spelling], Spelling | None]


@dataclass(frozen=True, slots=True)
class Carries:
    """What a format can hold of a phone."""

    calls: bool = False
    texts: bool = False
    #: WhatsApp chats, message by message.
    chats: bool = False
    #: Each chat is a record of its own as well.
    chat_records: bool = False
    #: The phone's own number, as a record.
    device: bool = False
    #: The WhatsApp account, as a record.
    account: bool = False
    created: bool = False
    contacted: bool = False
    notes: bool = False
    #: Contacts of an application that names its users by digits which are no numbers.
    app_ids: bool = False
    #: One row for each number rather than for each person, and none for persons without a number.
    is_by_number: bool = False
    respell: Respell = lambda spelling: spelling


@dataclass(frozen=True, slots=True)
class Trace:
    """One number in one record."""

    spelling: Spelling
    role: str
    label: str | None = None
    #: `calls_in`, `calls_out`, `messages_in`, `messages_out`.
    counted_as: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a file."""

    traces: tuple[Trace, ...]
    first: date | None = None
    last: date | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether everything in it must leave no trace, the record included."""
        return bool(self.traces) and all(trace.spelling.is_protected for trace in self.traces)


def contacts_in(phone: Phone, carries: Carries) -> Iterator[tuple[Person, tuple[Spelling, ...]]]:
    """Yield each row of the phone book as the format writes it: the person and the numbers of the row."""
    for person in phone.people:
        numbers = tuple(written for spelling in person.numbers if (written := carries.respell(spelling)) is not None)
        if not carries.is_by_number:
            yield person, numbers
            continue
        for number in numbers:
            for one in _split(number):
                yield person, (one,)


def _split(spelling: Spelling) -> Iterator[Spelling]:
    if len(spelling.keys) < 2:
        yield spelling
        return
    for key in spelling.keys:
        yield Spelling(key, (key,))


def entries_of(phone: Phone, carries: Carries) -> tuple[Entry, ...]:
    """Give every record a file of the format has."""
    return (
        *(_contact(person, numbers, carries) for person, numbers in contacts_in(phone, carries)),
        *(_call(call) for call in phone.calls if carries.calls),
        *(_text(text) for text in phone.texts if carries.texts),
        *(entry for chat in phone.chats if carries.chats for entry in _chat(chat, phone, carries)),
        *((Entry(()),) if carries.app_ids else ()),
        *((_own(phone.own, "owner"),) if carries.device else ()),
        *((_own(phone.account, "account"),) if carries.account else ()),
    )


def _contact(person: Person, numbers: tuple[Spelling, ...], carries: Carries) -> Entry:
    traces = [Trace(number, "contact", person.name) for number in numbers]
    if carries.notes and person.note:
        traces.append(Trace(person.note, "note", person.name))
    known = (person.created if carries.created else None, person.contacted if carries.contacted else None)
    days = [moment.date() for moment in known if moment]
    return Entry(tuple(traces), min(days, default=None), max(days, default=None))


def _call(call: Call) -> Entry:
    day = call.at.date()
    return Entry((Trace(call.who, "call", call.name or None, "calls_in" if call.is_incoming else "calls_out"),), day, day)


def _text(text: Text) -> Entry:
    day = text.at.date()
    counted = "messages_in" if text.is_incoming else "messages_out"
    return Entry((Trace(text.who, "message", text.name or None, counted),), day, day)


def _chat(chat: Chat, phone: Phone, carries: Carries) -> Iterator[Entry]:
    # A member of a chat must be found; in what role, formats differ. The account of the phone stands on one side of every message.
    present = tuple(Trace(Spelling(member.key, (member.key,)), "", member.name) for member in chat.members)
    own = Trace(Spelling(phone.account, (phone.account,)), "owner")
    days = [said.at.date() for said in chat.said]
    if carries.chat_records:
        yield Entry((own, *present), min(days), max(days))
    for said in chat.said:
        day = said.at.date()
        if said.sender is not None:
            trace = Trace(Spelling(said.sender.key, (said.sender.key,)), "message", said.sender.name, "messages_in")
            yield Entry((trace, own, *(each for each in present if not carries.chat_records)), day, day)
        elif chat.is_group:
            # Whoever is only in the same group was not written to.
            yield Entry((own, *present), day, day)
        else:
            yield Entry((replace(present[0], role="message", counted_as="messages_out"), own), day, day)


def _own(key: str, role: str) -> Entry:
    return Entry((Trace(Spelling(key, (key,)), role),))
