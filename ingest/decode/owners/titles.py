"""Titles of logs that give a number as the phone's own without saying so in words of their own: `Itemised calls for 07…`, `Subject: 07…`.

A title may as well name the contact a log was cut to, so the rows must agree: the number has a part in all of them, or in none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ingest.decode.columns.layout import Layout
from ingest.decode.owners.of_log import phones_apart
from ingest.decode.values.number_shape import has_digit, is_mobile_alone, looks_like_number, mentioned_in
from ingest.decode.values.parties import key_of, read_parties
from ingest.decode.values.people_in_cell import words_beside
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, words_of
from ingest.decode.words.kinds import Shape
from ingest.decode.words.own import (
    BELONGS,
    EXAMINED,
    EXTRACTIONS,
    FEWEST_OTHERS_BESIDE_WORDS,
    LOGS,
    OF_LETTERS,
    OF_OTHERS,
    PHONE_OF_SOMEBODY,
    PHONES,
    REFERENCE,
    says_no_more,
    without_lists,
)
from ingest.decode.words.phones import NUMBER_WORDS, names_telephone
from ingest.decode.words.sets import set_of

_LONGEST: Final = 100
_LOGS: Final = frozenset({Shape.CALLS, Shape.MESSAGES})
_SIDED: Final = frozenset({Column.FROM, Column.TO})
_PHONE_OF = re.compile(rf"\s*{PHONE_OF_SOMEBODY}\W*")
#: A number in brackets behind that, or behind the reference of an exhibit, and nothing else: `Phone of J S (mobile 07…)`.
_IN_BRACKETS = re.compile(
    rf"(\s*{PHONE_OF_SOMEBODY}|[^()\n]{{0,60}}?(?:{REFERENCE.pattern})(?:\W{{1,3}}\w{{1,12}})?)\W{{0,3}}"
    r"\(\s*(?:mobile|phone|msisdn|cell|number)(?: (?:number|no\.?))?\s*:?\s*([+\d][\d .\-]{5,19}\d)\s*\)\W*",
    re.IGNORECASE,
)
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_DATE: Final = (
    rf"(?<!\d)(?:\d{{4}}-\d\d?-\d\d?|\d\d?[/.\-]\d\d?[/.\-](?:\d{{4}}|\d\d)|(?:\d\d?(?:st|nd|rd|th)? )?{_MONTH}\.? \d{{4}})"
    r"(?:[ T]\d\d?:\d\d(?::\d\d)?)?\b"
)
#: The time for which the calls were asked for.
_PERIOD = re.compile(
    rf"[(,;:\-\u2013]?\s*\b(?:(?:for|from|between|during|dated|covering|the|period|of|dates?|on|since)\b\W{{0,3}}){{0,4}}"
    rf"{_DATE}(?:\s?(?:to|and|until|till|-|\u2013)\s?{_DATE})?\)?",
    re.IGNORECASE,
)
#: What stands behind a number and is no such time: whoever typed it may have meant another number.
_MORE_DIGITS = re.compile(r"\s+\(?\d")
#: Words for what a phone itself did, and for what records are about, which say no more than `of`.
_OF_ITSELF: Final = (
    re.compile(r"\b(?:(?:outgoing|outbound|dialled|dialed)\s(calls?|texts|sms|messages)\s(?:made\s)?(?:from|by|of|for))\b", re.IGNORECASE),
    re.compile(r"\b(?:(?:incoming|inbound|received)\s(calls?|texts|sms|messages)\s(?:received\s)?(?:to|by|of|for|on))\b", re.IGNORECASE),
    re.compile(r"\b(calls|texts)\s(?:made|sent|placed)\s(?:from|by)\b", re.IGNORECASE),
    re.compile(
        r"\b(records?|data|billing|bills?|statements?)\s(?:relating to|in (?:respect of|relation to)|regarding|concerning)\b", re.IGNORECASE
    ),
    re.compile(r"\b(extracted|extraction|downloaded|download)\sfrom\b", re.IGNORECASE),
)
#: What a network gives, and what is made of a phone: whichever number such a title names is that of the customer, or of the phone.
_OF_ONE_NUMBER: Final = EXTRACTIONS | set_of("data record records billing itemised itemized statement statements usage cdr cdrs")
#: What says of a number above a list of people that it is that of the phone with the list.
_OF_PHONES: Final = set_of("handset device exhibit subject subscriber msisdn")
#: Words that leave open whose number a title names.
_OPEN: Final = set_of("to from and on list conversations")
#: What is written short stands below a letter.
_OF_SIGNATURES: Final = frozenset({"tel", "t", "f", "fax", "telefax", "no"})
#: A child may be the one with the phone, and a relation of theirs.
_OF_CHILDREN: Final = set_of("child children")
#: Words that say of a number that it may be that of the phone, whatever stands beside them.
_MAY_OWN: Final = PHONES | EXAMINED | set_of("attributed attributable registered sim child children young user users belonging used")
#: Whose number a title may give that is not of the phone itself; it may speak of calls.
_OF_OTHERS_IN_TITLES: Final = (OF_OTHERS - {"call"}) | set_of(
    "callers calling between and by others associate associates known examiner officer dc ds pc shop store team unit"
)
#: What nothing but the calls or messages of one telephone is called; a report may be one for somebody.
_OF_CALLS: Final = set_of("call calls texts sms messages billing itemised itemized cdr cdrs usage")
#: What else the title of a log may be of, and what else stands in one before whoever it names.
_THREADS: Final = set_of("thread threads conversation conversations chat chats")
_BEFORE_NAMES: Final = _THREADS | BELONGS | _OPEN | set_of("with between incoming outgoing missed received sent dialled all recent last")
#: What is written as a name and is that of a case, or of one who has it.
_OF_CASES: Final = set_of(
    "op operation case crime incident custody reference urn insp inspector sgt sergeant detective pcso analyst fao attn"
)
_WORD = re.compile(r"[^\W\d_](?:[\w'\u2019.\-]*\w)?\.?")
#: What may stand between the words of a name, and between a name and a number.
_IN_NAMES = re.compile(r"[ ,]{0,2}")
_LONGEST_NAME: Final = 3


def own_by_title(filled: Sequence[str], layout: Layout, rows: Sequence[Sequence[str]]) -> str | None:
    """Give the number of a title that is the phone's own, if its words and the rows say so.

    Args:
        filled: the cells of the title.
        layout: what the columns of the log or list hold.
        rows: its first rows.
    """
    if len(filled) == 1 and (found := _IN_BRACKETS.fullmatch(filled[0])):
        told = without_lists(found[1])
        is_of_others = not _OF_OTHERS_IN_TITLES.isdisjoint(words_of(told))
        is_of_others = is_of_others or not (_PHONE_OF.fullmatch(found[1]) or says_no_more(told))
        return None if is_of_others or not _is_elsewhere(key_of(found[2]), rows) else found[2]
    title = _Title.of(filled)
    if title is None:
        return None
    if not title.says_no_more:
        unnamed = title.without_name() if layout.shape in _LOGS else None
        is_of_named = unnamed is not None and unnamed.says_no_more and _says_of(words_of(unnamed.before))
        return title.number if is_of_named and _agree(key_of(title.number), layout, rows) else None
    if layout.shape in _LOGS:
        return title.number if _says_whose(words_of(title.before)) and _agree(key_of(title.number), layout, rows) else None
    is_own = layout.shape is Shape.CONTACTS and _says_whose_list(words_of(title.before))
    return title.number if is_own and _agree(key_of(title.number), layout, rows) else None


def may_be_own_by_title(filled: Sequence[str], layout: Layout, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the number of a title, which no row has, may be that of the phone, or of whom it called: `Calls to and from 07…`."""
    title = _Title.of(filled)
    if title is None or layout.shape not in {*_LOGS, Shape.CONTACTS}:
        return False
    title = title.without_name() or title.without_small_name() or title
    before = without_lists(title.before)
    words = [word for word in words_of(before) if word not in _OPEN]
    if not (_OF_OTHERS_IN_TITLES.isdisjoint(words) and says_no_more(" ".join(words)) and says_no_more(title.behind)):
        return False
    is_of_logs = before != title.before or not (LOGS | EXAMINED).isdisjoint(words)
    is_open = is_of_logs or (any(map(names_telephone, words)) and not OF_LETTERS.issuperset(words))
    return is_open and _is_elsewhere(key_of(title.number), rows)


def may_be_own_by_words(filled: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a mobile that no row has stands above them beside words of phones, or of whose it is: `Telephone:`, `Attributed to`.

    Those who write letters have telephones, too, but seldom sign a table with a mobile: that it is left open is told, and nothing more.
    """
    text = " ".join(filled)
    numbers = mentioned_in(f"{text} ") if len(text) <= _LONGEST else []
    if len(numbers) != 1 or not is_mobile_alone(numbers[0].strip("() ")):
        return False
    told = [word for word in words_of(without_lists(text.replace(numbers[0], " "))) if word not in _OPEN]
    if _OF_SIGNATURES.issuperset(told):
        return False
    is_said = any(word in _MAY_OWN or names_telephone(word) for word in told) or NUMBER_WORDS.issuperset(told)
    is_said = is_said or REFERENCE.search(text) is not None
    return is_said and (_OF_OTHERS_IN_TITLES - _OF_CHILDREN).isdisjoint(told) and _is_elsewhere(key_of(numbers[0]), rows)


def whom_of_log(title: str) -> str:
    """Leave out the words for calls and messages before whoever a title names: `Calls for Social Worker Jane 07…` is of her alone."""
    told: list[str] = []
    for found in _WORD.finditer(title):
        words = words_of(found[0])
        if not (_BEFORE_NAMES.issuperset(words) or says_no_more(found[0])):
            is_of_log = not (_OF_CALLS | LOGS | _THREADS).isdisjoint(told) and not has_digit(title[: found.start()])
            return title[found.start() :] if is_of_log else title
        told += words
    return title


class _Title(NamedTuple):
    """A title with one number."""

    before: str
    number: str
    behind: str

    @classmethod
    def of(cls, filled: Sequence[str]) -> _Title | None:
        """Read a row as one; None where it has no number, or several."""
        if sum(map(len, filled)) > _LONGEST:
            return None
        text = _PERIOD.sub(" ", ": ".join(cell.strip(" :") for cell in filled))
        for words in _OF_ITSELF:
            text = words.sub(r"\1 of", text)
        numbers = [cell.strip() for cell in filled if looks_like_number(cell)] if len(filled) > 1 else []
        # Words in the cell of the number say whose it is: `Calls for Ana, her nurse 07…`.
        numbers = numbers if numbers and not any(map(words_beside, numbers)) else mentioned_in(text)
        if len(numbers) != 1:
            return None
        before, _, behind = text.partition(numbers[0])
        is_even = numbers[0].count("(") == numbers[0].count(")")
        return cls(before, numbers[0].strip() if is_even else numbers[0].strip("() "), behind)

    @property
    def says_no_more(self) -> bool:
        """Whether every word is one of logs and telephones, or the phone is that of somebody who is named."""
        is_open = _MORE_DIGITS.match(self.behind) is not None
        return not is_open and says_no_more(self.behind) and (_PHONE_OF.fullmatch(self.before) is not None or says_no_more(self.before))

    def without_name(self, *, is_small: bool = False) -> _Title | None:
        """Leave out the name that stands before the number, or behind it: `Call log for Ana (07…)`; None where no name is there.

        `is_small` allows names that begin with small letters.
        """
        if (start := _start_of_name(self.before, is_small=is_small)) is not None:
            return self._replace(before=self.before[:start])
        told = _WORD.findall(self.behind)
        is_name = 0 < len(told) <= _LONGEST_NAME and all(_may_be_named(word, is_small=is_small) for word in told)
        return self._replace(behind="") if is_name and not has_digit(self.behind) else None

    def without_small_name(self) -> _Title | None:
        """Leave out one written like any other word, where the words before it ask for somebody: `call log for ana 07…`."""
        unnamed = self.without_name(is_small=True)
        return unnamed if unnamed is not None and _says_of(words_of(unnamed.before)) else None


def _start_of_name(text: str, *, is_small: bool) -> int | None:
    """Say where the words begin, at the end of a text, that may be a name."""
    start, names = len(text.rstrip(" (,:;-\u2013")), 0
    for found in reversed(list(_WORD.finditer(text))):
        is_beside = _IN_NAMES.fullmatch(text[found.end() : start]) is not None
        if names == _LONGEST_NAME or not is_beside or not _may_be_named(found[0], is_small=is_small):
            break
        start, names = found.start(), names + 1
    return start if names else None


def _may_be_named(word: str, *, is_small: bool) -> bool:
    """Whether a word of a title begins as names do, and is none of those that say whose a number is."""
    told = words_of(word)
    is_known = says_no_more(word) or not (_OF_OTHERS_IN_TITLES | _MAY_OWN | _OPEN | _OF_CALLS | _OF_CASES).isdisjoint(told)
    return (is_small or not word[0].islower()) and not is_known


def _says_of(words: Sequence[str]) -> bool:
    """Whether words that a name stands behind say that it is that of who has the phone: `Call log of`."""
    return BELONGS.issuperset(words[-1:]) and not _OF_CALLS.isdisjoint(words) and _OF_OTHERS_IN_TITLES.isdisjoint(words)


def _says_whose(words: Sequence[str]) -> bool:
    """Whether the words before a number say that it is that of the phone whose calls follow."""
    if not _OF_OTHERS_IN_TITLES.isdisjoint(words):
        return False
    told = [word for word in words if not (word in NUMBER_WORDS or names_telephone(word) or word in {"the", "s", "is"})]
    if not told:
        # A telephone by itself may be that of whoever wrote this.
        return any(map(names_telephone, words)) and not OF_LETTERS.issuperset(words)
    if told[0] == "of" and names_telephone(words[0]):
        return LOGS.isdisjoint(told)
    if told[-1] in EXAMINED or (told[0] in EXAMINED and LOGS.isdisjoint(told)):
        return True
    return (told[-1] in BELONGS and not LOGS.isdisjoint(told)) or not _OF_ONE_NUMBER.isdisjoint(told)


def _says_whose_list(words: Sequence[str]) -> bool:
    """Whether the words before a number say that it is that of the phone that has the list: a subject by itself may be that of a letter."""
    told = [word for word in words if word not in NUMBER_WORDS and word not in {"the", "s", "is"}]
    if not told or not _OF_OTHERS_IN_TITLES.isdisjoint(words):
        return False
    if not EXTRACTIONS.isdisjoint(told):
        return True
    return not _OF_PHONES.isdisjoint(told) and (len(words) > 1 or not EXAMINED.issuperset(told) or told[-1] in PHONES)


def _is_elsewhere(key: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether no row has a number, which then is nobody's of those in the rows."""
    return all(key_of(cell) != key for row in rows for cell in row)


def _agree(key: str, layout: Layout, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a number stands between the others in every row of a log with both sides, or beside none of any other."""
    if any(len({row[at] for row in rows if at < len(row)}) > 1 for at in phones_apart(layout)):
        # Several phones may have been in touch with one number.
        return False
    places = layout.all_of(*NUMBER_COLUMNS)
    told = [frozenset(key_of(party.raw) for at in places if at < len(row) for party in read_parties(row[at])) for row in rows]
    told = [keys for keys in told if keys]
    others = frozenset().union(*told) - {key}
    if len(others) < FEWEST_OTHERS_BESIDE_WORDS:
        return False
    if layout.by.keys() >= _SIDED:
        return frozenset.intersection(*told) == {key}
    return not any(key in keys for keys in told)
