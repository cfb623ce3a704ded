"""Words of headers of times that mean something else as well, and what happened to a message then: it was sent before it was read."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Final

from ingest.decode.words.phones import words_of
from ingest.decode.words.sets import set_of


class Stage(IntEnum):
    """What happened at a time, in the order in which it does."""

    #: The call or message itself.
    MADE = 0
    RECEIVED = 1
    DELIVERED = 2
    READ = 3


_SENT = set_of(
    "sent gesendet verschickt abgeschickt envoyé envoyée envoye enviado enviada wysłano wysłane wysłana wyslano inviato inviata verzonden"
    " trimis skickat skickad sendt anfonwyd gönderildi odesláno отправлено"
)
_STAGES: Final = {
    Stage.MADE: _SENT
    | set_of(
        "wann quand kiedy cuándo cuando quando wanneer când dt ts day dated stamp logged occurred begin began beginning commenced recorded"
        " tid dato tag posted placed beginn début debut inicio początek poczatek inizio début tijdstip moment momento"
    ),
    Stage.RECEIVED: set_of(
        "received rec recd rcvd arrived empfangen erhalten reçu reçue recu recue recibido recibida odebrano otrzymano ricevuto ricevuta"
        " ontvangen recebido recebida primit mottaget modtaget mottatt derbyniwyd alındı přijato получено"
    ),
    Stage.DELIVERED: set_of(
        "delivered answered zugestellt livré livrée distribué entregado entregue dostarczono consegnato bezorgd afgeleverd"
    ),
    Stage.READ: set_of("read seen opened viewed gelesen lu lue leído leido przeczytano letto gelezen lido"),
}
_STAGE_OF: Final = {word: stage for stage, words in _STAGES.items() for word in words}
#: Words beside them that say no more, and those that say of any header that times stand below.
_BESIDE: Final = set_of("at on the is was am um le el o w d utc gmt message messages sms text")
_TIMES: Final = set_of("date time datetime timestamp day datum zeit uhrzeit fecha hora heure godzina czas")


def may_be_time(header: str) -> bool:
    """Whether a header means a time where dates stand below: `Sent`, `Wann`, `Day`."""
    words = [word for word in words_of(header) if word not in _BESIDE]
    return bool(words) and all(word in _STAGE_OF for word in words)


@lru_cache(maxsize=1024)
def stage_of(header: str) -> Stage:
    """Say what happened at the times below a header; what says nothing of it is the call or message itself."""
    words = [word for word in words_of(header) if word not in _BESIDE and word not in _TIMES]
    told = [_STAGE_OF[word] for word in words if word in _STAGE_OF]
    return min(told) if told and len(told) == len(words) else Stage.MADE


def names_sending(header: str) -> bool:
    """Whether a header says when something was sent, as no call is."""
    return not _SENT.isdisjoint(words_of(header))
