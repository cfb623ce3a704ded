"""Columns whose header says numbers or sides of calls, while dates, places, things or a partner stand below (formats facts 13.1)."""

from __future__ import annotations

from datetime import datetime

import pytest

from readings import read_bytes


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Partner", ("Kim", "Lou")),
        ("From,To", ("Estmoor,Tarn", "Tarn,Estmoor")),
        ("From,To", ("01/01/2026,01/02/2026", "03/02/2026,04/02/2026")),
        ("Von,An", ("Estmoor,Tarn", "Tarn,Estmoor")),
        ("Od,Do", ("01.01.2026,01.02.2026", "03.02.2026,04.02.2026")),
    ],
)
def test_places_dates_and_a_partner_make_no_log_of_a_phone_book(tmp_path, header, cells):
    """A person's partner, where they come from and since when is nothing of a call; the people keep their names."""
    rows = "\n".join(f"{name},07700 90012{at},{cell}" for at, (name, cell) in enumerate(zip(("Jay", "Mo"), cells, strict=True)))

    read = read_bytes(tmp_path, f"Name,Phone,{header}\n{rows}\n")

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [
        ("07700 900120", "contact", "Jay"),
        ("07700 900121", "contact", "Mo"),
    ]


def test_the_number_of_a_partner_is_the_partners(tmp_path):
    """A book with a number of the partner is still a book, and the number goes by the partner's name."""
    read = read_bytes(tmp_path, "Name,Phone,Partner,Partner number\nJay,07700 900123,Kim,07700 900124\nMo,07700 900125,,07700 900126\n")

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [
        ("07700 900123", "contact", "Jay"),
        ("07700 900124", "contact", "Kim"),
        ("07700 900125", "contact", "Mo"),
        ("07700 900126", "contact", "Mo: partner number"),
    ]


def test_a_partner_beside_times_is_the_other_side(tmp_path):
    """In a log the partner is who was called, whatever else the word means."""
    read = read_bytes(tmp_path, "Date,Partner,Direction\n2026-03-01 12:00,07700 900123,Incoming\n2026-03-01 12:01,07700 900124,Outgoing\n")

    assert read.numbers == [("07700 900123", "call"), ("07700 900124", "call")]


def test_dates_below_first_and_last_are_no_names(tmp_path):
    """When a number was first and last used is told by the same words as names are."""
    read = read_bytes(tmp_path, "Number,First,Last\n07700 900123,01/03/2026,14/03/2026\n07700 900124,02/03/2026,15/03/2026\n")

    assert [mention.label for mention in read.mentions] == [None, None]
    assert [record.first for record in read.records] == [datetime(2026, 3, 1), datetime(2026, 3, 2)]  # noqa: DTZ001 # no zone is told


@pytest.mark.parametrize("phone", ["Ty iPhone", "AB/1", "Acme 3310", "N/A"])
def test_the_device_of_a_call_is_nobody(tmp_path, phone):
    """A column `Phone` that names the device a call was found on names no other side."""
    read = read_bytes(
        tmp_path,
        "Phone,Date,Number,Name,Direction\n"
        f"{phone},2026-03-01 12:00,07700 900123,Jay,Incoming\n{phone},2026-03-01 12:01,07700 900124,Mo,Outgoing\n",
    )

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [
        ("07700 900123", "call", "Jay"),
        ("07700 900124", "call", "Mo"),
    ]


def test_a_field_for_numbers_that_begins_with_words_still_gives_its_numbers(tmp_path):
    """Words in the field of those who have no telephone say nothing of the others, however far below they stand."""
    rows = "".join(f"N{at},07700 900{at:03},none\n" for at in range(300))

    read = read_bytes(tmp_path, f"Name,Mobile,Home phone\n{rows}Kim,,01632960854\n")

    assert read.numbers[-1] == ("01632960854", "contact")
