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
     "Jay's solicitor", "Mum's GP", "social worker for my brother", "SW new", "solicitor\nDoe & Co"],
)  # fmt: skip
def test_a_note_that_says_what_its_person_is_keeps_them_out(shipped: NumberLists, note: str) -> None:
    """A profession is one with adjectives in front, and with the place, the person it is for, the hours or a name behind."""
    assert shipped.is_protected_note(note)


@pytest.mark.parametrize(
    "note",
    ["asked my solicitor about Jay", "Solicitor Ghost", "knows a doctor", "said call the doctor", "owes my solicitor", "owes solicitor",
     "Owes solicitor", "paid solicitor", "needs a lawyer", "no solicitor", "fake doctor", "met Jay, doctor", "near hospital",
     "Near Hospital", "works at hospital", "doctor at 3", "solicitor to ring him", "doctor for weed", "hospital appointment",
     "doctor's bill", "Hospital Road", "hospital court", "Weed Doctor", "duty solicitor 07700 900123", "not solicitor",
     "solicitor: Kim", "YOT meeting",
     "calm", "shout", "mate", "", "school", "duty", "new number", "MPH", "GPS", "SW9", "Jay, owes solicitor", "for my solicitor"],
)  # fmt: skip
def test_a_note_that_mentions_somebody_keeps_nobody_out(shipped: NumberLists, note: str) -> None:
    """What the person of a note did with a doctor, owes one or is called beside the word, says not that they are one."""
    assert not shipped.is_protected_note(note)
