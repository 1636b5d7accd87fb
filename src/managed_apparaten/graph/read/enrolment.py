"""Enrolment restrictions: for which platforms people may enrol their own devices.

Of the ways to restrict we read whether a platform and whether people's own devices on it are kept out. The default counts for who is in
no group of another restriction; of those the one with the lowest priority number counts. One that is assigned to nobody has no effect.
Sources: https://learn.microsoft.com/intune/intune-service/enrollment/enrollment-restrictions-set (priority, default),
https://learn.microsoft.com/graph/api/resources/intune-onboarding-deviceenrollmentplatformrestrictionsconfiguration.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.read.fields import UnexpectedType, record, records, switch, text

_DEFAULT = {"ios": ("iosRestriction",), "android": ("androidForWorkRestriction",), "windows": ("windowsRestriction",),
            "macos": ("macOSRestriction", "macRestriction")}  # fmt: skip
"""Platform -> properties of the default that say it, the first that is there."""
_SINGLE = {"ios": "ios", "androidForWork": "android", "windows": "windows", "mac": "macos"}
"""`platformType` -> platform. `android` is the device administrator, with which Intune enrols no phone that has Google's services."""
_SORTS = (
    "deviceEnrollmentPlatformRestrictionsConfiguration",
    "deviceEnrollmentPlatformRestrictionConfiguration",
)
_FILTER = "deviceAndAppManagementAssignmentFilterType"


@dataclass(frozen=True, slots=True)
class Restriction:
    """What one restriction says of one platform."""

    platform: str
    priority: int
    """The lowest number counts; 0 is the default, which counts last."""
    blocked: bool
    """Whether people's own devices are kept out, alone or with the whole platform."""
    groups: tuple[str, ...] = ()
    """Whom it is for, by id in lower case; none for the default."""
    filtered: bool = False
    """Whether it counts for some of their devices only."""
    everybody: bool = False
    """Whether it is assigned to all users or all devices; the default is without saying so."""


def parse_restrictions(items: Sequence[Mapping[str, JSON]]) -> tuple[Restriction, ...]:
    """The restrictions in a list, the first that counts before the others. Raises `UnexpectedType` for one that does not look like one."""
    found = [one for item in items for one in _of(item)]
    return tuple(sorted(found, key=lambda one: (one.platform, one.priority == 0, one.priority, one.groups)))


def _of(item: Mapping[str, JSON]) -> Iterator[Restriction]:
    sort = text(item, "deviceEnrollmentType")
    if sort in ("platformRestrictions", "defaultPlatformRestrictions") or text(item, "@odata.type").endswith(
        _SORTS[0]
    ):
        yield from (Restriction(platform, 0, _blocks(item, names)) for platform, names in _DEFAULT.items())
    elif (sort == "singlePlatformRestriction" or text(item, "@odata.type").endswith(_SORTS[1])) and _platform(
        item
    ):
        targets = [record(one, "target") for one in records(item, "assignments")]
        groups = tuple(sorted(text(target, "groupId").lower() for target in targets if target.get("groupId")))
        everybody = any(text(target, "@odata.type").startswith("#microsoft.graph.all") for target in targets)
        if groups or everybody:
            filtered = any(text(target, _FILTER) not in ("", "none") for target in targets)
            yield Restriction(
                _platform(item),
                _priority(item),
                _blocks(item, ("platformRestriction",)),
                groups,
                filtered,
                everybody,
            )


def _platform(item: Mapping[str, JSON]) -> str:
    return _SINGLE.get(text(item, "platformType"), "")


def _priority(item: Mapping[str, JSON]) -> int:
    found = item.get("priority")
    if type(found) is not int or found < 1:
        raise UnexpectedType("priority")
    return found


def _blocks(item: Mapping[str, JSON], names: Sequence[str]) -> bool:
    found = next((found for name in names if (found := record(item, name))), {})
    return switch(found, "platformBlocked") or switch(found, "personalDeviceEnrollmentBlocked")
