"""Drafts of answers to typed numbers: all of an answer that can be worked out before its turn in the audit trail.

A draft rests on what the store said the last time somebody asked: who stands behind a token, and which list is current. It is a guess, and
worth nothing before its turn, where the store is asked again and a draft that rests on anything else is made anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.access.check_usage import Counted
from matcher.domain.access.permission import Action, Decision, ObjectFacts, may
from matcher.domain.submissions.typed_check import CheckRequest, TypedNumber, grounds_of, reference_key
from matcher.errors import Fault
from matcher.service.checks.index import CheckIndex, ReadNumber, View, read_typed, view_of
from matcher.service.lists.line_lists import LineLists
from matcher.store.api_tokens import FoundToken, token_id_of
from matcher.store.audit_together import Told, tell
from matcher.store.checks import CurrentVersion
from matcher.store.crypto import Use
from matcher.store.ids import new_id
from matcher.store.key_ring import Keys

#: Tokens whose owners are remembered, as a guess.
_REMEMBERED = 1024


class Asked(NamedTuple):
    """One question and the moment it came."""

    request: CheckRequest
    now: datetime
    #: What is wrong with it whoever asks.
    faults: tuple[Fault, ...] = ()


class Asker(NamedTuple):
    """Who asks, and what that allows."""

    actor: Actor
    decision: Decision
    view: View


class Draft(NamedTuple):
    """An answer, and what is put down of it, as far as neither hangs on what was asked before."""

    #: Whom and which list it rests on.
    actor: Actor
    version_id: str
    edition: int
    counted: Counted
    #: One for each number; None for a text that is no number, and for a protected one.
    tokens: tuple[bytes | None, ...]
    check_id: str
    told: Told
    body: bytes


def asker_of(actor: Actor) -> Asker:
    """Decide what somebody may ask."""
    decision = may(actor, Action.CHECK_NUMBERS, ObjectFacts(actor.organisation_id))
    return Asker(actor, decision, view_of(actor, decision.form))


class Drafter:
    """Makes drafts, and remembers what they rest on."""

    def __init__(self, keys: Keys, lists: LineLists, indexes: Mapping[str, CheckIndex]) -> None:
        """Remember nothing yet.

        Args:
            keys: Of the store.
            lists: How numbers are read.
            indexes: Lists that are ready to answer, by the version.
        """
        self._keys, self._lists, self._indexes = keys, lists, indexes
        #: By the id of a token, never by its secret.
        self._askers: OrderedDict[str, Asker] = OrderedDict()
        self._versions: dict[str, CurrentVersion] = {}

    def guess(self, asked: Sequence[Asked]) -> list[Draft | None]:
        """Draft answers to questions before their turn."""
        askers = [self._guessed(each.request) for each in asked]
        return self.draft(asked, askers, self._versions)

    def _guessed(self, request: CheckRequest) -> Asker | None:
        if request.bearer is None:
            return None if request.actor is None else asker_of(request.actor)
        token_id = token_id_of(request.bearer)
        return None if token_id is None else self._askers.get(token_id)

    def learn(
        self,
        asked: Iterable[Asked],
        found: Mapping[str, FoundToken],
        standing: Mapping[Actor, Actor],
        versions: Mapping[str, CurrentVersion],
    ) -> list[Asker | None]:
        """Take up what the store says in the turn, and say who asks each question; None where a question is nobody's.

        Args:
            asked: The questions.
            found: Whose tokens they show.
            standing: Whom sessions were looked up as -> as they are by now.
            versions: The current lists.
        """
        proved: dict[str, Asker] = {}
        for bearer, token in found.items():
            actor, token_id = token.caller.actor, token_id_of(bearer) or ""
            known = self._askers.get(token_id)
            # The same person as the last time is the same object, so that drafts are known by it.
            proved[bearer] = self._askers[token_id] = known if known is not None and known.actor == actor else asker_of(actor)
            self._askers.move_to_end(token_id)
        while len(self._askers) > _REMEMBERED:
            self._askers.popitem(last=False)
        self._versions.update(versions)
        return [
            proved.get(each.request.bearer)
            if each.request.bearer is not None
            else None
            if each.request.actor is None
            else asker_of(standing[each.request.actor])
            for each in asked
        ]

    def draft(self, asked: Sequence[Asked], askers: Sequence[Asker | None], versions: Mapping[str, CurrentVersion]) -> list[Draft | None]:
        """Draft answers to questions by those who ask them; None for what cannot be answered, or not from a list that is ready."""
        found: list[tuple[Asker, CheckIndex] | None] = [
            self._can_be_answered(each, asker, versions) for each, asker in zip(asked, askers, strict=True)
        ]
        read = self._read_all(asked, [None if can is None else can[1] for can in found])
        return [
            None if can is None else self._draft(each, *can, [next(read[id(can[1].lists)]) for _ in each.request.numbers])
            for each, can in zip(asked, found, strict=True)
        ]

    def _read_all(self, asked: Sequence[Asked], indexes: Sequence[CheckIndex | None]) -> dict[int, Iterator[ReadNumber]]:
        """Read the numbers of many questions, those that are read by the same number lists at once; most are."""
        by_lists: dict[int, tuple[CheckIndex, list[TypedNumber]]] = {}
        for each, index in zip(asked, indexes, strict=True):
            if index is not None:
                by_lists.setdefault(id(index.lists), (index, []))[1].extend(each.request.numbers)
        return {key: iter(self.read(typed, index)) for key, (index, typed) in by_lists.items()}

    def read(self, typed: Sequence[TypedNumber], index: CheckIndex) -> list[ReadNumber]:
        """Read numbers as they were typed, for answers from a list."""
        lists = self._lists
        return read_typed(typed, index.lists, region=lists.region, test_numbers=lists.test_numbers)

    def _can_be_answered(
        self, asked: Asked, asker: Asker | None, versions: Mapping[str, CurrentVersion]
    ) -> tuple[Asker, CheckIndex] | None:
        if asker is None or asked.faults or not asker.decision.allowed:
            return None
        version = versions.get(asker.actor.organisation_id)
        index = None if version is None else self._indexes.get(version.id)
        return None if index is None or version is None or index.edition != version.edition else (asker, index)

    def _draft(self, asked: Asked, asker: Asker, index: CheckIndex, numbers: Sequence[ReadNumber]) -> Draft:
        keyed_hash, actor = self._keys.keyed_hash, asker.actor
        organisation, check_id = actor.organisation_id, new_id("chk")
        begin = f"number\n{organisation}\n"
        tokens = tuple(
            [None if e164 is None else keyed_hash(Use.REFERENCE, f"{begin}{e164}".encode()) for each in numbers for e164 in each.counted]
        )
        real = tuple([token for token in tokens if token is not None])
        counted = Counted(
            second=int(asked.now.timestamp()),
            organisation_id=organisation,
            account_id=actor.user_id,
            reference_token=keyed_hash(Use.REFERENCE, reference_key(organisation, asked.request.reference)),
            numbers=len(tokens),
            number_tokens=real if len(real) < 2 else tuple(set(real)),
        )
        told = tell(deed_of(asked, actor, AuditAction.NUMBERS_CHECKED, grounds_of(asked.request), check_id))
        body = index.answer(numbers, asker.view, at=asked.now, check_id=check_id, stamp=f"{told.moment[:19]}Z")
        return Draft(actor, index.version_id, index.edition, counted, tokens, check_id, told, body)


def deed_of(asked: Asked, actor: Actor, action: AuditAction, reason: str, check_id: str | None = None) -> Deed:
    """Give what is put on record of a question; one without an answer was denied."""
    return Deed(
        at=asked.now,
        organisation_id=actor.organisation_id,
        actor_id=actor.user_id,
        action=action,
        object_type="check",
        object_id=check_id,
        outcome=Outcome.DONE if check_id is not None else Outcome.DENIED,
        origin=asked.request.origin,
        reason=reason,
    )
