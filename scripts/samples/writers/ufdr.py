"""Cellebrite's report.xml, and the archive (.ufdr) it travels in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import TELEGRAM_ID, Chat, Person, Phone, Said
from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import is_mobile
from scripts.samples.writers.cellebrite_cells import duration, jid
from scripts.samples.writers.cellebrite_excel import SERVICE_CENTRE
from scripts.samples.writers.workbook import stored_zip

CARRIES = Carries(
    calls=True, texts=True, chats=True, chat_records=True, device=True, account=True, created=True, contacted=True, notes=True, app_ids=True
)

_OPENING = """<?xml version="1.0" encoding="utf-8"?>
<project id="5f0c1c3e-0a17-4b58-9d53-2a6c8b1f0017" name="{name}" reportVersion="7.60.0.0" licenseID="1" containsGarbage="False" \
extractionType="Logical" NodeCount="0" ModelCount="{models}" xmlns="http://pa.cellebrite.com/report/2.0">
  <sourceExtractions>
    <extractionInfo id="0" name="Logical" isCustomName="False" type="Logical" deviceName="Phone" index="0" IsPartialData="False"/>
  </sourceExtractions>
  <metadata section="Device Info">
    <item name="IMEI" sourceExtraction="0"><![CDATA[{imei}]]></item>
    <item name="MSISDN" sourceExtraction="0"><![CDATA[{own}]]></item>
    <item name="ICCID" sourceExtraction="0"><![CDATA[89440000000000000001]]></item>
  </metadata>
  <taggedFiles>
    <file fs="Phone" fsid="1" path="/sdcard/DCIM/4454825783_dbcb233af5_b.jpg" size="1" id="f1" extractionId="0" deleted="Intact"/>
  </taggedFiles>
  <decodedData>
"""
_CLOSING = "  </decodedData>\n</project>\n"


def write_report(phone: Phone) -> bytes:
    """Write report.xml."""
    models = _Models()
    groups = (
        ("Contact", [*models.contacts(phone)]),
        ("Call", [*models.calls(phone)]),
        ("SMS", [*models.texts(phone)]),
        ("Chat", [*models.chats(phone)]),
        ("UserAccount", [models.account(phone)]),
    )
    count = sum(len(group) for _, group in groups)
    body = "".join(f'    <modelType type="{kind}">\n{"".join(group)}    </modelType>\n' for kind, group in groups)
    opening = _OPENING.format(name=phone.reference, models=count, imei=phone.imei, own=phone.own)
    return (opening + body + _CLOSING).encode()


def write(phone: Phone) -> bytes:
    """Write the archive: the report, stored, and a file of the phone beside it."""
    return stored_zip({"report.xml": write_report(phone), "files/Text/notes.txt": b"shopping\n"})


@dataclass(slots=True)
class _Models:
    """Writes models, each with an id of its own."""

    _count: int = 0
    _space: uuid.UUID = field(default=uuid.UUID("5f0c1c3e-0a17-4b58-9d53-2a6c8b1f0017"))

    def contacts(self, phone: Phone) -> Iterator[str]:
        for person, numbers in contacts_in(phone, CARRIES):
            yield self._contact(person, numbers, phone)
        entry = self._entry("UserID", "User ID", TELEGRAM_ID, "User ID")
        yield self._model("Contact", [_field("Source", "Telegram"), _field("Name", "Vex"), _models("Entries", "ContactEntry", [entry])])

    def _contact(self, person: Person, numbers: tuple[Spelling, ...], phone: Phone) -> str:
        if person.is_whatsapp:
            found = [self._entry("UserID", "WhatsApp User Id", jid(number.keys[0]), "User ID") for number in numbers]
        else:
            found = [self._entry("PhoneNumber", "Mobile" if is_mobile(number) else "Home", number.text) for number in numbers]
        if person.email:
            found.append(self._entry("EmailAddress", "Home", person.email, "Email"))
        parts = [
            _field("Source", "WhatsApp" if person.is_whatsapp else ""),
            _field("Account", jid(phone.account) if person.is_whatsapp else ""),
            _field("Name", person.name),
            _time("TimeCreated", person.created),
            _time("TimeContacted", person.contacted),
            _texts("Notes", [person.note.text] if person.note else []),
            _models("Entries", "ContactEntry", found),
        ]
        return self._model("Contact", parts, "Deleted" if person.is_deleted else "Intact")

    def _entry(self, kind: str, category: str, value: str, domain: str = "Phone Number") -> str:
        return self._model(kind, [_field("Category", category), _field("Value", value), _field("Domain", domain)])

    def calls(self, phone: Phone) -> Iterator[str]:
        for call in phone.calls:
            party = self._party(call.who.text, call.name, "From" if call.is_incoming else "To")
            parts = [
                _field("Direction", "Incoming" if call.is_incoming else "Outgoing", "CallDirection"),
                _field("Status", "Established" if call.seconds else "Missed" if call.is_incoming else "Cancelled"),
                _time("TimeStamp", call.at),
                _field("Duration", duration(call.seconds), "TimeSpan"),
                _models("Parties", "Party", [party]),
            ]
            yield self._model("Call", parts, "Deleted" if call.is_deleted else "Intact")

    def texts(self, phone: Phone) -> Iterator[str]:
        for text in phone.texts:
            party = self._party(text.who.text, text.name, "From" if text.is_incoming else "To")
            yield self._model(
                "SMS",
                [
                    _field("Folder", "Inbox" if text.is_incoming else "Sent"),
                    _field("Status", "Read" if text.is_incoming else "Sent"),
                    _field("SMSC", SERVICE_CENTRE),
                    _field("Body", text.body),
                    _time("TimeStamp", text.at),
                    _models("Parties", "Party", [party]),
                ],
            )

    def chats(self, phone: Phone) -> Iterator[str]:
        for chat in phone.chats:
            owner = self._party(jid(phone.account), "", "General", is_owner=True)
            members = [self._party(jid(member.key), member.name, "General") for member in chat.members]
            yield self._model(
                "Chat",
                [
                    _field("Source", "WhatsApp"),
                    _field("Id", chat.id),
                    _field("Name", chat.name),
                    _field("Account", jid(phone.account)),
                    _time("StartTime", chat.said[0].at),
                    _time("LastActivity", chat.said[-1].at),
                    _models("Participants", "Party", [owner, *members]),
                    _models("Messages", "InstantMessage", [self._said(said, chat, phone) for said in chat.said]),
                ],
            )

    def _said(self, said: Said, chat: Chat, phone: Phone) -> str:
        own = self._party(jid(phone.account), "", "General", is_owner=True)
        sender = self._party(jid(said.sender.key), said.sender.name, "General") if said.sender else own
        to = [] if chat.is_group else [own if said.sender else self._party(jid(chat.members[0].key), chat.members[0].name, "General")]
        return self._model(
            "InstantMessage",
            [
                _field("SourceApplication", "WhatsApp"),
                f'<modelField name="From" type="Party">{sender}</modelField>\n',
                _models("To", "Party", to),
                _field("Body", said.body),
                _time("TimeStamp", said.at),
            ],
        )

    def account(self, phone: Phone) -> str:
        """Write the WhatsApp account of the phone's user."""
        entry = self._entry("PhoneNumber", "Mobile", phone.account)
        parts = [_field("Source", "WhatsApp"), _field("ServiceType", "WhatsApp"), _models("Entries", "ContactEntry", [entry])]
        return self._model("UserAccount", parts)

    def _party(self, identifier: str, name: str, role: str, *, is_owner: bool = False) -> str:
        parts = [
            _field("Identifier", identifier),
            _field("Name", name),
            _field("Role", role, "PartyRole"),
            _field("IsPhoneOwner", str(is_owner), "Boolean"),
        ]
        # Parties of an intact record commonly say that they do not know their state.
        return self._model("Party", parts, "Unknown")

    def _model(self, kind: str, parts: Iterable[str], state: str = "Intact") -> str:
        self._count += 1
        name = uuid.uuid5(self._space, str(self._count))
        opening = f'<model type="{kind}" id="{name}" deleted_state="{state}" decoding_confidence="High" isrelated="False" extractionId="0">'
        return f"{opening}\n{''.join(parts)}</model>\n"


def _field(name: str, value: str, kind: str = "String") -> str:
    inner = f'<value type="{kind}"><![CDATA[{value}]]></value>' if value else "<empty/>"
    return f'<field name="{name}" type="{kind}">{inner}</field>\n'


def _time(name: str, at: datetime | None) -> str:
    if at is None:
        return _field(name, "", "TimeStamp")
    written = at.strftime("%Y-%m-%dT%H:%M:%S.000+00:00")
    return f'<field name="{name}" type="TimeStamp"><value type="TimeStamp" format="TimeStampKnown">{written}</value></field>\n'


def _texts(name: str, values: Iterable[str]) -> str:
    inner = "".join(f'<value type="String"><![CDATA[{value}]]></value>' for value in values)
    return f'<multiField name="{name}" type="String">{inner}</multiField>\n' if inner else f'<multiField name="{name}" type="String"/>\n'


def _models(name: str, kind: str, models: Iterable[str]) -> str:
    inner = "".join(models)
    return f'<multiModelField name="{name}" type="{kind}">\n{inner}</multiModelField>\n' if inner else ""
