"""What the first digits of a UK number of ten national digits decide, as tables that fill as numbers turn up."""

from __future__ import annotations

from functools import lru_cache

from matcher.domain.numbers.ranges import UK
from matcher.domain.numbers.reading import Kind
from matcher.domain.numbers.verdict import judge_international

#: More starts than any phone knows; a table that has grown larger begins anew.
_MOST = 20_000


class Bounded(dict[str, Kind | None]):
    """Starts of numbers -> what they decide, filled as starts turn up, and never larger than the numbers of a few phones make it."""

    def keep(self, start: str, kind: Kind | None) -> Kind | None:
        """Remember and give what a start decides."""
        if len(self) >= _MOST:
            self.clear()
        self[start] = kind
        return kind


class Kinds(Bounded):
    """Start of a UK number of ten national digits as written, four of them -> its kind; None where five decide, or where it is none.

    Filled as starts turn up: a phone knows a few hundred.
    """

    def __init__(self, before: str, *, test_numbers: bool) -> None:
        """Prepare for numbers that have `before` in front of the national digits."""
        super().__init__()
        self._before = before
        self._areas = uk_areas(test_numbers=test_numbers)

    def __missing__(self, start: str) -> Kind | None:
        if not start.startswith(self._before):
            return self.keep(start, None)
        four = start[len(self._before) :]
        kind = self._areas[f"{four}5"]
        if kind is not None and kind is not Kind.FIXED:
            # The fifth digit says where a local part begins, and only numbers of places have one.
            return self.keep(start, kind)
        kinds = {self._areas[f"{four}{fifth}"] for fifth in "0123456789"}
        return self.keep(start, kinds.pop() if len(kinds) == 1 else None)


class Areas(Bounded):
    """First five of ten UK national digits -> the kind of the number, or None where there is none.

    Five digits decide: the range by four, and wherever a local part begins, its first digit is among the five.
    """

    def __init__(self, *, test_numbers: bool) -> None:
        """Prepare for numbers with or without the test namespace."""
        super().__init__()
        self._test_numbers = test_numbers

    def __missing__(self, start: str) -> Kind | None:
        # A zero here would be a trunk zero, behind which there is another number.
        is_whole = len(start) == 5 and start[0] != "0"
        verdict = judge_international(f"{UK}{start}00000", test_numbers=self._test_numbers) if is_whole else None
        return self.keep(start, verdict.kind if verdict is not None and verdict.is_number else None)


class _Never(Kinds):
    """No number is written so in this region."""

    def __missing__(self, start: str) -> Kind | None:
        return None


@lru_cache(maxsize=2)
def uk_areas(*, test_numbers: bool) -> Areas:
    """Give the kinds by five digits."""
    return Areas(test_numbers=test_numbers)


@lru_cache(maxsize=2)
def uk_kinds(*, test_numbers: bool) -> tuple[Kinds, Kinds, Kinds, Kinds, Kinds]:
    """Give the kinds behind `0`, behind `+44`, behind `44`, behind `0044`, and with nothing before."""
    return (
        Kinds("0", test_numbers=test_numbers),
        Kinds("+44", test_numbers=test_numbers),
        Kinds("44", test_numbers=test_numbers),
        Kinds("0044", test_numbers=test_numbers),
        Kinds("", test_numbers=test_numbers),
    )


@lru_cache(maxsize=2)
def plain_starts(*, test_numbers: bool) -> set[int]:  # noqa: ARG001 # of each a set of its own
    """Give those first four national digits, as numbers, of which it is known that they decide; whoever finds one adds it."""
    return set()


#: For regions that write no UK numbers without their country code.
NO_KINDS = _Never("", test_numbers=False)
