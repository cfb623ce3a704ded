"""An answer for a terminal: the statement first, then what must be looked at. No text of a phone or list is ever taken for markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from matcher.domain.answers.statement import LIMITS
from matcher.domain.line import Line
from matcher.domain.match import Association, Lead, Match
from matcher.domain.screening import Alert, Screening, Urgency
from matcher.domain.sighting import Sighting
from matcher.render import words
from matcher.render.plain_text import harmless, shortened
from matcher.render.uk_time import say_time

#: More sightings, doubtful numbers or skipped rows than these are counted; --json and --html name them all.
_SHOWN_SIGHTINGS = 5
_SHOWN_ROWS = 10
#: A longer text of a phone is cut; --json and --html hold it whole.
_SHOWN_CHARACTERS = 120

_URGENCY_STYLES = {Urgency.P1: "bold white on red", Urgency.P2: "bold black on yellow", Urgency.P3: "bold cyan", Urgency.P4: "bold"}


def print_screening(console: Console, screening: Screening) -> None:
    """Print a whole answer."""
    for part in _parts(screening):
        console.print(part)


def print_matches(console: Console, matches: Sequence[Match]) -> None:
    """Print matches without anything around them."""
    for match in matches:
        console.print(_match(match))


def print_associates(console: Console, people: Sequence[Association]) -> None:
    """Print people the list names without anything around them."""
    for person in people:
        console.print(_associate(person))


def plain(text: str, style: str = "") -> Text:
    """Take a text as it is: no markup, no control characters."""
    return Text(harmless(text), style=style)


def _parts(screening: Screening) -> Iterator[RenderableType]:
    yield plain(screening.statement, "bold")
    yield plain(f"{words.say_counts(screening)}.", "dim")
    for warning in screening.warnings:
        yield _item("!", warning, "yellow")
    yield Text("")
    if screening.alerts:
        yield _title("Alerts", len(screening.alerts))
        yield from (_alert(alert, words.mark_of_alert(alert, screening)) for alert in screening.alerts)
    if screening.matches:
        yield _title("Matches", len(screening.matches))
        yield from (_match(match) for match in screening.matches)
    if screening.associates:
        yield _title("People the list names", len(screening.associates))
        yield from (_associate(person) for person in screening.associates)
    if screening.leads:
        yield _title("Leads", len(screening.leads))
        yield from (_lead(lead) for lead in screening.leads)
    yield from _unread(screening)
    if screening.alerts or screening.matches or screening.associates or screening.leads:
        yield plain(LIMITS, "italic")


def _title(title: str, count: int) -> RenderableType:
    return Rule(Text(f"{title} ({count})", style="bold"), align="left", characters="─", style="dim")


def _item(mark: str, text: str, style: str = "") -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=style), plain(text))
    return grid


def _indented(*parts: RenderableType) -> RenderableType:
    return Padding(Group(*parts), (0, 0, 0, 2), expand=False)


def _marked(mark: str) -> Iterator[RenderableType]:
    # Beside what it is about, and in words: whoever copies one match out of many must see it.
    if mark:
        yield plain(f" {mark} ", "bold white on red")


def _alert(alert: Alert, mark: str) -> RenderableType:
    head = Text.assemble(
        (f" {alert.urgency.value} ", _URGENCY_STYLES[alert.urgency]),
        f" {alert.rule} ",
        (harmless(alert.title), "bold"),
    )
    recipients = "; ".join(alert.recipients)
    return Group(
        head,
        _indented(
            *_marked(mark),
            Text("Facts", style="underline"),
            *(_item("-", fact) for fact in alert.facts),
            Text("What it may mean", style="underline"),
            plain(alert.assessment),
            Text("What a person may decide to do", style="underline"),
            *(_item("-", action) for action in alert.actions),
            *((plain(f"By default for: {recipients}", "dim"),) if recipients else ()),
            *((plain(" ".join(alert.urgency_steps), "dim"),) if alert.urgency_steps else ()),
        ),
        Text(""),
    )


def _say_line(line: Line) -> str:
    return f"{line.name} ({line.id})" if line.name else line.id


def _match(match: Match) -> RenderableType:
    return Group(
        Text.assemble(
            (match.number, "bold"), " on line ", (harmless(_say_line(match.line)), "bold"), f", {words.LINE_STATUSES[match.line.status]}"
        ),
        _indented(
            *_marked(words.mark_of_line(match.line)),
            plain(
                f"Grade {match.grade.value} ({words.GRADES[match.grade]}), {match.strength.value}; "
                f"{words.TIME_RELATIONS[match.time_relation]}; contact: {match.contact.value}"
            ),
            plain(f"{words.UNREVIEWED}."),
            plain(match.explanation),
            plain(_say_listing(match)),
            *_sightings(match.sightings),
            Text("What would make it wrong", style="underline"),
            *(_item("-", caution) for caution in match.cautions),
        ),
        Text(""),
    )


def _say_listing(match: Match) -> str:
    said = [
        f"Number on the list: {words.NUMBER_ROLES[match.entry.role]}",
        f"owned by: {match.line.owner_unit or 'not given'}",
        f"handling: {words.say_handling(match.entry)}",
    ]
    if markers := words.say_markers(match.line):
        said.append(f"harm linked to the line: {markers}")
    return f"{'; '.join(said)}."


def _sightings(sightings: Sequence[Sighting]) -> Iterator[RenderableType]:
    for sighting in sightings[:_SHOWN_SIGHTINGS]:
        parts = [words.ROLES[sighting.role]]
        if sighting.label:
            parts.append(f"saved as “{shortened(sighting.label, _SHOWN_CHARACTERS)}”")
        if sighting.app:
            parts.append(f"in {shortened(sighting.app, _SHOWN_CHARACTERS)}")
        if traffic := words.say_traffic(sighting):
            parts.append(traffic)
        if sighting.last_seen:
            parts.append(
                f"last {say_time(sighting.last_seen, zone_known=sighting.zone_known)}{'' if sighting.zone_known else ' (zone not known)'}"
            )
        if sighting.deleted:
            parts.append("deleted and recovered")
        yield _item("·", f"{', '.join(parts)} ({sighting.place})", "dim")
    more = len(sightings) - _SHOWN_SIGHTINGS
    if more > 0:
        yield _item("·", f"and {more} more", "dim")


def _associate(person: Association) -> RenderableType:
    head = Text.assemble((harmless(person.name), "bold"), f" {person.number}, line {harmless(_say_line(person.line))}")
    return Group(head, _indented(*_marked(words.mark_of_line(person.line)), plain(person.explanation)), Text(""))


def _lead(lead: Lead) -> RenderableType:
    head = plain(words.LEADS.get(lead.kind, lead.kind), "bold")
    return Group(head, _indented(*_marked(words.mark_of_lead(lead)), plain(lead.explanation)), Text(""))


def _unread(screening: Screening) -> Iterator[RenderableType]:
    if screening.unusable:
        yield _title("Doubtful numbers", len(screening.unusable))
        for sighting in screening.unusable[:_SHOWN_ROWS]:
            yield _item(
                "-",
                f"“{shortened(sighting.raw, _SHOWN_CHARACTERS)}”: {sighting.reason or words.STATUSES[sighting.status]} ({sighting.place})",
            )
        yield from _more(len(screening.unusable))
        yield Text("")
    if screening.skipped:
        yield _title("Records without a number", screening.counts.skipped)
        for row in screening.skipped[:_SHOWN_ROWS]:
            yield _item("-", f"{row.place}: {row.reason}")
        yield from _more(screening.counts.skipped)
        yield Text("")


def _more(count: int) -> Iterator[RenderableType]:
    if count > _SHOWN_ROWS:
        yield plain(f"and {count - _SHOWN_ROWS} more: see --json or --html", "dim")
