"""The whole API against its own description, by requests nobody thought of: no fault of ours, no answer that is not described.

`scripts/fuzz_api` does the same with as many requests as it is told to.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from web_clients import Service, in_a_thread, parts

#: Requests for each operation.
EXAMPLES = int(os.environ.get("LINEWATCH_FUZZ_EXAMPLES", "8"))
#: Seconds for one answer: that it comes, and not how soon on a machine that does other work, is what is asked here.
_PATIENCE = 120


async def furnish(made: Service) -> dict[str, Any]:
    """Put something into the service that can be asked for."""
    await made.load_list()
    submission_id = await made.answered()
    (match,) = (await made.ask("GET", f"/api/v1/submissions/{submission_id}/result", who="north-reviewer")).json["matches"]
    (alert,) = (await made.ask("GET", "/api/v1/alerts", who="north-reviewer")).json["items"][:1]
    (version,) = (await made.ask("GET", "/api/v1/list-versions", who="north-reviewer")).json["items"]
    tokens = {role: await made.token(f"north-{role}") for role in ("submitter", "reviewer", "analyst", "supervisor", "auditor", "admin")}
    body = {"number": "07700 900222", "reason": "An interview names it."}
    proposal = (await made.ask("POST", "/api/v1/lines/L-0043/numbers", who="north-reviewer", json=body)).json["id"]
    waiting = parts(file=("lines.csv", b"Line,Phone no.\nL-0043,07700 900123\n"))
    import_id = (await made.ask("POST", "/api/v1/lines/imports", who="north-analyst", data=waiting)).json["import_id"]
    ids = {"sub": submission_id, "mat": match["id"], "prp": proposal, "imp": import_id, "alr": alert["id"], "line": "L-0043"}
    ids["lst"] = version["id"]
    return {"url": made.url, "tokens": tokens, "ids": ids}


def kind_of(case) -> str:
    """Say what the id in the path of a request is the id of."""
    parts = case.operation.path.split("/")
    kinds = {"submissions": "sub", "matches": "mat", "alerts": "alr", "proposals": "prp", "imports": "imp", "lines": "line"}
    return {**kinds, "list-versions": "lst"}.get(parts[parts.index("{id}") - 1], "")


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """Give the running service."""
    with in_a_thread(tmp_path_factory.mktemp("fuzzed"), furnish) as told:
        yield told


@pytest.mark.timeout(max(900, EXAMPLES * 30))
@pytest.mark.parametrize("role", ["submitter", "reviewer", "analyst"])
@pytest.mark.filterwarnings("ignore")
def test_no_request_makes_the_api_break_its_word(api, role):
    """Whatever is sent to any operation, the answer has a status, type and shape the description names, and none is a fault of ours."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

    schema = schemathesis.openapi.from_url(f"{api['url']}/api/v1/openapi.json")
    headers = {"Authorization": f"Bearer {api['tokens'][role]}"}
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        sound = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        unsound = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        @given(case=sound | unsound)
        def ask(case):
            nonlocal asked
            asked += 1
            is_sound = case.meta.generation.mode is GenerationMode.POSITIVE
            if case.operation.method == "delete":
                case.path_parameters["id"] = f"sub_{asked:026d}"
            elif "id" in (case.path_parameters or {}) and is_sound and asked % 2:
                case.path_parameters["id"] = api["ids"].get(kind_of(case), case.path_parameters["id"])
            # What the law asks for cannot be said in a schema: metadata of the right shape may be refused.
            without = [positive_data_acceptance]
            if "Authorization" in (case.headers or {}) or case.operation.method == "delete":
                # What was wrong may have been the very part that is put right here.
                without.append(negative_data_rejection)
            case.call_and_validate(headers=headers, timeout=_PATIENCE, excluded_checks=without)

        ask()

    assert asked > EXAMPLES
