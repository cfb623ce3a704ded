"""Whom the name of a fact speaks of (`Mother`, `Investigating officer`, `Reported by`), where numbers below it are that person's."""

from __future__ import annotations

from typing import Final

from ingest.decode.words.headers import NAMES, RELATIONS, Column, classify, is_phone_word, says_number, words_of
from ingest.decode.words.own import EXTRACTIONS, LOGS, OF_LETTERS, TARGETS, names_child, says_mine
from ingest.decode.words.phones import NUMBER_WORDS, names_telephone
from ingest.decode.words.sets import set_of

#: Who has the phone that was examined: what stands below is of the phone again.
_HOLDERS: Final = TARGETS | set_of("child children childs yp yps misper mispers young owner user subscriber missing")
#: The phone itself, by what only phones have.
_DEVICES: Final = set_of("device handset exhibit imei imsi iccid msisdn model make manufacturer serial sim")
#: Who has the case: of a phone's facts these are part, whatever follows.
_OF_THE_CASE: Final = set_of("officer officers oic examiner investigator investigating police analyst")
_OTHERS: Final = (
    (RELATIONS - {"child", "children", "emergency"})
    | _OF_THE_CASE
    | {"dealer"}
    | set_of(
        "line suspect suspects offender offenders perpetrator victim victims witness complainant informant referrer reporter contact caller"
        " nominal manager counsellor therapist psychologist midwife youth interpreter responsible appropriate adult"
    )
)
_PEOPLE: Final = (_OTHERS - set_of("contact caller line")) | _HOLDERS - {"missing"}
_BESIDE_OTHERS: Final = set_of(
    "s of the next social key support youth foster lead allocated personal head class step independent child childs"
)
#: What somebody did, by the last word: `Reported by`, `Seized by`.
_BY: Final = "by"
_WITH: Final = "with"
#: What a row says of a person named in another: who that is to the holder.
_TIES: Final = frozenset({"relationship", "relation", "role", "capacity"})
_NAMES: Final = frozenset({"name", "full name"})
#: What says that a form was left open there.
_NOBODY: Final = frozenset(
    {"none", "no", "nobody", "n/a", "na", "nil", "-", "\u2013", "not applicable", "no one", "noone", "nobody else", "no one else", "alone"}
)
#: What says whose phone a number is of by itself, whoever is named above.
_EXPLICIT: Final = LOGS | EXTRACTIONS | TARGETS | _DEVICES | set_of("owner subscriber served your extracted examined")
#: What is said of somebody and is no name: it may stand between the name and the number.
_DETAILS: Final = NUMBER_WORDS | set_of("address email mail dob birth date postcode ref reference id collar notes comments details")
#: Facts about the holder, the phone or the case whose values look like names, and name nobody else.
_ASIDE: Final = set_of(
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
#: What makes somebody, or a body with a telephone, of any fact: `Person completing form`, `Agency`.
_SOMEBODY: Final = set_of(
    "person people staff completing completed interviewer interviewed author signed worker professional agency organisation organization"
    " company employer team department office unit lead service provider referring referral reporting accompanied"
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
#: Bodies whose telephones are seldom mobiles.
_BODIES: Final = set_of("school college nursery academy placement gp doctor surgery")
_BESIDE_NAMES: Final = set_of("name names full s of the")
#: What headers of such facts name.
_OF_HOLDERS: Final = NAMES | {
    *(
        Column.MIDDLE,
        Column.NICKNAME,
        Column.TIME,
        Column.DURATION,
        Column.DIRECTION,
        Column.TYPE,
        Column.APP,
        Column.DELETED,
    ),
    *(
        Column.NOTE,
        Column.BODY,
        Column.STORAGE,
        Column.COUNTRY,
        Column.COUNT,
        Column.PHONE,
        Column.MAYBE_PHONE,
        Column.OWN,
    ),
    Column.MESSENGER_ID,
}
#: What stands for a name where nobody has one.
_NO_NAMES: Final = set_of("yes no true false male female m f y n")
#: How words for somebody end by what they do.
_OF_DOERS: Final = ("er", "or")
#: Words of the headings of forms that are about nobody in particular.
_OF_HEADINGS: Final = (
    _ASIDE
    | _BESIDE_NAMES
    | _DETAILS
    | LOGS
    | EXTRACTIONS
    | set_of("personal information section part interview conversation person people")
)
_MOST_WORDS: Final = 6
#: Words of a title that may be the name of a fact: a longer one is a sentence.
_MOST_WORDS_ALONE: Final = 3


def names_other(key: str, value: str) -> bool:
    """Whether a fact names a person or body that is not the holder of the phone; without a value its name stands alone."""
    words = words_of(key)
    if not words or len(words) > (_MOST_WORDS if value else _MOST_WORDS_ALONE) or _is_telephone(key) or value.casefold() in _NOBODY:
        return False
    return (LOGS | _DETAILS).isdisjoint(words) and (not _OTHERS.isdisjoint(words) or (words[-1] == _BY and len(words) > 1))


def heads_person(key: str) -> bool:
    """Whether a text says who somebody is and nothing else, as above the facts on them: `Mother`, `Social worker`, `Young person`."""
    words = words_of(key)
    return names_child(key) or (not _OTHERS.isdisjoint(words) and all(word in _OTHERS or word in _BESIDE_OTHERS for word in words))


def may_name_other(key: str) -> bool:
    """Whether a fact is none of those that are known, so that a name given for it may be that of somebody else: `Exploiter`."""
    words = [word for word in words_of(key) if word not in _BESIDE_NAMES]
    if not _SOMEBODY.isdisjoint(words):
        return _is_unknown(key, _MOST_WORDS)
    # What a fact is, its last word says, or the one before `of`: a `Case holder` is no case.
    head = words_of(key.casefold().partition(" of ")[0])[-1:]
    return bool(words) and _is_unknown(key, _MOST_WORDS) and (_ASIDE | _DETAILS | LOGS).isdisjoint([words[-1], *head])


def names_somebody(key: str) -> bool:
    """Whether a fact of no known name has the words that make somebody of it: `Person of concern`, `Stayed with`."""
    words = words_of(key)
    return may_name_other(key) and (words[-1] in {_BY, _WITH} or not _SOMEBODY.isdisjoint(words))


def may_head_other(key: str) -> bool:
    """Whether a heading, below which a name stands, may say who somebody else is."""
    words = words_of(key)
    # `Op Larkspur` heads a case, and `Case holder` somebody.
    is_aside = not _OF_HEADINGS.isdisjoint(words[-1:] if key.casefold().endswith(_OF_DOERS) else words)
    return _is_unknown(key, _MOST_WORDS_ALONE) and not is_aside


def _is_unknown(key: str, most: int) -> bool:
    words = words_of(key)
    is_known = _is_telephone(key) or is_tie(key) or is_device(key) or names_holder(key) or classify(key) in _OF_HOLDERS
    return 0 < len(words) <= most and not any(map(str.isdecimal, words)) and not is_known


def is_trait(key: str, value: str) -> bool:
    """Whether a fact goes on about whoever was named: what they are, or a street or building they are to be found at."""
    words = words_of(key)
    if not _WHEREABOUTS.isdisjoint(words[-1:]):
        return not _PLACES.isdisjoint(words_of(value)[-1:])
    return is_tie(key) or not _TRAITS.isdisjoint(words[-1:])


def is_aside(key: str) -> bool:
    """Whether what a fact is called leaves open whether its value is somebody's name, and whose: `Place`, `Risk`, `Nickname`."""
    words = words_of(key)
    return is_byname(key) or (not _ASIDE.isdisjoint(words[-1:]) and not _is_telephone(key))


def is_byname(key: str) -> bool:
    """Whether a fact gives another name of somebody: `Nickname`, `Street name`."""
    return classify(key) is Column.NICKNAME


def is_of_self(key: str) -> bool:
    """Whether a fact is one about a child, and about nobody else: their name, birth or address, or a telephone of theirs."""
    words = words_of(key)
    return names_child(key) or is_tie(key) or is_device(key) or all(word in _OF_SELF or names_telephone(word) for word in words)


def is_body(about: str) -> bool:
    """Whether what somebody is said to be is a body, which has a telephone in common: `School`."""
    return not _BODIES.isdisjoint(words_of(about))


def is_nobody(value: str) -> bool:
    """Whether what stands where a name may says that there is none, or answers a question."""
    return value.casefold().strip(".") in _NOBODY | _NO_NAMES


def is_of_the_case(key: str) -> bool:
    """Whether whom a fact names is one of those who have the case, as among the facts of a phone."""
    words = words_of(key)
    return not _OF_THE_CASE.isdisjoint(words) or words[-1:] == [_BY]


def names_holder(key: str) -> bool:
    """Whether a fact is about the phone that was examined, or whoever has it."""
    words = words_of(key)
    # Who was `Missing with` somebody is named elsewhere.
    return not is_phone_word(key) and words[-1:] != [_WITH] and not (_HOLDERS | _DEVICES).isdisjoint(words)


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
    is_telephone = _is_telephone(key) or (bool(words) and (OF_LETTERS | NUMBER_WORDS).issuperset(words))
    return is_telephone and _EXPLICIT.isdisjoint(words) and not says_mine(key)


def is_of_office(key: str) -> bool:
    """Whether a fact with a number says only where somebody is reached at work: `Office`, `Duty desk`, `Out of hours`."""
    words = words_of(key)
    return bool(words) and _OFFICES.issuperset(words)


def may_reach(key: str) -> bool:
    """Whether a fact with a number may give the telephone of whoever was named before it: `Mobile`, and `Contact` as well."""
    words = words_of(key)
    return gives_telephone(key) or (words[:1] == ["contact"] and _CONTACT.issuperset(words))


def people_in(key: str) -> frozenset[str]:
    """Give the words for people in the name of a fact, but those that say only that somebody is reached there: `Contact number`."""
    return _PEOPLE & frozenset(words_of(key))


def _is_telephone(key: str) -> bool:
    return is_phone_word(key) or says_number(key)
