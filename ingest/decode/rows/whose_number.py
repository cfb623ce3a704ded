"""Whose a number is that may not be of the person its row is about: `Mother's phone` beside `Mother's name`, `Phone 2` of `Name 2`.

A number under such a header is called by the name that goes with it; where there is no such column, by the person of the row and the words
of the header, so that nobody takes a school for a child. Headers need not agree: `NOK mobile` is that of the `Next of kin`, `Exploiter
phone` that of the `Suspected exploiter`, and a number right behind a column that says who somebody is belongs to whoever stands there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.decode.columns.layout import Layout
from ingest.decode.columns.named import heads_child
from ingest.decode.columns.people import names_further
from ingest.decode.values.number_shape import looks_like_number
from ingest.decode.values.person import OF_REPORTS, is_no_name, label_of_number, with_label
from ingest.decode.words.addresses import ADDRESS_WORDS
from ingest.decode.words.column_kinds import NAMING
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, RELATIONS, Column, is_of_anybody, is_phone_word, is_worded, words_of
from ingest.decode.words.named_people import heads_person, may_name_other, names_other
from ingest.decode.words.nobody import is_nobody
from ingest.decode.words.own import names_child
from ingest.decode.words.phones import NUMBER_WORDS
from ingest.decode.words.practitioners import speaks_of_line, trade_in
from ingest.decode.words.sets import set_of

#: Words for a name; what is left of a header says whose it is.
_NAME_WORDS = set_of(
    "name names full display given first last middle family surname forename contact person s of the for no to with who whose"
)
#: Words that join others; before the first of them they say nothing.
_JOINING = set_of("of the for to with and at in")
#: Columns in which a name may stand, whatever else their header says.
_NAMING = (*NAMING, Column.OTHER)
_NUMBERS = (Column.PHONE, Column.MAYBE_PHONE)
#: What is given of somebody in a column before their number, and is nobody who has one.
_THINGS = set_of("car cars vehicle vehicles team unit make model class group gang department ward language")
#: Those a child is kept from, whose number is never the child's.
_HARMING = set_of("exploiter exploiters groomer groomers abuser abusers trafficker traffickers perp perps poc host hosts concern")
#: What of a person's telephones is not their own alone.
_OFFICES = set_of("firm office practice chambers agency company work desk duty team direct switchboard reception hours out s")
#: What headers of somebody say beside who that is: `Social worker details`, `Professionals involved`.
_ASIDE = set_of("details detail info name names named current duty involved main lead")
#: Last words of what says beside whom somebody was, and of who wrote a row down.
_WITH, _BY = "with", "by"
#: Columns on either side whose headers share a word and are looked at.
_MOST_ALIKE = 64
_SEVERAL = 2
#: What says who somebody is to somebody else.
TIES = set_of("relationship relation relations role job profession occupation capacity position agency organisation organization")
#: Letters of an abbreviation.
_SHORTEST_INITIALS = 2


class Whose(NamedTuple):
    """Whose the numbers of a column are."""

    #: Columns with the name, or its parts.
    names: tuple[int, ...]
    #: What its header says of the person, if that is somebody else than the row is about; empty otherwise.
    words: str = ""
    #: Who that is, without the words for telephones: whether nobody may see the number is told by it, whatever the name.
    about: str | None = None

    def label(self, cells: Sequence[str], person: str | None) -> str | None:
        """Give the name that goes with the number, or say of whom of the person of the row it is."""
        told = [text for at in self.names if (text := cells[at].strip())]
        name = " ".join(text for text in told if not looks_like_number(text))
        name = "" if is_nobody(name) or is_no_name(name) else name
        if name or (self.names and not self.words):
            # Another number of the person is no name.
            return name or (person if any(map(looks_like_number, told)) else None)
        if not self.words:
            return person
        return self.words if person is None else f"{person}: {self.words}"


def whose_numbers(layout: Layout) -> dict[int, Whose]:
    """Find the columns of numbers that are not simply those of the person of the row, each with whose they are."""
    numbers = sorted(at for at in layout.all_of(*_NUMBERS) if at < len(layout.header))
    subjects = {at: subject_of_header(layout.header[at]) for at in numbers}
    named = _names_by_subject(layout)
    beside = _Names(layout, numbers)
    found: dict[int, Whose] = {}
    for at, subject in subjects.items():
        words = " ".join(layout.header[at].split()).casefold() if subject & RELATIONS else ""
        if subject and (words or subject in named):
            found[at] = Whose(named.get(subject, ()), words, _about(layout.header[at]))
    found = found or _by_place(layout, numbers)
    for at, subject in subjects.items():
        if at in found and found[at].names:
            continue
        header, is_plain = layout.header[at], all(map(is_of_anybody, subject))
        name = beside.beside(at, header, subject)
        # What says more than that it is a number may be said of anybody: `Numbers disclosed`, `Dealer phone`.
        if name is None and ((is_plain and beside.stand_between(at, header)) or _goes_with_before(layout, at)):
            name = beside.right_before(at)
        if name is not None:
            words = found[at].words if at in found else ""
            is_own = name in beside.of_person
            found[at] = Whose((), "", _about(header)) if is_own else Whose((name,), words, _about_both(header, layout.header[name]))
        elif at not in found and not is_plain:
            rest = [word for word in words_of(header) if not is_phone_word(word)]
            is_of_other = names_other(" ".join(rest), "") or not _HARMING.isdisjoint(rest)
            found[at] = Whose((), " ".join(header.split()).casefold() if is_of_other else "", _about(header))
    is_of_line = any(map(speaks_of_line, layout.header))
    for at in numbers:
        # `Worker`, and behind it `Contact number`.
        names = found[at].names[:1] if at in found and all(map(is_of_anybody, subjects[at])) else ()
        told = (trade_in(layout.header[each], is_of_line=is_of_line) for each in (at, *names))
        if (trade := next(filter(None, told), None)) is not None:
            whose = found.get(at) or Whose((), " ".join(layout.header[at].split()).casefold())
            found[at] = whose._replace(about=trade)
    return found


def columns_of_others(layout: Layout, columns: Iterable[int]) -> dict[int, str]:
    """Find those of some columns of words whose header names somebody beside the person of the row, each with who that is."""
    named = {at: layout.header[at] for at in columns if at < len(layout.header)}
    is_of_line = any(map(speaks_of_line, layout.header))
    trades = {at: trade_in(header, is_of_line=is_of_line) for at, header in named.items()}
    others = {at: header for at, header in named.items() if not names_child(header) and (trades[at] or _speaks_of_other(header))}
    # What they are, without `details`, which would be the head of it.
    told = {at: " ".join(word for word in words_of(header) if word not in _ASIDE) for at, header in others.items()}
    return {at: trades[at] or _about(text) or text for at, text in told.items()}


def _speaks_of_other(header: str) -> bool:
    words = [word.removesuffix("s") for word in words_of(header) if word not in _ASIDE]
    who = " ".join(words)
    return (words[-1:] == [_WITH] or heads_person(header) or names_other(who, "")) and not is_worded(who)


def are_of_one(layout: Layout) -> bool:
    """Whether the numbers of a row of a log are several of one person, by what is said of all of them but one: `Mobile` and `Home`.

    What is only counted may be the two ends of a call, unless the row says which way that went: `Number 1` and `Number 2`.
    """
    places = layout.all_of(*NUMBER_COLUMNS)
    if len(places) < _SEVERAL or not set(places) <= {*layout.all_of(*_NUMBERS, Column.PARTY)} or max(places) >= len(layout.header):
        return False
    headers = [layout.header[at] for at in places]
    is_counted = any(word.isdecimal() for header in headers for word in words_of(header))
    is_told = not is_counted or not layout.by.keys().isdisjoint((Column.DIRECTION, Column.TYPE))
    return is_told and sum(not names_further(header) for header in headers) <= 1 and not whose_numbers(layout)


def _about_both(number: str, name: str) -> str | None:
    about, more = _about(number), _about(name)
    return about if more is None or set(more.split()) <= set((about or "").split()) else with_label(about, more)


def _says_who(layout: Layout, at: int) -> bool:
    """Whether names of people stand in a column, by its header or what it was taken for."""
    header = layout.header[at]
    is_told = names_other(header, "") or heads_person(header) or may_name_other(header) or _names_trade(header)
    return is_told and (_THINGS | ADDRESS_WORDS).isdisjoint(words_of(header))


class _Names:
    """The columns of names of a layout by what their headers say, so that a wide one is gone through once."""

    def __init__(self, layout: Layout, numbers: Sequence[int]) -> None:
        """Ask each header once.

        Args:
            layout: of the table.
            numbers: its columns of numbers, in their order.
        """
        self._layout = layout
        self._first = numbers[0] if numbers else 0
        self._numbers = frozenset(numbers)
        self._naming = frozenset(layout.all_of(*_NAMING))
        self._names = frozenset(layout.all_of(Column.NAME))
        #: Columns with the name of whom the row is about.
        self.of_person = frozenset(layout.all_of(Column.NAME)[:1] or layout.all_of(Column.GIVEN, Column.MIDDLE, Column.FAMILY))
        self._by_word: dict[str, list[int]] = {}
        self._by_initials: dict[str, list[int]] = {}
        self._subjects: dict[int, frozenset[str]] = {}
        for at in sorted(name for name in self._naming if name < len(layout.header)):
            if not _says_who(layout, at):
                continue
            self._subjects[at] = subject_of_header(layout.header[at])
            for word in self._subjects[at]:
                self._by_word.setdefault(word, []).append(at)
            for initials in _initials_of(words_of(layout.header[at])):
                self._by_initials.setdefault(initials, []).append(at)

    def beside(self, at: int, header: str, subject: frozenset[str]) -> int | None:
        """Find the column of a name whose header says in part, or by its initials, what that of a number does: the nearest before it."""
        words = [word for word in words_of(header) if not is_phone_word(word)]
        by_initials = [
            *(self._by_initials.get(word, ()) for word in subject),
            *(self._by_word.get(initials, ()) for initials in _initials_of(words)),
        ]
        by_word = [self._by_word.get(word, ()) for word in subject if not is_of_anybody(word)]
        alike = {
            name
            for places, is_initial in (*((each, True) for each in by_initials), *((each, False) for each in by_word))
            for name in _near(places, at)
            if self._speak_alike(name, subject, is_initial=is_initial)
        }
        return max((name for name in alike if name < at), default=min(alike, default=None)) if alike else None

    def _speak_alike(self, name: int, subject: frozenset[str], *, is_initial: bool) -> bool:
        """Whether the header of a name and that of a number speak of the same person, who is not somebody else's mother or worker."""
        named = self._subjects[name]
        if any(not is_of_anybody(word) for word in named & subject):
            return (named <= subject or subject <= named) and not any(word in RELATIONS or word.isdecimal() for word in named ^ subject)
        return is_initial

    def stand_between(self, at: int, header: str) -> bool:
        """Whether a column stands between an earlier number and this one, which is not said to be one of several."""
        return self._first < at - 1 and at - 1 not in self._numbers and not names_further(header)

    def right_before(self, at: int) -> int | None:
        """Give the column right before a number where it says who somebody is."""
        headers = self._layout.header
        # `Contact 1, Role, Number`
        before = at - 2 if at > 1 and not TIES.isdisjoint(words_of(headers[at - 1])) else at - 1
        if before not in self._naming or before in self.of_person:
            return None
        # Behind a child and their number a name is somebody else's, whatever it is called: `Child, Mobile, Saved as, Number`.
        is_of_other = before in self._names and any(heads_child(headers[at]) for at in self.of_person)
        return before if is_of_other or (_says_who(self._layout, before) and _is_somebody(headers[before])) else None


def _near(places: Sequence[int], at: int) -> Sequence[int]:
    middle = bisect_left(places, at)
    return places[max(0, middle - _MOST_ALIKE) : middle + _MOST_ALIKE]


def _initials_of(words: Sequence[str]) -> frozenset[str]:
    """Give the abbreviations of several words, with those that join them and without."""
    told = ("".join(word[0] for word in several) for several in (words, [word for word in words if word not in _JOINING]))
    return frozenset(each for each in told if len(each) >= _SHORTEST_INITIALS)


def _goes_with_before(layout: Layout, at: int) -> bool:
    """Whether the header of a number says only where somebody is reached, or of whom a child is kept from, as the one before it does."""
    if at == 0:
        return False
    rest = {word for word in words_of(layout.header[at]) if not is_phone_word(word)} - _JOINING - NUMBER_WORDS
    if rest and rest <= _OFFICES:
        return True
    before = words_of(layout.header[at - 1])
    # `Other contact number` behind `Other contact`.
    if rest and rest == set(before):
        return True
    return not _HARMING.isdisjoint(rest) and (not _HARMING.isdisjoint(before) or before[-1:] == [_WITH])


def _is_somebody(header: str) -> bool:
    """Whether a header means a person, and nothing else that may stand before a number: `Friend`, `Seen with`."""
    words = words_of(header)
    is_told = (
        names_other(header, "") or heads_person(header) or _names_trade(header) or words[-1] == _WITH or not _HARMING.isdisjoint(words)
    )
    return is_told and words[-1] != _BY


def _names_trade(header: str) -> bool:
    return trade_in(header, is_of_line=True) is not None


def _about(header: str) -> str | None:
    """Who a header speaks of, in the order of its words."""
    words = [word for word in words_of(header) if (word in _JOINING or _says_whose(word)) and word not in OF_REPORTS]
    start = next((at for at, word in enumerate(words) if word not in _JOINING), len(words))
    return " ".join(words[start:]) or None


def _names_by_subject(layout: Layout) -> dict[frozenset[str], tuple[int, ...]]:
    """Columns that name somebody, by what their header says beside that it is a name."""
    named: dict[frozenset[str], list[int]] = {}
    bare: dict[frozenset[str], list[int]] = {}
    for at in sorted(at for at in layout.all_of(*_NAMING) if at < len(layout.header)):
        subject = subject_of_header(layout.header[at])
        if not subject:
            continue
        says_name = not _NAME_WORDS.isdisjoint(words_of(layout.header[at]))
        if says_name or not all(map(str.isdecimal, subject)):
            (named if says_name else bare).setdefault(subject, []).append(at)
    return {subject: tuple(places) for subject, places in {**{key: each[:1] for key, each in bare.items()}, **named}.items()}


def subject_of_header(header: str) -> frozenset[str]:
    """The words of a header that say whose the cells are: those for names, telephones and their kinds say nothing of that."""
    return frozenset(word for word in words_of(header) if word.isdecimal() or _says_whose(word))


def _says_whose(word: str) -> bool:
    return word not in _NAME_WORDS and not is_phone_word(word) and label_of_number(word) is not None


def _by_turns(layout: Layout, names: Sequence[int], numbers: Sequence[int]) -> dict[int, Whose] | None:
    heads = [layout.header[at].strip().casefold() for at in names]
    times = Counter(heads)
    alike = [at for at, head in zip(names, heads, strict=True) if times[head] == len(numbers)]
    if len(numbers) < _SEVERAL or len(alike) != len(numbers) or len({layout.header[at].strip().casefold() for at in numbers}) > 1:
        return None
    are_apart = alike[-1] < numbers[0] or numbers[-1] < alike[0]
    return {number: Whose((name,)) for name, number in zip(alike, numbers, strict=True)} if are_apart else None


def _by_place(layout: Layout, numbers: Sequence[int]) -> dict[int, Whose]:
    """Where the same header stands over several columns of names, with numbers between them, each number goes with the name beside it.

    Where all names stand before or behind as many numbers under one header, the first number is that of the first: `Name, Name, Tel, Tel`.
    """
    names = sorted(at for at in layout.all_of(*NAMES) if at < len(layout.header))
    if (by_turns := _by_turns(layout, names, numbers)) is not None:
        return by_turns
    texts = {layout.header[at].strip().casefold() for at in names}
    if len(names) < 2 or len(texts) > 1 or not numbers:
        return {}
    names_first = names[0] < numbers[0]
    found: dict[int, Whose] = {}
    for at in numbers:
        place = bisect_left(names, at) - (1 if names_first else 0)
        if 0 <= place < len(names):
            found[at] = Whose((names[place],))
    return found if len({whose.names for whose in found.values()}) > 1 else {}
