"""The numbers of records: read as those of any list, and the ids that records from files get by them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line_list.columns import Wrong
from matcher.domain.line_list.draft import tidy
from matcher.domain.line_list.keys import only_number
from matcher.domain.numbers import keys_of, read_all
from matcher.domain.register.record import PREFIX_OF, Record, RecordKind

#: What an id of a number or a person looks like.
ENTRY_ID = re.compile(r"(?:num|ass)_[0-9a-hjkmnp-tv-z]{26}")

_ID_LENGTH = 26

#: Before the text of a handle, where others have a number: no number begins so.
_HANDLE = "@"


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the numbers of a list are written, and which may not stand on it."""

    lists: NumberLists
    #: ISO 3166 code of the country whose national numbers the list writes.
    region: str = "GB"
    #: Admit the unassigned +44 4 and +44 6 ranges.
    test_numbers: bool = False

    def keys_of(self, texts: Sequence[str]) -> list[str]:
        """Give the E.164 number of every text; empty where it holds none, more than one, or nothing that can be read."""
        found = keys_of(texts, self.region, test_numbers=self.test_numbers)
        others = [at for at, key in enumerate(found) if key is None]
        for at, several in zip(others, self._read([texts[at] for at in others]), strict=True):
            found[at] = several
        return [key or "" for key in found]

    def _read(self, texts: Sequence[str]) -> list[str]:
        numbers = map(only_number, read_all(texts, self.region, test_numbers=self.test_numbers))
        return [number.e164 if number else "" for number in numbers]

    def key_of(self, text: str) -> str:
        """Give the E.164 number of a text, or an empty text."""
        return self.keys_of([text])[0]


def slots_of(records: Sequence[Record], conventions: Conventions) -> list[str]:
    """Give what each record is about: the E.164 number, or `@` and its handle where it has none; empty for lines."""
    texts = [record.get("number") for record in records]
    return [key or handle_of(text) for key, text in zip(conventions.keys_of(texts), texts, strict=True)]


def handle_of(text: str) -> str:
    """Give what stands in for the number of a handle; empty for an empty text."""
    return f"{_HANDLE}{tidy(text).casefold()}" if text else ""


def is_number(slot: str) -> bool:
    """Whether a record is about a telephone number."""
    return slot[:1] == "+"


#: What sets entries apart that are about one number of one line, or one person of it: kind, line, number or handle, and the person.
Slot = tuple[str, ...]


def slot_of(kind: RecordKind, line_id: str, about: str, fields: Mapping[str, str]) -> Slot:
    """Give the slot of an entry."""
    person = fields.get("associate_name", "").casefold()
    return (kind, line_id, about, person) if person else (kind, line_id, about)


class FreeIds:
    """Gives ids to entries: by the slot alone, or by dates and use as well, and a count where those are taken.

    The same entries get the same ids wherever and whenever they are made.
    """

    def __init__(self, is_taken: Callable[[RecordKind, str], bool]) -> None:
        """Ask `is_taken` before an id is given."""
        self._is_taken = is_taken
        #: First id of those with the same dates and use -> how far was counted, so that many alike cost no more each.
        self._counted: dict[str, int] = {}

    def give(self, slot: Slot, fields: Mapping[str, str], *, alone: bool) -> str:
        """Give an entry an id; `alone` where it is the only one in its slot."""
        kind = RecordKind(slot[0])
        if alone and not self._is_taken(kind, found := _id_of(kind, slot)):
            return found
        dated = (*slot, *(fields.get(column, "") for column in ("first_seen", "last_seen", "number_role")))
        found = first = _id_of(kind, dated)
        at = self._counted.get(first, 1)
        if at > 1:
            found = _id_of(kind, (*dated, str(at)))
        while self._is_taken(kind, found):
            at += 1
            found = _id_of(kind, (*dated, str(at)))
        self._counted[first] = at + 1
        return found


def _id_of(kind: RecordKind, parts: Iterable[str]) -> str:
    told = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{PREFIX_OF[kind]}_{told[:_ID_LENGTH]}"


_NO_LINK = Wrong("This is neither a telephone number nor the id of an entry of this list.")


def link_of(text: str, conventions: Conventions) -> str | Wrong:
    """Bring what names a predecessor or successor to its form: the id of an entry, or a number in international form."""
    return text if ENTRY_ID.fullmatch(text) else conventions.key_of(text) or _NO_LINK
