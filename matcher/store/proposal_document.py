"""A proposal as bytes and back: a line that sums it up, then the records as they were found and as they are to be, each as a register.

The summary stands first, so that a list of proposals unpacks no more of them than that.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from matcher.domain.line import Visibility
from matcher.domain.register import Change, Effect, Record, RecordKind, Register, read_document, write_document
from matcher.domain.upkeep.proposal import ImportedFile, LeftOut, LineFacts, OpenWords, Shortness, Summary, Touch

#: Quick to make: a proposal is read a few times and then kept.
_LEVEL = 3
_PIECE = 64 * 1024


def pack(summary: Summary, changes: tuple[Change, ...]) -> bytes:
    """Write a proposal, compressed."""
    found = write_document(Register.of(change.before for change in changes if change.before is not None))
    left = write_document(Register.of(change.after for change in changes))
    head = json.dumps({"found": len(found), **_summary_object(summary)}, separators=(",", ":"))
    return zlib.compress(b"".join((head.encode("ascii"), b"\n", found, left)), _LEVEL)


def read_summary(packed: bytes) -> Summary:
    """Read the first line alone."""
    reader = zlib.decompressobj()
    head = reader.decompress(packed, _PIECE)
    while b"\n" not in head:
        head += reader.decompress(reader.unconsumed_tail, _PIECE)
    return _to_summary(json.loads(head.partition(b"\n")[0]))


def read_changes(packed: bytes) -> tuple[Change, ...]:
    """Read the changes, in the order of the register."""
    head, _, rest = zlib.decompress(packed).partition(b"\n")
    at = json.loads(head)["found"]
    found, left = read_document(rest[:at]), read_document(rest[at:])
    return tuple(Change(found.records.get(record.key), record) for record in left.records.values())


def change_object(change: Change) -> dict[str, Any]:
    """Give what a change found and left, as it is kept in the history of a record."""
    return {"before": None if change.before is None else _state(change.before), "after": _state(change.after)}


def _state(record: Record) -> dict[str, Any]:
    return {"fields": dict(record.fields), "removed": record.removed.value if record.removed else None}


def _summary_object(summary: Summary) -> dict[str, Any]:
    short, told = summary.short, summary.open
    return {
        "lines": {line_id: _touch_object(touch) for line_id, touch in summary.touches.items()},
        "file": _file_object(summary.file),
        "warnings": list(summary.warnings),
        "list_name": summary.list_name,
        "short": None if short is None else [short.percent, short.entries, [_left_out_object(each) for each in short.parts]],
        "open": None if told is None else [_file_object(told.file), list(told.warnings)],
    }


def _file_object(file: ImportedFile | None) -> list[Any] | None:
    return None if file is None else [file.name, file.sha256, file.mode, file.lines, file.numbers, list(file.notes)]


def _left_out_object(left: LeftOut) -> list[Any]:
    return [left.kind.value, left.of.visibility.value, left.of.owner_unit, left.out, left.of_all]


def _touch_object(touch: Touch) -> list[Any]:
    counts = {effect.value: count for effect, count in touch.counts.items()}
    return [counts, *(None if facts is None else [facts.visibility.value, facts.owner_unit] for facts in (touch.was, touch.will))]


def _to_summary(said: dict[str, Any]) -> Summary:
    return Summary(
        {line_id: _to_touch(*touch) for line_id, touch in said["lines"].items()},
        _to_file(said["file"]),
        tuple(said.get("warnings", ())),
        said.get("list_name"),
        None if said.get("short") is None else _to_shortness(*said["short"]),
        None if said.get("open") is None else OpenWords(_to_file(said["open"][0]), tuple(said["open"][1])),
    )


def _to_file(said: list[Any] | None) -> ImportedFile | None:
    if said is None:
        return None
    name, sha256, mode, lines, numbers, notes = said
    return ImportedFile(name, sha256, mode, lines, numbers, tuple(notes))


def _to_shortness(percent: int, entries: int, parts: list[list[Any]]) -> Shortness:
    found = (LeftOut(RecordKind(kind), LineFacts(Visibility(seen), unit), out, of_all) for kind, seen, unit, out, of_all in parts)
    return Shortness(percent, entries, tuple(found))


def _to_touch(counts: dict[str, int], was: list[str] | None, will: list[str] | None) -> Touch:
    return Touch({Effect(effect): count for effect, count in counts.items()}, _to_facts(was), _to_facts(will))


def _to_facts(said: list[str] | None) -> LineFacts | None:
    return None if said is None else LineFacts(Visibility(said[0]), said[1])
