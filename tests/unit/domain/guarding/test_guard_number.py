"""Numbers an organisation itself protects or warns of, and the lists they make with those of the product."""

from __future__ import annotations

from itertools import pairwise

import pytest

from builders import a_list, an_associate
from builders import an_entry as a_listed
from matcher.domain.guarding.guard_number import CLASSES, Guard, GuardDraft, GuardEntry, alone, guarded, read_entry, without_guarded
from matcher.domain.guarding.protection import ListedRange, Listing, NumberLists, NumberSet
from matcher.domain.numbers import read_all
from matcher.errors import Fault


def a_draft(**changed) -> GuardDraft:
    """An entry nothing is wrong with."""
    sound = {
        "guard": Guard.PROTECTED,
        "group": "confidential-person",
        "number": "01632 960222",
        "last": None,
        "label": "Solicitor of the duty scheme",
        "reason": "Asked for by the firm",
        "source": "Letter of the firm",
    }
    return GuardDraft(**sound | changed)


def read(**changed) -> GuardEntry | tuple[Fault, ...]:
    """Read an entry."""
    return read_entry(a_draft(**changed), "GB", test_numbers=True)


def an_entry(first: str, last: str | None = None, guard: Guard = Guard.PROTECTED) -> GuardEntry:
    """Make an entry."""
    return GuardEntry(guard, "health", first, last or first, "Surgery", "Local", "Own list")


@pytest.mark.parametrize(
    ("typed", "last", "expected"),
    [
        pytest.param("07700 900222", None, ("+447700900222", "+447700900222"), id="national"),
        pytest.param("+44 (0)1632 960222", None, ("+441632960222", "+441632960222"), id="international"),
        pytest.param("85258", None, ("85258", "85258"), id="a short code"),
        pytest.param("01632 960200", "01632 960299", ("+441632960200", "+441632960299"), id="a range"),
    ],
)
def test_an_entry_is_a_number_a_range_or_a_code(typed, last, expected):
    """However it is typed, a number is kept as it is compared."""
    entry = read(number=typed, last=last)

    assert isinstance(entry, GuardEntry)
    assert (entry.first, entry.last) == expected


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        pytest.param({"number": "nothing"}, "number", id="no number"),
        pytest.param({"number": "07700 900222 07700 900333"}, "number", id="two numbers"),
        pytest.param({"number": "12"}, "number", id="too short"),
        pytest.param({"number": "01632 960299", "last": "01632 960200"}, "last", id="backwards"),
        pytest.param({"number": "01632 960200", "last": "85258"}, "last", id="from a number to a code"),
        pytest.param({"number": "+44 4000 000000", "last": "+44 4000 010000"}, "last", id="too wide"),
        pytest.param({"group": "taxi"}, "group", id="a group of the other list"),
        pytest.param({"label": " "}, "label", id="no label"),
        pytest.param({"reason": ""}, "reason", id="no reason"),
        pytest.param({"source": "x" * 201}, "source", id="a source without end"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_with_its_field(changed, place):
    """Every entry has one number or range, a class of its list, a label, a reason and a source; nothing typed is repeated."""
    faults = read(**changed)

    assert isinstance(faults, tuple)
    assert [fault.place for fault in faults] == [place]
    assert not any("9002" in fault.sentence for fault in faults)


def test_classes_are_those_of_the_lists_that_are_shipped(shipped_lists):
    """Every class a local entry may have is one of the shipped lists, so that there is one set of words."""
    for guard, several in ((Guard.PROTECTED, shipped_lists.protected), (Guard.WARNING, shipped_lists.warning)):
        parts = (several.numbers, several.codes, several.words, several.names)
        listings = [
            *(each for part in parts for each in part.values()),
            *(each.listing for each in (*several.ranges, *several.code_ranges)),
        ]
        assert set(CLASSES[guard]) <= {each.group for each in listings}


@pytest.fixture(scope="module")
def shipped_lists():
    """Give the lists of the product."""
    from matcher.bootstrap import build

    return build().lists


def test_local_entries_stand_beside_the_shipped_ones(shipped_lists):
    """Own numbers, ranges and codes count, the shipped ones still do, and what nobody listed does not."""
    lists = guarded(shipped_lists, [an_entry("+447700900222"), an_entry("+441632960200", "+441632960299"), an_entry("61234")])
    protected = [
        any(lists.is_protected(each) for each in read_all([text], "GB")[0])
        for text in ("07700 900222", "01632 960250", "61234", "0800 1111", "07700 900223", "01632 960300")
    ]

    assert protected == [True, True, True, True, False, False]
    assert lists.warning is shipped_lists.warning


def test_a_warning_adds_a_caution_and_hides_nothing(shipped_lists):
    """A number an organisation warns of is not protected; it is named as what it is."""
    lists = guarded(shipped_lists, [an_entry("+447700900222", guard=Guard.WARNING)])
    found = lists.warning_of("+447700900222")

    assert found is not None
    assert found.name == "Surgery"
    assert not lists.is_protected_number("+447700900222")


@pytest.mark.parametrize("known", [[(0, 9)], [(3, 5)], [(0, 3), (7, 12)], [(0, 20)], [(5, 5), (7, 7)], []])
def test_ranges_that_overlap_are_all_covered_once(known):
    """Whatever is listed already, every number of a new range is listed afterwards, and no range overlaps another."""
    base = 441632960000
    listing = Listing("health", "x", "y")
    shipped = NumberLists(protected=NumberSet(ranges=tuple(ListedRange(base + one, base + last, listing) for one, last in known)))
    lists = guarded(shipped, [an_entry(f"+{base + 2}", f"+{base + 9}"), an_entry(f"+{base + 8}", f"+{base + 11}")])
    ranges = lists.protected.ranges

    assert all(lists.is_protected_number(f"+{value}") for value in range(base + 2, base + 12))
    assert all(one.last < other.first for one, other in pairwise(ranges))
    assert lists.is_protected_number(f"+{base + 13}") is any(one <= 13 <= last for one, last in known)


def test_without_entries_the_lists_stay_as_they_are(shipped_lists):
    """An organisation that adds nothing shares the lists of the product."""
    assert guarded(shipped_lists, []) is shipped_lists


def test_a_listed_number_that_is_protected_is_blocked():
    """It stands on the list by mistake and is never matched; the other numbers stay, and a warning blocks nothing."""
    person = an_associate(e164="+441632960251")
    numbers = ("+447700900123", "+447700900222", "+441632960250")
    line_list = a_list([a_listed(e164=e164) for e164 in numbers], associates=[person])
    left = without_guarded(line_list, [an_entry("+447700900222"), an_entry("+441632960200", "+441632960299")])

    assert set(left.entries) == {"+447700900123"}
    assert left.associates == {}
    assert set(left.lines) == set(line_list.lines)
    assert without_guarded(line_list, [an_entry("+447700900222", guard=Guard.WARNING), an_entry("85258")]) is line_list


def test_an_entry_alone_finds_what_it_keeps_out_and_nothing_else():
    """Of the shipped lists nothing is among it."""
    lists = alone(an_entry("+447700900222", guard=Guard.WARNING))

    assert lists.is_protected_number("+447700900222")
    assert not lists.is_protected_number("+448001111")
    assert lists.open_label("Jay 07700 900222") == "Jay …"
