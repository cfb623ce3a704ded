"""Titles of logs in which a name stands beside the number: `Call log for Ana (07…)`, `Calls: Ana Quill 07…`."""

from __future__ import annotations

import pytest

from readings import read_bytes

NUMBER = "07700 900799"
LOG = "When,Who,Number,In/Out,Length\n2026-03-01 10:00,Jay,07700 900123,In,60\n2026-03-13 10:00,Jay,07700 900124,Out,0\n"
OF_SOMEBODY = (
    *(f"Call log of {NUMBER} (Ana)", f"Call log for Ana ({NUMBER})", f"Calls of Ana Quill {NUMBER}", f"CALL LOG FOR ANA QUILL ({NUMBER})"),
    *(f"Call data for J. S. Quill - {NUMBER}", f"Itemised billing for {NUMBER} - Ana Quill", f"Texts of Ana O'Quill: {NUMBER}"),
)


@pytest.mark.parametrize("title", OF_SOMEBODY)
def test_the_number_of_whom_a_log_is_of_is_the_phones_own_where_no_row_has_it(tmp_path, title):
    """A log that was cut to somebody has their number in its rows; one of their calls has those of the others."""
    read = read_bytes(tmp_path, f"{title}\n{LOG}")

    assert (read.own, read.remarks) == ({NUMBER}, {"owner-inferred"})


@pytest.mark.parametrize("title", OF_SOMEBODY)
def test_the_number_of_a_title_that_the_rows_have_too_is_that_of_a_contact(tmp_path, title):
    """The log may have been cut to whom the title names, among others."""
    read = read_bytes(tmp_path, f"{title}\n{LOG}2026-03-14 10:00,Ana,{NUMBER},In,5\n")

    assert not read.own
    assert NUMBER in read.others


@pytest.mark.parametrize(
    "title",
    [
        f"Calls: Ana Quill {NUMBER}",
        f"Call log {NUMBER} (Ana)",
        f"Call log, Ana: {NUMBER}",
        f"Report for Ana ({NUMBER})",
        f"SMS {NUMBER} Ana",
        f"call log for ana {NUMBER}",
    ],
)
def test_a_name_beside_a_number_that_says_no_more_leaves_its_owner_open(tmp_path, title):
    """It stays a note that is compared with the list, and a remark tells that it may be the phone's own."""
    read = read_bytes(tmp_path, f"{title}\n{LOG}")

    assert (read.own, read.remarks) == (set(), {"owner-unsure"})
    assert any(NUMBER in mention.raw for mention in read.mentions)


@pytest.mark.parametrize(
    "title",
    [
        *(
            f"Call log of {NUMBER} (Mum)",
            f"Call log for Social Worker ({NUMBER})",
            f"Calls of DC Hale {NUMBER}",
            f"Calls for Op Larks {NUMBER}",
        ),
        *(f"Call log of {NUMBER} (Larks Line)", f"Calls with Ana ({NUMBER})", f"Report for Ana ({NUMBER})", f"Call log for ana {NUMBER}"),
        *(f"Call log of Ana Quill {NUMBER} and Bo", f"Calls of Ana Bo Cy Di {NUMBER}", f"Contacts of Ana ({NUMBER})", f"Ana {NUMBER}"),
    ],
)
def test_a_title_with_words_of_others_or_of_cases_makes_nobody_the_owner(tmp_path, title):
    """Whoever is a relation, an officer, a line or a contact has another phone, and the number is shown."""
    read = read_bytes(tmp_path, f"{title}\n{LOG}")

    assert not read.own
    assert any(NUMBER in mention.raw for mention in read.mentions)


def test_a_list_of_contacts_is_of_nobody_because_of_a_name_in_its_title(tmp_path):
    """Above a list the number of somebody may be that of whoever wrote it."""
    read = read_bytes(tmp_path, f"Contacts for Ana ({NUMBER})\nName,Number\nAsh,07700 900123\nBex,07700 900124\n")

    assert not read.own


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Calls for Social Worker Jane {}", "Social Worker Jane {}"),
        ("Missed calls from Social Worker Jane: {}", "Social Worker Jane: {}"),
        ("Call log of Solicitor Ann Hill ({})", "Solicitor Ann Hill ({})"),
        ("Messages from SW Jane {}", "SW Jane {}"),
        ("Chat with Jane (social worker) {}", "Jane (social worker) {}"),
        ("Call log: Solicitor {}", "Solicitor {}"),
    ],
)
def test_of_a_title_that_says_who_somebody_is_nothing_but_that_stands_beside_their_number(tmp_path, title, said, quote):
    """What they are called is not the title: whether nobody may see the number is told by their words alone."""
    read = read_bytes(tmp_path, f"{quote}{title.format(NUMBER)}{quote}\n{LOG}")

    assert read.mentions[0].raw == said.format(NUMBER)
    assert not read.own


@pytest.mark.parametrize("title", ["Calls for Jane Poe, social worker {}", "Calls for Zed, his social worker is Ann {}"])
def test_words_in_the_cell_of_the_number_of_a_title_say_whose_it_is(tmp_path, title):
    """A phone whose social worker is named beside the title is not theirs."""
    assert not read_bytes(tmp_path, f"{title.format(NUMBER)}\n{LOG}").own


def test_of_two_numbers_of_a_title_neither_is_called_by_the_words_of_the_other(tmp_path):
    """Whoever stands beside a social worker is not hidden with them."""
    read = read_bytes(tmp_path, f"Calls for Zed 07700 900798, social worker Jane {NUMBER}\n{LOG}")

    assert [(mention.raw, mention.label) for mention in read.mentions[:2]] == [
        ("Calls for Zed 07700 900798", None),
        (f"social worker Jane {NUMBER}", None),
    ]
