"""Limits of the API for export jobs within one minute: for the tenant, for an application, for a person.

Source: intune/device-management/reports/export-graph-apis.md, 2025-02-28 ("API throttling conditions"): 100
for the tenant, 48 for an application, 8 for a person. Which requests count is not documented; here all do,
polls too.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from managed_apparaten.emulator.odata.urls import Url

PATH = ("deviceManagement", "reports", "exportJobs")
"""Path of the export jobs."""
WINDOW = 60.0
"""Seconds within which requests are counted."""
TENANT, APPLICATION, PERSON = 100, 48, 8
"""Requests allowed in the window."""


@dataclass(slots=True)
class ExportLimits:
    """The requests of the last minute, by caller."""

    requests: dict[str, deque[datetime]] = field(default_factory=dict)
    """`person/NAME`, `app/NAME`, or empty for the tenant -> the times of the requests."""

    def wait(self, app: str, person: str, url: Url, now: datetime) -> float:
        """Count a request and return zero, or return the seconds that it must wait; `person` is empty for an
        application.
        """
        if url.segments[:3] != PATH:
            return 0.0
        limits = {"": TENANT}
        if person:
            limits[f"person/{person}"] = PERSON
        else:
            limits[f"app/{app}"] = APPLICATION
        seconds = max(self._seconds_until_free(caller, limit, now) for caller, limit in limits.items())
        if seconds > 0:
            return seconds
        for caller in limits:
            self.requests[caller].append(now)
        return 0.0

    def _seconds_until_free(self, caller: str, limit: int, now: datetime) -> float:
        """Forget the requests of a caller before the window, and return the seconds until one more is
        allowed.
        """
        recent = self.requests.setdefault(caller, deque())
        while recent and (now - recent[0]).total_seconds() >= WINDOW:
            recent.popleft()
        return WINDOW - (now - recent[0]).total_seconds() if len(recent) >= limit else 0.0
