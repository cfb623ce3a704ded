"""The fast path against the reference over many generated and mutated texts: every reading must be equal in every field.

    .venv/bin/python scripts/bench/normaliser_agreement.py [--texts 2000000] [--seed 1]

A third of the texts come from the realistic mix, a third are mutations of them, and a third are put together of what is rare there and
hard: prefixes that withhold the caller or dial abroad, codes and names of countries apart from their numbers, digits against a number
with a sign between, signs that mark, hide or divert, two numbers in one cell, dates, lone digits behind a number, and mutations of these.
A tenth is read again with other regions and without the test namespace, and every key that is given without a reading is compared as
well. Ends with code 1 when one reading differs.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from number_corpus import mix

from matcher.domain.numbers import Number, key_column_of, keys_of, read_all
from matcher.domain.numbers.reference import read

_BATCH = 999
_SIGNS = "0123456789+-() ./,;:xpwoO#*'@ab\n\t\u00a0\u0663&<>_~|`\u2011\u202a"
_REGIONS = ("IE", "US", "DE", "FR", "IT", "JE", "RU", "SG", "AU")

_BEFORE = (
    *("141", "1470", "141 ", "1470-", "00", "001", "007", "0044", "00353", "+", "+44", "44", "440", "0", "#31#", "*31#", "*67", ")", "("),
    *("**21*", "*#", "#", "*", "_", "**", "1. ", "2) ", "#3 ", "Jay2 ", "Jay <", "tel:", "'", "\u202a", "12-03-2026 ", "24/7 ", "~"),
    *("https://wa.me/", "whatsapp://send?phone=", "t.me/+", "https://example.org/?phone=", "t.me/", "signal://", "sms:%2B", "tg:", "tel://"),
)  # fmt: skip
_BEHIND = (
    *("", "#", "*", "_", "**", ">", " 2", " 24", "-2", " 24/7", " 12/03/2026", " 12-3", " 3:30", "x4", "p1", ",,1#", "_x000D_", "3A"),
    *("@s.whatsapp.net", "@s.whatsapp.net_x000D_", "\u202a", "\u202c", " (new)", " 2nd", ".0", ",0", ",00", " & 900456", "/456", "xx"),
)  # fmt: skip
_JOINED = (
    "*",
    "#",
    "&",
    " & ",
    "p",
    "w",
    "x",
    "X",
    "-",
    " - ",
    "/",
    ";",
    ",",
    " or ",
    "\n",
    "|",
    "_",
    "<",
    "~",
    " ",
    "+",
    ",,",
    "**",
    " x ",
)
_WRITTEN = (
    *("07700900123", "7700900123", "7700900456", "8001111", "800 1111", "08001111", "0800 1111", "01632 960123", "120496012", "0120496012"),
    *("01204 96012", "353851234567", "353 85 123 4567", "85 123 4567", "2025550123", "202 555 0123", "33612345678", "6 12 34 56 78"),
    *("447700900123", "44 7700 900123", "07700 900 123", "0113-496-0123", "49 151 12345678", "40 712 345 6780", "01-12-2026 12-3"),
    *("12.34.56.78.90", "77 00 90 01 23", "770 090 0123", "01 20 49 60 12", "44-77-00-90-01-23", "51.507351,-0.127758", "900456", "60777"),
)  # fmt: skip


_CODES = (
    "+91",
    "+44",
    "+49",
    "+1",
    "+353",
    "0091",
    "0044",
    "91",
    "44",
    "49",
    "1",
    "33",
    "cc 91",
    "cc 44",
    "+India",
    "India",
    "+UK",
    "Jordan",
)
_AROUND = ("()", "[]", "{}", "<>", '""', "''", "", "", "", "")
_WORDS = ("", "", "", "mob ", "tel ", "ext ", "no ", "DE ", "India ", "UK ", "Jay ", "x ", "row 2 ", "2nd ")
_APART = (
    *(" ", ": ", ":", ", ", ",", ";", "|", "~", "\n", "/", " / ", "=", '"', "'", " - ", "-", ".", "_", "*", "#", "!", "?", "^", "\\", "\t"),
    *("&", " & ", " or ", ";;", "::", ") ", "] ", "> ", "@", "%", "\u2013", "\u00a0", "\u2192"),
)  # fmt: skip
_NATIONAL = ("7700900123", "07700900123", "07700 900 123", "20 7946 0123", "447700900123", "+447700900123", "1632 960123", "08001111")


def _apart(chance: random.Random) -> str:
    """Put the code or the name of a country before a number, with whatever signs and words between."""
    around = chance.choice(_AROUND)
    code = chance.choice(_CODES)
    written = f"{around[:1]}{code}{around[1:]}{chance.choice(_APART)}{chance.choice(_WORDS)}{chance.choice(_NATIONAL)}"
    return written if chance.random() < 0.8 else f"{written}{chance.choice(_APART)}{chance.choice(_WRITTEN)}"


def _clinging(chance: random.Random) -> str:
    """Put lone digits against a number, with one sign between."""
    digits = str(chance.randrange(10 ** chance.randrange(1, 5)))
    number, sign = chance.choice((*_NATIONAL, *_WRITTEN)), chance.choice(_APART)
    match chance.randrange(3):
        case 0:
            return f"{number}{sign}{digits}"
        case 1:
            return f"{digits}{sign}{number}"
        case _:
            at = chance.randrange(1, len(number))
            return f"{number[:at]}{sign}{number[at:]}"


def _mutate(text: str, chance: random.Random) -> str:
    signs = list(text)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(signs) + 1)
        match chance.randrange(3):
            case 0:
                signs.insert(at, chance.choice(_SIGNS))
            case 1:
                del signs[at : at + 1]
            case _:
                signs[at : at + 1] = chance.choice(_SIGNS)
    return "".join(signs)


def _hard(chance: random.Random) -> str:
    """Put a text together of what is rare in phones and hard to read."""
    if (kind := chance.random()) < 0.3:
        made = _apart(chance) if kind < 0.15 else _clinging(chance)
        return _mutate(made, chance) if chance.random() < 0.2 else made
    text = f"{chance.choice(_BEFORE) if chance.random() < 0.7 else ''}{chance.choice(_WRITTEN)}"
    if chance.random() < 0.35:
        text += f"{chance.choice(_JOINED)}{chance.choice(_BEFORE) if chance.random() < 0.3 else ''}{chance.choice(_WRITTEN)}"
    if chance.random() < 0.5:
        text += chance.choice(_BEHIND)
    return _mutate(text, chance) if chance.random() < 0.4 else text


def _compare(texts: list[str], region: str, *, test_numbers: bool) -> int:
    differing = 0
    keys = keys_of(texts, region, test_numbers=test_numbers)
    # A column that is not even goes another way: those that have a key are asked for by themselves as well.
    plain = [(text, key) for text, key in zip(texts, keys, strict=True) if key is not None]
    for asked, known in ((texts, keys), *(([text for text, _ in part], [key for _, key in part]) for part in (plain, plain[:50]))):
        values = key_column_of(asked, region, test_numbers=test_numbers).values.tolist()
        if values != [int(key or 0) for key in known]:
            differing += 1
            print(f"a column of keys differs in {region}")
    for text, fast, key in zip(texts, read_all(texts, region, test_numbers=test_numbers), keys, strict=True):
        slow = read(text, region, test_numbers=test_numbers)
        # Named tuples of two kinds may be equal; their kinds may not differ.
        if fast != slow or [type(each) for each in fast] != [type(each) for each in slow]:
            differing += 1
            print(f"differs in {region}: {text!a}: fast {fast}, reference {slow}")
        elif key is not None and [each.e164 for each in slow if isinstance(each, Number)] != [key]:
            differing += 1
            print(f"key differs in {region}: {text!a}: {key}, reference {slow}")
    return differing


def main() -> None:
    """Compare batch by batch and print the count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    compared = differing = 0
    while compared < wanted.texts:
        made = mix(_BATCH // 3, seed=chance.randrange(10**9))
        texts = [*made, *(_mutate(text, chance) for text in made), *(_hard(chance) for _ in made)]
        differing += _compare(texts, "GB", test_numbers=True)
        part = texts[:: _BATCH // 100]
        differing += _compare(part, chance.choice(_REGIONS), test_numbers=False)
        differing += _compare(part, "GB", test_numbers=False)
        compared += len(texts) + 2 * len(part)
    print(f"{compared:,} texts compared, {differing} differ")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
