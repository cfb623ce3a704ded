"""People the list itself links to a line, whose number stands on the phone."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain.line import LineList, NamedAssociate
from matcher.domain.match import Association
from matcher.domain.matching.explanation import quote, say_found, say_line
from matcher.domain.matching.order import sighting_order
from matcher.domain.numbers.reading import Certainty
from matcher.domain.sighting import Sighting

_CONDITIONS = "; the entry is shared under conditions, so nothing but the fact of a concern may be passed on unless they allow it"


def find_associates(sightings: Iterable[Sighting], line_list: LineList) -> tuple[Association, ...]:
    """Find every named person of the list whose number was seen; ordered by line, name and number."""
    seen: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        e164 = sighting.e164
        if e164 is not None and e164 in line_list.associates and sighting.certainty is not Certainty.PARTIAL:
            seen.setdefault(e164, []).append(sighting)
    found = [
        _associate(person, tuple(sorted(several, key=sighting_order)), line_list)
        for e164, several in seen.items()
        for person in line_list.associates[e164]
    ]
    return tuple(sorted(found, key=lambda each: (each.line.id, each.name, each.number)))


def _associate(person: NamedAssociate, sightings: tuple[Sighting, ...], line_list: LineList) -> Association:
    line = line_list.lines[person.line_id]
    role = f" as {quote(person.role)}" if person.role else ""
    return Association(
        name=person.name,
        number=person.e164,
        line=line,
        role=person.role,
        sightings=sightings,
        handling=person.handling,
        explanation=(
            f"{say_found(sightings)}, equals {quote(person.raw)}, which "
            f"row {person.row} of the list gives as the number of {person.name}, recorded{role} for {say_line(line)}; that person "
            f"may also be a victim, and having the number is no proof of contact{_CONDITIONS if person.handling == 'C' else ''}."
        ),
    )
