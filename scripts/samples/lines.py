"""The line list of the model: a few planted lines the phone meets, and seeded ones it does not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from scripts.samples.model import AT, Line, Listed, Named
from scripts.samples.numbers import mobile, spaced, spell

AREAS = ("Estmoor", "Vale of Tarn", "Harrow Fell", "Quayside", "North Beck", "Saltmarsh", "Ashby Vale", "Port Linden")

#: Numbers 900600 to 900759 belong to seeded lines, so that they meet nothing on the phone.
_SEEDED = range(600, 760)

_NAMES = (
    "Amberley", "Blue Kite", "Coalpit", "Dovecote", "Elderflower", "Fernway", "Gillyflower", "Hazelrigg", "Ironbark", "Jacaranda",
    "Kingcup", "Linnet", "Marigold", "Nettlebed", "Oxlip", "Pepperpot", "Quicksilver", "Rushlight", "Speedwell", "Thistledown",
)  # fmt: skip


def planted() -> tuple[Line, ...]:
    """Give the lines the phone meets: each stands for one answer of the grading."""
    return (
        Line(
            "L-0043",
            "Larkspur",
            (
                Listed(mobile(123), "07700 900123", date(2026, 2, 1), date(2026, 4, 19)),
                Listed(mobile(124), "+447700900124", date(2025, 6, 1), date(2025, 11, 30)),
            ),
            aliases=("Larks", "Spur Line"),
            importing=("Vale of Tarn", "Harrow Fell"),
            markers=("child_exploitation",),
            named=(Named("Wren Tasker", mobile(311), "07700 900311", "transport"),),
        ),
        # In use until now, and violent.
        Line(
            "L-0050",
            "Kettle",
            (Listed(mobile(456), "+44 7700 900456", date(2026, 3, 1), grading="2AP"),),
            importing=("Harrow Fell",),
            markers=("firearm", "knife"),
        ),
        # The same number a year earlier, on another line.
        Line("L-0051", "Brasswing", (Listed(mobile(456), "07700900456", date(2025, 2, 1), date(2025, 6, 30)),), status="dormant"),
        # Out of its dates by more than 30 and less than 180 days.
        Line(
            "L-0061",
            "Northlight",
            (Listed(mobile(161), "07700 900161", date(2025, 9, 1), date(2025, 12, 31)),),
            exporting="Quayside",
            markers=("prison_run", "cuckooing"),
        ),
        # Dated to the month: the whole of March counts.
        Line("L-0064", "Sallow", (Listed(mobile(164), "07700-900-164", date(2026, 1, 1), date(2026, 3, 1), precision="month"),)),
        # Cut off 200 days before the answer.
        Line(
            "L-0077",
            "Silver Hare",
            (Listed(mobile(177), "07700 900177", date(2025, 6, 1), date(2025, 10, 1), closed_on=date(2025, 10, 2), closure_type="type2"),),
            status="closed_type2",
        ),
        Line("L-0080", "Tin Whistle", (Listed(mobile(180), "447700900180", precision="undated"),), status="suspected"),
        # Closed by arrest, its dates meet those of the phone.
        Line(
            "L-0083",
            "Mapleton",
            (
                Listed(
                    mobile(183), "(07700) 900183", date(2025, 12, 1), date(2026, 3, 31), closed_on=date(2026, 4, 1), closure_type="type1"
                ),
            ),
            status="closed_type1",
        ),
        Line("L-0085", "Grey Heron", (Listed(mobile(185), "07700 900185", date(2026, 1, 10), date(2026, 4, 10)),), visibility="covert"),
        Line(
            "L-0086",
            "Stone Quay",
            (
                Listed(
                    mobile(186), "07700 900186", date(2026, 1, 10), date(2026, 4, 10), grading="1BC", conditions="Owner decides on each use"
                ),
            ),
            visibility="owner_unit_only",
        ),
        # Suspected to be false: never a match.
        Line("L-0090", "Old Bellows", (Listed(mobile(190), "07700 900190", date(2026, 1, 1), date(2026, 4, 1), grading="3EP"),)),
        # A handset a worker was made to carry: the account on the phone.
        Line(
            "L-0095",
            "Foxglove Road",
            (Listed(mobile(195), "07700 900195", date(2026, 3, 15), date(2026, 4, 15), role="worker_handset"),),
            markers=("child_exploitation", "debt_bondage"),
        ),
        # Its number stands on the phone with the letter O in place of noughts.
        Line("L-0098", "Juniper", (Listed(mobile(198), "07700 900198", date(2026, 2, 1), date(2026, 4, 10)),)),
        # Not reliable source; on the phone with its last digit missing.
        Line("L-0099", "Cinder Path", (Listed(mobile(781), "07700 900781", date(2026, 2, 1), date(2026, 4, 10), grading="3CP"),)),
    )


def seeded(draw: random.Random, count: int = 12) -> Iterator[Line]:
    """Draw lines by the mix of domain 13.2 that no number of the phone belongs to."""
    numbers = draw.sample(_SEEDED, len(_SEEDED))
    for at, name in enumerate(draw.sample(_NAMES, count)):
        exporting = draw.choice(AREAS[:4])
        is_internal = draw.random() < 0.55
        importing = (exporting,) if is_internal else tuple(draw.sample([area for area in AREAS if area != exporting], draw.randint(1, 2)))
        status = draw.choices(("active", "dormant", "closed_type1", "closed_type2", "disputed"), (45, 15, 25, 10, 5))[0]
        listed = tuple(_number(numbers.pop(), status, draw) for _ in range(draw.choices((1, 2, 3, 4), (30, 40, 20, 10))[0]))
        markers = tuple(
            marker
            for marker, share in (("knife", 35), ("firearm", 8), ("child_exploitation", 60), ("cuckooing", 45), ("rivalry", 12))
            if draw.random() * 100 < share
        )
        yield Line(f"L-{1000 + at * 7:04d}", name, listed, (), status, exporting, importing, markers=markers)


def _number(last: int, status: str, draw: random.Random) -> Listed:
    key = mobile(last)
    days = min(500, max(7, round(draw.lognormvariate(4.6, 0.95))))
    end = AT.date() - timedelta(days=draw.randrange(1, 240))
    style = draw.choice(("plain", "spaced", "international", "dashed"))
    grading = draw.choices("123", (25, 65, 10))[0] + draw.choices("ABCD", (20, 35, 30, 15))[0] + draw.choices("PC", (65, 35))[0]
    text = spaced(key) if style == "spaced" else spell(key, style).text
    closure = {"closed_type1": "type1", "closed_type2": "type2"}.get(status, "")
    return Listed(
        key,
        text,
        end - timedelta(days=days),
        end,
        grading=grading,
        conditions="Ask the owner before any use" if grading.endswith("C") else "",
        closed_on=end + timedelta(days=3) if closure else None,
        closure_type=closure,
    )
