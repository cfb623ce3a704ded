"""How often reviewers reject what was matched: in months, by line, by the roles of who looked; never by person, and no small figure.

That nobody ever rejects anything is a warning sign (domain 8.1): a person who decides must be able to disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

#: Figures below this are not told (domain 3.2, row 18).
LEAST = 5
#: From so many findings on it is told that none of them was a rejection.
_TELLING = 20

NEVER_REJECTED = "No finding of these was a rejection. A reviewer must be able to disagree; look at how matches are reviewed."


@dataclass(frozen=True, slots=True)
class Found:
    """Findings of one kind: how many, in which month, of which line, by people of which roles."""

    month: str
    line_id: str
    roles: str
    is_rejected: bool
    count: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Findings that belong together. Figures are None where they are too small to be told."""

    name: str
    confirmed: int | None
    rejected: int | None
    #: Rejected of all, from 0 to 1, in hundredths.
    rejection_rate: float | None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictReport:
    """The whole report."""

    overall: Rate
    months: tuple[Rate, ...]
    lines: tuple[Rate, ...]
    roles: tuple[Rate, ...]


def report_of(found: Iterable[Found]) -> VerdictReport:
    """Sum findings up."""
    findings = list(found)
    return VerdictReport(
        _rate("all", *_counts(findings)),
        months=_rates(findings, lambda each: each.month),
        lines=_rates(findings, lambda each: each.line_id),
        roles=_rates(findings, lambda each: each.roles),
    )


def _counts(findings: Iterable[Found]) -> tuple[int, int]:
    counted: Counter[bool] = Counter()
    for each in findings:
        counted[each.is_rejected] += each.count
    return counted[False], counted[True]


def _rates(findings: list[Found], key: Callable[[Found], str]) -> tuple[Rate, ...]:
    groups: dict[str, list[Found]] = {}
    for each in findings:
        groups.setdefault(key(each), []).append(each)
    counted = {name: _counts(group) for name, group in groups.items()}
    hidden = {name for name, counts in counted.items() if _is_small(*counts)}
    if len(hidden) == 1 and len(counted) > 1:
        # One figure that is missing could be worked out of the others and their sum.
        hidden.add(min(counted.keys() - hidden, key=lambda name: (sum(counted[name]), name)))
    return tuple(Rate(name, None, None, None) if name in hidden else _rate(name, *counted[name]) for name in sorted(counted))


def _is_small(confirmed: int, rejected: int) -> bool:
    """Whether either figure is too small to be told. That there is none tells of nobody."""
    return 0 < confirmed < LEAST or 0 < rejected < LEAST or confirmed + rejected < LEAST


def _rate(name: str, confirmed: int, rejected: int) -> Rate:
    if _is_small(confirmed, rejected):
        return Rate(name, None, None, None)
    total = confirmed + rejected
    warning = NEVER_REJECTED if not rejected and total >= _TELLING else None
    return Rate(name, confirmed, rejected, round(rejected / total, 2), warning)
