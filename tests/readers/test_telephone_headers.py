"""Headers with a word for telephones beside another word: which of the two says what stands below (formats facts 12.2)."""

from __future__ import annotations

import pytest

from readings import read_bytes

_LANDLINE = "01632960854"


@pytest.mark.parametrize(
    "header",
    [
        "House phone",
        "Room telephone",
        "Street mobile",
        "Flat tel",
        "Phone (house)",
        "Phone no (flat)",
        "House ph",
        "Bank tel",
        "Case phone",
        "Custody phone no",
        "Exhibit phone",
        "Ticket phone",
        "Email/phone",
        "Phone/postcode",
        "DOB / tel",
        "IMEI or phone number",
        "Phone or email",
        "Country phone",
        "Site phone",
        "Tél. fixe",
        "N° tél maison",
        "Fixe",
        "Handynummer",
        "Festnetz",
        "Telefon Haus",
        "Tfno. fijo",
        "Teléfono casa",
        "Telefon stacjonarny",
        "Numer komórki",
        "Telefoon thuis",
    ],
)
def test_a_telephone_of_a_place_is_a_number_of_the_person(tmp_path, header):
    """A word for telephones wins over the place, the case or the service whose telephone it is, in every language that is read."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nJay,07700 900123,\nKim,,{_LANDLINE}\n")

    assert [(mention.raw, mention.role.value) for mention in read.mentions] == [("07700 900123", "contact"), (_LANDLINE, "contact")]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Phone type", "Mobile"),
        ("Type of phone", "Smart"),
        ("Phone IMEI", "490154203237518"),
        ("House no", "12"),
        ("Room no", "1204567"),
        ("Phone ref", "47260012345"),
        ("Number of phones", "2"),
        ("Marque du téléphone", "Acme 3310"),
        ("Telefonmodell", "Acme 3310"),
        ("Model telefonu", "Acme 3310"),
        ("Mobile last used", "13/02/2026"),
        ("Phone seized", "13/02/2026"),
        ("Phone password", "1234"),
        ("Phone cost", "120"),
    ],
)
def test_a_fact_about_a_telephone_is_no_number(tmp_path, header, cell):
    """What kind a telephone is, how many there are and when one was used gives nobody a number."""
    read = read_bytes(tmp_path, f"Name,Mobile,{header}\nJay,07700 900123,{cell}\nKim,07700 900124,{cell}\n")

    assert read.numbers == [("07700 900123", "contact"), ("07700 900124", "contact")]


@pytest.mark.parametrize(
    "header", ["Owner phone", "Owner mobile", "Owner tel", "Owner's phone no", "My mobile", "Own phone", "Handset phone no"]
)
def test_a_telephone_of_the_owner_is_the_phones_own(tmp_path, header):
    """Beside the other side of calls, the telephone of the owner is neither lost nor somebody's who was called."""
    read = read_bytes(
        tmp_path,
        f"{header},Contact phone,Direction,Date\n"
        "07700 900299,07700 900123,Incoming,2026-03-01 12:00\n07700 900299,07700 900124,Outgoing,2026-03-01 12:01\n",
    )

    assert (read.own, read.others) == ({"07700 900299"}, {"07700 900123", "07700 900124"})


@pytest.mark.parametrize(
    ("caller", "called"),
    [
        ("Caller phone", "Receiver phone"),
        ("Caller's mobile", "Called phone no"),
        ("Sender tel", "Recipient tel"),
        ("From mobile", "To mobile"),
        ("Absender Telefon", "Empfänger Telefon"),
        ("Téléphone expéditeur", "Téléphone destinataire"),
    ],
)
def test_the_telephone_of_a_side_is_that_side(tmp_path, caller, called):
    """Who called and who was called is told by the header, whatever word for a telephone stands beside it."""
    read = read_bytes(tmp_path, f"{caller},Location,{called},Date\n07700 900123,Estmoor,07700 900124,2026-03-01 12:00\n")

    assert {mention.role.value for mention in read.mentions} == {"call"}
    assert [mention.raw for mention in read.mentions] == ["07700 900123", "07700 900124"]


@pytest.mark.parametrize(
    "header", ["Numéro de téléphone", "Número de teléfono", "Numero di telefono", "Nummer van telefoon", "Telefonnummer"]
)
def test_words_of_grammar_are_no_side(tmp_path, header):
    """The same words stand before senders and inside of the name of a number."""
    read = read_bytes(tmp_path, f"Name,{header}\nJay,07700 900123\n")

    assert read.numbers == [("07700 900123", "contact")]


@pytest.mark.parametrize("header", ["Number", "Nummer", "Phone"])
@pytest.mark.parametrize(
    "cell", ["TEL0770090010{}", "T0770090010{}", "Mob+44770090010{}", "4,4770{}E+11", "£7,700,900,10{}", "4.4770{}E+11"]
)
@pytest.mark.parametrize("count", [1, 6])
def test_numbers_written_oddly_are_read_below_a_header_that_says_number(tmp_path, header, cell, count):
    """A word that clings to a number, a sum of money or a comma of another country's spreadsheet leaves no row without its number."""
    cells = [*(cell.format(at) for at in range(count)), "07700 900124", "07700 900125"]

    read = read_bytes(tmp_path, f"Name;{header}\n" + "".join(f"Jay;{each}\n" for each in cells))

    assert read.numbers == [(each, "contact") for each in cells]
    assert read.skipped == []
