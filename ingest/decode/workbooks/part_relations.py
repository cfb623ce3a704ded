"""What a part of an Office file points at: other parts by name, and addresses outside it (ECMA-376 part 2, relationships)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ingest.decode.archives.archive import Archive
from ingest.decode.workbooks.part_xml import Attributes, PartHandlers, parse_part
from ingest.errors import UnsafeExtraction
from ingest.source import Source

#: Parts that one may point at; a workbook points at each of its sheets.
MAX_PARTS = 10_000
#: Addresses outside the file that one sheet may lead to (Excel takes 65,530).
MAX_ADDRESSES = 100_000


class Relation(NamedTuple):
    """One thing that a part points at."""

    name: str
    #: An address that ends with what it is, as `/worksheet`.
    kind: str
    #: A part of the archive, seen from the part that points; or an address outside it.
    target: str
    is_outside: bool


def relations(source: Source, archive: Archive, part: str) -> Iterator[Relation]:
    """Yield what stands in a part of relationships.

    Raises:
        DamagedExtraction: it is broken.
        UnsafeExtraction: a document type in it, or it points at absurdly many things.
    """
    found: list[Relation] = []
    counts = {False: 0, True: 0}

    def start(name: str, attributes: Attributes) -> None:
        if name != "Relationship":
            return
        is_outside = attributes.get("TargetMode") == "External"
        found.append(Relation(attributes.get("Id", ""), attributes.get("Type", ""), attributes.get("Target", ""), is_outside))
        counts[is_outside] += 1
        if counts[False] > MAX_PARTS or counts[True] > MAX_ADDRESSES:
            raise UnsafeExtraction(
                f"'{source.name}' is a spreadsheet with an absurd amount of sheets or links.",
                hint="Save the sheet that matters as .csv and give that.",
            )

    for _ in parse_part(source, archive, part, PartHandlers(start, _nothing, _nothing)):
        yield from found
        found.clear()


def relations_of(source: Source, archive: Archive, part: str) -> list[Relation]:
    """Give what a part points at; nothing where it points at nothing. Raises as `relations`."""
    folder, _, file = part.replace("\\", "/").rpartition("/")
    name = parts_by_lower_name(archive).get(f"{folder}/_rels/{file}.rels".casefold().lstrip("/"))
    return list(relations(source, archive, name)) if name else []


def parts_by_lower_name(archive: Archive) -> dict[str, str]:
    """Give the names of all parts by how they are looked up: writers differ in slashes and in case."""
    return {name.replace("\\", "/").casefold().lstrip("/"): name for name in archive.names}


def find_part(parts: Mapping[str, str], target: str, folder: str) -> str | None:
    """Give the name of the part that a target seen from a folder is; None where there is none."""
    path = target if target.startswith("/") else posixpath.join(folder, target)
    return parts.get(posixpath.normpath(path).replace("\\", "/").casefold().lstrip("/"))


def _nothing(_: str) -> None:
    """Take an event that says nothing."""
