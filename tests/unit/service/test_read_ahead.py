"""A file that a second process reads gives what it gives when this one reads it, whatever becomes of the second one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path

import pytest

from ingest import Extraction, Opened, Part, Remark, Rows
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.matching.interest import Interest
from matcher.service.load_number_lists import load_number_lists
from matcher.service.screening import read_ahead
from matcher.service.screening.intake import Intake, IntakeRequest, open_extraction
from matcher.service.screening.read_ahead import reading_ahead
from matcher.service.screening.ready_rows import Counted, Findings, ReadyRows, RowCounter

LISTS = load_number_lists(Path(__file__).resolve().parents[3] / "config")
REQUEST = IntakeRequest()


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_ahead, "SMALLEST", 1)
    monkeypatch.setattr(read_ahead, "_cores", lambda: 2)
    # Other tests may have left threads behind in this process; a command has none.
    monkeypatch.setattr(read_ahead.threading, "active_count", lambda: 1)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of plain rows, with rows among them that are looked at one by one."""
    rows = [f"Friend {index},07700 900{index % 1000:03d},f{index}@example.org" for index in range(6_000)]
    rows[4_000] = "Nobody,,"
    rows[4_500] = "Helpline 0800 1111,07700 900444,"
    rows[4_501] = "Two,07700 900445 or 07700 900446,"
    words = [("", "", "met at school"), ("Example Ltd", "", ""), ("", "friend of Kay", ""), ("", "", "")]
    rows = [",".join((row, *words[at % 4])) for at, row in enumerate(rows)]
    rows[3_000] = "Kit,07700 900450,,,solicitor,"
    rows[3_001] = "Kat,07700 900451,,Harker Solicitors,,"
    path = tmp_path / "book.csv"
    path.write_text("Name,Mobile Phone,Email,Company,Notes,Info\n" + "\n".join(rows) + "\n")
    return path


def told(parts: Iterable[Part]) -> list[object]:
    """The parts in a form in which a column is the same column, whatever sequence holds it; counts are no part of the file."""
    read = (part for part in parts if not isinstance(part, Counted))
    return [tuple(map(listed, part)) if isinstance(part, Rows) else part for part in read]


def listed(column: object) -> object:
    """A column, or several, as lists."""
    return list(map(listed, column)) if isinstance(column, Iterable) and not isinstance(column, str) else column


def found_out(findings: Findings) -> list[object]:
    """What was found out about rows, in such a form."""
    return [each if isinstance(each, bool) else list(each) for each in findings]


def counter() -> RowCounter:
    """One that has counted nothing."""
    return RowCounter(LISTS, "GB", test_numbers=False)


def counts_of(extraction: Opened) -> list[object]:
    """What an answer says of a file of which one number is listed."""
    intake = Intake(extraction, REQUEST, LISTS, Interest(frozenset({"+447700900007"}), frozenset(), lambda label: "Friend 99" in label))
    for _ in intake.run():
        pass
    counts = (intake.records, intake.sighting_count, intake.number_count, intake.contact_count, intake.skipped)
    return [*counts, intake.other_numbers, intake.contacts, list(intake.sightings()), intake.facts()]


def in_this_process(path: Path) -> list[object]:
    """What the file holds."""
    return told(open_extraction(path, REQUEST).parts())


def test_the_parts_are_the_same(table: Path):
    """Rows, records and skipped rows come in the same order with the same content."""
    with reading_ahead([table], REQUEST, LISTS) as opened:
        found = list(opened[table].parts())

    assert told(found) == in_this_process(table)
    assert any(isinstance(part, ReadyRows) for part in found)


def test_rows_come_with_what_was_found_out_about_them(table: Path):
    """What the other process found out about rows is what this one would have found out."""
    with reading_ahead([table], REQUEST, LISTS) as opened:
        here = counter()
        for part in opened[table].parts():
            if isinstance(part, ReadyRows):
                assert found_out(part.findings) == found_out(here.take(Rows(*part)).findings)


@pytest.mark.parametrize("names", [{}, {4_200: "Advice line solicitor"}, {1_000: "Advice line solicitor", 4_200: "Solicitor"}])
def test_what_is_counted_there_is_what_is_counted_here(table: Path, names: dict[int, str]):
    """Rows, numbers and labels count the same, also where a label keeps a number out of which other rows speak, before it or behind."""
    rows = table.read_text().split("\n")
    for at, name in names.items():
        rows[at] = f"{name},{rows[at].split(',', 1)[1]}"
    table.write_text("\n".join(rows))
    with reading_ahead([table], REQUEST, LISTS) as opened:
        assert counts_of(opened[table]) == counts_of(open_extraction(table, REQUEST))


def test_what_was_counted_there_is_counted_here_where_the_count_never_comes(table: Path, monkeypatch: pytest.MonkeyPatch):
    """A process that ends before it has told its count leaves nothing uncounted, and nothing counted twice."""

    def end_at_once(_: RowCounter) -> Iterable[tuple[int, int]]:
        os._exit(1)

    monkeypatch.setattr(RowCounter, "further", end_at_once)
    with reading_ahead([table], REQUEST, LISTS) as opened:
        assert counts_of(opened[table]) == counts_of(open_extraction(table, REQUEST))


def test_a_second_reading_is_done_here(table: Path):
    """Whoever asks for the parts again gets them again."""
    with reading_ahead([table], REQUEST, LISTS) as opened:
        assert told(opened[table].parts()) == told(opened[table].parts())


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_this_process_reads_on_where_the_other_ended(table: Path, monkeypatch: pytest.MonkeyPatch, taken: int):
    """A process that is killed at any moment costs time and nothing else."""
    # So little is held ready that most of the file is still to be read when it is killed.
    monkeypatch.setattr(read_ahead, "_MOST_READY", 0)
    monkeypatch.setattr(read_ahead, "_PIPE_BYTES", 4096)
    with reading_ahead([table], REQUEST, LISTS) as opened:
        parts = opened[table].parts()
        found = [next(parts) for _ in range(taken)]
        process, _ = opened[table]._other or (0, 0)
        if process:
            os.kill(process, signal.SIGKILL)
        found += parts

    assert told(found) == in_this_process(table)


def test_an_error_of_the_other_process_is_met_here(table: Path, monkeypatch: pytest.MonkeyPatch):
    """Whatever stops the reading there stops it here at the same place, and is told as ever."""
    mine = os.getpid()
    parts_of = Extraction.parts

    def break_there(extraction: Extraction):
        for at, part in enumerate(parts_of(extraction)):
            if at == 2 and os.getpid() != mine:
                raise RuntimeError
            yield part

    monkeypatch.setattr(Extraction, "parts", break_there)
    with reading_ahead([table], REQUEST, LISTS) as opened:
        assert told(opened[table].parts()) == in_this_process(table)


def test_no_process_outlives_what_it_reads_for(table: Path):
    """When nobody wants the rest any more the other process is gone."""
    with reading_ahead([table], REQUEST, LISTS) as opened:
        process, _ = opened[table]._other or (0, 0)

    assert process
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


def test_it_ends_with_the_first_process(table: Path, monkeypatch: pytest.MonkeyPatch):
    """Where nobody is at the other end of the pipe any more, the second process ends by itself."""
    monkeypatch.setattr(read_ahead, "_MOST_READY", 0)
    with reading_ahead([table], REQUEST, LISTS) as opened:
        ahead = opened[table]
        process, reading = ahead._other or (0, 0)
        ahead._other = None
        os.close(reading)

    _, status = os.waitpid(process, 0)
    assert os.WIFEXITED(status) or os.WTERMSIG(status) == signal.SIGPIPE


def test_a_small_file_is_read_here(table: Path, monkeypatch: pytest.MonkeyPatch):
    """No process is made for what is read sooner than one begins."""
    monkeypatch.setattr(read_ahead, "SMALLEST", table.stat().st_size + 1)
    with reading_ahead([table], REQUEST, LISTS) as opened:
        assert not opened


def test_where_no_process_may_be_made_the_file_is_read_here(table: Path, monkeypatch: pytest.MonkeyPatch):
    """A system that refuses another process costs nothing but time."""

    def refuse() -> int:
        raise OSError

    monkeypatch.setattr(os, "fork", refuse)
    with reading_ahead([table], REQUEST, LISTS) as opened:
        assert not opened


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02 nothing we know", None])
def test_a_file_that_cannot_be_read_is_told_of_in_its_turn(tmp_path: Path, content: bytes | None):
    """What is wrong with a file is no matter of reading it beforehand."""
    path = tmp_path / "file"
    if content is not None:
        path.write_bytes(content)
    with reading_ahead([path], REQUEST, NumberLists()) as opened:
        assert not opened


def test_texts_with_the_joint_in_them_travel_as_they_are(table: Path):
    """A column in which a text holds what stands between two texts comes out as it went in."""
    notes = ["at school", "a\x00b"]
    rows = counter().take(Rows("a:", [1, 2], ["07700 900123", "0\x007"], ["Ann\x00e", "Bob"], notes, (notes,), (notes, ["", "Kim"])))

    again = read_ahead._rows_in(*read_ahead._rows_out(rows))  # type: ignore[arg-type]

    assert told([again]) == told([rows])
    assert found_out(again.findings) == found_out(rows.findings)


def test_remarks_come_at_their_place(tmp_path: Path):
    """What is said of the file as a whole is not lost on the way."""
    path = tmp_path / "book.csv"
    path.write_text("".join(f"Friend {index},07700 900{index % 1000:03d}\n" for index in range(3000)))
    with reading_ahead([path], REQUEST, LISTS) as opened:
        found = list(opened[path].parts())

    assert told(found) == in_this_process(path)
    assert any(isinstance(part, Remark) for part in found)
