"""The Excel export of XAMN: a sheet for each category, times with month before day and a zone behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Phone
from scripts.samples.writers.cellebrite_cells import duration, jid
from scripts.samples.writers.cellebrite_excel import SERVICE_CENTRE
from scripts.samples.writers.text_table import by_kind
from scripts.samples.writers.workbook import add_sheet, new_workbook, to_bytes

CARRIES = Carries(calls=True, texts=True, chats=True, device=True)

Row = Sequence[str | int | None]


def write(phone: Phone) -> bytes:
    """Write the export."""
    book = new_workbook("XAMN")
    add_sheet(book, "Device", list(_device(phone)))
    add_sheet(book, "Contacts", list(_contacts(phone)))
    add_sheet(book, "Calls", list(_calls(phone)))
    add_sheet(book, "Messages", list(_messages(phone)))
    add_sheet(book, "Chats", list(_chats(phone)))
    return to_bytes(book)


def _moment(at: datetime) -> str:
    half = "AM" if at.hour < 12 else "PM"
    return f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M:%S} {half} UTC+0 (Device)"


def _device(phone: Phone) -> Iterator[Row]:
    yield "Attribute", "Data"
    yield "Device Name", "Generic"
    yield "Mobile Id (IMEI)", phone.imei
    yield "Subscriber Id (IMSI)", "234000000000001"
    yield "MSISDN", phone.own


def _contacts(phone: Phone) -> Iterator[Row]:
    yield "#", "Name", "Mobile", "Tel", "Home", "Work", "Email Home", "Related Application", "Storage", "Index", "Deleted"
    for at, (person, numbers) in enumerate(contacts_in(phone, CARRIES), start=1):
        mobiles, others = by_kind(numbers)
        first, second = [*mobiles, "", ""][:2]
        home, work = [*others, "", ""][:2]
        application = "WhatsApp" if person.is_whatsapp else ""
        yield at, person.name, first, second, home, work, person.email, application, "Device", at, "Yes" if person.is_deleted else ""


def _calls(phone: Phone) -> Iterator[Row]:
    yield "#", "Call Type", "Direction", "Time", "Duration", "Tel", "Name (Matched)", "Storage", "Index", "Deleted"
    for at, call in enumerate(phone.calls, start=1):
        kind = "Dialed" if not call.is_incoming else "Received" if call.seconds else "Missed"
        yield (
            at, kind, "Incoming" if call.is_incoming else "Outgoing", _moment(call.at), duration(call.seconds), call.who.text, call.name,
            "Device", at, "Yes" if call.is_deleted else "",
        )  # fmt: skip


def _messages(phone: Phone) -> Iterator[Row]:
    yield "#", "Direction", "Status", "Tel", "Name (Matched)", "Text", "Time", "Folder", "Storage", "Service Center", "Index", "Deleted"
    for at, text in enumerate(phone.texts, start=1):
        yield (
            at, "Incoming" if text.is_incoming else "Outgoing", "Read" if text.is_incoming else "Sent", text.who.text, text.name, text.body,
            _moment(text.at), "Inbox" if text.is_incoming else "Sent", "Device", SERVICE_CENTRE, at, "",
        )  # fmt: skip


def _chats(phone: Phone) -> Iterator[Row]:
    yield "#", "Direction", "From", "To", "Participants", "Text", "Time", "Related Application", "Index", "Deleted"
    at = 0
    for chat in phone.chats:
        everybody = "\n".join([*(f"{jid(member.key)} {member.name}" for member in chat.members), jid(phone.account)])
        for said in chat.said:
            at += 1
            sender = f"{jid(said.sender.key)} {said.sender.name}" if said.sender else jid(phone.account)
            to = everybody if chat.is_group else jid(phone.account) if said.sender else f"{jid(chat.members[0].key)} {chat.members[0].name}"
            yield (
                at, "Incoming" if said.sender else "Outgoing", sender, to, everybody if chat.is_group else "", said.body, _moment(said.at),
                "WhatsApp", at, "",
            )  # fmt: skip
