"""Ids that messengers make of telephone numbers (formats 1.2): which of them hold a number, and which only look so."""

from __future__ import annotations

import re

from matcher.domain.numbers.clean import clean
from matcher.domain.numbers.reading import NAME, Reading, Status, Unusable
from matcher.domain.numbers.verdict import judge_international

STEP_MESSENGER = "removed messenger suffix"

#: The digits before `@` are the number without its plus sign; a device number may stand behind `:` or `.0:`.
_PERSON = re.compile(r"\+?(?P<digits>\d{5,17})(?:[.:]\d+)*@(?:s\.whatsapp\.net|c\.us)", re.ASCII)
_GROUP = re.compile(r"\d+(?:-\d+)?@g\.us", re.ASCII)

#: A service that is no messenger of ours: an id, an address, a channel.
_AN_ID = "an id of an application, not a telephone number"
_A_GROUP = "the id of a group, not a contact"
AN_ADDRESS = "an e-mail address, not a telephone number"

#: What stands behind the `@` of an id that is no e-mail address, lower case.
MESSENGERS = frozenset({"lid", "newsletter", "broadcast", "bot", "g.us", "s.whatsapp.net", "c.us"})

#: An id without a suffix says nothing of what it is, except in full international form.
_EXPLICIT = re.compile(r"\+(?P<digits>\d{7,15})", re.ASCII)
_BARE_MOBILE = re.compile(r"447\d{9}", re.ASCII)


def read_messenger_id(raw: str, *, test_numbers: bool = False) -> tuple[Reading, ...]:
    """Read the id of a messenger account: one number, or why it is none; nothing for a blank text."""
    cleaned = clean(raw)
    text = cleaned.text.strip()
    if not text:
        return ()
    if "@" in text:
        return (read_address(raw, text, cleaned.steps, test_numbers=test_numbers),)
    found = _EXPLICIT.fullmatch(text) or _BARE_MOBILE.fullmatch(text)
    if found is None:
        return (Unusable(raw, Status.ALPHANUMERIC, _AN_ID, cleaned.steps),)
    verdict = judge_international(text.lstrip("+"), test_numbers=test_numbers)
    return (verdict.reading(raw, (*cleaned.steps, *(() if text[0] == "+" else (STEP_MESSENGER,)))),)


def read_address(raw: str, text: str, steps: tuple[str, ...], *, test_numbers: bool = False) -> Reading:
    """Read a text with an `@` in it."""
    low = text.lower()
    if (found := _PERSON.fullmatch(low)) is not None:
        verdict = judge_international(found["digits"], test_numbers=test_numbers)
        return verdict.reading(raw, (*steps, STEP_MESSENGER))
    if _GROUP.fullmatch(low):
        return Unusable(raw, Status.ALPHANUMERIC, _A_GROUP, steps)
    if low.rpartition("@")[2] in MESSENGERS:
        return Unusable(raw, Status.ALPHANUMERIC, _AN_ID, steps)
    return Unusable(raw, Status.ALPHANUMERIC, AN_ADDRESS if "." in low.rpartition("@")[2] else NAME, steps)
