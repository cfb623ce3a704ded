"""What headers of a log speak of: masts and networks, states and services, which are nobody, or whose a number is."""

from __future__ import annotations

from typing import Final

from ingest.decode.words.headers import RELATIONS, is_phone_word, is_worded, words_of
from ingest.decode.words.of_rows import PLACES, RECORDERS
from ingest.decode.words.phones import NUMBER_WORDS
from ingest.decode.words.sets import set_of

#: Where a telephone was, what carried a call, with which device: words below are those of places and firms, and of nobody.
_OF_THE_NETWORK: Final = PLACES | set_of(
    "cell cells site sites mast masts tower towers sector sectors azimuth bearing lac bts geo gps map latitude longitude coordinates"
    " position network networks operator carrier provider supplier roaming roamed switch msc route trunk gateway bearer apn exchange"
    " smsc centre center voicemail prefix country line lines destination destinations dest origin origen destino ziel device devices"
    " handset handsets make model manufacturer brand sim imei imsi iccid os software version firmware carriers carr"
)
#: Who has to do with a row, what it was written in and where it is kept.
_OF_RECORDERS: Final = RECORDERS | set_of(
    "oic operation op force language nationality email mail url link path file filename folder attachment attachments"
)
#: Who was there, or was told of a call: `Person informed`, `Contact made`, `Checked with`.
_OF_OTHERS: Final = set_of(
    "informed told notified advised updated asked aware passed shared made present there with reported escalated spoken discussed consulted"
    " attending attended engaged scene"
)
#: Words of headers of whoever was at the other end, and which of them say so: `With whom`, `Spoken to`, `Person at other end`.
_OF_OTHER_END: Final = set_of("with whom who called calls call contact in spoken to person people party at other end name of the line on")
_SAY_OTHER_END: Final = (set_of("with"), set_of("spoken to"), set_of("other end"))
#: What somebody does with a number makes it theirs: `Used by`.
_HELD: Final = set_of("used owned held carried operated answered")
#: What was written in a message.
_OF_TEXTS: Final = set_of(
    "reaction emoji translation translated transcript original chat chats room channel text texts body message messages content title"
    " subject conversation thread"
)
#: What is said of a call, a case or a tariff, and notes of any length.
_OF_EVENTS: Final = set_of(
    "type types kind category class classification status state result results reason cause feature service services event events flag"
    " flags priority risk level grade check checks checked tariff plan bundle allowance cost price charge charges rate currency vat tax"
    " day weekday month week year date time zone offence crime case exhibit evidence item tag tags team unit group dept department role"
    " relationship relation gender sex ethnicity age occupation profession job agency organisation organization company firm employer"
    " reference ref code codes hash index row record media colour color mode method format permission security access known note notes"
    " comment comments remark remarks summary narrative observations account history report story call calls"
)
#: What may be anything, and is said of the number beside it.
_VAGUE: Final = set_of("detail details description desc info information intel intelligence label labels extra other")
#: What somebody is, or is known as.
_OF_ROLES: Final = set_of(
    "relationship relation role roles capacity profession occupation job known tag tags category flag flags status check checks checked"
    " result pnc niche type kind"
)
#: What somebody says of the number beside it, whatever the header asks.
_OF_REMARKS: Final = set_of("comment comments remark remarks note notes remembered analysis thought thoughts")
#: Whose a number is, or what they are called.
_OF_SOMEBODY: Final = set_of(
    "attribution attributions attributed name names named user users subscriber subscribers holder holders owner owners associate"
    " associates whose who whom belongs belonging belonged believed identity identified registered registrant keeper suspected suspect"
    " suspects nominal phonebook linked handle person persons individual individuals people saved stored alias aka nick nickname contact"
    " contacts called party"
)
#: What may stand beside words that say who somebody is: `Relationship to the child`, `Name (if known)`.
_BESIDE: Final = set_of(
    "of the this that to for as be if is was not unknown and or s child yp pupil other full first last given family free account on about"
    " professional professionals practitioner practitioners caller callers"
)
#: What a header has that asks for words on somebody.
_SAID: Final = _VAGUE | _OF_ROLES | _OF_REMARKS


def may_say_who_is_meant(header: str) -> bool:
    """Whether words below a header say who somebody is: in any other column of a log they may say where it was, or who was told of it."""
    words = words_of(header)
    if not words or is_worded(header):
        return True
    says_so = is_called_of_somebody(header) or not _SAID.isdisjoint(words)
    # A word that is none of these may tell anything of whoever is named: `Person sitting in`.
    known = _OF_SOMEBODY | _SAID | _BESIDE | NUMBER_WORDS
    is_known = (
        _is_held(words)
        or _is_other_end(words)
        or all(word in known or is_phone_word(word) or word.isdigit() or len(word) == 1 for word in words)
    )
    return says_so and is_known and _may_be_of_somebody(header) and (_OF_TEXTS | RELATIONS).isdisjoint(words)


def may_head_names(header: str) -> bool:
    """Whether names of people may stand below a header of a log, as far as its words are known; an empty one says nothing against it."""
    return _may_be_of_somebody(header) and (_OF_TEXTS | _OF_EVENTS).isdisjoint(words_of(header))


def is_open_to_names(header: str) -> bool:
    """Whether a header says of names below it that they are those of numbers, or says nothing; below any other they may be of anything."""
    words = words_of(header)
    return not words or is_called_of_somebody(header) or not _VAGUE.isdisjoint(words)


def _may_be_of_somebody(header: str) -> bool:
    words = words_of(header)
    if _is_other_end(words):
        return True
    # A telephone may be the device of a call; who is saved on one is somebody.
    is_device = is_phone_word(header) and not is_called_of_somebody(header)
    is_told = words[-1:] == ["to"] and (_OF_SOMEBODY | {"relationship", "relation"}).isdisjoint(words[-2:-1])
    is_others = is_device or is_told or not (_OF_THE_NETWORK | _OF_OTHERS).isdisjoint(words)
    return not is_others and (_OF_RECORDERS.isdisjoint(words) or _is_held(words))


def is_called_of_somebody(header: str) -> bool:
    """Whether a header says whose numbers are, or what those are called who have them."""
    words = words_of(header)
    return not _OF_SOMEBODY.isdisjoint(words) or _is_held(words) or _is_other_end(words)


def _is_other_end(words: list[str]) -> bool:
    return _OF_OTHER_END.issuperset(words) and any(says.issubset(words) for says in _SAY_OTHER_END)


def _is_held(words: list[str]) -> bool:
    return words[-1:] == ["by"] and not _HELD.isdisjoint(words)
