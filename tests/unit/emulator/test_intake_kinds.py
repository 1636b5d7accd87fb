"""Exports of every kind come in: other folders, several objects in a file, objects as text, defaults that every tenant has."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.unit.emulator.conftest import COMPLIANCE, Client, block_rule, catalog_body

from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.worlds import exported, placing
from managed_apparaten.emulator.worlds.exported import ExportedObject
from managed_apparaten.emulator.worlds.intake import ImportedFile, take
from managed_apparaten.emulator.worlds.references import ImportRemark, References

Take = Callable[..., dict[str, ImportedFile]]
OLD = "55555555-0000-4000-8000-00000000000"
"""Begin of ids in the tenant that was exported."""
ENROLMENT = "deviceManagement/deviceEnrollmentConfigurations"
RULE = '(device.model -eq "x")'


@pytest.fixture
def bring(client: Client, tmp_path: Path) -> Take:
    """Import files and say what became of each."""

    def taken(files: Mapping[str, Any], **options: bool) -> dict[str, ImportedFile]:
        for name, content in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return {outcome.path: outcome for outcome in take(client.tenant, tmp_path, **options).outcomes}

    return taken


def ios(**more: Any) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.iosCompliancePolicy",
        "displayName": "iOS",
        "scheduledActionsForRule": block_rule(),
        **more,
    }


def setting(**more: Any) -> dict[str, Any]:
    body = catalog_body()
    body["settings"][0]["settingInstance"].update(more)
    return body


def test_keys_that_no_sdk_has_come_in_and_are_shown(client: Client, bring: Take) -> None:
    """E1: the exports of 2025 and 2026 have the key on every instance."""
    found = bring({"Settings Catalog/a.json": setting(auditRuleInformation=None)})["Settings Catalog/a.json"]
    assert found.result == "imported"
    [shown] = client("GET", f"/beta/deviceManagement/configurationPolicies/{found.id}/settings").body["value"]
    assert shown["settingInstance"]["auditRuleInformation"] is None


def test_nulls_that_exports_show_come_in(bring: Take) -> None:
    """E3."""
    body = ios(**{"@odata.type": "#microsoft.graph.androidDeviceOwnerCompliancePolicy", "storageRequireEncryption": None,
                  "requireNoPendingSystemUpdates": None})  # fmt: skip
    assert bring({"Whatever/a.json": body})["Whatever/a.json"].result == "imported"


@pytest.mark.parametrize(("path", "body"), [
    ("x/a.json", [ios(displayName="a"), ios(displayName="b")]),
    ("x/a.json", {"value": [ios(displayName="a"), ios(displayName="b")]}),
    ("x/a.json", {"@odata.context": "x", "policies": [ios(displayName="a"), ios(displayName="b")]}),
])  # fmt: skip
def test_several_objects_in_one_file_come_in_one_by_one(
    client: Client, bring: Take, path: str, body: Any
) -> None:
    assert {name: found.result for name, found in bring({path: body}).items()} == {
        f"{path}#1": "imported",
        f"{path}#2": "imported",
    }
    assert sorted(found["displayName"] for found in client("GET", COMPLIANCE).body["value"]) == ["a", "b"]


def test_lists_of_groups_and_filters_come_in(client: Client, bring: Take) -> None:
    filters = [{"displayName": name, "platform": "iOS", "rule": RULE} for name in "ab"]
    groups = [{"displayName": "Dynamic", "membershipRule": '(user.department -eq "x")'}]
    found = bring(
        {"Filters/f.json": {"filters": filters}, "DynamicGroups/g.json": {"groups": groups}}, make_groups=True
    )
    assert {outcome.result for outcome in found.values()} == {"imported"}
    assert len(client("GET", "/beta/deviceManagement/assignmentFilters").body["value"]) == 2
    [group] = client("GET", "/v1.0/groups").body["value"]
    assert group["groupTypes"] == ["DynamicMembership"]


def test_a_list_of_something_else_is_no_list_of_objects(bring: Take) -> None:
    found = bring({"a.json": {"names": ["a"]}, "b.json": [1], "c.json": []})
    assert [found[name].result for name in ("a.json", "b.json", "c.json")] == [
        "not-served",
        "unreadable",
        "unreadable",
    ]


def test_an_object_as_text_within_another_comes_in(client: Client, bring: Take) -> None:
    body = {
        "Displayname": "Named outside",
        "Type": "Catalog",
        "RAWJson": json.dumps({key: value for key, value in ios().items() if key != "displayName"}),
    }
    found = bring({"a.json": body, "b.json": {"RAWJson": "{"}, "c.json": {"RAWJson": "[]"}})
    assert [found[name].result for name in ("a.json", "b.json", "c.json")] == [
        "imported",
        "unreadable",
        "unreadable",
    ]
    assert [policy["displayName"] for policy in client("GET", COMPLIANCE).body["value"]] == ["Named outside"]


def test_a_comma_after_the_last_item_is_read_over_outside_of_text(client: Client, bring: Take) -> None:
    text = json.dumps(ios(description="a,] b,}"))[:-1] + ', "roleScopeTagIds": ["0",],}'
    assert bring({"a.json": text.encode()})["a.json"].result == "imported"
    assert client("GET", COMPLIANCE).body["value"][0]["description"] == "a,] b,}"


def test_settings_of_the_tenant_are_set(client: Client, bring: Take) -> None:
    path = "Device Management Settings/settings.json"
    assert (
        bring({path: {"secureByDefault": True, "deviceComplianceCheckinThresholdDays": 7}})[path].result
        == "imported"
    )
    settings = client("GET", "/beta/deviceManagement/settings").body
    assert (settings["secureByDefault"], settings["deviceComplianceCheckinThresholdDays"]) == (True, 7)
    assert bring({path: {"noSuchSetting": 1}})[path].result == "refused"


@pytest.mark.parametrize(("collection", "body"), [
    (ENROLMENT, {"@odata.type": "#microsoft.graph.deviceEnrollmentLimitConfiguration", "displayName": "All", "priority": 0, "limit": 5}),
    (ENROLMENT, {"@odata.type": "#microsoft.graph.windows10EnrollmentCompletionPageConfiguration", "displayName": "All", "priority": 0}),
    ("deviceManagement/roleScopeTags", {"displayName": "Default", "isBuiltIn": True}),
    ("deviceManagement/intuneBrandingProfiles", {"displayName": "Brand", "isDefaultProfile": True}),
])  # fmt: skip
def test_what_every_tenant_has_is_not_made_again(
    client: Client, bring: Take, collection: str, body: dict[str, Any]
) -> None:
    context = f"https://graph.microsoft.com/beta/$metadata#{collection}/$entity"
    before = list(client.tenant.world.store.objects((collection,)))
    assert bring({"a.json": {"@odata.context": context, **body}})["a.json"].result == "built-in"
    assert list(client.tenant.world.store.objects((collection,))) == before


def test_an_enrolment_configuration_of_ones_own_is_made(bring: Take) -> None:
    body = {
        "@odata.type": "#microsoft.graph.deviceEnrollmentLimitConfiguration",
        "displayName": "Few",
        "priority": 1,
        "limit": 2,
    }
    assert (
        bring({"Enrollment Configurations/a.json": body})["Enrollment Configurations/a.json"].result
        == "imported"
    )


@pytest.mark.parametrize(("path", "folder", "body", "found"), [
    ("x/a.json", "", {"@odata.type": "#microsoft.graph.androidManagedStoreAppConfiguration"},
     "deviceAppManagement/mobileAppConfigurations"),
    ("x/a.json", "", {"@odata.type": "#microsoft.graph.azureADWindowsAutopilotDeploymentProfile"},
     "deviceManagement/windowsAutopilotDeploymentProfiles"),
    ("x/a.json", "", {"@odata.type": "#microsoft.graph.managedDevice"}, None),
    ("x/a.json", "", {"@odata.type": "#microsoft.graph.noSuchType"}, None),
    ("x/a.json", "deviceManagement/intents", {"displayName": "i", "templateId": "t"}, "deviceManagement/intents"),
    ("x/a.json", "deviceManagement/virtualEndpoint/provisioningPolicies", {"displayName": "p"},
     "deviceManagement/virtualEndpoint/provisioningPolicies"),
    ("deviceCategories/a.json", "", {"displayName": "c", "description": "d"}, "deviceManagement/deviceCategories"),
    ("Reusable_Policy_Settings/a.json", "", {"displayName": "c", "settingDefinitionId": "d"}, "deviceManagement/reusablePolicySettings"),
    ("Templates/a.json", "", {"displayName": "c", "state": "enabled", "conditions": {}}, None),
    ("x/a.json", "", {"name": "n", "description": "d", "platforms": "linux", "technologies": "linuxMdm", "settings": [],
                      "scheduledActionsForRule": []}, "deviceManagement/compliancePolicies"),
    ("x/a.json", "", {"displayName": "n", "description": "d"}, None),
])  # fmt: skip
def test_the_collection_of_an_object_is_found(
    path: str, folder: str, body: dict[str, Any], found: str | None
) -> None:
    place = placing.place(ExportedObject(path, body, folder, ""), load("beta"))
    assert (place.path if place else None) == found


@pytest.mark.parametrize(
    ("collection", "member"), [("groupPolicyConfigurations", "definitionValues"), ("intents", "settings")]
)
def test_what_a_file_beside_holds_belongs_to_the_object(tmp_path: Path, collection: str, member: str) -> None:
    context = f"https://graph.microsoft.com/beta/$metadata#deviceManagement/{collection}/$entity"
    (tmp_path / "a.json").write_text(json.dumps({"@odata.context": context, "displayName": "a"}), "utf-8")
    value = [{"enabled": True, "definition@odata.bind": "https://x('1')", "definition@odata.context": "x"}]
    (tmp_path / "a_Settings.json").write_text(json.dumps({"value": value}), "utf-8")
    [piece] = exported.read(tmp_path).pieces
    assert piece.body[member] == [{"enabled": True, "definition@odata.bind": "https://x('1')"}]


def test_whom_and_where_a_conditional_access_policy_names_is_looked_up(client: Client) -> None:
    group = client.make(
        "/v1.0/groups",
        {"displayName": "g", "mailEnabled": False, "mailNickname": "g", "securityEnabled": True},
    )
    here = group.rsplit("/", 1)[-1]
    references = References(client.tenant.world.store, {}, make_groups=False)
    references.note("groups", f"{OLD}1", "g", here)
    references.note("identity/conditionalAccess/namedLocations", f"{OLD}2", "l", f"{OLD}9")
    users = {"includeUsers": [f"{OLD}3"], "excludeUsers": ["GuestsOrExternalUsers"], "includeGroups": [f"{OLD}4"],
             "excludeGroups": [f"{OLD}1"],
             "includeRoles": []}  # fmt: skip
    locations = {"includeLocations": ["All"], "excludeLocations": [f"{OLD}2", f"{OLD}5"]}
    body: dict[str, Any] = {"conditions": {"users": users, "locations": locations}}
    remarks: list[ImportRemark] = []
    references.resolve(body, remarks)
    assert body["conditions"]["users"] == {
        "includeUsers": ["None"], "excludeUsers": ["GuestsOrExternalUsers"], "includeGroups": [], "excludeGroups": [here],
        "includeRoles": [],
    }  # fmt: skip
    assert body["conditions"]["locations"] == {"includeLocations": ["All"], "excludeLocations": [f"{OLD}9"]}
    assert {(remark.key, remark.what[-1]) for remark in remarks} == {
        ("person", "3"),
        ("group", "4"),
        ("location", "5"),
    }


def test_a_strength_of_the_other_tenant_is_looked_up_by_name(client: Client) -> None:
    references = References(client.tenant.world.store, {}, make_groups=False)
    references.note("policies/authenticationStrengthPolicies", f"{OLD}1", "s", f"{OLD}2")
    given = {"custom": f"{OLD}1", "builtIn": f"{OLD}3", "lost": f"{OLD}4"}
    bodies: dict[str, Any] = {
        name: {
            "grantControls": {"authenticationStrength": {"id": old, "displayName": "s", "policyType": name}}
        }
        for name, old in given.items()
    }
    for body in bodies.values():
        references.resolve(body, [])
    found = {name: body["grantControls"]["authenticationStrength"]["id"] for name, body in bodies.items()}
    assert found == {"custom": f"{OLD}2", "builtIn": f"{OLD}3", "lost": f"{OLD}4"}


def test_a_policy_for_places_that_are_not_here_has_no_places(client: Client) -> None:
    body: dict[str, Any] = {
        "conditions": {"locations": {"includeLocations": [f"{OLD}1"], "excludeLocations": ["AllTrusted"]}}
    }
    References(client.tenant.world.store, {}, make_groups=False).resolve(body, [])
    assert body["conditions"]["locations"] is None
