"""Words for which way a call or message went, in the languages of the phones that are seen, and how plainly each says it.

A word that names a way outright stands above one that a state shares (`sent`), above a plain `in` or `out`, and above a state that most
often means one way (`missed`): a missed outgoing call went out.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final, NamedTuple

from ingest.decode.words.months import plain
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
    return _WORD.findall(plain(spelt(text)))


def spelt(text: str) -> str:
    """Write what is written short with a sign inside as a word."""
    return _SHORT.sub(lambda found: "incoming" if found[1] else "outgoing" if found[2] else "", text)


def plain_set(*texts: str) -> frozenset[str]:
    """Give the words of texts without their accents."""
    return frozenset(plain(word) for text in texts for word in text.split())


def _phrases(texts: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words_in(text)) for text in texts.split("|"))


# Android and XRY first, then German, French, Polish, Spanish, Italian, Portuguese, Dutch, Romanian, Turkish, Albanian, Welsh, others.
NAMED_IN: Final = plain_set(
    "incoming inbound inbox deliver ingoing terminating incomming",
    "eingang eingehend eingehende eingehender eingehendes ankommend ankommende ankommender posteingang reception eing kommend",
    "entree entrees wejscie przych",
    "entrant entrante entrants entrantes przychodzace przychodzacy przychodzaca odbiorcza arrivo entrata entrada inkomend inkomende",
    "prichozi prichadzajuci bejovo dolazni gaunamas gaunami ienakoss ienakosie входящ входящо",
    "intrare intrari gelen hyrese hyrje Входящий Входящие Входящее Входящая вхідний вхідні وارد واردة ورودی",
    "来电 來電 已接来电 已接來電 呼入 着信 수신",
    "inkommande ingående indgående innkommende inngående saapuva saapuvat saapunut binnenkomend binnenkomende prichádzajúce",
    "įeinantis įeinantys ienākošais ienākošā ulazni dohodni",
    "dohodna sissetulev sissetulevad входящи εισερχόμενη εισερχόμενες εισερχόμενο",
    "已接 接听 受信",
)
NAMED_OUT: Final = plain_set(
    "outgoing dialed dialled outbound outbox submit originating outcoming",
    "ausgang ausgehend ausgehende ausgehender ausgehendes abgehend abgehende abgehender postausgang envoi nadawcza salida saida",
    "gewahlt gewahlte gewahlter ausg gehend rausgehend sortie sorties wyjscie wych",
    "odchozi odchadzajuci kimeno odlazni izlazni iseinantis iseinanti izejoss izejosie изходящ изходящо",
    "sortant sortante sortants compose composes wychodzace wychodzacy wychodzaca wybrane wybierane",
    "saliente salientes marcada marcadas uscita discada uitgaand uitgaande iesire iesiri giden aranan dalese dalje",
    "Исходящий Исходящие Исходящее Исходящая вихідний вихідні صادر صادرة 去电 去電 已拨电话 已撥電話 拨出 呼出 発信 발신 خروجی",
    "utgående udgående lähtevä lähtevät odchádzajúce išeinantys izejošais izejošā odhodni odhodna väljuv väljuvad изходящи",
    "εξερχόμενη εξερχόμενες εξερχόμενο originada originadas originado uscente uscenti gekozen deialwyd",
    "uppringda uppringd uppringt ringda oppringte oppringt ringte opkaldte",
    "soitettu soitetut volané volaná vytočené vytočená tárcsázott hívott",
    "birani birano набранный набранные набрано набрани набраний набрані 已拨 外呼",
)
SHARED_IN: Final = plain_set(
    "recvd",
    "received receive recd rcvd rcv empfangen empfangene empfangener",
    "erhalten recu recue recus recues odebrane odebrany odebrana otrzymane",
    "otrzymana otrzymano odebrano recibido recibida recibidos recibidas ricevuta ricevuto ricevute ricevuti recebida recebidas",
    "recebido recebidos ontvangen primit primita primite alinan derbyniwyd",
    "mottaget mottagna mottagen mottagit modtaget modtagne mottatt mottatte vastaanotettu vastaanotetut eingegangen eingegangene",
    "recepționat recepționate alınan marrë pranuara přijaté přijatý",
    "přijatá prijaté prijatý prijatá fogadott primljeni primljen primljena",
    "gauti gauta gautas priimtas priimti saņemtie saņemts saņemti получено получени прието приети принятый принятые принят полученный",
    "полученные получен отриманий отримані прийнятий прийняті مستلمة مستلم دریافتی प्राप्त موصولہ 받은",
)
SHARED_OUT: Final = plain_set(
    "snt versandt versandte versandter",
    "sent gesendet gesendete gesendeter versendet emis emise emises envoye envoyee envoyes envoyees wyslane wyslana wyslany",
    "wyslano wykonane wykonana wykonany wykonano nawiazane nawiazana hecha hechas realizado realizados feita feitas",
    "enviado enviada enviados enviadas realizada realizadas efectuada efectuadas inviata inviato inviati inviate effettuata effettuate",
    "efetuada efetuadas verzonden verstuurd trimis trimisa trimise efectuat efectuate apelat getatigt getatigte getatigter",
    "emitida emitidas emitido gonderilen derguar anfonwyd",
    "skickat skickade skickad skickats sendt sendte foretaget foretagne lähetetty lähetetyt effectué effectués effectuée effectuées",
    "gebeld gebelde yapılan odeslané odeslaná odoslané odoslaná",
    "elküldött upućeni poslani poslane siunčiamas siunčiami išsiųsta išsiųstas",
    "zvanītie nosūtīts nosūtīti изпратено изпратени отправленный отправленные отправлено надіслані надісланий ارسالی 送信 건",
)
STATE_IN: Final = plain_set(
    "missed rejected voicemail blocked declined unread verpasst verpasste verpasster entgangen entgangene entgangener",
    "abgelehnt abgelehnte angenommen angenommene angenommener abwesenheit",
    "manque manquee manques manquees rejete rejetee rejetes refuse refusee refuses",
    "nieodebrane nieodebrany nieodebrana odrzucone odrzucony odrzucona perdida perdidas rechazada rechazadas persa perse",
    "rifiutata rifiutate rejeitada rejeitadas perdido gemist gemiste geweigerd pierdut pierdute ratat ratate respins respinse",
    "nepreluat nepreluate cevapsız reddedilen humbur humbura refuzuar",
    "zmeskany zmeskane zmeskana nefogadott propusteni praleistas praleistuis пропуснат пропуснато",
    "未接 未接来电 未接來電 不在着信 부재중 فائتة nhỡ Пропущенный Пропущенные пропущений пропущені",
    "recusada recusadas recusado missat missade missad avvisat avvisade avvisad obesvarat obesvarade obesvarad ubesvaret ubesvarede",
    "mistet mistede tabt tabte afvist afviste ubesvart ubesvarte tapt tapte avvist avviste vastaamaton vastaamattomat hylätty hylätyt",
    "blockiert blockierte afgewezen cevaplanmayan yanıtsız methwyd collwyd",
    "gollwyd odmítnuté odmítnutý nepřijaté nepřijatý odmietnuté odmietnutý",
    "neprijaté neprijatý elutasított elmulasztott propušten propuštena",
    "odbijen odbijeni zgrešeni zgrešen neodgovorjeni zamujeni praleisti",
    "neatsakytas neatsakyti atmestas atmesti neatbildēts neatbildēti",
    "neatbildētie noraidīts noraidītie vastamata пропуснати отхвърлено отхвърлени",
    "пропущен пропущено отклонённый отклоненный отклонённые отклоненные",
    "непринятый непринятые неотвеченный неотвеченные відхилений відхилені",
    "αναπάντητη αναπάντητες 拒接 未接電話 不在 مرفوضة छूटी چھوٹی",
)
STATE_OUT: Final = plain_set(
    "draft drafts failed queued unsent cancelled canceled sending",
    "entwurf entwurfe brouillon brouillons borrador borradores bozza bozze",
)
#: Say a way only where nothing but these, words for calls and states stand beside them.
PLAIN_IN: Final = plain_set("in from rx mt mtc smsmt mtsms smst smmt smt term terminated đến")
PLAIN_OUT: Final = plain_set("đi out to tx mo moc smsmo mosms smso smmo smo orig made placed called originated format passe passes")
#: Say in networks that a call or message came in, and elsewhere that a call is over.
ENDS: Final = plain_set("term terminated")
#: Several words that mean something else together than each by itself.
PHRASES: Final[dict[tuple[str, ...], Way | None]] = {
    **dict.fromkeys(
        _phrases(
            "called me|rang me|called by|texted me|mobile terminated|to me|i mewn"
            "|gọi đến|gọi nhỡ|gọi lỡ|bị nhỡ|tin nhắn đến|nhắn đến|đã nhận|इनकमिंग|आने वाली|آنے والی"
        ),
        Way(Direction.IN, Rank.NAMED),
    ),
    **dict.fromkeys(
        _phrases(
            "gọi đi|tin nhắn đi|nhắn đi|đã gửi|đã gọi|आउटगोइंग|जाने वाली|جانے والی|mobile originated|from me|by me|galwad allan|डायल की"
        ),
        Way(Direction.OUT, Rank.NAMED),
    ),
    **dict.fromkeys(
        _phrases(
            "answered elsewhere|to voicemail|sent to voicemail|en absence|não atendida|não atendidas|não atendido|no atendida|no atendidas"
            "|nem fogadott|بی پاسخ|từ chối|मिस्ड|مس کال|از دست رفته"
        ),
        Way(Direction.IN, Rank.STATE),
    ),
    **dict.fromkeys(
        _phrases("not received|nicht angenommen|nicht empfangen|no recibida|no recibido|non ricevuta|non ricevuto|in progress|in call"),
        None,
    ),
}
LONGEST_PHRASE: Final = max(map(len, PHRASES))

#: Stand beside the others.
BESIDE = plain_set(
    "call calls anruf anrufe appel appels polaczenie polaczenia llamada llamadas chiamata chiamate oproep apel apeluri cagri arama",
    "thirrje sms mms message messages text texts nachricht nachrichten abroad roaming voice video audio data type whatsapp facetime",
    "viber signal phone mobile telefon answered unanswered not no answer connected forwarded busy ended"
    " volte vowifi voip gsm звонок вызов вызовы cuộc gọi tin nhắn bị đã مكالمة مكالمات کال تماس",
    " chamada chamadas ligação ligações samtal opkald anrop puhelu",
    " puhelut hovor hovory hívás hívások poziv pozivi skambutis skambučiai",
    " zvans zvani обаждане обаждания разговор дзвінок дзвінки виклик κλήση",
    " κλήσεις kõne kõned klic klici galwad galwadau gespräch gespräche",
    " 전화 통화 通話 电话 電話",
)

BY_WORD: Final = {
    word: Way(direction, rank)
    for words, direction, rank in (
        (STATE_OUT, Direction.OUT, Rank.STATE),
        (STATE_IN, Direction.IN, Rank.STATE),
        (PLAIN_OUT, Direction.OUT, Rank.PLAIN),
        (PLAIN_IN, Direction.IN, Rank.PLAIN),
        (SHARED_OUT, Direction.OUT, Rank.SHARED),
        (SHARED_IN, Direction.IN, Rank.SHARED),
        (NAMED_OUT, Direction.OUT, Rank.NAMED),
        (NAMED_IN, Direction.IN, Rank.NAMED),
    )
    for word in words
}
