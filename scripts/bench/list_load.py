"""Loading a line list, as a ratio to the loop one would write over the same file: csv.DictReader and phonenumbers, no cell checked.

Two lists are loaded: the short one of `match_csv.py` (nine columns, three numbers to a line, every row dated and graded alike) and one with
every column of the contract filled, with its own dates on each row, people, closed numbers and numbers that stand on two lines. Processor
time, both interleaved in one process, medians of rounds. Numbers come from the unassigned +44 4 range.

    .venv/bin/python scripts/bench/list_load.py [--rows 100000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import csv
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import phonenumbers

sys.path.insert(0, str(Path(__file__).resolve().parent))

from match_csv import _write_list as write_list

from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line_list.columns import COLUMNS
from matcher.domain.match import Thresholds
from matcher.domain.matching.leads import LabelIndex
from matcher.service.lists.load_line_list import load_line_list
from matcher.service.load_number_lists import load_number_lists

CONFIG = Path(__file__).resolve().parents[2] / "config"


def main() -> None:
    """Write the lists, time both, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        short = write_list(Path(folder) / "short.csv", wanted.rows)
        full = _write_full(Path(folder) / "full.csv", wanted.rows)
        for title, path in (("nine columns", short), ("every column", full)):
            _compare(title, path, wanted.rows, wanted.rounds)


def _compare(title: str, path: Path, rows: int, rounds: int) -> None:
    lists = load_number_lists(CONFIG)
    rounds_of = [_round(path, lists) for _ in range(rounds)]
    ours, theirs, index = (statistics.median(taken) for taken in zip(*rounds_of, strict=True))
    print(
        f"{title}: {rows / ours:,.0f} rows/s, {theirs / ours:.1f} times the loop's {rows / theirs:,.0f} "
        f"({ours:.2f} s against {theirs:.2f} s); the index of its names takes {index:.2f} s more",
        flush=True,
    )


def _round(path: Path, lists: NumberLists) -> tuple[float, float, float]:
    """Seconds for the list, for the loop, and for the names of the list."""
    # What the round before made is gone by now, as in a fresh process.
    gc.collect()
    start = time.process_time()
    line_list = load_line_list(path, region="GB", lists=lists, test_numbers=True)
    loaded = time.process_time()
    LabelIndex(line_list, Thresholds())
    indexed = time.process_time()
    del line_list
    gc.collect()
    before = time.process_time()
    _loop(path)
    return loaded - start, time.process_time() - before, indexed - loaded


def _loop(path: Path) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            try:
                number = phonenumbers.parse(row["number"], "GB")
            except phonenumbers.NumberParseException:
                continue
            known.setdefault(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), []).append(row["line_id"])
    return known


def _write_full(path: Path, rows: int) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(_full_rows(rows))
    return path


def _full_rows(rows: int) -> Iterator[dict[str, str]]:
    chance = random.Random(3)
    for index in range(rows):
        line = index // 3
        facts = random.Random(line)
        first = date(2022, 1, 1) + timedelta(chance.randrange(1500))
        last = first + timedelta(chance.randrange(200))
        is_closed, is_person = chance.random() < 0.2, chance.random() < 0.1
        subscriber = f"{((index if chance.random() < 0.98 else index // 2) * 7_919 + 13) % 10**9:09d}"
        yield {
            "line_id": f"L-{line:06d}",
            "number": chance.choice([f"04{subscriber}", f"04{subscriber[:3]} {subscriber[3:]}", f"+44 4{subscriber[:3]} {subscriber[3:]}"]),
            "name": _name(facts),
            "aliases": f"{_name(facts)}; {_name(facts)}",
            "status": facts.choice(["active", "dormant", "suspected"]),
            "exporting_area": facts.choice(["Estmoor", "Beckford"]),
            "importing_areas": facts.choice(["Vale of Tarn", "Vale of Tarn; Beckford", "Estmoor"]),
            "number_role": chance.choice(["deal_line", "bulk_text_sender", "holder_personal"]),
            "first_seen": first.isoformat(),
            "last_seen": last.strftime("%d/%m/%Y") if line % 2 else last.isoformat(),
            "date_precision": chance.choice(["exact", "exact", "month", "quarter"]),
            "source_grade": chance.choice("123"),
            "intel_grade": chance.choice("ABCD"),
            "handling": chance.choice("PC"),
            "handling_conditions": chance.choice(["ask the owner first", "not beyond the force"]),
            "visibility": facts.choice(["open_to_force", "owner_unit_only"]),
            "owner_unit": facts.choice(["Estmoor Intelligence", "Beckford Intelligence"]),
            "markers": facts.choice(["knife", "knife; firearm", "cuckooing"]),
            "ocg_urn": f"U-{facts.randrange(500)}",
            "review_due": (date(2026, 1, 1) + timedelta(facts.randrange(365))).isoformat(),
            "closure_type": "type2" if is_closed else "",
            "closed_on": (last + timedelta(3)).isoformat() if is_closed else "",
            "ddtro_ref": f"R-{index}" if is_closed else "",
            "associate_name": f"Person {index}" if is_person else "",
            "associate_role": "holder" if is_person else "",
            "notes": f"seen in case {index}",
        }


def _name(facts: random.Random) -> str:
    return "".join(facts.choices("abcdefghijklmnoprstuvwy", k=facts.randrange(4, 11))).title()


if __name__ == "__main__":
    main()
