"""Where a list goes on: sealed, so that it tells whoever holds it nothing, good for one person and one list, and made by nobody else.

A place may hold what nobody is to see: how a row is found, or a number whose gaps tell that there are rows which are not shown.
"""

from __future__ import annotations

import base64
import json

from matcher.errors import BadCursor, SealBroken, WrongKey
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys

_LONGEST = 800


def write_cursor(keys: Keys, of: str, account_id: str, position: tuple[str, str]) -> str:
    """Write the place behind one row.

    Args:
        keys: Seal it.
        of: Name of the list, with all that was asked of it.
        account_id: For whom.
        position: What finds the row again: mostly the text of its moment, and its id.
    """
    place = json.dumps(position, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(keys.seal_text(place, _cell(of, account_id))).rstrip(b"=").decode("ascii")


def read_cursor(keys: Keys, of: str, account_id: str, cursor: str | None) -> tuple[str, str] | None:
    """Read a place; None where the list begins.

    Raises:
        BadCursor: it was not given out for this list and this person, or not by us.
    """
    if cursor is None:
        return None
    if len(cursor) > _LONGEST:
        raise _bad()
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        # One of before a renewal of the key may stand for a place that is no longer there: a list is then read from its start.
        if not keys.is_current(sealed):
            raise _bad()
        at, row_id = json.loads(keys.unseal_text(sealed, _cell(of, account_id)))
    except (ValueError, SealBroken, WrongKey) as err:
        raise _bad() from err
    return str(at), str(row_id)


def _cell(of: str, account_id: str) -> Cell:
    # One column for all lists: a key is derived for each column, and there are more lists than columns.
    return Cell("cursors", "place", (of.encode("utf-8", "surrogatepass"), account_id))


def _bad() -> BadCursor:
    return BadCursor("The list has no such place to go on from.", hint="Read the list from its start.")
