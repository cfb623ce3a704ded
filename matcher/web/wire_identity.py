"""What travels about people: sessions, API tokens, accounts, the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from matcher.domain.access.actor import Role, SignedInBy
from matcher.domain.access.audit import AuditAction, Outcome, Verb
from matcher.domain.access.permission import Action
from matcher.domain.submissions.stated import tidied
from matcher.web.wire import Cursor, In, Moment, Out


def _id(pattern: str) -> object:
    return StringConstraints(pattern=rf"^{pattern}_[0-9a-z]{{26}}$")


AccountId = Annotated[str, _id("acc")]
TokenId = Annotated[str, _id("tok")]
AnyId = Annotated[str, _id("[a-z]{3,4}")]


def _seen(text: str) -> str:
    plain = tidied(text)
    if not plain:
        raise ValueError("nothing of it can be seen")
    return plain


ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"), AfterValidator(_seen)
]


#: Moments outside cannot be moved to every zone.
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment has a zone")
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError("nothing here is of that year")
    return moment


#: A moment that says which clock it follows.
AskedMoment = Annotated[datetime, AfterValidator(_with_zone)]


class SessionWire(Out):
    """Who is asking, as the store knows them at this moment."""

    account: str
    username: str
    organisation: str
    unit: str
    roles: list[Role]
    #: What may be done; a token may narrow it.
    actions: list[Action]
    signed_in_by: SignedInBy
    sets_password_only: bool = Field(description="Whether nothing can be done but set a password of one's own.")
    form_token: str | None = Field(description="What forms of this session bring along; null for a token.")
    expires_at: Moment | None


class TokenBody(In):
    """A token that is to be made."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_seen)]
    scopes: Annotated[list[Action], Field(min_length=1, max_length=100)] | None = Field(
        default=None,
        description="""What it may ask; everything its owner may where none are named. Without `match:read_restricted` it reads what
somebody reads who is not cleared and of no unit that owns lines. In the answers it may read it sees, for the rest, what its owner sees:
`match:read_grading`, `subject:read` and `subject:read_context` are refused.""",
    )
    days: Annotated[int, Field(ge=1, le=365)] | None = Field(
        default=None, description="How long it works; where nothing is said 90 days, and not longer than the token it is made with."
    )


class TokenPath(In):
    """Which token."""

    id: TokenId


class TokenWire(Out):
    """A token without its secret."""

    id: str
    name: str
    scopes: list[str]
    created_at: Moment
    expires_at: Moment
    last_used_at: Moment | None
    revoked_at: Moment | None


class NewTokenWire(TokenWire):
    """A token that was just made: the one time it is shown."""

    token: str | None = Field(description="None where the same request made it before: it was shown then.")


class TokensWire(Out):
    """The tokens of one's own account, the newest first."""

    items: list[TokenWire]


class AccountBody(In):
    """An account that is to be made. Its first password is drawn, works once, and is shown once."""

    username: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    unit: ShortText
    roles: Annotated[list[Role], Field(min_length=1, max_length=8)]
    cleared: bool = Field(default=False, description="May know that restricted lines exist.")
    areas: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()


class AccountChangeBody(In):
    """What is to become different of an account; what is left out stays."""

    unit: ShortText | None = None
    roles: Annotated[list[Role], Field(min_length=1, max_length=8)] | None = None
    cleared: bool | None = None
    areas: Annotated[list[ShortText], Field(max_length=50)] | None = None
    disabled: bool | None = None
    new_password: bool = Field(default=False, description="Draws a password that works once; every session ends.")
    unlock: bool = Field(default=False, description="Lets somebody try again at once who failed too often.")


class AccountPath(In):
    """Whose account."""

    id: AccountId


class AccountWire(Out):
    """An account."""

    id: str
    username: str
    unit: str
    roles: list[Role]
    cleared: bool
    areas: list[str]
    external: bool = Field(description="Comes through an identity provider.")
    created_at: Moment
    disabled_at: Moment | None


class GivenAccountWire(AccountWire):
    """An account that was made or changed."""

    password: str | None = Field(description="One that works once, where one was drawn: the one time it is shown.")


class AccountsWire(Out):
    """The accounts of the organisation, by name."""

    items: list[AccountWire]


class EndedWire(Out):
    """Sessions that were ended."""

    ended: int


class AuditPageQuery(In):
    """What is asked of the audit trail."""

    since: AskedMoment | None = Field(default=None, description="From this moment on.")
    until: AskedMoment | None = Field(default=None, description="Before this moment.")
    actor: AccountId | None = Field(default=None, description="Done by this account.")
    action: AuditAction | None = None
    object: AnyId | None = Field(default=None, description="Done to this object.")
    outcome: Outcome | None = None
    limit: int = Field(default=100, ge=1, le=500, description="How many at most.")
    cursor: Cursor | None = Field(default=None, description="As the page before gave it.")


class AuditEventWire(Out):
    """One thing that was done."""

    id: str
    at: Moment
    actor: str | None = Field(description="Id of the account; null where the service itself acted or nobody is known.")
    actor_name: str | None
    action: AuditAction
    verb: Verb = Field(description="What DPA 2018 section 62 calls it.")
    object_type: str
    object: str | None
    outcome: Outcome
    origin: str
    reason: str | None


class AuditPageWire(Out):
    """What was done, the newest first."""

    items: list[AuditEventWire]
    cursor: str | None = Field(description="For the next page; null at the end.")
