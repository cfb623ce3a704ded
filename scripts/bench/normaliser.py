"""The normaliser against the loop one would write, `phonenumbers` parse and format: one core, one run, processor time, medians of rounds.

    .venv/bin/python scripts/bench/normaliser.py [--texts 100000] [--rounds 5]

Prints the ratio for the realistic mix and for clean UK mobiles, and how many keys differ where the loop gives a number of the right shape;
then the ratio of `keys_of`, which gives the keys of clean numbers and nothing else.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import phonenumbers

sys.path.insert(0, str(Path(__file__).resolve().parent))

from number_corpus import clean_mobiles, mix

from matcher.domain.numbers import Number, Reading, keys_of, read_all

_BATCH = 1024
_JOINT = "\x1f"


def _loop(texts: list[str]) -> list[str | None]:
    keys: list[str | None] = []
    for text in texts:
        try:
            keys.append(phonenumbers.format_number(phonenumbers.parse(text, "GB"), phonenumbers.PhoneNumberFormat.E164))
        except phonenumbers.NumberParseException:
            keys.append(None)
    return keys


def _ours(texts: list[str]) -> list[tuple[Reading, ...]]:
    return read_all(texts, "GB", test_numbers=True)


def _keys(texts: list[str]) -> list[str | None]:
    """Keys of the fields with one number."""
    read = (readings[0] if len(readings) == 1 else None for readings in _ours(texts))
    return [each.e164 if isinstance(each, Number) else None for each in read]


def _say_differences(texts: list[str]) -> None:
    told: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for text, ours, loop in zip(texts, _keys(texts), _loop(texts), strict=True):
        if ours == loop:
            told["same"] += 1
            continue
        what = "only the loop gives a key" if ours is None else "only the normaliser gives a key" if loop is None else "different keys"
        told[what] += 1
        examples.setdefault(what, ascii(text))
    for what, count in told.most_common():
        print(f"  {count:7d} {what}{f', such as {examples[what]}' if what in examples else ''}")


def _time(batches: list[str], ours: Callable[[list[str]], object] = _ours) -> tuple[float, float]:
    """Seconds of each contender over all batches, one after the other; texts are just made, as a reader of files hands them over."""
    taken = []
    for contender in (ours, _loop):
        seconds = 0.0
        for batch in batches:
            texts = batch.split(_JOINT)
            start = time.process_time()
            contender(texts)
            seconds += time.process_time() - start
        taken.append(seconds)
    return taken[0], taken[1]


def main() -> None:
    """Time both on both corpora and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    # As the command line sets it; for both contenders.
    gc.set_threshold(100_000, 20, 100)
    clean = clean_mobiles(wanted.texts)
    for title, texts, contender in (
        ("realistic mix", mix(wanted.texts), _ours),
        ("clean UK mobiles", clean, _ours),
        ("their keys", clean, keys_of),
    ):
        batches = [_JOINT.join(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        rounds = [_time(batches, contender) for _ in range(wanted.rounds + 1)][1:]
        ratio = statistics.median(loop / ours for ours, loop in rounds)
        ours, loop = (statistics.median(times) / len(texts) * 1e6 for times in zip(*rounds, strict=True))
        print(f"{title}: {ratio:.1f} times the loop ({ours:.2f} against {loop:.1f} microseconds a text, {len(set(texts))} different texts)")
        if contender is _ours:
            _say_differences(texts)


if __name__ == "__main__":
    main()
