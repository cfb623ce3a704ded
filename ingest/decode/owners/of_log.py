"""Which numbers of a log are the phone owner's, where no cell of a row marks them: those a place declares, or one party of every row.

A number taken for the owner's is nobody's contact, and a log cut to one line has that line in every row as a phone's log has its owner. So
what nothing declares is taken only where nothing speaks against it, a remark tells of it, and in doubt the number stays a contact.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ingest.decode.arrangement.headings import is_vague, way_told_by
from ingest.decode.arrangement.row_stream import NumberedRow, RowStream
from ingest.decode.arrangement.task import Task
from ingest.decode.columns.layout import JUDGED_ROWS, Layout
from ingest.decode.columns.owners import is_inferred, is_lettered, may_be_owners, names_a_line, tells_phones_apart
from ingest.decode.columns.owners_of_list import leaves_open
from ingest.decode.owners.numbers_of_sides import Number, numbers_at, numbers_in
from ingest.decode.owners.said_of_holder import names_holder_among
from ingest.decode.owners.ways_of_rows import RowWays
from ingest.decode.owners.writers import may_name_writers, names_writers
from ingest.decode.values.arrows import has_both_sides
from ingest.decode.values.parties import Side, key_of, owners_alone
from ingest.decode.values.person import is_owners_name, is_speaker
from ingest.decode.words.headers import Column
from ingest.decode.words.kinds import Shape
from ingest.decode.words.own import FEWEST_OTHERS, FEWEST_OTHERS_BESIDE_WORDS
from ingest.records import Direction, Remark

_FEWEST_ROWS = 3
_FEWEST_DIRECTED = 2
_SIDES: Final = frozenset({Column.FROM, Column.TO})
_LOGS: Final = frozenset({Shape.CALLS, Shape.MESSAGES})
_INFERRED: Final = "No cell says whose phone the rows are of; the number that has a part in each of them was taken for its own."
_BY_HEADER: Final = "A column was taken for the phone's own number by its header and because one number stands in all of it."
_UNSURE: Final = (
    "One number has a part in every row. It may be the phone's own, or that of somebody several phones were in touch with;"
    " it was taken for a contact."
)
_OF_HOLDER: Final = "By what it says a row is of whoever has the phone: its number may be the phone's own; it was taken for a contact."
_EITHER: Final = "Two numbers have a part in every row; either may be the phone's own. Both were taken for contacts."
_UNCLEAR: Final = (
    "By the directions of the rows one number is the phone's own here and somebody else's there; whose phone it is was left open,"
    " and all were taken for contacts."
)


class Owner(NamedTuple):
    """What is known of the owner of a log before its rows are read."""

    #: The numbers that are the owner's wherever they stand, as `key_of` gives them.
    keys: frozenset[str] = frozenset()
    #: On which side of a row the owner stands, its direction does not say.
    is_unsure: bool = False
    #: What the title says of the way is no more than that.
    is_title_vague: bool = False
    #: The names of rows are those of who wrote or called, whoever the number beside is of.
    names_writers: bool = False
    #: Code and sentence of what a person should check.
    remark: tuple[str, str] | None = None

    def remarks(self, place: str) -> Iterable[Remark]:
        """Give what a person should know, if anything."""
        return () if self.remark is None else (Remark(*self.remark, place),)


NOBODY_KNOWN: Final = Owner()
#: Whose columns differ so often is no log of a phone.
_MOST_LOOKED_THROUGH: Final = 16


class Above(NamedTuple):
    """What stands above a log."""

    title: str = ""
    #: Numbers that are the phone's own by what stands there, or elsewhere in the file.
    declared: Sequence[str] = ()
    #: A line is spoken of, to which the log may be cut.
    names_line: bool = False


@dataclass(slots=True)
class Owners:
    """Finds the owner of each log of one sheet; what the whole of it shows of logs with the same columns is looked up once."""

    task: Task
    _judged: dict[Hashable, _Judged] = field(default_factory=dict)

    def of(self, layout: Layout, rows: RowStream, above: Above) -> Owner:
        """Give the numbers that are the owner's.

        Args:
            layout: what the columns of the log hold.
            rows: its rows.
            above: what stands above them.
        """
        if layout.shape not in _LOGS:
            return Owner(remark=_by_header(layout) or _of_list(layout, rows))
        way = way_told_by(above.title)
        found = self._found(layout, rows, above, way)
        if may_name_writers(layout, rows.peek(JUDGED_ROWS)):
            found = found._replace(names_writers=names_writers(layout, self.task.again()))
        return found._replace(is_title_vague=way is not None and is_vague(above.title))

    def _found(self, layout: Layout, rows: RowStream, above: Above, way: Direction | None) -> Owner:
        keys = frozenset(map(key_of, above.declared))
        told = Owner(keys, remark=_by_header(layout))
        first = rows.peek(JUDGED_ROWS)
        if not (layout.by.keys() >= _SIDES or _are_between(layout, first)):
            return told if told.remark or not _may_be_there(layout, first) else told._replace(remark=("owner-unsure", _UNSURE))
        evidence = _Evidence.of(layout, first, way)
        is_whole = len(first) < JUDGED_ROWS
        if is_whole or keys or evidence.declared or not evidence.candidates:
            judged = _Judged.by(evidence, is_whole=is_whole)
        else:
            # A log of several phones may begin with those of one.
            judged = self._judged_whole(layout, way)
        if keys or judged.declared:
            return told._replace(keys=keys | judged.declared)
        return judged.beside_line if above.names_line or names_a_line(above.title) else judged.owner

    def _judged_whole(self, layout: Layout, way: Direction | None) -> _Judged:
        key = _asked_of(layout, way)
        if key not in self._judged:
            if len(self._judged) >= _MOST_LOOKED_THROUGH:
                return _NOT_LOOKED_THROUGH
            evidence = _Evidence.of(layout, self.task.again(), way)
            self._judged[key] = _Judged.by(evidence, is_whole=bool(evidence.candidates))
        return self._judged[key]


def _of_list(layout: Layout, rows: RowStream) -> tuple[str, str] | None:
    """Give what a person should know of a number that stands beside all people of a list."""
    if Column.OWN in layout.by:
        return None
    first = [cells for _, cells in rows.peek(JUDGED_ROWS)]
    if names_holder_among(layout, first):
        return "owner-unsure", _OF_HOLDER
    return ("owner-unsure", _UNSURE) if leaves_open(*layout.looked_at(first), layout.header) else None


def _by_header(layout: Layout) -> tuple[str, str] | None:
    """Give what a person should know of a column that was taken for the phone's own number by its header."""
    is_one = any(is_inferred(layout.header[at]) for at in layout.all_of(Column.OWN) if at < len(layout.header))
    return ("owner-inferred", _BY_HEADER) if is_one else None


class _Judged(NamedTuple):
    """Who the owner of a log is by its rows."""

    #: Numbers that cells mark as the owner's; whatever else was found, they are.
    declared: frozenset[str]
    owner: Owner
    #: The same where a line is spoken of above the log.
    beside_line: Owner

    @classmethod
    def by(cls, evidence: _Evidence, *, is_whole: bool) -> _Judged:
        """Judge what was noted of rows."""
        plain, beside_line = (evidence.judged(is_whole=is_whole, names_line=names_line) for names_line in (False, True))
        return cls(evidence.declared, plain, beside_line)


_NOT_LOOKED_THROUGH: Final = _Judged(frozenset(), *[Owner(remark=("owner-unsure", _UNSURE))] * 2)


def _asked_of(layout: Layout, way: Direction | None) -> Hashable:
    """Give all of a layout and the way of its title that tells what the rows of a sheet show of their owner."""
    columns = (Column.FROM, Column.TO, Column.PARTY, Column.OWN, Column.FROM_NAME, Column.TO_NAME)
    apart = tuple((at, layout.header[at]) for at in phones_apart(layout))
    return way, layout.shape, tuple(layout.by.get(column) for column in columns), RowWays(layout, way).asked, apart


def _may_be_there(layout: Layout, rows: Sequence[NumberedRow]) -> bool:
    """Whether one number stands in all of a column, beside a column of several others, or below a header of whose records they are."""
    is_told = Column.OWN in layout.by
    if is_told or may_be_owners(*layout.looked_at([cells for _, cells in rows]), layout.header):
        return not is_told
    told = [
        {number.key for _, cells in rows if at < len(cells) and cells[at] for number in numbers_in(cells[at])}
        for at in layout.all_of(Column.PHONE, Column.MAYBE_PHONE, Column.PARTY, Column.FROM, Column.TO)
    ]
    single = [keys for keys in told if len(keys) == 1]
    return len(single) == 1 and any(len(keys) >= FEWEST_OTHERS_BESIDE_WORDS and not keys & single[0] for keys in told)


@dataclass(slots=True)
class _Candidate:
    """A number that had a part in every row so far."""

    sides: set[Side] = field(default_factory=set)
    ways: set[Direction] = field(default_factory=set)
    #: Rows whose direction has the owner on its side, and on the other.
    agreeing: int = 0
    against: int = 0
    #: Rows that name only it, only the other, as phones do that know others, and both, as somebody who attributes numbers does.
    named: int = 0
    unnamed: int = 0
    alike: int = 0
    #: Names of others, as far as they tell anything: who has several saved has the phone.
    others: set[str] = field(default_factory=set)

    def note(self, side: Side, way: Direction | None, names: dict[Side, str]) -> None:
        """Take down what one row says of it."""
        self.sides.add(side)
        if way is not None:
            self.ways.add(way)
            self.agreeing += (is_near := (way is Direction.OUT) is (side is Side.FROM))
            self.against += not is_near
        if not names:
            return
        mine, other = names.get(side), names.get(Side.TO if side is Side.FROM else Side.FROM)
        self.named += is_owners_name(other) or (bool(mine) and not other and not is_owners_name(mine))
        self.unnamed += is_owners_name(mine) or (bool(other) and not mine and not is_owners_name(other))
        self.alike += bool(mine and other)
        if other and not is_owners_name(other) and len(self.others) < FEWEST_OTHERS:
            self.others.add(other.casefold())


@dataclass(slots=True)
class _Evidence:
    """What the rows of a log with two sides show of whose it is."""

    layout: Layout
    declared: frozenset[str] = frozenset()
    #: None before the first row.
    candidates: dict[str, _Candidate] | None = None
    others: set[str] = field(default_factory=set)
    #: Rows with any number, and those with one on both sides.
    rows: int = 0
    both: int = 0
    #: Values of the columns that tell one phone from another.
    phones: dict[int, set[str]] = field(default_factory=dict)
    #: Numbers on the owner's side of a row, and on the other, by its direction.
    near: set[str] = field(default_factory=set)
    directed: int = 0
    far: set[str] = field(default_factory=set)
    has_names: bool = False
    #: A row names the owner without a number, as `Me`.
    is_spoken: bool = False

    @classmethod
    def of(cls, layout: Layout, rows: Iterable[NumberedRow], way: Direction | None) -> _Evidence:
        """Look rows through until no number has a part in all of them, or one is declared; `way` is that of rows that say none."""
        evidence = cls(layout, phones=phones_apart(layout), has_names=not {Column.FROM_NAME, Column.TO_NAME}.isdisjoint(layout.by))
        from_columns, to_columns, owns = layout.all_of(Column.FROM), layout.all_of(Column.TO), layout.all_of(Column.OWN)
        between = () if from_columns and to_columns else layout.all_of(Column.PARTY)
        ways = RowWays(layout, way)
        for _, cells in rows:
            senders, receivers = numbers_at(cells, from_columns), numbers_at(cells, to_columns)
            if between:
                present = numbers_at(cells, between)
                senders, receivers = ([number for number in present if number.side is side] for side in (Side.FROM, Side.TO))
            own = [number for number in (*senders, *receivers) if number.is_own]
            if own or (owns and (own := list(numbers_at(cells, owns)))):
                evidence.declared = frozenset([number.key for number in own])
                return evidence
            evidence.is_spoken |= any(owners_alone(cells[at]) for at in (*from_columns, *to_columns) if at < len(cells))
            if senders or receivers:
                evidence._note(cells, senders, receivers, ways.of(cells))
                if not evidence.candidates and not (ways.are_asked and evidence.rows < JUDGED_ROWS):
                    return evidence
        return evidence

    def _note(self, cells: Sequence[str], senders: Sequence[Number], receivers: Sequence[Number], way: Direction | None) -> None:
        present = {number.key: Side.FROM for number in senders}
        present.update([(number.key, Side.TO) for number in receivers])
        if way is not None and senders and receivers:
            near, far = (senders, receivers) if way is Direction.OUT else (receivers, senders)
            self.directed += 1
            self.near.update([number.key for number in near])
            self.far.update([number.key for number in far])
        self.rows += 1
        self.both += bool(senders and receivers)
        if self.candidates is None:
            self.candidates = {key: _Candidate() for key in present}
        for key in [key for key in self.candidates if key not in present]:
            del self.candidates[key]
        names = self._names(cells, senders, receivers) if self.has_names or any(number.name for number in (*senders, *receivers)) else {}
        self.is_spoken |= any(map(is_speaker, names.values()))
        for key, candidate in self.candidates.items():
            candidate.note(present[key], way, names)
        if len(self.others) <= FEWEST_OTHERS:
            self.others |= present.keys()
        for at, values in self.phones.items():
            if at < len(cells) and len(values) < 2 and (text := cells[at].strip().casefold()):
                values.add(text)

    def _names(self, cells: Sequence[str], senders: Sequence[Number], receivers: Sequence[Number]) -> dict[Side, str]:
        """Give what the row calls each side, where it calls any."""
        named = {}
        for side, column, told in ((Side.FROM, Column.FROM_NAME, senders), (Side.TO, Column.TO_NAME, receivers)):
            columns = self.layout.by.get(column, ())
            name = next((text for at in columns if at < len(cells) and (text := cells[at].strip())), "")
            name = name or next((number.name for number in told if number.name), "")
            if name:
                named[side] = name
        return named

    @property
    def _are_attributed(self) -> bool:
        return any("attribut" in header.casefold() for header in self.layout.header)

    @property
    def _are_several(self) -> bool:
        return any(len(values) > 1 for values in self.phones.values())

    def judged(self, *, is_whole: bool, names_line: bool) -> Owner:
        """Say who the owner is by what was noted, if anybody, and what a person should know of it; `is_whole` says all rows were seen."""
        if self.both >= _FEWEST_ROWS and len(self.candidates or ()) == 1:
            ((key, found),) = (self.candidates or {}).items()
            if len(self.others - {key}) >= FEWEST_OTHERS:
                return self._of_candidate(key, found, names_line=names_line)
        by_ways = self._by_ways(is_whole=is_whole)
        if by_ways == NOBODY_KNOWN and self.candidates and self.directed < self.both and not self.is_spoken:
            # Whoever was in touch with too few others to tell is one of the two in each row, and nothing says which.
            return Owner(remark=("owner-unsure", _UNSURE if len(self.candidates) == 1 else _EITHER))
        return by_ways

    def _by_ways(self, *, is_whole: bool) -> Owner:
        """Say who the owner is by the directions of the rows alone."""
        if self._are_several:
            return Owner()
        if self.near & self.far or self._may_be_turned():
            # The sides are those of a phone and the others, or turned.
            return Owner(is_unsure=True, remark=("owner-unsure", _UNCLEAR if self.near & self.far else _EITHER))
        # Rows that say no way are of the phone that all others are of.
        is_one = is_whole and len(self.near) == 1 and self.directed >= _FEWEST_DIRECTED
        return Owner(frozenset(self.near) if is_one else frozenset())

    def _may_be_turned(self) -> bool:
        """Whether all came in from one A number to one B number: some give the customer's as the first, whoever called."""
        first = [self.layout.header[at] for at in self.layout.all_of(Column.FROM) if len(self.near) == 1 == len(self.far)]
        return any(map(is_lettered, first)) and all(each.ways == {Direction.IN} for each in (self.candidates or {}).values())

    def _of_candidate(self, key: str, found: _Candidate, *, names_line: bool) -> Owner:
        """Say whether a number that had a part in every row, with several others, is the owner's."""
        unsure = Owner(remark=("owner-unsure", _UNSURE))
        is_named_more = found.named >= found.alike if not self._are_attributed else not found.alike
        if found.named > found.unnamed and is_named_more and len(found.others) < FEWEST_OTHERS:
            return unsure
        if found.against and not found.agreeing:
            # What came from one number to several came to as many phones, or else the sides are those of a phone and the others.
            return unsure._replace(is_unsure=len(found.sides) == 1)
        if found.against and len(found.sides) > 1:
            by_ways = self._by_ways(is_whole=False)
            return by_ways if by_ways.is_unsure else unsure
        inferred = Owner(frozenset({key}), remark=("owner-inferred", _INFERRED))
        if found.agreeing == self.rows:  # each row says by itself whose it is
            return inferred._replace(remark=None)
        return unsure if self._are_several or not (found.agreeing or self._may_be_a_phones(found, names_line=names_line)) else inferred

    def _may_be_a_phones(self, found: _Candidate, *, names_line: bool) -> bool:
        """Whether a number of all rows, of which no row says a way, is rather that of a phone than of a line several were in touch with."""
        if names_line or any(values and names_a_line(self.layout.header[at]) for at, values in self.phones.items()):
            return False
        return len(found.sides) > 1 or (found.sides == {Side.FROM} and self.layout.shape is Shape.CALLS)


def _are_between(layout: Layout, rows: Sequence[NumberedRow]) -> bool:
    """Whether arrows in a column of parties say who called whom."""
    places = layout.all_of(Column.PARTY)
    return any(has_both_sides(cells[at]) for _, cells in rows for at in places if at < len(cells))


def phones_apart(layout: Layout) -> dict[int, set[str]]:
    """Give the columns that tell one phone from another, each with no value yet."""
    kinds = {at: column for column, columns in layout.by.items() for at in columns}
    found: dict[int, set[str]] = {}
    for at, header in enumerate(layout.header):
        # The subject of a call is no text.
        is_call_subject = layout.shape is Shape.CALLS and kinds.get(at) is Column.BODY
        if tells_phones_apart(header, Column.OTHER if is_call_subject else kinds.get(at, Column.OTHER)):
            found[at] = set()
    return found
