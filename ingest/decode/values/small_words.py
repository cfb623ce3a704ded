"""What the small words of a row mean: directions, kinds, states, applications, deleted flags and names (formats facts 18.2, 18.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from ingest.decode.values.number_shape import looks_like_number
from ingest.decode.words.exchanges import is_of_exchange
from ingest.decode.words.headers import words_of
from ingest.decode.words.kinds import Shape, kind_named
from ingest.decode.words.way_vocabulary import ENDS, Rank, Way, words_in
from ingest.decode.words.ways import asked_way, is_state_of_call, way_of, way_of_letter
from ingest.records import Direction
from notation.links import find_links, may_hold_links

#: Android's codes, for calls and for messages alike in the first two.
_CODES = {"1": Direction.IN, "2": Direction.OUT}
_CALL_CODES = {"3": Direction.IN, "4": Direction.IN, "5": Direction.IN, "6": Direction.IN, "7": Direction.IN}
_MESSAGE_CODES = {"3": Direction.OUT, "4": Direction.OUT, "5": Direction.OUT, "6": Direction.OUT}
#: Those of exchanges at home: what came in, what was missed, and what was called.
_EXCHANGE_CODES = {"1": Direction.IN, "2": Direction.IN, "3": Direction.OUT, "4": Direction.OUT}
_STATES = frozenset({"status", "state", "statut", "zustand", "stan", "estado", "stato", "stare", "durum", "delivery", "result"})
_SERVICES = frozenset({"description", "destination", "service", "usage", "product", "item"})
_WAYS = frozenset({"direction", "dir", "way", "flow", "orig", "originating", "originated", "term", "terminating", "terminated", "mo", "mt"})
#: What a network carries: beside one of these, to end is to arrive.
_CARRIED = frozenset({"voice", "speech", "mobile", "sms", "mms", "text", "message", "data", "video"})
_NO = frozenset({"no", "n", "false", "0", "nein", "non", "nie"})
_YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "sí", "tak", "deleted", "trash", "x", "carving", "carved", "recovered"})
_STRAIGHT_NAME = re.compile(r"^(?:Full\s?name|Name)\s*:\s*", re.IGNORECASE)
_NO_NAMES = frozenset({"(unknown)", "<unknown>", "(no name)", "<no name>", "(null)", "<null>"})
_QUOTE: Final = '"'
_LONGEST_APP = 60
#: Paths, databases, and the account types under which phones and SIMs keep their own contacts.
_NO_APP = re.compile(
    r"[/\\]|\.(?:db|sqlite|sqlitedb|storedata|plist|xml|vcf)$|^(?:vnd\.sec\.contact|com\.android\.|com\.google$|com\.\w+\.localc|local)"
)
_PHONE_ITSELF = frozenset(
    {"phone", "native", "native messages", "messages", "sim", "device", "memory", "native contacts", "phone book", "call log"}
)
#: Ranks of what does not say who the owner of two is: everything that was received had been sent, too, and codes differ by program.
STATED: Final = frozenset({Rank.SHARED, Rank.STATE, Rank.CODE})


class Asked(Enum):
    """What the cells of a column of kinds say, by its header."""

    #: A kind or a folder, in words or in Android's codes.
    KIND = auto()
    #: The same in the codes of an exchange at home.
    EXCHANGE = auto()
    #: The same of which nothing but a way is asked.
    WAY = auto()
    #: What became of a message or call; its digits are other codes (-1 is none, 64 failed).
    STATE = auto()
    #: What was paid for: the voicemail that somebody listened to is none that was left.
    SERVICE = auto()
    #: Yes or no to whether it was the owner's, or came from somebody.
    IS_OUT = auto()
    IS_IN = auto()


class Meaning(NamedTuple):
    """What a cell of kind, folder or state says."""

    way: Way | None
    #: What the row is, in a table that mixes shapes.
    shape: Shape | None
    is_deleted: bool
    #: A receipt or report, which is no contact of anybody.
    is_report: bool
    #: It says what became of a call without naming one: `Missed`.
    is_of_call: bool


def asked_by(header: str, beside: tuple[str, ...] = ()) -> Asked:
    """Say what the cells under a header of kinds, folders, states or ways answer; `beside` are all headers of the table."""
    words = words_of(header)
    if _STATES & set(words):
        return Asked.STATE
    if _SERVICES & set(words):
        return Asked.SERVICE
    match asked_way(words):
        case Direction.OUT:
            return Asked.IS_OUT
        case Direction.IN:
            return Asked.IS_IN
        case _:
            if _WAYS & set(words):
                return Asked.WAY
            return Asked.EXCHANGE if is_of_exchange(beside) else Asked.KIND


def read_kind(text: str, shape: Shape, asked: Asked = Asked.KIND) -> Meaning:
    """Read a direction, a kind of call or message, a folder or a state."""
    low = text.strip().casefold()
    words = words_in(low)
    way = way_of(low)
    if asked in {Asked.IS_OUT, Asked.IS_IN}:
        way = _answer(low, asked) or way
    elif way is None and asked in {Asked.KIND, Asked.WAY, Asked.EXCHANGE}:
        direction = _coded(low.removesuffix(".0"), shape, asked)
        way = way_of_letter(low) if direction is None else Way(direction, Rank.CODE)
    if (asked is Asked.SERVICE and words[:1] == ["voicemail"]) or (not ENDS.isdisjoint(words) and not _came_in(words, asked)):
        way = None
    if way is not None and way.rank is Rank.SHARED and asked is not Asked.STATE:
        way = way._replace(rank=Rank.NAMED)
    is_report = "status report" in low or "delivery report" in low
    return Meaning(way, _kind_of_row(low), "deleted" in words or "trash" in words, is_report, is_state_of_call(low))


def _coded(code: str, shape: Shape, asked: Asked) -> Direction | None:
    """Say which way a code gives, one of an exchange or of Android."""
    if asked is Asked.EXCHANGE:
        return _EXCHANGE_CODES.get(code)
    return _CODES.get(code) or (_CALL_CODES if shape is Shape.CALLS else _MESSAGE_CODES).get(code)


def _came_in(words: Sequence[str], asked: Asked) -> bool:
    """Whether it is a network that says of a call or message that it ended there, and not a telephone that it is over."""
    if asked is Asked.WAY or words[:1] == ["mobile"]:
        return True
    return asked is not Asked.STATE and ("term" in words or not _CARRIED.isdisjoint(words))


def plainest(meanings: Sequence[Meaning], directions: int) -> Way | None:
    """Say which way a row went by what says it most plainly, None where nothing does; what contradicts each other says no direction.

    Args:
        meanings: what the cells of the row say.
        directions: so many of them stand under a header of directions, which comes before one of kinds.
    """
    ways = [meaning.way for meaning in meanings if meaning.way]
    if not ways:
        return None
    best = min(way.rank for way in ways)
    first = [meaning.way for meaning in meanings[:directions] if meaning.way and meaning.way.rank is best]
    told = [way.direction for way in first or ways if way.rank is best]
    return Way(told[0] if best is Rank.CODE or len(set(told)) == 1 else None, best)


def shape_named(meanings: Sequence[Meaning]) -> Shape | None:
    """Say what a row is by the first of its cells that names it; of one that no cell names, by what became of a call."""
    named = next((meaning.shape for meaning in meanings if meaning.shape), None)
    return named or (Shape.CALLS if any(meaning.is_of_call for meaning in meanings) else None)


def _answer(low: str, asked: Asked) -> Way | None:
    """Read a yes or no to whether the owner sent it, or got it."""
    if low.removesuffix(".0") not in _YES | _NO:
        return None
    is_out = (low.removesuffix(".0") in _YES) is (asked is Asked.IS_OUT)
    return Way(Direction.OUT if is_out else Direction.IN, Rank.NAMED)


def _kind_of_row(low: str) -> Shape | None:
    kind = kind_named(low)
    return None if kind is None else Shape[kind.upper()]


def is_yes(text: str) -> bool:
    """Whether a cell of a deleted column says that the row was deleted or recovered."""
    return text.strip().casefold() in _YES


def app_of(text: str) -> str | None:
    """Name of the application in a source column; None for the phone itself, a path, a number or nothing."""
    app = text.strip()
    low = app.casefold()
    if not app or len(app) > _LONGEST_APP or low in _PHONE_ITSELF or _NO_APP.search(low) or looks_like_number(app):
        return None
    return app


def tidy_name(text: str) -> str | None:
    """First line of a name without its `Fullname:`, links and a stray quotation mark; None when nothing is left, or where none is meant."""
    name = without_stray_quote(text.strip())
    if not name or (name[0] in "(<" and name.casefold() in _NO_NAMES):
        return None
    if "\n" in name or "\r" in name:
        name = name.splitlines()[0].strip()
    return (_beside_links(_STRAIGHT_NAME.sub("", name)) if ":" in name or "/" in name else name) or None


def without_stray_quote(name: str) -> str:
    """Give a name without the one quotation mark at its beginning or end, the other of which was lost; one inside of it stays."""
    if name.count(_QUOTE) != 1 or not (name.startswith(_QUOTE) or name.endswith(_QUOTE)):
        return name
    return name.strip(_QUOTE).strip()


def _beside_links(name: str) -> str:
    """Give a name without the links in it, by which nobody is called; the whole of it where there is nothing else."""
    if not may_hold_links(name):
        return name
    return " ".join(word for word in name.split() if not find_links(word)) or name
