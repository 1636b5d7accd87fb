"""Which Graph permission a route needs, as data: any one of a row's names opens it, the least privileged first.

Rows: the Permissions sections of Microsoft's API reference for these resources, as in Microsoft's permissions reference
(https://learn.microsoft.com/graph/permissions-reference); detected apps, devices and their statuses since 2025 need the
managed-device permission. The rows that a configuration permission opens too were read in permissions/new/permissions.json of
microsoftgraph/microsoft-graph-devx-content @ 0029347; `scripts/check_permissions.py` compares all of them with that file.
The plain value of a masked setting is told to those who may write only, though its page says that reading is enough: the 403 of
Micke-K/IntuneManagement#263 names the one permission, and microsoftgraph/microsoft-graph-docs-contrib#9270 says why.
The first row whose path fits decides. Reading with a ReadWrite permission is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import errors
from .served import ALL, SINGLETONS

ANY = "*"


@dataclass(frozen=True, slots=True)
class Row:
    """One route prefix."""

    path: tuple[str, ...]
    """Segments; `*` fits any one."""
    read: tuple[str, ...]
    write: tuple[str, ...] = ()
    """Empty: no application permission writes here."""


def _pair(area: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (f"{area}.Read.All", f"{area}.ReadWrite.All"), (f"{area}.ReadWrite.All",)


def _either(*areas: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Any of some areas, the one that is meant first."""
    pairs = [_pair(f"DeviceManagement{area}") for area in areas]
    return tuple(name for read, _ in pairs for name in read), tuple(name for _, write in pairs for name in write)


_REPORTS = tuple(f"DeviceManagement{area}.{{}}.All" for area in ("Configuration", "Apps", "ManagedDevices"))
"""intune-reporting-devicemanagementexportjob-get and -create: asking for a report is writing, whatever some tools get away with."""
_GROUPS = ("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All", "Group.ReadWrite.All", "Directory.ReadWrite.All")
_MEMBERS = ("GroupMember.Read.All", "GroupMember.ReadWrite.All", *_GROUPS[1:])
_GROUP_WRITES = ("Group.ReadWrite.All", "Directory.ReadWrite.All")
_USERS = ("User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")

TABLE: tuple[Row, ...] = (
    Row(("deviceAppManagement", "policySets"), *_either("Configuration", "Apps")),
    Row(("deviceAppManagement",), *_pair("DeviceManagementApps")),
    Row(("deviceManagement", "auditEvents"), *_pair("DeviceManagementApps")),
    Row(("deviceManagement", "managedDevices"), *_either("ManagedDevices", "Configuration")),
    Row(("deviceManagement", "detectedApps"), *_pair("DeviceManagementManagedDevices")),
    Row(("deviceManagement", "deviceCompliancePolicies", ANY, "deviceStatuses"), *_pair("DeviceManagementManagedDevices")),
    Row(("deviceManagement", "deviceConfigurations", ANY, "deviceStatuses"), *_pair("DeviceManagementManagedDevices")),
    Row(("deviceManagement", "deviceConfigurations", ANY, "getOmaSettingPlainTextValue"), _pair("DeviceManagementConfiguration")[1]),
    Row(("deviceManagement", "roleScopeTags"), *_either("Configuration", "RBAC")),
    Row(("deviceManagement", "roleDefinitions"), *_either("RBAC", "Configuration")),
    Row(("deviceManagement", "roleAssignments"), *_either("RBAC", "Configuration")),
    Row(("deviceManagement", "operationApprovalPolicies"), *_either("Configuration", "RBAC")),
    Row(("deviceManagement", "deviceEnrollmentConfigurations"), *_either("ServiceConfig", "Configuration")),
    Row(("deviceManagement", "deviceHealthScripts"), *_either("Scripts", "Configuration")),
    Row(("deviceManagement", "deviceManagementScripts"), *_pair("DeviceManagementScripts")),
    Row(("deviceManagement", "termsAndConditions"), *_pair("DeviceManagementServiceConfig")),
    Row(("deviceManagement", "windowsAutopilotDeviceIdentities"), *_pair("DeviceManagementServiceConfig")),
    Row(("deviceManagement", "reports", "exportJobs"), tuple(name.format(right) for name in _REPORTS for right in ("Read", "ReadWrite")),
        tuple(name.format("ReadWrite") for name in _REPORTS)),
    Row(("deviceManagement", "operationApprovalRequests"), *_either("Configuration", "RBAC")),
    Row(("deviceManagement",), *_pair("DeviceManagementConfiguration")),
    Row(("groups", ANY, "members"), _MEMBERS, ("GroupMember.ReadWrite.All", *_GROUP_WRITES)),
    Row(("groups", ANY, "transitiveMembers"), _MEMBERS),
    Row(("groups",), _GROUPS, _GROUP_WRITES),
    Row(("directory", "deletedItems"), ("Group.Read.All", "Directory.Read.All", *_GROUP_WRITES), _GROUP_WRITES),
    Row(("users", ANY, "managedDevices"), *_either("ManagedDevices", "Configuration")),
    Row(("users",), _USERS, ("User.ReadWrite.All", "Directory.ReadWrite.All")),
    Row(("devices",), ("Device.Read.All", "Device.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"),
        ("Device.ReadWrite.All", "Directory.ReadWrite.All")),
    Row(("organization",), ("Organization.Read.All", "Organization.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"),
        ("Organization.ReadWrite.All",)),
)  # fmt: skip

BASIC_USER = frozenset({"displayName", "givenName", "mail", "photo", "surname", "userPrincipalName"})
"""What User.ReadBasic.All shows besides the id."""
MEMBERS = {"user": "users", "group": "groups", "device": "devices"}
"""Types of member -> the collection whose permissions show them."""


def shown(roles: frozenset[str] | None, type_name: str) -> frozenset[str] | None:
    """The properties of a member that the caller sees besides type and id; None: all of them.

    https://learn.microsoft.com/graph/permissions-overview (limited information returned for inaccessible member objects).
    """
    names = set(needed("GET", (MEMBERS[type_name],)) or ()) if type_name in MEMBERS else set[str]()
    if roles is None or not names or not roles.isdisjoint(names - {"User.ReadBasic.All"}):
        return None
    return BASIC_USER if type_name == "user" and "User.ReadBasic.All" in roles else frozenset()


def needed(method: str, segments: tuple[str, ...]) -> tuple[str, ...] | None:
    """The names that open a route, least first; None for a route that nobody serves."""
    row = next((row for row in TABLE if _fits(row.path, segments)), None)
    if row is None:
        return None
    return row.read if method in ("GET", "HEAD") else row.write


def check(roles: frozenset[str], method: str, segments: tuple[str, ...], *, named: bool) -> None:
    """Raise Graph's 403, with or without the names, unless one of the roles opens the route."""
    names = needed(method, segments)
    if names is None or not roles.isdisjoint(names):
        return
    raise errors.forbidden(names, intune=segments[0] in SINGLETONS, named=named)


def routes() -> Iterator[tuple[str, str]]:
    """(method, template with `{id}`) of every route that the tenant serves."""
    for item in ALL:
        for method in sorted(item.methods):
            yield method, item.path if method == "POST" else f"{item.path}/{{id}}"
        yield "GET", item.path
        yield from (("GET", f"{item.path}/{{id}}/{nav}") for nav in item.routes)
        for nav in item.editable:
            yield "POST", f"{item.path}/{{id}}/{nav}"
            yield from ((method, f"{item.path}/{{id}}/{nav}/{{id}}") for method in ("DELETE", "PATCH"))
        if item.assign:
            yield "POST", f"{item.path}/{{id}}/assign"


def _fits(path: tuple[str, ...], segments: tuple[str, ...]) -> bool:
    return len(segments) >= len(path) and all(wanted in (ANY, found) for wanted, found in zip(path, segments, strict=False))
