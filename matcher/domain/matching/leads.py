"""Things to look into that match no listed number: labels that read like a line's name, numbers with digits missing. Never an alert."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.domain.line import Line, LineList
from matcher.domain.match import Lead, Thresholds
from matcher.domain.matching.explanation import quote, say_found, say_line
from matcher.domain.matching.labels import SHORTEST_NAME, brand_key, is_short, name_key, shape_of
from matcher.domain.matching.order import sighting_order
from matcher.domain.matching.partial import Fragment, fit_fragments, fragment_of
from matcher.domain.numbers.reading import Status
from matcher.domain.sighting import Sighting


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """The names and aliases of live lines, so prepared that an ordinary label costs a few probes however long the list is."""

    line_list: LineList
    thresholds: Thresholds
    #: Name in its compared form -> ids of the lines that bear it.
    _names: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)
    #: What those with few letters look like, which only a label that is equal names.
    _shapes: frozenset[str] = field(init=False, repr=False)
    #: Length of a name -> its first half -> names. One letter of difference leaves one half intact.
    _heads: Mapping[int, Mapping[str, Sequence[str]]] = field(init=False, repr=False)
    _tails: Mapping[int, Mapping[str, Sequence[str]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the names of live lines."""
        names = _names_of(self.line_list.lines.values())
        by_size: defaultdict[int, list[str]] = defaultdict(list)
        for key in names:
            if not is_short(key):
                by_size[len(key)].append(key)
        shortest = max(self.thresholds.near_label_letters, SHORTEST_NAME + 1)
        long_enough = {size: keys for size, keys in by_size.items() if size >= shortest}
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_shapes", frozenset(map(shape_of, filter(is_short, names))))
        object.__setattr__(self, "_heads", {size: _by_half(keys, _head, size) for size, keys in long_enough.items()})
        object.__setattr__(self, "_tails", {size: _by_half(keys, _tail, size) for size, keys in long_enough.items()})

    def may_be_brand(self, label: str) -> bool:
        """Whether the letters of a label equal or nearly equal the name of a live line; `may_be_short` tells of names with few letters."""
        return self.is_name(label) or next(self._near(brand_key(label)), None) is not None

    def is_name(self, label: str) -> bool:
        """Whether the letters of a label, three at least, are the name of a live line."""
        key = brand_key(label)
        return len(key) >= SHORTEST_NAME and key in self._names

    @property
    def has_short_names(self) -> bool:
        """Whether live lines have names with few letters."""
        return bool(self._shapes)

    def may_be_short(self, label: str) -> bool:
        """Whether a label, or another with as many figures in the same places, equals a name with few letters."""
        return bool(label) and shape_of(name_key(label)) in self._shapes

    def lines_named(self, label: str, among: Mapping[str, Line] | None = None) -> Iterator[tuple[Line, bool]]:
        """Yield every live line the label names, and whether it names it exactly; near names only where no name is equal.

        Args:
            label: As the phone has it.
            among: The lines of a part of the list, if no other may be known: as an index of that part would yield them.
        """
        lines = self.line_list.lines if among is None else among
        key = name_key(label)
        named = [line_id for line_id in self._names.get(key, ()) if line_id in lines]
        exact = bool(named)
        if not exact:
            near = () if is_short(key) else sorted(set(self._near(key)))
            named = [line_id for name in near for line_id in self._names[name] if line_id in lines]
        for line_id in dict.fromkeys(named):
            yield lines[line_id], exact

    def _near(self, key: str) -> Iterator[str]:
        length = len(key)
        if length < SHORTEST_NAME:
            return
        for size in (length - 1, length, length + 1):
            if size in self._heads:
                for half in (self._heads[size].get(_head(key, size)), self._tails[size].get(_tail(key, size))):
                    for name in half or ():
                        if is_one_edit(key, name):
                            yield name


def _names_of(lines: Iterable[Line]) -> dict[str, tuple[str, ...]]:
    """Give the names of live lines in their compared form, each with the ids of its lines."""
    names: dict[str, tuple[str, ...]] = {}
    shared: dict[str, set[str]] = {}
    for line in lines:
        if line.status.is_ended:
            # Its name on a phone leads nowhere.
            continue
        only = (line.id,)
        for name in (line.name, *line.aliases):
            if name and (key := name_key(name)) and (first := names.setdefault(key, only)) is not only:
                shared.setdefault(key, set(first)).add(line.id)
    names.update((key, tuple(sorted(ids))) for key, ids in shared.items())
    return names


def _by_half(names: Iterable[str], half: Callable[[str, int], str], size: int) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        found[half(name, size)].append(name)
    return dict(found)


def _head(text: str, size: int) -> str:
    return text[: size // 2]


def _tail(text: str, size: int) -> str:
    # One letter less than the other half, so that two swapped letters at the seam leave head or tail intact as well.
    return text[len(text) - (size - size // 2 - 1) :]


def is_one_edit(one: str, other: str) -> bool:
    """Whether two different words are one letter apart: one changed, added, left out, or two neighbours swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])


def find_leads(
    sightings: Iterable[Sighting], line_list: LineList, thresholds: Thresholds, labels: LabelIndex | None = None
) -> tuple[Lead, ...]:
    """Find what deserves a look by the unit that owns the line, and no alert: ordered by kind, line and place.

    An index that is at hand, of the same list or of one this list is a part of, need not be made anew.
    """
    labels = labels or LabelIndex(line_list, thresholds)
    named: dict[tuple[str, str, str], tuple[Line, bool, list[Sighting]]] = {}
    suspected: dict[str, list[Sighting]] = {}
    fragments: dict[Fragment, list[Sighting]] = {}
    for sighting in sightings:
        if sighting.e164 is not None and line_list.is_suspected_false(sighting.e164):
            suspected.setdefault(sighting.e164, []).append(sighting)
        if sighting.role.is_owner:
            continue
        if sighting.label:
            for line, exact in labels.lines_named(sighting.label, line_list.lines):
                if not _is_number_of(sighting.e164, line, line_list):
                    what = sighting.e164 or sighting.raw
                    named.setdefault((line.id, what, name_key(sighting.label)), (line, exact, []))[2].append(sighting)
        if sighting.status in {Status.PARTIAL, Status.AMBIGUOUS} and (fragment := fragment_of(sighting.raw)) is not None:
            fragments.setdefault(fragment, []).append(sighting)
    leads = [_label_lead(line, exact, several) for line, exact, several in named.values()]
    leads += _suspected_leads(suspected, line_list)
    leads += _fragment_leads(fragments, line_list)
    return tuple(sorted(leads, key=_order))


def _order(lead: Lead) -> tuple[object, ...]:
    return lead.kind, lead.line.id if lead.line else "", sighting_order(lead.sighting) if lead.sighting else ()


def _is_number_of(e164: str | None, line: Line, line_list: LineList) -> bool:
    return e164 is not None and any(entry.line_id == line.id for entry in line_list.entries.get(e164, ()))


def _label_lead(line: Line, exact: bool, sightings: Sequence[Sighting]) -> Lead:
    ordered = sorted(sightings, key=sighting_order)
    first = ordered[0]
    reads = "reads like the name of" if exact else "differs by one letter from a name of"
    return Lead(
        kind="brand_label" if exact else "near_brand_label",
        line=line,
        sighting=first,
        explanation=(
            f"{say_found(ordered)}, is saved as {quote(first.label or '')}, which {reads} "
            f"{say_line(line)}, and the number is not listed for it: the line may have a new number, or the label may be a nickname "
            "(grade E, a lead only)."
        ),
    )


def _suspected_leads(suspected: Mapping[str, Sequence[Sighting]], line_list: LineList) -> Iterator[Lead]:
    for e164, sightings in suspected.items():
        ordered = sorted(sightings, key=sighting_order)
        for entry in line_list.entries[e164]:
            line = line_list.lines[entry.line_id]
            yield Lead(
                kind="entry_suspected_false",
                line=line,
                sighting=ordered[0],
                explanation=(
                    f"{say_found(ordered)}, equals {quote(entry.raw)}, row {entry.row} of the "
                    f"list, for {say_line(line)}, which the list grades E (suspected to be false): it is no match, and only the owning "
                    "unit may see it."
                ),
                restricted=True,
            )


def _fragment_leads(fragments: Mapping[Fragment, Sequence[Sighting]], line_list: LineList) -> Iterator[Lead]:
    for fragment, e164 in fit_fragments(fragments, line_list.entries):
        ordered = sorted(fragments[fragment], key=sighting_order)
        for entry in {entry.line_id: entry for entry in reversed(line_list.entries[e164]) if entry.intel_grade != "E"}.values():
            line = line_list.lines[entry.line_id]
            side = "end" if fragment.is_tail else "beginning"
            yield Lead(
                kind="partial_number",
                line=line,
                sighting=ordered[0],
                explanation=(
                    f"{say_found(ordered)}, lacks digits; those there are the {side} of "
                    f"{quote(entry.raw)}, row {entry.row} of the list, for {say_line(line)}, and of no other listed number (grade E, a "
                    "lead only)."
                ),
            )


def line_handset_lead(distinct_contacts: int) -> Lead:
    """Make the lead about the phone as a whole: its contacts are to be read as a line's, not as a child's."""
    return Lead(
        kind="line_handset",
        line=None,
        sighting=None,
        explanation=(
            f"The phone holds {distinct_contacts} different contacts, as a handset that serves a line would: they may be customers, so no "
            "alert is raised for single contacts, and whoever carried the phone may have been made to."
        ),
    )
