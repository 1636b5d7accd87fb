"""What is served beyond policies: contained members, actions on devices and sets, the roots, and search in the directory."""

from __future__ import annotations

import pytest
from tests.unit.emulator.conftest import GROUP, Client, group_target

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.service.collections import COLLECTIONS
from managed_apparaten.emulator.service.intune.devices import BETA_ACTIONS, V1_ACTIONS
from managed_apparaten.emulator.service.intune.policy_sets import PARAMETERS

DEVICES = "/beta/deviceManagement/managedDevices"
NEW: dict[str, dict[str, object]] = {
    "deviceAppManagement/mobileAppConfigurations": {"@odata.type": "#microsoft.graph.iosMobileAppConfiguration", "targetedMobileApps": []},
    "deviceAppManagement/mobileAppCategories": {}, "deviceAppManagement/policySets": {},
    "deviceAppManagement/windowsInformationProtectionPolicies": {},
    "deviceManagement/compliancePolicies": {"name": "x", "platforms": "linux", "technologies": "linuxMdm", "settings": []},
    "deviceManagement/deviceCategories": {}, "deviceManagement/deviceManagementScripts": {"fileName": "a.ps1", "scriptContent": "YQ=="},
    "deviceManagement/deviceShellScripts": {"fileName": "a.sh", "scriptContent": "YQ=="},
    "deviceManagement/deviceCustomAttributeShellScripts": {"customAttributeType": "string"}, "deviceManagement/deviceHealthScripts": {},
    "deviceManagement/deviceEnrollmentConfigurations": {"@odata.type": "#microsoft.graph.deviceEnrollmentLimitConfiguration", "limit": 5},
    "deviceManagement/groupPolicyConfigurations": {}, "deviceManagement/termsAndConditions": {"title": "t"},
    "deviceManagement/roleDefinitions": {"@odata.type": "#microsoft.graph.deviceAndAppManagementRoleDefinition"},
    "deviceManagement/roleAssignments": {}, "deviceManagement/operationApprovalPolicies": {},
}  # fmt: skip


@pytest.mark.parametrize("path", NEW)
def test_an_object_is_made_read_changed_assigned_and_deleted(client: Client, path: str) -> None:
    [collection] = [found for found in COLLECTIONS if found.path == path]
    named = {} if "name" in NEW[path] else {"displayName": "x"}
    url = client.make(f"/beta/{path}", {**named, **NEW[path]})
    assert client("GET", url).body[collection.name] == "x"
    mark = {"@odata.type": NEW[path]["@odata.type"]} if "@odata.type" in NEW[path] else {}
    assert client("PATCH", url, {**mark, collection.name: "y"}).status == 200
    assert [found[collection.name] for found in client("GET", f"/beta/{path}").body["value"]] == ["y"]
    if collection.assign:
        answer = client("POST", f"{url}/assign", {collection.assign.parameter: [group_target()]})
        assert answer.status in (200, 204), answer.body
        assert client("GET", f"{url}/assignments").body["value"][0]["target"]["groupId"] == GROUP
    assert [client("DELETE", url).status, client("GET", url).status] == [204, 404]


def test_members_are_written_one_by_one_with_ids_of_their_own(client: Client) -> None:
    url = client.make("/beta/deviceAppManagement/windowsInformationProtectionPolicies", {"displayName": "w"})
    made = [
        client.make(f"{url}/exemptAppLockerFiles", {"displayName": name, "file": "YQ=="}) for name in "ab"
    ]
    assert client("PATCH", made[0], {"displayName": "c"}).status == 200
    assert client("DELETE", made[1]).status == 204
    assert [found["displayName"] for found in client("GET", f"{url}/exemptAppLockerFiles").body["value"]] == [
        "c"
    ]


def test_a_policy_set_is_updated_by_its_action_only(client: Client) -> None:
    url = client.make("/beta/deviceAppManagement/policySets", {"displayName": "s"})
    item = {"@odata.type": "#microsoft.graph.mobileAppPolicySetItem", "payloadId": "p"}
    change = {"addedPolicySetItems": [item, {**item, "payloadId": "q"}], "assignments": [group_target()]}
    assert client("POST", f"{url}/update", change).status == 204
    first, second = client("GET", f"{url}/items").body["value"]
    updated = {
        "updatedPolicySetItems": [{**first, "displayName": "n"}],
        "deletedPolicySetItems": [second["id"]],
    }
    assert client("POST", f"{url}/update", updated).status == 204
    assert [(found["id"], found["displayName"]) for found in client("GET", f"{url}/items").body["value"]] == [
        (first["id"], "n")
    ]
    assert len(client("GET", f"{url}/assignments").body["value"]) == 1
    wrong: list[dict[str, object]] = [
        {"items": []},
        {"addedPolicySetItems": [{"payloadId": "p"}]},
        {"updatedPolicySetItems": ["x"]},
    ]
    wrong += [{name: "x"} for name in PARAMETERS]
    assert {client("POST", f"{url}/update", body).status for body in wrong} == {400}
    assert (
        client(
            "POST", "/beta/deviceAppManagement/policySets", {"displayName": "s", "status": "success"}
        ).status
        == 400
    )


def test_an_enrolment_configuration_gets_its_priority(client: Client) -> None:
    """A limit is 1 to 15 and priorities are numbered (memdocs enrollment-restrictions-set.md); more in test_enrolment."""
    body = {
        "@odata.type": "#microsoft.graph.deviceEnrollmentLimitConfiguration",
        "displayName": "l",
        "limit": 5,
    }
    first, second = (
        client.make("/beta/deviceManagement/deviceEnrollmentConfigurations", body) for _ in range(2)
    )
    assert client("POST", f"{second}/setPriority", {"priority": 1}).status == 204
    assert [client("GET", url).body["priority"] for url in (first, second)] == [2, 1]
    assert client("POST", f"{second}/setPriority", {"priority": "high"}).status == 400


def test_devices_take_actions_and_stay_as_they_are(zilverdam: Client) -> None:
    before = zilverdam("GET", f"{DEVICES}?$top=1").body["value"][0]
    url, stable = f"{DEVICES}/{before['id']}", f"/v1.0/deviceManagement/managedDevices/{before['id']}"
    needed = {
        "cleanWindowsDevice": {"keepUserData": True},
        "windowsDefenderScan": {"quickScan": False},
    }  # Nullable=false in the CSDL
    assert {
        zilverdam("POST", f"{url}/{action}", needed.get(action, {})).status
        for action in V1_ACTIONS | BETA_ACTIONS
    } == {204}
    assert {zilverdam("POST", f"{url}/{action}", {}).status for action in needed} == {400}
    assert {zilverdam("POST", f"{stable}/{action}", {}).status for action in BETA_ACTIONS} == {400}
    assert zilverdam("POST", f"{url}/makeCoffee", {}).status == 400
    assert zilverdam("GET", url).body == {
        **before,
        "@odata.context": zilverdam("GET", url).body["@odata.context"],
    }


def test_a_device_is_reached_through_its_own_user_only(zilverdam: Client) -> None:
    device = next(found for found in zilverdam("GET", f"{DEVICES}?$top=50").body["value"] if found["userId"])
    mine = zilverdam("GET", f"/v1.0/users/{device['userId']}/managedDevices").body["value"]
    assert device["id"] in [found["id"] for found in mine]
    assert (
        zilverdam("GET", f"/v1.0/users/{device['userId']}/managedDevices/{device['id']}").body["deviceName"]
        == device["deviceName"]
    )
    assert (
        zilverdam("POST", f"/v1.0/users/{device['userId']}/managedDevices/{device['id']}/remoteLock").status
        == 204
    )
    assert zilverdam("GET", f"/v1.0/users/{GROUP}/managedDevices/{device['id']}").status == 404


def test_the_roots_keep_their_settings(client: Client) -> None:
    for root, change in (
        ("deviceManagement", {"settings": {"secureByDefault": True}}),
        ("deviceAppManagement", {}),
    ):
        answer = client("PATCH", f"/v1.0/{root}", change)
        assert (answer.status, client("GET", f"/v1.0/{root}").body) == (200, answer.body)
    assert client("GET", "/v1.0/deviceManagement").body["settings"]["secureByDefault"] is True
    assert client("PATCH", "/v1.0/deviceManagement", {"nothing": 1}).status == 400
    assert client("DELETE", "/v1.0/deviceManagement").status == 400
    assert client("GET", "/beta/deviceManagement").status == 200, "E8: recorded portal traffic reads it"


@pytest.mark.parametrize(("search", "found"), [
    ('"displayName:beta"', ["Alpha Beta"]), ('"displayName:et"', []), ('"displayName:alp" AND "description:first"', ["Alpha Beta"]),
    ('"displayName:gamma" OR "displayName:ALPHA"', ["Alpha Beta", "Gamma"]), ('"mailNickname:g"', ["Gamma"]), ('"mailNickname:amma"', []),
])  # fmt: skip
def test_search_finds_words_of_names_and_beginnings_of_the_rest(
    client: Client, search: str, found: list[str]
) -> None:
    for name, text, nick in (("Alpha Beta", "first one", "alpha"), ("Gamma", "second", "gamma")):
        client.make(
            "/v1.0/groups",
            {
                "displayName": name,
                "description": text,
                "mailNickname": nick,
                "mailEnabled": False,
                "securityEnabled": True,
            },
        )
    answer = client("GET", f"/v1.0/groups?$search={search}", ConsistencyLevel="eventual")
    assert [group["displayName"] for group in answer.body["value"]] == found


def test_search_needs_its_header_its_form_and_the_directory(client: Client) -> None:
    assert client("GET", '/v1.0/groups?$search="displayName:a"').status == 400
    assert client("GET", "/v1.0/groups?$search=a", ConsistencyLevel="eventual").status == 400
    assert (
        client(
            "GET",
            '/beta/deviceManagement/deviceCategories?$search="displayName:a"',
            ConsistencyLevel="eventual",
        ).status
        == 400
    )


def test_app_groups_of_app_configurations_are_chosen_on_v1_too(client: Client) -> None:
    url = client.make(
        "/v1.0/deviceAppManagement/targetedManagedAppConfigurations",
        {"displayName": "c", "customSettings": []},
    )
    assert client("POST", f"{url}/targetApps", {"apps": [], "appGroupType": "allApps"}).status == 204
    assert client("GET", url.replace("v1.0", "beta")).body["appGroupType"] == "allApps"
    assert client("POST", f"{url}/targetApps", {"apps": [], "appGroupType": "someApps"}).status == 400


def test_actions_on_devices_can_be_switched_off() -> None:
    assert "device-actions-accepted" not in Behaviours().without("device-actions-accepted").active
