"""What the small words of a row mean: directions, kinds, states, applications, deleted flags and names (formats facts 18.2, 18.3)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.decode.columns import Shape
from ingest.records import Direction


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_IN = _set("incoming received receive inbound in inbox deliver missed rejected voicemail blocked declined unread recd")
_OUT = _set("outgoing dialed dialled sent outbound out outbox submit draft drafts failed queued unsent cancelled canceled sending")
#: Android's codes, for calls and for messages alike in the first two.
_CODES = {"1": Direction.IN, "2": Direction.OUT}
_CALL_CODES = {"3": Direction.IN, "4": Direction.IN, "5": Direction.IN, "6": Direction.IN, "7": Direction.IN}
_MESSAGE_CODES = {"3": Direction.OUT, "4": Direction.OUT, "5": Direction.OUT, "6": Direction.OUT}
_WORD = re.compile(r"[a-z]+|\d+")
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


#: Files of a SIM that hold numbers or stand between them in exports (facts 12.3, ETSI TS 131 102).
_SIM_FILE = re.compile(
    r"EF[\W_]{0,3}(ADN|FDN|LND|SDN|MSISDN|BDN|OCI|ICI|MWIS|MBDN|CFIS|SMS|SMSP|SMSR|SMSS|ANR|SNE|PBR|IAP|GAS|AAS|EMAIL|EXT[1-9]|CCP[12]?)\d{0,2}\b",
    re.IGNORECASE,
)


def sim_file_of(text: str) -> str:
    """Name the file of a SIM that a text begins with, such as ADN, LND or MSISDN; empty when it names none."""
    found = _SIM_FILE.match(text.strip())
    return found[1].upper() if found else ""


class Meaning(NamedTuple):
    """What a cell of kind, folder or state says."""

    direction: Direction | None
    #: What the row is, in a table that mixes shapes.
    shape: Shape | None
    is_deleted: bool
    #: A receipt or report, which is no contact of anybody.
    is_report: bool


def read_kind(text: str, shape: Shape) -> Meaning:
    """Read a direction, a kind of call or message, a folder or a state."""
    low = text.strip().casefold()
    words = _WORD.findall(low)
    direction = next((way for word in words if (way := _way(word)) is not None), None)
    if direction is None and len(words) == 1:
        codes = _CALL_CODES if shape is Shape.CALLS else _MESSAGE_CODES
        direction = _CODES.get(words[0]) or codes.get(words[0])
    return Meaning(direction, _kind_of_row(low), "deleted" in words or "trash" in words, "status report" in low or "delivery report" in low)


def _way(word: str) -> Direction | None:
    return Direction.IN if word in _IN else Direction.OUT if word in _OUT else None


def _kind_of_row(low: str) -> Shape | None:
    if "contact" in low:
        return Shape.CONTACTS
    if "call" in low:
        return Shape.CALLS
    return Shape.MESSAGES if any(word in low for word in ("sms", "mms", "message", "chat")) else None


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
