"""A register as bytes and back: one register, one byte string, however it came about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from matcher.domain.line_list.collector import nothing_collected
from matcher.domain.register.record import Key, Record, RecordKind, Removal
from matcher.domain.register.register import Register

#: First line of every document.
_HEAD = '{"format":"linewatch.register/1"}'

# Plain ASCII: whatever a text holds comes back as it was, halves of characters included.
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False).encode
_KINDS = {kind.value: kind for kind in RecordKind}
_REMOVALS = {removal.value: removal for removal in Removal}


class NotARegister(ValueError):
    """Bytes that `write_document` did not make."""


def write_document(register: Register) -> bytes:
    """Write a register: a line of JSON for each record, ordered by line, kind and id, fields by name, none of them empty."""
    lines = [_HEAD, *map(_encode, map(_as_json, register.in_order())), ""]
    return "\n".join(lines).encode("ascii")


def _as_json(record: Record) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": record.kind, "id": record.id, "fields": record.fields}
    if record.kind is not RecordKind.LINE:
        said["line_id"] = record.line_id
    if record.removed is not None:
        said["removed"] = record.removed
    return said


def read_document(content: bytes) -> Register:
    """Read what `write_document` wrote.

    Raises:
        NotARegister: it is something else.
    """
    try:
        head, *lines, end = content.decode("ascii").split("\n")
        if head != _HEAD or end:
            raise NotARegister("the document has no head, or no end")
        with nothing_collected():
            return Register({Key(record.kind, record.id): record for record in _records(json.loads(f"[{','.join(lines)}]"))})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotARegister("the document is no register") from error


def _records(said: list[dict[str, Any]]) -> Iterator[Record]:
    for each in said:
        removed = each.get("removed")
        yield Record(
            _KINDS[each["kind"]], each["id"], each.get("line_id", each["id"]), each["fields"], _REMOVALS[removed] if removed else None
        )
