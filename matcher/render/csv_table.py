"""An answer as a CSV table that a spreadsheet can open without harm: no cell is a formula, numbers keep their zeros and plus signs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from matcher.domain.answers.statement import LIMITS
from matcher.domain.line import Line
from matcher.domain.match import Association, Lead, Match
from matcher.domain.screening import Alert, Screening
from matcher.domain.sighting import Sighting
from matcher.render.plain_text import say_date, say_stamp, shortened
from matcher.render.words import ROUTES, mark_of_alert, mark_of_lead, mark_of_line, say_count

#: What a spreadsheet takes for the beginning of a formula, full-width forms included.
_FORMULA = "=+-@＝＋－＠"

#: Where the list separator is a semicolon, one cell falls into several.
_FORMULA_AFTER_SEPARATOR = re.compile(f";(?=[{re.escape(_FORMULA)}])")

#: What a spreadsheet would turn into a number, a day or a time, and shorten, round or write in another way; days of ours are days.
_NUMBER_LIKE = re.compile(r"[\d.,]+(?:[eE][+-]?\d+)?|\d{1,4}(?:[/.:-]\d{1,4}){1,2}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

#: More does not fit into a cell of a spreadsheet, which then spoils the row.
_LONGEST_CELL = 32_000

COLUMNS = (
    "kind",
    "urgency",
    "rule",
    "line_id",
    "line_name",
    "line_status",
    "exporting_area",
    "importing_areas",
    "number",
    "grade",
    "strength",
    "time_relation",
    "contact",
    "raw",
    "label",
    "role",
    "app",
    "calls_in",
    "calls_out",
    "messages_in",
    "messages_out",
    "first_seen",
    "last_seen",
    "deleted",
    "place",
    "list_raw",
    "list_first_seen",
    "list_last_seen",
    "grading",
    "handling",
    "person",
    "person_role",
    "text",
    "cautions",
    "number_role",
    "markers",
    "visibility",
    "owner_unit",
    "handling_conditions",
    "recipients",
    "marking",
    "zone_known",
)

Row = Mapping[str, object]


def csv_table(screening: Screening) -> str:
    """Write the answer: statement, warnings, alerts, one row for each sighting of a match, associates, leads, doubtful numbers, sources.

    The text is meant to be stored as UTF-8 with a byte order mark.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(screening):
        writer.writerow({name: safe_cell(value) for name, value in row.items()})
    return text.getvalue()


def safe_cell(value: object) -> object:
    """Put a space before what a spreadsheet would run or would read as a number; whole numbers of our own stay numbers."""
    if not isinstance(value, str):
        return value
    return spaced(shortened(value, _LONGEST_CELL))


def spaced(text: str) -> str:
    """Put a space before what a spreadsheet would run or would read as a number, and change nothing else."""
    text = _FORMULA_AFTER_SEPARATOR.sub("; ", text)
    if text.startswith(tuple(_FORMULA)) or (_NUMBER_LIKE.fullmatch(text) and not _DAY.fullmatch(text)):
        return f" {text}"
    return text


def _rows(screening: Screening) -> Iterator[Row]:
    yield {"kind": "statement", "text": screening.statement}
    yield {"kind": "routes", "text": ROUTES}
    yield {"kind": "judged_at", "text": say_stamp(screening.at)}
    yield from ({"kind": "warning", "text": warning} for warning in screening.warnings)
    for alert in screening.alerts:
        yield from _of_alert(alert, mark_of_alert(alert, screening))
    for match in screening.matches:
        yield from _of_match(match)
    for person in screening.associates:
        yield from _of_associate(person)
    yield from (_of_lead(lead) for lead in screening.leads)
    for sighting in screening.unusable:
        yield {"kind": "unusable", **_of_sighting(sighting), "text": sighting.reason or ""}
    yield from ({"kind": "skipped", "place": row.place, "text": row.reason} for row in screening.skipped)
    for source in screening.sources:
        yield {"kind": "source", "place": source.name, "text": f"{source.reader}, SHA-256 {source.sha256}"}
    facts = screening.line_list
    counted = f"{say_count(facts.numbers, 'number')} of {say_count(facts.lines, 'line')}"
    yield {"kind": "line_list", "place": facts.name, "text": f"{counted}, fingerprint {facts.sha256}"}
    yield from ({"kind": "line_list_note", "text": note} for note in facts.notes)
    yield {"kind": "tool", "text": f"{screening.tool}, normaliser {screening.normaliser}, phone metadata {screening.phone_metadata}"}
    yield {"kind": "limits", "text": LIMITS}


def _of_alert(alert: Alert, mark: str) -> Iterator[Row]:
    named = {"urgency": alert.urgency.value, "rule": alert.rule, "recipients": "; ".join(alert.recipients), "marking": mark}
    yield {"kind": "alert", **named, "text": alert.title}
    yield from ({"kind": "alert_fact", **named, "text": fact} for fact in alert.facts)
    yield {"kind": "alert_assessment", **named, "text": alert.assessment}
    yield from ({"kind": "alert_action", **named, "text": action} for action in alert.actions)


def _of_match(match: Match) -> Iterator[Row]:
    for sighting in match.sightings:
        yield {
            "kind": "match",
            **_of_line(match.line),
            "number": match.number,
            "grade": match.grade.value,
            "strength": match.strength.value,
            "time_relation": match.time_relation.value,
            "contact": match.contact.value,
            **_of_sighting(sighting),
            "list_raw": match.entry.raw,
            "list_first_seen": say_date(match.entry.first_seen),
            "list_last_seen": say_date(match.entry.last_seen),
            "grading": match.entry.grading or "",
            "handling": match.entry.handling or "",
            "handling_conditions": match.entry.handling_conditions or "",
            "number_role": match.entry.role.value,
            "text": match.explanation,
            "cautions": " ".join(match.cautions),
        }


def _of_associate(person: Association) -> Iterator[Row]:
    for sighting in person.sightings:
        yield {
            "kind": "associate",
            **_of_line(person.line),
            "number": person.number,
            **_of_sighting(sighting),
            "person": person.name,
            "person_role": person.role or "",
            "text": person.explanation,
        }


def _of_lead(lead: Lead) -> Row:
    return {
        "kind": f"lead_{lead.kind}",
        **(_of_line(lead.line) if lead.line else {}),
        **(_of_sighting(lead.sighting) if lead.sighting else {}),
        "number": (lead.sighting.e164 if lead.sighting else None) or "",
        "text": lead.explanation,
        "marking": mark_of_lead(lead),
    }


def _of_line(line: Line) -> Row:
    return {
        "line_id": line.id,
        "line_name": line.name or "",
        "line_status": line.status.value,
        "exporting_area": line.exporting_area or "",
        "importing_areas": "; ".join(line.importing_areas),
        "markers": "; ".join(sorted(marker.value for marker in line.markers)),
        "visibility": line.visibility.value,
        "owner_unit": line.owner_unit or "",
        "marking": mark_of_line(line),
    }


def _of_sighting(sighting: Sighting) -> Row:
    return {
        "raw": sighting.raw,
        "label": sighting.label or "",
        "role": sighting.role.value,
        "app": sighting.app or "",
        "calls_in": sighting.calls_in,
        "calls_out": sighting.calls_out,
        "messages_in": sighting.messages_in,
        "messages_out": sighting.messages_out,
        "first_seen": say_stamp(sighting.first_seen),
        "last_seen": say_stamp(sighting.last_seen),
        "zone_known": "yes" if sighting.zone_known else "no",
        "deleted": "yes" if sighting.deleted else "no",
        "place": sighting.place,
    }
