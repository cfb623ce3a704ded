"""Text tables put together from several files, or broken by hand: which row a number stands in (RFC 4180, formats facts 13)."""

from __future__ import annotations

import pytest

from ingest import Source, read_table
from readings import read_bytes

PEOPLE = [("07700 900701", "Ana"), ("07700 900702", "Bo"), ("07700 900703", "Cy"), ("07700 900704", "Di")]


def _named(read):
    return [(mention.raw, mention.label) for mention in read.mentions]


@pytest.mark.parametrize(
    "ends",
    [
        pytest.param(("\r\n", "\n", "\r", "\r\n", ""), id="each kind once"),
        pytest.param(("\n", "\n", "\r", "\n", "\n"), id="CR among LF"),
        pytest.param(("\r\n", "\r\n", "\r", "\r\n", "\r\n"), id="CR among CRLF"),
        pytest.param(("\n", "\r", "\r", "\r", ""), id="LF behind the header only"),
        pytest.param(("\r", "\r", "\n", "\r", "\r"), id="LF among CR"),
        pytest.param(("\r", "\r", "\r\n", "\r", "\r"), id="CRLF among CR"),
        pytest.param(("\r\r\n", "\r\r\n", "\r", "\r\r\n", "\r\r\n"), id="CR among CR CR LF"),
    ],
)
def test_every_kind_of_line_end_ends_a_row(tmp_path, ends):
    """A file put together from several has several kinds of them; nobody's number goes to the one in the row before."""
    rows = ["Name,Phone", *(f"{name},{raw}" for raw, name in PEOPLE)]

    read = read_bytes(tmp_path, "".join(row + end for row, end in zip(rows, ends, strict=True)))

    assert _named(read) == PEOPLE
    assert [record.place for record in read.records] == [f"phone:{at}" for at in range(2, 6)]


def test_many_rows_ended_by_cr_behind_others_ended_by_lf_are_rows(tmp_path):
    """What a table is written like is judged by its first rows, and another file may follow them."""
    tail = "".join(f"Kim {at},07700 900{at:03}\r" for at in range(900))

    read = read_bytes(tmp_path, "Name,Phone\n" + "Jay,07700 900999\n" * 4000 + tail)

    assert _named(read)[4000:] == [(f"07700 900{at:03}", f"Kim {at}") for at in range(900)]


@pytest.mark.parametrize("inside", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_line_ends_inside_quotation_marks_are_text(tmp_path, inside, end):
    """Only outside of them a line end ends a row, whatever others the file has."""
    path = tmp_path / "list.csv"
    path.write_bytes(f'a,"b{inside}""c"",d"\ne,f{end}"g{inside}",h\ni,"j"\r\nk,"l{inside}m"\n'.encode())

    assert [row.cells for row in read_table(Source(path))] == [
        ("a", f'b{inside}"c",d'),
        ("e", "f"),
        (f"g{inside}", "h"),
        ("i", "j"),
        ("k", f"l{inside}m"),
    ]


@pytest.mark.parametrize(
    ("content", "people"),
    [
        pytest.param('"Bo,07700 900702\nCy,07700 900703\n"Di" Fenn,07700 900704\n', ["Bo", "Cy", "Di Fenn"], id="before a name"),
        pytest.param('Bo,"07700 900702\nCy,07700 900703\nDi,"07700 900704"\n', ["Bo", "Cy", "Di"], id="before a number"),
        pytest.param('"Bo,07700 900702\r\nCy,07700 900703\r\n"Di",07700 900704\r\n', ["Bo", "Cy", "Di"], id="in CRLF"),
    ],
)
def test_rows_that_a_quotation_mark_swallowed_are_rows_and_told(tmp_path, content, people):
    """Its other one is that of another cell, as the text right behind it shows: each number stays with its own name."""
    read = read_bytes(tmp_path, "Name,Phone\nAna,07700 900701\n" + content + "Ed,07700 900705\n")

    assert [(mention.raw.lstrip('"'), mention.label) for mention in read.mentions] == [
        PEOPLE[0],
        *zip(["07700 900702", "07700 900703", "07700 900704"], people, strict=True),
        ("07700 900705", "Ed"),
    ]
    assert read.remarks == {"repaired-rows"}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Name,Phone", '"Bo,07700 900702'),
        ("Name,Phone", 'Bo",07700 900702'),
        ("Phone,Name", '07700 900702,"Bo'),
        ("First name,Surname,Phone", '"Bo,,07700 900702'),
        ("Date,Name,Number,Type", '2026-03-01 10:00,"Bo,07700 900702,Missed'),
        ("Date,From name,From,To", '2026-03-01 10:00,"Bo,07700 900702,'),
    ],
)
@pytest.mark.parametrize("rest", ["", "{}\n{}\n"], ids=["last", "first"])
def test_a_quotation_mark_that_was_never_closed_is_no_part_of_a_name(tmp_path, header, row, rest):
    """Of the last row of a file, too, it swallows nothing."""
    others = (row.replace("Bo", name).replace('"', "").replace("702", number) for name, number in (("Cy", "703"), ("Di", "704")))
    read = read_bytes(tmp_path, f"{header}\n" + row.replace("Bo", "Al").replace('"', "") + f"\n{row}\n" + rest.format(*others))

    assert [mention.label for mention in read.mentions] == ["Al", "Bo", *(["Cy", "Di"] if rest else [])]
    assert all(mention.raw == "07700 900702" for mention in read.mentions[:2])
    assert "truncated" not in read.remarks


def test_a_quotation_mark_inside_of_a_name_and_both_around_one_stay(tmp_path):
    """Somebody wrote them on purpose."""
    read = read_bytes(tmp_path, 'Name,Phone\nAl "Bo" Fenn,07700 900702\n"""Cy""",07700 900703\nDi "D,07700 900704\n')

    assert [mention.label for mention in read.mentions] == ['Al "Bo" Fenn', '"Cy"', 'Di "D']


def test_quotation_marks_inside_of_a_note_of_several_lines_tear_nothing_apart(tmp_path):
    """Its lines have not as many cells as a row, so that it is none of several rows that were swallowed."""
    note = '"likes tea\nsays "hi" and waves at 07700 900709"'
    read = read_bytes(tmp_path, f"Name,Phone,Notes\nAna,07700 900701,{note}\nBo,07700 900702,x\n")

    assert len(read.records) == 2
    assert not read.skipped
    assert read.remarks == set()
    assert ["07700 900709" in mention.raw and "likes tea" in mention.raw for mention in read.mentions if mention.label == "Ana"] == [
        False,
        True,
    ]


def test_a_text_of_several_lines_that_look_like_rows_stays_one_cell(tmp_path):
    """Its quotation marks are where they belong."""
    read = read_bytes(tmp_path, 'Name,Phone\n"Bo, my friend\nold, from school\nbest, ever" ,07700 900702\nCy,07700 900703\n')

    assert [mention.raw for mention in read.mentions] == ["07700 900702", "07700 900703"]
    assert len(read.records) == 2
    assert read.remarks == set()
