"""What the name of a fact says that the fact gives: a telephone, a name, a trait of somebody, the phone, or something else altogether."""

from __future__ import annotations

from typing import Final

from ingest.decode.words.headers import Column, classify, is_phone_word, says_number, words_of
from ingest.decode.words.own import EXTRACTIONS, LOGS, OF_LETTERS, TARGETS, names_child, says_mine
from ingest.decode.words.phones import NUMBER_WORDS, names_telephone
from ingest.decode.words.sets import set_of

#: Who has the phone that was examined: what stands below is of the phone again.
HOLDERS: Final = TARGETS | set_of("child children childs yp yps misper mispers young owner user subscriber missing")
#: The phone itself, by what only phones have.
_DEVICES: Final = set_of("device handset exhibit imei imsi iccid msisdn model make manufacturer serial sim")
_WITH: Final = "with"
#: What a row says of a person named in another: who that is to the holder.
_TIES: Final = frozenset({"relationship", "relation", "role", "capacity"})
_NAMES: Final = frozenset({"name", "full name"})
#: What says whose phone a number is of by itself, whoever is named above.
_EXPLICIT: Final = LOGS | EXTRACTIONS | TARGETS | _DEVICES | set_of("owner subscriber served your extracted examined")
#: What is said of somebody and is no name: it may stand between the name and the number.
DETAILS: Final = NUMBER_WORDS | set_of("address email mail dob birth date postcode ref reference id collar notes comments details")
#: Facts about the holder, the phone or the case whose values look like names, and name nobody else.
ASIDE: Final = set_of(
    "occupation profession job position surname forename forenames"
    " alias aka nickname nick known maiden title address street town city village county country area"
    " region district borough locality location place home age gender sex pronouns ethnicity ethnic origin nationality language religion"
    " faith status legal risk level grade priority reason type kind category class description circumstances outcome result summary remarks"
    " comment note history time day month year case crime offence offences incident occurrence exhibit operation op force division station"
    " authority council brand product platform os software system"
    " version tool vendor network carrier provider operator tariff contract colour color condition storage state lock locked security"
    " bluetooth wifi zone timezone account username login extraction extracted method mode source file report list sheet page form evidence"
    " item property seal bag rank warrant shoulder hair eyes eye build height weight clothing complexion features"
    " seen missing vulnerable laboratory lab phone phonebook app application release classification marking handling scope purpose"
)
#: Facts about somebody whose values are words, and never somebody else.
_TRAITS: Final = set_of(
    "occupation profession job position rank title age gender sex pronouns ethnicity ethnic origin nationality language religion faith"
    " status build height weight hair eyes eye clothing complexion features description type kind date dob birth time day month year email"
    " mail postcode ref reference id collar notes note comments comment remarks details"
)
#: Facts that say where somebody is to be found.
_WHEREABOUTS: Final = set_of("address office base location workplace")
#: How names of places end.
_PLACES: Final = set_of(
    "street st road rd lane ln avenue ave close drive way place court house flat hall hill park square terrace gardens grove row centre"
    " center office offices building school station hotel hospital town city village county"
)
_CONTACT: Final = set_of("contact details detail info information")
#: Facts about a child that may stand between their name and their telephone.
_OF_SELF: Final = set_of(
    "dob birth date born age gender sex pronouns ethnicity ethnic origin nationality language religion faith address postcode code town"
    " city county street nhs upn pnc niche ref reference id number no first last middle family surname forename forenames given known as"
    " alias aka nickname also email e mail home current legal status looked after the of s name full preferred"
)
#: Where somebody is reached at work.
_OFFICES: Final = set_of("office desk duty work direct switchboard reception out of hours firm team")


def is_trait(key: str, value: str) -> bool:
    """Whether a fact goes on about whoever was named: what they are, or a street or building they are to be found at."""
    words = words_of(key)
    if not _WHEREABOUTS.isdisjoint(words[-1:]):
        return not _PLACES.isdisjoint(words_of(value)[-1:])
    return is_tie(key) or not _TRAITS.isdisjoint(words[-1:])


def is_aside(key: str) -> bool:
    """Whether what a fact is called leaves open whether its value is somebody's name, and whose: `Place`, `Risk`, `Nickname`."""
    words = words_of(key)
    return is_byname(key) or (not ASIDE.isdisjoint(words[-1:]) and not is_telephone(key))


def is_byname(key: str) -> bool:
    """Whether a fact gives another name of somebody: `Nickname`, `Street name`."""
    return classify(key) is Column.NICKNAME


def is_of_self(key: str) -> bool:
    """Whether a fact is one about a child, and about nobody else: their name, birth or address, or a telephone of theirs."""
    words = words_of(key)
    return names_child(key) or is_tie(key) or is_device(key) or all(word in _OF_SELF or names_telephone(word) for word in words)


def names_holder(key: str) -> bool:
    """Whether a fact is about the phone that was examined, or whoever has it."""
    words = words_of(key)
    # Who was `Missing with` somebody is named elsewhere.
    return not is_phone_word(key) and words[-1:] != [_WITH] and not (HOLDERS | _DEVICES).isdisjoint(words)


def is_device(key: str) -> bool:
    """Whether a fact is one that only a phone has."""
    return not _DEVICES.isdisjoint(words_of(key))


def is_tie(key: str) -> bool:
    """Whether a fact says who somebody is to the holder."""
    return not _TIES.isdisjoint(words_of(key))


def is_name(key: str) -> bool:
    """Whether a fact gives the name of somebody."""
    return " ".join(words_of(key)) in _NAMES


def gives_telephone(key: str) -> bool:
    """Whether a fact gives a telephone and leaves open whose: `Mobile`, `Tel`, `Contact number`."""
    words = words_of(key)
    is_told = is_telephone(key) or (bool(words) and (OF_LETTERS | NUMBER_WORDS).issuperset(words))
    return is_told and _EXPLICIT.isdisjoint(words) and not says_mine(key)


def is_of_office(key: str) -> bool:
    """Whether a fact with a number says only where somebody is reached at work: `Office`, `Duty desk`, `Out of hours`."""
    words = words_of(key)
    return bool(words) and _OFFICES.issuperset(words)


def may_reach(key: str) -> bool:
    """Whether a fact with a number may give the telephone of whoever was named before it: `Mobile`, and `Contact` as well."""
    words = words_of(key)
    return gives_telephone(key) or (words[:1] == ["contact"] and _CONTACT.issuperset(words))


def is_telephone(key: str) -> bool:
    """Whether a fact gives a telephone or a number of one, whosever it is."""
    return is_phone_word(key) or says_number(key)
