"""What of a list a unit may know that owns restricted lines: the open ones and its own, as if those of other units were not on it.

It is looked up in the list itself, so that it costs next to nothing however long the list is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.domain.answers.release import Listed, moved_up, restricted_rows
from matcher.domain.line import LineList

#: Owns a line for which the list names no unit: every analyst of the organisation.
EVERY_UNIT = ""


def parts_of_owners(line_list: LineList) -> Mapping[str, LineList]:
    """Give the part of a list for each unit that owns restricted lines; under no name the part for units that own none.

    Where no line belongs to every unit, those that own none have the open part, and nothing is there for them.
    """
    owners = {line.owner_unit or EVERY_UNIT for line in line_list.lines.values() if line.visibility.is_restricted}
    # Rows are counted as everybody counts them who is not cleared.
    hidden = restricted_rows(line_list) if owners else ()
    return {owner: _part_of(line_list, owner, hidden) for owner in sorted(owners)}


def _part_of(line_list: LineList, owner: str, hidden: Sequence[int]) -> LineList:
    lines = {
        line_id: line
        for line_id, line in line_list.lines.items()
        if not line.visibility.is_restricted or (line.owner_unit or EVERY_UNIT) in {owner, EVERY_UNIT}
    }
    return replace(
        line_list,
        lines=lines,
        entries=_Part(line_list.entries, lines, hidden),
        associates=_Part(line_list.associates, lines, hidden),
        hidden_rows=(),
    )


@dataclass(frozen=True, slots=True)
class _Part(Mapping[str, tuple[Listed, ...]]):
    """What a list says of numbers for some of its lines, its rows counted without restricted ones."""

    listed: Mapping[str, tuple[Listed, ...]]
    lines: Collection[str]
    #: Rows that are not counted, ascending.
    hidden: Sequence[int]

    def __getitem__(self, e164: str) -> tuple[Listed, ...]:
        kept = tuple(moved_up(each, self.hidden) for each in self.listed[e164] if each.line_id in self.lines)
        if not kept:
            raise KeyError(e164)
        return kept

    def __contains__(self, e164: object) -> bool:
        return e164 in self.listed and any(each.line_id in self.lines for each in self.listed[str(e164)])

    def __iter__(self) -> Iterator[str]:
        return (e164 for e164, several in self.listed.items() if any(each.line_id in self.lines for each in several))

    def __len__(self) -> int:
        return sum(1 for _ in self)
