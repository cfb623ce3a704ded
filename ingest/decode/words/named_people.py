"""Whom the name of a fact speaks of (`Mother`, `Investigating officer`, `Reported by`), where numbers below it are that person's."""

from __future__ import annotations

from typing import Final

from ingest.decode.words.fact_kinds import ASIDE, DETAILS, HOLDERS, is_device, is_telephone, is_tie, names_holder
from ingest.decode.words.headers import NAMES, RELATIONS, Column, classify, words_of
from ingest.decode.words.nobody import NOBODY
from ingest.decode.words.own import EXTRACTIONS, LOGS, names_child
from ingest.decode.words.sets import set_of

#: Who has the case: of a phone's facts these are part, whatever follows.
_OF_THE_CASE: Final = set_of("officer officers oic examiner investigator investigating police analyst")
_OTHERS: Final = (
    (RELATIONS - {"child", "children", "emergency"})
    | _OF_THE_CASE
    | {"dealer"}
    | set_of(
        "line suspect suspects offender offenders perpetrator victim victims witness complainant informant referrer reporter contact caller"
        " nominal manager counsellor therapist psychologist midwife iro lado youth interpreter responsible appropriate adult"
    )
)
_PEOPLE: Final = (_OTHERS - set_of("contact caller line")) | HOLDERS - {"missing"}
_BESIDE_OTHERS: Final = set_of(
    "s of the next social key support youth foster lead allocated personal head class step independent child childs"
)
#: What somebody did, by the last word: `Reported by`, `Seized by`.
_BY: Final = "by"
_WITH: Final = "with"
#: What makes somebody, or a body with a telephone, of any fact: `Person completing form`, `Agency`.
_SOMEBODY: Final = set_of(
    "person people staff completing completed interviewer interviewed author signed worker professional agency organisation organization"
    " company employer team department office unit lead service provider referring referral reporting accompanied"
)
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
#: How words for somebody end by what they do.
_OF_DOERS: Final = ("er", "or")
#: Words of the headings of forms that are about nobody in particular.
_OF_HEADINGS: Final = (
    ASIDE | _BESIDE_NAMES | DETAILS | LOGS | EXTRACTIONS | set_of("personal information section part interview conversation person people")
)
_MOST_WORDS: Final = 6
#: Words of a title that may be the name of a fact: a longer one is a sentence.
_MOST_WORDS_ALONE: Final = 3


def names_other(key: str, value: str) -> bool:
    """Whether a fact names a person or body that is not the holder of the phone; without a value its name stands alone."""
    words = words_of(key)
    if not words or len(words) > (_MOST_WORDS if value else _MOST_WORDS_ALONE) or is_telephone(key) or value.casefold() in NOBODY:
        return False
    return (LOGS | DETAILS).isdisjoint(words) and (not _OTHERS.isdisjoint(words) or (words[-1] == _BY and len(words) > 1))


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
    return bool(words) and _is_unknown(key, _MOST_WORDS) and (ASIDE | DETAILS | LOGS).isdisjoint([words[-1], *head])


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
    is_known = is_telephone(key) or is_tie(key) or is_device(key) or names_holder(key) or classify(key) in _OF_HOLDERS
    return 0 < len(words) <= most and not any(map(str.isdecimal, words)) and not is_known


def is_body(about: str) -> bool:
    """Whether what somebody is said to be is a body, which has a telephone in common: `School`."""
    return not _BODIES.isdisjoint(words_of(about))


def is_of_the_case(key: str) -> bool:
    """Whether whom a fact names is one of those who have the case, as among the facts of a phone."""
    words = words_of(key)
    return not _OF_THE_CASE.isdisjoint(words) or words[-1:] == [_BY]


def people_in(key: str) -> frozenset[str]:
    """Give the words for people in the name of a fact, but those that say only that somebody is reached there: `Contact number`."""
    return _PEOPLE & frozenset(words_of(key))
