"""A proposal to change the line list: where it stands, which lines it touches, and who may know of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import ObjectFacts, may_see_line
from matcher.domain.line import Visibility
from matcher.domain.register import Change, Effect, Record, RecordKind, Register

#: Of a proposal, and of what is decided about one, in characters.
LONGEST_REASON = 4000


class ProposalState(StrEnum):
    """Where a proposal stands. All but the first are final."""

    OPEN = "open"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ProposalOrigin(StrEnum):
    """How it came about."""

    #: Somebody wrote the changes.
    EDIT = "edit"
    #: A file was compared with the list.
    IMPORT = "import"


class LineFacts(NamedTuple):
    """What decides who may know of a line."""

    visibility: Visibility
    #: As the list names it; empty where it names none.
    owner_unit: str


@dataclass(frozen=True, slots=True)
class Touch:
    """What a proposal does to one line and what hangs on it."""

    counts: Mapping[Effect, int]
    #: The line as the proposal found it; None where there was none that whoever proposed knew of.
    was: LineFacts | None
    #: The line as it is to be; None where the proposal leaves it as it is.
    will: LineFacts | None


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """The file that a proposal was planned of."""

    name: str
    sha256: str
    mode: str
    lines: int
    #: Distinct numbers of lines.
    numbers: int
    notes: tuple[str, ...] = ()


class LeftOut(NamedTuple):
    """How many entries of the lines of one kind a whole file leaves out, of how many there are."""

    kind: RecordKind
    of: LineFacts
    out: int
    of_all: int


@dataclass(frozen=True, slots=True)
class Shortness:
    """What a whole file leaves out of the list, by who may know of it, and from how much on that is told."""

    percent: int
    entries: int
    parts: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class OpenWords:
    """What is told of the file and the changes to whoever may not know of every line: as if the others stood in no file and on no list."""

    file: ImportedFile | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What is told of a proposal without reading its changes."""

    touches: Mapping[str, Touch] = field(default_factory=dict)
    file: ImportedFile | None = None
    #: What was taken and should be looked at, in sentences.
    warnings: tuple[str, ...] = ()
    #: What the list is called from then on; None: it keeps its name.
    list_name: str | None = None
    #: What is worded for each reader (`import_warnings.worded`).
    short: Shortness | None = None
    open: OpenWords | None = None

    @property
    def counts(self) -> Mapping[Effect, int]:
        """How many changes there are of each effect, every effect named."""
        found: Counter[Effect] = Counter()
        for touch in self.touches.values():
            found.update(touch.counts)
        return {effect: found[effect] for effect in Effect}

    @property
    def is_restricted(self) -> bool:
        """Whether it touches a line that not everybody may know of."""
        states = (state for touch in self.touches.values() for state in (touch.was, touch.will))
        return any(state is not None and state.visibility.is_restricted for state in states)


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal without its changes."""

    id: str
    state: ProposalState
    origin: ProposalOrigin
    #: Accounts.
    proposed_by: str
    proposed_at: datetime
    reason: str
    #: The version it was made against.
    base_version_id: str | None
    summary: Summary
    decided_by: str | None
    decided_at: datetime | None
    decision: str | None
    #: What it was published as.
    version_id: str | None
    #: It is open, and the list says all of it already, as far as it was looked at.
    is_done: bool = False


class Proposed(Protocol):
    """A proposal as far as it decides who may know of it."""

    @property
    def proposed_by(self) -> str:
        """Who made it."""

    @property
    def state(self) -> ProposalState:
        """Where it stands."""

    @property
    def summary(self) -> Summary:
        """What it touches."""

    @property
    def is_restricted(self) -> bool:
        """Whether it touches a line not everybody may know of, or one that was hidden after it was made."""


def facts_of_record(record: Record) -> LineFacts:
    """Give what decides who may know of the line of this record."""
    return LineFacts(record.visibility, record.get("owner_unit"))


def summarise(found: Register, changes: Iterable[Change], file: ImportedFile | None = None) -> Summary:
    """Sum up changes to the register as whoever proposes them found it."""
    counts: dict[str, Counter[Effect]] = {}
    will: dict[str, LineFacts] = {}
    for change in changes:
        counts.setdefault(change.line_id, Counter())[change.effect] += 1
        if change.kind is RecordKind.LINE:
            will[change.line_id] = facts_of_record(change.after)
    touches = {}
    for line_id, counted in counts.items():
        line = found.line(line_id)
        touches[line_id] = Touch(counted, facts_of_record(line) if line else None, will.get(line_id))
    return Summary(touches, file)


def may_know(actor: Actor, facts: LineFacts) -> bool:
    """Whether somebody may know of a line."""
    asked = ObjectFacts(actor.organisation_id, is_restricted=facts.visibility.is_restricted, owner_unit=facts.owner_unit or None)
    return may_see_line(actor, asked)


def sees_line(actor: Actor) -> Callable[[Record], bool]:
    """Give the question whether somebody may know of the line of a record, for `part_of` and its like."""
    known: dict[LineFacts, bool] = {}

    def is_seen(record: Record) -> bool:
        facts = facts_of_record(record)
        if facts not in known:
            known[facts] = may_know(actor, facts)
        return known[facts]

    return is_seen


def lines_hidden(changes: Iterable[Change]) -> frozenset[str]:
    """Give the lines that everybody might know of before these changes, and not after them."""
    return frozenset(
        each.line_id
        for each in changes
        if each.kind is RecordKind.LINE
        and each.before is not None
        and not each.before.visibility.is_restricted
        and each.after.visibility.is_restricted
    )


def may_know_proposal(actor: Actor, proposal: Proposed, current: Register) -> bool:
    """Whether somebody may know of a proposal: of every line it touches, as it was, is and will be. Whoever made it knows it anyway.

    A line that the proposal did not find is its own: that one of this id was there all the time tells nobody anything. Once the proposal is
    published it is that line, and it may be that line where one of this id stood openly and was hidden since.

    Args:
        actor: Somebody.
        proposal: What they would know of.
        current: The register as it is by now, whole.
    """
    if actor.user_id == proposal.proposed_by:
        return True
    is_there = proposal.state is ProposalState.PUBLISHED or proposal.is_restricted
    for line_id, touch in proposal.summary.touches.items():
        states = [state for state in (touch.was, touch.will) if state is not None]
        line = current.line(line_id) if is_there or touch.was is not None else None
        if line is not None:
            states.append(facts_of_record(line))
        if not all(may_know(actor, state) for state in states):
            return False
    return True
