"""vCards written as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ingest.decode.text.encodings import decode_head, open_text
from ingest.decode.text.json_tokens import JsonTokens, Kind, Token
from ingest.decode.values.person import LONGEST_TEXT
from ingest.decode.vcards.card import SERVICES, STRUCTURED, Card, Entry
from ingest.decode.vcards.remarks import CardCount
from ingest.decode.vcards.text import MAX_PARTS, split_parts, unescape
from ingest.errors import DamagedExtraction
from ingest.reader import Claim
from ingest.records import Item, Record, Remark, Scope, Skipped
from ingest.source import Source

_CARD = "vcard"
#: One card, a list of cards, and the stream of cards that the drafts of the standard had.
_START = re.compile(r'\s*\[\s*(?:"vcardstream"\s*,\s*)?(?:\[\s*)?"vcard"\s*,', re.IGNORECASE)
#: How deep a property stands in its card: `["vcard", [[…], […]]]`.
_PROPERTY_DEPTH: Final = 2
#: Parameters that say what a number is for.
_KINDS: Final = frozenset({"type", "label"})
#: How deep the parts of a value stand in a property: the value of a name is a list, and one part of it may be a list again.
_VALUE_DEPTH, _PART_DEPTH = 2, 3
#: Characters of one part that is a list itself.
_LONGEST_PART: Final = 4096


class JCard:
    """jCard (.json): a vCard as a JSON array, or an array of them.

    Made by address-book servers and by converters; the same properties as vCard 4.0. A place counts the cards: `contacts.json:3` is the
    third.
    Read as a stream, so neither depth nor a photo in a card costs memory. Reference: RFC 7095.
    """

    name = "jcard"
    made_by = "Address-book servers and converters that write vCards as JSON (jCard)"
    scopes = frozenset({Scope.CONTACTS})

    def recognise(self, source: Source) -> Claim:
        """Sure of an array that begins with the word of a card."""
        return Claim.SURE if _START.match(decode_head(source.head).text) else Claim.NO

    def read(self, source: Source, scopes: frozenset[Scope]) -> Iterator[Item]:
        """Yield a record for each card; without the scope of contacts, only for the owner's own card.

        Raises:
            DamagedExtraction: there is no card in the file.
        """
        opened = open_text(source)
        count = CardCount(source.name, owner_only=Scope.CONTACTS not in scopes)
        with opened.stream as stream:
            tokens = JsonTokens(stream.read)
            cards = _Cards(source.name, count)
            for token in tokens:
                yield from cards.take(token)
            is_cut = tokens.is_cut or cards.depth > 0
            yield from cards.finish()
        if not count.cards:
            raise DamagedExtraction(f"'{source.name}' holds no jCard.", hint="Export the contacts again, or let the format be recognised.")
        yield from count.remarks(is_cut=is_cut, has_long_text=tokens.has_long_text)
        if opened.lossy:
            yield Remark("lossy-text", "Some letters could not be read and stand as \ufffd.", source.name)


@dataclass(slots=True)
class _Cards:
    """Where the reading stands: outside of cards, in one, or in one of its properties."""

    source_name: str
    count: CardCount
    depth: int = 0
    _card: Card | None = None
    _card_depth: int = 0
    _property: _Property | None = None
    #: The last token opened an array, so a string now may name what it is.
    _has_opened: bool = False

    def take(self, token: Token) -> Iterator[Record | Skipped]:
        """Take the next token; yield what is complete."""
        kind, text = token
        if kind is Kind.MARK and text in "[{":
            self.depth += 1
            if self._property is not None:
                self._property.open(text)
            elif text == "[" and self._card is not None and self.depth == self._card_depth + _PROPERTY_DEPTH:
                self._property = _Property(self.count.cards)
            self._has_opened = text == "["
            return
        if kind is Kind.MARK and text in "]}":
            yield from self._close()
        elif self._has_opened and kind is Kind.STRING and text.casefold() == _CARD and (self._property is None or self._property.is_new):
            # No property is called so: where another card is open, its end is missing.
            yield from self._end_card()
            self._card = Card(self.source_name, self.count.begin())
            self._card_depth = self.depth
        elif self._property is not None:
            self._property.take(token)
            yield from self._entries()
        self._has_opened = False

    def finish(self) -> Iterator[Record | Skipped]:
        """Give the card that is open at the end of the file."""
        if self._property is not None:
            self._property.close(1)
            yield from self._entries()
        yield from self._end_card()

    def _close(self) -> Iterator[Record | Skipped]:
        self.depth = max(self.depth - 1, 0)
        if self._property is not None:
            self._property.close(self.depth - self._card_depth - 1)
            yield from self._entries()
            if self.depth <= self._card_depth + 1:
                self._property = None
        if self._card is not None and self.depth < self._card_depth:
            yield from self._end_card()

    def _entries(self) -> Iterator[Record | Skipped]:
        if self._property is None or self._card is None or not self._property.entries:
            return
        for entry in self._property.entries:
            self._card.add(entry)
            if self._card.is_full:
                yield from self.count.give(self._card)
        self._property.entries.clear()

    def _end_card(self) -> Iterator[Record | Skipped]:
        if self._card is not None:
            yield from self.count.give(self._card)
        self._card = self._property = None


@dataclass(slots=True)
class _Property:
    """One property: its name, its parameters, the type of its values, then the values."""

    #: Number of its card.
    line: int
    entries: list[Entry] = field(default_factory=list)
    _depth: int = 1
    _name: str | None = None
    _type: str | None = None
    _parameters: dict[str, str] = field(default_factory=dict)
    _kinds: list[str] = field(default_factory=list)
    _in_parameters: int = 0
    _key: str = ""
    _last: str = ""
    _parts: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether nothing of it was taken yet."""
        return self._name is None and self._depth == 1

    def open(self, mark: str) -> None:
        """Go into an array or object."""
        self._depth += 1
        if self._in_parameters:
            return
        if mark == "{":
            self._in_parameters = self._depth
        elif self._depth == _VALUE_DEPTH:
            self._parts.clear()
        elif self._depth == _PART_DEPTH and len(self._parts) < MAX_PARTS:
            self._parts.append("")

    def close(self, depth: int) -> None:
        """Come out of an array or object, to `depth`; the property itself is 1."""
        if self._in_parameters > depth:
            self._in_parameters = 0
        elif depth < _VALUE_DEPTH <= self._depth and self._parts:
            self._add(" ".join(part for part in self._parts if part), tuple(self._parts))
            self._parts.clear()
        self._depth = depth

    def take(self, token: Token) -> None:
        """Take a string, a word, or a sign between them."""
        if self._in_parameters:
            self._take_parameter(token)
        elif token.kind is Kind.MARK or (token.kind is Kind.WORD and token.text == "null"):
            return
        elif self._depth == 1:
            self._take_item(token.text)
        elif self._depth == _VALUE_DEPTH:
            if len(self._parts) < MAX_PARTS:
                self._parts.append(token.text)
        elif self._depth == _PART_DEPTH and self._parts and len(self._parts[-1]) < _LONGEST_PART:
            self._parts[-1] = f"{self._parts[-1]} {token.text}".strip()

    def _take_parameter(self, token: Token) -> None:
        if token.kind is not Kind.MARK:
            self._last = token.text
            if self._key:
                self._parameters.setdefault(self._key, token.text)
            if self._key in _KINDS and len(self._kinds) < MAX_PARTS:
                self._kinds.append(token.text[:LONGEST_TEXT])
        elif token.text == ":":
            self._key = self._last.casefold() if len(self._parameters) < MAX_PARTS else ""
        elif token.text == "," and self._depth == self._in_parameters:
            self._key = ""

    def _take_item(self, text: str) -> None:
        if self._name is None:
            self._name = text.upper()
        elif self._type is None:
            self._type = text.casefold()
        elif self._type == "unknown":
            # Written as it stood in a vCard.
            self._add(unescape(text), split_parts(text) if self._name in STRUCTURED else ())
        else:
            self._add(text, (text,) if self._name in STRUCTURED else ())

    def _add(self, text: str, parts: tuple[str, ...]) -> None:
        name = self._name or ""
        service = next(filter(None, map(self._parameters.get, SERVICES)), "")
        if name:
            get, kinds = self._parameters.get, " ".join(self._kinds)
            parts = parts if name in STRUCTURED else ()
            self.entries.append(Entry(name, text, self.line, parts, service, get("waid", ""), get("group", ""), kinds))
