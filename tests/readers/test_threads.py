"""Logs of one thread whose title alone names the other: each row is of that person."""

from __future__ import annotations

import pytest

from readings import read_bytes

TITLES = [
    *("SMS thread with Jay (07700 900123)", "Messages with Jay 07700 900123", "Conversation with: Jay 07700 900123"),
    *("Chat: 07700 900123 Jay, 07700 900999 (owner)", "Conversation between 07700 900999 (owner) and 07700 900123 Jay"),
]


def _told(read):
    others = [
        mention for record in read.records if record.first for mention in record.mentions if mention.role.value not in {"owner", "text"}
    ]
    return [(mention.raw, mention.role.value, mention.label, mention.direction and mention.direction.value) for mention in others]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    ("header", "came", "went"), [("Date,Direction,Message", "Incoming", "Outgoing"), ("Date,From,Message", "Jay", "Me")]
)
def test_the_other_of_a_thread_is_in_touch_in_each_row(tmp_path, title, header, came, went):
    """By the way of the row, or by who sent it; each has its time."""
    rows = f"25/03/2026 10:00,{came},hello\n26/03/2026 11:00,{went},hi\n"

    read = read_bytes(tmp_path, f'"{title}"\n\n{header}\n{rows}')

    assert _told(read) == [("07700 900123", "message", "Jay", "in"), ("07700 900123", "message", "Jay", "out")]
    assert [record.first.isoformat() for record in read.records if record.first] == ["2026-03-25T10:00:00", "2026-03-26T11:00:00"]
    assert read.own == ({"07700 900999"} if "owner" in title else set())
    assert read.skipped == []


def test_calls_with_one_person_are_calls(tmp_path):
    """The title says so."""
    read = read_bytes(tmp_path, "Calls with Jay (07700 900123)\nDate,Direction,Duration\n25/03/2026 10:00,Incoming,10\n")

    assert _told(read) == [("07700 900123", "call", "Jay", "in")]


@pytest.mark.parametrize("title", ["Messages for 07700 900123", "Chat on handset 07700 900123", "Prepared by Jay 07700 900123"])
def test_a_title_of_the_phone_or_of_its_examiner_is_no_thread(tmp_path, title):
    """Nobody was in touch with them."""
    read = read_bytes(tmp_path, f"{title}\nDate,Direction,Message\n25/03/2026 10:00,Incoming,hello\n")

    assert _told(read) == []


def test_rows_with_numbers_of_their_own_are_of_those(tmp_path):
    """Who is named above need not be in them."""
    read = read_bytes(tmp_path, "Messages with Jay (07700 900123)\nDate,From,Message\n25/03/2026 10:00,07700 900124,hello\n")

    assert _told(read) == [("07700 900124", "message", None, "in")]
