"""A SIM's phone book as card readers write it: two columns, names cut short, nothing but what can be dialled."""

from __future__ import annotations

import re

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.text_table import write_rows

_LONGEST_NAME = 14
_GAPS = re.compile(r"[ ()\-]")


def _dialled(spelling: Spelling) -> Spelling | None:
    """Give a number as a SIM can hold it: digits and a plus sign; several numbers of one field are entries of their own."""
    if len(spelling.keys) > 1:
        return spelling
    text = _GAPS.sub("", re.sub(r"\s*(?:\(new\)|mob)$", "", spelling.text))
    if not re.fullmatch(r"\+?\d{2,20}", text):
        return None
    return Spelling(text, spelling.keys, spelling.status, spelling.certainty, spelling.is_protected)


CARRIES = Carries(is_by_number=True, respell=_dialled)


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    # What is no letter of the card's alphabet becomes a question mark.
    rows = [
        (person.name.encode("latin-1", "replace").decode("latin-1")[:_LONGEST_NAME], number.text)
        for person, numbers in contacts_in(phone, CARRIES)
        for number in numbers
    ]
    return write_rows([("Name", "Number"), *rows])
