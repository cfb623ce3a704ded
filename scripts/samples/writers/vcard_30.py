"""vCard 3.0 as an iPhone and iCloud write it: groups with labels, folded lines."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import escape, is_mobile, join

CARRIES = Carries(notes=True)


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    return join(line for person, numbers in contacts_in(phone, CARRIES) for line in _card(person, numbers))


def _card(person: Person, numbers: tuple[Spelling, ...]) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield "PRODID:-//Apple Inc.//iPhone OS 17.4.1//EN"
    yield f"N:{escape(person.family)};{escape(person.given)};;;"
    yield f"FN:{escape(person.name)}"
    if person.email:
        yield f"EMAIL;type=INTERNET;type=HOME;type=pref:{person.email}"
    for at, number in enumerate(numbers, start=1):
        if at == 1:
            kind = "CELL" if is_mobile(number) else "HOME"
            yield f"TEL;type={kind};type=VOICE;type=pref:{escape(number.text)}"
        else:
            yield f"item{at}.TEL:{escape(number.text)}"
            yield f"item{at}.X-ABLabel:{'_$!<Mobile>!$_' if is_mobile(number) else '_$!<Home>!$_'}"
    if person.note:
        yield f"NOTE:{escape(person.note.text)}"
    yield "END:VCARD"
