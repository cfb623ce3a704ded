"""What is told of an error, and that each kind is told as something."""

from __future__ import annotations

import json
import re

import pytest

import ingest
from matcher import errors
from matcher.errors import Fault, MatcherError
from matcher.web.problem_codes import every_code
from matcher.web.problems import OF_HTTP, STATUSES, Refused, problem_of, problem_text, status_of


def kinds_below(root):
    """Every kind of a tree, the root among them."""
    return [root, *(kind for each in root.__subclasses__() for kind in kinds_below(each))]


KINDS = sorted({*kinds_below(MatcherError), *kinds_below(ingest.IngestError)} - {MatcherError}, key=lambda kind: kind.__name__)

#: What RFC 9110 and RFC 6585 call a fault of the sender, and of the server; 507 is WebDAV's (RFC 4918).
FAULTS = {400, 401, 403, 404, 405, 406, 408, 409, 411, 413, 415, 417, 421, 422, 429, 500, 503, 507}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_error_has_a_status(kind):
    """There is no error of ours that would be told as nothing but a fault of ours for want of a row."""
    assert status_of(kind) in FAULTS


@pytest.mark.parametrize(("code", "told"), sorted(OF_HTTP.items()))
def test_every_code_of_http_has_a_status_and_a_sentence(code, told):
    """The codes that no kind of error carries are kebab-case, with a status and a sentence."""
    status, sentence, _ = told

    assert status in FAULTS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.NotSignedIn, 401),
        (errors.SignInFailed, 401),
        (errors.TooManyAttempts, 429),
        (errors.NotAllowed, 403),
        (errors.NotFound, 404),
        (errors.Conflict, 409),
        (errors.TooLarge, 413),
        (errors.LegalBasisIncomplete, 422),
        (errors.BadMetadata, 422),
        (errors.BadLineList, 422),
        (errors.CheckCapReached, 429),
        (errors.QuotaUsedUp, 429),
        (errors.StoreUnavailable, 503),
        (errors.StoreFull, 507),
    ],
)
def test_a_kind_of_error_is_told_with_the_status_http_has_for_it(kind, status):
    """Each kind is told with the status that RFC 9110 gives for what happened."""
    assert status_of(kind) == status


def test_the_table_names_no_kind_twice_removed():
    """Every row of the table is a kind of error that exists in one of the two trees."""
    assert set(STATUSES) <= {*KINDS, *kinds_below(ingest.IngestError)}


def test_a_problem_is_told_as_rfc_9457_has_it():
    """Type, title and status stand there, with the stable code, the advice and every fault at its field."""
    error = errors.LegalBasisIncomplete("It is not lawful.", hint="Answer.", faults=(Fault("legal_basis.power", "Say which."),))

    told = json.loads(problem_text(problem_of(error), "0123456789abcdef"))

    assert told == {
        "type": "/api/v1/docs#legal-basis-incomplete",
        "title": "It is not lawful.",
        "status": 422,
        "code": "legal-basis-incomplete",
        "detail": "Answer.",
        "faults": [{"field": "legal_basis.power", "sentence": "Say which."}],
        "request": "0123456789abcdef",
    }


def test_an_error_of_nobody_knows_what_tells_nothing_of_itself():
    """What is none of our kinds is a fault of ours, without its message."""
    told = problem_text(problem_of(RuntimeError("07700 900123 Jay")), "0" * 16)

    assert json.loads(told)["code"] == "internal-error"
    assert "Jay" not in told
    assert "900123" not in told


def test_a_number_in_a_sentence_does_not_go_out():
    """Files are called after numbers: what may be one is left out of a sentence, and days stay."""
    told = problem_text(problem_of(errors.BadLineList("07700 900123.csv of 2026-03-01 cannot be read.")), "0" * 16)

    assert json.loads(told)["title"] == "….csv of 2026-03-01 cannot be read."


def test_an_id_of_ours_goes_out_whole():
    """A record that is named by its id can be found by it, however many digits stand in it."""
    record = "num_1m8b0123456789012345678901"
    told = problem_text(
        problem_of(errors.ListConflict("It changed.", faults=(errors.Fault(f"number {record}", "It was removed."),))), "0" * 16
    )

    assert json.loads(told)["faults"][0]["field"] == f"number {record}"


def test_who_is_not_signed_in_is_told_how_to():
    """A 401 names the scheme, and what has to wait says how long."""
    assert problem_of(errors.NotSignedIn("x")).headers == {"WWW-Authenticate": "Bearer"}
    assert problem_of(errors.CheckCapReached("x", retry_after_seconds=60)).headers == {"Retry-After": "60"}
    assert problem_of(errors.TooManyAttempts("x", retry_after_seconds=9)).headers == {"Retry-After": "9"}
    assert problem_of(errors.QuotaUsedUp("x")).headers == {"Retry-After": "3600"}
    assert problem_of(Refused("too-many-requests", headers={"Retry-After": "5"})).headers == {"Retry-After": "5"}


def test_every_code_is_on_the_page_of_codes():
    """The page of the description names every code there is, once."""
    told = [code for code, _, _ in every_code()]

    assert {kind.code for kind in kinds_below(MatcherError)[1:]} | set(OF_HTTP) == set(told)
    assert len(set(told)) == len(told)
