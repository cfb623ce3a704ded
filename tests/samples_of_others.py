"""Real files published by others, read in place beside the checkout and never copied into it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

SAMPLES = Path(os.environ.get("LINEWATCH_SAMPLES", Path(__file__).resolve().parents[2] / "shared" / "samples"))

#: Sample name -> truth, counted with other tools; empty where the samples are not at hand.
EXPECTED: dict[str, dict] = json.loads((SAMPLES / "expected.json").read_text("utf-8")) if (SAMPLES / "expected.json").is_file() else {}

needs_samples = pytest.mark.skipif(not EXPECTED, reason="the real sample files are not beside this checkout")
