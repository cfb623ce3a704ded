"""The one way out of the web room: to the identity provider of the settings, and nowhere else."""

from __future__ import annotations

import aiohttp

from matcher.domain.access.oidc import Question, Reply
from matcher.errors import ProviderUnavailable

#: For a whole answer, in seconds.
_PATIENCE = 10.0
#: No document of a provider is larger.
_LARGEST = 512 * 1024


async def fetch(question: Question) -> Reply:
    """Fetch one address: no redirect is followed, no proxy of the environment is taken, no cookie kept, certificates are verified.

    Raises:
        ProviderUnavailable: nothing comes back, or too much, or too slowly.
    """
    timeout = aiohttp.ClientTimeout(total=_PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()) as client,
            client.request(
                "GET" if question.form is None else "POST",
                question.url,
                data=question.form,
                headers={"Accept": "application/json", **question.headers},
                allow_redirects=False,
            ) as answer,
        ):
            body = await _body(answer)
            return Reply(answer.status, body)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as err:
        raise ProviderUnavailable("The identity provider does not answer.", hint="Try again; tell an administrator.") from err


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for piece in answer.content.iter_chunked(64 * 1024):
        body += piece
        if len(body) > _LARGEST:
            raise ValueError("more than a provider has to say")
    return bytes(body)
