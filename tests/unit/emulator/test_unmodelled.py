"""Functions and actions without an effect, and what assignment filters make of devices (issue 10, E15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.emulator.conftest import CONFIGURATIONS, GROUP, Client, open_tenant, valid

from managed_apparaten.emulator.core.errors import NOT_SERVED
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import ZEROES, load
from managed_apparaten.emulator.service import operations, unmodelled_operations
from managed_apparaten.emulator.service.intune import action_effects
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.emulator.worlds.zilverdam import group_id

MANAGEMENT = "/beta/deviceManagement"
FILTERS = f"{MANAGEMENT}/assignmentFilters"
DEVICES = f"{MANAGEMENT}/managedDevices"
VALUES: dict[str, Any] = {
    "Edm.String": "x", "Edm.Guid": GROUP, "Edm.DateTimeOffset": "2026-01-01T00:00:00Z", "Edm.Binary": "YQ==", "Edm.Boolean": True,
    "Edm.Int32": 1,
}  # fmt: skip


def sample(kind: str) -> Any:
    """A value that fits the type of a parameter, with the texts that may not be absent."""
    target = kind.removeprefix("[]").split(" ")[0]
    enum, found = load("beta").enums.get(target), load("beta").find(target)
    if kind.startswith("[]"):
        return []
    if found is not None:
        needed = (
            one
            for one in found.properties.values()
            if (one.type, one.collection, one.nullable, one.ignored) == ("Edm.String", False, False, False)
        )
        return {one.name: VALUES["Edm.String"] for one in needed}
    return enum[0] if enum else VALUES.get(target, {})


def asked(found: unmodelled_operations.Signature, object_id: str) -> str:
    """The URL of a signature, with arguments when it is a function."""
    url = f"/beta/{found.route.replace('{id}', object_id)}"
    if found.method == "GET" and found.parameters:
        url += "(" + ",".join(f"{name}='x'" for name in found.parameters) + ")"
    return url


SERVED = {(item.method, item.route) for item in operations.UNMODELLED}
PLAIN = [
    found
    for found in unmodelled_operations.list_answered()
    if (found.method, found.route) in SERVED and found.name != "assign"
]


@pytest.mark.parametrize("found", PLAIN, ids=lambda found: f"{found.method} {found.route}")
def test_it_takes_its_parameters_and_answers_its_shape(
    client: Client, found: unmodelled_operations.Signature
) -> None:
    """E15: the operations of Microsoft's SDKs; one with an object needs the object."""
    path, parts = found.route.partition("/{id}")[0], found.route.split("/")
    inside = {parts[-3]: [{"id": GROUP}]} if found.route.count("{id}") > 1 else {}
    client.tenant.insert([Stored(path, GROUP, "entity", {}, inside)])
    body = None if found.method == "GET" else {name: sample(kind) for name, kind in found.parameters.items()}
    answer = client(found.method, asked(found, GROUP), body)
    assert answer.status == (200 if found.answer else 204), answer.body
    if found.answer.startswith("[]"):
        assert answer.body["value"] == []
    elif found.answer in ZEROES:
        assert answer.body["value"] == ZEROES[found.answer]
    assert "{id}" not in found.route or client(found.method, asked(found, "nothing"), body).status == 404
    if found.method == "POST":
        wrong = client("POST", asked(found, GROUP), {**(body or {}), "colour": "red"})
        assert (wrong.status, "colour" in wrong.message) == (400, True)
    elif found.parameters:
        assert client("GET", asked(found, GROUP).partition("(")[0] + "(colour='red')").status == 400
    assert found.stable or client(
        found.method, asked(found, GROUP).replace("/beta/", "/v1.0/"), body
    ).status in (400, 404, 405, 490)


@pytest.mark.parametrize(("action", "body"), [
    ("setDeviceName", {"deviceName": 7}), ("wipe", {"keepUserData": "yes"}), ("windowsDefenderScan", {}), ("retire", {"colour": "red"}),
    ("cleanWindowsDevice", {"keepUserData": None}), ("overrideComplianceState", {"complianceState": "perhaps"}),
    ("triggerConfigurationManagerAction", {"configurationManagerAction": {"colour": "red"}}),
])  # fmt: skip
def test_parameters_of_another_type_are_refused(client: Client, action: str, body: Any) -> None:
    client.tenant.insert([Stored("deviceManagement/managedDevices", "d", "managedDevice", {}, {})])
    assert client("POST", f"{DEVICES}/d/{action}", body).status == 400


def test_what_answers_an_object_or_a_stream_is_left_out() -> None:
    names = {found.name for found in unmodelled_operations.list_answered()}
    assert {"createInstance", "downloadAppDiagnostics", "getActiveMalwareReport", "targetApps"}.isdisjoint(
        names
    )
    assert {
        "getFileVaultKey",
        "setDeviceName",
        "moveDevicesToOU",
        "executeAction",
        "hasPayloadLinks",
    } <= names


def test_without_the_switch_they_are_unknown(without: Callable[..., Client]) -> None:
    assert (
        without("operations-without-effect")("POST", f"{MANAGEMENT}/enableLegacyPcManagement").status == 400
    )


def test_operations_of_approvals_have_their_former_names(
    client: Client, without: Callable[..., Client]
) -> None:
    """E15: getMyRequests and its siblings, as the reference called them until 2023."""
    base = f"{MANAGEMENT}/operationApproval"
    assert client("GET", f"{base}Requests/getMyRequests").body["value"] == []
    assert client("GET", f"{base}Requests/getMyRequestById(id='x')").status == 404
    assert client("GET", f"{base}Policies/getOperationsRequiringApproval").status == 200
    assert without("operations-by-former-names")("GET", f"{base}Requests/getMyRequests").status != 200


def test_a_ring_without_updates_for_business_has_no_pause(client: Client) -> None:
    """E15: extendFeatureUpdatesPause is bound to one type of configuration; the pause ends 35 days from now."""
    cast = f"microsoft.graph.{action_effects.UPDATE_RING}"
    url = client.make(CONFIGURATIONS, {"@odata.type": f"#{cast}", "displayName": "ring"})
    for updates in ("Feature", "Quality"):
        assert client("POST", f"{url}/{cast}/extend{updates}UpdatesPause").status == 204
        assert client("POST", f"{url}/{cast}/extend{updates}UpdatesPause", {"days": 1}).status == 400
        assert (
            client("GET", url)
            .body[f"{updates.lower()}UpdatesPauseExpiryDateTime"]
            .startswith("2026-12-26T09:00:00")
        )
    other = client.make(*valid("android_device_owner_restrictions"))
    assert client("POST", f"{other}/{cast}/extendFeatureUpdatesPause").status == 404
    assert client("POST", f"{url}/extendFeatureUpdatesPause").status == 400


def test_android_for_work_is_bound_and_unbound(client: Client) -> None:
    """E17: `unbind` left bindStatus as it was."""
    url = f"{MANAGEMENT}/androidForWorkSettings"
    assert client("GET", url).body["bindStatus"] == "notBound"
    assert client("POST", f"{url}/completeSignup", {"enterpriseToken": "t"}).status == 204
    assert client("GET", url).body["bindStatus"] == "boundAndValidated"
    assert client("POST", f"{url}/unbind").status == 204
    assert client("GET", url).body["bindStatus"] == "notBound"


def test_an_action_without_required_parameters_takes_no_body(client: Client) -> None:
    """E17: beginOnboarding, as its page sends it; what Nullable=false asks for stays asked for."""
    partner = client.make(f"{MANAGEMENT}/remoteAssistancePartners", {"displayName": "p"})
    assert client("POST", f"{partner}/beginOnboarding").status == 204
    client.tenant.insert([Stored("deviceManagement/managedDevices", "d", "managedDevice", {}, {})])
    assert client("POST", f"{DEVICES}/d/windowsDefenderScan").status == 400


def test_an_object_inside_another_one_must_be_there(client: Client) -> None:
    """E15: createDownloadUrl of a log of a troubleshooting event."""
    event = client.make(f"{MANAGEMENT}/mobileAppTroubleshootingEvents", {"applicationId": "a"})
    log = client.make(f"{event}/appLogCollectionRequests", {"status": "completed"})
    assert client("POST", f"{log}/createDownloadUrl").status == 200
    assert client("POST", f"{event}/appLogCollectionRequests/nothing/createDownloadUrl").status == 404
    assert client("POST", f"{log}/nonsense").status == 400


def test_what_the_tenant_does_not_do_with_an_object_inside_another_one_is_said(client: Client) -> None:
    """E14: Graph has the action, so the refusal is the tenant's own."""
    site = client.make(f"{MANAGEMENT}/microsoftTunnelSites", {"displayName": "s"})
    server = client.make(f"{site}/microsoftTunnelServers", {"displayName": "s"})
    assert client("GET", f"{server}/createServerLogCollectionRequest").status == NOT_SERVED


def test_whether_a_tenant_has_scope_tags_of_its_own(client: Client) -> None:
    url = f"{MANAGEMENT}/roleScopeTags"
    assert client("GET", f"{url}/hasCustomRoleScopeTag").body["value"] is False
    client.make(url, {"displayName": "t"})
    assert client("GET", f"{url}/hasCustomRoleScopeTag").body["value"] is True


def test_filters_are_evaluated_for_a_preview_and_for_a_device() -> None:
    tenant = open_tenant()
    seed(tenant)
    client = Client(tenant)
    request = {"platform": "iOS", "rule": '(device.model -startsWith "iPad")', "top": 5, "skip": 1}
    found = client("POST", f"{MANAGEMENT}/evaluateAssignmentFilter", {"data": request}).body
    tablets = [
        one for one in client("GET", f"{DEVICES}?$top=999").body["value"] if one["model"].startswith("iPad")
    ]
    assert (found["TotalRowCount"], len(found["Values"])) == (len(tablets), 5)
    assert found["Values"][0][0] == tablets[1]["id"]
    for bad in (
        {**request, "rule": "(device.model)"},
        {**request, "colour": "red"},
        {**request, "platform": "ios9"},
        None,
    ):
        assert client("POST", f"{MANAGEMENT}/evaluateAssignmentFilter", {"data": bad}).status == 400
    chosen = client.make(
        FILTERS, {"displayName": "iPads", "platform": "iOS", "rule": request["rule"]}
    ).rpartition("/")[2]
    policy = client.make(*valid("ios_compliance"))
    target = {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group_id("sg-rol-griffie"),
              "deviceAndAppManagementAssignmentFilterId": chosen, "deviceAndAppManagementAssignmentFilterType": "include"}  # fmt: skip
    assert client("POST", f"{policy}/assign", {"assignments": [{"target": target}]}).status == 200
    payload = policy.rpartition("/")[2]
    bare = client.make(*valid("ios_compliance"))
    everyone = {"target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}
    assert client("POST", f"{bare}/assign", {"assignments": [everyone]}).status == 200
    seen = [
        one
        for one in tablets
        if client("GET", f"{DEVICES}/{one['id']}/assignmentFilterEvaluationStatusDetails").body["value"]
    ]
    assert {one["userPrincipalName"].partition(".")[0] for one in seen} == {"griffie"}
    shown = client("GET", f"{DEVICES}/{seen[0]['id']}/assignmentFilterEvaluationStatusDetails").body["value"]
    assert [one["payloadId"] for one in shown] == [payload]
    asked = {
        "managedDeviceId": seen[0]["id"],
        "payloadId": payload,
        "userId": seen[0]["userId"],
        "assignmentFilterIds": [],
        "top": 10,
    }
    details = client("POST", f"{MANAGEMENT}/getAssignmentFiltersStatusDetails", asked).body
    [summary] = details["evalutionSummaries"]
    assert (summary["assignmentFilterId"], summary["assignmentFilterType"], summary["evaluationResult"]) == (
        chosen,
        "include",
        "match",
    )
    assert (
        client(
            "POST", f"{MANAGEMENT}/getAssignmentFiltersStatusDetails", {**asked, "managedDeviceId": "x"}
        ).status
        == 404
    )
    assert (
        client("POST", f"{MANAGEMENT}/getAssignmentFiltersStatusDetails", {**asked, "colour": "red"}).status
        == 400
    )
    tenant.close()


def test_filters_are_switched_on_and_off(client: Client) -> None:
    assert client("GET", f"{FILTERS}/getState").body["enabled"] is True
    assert client("POST", f"{FILTERS}/enable", {"enable": False}).status == 204
    assert client("GET", f"{FILTERS}/getState").body["enabled"] is False
    assert client("POST", f"{FILTERS}/enable", {"enable": "no"}).status == 400


@pytest.mark.parametrize(("path", "kind", "action", "sent", "seen"), [
    ("deviceAppManagement/deviceAppManagementTasks", "appVulnerabilityTask", "updateStatus", {"status": "completed", "note": "done"},
     {"status": "completed"}),
    ("deviceManagement/windowsAutopilotDeviceIdentities", "windowsAutopilotDeviceIdentity", "updateDeviceProperties",
     {"groupTag": "balie", "deviceAccountPassword": "x"}, {"groupTag": "balie"}),
])  # fmt: skip
def test_an_action_keeps_the_parameters_that_are_properties(
    client: Client, path: str, kind: str, action: str, sent: dict[str, Any], seen: dict[str, Any]
) -> None:
    client.tenant.insert([Stored(path, GROUP, kind, {}, {})])
    assert client("POST", f"/beta/{path}/{GROUP}/{action}", sent).status == 204
    found = client("GET", f"/beta/{path}/{GROUP}").body
    assert {name: found[name] for name in seen} == seen
    assert found.get("deviceAccountPassword") is None


@pytest.mark.parametrize(("action", "name", "before"), [
    ("enableLegacyPcManagement", "legacyPcManangementEnabled", False),
    ("enableUnlicensedAdminstrators", "unlicensedAdminstratorsEnabled", True),
])  # fmt: skip
def test_a_root_action_sets_its_property(client: Client, action: str, name: str, before: bool) -> None:
    assert client("GET", MANAGEMENT).body[name] is before
    assert client("PATCH", MANAGEMENT, {name: False}).status == 200
    assert client("POST", f"{MANAGEMENT}/{action}").status == 204
    assert client("GET", MANAGEMENT).body[name] is True


@pytest.mark.parametrize("url", [
    f"{MANAGEMENT}/intents/{GROUP}/updateSettings", f"{MANAGEMENT}/importedDeviceIdentities/importDeviceIdentityList",
    f"{MANAGEMENT}/windowsAutopilotDeviceIdentities/{GROUP}/unassignUserFromDevice", f"{MANAGEMENT}/tenantAttachRBAC/enable",
])  # fmt: skip
def test_an_action_whose_change_is_unknown_is_not_served(client: Client, url: str) -> None:
    path = url.partition(f"/{GROUP}")[0].removeprefix("/beta/")
    client.tenant.insert([Stored(path, GROUP, "entity", {}, {})])
    answer = client("POST", url, {})
    assert (answer.status, answer.headers["x-embedded-tenant"]) == (490, "not-served")
