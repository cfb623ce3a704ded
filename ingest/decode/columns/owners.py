"""Columns of the phone owner's own number by what their header calls it, and by one number standing in all of their cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ingest.decode.values.messenger_ids import is_messenger_id
from ingest.decode.values.number_shape import is_mobile_alone, last_digits, looks_like_number
from ingest.decode.values.parties import is_told_number
from ingest.decode.values.small_words import STATED
from ingest.decode.words.exchanges import is_behind_extension
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, classify, is_phone_word, says_number, words_of
from ingest.decode.words.own import ACCOUNTS, CUSTOMERS, FEWEST_OTHERS, FEWEST_OTHERS_BESIDE_WORDS, TARGETS, says_mine
from ingest.decode.words.phones import NUMBER_WORDS, names_calling_line, names_telephone
from ingest.decode.words.sets import set_of
from ingest.decode.words.ways import way_of
from ingest.records import Direction

_OTHERS: Final = set_of(
    "remote other non called calling caller callee contact party b dialled dialed sender recipient receiver from to destination partner"
    " peer"
)
#: What a network calls the number of the customer; beside directions it is that of the one whose calls they are.
_SERVED: Final = set_of("msisdn ctn")
#: The same in words that mean other things, too, and what it is called by whoever writes to the customer.
_OF_SERVICES: Final = frozenset({"service"})
_OF_USER: Final = set_of("user users")
_YOURS: Final = frozenset({"your"})
_CUSTOMERS: Final = CUSTOMERS | {"customer"}
#: Have numbers that are no telephone's.
_ACCOUNTS: Final = ACCOUNTS | {"customer"}
#: Headers of networks and of those who ask them that say whose records these are, where too few rows stand below to take it as said.
_OF_RECORDS: Final = TARGETS | set_of("msisdn ctn served subscriber")
_SAY_WHOSE: Final = _OF_RECORDS | _OF_SERVICES | _OF_USER | _YOURS
#: Telephone lines of somebody; in English that is something else here.
_LINES: Final = set_of("anschluss anschluß ligne línea linea linia")
#: What makes a log of a table: a list of people has a number of each.
_OF_LOGS: Final = frozenset({Column.TIME, Column.DIRECTION, Column.DURATION})
_ONLY_IN_LOGS: Final = frozenset(
    {Column.DIRECTION, Column.TYPE, Column.DURATION, Column.BODY, Column.FROM, Column.TO, Column.PARTY, Column.PARTICIPANTS}
)
#: The sides of a log with a column of directions: the first is the one whose log it is.
_PARTY: Final = frozenset({"party"})
_FIRST, _SECOND = frozenset("a1"), frozenset("b2")
_SIDED: Final = NUMBER_WORDS | set_of("phone party msisdn tel telephone mobile subscriber rufnummer abonent")
#: Headers of nobody's number in particular.
_OF_ANY: Final = set_of("phone telephone mobile cell tel msisdn ctn number no user")
_OF_USERS: Final = set_of("user users phone number no mobile")
#: Whom the phone was in touch with, not who was in touch with it: several phones may have been, with one line.
_REACHED: Final = set_of("called dialled dialed contact other remote correspondent destination recipient to")
#: The same of what only the phone itself did.
_DIALLED: Final = set_of("dialled dialed")
#: Where a call was made from: a handset in the words of some, and a part of the network below any of these in what networks give.
_OF_THE_NETWORK: Final = set_of("cell cells site sites mast tower azimuth")
#: British numbers that a spreadsheet took the zero or the plus from; of no other country is the form telling enough.
_WITHOUT_ZERO: Final = re.compile(r"7(?:[ \-]?\d){9}(?:\.0)?|44[ \-]?[1237](?:[ \-]?\d){8,9}(?:\.0)?", re.ASCII)
_FEWEST_ROWS = 2
#: Columns looked at for whose records they are: no table has so many.
_MOST_NAMED: Final = 16
_WAYS: Final = frozenset({Column.DIRECTION, Column.TYPE})
_CANDIDATES: Final = frozenset({Column.PHONE, Column.MAYBE_PHONE, Column.PARTY, Column.OTHER, Column.REFERENCE})

#: Words of columns that tell one phone, card, account or person whose phone it was from another, and what makes something else of them.
_TELLING_APART: Final = set_of(
    "line lines sim sims phone phones handset handsets device devices exhibit exhibits item evidence extraction report file source account"
    " profile owner user subject child person victim suspect subscriber imei imsi iccid slot msisdn"
    " gerät asservat karte anschluss teilnehmer appareil ligne carte scellé abonné dispositivo línea linea tarjeta urządzenie karta linia"
    " abonent telefon téléfon telefono teléfono téléphone telephone"
)
_LINE: Final = set_of("line lines deal county")
_OF_SOMETHING_ELSE: Final = set_of("type model make site network time date duration status size path name service")
_NO_PHONES: Final = frozenset(
    {
        *(Column.FROM, Column.TO, Column.PARTY, Column.PARTICIPANTS, Column.FROM_NAME, Column.TO_NAME),
        *(Column.TIME, Column.DURATION, Column.DIRECTION, Column.TYPE, Column.BODY, Column.NOTE, Column.DELETED),
    }
)


def tells_phones_apart(header: str, column: Column) -> bool:
    """Whether a column of a log says which of several phones a row is of, so that no number in all rows need be a phone's own."""
    words = set(words_of(header))
    return column not in _NO_PHONES and not _TELLING_APART.isdisjoint(words) and _OF_SOMETHING_ELSE.isdisjoint(words)


def is_inferred(header: str) -> bool:
    """Whether a header says only in part that the number below it is the phone's own."""
    return classify(header) is not Column.OWN and not says_mine(header)


def names_a_line(header: str) -> bool:
    """Whether a header speaks of a line, to whose calls a log may be cut."""
    return not _LINE.isdisjoint(words_of(header)) and _OF_SOMETHING_ELSE.isdisjoint(words_of(header))


def find_owners(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take a column for the owner's own number where its header says so, one number stands in it, and another column has others."""
    numbers = _numbers_of(columns, samples)
    # Headers are looked through once, not for each column again: hostile tables have thousands.
    table = _Headers.of(columns, samples, header)
    spellings = Counter(numbers.values())
    sides = _Sides.of(columns, samples, numbers)
    for at, own in numbers.items():
        if columns[at] is Column.OWN:
            # The same numbers in two columns are those of the others in two spellings, one for calls from the same country.
            is_spelling = len(own) > 1 and spellings[own] > 1
            is_one = len(own) == 1 and len(samples[at]) >= _FEWEST_ROWS
            if is_spelling or _may_be_of_each(len(own), columns, header[at], is_one=is_one):
                columns[at] = Column.MAYBE_PHONE
        elif len(own) == 1 and _is_candidate(columns[at], header[at], table) and _are_numbers(samples[at], header[at]):
            is_subject = sides.are_all_of(own, len(samples[at])) and _names_subject(header[at])
            if not (is_subject or _is_owners(at, columns[at], header, table)):
                continue
            if is_inferred(header[at]) and table.tells_phones_apart_beside(at):
                continue
            # An account of a messenger says by itself what it is, where it was in touch with one other only.
            fewest = 1 if all(map(is_messenger_id, samples[at])) else _FEWEST_ROWS
            has_others = sides.have_others_beside(own) or any(
                len(keys) >= fewest and other != at and columns[other] in NUMBER_COLUMNS and not keys & own
                for other, keys in numbers.items()
            )
            if has_others and len(samples[at]) >= _FEWEST_ROWS:
                columns[at] = Column.OWN
            elif columns[at] is Column.OTHER and not _OF_RECORDS.isdisjoint(words_of(header[at])):
                # Whoever of the two has the phone, they were in touch.
                columns[at] = Column.MAYBE_PHONE


def may_be_owners(columns: Sequence[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> bool:
    """Whether a header says that records are of the number below it, and too few rows or others stand beside it to take it so."""
    named = [at for at, text in enumerate(header) if not _SAY_WHOSE.isdisjoint(words_of(text)) or is_lettered(text)]
    if not named:
        return False
    numbers, table = _numbers_of(columns, samples), _Headers.of(columns, samples, header)
    for at in named[:_MOST_NAMED]:
        own = numbers.get(at, frozenset())
        is_one = len(own) == 1 and columns[at] in _CANDIDATES and _are_numbers(samples[at], header[at])
        is_first = table.has_ways and table.has_second_side and is_lettered(header[at])
        if is_one and (is_first or _names_subject(header[at]) or _is_owners(at, columns[at], header, table)):
            return any(keys and columns[other] in NUMBER_COLUMNS and not keys & own for other, keys in numbers.items() if other != at)
    return False


def _numbers_of(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> dict[int, frozenset[str]]:
    return {at: frozenset(_keys(samples[at])) for at, column in enumerate(columns) if column in _CANDIDATES | NUMBER_COLUMNS | {Column.OWN}}


def is_lettered(header: str) -> bool:
    """Whether a header names the first of two ends by a letter, as networks do: `A number`."""
    return _is_side(set(words_of(header)), _FIRST)


def _is_candidate(column: Column, header: str, table: _Headers) -> bool:
    """Whether a column may be one of the phone's own number: that of who called is where calls that came in stand beside others."""
    return column in _CANDIDATES or (column is Column.FROM and table.has_both_ways and is_lettered(header))


def _names_subject(header: str) -> bool:
    """Whether a header says no more than whose records it has."""
    words = set(words_of(header))
    return not _OF_RECORDS.isdisjoint(words) and words <= _OF_RECORDS | _SIDED and not words & (_FIRST | _SECOND)


class _Sides(NamedTuple):
    """The numbers in the columns of who called and who was called."""

    #: How many columns there are, the numbers of those that have one only, and those of all.
    columns: int
    alone: frozenset[frozenset[str]]
    all: frozenset[str]
    #: In how many cells each stands.
    parts: Counter[str]

    @classmethod
    def of(cls, columns: Sequence[Column], samples: Sequence[Sequence[str]], numbers: Mapping[int, frozenset[str]]) -> _Sides:
        places = [at for at in numbers if columns[at] in {Column.FROM, Column.TO}]
        parts = Counter[str]()
        # The same few numbers stand in many cells.
        for cell, count in Counter(cell for at in places for cell in samples[at]).items() if len(places) > 1 else ():
            parts[last_digits(cell)] += count
        keys = [numbers[at] for at in places]
        return cls(len(places), frozenset(each for each in keys if len(each) <= 1), frozenset().union(*keys), parts)

    def have_others_beside(self, own: frozenset[str]) -> bool:
        """Whether a number is a part of what stands there, and no column has one other number only."""
        return self.columns > 1 and self.alone <= {own} and own <= self.all

    def are_all_of(self, own: frozenset[str], rows: int) -> bool:
        """Whether a number has a part in each of so many rows."""
        return self.have_others_beside(own) and sum(self.parts[key] for key in own) >= rows


class _Headers(NamedTuple):
    """What all headers of a table say together of whose phone it is about."""

    is_log: bool
    #: Something says of each row whether it came in or went out.
    has_ways: bool
    #: Columns that tell several phones apart, so that the number of all their rows need be none of theirs.
    apart: frozenset[int]
    #: Columns that name the number of a network's customer.
    served: frozenset[int]
    has_second_side: bool
    #: Columns of at least a few numbers whose header says that they are those of whom the phone was in touch with.
    of_others: frozenset[int]
    #: Some rows went out, or there is room to say which way they went and nothing says that any came in.
    may_be_out: bool
    #: Some rows went out and some came in.
    has_both_ways: bool

    @classmethod
    def of(cls, columns: Sequence[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> _Headers:
        words = [set(words_of(each)) for each in header]
        ways = [way_of(cell) for at, column in enumerate(columns) if column in _WAYS for cell in set(samples[at])]
        has_ways = Column.DIRECTION in columns or any(ways)
        is_left_blank = Column.DIRECTION in columns and not ways
        is_of_calls = Column.DURATION in columns
        apart = (
            at
            for at, found in enumerate(columns)
            # The subject of a call is no text.
            if tells_phones_apart(header[at], Column.OTHER if found is Column.BODY and is_of_calls else found)
            and (found not in NUMBER_COLUMNS or not CUSTOMERS.isdisjoint(words[at]))
            and len(set(samples[at])) > 1
        )
        served = (at for at, each in enumerate(words) if _SERVED & each and not _OTHERS & each)
        told = {way.direction for way in ways if way and way.rank not in STATED}
        return cls(
            not _OF_LOGS.isdisjoint(columns),
            has_ways,
            frozenset(apart),
            frozenset(served),
            any(_is_side(each, _SECOND) for each in words),
            frozenset(
                at
                for at, each in enumerate(words)
                if _REACHED & each and len(_keys(samples[at])) >= (FEWEST_OTHERS_BESIDE_WORDS if _DIALLED & each else FEWEST_OTHERS)
            ),
            Direction.OUT in told or is_left_blank,
            {Direction.IN, Direction.OUT} <= told,
        )

    def tells_phones_apart_beside(self, at: int) -> bool:
        """Whether a column other than this one tells several phones apart."""
        return bool(self.apart - {at})


def _are_numbers(sample: Sequence[str], header: str) -> bool:
    """Whether each cell is a number by its own form: as many digits alone may be a cell of the network, or a customer."""
    words = set(words_of(header))
    if _OF_THE_NETWORK & words:
        return all(map(is_mobile_alone, sample))
    is_account = bool(_ACCOUNTS & words)
    return all(is_messenger_id(cell) or (looks_like_number(cell) and _is_whole(cell, has_zero=is_account)) for cell in sample)


def _is_whole(cell: str, *, has_zero: bool) -> bool:
    return is_told_number(cell) or (not has_zero and _WITHOUT_ZERO.fullmatch(cell.strip()) is not None)


def _may_be_of_each(count: int, columns: Sequence[Column], header: str, *, is_one: bool) -> bool:
    """Whether a column may have the number of each person of a list: a list of subscribers has, and users are no owners of a phone."""
    words = set(words_of(header))
    is_log = not _ONLY_IN_LOGS.isdisjoint(columns)
    if count > 1 and (not is_log or NUMBER_COLUMNS.isdisjoint(columns)):
        # Whoever was called stands in a log, and a list has each person's own number.
        return True
    if words <= _OF_USERS:
        return not is_log or count > 1
    return not is_one and not is_log and not says_mine(header)


def _is_owners(at: int, column: Column, header: Sequence[str], table: _Headers) -> bool:
    words = set(words_of(header[at]))
    is_number = is_phone_word(header[at]) or says_number(header[at])
    if not table.is_log or is_behind_extension(tuple(header), at):
        return table.is_log
    if TARGETS & words:
        return is_number or (table.has_ways and words <= TARGETS | _PARTY)
    if says_mine(header[at]):
        return (is_number or bool(words & _LINES)) and not _OTHERS & words
    if _CUSTOMERS & words:
        # The reference of an exhibit is no number of anybody.
        is_reference = column is Column.REFERENCE
        is_told = is_phone_word(header[at]) if is_reference else is_number
        return (not is_reference and words - _PARTY <= _CUSTOMERS) or (is_told and not _OTHERS & words)
    if _names_customer(words, is_number=is_number):
        # A log may be cut to the calls of one user with several phones, all of which came in.
        is_of_user = not words.isdisjoint(_OF_USER)
        return bool(table.of_others - {at}) or (table.has_both_ways if is_of_user else table.has_ways)
    if names_calling_line(header[at]):
        # Every caller of an exchange or of several phones has one; whose calls a log is of made some of them.
        return table.may_be_out
    if (is_phone_word(header[at]) or words & _SERVED) and words <= _OF_ANY and table.of_others - {at}:
        return True
    return table.has_ways and _is_first(at, words, table)


def _names_customer(words: set[str], *, is_number: bool) -> bool:
    """Whether a header calls a number that of the service, of its user or yours, and nothing else: `Service number`, `Your number`."""
    rest = {word for word in words if not (word in NUMBER_WORDS or names_telephone(word))}
    return bool(rest) and (rest <= _OF_USER or (is_number and rest in (_OF_SERVICES, _YOURS)))


def _is_first(at: int, words: set[str], table: _Headers) -> bool:
    """Whether a header beside directions names the customer of a network, or the first of two phones."""
    if _is_side(words, _FIRST):
        # Who called several phones called each of them.
        return table.has_second_side and table.may_be_out
    return bool(words) and words <= _SERVED and not table.served - {at}


def _is_side(words: set[str], letters: frozenset[str]) -> bool:
    return not letters.isdisjoint(words) and len(words) > 1 and words - letters <= _SIDED


def _keys(sample: Sequence[str]) -> set[str]:
    """Give the numbers of a column by their last digits; what is none stands for itself."""
    return {last_digits(cell) if looks_like_number(cell) else cell for cell in sample}
