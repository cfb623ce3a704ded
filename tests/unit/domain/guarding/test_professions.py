"""Notes that say of their person what they are, and notes that only speak of somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.domain.guarding.protection import NumberLists
from matcher.service.load_number_lists import load_number_lists

CONFIG = Path(__file__).resolve().parents[4] / "config"


@pytest.fixture(scope="module")
def shipped() -> NumberLists:
    """The lists an operator gets."""
    return load_number_lists(CONFIG)


@pytest.mark.parametrize(
    "note",
    ["my solicitor", "duty lawyer", "duty solicitor", "Lawyer (duty)", "lawyer - new", "lawyer at Doe", "school counsellor",
     "School counsellor at Estmoor High", "Counsellor at school", "criminal defence solicitor", "solicitor at Doe & Co",
     "social worker for Jay", "solicitor for court", "Designated safeguarding lead", "school DSL", "solicitor, 9-5",
     "Solicitor. Call after 5", "YOT worker - Kim", "Kim - YOT worker", "Kim (social worker)", "CAMHS worker", "CAMHS Kim",
     "GP at Tarn surgery", "Dr Khan surgery", "Advocate (NYAS)", "Barnardos worker", "Harker Solicitors", "Doe & Co Solicitors LLP",
     "Solicitor (24h)", "Duty solicitor 2nd floor", "duty solicitor room 12", "Duty solicitor 9am-5pm", "24h duty solicitor",
     "Duty solicitor after 5", "Duty solicitor Mon-Fri 9-5", "Duty solicitor from 9", "2nd floor, duty solicitor", "Solicitor 9:00-17:00",
     "Solicitor, since 2024-03-01", "Duty solicitor 2019-2020", "duty solicitor ext 4021", "Duty solicitor at 12 High Street",
     "Jay's solicitor", "Mum's GP", "social worker for my brother", "SW new", "solicitor\nDoe & Co",
     "律师", "王律师", "변호사"],
)  # fmt: skip
def test_a_note_that_says_what_its_person_is_keeps_them_out(shipped: NumberLists, note: str) -> None:
    """A profession is one with adjectives in front, and with the place, the person it is for, the hours or a name behind."""
    assert shipped.is_protected_note(note)


@pytest.mark.parametrize("about", ["Solicitor (24h)", "Duty solicitor 2nd floor", "Doctor, room 12", "Solicitor after 5"])
def test_figures_beside_a_profession_hide_nothing_of_it(shipped: NumberLists, about: str) -> None:
    """What a record says of somebody beside the name is their profession whatever hours, floor or room stand behind."""
    assert shipped.is_protected_about(about)


@pytest.mark.parametrize(
    "note",
    ["Social worker, office 01632 960201", "Social worker - office 01632 960201", "Social worker (office 01632 960201)",
     "Key worker - old number 07700 900201", "Social worker, direct tel. 01632 960204"],
)  # fmt: skip
def test_a_further_number_of_the_same_person_hides_nothing_of_what_they_are(shipped: NumberLists, note: str) -> None:
    """Which of several it is stands before it, behind what its person is."""
    assert shipped.is_protected_note(note)


@pytest.mark.parametrize(
    "note",
    ["Solicitors number 07700 900201", "solicitor 07700900131", "3. Solicitor 07700 900201", "[13/03] solicitor 07700 900201",
     "Social worker, mobile 07700 900201", "Solicitor (mob 07700 900201)", "solicitor, tel 07700900131", "Social worker / 07700 900201",
     "07700 900201 (SW)", "07700 900201 = solicitor", "social-worker 07700 900201", "SocialWorker 07700900201", "Soc. worker 07700 900201"],
)  # fmt: skip
def test_a_note_with_a_number_speaks_of_that_number(shipped: NumberLists, note: str) -> None:
    """Whose row it stands in has another one, which is nobody's secret."""
    assert not shipped.is_protected_note(note)


@pytest.mark.parametrize("about", ["YOT worker", "youth justice worker", "Youth offending officer", "CAMHS worker", "my YOT worker"])
def test_who_works_for_a_listed_service_is_of_it(shipped: NumberLists, about: str) -> None:
    """What those of a service are called hides nothing of it."""
    assert shipped.is_protected_about(about)


@pytest.mark.parametrize(
    "note",
    ["asked my solicitor about Jay", "Solicitor Ghost", "knows a doctor", "said call the doctor", "owes my solicitor", "owes solicitor",
     "Owes solicitor", "paid solicitor", "needs a lawyer", "no solicitor", "fake doctor", "met Jay, doctor", "near hospital",
     "Near Hospital", "works at hospital", "doctor at 3", "solicitor to ring him", "doctor for weed", "hospital appointment",
     "doctor's bill", "Hospital Road", "hospital court", "Weed Doctor", "duty solicitor 07700 900123", "not solicitor",
     "solicitor: Kim", "YOT meeting",
     "owes solicitor 50", "duty solicitor \u00a350", "Weed Doctor 2 for 20", "doctor 3pm appointment", "doctor at 3 tomorrow",
     "doctor at 3 Monday", "met Jay, 2nd floor, doctor", "2 tickets, doctor", "duty doctor 5g",
     "doctor 2 for 50", "solicitor 20 each", "solicitor 10 a pop",
     "calm", "shout", "mate", "", "school", "duty", "new number", "MPH", "GPS", "SW9", "Jay, owes solicitor", "for my solicitor"],
)  # fmt: skip
def test_a_note_that_mentions_somebody_keeps_nobody_out(shipped: NumberLists, note: str) -> None:
    """What the person of a note did with a doctor, owes one or is called beside the word, says not that they are one."""
    assert not shipped.is_protected_note(note)
