"""Devices in time: when each last checked in and how old its inventory of apps is, worked out from the tenant's clock.

Nothing runs in the background. A device that the seed gave a schedule checks in at its own moments until it falls silent; what
Intune shows of it follows from the schedule and the time. Sources: intune/app-management/discovered-apps, 2025-12-03 (every 7 days
counted from enrolment; of Win32 apps every 24 hours); intune/device-management/device-cleanup-rules (hides devices that have not
checked in, from 30 days on; they return when they check in).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Store, Stored

MANAGED, RULES = "deviceManagement/managedDevices", "deviceManagement/managedDeviceCleanupRules"
SCHEDULE = "checkIns"
"""Where the schedule of a seeded device is kept: beside its body, as one entry; no answer ever shows it."""
INVENTORY, WIN32 = timedelta(days=7), timedelta(hours=24)
SHORTEST_CLEANUP = timedelta(days=30)
PLATFORMS = {
    "androidDeviceAdministrator": ("deviceType", "android"), "androidPersonallyOwnedWorkProfile": ("deviceType", "androidForWork"),
    "androidDedicatedAndFullyManagedCorporateOwnedWorkProfile": ("deviceType", "androidEnterprise"),
    "ios": ("operatingSystem", "iOS"), "macOS": ("operatingSystem", "macOS"), "windows": ("operatingSystem", "Windows"),
}  # fmt: skip
"""deviceCleanupRulePlatformType -> what a device has then; `all` is every one."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The moments at which one device checks in."""

    first: datetime
    every: timedelta
    stopped: datetime | None = None
    """From when on it is silent."""

    def entry(self) -> list[dict[str, JSON]]:
        """As it is kept beside a device."""
        stopped = self.stopped.isoformat() if self.stopped else None
        return [{"first": self.first.isoformat(), "every": self.every.total_seconds(), "stopped": stopped}]

    def last(self, now: datetime) -> datetime | None:
        """The newest check-in; None when there was none yet."""
        end = now if self.stopped is None else min(now, self.stopped)
        return None if end < self.first else self.first + (end - self.first) // self.every * self.every

    def next(self, moment: datetime) -> datetime | None:
        """The first check-in at a moment or after it; None when the device is silent by then."""
        found = self.first + max(-((self.first - moment) // self.every), 0) * self.every
        return None if self.stopped is not None and found > self.stopped else found


def get_schedule(device: Stored) -> Schedule | None:
    """The schedule of a device; None when it never checks in by itself."""
    for kept in device.nav.get(SCHEDULE, ()):
        stopped = datetime.fromisoformat(kept["stopped"]) if kept["stopped"] else None
        return Schedule(datetime.fromisoformat(kept["first"]), timedelta(seconds=kept["every"]), stopped)
    return None


def report_as_of(device: Stored, now: datetime) -> datetime | None:
    """When the inventory that Intune shows of a device was collected; None before the first one.

    An inventory is due at fixed intervals from enrolment and is collected at the first check-in after that.
    """
    known = get_schedule(device)
    last = known.last(now) if known else None
    if known is None or last is None:
        return None
    enrolled = parse_moment(device.body.get("enrolledDateTime")) or known.first
    every = WIN32 if device.body.get("operatingSystem") == "Windows" else INVENTORY
    return known.next(max(enrolled + max((last - enrolled) // every, 0) * every, known.first))


def parse_moment(text: JSON) -> datetime | None:
    """A time as Graph writes it; None for none and for the year 1."""
    if not text or str(text).startswith("0001"):
        return None
    return datetime.fromisoformat(str(text)[:19]).replace(tzinfo=UTC)


def format_moment(moment: datetime) -> str:
    """A time as Graph writes it, in whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")


@dataclass(frozen=True, slots=True)
class Presence:
    """Shows a device with its newest check-in, or hides it by a cleanup rule."""

    behaviours: Behaviours

    def __call__(self, store: Store, item: Stored, now: datetime) -> Stored | None:
        """The device with its newest check-in, or None when a cleanup rule hides it; other objects are left alone."""
        if item.collection != MANAGED:
            return item
        known = get_schedule(item)
        last = known.last(now) if known and self.behaviours.on("devices-check-in") else None
        shown = (
            item
            if last is None
            else replace(item, body={**item.body, "lastSyncDateTime": format_moment(last)})
        )
        return None if self._hidden(store, shown, now) else shown

    def _hidden(self, store: Store, device: Stored, now: datetime) -> bool:
        seen = parse_moment(device.body.get("lastSyncDateTime"))
        if seen is None or now - seen < SHORTEST_CLEANUP or not self.behaviours.on("cleanup-rules-hide"):
            return False
        return any(
            now - seen >= timedelta(days=days) for days in _inactivity_days(store.objects((RULES,)), device)
        )


def _inactivity_days(rules: Iterable[Stored], device: Stored) -> Iterable[int]:
    for rule in rules:
        kind, days = (
            str(rule.body.get("deviceCleanupRulePlatformType") or "all"),
            rule.body.get("deviceInactivityBeforeRetirementInDays"),
        )
        name, value = PLATFORMS.get(kind, ("", ""))
        if days and (kind == "all" or device.body.get(name) == value):
            yield int(days)
