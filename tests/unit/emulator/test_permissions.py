"""Least privilege: each route opens for the permissions of its row, and for no other."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import orjson
import pytest
from scripts import generate_permissions as generator
from tests.unit.emulator.conftest import GROUP, NOW, open_tenant, valid

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import Request, Response
from managed_apparaten.emulator.identity.registrations import READ, WRITE
from managed_apparaten.emulator.odata import urls
from managed_apparaten.emulator.service import operations, permissions, routes
from managed_apparaten.emulator.service.collections import COLLECTIONS
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed

ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", "/v1.0/deviceAppManagement/iosManagedAppProtections", "DeviceManagementApps.Read.All"),
    ("POST", "/v1.0/deviceAppManagement/iosManagedAppProtections", "DeviceManagementApps.ReadWrite.All"),
    ("POST", f"/v1.0/deviceAppManagement/iosManagedAppProtections/T_{GROUP}/assign", "DeviceManagementApps.ReadWrite.All"),
    ("GET", "/beta/deviceAppManagement/mobileApps", "DeviceManagementApps.Read.All"),
    ("GET", "/beta/deviceManagement/auditEvents", "DeviceManagementApps.Read.All"),
    ("GET", "/beta/deviceManagement/configurationPolicies", "DeviceManagementConfiguration.Read.All"),
    ("PATCH", f"/beta/deviceManagement/configurationPolicies/{GROUP}", "DeviceManagementConfiguration.ReadWrite.All"),
    ("DELETE", f"/v1.0/deviceManagement/deviceCompliancePolicies/{GROUP}", "DeviceManagementConfiguration.ReadWrite.All"),
    ("GET", f"/v1.0/deviceManagement/deviceCompliancePolicies('{GROUP}')/deviceStatuses", "DeviceManagementConfiguration.Read.All"),
    ("GET", "/v1.0/deviceManagement/managedDevices", "DeviceManagementManagedDevices.Read.All"),
    ("GET", "/v1.0/deviceManagement/detectedApps", "DeviceManagementManagedDevices.Read.All"),
    ("GET", "/beta/deviceManagement/roleScopeTags", "DeviceManagementConfiguration.Read.All"),
    ("GET", "/v1.0/deviceManagement/reports/exportJobs", "DeviceManagementConfiguration.Read.All"),
    ("POST", "/v1.0/deviceManagement/reports/exportJobs", "DeviceManagementConfiguration.ReadWrite.All"),
    ("GET", "/beta/deviceManagement/operationApprovalRequests", "DeviceManagementConfiguration.Read.All"),
    ("GET", "/beta/deviceManagement/deviceConfigurationRestrictedAppsViolations", "DeviceManagementConfiguration.Read.All"),
    ("GET", f"/v1.0/groups/{GROUP}/transitiveMembers", "GroupMember.ReadBasic.All"),
    ("GET", f"/v1.0/groups/{GROUP}", "GroupMember.Read.All"),
    ("POST", "/v1.0/groups", "Group.Create"),
    ("POST", f"/v1.0/groups/{GROUP}/members/$ref", "GroupMember.ReadWrite.All"),
    ("GET", f"/beta/deviceManagement/deviceConfigurations/{GROUP}/getOmaSettingPlainTextValue(secretReferenceValueId='x')",
     "DeviceManagementConfiguration.ReadWrite.All"),
    ("GET", "/v1.0/users", "User.Read.All"),
    ("GET", "/v1.0/organization", "Organization.Read.All"),
    ("GET", "/beta/deviceManagement/notificationMessageTemplates", "DeviceManagementServiceConfig.Read.All"),
    ("POST", f"/beta/deviceManagement/notificationMessageTemplates/{GROUP}/localizedNotificationMessages",
     "DeviceManagementServiceConfig.ReadWrite.All"),
    ("GET", "/beta/deviceManagement/deviceShellScripts", "DeviceManagementScripts.Read.All"),
    ("POST", "/beta/deviceManagement/deviceManagementScripts", "DeviceManagementScripts.ReadWrite.All"),
    ("GET", "/beta/deviceManagement/windowsAutopilotDeviceIdentities", "DeviceManagementServiceConfig.Read.All"),
    ("GET", "/beta/deviceManagement/deviceEnrollmentConfigurations", "DeviceManagementServiceConfig.Read.All"),
    ("GET", "/beta/deviceManagement/termsAndConditions", "DeviceManagementServiceConfig.Read.All"),
    ("POST", f"/v1.0/deviceManagement/managedDevices/{GROUP}/retire", "DeviceManagementManagedDevices.PrivilegedOperations.All"),
)  # fmt: skip
EVERY = sorted({name for row in permissions.permission_rows() for name in row.names})


def send(tenant: Tenant, method: str, url: str, *roles: str) -> Response:
    return tenant.handle(
        Request(method, url, {"Content-Type": "application/json"}, b"{}", "t", frozenset(roles))
    )


def error(answer: Response) -> Any:
    return orjson.loads(answer.body)["error"]


@pytest.mark.parametrize(("method", "url", "least"), ROUTES)
def test_least_privileged_permission_opens_and_every_other_than_the_rows_does_not(
    method: str, url: str, least: str
) -> None:
    tenant = open_tenant()
    names = permissions.find_permissions(method, urls.parse(url).segments)
    assert names is not None
    assert names[0] == least
    for role in EVERY:
        assert (send(tenant, method, url, role).status == 403) == (role not in names), role
    assert send(tenant, method, url).status == 403
    tenant.close()


def test_every_served_collection_has_a_row() -> None:
    assert all(permissions.find_permissions("GET", tuple(found.path.split("/"))) for found in COLLECTIONS)


ASKING = (
    "hasPayloadLinks",
    "getTargetedUsersAndDevices",
    "getRoleScopeTagsById",
    "getPolicySets",
    "retrieveRequestStatus",
)
"""Actions that change nothing."""


def test_no_read_permission_ever_writes() -> None:
    """But for decisions on approvals: Microsoft's pages ask for a permission to read, as the tenant knows who may approve."""
    opened = [
        row.route for row in permissions.permission_rows()
        if row.method != "GET" and any(".Read.All" in name or "ReadBasic" in name for name in row.names) and not row.route.endswith(ASKING)
    ]  # fmt: skip
    requests = "deviceManagement/operationApprovalRequests"
    decisions = [f"{requests}/{{id}}/{name}" for name in ("approve", "reject", "cancelApproval")]
    assert sorted(opened) == sorted([*decisions, f"{requests}/cancelMyRequest"])
    assert not [name for name in READ if "ReadWrite" in name]
    assert [name for name in WRITE if "Group" in name] == ["GroupMember.Read.All"]


def test_intune_names_what_is_needed_and_entra_does_not() -> None:
    tenant = open_tenant()
    intune, entra = error(send(tenant, "GET", ROUTES[0][1])), error(send(tenant, "GET", "/v1.0/groups"))
    assert (intune["code"], entra["code"]) == ("Forbidden", "Authorization_RequestDenied")
    assert (
        "Application must have one of the following scopes: DeviceManagementApps.Read.All, "
        in intune["message"]
    )
    assert entra["message"] == "Insufficient privileges to complete the operation."
    silent = Tenant.open(None, clock=lambda: NOW, behaviours=Behaviours().without("permission-names-in-403"))
    assert "scopes" not in error(send(silent, "GET", ROUTES[0][1]))["message"]
    tenant.close()
    silent.close()


def test_a_route_that_does_not_exist_is_not_found_rather_than_forbidden() -> None:
    tenant = open_tenant()
    assert send(tenant, "GET", "/beta/nowhere").status == 400
    assert send(tenant, "GET", "/beta/").status == 400
    tenant.close()


def test_in_process_nothing_is_asked() -> None:
    tenant = open_tenant()
    url, body = valid("ios_app_protection")
    assert tenant.handle(Request("POST", url, {}, orjson.dumps(body))).status == 201
    tenant.close()


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT", "DELETE"])
def test_every_served_route_has_a_row_and_opens_for_that_and_nothing_else(method: str) -> None:
    """Each route for nobody, for each permission there is, and for a stranger's."""
    tenant = open_tenant()
    served = [template for wanted, template in routes.list_routes() if wanted == method]
    assert len(served) == len(set(served)) > 0
    for template in served:
        segments = tuple(template.replace("{id}", GROUP).split("/"))
        names = permissions.find_permissions(method, segments)
        assert names is not None, template
        also = permissions.find_extra_permissions(method, segments)
        for roles in ((), ("Calendars.ReadWrite",), *((name, *also) for name in EVERY)):
            shut = send(tenant, method, f"/beta/{template.replace('{id}', GROUP)}", *roles).status == 403
            assert shut is (not set(roles) & set(names)), (template, roles)
    tenant.close()


def test_a_write_of_conditional_access_needs_all_its_permissions() -> None:
    """E15: the pages of conditionalAccessRoot join the permissions of a write by "and"."""
    tenant = open_tenant()
    policies, write = "/v1.0/identity/conditionalAccess/policies", "Policy.ReadWrite.ConditionalAccess"
    assert send(tenant, "POST", policies, write, "Policy.Read.All").status == 403
    assert send(tenant, "POST", policies, write, "Policy.Read.All", "Application.Read.All").status == 400
    assert send(tenant, "DELETE", f"{policies}/{GROUP}", write).status == 403
    assert send(tenant, "DELETE", f"{policies}/{GROUP}", write, "Policy.Read.All").status == 404
    assert send(tenant, "GET", policies, "Policy.Read.All").status == 200
    assert error(send(tenant, "GET", policies, write))["code"] == "Authorization_RequestDenied"
    tenant.close()


def test_the_table_has_a_row_for_every_served_route_and_no_other() -> None:
    assert sorted((row.method, row.route) for row in permissions.permission_rows()) == sorted(
        set(routes.list_routes())
    )
    assert all(row.names and len(set(row.names)) == len(row.names) for row in permissions.permission_rows())


@pytest.mark.parametrize(
    ("roles", "type_name", "seen"),
    [
        (("GroupMember.Read.All",), "device", {"id"}),
        (("GroupMember.Read.All", "Device.Read.All"), "device", {"id", "deviceId", "accountEnabled"}),
        (("Directory.Read.All",), "device", {"id", "deviceId", "accountEnabled"}),
        (("GroupMember.Read.All",), "user", {"id"}),
        (("GroupMember.Read.All", "User.ReadBasic.All"), "user", {"id", "displayName"}),
        (("GroupMember.Read.All", "User.Read.All"), "user", {"id", "displayName", "accountEnabled"}),
    ],
)
def test_members_of_a_type_that_may_not_be_read_show_that_they_are_there_and_no_more(
    roles: tuple[str, ...], type_name: str, seen: set[str]
) -> None:
    """https://learn.microsoft.com/graph/permissions-overview: type and id, the rest null."""
    tenant = open_tenant()
    seed(tenant)
    names = {"device": "id,deviceId,accountEnabled", "user": "id,displayName,accountEnabled"}[type_name]
    members = [
        member
        for group in orjson.loads(send(tenant, "GET", "/v1.0/groups", "Group.Read.All").body)["value"]
        for member in orjson.loads(
            send(tenant, "GET", f"/v1.0/groups/{group['id']}/members?$select={names}", *roles).body
        )["value"]
        if member["@odata.type"] == f"#microsoft.graph.{type_name}"
    ]
    assert members
    assert all(set(member) == {"@odata.type", *names.split(",")} for member in members)
    assert {name for member in members for name, value in member.items() if value is not None} == {
        "@odata.type",
        *seen,
    }
    tenant.close()


def test_how_a_permission_is_known_is_counted_and_little_is_assumed() -> None:
    """A row that moves to `near` or `assumed` is a fact less: look why."""
    aside = {(found.method, found.route) for found in operations.UNMODELLED} | set(
        routes.list_metadata_routes()
    )
    counts = Counter(
        row.evidence for row in permissions.permission_rows() if (row.method, row.route) not in aside
    )
    assert (counts["near"], counts["assumed"]) == (22, 12)
    assert counts["list"] > 2 * counts["page"]
    assert sum(permissions.count_by_evidence().values()) == counts.total() + len(aside)


def test_each_page_row_names_its_page_and_the_list_its_commit() -> None:
    kept = json.loads(generator.TARGET.read_text("utf-8"))
    by_page = {
        f"{row.method} {row.route}"
        for row in permissions.permission_rows()
        if row.evidence in ("page", "assumed")
    }
    assert kept["pages"].keys() == by_page
    assert all(kept["pages"].values())
    assert kept["source"].endswith("@ 6cbd6bb")


def test_a_route_below_one_that_is_known_opens_for_the_same() -> None:
    policy = ("deviceManagement", "configurationPolicies", GROUP)
    assert permissions.find_permissions(
        "GET", (*policy, "settings", "$count")
    ) == permissions.find_permissions("GET", (*policy, "settings"))
    assert permissions.find_permissions("POST", (*policy, "createCopy")) == permissions.find_permissions(
        "PATCH", policy
    )
    device = ("deviceManagement", "managedDevices", GROUP)
    assert permissions.find_permissions(
        "POST", (*device, "anActionThatIsNotServed")
    ) == permissions.find_permissions("PATCH", device)
    assert permissions.find_permissions("PATCH", device)
    assert permissions.find_permissions("HEAD", policy) == permissions.find_permissions("GET", policy)
    assert permissions.find_permissions("GET", ("deviceManagement", "nothingOfTheKind")) is None
    assert permissions.find_permissions("GET", ()) is None


def document(*sets: tuple[str, str, str, str]) -> dict[str, Any]:
    """Microsoft's list with one set of one path for each of (permission, scheme, method, path)."""
    found: dict[str, Any] = {}
    for name, scheme, method, path in sets:
        mark = "least=DelegatedWork,Application" if name.startswith("Least") else ""
        paths = {"schemeKeys": scheme.split(","), "methods": [method], "paths": {path: mark}}
        found.setdefault(name, {"pathSets": []})["pathSets"].append(paths)
    return {"permissions": found}


FILTERS = "/devicemanagement/assignmentfilters"


def test_the_list_is_read_as_it_is_meant() -> None:
    """Applications only, least first, case folded; a name that only reads is kept apart when it opens a write."""
    opens, left_out = generator.listed(document(
        ("B.ReadWrite.All", "DelegatedWork,Application", "GET", FILTERS), ("A.Read.All", "Application", "GET", FILTERS),
        ("Least.ReadWrite.All", "Application", "GET", "/deviceManagement/assignmentFilters"),
        ("Least.Read.All", "Application", "GET", FILTERS), ("Personal.Read.All", "DelegatedWork", "GET", FILTERS),
        ("A.Read.All", "Application", "POST", FILTERS), ("B.ReadWrite.All", "Application", "POST", FILTERS),
    ))  # fmt: skip
    assert opens["GET", FILTERS[1:]] == [
        "Least.Read.All",
        "Least.ReadWrite.All",
        "A.Read.All",
        "B.ReadWrite.All",
    ]
    assert opens["POST", FILTERS[1:]] == ["B.ReadWrite.All"]
    assert left_out == [f"POST {FILTERS}: A.Read.All"]


def of_the_table() -> dict[str, Any]:
    """A list that says of every row what the table says."""
    return document(
        *(
            (name, "Application", row.method, f"/{row.route.lower()}")
            for row in permissions.permission_rows()
            for name in row.names
        )
    )


def test_a_list_that_says_the_same_changes_nothing_and_one_that_differs_is_told() -> None:
    kept = json.loads(generator.TARGET.read_text("utf-8"))
    assert list(generator.differences(generator.document_of(of_the_table(), "6cbd6bb"), kept)) == []
    changed = of_the_table()
    changed["permissions"] |= document(("Extra.Read.All", "Application", "GET", FILTERS))["permissions"]
    told = list(generator.differences(generator.document_of(changed, "6cbd6bb"), kept))
    assert told == ["GET /deviceManagement/assignmentFilters: only here -; only in the list Extra.Read.All"]


def test_a_route_that_the_list_lacks_opens_as_the_object_above_it_or_stops_the_generator() -> None:
    without = {
        row
        for row in permissions.permission_rows()
        if row.route != "deviceManagement/compliancePolicies/{id}/assign"
    }
    sets = [
        (name, "Application", row.method, f"/{row.route.lower()}") for row in without for name in row.names
    ]
    made = generator.document_of(document(*sets), "x")["routes"][
        "deviceManagement/compliancePolicies/{id}/assign"
    ]
    assert made == {"POST": {"near": ["DeviceManagementConfiguration.ReadWrite.All"]}}
    with pytest.raises(SystemExit, match=r"compliancePolicies.*not in the list"):
        generator.document_of(document(*(one for one in sets if "/compliancepolicies" not in one[3])), "x")
