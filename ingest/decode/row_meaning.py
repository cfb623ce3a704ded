"""What the small words of a row mean: directions, kinds, states, applications, deleted flags and names (formats facts 18.2, 18.3)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.decode.columns import Shape
from ingest.decode.way_words import CALL_PARTS, CONTACT_PARTS, IN, MESSAGE_PARTS, OUT, names_one_of, words_in
from ingest.records import Direction

#: Android's codes, for calls and for messages alike in the first two.
_CODES = {"1": Direction.IN, "2": Direction.OUT}
_CALL_CODES = {"3": Direction.IN, "4": Direction.IN, "5": Direction.IN, "6": Direction.IN, "7": Direction.IN}
_MESSAGE_CODES = {"3": Direction.OUT, "4": Direction.OUT, "5": Direction.OUT, "6": Direction.OUT}
_YES = frozenset({"yes", "y", "true", "1", "deleted", "trash", "x", "carving", "carved", "recovered"})
_STRAIGHT_NAME = re.compile(r"^(?:Full\s?name|Name)\s*:\s*", re.IGNORECASE)
_LONGEST_APP = 60
#: Paths, databases, and the account types under which phones and SIMs keep their own contacts.
_NO_APP = re.compile(
    r"[/\\]|\.(?:db|sqlite|sqlitedb|storedata|plist|xml|vcf)$|^(?:vnd\.sec\.contact|com\.android\.|com\.google$|com\.\w+\.localc|local)"
)
_PHONE_ITSELF = frozenset(
    {"phone", "native", "native messages", "messages", "sim", "device", "memory", "native contacts", "phone book", "call log"}
)


class Meaning(NamedTuple):
    """What a cell of kind, folder or state says."""

    direction: Direction | None
    #: What the row is, in a table that mixes shapes.
    shape: Shape | None
    is_deleted: bool
    #: A receipt or report, which is no contact of anybody.
    is_report: bool


def read_kind(text: str, shape: Shape, *, has_codes: bool = True) -> Meaning:
    """Read a direction, a kind of call or message, a folder or a state; `has_codes` says that digits alone are those of a kind."""
    low = text.strip().casefold()
    words = words_in(low)
    direction = next((way for word in words if (way := _way(word)) is not None), None)
    if direction is None and has_codes:
        codes = _CALL_CODES if shape is Shape.CALLS else _MESSAGE_CODES
        code = low.removesuffix(".0")
        direction = _CODES.get(code) or codes.get(code)
    return Meaning(direction, _kind_of_row(low), "deleted" in words or "trash" in words, "status report" in low or "delivery report" in low)


def has_codes(header: str) -> bool:
    """Whether digits below a header are codes of kinds of calls and messages; those of a state are others (-1 is none, 64 failed)."""
    return "status" not in header.casefold()


def _way(word: str) -> Direction | None:
    return Direction.IN if word in IN else Direction.OUT if word in OUT else None


def _kind_of_row(low: str) -> Shape | None:
    if names_one_of(low, CONTACT_PARTS):
        return Shape.CONTACTS
    if names_one_of(low, CALL_PARTS):
        return Shape.CALLS
    return Shape.MESSAGES if names_one_of(low, MESSAGE_PARTS) else None


def is_yes(text: str) -> bool:
    """Whether a cell of a deleted column says that the row was deleted or recovered."""
    return text.strip().casefold() in _YES


def app_of(text: str) -> str | None:
    """Name of the application in a source column; None for the phone itself, a path or nothing."""
    app = text.strip()
    low = app.casefold()
    if not app or len(app) > _LONGEST_APP or low in _PHONE_ITSELF or _NO_APP.search(low):
        return None
    return app


def tidy_name(text: str) -> str | None:
    """First line of a name without its `Fullname:`; None when nothing is left."""
    name = text.strip()
    if not name:
        return None
    if "\n" in name or "\r" in name:
        name = name.splitlines()[0].strip()
    return (_STRAIGHT_NAME.sub("", name) if ":" in name else name) or None
