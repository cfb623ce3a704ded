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


ROWS = "Date,Direction,Message\n25/03/2026 10:00,Incoming,hello\n26/03/2026 11:00,Outgoing,hi\n"
OF_KAY = [("07700 900124", "message", "Kay", "in"), ("07700 900124", "message", "Kay", "out")]


@pytest.mark.parametrize(
    ("above", "others"),
    [
        (f"Chat with Jay 07700 900123\n\n{ROWS}", [("07700 900123", "message", "Jay", "in"), ("07700 900123", "message", "Jay", "out")]),
        ("Name,Number\nAnn,07700 900161\nBob,07700 900162\n", []),
        ("Date,Number,Type\n25/03/2026 09:00,07700 900161,Incoming\n", [("07700 900161", "message", None, "in")]),
    ],
    ids=["a thread", "a list", "a log"],
)
def test_a_thread_below_another_table_is_of_whom_its_own_title_names(tmp_path, above, others):
    """Each of several in one sheet, and one below a list or a log."""
    read = read_bytes(tmp_path, f"{above}\nSMS thread with Kay (07700 900124)\n\n{ROWS}")

    assert [(raw, way) for raw, _, _, way in _told(read)] == [(raw, way) for raw, _, _, way in (*others, *OF_KAY)]
    assert _told(read)[-2:] == OF_KAY


def test_a_thread_whose_title_gives_no_number_is_not_of_whom_the_one_above_names(tmp_path):
    """Its rows are of somebody of whom there is no number."""
    read = read_bytes(tmp_path, f"Chat with Jay 07700 900123\n{ROWS}\nChat with Kay\n{ROWS}")

    assert [raw for raw, *_ in _told(read)] == ["07700 900123"] * 2
    assert len(read.skipped) == 3


def test_a_thread_without_a_header_of_its_own_has_that_of_the_one_above(tmp_path):
    """Its rows have the same columns."""
    read = read_bytes(tmp_path, f"Chat with Jay 07700 900123\n{ROWS}\nChat with Kay 07700 900124\n25/03/2026 10:00,Incoming,hello\n")

    assert _told(read)[-1] == ("07700 900124", "message", "Kay", "in")


@pytest.mark.parametrize("more", ["call with mum later", "Call with mum later", "texts with dad, ok"])
def test_a_text_that_goes_on_below_its_row_ends_no_thread(tmp_path, more):
    """A line of it may speak of a call with somebody; a title begins as one."""
    rows = f"25/03/2026 10:00,Incoming,hello\n{more}\n26/03/2026 11:00,Outgoing,hi\n"

    read = read_bytes(tmp_path, f'"{TITLES[0]}"\n\nDate,Direction,Message\n{rows}')

    assert [way for *_, way in _told(read)] == ["in", "out"]


@pytest.mark.parametrize("title", ["Chat between 07700 900123 and 07700 900124", "Messages with 07700 900123 Jay and 07700 900124"])
def test_a_thread_between_two_numbers_is_of_neither_alone(tmp_path, title):
    """Which of them is the phone's is not said, and what each wrote is not known."""
    read = read_bytes(tmp_path, f"{title}\n\nDate,Direction,Message\n25/03/2026 10:00,Incoming,hello\n26/03/2026 11:00,Outgoing,hi\n")

    assert _told(read) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Conversation with Zed (07700 900123)", "Conversation with Kay"),
        ("Chat with Zed (07700 900123)", "Chat with Kay Marl"),
        ("Chat: Zed (07700 900123)", "Chat: Kay"),
    ],
)
@pytest.mark.parametrize("below", ["", "\n"], ids=["right below", "with a blank row"])
def test_a_title_in_the_words_of_the_one_before_ends_its_thread(tmp_path, first, second, below):
    """What was written with somebody else is not counted for the number above, though no header and no number says so."""
    rows = "2026-01-01 10:02,In,later\n2026-01-01 10:03,In,now\n"
    read = read_bytes(tmp_path, f"{first}\nDate,Direction,Text\n2026-01-01 10:00,In,hi\n{second}\n{below}{rows}")

    assert len(_told(read)) == 1
    assert len(read.skipped) >= 2


def test_a_title_without_a_number_ends_the_thread_where_a_header_follows(tmp_path):
    """Straight below the last row of the thread before, too."""
    head, row = "Date,Direction,Message", "25/03/2026 10:00,Incoming,hello"

    read = read_bytes(tmp_path, f"{TITLES[0]}\n\n{head}\n{row}\nSMS thread with Zed\n{head}\n{row}\n")

    assert len(_told(read)) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        *[(form.format("Jay", "07700 900123"), "Jay") for form in ("{} {}", "{} ({})", "{1} - {0}", "{}: {}", "Contact: {} {}", "{},{}")],
        *[(form.format("07700 900123"), None) for form in ("{}", "Number: {}", "To/From: {}", "iMessage - {}", "Number:,{}")],
        ("WhatsApp Jay Marsh 07700 900123", "Jay Marsh"),
    ],
)
@pytest.mark.parametrize("between", ["", "\n"])
def test_a_number_and_a_name_right_above_the_rows_name_their_other(tmp_path, title, name, between):
    """The title need not speak of a thread where it says nothing else."""
    assert _told(read_bytes(tmp_path, f"{title}\n{between}{ROWS}")) == [
        ("07700 900123", "message", name, "in"),
        ("07700 900123", "message", name, "out"),
    ]


def test_a_number_right_above_calls_is_in_each_of_them(tmp_path):
    """They have a duration and no texts."""
    read = read_bytes(tmp_path, "Jay 07700 900123\nDate,Direction,Duration\n25/03/2026 10:00,Incoming,10\n")

    assert _told(read) == [("07700 900123", "call", "Jay", "in")]


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Own number 07700 900123",
            "Exhibit AB/1 07700 900123",
            "Call Log 07700 900123",
            "Phone: 07700 900123",
            "Jay's phone 07700 900123",
        ),
        *("Child 07700 900123", "DC Ward 07700 900123", "Subject: 07700 900123", "Jay 07700 900123 and Kay 07700 900124"),
        "seen with jay 07700 900123",
        # The last of a list is no title.
        "Name,Number\nJay,07700 900123",
        "Kay 07700 900124\nJay 07700 900123",
    ],
)
def test_a_number_above_the_rows_with_other_words_is_in_none_of_them(tmp_path, title):
    """It may be that of the phone, of whoever has the case, or of somebody else."""
    assert _told(read_bytes(tmp_path, f"{title}\n{ROWS}")) == []


def test_a_number_above_rows_that_several_sent_is_in_none_of_them(tmp_path):
    """It may be that of the phone."""
    rows = "25/03/2026 10:00,Jay,hello\n26/03/2026 11:00,Kay,hi\n26/03/2026 11:00,Me,hi\n"

    assert _told(read_bytes(tmp_path, f"Jay 07700 900123\nDate,From,Message\n{rows}")) == []


@pytest.mark.parametrize("head", ["Date,Direction,Message\n", ""])
def test_each_of_several_such_titles_is_of_its_own_rows(tmp_path, head):
    """Without a header below it, nobody knows whether a name and a number are a title or more of a text: what follows is nobody's."""
    read = read_bytes(tmp_path, f"Jay 07700 900123\n{ROWS}\nKay 07700 900124\n{head}27/03/2026 10:00,Incoming,hey\n")

    told = _told(read)
    assert [raw for raw, *_ in told[:2]] == ["07700 900123"] * 2
    assert [(raw, name) for raw, _, name, _ in told[2:]] == ([("07700 900124", "Kay")] if head else [])


@pytest.mark.parametrize("again", ["Conversation with Zed", "CONVERSATION WITH ZED", "Conversation with Zed (07700 900124)"])
@pytest.mark.parametrize("header", ["", "\nDate,Direction,Text\n"])
def test_the_title_of_a_thread_once_more_goes_on_with_it(tmp_path, again, header):
    """Pages end, and programs repeat what stood above."""
    rows = "2026-01-01 10:00,In,hi\n2026-01-02 10:00,In,hello"
    text = f"Conversation with Zed (07700 900124)\nDate,Direction,Text\n{rows}\n{header[:1]}{again}\n{header[1:]}2026-01-04 10:00,In,yo\n"

    read = read_bytes(tmp_path, text)

    assert [mention.label for mention in read.mentions if mention.role.value == "message"] == ["Zed"] * 3
