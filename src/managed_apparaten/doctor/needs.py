"""Which permissions a plan and an apply need: those that the kinds name, and those for the people and devices that a plan counts.

Least privilege: https://learn.microsoft.com/graph/permissions-reference and the pages of the routes. Devices need a permission of
their own though groups are readable without: members of a type that may not be read come back as an id and empty properties
(https://learn.microsoft.com/graph/permissions-overview, limited information), and a device that is not counted is a plan that lies.
"""

from collections.abc import Iterable, Mapping

from managed_apparaten.compile.kind import Kind
from managed_apparaten.doctor.finding import Need, Purpose

DIRECTORY: Mapping[str, str] = {
    "Device.Read.All": "group-devices",
    "DeviceManagementConfiguration.Read.All": "settings-catalog",
    "DeviceManagementManagedDevices.Read.All": "devices",
    "GroupMember.Read.All": "groups",
    "Organization.Read.All": "tenant",
    "User.Read.All": "people",
}
"""Permission -> what it reads besides the kinds."""
_READ, _WRITE = ".Read.All", ".ReadWrite.All"
_ALSO: Mapping[str, tuple[str, ...]] = {
    "GroupMember.Read.All": (
        "Group.Read.All",
        "Group.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ),
    "User.Read.All": ("Directory.Read.All", "Directory.ReadWrite.All"),
    "Device.Read.All": ("Directory.Read.All", "Directory.ReadWrite.All"),
    "Organization.Read.All": ("Directory.Read.All", "Directory.ReadWrite.All"),
}
"""Broader permissions that the pages of these routes list too."""


OPTIONAL = "Policy.Read.All"
"""Opens conditional access, of which a plan says whether it gives effect to the policies. It opens all policies of Entra, so nobody is
asked for it: without it that is unknown. https://learn.microsoft.com/graph/api/conditionalaccessroot-list-policies"""
SOMETIMES = frozenset({"Member.Read.Hidden", OPTIONAL})
"""What only some tenants need, for groups that hide who is in them, and what is optional. Never asked for, never called spare."""


def needed_permissions(
    kinds: Iterable[Kind], used: frozenset[str] | None, purpose: Purpose
) -> tuple[Need, ...]:
    """What the purpose needs, sorted, each permission once and the broader of two only.

    `used` are the kinds that the policies make objects of, None when that is not known. A kind whose values Graph masks needs its
    permission for objects of its own only, so one that is not used asks nothing for a plan.
    """
    found: dict[str, list[str]] = {permission: [what] for permission, what in DIRECTORY.items()}
    for kind in kinds:
        if purpose == "plan" and kind.secrets and used is not None and kind.name not in used:
            continue
        permission = kind.permissions.write if purpose == "apply" else kind.permissions.read
        found.setdefault(permission, []).append(kind.name)
    for permission in [name for name in found if name.endswith(_READ)]:
        broader = permission.removesuffix(_READ) + _WRITE
        if broader in found:
            found[broader] += found.pop(permission)
    return tuple(Need(permission, tuple(sorted(what))) for permission, what in sorted(found.items()))


def covers(granted: Iterable[str], permission: str) -> bool:
    """Whether one of the names granted opens what the permission opens."""
    enough = {permission, permission.removesuffix(_READ) + _WRITE, *_ALSO.get(permission, ())}
    return not enough.isdisjoint(granted)


def unneeded_permissions(granted: Iterable[str], wanted: Iterable[Need]) -> tuple[str, ...]:
    """What was granted and is no part of what is needed, narrower or broader; names without a dot are no permissions (`openid`)."""
    needed = [need.permission for need in wanted]
    told = (name for name in sorted(granted) if "." in name and name not in SOMETIMES)
    return tuple(name for name in told if not any(covers([name], n) or covers([n], name) for n in needed))
