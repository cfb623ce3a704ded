"""Rows of a call log or of messages: who was on the other side, which way it went, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.decode.arrangement.row_place import Place
from ingest.decode.columns.layout import Layout
from ingest.decode.owners.of_log import NOBODY_KNOWN, Owner
from ingest.decode.rows.app import app_of_row
from ingest.decode.rows.behind_last import notes_behind
from ingest.decode.rows.beside_number import CodeColumns
from ingest.decode.rows.contacts import ContactRows, Names, is_special, note_of, why_none
from ingest.decode.rows.said_of_other import Abouts, with_words
from ingest.decode.rows.sides import Event, People, by_writer, settle, without_nameless
from ingest.decode.rows.text_cells import name_columns, text_columns, unread_columns
from ingest.decode.rows.times import RowTimes
from ingest.decode.rows.whose_number import are_of_one
from ingest.decode.values.arrows import beside_way, sided
from ingest.decode.values.number_shape import (
    adds_number,
    has_digit,
    is_nothing,
    is_plain_number,
    is_prose,
    is_withheld,
    looks_like_number,
    may_be_number,
    mentioned_in_name,
    mentions_number,
)
from ingest.decode.values.parties import (
    Party,
    Side,
    is_number_of,
    key_of,
    lines_of,
    own_in,
    owners_alone,
    read_messenger_ids,
    read_numbers,
    read_parties,
)
from ingest.decode.values.person import is_no_name, is_party_of_owner, is_speaker
from ingest.decode.values.small_words import STATED, Asked, Meaning, asked_by, is_yes, plainest, read_kind, shape_named, without_stray_quote
from ingest.decode.values.typed_lines import is_number_alone
from ingest.decode.values.user_ids import is_group
from ingest.decode.words.headers import Column
from ingest.decode.words.kinds import Shape
from ingest.decode.words.named_sides import with_plain_sides
from ingest.decode.words.ways import ANSWERED, is_answered
from ingest.decode.words.withheld import NAMELESS
from ingest.records import Direction, Mention, Record, Role, Scope, Skipped, Written

REPORT = "a delivery report, not a message of anybody"

#: Kinds of cells remembered; their number is small unless the column is something else.
_REMEMBERED = 1000


class _Plan(NamedTuple):
    """Places of the columns of a layout, by what is done with them."""

    #: Those that say what a row is.
    telling: tuple[int, ...]
    phones: tuple[int, ...]
    maybes: tuple[int, ...]
    #: Parties, senders and recipients, with the side their column stands for.
    sided: tuple[tuple[int, Side | None], ...]
    #: Sides with several columns of parties.
    doubled: frozenset[Side]
    ids: tuple[int, ...]
    participants: tuple[int, ...]
    #: Those whose cells are numbers whatever the application, and those whose header names ids of users.
    telephones: frozenset[int]
    user_ids: frozenset[int]
    own: tuple[int, ...]
    bodies: tuple[int, ...]
    #: Columns with names of people, in which a number may stand too.
    named: tuple[int, ...]
    notes: tuple[int, ...]
    #: Notes and whatever else may say in a few words who the other is, and columns whose headers ask for it.
    said: tuple[int, ...]
    abouts: Abouts
    #: Columns of any use; beside messages they may hold their words.
    texts: tuple[int, ...]
    #: Those of the last three that are searched in rows of calls, and in rows of messages.
    beside_calls: tuple[int, ...]
    beside_messages: tuple[int, ...]
    #: Columns of names, and of senders or recipients that may hold a name, for each side.
    names: tuple[tuple[Side, tuple[int, ...], tuple[int, ...]], ...]
    #: Columns that are not searched because of their header.
    unread: tuple[int, ...]
    wants_parties: bool
    wants_texts: bool
    #: The names of rows are what the header calls a party, of whom it may say that it is the owner.
    names_parties: bool
    #: The numbers of a row are several of one person.
    are_of_one: bool


def _plan_of(layout: Layout, scopes: frozenset[Scope]) -> _Plan:
    all_of = layout.all_of
    sided = ((Column.PARTY, None), (Column.FROM, Side.FROM), (Column.TO, Side.TO))
    senders, receivers = all_of(Column.FROM), all_of(Column.TO)
    # Who has no number in the only column of a side is told by the number on the other.
    names = (
        (Side.FROM, Column.FROM_NAME, senders if len(senders) > 1 or not receivers else ()),
        (Side.TO, Column.TO_NAME, receivers if len(receivers) > 1 or not senders else ()),
    )
    named = (*name_columns(layout), *all_of(Column.FROM_NAME, Column.TO_NAME))
    notes, texts = all_of(Column.NOTE), text_columns(layout)
    return _Plan(
        telling=all_of(Column.DIRECTION, Column.TYPE, Column.APP, Column.DELETED),
        phones=all_of(Column.PHONE),
        maybes=all_of(Column.MAYBE_PHONE),
        sided=tuple((at, side) for column, side in sided for at in all_of(column)),
        doubled=frozenset(side for column, side in sided if side and len(all_of(column)) > 1),
        ids=all_of(Column.MESSENGER_ID),
        participants=all_of(Column.PARTICIPANTS),
        telephones=layout.telephones,
        user_ids=layout.id_columns,
        own=all_of(Column.OWN),
        bodies=all_of(Column.BODY),
        named=named,
        notes=notes,
        said=(*notes, *layout.said),
        abouts=Abouts.of(layout),
        texts=texts,
        beside_calls=(*named, *notes, *texts),
        beside_messages=(*named, *notes),
        names=tuple((side, all_of(name), own) for side, name, own in names if all_of(name) or own),
        unread=(*unread_columns(layout), *texts),
        wants_parties=Scope.MESSAGES in scopes,
        wants_texts=Scope.TEXTS in scopes,
        names_parties=not set(all_of(Column.NAME)).isdisjoint(all_of(Column.PARTY)),
        are_of_one=are_of_one(layout),
    )


@dataclass(slots=True)
class EventRows:
    """Reads rows of one layout as calls or messages."""

    layout: Layout
    place: Place
    scopes: frozenset[Scope]
    #: The way of every row that does not say one itself: what the sheet is called.
    way: Direction | None = None
    #: What is known of the owner before any row is read.
    owner: Owner = NOBODY_KNOWN
    _plan: _Plan = field(init=False)
    _names: Names = field(init=False)
    _codes: CodeColumns = field(init=False)
    _times: RowTimes = field(init=False)
    _kinds: dict[tuple[str, Asked], Meaning] = field(default_factory=dict)
    #: What the small cells of a row say together; calls and messages have few kinds.
    _events: dict[tuple[str, ...], Event] = field(default_factory=dict)
    _contacts: ContactRows | None = None
    #: Keys of what a cell marked as the owner's; other cells and rows name the same without the mark.
    _own: set[str] = field(default_factory=set)
    #: Keys of the own numbers of the row; the phone of another row may be another one.
    _of_row: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Ask the layout once; nothing about columns is asked again per row."""
        self._plan = _plan_of(self.layout, self.scopes)
        self._names = Names(self.layout)
        self._codes = CodeColumns(self.layout)
        self._times = RowTimes(self.layout)
        self._own.update(self.owner.keys)

    def turn(self, way: Direction | None) -> None:
        """Take the rows from here on for those of another heading, which says their way where they do not say one."""
        self.way = way
        self.owner = self.owner._replace(is_title_vague=False)
        self._events.clear()

    def read(self, number: int, cells: Sequence[str]) -> Record | Skipped | None:
        """Read one row; None when it is of a kind outside the scopes."""
        told = tuple([cells[at] for at in self._plan.telling])
        event = self._events.get(told) or self._event(cells, told)
        if event.shape is Shape.CONTACTS:
            if self._contacts is None:
                self._contacts = ContactRows(self.layout, self.place, scopes=self.scopes)
            return self._contacts.read(number, cells) if Scope.CONTACTS in self.scopes else None
        if not event.is_wanted:
            return None
        if event.is_report:
            return Skipped(REPORT, self.place.row(number))
        mentions, column = self._mentions(cells, event)
        if len(cells) > self.layout.width:
            mentions += notes_behind(cells, self.layout, self.scopes, mentions, self._names.of(cells), event.app)
        if not mentions:
            reason = why_none(cells, (*self._plan.phones, *self._plan.maybes), self._plan.unread)
            return Skipped(reason, self.place.row(number))
        if self._codes.is_there:
            mentions = self._codes.settle(cells, mentions)
        first, last = self._times.of(cells)
        return Record(self.place.row(number, column), tuple(mentions), first, last, event.is_deleted)

    @property
    def unread_times(self) -> int:
        """How many cells for times were not understood."""
        return self._times.unread + (self._contacts.unread_times if self._contacts else 0)

    def _event(self, cells: Sequence[str], told: tuple[str, ...]) -> Event:
        """Say what a row is, apart from who takes part."""
        layout = self.layout
        ways = [self._meaning(cells[at], at) for at in layout.all_of(Column.DIRECTION) if cells[at]]
        meanings = [*ways, *[self._meaning(cells[at], at) for at in layout.all_of(Column.TYPE) if cells[at]]]
        shape = (layout.is_mixed and shape_named(meanings)) or layout.shape
        way = plainest(meanings, len(ways))
        if way is None is self.way and shape is Shape.CALLS and any(is_answered(cells[at]) for at in layout.answers):
            way = ANSWERED
        event = Event(
            shape,
            self.way if way is None else way.direction,
            app_of_row(layout, cells),
            any(is_yes(cells[at]) for at in layout.all_of(Column.DELETED)) or any(meaning.is_deleted for meaning in meanings),
            any(meaning.is_report for meaning in meanings),
            self._wants(shape),
            is_stated=self.owner.is_unsure or (self.owner.is_title_vague if way is None else way.rank in STATED),
        )
        if len(self._events) < _REMEMBERED:
            self._events[told] = event
        return event

    def _meaning(self, cell: str, at: int) -> Meaning:
        header = self.layout.header
        asked = asked_by(header[at], header) if at < len(header) else Asked.KIND
        found = self._kinds.get((cell, asked))
        if found is None:
            found = read_kind(cell, self.layout.shape, asked)
            if len(self._kinds) < _REMEMBERED:
                self._kinds[cell, asked] = found
        return found

    def _wants(self, shape: Shape) -> bool:
        if shape is Shape.CALLS:
            return Scope.CALLS in self.scopes
        return Scope.MESSAGES in self.scopes or (Scope.TEXTS in self.scopes and Column.BODY in self.layout.by)

    def _mentions(self, cells: Sequence[str], event: Event) -> tuple[list[Mention], int]:
        plan = self._plan
        mentions: list[Mention] = []
        column = 0
        if event.shape is Shape.CALLS or plan.wants_parties:
            own = [party for at in plan.own if cells[at] for party in own_in(cells[at])]
            self._of_row = frozenset([key_of(party.raw) for party in own])
            self._own |= self._of_row
            people = self._people(cells, event.app)
            column = people.column
            label = self._label(cells, people, event)
            if plan.names_parties and label is not None and is_party_of_owner(label):
                people = people._replace(parties=[party._replace(is_owner=True) for party in people.parties])
            if self.owner.names_writers and label is not None:
                event, label = by_writer(event, label)
            mentions = settle(people, event, label, self._side_names(cells) if plan.names else {})
            mentions.extend([Mention(party.raw, Role.OWNER, None, event.app, None, party.written) for party in own])
            beside = plan.beside_calls if event.shape is Shape.CALLS else plan.beside_messages
            if plan.said or plan.abouts.places or len(cells) > self.layout.width:
                mentions = with_words(mentions, cells, plan.said, plan.abouts, None if plan.bodies else self.layout.width)
            if any(map(mentioned_in_name, [cells[at] for at in beside])):
                mentions.extend(self._besides(cells, event, [mention.raw for mention in mentions]))
            if people.members or [party for party in people.parties if party.name]:
                mentions.extend(_in_names(mentions))
        if plan.wants_texts:
            told = [cells[at] for at in plan.bodies if is_prose(cells[at])]
            if event.shape is not Shape.CALLS:
                told += [cells[at] for at in plan.texts if mentions_number(cells[at])]
            label = self._names.of(cells) if told else None
            mentions.extend([Mention(cell, Role.TEXT, label, event.app, event.direction, Written.PROSE) for cell in told])
        return mentions, column

    def _besides(self, cells: Sequence[str], event: Event, numbers: Sequence[str]) -> Iterator[Mention]:
        """Numbers in names, notes and columns of any use; one in the name of somebody without another is that of the other side."""
        plan, is_call = self._plan, event.shape is Shape.CALLS
        told = [cells[at] for at in plan.named if adds_number(cells[at], numbers, mentioned_in_name)]
        notes = [cells[at] for at in (*plan.notes, *(plan.texts if is_call else ())) if adds_number(cells[at], numbers)]
        label = self._names.of(cells)
        for cell in told:
            if numbers:
                yield Mention(cell, Role.NOTE, label, event.app, None, Written.PROSE)
            else:
                # Nobody is called by their own number.
                name, written = (None, Written.NUMBER) if is_number_alone(cell) else (label, Written.PROSE)
                yield Mention(cell, Role.CALL if is_call else Role.MESSAGE, name, event.app, event.direction, written)
        for cell in notes:
            yield note_of(cell, label, event.app, None)

    def _label(self, cells: Sequence[str], people: People, event: Event) -> str | None:
        """The name column names the other side, so it fits only where there is one other."""
        others = [party for party in (*people.parties, *people.members) if not party.is_owner]
        if len(others) == 1 or self._plan.are_of_one:
            return self._names.of(cells)
        is_between = {party.side for party in others} >= {Side.FROM, Side.TO}
        return self._names.of(cells) if is_between and event.direction is not None and not event.is_stated else None

    def _side_names(self, cells: Sequence[str]) -> dict[Side, str]:
        names = {}
        for side, columns, own in self._plan.names:
            # Some tools give a name in one column of a side and its number in another.
            # So do some where the number stands in a column of no side.
            is_apart = len(own) > 1 or (bool(own) and bool(self._plan.phones or self._plan.maybes))
            beside = (
                [cell for at in own if not has_digit(cell := cells[at]) and not is_withheld(cell)] if is_apart else _speakers(cells, own)
            )
            name = next((text for cell in (*[cells[at] for at in columns], *beside) if (text := cell.strip()) and not is_no_name(text)), "")
            if name:
                names[side] = without_stray_quote(name)
        return names

    def _people(self, cells: Sequence[str], app: str | None) -> People:
        """Everybody named in the row."""
        plan = self._plan
        column = -1
        parties: list[Party] = []
        for at in plan.phones:
            parties += _phone_cell(cells[at], None if at in plan.telephones else app)
            column = at if parties and column < 0 else column
        for at in plan.maybes:
            if looks_like_number(cells[at]) or may_be_number(cells[at]) or cells[at].strip().casefold() in NAMELESS:
                parties += _phone_cell(cells[at], app)
                column = at if parties and column < 0 else column
        for at, side in plan.sided:
            if cells[at]:
                cell = with_plain_sides(cells[at]) if at in self.layout.named_sides else cells[at]
                found = read_parties((beside_way(cell) if side is None else None) or cell, app, has_ids=at in plan.user_ids)
                parties += [party if party.side or side is None else party._replace(side=side) for party in found]
                column = at if parties and column < 0 else column
        if plan.doubled:
            parties = without_nameless(parties, plan.doubled)
        for at in plan.ids:
            parties += read_messenger_ids(cells[at], app)
            column = at if parties and column < 0 else column
        if not plan.participants:
            return People(max(column, 0), self._marked(parties), owner_sides=self._owner_sides(cells))
        known = {party.raw for party in parties}
        members: list[Party] = []
        count = 0
        for at in plan.participants:
            present = list(read_parties(cells[at], app))
            # Some are named by an id that is no number, one on a line.
            count += max(len(present) + len(owners_alone(cells[at])), len(lines_of(cells[at])) if cells[at] else 0)
            self._note_owners(present)
            members += [party._replace(side=None) for party in present if party.raw not in known]
            column = at if (parties or members) and column < 0 else column
        in_group = count > 2 or any(is_group(cells[at]) for at in plan.ids)
        return People(max(column, 0), self._marked(parties), self._marked(members), in_group, self._owner_sides(cells))

    def _owner_sides(self, cells: Sequence[str]) -> frozenset[Side]:
        """Give the sides on which the row names the owner without a number; where a side has several columns, one has the number."""
        sided = [(at, side) for at, side in self._plan.sided if side not in self._plan.doubled]
        return frozenset([own for at, side in sided for told in owners_alone(cells[at]) if (own := told or side)])

    def _marked(self, parties: list[Party]) -> list[Party]:
        """Mark as the owner's what any cell so far marked as such."""
        self._note_owners(parties)
        own = self._of_row or self._own
        return [party._replace(is_owner=True) if key_of(party.raw) in own else party for party in parties] if own else parties

    def _note_owners(self, parties: list[Party]) -> None:
        """Remember what is marked as the owner's; who is not known is somebody else in the next row."""
        self._own.update(key_of(party.raw) for party in parties if party.is_owner and party.raw.strip().casefold() not in NAMELESS)


def _speakers(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    """Give the cells of a side that name the owner."""
    return [cell for at in places if (cell := cells[at]) and not cell[-1].isdecimal() and is_speaker(cell)]


def _phone_cell(cell: str, app: str | None) -> list[Party]:
    if is_plain_number(cell):
        return [Party(cell, Written.NUMBER)] if app is None or is_number_of(app, cell) else []
    if not cell or is_nothing(cell):
        return []
    if (told := sided(cell) or beside_way(cell)) is not None:
        return [party for party in read_parties(told, app) if has_digit(party.raw)]
    if is_special(cell):
        if cell.lstrip().startswith("="):
            return []
        return list(read_numbers(cell)) or ([Party(cell, Written.NUMBER)] if mentions_number(cell) else [])
    if not has_digit(cell):
        # A sender may be a word, and a caller may be withheld; both are told apart later.
        return [Party(cell, Written.NUMBER)] if len(cell) <= 20 or is_withheld(cell) else []
    return [Party(cell, Written.NUMBER)] if is_number_of(app, cell) else []


def _in_names(mentions: Sequence[Mention]) -> list[Mention]:
    """Give the names of parties in which numbers stand that no other cell of the row gives, as notes."""
    names = {mention.label: mention for mention in mentions if mention.label and mentioned_in_name(mention.label)}
    known = [mention.raw for mention in mentions] if names else []
    return [
        mention._replace(raw=name, role=Role.NOTE, direction=None, written=Written.PROSE)
        for name, mention in names.items()
        if adds_number(name, known, mentioned_in_name)
    ]
