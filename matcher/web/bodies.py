"""Bodies that are no files: read whole, up to a limit and within a time, and JSON only of the strict kind."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web
from multidict import istr

from matcher.web.keys import OPTIONS
from matcher.web.problems import Refused

_LENGTH, _ENCODING = istr("Content-Length"), istr("Content-Encoding")

#: No request of ours is nested deeper than a few levels.
DEEPEST = 20
_TOO_DEEP = f"It is nested deeper than {DEEPEST} levels."


async def read_body(request: web.Request, *, limit: int | None = None) -> bytes:
    """Read a body.

    Raises:
        Refused: it is encoded, too large or too slow.
    """
    options = request.app[OPTIONS]
    refuse_encoded(request)
    most, stated = limit or options.body_limit, request.headers.get(_LENGTH)
    if stated is not None and int(stated) > most:
        raise Refused("too-large")
    try:
        content = request.content
        # What has arrived whole needs no clock.
        if content.is_eof() and not content.at_eof() and request.can_read_body:
            body = content.read_nowait()
            if len(body) > most:
                raise Refused("too-large")
            return body
        async with asyncio.timeout(options.patience):
            return await request.read()
    except TimeoutError:
        raise Refused("too-slow", headers={"Connection": "close"}) from None
    except web.RequestPayloadError:
        raise Refused("malformed-request", headers={"Connection": "close"}) from None


def refuse_encoded(request: web.BaseRequest) -> None:
    """Refuse a body that would have to be unpacked first: how large it is could not be told before.

    Raises:
        Refused: it names an encoding.
    """
    encoding = request.headers.get(_ENCODING)
    if encoding is not None and encoding.strip().casefold() != "identity":
        raise Refused("encoded-body", headers={"Connection": "close"})


def parse_json(body: bytes) -> object:
    """Read a JSON text of the strict kind: UTF-8, every key once, numbers that are numbers, not nested without end.

    Raises:
        Refused: it is none.
    """
    try:
        text = body.decode("utf-8")
        if text.count("{") + text.count("[") > DEEPEST:
            _check_depth(text)
        value: object = _read(text)
        if "\\u" in text or "\0" in text:
            _check_texts(value)
    except UnicodeDecodeError:
        raise Refused("malformed-json", hint="It is no UTF-8.") from None
    except _NoJson as error:
        raise Refused("malformed-json", hint=str(error)) from None
    except RecursionError:
        raise Refused("malformed-json", hint=_TOO_DEEP) from None
    except ValueError:
        raise Refused("malformed-json") from None
    return value


class _NoJson(ValueError):
    """What is wrong with a text that JSON in general would take, in words for whoever sent it."""


def _check_texts(value: object) -> None:
    """Refuse half characters and the character zero, which no store keeps."""
    if isinstance(value, dict):
        for key, each in value.items():
            _check_texts(key)
            _check_texts(each)
    elif isinstance(value, list):
        for each in value:
            _check_texts(each)
    elif isinstance(value, str) and ("\0" in value or (not value.isascii() and any("\ud800" <= each <= "\udfff" for each in value))):
        raise _NoJson("A text in it holds the character zero, or half a character. Take that out.")


def _check_depth(text: str) -> None:
    depth, in_string, escaped = 0, False, False
    for each in text:
        if in_string:
            if escaped:
                escaped = False
            elif each == "\\":
                escaped = True
            elif each == '"':
                in_string = False
        elif each == '"':
            in_string = True
        elif each in "{[":
            depth += 1
            if depth > DEEPEST:
                raise _NoJson(_TOO_DEEP)
        elif each in "}]":
            depth -= 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NoJson("A key stands there twice. Name each once.")
    return found


def _no_number(_name: str) -> None:
    raise _NoJson("NaN and Infinity are no numbers of JSON.")


#: Made once: making one takes as long as reading a short text.
_read = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number).decode
