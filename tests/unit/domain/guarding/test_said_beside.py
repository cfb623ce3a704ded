"""The words beside a number in a text say whose it is, and those about somebody else do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.domain.guarding.protection import NumberLists
from matcher.domain.numbers import places_in_text
from matcher.service.load_number_lists import load_number_lists

CONFIG = Path(__file__).resolve().parents[4] / "config"
ONE, OTHER = "07700 900123", "07700 900124"
KEY, OTHER_KEY = "+447700900123", "+447700900124"


@pytest.fixture(scope="module")
def shipped() -> NumberLists:
    """The lists an operator gets."""
    return load_number_lists(CONFIG)


def named(lists: NumberLists, text: str) -> set[str]:
    """The keys that words beside them keep out."""
    return set(lists.named_beside(text, places_in_text(text)))


@pytest.mark.parametrize(
    "who",
    [
        "solicitor",
        "Lawyer",
        "doctor",
        "Dr Kim",
        "G.P.",
        "GP",
        "social worker",
        "SW",
        "YOT",
        "nurse",
        "counsellor",
        "Childline",
        "key worker",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "{who} {one}",
        "{who}: {one}",
        "{who} Kim {one}",
        "My {who} Kim's mob is {one}",
        "his {who} is on {one}",
        "Ring the {who} on {one}",
        "{who}, Kim, {one}",
        "Kim, {who}, {one}",
        "{one} {who}",
        "{one} is my {who}",
        "{one} - {who}",
        "Kim {one} ({who})",
        "Nothing new. {who} {one}. Thanks",
        "mum 01632 960001\n{who} {one}\nJay 01632 960002",
        "{who}:\n{one}",
    ],
)
def test_the_words_beside_a_number_name_whose_it_is(shipped, text, who):
    """Before it, behind it, with a name between them, on a line of its own."""
    assert named(shipped, text.format(who=who, one=ONE)) == {KEY}


@pytest.mark.parametrize(
    "text",
    [
        "solicitor said ring Jay on {one}",
        "solicitor said ring him on {one}",
        "Told my social worker. Jay is on {one}",
        "GP appointment 3pm\nJay\n{one}",
        "social worker coming, ring Jay {one}",
        "Dont tell the social worker, my new number is {one}",
        "im in hospital ring me on {one}",
        "{one} told my solicitor",
        "Jay {one}, social worker coming tomorrow at noon to see him",
        "Jay {one}. GP at 3",
        "no social worker {one}",
        "shelter from the rain, {one}",
        "Jay {one}",
        "{one}",
    ],
)
def test_words_about_somebody_else_keep_no_number_out(shipped, text):
    """A number that is lost may be that of a line."""
    assert named(shipped, text.format(one=ONE)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Jay {other}, GP {one}",
        "GP {one}, Jay {other}",
        "GP {one} Jay {other}",
        "{one} GP, {other} Jay",
        "{one} = GP, {other} = Jay",
        "Jay {other}\nGP {one}",
        "Jay {other} GP {one}",
        "{one} (GP) Jay {other}",
        "GP {one}; {other}",
    ],
)
def test_only_the_number_beside_the_words_is_kept_out(shipped, text):
    """Of several numbers each has words of its own, before all of them or behind all of them."""
    assert named(shipped, text.format(one=ONE, other=OTHER)) == {KEY}


@pytest.mark.parametrize("text", ["solicitor {one} or {other}", "{one} / {other} solicitor", "solicitor: {one}, {other}"])
def test_words_beside_several_numbers_name_all_of_them(shipped, text):
    """Nothing stands between them that names anybody else."""
    assert named(shipped, text.format(one=ONE, other=OTHER)) == {KEY, OTHER_KEY}


def test_a_number_is_kept_out_wherever_it_stands_in_the_text(shipped):
    """Once in another spelling, with the words beside that one only."""
    assert named(shipped, f"Ring {ONE} today.\nMy solicitor: +44 7700 900123") == {KEY}


@pytest.mark.parametrize(
    "text",
    [
        "Social worker Kim {one}",
        "GP {one}",
        "his solicitor is on {one}",
        "{one} (my solicitor)",
        "solicitor: {one}",
        "Harker Solicitors {one}",
        "Jay's solicitor {one}",
        "{one} belongs to my solicitor",
        "Kim my solicitor: {one}",
        "Ring Kim her social worker on {one}",
        "{one} that's my social worker",
        "{one} its my doctor",
        "{one} - YOT worker",
        "yot officer {one}",
        "dr patel {one}",
        "ok solicitor is {one}",
        "{one} dr. patel",
        "solicitor's number {one}",
        "Larks {other}, {one} (solicitor)",
        "Jay {other} and {one} (my solicitor)",
        "Jay {other} / {one} is my solicitor",
        "Jay {other} or {one} - solicitor",
        "{other} or {one} (my solicitor)",
        "call {other} or my solicitor on {one}",
        "new num {other}, solicitor {one}",
        "{other} or solicitor {one}",
        "{other} solicitor {one}",
        "solicitor {one}, {other} Jay",
        "solicitor {one}, {other} (Jay)",
        "{one} is my solicitor and {other} is Jay",
        "{one} is my solicitor, Jay {other}",
        "{one} solicitor, Jay {other}",
        "{one} solicitor\n{other}",
        "{other} Jay\nsolicitor\n{one}",
    ],
)
def test_a_bracket_or_a_word_before_a_number_speaks_of_that_one(shipped, text):
    """Of the other number, before it or behind it, nothing is said."""
    assert named(shipped, text.format(one=ONE, other=OTHER)) == {KEY}


@pytest.mark.parametrize(
    "text",
    [
        "see doctor today. {one}",
        "Got a new lawyer. {one}",
        "Doctors at 3. Call {one}",
        "lawyer up bro. text {one}",
        "hospital? ring {one}",
        "Solicitor. {one}",
        "not my solicitor {one}",
        "never my solicitor {one}",
        "not the solicitor {one}",
        "Not Solicitor {one}",
        "Its not a solicitor {one}",
        "isn't my solicitor {one}",
        "{one} isn't my solicitor",
        "{one} is not my solicitor",
        "solicitor's son Jay {one}",
        "Solicitors Son Jay {one}",
        "Jay (solicitor's lad) {one}",
        "nurse's boyfriend {one}",
        "{one} - his mum's a nurse btw",
        "Larks, near solicitors, {one}",
        "opposite hospital: Larks {one}",
        "hospital, Larks, {one}",
        "{one} (by the hospital)",
        "Solicitors Road plug {one}",
        "Solicitors Road {one}",
        "hide this from social worker {one}",
        "dont ring solicitor ring {one}",
        "ask the solicitor about {one}",
        "pay solicitor bill, Larks {one}",
        "social worker says {one} is a drug line",
        "social worker {one} is a drug line",
        "clinic at 5, Larks at 6 {one}",
        "{one} ring my solicitor",
        "{one} call the doctor",
        "{one} it's not my solicitor",
        "Larks the Doctor's mate {one}",
        "Kim my solicitor's son {one}",
        "hospital worker {one}",
        "dr pills {one}",
        "dr note {one}",
        "dr said {one}",
        "plug dr jays mate {one}",
        "Jay said my solicitor {one}",
        "not my" + " " * 200 + "solicitor {one}",
    ],
)
def test_any_other_word_in_the_clause_leaves_the_number_shown(shipped, text):
    """Sentences before it, denials, relations, places and acts name nobody whose it is."""
    assert named(shipped, text.format(one=ONE)) == set()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "sw kate {one}",
            "social worker kate {one}",
            "sw kate mob {one}",
            "my sw kate pell {one}",
            "key worker sam: {one}",
            "yot worker dave {one}",
        ),
        *("She rang her solicitor {one}", "Rang social worker on {one}", "Spoke to his YOT worker {one}", "Called CAMHS on {one}"),
        *("Texted solicitor {one}", "Messaged social worker Jane {one}", "Visited social worker {one}", "Emailed Solicitor Jane Poe {one}"),
        *("Soc. worker {one}", "Jay called his solicitor {one}", "She then called social worker {one}", "Solicitor / {one}"),
        *("{one} Ann Doe social worker", "Ann Doe social worker mob. {one}", "Ann Doe solicitor {one}"),
        *("14/03/2026 10:01 solicitor {one}", "[13/03] solicitor {one}", "2026-03-14, solicitor {one}"),
        *("solicitor kim {one}", "Avokati {one}", "qareen {one}", "Qareenka Kim {one}", "sosyal hizmet uzman\u0131 {one}"),
        *("S0licitor {one}", "s0cial w0rker kate {one}", "solictor {one}", "SOSYAL H\u0130ZMET UZMANI {one}", "Punonj\u00ebs social {one}"),
    ],
)
def test_practitioners_words_name_whose_a_number_is(shipped, text):
    """Without capitals, in the words of those who come from elsewhere, with a nought for a letter and misspelt."""
    assert named(shipped, text.format(one=ONE)) == {KEY}


@pytest.mark.parametrize(
    "text",
    [
        "sw knows {one}",
        "sw called {one}",
        "my sw wants {one}",
        "sw coming {one}",
        "solicitor driver {one}",
        "sw jay said ring {one}",
        "kate sw9 {one}",
        "14/03 10 solicitor {one}",
        "Emailed social worker the number {one}",
        "Informed social worker {one}",
        "Texted social worker his number {one}",
        "Messaged solicitor the new one {one}",
        "She rang her solicitor about {one}",
        "Dealer called Doctor {one}",
        "He buys from a boy called Doctor {one}",
        "somebody called Doc {one}",
        "Rang social worker, then Larks {one}",
        "spoke to solicitor's son {one}",
        "Larks, 14/03 solicitor bill {one}",
    ],
)
def test_what_somebody_does_to_a_practitioner_is_no_name(shipped, text):
    """A small word behind one is a name only where nothing speaks against it."""
    assert named(shipped, text.format(one=ONE)) == set()


@pytest.mark.parametrize(
    "label",
    [
        "S0licitor",
        "Avokati",
        "Qareen Kim",
        "Sosyal hizmet uzman\u0131",
        "Punonj\u00ebsja sociale",
        "Dhakhtarka",
        "Asistent\u0103 social\u0103",
        "asistent social",
        "Social Work Team",
    ],
)
def test_a_label_in_such_words_is_confidential(shipped, label):
    """It is one like the English word."""
    assert shipped.is_protected_label(label)
