"""Who asks: a person or a program, in one organisation and one unit, with roles that never imply each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is there for (contract section 3). Nobody has a role because of another one."""

    SUBMITTER = "submitter"
    #: Missing persons.
    COORDINATOR = "coordinator"
    #: The unit that owns the line list.
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    SAFEGUARDING = "safeguarding"
    SUPERVISOR = "supervisor"
    #: Disclosure officer, data protection officer, auditor.
    AUDITOR = "auditor"
    #: Runs the service and reads no case.
    ADMIN = "admin"


class SignedInBy(StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105 - the name of a way, not a secret
    OIDC = "oidc"
    TOKEN = "token"  # noqa: S105 - the same
    #: Somebody at the machine itself.
    COMMAND_LINE = "command-line"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which areas and units of an organisation have a coordinator who can sign in (docs/decisions/0046)."""

    #: As `area_key` writes them.
    areas: frozenset[str] = frozenset()
    #: Ids of units.
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks, as far as permissions depend on it."""

    user_id: str
    organisation_id: str
    unit_id: str
    roles: frozenset[Role]
    #: The name the line list calls the unit by (`owner_unit`).
    unit_name: str = ""
    #: Whether the existence of restricted lines may be known to them.
    is_cleared: bool = False
    #: Areas they are responsible for.
    areas: frozenset[str] = frozenset()
    #: What an API token was made for, as values of `permission.Action`; None where nothing narrows the roles.
    scopes: frozenset[str] | None = None
    signed_in_by: SignedInBy = SignedInBy.PASSWORD
    #: Of coordinators, what others and they themselves are responsible for; None where it decides nothing. It is nothing of their own.
    coverage: Coverage | None = field(default=None, compare=False)

    @property
    def area_keys(self) -> frozenset[str]:
        """Their areas as they are compared."""
        return frozenset(key for key in map(area_key, self.areas) if key)

    def has(self, role: Role) -> bool:
        """Whether they have the role itself."""
        return role in self.roles


def area_key(name: str) -> str:
    """Write the name of an area as it is compared with others."""
    return " ".join(name.split()).casefold()
