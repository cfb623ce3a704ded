"""The planted cases, each with what must come of it: at least one for every alert rule and every grade."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from matcher.demo.line_lists import Book
from matcher.demo.numbers import drama, spaced, unassigned
from matcher.demo.phones import Contact, as_cards, as_table, ordinary
from matcher.demo.statements import Stated, stated


@dataclass(frozen=True, slots=True)
class Gold:
    """What must come of a case, for somebody who may see all of it."""

    #: Urgency by rule.
    alerts: Mapping[str, str] = field(default_factory=dict)
    #: Grades of the matches, in alphabetical order.
    grades: str = ""
    #: Kinds of leads.
    leads: frozenset[str] = frozenset()
    #: Whoever is not cleared is told that there is no releasable match.
    is_withheld: bool = False
    #: Rules that are met and raise no alert of their own: they raise, suppress or refuse.
    silent: frozenset[str] = frozenset()
    #: Code it is refused with before the file is looked at.
    refused: str | None = None
    #: The case whose file it is once more.
    same_as: str | None = None
    #: Urgency by rule of what is raised once the open proposal is published.
    later: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One phone, what is stated with it, and what must come of it."""

    name: str
    #: One sentence for people.
    story: str
    metadata: Mapping[str, Any]
    file_name: str
    content: bytes = field(repr=False)
    gold: Gold


#: What stands on every phone and must never be seen: a helpline, and a lawyer by the name they are saved under.
_PROTECTED = (Contact("Childline", "0800 1111"), Contact("My Solicitor", "01632 960222"))
#: What stands on every phone and means nothing, whatever it looks like.
_NOISE = (Contact("Abbey Taxis", "0113 496 0303"), Contact("Voicemail", "121"), Contact("Offers", "60777"), Contact("Nan", "01632 960302"))

_AWAY = "Saltmarsh"


@dataclass(slots=True)
class _Maker:
    """Makes the cases of one organisation."""

    book: Book
    now: datetime
    draw: random.Random
    made: int = 0

    def met(self, line: str, name: str = "Jay", *, days: int | None = 2) -> Contact:
        """Give a contact that is listed."""
        seen = None if days is None else self.now - timedelta(days=days)
        return Contact(name, spaced(self.book.number(line)).replace("0", "+44 (0)", 1), seen)

    def case(
        self,
        name: str,
        story: str,
        gold: Gold,
        *planted: Contact,
        size: int = 60,
        cards: bool = False,
        power: str = "parent",
        **changes: Stated,
    ) -> Case:
        """Put planted contacts among ordinary ones."""
        self.made += 1
        contacts = [*planted, *_PROTECTED, *_NOISE, *ordinary(size, self.draw, self.now)]
        self.draw.shuffle(contacts)
        reference = f"{self.book.home[0]}{self.made:02d}"
        metadata = stated(self.now, reference, home=self.book.home, power=power, **changes)
        content = as_cards(contacts) if cards else as_table(contacts)
        return Case(name, story, metadata, f"{reference.lower()}.{'vcf' if cards else 'csv'}", content, gold)


def cases(book: Book, now: datetime) -> tuple[Case, ...]:
    """Make the cases of an organisation; those worth looking at first come first."""
    maker = _Maker(book, now, random.Random(book.seed + 1))  # noqa: S311 - the same phones for the same seed
    first = (*_urgent(maker), *_quiet(maker))
    again = first[0]
    once_more = Gold(again.gold.alerts, again.gold.grades, same_as=again.name)
    return (
        *first,
        *_restricted(maker),
        *_others(maker),
        *_more(maker),
        Case("the same file again", "The same file is handed in a second time.", again.metadata, again.file_name, again.content, once_more),
    )


_MISSING = {"type": "missing", "status": "missing", "returned": False}


def _urgent(make: _Maker) -> Iterator[Case]:
    yield make.case(
        "missing now",
        "A child of 15 is missing; the phone left at home was last in contact with a line two days ago.",
        Gold({"AR-01": "P1"}, "A"),
        make.met("current"),
        episode=_MISSING,
        power="urgent",
    )
    yield make.case(
        "found away from home",
        "A looked-after child of 16 was found in an area the line supplies, and is still there.",
        Gold({"AR-02": "P1"}, "A", silent=frozenset({"AR-13"})),
        make.met("current", "T"),
        subject={"age": 16, "looked_after": True},
        episode={"status": "found", "found_at": _AWAY, "returned": False},
        power="council",
    )
    yield make.case(
        "a child of 12 in custody",
        "A child of 12 was arrested far from home; a number of a line without dates is on the phone.",
        Gold({"AR-03": "P1", "AR-12": "P1"}, "B"),
        make.met("undated", "Dee", days=None),
        subject={"age": 12},
        episode={"type": "arrest", "status": "custody", "found_at": "Thornby", "returned": False},
        power="seized",
        cards=True,
    )
    yield make.case(
        "two lines, one of them violent",
        "Numbers of two lines are on one phone; one of them is linked to firearms and has a rival.",
        # AR-05 raises what stands on the violent line from P2 to P1.
        Gold({"AR-04": "P1"}, "AA", silent=frozenset({"AR-05"})),
        make.met("current"),
        make.met("violent", "Kit", days=5),
        subject={"age": 17},
    )


def _quiet(make: _Maker) -> Iterator[Case]:
    yield make.case(
        "helplines and taxis only",
        "A helpline, a lawyer and a taxi firm are on the phone, and no line: the first two leave no trace.",
        Gold(silent=frozenset({"AR-18"})),
        size=30,
        cards=True,
    )
    yield make.case(
        "an old number and one that was cut off",
        "One number was last seen three months ago, the other was cut off 200 days ago: for the owning unit, not about the child.",
        Gold({"AR-09": "P3"}, "CD"),
        make.met("outside", "Ash"),
        make.met("cut off", "Bex"),
    )


def _restricted(make: _Maker) -> Iterator[Case]:
    yield make.case(
        "a covert line",
        "A child is missing, and the only line on the phone is covert: whoever handed it in is told what a miss is told.",
        Gold({"AR-17": "P1"}, "A", is_withheld=True),
        make.met("covert", "Robin"),
        episode=_MISSING,
        power="urgent",
    )
    yield make.case(
        "a line for its owner only",
        "The only line on the phone is for the unit that owns it.",
        Gold({"AR-17": "P1"}, "A", is_withheld=True),
        make.met("owner only", "Uncle B"),
    )
    yield make.case(
        "a number of the household",
        "A number stated as one of the household is on the list: a supervisor looks before anybody at home hears of it.",
        Gold({"AR-22": "P2"}, "A"),
        make.met("household", "Sis"),
        subject={"household_numbers": [spaced(make.book.number("household"))]},
    )


def _others(make: _Maker) -> Iterator[Case]:
    yield make.case(
        "a number that is proposed",
        "The number that waits to be published: nothing matches today, and the officer hears of it when it does.",
        Gold(later={"AR-19": "P2"}),
        Contact("Ty", make.book.further_number, make.now - timedelta(days=3)),
        episode=_MISSING,
        power="urgent",
    )
    yield make.case(
        "the phone of a line",
        "The phone's own number is listed: the child may be made to hold it.",
        Gold({"AR-08": "P1"}, "A"),
        make.met("handset", "Me", days=1),
        device={"own_numbers": [spaced(make.book.number("handset"))]},
    )
    yield make.case(
        "a name and no number",
        "A contact is saved under the name of a line, with a number nobody listed.",
        Gold({"AR-10": "P4"}, leads=frozenset({"brand_label"})),
        Contact("New Larkspur", f"0{unassigned(make.draw)}"),
    )
    yield make.case(
        "a number with a digit missing",
        "What is left of a number may be that of a line: never a match, and shown to whoever can look it up.",
        Gold(leads=frozenset({"partial_number"})),
        Contact("Sam", f"0{make.book.number('current')[:-1]}"),
    )


def _more(make: _Maker) -> Iterator[Case]:
    yield make.case(
        "an adult whose home is used",
        "An adult's address is flagged as taken over, and a line is on the phone they handed over themselves.",
        Gold({"AR-14": "P2"}, "A"),
        make.met("current", "Lodger", days=9),
        subject={"age": 34, "adult_at_risk": True, "home_takeover": True},
        episode={"type": "voluntary", "status": "other"},
        power="adult",
    )
    yield make.case(
        "a line run from prison",
        "The list says that the line on the phone is run from prison.",
        Gold({"AR-20": "P3"}, "A"),
        make.met("prison", "Flash"),
    )
    yield make.case(
        "a handset with a thousand customers",
        "So many contacts are no young person's: no alert about any of them, a lead for the unit that owns the list.",
        Gold({"LH-01": "P4"}, "A", frozenset({"line_handset"})),
        make.met("current"),
        Contact("Boss", f"0{drama(make.book.offset + 99)}"),
        size=1_200,
    )
    yield make.case("nothing", "An ordinary phone.", Gold(), size=150)
    yield make.case(
        "no legal basis",
        "Nobody agreed and no notice was given: refused before the file is looked at.",
        Gold(refused="legal-basis-incomplete", silent=frozenset({"AR-24"})),
        make.met("current"),
        power="nothing",
    )
