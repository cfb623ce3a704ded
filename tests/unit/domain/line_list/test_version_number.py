"""How the number of a version of the line list is written."""

import pytest

from matcher.domain.line_list.version_number import read_version_number


@pytest.mark.parametrize(
    ("said", "number"),
    [
        pytest.param("12", 12, id="plain"),
        pytest.param(" v12 ", 12, id="as people say it"),
        pytest.param("V3", 3, id="in capitals"),
        pytest.param("", None, id="nothing"),
        pytest.param("v", None, id="no digit"),
        pytest.param("-1", None, id="a sign"),
        pytest.param("1.0", None, id="a fraction"),
        pytest.param("١٢", None, id="digits of another script"),
        pytest.param("9" * 10, None, id="more versions than a list has"),
        pytest.param(f"lst_{'0' * 26}", None, id="an id"),
    ],
)
def test_a_version_is_named_by_its_number(said, number):
    """With or without the letter people put before it; whatever else stands there names no version by its number."""
    assert read_version_number(said) == number
