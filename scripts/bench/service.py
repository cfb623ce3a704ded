"""The service as a whole: how soon a phone is answered, whether reading hostile files slows typed numbers, and how much memory it takes.

Starts the demonstration on its embedded store, waits until it has nothing to do, and measures in one run:

1. a phone book of 500 contacts, from its POST to `done`, several times, beside `linewatch match` on the same file in a process of its own;
2. `POST /checks` with one number at a steady pace, when nothing else happens and while ten hostile uploads are read: both p99, their ratio;
3. the most memory the web process ever took while a large report was handed in and read.

    .venv/bin/python scripts/bench/service.py [--megabytes 1000] [--pace 50] [--rows 400000] [--only submission,checks,memory]

Figures of a machine that is busy with other things are of no use: run it alone.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import http.client
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts/bench")]

from report_xml import write_report  # noqa: E402 - found through the path above

from matcher.demo.line_lists import Book  # noqa: E402 - the same
from matcher.demo.statements import stated  # noqa: E402 - the same

_PIECE = 1 << 20
_CAPS = ("REQUESTS_PER_MINUTE", "NUMBERS_PER_HOUR", "NUMBERS_PER_DAY", "SINGLE_PER_HOUR", "SAME_NUMBER_PER_DAY")
_CAPS += ("REFERENCE_NUMBERS_PER_DAY", "ORGANISATION_NUMBERS_PER_HOUR", "ORGANISATION_NUMBERS_PER_DAY")
#: Hostile files are watched no longer than this, in seconds.
_LONGEST = 1200.0
_FINAL = frozenset({"done", "refused", "failed"})


@dataclass(frozen=True, slots=True)
class Service:
    """A demonstration that runs."""

    process: int
    host: str
    port: int
    tokens: Mapping[str, str]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:  # noqa: ANN401 - whatever the library takes
        """Ask once, on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=600)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=named | {"Authorization": f"Bearer {self.tokens['submitter']}"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def hand_in(self, path: Path) -> str:
        """Hand a file in, streaming, and give the id of its submission."""
        mark = uuid.uuid4().hex
        metadata = json.dumps(stated(datetime.now(UTC), uuid.uuid4().hex[:8], home="Estmoor"))
        before = (
            f'--{mark}\r\nContent-Disposition: form-data; name="metadata"\r\nContent-Type: application/json\r\n\r\n{metadata}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n'
        ).encode()
        after = f"\r\n--{mark}--\r\n".encode()

        def pieces() -> Iterator[bytes]:
            yield before
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
            yield after

        length = len(before) + path.stat().st_size + len(after)
        form = f"multipart/form-data; boundary={mark}"
        status, body = self.ask("POST", "/api/v1/submissions", pieces(), Content_Type=form, Content_Length=str(length))
        if status != 202:
            raise SystemExit(f"a file was not taken: {status} {body.decode()}")
        return str(json.loads(body)["id"])

    def status(self, submission: str) -> str:
        """Say how a submission stands; `unknown` where the service does not say."""
        code, body = self.ask("GET", f"/api/v1/submissions/{submission}")
        return str(json.loads(body)["status"]) if code == 200 else "unknown"

    def wait(self, submission: str, *, pause: float = 0.02) -> str:
        """Wait until a submission stands where it stays."""
        while (found := self.status(submission)) not in _FINAL:
            time.sleep(pause)
        return found

    def open_jobs(self) -> int:
        """Count what waits or is being read."""
        lines = self.ask("GET", "/metrics")[1].decode().splitlines()
        states = ('linewatch_jobs{state="waiting"}', 'linewatch_jobs{state="leased"}')
        return sum(int(float(line.rsplit(" ", 1)[1])) for line in lines if line.startswith(states))

    def most_memory(self) -> int:
        """Give the most megabytes a web process ever held."""
        found = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().split(b"\0")
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if parent == self.process and b"web" in command:
                    (line,) = (each for each in (folder / "status").read_text().splitlines() if each.startswith("VmHWM"))
                    found = max(found, int(line.split()[1]) // 1024)
            except (OSError, IndexError, ValueError):
                continue
        return found


@contextmanager
def started(folder: Path) -> Iterator[Service]:
    """Start the demonstration and wait until nothing is left to be read."""
    environment = {**os.environ, **{f"LINEWATCH_CHECK_{name}": "1000000" for name in _CAPS}, "LINEWATCH_UPLOAD_LIMIT_BYTES": "4GiB"}
    command = [sys.executable, "-I", "-m", "matcher", "demo", "--port", "0", "--json", "--data", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        said = json.loads(process.stdout.readline())
        parts = urlsplit(said["url"])
        tokens = {each["role"]: each["token"] for each in said["accounts"] if each["organisation"].startswith("Estmoor")}
        service = Service(process.pid, str(parts.hostname), int(parts.port or 0), tokens)
        while service.open_jobs():
            time.sleep(0.5)
        yield service
    finally:
        process.terminate()
        process.wait(30)


def phone_book(path: Path, seed: int, contacts: int = 500) -> Path:
    """Write a phone book: one contact is listed, every other one is nobody."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Name", "Mobile Phone", "Last contacted (UTC)"])
    for at in range(contacts):
        number = "07700 900123" if at == contacts // 2 else f"+44 4{seed:03d}{at:06d}"
        writer.writerow([f"Person {at}", number, f"{datetime.now(UTC) - timedelta(days=at % 60):%Y-%m-%dT%H:%M:%SZ}"])
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def measure_submission(service: Service, folder: Path, rounds: int) -> None:
    """Time phones from POST to `done`, beside the command line on the same file."""
    lines = folder / "lines.csv"
    lines.write_bytes(Book(100, "Estmoor", "Intelligence", datetime.now(UTC).date(), seed=17).content())
    served, alone = [], []
    for at in range(rounds):
        path = phone_book(folder / f"book-{at}.csv", at)
        begun = time.perf_counter()
        submission = service.hand_in(path)
        ended = service.wait(submission)
        served.append(time.perf_counter() - begun)
        if ended != "done":
            raise SystemExit(f"a phone book ended as {ended}")
        begun = time.perf_counter()
        command = [sys.executable, "-I", "-m", "matcher", "match", str(path), "--lines", str(lines), "--json"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LINEWATCH_TEST_NUMBERS": "1"})
        alone.append(time.perf_counter() - begun)
    one, other = statistics.median(served), statistics.median(alone)
    print(f"500 contacts, POST to done:      median {one:.2f} s, slowest {max(served):.2f} s of {rounds}   (wanted: at most 2 s)")
    print(f"the same by `linewatch match`:   median {other:.2f} s; the service takes {one / other:.2f} times that")


class Paced(NamedTuple):
    """What a steady pace of requests met."""

    p50: float
    p99: float
    asked: int
    #: Not answered with 200, whatever else: their times count too.
    failed: int


async def ask_at_a_pace(service: Service, *, pace: float, seconds: float, go_on: Callable[[], bool] = lambda: True) -> Paced:
    """Ask for one number at a steady pace, whatever the answers take; a request is timed from when it was due."""
    import aiohttp

    body = {"purpose": "locate-missing-person", "reference": "BENCH", "reason": "The calls of the evening before are looked into."}
    took: list[float] = []
    failed = 0

    async def one(client: aiohttp.ClientSession, number: int, due: float) -> None:
        """Ask once."""
        nonlocal failed
        numbers = [{"raw": f"07700 900{number % 1000:03d}", "ref": str(number)}]
        async with client.post("/api/v1/checks", json={**body, "numbers": numbers}) as answer:
            await answer.read()
            failed += answer.status != 200
        took.append(time.perf_counter() - due)

    headers = {"Authorization": f"Bearer {service.tokens['submitter']}"}
    async with aiohttp.ClientSession(f"http://{service.host}:{service.port}", headers=headers) as client:
        await one(client, 0, time.perf_counter())
        took.clear()
        begun, asked, tasks = time.perf_counter(), 0, []
        while time.perf_counter() - begun < seconds and go_on():
            due = begun + asked / pace
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            tasks.append(asyncio.create_task(one(client, asked, due)))
            asked += 1
        await asyncio.gather(*tasks)
    ordered = sorted(took)
    return Paced(ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)], len(ordered), failed)


def _long(path: Path, at: int) -> None:
    write_report(path.with_suffix(".ufdr"), 40 + at)


def _bomb(path: Path, at: int) -> None:
    with zipfile.ZipFile(path.with_suffix(".xlsx"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * (200 << 20) + bytes([at]))


def _wide(path: Path, at: int, count: int = 400_000) -> None:
    rows = (f'"Person {row}","+44 4{at:03d}{row:06d}"\n' for row in range(count))
    path.with_suffix(".csv").write_text("Name,Mobile Phone\n" + "".join(rows), "utf-8")


def _deep(path: Path, at: int) -> None:
    path.with_suffix(".xml").write_text('<?xml version="1.0"?>\n' + "<a>" * 200_000 + f"{at}" + "</a>" * 200_000, "utf-8")


def _folded(path: Path, at: int) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + "x\r\n " * 4_000_000 + f"{at}\r\nTEL:07700 900123\r\nEND:VCARD\r\n"
    path.with_suffix(".vcf").write_text(card, "utf-8")


#: Files that are hard to read, or that no reader should get to the end of, and how many of each.
_HOSTILE: Mapping[str, tuple[Callable[[Path, int], None], int]] = {
    "long": (_long, 3),
    "bomb": (_bomb, 2),
    "wide": (_wide, 2),
    "deep": (_deep, 2),
    "folded": (_folded, 1),
}


def hostile_files(folder: Path, kinds: str, rows: int) -> list[Path]:
    """Write hostile files of some kinds, ten where all are wanted; tables with so many rows."""
    inside = folder / "hostile"
    inside.mkdir()
    for kind in kinds.split(","):
        write, count = _HOSTILE[kind]
        if kind == "wide":
            write = partial(_wide, count=rows)
        for at in range(count):
            write(inside / f"{kind}-{at}", at)
    return sorted(inside.iterdir())


def measure_checks(service: Service, files: list[Path], pace: float, seconds: float) -> None:
    """Time typed numbers in quiet and while hostile files are read."""
    quiet = asyncio.run(ask_at_a_pace(service, pace=pace, seconds=seconds))
    submissions = [service.hand_in(path) for path in files]
    # To the very end: what is written when a file was read to its end may cost others more than the reading.
    is_read = threading.Event()

    def watch() -> None:
        for submission in submissions:
            service.wait(submission, pause=0.5)
        is_read.set()

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    begun = time.perf_counter()
    busy = asyncio.run(ask_at_a_pace(service, pace=pace, seconds=_LONGEST, go_on=lambda: not is_read.is_set()))
    took = time.perf_counter() - begun
    watching.join(_LONGEST)
    ends = [service.status(submission) for submission in submissions]
    for words, each in (("quiet", quiet), ("while hostile files are read", busy)):
        told = f"p50 {each.p50 * 1000:.1f} ms, p99 {each.p99 * 1000:.1f} ms of {each.asked}, {each.failed} not answered"
        print(f"checks at {pace:.0f}/s, {words}: {told}")
    print(f"ratio of the p99:                {busy.p99 / quiet.p99:.2f} over {took:.0f} s   (wanted: at most 2, none unanswered)")
    print(f"how the files ended:             {', '.join(sorted(ends))}")


def measure_memory(service: Service, folder: Path, megabytes: int) -> None:
    """Say how much memory the web process took while a large report came in and was read."""
    path = folder / "large.ufdr"
    write_report(path, megabytes)
    before = service.most_memory()
    begun = time.perf_counter()
    submission = service.hand_in(path)
    taken = time.perf_counter() - begun
    ended = service.wait(submission, pause=0.5)
    print(f"a report of {path.stat().st_size >> 20} MiB:         taken in {taken:.0f} s, {ended} after {time.perf_counter() - begun:.0f} s")
    print(f"most memory of the web process:  {service.most_memory()} MiB, {before} MiB before   (wanted: less than 256)")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--pace", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--hostile", default=",".join(_HOSTILE))
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--only", default="submission,checks,memory")
    chosen = parser.parse_args()
    wanted = set(chosen.only.split(","))
    with tempfile.TemporaryDirectory(prefix="linewatch-bench-") as name, started(Path(name) / "data") as service:
        folder = Path(name)
        if "submission" in wanted:
            measure_submission(service, folder, chosen.rounds)
        if "checks" in wanted:
            measure_checks(service, hostile_files(folder, chosen.hostile, chosen.rows), chosen.pace, chosen.seconds)
        if "memory" in wanted:
            measure_memory(service, folder, chosen.megabytes)


if __name__ == "__main__":
    main()
