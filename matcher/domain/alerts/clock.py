"""By when somebody has to look at an alert (domain 7). The clock runs from the alert, and says nothing of the person it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

_DAY = timedelta(days=1)

#: What is asked for next, and within how long; where no hour can be given it ends with the shift.
_OF_OPEN: Mapping[str, tuple[str, timedelta | None]] = {
    "P1": ("Acknowledge", timedelta(minutes=15)),
    "P2": ("Look at it in this shift, before the next daily threat, risk and harm meeting", None),
    "P3": ("Look at it before the return home interview", 3 * _DAY),
    "P4": ("Look at it in the weekly upkeep of the line list", 7 * _DAY),
}
_OF_ACKNOWLEDGED: Mapping[str, tuple[str, timedelta | None]] = {**_OF_OPEN, "P1": ("Look at it", timedelta(hours=1))}
_BY_STATE = {"open": _OF_OPEN, "acknowledged": _OF_ACKNOWLEDGED}


@dataclass(frozen=True, slots=True)
class Clock:
    """What is asked for next."""

    what: str
    #: None where it ends with the shift.
    due: datetime | None
    is_over: bool


def clock_of(urgency: str, state: str, raised: datetime, *, now: datetime) -> Clock | None:
    """Give what is asked for next of an alert; None where nothing is: it is closed."""
    asked = _BY_STATE.get(state, {}).get(urgency)
    if asked is None:
        return None
    what, within = asked
    due = None if within is None else raised + within
    return Clock(what, due, due is not None and now > due)
