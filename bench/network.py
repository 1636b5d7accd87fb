"""Measure the embedded tenant over HTTP.

The tenant runs in a process of its own; the client uses raw keep-alive connections, so that it costs little
itself.
"""

import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import orjson
from bench.measure import Row, timed

from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.scale import Size
from managed_apparaten.emulator.worlds.seed import seed

CONNECTIONS = 8
REQUESTS = 6000
POLICIES = "/beta/deviceManagement/deviceConfigurations"
LARGE = Size(people=3500, devices=3500, foreign=300)


@contextmanager
def served() -> Iterator[tuple[str, int, str]]:
    """Yield host, port and bearer token of a tenant in a process of its own."""
    apparaten = str(Path(sys.executable).with_name("apparaten"))
    with tempfile.TemporaryDirectory() as folder:
        command = [apparaten, "--lang", "en", "--state", folder, "tenant", "serve"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout is not None
            said = "".join(process.stdout.readline() for _ in range(4))
            try:
                [(host, port)] = re.findall(r"at http://([\d.]+):(\d+)/v1\.0", said)
                yield host, int(port), _token(said)
            finally:
                process.terminate()


def _token(said: str) -> str:
    [url] = re.findall(r"Tokens: (\S+)", said)
    [(client, secret)] = re.findall(r"apparaten-apply: client (\S+), secret (\S+)", said)
    form = {
        "grant_type": "client_credentials",
        "client_id": client,
        "client_secret": secret,
        "scope": "https://graph.microsoft.com/.default",
    }
    with urllib.request.urlopen(url, urlencode(form).encode()) as answer:
        return str(orjson.loads(answer.read())["access_token"])


class Connection:
    """One keep-alive connection that reads no more of an answer than it must."""

    def __init__(self, host: str, port: int, token: str) -> None:
        self._socket = socket.create_connection((host, port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")
        self._token = token

    def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Send a request and return its answer; an answer that is not successful ends the benchmark."""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self._token}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._socket.sendall(head.encode() + body)
        status, length = self._file.readline(), 0
        while (line := self._file.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        answer = self._file.read(length)
        if not status.startswith(b"HTTP/1.1 20"):
            raise SystemExit(f"{method} {path}: {status!r} {answer!r}")
        return answer

    def close(self) -> None:
        """Close the connection."""
        self._file.close()
        self._socket.close()


def rate(place: tuple[str, int, str], method: str, path: str, body: bytes = b"") -> float:
    """Return the number of exchanges a second over all connections together."""
    connections = [Connection(*place) for _ in range(CONNECTIONS)]

    def work(connection: Connection) -> None:
        for _ in range(REQUESTS // CONNECTIONS):
            connection.ask(method, path, body)

    threads = [threading.Thread(target=work, args=(connection,)) for connection in connections]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    for connection in connections:
        connection.close()
    return REQUESTS / seconds


def over_http() -> list[Row]:
    """Measure requests a second; each has a token, a permission check and, where it writes, a validated body."""
    with served() as place:
        first = Connection(*place)
        policy = f"{POLICIES}/{orjson.loads(first.ask('GET', POLICIES))['value'][0]['id']}"
        kind = orjson.loads(first.ask("GET", policy))["@odata.type"]
        first.close()
        change = orjson.dumps({"@odata.type": kind, "description": "changed"})
        goal = "goal 2,000 a second"
        return [
            Row(
                "GET of a policy",
                f"{rate(place, 'GET', policy):,.0f} a second",
                f"{goal}; {CONNECTIONS} connections",
            ),
            Row(
                "PATCH of a policy",
                f"{rate(place, 'PATCH', policy, change):,.0f} a second",
                "SQLite on disk, audit log included",
            ),
        ]


def going_back() -> list[Row]:
    """Measure how long it takes to restore a large tenant from a snapshot."""
    tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))
    seed(tenant, size=LARGE)
    snapshot = tenant.snapshot()

    def spoil_and_restore() -> None:
        tenant.handle(Request("POST", "/v1.0/groups", {}, b"{}"))
        tenant.restore(snapshot)

    seconds, number = timed(spoil_and_restore, 9), sum(tenant.counts().objects.values())
    snapshot.close()
    tenant.close()
    return [Row("back to a snapshot", f"{seconds * 1000:.0f} ms", f"goal under 50 ms; {number:,} objects")]
