"""What is a link that opens a chat or a call, and where its number stands."""

from __future__ import annotations

import pytest

from notation.links import find_invitations, find_links, link_at_start, may_hold_links

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
    "https://wa.me/c/447700900123": ("447700900123", False, "WhatsApp"),
    "wa.me/p/24351234567890123/447700900123": ("447700900123", False, "WhatsApp"),
    "https://wa.me/?text=hi&amp;phone=447700900123": ("447700900123", False, "WhatsApp"),
    "https://www.google.com/url?q=https://wa.me/447700900123": ("447700900123", False, "WhatsApp"),
    "https://l.example.org/?u=https%3A%2F%2Fwa.me%2F%2B447700900123": ("+447700900123", False, "WhatsApp"),
    "https://wa.me/?text=see%20https%3A%2F%2Fwa.me%2F447700900123": ("447700900123", False, "WhatsApp"),
    "https://l.example.org/?u=tel%3A07700900123": ("07700900123", True, None),
    "telprompt:07700900123": ("07700900123", True, None),
    "https://t.me/447700900123": ("447700900123", True, "Telegram"),
    "SGNL:+447700900123": ("+447700900123", True, "Signal"),
    "whatsapp:07700900123": ("07700900123", True, "WhatsApp"),
    "tel:07700900123": ("07700900123", True, None),
    "smsto://%2B44%207700%20900123": ("%2B44%207700%20900123", True, None),
    "facetime-audio:447700900123": ("447700900123", True, None),
    "fax:01632960123": ("01632960123", True, None),
    "im:+447700900123": ("+447700900123", True, None),
    "intent:07700900123#Intent;scheme=tel;end": ("07700900123", True, None),
    "intent://send/+447700900123#Intent;scheme=smsto;package=com.whatsapp;action=android.intent.action.SENDTO;end": (
        "+447700900123",
        True,
        "WhatsApp",
    ),
    "intent://send?phone=447700900123#Intent;scheme=whatsapp;end": ("447700900123", False, "WhatsApp"),
    "intent://wa.me/447700900123#Intent;scheme=https;package=com.whatsapp;end": ("447700900123", False, "WhatsApp"),
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


@pytest.mark.parametrize("sign", ["****", "*", "\u2022\u2022", "\u2026", "...", "xxx", "____", "???"])
def test_a_link_whose_last_digits_are_hidden_is_one_that_is_cut(sign):
    """The digits that are left are those of somebody else; of a British mobile nothing can be missing, and bold letters hide nothing."""
    assert [(link.number, link.is_cut) for link in find_links(f"see wa.me/49151123{sign} ok")] == [("49151123", True)]
    assert [link.is_cut for link in find_links(f"see wa.me/447700900123{sign} ok")] == [False]
    assert [link.is_cut for link in find_links("*wa.me/4915112345678* **wa.me/4915112345679**")] == [False, False]


@pytest.mark.parametrize(
    "text", ["t.me/+447700900123abc", "https://t.me/joinchat/447700900123abc", "t.me/7700900123", "wa.me/message/447700A"]
)
def test_the_code_of_an_invitation_is_no_number(text):
    """Whatever digits it begins with; what stands beside it is none of it, and a link is no invitation."""
    assert find_invitations(f"07700900124,{text}, 07700900125") == [(12, 12 + len(text))]
    assert not find_invitations("see t.me/+447700900123 or https://wa.me/447700900124 or t.me/jay/07700900125")


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
