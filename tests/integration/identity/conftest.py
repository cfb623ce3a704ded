"""A store with two organisations and people in them, once on each engine."""

import pytest

import beginnings
import people
from people import new_house

made = beginnings.begins_with("is_settled", new_house)
vault = beginnings.vault
passwords_are_remembered = people.passwords_are_remembered


@pytest.fixture
def is_settled():
    """Ask for a store that has its people before anything else is done with it."""


@pytest.fixture
def house(made, is_settled):
    """Give a store with two organisations, an account of each role in each, all with the same password."""
    return made
