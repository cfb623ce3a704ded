"""The inner grammar of Cellebrite models: fields with values, and fields that hold further models."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple, cast

from ingest.decode.cellebrite.times import TIME, read_time
from ingest.decode.values.links import links_in
from ingest.decode.values.moments import is_unread
from ingest.decode.values.number_shape import adds_number, mentioned_in_name
from ingest.decode.values.person import label_of_number, with_label
from ingest.decode.values.user_ids import Naming, written_as
from ingest.decode.xml.markup import Element
from ingest.records import Direction, Mention, Role, Written
from notation.links import app_of_link

_TRUE = frozenset({"true", "1", "yes"})
_FALSE = frozenset({"false", "0", "no"})
#: As nearly all reports write them.
_FLAGS = {"True": True, "False": False, "": None}
_LINE_ENDS = frozenset("\r\n")
_DELETED = frozenset({"Deleted", "Trash"})


#: Fields that hold further models.
HOLDERS: Final = frozenset({"multiModelField", "modelField"})


#: Most models hold no others, and no field of several texts; one empty mapping does for all of them.
_NO_MODELS: Mapping[str, list[Model]] = MappingProxyType({})
_NO_TEXTS: Mapping[str, Sequence[str]] = MappingProxyType({})

_INCOMING = frozenset({"incoming", "missed", "received", "rejected", "inbox"})
_OUTGOING = frozenset({"outgoing", "dialed", "dialled", "sent", "outbox", "drafts", "draft"})


class Model:
    """One model with its wanted fields: texts by name, and nested models by the name of the field that holds them."""

    __slots__ = ("identity", "kind", "models", "several", "state", "texts", "unzoned")

    def __init__(self, kind: str, identity: str, state: str) -> None:
        """Start without fields."""
        self.kind = kind
        self.identity = identity
        self.state = state
        self.texts: dict[str, str] = {}
        self.models: Mapping[str, list[Model]] = _NO_MODELS
        #: Texts of fields that may hold several.
        self.several: Mapping[str, Sequence[str]] = _NO_TEXTS
        #: Times of which the report says that their zone is not known.
        self.unzoned: frozenset[str] = frozenset()

    def held(self, name: str) -> list[Model]:
        """The models in a field, to be filled."""
        if self.models is _NO_MODELS:
            self.models = {}
        return cast(dict[str, list[Model]], self.models).setdefault(name, [])

    def add(self, name: str, texts: Sequence[str]) -> None:
        """Keep the texts of a field that may hold several."""
        if texts:
            self.several = {**self.several, name: [*self.several.get(name, ()), *texts]}

    @property
    def is_deleted(self) -> bool:
        """Whether the model was recovered after it had been deleted."""
        return self.state in _DELETED

    def text(self, name: str) -> str:
        """The text of a field without blanks around it; empty when there is none."""
        return self.texts.get(name, "").strip()

    def is_unread(self, name: str) -> bool:
        """Whether a field for a time in which none was found says something that is not understood."""
        return name in self.texts and is_unread(self.texts[name], TIME)

    def moment(self, name: str) -> datetime | None:
        """The time in a field."""
        text = self.texts.get(name)
        return read_time(text, zone_known=name not in self.unzoned) if text else None


class Party(NamedTuple):
    """One side of a call, a message or a chat."""

    identifier: str
    name: str
    #: In small letters.
    role: str
    #: None when the report does not say.
    is_owner: bool | None

    @property
    def is_named(self) -> bool:
        """Whether the report gives an identifier at all."""
        return bool(self.identifier) and not self.identifier.isspace()


def model_of(element: Element, wanted: frozenset[str]) -> Model:
    """Read the wanted fields of a parsed model, and of the models in them; what is not wanted is not touched."""
    model = Model(element.get("type") or "", element.get("id") or "", element.get("deleted_state") or "")
    for child in element:
        name = child.get("name")
        if name not in wanted:
            continue
        if child.tag == "field":
            _take_field(model, name, child)
        elif child.tag == "multiField":
            model.add(name, [text for value in child if value.tag == "value" and (text := _text_of(value))])
        elif child.tag in HOLDERS:
            nested = [model_of(each, wanted) for each in child if each.tag == "model"]
            model.held(name).extend(nested)
    return model


def read_party(model: Model) -> Party:
    """Read a model of type Party."""
    get = model.texts.get
    return Party(get("Identifier", ""), get("Name", ""), get("Role", "").casefold(), read_flag(get("IsPhoneOwner", "")))


def read_flag(text: str) -> bool | None:
    """Read True or False; None when it is neither."""
    if text in _FLAGS:
        return _FLAGS[text]
    word = text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def by_sides(senders: list[Party], recipients: list[Party]) -> Direction | None:
    """A report that names only one side leaves out the owner's."""
    named_senders = any(party.is_named for party in senders)
    named_recipients = any(party.is_named for party in recipients)
    if named_senders is not named_recipients:
        return Direction.IN if named_senders else Direction.OUT
    # Both are named and none is said to be the owner: told apart only where the report denies it of the sender.
    return Direction.IN if senders and all(party.is_owner is False for party in senders) else None


def direction_of(model: Model, names: tuple[str, ...]) -> Direction | None:
    """Give the way that the first of several fields says which says one."""
    for name in names:
        word = model.text(name).casefold()
        if word in _INCOMING:
            return Direction.IN
        if word in _OUTGOING:
            return Direction.OUT
    return None


def noted_in(name: str, known: Sequence[str], pattern: Mention) -> tuple[Mention, ...]:
    """Give a name in which a number stands that is none of those known, as a note of whoever is called so."""
    return (
        (pattern._replace(raw=name, role=Role.NOTE, direction=None, written=Written.PROSE),)
        if adds_number(name, known, mentioned_in_name)
        else ()
    )


class Entries(NamedTuple):
    """The numbers of a contact or an account, and whether it had any other identifier."""

    mentions: tuple[Mention, ...]
    has_other_id: bool


def read_entries(models: Iterable[Model], pattern: Mention) -> Entries:
    """Read the models of an `Entries` field; each number becomes a copy of `pattern`.

    The type of the model decides what an entry is: its category and domain are written in the language of the examiner.
    """
    mentions: list[Mention] = []
    has_other_id = False
    for model in models:
        raw = model.texts.get("Value", "")
        if model.kind == "WebAddress" and links_in(raw):
            # A link that opens a chat with a number is the number.
            mentions.append(pattern._replace(raw=raw, app=app_of_link(raw), written=Written.PROSE))
        if model.kind not in {"PhoneNumber", "UserID"}:
            continue
        if not raw or raw.isspace():
            continue
        # An id is a number only when it says so itself, whatever the application.
        written = written_as(raw, Naming.PHONE if model.kind == "PhoneNumber" else Naming.IDS)
        if written is None:
            has_other_id = True
        else:
            about = with_label(pattern.about, label_of_number(model.text("Category")))
            mentions.append(Mention(raw, pattern.role, pattern.label, pattern.app, pattern.direction, written, about))
    return Entries(tuple(mentions), has_other_id)


def _take_field(model: Model, name: str, field: Element) -> None:
    for value in field:
        if value.tag == "value":
            text = _text_of(value)
            if text and name not in model.texts:
                model.texts[name] = text
                if "unknown" in (value.get("format") or "").lower():
                    model.unzoned |= {name}
            return


def _text_of(value: Element) -> str:
    text = value.text or value.get("formattedTimestamp") or ""
    if text[:1] in _LINE_ENDS:
        # A program laid the file out anew: blanks around the value are its own.
        text = text.strip()
    return _from_base64(text) if value.get("format") == "Base64String" else text


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return text
