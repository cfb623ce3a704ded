"""How Cellebrite's Excel report writes cells: titles, times in London time, entries line by line."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from scripts.samples.model import Person
from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import is_mobile

LONDON = ZoneInfo("Europe/London")
#: Stands in every row of the report.
SOURCE_FILE = "Phone/data/data/com.android.providers.contacts/databases/contacts2.db : 0x1A2B (Size: 352256 bytes)"


def moment(at: datetime | None) -> str:
    """Write a moment with its distance from UTC."""
    if at is None:
        return ""
    local = at.astimezone(LONDON)
    hours = int(local.utcoffset().total_seconds() // 3600)  # type: ignore[union-attr] # aware
    return f"{local:%d/%m/%Y %H:%M:%S}(UTC+{hours})"


def jid(key: str) -> str:
    """Write the WhatsApp id of a number."""
    return f"{key[1:]}@s.whatsapp.net"


def entries(person: Person, numbers: tuple[Spelling, ...]) -> str:
    """Write the numbers and addresses of a contact into one cell."""
    if person.is_whatsapp:
        lines = [f"User ID-WhatsApp User Id: {jid(number.keys[0])}" for number in numbers]
        return "\n".join([*lines, f"User ID-Push Name: {person.name}"])
    lines = [f"Phone-{'Mobile' if is_mobile(number) else 'Home'}: {number.text}" for number in numbers]
    if person.email:
        lines.append(f"Email-Home: {person.email}")
    # The report carries carriage returns as they are escaped in the file format.
    return "_x000D_\n".join(lines)


def duration(seconds: int) -> str:
    """Write the length of a call."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
