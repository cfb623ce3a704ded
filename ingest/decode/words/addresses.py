"""Words of headers for the parts of an address, in the languages of address books: what stands below them is a place, and nobody's name."""

from __future__ import annotations

from typing import Final

from ingest.decode.words.sets import set_of

ADDRESS_WORDS: Final = set_of(
    "address street city town county country state province region postcode postal zip"
    " adresse anschrift straße strasse hausnummer ort stadt plz postleitzahl land bundesland kanton postfach"
    " rue ville pays région département boîte"
    " dirección direccion calle ciudad país pais provincia estado región código apartado"
    " adres ulica miejscowość miejscowosc miasto kod pocztowy kraj województwo"
    " straat plaats provincie regio woonplaats"
    " indirizzo via città citta cap paese stato"
    " endereço endereco rua cidade cep"
    " gata stad vej gade poststed katu kaupunki"
    " adresă adresa stradă oraș județ țară ulice město psč země ulica mesto psč krajina utca város irányítószám ország"
    " sokak şehir ilçe ülke διεύθυνση οδός πόλη χώρα адрес улица город страна индекс"
)
