"""Links that lie on the cells of a sheet: what a click on a cell opens may be a number that stands nowhere in it.

The cells they lie on are named behind the rows, so they are looked up before, and only where the sheet leads to a number at all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from ingest.decode.archives.archive import Archive
from ingest.decode.table_row import Note
from ingest.decode.workbooks.part_relations import relations_of
from ingest.errors import DamagedExtraction, IngestError
from ingest.records import Remark
from ingest.source import Source
from notation.links import DIALLED, find_links

_KIND: Final = "/hyperlink"
_TAG: Final = re.compile(rb"<(?:\w{1,20}:)?hyperlink\s([^<>]{1,8000})>")
_LONGEST_TAG: Final = 8 << 10
_CHUNK_BYTES: Final = 256 << 10
_CELL: Final = re.compile(r"\bref=[\"']([A-Za-z]{1,3}\d{1,7})(?::[A-Za-z]{1,3}\d{1,7})?[\"']")
_NAME: Final = re.compile(r"\b\w{1,20}:id=[\"']([^\"']{1,200})[\"']")
_DIALLED: Final = re.compile(rf"\s*(?P<scheme>(?:{DIALLED}):(?://)?)\s*(?=[+(*#%\d])", re.IGNORECASE | re.ASCII)
#: A British number without its prefix: by its last digits it is the same in every spelling.
_TELLING_DIGITS: Final = 9


def cell_links(source: Source, archive: Archive, part: str, note: Note) -> dict[str, str]:
    """Give the links of a sheet that lead to numbers, by the cell they lie on, as `B2`; of an area, by its first one.

    `note` takes the remark `truncated`, where what the sheet points at cannot be read.

    Raises:
        UnsafeExtraction: it leads to absurdly many addresses, or holds a document type where they stand.
    """
    try:
        targets = {each.name: each.target for each in relations_of(source, archive, part) if each.kind.endswith(_KIND) and each.is_outside}
    except DamagedExtraction:
        place = f"{source.name}:{part.rpartition('/')[2]}"
        note(Remark("truncated", "Where the links of a sheet lead is broken; numbers that stand in them alone are lost.", place))
        return {}
    wanted = {name: target for name, target in targets.items() if number_of_link(target)}
    return _placed(archive, part, wanted) if wanted else {}


def _placed(archive: Archive, part: str, targets: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    tail = b""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                for tag in _TAG.finditer(tail + chunk):
                    attributes = html.unescape(tag[1].decode(errors="replace"))
                    cell, name = _CELL.search(attributes), _NAME.search(attributes)
                    if cell and name and name[1] in targets:
                        found[cell[1].upper()] = targets[name[1]]
                tail = chunk[-_LONGEST_TAG:]
    except IngestError:
        # Whoever reads the rows finds out, and says so.
        return found
    return found


def number_of_link(address: str) -> str | None:
    """Give what a link dials, or the link itself that opens a chat with a number; None for any other address."""
    dialled = _DIALLED.match(address)
    if dialled is None:
        return address if find_links(address) else None
    number = address[dialled.end() :]
    link = f"{dialled['scheme']}{number}"
    # What is escaped, or has signs or a host behind it, is read as the link it is.
    return link if "%" in link or "_" in link or ("@" in link and find_links(link)) else number


def with_link(text: str, address: str) -> str:
    """Give the text of a cell with the link on it, where that leads to a number the text does not hold."""
    number = _digits(number_of_link(address) or "")[-_TELLING_DIGITS:]
    return text if not number or number in _digits(text) else f"{text} {address.strip()}".strip()


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())
