"""Words for which way a call or message went, and for calls and messages themselves, in the languages of the phones that are seen.

A word that names a way outright stands above one that a state shares (`sent`), above a plain `in` or `out`, and above a state that most
often means one way (`missed`): a missed outgoing call went out. Where the best of a text contradict each other, it says no way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from ingest.decode.month_names import plain
from ingest.records import Direction


class Rank(IntEnum):
    """How plainly a word says a way; the lowest counts."""

    NAMED = 1
    #: Said of a direction, and of what became of a message.
    SHARED = 2
    #: A digit that stands for a kind.
    CODE = 3
    PLAIN = 4
    STATE = 5


class Way(NamedTuple):
    """What a text says of the way."""

    #: None: its words contradict each other.
    direction: Direction | None
    rank: Rank


_WORD = re.compile(r"[^\W\d_]+|\d+")
#: What is written short with a sign inside: `I/C`, `O/G`, `Rec'd`.
_SHORT = re.compile(r"\b(?:(i/c)|(o/g))\b|(?<=[^\W\d_])['\u2019](?=d\b)", re.IGNORECASE)


def words_in(text: str) -> list[str]:
    """Give the words and numbers of a text, in small letters and without accents."""
    return _WORD.findall(plain(_spelt(text)))


def _spelt(text: str) -> str:
    return _SHORT.sub(lambda found: "incoming" if found[1] else "outgoing" if found[2] else "", text)


def _set(*texts: str) -> frozenset[str]:
    return frozenset(plain(word) for text in texts for word in text.split())


def _phrases(texts: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words_in(text)) for text in texts.split("|"))


# Android and XRY first, then German, French, Polish, Spanish, Italian, Portuguese, Dutch, Romanian, Turkish, Albanian, Welsh, others.
_NAMED_IN: Final = _set(
    "incoming inbound inbox deliver ingoing terminating incomming",
    "eingang eingehend eingehende eingehender eingehendes ankommend ankommende ankommender posteingang reception eing kommend",
    "entree entrees wejscie przych",
    "entrant entrante entrants entrantes przychodzace przychodzacy przychodzaca odbiorcza arrivo entrata entrada inkomend inkomende",
    "prichozi prichadzajuci bejovo dolazni gaunamas gaunami ienakoss ienakosie входящ входящо",
    "intrare intrari gelen hyrese hyrje Входящий Входящие Входящее Входящая вхідний вхідні وارد واردة ورودی",
    "来电 來電 已接来电 已接來電 呼入 着信 수신",
)
_NAMED_OUT: Final = _set(
    "outgoing dialed dialled outbound outbox submit originating outcoming",
    "ausgang ausgehend ausgehende ausgehender ausgehendes abgehend abgehende abgehender postausgang envoi nadawcza salida saida",
    "gewahlt gewahlte gewahlter ausg gehend rausgehend sortie sorties wyjscie wych",
    "odchozi odchadzajuci kimeno odlazni izlazni iseinantis iseinanti izejoss izejosie изходящ изходящо",
    "sortant sortante sortants compose composes wychodzace wychodzacy wychodzaca wybrane wybierane",
    "saliente salientes marcada marcadas uscita discada uitgaand uitgaande iesire iesiri giden aranan dalese dalje",
    "Исходящий Исходящие Исходящее Исходящая вихідний вихідні صادر صادرة 去电 去電 已拨电话 已撥電話 拨出 呼出 発信 발신 خروجی",
)
_SHARED_IN: Final = _set(
    "recvd",
    "received receive recd rcvd rcv empfangen empfangene empfangener erhalten recu recue recus recues odebrane odebrany odebrana otrzymane",
    "otrzymana otrzymano odebrano recibido recibida recibidos recibidas ricevuta ricevuto ricevute ricevuti recebida recebidas",
    "recebido recebidos ontvangen primit primita primite alinan derbyniwyd",
)
_SHARED_OUT: Final = _set(
    "snt versandt versandte versandter",
    "sent gesendet gesendete gesendeter versendet emis emise emises envoye envoyee envoyes envoyees wyslane wyslana wyslany",
    "wyslano wykonane wykonana wykonany wykonano nawiazane nawiazana hecha hechas realizado realizados feita feitas",
    "enviado enviada enviados enviadas realizada realizadas efectuada efectuadas inviata inviato inviati inviate effettuata effettuate",
    "efetuada efetuadas verzonden verstuurd trimis trimisa trimise efectuat efectuate apelat getatigt getatigte getatigter",
    "emitida emitidas emitido gonderilen derguar anfonwyd",
)
_STATE_IN: Final = _set(
    "missed rejected voicemail blocked declined unread verpasst verpasste verpasster entgangen entgangene entgangener",
    "abgelehnt abgelehnte angenommen angenommene angenommener abwesenheit",
    "manque manquee manques manquees rejete rejetee rejetes refuse refusee refuses",
    "nieodebrane nieodebrany nieodebrana odrzucone odrzucony odrzucona perdida perdidas rechazada rechazadas persa perse",
    "rifiutata rifiutate rejeitada rejeitadas perdido gemist gemiste geweigerd pierdut pierdute ratat ratate respins respinse",
    "nepreluat nepreluate cevapsız reddedilen humbur humbura refuzuar",
    "zmeskany zmeskane zmeskana nefogadott propusteni praleistas praleistuis пропуснат пропуснато",
    "未接 未接来电 未接來電 不在着信 부재중 فائتة nhỡ Пропущенный Пропущенные пропущений пропущені",
)
_STATE_OUT: Final = _set(
    "draft drafts failed queued unsent cancelled canceled sending entwurf entwurfe brouillon brouillons borrador borradores bozza bozze",
)
#: Say a way only where nothing but these, words for calls and states stand beside them.
_PLAIN_IN: Final = _set("in from rx mt mtc smsmt đến")
_PLAIN_OUT: Final = _set("đi out to tx mo moc smsmo made placed called originated format passe passes")
#: Say one only alone.
_ALONE: Final = {
    **dict.fromkeys(("i", "r", "ic", "inc"), Direction.IN),
    **dict.fromkeys(("o", "s", "og", "outg"), Direction.OUT),
}
_ARROW_IN: Final = re.compile(r"[<«‹]+[-–—=]*|[←⬅⇐⟵◀◄↙⬋]+")
_ARROW_OUT: Final = re.compile(r"[-–—=]*[>»›]+|[→➡⇒⟶▶►↗⬈]+")
#: What stands behind a sign to say how it is to be drawn.
_DRAWN: Final = re.compile("[\ufe0e\ufe0f]")

#: Several words that mean something else together than each by itself.
_PHRASES: Final[dict[tuple[str, ...], Way | None]] = {
    **dict.fromkeys(
        _phrases(
            "called me|rang me|he called|she called|they called|called by|texted me|mobile terminated|to me"
            "|gọi đến|gọi nhỡ|gọi lỡ|bị nhỡ|tin nhắn đến|nhắn đến|đã nhận|इनकमिंग|आने वाली|آنے والی"
        ),
        Way(Direction.IN, Rank.NAMED),
    ),
    **dict.fromkeys(
        _phrases(
            "gọi đi|tin nhắn đi|nhắn đi|đã gửi|đã gọi|आउटगोइंग|जाने वाली|جانے والی|mobile originated|from me|by me|called by me"
            "|called by owner"
        ),
        Way(Direction.OUT, Rank.NAMED),
    ),
    **dict.fromkeys(
        _phrases(
            "cancelled by caller|canceled by caller|answered elsewhere|to voicemail|sent to voicemail|en absence"
            "|từ chối|मिस्ड|مس کال|از دست رفته|declined by me|rejected by me|blocked by me|missed by me|answered by me"
        ),
        Way(Direction.IN, Rank.STATE),
    ),
    **dict.fromkeys(
        _phrases("declined by recipient|rejected by recipient|missed by recipient|blocked by recipient"), Way(Direction.OUT, Rank.STATE)
    ),
    **dict.fromkeys(
        _phrases("not received|nicht angenommen|nicht empfangen|no recibida|no recibido|non ricevuta|non ricevuto|in progress|in call"),
        None,
    ),
}
_LONGEST_PHRASE: Final = max(map(len, _PHRASES))

#: Letters of old telephones and of networks that say a way only beside the others of their kind, and the kinds.
_LETTERS: Final = {"m": Way(Direction.IN, Rank.STATE), "d": Way(Direction.OUT, Rank.NAMED)}
_SENT_RECEIVED: Final = frozenset("sr")
_LETTER_KINDS: Final = (frozenset("iom"), frozenset("drm"), _SENT_RECEIVED)

#: Stand beside the others.
_BESIDE = _set(
    "call calls anruf anrufe appel appels polaczenie polaczenia llamada llamadas chiamata chiamate oproep apel apeluri cagri arama",
    "thirrje sms mms message messages text texts nachricht nachrichten abroad roaming voice video audio data type whatsapp facetime",
    "viber signal phone mobile telefon answered unanswered not no answer connected forwarded busy ended"
    " volte vowifi voip gsm звонок вызов вызовы cuộc gọi tin nhắn bị đã مكالمة مكالمات کال تماس",
)

#: Parts of words that name the kind of a row or sheet.
CONTACT_PARTS: Final = ("contact", "kontakt", "contatt", "contat")
CALL_PARTS: Final = (
    "call",
    "anruf",
    "appel",
    "polaczen",
    "llamad",
    "chiamat",
    "oproep",
    "chamada",
    "galwad",
    "apelur",
    "cagri",
    "thirrj",
    "cuoc goi",
)
MESSAGE_PARTS: Final = (
    *(
        "sms",
        "mms",
        "msg",
        "message",
        "chat",
        "nachricht",
        "wiadomo",
        "mensaj",
        "messagg",
        "mensagem",
        "bericht",
        "mesaj",
        "mesazh",
        "tin nhan",
    ),
)

#: Words by themselves that name the kind of a row in what networks give: of calls, and of messages.
_CALL_KINDS: Final = _set("voice moc mtc telephony speech volte vowifi sprache voix voz voce spraak")
_MESSAGE_KINDS: Final = _set("text texts txt")
_PICTURES: Final = (["picture"], ["multimedia"], ["premium"], ["international"])
_LONGEST_KIND: Final = 5

#: What is said of calls only, and what stands beside it in titles of their numbers.
_OF_CALLS: Final = _set(
    "dialled dialed missed gewahlt gewahlte gewahlter compose composes marcada marcadas discada discadas wybrane wybierane",
    "verpasst verpasste entgangen entgangene manque manques nieodebrane gemist gemiste",
)
_IN_TITLES: Final = _BESIDE | _set("last recent latest list log number numbers nos nummer nummern numero numeros numer numery")
#: What stands between the ways of a header of both; then that between others, among which the vowels of Indian letters are none.
_BETWEEN: Final = (re.compile(r"\s+(?:or|and|&|/)\s+", re.IGNORECASE), re.compile(r"\s*[/|&]\s*"))
_PIECES = re.compile(r"[^\w\s\u0300-\u036f\u0900-\u0dff]+|_+")
_BY_WORD: Final = {
    word: Way(direction, rank)
    for words, direction, rank in (
        (_STATE_OUT, Direction.OUT, Rank.STATE),
        (_STATE_IN, Direction.IN, Rank.STATE),
        (_PLAIN_OUT, Direction.OUT, Rank.PLAIN),
        (_PLAIN_IN, Direction.IN, Rank.PLAIN),
        (_SHARED_OUT, Direction.OUT, Rank.SHARED),
        (_SHARED_IN, Direction.IN, Rank.SHARED),
        (_NAMED_OUT, Direction.OUT, Rank.NAMED),
        (_NAMED_IN, Direction.IN, Rank.NAMED),
    )
    for word in words
}
#: Headers of columns that answer whether it was the owner's, or came from somebody, without the blanks between their words.
_ASKS_OUT: Final = _set(
    "out fromme isfromme keyfromme sentbyme isoutgoing issent ismine isfromowner fromowner originated isoriginated zoriginated outgoing",
    "zisfromme outbound isoutbound issentbyme sentbyowner initiatedbyowner originatedbyowner issender callmade outgoingcall",
    "ausgehend sortant saliente wychodzace uscente",
)
_ASKS_IN: Final = _set("in isincoming isreceived isinbound incoming inbound incomingcall eingehend entrant entrante przychodzace")
#: What makes a call or message of a row, or a column of ways of one without a header, by itself.
_TELLING: Final = frozenset(word for word, way in _BY_WORD.items() if way.rank is not Rank.PLAIN) | {"in", "out"}


@lru_cache(maxsize=1024)
def way_of(text: str) -> Way | None:
    """Say which way a text gives; None when it speaks of none."""
    text = _spelt(text)
    words = words_in(text)
    alone = _ALONE.get("".join(words)) or (None if words else _arrow(text))
    if alone is not None:
        return Way(alone, Rank.NAMED)
    found = [way for piece in _PIECES.split(text) for way in _ways_in(words_in(piece))]
    if not found:
        return None
    best = min(way.rank for way in found)
    directions = {way.direction for way in found if way.rank is best}
    # Nothing is plainer in this text.
    rank = Rank.NAMED if best is Rank.PLAIN else best
    return Way(directions.pop() if len(directions) == 1 else None, rank)


def _arrow(text: str) -> Direction | None:
    sign = _DRAWN.sub("", text.strip())
    if _ARROW_IN.fullmatch(sign):
        return Direction.IN
    return Direction.OUT if _ARROW_OUT.fullmatch(sign) else None


def _ways_in(words: list[str]) -> list[Way]:
    """Give the ways of words that stand together; a plain word beside one that is not known says something else."""
    told = list(_told(words))
    found = [way for _, way in told if way is not None]
    is_known = all(_is_known(text, way) or text.isdecimal() for text, way in told)
    return found if is_known else [way for way in found if way.rank is not Rank.PLAIN]


def _told(words: Sequence[str]) -> Iterator[tuple[str, Way | None]]:
    """Yield the words one by one, those of a phrase together, each with the way it says."""
    at = 0
    while at < len(words):
        phrase = next((p for size in range(_LONGEST_PHRASE, 1, -1) if (p := tuple(words[at : at + size])) in _PHRASES), None)
        yield (" ".join(phrase), _PHRASES[phrase]) if phrase else (words[at], _BY_WORD.get(words[at]))
        at += len(phrase) if phrase else 1


def _is_known(text: str, way: Way | None) -> bool:
    """Whether a word or phrase says a way, or stands beside those that do."""
    return way is not None or text in _BESIDE or " " in text


def _is_telling(text: str, way: Way | None) -> bool:
    """Whether a word or phrase makes a call or message of a row by itself."""
    return text in _TELLING or (" " in text and way is not None and way.direction is not None)


def way_of_letter(text: str) -> Way | None:
    """Say which way a letter gives that does so only in a column of `are_letters_of_ways`: dialled, missed."""
    return _LETTERS.get(text.strip().casefold())


def are_letters_of_ways(cells: Iterable[str]) -> bool | None:
    """Whether the single letters in a column are those of ways and not of kinds, as for voice and SMS; None where others stand there."""
    letters = {cell.strip().casefold() for cell in cells}
    if not letters or any(len(letter) != 1 or not letter.isalpha() for letter in letters):
        return None
    return letters != {"m"} and any(letters <= kind for kind in _LETTER_KINDS)


def say_ways_in_letters(cells: Iterable[str]) -> bool:
    """Whether single letters in a column say both ways, `D` and `R`, without that of the missed, by which telephones are mobile."""
    kinds = {cell.strip().casefold() for cell in cells}
    if not are_letters_of_ways(kinds) or kinds <= _SENT_RECEIVED:
        return False
    return {way.direction for kind in kinds - {"m"} if (way := way_of(kind) or way_of_letter(kind))} == {Direction.IN, Direction.OUT}


def is_way(cell: str) -> bool:
    """Whether a cell says nothing but which way a call or message went."""
    told = list(_told(words_in(cell)))
    return any(_is_telling(*each) for each in told) and all(_is_telling(*each) or each[0] in _BESIDE for each in told)


def says_only_way(cell: str) -> bool:
    """Whether a cell says one way by an arrow or in words, plain ones among them, and nothing else but what stands beside those."""
    way = way_of(cell)
    return way is not None and way.direction is not None and all(_is_known(*each) for each in _told(words_in(cell)))


def speaks_of_ways(cells: Iterable[str]) -> bool:
    """Whether different cells say nothing but ways and what became of calls, and most of them a way."""
    kinds = set(cells)
    if not all(_is_known(*each) for cell in kinds for each in _told(words_in(cell))):
        return False
    return 2 * sum((way := way_of(cell)) is not None and way.direction is not None for cell in kinds) > len(kinds)


def are_included(cells: Iterable[str]) -> bool:
    """Whether the `inc` in a column may mean what a tariff includes, as nothing beside it goes out."""
    kinds = set(cells)
    if not any(words_in(cell) == ["inc"] for cell in kinds):
        return False
    return not any((way := way_of(cell)) is not None and way.direction is Direction.OUT for cell in kinds)


def names_both_ways(header: str) -> bool:
    """Whether a header gives both ways to choose from, and nothing else: `Dialled / Received`, `I/C or O/G`."""
    return any(_are_both(separator.split(header)) for separator in _BETWEEN)


def _are_both(pieces: Sequence[str]) -> bool:
    ways = [_ALONE.get("".join(words_in(piece))) or (_way_only(piece)) for piece in pieces]
    return len(pieces) > 1 and set(ways) == {Direction.IN, Direction.OUT}


def _way_only(text: str) -> Direction | None:
    way = way_of(text) if says_only_way(text) else None
    return way.direction if way else None


def asked_way(header: Sequence[str]) -> Direction | None:
    """Say which way a yes means below a header of these words, one that asks whether the owner called or sent, or was called or sent to."""
    joined = plain("".join(header))
    if joined in _ASKS_OUT:
        return Direction.OUT
    return Direction.IN if joined in _ASKS_IN else None


def names_calls(title: str) -> bool:
    """Whether a title says of numbers that they were dialled or missed, and nothing else: `Last dialled numbers`."""
    words = words_in(title)
    return not _OF_CALLS.isdisjoint(words) and all(word in _OF_CALLS or word in _IN_TITLES or word.isdecimal() for word in words)


def tells_way(text: str) -> bool:
    """Whether any word of a text says which way a call or message went."""
    return any(_is_telling(*each) for piece in _PIECES.split(text) for each in _told(words_in(piece)))


def kind_named(text: str) -> str | None:
    """Name the kind of row a text speaks of: `contacts`, `calls` or `messages`; None for every other text."""
    for kind, parts in (("contacts", CONTACT_PARTS), ("calls", CALL_PARTS), ("messages", MESSAGE_PARTS)):
        if names_one_of(text, parts):
            return kind
    words = words_in(text)
    if not _CALL_KINDS.isdisjoint(words):
        return "calls"
    return None if _MESSAGE_KINDS.isdisjoint(words) else "messages"


def is_text_kind(cell: str) -> bool:
    """Whether a few words name the sending of a message, to whomever: `Text message`, `SMS`, `Text to UK mobile`."""
    words = words_in(cell)
    # What is nothing but a message may be a picture, too.
    starts = {*words[:1], *(words[1:2] if words[:1] in _PICTURES else ())}
    is_one = not _MESSAGE_KINDS.isdisjoint(starts) or any(word.startswith(MESSAGE_PARTS) for word in starts)
    return is_one and len(words) <= _LONGEST_KIND and not any(map(str.isdecimal, words))


def names_one_of(text: str, parts: tuple[str, ...]) -> bool:
    """Whether any word of a text has one of the parts in it."""
    low = plain(text)
    return any(part in low for part in parts)
