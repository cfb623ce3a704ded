"""The form in which Cellebrite's own programs write models, piece by piece, as parts of patterns for `re.VERBOSE`.

It is a small part of XML: no prefixes, no references, no comments, attributes in the usual order. Loops are possessive, so matching takes
one pass over the text whatever stands in it.
"""

from __future__ import annotations

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
#: A field of several texts, which nothing here reads.
MULTI_FIELD: Final = rf'<multiField\ name="{ATTRIBUTE}*+"{TYPE}(?:\ ?/>|>\s*+(?:{VALUE}\s*+|{EMPTY}\s*+)*+</multiField>)'
