"""Where a list goes on: opaque to whoever holds it, good for one person and one list, and made by nobody else."""

from __future__ import annotations

import base64
import binascii
import hmac
import json

from matcher.errors import BadCursor
from matcher.store.crypto import Use
from matcher.store.key_ring import Keys

_TAG_BYTES = 16
_LONGEST = 800


def write_cursor(keys: Keys, of: str, account_id: str, position: tuple[str, str]) -> str:
    """Write the place behind one row.

    Args:
        keys: Make it ours.
        of: Name of the list.
        account_id: For whom.
        position: Text of the moment, and id, of the row.
    """
    place = json.dumps(position, separators=(",", ":"))
    tag = keys.keyed_hash(Use.CURSOR, _message(of, account_id, place))[:_TAG_BYTES]
    return base64.urlsafe_b64encode(tag + place.encode()).rstrip(b"=").decode("ascii")


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
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place = data[_TAG_BYTES:].decode()
    except (ValueError, binascii.Error) as err:
        raise _bad() from err
    # One made with a key that was renewed since opens nothing: a list is then read from its start.
    expected = keys.keyed_hash(Use.CURSOR, _message(of, account_id, place))[:_TAG_BYTES]
    if not hmac.compare_digest(expected, data[:_TAG_BYTES]):
        raise _bad()
    at, row_id = json.loads(place)
    return str(at), str(row_id)


def _message(of: str, account_id: str, place: str) -> bytes:
    return json.dumps([of, account_id, place], separators=(",", ":")).encode()


def _bad() -> BadCursor:
    return BadCursor("The list has no such place to go on from.", hint="Read the list from its start.")
