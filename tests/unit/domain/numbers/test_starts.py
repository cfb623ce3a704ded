"""Tables of the starts of numbers, which live as long as the process."""

from __future__ import annotations

import pytest

from matcher.domain.numbers.abroad import kinds_abroad
from matcher.domain.numbers.reading import Kind
from matcher.domain.numbers.starts import Bounded, uk_areas, uk_kinds


def test_a_table_never_grows_without_end():
    """However many starts turn up, a table keeps a bounded number of them and still answers."""
    table = Bounded()

    given = [table.keep(f"+{start}", Kind.MOBILE) for start in range(100_000)]

    assert set(given) == {Kind.MOBILE}
    assert len(table) <= 20_000


def test_a_start_that_decides_nothing_is_not_guessed():
    """No kind is given for the UK, for a calling code nobody has, and for digits that do not begin with a plus sign."""
    kinds = kinds_abroad()

    assert [kinds[13][start] for start in ("+4477009", "+9990000", "07700+90")] == [None, None, None]


def test_the_start_of_a_mobile_abroad_decides():
    """French numbers behind 6 and Irish ones behind 85 are mobiles (numbers of domain 11.3)."""
    assert kinds_abroad()[12]["+3361234"] is Kind.MOBILE
    assert kinds_abroad()[13]["+3538512"] is Kind.MOBILE


@pytest.mark.parametrize("test_numbers", [False, True])
def test_four_digits_decide_where_all_five_do(test_numbers):
    """Of every beginning of a UK number the kind is that of all ten digits that may follow, and none where these differ."""
    _, kinds, *_ = uk_kinds(test_numbers=test_numbers)
    areas = uk_areas(test_numbers=test_numbers)
    for start in (f"{start:04}" for start in range(10_000)):
        found = {areas[f"{start}{fifth}"] for fifth in "0123456789"}

        assert kinds[f"+44{start}"] is (found.pop() if len(found) == 1 else None)
