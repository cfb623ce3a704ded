"""JSON of the strict kind."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.web.bodies import DEEPEST, parse_json
from matcher.web.problems import Refused

TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_json_can_say_is_read(value):
    """Any value written as JSON is read as that value, escaped or not."""
    assert parse_json(json.dumps(value).encode()) == value
    assert parse_json(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="cut"),
        pytest.param(b'{"a": 1, "a": 2}', id="a key twice"),
        pytest.param(b'{"x": {"a": 1, "\\u0061": 2}}', id="a key twice, spelt in two ways"),
        pytest.param(b"[NaN]", id="no number"),
        pytest.param(b"[-Infinity]", id="no end"),
        pytest.param(b'"\\ud800"', id="half a character"),
        pytest.param(b'["\\u0000"]', id="the character zero"),
        pytest.param(b'{"\\u0000": 1}', id="the character zero in a key"),
        pytest.param(b'"\xff"', id="no UTF-8"),
        pytest.param(b"\xef\xbb\xbf{}", id="a byte order mark"),
        pytest.param("{}".encode("utf-16"), id="UTF-16"),
        pytest.param(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), id="one too deep"),
        pytest.param(b"[" * 200_000, id="far too deep"),
        pytest.param(b'{"a":' * 50_000 + b"1" + b"}" * 50_000, id="objects without end"),
        pytest.param(b"1" * 5000, id="digits without end"),
    ],
)
def test_what_is_no_strict_json_is_refused(body):
    """Repeated keys, numbers that are none, half characters and nesting without end are refused with one code."""
    with pytest.raises(Refused) as refused:
        parse_json(body)

    assert refused.value.code == "malformed-json"


def test_brackets_in_a_text_are_no_nesting():
    """A text full of brackets, and a list of many short lists, are taken."""
    assert parse_json(json.dumps("[{" * 500 + '"\\"').encode()) == "[{" * 500 + '"\\"'
    assert parse_json(json.dumps([[]] * 500).encode()) == [[]] * 500
    assert parse_json(b"[" * DEEPEST + b"]" * DEEPEST) is not None
