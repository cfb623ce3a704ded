"""Links that open a chat or a call with a telephone number: how they begin, and where in them the number stands.

Of all digits in web addresses only theirs may be those of a telephone number. Which number they are is the normaliser's to say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple
from urllib.parse import unquote

#: Schemes of telephones, behind which nothing but a number stands (`fax`: RFC 2806), and of calls and messages in general (`im` and `pres`:
#: RFC 3859 and 3860).
_TELEPHONES = ("tel", "telprompt", "sms", "smsto", "mms", "mmsto", "fax")
_CALLS = ("callto", "sip", "sips", "facetime", "facetime-audio", "imessage", "skype", "im", "pres")
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
#: Schemes with which any of the links may begin.
SCHEMES = "|".join((*_TELEPHONES, *_CALLS, *_MESSENGERS))
#: What programs of Android open, behind `intent:`, with its own scheme in its fragment, and the packages of messengers that are named there
#: (https://developer.chrome.com/docs/android/intents).
_INTENT = "intent"
_PACKAGES = {
    "com.whatsapp": "WhatsApp",
    "com.whatsapp.w4b": "WhatsApp",
    "com.viber.voip": "Viber",
    "org.thoughtcrime.securesms": "Signal",
    "org.telegram.messenger": "Telegram",
}
#: Addresses of messengers that are no links to a number, but for those that `find_links` finds: invitations, and accounts by their names.
_INVITATION = re.compile(
    r"""(?: (?<! [\w.\-/@] ) | (?<= \d/ ) ) (?: https?:// )? (?: [\w\-]{1,20}\. )? (?:
        (?: t | telegram )\.me/ (?: joinchat/ | c/ )? (?: \+ | %2B )? [\w\-]++ (?! /\w )
        | chat\.whatsapp\.com/ (?: invite/ )? [\w\-]+
        | wa\.me/ (?: message | qr )/ [\w\-]+
        | signal\.me/ \#eu/ [\w\-]+
        | signal\.group/ \#? [\w\-]+
    )""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)

#: What may stand before a number, laid out: every piece is read by itself, blanks in it are none.
_SITE = rf"(?: (?: https? | {_INTENT} ):// )? (?: [\w\-]{{1,20}}\. )?"
#: What an intent says of the scheme it stands for, somewhere behind the number.
_FOR_SCHEME = rf"(?= [^\s\#]{{1,400}} \#Intent; (?: [^\s;]{{0,400}}; ){{0,20}}? scheme=(?: {SCHEMES} ) [;\s] )"
#: Between the site and the number of some: `signal.me/#p/+44…`.
_FRAGMENT = r"(?: \#[a-z]{1,8}/ )?"
#: What a business offers: `wa.me/c/44…`, and one thing of it: `wa.me/p/<its id>/44…`.
_CATALOGUE = r"(?: c/ | p/\d{1,20}/ )?"
#: A page that was saved writes `&amp;` for the sign between two parameters.
_PARAMETER = r"\? (?: [^\s\#?]{0,300}& (?: amp; | \#0?38; )? )? (?: phone | phone_?number | number | tel | to )="
#: A plus sign; a blank is one that was read as the sign for a blank and escaped again.
_PLUS = r"\+ | %2B | %20"
#: A British mobile in the blanks of whoever typed it, where a plus sign says that it is one; of no other number is the length known.
_SPACED_MOBILE = r"(?: \+ | %2B ) 44 (?: [\ \u00a0]?\(0\) )? [\ \u00a0]? 7 (?: [\ \u00a0]?\d ){9} (?! [\ \u00a0]?\d )"
#: Digits as an address writes them: signs and blanks may be escaped.
_NUMBER = rf"""(?P<number>
    {_SPACED_MOBILE}
    | (?: \+ | %2B | %20 )* (?: %28 | \( )? \d (?: (?: [.()\-] | %20 | %28 | %29 | %2D ){{0,3}} \d ){{6,16}}
)"""
#: A digit that was escaped, or a sign that was cut off.
_GOES_ON = r"%3\d | % (?! [\da-f]{2} )"
#: Nothing but digits, or letters that look like them, can be more of these.
_IS_WHOLE = r"(?<= (?<!\d) 447\d{9} ) | (?<= (?<!\d) 07\d{9} )"
#: Of other numbers it is not known how many digits there are, and letters may stand for some; where signs do, the link is one that is cut.
_ENDS = rf"""(?! [oil]*\d | {_GOES_ON} )
    (?: {_IS_WHOLE} | (?! (?! x{{2,}}(?! \w ) ) [oilx]+ (?! [a-z] ) | _+\d ) )"""
#: Where letters behind digits are the rest of a code or of a name, those digits are no number.
_ENDS_ALONE = rf"(?! _*[^\W_] | {_GOES_ON} )"
#: Where accounts may have numbers of their own, only what says where it begins is that of a telephone: 7700900123 is somebody's account.
_TOLD = rf"(?= 0 | 447\d{{9}}{_ENDS_ALONE} )"

#: Sites of chats, by what may stand behind their number: any words (`named`), or nothing that could be more of it; `typed` is dialled.
_CHAT = rf"""{_SITE} (?:
    (?: wa\.me/{_CATALOGUE}{_FRAGMENT} | signal\.me/\#p/ | viber\.click/ ) (?P<named>)
    | signal\.me/{_FRAGMENT}
    | (?: t | telegram )\.me/{_FRAGMENT} (?: (?= {_PLUS} ) | (?P<typed>{_TOLD}) )
)"""
#: Sites that are told the number in a parameter.
_SENDING = rf"{_SITE} (?: whatsapp\.com/send/? | wa\.me/? ) {_PARAMETER} (?P<told>)"
#: Messengers that are opened by a scheme: with a site behind it, or with a parameter.
_OPENED = rf"""(?: sgnl | signal )://{_SITE}signal\.me/{_FRAGMENT}
    | (?: (?: {"|".join(_MESSENGERS)} ): | {_INTENT}: {_FOR_SCHEME} ) (?: // )? [\w/]{{0,20}} {_PARAMETER} (?P<opened>)"""
_DIALLING = rf"""(?P<dialled>
    (?: {"|".join((*_TELEPHONES, *_NAMED_BY_NUMBER))} ): (?: // )?
    | (?: {SCHEMES} ): (?: // )? (?: (?= {_PLUS} | \( | %28 ) | {_TOLD} )
    | {_INTENT}: {_FOR_SCHEME} (?: // )? (?: [a-z]{{1,20}}/ )?
)"""
_BODY = rf"""(?P<link> (?: {_CHAT} | {_SENDING} | {_OPENED} | {_DIALLING} ) {_NUMBER} )
    (?(named) {_ENDS} | (?(told) {_ENDS} | (?(opened) {_ENDS} | {_ENDS_ALONE} ) ) )"""
_HOW = re.IGNORECASE | re.ASCII | re.VERBOSE
#: Another site or scheme ends with the same letters; what is whole may follow anything.
_LINK = re.compile(rf"(?: (?= https?:// ) | (?<! [a-z\d.\-/@] ) ) {_BODY}", _HOW)
#: Behind a number nothing of its name can stand before the next link.
_NEXT = re.compile(rf"[^\w\s]{{0,3}} _? {_BODY}", _HOW)
#: Signs that stand for digits which somebody hid.
_HIDING = re.compile(r"\*+ | [\u2022\u25cf\u2026]+ | \?{3,} | \.{3} | x{2,} (?! \w ) | _{3}", re.IGNORECASE | re.VERBOSE)
_MAY_HIDE = frozenset("*\u2022\u25cf\u2026?.xX_")
_WHOLE = re.compile(_IS_WHOLE, re.ASCII | re.VERBOSE)

#: The beginning of a text that is sent with a link, up to an escaped blank.
_WORDS_BEFORE = r"(?: [^\s&\"'<>,;|]{0,300}? (?: % (?: 25 )? (?: 20 | 0A ) | \+ ) )?"
#: A parameter of another address that is an address itself, escaped or not: pages that count who leaves them write links so.
_WRAPPED = re.compile(
    rf"""[?&] (?: amp; )? [\w.\-]{{1,20}} = {_WORDS_BEFORE} (?P<value>
        (?: https? | {SCHEMES} ) (?: :// | :(?= [\w+] ) | %(?: 25 )?3A ) [^\s"'<>,;|]{{1,2000}}
    )""",
    _HOW,
)
#: An address that begins without its scheme.
_BARE_BEGINNING = re.compile(r"[\w\-]{1,40}(?:\.[\w\-]{1,40}){1,4}/[^\s,;|]{0,400}", re.ASCII)
_LONGEST_BEFORE = 600
#: How often an address may be escaped.
_MOST_ESCAPED = 2

#: Parts of which every link has one, lower case: with a site, or with a scheme.
_SITE_SIGNS = (".me/", ".me?", "viber.click/", "whatsapp.com/")
_SCHEME_SIGNS = tuple(f"{scheme}:" for scheme in (*SCHEMES.split("|"), _INTENT))
_SIGNS = (*_SITE_SIGNS, *_SCHEME_SIGNS)
#: Signs of addresses as others write them where they lead on to one; what is escaped twice comes first.
_ESCAPES = (
    ("%25", "%"),
    *(("%3A", ":"), ("%3a", ":"), ("%2F", "/"), ("%2f", "/"), ("%3F", "?"), ("%3f", "?"), ("%3D", "="), ("%3d", "=")),
)


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
#: The rest of an intent behind its number, and what in it tells the messenger.
_FRAGMENT_OF_INTENT = re.compile(r"[^\s#]{0,400}#Intent;[^\s\"'<>]{0,2000}?;end\b", re.IGNORECASE | re.ASCII)
_TOLD_BY_INTENT = re.compile(r"(?<=;)(?:package|scheme)=([\w.\-]{1,100})")
_APPS_OF_INTENTS: dict[str, str | None] = {**_MESSENGERS, **_PACKAGES}


class Link(NamedTuple):
    """A link in a text, up to the end of its number; an intent is one up to its own end."""

    start: int
    end: int
    #: The digits with the signs and escapes among them, as the link writes them.
    number: str
    #: Whether the digits are what somebody dials, so that they need not begin with the code of a country; those of other links do.
    is_dialled: bool
    #: The messenger whose chat is opened, where it has a name; None for calls.
    app: str | None
    #: Whether signs behind the digits stand for more of them.
    is_cut: bool = False


def find_invitations(text: str) -> list[tuple[int, int]]:
    """Find where addresses of messengers stand that hold a code or a name, and no number whatever digits it begins with."""
    if "/" not in text:
        return []
    spans = [found.span() for found in _INVITATION.finditer(text)]
    if not spans:
        return []
    links = find_links(text)
    ends = [link.end for link in links]
    left: list[tuple[int, int]] = []
    for start, end in spans:
        at = bisect_right(ends, start)
        if at == len(links) or links[at].start >= end:
            left.append((start, end))
    return left


def may_hold_links(joined: str) -> bool:
    """Whether a link may stand in any of many texts, put together: at a fraction of the cost of asking each."""
    if "%" in joined:
        joined = _unescaped(joined)
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
    """Find the links of a text, in its order; one that is a parameter of another address begins where that begins."""
    if "/" not in text and ":" not in text and "=" not in text:
        return []
    plain = _unescaped(text) if "%" in text else text
    if not _has_sign(plain.lower(), _SIGNS):
        return []
    links: list[Link] = []
    found = _LINK.search(text)
    while found is not None:
        links.append(link := _of(found))
        found = _NEXT.match(text, link.end) or _LINK.search(text, link.end)
    # An address that is a parameter of another one has a colon of its own.
    return _with_wrapped(text, links) if ":" in plain.partition("=")[2] else links


def link_at_start(text: str) -> Link | None:
    """Give the link a text begins with."""
    found = _LINK.match(text)
    if found is not None:
        return _of(found)
    return None if "=" not in text else next((link for link in find_links(text)[:1] if link.start == 0), None)


def app_of_link(text: str) -> str | None:
    """Give the messenger whose chat the first link of a text opens, escaped as it may be; None for telephones, and without a link."""
    for _ in range(_MOST_ESCAPED):
        if "%" in text and not find_links(text):
            text = unquote(text)
    return next((link.app for link in find_links(text)), None)


def _with_wrapped(text: str, links: list[Link]) -> list[Link]:
    """Add the links that are escaped parameters of addresses, and take to those that are plain ones what stands before them."""
    wrapped: list[Link] = []
    by_start = {link.start: link for link in links}
    end = 0
    for found in _WRAPPED.finditer(text):
        start, plain = found.start("value"), by_start.get(found.start("value"))
        link = plain or _escaped_in(found["value"], start)
        if link is None:
            continue
        before = text.rfind("http", max(end, start - _LONGEST_BEFORE), start)
        if before < 0 and _BARE_BEGINNING.fullmatch(text, 0, start) is not None:
            before = 0
        is_one = before >= 0 and not any(map(str.isspace, text[before:start])) and not any(before < each.end <= start for each in links)
        wrapped.append(link._replace(start=before if is_one else start))
        end = link.end
    if not wrapped:
        return links
    taken = {link.end for link in wrapped}
    return sorted([*(link for link in links if link.end not in taken), *wrapped])


def _escaped_in(value: str, start: int) -> Link | None:
    """Read the link that an escaped parameter is, up to the end of the parameter."""
    value = value.partition("&")[0].rstrip(".!?:)]}")
    written = value
    for _ in range(_MOST_ESCAPED):
        written = unquote(written)
        if (found := _LINK.match(written)) is not None:
            return _of(found)._replace(start=start, end=start + len(value))
    return None


def _unescaped(text: str) -> str:
    """Give a text with the signs of addresses in place of their escapes."""
    for escape, sign in _ESCAPES:
        text = text.replace(escape, sign)
    return text


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
    end = found.end()
    if beginning.startswith(_INTENT) and (intent := _FRAGMENT_OF_INTENT.match(found.string, end)) is not None:
        end, told = intent.end(), _TOLD_BY_INTENT.findall(intent[0].lower())
        app = app or next((name for each in told if (name := _APPS_OF_INTENTS.get(each)) is not None), None)
    return Link(found.start("link"), end, found["number"], is_dialled, app, _is_cut(found))


def _is_cut(found: re.Match[str]) -> bool:
    """Whether signs behind the digits stand for more; around a whole link they are those of bold letters."""
    text, end = found.string, found.end()
    if text[end : end + 1] not in _MAY_HIDE or (hiding := _HIDING.match(text, end)) is None or _WHOLE.search(found["number"]) is not None:
        return False
    is_bold = hiding[0][0] == "*" and text[: found.start("link")].rstrip("_").endswith(hiding[0])
    return not is_bold
