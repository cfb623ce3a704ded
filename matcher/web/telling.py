"""How a problem is told: as problem details to programs, as a page to people."""

from __future__ import annotations

from aiohttp import web

from matcher.web.keys import REQUEST_ID
from matcher.web.problems import MEDIA_TYPE, Problem, problem_text
from matcher.web.shell import render

#: Where programs ask; everything else is a page.
_OF_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics")


def tell_problem(request: web.BaseRequest, problem: Problem) -> web.Response:
    """Write a problem in the form the sender can read."""
    request_id = request.get(REQUEST_ID, "")
    if request.path.startswith(_OF_PROGRAMS) or "text/html" not in request.headers.get("Accept", ""):
        answer = web.Response(text=problem_text(problem, request_id), status=problem.status, content_type=MEDIA_TYPE)
        # JSON is UTF-8 by itself.
        answer.headers["Content-Type"] = MEDIA_TYPE
    else:
        text = render("problem.html.jinja", problem=problem, request_id=request_id)
        answer = web.Response(text=text, status=problem.status, content_type="text/html", charset="utf-8")
    answer.headers.update(problem.headers or {})
    return answer
