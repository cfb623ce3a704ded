"""Lists and notes that somebody typed, without a header (formats facts 13.1): entries are contacts, sentences are notes."""

from __future__ import annotations

import pytest

from ingest import Role, UnknownFormat
from readings import read_bytes

SENTENCES = {
    "cut up by commas": (
        (
            "Interview notes, 12/03/2026, worker: S. Lane\n"
            "She said that a man called Deano, who drives a black Golf, rang her from 07700 900111; she had not saved it.\n"
            "He told her so on 07700 900112, not the other one.\n"
            "On 1 March, 2026 she got a text, from +44 7700 900113, asking where she was.\n"
        ),
        3,
    ),
    "in quotation marks": ('"Deano rang, she said, from 07700 900351, at night"\n"He has 07700 900352, too; and a car"\n', 2),
    "without commas": ("Deano rang from 07700 900102 last night.\nShe did not answer.\nLater he rang from 07700 900103.\n", 2),
    "the number first": ("07700900551 is his number, phone him, name Kez\n07700900552 is hers, she is Mo, nice\n", 2),
}


@pytest.mark.parametrize(("text", "count"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_are_notes_and_no_saved_contacts(tmp_path, text, count):
    """Nobody is saved under the words of a sentence."""
    read = read_bytes(tmp_path, text)

    assert [(mention.role, mention.label) for mention in read.mentions] == [(Role.NOTE, None)] * count


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        (
            "Mum 07700 900101\nJay (new) 07700 900102, old one 07700 900103\n",
            {("Mum", "07700 900101"), ("Jay", "07700 900102"), ("one", "07700 900103")},
        ),
        (
            "Jay, 07700900281\nMo, 07700900282\nPat, brother of Mo, 07700900283\nUnknown male, black car, seen 04/03/2026, 07700900284\n",
            {("Jay", "07700900281"), ("Mo", "07700900282"), ("Pat", "07700900283"), ("Unknown male", "07700900284")},
        ),
        (
            "- Jay, 07700 900102\n- Mo, 07700 900103\n- Kez 07700 900104\n",
            {("- Jay", "07700 900102"), ("- Mo", "07700 900103"), ("Kez", "07700 900104")},
        ),
        (
            "Jay\t07700 900771\nMo\t07700 900772\nKez, 07700 900773\nAl; 07700 900774\n",
            {("Jay", "07700 900771"), ("Mo", "07700 900772"), ("Kez", "07700 900773"), ("Al", "07700 900774")},
        ),
    ],
)
def test_every_entry_of_a_list_is_a_contact(tmp_path, text, entries):
    """One comma more or less makes no note of a name and a number."""
    read = read_bytes(tmp_path, text)

    assert {
        (mention.label, mention.raw[-len(number) :]) for mention in read.mentions for _, number in entries if number in mention.raw
    } == entries
    assert {mention.role for mention in read.mentions} == {Role.CONTACT}


@pytest.mark.parametrize("line", ["Date: 12/03/2026", "Case ref 47/12345/26", "seen 04/03/2026", "Account of 12 March"])
def test_dates_and_references_are_nobodys_number(tmp_path, line):
    """A line of a list that gives no number is told as such."""
    read = read_bytes(tmp_path, f"{line}\nJay 07700 900508\nMo 07700 900509\n")

    assert [mention.raw for mention in read.mentions] == ["Jay 07700 900508", "Mo 07700 900509"]
    assert len(read.skipped) == 1


def test_a_list_below_a_title_with_a_comma_in_it_is_read(tmp_path):
    """Lines that agree on no columns are searched where many of them mention a number."""
    text = "Numbers from the phone\nMum 07700 900101\nJay (new) 07700 900102, old one 07700 900103\n020 7946 0105 - office, ask for Pat\n"

    read = read_bytes(tmp_path, text)

    assert sum(mention.raw.count("7") > 0 for mention in read.mentions) == 4
    assert len(read.records) + len(read.skipped) == 4


@pytest.mark.parametrize(
    "text",
    ["It was a dark night.\nNobody rang.\n", "key=value\nother=12345678901\n", "2026-03-04 10:00:01 started\n2026-03-04 10:00:02 ended\n"],
)
def test_texts_that_mention_no_number_are_refused(tmp_path, text):
    """Prose and logs are no list of anybody's numbers."""
    with pytest.raises(UnknownFormat):
        read_bytes(tmp_path, text)


def test_a_typed_log_of_calls_is_no_chat(tmp_path):
    """A time and a number on each line, without what anybody said."""
    read = read_bytes(tmp_path, "03/04/2026 21:15 - 07700 900123\n03/04/2026 21:16 - Mo 07700 900124\n")

    assert read.reader == "csv"


def test_a_list_of_facts_one_below_the_other_gives_each_number_its_person(tmp_path):
    """What a fact is called is nobody's name."""
    jay, tay = "Name:,Jay\nMobile:,07700 900123\n", "Name:,Tay\nMobile:,07700 900124\nHome:,01632 960124\n"
    rows = f"Contact 1,\n{jay}Contact 2,\n{tay}Contact 3,\nMobile:,07700 900125\n"

    read = read_bytes(tmp_path, rows)

    assert [(mention.label, mention.raw) for mention in read.mentions] == [
        ("Jay", "07700 900123"),
        ("Tay", "07700 900124"),
        ("Tay", "01632 960124"),
        (None, "07700 900125"),
    ]


@pytest.mark.parametrize("count", ["{}. ", "{}) ", "({}) "])
def test_the_entries_of_a_numbered_list_are_contacts(tmp_path, count):
    """How many a person is in a list is no part of their name or number."""
    people = ("Jay 07700 900101", "Kay - 07700 900102", "Mum: 07700 900103")

    read = read_bytes(tmp_path, "".join(f"{count.format(at)}{each}\n" for at, each in enumerate(people, 1)))

    assert [(mention.role, mention.label) for mention in read.mentions] == [
        (Role.CONTACT, "Jay"),
        (Role.CONTACT, "Kay"),
        (Role.CONTACT, "Mum"),
    ]


def test_the_sentences_of_a_numbered_list_are_notes(tmp_path):
    """Nobody is saved under the words of one, whatever it is counted by."""
    read = read_bytes(tmp_path, "1. Jay rang from 07700 900101\n2. She called 07700 900102\n3. He texted 07700 900103\n")

    assert {mention.role for mention in read.mentions} == {Role.NOTE}
