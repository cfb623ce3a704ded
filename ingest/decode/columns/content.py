"""What the cells of a column show where its header means one thing here and another there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.decode.values.messenger_ids import is_messenger_id
from ingest.decode.values.number_shape import (
    are_mostly_numbers,
    has_digit,
    is_british_mobile,
    is_nothing,
    is_sender,
    is_withheld,
    looks_like_number,
    may_be_number,
)
from ingest.decode.values.parties import is_told_number
from ingest.decode.values.typed_lines import is_linked_entry
from ingest.decode.values.user_ids import id_app_within
from ingest.decode.words.headers import NAMES, Column, says_number
from ingest.decode.words.withheld import NAMELESS

#: Share of filled cells that must look like a number for a column whose header only suggests it.
_FEW = 0.2
_HALF = 0.5
#: From this many cells on, what they are tells more than the header.
_TELLING = 5
_VAGUE_HEADERS = frozenset({"value", "data 1", "data1", "details", "address", "addresses", "contact details", "contact info"})
#: Columns of the other ones of calls and messages; beside them an identifier is that of the chat.
_SIDES = frozenset({Column.FROM, Column.TO, Column.PARTY, Column.PARTICIPANTS})
#: Short numbers of services as they are dialled and written from.
_SHORT = re.compile(r"1\d{2,5}|999|[2-8]\d{4,5}", re.ASCII)
#: A British mobile that lost its zero or its plus.
_BARE_MOBILE = re.compile(r"(?:44)?7\d{9}(?:\.0)?", re.ASCII)
#: Share of ids of a column that are numbers in their own form, from which on they are all taken for numbers.
_TOLD = 0.25


def alike(sample: Sequence[str]) -> float:
    """Give the share of cells that look like numbers."""
    return sum(map(looks_like_number, sample)) / len(sample) if sample else 0.0


def settled(header: str, sample: list[str], columns: Sequence[Column], *, is_elsewhere: bool = False) -> Column:
    """Say what a column is whose header only suggests numbers.

    Where most cells are numbers, it is a field for them: short numbers in it are read, and a helpline leaves no trace. Where the header
    says number in so many words, nothing but other figures speaks against it: the first cells may all be of callers nobody knows, of
    services and of senders with a name. That is not so where a column of any other use holds the numbers (`is_elsewhere`).
    """
    # Asked of every column about all of them: a list is searched many times faster than its members are asked one by one.
    has_phone = Column.PHONE in columns or Column.ENTRIES in columns
    if has_phone and header.strip().casefold().replace("_", " ") in _VAGUE_HEADERS:
        return Column.OTHER
    says, is_written_to = says_number(header), Column.BODY in columns
    telling = [cell for cell in sample if not _is_silent(cell, has_words=says or is_written_to)]
    if says and not telling and sample and not has_phone and not is_elsewhere:
        return Column.PHONE
    least = 0.3 if not says else _FEW if len(telling) >= _TELLING else 0.0
    if telling and (says or is_written_to or len(sample) >= _TELLING) and are_mostly_numbers(telling, least):
        return Column.PHONE
    if not telling and is_elsewhere:
        return Column.OTHER
    is_other = len(sample) >= _TELLING and alike(telling) < _FEW and (not says or len(telling) > _HALF * len(sample))
    return Column.OTHER if is_other else Column.MAYBE_PHONE


def _is_silent(cell: str, *, has_words: bool) -> bool:
    """Whether a cell stands where numbers do without being one: a caller nobody knows, and beside messages or below `Number` any word."""
    text = cell.strip()
    if is_withheld(text) or (has_words and (text.casefold() in NAMELESS or is_nothing(text))):
        return True
    return has_words and (_SHORT.fullmatch(text.removesuffix(".0")) is not None or is_sender(text) or not has_digit(text))


def identified(header: str, sample: Sequence[str], columns: Sequence[Column]) -> Column:
    """Say what a column of identifiers is: a field for numbers where they are those of the other side, without any of a messenger."""
    addresses = [cell for cell in sample if "@" in cell]
    if _SIDES & set(columns) or any(map(_is_messengers, addresses)) or header.strip().casefold().endswith(("id", "jid")):
        return Column.MESSENGER_ID
    plain = [cell for cell in sample if "@" not in cell and not _is_silent(cell, has_words=False)]
    numbers = sum(looks_like_number(cell) or may_be_number(cell) for cell in plain)
    return Column.PHONE if any(map(looks_like_number, plain)) and numbers > _HALF * len(plain) else Column.MESSENGER_ID


def _is_messengers(cell: str) -> bool:
    return is_messenger_id(cell) or cell.rpartition("@")[2].strip().casefold() in {"g.us", "lid", "broadcast", "newsletter"}


def are_mobiles(sample: Sequence[str]) -> bool:
    """Whether at least half of the cells are British mobiles, perhaps without their zero, or numbers with a plus: no reference looks so."""
    told = sum(is_british_mobile(cell) is not None or _BARE_MOBILE.fullmatch(cell.strip()) is not None for cell in sample)
    told += sum(cell.lstrip().startswith("+") and looks_like_number(cell) and is_british_mobile(cell) is None for cell in sample)
    return told > 0 and told >= _HALF * len(sample)


def are_paths_of_ids(sample: Sequence[str]) -> bool:
    """Whether cells are paths of files, and any of them that of an application that calls its users by ids."""
    paths = [cell for cell in sample if "/" in cell or "\\" in cell]
    return len(paths) >= _HALF * len(sample) and any(map(id_app_within, paths))


def are_user_ids(sample: Sequence[str]) -> bool:
    """Whether the ids in a column are not by their own form numbers."""
    return sum(is_told_number(cell) or is_messenger_id(cell) for cell in sample) < _TOLD * len(sample)


def are_links(sample: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether cells are links that open a chat or a call: half of them beside names, all of them elsewhere, as in what was browsed."""
    least = _HALF if not NAMES.isdisjoint(columns) else 1.0
    return bool(sample) and sum(map(is_linked_entry, sample)) >= least * len(sample)
