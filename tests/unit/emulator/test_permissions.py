"""Least privilege: each route opens for the permissions of its row, and for no other."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.unit.emulator.conftest import GROUP, NOW, open_tenant, valid

from managed_apparaten.emulator import address, permissions
from managed_apparaten.emulator.behaviour import Behaviours
from managed_apparaten.emulator.http import Request, Response
from managed_apparaten.emulator.registrations import READ, WRITE
from managed_apparaten.emulator.seed import seed
from managed_apparaten.emulator.served import ALL
from managed_apparaten.emulator.tenant import Tenant

ROOT = Path(__file__).resolve().parents[3]
APPS, CONFIGURATION = "DeviceManagementApps", "DeviceManagementConfiguration"
ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", "/v1.0/deviceAppManagement/iosManagedAppProtections", "DeviceManagementApps.Read.All"),
    ("POST", "/v1.0/deviceAppManagement/iosManagedAppProtections", "DeviceManagementApps.ReadWrite.All"),
    ("POST", f"/v1.0/deviceAppManagement/iosManagedAppProtections/T_{GROUP}/assign", "DeviceManagementApps.ReadWrite.All"),
    ("GET", "/beta/deviceAppManagement/mobileApps", "DeviceManagementApps.Read.All"),
    ("GET", "/beta/deviceManagement/auditEvents", "DeviceManagementApps.Read.All"),
    ("GET", "/beta/deviceManagement/configurationPolicies", "DeviceManagementConfiguration.Read.All"),
    ("PATCH", f"/beta/deviceManagement/configurationPolicies/{GROUP}", "DeviceManagementConfiguration.ReadWrite.All"),
    ("DELETE", f"/v1.0/deviceManagement/deviceCompliancePolicies/{GROUP}", "DeviceManagementConfiguration.ReadWrite.All"),
    ("GET", f"/v1.0/deviceManagement/deviceCompliancePolicies('{GROUP}')/deviceStatuses", "DeviceManagementManagedDevices.Read.All"),
    ("GET", "/v1.0/deviceManagement/managedDevices", "DeviceManagementManagedDevices.Read.All"),
    ("GET", "/v1.0/deviceManagement/detectedApps", "DeviceManagementManagedDevices.Read.All"),
    ("GET", "/beta/deviceManagement/roleScopeTags", "DeviceManagementConfiguration.Read.All"),
    ("GET", "/v1.0/deviceManagement/reports/exportJobs", "DeviceManagementConfiguration.Read.All"),
    ("POST", "/v1.0/deviceManagement/reports/exportJobs", "DeviceManagementConfiguration.ReadWrite.All"),
    ("GET", "/beta/deviceManagement/operationApprovalRequests", "DeviceManagementConfiguration.Read.All"),
    ("GET", "/beta/deviceManagement/deviceConfigurationRestrictedAppsViolations", "DeviceManagementConfiguration.Read.All"),
    ("GET", f"/v1.0/groups/{GROUP}/transitiveMembers", "GroupMember.Read.All"),
    ("POST", "/v1.0/groups", "Group.ReadWrite.All"),
    ("POST", f"/v1.0/groups/{GROUP}/members/$ref", "GroupMember.ReadWrite.All"),
    ("GET", "/v1.0/users", "User.ReadBasic.All"),
    ("GET", f"/beta/deviceManagement/deviceConfigurations/{GROUP}/getOmaSettingPlainTextValue(secretReferenceValueId='x')",
     "DeviceManagementConfiguration.ReadWrite.All"),
    ("GET", "/v1.0/organization", "Organization.Read.All"),
)  # fmt: skip
EVERY = sorted({name for row in permissions.TABLE for name in (*row.read, *row.write)})


def send(tenant: Tenant, method: str, url: str, *roles: str) -> Response:
    return tenant.handle(Request(method, url, {"Content-Type": "application/json"}, b"{}", "t", frozenset(roles)))


def error(answer: Response) -> Any:
    return orjson.loads(answer.body)["error"]


@pytest.mark.parametrize(("method", "url", "least"), ROUTES)
def test_least_privileged_permission_opens_and_every_other_than_the_rows_does_not(method: str, url: str, least: str) -> None:
    tenant = open_tenant()
    names = permissions.needed(method, address.parse(url).segments)
    assert names is not None
    assert names[0] == least
    for role in EVERY:
        assert (send(tenant, method, url, role).status == 403) == (role not in names), role
    assert send(tenant, method, url).status == 403
    tenant.close()


def test_every_served_collection_has_a_row() -> None:
    assert all(permissions.needed("GET", tuple(found.path.split("/"))) for found in ALL)


def test_no_read_permission_ever_writes() -> None:
    assert not [name for row in permissions.TABLE for name in row.write if ".Read.All" in name or "ReadBasic" in name]
    assert not [name for name in READ if "ReadWrite" in name]
    assert [name for name in WRITE if "Group" in name] == ["GroupMember.Read.All"]


def test_intune_names_what_is_needed_and_entra_does_not() -> None:
    tenant = open_tenant()
    intune, entra = error(send(tenant, "GET", ROUTES[0][1])), error(send(tenant, "GET", "/v1.0/groups"))
    assert (intune["code"], entra["code"]) == ("Forbidden", "Authorization_RequestDenied")
    assert "Application must have one of the following scopes: DeviceManagementApps.Read.All, " in intune["message"]
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
    served = [template for wanted, template in permissions.routes() if wanted == method]
    assert len(served) == len(set(served)) > 0
    for template in served:
        segments = tuple(template.replace("{id}", GROUP).split("/"))
        names = permissions.needed(method, segments)
        assert names is not None, template
        for roles in ((), ("Calendars.ReadWrite",), *((name,) for name in EVERY)):
            shut = send(tenant, method, f"/beta/{template.replace('{id}', GROUP)}", *roles).status == 403
            assert shut is (not set(roles) & set(names)), (template, roles)
    tenant.close()


def test_a_write_needs_a_permission_to_write() -> None:
    for method, template in permissions.routes():
        names = permissions.needed(method, tuple(template.split("/"))) or ()
        assert method == "GET" or all("ReadWrite" in name for name in names), template


def test_microsofts_own_list_can_be_compared_route_by_route() -> None:
    spec = importlib.util.spec_from_file_location("check_permissions", ROOT / "scripts" / "check_permissions.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    needed = {(method, path): permissions.needed(method, tuple(path.split("/"))) or () for method, path in permissions.routes()}
    sets = [
        {"schemeKeys": ["Application"], "methods": [method], "paths": {f"/{path.lower()}": "least=Application"}, "name": name}
        for (method, path), names in needed.items()
        for name in names
    ]
    document = {"permissions": {name: {"pathSets": [one for one in sets if one["name"] == name]} for name in EVERY}}
    assert list(script.differences(script.listed(document))) == []
    document["permissions"]["Extra.Read.All"] = {"pathSets": [
        {"schemeKeys": ["Application", "DelegatedWork"], "methods": ["GET"], "paths": {"/users": ""}},
        {"schemeKeys": ["DelegatedWork"], "methods": ["GET"], "paths": {"/groups": ""}},
    ]}  # fmt: skip
    assert list(script.differences(script.listed(document))) == ["GET /users: only here -; only in the list Extra.Read.All"]
    gone = {name: {"pathSets": [one for one in sets if one["name"] == name and "/users" not in one["paths"]]} for name in EVERY}
    assert list(script.differences(script.listed({"permissions": gone}))) == ["GET /users: not in the list"]


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
        for member in orjson.loads(send(tenant, "GET", f"/v1.0/groups/{group['id']}/members?$select={names}", *roles).body)["value"]
        if member["@odata.type"] == f"#microsoft.graph.{type_name}"
    ]
    assert members
    assert all(set(member) == {"@odata.type", *names.split(",")} for member in members)
    assert {name for member in members for name, value in member.items() if value is not None} == {"@odata.type", *seen}
    tenant.close()
