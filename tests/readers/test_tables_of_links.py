"""Tables whose only numbers are links that open a chat: they are those of the person, or the party, of the row."""

from __future__ import annotations

import pytest

from ingest import Direction, Role, Written
from readings import read_bytes

LINK, OTHER = "https://wa.me/447700900261", "https://wa.me/447700900262"


@pytest.mark.parametrize("header", ["Link", "URL", "Website", "WhatsApp link", "Chat link", "Chat", "Signal link", "Notes"])
def test_a_link_is_a_number_of_the_person_of_its_row(tmp_path, header):
    """The name beside it is what protects it and what a lead is known by, so no header of links loses it."""
    read = read_bytes(tmp_path, f"Name,{header}\nSolicitor Anna,{LINK}\nKay,{OTHER}\n")

    told = [(mention.role, mention.raw, mention.label, mention.written) for mention in read.mentions]
    assert told == [(Role.CONTACT, LINK, "Solicitor Anna", Written.NUMBER), (Role.CONTACT, OTHER, "Kay", Written.NUMBER)]
    assert "unread-column" not in [remark.code for remark in read.remarks]


@pytest.mark.parametrize("header", ["Title,URL", "title,Link"])
def test_what_a_link_is_titled_is_the_name_of_its_row(tmp_path, header):
    """A list of links has no other names, and a solicitor is known by theirs."""
    read = read_bytes(tmp_path, f"{header}\nSolicitor Ann,{LINK}\nKay,{OTHER}\n")

    assert [(mention.raw, mention.label) for mention in read.mentions] == [(LINK, "Solicitor Ann"), (OTHER, "Kay")]


def test_a_title_beside_a_name_is_a_job(tmp_path):
    """It is no name where another column has those."""
    read = read_bytes(tmp_path, f"Name,Title,URL\nAnn,Coach,{LINK}\nKay,Cook,{OTHER}\n")

    assert [mention.label for mention in read.mentions] == ["Ann", "Kay"]


def test_a_log_of_links_keeps_its_parties_ways_and_times(tmp_path):
    """Whom calls came from and went to is told by the links where no column has a plain number."""
    read = read_bytes(tmp_path, f"Date,Link,Direction\n2026-03-01 10:00,{LINK},Incoming\n2026-03-02 10:00,{OTHER},Outgoing\n")

    assert [(each.raw, each.direction) for each in read.mentions] == [(LINK, Direction.IN), (OTHER, Direction.OUT)]
    assert all(record.first is not None for record in read.records)
    assert not read.skipped


@pytest.mark.parametrize(
    "text",
    [
        *(f"Solicitor Anna{sign}{LINK}\nKay{sign}{OTHER}\n" for sign in (",", ";", "\t", ": ", " - ", " ")),
        *(f"{LINK},Solicitor Anna\n{OTHER},Kay\n", f"Solicitor Anna\n{LINK}\n\nKay\n{OTHER}\n"),
        *(f"Solicitor Anna,WhatsApp: {LINK}\nKay,WhatsApp {OTHER}\n", f"Name,Notes\nSolicitor Anna,chat {LINK} now\nKay,see {OTHER}\n"),
    ],
)
def test_a_link_is_that_of_the_name_beside_it_without_a_header_and_with_words(tmp_path, text):
    """Lists somebody typed and notes of few words say whose a link is as those with a header do."""
    read = read_bytes(tmp_path, text)

    told = [(mention.role, mention.label, mention.written) for mention in read.mentions]
    assert told == [(Role.CONTACT, name, Written.NUMBER) for name in ("Solicitor Anna", "Kay")]
    assert [link in mention.raw for link, mention in zip((LINK, OTHER), read.mentions, strict=True)] == [True, True]


@pytest.mark.parametrize("number", [LINK, "07700 900261"])
def test_a_number_in_a_sentence_of_notes_keeps_the_name_of_its_row(tmp_path, number):
    """No column of such a table is one of numbers; whom the row names is who its notes are on."""
    read = read_bytes(tmp_path, f"Name,Notes\nSolicitor Anna,he said that she can be reached on {number} now\nKay,he was not seen again\n")

    assert [(mention.role, mention.label) for mention in read.mentions] == [(Role.NOTE, "Solicitor Anna")]


def test_sentences_that_mention_a_link_are_no_entries_of_a_list(tmp_path):
    """Nobody is called by what was said."""
    read = read_bytes(tmp_path, f"meet at nine and then go to {LINK}\nhe said ring {OTHER}\n")

    assert [(mention.role, mention.label) for mention in read.mentions] == [(Role.NOTE, None), (Role.NOTE, None)]


def test_pages_that_were_browsed_are_no_numbers_for_the_chats_among_them(tmp_path):
    """An address of a page beside links to chats gives nothing, and those are notes."""
    read = read_bytes(tmp_path, f"Timestamp,URL,Title\n2026-03-01 10:00,{LINK},x\n2026-03-02 10:00,https://example.org/a,y\n")

    assert {mention.role for mention in read.mentions} == {Role.NOTE}
