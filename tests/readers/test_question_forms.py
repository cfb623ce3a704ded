"""Return interviews as tables of questions and answers: who is asked for says whose the number in an answer is (formats 15)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import Role
from matcher.domain.guarding.protection import NumberLists
from matcher.service.load_number_lists import load_number_lists
from readings import read_bytes

CONFIG = Path(__file__).resolve().parents[2] / "config"
ASKED = "07700 900603"
FORM = "Question,Answer\nWho is your solicitor?,Quist & Co 01632 960606\nWho were you with?,Zed 07700 900608\n"


@pytest.fixture(scope="module")
def shipped() -> NumberLists:
    """The lists an operator gets."""
    return load_number_lists(CONFIG)


def _told(read, number):
    return [(mention.label, mention.about) for mention in read.mentions if mention.role is Role.NOTE and number in mention.raw]


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("Name of your YOT worker", "yot worker"),
        ("Name and number of any social worker", "social worker"),
        ("YOT worker?", "yot worker"),
        ("YOT worker", "yot worker"),
        ("Do you have a YOT worker?", "yot worker"),
        ("Who is your family support worker?", "family support worker"),
        ("Who is your family support worker", "family support worker"),
        ("Which social worker visits you?", "social worker"),
        ("Which nurse did you see?", "nurse"),
        ("Can we call your social worker?", "social worker"),
        ("What is the number of your solicitor?", "solicitor"),
        ("Is there a social worker we can call?", "social worker"),
        ("Your YOT worker?", "yot worker"),
        ("Your social worker's full name?", "social worker"),
        ("What's your social worker called?", "social worker"),
        ("Who is your social worker and what is their number?", "social worker"),
        ("Social worker you last spoke to?", "social worker"),
        ("What is Mia's social worker's number?", "social worker"),
        ("Are you in touch with a counsellor?", "counsellor"),
        ("How can we contact your solicitor?", "solicitor"),
        ("When did you last see your social worker?", "social worker"),
        ("Who's your social worker these days?", "social worker"),
        ("Would you like us to ring your social worker?", "social worker"),
        ("Do you know who your social worker is?", "social worker"),
        ("Who is working with you (social worker)?", "social worker"),
        ("Who works with you (e.g. counsellor or mentor)?", "counsellor or mentor"),
    ],
)
@pytest.mark.parametrize("answer", ["Pat Lorne - {}", "Pat Lorne {}", "Yes, Pat Lorne: {}", "Yes - Pat Lorne {}"])
def test_who_a_question_asks_for_is_said_of_the_number_in_its_answer(tmp_path, asked, about, answer):
    """A social worker's number is known as theirs, and no row changes what the others of the form say."""
    read = read_bytes(tmp_path, f'{FORM}{asked},"{answer.format(ASKED)}"\n')

    assert _told(read, ASKED) == [("Pat Lorne", about)]
    assert _told(read, "01632 960606")[0][1] == "solicitor"
    assert _told(read, "07700 900608")[0][0] == "Zed"


@pytest.mark.parametrize(
    "asked",
    [
        "Did your social worker give you Zed's number?",
        "Who does your social worker not want you to see?",
        "Anything else?",
        "Who drove you to your solicitor?",
        "Who was with you when you left your social worker?",
        "Friend of your social worker?",
        "Who told you to ring a solicitor?",
        "What number did you give to your social worker?",
        "Name of the man who drove you",
        "What number did he ring you from?",
        "How did you get away from your social worker?",
        "When did Zed last ring you about your solicitor?",
        "Who drove you (not your social worker)?",
        "Who was with your social worker?",
        "Who did Zed bring (your social worker)?",
        "Did anybody ring your solicitor for you?",
        "Did anybody tell your social worker about Zed?",
    ],
)
def test_a_question_that_asks_for_nobody_confidential_says_nothing_of_the_sort(tmp_path, asked, shipped):
    """A number given to another question is shown, though a social worker is spoken of."""
    read = read_bytes(tmp_path, f"{FORM}{asked},{ASKED}\n")

    ((label, about),) = _told(read, ASKED)
    assert label is None or not shipped.is_protected_label(label)
    assert about is None or not shipped.is_protected_about(about)


@pytest.mark.parametrize("asked", ["Who was he with when you left?", "Who did you ring?", "What did he give you?"])
def test_a_question_for_what_somebody_did_stays_whole(tmp_path, asked):
    """Part of it says nothing of whoever answers it."""
    ((_, about),) = _told(read_bytes(tmp_path, f"{FORM}{asked},{ASKED}\n"), ASKED)

    assert about is None or asked.rstrip("?").casefold() in about.casefold()


@pytest.mark.parametrize(
    "heading",
    ["", "Question,Answer\n", "Questions,Responses\n", "Q,A\n", "Field,Value\n"],
)
@pytest.mark.parametrize("mark", ["", "?"])
def test_questions_are_known_without_their_mark_and_without_a_heading(tmp_path, heading, mark):
    """People leave both out."""
    rows = f"Who is your solicitor{mark},Quist & Co {ASKED}\nWho were you with{mark},Zed 07700 900608\n"
    read = read_bytes(tmp_path, heading + rows)

    assert _told(read, ASKED) == [("Quist Co", "solicitor")]
    assert [label for label, _ in _told(read, "07700 900608")] == ["Zed"]


def test_questions_may_be_counted_and_have_remarks_behind(tmp_path):
    """Neither is a part of the fact."""
    rows = f"1,Name of your solicitor,Quist & Co {ASKED},\n2,Who were you with,Zed 07700 900608,seen\n"
    read = read_bytes(tmp_path, f"No,Question,Answer,Notes\n{rows}")

    assert _told(read, ASKED) == [("Quist Co", "solicitor")]
    assert _told(read, "07700 900608")[0][0] == "Zed"


def test_a_heading_of_letters_may_have_remarks_behind_as_well(tmp_path):
    """`Q` is a question where an answer stands beside it, and else the count of one."""
    rows = f"Name of your solicitor,Quist & Co {ASKED},\nWho were you with,Zed 07700 900608,seen\n"
    read = read_bytes(tmp_path, f"Q,A,Notes\n{rows}")

    assert _told(read, ASKED) == [("Quist Co", "solicitor")]
    assert _told(read, "07700 900608")[0][0] == "Zed"


@pytest.mark.parametrize("answer", ["Jay {}, Kay {}", "Jay ({}) and Kay ({})", "{} Jay; {} Kay"])
def test_several_people_of_one_answer_have_a_number_each(tmp_path, answer):
    """The second is not called as the first."""
    read = read_bytes(tmp_path, f'{FORM}Who else was there?,"{answer.format(ASKED, "07700 900604")}"\n')

    assert [label for label, _ in _told(read, ASKED)] == ["Jay"]
    assert [label for label, _ in _told(read, "07700 900604")] == ["Kay"]


def test_whoever_answers_a_question_is_named_behind_a_person_of_another_row(tmp_path):
    """The mother above keeps her number, and gets none of theirs."""
    read = read_bytes(tmp_path, f"{FORM}Mother,Ann Doe 07700 900604\nWho drove?,Jay {ASKED}\n")

    assert _told(read, "07700 900604") == [("Ann Doe", "mother")]
    assert [label for label, _ in _told(read, ASKED)] == ["Jay"]


@pytest.mark.parametrize("heading", ["Who called,Their number", "Who called them,What number", "Who is this?,What is their number?"])
def test_a_list_whose_columns_are_questions_stays_a_list(tmp_path, heading):
    """Those in it are contacts by their names."""
    read = read_bytes(tmp_path, f"{heading}\nJay,07700 900611\nKay,07700 900612\nDee,07700 900613\n")

    assert [(mention.role, mention.label) for mention in read.mentions] == [(Role.CONTACT, name) for name in ("Jay", "Kay", "Dee")]
