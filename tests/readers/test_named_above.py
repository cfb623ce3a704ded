"""Rows above a list that name somebody other than the holder of the phone: the numbers below them are that person's."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes

OTHER = "07700900104"
OWN = "07700900999"
LIST = "Name,Number\nJay,07700900161\nKay,07700900162\n"
LOG = "Date,Number,Type\n01/03/2026 10:00,07700900161,Outgoing\n13/03/2026 10:00,07700900162,Incoming\n"


def noted(read, number=OTHER):
    """Give role, name and what else is said of each mention of a number."""
    return [(mention.role, mention.label, mention.about) for mention in read.mentions if number in mention.raw]


@pytest.mark.parametrize("below", [LIST, LOG])
@pytest.mark.parametrize("blank", ["", "\n"])
@pytest.mark.parametrize("number", ["Phone number", "Mobile", "Mobile number", "Telephone", "Contact number", "Tel"])
@pytest.mark.parametrize(
    ("about", "name"),
    [
        ("Mother", "Ann Doe"),
        ("Investigating officer", "PC Ward"),
        ("Officer in the case", "PC Ward"),
        ("Witness", "Ann"),
        ("Reported by", "Ann"),
        ("School", "Estmoor High"),
        ("Line", "Larkspur"),
        ("Social worker", "Ann Doe"),
        ("Solicitor", "Ann Doe"),
        ("Suspect", "Unknown male"),
    ],
)
def test_a_number_below_somebody_else_is_theirs(tmp_path, about, name, number, blank, below):
    """It is called by their name, what they are tells whom to keep out, and it is never the phone's own."""
    read = read_bytes(tmp_path, f"{about},{name}\n{number},{OTHER}\n{blank}{below}")

    assert (read.own, noted(read)) == (set(), [(Role.NOTE, name, about.casefold())])


@pytest.mark.parametrize(
    ("rows", "name", "about"),
    [
        (f"Alleged offender\nMobile number,{OTHER}\n", "Alleged offender", "alleged offender"),
        (f"Mother: Ann Doe\nPhone number: {OTHER}\n", "Ann Doe", "mother"),
        (f"Name,Ann Doe\nRelationship,Mother\nMobile,{OTHER}\n", "Ann Doe", "mother"),
        (f"Name,Ann Doe\nMobile,{OTHER}\nRelationship,Mother\n", "Ann Doe", "mother"),
        (f"Solicitor\nName,Ann Doe\nMobile,{OTHER}\n", "Ann Doe", "solicitor"),
        (f"Solicitor,Ann Doe,Mobile,{OTHER}\n", "Ann Doe", "solicitor"),
    ],
)
def test_whom_rows_speak_of_is_found_however_they_are_arranged(tmp_path, rows, name, about):
    """A name and what somebody is may stand in rows of their own, in one cell, or beside the number."""
    read = read_bytes(tmp_path, f"{rows}\n{LIST}")

    assert (read.own, noted(read)) == (set(), [(Role.NOTE, name, about)])


@pytest.mark.parametrize(
    "rows",
    [
        f"Device,Acme 3310\nPhone number,{OWN}\n\nMother,Ann Doe\nPhone number,{OTHER}\n",
        f"Device,Acme 3310\nMSISDN,{OWN}\nMother,Ann Doe\nPhone number,{OTHER}\n",
        f"Subject,Jay Doe\nPhone number,{OWN}\nOfficer in the case,PC Ward\nPhone number,{OTHER}\n",
        f"Mother,Ann Doe\nPhone number,{OTHER}\n\nPhone number,{OWN}\n",
        f"Mother,Ann Doe\nPhone number,{OTHER}\nChild,Jay Doe\nPhone number,{OWN}\n",
        f"Mother,Ann Doe\nPhone number,{OTHER}\nOwn number,{OWN}\n",
        f"Mother,Ann Doe\nPhone number,{OTHER}\nIMEI,490154203237518\nPhone number,{OWN}\n",
    ],
)
def test_the_own_number_stays_the_phones_beside_one_of_somebody_else(tmp_path, rows):
    """An empty row, the holder, the phone or words that say so end what is said of somebody else."""
    read = read_bytes(tmp_path, f"{rows}\n{LIST}")

    assert read.own == {OWN}
    assert [role for role, *_ in noted(read)] == [Role.NOTE]


@pytest.mark.parametrize(
    "rows",
    [
        f"Name,Jay Doe\nPhone number,{OWN}\n",
        f"Child,Jay Doe\nMobile,{OWN}\n",
        f"Solicitor,None\nMobile number,{OWN}\n",
        f"Officer,PC Ward\nIMEI,490154203237518\nModel,Acme 3310\nPhone number,{OWN}\n",
        f"Officer,PC Ward\nMSISDN,{OWN}\n",
        f"Mother,{OTHER}\nPhone number,{OWN}\n",
        f"Case number,47/12345/26\nOfficer number,4455\nPhone number,{OWN}\n",
    ],
)
def test_rows_that_name_nobody_else_leave_the_own_number(tmp_path, rows):
    """The holder, a form left open, and whoever has the case among facts of the phone make no number somebody else's."""
    assert read_bytes(tmp_path, f"{rows}\n{LIST}").own == {OWN}


def test_a_number_that_would_else_be_the_phones_own_is_told(tmp_path):
    """Who reads the answer can see that a suspect may be whose phone it is."""
    assert "owner-unsure" in read_bytes(tmp_path, f"Suspect,Jay Doe\nPhone number,{OTHER}\n\n{LIST}").remarks


@pytest.mark.parametrize("below", [LIST, LOG])
@pytest.mark.parametrize(
    "form",
    [
        "{}:,Ann Doe\nMobile:,{}\n",
        "{}: Ann Doe (aunt)\nMobile: {}\n",
        "{}:,Ann Doe\nAddress:,1 High St\nMobile:,{}\n",
        "{}'s name,Ann Doe\nPhone number,{}\n",
        "{}\nName,Ann Doe\nMobile,{}\n",
        "Name,Ann Doe\nRole,{}\nMobile,{}\n",
        "Subject,Jay Doe\n{},Ann Doe\nMobile,{}\n",
    ],
)
@pytest.mark.parametrize(
    "about",
    [
        *("Exploiter", "Groomer", "Employer", "Driver", "Sponsor", "Barrister", "Avokati", "Mentor", "Ex", "Trafficker", "Handler"),
        *("Co-defendant", "Accused", "Flatmate", "Gang elder", "Case holder", "Report author", "Zzyzx"),
    ],
)
def test_a_number_below_somebody_of_whom_nobody_knows_what_they_are_is_theirs(tmp_path, about, form, below):
    """Whatever word says it: no list of words has all of them, and an owner who is none accuses whoever has the phone."""
    read = read_bytes(tmp_path, f"{form.format(about, OTHER)}\n{below}")

    assert (read.own, "owner-unsure" in read.remarks) == (set(), True)
    assert [role for role, *_ in noted(read)] == [Role.NOTE]


def test_what_somebody_is_may_be_written_together(tmp_path):
    """It is handed on in words that stand apart, as those are that nobody may see the number of."""
    read = read_bytes(tmp_path, f"SocialWorker:,Kate Pell\nMobile:,{OTHER}\n\n{LIST}")

    assert noted(read) == [(Role.NOTE, "Kate Pell", "social worker")]


@pytest.mark.parametrize(
    "rows",
    [
        *(
            f"{fact}\nMobile,{OWN}\n"
            for fact in ("Operation,Larkspur", "Town,Leeds", "Gender,Male", "Alias,Jay Jay", "Network,Estmoor Mobile")
        ),
        *(
            f"{fact}\nMobile,{OWN}\n"
            for fact in (
                "Exploited,Yes",
                "Case name,Larkspur",
                "Local authority,Estmoor",
                "Type of crime,Supply",
                "First name,Jay",
                "Personal details",
                "Extraction report",
            )
        ),
    ],
)
def test_a_fact_about_the_holder_or_the_case_names_nobody_else(tmp_path, rows):
    """Its value looks like a name, or answers a question."""
    assert read_bytes(tmp_path, f"{rows}\n{LIST}").own == {OWN}


@pytest.mark.parametrize("other", ["School tel", "Solicitor phone", "Key worker's mobile", "Child's mobile"])
def test_a_number_that_says_whose_it_is_is_not_that_of_whoever_is_named_above(tmp_path, other):
    """A solicitor's number below a mother's name is told by its own words."""
    read = read_bytes(tmp_path, f"Mother,Ann Doe\n{other},{OTHER}\n\n{LIST}")

    assert not {(label, about) for _, label, about in noted(read)} & {("Ann Doe", "mother")}


@pytest.mark.parametrize("heading", ["Social worker details", "Details of social worker", "Social worker contact details", "Social worker"])
def test_a_heading_that_speaks_of_details_says_whose_they_are(tmp_path, heading):
    """A social worker's number is known as theirs whatever more the heading says."""
    form = f"Child,Mia Quill\nDOB,01/02/2011\nPhone,07700900135\n\n{heading}\nName,Ann Hill\nPhone,07700900136\nOffice,01632960136\n"
    read = read_bytes(tmp_path, form)

    told = {mention.raw: (mention.label, mention.about) for mention in read.mentions if mention.role is Role.NOTE and mention.about}
    assert told["07700900136"] == ("Ann Hill", "social worker")
    assert told["01632960136"] == ("Ann Hill", "social worker")
