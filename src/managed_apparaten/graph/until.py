"""A time by which all must be done: nothing is asked after it, and nothing waits past it. What was not asked did not happen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from managed_apparaten.core.clock import Clock
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.request import GraphRequest, GraphResponse, Transport, in_turn

OVER = "the deadline of this run has passed"


@dataclass(frozen=True, slots=True)
class UntilClock:
    """A clock on which nobody sleeps past the end: for who waits between one request and the next."""

    inner: Clock
    end: float
    """On the monotonic clock."""

    def now(self) -> datetime:
        """Wall time in UTC."""
        return self.inner.now()

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        return self.inner.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, or raise `TransportFailed` at once when that would be too long. Part of a batch may have been carried out by then."""
        if self.inner.monotonic() + seconds > self.end:
            raise TransportFailed(OVER, sent=True)
        self.inner.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Until:
    """A transport that sends nothing after the end."""

    inner: Transport
    clock: Clock
    end: float

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request while there is time. Raises `TransportFailed` when there is none left."""
        if self.clock.monotonic() >= self.end:
            raise TransportFailed(OVER, sent=False)
        return self.inner.send(request)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """All of them while there is time, else none."""
        if self.clock.monotonic() >= self.end:
            return in_turn(self.send, requests)
        return self.inner.send_all(requests)
