"""List files as units keep them: several numbers to a line, several periods of a number, people, handles, every spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from builders import a_number_set, number_lists
from matcher.domain.line import LineList
from matcher.domain.line_list.columns import COLUMNS
from matcher.domain.line_list.parsing import ListOrigin
from matcher.domain.register import Conventions, ImportedRegister, Record, RecordKind, Register, register_of

LISTS = number_lists(protected=a_number_set(numbers=["+447700900999"]), warning=a_number_set(numbers=["+447700900888"]))
CONVENTIONS = Conventions(LISTS, test_numbers=True)
ORIGIN = ListOrigin("lines.csv", "0" * 64, test_numbers=True)

LINES = ("L-1", "L-2", "L-3")
NUMBERS = ("07700 900123", "+447700900123", "07700 900124", "O7700 900125", "+353 85 012 3456", "447700900126")
HANDLES = ("@larkspur", "@ Larkspur", "kettle on the app")


def imported(columns: Sequence[str], rows: Iterable[Sequence[str]], mapping: Mapping[str, str] | None = None) -> ImportedRegister:
    """Read rows as the file they could be."""
    return register_of(columns, enumerate(rows, start=2), origin=ORIGIN, lists=LISTS, mapping=mapping)


def of_cells(*rows: Mapping[str, str]) -> ImportedRegister:
    """Read rows told by column."""
    columns = tuple(dict.fromkeys(("line_id", "number", *(column for row in rows for column in row))))
    return imported(columns, [[row.get(column, "") for column in columns] for row in rows])


def told(line_list: LineList) -> tuple[object, ...]:
    """Everything a list says but for the rows it stands on."""
    return (
        dict(line_list.lines),
        {e164: sorted(map(repr, (replace(each, row=0) for each in several))) for e164, several in line_list.entries.items()},
        {e164: sorted(map(repr, (replace(each, row=0) for each in several))) for e164, several in line_list.associates.items()},
    )


def a_record(kind: RecordKind = RecordKind.NUMBER, id: str = f"num_{'0' * 26}", line_id: str = "L-1", **fields: str) -> Record:  # noqa: A002
    """A number of line L-1 with the fields given."""
    if kind is RecordKind.LINE:
        id = line_id  # noqa: A001 - the id of a line is its line_id
    return Record(kind, id, line_id, fields)


def a_register(*records: Record) -> Register:
    """The records, and line L-1 where none of them is it."""
    return Register.of((a_record(RecordKind.LINE), *records))


def _maybe(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *values))


_OF_LINE = st.fixed_dictionaries(
    {
        "name": _maybe("Larkspur", "Kettle"),
        "aliases": _maybe("Lark; Spur", "Spur"),
        "status": _maybe("active", "Closed Type1", "dormant"),
        "exporting_area": _maybe("Estmoor"),
        "importing_areas": _maybe("Vale of Tarn; Beckford"),
        "visibility": _maybe("covert", "open_to_force", "owner-unit only"),
        "owner_unit": _maybe("Estmoor Intelligence"),
        "markers": _maybe("knife", "Firearm; knife"),
        "ocg_urn": _maybe("U-7"),
        "review_due": _maybe("2026-06-30", "01/05/2026"),
        "commodities": _maybe("crack; heroin"),
        "group": _maybe("North group"),
    }
)
_DATES = st.sampled_from(
    [
        ("", "", ""),
        ("2026-01-02", "03/02/2026", ""),
        ("2026-01-02", "2026-02-03", "exact"),
        ("2026-01", "2026-02", ""),
        ("2026-03", "", "quarter"),
        ("", "2026-04-01T10:00:00Z", ""),
        ("2026-05-01", "", "undated"),
        ("2025-01-01", "2025-02-01", "month"),
    ]
)
_GRADES = st.sampled_from(
    [
        ("", "", "", ""),
        ("2", "B", "P", ""),
        ("2B", "", "", ""),
        ("2/B/P", "b", "", ""),
        ("1/A/C", "", "", "ask  first"),
        ("3", "E", "", ""),
        ("1", "A", "C", "not beyond the force"),
    ]
)
_CLOSURES = st.sampled_from(
    [("", "", "")] * 4 + [("type2", "2026-03-05", ""), ("1", "06/03/2026", ""), ("ddtro", "2026-03-07", "R-9"), ("", "2026-03-08", "")]
)


@st.composite
def _row(draw: st.DrawFn) -> dict[str, str]:
    kind = draw(st.sampled_from(["number"] * 4 + ["person", "handle"]))
    first, last, precision = draw(_DATES)
    source, intel, handling, conditions = draw(_GRADES)
    closure, closed_on, order = draw(_CLOSURES)
    row = {
        "line_id": draw(st.sampled_from(LINES)),
        "number": draw(st.sampled_from(HANDLES if kind == "handle" else NUMBERS)),
        "number_role": "social_handle" if kind == "handle" else draw(_maybe("deal_line", "Bulk-text sender", "unknown")),
        "first_seen": first,
        "last_seen": last,
        "date_precision": precision,
        "source_grade": source,
        "intel_grade": intel,
        "handling": handling,
        "handling_conditions": conditions,
        "closure_type": closure,
        "closed_on": closed_on,
        "ddtro_ref": order,
        "notes": draw(_maybe("seen twice", "two\nlines")),
        "reported_by_sources": draw(_maybe("1", "3.0")),
    }
    if kind == "person":
        row |= {
            "associate_name": draw(st.sampled_from(("Alex Example", "alex  example", "Jo Sample"))),
            "associate_role": draw(_maybe("holder")),
            "associate_confidence": draw(_maybe("likely")),
            "associate_justification": draw(_maybe("named in two reports")),
        }
    elif kind == "number":
        row["predecessor"] = draw(_maybe(*NUMBERS[:3]))
    return row


def _tells_apart(row: Mapping[str, str]) -> object:
    """What only one row of a sound list may have: the rest of a number and its dates, or of a person, is then said once."""
    about = CONVENTIONS.key_of(row["number"])
    if not about:
        return object()
    person = " ".join(row.get("associate_name", "").split()).casefold()
    if person:
        return row["line_id"], about, person, row["intel_grade"] == "E", row["associate_role"]
    return row["line_id"], about, _day(row["first_seen"]), _day(row["last_seen"])


def _day(text: str) -> str:
    return "-".join(reversed(text.split("/")))[:10].ljust(10, ".").replace("...", "-01")


@st.composite
def list_files(draw: st.DrawFn, columns: Sequence[str] | None = None) -> tuple[tuple[str, ...], list[list[str]]]:
    """The header and the rows of a list file in which every row can be used: what is said twice is said alike."""
    if columns is None:
        others = [column for column in COLUMNS[2:] if column != "entry_id"]
        left_out = draw(st.sets(st.sampled_from(others), max_size=4))
        # These only make sense together.
        groups = (
            {"source_grade", "intel_grade", "handling", "handling_conditions"},
            {"number_role"},
            {"associate_name", "associate_role", "associate_confidence", "associate_justification"},
        )
        for group in groups[0], groups[2]:
            left_out = left_out - group if draw(st.booleans()) else (left_out | group if left_out & group else left_out)
        left_out -= groups[1]
        columns = draw(st.permutations([column for column in COLUMNS if column not in left_out and column != "entry_id"]))
    facts = {line_id: draw(_OF_LINE) for line_id in LINES}
    rows = draw(st.lists(_row(), min_size=1, max_size=9))
    said: dict[object, dict[str, str]] = {}
    for row in rows:
        if "associate_name" not in columns:
            row = {column: text for column, text in row.items() if not column.startswith("associate_")}  # noqa: PLW2901
        key = _tells_apart(row)
        same = said.setdefault(key, row)
        if same is not row:
            # Said again, in another spelling of the number and with other notes.
            said[object()] = {**same, "number": row["number"], "notes": row.get("notes", "")} if row["line_id"] == same["line_id"] else same
    everywhere = draw(st.booleans())
    first: set[str] = set()
    made = []
    for row in said.values():
        is_first = row["line_id"] not in first
        first.add(row["line_id"])
        filled = {**(facts[row["line_id"]] if everywhere or is_first else {}), **row}
        made.append([filled.get(column, "") for column in columns])
    if not any(CONVENTIONS.key_of(row[list(columns).index("number")]) for row in made):
        made.append([{"line_id": "L-1", "number": NUMBERS[2]}.get(column, "") for column in columns])
    return tuple(columns), draw(st.permutations(made)) if everywhere else made
