"""The limits of one tenant, kept by everything that we send to it.

A request is held until the published limits of the service behind it leave room, and until every moment has passed before which
that service told us not to come back. Parts of a batch count one by one, and a batch waits for all of its parts.
Source of figures: https://learn.microsoft.com/graph/throttling-limits (Intune: per app per tenant in 20 seconds; identity: the
resource units that the smallest tenants have in 10 seconds, and writes in 150), which says that they change. That a limit is a
window that slides is an assumption: it is the strictest of the usual readings, so the others are kept as well.
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
    """So much in so many seconds."""

    amount: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Budget:
    """What one app may ask of one service in one tenant."""

    name: str
    paths: tuple[str, ...]
    """How paths of this service begin; of several services that fit, the first counts."""
    writes: RateLimit
    any: RateLimit


def _intune(name: str, *paths: str, times: int = 1) -> Budget:
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
"""Intune's page names no limit for the rest of it: we keep to the usual one."""
UNITS: Mapping[str, int] = {"members": 3, "transitiveMembers": 5}
"""Resource units of an identity read that names one of these; what a request saves with `$select` we do not count on."""
_MARGIN = 0.05
"""Seconds that a window is longer for us: our clock and theirs do not tick together."""


@dataclass(slots=True)
class RateLimitedTransport:
    """A transport that keeps to the limits. It never sends anything twice: that is `retry.Patient`, around it."""

    inner: Transport
    clock: Clock
    budgets: Sequence[Budget] = PUBLISHED
    on_wait: OnWait = ignore_wait
    longest: float = 300.0
    """A service that told us to stay away for longer than this is not asked: its own answer is given back instead."""
    _sent: dict[tuple[str, RateLimit], deque[tuple[float, int]]] = field(default_factory=dict, init=False)
    """What was used of each limit, with the moment of the answer."""
    _not_before: dict[str, float] = field(default_factory=dict, init=False)

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send when there is room."""
        [found] = self.send_all([request])
        if isinstance(found, TransportFailed):
            raise found
        return found

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send in order, each time as many at once as there is room for."""
        found: list[GraphResponse | TransportFailed] = []
        while left := requests[len(found) :]:
            pause, why = self._pause(left[:1])
            if pause > self.longest:
                found.append(
                    GraphResponse(429, {"error": {"code": "TooManyRequests"}}, {"retry-after": str(pause)})
                )
            elif pause > 0:
                self.on_wait(Wait(pause, why, service_behind(counted_parts(left[0])[0][1])))
                try:
                    self.clock.sleep(pause)
                except WaitInterrupted as woken:
                    found += [woken] * len(left)
            else:
                count = next((n for n in range(1, len(left)) if self._pause(left[: n + 1])[0] > 0), len(left))
                found += self._through(left[:count])
        return found

    def _through(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        answers = self.inner.send_all(requests)
        now = self.clock.monotonic()
        for (name, limit), amount in self._costs(requests).items():
            self._sent.setdefault((name, limit), deque()).append((now, amount))
        for request, answer in zip(requests, answers, strict=True):
            if isinstance(answer, GraphResponse):
                self._listen(request, answer, now)
        return answers

    def _listen(self, request: GraphRequest, answer: GraphResponse, now: float) -> None:
        """Remember until when each service wants to be left alone."""
        for path, _, headers in retryable_refusals(request, answer):
            service = self._service(path)
            if service is not None:
                until = now + (retry_after(headers, self.clock) or 0.0)
                self._not_before[service.name] = max(until, self._not_before.get(service.name, until))

    def _pause(self, requests: Sequence[GraphRequest]) -> tuple[float, Why]:
        """Seconds until all of these may go at once."""
        now, costs = self.clock.monotonic(), self._costs(requests)
        if len(requests) > 1 and any(amount > limit.amount for (_, limit), amount in costs.items()):
            return math.inf, "budget"
        asked = max((self._not_before.get(name, now) - now for name, _ in costs), default=0.0)
        room = max(
            (self._room(name, limit, amount, now) for (name, limit), amount in costs.items()), default=0.0
        )
        return (asked, "asked") if asked >= room else (room, "budget")

    def _room(self, name: str, limit: RateLimit, amount: int, now: float) -> float:
        """Seconds until a limit leaves room for so much more. One request that is more than the whole limit goes when nothing else does."""
        sent = self._sent.get((name, limit), deque())
        while sent and sent[0][0] + limit.seconds + _MARGIN <= now:
            sent.popleft()
        over, wait = sum(used for _, used in sent) + amount - limit.amount, 0.0
        for moment, used in sent:
            if over > 0:
                over, wait = over - used, moment + limit.seconds + _MARGIN - now
        return wait

    def _costs(self, requests: Sequence[GraphRequest]) -> dict[tuple[str, RateLimit], int]:
        """What these use of which limits."""
        found: dict[tuple[str, RateLimit], int] = {}
        for method, path in (part for request in requests for part in counted_parts(request)):
            service = self._service(path)
            if service is not None:
                for limit in (service.any, *([service.writes] if method != "GET" else [])):
                    found[(service.name, limit)] = found.get((service.name, limit), 0) + _units(
                        service, method, path
                    )
        return found

    def _service(self, path: str) -> Budget | None:
        return next((service for service in self.budgets if path.startswith(service.paths)), None)


def retrying_transport(
    transport: Transport, clock: Clock, on_wait: OnWait = ignore_wait, budgets: Sequence[Budget] = PUBLISHED
) -> RetryingTransport:
    """A way to one tenant that keeps to its limits and waits when it is asked to: one for everything that is sent to that tenant."""
    return RetryingTransport(RateLimitedTransport(transport, clock, budgets, on_wait), clock, on_wait=on_wait)


def _units(service: Budget, method: str, path: str) -> int:
    if service.name != "identity" or method != "GET":
        return 1
    return max((UNITS.get(segment, 1) for segment in path.partition("?")[0].split("/")), default=1)
