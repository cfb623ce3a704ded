"""Multipart bodies (RFC 7578) read strictly and in bounded memory: a part at a time, its bytes as they come.

The reader of the HTTP library is lenient where a sender may play with it: it takes any preamble, undoes encodings, and repairs boundaries.
Here a boundary is a line of its own, heads are short, and what follows the last boundary is nothing.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from matcher.errors import Fault
from matcher.render.plain_text import shortened
from matcher.web.problems import Refused

#: What may stand before the first boundary, and how long the head of a part may be.
_MOST_PREAMBLE = 1024
_MOST_HEAD = 4096
_LONG_HEAD = f"The head of a part has more than {_MOST_HEAD} bytes: give the file a shorter name."
#: Bytes handed over at once, at most.
_PIECE = 256 << 10

#: RFC 2046, 5.1.1, without a space at the end.
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]", re.ASCII)
_TYPE = re.compile(r'multipart/form-data\s*;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*', re.IGNORECASE | re.ASCII)
_PARAMETER = re.compile(r';\s*(name|filename|filename\*)=("(?:[^"\\\r\n]|\\[^\r\n])*"|[^\s;"]+)', re.IGNORECASE)
_EXTENDED = re.compile(r"UTF-8'[A-Za-z-]*'(.+)", re.IGNORECASE | re.ASCII)

_LONGEST_NAME = 200


_BEHIND = "Something follows the part `file`, which is the last one."


def bad_upload(sentence: str) -> Refused:
    """Refuse an upload, and say what is wrong with its parts; nothing of what was sent is repeated."""
    return Refused("bad-upload", faults=(Fault("body", sentence),))


@dataclass(frozen=True, slots=True)
class PartHead:
    """What is said of a part before its bytes."""

    name: str
    #: As the sender calls the file, without folders and harmless; None where it is no file.
    file_name: str | None
    content_type: str


class Multipart:
    """Reads the parts of one body in their order."""

    def __init__(self, content_type: str, read: Callable[[], Awaitable[bytes]]) -> None:
        """Begin before the first part.

        Args:
            content_type: The header of that name.
            read: Gives the next bytes as they come; empty at the end.

        Raises:
            Refused: it is another type, or its boundary is none.
        """
        found = _TYPE.fullmatch(content_type.strip())
        boundary = (found[1] or found[2]) if found else ""
        if not _BOUNDARY.fullmatch(boundary):
            raise Refused("wrong-content-type", headers={"Accept": "multipart/form-data"})
        self._read = read
        self._mark = b"\r\n--" + boundary.encode("ascii")
        # The first boundary may stand at the very beginning: the line break before it is ours.
        self._held = b"\r\n"
        self._is_begun = False
        self._is_between = False
        self.is_at_end = False
        #: Bytes taken from the sender so far.
        self.taken = 0

    @property
    def held(self) -> int:
        """Bytes that were taken and belong to what comes next."""
        return len(self._held)

    @property
    def closing(self) -> int:
        """Length of the boundary that ends the body, as senders end it."""
        return len(self._mark) + 4

    async def next_head(self) -> PartHead | None:
        """Go to the next part, over what is left of the one before; None behind the last.

        Raises:
            Refused: the body is not well-formed.
        """
        if not self._is_begun:
            self._is_begun = True
            await self._find(self._mark, most=_MOST_PREAMBLE, missed="No boundary begins the body.")
            await self._end_boundary()
        elif not self._is_between and not self.is_at_end:
            raise LookupError("the part before was not read to its end")
        if self.is_at_end:
            return None
        self._is_between = False
        raw = b"" if await self._starts_with(b"\r\n") else await self._find(b"\r\n\r\n", most=_MOST_HEAD, missed=_LONG_HEAD)
        return _head(raw)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the bytes of the part that was gone to.

        Raises:
            Refused: the body ends within it.
        """
        # The empty line of the head is also the line break before a boundary that follows at once.
        self._held = b"\r\n" + self._held
        skip = 2
        while True:
            at = self._held.find(self._mark)
            end = at if at >= 0 else max(len(self._held) - len(self._mark) + 1, 0)
            for start in range(skip, end, _PIECE):
                yield self._held[start : min(start + _PIECE, end)]
            if at >= 0:
                self._held = self._held[at + len(self._mark) :]
                await self._end_boundary()
                self._is_between = True
                return
            skip = max(skip - end, 0)
            self._held = self._held[end:]
            await self._more()

    async def small(self, most: int) -> bytes:
        """Give the bytes of a part that is no file.

        Raises:
            Refused: it is longer than `most`.
        """
        found = bytearray()
        async for piece in self.pieces():
            found += piece
            if len(found) > most:
                raise Refused("too-large")
        return bytes(found)

    async def check_end(self) -> None:
        """Make sure that nothing follows the last boundary.

        Raises:
            Refused: a part or anything else does.
        """
        if not self.is_at_end or self._held.strip(b"\r\n") or len(self._held) > 2:
            raise bad_upload(_BEHIND)
        while piece := await self._read():
            self.taken += len(piece)
            self._held += piece
            if self._held.strip(b"\r\n") or len(self._held) > 2:
                raise bad_upload(_BEHIND)

    async def _end_boundary(self) -> None:
        while len(self._held) < 2:
            await self._more()
        if self._held.startswith(b"--"):
            self.is_at_end = True
        elif not self._held.startswith(b"\r\n"):
            raise bad_upload("A boundary is a line of its own, and what stands there is none.")
        self._held = self._held[2:]

    async def _starts_with(self, wanted: bytes) -> bool:
        while len(self._held) < len(wanted):
            await self._more()
        if self._held.startswith(wanted):
            self._held = self._held[len(wanted) :]
            return True
        return False

    async def _find(self, wanted: bytes, *, most: int, missed: str) -> bytes:
        while (at := self._held.find(wanted, 0, most + len(wanted))) < 0:
            if len(self._held) > most:
                raise bad_upload(missed)
            await self._more()
        found, self._held = self._held[:at], self._held[at + len(wanted) :]
        return found

    async def _more(self) -> None:
        piece = await self._read()
        if not piece:
            raise bad_upload("The body ends before its last boundary.")
        self.taken += len(piece)
        self._held += piece


def _head(raw: bytes) -> PartHead:
    try:
        lines = raw.decode("utf-8").split("\r\n") if raw else []
    except UnicodeDecodeError:
        raise bad_upload("The head of a part is no UTF-8.") from None
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name.isascii() or name.strip() != name or name.casefold() in headers:
            raise bad_upload("The head of a part is not well-formed.")
        headers[name.casefold()] = value.strip()
    if headers.get("content-transfer-encoding", "binary").casefold() not in {"binary", "8bit", "7bit"} or "content-encoding" in headers:
        raise Refused("encoded-body")
    kind, _, _ = (said := headers.get("content-disposition", "")).partition(";")
    pairs = _PARAMETER.findall(said[len(kind) :])
    given = {key.casefold(): _unquote(value) for key, value in pairs}
    if kind.strip().casefold() != "form-data" or "name" not in given or len(given) != len(pairs):
        raise bad_upload("A part does not name itself: Content-Disposition is form-data with a name, each parameter once.")
    return PartHead(given["name"], _file_name(given), headers.get("content-type", "").partition(";")[0].strip().casefold())


def _unquote(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _file_name(given: dict[str, str]) -> str | None:
    if "filename" not in given and "filename*" not in given:
        return None
    extended = _EXTENDED.fullmatch(given.get("filename*", ""))
    name = unquote_to_bytes(extended[1]).decode("utf-8", "replace") if extended else given.get("filename", "")
    # Folders of the sender's machine are no part of a name.
    last = re.split(r"[/\\]", name.replace("%22", '"'))[-1]
    return shortened(last, _LONGEST_NAME).strip(". ") or "upload"
