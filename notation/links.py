"""Links that open a chat or a call with a telephone number: how they begin, and where in them the number stands.

Of all digits in web addresses only theirs may be those of a telephone number. Which number they are is the normaliser's to say.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: Schemes of telephones, behind which nothing but a number stands, and of calls in general.
_TELEPHONES = ("tel", "sms", "smsto", "mms", "mmsto")
_CALLS = ("callto", "sip", "sips", "facetime", "facetime-audio", "imessage", "skype")
#: Scheme of a messenger -> its name, where it is known by one.
_MESSENGERS = {
    "whatsapp": "WhatsApp",
    "whatsapp-business": "WhatsApp",
    "viber": "Viber",
    "signal": "Signal",
    "sgnl": "Signal",
    "tg": "Telegram",
    "imo": None,
}
#: Those whose accounts are telephone numbers and nothing else; the others count their users, or let them choose a name.
_NAMED_BY_NUMBER = ("whatsapp", "viber")
#: Site -> whose chat it opens.
_SITES = {
    "wa.me": "WhatsApp",
    "whatsapp.com": "WhatsApp",
    "viber.click": "Viber",
    "signal.me": "Signal",
    "t.me": "Telegram",
    "telegram.me": "Telegram",
}

TELEPHONES = "|".join(_TELEPHONES)
#: Schemes whose links are read like any number once the scheme is taken off.
DIALLED = "|".join((*_TELEPHONES, *_CALLS, *_NAMED_BY_NUMBER))
#: How any of the links begins, for whoever looks through bytes.
SCHEMES = "|".join((*_TELEPHONES, *_CALLS, *_MESSENGERS))
SITES = r"(?:[\w\-]{1,20}\.)?(?:(?:wa|t|telegram|signal)\.me[/?]|viber\.click/|whatsapp\.com/send)"

_SITE = r"(?:https?://)?(?:[\w\-]{1,20}\.)?"
#: What stands between the site and the number of some: `signal.me/#p/+44…`.
_FRAGMENT = r"(?:#[a-z]{1,8}/)?"
_PARAMETER = r"\?(?:[^\s#?]{0,300}&)?(?:phone|phone_?number|number|tel|to)="
#: Digits as an address writes them: signs and blanks may be escaped. What goes on with a letter is the code of an invitation.
_NUMBER = r"(?P<number>(?:\+|%2B|%20)*(?:%28|\()?\d(?:(?:[.()\-]|%20|%28|%29|%2D){0,3}\d){6,16})(?![\w%])"
#: A plus sign; a blank is one that was read as the sign for a blank and escaped again.
_PLUS = r"\+|%2B|%20"
_BARE_MOBILE = r"447\d{9}(?!\w)"
#: Where accounts may have numbers of their own, only what says where it begins is that of a telephone: 7700900123 is somebody's account.
_TOLD = rf"(?=0|{_BARE_MOBILE})"
_LINK = re.compile(
    r"(?<![\w.\-/@])(?:"
    rf"{_SITE}(?:(?:wa|signal)\.me/{_FRAGMENT}|viber\.click/|(?:t|telegram)\.me/{_FRAGMENT}(?:(?={_PLUS})|(?P<typed>{_TOLD}))"
    rf"|(?:whatsapp\.com/send/?|wa\.me/?){_PARAMETER})"
    rf"|(?:sgnl|signal)://{_SITE}signal\.me/{_FRAGMENT}"
    rf"|(?:{'|'.join(_MESSENGERS)}):(?://)?[\w/]{{0,20}}{_PARAMETER}"
    rf"|(?P<dialled>(?:{'|'.join((*_TELEPHONES, *_NAMED_BY_NUMBER))}):(?://)?|(?:{SCHEMES}):(?://)?(?:(?={_PLUS}|\(|%28)|{_TOLD}))"
    rf"){_NUMBER}",
    re.IGNORECASE | re.ASCII,
)

#: Parts of which every link has one, lower case: with a site, or with a scheme.
_SITE_SIGNS = (".me/", ".me?", "viber.click/", "whatsapp.com/")
_SCHEME_SIGNS = tuple(f"{scheme}:" for scheme in SCHEMES.split("|"))
_SIGNS = (*_SITE_SIGNS, *_SCHEME_SIGNS)


def _shape_of(byte: int) -> int:
    """Give the byte that stands for another in the shape of a text."""
    character = chr(byte)
    if character in "0123456789+(%":
        return ord("0")
    return ord("a") if character.isascii() and character.isalpha() else byte


#: All letters become one, and whatever a number may begin with a digit: the number of a link stands where one of these shapes is.
_SHAPE = bytes(_shape_of(each) for each in range(256))
_SHAPES = ((":", b"a:0"), ("/", b"a/0"), ("=", b"=0"))
_WHOSE = {**_SITES, **{f"{scheme}:": name for scheme, name in _MESSENGERS.items()}}
_NAMING = re.compile(rf"(?<![\w\-])(?:{'|'.join(map(re.escape, _WHOSE))})", re.ASCII)


class Link(NamedTuple):
    """A link in a text, up to the end of its number."""

    start: int
    end: int
    #: The digits with the signs and escapes among them, as the link writes them.
    number: str
    #: Whether the digits are what somebody dials, so that they need not begin with the code of a country; those of other links do.
    is_dialled: bool
    #: The messenger whose chat is opened, where it has a name; None for calls.
    app: str | None


def may_hold_links(joined: str) -> bool:
    """Whether a link may stand in any of many texts, put together: at a fraction of the cost of asking each."""
    signs = [(sign, shape) for sign, shape in _SHAPES if sign in joined]
    if not signs:
        return False
    if "/" not in joined or "://" not in joined:
        # Times, dates and words of any kind.
        shaped = joined.encode("utf-8", "surrogatepass").translate(_SHAPE)
        return any(shape in shaped for _, shape in signs) and _has_sign(joined.lower(), _SIGNS)
    low = joined.lower()
    if _has_sign(low, _SITE_SIGNS):
        return True
    # Of most columns of web addresses the only schemes are these two.
    return low.count(":") != low.count("https:") + low.count("http:") and _has_sign(low, _SCHEME_SIGNS)


def find_links(text: str) -> list[Link]:
    """Find the links of a text, in its order."""
    if ("/" not in text and ":" not in text and "=" not in text) or not _has_sign(text.lower(), _SIGNS):
        return []
    return [_of(found) for found in _LINK.finditer(text)]


def link_at_start(text: str) -> Link | None:
    """Give the link a text begins with."""
    found = _LINK.match(text)
    return None if found is None else _of(found)


def _has_sign(low: str, signs: tuple[str, ...]) -> bool:
    for sign in signs:  # noqa: SIM110 # asked of every text: a generator would take longer than the search
        if sign in low:
            return True
    return False


def _of(found: re.Match[str]) -> Link:
    beginning = found.string[found.start() : found.start("number")].lower()
    named = _NAMING.search(beginning)
    app = None if named is None else _WHOSE[named[0]]
    is_dialled = found["dialled"] is not None or found["typed"] is not None
    return Link(found.start(), found.end(), found["number"], is_dialled, app)
