"""Metadata as they travel: read from JSON values with every fault at its place, and written as JSON values again."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from matcher.domain.submissions.legal_basis import LEGAL_BASIS_INCOMPLETE, OF_SHAPE, BasisFault
from matcher.domain.submissions.stated import tidied
from matcher.domain.submissions.submission import DEFAULT_SCOPE, SCOPES, Metadata

BAD_METADATA = "bad-metadata"

#: A text is as long as a person types, a list as long as a household: anything else is no metadata.
_LONGEST_TEXT = 4000
_LONGEST_LIST = 50


#: A number one can ring up has more; some of them may be letters that were typed for digits.
_FEWEST_DIGITS = 5

#: Years anything about a phone can be of; what lies in the future is told apart, by the day.
_EARLIEST, _LATEST = 1980, 2999


class _Unreadable(ValueError):
    """A value that is not what its field holds; the sentence says what it holds."""


def read_metadata(raw: object) -> tuple[Metadata, tuple[BasisFault, ...]]:
    """Read metadata from JSON values. What cannot be read is left as not stated, with a fault; no fault quotes a value."""
    faults: list[BasisFault] = []
    metadata = cast("Metadata", _read_object(Metadata, raw, "", faults))
    if not metadata.scope or not set(metadata.scope) <= set(SCOPES):
        faults.append(BasisFault("scope", f"Name one or more of: {', '.join(SCOPES)}.", OF_SHAPE))
        metadata = replace(metadata, scope=DEFAULT_SCOPE)
    faults.extend(_faults_of_numbers(metadata))
    return metadata, tuple(faults)


def _faults_of_numbers(metadata: Metadata) -> Iterator[BasisFault]:
    """Find typed numbers that are none: whoever owns the phone and its household are kept out of the answer by them, in silence."""
    numbers = {"device.own_numbers": metadata.device.own_numbers, "subject.household_numbers": metadata.subject.household_numbers}
    for field, typed in numbers.items():
        for at, number in enumerate(typed):
            if sum(each.isdigit() for each in number) < _FEWEST_DIGITS:
                yield BasisFault(f"{field}.{at}", "This is no phone number.", OF_SHAPE)


def code_of(faults: Iterable[BasisFault]) -> str:
    """Give the code of a refusal: the legal basis wherever the law is concerned, else metadata that cannot be read."""
    legal = any(not fault.is_of_shape or fault.field.startswith("legal_basis") for fault in faults)
    return LEGAL_BASIS_INCOMPLETE if legal else BAD_METADATA


def write_metadata(metadata: Metadata) -> dict[str, Any]:
    """Give metadata as JSON values that `read_metadata` reads back to the same."""
    return cast("dict[str, Any]", _write(metadata))


def _write(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _write(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_object(kind: type, raw: object, path: str, faults: list[BasisFault]) -> object:
    if not isinstance(raw, Mapping):
        faults.append(BasisFault(path or "metadata", "This must be an object.", OF_SHAPE))
        return kind()
    hints = _hints(kind)
    known = {each.name for each in fields(kind)}
    faults.extend(BasisFault(_join(path, _tame(key)), "There is no such field.", OF_SHAPE) for key in raw if key not in known)
    given = {}
    # What was left blank was not stated.
    for name in (name for name in sorted(known) if raw.get(name) is not None and not _is_blank(raw[name])):
        where = _join(path, name)
        inner = _plain(hints[name])
        if is_dataclass(inner):
            given[name] = _read_object(cast("type", inner), raw[name], where, faults)
            continue
        try:
            given[name] = _read_value(inner, raw[name])
        except _Unreadable as error:
            faults.append(BasisFault(where, str(error), OF_SHAPE))
    faults.sort(key=lambda fault: fault.field)
    return kind(**given)


def _is_blank(raw: object) -> bool:
    # Of signs that nobody sees no text is made.
    return isinstance(raw, str) and len(raw) <= _LONGEST_TEXT and not tidied(raw)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _tame(key: object) -> str:
    """Give the name of an unknown field as it may be repeated: a field name at most, never a number or a text."""
    name = str(key)
    return name if name.isidentifier() and name.isascii() and len(name) <= 40 and not any(each.isdigit() for each in name) else "?"


def _plain(hint: Any) -> Any:  # noqa: ANN401 - a type as the language gives it
    """Give the type without "or None"."""
    if get_origin(hint) in {Union, types.UnionType}:
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


def _read_value(kind: Any, raw: object) -> object:  # noqa: ANN401 - the same
    if get_origin(kind) is tuple:
        if not isinstance(raw, list):
            raise _Unreadable("This must be a list of texts.")
        if len(raw) > _LONGEST_LIST:
            raise _Unreadable(f"This has more than {_LONGEST_LIST} entries.")
        return tuple(filter(None, map(_text, raw)))
    if kind is bool or kind is int:
        return _flag_or_count(kind, raw)
    text = _text(raw)
    if kind is datetime:
        return _moment(text)
    if issubclass(kind, Enum):
        try:
            return kind(text)
        except ValueError:
            raise _Unreadable(f"This must be one of: {', '.join(each.value for each in kind)}.") from None
    return text


def _flag_or_count(kind: type, raw: object) -> object:
    # True is an int to the language, and no age.
    if type(raw) is not kind:
        raise _Unreadable("This must be true or false." if kind is bool else "This must be a whole number.")
    return raw


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise _Unreadable("This must be a text.")
    if len(raw) > _LONGEST_TEXT:
        raise _Unreadable(f"This has more than {_LONGEST_TEXT} characters.")
    return tidied(raw)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _Unreadable("This must be a time with its zone, as 2026-03-01T12:00:00Z.")
    # Before it is moved to another zone: the first and the last day there are cannot be.
    if not _EARLIEST <= moment.year <= _LATEST:
        raise _Unreadable("No phone and no case is of that year.")
    return moment.astimezone(UTC)
