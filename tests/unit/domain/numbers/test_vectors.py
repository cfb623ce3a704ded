"""The vectors of the domain brief (11.3) and of the formats brief (1.2), text by text."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Number, Unusable, find_in_text, read_all, read_messenger_id
from matcher.domain.numbers.reference import read

KEY = "+447700900123"
SECOND = "+447700900456"

#: Links that open a chat or a call with 07700 900123, as the applications and their sites write them.
LINKS = (
    "https://wa.me/+447700900123",
    "https://wa.me/07700900123",
    "https://www.wa.me/%2B447700900123?text=hi%20there",
    "https://api.whatsapp.com/send?phone=447700900123",
    "https://api.whatsapp.com/send/?phone=447700900123&text=hi&type=phone_number&app_absent=0",
    "web.whatsapp.com/send?text=hi&phone=44-7700-900123",
    "whatsapp://send?phone=447700900123",
    "https://signal.me/#p/+447700900123",
    "sgnl://signal.me/#p/+447700900123",
    "https://t.me/+447700900123",
    "tg://resolve?phone=447700900123",
    "viber://chat?number=%2B447700900123",
    "viber://add?number=447700900123",
    "skype:+447700900123?call",
    "https://wa.me?phone=447700900123",
    "https://signal.me/+447700900123",
    "signal://+447700900123",
    "whatsapp-business://+447700900123",
    "whatsapp:%2B447700900123",
    "tel:%2B44%207700%20900123",
    "sip:+447700900123@ims.example.org",
)
#: The same where nothing says that the digits begin with the code of a country.
LINKS_WITHOUT_PLUS = (
    "https://t.me/447700900123",
    "signal:447700900123",
    "sgnl:%20447700900123",
    "imessage:447700900123",
    "tel://447700900123",
)

#: Text -> certainty; every one of them is the one number 07700 900123.
ONE_NUMBER = {
    "07700900123": "exact",
    "07700 900123": "exact",
    "07700 900 123": "exact",
    "07700-900-123": "exact",
    "077-009-00123": "exact",
    "(07700) 900123": "exact",
    "07700.900.123": "exact",
    " 07700900123 ": "exact",
    "+447700900123": "exact",
    "+44 7700 900123": "exact",
    "+44 (0)7700 900123": "exact",
    "+44(0)7700900123": "exact",
    "(+44) 7700 900123": "exact",
    "+4407700900123": "exact",
    "00447700900123": "exact",
    "0044(0)7700 900123": "exact",
    "447700900123": "inferred",
    "7700900123": "inferred",
    "7700900123.0": "repaired",
    "447700900123.0": "repaired",
    "7700900123,0": "repaired",
    "7700900123,00": "repaired",
    "7 700 900 123,0": "repaired",
    "447700900123,0": "repaired",
    "4407700900123": "repaired",
    "'07700900123": "inferred",
    '="07700900123"': "exact",
    "０７７００９００１２３": "exact",
    "٠٧٧٠٠٩٠٠١٢٣": "exact",
    "\u06f0\u06f7\u06f7\u06f0\u06f0\u06f9\u06f0\u06f0\u06f1\u06f2\u06f3": "exact",
    "".join(f"{digit}\ufe0f\u20e3" for digit in "07700900123"): "exact",
    "+44\u00a07700\u00a0900123": "exact",
    "+44\u202f7700\u2009900123": "exact",
    "07700\u2011900\u2011123": "exact",
    "07700\u2212900123": "exact",
    "\u202a+44\u00a07700\u00a0900123\u202c": "exact",
    "\u200e07700\u200b900123\ufeff": "exact",
    "\u206607700\u00ad900123\u2069": "exact",
    "O7700 9OO123": "repaired",
    "o7700900123": "repaired",
    "14107700900123": "exact",
    "141 07700 900123": "exact",
    "1470 07700 900123": "exact",
    "147007700900123": "exact",
    "#31#07700900123": "exact",
    "*31#07700900123": "exact",
    "#31#+447700900123": "exact",
    "07700900123,,1#": "exact",
    "07700900123,1234": "exact",
    "07700900123;1": "exact",
    "07700900123p1": "exact",
    "07700900123p1234": "exact",
    "07700900123P1234p56W7": "exact",
    "07700900123w1": "exact",
    "07700900123x4": "exact",
    "07700900123x123": "exact",
    "07700900123 ext 4": "exact",
    "07700900123 ext. 4": "exact",
    "07700900123 extension 4": "exact",
    "07700900123;ext=102": "exact",
    "07700900123 (new)": "exact",
    "07700900123 Mum": "exact",
    "07700900123 mob": "exact",
    "07700900123Mum": "exact",
    "Mum 07700900123": "exact",
    "Mum: 07700900123": "exact",
    "Mum (07700 900123)": "exact",
    "Tel:07700900123": "exact",
    "T. 07700 900123": "exact",
    "07700 900123 \U0001f525": "exact",
    "[new] 07700900123": "exact",
    "tel:+44-7700-900123": "exact",
    "TEL:+447700900123": "exact",
    "tel:07700%20900123": "exact",
    "tel:+44-7700-900123;ext=12": "exact",
    "tel:07700900123;phone-context=+44": "exact",
    "sms:07700900123?body=x": "exact",
    "sms:+447700900123?body=ring%2007700900456": "exact",
    "callto://+447700900123": "exact",
    "https://wa.me/447700900123": "exact",
    "wa.me/447700900123?text=hi": "exact",
    **dict.fromkeys(LINKS, "exact"),
    **dict.fromkeys(LINKS_WITHOUT_PLUS, "inferred"),
    "447700900123@s.whatsapp.net": "exact",
    "447700900123@c.us": "exact",
    "447700900123:12@s.whatsapp.net": "exact",
    "447700900123.0:12@s.whatsapp.net": "exact",
    "07700900123/7700900123": "exact",
    "07700/900123": "exact",
    "07700900123 2 for 1": "inferred",
    "Line 2 07700 900123": "inferred",
}

TWO_NUMBERS = [
    "07700900123;07700900456",
    "07700900123; 07700900456",
    "07700 900123 / 07700 900456",
    "07700900123/07700900456",
    "07700900123\n07700900456",
    "07700900123\r\n07700900456",
    "07700900123_x000D_\n07700900456",
    "07700900123,07700900456",
    "07700900123, 07700900456",
    "07700900123 or 07700900456",
    "07700900123 OR 07700900456",
    "07700900123 and 07700900456",
    "07700900123 & 07700900456",
    "07700900123|07700900456",
    "07700900123~07700900456",
    "07700900123 ::: 07700900456",
    "07700900123 07700900456",
    "07700 900123 07700 900456",
    "07700 900123 - 07700 900456",
    "+447700900123+447700900456",
    "H: 07700 900123 M: 07700 900456",
    "447700900123@s.whatsapp.net, 07700900456",
    "tel:+447700900123, tel:+447700900456",
    "07700900123 (old), 07700900456 (new)",
    "07700 900123 (was 07700900456)",
]

OTHER_NUMBERS = {
    "020 7946 0123": "+442079460123",
    "0207 946 0123": "+442079460123",
    "+44 20 7946 0123": "+442079460123",
    "2079460123": "+442079460123",
    "0800 1111": "+448001111",
    "Flat 2 0113 496 0123": "+441134960123",
    "0800 1111 24h": "+448001111",
    "0800 1111 (24/7)": "+448001111",
    "141 0800 1111": "+448001111",
    "14108001111": "+448001111",
    "01632 960123": "+441632960123",
    "0141 496 0123": "+441414960123",
    "1414960123": "+441414960123",
    "+353 85 123 4567": "+353851234567",
    "+1 202 555 0123": "+12025550123",
    "+12025550123": "+12025550123",
    "00 33 6 12 34 56 78": "+33612345678",
    "+33 (0)6 12 34 56 78": "+33612345678",
    "353851234567": "+353851234567",
    "03069 990123": "+443069990123",
    "08081 570123": "+448081570123",
    "09098 790123": "+449098790123",
}

#: Text -> status; none of them has a key.
NO_NUMBER = {
    "7.7009E+09": "unparsable",
    "4.47701E+11": "unparsable",
    "4,47701E+11": "unparsable",
    "+44 7700 900 1xx": "partial",
    "07700 900***": "partial",
    "07700 9001??": "partial",
    "07700 90012": "partial",
    "+44 7700 90012": "partial",
    "0770090012.3": "ambiguous",
    "07700 90012.0": "partial",
    "0770090012.0": "partial",
    "900123": "ambiguous",
    "7946 0123": "ambiguous",
    "496 0123": "ambiguous",
    "087 123 4567": "ambiguous",
    "3125550123": "ambiguous",
    "07700 900123 4": "ambiguous",
    "+447700900123456": "ambiguous",
    "AB07700900123": "ambiguous",
    "07700 ABC 900123": "ambiguous",
    "999": "service",
    "112": "service",
    "101": "service",
    "111": "service",
    "105": "service",
    "159": "service",
    "1471": "service",
    "116 123": "service",
    "116 000": "service",
    "116111": "service",
    "118500": "service",
    "*#21#": "service",
    "*100#": "service",
    "60777": "short_code",
    "85258": "short_code",
    "70000": "short_code",
    "22000": "short_code",
    "7535": "short_code",
    "Withheld": "withheld",
    "Unknown": "withheld",
    "(Unknown)": "withheld",
    "Private": "withheld",
    "No Caller ID": "withheld",
    "Anonymous": "withheld",
    "-1": "withheld",
    "-2": "withheld",
    "-4": "withheld",
    "null": "withheld",
    "UBER": "alphanumeric",
    "HMRC": "alphanumeric",
    "NHS": "alphanumeric",
    "O2": "alphanumeric",
    "1-800-MY-APPLE": "alphanumeric",
    "0800 FLOWERS": "alphanumeric",
    "someone@example.org": "alphanumeric",
    "447700900123-1600000000@g.us": "alphanumeric",
    "120363023356659014@g.us": "alphanumeric",
    "205690463334636@lid": "alphanumeric",
    "status@broadcast": "alphanumeric",
    "https://example.org/07700900123": "alphanumeric",
    "-1.257726345": "ambiguous",
    "20.79460123": "ambiguous",
    "192.168.1.100": "ambiguous",
    "07700 90012 3rd": "ambiguous",
    "07700 90012 4u": "ambiguous",
    "07700 90012 (3 kids)": "ambiguous",
    "07700 90012 (3)": "ambiguous",
    "07700 90012 3 for 2": "ambiguous",
    "+353 85 123 456 7days": "ambiguous",
    "0121 496 012 3pm": "ambiguous",
    "+43 (0)7700": "partial",
    "0808 80x xxxx": "partial",
    "47/12345/26": "unparsable",
    "12/03/2026": "unparsable",
    "47260012345": "ambiguous",
    "44190045678": "ambiguous",
    "01260012345": "unparsable",
    "490154203237518": "ambiguous",
    "8944110068123456789": "unparsable",
    "0" * 12: "unparsable",
    "+": "unparsable",
    "1" * 40: "unparsable",
    "+330": "partial",
    "06 12 34 56 78": "unparsable",
}


@pytest.mark.parametrize(("text", "certainty"), ONE_NUMBER.items(), ids=ascii)
def test_every_spelling_gives_the_one_key(text, certainty):
    """However the number is written, it has one key, with the certainty the spelling allows."""
    readings = read(text)

    assert [type(each) for each in readings] == [Number]
    assert readings[0].e164 == KEY
    assert readings[0].certainty == certainty
    assert readings[0].status == ("ok_repaired" if certainty == "repaired" else "ok")


@pytest.mark.parametrize("text", ONE_NUMBER, ids=ascii)
def test_the_raw_text_is_kept(text):
    """The reading of a field with one number quotes the whole field, untouched."""
    assert read(text)[0].raw in {text, "07700900123"}
    assert "/" in text or read(text)[0].raw == text


@pytest.mark.parametrize("text", TWO_NUMBERS, ids=ascii)
def test_two_numbers_in_one_field_are_two(text):
    """A field with two numbers gives both, in order, each with its own piece of the field."""
    readings = read(text)

    assert [each.e164 for each in readings] == [KEY, SECOND]
    assert all(each.raw in text and each.raw != text for each in readings)


@pytest.mark.parametrize(("text", "key"), OTHER_NUMBERS.items())
def test_other_numbers_have_their_keys(text, key):
    """Landlines, freephone and foreign numbers have their own keys."""
    assert [each.e164 for each in read(text)] == [key]


@pytest.mark.parametrize(("text", "status"), NO_NUMBER.items(), ids=ascii)
def test_what_is_no_number_has_no_key(text, status):
    """What is no number, or leaves a doubt, has a status, a reason and no key."""
    readings = read(text)

    assert [type(each) for each in readings] == [Unusable]
    assert readings[0].status == status
    assert readings[0].reason
    assert readings[0].raw == text


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200e", "\u00a0\t"])
def test_a_blank_field_gives_nothing(text):
    """A field without anything to see gives no reading at all."""
    assert read(text) == ()


@pytest.mark.parametrize("text", [*ONE_NUMBER, *TWO_NUMBERS, *OTHER_NUMBERS, *NO_NUMBER], ids=ascii)
def test_the_fast_path_says_the_same(text):
    """Read alone or among others, every vector comes out of the fast path as out of the reference."""
    assert read_all([text, "07700 900999", text]) == [read(text), read("07700 900999"), read(text)]


@pytest.mark.parametrize(
    ("text", "extension"),
    [
        *[("07700900123x4", "4"), ("07700900123 ext 4", "4"), ("07700900123,,1#", "1#"), ("07700900123;ext=102", "102")],
        # A number that kept its zero or its plus sign is no cell of figures: the comma is a pause.
        *[("07700900123,0", "0"), ("+447700900123,0", "0"), ("7700900123,1", "1"), ("7700900123.0", None), ("7700900123,0", None)],
    ],
)
def test_an_extension_is_kept_and_no_part_of_the_key(text, extension):
    """What is dialled behind the number is kept beside the key."""
    assert read(text)[0].extension == extension


def test_the_digits_of_an_unusable_number_are_those_that_were_meant():
    """A helpline that a spreadsheet made `8001111.0` keeps the digits by which it is protected."""
    assert [each.digits for each in read("8001111.0")] == ["8001111"]
    assert [each.digits for each in read("8001111,0")] == ["8001111"]
    assert [each.digits for each in read("116 123")] == ["116123"]


@pytest.mark.parametrize("text", ["#31#" * 40 + "1", "*67" * 60 + "1", "x1" * 260, "tel:" * 250 + "1", "('" * 400, "O7 " * 300])
def test_a_text_made_to_do_harm_is_read_all_the_same(text):
    """However often a form of writing is repeated, the text gives a reading without a key."""
    assert [type(each) for each in read(text)] == [Unusable]


@pytest.mark.parametrize(("text", "codes"), [("116 123 / 116 111", ["116123", "116111"]), ("85258 / 116123", ["85258", "116123"])])
def test_codes_side_by_side_stay_apart(text, codes):
    """Several short or service numbers in one field are told one by one, so that each can be kept out."""
    assert [each.digits for each in read(text)] == codes


@pytest.mark.parametrize("text", ["116123,,1", "116123p1", "#31#116123"])
def test_what_is_dialled_around_a_code_is_no_part_of_it(text):
    """A pause, an extension and a prefix leave the digits of a helpline what they are."""
    assert [each.digits for each in read(text)] == ["116123"]


def test_a_short_form_of_a_further_number_is_told():
    """A second number of which only the last digit is given is told, not dropped."""
    first, second = read("01632 960123/4")

    assert first.e164 == "+441632960123"
    assert (second.status, second.raw) == ("ambiguous", "4")


@pytest.mark.parametrize(
    ("text", "region", "key"),
    [
        ("087 123 4567", "IE", "+353871234567"),
        ("(202) 555-0123", "US", "+12025550123"),
        ("1 202 555 0123", "US", "+12025550123"),
        ("+44 7700 900123", "US", KEY),
        ("447700900123", "IE", KEY),
        ("07700 900123", "JE", KEY),
        ("07700 900123", "im", KEY),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("011 44 7700 900123", "US", KEY),
    ],
)
def test_the_region_decides_what_a_national_number_is(text, region, key):
    """National numbers are read with the numbering plan of the region, in any case."""
    assert [each.e164 for each in read(text, region)] == [key]
    assert read_all([text], region) == [read(text, region)]


def test_an_unknown_region_is_refused():
    """A region without a numbering plan is told at once."""
    with pytest.raises(ValueError, match="region"):
        read_all(["07700900123"], "XX")


@pytest.mark.parametrize("text", ["+444123456789", "04123 456789", "+446123456789"])
def test_the_test_namespace_is_open_only_when_asked(text):
    """The unassigned ranges +44 4 and +44 6 are numbers in load tests and nowhere else."""
    assert isinstance(read_all([text])[0][0], Unusable)
    assert isinstance(read_all([text], test_numbers=True)[0][0], Number)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("07700 900123 2 for 1", [KEY]),
        ("ring me on 07700900123. ta", [KEY]),
        ("new num 07700 900123 or (07700) 900456!", [KEY, SECOND]),
        ("text +447700900123 b4 9pm on 12.03.2026", [KEY]),
        ("447700900123@s.whatsapp.net wrote, see wa.me/447700900456", [KEY, SECOND]),
        ("07700900123 and again 07700 900123", [KEY]),
        *((f"see {link} or {link}, Jay", [KEY]) for link in (*LINKS, *LINKS_WITHOUT_PLUS)),
        ("sms:447700900123 or tel:447700900456", [KEY, SECOND]),
        ("https://t.me/+447700900123abcdef https://chat.whatsapp.com/447700900123", []),
        ("https://t.me/7700900123 tg:7700900123 https://t.me/447700900123456 imo:1234567890", []),
        ("tel:+4477009 00123 is new", [KEY]),
        ("born 12/03/2010, 3 for 20, flat 12", []),
        ("IMEI 490154203237518", []),
        ("£07700900123", []),
        ("my ref is 07700900123", []),
    ],
)
def test_prose_gives_the_numbers_it_mentions(text, keys):
    """A text gives every number in it once, and takes no date, price or reference for one."""
    assert [each.e164 for each in find_in_text(text) if isinstance(each, Number)] == keys


@pytest.mark.parametrize("sign", [",", ";", "|", "\n"])
@pytest.mark.parametrize("other", ["https://wa.me/447700900456", "whatsapp://send?phone=447700900456", "tel:+447700900456"])
def test_a_field_of_several_links_gives_the_number_of_each(sign, other):
    """Nothing behind the first link is dropped."""
    assert [each.e164 for each in read(f"https://wa.me/447700900123{sign}{other}") if isinstance(each, Number)] == [KEY, SECOND]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("447700900123@s.whatsapp.net", KEY),
        ("447700900123:12@s.whatsapp.net", KEY),
        ("353851234567@c.us", "+353851234567"),
        ("+447700900123", KEY),
        ("447700900123", KEY),
    ],
)
def test_a_messenger_id_gives_its_number(text, key):
    """The digits of a messenger id are the number without its plus sign."""
    assert [each.e164 for each in read_messenger_id(text)] == [key]


@pytest.mark.parametrize(
    "text", ["5860529659", "100012345678901", "205690463334636@lid", "447700900123-1600000000@g.us", "some.user", "11800@c.us"]
)
def test_other_ids_of_applications_give_no_key(text):
    """Ids of users, groups and channels are no numbers, however many digits they have."""
    assert [type(each) for each in read_messenger_id(text)] == [Unusable]
