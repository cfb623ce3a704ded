"""jCard (RFC 7095): an array of cards, as programs hand them on over the web."""

from __future__ import annotations

import json

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import is_mobile, uri_of

CARRIES = Carries(notes=True)


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    cards = [_card(person, numbers) for person, numbers in contacts_in(phone, CARRIES)]
    return (json.dumps(cards, ensure_ascii=False, indent=1) + "\n").encode()


def _card(person: Person, numbers: tuple[Spelling, ...]) -> list[object]:
    properties: list[object] = [
        ["version", {}, "text", "4.0"],
        ["fn", {}, "text", person.name],
        ["n", {}, "text", [person.family, person.given, "", "", ""]],
    ]
    for number in numbers:
        kind = {"type": ["voice", "cell" if is_mobile(number) else "home"]}
        uri = uri_of(number)
        properties.append(["tel", kind, "uri", uri] if uri else ["tel", kind, "text", number.text])
    if person.email:
        properties.append(["email", {}, "text", person.email])
    if person.note:
        properties.append(["note", {}, "text", person.note.text])
    return ["vcard", properties]
