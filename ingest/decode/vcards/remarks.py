"""What is said about a file of cards as a whole: cards counted, records given, and what a person must know when something is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.decode.values.person import may_be_owners_name
from ingest.decode.vcards.card import Card
from ingest.records import Record, Remark, Skipped


@dataclass(slots=True)
class CardCount:
    """The cards of one file so far."""

    source_name: str
    #: Contacts were not asked for, so only the owner's own card is given.
    owner_only: bool
    #: How many cards began.
    cards: int = 0
    #: How many records were given.
    records: int = 0
    #: A card may be the owner's own by its name.
    may_be_own: bool = False

    def begin(self) -> int:
        """Count another card; gives its number."""
        self.cards += 1
        return self.cards

    def give(self, card: Card) -> Iterator[Record | Skipped]:
        """Yield what a card holds, unless all of it was given before or nobody asked for it."""
        if card.is_done or (self.owner_only and not card.is_owners):
            return
        item = card.take()
        self.records += isinstance(item, Record)
        self.may_be_own |= isinstance(item, Record) and may_be_owners_name(card.label)
        yield item

    def remarks(self, *, is_cut: bool, has_long_text: bool) -> Iterator[Remark]:
        """Say what a person must know at the end of the file."""
        if is_cut:
            place = f"{self.source_name}:{self.cards}"
            yield Remark("truncated", "The last card has no end: the file may be cut short. What was there was read.", place)
        if has_long_text:
            yield Remark("text-cut", "A text longer than 1 MB was read only in its first part.", self.source_name)
        yield from self.given()

    def given(self) -> Iterator[Remark]:
        """Say what is open of the cards, or that they gave nothing, and why; that is not the same as a phone without contacts."""
        if self.may_be_own:
            sentence = "By its name a card may be that of whoever has the phone; its number was taken for a contact."
            yield Remark("owner-unsure", sentence, self.source_name)
        if self.records or not self.cards:
            return
        if self.owner_only:
            yield Remark("outside-scope", "The file holds contacts, which were not asked for.", self.source_name)
        else:
            yield Remark("no-readable-rows", "The contacts were recognised, but none of them holds a phone number.", self.source_name)
