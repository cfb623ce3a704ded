"""What rows say of their person beside the number: professions in notes and relations, with figures beside them, in lists and in logs."""

from __future__ import annotations

import pytest

from ingest import Role, Written
from readings import Reading, read_bytes

HIS, MINE = "07700900123", "07700900001"


def _short_notes(read: Reading) -> list[str]:
    return [mention.raw for mention in read.mentions if mention.written is Written.PROSE and mention.role is Role.NOTE]


@pytest.mark.parametrize("note", ["solicitor", "solicitor 9-5", "Solicitor. Call after 5", "Solicitor (24h)", "Duty solicitor 2nd floor"])
def test_a_short_note_goes_with_the_number_of_its_row_whatever_figures_it_has(tmp_path, note):
    """A list, a card and a log hand it on as words, never as a name or a number."""
    files = (
        f"Name,Phone,Notes\nAnn,{HIS},{note}\nKay,07700900124,\n",
        f"BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nTEL:{HIS}\nNOTE:{note}\nEND:VCARD\n",
        f"Number,Direction,Time,Notes\n{HIS},Incoming,2026-03-01 10:00,{note}\n07700900124,Outgoing,2026-03-01 10:00,\n",
        f"From,To,Direction,Time,Notes\n{HIS},{MINE},Incoming,2026-03-01 10:00,{note}\n{MINE},07700900124,Outgoing,2026-03-02 10:00,\n",
        f"Type,Number,Time,Body,Notes\nReceived,{HIS},2026-03-01 10:00,hi,{note}\nSent,07700900124,2026-03-02 10:00,yo,\n",
    )

    for text in files:
        read = read_bytes(tmp_path, text)
        assert _short_notes(read) == [note]
        assert next(mention.raw for mention in read.records[0].mentions if mention.written is Written.NUMBER) == HIS
        assert note not in {mention.label for mention in read.mentions}


@pytest.mark.parametrize("header", ["Relationship", "Organisation", "Job title"])
def test_a_log_says_of_its_other_who_they_are(tmp_path, header):
    """What a column beside the calls says of somebody goes with their number, as it does in a list of contacts."""
    read = read_bytes(tmp_path, f"Name,Number,Direction,Time,{header}\nAnn,{HIS},Incoming,2026-03-01 10:00,Solicitor\n")

    assert [(mention.raw, mention.about) for mention in read.mentions] == [(HIS, "Solicitor")]


def test_a_note_on_several_speaks_of_none_of_them(tmp_path):
    """Of two others in one row it is not known who is meant."""
    read = read_bytes(tmp_path, f"Participants,Direction,Time,Notes\n{HIS}; 07700900124; {MINE},Incoming,2026-03-01 10:00,solicitor\n")

    assert len(read.mentions) > 1
    assert _short_notes(read) == []


@pytest.mark.parametrize("header", ["Description", "Bio", "Info", "Tags", "Officer notes", "Notes/Comments", "Free text"])
def test_a_column_of_words_may_say_who_somebody_is_whatever_it_is_called(tmp_path, header):
    """What says that the number is a solicitor's reaches whoever keeps it out, from plain lists and tables of links."""
    files = (
        f"Name,Phone,{header}\nJay,07700900124,mate\nAnn,{HIS},my solicitor\nKay,07700900125,\n",
        f"Title,URL,{header}\nJay,https://wa.me/447700900124,mate\nAnn,https://wa.me/44{HIS[1:]},my solicitor\n",
    )

    for text in files:
        records = [[(mention.raw, mention.written) for mention in record.mentions] for record in read_bytes(tmp_path, text).records]
        assert ("my solicitor", Written.PROSE) in records[1]
        assert ("my solicitor", Written.PROSE) not in records[0]


def test_a_second_name_may_say_who_somebody_is(tmp_path):
    """The first name is that of the row; the other is handed on as words."""
    read = read_bytes(tmp_path, f"Name,Phone,Who\nJay,07700900124,mate\nAnn,{HIS},my solicitor\n")

    assert [mention.label for mention in read.records[1].mentions] == ["Ann", "Ann"]
    assert "my solicitor" in _short_notes(read)


@pytest.mark.parametrize(
    "header",
    [
        *("Source", "Added by", "Given by officer", "City", "Email", "Social worker", "Mother"),
        *("Agency involved", "Lead professional", "Shared with", "Outcome", "Location seen", "Where met", "Referral to"),
        *("YP initials", "Area", "Beat", "Force", "Sector", "Placement"),
    ],
)
def test_who_wrote_something_down_is_not_who_it_is_about(tmp_path, header):
    """A solicitor who gave a number, and where somebody lives, keep nobody out."""
    read = read_bytes(tmp_path, f"Name,Phone,{header}\nJay,{HIS},solicitor\nKay,07700900125,teacher\n")

    assert _short_notes(read) == []
    assert [mention.about for mention in read.mentions] == [None, None]


def test_a_code_below_an_abbreviation_says_nothing_of_anybody(tmp_path):
    """In `MP` a car was registered; where all headers are in capitals they are words like any."""
    assert _short_notes(read_bytes(tmp_path, f"Name,Phone,VIS,DLS\nJay,{HIS},MP,GP\nKay,07700900125,CA,CA\n")) == []
    assert "GP" in _short_notes(read_bytes(tmp_path, f"NAME,PHONE,INFO\nJay,{HIS},GP\nKay,07700900125,mate\n"))
    assert "GP" in _short_notes(read_bytes(tmp_path, f"Name,Phone,WHO\nJay,{HIS},GP\nKay,07700900125,mate\n"))


@pytest.mark.parametrize("header", ["WHO", "REL", "JOB", "TAG", "OBS", "INF"])
def test_letters_below_an_abbreviation_for_who_somebody_is_say_so(tmp_path, header):
    """No codes stand there."""
    assert "GP" in _said(read_bytes(tmp_path, f"Name,Phone,{header}\nJay,{HIS},GP\nKay,07700900125,mate\n"))


def test_letters_below_an_abbreviation_beside_others_are_words(tmp_path):
    """Where all headers are in capitals they are words like any."""
    assert "GP" in _said(read_bytes(tmp_path, f"NAME,PHONE,VIS\nJAY,{HIS},GP\nKAY,07700900125,mate\n"))
    assert "GP" not in _said(read_bytes(tmp_path, f"Name,Phone,VIS\nJay,{HIS},GP\nKay,07700900125,mate\n"))


def _said(read):
    return [*_short_notes(read), *(mention.about for mention in read.mentions)]


@pytest.mark.parametrize("header", ["OCC", "POS", "ROL", "PRO", "SVC"])
@pytest.mark.parametrize("name", ["Jay", '"Jay\nMarl"'], ids=["plain row", "row of two lines"])
def test_words_below_an_abbreviation_say_who_somebody_is(tmp_path, header, name):
    """Codes do not, and these are none."""
    read = read_bytes(tmp_path, f"Name,Phone,{header}\n{name},{HIS},Social worker\nKay,07700900125,GP\n")

    assert _short_notes(read) == ["Social worker"]


@pytest.mark.parametrize("header", ["Team", "Unit", "Grade", "Team name"])
def test_a_team_in_words_says_who_somebody_is(tmp_path, header):
    """Who is of a confidential service is known by it."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nAnn,{HIS},Youth Offending Team\nJay,07700900124,CAMHS\n")

    assert [(mention.label, mention.about) for mention in read.mentions] == [("Ann", "Youth Offending Team"), ("Jay", "CAMHS")]


@pytest.mark.parametrize("header", ["Team", "Unit", "Grade"])
def test_a_team_in_letters_says_nothing_of_anybody(tmp_path, header):
    """The south west is no social worker."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nAnn,{HIS},SW\nJay,07700900124,Blue\n")

    assert [(mention.label, mention.about) for mention in read.mentions] == [("Ann", None), ("Jay", None)]


@pytest.mark.parametrize(
    ("header", "about"),
    [("Nickname", None), ("Organisation", None), ("Company", None), ("Role", "SW"), ("Job title", "SW"), ("Relationship", "SW")],
)
@pytest.mark.parametrize("rows", ["", '"Kay\nMarl",07700900125,\n'], ids=["plain rows", "beside one of two lines"])
def test_two_letters_are_a_profession_only_in_a_column_of_them(tmp_path, header, about, rows):
    """A body, or what somebody is called, may be written so as well: it hides nobody."""
    read = read_bytes(tmp_path, f"Name,Phone,{header}\nAnn,{HIS},SW\nJay,07700900124,mate\n{rows}")

    assert [(mention.label, mention.about) for mention in read.mentions][:2] == [("Ann", about), ("Jay", "mate")]


@pytest.mark.parametrize(
    "header", ["Relationship to child", "Relation to YP", "Role with child", "Relationship to Sam", "How known to child"]
)
def test_what_somebody_is_to_the_child_is_said_of_them(tmp_path, header):
    """Whoever's word the header has for the child."""
    read = read_bytes(tmp_path, f"Name,{header},Phone\nAnn,Solicitor,{HIS}\nJay,Friend,07700900124\n")

    assert [(mention.label, mention.about) for mention in read.mentions] == [("Ann", "Solicitor"), ("Jay", "Friend")]


@pytest.mark.parametrize("header", ["Contact", "Who", "Person"])
def test_a_word_for_people_before_their_names_says_who_they_are(tmp_path, header):
    """Nobody is called by it where a column has their names."""
    read = read_bytes(tmp_path, f"{header},Name,Number\nSocial worker,Ann,{HIS}\nFriend,Larkspur,07700900124\n")

    assert [(mention.label, mention.about) for mention in read.mentions] == [("Ann", "Social worker"), ("Larkspur", "Friend")]


@pytest.mark.parametrize(
    "header", ["Known to", "Open to", "Known to services", "Services", "Agencies", "Support", "Interviewed with", "RHI"]
)
def test_the_services_a_child_is_known_to_hide_nobody(tmp_path, header):
    """Whoever works with a child is not the child."""
    read = read_bytes(tmp_path, f"Name,Phone,{header}\nMia,{HIS},Social Services\nKay,07700900125,CAMHS\n")

    assert _short_notes(read) == []
    assert [mention.about for mention in read.mentions] == [None, None]


def test_names_below_a_mast_of_the_network_are_those_of_places(tmp_path):
    """A hospital has one, and nobody who called by it is a patient."""
    read = read_bytes(tmp_path, f"Name,Number,BTS\nMia,{HIS},Hospital\nKay,07700900125,Mill Road\n")

    assert _short_notes(read) == []


@pytest.mark.parametrize("header", ["Role", "Involvement", "Episode role"])
@pytest.mark.parametrize("word", ["MP", "M.P.", "Reporter"])
def test_a_missing_person_and_whoever_reported_one_are_no_politician_and_no_journalist(tmp_path, header, word):
    """The words are those of police (decision 23)."""
    read = read_bytes(tmp_path, f"Name,Phone,{header}\nMia,{HIS},{word}\nAnn,07700900125,Solicitor\n")

    assert word not in _short_notes(read)
    assert read.mentions[0].about is None


def test_the_telephone_of_a_missing_person_is_of_no_politician(tmp_path):
    """Though its header says so in two letters."""
    read = read_bytes(tmp_path, f"Missing person,MP phone\nMia,{HIS}\nKay,07700900125\n")

    assert [(mention.label, mention.about) for mention in read.mentions] == [("Mia", None), ("Kay", None)]
