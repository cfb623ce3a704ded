"""The pages: what somebody handed in, how it stands, and its answer. They work without any script."""

from __future__ import annotations

from aiohttp import web

from matcher.domain.access.grants import GRANTS
from matcher.domain.access.permission import Action, Form, may_at_all
from matcher.domain.submissions.view import SubmissionPage, SubmissionView
from matcher.errors import MatcherError, NotAllowed, NotDone
from matcher.service.erase_submission import erase_submission
from matcher.service.list_submissions import list_submissions
from matcher.service.look_before_erasing import loses_unseen_alerts
from matcher.service.read_result import read_result
from matcher.service.read_submission import read_submission
from matcher.service.reveal_unmatched import reveal_unmatched
from matcher.service.review_match import Finding, review_match
from matcher.web import (
    alert_pages,
    audit_pages,
    change_pages,
    check_pages,
    export_pages,
    home_pages,
    import_pages,
    line_page,
    line_pages,
    mend_pages,
    new_line_pages,
    notice_pages,
    number_pages,
    report_pages,
    submit_pages,
    version_pages,
)
from matcher.web.erasure_words import removed_rows
from matcher.web.forms import one
from matcher.web.problems import Refused
from matcher.web.result_view import ResultPage, result_of
from matcher.web.shell import page, see_other
from matcher.web.statics import static
from matcher.web.visits import Visit, visited, visited_with_form

#: In their order: what is no line stands before the page of a line.
_PAGES = (
    home_pages,
    alert_pages,
    notice_pages,
    check_pages,
    line_pages,
    import_pages,
    mend_pages,
    version_pages,
    export_pages,
    new_line_pages,
    change_pages,
    line_page,
    number_pages,
    report_pages,
    audit_pages,
)

_SUBMISSION = "{id:sub_[0-9a-z]{26}}"

#: Submissions on one page of the list.
_PER_PAGE = 25

#: A page of a submission that has no answer yet is asked for again after so long.
_REFRESH_SECONDS = 5


def add_to(app: web.Application) -> None:
    """Route to the pages."""
    router = app.router
    for pages in _PAGES:
        pages.add_to(app)
    router.add_get("/submissions", visited(submissions))
    submit_pages.add_to(app)
    router.add_get(f"/submissions/{_SUBMISSION}", visited(submission))
    router.add_get(f"/submissions/{_SUBMISSION}/erase", visited(ask_to_erase))
    router.add_post(f"/submissions/{_SUBMISSION}/erase", visited_with_form(erase))
    router.add_post(f"/submissions/{_SUBMISSION}/unmatched", visited_with_form(unmatched))
    router.add_post("/matches/{id:mat_[0-9a-z]{26}}/verdict", visited_with_form(verdict))
    router.add_get("/static/{name}", static)


async def submissions(visit: Visit) -> web.StreamResponse:
    """Show what was handed in that somebody may know of, the newest first, each with how urgent it is."""
    house = visit.house
    found: SubmissionPage = await list_submissions(
        house.vault,
        visit.actor,
        now=visit.now,
        origin=visit.origin,
        limit=_PER_PAGE,
        cursor=visit.query("cursor") or None,
        policy=house.policy,
    )
    return page("submissions.html.jinja", caller=visit.caller, found=found, may_submit=may_at_all(visit.actor, Action.SUBMISSION_CREATE))


async def submission(visit: Visit) -> web.StreamResponse:
    """Show how a submission stands, and its answer where there is one."""
    view, result = await _look(visit, visit.id)
    is_awaited = view is not None and not view.status.is_final and view.erased_at is None
    return page(
        "submission.html.jinja",
        caller=visit.caller,
        refresh_seconds=_REFRESH_SECONDS if is_awaited else None,
        submission_id=visit.id,
        view=view,
        result=result,
        may_erase=view is not None and view.erased_at is None and may_at_all(visit.actor, Action.SUBMISSION_ERASE),
        may_review=may_at_all(visit.actor, Action.MATCH_REVIEW),
        may_reveal=may_at_all(visit.actor, Action.UNMATCHED_REVEAL),
        reveals_masked=_reveals_masked(visit),
    )


def _reveals_masked(visit: Visit) -> bool:
    """Whether the most somebody is shown of a number that matches nothing are its last digits."""
    granted = GRANTS[Action.UNMATCHED_REVEAL]
    return all(grant.form is not Form.FULL for role, grant in granted.items() if role in visit.actor.roles)


async def unmatched(visit: Visit) -> web.StreamResponse:
    """Show numbers that match nothing to somebody who said why they need to see them."""
    house, need = visit.house, one(visit.values, "need")
    found = await reveal_unmatched(
        house.vault, visit.actor, visit.id, need=need, now=visit.now, origin=visit.origin, cursor=one(visit.values, "cursor") or None
    )
    return page("unmatched.html.jinja", caller=visit.caller, found=found, need=need)


async def _look(visit: Visit, submission_id: str) -> tuple[SubmissionView | None, ResultPage | None]:
    """Give how it stands and its answer, each as far as the role may see it: some see one and not the other."""
    house, actor, now, origin = visit.house, visit.actor, visit.now, visit.origin
    view, result, refusal = None, None, None
    if may_at_all(actor, Action.SUBMISSION_READ_STATUS):
        view = await read_submission(house.vault, actor, submission_id, now=now, origin=origin)
    if may_at_all(actor, Action.SUBMISSION_READ_RESULT) and (view is None or view.erased_at is None):
        try:
            found = await read_result(house.vault, actor, submission_id, policy=house.policy, now=now, origin=origin, with_told_alone=True)
            result = result_of(found.answer, found.told_alone)
        except (NotAllowed, NotDone) as error:
            refusal = error
    return view, _or_raise(result, view, refusal)


def _or_raise(result: ResultPage | None, view: SubmissionView | None, refusal: MatcherError | None) -> ResultPage | None:
    if view is None and result is None:
        raise refusal or NotAllowed.by_role()
    return result


async def ask_to_erase(visit: Visit) -> web.StreamResponse:
    """Ask once more before something is erased."""
    view = await read_submission(visit.house.vault, visit.actor, visit.id, now=visit.now, origin=visit.origin)
    unseen = await loses_unseen_alerts(visit.house.vault, visit.actor, visit.id, policy=visit.house.policy)
    return page("erase.html.jinja", caller=visit.caller, view=view, loses_alerts=unseen)


async def erase(visit: Visit) -> web.StreamResponse:
    """Erase a submission, and show what was removed."""
    # A form is filled in by a person, who says why; a program may erase without a word.
    reason = one(visit.values, "reason").strip()
    report = await erase_submission(
        visit.house.vault, visit.actor, visit.id, policy=visit.house.policy, now=visit.now, origin=visit.origin, reason=reason
    )
    return page("erased.html.jinja", caller=visit.caller, report=report, rows=removed_rows(report.removed, report.left))


async def verdict(visit: Visit) -> web.StreamResponse:
    """Record what a reviewer decided, and go back to the answer."""
    try:
        finding = Finding(one(visit.values, "finding"))
    except ValueError:
        raise Refused("bad-request") from None
    reason = one(visit.values, "reason")
    found = await review_match(visit.house.vault, visit.actor, visit.id, finding=finding, reason=reason, now=visit.now, origin=visit.origin)
    return see_other(f"/submissions/{found.submission_id}")
