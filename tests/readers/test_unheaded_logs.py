"""Logs without a header as programs write them: times that are counts, services among those who write, and what was written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest import Scope
from readings import read_bytes

#: The structure of a public dump of an iPhone's messages: who, seconds since 1970, a flag, and the words.
_MESSAGES = (
    ("447700900155", 1755501359, "Hey, sorry for the late message"),
    ("447700900155", 1755501855, "Yah sure. I'll give them a ring"),
    ("447700900155", 1755761718, "After all the effort, unable to attend tonight."),
    ("447700900156", 1756943667, "Wot time do u want me to come over tonight"),
    ("447700900156", 1756996894, "Dude where are u?!"),
    ("447700900157", 1757110170, "stuck in traffic but there by eight"),
)


def _dump(numbers=lambda number: number, order=1):
    rows = [f'0,{numbers(number)},{count},{at % 2 + 1},,"{text}",,,,1,-1\n' for at, (number, count, text) in enumerate(_MESSAGES)]
    return "".join(rows[::order])


@pytest.mark.parametrize("numbers", [str, lambda number: f"0{number[2:]}", lambda number: f"+{number}"])
@pytest.mark.parametrize("order", [1, -1])
def test_counts_of_seconds_beside_the_numbers_of_messages_are_their_times(tmp_path, numbers, order):
    """Seconds since 1970 look like landlines that lost their zero; of a log they are the times, and make nobody's number."""
    read = read_bytes(tmp_path, _dump(numbers, order))

    assert sorted(read.numbers) == sorted((numbers(number), "message") for number, _, _ in _MESSAGES)
    assert sorted(record.first for record in read.records) == [datetime.fromtimestamp(count, UTC) for _, count, _ in _MESSAGES]


def test_what_was_written_names_nobody_and_is_not_read_unless_asked_for(tmp_path):
    """The words of messages are no name of whoever wrote them, and out of the scope of their parties."""
    text = _dump().replace("Dude where are u?!", "ask Mo on 07700 900160")

    parties = read_bytes(tmp_path, text)
    texts = read_bytes(tmp_path, text, scopes={Scope.TEXTS})

    assert {mention.label for mention in parties.mentions} == {None}
    assert "07700 900160" not in "".join(mention.raw for mention in parties.mentions)
    assert "07700 900160" in "".join(mention.raw for mention in texts.mentions)


def test_numbers_of_other_countries_without_their_plus_are_read_beside_such_times(tmp_path):
    """An Australian phone writes 61… for its numbers: those are the parties, and the seconds beside them none."""
    abroad = {"447700900155": "61491570006", "447700900156": "61491570156", "447700900157": "61491570157"}

    read = read_bytes(tmp_path, _dump(abroad.__getitem__))

    assert read.numbers == [(abroad[number], "message") for number, _, _ in _MESSAGES]


def test_conversations_below_each_other_are_in_order_by_themselves(tmp_path):
    """A program that writes one conversation below the other starts again with an earlier time; the counts are times all the same."""
    rows = [(f"4477009001{56 + at // 3}", 1755501359 + 5000 * (at % 3) - 100 * (at // 3)) for at in range(9)]

    read = read_bytes(tmp_path, "".join(f"{number},{count},in,ok\n" for number, count in rows))

    assert {raw for raw, _ in read.numbers} == {number for number, _ in rows}
    assert [record.first for record in read.records] == [datetime.fromtimestamp(count, UTC) for _, count in rows]


@pytest.mark.parametrize(
    "rows",
    [
        # A spreadsheet took the zeros; whoever lives together has one landline.
        "Jay,7700900101,1632960001\nKim,7700900102,1632960009\nLou,7700900103,1632960005\nMo,7700900104,1632960005\nAna,7700900105,1632960002",
        "Jay,7700900101,1632960001,my mate from school\nKim,7700900102,1632960002,lives above the shop\nLou,7700900103,1632960003,\n",
        "1632960001\n1632960002\n1632960003\n1632960004\n1632960005\n",
        "Jay,1632960001\nKim,1632960002\nLou,1632960003\nMo,1632960004\nAna,1632960005\n",
    ],
)
def test_landlines_of_a_list_without_their_zero_stay_numbers(tmp_path, rows):
    """People with a landline each, in whatever order, are no log: no number of theirs is taken for a time."""
    read = read_bytes(tmp_path, rows)

    wanted = {cell for row in rows.split() for cell in row.split(",") if cell.isdecimal()}
    assert {raw for raw, _ in read.numbers} == wanted


def test_counts_that_may_be_either_are_not_read_and_told(tmp_path):
    """Where nothing shows that others have the numbers, counts in order beside sentences are neither read as numbers nor kept quiet."""
    texts = ("see you at ten then", "who is this please", "it is all right now", "come over when you like", "that was him again")
    rows = "".join(f"{at},{1755501359 + 700 * at},{text}\n" for at, text in enumerate(texts))

    read = read_bytes(tmp_path, rows)

    assert read.numbers == []
    assert "unread-column" in read.remarks


_TEXTS = ("hello one", "code 4276432 is for you", "hello three", "hello four")


def _log(senders):
    return "".join(
        f"{651 + at},{sender},RECEIVED,2026-03-{at + 1:02}T11:02:39.492Z,{text},y\n"
        for at, (sender, text) in enumerate(zip(senders, _TEXTS, strict=True))
    )


@pytest.mark.parametrize("number", ["+447700900108", "07700900108", "07700 900108", "447700900108"])
def test_a_number_among_services_is_read_in_a_log_without_a_header(tmp_path, number):
    """Most who write may be services with a name: the few with a number are read, with the way and the time of what they wrote."""
    read = read_bytes(tmp_path, _log(("ACME-BANK", "Parcels", "60001", number)))

    assert read.numbers[-1] == (number, "message")
    assert (read.mentions[-1].direction.value, read.mentions[-1].label) == ("in", None)
    assert read.records[-1].first == datetime(2026, 3, 4, 11, 2, 39, 492000, UTC)


def test_flags_are_no_names(tmp_path):
    """A letter that says that something is so names nobody."""
    read = read_bytes(tmp_path, "07700 900101,y\n07700 900102,n\n07700 900103,y\n")

    assert [mention.label for mention in read.mentions] == [None, None, None]
