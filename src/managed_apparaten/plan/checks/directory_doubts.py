"""What a directory does not tell, or tells twice and differently: people and devices that a plan cannot count as it should."""

from collections import Counter
from collections.abc import Iterator

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observed import UNKNOWN_OWNERSHIP, Directory
from managed_apparaten.plan.reach import KNOWN, OWNERS


def doubts(directory: Directory) -> Iterator[Diagnostic]:
    """All that somebody should know of it. Nothing but an answer that was cut short stops a plan."""
    yield from _unknown_platforms(directory)
    yield from _unknown_owners(directory)
    yield from _unread(directory)
    yield from _too_few(directory)


def _too_few(directory: Directory) -> Iterator[Diagnostic]:
    """PLN039, an error where more people were seen than the tenant says to have: one of the answers was cut short, nobody knows which."""
    seen = len(frozenset[str]().union(*directory.people.values()) - directory.unsure)
    if seen > directory.people_total:
        yield Diagnostic("PLN039", args={"seen": str(seen), "total": str(directory.people_total)})


def _unread(directory: Directory) -> Iterator[Diagnostic]:
    """PLN049, a warning for each property that Graph does not show of some people or devices."""
    people, machines = (
        frozenset[str]().union(*some.values()) for some in (directory.people, directory.devices_in)
    )
    unowned = frozenset(device.id for device in directory.devices if device.ownership == UNKNOWN_OWNERSHIP)
    for name, unknown, everybody, permission in (
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
        if unknown:
            args = {
                "property": name,
                "count": str(len(unknown)),
                "total": str(everybody),
                "permission": permission,
            }
            yield Diagnostic("PLN049", "warning", args=args)


def _unknown_platforms(directory: Directory) -> Iterator[Diagnostic]:
    """PLN074, a warning for each operating system that is none of ours."""
    counted = Counter(device.platform for device in directory.devices if device.platform not in KNOWN)
    for system, number in sorted(counted.items()):
        yield Diagnostic("PLN074", "warning", args={"system": system, "count": str(number)})


def _unknown_owners(directory: Directory) -> Iterator[Diagnostic]:
    """PLN079, a warning for each type of owner that Graph does not document."""
    counted = Counter(
        device.ownership
        for device in directory.devices
        if device.ownership not in (*OWNERS, UNKNOWN_OWNERSHIP)
    )
    for owner, number in sorted(counted.items()):
        yield Diagnostic("PLN079", "warning", args={"owner": owner, "count": str(number)})
