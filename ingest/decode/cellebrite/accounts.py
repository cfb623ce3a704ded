"""The accounts of a messenger in the contacts of a report: most often the one of the phone under which a contact is kept.

Where nothing else names a contact it is the contact's own. Any other is told, as nobody can say whose it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ingest.decode.values.number_shape import has_digit, last_digits, looks_like_number, may_be_number
from ingest.decode.values.user_ids import Naming, digits_of, written_as
from ingest.records import Mention, Remark, Written

#: Accounts remembered while a report is read.
_REMEMBERED = 4096


class Accounts:
    """Reads accounts of contacts, and remembers those it leaves out."""

    def __init__(self) -> None:
        """Begin with none."""
        self._left: set[str] = set()

    def read(self, account: str, mentions: Sequence[Mention], pattern: Mention, *, has_other_id: bool) -> tuple[Mention, ...]:
        """Give the account as a number of the contact, if it is one; `mentions` are the numbers that entries name them by."""
        if written_as(account, Naming.IDS) is not Written.MESSENGER_ID:
            return ()
        if not has_other_id and not any(map(_names, mentions)):
            return (pattern._replace(raw=account, written=Written.MESSENGER_ID),)
        digits = digits_of(account)
        if last_digits(digits) not in {last_digits(digits_of(mention.raw)) for mention in mentions} and len(self._left) < _REMEMBERED:
            self._left.add(digits)
        return ()

    def remarks(self, own: Collection[str], place: str) -> Iterator[Remark]:
        """Tell of the accounts that were left out, but the phone's `own`."""
        left = len(self._left.difference(own))
        if left == 1:
            sentence = "What may be one phone number stands in the account of contacts, which is not read; it may be the phone's own."
        else:
            sentence = (
                f"What may be {left:,} phone numbers stands in the accounts of contacts, which are not read; whose they are, nobody says."
            )
        if left:
            yield Remark("unread-account", sentence, place)


def _names(mention: Mention) -> bool:
    """Whether an entry has a number, or what may be one, and not only a word for none."""
    return (
        mention.written is not Written.NUMBER
        or looks_like_number(mention.raw)
        or (has_digit(mention.raw) is not None and may_be_number(mention.raw))
    )
