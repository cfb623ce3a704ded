"""Lines are found by what people call them, and by their numbers however they are typed."""

from __future__ import annotations

import pytest

from builders import a_line, a_list, a_number_set, an_associate, an_entry, number_lists
from matcher.domain.register import Conventions, Record, RecordKind, Register, Removal
from matcher.domain.upkeep.line_search import find_lines, read_sought

LARKSPUR = a_line(aliases=("Zoë's",), ocg_urn="G/17")
WOODLARK = a_line(id="L-0044", name="Wood Lark", exporting_area=None, importing_areas=("Hillside", "Brackwater"))
COVERT = a_line(id="L-0099", name="Larkspur Two")
LIST = a_list(
    [an_entry(), an_entry(line_id="L-0099"), an_entry(line_id="L-0044", e164="+447700900789")],
    [LARKSPUR, WOODLARK, COVERT],
    [an_associate(line_id="L-0044")],
)
GONE = ["07700 900555", "01632 960999"]
REGISTER = Register.of(
    [
        Record(RecordKind.LINE, "L-0044", "L-0044", {"group": "The Hill Crew"}),
        *(Record(RecordKind.NUMBER, f"num_{each}", "L-0043", {"number": each}, Removal.WRONG) for each in GONE),
    ]
)
CONVENTIONS = Conventions(number_lists(protected=a_number_set({"+441632960999"})))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("larkspur", ["L-0043"], id="name, but no line that may not be known of"),
        pytest.param("ZOE", ["L-0043"], id="another name, without case and accents"),
        pytest.param("l-004", ["L-0043", "L-0044"], id="part of an id"),
        pytest.param("lark brack", ["L-0044"], id="words of name and area"),
        pytest.param("estmoor", ["L-0043"], id="where it is run from"),
        pytest.param("g/17", ["L-0043"], id="reference of the group"),
        pytest.param("the hill crew", ["L-0044"], id="name of the group"),
        pytest.param("+44 (0)7700-900123", ["L-0043"], id="number in any spelling"),
        pytest.param("0044 7700 900456", ["L-0044"], id="number of a linked person"),
        pytest.param("07700 900555", ["L-0043"], id="number that was taken off"),
        pytest.param("01632 960999", [], id="number that was taken off, and is protected by now"),
        pytest.param("07700 900124", [], id="number of nobody"),
        pytest.param("lark estmoor hillside", [], id="words of two lines"),
    ],
)
def test_lines_are_found_by_what_they_are_called(text, found):
    """Every word is part of what is said of the line, or the text is a number of it; lines that are not known are not looked at."""
    seen = find_lines(read_sought(text, CONVENTIONS), LIST, REGISTER, (LARKSPUR, WOODLARK), CONVENTIONS)

    assert [each.id for each in seen] == found
