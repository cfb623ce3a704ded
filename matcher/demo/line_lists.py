"""The line list of each organisation: planted lines that phones meet, and seeded ones by the figures of domain 13.2."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from matcher.demo.numbers import drama, key, spaced, unassigned

AREAS: tuple[str, ...] = (
    "Estmoor",
    "Vale of Tarn",
    "Harrow Fell",
    "Quayside",
    "North Beck",
    "Saltmarsh",
    "Ashby Vale",
    "Port Linden",
    "Wold End",
)
AREAS += ("Cray Haven", "Middle Fen", "Thornby")

_COLUMNS: tuple[str, ...] = (
    "line_id",
    "name",
    "aliases",
    "status",
    "exporting_area",
    "importing_areas",
    "number",
    "number_role",
    "first_seen",
    "last_seen",
)
_COLUMNS += ("date_precision", "source_grade", "intel_grade", "handling", "handling_conditions", "visibility", "owner_unit", "markers")
_COLUMNS += ("review_due", "closure_type", "closed_on", "associate_name", "associate_role")

#: Invented names of lines, two words each; none is a name anybody uses.
_FIRST = ("Amber", "Blue", "Cold", "Dusty", "Elder", "Fern", "Gilded", "Hazel", "Iron", "Jade", "Little", "Mossy", "Nettle", "Old", "Paper")
_SECOND = ("Anvil", "Beacon", "Candle", "Dovecote", "Ember", "Ferry", "Garnet", "Harrow", "Inkwell", "Jackdaw", "Kestrel", "Lantern")

_SEEDED = 120
#: The last digits of a number that is proposed.
_FURTHER = 98


@dataclass(frozen=True, slots=True)
class Planted:
    """A line that phones of the demonstration meet."""

    name: str
    #: The last digits of its number, before each organisation moves it to a range of its own.
    last: int
    #: Days before today between which its number was seen; None for a number without dates.
    seen: tuple[int, int] | None = (60, 1)
    status: str = "active"
    supplies: str = "Saltmarsh"
    visibility: str = "open_to_force"
    markers: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)
    #: Days before today on which it was closed.
    closed: int | None = None


#: One line for each answer the grading can give, and for each thing a list can say of a line that changes what follows.
PLANTED: Mapping[str, Planted] = {
    "current": Planted("Larkspur", 23, markers=("child_exploitation",)),
    "violent": Planted("Kettle", 56, markers=("firearm", "rivalry"), supplies="Harrow Fell"),
    "prison": Planted("Northlight", 61, markers=("prison_run",), supplies="Quayside"),
    "undated": Planted("Sallow", 64, seen=None, supplies="North Beck"),
    "outside": Planted("Old Millrace", 71, seen=(220, 100), supplies="North Beck"),
    "cut off": Planted("Silver Hare", 77, seen=(300, 202), status="closed_type2", closed=200, more={"closure_type": "type2"}),
    "household": Planted("Tin Whistle", 80, supplies="North Beck"),
    "covert": Planted("Grey Heron", 85, visibility="covert"),
    "owner only": Planted(
        "Stone Quay", 86, visibility="owner_unit_only", more={"handling": "C", "handling_conditions": "Ask the owner before any use"}
    ),
    "handset": Planted("Foxglove Road", 95, more={"number_role": "worker_handset"}, markers=("debt_bondage",)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Book:
    """The list of one organisation."""

    #: Moves the planted numbers, so that no two organisations list the same one.
    offset: int
    home: str
    owner_unit: str
    today: date
    seed: int

    def number(self, line: str) -> str:
        """Give the number of a planted line, without its trunk zero."""
        return drama(self.offset + PLANTED[line].last)

    def line_id(self, line: str) -> str:
        """Give the id of a planted line."""
        return f"{self.home[0]}-{list(PLANTED).index(line):04d}"

    @property
    def further_number(self) -> str:
        """A number of a planted line that does not stand on the list yet."""
        return spaced(drama(self.offset + _FURTHER))

    def keys(self, *lines: str) -> frozenset[str]:
        """Give the keys of planted lines."""
        return frozenset(key(self.number(line)) for line in lines)

    def content(self) -> bytes:
        """Write the list as the file that is imported."""
        out = io.StringIO()
        writer = csv.DictWriter(out, _COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self._planted())
        writer.writerows(self._seeded())
        return out.getvalue().encode()

    def _planted(self) -> Iterator[dict[str, str]]:
        for which, line in PLANTED.items():
            row = self._row(self.line_id(which), line.name, line.supplies, line.status) | {
                "number": spaced(self.number(which)),
                "visibility": line.visibility,
                "markers": ";".join(line.markers),
                "closed_on": self._day(line.closed) if line.closed is not None else "",
            }
            if line.seen is None:
                row["date_precision"] = "undated"
            else:
                row |= {"first_seen": self._day(line.seen[0]), "last_seen": self._day(line.seen[1])}
            yield {**row, **line.more}

    def _seeded(self) -> Iterator[dict[str, str]]:
        draw = random.Random(self.seed)  # noqa: S311 - the same list for the same seed
        names = draw.sample([f"{first} {second}" for first in _FIRST for second in _SECOND], _SEEDED)
        for at, name in enumerate(names):
            hub = draw.choice(AREAS[:4]) if draw.random() < 0.6 else draw.choice(AREAS[4:])
            supplies = hub if draw.random() < 0.55 else draw.choice([area for area in AREAS if area != hub])
            status = draw.choices(("active", "dormant", "closed_type1", "closed_type2", "disputed"), (45, 15, 25, 10, 5))[0]
            row = self._row(f"{self.home[0]}-{1000 + at}", name, supplies, status) | {
                "exporting_area": hub,
                "visibility": draw.choices(("open_to_force", "covert", "owner_unit_only"), (86, 4, 10))[0],
                "markers": ";".join(mark for mark, share in _MARKERS if draw.random() < share),
            }
            for _ in range(draw.choices((1, 2, 3, 4, 6), (30, 35, 20, 10, 5))[0]):
                yield row | self._seeded_number(status, draw)

    def _seeded_number(self, status: str, draw: random.Random) -> dict[str, str]:
        life = min(500, max(7, round(draw.lognormvariate(4.6, 0.95))))
        last = draw.randrange(1, 240)
        closure = {"closed_type1": "type1", "closed_type2": "type2"}.get(status, "")
        return {
            "number": spaced(unassigned(draw)),
            "first_seen": self._day(last + life),
            "last_seen": self._day(last),
            "source_grade": draw.choices("123", (25, 65, 10))[0],
            "intel_grade": draw.choices("ABCDE", (20, 35, 30, 13, 2))[0],
            "closure_type": closure,
            "closed_on": self._day(last - 1) if closure else "",
        }

    def _row(self, line_id: str, name: str, supplies: str, status: str) -> dict[str, str]:
        graded = {"source_grade": "2", "intel_grade": "B", "handling": "P"}
        kept = {"owner_unit": self.owner_unit, "review_due": self._day(-90)}
        return {
            "line_id": line_id,
            "name": name,
            "exporting_area": self.home,
            "importing_areas": supplies,
            "status": status,
            **graded,
            **kept,
        }

    def _day(self, ago: int) -> str:
        return (self.today - timedelta(days=ago)).isoformat()


_MARKERS: Sequence[tuple[str, float]] = (
    ("knife", 0.35),
    ("firearm", 0.08),
    ("child_exploitation", 0.6),
    ("cuckooing", 0.45),
    ("prison_run", 0.06),
    ("rivalry", 0.12),
)
