"""What an account is made of and what may be changed of it, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from matcher.domain.access.actor import Role
from matcher.domain.access.password_rules import faults_of
from matcher.domain.access.user_name import is_fit
from matcher.errors import Fault

#: How long a password works that was drawn for somebody and works once.
GIVEN_FOR = timedelta(days=3)
#: The same for the first administrator, who stands at the machine.
FIRST_GIVEN_FOR = timedelta(minutes=15)

_MOST_AREAS = 50
_LONGEST_AREA = 100


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account that is to be made."""

    #: As `user_name.key_of` gives it.
    username: str
    #: Name of a unit of the organisation.
    unit: str
    roles: frozenset[Role]
    is_cleared: bool = False
    areas: frozenset[str] = frozenset()
    #: None draws one that works once and has to be changed.
    password: str | None = None
    #: How long one that is drawn works.
    given_for: timedelta = GIVEN_FOR

    # A value that may end up in a traceback says nothing of the password.
    def __repr__(self) -> str:
        return "AccountDraft(…)"


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What is to become different; None leaves it as it is."""

    unit: str | None = None
    roles: frozenset[Role] | None = None
    is_cleared: bool | None = None
    areas: frozenset[str] | None = None
    is_disabled: bool | None = None
    #: Draws a password that works once, and lets the old one and every session go.
    draws_password: bool = False
    #: Lets somebody try again at once who failed too often.
    unlocks: bool = False

    @property
    def gives_rights(self) -> bool:
        """Whether it touches what somebody may do: nobody does that to themselves."""
        return any(each is not None for each in (self.unit, self.roles, self.is_cleared, self.areas, self.is_disabled))

    def summary(self) -> str:
        """Say what is changed, for the audit trail."""
        return "; ".join(self._parts())

    def _parts(self) -> Iterator[str]:
        if self.roles is not None:
            yield f"roles: {', '.join(sorted(self.roles)) or 'none'}"
        if self.is_cleared is not None:
            yield "cleared" if self.is_cleared else "clearance taken"
        if self.unit is not None:
            yield "moved to another unit"
        if self.areas is not None:
            yield f"areas: {len(self.areas)}"
        if self.is_disabled is not None:
            yield "disabled" if self.is_disabled else "enabled again"
        if self.draws_password:
            yield "new password that works once"
        if self.unlocks:
            yield "may try again at once"


def faults_of_draft(draft: AccountDraft, *, min_length: int) -> tuple[Fault, ...]:
    """Say what is wrong with an account that is to be made."""
    faults = list(faults_of_rights(draft.roles, draft.areas))
    if not is_fit(draft.username):
        faults.append(Fault("username", "It is made of letters, digits and . _ - @ + ', without blanks, and has at most 120 of them."))
    if draft.password is not None:
        context = (draft.username, draft.unit)
        faults += [Fault("password", each) for each in faults_of(draft.password, min_length=min_length, context=context)]
    return tuple(faults)


def faults_of_rights(roles: frozenset[Role] | None, areas: frozenset[str] | None) -> tuple[Fault, ...]:
    """Say what is wrong with the roles and areas of an account."""
    faults = []
    if roles is not None and not roles:
        faults.append(Fault("roles", "Somebody who may do nothing needs no account."))
    if areas is not None and (
        len(areas) > _MOST_AREAS or any(not 0 < len(area.strip()) <= _LONGEST_AREA or not area.isprintable() for area in areas)
    ):
        faults.append(Fault("areas", f"There are at most {_MOST_AREAS} areas, each a name of at most {_LONGEST_AREA} characters."))
    return tuple(faults)
