"""Labels that may hold a protected number are told many at once, and none is missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.guarding.protection import NumberSet
from matcher.service.load_number_lists import load_number_lists

PROTECTED = load_number_lists(Path(__file__).resolve().parents[4] / "config").protected

_NATIONAL = sorted(number.removeprefix("+44") for number in PROTECTED.numbers)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A listed number as people write it, whole or with a digit too many, too few, or none at its end."""
    digits = draw(st.sampled_from([*_NATIONAL, *PROTECTED.codes, "116123", "8088012345", "80880"]))
    at = draw(st.integers(1, len(digits)))
    forms = (digits, digits[:at] + digits[at + 1 :], f"{digits[:at]}7{digits[at:]}", digits[:-1], digits[:-2], f"{digits[:-1]}x")
    digits = draw(st.sampled_from(forms))
    digits = draw(st.sampled_from(["", "0", "44", "0044", "+44 ", "000"])) + digits
    at = draw(st.integers(0, len(digits)))
    return digits[:at] + draw(st.sampled_from(["", " ", "-", ".", " - "])) + digits[at:].replace("1", draw(st.sampled_from("1lI")))


_PARTS = st.one_of(damaged(), st.sampled_from(["Nan", "lil", "Oil", "no", "call", "24/7", "é", "7", "2026", "01632 960123"]))
_LABELS = st.lists(_PARTS, max_size=4).map(" ".join)


@given(st.lists(_LABELS, min_size=1, max_size=20))
def test_every_label_that_is_changed_is_told_beforehand(labels: list[str]):
    """What is passed over in a batch would have stayed as it is."""
    told = set(PROTECTED.may_hold(labels))

    assert [label for at, label in enumerate(labels) if at not in told and PROTECTED.without_listed(label) != label] == []


_COUNTS = st.from_regex(r"[1-9][0-9]{3,8}", fullmatch=True) | st.tuples(
    st.from_regex(r"[0-9]{0,2}", fullmatch=True), st.sampled_from([*PROTECTED.codes, *_NATIONAL, "8088", "999"]), st.integers(3, 9)
).map(lambda parts: f"{parts[0]}{parts[1]}"[: parts[2]])


@given(st.sampled_from(["Contact", "Jay", "Friend of Kay", "Lil", "oil", "call", "I", "x"]), _COUNTS)
def test_a_count_behind_a_name_is_looked_at_like_any_digits(name: str, digits: str):
    """A label that is a name and a count says what it says with a word of another script before it, which asks for a closer look."""
    assert PROTECTED.without_listed(f"é {name} {digits}") == f"é {PROTECTED.without_listed(f'{name} {digits}')}"


@pytest.mark.parametrize(
    ("label", "shown"), [("Contact 111456", "Contact 111456"), ("Contact 116123", "Contact …"), ("Jay 85258", "Jay …")]
)
def test_a_code_in_a_count_is_none(label: str, shown: str):
    """The digits of a code in the middle of others are a count; a whole code is one (domain 11.5)."""
    assert PROTECTED.without_listed(label) == shown


@pytest.mark.parametrize("label", ["Nan", "Jay 2", "Contact 48123", "Flat 12, 2026", "07700 900123"])
def test_ordinary_labels_are_passed_over(label: str):
    """A count, a year or an everyday number asks for no closer look."""
    assert list(PROTECTED.may_hold([label, "Friend 0800 1111", label])) == [1]


def test_a_label_of_endless_words_is_walked_through_once():
    """Names come from phones, and no name may hold up whoever reads it: words taken apart in every way would take days."""
    label = f"{'a' * 20_000} {'b' * 20_000} {'c' * 20_000} x 123"

    assert PROTECTED.without_listed(label) == label


def test_a_set_without_numbers_changes_nothing():
    """Where nothing is listed no label holds anything."""
    assert list(NumberSet().may_hold(["0800 1111", "116 123"])) == []
