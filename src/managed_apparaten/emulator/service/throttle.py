"""Throttling with the published figures, on the tenant's own clock: a bucket per app and one for the whole tenant.

Source of figures: learn.microsoft.com/graph/throttling-limits (Intune: per 20 seconds; identity: resource units per 10
seconds for a tenant of more than 500 people, writes per 150 or 300 seconds), read in 2024 to 2026; Microsoft says that they
change. A bucket fills evenly; how Microsoft's windows run is not published (behaviour `throttling`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from managed_apparaten.emulator.odata.urls import Url

INTUNE_WINDOW_SECONDS = 20.0
"""Seconds of Intune's window."""


@dataclass(frozen=True, slots=True)
class ThrottleLimit:
    """So much per window; zero is no limit."""

    amount: int
    seconds: float = INTUNE_WINDOW_SECONDS


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """Limits of one service: for writes and for any request, per app and for the tenant."""

    name: str
    paths: tuple[str, ...]
    app_writes: ThrottleLimit
    all_writes: ThrottleLimit
    app_any: ThrottleLimit
    all_any: ThrottleLimit


def _intune(name: str, *paths: str, times: int = 1) -> ServiceLimits:
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
READ_COSTS: Mapping[str, int] = {"groups": 1, "members": 3, "transitiveMembers": 5}
"""Resource units of a read by its last route, from the same page; others cost one."""
SMALL_PAGE = 20
RETRY_AFTER_FORMS: Mapping[str, str] = {
    "whole": "3", "fraction": "2.128", "date": "", "zero": "0", "negative": "-5", "endless": "1000000000", "junk": "soon",
}  # fmt: skip
"""Forms of Retry-After; a date is worked out, the first two follow the bucket."""


@dataclass(slots=True)
class TokenBucket:
    """Fills evenly up to the limit; a request takes its cost out."""

    limit: ThrottleLimit
    left: float
    at: datetime

    def wait(self, cost: float, now: datetime) -> float:
        """Seconds until the cost is there; zero when it is now."""
        passed = max((now - self.at).total_seconds(), 0.0)
        rate = self.limit.amount / self.limit.seconds
        self.left, self.at = min(self.left + passed * rate, self.limit.amount), now
        return 0.0 if self.left + 1e-9 >= cost else (cost - self.left) / rate


@dataclass(slots=True)
class Throttle:
    """All buckets of one tenant."""

    buckets: dict[tuple[str, str, str], TokenBucket] = field(default_factory=dict)
    until: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """(app, service) -> moment before which it was told not to come back."""
    throttled: int = 0
    early: int = 0
    """Requests that came before the moment they were told."""

    def wait(self, app: str, write: bool, url: Url, now: datetime) -> float:
        """Take the request out of its buckets, or say how many seconds it must wait."""
        service = find_service(url)
        if service is None:
            return 0.0
        told = self.until.get((app, service.name))
        if told is not None and now < told:
            self.early += 1
        cost = _request_cost(url) if service.name == "identity" and not write else 1
        buckets = list(self._buckets(service, app, write, now))
        seconds = max(bucket.wait(cost, now) for bucket in buckets)
        if seconds > 0:
            self.throttled += 1
            self.until[(app, service.name)] = now + timedelta(seconds=seconds)
            return seconds
        self.until.pop((app, service.name), None)
        for bucket in buckets:
            bucket.left -= cost
        return 0.0

    def _buckets(self, service: ServiceLimits, app: str, write: bool, now: datetime) -> Iterator[TokenBucket]:
        limits = {("any", app): service.app_any, ("any", ""): service.all_any}
        if write:
            limits |= {("write", app): service.app_writes, ("write", ""): service.all_writes}
        for (kind, who), limit in limits.items():
            if limit.amount:
                yield self.buckets.setdefault(
                    (service.name, kind, who), TokenBucket(limit, limit.amount, now)
                )


def find_service(url: Url) -> ServiceLimits | None:
    """The service whose limits count for a URL."""
    path = "/".join(url.segments[:2])
    return next(
        (
            found
            for found in SERVICES
            for prefix in found.paths
            if path == prefix or path.startswith(prefix + "/")
        ),
        None,
    )


def format_retry_after(seconds: float, form: str, now: datetime) -> str | None:
    """The header's text in one of the forms; None for no header."""
    if form == "whole":
        return str(max(1, -int(-seconds // 1)))
    if form == "fraction":
        return f"{seconds + 0.0005:.3f}"
    if form == "date":
        return (now + timedelta(seconds=1 - int(-seconds // 1))).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return RETRY_AFTER_FORMS.get(form)


def _request_cost(url: Url) -> int:
    cost = next((READ_COSTS[name] for name in reversed(url.segments) if name in READ_COSTS), 1)
    top = url.options.get("$top", "")
    cost += (
        ("$expand" in url.options)
        - ("$select" in url.options)
        - (top.isascii() and top.isdigit() and int(top[:9]) < SMALL_PAGE)
    )
    return max(cost, 1)
