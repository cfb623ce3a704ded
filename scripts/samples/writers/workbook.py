"""Workbooks with the same bytes each time: no clock, no compression."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scripts.samples.model import AT

#: The earliest time a zip can hold.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def new_workbook(creator: str) -> Workbook:
    """Start a workbook without sheets, made by the program named."""
    book = Workbook()
    del book["Sheet"]
    book.properties.creator = creator
    book.properties.created = AT.replace(tzinfo=None)
    return book


def add_sheet(book: Workbook, title: str, rows: Sequence[Sequence[str | int | datetime | None]]) -> Worksheet:
    """Add a sheet; texts stay texts, whatever they look like."""
    sheet: Worksheet = book.create_sheet(title)
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
    return sheet


def to_bytes(book: Workbook) -> bytes:
    """Save a workbook: the zip is written anew with fixed times, stored, since compressors differ between machines."""
    saved = io.BytesIO()
    book.save(saved)
    modified = AT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    parts = {}
    with zipfile.ZipFile(saved) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            parts[name] = _MODIFIED.sub(rb"\g<1>" + modified, data) if name == "docProps/core.xml" else data
    return stored_zip(parts)


def stored_zip(parts: dict[str, bytes]) -> bytes:
    """Write a zip without compression and without a clock."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.create_system = 0
            archive.writestr(member, data)
    return written.getvalue()
