"""Headers that are known as they stand, in the words of phones, address books and extraction tools.

Words: formats facts 2.5, 3.2, 4.1, 6 and 12.2.
"""

from __future__ import annotations

from typing import Final

from ingest.decode.words.column_kinds import Column
from ingest.decode.words.phones import words_of

_TEXTS = {
    Column.PHONE: "số điện thoại|điện thoại|sđt|số máy|số di động|di động|फ़ोन|फोन|फ़ोन नंबर|फोन नंबर|मोबाइल|मोबाइल नंबर|संपर्क नंबर|दूरभाष"
    "|شماره تلفن|号码|电话|电话号码|手机|手机号|手机号码|電話號碼|手機|전화번호|휴대폰|رقم الهاتف|الهاتف|رقم الجوال|الجوال|تلفن|موبایل"
    "|فون نمبر|موبائل نمبر",
    Column.FROM: "from|sender|sender jid|from jid|caller|from address|from number|sender number|sent by|calling party|caller id"
    "|a number|caller number|from tel|calling number|originator|author|from phone|sender phone|from participant|from identifier"
    "|sender id|from phone number|sender phone number|absender|expéditeur|expediteur|nadawca|remitente|mittente|afzender|remetente|anfonwr"
    "|von|de|od|da|van|oddi wrth|de la|call from|originating number|a msisdn|a party number|expeditor|expeditorul|gönderen|dërguesi"
    "|expediteur numero|von nummer|von telefonnummer|numer nadawcy|calling|anrufer|anrufernummer|a nummer|a rufnummer|appelant"
    "|numéro appelant|numéro de l appelant|llamante|número llamante|origen|número origen|número de origen|chiamante|dzwoniący|numer a"
    "|numer dzwoniącego|abonent a|originating party|originating msisdn|incoming from"
    "|received from|missed from"
    "|caller id number|anumber|amsisdn|a end|a party id|a subscriber|a subscriber number|call from number"
    "|număr apelant|numărul apelant|nr apelant|apelant|abonat a|număr a|telefonuesi|thirrësi|numri thirrës|numri a|nga"
    "|numer dzwoniący|numer wywołujący|numer inicjujący|abonent wywołujący|wywołujący"
    "|a teilnehmer|rufende nummer|rufender anschluss|anrufende nummer|anrufende rufnummer|quellrufnummer|n appelant|émetteur"
    "|bellend nummer|beller|arayan|arayan numara|número chamador|volající|volajúci|вызывающий|звонящий|номер а"
    "|avsändare|afsender|avsender|lähettäjä|från|fra",
    Column.TO: "to|receiver jid|recipient jid|to jid|recipient|recipients|recipient s|receiver|receivers|to address|to number"
    "|receiver number|called|callee|called party|b number|called number|recipient number|sent to|destination|dialled number"
    "|dialed number|number called|number dialled|to tel|to phone|to s|cc|bcc|to participant|to identifier|receiver phone number"
    "|recipient phone number|to phone number|empfänger|destinataire|odbiorca|destinatario|ontvanger|destinatário|derbynnydd"
    "|an|à|do|aan|naar|para|vers|către|catre|call to|terminating number|b msisdn|b party number|destinatar|destinatarul"
    "|alıcı|marrësi|an nummer|an telefonnummer|numer odbiorcy|angerufener|angerufene nummer|b nummer|b rufnummer|appelé|numéro appelé"
    "|llamado|número llamado|destino|número destino|número de destino|chiamato|numero chiamato|numer b|numer wybierany|abonent b"
    "|outgoing to|called to|dialled to|terminating party|terminating msisdn|number dialed"
    "|called id|bnumber|bmsisdn|b end|b party id|b subscriber|b subscriber number|call to number"
    "|număr apelat|numărul apelat|nr apelat|abonat b|număr b|număr destinatar|i thirruri|numri i thirrur|numri b"
    "|numer wybrany|numer wywoływany|numer docelowy|abonent wywoływany|wywoływany|odbierający"
    "|b teilnehmer|gerufene nummer|gerufener anschluss|angerufene rufnummer|zielrufnummer|n appelé"
    "|gebeld nummer|gebelde|aranan|aranan numara|número chamado|volaný|вызываемый|номер б"
    "|mottagare|modtager|mottaker|vastaanottaja|till|til",
    Column.PARTY: "third party|third party number"
    "|from to|to from|party|parties|partner|partners|remote party|other party|partner s|counterparty|correspondent"
    "|remote number|other number|non served party|non served party number|non served msisdn|non served number|non served|nonserved party"
    "|nonserved msisdn|nonserved number|non served subscriber|with|remote|peer|conversation with|partner number|partner identifier"
    "|party identifier|other party number|called calling party|calling called party|called calling number|calling called number"
    "|called calling|calling called|caller called"
    "|caller callee|caller recipient|sender recipient|sender receiver|recipient sender|to from number|from to number|von an|de à|od do"
    "|chat with|chats with|call with|message with|conversation partner|chat partner|chatpartner|appelant appelé"
    "|correspondant|numéro correspondant|interlocuteur|gegenstelle|gesprächspartner|interlocutor|rozmówca",
    Column.PARTICIPANTS: "participants|participant|participant information|participant s|members|group members|to participants"
    "|chat session",
    Column.OWN: "own number|owner number|owner phone number|my number|local user|local number|local party|phone account address"
    "|subscriber number|own phone number|via number|destination caller id|last addressed handle|account login|sim number"
    "|user number|user phone number|device phone number|line 1 number|account phone number|local participant|owner msisdn",
    Column.COUNTRY: "country|country code|countrycode|country iso|countryiso|iso country|iso country code|ziso country code|country name"
    "|dial code|dialcode|dialling code|dialing code|calling code|prefix|phone prefix|number prefix|country prefix|dialling prefix"
    "|international code|international prefix|isd code|isd|std code|std|area code|areacode|phone code|phone country|phone area code"
    "|phone country code|country dial code|country dialling code|country calling code|number country|number country code",
    Column.FROM_NAME: "from name|sender name|caller name|author name|from contact|cnam|cnap",
    Column.TO_NAME: "to name|recipient name|receiver name|called name|recipient names|callee name|person called",
    Column.NAME: "name|names|who|real name|true name|actual name|legal name|full legal name"
    "|display name|full name|fullname|contact name|name matched|partner name|partner names|file as"
    "|displayname|contact|party name|person|whats app name|whatsapp name|naam|nom|nombre|contact s name|cached name|subject name"
    "|wa name|title name|remote party name|saved as|saved name|stored name|stored as|name on phone|name in phone|name on handset"
    "|name in handset|name saved|name stored|contact saved as|nominal|enw|名前|氏名|表示名|name nummer|name number|name or number"
    "|number or name|nom numéro|nom ou numéro|nazwa numer|anzeigename|nom complet|nom affiché|nombre completo|nome|nume|kontakt|nazwa"
    "|imię i nazwisko|nazwa wyświetlana|nome completo|volledige naam|contacto|contatto|isim|ad soyad|emri|nume contact|nume complet"
    "|jméno|meno|název|ime|név|vardas|vārds|имя|ім я|име|ad|adı|jméno a příjmení|ime i prezime|teljes név|vardas pavardė"
    "|kişi|kişi adı|姓名|名字|联系人|聯絡人|이름|연락처|الاسم|اسم|جهة الاتصال|نام|имя контакта|контакт|фио"
    "|tên|họ tên|họ và tên|tên liên hệ|नाम|पूरा नाम"
    "|namn|navn|nimi|kontaktnamn|όνομα",
    Column.GIVEN: "first name|given name|firstname|forename|given|first|vorname|forenames|prénom|prenom|imię|imie|voornaam"
    "|nombre de pila|prenume|enw cyntaf|křestní jméno|keresztnév|utónév"
    "|förnamn|fornavn|etunimi",
    Column.MIDDLE: "middle name|middlename|additional name|middle|weitere vornamen|zweiter vorname"
    "|deuxième prénom|drugie imię|segundo nombre|middelste naam|tussenvoegsel|secondo nome|segundo nome|mellannamn|mellemnavn",
    Column.FAMILY: "last name|family name|surname|lastname|last|family|nachname|apellidos|apellido"
    "|nom de famille|apelido|apelidos|nazwisko|cognome|achternaam|sobrenome|cyfenw"
    "|mbiemri|soyad|soyadı|příjmení|priezvisko|prezime|vezetéknév|pavardė|uzvārds|фамилия|прізвище|фамилно име"
    "|efternamn|efternavn|etternavn|sukunimi|soyisim|επώνυμο|επίθετο",
    Column.NICKNAME: "nickname|nick|alias|aka|known as|street name|label|display|contacts",
    Column.ORGANISATION: "organization|organisation|company|organization name|organization 1 name|business|organizations|employer"
    "|org|company name|firma|société|societe|entreprise|empresa|organización|organizacion|compañía|organizacja|bedrijf|organisatie"
    "|azienda|società|unternehmen|företag|virksomhed",
    Column.ABOUT: "job title|job|title|role|relationship|relation|relationship to owner|occupation|profession|position|department"
    "|labels|categories|group|groups|group membership|organization title|organisation title|organization 1 title|organization department"
    "|organization 1 department|work title|employment|agency",
    Column.COUNT: "no|nr|nos",
    Column.REFERENCE: "long|alt|lat long|gps position|geo position",
    Column.DURATION: "duration|call duration|duration seconds|duration in secs|duration s|talk time|length|duration secs|call length|dauer"
    "|gesprächsdauer|anrufdauer|durée|duree|durée de l appel|duración|duracion|durata|czas trwania|czas trwania połączenia|duur|duração"
    "|gespreksduur|hyd|thời lượng|अवधि|durată|durata apelului|durata chiamata|süre|kohëzgjatja|trvání|doba trvání"
    "|seconds|secs|dur|minutes|mins|délka|dĺžka|időtartam|hossz|trukmė|длительность|продолжительность|тривалість|trajanje"
    "|时长|通话时长|通話時間|통화시간|المدة|مدت"
    "|varaktighet|längd|varighed|varighet|kesto|samtalslängd|продължителност|διάρκεια",
    Column.DIRECTION: "direction|message direction|call direction|in out|direction of call|i o|incoming outgoing"
    "|richtung|anrufrichtung|sens|kierunek|direzione|richting|direção|cyfeiriad|dirección|sentido|direcție|yön|drejtimi|sent received"
    "|hướng|hướng gọi|hướng cuộc gọi|chiều|chiều gọi|chiều cuộc gọi|směr|smer|irány|kryptis|направление|напрямок|smjer"
    "|received sent|in or out|from me|is from me|key from me|sent by me|is outgoing|is sent|is incoming|is received"
    "|riktning|retning|suunta|virziens|посока|κατεύθυνση",
    Column.TYPE: "type|dossier|carpeta|cartella|ordner|pasta"
    "|category|call type|message type|folder|status|call status|message status|event type|mailbox|box|sms type"
    "|record type|typ|art|anruftyp|anrufart|type d appel|type appel|rodzaj|rodzaj połączenia|typ połączenia|tipo|tipo de llamada"
    "|tipo di chiamata|tipo chiamata|tipo llamada|tipo de chamada|soort|math"
    "|tip|típus|tipus|hívás típusa|typ hovoru|тип|тип звонка|тип вызова|tip apel|tipul apelului|tür|arama türü|lloji|lloji i thirrjes"
    "|类型|類型|通话类型|種類|유형|النوع|نوع|loại|loại cuộc gọi|loại tin nhắn|kiểu|kiểu cuộc gọi|trạng thái|trạng thái cuộc gọi|प्रकार"
    "|samtalstyp|samtalstype|opkaldstype|anropstype|puhelutyyppi|puhelun tyyppi|tipo da chamada|tipo de ligação|gesprekstype|oproeptype"
    "|hívástípus|vrsta poziva|skambučio tipas|zvana veids|вид обаждане|тип дзвінка|тип виклику|вид вызова",
    Column.TIME: "start|end|started|ended|call start|call end"
    "|data|data i godzina|data godzina|godzina|czas|heure|date et heure|date heure|ora|data e ora|data ora|tijd|dzień|zeitpunkt"
    "|zeitstempel|jour|dyddiad|amser|uhrzeit|datum|fecha y hora|hora|data și ora|data si ora"
    "|dátum|időpont|čas|datum a čas|laikas|дата|дата и время|время|час|tarih|saat|tarih saat|tarih ve saat|koha|data dhe ora"
    "|时间|時間|日期|日付|日時|날짜|시간|التاريخ|الوقت|تاریخ|زمان|ngày|giờ|thời gian|दिनांक|तारीख|समय"
    "|tidspunkt|datum och tid|dato og tid|dato og klokkeslæt|klockslag|päivämäärä|aika|ημερομηνία|ώρα",
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
    "|phones emails|ph|ph no|ph number|digits"
    "|rückmeldung|rückruf|rappel|récepteur|particular|devolución de llamada|localizador|buscapersonas|wywołanie zwrotne|terugbellen"
    "|richiamata|retorno de chamada|återuppringning",
}
#: What the cells are below each of these texts, which are words in small letters with a blank between, as `words_of` gives them.
KNOWN_HEADERS: Final = {" ".join(words_of(text)): column for column, texts in _TEXTS.items() for text in texts.split("|")}
