"""Words for which way a call or message went, and for calls and messages themselves, in the languages of the phones that are seen."""

from __future__ import annotations

import re
from typing import Final

from ingest.decode.month_names import plain


def _set(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


#: All without accents, as `words_in` gives them. Android and XRY first, then German, French, Polish, Spanish, Italian, Portuguese,
#: Dutch, Romanian, Welsh.
IN: Final = _set(
    "incoming received receive inbound in inbox deliver missed rejected voicemail blocked declined unread recd",
    "eingang eingehend eingehende eingehender empfangen empfangene erhalten posteingang ankommend verpasst verpasste verpasster abgelehnt",
    "entrant entrante entrants recu recue recus manque manquee manques rejete rejetee refuse refusee",
    "przychodzace przychodzacy przychodzaca odebrane odebrany odebrana nieodebrane nieodebrany odrzucone odrzucony otrzymane",
    "entrantes recibido recibida recibidos recibidas perdida perdidas rechazada rechazadas",
    "ricevuta ricevuto ricevute ricevuti persa perse recebida recebidas recebido recebidos perdido inkomend inkomende ontvangen gemist",
    "primit primita primite pierdut pierdute derbyniwyd",
)
OUT: Final = _set(
    "outgoing dialed dialled sent outbound out outbox submit draft drafts failed queued unsent cancelled canceled sending",
    "ausgang ausgehend ausgehende ausgehender gesendet gesendete gesendeter versendet postausgang gewahlt gewahlte entwurf",
    "sortant sortante sortants emis emise envoye envoyee envoyes compose composes brouillon",
    "wychodzace wychodzacy wychodzaca wyslane wyslany wyslana wybrane wybierane",
    "saliente salientes enviado enviada enviados enviadas realizada realizadas marcada borrador",
    "inviata inviato inviati inviate effettuata effettuate efetuada efetuadas discada uitgaand uitgaande verzonden verstuurd",
    "trimis trimisa trimise efectuat anfonwyd",
)
#: Stand beside the others.
_BESIDE = _set(
    "call calls anruf anrufe appel appels polaczenie polaczenia llamada llamadas chiamata chiamate oproep apel sms message nachricht"
)

#: Parts of words that name the kind of a row or sheet.
CONTACT_PARTS: Final = ("contact", "kontakt", "contatt", "contat")
CALL_PARTS: Final = ("call", "anruf", "appel", "polaczen", "llamad", "chiamat", "oproep", "chamada", "galwad")
MESSAGE_PARTS: Final = ("sms", "mms", "message", "chat", "nachricht", "wiadomo", "mensaj", "messagg", "mensagem", "bericht")

_WORD = re.compile(r"[^\W\d_]+|\d+")


def words_in(text: str) -> list[str]:
    """Give the words and numbers of a text, in small letters and without accents."""
    return _WORD.findall(plain(text))


def is_way(cell: str) -> bool:
    """Whether a cell says nothing but which way a call or message went."""
    words = words_in(cell)
    return any(word in IN or word in OUT for word in words) and all(word in IN or word in OUT or word in _BESIDE for word in words)


def tells_way(text: str) -> bool:
    """Whether any word of a text says which way a call or message went."""
    return any(word in IN or word in OUT for word in words_in(text))


def names_one_of(text: str, parts: tuple[str, ...]) -> bool:
    """Whether any word of a text has one of the parts in it."""
    low = plain(text)
    return any(part in low for part in parts)
