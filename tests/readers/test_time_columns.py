"""Columns of times whose headers say so only by the dates below them, and dates that are none of a call or message."""

from __future__ import annotations

from datetime import datetime

import pytest

from readings import read_bytes

FIRST = datetime(2026, 3, 5, 10)  # noqa: DTZ001 # as written
LAST = datetime(2026, 3, 16, 10)  # noqa: DTZ001 # as written


def _times(read):
    """Give the times of the records."""
    return [record.first for record in read.records]


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Sent",
            "Received",
            "Sent at",
            "Sent on",
            "Delivered",
            "Read",
            "Sent/Received",
            "Rec'd",
            "Gesendet",
            "Empfangen",
            "Envoyé",
            "Reçu",
        ),
        *("Enviado", "Wysłano", "Wann", "Quand", "Kiedy", "Cuándo", "Dt", "Day", "Dated", "Stamp", "Logged", "Occurred", "Begin", "Seen"),
        *("Recorded", "Answered", "Tid", "Dato", "Horodatage", "Horodatage: Heure"),
    ],
)
def test_dates_below_a_word_for_them_are_the_times_of_the_rows(tmp_path, header):
    """They are read as below `Date`, in the order of day and month that one of them shows, and nothing was guessed."""
    rows = "Me,07700 900148,05/03/2026 10:00,yo\n07700 900148,Me,16/03/2026 10:00,ok\n"

    read = read_bytes(tmp_path, f"From,To,{header},Message\n{rows}")

    assert (_times(read), read.remarks) == ([FIRST, LAST], set())


@pytest.mark.parametrize("written", ["2026-03-05 10:00", "5 Mar 2026 10:00", "05.03.2026 10:00", "2026-03-05T10:00:00"])
def test_dates_below_a_header_that_nobody_knows_are_the_times_of_a_log_and_told(tmp_path, written):
    """Nothing else says when; that the dates were taken for it is said with the column."""
    read = read_bytes(tmp_path, f"From,To,Whenabouts,Message\nMe,07700 900148,{written},yo\n")

    assert _times(read) == [FIRST]
    assert [item.sentence for item in read.items if getattr(item, "code", "") == "times-guessed"] == [
        "No header says when; the dates in column C were taken for the times of the rows."
    ]


@pytest.mark.parametrize("header", ["Sent", "Whenabouts"])
def test_the_month_may_come_first_below_such_headers(tmp_path, header):
    """A date that is none with the day first shows it for all."""
    rows = "Me,07700 900148,03/16/2026 10:00,yo\n07700 900148,Me,03/05/2026 10:00,ok\n"

    assert _times(read_bytes(tmp_path, f"From,To,{header},Message\n{rows}")) == [LAST, FIRST]


@pytest.mark.parametrize("count", ["1772704800", "1772704800000"])
def test_counts_of_seconds_below_such_words_are_times_and_no_numbers(tmp_path, count):
    """Ten digits beside the number of the other one are no second number."""
    read = read_bytes(tmp_path, f"From,To,Sent,Message\nMe,07700 900148,{count},yo\n")

    assert ([moment.replace(tzinfo=None) for moment in _times(read)], read.others) == ([FIRST], {"07700 900148"})


@pytest.mark.parametrize("header", ["Birthday", "Exported", "Expiry", "Valid until", "DOB", "Registered", "Bail review"])
def test_dates_of_something_else_are_no_times_of_calls(tmp_path, header):
    """Nobody called on a birthday."""
    read = read_bytes(tmp_path, f"From,To,{header},Message\nMe,07700 900148,05/03/2026,yo\n07700 900148,Me,16/03/2026,ok\n")

    assert _times(read) == [None, None]


@pytest.mark.parametrize("header", ["Whenabouts", "Court", "Arrested"])
def test_dates_that_nothing_tells_of_in_a_phone_book_date_nobody(tmp_path, header):
    """What happened to somebody then is not said."""
    read = read_bytes(tmp_path, f"Name,Number,{header}\nJay,07700 900148,05/03/2026\nKit,07700 900149,16/03/2026\n")

    assert [(record.first, [mention.role.value for mention in record.mentions]) for record in read.records] == [(None, ["contact"])] * 2


def test_figures_below_sent_are_no_times(tmp_path):
    """So much was sent; the date beside it is the time."""
    read = read_bytes(tmp_path, "Number,Direction,Date,Duration,Sent\n07700 900148,Incoming,05/03/2026 10:00,10,45123\n")

    assert _times(read) == [FIRST]


@pytest.mark.parametrize("headers", [("Sent", "Received"), ("Received", "Sent"), ("Received", "Delivered", "Read")])
def test_when_it_was_sent_comes_before_when_it_was_received_or_read(tmp_path, headers):
    """A row without the first of them has the next."""
    first = min(headers, key=["Sent", "Received", "Delivered", "Read"].index)
    sent = ["5/3/2026 10:00" if each == first else "9/3/2026 10:00" for each in headers]
    received = ["" if each == first else "16/3/2026 10:00" for each in headers]
    rows = [",".join(["07700 900148", *times, "x"]) for times in (sent, received)]

    read = read_bytes(tmp_path, "\n".join([",".join(["Number", *headers, "Text"]), *rows]))

    assert [(record.first, record.last) for record in read.records] == [(FIRST, FIRST), (LAST, LAST)]


@pytest.mark.parametrize("later", [("Read date", "Read time"), ("Delivered time",), ("Received date", "Received time")])
def test_when_it_was_read_dates_no_message_beside_when_it_was_sent(tmp_path, later):
    """Neither word for a time beside the later one makes the earlier one none."""
    stamps = ["17/03/2026 09:00"] if len(later) == 1 else ["17/03/2026", "09:00:00"]
    rows = "".join(",".join(["07700 900148", "Incoming", "hi", sent, *stamps]) + "\n" for sent in ("05/03/2026 10:00", "16/03/2026 10:00"))

    read = read_bytes(tmp_path, f"{','.join(['Number', 'Direction', 'Message', 'Sent', *later])}\n{rows}")

    assert _times(read) == [FIRST, LAST]


@pytest.mark.parametrize("read_on", ["06/03/2026", "05/03/2026"])
def test_the_time_of_day_at_which_it_was_read_says_nothing_of_when_it_was_sent(tmp_path, read_on):
    """Not on another day, and not on the same: the day on which it was sent is all that is known."""
    row = f"07700 900148,Incoming,hi,05/03/2026,{read_on},10:00:00\n"

    assert _times(read_bytes(tmp_path, f"Number,Direction,Message,Sent,Read date,Read time\n{row}")) == [FIRST.replace(hour=0)]


@pytest.mark.parametrize(
    ("header", "moment"),
    [(each, None) for each in ("Last active", "Created", "Date", "Sent")] + [(each, FIRST) for each in ("Joined date", "Date added")],
)
def test_the_date_of_a_group_dates_no_member(tmp_path, header, moment):
    """Nothing says that anybody called or wrote then; only when somebody became a member is told of members."""
    read = read_bytes(tmp_path, f'Group,Members,{header}\nLinkup,"07700 900317; 07700 900318",05/03/2026 10:00\n')

    assert _times(read) == [moment]
    assert set(read.numbers) == {("07700 900317", "chat"), ("07700 900318", "chat")}


def test_arrows_beside_a_short_word_for_dates_say_ways(tmp_path):
    """As they do beside `Date`, and are nobody's name."""
    read = read_bytes(tmp_path, "No,Ph,Dir,Dt\n1,07700 900148,→,05/03/2026 10:00\n2,07700 900148,←,16/03/2026 10:00\n")

    assert _times(read) == [FIRST, LAST]
    assert [(mention.label, mention.direction.value) for mention in read.mentions] == [(None, "out"), (None, "in")]


@pytest.mark.parametrize(
    "header",
    [
        *("Name,Phone,Friend request,On", "Name,Phone,Requested,Date", "Name,Phone,State,Requested", "Name,Phone,Request status,When"),
        *("Name,Phone,Status,Since", "Name,Phone,Sent/Received,Requested", "Name,Phone,Invite,Day"),
    ],
)
def test_who_asked_to_be_a_friend_wrote_no_message(tmp_path, header):
    """What was sent and received below such a header were requests: those of the list are people, and nobody was in touch with them."""
    rows = "".join(f"Jay {at},07700 90012{at},{'Sent' if at % 2 else 'Received'},2026-03-0{at}\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert read.ways == [(f"07700 90012{at}", "contact", None) for at in range(3, 7)]
    assert {mention.label for mention in read.mentions} == {f"Jay {at}" for at in range(3, 7)}


def test_nobody_is_called_as_requests_went(tmp_path):
    """Where no column has names, those who are listed have none."""
    rows = "".join(f"07700 90012{at},{'Sent' if at % 2 else 'Received'},2026-03-0{at}\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"Phone,Request,Requested\n{rows}")

    assert {role for _, role in read.numbers} == {"contact"}
    assert {mention.label for mention in read.mentions} == {None}


def test_a_log_of_calls_that_were_asked_for_stays_one(tmp_path):
    """A word for calls says what the rows are."""
    rows = "".join(f"07700 90012{at},{'Out' if at % 2 else 'In'},2026-03-0{at},no\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"Number,Direction,Date,Call back requested\n{rows}")

    assert [(role, way.value) for _, role, way in read.ways] == [("call", "out" if at % 2 else "in") for at in range(3, 7)]


def test_when_a_message_was_read_is_not_when_it_was_sent_that_day(tmp_path):
    """The day is known, and the hour at which it was sent is not."""
    read = read_bytes(tmp_path, "Number,Date,Read time,Message\n07700 900124,2026-03-05,2026-03-05 22:00,hi\n")

    assert [(record.first.isoformat(), record.last.isoformat()) for record in read.records] == [("2026-03-05T00:00:00",) * 2]


@pytest.mark.parametrize("written", ["5. 3. 2026 10:00", "5. 3. 26 10:00", "5. b\u0159ezna 2026 10:00", "5.3.2026 10:00"])
def test_days_as_czechs_and_slovaks_write_them_are_read(tmp_path, written):
    """A blank stands behind each full stop (rules of spelling of both languages)."""
    read = read_bytes(tmp_path, f"Number,Datum,Direction\n07700 900124,{written},In\n07700 900124,16. 3. 2026 10:00,In\n")

    assert (_times(read)[0], read.remarks) == (FIRST, set())


@pytest.mark.parametrize("hours", ["Hour", "HH:MM", "Clock", "Hr", "Heure", "Time", ""])
@pytest.mark.parametrize("days", ["Day", "Date"])
def test_a_day_and_an_hour_in_two_columns_are_one_moment(tmp_path, days, hours):
    """Whatever the two are called, or where the hour is not called anything."""
    rows = "05/03/2026,10:00,07700 900148,In\n16/03/2026,10:00,07700 900149,Out\n"

    read = read_bytes(tmp_path, f"{days},{hours},Number,Direction\n{rows}")

    assert (_times(read), read.remarks) == ([FIRST, LAST], set())


def test_an_hour_beside_a_day_that_is_not_understood_is_told(tmp_path):
    """Nobody called at midnight for that."""
    read = read_bytes(tmp_path, "Date,Hour,Number,Direction\n05/03/2026,10,07700 900148,In\n16/03/2026,10,07700 900149,Out\n")

    assert [moment.hour for moment in _times(read)] == [0, 0]
    assert "unread-times" in read.remarks


@pytest.mark.parametrize("length", ["Duration", "Length", "Talk time"])
def test_how_long_a_call_took_is_no_hour_of_its_day(tmp_path, length):
    """It is written as a time of day is."""
    read = read_bytes(tmp_path, f"Date,{length},Number,Direction\n05/03/2026,10:00,07700 900148,In\n")

    assert [moment.hour for moment in _times(read)] == [0]
