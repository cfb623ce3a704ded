"""The line a call was made from, in the words of networks and exchanges: each caller has one, and the phone's own is one of them."""

from __future__ import annotations

import pytest

from ingest import Direction, Role
from readings import read_bytes

OWN, LINE = "07700 900999", "07700 900123"
CALLERS = (LINE, "07700 900202", "07700 900203")
HEADERS = ("CLI", "CLI number", "Calling line identity", "CLID", "Presented CLI", "Caller line ID")


def _table(header, *columns):
    return "\n".join((header, *map(",".join, zip(*columns, strict=True)))) + "\n"


def _times(count):
    return [f"2026-02-{1 + at:02} 10:00" for at in range(count)]


def _numbers(start, count=3):
    return [f"{start}{at}" for at in range(1, count + 1)]


#: Logs of what came in from one line: headers behind that of the line, and what stands below them.
CAME_IN = {
    "Number,Result": (_numbers("07700 90020"), ("Missed", "Missed", "Answered")),
    "Number,Outcome": (_numbers("07700 90020"), ("Voicemail", "Answered", "Failed")),
    "Telephone,Caller name": (_numbers("01632 96020"), ("Jay", "Jay", "Jay")),
    "Answered by": (_numbers("01632 96020"),),
    "Extension": (_numbers("07700 90020"),),
    "Handset,Event": (_numbers("07700 90020"), ("MTC", "MTC", "MTC")),
    "Number,Duration": (_numbers("07700 90020"), ("9", "60", "9")),
    "Number,Direction": (_numbers("07700 90020"), ("In", "In", "In")),
    "Called,Direction": (_numbers("07700 90020"), ("Incoming", "Incoming", "Incoming")),
}


@pytest.mark.parametrize("others", CAME_IN)
@pytest.mark.parametrize("header", ["CLI", "Calling line identity"])
def test_a_line_is_a_contact_where_no_row_went_out(tmp_path, header, others):
    """It may be who called several phones, so it is nobody's own, and a remark tells that it may be; no number beside it is lost."""
    columns = CAME_IN[others]

    read = read_bytes(tmp_path, _table(f"Time,{header},{others}", _times(3), [LINE] * 3, *columns))

    assert (read.own, "owner-unsure" in read.remarks) == (set(), True)
    assert read.others == {LINE, *columns[0]}


@pytest.mark.parametrize("ways", [("Out", "Out", "Out"), ("Outgoing", "Incoming", "Incoming")])
@pytest.mark.parametrize("other", ["Number", "Called number"])
def test_a_line_of_all_rows_is_the_phones_own_where_some_went_out(tmp_path, other, ways):
    """Whose calls a log is of made some of them."""
    read = read_bytes(tmp_path, _table(f"Time,CLI,{other},Direction", _times(3), [OWN] * 3, _numbers("07700 90020"), ways))

    assert (read.own, read.others) == ({OWN}, set(_numbers("07700 90020")))
    assert [way for _, role, way in read.ways if role == "call"] == [Direction.OUT if way[0] == "O" else Direction.IN for way in ways]


@pytest.mark.parametrize("states", [("Failed", "Missed", "Answered"), ("Cancelled", "Cancelled", "Cancelled")])
def test_what_became_of_a_call_does_not_say_that_it_was_made_on_the_phone(tmp_path, states):
    """Who called had no success."""
    read = read_bytes(tmp_path, _table("Time,CLI,Number,Status,Duration", _times(3), [LINE] * 3, _numbers("07700 90020"), states, "000"))

    assert (read.own, LINE in read.others, read.remarks) == (set(), True, {"owner-unsure"})


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("called", ["Called number", "Number called", "Dialled number", "Destination", "Called"])
def test_who_called_the_phone_is_a_caller_beside_a_column_of_the_called(tmp_path, header, called):
    """Each is on the other side of a call, not what somebody noted; that the phone itself was called is left open."""
    read = read_bytes(tmp_path, _table(f"Time,{header},{called},Duration", _times(3), CALLERS, [OWN] * 3, ("60", "9", "9")))

    assert {raw for raw, role in read.numbers if role == "call"} == {OWN, *CALLERS}
    assert (read.own, read.remarks) == (set(), {"owner-unsure"})
    assert {way for _, _, way in read.ways} == {None}


def test_most_callers_may_withhold_their_numbers(tmp_path):
    """The one who did not is a caller all the same."""
    callers = [*["Withheld"] * 8, LINE, "Anonymous"]

    read = read_bytes(tmp_path, _table("Time,CLI,Called number,Duration", _times(10), callers, [OWN] * 10, "9" * 10))

    assert (LINE, "call") in read.numbers


def test_the_names_of_callers_stand_beside_their_lines(tmp_path):
    """A column of callers that has no numbers names them."""
    names = ("Jay", "Kay", "Jay")

    read = read_bytes(tmp_path, _table("Time,Caller,CLI,Called number,Duration", _times(3), names, CALLERS, [OWN] * 3, "999"))

    assert [(mention.raw, mention.label) for mention in read.mentions if mention.raw != OWN] == list(zip(CALLERS, names, strict=True))


def test_directions_of_lines_and_called_say_whose_phone_it_is(tmp_path):
    """Each row has both ends."""
    rows = (_times(3), (LINE, OWN, OWN), (OWN, "07700 900202", "07700 900203"), ("Incoming", "Outgoing", "Outgoing"))

    read = read_bytes(tmp_path, _table("Time,CLI,Called number,Direction", *rows))

    assert [each for each in read.ways if each[1] == "call"] == [
        (LINE, "call", Direction.IN),
        ("07700 900202", "call", Direction.OUT),
        ("07700 900203", "call", Direction.OUT),
    ]
    assert read.own == {OWN}


def test_a_line_whose_rows_are_all_calls_to_others_is_a_bill_of_its_own(tmp_path):
    """As those of any other caller are; a remark tells that it was taken so."""
    read = read_bytes(tmp_path, _table("Time,CLI,Called,Duration", _times(3), [OWN] * 3, _numbers("07700 90020"), "999"))

    assert (read.own, read.remarks) == ({OWN}, {"owner-inferred"})


def test_a_line_in_a_list_is_a_number_of_its_person(tmp_path):
    """Networks list their customers by it."""
    read = read_bytes(tmp_path, _table("Name,CLI,Number", ("Jay", "Kay"), CALLERS[:2], ("01632 960201", "01632 960202")))

    assert set(read.numbers) == {(raw, "contact") for raw in (*CALLERS[:2], "01632 960201", "01632 960202")}


@pytest.mark.parametrize("number", ["CLI", "Number"])
def test_the_names_of_callers_are_those_of_the_only_numbers(tmp_path, number):
    """A solicitor who called is known by the name beside the number, whatever the column of it is called."""
    rows = "2026-02-01 10:00,Jay,07700 900123,10\n2026-02-01 12:00,my solicitor,07700 900125,10\n"

    read = read_bytes(tmp_path, f"Date,Caller name,{number},Duration\n{rows}")

    assert [(mention.raw, mention.label) for mention in read.mentions] == [("07700 900123", "Jay"), ("07700 900125", "my solicitor")]


def test_a_caller_who_is_the_same_throughout_may_be_the_owner(tmp_path):
    """Whom the numbers belong to is not said."""
    read = read_bytes(
        tmp_path, "Date,Caller name,Number,Duration\n2026-02-01 10:00,Jay,07700 900123,10\n2026-02-02 10:00,Jay,07700 900124,10\n"
    )

    assert {mention.label for mention in read.mentions} == {None}


def test_the_numbers_beside_one_caller_were_called(tmp_path):
    """A bill of one telephone names it in each row, and whom it rang below a word for no side."""
    rows = [f"07700 900999,0{day}/03/2026,07700 90020{day},0m 32s" for day in range(1, 5)]
    read = read_bytes(tmp_path, "\n".join(("Caller,Date,Number,Duration", *rows)))

    assert read.own == {"07700 900999"}
    assert [mention.direction for mention in read.mentions if mention.role is Role.CALL] == [Direction.OUT] * 4


def test_the_numbers_beside_one_caller_are_not_turned_where_rows_say_their_way(tmp_path):
    """What a row says of itself holds more than where the columns stand."""
    rows = [f"07700 900999,0{day}/03/2026,07700 90020{day},{way}" for day, way in enumerate(("In", "In", "Out", "In"), 1)]
    read = read_bytes(tmp_path, "\n".join(("Caller,Date,Number,Direction", *rows)))

    told = {mention.raw: mention.direction for mention in read.mentions if mention.role is Role.CALL}
    assert told["07700 900201"] is not Direction.OUT
