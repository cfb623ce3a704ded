"""What stands above the header of a table: titles, facts about the phone, the case or the examiner, and rows somebody put there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.columns.layout import Layout
from ingest.decode.owners.fact_pairs import Pair, pairs_in
from ingest.decode.owners.named_above import Named, named_in
from ingest.decode.owners.titles import may_be_own_by_title, may_be_own_by_words, own_by_title
from ingest.decode.rows.contacts import ContactRows
from ingest.decode.tables.same_subject import named_alike, subject_of
from ingest.decode.values.number_shape import has_digit, is_mobile_alone, is_prose, looks_like_number
from ingest.decode.values.parties import key_of
from ingest.decode.values.person import SERIALS
from ingest.decode.words.headers import Column, classify, words_of
from ingest.decode.words.kinds import Shape
from ingest.decode.words.named_people import gives_telephone, is_device, names_holder
from ingest.decode.words.own import Whose, whose_beside, whose_fact
from ingest.records import Item, Mention, Record, Remark, Role, Scope, Written

#: Facts about the phone or the case that are numbers of the network or of those who examined it.
_NOT_OWN = re.compile(
    r"imei|smsc|service cent|examin|department|unit|office|agency|\blab|case|investigat|voice ?mail|company", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019`]s\b", re.IGNORECASE)
#: A fact in one cell: a name of it, a colon, and its value.
_FACT = re.compile(r"\s*([^\d:]{2,40}(?:\d(?:[^\d:]{1,20})?)?)\s*:\s*([+\d][\d() .\-/]{6,20})\s*")
#: A number behind the words for it, which no colon sets apart, with or without a bracket and more words; and what may be said of it.
_FACT_BEHIND = re.compile(
    r"(.{0,100}?)\b((?:own|handset|subscriber|device|sim)(?:'s)? (?:phone |mobile )?(?:number|no\.?))\s*(?:is\s+)?"
    r"([+\d][\d() .\-/]{5,19}\d)(?:\s*[()\],;\-\u2013](?:(?!\d{5})[^\n]){0,60})?",
    re.IGNORECASE,
)
#: The phone itself and its card: what says so in the same row shows that a number there is no person's.
_SERIAL_NUMBERS: Final = SERIALS | {"serial"}
_OF_ITSELF: Final = _SERIAL_NUMBERS | {"msisdn"}
#: A British mobile however it is spelt, or a number of another country: a landline is that of a home.
_MOBILE_OR_FOREIGN: Final = re.compile(r"(?:(?:\+|00)?44[\W_]*(?:\(0\))?|\(?0)[\W_]*7(?:[\W_]*\d){9}|(?:\+|00)(?!44)(?:[\W_]*\d){9,15}")
_UNSURE: Final = (
    "A number beside the words for a telephone and others may be the phone's own, or somebody else's; it was taken for somebody else's."
)
_OF_CHILD: Final = "The number a form gives for the child it is about was taken for the phone's own."
_BY_TITLE: Final = "The number in a title was taken for the phone's own, because the words before it say so and the rows agree."
#: Digits of the count of a row, which some tools put in front.
_LONGEST_ORDINAL = 6


def read_above(
    rows: Sequence[NumberedRow], layout: Layout, task: Task, tally: Tally, below: Sequence[Sequence[str]] = ()
) -> Iterator[Item | Remark]:
    """Yield what stands between the top and the header: titles, facts about the phone, the case or the examiner, and rows put there.

    `below` are the first rows of the table, which show whose a number in its title is.
    """
    is_unsure = is_inferred = False
    spoken = named_in(rows)
    named = named_alike(rows) | spoken.others
    childs = _childs_number(rows, named, spoken.childs)
    for number, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        pairs = pairs_in(cells)
        place = task.place.row(number)
        parts = _parts(filled, pairs)
        row = _contact_above(number, cells, layout, task) if len(parts) == 1 else None
        for told in parts:
            whom = named.get((number, told.pair.at))
            fact = told.fact
            item: Record | None = fact.own(place) if fact and whom is None else None
            if whom is None and fact and item is None and key_of(fact.number) == childs and _may_be_childs(told, number, spoken.childs):
                item = Record(place, (Mention(fact.number, Role.OWNER),))
                if not is_inferred:
                    yield Remark("owner-inferred", _OF_CHILD, task.place.whole)
                is_inferred = True
            elif whom is None and item is None and (own := own_by_title(told.cells, layout, below)):
                item = Record(place, (Mention(own, Role.OWNER),))
                yield Remark("owner-inferred", _BY_TITLE, task.place.whole)
            elif item is None and not is_unsure and _may_be_own(told, layout, below, is_named=whom is not None):
                is_unsure = True
                yield unsure(task.place.whole)
            if item is None and Scope.CONTACTS in task.scopes:
                item = row if row is not None and whom is None else _noted(told, whom, place)
            if item is not None:
                tally.records += 1
                yield item


def _childs_number(rows: Sequence[NumberedRow], named: Mapping[tuple[int, int], Named], places: Collection[tuple[int, int]]) -> str | None:
    """Give the number, as `key_of` gives it, that rows say is that of the child a form is about; None where they give none, or several."""
    found: set[str] = set()
    others: set[str] = set()
    for number, cells in rows:
        for part in _parts([cell.strip() for cell in cells if cell.strip()], pairs_in(cells)):
            key = key_of(part.fact.number) if part.fact else ""
            is_theirs = (number, part.pair.at) not in named and _may_be_childs(part, number, places)
            (found if is_theirs else others).add(key)
    return found.pop() if len(found) == 1 and found.isdisjoint(others) else None


def _may_be_childs(part: _Part, number: int, places: Collection[tuple[int, int]]) -> bool:
    """Whether a fact gives the telephone of the child by its name, or is a bare telephone among the child's own facts."""
    fact = part.fact
    if fact is None or _MOBILE_OR_FOREIGN.fullmatch(fact.number.strip()) is None:
        return False
    return fact.whose is Whose.CHILDS or (fact.whose is Whose.MAYBE_OWN and (number, part.pair.at) in places)


class _Part(NamedTuple):
    """One of the facts of a row that has a number."""

    pair: Pair
    #: The cells its title is made of: all of the row where no other fact has a number.
    cells: Sequence[str]
    fact: Fact | None


def _parts(filled: Sequence[str], pairs: Sequence[Pair]) -> list[_Part]:
    """Give the facts of a row that have numbers, each to be judged by its own name."""
    numbered = [pair for pair in pairs if pair.has_number]
    is_phones = any(is_device(pair.key) or names_holder(pair.key) for pair in pairs)
    parts = []
    for pair in numbered:
        fact = fact_in(filled if len(pairs) == 1 else pair.cells)
        if fact is not None and len(pairs) > 1 and fact.whose is Whose.OWN and gives_telephone(fact.name) and not is_phones:
            # `Phone` beside facts of whoever may be meant.
            fact = fact._replace(whose=Whose.MAYBE_OWN)
        parts.append(_Part(pair, filled if len(numbered) == 1 else pair.cells, fact))
    return parts


def _noted(part: _Part, whom: Named | None, place: str) -> Record | None:
    """Read a fact as the numbers of somebody else, with what tells whom to keep out: who is named above it, and what it is called."""
    label: str | None
    about: str | None
    if whom is not None:
        # `Solicitor name` says of somebody that they are a solicitor.
        label, about = whom.label, whom.profession
    else:
        fact = part.fact
        label = fact.name if fact and fact.is_telephone else _name_beside(part.pair.cells)
        about = "; ".join(filter(None, (" ".join(subject_of(_POSSESSIVE.sub("", text))) for text in part.pair.words))) or None
    told = tuple(
        Mention(cell, Role.NOTE, label, None, None, Written.NUMBER if is_mobile_alone(cell) else Written.PROSE, about)
        for before, cell in pairwise(["", *part.pair.cells])
        if is_prose(cell) and not _is_of_itself(before, cell)
    )
    return Record(place, told) if told else None


def _may_be_own(part: _Part, layout: Layout, below: Sequence[Sequence[str]], *, is_named: bool) -> bool:
    """Whether a fact or a title leaves it open whether its number is the phone's own."""
    whose = part.fact.whose if part.fact else Whose.UNSAID
    if is_named:
        return whose in {Whose.OWN, Whose.CHILDS, Whose.MAYBE_OWN}
    if whose in {Whose.CHILDS, Whose.MAYBE_OWN}:
        return True
    return may_be_own_by_title(part.cells, layout, below) or (bool(below) and may_be_own_by_words(part.cells, below))


def _is_of_itself(before: str, cell: str) -> bool:
    """Whether a cell, by the name in it or in the one before, is a fact about the phone itself that is no number of anybody."""
    found = _FACT.fullmatch(cell)
    name, value = found.groups() if found else (before, cell)
    return not _SERIAL_NUMBERS.isdisjoint(words_of(name)) and not is_mobile_alone(value)


def _contact_above(number: int, cells: Sequence[str], layout: Layout, task: Task) -> Record | None:
    """Read a row above the header as those below it, where a name and a number stand in the columns for them."""
    names, phones = layout.all_of(Column.NAME, Column.GIVEN, Column.FAMILY), layout.all_of(Column.PHONE)
    if layout.shape is not Shape.CONTACTS or layout.is_prose or task.is_own:
        return None
    cells = [*cells, *[""] * (layout.width - len(cells))]
    if not any(looks_like_number(cells[at]) for at in phones):
        return None
    if not any(_is_name(cells[at]) for at in names):
        return None
    item = ContactRows(layout, task.place).read(number, cells)
    return item if isinstance(item, Record) else None


def _name_beside(filled: Sequence[str]) -> str | None:
    """The only words in a row beside its numbers, when they may name somebody."""
    words = [cell for cell in filled if not looks_like_number(cell)]
    return words[0] if len(words) == 1 and len(filled) > 1 and _is_name(words[0]) else None


def _is_name(cell: str) -> bool:
    """Whether a cell above a header may name somebody; what ends in a colon, or speaks of the examination, names a fact."""
    text = cell.strip()
    is_fact = text.endswith(":") or _NOT_OWN.search(text) or classify(text) is not Column.OTHER
    return bool(text) and not has_digit(text) and "@" not in text and not is_fact


class Fact(NamedTuple):
    """A fact that gives a number, and whose that is by what it is called."""

    name: str
    number: str
    whose: Whose

    @property
    def is_telephone(self) -> bool:
        """Whether it is the telephone of somebody else, or may be."""
        return self.whose in {Whose.CHILDS, Whose.MAYBE_OWN, Whose.OTHERS}

    def own(self, place: str) -> Record | None:
        """Give the record of the phone's own number; None when it is not said to be that."""
        return Record(place, (Mention(self.number, Role.OWNER),)) if self.whose is Whose.OWN else None

    def note(self, place: str) -> Record:
        """Give the record of the number of somebody else, called as the fact is."""
        written = Written.NUMBER if is_mobile_alone(self.number) else Written.PROSE
        return Record(place, (Mention(self.number, Role.NOTE, self.name, None, None, written),))


def unsure(place: str) -> Remark:
    """Say that a number may be the phone's own by what it is called."""
    return Remark("owner-unsure", _UNSURE, place)


def fact_in(filled: Sequence[str]) -> Fact | None:
    """Read a row as a fact, a name and its value, when it gives a number; that of the phone itself before any other."""
    if filled and filled[0].isdecimal() and len(filled[0]) <= _LONGEST_ORDINAL:
        filled = filled[1:]
    facts = [found.groups() for cell in filled if (found := _FACT.fullmatch(cell))]
    if len(filled) == 1 and facts:
        filled = facts[0]
    elif len(filled) == 1 and (found := _FACT_BEHIND.fullmatch(filled[0])):
        whose = whose_fact(found[2])
        whose = whose_beside(found[1], filled[0][found.end(3) :]) if whose is Whose.OWN else whose
        return Fact(f"{found[1]}{found[2]}".strip(), found[3], whose) if looks_like_number(found[3]) else None
    elif any(not _OF_ITSELF.isdisjoint(words_of(name)) for name, _ in facts):
        # Several facts of one phone stand beside each other.
        filled = next((fact for fact in facts if whose_fact(fact[0]) is Whose.OWN), filled)
    value = next((cell for cell in filled[1:] if looks_like_number(cell)), None)
    if value is None:
        return None
    name = filled[0].strip().rstrip(":").rstrip()
    return Fact(name, value, whose_fact(name))
