"""Which number of a line followed which: the entries a line's predecessors and successors name, and the circles they must not make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.domain.register.numbering import ENTRY_ID
from matcher.domain.register.record import Record

LINKS = ("predecessor", "successor")

_UNKNOWN = "No entry of this line has this id or number."
_SEVERAL = "Several entries of this line hold this number; name one of them by its id."
_ITSELF = "An entry does not follow itself."
_CIRCLE = "The entries would follow each other in a circle."


@dataclass(slots=True)
class LineLinks:
    """The numbers of one line, and how they follow each other."""

    #: Id -> entry that counts.
    entries: Mapping[str, Record]
    #: E.164 number or handle -> ids of the entries about it.
    by_slot: Mapping[str, Sequence[str]]
    #: Entry -> entries that followed it.
    after: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Follow every link that names one entry."""
        for record in self.entries.values():
            for column in LINKS:
                other = self.named_by(record, column)
                if other is not None and other != record.id:
                    one, next_ = (other, record.id) if column == "predecessor" else (record.id, other)
                    self.after.setdefault(one, set()).add(next_)

    def named_by(self, record: Record, column: str) -> str | None:
        """Give the id of the entry a link names; None where it names none or several."""
        found = self._candidates(record.get(column))
        return found[0] if len(found) == 1 else None

    def _candidates(self, text: str) -> Sequence[str]:
        if ENTRY_ID.fullmatch(text):
            return [text] if text in self.entries else []
        return self.by_slot.get(text, ())

    def faults_of(self, record: Record) -> Iterator[tuple[str, str]]:
        """Yield column and sentence of every link of an entry that cannot stand."""
        for column in LINKS:
            if not (text := record.get(column)):
                continue
            found = self._candidates(text)
            if len(found) != 1:
                yield column, (_SEVERAL if found else _UNKNOWN)
            elif found[0] == record.id:
                yield column, _ITSELF
            else:
                one, next_ = (found[0], record.id) if column == "predecessor" else (record.id, found[0])
                if self._leads_to(next_, one):
                    yield column, _CIRCLE

    def _leads_to(self, start: str, wanted: str) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            at = waiting.pop()
            if at == wanted:
                return True
            further = self.after.get(at, set()) - seen
            seen |= further
            waiting.extend(further)
        return False


def links_of(records: Sequence[Record], slots: Sequence[str]) -> LineLinks:
    """Make the links of one line of its numbers that count, each with what it is about."""
    by_slot: dict[str, list[str]] = {}
    for record, about in zip(records, slots, strict=True):
        by_slot.setdefault(about, []).append(record.id)
    return LineLinks({record.id: record for record in records}, by_slot)
