"""The readers, in one explicit tuple, and how one is chosen: by content, never by file name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.decode.archives.archive import looks_like_zip, open_archive
from ingest.errors import AmbiguousFormat, UnknownFormat
from ingest.reader import Claim, Reader
from ingest.readers.cellebrite_excel import CellebriteExcel
from ingest.readers.csv_table import CsvTable
from ingest.readers.jcard import JCard
from ingest.readers.ufdr import Ufdr
from ingest.readers.vcard import VCard
from ingest.readers.xcard import XCard
from ingest.readers.xlsx_table import XlsxTable
from ingest.readers.xry_excel import XryExcel
from ingest.records import DEFAULT_SCOPES, Item, Part, Rows, Scope
from ingest.refusals import refuse_known
from ingest.source import Source

READERS: tuple[Reader, ...] = (Ufdr(), CellebriteExcel(), XryExcel(), XlsxTable(), VCard(), JCard(), XCard(), CsvTable())


@dataclass(frozen=True, slots=True)
class Extraction:
    """One file and the reader that reads it."""

    source: Source
    reader: Reader
    scopes: frozenset[Scope]

    def items(self) -> Iterator[Item]:
        """Yield what the file holds inside the scopes, streaming, every record by itself.

        Raises:
            IngestError: the structure is broken.
        """
        for part in self.parts():
            if isinstance(part, Rows):
                yield from part.records()
            else:
                yield part

    def parts(self) -> Iterator[Part]:
        """Yield the same, with plain rows of a table many at once.

        Raises:
            IngestError: the structure is broken.
        """
        return self.reader.read(self.source, self.scopes)


def read_extraction(source: Source, *, reader_name: str | None = None, scopes: frozenset[Scope] = DEFAULT_SCOPES) -> Extraction:
    """Find the reader for a file; `reader_name` overrides recognition.

    Raises:
        IngestError: of a kind we refuse, unknown, unsafe, locked or damaged.
    """
    refuse_known(source)
    if looks_like_zip(source):
        # The archive's own faults (a bomb, a password, a lost directory) are told before any reader shrugs.
        with open_archive(source):
            pass
    reader = reader_named(reader_name) if reader_name else _recognised(source)
    return Extraction(source, reader, scopes)


def reader_named(name: str) -> Reader:
    """Give the reader of this name.

    Raises:
        UnknownFormat: there is none.
    """
    for reader in READERS:
        if reader.name == name:
            return reader
    raise UnknownFormat(f"There is no reader called '{name}'.", hint="See `linewatch formats`.")


def _recognised(source: Source) -> Reader:
    claims = [(reader.recognise(source), reader) for reader in READERS]
    best = max(claim for claim, _ in claims)
    if best is Claim.NO and looks_like_zip(source):
        raise UnknownFormat(
            f"'{source.name}' is an archive in which nothing was found that can be read.",
            hint="Unpack it and give what is inside: the report (.ufdr, report.xml), a spreadsheet or a contacts export.",
        )
    if best is Claim.NO:
        raise UnknownFormat(
            f"'{source.name}' is in no format that can be read.",
            hint="See `linewatch formats`; ask for the Cellebrite or XAMN export, a vCard, or a spreadsheet.",
        )
    winners = [reader for claim, reader in claims if claim is best]
    if best is Claim.SURE and len(winners) > 1:
        raise AmbiguousFormat(
            f"'{source.name}' is claimed by two readers: {', '.join(reader.name for reader in winners)}.", hint="Name one with --format."
        )
    return winners[0]
