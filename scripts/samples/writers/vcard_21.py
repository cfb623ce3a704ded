"""vCard 2.1 as feature phones write it: quoted-printable for what is not ASCII, bare types, a photo in base64."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import is_mobile, join

CARRIES = Carries(notes=True)

_LONGEST = 72
#: Not a picture: bytes that look like one at the start.
_PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(120))


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    return join((line for person, numbers in contacts_in(phone, CARRIES) for line in _card(person, numbers)), str)


def _card(person: Person, numbers: tuple[Spelling, ...]) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:2.1"
    yield from _property("N", f"{person.family};{person.given};;;")
    yield from _property("FN", person.name)
    for at, number in enumerate(numbers):
        kind = "CELL" if is_mobile(number) else "HOME"
        yield f"TEL;{kind}{';PREF' if at == 0 and len(numbers) > 1 else ''}:{number.text}"
    if person.email:
        yield f"EMAIL;HOME:{person.email}"
    if person.note:
        yield from _quoted("NOTE", person.note.text)
    if person.name == "Jay":
        yield from _photo()
    yield "END:VCARD"


def _property(name: str, value: str) -> Iterator[str]:
    if value.isascii():
        yield f"{name}:{value}"
    else:
        yield from _quoted(f"{name};CHARSET=UTF-8", value)


def _quoted(name: str, value: str) -> Iterator[str]:
    """Write every byte but the separators as quoted-printable; a line that goes on ends in an equals sign."""
    line = f"{name};ENCODING=QUOTED-PRINTABLE:"
    for byte in value.encode():
        sign = chr(byte) if chr(byte) == ";" or (chr(byte).isascii() and chr(byte).isalnum()) else f"={byte:02X}"
        if len(line) + len(sign) > _LONGEST:
            yield line + "="
            line = ""
        line += sign
    yield line


def _photo() -> Iterator[str]:
    yield "PHOTO;ENCODING=BASE64;JPEG:"
    text = base64.b64encode(_PHOTO).decode()
    for at in range(0, len(text), 60):
        yield " " + text[at : at + 60]
    yield ""
