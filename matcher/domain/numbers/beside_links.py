"""Reads a piece of a field that holds a link and more as the prose it is: a link says where its number ends, others stand beside it."""

from __future__ import annotations

import re

from matcher.domain.numbers.declared import Context, Found, found_of
from matcher.domain.numbers.links import SCHEME, NumberLink, all_links
from matcher.domain.numbers.places import TOLD
from matcher.domain.numbers.prose import places_in_text
from matcher.domain.numbers.reading import Certainty, Status
from matcher.domain.numbers.runs import is_told_by_its_length
from matcher.domain.numbers.verdict import Verdict

#: Digits behind a link that may be the rest of its number: what else begins with a plus sign, or with a zero and is as long as a number.
_MAY_BE_REST = re.compile(r"[ .\-]{0,3}\(?(?!0(?:[ ().\-]{0,3}\d){9})\d", re.ASCII)

#: Digits that stand by themselves and are as many as a number has.
_OTHERS = re.compile(r"(?<![^\s(\[{<])\d(?:[ .\-]?\d){6,14}(?![^\s)\]}>,.;])", re.ASCII)
_NO_BEGINNING = "nothing says where a number begins in these digits"


def read_beside_links(text: str, found: list[Found], context: Context) -> list[Found]:
    """Give what prose says of a piece that holds links and more, where that is more, or surer, than what was `found` in it."""
    links = all_links(text)
    known = _certainties(found)
    if not links or (known and " " not in text) or any(_may_go_on(text, each, context) for each in links):
        return found
    places = places_in_text(text, context.region.code, test_numbers=context.test_numbers)
    read = [found_of(place.reading, place.start, place.end) for place in places]
    certainties = _certainties(read)
    is_more = known.keys() < certainties.keys()
    is_surer = known.keys() == certainties.keys() and SCHEME.match(text) is None and _is_surer(certainties, known)
    return _with_others(text, read) if is_more or is_surer else found


def _certainties(found: list[Found]) -> dict[str, Certainty]:
    return {each.verdict.e164: each.verdict.certainty for each in found if each.verdict.is_number}


def _is_surer(certainties: dict[str, Certainty], known: dict[str, Certainty]) -> bool:
    return any(certainties[key] is Certainty.EXACT and certainty is not Certainty.EXACT for key, certainty in known.items())


def _with_others(text: str, read: list[Found]) -> list[Found]:
    """Tell of digits as many as a number has, which prose leaves alone where nothing says that a number begins there."""
    pieces: list[str] = []
    at = 0
    for each in read:
        pieces += (text[at : each.start], TOLD * (each.end - max(at, each.start)))
        at = max(at, each.end)
    rest = "".join((*pieces, text[at:]))
    others = [Found(*each.span(), Verdict.none(Status.AMBIGUOUS, _NO_BEGINNING)) for each in _OTHERS.finditer(rest)]
    return sorted([*read, *others], key=lambda each: each.start)


def _may_go_on(text: str, link: NumberLink, context: Context) -> bool:
    """Whether digits behind a link may belong to its number, which then is another one; of most British ones nothing can be missing."""
    if _MAY_BE_REST.match(text, link.end) is None:
        return False
    verdict = context.judge(link.digits)
    return not verdict.is_number or not is_told_by_its_length(Found(link.start, link.end, verdict))
