"""A password that was given out is known again, whatever trivial change somebody makes of it, and others are not taken for one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.access.drawn_password import ALPHABET, is_drawn
from matcher.store.passwords import draw_password

#: One of the past: what was given out stays known.
GIVEN = "kkpg-r499-2u23-5avs-2jrk"
SIGNS = GIVEN.replace("-", "")


@pytest.mark.parametrize(
    "password",
    [
        GIVEN,
        GIVEN.upper(),
        SIGNS,
        *[GIVEN.replace("-", between) for between in (" ", "_", "\u2013", "\u2011", "\u200b", "--", " 1 ")],
        *[f"{GIVEN}{behind}" for behind in ("1", "!", "2026", "-mine", "\n")],
        f"my {GIVEN} of today",
        "".join(chr(0xFEE0 + ord(each)) for each in GIVEN),
        "\u0301".join(GIVEN),
    ],
    ids=ascii,
)
def test_a_given_password_is_known_however_it_is_dressed(password):
    """Capitals, wide letters, other signs between the groups or none, and anything before or behind change nothing."""
    assert is_drawn(password)


@given(
    st.text(max_size=40),
    st.text(st.characters(exclude_characters=ALPHABET + ALPHABET.upper(), codec="ascii"), max_size=3),
    st.text(max_size=40),
)
def test_whatever_is_put_around_and_between_its_signs_hides_none(before, between, behind):
    """Every password that is drawn is known with any text before and behind it, and anything between its signs that is not drawn."""
    assert is_drawn(before + between.join(draw_password()) + behind)


def test_no_password_of_ones_own_is_taken_for_a_given_one_but_by_a_rare_chance():
    """Of 71,000 runs of twenty signs one in 900,000 may look as if drawn, and of words no more."""
    chance = random.Random(20)
    signs = ["".join(chance.choices(ALPHABET, k=256)) for _ in range(300)]
    words = [
        "tolmen",
        "brawl",
        "fickle",
        "nub",
        "gull",
        "quarry",
        "ninefold",
        "tepid",
        "heron",
        "sextant",
        "wharf",
        "amble",
        "zinc",
        "yeoman",
    ]
    phrases = [" ".join(chance.choices(words, k=5)) for _ in range(1000)]

    assert sum(map(is_drawn, signs)) <= 1
    assert not any(map(is_drawn, phrases))
    assert not any(map(is_drawn, ("xm3t-nqz5-52zx-7bfh-7w5d", "vX7-kk2p-QQ9z-mmtA", GIVEN[::-1], "")))
