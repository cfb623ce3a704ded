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


@pytest.mark.parametrize("brands", [("O2", "EE", "Acme"), ("O2", "O2", "O2"), ("Private", "Mum", "EE")])
def test_senders_of_few_letters_keep_no_number_from_being_read(tmp_path, brands):
    """A network may be called by two letters or a letter and a digit; the number below it is read, and nobody is called by it."""
    read = read_bytes(tmp_path, _log((*brands, "+447700900108")))

    assert read.numbers[-1] == ("+447700900108", "message")
    assert read.mentions[-1].label is None


def test_folders_of_several_words_say_which_way(tmp_path):
    """A program that names the folder and the state of each message says a way in both: they are no names."""
    rows = [
        ('"sms","READ,RECEIVED","+447700900101","","","2026.03.24 15:39","","hello there, who is it?"', "in"),
        ('"sms","SENT,READ","","+447700900101","","2026.03.24 15:26","","see you"', "out"),
        ('"sms","DRAFT","","07700900102","","2026.03.24 17:11","","hello"', "out"),
    ]

    read = read_bytes(tmp_path, "".join(f"{row}\n" for row, _ in rows))

    assert [(mention.role.value, mention.direction.value, mention.label) for mention in read.mentions] == [
        ("message", way, None) for _, way in rows
    ]


@pytest.mark.parametrize("ways", [("from", "to"), ("INC", "OUT"), ("in", "out")])
def test_what_differs_beside_the_same_number_is_no_name(tmp_path, ways):
    """Words that change from row to row beside one number were written to or by whoever has it."""
    texts = ("Hello there", "Hi", "Call me", "Later")
    rows = [f"+447700900101,{1507562613609 + at},{ways[at % 2]},{text}\n" for at, text in enumerate(texts)]

    read = read_bytes(tmp_path, "".join(rows))

    assert [(mention.role.value, mention.direction.value, mention.label) for mention in read.mentions] == [
        ("message", way, None) for way in ("in", "out", "in", "out")
    ]


def test_times_with_the_month_first_are_found_without_a_header(tmp_path):
    """Days beyond the twelfth in the second place are days, and the column one of times."""
    read = read_bytes(tmp_path, "12/26/2025 6:22:03 AM;from;+447700900101\n12/25/2025 6:10:48 PM;to;+447700900102\n")

    assert [record.first.isoformat() for record in read.records] == ["2025-12-26T06:22:03", "2025-12-25T18:10:48"]
    assert [mention.direction.value for mention in read.mentions] == ["in", "out"]


def test_names_beside_a_number_that_comes_again_stay_names(tmp_path):
    """Whoever is called the same in each row of a log is called so."""
    rows = "2026-03-01 10:15:00,in,07700900101,Jay\n2026-03-02 10:15:00,out,07700900101,Jay\n2026-03-03 10:15:00,out,07700900102,Kim\n"

    read = read_bytes(tmp_path, rows)

    assert [mention.label for mention in read.mentions] == ["Jay", "Jay", "Kim"]


def test_nobody_is_called_by_their_own_number(tmp_path):
    """A column of names with a number where no name is known gives the number alone."""
    read = read_bytes(tmp_path, "Date,Way,Who\n2026-03-01 10:17:00,Outgoing,Mum\n2026-03-01 10:18:00,Incoming,07700900101\n")

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [("07700900101", "call", None)]


def test_what_was_written_is_read_only_where_texts_are_asked_for_in_a_log_of_a_person(tmp_path):
    """Words beside messages are theirs whoever wrote the log: a number in them is out of the scope of parties, and in that of texts."""
    rows = "sms;deliver;07700900101;2026.03.01 10:15;ask Mo on 07700 900160\nsms;submit;07700900101;2026.03.02 10:15;hello\n"

    parties = read_bytes(tmp_path, rows)
    texts = read_bytes(tmp_path, rows, scopes={Scope.TEXTS})

    assert [(mention.raw, mention.role.value, mention.label) for mention in parties.mentions] == [("07700900101", "message", None)] * 2
    assert [(mention.raw, mention.role.value) for mention in texts.mentions] == [("ask Mo on 07700 900160", "text")]


@pytest.mark.parametrize("ways", [("RECEIVED", "SENT"), ("RECEIVED", "RECEIVED")])
def test_a_number_behind_hundreds_of_rows_of_services_is_read(tmp_path, ways):
    """The first number may come behind all rows by which the columns are judged; it and what follows are read all the same."""
    rows = [f"{at},ACME,{ways[at % 2]},2026-03-01T10:15:00Z,hello you {at},y\n" for at in range(300)]
    rows += [f"{300 + at},0770090010{at},{ways[at % 2]},2026-03-01T10:15:00Z,see you at {at},y\n" for at in range(3)]

    read = read_bytes(tmp_path, "".join(rows))

    assert read.numbers == [(f"0770090010{at}", "message") for at in range(3)]
    assert len(read.skipped) == 300


@pytest.mark.parametrize("header", ["id,contact,epoch,dir,text", "rowid,who,ts,flags,content", "rowid,foo,bar,baz,qux"])
@pytest.mark.parametrize("abroad", [False, True])
def test_counts_of_seconds_below_an_unknown_header_are_times(tmp_path, header, abroad):
    """A header of a program that nobody knows says as little as none: seconds are times, and the column of the others gives the numbers."""
    rows = [(number.replace("4477009001", "614915700") if abroad else number, count, text) for number, count, text in _MESSAGES]
    body = "".join(f'{at},{number},{count},{at % 2 + 1},"{text}"\n' for at, (number, count, text) in enumerate(rows))

    read = read_bytes(tmp_path, f"{header}\n{body}")

    assert read.numbers == [(number, "message") for number, _, _ in rows]
    assert [record.first for record in read.records] == [datetime.fromtimestamp(count, UTC) for _, count, _ in _MESSAGES]


def test_landlines_without_their_zero_below_a_header_for_telephones_stay_numbers(tmp_path):
    """What a header calls a telephone is one, in whatever order and beside whatever is said."""
    rows = "".join(f"0770090010{at // 2},163296000{at},he said that he would call {at}\n" for at in range(6))

    read = read_bytes(tmp_path, f"Whoever,Home phone,Remarks\n{rows}")

    assert {f"163296000{at}" for at in range(6)} <= read.others


def test_fields_with_their_names_are_searched_beside_a_number_in_a_text(tmp_path):
    """A program may print each field behind its name; a number cut out of a text by a comma hides none of them."""
    rows = (
        "Row: 0 _id=1, address=+447700900101, date=1507562613609, type=1, body=Hello there\n"
        "Row: 1 _id=2, address=+447700900101, date=1507562713609, type=2, body=Hi, ring 07700 900333\n"
        "Row: 2 _id=3, address=07700900102, date=1507562813609, type=2, body=Call me\n"
    )

    read = read_bytes(tmp_path, rows)

    found = [{mention.raw.strip().removeprefix("address=") for mention in record.mentions} for record in read.records]
    assert [number in each for number, each in zip(("+447700900101", "+447700900101", "07700900102"), found, strict=True)] == [True] * 3
    assert not any("=" in f"{mention.label}" for mention in read.mentions)


@pytest.mark.parametrize("name", ["+447700900101", "07700 900101", "<sip:+447700900101@lines.example>", "tel:+447700900101"])
def test_a_name_that_is_the_number_itself_is_none_in_a_log(tmp_path, name):
    """A program that knows no name repeats the number in its place, or the address of the line: nobody is called so."""
    rows = f"2026-03-01 10:15:00,Incoming,+447700900101,{name}\n2026-03-02 10:15:00,Outgoing,+447700900102,Jay\n"

    read = read_bytes(tmp_path, f"Date,Direction,Number,Name\n{rows}")

    assert [(mention.raw, mention.label) for mention in read.mentions] == [("+447700900101", None), ("+447700900102", "Jay")]


def test_carriers_name_nobody(tmp_path):
    """A network tells by which others a call came and went; none of them is the name of whoever called."""
    header = "CALL_TIME,CALL_DATE,CALLING_PARTY_NUMBER,CALLED_PARTY_NUMBER,CALL_DURATION_SEC,ORIG_CARR_NAME,TERM_CARR_NAME"
    rows = "14:17:12,01/01/2026,447700900101,447700900102,30,Acme,Beta\n15:17:12,01/01/2026,447700900103,447700900104,30,Beta,Acme\n"

    read = read_bytes(tmp_path, f"{header}\n{rows}")

    assert {mention.label for mention in read.mentions} == {None}


@pytest.mark.parametrize("when", ["0{day}/03/2026 10:00", "2026-03-0{day}T10:00:00Z"])
def test_one_person_written_in_two_ways_is_called_by_both(tmp_path, when):
    """Names stay names, so that a solicitor among them is known, and calls stay calls."""
    people = [
        ("Jay", "07700900101", "Out"),
        ("Solicitor", "07700900201", "In"),
        ("Jay mob", "07700900101", "Out"),
        ("Larkspur", "07700900103", "In"),
    ]
    rows = "".join(f"{when.format(day=day)},{name},{number},{way}\n" for day, (name, number, way) in enumerate(people, 1))

    read = read_bytes(tmp_path, rows)

    assert [(mention.role.value, mention.label) for mention in read.mentions] == [("call", name) for name, _, _ in people]


def test_words_with_nothing_in_common_beside_one_number_were_written_where_a_program_counted_the_time(tmp_path):
    """Two messages are enough; a name would come back."""
    texts = ("Hello there", "Hi", "Call me", "Later")
    numbers = ("+447700900101", "+447700900101", "+447700900102", "+447700900103")
    ways = ("INC", "OUT", "OUT", "INC")
    rows = zip(numbers, ways, texts, strict=True)
    text = "".join(f"{number},{1507562613609 + 100000 * at},S,{way},{words}\n" for at, (number, way, words) in enumerate(rows))

    read = read_bytes(tmp_path, text)

    assert [(mention.role.value, mention.label) for mention in read.mentions] == [("message", None)] * 4
