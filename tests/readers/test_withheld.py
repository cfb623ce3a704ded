"""Callers nobody knows, in the words of several languages: the row counts, and no name or number is made of them (facts 12.3)."""

from __future__ import annotations

import pytest

from ingest import Direction
from ingest.decode.words.withheld import NAMELESS
from matcher.domain.numbers import Status, read_all
from readings import read_bytes

TEXTS = (
    *("Withheld", "Unknown", "(Unknown)", "No Caller ID", "Number blocked", "Caller ID blocked", "Unavailable", "Unterdrückt"),
    *("Unterdrückte Rufnummer", "Unbekannt", "Numéro masqué", "Inconnu", "Zastrzeżony", "Numer prywatny", "Număr ascuns", "Număr privat"),
    *("Número oculto", "Numero oculto", "Numero privato", "Sconosciuto", "Anonimo", "Gizli Numara", "Onbekend", "Скрытый номер"),
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_withheld_caller_is_a_call_of_nobody(tmp_path, text):
    """However many of the callers are withheld."""
    rows = f"Number,Direction,Date\n07700 900123,Incoming,03/04/2026 21:15\n{f'{text},Incoming,03/04/2026 21:15{chr(10)}' * 9}"

    read_back = read_bytes(tmp_path, rows)

    assert read_back.ways == [("07700 900123", "call", Direction.IN), *[(text, "call", Direction.IN)] * 9]
    assert not read_back.skipped


@pytest.mark.parametrize("text", sorted(NAMELESS))
def test_what_readers_take_for_withheld_is_withheld_to_everybody(text):
    """The reading of numbers makes no sender of it."""
    assert [reading.status for readings in read_all([text], "GB") for reading in readings] == [Status.WITHHELD]


@pytest.mark.parametrize("name", ["(Unknown)", "(unknown)", "<no name>", "(null)"])
@pytest.mark.parametrize("others", [0, 2000])
def test_what_programs_write_for_no_name_is_none(tmp_path, name, others):
    """A name in brackets like that was never given by anybody, in a log and in a long list."""
    rows = "".join(f"Name {at % 7},0770090{at % 1000:04d}\n" for at in range(others))
    assert read_bytes(tmp_path, f"Name,Number\n{rows}{name},07700900319\n").mentions[-1].label is None

    read_back = read_bytes(tmp_path, f"Name,Number,Direction,Date\n{name},07700 900123,Incoming,03/04/2026 21:15\n")

    assert [mention.label for mention in read_back.mentions] == [None]
