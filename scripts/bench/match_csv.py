"""`linewatch match` on a large CSV against a large list, as a ratio to the script a colleague would write: csv + phonenumbers + dict.

Both run as whole processes, interleaved, imports and list loading included; seconds are processor time, which a busy machine changes least,
with the wall clock beside it. Two files are timed: every row a different number, and a log in
which the same few thousand numbers come back. Numbers come from the unassigned +44 4 range (`LINEWATCH_TEST_NUMBERS`), written in the
styles of domain facts 13.2. Peak memory is that of the largest process. A second process helps to read: on two quiet cores the answer comes
sooner than the processor time says.

    .venv/bin/python scripts/bench/match_csv.py [--rows 500000] [--listed 100000] [--rounds 3] [--words Notes]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_WORDS = ("friend of Kay", "works at the shop", "met at school")

BASELINE = """
import csv, json, sys
import phonenumbers
from phonenumbers import PhoneNumberFormat, NumberParseException
def key(text):
    try:
        return phonenumbers.format_number(phonenumbers.parse(text, "GB"), PhoneNumberFormat.E164)
    except NumberParseException:
        return None
known = {}
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        known[key(row["number"])] = row["line_id"]
hits = {}
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        found = key(row["Mobile Phone"])
        if found in known:
            hits.setdefault(found, []).append(row["Name"])
print(json.dumps({"matched": len(hits)}))
"""


def main() -> None:
    """Write the files, time both, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--listed", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--words", metavar="HEADER", help="fill a column of this name in every row, as Notes or Company is")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "baseline.py").write_text(BASELINE)
        lines = _write_list(work / "lines.csv", wanted.listed)
        for title, distinct in (("every row another number", wanted.rows), ("a log of 5,000 numbers", 5_000)):
            phone = _write_phone(work / "phone.csv", wanted.rows, distinct, wanted.listed, wanted.words)
            _compare(title, work / "baseline.py", phone, lines, wanted.rounds)


def _compare(title: str, baseline: Path, phone: Path, lines: Path, rounds: int) -> None:
    ours = [sys.executable, "-I", "-m", "matcher", "match", str(phone), "--lines", str(lines), "--at", "2026-04-20T12:00:00Z", "--json"]
    theirs = [sys.executable, "-I", str(baseline), str(phone), str(lines)]
    ratios, waits, times, memory = [], ([], []), ([], []), ([], [])
    for _ in range(rounds):
        for index, command in enumerate((ours, theirs)):
            seconds, waited, peak, printed = _run(command)
            times[index].append(seconds)
            waits[index].append(waited)
            memory[index].append(peak)
            matched = json.loads(printed)
            found = matched["screening"]["counts"]["matched_numbers"] if index == 0 else matched["matched"]
            who = "linewatch" if index == 0 else "script   "
            print(f"  {who} {seconds:7.2f} s ({waited:.2f} s waited)  {peak / 1024:6.0f} MiB  {found} numbers matched", flush=True)
        ratios.append(times[1][-1] / times[0][-1])
    ours_said, theirs_said = (
        f"{statistics.median(taken):.2f} s, {max(used) // 1024} MiB" for taken, used in zip(times, memory, strict=True)
    )
    sooner = statistics.median(theirs / ours for ours, theirs in zip(*waits, strict=True))
    print(
        f"{title}: {statistics.median(ratios):.1f} times less processor time (linewatch {ours_said}; script {theirs_said}), "
        f"{sooner:.1f} times sooner",
        flush=True,
    )


def _run(command: list[str]) -> tuple[float, float, int, str]:
    """Seconds of processor time, seconds waited, peak memory in KiB, standard output."""
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=printed, env=os.environ | {"LINEWATCH_TEST_NUMBERS": "1"})
        _, status, usage = os.wait4(process.pid, 0)
        waited = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        text = printed.read().decode()
    if process.returncode:
        sys.exit(f"{command[2:5]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, waited, usage.ru_maxrss, text


def _subscriber(index: int) -> str:
    """Nine digits behind +44 4, spread over the range."""
    return f"{(index * 7_919 + 13) % 10**9:09d}"


def _style(digits: str, chance: random.Random) -> str:
    pick = chance.random()
    if pick < 0.5:
        return f"04{digits}"
    if pick < 0.75:
        return f"+444{digits}"
    if pick < 0.9:
        return f"04{digits[:3]} {digits[3:]}"
    return f"+44 4{digits[:3]} {digits[3:]}"


def _write_list(path: Path, count: int) -> Path:
    chance = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["line_id", "name", "status", "number", "first_seen", "last_seen", "source_grade", "intel_grade", "handling"])
        for index in range(count):
            line = index // 3
            writer.writerow(
                [
                    f"L-{line:06d}",
                    f"Brand{line:06d}",
                    "active",
                    _style(_subscriber(index), chance),
                    "2026-01-05",
                    "2026-04-01",
                    "2",
                    "B",
                    "P",
                ]
            )
    return path


def _write_phone(path: Path, rows: int, distinct: int, listed: int, words: str | None = None) -> Path:
    chance = random.Random(2)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Name", "Mobile Phone", "Email", *([words] if words else ())])
        for index in range(rows):
            number = index % distinct
            # One number in two hundred is listed.
            subscriber = _subscriber(number % listed) if number % 200 == 0 else _subscriber(number + listed + 1)
            said = [_WORDS[index % len(_WORDS)]] if words else ()
            writer.writerow([f"Contact {number}", _style(subscriber, chance), f"c{number}@example.org", *said])
    return path


if __name__ == "__main__":
    main()
