"""Forms in a file by themselves: facts on a child and those around them, in rows, side by side, or below their names (formats 15)."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes
from workbooks import table, workbook

OWN = "07700 900999"
SOCIAL_WORKER, SCHOOL, MOTHER, FRIEND = "07700 900261", "01632 960262", "07700 900263", "07700 900264"


def _read(tmp_path, rows):
    """Read rows as a sheet, or a text as it stands."""
    return read_bytes(tmp_path, rows if isinstance(rows, str) else workbook({"Form": table(*map(list, rows))}))


def _said(read):
    """What is said of whose each number of the form is, in small letters; all of them are notes."""
    said = {}
    for mention in read.mentions:
        number = next((each for each in (SOCIAL_WORKER, SCHOOL, MOTHER, FRIEND) if each in mention.raw), None)
        if number:
            assert mention.role is Role.NOTE
            said[number] = f"{mention.label or ''} | {mention.about or ''}".casefold()
    return said


FORMS = {
    "one fact in a row": f"Young person:,Jay Doe\nYoung person's mobile:,{OWN}\nSocial worker:,Kate Pell\nMobile:,{SOCIAL_WORKER}\n",
    "below a title": f"RETURN INTERVIEW\n\nYP:,Jay Doe\nDOB:,01/02/2010\nYP mobile:,{OWN}\n\nSocial worker:,Kate\nTel:,{SOCIAL_WORKER}\n",
    "typed": f"Return interview\nYP: Jay Doe\nYP mobile: {OWN}\nSocial worker: Kate Pell\nSocial worker mobile: {SOCIAL_WORKER}\n",
    "without telephone words": f"Young person:,Jay Doe {OWN}\nSocial worker:,Kate Pell {SOCIAL_WORKER}\n",
    "in three cells": [["Young person", "Jay Doe", OWN], ["Social worker", "Kate Pell", SOCIAL_WORKER]],
    "a bare telephone among the facts of the child": f"Child: Jay\nMobile: {OWN}\nSocial worker: Kate Pell\nMobile: {SOCIAL_WORKER}\n",
    "a bare telephone below a role": f"Name,Jay\nRole,YP\nMobile,{OWN}\nName,Kate\nRole,Social worker\nMobile,{SOCIAL_WORKER}\n",
    "a role in the row": [
        ["Name", "Jay", "Role", "Child", "Mobile", OWN],
        ["Name", "Kate", "Role", "Social worker", "Mobile", SOCIAL_WORKER],
    ],
    "side by side": [["Child's name", "Jay Doe", "Child's mobile", OWN], ["Social worker", "Kate Pell", "Tel", SOCIAL_WORKER]],
    "side by side with a gap": [["Child's name", "Jay", "", "Child's mobile", OWN], ["Social worker", "Kate", "", "Tel", SOCIAL_WORKER]],
    "people side by side": [
        ["Child", "Jay Doe", "Social worker", "Kate Pell"],
        ["Address", "1 High St", "Address", "2 Low St"],
        ["Mobile", OWN, "Mobile", SOCIAL_WORKER],
    ],
    "people below headings side by side": [
        ["Child", "", "Social worker", ""],
        ["Name", "Jay Doe", "Name", "Kate Pell"],
        ["Mobile", OWN, "Mobile", SOCIAL_WORKER],
    ],
    "values below their names": f"Child's name\nJay Doe\nChild's mobile\n{OWN}\nSocial worker\nKate Pell\nTel\n{SOCIAL_WORKER}\n",
    "values below their names side by side": [
        *(["Child's name", "Date of birth"], ["Jay Doe", "01/02/2010"], ["Child's mobile", "Address"], [OWN, "1 High St"]),
        *(["Social worker", "Tel"], ["Kate Pell", SOCIAL_WORKER]),
    ],
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_childs_number_is_the_phones_own_and_a_social_workers_is_told_as_that(tmp_path, form):
    """However a form is arranged, the one is on its way to the list, and the other is nobody's to see."""
    read = _read(tmp_path, form)

    assert (read.own, read.remarks) == ({OWN}, {"owner-inferred"})
    assert "social worker" in _said(read)[SOCIAL_WORKER]


def test_each_number_of_a_form_is_called_by_its_own_person(tmp_path):
    """None by that of the child, and none by the name of a fact where somebody is named."""
    rows = [
        *(["MISSING PERSON"], ["Missing person", "Jay Doe", "Date of birth", "01/02/2010"], ["Address", "1 High St", "Misper phone", OWN]),
        *(["Mother", "Ann Doe", "Mother's mobile", MOTHER], ["School", "Hill High", "School phone", SCHOOL]),
        *(["Reported by", "Kate Pell", "Tel", SOCIAL_WORKER], ["Friend", FRIEND]),
    ]
    said = _said(_read(tmp_path, rows))

    assert said == {
        MOTHER: "ann doe | mother",
        SCHOOL: "hill high | school",
        SOCIAL_WORKER: "kate pell | reported by",
        FRIEND: "friend | friend",
    }


@pytest.mark.parametrize(
    "form",
    [
        f"Child: Jay\nSchool: Hill High\nMobile: {OWN}\n",
        f"Client: Jay\nMobile: {OWN}\nSocial worker: Kate\nTel: {SOCIAL_WORKER}\n",
        [["Name:", "Jay Doe", "Mobile:", OWN], ["Mother:", "Ann", "Mobile:", MOTHER]],
        f"Child: Jay\nChild mobile: {OWN}\nYP phone: {FRIEND}\n",
        f"Child: Jay\nChild mobile 2: {OWN}\nMother: Ann\n",
        f"Child name,Child mobile,Mother name,Mother mobile\nJay Doe,{OWN},Ann Doe,{MOTHER}\n",
    ],
)
def test_a_number_that_may_be_the_childs_is_left_open_and_told(tmp_path, form):
    """It may be somebody else's, too."""
    read = _read(tmp_path, form)

    assert read.own == set()
    assert "owner-unsure" in read.remarks or form.startswith("Child: Jay\nSchool")


@pytest.mark.parametrize(
    "form",
    [
        f"Child: Jay\nMother: Ann\nMobile: {MOTHER}\n",
        f"Child: Jay\nExploiter: Ann\nMobile: {MOTHER}\n",
        f"Child: Jay\nChild's friend phone: {MOTHER}\n",
        f"Exploiter:,Ann Doe\nMobile:,{MOTHER}\n",
        f"Child: Jay\nMobile: {OWN}\n\nChild: Kay\nMobile: {MOTHER}\n",
        f"Name: Jay\nChild mobile: {OWN}\n\nName: Kay\nChild mobile: {MOTHER}\n",
        f"Mum,{MOTHER}\nChild,{OWN}\nHome,{SCHOOL}\n",
    ],
)
def test_nobody_elses_number_is_the_phones_own(tmp_path, form):
    """Nor is any of a list of several children, or of people called by what they are."""
    assert _read(tmp_path, form).own == set()


@pytest.mark.parametrize(
    ("who", "label"),
    [
        ("Person completing form: Kate Pell", "kate pell | person completing form"),
        ("Agency: Hill Trust", "hill trust | agency"),
        ("Interviewer: Kate Pell", "kate pell | interviewer"),
        ("Parent of child: Kate Pell", "kate pell | parent of child"),
        ("Referrer: PC Ward", "pc ward | referrer"),
    ],
)
def test_a_bare_telephone_behind_somebody_else_is_not_the_childs(tmp_path, who, label):
    """Whoever fills a form in has a telephone, too."""
    read = _read(tmp_path, f"Young person: Jay\nDate of birth: 01/02/2010\n{who}\nMobile: {FRIEND}\n")

    assert (read.own, _said(read)) == (set(), {FRIEND: label})


def test_a_telephone_that_was_left_open_is_nobody_elses(tmp_path):
    """The next one has a person of its own, and a long typed form with one number is read as well as a short one."""
    facts = "Legal status: Section 20\nLocal authority: Estmoor\nReason for going: row at home\nReturned: by himself\n"
    read = _read(tmp_path, f"Young person: Jay\nMobile:\n{facts}Parent: Ann\nMobile: {MOTHER}\n")

    assert (read.own, _said(read)) == (set(), {MOTHER: "ann | parent"})


def test_what_may_be_left_of_a_number_is_searched(tmp_path):
    """A letter for a nought, or a number among words, gets lost in no form."""
    read = _read(tmp_path, f"Child: Jay\nMobile: 07700 90O 999\nWhere did you go?,With Mo on {FRIEND}\n")

    assert [prose for prose in read.prose if "90O" in prose or FRIEND in prose] == ["Mobile: 07700 90O 999", f"With Mo on {FRIEND}"]


def test_a_row_of_a_form_with_the_words_of_a_header_is_none(tmp_path):
    """`Address` twice is no header of the list below, which has one of its own."""
    rows = [
        ["Child", "Jay Doe", "Social worker", "Kate Pell"],
        ["Address", "1 High St", "Address", "2 Low St"],
        ["Mobile", OWN, "Mobile", SOCIAL_WORKER],
        [],
        *(["Name", "Number"], ["Kay", "07700900161"], ["Lee", "07700900162"]),
    ]
    read = _read(tmp_path, rows)

    assert read.own == {OWN}
    assert [(mention.label, mention.raw) for mention in read.mentions if mention.role is Role.CONTACT] == [
        ("Kay", "07700900161"),
        ("Lee", "07700900162"),
    ]
    assert "social worker" in _said(read)[SOCIAL_WORKER]


def test_facts_about_a_phone_are_no_form(tmp_path):
    """A telephone there is the phone's own, whoever examined it."""
    read = _read(tmp_path, [["Examiner", "Kate Pell"], [], ["Make", "Acme"], ["Model", "3310"], [], ["Phone number", OWN]])

    assert (read.own, read.remarks) == ({OWN}, set())
