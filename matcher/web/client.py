"""Where a request came from, and under which address the sender reached us. Forwarded headers count from configured proxies only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from aiohttp import web
from multidict import CIMultiDictProxy

from matcher.web.options import Network, WebOptions

Address = IPv4Address | IPv6Address

#: Longest chain of proxies that is followed.
_HOPS = 10


def origin_of(request: web.BaseRequest, options: WebOptions) -> str:
    """Give the address a request came from, for the audit trail; empty where the connection tells none."""
    return origin_at(request.transport, request.headers, options)


def origin_at(transport: asyncio.BaseTransport | None, headers: CIMultiDictProxy[str], options: WebOptions) -> str:
    """Give the address that what came over a connection came from."""
    peer = _peer(transport)
    if peer is None:
        return ""
    if not options.trusted_proxies:
        return _written(peer)
    if not _is_in(peer, options.trusted_proxies):
        return str(peer)
    chain = [each.strip() for each in ",".join(headers.getall("X-Forwarded-For", [])).split(",") if each.strip()]
    # Each proxy adds whom it heard at the end: the last one that is no proxy of ours is the sender; what stands before may be made up.
    for text in reversed(chain[-_HOPS:]):
        hop = _address(text)
        if hop is None:
            break
        peer = hop
        if not _is_in(hop, options.trusted_proxies):
            break
    return str(peer)


def is_from_here(request: web.BaseRequest) -> bool:
    """Whether a request came from this machine and through no proxy."""
    peer = _peer(request.transport)
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"))
    return peer is not None and peer.is_loopback and not forwarded


def is_through_proxy(request: web.BaseRequest, options: WebOptions) -> bool:
    """Whether a request was passed on by a proxy that the settings trust."""
    peer = _peer(request.transport)
    return peer is not None and _is_in(peer, options.trusted_proxies)


def own_origins(request: web.BaseRequest, options: WebOptions) -> frozenset[str]:
    """Give the origins that pages of ours have: where the request was sent to, and what the settings name."""
    scheme = "https" if options.is_tls else "http"
    named = (options.public_url or "").split("/")[:3]
    return frozenset({f"{scheme}://{request.headers.get('Host', '')}".casefold(), "/".join(named).casefold()}) - {""}


def _peer(transport: asyncio.BaseTransport | None) -> Address | None:
    name = transport.get_extra_info("peername") if transport is not None else None
    return _address(name[0]) if isinstance(name, tuple) and name else None


# Connections are few, and requests over them many.
@lru_cache(maxsize=1024)
def _written(address: Address) -> str:
    return address.compressed


@lru_cache(maxsize=1024)
def _address(text: str) -> Address | None:
    try:
        found = ip_address(text.partition("%")[0].strip("[]"))
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
