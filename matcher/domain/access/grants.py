"""The permission matrix of the trade (domain 4.4) as data: action, role, and what the role may see of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.access.actor import Role


class Action(StrEnum):
    """Everything somebody can ask for, read as subject:verb. Scopes of API tokens are these words."""

    SUBMISSION_CREATE = "submission:create"
    SUBMISSION_READ_STATUS = "submission:read_status"
    #: The answer of a submission, in the form the role may see.
    SUBMISSION_READ_RESULT = "submission:read_result"
    SUBMISSION_ERASE = "submission:erase"
    INTERVIEW_CREATE = "interview:create"
    CHECK_NUMBERS = "check:numbers"
    #: A match on an owner-only or covert line.
    MATCH_READ_RESTRICTED = "match:read_restricted"
    MATCH_READ_GRADING = "match:read_grading"
    MATCH_REVIEW = "match:review"
    ALERT_READ = "alert:read"
    ALERT_ACT = "alert:act"
    #: To take notice of an alert about the use of an account (AR-25), and to close it.
    USE_REVIEW = "use:review"
    SUBJECT_READ = "subject:read"
    SUBJECT_READ_CONTEXT = "subject:read_context"
    UNMATCHED_REVEAL = "unmatched:reveal"
    PROTECTED_REVEAL = "protected:reveal"
    LINES_READ = "lines:read"
    LINES_IMPORT = "lines:import"
    LINES_PROPOSE = "lines:propose"
    LINES_PUBLISH = "lines:publish"
    LINES_APPROVE = "lines:approve"
    LINES_EXPORT = "lines:export"
    #: Entries with handling code C along with the others, each with its conditions.
    LINES_EXPORT_CONDITIONAL = "lines:export_conditional"
    #: To be told when a number turns up, a line, or a subject.
    WATCH_NUMBER = "watch:number"
    WATCH_LINE = "watch:line"
    WATCH_SUBJECT = "watch:subject"
    WATCH_READ = "watch:read"
    WATCH_END = "watch:end"
    #: Entries of the organisation's own warning list.
    NUMBERS_READ = "numbers:read"
    NUMBERS_WARN = "numbers:warn"
    #: To put a number on the organisation's own list of protected ones, and to take one off.
    NUMBERS_PROTECT = "numbers:protect"
    NUMBERS_UNPROTECT = "numbers:unprotect"
    #: Figures of what reviewers found: of nobody who was examined, and of no single reviewer.
    REPORTS_READ = "reports:read"
    AUDIT_READ = "audit:read"
    USERS_MANAGE = "users:manage"
    #: API tokens of one's own account.
    TOKENS_MANAGE = "tokens:manage"
    SYSTEM_READ = "system:read"


class Reach(StrEnum):
    """Which objects of their own organisation a grant reaches."""

    OWN = "own"
    OWN_AREA = "own_area"
    OWN_UNIT = "own_unit"
    ASSIGNED = "assigned"
    ACCEPTED_LEAD = "accepted_lead"
    ORGANISATION = "organisation"


class Form(StrEnum):
    """In which form it is seen, from least to most."""

    NOTHING = "nothing"
    COUNT_ONLY = "count_only"
    EXISTENCE_ONLY = "existence_only"
    TECHNICAL_ONLY = "technical_only"
    SANITISED = "sanitised"
    MASKED = "masked"
    NUMBER_AND_LINE_NAME = "number_and_line_name"
    FULL = "full"

    @property
    def order(self) -> int:
        """Where it stands between nothing and everything."""
        return list(Form).index(self)


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role may see of what, and what has to be on record before."""

    reach: Reach
    form: Form = Form.FULL
    #: Only with a reason typed for this one look ("on recorded need").
    needs_reason: bool = False
    #: An object about a restricted line is denied without clearance, or the line being one's own unit's.
    restricted_needs_clearance: bool = True
    #: What one person proposed another has to do.
    needs_second_person: bool = False


_OWN = Grant(Reach.OWN)
_OWN_AREA = Grant(Reach.OWN_AREA)
_OWN_UNIT = Grant(Reach.OWN_UNIT)
_ASSIGNED = Grant(Reach.ASSIGNED)
_ALL = Grant(Reach.ORGANISATION)
_ON_NEED = Grant(Reach.ORGANISATION, needs_reason=True)
_COUNT_ONLY = Grant(Reach.ORGANISATION, Form.COUNT_ONLY)
_OWN_BY_LINE_NAME = Grant(Reach.OWN, Form.NUMBER_AND_LINE_NAME)
_OWN_AREA_BY_LINE_NAME = Grant(Reach.OWN_AREA, Form.NUMBER_AND_LINE_NAME)
_ALL_BY_LINE_NAME = Grant(Reach.ORGANISATION, Form.NUMBER_AND_LINE_NAME)
_MASKED_ON_NEED = Grant(Reach.ORGANISATION, Form.MASKED, needs_reason=True)
#: The sanitised sentence holds nothing of the line, so that no clearance is asked for.
_CONCERN = Grant(Reach.ASSIGNED, Form.SANITISED, restricted_needs_clearance=False)

_S, _C, _R, _L = Role.SUBMITTER, Role.COORDINATOR, Role.REVIEWER, Role.ANALYST
_G, _V, _U, _A = Role.SAFEGUARDING, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN

#: A role that a row does not name has nothing. A row of domain 4.4 is named above its own; the others are the service's.
GRANTS: Mapping[Action, Mapping[Role, Grant]] = {
    Action.SUBMISSION_CREATE: {_S: _ALL},
    # Row: Own submission status.
    Action.SUBMISSION_READ_STATUS: {_S: _OWN, _C: _OWN_AREA, _R: _ALL, _V: _ALL, _U: _ALL, _A: _COUNT_ONLY},
    # Row: Confirmed match (open line).
    Action.SUBMISSION_READ_RESULT: {
        _S: _OWN_BY_LINE_NAME,
        _C: _OWN_AREA_BY_LINE_NAME,
        _R: _ALL,
        _L: _ALL,
        _G: _CONCERN,
        _V: _ALL,
        _U: _ALL,
    },
    # Whoever brought a file in may take it back; a supervisor may for the whole organisation.
    Action.SUBMISSION_ERASE: {_S: _OWN, _V: _ALL},
    Action.INTERVIEW_CREATE: {_S: _ALL, _C: _ALL},
    Action.CHECK_NUMBERS: {_S: _ALL_BY_LINE_NAME, _C: _ALL_BY_LINE_NAME, _R: _ALL, _L: _ALL, _V: _ALL},
    # Row: Owner-only / covert line.
    Action.MATCH_READ_RESTRICTED: {_R: _ALL, _L: _ALL, _G: _CONCERN, _V: _ALL, _U: _ALL},
    # Row: Source grading and provenance.
    Action.MATCH_READ_GRADING: {_R: _ALL, _L: _ALL, _V: _ALL, _U: _ALL},
    Action.MATCH_REVIEW: {_R: _ALL},
    # As the matches they rest on.
    Action.ALERT_READ: {
        _S: _OWN_BY_LINE_NAME,
        _C: _OWN_AREA_BY_LINE_NAME,
        _R: _ALL,
        _L: _ALL,
        _G: _CONCERN,
        _V: _ALL,
        _U: _ALL,
    },
    Action.ALERT_ACT: {_C: _OWN_AREA_BY_LINE_NAME, _R: _ALL, _L: _ALL, _G: _CONCERN, _V: _ALL},
    # Nobody clears themselves.
    Action.USE_REVIEW: {_U: Grant(Reach.ORGANISATION, needs_second_person=True)},
    # Row: Child identity.
    Action.SUBJECT_READ: {
        _S: _OWN,
        _C: _OWN_AREA,
        _R: _ASSIGNED,
        _L: Grant(Reach.ACCEPTED_LEAD),
        _G: _ASSIGNED,
        _V: _OWN_AREA,
        _U: _ON_NEED,
    },
    # Row: Child's views, context flags.
    Action.SUBJECT_READ_CONTEXT: {_S: _OWN, _C: _OWN_AREA, _R: _ASSIGNED, _G: _ASSIGNED, _V: _OWN_AREA, _U: _ON_NEED},
    # Row: Unmatched contacts.
    Action.UNMATCHED_REVEAL: {_R: _MASKED_ON_NEED, _V: _MASKED_ON_NEED, _U: _ON_NEED},
    # Row: Protected numbers.
    Action.PROTECTED_REVEAL: {_G: Grant(Reach.ORGANISATION, needs_reason=True), _U: Grant(Reach.ORGANISATION, Form.EXISTENCE_ONLY)},
    Action.LINES_READ: {_R: _ALL, _L: _ALL, _V: _ALL},
    # Row: Edit line list.
    Action.LINES_IMPORT: {_L: _ALL},
    Action.LINES_PROPOSE: {_R: _ALL, _L: _ALL},
    Action.LINES_PUBLISH: {_L: Grant(Reach.ORGANISATION, needs_second_person=True)},
    Action.LINES_APPROVE: {_V: Grant(Reach.ORGANISATION, needs_second_person=True)},
    # A list that leaves is a disclosure: it takes a reason. What may be shared with conditions only leaves with those who keep the list.
    Action.LINES_EXPORT: {_L: _ON_NEED, _V: _ON_NEED},
    Action.LINES_EXPORT_CONDITIONAL: {_L: _ON_NEED},
    # For which purpose each role may watch stands in matcher/domain/alerts/watch.py (docs/decisions/0031).
    Action.WATCH_NUMBER: {_S: _ALL, _C: _ALL, _R: _ALL, _L: _ALL, _V: _ALL},
    Action.WATCH_LINE: {_R: _ALL, _L: _ALL, _V: _ALL},
    Action.WATCH_SUBJECT: {_S: _ALL, _C: _ALL, _R: _ALL, _G: _ALL, _V: _ALL},
    Action.WATCH_READ: {_S: _OWN, _C: _OWN, _R: _OWN, _L: _OWN, _G: _ASSIGNED, _V: _OWN_UNIT, _U: _ALL},
    Action.WATCH_END: {_S: _OWN, _C: _OWN, _R: _OWN, _L: _OWN, _G: _OWN, _V: _OWN_UNIT},
    # What is protected is read by `protected:reveal`.
    Action.NUMBERS_READ: {_R: _ALL, _L: _ALL, _G: _ALL, _V: _ALL, _U: _ALL},
    Action.NUMBERS_WARN: {_L: _ALL},
    Action.NUMBERS_PROTECT: {_L: _ALL, _G: _ALL},
    Action.NUMBERS_UNPROTECT: {_G: _ALL},
    Action.REPORTS_READ: {_R: _ALL, _L: _ALL, _V: _ALL, _U: _ALL},
    # Row: Audit log.
    Action.AUDIT_READ: {_V: _OWN_UNIT, _U: _ALL, _A: Grant(Reach.ORGANISATION, Form.TECHNICAL_ONLY)},
    Action.USERS_MANAGE: {_A: _ALL},
    Action.TOKENS_MANAGE: dict.fromkeys(Role, _OWN),
    Action.SYSTEM_READ: {_A: _ALL},
}
