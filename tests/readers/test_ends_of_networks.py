"""The two ends of calls below the headers of networks in several languages, and below one that nobody knows (facts 13.1)."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT
OWN, FIRST, SECOND, THIRD = "447700900999", "447700900123", "447700900124", "447700900125"
CALLS = [(OWN, FIRST), (SECOND, OWN), (THIRD, OWN), (OWN, THIRD)]
OF_OTHERS = [(FIRST, OUT), (SECOND, IN), (THIRD, IN), (THIRD, OUT)]

ENDS = (
    *("Originating No;Terminating No", "Originating Telephone Number;Terminating Telephone Number", "Originating CLI;Terminating CLI"),
    *("Originating Subscriber;Terminating Subscriber", "Originating Address;Destination Address", "Source Address;Destination Address"),
    *("Originator address;Recipient address", "A Address;B Address", "ANUMBER;BNUMBER", "A End;B End", "A party ID;B party ID"),
    *("Caller ID;Called ID", "Call From Number;Call To Number", "Origination Number;Destination Number", "A-Subscriber;B-Subscriber"),
    *("A-Teilnehmer;B-Teilnehmer", "Rufende Nummer;Gerufene Nummer", "Anrufende Rufnummer;Angerufene Rufnummer"),
    *("Numer wywołujący;Numer wywoływany", "Numer dzwoniący;Numer wybrany", "Abonent wywołujący;Abonent wywoływany"),
    *("Număr apelant;Număr apelat", "Apelant;Apelat", "Abonat A;Abonat B", "Thirrësi;I thirruri", "Numri thirrës;Numri i thirrur"),
    *("Arayan numara;Aranan numara", "N° appelant;N° appelé", "Bellend nummer;Gebeld nummer", "Номер А;Номер Б"),
)
#: One end is known, and nobody has heard of what the other is called.
HALF_KNOWN = ("Caller;Foo", "Calling number;Bar phone", "Foo;Called number", "Anrufer;Foo", "Foo;Destinataire", "From;Third leg number")


def _table(header, calls=CALLS):
    rows = "".join(f"{one};{other};{15 + at}/03/2026 10:00:00;3\n" for at, (one, other) in enumerate(calls))
    return f"{header};Date;Duration\n{rows}"


def _calls(read):
    return [(raw, way) for raw, role, way in read.ways if role == "call"]


@pytest.mark.parametrize("header", [*ENDS, *HALF_KNOWN])
def test_who_has_a_part_in_each_call_is_the_owner(tmp_path, header):
    """The first of two ends called the second; by one end alone all calls would have gone one way."""
    read = read_bytes(tmp_path, _table(header))

    assert (read.own, _calls(read)) == ({OWN}, OF_OTHERS)


@pytest.mark.parametrize(
    "calls",
    [
        [(FIRST, FIRST), (OWN, FIRST), (SECOND, SECOND)],
        [(FIRST, "07700900123"), (SECOND, "07700900124"), (FIRST, "07700900123"), (SECOND, "07700900124")],
        [(FIRST, SECOND), (SECOND, FIRST), (FIRST, SECOND)],
        [(FIRST, SECOND), (SECOND, THIRD)],
    ],
    ids=["a conversation beside who wrote", "another spelling", "two numbers", "two rows"],
)
def test_a_column_of_no_side_stays_one_where_no_number_has_a_part_in_each_row(tmp_path, calls):
    """It is not the other end for having numbers of the first."""
    read = read_bytes(tmp_path, _table("Caller;Number", calls))

    assert {way for raw, way in _calls(read) if raw not in dict(calls)} <= {IN, None}
    assert not read.own


@pytest.mark.parametrize("header", ["Third party", "Third party number"])
def test_the_third_party_of_a_customers_call_is_the_other(tmp_path, header):
    """So some networks call whoever is neither they nor their customer."""
    rows = f"{OWN},{FIRST},OUT,15/03/2026,3\n{OWN},{SECOND},IN,16/03/2026,3\n"

    read = read_bytes(tmp_path, f"Target number,{header},Direction,Date,Duration\n{rows}")

    assert (read.own, _calls(read)) == ({OWN}, [(FIRST, OUT), (SECOND, IN)])


@pytest.mark.parametrize(
    ("header", "call"), [("Dienst", "Sprache"), ("Usługa", "Voice"), ("Rodzaj usługi", "Głos"), ("Serviciu", "Voce"), ("Servicio", "Voz")]
)
def test_a_text_below_the_word_for_services_is_none_of_the_calls(tmp_path, header, call):
    """In the languages of networks."""
    rows = f"15/03/2026,{call},Outgoing,{FIRST},3\n16/03/2026,SMS,Outgoing,{SECOND},0\n"

    read = read_bytes(tmp_path, f"Date,{header},Direction,Number,Duration\n{rows}")

    assert read.ways == [(FIRST, "call", OUT), (SECOND, "message", OUT)]
