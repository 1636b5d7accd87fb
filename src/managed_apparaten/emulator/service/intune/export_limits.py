"""Limits of the exportJobs API within one minute: per tenant, per application, per person.

Source: intune/device-management/reports/export-graph-apis.md, 2025-02-28 ("API throttling conditions"): 100 for the tenant, 48 for
an application, 8 for a person. Which requests count is not said; here all do, polls too.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from managed_apparaten.emulator.odata.urls import Url

PATH = ("deviceManagement", "reports", "exportJobs")
WINDOW = 60.0
TENANT, APPLICATION, PERSON = 100, 48, 8


@dataclass(slots=True)
class ExportLimits:
    """Requests of the last minute, by whom they were made."""

    made: dict[str, deque[datetime]] = field(default_factory=dict)

    def wait(self, app: str, person: str, url: Url, now: datetime) -> float:
        """Take the request into account, or say how many seconds it must wait."""
        if url.segments[:3] != PATH:
            return 0.0
        limits = {
            "": TENANT,
            f"person/{person}" if person else f"app/{app}": PERSON if person else APPLICATION,
        }
        waits = [self._left(who, number, now) for who, number in limits.items()]
        if max(waits) > 0:
            return max(waits)
        for who in limits:
            self.made[who].append(now)
        return 0.0

    def _left(self, who: str, number: int, now: datetime) -> float:
        kept = self.made.setdefault(who, deque())
        while kept and (now - kept[0]).total_seconds() >= WINDOW:
            kept.popleft()
        return WINDOW - (now - kept[0]).total_seconds() if len(kept) >= number else 0.0
