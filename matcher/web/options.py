"""What the web room is told beside the house it serves."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network

from matcher.domain.access.caller import SessionLimits
from matcher.domain.access.oidc import Provider
from matcher.domain.access.sign_in import SignInPolicy

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How requests are taken. Sizes in bytes, times in seconds."""

    #: Address under which people reach the service, where a proxy stands before it: `https://host`.
    public_url: str | None = None
    #: What the service listens on: an address, or a name of this machine.
    host: str = "127.0.0.1"
    #: Proxies whose `X-Forwarded-` headers are believed.
    trusted_proxies: tuple[Network, ...] = ()
    #: Opens `/metrics`; without one only this machine may read it.
    metrics_token: str | None = field(default=None, repr=False)
    #: Whether the listener speaks TLS itself.
    is_tls: bool = False
    #: How often somebody may try to sign in, and how long what they opened lives.
    sign_in: SignInPolicy = field(default_factory=SignInPolicy)
    #: Where people of the force sign in; None where there are local accounts only.
    provider: Provider | None = field(default=None, repr=False)
    #: Largest line list that is taken.
    list_limit: int = 64 << 20
    #: Largest body that is no file.
    body_limit: int = 256 << 10
    #: Longest pause between two pieces of a body.
    patience: float = 30.0
    #: Slowest upload that is waited for, in bytes a second, once a minute is over.
    slowest: int = 16 << 10
    #: How often a stream of events says that it is still there.
    heartbeat: float = 15.0
    #: How often is looked whether whoever listens still may: who has lost a right must not keep an old stream.
    looks_again: float = 2.0
    #: After this a stream ends and is asked for again.
    longest_stream: float = 300.0
    #: Streams of one account at a time, in one process.
    streams: int = 10

    @property
    def sessions(self) -> SessionLimits:
        """How long sessions live."""
        return self.sign_in.limits

    @property
    def is_confidential(self) -> bool:
        """Whether people reach the service by TLS."""
        return self.is_tls or (self.public_url or "").startswith("https://")
