"""Rows that do not fit their columns: typed below a log, or moved to the right by a comma that nobody quoted."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes

LOG = "Date,Time,Number,Name,Direction\n13/03/2026,10:05,07700 900111,Ned,In\n14/03/2026,11:05,07700 900112,Zed,Out\n"
SHORT_LOG = "Date,Number,Direction\n13/03/2026,07700 900111,In\n14/03/2026,07700 900112,Out\n"
HIS = "07700 900101"


@pytest.mark.parametrize("log", [LOG, SHORT_LOG])
@pytest.mark.parametrize(
    ("typed", "label", "about"),
    [
        (f"Jay,{HIS}", "Jay", "Jay"),
        (f"Boyfriend,Jay {HIS}", "Jay", "Boyfriend"),
        (f"Friend,Jay\nTelephone,{HIS}", "Jay", "Friend"),
        (f"Friend,Jay,Tel,{HIS}", "Jay", "Friend"),
        (f"Solicitor,{HIS}", "Solicitor", "Solicitor"),
        (f"YOT worker,Tom Roe\nTel,{HIS}", "Tom Roe", "YOT worker"),
        (f"\nJay,{HIS}", "Jay", "Jay"),
    ],
)
def test_a_row_typed_below_a_log_gives_the_number_of_whom_it_names(tmp_path, log, typed, label, about):
    """It is a note on them and no call, whichever column the number fell into, and who is confidential is told by it."""
    read = read_bytes(tmp_path, f"{log}{typed}\n")

    (note,) = [mention for mention in read.mentions if HIS in mention.raw]
    assert note.role is Role.NOTE
    assert note.label == label
    assert about in f"{note.about}"
    assert [mention.role for mention in read.mentions if mention is not note] == [Role.CALL, Role.CALL]


@pytest.mark.parametrize("when", ["Christmas", "Easter", "Wobble"])
def test_a_call_on_a_day_nobody_knows_stays_a_call_by_its_way(tmp_path, when):
    """Whoever rang then is no note on somebody of that name."""
    read = read_bytes(tmp_path, f"{SHORT_LOG}{when},{HIS},In\n")

    assert [(mention.label, mention.role) for mention in read.mentions if HIS in mention.raw] == [(None, Role.CALL)]


@pytest.mark.parametrize("when", ["Yesterday", "Monday", "Today", "unknown", "", "13 March", "0730", "01.03.2026"])
def test_a_call_whose_time_is_words_stays_a_call(tmp_path, when):
    """What says when is nobody's name."""
    read = read_bytes(tmp_path, f"{SHORT_LOG}{when},{HIS},In\n{when},07700 900102,\n")

    assert [mention.role for mention in read.mentions] == [Role.CALL] * 4


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (f"Name,Number,DOB\nMarl, Jay,{HIS},01/02/2008\nKay,07700 900102,02/03/2009\n", "Marl, Jay"),
        (f"Date,Time,Name,Number,Direction\n13/03/2026,10:05,Marl, Jay,{HIS},In\n14/03/2026,10:05,Kay,07700 900102,Out\n", "Marl, Jay"),
        (f"Name,Number,DOB\nMarl, Jay, Bo,{HIS},01/02/2008\nKay,07700 900102,02/03/2009\n", "Marl, Jay, Bo"),
    ],
)
def test_a_name_that_a_comma_took_apart_is_one_again(tmp_path, text, label):
    """Its number stands behind the column of numbers, and was lost."""
    read = read_bytes(tmp_path, text)

    assert [(mention.label, mention.raw.strip()) for mention in read.mentions] == [(label, HIS), ("Kay", "07700 900102")]


@pytest.mark.parametrize("row", [f"Jay,{HIS},01/02/2008,07700 900103", "Jay,withheld,01/02/2008,x", f"Jay,{HIS},01/02/2008,,"])
def test_a_row_with_more_cells_whose_number_is_in_its_column_stays_as_it_is(tmp_path, row):
    """What stands behind the last column moves nothing."""
    read = read_bytes(tmp_path, f"Name,Number,DOB\n{row}\nKay,07700 900102,02/03/2009\n")

    assert [mention.label for mention in read.mentions][:1] == ["Jay"]
    assert [mention.label for mention in read.mentions][-1:] == ["Kay"]
