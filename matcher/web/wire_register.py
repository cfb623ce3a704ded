"""The register of the line list as it travels: lines with their entries, histories, versions and what is to be mended."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from matcher.domain.register import HygieneCode, RecordKind, Removal
from matcher.web.wire import Cursor, In, Moment, Out
from matcher.web.wire_proposals import ChangeWire, FieldChangeWire, LineId, PlanCountsWire, RecordId

VersionId = Annotated[str, StringConstraints(pattern=r"^lst_[0-9a-z]{26}$")]


class VersionPath(In):
    """Which version of the list."""

    id: VersionId


class EntriesQuery(In):
    """Which entries of a line."""

    removed: Literal["true", "false"] = Field(default="true", description="Whether entries that were removed are told as well.")
    limit: int = Field(default=200, ge=1, le=500, description="How many at most.")
    cursor: Cursor | None = Field(default=None, description="As the page before gave it.")


class HistoryQuery(In):
    """Which part of the history of a line."""

    record: RecordId | None = Field(default=None, description="Of this number, person or line alone.")
    limit: int = Field(default=100, ge=1, le=500, description="How many at most.")
    cursor: Cursor | None = Field(default=None, description="As the page before gave it.")


class DiffQuery(In):
    """With which version another one is compared."""

    since: VersionId | None = Field(default=None, description="The version before it, where none is named.")
    limit: int = Field(default=200, ge=1, le=1000, description="How many changes at most.")
    cursor: Cursor | None = Field(default=None, description="As the page before gave it.")


class ExportQuery(In):
    """What leaves."""

    format: Literal["csv", "xlsx"] = Field(default="csv", description="CSV in UTF-8, or a workbook.")
    conditions: Literal["true", "false"] = Field(
        default="false", description="Whether entries with handling code C go along, each with its conditions."
    )


class HygieneQuery(In):
    """Which findings."""

    code: HygieneCode | None = Field(default=None, description="Only those; all by default.")
    line: LineId | None = Field(default=None, description="Only findings about this line.")
    limit: int = Field(default=100, ge=1, le=500, description="How many at most.")
    cursor: Cursor | None = Field(default=None, description="As the page before gave it.")


class ReadFromWire(Out):
    """Which version was read, and how old it is."""

    version_id: str
    version: int
    name: str
    published_at: Moment
    age_days: int
    is_old: bool = Field(description="Whether it is older than a list should be (config/hygiene.yaml).")
    age_warning: str | None = Field(description="A sentence for people, where it is.")


class LineDetailWire(Out):
    """One line as the register holds it. Fields are those of list files; what you may not see is null or empty."""

    id: str
    name: str | None
    aliases: list[str]
    status: str = Field(description="Worked out of its closures where the list states none.")
    exporting_area: str | None
    importing_areas: list[str]
    visibility: str
    owner_unit: str | None
    markers: list[str]
    ocg_urn: str | None
    review_due: date | None
    closure_type: str | None
    closed_on: str | None
    commodities: list[str]
    group: str | None
    removed: Removal | None = Field(description="Why it does not count any more.")
    numbers: int = Field(description="Numbers that count.")
    associates: int = Field(description="People that count.")
    removed_entries: int
    line_list: ReadFromWire


class OnPhonesWire(Out):
    """What came of an entry on phones."""

    confirmed: int = Field(description="Matches a reviewer confirmed.")
    rejected: int = Field(description="False alarms.")
    unreviewed: int
    recalled: int = Field(description="Matches of which the list took the number back.")
    last_met: Moment | None = Field(description="When the last phone it matched was handed in.")
    after_closure: int = Field(
        description="On phones handed in after it was closed: the number may have been reissued, or the line runs on."
    )


class EntryWire(Out):
    """A number of a line, or a person linked to it. Fields are those of list files; what you may not see is null."""

    id: str
    kind: RecordKind
    line_id: str
    number: str | None
    e164: str | None
    is_protected: bool = Field(description="The number is protected by now: it is never matched, and told nowhere.")
    is_live: bool = Field(description="Whether it counts: neither it nor its line was removed.")
    removed: Removal | None
    number_role: str | None
    first_seen: str | None
    last_seen: str | None
    date_precision: str | None
    source_grade: str | None
    intel_grade: str | None
    handling: str | None
    handling_conditions: str | None
    closure_type: str | None = Field(description="That of its line, where it has none of its own.")
    closed_on: str | None
    ddtro_ref: str | None
    reported_by_sources: int | None
    predecessor: str | None
    successor: str | None
    predecessor_id: str | None = Field(description="The entry of the same line that it followed.")
    successor_id: str | None = Field(description="The entry of the same line that followed it.")
    associate_name: str | None
    associate_role: str | None
    associate_confidence: str | None
    associate_justification: str | None
    notes: str | None
    on_phones: OnPhonesWire | None = Field(description="Null for people, and for a number that cannot be read or is protected by now.")


class EntryPageWire(Out):
    """Entries of a line: its numbers, then its people."""

    line_list: ReadFromWire
    items: list[EntryWire]
    cursor: str | None = Field(description="For the next page; null at the end.")


class HistoryStepWire(Out):
    """What one version did to one record, and on whose word."""

    version_id: str
    version: int
    published_at: Moment
    published_by: str = Field(description="Account.")
    published_by_name: str | None = Field(description="Null where it was done at the machine.")
    proposal_id: str | None = Field(
        description="Null for a list that was loaded as it was, and where you may not know of all it touches; so are the next three."
    )
    proposed_by: str | None
    proposed_by_name: str | None
    proposed_at: Moment | None
    reason: str | None = Field(description="Why; null where nobody said it, or where you may not know of all it touches.")
    decision: str | None = Field(description="What whoever published it said.")
    deed: str = Field(description="`added`, `changed`, `closed`, `reopened`, `removed` or `restored`.")
    kind: RecordKind
    id: str
    number: str | None = Field(description="Of the record, whether it changed or not; null where it has none, or it is protected by now.")
    name: str | None = Field(description="Of the line or the person, whether it changed or not.")
    removed: Removal | None
    fields: list[FieldChangeWire]


class HistoryPageWire(Out):
    """The history of a line, the newest first."""

    items: list[HistoryStepWire]
    cursor: str | None = Field(description="For the next page; null at the end.")


class VersionDetailWire(Out):
    """One version of the list. Counts are those of what you may see."""

    id: str
    version: int
    name: str
    published_at: Moment
    published_by: str
    published_by_name: str | None = Field(description="Null where it was done at the machine.")
    proposal_id: str | None = Field(description="What it was published from.")
    is_current: bool
    age_days: int
    is_old: bool
    lines: int
    numbers: int = Field(description="Entries: a number that stands there for two periods counts twice.")
    associates: int


class VersionDiffWire(Out):
    """What became of one version in another."""

    since: ReadFromWire | None = Field(description="Null where it is the first one, compared with none.")
    version: ReadFromWire
    is_backwards: bool = Field(description="Whether it reads from the newer to the older: what came in between then counts as removed.")
    counts: PlanCountsWire
    changes: list[ChangeWire]
    cursor: str | None = Field(description="For the changes behind these; null at the end.")


class RecordKeyWire(Out):
    """Which record."""

    kind: RecordKind
    id: str


class FindingWire(Out):
    """One thing to mend."""

    code: HygieneCode
    kind: RecordKind
    id: str
    line_id: str
    sentence: str
    advice: str
    others: list[RecordKeyWire] = Field(description="Other records it is about.")
    due: date | None = Field(description="The day that makes it urgent.")


class HygienePageWire(Out):
    """What is to be mended, the most urgent first."""

    line_list: ReadFromWire
    counts: dict[str, int] = Field(description="How many there are of each code, on the whole list.")
    items: list[FindingWire]
    cursor: str | None = Field(description="For the next page; null at the end.")
