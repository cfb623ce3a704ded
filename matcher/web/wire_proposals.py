"""Changes to the line list as they travel: files that are imported, and proposals."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from matcher.domain.register import Effect, ImportMode, RecordKind, Removal
from matcher.domain.upkeep.list_import import ImportState
from matcher.domain.upkeep.proposal import ProposalOrigin, ProposalState
from matcher.web.wire import Cursor, In, Moment, Out, PageQuery, Sentence

ProposalId = Annotated[str, StringConstraints(pattern=r"^prp_[0-9a-z]{26}$")]
ImportId = Annotated[str, StringConstraints(pattern=r"^imp_[0-9a-z]{26}$")]
#: A cell of a list file.
Cell = Annotated[str, StringConstraints(max_length=20_000)]
LineId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
ListName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
RecordId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class ProposalPath(In):
    """Which proposal."""

    id: ProposalId


class ImportPath(In):
    """Which file that waits."""

    id: ImportId


class LinePath(In):
    """Which line."""

    id: LineId


class ProposalQuery(PageQuery):
    """Which proposals."""

    state: Literal["open", "published", "rejected", "withdrawn"] | None = Field(default=None, description="Only those; all by default.")


class ChangesQuery(In):
    """Which part of the changes of a proposal."""

    limit: int = Field(default=200, ge=1, le=1000, description="How many at most.")
    cursor: Cursor | None = Field(default=None, description="As the page before gave it.")


class ImportQuery(In):
    """How a list is imported."""

    dry_run: bool = Field(default=False, description="Only says what the list would change.")
    mode: Literal["whole", "update"] = Field(
        default="whole", description="`whole`: what the file does not hold is removed. `update`: it stays, and an empty cell says nothing."
    )

    @property
    def import_mode(self) -> ImportMode:
        """What the absence of a record from the file says."""
        return ImportMode(self.mode)


class ResumptionQuery(In):
    """How a file that waits is gone on with."""

    dry_run: bool | None = Field(
        default=None, description="Only says what the list would change. Left out, it is as the file was handed in."
    )
    mode: Literal["whole", "update"] | None = Field(
        default=None,
        description="`whole`: what the file does not hold is removed. `update`: it stays. Left out, it is as the file was handed in.",
    )

    @property
    def import_mode(self) -> ImportMode | None:
        """What the absence of a record from the file says; None where that is not stated."""
        return None if self.mode is None else ImportMode(self.mode)


class MappingBody(In):
    """What the columns of a file mean that waits for it."""

    mapping: dict[Cell, Cell | None] = Field(
        min_length=1, max_length=200, description="Header of the file: column of a list, or null to leave it out. Kept for this layout."
    )
    reason: Sentence | None = Field(default=None, description="Why the list is to change. Left out, it is what was said with the file.")
    list_name: ListName | None = Field(
        default=None,
        description="What the list is called from then on. Left out, it is what was said with the file; else it keeps its name.",
    )


class FieldChangeWire(Out):
    """A field of a record, before and after."""

    name: str
    before: str | None
    after: str | None


class ChangeWire(Out):
    """What becomes of one record."""

    effect: Effect
    kind: RecordKind
    id: str
    line_id: str
    line_name: str | None = Field(description="Null where the line has none.")
    number: str | None = Field(description="Of the record, whether it changes or not; null where it has none, or it is protected by now.")
    name: str | None = Field(description="Of the line or the person, whether it changes or not.")
    removed: Removal | None = Field(description="Why it does not count any more.")
    fields: list[FieldChangeWire]


class ConflictWire(Out):
    """Why one record cannot be changed as was meant."""

    kind: RecordKind
    id: str
    line_id: str
    fields: list[str]
    sentence: str
    row: int | None = Field(description="Row of the file.")


class CountsWire(Out):
    """How many records are changed, by what becomes of them."""

    new: int
    changed: int
    closed: int
    reopened: int
    removed: int


class PlanCountsWire(CountsWire):
    """How many records are changed, and how many stay."""

    unchanged: int


class ImportedWire(Out):
    """A list that is sound, or that waits for its columns to be named."""

    state: ImportState
    version_id: str | None = Field(description="Null until it is published.")
    version: int = Field(description="The version it is, or would be.")
    is_new: bool = Field(description="False where the list says all of it already.")
    name: str
    sha256: str = Field(description="Of the file.")
    lines: int
    numbers: int
    notes: list[str] = Field(description="What was tolerated; the warnings first.")
    warnings: list[str] = Field(description="What to know before going on, such as how much of the list the file leaves out.")
    to_mend: dict[str, int] | None = Field(
        description="In a dry run: what would be to mend on what the file brings or changes, by code; null where that was not looked for."
    )
    proposal_id: str | None = Field(description="What another person publishes.")
    import_id: str | None = Field(description="A file that waits: POST its columns to `/lines/imports/{id}/mapping`.")
    expires_at: Moment | None = Field(description="Until when it waits.")
    unknown_columns: list[str] = Field(description="Headers of the file that are no column of a list; they are left out, or to be mapped.")
    missing_columns: list[str] = Field(description="Of a file that waits: columns every list has that no header of it stands for yet.")
    counts: PlanCountsWire | None
    changes: list[ChangeWire] = Field(description="The first of them; all stand with the proposal.")
    conflict_count: int = Field(description="How many conflicts there are.")
    conflicts: list[ConflictWire] = Field(
        description="The first of them, in a dry run; without one the file is refused with each as a fault."
    )


class ChangeBody(In):
    """One thing that is to change: fields, or a removal, or that a removed record comes back."""

    kind: RecordKind
    id: RecordId | None = Field(default=None, description="Of a record that is there. Left out for a new one.")
    line_id: LineId | None = Field(default=None, description="Id of a new line, or the line of a new number or person.")
    fields: dict[Cell, Cell | list[Cell] | None] | None = Field(
        default=None, max_length=60, description="Column of list files: text. What is not named stays; null empties a field."
    )
    remove: Literal["wrong", "duplicate", "merged", "undone"] | None = Field(
        default=None, description="`undone` is for people. A line goes with all its numbers and people."
    )
    restore: bool = Field(default=False, description="Brings a removed record back.")


class ProposalBody(In):
    """Changes to the list, and why."""

    reason: Sentence
    changes: list[ChangeBody] = Field(min_length=1, max_length=1000)


class _Facts(In):
    reason: Sentence = Field(description="Why the list is to change; put on record.")

    def cells(self) -> dict[str, str]:
        """Give what was filled, as cells of a list file."""
        said = self.model_dump(exclude={"reason", "line_id"}, exclude_none=True)
        return {name: "; ".join(value) if isinstance(value, list) else str(value) for name, value in said.items()}


_Several = Cell | list[Cell] | None


class LineBody(_Facts):
    """A line that is to stand on the list. Columns as in list files; several values as a list, or separated by `;`."""

    line_id: LineId
    name: Cell | None = None
    aliases: _Several = None
    status: Cell | None = None
    exporting_area: Cell | None = None
    importing_areas: _Several = None
    visibility: Cell | None = None
    owner_unit: Cell | None = None
    markers: _Several = None
    ocg_urn: Cell | None = None
    review_due: Cell | None = None
    closure_type: Cell | None = None
    closed_on: Cell | None = None
    commodities: _Several = None
    group: Cell | None = None


class NumberBody(_Facts):
    """A number that is to stand on a line. Columns as in list files."""

    number: Cell
    number_role: Cell | None = None
    first_seen: Cell | None = None
    last_seen: Cell | None = None
    date_precision: Cell | None = None
    source_grade: Cell | None = None
    intel_grade: Cell | None = None
    handling: Cell | None = None
    handling_conditions: Cell | None = None
    closure_type: Cell | None = None
    closed_on: Cell | None = None
    ddtro_ref: Cell | None = None
    reported_by_sources: Cell | int | None = None
    predecessor: Cell | None = None
    successor: Cell | None = None
    notes: Cell | None = None


class DecisionBody(In):
    """Why it is decided so."""

    reason: Sentence | None = None


class RejectionBody(In):
    """Why it is rejected."""

    reason: Sentence


class ProposedFileWire(Out):
    """The file a proposal was planned of."""

    name: str
    sha256: str
    mode: str
    lines: int
    numbers: int
    notes: list[str]


class ProposalWire(Out):
    """A set of changes to the list, and where it stands."""

    id: str
    state: ProposalState
    origin: ProposalOrigin
    proposed_by: str = Field(description="Account.")
    proposed_at: Moment
    reason: str
    base_version_id: str | None = Field(description="The version it was made against.")
    lines: int = Field(description="How many lines it touches.")
    counts: CountsWire
    file: ProposedFileWire | None
    warnings: list[str] = Field(
        description="What to know before it is decided: how much of the list a file leaves out, what it takes back, days still to come."
    )
    list_name: str | None = Field(description="What the list is called from then on; null: it keeps its name.")
    decided_by: str | None = Field(description="Account.")
    decided_at: Moment | None
    decision: str | None = Field(description="Why it was decided so.")
    version_id: str | None = Field(description="What it was published as.")


class ProposalPageWire(Out):
    """Proposals, the newest first."""

    items: list[ProposalWire]
    cursor: str | None = Field(description="For the next page; null at the end.")


class TakenBackWire(Out):
    """What would be recalled: matches would not hold any more, alerts be retracted, and whoever was told be told of that."""

    submissions: int = Field(description="Earlier submissions with a match that would not hold any more.")
    alerts: int = Field(
        description="Alerts that nobody closed and that would be retracted. Those that one account was sent by a watch are not counted."
    )
    at_least: bool = Field(
        description="Whether there may be more: of very many submissions only the newest are opened, and what no longer fits the dates of "
        "a number that stays is known when each phone is judged anew."
    )


class ProposalDiffWire(ProposalWire):
    """A proposal with its changes, before and after."""

    changes: list[ChangeWire]
    cursor: str | None = Field(description="For the changes behind these; null at the end.")
    touches: int | None = Field(
        description="How many earlier submissions hold a number it would bring; null where you may not publish it, and once it is decided."
    )
    takes_back: TakenBackWire | None = Field(
        description="What rests on numbers that would leave their lines, for whatever reason; null as `touches` is."
    )
