"""Counts of what is not kept: the same for many at once as one by one, and as a person would count."""

from __future__ import annotations

from array import array
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.matching.number_tally import ContactCount, NumberTally


class Seen(NamedTuple):
    """One number of a record."""

    e164: str
    role: str
    app: str | None
    label: str | None


_NUMBERS = [f"+4477009001{index:02d}" for index in range(6)]
_ROLES, _APPS, _LABELS = ["contact", "call"], [None, "Signal"], [None, "Ann", "Bo"]
_SEEN = st.builds(Seen, *map(st.sampled_from, (_NUMBERS, _ROLES, _APPS, _LABELS)))


@given(st.lists(_SEEN, max_size=30), st.sets(st.sampled_from(_NUMBERS), max_size=2))
def test_counts_are_those_of_the_different_things_seen(seen: list[Seen], own: set[str]):
    """Sightings, numbers and contacts are what sets of them hold, without the phone's own."""
    tally = NumberTally()
    for each in seen:
        tally.add(*each, is_contact=each.role == "contact", is_own=False)
    others = [each for each in seen if each.e164 not in own]

    assert tally.sightings(own) == len(set(others))
    assert tally.numbers(own) == {int(each.e164) for each in others}
    assert tally.number_count(own) == len(tally.numbers(own))
    assert tally.contacts(own) == {int(each.e164) for each in others if each.role == "contact"}
    assert tally.contact_count(own) == len(tally.contacts(own))
    assert all(tally.holds_any([each.e164]) for each in seen)
    assert tally.holds_any(own) == (not own.isdisjoint(each.e164 for each in seen))


@given(st.lists(st.tuples(st.sampled_from(_NUMBERS), st.sampled_from(["Ann", "Bo", "Cy"])), max_size=30), st.integers(0, 30))
def test_many_at_once_count_like_each_alone(contacts: list[tuple[str, str]], middle: int):
    """However contacts are divided into batches, each sighting counts once."""
    together, alone = NumberTally(), NumberTally()
    for batch in (contacts[:middle], contacts[middle:]):
        together.add_contacts([int(e164) for e164, _ in batch], [hash(label) for _, label in batch])
    for e164, label in contacts:
        alone.add(e164, "contact", None, label, is_contact=True, is_own=False)

    assert together.sightings(()) == alone.sightings(()) == len(set(contacts))
    assert together.numbers(()) == alone.numbers(())


@given(
    st.lists(_SEEN, max_size=15),
    st.lists(st.tuples(st.sampled_from(_NUMBERS), st.sampled_from(["Ann", "Bo", "Cy"])), max_size=15),
    st.sets(st.sampled_from(_NUMBERS), max_size=2),
)
def test_what_was_counted_apart_counts_once(seen: list[Seen], contacts: list[tuple[str, str]], own: set[str]):
    """Contacts that somebody else counted are added as if they had been counted here, whatever both have."""
    tally, alone, apart = NumberTally(), NumberTally(), ContactCount({}, set())
    for each in seen:
        tally.add(*each, is_contact=each.role == "contact", is_own=False)
        alone.add(*each, is_contact=each.role == "contact", is_own=False)
    for e164, label in contacts:
        alone.add(e164, "contact", None, label, is_contact=True, is_own=False)
        apart.add([int(e164)], [hash(label)])
    tally.add_counted(array("Q", apart.first), array("q", apart.first.values()), apart.further)

    assert (tally.sightings(own), tally.numbers(own), tally.contacts(own)) == (
        alone.sightings(own),
        alone.numbers(own),
        alone.contacts(own),
    )
    assert (tally.number_count(own), tally.contact_count(own)) == (alone.number_count(own), alone.contact_count(own))
    assert all(tally.holds_any([e164]) for e164, _ in contacts)


def test_the_owners_sightings_count_and_their_number_does_not():
    """What is the phone's own is seen, and is nobody else's number."""
    tally = NumberTally()
    tally.add(_NUMBERS[0], "owner", None, None, is_contact=False, is_own=True)

    assert (tally.sightings({_NUMBERS[0]}), tally.numbers(set())) == (1, set())
