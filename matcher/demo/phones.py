"""The files of phones: a few planted contacts among seeded ones, as a table or as cards."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.demo.numbers import drama, unassigned, written

#: Invented, and neither near the name of a line nor a word of family, taxis or confidential help.
_GIVEN: tuple[str, ...] = (
    "Abi",
    "Ade",
    "Alix",
    "Bo",
    "Cam",
    "Cleo",
    "Dani",
    "Devi",
    "Emre",
    "Esi",
    "Finn",
    "Gwen",
    "Hari",
    "Ivo",
    "Juno",
    "Kai",
    "Lior",
)
_GIVEN += ("Mei", "Nico", "Oki", "Pip", "Quin", "Rafi", "Sade", "Tam", "Uma", "Vik", "Wes", "Xan", "Yas", "Zoë", "Renée")
_FAMILY: tuple[str, ...] = (
    "Ambrel",
    "Brook",
    "Coyle",
    "Dunmore",
    "Eskdale",
    "Farrow",
    "Garside",
    "Holt",
    "Ings",
    "Jesmond",
    "Kell",
    "Lamb",
    "",
    "",
    "",
)

#: Drama numbers that are no line's: those of ordinary contacts.
_ORDINARY = range(200, 500)


@dataclass(frozen=True, slots=True)
class Contact:
    """One entry of a phone book."""

    name: str
    #: As the phone holds it.
    number: str
    #: When they were last in contact, where the phone knows.
    seen: datetime | None = None


def ordinary(count: int, draw: random.Random, now: datetime) -> Iterator[Contact]:
    """Draw contacts that stand for nothing; of four in ten the phone knows when they were last in contact."""
    for at in range(count):
        digits = drama(draw.choice(_ORDINARY)) if draw.random() < 0.2 else unassigned(draw)
        name = f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)}".strip()
        seen = now - timedelta(days=draw.randrange(1, 90), minutes=draw.randrange(1440)) if draw.random() < 0.4 else None
        yield Contact(name if count < 500 else f"{name} {at}", written(digits, draw), seen)


def as_table(contacts: Sequence[Contact]) -> bytes:
    """Write a phone book as the table many programs export."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["Name", "Mobile Phone", "Last contacted (UTC)"])
    writer.writerows([each.name, each.number, f"{each.seen:%Y-%m-%dT%H:%M:%SZ}" if each.seen else ""] for each in contacts)
    return out.getvalue().encode()


def as_cards(contacts: Sequence[Contact]) -> bytes:
    """Write a phone book as cards, which know no times."""
    lines = [f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{each.name}\r\nTEL;TYPE=CELL:{each.number}\r\nEND:VCARD\r\n" for each in contacts]
    return "".join(lines).encode()
