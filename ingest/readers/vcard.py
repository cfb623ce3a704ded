"""vCard 2.1, 3.0 and 4.0 as phones and address books really write them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ingest.decode.text.encodings import open_text
from ingest.decode.values.number_shape import mentions_number
from ingest.decode.vcards.card import STRUCTURED, Card, Entry, is_read
from ingest.decode.vcards.lines import Property, begins_in, ends_in_begin, ends_with_line, read_lines, read_properties, split_lines
from ingest.decode.vcards.remarks import CardCount
from ingest.decode.vcards.text import TextDecoder, split_parts, unescape
from ingest.errors import DamagedExtraction
from ingest.reader import Claim
from ingest.records import Item, Record, Remark, Scope, Skipped
from ingest.source import Source

#: First signs of files that may hold a card inside, as an attachment or a text, and are something else.
_CONTAINERS = (b"PK", b"<", b"{", b"[")
_OUTSIDE = "text outside of the cards, which is not read, seems to hold a number"
#: Cards written as text inside cards, inside cards: no genuine file has two levels of it.
_MAX_NESTED_TEXTS = 8


class VCard:
    """vCard (.vcf, and the same under other names such as backup.dat): phone books of handsets, SIM tools, Google, iCloud, Outlook.

    Versions 2.1 (versit), 3.0 (RFC 2426) and 4.0 (RFC 6350), and files that keep to none of them. One record for each card, one more for
    a card inside a card; cards hold no times. Numbers among the words of a card (name, address, job, relation, note) are notes.
    """

    @property
    def name(self) -> str:
        """The name `--format` takes."""
        return "vcard"

    @property
    def made_by(self) -> str:
        """What makes such files."""
        return "Phone books exported by handsets, SIM tools, Google, iCloud, Outlook (vCard 2.1, 3.0, 4.0)"

    @property
    def scopes(self) -> frozenset[Scope]:
        """Contacts only."""
        return frozenset({Scope.CONTACTS})

    def recognise(self, source: Source) -> Claim:
        """Sure when a line near the start begins a card, in any case and encoding, also with some text before it."""
        start = begins_in(source.head)
        if start is None:
            return Claim.NO
        before = source.head.replace(b"\x00", b"")[:start].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        if before.startswith(_CONTAINERS):
            return Claim.NO
        # Inside an open quotation mark it is a cell of a table that holds a shared card.
        return Claim.MAYBE if before.count(b'"') % 2 else Claim.SURE

    def read(self, source: Source, scopes: frozenset[Scope]) -> Iterator[Item]:
        """Yield a record for each card; without the scope of contacts, only for the owner's own card.

        Raises:
            DamagedExtraction: there is no card in the file.
        """
        decoder = TextDecoder(partial(_encoding_of, source))
        count = CardCount(source.name, owner_only=Scope.CONTACTS not in scopes)
        cards = _Cards(decoder, count)
        last: Property | None = None
        for item in read_properties(read_lines(source), is_read):
            yield from cards.take(item)
            last = item
        if not count.cards:
            raise DamagedExtraction(f"'{source.name}' holds no vCard.", hint="Export the contacts again, or let the format be recognised.")
        if last is not None and not ends_with_line(source):
            cards.doubt(last.line)
        yield from cards.finish(is_cut=ends_in_begin(source))
        yield from count.given()
        if decoder.is_lossy:
            yield Remark("lossy-text", "Some letters could not be read and stand as \ufffd.", source.name)


def _encoding_of(source: Source) -> str:
    opened = open_text(source)
    opened.stream.close()
    return opened.encoding


class _Cards:
    """The cards that are open while a file is read: one, and the cards inside it."""

    def __init__(self, decoder: TextDecoder, count: CardCount) -> None:
        self._source_name = count.source_name
        self._decoder = decoder
        self._count = count
        self._open: list[Card] = []
        self._last_begin = 0
        self._cut_at = 0
        #: Line on which a card began behind a value of another.
        self._glued_at = 0
        self._nested_texts = 0
        #: An AGENT property without a value stood just before, so the next card is inside this one.
        self._agent_before = False
        #: Name of a card that was closed only because another began; what follows that one's end is the rest of it.
        self._unended: str | None = None
        self._is_rest = False

    def take(self, item: Property) -> Iterator[Item]:
        """Take the next property of the file; yield what is complete."""
        is_inside = self._agent_before
        self._agent_before = False
        name = item.header.name
        if name == "BEGIN" and item.value == b"VCARD":
            if item.is_glued:
                self._glued_at = self._glued_at or item.line
                self.doubt(item.line)
            if not is_inside:
                yield from self._close_all()
            self._begin(item.line)
        elif name == "END" and item.value == b"VCARD":
            if self._open:
                yield from self._close()
        else:
            yield from self._take_value(item, name)

    def doubt(self, line: int) -> None:
        """Take care with a property on the last line of a file that ends within it: a number cut short is another number."""
        if self._open and not self._is_rest:
            self._open[-1].doubt(line)

    def finish(self, *, is_cut: bool) -> Iterator[Item]:
        """Close what is open at the end of the file; yield it with what a person should know of the file.

        `is_cut` means that the file ends where another card begins.
        """
        is_truncated = bool(self._open) and not self._is_rest
        yield from self._close_all()
        if is_truncated:
            place = f"{self._source_name}:{self._last_begin}"
            yield Remark("truncated", "The last card has no end: the file may be cut short. What was there was read.", place)
        elif is_cut:
            yield Remark(
                "truncated", "The file ends where another card begins: it may be cut short. What was there was read.", self._source_name
            )
        if self._glued_at:
            place = f"{self._source_name}:{self._glued_at}"
            yield Remark("truncated", "A card begins in the middle of a line of another one, which was cut short there.", place)
        if self._cut_at:
            place = f"{self._source_name}:{self._cut_at}"
            yield Remark("text-cut", "A text longer than 1 MB was read only in its first part.", place)

    def _begin(self, line: int) -> None:
        self._count.begin()
        self._last_begin = line
        self._open.append(Card(self._source_name, line, is_shared=bool(self._open)))

    def _close_all(self) -> Iterator[Item]:
        self._unended = (self._open[0].label or "") if self._open and not self._is_rest else None
        while self._open:
            yield from self._close()

    def _close(self) -> Iterator[Item]:
        card = self._open.pop()
        is_rest, self._is_rest = self._is_rest and not self._open, self._is_rest and bool(self._open)
        yield from self._given(card, is_quiet=is_rest)

    def _given(self, card: Card, *, is_quiet: bool = False) -> Iterator[Item]:
        for item in self._count.give(card):
            if isinstance(item, Record) or not is_quiet:
                yield item

    def _take_value(self, item: Property, name: str) -> Iterator[Item]:
        if not self._open:
            if self._unended is None or not name:
                yield from self._outside(item)
                return
            self._begin_rest(item.line)
        if item.is_cut:
            self._cut_at = self._cut_at or item.line
        text = self._decoder.text(item)
        if name == "AGENT":
            yield from self._take_agent(item, text)
            return
        card = self._open[-1]
        header = item.header
        parts = split_parts(text) if name in STRUCTURED else ()
        card.add(Entry(name, unescape(text), item.line, parts, header.service, header.waid, header.group, header.kinds))
        if card.is_full:
            yield from self._given(card)

    def _outside(self, item: Property) -> Iterator[Item]:
        """Account for text before, between and behind the cards: it is no card, and not read, but a number in it is not lost silently."""
        if not self._count.owner_only and mentions_number(unescape(self._decoder.text(item))):
            yield Skipped(_OUTSIDE, f"{self._source_name}:{item.line}")

    def _begin_rest(self, line: int) -> None:
        card = Card(self._source_name, line)
        card.add(Entry("FN", self._unended or "", line))
        self._open.append(card)
        self._unended = None
        self._is_rest = True

    def _take_agent(self, item: Property, text: str) -> Iterator[Item]:
        start = text.strip().upper()
        if start in ("", "BEGIN:VCARD"):
            self._agent_before = not start
            if start:
                self._begin(item.line)
        elif start.startswith("BEGIN:VCARD") and self._nested_texts < _MAX_NESTED_TEXTS:
            yield from self._take_nested_text(item, unescape(text))
        else:
            self._open[-1].add(Entry("NOTE", unescape(text), item.line))

    def _take_nested_text(self, item: Property, text: str) -> Iterator[Item]:
        depth = len(self._open)
        self._nested_texts += 1
        self._agent_before = True
        lines = ((item.line, line) for _, line in split_lines([text.encode("utf-8", "replace")]))
        for inner in read_properties(lines, is_read):
            yield from self.take(inner)
        while len(self._open) > depth:
            yield from self._close()
        self._nested_texts -= 1
