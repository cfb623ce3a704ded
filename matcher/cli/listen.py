"""The sockets people reach the service at: one for each process that answers, all at one port, kept open while a process is replaced."""

from __future__ import annotations

import errno
import socket
import time

from matcher.errors import CannotListen

#: Connections that wait while all processes are busy, or one is replaced.
BACKLOG = 1024

_TRIES = 20
#: Between two looks whether a port is free by now, in seconds.
_PAUSE = 0.1
#: Addresses that mean every one of this machine; people reach it at the other.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - a name for it, not a default


def listen(host: str, port: int, count: int, *, patience: float = 0.0) -> list[socket.socket]:
    """Listen at an address with that many sockets, among which the system shares out what comes in.

    Args:
        host: Name or address.
        port: 0 takes any free one.
        count: Number of processes.
        patience: Seconds a port that is taken is waited for: what looked after an earlier service may have been killed, and its processes
            are ending.

    Raises:
        CannotListen: something else listens there, or it is no address of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        until, tries = time.monotonic() + patience, _TRIES
        while tries:
            try:
                return _listening(family, address, count)
            except OSError as err:
                # Of any port that is free for one socket, another program may have taken it before the second.
                if err.errno != errno.EADDRINUSE or (port and time.monotonic() >= until):
                    raise
            if port:
                time.sleep(_PAUSE)
            else:
                tries -= 1
    except OSError as err:
        raise CannotListen(_reason(err), hint="Name another address with --host or --port.") from err
    raise CannotListen("There is no free port.", hint="Name one with --port.")


def url_of(sock: socket.socket, *, is_tls: bool) -> str:
    """Say how the service is reached on this machine."""
    host, port = sock.getsockname()[:2]
    host = _EVERYWHERE.get(host, host)
    return f"{'https' if is_tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"


def _listening(family: socket.AddressFamily, address: tuple[object, ...], count: int) -> list[socket.socket]:
    # Alone at first: sockets that share a port would be given one that another service of ours listens at.
    first = _bound(family, address, is_shared=False)
    if count == 1:
        first.listen(BACKLOG)
        return [first]
    address = first.getsockname()
    first.close()
    made: list[socket.socket] = []
    try:
        for _ in range(count):
            made.append(_bound(family, address, is_shared=True))
            made[-1].listen(BACKLOG)
    except OSError:
        for each in made:
            each.close()
        raise
    return made


def _bound(family: socket.AddressFamily, address: tuple[object, ...], *, is_shared: bool) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if is_shared:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind(address)
    except OSError:
        sock.close()
        raise
    return sock


def _reason(err: OSError) -> str:
    if isinstance(err, socket.gaierror) or err.errno == errno.EADDRNOTAVAIL:
        return "The host is no address of this machine."
    if err.errno == errno.EADDRINUSE:
        return "Something else listens at this port already."
    if err.errno in {errno.EACCES, errno.EPERM}:
        return "This user may not listen at that port."
    return "The service cannot listen there."
