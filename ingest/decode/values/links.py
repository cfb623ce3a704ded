"""Links that open a chat or a call: of all digits in addresses of the web, only theirs may be those of a telephone number."""

from __future__ import annotations

import re

_SITE = r"(?:https?://)?(?:[\w\-]{1,20}\.)?"
_PARAMETER = r"\?(?:[^\s#?]{0,300}&)?(?:phone|phone_?number|number|tel|to)="
#: A site that names accounts by their numbers, or an application that is opened with one.
_LINK = re.compile(
    r"(?<![\w.\-/@])(?:"
    rf"{_SITE}(?:(?:wa|t|telegram|signal)\.me/(?:#\w{{1,8}}/)?|viber\.click/|(?:whatsapp\.com/send/?|wa\.me/?){_PARAMETER})"
    rf"|(?:sgnl|signal)://{_SITE}signal\.me/#\w{{1,8}}/"
    rf"|(?:whatsapp|whatsapp-business|viber|tg|sgnl|signal|imo):(?:(?://)?[\w/]{{0,20}}{_PARAMETER})?"
    r")(?P<number>(?:\+|%2B|%20)*(?:\(|%28)?\d(?:(?:[.()\-]|%20|%28|%29|%2D){0,3}\d){6,16})(?![\w%])",
    re.IGNORECASE | re.ASCII,
)
#: Parts of which every such link has one, lower case.
_SIGNS = (".me/", "viber", "whatsapp", "tg:", "sgnl:", "signal:", "imo:")

#: Beginning of a link -> whose chat it opens.
_APPS = {
    "wa.me/": "WhatsApp",
    "whatsapp": "WhatsApp",
    "viber": "Viber",
    "signal": "Signal",
    "sgnl:": "Signal",
    "t.me/": "Telegram",
    "telegram.me/": "Telegram",
    "tg:": "Telegram",
}


def may_hold_links(joined: str) -> bool:
    """Whether such a link may stand in any of many texts, put together: at a fraction of the cost of asking each."""
    if "/" not in joined and ":" not in joined:
        return False
    low = joined.casefold()
    return any(sign in low for sign in _SIGNS)


def links_in(text: str) -> list[str]:
    """Give the numbers of the links in a text, as the links write them."""
    return [found["number"] for found in _LINK.finditer(text)] if may_hold_links(text) else []


def is_link(text: str) -> bool:
    """Whether a text is nothing but such a link."""
    return not any(map(str.isspace, text.strip())) and _LINK.match(text.strip()) is not None


def app_of_link(text: str) -> str | None:
    """Give the messenger whose chat a link opens; None for telephones."""
    low = text.casefold()
    return next((app for sign, app in _APPS.items() if sign in low), None) if may_hold_links(low) else None
