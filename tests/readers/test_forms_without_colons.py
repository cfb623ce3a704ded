"""Forms that stand as a table does: facts without colons, below a heading, as questions, or several in each row (formats 15)."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes
from workbooks import table, workbook

FIRST, SECOND, THIRD = "07700 900603", "07700 900608", "07700 900609"
LANDLINE = "01632 960606"


def _whose(tmp_path, text, *, is_sheet=False):
    """Give by whose name each number of a form is called, and what is said of them; all of them are notes."""
    rows = [line.split(",") for line in text.splitlines()]
    read = read_bytes(tmp_path, workbook({"Form": table(*rows)}) if is_sheet else text)
    told = {number: (mention.label, mention.about) for mention in read.mentions for number in _numbers_in(mention.raw)}
    assert {mention.role for mention in read.mentions if _numbers_in(mention.raw)} == {Role.NOTE}
    return told


def _numbers_in(text):
    return [number for number in (FIRST, SECOND, THIRD, LANDLINE) if number in text]


@pytest.mark.parametrize("is_sheet", [False, True])
@pytest.mark.parametrize("who", ["Person of concern", "Stayed with", "Owes money to", "Zzyzx"])
def test_facts_below_each_other_need_no_colons(tmp_path, who, is_sheet):
    """A telephone below a social worker's name is the social worker's, and one below whoever else is theirs."""
    form = f"Social worker,Pat Lorne\nTel,{FIRST}\n{who},Ty Marl\nTel,{SECOND}\nReturned,23:40 on 01/03/2026\n"

    assert _whose(tmp_path, form, is_sheet=is_sheet) == {
        FIRST: ("Pat Lorne", "social worker"),
        SECOND: ("Ty Marl", who.casefold()),
    }


@pytest.mark.parametrize("is_sheet", [False, True])
@pytest.mark.parametrize("heading", ["Field,Value\n", "Question,Answer\n", "Details,Information\n", ""])
def test_numbers_below_those_around_a_child_are_not_of_the_person_of_a_card(tmp_path, heading, is_sheet):
    """The one name of the form is not that of a social worker, a solicitor and a friend, who are named above their telephones."""
    form = (
        f"{heading}Name,Ana Quill\nSocial worker,Pat Lorne\nTelephone,{FIRST}\nSolicitor,Quist\nTelephone,{LANDLINE}\n"
        f"Friend,Zed\nTelephone,{SECOND}\n"
    )

    assert _whose(tmp_path, form, is_sheet=is_sheet) == {
        FIRST: ("Pat Lorne", "social worker"),
        LANDLINE: ("Quist", "solicitor"),
        SECOND: ("Zed", "friend"),
    }


@pytest.mark.parametrize("heading", ["Question,Answer\n", "Return home interview,\n", ""])
def test_an_answer_gives_the_name_and_the_number_of_whom_its_question_asks_for(tmp_path, heading):
    """The question says what they are, so that a social worker's number is nobody's to see, and the answer what they are called."""
    form = (
        f"{heading}Who is your social worker?,Pat Lorne {FIRST}\nWho were you with?,Zed {SECOND}\n"
        f'Anyone else?,"Ghost, his number is {THIRD}"\nSolicitor?,Quist {LANDLINE}\n'
    )

    assert _whose(tmp_path, form) == {
        FIRST: ("Pat Lorne", "social worker"),
        SECOND: ("Zed", "who were you with"),
        THIRD: ("Ghost", "anyone else"),
        LANDLINE: ("Quist", "solicitor"),
    }


@pytest.mark.parametrize("question", ["Do you have a social worker?", "Who was their social worker?", "Social worker?"])
def test_a_question_says_in_its_last_words_what_somebody_is(tmp_path, question):
    """By these alone they are told from those whose numbers are shown."""
    told = _whose(tmp_path, f"{question},Pat Lorne {FIRST}\nWho were you with?,Zed {SECOND}\n")

    assert told[FIRST] == ("Pat Lorne", "social worker")


@pytest.mark.parametrize("key", ["Contact", "Friend"])
def test_cards_of_one_contact_after_another_are_no_form(tmp_path, key):
    """They are contacts, each by their name."""
    read = read_bytes(tmp_path, f"{key},Jay\nTel,{FIRST}\n{key},Kay\nTel,{SECOND}\n")

    assert [(mention.role, mention.label) for mention in read.mentions] == [(Role.CONTACT, "Jay"), (Role.CONTACT, "Kay")]


@pytest.mark.parametrize("is_sheet", [False, True])
def test_a_row_of_a_form_is_called_by_the_name_in_it(tmp_path, is_sheet):
    """What somebody is to a child is no name: the name may be that of a line, and what they are tells whom to keep out."""
    form = (
        f"Return home interview,,,\nFriend,Bo Fenn,Number,{FIRST}\nPerson of concern,Larks,Phone,{SECOND}\nConcern,Ghost,Phone,{THIRD}\n"
        f"Person of concern,,Phone,07700 900610\nIRO,Kim Vale,Contact,{LANDLINE}\nAdult male,Uncle K,Mobile,07700 900614\n"
    )

    assert _whose(tmp_path, form, is_sheet=is_sheet) == {
        FIRST: ("Bo Fenn", "friend"),
        SECOND: ("Larks", "person of concern"),
        THIRD: ("Ghost", "concern"),
        LANDLINE: ("Kim Vale", "iro"),
    }


def test_a_list_of_people_in_columns_is_no_form(tmp_path):
    """Where names stand in place of what people are, they are names."""
    rows = f"Jay,Doe,Mobile,{FIRST}\nKay,Pell,Mobile,{SECOND}\nMum,Doe,Mobile,{THIRD}\n"
    read = read_bytes(tmp_path, rows)

    assert {mention.role for mention in read.mentions} == {Role.CONTACT}
    assert [(mention.label or "")[:3] for mention in read.mentions] == ["Jay", "Kay", "Mum"]


@pytest.mark.parametrize("office", ["Office", "Desk", "Work", "Duty", "Switchboard", "Out of hours", "Direct"])
def test_where_somebody_is_reached_at_work_is_a_fact_of_a_form(tmp_path, office):
    """It is the number of whoever is named above it, and the child's is the phone's own."""
    rows = f"Missing child,Mia\nMobile,07700 900142\nSocial worker,Jane Poe\n{office},01632 960123\n"

    read = read_bytes(tmp_path, rows)

    assert read.own == {"07700 900142"}
    assert [(mention.label, mention.about) for mention in read.mentions if mention.raw == "01632 960123"] == [("Jane Poe", "social worker")]


def test_somewhere_to_be_reached_in_a_phone_book_is_nobodys_form(tmp_path):
    """Each is saved for itself."""
    rows = "Mum,07700 900101\nWork,07700 900102\nJay,07700 900103\nOffice,07700 900104\n"

    labels = [(mention.role.value, mention.label) for mention in read_bytes(tmp_path, rows).mentions]

    assert labels == [("contact", "Mum"), ("contact", "Work"), ("contact", "Jay"), ("contact", "Office")]
