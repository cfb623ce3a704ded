"""Entries of a SIM, whoever copied them: the own number, contacts, what was dialled last; of the network's own things, nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ingest.decode.values.number_shape import has_digit, looks_like_number
from ingest.decode.words.kinds import CONTACT_PARTS, names_one_of
from ingest.decode.words.sim_files import NETWORK_SERVICE, sim_file_of
from ingest.records import Direction, Item, Mention, Record, Role, Scope, Skipped

OWN_NUMBER: Final = re.compile(r"msisdn(?!.*type)|\bown ?number|phone ?number", re.IGNORECASE)
_NO_NUMBER = "no phone number"


class SimUse(NamedTuple):
    """What the entries of a list on a SIM are."""

    scope: Scope
    role: Role
    direction: Direction | None = None
    #: Why they are left out, if they are.
    reason: str = ""


_CONTACTS = SimUse(Scope.CONTACTS, Role.CONTACT)
_SERVICES = SimUse(Scope.CONTACTS, Role.CONTACT, reason=NETWORK_SERVICE)
_DIALLED = SimUse(Scope.CALLS, Role.CALL, Direction.OUT)
_BY_FILE = {"ADN": _CONTACTS, "FDN": _CONTACTS, "BDN": _CONTACTS, "SDN": _SERVICES, "LND": _DIALLED}
_DIALLED_WORDS = re.compile(r"dial(?:l?ed|s|ing)\b(?! numbers? (?:allowed|restricted))", re.IGNORECASE)
_FIXED_WORDS = re.compile(r"\b(?:fixed|barred|abbreviated) dial|\bphone ?book|\baddress ?book", re.IGNORECASE)
_SERVICE_WORDS = re.compile(r"\bservice (?:dial|number)", re.IGNORECASE)


def sim_use_of(name: str) -> SimUse | None:
    """Say what the entries of a list on a SIM are by its name, the file's or a tool's; None for what holds numbers of nobody."""
    if (found := _BY_FILE.get(sim_file_of(name))) is not None:
        return found
    if _SERVICE_WORDS.search(name):
        return _SERVICES
    if _FIXED_WORDS.search(name) or names_one_of(name, CONTACT_PARTS):
        return _CONTACTS
    return _DIALLED if _DIALLED_WORDS.search(name) else None


#: Lists whose name nobody here knows may be of people, unless they are the network's or name the SIM itself.
_OTHER = SimUse(Scope.CONTACTS, Role.NOTE)
_OF_THE_NETWORK = re.compile(
    r"smsc|service|cent(?:er|re)|voice ?mail|mailbox|imsi|iccid|imei|network|operator|provider|plmn|location|param", re.IGNORECASE
)


def is_of_network(name: str) -> bool:
    """Whether the name of a list or fact is of the network's own, or of the SIM itself."""
    return _OF_THE_NETWORK.search(name) is not None


class SimEntry(NamedTuple):
    """One entry of the lists on a SIM as a report copies it."""

    #: The name of the list.
    category: str
    name: str
    value: str
    is_deleted: bool = False


def read_entry(entry: SimEntry, place: str, scopes: frozenset[Scope]) -> Iterator[Item]:
    """Yield an entry of the SIM by the name of the list it stands in; the own number whatever the scopes."""
    kind, name, value = entry.category, entry.name, entry.value
    use = sim_use_of(kind)
    if OWN_NUMBER.search(kind) or (use is None and OWN_NUMBER.search(name)):
        if value.strip():
            yield Record(place, (Mention(value, Role.OWNER),))
        return
    if use is None and looks_like_number(value) and not is_of_network(f"{kind} {name}"):
        use = _OTHER
    if use is None or use.scope not in scopes:
        return
    if use.reason or not has_digit(value):
        yield Skipped(use.reason or _NO_NUMBER, place)
    else:
        yield Record(place, (Mention(value, use.role, name or None, None, use.direction),), deleted=entry.is_deleted)
