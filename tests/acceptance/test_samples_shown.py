"""What `extract` prints of the real samples, held against the truth that others counted."""

from __future__ import annotations

import pytest

from commands import linewatch
from ingest import Record, Scope, Source, read_extraction
from samples_of_others import EXPECTED, SAMPLES, needs_samples

READABLE = sorted(name for name in EXPECTED if name.startswith(("csv/", "vcard/", "spreadsheet/")))


def _digits(text):
    return "".join(filter(str.isdigit, text))


def _of_doctors(name):
    """Digits of the numbers saved under a doctor's name, whom nobody is shown (domain 11.5)."""
    records = [item for item in read_extraction(Source(SAMPLES / name), scopes=frozenset(Scope)).items() if isinstance(item, Record)]
    told = [mention for record in records for mention in record.mentions]
    return {_digits(mention.raw) for mention in told if (mention.label or "").startswith("Dr. ")}


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_every_number_of_the_truth_is_printed_but_those_of_doctors(name):
    """A person who hands in a sample sees every number that others counted in it, and no decoy."""
    said = linewatch("extract", SAMPLES / name, "--json", "--region", "US")
    shown = {_digits(line["raw"]) for line in said.lines if line["type"] == "sighting" and line["role"] not in {"owner", "account"}}

    assert {_digits(number) for number in EXPECTED[name]["numbers"]} - _of_doctors(name) <= shown
    assert shown.isdisjoint({_digits(raw) for raw in EXPECTED[name]["not_phone_numbers"]} - {""})
