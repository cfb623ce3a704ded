"""What is a link that opens a chat or a call, and where its number stands."""

from __future__ import annotations

import pytest

from notation.links import find_links, link_at_start, may_hold_links

#: Link -> the number as it writes it, whether it stands for what is dialled, and whose chat it opens.
LINKS = {
    "https://wa.me/447700900123": ("447700900123", False, "WhatsApp"),
    "wa.me?phone=447700900123": ("447700900123", False, "WhatsApp"),
    "https://api.whatsapp.com/send/?text=hi&phone=%2B447700900123": ("%2B447700900123", False, "WhatsApp"),
    "whatsapp-business://send?phone=447700900123": ("447700900123", False, "WhatsApp"),
    "https://signal.me/#p/+447700900123": ("+447700900123", False, "Signal"),
    "sgnl://signal.me/#p/+447700900123": ("+447700900123", False, "Signal"),
    "https://viber.click/447700900123": ("447700900123", False, "Viber"),
    "viber:chat?number=%2B447700900123": ("%2B447700900123", False, "Viber"),
    "https://t.me/+447700900123": ("+447700900123", False, "Telegram"),
    "tg://resolve?phone=447700900123": ("447700900123", False, "Telegram"),
    "imo://chat?phone=447700900123": ("447700900123", False, None),
    "https://t.me/447700900123": ("447700900123", True, "Telegram"),
    "SGNL:+447700900123": ("+447700900123", True, "Signal"),
    "whatsapp:07700900123": ("07700900123", True, "WhatsApp"),
    "tel:07700900123": ("07700900123", True, None),
    "smsto://%2B44%207700%20900123": ("%2B44%207700%20900123", True, None),
    "facetime-audio:447700900123": ("447700900123", True, None),
}

#: What looks like a link and names no telephone.
OTHERS = (
    *("https://example.org/447700900123", "https://example.org/?phone=447700900123", "https://chat.whatsapp.com/447700900123"),
    *("https://t.me/+447700900123abc", "https://t.me/7700900123", "tg:7700900123", "tg://user?id=7700900123", "imo:7700900123"),
    *("skype:mo", "sip:1001234@example.org", "hotel:07700900123", "me@wa.me/447700900123", "https://wa.me/message/447700900123"),
    *("wa.me/447700", "wa.me/447700900123%", "12:30:1234567", "01/02/07700900123"),
)


@pytest.mark.parametrize(("link", "told"), LINKS.items())
def test_a_link_says_where_its_number_stands(link, told):
    """Alone as in a text, up to the end of the number."""
    (found,) = find_links(f"see {link}.")

    assert (found.number, found.is_dialled, found.app) == told
    assert (found.start, found.end) == (4, 4 + len(link))
    assert link_at_start(link) == found._replace(start=0, end=len(link))


@pytest.mark.parametrize("text", OTHERS)
def test_other_addresses_hold_no_number(text):
    """Accounts that are counted, invitations and other pages are none."""
    assert (find_links(text), link_at_start(text)) == ([], None)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(
    "others", [["Jay", "Mo"], ["12:30", "01/04/2026"], ["https://example.org/1", "http://example.org/?id=1"], ["Zoë \ud83d:"]]
)
def test_many_texts_are_known_to_hold_a_link_wherever_it_stands(link, others):
    """So that no text needs to be looked at where there is none in any."""
    assert may_hold_links("\n".join(("", *others, link, *others, "")))
    assert not may_hold_links("\n".join(("", *others, "")))
