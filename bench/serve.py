"""Serve the embedded tenant over HTTPS in a process of its own, and count the requests that reach it.

    python -m bench.serve STATE LATENCY

It prints its address when it listens. `GET /requests` answers with the number of Graph requests since it was
last asked, and with the seconds between the arrival of the first of them and the last answer.
"""

import gc
import signal
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from managed_apparaten.cli.main import OBJECTS
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.emulator.core.http import Response
from managed_apparaten.emulator.doors import tls
from managed_apparaten.emulator.doors.front import Front
from managed_apparaten.emulator.doors.server import Server
from managed_apparaten.emulator.doors.serving import AUTHORITY_FILE, authority_of
from managed_apparaten.emulator.tenant import Tenant

COUNT = "/requests"


@dataclass(frozen=True, slots=True)
class Counting(Front):
    """The tenant as the network sees it, with a counter of HTTP requests; a `$batch` counts as one."""

    came: list[float] = field(default_factory=list)
    went: list[float] = field(default_factory=list)
    """Moments of requests and of their answers, in seconds of a monotonic clock."""

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Count a request and answer it."""
        if target == COUNT:
            seconds = max(self.went) - min(self.came) if self.came else 0.0
            said = orjson.dumps({"requests": len(self.came), "seconds": seconds})
            self.came.clear()
            self.went.clear()
            return Response(200, {"Content-Type": "application/json"}, said)
        if not target.startswith(("/beta/", "/v1.0/")):
            return Front.handle(self, method, target, headers, body)
        self.came.append(time.monotonic())
        answer = Front.handle(self, method, target, headers, body)
        self.went.append(time.monotonic())
        return answer


def main(state: Path, latency: float) -> None:
    """Serve until SIGTERM, with the garbage collector set as `apparaten tenant serve` sets it."""
    gc.set_threshold(OBJECTS)
    clock = SystemClock()
    tenant = Tenant.open(state / "tenant.sqlite", clock=clock.now)
    front = Counting(tenant, authority_of(tenant), "https", latency=latency)
    server = Server("127.0.0.1", 0, front, tls.context(clock.now(), state / AUTHORITY_FILE))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.stop).start())
    print(server.url, tenant.identity()[0], flush=True)
    server.serve_forever(poll_interval=0.1)
    tenant.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
