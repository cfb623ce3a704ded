"""What the links in a text say that open a chat or a call: which digits, and how sure it is where a number begins in them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from notation.links import DIALLED, Link, find_invitations, find_links, link_at_start

#: A link that is read like any number without what stands before it.
SCHEME = re.compile(rf"(?:{DIALLED}):(?://)?", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"\D", re.ASCII)
#: Digits of a link that dials which begin with the code of the country, though no sign says so.
_BARE_MOBILE = re.compile(r"447\d{9}", re.ASCII)


class NumberLink(NamedTuple):
    """A link in a plain text."""

    start: int
    end: int
    #: With a plus sign where the link says or implies one, otherwise as they stand there.
    digits: str
    #: Whether a plus sign was assumed that links of its kind need not lack.
    is_assumed: bool
    #: Whether signs behind the digits stand for more of them, so that what stands there is part of a number.
    is_cut: bool = False


def number_links(text: str) -> list[NumberLink]:
    """Find the links of a prose text that hold a number, up to the end of the number.

    Links that dial are left out where they are read like any number: `tel:07700 900123`.
    """
    links = ((_read(link), link) for link in find_links(text))
    return [read for read, link in links if not link.is_dialled or _needs_link(read, link, text)]


def all_links(text: str) -> list[NumberLink]:
    """Find every link of a text, those that are read like any number as well."""
    return [_read(link) for link in find_links(text)]


def links_of_field(text: str) -> list[NumberLink]:
    """Give the links of a field that begins as one, with no blank behind its number; none for one number behind the scheme of a call."""
    first = link_at_start(text)
    if first is None or " " in text[first.end :]:
        return []
    links = find_links(text)
    is_call = first.is_dialled and not first.is_cut and len(links) == 1 and SCHEME.match(text) is not None
    return [] if is_call else [_read(link) for link in links]


def labelled_links(text: str) -> list[NumberLink]:
    """Give the links of a field that has nothing but words beside them: `Jay: https://wa.me/44…`; none where other digits stand there."""
    if " " not in text or not (links := find_links(text)):
        return []
    ends = [0, *(link.end for link in links)]
    beside = (text[end : link.start] for end, link in zip(ends, links, strict=False))
    if any(map(str.isdecimal, "".join((*beside, text[ends[-1] :])))):
        return []
    return [_read(link) for link in links]


def is_invitation(text: str) -> bool:
    """Whether a text is an address of a messenger that holds a code or a name, and nothing else."""
    return find_invitations(text) == [(0, len(text))]


def without_invitations(text: str) -> str:
    """Give a text with blanks in place of such addresses: a code of letters may begin with the digits of a number."""
    spans = find_invitations(text)
    if not spans:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += (text[at:start], " " * (end - start))
        at = end
    return "".join((*pieces, text[at:]))


def _read(link: Link) -> NumberLink:
    written = unquote(unquote(link.number))
    digits = _NOT_DIGIT.sub("", written)
    if digits.startswith("00"):
        return NumberLink(link.start, link.end, f"+{digits[2:]}", is_assumed=False, is_cut=link.is_cut)
    is_signed = "+" in written
    is_assumed = link.is_dialled and not is_signed and _BARE_MOBILE.fullmatch(digits) is not None
    has_code = is_signed or is_assumed or not (link.is_dialled or digits.startswith("0"))
    return NumberLink(link.start, link.end, f"+{digits}" if has_code else digits, is_assumed, link.is_cut)


def _needs_link(read: NumberLink, link: Link, text: str) -> bool:
    """Whether only the link says that there is a number: without a sign, with escapes, in an address, or as the user of a network."""
    is_told = read.digits.startswith(("+", "0"))
    is_address = text[link.start : link.start + 6].lower().startswith(("http", "intent"))
    is_hidden = link.is_cut or "%" in text[link.start : link.end] or is_address
    return is_told and (read.is_assumed or is_hidden or text.startswith(("@", "%", "_"), link.end))
