"""Handing a file in by hand: first the power, then its questions, then the file. The law is satisfied before a file is chosen."""

from __future__ import annotations

import json
import uuid

from aiohttp import web

from matcher.domain.access.permission import Action
from matcher.domain.submissions.legal_basis import Power
from matcher.errors import BadMetadata, LegalBasisIncomplete, MatcherError
from matcher.service.prepare_submission import prepare_submission
from matcher.service.submit_extraction import FileOffer, submit_extraction
from matcher.web.form_fields import words_of
from matcher.web.forms import ask, by_clocks, metadata_of, one, tell
from matcher.web.problems import Refused, problem_of
from matcher.web.shell import page, see_other
from matcher.web.uploads import Upload
from matcher.web.visits import Visit, visit_of, visited, visited_with_form
from matcher.web.who import FORM_TOKEN, check_form_token

_POWERS = tuple((each.value, words_of(each.value)) for each in Power)

#: What is read where nothing else is ticked.
_DEFAULTS = {"scope": ("contacts", "calls", "messages")}


def add_to(app: web.Application) -> None:
    """Route to these pages."""
    app.router.add_get("/submissions/new", visited(choose_power))
    app.router.add_post("/submissions/new", visited_with_form(answer_questions))
    app.router.add_post("/submissions/file", hand_in)


async def choose_power(visit: Visit) -> web.StreamResponse:
    """Ask for the power, and then what it asks for."""
    visit.require(Action.SUBMISSION_CREATE)
    chosen = visit.query("power")
    if chosen is None:
        return page("power.html.jinja", caller=visit.caller, powers=_POWERS)
    return _questions(visit, _power(chosen))


async def answer_questions(visit: Visit) -> web.StreamResponse:
    """Hold the answers against the law: show what is wrong with them, or ask for the file."""
    visit.require(Action.SUBMISSION_CREATE)
    power = _power(one(visit.values, "power"))
    if one(visit.values, "change"):
        return _questions(visit, power)
    stated = metadata_of(power, visit.values)
    try:
        await prepare_submission(visit.house.vault, visit.actor, stated, policy=visit.house.policy, now=visit.now, origin=visit.origin)
    except (BadMetadata, LegalBasisIncomplete) as error:
        return _questions(visit, power, error)
    return page(
        "file.html.jinja",
        caller=visit.caller,
        metadata=json.dumps(stated),
        key=str(uuid.uuid4()),
        answers=[(name, value) for name, given in visit.values.items() for value in given],
        limit=visit.house.policy.upload_limit_bytes >> 20,
    )


async def hand_in(request: web.Request) -> web.StreamResponse:
    """Take the file with what was answered before."""
    visit = await visit_of(request)
    upload = Upload(request, limit=visit.house.policy.upload_limit_bytes, fields=3)
    await upload.begin()
    check_form_token(visit.caller, (await upload.field(FORM_TOKEN)).decode("utf-8", "replace"))
    key = (await upload.field("key")).decode("ascii", "replace")
    stated = await upload.json("metadata")
    house, now, origin = visit.house, visit.now, visit.origin
    prepared = await prepare_submission(house.vault, visit.actor, stated, policy=house.policy, now=now, origin=origin)
    file = await upload.file()
    offer = FileOffer(file.name, file.pieces, file.announced)
    receipt = await submit_extraction(
        house.vault, visit.actor, prepared, offer, policy=house.policy, now=now, origin=origin, idempotency_key=key
    )
    return see_other(f"/submissions/{receipt.submission_id}")


def _power(text: str) -> Power:
    try:
        return Power(text)
    except ValueError:
        raise Refused("bad-request") from None


def _questions(visit: Visit, power: Power, error: MatcherError | None = None) -> web.Response:
    faults = by_clocks(power, visit.values, error.faults) if error is not None else ()
    return page(
        "questions.html.jinja",
        caller=visit.caller,
        status=problem_of(error).status if error is not None else 200,
        power=power.value,
        power_words=words_of(power.value),
        sections=ask(power, visit.values or _DEFAULTS, faults),
        told=tell(power, faults),
        sentence=error.sentence if error is not None else "",
    )
