"""What the small words and codes of rows say: ways in several languages, codes of kinds and states, files of a SIM (facts 12.3, 18.2)."""

from __future__ import annotations

import pytest

from ingest import Direction, Role, Scope
from readings import read_bytes


@pytest.mark.parametrize(
    ("kind", "way"),
    [("1", Direction.IN), ("2", Direction.OUT), ("3", Direction.OUT), ("4", Direction.OUT), ("5", Direction.OUT), ("6", Direction.OUT)],
)
@pytest.mark.parametrize("header", ["address,date,status,type,body", "address,date,type,status,body"])
@pytest.mark.parametrize("state", ["-1", "0", "32", "64"])
def test_the_state_of_a_message_is_not_its_kind(tmp_path, header, kind, way, state):
    """The table of Android says by its kind which way a message went; its state says whether a report came (formats facts 18.2)."""
    cells = {"address": "07700900351", "date": "1775037072000", "status": state, "type": kind, "body": "hi"}

    read = read_bytes(tmp_path, f"{header}\n{','.join(cells[name] for name in header.split(','))}\n")

    assert read.ways == [("07700900351", "message", way)]


CALLS = {
    "German": ("Nummer;Typ;Datum;Dauer", "Eingehend", "Ausgehend"),
    "German, other words": ("Rufnummer;Anrufart;Datum;Gesprächsdauer", "Empfangen", "Gewählt"),
    "French": ("Numéro;Type;Date;Durée", "Entrant", "Sortant"),
    "French, other words": ("Numéro;Type d'appel;Date et heure;Durée", "Appel entrant", "Appel sortant"),
    "Polish": ("Numer telefonu;Typ;Data;Czas trwania", "Przychodzące", "Wychodzące"),
    "Spanish": ("Número;Tipo;Fecha;Duración", "Entrante", "Saliente"),
    "Italian": ("Numero;Tipo;Data;Durata", "Ricevuta", "Effettuata"),
}


@pytest.mark.parametrize(("header", "came", "went"), CALLS.values(), ids=CALLS)
def test_a_call_log_is_one_in_other_languages(tmp_path, header, came, went):
    """Role, direction and time are those of the words; and nothing is read where calls were not asked for."""
    rows = f"{header}\n07700900001;{came};13.04.2026 22:15;10\n07700900002;{went};13.04.2026 22:15;10\n"

    read = read_bytes(tmp_path, rows)

    assert read.ways == [("07700900001", "call", Direction.IN), ("07700900002", "call", Direction.OUT)]
    assert all(record.first for record in read.records)
    assert not read_bytes(tmp_path, rows, scopes=frozenset({Scope.CONTACTS})).records


MESSAGES = {
    "German": ("Typ;Datum;Name / Nummer;Absender;Nachricht", "Empfangen", "Gesendet"),
    "French": ("Type;Date;Nom / Numéro;Expéditeur;Contenu du message", "Reçu", "Envoyé"),
    "Polish": ("Typ;Data;Nazwa / Numer;Nadawca;Treść", "Odebrane", "Wysłane"),
}


@pytest.mark.parametrize(("header", "came", "went"), MESSAGES.values(), ids=MESSAGES)
def test_messages_are_messages_in_other_languages(tmp_path, header, came, went):
    """Their words are read only if somebody asks for them."""
    rows = f"{header}\n{came};13.04.2026 12:00;Mo;07700900082;07700 900001\n{went};13.04.2026 12:00;Mo;07700900082;hallo\n"

    read = read_bytes(tmp_path, rows)

    assert read.ways == [("07700900082", "message", Direction.IN), ("07700900082", "message", Direction.OUT)]
    assert {mention.label for mention in read.mentions} == {"Mo"}
    assert not read_bytes(tmp_path, rows, scopes=frozenset({Scope.CONTACTS})).records


SIDES = {
    "German": ("Datum;Von;An;Nachricht;Richtung", "Ich", "Eingang", "Ausgang"),
    "French": ("Date;De;À;Message;Type", "Moi", "Reçu", "Envoyé"),
    "Polish": ("Data;Od;Do;Treść;Kierunek", "Ja", "Odebrane", "Wysłane"),
    "Spanish": ("Fecha;De;A;Mensaje;Tipo", "Yo", "Recibido", "Enviado"),
    "Italian": ("Data;Da;A;Messaggio;Direzione", "Io", "Ricevuto", "Inviato"),
    "Dutch": ("Datum;Van;Aan;Bericht;Richting", "Ik", "Ontvangen", "Verzonden"),
}


@pytest.mark.parametrize(("header", "me", "came", "went"), SIDES.values(), ids=SIDES)
def test_the_sides_of_messages_are_known_in_other_languages(tmp_path, header, me, came, went):
    """Whom a message is from and to may be said in a word of two letters."""
    rows = f"{header}\n12.03.2026 10:00;+447700900301;{me};07700 900302;{came}\n13.03.2026 10:00;{me};07700900301;ok;{went}\n"

    read = read_bytes(tmp_path, rows)

    assert read.ways == [("+447700900301", "message", Direction.IN), ("07700900301", "message", Direction.OUT)]
    assert all(record.first for record in read.records)


@pytest.mark.parametrize(("came", "went"), [("Entrant", "Sortant"), ("Przychodzące", "Wychodzące"), ("Verpasst", "Gewählt")])
def test_ways_are_found_without_a_header(tmp_path, came, went):
    """A column of such words makes calls of the rows."""
    read = read_bytes(tmp_path, f"07700900001,{came},13/04/2026 22:15\n07700900002,{went},13/04/2026 22:16\n")

    assert [direction for _, _, direction in read.ways] == [Direction.IN, Direction.OUT]


@pytest.mark.parametrize(
    ("header", "label"),
    [
        ("Titre;Prénom;Nom;Tél. mobile", "Hélène Lefèvre"),
        ("Tytuł;Imię;Nazwisko;Telefon komórkowy", "Hélène Lefèvre"),
        ("Anrede;Vorname;Nachname;Mobiltelefon", "Hélène Lefèvre"),
        ("Title;First Name;Name;Mobile", "Hélène Lefèvre"),
    ],
)
def test_a_given_name_is_kept_in_other_languages(tmp_path, header, label):
    """One word means the whole name, or the family's where there is a column for the other."""
    assert read_bytes(tmp_path, f"{header}\n;Hélène;Lefèvre;07700900032\n").mentions[0].label == label


def test_any_data_is_no_date(tmp_path):
    """What is the word for a date in Polish is one for anything in English."""
    read = read_bytes(tmp_path, "Name,Mobile,Data\nJay,07700900001,call me on 07700 900002\n")

    assert (read.prose, read.remarks) == (["call me on 07700 900002"], set())


def test_kinds_that_are_files_of_a_sim_say_whose_a_number_is(tmp_path):
    """The file with the own number is the owner's, that of the last dialled was called, that of the network is left out."""
    rows = "Index,Name,Number,Type\n1,JAY/M,07700900290,ADN\n2,MYNUM,07700900291,MSISDN\n3,LAST,07700900292,LND\n4,VM,121,SDN\n"

    read = read_bytes(tmp_path, rows)

    assert read.ways == [("07700900290", "contact", None), ("07700900291", "owner", None), ("07700900292", "call", Direction.OUT)]
    assert len(read.skipped) == 1


def test_a_kind_of_number_makes_nobody_the_owner(tmp_path):
    """Any number of the network is an MSISDN; only beside other files of a SIM it is the name of one."""
    read = read_bytes(tmp_path, "Name,Number,Type\nJay,07700900290,MSISDN\nMo,07700900291,MSISDN\n")

    assert [mention.role for mention in read.mentions] == [Role.CONTACT, Role.CONTACT]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("My Mobile", Role.OWNER),
        ("MYSELF", Role.OWNER),
        ("my phone", Role.OWNER),
        ("Phone owner (self)", Role.OWNER),
        ("You", Role.OWNER),
        ("~Me", Role.OWNER),
        ("Mine", Role.OWNER),
        ("Me (new)", Role.OWNER),
        ("Jay (me)", Role.OWNER),
        ("My no.", Role.OWNER),
        ("MY NUMBER 2", Role.OWNER),
        ("This phone", Role.OWNER),
        ("My new phone", Role.CONTACT),
        ("Me and Jay", Role.CONTACT),
        ("Mum (me)", Role.CONTACT),
        ("Jay's phone (me)", Role.CONTACT),
        ("My line", Role.CONTACT),
        ("Mine Site", Role.CONTACT),
        ("This phone shop", Role.CONTACT),
        ("Kebab shop (owner)", Role.CONTACT),
    ],
)
@pytest.mark.parametrize("others", [0, 2000])
def test_what_an_owner_calls_the_own_number(tmp_path, name, role, others):
    """Only a name that means nobody else, in a short table as in a long one."""
    rows = "".join(f"Name {at % 7},0770090{at % 1000:04d}\n" for at in range(others))

    read = read_bytes(tmp_path, f"Name,Number\n{rows}{name},07700900319\n")

    assert read.mentions[-1].role is role


def test_messages_without_a_header_are_told_by_their_kinds(tmp_path):
    """Old telephones wrote one on each line, and what was written is nobody's name."""
    read = read_bytes(
        tmp_path,
        'sms;deliver;"07700900123";"";"";"2026.03.12 10:00";"";"are you coming to the shop later"\n'
        'sms;submit;"";"07700900124";"";"2026.03.12 11:00";"";"yo"\n'
        'call;outgoing;"";"07700900125";"";"2026.03.12 12:00";"";""\n',
    )

    assert read.ways[-1] == ("07700900125", "call", Direction.OUT)
    assert [(raw, role, way) for raw, role, way in read.ways if role == "message"] == [
        *[("07700900123", "message", Direction.IN), ("07700900124", "message", Direction.OUT)]
    ]
    assert not [mention for mention in read.mentions if mention.label]


@pytest.mark.parametrize(
    ("members", "role"), [(("+447700900123", "+447700900124"), "contact"), (('"+447700900123, +447700900124"', ""), "chat")]
)
def test_the_members_of_a_group_made_no_calls(tmp_path, members, role):
    """Each in a row of their own is one of a list; all of them in one cell are those of a chat."""
    rows = "".join(f"Crew,{member},Jay,Admin\n" for member in members if member)

    read = read_bytes(tmp_path, f"Group,Participants,Name,Role\n{rows}")

    assert read.ways == [("+447700900123", role, None), ("+447700900124", role, None)]
