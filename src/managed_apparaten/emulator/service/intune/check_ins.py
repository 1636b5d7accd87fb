"""Devices in time: when each last checked in, and how old its inventory of apps is, computed from the
tenant's clock.

Nothing runs in the background. A device to which the seed gave a schedule checks in at its own moments until
it stops; what Intune shows of it follows from the schedule and the time. Sources:
intune/app-management/discovered-apps, 2025-12-03 (every 7 days counted from enrolment; of Win32 apps every 24
hours); intune/device-management/device-cleanup-rules (hides devices that have not checked in, from 30 days
on; they return when they check in).
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
"""Name under which the schedule of a seeded device is stored beside its body; no answer shows it."""
INVENTORY, WIN32 = timedelta(days=7), timedelta(hours=24)
"""How often the inventory of a device is collected, in general and of Win32 apps."""
SHORTEST_CLEANUP = timedelta(days=30)
"""The least time without a check-in after which a cleanup rule can hide a device."""
PLATFORMS = {
    "androidDeviceAdministrator": ("deviceType", "android"), "androidPersonallyOwnedWorkProfile": ("deviceType", "androidForWork"),
    "androidDedicatedAndFullyManagedCorporateOwnedWorkProfile": ("deviceType", "androidEnterprise"),
    "ios": ("operatingSystem", "iOS"), "macOS": ("operatingSystem", "macOS"), "windows": ("operatingSystem", "Windows"),
}  # fmt: skip
"""deviceCleanupRulePlatformType -> property and value of the devices that it means; `all` means every device."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The moments at which one device checks in."""

    first: datetime
    """The first check-in."""
    every: timedelta
    """Time between two check-ins."""
    stopped: datetime | None = None
    """From when on the device checks in no more; None when it goes on."""

    def entry(self) -> list[dict[str, JSON]]:
        """Return the schedule as it is stored beside a device."""
        stopped = self.stopped.isoformat() if self.stopped else None
        return [{"first": self.first.isoformat(), "every": self.every.total_seconds(), "stopped": stopped}]

    def last(self, now: datetime) -> datetime | None:
        """Return the newest check-in; None when there was none yet."""
        end = now if self.stopped is None else min(now, self.stopped)
        return None if end < self.first else self.first + (end - self.first) // self.every * self.every

    def next(self, moment: datetime) -> datetime | None:
        """Return the first check-in at a moment or after it; None when the device checks in no more by then."""
        intervals = max(-((self.first - moment) // self.every), 0)
        check_in = self.first + intervals * self.every
        return None if self.stopped is not None and check_in > self.stopped else check_in


def get_schedule(device: Stored) -> Schedule | None:
    """Return the schedule of a device; None when it never checks in by itself."""
    for entry in device.nav.get(SCHEDULE, ()):
        stopped = datetime.fromisoformat(entry["stopped"]) if entry["stopped"] else None
        return Schedule(datetime.fromisoformat(entry["first"]), timedelta(seconds=entry["every"]), stopped)
    return None


def report_as_of(device: Stored, now: datetime) -> datetime | None:
    """Return when the inventory that Intune shows of a device was collected; None before the first one.

    An inventory is due at fixed intervals from enrolment, and is collected at the first check-in after that.
    """
    schedule = get_schedule(device)
    last = schedule.last(now) if schedule else None
    if schedule is None or last is None:
        return None
    enrolled = parse_moment(device.body.get("enrolledDateTime")) or schedule.first
    interval = WIN32 if device.body.get("operatingSystem") == "Windows" else INVENTORY
    last_due = enrolled + max((last - enrolled) // interval, 0) * interval
    return schedule.next(max(last_due, schedule.first))


def parse_moment(text: JSON) -> datetime | None:
    """Return a time as Graph writes it; None for no time and for the year 1, which stands for none."""
    if not text or str(text).startswith("0001"):
        return None
    return datetime.fromisoformat(str(text)[:19]).replace(tzinfo=UTC)


def format_moment(moment: datetime) -> str:
    """Return a time as Graph writes it, in whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")


@dataclass(frozen=True, slots=True)
class Presence:
    """Shows a device with its newest check-in, or hides it by a cleanup rule; for `Store.present`."""

    behaviours: Behaviours

    def __call__(self, store: Store, item: Stored, now: datetime) -> Stored | None:
        """Return a device with its newest check-in, or None when a cleanup rule hides it; other objects
        unchanged.
        """
        if item.collection != MANAGED:
            return item
        schedule = get_schedule(item)
        last = schedule.last(now) if schedule and self.behaviours.on("devices-check-in") else None
        device = item
        if last is not None:
            device = replace(item, body={**item.body, "lastSyncDateTime": format_moment(last)})
        return None if self._is_hidden(store, device, now) else device

    def _is_hidden(self, store: Store, device: Stored, now: datetime) -> bool:
        """Return whether a cleanup rule hides a device because it has not checked in for too long."""
        last = parse_moment(device.body.get("lastSyncDateTime"))
        if last is None or now - last < SHORTEST_CLEANUP or not self.behaviours.on("cleanup-rules-hide"):
            return False
        days_of_rules = _inactivity_days(store.objects((RULES,)), device)
        return any(now - last >= timedelta(days=days) for days in days_of_rules)


def _inactivity_days(rules: Iterable[Stored], device: Stored) -> Iterable[int]:
    """Yield the days without a check-in after which the rules for a device hide it."""
    for rule in rules:
        platform = str(rule.body.get("deviceCleanupRulePlatformType") or "all")
        days = rule.body.get("deviceInactivityBeforeRetirementInDays")
        name, value = PLATFORMS.get(platform, ("", ""))
        if days and (platform == "all" or device.body.get(name) == value):
            yield int(days)
