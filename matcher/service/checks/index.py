"""One version of a line list, ready to answer typed numbers as somebody may see them. It never changes; a newer version is another one.

Whoever may not know of a restricted line is answered from a list on which it never stood. A number on such a line, a number on no line and
a protected number take the same steps: each is looked up in everything there is, and nothing more is done about it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Form, knows_all_lines, may_see_line, owns_lines
from matcher.domain.answers.plain_view import check_by_line_name
from matcher.domain.answers.release import open_facts, part_about, restricted_rows
from matcher.domain.answers.role_view import facts_of_line
from matcher.domain.answers.statement import state_matches
from matcher.domain.guarding.protection import NumberLists, read_openly
from matcher.domain.line import LineList
from matcher.domain.match import Association, Match, Thresholds
from matcher.domain.matching.associates import find_associates
from matcher.domain.matching.grading import find_matches
from matcher.domain.matching.sighting_book import Occurrence, SightingBook
from matcher.domain.numbers import Reading, read_all
from matcher.domain.numbers.reading import Certainty, Kind, Number
from matcher.domain.screening import Subject, facts_of
from matcher.domain.sighting import Role as SightingRole
from matcher.domain.sighting import Sighting
from matcher.domain.submissions.typed_check import TypedNumber, without_kind
from matcher.domain.upkeep.freshness import OLD_AFTER_DAYS, freshness_object, freshness_of
from matcher.render.json_answer import CHECK_SCHEMA, answer_object, list_object
from matcher.render.plain_text import say_stamp
from matcher.render.words import say_named
from matcher.service.lists.line_lists import PublishedList

_write = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode
_quote = json.encoder.encode_basestring_ascii

_AS_TYPED = "as typed"

_NONE: frozenset[Any] = frozenset()
_NOTHING = (None,)

#: Sentences about an answer without a match that are kept, one for each minute.
_SENTENCES = 4


class ReadNumber(NamedTuple):
    """A typed number as it was read."""

    typed: TypedNumber
    readings: tuple[Reading, ...]
    #: What may be compared: the readings without protected numbers.
    open_readings: tuple[Reading, ...]
    #: Every number that was read, protected or not: all of them are looked up.
    e164s: tuple[str, ...]
    open_e164s: frozenset[str]
    #: One entry for each number that was asked for, and at least one; None for what is no number, and for a protected one.
    counted: tuple[str | None, ...]


def read_typed(typed: Sequence[TypedNumber], lists: NumberLists, *, region: str, test_numbers: bool) -> list[ReadNumber]:
    """Read numbers as they were typed, many at once."""
    several = read_all([each.raw for each in typed], region, test_numbers=test_numbers)
    return [_read(each, readings, lists, region=region, test_numbers=test_numbers) for each, readings in zip(typed, several, strict=True)]


def _read(typed: TypedNumber, readings: tuple[Reading, ...], lists: NumberLists, *, region: str, test_numbers: bool) -> ReadNumber:
    if len(readings) == 1 and isinstance(readings[0], Number) and not lists.is_protected(readings[0]):
        # By far most texts: one number, and nothing to keep apart.
        return _one_number(typed, readings, readings[0])
    open_readings = tuple(each for one in readings for each in read_openly(one, lists, region, test_numbers=test_numbers))
    e164s = tuple(each.e164 for each in readings if isinstance(each, Number))
    open_e164s = frozenset(each.e164 for each in open_readings if isinstance(each, Number) and each.certainty is not Certainty.PARTIAL)
    # What is left beside a protected number is looked up as well.
    counted = tuple(each.e164 if isinstance(each, Number) and each.e164 in open_e164s else None for each in readings)
    return ReadNumber(typed, readings, open_readings, tuple({*e164s, *open_e164s}), open_e164s, counted or (None,))


def _one_number(typed: TypedNumber, readings: tuple[Reading, ...], number: Number) -> ReadNumber:
    e164s = (number.e164,)
    if number.certainty is Certainty.PARTIAL:
        return ReadNumber(typed, readings, readings, e164s, _NONE, _NOTHING)
    return ReadNumber(typed, readings, readings, e164s, frozenset(e164s), e164s)


class View(NamedTuple):
    """What somebody may see of an answer to typed numbers."""

    actor: Actor
    form: Form
    #: Whether every restricted line may be known.
    sees_all: bool
    #: Whether restricted lines of their own unit may be known.
    owns: bool
    #: Units whose lines those are.
    units: frozenset[str | None]


def view_of(actor: Actor, form: Form) -> View:
    """Say what somebody may see of answers."""
    is_full = form is Form.FULL
    sees_all = is_full and knows_all_lines(actor)
    return View(actor, form, sees_all, is_full and owns_lines(actor), frozenset({None, "", actor.unit_name}))


class CheckIndex:
    """A published list with all that answers from it have in common."""

    def __init__(self, published: PublishedList, thresholds: Thresholds, old_after_days: int = OLD_AFTER_DAYS) -> None:
        """Prepare what is said with every answer; it takes a while for a long list."""
        self._published_at, self._old_after_days = published.published_at, old_after_days
        #: What is said of its age, by the days.
        self._ages: dict[int, str] = {}
        self.version_id = published.version_id
        self.organisation_id = published.organisation_id
        self.number = published.number
        self._whole, self._open = published.whole, published.open
        #: What its organisation sets apart, as of an edition.
        self.lists, self.edition = published.guards.lists, published.guards.edition
        self._thresholds = thresholds
        told = open_facts(published.whole)
        # Where nothing is restricted all are told the same.
        self._facts = {False: told, True: told if self._whole is self._open else facts_of(published.whole)}
        # Without the brace at its end: the age of the list comes behind it.
        self._facts_text = {whole: _write(list_object(facts))[:-1] for whole, facts in self._facts.items()}
        self._owners = _owners_of(published.whole)
        #: Rows that are counted for the cleared alone.
        self._hidden = [] if self._whole is self._open else restricted_rows(published.whole)
        self._sentences: dict[tuple[bool, str], str] = {}

    def answer(self, numbers: Sequence[ReadNumber], view: View, *, at: datetime, check_id: str, stamp: str = "") -> bytes:
        """Answer typed numbers in the order asked, as JSON text.

        Args:
            numbers: As they were read.
            view: What may be seen of the answer.
            at: The moment of the answer.
            check_id: What it is called.
            stamp: The moment as `say_stamp` writes it, where somebody wrote it already.
        """
        matches: list[Match] = []
        people: list[Association] = []
        texts = []
        for number in numbers:
            source = self._source(number, view)
            if source is None:
                texts.append(_write_miss(number))
                continue
            found, linked = self._look_up(number, source, at)
            matches += found
            people += linked
            told = _answer_object(number, found, linked)
            texts.append(_write(check_by_line_name(told) if view.form is Form.NUMBER_AND_LINE_NAME else told))
        whole, stamp = view.sees_all, stamp or say_stamp(at)
        said = self._state(matches, people, whole=whole, at=at) if matches or people else self._state_miss(stamp, whole=whole, at=at)
        head = (
            f'{{"schema": "{CHECK_SCHEMA}", "id": "{check_id}", "at": "{stamp}", '
            f'"statement": {said}, "line_list": {self._facts_text[whole]}, {self._age(at)}, "answers": ['
        )
        return f"{head}{', '.join(texts)}]}}".encode("ascii")

    def _age(self, at: datetime) -> str:
        """Write when the list was published and how old it is, and close its facts; the same whatever is asked and found."""
        said = self._ages.get((at - self._published_at).days)
        if said is None:
            fresh = freshness_of(self._published_at, at, old_after_days=self._old_after_days)
            told = freshness_object(fresh, say_stamp(self._published_at), self.number)
            self._ages = {(at - self._published_at).days: (said := _write(told)[1:])}
        return said

    def _source(self, number: ReadNumber, view: View) -> LineList | None:
        """Say which list holds a number for somebody; None where none does. Everything is looked up whatever is found."""
        in_open = in_whole = is_owned = False
        for e164 in number.e164s:
            is_open = e164 in number.open_e164s
            in_open |= _holds(self._open, e164) and is_open
            in_whole |= _holds(self._whole, e164) and is_open
            is_owned |= not view.units.isdisjoint(self._owners.get(e164, _NONE)) and is_open
        if view.sees_all:
            return self._whole if in_whole else None
        if view.owns and is_owned:
            return self._part_of_own(number, view)
        return self._open if in_open else None

    def _look_up(self, number: ReadNumber, source: LineList, at: datetime) -> tuple[tuple[Match, ...], tuple[Association, ...]]:
        usable = _usable(number.open_readings)
        matches = find_matches(usable, source, at=at, lists=self.lists, thresholds=self._thresholds, subject=Subject())
        return matches, find_associates(usable, source)

    def _part_of_own(self, number: ReadNumber, view: View) -> LineList:
        """Give what the list says of a number to a unit that owns lines: neither its rows nor a caution tell of lines of others."""
        whole = self._whole
        listed = {each.line_id for e164 in number.e164s for each in whole.entries.get(e164, ())}
        listed |= {each.line_id for e164 in number.e164s for each in whole.associates.get(e164, ())}
        return part_about(whole, number.e164s, {each for each in listed if self._may_know(view, each)}, self._hidden)

    def _may_know(self, view: View, line_id: str) -> bool:
        return may_see_line(view.actor, facts_of_line(self._whole.lines[line_id], self.organisation_id))

    def _state(self, matches: Sequence[Match], people: Sequence[Association], *, whole: bool, at: datetime) -> str:
        said = state_matches(matches, self._facts[whole], at)
        named = say_named(people)
        return _write(f"{said} {named}" if named else said)

    def _state_miss(self, stamp: str, *, whole: bool, at: datetime) -> str:
        """Say that nothing was found; the sentence names the minute."""
        minute = whole, stamp[:16]
        said = self._sentences.get(minute)
        if said is None:
            while len(self._sentences) >= _SENTENCES:
                del self._sentences[next(iter(self._sentences))]
            said = self._sentences[minute] = self._state((), (), whole=whole, at=at)
        return said


def _holds(line_list: LineList, e164: str) -> bool:
    """Whether anything is said about a number: an entry suspected to be false says nothing."""
    return (e164 in line_list.entries and not line_list.is_suspected_false(e164)) or e164 in line_list.associates


def _owners_of(line_list: LineList) -> dict[str, frozenset[str | None]]:
    """Give the units that own the restricted lines a number stands for."""
    owners: dict[str, set[str | None]] = {}
    for listed in (line_list.entries, line_list.associates):
        for e164, several in listed.items():
            for each in several:
                line = line_list.lines[each.line_id]
                if line.visibility.is_restricted:
                    owners.setdefault(e164, set()).add(line.owner_unit)
    return {e164: frozenset(units) for e164, units in owners.items()}


def _usable(readings: Iterable[Reading]) -> tuple[Sighting, ...]:
    book = SightingBook(_AS_TYPED)
    for reading in readings:
        book.add(reading, Occurrence(SightingRole.LIST_CHECK, _AS_TYPED))
    return tuple(sighting for sighting in book.sightings() if sighting.e164 is not None)


def _answer_object(number: ReadNumber, matches: Sequence[Match] = (), people: Sequence[Association] = ()) -> dict[str, Any]:
    readings = number.readings if matches or people else without_kind(number.readings)
    return {"ref": number.typed.ref, **answer_object(number.typed.raw, readings, matches, people)}


def _write_miss(number: ReadNumber) -> str:
    """Write the answer about a number of which nothing may be said, which is by far the most frequent one, at a third of the time."""
    only = number.readings[0] if len(number.readings) == 1 else None
    if not isinstance(only, Number) or only.steps:
        return _write(_answer_object(number))
    ref = "null" if number.typed.ref is None else _quote(number.typed.ref)
    return (
        f'{{"ref": {ref}, "raw": {_quote(number.typed.raw)}, "e164": "{only.e164}", "status": "{only.status.value}", "readings": '
        f'[{{"raw": {_quote(only.raw)}, "e164": "{only.e164}", "status": "{only.status.value}", "certainty": "{only.certainty.value}", '
        f"{_END_OF_MISS}"
    )


_END_OF_MISS = f'"kind": "{Kind.UNKNOWN}", "steps": [], "reason": null}}], "matches": [], "associates": []}}'
