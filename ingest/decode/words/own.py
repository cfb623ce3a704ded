"""Whose a number is by the words beside it, in a fact about the phone (`Own number`, `Handset no.`) as in the title of a log.

Only words that are known make a number the phone's own. Any other may be a name, or what somebody calls a line (`Trap phone`), and a number
that is taken for the owner's is nobody's contact: in doubt it stays one, and a remark tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import Enum, auto
from typing import Final

from ingest.decode.words.headers import RELATIONS, is_phone_word, says_number, words_of
from ingest.decode.words.phones import NUMBER_WORDS, PHONE_STEMS, names_telephone
from ingest.decode.words.sets import set_of


class Whose(Enum):
    """Whose number a fact gives, by what it is called."""

    OWN = auto()
    #: The telephone of the child a form is about, and so of whoever has the phone (formats 15).
    CHILDS = auto()
    #: A telephone with a word beside it that nobody knows: a name, or what else the phone is called.
    MAYBE_OWN = auto()
    #: A telephone of somebody else.
    OTHERS = auto()
    #: No telephone is spoken of.
    UNSAID = auto()


#: How many others the rows must have beside a number that words say is the phone's own, and beside one that nothing but the rows tells: a
#: phone of two numbers whose user was in touch with one person looks like the phone of that person.
FEWEST_OTHERS_BESIDE_WORDS: Final = 2
FEWEST_OTHERS: Final = 3

#: Whose phone was examined, or whose calls a network was asked for. A suspect may be who called a victim.
TARGETS: Final = frozenset({"subject", "subjects", "target", "targets"})
#: Whom forms are about, what makes such a word of `person`, and what stands beside both without meaning anybody else.
_CHILDREN: Final = TARGETS | set_of("child childs yp yps cyp misper mispers")
_PERSONS: Final = set_of("person persons")
_OF_CHILDREN: Final = set_of("young missing looked after")
_BESIDE_CHILDREN: Final = _OF_CHILDREN | set_of("s the of or own name")
#: Which of a child's telephones a number is, or whose it may be who answers there.
_OF_SEVERAL: Final = set_of(
    "contact home work new old current previous other second secondary main primary alternative alt spare whatsapp snapchat signal known"
    " last used for on children"
)
#: A number to reach somebody on; a contact by itself is somebody else.
_CONTACT_NUMBER: Final = re.compile(r"(\w\W+)contact (numbers?|no)\b", re.IGNORECASE)
#: Says that a number or telephone is one's own, whatever else stands beside it.
_MINE: Final = set_of(
    "own my mine eigene eigener eigenes meine mein propre mon ma mi mis propio propia własny wlasny własna mój moj moja mio proprio propria"
    " eigen mijn próprio própria meu minha propriu"
)
#: The thing that was examined, and the customer whose calls a network gave, in headers: one number in all rows below them is the owner's.
CUSTOMERS: Final = set_of(
    "handset device sim extracted exhibit examined this served subscriber account local owner owners billing billed"
    " gerät geräts gerätenummer endgerät teilnehmer teilnehmers appareil abonné abonne titulaire dispositivo titular intestatario"
    " urządzenia abonenta abonent"
)
#: Accounts and bills have numbers of other kinds, too, and are others' who pay.
ACCOUNTS: Final = set_of("account billing billed")
#: Who or what was examined, by the title of a log.
EXAMINED: Final = TARGETS | set_of("subscriber owner handset device exhibit")
#: What is examined.
PHONES: Final = set_of("phone handset device mobile telephone exhibit sim")
#: Whoever has the phone, by what a fact may be called that gives a number without saying so.
_OWNERS: Final = frozenset({"owner", "user"})
#: What is made of the calls of one telephone.
LOGS: Final = set_of(
    "call calls log logs data record records bill bills billing itemised itemized statement usage cdr history traffic activity messages"
    " schedule schedules"
    " texts sms report details detail statements cdrs"
)
#: What is made of the whole of one phone.
EXTRACTIONS: Final = set_of("extraction extract extracted download downloaded examination")
#: Words for lists of people, and what joins them to the phone they are on.
_LISTS = re.compile(
    r"\b(?:(?:blocked|barred) (?:numbers|contacts|callers|calls|list|users)|"
    r"contacts|contact list|phone ?book|address book|(?:extraction|extracted|downloaded|download)(?= from\b))"
    r"(?:\s(?:from|of|on|for|in)\b)?"
    r"|\bfrom(?= (?:the )?(?:exhibit|handset|device|[A-Z]{2,4}\s?/))",
    re.IGNORECASE,
)
BELONGS: Final = frozenset({"for", "of"})
#: What joins words, and says nothing of whose a number is.
_JOINING: Final = set_of("the is of this de del du des der die das den dem do da di la le el il het van")
_SHORT = re.compile(r"(?<=\w)['\u2019]s\b|(?<=\byp)s\b|\b[dl]['\u2019](?=\w)|\bn[\u00b0\u00ba]", re.IGNORECASE)
#: Which of several numbers of one phone it is, and what was done with the phone.
_WHICH: Final = set_of("card slot current primary extracted examined seized international national formatted")
_LAST_USED: Final = set_of("last used")
_OF_CARDS: Final = set_of("msisdn sim device handset")
#: By itself each is that of whoever wrote the document.
OF_LETTERS: Final = frozenset({"tel", "telephone", "fax", "telefax", "telefon", "téléphone", "teléfono", "telefono", "t", "f", "no"})
#: Telephones that nobody has in the pocket, and of others by what they are for.
_FIXED: Final = set_of("landline landlines festnetz festnetznummer festnetznr fixe fijo fisso fixo stacjonarny")
_OF_OFFICES: Final = set_of("fax telefax pager telex callback diensthandy")
#: Facts about the phone or the case that are numbers of the network or of those who examined it.
_OF_THE_CASE = re.compile(
    r"imei|smsc|service cent|examin(?!ed)|department|unit|office|agency|\blab|case|investigat|voice ?mail|company", re.IGNORECASE
)
_OWN_FACT = re.compile(r"\b(?:own|handset|subject|device|subscriber|sim)\b.*\b(?:number|no)\b", re.IGNORECASE)
#: The reference of an exhibit: it says which phone, and nothing of whose.
REFERENCE = re.compile(r"\b[A-Z]{2,4}\s?/\s?\d{1,4}\b|(?<=(?i:exhibit) )[A-Z]{1,3}[ /]{0,2}\d{1,4}\b")
#: Whose phone it is, with at most three words of a name, each of which begins as names do.
PHONE_OF_SOMEBODY: Final = rf"(?i:{'|'.join(sorted(PHONES))}) (?i:of|belonging to)(?: (?-i:(?![a-z]))[^\s()]{{1,30}}){{1,3}}"
_PHONE_OF = re.compile(rf"\b{PHONE_OF_SOMEBODY}")
#: What a bill calls the number of the customer.
_YOURS: Final = frozenset({"your", "tel", "msisdn"}) | PHONES | NUMBER_WORDS
#: Whose number a fact may give that is not of the phone itself. One word stands by itself: in a sentence of ours it is to be avoided.
OF_OTHERS: Final = (
    RELATIONS
    | {"dealer"}
    | set_of(
        "line lines deal drug drugs suspect suspects victim victims witness complainant informant contact contacts caller called oic"
        " helpline support enquiries other to from with call ring main police collar extension"
    )
)
_OF_FACTS: Final = (
    NUMBER_WORDS | PHONES | EXAMINED | (CUSTOMERS - ACCOUNTS - {"local"}) | _OWNERS | _MINE | _JOINING | _WHICH | {"your", "mob", "cell"}
)
_OF_TITLES: Final = NUMBER_WORDS | PHONES | EXAMINED | LOGS | EXTRACTIONS | BELONGS | set_of("the is exh msisdn")
_BESIDE_FACTS: Final = _OF_FACTS | _OF_TITLES | set_of("on downloaded")
_BESIDE_OWNERS: Final = _OWNERS | PHONES | {"of", "the", "this"}
#: What may stand before and behind a word for telephones in the same word: `smartphone`, `telefonnummer`; any other makes a name of it.
_BEFORE_STEM: Final = set_of("tele télé smart i mobil mobile mobilfunk handy cell") | {""}
_BEHIND_STEM: Final = NUMBER_WORDS | set_of("nummern ului ique iques iczny iczna iczne")
_LONGEST_ENDING: Final = 3


def says_mine(header: str) -> bool:
    """Whether a header, or the name of a fact, says that something is one's own."""
    return not _MINE.isdisjoint(words_of(header))


def whose_fact(name: str) -> Whose:
    """Say whose number the value of a fact of this name is."""
    words = _told_in(name)
    is_telephone = is_phone_word(name)
    if (whose := _whose_of_child(name)) is not None:
        return whose
    if _OF_THE_CASE.search(name) or OF_LETTERS.issuperset(words):
        return Whose.UNSAID
    if not (OF_OTHERS | _OF_OFFICES).isdisjoint(words_of(name)):
        return Whose.OTHERS if is_telephone else Whose.UNSAID
    is_owners = not _OWNERS.isdisjoint(words) and not PHONES.isdisjoint(words) and _BESIDE_OWNERS.issuperset(words)
    # The number of a user may be that of an account.
    is_owners = is_owners or ("owner" in words and not NUMBER_WORDS.isdisjoint(words) and (_BESIDE_OWNERS | NUMBER_WORDS).issuperset(words))
    if "your" in words and not (_YOURS.issuperset(words) and len(words) > 1):
        return Whose.MAYBE_OWN if is_telephone else Whose.UNSAID
    is_said = is_telephone or "your" in words or is_owners or _OWN_FACT.search(name) or (says_mine(name) and says_number(name))
    if not is_said:
        return Whose.UNSAID
    if not _OF_CARDS.isdisjoint(words) and _LAST_USED.issubset(words):
        words = [word for word in words if word not in _LAST_USED]
    return Whose.OWN if _are_known(words, _OF_FACTS) else Whose.MAYBE_OWN


def names_child(text: str) -> bool:
    """Whether a text says no more of somebody than that a form is about them: `Child`, `YP's name`, `Missing person`."""
    return _are_child(words_of(_SHORT.sub(" ", text)))


def _are_child(words: Sequence[str]) -> bool:
    told = [word for word in words if word not in _BESIDE_CHILDREN]
    if not told or not all(word in _CHILDREN or word in _PERSONS for word in told):
        return False
    return not _CHILDREN.isdisjoint(told) or not _OF_CHILDREN.isdisjoint(words)


def _whose_of_child(name: str) -> Whose | None:
    """Say whose a telephone is whose name speaks of the child a form is about, and of nobody else; None for any other."""
    words = words_of(_CONTACT_NUMBER.sub(r"\1 \2", _SHORT.sub(" ", name)))
    rest = [word for word in words if not (word in NUMBER_WORDS or _is_telephone(word))]
    is_telephone = any(word in NUMBER_WORDS or names_telephone(word) for word in words)
    if not is_telephone or TARGETS.issuperset(rest):
        return None
    if _are_child(rest):
        return Whose.CHILDS
    told = [word for word in rest if not (word.isdecimal() or word in _OF_SEVERAL or names_telephone(word))]
    return Whose.MAYBE_OWN if _are_child(told) else None


def whose_beside(before: str, behind: str) -> Whose:
    """Say whose the number of such a fact is in a sentence with more words before and behind it."""
    before = without_lists(before)
    if not OF_OTHERS.isdisjoint((*words_of(before), *words_of(behind))):
        return Whose.OTHERS
    told = [*_told_in(_PHONE_OF.sub("", REFERENCE.sub("", before))), *_told_in(behind)]
    return Whose.OWN if _are_known(told, _BESIDE_FACTS) else Whose.MAYBE_OWN


def without_lists(text: str) -> str:
    """Leave words for lists of people out of a title, which say nothing of whose the number beside them is: `Contacts on AB/1`."""
    return _LISTS.sub(" ", text)


def says_no_more(text: str) -> bool:
    """Whether a part of a title has only words of logs and telephones: any other may say that the number is somebody else's."""
    return _are_known(_told_in(text), _OF_TITLES)


def _told_in(text: str) -> list[str]:
    """Give the words of a text that may say whose a number is."""
    return words_of(_SHORT.sub(" ", REFERENCE.sub("", text)))


def _are_known(words: Sequence[str], known: Collection[str]) -> bool:
    """Whether each of the words is a known one, counts, or means a telephone and nothing more."""
    return all(word in known or word.isdecimal() or _is_telephone(word) for word in words)


def _is_telephone(word: str) -> bool:
    if not names_telephone(word) or word in _FIXED | _OF_OFFICES:
        return False
    stem = next((stem for stem in PHONE_STEMS if stem in word), None)
    if stem is None:
        return True
    before, _, behind = word.partition(stem)
    return before in _BEFORE_STEM and (len(behind) <= _LONGEST_ENDING or behind in _BEHIND_STEM)
