"""Diaries and logs of contact as practitioners keep them: a date and sentences, in which numbers stand (formats 15)."""

from __future__ import annotations

from datetime import datetime

import pytest

from ingest import Role, Scope
from readings import read_bytes

ENTRIES = (
    "13/03/2026,Jay rang from 07700 900102 at home\n"
    "14/03/2026,SW says she calls 07700 900101\n"
    "15/03/2026,Spoke to SW re number 07700 900103\n"
    "15/03/2026,No further contact\n"
)


@pytest.mark.parametrize(
    "header",
    [
        *("Entry", "Diary", "Event", "What happened", "Log", "Details", "Narrative", "Update", "Account", "Observation", "Contact"),
        *("Description", "Record", "Action taken", "Information", "Disclosure", "Notes", "Comments", "Incident"),
    ],
)
def test_numbers_in_the_entries_of_a_diary_are_notes_of_their_day(tmp_path, header):
    """Nobody saved them, and whoever a sentence begins with is nobody's name for a number."""
    read = read_bytes(tmp_path, f"Date,{header}\n{ENTRIES}")

    assert [(mention.role, mention.label) for mention in read.mentions] == [(Role.NOTE, None)] * 3
    assert [record.first for record in read.records] == [datetime(2026, 3, day) for day in (13, 14, 15)]  # noqa: DTZ001 # no zone is said
    assert len(read.skipped) == 1


@pytest.mark.parametrize("header", ["Entry", "Details", "Contact", "Who"])
def test_names_beside_their_numbers_are_contacts_whatever_stands_above(tmp_path, header):
    """A list with dates is no diary."""
    read = read_bytes(
        tmp_path, f"Date,{header}\n13/03/2026,Jay 07700 900102\n14/03/2026,Kay Fenn 07700 900101\n15/03/2026,Ty - 07700 900103\n"
    )

    assert {mention.role for mention in read.mentions} == {Role.CONTACT}
    assert [mention.label for mention in read.mentions] == ["Jay", "Kay Fenn", "Ty"]


@pytest.mark.parametrize("header", ["Text", "Message", "Body", "Summary"])
def test_the_words_of_messages_alone_are_said_to_be_outside_of_what_was_asked_for(tmp_path, header):
    """That nobody looked at them is another answer than that no number stood there."""
    text = f"Date,{header}\n{ENTRIES}"

    assert "outside-scope" in read_bytes(tmp_path, text).remarks
    assert read_bytes(tmp_path, text).skipped == []
    assert len(read_bytes(tmp_path, text, scopes=frozenset(Scope)).mentions) == 3
