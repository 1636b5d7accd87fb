"""Throttles requests with the limits that Microsoft publishes, on the tenant's own clock.

Each app has token buckets of its own, and the tenant as a whole has others. A bucket fills evenly up to its
limit; how Microsoft's windows run is not published (behaviour `throttling`).

Source of the figures: learn.microsoft.com/graph/throttling-limits (Intune: per 20 seconds; identity: resource
units per 10 seconds for a tenant of more than 500 people, writes per 150 or 300 seconds), read in 2024 to
2026; Microsoft says that they change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from managed_apparaten.emulator.odata.urls import Url

INTUNE_WINDOW_SECONDS = 20.0
"""Length of the window in which Intune counts requests."""


@dataclass(frozen=True, slots=True)
class ThrottleLimit:
    """A limit: at most `amount` requests or resource units in `seconds` seconds; an amount of zero means no
    limit.
    """

    amount: int
    seconds: float = INTUNE_WINDOW_SECONDS


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """The limits of one service of Graph: for writes and for any request, of one app and of all apps of the
    tenant together.
    """

    name: str
    paths: tuple[str, ...]
    """Paths to which the limits apply, with all that is below them."""
    app_writes: ThrottleLimit
    all_writes: ThrottleLimit
    app_any: ThrottleLimit
    all_any: ThrottleLimit


def _intune(name: str, *paths: str, times: int = 1) -> ServiceLimits:
    """Return the limits of a service of Intune; `times` multiplies the usual figures."""
    return ServiceLimits(
        name,
        paths,
        ThrottleLimit(100 * times),
        ThrottleLimit(200 * times),
        ThrottleLimit(1000 * times),
        ThrottleLimit(2000 * times),
    )


SERVICES: tuple[ServiceLimits, ...] = (
    _intune(
        "device configuration",
        "deviceManagement/deviceConfigurations",
        "deviceManagement/deviceCompliancePolicies",
    ),
    _intune(
        "device configuration v2",
        "deviceManagement/configurationPolicies",
        "deviceManagement/configurationSettings",
    ),
    _intune("applications", "deviceAppManagement/mobileApps"),
    _intune("managed applications", "deviceAppManagement"),
    _intune("devices", "deviceManagement/managedDevices", "deviceManagement/detectedApps", times=2),
    _intune("device management", "deviceManagement"),
    ServiceLimits(
        "identity",
        ("groups", "users", "devices", "organization"),
        ThrottleLimit(3000, 150),
        ThrottleLimit(18_000, 300),
        ThrottleLimit(8000, 10),
        ThrottleLimit(0),
    ),
)
"""All services with limits. The first row with the path of a request counts, so the more precise paths stand
first."""
READ_COSTS: Mapping[str, int] = {"groups": 1, "members": 3, "transitiveMembers": 5}
"""Last name of a path -> resource units of a read, from the same page; other reads cost one."""
SMALL_PAGE = 20
"""A $top below this number lowers the cost of a read."""
RETRY_AFTER_FORMS: Mapping[str, str] = {
    "whole": "3", "fraction": "2.128", "date": "", "zero": "0", "negative": "-5", "endless": "1000000000", "junk": "soon",
}  # fmt: skip
"""Form of a Retry-After header -> its text. `whole`, `fraction` and `date` follow from the seconds to wait
instead."""


@dataclass(slots=True)
class TokenBucket:
    """A store of units that fills evenly up to its limit; each request takes its cost out."""

    limit: ThrottleLimit
    available: float
    """Units that can be taken now, as of `at`."""
    at: datetime

    def seconds_until(self, cost: float, now: datetime) -> float:
        """Fill the bucket up to now, and return the seconds until it holds the cost; zero when it does
        already.
        """
        passed = max((now - self.at).total_seconds(), 0.0)
        rate = self.limit.amount / self.limit.seconds
        self.available, self.at = min(self.available + passed * rate, self.limit.amount), now
        return 0.0 if self.available + 1e-9 >= cost else (cost - self.available) / rate


@dataclass(slots=True)
class Throttle:
    """The buckets of one tenant, and how many requests were refused."""

    buckets: dict[tuple[str, str, str], TokenBucket] = field(default_factory=dict)
    """(service, `any` or `write`, app or empty for the tenant) -> bucket."""
    not_before: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """(app, service) -> the moment before which the last refusal told the app not to come back."""
    throttled: int = 0
    """Requests that were refused."""
    early: int = 0
    """Requests that came before the moment that a refusal had named."""

    def wait(self, app: str, write: bool, url: Url, now: datetime) -> float:
        """Take the cost of a request out of its buckets and return zero, or return the seconds that it must
        wait.
        """
        service = find_service(url)
        if service is None:
            return 0.0
        not_before = self.not_before.get((app, service.name))
        if not_before is not None and now < not_before:
            self.early += 1
        cost = _request_cost(url) if service.name == "identity" and not write else 1
        buckets = list(self._buckets(service, app, write, now))
        # Nothing is taken out unless every bucket holds enough.
        seconds = max(bucket.seconds_until(cost, now) for bucket in buckets)
        if seconds > 0:
            self.throttled += 1
            self.not_before[(app, service.name)] = now + timedelta(seconds=seconds)
            return seconds
        self.not_before.pop((app, service.name), None)
        for bucket in buckets:
            bucket.available -= cost
        return 0.0

    def _buckets(self, service: ServiceLimits, app: str, write: bool, now: datetime) -> Iterator[TokenBucket]:
        """Yield the buckets that count for a request; a new bucket is full."""
        limits = {("any", app): service.app_any, ("any", ""): service.all_any}
        if write:
            limits |= {("write", app): service.app_writes, ("write", ""): service.all_writes}
        for (kind, who), limit in limits.items():
            if limit.amount:
                yield self.buckets.setdefault(
                    (service.name, kind, who), TokenBucket(limit, limit.amount, now)
                )


def find_service(url: Url) -> ServiceLimits | None:
    """Return the service whose limits count for a URL: the first row that has its path; None for no limit."""
    path = "/".join(url.segments[:2])
    for service in SERVICES:
        for prefix in service.paths:
            if path == prefix or path.startswith(prefix + "/"):
                return service
    return None


def format_retry_after(seconds: float, form: str, now: datetime) -> str | None:
    """Return the text of a Retry-After header in one of the forms; None for no header."""
    if form == "whole":
        return str(max(1, -int(-seconds // 1)))
    if form == "fraction":
        return f"{seconds + 0.0005:.3f}"
    if form == "date":
        return (now + timedelta(seconds=1 - int(-seconds // 1))).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return RETRY_AFTER_FORMS.get(form)


def _request_cost(url: Url) -> int:
    """Return the resource units of a read of the directory, at least one.

    By the table of Microsoft's page: $expand costs one more, $select and a small $top one less each.
    """
    cost = next((READ_COSTS[name] for name in reversed(url.segments) if name in READ_COSTS), 1)
    top = url.options.get("$top", "")
    if "$expand" in url.options:
        cost += 1
    if "$select" in url.options:
        cost -= 1
    if top.isascii() and top.isdigit() and int(top[:9]) < SMALL_PAGE:
        cost -= 1
    return max(cost, 1)
