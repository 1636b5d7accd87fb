"""When a run must end: nothing is asked after its time, and nothing waits past it or past the moment when somebody asks to stop.

What was not asked did not happen.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from managed_apparaten.core.clock import Clock
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport, send_one_by_one
from managed_apparaten.graph.http.wait import WaitInterrupted

DEADLINE_PASSED = "the deadline of this run has passed"
STOPPED = "somebody asked to stop"
SLICE = 0.25
"""Seconds of a wait after which it is looked whether somebody asked to stop."""


def _nobody() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class DeadlineClock:
    """A clock on which nobody sleeps past the end: for who waits between one request and the next."""

    inner: Clock
    end: float = math.inf
    """On the monotonic clock."""
    stop: Callable[[], bool] = _nobody
    """Whether somebody asked to stop."""

    def now(self) -> datetime:
        """Wall time in UTC."""
        return self.inner.now()

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        return self.inner.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, or raise `WaitInterrupted`: at once when that would be too long, later when somebody asks to stop."""
        if self.inner.monotonic() + seconds > self.end:
            raise WaitInterrupted(DEADLINE_PASSED)
        if self.stop is _nobody:
            self.inner.sleep(seconds)
            return
        left = seconds
        while left > 0:
            if self.stop():
                raise WaitInterrupted(STOPPED)
            self.inner.sleep(min(left, SLICE))
            left -= SLICE


@dataclass(frozen=True, slots=True)
class DeadlineTransport:
    """A transport that sends nothing after the end."""

    inner: Transport
    clock: Clock
    end: float

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request while there is time. Raises `TransportFailed` when there is none left."""
        if self.clock.monotonic() >= self.end:
            raise TransportFailed(DEADLINE_PASSED, sent=False)
        return self.inner.send(request)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """All of them while there is time, else none."""
        if self.clock.monotonic() >= self.end:
            return send_one_by_one(self.send, requests)
        return self.inner.send_all(requests)
