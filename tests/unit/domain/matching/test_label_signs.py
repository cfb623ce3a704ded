"""Asking of many labels at once gives what asking of each would."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from builders import a_line, a_list
from matcher.domain.match import Thresholds
from matcher.domain.matching.label_signs import LabelReader, Signs
from matcher.domain.matching.leads import LabelIndex
from matcher.service.load_number_lists import load_number_lists

LISTS = load_number_lists(Path(__file__).resolve().parents[4] / "config")
BRANDS = LabelIndex(a_list(lines=[a_line(aliases=("Nostalgia", "Kit's", "é2", "24/7", "$"))]), Thresholds())

_WORDS = [
    "larkspur",
    "Larkspvr",
    "solicitor",
    "Solicitor's",
    "social",
    "worker",
    "new",
    "no",
    "no's",
    "Kits",
    "kit's",
    "GP",
    "é",
    "\n",
    "2",
    "24",
    "$",
    "_",
    "🔥",
]
_LABELS = st.one_of(
    st.lists(st.sampled_from(_WORDS), max_size=5).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=5).map("".join),
    st.text(max_size=100),
)


@given(st.lists(_LABELS, max_size=20))
def test_labels_read_together_read_like_each_alone(labels: list[str]):
    """Whatever else stands in a batch, a label says what it says alone."""
    read = LabelReader(LISTS.is_protected_label, BRANDS.may_be_brand, BRANDS.may_be_short).read(labels)

    is_brand = [BRANDS.may_be_brand(label) or BRANDS.may_be_short(label) for label in labels]
    assert read == [Signs(LISTS.is_protected_label(label), brand) for label, brand in zip(labels, is_brand, strict=True)]


def test_a_label_is_asked_of_once():
    """Labels with the same words are asked of once, however their digits differ."""
    asked: list[str] = []

    def is_protected(label: str) -> bool:
        asked.append(label)
        return False

    LabelReader(is_protected).read([f"Contact {index}" for index in range(1000)])

    assert asked == ["Contact 0"]
