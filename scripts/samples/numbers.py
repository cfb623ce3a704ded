"""Drama numbers and the ways people write them. No number of this module can belong to anybody."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text as a phone holds it, and what it must be read as."""

    text: str
    #: E.164 keys, in the order of the text; empty where the text gives no usable number.
    keys: tuple[str, ...]
    status: str = "ok"
    certainty: str = "exact"
    #: Must leave no trace anywhere.
    is_protected: bool = False

    @property
    def is_repaired(self) -> bool:
        """Whether a declared fault has to be mended to read it."""
        return self.certainty == "repaired"


def mobile(last: int) -> str:
    """Give a mobile of the drama range 07700 900000 to 900999."""
    return f"+447700900{last:03d}"


#: Drama ranges that are no mobiles, each without its last three digits: area codes, UK-wide 03, freephone.
_FIXED = (
    "+441632960",
    "+442079460",
    "+441134960",
    "+441914980",
    "+442896496",
    "+442920180",
    "+443069990",
    "+448081570",
)


def fixed(draw: random.Random) -> str:
    """Draw a number of a drama range that is no mobile."""
    return draw.choice(_FIXED) + f"{draw.randrange(1000):03d}"


def national(key: str) -> str:
    """Write a UK key with its trunk zero and without gaps."""
    return "0" + key.removeprefix("+44")


def spaced(key: str) -> str:
    """Write a UK key as it stands in print."""
    digits = national(key)
    if digits.startswith("02"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if digits[1] == "1" and "1" in digits[2:4]:
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return f"{digits[:5]} {digits[5:]}"


Speller = Callable[[str], Spelling]


def _written(form: Callable[[str], str], certainty: str = "exact") -> Speller:
    return lambda key: Spelling(form(key), (key,), "ok_repaired" if certainty == "repaired" else "ok", certainty)


#: Every style by name.
STYLES: Mapping[str, Speller] = {
    "plain": _written(national),
    "international": _written(lambda key: key),
    "international spaced": _written(lambda key: "+44 " + spaced(key)[1:]),
    "spaced": _written(spaced),
    "double zero": _written(lambda key: "00" + key[1:]),
    "no plus": _written(lambda key: key[1:], "inferred"),
    "trunk zero": _written(lambda key: "+44 (0)" + spaced(key)[1:]),
    "trunk zero tight": _written(lambda key: "+44(0)" + national(key)[1:]),
    "dashed": _written(lambda key: spaced(key).replace(" ", "-")),
    "lost zero": _written(lambda key: national(key)[1:], "inferred"),
    "label": _written(lambda key: national(key) + " (new)"),
    "trailing word": _written(lambda key: spaced(key) + " mob"),
    "letter O": _written(lambda key: spaced(key).replace("0", "O", 1).replace("900", "9OO"), "repaired"),
    "float": _written(lambda key: national(key)[1:] + ".0", "repaired"),
}

#: The mix of domain 13.2 for what is one readable number; the rest of the mix is planted. Weights are per cent.
MIX = {
    "plain": 46,
    "international": 14,
    "international spaced": 8,
    "spaced": 14,
    "double zero": 4,
    "no plus": 4,
    "trunk zero": 2,
    "trunk zero tight": 1,
    "dashed": 2,
    "lost zero": 3,
    "label": 2,
    "trailing word": 1,
}

#: Phones write these themselves into call logs and messages.
NETWORK = ("plain", "international", "international")


def spell(key: str, style: str) -> Spelling:
    """Write a key in a style."""
    return STYLES[style](key)


def draw_spelling(key: str, draw: random.Random) -> Spelling:
    """Write a key in a style of the mix; numbers that are no mobiles never lose what tells their country."""
    style = draw.choices(list(MIX), list(MIX.values()))[0]
    if style in {"lost zero", "no plus"} and not key.startswith("+447"):
        style = "plain"
    return spell(key, style)


def several(*keys: str, between: str = " / ") -> Spelling:
    """Write several numbers into one cell."""
    return Spelling(between.join(spaced(key) for key in keys), keys)


def protected(spelling: Spelling) -> Spelling:
    """Mark a spelling as one that must leave no trace."""
    return replace(spelling, is_protected=True)


def unusable(text: str, status: str) -> Spelling:
    """Write something that is no usable number."""
    return Spelling(text, (), status, "partial")


#: Foreign numbers reserved for examples (domain 11.3).
FOREIGN = (
    Spelling("+353 85 123 4567", ("+353851234567",)),
    Spelling("+1 202 555 0123", ("+12025550123",)),
    Spelling("00 33 6 12 34 56 78", ("+33612345678",)),
)
