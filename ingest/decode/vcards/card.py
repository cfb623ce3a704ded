"""One card becomes one record: which of its properties hold numbers, whose they are, and what the card is called.

Shared by vCard, jCard and xCard, which differ only in how a property is written.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple, assert_never

from ingest.decode.values.links import is_call, links_in
from ingest.decode.values.number_shape import is_mobile_alone, is_withheld, mentions_number
from ingest.decode.values.parties import read_beside_ids
from ingest.decode.values.person import LONGEST_TEXT, is_code, is_owners_name, joined_about, label_of_number, may_say_who, with_label
from ingest.decode.vcards.accounts import is_of_other, is_rather_account
from ingest.records import Mention, Record, Role, Skipped, Written
from notation.links import app_of_link

#: Words of property names that say the value is a number (X-MS-TEL, X-PHONE, X-EVOLUTION-CALLBACK …).
_NUMBER_WORDS = frozenset({"TEL", "PHONE", "TELEPHONE", "MOBILE", "CELL", "CALLBACK", "FAX", "MSISDN"})
#: Words of property names that say the value is the address of a page, and somebody's relation or colleague.
_LINK_WORDS = frozenset({"URL", "URI", "WEBSITE", "HOMEPAGE", "WEBPAGE", "LINK"})
_RELATION_WORDS = frozenset(
    (
        *("SPOUSE", "PARTNER", "WIFE", "HUSBAND", "CHILD", "CHILDREN", "PARENT", "MOTHER", "FATHER", "SIBLING", "BROTHER", "SISTER"),
        *("FRIEND", "RELATED", "RELATION", "RELATEDNAMES", "EMERGENCY", "MANAGER", "ASSISTANT", "SECRETARY", "REFERREDBY", "CUSTODIAN"),
    )
)
#: Words of property names that say the card is the owner's own.
_OWNER_WORDS = frozenset({"ME", "ABME", "MYCARD", "OWNER", "SELF", "ISME"})
#: Messengers whose accounts are phone numbers, as property name or service type.
_MESSENGERS = {"whatsapp": "WhatsApp", "viber": "Viber", "signal": "Signal"}
_NOT_TRUE = frozenset({"", "0", "false", "no"})

#: Other messengers, as phones and address books name their properties: only what says itself that it is a number is one.
_HANDLES = frozenset(
    (
        *("AIM", "FACEBOOK", "FETION", "GADUGADU", "GOOGLE-TALK", "GTALK", "GROUPWISE", "ICQ", "JABBER", "KAKAOTALK", "KIK", "LINE", "MSN"),
        *("QQ", "SIP", "SKYPE", "SKYPE-USERNAME", "SNAPCHAT", "TELEGRAM", "THREEMA", "WECHAT", "WICKR", "XMPP", "YAHOO"),
    )
)

#: Services whose accounts may be numbers, as a type or the word before a colon names them.
_CHAT_SERVICES = frozenset({*_MESSENGERS, "sms", "imessage", "facetime"})
#: Parameters that name the service of an account, the one of RFC 9554 4.9 first.
SERVICES: Final = ("service-type", "x-service-type", "type")
_MESSENGER_ID = re.compile(r"@(?:s\.whatsapp\.net|c\.us|g\.us|lid)\s*\Z")
#: An id of WhatsApp that is a number, in whatever property it was put.
_NUMBER_ID = re.compile(r"\s*\+?\d{7,17}@(?:s\.whatsapp\.net|c\.us)\s*", re.IGNORECASE)
#: Signs around an address (RFC 3986 C), and the scheme before such an id; neither is part of what is dialled.
_AROUND = re.compile(r"\s*(?:<([^<>\s]+)>|xmpp:(?=\+?\d{7,17}@)(\S+))\s*", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"\+?[\d\s().\-/]+")
_SEPARATOR = re.compile(r"[-_]")

#: A text in which fewer digits stand holds no telephone number.
_FEWEST_DIGITS: Final = 5
_FEWEST_DIGITS_IN_TEXT: Final = 7
#: Properties that say what somebody is to the owner or by profession, and how many of them are kept.
_PROFESSIONS = frozenset({"TITLE", "ROLE"})
_ABOUT = _PROFESSIONS | {"ORG", "CATEGORIES", "NICKNAME"}
#: The property with the label of the others in its group.
_LABEL: Final = "X-ABLABEL"
_MOST_ABOUT: Final = 16
_NOTE: Final = "NOTE"
_NAMES = ("FN", "N", "NICKNAME", "ORG")
_ANDROID = "X-ANDROID-CUSTOM"
_ANDROID_DATES = "contact_event"
#: Properties whose parts are wanted apart.
STRUCTURED: Final = frozenset({"N", "ORG", _ANDROID})
#: One record holds no more; a longer card goes on in another record, so that memory stays flat.
MAX_MENTIONS: Final = 4096


class _Meaning(Enum):
    """What a property may tell."""

    NUMBER = auto()
    NAME = auto()
    TEXT = auto()
    ADDRESS = auto()
    MESSENGER = auto()
    #: Words about somebody, or about somebody else: a job, an address, a relation.
    WORDS = auto()
    LINK = auto()
    MEMBER = auto()
    AGENT = auto()
    ANDROID = auto()
    OWNER = auto()
    OTHER = auto()


_MEANINGS = {
    **dict.fromkeys(_NAMES, _Meaning.NAME),
    # A line that is no property is text, too.
    **dict.fromkeys((_NOTE, "X-SAMSUNGADR", _LABEL, ""), _Meaning.TEXT),
    **dict.fromkeys(("IMPP", "X-IMPP", "SOCIALPROFILE", "X-SOCIALPROFILE"), _Meaning.ADDRESS),
    **dict.fromkeys(("TITLE", "ROLE", "CATEGORIES"), _Meaning.WORDS),
    **dict.fromkeys((f"X-{name}" for name in _HANDLES), _Meaning.ADDRESS),
    **dict.fromkeys(("ADR", "LABEL", "RELATED", "X-ABRELATEDNAMES", "X-SPOUSE", "X-MANAGER", "X-ASSISTANT", "X-CUSTOM"), _Meaning.WORDS),
    **dict.fromkeys((f"X-PHONETIC-{name}-NAME" for name in ("FIRST", "MIDDLE", "LAST")), _Meaning.WORDS),
    _ANDROID: _Meaning.ANDROID,
    "MEMBER": _Meaning.MEMBER,
    "AGENT": _Meaning.AGENT,
}


class Entry(NamedTuple):
    """One property of a card, decoded."""

    #: In capitals; empty for a line that is no property.
    name: str
    text: str
    #: Number of the line or card, as it follows the name of the source in a place.
    line: int
    #: The parts of a structured value.
    parts: tuple[str, ...] = ()
    #: Messenger or kind of address, if the property says one.
    service: str = ""
    #: The account number WhatsApp writes beside a number it formatted.
    waid: str = ""
    #: What ties it to its label.
    group: str = ""
    #: Its types, some of which are labels somebody wrote.
    kinds: str = ""


class _Found(NamedTuple):
    """A number with the place and the labels of its property."""

    mention: Mention
    line: int
    group: str
    kinds: str


def is_read(name: str, service: str = "") -> bool:
    """Whether the values of a property are read, by its name or the service it is for; of the others only an address such as `tel:` is."""
    return _meaning(name) is not _Meaning.OTHER or _is_service(service)


def may_hold_cards(name: str) -> bool:
    """Whether the value of a property may be a card itself, or any words about one."""
    return name == "NOTE" or _meaning(name) is _Meaning.AGENT


class Card:
    """Collects the properties of one card."""

    def __init__(self, source_name: str, line: int, *, is_shared: bool = False) -> None:
        """Start a card on `line`; `is_shared` means a card inside another one."""
        self._source_name = source_name
        self._line = line
        self._role = Role.SHARED_CONTACT if is_shared else Role.CONTACT
        self._is_owner = False
        self._names: dict[str, str] = {}
        #: Notes that may say nothing but who somebody is.
        self._notes: list[str] = []
        self._about: list[str] = []
        self._found: list[_Found] = []
        #: What properties are called, by their group.
        self._labels: dict[str, str] = {}
        self._given = 0

    @property
    def is_full(self) -> bool:
        """Whether the record should be taken before more is added."""
        return len(self._found) >= MAX_MENTIONS

    @property
    def is_owners(self) -> bool:
        """Whether the card says, so far, that it is the phone owner's own."""
        return self._is_owner or is_owners_name(self.label)

    @property
    def label(self) -> str | None:
        """What the card is called: its full name, else the parts of its name, nickname or organisation."""
        return next((self._names[name] for name in _NAMES if self._names.get(name)), None)

    def add(self, entry: Entry) -> None:
        """Take what the property says of numbers, names and owner."""
        self._add_about(entry)
        match _meaning_of(entry):
            case _Meaning.NUMBER:
                self._add_number(entry)
            case _Meaning.NAME:
                self._add_name(entry)
            case _Meaning.TEXT:
                self._add_text(entry, entry.text)
            case _Meaning.ADDRESS:
                self._add_address(entry)
            case _Meaning.ANDROID:
                self._add_android(entry)
            case _Meaning.MESSENGER:
                self._keep(entry, entry.text, self._role, app=_messenger(entry.name))
            case _Meaning.OWNER:
                self._is_owner = self._is_owner or entry.text.strip().casefold() not in _NOT_TRUE
            case _Meaning.WORDS:
                self._add_words(entry)
            case _Meaning.MEMBER | _Meaning.AGENT | _Meaning.LINK | _Meaning.OTHER as meaning:
                self._add_call_address(entry, Role.GROUP if meaning is _Meaning.MEMBER else self._role)
            case never:
                assert_never(never)

    def doubt(self, line: int) -> None:
        """Say of a number on this line that its last digits may be missing."""
        self._found = [
            found._replace(mention=found.mention._replace(written=Written.CUT))
            if found.line == line and found.mention.written is Written.NUMBER
            else found
            for found in self._found
        ]

    def take(self) -> Record | Skipped:
        """Give what was collected since the last time, as one record, or say that there was no number."""
        if not self._found:
            return Skipped("a card without a number", f"{self._source_name}:{self._line}")
        role = Role.OWNER if self.is_owners else None
        label = self.label
        about = None if role else joined_about(self._about, label)
        mentions = tuple(
            found.mention._replace(
                label=label, role=role or found.mention.role, about=about if role else with_label(about, self._label_of(found))
            )
            for found in self._found
        )
        mentions += tuple(Mention(note, role or Role.NOTE, label, None, None, Written.PROSE, about) for note in self._notes)
        # The line of the first number field; prose names the place only when there is nothing else.
        lines = [found.line for found in self._found if found.mention.written is not Written.PROSE]
        lines = lines or [found.line for found in self._found]
        place = f"{self._source_name}:{lines[0]}"
        self._found.clear()
        self._given += 1
        return Record(place, mentions)

    @property
    def is_done(self) -> bool:
        """Whether everything was given already, in a record of a card too long for one."""
        return self._given > 0 and not self._found

    def _keep(self, entry: Entry, raw: str, role: Role, written: Written = Written.NUMBER, *, app: str | None = None) -> None:
        raw = raw.strip("\r\n")
        if not raw.strip():
            return
        if written is Written.NUMBER and "@" in raw:
            # Other numbers may stand beside an id.
            several = [] if _NUMBER_ID.fullmatch(raw) else list(read_beside_ids(raw))
            for party in several:
                self._found.append(_Found(Mention(party.raw, role, None, app, None, party.written), entry.line, entry.group, entry.kinds))
            if several:
                return
            written = Written.MESSENGER_ID if _MESSENGER_ID.search(raw) else written
        self._found.append(_Found(Mention(raw, role, None, app, None, written), entry.line, entry.group, entry.kinds))

    def _label_of(self, found: _Found) -> str | None:
        """What the owner of the phone book calls this one number, and nothing else in the card."""
        told = (label_of_number(found.kinds), label_of_number(self._labels.get(found.group, "")))
        return "; ".join(filter(None, told)) or None

    def _add_about(self, entry: Entry) -> None:
        if entry.name == _LABEL and entry.group and len(self._labels) < MAX_MENTIONS:
            self._labels[entry.group] = entry.text[:LONGEST_TEXT]
        # One with more digits is searched for numbers anyway.
        is_short = entry.name == _NOTE and _digits(entry.text) < _FEWEST_DIGITS_IN_TEXT
        is_telling = is_short and may_say_who(entry.text) and not is_code(entry.text)
        if is_telling and len(self._notes) < _MOST_ABOUT:
            self._notes.append(entry.text)
        if entry.name not in _ABOUT or len(self._about) >= _MOST_ABOUT:
            return
        told = " ".join(entry.parts or (entry.text,))[:LONGEST_TEXT]
        if entry.name not in _PROFESSIONS:
            # Of several groups or names each by itself.
            told = ",".join(each for each in told.split(",") if not is_code(each))
        self._about.append(told)

    def _add_text(self, entry: Entry, text: str) -> None:
        if _digits(text) >= _FEWEST_DIGITS_IN_TEXT:
            self._keep(entry, text, Role.NOTE, Written.PROSE)

    def _add_words(self, entry: Entry) -> None:
        """Take a number out of what is said beside the numbers; a relation has one of its own."""
        if is_call(entry.text) or _NUMBER_ID.fullmatch(entry.text):
            self._keep(entry, entry.text, Role.NOTE)
        elif mentions_number(entry.text):
            self._keep(entry, entry.text, Role.NOTE, Written.PROSE)

    def _add_call_address(self, entry: Entry, role: Role) -> None:
        text = _without_signs(entry.text)
        if is_call(text) or _NUMBER_ID.fullmatch(text):
            self._keep(entry, text, role, app=app_of_link(text) or _MESSENGERS.get(entry.service.casefold()))
        elif links_in(text):
            self._keep(entry, text, Role.NOTE, Written.PROSE)

    def _add_name(self, entry: Entry) -> None:
        if entry.name == "N" and len(entry.parts) > 1:
            family, given, *others = (*entry.parts, "", "", "")[:5]
            words: tuple[str, ...] = (others[1], given, others[0], family, others[2])
        else:
            words = entry.parts or (entry.text,)
        name = " ".join(word for word in (" ".join(part.split()) for part in words) if word)
        if name:
            self._names.setdefault(entry.name, name)
        if entry.name != "N":
            # A number saved as a name, or a new number noted behind one.
            self._add_text(entry, name)

    def _add_number(self, entry: Entry) -> None:
        account = "".join(filter(str.isdecimal, entry.waid))
        if account and is_rather_account(entry.text, account):
            self._keep(entry, entry.waid, self._role)
        elif _digits(entry.text) or is_withheld(entry.text):
            # Templates have words there (`BusinessPhone`), which are nobody's number.
            self._keep(entry, entry.text, self._role)
            if account and is_of_other(entry.text, account):
                self._keep(entry, entry.waid, self._role, app=_MESSENGERS["whatsapp"])

    def _add_address(self, entry: Entry) -> None:
        if entry.name.removeprefix("X-") in _HANDLES:
            self._add_handle(entry)
            return
        if is_call(entry.text) or links_in(entry.text) or _NUMBER_ID.fullmatch(_without_signs(entry.text)):
            self._add_call_address(entry, self._role)
            return
        scheme, colon, rest = entry.text.partition(":")
        scheme = scheme.strip().casefold()
        service = entry.service.casefold()
        number = (rest if colon else entry.text).replace("%40", "@")
        if not (colon and scheme in _CHAT_SERVICES) and service not in _CHAT_SERVICES:
            # Of whatever service it is, an account that says itself that it is a number is one.
            self._add_handle(entry._replace(text=number))
            return
        if _digits(number) >= _FEWEST_DIGITS and ("@" not in number or _MESSENGER_ID.search(number)):
            self._keep(entry, number, self._role, app=_MESSENGERS.get(scheme) or _MESSENGERS.get(service))

    def _add_handle(self, entry: Entry) -> None:
        text = entry.text.strip()
        is_number = text.startswith("+") and _NUMBER_ALONE.fullmatch(text) and _digits(text) >= _FEWEST_DIGITS_IN_TEXT
        if is_number or is_mobile_alone(text) or _MESSENGER_ID.search(text):
            self._keep(entry, entry.text, self._role)
        else:
            self._add_call_address(entry, self._role)

    def _add_android(self, entry: Entry) -> None:
        kind, *parts = entry.parts or (entry.text,)
        if _ANDROID_DATES in kind:
            return
        app = _messenger(kind.upper().replace(".", "-"))
        for part in parts:
            if _MESSENGER_ID.search(part) or (_NUMBER_ALONE.fullmatch(part) and _digits(part) >= _FEWEST_DIGITS_IN_TEXT):
                self._keep(entry, part, self._role, app=app)
            else:
                self._add_text(entry, part)


def _without_signs(text: str) -> str:
    """Give an address without what stands around it or before it and is not dialled."""
    found = _AROUND.fullmatch(text)
    return text if found is None else found[1] or found[2]


def _meaning_of(entry: Entry) -> _Meaning:
    meaning = _meaning(entry.name)
    # The account of a service, whatever the property is called.
    return _Meaning.ADDRESS if meaning is _Meaning.OTHER and _is_service(entry.service) else meaning


def _is_service(service: str) -> bool:
    return service.upper() in _HANDLES or service.casefold() in _CHAT_SERVICES


# The same few dozen names come again in every card.
@lru_cache(maxsize=1024)
def _meaning(name: str) -> _Meaning:
    if name in _MEANINGS:
        return _MEANINGS[name]
    words = frozenset(_SEPARATOR.split(name))
    if words & _NUMBER_WORDS:
        return _Meaning.NUMBER
    if _messenger(name):
        return _Meaning.MESSENGER
    if words & _LINK_WORDS:
        return _Meaning.LINK
    if words & _RELATION_WORDS:
        return _Meaning.WORDS
    return _Meaning.OWNER if words & _OWNER_WORDS else _Meaning.OTHER


def _messenger(name: str) -> str | None:
    return next((_MESSENGERS[word] for word in map(str.casefold, _SEPARATOR.split(name)) if word in _MESSENGERS), None)


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))
