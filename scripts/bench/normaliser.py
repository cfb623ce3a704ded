"""The normaliser against the loop one would write, `phonenumbers` parse and format, on one core, contenders in turn, medians.

    .venv/bin/python scripts/bench/normaliser.py [--texts 100000] [--rounds 5]

Prints the ratio for the realistic mix and for clean UK mobiles, and how many keys differ where the loop gives a number of the right shape.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import phonenumbers

sys.path.insert(0, str(Path(__file__).resolve().parent))

from number_corpus import clean_mobiles, mix

from matcher.domain.numbers import Number, read_all

_BATCH = 4096


def _loop(texts: list[str]) -> list[str | None]:
    keys: list[str | None] = []
    for text in texts:
        try:
            keys.append(phonenumbers.format_number(phonenumbers.parse(text, "GB"), phonenumbers.PhoneNumberFormat.E164))
        except phonenumbers.NumberParseException:
            keys.append(None)
    return keys


def _ours(texts: list[str]) -> list[str | None]:
    keys: list[str | None] = []
    for start in range(0, len(texts), _BATCH):
        for readings in read_all(texts[start : start + _BATCH], "GB", test_numbers=True):
            first = readings[0] if len(readings) == 1 else None
            keys.append(first.e164 if isinstance(first, Number) else None)
    return keys


def _say_differences(texts: list[str]) -> None:
    told: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for text, ours, loop in zip(texts, _ours(texts), _loop(texts), strict=True):
        if ours == loop:
            told["same"] += 1
            continue
        what = "only the loop gives a key" if ours is None else "only the normaliser gives a key" if loop is None else "different keys"
        told[what] += 1
        examples.setdefault(what, ascii(text))
    for what, count in told.most_common():
        print(f"  {count:7d} {what}{f', such as {examples[what]}' if what in examples else ''}")


def main() -> None:
    """Time both on both corpora and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    for title, texts in (("realistic mix", mix(wanted.texts)), ("clean UK mobiles", clean_mobiles(wanted.texts))):
        _loop(texts[:2000])
        _ours(texts[:2000])
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(wanted.rounds):
            for index, contender in enumerate((_ours, _loop)):
                start = time.perf_counter()
                contender(texts)
                taken[index].append(time.perf_counter() - start)
        ratio = statistics.median(loop / ours for ours, loop in zip(*taken, strict=True))
        ours, loop = (statistics.median(times) / len(texts) * 1e6 for times in taken)
        print(f"{title}: {ratio:.1f} times the loop ({ours:.2f} against {loop:.1f} microseconds a text, {len(set(texts))} different texts)")
        _say_differences(texts)


if __name__ == "__main__":
    main()
