"""What the normaliser answers: a `Number` that may be compared, or an `Unusable` that may not."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """How a text was understood (contract section 2)."""

    OK = "ok"
    OK_REPAIRED = "ok_repaired"
    AMBIGUOUS = "ambiguous"
    PARTIAL = "partial"
    SHORT_CODE = "short_code"
    SERVICE = "service"
    ALPHANUMERIC = "alphanumeric"
    WITHHELD = "withheld"
    UNPARSABLE = "unparsable"


class Certainty(StrEnum):
    """How much had to be assumed."""

    #: Internationally explicit, or the standard national form of the region.
    EXACT = "exact"
    #: A plus sign, region or trunk zero was assumed.
    INFERRED = "inferred"
    #: A declared fault was mended (letter O, `.0`, a doubled trunk zero).
    REPAIRED = "repaired"
    PARTIAL = "partial"


class Kind(StrEnum):
    """What sort of number it is, by range. Never a gate, never a network."""

    MOBILE = "mobile"
    FIXED = "fixed"
    VOIP = "voip"
    FREEPHONE = "freephone"
    PREMIUM = "premium"
    PAGER = "pager"
    PERSONAL = "personal"
    OTHER = "other"
    UNKNOWN = "unknown"


class Number(NamedTuple):
    """A text that is one telephone number."""

    #: The piece of the field that held this number, untouched; the whole field when it held one number.
    raw: str
    #: The key: `+` and 7 to 15 digits (E.164).
    e164: str
    #: `Status.OK` or `Status.OK_REPAIRED`.
    status: Status
    #: `EXACT`, `INFERRED` or `REPAIRED`.
    certainty: Certainty
    kind: Kind
    #: What was done to the raw text, in order, in words a practitioner reads: `stripped label`, `letter O read as zero`.
    steps: tuple[str, ...] = ()
    #: Digits behind a pause, `x`, `ext`; never part of the key.
    extension: str | None = None


class Unusable(NamedTuple):
    """A text that gave no key, and why. It never matches."""

    raw: str
    #: Any status but `OK` and `OK_REPAIRED`.
    status: Status
    #: One plain sentence, without the text itself.
    reason: str
    steps: tuple[str, ...] = ()
    #: The digits that were there, for short, service, partial and ambiguous numbers; empty otherwise.
    digits: str = ""


Reading = Number | Unusable

#: Why a word is no number.
NAME = "a name, not a telephone number"

#: Raised whenever any text may be read differently than before; every answer names it.
NORMALISER_VERSION = "6"
