"""One table of links, tried on every road by which a number comes in: none of them knows a link that another does not."""

from __future__ import annotations

import pytest

from matcher.domain.numbers import Number, find_in_text
from matcher.domain.numbers.reference import read
from readings import read_bytes
from workbooks import row, table, text, workbook

KEY, SECOND = "+447700900123", "+447700900124"

#: Link -> the numbers it gives.
LINKS = {
    **{
        link: {KEY}
        for link in (
            *("https://wa.me/447700900123", "https://wa.me?phone=447700900123", "https://wa.me/+44 7700 900123", "wa.me/447700900123#x"),
            *("https://wa.me/447700900123_", "_https://wa.me/447700900123_", "_wa.me/447700900123_", "*wa.me/447700900123*"),
            *("https://wa.me/447700900123%20", "https://wa.me/447700900123%20call", "https://wa.me/447700900123%3Ftext=hi"),
            *("https://wa.me/447700900123Hi", "wa.me/447700900123ok", "wa.me/447700900123xx", "https://signal.me/#p/+447700900123Hi"),
            *("https://wa.me/c/447700900123", "wa.me/c/447700900123", "https://wa.me/p/24351234567890123/447700900123"),
            *("wa.me/p/447700900124/+447700900123", "https://api.whatsapp.com/send?text=hi&amp;phone=447700900123"),
            *(f"https://l.facebook.com/l.php?u=https%3A%2F%2F{rest}&h=AT0" for rest in ("wa.me%2F447700900123", "t.me%2F%2B447700900123")),
            *("https://www.google.com/url?q=https://wa.me/447700900123&sa=D", "l.facebook.com/l.php?u=https%3A%2F%2Fwa.me%2F447700900123"),
            *("https://www.google.com/url?sa=t&cd=12345&url=https%3A%2F%2Fapi.whatsapp.com%2Fsend%3Fphone%3D447700900123%26text%3Dhi",),
            *(
                "https://lm.facebook.com/l.php?u=https%253A%252F%252Fwa.me%252F447700900123",
                "https://example.org/?to=tel%3A%2B447700900123",
            ),
            *("tel:07700%20900123", "imessage:+447700900123", "facetime-audio://+447700900123", "facetime:07700900123"),
            *("telprompt:07700900123", "telprompt://+447700900123", "sms:07700900123", "sms:+447700900123?body=hi"),
            *("sip:+447700900123@example.org", "sip:07700900123@example.org", "sips:+447700900123@example.org;transport=tls"),
            *("tg:+447700900123", "imo:447700900123", "signal:+447700900123", "callto:07700900123", "skype:+447700900123?call"),
            *("Jay: https://wa.me/447700900123", "Jay - https://l.example.org/?u=https%3A%2F%2Fwa.me%2F447700900123 (new)"),
            *("fax:+447700900123", "im:+447700900123", "im:+447700900123@example.org", "pres:+447700900123"),
            *("intent:+447700900123#Intent;scheme=tel;end", "intent://send/447700900123#Intent;scheme=smsto;package=com.whatsapp;end"),
            *("intent://send/+447700900123#Intent;package=com.whatsapp;scheme=smsto;S.sms_body=hi%20you;end",),
            *("https://t.me/+447700900123_", "tel:+447700900123_", "tel:+447700900123%20call", "whatsapp://send?phone=447700900123Hi"),
        )
    },
    **{
        f"https://wa.me/447700900123{sign}{other}": {KEY, SECOND}
        for sign in (",", ";", "|", "/", "-", ".", "_", "", "\n", " ", ", ")
        for other in ("https://wa.me/447700900124", "wa.me/447700900124")
    },
    **{
        f"{link}{rest}": {KEY, SECOND}
        for link in ("https://wa.me/447700900123", "viber://chat?number=%2B447700900123", "t.me/+447700900123")
        for rest in (" 07700900124", ", 07700 900124", " (old 07700900124)", " / 07700900124", " Mo +44 7700 900124")
    },
    **{
        f"https://wa.me/447700900123?text={words}{link}": {KEY, SECOND}
        for words in ("", "see%20", "see+my%0A")
        for link in ("https%3A%2F%2Fwa.me%2F447700900124", "tel%3A%2B447700900124", "https%3A%2F%2Fwa.me%2F447700900124%20ok")
    },
    "wa.me/447700900123,07700900125,wa.me/447700900124": {KEY, SECOND, "+447700900125"},
}
#: Codes of invitations, accounts, other sites, and digits that go on or are hidden.
OTHERS = [
    *(
        "https://t.me/+447700900123abcdef",
        "https://t.me/+447700900123_aB",
        "https://t.me/7700900123",
        "https://signal.me/#eu/4477009001aBcD",
    ),
    *("https://notwa.me/447700900123", "https://wa.me/447700900123O1", "https://wa.me/49151123xxxx", "https://wa.me/4477009001%32%33"),
    *("https://wa.me/49151123_4567", "https://wa.me/49151123____", "wa.me/49151123****", "https://wa.me/49151123\u2022\u2022\u2022"),
    *("wa.me/49151123\u2026", "https://wa.me/49151123...", "wa.me/4477009001**", "t.me/+49151123***", "signal.me/#p/+49151123***"),
    *("t.me/+447700900123abc", "telegram.me/+447700900123Zx", "t.me/joinchat/447700900123abc", "Jay t.me/+447700900123abc"),
    *("t.me/7700900123", "t.me/+44770-0900123ab", "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F447700900123"),
    *("intent://example.org/447700900123#Intent;scheme=https;end", "intent://send/447700900123abc#Intent;scheme=smsto;end"),
    *("https://l.facebook.com/l.php?u=https%3A%2F%2Ft.me%2F%2B447700900123abc", "tel:+49151123xxx", "tel:+49151123****"),
]


def _keys(readings):
    return {each.e164 for each in readings if isinstance(each, Number)}


def _handed_on(mentions):
    """What becomes of what a file hands on: a field, or a text to be searched."""
    return {key for each in mentions for key in _keys(read(each.raw) if each.written.value == "number" else find_in_text(each.raw))}


def _by_card(tmp_path, link, name):
    escaped = link.replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
    return _handed_on(read_bytes(tmp_path, f"BEGIN:VCARD\nVERSION:3.0\nFN:Jay\n{name}:{escaped}\nEND:VCARD\n").mentions)


ROADS = {
    "field": lambda _, link: _keys(read(link)),
    "text": lambda _, link: _keys(find_in_text(f"see {link} then")),
    "cell": lambda path, link: _handed_on(
        [each for each in read_bytes(path, f'Name,Mobile,Website\nMo,07700 900778,\nJay,,"{link}"\n').mentions if "778" not in each.raw]
    ),
    "number column": lambda path, link: _handed_on(
        [each for each in read_bytes(path, f'Name,Mobile\nMo,07700 900778\nJay,"{link}"\n').mentions if "778" not in each.raw]
    ),
    "URL of a card": lambda path, link: _by_card(path, link, "URL"),
    "NOTE of a card": lambda path, link: _by_card(path, link, "NOTE"),
    "X-WHATSAPP of a card": lambda path, link: _by_card(path, link, "X-WHATSAPP"),
    "IMPP of a card": lambda path, link: _by_card(path, link, "IMPP"),
    "X-SOCIALPROFILE of a card": lambda path, link: _by_card(path, link, "X-SOCIALPROFILE"),
    "X-SPOUSE of a card": lambda path, link: _by_card(path, link, "X-SPOUSE"),
    "X-INSTAGRAM of a card": lambda path, link: _by_card(path, link, "X-INSTAGRAM"),
    "SOURCE of a card": lambda path, link: _by_card(path, link, "SOURCE"),
    "EMAIL of a card": lambda path, link: _by_card(path, link, "EMAIL"),
    "formula": lambda path, link: _handed_on(
        read_bytes(
            path,
            workbook(
                {
                    "S": table(["Name", "Phone"])
                    + row(2, text("A2", "Jay"), f'<c r="B2" t="str"><f>HYPERLINK("{link.replace("&", "&amp;")}","chat")</f><v>chat</v></c>')
                }
            ),
        ).mentions
    ),
}


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize(("link", "keys"), LINKS.items())
def test_a_link_gives_its_numbers_on_every_road(tmp_path, road, link, keys):
    """Whatever stands behind the number, and however many links stand in one value."""
    assert ROADS[road](tmp_path, link) == keys


@pytest.mark.parametrize("road", [each for each in ROADS if each != "field"])
@pytest.mark.parametrize("link", OTHERS)
def test_what_is_no_link_gives_no_number_on_any_road(tmp_path, road, link):
    """A code, an account and a number that goes on are nobody's number."""
    assert ROADS[road](tmp_path, link) == set()
