"""Raw number texts as phones hold them, in the shares of the realistic mix: made up, seeded, in more than thirty styles of writing.

Shares: UK mobile 61 %, UK landline 12 %, UK special 4 %, foreign 9.5 %, short codes 3 %, service numbers 2 %, sender names 4 %, e-mail 1 %,
and the rest network codes, junk, extensions and digits of other scripts. Subscribers come from the drama ranges and the unassigned +44 4
range, foreign ones from ranges their regulators keep for fiction, so that no text is anybody's number.
"""

from __future__ import annotations

import random
from collections.abc import Callable

Chance = random.Random

#: Area code and first digits of the local part of the drama landlines (1,000 each).
_LANDLINES = ("1632960", "1134960", "1144960", "1214960", "1314960", "1414960", "1514960", "1614960", "2079460", "1914980", "2920180")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def mix(count: int, seed: int = 1) -> list[str]:
    """Give texts of the realistic mix. Where they stand for mobiles they use the test namespace: read them with `test_numbers`."""
    chance = random.Random(seed)
    kinds, weights = zip(*_SHARES, strict=True)
    return [kind(chance) for kind in chance.choices(kinds, weights, k=count)]


def clean_mobiles(count: int, seed: int = 2) -> list[str]:
    """Give UK mobiles of the drama range in the clean spellings: national, international, spaced or not."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        last = f"{chance.randrange(1000):03d}"
        made.append(chance.choice((f"07700900{last}", f"07700 900{last}", f"07700 900 {last}", f"+447700900{last}", f"+44 7700 900{last}")))
    return made


def _mobile(chance: Chance) -> str:
    if chance.random() < 0.05:
        return f"7700900{chance.randrange(1000):03d}"
    return f"4{chance.randrange(10**9):09d}"


def _landline(chance: Chance) -> str:
    return f"{chance.choice(_LANDLINES)}{chance.randrange(1000):03d}"


def _special(chance: Chance) -> str:
    return f"{chance.choice(('8081570', '9098790', '3069990'))}{chance.randrange(1000):03d}"


def _national(chance: Chance, national: str) -> str:
    """Write a UK number: half of them bare, the rest in the styles of address books and messengers."""
    a, b, c = national[:4], national[4:7], national[7:]
    style, _ = zip(*_STYLES, strict=True)
    form = chance.choices(style, _STYLE_WEIGHTS)[0]
    if form.startswith("{n}"):
        # Of numbers without their zero only mobiles are believed.
        national = f"7700900{chance.randrange(1000):03d}"
    return form.format(n=national, a=a, b=b, c=c, i=national[:2], j=national[2:6], k=national[6:])


_STYLES = (
    ("0{n}", 34), ("+44{n}", 22), ("0{a} {b}{c}", 9), ("0{a} {b} {c}", 4), ("+44 {a} {b}{c}", 7), ("0044{n}", 3),
    ("44{n}", 3), ("+44 (0){a} {b}{c}", 2), ("+44(0){n}", 1), ("0{a}-{b}-{c}", 1.5), ("(0{a}) {b}{c}", 1),
    ("0{a}.{b}.{c}", 0.3), ("{n}", 1.5), ("+44\u00a0{a}\u00a0{b}{c}", 0.8), ("\u202a+44\u00a0{a}\u00a0{b}{c}\u202c", 0.8),
    ("+44\u202f{a}\u202f{b}{c}", 0.3), ("0{a}\u2011{b}\u2011{c}", 0.2), ("44{n}@s.whatsapp.net", 3), ("tel:+44{n}", 0.5),
    ("0{i} {j} {k}", 1), ("0{n}p1", 0.1), ("0{n},,1#", 0.1), ("1410{n}", 0.1), ("#31#0{n}", 0.1), ("0{n} (new)", 0.2),
    ("0{n} mob", 0.2), ("Jay 0{n}", 0.2), ("+440{n}", 0.2), ("'0{n}", 0.1), ("0044 (0){a} {b}{c}", 0.2), ("{n}.0", 0.1),
    ("0{n}\n0{n}", 0.1), ("0{n} / 0{n}", 0.1), (" 0{n} ", 0.2),
)  # fmt: skip
_STYLE_WEIGHTS = [weight for _, weight in _STYLES]


def _foreign(chance: Chance) -> str:
    country, national = chance.choice(
        (
            ("353", f"2091{chance.randrange(10**5):05d}"),
            ("33", f"63998{chance.randrange(10**4):04d}"),
            ("1", f"{chance.choice(('202', '312', '415', '646', '713'))}55501{chance.randrange(100):02d}"),
            ("61", f"4915701{chance.randrange(10, 60):02d}"),
            ("49", f"17139200{chance.randrange(100):02d}"),
        )
    )
    form = chance.choice(("+{c}{n}", "+{c}{n}", "+{c} {h} {t}", "00{c}{n}", "+{c}-{h}-{t}"))
    return form.format(c=country, n=national, h=national[:3], t=national[3:])


def _word(chance: Chance) -> str:
    return "".join(chance.choices("ABCDEFGHIJKLMNOPRSTUVWYZabcdefghiklmnoprstuvwy", k=chance.randrange(3, 11)))


def _junk(chance: Chance) -> str:
    a_date = f"12/{chance.randrange(10, 28)}/2025"
    return chance.choice((f"{chance.randrange(10**14, 10**15)}", "Unknown", "Withheld", "-1", "0800 FLOWERS", a_date, "?", "n/a"))


_SHARES: tuple[tuple[Callable[[Chance], str], float], ...] = (
    (lambda chance: _national(chance, _mobile(chance)), 61),
    (lambda chance: _national(chance, _landline(chance)), 12),
    (lambda chance: _national(chance, _special(chance)), 4),
    (_foreign, 9.5),
    (lambda chance: str(chance.choice((60, 61, 70, 80, 85, 88)) * 1000 + chance.randrange(1000)), 3),
    (lambda chance: chance.choice(("999", "101", "111", "121", "123", "150", "1571", "7726", "118500", "116123")), 2),
    (_word, 4),
    (lambda chance: f"{_word(chance).lower()}@example.org", 1),
    (_junk, 1),
    (lambda chance: chance.choice(("*100#", "*#21#", "*#06#", "#150#")), 0.5),
    (lambda chance: ("0" + _mobile(chance)).translate(chance.choice((_ARABIC, _WIDE))), 0.4),
    (lambda chance: f"0{_landline(chance)}x{chance.randrange(1, 100)}", 0.5),
)
