"""`linewatch serve`: the service, as many processes as it is told to have."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from matcher.cli import options
from matcher.cli.output import finish, tell, write_line
from matcher.cli.settings import DataFolder, read_settings

if TYPE_CHECKING:
    from config.settings import Settings

Host = Annotated[
    str | None,
    typer.Option("--host", metavar="NAME", help="Address to listen on; 127.0.0.1 by default (LINEWATCH_HOST).", show_default=False),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port", metavar="N", help="Port to listen on; 8080 by default, 0 takes any free one (LINEWATCH_PORT).", show_default=False
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", help="Processes that answer requests; 1 by default (LINEWATCH_WORKERS).", show_default=False),
]


#: What looked after the service may have been killed a moment ago: its processes notice and let go of the port.
_PORT_PATIENCE = 5.0


class Welcome(Protocol):
    """What people are told once the service answers, where it is more than a sentence."""

    def write(self) -> None:
        """Lay it out on standard output."""


def serve(host: Host = None, port: Port = None, data: DataFolder = None, workers: Workers = None, as_json: options.Json = False) -> int:
    """Run the service until it is told to end.

    It has to be set up with `init`. One line says where it is reached, once it answers. On a signal it takes no more requests, finishes
    those under way, gives unfinished work back and ends within ten seconds.
    """
    import asyncio

    given = {"host": host, "port": port, "data_dir": data, "workers": workers}
    settings = read_settings(**given)
    asyncio.run(check_store(settings))
    _tell_of_open_folder(settings)
    return run_service(settings, given, lambda url: {"url": url} if as_json else f"Linewatch answers at {url}. Control-C ends it.")


async def check_store(settings: Settings) -> None:
    """Make sure that there is a store the service can work on.

    Raises:
        StoreUnavailable: it was not set up, cannot be reached, or is of another version.
        WrongKey: the key file is missing, damaged, open to others, or that of another store.
    """
    from matcher.bootstrap_store import place_of
    from matcher.store.place import open_vault

    vault = await open_vault(place_of(settings))
    await vault.db.close()


def run_service(settings: Settings, given: Mapping[str, object], say: Any) -> int:  # noqa: ANN401 - a function of the address
    """Listen, start every process and look after them; give the exit code.

    Args:
        settings: What the service is told.
        given: Those settings that neither environment nor file say; the processes are handed them.
        say: Gives what is printed once the service can be reached: a sentence, values to be written as JSON, or a `Welcome`.

    Raises:
        BadConfiguration: the certificate cannot be used.
        CannotListen: something else listens at the address, or it is none of this machine.
        SandboxMissing: the machine cannot lock readers in, and the settings want it to.
    """
    import asyncio

    from matcher.cli.listen import listen, url_of
    from matcher.cli.supervisor import Slot, Supervisor
    from matcher.logs import configure_logs, get_logger

    configure_logs(settings.log_level)
    _check_sandbox(settings)
    is_tls = _check_certificate(settings)
    sockets = listen(settings.host, settings.port, settings.workers, patience=_PORT_PATIENCE)
    slots = [Slot("web", each) for each in sockets] + [Slot("worker") for _ in range(settings.worker_processes)]
    url = url_of(sockets[0], is_tls=is_tls)

    async def announce() -> None:
        """Say where the service answers."""
        _say(say(url))

    try:
        return asyncio.run(Supervisor(slots, _environment(given), get_logger()).run(announce))
    finally:
        for each in sockets:
            each.close()


def _tell_of_open_folder(settings: Settings) -> None:
    if settings.data_dir.is_dir() and settings.data_dir.stat().st_mode & 0o077:
        tell("linewatch: note: The data folder is open to other users of this machine; set its mode to 0700.")


def _say(said: str | dict[str, Any] | Welcome) -> None:
    if isinstance(said, str):
        write_line(said)
    elif isinstance(said, dict):
        from matcher.render.json_answer import write_json

        write_line(write_json(said))
    else:
        said.write()
    finish()


def _check_certificate(settings: Settings) -> bool:
    if settings.tls_certificate is None:
        return False
    from matcher.web.listening import tls_of

    return tls_of(settings.tls_certificate, settings.tls_key) is not None


def _check_sandbox(settings: Settings) -> None:
    from matcher.errors import SandboxMissing
    from matcher.service.inspect_machine import missing_locks

    missing: Sequence[str] = missing_locks()
    if not missing:
        return
    if settings.require_sandbox:
        raise SandboxMissing(
            f"This machine cannot lock in what reads the files of strangers: it lacks {', '.join(missing)}.",
            hint="See `linewatch doctor`; LINEWATCH_REQUIRE_SANDBOX=0 does without, for trying out only.",
        )
    tell(f"linewatch: note: Files are read without {', '.join(missing)}: never where strangers hand them in.")


def _environment(given: Mapping[str, object]) -> dict[str, str]:
    """Give the environment of the processes, with what was given on the command line."""
    more = {f"LINEWATCH_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    return {**os.environ, **more}
