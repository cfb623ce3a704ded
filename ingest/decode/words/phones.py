"""Words of headers that mean a telephone or a number, in the languages of phones and of those who type lists."""

from __future__ import annotations

import re
from typing import Final

from ingest.decode.words.sets import set_of

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)


_PHONE_WORDS: Final = set_of(
    "mobile mobiles mob cell cellular tel tele telno msisdn fax pager landline handy celular movil móvil mobil telex callback ffôn ffon"
    " isdn gsm portable komórka komorka komórki komorki komórkowy komorkowy cellulare mobiel telemóvel telemovel landlines tél téls"
    " festnetz fixe fijo fisso fixo stacjonarny telefoon mobiele symudol tfno tlf telf tfn"
    " télécopie telecopie télécopieur telecopieur faks telefaks télex teleks rnis rdsi radiomessagerie semafoon cercapersone"
    " centralita tty tdd τηλέφωνο τηλεφωνο κινητό κινητο мобильный мобільний мобилен мобилни сотовый נייד"
)
PHONE_STEMS: Final = (
    *("phone", "telefon", "telefoon", "téléfon", "teléfon", "téléphon", "rufnummer", "telno", "mobileno", "phoneno", "mobilenumber"),
    *("handynummer", "handynr", "diensthandy", "mobilnummer", "mobilnr", "mobilfunknummer", "mobilfunknr", "festnetznummer", "festnetznr"),
    *("電話", "телефон", "טלפון", "puhelin"),
)
NUMBER_WORDS: Final = set_of(
    "number numbers no nos num nummer numer numero número numéro nr rhif digits număr numărul numara numarası numri"
)

#: The line a call was made from, as networks and exchanges say, and what may stand beside it: `CLI`, `Calling line identity`.
_CALLING_LINES: Final = set_of("cli clid")
_CALLING: Final = set_of("calling caller")
_CENTRES: Final = set_of("smsc centre center")
_BESIDE_CALLING_LINES: Final = (
    NUMBER_WORDS | _CALLING | set_of("line id identity identification identifier presented presentation network user")
)


def words_of(header: str) -> list[str]:
    """Give the words of a header in small letters, those written together apart."""
    return _WORD.findall(_CAMEL.sub(" ", header).casefold())


def names_telephone(word: str) -> bool:
    """Whether a single word in small letters means a telephone."""
    return word in _PHONE_WORDS or any(stem in word for stem in PHONE_STEMS)


def is_phone_word(text: str) -> bool:
    """Whether a word names a telephone number, in several languages."""
    return any(map(names_telephone, words_of(text)))


def says_number(header: str) -> bool:
    """Whether a header says number in so many words, and not only where one may stand."""
    return bool(frozenset(words_of(header)) & (NUMBER_WORDS | {"ph"}))


def names_calling_line(header: str) -> bool:
    """Whether a header says no more than that a number is that of the line a call was made from."""
    words = frozenset(words_of(header))
    is_named = not _CALLING_LINES.isdisjoint(words) or ("line" in words and not _CALLING.isdisjoint(words))
    return is_named and all(word in _CALLING_LINES or word in _BESIDE_CALLING_LINES or names_telephone(word) for word in words)


def names_centre(header: str) -> bool:
    """Whether a header names the centre of a network by which messages go: `SMSC`, `Service centre`."""
    return not _CENTRES.isdisjoint(words_of(header))
