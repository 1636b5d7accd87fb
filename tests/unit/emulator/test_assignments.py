"""Assignments that come with a create, one by one, or with several intents of an app for one group (E6, E7 and E12 of the evidence)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.emulator.conftest import GROUP, IOS_MAM, OTHER_GROUP, Client, group_target, valid

CONFIGURATIONS = "/beta/deviceAppManagement/targetedManagedAppConfigurations"
DEVICE_APPS = "/beta/deviceAppManagement/mobileAppConfigurations"
EXCLUDED = "exclusionGroupAssignmentTarget"
ZERO = "00000000-0000-0000-0000-000000000000"
EVERYBODY = {"target": {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}}
EDGE = "com.microsoft.edge.mamedgeappconfigsettings.enablemediarouter"


def configuration(**more: Any) -> dict[str, Any]:
    """What the portal sends for a new app configuration of managed apps."""
    custom = [
        {"name": "com.microsoft.intune.mam.managedbrowser.homepage", "value": "https://zilverdam.example"}
    ]
    body = {
        "displayName": "Edge",
        "description": "",
        "apps": [],
        "roleScopeTagIds": ["0"],
        "appGroupType": "allApps",
        "customSettings": custom,
    }
    return body | more


def setting(option: str) -> dict[str, Any]:
    prefix = "#microsoft.graph.deviceManagementConfiguration"
    value = {"@odata.type": f"{prefix}ChoiceSettingValue", "value": f"{EDGE}_{option}", "children": []}
    instance = {
        "@odata.type": f"{prefix}ChoiceSettingInstance",
        "settingDefinitionId": EDGE,
        "choiceSettingValue": value,
    }
    return {"@odata.type": f"{prefix}Setting", "settingInstance": instance}


def intended(intent: str, group: str = GROUP, kind: str = "groupAssignmentTarget") -> dict[str, Any]:
    return {**group_target(group, kind), "intent": intent}


@pytest.mark.parametrize("sent", [[], [group_target(), group_target(OTHER_GROUP, EXCLUDED)], [EVERYBODY]])
@pytest.mark.parametrize("version", ["beta", "v1.0"])
def test_an_app_configuration_is_created_with_its_assignments_and_they_count(
    client: Client, sent: list[Any], version: str
) -> None:
    """E6: the portal's POST of targetedManagedAppConfigurations holds `assignments`, also an empty list; the answer says not assigned."""
    url = CONFIGURATIONS.replace("beta", version)
    stable = ("displayName", "description", "apps", "customSettings", "assignments")
    body = {
        key: value
        for key, value in configuration(assignments=sent).items()
        if version == "beta" or key in stable
    }
    made = client("POST", url, body)
    assert (made.status, made.body["isAssigned"]) == (201, False)
    read = client("GET", f"{url}/{made.body['id']}?$expand=assignments").body
    assert read["isAssigned"] is bool(sent)
    told = sorted((one["target"]["@odata.type"], one["target"].get("groupId")) for one in read["assignments"])
    assert told == sorted((one["target"]["@odata.type"], one["target"].get("groupId")) for one in sent)


def test_assignments_of_app_policies_have_the_ids_and_the_source_of_a_recorded_answer(client: Client) -> None:
    """E6: `<group>_incl` and `<group>_excl`, sourceId of zeros."""
    url = client.make(
        CONFIGURATIONS, configuration(assignments=[group_target(), group_target(OTHER_GROUP, EXCLUDED)])
    )
    found = client("GET", f"{url}/assignments").body["value"]
    assert {(one["id"], one["source"], one["sourceId"]) for one in found} == {
        (f"{GROUP}_incl", "direct", ZERO), (f"{OTHER_GROUP}_excl", "direct", ZERO),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ([group_target("nobody")], "a valid AADGroupId is expected"), ([group_target(), group_target()], "more than once"),
        ([{}], "target"), ([{"target": {"groupId": GROUP}}], "abstract"), (group_target(), "assignments"), (None, "assignments"),
    ],
)  # fmt: skip
def test_assignments_with_a_create_are_judged_as_those_of_assign(
    client: Client, sent: Any, text: str
) -> None:
    """E6: taken, and no less strictly."""
    answer = client("POST", CONFIGURATIONS, configuration(assignments=sent))
    assert (answer.status, text in answer.message) == (400, True)
    assert client("GET", CONFIGURATIONS).body["value"] == []


def test_app_protection_still_refuses_them_and_so_do_app_configurations_when_that_is_switched_off(
    client: Client, without: Callable[..., Client]
) -> None:
    """E6: Intune-PowerShell-SDK#127 is about app protection."""
    url, body = valid("ios_app_protection")
    assert (client("POST", url, {**body, "assignments": []}).status, url) == (400, IOS_MAM)
    strict = without("inline-assignments-of-app-configurations")
    assert strict("POST", CONFIGURATIONS, configuration(assignments=[])).status == 400
    strict.tenant.close()


def test_settings_come_with_the_create_and_are_replaced_by_change_settings(client: Client) -> None:
    """E6, a neighbour: the portal sends `settings` along, and `changeSettings` afterwards."""
    url = client.make(CONFIGURATIONS, configuration(settings=[setting("true")]))
    shown = client("GET", f"{url}?$expand=apps,assignments,settings").body
    assert (shown["apps"], shown["assignments"]) == ([], [])
    assert [one["settingInstance"]["choiceSettingValue"]["value"] for one in shown["settings"]] == [
        f"{EDGE}_true"
    ]
    assert client("POST", f"{url}/changeSettings", {"settings": [setting("false")]}).status == 204
    shown = client("GET", f"{url}?$expand=settings").body
    assert [one["settingInstance"]["choiceSettingValue"]["value"] for one in shown["settings"]] == [
        f"{EDGE}_false"
    ]
    wrong = client("POST", f"{url}/changeSettings", {"settings": [{"value": 1}]})
    assert (wrong.status, "'value' does not exist" in wrong.message) == (400, True)
    assert client("POST", f"{CONFIGURATIONS}/A_{ZERO}/changeSettings", {"settings": []}).status == 404


def test_one_assignment_of_an_app_is_created_read_changed_and_deleted(client: Client) -> None:
    """E7: POST answers 201, and the id joins group, number of the intent and whether it excludes (IntuneWin32App#149)."""
    url = client.make(*valid("mobile_app"))
    made = client("POST", f"{url}/assignments", intended("required"))
    assert (made.status, made.body["id"], made.body["source"], made.body["sourceId"]) == (
        201,
        f"{GROUP}_1_0",
        "direct",
        None,
    )
    assert (
        client("POST", f"{url}/assignments", intended("uninstall", OTHER_GROUP, EXCLUDED)).body["id"]
        == f"{OTHER_GROUP}_2_1"
    )
    one = f"{url}/assignments/{GROUP}_1_0"
    assert client("GET", one).body["intent"] == "required"
    settings = {
        "@odata.type": "#microsoft.graph.iosStoreAppAssignmentSettings",
        "uninstallOnDeviceRemoval": True,
    }
    changed = client("PATCH", one, {"settings": settings})
    assert (changed.status, changed.body["settings"]["uninstallOnDeviceRemoval"], changed.body["intent"]) == (
        200,
        True,
        "required",
    )
    assert client("GET", one).body["settings"]["uninstallOnDeviceRemoval"] is True
    assert client("GET", url).body["isAssigned"] is True
    assert [client("DELETE", one).status for _ in range(2)] == [204, 404]
    assert [found["id"] for found in client("GET", f"{url}/assignments").body["value"]] == [
        f"{OTHER_GROUP}_2_1"
    ]
    assert client("PATCH", one, {"intent": "available"}).status == 404


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (intended("required"), "more than once"), (intended("uninstall"), "more than one intent"),
        ({**intended("required", OTHER_GROUP), "settings": {"@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings"}}, "do not fit"),
        ({"intent": "required"}, "target"), ({**intended("required", OTHER_GROUP), "filter": "x"}, "'filter' does not exist"),
    ],
)  # fmt: skip
def test_a_single_assignment_is_judged_with_those_that_are_there(
    client: Client, sent: dict[str, Any], text: str
) -> None:
    """E7: the rules of assign hold."""
    url = client.make(*valid("mobile_app"))
    client("POST", f"{url}/assignments", intended("required"))
    answer = client("POST", f"{url}/assignments", sent)
    assert (answer.status, text in answer.message) == (400, True)
    assert len(client("GET", f"{url}/assignments").body["value"]) == 1
    assert (
        client(
            "POST", f"/beta/deviceAppManagement/mobileApps/{ZERO}/assignments", intended("required")
        ).status
        == 404
    )


@pytest.mark.parametrize(
    "kind",
    ["ios_compliance", "android_device_owner_restrictions", "ios_app_restrictions", "ios_app_protection"],
)
@pytest.mark.parametrize("switch", ["single-assignments-of-apps-only", "single-app-assignments"])
def test_policies_have_no_routes_for_one_assignment(
    client: Client, without: Callable[..., Client], kind: str, switch: str
) -> None:
    """E7: right for policies (msgraph-sdk-dotnet#2220, microsoft-graph-docs#4984, #20615)."""
    url = client.make(*valid(kind))
    client("POST", f"{url}/assign", {"assignments": [group_target()]})
    [known] = client("GET", f"{url}/assignments").body["value"]
    sent = [("POST", f"{url}/assignments", group_target(OTHER_GROUP)), ("PATCH", f"{url}/assignments/{known['id']}", group_target()),
            ("DELETE", f"{url}/assignments/{known['id']}", None)]  # fmt: skip
    for method, route, body in sent:
        answer = client(method, route, body)
        assert (answer.status, answer.code) == (400, "No method match route template"), method
    documented = without(switch)
    there = documented.make(*valid(kind))
    wanted = 201 if switch == "single-assignments-of-apps-only" else 400
    assert documented("POST", f"{there}/assignments", group_target()).status == wanted
    documented.tenant.close()


def test_an_app_configuration_of_devices_has_none_either(client: Client) -> None:
    """E7: microsoft-graph-docs#11277, msgraph-sdk-powershell#1318."""
    body = {
        "@odata.type": "#microsoft.graph.iosMobileAppConfiguration",
        "displayName": "c",
        "targetedMobileApps": [],
    }
    url = client.make(DEVICE_APPS, body)
    answer = client("POST", f"{url}/assignments", group_target())
    assert (answer.status, "~/singleton/navigation/key/navigation with http verb POST" in answer.message) == (
        400,
        True,
    )
    assert client("POST", f"{url}/assign", {"assignments": [group_target()]}).status == 204


def test_a_group_may_have_an_app_required_and_be_kept_out_of_its_uninstall(client: Client) -> None:
    """E12: possible in the console (IntuneWin32App#76, #101); two intents that include stay refused."""
    url = client.make(*valid("mobile_app"))
    sent = [intended("required"), intended("uninstall", kind=EXCLUDED), intended("available", kind=EXCLUDED),
            {**EVERYBODY, "intent": "uninstall"}]  # fmt: skip
    assert client("POST", f"{url}/assign", {"mobileAppAssignments": sent}).status == 204
    found = client("GET", f"{url}/assignments").body["value"]
    everybody = "acacacac-9df4-4c7d-9d50-4ef0226f57a9"
    assert {one["id"] for one in found} == {
        f"{GROUP}_1_0",
        f"{GROUP}_2_1",
        f"{GROUP}_0_1",
        f"{everybody}_2_0",
    }


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ([intended("required"), intended("available")], "more than one intent"),
        ([{**EVERYBODY, "intent": "required"}, {**EVERYBODY, "intent": "uninstall"}], "more than one intent"),
        ([intended("required"), intended("required", kind=EXCLUDED)], "more than once"),
        ([intended("required", kind=EXCLUDED), intended("required", kind=EXCLUDED)], "more than once"),
    ],
)
def test_what_cannot_stand_together_is_refused(client: Client, sent: list[Any], text: str) -> None:
    """E12: one group, one intent; and a group is not both assigned to and excluded from one."""
    url = client.make(*valid("mobile_app"))
    answer = client("POST", f"{url}/assign", {"mobileAppAssignments": sent})
    assert (answer.status, text in answer.message) == (400, True)


def test_where_a_second_assignment_of_a_target_is_ignored_the_first_stays(
    without: Callable[..., Client],
) -> None:
    """Intune-Toolkit#57: the other report on one target twice, as a switch."""
    ignoring = without("assign-one-per-target")
    url = ignoring.make(*valid("ios_compliance"))
    answer = ignoring("POST", f"{url}/assign", {"assignments": [group_target(), group_target(kind=EXCLUDED)]})
    assert [one["target"]["@odata.type"] for one in answer.body["value"]] == [
        "#microsoft.graph.groupAssignmentTarget"
    ]
    ignoring.tenant.close()
