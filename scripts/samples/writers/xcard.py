"""xCard (RFC 6351): vCard as XML."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import is_mobile, uri_of

CARRIES = Carries(notes=True)


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    cards = "".join(line + "\n" for person, numbers in contacts_in(phone, CARRIES) for line in _card(person, numbers))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0">\n{cards}</vcards>\n'.encode()


def _card(person: Person, numbers: tuple[Spelling, ...]) -> Iterator[str]:
    yield " <vcard>"
    yield f"  <fn><text>{escape(person.name)}</text></fn>"
    yield f"  <n><surname>{escape(person.family)}</surname><given>{escape(person.given)}</given><additional/><prefix/><suffix/></n>"
    for number in numbers:
        kind = "cell" if is_mobile(number) else "home"
        types = f"<parameters><type><text>voice</text><text>{kind}</text></type></parameters>"
        uri = uri_of(number)
        value = f"<uri>{uri}</uri>" if uri else f"<text>{escape(number.text)}</text>"
        yield f"  <tel>{types}{value}</tel>"
    if person.email:
        yield f"  <email><text>{escape(person.email)}</text></email>"
    if person.note:
        yield f"  <note><text>{escape(person.note.text)}</text></note>"
    yield " </vcard>"
