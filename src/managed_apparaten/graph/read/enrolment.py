"""Reads enrolment restrictions: on which platforms people may enrol their own devices.

Of each restriction we read whether a platform, or personal devices on it, are blocked. The default counts for
a person who is in no group of another restriction. Of the others, the one with the lowest priority number
counts. One that is not assigned has no effect. Sources:
https://learn.microsoft.com/intune/intune-service/enrollment/enrollment-restrictions-set (priority, default),
https://learn.microsoft.com/graph/api/resources/intune-onboarding-deviceenrollmentplatformrestrictionsconfiguration.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.read.fields import UnexpectedType, record, records, switch, text

_DEFAULT = {"ios": ("iosRestriction",), "android": ("androidForWorkRestriction",), "windows": ("windowsRestriction",),
            "macos": ("macOSRestriction", "macRestriction")}  # fmt: skip
"""Platform -> properties of the default restriction that can hold it; the first that is there counts."""
_SINGLE = {"ios": "ios", "androidForWork": "android", "windows": "windows", "mac": "macos"}
"""`platformType` -> platform. `android` means device administrator, with which Intune enrols no phone that
has Google's services."""
_SORTS = (
    "deviceEnrollmentPlatformRestrictionsConfiguration",
    "deviceEnrollmentPlatformRestrictionConfiguration",
)
_FILTER = "deviceAndAppManagementAssignmentFilterType"


@dataclass(frozen=True, slots=True)
class Restriction:
    """What one enrolment restriction says about one platform."""

    platform: str
    priority: int
    """Its priority: the lowest number counts; 0 is the default, which counts last."""
    blocked: bool
    """Whether personal devices are blocked, alone or with the whole platform."""
    groups: tuple[str, ...] = ()
    """Ids of the groups it is assigned to, in lower case; none for the default."""
    filtered: bool = False
    """Whether an assignment filter limits it to some devices."""
    everybody: bool = False
    """Whether it is assigned to all users or all devices. False for the default, which counts for everybody
    anyway."""


def parse_restrictions(items: Sequence[Mapping[str, JSON]]) -> tuple[Restriction, ...]:
    """Return the restrictions in a list, by platform and in the order in which they count.

    Raises `UnexpectedType` for a restriction of an unknown form.
    """
    parsed = [one for item in items for one in _restrictions_in(item)]
    return tuple(sorted(parsed, key=lambda one: (one.platform, one.priority == 0, one.priority, one.groups)))


def _restrictions_in(item: Mapping[str, JSON]) -> Iterator[Restriction]:
    """Yield what one item of the list says about each platform."""
    sort = text(item, "deviceEnrollmentConfigurationType")
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
    """Return the platform of a restriction for one platform; empty when we do not know it."""
    return _SINGLE.get(text(item, "platformType"), "")


def _priority(item: Mapping[str, JSON]) -> int:
    """Return the priority of a restriction; raise `UnexpectedType` unless it is a number from 1."""
    priority = item.get("priority")
    if type(priority) is not int or priority < 1:
        raise UnexpectedType("priority")
    return priority


def _blocks(item: Mapping[str, JSON], names: Sequence[str]) -> bool:
    """Return whether the first of these properties that is there blocks personal devices or the whole
    platform."""
    settings = next((settings for name in names if (settings := record(item, name))), {})
    return switch(settings, "platformBlocked") or switch(settings, "personalDeviceEnrollmentBlocked")
