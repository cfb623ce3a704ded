"""Cells of a row become fields: each fact in one spelling, and what an empty cell says as well left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from matcher.domain.line import DatePrecision, Line, Marker, NumberRole, Visibility
from matcher.domain.line_list.columns import Converters, Header, Wrong, split
from matcher.domain.line_list.draft import tidy
from matcher.domain.line_list.rows import REMEMBERED
from matcher.domain.register.numbering import Conventions, link_of

_MARKER_ORDER = {marker: at for at, marker in enumerate(Marker)}


def header_of(columns: Sequence[str]) -> Header:
    """Make the header of rows that have exactly these columns."""
    return Header({column: at for at, column in enumerate(columns)}, len(columns), ())


def joined(several: Sequence[str]) -> str:
    """Write a cell of several values."""
    return "; ".join(several)


class _Texts(dict[str, str]):
    """Trimmed cells of one column in canonical spelling; an empty text for those that say nothing, and for those at fault."""

    def __init__(self, spell: Callable[[str], str]) -> None:
        super().__init__({"": ""})
        self._spell = spell

    def __missing__(self, text: str) -> str:
        found = self._spell(text)
        if len(self) < REMEMBERED:
            self[text] = found
        return found


def _as_it_is(text: str) -> str:
    return text


class CellReader:
    """Reads trimmed rows to the fields of numbers and people.

    The rows were checked: two cells that contradict each other are told of elsewhere, and here the first that is read holds.
    """

    def __init__(self, header: Header, convert: Converters, conventions: Conventions) -> None:
        """Prepare for the columns that are there."""
        self._convert = convert
        self._conventions = conventions
        #: Texts that give a month without its day.
        self._months: set[str] = set()
        #: Gradings that name more than the source -> the codes for intelligence and handling.
        self._combined: dict[str, tuple[str, str]] = {}
        spellings: dict[str, Callable[[str], str]] = {
            **dict.fromkeys(("number", "notes"), _as_it_is),
            **dict.fromkeys(("handling_conditions", "ddtro_ref", "associate_name", "associate_role", "associate_justification"), tidy),
            **dict.fromkeys(("predecessor", "successor"), self._link),
            **dict.fromkeys(("first_seen", "last_seen"), self._seen),
            "closed_on": lambda text: self._date(text)[0],
            "source_grade": self._source,
            "number_role": lambda text: _word(convert.number_role(text), NumberRole.UNKNOWN),
            "date_precision": lambda text: _word(convert.date_precision(text), DatePrecision.EXACT),
            "intel_grade": lambda text: _text(convert.intel_grade(text)),
            "handling": lambda text: _text(convert.handling(text)),
            "closure_type": lambda text: _text(convert.closure_type(text)),
            "reported_by_sources": lambda text: _text(convert.reported_by_sources(text)),
            "associate_confidence": lambda text: _text(convert.associate_confidence(text)),
        }
        self._columns = [(column, header.places[column], _Texts(spell)) for column, spell in spellings.items() if column in header.places]
        self._seen_at = [header.places[column] for column in ("first_seen", "last_seen") if column in header.places]
        self._source_at = header.places.get("source_grade")

    def fields(self, cells: Sequence[str]) -> dict[str, str]:
        """Give what the trimmed cells of a row say of its number or person, every field filled or left out."""
        found = {column: said for column, at, texts in self._columns if (said := texts[cells[at]])}
        if self._months and "date_precision" not in found and any(cells[at] in self._months for at in self._seen_at):
            found["date_precision"] = DatePrecision.MONTH.value
        if self._combined and self._source_at is not None and (codes := self._combined.get(cells[self._source_at])) is not None:
            for column, code in zip(("intel_grade", "handling"), codes, strict=True):
                if code:
                    found.setdefault(column, code)
        return found

    def _link(self, text: str) -> str:
        found = link_of(text, self._conventions)
        return text if isinstance(found, Wrong) else found

    def _date(self, text: str) -> tuple[str, bool]:
        found = self._convert.date(text)
        return ("", False) if isinstance(found, Wrong) else (found.day.isoformat(), found.month_only)

    def _seen(self, text: str) -> str:
        day, month_only = self._date(text)
        if month_only:
            self._months.add(text)
        return day

    def _source(self, text: str) -> str:
        found = self._convert.source_grade(text)
        if isinstance(found, Wrong):
            return ""
        if found.intel or found.handling:
            self._combined[text] = (found.intel or "", found.handling or "")
        return found.source


def _word(found: StrEnum | Wrong, empty: StrEnum) -> str:
    return "" if isinstance(found, Wrong) or found is empty else found.value


def _text(found: object) -> str:
    return "" if isinstance(found, Wrong) else str(found)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def fields_of_line(line: Line, *, is_status_stated: bool) -> dict[str, str]:
    """Write a line that was read as the fields of its record.

    Args:
        line: As the rows of a list made it.
        is_status_stated: False where its status comes of the closures of its numbers, which then go on to tell it.
    """
    said = {
        "name": line.name or "",
        "aliases": joined(line.aliases),
        "status": line.status.value if is_status_stated else "",
        "exporting_area": line.exporting_area or "",
        "importing_areas": joined(line.importing_areas),
        "visibility": "" if line.visibility is Visibility.OPEN_TO_FORCE else line.visibility.value,
        "owner_unit": line.owner_unit or "",
        "markers": joined([marker.value for marker in sorted(line.markers, key=_MARKER_ORDER.__getitem__)]) if line.markers else "",
        "ocg_urn": line.ocg_urn or "",
        "review_due": _day(line.review_due),
    }
    return {column: text for column, text in said.items() if text}


def several_of(cells: Sequence[str]) -> str:
    """Write the different values that cells of several name, in their order."""
    return joined(tuple(dict.fromkeys(each for cell in cells for each in split(cell))))
