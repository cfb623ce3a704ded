"""Ids of users beside telephones whose headers are in another language: no numbers of anybody (formats facts 13.1)."""

from __future__ import annotations

import pytest

from readings import read_bytes


@pytest.mark.parametrize("telephone", ["Телефон", "Номер телефона", "Мобильный", "Мобільний телефон", "טלפון", "Puhelin", "Simu", "X"])
@pytest.mark.parametrize("ids", ["TG ID", "User ID", "Telegram id", "UID"])
def test_ids_are_no_numbers_where_another_column_has_those(tmp_path, ids, telephone):
    """Some of them have the digits of a telephone in Britain."""
    rows = "447700900888,Jay,447700900201\n5551234567,Kay,+447700900202\n447700900889,Tay,07700900203\n"

    read = read_bytes(tmp_path, f"{ids},Имя,{telephone}\n{rows}")

    assert [(mention.raw, mention.label) for mention in read.mentions] == [
        ("447700900201", "Jay"),
        ("+447700900202", "Kay"),
        ("07700900203", "Tay"),
    ]


def test_ids_that_are_numbers_are_read_where_nothing_else_is(tmp_path):
    """Programs for telephones call their users so."""
    read = read_bytes(tmp_path, "User ID,Имя\n447700900888,Jay\n+447700900889,Tay\n")

    assert [(mention.raw, mention.label) for mention in read.mentions] == [("447700900888", "Jay"), ("+447700900889", "Tay")]


@pytest.mark.parametrize("header", ["Телефон", "Рабочий телефон", "Мобилен телефон", "נייד", "Puhelin"])
def test_telephones_are_known_where_their_column_has_words_as_well(tmp_path, header):
    """A number among words below it is that of the person of the row."""
    read = read_bytes(tmp_path, f"Имя,Город,{header}\nJay,Leeds,07700900201 / 07700900202\nKay,York,нет\n")

    assert read.numbers == [("07700900201 / 07700900202", "contact")]
