"""What records of all formats say of a person beside numbers: the owner, what somebody is to the owner, what a number is for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Final

from ingest.decode.words.headers import RELATIONS
from ingest.decode.words.sets import set_of
from ingest.decode.words.withheld import NAMELESS, WITHHELD

#: What phones call the number of their own SIM and their owner's own card. Formats facts 1.4: the Me card is not a contact.
_OWNERS_NAMES: Final = frozenset(
    (
        *("me", "self", "myself", "my card", "own number", "my number", "my no", "my mobile", "my mob", "my mobile number", "my mobile no"),
        *("my phone", "my phone number", "my sim", "my cell", "phone owner", "phone owner (self)", "device owner", "handset owner"),
    )
)
#: What programs of other languages call the one whose phone it is. Contacts may be called so, too: it tells a side, and no number's owner.
_SPEAKERS: Final = frozenset({"you", "ich", "du", "moi", "vous", "yo", "tú", "ja", "io", "eu", "ik", "jij", "eigenes gerät"})
_LONGEST_OWNERS_NAME: Final = 40
_LONGEST_NOTE: Final = 60
#: Beginnings of more such names, and what may stand behind to say which number of several it is. A telephone that is the old one, of work
#: or of the home may be somebody else's, too.
_ONESELF: Final = frozenset({"me", "self", "myself", "mine", "msisdn"})
_MY: Final = {
    **dict.fromkeys(("my", "own"), set_of("number num no nr mobile mob phone cell sim tel telephone card")),
    "this": set_of("phone device handset sim mobile"),
    **dict.fromkeys(("phone", "device", "handset"), frozenset({"owner"})),
}
#: Which of them makes it one of somebody else as well.
_WHOSE_ELSE: Final = set_of(
    "old current main work home personal private temp temporary burner backup emergency last previous actual real first"
)
_CARD = re.compile(r"msisdn\d?")
_WHICH: Final = set_of("new mobile mob phone number num no nr sim cell tel second 2nd other spare whatsapp card")
#: What may be one of these among names below each other; a messenger puts a tilde before what people call themselves.
_MAY_BE_OWNERS = re.compile(rf"\n~?(?:you|{'|'.join((*_ONESELF, *_MY))})\d?\b[^\n]*")
#: A name with an explanation: `Jay (me)`.
_EXPLAINED = re.compile(r"([^\W\d_][^()\d]*)\((?:me|self|myself)\)")
#: Those whose name or telephone is meant, and not that they are oneself: `Mum (me)` may be the phone of the mother.
_MORE_THAN_NAME: Final = RELATIONS | set_of("my the of for from to with and or not n phone number no sim card call called text house flat")
_IS_OWNERS = re.compile(r"\(\s*owner\s*\)\s*$", re.IGNORECASE)

#: What people and programs write where they know no name. `Nan` and `Na` are names.
_NO_NAMES: Final = (NAMELESS - WITHHELD) | frozenset(
    (
        *("-", "--", "---", "\u2013", "\u2014", "?", "??", "???", ".", "n/a", "n.a.", "none", "null", "nil", "unspecified"),
        *("unattributed", "not attributed"),
        *("no name", "name unknown"),
    )
)
#: What phones and their cards are numbered by, and what may stand beside it.
SERIALS: Final = frozenset({"imei", "imsi", "iccid"})
_BESIDE_SERIALS: Final = frozenset({"number", "no", "nr", "num", "sim", "card", "phone", "device", "handset", "slot", "sv"})
_SPECIAL_NAMES: Final = _OWNERS_NAMES | _NO_NAMES

#: Texts about somebody that are kept, to tell whom to keep out; a longer one is cut.
LONGEST_TEXT: Final = 200
_MOST_TEXTS: Final = 16
#: What an account puts between the groups a contact is in.
_BETWEEN_GROUPS: Final = ":::"
#: Groups every contact of an account is in.
_EVERYBODY = re.compile(r"(?:\*?\s*my\s?contacts(?:\s*:::\s*)?)|(?:\*\s*\w+(?:\s*:::\s*)?)+", re.IGNORECASE)


#: Words that say which of somebody's telephones a number is, and nothing about who that is.
_KINDS: Final = set_of(
    "home work mobile mobil mobiles mob cell cellular main fax pager other voice pref msg text textphone video bbs modem car isdn pcs phone"
    " telephone tel number numbers no internet intl dom iphone apple watch business office company custom default personal private general"
    " direct primary secondary assistant callback radio telex tty tdd unknown none null type label new old whatsapp signal viber sms"
    " imessage facetime whats app id user voip landline x and or"
)
#: `SW`, `G.P.`, `B2`; a body has three letters at least.
_CODE = re.compile(r"[A-Za-z]\.?\s?[A-Za-z]?\.?|[A-Za-z]{1,3}[ -]?\d{1,3}|\d+[A-Za-z]?", re.ASCII)
_NOT_WORD = re.compile(r"[\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_FEWEST_DIGITS: Final = 3


@lru_cache(maxsize=4096)
def label_of_number(text: str) -> str | None:
    """Give the label somebody wrote to a number; None when it only says which of the telephones it is, as most do."""
    words = _NOT_WORD.split(text.casefold())
    if all(word in _KINDS for word in words if word):
        return None
    return " ".join(text[:LONGEST_TEXT].split())


#: What police call a missing person and whoever reported one; elsewhere these are a member of parliament and a journalist.
OF_REPORTS: Final = frozenset({"mp", "mps", "reporter", "reporters"})


def is_kind_of_phone(text: str) -> bool:
    """Whether a text only says which of somebody's telephones a number is."""
    return label_of_number(text) is None and any(character.isalpha() for character in text)


def with_label(about: str | None, label: str | None) -> str | None:
    """Add the label of one number to what is said of the person who has it."""
    if label is None or about is None:
        return label or about
    return f"{about}; {label}"


def is_owners_name(label: str | None) -> bool:
    """Whether a contact is called what phones and people call the phone's own number."""
    if label is None or len(label) > _LONGEST_OWNERS_NAME:
        return False
    name = label.strip().casefold()
    if name in _OWNERS_NAMES:
        return True
    return (_MAY_BE_OWNERS.match(f"\n{name}") is not None and _means_owner(name)) or (name[-1:] == ")" and _explains_owner(name))


def may_be_owners_name(label: str | None) -> bool:
    """Whether a contact is called one's own number, and the new one, an old one or that of work, which may be somebody else's."""
    if label is None or len(label) > _LONGEST_OWNERS_NAME or is_owners_name(label):
        return False
    first, *rest = _WORD.findall(label.casefold()) or [""]
    is_told = first in {"my", "own"} and not _MY["my"].isdisjoint(rest)
    return is_told and all(word in _MY["my"] or word in _WHICH or word in _WHOSE_ELSE or word.isdecimal() for word in rest)


def _means_owner(name: str) -> bool:
    """Whether a name is a word for oneself or one's telephone, and nothing more but which of several."""
    first, *rest = _WORD.findall(name)
    first = "msisdn" if _CARD.fullmatch(first) else first
    if first == "you":
        return not rest
    if first not in _ONESELF:
        if not rest or rest[0] not in _MY[first]:
            return False
        rest = rest[1:]
    return all(word in _WHICH or (word.isdecimal() and len(word) < _FEWEST_DIGITS) for word in rest)


def _explains_owner(name: str) -> bool:
    found = _EXPLAINED.fullmatch(name)
    return found is not None and _MORE_THAN_NAME.isdisjoint(_WORD.findall(found[1]))


def is_marked_owner(label: str | None) -> bool:
    """Whether a report says behind a name that it is the owner of the phone; in a list people typed, it may be that of a shop."""
    return label is not None and (is_owners_name(label) or _IS_OWNERS.search(label) is not None)


def is_party_of_owner(name: str) -> bool:
    """Whether what a log calls a party is the phone's owner; in a list of names it may be that of a shop."""
    return is_owners_name(name) or name.strip().casefold() == "owner"


def is_speaker(name: str) -> bool:
    """Whether the side of a call or message that has this name is the owner's."""
    return is_owners_name(name) or name.strip().casefold() in _SPEAKERS


def names_serial(label: str | None) -> bool:
    """Whether what stands in place of a name says that a number is one of the phone itself, which nobody can be called on: `IMEI 2`."""
    if label is None or len(label) > _LONGEST_OWNERS_NAME or not any(each in label.casefold() for each in SERIALS):
        return False
    words = [word.rstrip("0123456789") for word in _WORD.findall(label.casefold())]
    return not set(words).isdisjoint(SERIALS) and all(not word or word in SERIALS or word in _BESIDE_SERIALS for word in words)


def has_special_name(joined: str) -> bool:
    """Whether one of many names, put together line by line, is the owner's, none, or no name of anybody; sooner than asking each."""
    low = joined.casefold()
    if not _SPECIAL_NAMES.isdisjoint(low.split("\n")) or any(each in low for each in SERIALS):
        return True
    if "(" in low and any(each in low for each in ("(me)", "(self)", "(myself)")):
        return True
    return any(is_owners_name(found[0]) for found in _MAY_BE_OWNERS.finditer(low))


def may_say_who(note: str) -> bool:
    """Whether a note is short enough to say nothing but what somebody is, with hours or a floor: such a one may keep its person out.

    It is handed on as a text beside the number, never as a name or a number: what it says is not for a reader to judge.
    """
    text = note.strip()
    return 0 < len(text) <= _LONGEST_NOTE and any(map(str.isalpha, text))


def is_code(text: str) -> bool:
    """Whether a text is no more than a letter or two, or such with a number, which say who somebody is only where nothing else may stand.

    `SW` is a social worker in the place of a profession; of a team, of a body, beside a name or in a note it is the south west, and
    initials, as well.
    """
    return _CODE.fullmatch(text.strip()) is not None


def is_no_name(label: str) -> bool:
    """Whether what stands in place of a name says that there is none: a hyphen, `N/A`, `unknown`."""
    return label.strip().casefold() in _NO_NAMES


def is_of_report(text: str) -> bool:
    """Whether a text says by itself whom a report is of, or who made it: a missing person is an `MP`, and no politician."""
    return text.strip().casefold().replace(".", "") in OF_REPORTS


def joined_about(texts: Iterable[str], label: str | None) -> str | None:
    """Join what is said of a person, but the name itself and the groups of everybody; None when nothing is left."""
    told = [
        text
        for given in texts
        for part in (given.split(_BETWEEN_GROUPS) if _BETWEEN_GROUPS in given else (given,))
        if (text := part.strip()) and text != label and not (is_no_name(text) or _EVERYBODY.fullmatch(text) or is_of_report(text))
    ]
    return "; ".join(" ".join(text[:LONGEST_TEXT].split()) for text in islice(told, _MOST_TEXTS)) or None
