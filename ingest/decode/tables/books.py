"""The sheets of a workbook become records; who made the workbook decides which sheets are read and as what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from itertools import chain

from ingest.decode.archives.archive import looks_like_zip, open_archive
from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.arrangement.task import Tally, Task
from ingest.decode.table_row import Note, ignore
from ingest.decode.tables.date_order import BookOrder
from ingest.decode.tables.items import read_items
from ingest.decode.tables.remarks import finish
from ingest.decode.tables.sheet_names import names_any
from ingest.decode.tables.sim_sheets import read_sim_rows
from ingest.decode.values.boxed_lines import people_in_lines
from ingest.decode.words.kinds import Shape
from ingest.decode.workbooks.cell_comments import cell_comments
from ingest.decode.workbooks.sheet_rows import read_rows
from ingest.decode.workbooks.text_boxes import text_boxes
from ingest.decode.workbooks.workbook import Sheet, Workbook, find_workbook_part, has_usual_main_part, open_workbook
from ingest.errors import IngestError
from ingest.records import Part, Remark, Scope
from ingest.source import Source


class Use(Enum):
    """What is done with a sheet."""

    #: Read by its columns.
    TABLE = auto()
    #: Every number in it is the owner's own.
    OWN = auto()
    #: Names and values about the phone.
    FACTS = auto()
    #: What was copied from the SIM, list by list.
    SIM = auto()
    #: Texts the user of the phone wrote.
    TEXTS = auto()
    #: Not read: it repeats other sheets, or says nothing about people.
    NONE = auto()


#: Decides about a sheet by its name and the names of all sheets.
Policy = Callable[[str, tuple[str, ...]], Use]

#: Names of sheets with the accounts of the phone's user, in the words of several tools.
_ACCOUNTS = ("user account", "accounts information", "account information", "own number")


def is_account_sheet(title: str) -> bool:
    """Whether a sheet holds the accounts of the phone's own user."""
    return names_any(title, _ACCOUNTS)


def read_every_sheet(title: str, _: tuple[str, ...]) -> Use:
    """Read all sheets by their columns; accounts are the owner's."""
    return Use.OWN if is_account_sheet(title) else Use.TABLE


def is_workbook(source: Source) -> bool:
    """Whether a file is a workbook that is read here, or refused for what is wrong with it. Never raises."""
    try:
        if not looks_like_zip(source):
            return False
        with open_archive(source) as archive:
            try:
                part = find_workbook_part(source, archive)
            except IngestError:
                return has_usual_main_part(archive)
    except IngestError:
        return False
    return part is not None and part.casefold().endswith(".xml")


def read_book(source: Source, scopes: frozenset[Scope], policy: Policy) -> Iterator[Part]:
    """Yield the items of all sheets a policy wants.

    Raises:
        DamagedExtraction: parts of the workbook are broken or missing.
        UnsafeExtraction: it would take an absurd amount of memory or time.
    """
    tally = Tally()
    with open_archive(source) as archive:
        book = open_workbook(source, archive)
        if book.shared.is_cut:
            yield missing_texts(source)
        titles = tuple(sheet.name for sheet in book.sheets)
        read = [sheet for sheet in book.sheets if policy(sheet.name, titles) is not Use.NONE]
        order = BookOrder(lambda: ((sheet.name, _again(book, sheet)) for sheet in read))
        for sheet in book.sheets:
            use = policy(sheet.name, titles)
            place = Place(source.name, sheet.name)
            if use is Use.NONE:
                yield Remark(
                    "sheet-left-out", f"The sheet '{sheet.name}' names nobody or repeats other sheets; it was not read.", place.whole
                )
                continue
            if sheet.state != "visible":
                yield Remark("hidden-sheet", f"The sheet '{sheet.name}' is hidden; it was read.", place.whole)
            task = Task(
                place,
                scopes,
                again=lambda sheet=sheet: _again(book, sheet),  # type: ignore[misc] # bound now, the loop goes on
                title=sheet.name,
                is_own=use is Use.OWN,
                shape=Shape.PROPERTIES if use is Use.FACTS else None,
                is_text=use is Use.TEXTS,
                book=order,
            )
            remarks: list[Remark] = []
            rows = _rows(book, sheet, remarks.append)
            items = chain(read_sim_rows(rows, task, tally) if use is Use.SIM else read_items(rows, task, tally), remarks)
            yield from items if len(book.sheets) == 1 else _telling_sheet(items, sheet.name)
    yield from finish(tally, source.name)


def _telling_sheet(items: Iterable[Part], sheet: str) -> Iterator[Part]:
    """Give the items of one sheet of several with its name in what is said of it: each has a column E."""
    name = f"sheet '{sheet}'"
    for item in items:
        if isinstance(item, Remark) and name not in item.sentence:
            first, rest = item.sentence[:1], item.sentence[1:]
            # What is written in capitals stays so.
            start = first if rest[:1].isupper() else first.lower()
            yield item._replace(sentence=f"In the {name}, {start}{rest}")
        else:
            yield item


def missing_texts(source: Source) -> Remark:
    """Say that some texts of a workbook are lost."""
    return Remark(
        "truncated", "The texts of the workbook are cut short or broken; cells whose text is lost were read as empty.", source.name
    )


def _rows(book: Workbook, sheet: Sheet, note: Note, *, is_again: bool = False) -> Iterator[NumberedRow]:
    """Give the rows of a sheet, and then what people wrote on its cells and into boxes, as they might have written it below."""
    comments, boxes = cell_comments(book, sheet, note), text_boxes(book, sheet, note)
    rows = read_rows(book, sheet, note, is_again=is_again)
    beside = (comments.beside(rows), comments.rows()) if comments else (rows,)
    told = ((row.number, (words,)) for row in boxes for words in people_in_lines(row.cells))
    return chain(((row.number, row.cells) for row in chain(*beside)), told)


def _again(book: Workbook, sheet: Sheet) -> Iterator[NumberedRow]:
    return _rows(book, sheet, ignore, is_again=True)
