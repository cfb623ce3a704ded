"""An answer made ready for the page: what a role may not see is left out, what has a word is said with it.

Answers come as JSON values, trimmed by role (matcher/domain/answers/role_view.py); nothing is added to them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.answers.reviewed_view import RAISED_BEFORE
from matcher.domain.answers.statement import LIMITS
from matcher.domain.screening import Urgency
from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.render import words
from matcher.render.uk_time import say_time
from matcher.service.views.alert import AlertView
from matcher.web.stated_words import Stated, stated_of

Json = Mapping[str, Any]

#: By the words they travel as.
_NUMBER_ROLES = {role.value: said for role, said in words.NUMBER_ROLES.items()}

#: How a review stands, in words.
_REVIEWS = {"unreviewed": words.UNREVIEWED, "confirmed": "Confirmed by a reviewer", "rejected": "Rejected by a reviewer"}

#: Sightings and doubtful readings shown on the page; the rest is in the JSON answer.
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class SightingRow:
    """One place where a number stands."""

    raw: str
    label: str
    seen_as: str
    traffic: str
    times: str
    place: str
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class MatchCard:
    """One match."""

    id: str
    number: str
    line: str
    marks: tuple[str, ...]
    review: str
    #: Why it stands as it does where nobody looked at this match itself.
    review_note: str
    is_unreviewed: bool
    #: Whether the list took the number back: there is nothing to confirm.
    is_recalled: bool
    explanation: str
    cautions: tuple[str, ...]
    #: What the list says, as far as it may be seen: term and words.
    listed: tuple[tuple[str, str], ...]
    sightings: tuple[SightingRow, ...]


@dataclass(frozen=True, slots=True)
class AlertCard:
    """One alert."""

    id: str | None
    state: str
    #: Why it does not hold any more; empty where it does.
    retracted: str
    urgency: str
    clock: str
    #: In full: by when who has to do what.
    by_when: str
    title: str
    rule: str
    facts: tuple[str, ...]
    assessment: str
    actions: tuple[str, ...]
    recipients: str
    #: When it was raised, where that was with an earlier file about the person.
    raised_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A whole answer."""

    statement: str
    #: What a later version of the list found, for the statement keeps what it said; empty where it found nothing that holds.
    found_later: str
    caveat: str
    counts: str
    judged_at: str
    warnings: tuple[str, ...]
    alerts: tuple[AlertCard, ...]
    matches: tuple[MatchCard, ...]
    #: Title and sentence of each.
    people: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, str], ...]
    #: As written, why, and where.
    doubtful: tuple[tuple[str, str, str], ...]
    #: Term and words.
    provenance: tuple[tuple[str, str], ...]
    #: What was stated with the file.
    stated: Stated


def result_of(answer: Json, told_alone: Iterable[AlertView] = ()) -> ResultPage:
    """Make an answer ready, with the alerts that whoever looks has of it beside those that stand in it."""
    screening = answer["screening"]
    statement = str(answer["statement"])
    return ResultPage(
        statement=statement.removesuffix(LIMITS).strip(),
        found_later=_found_later(answer.get("later_matches", ())),
        caveat=LIMITS if statement.endswith(LIMITS) else "",
        counts=_counts(screening["counts"]),
        judged_at=_time(screening["at"]),
        warnings=tuple(answer.get("warnings", ())),
        alerts=(*(alert_card(each) for each in answer["alerts"]), *(alert_card(each.alert, state=each.state) for each in told_alone)),
        matches=tuple(match_card(each) for each in (*answer["matches"], *answer.get("later_matches", ()))),
        people=tuple(_person(each) for each in answer["associates"]),
        leads=tuple((words.LEADS.get(each["kind"], each["kind"]), each["explanation"]) for each in answer["leads"]),
        doubtful=tuple((each["raw"], each["reason"] or "not readable", each["place"]) for each in answer["unusable"][:_MOST_ROWS]),
        provenance=tuple(_provenance(screening)),
        stated=stated_of(answer["stated"]),
    )


def _found_later(later: Iterable[Json]) -> str:
    """Say that numbers matched later, of those that hold: neither taken back nor rejected."""
    held = [each for each in later if not each.get("recalled") and each.get("review") != "rejected"]
    if not held:
        return ""
    several = words.say_count(len({each["number"] for each in held}), "number")
    versions = sorted({str(each["version"]) for each in held}, key=lambda each: (len(each), each))
    which = f"version {versions[0]}" if len(versions) == 1 else f"versions {' and '.join(versions)}"
    return f"But {several} of this phone matched later, by {which} of the list: see below."


def _counts(counts: Json) -> str:
    names = (
        ("records", "record"),
        ("numbers", "different number"),
        ("matched_numbers", "matched number"),
        ("unusable", "doubtful reading"),
    )
    parts = [words.say_count(counts[name], what) for name, what in names if counts.get(name) is not None]
    return ", ".join(parts)


def alert_card(alert: Json, *, state: str | None = None) -> AlertCard:
    """Make one alert ready.

    Args:
        alert: As it travels.
        state: How it stands, where the alert itself does not say so.
    """
    return AlertCard(
        id=alert.get("id"),
        state=state or alert.get("state") or "",
        retracted=_retracted(alert),
        urgency=alert["urgency"],
        clock=words.URGENCIES.get(alert["urgency"], ""),
        by_when=CLOCKS[Urgency(alert["urgency"])].partition(": ")[2],
        title=alert["title"],
        rule="" if alert["rule"] == "concern" else alert["rule"],
        facts=tuple(alert["facts"]),
        assessment=alert["assessment"],
        actions=tuple(alert["actions"]),
        recipients="; ".join(alert.get("recipients", ())),
        raised_before=datetime.fromisoformat(alert[RAISED_BEFORE]) if RAISED_BEFORE in alert else None,
    )


def _retracted(alert: Json) -> str:
    told = alert.get("retracted")
    by = f" by version {told['version']} of the list" if told and told["version"] else ""
    return f"Retracted{by}. {told['reason']}" if told else ""


def match_card(match: Json) -> MatchCard:
    """Make one match ready, of a phone or of a typed number."""
    review = match.get("review") or "unreviewed"
    review = review if isinstance(review, str) else str(review.get("state", "unreviewed"))
    return MatchCard(
        id=match.get("id") or "",
        number=match["number"],
        line=_line(match["line"]),
        marks=tuple(_marks(match)),
        review=_review(match, _REVIEWS.get(review, review)),
        review_note=" Reason: ".join(filter(None, (match.get("review_note"), match.get("review_reason")))),
        is_unreviewed=review == "unreviewed",
        is_recalled=bool(match.get("recalled")),
        explanation=match["explanation"],
        cautions=tuple(match["cautions"]),
        listed=tuple(_listed(match)),
        sightings=tuple(_sighting(each) for each in match["sightings"][:_MOST_ROWS]),
    )


def _review(match: Json, review: str) -> str:
    recalled = match.get("recalled")
    if not recalled:
        return review
    denied = RecallCause(recalled["cause"]).is_denied
    taken = f"Taken back by version {recalled['version']} of the list"
    return f"{taken}: it does not hold" if denied else f"{taken}. {recalled['reason']}"


def _line(line: Json) -> str:
    return f"{line['name']} ({line['id']})" if line["name"] else str(line["id"])


def _marks(match: Json) -> list[str]:
    found = [
        ("Grade", f"{match['grade']}, {words.GRADES.get(match['grade'], '')}".rstrip(", ")),
        ("Strength", match["strength"]),
        ("Time", words.TIME_RELATIONS.get(match["time_relation"])),
        ("Contact", match["contact"]),
        ("Line", words.LINE_STATUSES.get(match["line"]["status"])),
    ]
    restricted = words.VISIBILITIES.get(match["line"].get("visibility"))
    marks = [f"{name}: {value}" for name, value in found if value]
    if match.get("found_at"):
        marks.append(f"Found later, by version {match['version']} of the list")
    return [*marks, restricted] if restricted and match["line"]["visibility"] != "open_to_force" else marks


def _listed(match: Json) -> list[tuple[str, str]]:
    entry, line = match["list_entry"], match["line"]
    dates = f"{entry['first_seen'] or 'start not given'} to {entry['last_seen'] or 'end not given'}"
    found = [
        ("Written there as", entry["raw"]),
        ("Seen", dates if entry["first_seen"] or entry["last_seen"] else None),
        ("Number used as", _NUMBER_ROLES.get(entry.get("number_role") or "")),
        ("Grading", entry["grading"]),
        ("Handling", entry["handling"]),
        ("Conditions", entry.get("handling_conditions")),
        ("Owned by", line.get("owner_unit")),
        ("Run from", line["exporting_area"]),
        ("Sells in", "; ".join(line["importing_areas"])),
        ("Harm linked to it", ", ".join(line.get("markers", ())).replace("_", " ")),
    ]
    return [(term, value) for term, value in found if value]


def _sighting(sighting: Json) -> SightingRow:
    app = f" ({sighting['app']})" if sighting.get("app") else ""
    return SightingRow(
        raw=sighting["raw"],
        label=sighting["label"] or "",
        seen_as=f"{words.ROLES.get(sighting['role'], sighting['role'])}{app}",
        traffic=_traffic(sighting),
        times=_times(sighting),
        place=sighting["place"],
        is_deleted=bool(sighting.get("deleted")),
    )


def _traffic(sighting: Json) -> str:
    parts = (("calls_in", "call", "in"), ("calls_out", "call", "out"), ("messages_in", "message", "in"), ("messages_out", "message", "out"))
    return ", ".join(f"{words.say_count(sighting[name], what)} {way}" for name, what, way in parts if sighting.get(name))


def _times(sighting: Json) -> str:
    first, last = sighting.get("first_seen"), sighting.get("last_seen")
    zone_known = sighting.get("zone_known", True)
    said = [_time(each, zone_known=zone_known) for each in dict.fromkeys(each for each in (first, last) if each)]
    return " to ".join(said)


def _time(text: str, *, zone_known: bool = True) -> str:
    return say_time(datetime.fromisoformat(text).astimezone(UTC), zone_known=zone_known)


def _person(person: Json) -> tuple[str, str]:
    taken = f"{_review(person, '').rstrip('.')}. " if person.get("recalled") else ""
    name = f"{person['name']}, {person['number']}" if person["name"] else str(person["number"])
    return name, f"{taken}{person['explanation']}"


def _provenance(screening: Json) -> list[tuple[str, str]]:
    line_list = screening["line_list"]
    version = f", version {line_list['version']}" if line_list["version"] else ""
    if line_list.get("published_at"):
        age = words.say_count(line_list["age_days"], "day")
        version += f", published {_time(line_list['published_at'])}, {age} old when it was compared"
    files: Sequence[Json] = screening["sources"]
    found = [
        *(
            (f"File {at}", f"{each['name']}: {each['bytes']} bytes, read by {each['reader']}; SHA-256 {each['sha256']}")
            for at, each in enumerate(files, 1)
        ),
        ("Line list", f"{line_list['name']}{version}" if line_list["name"] else ""),
        ("Tool", f"{screening['tool']}, normaliser {screening['normaliser']}, phone metadata {screening['phone_metadata']}"),
    ]
    return [(term, value) for term, value in found if value]
