"""The value of a vCard property becomes text: transfer encoding, character set, escapes, parts."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Callable
from itertools import islice
from typing import Final

from ingest.decode.text.encodings import decode
from ingest.decode.vcards.lines import Property

#: Character sets of text that cards name; other codecs Python knows are never applied to a stranger's bytes.
_TEXT_CHARSET = re.compile(
    r"(?:x-)?(?:us-?ascii|ascii|utf-?8|iso|latin|windows|cp\d|shift|sjis|euc|gb|big5|koi8|ks_c|mac|tis)", re.IGNORECASE
)
_WIDE_CHARSET = re.compile(r"utf-?16|ucs-?2|iso-10646", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PART = re.compile(r"((?:[^;\\]|\\.)*+\\?)(?:;|\Z)", re.DOTALL)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_UTF8: Final = "utf-8"
#: A name has five parts, an Android field sixteen; more is no structure.
MAX_PARTS: Final = 64


class TextDecoder:
    """Decodes the values of one file, and remembers whether something was lost."""

    def __init__(self, other_encoding: Callable[[], str]) -> None:
        """Values that are not UTF-8 and name no character set are taken for `other_encoding`, which is asked at most once."""
        self._ask = other_encoding
        self._other: str | None = None
        #: Bytes had to be replaced.
        self.is_lossy = False

    def text(self, item: Property) -> str:
        """Give the value as text, its escapes untouched."""
        data = item.value
        encoding = item.header.encoding
        if encoding == "quoted-printable":
            data = binascii.a2b_qp(data)
        elif encoding == "base64":
            digits = _NOT_BASE64.sub(b"", data)
            # A rest of one digit carries no whole byte; padding is rebuilt.
            digits = digits[: len(digits) - (len(digits) % 4 == 1)]
            data = binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))
        charset = item.header.charset
        if b"\x00" in data and _WIDE_CHARSET.match(charset):
            # What a file is written in was undone before; the bytes of this one value are wide by themselves.
            return data.decode(_wide_of(data), "replace").lstrip("\ufeff")
        if charset and _TEXT_CHARSET.match(charset):
            try:
                return data.decode(charset)
            except (UnicodeDecodeError, LookupError):
                pass
        try:
            return data.decode(_UTF8)
        except UnicodeDecodeError:
            return self._guess(data)

    def _guess(self, data: bytes) -> str:
        if self._other is None:
            self._other = self._ask()
        if self._other != _UTF8:
            try:
                return data.decode(self._other)
            except UnicodeDecodeError:
                pass
        decoded = decode(data)
        self.is_lossy = self.is_lossy or decoded.lossy
        return decoded.text


def _wide_of(data: bytes) -> str:
    """Name the order of the bytes: by the mark, else by where most of the high ones stand, which are zero."""
    if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return "utf-16-be" if data.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    return "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"


def unescape(text: str) -> str:
    r"""Undo the escapes of a text value: `\n`, `\,`, `\;`, `\:` and `\\`."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text) if "\\" in text else text


def split_parts(text: str) -> tuple[str, ...]:
    """Split a structured value at its semicolons and undo the escapes of each part."""
    return tuple(unescape(found[1]) for found in islice(_PART.finditer(text), MAX_PARTS))
