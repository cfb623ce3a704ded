"""What the identifier of a user is: a phone number, a messenger id that holds one, or only the name of an account.

Many applications number their users with 9 to 16 digits that look like phone numbers. So the application decides, and the shape of the
identifier only where the application does not: a user id of Telegram has ten digits and would pass for a national number.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from ingest.decode.values.messenger_ids import is_messenger_id
from ingest.decode.values.number_shape import is_bare_mobile
from ingest.records import Written

#: Their own users are named by ids.
_ID_APPS = re.compile(
    r"telegram|snapchat|facebook|instagram|messenger|twitter|tiktok|musical\.ly|\bkik\b|discord|skype|wechat|weixin|\bline\b|\bvk\b|\bqq\b|vkontakte"
    r"|tinder|badoo|bumble|grindr|hinge|teams|slack|threema|wickr|session|roblox|xbox|playstation|steam|linkedin|pinterest|reddit|youtube"
    r"|spotify|onlyfans|hangouts|(?<!voice)(?<!voice )mail|google chat|vinted|depop|ebay|paypal|monzo|cash app|uber|airbnb|zoom"
    r"|\bx\b|threads|yubo|wizz"
)
#: The same where they stand in the name of a sheet, in a title or in the path of a file, as whole words.
_ID_APPS_WITHIN = re.compile(
    r"(?<![^\W\d_])(?:(?P<Telegram>(?:n?i?c)?telegram(?:x|fe)?|plus messenger)|(?P<Snapchat>snapchat)|(?P<Facebook>facebook)"
    r"|(?P<Instagram>instagram)|(?P<Twitter>twitter)|(?P<TikTok>tiktok)|(?P<Kik>kik)|(?P<Discord>discord)|(?P<Skype>skype)"
    r"|(?P<WeChat>wechat|weixin)|(?P<VK>vkontakte)|(?P<Tinder>tinder)|(?P<Badoo>badoo)|(?P<Bumble>bumble)|(?P<Grindr>grindr)"
    r"|(?P<Hinge>hinge)|(?P<Threema>threema)|(?P<Wickr>wickr)|(?P<Roblox>roblox)|(?P<Yubo>yubo)|(?P<Wizz>wizz)|(?P<Reddit>reddit)"
    r"|(?P<LinkedIn>linkedin))(?![^\W\d_])"
)
#: Names of their programs, which elsewhere are animals, roads and people: as part of the name of a package, or as a folder between others.
_ID_PROGRAMS = re.compile(
    r"(?:(?<![^\W_])(?:com|org|net|ph|co|me|io)\.(?:\w{1,40}\.){0,5}|(?<=[\\/])(?=\w{1,40}[\\/]))"
    r"(?:(?P<Telegram>telegraph|challegram)|(?P<Snapchat>picaboo)|(?P<Facebook>katana|orca)|(?P<Instagram>burbn)"
    r"|(?P<TikTok>musically|zhiliaoapp)|(?P<Discord>hammerandchisel)|(?P<WeChat>tencent\.mm)|(?P<Tinder>cardify)"
    r"|(?P<Grindr>grindrapp)|(?P<Roblox>robloxmobile))(?![^\W\d_])"
)
#: Addresses of pages and mail, which stand beside telephone numbers of the same people.
_ADDRESS = re.compile(r"://|\bwww\.|\.(?:com|net|org|me|co\.uk)(?:/|$)|\w@\w")
#: Their users are named by phone numbers.
_NUMBER_APPS = re.compile(r"whatsapp|signal|viber|truecaller|google (?:duo|meet|voice)|textnow|text ?free|burner|hushed|\brcs\b")
#: The phone itself, under the names reports give it.
_PHONE = re.compile(
    r"(?:native|phone|telephone|sim(?: ?card)?(?: ?\d)?|phone ?book|contacts?|address ?book|call ?logs?|calls?|recents?"
    r"|(?:native |phone |apple |android |samsung |google )?(?:text )?(?:messages?|messaging|sms|mms|sms[/ ]mms|sms messages?|dialer|phone"
    r"|contacts)|imessage|facetime)"
)

_INDIVIDUAL = re.compile(r"\+?\d{5,15}(?:\.\d+)?(?::\d+)?@(?:s\.whatsapp\.net|c\.us)\b", re.IGNORECASE)
_INTERNATIONAL = re.compile(r"(?:tel:|sms:)?(?:\+|00)[\d\s().\u00a0\u2010-\u2015\u202f-]{7,24}")
_NATIONAL = re.compile(r"(?:tel:|sms:)?\(?0[\d\s().\u00a0\u2010-\u2015\u202f-]{8,18}")
_DIGITS_ONLY = re.compile(r"\+?[\d\s().\u00a0\u2010-\u2015\u202f-]{7,24}")
#: The longest telephone numbers in use; privacy ids of WhatsApp have 14 and more digits.
_LONGEST_NUMBER = 13
#: Marks that turn the writing direction; phones put them around numbers, and they say nothing.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"))
_NOBODY = frozenset({"system message", "system", "you", "me"})


class Naming(Enum):
    """How an application names its users."""

    #: The phone's own calls and messages: whatever stands there was dialled or sent from.
    PHONE = auto()
    NUMBERS = auto()
    IDS = auto()
    UNKNOWN = auto()


# Asked of every row of some tables; the names are few.
@lru_cache(maxsize=1024)
def naming_of(app: str) -> Naming:
    """How the application of that name, as the report writes it, names its users; the empty name is not known."""
    name = app.strip().casefold()
    if not name:
        return Naming.UNKNOWN
    if _PHONE.fullmatch(name):
        return Naming.PHONE
    # The full names of some of them end in "messenger".
    if _NUMBER_APPS.search(name):
        return Naming.NUMBERS
    return Naming.IDS if _ID_APPS.search(name) else Naming.UNKNOWN


# Paths differ from row to row, most often in a few ways only.
@lru_cache(maxsize=4096)
def id_app_within(text: str) -> str | None:
    """Name the application that calls its users by ids, where a title or a path names one and none that uses numbers."""
    low = text.casefold()
    found = _ID_APPS_WITHIN.search(low) or _ID_PROGRAMS.search(low)
    return None if found is None or _NUMBER_APPS.search(low) or _ADDRESS.search(low) else found.lastgroup


def written_as(identifier: str, naming: Naming) -> Written | None:
    """How an identifier is to be read; None when it is no phone number."""
    if "@" in identifier:
        # Groups, lists, privacy ids (@lid) and e-mail addresses carry digits too.
        if not _INDIVIDUAL.search(identifier):
            return None
        # Other numbers may stand beside it.
        is_alone = naming in {Naming.IDS, Naming.UNKNOWN} or is_messenger_id(identifier)
        return Written.MESSENGER_ID if is_alone else Written.NUMBER
    plain = identifier.translate(_INVISIBLE).strip()
    if not plain or plain.casefold() in _NOBODY:
        return None
    match naming:
        case Naming.PHONE:
            return Written.NUMBER
        case Naming.NUMBERS:
            # Longer ones are privacy ids or groups that lost their suffix.
            is_number = _DIGITS_ONLY.fullmatch(plain) if sum(map(str.isdecimal, plain)) <= _LONGEST_NUMBER else None
        case Naming.IDS:
            is_number = _INTERNATIONAL.fullmatch(plain) if plain.startswith(("+", "tel:", "sms:")) else None
        case Naming.UNKNOWN:
            is_number = _INTERNATIONAL.fullmatch(plain) or _NATIONAL.fullmatch(plain) or is_bare_mobile(plain)
    return Written.NUMBER if is_number else None


def is_group(identifier: str) -> bool:
    """Whether a chat's id is that of a group, a list or a channel."""
    return identifier.rpartition("@")[2].strip().casefold() in {"g.us", "broadcast", "newsletter"}


def digits_of(identifier: str) -> str:
    """The digits that name the user, for comparing two spellings of one identifier within a file."""
    return "".join(filter(str.isdecimal, re.split(r"[@:.]", identifier)[0] if "@" in identifier else identifier))
