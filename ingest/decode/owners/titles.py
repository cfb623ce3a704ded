"""Titles of logs that give a number as the phone's own without saying so in words of their own: `Itemised calls for 07…`, `Subject: 07…`.

A title may as well name the contact a log was cut to, so the rows must agree: the number has a part in all of them, or in none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.columns.layout import Layout
from ingest.decode.owners.of_log import phones_apart
from ingest.decode.values.number_shape import looks_like_number, mentioned_in
from ingest.decode.values.parties import key_of, read_parties
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, words_of
from ingest.decode.words.kinds import Shape
from ingest.decode.words.own import (
    BELONGS,
    EXAMINED,
    FEWEST_OTHERS_BESIDE_WORDS,
    LOGS,
    OF_OTHERS,
    PHONE_OF_SOMEBODY,
    REFERENCE,
    says_no_more,
)
from ingest.decode.words.phones import NUMBER_WORDS, names_telephone
from ingest.decode.words.sets import set_of

_LONGEST: Final = 100
_SIDED: Final = frozenset({Column.FROM, Column.TO})
_PHONE_OF = re.compile(rf"\s*{PHONE_OF_SOMEBODY}\W*")
#: A number in brackets behind that, or behind the reference of an exhibit, and nothing else: `Phone of J S (mobile 07…)`.
_IN_BRACKETS = re.compile(
    rf"(\s*{PHONE_OF_SOMEBODY}|\s*exhibit (?:{REFERENCE.pattern})(?: \w{{1,12}})?)\s*"
    r"\(\s*(?:mobile|phone|msisdn|cell|number)(?: (?:number|no\.?))?\s*:?\s*([+\d][\d .\-]{5,19}\d)\s*\)\W*",
    re.IGNORECASE,
)
#: Whose number a title may give that is not of the phone itself; it may speak of calls.
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
        is_of_others = is_of_others or not (_PHONE_OF.fullmatch(found[1]) or says_no_more(found[1]))
        return None if is_of_others or any(key_of(cell) == key for row in rows for cell in row) else found[2]
    if layout.shape not in {Shape.CALLS, Shape.MESSAGES} or sum(map(len, filled)) > _LONGEST:
        return None
    text = ": ".join(cell.rstrip(" :") for cell in filled)
    numbers = [cell for cell in filled if looks_like_number(cell)] if len(filled) > 1 else mentioned_in(text)
    if len(numbers) != 1:
        return None
    before, _, behind = text.partition(numbers[0])
    if not (_says_whose(words_of(before)) and says_no_more(behind) and (_PHONE_OF.fullmatch(before) or says_no_more(before))):
        return None
    return numbers[0].strip() if _agree(key_of(numbers[0]), layout, rows) else None


def _says_whose(words: Sequence[str]) -> bool:
    """Whether the words before a number say that it is that of the phone whose calls follow."""
    told = [word for word in words if not (word in NUMBER_WORDS or names_telephone(word) or word in {"the", "s", "is"})]
    if not told or not _OF_OTHERS_IN_TITLES.isdisjoint(words):
        return False
    if told[0] == "of" and names_telephone(words[0]):
        return LOGS.isdisjoint(told)
    if told[-1] in EXAMINED or (told[0] in EXAMINED and LOGS.isdisjoint(told)):
        return True
    return told[-1] in BELONGS and not LOGS.isdisjoint(told)


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
