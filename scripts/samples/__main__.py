"""Writes the samples: `scripts/make_samples OUT [--seed N] [--examples]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.samples.make import DEFAULT_SEED, samples


def main() -> None:
    """Write every sample with its expected answer beside it."""
    parser = argparse.ArgumentParser(prog="scripts/make_samples", description="Write seeded phones in every format, and a line list.")
    parser.add_argument("out", type=Path, help="folder to write to; made where it is not there")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help=f"other phones and another list (default {DEFAULT_SEED})")
    parser.add_argument("--examples", action="store_true", help="only the few files that examples/ holds")
    asked = parser.parse_args()
    written = samples(asked.seed, only_examples=asked.examples)
    try:
        for name, data in written.items():
            path = asked.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        sys.exit(f"make_samples: error: cannot write to {asked.out}: {error.strerror}")
    print(f"{len(written)} files written to {asked.out}")


if __name__ == "__main__":
    main()
