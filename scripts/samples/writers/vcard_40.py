"""vCard 4.0: numbers as URIs where they are international, as text where they are not."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import escape, is_mobile, join, uri_of

CARRIES = Carries(notes=True)


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    return join(line for person, numbers in contacts_in(phone, CARRIES) for line in _card(person, numbers))


def _card(person: Person, numbers: tuple[Spelling, ...]) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"FN:{escape(person.name)}"
    yield f"N:{escape(person.family)};{escape(person.given)};;;"
    for number in numbers:
        kind = '"voice,cell"' if is_mobile(number) else '"voice,home"'
        uri = uri_of(number)
        yield f"TEL;VALUE=uri;TYPE={kind}:{uri}" if uri else f"TEL;TYPE={kind}:{escape(number.text)}"
    if person.email:
        yield f"EMAIL:{person.email}"
    if person.note:
        yield f"NOTE:{escape(person.note.text)}"
    yield "END:VCARD"
