"""Titles and facts with a number that stand between two tables of one sheet, or above a list without a header: no row of any table."""

from __future__ import annotations

import pytest

from readings import read_bytes

OWN = "07700 900999"
CALLS = "Date,Number,Direction\n2026-03-01 10:00,07700 900124,In\n"
CONTACTS = "Name,Number\nTay,07700 900125\nJay,07700 900126\n"


@pytest.mark.parametrize(("first", "second"), [(CALLS, CONTACTS), (CONTACTS, CALLS)])
def test_a_fact_above_a_second_table_gives_the_phones_own_number(tmp_path, first, second):
    """Its words say whose it is, wherever it stands."""
    read = read_bytes(tmp_path, f"{first}\nOwner number: {OWN}\n{second}")

    assert (read.own, read.others) == ({OWN}, {"07700 900124", "07700 900125", "07700 900126"})
    assert read.skipped == []


@pytest.mark.parametrize("title", ["Mother: 07700 900127", "Texts with Jay (07700 900127)", "07700 900127"])
def test_a_number_in_a_title_above_a_second_table_is_read(tmp_path, title):
    """As it is above the first."""
    read = read_bytes(tmp_path, f"{CALLS}\n{title}\n{CONTACTS}")

    assert any("07700 900127" in mention.raw for mention in read.mentions)
    assert read.skipped == []


@pytest.mark.parametrize("title", ["Blocked numbers on", "Blocked list for", "Contacts on", "Blocked contacts:"])
@pytest.mark.parametrize("table", ["07700 900123\n07700 900124\n", "Number\n07700 900123\n07700 900124\n", CONTACTS])
def test_whose_phone_a_list_is_on_is_none_of_the_list(tmp_path, title, table):
    """It may be the phone's own, which is told."""
    read = read_bytes(tmp_path, f"{title} {OWN}\n{table}")

    assert "owner-unsure" in read.remarks
    assert [mention.role.value for mention in read.mentions if OWN in mention.raw] == ["note"]
    assert len([mention for mention in read.mentions if mention.role.value == "contact"]) == 2


def test_a_message_that_speaks_of_a_number_is_no_title(tmp_path):
    """Somebody wrote it, below the header for texts."""
    rows = "2026-03-01 10:00,07700 900124,hi\n,,Owner number: 07700 900999\n2026-03-02 10:00,07700 900124,yo\n"

    read = read_bytes(tmp_path, f"Date,From,Message\n{rows}")

    assert read.own == set()


@pytest.mark.parametrize(
    "text",
    [
        "Entries\nPhone-Mobile: 07700 900124\nPhone-: 07700 900125\n",
        "Entries,Deleted\nPhone-Phone number: 07700 900124,\nPhone-Home: 07700 900125,\n",
        "Number\nMobile: 07700 900124\nPhone: 07700 900125\n",
    ],
)
def test_an_entry_that_stands_alone_is_no_title_of_the_phones_own_number(tmp_path, text):
    """Which of somebody's telephones a number is says nothing of whose: a list of contacts may be cut to its numbers."""
    read = read_bytes(tmp_path, text)

    assert read.own == set()
    assert {number for number in ("07700 900124", "07700 900125") if any(number in other for other in read.others)} == {
        "07700 900124",
        "07700 900125",
    }
