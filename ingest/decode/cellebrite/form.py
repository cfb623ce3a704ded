"""The form in which Cellebrite's own programs write models, piece by piece, as parts of patterns for `re.VERBOSE`.

It is a small part of XML: no prefixes, no references, no comments, attributes in the usual order. Loops are possessive, so matching takes
one pass over the text whatever stands in it.
"""

from __future__ import annotations

import re
from typing import Final

#: Text of an attribute.
ATTRIBUTE: Final = r'[^"<&\t\n]'
#: Text inside a CDATA section, and outside one.
SECTION: Final = r"(?:[^\]]++|\](?!\]>))*+"
PLAIN: Final = r"[^<&\]]*+"

ATTRIBUTES: Final = rf'(?:\ \w++="{ATTRIBUTE}*+")*+'
TYPE: Final = rf'(?:\ type="{ATTRIBUTE}*+")?'
FORMAT: Final = rf'(?:\ format="{ATTRIBUTE}*+")?'
STAMP: Final = rf'(?:\ formattedTimestamp="{ATTRIBUTE}*+")?'
VALUE: Final = rf"<value{TYPE}{FORMAT}{STAMP}>(?:<!\[CDATA\[{SECTION}\]\]>|{PLAIN})</value>"
EMPTY: Final = r"<empty\ ?/>"
#: What follows the state of a model in its tag.
MODEL_REST: Final = "".join(
    rf'(?:\ {name}="{ATTRIBUTE}*+")?' for name in ("decoding_confidence", "isrelated", "source_index", "extractionId")
)
#: A field of several texts, behind the quotation mark that ends its name.
MULTI_REST: Final = rf'"{TYPE}(?:\ ?/>|>\s*+(?:{VALUE}\s*+|{EMPTY}\s*+)*+</multiField>)'
#: The same without any text, and with texts that need no more than being copied, all of them in one group.
MULTI_VOID: Final = rf'"{TYPE}(?:\ ?/>|>\s*+(?:{EMPTY}\s*+)*+</multiField>)'
MULTI_TEXTS: Final = (
    rf'"{TYPE}(?:\ ?/>|>\s*+((?:<value{TYPE}>(?:<!\[CDATA\[(?![\r\n]){SECTION}\]\]>|(?![\r\n]){PLAIN})</value>\s*+|{EMPTY}\s*+)*+)'
    r"</multiField>)"
)
_TEXT: Final = re.compile(rf"<value{TYPE}>(?:<!\[CDATA\[({SECTION})\]\]>|({PLAIN}))</value>", re.DOTALL)


def texts_in(values: str) -> list[str]:
    """Take the texts out of what the group of `MULTI_TEXTS` matched."""
    return [text for section, plain in _TEXT.findall(values) if (text := section or plain)]
