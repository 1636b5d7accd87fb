"""Write the embedded tenant's permissions (emulator/_graph/permissions.json) from Microsoft's own list.

The list is `permissions/new/permissions.json` of github.com/microsoftgraph/microsoft-graph-devx-content (2.5
MB, not in this repository). An excerpt in the same form can be used too. For every route and method that the
tenant serves, the first of these that is known decides:

- `page`: what PAGES says, read on a page of Microsoft that is newer than the list or that is the only source;
- `list`: what the list says of applications, the least privileged first. Names that only read never permit a
  write here, although the list has some that do; those are kept separately in `left_out`;
- `near`: what permits the object above it, for routes that the list leaves out.

Without the list, `--add` keeps what is there and adds the routes that are new, from PAGES or from a route
nearby.

    python scripts/generate_permissions.py permissions.json
    python scripts/generate_permissions.py permissions.json --check
    python scripts/generate_permissions.py --add
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from managed_apparaten.emulator.service.collections import BY_PATH, INTUNE_ROOTS
from managed_apparaten.emulator.service.operations import UNMODELLED, WITH_PAYLOAD_LINKS
from managed_apparaten.emulator.service.permissions import RouteTree
from managed_apparaten.emulator.service.routes import list_routes

TARGET = (
    Path(__file__).resolve().parent.parent
    / "src"
    / "managed_apparaten"
    / "emulator"
    / "_graph"
    / "permissions.json"
)
SOURCE = "permissions/new/permissions.json of microsoftgraph/microsoft-graph-devx-content"
DOCS = "microsoftgraph/microsoft-graph-docs-contrib"
READING = (".Read.", ".ReadBasic.")


WHOLE_NAMES = (".Create", ".ConditionalAccess", ".SecurityDefaults", ".AuthenticationMethod")
"""Endings of names that have no `.All`."""


def _names(text: str) -> tuple[str, ...]:
    return tuple(
        f"{name}.All" if "." in name and not name.endswith(WHOLE_NAMES) else name for name in text.split()
    )


_CONDITIONAL = "Policy.ReadWrite.ConditionalAccess"
_SCRIPTS = "DeviceManagementScripts.Read DeviceManagementScripts.ReadWrite"
_READ_USERS = "User.Read User.ReadWrite Directory.Read Directory.ReadWrite"
_ORGANIZATION = "Organization.Read Directory.Read Organization.ReadWrite Directory.ReadWrite"
_DEVICES = "Device.Read Device.ReadWrite Directory.Read Directory.ReadWrite"
_UP = "GroupMember.ReadBasic Directory.Read Directory.ReadWrite Group.ReadBasic"
_MEMBER_WRITES = "GroupMember.ReadWrite Directory.ReadWrite Group.ReadWrite"
_USER_GROUPS = "User.Read Directory.Read Directory.ReadWrite Group.Read GroupMember.Read"
_DELETED = "Group.Read Group.ReadWrite"
_CONFIGURATION = "DeviceManagementConfiguration.Read DeviceManagementConfiguration.ReadWrite"
_APPS = "DeviceManagementApps.Read DeviceManagementApps.ReadWrite"
_RBAC = f"{_CONFIGURATION} DeviceManagementRBAC.Read DeviceManagementRBAC.ReadWrite"
_DECIDING = "DeviceManagementConfiguration.Read DeviceManagementRBAC.Read"
_SERVICE = "DeviceManagementServiceConfig.Read DeviceManagementServiceConfig.ReadWrite"
_DEVICE_NAMES = "DeviceManagementManagedDevices.Read DeviceManagementManagedDevices.ReadWrite"
WHOLE: Mapping[str, tuple[str, str]] = {
    "deviceManagement/deviceComplianceScripts": (
        f"{_CONFIGURATION} {_DEVICE_NAMES}", f"intune-devices-devicecompliancescript-list, -create: {DOCS} @ 0408bca, 0b52ae1"),
    "deviceManagement/reusablePolicySettings": (
        _CONFIGURATION, f"intune-deviceconfigv2-devicemanagementreusablepolicysetting-list, -create: {DOCS} @ 027d81e, 02c2b37"),
    **{f"deviceManagement/windows{kind}UpdateProfiles": (
        _CONFIGURATION, f"intune-softwareupdate-windowsfeatureupdateprofile-list, taken for its siblings too: {DOCS} @ 0461a97")
       for kind in ("Feature", "Quality", "Driver")},
    "deviceAppManagement/vppTokens": (f"{_SERVICE} {_CONFIGURATION}", f"intune-onboarding-vpptoken-list: {DOCS} @ 066cb3c"),
    "deviceAppManagement/iosLobAppProvisioningConfigurations": (
        f"{_CONFIGURATION} {_APPS}", f"intune-apps-ioslobappprovisioningconfiguration-list: {DOCS} @ 022b186"),
}  # fmt: skip
"""Collection -> the permissions that its page of listing names; those that write permit its writes."""


def _whole(path: str, names: str, source: str) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    writing = " ".join(name for name in names.split() if name.endswith(".ReadWrite"))
    for method, rest in (("GET", ""), ("POST", ""), ("GET", "/{id}"), ("PATCH", "/{id}"), ("DELETE", "/{id}"), ("POST", "/{id}/assign"),
                         ("GET", "/{id}/assignments")):  # fmt: skip
        yield (method, path + rest), (names if method == "GET" else writing, source)


PAGES: Mapping[tuple[str, str], tuple[str, str]] = {
    **{key: row for path, (names, source) in WHOLE.items() for key, row in _whole(path, names, source)},
    # Intune: pages of Learn that are newer than the list
    **{(method, f"deviceManagement/deviceManagementScripts{rest}"): (
        f"{_SCRIPTS} DeviceManagementConfiguration.Read DeviceManagementConfiguration.ReadWrite" if method == "GET"
        else "DeviceManagementScripts.ReadWrite DeviceManagementConfiguration.ReadWrite", "intune-shared-devicemanagementscript")
       for method, rest in (("GET", ""), ("POST", ""), ("GET", "/{id}"), ("PATCH", "/{id}"), ("DELETE", "/{id}"),
                            ("POST", "/{id}/assign"), ("GET", "/{id}/assignments"))},
    **{(method, f"deviceManagement/deviceShellScripts{rest}"): (
        _SCRIPTS if method == "GET" else "DeviceManagementScripts.ReadWrite", "intune-devices-deviceshellscript")
       for method, rest in (("GET", ""), ("POST", ""), ("GET", "/{id}"), ("PATCH", "/{id}"), ("DELETE", "/{id}"),
                            ("POST", "/{id}/assign"), ("GET", "/{id}/assignments"))},
    ("GET", "deviceManagement/deviceConfigurations/{id}/getOmaSettingPlainTextValue"): (
        "DeviceManagementConfiguration.ReadWrite", "its page says Read; the 403 of Micke-K/IntuneManagement#263: ReadWrite"),
    **{("POST", f"deviceManagement/operationApprovalRequests/{action}"): (_DECIDING, f"intune-rbac-operationapprovalrequest-{page}: {DOCS}")
       for action, page in (("{id}/approve", "approve"), ("{id}/reject", "reject"), ("{id}/cancelApproval", "cancelapproval"),
                            ("cancelMyRequest", "cancelmyrequest"), ("retrieveRequestStatus", "retrieverequeststatus"))},
    **{("GET", f"deviceManagement/operationApprovalRequests/{name}"): (_DECIDING, f"intune-rbac-operationapprovalrequest-{name.lower()}")
       for name in ("retrieveMyRequests", "retrieveMyRequestById")},
    ("GET", "deviceManagement/operationApprovalPolicies/retrieveOperationsRequiringApproval"): (
        _RBAC, f"intune-rbac-operationapprovalpolicy-getoperationsrequiringapproval, its name until 2024: {DOCS} @ 028b8e3"),
    **{("GET", f"deviceManagement/auditEvents/{name}"): (_APPS, f"intune-auditing-auditevent-{name.lower()}: {DOCS} @ 0461a97")
       for name in ("getAuditCategories", "getAuditActivityTypes")},
    ("GET", "deviceManagement/deviceCompliancePolicies/getDevicesScheduledToRetire"): (
        _CONFIGURATION, f"intune-deviceconfig-devicecompliancepolicy-getdevicesscheduledtoretire: {DOCS} @ 027d81e"),
    ("GET", "deviceManagement/assignmentFilters/getState"): (
        _CONFIGURATION, f"intune-policyset-deviceandappmanagementassignmentfilter-getstate: {DOCS} @ 08fcb64"),
    ("GET", "deviceManagement/assignmentFilters/getPlatformSupportedProperties"): (
        _CONFIGURATION, "intune-policyset-deviceandappmanagementassignmentfilter-getplatformsupportedproperties"),
    ("POST", "deviceManagement/assignmentFilters/validateFilter"): (
        "DeviceManagementConfiguration.ReadWrite",
        f"intune-policyset-deviceandappmanagementassignmentfilter-validatefilter: {DOCS} @ 028b8e3"),
    ("POST", "deviceManagement/configurationPolicies/{id}/createCopy"): (
        "DeviceManagementConfiguration.ReadWrite",
        f"intune-deviceconfigv2-devicemanagementconfigurationpolicy-createcopy: {DOCS} @ 0060461"),
    ("POST", "deviceManagement/deviceConfigurations/getTargetedUsersAndDevices"): (
        _CONFIGURATION, f"intune-shared-deviceconfiguration-gettargetedusersanddevices: {DOCS} @ 0461a97"),
    ("POST", "deviceManagement/enableAndroidDeviceAdministratorEnrollment"): (
        "DeviceManagementConfiguration.ReadWrite",
        f"intune-deviceconfig-devicemanagement-enableandroiddeviceadministratorenrollment, without Read: {DOCS} @ 013aa22"),
    **{(method, f"deviceManagement/androidManagedStoreAccountEnterpriseSettings{rest}"): (
        _CONFIGURATION if method == "GET" else "DeviceManagementConfiguration.ReadWrite",
        f"intune-androidforwork-androidmanagedstoreaccountenterprisesettings, -get and -unbind: {DOCS} @ 0461a97, 028b8e3")
       for method, rest in (("GET", ""), ("PATCH", ""), ("POST", "/unbind"),
                            ("POST", "/setAndroidDeviceOwnerFullyManagedEnrollmentState"))},
    ("POST", "deviceManagement/roleScopeTags/getRoleScopeTagsById"): (
        _RBAC, f"intune-rbac-rolescopetag-getrolescopetagsbyid: {DOCS} @ 022b186"),
    ("GET", "deviceManagement/getRoleScopeTagsByIds"): (
        "DeviceManagementRBAC.Read DeviceManagementRBAC.ReadWrite",
        f"intune-shared-devicemanagement-getrolescopetagsbyids: {DOCS} @ 0461a97"),
    ("POST", "deviceManagement/sendCustomNotificationToCompanyPortal"): (
        "DeviceManagementManagedDevices.ReadWrite",
        f"intune-shared-devicemanagement-sendcustomnotificationtocompanyportal: {DOCS} @ 0461a97"),
    **{(method, f"deviceAppManagement/mobileApps/{{id}}/assignments{rest}"): (
        "DeviceManagementApps.ReadWrite", f"intune-apps-mobileappassignment-{page}: microsoftgraph/microsoft-graph-docs @ fd8fd46")
       for method, rest, page in (("POST", "", "create"), ("PATCH", "/{id}", "update"), ("DELETE", "/{id}", "delete"))},
    ("POST", "deviceAppManagement/policySets/getPolicySets"): (
        _CONFIGURATION, f"intune-policyset-policyset-getpolicysets: {DOCS} @ 0461a97"),
    ("GET", "deviceAppManagement/managedAppRegistrations/getUserIdsWithFlaggedAppRegistration"): (
        _APPS, f"intune-mam-managedappregistration-getuseridswithflaggedappregistration: {DOCS} @ 0461a97"),
    **{("GET", f"deviceAppManagement/{path}/{{id}}/deploymentSummary"): (
        f"{_CONFIGURATION} {_APPS}", f"intune-mam-managedapppolicydeploymentsummary-get: {DOCS} @ 028b8e3")
       for path in ("androidManagedAppProtections", "defaultManagedAppProtections", "iosManagedAppProtections",
                    "targetedManagedAppConfigurations", "windowsManagedAppProtections")},
    **{("POST", f"{path}/hasPayloadLinks"): (
        _APPS if path.startswith("deviceApp") else _CONFIGURATION,
        f"hasPayloadLinks of compliance and of iOS app protection: {DOCS} @ 0461a97")
       for path in WITH_PAYLOAD_LINKS},
    # conditional access
    **{("GET", f"identity/conditionalAccess/templates{rest}"): ("Policy.Read", "conditionalaccessroot-list-templates")
       for rest in ("", "/{id}")},
    # Entra
    ("GET", "groups"): ("Group-NestingSupport.ReadWrite Directory.Read Directory.ReadWrite Group.ManageProtection Group.Read "
                        "Group.ReadWrite GroupMember.Read", f"group-list: {DOCS} @ 017e406"),
    ("POST", "groups"): ("Group.Create Directory.ReadWrite Group-PreferredDataLocation.ReadWrite Group.ReadWrite",
                         f"group-post-groups: {DOCS} @ 2662b24"),
    ("GET", "groups/{id}"): ("GroupMember.Read Group.ReadWrite Directory.Read Directory.ReadWrite Group.Read",
                             f"group-get: {DOCS} @ 2c095ad"),
    ("PATCH", "groups/{id}"): ("Group-NestingSupport.ReadWrite Directory.ReadWrite Group-PreferredDataLocation.ReadWrite "
                               "Group.ManageProtection Group.ReadWrite", f"group-update: {DOCS} @ dc80b68"),
    ("DELETE", "groups/{id}"): ("Group.ReadWrite", f"group-delete: {DOCS} @ 0061138"),
    ("GET", "groups/{id}/members"): ("GroupMember.Read Directory.Read Group.Read Group.ReadWrite GroupMember.ReadWrite",
                                     f"group-list-members: {DOCS} @ 09455a6"),
    ("POST", "groups/{id}/members/$ref"): (_MEMBER_WRITES, f"group-delete-members, which adding is taken to equal: {DOCS} @ 286d28d"),
    ("DELETE", "groups/{id}/members/{id}/$ref"): (_MEMBER_WRITES, f"group-delete-members: {DOCS} @ 286d28d"),
    ("GET", "groups/{id}/transitiveMembers"): ("GroupMember.ReadBasic Directory.Read Group.Read Group.ReadBasic Group.ReadWrite "
                                               "GroupMember.Read GroupMember.ReadWrite", f"group-list-transitivemembers: {DOCS} @ dc80b68"),
    ("GET", "groups/{id}/memberOf"): ("GroupMember.Read Directory.Read Directory.ReadWrite Group.Read",
                                      f"group-list-memberof: {DOCS} @ 286d28d"),
    ("GET", "groups/{id}/transitiveMemberOf"): (_UP, f"group-list-transitivememberof: {DOCS} @ 4e37a55"),
    ("GET", "groups/{id}/owners"): ("GroupMember.Read Group.ReadWrite Directory.Read Group.Read GroupMember.ReadWrite",
                                    f"group-list-owners: {DOCS} @ 286d28d"),
    ("GET", "users"): (_READ_USERS, f"user-list: {DOCS} @ 76f025a; an app with User.ReadBasic.All alone is refused: Learn Q&A 6019739"),
    ("GET", "users/{id}"): (_READ_USERS, f"user-get: {DOCS} @ 0b03ac8; Learn Q&A 6019739"),
    ("PATCH", "users/{id}"): ("User.ReadUpdate User.ReadWrite Directory.ReadWrite", f"user-update: {DOCS} @ be79ace"),
    ("DELETE", "users/{id}"): ("User.ReadWrite", f"user-delete: {DOCS} @ 09455a6"),
    ("GET", "users/{id}/transitiveMemberOf"): (_USER_GROUPS, f"user-list-transitivememberof: {DOCS} @ 93ab45d"),
    ("GET", "devices"): (_DEVICES, f"device-list: {DOCS} @ c9bbab2"),
    ("GET", "devices/{id}"): (_DEVICES, f"device-get: {DOCS} @ 9c631c0, and the list for Device.ReadWrite.All"),
    ("PATCH", "devices/{id}"): ("Device.ReadWrite Directory.ReadWrite", f"device-update: {DOCS} @ 9f2a427"),
    **{("GET", f"devices/{{id}}/{nav}"): (_DEVICES, f"the list, and device-list-transitivememberof: {DOCS} @ c9bbab2")
       for nav in ("memberOf", "transitiveMemberOf")},
    **{("GET", f"organization{rest}"): (
        _ORGANIZATION, f"organization-get: {DOCS} @ 58e5ce0; organization-list of beta, @ d84ce14, names permissions of Intune too")
       for rest in ("", "/{id}")},
    ("GET", "subscribedSkus"): (_ORGANIZATION, f"subscribedsku-list: {DOCS} @ 76f025a"),
    **{("GET", f"directory/deletedItems{rest}"): (_DELETED, f"directory-deleteditems-list, of groups: {DOCS} @ 02b4cba")
       for rest in ("", "/{id}")},
    ("POST", "directory/deletedItems/{id}/restore"): ("Group.ReadWrite", f"directory-deleteditems-restore, of groups: {DOCS} @ 05c1078"),
}  # fmt: skip
"""(method, route) -> permissions without their `.All`, least first; the page at
learn.microsoft.com/graph/api, and where it was read.
"""
ASSUMED: Mapping[tuple[str, str], tuple[str, str]] = {
    ("DELETE", "deviceAppManagement/managedAppPolicies/{id}"): ("DeviceManagementApps.ReadWrite", "as the collections that it shows"),
    ("DELETE", "directory/deletedItems/{id}"): ("Group.ReadWrite", "as restoring a group"),
    ("GET", "users/{id}/managedDevices"): (
        "DeviceManagementManagedDevices.Read DeviceManagementManagedDevices.ReadWrite", "as managedDevices, narrowly"),
    ("POST", "deviceManagement/evaluateAssignmentFilter"): ("DeviceManagementConfiguration.ReadWrite", "as assignment filters"),
    **{(method, f"identity/conditionalAccess/deletedItems/{kind}{rest}"): (
        "Policy.Read" if method == "GET" else _CONDITIONAL, "as the living objects; the page of restore names no permission")
       for kind in ("policies", "namedLocations")
       for method, rest in (("GET", ""), ("GET", "/{id}"), ("DELETE", "/{id}"), ("POST", "/{id}/restore"))},
}  # fmt: skip
"""The same for routes for which no source was found; a test counts them."""
Entry = dict[str, list[str]]


def listed(document: Mapping[str, Any]) -> tuple[dict[tuple[str, str], list[str]], list[str]]:
    """Return (method, path in lower case) -> application permissions, least first; and what was left out."""
    found: dict[tuple[str, str], list[tuple[bool, bool, str]]] = defaultdict(list)
    left_out = []
    for name, permission in document["permissions"].items():
        for paths in permission["pathSets"]:
            if "Application" not in paths["schemeKeys"]:
                continue
            for path, mark in paths["paths"].items():
                least = "Application" in mark.partition("least=")[2].split(",")
                for method in paths["methods"]:
                    if method != "GET" and any(part in name for part in READING):
                        left_out.append(f"{method} {path.lower()}: {name}")
                    else:
                        found[method, path.lower().strip("/")].append((not least, "ReadWrite" in name, name))
    return {
        key: list(dict.fromkeys(name for *_, name in sorted(names))) for key, names in found.items()
    }, sorted(set(left_out))


def document_of(document: Mapping[str, Any], commit: str) -> dict[str, Any]:
    """Return the content of the file."""
    opens, left_out = listed(document)
    served = {f"{method} /{route.lower()}" for method, route in list_routes()}
    made = _routes(opens)
    return {
        "source": f"{SOURCE} @ {commit}", "pages": _pages(made), "left_out": [line for line in left_out if line.split(":")[0] in served],
        "routes": made,
    }  # fmt: skip


def added_to(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of the file with the routes that it lacks; rows that came from the list are used as
    the list.
    """
    opens = {
        (method, route.lower()): names for route, methods in kept["routes"].items() for method, entry in methods.items()
        if (names := entry.get("list"))
    }  # fmt: skip
    made = _routes(opens)
    return {**kept, "pages": _pages(made), "routes": made}


def _pages(made: Mapping[str, Mapping[str, Entry]]) -> dict[str, str]:
    """Return where each row that is not from the list was read, or that it is assumed."""
    sources = {key: source for key, (_, source) in {**PAGES, **ASSUMED}.items()}
    return {
        f"{method} {route}": sources.get((method, route), "as most operations below the same root")
        for route, methods in made.items() for method, entry in methods.items() if {"page", "assumed"} & entry.keys()
    }  # fmt: skip


def _of_the_root(method: str, route: str) -> str:
    """Return what most operations of a root need, for an operation that no page and no list names."""
    names = (
        _APPS if route.startswith("deviceApp") else _DEVICE_NAMES if "Devices/" in route else _CONFIGURATION
    )
    return names if method == "GET" else names.split()[1]


def _routes(opens: Mapping[tuple[str, str], list[str]]) -> dict[str, dict[str, Entry]]:
    known: dict[str, dict[str, Entry]] = defaultdict(dict)
    missing = []
    for method, route in list_routes():
        if (method, route) in PAGES:
            known[route][method] = {"page": list(_names(PAGES[method, route][0]))}
        elif names := opens.get((method, route.lower())):
            known[route][method] = {"list": names}
        elif (method, route) in ASSUMED:
            known[route][method] = {"assumed": list(_names(ASSUMED[method, route][0]))}
        else:
            missing.append((method, route))
    without_effect = {(found.method, found.route) for found in UNMODELLED}
    tree = RouteTree(
        {
            route: {method: next(iter(entry.values())) for method, entry in methods.items()}
            for route, methods in known.items()
        }
    )
    for method, route in missing:
        names = list(tree.nearest(method, tuple(route.split("/"))))
        by_metadata = (
            tuple(route.removesuffix("/{id}").split("/")) not in BY_PATH
            and route.partition("/")[0] in INTUNE_ROOTS
        )
        if not names and (method, route) not in without_effect and not by_metadata:
            raise SystemExit(f"{method} {route}: not in the list, and nothing is near")
        known[route][method] = (
            {"near": names} if names else {"assumed": list(_names(_of_the_root(method, route)))}
        )
    return {route: dict(sorted(methods.items())) for route, methods in sorted(known.items())}


def differences(made: Mapping[str, Any], kept: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each route whose permissions differ between the list and the file that is kept."""
    for route, methods in made["routes"].items():
        for method, entry in methods.items():
            there: set[str] = set(*entry.values())
            here: set[str] = set(*kept["routes"].get(route, {}).get(method, {"": []}).values())
            if there != here:
                more, less = ", ".join(sorted(here - there)) or "-", ", ".join(sorted(there - here)) or "-"
                yield f"{method} /{route}: only here {more}; only in the list {less}"


def main(arguments: list[str]) -> int:
    """Write the file, or with `--check` print what would change."""
    if "--add" in arguments:
        TARGET.write_text(
            json.dumps(added_to(json.loads(TARGET.read_text("utf-8"))), indent=1) + "\n", "utf-8"
        )
        return 0
    given = [argument for argument in arguments if argument != "--check"]
    commit = given[1] if len(given) > 1 else "6cbd6bb"
    made = document_of(json.loads(Path(given[0]).read_text("utf-8")), commit)
    if "--check" in arguments:
        lines = list(differences(made, json.loads(TARGET.read_text("utf-8"))))
        print(
            "\n".join([*lines, f"{sum(map(len, made['routes'].values()))} routes, {len(lines)} differences"])
        )
        return 1 if lines else 0
    TARGET.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
