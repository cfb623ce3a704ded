"""The inner grammar of Cellebrite models: fields with values, and fields that hold further models."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ingest.decode.cellebrite_ids import Naming, naming_of, written_as
from ingest.decode.cellebrite_times import read_time
from ingest.decode.xml import Element
from ingest.records import Direction, Mention, Role, Written

_DELETED = frozenset({"Deleted", "Trash"})
_TRUE = frozenset({"true", "1", "yes"})
_FALSE = frozenset({"false", "0", "no"})
_LINE_ENDS = frozenset("\r\n")

_PARTY_FIELDS = frozenset({"Identifier", "Name", "Role", "IsPhoneOwner"})
_ENTRY_FIELDS = frozenset({"Value"})


class Fields(NamedTuple):
    """The wanted fields of one model: texts by name, and nested models by the name of the field that holds them."""

    texts: dict[str, str]
    models: dict[str, list[Element]]

    def text(self, name: str) -> str:
        """The text of a field without blanks around it; empty when there is none."""
        return self.texts.get(name, "").strip()


class Party(NamedTuple):
    """One side of a call, a message or a chat."""

    identifier: str
    name: str
    role: str
    #: None when the report does not say.
    is_owner: bool | None

    def written(self, naming: Naming) -> Written | None:
        """How the identifier is to be read as a number; None when it is none."""
        return written_as(self.identifier, naming) if self.identifier else None

    def mention(self, role: Role, written: Written, app: str | None, direction: Direction | None) -> Mention:
        """The party's number in a role."""
        return Mention(self.identifier, role, None if role is Role.OWNER else self.name or None, app, direction, written)


def read_fields(model: Element, wanted: frozenset[str]) -> Fields:
    """Read the wanted fields that stand directly in a model; what is not wanted is not touched."""
    texts: dict[str, str] = {}
    models: dict[str, list[Element]] = {}
    for child in model:
        name = child.get("name")
        if name not in wanted:
            continue
        if child.tag == "field":
            text = _text_of(child)
            if text and name not in texts:
                texts[name] = text
        elif child.tag in {"multiModelField", "modelField"}:
            models.setdefault(name, []).extend(nested for nested in child if nested.tag == "model")
    return Fields(texts, models)


def read_moment(model: Element, name: str) -> datetime | None:
    """Read a time field that stands directly in a model."""
    for child in model:
        if child.get("name") == name:
            for value in child:
                if value.tag == "value" and (text := value.text or value.get("formattedTimestamp")):
                    return read_time(text, zone_known="unknown" not in (value.get("format") or "").lower())
    return None


def read_party(model: Element) -> Party:
    """Read a model of type Party."""
    texts = read_fields(model, _PARTY_FIELDS).texts
    return Party(texts.get("Identifier", ""), texts.get("Name", ""), texts.get("Role", ""), read_flag(texts.get("IsPhoneOwner", "")))


def read_flag(text: str) -> bool | None:
    """Read True or False; None when it is neither."""
    word = text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def is_deleted(model: Element) -> bool:
    """Whether the model was recovered after it had been deleted."""
    return model.get("deleted_state") in _DELETED


def app_of(source: str) -> str | None:
    """The application a record came from; None for the phone itself and where the report is silent."""
    return None if not source or naming_of(source) is Naming.PHONE else source


class Entries(NamedTuple):
    """The numbers of a contact or an account, and whether it had any other identifier."""

    mentions: tuple[Mention, ...]
    has_other_id: bool


def read_entries(models: Iterable[Element], pattern: Mention) -> Entries:
    """Read the models of an `Entries` field; each number becomes a copy of `pattern`.

    The type of the model decides what an entry is: its category and domain are written in the language of the examiner.
    """
    mentions: list[Mention] = []
    has_other_id = False
    for model in models:
        kind = model.get("type")
        if kind not in {"PhoneNumber", "UserID"}:
            continue
        raw = read_fields(model, _ENTRY_FIELDS).texts.get("Value", "")
        if not raw.strip():
            continue
        # An id is a number only when it says so itself, whatever the application.
        written = written_as(raw, Naming.PHONE if kind == "PhoneNumber" else Naming.IDS)
        if written is None:
            has_other_id = True
        else:
            mentions.append(pattern._replace(raw=raw, written=written))
    return Entries(tuple(mentions), has_other_id)


def _text_of(field: Element) -> str:
    for value in field:
        if value.tag == "value":
            text = value.text or ""
            if text[:1] in _LINE_ENDS:
                # A program laid the file out anew: blanks around the value are its own.
                text = text.strip()
            return _from_base64(text) if value.get("format") == "Base64String" else text
    return ""


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return text
