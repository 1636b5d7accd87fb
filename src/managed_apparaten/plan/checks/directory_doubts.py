"""Report what the directory does not show, or shows inconsistently, so that people and devices are not
counted exactly."""

from collections import Counter
from collections.abc import Iterator

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observed import UNKNOWN_OWNERSHIP, Directory
from managed_apparaten.plan.reach import KNOWN, OWNERS


def doubts(directory: Directory) -> Iterator[Diagnostic]:
    """Report all of it. Only a truncated answer (PLN039) is an error."""
    yield from _unknown_platforms(directory)
    yield from _unknown_owners(directory)
    yield from _unread(directory)
    yield from _too_few(directory)


def _too_few(directory: Directory) -> Iterator[Diagnostic]:
    """Report PLN039, an error: more people were read than the tenant says it has, so one of the answers was
    cut short."""
    seen = len(frozenset[str]().union(*directory.people.values()) - directory.unsure)
    if seen > directory.people_total:
        yield Diagnostic("PLN039", args={"seen": str(seen), "total": str(directory.people_total)})


def _unread(directory: Directory) -> Iterator[Diagnostic]:
    """Report PLN049, a warning for each property that Graph does not show of some people or devices."""
    people, machines = (
        frozenset[str]().union(*some.values()) for some in (directory.people, directory.devices_in)
    )
    unowned = frozenset(device.id for device in directory.devices if device.ownership == UNKNOWN_OWNERSHIP)
    for name, without_value, total, permission in (
        ("user.accountEnabled", people & directory.unsure, len(people), "User.Read.All"),
        ("user.userType", directory.typeless, len(people), "User.Read.All"),
        ("device.accountEnabled", machines & directory.unsure, len(machines), "Device.Read.All"),
        (
            "managedDevice.managedDeviceOwnerType",
            unowned,
            len(directory.devices),
            "DeviceManagementManagedDevices.Read.All",
        ),
    ):
        if without_value:
            args = {
                "property": name,
                "count": str(len(without_value)),
                "total": str(total),
                "permission": permission,
            }
            yield Diagnostic("PLN049", "warning", args=args)


def _unknown_platforms(directory: Directory) -> Iterator[Diagnostic]:
    """Report PLN074, a warning for each operating system that policies do not know."""
    counted = Counter(device.platform for device in directory.devices if device.platform not in KNOWN)
    for system, number in sorted(counted.items()):
        yield Diagnostic("PLN074", "warning", args={"system": system, "count": str(number)})


def _unknown_owners(directory: Directory) -> Iterator[Diagnostic]:
    """Report PLN079, a warning for each type of owner that Graph does not document."""
    counted = Counter(
        device.ownership
        for device in directory.devices
        if device.ownership not in (*OWNERS, UNKNOWN_OWNERSHIP)
    )
    for owner, number in sorted(counted.items()):
        yield Diagnostic("PLN079", "warning", args={"owner": owner, "count": str(number)})
