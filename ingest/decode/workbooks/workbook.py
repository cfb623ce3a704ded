"""What a workbook (.xlsx, .xlsm) holds: its sheets, hidden ones included, its shared texts and its number formats.

Reads the parts of ECMA-376 (transitional and strict) by local names, because writers other than Excel differ in everything else. Macros,
links to other files and pictures are never touched; formulas are never evaluated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from ingest.decode.archives.archive import Archive
from ingest.decode.workbooks.number_formats import PLAIN, NumberFormat, read_format
from ingest.decode.workbooks.part_relations import MAX_PARTS, Relation, find_part, parts_by_lower_name, relations, relations_of
from ingest.decode.workbooks.part_xml import Attributes, PartHandlers, parse_part, unescape
from ingest.decode.workbooks.shared_texts import SharedTexts, read_shared_texts
from ingest.errors import DamagedExtraction, UnsafeExtraction
from ingest.source import Source

MAX_STYLES = 16_000_000

_ROOT_LINKS = "_rels/.rels"
#: Where the main part stands in all workbooks people make, whatever is wrong with the list of parts.
_USUAL_MAIN = "xl/workbook.xml"


class Sheet(NamedTuple):
    """One sheet of cells."""

    name: str
    #: `visible`, `hidden` or `veryHidden`.
    state: str
    #: Name of its part in the archive.
    part: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook, everything but its rows read."""

    source: Source
    archive: Archive
    sheets: tuple[Sheet, ...]
    shared: SharedTexts
    formats: tuple[NumberFormat, ...]
    is_1904: bool


#: Shared texts that were read to recognise a workbook. Reading it takes them, so they live no longer than they would anyway.
_left: WeakKeyDictionary[Source, SharedTexts] = WeakKeyDictionary()


def find_workbook_part(source: Source, archive: Archive) -> str | None:
    """Name the main part of a workbook; None when the archive is no workbook that is read here.

    Raises:
        DamagedExtraction: the list of parts is broken, and there is no part where the main one usually is.
        UnsafeExtraction: a document type in it.
    """
    parts = parts_by_lower_name(archive)
    usual = parts.get(_USUAL_MAIN)
    try:
        links = _inside(relations(source, archive, parts[_ROOT_LINKS])) if _ROOT_LINKS in parts else []
    except DamagedExtraction:
        if usual is None:
            raise
        return usual
    for link in links:
        if link.kind.endswith("/officeDocument"):
            return find_part(parts, link.target, "") or usual if "xl/" in link.target.casefold() else None
    return usual


def has_usual_main_part(archive: Archive) -> bool:
    """Whether a part stands where the main part of a workbook usually is."""
    return _USUAL_MAIN in parts_by_lower_name(archive)


def open_workbook(source: Source, archive: Archive) -> Workbook:
    """Read what stands around the rows.

    Raises:
        DamagedExtraction: parts are missing or broken.
        UnsafeExtraction: a document type, or an absurd amount of shared text.
    """
    main = find_workbook_part(source, archive)
    if main is None or main.casefold().endswith(".bin"):
        raise DamagedExtraction(
            f"'{source.name}' holds no sheets that can be read.", hint="Open it in a spreadsheet program and save it as .xlsx or .csv."
        )
    book = _MainPart()
    for _ in parse_part(source, archive, main, PartHandlers(book.start, _nothing, _nothing)):
        pass
    parts = parts_by_lower_name(archive)
    folder = main.rpartition("/")[0]
    links = {link.name: link for link in _inside(relations_of(source, archive, main))}
    sheets = tuple(_located(source, parts, folder, book.sheets, links))
    others = {link.kind.rpartition("/")[2]: link.target for link in links.values()}
    shared = _part_of(parts, others, "sharedStrings", folder)
    styles = _part_of(parts, others, "styles", folder)
    left = _left.pop(source, None)
    return Workbook(
        source,
        archive,
        sheets,
        left or read_shared_texts(source, archive, shared),
        _formats(source, archive, styles) if styles else (),
        book.is_1904,
    )


def leave_shared_texts(book: Workbook) -> None:
    """Leave the shared texts to whoever opens the workbook next, who need not read them again."""
    _left[book.source] = book.shared.afresh()


def _nothing(_: str) -> None:
    """Take an event that says nothing."""


def _inside(found: Iterable[Relation]) -> list[Relation]:
    return [each for each in found if not each.is_outside]


def _part_of(parts: dict[str, str], others: dict[str, str], kind: str, folder: str) -> str | None:
    if kind in others:
        return find_part(parts, others[kind], folder)
    return parts.get(f"{folder}/{kind}.xml".casefold().lstrip("/"))


class _MainPart:
    """Collects what the main part says of the sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet" and len(self.sheets) <= MAX_PARTS:
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((unescape(attributes.get("name", "")), attributes.get("state", "visible"), link))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in {"1", "true"}


def _located(
    source: Source, parts: dict[str, str], folder: str, sheets: list[tuple[str, str, str]], links: dict[str, Relation]
) -> Iterator[Sheet]:
    if len(sheets) > MAX_PARTS:
        raise _too_much(source, "sheets")
    for number, (name, state, link_name) in enumerate(sheets, start=1):
        link = links.get(link_name)
        if link is not None and not link.kind.endswith("/worksheet"):
            # Charts and dialogs are sheets without cells.
            continue
        part = find_part(parts, link.target if link else f"worksheets/sheet{number}.xml", folder)
        if part is None:
            raise DamagedExtraction(
                f"'{source.name}' is a damaged spreadsheet: one of its sheets is missing.", hint="Export or copy the file again."
            )
        yield Sheet(name, state, part)


def _formats(source: Source, archive: Archive, part: str) -> tuple[NumberFormat, ...]:
    """Read the number format of each cell style."""
    codes: dict[str, str] = {}
    styles: list[str] = []
    is_cell_styles = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal is_cell_styles
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            is_cell_styles = True
        elif name == "xf" and is_cell_styles:
            styles.append(attributes.get("numFmtId", "0"))
        if len(styles) + len(codes) > MAX_STYLES:
            raise _too_much(source, "styles")

    def end(name: str) -> None:
        nonlocal is_cell_styles
        if name == "cellXfs":
            is_cell_styles = False

    for _ in parse_part(source, archive, part, PartHandlers(start, end, _nothing)):
        pass
    known = {identifier: read_format(codes.get(identifier), int(identifier) if identifier.isdecimal() else 0) for identifier in set(styles)}
    return tuple(known.get(identifier, PLAIN) for identifier in styles)


def _too_much(source: Source, what: str) -> UnsafeExtraction:
    return UnsafeExtraction(
        f"'{source.name}' is a spreadsheet with an absurd amount of {what}.", hint="Save the sheet that matters as .csv and give that."
    )
