"""Links that open a chat or a call with a telephone number: of all digits in web addresses, only theirs are numbers."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

#: Sites whose addresses name an account by its number, with the code of its country: in the path, or as a parameter.
_IN_PATH = r"wa\.me/|viber\.click/|signal\.me/#\w{1,8}/|(?:t|telegram)\.me/(?=\+|%2B)"
_AS_PARAMETER = r"whatsapp\.com/send/?|wa\.me/?"
#: Applications that are opened with a number as a parameter: `viber://chat?number=…`.
_APPLICATIONS = r"whatsapp|whatsapp-business|viber|tg|sgnl|signal|imo"
_PARAMETER = r"\?(?:[^\s#?]{0,300}&)?(?:phone|phone_?number|number|tel|to)="
#: Digits as an address writes them: signs and blanks may be escaped. What goes on with a letter is the code of an invitation.
_NUMBER = r"(?P<number>(?:\+|%2B|%20)*(?:%28|\()?\d(?:(?:[.()\-]|%20|%28|%29|%2D){0,3}\d){6,16})(?![\w%])"
_LINK = re.compile(
    rf"(?<![\w.\-/@])(?:"
    rf"(?:https?://)?(?:[\w\-]{{1,20}}\.)?(?:{_IN_PATH}|(?:{_AS_PARAMETER}){_PARAMETER})"
    rf"|(?:sgnl|signal)://(?:[\w\-]{{1,20}}\.)?signal\.me/#\w{{1,8}}/"
    rf"|(?:{_APPLICATIONS}):(?://)?[\w/]{{0,20}}{_PARAMETER}"
    rf"){_NUMBER}",
    re.IGNORECASE | re.ASCII,
)
#: Other links that call are read like any number; only digits that begin with the code of the country are no number without one.
_CALL = re.compile(
    r"(?<![\w.\-/])(?:tel|sms|smsto|callto|facetime|facetime-audio|skype|sip|whatsapp|viber):(?://)?(?P<number>447\d{9})(?![\w%])",
    re.IGNORECASE | re.ASCII,
)
#: What stands where the number of any of them begins.
_MAY_BEGIN = re.compile(r"[/=:](?:\+|\(|%2[08B])*\d", re.IGNORECASE | re.ASCII)
_NOT_DIGIT = re.compile(r"\D", re.ASCII)


class NumberLink(NamedTuple):
    """A link in a plain text."""

    start: int
    end: int
    #: With a plus sign, or as the country writes it where the link begins with a zero.
    digits: str
    #: Whether a plus sign was assumed that links of its kind need not lack.
    is_assumed: bool


def number_links(text: str) -> list[NumberLink]:
    """Find the links that hold a number, up to the end of the number."""
    if _MAY_BEGIN.search(text) is None:
        return []
    found = [(each, pattern is _CALL) for pattern in (_LINK, _CALL) for each in pattern.finditer(text)]
    links = (NumberLink(each.start(), each.end(), _digits_of(each["number"]), is_call) for each, is_call in found)
    return sorted(links, key=lambda link: link.start)


def number_of_link(text: str) -> str | None:
    """Give the digits of a text that begins as such a link and is nothing else; None for any other."""
    found = _LINK.match(text)
    return None if found is None or " " in text else _digits_of(found["number"])


def _digits_of(written: str) -> str:
    digits = _NOT_DIGIT.sub("", unquote(written))
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return digits if digits.startswith("0") else f"+{digits}"
