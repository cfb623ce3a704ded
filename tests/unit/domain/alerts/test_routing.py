"""Alerts go to the roles that act, and never to a household (domain 6 and 7)."""

from __future__ import annotations

import pytest

from answers import an_alert
from matcher.domain.access.actor import Role
from matcher.domain.alerts.routing import ROLE_OF, roles_for, routed_to
from matcher.domain.alerts.rule import Recipient

OWNER = Recipient.OWNER_UNIT.value


def test_every_recipient_is_read_for_by_a_role():
    """No recipient of a rule is left without somebody who sees the alert."""
    assert set(ROLE_OF) == set(Recipient)


@pytest.mark.parametrize(
    ("rule", "recipients", "urgency", "roles"),
    [
        (
            "AR-01",
            (Recipient.DUTY_INSPECTOR.value, Recipient.SAFEGUARDING.value, OWNER),
            "P1",
            {Role.SUPERVISOR, Role.SAFEGUARDING, Role.ANALYST},
        ),
        ("AR-17", (OWNER,), "P1", {Role.ANALYST, Role.SAFEGUARDING}),
        ("AR-17", (OWNER,), "P4", {Role.ANALYST}),
        ("AR-10", (OWNER,), "P4", {Role.ANALYST}),
        ("AR-18", (), "P4", set()),
        ("AR-22", (Recipient.SUPERVISOR.value, Recipient.SOCIAL_WORKER.value), "P2", {Role.SUPERVISOR, Role.SAFEGUARDING}),
        ("AR-24", (Recipient.SUPERVISOR.value,), "P1", {Role.SUPERVISOR}),
        ("AR-25", (), "P2", {Role.AUDITOR}),
    ],
)
def test_an_alert_is_routed_to_those_who_act(rule, recipients, urgency, roles):
    """S6: safeguarding does not wait for the owning unit; a possible reissue is no concern; unusual use goes to the auditor."""
    assert roles_for(rule, recipients, urgency) == roles


def test_a_case_is_routed_by_all_its_alerts():
    """The roles of every alert of a case may read what the matrix gives to whom it was assigned."""
    alerts = [an_alert(recipients=(Recipient.SAFEGUARDING.value,)), an_alert(rule="AR-10", recipients=(OWNER,))]

    assert routed_to(alerts) == {"safeguarding", "analyst"}


def test_nobody_of_a_household_is_a_recipient():
    """AR-22: parents and carers are in no list of recipients; a person decides after a safe-contact check."""
    assert not [each for each in Recipient if "parent" in each.value or "carer" in each.value]
