"""The pages of the line list: its lines, what is proposed, and a decision by a second person."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from matcher.domain.access.permission import Action, may_at_all
from matcher.domain.register import Change, Key, RecordKind
from matcher.errors import BadRequest, Fault, MatcherError, NoLineList, NotConfirmed
from matcher.render import words
from matcher.render.list_text import ADDED_SINCE, say_before_publishing, say_taken_back
from matcher.service.decide_proposal import publish_proposal, reject_proposal, withdraw_proposal
from matcher.service.read_lines import LinesView, ListedLine, read_lines
from matcher.service.read_proposals import list_proposals, read_proposal
from matcher.web.forms import one
from matcher.web.lines_in_turn import reading_on
from matcher.web.list_words import RECORDS, REMOVALS, field_words
from matcher.web.problems import problem_of
from matcher.web.shell import page, see_other
from matcher.web.visits import Visit, visited, visited_with_form

PATH = "/lines"
_PROPOSAL = "{id:prp_[0-9a-z]{26}}"
_PER_PAGE, _CHANGES = 50, 100
_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as a page shows it."""

    what: str
    line_id: str
    line_name: str
    is_line: bool
    effect: str
    #: Field, before, after.
    fields: tuple[tuple[str, str, str], ...]


def add_to(app: web.Application) -> None:
    """Route to these pages."""
    router = app.router
    router.add_get(PATH, visited(show_lines))
    router.add_post(PATH, visited_with_form(find))
    router.add_get(f"{PATH}/proposals", visited(show_proposals))
    router.add_get(f"{PATH}/proposals/{_PROPOSAL}", visited(show_proposal))
    router.add_post(f"{PATH}/proposals/{_PROPOSAL}/{{step:publish|reject|withdraw}}", visited_with_form(decide))


async def show_lines(visit: Visit) -> web.StreamResponse:
    """Show the lines of the current list that somebody may know of, by id."""
    return await _lines(visit, visit.query("cursor") or None)


async def find(visit: Visit) -> web.StreamResponse:
    """Show the lines that are called so, or have the number. A form is sent, so that what is looked for stands in no address."""
    sought = one(visit.values, "text")
    if not sought.strip():
        return see_other(PATH)
    return await _lines(visit, one(visit.values, "cursor") or None, sought)


async def _lines(visit: Visit, said: str | None, sought: str | None = None) -> web.StreamResponse:
    house = visit.house
    place = reading_on(house.vault.keys, visit.actor.user_id, said)
    found: LinesView | None = None
    shown: Sequence[ListedLine] = ()
    cursor = None
    faults: tuple[Fault, ...] = ()
    try:
        found = await read_lines(house.vault, visit.actor, house.lists, now=visit.now, origin=visit.origin, sought=sought)
    except NoLineList:
        pass
    except BadRequest as error:
        faults = error.faults
    else:
        shown, cursor = place.page(found, _PER_PAGE)
    return page(
        "lines.html.jinja",
        caller=visit.caller,
        status=422 if faults else 200,
        found=found,
        shown=shown,
        cursor=cursor,
        sought=sought,
        may_propose=may_at_all(visit.actor, Action.LINES_PROPOSE),
        count=0 if found is None else len(found.lines),
        faults=faults,
        statuses={each.value: said for each, said in words.LINE_STATUSES.items()},
        visibilities={each.value: said for each, said in words.VISIBILITIES.items()},
    )


async def show_proposals(visit: Visit) -> web.StreamResponse:
    """Show what was proposed, the newest first."""
    house = visit.house
    found = await list_proposals(
        house.vault, visit.actor, house.lists, limit=25, cursor=visit.query("cursor") or None, now=visit.now, origin=visit.origin
    )
    return page("proposals.html.jinja", caller=visit.caller, found=found)


async def show_proposal(visit: Visit) -> web.StreamResponse:
    """Show a proposal with what it changes, before and after."""
    return await _proposal(visit)


async def _proposal(visit: Visit, error: MatcherError | None = None) -> web.Response:
    house, actor = visit.house, visit.actor
    cursor = visit.query("cursor") or None
    found = await read_proposal(
        house.vault, actor, house.lists, visit.id, limit=_CHANGES, cursor=cursor, now=visit.now, origin=visit.origin
    )
    is_own = found.proposal.proposed_by == actor.user_id
    may_decide = any(may_at_all(actor, action) for action in (Action.LINES_PUBLISH, Action.LINES_APPROVE))
    return page(
        "proposal.html.jinja",
        caller=visit.caller,
        status=200 if error is None else problem_of(error).status,
        found=found,
        rows=rows_of(found.changes, found.line_names),
        names=found.account_names,
        counts=[(effect.value, count) for effect, count in found.counts.items() if count],
        takes_back=say_taken_back(found.takes_back) if found.takes_back else "",
        asks=bool(say_before_publishing(found.proposal.summary.warnings, found.takes_back)),
        is_own=is_own,
        may_decide=may_decide and not is_own,
        error=error,
    )


def rows_of(changes: Sequence[Change], line_names: Mapping[str, str] = _NONE, added_since: Container[Key] = frozenset()) -> list[ChangeRow]:
    """Give changes as a page shows them.

    Args:
        changes: As they may be seen.
        line_names: Line -> its name, of those that may be known of.
        added_since: On the way back to an older version: what that did not have yet.
    """
    rows = []
    for change in changes:
        is_added = change.key in added_since and change.before is not None
        each = Change(None, change.before) if is_added and change.before is not None else change
        before, after = each.before, each.after
        said = (after.get(column) for column in ("associate_name", "name", "number"))
        name = ", ".join(filter(None, said)) or each.id
        fields = [
            (field_words(field), before.get(field) if before is not None else "", after.get(field))
            for field in each.fields
            if field != "removed"
        ]
        if after.removed is not None:
            fields.append(("removed", "", REMOVALS[after.removed]))
        what, effect = f"{RECORDS[each.kind]} {name}", ADDED_SINCE if is_added else each.effect.value
        rows.append(ChangeRow(what, each.line_id, line_names.get(each.line_id, ""), each.kind is RecordKind.LINE, effect, tuple(fields)))
    return rows


async def decide(visit: Visit) -> web.StreamResponse:
    """Publish what another person proposed, reject it, or take back what one proposed oneself."""
    house, actor, step = visit.house, visit.actor, visit.request.match_info["step"]
    reason = one(visit.values, "reason")
    try:
        if step == "publish":
            await _require_reading(visit)
            await publish_proposal(
                house.vault, actor, house.lists, visit.id, reason=reason.strip() or None, now=visit.now, origin=visit.origin
            )
        elif step == "reject":
            await reject_proposal(house.vault, actor, house.lists, visit.id, reason=reason, now=visit.now, origin=visit.origin)
        else:
            await withdraw_proposal(
                house.vault, actor, house.lists, visit.id, reason=reason.strip() or None, now=visit.now, origin=visit.origin
            )
    except MatcherError as error:
        if problem_of(error).status not in {400, 409, 422}:
            raise
        return await _proposal(visit, error)
    return see_other(f"{PATH}/proposals/{visit.id}")


async def _require_reading(visit: Visit) -> None:
    """Let nobody publish what takes something back, or a file that is short or old, who did not say that they read so."""
    if one(visit.values, "sure") == "yes":
        return
    house = visit.house
    found = await read_proposal(house.vault, visit.actor, house.lists, visit.id, limit=1, now=visit.now, origin=visit.origin)
    if say_before_publishing(found.proposal.summary.warnings, found.takes_back):
        raise NotConfirmed(
            "There is something to know first; nothing was published.", hint="Read it, and say beside the button that you did."
        )
