"""Accounts in cards that are telephone numbers, as phones and messengers write them (RFC 6350 6.4.3, RFC 9554 4.9, RFC 7095, RFC 6351)."""

from __future__ import annotations

import json

import pytest

from ingest import Role
from readings import read_bytes

NUMBER = "447700900123"


def _read(tmp_path, line):
    return read_bytes(tmp_path, f"BEGIN:VCARD\nVERSION:4.0\nFN:Jay\n{line}\nEND:VCARD\n")


@pytest.mark.parametrize(
    ("line", "raw", "app"),
    [
        (f"IMPP;X-SERVICE-TYPE=Telegram:telegram:+{NUMBER}", f"+{NUMBER}", None),
        (f"IMPP:telegram:+{NUMBER}", f"+{NUMBER}", None),
        (f"IMPP;X-SERVICE-TYPE=Threema:x-apple:+{NUMBER}", f"+{NUMBER}", None),
        (f"SOCIALPROFILE;SERVICE-TYPE=WhatsApp;VALUE=text:{NUMBER}", NUMBER, "WhatsApp"),
        (f"SOCIALPROFILE;SERVICE-TYPE=Signal;VALUE=text:+{NUMBER}", f"+{NUMBER}", "Signal"),
        (f"X-ANYTHING;TYPE=telegram:{NUMBER}", NUMBER, None),
        (f"X-ANYTHING;TYPE=WhatsApp:+{NUMBER}", f"+{NUMBER}", "WhatsApp"),
        (f"IMPP:im:+{NUMBER}", f"im:+{NUMBER}", None),
        (f"IMPP:anything:+{NUMBER}", f"+{NUMBER}", None),
        (f"IMPP;X-SERVICE-TYPE=Anything:+{NUMBER}", f"+{NUMBER}", None),
        (f"URL:fax:+{NUMBER}", f"fax:+{NUMBER}", None),
        (f"IMPP:xmpp:{NUMBER}@s.whatsapp.net", f"{NUMBER}@s.whatsapp.net", None),
        (f"URL:xmpp:{NUMBER}@s.whatsapp.net", f"{NUMBER}@s.whatsapp.net", None),
        (f"X-ANYTHING:xmpp:{NUMBER}@s.whatsapp.net", f"{NUMBER}@s.whatsapp.net", None),
        (f"IMPP;X-SERVICE-TYPE=WhatsApp:xmpp:{NUMBER}@s.whatsapp.net", f"{NUMBER}@s.whatsapp.net", "WhatsApp"),
        (f"IMPP;X-SERVICE-TYPE=WhatsApp:x-apple:{NUMBER}%40s.whatsapp.net", f"{NUMBER}@s.whatsapp.net", "WhatsApp"),
        (f"X-ANYTHING:<https://wa.me/{NUMBER}>", f"https://wa.me/{NUMBER}", "WhatsApp"),
        (f"SOURCE:<https://wa.me/{NUMBER}>", f"https://wa.me/{NUMBER}", "WhatsApp"),
        (f"EMAIL:<https://wa.me/{NUMBER}>", f"https://wa.me/{NUMBER}", "WhatsApp"),
        (f"URL:<tel:+{NUMBER}>", f"tel:+{NUMBER}", None),
        (f"X-ANYTHING;ENCODING=QUOTED-PRINTABLE:https=3A//wa.me/{NUMBER}", f"https://wa.me/{NUMBER}", "WhatsApp"),
    ],
)
def test_an_account_that_is_a_number_is_one_of_the_contact(tmp_path, line, raw, app):
    """Whichever parameter or scheme names the service, and whatever signs stand around the address (RFC 3986 C)."""
    (mention,) = _read(tmp_path, line).mentions

    assert (mention.raw, mention.role, mention.app) == (raw, Role.CONTACT, app)


@pytest.mark.parametrize(
    "line",
    [
        "IMPP;X-SERVICE-TYPE=Telegram:telegram:7700900123",
        "IMPP;X-SERVICE-TYPE=QQ:x-apple:447700900",
        "IMPP:xmpp:447700900123@chat.example",
        "IMPP:anything:7700900123",
        "IMPP:im:jay",
        "SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://social.example/@447700900123",
        "X-ANYTHING:https://social.example/?id=447700900123",
        "PHOTO;VALUE=uri:https://pictures.example/447700900123.jpg?size=07700900124",
    ],
)
def test_the_name_or_number_of_an_account_elsewhere_is_no_telephone_number(tmp_path, line):
    """Where users are counted or choose their names, only what says itself that it is one is a number."""
    assert _read(tmp_path, line).mentions == []


def test_a_long_address_that_leads_on_to_a_chat_is_no_text_that_was_cut(tmp_path):
    """Pages that count who leaves them add hundreds of letters, and programs fold them: all of it that matters is read."""
    address = f"https://l.example/?u=https%3A%2F%2Fwa.me%2F{NUMBER}&h=" + "x" * 9000
    folded = "\r\n ".join(address[at : at + 70] for at in range(0, len(address), 70))

    read = _read(tmp_path, f'X-ANYTHING;X-LABEL="a:b":{folded}')

    assert [mention.role for mention in read.mentions] == [Role.CONTACT]
    assert f"wa.me%2F{NUMBER}" in read.mentions[0].raw
    assert read.remarks == set()


def test_the_service_of_an_account_is_named_alike_in_json_and_xml(tmp_path):
    """RFC 9554 has one parameter for it in all three ways to write a card."""
    jcard = ["vcard", [["version", {}, "text", "4.0"], ["socialprofile", {"service-type": "WhatsApp"}, "text", NUMBER]]]
    xcard = (
        '<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"><vcard><fn><text>Jay</text></fn><socialprofile><parameters>'
        f"<service-type><text>WhatsApp</text></service-type></parameters><text>{NUMBER}</text></socialprofile></vcard></vcards>"
    )

    assert [(mention.raw, mention.app) for mention in read_bytes(tmp_path, json.dumps(jcard)).mentions] == [(NUMBER, "WhatsApp")]
    assert [(mention.raw, mention.app) for mention in read_bytes(tmp_path, xcard).mentions] == [(NUMBER, "WhatsApp")]


@pytest.mark.parametrize("line", [f"X-ANYTHING:{NUMBER}", "X-ANYTHING;TYPE=telegram:jay99", "X-ANYTHING;TYPE=telegram:1234567890"])
def test_what_does_not_say_that_it_is_a_number_of_a_service_is_none(tmp_path, line):
    """A name somebody took, and an id of a program, are digits as well."""
    assert _read(tmp_path, line).mentions == []
