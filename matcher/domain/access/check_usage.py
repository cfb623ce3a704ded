"""How much was asked about typed numbers, in windows of time that end now: exact enough to refuse, small enough to keep in memory.

A window is kept in steps of about a sixtieth of it. The oldest step counts until all of it has passed, so that a window never counts less
than was asked.
"""

from __future__ import annotations

from typing import NamedTuple

from matcher.domain.access.check_limits import Usage

MINUTE, HOUR, DAY = 60, 3600, 86400

#: Seconds after which what has passed is dropped of all windows, those nobody asks about among them.
_SWEEP_EVERY = 600


class Counted(NamedTuple):
    """One question that was answered."""

    #: Seconds since 1970.
    second: int
    organisation_id: str
    account_id: str
    reference_token: bytes
    #: Of the whole question.
    numbers: int
    #: Of those that are numbers and not protected, each once.
    number_tokens: tuple[bytes, ...]


class _Window:
    """How many there were in the last while. Most windows have one step only, and there are many: a list of others is made when needed."""

    __slots__ = ("_amount", "_begin", "_older", "_reach", "_step", "total")

    def __init__(self, span: int) -> None:
        self._step = max(1, span // 60)
        self._reach = span + self._step
        self._begin = self._amount = self.total = 0
        self._older: list[tuple[int, int]] | None = None

    def add(self, second: int, amount: int) -> None:
        begin = second - second % self._step
        if begin == self._begin:
            self._amount += amount
            self.total += amount
            return
        # What comes a little late counts with what came before it: too long rather than too short.
        if begin > self._begin:
            if self._amount:
                if self._older is None:
                    self._older = []
                self._older.append((self._begin, self._amount))
            self._begin, self._amount = begin, 0
        self._amount += amount
        self.total += amount

    def at(self, second: int) -> int:
        oldest = second - self._reach
        if self._older is None and self._begin > oldest:
            return self.total
        while self._older and self._older[0][0] <= oldest:
            self.total -= self._older.pop(0)[1]
        if self._begin <= oldest:
            self.total -= self._amount
            self._amount = 0
        return self.total


class _Account:
    """What one account asked for."""

    __slots__ = ("numbers_day", "numbers_hour", "requests_minute", "singles_hour")

    def __init__(self) -> None:
        self.requests_minute = _Window(MINUTE)
        self.singles_hour = _Window(HOUR)
        self.numbers_hour = _Window(HOUR)
        self.numbers_day = _Window(DAY)


class _Organisation:
    """What all accounts of an organisation asked for."""

    __slots__ = ("numbers_day", "numbers_hour")

    def __init__(self) -> None:
        self.numbers_hour = _Window(HOUR)
        self.numbers_day = _Window(DAY)


class UsageBook:
    """What was asked in the last day, by account, organisation, reference and number."""

    def __init__(self) -> None:
        """Know of nothing."""
        self._accounts: dict[str, _Account] = {}
        self._organisations: dict[str, _Organisation] = {}
        self._references: dict[bytes, _Window] = {}
        self._repeats: dict[tuple[str, bytes], _Window] = {}
        self._swept = 0

    def add(self, counted: Counted) -> None:
        """Count a question that was answered."""
        second, numbers = counted.second, counted.numbers
        account = self._accounts.get(counted.account_id)
        if account is None:
            account = self._accounts[counted.account_id] = _Account()
        account.requests_minute.add(second, 1)
        account.numbers_hour.add(second, numbers)
        account.numbers_day.add(second, numbers)
        if numbers == 1:
            account.singles_hour.add(second, 1)
        organisation = self._organisations.get(counted.organisation_id)
        if organisation is None:
            organisation = self._organisations[counted.organisation_id] = _Organisation()
        organisation.numbers_hour.add(second, numbers)
        organisation.numbers_day.add(second, numbers)
        reference = self._references.get(counted.reference_token)
        if reference is None:
            reference = self._references[counted.reference_token] = _Window(DAY)
        reference.add(second, numbers)
        for token in counted.number_tokens:
            repeats = self._repeats.get((counted.account_id, token))
            if repeats is None:
                repeats = self._repeats[counted.account_id, token] = _Window(DAY)
            repeats.add(second, 1)
        if second - self._swept >= _SWEEP_EVERY:
            self._sweep(second)

    def usage(self, asked: Counted) -> Usage:
        """Say what was asked before a question, in windows that end with it."""
        second = asked.second
        account = self._accounts.get(asked.account_id, _NOBODY)
        organisation = self._organisations.get(asked.organisation_id, _NOWHERE)
        reference = self._references.get(asked.reference_token, _UNHEARD)
        repeated = 0
        for token in asked.number_tokens:
            repeats = self._repeats.get((asked.account_id, token))
            if repeats is not None:
                repeated = max(repeated, repeats.at(second))
        # In the order of its fields; by name it takes twice the time.
        return Usage(
            account.requests_minute.at(second),
            account.numbers_hour.at(second),
            account.numbers_day.at(second),
            account.singles_hour.at(second),
            reference.at(second),
            organisation.numbers_hour.at(second),
            organisation.numbers_day.at(second),
            repeated,
        )

    def _sweep(self, second: int) -> None:
        """Drop what nobody asked about for a day."""
        self._swept = second
        self._accounts = {key: each for key, each in self._accounts.items() if each.numbers_day.at(second)}
        self._organisations = {key: each for key, each in self._organisations.items() if each.numbers_day.at(second)}
        self._references = {key: each for key, each in self._references.items() if each.at(second)}
        self._repeats = {key: each for key, each in self._repeats.items() if each.at(second)}


_NOBODY, _NOWHERE, _UNHEARD = _Account(), _Organisation(), _Window(DAY)
