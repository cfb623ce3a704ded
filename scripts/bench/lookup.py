"""One look-up against a list of 1,000 numbers and one of 1,000,000: what it costs, beside a bare probe of a plain dictionary as large.

The numbers of a phone are asked for as a screening asks: a batch of fields becomes keys, and the keys are looked for among the numbers of
lines and those of named people. The look-up is timed alone, and together with the reading before it. One number in two hundred is listed.
The bare probe is `key in dict` over the same keys: what it costs more in the larger dictionary is the memory of the machine, since a table
of a million does not fit its caches. Processor time, sizes interleaved in one process, medians of rounds.

    .venv/bin/python scripts/bench/lookup.py [--numbers 200000] [--rounds 7] [--lists 1000 1000000]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import compress, islice
from typing import NamedTuple

from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import LineList
from matcher.domain.line_list.parsing import ListOrigin, parse_line_list
from matcher.domain.numbers import keys_of

#: Fields that are read together, as a table's rows are.
_BATCH = 2048

#: Entries that are asked for in one round.
_ENTRIES = 100


class _Times(NamedTuple):
    """Seconds of each round."""

    read_and_look_up: list[float]
    look_up: list[float]
    bare: list[float]
    first_entry: list[float]


def main() -> None:
    """Make the lists, ask for the same numbers in all of them, print what one costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--lists", type=int, nargs="+", default=[1_000, 1_000_000])
    wanted = parser.parse_args()
    lists = {size: _list_of(size) for size in wanted.lists}
    bare = {size: dict.fromkeys(line_list.entries) for size, line_list in lists.items()}
    phones = {size: _phone(wanted.numbers, size) for size in lists}
    times = {size: _Times([], [], [], []) for size in lists}
    for _ in range(wanted.rounds):
        for size, line_list in lists.items():
            _time(phones[size], line_list, bare[size], times[size])
    each = {size: [statistics.median(taken) / wanted.numbers * 1e9 for taken in found[:3]] for size, found in times.items()}
    for size, (read, look_up, probe) in each.items():
        entry = statistics.median(times[size].first_entry) / _ENTRIES * 1e6
        print(
            f"{size:9,d} listed: a number with its reading {read:5.0f} ns, the look-up of it {look_up:4.0f} ns, "
            f"{look_up / probe:.2f} times the bare probe's {probe:.0f} ns; the entry of a match {entry:.1f} us"
        )
    small, large = each[min(each)], each[max(each)]
    print(
        f"{max(each):,d} against {min(each):,d}: {large[0] / small[0]:.2f} times for a number with its reading, "
        f"{large[1] / small[1]:.2f} for the look-up, {large[2] / small[2]:.2f} for the bare probe"
    )


def _time(phone: Sequence[str], line_list: LineList, bare: dict[str, None], times: _Times) -> None:
    batches = [phone[start : start + _BATCH] for start in range(0, len(phone), _BATCH)]
    times.read_and_look_up.append(_seconds(lambda: [_look_up(keys_of(batch, test_numbers=True), line_list) for batch in batches]))
    # Keys are read anew for each, as a key that was looked for before is found faster.
    read = [keys_of(batch, test_numbers=True) for batch in batches]
    times.look_up.append(_seconds(lambda: [_look_up(keys, line_list) for keys in read]))
    read = [keys_of(batch, test_numbers=True) for batch in batches]
    times.bare.append(_seconds(lambda: [deque(map(bare.__contains__, keys), maxlen=0) for keys in read]))
    # Other numbers each round, so that their entries were not made before.
    done = len(times.first_entry) * _ENTRIES
    keys = list(islice(line_list.entries, done, done + _ENTRIES))
    times.first_entry.append(_seconds(lambda: [line_list.entries[key] for key in keys]))


def _look_up(keys: Sequence[str | None], line_list: LineList) -> list[int]:
    """Say which numbers of a batch are listed, as `matcher/service/screening/intake.py` does."""
    places = range(len(keys))
    return [
        *compress(places, map(line_list.entries.__contains__, keys)),
        *compress(places, map(line_list.associates.__contains__, keys)),
    ]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _list_of(size: int) -> LineList:
    rows = ((index + 2, [f"L-{index // 3}", f"04{_subscriber(index)}"]) for index in range(size))
    origin = ListOrigin("made for the measurement", "0" * 64, test_numbers=True)
    return parse_line_list(["line_id", "number"], rows, origin=origin, lists=NumberLists())


def _phone(numbers: int, listed: int) -> list[str]:
    chance = random.Random(1)
    # Beside the listed numbers of the largest list, and in no order.
    asked = [_subscriber(chance.randrange(listed) if index % 200 == 0 else 2_000_000 + index) for index in range(numbers)]
    chance.shuffle(asked)
    return [f"04{subscriber[:3]} {subscriber[3:]}" for subscriber in asked]


def _subscriber(index: int) -> str:
    """Nine digits behind +44 4, spread over the range."""
    return f"{(index * 7_919 + 13) % 10**9:09d}"


if __name__ == "__main__":
    main()
