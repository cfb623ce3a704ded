"""Whom the name of a fact speaks of (`Mother`, `Investigating officer`, `Reported by`), where numbers below it are that person's."""

from __future__ import annotations

from typing import Final

from ingest.decode.words.headers import RELATIONS, is_phone_word, says_number, words_of
from ingest.decode.words.own import EXTRACTIONS, LOGS, OF_LETTERS, TARGETS, says_mine
from ingest.decode.words.phones import NUMBER_WORDS
from ingest.decode.words.sets import set_of

#: Who has the phone that was examined: what stands below is of the phone again.
_HOLDERS: Final = TARGETS | set_of("child children young owner user subscriber missing")
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
#: What somebody did, by the last word: `Reported by`, `Seized by`.
_BY: Final = "by"
#: What a row says of a person named in another: who that is to the holder.
_TIES: Final = frozenset({"relationship", "relation", "role", "capacity"})
_NAMES: Final = frozenset({"name", "full name"})
#: What says that a form was left open there.
_NOBODY: Final = frozenset({"none", "no", "nobody", "n/a", "na", "nil", "-", "\u2013", "not applicable", "no one"})
#: What says whose phone a number is of by itself, whoever is named above.
_EXPLICIT: Final = LOGS | EXTRACTIONS | TARGETS | _DEVICES | set_of("owner subscriber served your extracted examined")
#: What is said of somebody and is no name: it may stand between the name and the number.
_DETAILS: Final = NUMBER_WORDS | set_of("address email mail dob birth date postcode ref reference id collar notes comments details")
_MOST_WORDS: Final = 6
#: Words of a title that may be the name of a fact: a longer one is a sentence.
_MOST_WORDS_ALONE: Final = 3


def names_other(key: str, value: str) -> bool:
    """Whether a fact names a person or body that is not the holder of the phone; without a value its name stands alone."""
    words = words_of(key)
    if not words or len(words) > (_MOST_WORDS if value else _MOST_WORDS_ALONE) or _is_telephone(key) or value.casefold() in _NOBODY:
        return False
    return (LOGS | _DETAILS).isdisjoint(words) and (not _OTHERS.isdisjoint(words) or (words[-1] == _BY and len(words) > 1))


def is_of_the_case(key: str) -> bool:
    """Whether whom a fact names is one of those who have the case, as among the facts of a phone."""
    words = words_of(key)
    return not _OF_THE_CASE.isdisjoint(words) or words[-1:] == [_BY]


def names_holder(key: str) -> bool:
    """Whether a fact is about the phone that was examined, or whoever has it."""
    return not is_phone_word(key) and not (_HOLDERS | _DEVICES).isdisjoint(words_of(key))


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


def _is_telephone(key: str) -> bool:
    return is_phone_word(key) or says_number(key)
