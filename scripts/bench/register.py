"""A list of 100,000 numbers previewed against a register that holds the same: processor time of each step, loading the list as baseline.

The list is the one of `list_load.py` with every column filled. What a preview adds to it: the store, which opens one sealed value, and what
is shown of it.

    .venv/bin/python scripts/bench/register.py [--rows 100000]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent))

from list_load import CONFIG, _write_full

from matcher.domain.register import Conventions, ImportMode, line_list_of, plan_import, read_document, write_document
from matcher.service.lists.load_line_list import load_line_list_of
from matcher.service.lists.load_register import load_register_of
from matcher.service.load_number_lists import load_number_lists

T = TypeVar("T")


def main() -> None:
    """Write the list, take each step once, print its time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    wanted = parser.parse_args()
    lists = load_number_lists(CONFIG)
    conventions = Conventions(lists, test_numbers=True)
    with tempfile.TemporaryDirectory() as folder:
        content = _write_full(Path(folder) / "full.csv", wanted.rows).read_bytes()
    settings = {"name": "full.csv", "region": "GB", "lists": lists, "test_numbers": True}
    _timed("loading the list alone (baseline)", lambda: load_line_list_of(content, **settings))
    current = _timed("the file as records", lambda: load_register_of(content, **settings)).register
    document = _timed("writing the document", lambda: write_document(current))
    current = _timed("reading the document", lambda: read_document(document))
    imported = load_register_of(content, **settings)
    plan = _timed("planning against the same", lambda: plan_import(current, imported, ImportMode.WHOLE, conventions))
    _timed("the list of the register", lambda: line_list_of(current, name="full.csv", sha256="", conventions=conventions))
    print(f"{len(current.records):,} records, {len(document) / 1e6:.1f} MB, {len(plan.changes)} changes", flush=True)


def _timed(what: str, step: Callable[[], T]) -> T:
    before = time.process_time()
    found = step()
    print(f"{what}: {time.process_time() - before:.2f} s", flush=True)
    return found


if __name__ == "__main__":
    main()
