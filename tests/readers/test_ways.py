"""Which way calls and messages went: words of ways before words of states, in any column and in several languages (facts 12.3, 18.2)."""

from __future__ import annotations

import pytest

from ingest import Direction, Scope
from readings import read_bytes
from workbooks import table, workbook

IN, OUT = Direction.IN, Direction.OUT


def _ways(folder, header, *rows):
    """Read a table and give the direction of each row's mention."""
    return [direction for _, _, direction in read_bytes(folder, "\n".join((header, *rows)) + "\n").ways]


WORDS = {
    **dict.fromkeys(("Missed outgoing", "Missed (outgoing)", "Rejected outgoing call", "Voicemail - outgoing", "Blocked outgoing"), OUT),
    **dict.fromkeys(("Declined by recipient (outgoing)", "Outgoing call - declined", "Sent - unread", "Not answered (out)"), OUT),
    **dict.fromkeys(("Failed incoming", "Cancelled incoming call", "Incoming (missed)", "Cancelled by caller", "Missed voice call"), IN),
    **dict.fromkeys(("In uscita", "Chiamata in uscita", "Posta in uscita", "Llamada perdida saliente", "Appel sortant manqué"), OUT),
    **dict.fromkeys(("In arrivo", "In entrata", "Chiamata in arrivo", "Entrata", "Bandeja de entrada", "Rifiutata"), IN),
    **dict.fromkeys(("Anruf ausgehend, nicht angenommen", "Połączenie nieodebrane wychodzące", "Abgehend", "Passé", "Uscita"), OUT),
    **dict.fromkeys(("Entgangen", "Entgangener Anruf", "Angenommen", "Appel en absence", "Respins", "Intrare", "Eingehend"), IN),
    **dict.fromkeys(("Efectuada", "Placed", "Call made", "MO", "MO Voice", "SMS-MO", "O", "S", "Tx", "Call (out)", "Giden", "Dalëse"), OUT),
    **dict.fromkeys(("MT", "MT SMS", "I", "R", "Rx", "In", "Called me", "He called", "Gelen", "Cevapsız", "Hyrëse", "Входящий"), IN),
    **dict.fromkeys(("Anruf in Abwesenheit", "Sent to voicemail", "Diverted to voicemail", "Declined by me", "Gemiste oproep"), IN),
    **dict.fromkeys(("->", "-->", ">>", ">", "=>", "→", "➡️", "⇒", "Made", "Wykonane", "Hecha", "Sortie", "Ausg.", "Called by me"), OUT),
    **dict.fromkeys(("<-", "<--", "<<", "<", "←", "⬅", "⇐", "Called by", "Entrée", "Eing.", "Odebrano", "rcvd", "SMSMT"), IN),
    **dict.fromkeys(("Rejected by them", "They declined", "Not answered by the other party", "Abgelehnt von ihm", "Recipient missed"), OUT),
    **dict.fromkeys(("Rejected by me", "I declined", "Cancelled by them", "Sent by them", "Refusé par moi", "Missed call by them"), IN),
    **dict.fromkeys(("Cancelled by me", "I called", "Received by recipient", "Sent by WhatsApp"), OUT),
    "Rejected by Wobble": None,
    "Answered": IN,
    **dict.fromkeys(("Call in progress", "Unanswered", "Timed out", "Call forward", "Incoming/Outgoing"), None),
}


@pytest.mark.parametrize(("word", "way"), WORDS.items(), ids=WORDS)
def test_a_way_is_the_plainest_of_its_words(tmp_path, word, way):
    """A missed outgoing call went out; a plain `in` is a way only where nothing else is meant by it."""
    assert _ways(tmp_path, "Number,Date,Call type,Duration", f'07700900200,2026-04-03 21:15:00,"{word}",10') == [way]


#: What phones call incoming, missed and outgoing calls, and a header that nobody need know.
LANGUAGES = {
    "Tipo": ("Chamada recebida|Chamada de entrada", "Chamada não atendida|Não atendidas|Recusada", "Chamada efetuada|Originada|Saída"),
    "Samtalstyp": ("Inkommande|Mottaget samtal", "Missat|Missade samtal|Obesvarat", "Utgående|Utgående samtal|Uppringda|Skickat"),
    "Opkaldstype": ("Indgående|Modtagne opkald", "Ubesvaret|Ubesvarede opkald|Mistet|Afvist", "Udgående|Udgående opkald|Foretagne opkald"),
    "Anropstype": ("Innkommende|Mottatte anrop", "Ubesvart|Tapt anrop|Avvist", "Utgående|Utgående anrop|Oppringte"),
    "Puhelun tyyppi": ("Saapuva|Vastaanotettu", "Vastaamaton|Hylätty", "Lähtevä|Soitettu puhelu"),
    "Soort": ("Binnenkomend|Inkomende oproep", "Gemist|Afgewezen", "Gekozen|Uitgaande oproep"),
    "Druh": ("Příchozí hovor|Přijaté|Prijaté", "Zmeškaný hovor|Nepřijaté|Odmietnuté", "Odchozí hovor|Volané|Vytočené"),
    "Típus": ("Bejövő hívás|Fogadott", "Nem fogadott hívás|Elutasított", "Kimenő hívás|Tárcsázott"),
    "Vrsta": ("Dolazni poziv|Primljen|Dohodni", "Propušteni poziv|Propušten|Odbijen", "Odlazni poziv|Birani|Odhodni"),
    "Tipas": ("Gaunamas|Įeinantis|Ienākošais", "Praleisti|Neatsakytas|Neatbildēts zvans", "Išeinantys|Siunčiamas|Izejošais"),
    "Вид": ("Входящи|Прието|Принятый|Отриманий", "Пропуснати|Отхвърлено|Отклонённый|Відхилений", "Изходящи|Набрано|Набранный"),
    "Τύπος": ("Εισερχόμενη|Εισερχόμενες κλήσεις", "Αναπάντητη|Αναπάντητες", "Εξερχόμενη|Εξερχόμενες κλήσεις"),
    "Art": ("Eingegangen|Eingehender Anruf", "Blockiert|Verpasst", "Gewählt|Ausgehender Anruf"),
    "Tür": ("Gelen arama|Alınan", "Cevapsız|Yanıtsız|Cevaplanmayan", "Giden arama|Yapılan"),
    "类型": ("已接|已接来电|受信", "未接|拒接|不在着信|부재중 전화", "已拨|已拨电话|送信|발신 전화"),
}


@pytest.mark.parametrize("header", LANGUAGES)
def test_ways_are_known_in_the_languages_of_phones(tmp_path, header):
    """Each word for a call that came in, was missed or went out says its way."""
    told = [(word, way) for words, way in zip(LANGUAGES[header], (IN, IN, OUT), strict=True) for word in words.split("|")]
    rows = [f"07700 900127,{word},2026-03-12 10:00" for word, _ in told]

    assert list(zip(rows, _ways(tmp_path, f"Number,{header},Date", *rows), strict=True)) == list(
        zip(rows, [way for _, way in told], strict=True)
    )


@pytest.mark.parametrize("header", ["Number,Name,Status,Call type,Date,Duration", "Number,Name,Call type,Status,Date,Duration"])
@pytest.mark.parametrize(
    ("state", "kind", "way"),
    [
        *[(state, "Outgoing", OUT) for state in ("Rejected", "Missed", "Voicemail", "Answered", "Received")],
        *[(state, "Incoming", IN) for state in ("Cancelled", "Failed", "Sent", "")],
        ("Missed", "Voice", IN),
    ],
)
def test_the_state_of_a_call_does_not_turn_it_round(tmp_path, header, state, kind, way):
    """Whichever of the columns comes first."""
    cells = (state, kind) if header.index("Status") < header.index("Call") else (kind, state)

    assert _ways(tmp_path, header, f"07700900123,Jay,{cells[0]},{cells[1]},2026-04-03 21:15:00,9") == [way]


@pytest.mark.parametrize(
    ("state", "folder", "way"), [("Unread", "Sent", OUT), ("Sent", "Inbox", IN), ("Read", "Sent", OUT), ("Received", "Outbox", OUT)]
)
def test_the_folder_of_a_message_comes_before_its_state(tmp_path, state, folder, way):
    """What came in may be called sent, for somebody sent it."""
    header = "Status,Folder,Number,Name,Date,Message"

    assert _ways(tmp_path, header, f"{state},{folder},07700900123,Jay,2026-04-03 21:15:00,yo") == [way]


def test_columns_that_contradict_each_other_say_no_way(tmp_path):
    """None is better than a wrong one."""
    assert _ways(tmp_path, "Number,Date,Type,Folder,Duration", "07700900123,2026-04-03 21:15:00,Incoming,Outbox,9") == [None]


@pytest.mark.parametrize("header", ["is_from_me", "Is From Me", "From Me", "from_me", "key_from_me", "IsFromMe"])
@pytest.mark.parametrize(("cell", "way"), [("0", IN), ("1", OUT), ("false", IN), ("TRUE", OUT), ("no", IN), ("Yes", OUT)])
def test_what_is_from_the_owner_went_out(tmp_path, header, cell, way):
    """Databases of messengers say it by a column of noughts and ones."""
    assert _ways(tmp_path, f"address,{header},date,text", f"+447700900123,{cell},2026-04-03 21:15:00,yo") == [way]


ORIGINATED = ("Originated", "ZORIGINATED", "Is originated", "Outgoing", "Outgoing?", "ZISFROMME", "Is sender", "From owner", "IsSentByMe")


@pytest.mark.parametrize("header", ORIGINATED)
@pytest.mark.parametrize(("yes", "no"), [("Yes", "No"), ("1", "0"), ("TRUE", "FALSE"), ("Ja", "Nein")])
def test_a_column_that_asks_whether_a_call_went_out_says_its_way(tmp_path, header, yes, no):
    """Databases of calls say it so."""
    rows = (f"07700900123,{yes},2026-04-03 21:15:00,9", f"07700900124,{no},2026-04-03 21:16:00,9")

    assert _ways(tmp_path, f"Number,{header},Date,Duration", *rows) == [OUT, IN]


def test_counts_of_what_went_out_and_came_in_are_no_ways(tmp_path):
    """A list of numbers has one column of each."""
    rows = ("07700900123,1,0,2026-04-03 21:15:00", "07700900124,0,1,2026-04-03 21:16:00")

    assert _ways(tmp_path, "Number,Outgoing,Incoming,Last call", *rows) == [None, None]


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        *[
            ("Dir", "Out", "In"),
            ("Dir.", "O", "I"),
            ("Way", "Out", "In"),
            ("MO/MT", "MO", "MT"),
            ("Traffic", "MOC", "MTC"),
            ("Call", "→", "←"),
        ],
        *[("", "->", "<-"), ("Event", "Outgoing call", "Incoming call"), ("Action", "Made", "Received"), ("Kind", "Sent", "Received")],
        *[("Verkehrsart", "abgehend", "ankommend"), ("Sens de l'appel", "Émis", "Reçu"), ("Art des Anrufs", "Ausgehend", "Verpasst")],
        *[("Tipo de evento", "Llamada saliente", "Llamada entrante"), ("Typ zdarzenia", "Wychodzące", "Przychodzące")],
    ],
)
def test_a_column_of_ways_is_one_whatever_its_header(tmp_path, header, first, second):
    """Each of its cells says nothing else."""
    rows = (f"07700900123,{first},2026-04-03 21:15:00,9", f"07700900124,{second},2026-04-03 21:16:00,9")

    assert _ways(tmp_path, f"Number,{header},Date,Duration", *rows) == [OUT, IN]


@pytest.mark.parametrize("cell", ["→", "->", "Sent", "to"])
def test_what_stands_between_two_numbers_in_every_row_makes_nobody_the_owner(tmp_path, cell):
    """It only says that the first called the second."""
    rows = ("07700900123", "07700900200"), ("07700900200", "07700900123"), ("07700900124", "07700900125")
    lines = "".join(f"{sender},{cell},{recipient},2026-04-03 21:15:00,9\n" for sender, recipient in rows)

    read = read_bytes(tmp_path, f"From,,To,Date,Duration\n{lines}")

    assert not read.own
    assert {way for _, _, way in read.ways} == {None}


@pytest.mark.parametrize(("code", "way"), [("1", IN), ("2", OUT)])
def test_a_code_says_the_way_and_not_who_of_two_is_the_owner(tmp_path, code, way):
    """Programs have codes of their own."""
    read = read_bytes(tmp_path, f"From,To,Type,Date,Duration\n07700900123,07700900200,{code},2026-04-03 21:15:00,9\n")

    assert not read.own
    assert {found for _, _, found in read.ways} == {None, way}


@pytest.mark.parametrize(("cell", "way"), [("S", OUT), ("R", IN), ("Sent", OUT), ("Received", IN)])
def test_a_header_of_two_ways_is_one_of_ways(tmp_path, cell, way):
    """A letter is enough below it."""
    assert _ways(tmp_path, "Number,Sent/Received,Date,Text", f"07700900123,{cell},03/04/2026 21:15,yo") == [way]


def test_a_sheet_named_after_a_way_tells_it_of_its_rows(tmp_path):
    """Unless a row says another one itself."""
    header = ("Number", "Name", "Date", "Duration", "Type")
    rows = [("07700 900123", "Jay", "2026-04-03 21:15", "10", ""), ("07700 900124", "", "2026-04-05 21:15", "10", "Incoming")]

    read = read_bytes(tmp_path, workbook({"Dialled calls": table(header, *rows), "Missed": table(header, rows[0])}))

    assert [direction for _, _, direction in read.ways] == [OUT, IN, IN]


@pytest.mark.parametrize("header", [("Number", "Date"), ("Number", "Name", "Date", "Duration")])
def test_a_heading_inside_of_a_sheet_tells_the_way_of_the_rows_below(tmp_path, header):
    """Until the next heading, and it is no record itself."""
    row = dict(zip(("Number", "Name", "Date", "Duration"), ("07700 900123", "Jay", "2026-04-03 21:15", "10"), strict=True))
    cells = tuple(row[name] for name in header)
    rows = [("Dialled calls",), header, cells, (), ("Received calls",), header, cells, cells, ("Missed calls",), cells]

    read = read_bytes(tmp_path, workbook({"Sheet1": table(*rows)}))

    assert read.ways == [("07700 900123", "call", way) for way in (OUT, IN, IN, IN)]
    assert not read.skipped


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        *[("#,Dialled,When", "#,Received,When", "#,Missed,When"), ("Dialled,When", "Received,When,Length", "Missed,When")],
        *[("Dialled calls,Date", "Received calls,Date", "Missed calls,Date"), ("Dialled no,Date", "Received no,Date", "Missed no,Date")],
    ],
)
def test_a_later_header_that_gives_another_way_begins_another_table(tmp_path, first, second, third):
    """Telephones list what was dialled, received and missed one below the other."""
    read = read_bytes(tmp_path, "\n\n".join(_filled(header, at) for at, header in enumerate((first, second, third))) + "\n")

    assert read.ways == [(f"0770090012{at}", "call", way) for at, way in enumerate((OUT, IN, IN))]
    assert not read.skipped


def _filled(header, at):
    """Give a header and a row with a cell below each of its words."""
    row = [
        "1" if word == "#" else "2026-04-03 21:15" if word in {"When", "Date"} else "9" if word == "Length" else ""
        for word in header.split(",")
    ]
    return f"{header}\n{','.join(cell or f'0770090012{at}' for cell in row)}"


@pytest.mark.parametrize("header", ["Number in phone", "Voicemail number", "Blocked number", "Data received"])
def test_a_header_that_says_where_a_number_is_says_no_way(tmp_path, header):
    """None is better than a wrong one."""
    assert _ways(tmp_path, f"{header},Date,Duration", "07700900123,2026-04-03 21:15:00,9") == [None]


CALLS = [
    ("Number", "Name", "Date", "Duration"),
    ("07700 900123", "Jay", "2026-04-03 21:15", "10"),
    ("07700 900124", "", "2026-04-04 21:15", "9"),
]
BOOK = [("Name", "Number"), ("Mo", "07700 900125"), ("Sam", "07700 900126")]
IN_BOOK = [("07700 900125", "contact", None), ("07700 900126", "contact", None)]


@pytest.mark.parametrize(
    ("sheet", "between"),
    [
        ("Sheet1", [("Contacts",)]),
        ("Sheet1", [(), ("Phone book",), ()]),
        ("Sheet1", [()]),
        ("Sheet1", [("Exported today",)]),
        ("Sheet1", [("Received calls",), CALLS[1], ()]),
        ("Dialled calls", [("Contacts",)]),
        ("Dialled calls", [("SIM contacts",), ()]),
    ],
)
def test_a_phone_book_below_calls_is_one_whatever_stands_above_the_calls(tmp_path, between, sheet):
    """The heading is of the calls only, and a title says more of the rows below it than the name of the sheet."""
    read = read_bytes(tmp_path, workbook({sheet: table(("Dialled calls",), *CALLS, *between, *BOOK)}))

    assert read.ways[:2] == [("07700 900123", "call", OUT), ("07700 900124", "call", OUT)]
    assert read.ways[-2:] == IN_BOOK


def test_a_heading_tells_no_way_of_the_calls_of_another_table(tmp_path):
    """Where it stands above a table, it tells it of this one."""
    more = [("Number", "Date", "Duration"), ("07700 900127", "2026-04-05 21:15", "8")]

    read = read_bytes(tmp_path, workbook({"Sheet1": table(("Dialled calls",), *CALLS, ("Call log",), *more, ("Received calls",), *CALLS)}))

    assert [way for _, _, way in read.ways] == [OUT, OUT, None, IN, IN]


def test_a_title_without_a_way_ends_that_of_the_heading_above(tmp_path):
    """Nothing says it of the rows below."""
    read = read_bytes(tmp_path, workbook({"Sheet1": table(("Dialled calls",), *CALLS, ("All calls",), CALLS[1])}))

    assert read.ways == [*[(raw, "call", OUT) for raw in ("07700 900123", "07700 900124")], ("07700 900123", "call", None)]
    assert not read.skipped


@pytest.mark.parametrize("header", ["Number,Date", "Number,Name"])
@pytest.mark.parametrize("again", [True, False])
def test_a_blank_row_and_words_nobody_knows_end_the_way_of_a_heading(tmp_path, header, again):
    """They are the title of other rows, with a header of their own or without."""
    told = "2026-04-03 21:15" if header.endswith("Date") else "Jay"
    other = [header] if again else []
    rows = ["Dialled numbers", header, f"07700 900123,{told}", "", "Larkspur and friends", *other, f"07700 900124,{told}"]

    ways = [(raw, way) for raw, _, way in read_bytes(tmp_path, "\n".join(rows) + "\n").ways if raw != "Larkspur and friends"]

    assert ways == [("07700 900123", OUT), ("07700 900124", None)]


@pytest.mark.parametrize("titles", [("DIALLED", "RECEIVED", "MISSED"), ("Dialled calls", "Received calls", "Missed calls")])
@pytest.mark.parametrize("more", [",Jay", ""])
def test_headings_above_rows_without_a_header_tell_their_way(tmp_path, titles, more):
    """The words above dates and numbers are enough to make calls of them."""
    rows = [f"{title}{',,' if more == ',Jay' else ''}\n03/03/2026 10:00,0770090012{at}{more}" for at, title in enumerate(titles)]

    read = read_bytes(tmp_path, "\n".join(rows) + "\n")

    assert read.ways == [(f"0770090012{at}", "call", way) for at, way in enumerate((OUT, IN, IN))]
    assert not read.skipped


def test_a_heading_below_a_table_that_is_left_out_tells_the_way(tmp_path):
    """It stands among rows nobody asked for."""
    read = read_bytes(tmp_path, workbook({"Sheet1": table(*BOOK, ("Received calls",), *CALLS)}), scopes=frozenset({Scope.CALLS}))

    assert read.ways == [("07700 900123", "call", IN), ("07700 900124", "call", IN)]


def test_a_message_of_one_word_is_no_title(tmp_path):
    """Rows that go on with a message say nothing of those below."""
    row = ("07700 900123", "2026-04-03 21:15", "yo")
    rows = [("Sent messages",), ("Number", "Date", "Message"), row, ("", "", "call"), row]

    read = read_bytes(tmp_path, workbook({"Sheet1": table(*rows)}))

    assert read.ways == [("07700 900123", "message", OUT)] * 2
    assert len(read.skipped) == 1


@pytest.mark.parametrize(
    "header",
    [
        *("Incoming from,Outgoing to", "Received from,Dialled to", "Received from,Called to"),
        *("Incoming,Outgoing", "Calls from,Calls to", "Incoming number,Outgoing number"),
    ],
)
def test_a_column_for_each_way_says_it(tmp_path, header):
    """A number stands in one of the two."""
    assert _ways(tmp_path, f"Date,{header},Duration", "2026-04-03,07700 900123,,10", "2026-04-04,,07700 900124,12") == [IN, OUT]


@pytest.mark.parametrize(
    ("header", "went", "came"),
    [
        *(("To/From", "To", "From"), ("From/To", "to", "from"), ("I/O", "O", "M"), ("Type", "D", "M"), ("Call type", "D", "R")),
        *(("Outgoing,Incoming", "x,", ",x"), ("Out,In", "x,", ",x"), ("Outgoing,Incoming", "Yes,No", "No,Yes")),
    ],
)
def test_short_signs_of_a_way_are_read_where_all_of_the_column_are_such(tmp_path, header, went, came):
    """Words, letters of old telephones, and ticks in a column for each way."""
    letter = came if came in {"M", "R"} else went
    rows = (f"07700900123,{went},2026-04-03,9", f"07700900124,{came},2026-04-03,9", f"07700900125,{came},2026-04-03,9")
    rows = rows if letter != "M" or went != "D" else (*rows, "07700900126,R,2026-04-03,9")

    assert _ways(tmp_path, f"Number,{header},Date,Duration", *rows)[:3] == [OUT, IN, IN]


@pytest.mark.parametrize(
    ("header", "came", "went"),
    [
        *[(f"I/C or O/G,{number},Date", "I/C", "O/G") for number in ("Number", "Phone No.")],
        *[("IC/OG,Number,Date", "IC", "OG"), ("Received or dialled,Number,Date", "Rec'd", "Dialled")],
        *[("Call type,Number,Date", "INC", "OG"), ("CallType,PhoneNumber,CallDate", "1", "2"), ("Call,Tel,Date", "Rec'd", "Made")],
        *[("Call,Tel,Date", "Missed I/C", "O/G"), ("Call,Tel,Date", "Missed call", "Dialled")],
    ],
)
def test_a_short_log_without_durations_is_one_by_its_ways(tmp_path, header, came, went):
    """People who type one use the words of old telephones, and not each of their cells says a way."""
    rows = (f"{came},07700900123,2026-04-03", f"{went},07700900124,2026-04-04", "Unanswered,07700900125,2026-04-05")

    assert read_bytes(tmp_path, "\n".join((header, *rows)) + "\n").ways == [
        *[("07700900123", "call", IN), ("07700900124", "call", OUT), ("07700900125", "call", None)]
    ]


@pytest.mark.parametrize("title", ["Last dialled numbers", "Dialled numbers", "Numbers dialled", "Dialled"])
def test_numbers_that_were_dialled_went_out_without_times(tmp_path, title):
    """Their title says so, above a table or of its sheet."""
    rows = [("No", "Number", "Name"), ("1", "07700900123", "Jay"), ("2", "07700900124", "")]

    for content in (workbook({title: table(*rows)}), "\n".join((title, *map(",".join, rows))) + "\n"):
        assert read_bytes(tmp_path, content).ways == [("07700900123", "call", OUT), ("07700900124", "call", OUT)]


@pytest.mark.parametrize("title", ["Blocked", "Numbers received", "Numbers he dialled", "Sent", "Missed appointments"])
def test_numbers_below_other_words_were_called_by_nobody(tmp_path, title):
    """Somebody may have received them in a letter."""
    content = workbook({title: table(("Name", "Number"), ("Jay", "07700900123"))})

    assert read_bytes(tmp_path, content).ways == [("07700900123", "contact", None)]


def test_tables_with_the_same_columns_are_told_apart_by_their_titles(tmp_path):
    """Their header is no page break then."""
    titles = ("Contacts", "Dialled numbers", "Missed calls", "Phone book")
    tables = [f"{title}\nName,Number\nJay,0770090012{at}\n" for at, title in enumerate(titles)]

    assert [(role, way) for _, role, way in read_bytes(tmp_path, "\n".join(tables)).ways] == [
        *[("contact", None), ("call", OUT), ("call", IN), ("contact", None)]
    ]


def test_what_a_tariff_includes_did_not_come_in(tmp_path):
    """Only beside what went out it is short for incoming."""
    rows = ("INC,07700900123,2026-04-03", "INC,07700900124,2026-04-04")

    assert _ways(tmp_path, "Call type,Number,Date", *rows) == [None, None]


def test_numbers_below_a_header_of_both_ways_are_read(tmp_path):
    """It is their header then."""
    assert [raw for raw, _, _ in read_bytes(tmp_path, "Dialled/Received,Date\n07700900123,2026-04-03\n").ways] == ["07700900123"]


def test_letters_of_voice_and_sms_are_no_ways(tmp_path):
    """An S beside a V is no `sent`."""
    rows = ("07700900999,07700900123,V,2026-04-03,9", "07700900123,07700900999,S,2026-04-03,9", "07700900124,07700900999,S,2026-04-03,9")

    ways = _ways(tmp_path, "Owner number:,07700900999,,,\nCalling,Called,Type,Date,Duration", *rows)

    assert [way for way in ways if way] == [OUT, IN, IN]


@pytest.mark.parametrize(
    ("letters", "ways"),
    [("DRM", [OUT, IN, IN]), ("MDM", [None] * 3), ("IOM", [IN, OUT, IN]), ("MRM", [None] * 3), ("MFM", [None] * 3), ("SMS", [None] * 3)],
)
def test_letters_of_ways_need_no_duration_beside_them(tmp_path, letters, ways):
    """Where both ways are among them; others are sizes and sexes."""
    assert _ways(tmp_path, "Date,Number,Type", *[f"2026-04-0{at},0770090012{at},{each}" for at, each in enumerate(letters, 1)]) == ways


@pytest.mark.parametrize("between", ["", ","])
def test_calls_side_by_side_have_the_ways_of_their_titles(tmp_path, between):
    """With an empty column between them, or without one."""
    call = "2026-04-03 21:15,0770090012"
    rows = [f"Dialled,,{between}Received,", f"Date,Number,{between}Date,Number", f"{call}3,{between}{call}4", f"{call}5,{between}{call}6"]

    assert read_bytes(tmp_path, "\n".join(rows) + "\n").ways == [
        *[(f"0770090012{at}", "call", way) for at, way in ((3, OUT), (5, OUT), (4, IN), (6, IN))]
    ]


@pytest.mark.parametrize("number", ["447700900999@s.whatsapp.net", "07700 900999", "(07700 900999)"])
def test_the_side_of_whoever_is_called_me_beside_a_number_says_the_way(tmp_path, number):
    """However the number is written, and however few others there are."""
    rows = (f"2026-04-03,Me {number},Jay 07700 900123,a", f"2026-04-03,Meera 07700 900124,Me {number},b")

    read = read_bytes(tmp_path, "\n".join(("Date,From,To,Body", *rows)) + "\n")

    assert [(raw, way) for raw, role, way in read.ways if role == "message"] == [("07700 900123", OUT), ("07700 900124", IN)]
    assert len(read.own) == 1


@pytest.mark.parametrize("title", ["Outgoing", "Dialled", "Texts sent", "Calls made", "Calls made abroad"])
def test_a_heading_that_says_little_more_than_a_way_tells_it(tmp_path, title):
    """Above the first header as well as among the rows, and as the name of a sheet."""
    rows = f"{title}\nNumber,Date\n07700900123,2026-04-03\nReceived calls\nNumber,Date\n07700900124,2026-04-03\n"
    book = workbook({title: table(["Number", "Date"], ["07700900123", "2026-04-03 10:00"])})

    assert [way for _, _, way in read_bytes(tmp_path, rows).ways] == [OUT, IN]
    assert [way for _, _, way in read_bytes(tmp_path, book).ways] == [OUT]


def test_a_chat_that_is_called_by_a_number_says_to_whom_a_message_went(tmp_path):
    """Programs name a chat by the number of somebody who is not saved, and leave the sender empty where that is the owner."""
    read = read_bytes(
        tmp_path,
        "Chat Session,Message Date,Type,Sender ID,Sender Name,Text\n"
        "Jay,2026-03-01 10:00:00,Incoming,+447700900123,Jay,yo\n"
        "+447700900124,2026-03-02 10:01:00,Outgoing,,,ok\n",
    )

    assert read.ways == [("+447700900123", "message", IN), ("+447700900124", "message", OUT)]


@pytest.mark.parametrize(
    ("header", "words", "is_told"),
    [
        ("Number,Date,Direction", ("xoop", "zarb"), True),
        ("Number,Date,Direction", ("xoop", "Missed"), False),
        ("Number,Date,Direction", ("", ""), False),
        ("Number,Date,Direction,Type", ("xoop,Outgoing", "zarb,Incoming"), False),
        ("From,Date,Direction,To", ("xoop,07700900125", "zarb,07700900126"), False),
    ],
    ids=["none is understood", "one is", "none stands there", "another column tells", "sides tell"],
)
def test_that_no_word_below_a_header_of_ways_is_understood_is_told(tmp_path, header, words, is_told):
    """The rows are read and may count for neither way; the remark names the column."""
    rows = [f"0770090012{at},2026-04-03 10:00,{word}" for at, word in enumerate(words)]

    read = read_bytes(tmp_path, "\n".join((header, *rows)) + "\n")

    told = [item.sentence for item in read.items if getattr(item, "code", "") == "unread-ways"]
    assert told == (["Nothing in column C, which is to say which way, is understood as a way."] if is_told else [])


@pytest.mark.parametrize(
    ("header", "states"),
    [
        *((header, ("Missed", "Answered")) for header in ("Outcome", "Result", "State", "Call", "Disposition", "Foo")),
        *(("Outcome", ("Answered", "No answer")), ("Result", ("Missed", "Missed")), ("State", ("Rejected", "Busy"))),
    ],
)
def test_what_became_of_calls_makes_calls_of_rows(tmp_path, header, states):
    """Nobody is called Missed, and who missed a call was called."""
    rows = "".join(f"2026-03-0{at} 10:00,07700 90012{at},{states[at % 2]}\n" for at in range(3, 7))

    read = read_bytes(tmp_path, f"Date,Number,{header}\n{rows}")

    assert {(mention.role.value, mention.label) for mention in read.mentions} == {("call", None)}
    assert {mention.direction for mention in read.mentions} <= {IN, None}


@pytest.mark.parametrize("header", ["Foo", "Appointment", "Attendance"])
def test_what_somebody_missed_is_no_call_where_nothing_says_so(tmp_path, header):
    """It may have been an appointment."""
    rows = "".join(f"2026-03-0{at} 10:00,07700 90012{at},Missed\n" for at in range(3, 7))

    assert {role for _, role, _ in read_bytes(tmp_path, f"Date,Number,{header}\n{rows}").ways} == {"contact"}


@pytest.mark.parametrize("header", ["SMSC", "SMS centre", "Message center", "SMS Service Center"])
def test_an_empty_column_for_the_centre_of_messages_makes_none_of_calls(tmp_path, header):
    """Calls have no centre; where messages have one each, they stay messages."""
    rows = [f"2026-03-0{at} 10:00,07700 90012{at},{'In' if at % 2 else 'Out'}" for at in range(3, 7)]
    calls = "".join(f"{row},\n" for row in rows)
    texts = "".join(f"{row},+447700900998\n" for row in rows)
    kinds = "".join(f"{row.replace('Out', 'Dialled').replace('In', 'Missed')},+447700900998\n" for row in rows)

    told = [
        read_bytes(tmp_path, f"Date,Number,{way},{header}\n{each}").ways
        for way, each in (("Type", calls), ("Type", texts), ("Type", kinds))
    ]

    assert [{role for _, role, _ in each} for each in told] == [{"call"}, {"message"}, {"call"}]


@pytest.mark.parametrize("header", ["SMSC", "SMS centre", "Service centre", "SMS Service Center"])
@pytest.mark.parametrize("calls", ["Number,Call type", "Called number,Direction", "Call number,Direction"])
def test_the_centre_of_messages_beside_calls_makes_none_of_them(tmp_path, header, calls):
    """A program may give that of the card in each row, where other headers say that these are calls."""
    rows = "".join(f"2026-03-0{at} 10:00,07700 90012{at},{'In' if at % 2 else 'Out'},+447700900998\n" for at in range(3, 7))

    assert {role for _, role, _ in read_bytes(tmp_path, f"Date,{calls},{header}\n{rows}").ways} == {"call"}
