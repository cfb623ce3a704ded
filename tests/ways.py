"""Every operation of the API with the roles that may do it: the matrix of domain 4.4, and what the service adds, by operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matcher.domain.access.actor import Role

NEED = "Needed for the strategy meeting on Monday"
SAID = {"reason": NEED}
WHY = {"Linewatch-Reason": NEED}

EVERYBODY = frozenset(Role)
BUT_ADMINISTRATORS = EVERYBODY - {Role.ADMIN}
#: "Own submission status", without the column that has a count only.
STATUS = frozenset({Role.SUBMITTER, Role.COORDINATOR, Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR})
UNMATCHED = frozenset({Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR})
LIST = frozenset({Role.REVIEWER, Role.ANALYST, Role.SUPERVISOR})
PROPOSE = frozenset({Role.REVIEWER, Role.ANALYST})
PUBLISH = frozenset({Role.ANALYST, Role.SUPERVISOR})
CHECK = frozenset({Role.SUBMITTER, Role.COORDINATOR, Role.REVIEWER, Role.ANALYST, Role.SUPERVISOR})
ACT = frozenset({Role.COORDINATOR, Role.REVIEWER, Role.ANALYST, Role.SAFEGUARDING, Role.SUPERVISOR})
NUMBERS = frozenset({Role.REVIEWER, Role.ANALYST, Role.SAFEGUARDING, Role.SUPERVISOR, Role.AUDITOR})
REPORTS = frozenset({Role.REVIEWER, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR})

#: How far a submission is.
STATES = ("received", "done", "refused", "erased")

A_CHANGE = {"kind": "line", "id": "L-0043", "fields": {"name": "Woodlark"}}
A_QUESTION = {
    "numbers": [{"raw": "07700 900111"}],
    "purpose": "locate-missing-person",
    "reference": "M-2026-81",
    "reason": "Named by the mother as the number that rings at night",
}
A_WATCH = {"kind": "number", "value": "07700 900222", "purpose": "managed", "expires_at": "2026-05-20T12:00:00Z", **SAID}
A_GUARD = {
    "list": "protected",
    "group": "crisis",
    "number": "07700 900333",
    "label": "A helper",
    "source": "The helper",
    **SAID,
}
AN_ACCOUNT = {"username": "somebody.new", "unit": "Hillside", "roles": ["reviewer"]}


@dataclass(frozen=True)
class Way:
    """One operation, as it is asked for."""

    method: str
    #: Without the prefix; in braces what it is done to.
    path: str
    #: Who may, of the organisation, where it is done to what `north-submitter` has to do with.
    roles: frozenset[Role]
    json: Any = None
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    #: A file that goes with it.
    file: bytes | None = None
    #: By the state of a submission, or role and state, what answers whoever may; where nothing stands, what the operation declares.
    otherwise: Mapping[str, int] = field(default_factory=dict)

    def status(self, declared: int, role: Role, state: str) -> int:
        """Give what answers a role that may."""
        return self.otherwise.get(f"{role} {state}", self.otherwise.get(state, declared))

    @property
    def reads(self) -> bool:
        """Whether it changes nothing of what it is done to."""
        return self.method == "GET" or self.path.endswith(("/result", "/unmatched"))

    @property
    def target(self) -> str | None:
        """What it is done to."""
        _, brace, rest = self.path.partition("{")
        return rest.partition("}")[0] if brace else None


NOT_YET = {"received": 409, "refused": 409, "erased": 404}
#: Whom an alert assigns a submission to has no part in it before there is one.
NOT_YET_ASSIGNED = {**NOT_YET, "safeguarding received": 404, "safeguarding refused": 404}

WAYS = (
    Way("GET", "/submissions", STATUS | {Role.ADMIN}),
    Way("GET", "/submissions/{submission}", STATUS),
    Way("GET", "/submissions/{submission}/events", STATUS),
    Way("GET", "/submissions/{submission}/result", BUT_ADMINISTRATORS, headers=WHY, otherwise=NOT_YET_ASSIGNED),
    Way("POST", "/submissions/{submission}/result", BUT_ADMINISTRATORS, json={"need": NEED}, otherwise=NOT_YET_ASSIGNED),
    Way("POST", "/submissions/{submission}/unmatched", UNMATCHED, json={"need": NEED}, otherwise={**NOT_YET, "erased": 409}),
    Way("POST", "/matches/{match}/verdict", frozenset({Role.REVIEWER}), json={"finding": "confirmed", **SAID}),
    Way("POST", "/checks", CHECK, json=A_QUESTION),
    Way("GET", "/lines", LIST),
    Way("POST", "/lines/searches", LIST, json={"text": "07700 900111"}),
    Way("GET", "/lines/export", PUBLISH, headers=WHY),
    Way("GET", "/lines/hygiene", LIST),
    Way("GET", "/lines/{line}", LIST),
    Way("GET", "/lines/{line}/numbers", LIST),
    Way("GET", "/lines/{line}/history", LIST),
    Way("GET", "/list-versions", LIST),
    Way("GET", "/list-versions/{version}", LIST),
    Way("GET", "/list-versions/{version}/diff", LIST),
    Way("GET", "/list-versions/{version}/retro-match", LIST),
    Way(
        "POST",
        "/lines/imports",
        frozenset({Role.ANALYST}),
        query="?dry_run=true",
        file=b"line_id,number\nL-0050,07700 900150\n",
        otherwise={"done": 200},
    ),
    Way("POST", "/lines/imports/{import}/mapping", frozenset({Role.ANALYST}), json={"mapping": {"Line": "line_id", "Phone no.": "number"}}),
    Way("POST", "/lines/proposals", PROPOSE, json={**SAID, "changes": [A_CHANGE]}),
    Way("POST", "/lines", PROPOSE, json={**SAID, "line_id": "L-0051", "name": "Woodlark"}),
    Way("POST", "/lines/{line}/numbers", PROPOSE, json={**SAID, "number": "07700 900151"}),
    Way("GET", "/lines/proposals", LIST),
    Way("GET", "/lines/proposals/{proposal}", LIST),
    Way("POST", "/lines/proposals/{proposal}/publication", PUBLISH, json=SAID),
    Way("POST", "/lines/proposals/{proposal}/rejection", PUBLISH, json=SAID),
    Way("DELETE", "/lines/proposals/{proposal}", frozenset({Role.REVIEWER}), json=SAID),
    Way("GET", "/notices", BUT_ADMINISTRATORS),
    Way("GET", "/alerts", BUT_ADMINISTRATORS),
    Way("GET", "/alerts/{alert}", BUT_ADMINISTRATORS),
    Way("POST", "/alerts/{alert}/acknowledgement", ACT),
    Way("POST", "/alerts/{alert}/closure", ACT, json=SAID),
    Way("GET", "/reports/verdicts", REPORTS),
    Way("POST", "/watches", ACT - {Role.SAFEGUARDING} | {Role.SUBMITTER}, json=A_WATCH),
    Way("GET", "/watches", BUT_ADMINISTRATORS),
    Way("GET", "/watches/{watch}", frozenset({Role.SUBMITTER, Role.SUPERVISOR, Role.AUDITOR})),
    Way("POST", "/watches/{watch}/renewals", frozenset({Role.SUBMITTER}), json={**SAID, "expires_at": "2026-06-20T12:00:00Z"}),
    Way("DELETE", "/watches/{watch}", frozenset({Role.SUBMITTER, Role.SUPERVISOR}), json=SAID),
    Way("POST", "/number-lists", frozenset({Role.ANALYST, Role.SAFEGUARDING}), json=A_GUARD),
    Way("POST", "/number-lists/previews", frozenset({Role.ANALYST, Role.SAFEGUARDING}), json=A_GUARD),
    Way("GET", "/number-lists", NUMBERS),
    Way("POST", "/number-lists/protected/readings", frozenset({Role.SAFEGUARDING, Role.AUDITOR}), json={"need": NEED}),
    Way("DELETE", "/number-lists/{guard}", frozenset({Role.SAFEGUARDING}), json=SAID),
    Way("GET", "/session", EVERYBODY),
    Way("DELETE", "/session", EVERYBODY),
    Way("GET", "/tokens", EVERYBODY),
    Way("POST", "/tokens", EVERYBODY, json={"name": "another"}),
    Way("DELETE", "/tokens/{token}", frozenset({Role.SUBMITTER, Role.ADMIN})),
    Way("GET", "/accounts", frozenset({Role.ADMIN})),
    Way("POST", "/accounts", frozenset({Role.ADMIN}), json=AN_ACCOUNT),
    Way("PATCH", "/accounts/{account}", frozenset({Role.ADMIN}), json={"unlock": True}),
    Way("DELETE", "/accounts/{account}/sessions", frozenset({Role.SUBMITTER, Role.ADMIN})),
    Way("GET", "/audit", frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN})),
    # The last ones take the submission away.
    Way("POST", "/submissions", frozenset({Role.SUBMITTER}), file=b"BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:07700 900112\r\nEND:VCARD\r\n"),
    Way("DELETE", "/submissions/{submission}", frozenset({Role.SUBMITTER, Role.SUPERVISOR}), json=SAID),
)
