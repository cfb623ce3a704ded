"""vCards written as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from ingest.decode.values.person import LONGEST_TEXT
from ingest.decode.vcards.card import SERVICES, STRUCTURED, Card, Entry, is_read
from ingest.decode.vcards.remarks import CardCount
from ingest.decode.xml.characters import head_text, open_utf8, root_in
from ingest.decode.xml.fields import FieldMarkup
from ingest.decode.xml.markup import Element, Tag
from ingest.errors import DamagedExtraction
from ingest.reader import Claim
from ingest.records import Item, Record, Remark, Scope, Skipped
from ingest.source import Source

_ROOT = re.compile(r"<(?:[\w.-]+:)?vcards?[\s>]([^<>]*)", re.IGNORECASE)
_NAMESPACE = re.compile(r"urn:ietf:params:xml:ns:vcard", re.IGNORECASE)

#: Elements that only hold others.
_GROUP = "group"
_HOLDERS = frozenset({"vcards", _GROUP})
_PARAMETERS = "parameters"
#: Parameters that say what a number is for.
_KINDS = frozenset({"type", "label"})
_NAME_PARTS = ("surname", "given", "additional", "prefix", "suffix")
#: A property has one value, or a few; more is no property.
_MAX_VALUES: Final = 4096
_BROKEN = "a field of a card that is broken or too long"


class XCard:
    """xCard (.xml): vCards as XML elements, `vcards/vcard/tel/uri`.

    Made by address-book servers and by converters; the same properties as vCard 4.0. A place counts the cards: `contacts.xml:3` is the
    third.
    Read property by property, so a photo in a card costs no memory and broken markup costs the property it stands in. Reference: RFC 6351.
    """

    name = "xcard"
    made_by = "Address-book servers and converters that write vCards as XML (xCard)"
    scopes = frozenset({Scope.CONTACTS})

    def recognise(self, source: Source) -> Claim:
        """Sure of the namespace of vCards at a root called `vcards`; likely of the root alone."""
        text = head_text(source.head)
        root = _ROOT.match(text, root_in(text))
        if root is None:
            return Claim.NO
        return Claim.SURE if _NAMESPACE.search(root[1]) else Claim.LIKELY

    def read(self, source: Source, scopes: frozenset[Scope]) -> Iterator[Item]:
        """Yield a record for each card; without the scope of contacts, only for the owner's own card.

        Raises:
            DamagedExtraction: there is no card in the file.
            UnsafeExtraction: a document type, a tag of absurd length, or nesting that no card has.
        """
        count = CardCount(source.name, owner_only=Scope.CONTACTS not in scopes)
        with source.open() as file:
            markup = FieldMarkup(open_utf8(file, source.head), source.name)
            yield from _cards(markup, count)
        if not count.cards:
            raise DamagedExtraction(f"'{source.name}' holds no xCard.", hint="Export the contacts again, or let the format be recognised.")
        yield from count.remarks(is_cut=markup.is_cut_short, has_long_text=bool(markup.cut_texts))
        if markup.repairs:
            yield Remark("repaired-characters", "Characters that XML forbids were replaced.", source.name)


def _cards(markup: FieldMarkup, count: CardCount) -> Iterator[Record | Skipped]:
    card: Card | None = None
    group = ""
    while (tag := markup.next_tag()) is not None:
        name = tag.local.casefold()
        if name == "vcard":
            if card is not None:
                yield from count.give(card)
            card = None if tag.closes or tag.is_empty else Card(count.source_name, count.begin())
            if tag.is_empty:
                yield from count.give(Card(count.source_name, count.begin()))
        elif name == _GROUP:
            group = "" if tag.closes else tag.get("name")
        elif card is not None and not tag.closes and name not in _HOLDERS:
            yield from _property(markup, tag, card, count, group)
    if card is not None:
        yield from count.give(card)


def _property(markup: FieldMarkup, tag: Tag, card: Card, count: CardCount, group: str) -> Iterator[Record | Skipped]:
    element = markup.field(tag, b"vcard")
    if element is None:
        if is_read(tag.local.upper()) and not markup.is_cut_short and not count.owner_only:
            yield Skipped(_BROKEN, f"{count.source_name}:{count.cards}")
        return
    for entry in _entries(element, count.cards, group):
        card.add(entry)
        if card.is_full:
            yield from count.give(card)


def _entries(element: Element, line: int, group: str) -> Iterator[Entry]:
    name = _local(element).upper()
    parameters = {_local(child): _text(child) for holder in element if _local(holder) == _PARAMETERS for child in holder}
    service = next(filter(None, map(parameters.get, SERVICES)), "")
    kinds = " ".join(
        _text(value)
        for holder in element
        if _local(holder) == _PARAMETERS
        for child in holder
        if _local(child) in _KINDS
        for value in child
    )
    values = [child for child in islice(element, _MAX_VALUES) if _local(child) != _PARAMETERS]
    if name in STRUCTURED:
        parts = _parts(name, values)
        yield Entry(name, " ".join(part for part in parts if part), line, parts, service)
        return
    for text in [_text(value) for value in values] or [_text(element)]:
        yield Entry(name, text, line, (), service, parameters.get("waid", ""), group, kinds[:LONGEST_TEXT])


def _parts(name: str, values: list[Element]) -> tuple[str, ...]:
    if name != "N":
        return tuple(_text(value) for value in values)
    return tuple(" ".join(_text(value) for value in values if _local(value) == part) for part in _NAME_PARTS)


def _local(element: Element) -> str:
    return element.tag.casefold() if isinstance(element.tag, str) else ""


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext())).strip()
