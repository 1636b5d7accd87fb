"""assign, targetApps and scheduled actions replace whole lists; PUT replaces a whole catalogue policy."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.emulator.conftest import (
    BLOCKED,
    CATALOG,
    CLIPS,
    GROUP,
    IOS_IDENTIFIER,
    OTHER_GROUP,
    Client,
    block_rule,
    catalog_body,
    choice,
    group_target,
    open_tenant,
    string_list,
    valid,
)

from managed_apparaten.emulator.worlds import zilverdam
from managed_apparaten.emulator.worlds.seed import seed

STATUS = {
    "ios_app_protection": 204, "android_app_protection": 204, "ios_compliance": 200, "android_device_owner_compliance": 200,
    "ios_app_restrictions": 200, "android_device_owner_restrictions": 200, "mobile_app": 204,
}  # fmt: skip


def parameter(kind: str) -> str:
    return "mobileAppAssignments" if kind == "mobile_app" else "assignments"


def app(bundle: str) -> dict[str, Any]:
    return {"mobileAppIdentifier": {"@odata.type": IOS_IDENTIFIER, "bundleId": bundle}}


@pytest.mark.parametrize("kind", STATUS)
def test_assign_replaces_the_whole_list(client: Client, kind: str) -> None:
    """Forms of the ids: E6 and E7 of the evidence (notes of terraform-provider-microsoft365; IntuneWin32App#149)."""
    url = client.make(*valid(kind))
    policy = url.rsplit("/", 1)[1]
    form = {"mobile_app": "{}_0_0", "ios_app_protection": "{}_incl", "android_app_protection": "{}_incl"}.get(
        kind, policy + "_{}"
    )
    for groups in ([GROUP, OTHER_GROUP], [OTHER_GROUP], []):
        sent = {parameter(kind): [group_target(group) for group in groups]}
        assert client("POST", f"{url}/assign", sent).status == STATUS[kind]
        found = client("GET", f"{url}/assignments").body["value"]
        assert {assignment["id"] for assignment in found} == {form.format(group) for group in groups}


def test_assignment_reads_back_complete(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    excluded = group_target(OTHER_GROUP, "exclusionGroupAssignmentTarget")
    answer = client("POST", f"{url}/assign", {"assignments": [group_target(), excluded]})
    targets = {found["target"]["groupId"]: found["target"] for found in answer.body["value"]}
    assert targets[OTHER_GROUP]["@odata.type"] == "#microsoft.graph.exclusionGroupAssignmentTarget"
    assert targets[GROUP] == {
        "@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": GROUP,
        "deviceAndAppManagementAssignmentFilterId": None, "deviceAndAppManagementAssignmentFilterType": "none",
    }  # fmt: skip
    assert {found["source"] for found in answer.body["value"]} == {"direct"}
    assert {found["sourceId"] for found in answer.body["value"]} == {url.rsplit("/", 1)[1]}


def test_everyone_has_a_group_id_of_its_own(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    everyone = {"target": {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}}
    [found] = client("POST", f"{url}/assign", {"assignments": [everyone]}).body["value"]
    assert found["id"].endswith("_acacacac-9df4-4c7d-9d50-4ef0226f57a9")


ASSIGN_REFUSED: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("wrong parameter", "ios_compliance", {"mobileAppAssignments": []}, "Invalid ODataActionParameter 'mobileAppAssignments'"),
    ("no parameter", "ios_compliance", {}, "Invalid ODataActionParameter 'assignments'"),
    ("no target", "ios_compliance", {"assignments": [{}]}, "Property target"),
    ("no target type", "ios_compliance", {"assignments": [{"target": {"groupId": GROUP}}]}, "Cannot create an abstract class."),
    ("unknown property", "ios_compliance", {"assignments": [{**group_target(), "filter": "x"}]}, "'filter' does not exist"),
    ("one group twice", "ios_compliance", {"assignments": [group_target(), group_target()]}, "more than once"),
    ("no list", "ios_compliance", {"assignments": group_target()}, "Property assignments"),
    ("unknown filter", "ios_compliance",
     {"assignments": [{"target": {**group_target()["target"], "deviceAndAppManagementAssignmentFilterId": GROUP}}]}, "does not exist"),
    ("two intents", "mobile_app",
     {"mobileAppAssignments": [{**group_target(), "intent": "required"}, {**group_target(), "intent": "uninstall"}]},
     "more than one intent"),
    ("settings of another app", "mobile_app", {"mobileAppAssignments": [
        {**group_target(), "intent": "required", "settings": {"@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings"}}]},
        "do not fit"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "body", "text"), [row[1:] for row in ASSIGN_REFUSED], ids=[row[0] for row in ASSIGN_REFUSED]
)
def test_wrong_assignment_is_refused_and_changes_nothing(
    client: Client, kind: str, body: dict[str, Any], text: str
) -> None:
    url = client.make(*valid(kind))
    client("POST", f"{url}/assign", {parameter(kind): [group_target(OTHER_GROUP)]})
    answer = client("POST", f"{url}/assign", body)
    assert answer.status == 400
    assert text in answer.message
    assert len(client("GET", f"{url}/assignments").body["value"]) == 1


def test_target_apps_replaces_and_counts(client: Client) -> None:
    url = client.make(*valid("ios_app_protection"))
    sent = {"appGroupType": "selectedPublicApps", "apps": [app("com.b.B"), app("com.a"), app("com.a")]}
    assert client("POST", f"{url}/targetApps", sent).status == 204
    assert {found["id"] for found in client("GET", f"{url}/apps").body["value"]} == {
        "com.a.ios",
        "com.b.b.ios",
    }
    assert client("GET", url).body["deployedAppCount"] == 2


def test_app_group_fills_apps_and_apps_alone_switch_it_back(client: Client) -> None:
    url = client.make(*valid("ios_app_protection"))
    client("POST", f"{url}/targetApps", {"appGroupType": "allMicrosoftApps", "apps": []})
    grown = client("GET", f"{url}?$expand=apps").body
    assert grown["appGroupType"] == "allMicrosoftApps"
    assert len(grown["apps"]) > 5
    client("POST", f"{url}/targetApps", {"apps": [app("com.a")]})
    assert client("GET", url).body["appGroupType"] == "selectedPublicApps"


TARGET_REFUSED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("no apps", {"appGroupType": "allApps"}), ("unknown group", {"appGroupType": "everything", "apps": []}),
    ("unknown parameter", {"apps": [], "groups": []}), ("app without identifier", {"apps": [{}]}),
    ("Android app", {"apps": [{"mobileAppIdentifier": {"@odata.type": "#microsoft.graph.androidMobileAppIdentifier", "packageId": "a"}}]}),
)  # fmt: skip


@pytest.mark.parametrize("body", [row[1] for row in TARGET_REFUSED], ids=[row[0] for row in TARGET_REFUSED])
def test_wrong_target_apps_is_refused(client: Client, body: dict[str, Any]) -> None:
    url = client.make(*valid("ios_app_protection"))
    assert client("POST", f"{url}/targetApps", body).status == 400
    assert client("GET", url).body["deployedAppCount"] == 1


def test_scheduled_actions_are_replaced_by_their_action_only(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    rule = block_rule()
    rule[0]["scheduledActionConfigurations"][0]["gracePeriodHours"] = 0
    assert (
        client(
            "POST", f"{url}/scheduleActionsForRules", {"deviceComplianceScheduledActionForRules": []}
        ).status
        == 400
    )
    assert (
        client(
            "POST", f"{url}/scheduleActionsForRules", {"deviceComplianceScheduledActionForRules": rule}
        ).status
        == 204
    )
    read = client("GET", f"{url}?$expand=scheduledActionsForRule($expand=scheduledActionConfigurations)").body
    [action] = read["scheduledActionsForRule"][0]["scheduledActionConfigurations"]
    assert (action["gracePeriodHours"], action["notificationTemplateId"]) == (
        0,
        "00000000-0000-0000-0000-000000000000",
    )


def children(client: Client, url: str) -> dict[str, Any]:
    [setting] = client("GET", f"{url}/settings").body["value"]
    found = setting["settingInstance"]["groupSettingCollectionValue"][0]["children"]
    return {child["settingDefinitionId"]: child for child in found}


def test_put_replaces_settings_and_keeps_assignments(client: Client) -> None:
    url = client.make(CATALOG, catalog_body())
    client("POST", f"{url}/assign", {"assignments": [group_target()]})
    assert set(children(client, url)) == {BLOCKED, CLIPS}
    new = {**catalog_body(choice(CLIPS, "_true"), name="new"), "description": None}
    assert client("PUT", url, new).status == 204
    assert set(children(client, url)) == {CLIPS}
    read = client("GET", url).body
    assert (read["name"], read["description"], read["isAssigned"]) == ("new", None, True)


def test_put_without_settings_is_refused_and_patch_changes_names_only(client: Client) -> None:
    url = client.make(CATALOG, catalog_body())
    bare = {key: value for key, value in catalog_body().items() if key != "settings"}
    assert client("PUT", url, bare).status == 400
    assert client("PATCH", url, {"name": "renamed"}).status == 200
    assert client("GET", url).body["name"] == "renamed"
    assert set(children(client, url)) == {BLOCKED, CLIPS}


def test_put_is_for_catalogue_policies_only(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    assert client("PUT", url, valid("ios_compliance")[1]).status == 400


def test_settings_come_in_pages_with_their_definitions(client: Client) -> None:
    url = client.make(CATALOG, catalog_body())
    [setting] = client("GET", f"{url}/settings?$expand=settingDefinitions&$top=1000").body["value"]
    assert {BLOCKED, CLIPS} < {found["id"] for found in setting["settingDefinitions"]}


def test_apps_and_assignments_come_back_in_another_order(client: Client) -> None:
    url = client.make(*valid("ios_app_protection"))
    client("POST", f"{url}/targetApps", {"apps": [app(f"com.app{index:02d}") for index in range(20)]})
    groups = [f"{GROUP[:-2]}{index:02d}" for index in range(20)]
    client("POST", f"{url}/assign", {"assignments": [group_target(group) for group in groups]})
    apps = [found["id"] for found in client("GET", f"{url}/apps").body["value"]]
    assigned = [found["target"]["groupId"] for found in client("GET", f"{url}/assignments").body["value"]]
    assert apps != sorted(apps)
    assert assigned != groups
    assert sorted(assigned) == groups


def test_collections_come_back_in_another_order(client: Client) -> None:
    bundles = [f"com.app{index}" for index in range(20)]
    url = client.make(CATALOG, catalog_body(string_list(BLOCKED, *bundles)))
    values = [value["value"] for value in children(client, url)[BLOCKED]["simpleSettingCollectionValue"]]
    assert values != bundles
    assert sorted(values) == sorted(bundles)


def test_filter_in_use_cannot_be_deleted_and_its_platform_stays(client: Client) -> None:
    filters = "/beta/deviceManagement/assignmentFilters"
    body = {
        "displayName": "f",
        "platform": "iOS",
        "rule": '(device.deviceName -eq "x")',
        "assignmentFilterManagementType": "devices",
    }
    found = client.make(filters, body)
    policy = client.make(*valid("ios_compliance"))
    named = {
        "deviceAndAppManagementAssignmentFilterId": found.rsplit("/", 1)[1],
        "deviceAndAppManagementAssignmentFilterType": "include",
    }
    target = {**group_target()["target"], **named}
    assert client("POST", f"{policy}/assign", {"assignments": [{"target": target}]}).status == 200
    assert client("DELETE", found).status == 400
    assert client("PATCH", found, {"platform": "macOS"}).status == 400
    assert client("PATCH", found, {"rule": "x" * 3073}).status == 400
    client("POST", f"{policy}/assign", {"assignments": []})
    assert client("DELETE", found).status == 204


def test_message_texts_are_written_one_by_one(client: Client) -> None:
    templates = "/beta/deviceManagement/notificationMessageTemplates"
    url = (
        client.make(templates, {"displayName": "m", "defaultLocale": "nl-nl", "brandingOptions": "none"})
        + "/localizedNotificationMessages"
    )
    dutch = {
        "locale": "nl-NL",
        "subject": "Apparaat",
        "messageTemplate": "Uw apparaat voldoet niet.",
        "isDefault": True,
    }
    made = client("POST", url, dutch)
    assert made.status == 201
    assert client("POST", url, dutch).status == 400
    assert client("POST", url, {**dutch, "locale": "en-us"}).status == 201
    assert {found["locale"]: found["isDefault"] for found in client("GET", url).body["value"]} == {
        "nl-NL": False,
        "en-us": True,
    }
    assert client("PATCH", f"{url}/{made.body['id']}", {"subject": "Nieuw"}).body["subject"] == "Nieuw"
    assert client("PATCH", f"{url}/{made.body['id']}", {"title": "x"}).status == 400
    assert client("DELETE", f"{url}/{made.body['id']}").status == 204
    assert [found["locale"] for found in client("GET", url).body["value"]] == ["en-us"]


def test_members_of_a_group_come_and_go_by_reference() -> None:
    tenant = open_tenant()
    seed(tenant)
    client = Client(tenant)
    group, person = (
        zilverdam.group_id("sg-rol-college"),
        zilverdam.user_id(f"griffie.001@{zilverdam.DOMAIN}"),
    )
    url = f"/v1.0/groups/{group}/members"
    sent = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{person}"}
    assert [client("POST", f"{url}/$ref", sent).status for _ in range(2)] == [204, 400]
    assert len(client("GET", url).body["value"]) == 7
    assert [client("DELETE", f"{url}/{person}/$ref").status for _ in range(2)] == [204, 404]
    assert len(client("GET", url).body["value"]) == 6
    tenant.close()


def test_deleted_group_stays_in_assignments(client: Client) -> None:
    body = {"displayName": "g", "mailEnabled": False, "mailNickname": "g", "securityEnabled": True}
    assert client("POST", "/v1.0/groups", {"displayName": "g"}).status == 400
    group = client.make("/v1.0/groups", body).rsplit("/", 1)[1]
    url = client.make(*valid("ios_compliance"))
    client("POST", f"{url}/assign", {"assignments": [group_target(group)]})
    assert client("DELETE", f"/v1.0/groups/{group}").status == 204
    assert client("GET", f"/v1.0/groups/{group}").status == 404
    assert client("GET", f"{url}/assignments").body["value"][0]["target"]["groupId"] == group
