"""The line list as a register of records that changes by proposals: kept whole, compared, checked, and read as the list it makes."""

from matcher.domain.register.change import (
    ID_TAKEN,
    Change,
    Conflict,
    ConflictCode,
    ConflictingChanges,
    Effect,
    apply,
    conflicts_of,
    removal,
    removal_of_line,
)
from matcher.domain.register.days_to_come import say_days_to_come
from matcher.domain.register.diff import Diff, diff, diff_of_changes
from matcher.domain.register.document import NotARegister, read_document, write_document
from matcher.domain.register.drafting import Draft, Drafted, DraftFault, draft_records
from matcher.domain.register.export import ExportTable, export_rows
from matcher.domain.register.from_list import ImportedRegister, register_of
from matcher.domain.register.further_entries import further_entries, say_further_entries
from matcher.domain.register.header import bad_mapping, is_mapped_header, missing_columns, renamed, unknown_columns
from matcher.domain.register.hygiene import HygieneCode, HygieneFinding, HygieneLimits, hygiene, status_of
from matcher.domain.register.import_plan import ImportMode, ImportPlan, plan_import
from matcher.domain.register.left_behind import say_left_behind
from matcher.domain.register.lookalikes import say_lookalikes
from matcher.domain.register.numbering import Conventions, is_number, slots_of
from matcher.domain.register.record import COLUMNS_OF, Key, Record, RecordKind, Removal, differing
from matcher.domain.register.register import Register, part_of
from matcher.domain.register.soundness import ChangeFault, check
from matcher.domain.register.to_list import line_list_of

__all__ = [
    "COLUMNS_OF",
    "ID_TAKEN",
    "Change",
    "ChangeFault",
    "Conflict",
    "ConflictCode",
    "ConflictingChanges",
    "Conventions",
    "Diff",
    "Draft",
    "DraftFault",
    "Drafted",
    "Effect",
    "ExportTable",
    "HygieneCode",
    "HygieneFinding",
    "HygieneLimits",
    "ImportMode",
    "ImportPlan",
    "ImportedRegister",
    "Key",
    "NotARegister",
    "Record",
    "RecordKind",
    "Register",
    "Removal",
    "apply",
    "bad_mapping",
    "check",
    "conflicts_of",
    "diff",
    "diff_of_changes",
    "differing",
    "draft_records",
    "export_rows",
    "further_entries",
    "hygiene",
    "is_mapped_header",
    "is_number",
    "line_list_of",
    "missing_columns",
    "part_of",
    "plan_import",
    "read_document",
    "register_of",
    "removal",
    "removal_of_line",
    "renamed",
    "say_days_to_come",
    "say_further_entries",
    "say_left_behind",
    "say_lookalikes",
    "slots_of",
    "status_of",
    "unknown_columns",
    "write_document",
]
