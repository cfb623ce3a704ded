"""The Excel report of Cellebrite Physical Analyzer: a title, a header, a sheet for each kind of data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import TELEGRAM_ID, Chat, Phone
from scripts.samples.writers.cellebrite_cells import SOURCE_FILE, duration, entries, jid, moment
from scripts.samples.writers.workbook import add_sheet, new_workbook, to_bytes

CARRIES = Carries(calls=True, texts=True, chats=True, device=True, account=True, created=True, notes=True, app_ids=True)

#: A service centre of the network stands in every message and is nobody's number.
SERVICE_CENTRE = "+447700900990"

Row = Sequence[str | int | None]


def write(phone: Phone) -> bytes:
    """Write the report."""
    book = new_workbook("Cellebrite Physical Analyzer")
    add_sheet(book, "Summary", [("Summary",), ("Name", "Value"), ("Selected device", "Generic Android"), ("Extraction type", "Logical")])
    add_sheet(book, "Device Info", [("Device Info",), ("#", "Name", "Value"), *_device(phone)])
    add_sheet(book, "Contacts", list(_titled("Contacts", contact_rows(phone))))
    add_sheet(book, "Call Log", list(_titled("Call Log", _call_rows(phone))))
    add_sheet(book, "SMS Messages", list(_titled("SMS Messages", _text_rows(phone))))
    add_sheet(book, "Chats", list(_titled("Chats", _chat_rows(phone))))
    add_sheet(book, "User Accounts", list(_titled("User Accounts", _account_rows(phone))))
    return to_bytes(book)


def _titled(title: str, rows: Iterator[Row]) -> Iterator[Row]:
    header, *records = rows
    yield (f"{title} ({len(records)})",)
    yield header
    yield from records


def _device(phone: Phone) -> Iterator[Row]:
    facts = (("IMEI", phone.imei), ("MSISDN", phone.own), ("Detected Phone Model", "Generic"), ("ICCID", "89440000000000000001"))
    for at, (name, value) in enumerate(facts, start=1):
        yield at, name, f" {value}"


def contact_rows(phone: Phone) -> Iterator[Row]:
    """Give the header and the rows of the contacts."""
    yield (
        "#", "Name", "Entries", "Source", "Account", "Interaction Statuses", "Group", "Notes", "Organizations", "Addresses", "Created",
        "Modified", "Tag", "Deleted", "Source file information",
    )  # fmt: skip
    at = 0
    for at, (person, numbers) in enumerate(contacts_in(phone, CARRIES), start=1):
        account = jid(phone.account) if person.is_whatsapp else ""
        note = person.note.text if person.note else ""
        yield (
            at, person.name, entries(person, numbers), "WhatsApp" if person.is_whatsapp else "", account, "", "", note, "", "",
            moment(person.created), "", "", "Yes" if person.is_deleted else "", SOURCE_FILE,
        )  # fmt: skip
    telegram = f"User ID-User ID: {TELEGRAM_ID}"
    yield at + 1, "Vex", telegram, "Telegram", "", "", "", "", "", "", "", "", "", "", SOURCE_FILE


def _call_rows(phone: Phone) -> Iterator[Row]:
    yield "#", "Parties", "Time", "Duration", "Direction", "Status", "Country code", "Source", "Deleted", "Source file information"
    for at, call in enumerate(phone.calls, start=1):
        side = "From" if call.is_incoming else "To"
        status = "Established" if call.seconds else "Missed" if call.is_incoming else "Cancelled"
        yield (
            at, f"{side}:  {call.who.text} {call.name}".rstrip(), moment(call.at), duration(call.seconds),
            "Incoming" if call.is_incoming else "Outgoing", status, "", "Phone", "Yes" if call.is_deleted else "", SOURCE_FILE,
        )  # fmt: skip


def _text_rows(phone: Phone) -> Iterator[Row]:
    yield "#", "Folder", "Parties", "Time", "Status", "Body", "SMSC", "Source", "Deleted", "Source file information"
    for at, text in enumerate(phone.texts, start=1):
        side = "From" if text.is_incoming else "To"
        yield (
            at, "Inbox" if text.is_incoming else "Sent", f"{side}:  {text.who.text} {text.name}".rstrip(), moment(text.at),
            "Read" if text.is_incoming else "Sent", text.body, SERVICE_CENTRE, "Phone", "", SOURCE_FILE,
        )  # fmt: skip


def _chat_rows(phone: Phone) -> Iterator[Row]:
    yield (
        "Chat #", "Identifier", "Start Time: Time", "Participants", "Source", "#", "From", "To", "Body", "Status", "Timestamp: Time",
        "Deleted - Instant Message", "Attachment #1", "Source file information",
    )  # fmt: skip
    number = 0
    for at, chat in enumerate(phone.chats, start=1):
        for said in chat.said:
            number += 1
            sender = f"{jid(said.sender.key)} {said.sender.name}" if said.sender else _own(phone)
            to = "" if chat.is_group else _own(phone) if said.sender else f"{jid(chat.members[0].key)} {chat.members[0].name}"
            yield (
                at, chat.id, moment(chat.said[0].at), _participants(chat, phone), "WhatsApp", number, sender, to, said.body,
                "Read" if said.sender else "Sent", moment(said.at), "", "", SOURCE_FILE,
            )  # fmt: skip


def _own(phone: Phone) -> str:
    return f"{jid(phone.account)} (owner)"


def _participants(chat: Chat, phone: Phone) -> str:
    return "\n".join([*(f"{jid(member.key)} {member.name}" for member in chat.members), _own(phone)])


def _account_rows(phone: Phone) -> Iterator[Row]:
    yield "#", "Name", "Username", "Entries", "Service Type", "Source", "Source file information"
    yield 1, "me", "", f"Phone-Mobile: {phone.account}", "WhatsApp", "WhatsApp", SOURCE_FILE
