"""One process that answers: an application of ours at a socket it was given, until it is told to end."""

from __future__ import annotations

import asyncio
import gc
import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from matcher.errors import BadConfiguration
from matcher.web.server import Runner

_BACKLOG = 1024

#: New objects after which those that are tied in circles are looked for. With the usual 700 a fifth of the processor goes into that when
#: many requests are under way, and next to nothing is found.
_NEW_OBJECTS = 50_000

#: How long one thread goes on while another one waits for the interpreter, in seconds. With the usual 0.005 a statement that is back from
#: the disk waits that long for the loop, several times in a transaction.
_GIVES_WAY_AFTER = 0.001


async def answer_at(
    sock: Any,  # noqa: ANN401 - only rooms that listen name the type
    app: web.Application,
    tls: ssl.SSLContext | None,
    *,
    ready: Callable[[], None],
    stop: asyncio.Event,
) -> None:
    """Answer requests until it is to stop; then take no more, and finish those that are under way.

    Args:
        sock: A socket that listens already.
        app: What answers.
        tls: How the listener speaks TLS; in plain words where none is given.
        ready: Called once requests are answered.
        stop: Set when it is to end.
    """
    runner = Runner(app)
    await runner.setup()
    try:
        await web.SockSite(runner, sock, ssl_context=tls, backlog=_BACKLOG).start()
        # What stands now stands as long as the process.
        gc.collect()
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS, 20, 20)
        sys.setswitchinterval(_GIVES_WAY_AFTER)
        ready()
        await stop.wait()
    finally:
        await runner.cleanup()


def tls_of(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """Make what the listener speaks TLS with; None where it speaks in plain words.

    Raises:
        BadConfiguration: certificate and key cannot be read, or do not belong together.
    """
    if certificate is None:
        return None
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        made.load_cert_chain(certificate, key)
    except (OSError, ValueError) as err:
        raise BadConfiguration(
            "The certificate and its key cannot be used.", hint="Both are PEM, belong together, and may be read by this user."
        ) from err
    return made
