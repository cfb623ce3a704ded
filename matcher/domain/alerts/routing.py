"""To whom an alert goes inside the service, and to whom never (domain 6 and 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcher.domain.access.actor import Role
from matcher.domain.alerts.rule import Recipient
from matcher.domain.screening import Alert

#: Which role reads on behalf of whom. Parents and carers are nobody's recipient: a person decides that after a safe-contact check.
ROLE_OF: Mapping[Recipient, Role] = {
    Recipient.DUTY_INSPECTOR: Role.SUPERVISOR,
    Recipient.MISSING_COORDINATOR: Role.COORDINATOR,
    Recipient.SUPERVISOR: Role.SUPERVISOR,
    Recipient.CUSTODY_SERGEANT: Role.SUPERVISOR,
    Recipient.SAFEGUARDING: Role.SAFEGUARDING,
    Recipient.SOCIAL_WORKER: Role.SAFEGUARDING,
    Recipient.HOST_AND_HOME_AREAS: Role.SAFEGUARDING,
    Recipient.PLACING_AND_HOST_COUNCILS: Role.SAFEGUARDING,
    Recipient.ADULT_SAFEGUARDING: Role.SAFEGUARDING,
    Recipient.OWNER_UNIT: Role.ANALYST,
    Recipient.PRISON_INTELLIGENCE: Role.ANALYST,
    Recipient.HANDED_IN: Role.SUBMITTER,
}

#: A person has to be safeguarded while the owning unit still decides about release.
WITHHELD = "AR-17"

#: Rules about the work itself and not about a person; they go where the trade says whatever the list of recipients holds.
_ROLES_OF_RULE: Mapping[str, frozenset[Role]] = {
    "AR-18": frozenset(),
    "AR-24": frozenset({Role.SUPERVISOR}),
    "AR-25": frozenset({Role.AUDITOR}),
}


def roles_for(rule: str, recipients: Iterable[str], urgency: str) -> frozenset[Role]:
    """Give the roles an alert is routed to."""
    if rule in _ROLES_OF_RULE:
        return _ROLES_OF_RULE[rule]
    roles = {ROLE_OF[Recipient(each)] for each in recipients}
    # P4 is a number that can only have been reissued: the weekly upkeep of the list, and no concern.
    if rule == WITHHELD and urgency != "P4":
        roles.add(Role.SAFEGUARDING)
    return frozenset(roles)


def routed_to(alerts: Iterable[Alert]) -> frozenset[str]:
    """Give the roles a case is routed to by its alerts, as `ObjectFacts.assigned_to` takes them."""
    return frozenset(role.value for alert in alerts for role in roles_for(alert.rule, alert.recipients, alert.urgency.value))
