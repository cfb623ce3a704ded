"""Callers nobody knows, in the words of several languages: the row counts, and no name or number is made of them (facts 12.3)."""

from __future__ import annotations

import pytest

from ingest import Direction
from ingest.decode.withheld_words import NAMELESS
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
