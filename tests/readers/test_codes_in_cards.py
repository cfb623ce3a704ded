"""What a card says of its person in a letter or two, and a telephone that was withheld."""

from __future__ import annotations

import pytest

from readings import read_bytes


def _card(*properties):
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", "FN:Ana", *properties, "TEL:07700 900123", "END:VCARD", ""))


@pytest.mark.parametrize("code", ["SW", "GP", "sw", "S.W.", "SW 2"])
@pytest.mark.parametrize("name", ["NICKNAME", "ORG", "CATEGORIES", "NOTE"])
def test_a_letter_or_two_say_nothing_of_whoever_has_a_card(tmp_path, name, code):
    """They are initials, a place or a mark as well as a profession: nobody is hidden for them."""
    read = read_bytes(tmp_path, _card(f"{name}:{code}"))

    assert [(mention.raw, mention.about) for mention in read.mentions] == [("07700 900123", None)]


@pytest.mark.parametrize("name", ["TITLE", "ROLE"])
def test_a_profession_in_two_letters_is_one(tmp_path, name):
    """Nothing else stands there (RFC 6350 6.6.1 and 6.6.2)."""
    assert [mention.about for mention in read_bytes(tmp_path, _card(f"{name}:SW")).mentions] == ["SW"]


@pytest.mark.parametrize(
    ("properties", "about"),
    [
        ("CATEGORIES:SW,Friends", "Friends"),
        ("CATEGORIES:Social worker,SW", "Social worker"),
        ("ORG:YOT", "YOT"),
        ("NICKNAME:Solicitor", "Solicitor"),
        ("ORG:SW;Estmoor", "SW Estmoor"),
    ],
)
def test_words_and_longer_abbreviations_say_who_somebody_is(tmp_path, properties, about):
    """Of several groups each is judged by itself."""
    assert [mention.about for mention in read_bytes(tmp_path, _card(properties)).mentions] == [about]


@pytest.mark.parametrize("value", ["Private number", "withheld", "No Caller ID", "-1"])
def test_a_telephone_that_was_withheld_is_told_as_in_a_list(tmp_path, value):
    """Somebody's number was not known: that is not the same as a card without one."""
    card = _card().replace("07700 900123", value)
    in_card, in_list = read_bytes(tmp_path, card), read_bytes(tmp_path, f"Name,Phone\nAna,{value}\nBo,07700 900124\n")

    assert [(mention.raw, mention.label) for mention in in_card.mentions] == [(value, "Ana")]
    assert [(mention.raw, mention.label) for mention in in_list.mentions][:1] == [(value, "Ana")]
