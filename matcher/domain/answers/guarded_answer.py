"""A stored answer without numbers that became protected: as if they had never stood on the phone (domain 11.5).

Answers are JSON values here. What one says of such a number is taken out of it: matches, people, leads, doubtful texts, labels, sentences,
and what was counted. Of a number that matched nothing an answer holds only that it was counted. How many records spoke of it is not kept
exactly where one record held several numbers; then fewer are left than a phone read anew would give, and nothing tells of which number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from matcher.domain.alerts.rule import ALERT_GRADES
from matcher.domain.answers.live_grounds import FEWEST_LINES, is_restricted, speaks_of_several
from matcher.domain.answers.naming import Sentence, names_of, sentences
from matcher.domain.answers.plain_view import name_of
from matcher.domain.answers.released_part import parts_without
from matcher.domain.answers.statement import LIMITS, NO_ABSENCE, OF_PEOPLE, OF_SILENCE, UNSTATED, say_count, warn_of_people, warn_of_silence
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.match import Grade
from matcher.domain.numbers import read_all
from matcher.domain.numbers.clean import plain_text
from matcher.domain.numbers.places import calling_code
from matcher.domain.screening import Subject

Json = dict[str, Any]

_PARTS = ("matches", "associates")

_OF_UNUSABLE = re.compile(r"\d+ of \d+ records? holds? a number that could not be read")
_OF_MEANING = (OF_PEOPLE, OF_SILENCE, UNSTATED)

#: It speaks of how the file came here, and of nothing that stands in it.
_ABOUT_THE_WORK = "AR-24"
#: Facts that count (config/rules).
_MATCHES = re.compile(r"The answer holds \d+ match(?:es)? on listed numbers\.")
#: A number a fact rests on.
_QUOTED = re.compile(r"\+\d{7,15}")
_LINES = re.compile(r"The phone holds numbers of \d+ lines\.")

#: Said of a file in which nothing stands (matcher/service/screening/intake.py).
_NOTHING = "The file was recognised, but nothing in it gave a number."

_NOT_DIGIT = re.compile(r"\D", re.ASCII)
#: Of the digits behind the country code, of which some numbers have no more than six, the last ones tell a longer number apart.
_TELLING = 9


class Presence(NamedTuple):
    """How a number was counted, as far as the answers still know."""

    numbers: int
    sightings: int
    records: int


@dataclass(frozen=True, slots=True)
class KeptOut:
    """What is no longer told."""

    #: Numbers that became protected, and how they stood on the phone: from its answers, or from a token that was kept.
    numbers: Mapping[str, Presence]
    #: Lists that hold what became protected and nothing else: for labels, and for texts that gave no number.
    lists: NumberLists
    region: str = "GB"
    test_numbers: bool = False


#: What is known of a number of which only a token was kept, and of one that was only stated.
ONCE, STATED = Presence(1, 1, 1), Presence(0, 0, 0)


def presences(answers: Iterable[Json], is_out: Callable[[str], bool]) -> dict[str, Presence]:
    """Give the numbers of which answers tell and no longer may, with how they were counted."""
    found: dict[str, Presence] = {}
    for answer in answers:
        for part in _PARTS:
            found.update((each["number"], _presence(each["sightings"])) for each in answer[part] if is_out(each["number"]))
        for lead in answer["leads"]:
            number = lead["evidence"].get("e164")
            if number is not None and is_out(number):
                found.setdefault(number, _presence([lead["evidence"]]))
        subject = answer["screening"]["subject"]
        for number in (*subject["own_numbers"], *subject["household_numbers"]):
            if is_out(number):
                found.setdefault(number, STATED)
    return found


def _presence(sightings: Sequence[Json]) -> Presence:
    return Presence(1, len(sightings), sum(map(_records, sightings)))


def _records(sighting: Json) -> int:
    counted: int = sighting["calls_in"] + sighting["calls_out"] + sighting["messages_in"] + sighting["messages_out"]
    return max(counted, 1)


def without(answer: Json, out: KeptOut) -> Json:
    """Give an answer without what became protected; the same value where it told of none of it."""
    answer = parts_without(answer, out.numbers)
    texts = _texts_out(answer, out)
    kept = {
        "matches": [_open(each, out) for each in answer["matches"] if each["number"] not in out.numbers],
        "associates": [_open(each, out) for each in answer["associates"] if each["number"] not in out.numbers],
        "leads": [_open_lead(each, out) for each in answer["leads"] if not _is_lead_out(each, out, texts)],
        "unusable": [{**each, "label": _label(each["label"], out)} for each in answer["unusable"] if each["raw"] not in texts],
    }
    screening = _screening(answer, kept, out)
    if screening == answer["screening"] and all(answer[name] == value for name, value in kept.items()):
        return answer
    changed = {**answer, **kept, "screening": screening}
    changed["alerts"] = [told for each in answer["alerts"] if (told := alert_without(each, answer, changed, out)) is not None]
    changed["statement"] = _state(answer, kept["matches"])
    changed["warnings"] = _warnings(answer, changed)
    return changed


def _texts_out(answer: Json, out: KeptOut) -> frozenset[str]:
    """Give the texts that gave no number and are one of those that became protected, damaged or cut short."""
    evidence = (lead["evidence"] for lead in answer["leads"])
    raws = {each["raw"] for each in answer["unusable"]} | {each["raw"] for each in evidence if each and each.get("e164") is None}
    texts = sorted(raws)
    read = read_all(texts, out.region, test_numbers=out.test_numbers)
    return frozenset(raw for raw, several in zip(texts, read, strict=True) if any(map(out.lists.is_protected, several)))


def _is_lead_out(lead: Json, out: KeptOut, texts: Collection[str]) -> bool:
    evidence = lead["evidence"]
    return bool(evidence) and (evidence.get("e164") in out.numbers or (evidence.get("e164") is None and evidence["raw"] in texts))


def _open(told: Json, out: KeptOut) -> Json:
    """Take what became protected out of the sightings of something else that is told, and out of its sentence."""
    sightings = [_open_sighting(each, out) for each in told["sightings"]]
    if sightings == told["sightings"]:
        return told
    explanation = told["explanation"]
    for before, after in zip(told["sightings"], sightings, strict=True):
        for name in ("raw", "label"):
            if before[name] and before[name] != after[name]:
                explanation = explanation.replace(before[name], after[name])
    return {**told, "sightings": sightings, "explanation": explanation}


def _open_lead(lead: Json, out: KeptOut) -> Json:
    return lead if not lead["evidence"] else _open_one(lead, out)


def _open_one(lead: Json, out: KeptOut) -> Json:
    opened = _open({**lead, "sightings": [lead["evidence"]]}, out)
    return {**{key: value for key, value in opened.items() if key != "sightings"}, "evidence": opened["sightings"][0]}


def _open_sighting(sighting: Json, out: KeptOut) -> Json:
    raw, label = sighting["raw"], _label(sighting["label"], out)
    if _holds(raw, sighting["e164"], out.numbers):
        # A cell with two numbers: the other one is told as it was read.
        raw = sighting["e164"] or "…"
    return sighting if (raw, label) == (sighting["raw"], sighting["label"]) else {**sighting, "raw": raw, "label": label}


def _label(label: str | None, out: KeptOut) -> str | None:
    return out.lists.open_label(label) if label else label


def _holds(text: str, read_as: str | None, numbers: Iterable[str]) -> bool:
    digits, own = _NOT_DIGIT.sub("", plain_text(text)), _national(read_as or "")
    # What stands within the number the text was read as, as a short one may, is no other number.
    return any(told in (digits.replace(own, " ") if told in own else digits) for told in (_national(each)[-_TELLING:] for each in numbers))


def _national(e164: str) -> str:
    return e164[1 + len(calling_code(e164)) :]


def _screening(answer: Json, kept: Json, out: KeptOut) -> Json:
    """Give what is said of the answer as a whole, with what is left counted."""
    screening = answer["screening"]
    dropped = len(answer["unusable"]) - len(kept["unusable"])
    subject = screening["subject"]
    listed = {name: [each for each in subject[name] if each not in out.numbers] for name in ("own_numbers", "household_numbers")}
    # A phone's own numbers are counted nowhere.
    others = [presence for number, presence in out.numbers.items() if number not in subject["own_numbers"]]
    numbers, sightings, records = (sum(each[at] for each in others) for at in range(len(Presence._fields)))
    counts = {
        **screening["counts"],
        "records": _less(screening["counts"]["records"], records + dropped),
        "sightings": _less(screening["counts"]["sightings"], sightings + dropped),
        "numbers": _less(screening["counts"]["numbers"], numbers),
        "matched_numbers": len({each["number"] for each in kept["matches"]}),
        "unusable": _less(screening["counts"]["unusable"], dropped),
    }
    sources = screening["sources"]
    if len(sources) == 1:
        sources = [_source(sources[0], records + dropped)]
    return {**screening, "counts": counts, "subject": {**subject, **listed}, "sources": sources}


def _source(source: Json, records: int) -> Json:
    """Give what is said of the file; one in which nothing else stands is told of as an empty one."""
    told = {**source, "records": _less(source["records"], records)}
    return {**told, "remarks": [*source["remarks"], _NOTHING]} if _is_empty(told) and not _is_empty(source) else told


def _is_empty(source: Json) -> bool:
    return bool(source["records"] == source["skipped"])


def _less(count: int, by: int) -> int:
    return max(count - by, 0)


def alert_without(alert: Json, before: Json, after: Json, out: KeptOut) -> Json | None:
    """Give an alert without what it said of what is out; None where it rested on nothing else.

    Args:
        alert: As it stood.
        before: The answer it stood in.
        after: The same answer without what is out.
        out: What is out.
    """
    if alert["rule"] == _ABOUT_THE_WORK:
        return alert
    named, stay = names_of(before), names_of(after)
    said = list(sentences(alert["facts"], named))
    quoting = [fact for fact in said if _QUOTED.search(fact.text)]
    quoted = _all_named(quoting)
    told = _all_named(fact for fact in quoting if not fact.tells_of((), out.numbers))
    # A line stays in an alert while a number of it does that the alert quotes; where it quotes none, while the answer tells of the line.
    left = told | ((named - quoted) & stay)
    gone = named - left
    kept = [fact for fact in said if not fact.tells_of(gone, out.numbers)]
    is_named = not _all_named(kept).isdisjoint(left)
    if not left or (len(kept) < len(said) and not is_named) or (speaks_of_several(alert) and alerting_lines(after) < FEWEST_LINES):
        return None
    if alert["restricted"] and not is_named and _has_restricted(before) and not _has_restricted(after):
        # What the owning unit has to decide names no line, and there is none of its own left.
        return None
    steps = [step.text for step in sentences(alert["urgency_steps"], named) if not step.tells_of(gone, out.numbers)]
    return {**alert, "facts": [recounted(fact.text, after) for fact in kept], "urgency_steps": steps}


def _all_named(said: Iterable[Sentence]) -> frozenset[str]:
    return frozenset().union(*(each.names for each in said))


def recounted(fact: str, after: Json) -> str:
    """Give a sentence that counts with what is left counted."""
    matches = len([each for each in after["matches"] if not is_restricted(each)])
    told = _MATCHES.sub(f"The answer holds {matches} {'match' if matches == 1 else 'matches'} on listed numbers.", fact)
    return _LINES.sub(f"The phone holds numbers of {alerting_lines(after)} lines.", told)


def alerting_lines(answer: Json) -> int:
    """Count the lines of an answer, as alerts about several of them do."""
    return len({each["line"]["id"] for each in answer["matches"] if not is_restricted(each) and Grade(each["grade"]) in ALERT_GRADES})


def _has_restricted(answer: Json) -> bool:
    return any(map(is_restricted, answer["matches"]))


def _state(answer: Json, matches: Sequence[Json]) -> str:
    """Say how many numbers matched, in the words of the answer."""
    if len(matches) == len(answer["matches"]):
        return str(answer["statement"])
    _, _, where = str(answer["statement"]).partition(" in ")
    if matches:
        return f"{say_count(len({each['number'] for each in matches}), len({each['line']['id'] for each in matches}))} in {where}"
    return f"No releasable match in {where.removesuffix(f'. {LIMITS}')}; {NO_ABSENCE}"


def _warnings(before: Json, after: Json) -> list[str]:
    """Give what a person must read first, as it is now."""
    names = tuple(f"{source['name']}: " for source in before["screening"]["sources"])
    of_files = [each for each in before["warnings"] if each.startswith(names)]
    others = [each for each in before["warnings"] if not each.startswith((*names, *_OF_MEANING))]
    if before["unusable"] and not after["unusable"]:
        others = [each for each in others if not _OF_UNUSABLE.match(each)]
    for had, has in zip(before["screening"]["sources"], after["screening"]["sources"], strict=True):
        if _is_empty(has) and not _is_empty(had):
            others.append(f"No number could be read from {has['name']}; that is not the same as a phone without matches.")
            of_files.append(f"{has['name']}: {_NOTHING}")
    return [*others, *_of_meaning(before, after), *of_files]


def _of_meaning(before: Json, after: Json) -> Iterator[str]:
    matches, people = after["matches"], after["associates"]
    if people and not matches:
        yield warn_of_people(len({each["name"] for each in people}))
    opened = {name_of(each["line"]) for each in matches if not is_restricted(each)}
    facts = (fact for alert in after["alerts"] for fact in alert["facts"])
    if opened and _all_named(sentences(facts, names_of(after))).isdisjoint(opened):
        stated = after["screening"]["subject"]
        subject = Subject(age=stated["age"], age_uncertain=stated["age_uncertain"], adult_at_risk=stated["adult_at_risk"])
        yield warn_of_silence(is_adult=subject.is_adult)
    if UNSTATED in before["warnings"] and (matches or people):
        yield UNSTATED
