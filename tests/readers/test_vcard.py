"""vCards as phones, SIM tools and address books write them (formats facts 11)."""

from __future__ import annotations

import base64
import tracemalloc

import pytest

from ingest import IngestError, Role, Scope, Source, Written, read_extraction
from readings import ALL, read_bytes

FACTS_EXAMPLE = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;=4D=6F=20=F0=9F=8D=83=
=F0=9F=8D=83;;;
TEL;CELL;PREF:+447700900123
NOTE;ENCODING=QUOTED-PRINTABLE:new=20number=2007700=20900456
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Line 2
item1.TEL;waid=447700900789:+44 7700 900789
item1.X-ABLabel:_$!<Mobile>!$_
TEL;TYPE=HOME:01632 96
 0123
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Ext
TEL;VALUE=uri;TYPE="voice,cell":tel:+44-7700-900321;ext=5
END:VCARD
"""

#: Lines of one card -> the numbers that are somebody's.
NUMBERS = [
    pytest.param("TEL:07700\r\n  900123", {"07700 900123"}, id="folded with a blank"),
    pytest.param("TEL:07700\n\t900123", {"07700900123"}, id="folded with a tab"),
    pytest.param("TEL;CELL;ENCODING=QUOTED-PRINTABLE:=2B44770=\n0900124", {"+447700900124"}, id="soft line break inside a number"),
    pytest.param("TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=D7=90:;):07700900123", {"07700900123"}, id="custom label"),
    pytest.param("Tel;type=cell:07700900123", {"07700900123"}, id="small letters"),
    pytest.param('TEL;TYPE="voice,cell";LABEL="a:b;c":07700900123', {"07700900123"}, id="colon and semicolon in quotes"),
    pytest.param("item1.TEL:07700900123", {"07700900123"}, id="group"),
    pytest.param("X-MS-TEL;VOICE;CALLBACK:07700900123", {"07700900123"}, id="number outside TEL"),
    pytest.param("IMPP:tel:+447700900123", {"tel:+447700900123"}, id="messenger address that is a number"),
    pytest.param("IMPP;X-SERVICE-TYPE=Skype:skype:177009001", set(), id="messenger address that is none"),
    pytest.param("TEL;waid=447700900123:Mobile", {"447700900123"}, id="account beside a word"),
    pytest.param("TEL:BusinessPhone\nTEL:HomePhone", set(), id="words of a template"),
    pytest.param("TEL:a@pager.example", set(), id="address of a pager"),
    pytest.param("TEL:07700900123 ::: 07700900124", {"07700900123 ::: 07700900124"}, id="two in one value"),
    pytest.param("TEL;TYPE=cell:\\+44 7700 900123", {"+44 7700 900123"}, id="escape"),
    pytest.param(
        "PHOTO;ENCODING=BASE64;JPEG:\n QkVHSU46\n BEGIN07700900777\nTEL07700900666==\n\nTEL:07700900123", {"07700900123"}, id="picture"
    ),
    pytest.param("PHOTO;ENCODING=b;TYPE=JPEG:QkVHSU46\n VkNBUkQK\nTEL:07700900123", {"07700900123"}, id="picture without a blank line"),
]


def _card(lines: str) -> str:
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:Mo\n{lines}\nEND:VCARD\n"


def test_the_example_of_the_format_is_read_to_its_truth(tmp_path):
    """Three cards give four numbers, and a note that mentions one."""
    read = read_bytes(tmp_path, FACTS_EXAMPLE)

    assert read.reader == "vcard"
    assert [record.mentions[0].label for record in read.records] == ["Mo 🍃🍃", "Line 2", "Ext"]
    assert read.others == {"+447700900123", "+44 7700 900789", "01632 960123", "tel:+44-7700-900321;ext=5"}
    assert read.prose == ["new number 07700 900456"]
    assert [record.place for record in read.records] == ["phone:5", "phone:11", "phone:19"]


@pytest.mark.parametrize(("lines", "expected"), NUMBERS)
def test_numbers_of_a_card(tmp_path, lines, expected):
    """A property gives its numbers as they stand, whatever way it is written."""
    assert read_bytes(tmp_path, _card(lines)).others == expected


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(_card("TEL:07700900123").replace("\n", "\r").encode(), id="CR only"),
        pytest.param(_card("TEL:07700900123").replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(_card("TEL:07700900123").encode("utf-16-be"), id="UTF-16 without a mark"),
        pytest.param(_card("TEL:07700900123").encode("utf-16"), id="UTF-16 with a mark"),
        pytest.param(_card("TEL:07700900123").encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(_card("TEL:07700900123").lower().replace("tel", "Tel").encode(), id="small letters"),
        pytest.param(("\n\n" + _card("\nTEL:07700900123\n \n")).encode(), id="blank lines"),
        pytest.param(_card("TEL:07700900123").replace("VERSION:3.0\n", "").encode(), id="no version"),
        pytest.param(_card("TEL:07700900123").replace("END", "\x00END").encode(), id="NUL bytes"),
    ],
)
def test_any_encoding_and_line_end_is_read(tmp_path, content):
    """How the lines are ended and encoded changes nothing."""
    read = read_bytes(tmp_path, content)

    assert read.others == {"07700900123"}
    assert len(read.records) == 1


def test_a_name_in_its_own_character_set_is_read(tmp_path):
    """A property that names its character set is decoded by it, alone."""
    line = b"N;CHARSET=SHIFT_JIS:" + "山田;太郎".encode("shift_jis")

    read = read_bytes(tmp_path, b"BEGIN:VCARD\r\nVERSION:2.1\r\n" + line + b"\r\nTEL:07700900123\r\nEND:VCARD\r\n")

    assert read.mentions[0].label == "太郎 山田"


def test_a_missing_end_costs_nothing(tmp_path):
    """Another card begins where a card begins; text between cards is no card."""
    text = (
        "BEGIN:VCARD\nFN:A\nTEL:07700900123\n" + _card("TEL:07700900124") + "exported from memory 07700900888\n" + _card("TEL:07700900125")
    )

    read = read_bytes(tmp_path, text)

    assert [mention.raw for mention in read.mentions] == ["07700900123", "07700900124", "07700900125"]
    assert read.remarks == set()


def test_a_card_inside_a_card_is_a_shared_contact(tmp_path):
    """The card of an agent is somebody else's, in a value or between the lines."""
    inline = _card("AGENT:BEGIN:VCARD\\nFN:Sub\\nTEL:07700 900124\\nEND:VCARD\\n\nTEL:07700900123")
    between = _card("AGENT:\nBEGIN:VCARD\nN:Inner\nTEL:07700900125\nEND:VCARD\nTEL:07700900126")

    read = read_bytes(tmp_path, inline + between)

    assert read.numbers == [
        ("07700 900124", "shared_contact"),
        ("07700900123", "contact"),
        ("07700900125", "shared_contact"),
        ("07700900126", "contact"),
    ]


def test_agents_without_end_do_no_harm(tmp_path):
    """A thousand cards begun inside each other are read without recursion."""
    read = read_bytes(tmp_path, "BEGIN:VCARD\nAGENT:\n" * 1000 + "TEL:07700900123\n" + "END:VCARD\n" * 1000)

    assert read.others == {"07700900123"}


def test_the_me_card_is_the_owners_whatever_was_asked_for(tmp_path):
    """The owner's own number is never a contact's, and is told even when contacts are not wanted."""
    text = _card("TEL:07700900999").replace("FN:Mo", "FN:Me") + _card("TEL:07700900123")

    assert read_bytes(tmp_path, text).numbers == [("07700900999", "owner"), ("07700900123", "contact")]
    calls = read_bytes(tmp_path, text, scopes=frozenset({Scope.CALLS}))
    assert calls.numbers == [("07700900999", "owner")]


def test_contacts_not_asked_for_are_not_told(tmp_path):
    """Without the scope of contacts a phone book gives nothing, and says so."""
    read = read_bytes(tmp_path, _card("TEL:07700900123"), scopes=frozenset({Scope.MESSAGES, Scope.TEXTS}))

    assert read.records == read.skipped == []
    assert read.remarks == {"outside-scope"}


def test_a_note_is_searched_and_not_taken_for_a_number(tmp_path):
    """Notes and labels come out as prose, unfolded and without escapes."""
    read = read_bytes(tmp_path, _card("NOTE:his old one\\, 07700\n  900125\nitem1.X-ABLabel:now 07700 900126\nNOTE:12 High Road"))

    assert read.prose == ["his old one, 07700 900125", "now 07700 900126", "12 High Road"]
    assert {mention.role for mention in read.mentions} == {"note"}


def test_a_stray_soft_break_before_a_property_ends_the_note(tmp_path):
    """A number property is never swallowed by the note before it."""
    read = read_bytes(tmp_path, _card("NOTE;ENCODING=QUOTED-PRINTABLE:ring 07700 900125=\nTEL;CELL:07700900123"))

    assert read.others == {"07700900123"}
    assert read.prose == ["ring 07700 900125"]


def test_a_base64_note_is_searched(tmp_path):
    """Text in base64 is text."""
    coded = base64.b64encode(b"call 07700 900555").decode()

    assert read_bytes(tmp_path, _card(f"NOTE;ENCODING=BASE64:{coded}\n")).prose == ["call 07700 900555"]


def test_a_file_cut_short_keeps_what_was_complete(tmp_path):
    """The last card counts, the cut is told, and a number cut in two is no number field any more."""
    whole = _card("TEL:07700900123") + "BEGIN:VCARD\nFN:B\nTEL:07700900124\nTEL:+39312345"

    read = read_bytes(tmp_path, whole)

    assert read.others == {"07700900123", "07700900124"}
    assert read.cut == ["+39312345"]
    assert "truncated" in read.remarks


def test_cards_without_numbers_are_accounted_for(tmp_path):
    """Every card gives a record or a reason, and a book without numbers says that nothing could be used."""
    read = read_bytes(tmp_path, _card("EMAIL:a@b.example") * 3)

    assert len(read.skipped) == 3
    assert read.remarks == {"no-readable-rows"}
    assert not any("Mo" in item.reason for item in read.skipped)


def test_groups_name_their_members(tmp_path):
    """A member given by its number is a member of a group, not a contact."""
    read = read_bytes(tmp_path, _card("KIND:group\nMEMBER:tel:+447700900123\nMEMBER:urn:uuid:12345678901"))

    assert read.numbers == [("tel:+447700900123", "group")]


def _peak(path, scopes=ALL) -> int:
    tracemalloc.start()
    try:
        for _ in read_extraction(Source(path), scopes=scopes).items():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"PHOTO;ENCODING=BASE64:" + b"QUFB" * 3_000_000, id="picture on one line"),
        pytest.param(b"PHOTO;ENCODING=b:\n" + (b" " + b"QUFB" * 18 + b"\n") * 60_000, id="picture folded"),
        pytest.param(b"NOTE:" + b"a" * 12_000_000, id="note on one line"),
        pytest.param(b"NOTE;ENCODING=QUOTED-PRINTABLE:" + (b"a" * 70 + b"=\n") * 60_000, id="soft breaks without end"),
        pytest.param(b"X" * 12_000_000, id="no property"),
        pytest.param(b"TEL;" + b"X=Y;" * 3_000_000 + b":1", id="parameters without end"),
    ],
)
def test_a_long_property_costs_no_memory(tmp_path, line):
    """What one property holds never stays in memory, and the next is read."""
    path = tmp_path / "long.vcf"
    path.write_bytes(b"BEGIN:VCARD\n" + line + b"\nTEL:07700900123\nEND:VCARD\n")

    assert _peak(path) < 7_000_000
    assert "07700900123" in {mention.raw for item in read_extraction(Source(path)).items() for mention in getattr(item, "mentions", ())}


def test_many_cards_take_no_more_memory_than_few(tmp_path):
    """Cards are given one by one."""
    few, many = tmp_path / "few.vcf", tmp_path / "many.vcf"
    few.write_text(_card("TEL:07700900123\nEMAIL:" + "a" * 500) * 1_000)
    many.write_text(_card("TEL:07700900123\nEMAIL:" + "a" * 500) * 2_000)
    _peak(few)

    assert _peak(many) < 1.2 * _peak(few)


def test_one_card_of_many_numbers_comes_in_parts(tmp_path):
    """A card with a hundred thousand numbers loses none and is never held whole."""
    read = read_bytes(tmp_path, _card("TEL:07700900123\n" * 20_000))

    assert len(read.mentions) == 20_000
    assert max(len(record.mentions) for record in read.records) <= 4096


def test_a_file_without_cards_is_no_vcard(tmp_path):
    """The word alone, in a sentence, makes no phone book."""
    with pytest.raises(IngestError):
        read_bytes(tmp_path, "He wrote BEGIN:VCARD on paper.\n")


def test_what_a_card_says_of_its_person_goes_with_the_number(tmp_path):
    """Organisation, title, role, groups and other names tell whom to keep out; a short note goes by itself: it tells as a whole."""
    read = read_bytes(
        tmp_path,
        "BEGIN:VCARD\nVERSION:3.0\nFN:Jay\nTEL:07700900123\nORG:Firm & Co;Crime\nTITLE:Solicitor\nROLE:Advocate\nCATEGORIES:Legal,Work\n"
        "NICKNAME:Brief\nNOTE:my social worker knows\nEND:VCARD\nBEGIN:VCARD\nFN:Kim\nCATEGORIES:myContacts\nTEL:07700900124\nEND:VCARD\n"
        "BEGIN:VCARD\nORG:Firm & Co\nTEL:07700900125\nEND:VCARD\n",
    )

    assert read.prose == ["my social worker knows"]
    assert [(mention.label, mention.about) for mention in read.mentions if mention.written is Written.NUMBER] == [
        ("Jay", "Firm & Co Crime; Solicitor; Advocate; Legal,Work; Brief"),
        ("Kim", None),
        ("Firm & Co", None),
    ]


def test_the_label_of_a_number_is_said_of_that_number_only(tmp_path):
    """Whatever way a phone book writes it, a label of somebody's own words goes with its number and no other; Mobile says nothing."""
    read = read_bytes(
        tmp_path,
        _card(
            "item1.TEL:07700900123\nitem1.X-ABLabel:Solicitor\nitem2.TEL:07700900124\nitem2.X-ABLabel:_$!<Mobile>!$_\n"
            "TEL;TYPE=CELL;TYPE=Solicitor:07700900125\nTEL;X-Solicitor:07700900126\nTEL;HOME;VOICE;PREF:01632960123\n"
            "TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=53olicitor):07700900127\nitem3.ADR:1\nitem3.X-ABLabel:Childline\n"
        ),
    )

    about = {mention.raw: mention.about or "" for mention in read.mentions}
    assert {raw for raw, told in about.items() if "Solicitor" in told} == {f"0770090012{digit}" for digit in (3, 5, 6, 7)}
    assert about["07700900124"] == about["01632960123"] == ""
    assert not any("Childline" in told for told in about.values())


def test_a_number_in_the_property_of_a_messenger_is_read(tmp_path):
    """An id that is a number by its own form counts wherever it was put; a name or an e-mail address there is no number."""
    read = read_bytes(
        tmp_path,
        _card(
            "X-JABBER:447700900608@s.whatsapp.net\nX-OTHER:447700900609@s.whatsapp.net\nX-SKYPE:+447700900610\n"
            "X-SKYPE:07700900611\nX-SKYPE:jay.12345678\nX-JABBER:jay@example.org\nX-ICQ:123456789\n"
        ),
    )

    assert [(mention.raw, mention.label) for mention in read.mentions] == [
        ("447700900608@s.whatsapp.net", "Mo"),
        ("447700900609@s.whatsapp.net", "Mo"),
        ("+447700900610", "Mo"),
        ("07700900611", "Mo"),
    ]


def test_a_number_beside_the_id_of_a_messenger_is_read(tmp_path):
    """One property may hold both."""
    read = read_bytes(tmp_path, _card("TEL:07700900610 / 447700900608@c.us\n"))

    assert read.others == {"07700900610", "447700900608@c.us"}


def test_the_owners_own_card_says_nothing_of_others(tmp_path):
    """What the owner's card says of the owner keeps nobody out."""
    read = read_bytes(tmp_path, "BEGIN:VCARD\nFN:Me\nTITLE:Solicitor\nTEL:07700900999\nEND:VCARD\n")

    assert [(mention.role.value, mention.about) for mention in read.mentions] == [("owner", None)]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("\nEND:VCARDBEGIN:VCARD\n", id="end and begin on one line"),
        pytest.param("END:VCARD\nBEGIN:VCARD\n", id="end behind a value"),
        pytest.param("\nEND:VCARD\n\u200e begin : vcard \u200b\n", id="marks and blanks around"),
        pytest.param("\nEND:VCARD\n\u00a0\ufeffBegin:VCard\u00a0\n", id="mark in the middle of the file"),
        pytest.param("\nEND:VCARD=0D=0A=\nBEGIN;ENCODING=QUOTED-PRINTABLE:VCARD=0D=0A=\n", id="quoted-printable"),
        pytest.param("\nEND=3AVCARD\nBEGIN=3AVCARD\n", id="quoted-printable colon"),
    ],
)
def test_a_card_begins_however_its_line_is_written(tmp_path, between):
    """What stands around BEGIN and END never joins two cards or loses one."""
    read = read_bytes(tmp_path, f"BEGIN:VCARD\nFN:Jay\nTEL:07700900123{between}FN:Kim\nTEL:07700900124\nEND:VCARD\n")

    assert [(mention.label, mention.raw) for mention in read.mentions] == [("Jay", "07700900123"), ("Kim", "07700900124")]
    assert len(read.records) == 2
    assert read.skipped == []


def test_the_first_card_may_begin_behind_invisible_signs(tmp_path):
    """A file is recognised although marks stand before its first line."""
    assert read_bytes(tmp_path, "\u200e\u00a0BEGIN:VCARD\nFN:Jay\nTEL:07700900123\nEND:VCARD\n").others == {"07700900123"}


def test_a_card_cut_short_before_another_is_told(tmp_path):
    """Where a file was cut inside a number and another one joined to it, the number is doubted and a person is told."""
    read = read_bytes(tmp_path, "BEGIN:VCARD\nFN:Jay\nTEL:+331234BEGIN:VCARD\nFN:Kim\nTEL:07700900124\nEND:VCARD\n")

    assert read.others == {"07700900124"}
    assert read.cut == ["+331234"]
    assert read.remarks == {"truncated"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("length", range(1, len("BEGIN:VCARD")))
def test_a_file_cut_where_a_card_begins_is_told(tmp_path, length, encoding):
    """A file that ends within the line that begins a card was cut short."""
    read = read_bytes(tmp_path, ("BEGIN:VCARD\r\nTEL:07700900123\r\nEND:VCARD\r\n" + "BEGIN:VCARD"[:length]).encode(encoding))

    assert read.others == {"07700900123"}
    assert read.remarks == {"truncated"}


@pytest.mark.parametrize("name", ["AGENT", "NOTE"])
def test_a_card_named_in_a_text_bounds_nothing(tmp_path, name):
    """A note may end with the words that begin a card."""
    read = read_bytes(tmp_path, f"BEGIN:VCARD\nFN:Jay\n{name}:see BEGIN:VCARD\nTEL:07700900123\nEND:VCARD\n")

    assert [(mention.label, mention.raw) for mention in read.mentions if mention.raw[-1].isdecimal()] == [("Jay", "07700900123")]


@pytest.mark.parametrize(
    "line",
    [
        "ADR:;;c/o 07700 900123;;;;",
        "LABEL:c/o Mum 07700 900123",
        "TITLE:ring 07700 900123",
        "ROLE:07700 900123",
        "X-PHONETIC-LAST-NAME:07700 900123",
        "RELATED;VALUE=text:Mum 07700 900123",
        "item1.X-ABRELATEDNAMES:Mum 07700 900123",
        "X-EVOLUTION-SPOUSE:Mum 07700 900123",
        "URL:see https://wa.me/447700900123",
    ],
)
def test_numbers_among_the_words_of_a_card_are_notes(tmp_path, line):
    """An address, a job and a relation are no fields for numbers, and people write them there."""
    read = read_bytes(tmp_path, _card(line))

    assert [(mention.role, mention.label, mention.written) for mention in read.mentions] == [(Role.NOTE, "Mo", Written.PROSE)]


@pytest.mark.parametrize(
    ("line", "app"),
    [
        ("URL:https://wa.me/447700900123", "WhatsApp"),
        (r"item1.URL;type=pref:https\://api.whatsapp.com/send?phone=447700900123&text=hi", "WhatsApp"),
        ("X-SOCIALPROFILE;type=whatsapp:https://wa.me/447700900123", "WhatsApp"),
        ("SOCIALPROFILE:whatsapp://send?phone=447700900123", "WhatsApp"),
        ("IMPP:https://signal.me/#p/+447700900123", "Signal"),
        ("X-TELEGRAM:https://t.me/+447700900123", "Telegram"),
        ("X-ANYTHING:viber://chat?number=%2B447700900123", "Viber"),
        ("IMPP:skype:+447700900123", None),
        ("IMPP:sip:+447700900123@example.org", None),
        ("IMPP;X-SERVICE-TYPE=WhatsApp:tel:+447700900123", "WhatsApp"),
        ("X-SOCIALPROFILE:tg:+447700900123", "Telegram"),
        ("URL:https://wa.me?phone=447700900123", "WhatsApp"),
        ("IMPP:whatsapp://+447700900123", "WhatsApp"),
        ("X-ANYTHING:facetime-audio://+447700900123", None),
        ("X-ANYTHING:tel://447700900123", None),
        ("URL:https://t.me/+447700900123?text=on%20whatsapp", "Telegram"),
    ],
)
def test_a_link_that_opens_a_chat_holds_a_number_of_the_contact(tmp_path, line, app):
    """In whatever property it stands; digits of other addresses are none."""
    others = "URL:https://example.org/07700900124\nSOCIALPROFILE:https://t.me/+447700900125Ab\nIMPP:skype:mo"

    (mention,) = read_bytes(tmp_path, _card(f"{line}\n{others}")).mentions

    assert (mention.role, mention.app) == (Role.CONTACT, app)
    assert "7700900123" in mention.raw


@pytest.mark.parametrize("line", ["ADR:;;1 High Street;Estmoor;;01260012345;", "TITLE:Ref 47260012345", "RELATED:urn:uuid:01234567-0123"])
def test_references_among_the_words_of_a_card_are_no_numbers(tmp_path, line):
    """What no telephone number is written like stays where it is."""
    assert not read_bytes(tmp_path, _card(line)).mentions


def test_the_number_of_a_relation_is_not_the_cards_own(tmp_path):
    """A relation is somebody else (RFC 6350 6.6.6)."""
    read = read_bytes(tmp_path, _card("TEL:07700900124\nRELATED;TYPE=contact;VALUE=uri:tel:+447700900123"))

    assert read.numbers == [("07700900124", "contact"), ("tel:+447700900123", "note")]


def test_text_between_cards_with_a_number_is_accounted_for(tmp_path):
    """It is no card, but whoever reads the answer is told where it stands."""
    read = read_bytes(tmp_path, _card("TEL:07700900124") + "-- \nsent from 07700 900888\n" + _card("TEL:07700900125"))

    assert [row.place.rpartition(":")[2] for row in read.skipped] == ["7"]


@pytest.mark.parametrize("value", ["=00J=00i=00m", "=FE=FF=00J=00i=00m", "=FF=FEJ=00i=00m=00", "J=00i=00m=00"])
def test_a_name_in_wide_characters_is_read_as_such(tmp_path, value):
    """With or without the mark that says which byte comes first."""
    read = read_bytes(tmp_path, f"BEGIN:VCARD\nN;CHARSET=UTF-16;ENCODING=QUOTED-PRINTABLE:{value}\nTEL:07700900124\nEND:VCARD\n")

    assert read.mentions[0].label == "Jim"
