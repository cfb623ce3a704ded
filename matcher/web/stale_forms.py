"""A form about a record that somebody changed since it was opened: what was typed is kept beside what the list says by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.domain.register import Record
from matcher.errors import Fault
from matcher.render.plain_text import harmless, shortened
from matcher.web.form_fields import Field, Kind
from matcher.web.forms import Values, one
from matcher.web.record_fields import changed_of, shown_of, was_of

#: Goes along with a form unseen: the mark of what it showed.
SEEN = "seen"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Stale:
    """What is told of such a form, and what it asks and shows from then on."""

    sentence: str
    faults: tuple[Fault, ...]
    fields: tuple[Field, ...]
    values: Values

    __hash__ = None  # type: ignore[assignment] # its values have none


def seen_of(values: Values) -> str:
    """Give the mark of what a form showed; empty where it names none."""
    return one(values, SEEN)


def stale(fields: Sequence[Field], values: Values, record: Record, what: str) -> Stale:
    """Put what somebody typed onto the record as it is by now.

    Where they changed a field it stays as they typed it, and the list's own text stands beside it; the others show what the list says.

    Args:
        fields: The questions of the form.
        values: What was sent.
        record: As they see it now.
        what: What the record is, in a word.
    """
    shown, typed = shown_of(fields, record), typed_of(fields, values)
    others = {field.name for field in fields if not _is_same(field, was_of(field, values), was_of(field, shown))}
    met = {field.name: _beside(field, was_of(field, shown)) for field in fields if field.name in others and field.name in typed}
    return Stale(
        f"This {what} is no longer as the form showed it: somebody changed it meanwhile. Nothing was proposed, and what you typed is kept.",
        tuple(_fault(field, field.name in typed) for field in fields if field.name in others),
        tuple(met.get(field.name, field) for field in fields),
        {**values, **shown, **typed},
    )


def typed_of(fields: Sequence[Field], values: Values) -> Values:
    """Give what somebody changed in a form, as they typed it."""
    changed = changed_of(fields, values)
    return {field.name: values.get(field.name, ()) for field in fields if field.name in changed}


def _is_same(field: Field, was: str, now: str) -> bool:
    # A form sends most texts without the signs that no page shows.
    return was in {now, now if field.kind is Kind.LONG else harmless(now)}


def _beside(field: Field, now: str) -> Field:
    text = shortened(now, _LONGEST) if now else "nothing"
    return replace(field, hint=f"The list says by now: {text}. {field.hint}".rstrip())


def _fault(field: Field, is_typed: bool) -> Fault:
    told = "What you typed is kept; send it again if it still holds." if is_typed else "It shows what the list says by now."
    return Fault(field.name, f"{field.label} was changed meanwhile. {told}")
