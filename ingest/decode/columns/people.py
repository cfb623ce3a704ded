"""Columns that hold people or numbers though their header says something else, told by what stands in all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.decode.values.number_shape import has_digit, is_british_mobile, is_nothing, looks_like_number, mentioned_in
from ingest.decode.values.parties import is_written_as_number
from ingest.decode.values.person import is_speaker
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, RELATIONS, Column, may_hold_text, numbers_things, words_of
from ingest.decode.words.sets import set_of

#: Words for people of no kind.
_PEOPLE = frozenset({"contact", "contacts", "person"})
#: Which of somebody's numbers one is.
_OF_SEVERAL = frozenset(
    (
        *(
            "home",
            "work",
            "office",
            "backup",
            "burner",
            "second",
            "secondary",
            "third",
            "spare",
            "private",
            "personal",
            "business",
            "daytime",
            "evening",
        ),
        *("privat", "arbeit", "büro", "zuhause", "maison", "domicile", "bureau", "travail", "casa", "trabajo", "oficina", "dom", "praca"),
        *("lavoro", "ufficio", "werk", "thuis", "acasă", "serviciu", "cartref", "gwaith"),
    )
)
#: Things that have a number, of which each of the people listed may have one.
_DEVICES = set_of("handset handsets device devices sim sims gerät endgerät appareil dispositivo urządzenie")
#: Which of somebody's numbers one is, beside words for telephones: `Second phone`, `Alternative mobile`, `WhatsApp`.
_FURTHER = _OF_SEVERAL | set_of(
    "other others alt alternative alternate additional extra another spare main primary old new previous former direct switchboard"
    " house 2nd nd rd landline landlines fixed fax pager voip whatsapp whats signal viber imessage facetime telegram messenger"
    " festnetz festnetznummer festnetznr fixe fijo fisso fixo stacjonarny zweite zweites weitere andere autre deuxième otro otra segundo"
    " altro altra secondo inny drugi tweede altul doua"
)
#: Share of filled cells that have a number and a name, in a column of names.
_MOST = 0.6


def are_entries(sample: Sequence[str]) -> bool:
    """Whether most cells of a column of names have a number beside the name: `Mum - 07700 900123`."""
    return bool(sample) and sum(bool(mentioned_in(cell)) for cell in sample) >= _MOST * len(sample)


def find_more_numbers(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take a column named after somebody, a thing or one of several for one of numbers, where only those stand in it: `Mum`, `Backup`."""
    if not NUMBER_COLUMNS & set(columns):
        return
    for at, column in enumerate(columns):
        is_one_of = _is_one_of_several(header[at])
        is_vague = column is Column.NAME and _PEOPLE.issuperset(words_of(header[at]))
        is_open = column is Column.OTHER and (is_one_of or _names_somebody(header[at]) or _DEVICES.issuperset(words_of(header[at])))
        if is_open or is_vague:
            told = [cell for cell in samples[at] if not is_nothing(cell)]
            if told and all(map(looks_like_number if is_one_of else _is_number, told)):
                columns[at] = Column.MAYBE_PHONE


def _is_one_of_several(header: str) -> bool:
    words = words_of(header)
    return bool(words) and all(word in _OF_SEVERAL or word.isdecimal() for word in words)


def names_further(header: str) -> bool:
    """Whether a header says that a number is one of several that somebody has: `Home`, `Second phone`, `Mobile 2`."""
    return any(word in _FURTHER or word.isdecimal() for word in words_of(header))


def _names_somebody(header: str) -> bool:
    return may_hold_text(header) and not numbers_things(header) and not (RELATIONS | _PEOPLE).isdisjoint(words_of(header))


def _is_number(cell: str) -> bool:
    """Whether a cell is a number that says so by its own form."""
    return is_british_mobile(cell) is not None or (is_written_as_number(cell) and looks_like_number(cell))


def with_names_of_parties(by: Mapping[Column, tuple[int, ...]], samples: Sequence[Sequence[str]]) -> dict[Column, tuple[int, ...]]:
    """Take a column of parties for the names of the row, too, where it has names and another column their numbers."""
    others = [at for column in (Column.PHONE, Column.MAYBE_PHONE) for at in by.get(column, ())]
    # Where there is no other side, and nobody is called by what says that it is the owner, this is whoever has the number.
    sides = [by[column] for column in (Column.FROM, Column.TO) if column in by]
    senders = [at for at in sides[0] if not any(map(is_speaker, samples[at]))] if len(sides) == 1 and Column.DIRECTION not in by else []
    # Of callers whose numbers a column of no side has, as where nothing says the way, the names are those of the numbers.
    is_of_side = not by.keys() & {Column.FROM, Column.TO, Column.DIRECTION, Column.TYPE} and len(others) == 1
    of_sides = [by[column] for column in (Column.FROM_NAME, Column.TO_NAME) if column in by]
    callers = [at for at in of_sides[0] if is_of_side and _are_several(samples[at])] if len(of_sides) == 1 else []
    named = tuple(at for at in (*by.get(Column.PARTY, ()), *senders, *callers) if samples[at] and not any(map(has_digit, samples[at])))
    if not named or not others or not NAMES.isdisjoint(by):
        return dict(by)
    return {**by, Column.NAME: named}


def _are_several(sample: Sequence[str]) -> bool:
    """Whether names are those of several people, of whom none is the owner."""
    return len(set(sample)) > 1 and not any(map(is_speaker, sample))
