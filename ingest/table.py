"""Any table (CSV, TSV, XLSX) as rows of text, the way a person sees the cells; what the rows mean is for others to say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, repeat

from ingest.decode.archives.archive import looks_like_zip, open_archive
from ingest.decode.table_row import Note, TableRow, ignore
from ingest.decode.tables.books import missing_texts
from ingest.decode.text.delimited import read_delimited
from ingest.decode.workbooks.sheet_rows import read_rows
from ingest.decode.workbooks.workbook import open_workbook
from ingest.records import Remark
from ingest.refusals import refuse_no_table
from ingest.source import Source

__all__ = ["Note", "TableRow", "read_table"]


def read_table(source: Source, note: Note = ignore, *, with_formulas: bool = False) -> Iterator[TableRow]:
    """Yield every row of a table, streaming; of a workbook, the rows of all sheets, hidden ones included, that hold anything.

    A formula in a workbook is given as the value its program stored last; with `with_formulas` it is given itself, with an equals sign
    before it, for those who take no value that another cell or the day decides.

    `note` takes remarks about the file as a whole: `truncated`, `guessed-encoding`, `lossy-text`, `repaired-rows`, `hidden-sheet`.

    Raises:
        IngestError: no table, damaged, locked or unsafe.
    """
    refuse_no_table(source)
    if not looks_like_zip(source):
        # Made without a call for each row, as lists have a hundred thousand.
        yield from map(tuple.__new__, repeat(TableRow), zip(repeat(""), count(1), map(tuple, read_delimited(source, note)), strict=False))
        return
    with open_archive(source) as archive:
        book = open_workbook(source, archive)
        if book.shared.is_cut:
            note(missing_texts(source))
        for sheet in book.sheets:
            if sheet.state != "visible":
                note(Remark("hidden-sheet", f"The sheet '{sheet.name}' is hidden; it was read.", f"{source.name}:{sheet.name}"))
            yield from read_rows(book, sheet, note, with_formulas=with_formulas)
