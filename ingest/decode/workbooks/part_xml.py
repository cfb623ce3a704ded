"""The XML parts of an Office file as a stream of events, without a tree, in flat memory.

A document type is refused before anything of it is used, so no entity is ever expanded. Elements are never kept, so neither depth nor
number costs memory; the parser is expat, which does not call itself for nesting.
"""

from __future__ import annotations

import re
import xml.parsers.expat  # a document type is refused at its first character, before any entity exists
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ingest.decode.archives.archive import Archive
from ingest.errors import DamagedExtraction, UnsafeExtraction
from ingest.source import Source

_CHUNK_BYTES = 64 * 1024
#: A single tag of this length is an attack: expat 2.5 reads an unfinished one from its start again with every chunk.
_MAX_TOKEN_BYTES = 4 << 20

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

Attributes = dict[str, str]


def unescape(text: str) -> str:
    """Put back the characters that an Office file writes as `_x000D_`, where there are any."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)


class PartHandlers(NamedTuple):
    """What is done with the events of a part; names come without the prefix of the root element."""

    start: Callable[[str, Attributes], None]
    end: Callable[[str], None]
    data: Callable[[str], object]


def parse_part(source: Source, archive: Archive, name: str, handlers: PartHandlers) -> Iterator[int]:
    """Feed one part to the handlers; yields the bytes read so far after each chunk, so that callers can pass on what they have.

    Raises:
        DamagedExtraction: no well-formed XML, or the archive is broken there.
        UnsafeExtraction: a document type, or a tag of absurd length.
    """
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    prefix = ""

    def start(tag: str, attributes: Attributes) -> None:
        handlers.start(tag.removeprefix(prefix), attributes)

    def end(tag: str) -> None:
        handlers.end(tag.removeprefix(prefix))

    def root(tag: str, attributes: Attributes) -> None:
        nonlocal prefix
        before, colon, _ = tag.rpartition(":")
        prefix = before + colon
        # Nearly every writer goes without a prefix; then no name needs cutting.
        parser.StartElementHandler = start if prefix else handlers.start
        parser.EndElementHandler = end if prefix else handlers.end
        parser.StartElementHandler(tag, attributes)

    def refuse(*_: object) -> None:
        raise UnsafeExtraction(
            f"'{source.name}' has a document type in one of its parts, which a spreadsheet never has.",
            hint="Ask for the file to be exported again.",
        )

    parser.StartElementHandler = root
    parser.CharacterDataHandler = handlers.data
    parser.StartDoctypeDeclHandler = refuse
    fed = 0
    try:
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK_BYTES):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _MAX_TOKEN_BYTES:
                    raise _endless_tag(source)
                yield fed
            parser.Parse(b"", True)
            yield fed
    except (xml.parsers.expat.ExpatError, ValueError, LookupError) as err:
        raise _damaged(source, name) from err


def _endless_tag(source: Source) -> UnsafeExtraction:
    return UnsafeExtraction(
        f"'{source.name}' has a tag of absurd length in one of its parts.", hint="Ask for the file to be exported again."
    )


def _damaged(source: Source, name: str) -> DamagedExtraction:
    return DamagedExtraction(
        f"'{source.name}' is a damaged spreadsheet: the XML of one of its parts is broken.",
        hint="Export or copy the file again.",
        place=f"{source.name}:{name}",
    )
