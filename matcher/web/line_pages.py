"""The pages of the line list: its lines, what is proposed, a decision by a second person, and a file that is compared with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from matcher.domain.list_import import ImportedList, ListFile, Manner
from matcher.domain.permission import Action, may_at_all
from matcher.domain.register import Change, ImportMode
from matcher.errors import MatcherError, NoLineList, NotAllowed
from matcher.render import words
from matcher.service.decide_proposal import publish_proposal, reject_proposal, withdraw_proposal
from matcher.service.plan_import import import_list
from matcher.service.read_lines import read_lines
from matcher.service.read_proposals import list_proposals, read_proposal
from matcher.store.cursors import read_cursor, write_cursor
from matcher.web.forms import one
from matcher.web.keys import OPTIONS
from matcher.web.problems import problem_of
from matcher.web.shell import page, see_other
from matcher.web.uploads import Upload
from matcher.web.visits import Visit, visit_of, visited, visited_with_form
from matcher.web.who import FORM_TOKEN, check_form_token

PATH = "/lines"
_PROPOSAL = "{id:prp_[0-9a-z]{26}}"
_LINES, _PER_PAGE, _CHANGES = "lines-page", 50, 100


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as a page shows it."""

    what: str
    line_id: str
    effect: str
    #: Field, before, after.
    fields: tuple[tuple[str, str, str], ...]


def add_to(app: web.Application) -> None:
    """Route to these pages."""
    router = app.router
    router.add_get(PATH, visited(show_lines))
    router.add_get(f"{PATH}/proposals", visited(show_proposals))
    router.add_get(f"{PATH}/proposals/{_PROPOSAL}", visited(show_proposal))
    router.add_post(f"{PATH}/proposals/{_PROPOSAL}/{{step:publish|reject|withdraw}}", visited_with_form(decide))
    router.add_get(f"{PATH}/import", visited(ask_for_file))
    router.add_post(f"{PATH}/import", take_file)


async def show_lines(visit: Visit) -> web.StreamResponse:
    """Show the lines of the current list that somebody may know of, by id."""
    house, keys, account = visit.house, visit.house.vault.keys, visit.actor.user_id
    behind = read_cursor(keys, _LINES, account, visit.query("cursor") or None)
    found, shown, cursor = None, [], None
    try:
        found = await read_lines(house.vault, visit.actor, house.lists, now=visit.now, origin=visit.origin)
    except NoLineList:
        pass
    else:
        left = [each for each in found.lines if behind is None or each.line.id > behind[1]]
        shown = left[:_PER_PAGE]
        cursor = write_cursor(keys, _LINES, account, (found.version_id, shown[-1].line.id)) if len(left) > len(shown) else None
    return page(
        "lines.html.jinja",
        caller=visit.caller,
        found=found,
        shown=shown,
        cursor=cursor,
        may_import=may_at_all(visit.actor, Action.LINES_IMPORT),
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
        rows=rows_of(found.changes),
        counts=[(effect.value, count) for effect, count in found.counts.items() if count],
        is_own=is_own,
        may_decide=may_decide and not is_own,
        error=error,
    )


def rows_of(changes: Sequence[Change]) -> list[ChangeRow]:
    """Give changes as a page shows them."""
    rows = []
    for each in changes:
        before, after = each.before, each.after
        name = after.get("name") or after.get("number") or after.get("associate_name") or each.id
        fields = [
            (field.replace("_", " "), before.get(field) if before is not None else "", after.get(field))
            for field in each.fields
            if field != "removed"
        ]
        if after.removed is not None:
            fields.append(("removed", "", after.removed.value))
        rows.append(ChangeRow(f"{each.kind.value} {name}", each.line_id, each.effect.value, tuple(fields)))
    return rows


async def decide(visit: Visit) -> web.StreamResponse:
    """Publish what another person proposed, reject it, or take back what one proposed oneself."""
    house, actor, step = visit.house, visit.actor, visit.request.match_info["step"]
    reason = one(visit.values, "reason")
    try:
        if step == "publish":
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


async def ask_for_file(visit: Visit) -> web.StreamResponse:
    """Ask for a list file."""
    if not may_at_all(visit.actor, Action.LINES_IMPORT):
        raise NotAllowed("This is not among what your role may do.", hint="Ask whoever looks after the accounts of your organisation.")
    return _import_page(visit)


async def take_file(request: web.Request) -> web.StreamResponse:
    """Compare a file with the list, and propose what it changes unless only a preview was asked for."""
    visit = await visit_of(request)
    upload = Upload(request, limit=request.app[OPTIONS].list_limit, fields=4)
    await upload.begin()
    fields = {name: raw.decode("utf-8", "replace") for name, raw in (await upload.fields(_FIELDS)).items()}
    check_form_token(visit.caller, fields.get(FORM_TOKEN, ""))
    file = await upload.file()
    content = b"".join([piece async for piece in file.pieces])
    mode = ImportMode.UPDATE if fields.get("mode") == ImportMode.UPDATE else ImportMode.WHOLE
    manner = Manner(mode, dry_run=fields.get("propose") != "yes", reason=fields.get("reason", "").replace("\0", ""))
    house = visit.house
    try:
        imported = await import_list(
            house.vault, visit.actor, house.lists, ListFile(file.name, content), manner=manner, now=visit.now, origin=visit.origin
        )
    except MatcherError as error:
        if problem_of(error).status not in {400, 409, 422}:
            raise
        return _import_page(visit, error=error)
    if imported.proposal_id is not None:
        return see_other(f"{PATH}/proposals/{imported.proposal_id}")
    return _import_page(visit, imported)


_FIELDS = frozenset({FORM_TOKEN, "reason", "mode", "propose"})


def _import_page(visit: Visit, imported: ImportedList | None = None, error: MatcherError | None = None) -> web.Response:
    plan = imported.plan if imported is not None else None
    return page(
        "import.html.jinja",
        caller=visit.caller,
        status=200 if error is None else problem_of(error).status,
        imported=imported,
        counts=[]
        if plan is None
        else [*((effect.value, count) for effect, count in plan.diff.counts.items()), ("unchanged", plan.diff.unchanged)],
        rows=[] if plan is None else rows_of(plan.diff.changes[:_CHANGES]),
        total=0 if plan is None else len(plan.diff.changes),
        conflicts=() if plan is None else plan.conflicts,
        error=error,
        limit=visit.request.app[OPTIONS].list_limit >> 20,
    )
