"""The pages on which somebody signs in and out, here or at an identity provider, and sets a password. They work without any script."""

from __future__ import annotations

from aiohttp import web

from matcher.domain.access.caller import Caller
from matcher.domain.access.sign_in import Credentials
from matcher.errors import BadRequest, MatcherError, NotFound, SignInFailed, TooManyAttempts
from matcher.service.change_password import PasswordChange, change_password
from matcher.service.oidc_sign_in import Callback, Reachable, begin_oidc_sign_in, finish_oidc_sign_in
from matcher.service.sign_in import sign_in
from matcher.service.sign_out import sign_out
from matcher.store.sessions import NewSession
from matcher.web.adapter import go_on
from matcher.web.bodies import read_body
from matcher.web.client import origin_of
from matcher.web.forms import Values, one, parse_form
from matcher.web.keys import HOUSE, OPTIONS
from matcher.web.outgoing import fetch
from matcher.web.problems import Refused, status_of
from matcher.web.session_cookie import OIDC_COOKIE, forget_attempt, forget_session, remember_attempt, remember_session
from matcher.web.shell import page, see_other
from matcher.web.visits import NOTHING_KEPT, SET_PASSWORD, SIGN_IN, to_sign_in
from matcher.web.who import FORM_TOKEN, check_form_token, find_caller

_HOME = "/"


def add_to(app: web.Application) -> None:
    """Route to the pages."""
    router = app.router
    router.add_get(SIGN_IN, show_sign_in)
    router.add_post(SIGN_IN, take_sign_in)
    router.add_post("/sign-out", take_sign_out)
    router.add_get(SET_PASSWORD, show_password)
    router.add_post(SET_PASSWORD, take_password)
    router.add_get("/oidc/start", start_oidc)
    router.add_get("/oidc/callback", end_oidc)


async def show_sign_in(request: web.Request) -> web.StreamResponse:
    """Ask for name and password; whoever is signed in already is sent on."""
    caller = await find_caller(request)
    if caller is not None and caller.session is not None:
        return see_other(_behind(sets_password_only=caller.session.sets_password_only))
    return _sign_in_page(request)


async def take_sign_in(request: web.Request) -> web.StreamResponse:
    """Sign somebody in, or say that it failed and ask again."""
    values = await _form(request)
    house, options = request.app[HOUSE], request.app[OPTIONS]
    known = await find_caller(request)
    replaces = known.session.id if known is not None and known.session is not None else None
    credentials = Credentials(one(values, "username"), one(values, "password"))
    try:
        opened = await sign_in(
            house.vault, credentials, policy=options.sign_in, now=house.now(), origin=origin_of(request, options), replaces=replaces
        )
    except SignInFailed as error:
        return _sign_in_page(request, error)
    return _opened(opened)


async def take_sign_out(request: web.Request) -> web.StreamResponse:
    """End the session of this browser; whoever has none is where they want to be."""
    caller = await find_caller(request)
    if caller is not None:
        check_form_token(caller, one(await _form(request), FORM_TOKEN))
        house = request.app[HOUSE]
        await sign_out(house.vault, caller, now=house.now(), origin=origin_of(request, request.app[OPTIONS]))
    return forget_session(see_other(SIGN_IN))


async def show_password(request: web.Request) -> web.StreamResponse:
    """Ask for a new password."""
    return _password_page(await _somebody(request))


async def take_password(request: web.Request) -> web.StreamResponse:
    """Set a password, or say what is wrong with it and ask again."""
    caller = await _somebody(request)
    values = await _form(request)
    check_form_token(caller, one(values, FORM_TOKEN))
    house, options = request.app[HOUSE], request.app[OPTIONS]
    change = PasswordChange(one(values, "new"), one(values, "current"))
    try:
        if change.new != one(values, "again"):
            raise BadRequest("The two new passwords are not the same.")  # noqa: TRY301 - told like every other fault of the form
        opened = await change_password(
            house.vault, caller, change, policy=options.sign_in, now=house.now(), origin=origin_of(request, options)
        )
    except (BadRequest, SignInFailed) as error:
        return _password_page(caller, error)
    return _opened(opened)


async def start_oidc(request: web.Request) -> web.StreamResponse:
    """Send somebody to the identity provider."""
    house = request.app[HOUSE]
    try:
        begun = await begin_oidc_sign_in(house.vault, _provider(request), now=house.now())
    except SignInFailed as error:
        return _sign_in_page(request, error)
    return remember_attempt(web.Response(status=303, headers={"Location": begun.address}), begun.binder)


async def end_oidc(request: web.Request) -> web.StreamResponse:
    """Take back whom the identity provider sends, and sign them in."""
    house, options = request.app[HOUSE], request.app[OPTIONS]
    callback = Callback(
        code=_parameter(request, "code"),
        state=_parameter(request, "state"),
        binder=request.cookies.get(OIDC_COOKIE),
        issuer=_parameter(request, "iss"),
        error=_parameter(request, "error"),
    )
    try:
        opened = await finish_oidc_sign_in(
            house.vault, _provider(request), callback, limits=options.sessions, now=house.now(), origin=origin_of(request, options)
        )
    except SignInFailed as error:
        return forget_attempt(_sign_in_page(request, error))
    return forget_attempt(remember_session(see_other(_HOME), opened, same_site="Lax"))


def _opened(session: NewSession) -> web.Response:
    return remember_session(see_other(_behind(sets_password_only=session.info.sets_password_only)), session)


def _behind(*, sets_password_only: bool) -> str:
    return SET_PASSWORD if sets_password_only else _HOME


def _sign_in_page(request: web.Request, error: MatcherError | None = None) -> web.Response:
    options = request.app[OPTIONS]
    status = 200 if error is None else status_of(type(error)) or 401
    has_ended = error is None and request.query_string == NOTHING_KEPT.partition("?")[2]
    answer = page("sign_in.html.jinja", status=status, error=error, has_ended=has_ended, has_provider=options.provider is not None)
    return _with_wait(answer, error)


def _password_page(caller: Caller, error: MatcherError | None = None) -> web.Response:
    status = 200 if error is None else status_of(type(error)) or 422
    return _with_wait(page("password.html.jinja", caller=caller, status=status, error=error), error)


def _with_wait(answer: web.Response, error: MatcherError | None) -> web.Response:
    if isinstance(error, TooManyAttempts):
        answer.headers["Retry-After"] = str(error.retry_after_seconds)
    return answer


async def _somebody(request: web.Request) -> Caller:
    caller = await find_caller(request)
    if caller is None or caller.session is None:
        raise to_sign_in(request)
    return caller


async def _form(request: web.Request) -> Values:
    if request.content_type != "application/x-www-form-urlencoded":
        raise Refused("wrong-content-type")
    await go_on(request)
    return parse_form(await read_body(request))


def _provider(request: web.Request) -> Reachable:
    provider = request.app[OPTIONS].provider
    if provider is None:
        raise NotFound("There is no identity provider here.", hint="Sign in with name and password.")
    return Reachable(provider, fetch)


def _parameter(request: web.Request, name: str) -> str | None:
    given = request.query.getall(name, [])
    if len(given) > 1:
        raise Refused("bad-request")
    return given[0] if given else None
