"""What stands above the header of a table: titles, facts about the phone, the case or the examiner, and rows somebody put there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.columns.layout import Layout
from ingest.decode.owners.fact_pairs import Pair, pairs_in
from ingest.decode.owners.named_above import Named, Spoken, name_in_answer, named_in
from ingest.decode.owners.titles import may_be_own_by_title, may_be_own_by_words, own_by_title, whom_of_log
from ingest.decode.rows.contacts import ContactRows
from ingest.decode.tables.same_subject import named_alike, subject_of
from ingest.decode.values.number_shape import has_digit, is_mobile_alone, is_prose, looks_like_number, mentioned_in, mentions_number
from ingest.decode.values.parties import key_of
from ingest.decode.values.people_in_cell import OfOne, people_in
from ingest.decode.values.person import SERIALS
from ingest.decode.words.fact_kinds import gives_telephone, is_device, names_holder
from ingest.decode.words.headers import Column, classify, words_of
from ingest.decode.words.kinds import Shape
from ingest.decode.words.named_people import is_body
from ingest.decode.words.own import Whose, names_child, whose_beside, whose_fact
from ingest.decode.words.questions import asked_for
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
    told = Told.of(rows)
    for number, cells in rows:
        place = task.place.row(number)
        parts = parts_of(cells)
        row = _contact_above(number, cells, layout, task) if len(parts) == 1 else None
        for part in parts:
            whom = told.whom(number, part)
            item: Record | None = part.fact.own(place) if part.fact and whom is None else None
            if item is None and told.is_childs(number, part):
                yield from told.inferred(task.place.whole)
                item = Record(place, (Mention(part.number, Role.OWNER),))
            elif whom is None and item is None and (own := own_by_title(part.cells, layout, below)):
                item = Record(place, (Mention(own, Role.OWNER),))
                yield Remark("owner-inferred", _BY_TITLE, task.place.whole)
            elif item is None and (told.may_be_own(number, part) or (whom is None and _may_be_own(part, layout, below))):
                yield from told.unsure(task.place.whole)
            if item is None and Scope.CONTACTS in task.scopes:
                item = row if row is not None and whom is None else noted(part, whom, place, told.spoken.names.get((number, part.pair.at)))
            if item is not None:
                tally.records += 1
                yield item


@dataclass(slots=True)
class Told:
    """What rows of facts say of whose their numbers are, and which remarks were made of it."""

    spoken: Spoken
    named: Mapping[tuple[int, int], Named]
    #: The number of the child a form is about, as `key_of` gives it; None where the rows give none, or several.
    childs: str | None = None
    #: The rows are a form: a bare telephone there is the phone's own only among facts of the phone.
    is_form: bool = False
    _said: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Sequence[NumberedRow], *, is_form: bool = False) -> Told:
        """Look all of the rows through."""
        spoken = named_in(rows)
        told = cls(spoken, named_alike(rows) | spoken.others, is_form=is_form)
        found: set[str] = set()
        others: set[str] = set()
        for number, cells in rows:
            for part in parts_of(cells):
                if told.may_be_childs(number, part):
                    found.add(key_of(part.number))
                elif told.whose(number, part) is not Whose.OWN or told.whom(number, part):
                    others.add(key_of(part.number))
        told.childs = found.pop() if len(found) == 1 and found.isdisjoint(others) else None
        return told

    def whom(self, number: int, part: Part) -> Named | None:
        """Give whom a fact in a row of this number speaks of; None for the holder of the phone, or nobody in particular."""
        return self.named.get((number, part.pair.at))

    def may_be_childs(self, number: int, part: Part) -> bool:
        """Whether a fact gives the telephone of the child by its name, or is a bare telephone among the child's own facts."""
        if self.whom(number, part) or _MOBILE_OR_FOREIGN.fullmatch(part.number.strip()) is None:
            return False
        whose = self.whose(number, part)
        return whose is Whose.CHILDS or (whose in {Whose.MAYBE_OWN, Whose.UNSAID} and (number, part.pair.at) in self.spoken.childs)

    def whose(self, number: int, part: Part) -> Whose:
        """Whose a number is by what its fact is called, and by what it stands in."""
        if part.whose is Whose.UNSAID and names_child(part.pair.key):
            # `Young person: Jay 07…`; beside the word alone a number may be that of whoever is called so.
            is_named = len(part.pair.words) > 1 or part.pair.cells[0].rstrip().endswith(":") or part.number != part.text
            return Whose.CHILDS if is_named else Whose.MAYBE_OWN
        is_open = self.is_form and part.whose is Whose.OWN and gives_telephone(part.pair.key)
        return Whose.MAYBE_OWN if is_open and (number, part.pair.at) not in self.spoken.phones else part.whose

    def may_be_own(self, number: int, part: Part) -> bool:
        """Whether a fact leaves it open whether its number is the phone's own."""
        whom = self.whom(number, part)
        if self.is_form and whom is not None and whom.is_known:
            # Nothing but what is said of the child makes a bare telephone of a form the phone's own.
            return is_body(whom.about) and gives_telephone(part.pair.key) and _MOBILE_OR_FOREIGN.fullmatch(part.number.strip()) is not None
        return (whom is None and (number, part.pair.at) in self.spoken.childs) or self.whose(number, part) in {
            Whose.OWN,
            Whose.CHILDS,
            Whose.MAYBE_OWN,
        }

    def is_childs(self, number: int, part: Part) -> bool:
        """Whether that number is the only one the rows give for the child, and nobody else's."""
        return key_of(part.number) == self.childs and self.may_be_childs(number, part)

    def inferred(self, place: str) -> Iterator[Remark]:
        """Say once that the child's number was taken for the phone's own."""
        return self._once(Remark("owner-inferred", _OF_CHILD, place))

    def unsure(self, place: str) -> Iterator[Remark]:
        """Say once that a number may be the phone's own."""
        return self._once(unsure(place))

    def _once(self, remark: Remark) -> Iterator[Remark]:
        if remark.sentence not in self._said:
            self._said.add(remark.sentence)
            yield remark


class Part(NamedTuple):
    """One of the facts of a row that has a number."""

    pair: Pair
    #: The cells its title is made of: all of the row where no other fact has a number.
    cells: Sequence[str]
    fact: Fact | None

    @property
    def text(self) -> str:
        """What stands where its number does."""
        return self.fact.number if self.fact else ""

    @property
    def number(self) -> str:
        """The number as it stands, where it is read as a fact; without a name before it."""
        text = self.text
        told = [] if _MOBILE_OR_FOREIGN.fullmatch(text.strip()) else mentioned_in(text)
        return told[0] if len(told) == 1 and not has_digit(text.replace(told[0], "")) else text

    @property
    def whose(self) -> Whose:
        """Whose its number is by what it is called."""
        return self.fact.whose if self.fact else Whose.UNSAID


def parts_of(cells: Sequence[str]) -> list[Part]:
    """Give the facts of a row that have numbers, each to be judged by its own name."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    pairs = pairs_in(cells)
    numbered = [pair for pair in pairs if pair.has_number]
    is_phones = any(is_device(pair.key) or names_holder(pair.key) for pair in pairs)
    parts = []
    for pair in numbered:
        fact = fact_in(filled if len(pairs) == 1 else pair.cells)
        if fact is not None and len(pairs) > 1 and fact.whose is Whose.OWN and gives_telephone(fact.name) and not is_phones:
            # `Phone` beside facts of whoever may be meant.
            fact = fact._replace(whose=Whose.MAYBE_OWN)
        parts.append(Part(pair, filled if len(numbered) == 1 else pair.cells, fact))
    return parts


def noted(part: Part, whom: Named | None, place: str, name: str | None = None) -> Record | None:
    """Read a fact as the numbers of somebody else, with what tells whom to keep out: who is named above it, and what it is called.

    `name` is that of whoever the facts around it are of, if no more is said of them.
    """
    label: str | None
    about: str | None
    if whom is not None:
        # `Solicitor name` says of somebody that they are a solicitor.
        label, about = whom.label, whom.profession
    else:
        label = name or _called(part)
        about = "; ".join(filter(None, (" ".join(subject_of(_POSSESSIVE.sub("", asked_for(text)))) for text in part.pair.words))) or None
    cells = part.pair.cells
    if len(cells) == 1 and (title := whom_of_log(cells[0])) != cells[0]:
        cells = (title,)
    elif len(cells) == 1 and (found := _FACT.fullmatch(cells[0])):
        # Of a fact in one cell its number is all that is shown.
        cells = found.groups()
    numbers = tuple(
        Mention(one.text, Role.NOTE, one.label or label, None, None, Written.NUMBER if is_mobile_alone(one.text) else Written.PROSE, about)
        for before, cell in pairwise(["", *cells])
        if is_prose(cell) and not is_of_itself(before, cell)
        for one in people_in(cell, whom.label if whom else None) or (OfOne(cell, label),)
    )
    return Record(place, numbers) if numbers else None


def _called(part: Part) -> str | None:
    """Say what the number of a fact nobody is named for is called: by who has it, if that stands beside it, else as the fact is."""
    if part.pair.is_question or (len(part.pair.cells) > 1 and all(map(mentions_number, part.pair.cells))):
        # What is asked is no name of whoever answers it, and of two numbers each is of whom its own words name.
        return None
    beside = None if gives_telephone(part.pair.key) else name_in_answer(part.pair.value)
    return beside or (part.fact.name if part.fact and part.fact.is_telephone else _name_beside(part.pair.cells))


def _may_be_own(part: Part, layout: Layout, below: Sequence[Sequence[str]]) -> bool:
    """Whether a title leaves it open whether its number is the phone's own."""
    return may_be_own_by_title(part.cells, layout, below) or (bool(below) and may_be_own_by_words(part.cells, below))


def is_of_itself(before: str, cell: str) -> bool:
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
