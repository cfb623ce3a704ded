"""What a column header says its cells are, in the words of phones, address books and extraction tools.

Words: formats facts 2.5, 3.2, 4.1, 6 and 12.2.

References never become phone columns, whatever else their header says: `phoneIMEI` is an IMEI.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import lru_cache


class Column(Enum):
    """What the cells of a column are."""

    #: A field for a number: any cell with a digit in it.
    PHONE = auto()
    #: A field that may hold numbers: only cells that look like one.
    MAYBE_PHONE = auto()
    #: Lines of `<kind>-<label>: <value>` (Cellebrite contacts).
    ENTRIES = auto()
    #: Identifiers of a messenger, some of which are numbers with a suffix.
    MESSENGER_ID = auto()
    FROM = auto()
    TO = auto()
    #: The other party of a call or message.
    PARTY = auto()
    PARTICIPANTS = auto()
    #: A number of the phone's own.
    OWN = auto()
    NAME = auto()
    GIVEN = auto()
    MIDDLE = auto()
    FAMILY = auto()
    NICKNAME = auto()
    ORGANISATION = auto()
    #: What a person is to the owner or to the world: a job, a relationship, a group.
    ABOUT = auto()
    FROM_NAME = auto()
    TO_NAME = auto()
    TIME = auto()
    DURATION = auto()
    DIRECTION = auto()
    #: Kind of call, folder or state of a message; may tell the direction.
    TYPE = auto()
    APP = auto()
    DELETED = auto()
    NOTE = auto()
    BODY = auto()
    #: Where on the phone or SIM the row was stored; may hold names of SIM files.
    STORAGE = auto()
    REFERENCE = auto()
    #: The country, dialling code or area code of the number beside it.
    COUNTRY = auto()
    #: A count of the rows, or numbers: only the content tells.
    COUNT = auto()
    OTHER = auto()


#: Columns whose cells may become numbers of others.
NUMBER_COLUMNS = frozenset(
    {
        Column.PHONE,
        Column.MAYBE_PHONE,
        Column.ENTRIES,
        Column.MESSENGER_ID,
        Column.FROM,
        Column.TO,
        Column.PARTY,
        Column.PARTICIPANTS,
    }
)

#: Columns that name a person.
NAMES = frozenset({Column.NAME, Column.GIVEN, Column.FAMILY})


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_REFERENCES = _set(
    "imei imei2 imsi iccid meid esn eid mac serial vin ssn nino nhs custody crime case exhibit occurrence incident postcode zip"
    " zipcode sort swift iban passport licence license plate vrm ref reference urn pnc dob birth birthday anniversary age"
    " latitude longitude lat lon lng latlong latlon coordinate coordinates coords gps geo altitude elevation accuracy ip ipv4"
    " ipv6 ipaddress bssid ssid macaddress udid hash md5 sha1 sha256 pin puk guid uuid lac mcc mnc collar warrant badge invoice order"
    " policy ticket document flat room house street lid asn smsc sosfilenumber nationality"
)
_NOT_A_NUMBER_OF_SOMEBODY = _set(
    "type label category kind model make manufacturer os version name brand country network operator carrier provider status"
    " owner count id ids code codes storage language site tower mast photo picture plan bill tariff hash account accounts email"
    " mail url duration seconds centre center index colour color"
)
_NUMBERED_THINGS = _NOT_A_NUMBER_OF_SOMEBODY | _set(
    "of row index sequence segment segments record records item evidence page chat thread message messages sms mms line calls"
    " times order group extension contact_id building unit bus door track job employee staff student pupil customer user member"
    " card bank"
)
_TIME_WORDS = _set("time times timestamp timestamps date datetime when created modified updated contacted datum zeit uhrzeit fecha hora")
_NO_MOMENT = _set("zone timezone birth birthday dob anniversary expiry expires duration count total talk review by hearing court")
_PHONE_WORDS = _set(
    "mobile mobiles mob cell cellular tel tele telno msisdn fax pager landline handy celular movil móvil mobil telex callback ffôn"
    " isdn gsm portable komórka komorka komórkowy komorkowy cellulare mobiel telemóvel"
)
_LAST = _set("last first date on at time the was")
#: What was done so many times is counted.
_DONE = _set("contacted called messaged texted dialled dialed used rung rang seen spoken")
_CONTACT_ACTS = _set(
    "used call called calls message messaged messages text texted sms contact contacted seen active activity rang spoke spoken heard"
)
#: Columns that may hold numbers of the network or of the phone's own.
_NO_PERSON = _set("centre center service network voicemail own owner device handset sim subscriber")
#: Columns of words, whatever they are about: `Case notes`, `Account of call`; and what needs an `of` to be one.
_WORDED_HEADS = _set("notes note comments comment summary remarks remark narrative details description observations list")
_WORDED_BEFORE_OF = _set("account accounts record records log history report story version")
_PHONE_STEMS = ("phone", "telefon", "téléfon", "teléfon", "rufnummer", "telno", "mobileno", "phoneno", "mobilenumber", "電話")
#: Columns with codes, addresses, and what belongs to the phone or its owner: whatever stands there is nobody's number.
_NEVER_TEXT = _NO_PERSON | _set(
    "os version operator carrier owner id ids code codes language photo picture tariff hash account accounts email mail url link path file"
    " filename colour color count size bytes local uri"
)
#: What people write in place of a number, of one that is none any more, and of whose it is; no header says it.
_SAID = _set(
    "unknown changed lost dead disconnected broken given gives gave said says rang rings has had is he she his her they their him me"
    " my we our you your asked ask need needs none not never did does doesn don didn isn wasn hasn saved still yet anymore"
)
_SAID_PLACES = _set("phone phones number numbers mobile mobiles telephone landline contact contacts")
_NUMBER_WORDS = _set("number numbers no nos num nummer numer numero número numéro nr rhif digits număr numărul numara numarası numri")

#: Words for people and places somebody belongs to: theirs is another number than one's own.
RELATIONS = _set(
    "mother mum mom mam mothers mums moms father dad fathers dads parent parents stepmother stepfather stepmum stepdad carer"
    " carers caregiver guardian guardians foster fosterer kin nok relative sister brother sibling siblings sisters brothers"
    " aunt auntie uncle cousin nan nana gran grandma grandad grandmother grandfather grandparent grandparents husband wife"
    " spouse partner partners boyfriend girlfriend bf gf fiance friend friends mate son daughter child children emergency"
    " school college nursery academy teacher tutor headteacher worker sw placement landlord neighbour neighbor"
    " associate associates gp doctor surgery nurse dentist solicitor lawyer advocate probation officer coach"
)
#: What stands beside `number` where a telephone number is meant: who has it, which of several it is, what was done with it, where it was
#: found. Whatever else is numbered is no telephone: bags, logs, seals, visas, statements. Officers have numbers of their own.
_NUMBER_BESIDE = (RELATIONS - {"officer"}) | _set(
    "contact contacts caller callers callee called calling call dialled dialed dialling dialing dial party remote opposite sender receiver"
    " recipient originator originating terminating destination source target subject suspect victim witness peer"
    " home work main primary secondary second third st nd rd th alternative alternate alt additional extra spare new old current previous"
    " former last latest first known used usual best day daytime evening night backup burner payg personal private business"
    " direct foreign international national local full short uk incoming outgoing inbound outbound missed received sent other"
    " person people social next family his her their my your him them who whose"
    " whatsapp whats app wa signal viber imessage facetime text message saved stored attributed matched formatted raw normalised normalized"
    " original cleaned e display dialable value name names nickname"
    " in on for from to of the and or any if all with at by s d l le la les du des del der die das den dem het van di da"
    " anrufer angerufene angerufener angerufen gewählte gewahlte gewählt kontakt privat appelé appele appelant composé compose"
    " correspondant fixe domicile travail marcado llamado llamante casa trabajo chiamato chiamante composto contatto contacto ufficio"
    " wybierany dzwoniący dzwoniacy rozmówcy rozmowcy kontaktu domowy służbowy sluzbowy gebeld beller apelat apelant contactului acasă"
    " arayan aranan kişi cyswllt cartref gwaith"
)
#: Where a number was found says nothing of what it is.
_PLACES_BEFORE = frozenset({"in", "on", "at"})
#: Ends of headers of ids, and words beside them where the ids are telephone numbers.
_IDS = _set("id ids userid uid")
_IDS_OF_NUMBERS = _set("whatsapp whats wa jid caller callers signal viber imessage handle chat")

_EXACT = {
    Column.FROM: "from|sender|sender jid|from jid|caller|from address|from number|sender number|sent by|calling party|caller id"
    "|a number|caller number|from tel|calling number|originator|author|from phone|sender phone|from participant|from identifier"
    "|sender id|from phone number|sender phone number|absender|expéditeur|expediteur|nadawca|remitente|mittente|afzender|remetente|anfonwr"
    "|von|de|od|da|van|oddi wrth|de la|call from|originating number|a msisdn|a party number|expeditor|expeditorul|gönderen|dërguesi"
    "|expediteur numero|von nummer|von telefonnummer|numer nadawcy|calling|anrufer|anrufernummer|a nummer|a rufnummer|appelant"
    "|numéro appelant|numéro de l appelant|llamante|número llamante|origen|número origen|número de origen|chiamante|dzwoniący|numer a"
    "|numer dzwoniącego|abonent a",
    Column.TO: "to|receiver jid|recipient jid|to jid|recipient|recipients|recipient s|receiver|receivers|to address|to number"
    "|receiver number|called|callee|called party|b number|called number|recipient number|sent to|destination|dialled number"
    "|dialed number|number called|number dialled|to tel|to phone|to s|cc|bcc|to participant|to identifier|receiver phone number"
    "|recipient phone number|to phone number|empfänger|destinataire|odbiorca|destinatario|ontvanger|destinatário|derbynnydd"
    "|an|à|do|aan|naar|para|vers|către|catre|call to|terminating number|b msisdn|b party number|destinatar|destinatarul"
    "|alıcı|marrësi|an nummer|an telefonnummer|numer odbiorcy|angerufener|angerufene nummer|b nummer|b rufnummer|appelé|numéro appelé"
    "|llamado|número llamado|destino|número destino|número de destino|chiamato|numero chiamato|numer b|numer wybierany|abonent b",
    Column.PARTY: "from to|to from|correspondant|numéro correspondant|interlocuteur|gegenstelle|gesprächspartner|interlocutor|rozmówca"
    "|party|parties|partner|partners|remote party|other party|partner s|counterparty|correspondent"
    "|remote number|other number|with|remote|peer|conversation with|partner number|partner identifier|party identifier",
    Column.PARTICIPANTS: "participants|participant|participant information|participant s|members|group members|to participants",
    Column.OWN: "own number|owner number|owner phone number|my number|local user|local number|local party|phone account address"
    "|subscriber number|own phone number|via number|destination caller id|last addressed handle|account login|sim number"
    "|user number|user phone number|device phone number|line 1 number|account phone number|local participant|owner msisdn",
    Column.COUNTRY: "country|country code|countrycode|country iso|countryiso|iso country|iso country code|ziso country code|country name"
    "|dial code|dialcode|dialling code|dialing code|calling code|prefix|phone prefix|number prefix|country prefix|dialling prefix"
    "|international code|international prefix|isd code|isd|std code|std|area code|areacode|phone code|phone country|phone area code"
    "|phone country code|country dial code|country dialling code|country calling code|number country|number country code",
    Column.FROM_NAME: "from name|sender name|caller name|author name|from contact",
    Column.TO_NAME: "to name|recipient name|receiver name|called name|recipient names|callee name",
    Column.NAME: "name|names|who|display name|full name|fullname|contact name|name matched|partner name|partner names|file as"
    "|displayname|contact|party name|person|whats app name|whatsapp name|naam|nom|nombre|contact s name|cached name|subject name"
    "|wa name|title name|remote party name|saved as|saved name|stored name|stored as|name on phone|name in phone|name on handset"
    "|name in handset|name saved|name stored|contact saved as|nominal|enw|名前|氏名|表示名|name nummer|name number|name or number"
    "|number or name|nom numéro|nom ou numéro|nazwa numer|anzeigename|nom complet|nom affiché|nombre completo|nome|nume|kontakt|nazwa"
    "|imię i nazwisko|nazwa wyświetlana|nome completo|volledige naam|contacto|contatto|isim|ad soyad|emri|nume contact|nume complet",
    Column.GIVEN: "first name|given name|firstname|forename|given|first|vorname|forenames|prénom|prenom|imię|imie|voornaam"
    "|nombre de pila|prenume|enw cyntaf",
    Column.MIDDLE: "middle name|middlename|additional name|middle|weitere vornamen|zweiter vorname"
    "|deuxième prénom|drugie imię|segundo nombre",
    Column.FAMILY: "last name|family name|surname|lastname|last|family|nachname|apellidos|apellido"
    "|nom de famille|nazwisko|cognome|achternaam|sobrenome|cyfenw",
    Column.NICKNAME: "nickname|nick|alias|aka|known as|street name|label|display|contacts",
    Column.ORGANISATION: "organization|organisation|company|organization name|organization 1 name|business|organizations|employer"
    "|org|company name",
    Column.ABOUT: "job title|job|title|role|relationship|relation|relationship to owner|occupation|profession|position|department"
    "|labels|categories|group|groups|group membership|organization title|organisation title|organization 1 title|organization department"
    "|organization 1 department|work title|employment|agency",
    Column.COUNT: "no|nr|nos",
    Column.REFERENCE: "long|alt|lat long|gps position|geo position",
    Column.DURATION: "duration|call duration|duration seconds|duration in secs|duration s|talk time|length|duration secs|call length|dauer"
    "|gesprächsdauer|anrufdauer|durée|duree|durée de l appel|duración|duracion|durata|czas trwania|czas trwania połączenia|duur|duração"
    "|gespreksduur|hyd|durată|durata apelului|durata chiamata|süre|kohëzgjatja",
    Column.DIRECTION: "direction|message direction|call direction|in out|direction of call|i o|incoming outgoing"
    "|richtung|anrufrichtung|sens|kierunek|direzione|richting|direção|cyfeiriad|dirección|sentido|direcție|yön|drejtimi|sent received"
    "|received sent|in or out|from me|is from me|key from me|sent by me|is outgoing|is sent|is incoming|is received",
    Column.TYPE: "type|category|call type|message type|folder|status|call status|message status|event type|mailbox|box|sms type"
    "|record type|typ|art|anruftyp|anrufart|type d appel|type appel|rodzaj|rodzaj połączenia|typ połączenia|tipo|tipo de llamada"
    "|tipo di chiamata|tipo chiamata|tipo llamada|tipo de chamada|soort|math"
    "|tip|tip apel|tipul apelului|tür|arama türü|lloji|lloji i thirrjes",
    Column.TIME: "data|data i godzina|data godzina|godzina|czas|heure|date et heure|date heure|ora|data e ora|data ora|tijd|dzień|zeitpunkt"
    "|zeitstempel|jour|dyddiad|amser|uhrzeit|datum|fecha y hora|hora|data și ora|data si ora"
    "|tarih|saat|tarih saat|tarih ve saat|koha|data dhe ora",
    Column.APP: "app|application|source app|source application|source|service|platform|related application|app name"
    "|source account type s|messenger|application name|source account type|channel|service name|account type|source service",
    Column.NOTE: "note|notes|comment|comments|remarks|memo|remark|additional notes"
    "|notizen|notatki|notas|opmerkingen|nodiadau|remarques|appunti",
    Column.BODY: "body|text|message|message text|message body|content|snippet|message content|sms text|sms body|chat message"
    "|transcript|transcription|sms|preview|subject|summary|message snippet|text message|sms message"
    "|nachricht|nachrichtentext|inhalt|texte|contenu|contenu du message|treść|tresc|treść wiadomości|wiadomość|wiadomosc|mensaje|texto"
    "|contenido|messaggio|testo|bericht|mensagem|neges|mesaj|mesajul|mesazhi|mesaj metni",
    Column.STORAGE: "storage|memory|ef|elementary file|sim file|location type|storage place|record location",
    Column.MESSENGER_ID: "whats app id|whatsapp id|whatsapp user id|whats app user id|jid|wa id|identifier|raw string jid"
    "|user jid|remote jid|whats app jid|whatsapp jid|chat identifier|handle|handle id|contact jid",
    Column.MAYBE_PHONE: "home|work|other|main|address|addresses|value|whats app|whatsapp|signal|viber|imessage|i message"
    "|contact details|contact info|details|line number|line numbers|data 1|data1|contact number|contact no|contact nos|contact numbers"
    "|phones emails|ph|ph no|ph number|digits",
}
_BY_TEXT = {text: column for column, texts in _EXACT.items() for text in texts.split("|")}

#: The zone and the order of day and month that some tools write into the header (AXIOM).
_ZONE_TAIL = re.compile(r"\s*-\s*UTC\s*[+-]?[\d:]*\s*(?:\([^)]*\))?\s*$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
_ENTRIES = re.compile(r"entr(?:y|ies)(?: \d+)?")
_LONGEST_HEADER = 80
#: Abbreviations are too many things.
_SHORT_WORD = 2


def classify(header: str) -> Column:
    """Say what the cells under a header are."""
    return _classify(header) if len(header) <= _LONGEST_HEADER else Column.OTHER


# The same few headers, and the cells of rows that look like one, come up again and again.
@lru_cache(maxsize=4096)
def _classify(header: str) -> Column:
    words = _WORD.findall(_CAMEL.sub(" ", _ZONE_TAIL.sub("", header)).casefold())
    if not words:
        return Column.COUNT if header.strip() in {"#", "№"} else Column.OTHER
    text = " ".join(words)
    present = frozenset(words)
    exact = _BY_TEXT.get(text) or _BY_TEXT.get("".join(words))
    if exact is not None:
        return exact
    if _ENTRIES.fullmatch(text):
        return Column.ENTRIES
    if present & _REFERENCES:
        return Column.NOTE if _is_worded(words) else Column.REFERENCE
    if words[0] in {"deleted", "isdeleted"} or text in {"is deleted", "recovery method", "deleted state", "state deleted"}:
        return Column.DELETED
    if _is_time(present):
        return Column.TIME
    return _number_or_name(words, present)


def words_of(header: str) -> list[str]:
    """Give the words of a header in small letters, those written together apart."""
    return _WORD.findall(_CAMEL.sub(" ", header).casefold())


def is_phone_word(text: str) -> bool:
    """Whether a word names a telephone number, in several languages."""
    words = words_of(text)
    return any(word in _PHONE_WORDS or any(stem in word for stem in _PHONE_STEMS) for word in words)


def says_number(header: str) -> bool:
    """Whether a header says number in so many words, and not only where one may stand."""
    words = frozenset(words_of(header))
    return bool(words & (_NUMBER_WORDS | {"ph"}))


def numbers_things(header: str) -> bool:
    """Whether a header says number and not whose or which telephone's: whatever is counted or kept there, it may be no telephone number."""
    return _numbers_things(words_of(header))


def _numbers_things(words: Sequence[str]) -> bool:
    if not _NUMBER_WORDS & frozenset(words):
        return False
    end = next((at for at, word in enumerate(words) if word in _PLACES_BEFORE and _NUMBER_WORDS & frozenset(words[:at])), len(words))
    return any(word not in _NUMBER_WORDS and word not in _NUMBER_BESIDE and not word.isdecimal() for word in words[:end])


def names_user_id(header: str) -> bool:
    """Whether a header names the ids an application gives its users, which no application that uses telephone numbers has."""
    words = words_of(header)
    # `IDs` is one word and looks like two.
    is_id = bool(words) and (words[-1] in _IDS or _WORD.findall(header.casefold())[-1] in _IDS)
    return is_id and not _IDS_OF_NUMBERS & frozenset(words) and not is_phone_word(header)


def is_of_anybody(word: str) -> bool:
    """Whether a word beside one for numbers says nothing of whose they are: which of several, where or how they were found."""
    return len(word) <= _SHORT_WORD or word.isdecimal() or (word in _NUMBER_BESIDE and word not in RELATIONS)


def is_said(text: str) -> bool:
    """Whether a text with a word for telephones says something, as no header does: `no number`, `number changed`, `Mo has no phone`."""
    words = words_of(text)
    if " ".join(words) in _BY_TEXT:
        return False
    known = _SAID_PLACES | _PHONE_WORDS | _REFERENCES | _NUMBERED_THINGS
    for at, word in enumerate(words[:-1]):
        # `Serial no` and `Contact no` count something, `no phone` does not.
        if word == "no" and words[at + 1] in _SAID_PLACES and not (at and words[at - 1] in known):
            return True
    return any(word in _SAID for word in words)


def may_hold_text(header: str) -> bool:
    """Whether words about people may stand below a header that is none of the known ones: no code, address of mail, path or account."""
    words = words_of(header)
    return not _NEVER_TEXT & frozenset(words) or _is_worded(words)


def _is_worded(words: Sequence[str]) -> bool:
    """Whether a header, in what it says first of all, names words and not what they are about."""
    head = words[: words.index("of")] if "of" in words else words
    return bool(head) and (head[-1] in _WORDED_HEADS or (len(head) < len(words) and head[-1] in _WORDED_BEFORE_OF))


def is_last_contact(header: str) -> bool:
    """Whether a header says when somebody was first or last called, written to or seen."""
    present = frozenset(_WORD.findall(_CAMEL.sub(" ", _ZONE_TAIL.sub("", header)).casefold()))
    return _is_last_contact(present)


def _is_last_contact(present: frozenset[str]) -> bool:
    acts = present - _LAST
    return bool({"last", "first"} & present) and bool(acts) and acts <= _CONTACT_ACTS


def _is_time(present: frozenset[str]) -> bool:
    if present & _NO_MOMENT or present & {"number", "numbers"} or ("times" in present and present & _DONE):
        return False
    return bool(present & _TIME_WORDS) or present == {"first", "seen"} or _is_last_contact(present)


def _number_or_name(words: list[str], present: frozenset[str]) -> Column:
    if is_phone_word(" ".join(words)):
        others = present & _NOT_A_NUMBER_OF_SOMEBODY
        return Column.OTHER if others else Column.PHONE
    if present & _NUMBER_WORDS:
        # `Number of calls` counts, `Next of kin number` is one.
        counts = "of" in present and words[words.index("of") - 1] in _NUMBER_WORDS
        if counts or present & (_NUMBERED_THINGS - {"of"}):
            return Column.REFERENCE
        return Column.OTHER if _numbers_things(words) and not is_said(" ".join(words)) else Column.MAYBE_PHONE
    if "email" in present or "mail" in present:
        return Column.OTHER
    if words[-1] == "jid" or words[0] == "jid":
        return Column.MESSENGER_ID
    return Column.OTHER
