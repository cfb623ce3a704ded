"""Cursors: sealed for one list and one person."""

from __future__ import annotations

import base64

import pytest

from matcher.errors import BadCursor
from matcher.store.crypto import SubKeys
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.key_ring import Keys

OLD, NEW = SubKeys(1, bytes(range(32))), SubKeys(2, bytes(range(1, 33)))
PLACE = ("2026-04-20T12:00:00Z", "sub_0123")
GIVEN = write_cursor(Keys([OLD]), "submissions", "acc_1", PLACE)


def test_a_cursor_tells_nothing_and_leads_back():
    """What stands in it cannot be read, two of one place are not alike, and whoever it was given to goes on from there."""
    plain = base64.urlsafe_b64decode(GIVEN + "==")

    assert read_cursor(Keys([OLD]), "submissions", "acc_1", GIVEN) == PLACE
    assert not any(part.encode() in plain for part in (*PLACE, "2026", "submissions", "acc_1"))
    assert write_cursor(Keys([OLD]), "submissions", "acc_1", PLACE) != GIVEN


@pytest.mark.parametrize(
    ("keys", "of", "account", "cursor"),
    [
        (Keys([OLD]), "alerts", "acc_1", GIVEN),
        (Keys([OLD]), "submissions", "acc_2", GIVEN),
        (Keys([OLD]), "submissions", "acc_1", GIVEN[:20] + ("B" if GIVEN[20] == "A" else "A") + GIVEN[21:]),
        (Keys([OLD]), "submissions", "acc_1", ""),
        (Keys([OLD]), "submissions", "acc_1", "AQEA"),
        (Keys([OLD]), "submissions", "acc_1", "\ud800"),
        (Keys([OLD]), "submissions", "acc_1", "x" * 10_000),
        (Keys([NEW, OLD]), "submissions", "acc_1", GIVEN),
        (Keys([NEW]), "submissions", "acc_1", GIVEN),
    ],
    # Said here: a cursor is another one in each process.
    ids=["another list", "another person", "changed", "none", "short", "no text", "long", "before a renewal", "another key"],
)
def test_a_cursor_is_of_no_use_anywhere_else(keys, of, account, cursor):
    """Another list, another person, what was changed or made up, and one of before the key was renewed are refused."""
    with pytest.raises(BadCursor):
        read_cursor(keys, of, account, cursor)
