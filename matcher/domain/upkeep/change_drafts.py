"""What people write to have the list changed: each item becomes a change to the register as far as they may know of it, or a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.domain.register import (
    Change,
    Conventions,
    Draft,
    Record,
    RecordKind,
    Register,
    Removal,
    check,
    draft_records,
    removal,
    removal_of_line,
)
from matcher.errors import Fault


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """One thing somebody wants changed. Exactly one of the last three says what is to become of the record."""

    kind: RecordKind
    #: Names a record that is there; None for one that is to be.
    id: str | None = None
    #: The id of a line that is to be, or the line a new number or person belongs to; may be left out where the record is there.
    line_id: str | None = None
    #: Column -> text in any spelling a list file may have; an empty one empties the field, what is not named stays.
    fields: Mapping[str, str] | None = None
    remove: Removal | None = None
    #: Bring a removed record back; fields may be changed on the way.
    restore: bool = False
    #: Where it stands in what was sent, and where in it the fields stand; empty where they stand side by side with all else.
    place: str = ""
    fields_at: str = "fields"

    def at(self, column: str) -> str:
        """Give the place of a column, or of the whole for an empty one."""
        if not self.fields_at:
            return ".".join(filter(None, (self.place, column)))
        if column in {"line_id", "entry_id"}:
            where = "id" if column == "entry_id" or (self.kind is RecordKind.LINE and self.id is not None) else column
        else:
            where = f"{self.fields_at}.{column}" if column else ""
        return ".".join(filter(None, (self.place, where)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """The changes of drafts; sound only where there is no fault."""

    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]

    __hash__ = None  # type: ignore[assignment] # its changes have none


#: Removals that are decided one by one; `absent-from-import` is said by files only.
_REASONS = frozenset({Removal.WRONG, Removal.DUPLICATE, Removal.MERGED, Removal.UNDONE})

_ABSENT = "There is no such record."
_ABSENT_LINE = "There is no such line. A line that is to be is named by `line_id`, without `id`."


def draw_changes(register: Register, drafts: Sequence[ChangeDraft], conventions: Conventions, new_id: Callable[[str], str]) -> Drawn:
    """Make changes of drafts, and say everything that is wrong with them, each at its place.

    Args:
        register: The list as far as whoever wrote them may know of it: what they cannot see is not there.
        drafts: In the order they were written.
        conventions: How numbers are read, and which may stand on no list.
        new_id: Makes the id of a new record, from what ids of its kind begin with.
    """
    case = _Case(register, conventions, new_id)
    for draft in drafts:
        case.take(draft)
    case.read()
    if not case.faults:
        case.look_at_all()
    return Drawn(tuple(change for change, _ in case.changes), tuple(dict.fromkeys(case.faults)))


@dataclass(slots=True)
class _Case:
    """Drafts on their way; single use."""

    register: Register
    conventions: Conventions
    new_id: Callable[[str], str]
    changes: list[tuple[Change, ChangeDraft]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    #: Records that are to be read: what was there, what is typed, and where it comes from.
    typed: list[tuple[Record | None, Draft, ChangeDraft]] = field(default_factory=list)

    def take(self, draft: ChangeDraft) -> None:
        """Take one draft: find its record and what is to become of it."""
        known = self._known(draft)
        # Fields may be changed on the way back.
        said = (draft.remove is not None, draft.restore, draft.fields is not None and not draft.restore)
        if said.count(True) != 1:
            self._fault(draft, "", "Say one thing of it: fields that change, why it is removed, or that it is restored.")
        elif draft.remove is not None:
            self._remove(draft, draft.remove, known)
        elif draft.restore:
            self._restore(draft, known)
        else:
            self._write(draft, known)

    def _known(self, draft: ChangeDraft) -> Record | None:
        return self.register.get(draft.kind, draft.id) if draft.id is not None else None

    def _is_there(self, draft: ChangeDraft) -> bool:
        """Whether a line that is to be is there already, live or not."""
        return draft.kind is RecordKind.LINE and draft.id is None and self.register.line((draft.line_id or "").strip()) is not None

    def _fault(self, draft: ChangeDraft, where: str, sentence: str) -> None:
        self.faults.append(Fault(".".join(filter(None, (draft.place, where))), sentence))

    def _remove(self, draft: ChangeDraft, reason: Removal, known: Record | None) -> None:
        if known is None:
            self._fault(draft, "id", _ABSENT)
        elif reason not in _REASONS:
            self._fault(draft, "remove", f"It is one of: {', '.join(sorted(_REASONS))}.")
        elif known.removed is not None:
            self._fault(draft, "id", "It was removed before.")
        elif draft.kind is RecordKind.LINE:
            self.changes += [(change, draft) for change in removal_of_line(self.register, known.id, reason)]
        else:
            self.changes.append((removal(known, reason), draft))

    def _restore(self, draft: ChangeDraft, known: Record | None) -> None:
        if known is None:
            self._fault(draft, "id", _ABSENT)
        elif known.removed is None:
            self._fault(draft, "id", "It was not removed, so it cannot be restored.")
        else:
            self._type(draft, known)

    def _write(self, draft: ChangeDraft, known: Record | None) -> None:
        if known is not None and known.removed is not None:
            self._fault(draft, "id", "It was removed; restore it first, or with the same change.")
        elif known is None and draft.id is not None:
            # A mistyped id of a line makes no line.
            self._fault(draft, "id", _ABSENT_LINE if draft.kind is RecordKind.LINE else _ABSENT)
        elif known is None and not draft.line_id:
            self._fault(draft, "line_id", "It is needed and is missing.")
        elif self._is_there(draft):
            self._fault(draft, "line_id", "There is a line of this id already; propose a change of it.")
        else:
            self._type(draft, known)

    def _type(self, draft: ChangeDraft, known: Record | None) -> None:
        if known is not None:
            record_id, line_id = known.id, known.line_id
            if draft.line_id not in {None, line_id}:
                self._fault(draft, "line_id", "A record stays with its line; remove it here and propose it there.")
        elif draft.kind is RecordKind.LINE:
            record_id = line_id = (draft.line_id or "").strip()
        else:
            record_id, line_id = self.new_id("num" if draft.kind is RecordKind.NUMBER else "ass"), (draft.line_id or "").strip()
        texts = {**(known.fields if known is not None else {}), **(draft.fields or {})}
        self.typed.append((known, Draft(draft.kind, record_id, line_id, texts), draft))

    def read(self) -> None:
        """Read everything that was typed as cells of a list."""
        drafted = draft_records([draft for _, draft, _ in self.typed], self.conventions)
        self.faults += [Fault(self.typed[fault.place.draft][2].at(fault.place.column), fault.sentence) for fault in drafted.faults]
        self.changes += [(Change(known, record), draft) for (known, _, draft), record in zip(self.typed, drafted.records, strict=True)]

    def look_at_all(self) -> None:
        """Look at the changes together: what one means for another, and for what is there."""
        self.changes = [(change, draft) for change, draft in self.changes if change.before != change.after]
        seen: dict[tuple[RecordKind, str], ChangeDraft] = {}
        for change, draft in self.changes:
            if seen.setdefault(change.key, draft) is not draft:
                self._fault(draft, "", "The same record is changed twice; make one change of both.")
        if not self.faults:
            self.faults += self._unsound()

    def _unsound(self) -> Iterator[Fault]:
        for fault in check(self.register, [change for change, _ in self.changes], self.conventions):
            yield Fault(self.changes[fault.at][1].at(fault.column), fault.sentence)
