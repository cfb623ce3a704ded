"""The columns of a line list file and what one cell of each may hold (contract, "Line list files"; domain 4.2 and 4.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from matcher.domain.line import Confidence, DatePrecision, LineStatus, Marker, NumberRole, Visibility
from matcher.errors import Fault

REQUIRED = ("line_id", "number")

COLUMNS = (
    "line_id",
    "number",
    "name",
    "aliases",
    "status",
    "exporting_area",
    "importing_areas",
    "number_role",
    "first_seen",
    "last_seen",
    "date_precision",
    "source_grade",
    "intel_grade",
    "handling",
    "handling_conditions",
    "visibility",
    "owner_unit",
    "markers",
    "ocg_urn",
    "review_due",
    "closure_type",
    "closed_on",
    "ddtro_ref",
    "associate_name",
    "associate_role",
    "notes",
    # Beside those of the contract: what a unit that keeps its list here says as well. No answer depends on them.
    "entry_id",
    "predecessor",
    "successor",
    "reported_by_sources",
    "associate_confidence",
    "associate_justification",
    "commodities",
    "group",
)

#: In an export: the number of the version it was written from.
VERSION_COLUMN = "list_version"
#: In files that are no whole list. It says nothing of what is missing, only that the file must not be taken for all there is.
PART_COLUMN = "part_of_list"
#: What a file says of itself, in every row, and not of a number.
OF_FILE = frozenset({VERSION_COLUMN, PART_COLUMN})

#: What is said of the line, not of the number; an empty cell inherits from the line's other rows.
LINE_COLUMNS = (
    "name",
    "aliases",
    "status",
    "exporting_area",
    "importing_areas",
    "visibility",
    "owner_unit",
    "markers",
    "ocg_urn",
    "review_due",
)

#: No mobile network is older; a date outside was typed or converted wrongly.
_EARLIEST_YEAR, _LATEST_YEAR = 1985, 2100

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: \d{2}:\d{2}(?::\d{2})?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_GRADING = re.compile(r"([123])(?:\.0)?(?:[ /]?([A-E])(?:[ /]?([PC]))?)?", re.ASCII)
_NOT_ALNUM = re.compile(r"[\W_]+")
_HEADER_GAPS = re.compile(r"[\s_\-]+")
_LONG_DIGITS = re.compile(r"\d{6}")
#: To compare spellings takes the longer the longer they are; no column is called so.
_LONGEST_COMPARED = 100
#: Less alike is another word, and a guess helps nobody.
_ALIKE = 0.75

T = TypeVar("T")


class Wrong(NamedTuple):
    """A cell that cannot be used, and why, without its content."""

    sentence: str


class Cells(Generic[T]):
    """Converts the cells of one column, each distinct text once: a list repeats its statuses and dates thousands of times."""

    def __init__(self, convert: Callable[[str], T | Wrong], limit: int = 50_000) -> None:
        """Remember at most `limit` texts, so that a hostile column cannot fill the memory."""
        self._convert = convert
        self._known: dict[str, T | Wrong] = {}
        self._limit = limit

    def __call__(self, text: str) -> T | Wrong:
        """Convert one cell."""
        found = self._known.get(text)
        if found is None:
            found = self._convert(text)
            if len(self._known) < self._limit:
                self._known[text] = found
        return found


#: What a spreadsheet shows where a formula failed.
_SPREADSHEET_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})

#: What a spreadsheet runs though it begins with another sign than an equals sign: a function, or a call of another program. Numbers with
#: their plus sign, handles of social media and notes that begin with a dash are neither.
_CALL = re.compile(
    r"""[+\-@]+(?:[A-Z_][\w.]*\((?=\)|[^)\d,;:"']*[\d,;:"']).*\)\s*(?:[-+*/&^<>=%].*)?|[^|]*\w\|.*!\w.*)""",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_FORMULA = "The cell holds a formula; paste its value instead."
_ERROR = "The cell holds a spreadsheet error, not a value."
_NUL = "The cell holds a NUL character, which no person types: the file is damaged."
LOSSY = "Some characters cannot be read; save the list as UTF-8."

#: One of these stands in every damaged cell.
DAMAGE_SIGNS = ("=", "#", "\ufffd", "\x00", "(", "|")


def damage_of(cell: str, *, is_note: bool = False) -> str | None:
    """Say what became of a trimmed cell on its way here; None when it is sound. A note may hold a call, which a person may have typed."""
    if cell.startswith("=") or (not is_note and cell.startswith(("+", "-", "@")) and _CALL.fullmatch(cell)):
        return _FORMULA
    if cell.upper() in _SPREADSHEET_ERRORS:
        return _ERROR
    if "\x00" in cell:
        return _NUL
    return LOSSY if "\ufffd" in cell else None


#: More is no id somebody gave a line.
_LONGEST_ID = 100


def fault_of_id(line_id: str) -> str | None:
    """Say what is wrong with a trimmed line_id that is not empty, or None: it is printed in sentences, and people have to find it again."""
    if len(line_id) > _LONGEST_ID:
        return f"The line_id has more than {_LONGEST_ID} characters; give each line a short one."
    if damage_of(line_id) == _FORMULA:
        return "The line_id reads as a formula to a spreadsheet; choose another one."
    return None if line_id.isprintable() else "The line_id holds a line break or a sign that cannot be seen; type it again."


#: More characters are no name, area or unit: they are printed in sentences. Cells of several values hold more.
LONGEST_TEXTS: Mapping[str, int] = {
    **dict.fromkeys(("name", "exporting_area", "owner_unit", "ocg_urn", "ddtro_ref", "associate_name", "associate_role"), 200),
    **dict.fromkeys(("predecessor", "successor", "group"), 200),
    **dict.fromkeys(("aliases", "importing_areas", "handling_conditions", "associate_justification", "commodities"), 2000),
}


def fault_of_length(column: str, cell: str) -> str | None:
    """Say that a trimmed cell holds more text than its column is for, or None."""
    longest = LONGEST_TEXTS.get(column)
    return f"The cell has more than {longest} characters; shorten it." if longest is not None and len(cell) > longest else None


class Unfit(Exception):
    """A cell is not as it should be; which one and why is found by reading its row alone."""


class Known(dict[str, T]):
    """The cells of one column as values, for lists of cells at once: a whole column is converted by look-ups.

    Cells need not be trimmed. Where one cannot be used, `Unfit` is raised.
    """

    def __init__(self, convert: Callable[[str], T | Wrong], empty: T, limit: int = 50_000) -> None:
        """Take an empty cell for `empty`, and remember at most `limit` texts."""
        super().__init__()
        self._convert = convert
        self._empty = empty
        self._limit = limit

    def __missing__(self, text: str) -> T:
        trimmed = text.strip()
        value = self._convert(trimmed) if trimmed else self._empty
        if isinstance(value, Wrong) or damage_of(trimmed):
            raise Unfit
        if len(self) < self._limit:
            self[text] = value
        return value


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column stands, and what else the header names."""

    places: Mapping[str, int]
    width: int
    notes: tuple[str, ...]


def column_name(cell: str) -> str:
    """Bring a header cell to the form of the contract: lower case, gaps and hyphens as underscores, no byte order mark."""
    return _HEADER_GAPS.sub("_", cell.replace("\ufeff", "").strip().casefold()).strip("_")


def nearest(text: str, columns: Sequence[str] = COLUMNS) -> str:
    """Ask whether the column was meant that is spelt most like a text; nothing where none is."""
    found = get_close_matches(column_name(text)[:_LONGEST_COMPARED], columns, n=1, cutoff=_ALIKE)
    return f" Is {found[0]} meant?" if found else ""


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names the two columns every list has."""
    names = {column_name(cell) for cell in cells}
    return all(required in names for required in REQUIRED)


def read_header(cells: Sequence[str], row: int) -> tuple[Header, tuple[Fault, ...]]:
    """Find the columns; faults are missing required columns and columns named twice."""
    places: dict[str, int] = {}
    faults: list[Fault] = []
    notes: list[str] = []
    for at, cell in enumerate(cells):
        name = column_name(cell)
        if name not in COLUMNS:
            if name and name not in OF_FILE:
                # A file without a header has numbers where the names should be: those are not repeated.
                shown = f"column {at + 1}" if _LONG_DIGITS.search(name) else f"column '{name[:60]}'"
                notes.append(f"The {shown} is not known and was ignored.")
        elif name in places:
            faults.append(
                Fault(f"row {row}, column {name}", f"The column stands twice, as column {places[name] + 1} and as column {at + 1}.")
            )
        else:
            places[name] = at
    missing = "The column is missing; every list has line_id and number."
    faults += [Fault(f"row {row}, column {required}", missing) for required in REQUIRED if required not in places]
    return Header(places, len(cells), tuple(notes)), tuple(faults)


E = TypeVar("E", bound=StrEnum)


def _compact(text: str) -> str:
    return _NOT_ALNUM.sub("", text.casefold())


def one_of(words: type[E]) -> Cells[E]:
    """Read one word of an enumeration, whatever its case, spaces and hyphens."""
    known = {_compact(word.value): word for word in words}
    wrong = Wrong(f"The value is not one of: {', '.join(word.value for word in words)}.")
    return Cells(lambda text: known.get(_compact(text), wrong))


def _read_markers(text: str) -> frozenset[Marker] | Wrong:
    known = {_compact(marker.value): marker for marker in Marker}
    found = [known.get(_compact(part)) for part in split(text)]
    markers = frozenset(marker for marker in found if marker is not None)
    if None in found:
        return Wrong(f"A marker is not one of: {', '.join(marker.value for marker in Marker)}. Several are separated by a semicolon.")
    return markers


def split(text: str) -> tuple[str, ...]:
    """Split a cell of several values at its semicolons."""
    return tuple(filter(None, map(str.strip, " ".join(text.split()).split(";"))))


class ListDate(NamedTuple):
    """A date of the list. `month_only` when the cell gives no day; `day` is then the first of the month."""

    day: date
    month_only: bool = False


def _read_date(text: str) -> ListDate | Wrong:
    month_only = False
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _BRITISH.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _ISO_MONTH.fullmatch(text):
        year, month, day, month_only = int(found[1]), int(found[2]), 1, True
    elif _SERIAL.fullmatch(text):
        return Wrong("This is a spreadsheet's day count, not a date; format the column as dates, yyyy-mm-dd or dd/mm/yyyy.")
    else:
        return Wrong("This is not a date; write yyyy-mm-dd or dd/mm/yyyy.")
    try:
        read = date(year, month, day)
    except ValueError:
        return Wrong("There is no such day in the calendar; dates are yyyy-mm-dd or dd/mm/yyyy, day before month.")
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return Wrong(f"The year lies outside {_EARLIEST_YEAR} to {_LATEST_YEAR}.")
    return ListDate(read, month_only)


class Grading(NamedTuple):
    """The 3x5x2 codes a cell holds; None where it holds none."""

    source: str
    intel: str | None = None
    handling: str | None = None


def _read_source_grade(text: str) -> Grading | Wrong:
    found = _GRADING.fullmatch(text.upper())
    if found is None:
        return Wrong("The source grade is 1 (reliable), 2 (untested) or 3 (not reliable); 2B or 2/B/P is read too.")
    return Grading(found[1], found[2], found[3])


def _read_letter(allowed: str, sentence: str) -> Cells[str]:
    wrong = Wrong(sentence)
    return Cells(lambda text: text.upper() if len(text) == 1 and text.upper() in allowed else wrong)


_CLOSURES = {
    "type1": "type1",
    "1": "type1",
    "closedtype1": "type1",
    "type2": "type2",
    "2": "type2",
    "closedtype2": "type2",
    "ddtro": "ddtro",
}


def _read_closure(text: str) -> str | Wrong:
    return _CLOSURES.get(_compact(text)) or Wrong(
        "The closure type is not one of: type1 (arrest and charge), type2 (number cut off), ddtro."
    )


_ENTRY_ID = re.compile(r"(?:num|ass)_[0-9a-hjkmnp-tv-z]{26}")


def _read_entry_id(text: str) -> str | Wrong:
    return text if _ENTRY_ID.fullmatch(text) else Wrong("This is no id of an entry; leave the cell as the list was exported, or empty.")


_COUNT = re.compile(r"([1-9]\d{0,2})(?:\.0)?", re.ASCII)


def _read_count(text: str) -> int | Wrong:
    found = _COUNT.fullmatch(text)
    return int(found[1]) if found else Wrong("The number of independent sources is a whole number from 1 to 999.")


class Converters:
    """One converter for each column that is not free text; made anew for each list, so that nothing is kept between lists."""

    def __init__(self) -> None:
        """Make the converters."""
        self.status = one_of(LineStatus)
        self.number_role = one_of(NumberRole)
        self.date_precision = one_of(DatePrecision)
        self.visibility = one_of(Visibility)
        self.markers: Cells[frozenset[Marker]] = Cells(_read_markers)
        self.date: Cells[ListDate] = Cells(_read_date)
        self.source_grade: Cells[Grading] = Cells(_read_source_grade)
        self.intel_grade = _read_letter("ABCDE", "The intelligence grade is one of: A, B, C, D, E.")
        self.handling = _read_letter("PC", "The handling code is P (sharing permitted) or C (permitted with conditions).")
        self.closure_type: Cells[str] = Cells(_read_closure)
        self.entry_id: Cells[str] = Cells(_read_entry_id)
        self.reported_by_sources: Cells[int] = Cells(_read_count)
        self.associate_confidence = one_of(Confidence)
