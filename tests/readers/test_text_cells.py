"""Numbers that stand among words or in columns of any use (formats facts 13.1; domain facts 11.4): none is lost, no reference is read."""

from __future__ import annotations

import pytest

from ingest import Direction, Role, Scope, Written
from readings import read_bytes


def _told(read, cell):
    """What was said of one cell."""
    return [(mention.role, mention.label, mention.written) for mention in read.mentions if mention.raw == cell]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (
            "Notes from the visit\nHe rings 07700 900001 most days, also +44 7700 900002.\n",
            ["He rings 07700 900001 most days", " also +44 7700 900002."],
        ),
        (
            "Called 07700 900091 at 10pm, then 07700 900092.\nTexted 07700 900093.\n",
            ["Called 07700 900091 at 10pm", " then 07700 900092.", "Texted 07700 900093."],
        ),
        ("Seen at 9; rang 07700 900094; no answer\nrang 07700 900095; spoke; off\n", [" rang 07700 900094", "rang 07700 900095"]),
    ],
)
def test_sentences_with_commas_lose_no_number(tmp_path, text, cells):
    """What looks like a table because of its commas is searched through, cell by cell."""
    read = read_bytes(tmp_path, text)

    assert sorted(mention.raw for mention in read.mentions) == sorted(cells)


@pytest.mark.parametrize("header", ["Address", "Company", "Emergency contact", "Related Name", "Next of kin", "Job title", "Nickname"])
@pytest.mark.parametrize("others", ["", "07700 900777"])
def test_a_number_among_words_in_any_column_is_a_note(tmp_path, header, others):
    """The words beside it say whose it may be, which is not the person of the row, and whoever heads the column is none."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nJay,{others},c/o Mum 07700 900094\nMo,07700 900778,\n")

    label = "c/o Mum" if header in {"Next of kin", "Emergency contact"} else "Jay"
    assert _told(read, "c/o Mum 07700 900094") == [(Role.NOTE, label, Written.PROSE)]
    assert not read.skipped


@pytest.mark.parametrize("header", ["Website", "URL", "Website 1 - Value", "Profile", "Account"])
@pytest.mark.parametrize("number", ["", "07700 900777"])
@pytest.mark.parametrize("link", ["https://wa.me/447700900094", "https://api.whatsapp.com/send?phone=447700900094"])
def test_a_link_that_opens_a_chat_is_a_number_of_the_contact_in_any_column(tmp_path, header, number, link):
    """Links are typed where links belong; the digits of any other address are none."""
    rows = f"Jay,{number},{link}\nMo,07700 900778,https://example.org/07700900095\nKit,07700 900779,\n"

    read = read_bytes(tmp_path, f"Name,Mobile,{header}\n{rows}")

    assert _told(read, link) == [(Role.CONTACT, "Jay", Written.NUMBER)]
    assert len(read.records) == 3
    assert not [mention for mention in read.mentions if "900095" in mention.raw]


@pytest.mark.parametrize("header", ["Website", "Profile", "Account"])
@pytest.mark.parametrize(
    "link",
    [
        *("https://wa.me?phone=447700900094", "whatsapp://+447700900094", "viber://447700900094", "signal://+447700900094"),
        *(
            "tel:+447700900094",
            "tel://+447700900094",
            "sms:07700900094",
            "facetime-audio://447700900094",
            "sip:+447700900094@ims.example.org",
        ),
        *("https://t.me/07700900094", "t.me/447700900094"),
    ],
)
def test_every_link_the_normaliser_reads_is_found_in_any_column(tmp_path, header, link):
    """What a link is stands in one place, so that none is known to one side only."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nJay,07700 900777,{link}\nMo,07700 900778,\n")

    assert [label for _, label, _ in _told(read, link)] == ["Jay"]


@pytest.mark.parametrize("rest", [",https://wa.me/447700900095", ";tel:+447700900095", "?text=07700900095", "/07700900095"])
def test_a_link_with_another_number_behind_it_is_read_to_its_end(tmp_path, rest):
    """As a text, for a field that begins as a link is a number and nothing else."""
    link = f"https://wa.me/447700900094{rest}"

    read = read_bytes(tmp_path, f'Name,Mobile,Website\nJay,07700 900777,"{link}"\nMo,07700 900778,\n')

    assert _told(read, link) == [(Role.NOTE, "Jay", Written.PROSE)]


@pytest.mark.parametrize("account", ["tg:7700900094", "https://t.me/7700900094", "imo:7700900094", "signal:1234567890"])
def test_the_number_of_an_account_is_no_telephone_number(tmp_path, account):
    """Telegram counts its users; some of the counts look like a British mobile that lost its zero."""
    read = read_bytes(tmp_path, f"Name,Mobile,Account\nJay,07700 900777,{account}\nMo,07700 900778,\n")

    assert [mention.raw for mention in read.mentions] == ["07700 900777", "07700 900778"]


NAMES = "Mum......07700 900037|Mum_07700900037|Mum=07700900037|Mum-07700900037|Mum07700900037|Mum+447700900037"


@pytest.mark.parametrize("name", NAMES.split("|"))
@pytest.mark.parametrize("number", ["", "07700 900777"])
def test_a_number_against_the_words_of_a_name_is_a_note(tmp_path, name, number):
    """No name is a path or a reference; the row is never told to hold no number."""
    read = read_bytes(tmp_path, f"Name,Number\n{name},{number}\nMo,07700 900778\n")

    assert _told(read, name) == [(Role.NOTE, name, Written.PROSE)]
    assert not read.skipped


@pytest.mark.parametrize("cell", ["0770\0 0900003", "\x007700900003", "07700900003\0"])
def test_bytes_without_a_meaning_hide_no_number(tmp_path, cell):
    """Formats facts 17.9: texts with an embedded NUL; what they say is still a number."""
    read = read_bytes(tmp_path, f"Name,Number\nJay,{cell}\nMo,07700 900778\n")

    assert _told(read, cell) == [(Role.CONTACT, "Jay", Written.NUMBER)]


def test_a_number_behind_a_name_is_a_note_whatever_else_the_row_holds(tmp_path):
    """As on a vCard, the name is searched; a number saved under itself is one number."""
    rows = "Name,Mobile\nNew Alpha 07700 900001,\nJay 07700900002,07700900003\n07700 900004,+447700900004\nMo,07700900005\n"

    read = read_bytes(tmp_path, rows)

    assert [(mention.raw, mention.role.value, mention.written) for mention in read.mentions] == [
        ("New Alpha 07700 900001", "note", Written.PROSE),
        ("07700900003", "contact", Written.NUMBER),
        ("Jay 07700900002", "note", Written.PROSE),
        ("+447700900004", "contact", Written.NUMBER),
        ("07700900005", "contact", Written.NUMBER),
    ]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Extra", "01260012345"),
        ("Extra", "01632960123"),
        ("Extra", "47260012345"),
        ("Extra", "MG 01260012345"),
        ("Extra", "2026-04-01 12:00:00"),
        ("Extra", "01-04-2026 12:00"),
        ("Extra", "0.1234567890"),
        ("Extra", "jay07700900008@sms.example.org"),
        ("Extra", "https://photos.example.org/07700900008"),
        ("Extra", "IMG-07700900008.jpg"),
        ("Extra", "01234567-0123-4567-89ab-0123456789ab"),
        ("Extra", "447700900123-1415000000@g.us"),
        ("Crime ref", "see 07700 900008"),
        ("E-mail", "07700 900008 at sms.example.org"),
        ("Source account", "backup of +44 7700 900008"),
        ("File path", "backup 07700 900008"),
    ],
)
def test_references_addresses_and_times_are_no_numbers(tmp_path, header, cell):
    """Only what stands among words, or is written as no reference is, is a number outside of the columns for them."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nJay,07700900001,{cell}\nMo,07700900002,\n")

    assert [mention.raw for mention in read.mentions] == ["07700900001", "07700900002"]


@pytest.mark.parametrize("cell", ["07700900008", "+44 7700 900008", "+33 6 12 34 56 78", "(01632) 960008", "01632 960008", "447700900008"])
def test_a_cell_that_is_written_as_no_reference_is_read_without_words(tmp_path, cell):
    """A plus, a British mobile and an area code set apart say themselves that they are dialled."""
    read = read_bytes(tmp_path, f"Name,Mobile,Extra\nJay,07700900001,{cell}\n")

    assert [(mention.raw, mention.role) for mention in read.mentions] == [("07700900001", Role.CONTACT), (cell, Role.NOTE)]


def test_the_words_beside_a_number_may_keep_it_out(tmp_path):
    """A solicitor under the next of kin is one, whoever's the row is."""
    read = read_bytes(tmp_path, "Name,Mobile,Next of kin\nJay,07700900001,solicitor 07700 900008\n")

    assert [mention.about for mention in read.mentions] == [None, "next of kin; solicitor"]


def test_a_number_beside_an_address_in_a_field_for_numbers_is_read(tmp_path):
    """A field for numbers with an address in it gives the number all the same."""
    read = read_bytes(tmp_path, "Name,Mobile\nJay,ring 07700 900008 or jay@example.org\nMo,07700 900002\n")

    assert read.prose == ["ring 07700 900008 or jay@example.org"]


def test_a_call_whose_number_stands_in_its_name_is_one_of_that_number(tmp_path):
    """Who was called has the number; a note beside it names somebody else."""
    rows = "Number,Name,Direction,Date,Duration,Remark\n,Alpha 07700 900001,Outgoing,2026-04-01 12:00:00,10,new one is 07700 900002\n"

    read = read_bytes(tmp_path, rows)

    assert [(mention.raw, mention.role, mention.direction) for mention in read.mentions] == [
        ("Alpha 07700 900001", Role.CALL, Direction.OUT),
        ("new one is 07700 900002", Role.NOTE, None),
    ]


@pytest.mark.parametrize(("scopes", "found"), [({Scope.MESSAGES}, []), ({Scope.MESSAGES, Scope.TEXTS}, ["new one is 07700 900002"])])
def test_columns_of_any_use_beside_messages_are_words_of_messages(tmp_path, scopes, found):
    """They may hold what was written, which is read only if somebody asks for it."""
    rows = "From,To,Date,Body,Extra\n07700 900001,,2026-04-01 12:00:00,hello,new one is 07700 900002\n"

    read = read_bytes(tmp_path, rows, scopes=frozenset(scopes))

    assert read.prose == found


def test_numbers_of_an_application_with_ids_are_told_by_their_own_form(tmp_path):
    """Each number of a cell that says itself that it is one counts, whatever it is called there."""
    rows = 'Display Name,Phone Number(s),Source\nJay,"Mobile: +447700900312, Home: 01632 960312",Snapchat\nMo,5860529659,Snapchat\n'

    read = read_bytes(tmp_path, rows)

    assert [mention.raw for mention in read.mentions] == ["Mobile: +447700900312, Home: 01632 960312"]


def test_ten_thousand_rows_taken_together_give_what_names_and_other_columns_mention(tmp_path):
    """Where many rows are taken at once, those with a number among words are not."""
    rows = [f"Name {at},0770090{at % 1000:04d},Street {at}" for at in range(10_000)]
    rows[5_000] = "Alpha 07700 900001,07700900500,"
    rows[7_000] = "Jay,07700900700,c/o 07700 900002"

    read = read_bytes(tmp_path, "\n".join(["Name,Mobile,Extra", *rows]))

    assert [text for text in read.prose if not text.startswith("Street ")] == ["Alpha 07700 900001", "c/o 07700 900002"]


def test_further_lines_of_a_name_may_keep_the_number_out_and_may_hold_one(tmp_path):
    """A name is its first line; what stands below it says who that is."""
    read = read_bytes(tmp_path, 'Name,Mobile\n"Ann\nsolicitor",07700900001\n"Jay\nnew 07700 900003",07700900002\n')

    assert [(mention.raw, mention.label, mention.about) for mention in read.mentions] == [
        ("07700900001", "Ann", "solicitor"),
        ("07700900002", "Jay", "new 07700 900003"),
        ("Jay\nnew 07700 900003", "Jay", "new 07700 900003"),
    ]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("07700900001", False),
        ("+44 7700 900001 is Jay", False),
        ("07700900001, 07700900002", True),
        ("Jay 07700900002 07700900001", True),
        ("07700900002 07700900003", True),
    ],
)
@pytest.mark.parametrize("rows", ["Name,Mobile,Extra\nJay,07700900001,{}\n", "Mobile,Name\n07700900001,{}\n"])
def test_the_number_of_the_row_once_more_adds_nothing(tmp_path, rows, cell, found):
    """Tools copy the same number into several columns; another one beside it counts."""
    read = read_bytes(tmp_path, rows.format(f'"{cell}"'))

    assert [mention.role for mention in read.mentions] == [Role.CONTACT, *([Role.NOTE] if found else [])]


HEADERS = "Case notes|Police comments|Incident details|Account of call|Exhibit list|Ref remarks|Custody summary|Record of order"


@pytest.mark.parametrize("header", HEADERS.split("|"))
def test_a_column_of_words_is_searched_whatever_the_words_are_about(tmp_path, header):
    """The head of a header says what stands below it: notes on a case are notes, no references."""
    read = read_bytes(tmp_path, f"Name,Phone,{header}\nJay,07700900811,ring 07700 900812\nMo,07700900813,\n")

    assert _told(read, "ring 07700 900812") == [(Role.NOTE, "Jay", Written.PROSE)]


@pytest.mark.parametrize(
    "text", ["Case notes,Officer\n{},Lane\n{},Lane\n", "Ref notes;Case summary;Exhibit list\n{};{};\n", "Case notes\n{}\n{}\n"]
)
def test_a_table_of_nothing_but_notes_is_searched(tmp_path, text):
    """A header of notes shuts no column."""
    cells = ["Deano rang from 07700 900521", "Kez 07700 900522"]

    assert [mention.raw for mention in read_bytes(tmp_path, text.format(*cells)).mentions] == cells


@pytest.mark.parametrize(
    "title", ["Custody record of Jay", "Exhibit AB/12", "Exhibit AB/12 - list of contacts", "Order of calls", "Incident 12"]
)
@pytest.mark.parametrize("rows", [["Jay 07700 900508", "Mo 07700 900509"], ["1. Jay - 07700 900761", "2. Mo - 07700 900762"]])
def test_a_title_is_no_header_of_what_is_listed_below(tmp_path, title, rows):
    """What a list is an exhibit of says nothing about its lines."""
    read = read_bytes(tmp_path, "\n".join([title, *rows]) + "\n")

    assert [mention.raw for mention in read.mentions] == rows
    assert len(read.skipped) == 1


def test_a_column_of_references_that_holds_sentences_is_searched(tmp_path):
    """Its cells show what a column is."""
    read = read_bytes(tmp_path, "Name,Phone,Case\nJay,07700900811,she rang 07700 900812\nMo,07700900813,no more was said\n")

    assert _told(read, "she rang 07700 900812") == [(Role.NOTE, "Jay", Written.PROSE)]


@pytest.mark.parametrize("header", ["Order", "Account id", "Exhibit"])
def test_a_number_left_unread_because_of_its_header_is_told(tmp_path, header):
    """A row is not said to be without a number when nobody looked."""
    read = read_bytes(tmp_path, f"Name,Phone,{header}\nJay,07700900811,\nMo,,07700 900813\nKez,,123\n")

    assert [skipped.reason for skipped in read.skipped] == [
        "what may be a phone number stands in a column that is not read because of its header",
        "no phone number in this row",
    ]


@pytest.mark.parametrize(
    "text", ["Jay\n07700 900341\n\nMo\n07700 900342\n", "Name: Jay\nNumber: 07700 900341\n\nName: Mo\nNumber: 07700 900342\n"]
)
def test_a_typed_list_of_several_lines_to_a_person_gives_each_number_its_name(tmp_path, text):
    """A number below a name is that person's."""
    read = read_bytes(tmp_path, text)

    assert [(mention.role, mention.label) for mention in read.mentions] == [(Role.CONTACT, "Jay"), (Role.CONTACT, "Mo")]
