"""The samples can be made again to the byte, hold only drama numbers, and those in `examples/` are the made ones."""

from __future__ import annotations

import csv
import io
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from scripts.samples.lines import planted
from scripts.samples.make import EXAMPLES, made_lines, made_phones, samples
from scripts.samples.model import Line, Listed
from scripts.samples.numbers import MIX, STYLES, draw_spelling, fixed, mobile, spell
from scripts.samples.oracle import Seen, grade

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = samples()

#: Domain 11.2, as keys.
DRAMA = re.compile(
    r"\+44(?:7700900\d{3}|1632960\d{3}|2079460\d{3}|1134960\d{3}|1914980\d{3}|2896496\d{3}|2920180\d{3}|3069990\d{3}|8081570\d{3})"
)
#: Domain 11.3.
FOREIGN = {"+353851234567", "+12025550123", "+33612345678"}


def test_the_same_seed_gives_the_same_bytes():
    """Making the samples twice gives the same bytes."""
    assert samples() == SAMPLES


def test_another_seed_gives_other_phones():
    """Another seed changes the phones and the list, and not the names of the files."""
    others = samples(18)

    assert others.keys() == SAMPLES.keys()
    assert all(others[name] != SAMPLES[name] for name in SAMPLES if not name.endswith(".json"))


def test_the_command_writes_what_is_made(tmp_path):
    """`scripts/make_samples OUT --seed N` writes every file of that seed."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/make_samples", tmp_path / "out", "--seed", "18"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    written = {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert written == samples(18)


#: What stands in `examples/` and is no phone and no list (tests/unit/web/test_examples.py).
BY_HAND = {"README.md", "metadata.json"}


def test_the_examples_are_the_made_ones():
    """Every phone and list of `examples/` is what the default seed makes; refresh with `scripts/make_samples examples --examples`."""
    held = {
        path.relative_to(ROOT / "examples").as_posix(): path.read_bytes()
        for path in (ROOT / "examples").rglob("*")
        if path.is_file() and path.name not in BY_HAND
    }

    assert held == samples(only_examples=True)
    assert held.keys() >= EXAMPLES


@pytest.mark.parametrize("seed", [17, 1, 2, 3])
def test_every_number_is_a_drama_number(seed):
    """Phones and lists hold numbers of the drama ranges and the foreign examples only."""
    keys = {key for _, phone, _ in made_phones(seed) for person in phone.people for number in person.numbers for key in number.keys}
    keys |= {listed.key for line in made_lines(seed) for listed in line.numbers}
    keys |= {call_key for _, phone, _ in made_phones(seed) for call in phone.calls for call_key in call.who.keys}

    assert [key for key in sorted(keys - FOREIGN) if not DRAMA.fullmatch(key)] == []


def test_no_two_contacts_of_a_phone_share_a_number_by_chance():
    """A mobile belongs to one contact of a phone, so that a match has one reason."""
    for _, phone, _ in made_phones():
        keys = Counter(key for person in phone.people for number in person.numbers for key in number.keys if key.startswith("+447"))
        assert max(keys.values()) == 1


def test_spellings_follow_the_mix():
    """Drawn spellings come as often as the mix of the trade says, within three in a hundred."""
    draw = random.Random(5)
    shapes = Counter(_style_of(draw_spelling(mobile(123), draw).text) for _ in range(4000))

    assert {style: round(shapes[style] / 40) for style in MIX if abs(shapes[style] / 40 - MIX[style]) > 3} == {}


def _style_of(text: str) -> str:
    return next(style for style in STYLES if spell(mobile(123), style).text == text)


def test_fixed_numbers_have_the_length_of_their_range():
    """Numbers that are no mobiles have ten digits behind the country code."""
    draw = random.Random(5)

    assert {len(fixed(draw)) for _ in range(200)} == {13}


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith((".xlsx", ".ufdr"))])
def test_archives_carry_no_clock_and_no_compression(name):
    """Archives hold stored members with one fixed time, so that their bytes are the same on every machine."""
    with zipfile.ZipFile(io.BytesIO(SAMPLES[name])) as archive:
        assert {(member.date_time, member.compress_type) for member in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)}


@pytest.mark.parametrize(
    ("name", "start"),
    [
        pytest.param("every-case-outlook.csv", b'"Title","First Name"', id="Outlook quotes every cell"),
        pytest.param("every-case-samsung.csv", b"\xef\xbb\xbfDisplay Name", id="Samsung marks UTF-8"),
        pytest.param("every-case-unicode.txt", b"\xff\xfeN\x00a\x00", id="Unicode text is UTF-16LE with its mark"),
        pytest.param("every-case-semicolon.csv", b"\xef\xbb\xbfName;Mobile", id="semicolons"),
        pytest.param("every-case-report.xml", b'<?xml version="1.0" encoding="utf-8"?>\n<project id=', id="report.xml"),
        pytest.param("every-case-feature-phone.vcf", b"BEGIN:VCARD\r\nVERSION:2.1\r\n", id="vCard 2.1"),
    ],
)
def test_files_begin_as_their_programs_write_them(name, start):
    """Encodings, marks and headers are those of the programs."""
    assert SAMPLES[f"phones/{name}"].startswith(start)


def test_outlook_writes_its_own_code_page():
    """Outlook's file is cp1252 and not UTF-8."""
    data = SAMPLES["phones/every-case-outlook.csv"]

    assert "Léa".encode("cp1252") in data
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_vcard_lines_are_folded():
    """No line of a vCard 3.0 is longer than 75 bytes."""
    assert max(len(line) for line in SAMPLES["phones/every-case-phone.vcf"].split(b"\r\n")) <= 75


def test_the_list_has_a_row_for_each_number_and_person():
    """The list as text has as many rows as the lines have numbers and named people."""
    rows = list(csv.DictReader(io.StringIO(SAMPLES["lines.csv"].decode())))

    assert len(rows) == sum(len(line.numbers) + len(line.named) for line in made_lines())


def _line(first: date | None, last: date | None, **changes: object) -> tuple[Listed, Line]:
    listed = Listed(mobile(123), "07700 900123", first, last, **changes)
    return listed, Line("L-1", "Larkspur", (listed,))


@pytest.mark.parametrize(
    ("seen", "last", "expected"),
    [
        pytest.param(date(2026, 3, 31), date(2026, 3, 31), ("A", "overlaps"), id="the last day itself"),
        pytest.param(date(2026, 3, 31), date(2026, 3, 1), ("A", "near"), id="30 days after"),
        pytest.param(date(2026, 4, 1), date(2026, 3, 1), ("C", "outside"), id="31 days after"),
        pytest.param(date(2026, 4, 1), date(2025, 10, 3), ("C", "outside"), id="180 days after"),
        pytest.param(date(2026, 4, 1), date(2025, 10, 2), ("D", "possible_reissue"), id="181 days after"),
        pytest.param(None, date(2026, 3, 1), ("B", "undated"), id="the phone gives no time"),
    ],
)
def test_the_oracle_grades_by_days(seen, last, expected):
    """The oracle's grades are those of domain 5.2 at their edges."""
    listed, line = _line(date(2025, 1, 1), last)

    assert grade(Seen(seen, seen, frozenset({"contact"}), Counter(), is_repaired=False), listed, line) == expected


def test_every_kind_of_line_is_planted():
    """Among the planted lines are closed, covert, owner-only, violent and undated ones, one suspected false, and a named person."""
    lines = planted()

    assert {"active", "suspected", "dormant", "closed_type1", "closed_type2"} <= {line.status for line in lines}
    assert {"open_to_force", "owner_unit_only", "covert"} == {line.visibility for line in lines}
    assert {"firearm", "prison_run"} <= {marker for line in lines for marker in line.markers}
    assert {"exact", "month", "undated"} == {listed.precision for line in lines for listed in line.numbers}
    assert any(listed.grading[1] == "E" for line in lines for listed in line.numbers)
    assert any(line.named for line in lines)
