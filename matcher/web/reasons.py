"""Why somebody looks, where a request has no body to say it in: a header, because addresses stand in logs and histories."""

from __future__ import annotations

from aiohttp import web

from matcher.domain.submissions.stated import SAYS_NOTHING, says_something, tidied
from matcher.errors import Fault
from matcher.web.problems import Refused

REASON = "Linewatch-Reason"
#: For the description of the API.
ASKED = {
    REASON: "Why it is looked at, in a few words; put on record with the look. Left out, it is the purpose the phone was examined for."
}
ASKED_OF_ERASURE = {REASON: "Why it is erased, in a few words; put on record. What the body says goes before it."}

_LONGEST = 1000


def reason_of(request: web.BaseRequest) -> str | None:
    """Give the reason that came with a request; None where none did.

    Raises:
        Refused: it says nothing, or is no text.
    """
    given = request.headers.getall(REASON, [])
    if not given:
        return None
    reason = tidied(given[0])
    is_text = not any("\ud800" <= each <= "\udfff" for each in given[0])
    if len(given) > 1 or not is_text or len(reason) > _LONGEST:
        raise Refused("bad-request", faults=(Fault(REASON, f"It stands there once, in at most {_LONGEST} characters of UTF-8."),))
    if not says_something(reason):
        raise Refused("bad-request", faults=(Fault(REASON, SAYS_NOTHING),))
    return reason
