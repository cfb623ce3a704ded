"""How long a person waits: the whole `linewatch match` on a 500-contact vCard, start and imports included, beside the bare interpreter.

.venv/bin/python scripts/bench/startup.py [--rounds 7]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Time both in turn and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        phone, lines = Path(folder, "phone.vcf"), Path(folder, "lines.csv")
        phone.write_text("".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:C{n}\nTEL:07700 900{n:03d}\nEND:VCARD\n" for n in range(500)))
        lines.write_text("line_id,number\n" + "".join(f"L{n},07700 900{n:03d}\n" for n in range(450, 550)))
        ours = [str(ROOT / "scripts" / "linewatch"), "match", str(phone), "--lines", str(lines), "--json"]
        bare = [sys.executable, "-I", "-c", "pass"]
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(rounds):
            for index, command in enumerate((ours, bare)):
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                taken[index].append(time.perf_counter() - start)
    ours_median, bare_median = (statistics.median(times) for times in taken)
    print(
        f"match on 500 contacts: {ours_median:.2f} s (from {min(taken[0]):.2f} to {max(taken[0]):.2f}); "
        f"bare interpreter {bare_median:.2f} s; "
        f"ratio {ours_median / bare_median:.0f}"
    )


if __name__ == "__main__":
    main()
