"""Rows of a phone book: one row, one person, any number of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from ingest.decode.arrangement.row_place import Place
from ingest.decode.columns.layout import Layout
from ingest.decode.rows import number_fields
from ingest.decode.rows.app import app_of_row
from ingest.decode.rows.beside_number import CodeColumns, label_columns
from ingest.decode.rows.counted import CountedColumns
from ingest.decode.rows.line_by_line import people_by_line, person_of_card
from ingest.decode.rows.notes_below import note_in_name
from ingest.decode.rows.number_fields import READ_BY, read_possible_field
from ingest.decode.rows.roles_beside import roles_beside
from ingest.decode.rows.said_of_other import Abouts, short_notes
from ingest.decode.rows.text_cells import coded_columns, in_words, may_be_unread, name_columns, said_columns, text_columns, unread_columns
from ingest.decode.rows.times import RowTimes
from ingest.decode.rows.whose_number import columns_of_others, whose_numbers
from ingest.decode.table_row import LOST_TEXT
from ingest.decode.values.links import is_link, links_in
from ingest.decode.values.messenger_ids import is_messenger_id
from ingest.decode.values.number_shape import (
    adds_number,
    has_digit,
    is_mobile_alone,
    is_plain_number,
    is_prose,
    looks_like_number,
    mentioned_in,
    mentioned_in_name,
    mentions_number,
)
from ingest.decode.values.parties import (
    Party,
    is_number_of,
    is_told_number,
    names_other,
    own_in,
    read_numbers,
)
from ingest.decode.values.people_in_cell import LONGEST_FIELD, OfOne, is_numbers_only, name_beside, people_in, words_beside
from ingest.decode.values.person import (
    is_kind_of_phone,
    is_marked_owner,
    is_no_name,
    is_owners_name,
    joined_about,
    label_of_number,
    may_say_who,
    names_serial,
    with_label,
)
from ingest.decode.values.small_words import is_yes, tidy_name, without_stray_quote
from ingest.decode.values.typed_lines import are_sentences, is_entry_of_list, is_sentence
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, Column, classify
from ingest.decode.words.named_people import heads_person
from ingest.decode.words.sim_files import NETWORK_SERVICE, sim_file_of
from ingest.records import Direction, Mention, Record, Role, Scope, Skipped, Written
from notation.links import app_of_link

NO_NUMBER = "no phone number in this row"
_LOST = "a cell of this row points at a text that is not in the file"
UNREAD = "what may be a phone number stands in a column that is not read because of its header"
OF_THE_PHONE = "a number of the phone itself, and of nobody"
FORMULA = "the cell holds a formula whose value was not stored"

is_special = number_fields.is_special
_ACCOUNT = "account"


class Names:
    """Where a layout has the name of a row's person."""

    def __init__(self, layout: Layout) -> None:
        """Ask the layout once."""
        self._whole = layout.all_of(Column.NAME)
        self._parts = layout.all_of(Column.GIVEN, Column.MIDDLE, Column.FAMILY)
        self._last_resort = layout.all_of(Column.NICKNAME, Column.ORGANISATION)
        # Those of the family, each with a number, are named beside the person of the row.
        self._beside = named_fields(layout) - frozenset(layout.all_of(Column.MAYBE_PHONE))

    def of(self, cells: Sequence[str]) -> str | None:
        """Compose the name a row gives: the full name, else its parts, else nickname or organisation."""
        for at in self._whole:
            name = _name_in(cells[at])
            if name:
                return name
        if parts := [part for at in self._parts if (part := cells[at].strip()) and not is_no_name(part)]:
            return without_stray_quote(" ".join(parts))
        name = next((name for at in self._last_resort if (name := _name_in(cells[at]))), None)
        if name is None and self._beside:
            return next((words for at in self._beside if (words := words_beside(cells[at]))), None)
        return name


def _name_in(cell: str) -> str | None:
    name = tidy_name(cell)
    return None if name is None or is_no_name(name) else name


def named_fields(layout: Layout) -> frozenset[int]:
    """Columns of numbers whose header is that of names: both stand in one cell."""
    return frozenset(
        at for at in layout.all_of(Column.PHONE, Column.MAYBE_PHONE) if at < len(layout.header) and classify(layout.header[at]) in NAMES
    )


class _Row(NamedTuple):
    """What a row of contacts says apart from its numbers."""

    label: str | None
    app: str | None
    #: The elementary file of a SIM, if it was stored in one.
    sim_file: str
    #: What it says of the person beside the name.
    about: str | None = None


def why_none(cells: Sequence[str], fields: Iterable[int], unread: Iterable[int] = ()) -> str:
    """Say why a row gave no number; `fields` are the columns for numbers, `unread` those that are not searched."""
    if LOST_TEXT in cells:
        return _LOST
    if any(cells[at].lstrip().startswith("=") for at in fields):
        return FORMULA
    return UNREAD if any(at < len(cells) and may_be_unread(cells[at]) for at in unread) else NO_NUMBER


def note_of(text: str, label: str | None, app: str | None, about: str | None) -> Mention:
    """Search a text of a row that is no field for numbers; the words beside a number that stands there tell whether to keep it out."""
    if is_mobile_alone(text):
        return Mention(text, Role.NOTE, label, app, None, Written.NUMBER, about)
    beside = words_beside(text) if len(text) <= LONGEST_FIELD else None
    return Mention(text, Role.NOTE, label, app, None, Written.PROSE, with_label(about, beside))


class ContactRows:
    """Reads rows of one layout as contacts; every number of the row belongs to the person of the row."""

    def __init__(self, layout: Layout, place: Place, *, is_own: bool = False, scopes: frozenset[Scope] = frozenset(Scope)) -> None:
        """Prepare the plan; nothing about columns is asked again per row. What a row counts is read where `scopes` asks for it."""
        self.layout = layout
        self.place = place
        self.role = Role.OWNER if is_own else Role.CONTACT
        self.section = ""
        self._fields = layout.all_of(Column.PHONE, Column.MAYBE_PHONE)
        self._entries = layout.all_of(Column.ENTRIES)
        reads = {**READ_BY, Column.PHONE: read_possible_field} if layout.is_guessed else READ_BY
        self._plan = tuple((at, read) for column, read in reads.items() for at in layout.all_of(column))
        self._phones = frozenset(layout.all_of(Column.PHONE))
        self._names = Names(layout)
        self._name_columns = name_columns(layout)
        self._own, self._notes = layout.all_of(Column.OWN), layout.all_of(Column.NOTE)
        #: Beside entries, accounts under which contacts are kept.
        self._accounts = tuple(at for at, text in enumerate(layout.header) if text.strip().casefold() == _ACCOUNT) if self._entries else ()
        self._has_app = Column.APP in layout.by or layout.app is not None
        self._id_columns, self._telephones = layout.id_columns, layout.telephones
        self._deleted, self._storage = layout.all_of(Column.DELETED), layout.all_of(Column.STORAGE)
        self._texts = text_columns(layout)
        self._links, self._others = unread_columns(layout), columns_of_others(layout, self._texts)
        self._unread = (*self._links, *self._texts)
        self._worded = (*self._name_columns, *self._texts)
        self._labels = label_columns(layout)
        self._whose = whose_numbers(layout)
        self._roles = roles_beside(layout, self._whose)
        self._abouts = Abouts.of(layout, but=frozenset(chain.from_iterable(self._roles.values())))
        # Of several people in a row it is not known whom words beside them are about; what one number is called is said of it alone.
        has_several = bool(self._whose) and len(layout.all_of(*NUMBER_COLUMNS)) > 1
        self._is_said_of_one = not (is_own or has_several)
        self._said = tuple(at for at in said_columns(layout) if at not in self._labels.values()) if self._is_said_of_one else ()
        self._coded = coded_columns(layout)
        #: Columns of names in which their numbers stand.
        self._named = named_fields(layout)
        self._codes = CodeColumns(layout)
        self._counted = CountedColumns(layout, scopes)
        self._times = RowTimes(layout)
        self._is_stacked = layout.is_guessed and not layout.header
        #: Whom a row of such a list named last.
        self._person: str | None = None

    def _stacked(self, label: str | None, cells: Sequence[str]) -> str | None:
        """Give the person of a list that has a fact in each row: `Name: Jay`, and below it `Mobile: 07700 900123`."""
        fact, *others = [text for cell in cells if (text := cell.strip())] or [""]
        if fact.endswith(":") and classify(fact) in NAMES and len(others) == 1 and not has_digit(others[0]):
            self._person = others[0]
        elif not others:
            self._person = None
        elif fact.endswith(":") and is_kind_of_phone(fact):
            return self._person
        return label

    def read(self, number: int, cells: Sequence[str]) -> Record | Skipped:
        """Read one row; it is as wide as the header at least."""
        if len(self._name_columns) == 1 and "\n" in cells[self._name_columns[0]]:
            people = (self._read(number, each) for each in people_by_line(cells, self._name_columns[0], self._fields))
            if found := [item for item in people if isinstance(item, Record)]:
                return found[0]._replace(mentions=tuple(chain.from_iterable(each.mentions for each in found)))
        return self._read(number, cells)

    def _read(self, number: int, cells: Sequence[str]) -> Record | Skipped:
        """Read one row of one person."""
        sim_file = self._sim_file(cells) if self._storage or self.section else ""
        if sim_file == "SDN":
            return Skipped(NETWORK_SERVICE, self.place.row(number))
        app = app_of_row(self.layout, cells) if self._has_app else None
        label = self._names.of(cells)
        if names_serial(label):
            return Skipped(OF_THE_PHONE, self.place.row(number))
        if self._is_stacked:
            label = self._stacked(label, cells)
        told = self._abouts.told(cells)
        told += [rest for at in self._name_columns if "\n" in cells[at] or "\r" in cells[at] for rest in cells[at].splitlines()[1:]]
        row = _Row(label, app, sim_file, joined_about(told, label) if told else None)
        mentions, column = self._numbers(cells, row)
        if not mentions and self._accounts:
            mentions += self._accounts_alone(cells, row)
        if not mentions:
            # A number typed where the name belongs, beside an empty field for numbers.
            numbers = (cells[at] for at in self._name_columns if is_mobile_alone(cells[at]))
            mentions += [Mention(cell, self._role_of(label), None, app, None, Written.NUMBER, row.about) for cell in numbers]
        is_told = any(map(mentioned_in_name, [cells[at] for at in self._worded])) or any(map(links_in, [cells[at] for at in self._links]))
        if self._own or self._notes or is_told:
            mentions += self._besides(cells, row, [mention.raw for mention in mentions])
        if not mentions:
            return Skipped(why_none(cells, self._fields, self._unread), self.place.row(number))
        if self._codes.is_there:
            mentions = self._codes.settle(cells, mentions)
        worded = (at for at in self._said if at not in self._coded or in_words(cells[at]))
        said = (*worded, *range(self.layout.width, len(cells))) if self._is_said_of_one else ()
        if said or self._counted.are_there:
            mentions += [*self._counted.told(cells, mentions), *short_notes(cells, said, app, label)]
        times, deleted = self._times.of(cells), any(is_yes(cells[at]) for at in self._deleted)
        return Record(self.place.row(number, max(column, 0)), tuple(mentions), times.first, times.last, deleted)

    @property
    def unread_times(self) -> int:
        """How many cells for times were not understood."""
        return self._times.unread

    def _numbers(self, cells: Sequence[str], row: _Row) -> tuple[list[Mention], int]:
        """Numbers in the columns for them and behind the last column, and the column of the first; -1 without any."""
        is_plain = row.app is None and not row.sim_file
        mentions: list[Mention] = []
        column = -1
        for at, read in self._plan:
            cell = cells[at]
            if not cell:
                continue
            its_row = self._row_of(at, cells, row)
            if is_plain and at in self._phones and is_plain_number(cell):
                role = self._role_of(its_row.label, its_row.about)
                mentions.append(Mention(cell, role, its_row.label, None, None, Written.NUMBER, its_row.about))
            elif self.layout.is_guessed and mentions_number(cell) and is_sentence(cell, cells):
                mentions.append(note_of(cell, None, row.app, its_row.about))
            else:
                mentions += self._in_cell(cell, read, its_row, at)
            column = at if mentions and column < 0 else column
        for at in range(self.layout.width, len(cells)):
            mentions += self._behind(cells[at], row, at)
            column = at if mentions and column < 0 else column
        return mentions, column

    def _in_cell(self, cell: str, read: Callable[[str], Iterable[Party]], row: _Row, at: int) -> list[Mention]:
        """Read a cell that is more than a number: the part of each person by itself, where it names several."""
        # Where names beside the numbers are all there is, none of them is that of the row.
        several = people_in(cell, None if at in self._named else row.label) if at in self._fields else ()
        by_line = is_special(cell) and not cell.lstrip().startswith("=")
        if by_line and not several and row.label is None and at in self._fields and (card := person_of_card(cell)) is not None:
            name, about, number = card
            return self._mentions((Party(number, Written.NUMBER),), row._replace(label=name, about=with_label(row.about, about)), at)
        mentions: list[Mention] = []
        for part in several:
            its_row = row._replace(label=part.label, about=with_label(row.about, part.of))
            mentions += self._of_one(part.text, read_numbers if by_line else read, its_row, at)
        return mentions if several else self._of_one(cell, read, row, at)

    def _of_one(self, cell: str, read: Callable[[str], Iterable[Party]], row: _Row, at: int) -> list[Mention]:
        if found := self._mentions(read(cell), row, at):
            return found
        if at not in self._fields or not mentions_number(cell):
            return []
        if is_numbers_only(cell):
            return self._mentions((Party(cell, Written.NUMBER),), row, at)
        name = name_beside(cell)
        if name is not None and row.label in (None, name) and not is_sentence(cell, ()):
            written = Written.NUMBER if len(mentioned_in(cell)) == 1 else Written.PROSE
            return [Mention(cell, self._role_of(name, row.about), name, row.app, None, written, row.about)]
        # Beside an address, or in a sentence.
        return [note_of(cell, row.label, row.app, row.about)]

    def _accounts_alone(self, cells: Sequence[str], row: _Row) -> list[Mention]:
        """The account is mostly the owner's; it is the contact's own only where nothing else names them."""
        if any(names_other(cells[at]) for at in self._entries):
            return []
        return [self._mention(Party(cells[at], Written.MESSENGER_ID), row) for at in self._accounts if is_messenger_id(cells[at])]

    def _behind(self, cell: str, row: _Row, at: int) -> list[Mention]:
        """Read a cell behind the last column: a delimiter inside an unquoted cell moves the rest of the row to the right."""
        if looks_like_number(cell):
            return self._mentions((Party(cell, Written.NUMBER),), row, at)
        return [note_of(cell, row.label, row.app, row.about)] if mentions_number(cell) else []

    def _row_of(self, at: int, cells: Sequence[str], row: _Row) -> _Row:
        """Take a row for one about whoever the number in a column belongs to; what it says of its own person is not said of them."""
        if at in self._whose:
            whose = self._whose[at]
            label = whose.label(cells, row.label)
            row = row._replace(label=label, about=with_label(row.about if label == row.label else None, whose.about))
            for column in self._roles.get(at, ()):
                row = row._replace(about=with_label(row.about, cells[column].strip() or None))
        if at in self._named and (name := words_beside(cells[at])):
            row = row._replace(label=name)
        if at in self._labels and (called := label_of_number(cells[self._labels[at]])):
            row = row._replace(about=with_label(row.about, called))
        return row

    def _besides(self, cells: Sequence[str], row: _Row, numbers: Sequence[str]) -> Iterator[Mention]:
        """Numbers outside of the columns for them: the owner's own, and those in notes, names and columns of any use."""
        own = [party for at in self._own if cells[at] for party in own_in(cells[at])]
        yield from (Mention(party.raw, Role.OWNER, None, row.app, None, party.written) for party in own)
        for at in self._notes:
            if is_prose(cells[at]) or (numbers and may_say_who(cells[at])):
                written = Written.NUMBER if is_mobile_alone(cells[at]) else Written.PROSE
                yield Mention(cells[at], Role.NOTE, row.label, row.app, None, written, row.about)
        typed = [at for at in self._worded if self._is_typed(cells[at], cells) and adds_number(cells[at], numbers)]
        for at in typed:
            label = words_beside(cells[at]) or row.label
            yield Mention(cells[at], self._role_of(label), label, row.app, None, Written.NUMBER, row.about)
        for at in self._name_columns:
            if at not in typed and adds_number(cells[at], numbers, mentioned_in_name):
                yield note_in_name(cells[at], cells, row.label, row.app, row.about)
        for at in (*self._texts, *self._links):
            is_linked = adds_number(cells[at], numbers, links_in)
            if is_linked and is_link(cells[at]):
                yield Mention(cells[at], self._role_of(row.label), row.label, app_of_link(cells[at]), None, Written.NUMBER, row.about)
            elif is_linked or (at not in typed and at in self._texts and adds_number(cells[at], numbers)):
                yield from self._noted(at, cells[at], row)

    def _noted(self, at: int, cell: str, row: _Row) -> Iterator[Mention]:
        """Search a cell of words for numbers; below `Social worker` or `Mother` each is of whoever stands beside it, and not of the row."""
        # Below a word for nobody but them any text is about them; below others, such as their address, an entry is.
        is_theirs = at in self._others and (is_entry_of_list(cell) or heads_person(self.layout.header[at]))
        if not is_theirs or are_sentences([cell]):
            yield note_of(cell, row.label, row.app, row.about)
            return
        who = self._others[at]
        for part in people_in(cell, None) or (OfOne(cell, name_beside(cell)),):
            label = part.label or (who if row.label is None else f"{row.label}: {who}")
            yield note_of(part.text, label, row.app, who)

    def _is_typed(self, cell: str, cells: Sequence[str]) -> bool:
        """Whether a cell of a list without a header is an entry of it, in whichever column a comma or none has put it."""
        return self.layout.is_guessed and not self.layout.header and is_entry_of_list(cell) and not is_sentence(cell, cells)

    def _role_of(self, label: str | None, about: str | None = None) -> Role:
        """Give the role of a number by its person's name, or by what they are; in entries a program marks the owner."""
        is_self = is_owners_name(about) and "msisdn" not in f"{about}".casefold()  # the kind of any number of the network
        is_own = is_marked_owner(label) if self._entries else is_owners_name(label)
        return Role.OWNER if is_own or is_self else self.role

    def _sim_file(self, cells: Sequence[str]) -> str:
        """The elementary file of a SIM that a row was stored in, such as ADN, LND or MSISDN; empty for any other place."""
        return sim_file_of(next((cells[at] for at in self._storage if cells[at].strip()), self.section))

    def _mentions(self, parties: Iterable[Party], row: _Row, at: int) -> list[Mention]:
        may_be_id = at not in self._entries
        return [
            self._mention(party, row)
            for party in parties
            if not may_be_id or party.written is not Written.NUMBER or self._is_number(party.raw, row.app, at)
        ]

    def _is_number(self, raw: str, app: str | None, at: int) -> bool:
        is_id = at in self._id_columns and at not in self._fields
        return at in self._telephones or (is_told_number(raw) if is_id else is_number_of(app, raw))

    def _mention(self, party: Party, row: _Row) -> Mention:
        label = row.label or party.name
        if label is None and party.written is Written.NUMBER:
            label = words_beside(party.raw)
        if row.sim_file == "MSISDN":
            return Mention(party.raw, Role.OWNER, None, row.app, None, party.written)
        if row.sim_file == "LND":
            return Mention(party.raw, Role.CALL, label, row.app, Direction.OUT, party.written, with_label(row.about, party.about))
        role = Role.OWNER if party.is_owner else self._role_of(label, row.about)
        return Mention(party.raw, role, label, row.app, None, party.written, with_label(row.about, party.about))
