"""The expected answer of a file, computed from the model alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from scripts.samples.carried import Entry, Trace, entries_of
from scripts.samples.formats import Format
from scripts.samples.model import AT, Line, Phone
from scripts.samples.oracle import Seen, alerts_of_a_missing_child, meet
from scripts.samples.phones import NEVER

#: The question the expected matches and alerts answer.
OPTIONS = ("--status", "missing", "--subject-age", "15", "--at", f"{AT:%Y-%m-%dT%H:%M:%SZ}")

_COUNTS = ("calls_in", "calls_out", "messages_in", "messages_out")
_OWN = frozenset({"owner", "account"})
#: What could hide a match, and is told to the person; short codes, service numbers and withheld callers hide none.
_DOUBTFUL = frozenset({"ambiguous", "partial", "unparsable"})


def expected_of_phone(phone: Phone, lines: Sequence[Line], form: Format) -> dict[str, Any]:
    """Say what a phone in a format must give, and what the list must say of it."""
    entries = [entry for entry in entries_of(phone, form.carries) if not entry.is_hidden]
    seen = _seen(entries)
    met = sorted(meet(seen, lines), key=lambda each: (each.grade, each.line.id))
    leads = sorted(set(_leads(phone, lines, entries)))
    return {
        "made_as": form.made_as,
        "reader": form.reader,
        "carries": _carries(form),
        "options": list(OPTIONS),
        "records": len(entries),
        "skipped": sum(not entry.traces for entry in entries),
        "numbers": [_number(key, seen[key]) for key in sorted(seen)],
        "unusable": sorted({(each.spelling.status, each.spelling.text) for each in _traces(entries) if not each.spelling.keys}),
        "in_texts": sorted({key for text in phone.texts for key in text.mentioned}) if form.carries.texts else [],
        "must_not_appear": list(NEVER),
        "matches": [
            {"line": each.line.id, "number": each.listed.key, "grade": each.grade, "time_relation": each.relation, "contact": each.contact}
            for each in met
        ],
        "leads": [{"kind": kind, "line": line} for kind, line in leads],
        "associates": [
            {"line": line.id, "name": person.name, "number": person.key} for line in lines for person in line.named if person.key in seen
        ],
        "alerts": alerts_of_a_missing_child(met, [kind for kind, _ in leads]),
    }


def expected_of_list(lines: Sequence[Line]) -> dict[str, Any]:
    """Say what the list must be read as."""
    return {
        "lines": len(lines),
        # A number on two lines, or seen in two periods, is one number.
        "numbers": len({listed.key for line in lines for listed in line.numbers}),
        "keys": {line.id: sorted({listed.key for listed in line.numbers}) for line in lines},
        "associates": {line.id: [person.key for person in line.named] for line in lines if line.named},
    }


def _carries(form: Format) -> list[str]:
    carries = form.carries
    return [
        "contacts",
        *(["calls"] if carries.calls else []),
        *(["messages"] if carries.texts else []),
        *(["times"] if carries.calls or carries.created or carries.contacted else []),
        *(["own numbers"] if carries.device else []),
    ]


def _traces(entries: Iterable[Entry]) -> Iterator[Trace]:
    for entry in entries:
        for trace in entry.traces:
            if not trace.spelling.is_protected:
                yield trace


def _seen(entries: Sequence[Entry]) -> dict[str, Seen]:
    by_key: dict[str, list[tuple[Entry, Trace]]] = {}
    for entry in entries:
        for trace in entry.traces:
            for key in trace.spelling.keys:
                if not trace.spelling.is_protected:
                    by_key.setdefault(key, []).append((entry, trace))
    return {key: _sum(found) for key, found in by_key.items()}


def _sum(found: Sequence[tuple[Entry, Trace]]) -> Seen:
    days = [day for entry, _ in found for day in (entry.first, entry.last) if day]
    counts = Counter(trace.counted_as for _, trace in found if trace.counted_as)
    roles = frozenset(trace.role for _, trace in found if trace.role)
    return Seen(min(days, default=None), max(days, default=None), roles, counts, all(trace.spelling.is_repaired for _, trace in found))


def _number(key: str, seen: Seen) -> dict[str, Any]:
    return {
        "e164": key,
        "roles": sorted(seen.roles - _OWN),
        "own": bool(seen.roles & _OWN),
        **{name: seen.counts[name] for name in _COUNTS},
        "first": seen.first.isoformat() if seen.first else None,
        "last": seen.last.isoformat() if seen.last else None,
    }


def _leads(phone: Phone, lines: Sequence[Line], entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Yield what deserves a look and matches nothing: names like a line's, entries suspected false, numbers that lack digits."""
    labels = {trace.label for trace in _traces(entries)}
    yield from (person.lead for person in phone.people if person.lead and person.name in labels)
    keys = {key for trace in _traces(entries) for key in trace.spelling.keys}
    digits = {_digits(trace) for trace in _traces(entries) if trace.spelling.status == "partial"}
    for line in lines:
        for listed in line.numbers:
            if listed.grading[1] == "E" and listed.key in keys:
                yield "entry_suspected_false", line.id
            if any(len(part) > 9 and listed.key.startswith(part) for part in digits) and _fits_once(listed.key, digits, lines):
                yield "partial_number", line.id


def _digits(trace: Trace) -> str:
    kept = "".join(sign for sign in trace.spelling.text if sign.isdecimal() or sign == "+")
    return "+44" + kept[1:] if kept.startswith("0") else kept


def _fits_once(key: str, parts: set[str], lines: Sequence[Line]) -> bool:
    fitting = [part for part in parts if len(part) > 9 and key.startswith(part)]
    everything = {listed.key for line in lines for listed in line.numbers}
    return any(sum(each.startswith(part) for each in everything) == 1 for part in fitting)
