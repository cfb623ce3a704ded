"""A helpline leaves no trace however its digits were damaged, and no damaged ordinary number is taken for one."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from matcher.domain.guarding.protection import NumberLists, read_openly
from matcher.domain.numbers import Number, read_all
from matcher.service.load_number_lists import load_number_lists

CONFIG = Path(__file__).resolve().parents[4] / "config"

#: Of domain 11.5: a child helpline, one of the range, a reporting line, and codes.
HELPLINES = ("08001111", "08088010677", "0800555111", "08000684141")
CODES = ("116123", "116000", "85258")
#: Of domain 11.2: mobiles, fixed lines, freephone.
MOBILES = ("07700900123", "07700900111", "07700900800", "07700900116")
ORDINARY = ("01632960111", "02079460111", "01134960800", "08081570123")


@pytest.fixture(scope="module")
def shipped() -> NumberLists:
    """The lists an operator gets."""
    return load_number_lists(CONFIG)


def told_of(text: str, lists: NumberLists) -> list[str]:
    """What is shown of a cell: numbers, and texts with digits enough for one."""
    readings = read_all([text], "GB", test_numbers=False)[0]
    told = [each for one in readings for each in read_openly(one, lists, "GB", test_numbers=False)]
    return [each.raw for each in told if isinstance(each, Number) or told == list(readings) or sum(map(str.isdecimal, each.raw)) >= 6]


def padded(digits: str) -> Iterator[str]:
    """A column of text with zeros in front, a number with decimals, quotation marks of a formula."""
    yield from (f"{'0' * zeros}{digits}" for zeros in (1, 2, 3, 5))
    yield from (f"{digits}.0", f"{digits},00", f'="{digits}"', f"=“{digits}”")


def mistyped(digits: str) -> Iterator[str]:
    """Letters for digits, a digit more, a digit less; a blank stands where people put one."""
    yield from (digits.replace("1", "l"), digits.replace("0", "O"), digits.replace("1", "I", 2).replace("0", "o", 1))
    yield from (f"{digits[:4]} {digits[4:]}{more}" for more in "0159")
    yield from (f"{digits[:4]} {digits[4:at]}{digits[at + 1 :]}" for at in range(4, len(digits)))


def cut(digits: str) -> Iterator[str]:
    """Digits masked, or lost at the end."""
    yield from (f"{digits[:-2]}xx", f"{digits[:-1]}?", f"{digits[:-1]}*", digits[:-1], f"{digits[:4]} {digits[4:-1]}")


def powers(digits: str) -> Iterator[str]:
    """What a spreadsheet makes of a long number."""
    bare = digits.lstrip("0")
    yield from (f"{int(bare):.{figures}E}" for figures in range(4, len(bare)))


def together() -> Iterator[str]:
    """Two of them in one cell."""
    yield from ("116123116000", "8525885258", "08001111116123", "111;999", "111 999", "111,999", "999;111", "111/999", "08001111 08001111x")


def is_doubtful(text: str) -> bool:
    """Whether a text is no number of its own: freephone numbers have seven, nine or ten digits, so one damaged may be somebody else's."""
    return not any(isinstance(each, Number) and each.raw == text for each in read_all([text], "GB", test_numbers=False)[0])


DAMAGED = tuple(
    dict.fromkeys(
        chain(
            filter(is_doubtful, chain.from_iterable(chain(mistyped(each), cut(each)) for each in HELPLINES)),
            chain.from_iterable(chain(padded(each), powers(each)) for each in HELPLINES),
            chain.from_iterable(padded(each) for each in (*CODES, "111")),
            together(),
            ("8E+06", "8.00E+06", "8.0E+06", "8e6"),
            ("080 1111", "0808 801 06771", "0808 8000 1234", "0800 1l11", "O8OO llll", "Jay 00008001111"),
        )
    )
)

DOUBTFUL = tuple(
    dict.fromkeys(
        chain(
            chain.from_iterable(chain(mistyped(each), cut(each), powers(each), padded(each)) for each in (*MOBILES, *ORDINARY)),
            (
                "8525",
                "116 12",
                "0800 1112",
                "47/116123/26",
                "900123",
                "7946 0123",
                "496 0123",
                "8525 8111",
                "8001 1110",
                "222 111",
                "222111",
                "1161234",
                "01632,111,222",
                "0116 4960",
            ),
            (
                "07700 900 0800 11",
                "4477009008001111",
                "0770090080011112",
                "60777",
                "118500",
                "999",
                "112",
                "47/12345/26",
                "7.7009E+09",
                "8E+09",
                "8.1E+09",
                "7E+09",
                "7E+06",
            ),
            ("0808 157 012", "0800 ????", "0845 46 4", "07800 1111 2", "0780011112", "+44 7800 1111 2"),
        )
    )
)


def test_both_directions_are_tried_widely():
    """More than a hundred spellings of each are tried."""
    assert (len(DAMAGED) > 100, len(DOUBTFUL) > 100) == (True, True)


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_helpline_leaves_no_trace(shipped: NumberLists, text: str) -> None:
    """Nothing is shown of a protected number that was padded, cut, mistyped, rounded or run together with another."""
    assert told_of(text, shipped) == []


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_doubtful_ordinary_number_stays_shown(shipped: NumberLists, text: str) -> None:
    """A text that may be a mobile or another ordinary number is told as it stands: a match could hide in it."""
    readings = read_all([text], "GB", test_numbers=False)[0]

    assert told_of(text, shipped) == [each.raw for each in readings]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("07700 9001xx / 0800 11xx", ["07700 9001xx"], id="two with digits masked"),
        pytest.param("0800111107700900123", ["07700900123"], id="run together, the helpline first"),
        pytest.param("07700900123116123", ["07700900123"], id="run together, a code behind"),
        pytest.param("07700 90012 or 00008001111", ["07700 90012"], id="a doubtful one beside it"),
    ],
)
def test_what_stands_beside_a_damaged_helpline_is_told(shipped: NumberLists, text: str, left: list[str]) -> None:
    """The other number of such a cell is shown alone, and its raw text holds nothing of the helpline."""
    assert told_of(text, shipped) == left


@pytest.mark.parametrize(
    ("label", "told"),
    [
        pytest.param("Jay 08001111 / 116 123", "Jay … / …", id="two"),
        pytest.param("Kettle 0800 1111", "Kettle …", id="behind the name of a line"),
        pytest.param("Jay 00008001111", "Jay …", id="padded"),
        pytest.param("Jay (+44 800 1111)", "Jay (…)", id="international"),
        pytest.param("Jay 07700 900111", "Jay 07700 900111", id="an ordinary number"),
        pytest.param("Jay 2", "Jay 2", id="a count"),
        pytest.param("Oli 1, Ilona", "Oli 1, Ilona", id="letters that look like digits"),
    ],
)
def test_a_name_is_told_without_the_helpline_in_it(shipped: NumberLists, label: str, told: str) -> None:
    """A mark stands where a protected number stood in a name; everything else of the name stays."""
    assert shipped.open_label(label) == told


def test_a_long_text_costs_no_more_than_its_length(shipped: NumberLists) -> None:
    """Texts made to be tried in every way are given up as they are."""
    for text in ("1" * 5000, "111" * 60, "0800 " * 40, "l1" * 90, ". " * 90 + "1", "(" * 199 + "1"):
        assert isinstance(told_of(text, shipped), list)
