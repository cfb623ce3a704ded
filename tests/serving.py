"""The service as whoever runs it starts it: a command in a process of its own, spoken to over HTTP."""

from __future__ import annotations

import http.client
import json
import select
import signal
import ssl
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from commands import ROOT

API = "/api/v1"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Running:
    """A service that runs."""

    process: subprocess.Popen[str]
    url: str
    accounts: list[dict[str, str]] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    def token(self, role: str, organisation: str = "Estmoor Constabulary") -> str:
        """Give the token of somebody of a demonstration."""
        return next(each["token"] for each in self.accounts if (each["role"], each["organisation"]) == (role, organisation))

    def ask(self, method: str, path: str, token: str | None = None, *, body: bytes = b"", **headers: str) -> Answer:
        """Ask once, on a connection of its own."""
        parts = urlsplit(self.url)
        if parts.scheme == "https":
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=60, context=self.tls)
        else:
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body or None, headers=named | ({"Authorization": f"Bearer {token}"} if token else {}))
            found = connection.getresponse()
            return Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
        finally:
            connection.close()

    def get(self, path: str, token: str | None = None) -> Answer:
        """Read something below the API."""
        return self.ask("GET", f"{API}{path}", token)

    def post(self, path: str, token: str, value: object, **headers: str) -> Answer:
        """Send JSON."""
        return self.ask("POST", f"{API}{path}", token, body=json.dumps(value).encode(), Content_Type="application/json", **headers)

    def hand_in(self, token: str, metadata: Mapping[str, Any], content: bytes, name: str = "phone.csv", **headers: str) -> Answer:
        """Hand a file in."""
        mark = uuid.uuid4().hex
        parts = (
            f'--{mark}\r\nContent-Disposition: form-data; name="metadata"\r\nContent-Type: application/json\r\n\r\n'.encode(),
            json.dumps(metadata).encode(),
            f'\r\n--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode(),
            content,
            f"\r\n--{mark}--\r\n".encode(),
        )
        form = f"multipart/form-data; boundary={mark}"
        return self.ask("POST", f"{API}/submissions", token, body=b"".join(parts), Content_Type=form, **headers)

    def answered(self, token: str, submission: str, *, seconds: float = 90) -> dict[str, Any]:
        """Wait until a submission stands where it will stay, and give it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found: dict[str, Any] = self.get(f"/submissions/{submission}", token).json
            if found["status"] in {"done", "refused", "failed"}:
                return found
            time.sleep(0.1)
        raise AssertionError("it was not answered in time")

    def result(self, token: str, submission: str) -> dict[str, Any]:
        """Read an answer."""
        found = self.get(f"/submissions/{submission}/result", token)
        assert found.status == 200, found.body
        return dict(found.json)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, and give its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def running(
    *arguments: object, program: Sequence[str] = (sys.executable, "-I", "-m", "matcher"), cwd: Path | None = None, **environment: str
) -> Iterator[Running]:
    """Start a command that serves, wait for its line, and end it with the block."""
    import os

    process = subprocess.Popen(
        [*program, *(str(each) for each in arguments), "--json", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=cwd or ROOT,
        env={**os.environ, **environment},
    )
    assert process.stdout is not None
    try:
        ready, _, _ = select.select([process.stdout], [], [], 200)
        line = process.stdout.readline() if ready else ""
        assert line, f"it did not start: {process.poll()}"
        said = json.loads(line)
        yield Running(process, said["url"], said.get("accounts", []))
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)
        process.stdout.close()
