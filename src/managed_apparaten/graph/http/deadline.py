"""The deadline of a run: after it no request is sent and no wait continues, nor after somebody asked to stop.

A request that was not sent has changed nothing.
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
"""Seconds between two looks, during a wait, whether somebody asked to stop."""


def _never_stop() -> bool:
    """Return False: nobody asks to stop."""
    return False


@dataclass(frozen=True, slots=True)
class DeadlineClock:
    """A clock whose `sleep` ends at the deadline of the run, or when somebody asks to stop."""

    inner: Clock
    end: float = math.inf
    """The deadline, in seconds on the monotonic clock."""
    stop: Callable[[], bool] = _never_stop
    """Returns whether somebody asked to stop."""

    def now(self) -> datetime:
        """Return the wall time in UTC."""
        return self.inner.now()

    def monotonic(self) -> float:
        """Return the seconds since an arbitrary start."""
        return self.inner.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait for so many seconds.

        Raises `WaitInterrupted`: at once when the wait would pass the deadline, later when somebody asks to
        stop.
        """
        if self.inner.monotonic() + seconds > self.end:
            raise WaitInterrupted(DEADLINE_PASSED)
        if self.stop is _never_stop:
            self.inner.sleep(seconds)
            return
        remaining = seconds
        while remaining > 0:
            if self.stop():
                raise WaitInterrupted(STOPPED)
            self.inner.sleep(min(remaining, SLICE))
            remaining -= SLICE


@dataclass(frozen=True, slots=True)
class DeadlineTransport:
    """Sends no request after the deadline of the run."""

    inner: Transport
    clock: Clock
    end: float
    """The deadline, in seconds on the monotonic clock."""

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request; raise `TransportFailed` after the deadline."""
        if self.clock.monotonic() >= self.end:
            raise TransportFailed(DEADLINE_PASSED, sent=False)
        return self.inner.send(request)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send all requests, or none after the deadline."""
        if self.clock.monotonic() >= self.end:
            return send_one_by_one(self.send, requests)
        return self.inner.send_all(requests)
