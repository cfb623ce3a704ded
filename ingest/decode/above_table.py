"""What stands above the header of a table: titles, facts about the phone, the case or the examiner, and rows somebody put there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.decode.columns import Layout, Shape
from ingest.decode.contact_rows import ContactRows
from ingest.decode.header_words import Column, classify, is_phone_word, says_number, words_of
from ingest.decode.number_shape import has_digit, is_mobile_alone, is_prose, looks_like_number, mentions_number
from ingest.decode.owner_headers import says_mine
from ingest.decode.owner_titles import OF_OTHERS, own_by_title
from ingest.decode.phone_words import NUMBER_WORDS
from ingest.decode.row_stream import NumberedRow
from ingest.decode.table_task import Tally, Task
from ingest.decode.word_sets import set_of
from ingest.records import Item, Mention, Record, Remark, Role, Scope, Written

#: Facts about the phone or the case that are numbers of the network or of those who examined it.
_NOT_OWN = re.compile(
    r"imei|smsc|service cent|examin|department|unit|office|agency|\blab|case|investigat|voice ?mail|company", re.IGNORECASE
)
#: By itself each is that of whoever wrote the document.
_OF_LETTERS: Final = frozenset({"tel", "telephone", "fax", "telefax", "telefon", "téléphone", "teléfono", "telefono", "t", "f", "no"})
_OWN_FACT = re.compile(r"\b(?:own|handset|subject|device|subscriber|sim)\b.*\b(?:number|no)\b", re.IGNORECASE)
#: A fact in one cell: a name of it, a colon, and its value.
_FACT = re.compile(r"\s*([^\d:]{2,40}\d?)\s*:\s*([+\d][\d() .\-/]{6,20})\s*")
#: Whoever has the phone, by what a fact may be called that gives a number without saying so.
_OWNERS: Final = frozenset({"owner", "user"})
_OF_PHONES: Final = frozenset({"device", "phone", "handset", "mobile", "telephone", "exhibit"})
_BESIDE_OWNERS: Final = _OWNERS | _OF_PHONES | {"of", "the", "this", "s"}
#: A number behind the words for it, which no colon sets apart, with or without a bracket and more words; and what may be said of it.
_FACT_BEHIND = re.compile(
    r"(.{0,100}?)\b((?:own|handset|subscriber|device|sim)(?:'s)? (?:phone |mobile )?(?:number|no\.?))\s*(?:is\s+)?"
    r"([+\d][\d() .\-/]{5,19}\d)(?:\s*[()\],;\-\u2013](?:(?!\d{5})[^\n]){0,60})?",
    re.IGNORECASE,
)
#: What a bill calls the number of the customer.
_YOURS: Final = frozenset({"your"}) | _OF_PHONES | NUMBER_WORDS | {"sim", "msisdn", "tel"}
#: The phone itself and its card: what says so in the same row shows that a number there is no person's.
_SERIALS: Final = set_of("imei imsi iccid serial")
_OF_ITSELF: Final = _SERIALS | {"msisdn"}
_BY_TITLE: Final = "The number in a title was taken for the phone's own, because the words before it say so and the rows agree."
#: Digits of the count of a row, which some tools put in front.
_LONGEST_ORDINAL = 6


def read_above(
    rows: Sequence[NumberedRow], layout: Layout, task: Task, tally: Tally, below: Sequence[Sequence[str]] = ()
) -> Iterator[Item | Remark]:
    """Yield what stands between the top and the header: titles, facts about the phone, the case or the examiner, and rows put there.

    `below` are the first rows of the table, which show whose a number in its title is.
    """
    for number, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not any(looks_like_number(cell) or mentions_number(cell) for cell in filled):
            continue
        place = task.place.row(number)
        item = own_number(filled, place)
        if item is None and (own := own_by_title(filled, layout, below)):
            item = Record(place, (Mention(own, Role.OWNER),))
            yield Remark("owner-inferred", _BY_TITLE, task.place.whole)
        if item is None and Scope.CONTACTS in task.scopes:
            item = _contact_above(number, cells, layout, task)
            if item is None:
                name = _name_beside(filled)
                told = tuple(
                    Mention(cell, Role.NOTE, name, None, None, Written.NUMBER if is_mobile_alone(cell) else Written.PROSE)
                    for before, cell in pairwise(["", *filled])
                    if is_prose(cell) and not _is_of_itself(before, cell)
                )
                item = Record(place, told) if told else None
        if item is not None:
            tally.records += 1
            yield item


def _is_of_itself(before: str, cell: str) -> bool:
    """Whether a cell, by the name in it or in the one before, is a fact about the phone itself that is no number of anybody."""
    found = _FACT.fullmatch(cell)
    name, value = found.groups() if found else (before, cell)
    return not _SERIALS.isdisjoint(words_of(name)) and not is_mobile_alone(value)


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


def own_number(filled: Sequence[str], place: str) -> Record | None:
    """Read a fact about the phone itself, a name and its value, when it gives the phone's own number."""
    if filled and filled[0].isdecimal() and len(filled[0]) <= _LONGEST_ORDINAL:
        filled = filled[1:]
    facts = [found.groups() for cell in filled if (found := _FACT.fullmatch(cell))]
    if len(filled) == 1 and facts:
        filled = facts[0]
    elif len(filled) == 1 and (found := _FACT_BEHIND.fullmatch(filled[0])) and _is_of_nobody_else(found[1], filled[0][found.end(3) :]):
        filled = found.groups()[1:]
    elif any(not _OF_ITSELF.isdisjoint(words_of(name)) for name, _ in facts):
        # Several facts of one phone stand beside each other.
        filled = next((fact for fact in facts if _is_own_fact(fact[0])), filled)
    if len(filled) < 2 or not _is_own_fact(filled[0]):
        return None
    value = next((cell for cell in filled[1:] if looks_like_number(cell)), None)
    return None if value is None else Record(place, (Mention(value, Role.OWNER),))


def _is_of_nobody_else(before: str, behind: str) -> bool:
    """Whether no word beside a fact says that it is somebody else's."""
    return OF_OTHERS.isdisjoint((*words_of(before), *words_of(behind)))


def _is_own_fact(name: str) -> bool:
    """Whether the value of a fact of this name is the phone's own number."""
    words = words_of(name)
    if _NOT_OWN.search(name) or not OF_OTHERS.isdisjoint(words) or _OF_LETTERS.issuperset(words):
        return False
    if _OWNERS.intersection(words) and _OF_PHONES.intersection(words) and _BESIDE_OWNERS.issuperset(words):
        return True
    if "your" in words:
        return _YOURS.issuperset(words) and len(words) > 1
    return is_phone_word(name) or _OWN_FACT.search(name) is not None or (says_mine(name) and says_number(name))
