"""The number of an account that stands beside a telephone on a card, with its country: `TEL;waid=353851234567:085 123 4567`."""

from __future__ import annotations

import re
from typing import Final

#: Digits that say of which account a text is a part.
_FEWEST_ALIKE: Final = 6
#: Digits from which on a text is a number rather than part of one, or of none.
_FEWEST: Final = 3
_INTERNATIONAL = re.compile(r"\s*(?:tel:)?\s*\(?(?:\+|00)")
#: Written whole as people in the country of the account do: there the text says as much.
_BRITISH = re.compile(r"0?[1-9]\d{9}", re.ASCII)
_COUNTRY: Final = "44"


def is_rather_account(text: str, account: str) -> bool:
    """Whether the account says more than the text of the telephone: where that lacks its country or a part, or is a mere word.

    Args:
        text: of the telephone, as it is written.
        account: digits of the account, with those of the country.
    """
    digits = _digits_of(text)
    if len(digits) < _FEWEST:
        return True
    if _INTERNATIONAL.match(text) or (account.startswith(_COUNTRY) and _BRITISH.fullmatch(digits)):
        return False
    return _are_alike(digits, account)


def is_of_other(text: str, account: str) -> bool:
    """Whether the account is another number than that of the telephone it stands beside."""
    digits = _digits_of(text)
    return len(digits) >= _FEWEST_ALIKE and not _are_alike(digits, account)


def _are_alike(digits: str, account: str) -> bool:
    significant = digits.lstrip("0")
    return len(significant) >= _FEWEST_ALIKE and account.endswith(significant[-len(account) :])


def _digits_of(text: str) -> str:
    return "".join(filter(str.isdecimal, text))
