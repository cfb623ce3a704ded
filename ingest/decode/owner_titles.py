"""Titles of logs that give a number as the phone's own without saying so in words of their own: `Itemised calls for 07…`, `Subject: 07…`.

A title may as well name the contact a log was cut to, so the rows must agree: the number has a part in all of them, or in none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.columns import Layout, Shape
from ingest.decode.header_words import NUMBER_COLUMNS, RELATIONS, Column, words_of
from ingest.decode.number_shape import looks_like_number, mentioned_in
from ingest.decode.owner_columns import phones_apart
from ingest.decode.owner_headers import TARGETS
from ingest.decode.parties import key_of, read_parties
from ingest.decode.phone_words import NUMBER_WORDS, names_telephone
from ingest.decode.word_sets import set_of

_LONGEST: Final = 100
_FEWEST_OTHERS: Final = 2
_SIDED: Final = frozenset({Column.FROM, Column.TO})
#: Who or what was examined, or whose calls a network was asked for.
_EXAMINED: Final = TARGETS | set_of("subscriber owner handset device exhibit")
#: What is made of the calls of one telephone.
_LOGS: Final = set_of(
    "call calls log logs data record records bill bills billing itemised itemized statement usage cdr history traffic activity messages"
    " schedule schedules"
    " texts sms report"
)
#: The reference of an exhibit: it says which phone, and nothing of whose.
_REFERENCE = re.compile(r"\b[A-Z]{2,4}\s?/\s?\d{1,4}\b")
_PHONES: Final = set_of("phone handset device mobile telephone exhibit sim")
#: Whose phone it is, with at most three words of a name.
_PHONE_OF_SOMEBODY: Final = rf"\s*(?:{'|'.join(sorted(_PHONES))}) (?:of|belonging to)(?: [^\s()]{{1,30}}){{1,3}}"
_PHONE_OF = re.compile(rf"{_PHONE_OF_SOMEBODY}\W*", re.IGNORECASE)
#: A number in brackets behind that, or behind the reference of an exhibit, and nothing else: `Phone of J S (mobile 07…)`.
_IN_BRACKETS = re.compile(
    rf"({_PHONE_OF_SOMEBODY}|\s*exhibit {_REFERENCE.pattern}(?: \w{{1,12}})?)\s*"
    r"\(\s*(?:mobile|phone|msisdn|cell|number)(?: (?:number|no\.?))?\s*:?\s*([+\d][\d .\-]{5,19}\d)\s*\)\W*",
    re.IGNORECASE,
)
_BELONGS: Final = frozenset({"for", "of"})
_EXPECTED: Final = _EXAMINED | _LOGS | _BELONGS | _PHONES | {"the", "s", "is"}
#: Whose number a fact may give that is not of the phone itself. One word stands by itself: in a sentence of ours it is to be avoided.
OF_OTHERS: Final = (
    RELATIONS
    | {"dealer"}
    | set_of(
        "line lines deal drug drugs suspect suspects victim victims witness complainant informant contact contacts caller called oic"
        " helpline support enquiries other to from with call ring main police collar extension"
    )
)
#: The same in the title of a log, which may speak of calls.
_OF_OTHERS_IN_TITLES: Final = (OF_OTHERS - {"call"}) | set_of(
    "callers calling between and by others associate associates known examiner officer dc ds pc shop store team unit"
)


def own_by_title(filled: Sequence[str], layout: Layout, rows: Sequence[Sequence[str]]) -> str | None:
    """Give the number of a title above a log that is the phone's own, if its words and the rows say so.

    Args:
        filled: the cells of the title.
        layout: what the columns of the log hold.
        rows: its first rows.
    """
    if len(filled) == 1 and (found := _IN_BRACKETS.fullmatch(filled[0])):
        key = key_of(found[2])
        is_of_others = not _OF_OTHERS_IN_TITLES.isdisjoint(words_of(found[1]))
        return None if is_of_others or any(key_of(cell) == key for row in rows for cell in row) else found[2]
    if layout.shape not in {Shape.CALLS, Shape.MESSAGES} or sum(map(len, filled)) > _LONGEST:
        return None
    text = ": ".join(cell.rstrip(" :") for cell in filled)
    numbers = [cell for cell in filled if looks_like_number(cell)] if len(filled) > 1 else mentioned_in(text)
    if len(numbers) != 1:
        return None
    before, _, behind = text.partition(numbers[0])
    if not (_says_whose(words_of(before)) and _says_no_more(behind) and (_PHONE_OF.fullmatch(before) or _says_no_more(before))):
        return None
    return numbers[0].strip() if _agree(key_of(numbers[0]), layout, rows) else None


def _says_no_more(text: str) -> bool:
    """Whether a part of a title has only words of logs and telephones: any other may say that the number is somebody else's."""
    words = words_of(_REFERENCE.sub("", text))
    return all(word in _EXPECTED or word in NUMBER_WORDS or names_telephone(word) for word in words)


def _says_whose(words: Sequence[str]) -> bool:
    """Whether the words before a number say that it is that of the phone whose calls follow."""
    told = [word for word in words if not (word in NUMBER_WORDS or names_telephone(word) or word in {"the", "s", "is"})]
    if not told or not _OF_OTHERS_IN_TITLES.isdisjoint(words):
        return False
    if told[0] == "of" and names_telephone(words[0]):
        return _LOGS.isdisjoint(told)
    if told[-1] in _EXAMINED or (told[0] in _EXAMINED and _LOGS.isdisjoint(told)):
        return True
    return told[-1] in _BELONGS and not _LOGS.isdisjoint(told)


def _agree(key: str, layout: Layout, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a number stands between the others in every row of a log with both sides, or beside none of any other."""
    if any(len({row[at] for row in rows if at < len(row)}) > 1 for at in phones_apart(layout)):
        # Several phones may have been in touch with one number.
        return False
    places = layout.all_of(*NUMBER_COLUMNS)
    told = [frozenset(key_of(party.raw) for at in places if at < len(row) for party in read_parties(row[at])) for row in rows]
    told = [keys for keys in told if keys]
    others = frozenset().union(*told) - {key}
    if len(others) < _FEWEST_OTHERS:
        return False
    if layout.by.keys() >= _SIDED:
        return frozenset.intersection(*told) == {key}
    return not any(key in keys for keys in told)
