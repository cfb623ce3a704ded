"""Finds the telephone numbers that prose mentions: notes, message texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.domain.numbers.clean import clean
from matcher.domain.numbers.messenger import read_messenger_id
from matcher.domain.numbers.plans import region_of
from matcher.domain.numbers.reading import Number, Reading
from matcher.domain.numbers.runs import find_in_prose
from matcher.domain.numbers.verdict import Verdict, judge

STEP_PROSE = "found in a text"

_MESSENGER_ID = re.compile(r"(?<![\w.+-])\+?\d{7,15}(?:[.:]\d+)*@(?:s\.whatsapp\.net|c\.us)(?!\w)", re.IGNORECASE | re.ASCII)
_CHAT_LINK = re.compile(r"wa\.me/\+?(\d{7,15})(?!\d)", re.IGNORECASE | re.ASCII)


def find_in_text(text: str, region: str = "GB", *, test_numbers: bool = False) -> tuple[Reading, ...]:
    """Find every number in a prose text, each key once, in the order of the text.

    Digits that say themselves where a number begins (a plus sign, a zero, a link) are numbers; of the others, those with hidden or missing
    digits are told as `Unusable` where they begin like a number, and all else (dates, prices, references) is left alone.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    cleaned = clean(text)
    plan = region_of(region)

    def decide(digits: str) -> Verdict:
        return judge(digits, plan, test_numbers=test_numbers)

    found: list[tuple[int, Reading]] = []
    plain = cleaned.text
    for pattern, group in ((_MESSENGER_ID, 0), (_CHAT_LINK, 1)):
        for hit in pattern.finditer(plain):
            raw = cleaned.raw_of(text, hit.start(), hit.end())
            written = hit[group] if group == 0 else f"+{hit[group].lstrip('+')}"
            found += [(hit.start(), reading._replace(raw=raw)) for reading in read_messenger_id(written, test_numbers=test_numbers)]
        plain = pattern.sub(lambda hit: " " * len(hit.group()), plain)
    for run in find_in_prose(plain, decide):
        raw = cleaned.raw_of(text, run.start, run.end)
        digits = "".join(each for each in plain[run.start : run.end] if each.isdecimal())
        found.append((run.start, run.verdict.reading(raw, (*cleaned.steps, STEP_PROSE), digits=digits)))
    return tuple(_once(reading for _, reading in sorted(found, key=lambda each: each[0])))


def _once(readings: Iterator[Reading]) -> Iterator[Reading]:
    seen: set[str] = set()
    for reading in readings:
        key = reading.e164 if isinstance(reading, Number) else f"?{reading.raw}"
        if key not in seen:
            seen.add(key)
            yield reading
