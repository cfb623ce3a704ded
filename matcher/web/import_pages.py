"""The pages of a list file: it is previewed, kept meanwhile, and proposed with one press; what its columns mean is asked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiohttp import web

from matcher.domain.access.permission import Action
from matcher.domain.line_list.columns import COLUMNS
from matcher.domain.register import ImportMode
from matcher.domain.upkeep.import_warnings import say_to_mend
from matcher.domain.upkeep.list_import import ImportedList, ListFile, Manner, Resumption
from matcher.errors import MatcherError
from matcher.service.plan_import import import_list, resume_import
from matcher.service.read_waiting_imports import waiting_imports
from matcher.store.list_imports import WaitingName
from matcher.web.forms import one
from matcher.web.keys import OPTIONS
from matcher.web.line_pages import PATH, rows_of
from matcher.web.problems import problem_of
from matcher.web.shell import page, see_other
from matcher.web.uploads import Upload
from matcher.web.visits import Visit, visit_of, visited, visited_with_form
from matcher.web.who import FORM_TOKEN, check_form_token

_WAITING = "{id:imp_[0-9a-z]{26}}"
_CHANGES = 100
#: What is said of a file, beside the file.
_SAID = ("reason", "list_name", "mode", "propose")
_FIELDS = frozenset({FORM_TOKEN, *_SAID})
#: Headers of a file and the columns they stand for come in pairs, so many at most: with the rest they are no more fields than a form has.
_MOST_COLUMNS = 90


def add_to(app: web.Application) -> None:
    """Route to these pages."""
    router = app.router
    router.add_get(f"{PATH}/import", visited(ask_for_file))
    router.add_post(f"{PATH}/import", take_file)
    router.add_get(f"{PATH}/import/{_WAITING}", visited(look_again))
    router.add_post(f"{PATH}/import/{_WAITING}", visited_with_form(go_on))


async def ask_for_file(visit: Visit) -> web.StreamResponse:
    """Ask for a list file, and say which ones wait."""
    visit.require(Action.LINES_IMPORT)
    return _page(visit, {}, waiting=await waiting_imports(visit.house.vault, visit.actor, now=visit.now))


async def look_again(visit: Visit) -> web.StreamResponse:
    """Show a file that waits as it was left: with the question what its columns mean, or previewed against the list as it is now."""
    waiting = await waiting_imports(visit.house.vault, visit.actor, now=visit.now)
    manner = next((each.manner for each in waiting if each.id == visit.id), None)
    said = {} if manner is None else {"mode": manner.mode.value, "reason": manner.reason, "list_name": manner.list_name}
    return await _gone_on(visit, said, {})


async def take_file(request: web.Request) -> web.StreamResponse:
    """Compare a file with the list, and propose what it changes unless only a preview was asked for; then it is kept."""
    visit = await visit_of(request)
    upload = Upload(request, limit=request.app[OPTIONS].list_limit, fields=len(_FIELDS))
    await upload.begin()
    said = {name: raw.decode("utf-8", "replace").replace("\0", "") for name, raw in (await upload.fields(_FIELDS)).items()}
    check_form_token(visit.caller, said.pop(FORM_TOKEN, ""))
    file = await upload.file()
    content = b"".join([piece async for piece in file.pieces])
    house = visit.house
    try:
        imported = await import_list(
            house.vault, visit.actor, house.lists, ListFile(file.name, content), manner=_manner(said), now=visit.now, origin=visit.origin
        )
    except MatcherError as error:
        return _refused(visit, said, error)
    return _answer(visit, said, imported)


async def go_on(visit: Visit) -> web.StreamResponse:
    """Go on with a file that was kept: propose it, or preview it with what its columns were said to mean."""
    said = {name: one(visit.values, name) for name in _SAID if name in visit.values}
    mapping = {}
    for at in range(_MOST_COLUMNS):
        if header := one(visit.values, f"header-{at}"):
            mapping[header] = one(visit.values, f"column-{at}")
    return await _gone_on(visit, said, mapping)


async def _gone_on(visit: Visit, said: Mapping[str, str], mapping: Mapping[str, str]) -> web.StreamResponse:
    house = visit.house
    try:
        imported = await resume_import(
            house.vault, visit.actor, house.lists, visit.id, manner=_resumption(said, mapping), now=visit.now, origin=visit.origin
        )
    except MatcherError as error:
        return _refused(visit, said, error, mapping)
    return _answer(visit, said, imported, mapping)


def _manner(said: Mapping[str, str]) -> Manner:
    is_preview = said.get("propose") != "yes"
    return Manner(_mode(said), is_preview, said.get("reason", ""), {}, said.get("list_name", ""), keeps=is_preview)


def _resumption(said: Mapping[str, str], mapping: Mapping[str, str]) -> Resumption:
    is_preview = said.get("propose") != "yes"
    return Resumption(
        _mode(said) if "mode" in said else None, is_preview, said.get("reason"), mapping, said.get("list_name"), keeps=is_preview
    )


def _mode(said: Mapping[str, str]) -> ImportMode:
    return ImportMode.UPDATE if said.get("mode") == ImportMode.UPDATE else ImportMode.WHOLE


def _answer(visit: Visit, said: Mapping[str, str], imported: ImportedList, mapping: Mapping[str, str] | None = None) -> web.Response:
    if imported.proposal_id is not None:
        return see_other(f"{PATH}/proposals/{imported.proposal_id}")
    return _page(visit, said, imported, mapping=mapping)


def _refused(visit: Visit, said: Mapping[str, str], error: MatcherError, mapping: Mapping[str, str] | None = None) -> web.Response:
    if problem_of(error).status not in {400, 404, 409, 422}:
        raise error
    return _page(visit, said, error=error, mapping=mapping)


def _page(
    visit: Visit,
    said: Mapping[str, str],
    imported: ImportedList | None = None,
    error: MatcherError | None = None,
    mapping: Mapping[str, str] | None = None,
    waiting: Sequence[WaitingName] = (),
) -> web.Response:
    # Those that were said to mean something are asked for again with the others: all of it is said in one go.
    headers = [*(mapping or {}), *(each for each in (imported.unknown if imported is not None else ()) if each not in (mapping or {}))]
    plan = imported.plan if imported is not None else None
    counts = (
        [] if plan is None else [*((effect.value, count) for effect, count in plan.diff.counts.items()), ("unchanged", plan.diff.unchanged)]
    )
    return page(
        "import.html.jinja",
        caller=visit.caller,
        status=200 if error is None else problem_of(error).status,
        imported=imported,
        counts=counts,
        rows=[] if imported is None else rows_of(imported.changes[:_CHANGES], imported.line_names),
        total=0 if imported is None else len(imported.changes),
        conflicts=() if plan is None else plan.conflicts,
        mending=() if imported is None else say_to_mend(imported.to_mend),
        said={name: said.get(name, "") for name in _SAID},
        columns=[each for each in COLUMNS if each != "entry_id"],
        most_columns=_MOST_COLUMNS,
        headers=headers,
        mapping=mapping or {},
        waiting=waiting,
        import_id=visit.request.match_info.get("id") or (imported.import_id if imported is not None else None),
        is_gone=error is not None and problem_of(error).status == 404,
        error=error,
        limit=visit.request.app[OPTIONS].list_limit >> 20,
    )
