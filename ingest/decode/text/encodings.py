"""Bytes become text: byte-order marks first, then UTF-8 and UTF-16 by their own shape, and a guess only after those tests failed.

Never raises for what the bytes hold. Bytes that have no meaning in the encoding become U+FFFD and the text is called lossy, so that a
person is told; NUL characters are data and stay.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ingest.decode.text.mac import MAC, is_of_mac
from ingest.decode.words.known_headers import KNOWN_HEADERS
from ingest.decode.words.phones import NUMBER_WORDS, words_of
from ingest.source import Source

#: UTF-32 before UTF-16, because the shorter mark is the start of the longer one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: What extraction tools and address books write when they do not write Unicode; the western one is the default of desktop Outlook.
_GUESSES = ["cp1252", "cp932", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "gb18030", "big5", "euc_jp", "euc_kr"]
_WESTERN = "cp1252"
#: Those of one byte to a letter, in which few accents look alike: the words of a header tell them apart.
_OF_HEADERS = (_WESTERN, "cp1250", "cp1254", "cp1257", "cp1251")
_DELIMITER = re.compile(r"[,;\t|]")

#: What stands behind the end of some texts.
_FILLERS = ("\x00", "\x1a")

_HEAD_BYTES = 64 * 1024
_CHUNK_BYTES = 1 << 20
#: Lines with non-ASCII bytes that are shown to the guesser.
_SAMPLE_BYTES = 16 * 1024
#: Characters of two bytes and more; in text that only looks like UTF-8 they do not happen by chance.
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_SHORT_RUN = 1.5
_WESTERN_CHARACTERS = frozenset("€‘’“”–—…•£°·®©´ªº¡¿«»½¼\xa0ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿœšž")
#: A byte that is not ASCII with what follows it on its line, and how much of what stands before it is looked at. Searched for by its first
#: byte, because a line may have millions of others.
_HIGH_PIECE = re.compile(rb"[\x80-\xff][^\n]{0,512}")
_BEFORE = 512


class Decoded(NamedTuple):
    """Text made from bytes."""

    text: str
    #: As Python names it.
    encoding: str
    #: Bytes had to be replaced.
    lossy: bool


#: Gives the bytes from their start, as often as it is called.
_Chunks = Callable[[], Iterator[bytes]]


class OpenText(NamedTuple):
    """A text to be read as a stream; line ends come as they stand in the file."""

    stream: io.TextIOWrapper
    encoding: str
    #: Bytes have to be replaced, somewhere in the file.
    lossy: bool
    #: The file ends in the middle of a character.
    is_cut: bool = False


class _Choice(NamedTuple):
    encoding: str
    #: Length of the byte-order marks.
    skip: int
    lossy: bool
    #: The bytes end in the middle of a character, and none has to be replaced before.
    is_cut: bool = False


def decode(data: bytes) -> Decoded:
    """Decode any bytes; never raises."""
    choice = _choose(data[:_HEAD_BYTES], lambda: iter((data,)))
    return Decoded(data[choice.skip :].decode(choice.encoding, "replace"), choice.encoding, choice.lossy or choice.is_cut)


def decode_head(head: bytes) -> Decoded:
    """Decode the first bytes of a longer file; a character cut at the end is left out and is no loss."""
    choice = _choose(head, lambda: iter((head,)))
    decoder = codecs.getincrementaldecoder(choice.encoding)("replace")
    return Decoded(decoder.decode(head[choice.skip :]).rstrip("".join(_FILLERS)), choice.encoding, choice.lossy)


def open_text(source: Source, newline: str | None = "") -> OpenText:
    """Open a file of any size as text; it is read once before, to learn its encoding, and never held in memory.

    Raises:
        UnreadableExtraction: the file has gone since.
    """
    choice = _choose(source.head, lambda: _chunks(source))
    end = _end_of_text(source, choice.encoding)
    file = source.open()
    file.seek(choice.skip)
    raw = file if end == source.size else io.BufferedReader(_Start(file, end), _CHUNK_BYTES)
    return OpenText(io.TextIOWrapper(raw, choice.encoding, errors="replace", newline=newline), choice.encoding, choice.lossy, choice.is_cut)


class _Start(io.RawIOBase):
    """A file up to a place in it."""

    def __init__(self, file: io.BufferedReader, end: int) -> None:
        self._file = file
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # a memoryview is all that BufferedReader hands over
        data = self._file.read(min(len(buffer), max(self._end - self._file.tell(), 0)))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _end_of_text(source: Source, encoding: str) -> int:
    """Where a text ends: before the mark that ends files of DOS, and the NUL bytes with which systems fill files up."""
    width = 4 if encoding.startswith("utf-32") else 2 if encoding.startswith("utf-16") else 1
    fillers = {sign.encode(encoding) for sign in _FILLERS}
    end = source.size
    with source.open() as file:
        while end:
            start = max(end - _CHUNK_BYTES, end % width)
            file.seek(start)
            tail = file.read(end - start)
            left = len(tail)
            if width == 1:
                left = len(tail.rstrip(b"".join(fillers)))
            else:
                while left >= width and tail[left - width : left] in fillers:
                    left -= width
            end = start + left
            if left or start < width:
                return end
    return end


def _chunks(source: Source) -> Iterator[bytes]:
    with source.open() as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _choose(head: bytes, chunks: _Chunks) -> _Choice:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _after_mark(head, len(mark), encoding, chunks)
    wide = _wide_without_mark(head)
    if wide is not None:
        return _choice(wide, 0, chunks)
    return _narrow(chunks)


def _after_mark(head: bytes, skip: int, encoding: str, chunks: _Chunks) -> _Choice:
    following = head[skip:]
    if encoding.startswith("utf-16") and following and 0 not in following and _is_utf8(following):
        # A mark glued on by a tool: a table in UTF-16 has NUL bytes, in its line ends at least.
        encoding = "utf-8"
    mark = "\ufeff".encode(encoding)
    while head.startswith(mark, skip):
        skip += len(mark)
    return _choice(encoding, skip, chunks)


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 shows as NUL bytes in every second place of its ASCII characters, and nearly none in the other places."""
    head = head.rstrip(b"\x00")
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 10)
    if odd > half // 5 and even <= odd // 20:
        return "utf-16-le"
    if even > half // 5 and odd <= even // 20:
        return "utf-16-be"
    return None


def _narrow(chunks: _Chunks) -> _Choice:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_cut = True
    try:
        for chunk in chunks():
            decoder.decode(chunk)
        if not decoder.getstate()[0]:
            return _Choice("utf-8", 0, lossy=False)
    except UnicodeDecodeError:
        is_cut = False
    sample = _high_lines(chunks())
    if _is_mostly_utf8(sample, allowed=4 if is_cut else 0.5):
        return _Choice("utf-8", 0, lossy=not is_cut, is_cut=is_cut)
    return _choice(_guess(sample), 0, chunks)


def _high_lines(chunks: Iterator[bytes]) -> bytes:
    """Gather pieces that hold non-ASCII bytes; only they tell one encoding from another."""
    pieces: list[bytes] = []
    length = 0
    for chunk in chunks:
        end = 0
        for found in _HIGH_PIECE.finditer(chunk):
            before = chunk[max(found.start() - _BEFORE, end) : found.start()].rpartition(b"\n")[2]
            end = found.end()
            pieces.append(before + found.group())
            length += len(pieces[-1]) + 1
            if length > _SAMPLE_BYTES:
                return b"\n".join(pieces)
    return b"\n".join(pieces)


def _is_mostly_utf8(sample: bytes, *, allowed: float) -> bool:
    rest, multibyte = _MULTIBYTE.subn(b"", sample)
    broken = sum(byte >= 0x80 for byte in rest)
    return broken < allowed * multibyte


def _by_headers(sample: bytes) -> str | None:
    """Name the encoding in which most headers of a first line are words that are known; None where it says nothing."""
    line = sample.partition(b"\n")[0]
    told = {encoding: _known_fields(line.decode(encoding, "replace")) for encoding in _OF_HEADERS}
    best = max(told, key=told.__getitem__)
    return best if told[best] > told[_WESTERN] else None


def _known_fields(line: str) -> int:
    """Count the headers of a line with letters beyond ASCII that are known."""
    fields = [words_of(field) for field in _DELIMITER.split(line) if not field.isascii()]
    return sum(" ".join(words) in KNOWN_HEADERS or any(not word.isascii() and word in NUMBER_WORDS for word in words) for words in fields)


def _guess(sample: bytes) -> str:
    if (told := _by_headers(sample)) is not None:
        return told
    if is_of_mac(sample):
        return MAC
    runs = _HIGH_RUN.findall(sample)
    # Single accents, quotes and pound signs between ASCII letters: short samples of them mislead any statistics.
    if sum(map(len, runs)) <= _SHORT_RUN * len(runs) and _WESTERN_CHARACTERS.issuperset(b"".join(runs).decode(_WESTERN, "replace")):
        return _WESTERN
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=_GUESSES, threshold=0.4).best()
    return found.encoding if found is not None else _WESTERN


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _choice(encoding: str, skip: int, chunks: _Chunks) -> _Choice:
    """Look for bytes that have to be replaced, or for a character in the middle of which all ends."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    is_end = False
    try:
        for number, chunk in enumerate(chunks()):
            decoder.decode(chunk[skip:] if number == 0 else chunk)
        is_end = True
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _Choice(encoding, skip, lossy=not is_end, is_cut=is_end)
    return _Choice(encoding, skip, lossy=False)
