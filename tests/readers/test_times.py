"""Times in tables, in the spellings of phones, tools and spreadsheets (formats facts 2.2, 13.2, 18.1); what is not understood is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from readings import read_bytes
from workbooks import number, row, table, text, workbook

NOON = datetime(2026, 4, 1, 12)  # noqa: DTZ001 # as written
DAY = datetime(2026, 4, 1)  # noqa: DTZ001 # as written


def _call(folder, written):
    """Read a log of calls with one time in it."""
    return read_bytes(folder, f'Number,Name,Direction,Date,Duration\n07700 900004,x,Incoming,"{written}",10\n')


@pytest.mark.parametrize(
    "written",
    [
        *("1 Apr 2026, 12:00:00", "Apr 1, 2026 12:00:00 PM", "01 April 2026 12:00", "Wed 01 Apr 2026 12:00", "1-Apr-26 12:00"),
        *("Wednesday, April 1st, 2026 at 12:00 pm", "12:00 1 Apr 2026", "12:00:00 01/04/2026", "2026 Apr 01 12:00", "2026/4/1 12:00"),
        *(
            "01/Apr/2026:12:00:00",
            "01/04/2026:12:00",
            "20260401120000",
            "20260401T120000",
            "20260401 1200",
            "46113.5",
            "01/04/2026 at 12:00",
            "2026-04-01 12:00:00,000",
        ),
        *("1. April 2026 12:00 Uhr", "Mi., 1. Apr. 2026, 12:00", "1 avr. 2026 à 12:00", "mer. 1 avril 2026 12h00", "01-avr.-2026 12:00"),
        *("1 kwi 2026, 12:00", "śr., 1 kwietnia 2026 12:00", "1 de abril de 2026, 12:00", "mié 1 abr 2026 12:00", "1 Ebrill 2026 12:00"),
        "2026年4月1日 12:00",
    ],
)
def test_a_moment_is_read_however_it_is_spelled(tmp_path, written):
    """Noon of the first of April, without a zone."""
    read = _call(tmp_path, written)

    assert (read.records[0].first, "unread-times" in read.remarks) == (NOON, False)


@pytest.mark.parametrize("written", ["April 1, 2026", "1 Apr 2026", "1 avril 2026", "20260401", "46113", "1. Apr. 26"])
def test_a_day_is_read_without_a_time_of_day(tmp_path, written):
    """The first of April."""
    assert _call(tmp_path, written).records[0].first == DAY


@pytest.mark.parametrize(
    "written",
    [
        *("Wed, 1 Apr 2026 12:00:00 +0100", "Wed Apr 01 12:00:00 GMT+01:00 2026", "20260401T110000Z", "2026-04-01 12:00 BST"),
        *(
            "Wed Apr 01 2026 12:00:00 GMT+0100 (British Summer Time)",
            "1 Apr 2026 13:00 CEST",
            "01.04.2026 13:00 MESZ",
            "1 Apr 2026 11:00 UTC",
        ),
        *(
            "1 Apr 2026 07:00 EDT",
            "01/04/2026 12:00 +0100",
            "01/04/2026 12:00:00 +01:00",
            "01/04/2026 12:00+01",
            "01.04.2026 06:00 -0500",
            "01.04.2026 06:00:00-05:00",
            "01/04/2026 12:00 pm +0100",
            "01/04/2026 12:00 (+0100)",
            "796734000",
            "1775041200",
            "1775041200000",
            "1775041200000000",
            "796734000000000000",
            "13419514800000000",
        ),
    ],
)
def test_a_moment_with_a_zone_is_one_of_utc(tmp_path, written):
    """Noon of British Summer Time, by the zone that is written or the count of a clock that has one."""
    assert _call(tmp_path, written).records[0].first == datetime(2026, 4, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize("written", ["01/04/2026 12:00-13:00", "01/04/2026 12:00 - 13:00"])
def test_the_end_of_a_time_is_no_zone(tmp_path, written):
    """What a hyphen leads to may be another time of day."""
    assert _call(tmp_path, written).records[0].first == datetime(2026, 4, 1, 12)  # noqa: DTZ001 # no zone is given


def test_the_order_of_day_and_month_shows_behind_a_time_of_day_too(tmp_path):
    """The thirteenth is no month, so the other number is."""
    rows = "Number,Direction,Date\n07700 900001,Incoming,12:00 04/01/2026\n07700 900002,Incoming,12:00 04/13/2026\n"

    assert read_bytes(tmp_path, rows).records[0].first == NOON


def test_a_tuesday_in_march_is_no_other_month(tmp_path):
    """The same three letters are a day and a month in French and Spanish."""
    assert _call(tmp_path, "mar. 31 mars 2026 12:00").records[0].first == datetime(2026, 3, 31, 12)  # noqa: DTZ001 # as written


@pytest.mark.parametrize("written", ["Yesterday", "1 Apr 12:00", "31/31/2026", "some day in April 2026", "07700 900001", "Q2 2026"])
def test_what_is_no_moment_is_told(tmp_path, written):
    """Who reads the answer must know that a time was there: without it a match is judged by less."""
    read = _call(tmp_path, written)

    assert (read.records[0].first, "unread-times" in read.remarks) == (None, True)


@pytest.mark.parametrize(
    "written",
    [
        *("12 Mar 14:05", "12-Mar-14:05", "12/03-14:05", "12/03/14:05", "12.03 14:05", "12.03. 14:05", "12.03.", "12.03", "12 Mar 1405"),
        *("Thu 12 Mar 14:05", "12. März 14:05", "Mar 12, 2:05 pm", "12-03-14.05", "14.05 12.03", "14:05", "1405hrs"),
    ],
)
def test_a_time_without_its_year_is_told_and_no_wrong_one(tmp_path, written):
    """The hour is no year, and which year it was nobody knows."""
    read = _call(tmp_path, written)

    assert (read.records[0].first, "unread-times" in read.remarks) == (None, True)


def test_a_day_without_its_year_beside_a_time_of_day_is_told_once(tmp_path):
    """In two columns as in one."""
    read = read_bytes(tmp_path, "Number,Direction,Date,Time\n07700 900001,Incoming,12.03.,14:05\n07700 900002,Outgoing,12 Mar,14:05\n")

    assert [record.first for record in read.records] == [None, None]
    assert [item.sentence[:7] for item in read.items if getattr(item, "code", "") == "unread-times"] == ["2 times"]


@pytest.mark.parametrize("written", ["12 Mar 14:05", "12/03 14:05", "Thu 12 Mar"])
def test_times_without_a_year_make_calls_of_rows_without_a_header(tmp_path, written):
    """As whole ones do."""
    read = read_bytes(tmp_path, f"07700 900001,Incoming,{written}\n07700 900002,Outgoing,{written}\n")

    assert [(role, way.value) for _, role, way in read.ways] == [("call", "in"), ("call", "out")]
    assert "unread-times" in read.remarks


def test_a_sentence_that_begins_with_a_time_is_searched_for_numbers(tmp_path):
    """It is no time, wherever such lines stand alone."""
    read = read_bytes(tmp_path, "03/03/2026 10:00 - called 07700 900123\n04/03/2026 11:00 - text from 07700 900124\n")

    assert len(read.records) == 2


@pytest.mark.parametrize("written", ["", "0", "Never", "n/a", "Unknown", "-", "1970-01-01 00:00:00", "00:00:00"])
def test_what_says_that_there_is_no_time_is_not_told(tmp_path, written):
    """Nothing was lost."""
    assert _call(tmp_path, written).remarks == set()


def test_unread_times_are_counted_for_the_file(tmp_path):
    """One sentence for all of them, however many tables the file has."""
    table = "Number,Direction,Date\n07700 900001,Incoming,yesterday\n07700 900002,Outgoing,2026-04-01 12:00\n"

    read = read_bytes(tmp_path, f"{table}\nName,Mobile,Last contacted\nJay,07700 900003,2026-04-01 12:00\nMo,07700 900004,last week\n")

    told = [item.sentence for item in read.items if getattr(item, "code", "") == "unread-times"]
    assert [sentence.split(" ", 2)[:2] for sentence in told] == [["2", "times"]]


@pytest.mark.parametrize("cell", ["46113", "796734000", "8.5"])
def test_counts_are_times_only_where_a_header_says_so(tmp_path, cell):
    """Five digits in a column of no name are no day."""
    read = read_bytes(tmp_path, f"Jay,07700 900001,{cell}\nMo,07700 900002,{cell}\n")

    assert [record.first for record in read.records] == [None, None]


def _log(*times):
    """A sheet of calls at those times."""
    return table(("Number", "Direction", "Time"), *((f"07700 90000{at}", "Incoming", time) for at, time in enumerate(times)))


def _orders_told(read):
    return [item.sentence for item in read.items if getattr(item, "code", "").startswith("date-order")]


@pytest.mark.parametrize("names", [("Calls", "Call Log 2", "Messages"), ("Messages", "Call Log 2", "Calls")])
def test_one_sheet_that_shows_the_order_shows_it_for_the_workbook(tmp_path, names):
    """One program wrote all sheets on one machine; which sheet showed it is told, once for all the others."""
    sheets = {"Calls": _log("3/13/2026 21:14", "4/1/2026 21:14"), "Call Log 2": _log("4/1/2026 21:14"), "Messages": _log("4/1/2026 21:14")}

    read = read_bytes(tmp_path, workbook({name: sheets[name] for name in names}))

    assert {record.first.month for record in read.records} == {3, 4}
    (sentence,) = _orders_told(read)
    assert "'Calls' has the month first" in sentence
    assert "'Call Log 2'" in sentence
    assert "'Messages'" in sentence


def test_sheets_that_disagree_show_nothing_for_the_others(tmp_path):
    """Somebody joined them by hand; then the day is taken to be first, and that is told."""
    sheets = {"Calls": _log("3/13/2026 21:14"), "Calls 2": _log("13/3/2026 21:14"), "Calls 3": _log("4/1/2026 21:14")}

    read = read_bytes(tmp_path, workbook(sheets))

    assert [(record.first.month, record.first.day) for record in read.records] == [(3, 13), (3, 13), (1, 4)]
    assert ["'Calls 3'" in sentence for sentence in _orders_told(read)] == [True]
    assert "date-order-assumed" in read.remarks


def test_sheets_that_show_nothing_are_told_together(tmp_path):
    """The same sentence would say the same for each."""
    read = read_bytes(tmp_path, workbook({"Calls": _log("4/1/2026 21:14"), "Calls 2": _log("4/1/2026 21:14")}))

    assert [("'Calls'" in sentence, "'Calls 2'" in sentence) for sentence in _orders_told(read)] == [(True, True)]


def test_one_column_shows_the_order_for_its_row(tmp_path):
    """Both times of a row are written alike."""
    rows = "Number,Direction,Start time,End time\n07700 900001,Incoming,4/1/2026 21:14,4/13/2026 21:14\n"

    read = read_bytes(tmp_path, rows)

    assert (read.records[0].first, read.remarks) == (datetime(2026, 4, 1, 21, 14), set())  # noqa: DTZ001 # as written


@pytest.mark.parametrize(
    "written",
    [
        *("9:15 p. m.", "9:15 p.m.", "9:15 PM", "9:15\u202fPM", "9:15 μ.μ.", "9:15 ös", "下午9:15", "21h15", "21 h 15", "21h15m00s"),
        *("2115hrs", "2115 hrs", "21:15hrs", "2115h", "21.15 Uhr", "09:15 P. M."),
    ],
)
@pytest.mark.parametrize(
    "rows", ["Number,Direction,Date,Time\n07700 900004,Incoming,03/04/2026,{}\n", "Number,Date\n07700 900004,03/04/2026 {}\n"]
)
def test_the_hour_is_read_however_it_is_spelled(tmp_path, rows, written):
    """In a column of its own, and behind the day."""
    read = read_bytes(tmp_path, rows.format(written))

    assert [record.first for record in read.records] == [datetime(2026, 4, 3, 21, 15)]  # noqa: DTZ001 # as written


@pytest.mark.parametrize("written", ["9:15 a. m.", "9:15 π.μ.", "9:15 öö", "上午9:15", "9h15", "0915hrs"])
def test_the_morning_is_no_evening(tmp_path, written):
    """The other half of the day has words of its own."""
    read = read_bytes(tmp_path, f"Number,Direction,Date,Time\n07700 900004,Incoming,03/04/2026,{written}\n")

    assert read.records[0].first == datetime(2026, 4, 3, 9, 15)  # noqa: DTZ001 # as written


def test_a_day_with_a_midnight_added_takes_the_time_beside_it(tmp_path):
    """Spreadsheets and programs write a day alone as its midnight."""
    read = read_bytes(tmp_path, "Date,Time,Number,Direction\n2026-04-03 00:00:00,21:15:00,07700 900004,Incoming\n")

    assert read.records[0].first == datetime(2026, 4, 3, 21, 15)  # noqa: DTZ001 # as written


@pytest.mark.parametrize("midnight", ["", " 00:00:00"])
def test_two_days_take_the_times_beside_them(tmp_path, midnight):
    """A call may end on the next day."""
    rows = (
        f"Start Date,Start Time,End Date,End Time,Number,Direction\n2026-04-03{midnight},23:55,2026-04-04{midnight},00:05,07700 900004,In\n"
    )

    record = read_bytes(tmp_path, rows).records[0]

    assert (record.first, record.last) == (datetime(2026, 4, 3, 23, 55), datetime(2026, 4, 4, 0, 5))  # noqa: DTZ001 # as written


@pytest.mark.parametrize("header", ["First contact", "First contacted", "First called", "First seen", "First message"])
def test_the_first_contact_is_a_time(tmp_path, header):
    """It is the earlier of two, and counts of contacts are none."""
    rows = f"Number,Name,Times called,{header},Last contact\n07700 900004,Jay,46113,03/03/2026 10:15,19/04/2026 22:01\n"

    record = read_bytes(tmp_path, rows).records[0]

    assert (record.first, record.last) == (datetime(2026, 3, 3, 10, 15), datetime(2026, 4, 19, 22, 1))  # noqa: DTZ001 # as written


@pytest.mark.parametrize(
    ("count", "day"),
    [
        ("1704067200000000", datetime(2024, 1, 1, tzinfo=UTC)),
        ("1704067200000000000", datetime(2024, 1, 1, tzinfo=UTC)),
        ("725760000", datetime(2024, 1, 1, tzinfo=UTC)),
        ("725760000000000000", datetime(2024, 1, 1, tzinfo=UTC)),
        ("347068800000000000", datetime(2012, 1, 1, tzinfo=UTC)),
        ("13348540800000000", datetime(2024, 1, 1, tzinfo=UTC)),
        ("133485408000000000", datetime(2024, 1, 1, tzinfo=UTC)),
        ("129067776000000000", datetime(2010, 1, 1, tzinfo=UTC)),
        ("136956960000000000", datetime(2035, 1, 1, tzinfo=UTC)),
    ],
)
def test_every_long_count_is_read_from_its_own_zero(tmp_path, count, day):
    """Unix, Apple, Chrome and Windows count in different units since different years, and none is taken for another."""
    assert _call(tmp_path, count).records[0].first == day


@pytest.mark.parametrize("properties", ["", '<workbookPr date1904="1"/>'])
@pytest.mark.parametrize(("stored", "hour"), [("0.5", 12), ("0", 0)])
def test_a_part_of_a_day_is_a_time_of_day_from_whatever_year_the_workbook_counts(tmp_path, properties, stored, hour):
    """Nobody means the first day of 1904 by it."""
    day = number("A2", "44651" if properties else "46113", 1)
    cells = row(2, day, number("B2", stored, 2), text("C2", "07700900123"), text("D2", "Incoming"))
    head = table(["Date", "Time", "Number", "Direction"])
    book = workbook({"Calls": head + cells}, formats=["dd/mm/yyyy", "hh:mm"], properties=properties)

    read = read_bytes(tmp_path, book)

    assert [record.first for record in read.records] == [DAY.replace(hour=hour)]
    assert "unread-times" not in read.remarks


@pytest.mark.parametrize("header", ["Time", "Start time (24 hr)", "Uhrzeit"])
@pytest.mark.parametrize(("written", "clock"), [("2230", (22, 30)), ("0005", (0, 5)), ("2026", (20, 26)), ("2230.0", (22, 30))])
def test_four_figures_below_a_header_of_times_of_day_are_hours_and_minutes(tmp_path, header, written, clock):
    """They are no year there."""
    read = read_bytes(tmp_path, f"Date,{header},Number,Direction\n01/04/2026,{written},07700 900123,Incoming\n")

    hour, minute = clock
    assert [record.first for record in read.records] == [DAY.replace(hour=hour, minute=minute)]
    assert "unread-times" not in read.remarks


@pytest.mark.parametrize("written", ["2460", "2400", "930"])
def test_figures_that_are_no_hour_and_minute_are_told(tmp_path, written):
    """Of three nobody knows whether they are minutes, seconds, or an hour that lost its nought."""
    read = read_bytes(tmp_path, f"Date,Time,Number,Direction\n01/04/2026,{written},07700 900123,Incoming\n")

    assert [record.first for record in read.records] == [DAY]
    assert "unread-times" in read.remarks


@pytest.mark.parametrize(
    "written",
    [
        *("Wed 01/04/2026 12:00", "Wednesday, 01/04/2026 12:00", "12:00:00 on 01/04/2026", "12:00 on Wednesday 01/04/2026"),
        *("12:00 Wed 01/04/2026", "Mi., 01.04.2026 12:00 Uhr", "mer. 01/04/2026 12:00", "Wed, 2026-04-01 12:00:00"),
        *("01/04/2026 1200", "01/04/2026 120000", "01.04.26 1200", "Wed 1 April 2026 1200", "1200 on 01/04/2026"),
    ],
)
def test_a_moment_is_read_with_the_day_of_the_week_and_in_any_order(tmp_path, written):
    """Noon of the first of April, which was a Wednesday."""
    read = _call(tmp_path, written)

    assert (read.records[0].first, "unread-times" in read.remarks) == (NOON, False)


def test_a_weekday_before_a_date_hides_no_order_of_day_and_month(tmp_path):
    """The thirteenth is no month, so the other number is."""
    rows = "Number,Direction,Date\n07700 900001,Incoming,Wed 04/01/2026 12:00\n07700 900002,Incoming,Mon 04/13/2026 12:00\n"

    assert read_bytes(tmp_path, rows).records[0].first == NOON


@pytest.mark.parametrize("written", ["01/04/2026 930", "01/04/2026 10am", "01/04/2026 2530", "Wed 01/04/2026 about 10", "01/04/2026 10-05"])
def test_a_time_of_day_that_is_not_understood_is_told_and_no_midnight(tmp_path, written):
    """The day stays known."""
    read = _call(tmp_path, written)

    assert (read.records[0].first, "unread-times" in read.remarks) == (DAY, True)


@pytest.mark.parametrize("written", ["2026-04-01+01:00", "01/04/2026 (Wed)", "01/04/2026 UTC+1"])
def test_a_day_with_its_zone_or_weekday_hides_no_time_of_day(tmp_path, written):
    """Nothing was lost, and a zone is no hour."""
    read = _call(tmp_path, written)

    assert (read.records[0].first, "unread-times" in read.remarks) == (DAY, False)
