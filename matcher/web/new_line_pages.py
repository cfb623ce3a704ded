"""The page on which a line that is to be is proposed, with its first number."""

from __future__ import annotations

from aiohttp import web

from matcher.domain.access.permission import Action
from matcher.domain.register import COLUMNS_OF, RecordKind
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.errors import BadProposal
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.web.form_fields import Field
from matcher.web.forms import Told, Values, one
from matcher.web.line_pages import PATH
from matcher.web.record_fields import asked_of, changed_of, fields_within, shown_of
from matcher.web.shell import page, see_other
from matcher.web.visits import Visit, visited, visited_with_form

_HERE = f"{PATH}/new"
_ID = Field("line.line_id", "Id", hint="One the list does not have yet; it stays for good.")
#: A new line is open: it has no closure.
_LINE = fields_within("line", [each for each in COLUMNS_OF[RecordKind.LINE] if each not in {"closure_type", "closed_on"}])
_NUMBER = fields_within(
    "number",
    ("number", "number_role", "first_seen", "last_seen", "source_grade", "intel_grade", "handling", "handling_conditions"),
)


def add_to(app: web.Application) -> None:
    """Route to the page."""
    app.router.add_get(_HERE, visited(show))
    app.router.add_post(_HERE, visited_with_form(propose))


async def show(visit: Visit) -> web.StreamResponse:
    """Ask what the list is to say of a new line."""
    visit.require(Action.LINES_PROPOSE)
    return _page(visit, {**shown_of(_LINE, None), **shown_of(_NUMBER, None)})


async def propose(visit: Visit) -> web.StreamResponse:
    """Propose it, or show the form again with what is wrong."""
    house, values, line_id = visit.house, visit.values, one(visit.values, _ID.name).strip()
    drafts = [ChangeDraft(RecordKind.LINE, line_id=line_id, fields=changed_of(_LINE, values), place="line", fields_at="")]
    if line_id and (number := changed_of(_NUMBER, values)):
        drafts.append(ChangeDraft(RecordKind.NUMBER, line_id=line_id, fields=number, place="number", fields_at=""))
    draft = ProposalDraft(tuple(drafts), one(values, "reason"))
    try:
        made = await propose_changes(house.vault, visit.actor, house.lists, draft, now=visit.now, origin=visit.origin)
    except BadProposal as error:
        return _page(visit, values, error)
    return see_other(f"{PATH}/proposals/{made.id}")


def _page(visit: Visit, values: Values, error: BadProposal | None = None) -> web.Response:
    faults = error.faults if error is not None else ()
    targets = {"reason": "reason-new"} | {field.name: field.id for field in (_ID, *_LINE, *_NUMBER)}
    return page(
        "new_line.html.jinja",
        caller=visit.caller,
        status=422 if error is not None else 200,
        sections=(("The line", asked_of((_ID, *_LINE), values, faults)), ("Its first number", asked_of(_NUMBER, values, faults))),
        said=one(values, "reason"),
        reason_faults=[each.sentence for each in faults if each.place == "reason"],
        told=[Told(each.sentence, targets.get(each.place, "")) for each in faults],
        error=error,
    )
