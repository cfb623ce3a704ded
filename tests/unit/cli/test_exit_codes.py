"""Every kind of error has its exit code and its one line."""

from __future__ import annotations

import pytest

from ingest import DamagedExtraction, IngestError, UnknownFormat
from matcher.cli.exit_codes import ExitCode, error_line, exit_code_of, fault_line, without_numbers
from matcher.errors import (
    BadConfiguration,
    BadLineList,
    BadRequest,
    CannotWrite,
    Fault,
    HashMismatch,
    LegalBasisIncomplete,
    MatcherError,
    StoreFull,
    StoreUnavailable,
    WrongKey,
)


def all_below(kind: type[Exception]) -> list[type[Exception]]:
    """Every kind of error below this one."""
    return [each for direct in kind.__subclasses__() for each in (direct, *all_below(direct))]


@pytest.mark.parametrize("kind", [IngestError, *all_below(IngestError), *all_below(MatcherError)], ids=lambda kind: kind.__name__)
def test_every_kind_of_error_has_an_exit_code(kind):
    """No error a command can meet is without a row in the table."""
    assert exit_code_of(kind) is not None


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UnknownFormat, 3),
        (DamagedExtraction, 3),
        (BadLineList, 4),
        (BadRequest, 2),
        (CannotWrite, 2),
        (HashMismatch, 5),
        (LegalBasisIncomplete, 5),
        (BadConfiguration, 1),
        (StoreUnavailable, 6),
        (WrongKey, 6),
        (StoreFull, 6),
    ],
)
def test_the_codes_are_those_of_the_contract(kind, code):
    """3 is an extraction, 4 a line list, 2 wrong usage, 5 not allowed, 6 the store, 1 our side."""
    assert exit_code_of(kind) == code


def test_an_unknown_kind_has_no_row():
    """A kind of error nobody planned for is told apart."""
    assert exit_code_of(ValueError) is None
    assert ExitCode.OUR_FAULT == 1


@pytest.mark.parametrize(
    "kind", [IngestError, *all_below(IngestError), MatcherError, *all_below(MatcherError)], ids=lambda kind: kind.__name__
)
def test_codes_are_kebab_case(kind):
    """The word of an error is lower case with hyphens."""
    assert kind.code
    assert set(kind.code) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_an_error_is_one_line_whatever_its_file_is_called():
    """Line breaks and terminal escapes of a file name do not reach the terminal."""
    line = error_line("unknown-format", "'a\nb\x1b[31m\u202e.vcf' is in no format that can be read.", "See `linewatch formats`.")

    assert line == "linewatch: error: unknown-format: 'a b[31m.vcf' is in no format that can be read. See `linewatch formats`."


def test_a_fault_is_one_indented_line():
    """A fault names its place and what is wrong."""
    assert fault_line(Fault("row 2, column number", "Digits\nare missing.")) == "  row 2, column number: Digits are missing."


@pytest.mark.parametrize("typed", ["07700 900123", "+447700900123", "+44 (0)7700-900.123"])
def test_a_sentence_about_what_was_typed_repeats_no_number(typed):
    """A number typed in the wrong place does not come back in the error."""
    assert without_numbers(f"'{typed}' is not a valid integer.") == "'…' is not a valid integer."


@pytest.mark.parametrize(
    "name", ["07700900123.vcf", "+44 7700 900123.vcf", "07700-900-123.vcf", "07700_900123.vcf", "07700\u200b900123.vcf"]
)
def test_no_line_of_an_error_repeats_the_number_a_file_is_called_by(name):
    """A file called after a number is told by the rest of its name."""
    assert error_line("unknown-format", f"'{name}' is in no format.") == "linewatch: error: unknown-format: '….vcf' is in no format."
    assert fault_line(Fault(name, f"{name} is bad.")) == "  ….vcf: ….vcf is bad."


@pytest.mark.parametrize(
    "sentence", ["--at takes a day such as 2026-04-20.", "A moment such as 2026-04-20T12:00:00Z.", "row 1000001, column number"]
)
def test_days_and_rows_are_told(sentence):
    """A day and the number of a row are nobody's number."""
    assert without_numbers(sentence) == sentence
