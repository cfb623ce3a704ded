"""Records of the list as somebody may see them: without grading where the matrix shows none, and never a protected number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.register import Change, Conventions, Record, RecordKind, Register, is_number

#: Source grading and provenance (domain 4.4).
GRADING = frozenset(
    {
        "source_grade",
        "intel_grade",
        "handling",
        "handling_conditions",
        "reported_by_sources",
        "associate_confidence",
        "associate_justification",
    }
)
#: What may hold a telephone number.
_NUMBERS = ("number", "predecessor", "successor")
_MARK_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Lens:
    """What of a record somebody may see."""

    conventions: Conventions
    shows_grading: bool

    def all_of(self, records: Sequence[Record]) -> list[Record]:
        """Give records as they may be seen, in their order."""
        protected = self._protected(records)
        return [self._of(record, protected) for record in records]

    def changes(self, changes: Sequence[Change]) -> list[Change]:
        """Give changes as they may be seen; one in which nothing is left to see stays, for it was made."""
        records = [record for change in changes for record in (change.before, change.after) if record is not None]
        protected = self._protected(records)
        return [
            Change(None if each.before is None else self._of(each.before, protected), self._of(each.after, protected)) for each in changes
        ]

    def changes_told(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Give the changes of a file as they may be seen. What is new stands in the file, which holds no protected number."""
        known = [at for at, change in enumerate(changes) if change.before is not None]
        told = list(changes)
        for at, change in zip(known, self.changes([changes[at] for at in known]), strict=True):
            told[at] = change
        return tuple(told)

    def is_protected(self, records: Sequence[Record]) -> list[bool]:
        """Say of which records the number is protected by now, and is told nowhere."""
        protected = self._protected(records)
        return [record.get("number") in protected for record in records]

    def _of(self, record: Record, protected: frozenset[str]) -> Record:
        hidden = {name for name in _NUMBERS if record.get(name) in protected}
        if not self.shows_grading:
            hidden |= GRADING
        if hidden.isdisjoint(record.fields):
            return record
        return replace(record, fields={name: text for name, text in record.fields.items() if name not in hidden})

    def _protected(self, records: Iterable[Record]) -> frozenset[str]:
        texts = sorted({record.get(name) for record in records if record.kind is not RecordKind.LINE for name in _NUMBERS} - {""})
        keys = self.conventions.keys_of(texts)
        lists = self.conventions.lists
        return frozenset(text for text, key in zip(texts, keys, strict=True) if key and lists.is_protected_number(key))


def mark_of(records: Iterable[Record]) -> str:
    """Give a mark of records as somebody sees them: another one as soon as anything of what they see is another.

    It is made of what they see and of nothing else, so it tells them nothing more.
    """
    told = json.dumps([[record.kind, record.id, record.removed, sorted(record.fields.items())] for record in records])
    return hashlib.sha256(told.encode()).hexdigest()[:_MARK_LENGTH]


def lens_of(actor: Actor, conventions: Conventions) -> Lens:
    """Say what of records somebody may see."""
    # Scopes say which questions a token may ask; in the answers it sees what its owner sees.
    facts = ObjectFacts(actor.organisation_id, unit_id=actor.unit_id)
    return Lens(conventions, may(replace(actor, scopes=None), Action.MATCH_READ_GRADING, facts).allowed)


def line_names(register: Register, changes: Iterable[Change], may_see: Callable[[Record], bool]) -> Mapping[str, str]:
    """Give the names of the lines that changes are about, as far as somebody may know of the lines.

    Args:
        register: The list the lines stand on, whole.
        changes: One of them may name a line that is to be.
        may_see: Asked of the record of each line.
    """
    found: dict[str, str] = {}
    for change in changes:
        line = register.line(change.line_id)
        if line is not None and may_see(line):
            found.setdefault(change.line_id, line.get("name"))
        elif change.kind is RecordKind.LINE and (line is None or change.before is None):
            # A line that is to be has the name it was given: whether its id is taken by one they may not know of tells nothing.
            found[change.line_id] = change.after.get("name")
    return {line_id: name for line_id, name in found.items() if name}


@dataclass(frozen=True, slots=True)
class Links:
    """Which numbers of a line followed which, by the ids of their entries."""

    predecessor: dict[str, str]
    successor: dict[str, str]


def links_of(records: Sequence[Record], conventions: Conventions) -> Links:
    """Find which entries the predecessors and successors of a line are; what one entry says holds for the other as well."""
    numbers = [record for record in records if record.kind is RecordKind.NUMBER]
    links = Links({}, {})
    if not any(record.get("predecessor") or record.get("successor") for record in numbers):
        return links
    by_key: dict[str, str] = {}
    for record, key in zip(numbers, conventions.keys_of([each.get("number") for each in numbers]), strict=True):
        # Of several entries of one number the one that counts.
        if is_number(key) and (key not in by_key or record.removed is None):
            by_key[key] = record.id
    ids = {record.id for record in numbers}

    def entry_of(text: str) -> str | None:
        return text if text in ids else by_key.get(conventions.key_of(text))

    for record in numbers:
        for name, own, other in (
            ("predecessor", links.predecessor, links.successor),
            ("successor", links.successor, links.predecessor),
        ):
            found = entry_of(record.get(name)) if record.get(name) else None
            if found is not None and found != record.id:
                own[record.id] = found
                other.setdefault(found, record.id)
    return links
