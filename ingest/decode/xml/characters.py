"""The characters of XML as it is really written: what encoding they are in, and how illegal ones are replaced.

Declarations lie: reports say utf-8 and are cp1252, say utf-16 and are utf-8, or carry references to characters XML forbids. Whatever the
file says, everything behind this module is UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARATION = re.compile(rb"<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
#: Enough of the start to see which bytes are NUL.
_SAMPLE = 256
#: Families of encodings in which XML is written; other names of Python codecs (zlib, rot13 …) are no encodings of text.
_FAMILIES = re.compile(rb"(?i)(?:us-?ascii|utf-?8|iso|latin|windows|cp\d|koi8|shift|sjis|euc|gb|big5|mac|tis)")
#: A codec is taken at its word only when plain markup means the same in it.
_PLAIN = b"<?xml version='1.0'?><a b=\"c\">&amp;0123456789"

#: What may stand before the root element; a document type is passed over too, so that a reader can claim the file and refuse it for that.
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)

_ILLEGAL_BYTES = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r")
_TO_SPACE = bytes.maketrans(_ILLEGAL_BYTES, b" " * len(_ILLEGAL_BYTES))
#: U+FFFE and U+FFFF, which XML 1.0 forbids.
_NONCHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
_CDATA = re.compile(rb"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
#: Consecutive references together, because a character outside the first plane is sometimes written as two surrogates.
_REFERENCES = re.compile(rb"(?:&#(?:[0-9]{1,10}|x[0-9A-Fa-f]{1,8});)+")
_REFERENCE = re.compile(rb"&#(x?)([0-9A-Fa-f]+);")
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,10}|#x[0-9A-Fa-f]{1,8});)")
_BARE_LESS = re.compile(rb"<(?![A-Za-z_/!?:\x80-\xff])")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class Repaired(NamedTuple):
    """A piece of XML with every forbidden character replaced, and how many there were."""

    data: bytes
    repairs: int


def encoding_of(head: bytes) -> str:
    """Name the encoding a file is really in, from its first bytes: the bytes count for more than what they declare."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            head = head.removeprefix(bom)
            return name if name == "utf-8" or _nul_pattern(head) else _declared(head)
    return _nul_pattern(head) or _declared(head)


def head_text(head: bytes) -> str:
    """The first characters of a file, for recognising it; never raises."""
    return head.decode(encoding_of(head), "replace").lstrip("\ufeff \t\r\n")


def root_in(text: str) -> int:
    """Where the root element should begin in the first characters of a file: behind declarations, comments and document type."""
    prolog = _PROLOG.match(text)
    return prolog.end() if prolog else 0


def open_utf8(stream: BinaryIO, head: bytes) -> Callable[[int], bytes]:
    """Give a function that reads about so many bytes of the stream as UTF-8, and b"" at its end; `head` is how the stream begins."""
    encoding = encoding_of(head)
    if encoding == "utf-8":
        return stream.read
    decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(length: int) -> bytes:
        while data := stream.read(length):
            # A chunk may end inside a character and give nothing yet.
            if text := decoder.decode(data):
                return text.encode("utf-8", "replace")
        return decoder.decode(b"", final=True).encode("utf-8", "replace")

    return read


def repair(data: bytes) -> Repaired:
    """Replace what makes a piece of XML illegal and can be told for sure: forbidden characters, wrong bytes, bare `&`, `<` and `]]>`.

    Forbidden characters become spaces, because they are nearly always the NUL behind a text copied from a fixed field.
    """
    data, count = _as_utf8(data)
    cleaned = data.translate(_TO_SPACE)
    count += len(data) - len(data.translate(None, _ILLEGAL_BYTES))
    cleaned, found = _NONCHARACTERS.subn(b" ", cleaned)
    count += found
    pieces = _CDATA.split(cleaned)
    # Odd pieces are CDATA sections, in which & and < are ordinary characters.
    for index in range(0, len(pieces), 2):
        pieces[index], found = _repair_markup(pieces[index])
        count += found
    return Repaired(b"".join(pieces), count)


def _nul_pattern(head: bytes) -> str:
    """The UTF-16 kind whose high bytes are NUL, as those of markup are; empty when it is neither."""
    sample = head[: _SAMPLE - _SAMPLE % 2]
    pairs = len(sample) // 2
    if pairs == 0:
        return ""
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if second > pairs * 0.6 and first < pairs * 0.1:
        return "utf-16-le"
    if first > pairs * 0.6 and second < pairs * 0.1:
        return "utf-16-be"
    return ""


def _declared(head: bytes) -> str:
    found = _DECLARATION.search(head[:1024])
    if found is None or not _FAMILIES.match(found[1]):
        return "utf-8"
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
        plain, _ = codec.decode(_PLAIN)
    except (LookupError, ValueError):
        return "utf-8"
    if plain != _PLAIN.decode("ascii"):
        return "utf-8"
    return "utf-8" if _is_utf8_beyond_ascii(head) else codec.name


def _is_utf8_beyond_ascii(head: bytes) -> bool:
    if head.isascii():
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _as_utf8(data: bytes) -> Repaired:
    """Bytes that are not UTF-8 are single bad ones when others make sense as UTF-8, and cp1252 when none do."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if _MULTIBYTE.search(data):
            text = data.decode("utf-8", "replace")
            return Repaired(text.encode("utf-8"), max(text.count("\ufffd") - data.count(b"\xef\xbf\xbd"), 1))
        text = data.decode("cp1252", "replace")
        return Repaired(text.encode("utf-8"), len(text) - len(data.translate(None, bytes(range(0x80, 0x100)))))
    return Repaired(data, 0)


def _repair_markup(data: bytes) -> tuple[bytes, int]:
    count = 0

    def legal(references: re.Match[bytes]) -> bytes:
        nonlocal count
        codes = [
            int(digits, 16 if is_hex else 10) if is_hex or digits.isdigit() else 0 for is_hex, digits in _REFERENCE.findall(references[0])
        ]
        written = bytearray()
        index = 0
        while index < len(codes):
            code = codes[index]
            index += 1
            if 0xD800 <= code < 0xDC00 and index < len(codes) and 0xDC00 <= codes[index] < 0xE000:
                code = 0x10000 + ((code - 0xD800) << 10) + codes[index] - 0xDC00
                index += 1
                count += 1
            elif not _is_legal(code):
                written += b" "
                count += 1
                continue
            written += b"&#%d;" % code
        return bytes(written)

    data = _REFERENCES.sub(legal, data)
    data, ampersands = _BARE_AMPERSAND.subn(b"&amp;", data)
    data, less = _BARE_LESS.subn(b"&lt;", data)
    ends = data.count(b"]]>")
    return data.replace(b"]]>", b"]]&gt;"), count + ampersands + less + ends


def _is_legal(code: int) -> bool:
    """Whether XML 1.0 allows the character (section 2.2, production Char)."""
    return code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
