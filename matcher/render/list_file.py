"""A line list as a file: CSV that no spreadsheet runs or reshapes, or a workbook of texts. Read as a list again, both say the same."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from xml.sax.saxutils import escape

from matcher.render.csv_table import spaced

Rows = Sequence[Sequence[str]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: The attribute of a link that says where it leads.
_WHERE = "Target"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: The same list gives the same bytes, whenever it is written.
_WRITTEN = (1980, 1, 1, 0, 0, 0)

#: What XML cannot hold; Office files write it in this way, and whatever looks like it.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

#: Rows that are put together at once.
_BATCH = 1000

_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_LINKS}">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" {_WHERE}="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets><sheet name="Lines" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_LINKS}">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" {_WHERE}="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def csv_list(header: Sequence[str], rows: Rows) -> bytes:
    """Write a list as CSV: UTF-8 with a byte order mark, a space before whatever a spreadsheet would run or reshape."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    safe = lru_cache(maxsize=1 << 16)(spaced)
    writer.writerow(header)
    writer.writerows([safe(cell) if cell else "" for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def xlsx_list(header: Sequence[str], rows: Rows) -> bytes:
    """Write a list as a workbook with one sheet. Every cell is a text, so that nothing is run, rounded or taken for a day."""
    names = [_column(at) for at in range(len(header))]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, part in _PARTS.items():
            archive.writestr(_entry(name), f"{_HEAD}{part}")
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            batch: list[str] = []
            for told in _rows(names, chain((header,), rows)):
                batch.append(told)
                if len(batch) == _BATCH:
                    sheet.write("".join(batch).encode())
                    batch.clear()
            sheet.write("".join((*batch, "</sheetData></worksheet>")).encode())
    return content.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _WRITTEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _rows(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    cell = lru_cache(maxsize=1 << 16)(_cell)
    for at, row in enumerate(rows, start=1):
        cells = "".join([f'<c r="{name}{at}"{cell(text)}' for name, text in zip(names, row, strict=True) if text])
        yield f'<row r="{at}">{cells}</row>'


def _cell(text: str) -> str:
    """Write what stands in a cell, from behind its place on."""
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(_UNFIT.sub(_in_office_words, text))}</t></is></c>'


def _in_office_words(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _column(at: int) -> str:
    """Give the letters of a column, counted from 0."""
    letters = ""
    while at >= 0:
        at, rest = divmod(at, 26)
        letters = f"{chr(65 + rest)}{letters}"
        at -= 1
    return letters
