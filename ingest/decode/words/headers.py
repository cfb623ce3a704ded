"""What a column header says its cells are, in the words of phones, address books and extraction tools.

Words: formats facts 2.5, 3.2, 4.1, 6 and 12.2.

References never become phone columns, whatever else their header says: `phoneIMEI` is an IMEI.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.decode.words.column_kinds import NAMES, NUMBER_COLUMNS, Column
from ingest.decode.words.known_headers import KNOWN_HEADERS
from ingest.decode.words.phones import NUMBER_WORDS, is_phone_word, names_calling_line, names_telephone, says_number, words_of
from ingest.decode.words.sets import set_of
from ingest.decode.words.ways import names_both_ways

__all__ = [
    "NAMES",
    "NUMBER_COLUMNS",
    "RELATIONS",
    "Column",
    "classify",
    "is_last_contact",
    "is_of_anybody",
    "is_phone_word",
    "is_said",
    "is_worded",
    "may_hold_text",
    "names_user_id",
    "numbers_things",
    "says_number",
    "speaks_of_telephone",
    "words_of",
]


#: Whatever else a header says, these are no numbers of anybody.
_IDENTIFIERS = set_of(
    "imei imei2 imsi iccid meid esn eid mac serial vin ssn nino nhs postcode zip"
    " zipcode sort swift iban passport licence license plate vrm urn pnc dob birth birthday anniversary age"
    " latitude longitude lat lon lng latlong latlon coordinate coordinates coords gps geo altitude elevation accuracy ip ipv4"
    " ipv6 ipaddress bssid ssid macaddress udid hash md5 sha1 sha256 pin puk guid uuid lac mcc mnc collar badge"
    " lid asn smsc sosfilenumber nationality"
)
#: What has a reference, and may have a telephone as well: `Case phone`.
_REFERRED = set_of("custody crime case exhibit occurrence incident ref reference warrant invoice order policy ticket document")
#: Where a telephone may stand; what is numbered there otherwise is a house or a room.
_PLACES = set_of("flat room house street")
_REFERENCES = _IDENTIFIERS | _REFERRED | _PLACES
_NOT_A_NUMBER_OF_SOMEBODY = set_of(
    "type label category kind model make manufacturer os version name brand country network operator carrier provider status"
    " owner count id ids code codes storage language site tower mast photo picture plan bill tariff hash account accounts email"
    " mail url duration seconds centre center index colour color password passcode lock unlock cost price модель модел тип марка оператор"
)
_NUMBERED_THINGS = _NOT_A_NUMBER_OF_SOMEBODY | set_of(
    "of row index sequence segment segments record records item evidence page chat thread message messages sms mms line calls"
    " times order group extension contact_id building unit bus door track job employee staff student pupil customer user member"
    " card bank"
)
_TIME_WORDS = set_of(
    "time times timestamp timestamps date datetime when created modified updated contacted datum zeit uhrzeit fecha hora horodatage"
    " zeitstempel godzina"
)
_NO_MOMENT = set_of("zone timezone birth birthday dob anniversary expiry expires duration count total talk review by hearing court")
_LAST = set_of("last first date on at time the was")
#: What was done so many times is counted.
_DONE = set_of("contacted called messaged texted dialled dialed used rung rang seen spoken")
_CONTACT_ACTS = set_of(
    "used call called calls message messaged messages text texted sms contact contacted seen active activity rang spoke spoken heard"
)
#: Columns that may hold numbers of the network or of the phone's own.
_NO_PERSON = set_of("centre center service network voicemail own owner device handset sim subscriber")
#: Columns of words, whatever they are about: `Case notes`, `Account of call`; and what needs an `of` to be one.
_WORDED_HEADS = set_of("notes note comments comment summary remarks remark narrative details description observations list")
_WORDED_BEFORE_OF = set_of("account accounts record records log history report story version")
#: Columns with codes, addresses, and what belongs to the phone or its owner: whatever stands there is nobody's number.
_NEVER_TEXT = _NO_PERSON | set_of(
    "os version operator carrier owner id ids code codes language photo picture tariff hash account accounts email mail url link path file"
    " filename colour color count size bytes local uri uid userid"
)
#: What people write in place of a number, of one that is none any more, and of whose it is; no header says it.
_SAID = set_of(
    "unknown changed lost dead disconnected broken given gives gave said says rang rings has had is he she his her they their him me"
    " my we our you your asked ask need needs none not never did does doesn don didn isn wasn hasn saved still yet anymore"
)
_SAID_PLACES = set_of("phone phones number numbers mobile mobiles telephone landline contact contacts")
#: Words for people and places somebody belongs to: theirs is another number than one's own.
RELATIONS = set_of(
    "mother mum mom mam mothers mums moms father dad fathers dads parent parents stepmother stepfather stepmum stepdad carer"
    " carers caregiver guardian guardians foster fosterer kin nok relative sister brother sibling siblings sisters brothers"
    " aunt auntie uncle cousin nan nana gran grandma grandad grandmother grandfather grandparent grandparents husband wife"
    " spouse partner partners boyfriend girlfriend bf gf fiance friend friends mate son daughter child children emergency"
    " school college nursery academy teacher tutor headteacher worker sw placement landlord neighbour neighbor"
    " associate associates gp doctor surgery nurse dentist solicitor lawyer advocate probation officer coach"
)
#: What stands beside `number` where a telephone number is meant: who has it, which of several it is, what was done with it, where it was
#: found. Whatever else is numbered is no telephone: bags, logs, seals, visas, statements. Officers have numbers of their own.
_NUMBER_BESIDE = (RELATIONS - {"officer"}) | set_of(
    "contact contacts caller callers callee called calling call dialled dialed dialling dialing dial party remote opposite sender receiver"
    " recipient originator originating terminating destination source target subject suspect victim witness peer"
    " home work main primary secondary second third st nd rd th alternative alternate alt additional extra spare new old current previous"
    " former last latest first known used usual best day daytime evening night backup burner payg personal private business"
    " direct foreign international national local full short uk incoming outgoing inbound outbound missed received sent other"
    " person people social next family his her their my your him them who whose concern interest"
    " whatsapp whats app wa signal viber imessage facetime text message saved stored attributed matched formatted raw normalised normalized"
    " original cleaned e display dialable value name names nickname"
    " in on for from to of the and or any if all with at by s d l le la les du des del der die das den dem het van di da"
    " anrufer angerufene angerufener angerufen gewählte gewahlte gewählt kontakt privat appelé appele appelant composé compose"
    " correspondant fixe domicile travail marcado llamado llamante casa trabajo chiamato chiamante composto contatto contacto ufficio"
    " wybierany dzwoniący dzwoniacy rozmówcy rozmowcy kontaktu domowy służbowy sluzbowy gebeld beller apelat apelant contactului acasă"
    " arayan aranan kişi cyswllt cartref gwaith werk thuis arbeit büro zuhause bureau maison oficina praca dom lavoro serviciu"
)
_CONCERNING = frozenset({"concern", "interest"})
#: Where a number was found says nothing of what it is.
_PLACES_BEFORE = frozenset({"in", "on", "at"})
#: Ends of headers of ids, and words beside them where the ids are telephone numbers.
_IDS = set_of("id ids userid uid")
_IDS_OF_NUMBERS = set_of("whatsapp whats wa jid caller callers signal viber imessage handle chat")

#: Words before a telephone that say it is the owner's, and such as say nothing.
_OWNERS = set_of("own owner owners my user users subscriber device handset account")
_BESIDE_OWNERS = NUMBER_WORDS | set_of("s the")
#: What stands beside telephones in one cell, and what says so.
_WRITTEN_TO = set_of("email mail url")
_NAMED = set_of("name names")
_BESIDE_NAMES = NUMBER_WORDS | set_of("or and")
#: What columns of people on one side of calls are called besides that side.
_SIDE_NAMES = set_of("name names nom nome nombre nazwa nume naam emri")
_BESIDE_SIDE_NAMES = set_of("s the")
_NAMED_SIDES = {Column.FROM: Column.FROM_NAME, Column.TO: Column.TO_NAME, Column.PARTY: Column.NAME}
_PLACES_OF_CALLS = set_of("destination origen destino")
_JOINS = set_of("of de del du des von van da di för")
_LONGEST_OF_GRAMMAR = 4
_NUMBER_OR_SHORT = NUMBER_WORDS | {"ph"}

#: The zone and the order of day and month that some tools write into the header (AXIOM).
_ZONE_TAIL = re.compile(r"\s*-\s*UTC\s*[+-]?[\d:]*\s*(?:\([^)]*\))?\s*$", re.IGNORECASE)
#: What may be something else in part.
_NOT_READ = frozenset({Column.OTHER, Column.REFERENCE})
_ALTERNATIVES = re.compile(r"[/&,;+|]| (?:or|and) ", re.IGNORECASE)
#: The first of several values, as programs flatten lists: `names.0.givenName`.
_FLATTENED = re.compile(r"[A-Za-z]\w*\.0\.([A-Za-z]\w*)", re.ASCII)
#: Columns as they are called in the databases of iPhones.
_CORE_DATA = re.compile(r"Z[A-Z]{3,30}")
_ENTRIES = re.compile(r"entr(?:y|ies)(?: \d+)?")
_LONGEST_HEADER = 80
#: Abbreviations are too many things.
_SHORT_WORD = 2


#: Who somebody is to whomever a list is about: `Relationship to child`, `Relation to Sam`, `Role in child's life`.
_TIE = re.compile(
    r"(?:relationships?|relations?|connection)(?: (?:to|with|of|between)(?: \S+){1,5})"
    r"|(?:how|who) .{0,30}\b(?:known|they|are|is) .{0,12}\bto(?: the)? (?:child|cyp|yp|young person|pupil|subject)"
    r"|(?:link|role|involvement)(?: (?:to|with|of|in))(?: the)?"
    r" (?:child|cyp|yp|young person|pupil|student|subject|client|victim|owner|phone owner|device owner|user)(?: s life)?"
)


def classify(header: str) -> Column:
    """Say what the cells under a header are."""
    if len(header) > _LONGEST_HEADER:
        return Column.OTHER
    found = _classify(header)
    return _classify_joined(header, found) if found in _NOT_READ else found


@lru_cache(maxsize=4096)
def _classify_joined(header: str, found: Column) -> Column:
    """Look at the parts of a header that is not known as a whole: behind the letter of a database, or of two in one: `Phone/postcode`."""
    if names_both_ways(header):
        return Column.DIRECTION
    if (flattened := _FLATTENED.fullmatch(header.strip())) is not None and (part := _classify(flattened[1])) in {*NAMES, Column.MIDDLE}:
        return part
    if _CORE_DATA.fullmatch(header.strip()):
        return _classify(header.strip()[1:])
    parts = _ALTERNATIVES.split(header)
    return Column.MAYBE_PHONE if len(parts) > 1 and any(_classify(part) is Column.PHONE for part in parts) else found


# The same few headers, and the cells of rows that look like one, come up again and again.
@lru_cache(maxsize=4096)
def _classify(header: str) -> Column:
    words = words_of(_ZONE_TAIL.sub("", header))
    if not words:
        return Column.COUNT if header.strip() in {"#", "№"} else Column.OTHER
    text = " ".join(words)
    present = frozenset(words)
    exact = KNOWN_HEADERS.get(text) or KNOWN_HEADERS.get("".join(words)) or (Column.ABOUT if _TIE.fullmatch(text) else None)
    if exact is not None:
        return exact
    if _ENTRIES.fullmatch(text):
        return Column.ENTRIES
    if (named := _named_side(words)) is not None:
        return named
    is_telephone = (is_phone_word(text) and not present & _IDENTIFIERS) or ("ph" in present and present & _REFERENCES <= _PLACES)
    if present & _REFERENCES and not is_telephone:
        return Column.NOTE if _is_worded(words) else Column.REFERENCE
    if words[0] in {"deleted", "isdeleted"} or text in {"is deleted", "recovery method", "deleted state", "state deleted"}:
        return Column.DELETED
    if _is_time(present):
        return Column.TIME
    return _number_or_name(words, present)


def numbers_things(header: str) -> bool:
    """Whether a header says number and not whose or which telephone's: whatever is counted or kept there, it may be no telephone number."""
    return _numbers_things(words_of(header))


def _numbers_things(words: Sequence[str]) -> bool:
    if not NUMBER_WORDS & frozenset(words):
        return False
    end = next((at for at, word in enumerate(words) if word in _PLACES_BEFORE and NUMBER_WORDS & frozenset(words[:at])), len(words))
    return any(word not in NUMBER_WORDS and word not in _NUMBER_BESIDE and not word.isdecimal() for word in words[:end])


def speaks_of_telephone(header: str) -> bool:
    """Whether a header has a word for telephones beside words that make something else of it, but not of the owner's or the network's."""
    words = frozenset(words_of(header))
    return is_phone_word(header) and words.isdisjoint(_IDENTIFIERS | _NO_PERSON)


def names_user_id(header: str) -> bool:
    """Whether a header names the ids an application gives its users, which no application that uses telephone numbers has."""
    words = words_of(header)
    # `IDs` is one word and looks like two.
    is_id = bool(words) and (words[-1] in _IDS or words_of(header.casefold())[-1] in _IDS)
    return is_id and not _IDS_OF_NUMBERS & frozenset(words) and not is_phone_word(header)


def is_of_anybody(word: str) -> bool:
    """Whether a word beside one for numbers says nothing of whose they are: which of several, where or how they were found."""
    return len(word) <= _SHORT_WORD or word.isdecimal() or (word in _NUMBER_BESIDE and word not in RELATIONS)


def is_said(text: str) -> bool:
    """Whether a text with a word for telephones says something, as no header does: `no number`, `number changed`, `Mo has no phone`."""
    words = words_of(text)
    if " ".join(words) in KNOWN_HEADERS:
        return False
    known = _SAID_PLACES | _REFERENCES | _NUMBERED_THINGS
    for at, word in enumerate(words[:-1]):
        # `Serial no` and `Contact no` count something, `no phone` does not.
        if word == "no" and words[at + 1] in _SAID_PLACES and not (at and (words[at - 1] in known or names_telephone(words[at - 1]))):
            return True
    return any(word in _SAID for word in words)


def may_hold_text(header: str) -> bool:
    """Whether words about people may stand below a header that is none of the known ones: no code, address of mail, path or account."""
    words = words_of(header)
    return not _NEVER_TEXT & frozenset(words) or _is_worded(words)


def is_worded(header: str) -> bool:
    """Whether a header names words, whoever wrote them and whatever they are about: `Officer notes`, `Account of call`."""
    return _is_worded(words_of(header))


def _is_worded(words: Sequence[str]) -> bool:
    """Whether a header, in what it says first of all, names words and not what they are about."""
    head = words[: words.index("of")] if "of" in words else words
    return bool(head) and (head[-1] in _WORDED_HEADS or (len(head) < len(words) and head[-1] in _WORDED_BEFORE_OF))


def is_last_contact(header: str) -> bool:
    """Whether a header says when somebody was first or last called, written to or seen."""
    present = frozenset(words_of(_ZONE_TAIL.sub("", header)))
    return _is_last_contact(present)


def _is_last_contact(present: frozenset[str]) -> bool:
    acts = present - _LAST
    return bool({"last", "first"} & present) and bool(acts) and acts <= _CONTACT_ACTS


def _is_time(present: frozenset[str]) -> bool:
    if present & _NO_MOMENT or present & {"number", "numbers"} or ("times" in present and present & _DONE):
        return False
    return bool(present & _TIME_WORDS) or present == {"first", "seen"} or _is_last_contact(present)


def _side(words: Sequence[str]) -> Column | None:
    """Say which side of a call or message a number is of whose header names that side, too: `Caller phone`, `Recipient's mobile no`."""
    whose = [word for word in words if not (names_telephone(word) or word in _BESIDE_OWNERS or word == "party")]
    side = KNOWN_HEADERS.get(whose[0]) if len(whose) == 1 < len(words) else None
    # Short words are those of grammar: `Numéro de téléphone`.
    return side if side in {Column.FROM, Column.TO} and (len(whose[0]) > _LONGEST_OF_GRAMMAR or whose[0] in {"from", "to"}) else None


def _named_side(words: Sequence[str]) -> Column | None:
    """Say whose names a header has that names that side, too: `Calling party name`, `Name of caller`."""
    if _SIDE_NAMES.isdisjoint(words):
        return None
    whose = [word for word in words if word not in _SIDE_NAMES and word not in _JOINS and word not in _BESIDE_SIDE_NAMES]
    # A destination is a place as well, and short words are those of grammar.
    is_line = names_calling_line(" ".join(whose))
    is_short = len(whose) == 1 and len(whose[0]) <= _LONGEST_OF_GRAMMAR and whose[0] not in {"from", "to"} and not is_line
    if not whose or is_short or not _PLACES_OF_CALLS.isdisjoint(whose):
        return None
    told = (KNOWN_HEADERS.get(" ".join((*whose, *more))) for more in ((), ("number",), ("party",)))
    side = next((column for column in told if column in _NAMED_SIDES), Column.FROM if is_line else Column.OTHER)
    return _NAMED_SIDES.get(side)


def _number_or_name(words: list[str], present: frozenset[str]) -> Column:
    if (side := _side(words)) is not None:
        return side
    if is_phone_word(" ".join(words)):
        return _telephone(words, present)
    if names_calling_line(" ".join(words)):
        return Column.MAYBE_PHONE
    if present & _NUMBER_OR_SHORT:
        # `Number of calls` counts, `Next of kin number` is one.
        if _counts(words) or present & (_NUMBERED_THINGS - {"of"}):
            return Column.REFERENCE
        return Column.OTHER if _numbers_things(words) and not is_said(" ".join(words)) else Column.MAYBE_PHONE
    if "email" in present or "mail" in present:
        return Column.OTHER
    if words[-1] == "jid" or words[0] == "jid":
        return Column.MESSENGER_ID
    return Column.OTHER


def _counts(words: Sequence[str]) -> bool:
    # `Numbers of concern` are not counted.
    return "of" in words and words[words.index("of") - 1] in NUMBER_WORDS and words[-1] not in _CONCERNING


def _telephone(words: list[str], present: frozenset[str]) -> Column:
    """Say what a header with a word for telephones is about: the telephone of something, or something about a telephone."""
    if _is_of_owner(words):
        return Column.OWN
    if words[0] in _NAMED and all(names_telephone(word) or word in _BESIDE_NAMES for word in words[1:]):
        return Column.NAME
    others = present & (_NOT_A_NUMBER_OF_SOMEBODY | _REFERRED)
    if not others:
        return Column.MAYBE_PHONE if _counts(words) or words[0] == "has" else Column.PHONE
    if others <= _WRITTEN_TO or _ends_with_telephone(words, others):
        return Column.MAYBE_PHONE
    if _is_worded(words):
        return Column.NOTE
    return Column.REFERENCE if others & _REFERRED else Column.OTHER


def _is_of_owner(words: Sequence[str]) -> bool:
    """Whether a header says of a telephone only that it is the owner's own: `Owner phone`, `My mobile no`, `Phone number (owner)`."""
    whose = [word for word in words if not (names_telephone(word) or word in _BESIDE_OWNERS or word.isdecimal())]
    is_first = bool(whose) and (words[0] == whose[0] or (len(whose) == 1 and words[-1] == "own"))
    return is_first and all(word in _OWNERS for word in whose)


def _ends_with_telephone(words: Sequence[str], others: frozenset[str]) -> bool:
    """Whether a telephone is what a header names in the end, and no fact about one: `Bank tel`, and not `Phone type` or `Type of phone`."""
    ends = [word for word in words if word not in NUMBER_WORDS and not word.isdecimal()]
    is_fact = any(word in _JOINS and words[at] in others for at, word in enumerate(words[1:]))
    return names_telephone(ends[-1]) and not is_fact
