"""Where a reader of the audit trail goes on: sealed for one reader and one question, so that it tells nothing of the place it stands for.

Cursors of other lists are signed and can be read (`cursors`). The place of an event must not be: from gaps between places somebody could
see that there are events that are not shown to them.
"""

from __future__ import annotations

import base64

from matcher.errors import BadCursor, SealBroken, WrongKey
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys

_LONGEST = 200


def seal_place(keys: Keys, place: int, *, question: str, reader: str) -> str:
    """Make a cursor of the number of an event.

    Args:
        keys: Seal it.
        place: Number of the last event of a page.
        question: Everything that was asked for.
        reader: Who may use it.
    """
    return base64.urlsafe_b64encode(keys.seal_text(str(place), _cell(question, reader))).decode("ascii").rstrip("=")


def open_place(keys: Keys, cursor: str, *, question: str, reader: str) -> int:
    """Give the place a cursor stands for.

    Raises:
        BadCursor: it was not given out for this question and this reader, or not by us.
    """
    try:
        sealed = base64.b64decode(cursor[:_LONGEST] + "=" * (-len(cursor[:_LONGEST]) % 4), altchars=b"-_", validate=True)
        return int(keys.unseal_text(sealed, _cell(question, reader)))
    except (ValueError, SealBroken, WrongKey) as err:
        raise BadCursor("The trail cannot be gone on with from there.", hint="Begin at its first page again.") from err


def _cell(question: str, reader: str) -> Cell:
    return Cell("audit_events", "cursor", (question, reader))
