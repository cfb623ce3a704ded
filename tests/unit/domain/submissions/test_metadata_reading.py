"""Metadata are read whole or told fault by fault, and no fault repeats what was typed."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import get_args, get_type_hints

import pytest

from legal_metadata import EXAMPLE, FALLBACK, NOW, REVIEWED, S40, metadata
from matcher.domain.legal.faults import faults_of
from matcher.domain.submissions.episode import EpisodeType
from matcher.domain.submissions.legal_basis import AgreementBy, Power
from matcher.domain.submissions.metadata_reading import code_of, read_metadata, write_metadata
from matcher.domain.submissions.submission import Metadata


def test_the_example_of_the_contract_is_read():
    """Every value arrives where it belongs."""
    read, faults = read_metadata(EXAMPLE)

    assert faults == ()
    assert (read.subject.age, read.episode.type, read.device.own_numbers) == (15, EpisodeType.MISSING, ("07700 900999",))
    assert (read.legal_basis.power, read.legal_basis.agreement.by) == (Power.PCSC_S37, AgreementBy.PARENT)
    assert read.scope == ("contacts", "calls", "messages")


@pytest.mark.parametrize("changes", [(), (FALLBACK,), (S40, REVIEWED), ({"file_sha256": "a" * 64},)])
def test_what_was_read_is_written_and_read_to_the_same(changes):
    """Metadata go into a store and come back."""
    read, _ = read_metadata(metadata(*changes))

    assert read_metadata(json.loads(json.dumps(write_metadata(read)))) == (read, ())


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (None, "metadata"),
        ([], "metadata"),
        ("{}", "metadata"),
        ({"subject": 7}, "subject"),
        ({"subject": {"age": "15"}}, "subject.age"),
        ({"subject": {"age": True}}, "subject.age"),
        ({"subject": {"age": 15.5}}, "subject.age"),
        ({"subject": {"looked_after": 1}}, "subject.looked_after"),
        ({"subject": {"age_certainty": "sure"}}, "subject.age_certainty"),
        ({"subject": {"name": "x"}}, "subject.name"),
        ({"device": {"own_numbers": "07700 900999"}}, "device.own_numbers"),
        ({"device": {"own_numbers": [1]}}, "device.own_numbers"),
        ({"device": {"own_numbers": ["x"] * 51}}, "device.own_numbers"),
        ({"device": {"extracted": "2026-04-01T12:00:00"}}, "device.extracted"),
        ({"device": {"extracted": "yesterday"}}, "device.extracted"),
        ({"device": {"extracted": "0001-01-01T00:00:00+23:59"}}, "device.extracted"),
        ({"device": {"extracted": "9999-12-31T23:59:59-14:00"}}, "device.extracted"),
        ({"device": {"own_numbers": ["07700 900999", "none"]}}, "device.own_numbers.1"),
        ({"subject": {"household_numbers": ["his mother"]}}, "subject.household_numbers.0"),
        ({"episode": {"status": "gone"}}, "episode.status"),
        ({"legal_basis": {"power": "consent"}}, "legal_basis.power"),
        ({"legal_basis": {"agreement": {"by": "sister"}}}, "legal_basis.agreement.by"),
        ({"legal_basis": {"agreement": "mother"}}, "legal_basis.agreement"),
        ({"legal_basis": {"belief": "x" * 4001}}, "legal_basis.belief"),
        ({"scope": ["photos"]}, "scope"),
        ({"scope": []}, "scope"),
        ({"unheard_of": 1}, "unheard_of"),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_place(raw, field):
    """The rest is read all the same."""
    read, faults = read_metadata(raw)

    assert [fault.field for fault in faults] == [field]
    assert read.scope == ("contacts", "calls", "messages")


def test_all_faults_are_told_together():
    """Nobody has to come back once for every mistake."""
    _, faults = read_metadata({"subject": {"age": "x"}, "legal_basis": {"power": "x", "purpose": "y"}, "scope": ["z"]})

    assert [fault.field for fault in faults] == ["legal_basis.power", "legal_basis.purpose", "subject.age", "scope"]


@pytest.mark.parametrize("secret", ["07700 900123", "07700900123", "Jay Example", "x" * 60])
def test_no_fault_repeats_what_was_typed(secret):
    """A number or a name that stands where it does not belong, as value or as key, is in no fault."""
    raw = {secret: 1, "subject": {secret: 2, "age": secret}, "legal_basis": {"power": secret}, "scope": [secret]}

    _, faults = read_metadata(raw)

    assert len(faults) == 5
    assert secret not in repr(faults)


def test_what_was_left_blank_was_not_stated():
    """A field of blanks is a field that was left out."""
    read, faults = read_metadata({"episode": {"found_at": " ", "reference": ""}, "legal_basis": {"power": ""}})

    assert faults == ()
    assert (read.episode.found_at, read.episode.reference, read.legal_basis.power) == (None, None, None)


@pytest.mark.parametrize(
    ("raw", "code"),
    [({"legal_basis": {"power": "consent"}}, "legal-basis-incomplete"), ({"subject": {"age": "x"}}, "bad-metadata")],
)
def test_the_code_tells_the_law_from_the_shape(raw, code):
    """Whatever concerns the legal basis has its code."""
    assert code_of(read_metadata(raw)[1]) == code


def _moments(value, path=()):
    """Find every place in metadata that can hold a moment."""
    for each in fields(value):
        kinds = get_args(get_type_hints(value)[each.name]) or (get_type_hints(value)[each.name],)
        if datetime in kinds:
            yield ".".join((*path, each.name))
        for kind in kinds:
            if is_dataclass(kind):
                yield from _moments(kind, (*path, each.name))


MOMENTS = sorted(_moments(Metadata))


def test_there_are_moments_to_walk():
    """Episode, device, agreement, confirmation, review: each holds some."""
    assert {"episode.started", "device.extracted", "legal_basis.agreement.given", "legal_basis.supervisor_review.at"} <= set(MOMENTS)


@pytest.mark.parametrize("path", MOMENTS)
@pytest.mark.parametrize("power", [{}, S40, FALLBACK])
@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "1601-01-01T00:00:00Z",
        "2999-12-31T23:59:59Z",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_moment_nothing_can_be_of_is_told_at_its_place(path, power, moment):
    """The first and the last day of the calendar are faults of their field like any other, and never a failure of ours."""
    read, faults = read_metadata(metadata(power, {path: moment}))

    told = {fault.field for fault in (*faults, *faults_of(read, NOW))}

    assert path in told


@pytest.mark.parametrize("text", ["\u200b", " \u202e\u200b ", "\u0007"])
def test_a_text_of_signs_that_nobody_sees_was_not_stated(text):
    """It is as if the field had been left out."""
    read, faults = read_metadata(metadata({"subject.reference": text}))

    assert faults == ()
    assert read.subject.reference is None


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("subject.reference", "x" * 100_000, "more than 4000 characters"),
        ("device.own_numbers", ["x"] * 51, "more than 50 entries"),
        ("subject.reference", 7, "must be a text"),
        ("device.own_numbers", "x", "must be a list"),
    ],
)
def test_what_is_too_long_is_called_too_long(path, value, words):
    """A text that is longer than is taken is a text all the same."""
    _, faults = read_metadata(metadata({path: value}))

    assert [fault.field for fault in faults] == [path]
    assert words in faults[0].sentence


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\u0007", "\ufeff"])
def test_what_nobody_sees_is_no_part_of_a_text(sign):
    """A sign that turns what follows, or shows nothing, cannot make two references out of one, nor show one as another."""
    read, faults = read_metadata(metadata({"episode.reference": f"M-20{sign}26-81", "subject.reference": f"{sign}S-17"}))

    assert faults == ()
    assert (read.episode.reference, read.subject.reference) == ("M-2026-81", "S-17")
