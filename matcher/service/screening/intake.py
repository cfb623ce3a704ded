"""How one file becomes sightings: read, normalise in batches, leave out what is protected, sum up. Shared by the use cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from pathlib import Path

from ingest import (
    DEFAULT_SCOPES,
    Extraction,
    Item,
    Mention,
    Opened,
    Record,
    Remark,
    Rows,
    Scope,
    Skipped,
    Source,
    Written,
    read_extraction,
)
from ingest import Role as SeenAs
from matcher.domain.guarding.embedded import WORTH_READING
from matcher.domain.guarding.further_digits import may_say_more
from matcher.domain.guarding.protection import PREFIX, NumberLists, read_openly
from matcher.domain.matching.interest import Interest
from matcher.domain.matching.label_signs import LabelReader, Signs
from matcher.domain.matching.number_tally import NumberTally
from matcher.domain.matching.sighting_book import Occurrence, SightingBook
from matcher.domain.numbers import Number, Reading, Unusable, read_all
from matcher.domain.screening import SkippedRow, SourceFacts
from matcher.domain.sighting import DOUBTFUL, Role, Sighting
from matcher.errors import HashMismatch
from matcher.service.screening.mention_reading import KeptOut, NoteReader, Told, is_prose, read_mention, with_app
from matcher.service.screening.ready_rows import Counted, make_ready, without_places

#: Large enough that the normaliser works on long batches, small enough that a batch of fat records stays small.
_BATCH = 4096

#: How many skipped records an answer names; the rest is counted by reason, so that memory stays flat.
NAMED_SKIPS = 500

_ROLES = {role.value: role for role in Role}
#: Of what readers say.
_OWNER_ROLES = frozenset(role for role in SeenAs if _ROLES[role].is_owner)
_CONTACT = SeenAs.CONTACT
_NUMBER = Written.NUMBER

#: Where a name is that of the one who has the number; elsewhere it may be the title of a group.
_NAMING_ROLES = frozenset({SeenAs.CONTACT, SeenAs.SHARED_CONTACT, SeenAs.CALL})

_NOTHING_FOUND = "no-readable-rows"


@dataclass(frozen=True, slots=True)
class IntakeRequest:
    """How files are to be read."""

    #: ISO 3166 code of the country whose national numbers the phone writes.
    region: str = "GB"
    #: Name of a reader; None lets the content decide.
    reader_name: str | None = None
    scopes: frozenset[Scope] = DEFAULT_SCOPES
    #: Admit the unassigned +44 4 and +44 6 ranges (load tests, simulation).
    test_numbers: bool = False
    #: The hash the file must have; None asks for none.
    expected_sha256: str | None = None


def names_alike(paths: Sequence[Path]) -> frozenset[str]:
    """Give the names that several files have, whatever their folders."""
    names = Counter(path.name for path in set(paths))
    return frozenset(name for name, count in names.items() if count > 1)


def open_extraction(path: Path, request: IntakeRequest, alike: Collection[str] = ()) -> Extraction:
    """Open a file and find its reader. A file whose name is one of those that are `alike` is told apart by its hash.

    Raises:
        IngestError: it cannot be read.
        HashMismatch: it is not the file whose hash was given (AR-24: it is not even looked at).
    """
    source = Source(path)
    if request.expected_sha256 is not None and source.sha256 != request.expected_sha256.lower():
        raise HashMismatch(
            f"'{source.name}' is not the file that was announced: its SHA-256 differs.",
            hint="Fetch the file again from where it was sealed; tell a supervisor (AR-24).",
        )
    if path.name in alike:
        source.tell_apart()
    return read_extraction(source, reader_name=request.reader_name, scopes=request.scopes)


@dataclass(slots=True)
class Intake:
    """Reads one extraction to its end and keeps the totals. Protected numbers leave no trace in any of them."""

    extraction: Opened
    request: IntakeRequest
    lists: NumberLists
    #: None keeps every sighting.
    interest: Interest | None = None
    #: E.164 of the phone's own numbers, known beforehand or found on the way.
    own_numbers: set[str] = field(default_factory=set)
    records: int = 0
    skipped: int = 0
    #: Records with a text that could be a number and cannot be read as one.
    doubtful: int = 0
    skip_reasons: Counter[str] = field(default_factory=Counter)
    named_skips: list[SkippedRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _tally: NumberTally = field(default_factory=NumberTally)
    #: Numbers that a contact keeps out by its name; they leave no trace anywhere in the file (docs/decisions/0016).
    _confidential: set[str] = field(default_factory=set)
    _is_hiding: bool = False
    #: The digits of the numbers of interest, once they are asked for.
    _of_interest: frozenset[int] | None = None
    #: Whether rows were taken that somebody else counts, and the count is still to come.
    _is_count_missing: bool = False
    _book: SightingBook = field(init=False)
    _labels: LabelReader = field(init=False)
    _notes: NoteReader = field(init=False)
    #: Of labels that were asked everything else before.
    _brands: LabelReader = field(init=False)

    def __post_init__(self) -> None:
        """Open the book of this source."""
        self._book = SightingBook(self.extraction.source.name)
        of_lines = (self.interest.is_brand, self.interest.is_short_name) if self.interest else (None, None)
        self._notes = NoteReader(self.lists)
        self._labels = LabelReader(self._is_confidential, *of_lines)
        self._brands = LabelReader(lambda _: False, *of_lines)

    def _is_confidential(self, label: str) -> bool:
        """Whether a label keeps its number out: not the name of a line that is more than a profession."""
        lists, interest = self.lists, self.interest
        return lists.is_protected_label(label) and (interest is None or not interest.is_name(label) or lists.is_protected_trade(label))

    def run(self) -> Iterator[tuple[SkippedRow, ...]]:
        """Read to the end; yield after each batch, with the records skipped in it, so that callers can print and show progress.

        Raises:
            IngestError: the structure is broken.
        """
        yield from self._read_through()
        if self._is_count_missing or self._tally.holds_any(self._confidential):
            # Whoever counted rows gave no count of them; or a number was taken in before its contact told whose it is. Only a file read as
            # if it never stood there has the right counts.
            self._begin_again()
            for _ in self._read_through():
                yield ()
        self._say_if_nothing()

    def _begin_again(self) -> None:
        self.records = self.skipped = self.doubtful = 0
        self.skip_reasons.clear()
        self.named_skips.clear()
        self.remarks.clear()
        self._is_count_missing = False
        self._tally = NumberTally()
        self._book = SightingBook(self.extraction.source.name)

    def _say_if_nothing(self) -> None:
        """Say that a file gave nothing in the same words whether nothing stood in it or nothing that may be told."""
        told = [remark for remark in self.remarks if remark.code != _NOTHING_FOUND]
        is_empty = len(told) < len(self.remarks) or (self._is_hiding and self.records == self.skipped)
        name = self.extraction.source.name
        nothing = Remark(_NOTHING_FOUND, "The file was recognised, but nothing in it gave a number.", name)
        self.remarks = [*told, *((nothing,) if is_empty else ())]

    def _read_through(self) -> Iterator[tuple[SkippedRow, ...]]:
        batch: list[Item] = []
        for part in self.extraction.parts():
            if isinstance(part, Rows):
                yield (*self._take(batch), *self._take_rows(part))
                batch = []
            else:
                batch.append(part)
                if len(batch) >= _BATCH:
                    yield tuple(self._take(batch))
                    batch = []
        yield tuple(self._take(batch))

    def _take_rows(self, rows: Rows) -> Iterator[SkippedRow]:
        """Count many plain rows at once; those with anything to them are taken one by one."""
        if isinstance(rows, Counted):
            self._tally.add_counted(rows.keys, rows.said, rows.further)
            self._is_count_missing = False
            return
        if self.interest is None:
            yield from self._take(list(rows.records()))
            return
        ready = make_ready(rows, self.lists, self._notes, self.request.region, test_numbers=self.request.test_numbers)
        keys, outlines, noted, is_counted = ready.findings
        speaking = (self._brands if is_counted else self._labels).speaking(ready.labels, outlines)
        numbers = keys.tolist()
        if sought := self._sought(numbers):
            noted = [*noted, *compress(count(), map(sought.__contains__, numbers))]
        places = sorted({*speaking, *noted})
        if places:
            yield from self._take([rows.record(at) for at in places])
        self.records += len(numbers) - len(places)
        if is_counted:
            self._is_count_missing = True
        else:
            self._tally.add_contacts(*without_places(places, numbers, list(map(hash, ready.labels))))

    def _sought(self, keys: Sequence[int]) -> set[int]:
        """Give those of many numbers that are listed, named or kept out."""
        if self._of_interest is None:
            interest = self.interest
            self._of_interest = frozenset(map(int, (*interest.listed, *interest.named))) if interest else frozenset()
        return {*self._of_interest.intersection(keys), *set(map(int, self._confidential)).intersection(keys)}

    def _with_open_labels(self, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Take the protected numbers out of the labels, once for all that is done with them."""
        opened = self.lists.open_label
        return tuple(each._replace(label=opened(each.label)) if each.label else each for each in mentions)

    def _take(self, batch: list[Item]) -> Iterator[SkippedRow]:
        batch = self._notes.without_idle(batch)
        everything = [mention for item in batch if isinstance(item, Record) for mention in item.mentions]
        if self.lists.protected.may_hold([mention.label or "" for mention in everything]):
            batch = [item._replace(mentions=self._with_open_labels(item.mentions)) if isinstance(item, Record) else item for item in batch]
            everything = [mention for item in batch if isinstance(item, Record) for mention in item.mentions]
        texts = [mention.raw for mention in everything if mention.written is _NUMBER]
        readings = iter(read_all(texts, self.request.region, test_numbers=self.request.test_numbers))
        signs = iter(self._labels.read([mention.label or "" for mention in everything]))
        watched, confidential, count_number = self.lists.watched, self._confidential, self._count_number
        for item in batch:
            if isinstance(item, Record):
                mentions = item.mentions
                if len(mentions) > 1 or mentions[0].written is not _NUMBER:
                    yield from self._take_record(item, readings, signs)
                    continue
                several, sign = next(readings), next(signs)
                # What nearly every record is: one number of which nothing is to be kept apart.
                number = several[0] if len(several) == 1 and not sign.is_protected and mentions[0].about is None else None
                if isinstance(number, Number) and not (
                    number.e164[:PREFIX] in watched or number.e164 in confidential or may_say_more(number)
                ):
                    self.records += 1
                    count_number(number, mentions[0], sign, item)
                    continue
                yield from self._take_record(item, iter((several,)), iter((sign,)))
            elif isinstance(item, Skipped):
                self.records += 1
                yield self._skip(item.reason, item.place)
            else:
                self.remarks.append(item)

    def _take_record(self, record: Record, readings: Iterator[tuple[Reading, ...]], signs: Iterator[Signs]) -> Iterator[SkippedRow]:
        doubtful, kept = False, KeptOut()
        seen: set[tuple[str, str]] = set()
        # Read in the order of the record, told with the words of a conversation behind its parties.
        noted = self._notes.with_notes(record.mentions, signs)
        told = [self._open_all(mention, sign, readings) for mention, sign in zip(record.mentions, noted, strict=True)]
        for each in sorted(told, key=is_prose):
            mention, sign, opened = each[:3]
            if not kept.lets_all(each, has_contact=any(role is _CONTACT for _, role in seen)):
                # Of a conversation not even listed numbers are told.
                opened = self._known_of(opened) if mention.role is SeenAs.NOTE else ()
            kept.note(each)
            for reading in opened:
                doubtful = doubtful or reading.status in DOUBTFUL
                key = (reading.e164 if isinstance(reading, Number) else reading.raw, mention.role)
                if key in seen:
                    continue
                seen.add(key)
                if isinstance(reading, Number):
                    self._count_number(reading, mention, sign, record)
                else:
                    self._count_unusable(reading, mention, sign, record)
        self.doubtful += doubtful
        self._is_hiding = self._is_hiding or kept.anything
        self.records += bool(seen) or not kept.anything
        if not seen and not kept.anything:
            yield self._skip("no phone number in the text of this record", record.place)

    def _open_all(self, mention: Mention, sign: Signs, readings: Iterator[tuple[Reading, ...]]) -> Told:
        if mention.about is not None and self.lists.is_protected_about(mention.about):
            sign = sign._replace(is_protected=True)
        read = read_mention(mention, readings, self.lists, self.request.region, test_numbers=self.request.test_numbers)
        if len(read.readings) > 1 and self._names_all(mention, read.readings):
            sign = sign._replace(is_protected=True)
        opened = [each for one in read.readings for each in self._open(one, mention, sign, is_named=read.is_named(one))]
        if tuple(opened) == read.readings:
            return Told(mention, sign, opened, bool(read.named))
        # What else such a cell holds is its opening hours, unless it may be a number.
        worth = [each for each in opened if isinstance(each, Number) or sum(map(str.isdecimal, each.raw)) >= WORTH_READING]
        return Told(mention, sign, worth, bool(read.named), is_hiding=True, is_talk=sign.is_protected or read.is_beyond_words(opened))

    def _names_all(self, mention: Mention, readings: Sequence[Reading]) -> bool:
        """Whether the words of a cell speak of all its numbers: `solicitor 01632 960222 or 07700 900222`, but not beside a helpline."""
        if mention.written is not _NUMBER or not self.lists.is_protected_label(mention.raw):
            return False
        return not any(map(self.lists.is_protected, readings))

    def _open(self, reading: Reading, mention: Mention, sign: Signs, *, is_named: bool) -> Iterator[Reading]:
        """Yield what of a reading may be told, which words of a text beside it may have named."""
        # Whoever keeps a note says whose the number is; anybody may have written a message.
        is_telling = mention.role in _NAMING_ROLES or (is_named and mention.role is SeenAs.NOTE) or sign.is_noted
        for each in read_openly(reading, self.lists, self.request.region, test_numbers=self.request.test_numbers):
            is_kept_out = is_named or sign.is_protected or self.lists.says_protected(each)
            if not isinstance(each, Number):
                if not is_kept_out:
                    yield each
            elif is_kept_out and not self._known_of((each,)):
                if is_telling:
                    self._confidential.add(each.e164)
            elif each.e164 not in self._confidential or mention.role in _OWNER_ROLES:
                yield each

    def _known_of(self, readings: Sequence[Reading]) -> Sequence[Reading]:
        """Give those that are shown whatever they are saved as: a label is never the only check."""
        return [each for each in readings if isinstance(each, Number) and self.interest is not None and self.interest.is_known(each.e164)]

    def _count_number(self, number: Number, mention: Mention, sign: Signs, record: Record) -> None:
        mention = with_app(mention, number)
        e164, role, interest, is_own = number.e164, mention.role, self.interest, mention.role in _OWNER_ROLES
        self._tally.add(e164, role, mention.app, mention.label, is_contact=role is _CONTACT, is_own=is_own)
        if is_own:
            self.own_numbers.add(e164)
        elif not (interest is None or sign.is_brand or e164 in interest.listed or e164 in interest.named):
            return
        self._keep(number, mention, record)

    def _count_unusable(self, reading: Unusable, mention: Mention, sign: Signs, record: Record) -> None:
        mention = with_app(mention, reading)
        self._tally.add_text(f"{reading.status} {reading.raw}", mention.role, mention.app, mention.label)
        if self.interest is None or sign.is_brand or reading.status in DOUBTFUL or mention.role in _OWNER_ROLES:
            self._keep(reading, mention, record)

    def _keep(self, reading: Reading, mention: Mention, record: Record) -> None:
        role, direction = _ROLES[mention.role], mention.direction.value if mention.direction else None
        is_confidential = mention.about is not None and self.lists.is_protected_about(mention.about)
        seen = record.first, record.last, record.deleted
        self._book.add(reading, Occurrence(role, record.place, mention.label, mention.app, direction, *seen, is_confidential))

    def _skip(self, reason: str, place: str) -> SkippedRow:
        self.skipped += 1
        self.skip_reasons[reason] += 1
        row = SkippedRow(reason, place)
        if len(self.named_skips) < NAMED_SKIPS:
            self.named_skips.append(row)
        return row

    @property
    def sighting_count(self) -> int:
        """Distinct sightings, kept or only counted; the phone's own numbers count only as the owner's."""
        return self._tally.sightings(self.own_numbers)

    @property
    def other_numbers(self) -> set[int]:
        """Distinct usable numbers that are not the phone's own."""
        return self._tally.numbers(self.own_numbers)

    @property
    def number_count(self) -> int:
        """How many those are."""
        return self._tally.number_count(self.own_numbers)

    @property
    def contacts(self) -> set[int]:
        """Those of the other numbers that stand in the phone book."""
        return self._tally.contacts(self.own_numbers)

    @property
    def contact_count(self) -> int:
        """How many those are."""
        return self._tally.contact_count(self.own_numbers)

    def sightings(self) -> Iterator[Sighting]:
        """Yield the kept sightings; the phone's own numbers come out as the owner's and nobody else's."""
        for sighting in self._book.sightings():
            if sighting.e164 not in self.own_numbers or sighting.role.is_owner:
                yield sighting

    def facts(self) -> SourceFacts:
        """Say what was read and how."""
        source = self.extraction.source
        return SourceFacts(
            name=source.name,
            sha256=source.sha256,
            bytes=source.size,
            reader=self.extraction.reader.name,
            scope=tuple(scope.value for scope in Scope if scope in self.extraction.scopes),
            records=self.records,
            skipped=self.skipped,
            truncated=any(remark.code == "truncated" for remark in self.remarks),
            remarks=tuple(remark.sentence for remark in self.remarks),
        )
