"""Answers that go out in one piece, headers and all.

The library makes a dictionary of headers for every answer, asks every hook to add to it, and writes it out name by name. All answers of one
operation have the same headers but for three, so here their bytes are made once. For typed numbers that is a tenth of all that is done.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import formatdate
from functools import lru_cache
from typing import Final

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter

from matcher.web.headers import REQUEST_NUMBER


def lead_of(status: int, headers: Mapping[str, str]) -> bytes:
    """Write the beginning of answers: the status and the headers that are the same for all of them."""
    lines = [f"HTTP/1.1 {status} {web.StreamResponse(status=status).reason}", *(f"{name}: {value}" for name, value in headers.items())]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def whole_of(lead: bytes, request_id: str, body: bytes) -> bytes:
    """Write an answer, headers and all: its lead, what is its own, and its body."""
    tail = f"{REQUEST_NUMBER}: {request_id}\r\nContent-Length: {len(body)}\r\nDate: {_date_of(int(time.time()))}\r\n\r\n"
    return b"".join((lead, tail.encode("ascii"), body))


def can_be_whole(request: web.BaseRequest) -> bool:
    """Whether a request is one as nearly all are. What ends its connection, or is of an older protocol, is left to the library."""
    return request.version == HttpVersion11 and request.keep_alive and request.method != "HEAD"


class WholeAnswer(web.StreamResponse):
    """An answer whose headers are written already. Hooks of the application are not asked: nothing can be added to it."""

    #: As `can_be_whole` makes sure.
    keep_alive: Final = True

    def __init__(self, status: int, lead: bytes, request_id: str, body: bytes) -> None:
        """Take the answer to a request for which `can_be_whole` holds.

        Args:
            status: As it stands in the lead.
            lead: As `lead_of` gives it.
            request_id: Names the request.
            body: Never empty of meaning: an answer without a body is none of these.
        """
        super().__init__(status=status)
        self._whole = whole_of(lead, request_id, body)
        self._writer: AbstractStreamWriter | None = None

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Take the connection to write to; nothing is written yet."""
        self._writer = request.writer
        return self._writer

    async def write_eof(self, data: bytes = b"") -> None:
        """Write everything, once."""
        writer, self._writer = self._writer, None
        if writer is not None:
            await writer.write(self._whole + data)
            await writer.drain()


# Thousands go out in one second.
@lru_cache(maxsize=2)
def _date_of(second: int) -> str:
    return formatdate(second, usegmt=True)
