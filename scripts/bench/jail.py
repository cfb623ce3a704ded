"""What the jail costs: the same file read in the same process and in the jail, into records and into summed-up sightings.

Each round reads in fresh processes, one contender after the other, so that a noisy machine is noisy for both. Prints the medians, their
ratio, and the peak memory of the process and of the reader in its jail.

    .venv/bin/python scripts/bench/jail.py --megabytes 500 --rounds 3
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).resolve().parent))

from report_xml import write_report  # noqa: E402 # a neighbour in this folder

_RUN = """
import gc, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from ingest import Record, Rows, Source, read_extraction, read_in_jail
from config.door import FOLDER
from matcher.service.screening.intake import Intake, IntakeRequest
from matcher.domain.matching.interest import Interest
from matcher.service.load_number_lists import load_number_lists
gc.set_threshold(100_000, 20, 100)
path, is_jailed, is_summed = Path(sys.argv[1]), "jailed" in sys.argv[2], "summed" in sys.argv[2]
lists = load_number_lists(FOLDER)
started = time.perf_counter()
if is_jailed:
    extraction = read_in_jail(path.open("rb"), name=path.name, size=path.stat().st_size, sha256="0" * 64)
else:
    source = Source(path)
    source.__dict__["sha256"] = "0" * 64
    extraction = read_extraction(source)
numbers = 0
if is_summed:
    intake = Intake(extraction, IntakeRequest(), lists, Interest(frozenset(), frozenset(), lambda _: False))
    for _ in intake.run():
        pass
    numbers = intake.records
else:
    for part in extraction.parts():
        numbers += len(part.raws) if isinstance(part, Rows) else len(part.mentions) if isinstance(part, Record) else 0
taken = time.perf_counter() - started
peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(taken, *peaks, numbers)
"""


class _Run(NamedTuple):
    seconds: float
    peak: int
    peak_of_reader: int
    counted: int


def _run(path: Path, how: str) -> _Run:
    done = subprocess.run([sys.executable, "-c", _RUN, str(path), how, str(ROOT)], check=True, capture_output=True, text=True, timeout=1800)
    seconds, peak, peak_of_reader, counted = done.stdout.split()
    return _Run(float(seconds), int(peak) // 1024, int(peak_of_reader) // 1024, int(counted))


def _compare(title: str, path: Path, rounds: int) -> None:
    for what in ("records", "summed"):
        free, jailed = [], []
        for _ in range(rounds):
            free.append(_run(path, f"free {what}"))
            jailed.append(_run(path, f"jailed {what}"))
        if {run.counted for run in free} != {run.counted for run in jailed}:
            sys.exit(f"{title}: the jail gave something else")
        mine, theirs = (statistics.median(run.seconds for run in runs) for runs in (free, jailed))
        print(
            f"{title}, {what}: free {mine:.2f} s, jailed {theirs:.2f} s, ratio {theirs / mine:.2f}, {theirs - mine:+.2f} s; peak"
            f" {max(run.peak for run in free)} MiB free, {max(run.peak for run in jailed)} MiB beside a reader of"
            f" {max(run.peak_of_reader for run in jailed)} MiB",
            flush=True,
        )


def main() -> None:
    """Write the files, read them both ways, print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=500, help="size of the report (default 500)")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        card, report = Path(folder, "phone.vcf"), Path(folder, "large.ufdr")
        card.write_text("".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:C{n}\nTEL:07700 900{n:03d}\nEND:VCARD\n" for n in range(500)))
        size = write_report(report, options.megabytes) / 1e6
        _compare("vCard of 500", card, options.rounds)
        _compare(f"report of {size:.0f} MB", report, options.rounds)


if __name__ == "__main__":
    main()
