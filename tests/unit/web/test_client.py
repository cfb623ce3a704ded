"""Where a request came from: forwarded headers count from configured proxies only."""

from __future__ import annotations

from ipaddress import ip_network
from unittest.mock import Mock

import pytest
from aiohttp.test_utils import make_mocked_request

from matcher.web.client import is_from_here, origin_of
from matcher.web.options import WebOptions

PROXIES = WebOptions(trusted_proxies=(ip_network("192.0.2.0/24"),))


def request_from(peer, *forwarded: str):
    """Make a request of a peer, with what it says of those before it."""
    transport = Mock()
    transport.get_extra_info = lambda name, default=None: (peer, 5000) if name == "peername" and peer else default
    return make_mocked_request("GET", "/", headers=[("X-Forwarded-For", each) for each in forwarded], transport=transport)


@pytest.mark.parametrize(
    ("peer", "forwarded", "options", "told"),
    [
        pytest.param("198.51.100.7", ["203.0.113.9"], WebOptions(), "198.51.100.7", id="no proxy is configured"),
        pytest.param("198.51.100.7", ["203.0.113.9"], PROXIES, "198.51.100.7", id="not from a proxy"),
        pytest.param("192.0.2.1", ["203.0.113.9"], PROXIES, "203.0.113.9", id="from a proxy"),
        pytest.param("192.0.2.1", ["10.0.0.1, 203.0.113.9"], PROXIES, "203.0.113.9", id="what the sender made up stands first"),
        pytest.param("192.0.2.1", ["10.0.0.1", "203.0.113.9, 192.0.2.2"], PROXIES, "203.0.113.9", id="two proxies, two headers"),
        pytest.param("192.0.2.1", ["Jay <script>"], PROXIES, "192.0.2.1", id="no address"),
        pytest.param("192.0.2.1", [], PROXIES, "192.0.2.1", id="a proxy that says nothing"),
        pytest.param("::ffff:192.0.2.1", ["2001:db8::1"], PROXIES, "2001:db8::1", id="both families"),
        pytest.param(None, [], PROXIES, "", id="no connection any more"),
    ],
)
def test_a_request_comes_from_where_a_proxy_of_ours_heard_it(peer, forwarded, options, told):
    """Of a chain the last address that is no proxy of ours counts; what is not from a proxy says nothing."""
    assert origin_of(request_from(peer, *forwarded), options) == told


def test_this_machine_is_this_machine_without_a_proxy_only():
    """A request that a proxy on the machine passes on comes from elsewhere."""
    assert is_from_here(request_from("127.0.0.1"))
    assert is_from_here(request_from("::1"))
    assert not is_from_here(request_from("127.0.0.1", "203.0.113.9"))
    assert not is_from_here(request_from("203.0.113.9"))
