"""The numbers of a loaded list are told as a dictionary tells them, whoever asks and however."""

from __future__ import annotations

import copy
import pickle

import pytest

from builders import number_lists
from matcher.domain.line import LineList, ListEntry
from matcher.domain.line_list.entries import ListEntries
from matcher.domain.line_list.parsing import ListOrigin, parse_line_list

ONE, TWO = "+447700900123", "+447700900124"
ROWS = [(2, ["L-1", "07700 900123"]), (3, ["L-2", "07700 900124"]), (4, ["L-3", "07700 900123"])]


def load() -> LineList:
    """A list of two numbers, one of them on two lines."""
    return parse_line_list(["line_id", "number"], ROWS, origin=ListOrigin("lines.csv", "0" * 64), lists=number_lists())


def entries() -> ListEntries:
    """Its entries, not yet asked for."""
    found = load().entries
    assert isinstance(found, ListEntries)
    return found


EXPECTED = {
    ONE: (ListEntry("L-1", "07700 900123", ONE, 2), ListEntry("L-3", "07700 900123", ONE, 4)),
    TWO: (ListEntry("L-2", "07700 900124", TWO, 3),),
}


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(lambda found: {e164: found[e164] for e164 in found}, id="one by one"),
        pytest.param(lambda found: {e164: found.get(e164) for e164 in (ONE, TWO)}, id="get"),
        pytest.param(lambda found: dict(found.items()), id="items"),
        pytest.param(lambda found: dict(zip(found.keys(), found.values(), strict=True)), id="keys and values"),
        pytest.param(dict, id="dict"),
        pytest.param(lambda found: {**found}, id="unpacked"),
        pytest.param(lambda found: found.copy(), id="copy"),
        pytest.param(copy.copy, id="copied"),
        pytest.param(copy.deepcopy, id="copied deeply"),
        pytest.param(lambda found: pickle.loads(pickle.dumps(found)), id="pickled"),
        pytest.param(lambda found: found | {}, id="joined"),
        pytest.param(lambda found: {} | found, id="joined to another"),
        pytest.param(lambda found: found, id="itself"),
    ],
)
def test_entries_are_told_however_they_are_asked_for(told):
    """Every way of reading a dictionary gives the entries, never where they are kept."""
    assert told(entries()) == EXPECTED


def test_two_loads_of_one_list_are_equal():
    """Entries are equal to those of another load, whichever of them were asked for."""
    one, other = entries(), entries()
    assert one[TWO]

    assert one == other
    assert one != {}
    assert repr(one) == repr(EXPECTED)


def test_an_entry_is_made_once():
    """Who asks twice is given the same entries."""
    found = entries()

    assert found[TWO] is found[TWO]


def test_what_is_not_listed_is_not_there():
    """A number that is not listed is missing as in any dictionary."""
    found = entries()

    assert "+447700900999" not in found
    assert found.get("+447700900999", ()) == ()
    with pytest.raises(KeyError):
        found["+447700900999"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda found: found.pop(ONE), id="pop"),
        pytest.param(lambda found: found.update({ONE: ()}), id="update"),
        pytest.param(lambda found: found.__setitem__(ONE, ()), id="assignment"),
        pytest.param(lambda found: found.__delitem__(ONE), id="deletion"),
        pytest.param(lambda found: found.clear(), id="clear"),
        pytest.param(lambda found: found.setdefault(ONE, ()), id="setdefault"),
    ],
)
def test_a_loaded_list_does_not_change(change):
    """Nobody can change the entries of a list that was loaded."""
    found = entries()

    with pytest.raises(TypeError):
        change(found)
    assert found == EXPECTED
