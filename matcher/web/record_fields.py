"""The fields of a record of the line list as questions of a form, and what of the answers is a change. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from matcher.domain.line import Confidence, DatePrecision, LineStatus, Marker, NumberRole, Visibility
from matcher.domain.line_list.columns import split
from matcher.domain.register import COLUMNS_OF, Record, RecordKind
from matcher.domain.upkeep.line_view import GRADING
from matcher.errors import Fault
from matcher.render import words
from matcher.render.plain_text import harmless
from matcher.web.form_fields import Field, Kind
from matcher.web.forms import AskedField, Values, one
from matcher.web.list_words import field_words

#: Before the name of a field: what it was when the form was shown. What nobody touched is no change, whatever was published meanwhile.
_WAS = "was-"

_BETWEEN = "; "

_DAYS = frozenset({"review_due", "closed_on"})
_LONG = frozenset({"notes", "handling_conditions", "associate_justification"})

_OPTIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "status": tuple((each.value, words.LINE_STATUSES[each]) for each in LineStatus),
    "visibility": tuple((each.value, words.VISIBILITIES[each]) for each in Visibility),
    "markers": tuple((each.value, each.value.replace("_", " ")) for each in Marker),
    "number_role": tuple((each.value, words.NUMBER_ROLES[each]) for each in NumberRole),
    "date_precision": tuple((each.value, each.value) for each in DatePrecision),
    "source_grade": tuple((each, each) for each in "123"),
    "intel_grade": tuple((each, each) for each in "ABCDE"),
    "handling": (("P", "P: may be shared"), ("C", "C: may be shared under the conditions")),
    "closure_type": (("type1", "by arrest (type 1)"), ("type2", "the number was cut off (type 2)"), ("ddtro", "by a court order (DDTRO)")),
    "associate_confidence": tuple((each.value, each.value) for each in Confidence),
}
#: What an empty one says.
_EMPTY = {"visibility": Visibility.OPEN_TO_FORCE.value}

_SEVERAL = "Several are separated by semicolons."
_HINTS = {
    "aliases": _SEVERAL,
    "importing_areas": _SEVERAL,
    "commodities": _SEVERAL,
    "number": "In any spelling.",
    "first_seen": "A day (2026-03-01) or a month (2026-03).",
    "last_seen": "A day or a month.",
    "handling_conditions": "Needed with code C.",
    "closed_on": "Closing takes a type and a day.",
    "predecessor": "The number of this line it followed.",
    "successor": "The number of this line that followed it.",
    "status": "Where nothing is said it follows from the closures.",
    "visibility": "Who may know that the line is known.",
    "associate_name": "A person the list names may be a victim too.",
}


def fields_of(kind: RecordKind, *, shows_grading: bool) -> tuple[Field, ...]:
    """Give the questions about a record of a kind."""
    return tuple(_field(column) for column in COLUMNS_OF[kind] if shows_grading or column not in GRADING)


def fields_within(place: str, columns: Iterable[str]) -> tuple[Field, ...]:
    """Give the questions about one of several records of a form: each is called by the place of its record and its column."""
    return tuple(replace(field, name=f"{place}.{field.name}") for field in map(_field, columns))


def _column(field: Field) -> str:
    return field.name.rpartition(".")[2]


def _field(column: str) -> Field:
    kind = Kind.TEXT
    if column == "markers":
        kind = Kind.SEVERAL
    elif column in _OPTIONS:
        kind = Kind.CHOICE
    elif column in _DAYS:
        kind = Kind.DAY
    elif column in _LONG:
        kind = Kind.LONG
    label = field_words(column)
    return Field(column, label[:1].upper() + label[1:], kind, _HINTS.get(column, ""), _OPTIONS.get(column, ()))


def shown_of(fields: Sequence[Field], record: Record | None) -> Values:
    """Give what a form shows of a record before anybody typed; of one that is to be, nothing."""
    shown: dict[str, tuple[str, ...]] = {}
    for field in fields:
        column = _column(field)
        text = (record.get(column) if record is not None else "") or _EMPTY.get(column, "")
        shown[field.name] = split(text) if field.kind is Kind.SEVERAL else (text,)
        shown[_WAS + field.name] = (text,)
    return shown


def asked_of(fields: Sequence[Field], values: Values, faults: Sequence[Fault]) -> tuple[AskedField, ...]:
    """Give the questions with what was answered and what is wrong with it."""
    return tuple(
        AskedField(field, values.get(field.name, ()), tuple(each.sentence for each in faults if each.place == field.name))
        for field in fields
    )


def kept_of(fields: Sequence[Field], values: Values) -> Iterator[tuple[str, str]]:
    """Give what each field was when the form was first shown: names and values that go along unseen, as the field itself shows them."""
    for field in fields:
        text = was_of(field, values)
        yield _WAS + field.name, text if field.kind is Kind.LONG else harmless(text)


def was_of(field: Field, values: Values) -> str:
    """Give what a field was when the form was first shown."""
    return one(values, _WAS + field.name)


def changed_of(fields: Sequence[Field], values: Values) -> dict[str, str]:
    """Give the fields somebody changed, as a list file would have them; an emptied one is empty."""
    changed = {}
    for field in fields:
        was = was_of(field, values)
        if field.kind is Kind.SEVERAL:
            said = values.get(field.name, ())
            if set(said) != set(split(was)):
                changed[_column(field)] = _BETWEEN.join(said)
        elif (text := one(values, field.name).strip()) != was:
            changed[_column(field)] = text
    return changed
