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
#: A British mobile in the blanks of whoever typed it, where a plus sign says that it is one; of no other number is the length known.
_SPACED_MOBILE = r"(?:\+|%2B)44(?:[ \u00a0]?\(0\))?[ \u00a0]?7(?:[ \u00a0]?\d){9}(?![ \u00a0]?\d)"
#: Digits as an address writes them: signs and blanks may be escaped.
_NUMBER = rf"(?P<number>{_SPACED_MOBILE}|(?:\+|%2B|%20)*(?:%28|\()?\d(?:(?:[.()\-]|%20|%28|%29|%2D){{0,3}}\d){{6,16}})"
#: A digit that was escaped, or a sign that was cut off.
_GOES_ON = r"%3\d|%(?![\da-f]{2})"
#: Nothing but digits, or letters that look like them, can be more of these.
_IS_WHOLE = r"(?<=(?<!\d)447\d{9})|(?<=(?<!\d)07\d{9})"
#: Of other numbers it is not known how many digits there are, and signs and letters may hide some.
_ENDS = rf"(?![oil]*\d|{_GOES_ON})(?:{_IS_WHOLE}|(?![oilx]+(?![a-z])|_+\d|_{{3}}))"
#: Where letters behind digits are the rest of a code or of a name, those digits are no number.
_ENDS_ALONE = rf"(?!_*[^\W_]|{_GOES_ON})"
#: A plus sign; a blank is one that was read as the sign for a blank and escaped again.
_PLUS = r"\+|%2B|%20"
_BARE_MOBILE = rf"447\d{{9}}{_ENDS_ALONE}"
#: Where accounts may have numbers of their own, only what says where it begins is that of a telephone: 7700900123 is somebody's account.
_TOLD = rf"(?=0|{_BARE_MOBILE})"
_BODY = (
    rf"(?P<link>(?:{_SITE}(?:(?:(?:wa\.me/{_FRAGMENT}|signal\.me/#p/|viber\.click/)(?P<named>)|signal\.me/{_FRAGMENT}"
    rf"|(?:t|telegram)\.me/{_FRAGMENT}(?:(?={_PLUS})|(?P<typed>{_TOLD})))"
    rf"|(?:whatsapp\.com/send/?|wa\.me/?){_PARAMETER}(?P<told>))"
    rf"|(?:sgnl|signal)://{_SITE}signal\.me/{_FRAGMENT}"
    rf"|(?:{'|'.join(_MESSENGERS)}):(?://)?[\w/]{{0,20}}{_PARAMETER}(?P<opened>)"
    rf"|(?P<dialled>(?:{'|'.join((*_TELEPHONES, *_NAMED_BY_NUMBER))}):(?://)?|(?:{SCHEMES}):(?://)?(?:(?={_PLUS}|\(|%28)|{_TOLD}))"
    rf"){_NUMBER})(?(named){_ENDS}|(?(told){_ENDS}|(?(opened){_ENDS}|{_ENDS_ALONE})))"
)
#: Another site or scheme ends with the same letters; what is whole may follow anything.
_LINK = re.compile(rf"(?:(?=https?://)|(?<![a-z\d.\-/@])){_BODY}", re.IGNORECASE | re.ASCII)
#: Behind a number nothing of its name can stand before the next link.
_NEXT = re.compile(rf"[^\w\s]{{0,3}}_?{_BODY}", re.IGNORECASE | re.ASCII)

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
    links: list[Link] = []
    found = _LINK.search(text)
    while found is not None:
        links.append(_of(found))
        found = _NEXT.match(text, found.end()) or _LINK.search(text, found.end())
    return links


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
    beginning = found.string[found.start("link") : found.start("number")].lower()
    named = _NAMING.search(beginning)
    app = None if named is None else _WHOSE[named[0]]
    is_dialled = found["dialled"] is not None or found["typed"] is not None
    return Link(found.start("link"), found.end(), found["number"], is_dialled, app)
