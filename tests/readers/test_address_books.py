"""Address books as a mail program writes them in several languages (formats facts 12.2): every number is that of the person of the row."""

from __future__ import annotations

import pytest

from readings import read_bytes

#: The headers of these exports, in the order of the program: names, company, places, and all of the telephones.
_HEADERS = {
    "German": "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Ort geschäftlich,"
    "Region geschäftlich,Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,Ort privat,Land/Region privat,"
    "#Telefon Assistent,#Fax geschäftlich,#Telefon geschäftlich,#Telefon geschäftlich 2,#Rückmeldung,#Autotelefon,#Telefon Firma,"
    "#Fax privat,#Telefon (privat),#Telefon (privat 2),#ISDN,#Mobiltelefon,#Weiteres Fax,#Weiteres Telefon,#Pager,#Haupttelefon",
    "German, short": "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Ort geschäftlich,Postleitzahl geschäftlich,Land,"
    "#Fax geschäftlich,#Telefon geschäftlich,#Telefon Firma,#Telefon (privat),#Mobiltelefon",
    "French": "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Rue (bureau),Ville (bureau),Code postal (bureau),"
    "Pays/Région (bureau),Rue (domicile),Ville (domicile),Pays/Région (domicile),#Téléphone de l'assistant(e),#Télécopie (bureau),"
    "#Téléphone (bureau),#Téléphone 2 (bureau),#Rappel,#Téléphone (voiture),#Téléphone société,#Télécopie (domicile),"
    "#Téléphone (domicile),#Téléphone 2 (domicile),#RNIS,#Tél. mobile,#Télécopie (autre),#Téléphone (autre),"
    "#Récepteur de radiomessagerie,#Téléphone principal,#Radio téléphone,#Téléphone TDD/TTY,#Télex",
    "Spanish": "Título,Nombre,Segundo nombre,Apellidos,Sufijo,Organización,Departamento,Puesto,Calle del trabajo,Ciudad de trabajo,"
    "País o región de trabajo,#Teléfono del ayudante,#Fax del trabajo,#Teléfono del trabajo,#Teléfono del trabajo 2,"
    "#Devolución de llamada,#Teléfono del automóvil,#Número de centralita de la organización,#Fax particular,#Particular,"
    "#Número de teléfono 2,#RDSI,#Móvil,#Otro fax,#Otro teléfono,#Localizador,#Teléfono principal,#Radioteléfono,#Número de TTY/TDD,#Télex",
    "Polish": "Tytuł,Imię,Drugie imię,Nazwisko,Sufiks,Firma,Dział,Stanowisko,Adres służbowy - ulica,Adres służbowy - miejscowość,"
    "Adres służbowy - kraj/region,#Telefon asystenta,#Faks w pracy,#Telefon służbowy,#Telefon służbowy 2,#Wywołanie zwrotne,"
    "#Telefon w samochodzie,#Telefon główny firmy,#Faks domowy,#Telefon domowy,#Telefon domowy 2,#ISDN,#Telefon komórkowy,#Inny faks,"
    "#Inny telefon,#Pager,#Telefon podstawowy,#Radiotelefon,#Telefon TTY/TDD,#Teleks",
    "Dutch": "Titel,Voornaam,Middelste naam,Achternaam,Achtervoegsel,Bedrijf,Afdeling,Functie,Werkadres straat,Werkadres plaats,"
    "Werkadres land/regio,#Telefoon assistent,#Fax op werk,#Telefoon op werk,#Terugbellen,#Autotelefoon,#Hoofdtelefoon bedrijf,"
    "#Fax thuis,#Telefoon thuis,#Mobiele telefoon,#Andere fax,#Andere telefoon,#Semafoon,#Hoofdtelefoon,#Telex",
    "Italian": "Titolo,Nome,Secondo nome,Cognome,Titolo straniero,Società,Reparto,Posizione,Via (uff.),Città (uff.),CAP (uff.),"
    "Paese (uff.),Via (ab.),Città (ab.),Paese (ab.),#Telefono assistente,#Fax (uff.),#Telefono (uff.),#Richiamata,#Telefono (auto),"
    "#Telefono principale società,#Fax (ab.),#Telefono (ab.),#ISDN,#Cellulare,#Altro fax,#Altro telefono,#Cercapersone,#Radiotelefono",
    "Portuguese": "Título,Nome,Segundo nome,Sobrenome,Sufixo,Empresa,Departamento,Cargo,Rua do endereço comercial,"
    "Cidade do endereço comercial,País/Região do endereço comercial,#Telefone do assistente,#Fax comercial,#Telefone comercial,"
    "#Telefone do carro,#Telefone principal da empresa,#Fax residencial,#Telefone residencial,#Telefone celular,#Outro fax,#Outro telefone",
}
_NAMES = ("Jay", "", "Muster")
_PLACES = ("Rue 1", "Leeds", "LS1", "Deutschland", "España", "France")


def _row(header: str, company: str, first: int) -> str:
    """A row with a place or a word in each column that has no number, and a number of its own in each that has one."""
    cells, words = ["Herr", *_NAMES, "", company], iter(_PLACES * 3)
    for at, text in enumerate(header.split(",")[len(cells) :]):
        cells.append(f"01632 96{first + at:04}" if text.startswith("#") else next(words))
    return ",".join(cells)


@pytest.mark.parametrize("company", ["", "Acme"])
@pytest.mark.parametrize("language", _HEADERS)
def test_all_numbers_of_an_address_book_are_their_persons(tmp_path, language, company):
    """No country, post code, company or other number of a row is who a number of it belongs to, in whatever language the program spoke."""
    header = _HEADERS[language]
    rows = [_row(header, company, 0), _row(header, company, 100).replace("Jay", "Kay")]

    read = read_bytes(tmp_path, "\n".join((header.replace("#", ""), *rows)) + "\n")

    wanted = [[cell for cell in row.split(",") if cell.startswith("01632")] for row in rows]
    assert [sorted(mention.raw for mention in record.mentions) for record in read.records] == wanted
    assert {mention.label for mention in read.records[0].mentions} == {"Jay Muster"}
    assert {mention.label for mention in read.records[1].mentions} == {"Kay Muster"}
    assert {mention.role.value for mention in read.mentions} == {"contact"}


def test_a_number_is_never_the_name_of_another(tmp_path):
    """Two columns that share a word may be two telephones of one person; who has the one is not called by the other."""
    read = read_bytes(tmp_path, "Name,Ligne autre,Téléphone autre\nJay,01632 960012,01632 960013\nKim,01632 960014,01632 960015\n")

    assert {mention.label for mention in read.mentions} <= {"Jay", "Kim"}
    assert {"01632 960013", "01632 960015"} <= read.others


@pytest.mark.parametrize("header", ["İsim;Soyisim;Cep Telefonu", "Όνομα;Επώνυμο;Τηλέφωνο"])
def test_both_parts_of_a_name_are_read_in_turkish_and_greek(tmp_path, header):
    """A given name beside that of the family makes the whole name."""
    read = read_bytes(tmp_path, f"{header}\nJay;Muster;07700 900101\n")

    assert [mention.label for mention in read.mentions] == ["Jay Muster"]


def test_names_of_flattened_lists_are_read(tmp_path):
    """A program that writes lists as columns names the given and the family name of the first one."""
    header = "resourceName,names.0.givenName,names.0.familyName,phoneNumbers.0.value,phoneNumbers.1.value"

    read = read_bytes(tmp_path, f"{header}\npeople/c001,Kay,Muster,07700 900101,07700 900102\n")

    assert read.numbers == [("07700 900101", "contact"), ("07700 900102", "contact")]
    assert {mention.label for mention in read.mentions} == {"Kay Muster"}
