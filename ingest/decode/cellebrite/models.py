"""What the models of a Cellebrite report say about numbers: contacts, calls, messages, chats, and the owner of the phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ingest.decode.cellebrite.accounts import Accounts
from ingest.decode.cellebrite.fields import Model, Party, by_sides, direction_of, noted_in, read_entries, read_flag, read_party
from ingest.decode.cellebrite.sim import read_sim
from ingest.decode.cellebrite.times import span
from ingest.decode.values.number_shape import is_mobile_alone, is_prose
from ingest.decode.values.person import is_marked_owner, joined_about, may_say_who
from ingest.decode.values.sim_entries import OWN_NUMBER
from ingest.decode.values.user_ids import Naming, digits_of, is_group, naming_of, written_as
from ingest.records import Direction, Item, Mention, Record, Remark, Role, Scope, Skipped, Written

#: The scope a top-level model belongs to. Chats and messages are needed for their words too.
SCOPES: dict[str, frozenset[Scope]] = {
    "Contact": frozenset({Scope.CONTACTS}),
    "Call": frozenset({Scope.CALLS}),
    "VoiceMail": frozenset({Scope.CALLS}),
    **dict.fromkeys(("SMS", "MMS", "InstantMessage", "Chat"), frozenset({Scope.MESSAGES, Scope.TEXTS})),
    **dict.fromkeys(
        ("Note", "SearchedItem", "Notification", "CalendarEntry", "Email", "Autofill", "SocialMediaActivity"), frozenset({Scope.TEXTS})
    ),
}
#: Read whatever the scope: they tell who owns the phone.
OWNER_MODELS = frozenset({"UserAccount", "SIMData", "DeviceInfoEntry"})

_CONTACT_TIMES = ("TimeCreated", "TimeModified", "TimeContacted")
_PARTY = frozenset({"Identifier", "Name", "Role", "IsPhoneOwner"})
_CONTACT = frozenset({"Source", "Name", "Account", "Entries", "Value", *_CONTACT_TIMES})
_NOTES = "Notes"
_ORGANISATIONS = "Organizations"
#: What the models in that field say of the person, beside the employer's name: a job.
_OF_PERSON = ("Name", "Position", "Title", "Department", "Role")
_ABOUT = frozenset({_NOTES, _ORGANISATIONS, "Group", "Category", *_OF_PERSON})
_CALL = frozenset({"Source", "Direction", "Type", "Status", "Parties", "From", "TimeStamp", *_PARTY})
_MESSAGE = frozenset({"Source", "SourceApplication", "Folder", "FromIsOwner", "From", "To", "Parties", "TimeStamp", *_PARTY})
_CHAT = frozenset({"Source", "Id", "Participants", "Messages", "StartTime", "LastActivity"})
_OWNER = frozenset(
    {"Source", "ServiceType", "Username", "Entries", "Category", "Name", "Value", "EntryCategory", "EntryName", "EntryValue"}
)
_PROSE = {
    "Note": ("Title", "Summary", "Body"),
    "SearchedItem": ("Value",),
    "Notification": ("Subject", "Title", "Body"),
    "CalendarEntry": ("Subject", "Details", "Location"),
    "Email": ("Subject", "Body"),
    "Autofill": ("Value",),
    "SocialMediaActivity": ("Title", "Body"),
}
#: Names of applications and identifiers remembered while a report is read.
_REMEMBERED = 4096
_MESSAGE_WORDS = ("Subject", "Body")
_PROSE_TIMES = ("TimeStamp", "Creation", "Modification")

_BY_ROLE = {"from": Direction.IN, "to": Direction.OUT}

_ONLY_ID = "no phone number, only the id of an application"
_NO_NUMBER = "no phone number"
_NO_WORDS = "no text"


class ChatFacts(NamedTuple):
    """What a chat says about all its messages."""

    source: str = ""
    chat_id: str = ""
    parties: tuple[Party, ...] = ()
    deleted: bool = False

    @property
    def is_group(self) -> bool:
        """Whether more than two take part."""
        return len(self.parties) > 2 or is_group(self.chat_id)


class ModelReader:
    """Reads the models of one report, and remembers the owner's own identifiers as they come up."""

    def __init__(self, scopes: frozenset[Scope]) -> None:
        """Read what lies in `scopes`."""
        self._scopes = scopes
        self._own: set[str] = set()
        self._apps: dict[str, tuple[Naming, str | None]] = {}
        #: The same identifiers come up in message after message.
        self._digits: dict[str, str] = {}
        self._accounts = Accounts()
        #: Fields for times that say something which is not understood.
        self.unread_times = 0

    def remarks(self, place: str) -> Iterator[Remark]:
        """Tell what was left out and may be a number of somebody, when everything was read."""
        yield from self._accounts.remarks(self._own, place)

    @property
    def fields(self) -> frozenset[str]:
        """Names of all fields that are read in these scopes, in whatever model; no other is touched."""
        names = set(_OWNER)
        if Scope.CONTACTS in self._scopes:
            names |= {*_ABOUT, *_CONTACT}
        if Scope.CALLS in self._scopes:
            names |= _CALL
        if Scope.MESSAGES in self._scopes:
            names |= {"SharedContacts", *_ABOUT, *_CONTACT}
        if not self._scopes.isdisjoint({Scope.MESSAGES, Scope.TEXTS}):
            names |= _MESSAGE | _CHAT
        if Scope.TEXTS in self._scopes:
            names |= {*_MESSAGE_WORDS, *_PROSE_TIMES, *(name for names in _PROSE.values() for name in names)}
        return frozenset(names)

    def wants(self, kind: str) -> bool:
        """Whether models of that type are read at all."""
        return kind in OWNER_MODELS or not SCOPES.get(kind, frozenset()).isdisjoint(self._scopes)

    def read(self, model: Model, place: str) -> Iterator[Item]:
        """Yield what one model gives; a chat is given by `chat` and `message`."""
        kind = model.kind
        match kind:
            case "Contact":
                yield self._contact(model, place)
            case "Call" | "VoiceMail":
                yield self._call(model, place, kind)
            case "SMS" | "MMS" | "InstantMessage":
                yield self.message(model, place, ChatFacts())
            case "UserAccount":
                yield self._account(model, place)
            case "SIMData":
                yield from self._sim(model, place)
            case "DeviceInfoEntry":
                yield from self._own_number(model, place)
            case _:
                yield self._words(model, place, kind)

    def device_item(self, name: str, value: str, place: str) -> Iterator[Record]:
        """Yield the phone's own number when an item of the device's description is one."""
        if OWN_NUMBER.search(name) and value.strip():
            yield self._owner_record(value, Role.OWNER, place)

    def _contact(self, model: Model, place: str) -> Item:
        source = model.text("Source")
        pattern = Mention("", Role.CONTACT, model.texts.get("Name") or None, self._app(source), about=_about(model))
        entries = read_entries(model.models.get("Entries", ()), pattern)
        mentions = entries.mentions
        account = model.texts.get("Account", "")
        mentions += self._accounts.read(account, mentions, pattern, has_other_id=entries.has_other_id)
        name = pattern.label or ""
        if not mentions and is_mobile_alone(name):
            # A number typed where the name belongs.
            mentions = (pattern._replace(raw=name, label=None),)
        notes = pattern._replace(role=Role.NOTE, written=Written.PROSE)
        written = model.several.get(_NOTES, ())
        told = tuple(notes._replace(raw=text) for text in written if is_prose(text) or (mentions and may_say_who(text)))
        told += noted_in(name, [mention.raw for mention in mentions], pattern)
        if not mentions and not told:
            return Skipped(_ONLY_ID if entries.has_other_id or account else _NO_NUMBER, place)
        first, last = span(self._moment(model, name) for name in _CONTACT_TIMES)
        if is_marked_owner(pattern.label):
            mentions = tuple(mention._replace(role=Role.OWNER, label=None, about=None) for mention in mentions)
        return Record(place, (*map(self._unless_own, mentions), *told), first, last, model.is_deleted)

    def _call(self, model: Model, place: str, kind: str) -> Item:
        source = model.text("Source")
        naming = self._naming(source) if source else Naming.PHONE
        parties = [read_party(party) for name in ("Parties", "From") for party in model.models.get(name, ())]
        stated = Direction.IN if kind == "VoiceMail" else direction_of(model, ("Direction", "Type"))
        senders = [party for party in parties if party.role == "from"]
        others = [party for party in parties if party.role == "to"]
        own_side = {Direction.IN: others, Direction.OUT: senders}.get(stated, []) if senders and others and stated else []
        mentions: list[Mention] = []
        for party in parties:
            direction = stated or self._by_role(party)
            is_own = self._is_own(party) or (party.is_owner is None and own_side == [party])
            mentions.extend(self._mention(party, naming, Role.OWNER if is_own else Role.CALL, self._app(source), direction))
        moment = self._moment(model, "TimeStamp")
        return self._result(mentions, place, parties, Record(place, (), moment, moment, model.is_deleted))

    def chat(self, model: Model) -> ChatFacts:
        """Read who takes part in a chat."""
        parties = tuple(read_party(party) for party in model.models.get("Participants", ()))
        for party in parties:
            self._is_own(party)
        return ChatFacts(model.text("Source"), model.text("Id"), parties, model.is_deleted)

    def chat_items(self, model: Model, facts: ChatFacts, place: str) -> Iterator[Item]:
        """Yield the record of a chat's participants, inside the scope of messages."""
        if Scope.MESSAGES not in self._scopes:
            return
        naming = self._naming(facts.source)
        role = Role.GROUP if facts.is_group else Role.CHAT
        mentions: list[Mention] = []
        for party in facts.parties:
            mentions.extend(self._mention(party, naming, Role.OWNER if self._is_own(party) else role, self._app(facts.source), None))
        if not facts.parties and written_as(facts.chat_id, Naming.IDS) is Written.MESSENGER_ID:
            mentions.append(self._unless_own(Mention(facts.chat_id, role, None, self._app(facts.source), None, Written.MESSENGER_ID)))
        first, last = span((self._moment(model, "StartTime"), self._moment(model, "LastActivity")))
        yield self._result(mentions, place, facts.parties, Record(place, (), first, last, facts.deleted))

    def message(self, model: Model, place: str, chat: ChatFacts) -> Item:
        """Read one message, by itself or inside a chat."""
        wants_parties = Scope.MESSAGES in self._scopes
        source = model.text("SourceApplication") or model.text("Source") or chat.source
        naming = self._naming(source) if source or model.kind == "InstantMessage" else Naming.PHONE
        app = self._app(source)
        exchange = self._exchange(model)
        mentions: list[Mention] = []
        if wants_parties:
            mentions.extend(self._parties_of(exchange, naming, app, chat))
            pattern = Mention("", Role.SHARED_CONTACT, None, app, exchange.direction)
            for card in model.models.get("SharedContacts", ()):
                person = pattern._replace(label=card.texts.get("Name") or None, about=_about(card))
                mentions += read_entries(card.models.get("Entries", ()), person).mentions
        if Scope.TEXTS in self._scopes:
            for text in filter(None, map(model.texts.get, _MESSAGE_WORDS)):
                mentions.append(Mention(text, Role.TEXT, None, app, exchange.direction, Written.PROSE))
        moment = self._moment(model, "TimeStamp")
        result = Record(place, (), moment, moment, chat.deleted or model.is_deleted)
        return self._result(mentions, place, (*exchange.senders, *exchange.recipients), result)

    def _exchange(self, model: Model) -> _Exchange:
        listed = [read_party(party) for party in model.models.get("Parties", ())]
        senders = [read_party(party) for party in model.models.get("From", ())]
        recipients = [read_party(party) for party in model.models.get("To", ())]
        unsided: list[Party] = []
        for party in listed:
            {"from": senders, "to": recipients}.get(party.role, unsided).append(party)
        from_owner = read_flag(model.text("FromIsOwner"))
        if from_owner is not None and len(senders) == 1 and senders[0].is_owner is None:
            senders = [senders[0]._replace(is_owner=from_owner)]
        own_senders = [self._is_own(party) for party in senders]
        own_recipients = [self._is_own(party) for party in recipients]
        stated: Direction | None
        if any(own_senders) or from_owner:
            stated = Direction.OUT
        elif any(own_recipients) or from_owner is False:
            stated = Direction.IN
        else:
            stated = direction_of(model, ("Folder",))
        return _Exchange(senders, recipients + unsided, stated or by_sides(senders, recipients), is_stated=stated is not None)

    def _parties_of(self, exchange: _Exchange, naming: Naming, app: str | None, chat: ChatFacts) -> Iterator[Mention]:
        outgoing = exchange.direction is Direction.OUT
        own_side, far_side = (exchange.senders, exchange.recipients) if outgoing else (exchange.recipients, exchange.senders)
        # Somebody else who got the same message was not in touch with the owner by it.
        far_role = Role.GROUP if outgoing and naming is not Naming.PHONE and (chat.is_group or len(far_side) > 1) else Role.MESSAGE
        near_role = Role.GROUP if exchange.direction else Role.MESSAGE
        is_alone = len(own_side) == 1 and own_side[0].is_owner is None
        if exchange.is_stated and far_side and is_alone and (outgoing or not chat.is_group):
            near_role = Role.OWNER
        far_direction = exchange.direction if far_role is Role.MESSAGE else None
        given = False
        for party in far_side:
            for mention in self._mention(party, naming, Role.OWNER if self._is_own(party) else far_role, app, far_direction):
                given = given or mention.role not in {Role.OWNER, Role.NOTE}
                yield mention
        for party in own_side:
            yield from self._mention(party, naming, Role.OWNER if self._is_own(party) else near_role, app, None)
        if not given and exchange.direction and not any(party.is_named for party in far_side):
            yield from self._only_other(naming, app, exchange.direction, chat)

    def _only_other(self, naming: Naming, app: str | None, direction: Direction, chat: ChatFacts) -> Iterator[Mention]:
        """In a chat of two, a message that does not name the other side went to, or came from, the other of the two."""
        others = [party for party in chat.parties if not self._is_own(party)]
        if not chat.is_group and len(others) == 1 and len(chat.parties) == 2:
            yield from self._mention(others[0], naming, Role.MESSAGE, app, direction)

    def _account(self, model: Model, place: str) -> Item:
        source = model.text("ServiceType") or model.text("Source")
        pattern = Mention("", Role.ACCOUNT, None, self._app(source))
        entries = read_entries(model.models.get("Entries", ()), pattern)
        mentions = list(entries.mentions)
        name = model.texts.get("Username", "")
        if written := written_as(name, self._account_naming(source)):
            mentions.append(pattern._replace(raw=name, written=written))
        if not mentions:
            return Skipped(_ONLY_ID if entries.has_other_id or name else _NO_NUMBER, place)
        self._own.update(digits_of(mention.raw) for mention in mentions)
        return Record(place, tuple(mentions), deleted=model.is_deleted)

    def _account_naming(self, source: str) -> Naming:
        # The user name of an account on the phone itself is a name, not something that was dialled.
        naming = self._naming(source)
        return Naming.UNKNOWN if naming is Naming.PHONE else naming

    def _own_number(self, model: Model, place: str) -> Iterator[Record]:
        value = model.texts.get("Value") or model.texts.get("EntryValue") or ""
        name = model.text("Name") or model.text("EntryName") or model.text("Category")
        yield from self.device_item(name, value, place)

    def _sim(self, model: Model, place: str) -> Iterator[Item]:
        for item in read_sim(model, place, self._scopes):
            if not isinstance(item, Record):
                yield item
            elif item.mentions[0].role is Role.OWNER:
                yield self._owner_record(item.mentions[0].raw, Role.OWNER, place)
            else:
                yield item._replace(mentions=tuple(map(self._unless_own, item.mentions)))

    def _owner_record(self, raw: str, role: Role, place: str) -> Record:
        self._own.add(digits_of(raw))
        return Record(place, (Mention(raw, role),))

    def _words(self, model: Model, place: str, kind: str) -> Item:
        names = _PROSE.get(kind, ())
        texts = model.texts
        role = Role.NOTE if kind in {"Note", "CalendarEntry"} else Role.TEXT
        mentions = tuple(Mention(texts[name], role, written=Written.PROSE) for name in names if texts.get(name, "").strip())
        if not mentions:
            return Skipped(_NO_WORDS, place)
        first, last = span(self._moment(model, name) for name in _PROSE_TIMES)
        return Record(place, mentions, first, last, model.is_deleted)

    def _moment(self, model: Model, name: str) -> datetime | None:
        found = model.moment(name)
        if found is None and model.is_unread(name):
            self.unread_times += 1
        return found

    def _naming(self, source: str) -> Naming:
        return (self._apps.get(source) or self._learn(source))[0]

    def _app(self, source: str) -> str | None:
        """The application a record came from; None for the phone itself and where the report is silent."""
        return (self._apps.get(source) or self._learn(source))[1]

    def _learn(self, source: str) -> tuple[Naming, str | None]:
        naming = naming_of(source)
        learnt = naming, None if not source or naming is Naming.PHONE else source
        if len(self._apps) < _REMEMBERED:
            self._apps[source] = learnt
        return learnt

    def _is_own(self, party: Party) -> bool:
        identifier = party.identifier
        if not party.is_named:
            return bool(party.is_owner)
        digits = self._digits.get(identifier)
        if digits is None:
            digits = digits_of(identifier)
            if len(self._digits) < _REMEMBERED:
                self._digits[identifier] = digits
        if not digits:
            return bool(party.is_owner)
        if party.is_owner:
            self._own.add(digits)
            return True
        return digits in self._own

    def _by_role(self, party: Party) -> Direction | None:
        return _BY_ROLE.get(party.role)

    def _mention(self, party: Party, naming: Naming, role: Role, app: str | None, direction: Direction | None) -> tuple[Mention, ...]:
        """The party as a mention, or nothing when its identifier is no number."""
        written = written_as(party.identifier, naming) if party.identifier else None
        if role is Role.OWNER:
            return (Mention(party.identifier, role, None, app, None, written),) if written else ()
        mention = Mention(party.identifier, role, party.name or None, app, direction, written or Written.PROSE)
        noted = noted_in(party.name, (party.identifier,), mention) if party.name else ()
        if noted and not party.is_named:
            # The number of somebody who has no other is that of the call or message.
            alone = Written.NUMBER if is_mobile_alone(party.name) else Written.PROSE
            return (mention._replace(raw=party.name, written=alone),)
        return (mention, *noted) if written else noted

    def _unless_own(self, mention: Mention) -> Mention:
        if self._own and digits_of(mention.raw) in self._own:
            return mention._replace(role=Role.OWNER, label=None, about=None)
        return mention

    def _result(self, mentions: list[Mention], place: str, parties: tuple[Party, ...] | list[Party], record: Record) -> Item:
        if mentions:
            return Record(record.place, tuple(mentions), record.first, record.last, record.deleted)
        named = any(party.is_named for party in parties)
        return Skipped(_ONLY_ID if named else _NO_NUMBER, place)


class _Exchange(NamedTuple):
    senders: list[Party]
    recipients: list[Party]
    direction: Direction | None
    #: Whether the report says which side is the owner's, and it was not concluded from what is missing.
    is_stated: bool


def _about(model: Model) -> str | None:
    """What a contact says of the person beside the name: employers, jobs and groups, no free notes."""
    jobs = [held.text(name) for held in model.models.get(_ORGANISATIONS, ()) for name in _OF_PERSON]
    return joined_about([model.text("Group"), *jobs], model.text("Name"))
