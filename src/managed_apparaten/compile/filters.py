"""Which assignment filter keeps a resource to the devices that it is meant for.

A group of people reaches every enrolled device of theirs of a platform, so also a phone of their own that they enrolled. One group
cannot have a resource twice with different filters, hence a filter only where all classes of device have one owner.
Source: Microsoft Learn, "Create assignment filters"; platform names are those that the service accepts at a create.
"""

from collections.abc import Mapping, Sequence

from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import cause
from managed_apparaten.policy.model import DeviceClass, Ownership, Platform

KIND_NAME = "assignment_filter"
PLATFORMS: Mapping[Platform, str] = {
    "ios": "iOS",
    "android": "androidForWork",
    "windows": "windows10AndLater",
    "macos": "macOS",
}
"""Our platform -> `platform` of a filter. Android Enterprise is `androidForWork`; device administrator is not served."""
OWNERS: Mapping[Ownership, str] = {"corporate": "Corporate", "personal": "Personal"}
"""Our word for whose device it is -> the value of `device.deviceOwnership`."""
WHY = cause("compiler", "cause.kind.filter")


def filter_for(devices: Sequence[DeviceClass]) -> Address | None:
    """The filter for these classes of device, which are of one platform; None when they belong to both owners."""
    owners = {(device.platform, device.ownership) for device in devices}
    return address(*next(iter(owners))) if len(owners) == 1 else None


def address(platform: Platform, ownership: Ownership) -> Address:
    """`assignment_filter/ios-corporate`."""
    return Address(KIND_NAME, f"{platform}-{ownership}")


def rule(ownership: Ownership) -> str:
    """The rule of a filter."""
    return f'(device.deviceOwnership -eq "{OWNERS[ownership]}")'
