"""An answer as JSON, in the shapes other programs rely on. Everything outside ASCII is escaped, so that no terminal obeys a label."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from matcher.domain.line import Line, LineList, ListEntry
from matcher.domain.match import Association, Lead, Match
from matcher.domain.numbers.reading import Number, Reading
from matcher.domain.screening import Alert, ListFacts, Screening, SkippedRow, SourceFacts, Subject
from matcher.domain.sighting import Sighting
from matcher.errors import BadLineList, Fault
from matcher.render.plain_text import say_stamp

Json = dict[str, Any]

#: Where a fault of a list stands, as the domain writes it.
_CELL = re.compile(r"row (?P<row>\d+)(?:, column (?P<column>.+))?")

SCREENING_SCHEMA = "linewatch.screening/1"
CHECK_SCHEMA = "linewatch.check/1"


def write_json(value: Json) -> str:
    """Write one value on one line."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def screening_object(screening: Screening) -> Json:
    """Give a whole answer as `match --json` prints it."""
    return {
        "schema": SCREENING_SCHEMA,
        "screening": {
            "at": say_stamp(screening.at),
            "tool": screening.tool,
            "normaliser": screening.normaliser,
            "phone_metadata": screening.phone_metadata,
            "line_list": list_object(screening.line_list),
            "sources": [_source(source) for source in screening.sources],
            "unread": [{"name": file.name, "code": file.code} for file in screening.unread],
            "counts": {
                "records": screening.counts.records,
                "sightings": screening.counts.sightings,
                "numbers": screening.counts.numbers,
                "matched_numbers": screening.counts.matched_numbers,
                "unusable": screening.counts.unusable,
                "skipped": screening.counts.skipped,
            },
            "subject": _subject(screening.subject),
        },
        "statement": screening.statement,
        "warnings": list(screening.warnings),
        "matches": [match_object(match) for match in screening.matches],
        "leads": [_lead(lead) for lead in screening.leads],
        "associates": [_associate(person) for person in screening.associates],
        "alerts": [alert_object(alert) for alert in screening.alerts],
        "unusable": [_unusable(sighting) for sighting in screening.unusable],
        "skipped": [{"reason": row.reason, "place": row.place} for row in screening.skipped],
    }


def sighting_object(sighting: Sighting) -> Json:
    """Give one sighting, as a line of `extract --json` and inside an answer alike."""
    return {
        "type": "sighting",
        "raw": sighting.raw,
        "e164": sighting.e164,
        "status": sighting.status.value,
        "certainty": sighting.certainty.value,
        "kind": sighting.kind.value,
        "role": sighting.role.value,
        "label": sighting.label,
        "app": sighting.app,
        "calls_in": sighting.calls_in,
        "calls_out": sighting.calls_out,
        "messages_in": sighting.messages_in,
        "messages_out": sighting.messages_out,
        "first_seen": _moment(sighting.first_seen),
        "last_seen": _moment(sighting.last_seen),
        "zone_known": sighting.zone_known,
        "deleted": sighting.deleted,
        "source": sighting.source,
        "place": sighting.place,
        "steps": list(sighting.steps),
        "reason": sighting.reason,
    }


def skipped_line(row: SkippedRow) -> Json:
    """Give one skipped record as a line of `extract --json`."""
    return {"type": "skipped", "reason": row.reason, "place": row.place}


def summary_line(facts: SourceFacts, sightings: int) -> Json:
    """Give the last line of one file of `extract --json`."""
    return {
        "type": "summary",
        "source": facts.name,
        "sha256": facts.sha256,
        "bytes": facts.bytes,
        "reader": facts.reader,
        "scope": list(facts.scope),
        "records": facts.records,
        "sightings": sightings,
        "skipped": facts.skipped,
        "truncated": facts.truncated,
        "remarks": list(facts.remarks),
    }


def match_object(match: Match) -> Json:
    """Give one match."""
    return {
        "line": _line(match.line),
        "number": match.number,
        "grade": match.grade.value,
        "strength": match.strength.value,
        "time_relation": match.time_relation.value,
        "contact": match.contact.value,
        "review": "unreviewed",
        "sightings": [sighting_object(sighting) for sighting in match.sightings],
        "list_entry": _entry(match.entry),
        "cautions": list(match.cautions),
        "explanation": match.explanation,
    }


def answer_object(raw: str, readings: Sequence[Reading], matches: Sequence[Match], associates: Sequence[Association] = ()) -> Json:
    """Give the answer to one typed number. The first usable reading stands for the text; all of them are given."""
    first = next((reading for reading in readings if isinstance(reading, Number)), readings[0] if readings else None)
    return {
        "raw": raw,
        "e164": first.e164 if isinstance(first, Number) else None,
        "status": first.status.value if first else "unparsable",
        "readings": [_reading(reading) for reading in readings],
        "matches": [match_object(match) for match in matches],
        "associates": [_associate(person) for person in associates],
    }


def check_object(statement: str, line_list: ListFacts, at: datetime, answers: Sequence[Json]) -> Json:
    """Give the answers to typed numbers, in the order asked."""
    return {
        "schema": CHECK_SCHEMA,
        "at": say_stamp(at),
        "statement": statement,
        "line_list": list_object(line_list),
        "answers": list(answers),
    }


def list_object(facts: ListFacts) -> Json:
    """Say which list was used."""
    return {
        "name": facts.name,
        "sha256": facts.sha256,
        "version": facts.version,
        "lines": facts.lines,
        "numbers": facts.numbers,
        "notes": list(facts.notes),
    }


def validation_object(line_list: LineList, facts: ListFacts) -> Json:
    """Say that a list is sound and what stands in it."""
    people = sum(len(several) for several in line_list.associates.values())
    return {"sound": True, **list_object(facts), "associates": people}


def unsound_object(name: str, error: BadLineList) -> Json:
    """Say that a list cannot be used, and every fault in it with its place."""
    return {
        "sound": False,
        "name": name,
        "code": error.code,
        "sentence": error.sentence,
        "faults": [_fault(fault) for fault in error.faults],
    }


def _fault(fault: Fault) -> Json:
    found = _CELL.fullmatch(fault.place)
    return {
        "place": fault.place,
        "row": int(found["row"]) if found else None,
        "column": found["column"] if found else None,
        "sentence": fault.sentence,
    }


def _line(line: Line) -> Json:
    return {
        "id": line.id,
        "name": line.name,
        "aliases": list(line.aliases),
        "status": line.status.value,
        "exporting_area": line.exporting_area,
        "importing_areas": list(line.importing_areas),
        "markers": sorted(marker.value for marker in line.markers),
        "visibility": line.visibility.value,
        "owner_unit": line.owner_unit,
        "closed_on": _day(line.closed_on),
    }


def _entry(entry: ListEntry) -> Json:
    return {
        "raw": entry.raw,
        "row": entry.row,
        "role": entry.role.value,
        "number_role": entry.role.value,
        "first_seen": _day(entry.first_seen),
        "last_seen": _day(entry.last_seen),
        "date_precision": entry.date_precision.value,
        "grading": entry.grading,
        "handling": entry.handling,
        "handling_conditions": entry.handling_conditions,
        "closed_on": _day(entry.closed_on),
        "closure_type": entry.closure_type,
    }


def _lead(lead: Lead) -> Json:
    return {
        "kind": lead.kind,
        "line": _line(lead.line) if lead.line else None,
        "evidence": sighting_object(lead.sighting) if lead.sighting else {},
        "explanation": lead.explanation,
        "restricted": lead.restricted or (lead.line is not None and lead.line.visibility.is_restricted),
    }


def _associate(person: Association) -> Json:
    return {
        "name": person.name,
        "number": person.number,
        "line": _line(person.line),
        "role": person.role,
        "sightings": [sighting_object(sighting) for sighting in person.sightings],
        "explanation": person.explanation,
    }


def alert_object(alert: Alert) -> Json:
    """Give one alert."""
    return {
        "rule": alert.rule,
        "rule_version": alert.rule_version,
        "urgency": alert.urgency.value,
        "title": alert.title,
        "facts": list(alert.facts),
        "assessment": alert.assessment,
        "actions": list(alert.actions),
        "urgency_steps": list(alert.urgency_steps),
        "recipients": list(alert.recipients),
        "restricted": alert.restricted,
    }


def _unusable(sighting: Sighting) -> Json:
    return {
        "raw": sighting.raw,
        "reason": sighting.reason,
        "place": sighting.place,
        "status": sighting.status.value,
        "role": sighting.role.value,
        "label": sighting.label,
        "source": sighting.source,
    }


def _source(source: SourceFacts) -> Json:
    return {
        "name": source.name,
        "sha256": source.sha256,
        "bytes": source.bytes,
        "reader": source.reader,
        "scope": list(source.scope),
        "records": source.records,
        "skipped": source.skipped,
        "truncated": source.truncated,
        "remarks": list(source.remarks),
    }


def _subject(subject: Subject) -> Json:
    return {
        "age": subject.age,
        "age_uncertain": subject.age_uncertain,
        "status": subject.status.value,
        "returned": subject.returned,
        "looked_after": subject.looked_after,
        "placed_out_of_area": subject.placed_out_of_area,
        "adult_at_risk": subject.adult_at_risk,
        "home_takeover": subject.home_takeover,
        "home_area": subject.home_area,
        "found_area": subject.found_area,
        "own_numbers": sorted(subject.own_numbers),
        "household_numbers": sorted(subject.household_numbers),
        "sex": subject.sex,
        "ethnicity": subject.ethnicity,
    }


def _reading(reading: Reading) -> Json:
    if isinstance(reading, Number):
        return {
            "raw": reading.raw,
            "e164": reading.e164,
            "status": reading.status.value,
            "certainty": reading.certainty.value,
            "kind": reading.kind.value,
            "steps": list(reading.steps),
            "reason": None,
        }
    return {
        "raw": reading.raw,
        "e164": None,
        "status": reading.status.value,
        "certainty": "partial",
        "kind": "unknown",
        "steps": list(reading.steps),
        "reason": reading.reason,
    }


def _moment(moment: datetime | None) -> str | None:
    return say_stamp(moment) if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
