"""vCard bytes become properties: physical lines first, then unfolding, then name, parameters and value of each.

Works on bytes, because a card may change its encoding from line to line. Folded lines of vCard 3.0 and 4.0, the soft line breaks of
quoted-printable values of 2.1 and base64 blocks are told apart while reading; no property takes more than `MAX_VALUE_BYTES` of memory.

References: vCard 2.1 (versit, 1996) 2.1.3, RFC 2425 5.8.1, RFC 2426, RFC 6350 3.2 and 3.3, RFC 9554 4.9.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from ingest.decode.vcards.card import may_hold_cards
from ingest.source import Source
from notation.links import may_hold_links

#: What is kept of one value; the rest of a longer one is left out, and the property is marked as cut.
MAX_VALUE_BYTES: Final = 1 << 20
_CHUNK_BYTES: Final = 256 << 10
#: A name with its parameters is shorter than this, or it is none.
_MAX_HEADER_BYTES: Final = 8 << 10
#: Pieces of one value kept apart; a million of a few bytes would take fifty times their length.
_MAX_PIECES: Final = 4096
#: How often an unfinished header is looked at again when a folded line joins it.
_MAX_HEADER_TRIES: Final = 64

#: Wide encodings, the longer first; each with the width of a character, because a find counts only where a character may begin.
_WIDE = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))
#: Byte-order marks that copying and joining files leaves in the middle of a text.
_STRAY_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

#: What shows as nothing, and stands before, inside and behind the line that bounds a card: blanks of all kinds, marks that turn the writing
#: direction, byte-order marks, the end of a DOS file, and blanks and line ends in quoted-printable.
_BLANK = rb"(?:\s|\xc2\xa0|\xc2\xad|\xe2\x80[\x8b-\x8f\xa8-\xaf]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\x1a|=(?:0[9AD]|20|\s*+\Z))*+"
_COLON = _BLANK + rb"(?:;[^:\r\n]{0,80}+)?(?::|=3A)"
_BOUND = rb"(?:BEGIN|END)" + _COLON + _BLANK + rb"VCARD" + _BLANK
_INDENT = rb"(?:[ \t]|\xc2\xa0|\xe2\x80[\x8b-\x8f\xa8-\xaf]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf)*+"
_BEGIN = rb"BEGIN[ \t]*+(?:;[^:\r\n]{0,80}+)?(?::|=3A)[ \t]*+VCARD"
_BOUNDARY = re.compile(_BLANK + rb"(?:" + _BOUND + rb")++", re.IGNORECASE)
_BOUND_NAME = re.compile(rb"(BEGIN|END)" + _COLON, re.IGNORECASE)
#: A boundary behind a value, where a line end was lost: two files joined into one, the first of them cut short or without a last line end.
_GLUED = re.compile(rb"(?<=[^\s:])[ \t]*+(?:" + _BOUND + rb")++\Z", re.IGNORECASE)
_LONGEST_BOUNDS: Final = 200
_CARD: Final = b"VCARD"
_WHOLE_BEGIN: Final = b"BEGIN:" + _CARD
#: A quoted value may hold any sign but the quote; the brackets of Samsung's X-CUSTOM(...) end where a separator follows.
_HEADER = re.compile(rb"\s*+([\w.-]++)\s*+((?:;(?:[^\":;(]++|\"[^\"]*+\"|\((?:[^)]|\)(?![;:]))*+\))*+)*+)\s*+:")
#: For headers with a quote or bracket that is never closed.
_LOOSE_HEADER = re.compile(rb"\s*+([\w.-]++)\s*+(;[^:]*+)?:")
_BRACKETS = re.compile(rb"\((?:[^)]|\)(?![;:]|\Z))*+\)")
_PARAMETER = re.compile(rb";\s*([\w-]+)\s*(?:=\s*(\"[^\"]*+\"|[^;]*+))?")
_BASE64_LINE = re.compile(rb"\s*+[A-Za-z0-9+/]*+=*+\s*+")
#: What ends a soft line break whatever the break says: writers that put a stray "=" at the end of a value exist.
_KNOWN_PROPERTY = re.compile(
    rb"(?:item\d+\.)?(?:ADR|BDAY|CATEGORIES|EMAIL|FN|IMPP|LABEL|N|NICKNAME|NOTE|ORG|PHOTO|REV|ROLE|TEL|TITLE|UID|URL|VERSION|X-[\w-]+)[;:]",
    re.IGNORECASE,
)
#: In a note, which may go on with any words, only a whole header ends it.
_WHOLE_HEADER = re.compile(rb"(?:item\d+\.)?(?:ADR|EMAIL|ORG|PHOTO|TEL|TITLE|URL|X-[A-Z-]+)(?:;[A-Z0-9=-]+)+:")
_FREE_TEXT = "NOTE"
#: The header of nearly every line: no quotes, no brackets.
_PLAIN_HEADER = re.compile(rb"([\w.-]++)((?:;[\w=,.-]++)*+):")
#: The id of a messenger that is a number.
_NUMBER_ID = re.compile(rb"\s*+(?:xmpp:)?\+?\d{7,17}@(?:s\.whatsapp\.net|c\.us)\b", re.IGNORECASE)
#: What is kept of a value of a property that is not wanted: enough for an address that leads on to another.
_ADDRESS_BYTES: Final = 4096
_ENCODINGS = {b"QUOTED-PRINTABLE": "quoted-printable", b"Q": "quoted-printable", b"BASE64": "base64", b"B": "base64"}
#: Parameters that say what a number is for.
_KINDS_IN = frozenset((b"TYPE", b"LABEL"))
#: How a line may begin that ends a card, and one that goes on with the line before.
_MAY_BOUND = frozenset((b"B", b"b", b"E", b"e", b" ", b"\t", b"\xc2", b"\xe2", b"\xef", b"\x1a"))
_MAY_JOIN = frozenset((b"", b" ", b"\t"))


class Header(NamedTuple):
    """What stands before the value: the name and those parameters that matter for reading numbers."""

    #: In capitals, without its group; empty for a line that is no property.
    name: str
    #: `quoted-printable`, `base64`, or empty for a plain value.
    encoding: str = ""
    charset: str = ""
    #: Messenger or kind of address, if the property says one.
    service: str = ""
    #: The account number WhatsApp writes beside a number it formatted.
    waid: str = ""
    #: What ties properties of one card together, in capitals: a number and its label.
    group: str = ""
    #: Its types, some of which are labels somebody wrote.
    kinds: str = ""


class Property(NamedTuple):
    """One property, its value still as bytes."""

    #: Physical line it begins on, from 1.
    line: int
    header: Header
    #: Unfolded, otherwise untouched.
    value: bytes
    #: Only the first `MAX_VALUE_BYTES` are there.
    is_cut: bool = False
    #: Bounds a card on a line that began as another property.
    is_glued: bool = False


def begins_in(head: bytes) -> int | None:
    """Where a line of the first bytes of a file, whatever their encoding, begins a card; None when none does.

    The position counts NUL bytes out, which every wide encoding of these letters has in abundance.
    """
    found = re.search(
        rb"(?:^|[\r\n]|\xef\xbb\xbf|\xff\xfe|\xfe\xff)" + _INDENT + rb"(" + _BEGIN + rb")", head.replace(b"\x00", b""), re.IGNORECASE
    )
    return None if found is None else found.start(1)


def read_lines(source: Source) -> Iterator[tuple[int, bytes]]:
    """Yield the physical lines of a file with their numbers, whatever ends them, as UTF-8 when the file is in a wide encoding."""
    with source.open() as file:
        chunks: Iterator[bytes] = iter(lambda: file.read(_CHUNK_BYTES), b"")
        wide = _wide_encoding(source.head)
        if wide is not None:
            chunks = _narrowed(chunks, wide)
        yield from split_lines(chunks)


def ends_with_line(source: Source) -> bool:
    """Whether the last line of a file has its end."""
    with source.open() as file:
        file.seek(max(source.size - 4, 0))
        return file.read().rstrip(b"\x00").endswith((b"\n", b"\r"))


def ends_in_begin(source: Source) -> bool:
    """Whether a file ends inside the line that begins another card."""
    with source.open() as file:
        file.seek(max(source.size - 4 * _LONGEST_BOUNDS, 0))
        last = re.split(rb"[\r\n]", file.read().replace(b"\x00", b""))[-1].strip().upper()
    return bool(last) and last != _WHOLE_BEGIN and _WHOLE_BEGIN.startswith(last)


def split_lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield lines ended by CR, LF or CRLF; NUL bytes and marks in the middle are dropped, lines are cut at about `MAX_VALUE_BYTES`."""
    number = 0
    carry = b""
    for chunk in chunks:
        data = chunk.replace(b"\x00", b"")
        if len(carry) > MAX_VALUE_BYTES:
            # The rest of an overlong line, up to its end, is not kept.
            ends = [at for at in (data.find(b"\n"), data.find(b"\r")) if at >= 0]
            if not ends:
                continue
            data = data[min(ends) :]
        data = carry + data
        # A CR at the very end may be half of a CRLF.
        end = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
        carry = data[end:]
        for line in data[:end].splitlines():
            number += 1
            yield number, _without_marks(line)
    for line in carry.splitlines():
        number += 1
        yield number, _without_marks(line)


def read_properties(lines: Iterable[tuple[int, bytes]], is_wanted: Callable[[str, str], bool]) -> Iterator[Property]:
    """Yield the properties of lines, but of those that `is_wanted` refuses by name and service only those that may have an address."""
    current: _Unfolding | None = None
    indent = b""
    for number, given in lines:
        line = given.removeprefix(indent) if indent else given
        text, bounds = _split(line) if line[:1] in _MAY_BOUND or line[-5:].upper() == _CARD else (line, b"")
        if current is not None:
            if not bounds and (not current.is_plain or line[:1] in _MAY_JOIN) and current.takes(line):
                continue
            yield from current.close()
            current = None
        if text and not text.isspace():
            current = _Unfolding(number, text, is_wanted)
        if bounds:
            if current is not None:
                yield from current.close()
            elif bounds.lstrip()[:1] in {b"B", b"b"}:
                # A whole card may have been indented when it was pasted into a text.
                indent = given[: len(given) - len(given.lstrip())]
            for found in _BOUND_NAME.finditer(bounds):
                yield Property(number, Header(found[1].upper().decode("ascii")), _CARD, is_glued=current is not None)
            current = None
    if current is not None:
        yield from current.close()


def _split(line: bytes) -> tuple[bytes, bytes]:
    """Split a line into a property and what bounds cards behind it; one of the two is empty on nearly every line."""
    if _BOUNDARY.fullmatch(line):
        return b"", line
    found = _GLUED.search(line, max(len(line) - _LONGEST_BOUNDS, 0))
    header = _LOOSE_HEADER.match(line, 0, _MAX_HEADER_BYTES) if found is not None else None
    if (
        found is None
        or header is None
        or found.start() <= header.end()
        or may_hold_cards(header[1].rpartition(b".")[2].upper().decode("ascii"))
    ):
        return line, b""
    return line[: found.start()], line[found.start() :]


class _Unfolding:
    """One property while its lines come in."""

    __slots__ = (
        "_after_blank",
        "_header",
        "_is_cut",
        "_is_wanted",
        "_length",
        "_limit",
        "_line",
        "_parts",
        "_softly_broken",
        "_start",
        "_tries",
        "is_plain",
    )

    def __init__(self, line: int, first: bytes, is_wanted: Callable[[str, str], bool]) -> None:
        self._line = line
        self._is_wanted = is_wanted
        self._parts = [first]
        self._length = len(first)
        self._limit = MAX_VALUE_BYTES
        self._is_cut = len(first) > MAX_VALUE_BYTES
        self._header: Header | None = None
        self._start = 0
        self._tries = 0
        self._softly_broken = False
        self._after_blank = False
        found = _PLAIN_HEADER.match(first)
        if found is not None:
            self._header = _header(found[1], found[2])
            self._start = found.end()
        #: Only a folded line can belong to it.
        self.is_plain = self._header is not None and not self._header.encoding and self._length < MAX_VALUE_BYTES
        if not self.is_plain:
            self._parts, self._length, self._header = [], 0, None
            self._append(first)

    def takes(self, line: bytes) -> bool:
        """Whether the line belongs to this property; if so, it has been joined."""
        if self._softly_broken:
            if not line.strip():
                # Lines ended by CR CR LF show a blank line here that is none.
                self._after_blank = True
                return True
            ends = _WHOLE_HEADER if self._is_free_text and not self._after_blank else _KNOWN_PROPERTY
            if ends.match(line):
                return False
            self._append(line)
            return True
        if line[:1] in (b" ", b"\t"):
            self._append(line[1:])
            return True
        if not line.strip():
            return True
        if self._header is not None and self._header.encoding == "base64" and _BASE64_LINE.fullmatch(line):
            self._append(line)
            return True
        return False

    def close(self) -> Iterator[Property]:
        """Give the property, unless it is not wanted; its name is empty when the lines hold none."""
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        if self._header is None:
            found = _HEADER.match(data, 0, _MAX_HEADER_BYTES) or _LOOSE_HEADER.match(data, 0, _MAX_HEADER_BYTES)
            if found is None:
                yield Property(self._line, Header(""), data, self._is_cut)
                return
            self._header = _header(found[1], found[2] or b"")
            self._start = found.end()
        is_wanted = self._is_wanted(self._header.name, self._header.service)
        is_picture = self._header.encoding == "base64"
        if is_wanted or (not is_picture and _may_give_number(data[self._start : self._start + _ADDRESS_BYTES])):
            # Of one that is not wanted nothing is read behind what is kept for an address.
            yield Property(self._line, self._header, data[self._start :], self._is_cut and is_wanted)

    @property
    def _is_free_text(self) -> bool:
        return self._header is not None and self._header.name == _FREE_TEXT

    def _append(self, line: bytes) -> None:
        self._after_blank = False
        room = self._limit - self._length
        if len(line) > room:
            self._is_cut = True
        if room > 0:
            if len(self._parts) >= _MAX_PIECES:
                self._parts = [b"".join(self._parts)]
            self._parts.append(line[:room])
            self._length += min(len(line), room)
        if self._header is None and self._tries < _MAX_HEADER_TRIES:
            self._look_for_header()
        is_quoted = b"(" in line if self._header is None else self._header.encoding == "quoted-printable"
        self._softly_broken = is_quoted and line.endswith(b"=")
        if self._softly_broken and room >= len(line):
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1

    def _look_for_header(self) -> None:
        self._tries += 1
        if len(self._parts) > 1:
            self._parts = [b"".join(self._parts)]
        found = _HEADER.match(self._parts[0], 0, _MAX_HEADER_BYTES)
        if found is None:
            return
        self._header = _header(found[1], found[2])
        self._start = found.end()
        if not self._is_wanted(self._header.name, self._header.service):
            # Enough to see what kind of address it is; a picture is none.
            self._limit = found.end() + (0 if self._header.encoding == "base64" else _ADDRESS_BYTES)
            self._parts[0] = self._parts[0][: self._limit]
            self._length = len(self._parts[0])


def _may_give_number(value: bytes) -> bool:
    """Whether a value of whatever property may have a link with a number in it, or is the id of a messenger that is one."""
    return may_hold_links(value.replace(b"=3A", b":").decode("latin-1")) or _NUMBER_ID.match(value) is not None


# Headers repeat from card to card.
@lru_cache(maxsize=2048)
def _header(name: bytes, parameters: bytes) -> Header:
    group, _, last = name.upper().decode("ascii").rpartition(".")
    if not parameters:
        return Header(last, group=group)
    encoding = ""
    given: dict[bytes, bytes] = {}
    kinds = [_bracketed(found[0]) for found in _BRACKETS.finditer(parameters)]
    for key, value in _PARAMETER.findall(_BRACKETS.sub(b"", parameters)):
        word = value.strip().strip(b'"').strip()
        given.setdefault(key.upper(), word)
        encoding = encoding or _ENCODINGS.get(word.upper() if key.upper() == b"ENCODING" else b"" if value else key.upper(), "")
        if key.upper() in _KINDS_IN:
            kinds.append(word.decode("utf-8", "replace"))
        elif not value and key.upper() not in _ENCODINGS:
            kinds.append(key.decode("ascii").removeprefix("X-"))
    return Header(
        last,
        encoding,
        given.get(b"CHARSET", b"").decode("ascii", "replace"),
        (given.get(b"SERVICE-TYPE") or given.get(b"X-SERVICE-TYPE") or given.get(b"TYPE", b"")).decode("ascii", "replace"),
        given.get(b"WAID", b"").decode("ascii", "replace"),
        group,
        " ".join(filter(None, kinds)),
    )


def _bracketed(parameter: bytes) -> str:
    """The label in the brackets of Samsung's X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,...)."""
    *before, label = parameter[1:-1].split(b",")
    is_quoted = any(word.upper().endswith(b"QUOTED-PRINTABLE") for word in before)
    return (binascii.a2b_qp(label) if is_quoted else label).decode("utf-8", "replace")


def _without_marks(line: bytes) -> bytes:
    while line.startswith(_STRAY_MARKS):
        line = line[3:] if line.startswith(codecs.BOM_UTF8) else line[2:]
    return line


def _wide_encoding(head: bytes) -> str | None:
    """Name the wide encoding in which `BEGIN:VCARD` stands in the first bytes."""
    for encoding, width in _WIDE:
        pattern = re.compile(re.escape(_WHOLE_BEGIN.decode().encode(encoding)), re.IGNORECASE)
        if any(found.start() % width == 0 for found in pattern.finditer(head)):
            return encoding
    return None


def _narrowed(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chain(chunks, (b"",)):
        yield decoder.decode(chunk, final=not chunk).encode("utf-8")
