"""A column of words in a phone book leaves its rows together, and each of them says what it says when it is read by itself."""

from __future__ import annotations

import pytest

from ingest import Mention, Record, Role, Rows, Source, Written, read_extraction


def _parts(tmp_path, content):
    path = tmp_path / "book.csv"
    path.write_text(content)
    return list(read_extraction(Source(path)).parts())


def _contact(row, raw, label, *notes, about=None, is_said=False):
    of_note = None if is_said else about
    told = (Mention(note, Role.NOTE, label, None, None, Written.PROSE, of_note) for note in notes)
    return Record(f"book.csv:{row}", (Mention(raw, Role.CONTACT, label, None, None, Written.NUMBER, about), *told))


@pytest.mark.parametrize(
    ("header", "is_about", "is_said"),
    [("Notes", False, False), ("Company", True, False), ("Job Title", True, False), ("Info", False, True), ("Description", False, True)],
)
def test_words_of_a_column_travel_with_the_rows(tmp_path, header, is_about, is_said):
    """Notes, organisations and words of any kind are those of the person of the row; a row without any says nothing."""
    (rows,) = _parts(tmp_path, f"Name,Mobile,{header}\nJay,07700 900123,solicitor\nKim,07700 900124,\nBob,07700 900125,met at school\n")

    assert isinstance(rows, Rows)
    assert list(rows.records()) == [
        _contact(2, "07700 900123", "Jay", *([] if is_about else ["solicitor"]), about="solicitor" if is_about else None, is_said=is_said),
        _contact(3, "07700 900124", "Kim"),
        _contact(
            4, "07700 900125", "Bob", *([] if is_about else ["met at school"]), about="met at school" if is_about else None, is_said=is_said
        ),
    ]


def test_notes_go_with_what_the_row_says_of_the_person(tmp_path):
    """Beside an organisation a note is one on somebody of it; the name once more says nothing."""
    (rows,) = _parts(tmp_path, "Name,Mobile,Notes,Company\nJay,07700 900123,at night,Example Ltd\nKim,07700 900124,at night,Kim\n")

    assert list(rows.records()) == [
        _contact(2, "07700 900123", "Jay", "at night", about="Example Ltd"),
        _contact(3, "07700 900124", "Kim", "at night"),
    ]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Notes", "or 07700 900126"),
        ("Notes", "https://wa.me/447700900126"),
        ("Company", "ring 01632 960222"),
        ("Info", "wa.me/447700900126"),
        ("Company", "myself"),
    ],
)
def test_a_row_whose_words_are_more_is_read_by_itself(tmp_path, header, cell):
    """A number, a link or the owner among the words of a row takes it out of the others, and nothing of them."""
    parts = _parts(tmp_path, f"Name,Mobile,{header}\nJay,07700 900123,\nKim,07700 900124,{cell}\nBob,07700 900125,\n")
    above, alone, below = parts

    assert [(type(part), [record.place for record in part.records()]) for part in (above, below)] == [
        (Rows, ["book.csv:2"]),
        (Rows, ["book.csv:4"]),
    ]
    assert isinstance(alone, Record)
    assert len(alone.mentions) > 1 or alone.mentions[0].role is Role.OWNER


def test_a_second_line_of_a_name_is_said_of_the_person(tmp_path):
    """What stands below a name in its own cell may say who somebody is, in whichever column of names."""
    parts = _parts(tmp_path, 'Name,Given Name,Mobile\nJay,"Jay\nSolicitor",07700 900123\nKim,Kim,07700 900124\n')
    (mention,) = parts[0].mentions

    assert mention.about == "Solicitor"
