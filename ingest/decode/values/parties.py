"""Cells that name people with their numbers: contact entries, the parties of calls, senders, recipients and participants of chats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.decode.values.arrows import sided
from ingest.decode.values.links import links_in
from ingest.decode.values.messenger_ids import MESSENGER, OTHER_ADDRESS, pieces_of, without_joints
from ingest.decode.values.number_shape import has_digit, is_bare_mobile, is_british_mobile, last_digits, looks_like_number, may_be_number
from ingest.decode.values.person import is_owners_name, is_party_of_owner, is_speaker, label_of_number, with_label
from ingest.decode.values.user_ids import Naming, digits_of, naming_of
from ingest.decode.words.headers import is_phone_word
from ingest.decode.words.named_sides import Side, sides_of
from ingest.decode.words.withheld import NAMELESS
from ingest.records import Written

__all__ = [
    "FEWEST_DIGITS",
    "Party",
    "Side",
    "are_beside_owners",
    "has_numeric_ids",
    "is_entry",
    "is_number_of",
    "is_told_number",
    "is_written_as_number",
    "key_of",
    "lines_of",
    "names_other",
    "owners_alone",
    "read_beside_ids",
    "read_entries",
    "read_messenger_ids",
    "read_numbers",
    "read_parties",
]


class Party(NamedTuple):
    """One person of a record as the cell writes them."""

    raw: str
    written: Written
    name: str | None = None
    is_owner: bool = False
    side: Side | None = None
    #: What the cell calls the number, unless that is only the kind of telephone.
    about: str | None = None


# Each of these takes time in proportion to the cell, whatever stands in it: a search begins at the start of a word or of a run of blanks
# only, never again inside of it, and what may repeat is bounded.
_LINES = re.compile(r"\r\n|\r|\n|<br\s*/?>", re.IGNORECASE)
_OWNER = re.compile(r"\(\s*owner\s*\)|^\s*Local User\b(?:\s*\[[^\]]*\])?", re.IGNORECASE)
_RUN = re.compile(r"(?<![\w@])(?:\+|00)?\(?\d[\d() .\-\u00a0/]{4,}\d(?![\w@])")
_DIALLED = re.compile(r"[*#\d,;pw ]*[*#][*#\d,;pw ]*", re.ASCII)
_EDGES = " \t<>()[],;:-\u00a0"
_ENTRY = re.compile(r"\s*([^\-:]{1,40})-(.*?):\s(.*)", re.DOTALL)
#: Entries beside the ids of somebody: addresses of mail and pages, pictures.
_NO_ID = re.compile(r"e-?mail|web|url|profile", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"[\d+() .\-]{7,20}")
_LABEL = re.compile(r"^[^\d+]{1,40}:\s+")
#: What stands between several numbers of one cell, and what each is called there.
_LIST = re.compile(r"[,;|\n\r]")
#: What stands between people on one line.
_SEPARATOR = re.compile(r"[;,|]")
#: What a report says behind the owner's number, and what parts the others from it.
_BEHIND_OWNERS = re.compile(r"\(\s*owner\s*\)", re.IGNORECASE)
_APART = re.compile(r"[;,|]|\s[/\u2013\u2014\-]\s|\s(?:&|and|und|et|y|e|i|en)\s|(?<=owner\))", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"[^\d+(]{1,40}[:\s]\s*(?=[\d+(])")
_WHATSAPP_LABEL = re.compile(r"whats\s*app", re.IGNORECASE)
#: Digits that may be a number of any country without its plus; those who read numbers say what can be said of it.
_BARE = re.compile(r"\d{10,13}(?:\.0)?", re.ASCII)
_NAME_LABELS = frozenset({"push name", "additional name", "display name", "full name", "nickname"})
#: Digits of a number with its country code; no application has ids of this length.
_LENGTHS_OF_NO_ID = (11, 13)
#: Handles of these are telephone numbers when they are written with a plus.
_NUMBER_HANDLES = frozenset({"imessage", "sms", "facetime", "phone number", "phone"})


#: Digits of a single number.
FEWEST_DIGITS = 7
_MOST_DIGITS = 15


# The owner stands in every row, and most others in many.
@lru_cache(maxsize=4096)
def key_of(raw: str) -> str:
    """Give what all spellings of one number have in common; what is no single number is only the same as itself."""
    digits = digits_of(raw.removesuffix(".0"))
    return last_digits(digits) if FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS else raw


def lines_of(cell: str) -> list[str]:
    """Split a cell at its line breaks, whatever they are."""
    return [line for line in _LINES.split(cell) if line.strip()] if _LINES.search(cell) else [cell]


def has_numeric_ids(app: str | None) -> bool:
    """Whether an application calls its users by digits that are no telephone numbers."""
    return app is not None and naming_of(app) is Naming.IDS


def is_written_as_number(raw: str) -> bool:
    """Whether a number says by its own form that it is one: a plus or a zero in front."""
    return raw.lstrip(" (").startswith(("+", "0"))


def own_in(cell: str) -> list[Party]:
    """Read a cell of a column of the phone's own number, which may name an account of a messenger instead."""
    if looks_like_number(cell):
        return [Party(cell, Written.NUMBER)]
    # `Line 1: 07700…`
    if looks_like_number(number := cell.rpartition(":")[2].strip()):
        return [Party(number, Written.NUMBER)]
    return list(read_messenger_ids(cell)) if "@" in cell else []


def is_number_of(app: str | None, raw: str) -> bool:
    """Whether a field for telephone numbers holds one, given the application of its row: ids of 9, 10 or 15 digits stand there too."""
    return not has_numeric_ids(app) or any(map(_is_no_id, _LIST.split(raw)))


def _is_no_id(text: str) -> bool:
    number = _BEFORE_NUMBER.sub("", text.strip())
    return is_written_as_number(number) or _LENGTHS_OF_NO_ID[0] <= sum(map(str.isdecimal, number)) <= _LENGTHS_OF_NO_ID[1]


def is_told_number(raw: str) -> bool:
    """Whether digits are a number by their own form even where ids stand: a plus, a zero, or the whole of a British mobile."""
    return is_written_as_number(raw) or is_bare_mobile(raw.strip()) is not None


def read_parties(cell: str, app: str | None = None, *, has_ids: bool = False) -> Iterator[Party]:
    """Read the people named in a cell, one or several to a line, each with the number the line gives for them.

    `has_ids` says that the header of the column names ids of users, whatever the application.
    """
    only_written = has_ids or has_numeric_ids(app)
    for line, side in sides_of(lines_of(sided(cell) or cell)):
        for piece in _people_of(line):
            for party in _read_person(piece, side):
                if not (only_written and party.written is Written.NUMBER and not is_told_number(party.raw)):
                    yield party


def read_numbers(cell: str) -> Iterator[Party]:
    """Read a phone field of several lines or with addresses in it; a line may have a label such as `Mobile:` before its number."""
    lines = lines_of(cell)
    if len(lines) == 2 and is_british_mobile(" ".join(map(str.strip, lines))) and not any(map(looks_like_number, lines)):
        # A line break divides the digits of one number.
        yield Party(cell, Written.NUMBER)
        return
    for line in lines:
        if "@" in line:
            yield from read_beside_ids(line)
        elif has_digit(line):
            yield _labelled(line)


def _labelled(line: str) -> Party:
    found = _LABEL.match(line) if ":" in line else None
    if found is None:
        return Party(line.strip() if ":" in line else line, Written.NUMBER)
    return Party(line[found.end() :].strip(), Written.NUMBER, about=label_of_number(found[0]))


def read_beside_ids(text: str) -> Iterator[Party]:
    """Read a field in which ids of a messenger or addresses stand, and the numbers beside them; nothing of words beside mere addresses."""
    pieces = list(pieces_of(text))
    if any(not piece.is_id and label_of_number(piece.text) is not None and _has_letter(piece.text) for piece in pieces):
        # Words in it may tell whom to keep out, so they stay beside the numbers.
        if any(piece.is_id for piece in pieces):
            yield Party(text.strip(), Written.NUMBER)
        return
    for piece in pieces:
        if piece.is_id:
            yield Party(piece.text, Written.MESSENGER_ID)
        elif looks_like_number(piece.text) or may_be_number(piece.text):
            yield _labelled(piece.text)


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def read_messenger_ids(cell: str, app: str | None = None) -> Iterator[Party]:
    """Read messenger identifiers; groups, privacy ids and channels give nothing, nor digits of an application that has ids of its own."""
    for piece, is_id in pieces_of(cell) if "@" in cell else ((cell, False),):
        if is_id:
            yield Party(piece, Written.MESSENGER_ID)
        elif (looks_like_number(piece) or _BARE.fullmatch(piece.strip())) and (is_told_number(piece) or not has_numeric_ids(app)):
            yield Party(piece, Written.NUMBER)


def is_entry(cell: str) -> bool:
    """Whether a cell has a line that is an entry of a contact, or a number alone."""
    return any(_ENTRY.match(line) or _NUMBER_ALONE.fullmatch(line.strip()) for line in lines_of(cell))


def read_entries(cell: str) -> tuple[list[Party], str | None]:
    """Read the entries of a contact, `<kind>-<label>: <value>` line by line; also give a name that stands among them."""
    parties: list[Party] = []
    name: str | None = None
    for line in lines_of(cell):
        found = _ENTRY.match(line)
        if found is None:
            if "@" not in line and looks_like_number(line):
                parties.append(Party(line.strip(), Written.NUMBER))
            continue
        kind, label, value = found[1].strip().casefold(), found[2].strip(), found[3].strip()
        if label.casefold() in _NAME_LABELS:
            name = name or value or None
            continue
        parties += _entry(kind, label, value)
    return parties, name


def names_other(cell: str) -> bool:
    """Whether an entry of a contact that gave no number names them all the same: by an id of an application."""
    entries = [(found[1].strip().casefold(), found[3]) for line in lines_of(cell) if (found := _ENTRY.match(line)) is not None]
    # A telephone without a digit is none.
    return any(not _NO_ID.match(kind) and (has_digit(value) or not is_phone_word(kind)) for kind, value in entries)


def _entry(kind: str, label: str, value: str) -> Iterator[Party]:
    about = label_of_number(label)
    is_account = MESSENGER.match(value) and (_WHATSAPP_LABEL.search(label) or kind.startswith(("user", "id")))
    if is_account or (is_phone_word(kind) and "@" in value):
        yield from (party._replace(about=with_label(about, party.about)) for party in read_beside_ids(value))
    elif (is_phone_word(kind) and has_digit(value)) or (
        label.casefold() in _NUMBER_HANDLES and value.startswith("+") and looks_like_number(value)
    ):
        yield Party(value, Written.NUMBER, about=about)
    elif links_in(value):
        yield Party(value, Written.PROSE, about=about)


def _people_of(line: str) -> list[str]:
    """Split a line of several people, which has a number on both sides of a separator, or the owner without one on either."""
    if _BEHIND_OWNERS.search(line) and len(pieces := _beside_owners(line)) > 1:
        return pieces
    pieces = _SEPARATOR.split(line)
    if len(pieces) == 1:
        return pieces
    numbered = sum(1 for piece in pieces if _has_number(piece))
    return pieces if numbered > 1 or any(map(_is_owner_alone, pieces)) else [line]


def are_beside_owners(sample: Sequence[str]) -> bool:
    """Whether most cells of a column of a log have a number, and the words of reports behind that of the owner."""
    marked = sum(_BEHIND_OWNERS.search(cell) is not None and _has_number(cell) for cell in sample)
    return 2 * marked > len(sample)


def _beside_owners(line: str) -> list[str]:
    """Split a line in which a report says of one of several numbers that it is the owner's: the one right before those words is."""
    found = [piece for piece in _APART.split(line) if piece.strip()]
    pieces = found if sum(map(_has_number, found)) > 1 else [line]
    told = []
    for piece in pieces:
        mark = _BEHIND_OWNERS.search(piece)
        numbers = [] if mark is None else [run.start() for run in _RUN.finditer(piece, 0, mark.start())]
        told += [piece[: numbers[-1]], piece[numbers[-1] :]] if len(numbers) > 1 else [piece]
    return told


def _has_number(piece: str) -> bool:
    return (_RUN.search(piece) or MESSENGER.search(piece)) is not None


def _is_owner_alone(piece: str) -> bool:
    """Whether a piece of a list names the owner and no number."""
    return is_speaker(piece) or (_OWNER.search(piece) is not None and not _has_number(piece))


def owners_alone(cell: str) -> tuple[Side | None, ...]:
    """Give the side of each place where a cell names the owner without a number; None where it does not say which."""
    return _owners_alone(cell) if cell and (not cell[-1].isdecimal() or _LIST.search(cell) or sided(cell)) else ()


# The list of a chat stands in all of its rows.
@lru_cache(maxsize=1024)
def _owners_alone(cell: str) -> tuple[Side | None, ...]:
    sides: list[Side | None] = []
    for line, side in sides_of(lines_of(sided(cell) or cell)):
        sides += [side for piece in _SEPARATOR.split(line) if _is_owner_alone(piece)]
    return tuple(sides)


def _read_person(text: str, side: Side | None) -> Iterator[Party]:
    """Read one person, who may be named by an id of a messenger and by a number."""
    is_owner = _OWNER.search(text) is not None
    text = _OWNER.sub(" ", text) if is_owner else text
    if "@" in text and (ids := dict.fromkeys(found[1] for found in MESSENGER.finditer(text))):
        rest, numbers = _numbers_beside(MESSENGER.sub(" ", text), ids)
        name = rest.strip(_EDGES) or None
        is_owner = is_owner or is_owners_name(name)
        yield from (Party(each, Written.MESSENGER_ID, name, is_owner, side) for each in ids)
        yield from (Party(each, Written.NUMBER, name, is_owner, side) for each in numbers)
        return
    if text.strip().casefold() in NAMELESS:
        yield Party(text.strip(), Written.NUMBER, None, is_owner, side)
        return
    bare = OTHER_ADDRESS.sub(" ", text)
    number = _first_number(bare)
    if number is not None:
        name = number[1]
        is_owner = is_owner or (bool(name) and is_party_of_owner(name))
        # What was dialled before or behind a number is no name.
        yield Party(number[0], Written.NUMBER, None if not name or _DIALLED.fullmatch(name) else name, is_owner, side)


def _numbers_beside(text: str, ids: Iterable[str]) -> tuple[str, list[str]]:
    """Take out of what stands beside ids the numbers that are others; a chat is often called by its own."""
    known = {last_digits(digits_of(each)) for each in ids}
    others = [found for found in _RUN.finditer(text) if looks_like_number(found[0]) and last_digits(found[0]) not in known]
    rest = text
    for found in reversed(others):
        rest = rest[: found.start()] + " " + rest[found.end() :]
    return without_joints(" ".join(rest.split())) if others else rest, [found[0].strip() for found in others]


def _first_number(text: str) -> tuple[str, str] | None:
    token, _, rest = text.strip().partition(" ")
    if sum(map(str.isdecimal, token)) >= 7 and re.fullmatch(r"\+?[\d().\-/]+", token):
        # The identifier is one word; a name behind it may start with a digit.
        return token, rest.strip(_EDGES)
    found = _RUN.search(text)
    if found:
        raw = found[0].strip()
        if raw.endswith(")") and "(" not in raw:
            raw = raw.rstrip(")")
        if raw.startswith("(") and ")" not in raw:
            raw = raw.lstrip("( ")
        return raw, (text[: found.start()] + " " + text[found.end() :]).strip(_EDGES)
    short = re.fullmatch(r"[+*#]?\d{3,8}", token)
    return (token, rest.strip(_EDGES)) if short else None
