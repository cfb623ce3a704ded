"""Links that open a chat or a call, as what one value says: which numbers it gives, and whether it is nothing else."""

from __future__ import annotations

import re

from notation.links import TELEPHONES, find_links

#: Digits behind a link that may be a further number, typed or in the text of a message.
_FURTHER = re.compile(r"(?:(?<!\d)|(?<=%20))(?:\+|%2B|0|44)\d{8}", re.IGNORECASE | re.ASCII)
#: Behind these a number stands in the blanks of whoever typed it, which would end the link.
_TELEPHONE = re.compile(rf"\s*(?:{TELEPHONES}):", re.IGNORECASE)


def links_in(text: str) -> list[str]:
    """Give the numbers of the links in a text, as the links write them."""
    return [link.number for link in find_links(text)]


def is_link(text: str) -> bool:
    """Whether a text is nothing but one such link; what has a further number in it is a text to be searched."""
    stripped = text.strip()
    links = find_links(stripped)
    if len(links) != 1 or links[0].start or any(map(str.isspace, stripped[links[0].end :])):
        return False
    return _FURTHER.search(stripped, links[0].end) is None


def is_call(text: str) -> bool:
    """Whether a value is such a link, or begins with the scheme of a telephone, whatever number follows: `tel: 07700 900123`."""
    return _TELEPHONE.match(text) is not None or is_link(text)
