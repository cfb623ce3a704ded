"""Files as they come in: announced, counted, in time, and handed on piece by piece so that no file ever lies in memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web

from matcher.web.adapter import go_on
from matcher.web.bodies import parse_json, refuse_encoded
from matcher.web.keys import METER, OPTIONS
from matcher.web.multipart import Multipart, PartHead, bad_upload
from matcher.web.options import WebOptions
from matcher.web.problems import Refused

#: What stands around a file: boundaries, heads, and the fields before it.
_AROUND = 512 << 10
_MOST_FIELD = 256 << 10
#: A body of any size may take this long, in seconds; beyond it the slowest rate counts.
_GRACE = 60.0


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that is about to come."""

    name: str
    pieces: AsyncIterator[bytes]
    #: How large it is by what was announced. The bytes themselves are counted too.
    announced: int


class Upload:
    """The body of one upload: small fields first, then the file, then nothing."""

    def __init__(self, request: web.Request, *, limit: int, fields: int = 1) -> None:
        """Take nothing yet; whatever can be refused by the head of the request is refused here.

        Args:
            request: With the body.
            limit: Largest file.
            fields: How many fields may stand before the file.

        Raises:
            Refused: no length, too long, encoded, or of another type.
        """
        self._request = request
        self._options: WebOptions = request.app[OPTIONS]
        refuse_encoded(request)
        length = request.content_length
        if length is None:
            raise Refused("length-required", headers={"Connection": "close"})
        if length > limit + _AROUND:
            raise Refused("too-large", headers={"Connection": "close"})
        self._length = length
        self._limit = limit
        self._fields = fields
        self._deadline = time.monotonic() + _GRACE + length / self._options.slowest
        #: Head of the file, where the fields before it were read without knowing how many they are.
        self._head: PartHead | None = None
        self._parts = Multipart(request.headers.get("Content-Type", ""), self._read)

    async def begin(self) -> None:
        """Tell the sender to go on, where that is waited for."""
        await go_on(self._request)

    async def field(self, name: str, *, content_types: frozenset[str] = frozenset({"", "text/plain"})) -> bytes:
        """Give the next field, which must be this one.

        Raises:
            Refused: it is another one, or a file.
        """
        head = await self._parts.next_head()
        if head is None or head.name != name or self._fields <= 0:
            raise bad_upload(f"The part `{name}` is missing, or does not come first.")
        if head.content_type not in content_types:
            raise Refused("wrong-content-type")
        self._fields -= 1
        return await self._parts.small(_MOST_FIELD)

    async def fields(self, names: frozenset[str]) -> dict[str, bytes]:
        """Give every field before the file, each of which may be left out.

        Raises:
            Refused: one of another name, or of another type, or twice.
        """
        found: dict[str, bytes] = {}
        while (head := await self._parts.next_head()) is not None and head.file_name is None:
            if head.name not in names - found.keys() or len(found) == self._fields:
                raise bad_upload(f"Before the part `file` come only, each once at most: {', '.join(sorted(names))}.")
            if head.content_type not in {"", "text/plain", "application/json"}:
                raise Refused("wrong-content-type")
            found[head.name] = await self._parts.small(_MOST_FIELD)
        self._head = head
        return found

    async def json(self, name: str) -> object:
        """Give the next field, which must be this one and JSON."""
        return parse_json(await self.field(name, content_types=frozenset({"", "text/plain", "application/json"})))

    async def file(self) -> UploadedFile:
        """Give the file, which must come now.

        Raises:
            Refused: something else comes.
        """
        head = self._head or await self._parts.next_head()
        if head is None or head.name != "file":
            raise bad_upload("The part `file` is missing, or another part stands before it.")
        if head.file_name is None:
            raise bad_upload("The part `file` is sent as a file: with a file name.")
        announced = max(self._length - self._parts.taken + self._parts.held - self._parts.closing, 0)
        if announced > self._limit:
            raise Refused("too-large", headers={"Connection": "close"})
        return UploadedFile(head.file_name, self._pieces(head), announced)

    async def _pieces(self, _head: PartHead) -> AsyncIterator[bytes]:
        size = 0
        meter = self._request.app[METER]
        async for piece in self._parts.pieces():
            size += len(piece)
            meter.upload_bytes += len(piece)
            if size > self._limit:
                raise Refused("too-large", headers={"Connection": "close"})
            yield piece
        # Before whoever takes the pieces believes that they are all: what follows makes it another upload.
        await self._parts.check_end()

    async def _read(self) -> bytes:
        left = min(self._options.patience, self._deadline - time.monotonic())
        try:
            async with asyncio.timeout(max(left, 0)):
                return await self._request.content.readany()
        except TimeoutError:
            raise Refused("too-slow", headers={"Connection": "close"}) from None
        except web.RequestPayloadError:
            raise Refused("malformed-request", headers={"Connection": "close"}) from None
