"""Who was on the other side of a call or message: the owner told from the others, by what the cells say and by the way it went."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from ingest.decode.values.number_shape import has_digit, last_digits
from ingest.decode.values.parties import Party, Side, key_of
from ingest.decode.values.person import is_owners_name, is_speaker
from ingest.decode.values.typed_lines import is_number_alone
from ingest.decode.values.user_ids import digits_of
from ingest.decode.words.kinds import Shape
from ingest.decode.words.withheld import NAMELESS
from ingest.records import Direction, Mention, Role, Written

#: How a number ends, and the address of a line.
_NUMBER_ENDS: Final = frozenset("0123456789>")
_ADDRESS = re.compile(r"<?(?:sips?|tel):([^@<>]{3,40})(?:@[^@<>]{1,80})?>?", re.IGNORECASE)


class Event(NamedTuple):
    """What a row says apart from who takes part."""

    shape: Shape
    direction: Direction | None
    app: str | None
    is_deleted: bool
    #: A receipt, which is no contact of anybody.
    is_report: bool
    is_wanted: bool
    #: The way is only what a state suggests, which is too little to say who the owner is.
    is_stated: bool = False


class People(NamedTuple):
    """Everybody a row names."""

    #: The column of the first.
    column: int
    parties: list[Party]
    #: Those who only take part in the chat: where they stood in this one message, the row does not say.
    members: Sequence[Party] = ()
    #: Whether more than two take part in the chat.
    is_group: bool = False
    #: The sides on which the owner is named without a number.
    owner_sides: frozenset[Side] = frozenset()


def by_writer(event: Event, name: str) -> tuple[Event, str | None]:
    """Take the name of a row for that of who wrote or called: it says the way where nothing else does, and the owner's is nobody else's."""
    is_own = is_speaker(name)
    way = event.direction or (Direction.OUT if is_own else Direction.IN)
    return event._replace(direction=way), None if is_own else name


def without_nameless(parties: list[Party], doubled: frozenset[Side]) -> list[Party]:
    """Leave out who is called unknown in one column of a side while another gives the number."""
    told = {party.side for party in parties if has_digit(party.raw) and party.side in doubled}
    return [party for party in parties if party.side not in told or party.raw.strip().casefold() not in NAMELESS]


def settle(people: People, event: Event, label: str | None, side_names: dict[Side, str]) -> list[Mention]:
    """Tell the owner from the others, by what the cells say and by the way the call or message went."""
    is_call = event.shape is Shape.CALLS
    role = Role.CALL if is_call else Role.MESSAGE
    parties, bystanders = [_with_name(party, side_names) for party in people.parties] if side_names else people.parties, people.members
    # Whom a message is from, the cells of people know better than its state: what came in may be called sent, too.
    by_owner = _by_owner(parties)
    direction = (event.direction or by_owner if is_call else by_owner or event.direction) or _by_names(side_names)
    direction = direction or _by_side_of_owner(people.owner_sides) or _by_sides(parties)
    if by_owner is not None and direction is not by_owner:
        # The columns are those of a phone and of the others, not of who called and who was called.
        parties = [party._replace(side=None) for party in parties]
    if len(parties) == 1 and not bystanders and parties[0].side is None and not parties[0].is_owner:
        party = parties[0]
        # Whoever is not the owner called what came in, and was called by what went out.
        far_side = {Direction.IN: Side.FROM, Direction.OUT: Side.TO}.get(direction) if direction else None
        return [_mention(party, event, role, direction, party.name or (side_names.get(far_side) if far_side else None) or label)]
    own_side = {Direction.IN: Side.TO, Direction.OUT: Side.FROM}.get(direction) if direction else None
    if bystanders and (is_call or _is_met(people)):
        parties, bystanders = [*parties, *bystanders], ()
    has_other_side = bool(bystanders) or any(party.side is not None and party.side is not own_side for party in parties)
    near = [party for party in parties if has_other_side and own_side is not None and party.side is own_side]
    far = [party for party in parties if party.side is not own_side] if near else parties
    is_shared = not is_call and _is_shared(far, event, direction, is_group=people.is_group)
    mentions = []
    for party in far:
        name = party.name or (side_names.get(party.side) if party.side else None) or label
        mentions.append(_mention(party, event, Role.GROUP if is_shared else role, None if is_shared else direction, name))
    if near and event.is_stated and by_owner is None:
        # What came in may be called sent: this may be the owner, and may as well be the only other one.
        named = [(party, party.name or (side_names.get(party.side) if party.side else None)) for party in near]
        mentions.extend([_mention(party, event, role, None, name) for party, name in named])
    elif near:
        is_own = len(near) == 1 and not people.owner_sides and (direction is Direction.OUT or not _has_others(people))
        near_role = Role.OWNER if is_own else role if is_call else Role.GROUP
        mentions.extend([_mention(party, event, near_role, direction if is_call else None, party.name) for party in near])
    # Somebody who reads along was not in touch with the owner by this one message.
    member_role = Role.GROUP if people.is_group else Role.CHAT
    mentions.extend([_mention(party, event, member_role, None, party.name) for party in bystanders])
    return mentions


def _mention(party: Party, event: Event, role: Role, direction: Direction | None, label: str | None) -> Mention:
    if party.is_owner or role is Role.OWNER or is_owners_name(label):
        return Mention(party.raw, Role.OWNER, None, event.app, None, party.written)
    is_number = label is not None and label[-1:] in _NUMBER_ENDS and _is_of_party(label, party.raw)
    return Mention(party.raw, role, None if is_number else label, event.app, direction, party.written)


def _is_of_party(label: str, raw: str) -> bool:
    """Whether somebody is called by no more than their own number, perhaps as the address of a line: `<sip:+4477…@…>`."""
    address = _ADDRESS.fullmatch(label.strip())
    text = address[1] if address else label
    return (address is not None or is_number_alone(text)) and key_of(text) == key_of(raw)


def _is_met(people: People) -> bool:
    """Whether the other of a chat of two was on the other side, because the row names nobody else but the owner."""
    others = [party for party in (*people.parties, *people.members) if not party.is_owner]
    return not people.is_group and len(others) == 1


def _has_others(people: People) -> bool:
    """Whether the owner may be somebody else than the one on the owner's side of the row."""
    return people.is_group or any(party.is_owner for party in people.members)


def _is_shared(far: list[Party], event: Event, direction: Direction | None, *, is_group: bool) -> bool:
    """Whether a message of the owner went to a whole group of an application; a text message went to each who got it."""
    if direction is not Direction.OUT or (event.app is None and all(party.written is Written.NUMBER for party in far)):
        return False
    return is_group or len({last_digits(digits_of(party.raw)) for party in far if not party.is_owner}) > 1


def _by_owner(parties: list[Party]) -> Direction | None:
    """The way a call or message went, by the side on which the owner stands."""
    for party in parties:
        if party.is_owner and party.side is not None:
            return Direction.OUT if party.side is Side.FROM else Direction.IN
    return None


def _with_name(party: Party, side_names: dict[Side, str]) -> Party:
    """Mark a party as the owner whom its side calls so."""
    return party._replace(is_owner=True) if party.side is not None and is_owners_name(side_names.get(party.side)) else party


def _by_names(side_names: dict[Side, str]) -> Direction | None:
    """The way a call or message went, by the side that somebody calls me."""
    speaking = [side for side, name in side_names.items() if is_speaker(name)]
    return _by_side_of_owner(speaking)


def _by_side_of_owner(sides: Collection[Side]) -> Direction | None:
    """The way a call or message went, by the only side that names the owner."""
    if len(sides) != 1:
        return None
    return Direction.OUT if Side.FROM in sides else Direction.IN


def _by_sides(parties: list[Party]) -> Direction | None:
    """The way a call or message went, by the only side there is."""
    sides = {party.side for party in parties if party.side is not None}
    if sides == {Side.FROM}:
        return Direction.IN
    return Direction.OUT if sides == {Side.TO} else None
