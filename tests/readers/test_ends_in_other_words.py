"""Headers of both ends of calls in the words of exchanges and of other languages, which mean something else where they stand alone."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

OWN = "07700 900999"
ROWS = (
    f"{OWN},07700 900123,2026-03-01 10:00,60",
    f"07700 900124,{OWN},2026-03-02 10:00,50",
    f"{OWN},07700 900125,2026-03-03 10:00,40",
)
WAYS = [("07700 900123", "call", Direction.OUT), ("07700 900124", "call", Direction.IN), ("07700 900125", "call", Direction.OUT)]


@pytest.mark.parametrize(
    "header",
    [
        *("CLI,DDI,Date,Duration", "CLI,DDI number,Date,Duration", "Ausgangsnummer,Zielnummer,Datum,Dauer", "Quelle,Ziel,Datum,Dauer"),
        *("Sursă,Destinație,Data,Durata", "Număr sursă,Număr destinație,Data,Durata", "Origine,Destinazione,Data,Durata"),
        *("Bron,Bestemming,Datum,Duur", "Źródło,Cel,Data,Czas trwania"),
    ],
)
def test_both_ends_of_calls_in_other_words_say_the_ways(tmp_path, header):
    """The number that has a part in each row is the phone's own, and the others were called or called."""
    read = read_bytes(tmp_path, "\n".join([header, *ROWS, ""]))

    assert (read.own, read.remarks) == ({OWN}, {"owner-inferred"})
    assert [told for told in read.ways if told[1] != "owner"] == WAYS


@pytest.mark.parametrize(
    "blanks",
    [
        [f",{OWN},2026-03-04 10:00,30"],
        [f"{OWN},,2026-03-04 10:00,30"],
        [f",{OWN},2026-03-04 10:00,30", f"{OWN},,2026-03-05 10:00,30"],
    ],
    ids=["caller", "called", "as many of both"],
)
@pytest.mark.parametrize("is_first", [False, True])
def test_numbers_that_were_withheld_leave_each_end_beside_its_other(tmp_path, blanks, is_first):
    """A blank says nothing of who the phone is, and the cells below it are still those of their own rows."""
    rows = [*blanks, *ROWS] if is_first else [ROWS[0], *blanks, *ROWS[1:]]
    read = read_bytes(tmp_path, "\n".join(["Caller,Rangert,Date,Duration", *rows, ""]))

    assert read.own == {OWN}
    assert [told for told in read.ways if told[1] != "owner"] == WAYS


@pytest.mark.parametrize("header", ["Name,DDI", "Name,Mobile,DDI", "Name,Zielnummer"])
def test_such_a_word_in_a_list_makes_no_call(tmp_path, header):
    """The direct number of somebody is one of theirs."""
    numbers = header.count(",")
    rows = [",".join([name, *[f"07700 9001{at}{column}" for column in range(numbers)]]) for at, name in enumerate(("Al", "Bo", "Cy"))]
    read = read_bytes(tmp_path, "\n".join([header, *rows, ""]))

    assert "call" not in {mention.role.value for mention in read.mentions}
    assert len({mention.raw for mention in read.mentions}) == numbers * len(rows)


@pytest.mark.parametrize("column", ["Ziel", "Quelle", "Cel", "Origine"])
def test_such_a_word_alone_beside_a_number_says_no_way(tmp_path, column):
    """It may say where somebody was, and what the row came from."""
    rows = [f"07700 90012{at},2026-03-0{at + 1} 10:00,60,Bonn" for at in range(3)]
    read = read_bytes(tmp_path, "\n".join([f"Number,Date,Duration,{column}", *rows, ""]))

    assert {(role, way) for _, role, way in read.ways} == {("call", None)}
