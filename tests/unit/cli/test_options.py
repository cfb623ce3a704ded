"""What is typed becomes what the services take, or one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import Scope
from matcher.cli.options import LegalBasis, intake_request, read_age, read_numbers, read_region
from matcher.errors import BadRequest, LegalBasisIncomplete

ONE = [Path("phone.vcf")]


def test_the_usual_request():
    """The usual options read contacts, calls and messages of a British phone, and let the content decide."""
    request = intake_request(ONE, "GB", None, "contacts,calls,messages", None)

    assert (request.region, request.reader_name) == ("GB", None)
    assert request.scopes == {Scope.CONTACTS, Scope.CALLS, Scope.MESSAGES}


@pytest.mark.parametrize("scope", ["", ",", "contacts,mails", "all"])
def test_an_unknown_scope_is_refused(scope):
    """A scope that does not exist is told, not left out."""
    with pytest.raises(BadRequest):
        intake_request(ONE, "GB", None, scope, None)


def test_scopes_may_be_written_with_spaces():
    """Blanks and capitals around the commas do not matter."""
    assert intake_request(ONE, "GB", None, " Contacts , texts ", None).scopes == {Scope.CONTACTS, Scope.TEXTS}


def test_an_unknown_reader_is_refused():
    """A format that does not exist is wrong usage, not a bad file."""
    with pytest.raises(BadRequest):
        intake_request(ONE, "GB", "vcards", "contacts", None)


@pytest.mark.parametrize("text", ["", "UK", "GBR", "44", "ZZ"])
def test_an_unknown_region_is_refused(text):
    """Only the ISO 3166 code of a country with telephone numbers is taken."""
    with pytest.raises(BadRequest):
        read_region(text)


@pytest.mark.parametrize(("text", "region"), [("GB", "GB"), ("gb", "GB"), (" ie ", "IE"), ("JE", "JE")])
def test_a_region_is_read(text, region):
    """A country code is taken in any case."""
    assert read_region(text) == region


@pytest.mark.parametrize("text", ["abc", "0" * 63, "g" * 64])
def test_a_hash_that_is_none_is_refused(text):
    """A SHA-256 has 64 hex digits."""
    with pytest.raises(BadRequest):
        intake_request(ONE, "GB", None, "contacts", text)


def test_a_hash_goes_with_one_file():
    """A hash cannot be meant for two files."""
    with pytest.raises(BadRequest):
        intake_request(ONE * 2, "GB", None, "contacts", "0" * 64)


@pytest.mark.parametrize("basis", [LegalBasis.MISSING, LegalBasis.EXPIRED, LegalBasis.NOTICE_MISSING])
def test_nothing_is_read_without_a_legal_basis(basis):
    """What is not lawful on record is blocked before any file is looked at (AR-24)."""
    with pytest.raises(LegalBasisIncomplete):
        intake_request(ONE, "GB", None, "contacts", None, basis)


def test_a_complete_legal_basis_is_no_obstacle():
    """With everything on record the request is made."""
    assert intake_request(ONE, "GB", None, "contacts", None, LegalBasis.COMPLETE).region == "GB"


def test_numbers_come_in_their_one_form():
    """A number of an option is brought to the same form as any other."""
    assert read_numbers("--own-number", ["07700 900123", "+44 7700 900124"], "GB") == {"+447700900123", "+447700900124"}


@pytest.mark.parametrize("typed", ["07700 9001", "Jay", "", "116123"])
def test_a_number_that_is_none_is_refused_without_repeating_it(typed):
    """What cannot be read as a number is refused, and not quoted."""
    with pytest.raises(BadRequest) as refused:
        read_numbers("--own-number", [typed], "GB")

    assert not typed or typed not in refused.value.sentence


@pytest.mark.parametrize("text", ["-1", "121", "x", "", "1.5", "\u0663"])
def test_an_age_nobody_has_is_refused_in_plain_words(text):
    """What is no age is told in a sentence a person can act on."""
    with pytest.raises(BadRequest, match=r"The age is a whole number from 0 to 120\."):
        read_age(text)


@pytest.mark.parametrize(("text", "age"), [(None, None), ("0", 0), (" 15 ", 15), ("120", 120)])
def test_an_age_is_read(text, age):
    """A whole number of years is taken; none is none."""
    assert read_age(text) == age
