"""What sets single devices of Gemeente Zilverdam apart: when they check in, and those that are not as the others are.

The numbers are made up; that such devices exist is documented: silent ones (intune/device-management/device-cleanup-rules),
co-management (configurationManagerClientEnabledFeatures), two records of one device that was enrolled again (github
microsoft/zerotrustassessment#567), personal ones of every platform (intune/user-help enrolment pages).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.intune.check_ins import SCHEDULE, Schedule, format_moment

Pair = tuple[Stored, Stored]
"""The Entra device and the Intune device of one physical device."""
ENROLLED = datetime(2026, 1, 5, 8, tzinfo=UTC)
SPREAD, AGAIN = timedelta(days=200), "2026-08-17T09:30:00"
"""Over how many days they were enrolled, and when the two were that were enrolled again."""
EVERY = timedelta(hours=8)
SILENT = {10: 8, 20: 12, 40: 31, 60: 45}
"""Place of a device among each three hundred -> days for which it has been silent."""
ROUND = 300
NONCOMPLIANT, GRACE, ERROR, UNKNOWN = 11, 23, 37, 53
"""Which devices, counted in the two large roles, are not compliant, in their grace period, in error, or not judged yet."""
LARGE = ("sociaal-domein", "kcc")
PERSONAL = (("iPhone", "veiligheid", 2), ("macMDM", "bestuursadvies-comm", 1), ("windowsRT", "ict-beheer", 1))
"""deviceType, role and how many of its last devices are people's own."""
COMANAGED = ("windowsRT", "kcc", 4)
RETIRED = ("windowsRT", "bedrijfsvoering", 2)
DOUBLE = ("iPhone", "fysiek-belast", 2)
USERLESS = ("iPad", "toezicht-boa", 2)
FEATURES = ("inventory", "modernApps", "resourceAccess", "deviceConfiguration", "compliancePolicy", "windowsUpdateForBusiness",
            "endpointProtection", "officeApps")  # fmt: skip
NOBODY: dict[str, JSON] = {"userId": "", "userPrincipalName": "", "userDisplayName": "", "emailAddress": ""}


def settled(devices: Iterable[Pair], now: datetime) -> list[Pair]:
    """The devices with their states and check-ins as of a moment."""
    found = list(devices)
    _personal(found)
    _change(found, COMANAGED, _comanaged())
    _change(found, RETIRED, {"managementState": "retirePending"})
    _change(found, USERLESS, NOBODY)
    _doubles(found)
    _judged(found, now)
    return [(entra, _scheduled(managed, number, now)) for number, (entra, managed) in enumerate(found)]


def _of(devices: list[Pair], kind: str, role: str) -> list[int]:
    """Places of the devices of a kind whose person is in a role."""
    return [
        place for place, (_, managed) in enumerate(devices)
        if managed.body["deviceType"] == kind and str(managed.body["userPrincipalName"]).startswith(f"{role}.")
    ]  # fmt: skip


def _put(devices: list[Pair], place: int, own: dict[str, JSON], entra: dict[str, JSON] | None = None) -> None:
    first, second = devices[place]
    devices[place] = (
        replace(first, body={**first.body, **(entra or {})}),
        replace(second, body={**second.body, **own}),
    )


def _change(devices: list[Pair], which: tuple[str, str, int], own: dict[str, JSON]) -> None:
    kind, role, number = which
    for place in _of(devices, kind, role)[-number:]:
        _put(devices, place, own)


def _personal(devices: list[Pair]) -> None:
    own: dict[str, JSON] = {
        "ownerType": "personal",
        "managedDeviceOwnerType": "personal",
        "isSupervised": False,
    }
    for kind, role, number in PERSONAL:
        for place in _of(devices, kind, role)[-number:]:
            _put(
                devices,
                place,
                {**own, "deviceEnrollmentType": "userEnrollment"},
                {"deviceOwnership": "Personal", "trustType": "Workplace"},
            )


def _comanaged() -> dict[str, JSON]:
    """Configuration Manager has the apps, Intune the rest."""
    features = {name: name != "modernApps" for name in FEATURES}
    return {
        "managementAgent": "configurationManagerClientMdm",
        "configurationManagerClientEnabledFeatures": features,
    }


def _doubles(devices: list[Pair]) -> None:
    """A second record of the device before it: the same serial number and person, enrolled again."""
    kind, role, number = DOUBLE
    places = _of(devices, kind, role)
    for first, second in zip(places[0 : 2 * number : 2], places[1 : 2 * number : 2], strict=True):
        before = devices[first][1].body
        same = ("serialNumber", "userId", "userPrincipalName", "userDisplayName", "emailAddress")
        _put(devices, second, {**{name: before[name] for name in same}, "enrolledDateTime": AGAIN})


def _judged(devices: list[Pair], now: datetime) -> None:
    """Compliance that is not `compliant`, in Intune and in Entra."""
    grace = format_moment(now + timedelta(days=2))
    places = [
        place for role in LARGE for kind in ("iPhone", "windowsRT") for place in _of(devices, kind, role)
    ]
    states: dict[int, dict[str, JSON]] = {
        NONCOMPLIANT: {"complianceState": "noncompliant"}, ERROR: {"complianceState": "error"}, UNKNOWN: {"complianceState": "unknown"},
        GRACE: {"complianceState": "inGracePeriod", "complianceGracePeriodExpirationDateTime": grace},
    }  # fmt: skip
    for number, place in enumerate(places, 1):
        own = next((state for every, state in states.items() if number % every == 0), None)
        if own is not None:
            _put(devices, place, own, {"isCompliant": own["complianceState"] == "inGracePeriod"})


def _scheduled(managed: Stored, number: int, now: datetime) -> Stored:
    """A device with its own moments of check-in; a few have been silent for days."""
    draw = int.from_bytes(blake2b(managed.id.encode(), digest_size=4).digest()) / 2**32
    again = AGAIN in str(managed.body["enrolledDateTime"])
    enrolled = ENROLLED + SPREAD * draw if not again else datetime.fromisoformat(AGAIN).replace(tzinfo=UTC)
    days = next((days for place, days in SILENT.items() if number % ROUND == place), 0)
    stopped = now - timedelta(days=days) if days else None
    schedule = Schedule(enrolled, EVERY, stopped)
    last = schedule.last(now) or enrolled
    body = {
        **managed.body,
        "enrolledDateTime": format_moment(enrolled),
        "lastSyncDateTime": format_moment(last),
    }
    return replace(managed, body=body, nav={**managed.nav, SCHEDULE: schedule.entry()})
