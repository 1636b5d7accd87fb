"""Keeps to the published rate limits of one tenant; everything that is sent to that tenant passes here.

A request is held until the published limits of the service that answers it leave room, and until the moment
has passed before which that service asked us not to come back. The parts of a batch count one by one, and a
batch waits for all of its parts.

Source of the figures: https://learn.microsoft.com/graph/throttling-limits (Intune: per app per tenant in 20
seconds; identity: the resource units of the smallest tenants in 10 seconds, and writes in 150 seconds). The
page says that they change. That a limit counts over a sliding window is an assumption: it is the strictest
usual reading, so the other readings are kept as well.
"""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from managed_apparaten.core.clock import Clock
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.exchange import counted_parts, retryable_refusals
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport
from managed_apparaten.graph.http.retry import RetryingTransport
from managed_apparaten.graph.http.wait import (
    OnWait,
    Wait,
    WaitInterrupted,
    Why,
    ignore_wait,
    retry_after,
    service_behind,
)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A limit: at most `amount` requests (or resource units) in `seconds` seconds."""

    amount: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Budget:
    """What one app may send to one service in one tenant."""

    name: str
    paths: tuple[str, ...]
    """Beginnings of the paths of this service; when several services match, the first one counts."""
    writes: RateLimit
    """The limit on writes."""
    any: RateLimit
    """The limit on all requests together, writes included."""


def _intune(name: str, *paths: str, times: int = 1) -> Budget:
    """Return the budget of a service of Intune; `times` multiplies the usual limits."""
    return Budget(name, paths, RateLimit(100 * times, 20.0), RateLimit(1000 * times, 20.0))


PUBLISHED: tuple[Budget, ...] = (
    _intune(
        "device configuration",
        "/deviceManagement/deviceConfigurations",
        "/deviceManagement/deviceCompliancePolicies",
    ),
    _intune(
        "settings catalog",
        "/deviceManagement/configurationPolicies",
        "/deviceManagement/configurationSettings",
    ),
    _intune("applications", "/deviceAppManagement/mobileApps"),
    _intune("app protection", "/deviceAppManagement"),
    _intune("devices", "/deviceManagement/managedDevices", "/deviceManagement/detectedApps", times=2),
    _intune("the rest of Intune", "/deviceManagement"),
    Budget("identity", ("/",), RateLimit(3000, 150.0), RateLimit(3500, 10.0)),
)
"""The published limits. Intune's page names none for `the rest of Intune`; there the usual one is kept."""
UNITS: Mapping[str, int] = {"members": 3, "transitiveMembers": 5}
"""Resource units of a read of an identity service whose path has this segment; the page gives a discount for
`$select`, which is not used."""
_MARGIN = 0.05
"""Seconds by which each window is lengthened, because our clock and that of the service differ."""


@dataclass(slots=True)
class RateLimitedTransport:
    """Holds requests until the limits leave room. It sends nothing twice; `retry.RetryingTransport` does
    that, around it."""

    inner: Transport
    clock: Clock
    budgets: Sequence[Budget] = PUBLISHED
    on_wait: OnWait = ignore_wait
    longest: float = 300.0
    """Longest wait in seconds. When a service asked us to stay away for longer, nothing is sent to it and a
    429 is returned instead."""
    _sent: dict[tuple[str, RateLimit], deque[tuple[float, int]]] = field(default_factory=dict, init=False)
    """For each limit: when something was sent, and how much of the limit it used. The moment is that of the
    answer."""
    _not_before: dict[str, float] = field(default_factory=dict, init=False)
    """Service -> the moment before which it asked not to be called."""

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request as soon as the limits leave room."""
        [answer] = self.send_all([request])
        if isinstance(answer, TransportFailed):
            raise answer
        return answer

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send the requests in order, each time as many in parallel as the limits leave room for."""
        answers: list[GraphResponse | TransportFailed] = []
        while remaining := requests[len(answers) :]:
            pause, why = self._pause(remaining[:1])
            if pause > self.longest:
                answers.append(
                    GraphResponse(429, {"error": {"code": "TooManyRequests"}}, {"retry-after": str(pause)})
                )
            elif pause > 0:
                self.on_wait(Wait(pause, why, service_behind(counted_parts(remaining[0])[0][1])))
                try:
                    self.clock.sleep(pause)
                except WaitInterrupted as woken:
                    answers += [woken] * len(remaining)
            else:
                # Send the largest group from the front that needs no pause.
                count = next(
                    (n for n in range(1, len(remaining)) if self._pause(remaining[: n + 1])[0] > 0),
                    len(remaining),
                )
                answers += self._send_now(remaining[:count])
        return answers

    def _send_now(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send these requests now, and record what they used and what the services asked."""
        answers = self.inner.send_all(requests)
        now = self.clock.monotonic()
        for (name, limit), amount in self._costs(requests).items():
            self._sent.setdefault((name, limit), deque()).append((now, amount))
        for request, answer in zip(requests, answers, strict=True):
            if isinstance(answer, GraphResponse):
                self._record_refusals(request, answer, now)
        return answers

    def _record_refusals(self, request: GraphRequest, answer: GraphResponse, now: float) -> None:
        """Record until when each service asked not to be called."""
        for path, _, headers in retryable_refusals(request, answer):
            service = self._service(path)
            if service is not None:
                until = now + (retry_after(headers, self.clock) or 0.0)
                self._not_before[service.name] = max(until, self._not_before.get(service.name, until))

    def _pause(self, requests: Sequence[GraphRequest]) -> tuple[float, Why]:
        """Return the seconds until all these requests may be sent together, and why.

        Infinite when together they are more than a whole limit: then they are sent in smaller groups.
        """
        now, costs = self.clock.monotonic(), self._costs(requests)
        if len(requests) > 1 and any(amount > limit.amount for (_, limit), amount in costs.items()):
            return math.inf, "budget"
        requested_pause = max((self._not_before.get(name, now) - now for name, _ in costs), default=0.0)
        limit_pause = max(
            (self._room(name, limit, amount, now) for (name, limit), amount in costs.items()), default=0.0
        )
        return (requested_pause, "asked") if requested_pause >= limit_pause else (limit_pause, "budget")

    def _room(self, name: str, limit: RateLimit, amount: int, now: float) -> float:
        """Return the seconds until a limit leaves room for `amount` more.

        A single request that exceeds the whole limit is sent when nothing else counts in the window.
        """
        sent = self._sent.get((name, limit), deque())
        while sent and sent[0][0] + limit.seconds + _MARGIN <= now:
            sent.popleft()
        excess, wait = sum(used for _, used in sent) + amount - limit.amount, 0.0
        # The oldest requests leave the window first: wait until enough of them have left.
        for moment, used in sent:
            if excess > 0:
                excess, wait = excess - used, moment + limit.seconds + _MARGIN - now
        return wait

    def _costs(self, requests: Sequence[GraphRequest]) -> dict[tuple[str, RateLimit], int]:
        """Return how much of which limits these requests use."""
        costs: dict[tuple[str, RateLimit], int] = {}
        for method, path in (part for request in requests for part in counted_parts(request)):
            service = self._service(path)
            if service is not None:
                for limit in (service.any, *([service.writes] if method != "GET" else [])):
                    costs[(service.name, limit)] = costs.get((service.name, limit), 0) + _units(
                        service, method, path
                    )
        return costs

    def _service(self, path: str) -> Budget | None:
        """Return the budget that a path belongs to; None when it belongs to none."""
        return next((service for service in self.budgets if path.startswith(service.paths)), None)


def retrying_transport(
    transport: Transport, clock: Clock, on_wait: OnWait = ignore_wait, budgets: Sequence[Budget] = PUBLISHED
) -> RetryingTransport:
    """Return a transport to one tenant that keeps to its rate limits and repeats requests. Use one for
    everything that is sent to the tenant."""
    return RetryingTransport(RateLimitedTransport(transport, clock, budgets, on_wait), clock, on_wait=on_wait)


def _units(service: Budget, method: str, path: str) -> int:
    """Return the resource units of a request: 1, except for reads of identity services that expand
    members."""
    if service.name != "identity" or method != "GET":
        return 1
    return max((UNITS.get(segment, 1) for segment in path.partition("?")[0].split("/")), default=1)
