"""A filled-in form becomes metadata, and faults of metadata find their fields again. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from matcher.domain.submissions.legal_basis import Power
from matcher.errors import Fault
from matcher.render.uk_time import moments_shown_as
from matcher.web.form_fields import Field, Kind, Section, sections_of
from matcher.web.problems import Refused

Values = Mapping[str, tuple[str, ...]]

#: Fields of a form, at most.
_MOST_FIELDS = 200

_YES_NO = {"yes": True, "no": False}

#: Behind the name of a time: which of the two it is that clocks showed it at, when they were put back.
_WHICH = ".which"
_TIMES = ("first", "second")
_NOT_ONE = {
    0: "Clocks were put forward that night and never showed this time. State the time they showed.",
    2: "Clocks were put back that night and showed this time twice. Say which of the two it was.",
}


@dataclass(frozen=True, slots=True)
class AskedField:
    """One question with what was answered and what is wrong with that."""

    field: Field
    values: tuple[str, ...]
    faults: tuple[str, ...]
    #: Of a time that clocks showed twice, which of the two: `first`, `second`, or empty where nobody said.
    which: str = ""

    @property
    def is_twice(self) -> bool:
        """Whether it is a time that clocks showed twice."""
        return self.field.kind is Kind.TIME and len(_meant(self.value, "") or ()) > 1

    @property
    def value(self) -> str:
        """The one answer; empty where there is none."""
        return self.values[0] if self.values else ""

    @property
    def is_shown(self) -> bool:
        """Whether it is to be seen although it is folded: something was answered, or is wrong."""
        return bool(self.value or self.faults)


@dataclass(frozen=True, slots=True)
class AskedSection:
    """Some questions with their answers, and what is wrong with all of them together."""

    section: Section
    fields: tuple[AskedField, ...]
    faults: tuple[str, ...]

    @property
    def plain(self) -> tuple[AskedField, ...]:
        """The questions that are asked of everybody."""
        return () if self.section.is_folded else tuple(each for each in self.fields if not each.field.is_folded)

    @property
    def folded(self) -> tuple[AskedField, ...]:
        """The questions that are answered for few."""
        return self.fields if self.section.is_folded else tuple(each for each in self.fields if each.field.is_folded)

    @property
    def is_open(self) -> bool:
        """Whether what is folded is shown."""
        return bool(self.faults) or any(each.is_shown for each in self.folded)


@dataclass(frozen=True, slots=True)
class Told:
    """A fault at the top of the page: what is wrong, and the element it leads to (empty where there is none)."""

    sentence: str
    target: str


def parse_form(body: bytes) -> Values:
    """Read a form that was sent without a file.

    Raises:
        Refused: it is none.
    """
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise Refused("malformed-request") from None
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value.replace("\r\n", "\n").replace("\x00", ""))
    return found


def one(values: Values, name: str) -> str:
    """Give the one answer to a question; empty where there is none.

    Raises:
        Refused: there are several.
    """
    given = values.get(name, ())
    if len(given) > 1:
        raise Refused("bad-request", faults=(Fault(name, "It stands there more than once."),))
    return given[0] if given else ""


def metadata_of(power: Power, values: Values) -> dict[str, Any]:
    """Give what was filled in as the JSON values of metadata; what cannot be read stays as it was typed, and is told where it is read."""
    made: dict[str, Any] = {"legal_basis": {"power": power.value}}
    for section in sections_of(power):
        for field in section.fields:
            value = _value(field, values)
            if value is not None:
                _put(made, field.name.split("."), value)
    return made


def _value(field: Field, values: Values) -> object:
    if field.kind is Kind.SEVERAL:
        return list(values.get(field.name, ()))
    text = one(values, field.name).strip()
    if not text:
        return None
    match field.kind:
        case Kind.LINES:
            return [line.strip() for line in text.splitlines() if line.strip()]
        case Kind.TICK:
            return True
        case Kind.YES_NO:
            return _YES_NO.get(text, text)
        case Kind.NUMBER:
            digits = text.removeprefix("-")
            return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else text
        case Kind.TIME:
            return _moment(text, one(values, field.name + _WHICH))
        case _:
            return text


def _moment(text: str, which: str) -> str:
    found = _meant(text, which)
    return found[0].isoformat().replace("+00:00", "Z") if found is not None and len(found) == 1 else text


def _meant(text: str, which: str) -> tuple[datetime, ...] | None:
    """Give the moments a time by UK clocks may mean; None for one that says its zone, and for what is none."""
    try:
        shown = datetime.fromisoformat(text)
        found = moments_shown_as(shown)
    except (ValueError, OverflowError):
        return None
    if shown.tzinfo is not None:
        return None
    return (found[_TIMES.index(which)],) if len(found) == len(_TIMES) and which in _TIMES else found


def by_clocks(power: Power, values: Values, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Give faults with those of times in the words of whoever looks at a clock: they were asked for no zone."""
    times = {field.name for section in sections_of(power) for field in section.fields if field.kind is Kind.TIME}
    told = (Fault(each.place, _NOT_ONE.get(_count(values, each.place), each.sentence)) if each.place in times else each for each in faults)
    # That it cannot be read, and that it is missing, is the same fault of a clock.
    return tuple(dict.fromkeys(told))


def _count(values: Values, name: str) -> int:
    found = _meant(one(values, name).strip(), one(values, name + _WHICH))
    return 1 if found is None else len(found)


def _put(made: dict[str, Any], path: Sequence[str], value: object) -> None:
    for name in path[:-1]:
        made = made.setdefault(name, {})
    made[path[-1]] = value


def ask(power: Power, values: Values, faults: Sequence[Fault] = ()) -> tuple[AskedSection, ...]:
    """Give the questions of a power with what was answered and what is wrong with it."""
    said: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        said[fault.place] = (*said.get(fault.place, ()), fault.sentence)
    return tuple(
        AskedSection(
            section,
            tuple(
                AskedField(field, values.get(field.name, ()), said.get(field.name, ()), one(values, field.name + _WHICH))
                for field in section.fields
            ),
            said.get(section.name, ()) if section.name else (),
        )
        for section in sections_of(power)
    )


def tell(power: Power, faults: Sequence[Fault]) -> tuple[Told, ...]:
    """Give the faults for the top of the page, each with where it leads to."""
    targets = dict(_targets(power))
    return tuple(Told(fault.sentence, targets.get(fault.place, "")) for fault in faults)


def _targets(power: Power) -> Iterator[tuple[str, str]]:
    for section in sections_of(power):
        if section.name:
            yield section.name, section.id
        for field in section.fields:
            yield field.name, field.id
