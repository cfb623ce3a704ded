"""What the cells of columns say of their headers: they confirm what a header only suggests, take it back, or add what no header said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.decode.columns.content import alike, are_links, are_mobiles, are_paths_of_ids, are_user_ids, identified, settled
from ingest.decode.columns.counted_times import settle_counted_times
from ingest.decode.columns.ends import end_of_dialled, find_ends, find_sided
from ingest.decode.columns.people import are_entries
from ingest.decode.columns.times import find_times
from ingest.decode.columns.usage import find_used
from ingest.decode.values.messenger_ids import is_messenger_id
from ingest.decode.values.moments import read_moment, style_of_header
from ingest.decode.values.number_shape import (
    has_digit,
    is_nothing,
    is_number_column,
    is_withheld,
    looks_like_number,
    may_be_number,
)
from ingest.decode.values.parties import is_entry, is_told_number
from ingest.decode.values.typed_lines import are_sentences
from ingest.decode.values.user_ids import id_app_within
from ingest.decode.words.headers import (
    NAMES,
    NUMBER_COLUMNS,
    RELATIONS,
    Column,
    is_last_contact,
    is_phone_word,
    names_user_id,
    numbers_things,
    says_number,
    speaks_of_telephone,
    words_of,
)
from ingest.decode.words.masts import names_mast
from ingest.decode.words.phones import names_calling_line
from ingest.decode.words.sim_files import are_sim_files
from ingest.decode.words.ways import is_way
from ingest.decode.words.withheld import NAMELESS

_HALF = 0.5
#: Columns that name a person, or do so where there is no better.
_LABELS = frozenset({*NAMES, Column.MIDDLE, Column.NICKNAME, Column.ORGANISATION})
#: Words for a date in one language and for something else in another.
_MAYBE_TIMES = frozenset({"data", "czas", "ora", "hora", "start", "end", "started", "ended", "call start", "call end"})
#: Words for a name that mean the family's where there is a column for the given one.
_FAMILY_NAMES = frozenset({"nom", "naam", "nume", "name", "nome", "enw"})
_EASTERN_NAMES = frozenset({"emri", "isim", "ad", "adı", "jméno", "meno", "ime", "név", "vardas", "vārds", "имя", "ім'я", "ім’я", "име"})
_GIVEN_NAMES = frozenset({*_FAMILY_NAMES, *_EASTERN_NAMES, "nombre", "όνομα"})
#: What was done with a number is nobody's name.
_ACTS = frozenset(
    {"called", "texted", "rang", "phoned", "messaged", "call", "text", "sms", "ring", "missed call", "no answer", "voicemail"}
)
#: Country, network, area and mast, as networks write a cell.
_MAST = re.compile(r"(?:23[45][- ]?|[2-7]\d\d[- ])\d{2}[- ]\d{1,5}[- ]\d{1,9}", re.ASCII)
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
#: What else a header of messages may be: whose calls they are, and what somebody noted of each.
_SUBJECTS = {"subject": Column.OTHER, "summary": Column.NOTE}
_OF_CALLS = frozenset({"call", "calls", "caller", "callers", "called", "calling", "dialled", "dialed", "rang"})
#: Columns of numbers and of sides in which dates may stand, and those in which places or names may.
_SIDES = frozenset({Column.FROM, Column.TO, Column.PARTY})
#: Sides that are those of the world in bills: the town or the network.
_PLACES = frozenset({"destination", "origen", "destino"})
_DATED = frozenset({*_SIDES, Column.PHONE, Column.GIVEN, Column.FAMILY})
_FIELDS = frozenset({Column.PHONE, Column.MAYBE_PHONE})
#: Columns in which links may be all there is.
_LINKED = frozenset({Column.OTHER, Column.NOTE})
#: What a link is called in lists of links.
_TITLE = "title"
#: Columns that may be the entries of a diary where nothing else in a table has the numbers or the words of messages.
_MAYBE_DIARIES = frozenset({Column.OTHER, Column.NAME, Column.MAYBE_PHONE, Column.ENTRIES})
_HELD = frozenset({*_SIDES, Column.PHONE, Column.BODY})
_OF_LOGS = frozenset({Column.DIRECTION, Column.DURATION})
_TELLING_OF_CALLS = frozenset({*_OF_LOGS, Column.TIME, Column.BODY})
#: Headers of columns that say whose phone or account it is.
_OF_THE_OWNER = re.compile(r"\b(?:account|owner|own|local|device)\b", re.IGNORECASE)


def confirm(columns: list[Column], samples: list[list[str]], header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Take back what the content of a column contradicts, and add what only its content shows; samples are the filled cells of rows."""
    # A set, for a table may have thousands of columns.
    present = frozenset(columns)
    columns[:] = [_meant(column, samples[at], header[at], present) for at, column in enumerate(columns)]
    _part_names(columns, samples, header)
    _settle_subjects(columns, samples, header)
    _take_back(columns, samples, header)
    find_times(columns, samples, header)
    find_ends(columns, samples, header, rows)
    find_sided(columns, samples, header)
    judged = tuple(columns)
    is_elsewhere = any(column is Column.OTHER and is_number_column(samples[at]) for at, column in enumerate(columns))
    for at, column in enumerate(tuple(columns)):
        if column is Column.MAYBE_PHONE:
            columns[at] = settled(header[at], samples[at], judged, is_elsewhere=is_elsewhere)
        elif column is Column.MESSENGER_ID:
            columns[at] = identified(header[at], samples[at], judged)
    _find_messenger_ids(columns, samples, header)
    find_used(columns, rows)
    silent = _without_numbers(columns, samples)
    # Whom a caller reached has a number, too, whatever the column of it is called.
    telling = [at for at in range(len(columns)) if at not in silent and not names_calling_line(header[at])]
    known = {columns[at] for at in telling if columns[at] is not Column.MAYBE_PHONE or alike(samples[at])}
    if known & (NUMBER_COLUMNS - {Column.MESSENGER_ID}):
        return
    for at in silent:
        columns[at] = Column.OTHER
    told = {at for at, column in enumerate(columns) if column is Column.PHONE}
    for at, column in enumerate(columns):
        is_named = column in {Column.NAME, Column.NICKNAME}
        if (is_named and are_entries(samples[at])) or ((column is Column.OTHER or is_named) and is_number_column(samples[at])):
            is_of_ids = names_user_id(header[at]) or id_app_within(header[at]) is not None
            is_other = numbers_things(header[at]) or (is_of_ids and (are_user_ids(samples[at]) or _are_beside_numbers(at, samples, header)))
            # The account all contacts were saved under.
            is_other = is_other or (_OF_THE_OWNER.search(header[at]) is not None and len(set(samples[at])) == 1 < len(samples[at]))
            columns[at] = column if is_other else Column.PHONE
        elif column in _LINKED and are_links(samples[at], columns):
            # Where nothing else gives the numbers of the rows, links do: whose they are is said beside them.
            columns[at] = Column.PHONE
            _name_links(columns, header)
    settle_counted_times(columns, rows, samples, told)


def _are_beside_numbers(at: int, samples: list[list[str]], header: Sequence[str]) -> bool:
    """Whether ids, of which some are numbers by their form, stand beside a column that has nothing else below a header of no ids."""
    others = (sample for other, sample in enumerate(samples) if other != at and not names_user_id(header[other]))
    has_else = not all(map(is_told_number, samples[at]))
    return has_else and any(sample and len(sample) >= len(samples[at]) and all(map(is_told_number, sample)) for sample in others)


def _name_links(columns: list[Column], header: Sequence[str]) -> None:
    """Take what links are titled for the names of their rows where no column has others: elsewhere a title is a job."""
    if NAMES.isdisjoint(columns) and Column.TIME not in columns:
        columns[:] = [Column.NAME if text.strip().casefold() == _TITLE else column for column, text in zip(columns, header, strict=False)]


def _without_numbers(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> frozenset[int]:
    """Columns for numbers in which only names of things stand, where the numbers of all rows are below a word for people."""
    named = any(column is Column.NAME and is_number_column(samples[at]) for at, column in enumerate(columns))
    fields = [at for at, column in enumerate(columns) if column is Column.PHONE] if named else []
    return frozenset(at for at in fields if not any(looks_like_number(cell) or may_be_number(cell) for cell in samples[at]))


def _meant(column: Column, sample: list[str], header: str, present: frozenset[Column]) -> Column:
    """Say what a column is whose header means one thing here and another there."""
    is_open = column in _MAYBE_DIARIES and _HELD.isdisjoint(present) and not says_number(header)
    if is_open and not any(map(is_entry, sample)) and is_number_column(sample) and are_sentences(sample):
        # What is said there of a number makes nobody who is named in it a contact.
        return Column.NOTE
    if column in {Column.GIVEN, Column.FAMILY} and are_entries(sample):
        # Those of the family, each with a number.
        return Column.MAYBE_PHONE
    return _meant_here(column, sample, header, present)


def _meant_here(column: Column, sample: list[str], header: str, present: frozenset[Column]) -> Column:
    match column:
        case Column.ENTRIES if len(sample) > 1 and sum(map(is_entry, sample)) < _HALF * len(sample):
            # The entries of a diary or a log.
            return Column.OTHER
        case Column.TIME if is_last_contact(header) or header.strip().casefold() in _MAYBE_TIMES:
            # The last message itself; any data.
            return Column.TIME if _are_moments(sample, header) else Column.OTHER
        case Column.NAME if Column.GIVEN in present and Column.FAMILY not in present and header.strip().casefold() in _FAMILY_NAMES:
            return Column.FAMILY
        case Column.TYPE:
            return Column.STORAGE if are_sim_files(sample) else Column.TYPE
        case Column.OTHER:
            return _meant_by_unknown(sample, header, present)
        case Column.REFERENCE:
            return _meant_by_reference(sample, header)
        case Column.COUNT:
            return Column.PHONE if is_number_column(sample) else Column.REFERENCE
        case _:
            return column


def _meant_by_reference(sample: list[str], header: str) -> Column:
    if speaks_of_telephone(header) and are_mobiles(sample):
        return Column.MAYBE_PHONE
    return Column.NOTE if _are_sentences(sample) else Column.REFERENCE


def _meant_by_unknown(sample: list[str], header: str, present: frozenset[Column]) -> Column:
    if (numbers_things(header) or speaks_of_telephone(header)) and are_mobiles(sample):
        return Column.MAYBE_PHONE
    if are_paths_of_ids(sample):
        return Column.APP
    if (end := end_of_dialled(header, sample)) is not None:
        return end
    # Spanish and Italian for `to`; by itself it is a letter.
    return Column.TO if header.strip().casefold() == "a" and Column.FROM in present else Column.OTHER


def _part_names(columns: list[Column], samples: list[list[str]], header: Sequence[str]) -> None:
    """Take a name beside one of the family for the given one, unless it has the other in it: `Nombre` beside `Apellidos`."""
    if Column.FAMILY not in columns or Column.GIVEN in columns:
        return
    families = {cell.strip().casefold() for at, column in enumerate(columns) if column is Column.FAMILY for cell in samples[at]}
    for at, column in enumerate(columns):
        names = [cell.casefold().split() for cell in samples[at]]
        is_whole = any(not families.isdisjoint((name[-1], " ".join(name[1:]))) for name in names if len(name) > 1)
        # The dot of a Turkish letter is a sign of its own in small letters.
        is_given = not _GIVEN_NAMES.isdisjoint((header[at].strip().casefold(), "".join(words_of(header[at]))))
        if column is Column.NAME and is_given and not is_whole:
            columns[at] = Column.GIVEN


def _settle_subjects(columns: list[Column], samples: list[list[str]], header: Sequence[str]) -> None:
    """Take a subject or a summary for the text of messages only where nothing says that it is whom or what a call was about."""
    bodies = [at for at, column in enumerate(columns) if column is Column.BODY]
    column = _SUBJECTS.get(header[bodies[0]].strip().casefold()) if len(bodies) == 1 else None
    if column is None:
        return
    is_of_calls = Column.DURATION in columns or not all(_OF_CALLS.isdisjoint(words_of(text)) for text in header)
    is_one = column is Column.OTHER and len(samples[bodies[0]]) > 1 and len(set(samples[bodies[0]])) == 1
    if is_of_calls or is_one:
        columns[bodies[0]] = column


def _take_back(columns: list[Column], samples: list[list[str]], header: Sequence[str]) -> None:
    """Take back what headers say of numbers and of sides of calls, where dates, places or things stand: `From` and `To`, `Phone`.

    Somebody's partner is no side of a call either where nothing tells of calls.
    """
    for at, column in enumerate(columns):
        if column in _DATED and _are_dates(samples[at], header[at]):
            # When somebody was first and last in touch, when calls began and ended.
            is_moment = column in NAMES or (column in _SIDES and Column.TIME not in columns and not _OF_LOGS.isdisjoint(columns))
            columns[at] = Column.TIME if is_moment else Column.OTHER
    numbered = [
        at
        for at, column in enumerate(columns)
        # Own numbers of several are those of the people listed.
        if (column in NUMBER_COLUMNS or (column is Column.OWN and len(set(samples[at])) > 1)) and any(map(looks_like_number, samples[at]))
    ]
    is_book = not _is_log(columns, samples) and any(columns[at] in _FIELDS or columns[at] is Column.OWN for at in numbered)
    for at, column in enumerate(columns):
        if not samples[at] or not numbered or numbered == [at]:
            continue
        is_told = column is Column.PHONE or (column is Column.MAYBE_PHONE and is_phone_word(header[at]))
        # The cell of a caller may be one of the network.
        is_told = is_told or (column in _SIDES and "cell" in words_of(header[at]))
        is_town = header[at].strip().casefold() in _PLACES and any(columns[other] is not Column.FROM for other in numbered)
        is_side = column in _SIDES and (is_book or is_town)
        is_nobody = is_side and not any(has_digit(cell) or is_withheld(cell) for cell in samples[at])
        is_mast = is_told and not is_book and _are_masts(samples[at], header[at])
        if is_nobody or is_mast or (is_told and _are_things(samples[at], header[at], has_digits=is_book)):
            columns[at] = Column.OTHER
        elif is_book and column is Column.PARTY and not RELATIONS.isdisjoint(words_of(header[at])):
            columns[at] = Column.MAYBE_PHONE


def _is_log(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> bool:
    """Whether anything tells when, which way or how long, or what was written."""
    told = [samples[at] for at, column in enumerate(columns) if column in _TELLING_OF_CALLS]
    ways = [samples[at] for at, column in enumerate(columns) if column is Column.TYPE]
    return any(told) or any(is_way(cell) for sample in ways for cell in sample)


def _are_things(sample: Sequence[str], header: str, *, has_digits: bool) -> bool:
    """Whether no cell is a number or stands for one: makes, exhibits; `has_digits` asks for figures, as words in a field give no number."""
    told = [cell for cell in sample if not is_nothing(cell) and (has_digit(cell) or not has_digits)]
    return bool(told) and not any(_may_stand_for_number(cell, header) for cell in sample)


def _are_masts(sample: Sequence[str], header: str) -> bool:
    """Whether no cell below such a word in a log is a number by its own form: of as many digits are the cells of a network."""
    told = [cell for cell in sample if not is_nothing(cell)]
    return "cell" in words_of(header) and bool(told) and not any(is_told_number(cell) or are_mobiles([cell]) for cell in told)


def _may_stand_for_number(cell: str, header: str) -> bool:
    """Whether a cell is a number, or what became of one, or stands for one that is not known; a cell of a network is numbered, too."""
    is_mast = "cell" in words_of(header) and _MAST.fullmatch(cell.strip()) is not None
    if (looks_like_number(cell) and not is_mast) or cell.strip().casefold() in NAMELESS:
        return True
    return "cell" not in words_of(header) and may_be_number(cell) and _LONG_WORD.search(cell) is None


def _are_dates(sample: Sequence[str], header: str) -> bool:
    """Whether dates stand in a column, and nothing else but what says that there is none."""
    style = style_of_header(header)
    told = [cell for cell in sample if not is_nothing(cell)]
    return bool(told) and all(read_moment(cell, style) is not None and not _may_stand_for_number(cell, header) for cell in told)


def _find_messenger_ids(columns: list[Column], samples: list[list[str]], header: Sequence[str]) -> None:
    """Take a column of unknown use for one of messenger ids where one stands in it; texts beside it are searched for them anyway.

    The account a contact was saved under is the owner's, and no number of the contact.
    """
    if Column.BODY in columns:
        return
    for at, column in enumerate(columns):
        is_owners = at < len(header) and _OF_THE_OWNER.search(header[at])
        may_be_ids = column is Column.OTHER or (column is Column.NAME and columns.count(Column.NAME) > 1)
        if may_be_ids and not is_owners and any(map(is_messenger_id, samples[at])):
            columns[at] = Column.MESSENGER_ID


def name_labels(columns: list[Column], samples: list[list[str]], header: Sequence[str]) -> None:
    """Where no column is one of names, take the one that comes closest: another name, else the first that is mostly words."""
    if NAMES & set(columns):
        return
    if Column.NICKNAME in columns:
        columns[columns.index(Column.NICKNAME)] = Column.NAME
    elif not _LABELS & set(columns):
        for at, sample in enumerate(samples):
            if columns[at] is Column.OTHER and _are_words(sample) and not names_mast(header[at]):
                columns[at] = Column.NAME
                return


def _are_words(sample: list[str]) -> bool:
    words = [cell for cell in sample if not has_digit(cell) and "@" not in cell and len(cell) < 60]
    if _ACTS.issuperset(cell.strip().casefold() for cell in words) or all(map(is_way, words)):
        return False
    return len(words) > _HALF * len(sample) and (len(set(words)) > 1 or len(sample) < 3)


def _are_sentences(sample: list[str]) -> bool:
    """Whether most cells are words, of which no reference is made."""
    return sum(len(_LONG_WORD.findall(cell)) > 1 for cell in sample) > _HALF * len(sample)


def _are_moments(sample: list[str], header: str) -> bool:
    style = style_of_header(header)
    return not sample or sum(read_moment(cell, style) is not None for cell in sample) >= _HALF * len(sample)
