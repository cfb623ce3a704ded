"""Which rows of a table are headers: by their words, and by whether what follows is what they say.

A contact may be called Phone and be of the kind Mobile; then a row of data has the words of a header. So words alone never end a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.decode.columns.ends import names_end
from ingest.decode.values.moments import TimeStyle, read_moment, style_of_header
from ingest.decode.values.number_shape import has_digit, is_prose, is_withheld, looks_like_number, mentions_number
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, Column, classify, is_phone_word, is_said, words_of

#: A header stands in the first twenty rows that are not blank.
_HEADER_ROWS = 20
_LONGEST_HEADER = 80
#: Known headers that make a header of a row whatever else stands in it.
_MANY = 3
#: A row with more digits in a cell gives a number, a date or a reference.
_MOST_DIGITS = 6

#: What lists of one column hold, and words of a header of one.
_LISTED = NUMBER_COLUMNS | {Column.OWN, Column.COUNT}
_TOLD = frozenset({Column.NAME, Column.NOTE, Column.BODY})
_LONGEST_LIST_HEADER = 4

#: Words of headers that say whose numbers are, and that they are numbers.
_POSSESSIVES = frozenset({"his", "her", "their"})
_NUMBERS = frozenset({"number", "numbers", "no", "nos", "contact"})

_REFERENCE = re.compile(r"[A-Z]{1,5}[/\-]?(?:[A-Z]{1,5}[/\-])?\d{1,6}(?:/\d{2,4})?")
_MAIL = (["email"], ["e", "mail"], ["email", "address"], ["e", "mail", "address"], ["mail"])
#: Columns that say nothing about whether a row is a header.
_SILENT = frozenset({Column.OTHER})
#: Columns of which the cells below show whether they are what the header says: numbers, or texts that may hold some.
_SHOWN_BY_NUMBERS = NUMBER_COLUMNS | {Column.OWN, Column.NOTE, Column.BODY}


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Find the row with most known headers among the first ones, or one before it that has its own numbers below: another table."""
    usual = sorted(sum(bool(cell.strip()) for cell in row) for row in rows)
    typical = usual[len(usual) // 2] if usual else 0
    scores = [_score(row) if _may_be_header(row, typical) else 0 for row in rows[:_HEADER_ROWS]]
    scores = [score and (0 if _stands_among_data(rows[at], rows[:at]) else score) for at, score in enumerate(scores)]
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    if best is None or scores[best] == 0:
        return None
    heads = [at for at, score in enumerate(scores[:best]) if score >= 2]
    for at, end in pairwise([*heads, best]):
        if _has_numbers(rows[at], rows[at + 1 : end]):
            return at
    # A row of data may have more of the words than the header above it; what stands below tells.
    below = rows[best + 1 :]
    agreeing = _shown(rows[best], below)
    if agreeing == 0:
        # A fact of a form may have them, too: `Role: Employer`, `Address … Address …`. What stands below none agrees with.
        other = _shown_below(rows, scores, best)
        return best if other is None else other
    return next((at for at in heads if _shown(rows[at], below) > agreeing), best)


def _shown_below(rows: Sequence[Sequence[str]], scores: Sequence[int], best: int) -> int | None:
    """Give the row with most known headers below another one that is itself shown to be one; None where none is."""
    later = [at for at in range(best + 1, len(scores)) if scores[at] > 1 and _shown(rows[at], rows[at + 1 :])]
    return max(later, key=scores.__getitem__, default=None)


def header_at(rows: Sequence[Sequence[str]], at: int) -> Sequence[str]:
    """Give the header in a row; a row above it tells apart what it has more than once, as `Caller` and `Called` do `Number`."""
    header = rows[at]
    texts = [cell.strip().casefold() for cell in header]
    groups = [cell.strip() for cell in rows[at - 1]] if at else []
    if sum(map(bool, groups)) < 2 or not any(text and texts.count(text) > 1 for text in texts) or any(map(has_digit, groups)):
        return header
    told: list[str] = []
    group = ""
    for place, cell in enumerate(header):
        group = (groups[place] if place < len(groups) else "") or group
        is_repeated = bool(texts[place]) and texts.count(texts[place]) > 1
        told.append(f"{group} {cell.strip()}" if is_repeated and group else cell)
    below = [text.casefold() for text, each in zip(told, texts, strict=True) if each]
    # Titles of tables side by side say of no number whose it is, and groups that leave the same words twice nothing at all.
    lost = any(classify(text) is Column.REFERENCE is not classify(cell) for text, cell in zip(told, header, strict=True))
    return header if lost or len(set(below)) < len(below) else told


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row in the middle of a table has the words of another header: three known ones and no value, or few that go together.

    Those are a name and a number, or a time and the way of the calls whose numbers stand below it: `Received, When`.
    """
    score = _score(cells)
    if score >= _MANY:
        return True
    filled = [cell for cell in cells if cell.strip()]
    if score == len(filled) > 1 and _heads_calls(filled):
        return True
    # An address of mail is nothing that is read, and stands beside names and numbers in many headers.
    if score < 2 or score < sum(words_of(cell) not in _MAIL for cell in filled):
        return False
    kinds = {classify(cell) for cell in filled}
    return bool(kinds & NUMBER_COLUMNS) and bool(kinds & {*NAMES, Column.NICKNAME})


def _heads_calls(filled: Sequence[str]) -> bool:
    return any(classify(cell) is Column.TIME for cell in filled) and any(map(names_end, filled))


def starts_table(header: Sequence[str], rows: Sequence[Sequence[str]], before: Sequence[str]) -> bool:
    """Whether a row with the words of a header is one, by the rows below it: they agree with it as well as with the header `before`."""
    agreeing = _shown(header, rows)
    return agreeing > 0 and agreeing >= _shown(before, rows)


def _shown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """In how many rows a cell shows that the header is right about it."""
    columns = [classify(cell) for cell in header]
    places = [at for at, column in enumerate(columns) if column in _SHOWN_BY_NUMBERS]
    times = [(at, style_of_header(header[at])) for at, column in enumerate(columns) if column is Column.TIME]
    return sum(any(_signs(row, places, times)) for row in rows)


def _signs(row: Sequence[str], places: Sequence[int], times: Sequence[tuple[int, TimeStyle]]) -> Iterator[bool]:
    for at in places:
        yield at < len(row) and (is_prose(row[at]) or is_withheld(row[at]))
    for at, style in times:
        yield at < len(row) and read_moment(row[at], style) is not None


def _may_be_header(row: Sequence[str], typical: int) -> bool:
    """Whether a row of one cell, which is a title otherwise, heads a list: there are no other columns, and it names what is listed."""
    filled = [cell for cell in row if cell.strip()]
    if len(filled) == 2 and classify(filled[1]) is Column.OTHER and (filled[0].rstrip().endswith(":") or _is_reference(filled[1])):
        # A fact and its value: `Name: Jay`, `Exhibit` and `AB/1`.
        return False
    if len(filled) != 1:
        return bool(filled)
    column, words = classify(filled[0]), words_of(filled[0])
    return typical == 1 and (column in _LISTED or (column in _TOLD and len(words) <= 2)) and len(words) <= _LONGEST_LIST_HEADER


def _is_reference(cell: str) -> bool:
    """Whether a cell is that of an exhibit or a case, or of a telephone of some make: letters and digits, as no header has them."""
    return _REFERENCE.fullmatch(cell.strip()) is not None


def _stands_among_data(row: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    """Whether a row that might be a header stands below rows that have numbers in its columns for them, and is no full header itself."""
    places = [at for at, cell in enumerate(row) if classify(cell) in NUMBER_COLUMNS]
    if not places or is_header(row):
        return False
    # Facts about the phone stand above tables and give its own number.
    data = [cells for cells in above if not (len(cells) > 1 and names_fact(cells[0]))]
    return any(looks_like_number(cells[at]) or mentions_number(cells[at]) for cells in data for at in places if at < len(cells))


def names_fact(cell: str) -> bool:
    """Whether a cell names a fact about the phone of which the value stands behind it: `Phone number`, `MSISDN`, `Owner:`."""
    return is_phone_word(cell) or classify(cell) is Column.OWN or cell.rstrip().endswith(":")


def _has_numbers(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    places = [at for at, cell in enumerate(header) if classify(cell) in NUMBER_COLUMNS or names_end(cell)]
    return any(looks_like_number(row[at]) for row in rows for at in places if at < len(row))


def _score(row: Sequence[str]) -> int:
    """Count the known headers of a row; none where a cell of it gives a number, or says that somebody has none."""
    score = owned = ends = 0
    is_telling = has_time = False
    for cell in row:
        text = cell.strip()
        if not text:
            continue
        if len(text) > _LONGEST_HEADER or looks_like_number(text) or "@" in text or sum(map(str.isdecimal, text)) > _MOST_DIGITS:
            return 0
        column = classify(text)
        if column in NUMBER_COLUMNS and _is_somebodys(text):
            owned += 1
        elif column in NUMBER_COLUMNS and is_said(text):
            is_telling = True
        else:
            score += column not in _SILENT
            ends += column in _SILENT and names_end(text)
            has_time = has_time or column is Column.TIME
    score += ends if has_time else 0
    # `has_phone_number` stands in headers, beside others; so does `her number`, which is said of one's number, too.
    return 0 if is_telling and score < _MANY - 1 else score + (owned if score else 0)


def _is_somebodys(text: str) -> bool:
    """Whether a header says no more than whose number it is: `Her number`, `His mobile no`."""
    first, *rest = words_of(text) or [""]
    return first in _POSSESSIVES and bool(rest) and all(word in _NUMBERS or is_phone_word(word) for word in rest)
