"""Gives one record of a line as it may be seen by whoever is about to propose a change of it: with its own fields, and no other's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.register import Key, Record, RecordKind, Register
from matcher.domain.register.record import PREFIX_OF
from matcher.domain.upkeep.line_view import mark_of
from matcher.errors import NotFound
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.list_looks import Asking, knows_line, look
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class RecordView:
    """A line, and the record of it that is asked for."""

    line: Record
    #: The line itself where no entry was named.
    record: Record
    #: Whether grading and handling are shown; where not they are left out of both.
    shows_grading: bool
    #: Changes with the record as it is seen here.
    mark: str
    #: The same, of a line with all that goes with it when it goes.
    mark_of_all: str
    #: The version of the list it was read from.
    version_id: str | None

    __hash__ = None  # type: ignore[assignment] # its records have none


async def read_record(  # noqa: PLR0913 - all but the first five are named
    vault: Vault, actor: Actor, lists: LineLists, line_id: str, entry_id: str | None = None, *, now: datetime, origin: str
) -> RecordView:
    """Give a line, or a number or a person of it.

    Raises:
        NotAllowed: the role reads no list.
        NotFound: there is no line, or no entry of it, of this id that they may know of.
    """
    key = Key(RecordKind.LINE, line_id) if entry_id is None else _key_of(entry_id)

    def is_there(standing: Actor, register: Register) -> bool:
        """Whether they may know of the line, and it has the entry."""
        return knows_line(standing, register, line_id) and _of(register, key, line_id) is not None

    seen = await look(Asking(vault, actor, lists, now, origin), is_there)
    line, record = seen.register.line(line_id), _of(seen.register, key, line_id)
    if line is None or record is None:
        raise NotFound("There is no such thing.")
    with_it = [each for each in seen.register.of_line(line_id) if each.removed is None and each != line] if record is line else []
    shown_line, shown, *others = seen.lens.all_of([line, record, *with_it])
    version_id = seen.version.id if seen.version else None
    return RecordView(shown_line, shown, seen.lens.shows_grading, mark_of([shown]), mark_of([shown, *others]), version_id)


def _key_of(entry_id: str) -> Key:
    is_number = entry_id.startswith(f"{PREFIX_OF[RecordKind.NUMBER]}_")
    return Key(RecordKind.NUMBER if is_number else RecordKind.ASSOCIATE, entry_id)


def _of(register: Register, key: Key, line_id: str) -> Record | None:
    record = register.get(key.kind, key.id)
    return record if record is not None and record.line_id == line_id else None
