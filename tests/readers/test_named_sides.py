"""Cells of parties that say before each which side it is of, in the languages in which headers are known."""

from __future__ import annotations

import pytest

from ingest.decode.values.parties import Side, read_parties
from readings import read_bytes


@pytest.mark.parametrize("word", ["From", "De", "Von", "Od", "Da", "Van", "De la", "Oddi wrth", "Expéditeur", "Caller"])
def test_the_word_for_a_side_is_no_part_of_a_name(tmp_path, word):
    """It says who called, and the name is what stands behind the number."""
    rows = f'1,"{word}:  +447700900424 Ghost",25/03/2026 10:00:00(UTC+0),Entrant\n'

    read = read_bytes(tmp_path, f"#,Parties,Horodatage: Heure,Direction\n{rows}")

    assert [(mention.raw, mention.label, mention.direction.value) for mention in read.mentions] == [("+447700900424", "Ghost", "in")]
    assert [record.first.isoformat() for record in read.records] == ["2026-03-25T10:00:00+00:00"]


@pytest.mark.parametrize(
    ("sender", "receiver"), [("From", "To"), ("De", "À"), ("Von", "An"), ("Od", "Do"), ("De", "A"), ("Van", "Aan"), ("De", "Para")]
)
@pytest.mark.parametrize("joint", ["\n", "; "])
def test_both_sides_of_one_cell_are_told_apart(tmp_path, sender, receiver, joint):
    """The other one is called by the owner, who is on the side of the sender."""
    cell = f"{sender}: +447700900999 (owner){joint}{receiver}: +447700900424 Ghost"

    read = read_bytes(tmp_path, f'Parties,Date,Duration\n"{cell}",25/03/2026 10:00,10\n')

    told = {(mention.raw, mention.label, mention.direction and mention.direction.value) for mention in read.mentions}
    assert ("+447700900424", "Ghost", "out") in told
    assert read.own == {"+447700900999"}


@pytest.mark.parametrize("name", ["Da", "Van", "An"])
def test_a_name_that_is_such_a_word_stays_one(tmp_path, name):
    """Nothing but the number stands behind it, and one blank between them."""
    read = read_bytes(tmp_path, f"Parties,Date,Direction\n{name}: 07700 900424,25/03/2026 10:00,Incoming\n")

    assert [(mention.raw, mention.label) for mention in read.mentions] == [("07700 900424", name)]


@pytest.mark.parametrize(("sender", "receiver"), [("De", "A"), ("Da", "A"), ("Von", "An"), ("Van", "An"), ("Od", "Do"), ("From", "To")])
@pytest.mark.parametrize("joint", ["\n", "; "])
def test_a_word_that_is_a_name_as_well_says_the_side_beside_the_other_side(tmp_path, sender, receiver, joint):
    """Nothing but a number stands behind each, and the owner is in every cell."""
    cells = [f"{sender}: 07700 900124{joint}{receiver}: 07700 900999"]
    cells += [f"{sender}: 07700 900999{joint}{receiver}: 07700 90012{at}" for at in range(4, 7)]
    rows = "".join(f'"{cell}",01/05/2026 08:00,SMS,yo\n' for cell in cells)

    read = read_bytes(tmp_path, f"Own number,07700 900999\nParties,Sent,Type,Message\n{rows}")

    others = [mention for mention in read.mentions if mention.role.value != "owner"]
    named = [(mention.raw, mention.label, mention.direction and mention.direction.value) for mention in others]
    assert named == [("07700 900124", None, "in"), *((f"07700 90012{at}", None, "out") for at in range(4, 7))]


def test_a_name_below_the_sender_is_not_of_its_side():
    """Who is called like such a word, and stands beside no other side, may be on either."""
    assert [(party.name, party.side) for party in read_parties("From: 07700 900123\nVan: 07700 900124")] == [
        (None, Side.FROM),
        ("Van", None),
    ]


@pytest.mark.parametrize(
    ("sender", "receiver"), [("From", "To"), ("Sender", "Recipient"), ("Von", "An"), ("De", "A"), ("De", "Para"), ("Od", "Do")]
)
@pytest.mark.parametrize("joint", [" ", " / ", " - ", " and ", "   "])
@pytest.mark.parametrize("header", ["Parties", "Number"])
def test_both_sides_of_one_line_are_told_apart(tmp_path, sender, receiver, joint, header):
    """Whoever is marked as the owner is the owner, and the other one is in touch with them."""
    cells = [f"{sender}: 07700 900124 Jay{joint}{receiver}: 07700 900999 (owner)"]
    cells += [f"{sender}: 07700 900999 (owner){joint}{receiver}: 07700 900125 Ghost"]
    rows = "".join(f'"{cell}",25/03/2026 10:00,10\n' for cell in cells)

    read = read_bytes(tmp_path, f"{header},Date,Duration\n{rows}")

    others = [mention for mention in read.mentions if mention.role.value == "call"]
    told = [(mention.raw, mention.label, mention.direction and mention.direction.value) for mention in others]
    assert told == [("07700 900124", "Jay", "in"), ("07700 900125", "Ghost", "out")]
    assert read.own == {"07700 900999"}


@pytest.mark.parametrize(
    "cell",
    [
        "07700 900124 Jay 07700 900999 (owner)",
        "07700 900124 Jay / 07700 900999 (owner)",
        "07700 900999 (owner) 07700 900124 Jay",
        "Jay 07700 900124 and 07700 900999 (owner)",
        "Jay 07700 900124, Owner (07700 900999)",
        "07700 900124 Jay; 07700 900999 Owner",
    ],
)
@pytest.mark.parametrize("header", ["Parties", "Participants"])
def test_the_mark_of_the_owner_is_of_the_number_beside_it(tmp_path, cell, header):
    """The other number of the line is that of somebody else."""
    read = read_bytes(tmp_path, f'{header},Date,Message,Direction\n"{cell}",25/03/2026 10:00,hi,Incoming\n')

    assert [(mention.raw, mention.label) for mention in read.mentions if mention.role.value == "message"] == [("07700 900124", "Jay")]
    assert read.own == {"07700 900999"}


def test_a_letter_in_a_name_begins_no_side(tmp_path):
    """Nothing before it is a number, and the one behind it is hers."""
    read = read_bytes(tmp_path, "Parties,Date,Duration\nFrom: Maria A: 07700 900124,25/03/2026 10:00,10\n")

    assert [(mention.raw, mention.direction.value) for mention in read.mentions] == [("07700 900124", "in")]


@pytest.mark.parametrize("header", ["Nummer", "Numero", "Contacto", "Contact", "Teilnehmer", "Number", "Name", "Parties", "Telefon"])
@pytest.mark.parametrize(("sender", "receiver"), [("Von", "An"), ("De", "A"), ("Da", "A"), ("Od", "Do"), ("De", "Para"), ("From", "To")])
def test_the_words_for_both_sides_of_a_column_are_its_ways(tmp_path, header, sender, receiver):
    """One stands before each number, so that neither of them is what somebody is called."""
    rows = "".join(f"{sender if at % 2 else receiver}: 07700 90012{at},25/03/2026 10:00,10\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"{header},Date,Duration\n{rows}")

    told = [(mention.raw, mention.role.value, mention.label, mention.direction and mention.direction.value) for mention in read.mentions]
    assert told == [(f"07700 90012{at}", "call", None, "in" if at % 2 else "out") for at in range(3, 7)]


@pytest.mark.parametrize("header", ["Number", "Contact", "Parties"])
@pytest.mark.parametrize("name", ["Van", "An", "Da", "A"])
def test_a_name_before_all_numbers_of_a_column_is_no_side(tmp_path, header, name):
    """The word for the other side stands nowhere."""
    rows = "".join(f"{name}: 07700 90012{at},25/03/2026 10:00,10\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"{header},Date,Duration\n{rows}")

    assert len(read.others) == 4
    assert {mention.direction for mention in read.mentions} == {None}


@pytest.mark.parametrize(
    ("header", "word", "way"),
    [
        *[("Datum,Parteien,Dauer", word, way) for word, way in (("Von", "in"), ("An", "out"))],
        *[("Datum,Partijen,Duur", "Van", "in"), ("Data,Numero,Durata", "Da", "in"), ("Data,Parties,Czas trwania", "Od", "in")],
    ],
)
def test_one_side_before_many_numbers_is_one_in_its_own_language(tmp_path, header, word, way):
    """Nobody has so many; of two it may be somebody's name all the same."""
    rows = [f"{5 + at}.03.2026 10:00,{word}: 07700 90012{at},10\n" for at in range(3, 7)]

    many, few = [read_bytes(tmp_path, "".join((header, "\n", *each))) for each in (rows, rows[:2])]

    assert [(mention.label, mention.direction and mention.direction.value) for mention in many.mentions] == [(None, way)] * 4
    assert {mention.direction for mention in few.mentions} == {None}


def test_what_is_said_of_guessed_ways_is_true_of_a_log_of_both_ends(tmp_path):
    """Its headers say which way; what nobody said is what the words are."""
    rows = "07700 900123,07700 900999,Incoming,2026-03-01 10:00\n07700 900999,07700 900124,Outgoing,2026-03-02 10:00\n"

    read = read_bytes(tmp_path, f"From,To,Foo,Bar\n{rows}")

    said = [item.sentence for item in read.items if getattr(item, "code", "") == "header-guessed"]
    assert said == ["No header says what stands in column C; its words were taken for the ways of the rows."]
