"""Which Graph permissions a plan and an apply need: those that the kinds name, and those to count people and
devices.

Least privilege: https://learn.microsoft.com/graph/permissions-reference and the pages of the routes. Devices
need a permission of their own although groups can be read without it: members of a type that may not be read
come back with an id and empty properties (https://learn.microsoft.com/graph/permissions-overview, limited
information), and a plan that misses devices gives wrong numbers.
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
"""Permission -> what it is needed to read besides the kinds."""
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
"""Permission -> broader permissions that the pages of these routes list too."""


OPTIONAL = "Policy.Read.All"
"""Permission to read conditional access, so that a plan can tell whether it gives effect to the policies. It
opens all policies of Entra, so we do not ask for it: without it, that is unknown.
https://learn.microsoft.com/graph/api/conditionalaccessroot-list-policies"""
SOMETIMES = frozenset({"Member.Read.Hidden", OPTIONAL})
"""Permissions that some tenants need (for groups that hide their members) or that are optional. Never
requested, and never reported as unneeded."""


def needed_permissions(
    kinds: Iterable[Kind], used_kinds: frozenset[str] | None, purpose: Purpose
) -> tuple[Need, ...]:
    """Return what the purpose needs, sorted; each permission once, and only the broader of two.

    `used_kinds` are the kinds of which the policies make objects; None when that is unknown. A kind with
    values that Graph masks needs its permission only for objects of its own, so for a plan an unused kind of
    that sort needs nothing.
    """
    reasons: dict[str, list[str]] = {permission: [reason] for permission, reason in DIRECTORY.items()}
    for kind in kinds:
        if purpose == "plan" and kind.secrets and used_kinds is not None and kind.name not in used_kinds:
            continue
        permission = kind.permissions.write if purpose == "apply" else kind.permissions.read
        reasons.setdefault(permission, []).append(kind.name)
    for permission in [name for name in reasons if name.endswith(_READ)]:
        broader = permission.removesuffix(_READ) + _WRITE
        if broader in reasons:
            reasons[broader] += reasons.pop(permission)
    return tuple(Need(permission, tuple(sorted(reason))) for permission, reason in sorted(reasons.items()))


def covers(granted: Iterable[str], permission: str) -> bool:
    """Return whether one of the granted permissions allows what this permission allows."""
    sufficient = {permission, permission.removesuffix(_READ) + _WRITE, *_ALSO.get(permission, ())}
    return not sufficient.isdisjoint(granted)


def unneeded_permissions(granted: Iterable[str], wanted: Iterable[Need]) -> tuple[str, ...]:
    """Return the granted permissions that are no part of what is needed, neither narrower nor broader. Names
    without a dot, such as `openid`, are no permissions."""
    needed = [need.permission for need in wanted]
    candidates = (name for name in sorted(granted) if "." in name and name not in SOMETIMES)
    return tuple(
        name
        for name in candidates
        if not any(covers([name], other) or covers([other], name) for other in needed)
    )
