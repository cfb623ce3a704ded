"""Sheets and texts that are no table: forms on a child, a fact and its value in each row or side by side (formats 15).

Return interviews and forms on missing persons. Whose a number is the name of its fact says, or whoever is named above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Final, NamedTuple

from ingest.decode.arrangement.facts import are_facts
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.columns.header_rows import find_header, starts_table
from ingest.decode.owners.fact_pairs import Pair, pairs_in
from ingest.decode.owners.named_above import may_give_name, named_in
from ingest.decode.tables.above import Told, is_of_itself, noted, parts_of
from ingest.decode.values.number_shape import has_digit, is_prose, looks_like_number
from ingest.decode.words.fact_kinds import gives_telephone, is_device, is_name, is_of_office, is_tie, may_reach, names_holder
from ingest.decode.words.headers import Column, classify, is_phone_word, says_number
from ingest.decode.words.named_people import names_other, names_somebody
from ingest.decode.words.own import Whose, names_child, whose_fact
from ingest.decode.words.questions import heads_facts, is_question
from ingest.records import Item, Mention, Record, Role, Scope, Written

#: Rows of a form, and cells of one of its rows: a table has more.
_MOST_ROWS: Final = 100
_MOST_CELLS: Final = 12
_MOST_COLUMNS: Final = 60
_FEWEST_FACTS: Final = 2
#: Share of the facts whose names are known, or set apart as such.
_LEAST_KNOWN: Final = 0.8
_LONGEST_NAME: Final = 60
_SIDE_BY_SIDE: Final = 2


def is_form_of_child(rows: Sequence[NumberedRow], *, is_whole: bool) -> bool:
    """Whether rows are the facts of one child and of those around them, whom no card of one person after another keeps apart.

    Args:
        rows: the first rows, or all there are.
        is_whole: these are all rows.
    """
    if not (is_whole and _is_small(rows)) or are_facts(rows, is_whole=True):
        return False
    told, is_headed = _without_heading(rows)
    rows, numbers = _unfolded(told)
    facts = _facts_in(rows, is_headed=is_headed)
    if not (len(facts) >= _FEWEST_FACTS or any(map(_is_childs_number, facts))) or _is_table(rows):
        return False
    named = Counter(pair.key.casefold() for pair in facts if _names_child(pair) or _is_childs_number(pair))
    if named:
        # A list of children says the same of each.
        return max(named.values()) == 1
    return not numbers and _are_mixed_up(rows)


def is_form(rows: Sequence[NumberedRow], *, is_whole: bool) -> bool:
    """Whether rows are facts about people, and no list of them, as far as words tell; arguments are those of `is_form_of_child`."""
    if not (is_whole and _is_small(rows)) or are_facts(rows, is_whole=True):
        return False
    rows, is_headed = _without_heading(rows)
    if len(_facts_in(rows, is_headed=is_headed)) < _FEWEST_FACTS or _is_table(rows):
        return False
    pairs = [pairs_in(cells) for _, cells in rows]
    if all(len(each) < _SIDE_BY_SIDE for each in pairs) and sum(is_name(pair.key) for each in pairs for pair in each) > 1:
        # A list with a fact in each row.
        return False
    if sum(len(each) >= _SIDE_BY_SIDE for each in pairs) >= _SIDE_BY_SIDE and any(not pair.has_number for each in pairs for pair in each):
        return True
    spoken = named_in(rows)
    is_told = any(pair.has_number and (_is_telephone(pair.key) or pair.is_question) for each in pairs for pair in each)
    return is_told and bool(spoken.others or spoken.names)


def read_form(rows: Sequence[NumberedRow], task: Task, tally: Tally) -> Iterator[Item]:
    """Yield the numbers of a form: the child's is the phone's own, all others are those of whoever their facts speak of."""
    rows, numbers = _unfolded(_without_heading(rows)[0])
    told = Told.of(rows, is_form=True)
    for number, cells in rows:
        place = task.place.row(numbers.get(number, number))
        for part in parts_of(cells):
            whom = told.whom(number, part)
            item: Record | None = None
            if told.is_childs(number, part):
                yield from told.inferred(task.place.whole)
                item = Record(place, (Mention(part.number, Role.OWNER),))
            elif whom is None and told.whose(number, part) is Whose.OWN:
                item = Record(place, (Mention(part.number, Role.OWNER),))
            elif told.may_be_own(number, part):
                yield from told.unsure(task.place.whole)
            if item is None and Scope.CONTACTS in task.scopes:
                item = noted(part, whom, place, told.spoken.names.get((number, part.pair.at)))
            if item is not None:
                tally.records += 1
                if item.mentions[0].role is Role.OWNER:
                    tally.owners.append(item.mentions[0].raw)
                yield item
        if Scope.CONTACTS in task.scopes and (texts := _texts_in(cells)):
            # What is no number by its form may be one that was damaged: others judge that.
            tally.records += 1
            yield Record(place, tuple(Mention(text, Role.NOTE, None, None, None, Written.PROSE) for text in texts))


def _without_heading(rows: Sequence[NumberedRow]) -> tuple[Sequence[NumberedRow], bool]:
    """Leave out a first row that says but which column has the names of facts, and which their values, and say whether there was one."""
    at = next((at for at, (_, cells) in enumerate(rows) if any(map(str.strip, cells))), None)
    return (rows, False) if at is None or not heads_facts(rows[at][1]) else (rows[at + 1 :], True)


class Unfolded(NamedTuple):
    """Rows of facts, and where each stands in the file."""

    rows: Sequence[NumberedRow]
    #: The numbers of the rows of the file by those of these; none where they are the same.
    numbers: Mapping[int, int]


def _unfolded(rows: Sequence[NumberedRow]) -> Unfolded:
    """Put the values of facts beside their names where these stand in the row above, each in its column; else the rows as they stand."""
    filled = [(number, {at: cell.strip() for at, cell in enumerate(cells) if cell.strip()}) for number, cells in rows]
    filled = [(number, told) for number, told in filled if told]
    made: list[NumberedRow] = []
    numbers: dict[int, int] = {}
    folds = at = last = line = 0
    while at < len(filled):
        number, told = filled[at]
        below = filled[at + 1] if at + 1 < len(filled) else None
        is_folded = below is not None and _are_names(told) and below[1].keys() <= told.keys() and not _is_of_names(below[1])
        # A row that was left empty ends what is said of one person.
        line += 2 if number > last + 1 else 1
        if is_folded and below is not None:
            number, values = below
            told = {column: f"{name.rstrip(': ')}:" for column, name in told.items()}
            made.append((line, [text for column, name in told.items() for text in (name, values.get(column, "")) if text]))
        elif len(told) > 1:
            return Unfolded(rows, {})
        else:
            made.append((line, list(told.values())))
        folds += is_folded
        at += 1 + is_folded
        last = numbers[line] = number
    is_list = all(len(told) == 1 for _, told in filled)
    is_told = any(_is_childs_number(pair) for _, cells in made for pair in pairs_in(cells))
    return Unfolded(made, numbers) if folds >= _FEWEST_FACTS and (is_told or not is_list) else Unfolded(rows, {})


def _are_names(told: Mapping[int, str]) -> bool:
    """Whether all cells of a row are names of facts."""
    return all(":" not in (name := text.rstrip(": ")) and _is_known(Pair(0, name, (), (text,))) for text in told.values())


def _is_of_names(told: Mapping[int, str]) -> bool:
    """Whether the cells of a row name facts, and give none: of a single one only what cannot be a value says so."""
    if len(told) > 1:
        return _are_names(told)
    return any(text.endswith((":", "?")) or (_is_telephone(text) and not has_digit(text)) for text in told.values())


def _texts_in(cells: Sequence[str]) -> list[str]:
    pairs = [pair for pair in pairs_in(cells) if not pair.has_number]
    return [
        cell
        for pair in pairs
        for before, cell in zip(("", *pair.cells), pair.cells, strict=False)
        if is_prose(cell) and not is_of_itself(before, cell)
    ]


def _is_small(rows: Sequence[NumberedRow]) -> bool:
    """Whether there are no more rows than a form has, and no more cells in any."""
    filled = [sum(map(bool, map(str.strip, cells))) for _, cells in rows if len(cells) <= _MOST_COLUMNS]
    return len(filled) == len(rows) <= _MOST_ROWS * 2 and sum(map(bool, filled)) <= _MOST_ROWS and max(filled, default=0) <= _MOST_CELLS


def _facts_in(rows: Sequence[NumberedRow], *, is_headed: bool) -> list[Pair]:
    """Give the facts of rows that may be those of a form; none where they are none. Below a heading that says so, all may be."""
    facts = [pair for _, cells in rows for pair in pairs_in(cells) if pair.values or pair.has_number]
    if not is_headed and _known_in(facts) < _LEAST_KNOWN * len(facts):
        return []
    if any(map(_is_of_several, facts)):
        return []
    return facts if any(pair.has_number for pair in facts) else []


def _known_in(facts: Sequence[Pair]) -> int:
    """Count the facts whose names are known, and those that name the person of a telephone behind them where most of those are known, too.

    What a person is to a child is said in more words than any list has, and in a list of people the name itself would stand there.
    """
    known = sum(map(_is_known, facts))
    heads = [pair for pair, behind in pairwise(facts) if behind.has_number and may_reach(behind.key) and may_give_name(pair)]
    named = sum(_is_known(pair) or names_somebody(pair.key) for pair in heads)
    return known + sum(not _is_known(pair) for pair in heads) if named * 2 >= len(heads) else known


def _is_known(pair: Pair) -> bool:
    """Whether the name of a fact is set apart as one, or known as that of a fact about people, their telephones or their lives."""
    first = pair.cells[0].rstrip()
    if not pair.key or len(pair.key) > _LONGEST_NAME or looks_like_number(pair.key):
        return False
    if first.endswith(":") or is_question(pair.key) or (":" in first and pair.values and len(pair.cells) == 1):
        return True
    if has_digit(pair.key) and not _is_telephone(pair.key):
        return False
    if pair.has_number and is_of_office(pair.key):
        return True
    is_of_people = names_other(pair.key, "") or names_holder(pair.key) or is_device(pair.key) or is_tie(pair.key) or is_name(pair.key)
    return is_of_people or classify(pair.key) is not Column.OTHER or gives_telephone(pair.key)


def _is_of_several(pair: Pair) -> bool:
    """Whether a fact has the values of several people beside each other, as in a sheet that was turned."""
    return sum(map(looks_like_number, pair.values)) > 1 or (len(pair.values) > 1 and (is_name(pair.key) or is_tie(pair.key)))


def _is_telephone(key: str) -> bool:
    return is_phone_word(key) or says_number(key)


def _is_table(rows: Sequence[NumberedRow]) -> bool:
    told = [cells for _, cells in rows]
    at = find_header(told)
    if at is not None and sum(map(bool, map(str.strip, told[at]))) == 1 and "".join(told[at]).rstrip().endswith(":"):
        # A fact that was left open: `Mobile:`.
        return False
    return at is not None and starts_table(told[at], told[at + 1 :], ())


def _names_child(pair: Pair) -> bool:
    return not pair.has_number and bool(pair.value) and names_child(pair.value if is_tie(pair.key) else pair.key)


def _is_childs_number(pair: Pair) -> bool:
    if not pair.has_number or whose_fact(pair.key) is Whose.CHILDS:
        return pair.has_number
    return names_child(pair.key) and (len(pair.cells) > _SIDE_BY_SIDE or pair.cells[0].rstrip().endswith(":"))


def _are_mixed_up(rows: Sequence[NumberedRow]) -> bool:
    """Whether the same bare telephone stands below the name of somebody else in a card, and for its person, or below yet another."""
    spoken = named_in(rows)
    bare = [(number, pair) for number, cells in rows for pair in pairs_in(cells) if pair.has_number and gives_telephone(pair.key)]
    keys = {(number, pair.at): pair.key.casefold() for number, pair in bare if (number, pair.at) in spoken.others}
    theirs = set(keys.values())
    own = {pair.key.casefold() for number, pair in bare if (number, pair.at) not in spoken.others}
    names = sum(is_name(pair.key) for pair in chain.from_iterable(pairs_in(cells) for _, cells in rows))
    # A list of cards says the same of each: `Contact | Jay`, `Contact | Kay`.
    people = {key: {spoken.others[place].profession for place, told in keys.items() if told == key} for key in theirs}
    return bool(theirs & own or any(len(each) > 1 for each in people.values())) and names <= 1
