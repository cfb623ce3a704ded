"""Whose the numbers in rows above a list are: those below a row that names somebody else are that person's, and never the phone's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple, TypeAlias

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.owners.fact_pairs import Pair, pairs_in
from ingest.decode.values.number_shape import looks_like_number, mentions_number
from ingest.decode.values.people_in_cell import name_beside
from ingest.decode.values.person import is_kind_of_phone, is_no_name, is_owners_name
from ingest.decode.values.typed_lines import is_name as may_be_name
from ingest.decode.words.fact_kinds import (
    gives_telephone,
    is_aside,
    is_byname,
    is_device,
    is_name,
    is_of_office,
    is_of_self,
    is_tie,
    is_trait,
    may_reach,
    names_holder,
)
from ingest.decode.words.headers import words_of
from ingest.decode.words.named_people import is_of_the_case, may_head_other, may_name_other, names_other, people_in
from ingest.decode.words.nobody import is_nobody
from ingest.decode.words.own import Whose, names_child, whose_fact
from ingest.decode.words.questions import asked_for

_LONGEST_NAME = 60
#: What stands behind a name and is said of whoever has it: `Ann Doe (aunt)`, `Ann Doe, 1 High St`.
_BEHIND_NAME = re.compile(r"\s*[(\[,;/]|\s+[\-\u2013\u2014]")
#: What an answer may begin with: `Yes - Ann Doe, 07…`.
_AGREED = re.compile(r"\A\s*(?:yes|yeah|yep|yh)\b[\s,.;:\-\u2013\u2014]*", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019`]s\b", re.IGNORECASE)
_NAME_OF = re.compile(r"(?<=\w)\s+(?:full )?name\Z")

#: Facts with the numbers of their rows.
_Block: TypeAlias = list[tuple[int, Pair]]


class Named(NamedTuple):
    """Whom a row names."""

    #: What they are: `Mother`, `Social worker`.
    about: str
    #: What they are called; empty where nobody says.
    name: str
    #: The word for what they are is a known one; any other may be one for the holder, too: `Client`.
    is_known: bool = True

    @property
    def label(self) -> str:
        """What a number of theirs is called."""
        return self.name if self.name and len(self.name) <= _LONGEST_NAME else self.about

    @property
    def profession(self) -> str:
        """What they are, in small words: `Solicitor's name` and `SOLICITOR` say the same of somebody."""
        about = _POSSESSIVE.sub("", asked_for(self.about))
        return _NAME_OF.sub("", " ".join(words_of(about))) or self.about.casefold()


class Spoken(NamedTuple):
    """Whom facts with numbers speak of, by the numbers of their rows and their first columns."""

    #: Those of somebody other than the holder of the phone.
    others: dict[tuple[int, int], Named]
    #: Bare telephones among the facts of the child a form is about, and among those of a phone.
    childs: frozenset[tuple[int, int]]
    phones: frozenset[tuple[int, int]]
    #: The names of those of whom no more is said, by the places of their bare telephones.
    names: dict[tuple[int, int], str]


def named_in(rows: Sequence[NumberedRow]) -> Spoken:
    """Give whom each fact with a number speaks of.

    A person is spoken of until an empty row, or a fact that names somebody else, the holder of the phone, or the phone. People whose names
    stand beside each other are spoken of each in the columns below their name.
    """
    others: dict[tuple[int, int], Named] = {}
    childs: set[tuple[int, int]] = set()
    phones: set[tuple[int, int]] = set()
    names: dict[tuple[int, int], str] = {}
    for block in _blocks(rows):
        if _are_of_several(block):
            continue
        named = _named(block)
        is_phone = any(is_device(pair.key) for _, pair in block)
        # Whom a question is answered with is named there, whoever was spoken of before.
        answered = {(number, pair.at): told for number, pair in block if pair.is_question and (told := name_in_answer(pair.value))}
        if named is None:
            bare = [(number, pair.at) for number, pair in block if pair.has_number and gives_telephone(pair.key)]
            name = next((pair.value for _, pair in block if is_name(pair.key)), "")
            names |= {place: told for place in bare if (told := name or _beside(block, place))}
            phones.update(bare if is_phone else ())
            if _is_of_child(block):
                # Behind a fact of whoever else, a telephone may be theirs.
                own = takewhile(lambda fact: is_of_self(fact[1].key), block)
                childs.update((number, pair.at) for number, pair in own if pair.has_number and _gives_any_telephone(pair.key))
        elif not (is_of_the_case(named.about) and is_phone):
            known = frozenset(words_of(named.about))
            others |= {(number, pair.at): named for number, pair in block if _is_theirs(pair) and people_in(pair.key) <= known}
        names |= answered
    return Spoken(others, frozenset(childs), frozenset(phones), names)


def _are_of_several(block: _Block) -> bool:
    """Whether facts give several numbers beside each other, and several people whose they may be: none of these has them all."""
    numbers = [pair for _, pair in block if sum(map(looks_like_number, pair.values)) > 1]
    others = [pair for _, pair in block if not pair.has_number and pair.values]
    ties = [pair for pair in others if is_tie(pair.key)] or [pair for pair in others if is_name(pair.key)]
    heads = [pair for pair in others if numbers and pair.at > numbers[0].at]
    return bool(numbers) and any(len(pair.values) > 1 for pair in (*ties, *heads))


def _is_theirs(pair: Pair) -> bool:
    """Whether a fact gives a number of whoever is named in its block."""
    return pair.has_number and (
        gives_telephone(pair.key) or is_of_office(pair.key) or names_other(pair.key, pair.value if pair.is_question else "")
    )


def _gives_any_telephone(key: str) -> bool:
    """Whether a fact gives a telephone and says nothing of which of several it is: `Mobile`, and not `Home phone` or `Mobile 2`."""
    return gives_telephone(key) and whose_fact(key) is not Whose.MAYBE_OWN and not any(map(str.isdecimal, words_of(key)))


def _is_of_child(block: _Block) -> bool:
    """Whether facts say of whom they are that it is the child a form is about, and nothing else."""
    return any(names_child(pair.value if is_tie(pair.key) else pair.key) for _, pair in block if not pair.has_number)


def _blocks(rows: Sequence[NumberedRow]) -> Iterator[_Block]:
    """Take rows apart into facts that are of one person."""
    #: The facts of whoever is spoken of at present, by the column their name stands in.
    open_: dict[int, _Block] = {0: []}
    last = None
    for number, cells in rows:
        pairs = pairs_in(cells)
        if not pairs or (last is not None and number > last + 1):
            yield from open_.values()
            open_ = {0: []}
        last = number
        for index, pair in enumerate(pairs):
            at = max(at for at in open_ if at <= pair.at)
            if _begins(pair, open_[at]) or _has_own_number(pair, pairs[index + 1 :], open_[at]):
                yield from (open_.pop(other) for other in tuple(open_) if other > at)
                if at < pair.at and pair is not pairs[0] and _is_person(pair):
                    at = pair.at
                else:
                    yield open_[at]
                open_[at] = []
            open_[at].append((number, pair))
    yield from open_.values()


def _has_own_number(pair: Pair, behind: Sequence[Pair], block: _Block) -> bool:
    """Whether a fact names somebody other than who was named above, with their telephone behind it in the same row.

    What it is called need not be known: in doubt a number is nobody's by name, and never that of the person in the row before. What may go
    on about that person, as a place or a byname does, is theirs where no number of theirs was given.
    """
    if not any(each.has_number and may_reach(each.key) for each in behind) or not may_give_name(pair) or _named(block) is None:
        return False
    return not is_aside(pair.key) or any(_is_theirs(before) for _, before in block)


def may_give_name(pair: Pair) -> bool:
    """Whether the value of a fact may be the name of somebody, whatever the fact is called."""
    value = _BEHIND_NAME.split(pair.value, maxsplit=1)[0]
    if pair.has_number or is_trait(pair.key, value) or is_device(pair.key):
        return False
    return may_be_name(value) and not (is_nobody(value) or is_no_name(value) or is_kind_of_phone(value))


def name_in_answer(value: str) -> str:
    """Give the name that stands beside a number in an answer: `Jay 07…`, `Jay, his number is 07…`; empty where none may be one."""
    if not mentions_number(value):
        return ""
    value = _AGREED.sub("", value)
    before = _BEHIND_NAME.split(value, maxsplit=1)[0]
    name = before if may_be_name(before) else name_beside(value) or ""
    return name if may_be_name(name) and not (is_nobody(name) or is_no_name(name) or is_kind_of_phone(name)) else ""


def _beside(block: _Block, place: tuple[int, int]) -> str:
    """Give the name that stands in the row of a number, before it; empty where what is there may be none."""
    row, at = place
    before = [pair for number, pair in block if number == row and pair.at < at]
    return next((pair.value for pair in before if may_give_name(pair) and (is_byname(pair.key) or not is_aside(pair.key))), "")


def _is_person(pair: Pair) -> bool:
    """Whether a fact names somebody whose facts may follow below."""
    return not pair.has_number and (
        is_name(pair.key) or names_other(pair.key, pair.value) or names_holder(pair.key) or _names_unknown(pair)
    )


def _names_unknown(pair: Pair) -> bool:
    """Whether a fact of a name nobody knows has the name of somebody for its value."""
    if pair.has_number or not pair.value or not may_name_other(pair.key) or is_nobody(pair.value):
        return False
    return may_be_name(_BEHIND_NAME.split(pair.value, maxsplit=1)[0])


def _begins(pair: Pair, block: _Block) -> bool:
    """Whether a fact begins to speak of somebody else than those before it."""
    if is_tie(pair.key):
        return False
    if is_name(pair.key):
        has_number = any(_is_theirs(before) for _, before in block)
        return has_number or any(is_name(before.key) or _names_somebody(before) for _, before in block)
    if is_device(pair.key):
        named = _named(block)
        return named is not None and not is_of_the_case(named.about)
    if pair.has_number and may_reach(pair.key) and _named(block) and not any(_is_theirs(before) for _, before in block):
        # A `Contact` behind somebody without a number is where they are reached.
        return False
    return names_other(pair.key, pair.value) or names_holder(pair.key) or _names_unknown(pair) or _may_head(pair)


def _names_somebody(pair: Pair) -> bool:
    return (names_other(pair.key, pair.value) and bool(pair.value)) or _names_unknown(pair)


def _may_head(pair: Pair) -> bool:
    """Whether a fact is but a heading, which may say who it is whose name stands below it."""
    return not (pair.values or pair.has_number) and may_head_other(pair.key)


def _named(block: _Block) -> Named | None:
    """Give whom the facts of a block name, other than the holder of the phone."""
    name = next((pair.value for _, pair in block if is_name(pair.key)), "")
    for _, (_, key, values, _) in block:
        value = values[0] if values else ""
        if is_tie(key) and _says_other(value):
            return Named(value, name, is_known=names_other(value, ""))
        # A number beside what somebody is belongs to that row alone.
        if not (is_tie(key) or is_name(key) or looks_like_number(value)) and names_other(key, value):
            return Named(key, name or (name_in_answer(value) if mentions_number(value) else value))
    unknown = next((pair for _, pair in block if _names_unknown(pair)), None)
    if unknown is not None:
        return Named(unknown.key, unknown.value, is_known=False)
    return Named(block[0][1].key, name, is_known=False) if block and _may_head(block[0][1]) else None


def _says_other(tie: str) -> bool:
    """Whether what somebody is to the holder says that they are somebody else: whatever does not say that they are the holder."""
    if names_other(tie, ""):
        return True
    return bool(words_of(tie)) and not (is_nobody(tie) or names_child(tie) or names_holder(tie) or is_owners_name(tie))
