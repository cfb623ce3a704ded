"""Who may do what: the matrix of domain 4.4, written out here a second time as it stands there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.domain.access.actor import Actor, Coverage, Role
from matcher.domain.access.grants import GRANTS
from matcher.domain.access.permission import Action, Decision, Form, ObjectFacts, Reach, Reason, may, may_at_all, may_see_line, reaches_of

#: The columns of the table, in its order.
COLUMNS = (
    Role.SUBMITTER,
    Role.COORDINATOR,
    Role.REVIEWER,
    Role.ANALYST,
    Role.SAFEGUARDING,
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.ADMIN,
)

#: The rows of the table, cell by cell, in the words of the table.
TABLE = {
    Action.SUBMISSION_READ_STATUS: ("yes", "yes", "yes", "no", "no", "yes", "yes", "count only"),
    Action.UNMATCHED_REVEAL: (
        "no",
        "no",
        "masked, on recorded need",
        "no",
        "no",
        "masked, on recorded need",
        "on recorded need",
        "no",
    ),
    Action.SUBMISSION_READ_RESULT: (
        "number + line name",
        "number + line name",
        "full",
        "full",
        "sanitised sentence",
        "full",
        "full",
        "no",
    ),
    Action.MATCH_READ_RESTRICTED: (
        "no",
        "no",
        "if cleared",
        "full",
        "no (sanitised concern only)",
        "if cleared",
        "if cleared",
        "no",
    ),
    Action.MATCH_READ_GRADING: ("no", "no", "yes", "yes", "no", "yes", "yes", "no"),
    Action.SUBJECT_READ: (
        "own cases",
        "own area",
        "assigned",
        "only when a lead is accepted",
        "assigned",
        "own area",
        "on recorded need",
        "no",
    ),
    Action.SUBJECT_READ_CONTEXT: ("own cases", "own area", "assigned", "no", "assigned", "own area", "on recorded need", "no"),
    Action.PROTECTED_REVEAL: ("no", "no", "no", "no", "override with reason", "no", "existence only", "no"),
    Action.LINES_PROPOSE: ("no", "no", "propose", "yes", "no", "no", "no", "no"),
    Action.LINES_PUBLISH: ("no", "no", "no", "yes, two-person publish", "no", "no", "no", "no"),
    Action.LINES_APPROVE: ("no", "no", "no", "no", "no", "approve", "no", "no"),
    Action.AUDIT_READ: ("no", "no", "no", "no", "no", "own unit", "all", "technical events only"),
}

#: What the table does not hold and the service adds.
OF_THE_SERVICE = {
    Action.SUBMISSION_CREATE: ("yes", "no", "no", "no", "no", "no", "no", "no"),
    Action.SUBMISSION_ERASE: ("own cases", "no", "no", "no", "no", "yes", "no", "no"),
    Action.INTERVIEW_CREATE: ("yes", "yes", "no", "no", "no", "no", "no", "no"),
    Action.CHECK_NUMBERS: ("number + line name", "number + line name", "full", "full", "no", "full", "no", "no"),
    Action.MATCH_REVIEW: ("no", "no", "yes", "no", "no", "no", "no", "no"),
    Action.ALERT_READ: (
        "number + line name",
        "number + line name",
        "full",
        "full",
        "sanitised sentence",
        "full",
        "full",
        "no",
    ),
    Action.ALERT_ACT: ("no", "number + line name", "full", "full", "sanitised sentence", "full", "no", "no"),
    Action.USE_REVIEW: ("no", "no", "no", "no", "no", "no", "about others", "no"),
    Action.LINES_READ: ("no", "no", "full", "full", "no", "full", "no", "no"),
    Action.LINES_IMPORT: ("no", "no", "no", "yes", "no", "no", "no", "no"),
    Action.WATCH_NUMBER: ("yes", "yes", "yes", "yes", "no", "yes", "no", "no"),
    Action.WATCH_LINE: ("no", "no", "yes", "yes", "no", "yes", "no", "no"),
    Action.WATCH_SUBJECT: ("yes", "yes", "yes", "no", "yes", "yes", "no", "no"),
    Action.WATCH_READ: ("own cases", "own cases", "own cases", "own cases", "assigned", "own unit", "all", "no"),
    Action.WATCH_END: ("own cases", "own cases", "own cases", "own cases", "own cases", "own unit", "no", "no"),
    Action.LINES_EXPORT: ("no", "no", "no", "on recorded need", "no", "on recorded need", "no", "no"),
    Action.LINES_EXPORT_CONDITIONAL: ("no", "no", "no", "on recorded need", "no", "no", "no", "no"),
    Action.NUMBERS_READ: ("no", "no", "yes", "yes", "yes", "yes", "yes", "no"),
    Action.NUMBERS_WARN: ("no", "no", "no", "yes", "no", "no", "no", "no"),
    Action.NUMBERS_PROTECT: ("no", "no", "no", "yes", "yes", "no", "no", "no"),
    Action.NUMBERS_UNPROTECT: ("no", "no", "no", "no", "yes", "no", "no", "no"),
    Action.REPORTS_READ: ("no", "no", "yes", "yes", "no", "yes", "yes", "no"),
    Action.USERS_MANAGE: ("no", "no", "no", "no", "no", "no", "no", "yes"),
    Action.TOKENS_MANAGE: ("own cases",) * 8,
    Action.SYSTEM_READ: ("no", "no", "no", "no", "no", "no", "no", "yes"),
}

FORMS = {
    "count only": Form.COUNT_ONLY,
    "masked, on recorded need": Form.MASKED,
    "number + line name": Form.NUMBER_AND_LINE_NAME,
    "sanitised sentence": Form.SANITISED,
    "no (sanitised concern only)": Form.SANITISED,
    "existence only": Form.EXISTENCE_ONLY,
    "technical events only": Form.TECHNICAL_ONLY,
}

ALL = [
    pytest.param(action, role, cell, id=f"{action}-{role}")
    for action, cells in {**TABLE, **OF_THE_SERVICE}.items()
    for role, cell in zip(COLUMNS, cells, strict=True)
]


def an_actor(*roles: Role, **changes) -> Actor:
    """Somebody of one unit, not cleared."""
    actor = Actor("usr-1", "org-1", "unit-1", frozenset(roles), unit_name="Estmoor Intelligence", areas=frozenset({"Estmoor"}))
    return replace(actor, **changes)


def an_object(**changes) -> ObjectFacts:
    """An object for which every condition holds."""
    facts = ObjectFacts(
        "org-1",
        unit_id="unit-1",
        submitter_id="usr-1",
        areas=frozenset({"Estmoor"}),
        assigned_to=frozenset({"usr-1"}),
        lead_accepted=True,
        recorded_need="Complaint 7",
        proposed_by="usr-2",
    )
    return replace(facts, **changes)


def test_every_action_stands_in_one_of_the_tables():
    """No action goes without its row of eight cells."""
    assert set(TABLE) | set(OF_THE_SERVICE) == set(Action) == set(GRANTS)
    assert not set(TABLE) & set(OF_THE_SERVICE)
    assert all(len(cells) == len(COLUMNS) == len(Role) for cells in (*TABLE.values(), *OF_THE_SERVICE.values()))


@pytest.mark.parametrize(("action", "role", "cell"), ALL)
def test_a_cell_says_who_sees_what_in_which_form(action, role, cell):
    """Where every condition holds, a role sees what its cell says, in the form it says, and nothing where the cell says no."""
    decision = may(an_actor(role), action, an_object())

    assert decision.allowed is (cell != "no")
    assert decision.form is (Form.NOTHING if cell == "no" else FORMS.get(cell, Form.FULL))


@pytest.mark.parametrize(("action", "role", "cell"), ALL)
def test_no_cell_reaches_into_another_organisation(action, role, cell):
    """What belongs to another organisation is not there; a role that may nothing anywhere is told the same of its own and of any other."""
    decision = may(an_actor(role, is_cleared=True), action, an_object(organisation_id="org-2"))

    assert decision == Decision(allowed=False, reason=Reason.NOT_GRANTED if cell == "no" else Reason.OTHER_ORGANISATION)
    assert decision.hides is (cell != "no")


CONDITIONS = {
    "own cases": ({"submitter_id": "usr-9"}, Reason.NOT_OWN),
    "own area": ({"areas": frozenset({"Vale of Tarn"})}, Reason.OTHER_AREA),
    "assigned": ({"assigned_to": frozenset({"usr-9"})}, Reason.NOT_ASSIGNED),
    "only when a lead is accepted": ({"lead_accepted": False}, Reason.LEAD_NOT_ACCEPTED),
    "masked, on recorded need": ({"recorded_need": " "}, Reason.NEED_NOT_RECORDED),
    "on recorded need": ({"recorded_need": None}, Reason.NEED_NOT_RECORDED),
    "override with reason": ({"recorded_need": None}, Reason.NEED_NOT_RECORDED),
    "if cleared": ({"is_restricted": True, "owner_unit": "Tarn Intelligence"}, Reason.NOT_CLEARED),
    "yes, two-person publish": ({"proposed_by": "usr-1"}, Reason.SAME_PERSON),
    "approve": ({"proposed_by": "usr-1"}, Reason.SAME_PERSON),
    "about others": ({"proposed_by": "usr-1"}, Reason.SAME_PERSON),
    "own unit": ({"unit_id": "unit-9"}, Reason.OTHER_UNIT),
    "sanitised sentence": ({"assigned_to": frozenset()}, Reason.NOT_ASSIGNED),
    "no (sanitised concern only)": ({"assigned_to": frozenset()}, Reason.NOT_ASSIGNED),
}


@pytest.mark.parametrize(("action", "role", "cell"), [param for param in ALL if param.values[2] in CONDITIONS])
def test_a_condition_of_a_cell_is_asked_for(action, role, cell):
    """Without what the words of a cell ask for, the role has nothing."""
    changes, reason = CONDITIONS[cell]

    decision = may(an_actor(role), action, an_object(**changes))

    assert (decision.allowed, decision.reason) == (False, reason)


@pytest.mark.parametrize("action", [Action.SUBMISSION_READ_STATUS, Action.SUBMISSION_READ_RESULT, Action.ALERT_READ])
@pytest.mark.parametrize(
    ("role", "changes"),
    [
        (Role.SUBMITTER, {"submitter_id": "usr-9"}),
        (Role.COORDINATOR, {"areas": frozenset({"Vale of Tarn"}), "unit_id": "unit-9"}),
    ],
)
def test_submitters_see_their_own_and_coordinators_their_area(action, role, changes):
    """A case of somebody else, or of another area, is not there for them."""
    decision = may(an_actor(role), action, an_object(**changes))

    assert not decision.allowed
    assert decision.hides


def test_a_case_without_an_area_is_of_the_unit_that_brought_it():
    """Where no area was stated, the coordinator of the same unit sees the case and no other."""
    seen = may(an_actor(Role.COORDINATOR), Action.SUBMISSION_READ_STATUS, an_object(areas=frozenset()))
    other = may(an_actor(Role.COORDINATOR), Action.SUBMISSION_READ_STATUS, an_object(areas=frozenset(), unit_id="unit-9"))

    assert (seen.allowed, other.allowed) == (True, False)


@pytest.mark.parametrize(
    ("areas", "unit", "expected"),
    [
        ({"Estmoor"}, "unit-1", True),
        ({"vale  of tarn"}, "unit-9", True),
        ({"Estmoor", "Holt"}, "unit-1", True),
        ({"Kettle Bay"}, "unit-1", False),
        ({"Holt", " KETTLE  bay"}, "unit-1", False),
        ({"Holt"}, "unit-1", True),
        ({"Holt"}, "unit-9", False),
        ({"Holt"}, "unit-without", True),
        (set(), "unit-9", False),
        (set(), "unit-without", True),
    ],
)
def test_a_case_of_no_coordinators_area_is_of_the_unit_that_brought_it(areas, unit, expected):
    """It is for the coordinators of that unit, or of every unit where that has none; one of somebody's area is for nobody else."""
    coverage = Coverage(frozenset({"estmoor", "vale of tarn", "kettle bay"}), frozenset({"unit-1", "unit-9"}))
    actor = an_actor(Role.COORDINATOR, areas=frozenset({"Estmoor", "Vale of  Tarn"}), coverage=coverage)

    assert may(actor, Action.ALERT_READ, an_object(areas=frozenset(areas), unit_id=unit)).allowed is expected


@pytest.mark.parametrize(
    ("role", "is_cleared", "owner_unit", "expected"),
    [
        (Role.SUBMITTER, True, "Tarn Intelligence", False),
        (Role.COORDINATOR, True, "Tarn Intelligence", False),
        (Role.REVIEWER, True, "Tarn Intelligence", True),
        (Role.REVIEWER, False, "Tarn Intelligence", False),
        (Role.REVIEWER, False, "Estmoor Intelligence", False),
        (Role.ANALYST, False, "Estmoor Intelligence", True),
        (Role.ANALYST, False, "Tarn Intelligence", False),
        (Role.ANALYST, True, "Tarn Intelligence", True),
        (Role.ANALYST, False, None, True),
        (Role.SUPERVISOR, True, None, True),
        (Role.SUPERVISOR, False, None, False),
        (Role.AUDITOR, True, None, True),
        (Role.SAFEGUARDING, True, None, False),
        (Role.ADMIN, True, None, False),
    ],
)
def test_restricted_lines_are_for_the_owning_unit_and_the_cleared(role, is_cleared, owner_unit, expected):
    """Clearance counts for reviewers, analysts, supervisors and auditors only; the unit that owns the line needs none."""
    facts = an_object(is_restricted=True, owner_unit=owner_unit)

    assert may_see_line(an_actor(role, is_cleared=is_cleared), facts) is expected


def test_roles_never_imply_each_other():
    """Nobody has anything by another role: all roles together have what each of them has, and none has nothing."""
    everybody = an_actor(*Role)

    assert all(may(everybody, action, an_object()).allowed for action in Action)
    assert not any(may(an_actor(), action, an_object()).allowed for action in Action)


def test_of_several_roles_the_one_that_shows_most_decides():
    """A reviewer who also submits sees a result in full."""
    both = an_actor(Role.SUBMITTER, Role.REVIEWER)

    assert may(both, Action.SUBMISSION_READ_RESULT, an_object()).form is Form.FULL
    assert may(both, Action.SUBMISSION_READ_RESULT, an_object(submitter_id="usr-9")).form is Form.FULL


@pytest.mark.parametrize("action", list(Action))
def test_a_token_does_what_it_was_made_for_and_nothing_else(action):
    """The scopes of a token narrow the roles and never widen them."""
    other = next(each for each in Action if each is not action)
    everybody = an_actor(*Role)

    assert may(replace(everybody, scopes=frozenset({action.value})), action, an_object()).allowed
    assert may(replace(everybody, scopes=frozenset({other.value})), action, an_object()).reason is Reason.NOT_IN_SCOPE
    assert not may(an_actor(scopes=frozenset({action.value})), action, an_object()).allowed


def test_routes_and_queries_ask_before_there_is_an_object():
    """Whether there can be an object at all, and how far a query reaches, follow from the same table."""
    assert may_at_all(an_actor(Role.SUBMITTER), Action.SUBMISSION_CREATE)
    assert not may_at_all(an_actor(Role.ADMIN), Action.SUBMISSION_READ_RESULT)
    assert not may_at_all(an_actor(Role.SUBMITTER, scopes=frozenset()), Action.SUBMISSION_CREATE)
    assert reaches_of(an_actor(Role.SUBMITTER, Role.COORDINATOR), Action.SUBMISSION_READ_STATUS) == {Reach.OWN, Reach.OWN_AREA}
    assert reaches_of(an_actor(Role.ADMIN), Action.SUBMISSION_READ_RESULT) == frozenset()


def test_a_refusal_tells_nothing_of_what_may_not_be_known():
    """What lies outside of somebody's reach is not there; what their role never has, or a missing reason, is refused openly."""
    hidden = may(an_actor(Role.SUBMITTER), Action.SUBMISSION_READ_RESULT, an_object(submitter_id="usr-9"))
    role = may(an_actor(Role.ADMIN), Action.SUBMISSION_READ_RESULT, an_object())
    need = may(an_actor(Role.AUDITOR), Action.UNMATCHED_REVEAL, an_object(recorded_need=None))

    assert (hidden.hides, role.hides, need.hides) == (True, False, False)
