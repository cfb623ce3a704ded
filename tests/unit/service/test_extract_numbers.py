"""What stands in a file is said in the order of the file."""

from __future__ import annotations

from pathlib import Path

from builders import number_lists
from matcher.domain.screening import SkippedRow
from matcher.domain.sighting import Sighting
from matcher.service.extract_numbers import extract_numbers
from matcher.service.screening.intake import IntakeRequest


def test_skipped_rows_stand_between_the_numbers_of_the_others(tmp_path: Path):
    """Whoever reads what was found in a table finds its rows one below the other."""
    file = tmp_path / "phone.csv"
    file.write_text("Name,Number\nJay,07700900001\nMo,\nKit,07700900002\nBo,\n", encoding="utf-8")

    given = [each.place for each in extract_numbers([file], IntakeRequest(), number_lists()) if isinstance(each, Sighting | SkippedRow)]

    assert given == [f"phone.csv:{row}" for row in range(2, 6)]
